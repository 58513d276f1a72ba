// SPDX-License-Identifier: GPL-2.0
/*
 * The DMA ioctl on a private SMMU: bytes that go through translations, compared
 * through the mapping of the RAM.
 */
#include <stdlib.h>
#include <string.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define MIXED	0x60000000ULL	/* the same pages, last one first */

FIXTURE(dma)
{
	struct uapi_smmu smmu;
	struct smmu_sim_dma d;
	uint8_t *buf;
};

FIXTURE_SETUP(dma)
{
	struct uapi_smmu *smmu = &self->smmu;
	unsigned int i;

	self->buf = calloc(1, SMMU_SIM_MAX_DMA + 1);
	ASSERT_NE(NULL, self->buf);
	ASSERT_EQ(0, uapi_smmu_open(smmu));
	for (i = 0; i < UAPI_PAGES; i++) {
		ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx,
					      MIXED + i * PAGE, smmu->data +
					      (UAPI_PAGES - 1 - i) * PAGE, 0));
	}
}

FIXTURE_TEARDOWN(dma)
{
	uapi_smmu_close(&self->smmu);
	free(self->buf);
}

#define READ	SMMU_SIM_DMA_READ
#define WRITE	SMMU_SIM_DMA_WRITE

TEST_F(dma, written_bytes_arrive)
{
	uapi_pattern(self->buf, 3 * PAGE, 1);
	ASSERT_EQ(0, uapi_dma(&self->smmu, WRITE, UAPI_IOVA, self->buf,
			      3 * PAGE, &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_EQ(3 * PAGE, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(self->smmu.bytes, 3 * PAGE, 1));
}

TEST_F(dma, read_returns_the_bytes)
{
	uapi_pattern(self->smmu.bytes, 3 * PAGE, 2);
	ASSERT_EQ(0, uapi_dma(&self->smmu, READ, UAPI_IOVA, self->buf,
			      3 * PAGE, &self->d));
	EXPECT_EQ(3 * PAGE, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(self->buf, 3 * PAGE, 2));
}

TEST_F(dma, every_page_is_translated_by_itself)
{
	unsigned int i;

	uapi_pattern(self->buf, UAPI_PAGES * PAGE, 3);
	ASSERT_EQ(0, uapi_dma(&self->smmu, WRITE, MIXED, self->buf,
			      UAPI_PAGES * PAGE, &self->d));
	for (i = 0; i < UAPI_PAGES; i++) {
		EXPECT_EQ(0, memcmp(self->smmu.bytes +
				    (UAPI_PAGES - 1 - i) * PAGE,
				    self->buf + i * PAGE, PAGE));
	}
}

TEST_F(dma, unaligned_ends_touch_nothing_else)
{
	uint8_t *bytes = self->smmu.bytes;

	memset(bytes, 0xee, 3 * PAGE);
	uapi_pattern(self->buf, PAGE + 10, 4);
	ASSERT_EQ(0, uapi_dma(&self->smmu, WRITE, UAPI_IOVA + PAGE - 5,
			      self->buf, PAGE + 10, &self->d));
	EXPECT_EQ(PAGE + 10, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(bytes + PAGE - 5, PAGE + 10, 4));
	EXPECT_EQ(0xee, bytes[PAGE - 6]);
	EXPECT_EQ(0xee, bytes[2 * PAGE + 5]);
}

TEST_F(dma, length_zero_moves_nothing)
{
	ASSERT_EQ(0, uapi_dma(&self->smmu, WRITE, UAPI_HOLE, NULL, 0,
			      &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_EQ(0, self->d.done);
}

TEST_F(dma, one_megabyte_moves_at_once)
{
	struct uapi_smmu *smmu = &self->smmu;
	uint64_t pa = smmusim_kit_alloc(&smmu->kit, SMMU_SIM_MAX_DMA, PAGE);
	uint64_t at;

	ASSERT_NE(0, pa);
	for (at = 0; at < SMMU_SIM_MAX_DMA; at += PAGE) {
		ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx,
					      UAPI_HOLE + at, pa + at, 0));
	}
	uapi_pattern(self->buf, SMMU_SIM_MAX_DMA, 5);
	ASSERT_EQ(0, uapi_dma(smmu, WRITE, UAPI_HOLE, self->buf,
			      SMMU_SIM_MAX_DMA, &self->d));
	EXPECT_EQ(SMMU_SIM_MAX_DMA, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(smmusim_kit_ptr(&smmu->kit, pa),
					  SMMU_SIM_MAX_DMA, 5));
}

/* Other operations. */

TEST_F(dma, fill_writes_one_byte_value)
{
	uint8_t *bytes = self->smmu.bytes;

	self->d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA + 100 },
		.length = PAGE,
		.pattern = 0x5c,
	};
	ASSERT_EQ(0, smmusim_dma(self->smmu.fd, &self->d));
	EXPECT_EQ(PAGE, self->d.done);
	EXPECT_EQ(0, bytes[99]);
	EXPECT_EQ(0x5c, bytes[100]);
	EXPECT_EQ(0, memcmp(bytes + 100, bytes + 101, PAGE - 1));
	EXPECT_EQ(0, bytes[PAGE + 100]);
}

