// SPDX-License-Identifier: GPL-2.0
/*
 * Streams by Security state (3.3.3, 5.2, 6.3.57.2, security.md 5 and 6): which
 * StreamWorlds exist, what EL3 makes of a CD, where bypassed transactions go,
 * and which instruction fetches SIF stops.
 */
#include "side.h"
#include "suites.h"

#define SID		3
#define VA		0x40001000ULL
#define PA		(RAM_BASE + 0x300000)

static struct stream one_page(struct side *side)
{
	struct stream stream = side_stream(side, SID);

	side_map(side, &stream, VA, PA, 3);
	return stream;
}

/* The number of the event that an access ends with, 0: none. */
static u8 event_of(struct side *side, u64 va, unsigned int access)
{
	u64 record[REF_EVT_WORDS];
	u8 number = 0;

	side_flush(side);
	side_access(side, SID, va, access);
	if (side_pop(side, record))
		number = ref_get(record, REF_E_NUMBER);
	assert_int_equal(side_events(other_side(side)), 0);
	return number;
}

/* ---- STRW ---- */

/* Hyp and SEL2 are 0: there is no EL2, and Non-secure STRW is ignored. */
static void strw_is_legal_where_the_world_exists(void **state)
{
	static const u8 want[SMMU3_NR_PAS][4] = {
		[NS] = { 0, 0, 0, 0 },
		[SECURE] = { 0, 0, REF_C_BAD_STE, REF_C_BAD_STE },
	};
	struct side *side = *state;
	struct stream stream = one_page(side);
	unsigned int strw;

	for (strw = 0; strw < 4; strw++) {
		side_poke(side, stream.ste, REF_STE_STRW, strw);
		assert_int_equal(event_of(side, VA, READ | PRIV),
				 want[side->bank][strw]);
	}
}

static void strw_of_a_bypass_is_ignored(void **state)
{
	struct side *side = *state;
	unsigned int strw;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (strw = 0; strw < 4; strw++) {
		side_poke(side, side_ste(side, SID), REF_STE_STRW, strw);
		assert_int_equal(event_of(side, PA, READ), 0);
	}
}

/* S2P and SEL2 are 0. */
static void stage_2_is_illegal(void **state)
{
	struct side *side = *state;
	struct stream stream = one_page(side);

	side_poke(side, stream.ste, REF_STE_CONFIG, REF_CONFIG_S2);
	assert_int_equal(event_of(side, VA, READ), REF_C_BAD_STE);
	side_poke(side, stream.ste, REF_STE_CONFIG, REF_CONFIG_NESTED);
	assert_int_equal(event_of(side, VA, READ), REF_C_BAD_STE);
}

/* STALL_MODEL is 1: nothing may stall, nor be kept from it. */
static void stalls_are_illegal(void **state)
{
	struct side *side = *state;
	struct stream stream = one_page(side);

	side_poke(side, stream.cd, REF_CD_S, 1);
	assert_int_equal(event_of(side, VA, READ), REF_C_BAD_CD);
	side_poke(side, stream.cd, REF_CD_S, 0);
	side_poke(side, stream.ste, REF_STE_S1STALLD, 1);
	assert_int_equal(event_of(side, VA, READ), REF_C_BAD_STE);
}

/* ---- EL3 ---- */

static struct stream el3_page(struct side *side)
{
	struct stream stream = one_page(side);

	side_poke(side, stream.ste, REF_STE_STRW, 1);
	return stream;
}

/* 5.4: what has no meaning at EL3 is neither used nor checked. */
static void el3_ignores_the_second_table_and_the_asid(void **state)
{
	static const struct {
		unsigned int high, low;
		u64 value;
	} fields[] = {
		{ REF_CD_EPD0, 1 },
		{ REF_CD_EPD1, 0 },
		{ REF_CD_T1SZ, 63 },
		{ REF_CD_TG1, REF_TG1_RESERVED },
		{ REF_CD_TBI1, 1 },
		{ REF_CD_PAN, 1 },
		{ REF_CD_ASID, 0xffff },
	};
	struct side *side = *state;
	struct stream stream = el3_page(side);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		side_poke(side, stream.cd, fields[i].high, fields[i].low,
			  fields[i].value);
		assert_int_equal(event_of(side, VA, READ | PRIV), 0);
	}
}

static void el3_has_no_upper_half(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_page(side);

	side_poke(side, stream.cd, REF_CD_T1SZ, 16);
	side_poke(side, stream.cd, REF_CD_TG1, REF_TG1_4K);
	side_poke(side, stream.cd, REF_CD_EPD1, 0);
	side_poke(side, stream.cd, REF_CD_TTB1, stream.ttb0 / 16);
	assert_int_equal(event_of(side, 0xffff000000000000ULL + VA, READ),
			 REF_F_TRANSLATION);
	assert_int_equal(event_of(side, 0x0001000000000000ULL + VA, READ),
			 REF_F_TRANSLATION);
}

