// SPDX-License-Identifier: GPL-2.0
/*
 * Mapping and unmapping with an independent witness: the kernel's tracepoints
 * iommu:map, iommu:unmap and iommu:io_page_fault say what the IOMMU core did,
 * and the SMMU has to translate to just that.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/smmusim.h"

#define TRACING	"/sys/kernel/tracing/"
#define EVENTS	"/sys/kernel/debug/smmu-sim/system/iommu-events"

#define F_TRANSLATION	0x10
#define PAGES		16

FIXTURE(mappings)
{
	int fd;
	uint64_t page;
	struct smmu_sim_buf_add buf;
};

static bool write_file(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_TRUNC);
	ssize_t len = strlen(text);
	bool good = fd >= 0 && write(fd, text, len) == len;

	if (fd >= 0)
		close(fd);
	return good;
}

FIXTURE_SETUP(mappings)
{
	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	self->page = sysconf(_SC_PAGESIZE);
	self->buf.length = PAGES * self->page;
	ASSERT_TRUE(write_file(TRACING "events/iommu/enable", "1"));
	ASSERT_TRUE(write_file(TRACING "trace", ""));
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->buf));
}

FIXTURE_TEARDOWN(mappings)
{
	write_file(TRACING "events/iommu/enable", "0");
	close(self->fd);
}

/* The mapping that covers @iova, as iommu:map told. */
static bool traced_map(uint64_t iova, uint64_t *paddr)
{
	FILE *f = fopen(TRACING "trace", "r");
	uint64_t start, end, pa;
	bool found = false;
	char line[512];
	char *what;

	while (f && !found && fgets(line, sizeof(line), f)) {
		what = strstr(line, " map: IOMMU: iova=");
		if (!what ||
		    sscanf(what, " map: IOMMU: iova=%" SCNx64 " - %" SCNx64
			   " paddr=%" SCNx64, &start, &end, &pa) != 3)
			continue;
		found = iova >= start && iova < end;
		*paddr = pa + (iova - start);
	}
	if (f)
		fclose(f);
	return found;
}

/* Was [@iova, +@size) unmapped as a whole? */
static bool traced_unmap(uint64_t iova, uint64_t size)
{
	FILE *f = fopen(TRACING "trace", "r");
	uint64_t start, end;
	bool found = false;
	char line[512];
	char *what;

	while (f && !found && fgets(line, sizeof(line), f)) {
		what = strstr(line, " unmap: IOMMU: iova=");
		found = what &&
			sscanf(what, " unmap: IOMMU: iova=%" SCNx64 " - %" SCNx64,
			       &start, &end) == 2 &&
			start == iova && end == iova + size;
	}
	if (f)
		fclose(f);
	return found;
}

static bool traced_fault(uint64_t iova, unsigned int flags)
{
	FILE *f = fopen(TRACING "trace", "r");
	bool found = false;
	char line[512];
	char words[128];

	snprintf(words, sizeof(words), "smmu-sim-dma iova=0x%016" PRIx64
		 " flags=0x%04x", iova, flags);
	while (f && !found && fgets(line, sizeof(line), f))
		found = strstr(line, "io_page_fault: ") && strstr(line, words);
	if (f)
		fclose(f);
	return found;
}

static void peek(int fd, uint32_t stream_id, uint64_t iova, uint32_t flags,
		 struct smmu_sim_translate *t)
{
	*t = (struct smmu_sim_translate) {
		.flags = flags,
		.txn = {
			.stream_id = stream_id,
			.addr = iova,
		},
	};
	if (smmusim_translate(fd, t))
		t->out.status = ~0U;
}

static int fill(int fd, const struct smmu_sim_buf_add *buf, uint64_t offset,
		struct smmu_sim_outcome *out)
{
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = {
			.stream_id = buf->stream_id,
			.addr = buf->iova + offset,
		},
		.length = 64,
		.pattern = 0xa5,
	};
	int ret = smmusim_dma(fd, &d);

	*out = d.out;
	return ret;
}

/* How many records the IOMMU driver took; reading drains the queue. */
static void drain(void)
{
	char line[64];
	FILE *f = fopen(EVENTS, "r");

	if (f && !fgets(line, sizeof(line), f))
		line[0] = '\0';
	if (f)
		fclose(f);
}

TEST_F(mappings, every_page_translates_to_what_was_mapped)
{
	struct smmu_sim_translate t;
	uint64_t paddr;
	int i;

	for (i = 0; i < PAGES; i++) {
		uint64_t iova = self->buf.iova + i * self->page + 0x18;

		peek(self->fd, self->buf.stream_id, iova,
		     SMMU_SIM_TRANSLATE_PEEK_WALK, &t);
		ASSERT_EQ(SMMU_SIM_OK, t.out.status);
		ASSERT_TRUE(traced_map(iova, &paddr));
		EXPECT_EQ(paddr, t.pa);
		EXPECT_EQ(SMMU_SIM_PAS_NS, t.pas);
	}
}

