// SPDX-License-Identifier: GPL-2.0
/*
 * Faults of streams with two stages, or with stage 2 alone, on a private SMMU:
 * whose they are, and what the record says (7.3.12 to 7.3.16). Each bank.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nest_kit.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S

/* An event record (7.3.13) */
#define EVT_NSIPA	(1ULL << 38)
#define EVT_CLASS_CD	0ULL
#define EVT_WORD1	BITS(47, 0)
#define S2_IN		(EVT_RNW | EVT_S2 | EVT_CLASS_IN)

FIXTURE(faults)
{
	struct nest nest;
	uint64_t record[4];
};

FIXTURE_VARIANT(faults)
{
	uint32_t bank;
	const char *config;
};

FIXTURE_VARIANT_ADD(faults, nonsecure) { NS, "cache=exact" };
FIXTURE_VARIANT_ADD(faults, nonsecure_fast) { NS, "cache=fast" };
FIXTURE_VARIANT_ADD(faults, secure) { S, "cache=exact" };
FIXTURE_VARIANT_ADD(faults, secure_fast) { S, "cache=fast" };

FIXTURE_SETUP(faults)
{
	ASSERT_EQ(0, nest_open(&self->nest, variant->bank, variant->config));
}

FIXTURE_TEARDOWN(faults)
{
	nest_close(&self->nest);
}

#define EXPECT_PA(va, flags, pa_) do {					\
	ASSERT_EQ(0, nest_translate(&self->nest, (va), (flags), 0));	\
	EXPECT_EQ(SMMU_SIM_OK, self->nest.t.out.status);		\
	EXPECT_EQ((pa_), self->nest.t.pa);				\
} while (0)

/* A read or write aborts with this record and no other. */
#define EXPECT_FAULT(va, flags, number, word1, ipa) do {		\
	struct nest *nest_ = &self->nest;				\
									\
	ASSERT_EQ(0, nest_translate(nest_, (va), (flags), 0));		\
	EXPECT_EQ(SMMU_SIM_ABORTED, nest_->t.out.status);		\
	ASSERT_EQ(1, smmusim_event(&nest_->kit, self->record));		\
	EXPECT_EQ((uint64_t)UAPI_SID << 32 | (number), self->record[0]); \
	EXPECT_EQ((word1), self->record[1] & EVT_WORD1);		\
	EXPECT_EQ((va), self->record[2]);				\
	EXPECT_EQ((ipa), self->record[3]);				\
	EXPECT_EQ(0, memcmp(self->record, nest_->t.out.record,		\
			    sizeof(self->record)));			\
	EXPECT_EQ(0, smmusim_event(&nest_->kit, self->record));		\
} while (0)

/* ---- both stages ---- */

TEST_F(faults, guest_has_no_mapping)
{
	EXPECT_FAULT(NEST_HOLE, 0, F_TRANSLATION, EVT_RNW | EVT_CLASS_IN, 0);
}

TEST_F(faults, guest_forbids_writing)
{
	ASSERT_EQ(0, nest_map1(&self->nest, 0, SMMUSIM_MAP_RO));
	EXPECT_FAULT(NEST_VA, SMMU_SIM_TXN_WRITE, F_PERMISSION, EVT_CLASS_IN,
		     0);
}

TEST_F(faults, hypervisor_has_no_mapping)
{
	ASSERT_EQ(0, smmusim_map_page(&self->nest.kit, &self->nest.ctx,
				      NEST_HOLE, NEST_IPA_HOLE, 0));
	EXPECT_FAULT(NEST_HOLE + 0x18, 0, F_TRANSLATION, S2_IN,
		     NEST_IPA_HOLE);
}

