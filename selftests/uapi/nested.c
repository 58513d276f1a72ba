// SPDX-License-Identifier: GPL-2.0
/*
 * Streams with two stages, or with stage 2 alone, on a private SMMU: data moves
 * through both; where they go and with which attributes; every step of the walk;
 * what is cached and counted. Each bank. Faults are in nested_faults.c.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nest_kit.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define READ	SMMU_SIM_DMA_READ
#define WRITE	SMMU_SIM_DMA_WRITE
#define PEEK	SMMU_SIM_TRANSLATE_PEEK
#define WALK	SMMU_SIM_TRANSLATE_PEEK_WALK
#define SSV	SMMU_SIM_TXN_SSV
#define MANY	64U

FIXTURE(nested)
{
	struct nest nest;
	struct smmu_sim_tlb_record tlb[MANY];
	uint64_t record[4];
	uint32_t count;
};

FIXTURE_VARIANT(nested)
{
	uint32_t bank;
	const char *config;
};

FIXTURE_VARIANT_ADD(nested, nonsecure) { NS, "cache=exact" };
FIXTURE_VARIANT_ADD(nested, nonsecure_fast) { NS, "cache=fast" };
FIXTURE_VARIANT_ADD(nested, secure) { S, "cache=exact" };
FIXTURE_VARIANT_ADD(nested, secure_fast) { S, "cache=fast" };

FIXTURE_SETUP(nested)
{
	ASSERT_EQ(0, nest_open(&self->nest, variant->bank, variant->config));
}

FIXTURE_TEARDOWN(nested)
{
	nest_close(&self->nest);
}

#define EXPECT_PA(va, flags, pa_) do {					\
	ASSERT_EQ(0, nest_translate(&self->nest, (va), (flags), 0));	\
	EXPECT_EQ(SMMU_SIM_OK, self->nest.t.out.status);		\
	EXPECT_EQ((pa_), self->nest.t.pa);				\
} while (0)

/* ---- data ---- */

TEST_F(nested, dma_goes_through_both_stages)
{
	struct nest *nest = &self->nest;
	uint8_t out[3 * PAGE], in[3 * PAGE];
	unsigned int n;

	uapi_pattern(out, sizeof(out), 1);
	ASSERT_EQ(0, nest_dma(nest, WRITE, NEST_VA + 8, out, sizeof(out)));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_EQ(sizeof(out), nest->d.done);
	EXPECT_EQ(0, memcmp(nest_bytes(nest, 0) + 8, out, PAGE - 8));
	for (n = 1; n < 3; n++) {
		EXPECT_EQ(0, memcmp(nest_bytes(nest, n), out + n * PAGE - 8,
				    PAGE));
	}
	EXPECT_EQ(0, memcmp(nest_bytes(nest, 3), out + 3 * PAGE - 8, 8));
	ASSERT_EQ(0, nest_dma(nest, READ, NEST_VA + 8, in, sizeof(in)));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_FALSE(uapi_pattern_differs(in, sizeof(in), 1));
}

TEST_F(nested, compare_and_swap_goes_through_both_stages)
{
	struct nest *nest = &self->nest;
	uint64_t *word = (uint64_t *)nest_bytes(nest, 2);

	*word = 5;
	nest->d.pattern = 5;
	nest->d.swap = 6;
	ASSERT_EQ(0, nest_dma(nest, SMMU_SIM_DMA_CAS, NEST_VA + 2 * PAGE, NULL,
			      8));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_EQ(5, nest->d.pattern);
	EXPECT_EQ(6, *word);
}

TEST_F(nested, dma_ends_at_a_fault_of_stage_2)
{
	struct nest *nest = &self->nest;
	uint8_t data[3 * PAGE] = { 0 };

	ASSERT_EQ(0, smmusim_unmap2_page(&nest->kit, &nest->s2,
					 NEST_IPA + 2 * PAGE));
	ASSERT_EQ(0, nest_dma(nest, WRITE, NEST_VA, data, sizeof(data)));
	EXPECT_EQ(SMMU_SIM_ABORTED, nest->d.out.status);
	EXPECT_EQ(F_TRANSLATION, nest->d.out.event);
	EXPECT_EQ(2 * PAGE, nest->d.done);
	EXPECT_EQ(NEST_IPA + 2 * PAGE, nest->d.out.record[3]);
}

