// SPDX-License-Identifier: GPL-2.0
/*
 * Streams of both stages (translation.md 6): what fails where, and what the
 * record says about it; and in which order, by mending what is broken piece by
 * piece. Tables and contexts of stage 1 are at IPAs that are nothing like their
 * PAs, so that a record tells which is which.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BOTH		REF_CONFIG_NESTED
#define LEVELS		4

#define TABLE(level)	ref_space_slot(&s.s1, S2_VA, level)

/* Kinds of input: the records tell of it, whatever access failed (7.3). */
static const unsigned int inputs[] = {
	READ, WRITE | PRIV, READ | INSTR, S2_ATOMIC, S2_ATOMIC | PRIV };

static struct ref_event stage1(u8 number)
{
	return (struct ref_event){ .number = number, .class = REF_CLASS_IN };
}

/* Of stage 2, TTRnW as for a read */
static struct ref_event stage2(u8 number, unsigned int class, u64 ipa)
{
	return (struct ref_event){
		.number = number, .s2 = true, .class = class, .ipa = ipa,
		.ttrnw = class == REF_CLASS_TT };
}

static struct ref_event aborted(bool s2, unsigned int class, u64 fetch)
{
	return (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = s2, .class = class,
		.fetch = fetch };
}

static void expect_inputs(struct s2_stream *s, struct ref_event event)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(inputs); i++)
		s2_expect(s, inputs[i], event);
}

/* ---- faults of stage 1 ---- */

static void stage_1_faults_are_as_without_stage_2(void **state)
{
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, *state, S2_SID, BOTH);
	txn = s2_txn(&s, READ);
	txn.addr |= BIT_ULL(48);
	s2_expect_txn(&s, &txn, stage1(REF_F_TRANSLATION));
	s2_poke_cd(&s, REF_CD_EPD0, 1);
	expect_inputs(&s, stage1(REF_F_TRANSLATION));
	s2_poke_cd(&s, REF_CD_EPD0, 0);
	s2_poke_cd(&s, REF_CD_E0PD0, 1);
	s2_expect(&s, READ, stage1(REF_F_TRANSLATION));
	s2_expect_page(&s, READ | PRIV);
	s2_poke_cd(&s, REF_CD_E0PD0, 0);
	for (level = 0; level < LEVELS; level++) {
		u64 slot = s2_ram_pa(&s, TABLE(level));
		u64 desc = s2_load(&s, slot);

		s2_store(&s, slot, desc - ref_get(&desc, REF_D_TYPE));
		expect_inputs(&s, stage1(REF_F_TRANSLATION));
		s2_store(&s, slot, desc | BIT_ULL(47));
		expect_inputs(&s, stage1(REF_F_ADDR_SIZE));
		s2_store(&s, slot, desc);
	}
	s2_expect_page(&s, READ);
}

static void stage_1_leaf_faults_are_as_without_stage_2(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	expect_inputs(&s, stage1(REF_F_ACCESS));
	s2_poke_leaf1(&s, REF_D_AF, 1);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_expect(&s, WRITE, stage1(REF_F_PERMISSION));
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_PRIV_RW);
	s2_expect(&s, READ, stage1(REF_F_PERMISSION));
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RW);
	s2_poke_leaf1(&s, REF_D_UXN, 1);
	s2_expect(&s, READ | INSTR, stage1(REF_F_PERMISSION));
	s2_poke_cd(&s, REF_CD_PAN, 1);
	s2_expect(&s, READ | PRIV, stage1(REF_F_PERMISSION));
}

/* IPS is of stage 1, S2T0SZ of stage 2: which is smaller decides whose it is. */
static void ips_comes_before_s2t0sz(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf1(&s, 40, 40, 1);
	s2_expect(&s, READ, stage2(REF_F_TRANSLATION, REF_CLASS_IN,
				   S2_IPA | BIT_ULL(40)));
	s2_poke_cd(&s, REF_CD_IPS, 2);
	s2_expect(&s, READ, stage1(REF_F_ADDR_SIZE));
}

static void abort_of_a_stage_1_descriptor_has_its_pa(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, side, S2_SID, BOTH);
	for (level = 0; level < LEVELS; level++) {
		u64 slot = s2_ram_pa(&s, TABLE(level));

		side_fail(side, slot, 8);
		s.stale = true;
		expect_inputs(&s, aborted(false, REF_CLASS_TT, slot));
		host_heal(&side->rig->host);
	}
}

/* ---- faults of stage 2 ---- */

/**
 * struct kind - how a stage 2 leaf refuses a read
 */
struct kind {
	u8 number;
	unsigned int high, low;
	u64 value;
};

