// SPDX-License-Identifier: GPL-2.0
/*
 * Granules of 16 and 64 KiB through the ioctls: pages that are larger than the
 * pieces in which data moves. The input has 25 bits, so that one table of level
 * 3 is all there is.
 */
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define PAGES		3U
#define FIRST		5U	/* entry of the first page */
#define MAX_GRANULE	0x10000ULL

FIXTURE(granule)
{
	struct uapi_smmu smmu;
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
	uint64_t size;
	uint64_t iova;
	uint64_t data;
	uint8_t *bytes;
	uint8_t *buf;
};

FIXTURE_VARIANT(granule)
{
	const char *config;
	unsigned int log2;
	unsigned int tg0;
};

FIXTURE_VARIANT_ADD(granule, fast_16k)
{
	.config = "", .log2 = 14, .tg0 = 2,
};

FIXTURE_VARIANT_ADD(granule, fast_64k)
{
	.config = "", .log2 = 16, .tg0 = 1,
};

FIXTURE_VARIANT_ADD(granule, exact_16k)
{
	.config = "cache=exact", .log2 = 14, .tg0 = 2,
};

FIXTURE_VARIANT_ADD(granule, exact_64k)
{
	.config = "cache=exact", .log2 = 16, .tg0 = 1,
};

/* The last page first: page n of the input is page PAGES - 1 - n of RAM. */
static uint64_t page_pa(uint64_t data, uint64_t size, unsigned int n)
{
	return data + (PAGES - 1 - n) * size;
}

FIXTURE_SETUP(granule)
{
	struct uapi_smmu *smmu = &self->smmu;
	struct smmusim_kit *kit = &smmu->kit;
	uint64_t table, *desc, *cd;
	int fd = smmusim_open_private();
	unsigned int i;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, variant->config, NULL, 0));
	ASSERT_EQ(0, uapi_smmu_setup(smmu, fd, SMMU_SIM_PAS_NS));
	self->size = 1ULL << variant->log2;
	self->iova = FIRST * self->size;
	self->buf = calloc(PAGES, self->size);
	ASSERT_NE(NULL, self->buf);
	self->data = smmusim_kit_alloc(kit, PAGES * MAX_GRANULE, MAX_GRANULE);
	table = smmusim_kit_alloc(kit, MAX_GRANULE, MAX_GRANULE);
	ASSERT_NE(0, self->data);
	ASSERT_NE(0, table);
	self->bytes = smmusim_kit_ptr(kit, self->data);
	desc = smmusim_kit_ptr(kit, table);
	for (i = 0; i < PAGES; i++)
		desc[FIRST + i] = page_pa(self->data, self->size, i) |
				  FIELD(9, 8, 3) |	/* SH */
				  BITS(11, 10) |	/* nG, AF */
				  BITS(6, 6) |		/* AP[1] */
				  BITS(1, 0);
	cd = smmusim_kit_ptr(kit, smmu->ctx.cd);
	cd[0] &= ~BITS(7, 0);
	cd[0] |= FIELD(5, 0, 39) | FIELD(7, 6, variant->tg0);
	cd[1] = table;
	ASSERT_EQ(0, smmusim_attach(kit, UAPI_SID, &smmu->ctx));
}

FIXTURE_TEARDOWN(granule)
{
	uapi_smmu_close(&self->smmu);
	free(self->buf);
}

TEST_F(granule, written_bytes_arrive_page_by_page)
{
	unsigned int i;

	uapi_pattern(self->buf, PAGES * self->size, 1);
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_WRITE, self->iova,
			      self->buf, PAGES * self->size, &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_EQ(PAGES * self->size, self->d.done);
	for (i = 0; i < PAGES; i++) {
		EXPECT_EQ(0, memcmp(self->bytes + (PAGES - 1 - i) * self->size,
				    self->buf + i * self->size, self->size));
	}
}

TEST_F(granule, fault_stops_at_the_end_of_the_last_page)
{
	uint64_t last = self->iova + (PAGES - 1) * self->size;

	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_READ, last + PAGE,
			      self->buf, self->size, &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(F_TRANSLATION, self->d.out.event);
	EXPECT_EQ(self->size - PAGE, self->d.done);
}

TEST_F(granule, whole_page_is_the_mapping_and_one_tlb_entry)
{
	struct smmu_sim_tlb_record r[2];
	uint64_t at;
	uint32_t count;

	for (at = 0; at < self->size; at += PAGE) {
		ASSERT_EQ(0, uapi_translate(&self->smmu, self->iova + at, 0, 0,
					    &self->t));
		EXPECT_EQ(page_pa(self->data, self->size, 0) + at, self->t.pa);
		EXPECT_EQ(variant->log2, self->t.log2_size);
		EXPECT_EQ(at != 0, !!(self->t.hit & SMMU_SIM_HIT_TLB));
	}
	ASSERT_EQ(0, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_TLB, r,
				     sizeof(*r), 2, &count));
	ASSERT_EQ(1, count);
	EXPECT_EQ(self->iova, r[0].va);
	EXPECT_EQ(variant->log2, r[0].log2_size);
	EXPECT_EQ(variant->log2, r[0].granule);
	EXPECT_EQ(3, r[0].level);
}

TEST_F(granule, walk_of_25_bits_is_one_step_of_level_3)
{
	struct smmu_sim_walk_step steps[8];

	self->t = (struct smmu_sim_translate) {
		.flags = SMMU_SIM_TRANSLATE_PEEK_WALK,
		.txn = { .stream_id = UAPI_SID, .addr = self->iova },
		.step_uptr = (uintptr_t)steps,
		.step_len = 8,
	};
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	ASSERT_EQ(3, self->t.step_len);
	EXPECT_EQ(SMMU_SIM_STEP_TT, steps[2].kind);
	EXPECT_EQ(3, steps[2].level);
	EXPECT_EQ(page_pa(self->data, self->size, 0),
		  steps[2].data & BITS(47, 12));
}

TEST_F(granule, smmu_without_it_says_c_bad_cd)
{
	struct uapi_smmu other;
	int fd = smmusim_open_private();
	uint64_t *cd;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, "gran16k=0,gran64k=0", NULL, 0));
	EXPECT_EQ(1, GET(uapi_readl(fd, IDR5), 6, 4));
	EXPECT_EQ(7, GET(uapi_readl(self->smmu.fd, IDR5), 6, 4));
	ASSERT_EQ(0, uapi_smmu_setup(&other, fd, SMMU_SIM_PAS_NS));
	cd = smmusim_kit_ptr(&other.kit, other.ctx.cd);
	cd[0] |= FIELD(7, 6, variant->tg0);
	ASSERT_EQ(0, uapi_translate(&other, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(C_BAD_CD, self->t.out.event);
	uapi_smmu_close(&other);
}

TEST_HARNESS_MAIN
