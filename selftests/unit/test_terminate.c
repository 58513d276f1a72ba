// SPDX-License-Identifier: GPL-2.0
/*
 * What the client and the event queue see of a stage 1 fault: CD.A, CD.R
 * (5.5), for each of the four faults that they govern.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL

/* A stream on which a read of VA ends in fault @number. */
static struct stream faulting_stream(struct rig *rig, u8 number)
{
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, RAM_BASE, 3);

	switch (number) {
	case REF_F_TRANSLATION:
		store64(rig, slot, 0);
		break;
	case REF_F_ADDR_SIZE:
		poke(rig, slot, REF_D_OA, BIT_ULL(35));
		break;
	case REF_F_ACCESS:
		poke(rig, slot, REF_D_AF, 0);
		break;
	case REF_F_PERMISSION:
		poke(rig, slot, REF_D_AP, REF_AP_PRIV_RW);
		break;
	}
	return stream;
}

static void check_disposition(struct rig *rig, u8 number, bool a, bool r)
{
	struct stream stream = faulting_stream(rig, number);
	u64 record[REF_EVT_WORDS];
	struct outcome out;

	poke(rig, stream.cd, REF_CD_A, a);
	poke(rig, stream.cd, REF_CD_R, r);
	rig_flush(rig);
	out = rig_access(rig, SID, VA, READ);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.event, number);
	assert_int_equal(out.x.fault.disposition, a ? SMMU3_ABORT :
			 SMMU3_RAZWI);
	assert_int_equal(out.x.recorded, r);
	assert_int_equal(rig_event_pop(rig, record), r);
	assert_int_equal(rig_events(rig), 0);
}

static void check_all_faults(struct rig *rig, bool a, bool r)
{
	static const u8 faults[] = {
		REF_F_TRANSLATION, REF_F_ADDR_SIZE, REF_F_ACCESS,
		REF_F_PERMISSION };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(faults); i++)
		check_disposition(rig, faults[i], a, r);
}

static void a_1_r_1_aborts_with_event(void **state)
{
	check_all_faults(*state, true, true);
}

static void a_1_r_0_aborts_silently(void **state)
{
	check_all_faults(*state, true, false);
}

static void a_0_r_1_is_razwi_with_event(void **state)
{
	check_all_faults(*state, false, true);
}

static void a_0_r_0_is_razwi_silently(void **state)
{
	check_all_faults(*state, false, false);
}

/* Range and EPD faults are governed too. */
static void range_fault_is_governed_by_a_and_r(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, BIT_ULL(50), WRITE);

	poke(rig, stream.cd, REF_CD_A, 0);
	poke(rig, stream.cd, REF_CD_R, 0);
	expect_silence(rig, &txn, SMMU3_RAZWI);
	txn.addr = ~0ULL;
	expect_silence(rig, &txn, SMMU3_RAZWI);
}

/* 5.5: A, R are not TLB information: CFGI_CD is enough to change them. */
static void cfgi_cd_changes_a_and_r_of_cached_translations(void **state)
{
	struct rig *rig = *state;
	struct stream stream = faulting_stream(rig, REF_F_PERMISSION);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);

	expect_pa(rig, SID, VA, READ | PRIV, RAM_BASE);
	expect_fault(rig, SID, VA, READ, REF_F_PERMISSION);
	poke(rig, stream.cd, REF_CD_A, 0);
	poke(rig, stream.cd, REF_CD_R, 0);
	rig_cmd(rig, ref_cfgi_cd(SID, 0, true));
	rig_sync(rig);
	expect_silence(rig, &txn, SMMU3_RAZWI);
}

/* Errors that are not faults of stage 1 always abort and are recorded. */
static void configuration_errors_ignore_a_and_r(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	struct ref_event event = { .number = REF_C_BAD_CD, .sid = SID };

	poke(rig, stream.cd, REF_CD_A, 0);
	poke(rig, stream.cd, REF_CD_R, 0);
	poke(rig, stream.cd, REF_CD_V, 0);
	expect_event(rig, &txn, &event);
	host_fail(&rig->host, NS, stream.cd, 64);
	rig_flush(rig);
	event.number = REF_F_CD_FETCH;
	event.fetch = stream.cd;
	expect_event(rig, &txn, &event);
}

static const struct CMUnitTest terminate_tests[] = {
	TEST_EXACT(a_1_r_1_aborts_with_event),
	TEST_FAST(a_1_r_1_aborts_with_event),
	TEST_EXACT(a_1_r_0_aborts_silently),
	TEST_EXACT(a_0_r_1_is_razwi_with_event),
	TEST_EXACT(a_0_r_0_is_razwi_silently),
	TEST_EXACT(range_fault_is_governed_by_a_and_r),
	TEST_EXACT(cfgi_cd_changes_a_and_r_of_cached_translations),
	TEST_EXACT(configuration_errors_ignore_a_and_r),
};
SUITE(terminate);