/* ---- results ---- */

TEST_F(nested, translation_says_where_it_goes)
{
	struct nest *nest = &self->nest;

	EXPECT_PA(NEST_VA + 0x123, 0, nest_pa(nest, 0) + 0x123);
	EXPECT_EQ(variant->bank, nest->t.pas);
	EXPECT_EQ(12, nest->t.log2_size);
	EXPECT_EQ(0xff, nest->t.memattr);
	EXPECT_EQ(3, nest->t.sh);
	EXPECT_EQ(0, nest->t.hit);
	EXPECT_EQ(0, nest->t.attrs);
	EXPECT_PA(NEST_VA + 0x456, SMMU_SIM_TXN_INSTR,
		  nest_pa(nest, 0) + 0x456);
	EXPECT_EQ(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD | SMMU_SIM_HIT_TLB,
		  nest->t.hit);
	EXPECT_EQ(SMMU_SIM_ATTR_INSTR, nest->t.attrs);
	EXPECT_PA(NEST_VA, SMMU_SIM_TXN_PRIV, nest_pa(nest, 0));
	EXPECT_EQ(SMMU_SIM_ATTR_PRIV, nest->t.attrs);
}

/* 13.5: the stricter of the two types; Device is Outer Shareable. */
TEST_F(nested, either_stage_may_make_it_device)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_map1(nest, 1, SMMUSIM_MAP_DEVICE));
	ASSERT_EQ(0, nest_map2(nest, 2, SMMUSIM_MAP_DEVICE));
	EXPECT_PA(NEST_VA + PAGE, 0, nest_pa(nest, 1));
	EXPECT_EQ(0x04, nest->t.memattr);
	EXPECT_EQ(2, nest->t.sh);
	EXPECT_PA(NEST_VA + 2 * PAGE, 0, nest_pa(nest, 2));
	EXPECT_EQ(0x04, nest->t.memattr);
	EXPECT_EQ(2, nest->t.sh);
}

#define BLOCK	(1ULL << 21)
#define BIG_VA	(NEST_VA + (1ULL << 30))
#define BIG_IPA	(NEST_IPA + (1ULL << 30))

/* No data moves, so that a block may lead to where there is little RAM. */
TEST_F(nested, size_is_that_of_the_smaller_mapping)
{
	struct nest *nest = &self->nest;
	uint64_t pa = nest->kit.setup.ram_base;

	ASSERT_EQ(0, smmusim_map_at(&nest->kit, &nest->ctx, BIG_VA, BIG_IPA, 2,
				    0));
	ASSERT_EQ(0, smmusim_map2_at(&nest->kit, &nest->s2, BIG_IPA, pa, 2,
				     0));
	ASSERT_EQ(0, smmusim_map_at(&nest->kit, &nest->ctx, BIG_VA + BLOCK,
				    NEST_IPA & -BLOCK, 2, 0));
	ASSERT_EQ(0, smmusim_map_page(&nest->kit, &nest->ctx, BIG_VA + 2 * BLOCK,
				      BIG_IPA + 3 * PAGE, 0));
	EXPECT_PA(BIG_VA + 0x12345, 0, pa + 0x12345);
	EXPECT_EQ(21, nest->t.log2_size);
	EXPECT_PA(BIG_VA + BLOCK + PAGE + 5, 0, nest_pa(nest, 1) + 5);
	EXPECT_EQ(12, nest->t.log2_size);
	EXPECT_PA(BIG_VA + 2 * BLOCK + 7, 0, pa + 3 * PAGE + 7);
	EXPECT_EQ(12, nest->t.log2_size);
}

/* STE (5.2) word 1 */
#define MEMATTR(n)	FIELD(35, 32, n)
#define MTCFG		BITS(36, 36)
#define SHCFG(n)	FIELD(45, 44, n)
#define PRIVCFG(n)	FIELD(49, 48, n)
#define INSTCFG(n)	FIELD(51, 50, n)

