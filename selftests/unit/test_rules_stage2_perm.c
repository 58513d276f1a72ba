// SPDX-License-Identifier: GPL-2.0
/*
 * What stage 2 permits (translation.md 7): S2AP, XN by privilege, access flags,
 * in which order it refuses, and what S2R and S2S make of that.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define DENIED	REF_F_PERMISSION

/* ---- data ---- */

/**
 * struct right - what a code of S2AP means
 * @read: reads are permitted; and so on
 * @atomic_rnw: RnW of an atomic that is not: only reading was missing (13.1.1)
 */
struct right {
	bool read;
	bool write;
	bool atomic;
	bool atomic_rnw;
};

static const struct right rights[] = {
	[REF_S2AP_NONE] = { false, false, false, false },
	[REF_S2AP_R] = { true, false, false, false },
	[REF_S2AP_W] = { false, true, false, true },
	[REF_S2AP_RW] = { true, true, true, false },
};

static void expect_right(struct s2_stream *s, unsigned int access, bool right,
			 bool rnw)
{
	if (right) {
		s2_expect_page(s, access);
		s2_expect_page(s, access | PRIV);
		return;
	}
	s2_expect(s, access, (struct ref_event){
		.number = DENIED, .class = REF_CLASS_IN, .s2 = true,
		.ipa = S2_IPA, .read = rnw });
	s2_expect(s, access | PRIV, (struct ref_event){
		.number = DENIED, .class = REF_CLASS_IN, .s2 = true,
		.ipa = S2_IPA, .read = rnw });
}

static void check_s2ap(struct s2_stream *s)
{
	unsigned int code;

	for (code = 0; code < ARRAY_SIZE(rights); code++) {
		s2_poke_leaf2(s, REF_D2_S2AP, code);
		expect_right(s, READ, rights[code].read, true);
		expect_right(s, WRITE, rights[code].write, false);
		expect_right(s, S2_ATOMIC, rights[code].atomic,
			     rights[code].atomic_rnw);
	}
}

static void s2ap_is_for_both_privileges(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	check_s2ap(&s);
	s2_make(&s, *state, S2_SID, BOTH);
	check_s2ap(&s);
}

/* A fault of stage 1 comes before, and is one of stage 1 (7.3.22). */
static void stage_1_refuses_first(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf2(&s, REF_D2_S2AP, REF_S2AP_NONE);
	s2_expect1(&s, WRITE, DENIED);
	s2_expect2(&s, READ, DENIED);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	s2_expect1(&s, READ, REF_F_ACCESS);
}

/* ---- instructions ---- */

/**
 * struct xn - may privileged and unprivileged code be fetched?
 */
struct xn {
	bool priv;
	bool unpriv;
};

/* With XNX, which v3.1 demands */
static const struct xn xns[] = {
	{ true, true }, { false, true }, { false, false }, { true, false } };

static void check_xn(struct s2_stream *s, unsigned int code)
{
	s2_poke_leaf2(s, REF_D2_XN, code);
	if (xns[code].priv)
		s2_expect_page(s, READ | INSTR | PRIV);
	else
		s2_expect2(s, READ | INSTR | PRIV, DENIED);
	if (xns[code].unpriv)
		s2_expect_page(s, READ | INSTR);
	else
		s2_expect2(s, READ | INSTR, DENIED);
	s2_expect_page(s, READ);
	s2_expect_page(s, READ | PRIV);
}

/* Stage 1 has privileged code only where others may not write. */
static void xn_of_stage_2_is_by_privilege(void **state)
{
	struct s2_stream s;
	unsigned int code;

	s2_make(&s, *state, S2_SID, S2);
	for (code = 0; code < ARRAY_SIZE(xns); code++)
		check_xn(&s, code);
	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	for (code = 0; code < ARRAY_SIZE(xns); code++)
		check_xn(&s, code);
}

/* 13.1.2 */
static void writes_are_data_to_stage_2(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	s2_poke_leaf2(&s, REF_D2_XN, 2);
	s2_expect_page(&s, WRITE | INSTR);
	s2_expect_page(&s, S2_ATOMIC | INSTR);
}

/* Permissions to read and to execute are two things. */
static void execute_only_memory_can_be_fetched_from(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	s2_poke_leaf2(&s, REF_D2_S2AP, REF_S2AP_NONE);
	s2_expect_page(&s, READ | INSTR);
	s2_expect2(&s, READ, DENIED);
}

/* ---- access flag, order ---- */

static void af_0_faults_without_s2affd_and_s2ha(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	s2_poke_leaf2(&s, REF_D_AF, 0);
	s2_expect2(&s, READ, REF_F_ACCESS);
	s2_expect2(&s, WRITE | PRIV, REF_F_ACCESS);
	s2_poke_ste(&s, REF_STE_S2AFFD, 1);
	s2_expect_page(&s, READ);
	s2_expect_page(&s, WRITE);
	/* Whatever AFFD says, there is nothing to fault about with AF. */
	s2_poke_leaf2(&s, REF_D_AF, 1);
	s2_expect_page(&s, READ);
}

static void s2affd_does_not_write(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2(&s, REF_D_AF, 0);
	s2_poke_ste(&s, REF_STE_S2AFFD, 1);
	s2_expect_page(&s, WRITE);
	s2_expect_page(&s, READ);
	assert_int_equal(s2_load(&s, s2_leaf2(&s)),
			 ref_with(ref_leaf2(3, S2_PA), REF_D_AF, 0));
}