TEST_F(mappings, walk_has_four_levels_at_most)
{
	struct smmu_sim_walk_step step[16];
	struct smmu_sim_translate t = {
		.flags = SMMU_SIM_TRANSLATE_PEEK_WALK,
		.txn = {
			.stream_id = self->buf.stream_id,
			.addr = self->buf.iova,
		},
		.step_uptr = (uintptr_t)step,
		.step_len = 16,
	};
	unsigned int i, levels = 0;

	ASSERT_EQ(0, smmusim_translate(self->fd, &t));
	ASSERT_GE(16, t.step_len);
	for (i = 0; i < t.step_len; i++) {
		if (step[i].kind != SMMU_SIM_STEP_TT)
			continue;
		EXPECT_EQ(1, step[i].stage);
		EXPECT_EQ(levels, step[i].level);
		levels++;
	}
	EXPECT_GE(4, levels);
	EXPECT_LE(2, levels);
}

TEST_F(mappings, strict_unmap_leaves_nothing_in_the_tlb)
{
	struct smmu_sim_outcome out;
	struct smmu_sim_translate t;
	int i;

	for (i = 0; i < PAGES; i++) {
		ASSERT_EQ(0, fill(self->fd, &self->buf, i * self->page, &out));
		ASSERT_EQ(SMMU_SIM_OK, out.status);
	}
	peek(self->fd, self->buf.stream_id, self->buf.iova,
	     SMMU_SIM_TRANSLATE_PEEK, &t);
	EXPECT_TRUE(t.hit & SMMU_SIM_HIT_TLB);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	EXPECT_TRUE(traced_unmap(self->buf.iova, self->buf.length));
	for (i = 0; i < PAGES; i++) {
		peek(self->fd, self->buf.stream_id,
		     self->buf.iova + i * self->page, SMMU_SIM_TRANSLATE_PEEK,
		     &t);
		EXPECT_EQ(SMMU_SIM_ABORTED, t.out.status);
		EXPECT_EQ(F_TRANSLATION, t.out.event);
		EXPECT_FALSE(t.hit & SMMU_SIM_HIT_TLB);
	}
}

TEST_F(mappings, neighbours_stay_mapped)
{
	struct smmu_sim_buf_add other = { .length = self->buf.length };
	struct smmu_sim_outcome out;

	ASSERT_EQ(0, smmusim_buf_add(self->fd, &other));
	ASSERT_EQ(0, fill(self->fd, &other, 0, &out));
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, fill(self->fd, &other, 0, &out));
	EXPECT_EQ(SMMU_SIM_OK, out.status);
	ASSERT_EQ(0, fill(self->fd, &self->buf, 0, &out));
	EXPECT_EQ(SMMU_SIM_ABORTED, out.status);
}

TEST_F(mappings, fault_reaches_io_page_fault)
{
	struct smmu_sim_outcome out;

	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, fill(self->fd, &self->buf, 0x200, &out));
	ASSERT_EQ(F_TRANSLATION, out.event);
	drain();
	/* IOMMU_FAULT_WRITE is 1. */
	EXPECT_TRUE(traced_fault(self->buf.iova + 0x200, 1));
}

/* 1 MiB in pieces of any size: iommu_map() uses what is aligned. */
TEST_F(mappings, large_buffers_translate_everywhere)
{
	struct smmu_sim_buf_add large = { .length = SMMU_SIM_MAX_DMA };
	struct smmu_sim_translate t;
	uint64_t offset, paddr;

	ASSERT_EQ(0, smmusim_buf_add(self->fd, &large));
	for (offset = 0; offset < large.length; offset += 13 * 4096) {
		uint64_t iova = large.iova + offset;

		peek(self->fd, large.stream_id, iova,
		     SMMU_SIM_TRANSLATE_PEEK_WALK, &t);
		ASSERT_EQ(SMMU_SIM_OK, t.out.status);
		ASSERT_TRUE(traced_map(iova, &paddr));
		EXPECT_EQ(paddr, t.pa);
	}
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, large.cookie));
	for (offset = 0; offset < large.length; offset += 13 * 4096) {
		peek(self->fd, large.stream_id, large.iova + offset,
		     SMMU_SIM_TRANSLATE_PEEK_WALK, &t);
		ASSERT_EQ(SMMU_SIM_ABORTED, t.out.status);
	}
}

TEST_HARNESS_MAIN