TEST_F(nested, overrides_show_in_the_output)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_map1(nest, 0, SMMUSIM_MAP_PRIV));
	ASSERT_EQ(0, nest_ste_bits(nest, 1, 0, PRIVCFG(3) | INSTCFG(3)));
	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	EXPECT_EQ(SMMU_SIM_ATTR_PRIV | SMMU_SIM_ATTR_INSTR, nest->t.attrs);
	EXPECT_PA(NEST_VA, SMMU_SIM_TXN_WRITE, nest_pa(nest, 0));
	EXPECT_EQ(SMMU_SIM_ATTR_PRIV, nest->t.attrs);
	ASSERT_EQ(0, nest_ste_bits(nest, 1, PRIVCFG(3) | INSTCFG(3),
				   PRIVCFG(2) | INSTCFG(2)));
	EXPECT_PA(NEST_VA + PAGE, SMMU_SIM_TXN_PRIV | SMMU_SIM_TXN_INSTR,
		  nest_pa(nest, 1));
	EXPECT_EQ(0, nest->t.attrs);
}

TEST_F(nested, bypass_overrides_the_memory_type)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, smmusim_bypass(&nest->kit, UAPI_SID));
	ASSERT_EQ(0, nest_ste_bits(nest, 1, BITS(63, 0), SHCFG(1)));
	EXPECT_PA(NEST_IPA, 0, NEST_IPA);
	EXPECT_EQ(0xff, nest->t.memattr);
	EXPECT_EQ(0, nest->t.sh);
	ASSERT_EQ(0, nest_ste_bits(nest, 1, 0, MTCFG | MEMATTR(1)));
	EXPECT_PA(NEST_IPA, 0, NEST_IPA);
	EXPECT_EQ(0x04, nest->t.memattr);
	EXPECT_EQ(2, nest->t.sh);
}

/* ---- the walk, step by step ---- */

static bool step_is(const struct smmu_sim_walk_step *step, uint8_t kind,
		    uint8_t stage, int level, uint64_t addr, uint64_t input)
{
	return step->kind == kind && step->stage == stage &&
	       step->level == level && step->addr == addr &&
	       step->input == input;
}

/* The three levels of stage 2, for an IPA that was wanted for something. */
static bool stage2_is(struct nest *nest, unsigned int first, uint64_t ipa,
		      uint8_t wanted)
{
	const struct smmu_sim_walk_step *step = &nest->step[first];
	int level;

	for (level = 1; level <= 3; level++, step++) {
		if (!step_is(step, SMMU_SIM_STEP_TT, 2, level,
			     smmusim_descriptor2(&nest->kit, &nest->s2, ipa,
						 level), ipa))
			return false;
		if (step->wanted != wanted)
			return false;
	}
	return true;
}

#define WALK_STEPS	24U	/* STE, 3+1 for the CD, 4 times 3+1, 3 */
#define SEEN		0x18

TEST_F(nested, walk_shows_every_access)
{
	struct nest *nest = &self->nest;
	struct smmu_sim_walk_step *step = nest->step;
	uint64_t desc, cd = smmusim_ipa(&nest->kit, nest->ctx.cd);
	unsigned int i;
	int level;

	ASSERT_EQ(0, nest_translate(nest, NEST_VA + SEEN, 0, WALK));
	ASSERT_EQ(WALK_STEPS, nest->t.step_len);
	EXPECT_TRUE(step_is(step, SMMU_SIM_STEP_STE, 0, step->level,
			    nest->kit.strtab + UAPI_SID * 64, 0));
	EXPECT_TRUE(stage2_is(nest, 1, cd, SMMU_SIM_CLASS_CD));
	EXPECT_TRUE(step_is(&step[4], SMMU_SIM_STEP_CD, 0, step[4].level,
			    nest->ctx.cd, cd));
	for (level = 0; level <= 3; level++) {
		desc = smmusim_descriptor(&nest->kit, &nest->ctx, NEST_VA,
					  level);
		EXPECT_TRUE(stage2_is(nest, 5 + 4 * level,
				      smmusim_ipa(&nest->kit, desc),
				      SMMU_SIM_CLASS_TT));
		EXPECT_TRUE(step_is(&step[8 + 4 * level], SMMU_SIM_STEP_TT, 1,
				    level, desc, NEST_VA + SEEN));
	}
	EXPECT_EQ(*nest_leaf1(nest, NEST_VA), step[20].data);
	EXPECT_TRUE(stage2_is(nest, 21, NEST_IPA + SEEN, SMMU_SIM_CLASS_IN));
	EXPECT_EQ(*nest_leaf2(nest, NEST_IPA), step[23].data);
	for (i = 0; i < WALK_STEPS; i++) {
		EXPECT_EQ(variant->bank, step[i].pas);
	}
}

