// SPDX-License-Identifier: GPL-2.0
/*
 * Overrides of streams that translate (structures.md 4.5, 4.6; 13.1): privilege
 * and instruction decide about permissions of both stages as overridden, and the
 * records have them so; memory types meet those of the stages.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define UNPRIVILEGED	2
#define PRIVILEGED	3
#define DATA		2
#define INSTRUCTION	3

/* A permission fault with PnU and InD of its own */
static void expect_denied(struct s2_stream *s, unsigned int access, bool s2,
			  bool priv, bool instr)
{
	struct smmu3_txn txn = s2_txn(s, access);
	struct ref_event event = {
		.number = REF_F_PERMISSION, .sid = s->sid, .priv = priv,
		.instr = instr, .read = !(access & WRITE), .s2 = s2,
		.class = REF_CLASS_IN, .input = txn.addr, .ipa = S2_IPA };
	unsigned int tries;

	for (tries = 0; tries < 2; tries++) {
		if (s->stale)
			s2_flush(s->side);
		s->stale = false;
		side_expect_event(s->side, &txn, &event);
	}
}

/* ---- stage 1 ---- */

static void check_privcfg(struct side *side, unsigned int config)
{
	struct s2_stream s;

	s2_make(&s, side, S2_SID, config);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_PRIV_RW);
	expect_denied(&s, READ, false, false, false);
	s2_expect_page(&s, READ | PRIV);
	s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
	s2_expect_page(&s, READ);
	s2_expect_page(&s, WRITE);
	s2_poke_ste(&s, REF_STE_PRIVCFG, UNPRIVILEGED);
	expect_denied(&s, READ | PRIV, false, false, false);
	expect_denied(&s, WRITE | PRIV, false, false, false);
	s2_poke_ste(&s, REF_STE_PRIVCFG, 1);
	s2_expect_page(&s, WRITE | PRIV);
	/* PAN is about what is privileged then. */
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RW);
	s2_poke_cd(&s, REF_CD_PAN, 1);
	s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
	expect_denied(&s, READ, false, true, false);
	s2_poke_ste(&s, REF_STE_PRIVCFG, UNPRIVILEGED);
	s2_expect_page(&s, READ | PRIV);
}

static void privcfg_decides_about_stage_1(void **state)
{
	check_privcfg(*state, S1);
	check_privcfg(*state, BOTH);
}

static void check_instcfg(struct side *side, unsigned int config)
{
	struct s2_stream s;

	s2_make(&s, side, S2_SID, config);
	s2_poke_leaf1(&s, REF_D_UXN, 1);
	expect_denied(&s, READ | INSTR, false, false, true);
	s2_expect_page(&s, READ);
	s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
	expect_denied(&s, READ, false, false, true);
	s2_expect_page(&s, WRITE);
	s2_expect_page(&s, S2_ATOMIC);
	s2_poke_ste(&s, REF_STE_INSTCFG, DATA);
	s2_expect_page(&s, READ | INSTR);
	s2_poke_ste(&s, REF_STE_INSTCFG, 1);
	expect_denied(&s, READ | INSTR, false, false, true);
	/* A write that fails is data in the record, whatever INSTCFG says. */
	s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	expect_denied(&s, WRITE | INSTR, false, false, false);
}

static void instcfg_decides_about_stage_1_reads(void **state)
{
	check_instcfg(*state, S1);
	check_instcfg(*state, BOTH);
}

/* Unprivileged only after the override: E0PD looks at that (5.1). */
static void e0pd_sees_the_overridden_privilege(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S1);
	s2_poke_cd(&s, REF_CD_E0PD0, 1);
	s2_expect1(&s, READ, REF_F_TRANSLATION);
	s2_expect_page(&s, READ | PRIV);
	s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
	s2_expect_page(&s, READ);
	s2_poke_ste(&s, REF_STE_PRIVCFG, UNPRIVILEGED);
	assert_int_equal(s2_try(&s, READ | PRIV), REF_F_TRANSLATION);
}

/* ---- stage 2 ---- */

