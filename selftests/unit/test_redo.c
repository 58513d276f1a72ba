// SPDX-License-Identifier: GPL-2.0
/*
 * A fault that an invalidation overtook is dropped and the transaction made
 * again: no event may tell of a translation or configuration that was
 * invalidated before (4.7.3).
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)

static struct smmu3_xact begin(u32 sid, unsigned int access)
{
	return (struct smmu3_xact){ .txn = rig_txn(sid, VA, access) };
}

static void undisturbed_fault_stands(void **state)
{
	struct rig *rig = *state;
	struct smmu3_xact x = begin(SID, READ);

	rig_stream(rig, SID);
	assert_false(smmu3_translate(rig->smmu, &x));
	assert_false(smmu3_wants_lock(&x));
	assert_true(smmu3_settle(rig->smmu, &x));
	assert_true(x.recorded);
	assert_int_equal(rig_events(rig), 1);
}

static void check_dropped_by(struct rig *rig, struct ref_cmd cmd, bool sync)
{
	struct smmu3_xact x = begin(SID, READ);

	assert_false(smmu3_translate(rig->smmu, &x));
	rig_cmd(rig, cmd);
	if (sync)
		rig_sync(rig);
	assert_false(smmu3_settle(rig->smmu, &x));
	assert_false(x.recorded);
	assert_int_equal(rig_events(rig), 0);
}

/* Consumed is enough, the SYNC may come later. */
static void fault_is_dropped_after_an_invalidation_of_it(void **state)
{
	struct rig *rig = *state;
	const struct ref_cmd cmds[] = {
		ref_cmd(REF_CMD_TLBI_NSNH_ALL), ref_cmd(REF_CMD_TLBI_NH_ALL),
		ref_tlbi_asid(SID + 1), ref_tlbi_va(VA, SID + 1),
		ref_tlbi_vaa(VA), ref_cfgi_ste(SID, true), ref_cfgi_all(),
		ref_cfgi_cd(SID, 0, true), ref_cfgi_cd_all(SID),
		ref_cfgi_range(SID, 1) };
	unsigned int i;

	rig_stream(rig, SID);
	for (i = 0; i < ARRAY_SIZE(cmds); i++) {
		check_dropped_by(rig, cmds[i], true);
		check_dropped_by(rig, cmds[i], false);
	}
}

static void sync_alone_does_not_drop_a_fault(void **state)
{
	struct rig *rig = *state;
	struct smmu3_xact x = begin(SID, READ);

	rig_stream(rig, SID);
	assert_false(smmu3_translate(rig->smmu, &x));
	rig_sync(rig);
	assert_true(smmu3_settle(rig->smmu, &x));
	assert_true(x.recorded);
}

static void redo_succeeds_with_the_new_mapping(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_xact x = begin(SID, READ);

	assert_false(smmu3_translate(rig->smmu, &x));
	rig_map(rig, &stream, VA, PA, 3);
	rig_cmd(rig, ref_tlbi_va(VA, stream.asid));
	rig_sync(rig);
	assert_false(smmu3_settle(rig->smmu, &x));
	assert_true(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.res.pa, PA);
	assert_int_equal(rig_events(rig), 0);
}

static void redo_may_fault_otherwise(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_xact x = begin(SID, WRITE);
	u64 record[REF_EVT_WORDS];

	assert_false(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.fault.event, REF_F_TRANSLATION);
	poke(rig, stream.ste, REF_STE_V, 0);
	rig_cmd(rig, ref_cfgi_ste(SID, true));
	rig_sync(rig);
	assert_false(smmu3_settle(rig->smmu, &x));
	assert_false(smmu3_translate(rig->smmu, &x));
	assert_true(smmu3_settle(rig->smmu, &x));
	assert_true(rig_event_pop(rig, record));
	assert_int_equal(ref_get(record, REF_E_NUMBER), REF_C_BAD_STE);
	assert_int_equal(rig_events(rig), 0);
}

static void after_three_tries_the_lock_is_wanted(void **state)
{
	struct rig *rig = *state;
	struct smmu3_xact x = begin(SID, READ);
	unsigned int try;

	rig_stream(rig, SID);
	for (try = 0; try < 3; try++) {
		assert_false(smmu3_wants_lock(&x));
		assert_false(smmu3_translate(rig->smmu, &x));
		rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
		assert_false(smmu3_settle(rig->smmu, &x));
	}
	assert_true(smmu3_wants_lock(&x));
	assert_false(smmu3_translate(rig->smmu, &x));
	assert_true(smmu3_settle(rig->smmu, &x));
	assert_true(x.recorded);
	assert_int_equal(rig_events(rig), 1);
}

/* A silent fault is decided by configuration as well. */
static void silent_abort_is_dropped_too(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_xact x = begin(SID, READ);

	rig_map(rig, &stream, VA, PA, 3);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_ABORT);
	assert_false(smmu3_translate(rig->smmu, &x));
	assert_int_equal(x.fault.event, 0);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_S1);
	rig_cmd(rig, ref_cfgi_ste(SID, true));
	rig_sync(rig);
	assert_false(smmu3_settle(rig->smmu, &x));
	assert_true(smmu3_translate(rig->smmu, &x));
}

/* An entry inserted by an overtaken walk is born too old. */
static void walk_before_an_invalidation_is_not_used_after_it(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);
	struct smmu3_xact x = begin(SID, READ);

	assert_true(smmu3_translate(rig->smmu, &x));
	store64(rig, slot, ref_leaf(3, PA + PAGE));
	rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	rig_sync(rig);
	expect_pa(rig, SID, VA, READ, PA + PAGE);
}

static const struct CMUnitTest redo_tests[] = {
	TEST_EXACT(undisturbed_fault_stands),
	TEST_EXACT(fault_is_dropped_after_an_invalidation_of_it),
	TEST_FAST(fault_is_dropped_after_an_invalidation_of_it),
	TEST_EXACT(sync_alone_does_not_drop_a_fault),
	TEST_EXACT(redo_succeeds_with_the_new_mapping),
	TEST_FAST(redo_succeeds_with_the_new_mapping),
	TEST_EXACT(redo_may_fault_otherwise),
	TEST_EXACT(after_three_tries_the_lock_is_wanted),
	TEST_EXACT(silent_abort_is_dropped_too),
	TEST_EXACT(walk_before_an_invalidation_is_not_used_after_it),
	TEST_FAST(walk_before_an_invalidation_is_not_used_after_it),
};
SUITE(redo);