TEST_F(nested, hit_is_one_step)
{
	struct nest *nest = &self->nest;

	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	EXPECT_LT(1, nest->t.step_len);
	EXPECT_PA(NEST_VA + SEEN, 0, nest_pa(nest, 0) + SEEN);
	ASSERT_EQ(1, nest->t.step_len);
	EXPECT_TRUE(step_is(nest->step, SMMU_SIM_STEP_TLB, 1, 3,
			    nest_pa(nest, 0) + SEEN, NEST_VA + SEEN));
	EXPECT_EQ(variant->bank, nest->step[0].pas);
}

/* A neighbour needs its two leaves; what leads to them is known. */
TEST_F(nested, stage_2_entries_serve_a_walk)
{
	struct nest *nest = &self->nest;
	unsigned int i, hits = 0;

	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	EXPECT_PA(NEST_VA + PAGE, 0, nest_pa(nest, 1));
	EXPECT_EQ(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD, nest->t.hit);
	for (i = 0; i < nest->t.step_len; i++) {
		if (nest->step[i].kind != SMMU_SIM_STEP_TLB)
			continue;
		EXPECT_EQ(2, nest->step[i].stage);
		EXPECT_EQ(SMMU_SIM_CLASS_TT, nest->step[i].wanted);
		hits++;
	}
	EXPECT_EQ(4, hits);
}

TEST_F(nested, peeks_have_no_effect)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_translate(nest, NEST_VA, 0, PEEK));
	EXPECT_EQ(nest_pa(nest, 0), nest->t.pa);
	ASSERT_EQ(0, nest_translate(nest, NEST_HOLE, 0, PEEK));
	EXPECT_EQ(F_TRANSLATION, nest->t.out.event);
	EXPECT_EQ(0, nest->t.out.flags);
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, 0, WALK));
	EXPECT_EQ(nest_pa(nest, 0), nest->t.pa);
	ASSERT_EQ(0, nest_tlb(nest, self->tlb, MANY, &self->count));
	EXPECT_EQ(0, self->count);
	EXPECT_EQ(0, smmusim_event(&nest->kit, self->record));
	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	EXPECT_EQ(0, nest->t.hit);
}

/* ---- what is cached ---- */

TEST_F(nested, tlb_has_entries_of_both_kinds)
{
	struct nest *nest = &self->nest;
	uint32_t space = variant->bank == NS ? SMMU_SIM_TLB_NS_IPA : 0;
	uint32_t i, combined = 0, stage2 = 0;

	EXPECT_PA(NEST_VA + 3 * PAGE + 5, 0, nest_pa(nest, 3) + 5);
	ASSERT_EQ(0, nest_tlb(nest, self->tlb, MANY, &self->count));
	for (i = 0; i < self->count; i++) {
		EXPECT_EQ(NEST_VMID, self->tlb[i].vmid);
		EXPECT_EQ(variant->bank, self->tlb[i].sec_sid);
		if (self->tlb[i].flags & SMMU_SIM_TLB_STAGE2) {
			EXPECT_EQ(SMMU_SIM_TLB_STAGE2 | space,
				  self->tlb[i].flags);
			EXPECT_EQ(0, self->tlb[i].ipa);
			stage2++;
			continue;
		}
		EXPECT_EQ(SMMU_SIM_TLB_NESTED | space, self->tlb[i].flags);
		EXPECT_EQ(NEST_VA + 3 * PAGE, self->tlb[i].va);
		EXPECT_EQ(NEST_IPA + 3 * PAGE, self->tlb[i].ipa);
		EXPECT_EQ(nest_pa(nest, 3), self->tlb[i].pa);
		EXPECT_EQ(UAPI_ASID, self->tlb[i].asid);
		combined++;
	}
	EXPECT_EQ(1, combined);
	EXPECT_EQ(5, stage2);
}