TEST_F(faults, hypervisor_forbids_writing)
{
	ASSERT_EQ(0, nest_map2(&self->nest, 1, SMMUSIM_MAP_RO));
	EXPECT_FAULT(NEST_VA + PAGE, SMMU_SIM_TXN_WRITE, F_PERMISSION,
		     EVT_S2 | EVT_CLASS_IN, NEST_IPA + PAGE);
	EXPECT_PA(NEST_VA + PAGE, 0, nest_pa(&self->nest, 1));
	EXPECT_FAULT(NEST_VA + PAGE, SMMU_SIM_TXN_WRITE, F_PERMISSION,
		     EVT_S2 | EVT_CLASS_IN, NEST_IPA + PAGE);
}

TEST_F(faults, hypervisor_wants_the_access_flag)
{
	ASSERT_EQ(0, nest_map2(&self->nest, 2, SMMUSIM_MAP_OLD));
	EXPECT_FAULT(NEST_VA + 2 * PAGE, 0, F_ACCESS, S2_IN,
		     NEST_IPA + 2 * PAGE);
}

/* 3.4: an IPA that stage 2 has no bits for. */
TEST_F(faults, guest_leads_out_of_the_ipa_space)
{
	uint64_t ipa = 1ULL << self->nest.s2.ipa_bits;

	ASSERT_EQ(0, smmusim_map_page(&self->nest.kit, &self->nest.ctx,
				      NEST_HOLE, ipa, 0));
	EXPECT_FAULT(NEST_HOLE, 0, F_TRANSLATION, S2_IN, ipa);
}

TEST_F(faults, table_of_the_guest_is_not_mapped)
{
	struct nest *nest = &self->nest;
	uint64_t ipa = smmusim_ipa(&nest->kit,
				   smmusim_descriptor(&nest->kit, &nest->ctx,
						      NEST_VA, 3));

	ASSERT_EQ(0, smmusim_unmap2_page(&nest->kit, &nest->s2, ipa));
	EXPECT_FAULT(NEST_VA, 0, F_TRANSLATION, EVT_RNW | EVT_S2 | EVT_CLASS_TT,
		     ipa & -PAGE);
	EXPECT_FAULT(NEST_VA, SMMU_SIM_TXN_WRITE, F_TRANSLATION,
		     EVT_S2 | EVT_CLASS_TT, ipa & -PAGE);
}

TEST_F(faults, context_of_the_guest_is_not_mapped)
{
	struct nest *nest = &self->nest;
	uint64_t ipa = smmusim_ipa(&nest->kit, nest->ctx.cd);

	ASSERT_EQ(0, smmusim_unmap2_page(&nest->kit, &nest->s2, ipa));
	ASSERT_EQ(0, smmusim_inval_cd(&nest->kit, UAPI_SID));
	EXPECT_FAULT(NEST_VA, 0, F_TRANSLATION, EVT_RNW | EVT_S2 | EVT_CLASS_CD,
		     ipa & -PAGE);
}

#define FAR_IPA	0xc0600000ULL	/* of a gigabyte that has nothing else */
#define NOWHERE	0x10000000ULL	/* no RAM there */

/* 7.3.12: FetchAddr is that of the descriptor. */
TEST_F(faults, table_of_the_hypervisor_is_nowhere)
{
	struct nest *nest = &self->nest;
	uint64_t *level1 = smmusim_kit_ptr(&nest->kit,
		smmusim_descriptor2(&nest->kit, &nest->s2, FAR_IPA, 1));

	*level1 = NOWHERE | 3;
	ASSERT_EQ(0, smmusim_map_page(&nest->kit, &nest->ctx, NEST_HOLE,
				      FAR_IPA, 0));
	EXPECT_FAULT(NEST_HOLE, 0, F_WALK_EABT, S2_IN,
		     NOWHERE + (FAR_IPA >> 21) % 512 * 8);
}

