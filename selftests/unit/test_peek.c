// SPDX-License-Identifier: GPL-2.0
/*
 * Looking without touching: a peek reads memory and caches and changes
 * neither; and the steps that a translation writes down.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)

static void check_only_reads(struct rig *rig)
{
	unsigned int i;

	for (i = 0; i < rig->host.count; i++)
		assert_int_equal(rig->host.log[i].what, HOST_READ);
}

static void peek_finds_the_translation(void **state)
{
	static const enum smmu3_look looks[] = {
		SMMU3_LOOK_PEEK, SMMU3_LOOK_PEEK_WALK };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA + 5, READ);
	unsigned int i;

	rig_map(rig, &stream, VA, PA, 3);
	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		struct outcome out = rig_peek(rig, &txn, looks[i]);

		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, PA + 5);
		assert_int_equal(out.x.res.hit, 0);
		assert_int_equal(out.x.res.log2_size, 12);
		assert_int_equal(out.x.res.memattr, 0xff);
	}
	check_only_reads(rig);
}

static void peek_fills_no_cache(void **state)
{
	struct rig *rig = *state;
	struct smmu3_tlb_record rec;
	unsigned int i;

	peek_finds_the_translation(state);
	assert_int_equal(rig_hits(rig, SID, VA), 0);
	for (i = 0; smmu3_tlb_slot(rig->smmu, i, &rec) >= 0; i++)
		assert_int_equal(smmu3_tlb_slot(rig->smmu, i, &rec), 0);
	assert_true(i >= 1);
}

static void peek_looks_at_the_caches_first(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);
	struct outcome out;

	expect_pa(rig, SID, VA, READ, PA);
	store64(rig, slot, ref_leaf(3, PA + PAGE));
	host_log_clear(&rig->host);
	out = rig_peek(rig, &txn, SMMU3_LOOK_PEEK);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, PA);
	assert_int_equal(out.x.res.hit,
			 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
	assert_int_equal(rig->host.count, 0);
}

static void peek_walk_ignores_the_caches(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	struct outcome out;

	peek_looks_at_the_caches_first(state);
	out = rig_peek(rig, &txn, SMMU3_LOOK_PEEK_WALK);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, PA + PAGE);
	assert_int_equal(out.x.res.hit, 0);
	expect_pa(rig, SID, VA, READ, PA);
}

static void peeked_fault_records_nothing(void **state)
{
	static const enum smmu3_look looks[] = {
		SMMU3_LOOK_PEEK, SMMU3_LOOK_PEEK_WALK };
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	unsigned int i;

	rig_stream(rig, SID);
	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		struct outcome out = rig_peek(rig, &txn, looks[i]);

		assert_false(out.ok);
		assert_int_equal(out.x.fault.event, REF_F_TRANSLATION);
		assert_true(smmu3_settle(rig->smmu, &out.x));
		assert_false(out.x.recorded);
	}
	assert_int_equal(rig_events(rig), 0);
	check_only_reads(rig);
}

static void peeked_configuration_error_caches_nothing(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);

	rig_peek(rig, &txn, SMMU3_LOOK_PEEK);
	rig_stream(rig, SID);
	assert_int_equal(rig_hits(rig, SID, VA), 0);
	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
}

/* ---- steps ---- */

static void steps_tell_every_access_of_a_walk(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_step step[16];
	struct smmu3_xact x = {
		.txn = rig_txn(SID, VA, READ),
		.look = SMMU3_LOOK_PEEK_WALK,
		.steps = { .step = step, .cap = ARRAY_SIZE(step) } };
	unsigned int i;

	rig_map(rig, &stream, VA, PA, 3);
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.steps.count, 6);
	assert_int_equal(step[0].kind, SMMU3_STEP_STE);
	assert_int_equal(step[0].addr, stream.ste);
	assert_int_equal(step[1].kind, SMMU3_STEP_CD);
	assert_int_equal(step[1].addr, stream.cd);
	for (i = 0; i < 4; i++) {
		assert_int_equal(step[2 + i].kind, SMMU3_STEP_TT);
		assert_int_equal(step[2 + i].stage, 1);
		assert_int_equal(step[2 + i].level, i);
		assert_int_equal(step[2 + i].addr,
				 rig_slot(rig, &stream, VA, i));
	}
	for (i = 0; i < 6; i++) {
		assert_int_equal(step[i].pas, NS);
		assert_int_equal(step[i].data, load64(rig, step[i].addr));
	}
}

static void steps_count_beyond_the_capacity(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_step step[3] = { 0 };
	struct smmu3_xact x = {
		.txn = rig_txn(SID, VA, READ),
		.look = SMMU3_LOOK_PEEK_WALK,
		.steps = { .step = step, .cap = 2 } };

	rig_map(rig, &stream, VA, PA, 3);
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.steps.count, 6);
	assert_int_equal(step[2].addr, 0);
	x.steps = (struct smmu3_steps){ 0 };
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.steps.count, 6);
}

static void step_of_a_hit_is_the_tlb(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_step step[8];
	struct smmu3_xact x = {
		.txn = rig_txn(SID, VA, READ),
		.steps = { .step = step, .cap = ARRAY_SIZE(step) } };

	rig_map(rig, &stream, VA, PA, 3);
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.steps.count, 6);
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.steps.count, 1);
	assert_int_equal(step[0].kind, SMMU3_STEP_TLB);
	assert_int_equal(step[0].stage, 1);
	assert_int_equal(step[0].level, 3);
	assert_int_equal(step[0].pas, NS);
	assert_int_equal(step[0].addr, PA);
	assert_int_equal(step[0].input, VA);
}

static const struct CMUnitTest peek_tests[] = {
	TEST_EXACT(peek_finds_the_translation),
	TEST_EXACT(peek_fills_no_cache),
	TEST_EXACT(peek_looks_at_the_caches_first),
	TEST_FAST(peek_looks_at_the_caches_first),
	TEST_EXACT(peek_walk_ignores_the_caches),
	TEST_EXACT(peeked_fault_records_nothing),
	TEST_EXACT(peeked_configuration_error_caches_nothing),
	TEST_EXACT(steps_tell_every_access_of_a_walk),
	TEST_EXACT(steps_count_beyond_the_capacity),
	TEST_EXACT(step_of_a_hit_is_the_tlb),
};
SUITE(peek);
