// SPDX-License-Identifier: GPL-2.0
/*
 * The steps that a translation of two stages writes down: every access in its
 * order (7.3.22), what for, what it translates, and in which PA space it is;
 * updates of flags; uses of the TLB.
 */
#include "stage2_kit.h"
#include "suites.h"

/**
 * struct trail - the steps of a translation, and how far a test has come
 * @step: the steps
 * @x: the translation
 * @at: the next step
 */
struct trail {
	struct smmu3_step step[SMMU3_MAX_STEPS];
	struct smmu3_xact x;
	unsigned int at;
};

static void follow(struct trail *trail, const struct s2_stream *stream,
		   unsigned int access, enum smmu3_look look)
{
	*trail = (struct trail){ .x = {
		.txn = s2_txn(stream, access),
		.look = look,
		.steps = { .cap = SMMU3_MAX_STEPS },
	} };
	trail->x.steps.step = trail->step;
	assert_true(smmu3_translate(stream->side->rig->smmu, &trail->x));
}

static const struct smmu3_step *next(struct trail *trail)
{
	assert_true(trail->at < trail->x.steps.count);
	return &trail->step[trail->at++];
}

static void expect_end(const struct trail *trail)
{
	assert_int_equal(trail->at, trail->x.steps.count);
}

/* Tables of stage 2, from level 1 to the leaf, for @ipa. */
static void expect_stage2(struct trail *trail, const struct s2_stream *stream,
			  u64 ipa, enum smmu3_class class)
{
	const struct ref_space *tables = &stream->s2[stream->side->bank];
	const struct smmu3_step *step;
	u64 at = ipa / PAGE * PAGE;
	unsigned int level;

	for (level = S2_SHAPE2.start; level <= 3; level++) {
		step = next(trail);
		assert_int_equal(step->kind, SMMU3_STEP_TT);
		assert_int_equal(step->stage, 2);
		assert_int_equal(step->level, level);
		assert_int_equal(step->class, class);
		assert_int_equal(step->pas, stream->side->bank);
		assert_int_equal(step->addr,
				 ref_space_slot((void *)tables, at, level));
		assert_int_equal(step->data, s2_load(stream, step->addr));
		assert_int_equal(step->input, ipa);
	}
}

static void expect_ste(struct trail *trail, const struct s2_stream *stream)
{
	const struct smmu3_step *step = next(trail);

	assert_int_equal(step->kind, SMMU3_STEP_STE);
	assert_int_equal(step->addr, stream->ste);
	assert_int_equal(step->input, 0);
}

static void expect_cd(struct trail *trail, const struct s2_stream *stream)
{
	const struct smmu3_step *step;

	expect_stage2(trail, stream, stream->cd, SMMU3_CLASS_CD);
	step = next(trail);
	assert_int_equal(step->kind, SMMU3_STEP_CD);
	assert_int_equal(step->pas, stream->side->bank);
	assert_int_equal(step->addr, s2_ram_pa(stream, stream->cd));
	assert_int_equal(step->input, stream->cd);
}

static void expect_desc(struct trail *trail, const struct s2_stream *stream,
			unsigned int level)
{
	u64 ipa = ref_space_slot((void *)&stream->s1, S2_VA, level);
	const struct smmu3_step *step;

	expect_stage2(trail, stream, ipa, SMMU3_CLASS_TT);
	step = next(trail);
	assert_int_equal(step->kind, SMMU3_STEP_TT);
	assert_int_equal(step->stage, 1);
	assert_int_equal(step->level, level);
	assert_int_equal(step->pas, stream->side->bank);
	assert_int_equal(step->addr, s2_ram_pa(stream, ipa));
	assert_int_equal(step->input, s2_input(stream));
}

static void steps_of_a_nested_walk_are_in_order(void **state)
{
	struct s2_stream stream;
	struct trail trail;
	unsigned int level;

	s2_make(&stream, *state, S2_SID, REF_CONFIG_NESTED);
	follow(&trail, &stream, READ, SMMU3_LOOK_PEEK_WALK);
	expect_ste(&trail, &stream);
	expect_cd(&trail, &stream);
	for (level = S2_SHAPE1.start; level <= 3; level++)
		expect_desc(&trail, &stream, level);
	expect_stage2(&trail, &stream, S2_IPA + S2_OFFSET, SMMU3_CLASS_IN);
	expect_end(&trail);
}