TEST_F(dma, copy_moves_between_two_addresses)
{
	uapi_pattern(self->smmu.bytes, 2 * PAGE, 6);
	self->d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_COPY,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA },
		.dst_addr = UAPI_IOVA + 4 * PAGE + 7,
		.length = 2 * PAGE,
	};
	ASSERT_EQ(0, smmusim_dma(self->smmu.fd, &self->d));
	EXPECT_EQ(2 * PAGE, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(self->smmu.bytes + 4 * PAGE + 7,
					  2 * PAGE, 6));
}

static int cas(struct uapi_smmu *smmu, uint64_t addr, uint64_t expected,
	       uint64_t swap, struct smmu_sim_dma *d)
{
	*d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_CAS,
		.txn = { .stream_id = UAPI_SID, .addr = addr },
		.length = 8,
		.pattern = expected,
		.swap = swap,
	};
	return smmusim_dma(smmu->fd, d);
}

TEST_F(dma, cas_swaps_the_expected_value)
{
	uint64_t *word = (uint64_t *)self->smmu.bytes;

	word[1] = 0x1111222233334444;
	ASSERT_EQ(0, cas(&self->smmu, UAPI_IOVA + 8, 0x1111222233334444, 42,
			 &self->d));
	EXPECT_EQ(0x1111222233334444, self->d.pattern);
	EXPECT_EQ(42, word[1]);
	EXPECT_EQ(8, self->d.done);
}

TEST_F(dma, cas_keeps_another_value)
{
	uint64_t *word = (uint64_t *)self->smmu.bytes;

	word[1] = 7;
	ASSERT_EQ(0, cas(&self->smmu, UAPI_IOVA + 8, 8, 42, &self->d));
	EXPECT_EQ(7, self->d.pattern);
	EXPECT_EQ(7, word[1]);
}

TEST_F(dma, cas_needs_write_permission)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx, UAPI_HOLE,
				      smmu->data, SMMUSIM_MAP_RO));
	ASSERT_EQ(0, cas(smmu, UAPI_HOLE, 0, 42, &self->d));
	EXPECT_EQ(F_PERMISSION, self->d.out.event);
	EXPECT_EQ(EVT_CLASS_IN, self->d.out.record[1]);
	EXPECT_EQ(0, smmu->bytes[0]);
}

/* Faults. */