static const struct kind kinds[] = {
	{ REF_F_TRANSLATION, REF_D_TYPE, 0 },
	{ REF_F_TRANSLATION, REF_D_TYPE, REF_D_BLOCK },
	{ REF_F_ADDR_SIZE, 47, 47, 1 },
	{ REF_F_ACCESS, REF_D_AF, 0 },
	{ REF_F_PERMISSION, REF_D2_S2AP, REF_S2AP_NONE },
};

/* Break the leaf of @ipa in every way. Final IPAs do not say TTRnW. */
static void break_leaf(struct s2_stream *s, u64 ipa, unsigned int class)
{
	u64 slot = s2_leaf2_of(s, ipa), desc = s2_load(s, slot);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		s2_poke_at(s, slot, kinds[i].high, kinds[i].low,
			   kinds[i].value);
		expect_inputs(s, stage2(kinds[i].number, class, ipa));
		s2_store(s, slot, desc);
	}
	side_fail(s->side, slot, 8);
	s->stale = true;
	expect_inputs(s, aborted(true, class, slot));
	host_heal(&s->side->rig->host);
}

static void stage_2_faults_for_the_cd_are_of_class_cd(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	break_leaf(&s, s.cd, REF_CLASS_CD);
	s2_expect_page(&s, WRITE);
}

static void stage_2_faults_for_stage_1_tables_are_of_class_tt(void **state)
{
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, *state, S2_SID, BOTH);
	for (level = 0; level < LEVELS; level++)
		break_leaf(&s, TABLE(level), REF_CLASS_TT);
	s2_expect_page(&s, WRITE);
}

/* An instruction fetch does not need to read: without that kind. */
static void stage_2_faults_for_the_final_ipa_are_of_class_in(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	unsigned int i;
	u64 slot;

	s2_make(&s, side, S2_SID, BOTH);
	slot = s2_leaf2(&s);
	for (i = 0; i + 1 < ARRAY_SIZE(kinds); i++) {
		s2_poke_at(&s, slot, kinds[i].high, kinds[i].low,
			   kinds[i].value);
		expect_inputs(&s, stage2(kinds[i].number, REF_CLASS_IN,
					 S2_IPA));
		s2_store(&s, slot, ref_leaf2(3, S2_PA));
	}
	side_fail(side, slot, 8);
	s.stale = true;
	expect_inputs(&s, aborted(true, REF_CLASS_IN, slot));
}

/* 5.2: fetches of the SMMU are data reads, without privilege. */
static void xn_and_writability_do_not_matter_to_fetches(void **state)
{
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2_of(&s, s.cd, REF_D2_XN, 2);
	s2_poke_leaf2_of(&s, s.cd, REF_D2_S2AP, REF_S2AP_R);
	for (level = 0; level < LEVELS; level++) {
		s2_poke_leaf2_of(&s, TABLE(level), REF_D2_XN, 2);
		s2_poke_leaf2_of(&s, TABLE(level), REF_D2_S2AP, REF_S2AP_R);
	}
	s2_expect_page(&s, WRITE);
	s2_expect_page(&s, READ | INSTR);
	s2_poke_leaf2_of(&s, s.cd, REF_D2_S2AP, REF_S2AP_W);
	expect_inputs(&s, stage2(REF_F_PERMISSION, REF_CLASS_CD, s.cd));
}

static void abort_of_the_cd_has_its_pa(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, BOTH);
	side_fail(side, s2_ram_pa(&s, s.cd), 64);
	s2_expect(&s, WRITE, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = s2_ram_pa(&s, s.cd) });
}

/* ---- S2R, S2S ---- */

/* A leaf of stage 2 that is not there: silence, or a stall. */
static void check_config(struct s2_stream *s, u64 ipa, unsigned int class)
{
	u64 want[REF_EVT_WORDS], record[REF_EVT_WORDS];
	struct ref_event event = stage2(REF_F_TRANSLATION, class, ipa);
	struct outcome out;

	s2_poke_leaf2_of(s, ipa, REF_D_TYPE, 0);
	s2_poke_ste(s, REF_STE_S2R, 0);
	s2_expect_silence(s, READ);
	s2_poke_ste(s, REF_STE_S2S, 1);
	out = s2_access(s, READ);
	assert_int_equal(out.x.fault.disposition, SMMU3_STALL);
	event.sid = s->sid;
	event.read = true;
	event.stall = true;
	event.stag = out.x.stall.stag;
	event.input = s2_input(s);
	ref_event_encode(&event, want);
	assert_true(side_pop(s->side, record));
	assert_memory_equal(record, want, sizeof(want));
	side_end_stall(s->side, &out);
	s2_poke_ste(s, REF_STE_S2S, 0);
	s2_poke_ste(s, REF_STE_S2R, 1);
	s2_poke_leaf2_of(s, ipa, REF_D_TYPE, REF_D_PAGE);
	s2_expect_page(s, READ);
}