static void steps_of_stage_2_alone_have_no_cd(void **state)
{
	struct s2_stream stream;
	struct trail trail;

	s2_make(&stream, *state, S2_SID, REF_CONFIG_S2);
	follow(&trail, &stream, READ, SMMU3_LOOK_PEEK_WALK);
	expect_ste(&trail, &stream);
	expect_stage2(&trail, &stream, s2_input(&stream), SMMU3_CLASS_IN);
	expect_end(&trail);
}

static void expect_update(struct trail *trail, const struct s2_stream *stream,
			  unsigned int stage, u64 addr, u64 data)
{
	const struct smmu3_step *step = next(trail);

	assert_int_equal(step->kind, SMMU3_STEP_UPDATE);
	assert_int_equal(step->stage, stage);
	assert_int_equal(step->level, 3);
	assert_int_equal(step->pas, stream->side->bank);
	assert_int_equal(step->addr, addr);
	assert_int_equal(step->data, data);
}

/* A write sets AF of both leaves; stage 1's update is a write of a table. */
static void steps_tell_updates_of_both_stages(void **state)
{
	struct s2_stream stream;
	unsigned int level;
	struct trail trail;
	u64 leaf1, leaf2;

	s2_make(&stream, *state, S2_SID, REF_CONFIG_NESTED);
	s2_poke_cd(&stream, REF_CD_HA, 1);
	s2_poke_ste(&stream, REF_STE_S2HA, 1);
	s2_poke_leaf1(&stream, REF_D_AF, 0);
	s2_poke_leaf2(&stream, REF_D_AF, 0);
	leaf1 = s2_load(&stream, s2_leaf1(&stream));
	leaf2 = s2_load(&stream, s2_leaf2(&stream));
	follow(&trail, &stream, WRITE | PRIV, SMMU3_LOOK_PEEK_WALK);
	expect_ste(&trail, &stream);
	expect_cd(&trail, &stream);
	for (level = S2_SHAPE1.start; level <= 3; level++)
		expect_desc(&trail, &stream, level);
	expect_stage2(&trail, &stream,
		      ref_space_slot(&stream.s1, S2_VA, 3), SMMU3_CLASS_TT);
	ref_put(&leaf1, REF_D_AF, 1);
	expect_update(&trail, &stream, 1, s2_leaf1(&stream), leaf1);
	expect_stage2(&trail, &stream, S2_IPA + S2_OFFSET, SMMU3_CLASS_IN);
	ref_put(&leaf2, REF_D_AF, 1);
	expect_update(&trail, &stream, 2, s2_leaf2(&stream), leaf2);
	expect_end(&trail);
	/* It was a peek. */
	ref_put(&leaf1, REF_D_AF, 0);
	assert_int_equal(s2_load(&stream, s2_leaf1(&stream)), leaf1);
}

static void step_of_a_nested_hit_is_the_tlb(void **state)
{
	const struct smmu3_step *step;
	struct s2_stream stream;
	struct trail trail;

	s2_make(&stream, *state, S2_SID, REF_CONFIG_NESTED);
	follow(&trail, &stream, READ, SMMU3_LOOK_REAL);
	follow(&trail, &stream, READ, SMMU3_LOOK_PEEK);
	step = next(&trail);
	assert_int_equal(step->kind, SMMU3_STEP_TLB);
	assert_int_equal(step->stage, 1);
	assert_int_equal(step->level, 3);
	assert_int_equal(step->pas, stream.side->bank);
	assert_int_equal(step->addr, S2_PA + S2_OFFSET);
	assert_int_equal(step->input, s2_input(&stream));
	expect_end(&trail);
}

static const struct CMUnitTest nested_steps_tests[] = {
	TEST_S2(steps_of_a_nested_walk_are_in_order),
	TEST_S2(steps_of_stage_2_alone_have_no_cd),
	TEST_S2(steps_tell_updates_of_both_stages),
	TEST_S2(step_of_a_nested_hit_is_the_tlb),
};
SUITE(nested_steps);