/* XN 01 is for the unprivileged only, 11 for the privileged only. */
static void check_xn(struct side *side, unsigned int config)
{
	struct s2_stream s;

	s2_make(&s, side, S2_SID, config);
	if (s2_has1(config))
		s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf2(&s, REF_D2_XN, 1);
	s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
	expect_denied(&s, READ | INSTR, true, true, true);
	s2_poke_ste(&s, REF_STE_PRIVCFG, UNPRIVILEGED);
	s2_expect_page(&s, READ | INSTR | PRIV);
	s2_poke_leaf2(&s, REF_D2_XN, 3);
	expect_denied(&s, READ | INSTR | PRIV, true, false, true);
	s2_poke_leaf2(&s, REF_D2_XN, 2);
	s2_poke_ste(&s, REF_STE_INSTCFG, DATA);
	s2_expect_page(&s, READ | INSTR | PRIV);
	s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
	expect_denied(&s, READ, true, false, true);
	if (!s2_has1(config))
		s2_expect_page(&s, WRITE);
}

static void overrides_decide_about_stage_2(void **state)
{
	check_xn(*state, S2);
	check_xn(*state, BOTH);
}

/* All faults have them, of whatever class (6). */
static void records_of_every_class_have_the_overridden_attributes(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	struct ref_event event;
	struct smmu3_txn txn;

	s2_make(&s, side, S2_SID, BOTH);
	s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
	s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
	s2_poke_leaf2_of(&s, s.cd, REF_D_TYPE, 0);
	txn = s2_txn(&s, READ);
	event = (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true, .priv = true,
		.instr = true, .class = REF_CLASS_CD, .ipa = s.cd };
	s2_expect_txn(&s, &txn, event);
	txn = s2_txn(&s, WRITE);
	event.instr = false;
	s2_expect_txn(&s, &txn, event);
	side_fail(side, s2_leaf2_of(&s, s.cd), 8);
	event = (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .priv = true,
		.class = REF_CLASS_CD, .fetch = s2_leaf2_of(&s, s.cd) };
	s2_expect_txn(&s, &txn, event);
}

/* What is forwarded is what was translated, also from the TLB (13.1). */
static void outputs_have_the_overridden_attributes(void **state)
{
	unsigned int config, tries;

	for (config = S1; config <= BOTH; config++) {
		struct s2_stream s;

		s2_make(&s, *state, S2_SID, config);
		if (s2_has1(config))
			s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
		s2_poke_ste(&s, REF_STE_PRIVCFG, PRIVILEGED);
		s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
		for (tries = 0; tries < 2; tries++) {
			struct outcome out = s2_access(&s, READ);

			assert_true(out.ok);
			assert_true(out.x.res.priv);
			assert_true(out.x.res.instr);
		}
	}
}

/* ---- Secure ---- */

/* 6.3.57.2: an instruction after INSTCFG, Non-secure after NSCFG */
static void sif_sees_the_overridden_attributes(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN |
		       REF_S_CR0_SIF);
	s2_make(&s, side, S2_SID, REF_CONFIG_BYPASS);
	s2_poke_ste(&s, REF_STE_INSTCFG, INSTRUCTION);
	s2_expect_page(&s, READ);
	s2_poke_ste(&s, REF_STE_NSCFG, 3);
	expect_denied(&s, READ, false, false, true);
	assert_int_equal(s2_try(&s, WRITE), 0);
	s2_poke_ste(&s, REF_STE_NSCFG, 2);
	s2_expect_page(&s, READ | S2_NS);
	s2_poke_ste(&s, REF_STE_NSCFG, 3);
	s2_poke_ste(&s, REF_STE_INSTCFG, DATA);
	assert_int_equal(s2_try(&s, READ | INSTR), 0);
}

static void sif_stops_global_bypass_by_the_overridden_attributes(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, REF_CONFIG_BYPASS);
	s2_flush(side);
	s.stale = false;
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_S_CR0_SIF);
	/* SHCFG incoming; INSTCFG instruction, NSCFG Non-secure */
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | 0xcf000);
	assert_int_equal(side_rd32(side, REF_GBPA) & 0xcc000, 0xcc000);
	assert_int_equal(s2_try(&s, READ), S2_SILENT);
	assert_int_equal(s2_try(&s, WRITE), 0);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | 0xc9000);
	assert_int_equal(s2_try(&s, READ | S2_NS), 0);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | 0x8d000);
	assert_int_equal(s2_try(&s, READ | INSTR), 0);
}