TEST_F(dma, fault_stops_at_its_page)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, smmusim_unmap_page(&smmu->kit, &smmu->ctx,
					UAPI_IOVA + 2 * PAGE));
	uapi_pattern(self->buf, 4 * PAGE, 7);
	ASSERT_EQ(0, uapi_dma(smmu, WRITE, UAPI_IOVA + 16, self->buf, 4 * PAGE,
			      &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(F_TRANSLATION, self->d.out.event);
	EXPECT_EQ(2 * PAGE - 16, self->d.done);
	EXPECT_EQ(UAPI_IOVA + 2 * PAGE, self->d.out.record[2]);
	EXPECT_FALSE(uapi_pattern_differs(smmu->bytes + 16, 2 * PAGE - 16, 7));
	EXPECT_EQ(0, smmu->bytes[3 * PAGE]);
}

TEST_F(dma, copy_to_nowhere_is_a_write_fault)
{
	self->d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_COPY,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA },
		.dst_addr = UAPI_HOLE,
		.length = PAGE,
	};
	ASSERT_EQ(0, smmusim_dma(self->smmu.fd, &self->d));
	EXPECT_EQ(F_TRANSLATION, self->d.out.event);
	EXPECT_EQ(EVT_CLASS_IN, self->d.out.record[1]);
	EXPECT_EQ(UAPI_HOLE, self->d.out.record[2]);
	EXPECT_EQ(0, self->d.done);
}

TEST_F(dma, read_only_page_is_read_but_not_written)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx, UAPI_HOLE,
				      smmu->data, SMMUSIM_MAP_RO));
	smmu->bytes[0] = 0x31;
	ASSERT_EQ(0, uapi_dma(smmu, READ, UAPI_HOLE, self->buf, 1, &self->d));
	EXPECT_EQ(0x31, self->buf[0]);
	self->buf[0] = 0x32;
	ASSERT_EQ(0, uapi_dma(smmu, WRITE, UAPI_HOLE, self->buf, 1, &self->d));
	EXPECT_EQ(F_PERMISSION, self->d.out.event);
	EXPECT_EQ(0x31, smmu->bytes[0]);
}

TEST_F(dma, output_address_without_ram_aborts_silently)
{
	uint64_t record[4];

	ASSERT_EQ(0, smmusim_bypass(&self->smmu.kit, UAPI_SID));
	ASSERT_EQ(0, uapi_dma(&self->smmu, READ, 0x1000, self->buf, 8,
			      &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(0, self->d.out.event);
	EXPECT_EQ(0, self->d.done);
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, record));
}

TEST_F(dma, bypassed_stream_reaches_ram_by_its_address)
{
	self->smmu.bytes[3] = 0x77;
	ASSERT_EQ(0, smmusim_bypass(&self->smmu.kit, UAPI_SID));
	ASSERT_EQ(0, uapi_dma(&self->smmu, READ, self->smmu.data + 3, self->buf,
			      1, &self->d));
	EXPECT_EQ(1, self->d.done);
	EXPECT_EQ(0x77, self->buf[0]);
}

TEST_F(dma, last_bytes_of_the_address_space_fault)
{
	ASSERT_EQ(0, uapi_dma(&self->smmu, WRITE, -8ULL, self->buf, 8,
			      &self->d));
	EXPECT_EQ(F_TRANSLATION, self->d.out.event);
	EXPECT_EQ(-8ULL, self->d.out.record[2]);
}

TEST_F(dma, address_space_end_is_not_passed)
{
	EXPECT_EQ(-EINVAL, uapi_dma(&self->smmu, WRITE, -8ULL, self->buf, 9,
				    &self->d));
}

/* Refused arguments. */

TEST_F(dma, odd_values_are_einval)
{
	struct smmu_sim_dma good = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA },
		.length = 8,
	};
	struct smmu_sim_dma bad;

	bad = good;
	bad.op = 5;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &bad));
	bad = good;
	bad.length = SMMU_SIM_MAX_DMA + 1;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &bad));
	bad = good;
	bad.pattern = 256;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &bad));
	bad = good;
	bad.txn.flags = SMMU_SIM_TXN_WRITE;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &bad));
	bad = good;
	bad.txn.sec_sid = 2;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &bad));
}

TEST_F(dma, cas_of_other_sizes_is_einval)
{
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_CAS,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA },
		.length = 4,
	};

	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &d));
	d.length = 16;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &d));
	d.length = 8;
	d.txn.addr = UAPI_IOVA + 4;
	EXPECT_EQ(-EINVAL, smmusim_dma(self->smmu.fd, &d));
}

TEST_HARNESS_MAIN
