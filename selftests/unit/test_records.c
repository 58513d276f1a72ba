// SPDX-License-Identifier: GPL-2.0
/*
 * Every kind of event record, bit by bit (7.3), and who comes first (7.3.22).
 */
#include "rig.h"
#include "suites.h"

#define SID		0x2b
#define VA		0x00000000407040ULL

/* Nothing here is at an address with RAM. */
#define NOWHERE		0x0000000000100000ULL

static void bad_streamid_has_sid_only(void **state)
{
	struct smmu3_txn txn = rig_txn(0x40, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STREAMID, .sid = 0x40 };

	expect_event(*state, &txn, &event);
}

static void bad_streamid_has_ssv_and_ssid(void **state)
{
	struct smmu3_txn txn = rig_txn(0x12345, VA, WRITE | PRIV);
	const struct ref_event event = {
		.number = REF_C_BAD_STREAMID, .sid = 0x12345,
		.ssv = true, .ssid = 0xabcde };

	txn.ssv = true;
	txn.ssid = 0xabcde;
	expect_event(*state, &txn, &event);
}

/* SSV = 0: the SubstreamID is UNKNOWN, zero in this model. */
static void ssid_without_ssv_is_zero(void **state)
{
	struct smmu3_txn txn = rig_txn(0x40, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STREAMID, .sid = 0x40 };

	txn.ssid = 0xfffff;
	expect_event(*state, &txn, &event);
}

static void ste_fetch_has_the_address_of_the_ste(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = SID,
		.fetch = rig_ste(rig, SID) };

	host_fail(&rig->host, NS, rig_ste(rig, SID), 64);
	expect_event(rig, &txn, &event);
}

static void ste_fetch_has_ssv_and_ssid(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = SID, .ssv = true, .ssid = 5,
		.fetch = rig_ste(rig, SID) };

	txn.ssv = true;
	txn.ssid = 5;
	host_fail(&rig->host, NS, rig_ste(rig, SID) + 56, 8);
	expect_event(rig, &txn, &event);
}

static void bad_ste_has_ssv_and_ssid(void **state)
{
	struct smmu3_txn txn = rig_txn(SID, VA, READ | INSTR);
	const struct ref_event event = {
		.number = REF_C_BAD_STE, .sid = SID, .ssv = true, .ssid = 1 };

	txn.ssv = true;
	txn.ssid = 1;
	expect_event(*state, &txn, &event);
}

/* 7.3.9: bit 11 is RES0 here, the SubstreamID always valid. */
static void bad_substreamid_has_ssid_without_ssv(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_SUBSTREAMID, .sid = SID, .ssid = 0x54321 };

	rig_stream(rig, SID);
	txn.ssv = true;
	txn.ssid = 0x54321;
	expect_event(rig, &txn, &event);
}

static void cd_fetch_has_the_address_of_the_cd(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_CD_FETCH, .sid = SID, .fetch = stream.cd };

	host_fail(&rig->host, NS, stream.cd, 8);
	expect_event(rig, &txn, &event);
}

static void cd_outside_memory_is_cd_fetch(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_CD_FETCH, .sid = SID, .fetch = NOWHERE + 0x40 };

	poke(rig, stream.ste, REF_STE_S1CONTEXTPTR, (NOWHERE + 0x40) / 64);
	expect_event(rig, &txn, &event);
}

static void bad_cd_has_sid_only(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = { .number = REF_C_BAD_CD, .sid = SID };

	poke(rig, stream.cd, REF_CD_V, 0);
	expect_event(rig, &txn, &event);
}