/*
 * Arm ARM D8.4.1, 13.4.1: AP[2] and XN, the same for everybody. Rights as three
 * letters, by AP[2:1], without and with XN.
 */
static void el3_has_one_privilege_level(void **state)
{
	static const char * const rights[4][2] = {
		{ "rwx", "rw-" }, { "rwx", "rw-" },
		{ "r-x", "r--" }, { "r-x", "r--" },
	};
	static const unsigned int accesses[] = { READ, WRITE, INSTR };
	struct side *side = *state;
	struct stream stream = el3_page(side);
	u64 slot = side_slot(side, &stream, VA, 3);
	unsigned int i;

	/* AP, XN, which access, privileged */
	for (i = 0; i < 4 * 2 * 3 * 2; i++) {
		unsigned int ap = i / 12, xn = i / 6 % 2, which = i / 2 % 3;
		bool may = rights[ap][xn][which] != '-';

		side_poke(side, slot, REF_D_AP, ap);
		side_poke(side, slot, REF_D_UXN, xn);
		side_poke(side, slot, REF_D_PXN, !xn);
		assert_int_equal(event_of(side, VA, accesses[which] |
					  (i % 2 ? PRIV : 0)),
				 may ? 0 : REF_F_PERMISSION);
	}
}

static void el3_translations_have_no_asid(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_page(side);
	struct stream other = side_stream(side, SID + 1);

	side_poke(side, other.ste, REF_STE_STRW, 1);
	side_poke(side, other.cd, REF_CD_TTB0, stream.ttb0 / 16);
	side_flush(side);
	side_access(side, SID, VA, READ);
	assert_true(side_hits(side, SID + 1, VA) & SMMU3_HIT_TLB);
}

/* ---- bypass and SIF ---- */

/* How a stream lets a transaction through. */
enum way {
	DISABLED,	/* SMMUEN is 0 */
	BYPASS,		/* Config 0b100 */
	STAGE1,		/* a leaf with the NS bit */
	NR_WAYS,
};

/* Make SID 3 let VA through to @ns, with SIF or not. */
static void prepare(struct side *side, enum way way, bool ns, bool sif)
{
	u32 cr0 = REF_CMDQEN | REF_EVENTQEN | (sif ? REF_S_CR0_SIF : 0);
	struct stream stream;
	u64 slot;

	if (way == STAGE1) {
		stream = side_stream(side, SID);
		slot = side_map(side, &stream, PA, PA, 3);
		side_poke(side, slot, REF_D_NS, ns);
	} else {
		side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	}
	side_cr0(side, way == DISABLED ? cr0 : cr0 | REF_SMMUEN);
	side_flush(side);
}

static struct smmu3_txn fetch_of(struct side *side, bool ns,
				 unsigned int access)
{
	struct smmu3_txn txn = side_txn(side, SID, PA, access);

	txn.ns = ns;
	return txn;
}

static void secure_stream_goes_where_it_says(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < NR_WAYS * 2; i++) {
		struct smmu3_txn txn = fetch_of(side, i % 2, READ);
		struct outcome out;

		prepare(side, i / 2, i % 2, false);
		out = side_do(side, &txn);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, PA);
		assert_int_equal(out.x.res.pas, i % 2 ? NS : SECURE);
	}
}

/* ATTR_PERMS_OVR is 0. */
static void nscfg_is_ignored(void **state)
{
	struct side *side = *state;
	unsigned int i;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (i = 0; i < 4 * 2; i++) {
		struct smmu3_txn txn = fetch_of(side, i % 2, READ);
		struct outcome out;

		side_poke(side, side_ste(side, SID), REF_STE_NSCFG, i / 2);
		side_flush(side);
		out = side_do(side, &txn);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pas, i % 2 ? NS : SECURE);
	}
}

/* 6.3.57.2: which transaction SIF lets through. */
static void sif_stops_fetches_from_nonsecure_memory_only(void **state)
{
	static const unsigned int accesses[] = {
		READ, WRITE, INSTR, WRITE | INSTR,
	};
	struct side *side = *state;
	unsigned int i, j;

	for (i = 0; i < NR_WAYS * 4; i++) {
		bool ns = i % 2, sif = i / 2 % 2;

		prepare(side, i / 4, ns, sif);
		for (j = 0; j < ARRAY_SIZE(accesses); j++) {
			struct smmu3_txn txn = fetch_of(side, ns, accesses[j]);
			bool fetch = accesses[j] == INSTR;
			u64 record[REF_EVT_WORDS];

			assert_int_equal(side_do(side, &txn).ok,
					 !(fetch && ns && sif));
			side_pop(side, record);
		}
	}
}