/* 7.3.22: translation, size, access, permission. */
static void faults_of_stage_2_have_their_order(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	s2_store(&s, s2_leaf2(&s), BIT_ULL(47));
	s2_expect2(&s, WRITE, REF_F_TRANSLATION);
	s2_poke_leaf2(&s, REF_D_TYPE, REF_D_PAGE);
	s2_expect2(&s, WRITE, REF_F_ADDR_SIZE);
	s2_poke_leaf2(&s, 47, 47, 0);
	s2_expect2(&s, WRITE, REF_F_ACCESS);
	s2_poke_leaf2(&s, REF_D_AF, 1);
	s2_expect2(&s, WRITE, DENIED);
	s2_poke_leaf2(&s, REF_D2_S2AP, REF_S2AP_W);
	assert_int_equal(s2_try(&s, WRITE), 0);
}

/* ---- S2R and S2S ---- */

/* A leaf for each of the four kinds of fault by a read */
static const struct kind {
	u8 number;
	u64 leaf;
} kinds[] = {
	{ REF_F_TRANSLATION, 0 },
	{ REF_F_ADDR_SIZE, 0x0000800000000403ULL },
	{ REF_F_ACCESS, 0x00000000800000c3ULL },
	{ REF_F_PERMISSION, 0x0000000080000403ULL },
};

static void expect_stall(struct s2_stream *s, u8 number)
{
	struct outcome out = s2_access(s, READ | PRIV);
	u64 want[REF_EVT_WORDS], record[REF_EVT_WORDS];
	const struct ref_event event = {
		.number = number, .sid = s->sid, .stall = true,
		.stag = out.x.stall.stag, .priv = true, .read = true,
		.s2 = true, .class = REF_CLASS_IN, .input = s2_input(s),
		.ipa = S2_IPA };

	ref_event_encode(&event, want);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_STALL);
	assert_true(side_pop(s->side, record));
	assert_memory_equal(record, want, sizeof(want));
	side_end_stall(s->side, &out);
}

static void check_kind(struct s2_stream *s, const struct kind *kind)
{
	s2_store(s, s2_leaf2(s), kind->leaf);
	s2_poke_ste(s, REF_STE_S2S, 0);
	s2_poke_ste(s, REF_STE_S2R, 1);
	s2_expect2(s, READ | PRIV, kind->number);
	s2_poke_ste(s, REF_STE_S2R, 0);
	s2_expect_silence(s, READ | PRIV);
	s2_poke_ste(s, REF_STE_S2S, 1);
	expect_stall(s, kind->number);
	s2_poke_ste(s, REF_STE_S2R, 1);
	expect_stall(s, kind->number);
}

/* 12: abort always, a record by S2R; with S2S a stall and a record always. */
static void s2r_and_s2s_decide_about_faults_of_stage_2(void **state)
{
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, *state, S2_SID, S2);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		check_kind(&s, &kinds[i]);
}

/* A, R and S of the CD are stage 1's; stage 2 never reads as zero. */
static void cd_a_r_s_do_not_decide_about_stage_2(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_store(&s, s2_leaf2(&s), 0);
	s2_poke_cd(&s, REF_CD_A, 0);
	s2_poke_cd(&s, REF_CD_R, 0);
	s2_expect2(&s, READ, REF_F_TRANSLATION);
	s2_poke_cd(&s, REF_CD_S, 1);
	s2_expect2(&s, READ, REF_F_TRANSLATION);
}

/* And S2R and S2S do not about stage 1. */
static void s2r_and_s2s_do_not_decide_about_stage_1(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_store(&s, s2_leaf1(&s), 0);
	s2_poke_ste(&s, REF_STE_S2R, 0);
	s2_expect1(&s, READ, REF_F_TRANSLATION);
	s2_poke_ste(&s, REF_STE_S2S, 1);
	s2_expect1(&s, READ, REF_F_TRANSLATION);
}

/* 7.3.12: an aborted fetch is neither silent nor a stall. */
static void abort_of_a_stage_2_fetch_is_always_recorded(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	u64 slot;

	s2_make(&s, side, S2_SID, S2);
	slot = s2_leaf2(&s);
	s2_poke_ste(&s, REF_STE_S2R, 0);
	s2_poke_ste(&s, REF_STE_S2S, 1);
	side_fail(side, slot, 8);
	s2_expect(&s, WRITE, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = REF_CLASS_IN,
		.fetch = slot });
}

static const struct CMUnitTest rules_stage2_perm_tests[] = {
	TEST_S2_MODES(s2ap_is_for_both_privileges),
	TEST_S2_MODES(stage_1_refuses_first),
	TEST_S2_MODES(xn_of_stage_2_is_by_privilege),
	TEST_S2(writes_are_data_to_stage_2),
	TEST_S2(execute_only_memory_can_be_fetched_from),
	TEST_S2_MODES(af_0_faults_without_s2affd_and_s2ha),
	TEST_S2(s2affd_does_not_write),
	TEST_S2(faults_of_stage_2_have_their_order),
	TEST_S2(s2r_and_s2s_decide_about_faults_of_stage_2),
	TEST_S2(cd_a_r_s_do_not_decide_about_stage_2),
	TEST_S2(s2r_and_s2s_do_not_decide_about_stage_1),
	TEST_S2(abort_of_a_stage_2_fetch_is_always_recorded),
};
SUITE(rules_stage2_perm);