/* ---- memory types ---- */

static struct smmu3_result result(struct s2_stream *s)
{
	struct outcome out = s2_access(s, READ);
	struct outcome again = s2_access(s, READ);

	assert_true(out.ok);
	assert_int_equal(out.x.res.memattr, again.x.res.memattr);
	assert_int_equal(out.x.res.sh, again.x.res.sh);
	return again.x.res;
}

/* 4.6: stage 1 replaces type and shareability. */
static void stage_1_replaces_overridden_types(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_MTCFG, 1);
	s2_poke_ste(&s, REF_STE_MEMATTR, 1);
	s2_poke_ste(&s, REF_STE_SHCFG, REF_OSH);
	assert_int_equal(result(&s).memattr, 0xff);
	assert_int_equal(result(&s).sh, REF_ISH);
	s2_poke_leaf1(&s, REF_D_ATTRINDX, REF_ATTR_WT);
	assert_int_equal(result(&s).memattr, 0xbb);
}

/* 10: hints combine, level by level, if what came in was cacheable. */
static void stage_1_combines_hints_of_cacheable_input(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_ALLOCCFG, 8 + 4);
	assert_int_equal(result(&s).memattr, 0xee);
	s2_poke_ste(&s, REF_STE_ALLOCCFG, 8 + 2);
	assert_int_equal(result(&s).memattr, 0xdd);
	s2_poke_ste(&s, REF_STE_ALLOCCFG, 8);
	assert_int_equal(result(&s).memattr, 0xcc);
	s2_poke_ste(&s, REF_STE_ALLOCCFG, 8 + 4);
	s2_poke_ste(&s, REF_STE_MTCFG, 1);
	/* Outer write-back, inner Non-cacheable */
	s2_poke_ste(&s, REF_STE_MEMATTR, 13);
	assert_int_equal(result(&s).memattr, 0xef);
	s2_poke_ste(&s, REF_STE_MEMATTR, 5);
	assert_int_equal(result(&s).memattr, 0xff);
}

/* Stage 2 alone combines with what the STE made of the input. */
static void stage_2_combines_with_overridden_types(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	s2_poke_ste(&s, REF_STE_MTCFG, 1);
	s2_poke_ste(&s, REF_STE_MEMATTR, 10);
	assert_int_equal(result(&s).memattr, 0xbb);
	s2_poke_ste(&s, REF_STE_MEMATTR, 2);
	assert_int_equal(result(&s).memattr, 8);
	assert_int_equal(result(&s).sh, REF_OSH);
	s2_poke_ste(&s, REF_STE_S2FWB, 1);
	s2_poke_leaf2(&s, REF_D2_MEMATTR, 6);
	assert_int_equal(result(&s).memattr, 0xff);
	s2_poke_ste(&s, REF_STE_MTCFG, 0);
	s2_poke_leaf2(&s, REF_D2_MEMATTR, 7);
	s2_poke_leaf2(&s, REF_D_SH, REF_NSH);
	assert_int_equal(result(&s).sh, REF_NSH);
	s2_poke_ste(&s, REF_STE_SHCFG, REF_ISH);
	assert_int_equal(result(&s).sh, REF_ISH);
}

static const struct CMUnitTest rules_override_walk_tests[] = {
	TEST_S2_MODES(privcfg_decides_about_stage_1),
	TEST_S2_MODES(instcfg_decides_about_stage_1_reads),
	TEST_S2(e0pd_sees_the_overridden_privilege),
	TEST_S2_MODES(overrides_decide_about_stage_2),
	TEST_S2(records_of_every_class_have_the_overridden_attributes),
	TEST_S2(outputs_have_the_overridden_attributes),
	TEST_S2_SECURE(sif_sees_the_overridden_attributes),
	TEST_S2_SECURE(sif_stops_global_bypass_by_the_overridden_attributes),
	TEST_S2(stage_1_replaces_overridden_types),
	TEST_S2(stage_1_combines_hints_of_cacheable_input),
	TEST_S2(stage_2_combines_with_overridden_types),
};
SUITE(rules_override_walk);
