// SPDX-License-Identifier: GPL-2.0
/*
 * TRANSLATE on a private SMMU that the driver kit has brought up: real
 * transactions, PEEK, PEEK_WALK, the steps, the caches.
 */
#include <string.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define MAX_STEPS	16

FIXTURE(translate)
{
	struct uapi_smmu smmu;
	struct smmu_sim_translate t;
	struct smmu_sim_walk_step steps[MAX_STEPS];
};

FIXTURE_SETUP(translate)
{
	memset(self->steps, 0, sizeof(self->steps));
	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
}

FIXTURE_TEARDOWN(translate)
{
	uapi_smmu_close(&self->smmu);
}

#define REAL	0
#define PEEK	SMMU_SIM_TRANSLATE_PEEK
#define WALK	SMMU_SIM_TRANSLATE_PEEK_WALK

#define HIT_CONFIG	(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD)
#define HIT_ALL		(HIT_CONFIG | SMMU_SIM_HIT_TLB)

/* Outputs. */

TEST_F(translate, mapped_read_goes_to_its_page)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA + 2 * PAGE + 0x123,
				    0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
	EXPECT_EQ(self->smmu.data + 2 * PAGE + 0x123, self->t.pa);
	EXPECT_EQ(SMMU_SIM_PAS_NS, self->t.pas);
	EXPECT_EQ(12, self->t.log2_size);
}

TEST_F(translate, mapped_write_goes_to_its_page)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, SMMU_SIM_TXN_WRITE,
				    REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(self->smmu.data, self->t.pa);
}

TEST_F(translate, attributes_are_those_of_the_descriptor)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(0xff, self->t.memattr);	/* Normal, WB, from MAIR */
	EXPECT_EQ(3, self->t.sh);		/* ISH */
}

TEST_F(translate, blocks_cover_what_they_cover)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, smmusim_map_at(&smmu->kit, &smmu->ctx, 1ULL << 40,
				    3ULL << 21, 2, 0));
	ASSERT_EQ(0, smmusim_map_at(&smmu->kit, &smmu->ctx, 2ULL << 40,
				    5ULL << 30, 1, 0));
	ASSERT_EQ(0, uapi_translate(smmu, (1ULL << 40) + 0x54321, 0, REAL,
				    &self->t));
	EXPECT_EQ((3ULL << 21) + 0x54321, self->t.pa);
	EXPECT_EQ(21, self->t.log2_size);
	ASSERT_EQ(0, uapi_translate(smmu, (2ULL << 40) + 0x7654321, 0, REAL,
				    &self->t));
	EXPECT_EQ((5ULL << 30) + 0x7654321, self->t.pa);
	EXPECT_EQ(30, self->t.log2_size);
}

TEST_F(translate, bypassed_stream_keeps_its_address)
{
	ASSERT_EQ(0, smmusim_bypass(&self->smmu.kit, UAPI_SID));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE + 5, 0, REAL,
				    &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(UAPI_HOLE + 5, self->t.pa);
}

TEST_F(translate, blocked_stream_is_aborted_silently)
{
	uint64_t record[4];

	ASSERT_EQ(0, smmusim_block(&self->smmu.kit, UAPI_SID));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, record));
}

TEST_F(translate, disabled_smmu_obeys_gbpa)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, smmusim_kit_disable(&smmu->kit));
	uapi_writel(smmu->fd, GBPA, GBPA_UPDATE);
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_HOLE, 0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(UAPI_HOLE, self->t.pa);
	uapi_writel(smmu->fd, GBPA, GBPA_UPDATE | GBPA_ABORT);
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_HOLE, 0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
}

/* Caches. */

TEST_F(translate, second_time_hits_everything)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(0, self->t.hit);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(HIT_ALL, self->t.hit);
	EXPECT_EQ(self->smmu.data, self->t.pa);
}

TEST_F(translate, neighbour_page_hits_the_configuration)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA + PAGE, 0, REAL,
				    &self->t));
	EXPECT_EQ(HIT_CONFIG, self->t.hit);
}

TEST_F(translate, tlb_invalidation_keeps_the_configuration)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, smmusim_inval_va(&self->smmu.kit, UAPI_ASID, UAPI_IOVA));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(HIT_CONFIG, self->t.hit);
}