static void s2r_and_s2s_govern_faults_of_every_class(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	check_config(&s, s.cd, REF_CLASS_CD);
	check_config(&s, TABLE(0), REF_CLASS_TT);
	check_config(&s, TABLE(3), REF_CLASS_TT);
	check_config(&s, S2_IPA, REF_CLASS_IN);
}

/* ---- S2PTW ---- */

/* Where the SMMU reads is Device for stage 2: S2PTW forbids it. */
static void check_ptw(struct s2_stream *s, u64 ipa, unsigned int class,
		      unsigned int memattr)
{
	s2_poke_leaf2_of(s, ipa, REF_D2_MEMATTR, memattr);
	s2_poke_ste(s, REF_STE_S2PTW, 0);
	s2_expect_page(s, READ);
	s2_poke_ste(s, REF_STE_S2PTW, 1);
	expect_inputs(s, stage2(REF_F_PERMISSION, class, ipa));
	s2_poke_leaf2_of(s, ipa, REF_D2_MEMATTR, 5);
	s2_expect_page(s, READ);
	s2_poke_leaf2_of(s, ipa, REF_D2_MEMATTR, REF_MEMATTR_WB);
	s2_expect_page(s, READ);
}

static void s2ptw_keeps_fetches_off_device_memory(void **state)
{
	struct s2_stream s;
	unsigned int fwb, kind, level;

	s2_make(&s, *state, S2_SID, BOTH);
	for (fwb = 0; fwb < 2; fwb++) {
		s2_poke_ste(&s, REF_STE_S2FWB, fwb);
		for (kind = 0; kind < 4; kind++) {
			check_ptw(&s, s.cd, REF_CLASS_CD, kind);
			for (level = 0; level < LEVELS; level++)
				check_ptw(&s, TABLE(level), REF_CLASS_TT,
					  kind);
		}
	}
}

/* With FWB bit 3 does not count, so that 8 + Device is Device. */
static void s2ptw_with_fwb_looks_at_three_bits(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2_of(&s, s.cd, REF_D2_MEMATTR, 9);
	s2_poke_ste(&s, REF_STE_S2PTW, 1);
	s2_expect_page(&s, READ);
	s2_poke_ste(&s, REF_STE_S2FWB, 1);
	expect_inputs(&s, stage2(REF_F_PERMISSION, REF_CLASS_CD, s.cd));
}

static void s2ptw_does_not_concern_the_data(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_ste(&s, REF_STE_S2PTW, 1);
	s2_poke_leaf2(&s, REF_D2_MEMATTR, REF_MEMATTR_DEVICE);
	s2_expect_page(&s, READ);
	s2_make(&s, *state, S2_SID, REF_CONFIG_S2);
	s2_poke_ste(&s, REF_STE_S2PTW, 1);
	s2_poke_leaf2(&s, REF_D2_MEMATTR, REF_MEMATTR_DEVICE);
	s2_expect_page(&s, READ);
}

/* ---- the order ---- */

/* One stage 2 leaf: from nothing to all that a fetch needs. */
static void mend_leaf(struct s2_stream *s, u64 ipa, unsigned int class)
{
	u64 slot = s2_leaf2_of(s, ipa);

	s2_expect(s, READ, stage2(REF_F_TRANSLATION, class, ipa));
	s2_poke_at(s, slot, REF_D_TYPE, REF_D_PAGE);
	s2_expect(s, READ, stage2(REF_F_ADDR_SIZE, class, ipa));
	s2_poke_at(s, slot, 47, 47, 0);
	s2_expect(s, READ, stage2(REF_F_ACCESS, class, ipa));
	s2_poke_at(s, slot, REF_D_AF, 1);
	s2_expect(s, READ, stage2(REF_F_PERMISSION, class, ipa));
	s2_poke_at(s, slot, REF_D2_S2AP, REF_S2AP_RW);
}

static void break_all(struct s2_stream *s, u64 ipa)
{
	u64 slot = s2_leaf2_of(s, ipa), desc = s2_load(s, slot);

	ref_put(&desc, REF_D_TYPE, 0);
	ref_put(&desc, 47, 47, 1);
	ref_put(&desc, REF_D_AF, 0);
	ref_put(&desc, REF_D2_S2AP, REF_S2AP_NONE);
	s2_store(s, slot, desc);
}