static void sif_without_smmuen_aborts_silently(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, true, INSTR);

	prepare(side, DISABLED, true, true);
	side_expect_silence(side, &txn);
}

static struct ref_event permission_fault(void)
{
	return (struct ref_event){
		.number = REF_F_PERMISSION,
		.sid = SID,
		.read = true,
		.instr = true,
		.class = REF_CLASS_IN,
		.input = PA,
	};
}

static void sif_in_bypass_is_a_permission_fault(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, true, INSTR);
	struct ref_event event = permission_fault();

	prepare(side, BYPASS, true, true);
	side_expect_event(side, &txn, &event);
}

static void sif_in_stage_1_is_a_permission_fault(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, false, INSTR);
	struct ref_event event = permission_fault();

	prepare(side, STAGE1, true, true);
	side_expect_event(side, &txn, &event);
}

/* 5.5: A and R of the CD decide, as for every fault of stage 1. */
static void sif_in_stage_1_follows_a_and_r(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, false, INSTR);
	struct stream stream = side_stream(side, SID);
	struct outcome out;
	u64 slot = side_map(side, &stream, PA, PA, 3);

	side_poke(side, slot, REF_D_NS, 1);
	side_poke(side, stream.cd, REF_CD_A, 0);
	side_poke(side, stream.cd, REF_CD_R, 0);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN | REF_S_CR0_SIF);
	side_flush(side);
	out = side_do(side, &txn);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_RAZWI);
	assert_int_equal(side_events(side), 0);
}

/* What was cached before SIF was set may not grant after the TLBI. */
static void sif_set_later_works_after_invalidation(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, false, INSTR);
	struct ref_event event = permission_fault();

	prepare(side, STAGE1, true, false);
	assert_true(side_do(side, &txn).ok);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN | REF_S_CR0_SIF);
	side_flush(side);
	side_expect_event(side, &txn, &event);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	side_flush(side);
	assert_true(side_do(side, &txn).ok);
}

/* 3.4, 7.3.22: the address size comes first. */
static void bypass_beyond_the_oas_faults_before_sif(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = fetch_of(side, true, INSTR);
	struct ref_event event = permission_fault();

	prepare(side, BYPASS, true, true);
	txn.addr = ref_pow2(side->rig->config.oas);
	event.number = REF_F_ADDR_SIZE;
	event.input = txn.addr;
	side_expect_event(side, &txn, &event);
}

/* ---- StreamIDs ---- */

/* S_CR2.RECINVSID is the Secure bank's own. */
static void bad_streamid_is_recorded_by_its_own_bank(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = side_txn(side, ref_pow2(RIG_STRTAB_LOG2), VA,
					READ);
	struct ref_event event = {
		.number = REF_C_BAD_STREAMID,
		.sid = txn.sid,
	};

	side_expect_event(side, &txn, &event);
	side_cr0(side, 0);
	side_wr32(side, REF_CR2, 0);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	side_expect_silence(side, &txn);
}

static const struct CMUnitTest secure_stream_tests[] = {
	TEST_BOTH(strw_is_legal_where_the_world_exists),
	TEST_BOTH(strw_of_a_bypass_is_ignored),
	TEST_BOTH(stage_2_is_illegal),
	TEST_BOTH(stalls_are_illegal),
	TEST_SECURE(el3_ignores_the_second_table_and_the_asid),
	TEST_SECURE(el3_has_no_upper_half),
	TEST_SECURE(el3_has_one_privilege_level),
	TEST_SECURE(el3_translations_have_no_asid),
	TEST_SECURE(secure_stream_goes_where_it_says),
	TEST_SECURE(nscfg_is_ignored),
	TEST_SECURE(sif_stops_fetches_from_nonsecure_memory_only),
	TEST_SECURE(sif_without_smmuen_aborts_silently),
	TEST_SECURE(sif_in_bypass_is_a_permission_fault),
	TEST_SECURE(sif_in_stage_1_is_a_permission_fault),
	TEST_SECURE(sif_in_stage_1_follows_a_and_r),
	TEST_SECURE(sif_set_later_works_after_invalidation),
	TEST_SECURE(bypass_beyond_the_oas_faults_before_sif),
	TEST_BOTH(bad_streamid_is_recorded_by_its_own_bank),
};
SUITE(secure_stream);
