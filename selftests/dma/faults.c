// SPDX-License-Identifier: GPL-2.0
/*
 * A DMA that is not allowed leaves an event record, and the IOMMU driver that
 * drained the event queue has it: number, StreamID, address and access bits as
 * the architecture lays them out (7.3), typed here from its text.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/smmusim.h"

#define EVENTS	"/sys/kernel/debug/smmu-sim/system/iommu-events"

#define F_TRANSLATION	0x10
#define F_PERMISSION	0x13
#define RNW		(1ULL << 35)
#define CLASS_IN	(2ULL << 40)

/* The companion's, unless the module is told otherwise. */
#define STREAM_ID	0x10

FIXTURE(faults)
{
	int fd;
	struct smmu_sim_buf_add buf;
	uint8_t data[64];
};

FIXTURE_SETUP(faults)
{
	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	self->buf.length = sysconf(_SC_PAGESIZE);
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->buf));
	ASSERT_EQ(STREAM_ID, self->buf.stream_id);
}

FIXTURE_TEARDOWN(faults)
{
	close(self->fd);
}

static int dma(int fd, const struct smmu_sim_buf_add *buf, uint32_t op,
	       uint64_t offset, uint8_t *data, struct smmu_sim_outcome *out)
{
	struct smmu_sim_dma d = {
		.op = op,
		.txn = {
			.stream_id = buf->stream_id,
			.addr = buf->iova + offset,
		},
		.length = 64,
		.data_uptr = (uintptr_t)data,
	};
	int ret = smmusim_dma(fd, &d);

	*out = d.out;
	return ret;
}

static unsigned long long drained_events(void)
{
	unsigned long long count = ~0ULL;
	FILE *f = fopen(EVENTS, "r");

	if (!f)
		return count;
	if (fscanf(f, "taken %llu", &count) != 1)
		count = ~0ULL;
	fclose(f);
	return count;
}

/* The last record that the IOMMU driver took. */
static void last_event(char *line, int size)
{
	FILE *f = fopen(EVENTS, "r");
	char next[512];

	line[0] = '\0';
	while (f && fgets(next, sizeof(next), f))
		snprintf(line, size, "%s", next);
	if (f)
		fclose(f);
}

static bool says(const char *line, const char *format, uint64_t value)
{
	char words[128];

	snprintf(words, sizeof(words), format, value);
	return strstr(line, words);
}

TEST_F(faults, write_to_unmapped_iova_is_f_translation)
{
	unsigned long long before = drained_events();
	struct smmu_sim_outcome out;
	char line[512];

	ASSERT_EQ(0, dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 0,
			 self->data, &out));
	ASSERT_EQ(SMMU_SIM_OK, out.status);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));

	ASSERT_EQ(0, dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 0x80,
			 self->data, &out));
	EXPECT_EQ(SMMU_SIM_ABORTED, out.status);
	EXPECT_EQ(F_TRANSLATION, out.event);
	EXPECT_TRUE(out.flags & SMMU_SIM_OUTCOME_RECORDED);
	EXPECT_EQ(F_TRANSLATION | (uint64_t)STREAM_ID << 32, out.record[0]);
	EXPECT_EQ(CLASS_IN, out.record[1]);
	EXPECT_EQ(self->buf.iova + 0x80, out.record[2]);

	EXPECT_EQ(before + 1, drained_events());
	last_event(line, sizeof(line));
	TH_LOG("%s", line);
	EXPECT_TRUE(strstr(line, " F_TRANSLATION "));
	EXPECT_TRUE(says(line, " sid=%#" PRIx64 " ", STREAM_ID));
	EXPECT_TRUE(says(line, " addr=%#" PRIx64 " ", self->buf.iova + 0x80));
	EXPECT_TRUE(strstr(line, " access=write priv=0 instr=0 stage=1 class=2 "));
	EXPECT_TRUE(says(line, " record=%016" PRIx64 ",", out.record[0]));
	EXPECT_TRUE(strstr(line, " device=smmu-sim-dma"));
}

TEST_F(faults, read_of_unmapped_iova_says_read)
{
	struct smmu_sim_outcome out;
	char line[512];

	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	memset(self->data, 0x77, sizeof(self->data));
	ASSERT_EQ(0, dma(self->fd, &self->buf, SMMU_SIM_DMA_READ, 0x40,
			 self->data, &out));
	EXPECT_EQ(SMMU_SIM_ABORTED, out.status);
	EXPECT_EQ(F_TRANSLATION, out.event);
	EXPECT_EQ(RNW | CLASS_IN, out.record[1]);
	EXPECT_EQ(0x77, self->data[0]);

	last_event(line, sizeof(line));
	EXPECT_TRUE(says(line, " addr=%#" PRIx64 " ", self->buf.iova + 0x40));
	EXPECT_TRUE(strstr(line, " access=read "));
}

TEST_F(faults, write_to_read_only_buffer_is_f_permission)
{
	struct smmu_sim_buf_add ro = {
		.flags = SMMU_SIM_BUF_RO,
		.length = self->buf.length,
	};
	struct smmu_sim_outcome out;
	char line[512];

	ASSERT_EQ(0, smmusim_buf_add(self->fd, &ro));
	ASSERT_EQ(0, dma(self->fd, &ro, SMMU_SIM_DMA_READ, 0, self->data,
			 &out));
	ASSERT_EQ(SMMU_SIM_OK, out.status);
	ASSERT_EQ(0, dma(self->fd, &ro, SMMU_SIM_DMA_WRITE, 0, self->data,
			 &out));
	EXPECT_EQ(SMMU_SIM_ABORTED, out.status);
	EXPECT_EQ(F_PERMISSION, out.event);
	EXPECT_EQ(F_PERMISSION | (uint64_t)STREAM_ID << 32, out.record[0]);
	EXPECT_EQ(CLASS_IN, out.record[1]);
	EXPECT_EQ(ro.iova, out.record[2]);

	last_event(line, sizeof(line));
	EXPECT_TRUE(strstr(line, " F_PERMISSION "));
	EXPECT_TRUE(says(line, " addr=%#" PRIx64 " ", ro.iova));
	EXPECT_TRUE(strstr(line, " access=write "));
}

TEST_F(faults, every_fault_of_a_burst_is_drained)
{
	unsigned long long before = drained_events();
	struct smmu_sim_outcome out;
	int i;

	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 0,
				 self->data, &out));
		ASSERT_EQ(F_TRANSLATION, out.event);
	}
	EXPECT_EQ(before + 100, drained_events());
}

TEST_HARNESS_MAIN