/* 7.3.12: S2 = 0 goes with CLASS = TT. */
static void walk_eabt_has_class_tt_and_fetch_address(void **state)
{
	static const unsigned int accesses[] = {
		READ, WRITE, READ | PRIV, WRITE | PRIV, READ | INSTR,
		READ | INSTR | PRIV, WRITE | INSTR };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_slot(rig, &stream, VA, 2);
	unsigned int i;

	host_fail(&rig->host, NS, slot, 8);
	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		unsigned int how = accesses[i];
		struct smmu3_txn txn = rig_txn(SID, VA, how);
		const struct ref_event event = {
			.number = REF_F_WALK_EABT, .sid = SID, .input = VA,
			.priv = how & PRIV, .read = !(how & WRITE),
			.instr = how & INSTR && !(how & WRITE),
			.class = REF_CLASS_TT, .fetch = slot };

		expect_event(rig, &txn, &event);
	}
}

/* 5.5: not one of the four: CD.R and CD.A have no say. */
static void walk_eabt_ignores_cd_a_and_r(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_WALK_EABT, .sid = SID, .input = VA,
		.read = true, .class = REF_CLASS_TT,
		.fetch = rig_slot(rig, &stream, VA, 0) };

	poke(rig, stream.cd, REF_CD_R, 0);
	poke(rig, stream.cd, REF_CD_A, 0);
	host_fail(&rig->host, NS, stream.ttb0, PAGE);
	expect_event(rig, &txn, &event);
}

static void check_fault_records(struct rig *rig, u64 va, u8 number)
{
	static const unsigned int accesses[] = {
		READ, WRITE, READ | PRIV, WRITE | PRIV, READ | INSTR,
		READ | INSTR | PRIV, WRITE | INSTR, WRITE | INSTR | PRIV };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(accesses); i++)
		expect_fault(rig, SID, va, accesses[i], number);
}

static void translation_fault_describes_the_access(void **state)
{
	struct rig *rig = *state;

	rig_stream(rig, SID);
	check_fault_records(rig, VA, REF_F_TRANSLATION);
}

static void addr_size_fault_describes_the_access(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, BIT_ULL(rig->id.oas), 3);
	check_fault_records(rig, VA, REF_F_ADDR_SIZE);
}

static void access_fault_describes_the_access(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, RAM_BASE, 3);

	poke(rig, slot, REF_D_AF, 0);
	check_fault_records(rig, VA, REF_F_ACCESS);
}

static void permission_fault_describes_the_access(void **state)
{
	static const unsigned int denied[] = {
		READ, WRITE, WRITE | PRIV, READ | INSTR, READ | INSTR | PRIV };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, RAM_BASE, 3);
	unsigned int i;

	poke(rig, slot, REF_D_AP, REF_AP_PRIV_RO);
	poke(rig, slot, REF_D_PXN, 1);
	poke(rig, slot, REF_D_UXN, 1);
	for (i = 0; i < ARRAY_SIZE(denied); i++)
		expect_fault(rig, SID, VA, denied[i], REF_F_PERMISSION);
	expect_pa(rig, SID, VA, READ | PRIV, RAM_BASE + VA % PAGE);
}

/* 7.3: as it came, the tag of a TBI address and all. */
static void input_address_keeps_its_top_byte(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	poke(rig, stream.cd, REF_CD_TBI0, 1);
	expect_fault(rig, SID, 0xa500000000407123ULL, READ, REF_F_TRANSLATION);
}

static void peeked_fault_can_be_encoded(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);
	struct ref_event event = {
		.number = REF_F_TRANSLATION, .sid = SID, .input = VA,
		.class = REF_CLASS_IN };
	u64 want[REF_EVT_WORDS], record[REF_EVT_WORDS];
	struct outcome out;

	rig_stream(rig, SID);
	out = rig_peek(rig, &txn, SMMU3_LOOK_PEEK);
	assert_false(out.ok);
	smmu3_event_encode(&out.x, record);
	ref_event_encode(&event, want);
	assert_memory_equal(record, want, sizeof(want));
}

/* ---- priority (7.3.22): of two errors, the earlier one is reported ---- */

static u8 event_of(struct rig *rig, bool ssv)
{
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	u64 record[REF_EVT_WORDS];
	struct outcome out;

	txn.ssv = ssv;
	rig_flush(rig);
	out = rig_do(rig, &txn);
	assert_false(out.ok);
	assert_true(rig_event_pop(rig, record));
	assert_int_equal(rig_events(rig), 0);
	assert_int_equal(ref_get(record, REF_E_NUMBER), out.x.fault.event);
	return out.x.fault.event;
}