TEST_F(translate, ste_invalidation_keeps_the_tlb)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, smmusim_inval_ste(&self->smmu.kit, UAPI_SID));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_HIT_TLB, self->t.hit);
}

TEST_F(translate, stale_entry_lives_until_invalidated)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx, UAPI_IOVA,
				      smmu->data + PAGE, 0));
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(smmu->data, self->t.pa);
	ASSERT_EQ(0, smmusim_inval_asid(&smmu->kit, UAPI_ASID));
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(smmu->data + PAGE, self->t.pa);
}

TEST_F(translate, unmapped_page_faults_after_the_sync)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, smmusim_unmap_page(&smmu->kit, &smmu->ctx, UAPI_IOVA));
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
}

TEST_F(translate, two_files_have_two_caches)
{
	struct uapi_smmu other;

	ASSERT_EQ(0, uapi_smmu_open(&other));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, uapi_translate(&other, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(0, self->t.hit);
	uapi_smmu_close(&other);
}

/* Looking without touching. */

TEST_F(translate, peek_fills_no_cache)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, PEEK, &self->t));
	EXPECT_EQ(self->smmu.data, self->t.pa);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, WALK, &self->t));
	EXPECT_EQ(self->smmu.data, self->t.pa);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	EXPECT_EQ(0, self->t.hit);
}

TEST_F(translate, peek_looks_into_the_caches)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, PEEK, &self->t));
	EXPECT_EQ(HIT_ALL, self->t.hit);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, WALK, &self->t));
	EXPECT_EQ(0, self->t.hit);
}

TEST_F(translate, peek_sees_the_stale_entry_and_peek_walk_the_table)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, REAL, &self->t));
	ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx, UAPI_IOVA,
				      smmu->data + PAGE, 0));
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, PEEK, &self->t));
	EXPECT_EQ(smmu->data, self->t.pa);
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA, 0, WALK, &self->t));
	EXPECT_EQ(smmu->data + PAGE, self->t.pa);
}

TEST_F(translate, peek_at_a_fault_records_nothing)
{
	uint64_t record[4];
	uint32_t flags;

	for (flags = PEEK; flags <= WALK; flags++) {
		ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, flags,
					    &self->t));
		EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
		EXPECT_EQ(F_TRANSLATION, self->t.out.event);
		EXPECT_EQ(0, self->t.out.flags);
		EXPECT_EQ(UAPI_HOLE, self->t.out.record[2]);
	}
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, record));
}

/* Steps. */

static void ask_for_steps(struct smmu_sim_translate *t, uint64_t addr,
			  struct smmu_sim_walk_step *steps, uint32_t len)
{
	*t = (struct smmu_sim_translate) {
		.flags = WALK,
		.txn = {
			.stream_id = UAPI_SID,
			.addr = addr,
		},
		.step_uptr = (uintptr_t)steps,
		.step_len = len,
	};
}

TEST_F(translate, steps_begin_with_ste_and_cd)
{
	struct uapi_smmu *smmu = &self->smmu;
	const uint64_t *ste, *cd;

	ste = smmusim_kit_ptr(&smmu->kit, smmu->kit.strtab + UAPI_SID * 64);
	cd = smmusim_kit_ptr(&smmu->kit, smmu->ctx.cd);
	ask_for_steps(&self->t, UAPI_IOVA, self->steps, MAX_STEPS);
	ASSERT_EQ(0, smmusim_translate(smmu->fd, &self->t));
	ASSERT_EQ(6, self->t.step_len);
	EXPECT_EQ(SMMU_SIM_STEP_STE, self->steps[0].kind);
	EXPECT_EQ(smmu->kit.strtab + UAPI_SID * 64, self->steps[0].addr);
	EXPECT_EQ(*ste, self->steps[0].data);
	EXPECT_EQ(SMMU_SIM_STEP_CD, self->steps[1].kind);
	EXPECT_EQ(smmu->ctx.cd, self->steps[1].addr);
	EXPECT_EQ(*cd, self->steps[1].data);
}