static void mend_descriptor(struct s2_stream *s, u64 ipa)
{
	u64 pa = s2_ram_pa(s, ipa);

	s2_expect(s, READ, aborted(false, REF_CLASS_TT, pa));
	host_heal(&s->side->rig->host);
	s2_expect(s, READ, stage1(REF_F_TRANSLATION));
	s2_poke_at(s, pa, REF_D_TYPE, REF_D_TABLE);
	s2_expect(s, READ, stage1(REF_F_ADDR_SIZE));
	s2_poke_at(s, pa, 47, 47, 0);
}

static void mend_cd(struct s2_stream *s)
{
	u64 pa = s2_ram_pa(s, s->cd);

	mend_leaf(s, s->cd, REF_CLASS_CD);
	s2_expect(s, READ, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = pa });
	host_heal(&s->side->rig->host);
	s2_expect(s, READ, (struct ref_event){ .number = REF_C_BAD_CD });
	s2_poke_cd(s, REF_CD_V, 1);
	s2_expect(s, READ, stage1(REF_F_TRANSLATION));
	s2_poke_cd(s, REF_CD_EPD0, 0);
}

/* The slots of tables, which have to be looked up before they are broken */
struct slots {
	u64 ipa[LEVELS];
};

static struct slots find_slots(struct s2_stream *at)
{
	struct s2_stream s = *at;
	struct slots slots;
	unsigned int level;

	for (level = 0; level < LEVELS; level++)
		slots.ipa[level] = TABLE(level);
	return slots;
}

static void break_everything(struct s2_stream *s, const struct slots *slots)
{
	unsigned int level;

	s2_poke_cd(s, REF_CD_V, 0);
	s2_poke_cd(s, REF_CD_EPD0, 1);
	s2_poke_leaf1(s, REF_D_AF, 0);
	s2_poke_leaf1(s, REF_D_AP, REF_AP_PRIV_RW);
	for (level = 0; level < LEVELS; level++) {
		u64 pa = s2_ram_pa(s, slots->ipa[level]);

		break_all(s, slots->ipa[level]);
		s2_poke_at(s, pa, REF_D_TYPE, 0);
		s2_poke_at(s, pa, 47, 47, 1);
	}
	break_all(s, S2_IPA);
	break_all(s, s->cd);
}

static void mend_tables(struct s2_stream *s, const struct slots *slots)
{
	unsigned int level;

	for (level = 0; level < LEVELS; level++) {
		u64 ipa = slots->ipa[level];

		side_fail(s->side, s2_ram_pa(s, ipa), 8);
		mend_leaf(s, ipa, REF_CLASS_TT);
		mend_descriptor(s, ipa);
	}
}

static void nested_faults_come_in_the_order_of_the_walk(void **state)
{
	struct side *side = *state;
	struct slots slots;
	struct s2_stream s;
	u64 leaf;

	s2_make(&s, side, S2_SID, BOTH);
	slots = find_slots(&s);
	leaf = s2_leaf1(&s);
	break_everything(&s, &slots);
	side_fail(side, s2_ram_pa(&s, s.cd), 64);
	mend_cd(&s);
	mend_tables(&s, &slots);
	s2_expect(&s, READ, stage1(REF_F_ACCESS));
	s2_poke_at(&s, leaf, REF_D_AF, 1);
	s2_expect(&s, READ, stage1(REF_F_PERMISSION));
	s2_poke_at(&s, leaf, REF_D_AP, REF_AP_RW);
	mend_leaf(&s, S2_IPA, REF_CLASS_IN);
	s2_expect_page(&s, READ);
}

static const struct CMUnitTest rules_nested_tests[] = {
	TEST_S2_MODES(stage_1_faults_are_as_without_stage_2),
	TEST_S2(stage_1_leaf_faults_are_as_without_stage_2),
	TEST_S2(ips_comes_before_s2t0sz),
	TEST_S2(abort_of_a_stage_1_descriptor_has_its_pa),
	TEST_S2_MODES(stage_2_faults_for_the_cd_are_of_class_cd),
	TEST_S2_MODES(stage_2_faults_for_stage_1_tables_are_of_class_tt),
	TEST_S2_MODES(stage_2_faults_for_the_final_ipa_are_of_class_in),
	TEST_S2(xn_and_writability_do_not_matter_to_fetches),
	TEST_S2(abort_of_the_cd_has_its_pa),
	TEST_S2(s2r_and_s2s_govern_faults_of_every_class),
	TEST_S2(s2ptw_keeps_fetches_off_device_memory),
	TEST_S2(s2ptw_with_fwb_looks_at_three_bits),
	TEST_S2(s2ptw_does_not_concern_the_data),
	TEST_S2_MODES(nested_faults_come_in_the_order_of_the_walk),
};
SUITE(rules_nested);