/* Break everything, then mend it in the order of 7.3.22. */
static void faults_are_reported_in_the_order_of_priority(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 top = rig_slot(rig, &stream, VA, 0);
	u64 slot = rig_map(rig, &stream, VA, BIT_ULL(rig->id.oas), 3);
	u64 good = load64(rig, top);

	poke(rig, slot, REF_D_AF, 0);
	poke(rig, slot, REF_D_AP, REF_AP_PRIV_RO);
	store64(rig, top, 0);
	poke(rig, stream.cd, REF_CD_V, 0);
	poke(rig, stream.ste, REF_STE_V, 0);
	host_fail(&rig->host, NS, stream.ste, 64);
	assert_int_equal(event_of(rig, true), REF_F_STE_FETCH);
	host_heal(&rig->host);
	host_fail(&rig->host, NS, stream.cd, 64);
	assert_int_equal(event_of(rig, true), REF_C_BAD_STE);
	poke(rig, stream.ste, REF_STE_V, 1);
	assert_int_equal(event_of(rig, true), REF_C_BAD_SUBSTREAMID);
	assert_int_equal(event_of(rig, false), REF_F_CD_FETCH);
	host_heal(&rig->host);
	host_fail(&rig->host, NS, top, 8);
	assert_int_equal(event_of(rig, false), REF_C_BAD_CD);
	poke(rig, stream.cd, REF_CD_V, 1);
	assert_int_equal(event_of(rig, false), REF_F_WALK_EABT);
	host_heal(&rig->host);
	assert_int_equal(event_of(rig, false), REF_F_TRANSLATION);
	store64(rig, top, good);
	assert_int_equal(event_of(rig, false), REF_F_ADDR_SIZE);
	poke(rig, slot, REF_D_OA, RAM_BASE / PAGE);
	assert_int_equal(event_of(rig, false), REF_F_ACCESS);
	poke(rig, slot, REF_D_AF, 1);
	assert_int_equal(event_of(rig, false), REF_F_PERMISSION);
}

/* The range check and EPD come before any descriptor is read. */
static void range_fault_precedes_walk_abort(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	host_fail(&rig->host, NS, stream.ttb0, PAGE);
	expect_fault(rig, SID, BIT_ULL(48), READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, ~0xfffULL, READ, REF_F_TRANSLATION);
}

static const struct CMUnitTest records_tests[] = {
	TEST_EXACT(bad_streamid_has_sid_only),
	TEST_EXACT(bad_streamid_has_ssv_and_ssid),
	TEST_EXACT(ssid_without_ssv_is_zero),
	TEST_EXACT(ste_fetch_has_the_address_of_the_ste),
	TEST_EXACT(ste_fetch_has_ssv_and_ssid),
	TEST_EXACT(bad_ste_has_ssv_and_ssid),
	TEST_EXACT(bad_substreamid_has_ssid_without_ssv),
	TEST_EXACT(cd_fetch_has_the_address_of_the_cd),
	TEST_EXACT(cd_outside_memory_is_cd_fetch),
	TEST_EXACT(bad_cd_has_sid_only),
	TEST_EXACT(walk_eabt_has_class_tt_and_fetch_address),
	TEST_EXACT(walk_eabt_ignores_cd_a_and_r),
	TEST_EXACT(translation_fault_describes_the_access),
	TEST_EXACT(addr_size_fault_describes_the_access),
	TEST_EXACT(access_fault_describes_the_access),
	TEST_EXACT(permission_fault_describes_the_access),
	TEST_EXACT(input_address_keeps_its_top_byte),
	TEST_EXACT(peeked_fault_can_be_encoded),
	TEST_EXACT(faults_are_reported_in_the_order_of_priority),
	TEST_EXACT(range_fault_precedes_walk_abort),
};
SUITE(records);