TEST_F(nested, invalidation_by_ipa_and_vmid)
{
	struct nest *nest = &self->nest;

	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	ASSERT_EQ(0, smmusim_unmap2_page(&nest->kit, &nest->s2, NEST_IPA));
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, 0, 0));
	EXPECT_EQ(F_TRANSLATION, nest->t.out.event);
	ASSERT_EQ(0, smmusim_inval_vmid(&nest->kit, NEST_VMID));
	ASSERT_EQ(0, nest_tlb(nest, self->tlb, MANY, &self->count));
	EXPECT_EQ(0, self->count);
}

/* A transaction counts as what its last translation was made of. */
TEST_F(nested, counters_tell_hits_from_walks)
{
	struct smmu_sim_counters_record before, after;
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, uapi_counters(nest->fd, &before));
	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	EXPECT_PA(NEST_VA + PAGE, 0, nest_pa(nest, 1));
	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 0));
	ASSERT_EQ(0, smmusim_bypass(&nest->kit, UAPI_SID));
	EXPECT_PA(NEST_IPA, 0, NEST_IPA);
	ASSERT_EQ(0, uapi_counters(nest->fd, &after));
	EXPECT_EQ(4, after.transactions - before.transactions);
	EXPECT_EQ(2, after.walks - before.walks);
	EXPECT_EQ(1, after.tlb_hits - before.tlb_hits);
	EXPECT_EQ(1, after.bypasses - before.bypasses);
	EXPECT_EQ(0, after.faults - before.faults);
}

/* ---- substreams ---- */

#define S1CDMAX(n)	FIELD(63, 59, n)	/* STE word 0 */
#define S1DSS(n)	FIELD(1, 0, n)		/* STE word 1 */

TEST_F(nested, substreams_share_the_second_stage)
{
	struct nest *nest = &self->nest;
	struct smmusim_kit *kit = &nest->kit;
	uint64_t table = smmusim_cd_table(kit, &nest->s2, 2), image[8];
	struct smmusim_context sub;
	unsigned int i;

	ASSERT_NE(0, table);
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, smmusim_context_init_at(kit, &sub, table + i * 64,
						     &nest->s2, 40 + i));
		ASSERT_EQ(0, smmusim_map_page(kit, &sub, NEST_VA,
					      NEST_IPA + (i + 1) * PAGE, 0));
	}
	smmusim_ste_stage1(image, smmusim_ipa(kit, table));
	smmusim_ste_stage2(image, &nest->s2);
	image[0] |= S1CDMAX(2);
	image[1] |= S1DSS(2);
	ASSERT_EQ(0, smmusim_set_ste(kit, UAPI_SID, image));
	EXPECT_PA(NEST_VA, 0, nest_pa(nest, 1));
	for (i = 1; i < 3; i++) {
		nest->t.txn.substream_id = i;
		nest->t.txn.flags = SSV;
		nest->t.flags = 0;
		ASSERT_EQ(0, smmusim_translate(nest->fd, &nest->t));
		EXPECT_EQ(nest_pa(nest, i + 1), nest->t.pa);
	}
}

/* ---- stage 2 alone ---- */

TEST_F(nested, stage_2_alone)
{
	struct nest *nest = &self->nest;
	uint8_t data[PAGE];

	ASSERT_EQ(0, smmusim_attach_stage2(&nest->kit, UAPI_SID, &nest->s2));
	uapi_pattern(data, sizeof(data), 9);
	ASSERT_EQ(0, nest_dma(nest, WRITE, NEST_IPA + PAGE, data,
			      sizeof(data)));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_FALSE(uapi_pattern_differs(nest_bytes(nest, 1), PAGE, 9));
	EXPECT_PA(NEST_IPA + PAGE, 0, nest_pa(nest, 1));
	EXPECT_EQ(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_TLB, nest->t.hit);
	ASSERT_EQ(1, nest->t.step_len);
	EXPECT_EQ(2, nest->step[0].stage);
}


TEST_HARNESS_MAIN