TEST_F(translate, steps_end_with_the_levels)
{
	struct uapi_smmu *smmu = &self->smmu;
	int level;

	ask_for_steps(&self->t, UAPI_IOVA + PAGE, self->steps, MAX_STEPS);
	ASSERT_EQ(0, smmusim_translate(smmu->fd, &self->t));
	ASSERT_EQ(6, self->t.step_len);
	for (level = 0; level <= 3; level++) {
		const struct smmu_sim_walk_step *step = &self->steps[2 + level];
		uint64_t pa = smmusim_descriptor(&smmu->kit, &smmu->ctx,
						 UAPI_IOVA + PAGE, level);

		EXPECT_EQ(SMMU_SIM_STEP_TT, step->kind);
		EXPECT_EQ(1, step->stage);
		EXPECT_EQ(level, step->level);
		EXPECT_EQ(SMMU_SIM_PAS_NS, step->pas);
		EXPECT_EQ(pa, step->addr);
		EXPECT_EQ(*(uint64_t *)smmusim_kit_ptr(&smmu->kit, pa),
			  step->data);
	}
}

TEST_F(translate, steps_of_a_fault_end_where_it_ends)
{
	/* Both addresses share the tables of levels 0 and 1. */
	ask_for_steps(&self->t, UAPI_HOLE, self->steps, MAX_STEPS);
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	ASSERT_EQ(5, self->t.step_len);
	EXPECT_EQ(2, self->steps[4].level);
	EXPECT_EQ(0, self->steps[4].data);
}

TEST_F(translate, short_step_array_gets_the_first_ones)
{
	ask_for_steps(&self->t, UAPI_IOVA, self->steps, 2);
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(6, self->t.step_len);
	EXPECT_EQ(SMMU_SIM_STEP_CD, self->steps[1].kind);
	EXPECT_EQ(0, self->steps[2].addr);
}

TEST_F(translate, steps_are_counted_without_an_array)
{
	ask_for_steps(&self->t, UAPI_IOVA, NULL, 0);
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(6, self->t.step_len);
}

TEST_F(translate, cached_translation_is_one_step)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, REAL, &self->t));
	ask_for_steps(&self->t, UAPI_IOVA, self->steps, MAX_STEPS);
	self->t.flags = REAL;
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(HIT_ALL, self->t.hit);
	ASSERT_EQ(1, self->t.step_len);
	EXPECT_EQ(SMMU_SIM_STEP_TLB, self->steps[0].kind);
	EXPECT_EQ(1, self->steps[0].stage);
	EXPECT_EQ(3, self->steps[0].level);
	EXPECT_EQ(self->smmu.data, self->steps[0].addr);
	EXPECT_EQ(UAPI_IOVA, self->steps[0].input);
}

TEST_F(translate, step_array_at_nowhere_is_efault)
{
	ask_for_steps(&self->t, UAPI_IOVA, (void *)8, MAX_STEPS);
	EXPECT_EQ(-EFAULT, smmusim_translate(self->smmu.fd, &self->t));
}

TEST_F(translate, enormous_step_capacity_is_harmless)
{
	ask_for_steps(&self->t, UAPI_IOVA, self->steps, ~0U);
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(6, self->t.step_len);
}

/* Refused arguments. */

TEST_F(translate, both_flags_are_einval)
{
	EXPECT_EQ(-EINVAL, uapi_translate(&self->smmu, UAPI_IOVA, 0,
					  PEEK | WALK, &self->t));
}

TEST_F(translate, unknown_txn_flag_is_eopnotsupp)
{
	unsigned int bit;

	for (bit = 6; bit < 32; bit++) {
		EXPECT_EQ(-EOPNOTSUPP,
			  uapi_translate(&self->smmu, UAPI_IOVA, 1U << bit,
					 PEEK, &self->t));
	}
}

TEST_F(translate, odd_sec_sid_is_einval)
{
	ask_for_steps(&self->t, UAPI_IOVA, NULL, 0);
	self->t.txn.sec_sid = 2;
	EXPECT_EQ(-EINVAL, smmusim_translate(self->smmu.fd, &self->t));
}

TEST_F(translate, substream_id_of_21_bits_is_einval)
{
	ask_for_steps(&self->t, UAPI_IOVA, NULL, 0);
	self->t.txn.flags = SMMU_SIM_TXN_SSV;
	self->t.txn.substream_id = 1U << 20;
	EXPECT_EQ(-EINVAL, smmusim_translate(self->smmu.fd, &self->t));
}

TEST_HARNESS_MAIN