/* 13.1.1: the record of an atomic says what is missing. */
TEST_F(faults, atomic_needs_both_rights)
{
	struct nest *nest = &self->nest;
	uint64_t *leaf = nest_leaf2(nest, NEST_IPA + PAGE);

	ASSERT_EQ(0, nest_map2(nest, 0, SMMUSIM_MAP_RO));
	EXPECT_FAULT(NEST_VA, SMMU_SIM_TXN_ATOMIC, F_PERMISSION,
		     EVT_S2 | EVT_CLASS_IN, NEST_IPA);
	*leaf &= ~BITS(6, 6);		/* S2AP: write only */
	EXPECT_FAULT(NEST_VA + PAGE, SMMU_SIM_TXN_ATOMIC, F_PERMISSION, S2_IN,
		     NEST_IPA + PAGE);
	EXPECT_PA(NEST_VA + PAGE, SMMU_SIM_TXN_WRITE, nest_pa(nest, 1));
	EXPECT_PA(NEST_VA + 2 * PAGE, SMMU_SIM_TXN_ATOMIC, nest_pa(nest, 2));
}

/* ---- stalls of stage 2 ---- */

#define S2S	BITS(57, 57)	/* STE word 2 */

TEST_F(faults, stage_2_may_stall)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_ste_bits(nest, 2, 0, S2S));
	ASSERT_EQ(0, smmusim_map_page(&nest->kit, &nest->ctx, NEST_HOLE,
				      NEST_IPA_HOLE, 0));
	ASSERT_EQ(0, nest_translate(nest, NEST_HOLE, 0, 0));
	EXPECT_EQ(SMMU_SIM_STALLED, nest->t.out.status);
	ASSERT_EQ(1, smmusim_event(&nest->kit, self->record));
	EXPECT_EQ(S2_IN | BITS(31, 31),
		  self->record[1] & EVT_WORD1 & ~BITS(15, 0));
	EXPECT_EQ(NEST_IPA_HOLE, self->record[3]);
	ASSERT_EQ(0, smmusim_resume(&nest->kit, UAPI_SID,
				    GET(self->record[1], 15, 0),
				    SMMUSIM_ABORT));
	EXPECT_FAULT(NEST_HOLE + PAGE, 0, F_TRANSLATION,
		     EVT_RNW | EVT_CLASS_IN, 0);
}

/* ---- stage 2 alone ---- */

TEST_F(faults, stage_2_alone)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, smmusim_attach_stage2(&nest->kit, UAPI_SID, &nest->s2));
	EXPECT_FAULT(NEST_IPA_HOLE, 0, F_TRANSLATION, S2_IN, NEST_IPA_HOLE);
	EXPECT_FAULT(NEST_VA, 0, F_TRANSLATION, S2_IN, NEST_VA);
	ASSERT_EQ(0, nest_map2(nest, 0, SMMUSIM_MAP_RO));
	EXPECT_FAULT(NEST_IPA, SMMU_SIM_TXN_WRITE, F_PERMISSION,
		     EVT_S2 | EVT_CLASS_IN, NEST_IPA);
}

/* 3.10.2.2: a Secure guest may name Non-secure IPAs; none is mapped there. */
TEST(secure_stream_has_two_ipa_spaces)
{
	struct nest nest;

	ASSERT_EQ(0, nest_open(&nest, S, "cache=fast"));
	ASSERT_EQ(0, nest_map1(&nest, 0, SMMUSIM_MAP_NS));
	ASSERT_EQ(0, nest_translate(&nest, NEST_VA, 0, 0));
	EXPECT_EQ(SMMU_SIM_ABORTED, nest.t.out.status);
	EXPECT_EQ(F_TRANSLATION, nest.t.out.event);
	EXPECT_EQ(S2_IN | EVT_NSIPA, nest.t.out.record[1] & EVT_WORD1);
	EXPECT_EQ(NEST_IPA, nest.t.out.record[3]);
	ASSERT_EQ(0, nest_translate(&nest, NEST_VA + PAGE, 0, 0));
	EXPECT_EQ(SMMU_SIM_OK, nest.t.out.status);
	nest_close(&nest);
}

TEST_HARNESS_MAIN
