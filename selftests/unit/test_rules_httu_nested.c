// SPDX-License-Identifier: GPL-2.0
/*
 * Flags of two stages (translation.md 5.8, 3.13.3, 3.13.4): what a walk of a
 * nested stream leaves in the leaves of both stages, of the tables' and of the
 * context's pages; a stage 1 update is a write at stage 2.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BOTH	REF_CONFIG_NESTED
#define LEVELS	4

/* Both stages have both kinds of updates on. */
static void manage_all(struct s2_stream *s)
{
	s2_poke_cd(s, REF_CD_HA, 1);
	s2_poke_cd(s, REF_CD_HD, 1);
	s2_poke_ste(s, REF_STE_S2HA, 1);
	s2_poke_ste(s, REF_STE_S2HD, 1);
}

/* Not accessed, clean: stage 1 read-only for all, stage 2 readable */
static void age1(struct s2_stream *s)
{
	s2_poke_leaf1(s, REF_D_AF, 0);
	s2_poke_leaf1(s, REF_D_DBM, 1);
	s2_poke_leaf1(s, REF_D_AP, REF_AP_RO);
}

static void age2(struct s2_stream *s, u64 ipa)
{
	s2_poke_leaf2_of(s, ipa, REF_D_AF, 0);
	s2_poke_leaf2_of(s, ipa, REF_D_DBM, 1);
	s2_poke_leaf2_of(s, ipa, REF_D2_S2AP, REF_S2AP_R);
}

static void expect_leaf1(struct s2_stream *s, unsigned int af, unsigned int ap)
{
	u64 desc = s2_load(s, s2_leaf1(s));

	assert_int_equal(ref_get(&desc, REF_D_AF), af);
	assert_int_equal(ref_get(&desc, REF_D_AP), ap);
}

static void expect_leaf2(struct s2_stream *s, u64 ipa, unsigned int af,
			 unsigned int s2ap)
{
	u64 desc = s2_load(s, s2_leaf2_of(s, ipa));

	assert_int_equal(ref_get(&desc, REF_D_AF), af);
	assert_int_equal(ref_get(&desc, REF_D2_S2AP), s2ap);
}

static u64 table(struct s2_stream *s, unsigned int level)
{
	return ref_space_slot(&s->s1, S2_VA, level);
}

static struct ref_event stage2(u8 number, unsigned int class, u64 ipa)
{
	return (struct ref_event){
		.number = number, .s2 = true, .class = class, .ipa = ipa };
}

/* ---- what an access leaves ---- */

static void age_all(struct s2_stream *s)
{
	unsigned int level;

	age1(s);
	for (level = 0; level < LEVELS; level++)
		age2(s, table(s, level));
	age2(s, s->cd);
	age2(s, S2_IPA);
}

/* A read: accessed everywhere; dirty is the page of the updated leaf only. */
static void read_sets_access_flags_of_all_that_was_used(void **state)
{
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age_all(&s);
	s2_expect_page(&s, READ);
	expect_leaf1(&s, 1, REF_AP_RO);
	expect_leaf2(&s, S2_IPA, 1, REF_S2AP_R);
	expect_leaf2(&s, s.cd, 1, REF_S2AP_R);
	for (level = 0; level < LEVELS - 1; level++)
		expect_leaf2(&s, table(&s, level), 1, REF_S2AP_R);
	expect_leaf2(&s, table(&s, 3), 1, REF_S2AP_RW);
}

static void write_dirties_page_and_leaf_but_not_cd_and_upper_tables(void **state)
{
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age_all(&s);
	s2_expect_page(&s, WRITE);
	expect_leaf1(&s, 1, REF_AP_RW);
	expect_leaf2(&s, S2_IPA, 1, REF_S2AP_RW);
	expect_leaf2(&s, s.cd, 1, REF_S2AP_R);
	for (level = 0; level < LEVELS - 1; level++)
		expect_leaf2(&s, table(&s, level), 1, REF_S2AP_R);
	expect_leaf2(&s, table(&s, 3), 1, REF_S2AP_RW);
}

/* Nothing to update at stage 1: nothing is written through stage 2. */
static void without_stage_1_update_tables_stay_clean(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age2(&s, table(&s, 3));
	age2(&s, S2_IPA);
	s2_expect_page(&s, WRITE);
	expect_leaf2(&s, table(&s, 3), 1, REF_S2AP_R);
	expect_leaf2(&s, S2_IPA, 1, REF_S2AP_RW);
}

/* Stage 2 permits, stage 1's own page is clean, and the other way round. */
static void each_stage_has_its_own_dirty_state(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age1(&s);
	s2_expect_page(&s, WRITE);
	expect_leaf1(&s, 1, REF_AP_RW);
	expect_leaf2(&s, S2_IPA, 1, REF_S2AP_RW);
	age2(&s, S2_IPA);
	s2_poke_ste(&s, REF_STE_S2HD, 0);
	s2_expect(&s, WRITE, stage2(REF_F_PERMISSION, REF_CLASS_IN, S2_IPA));
	expect_leaf2(&s, S2_IPA, 0, REF_S2AP_R);
	s2_expect_page(&s, READ);
	expect_leaf2(&s, S2_IPA, 1, REF_S2AP_R);
}

/* ---- a stage 1 update is a write at stage 2 ---- */

static void check_read_only_table(struct s2_stream *s, unsigned int access)
{
	u64 before = s2_load(s, s2_leaf1(s));

	s2_expect(s, access, stage2(REF_F_PERMISSION, REF_CLASS_TT,
				    table(s, 3)));
	assert_int_equal(s2_load(s, s2_leaf1(s)), before);
}

/* 17: TTRnW is 0, and RnW is that of the transaction. */
static void update_through_read_only_stage_2_is_a_tt_write_fault(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_cd(&s, REF_CD_HD, 1);
	s2_poke_leaf2_of(&s, table(&s, 3), REF_D2_S2AP, REF_S2AP_R);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	check_read_only_table(&s, READ);
	check_read_only_table(&s, WRITE | PRIV);
	check_read_only_table(&s, READ | INSTR);
	/* Accessed already: reads need no update, a write to a clean page. */
	s2_poke_leaf1(&s, REF_D_AF, 1);
	s2_expect_page(&s, WRITE);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf1(&s, REF_D_DBM, 1);
	s2_expect_page(&s, READ);
	check_read_only_table(&s, WRITE);
	check_read_only_table(&s, S2_ATOMIC);
}

/* The reading comes first: TTRnW is 1 if that is what fails. */
static void read_of_the_descriptor_fails_before_its_update(void **state)
{
	struct ref_event event;
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	s2_poke_leaf2_of(&s, table(&s, 3), REF_D2_S2AP, REF_S2AP_NONE);
	event = stage2(REF_F_PERMISSION, REF_CLASS_TT, table(&s, 3));
	event.ttrnw = true;
	s2_expect(&s, WRITE, event);
	s2_poke_leaf2_of(&s, table(&s, 3), REF_D2_S2AP, REF_S2AP_W);
	s2_expect(&s, WRITE, event);
}

/* S2HD without DBM does not help, nor DBM without S2HD. */
static void table_page_gets_dirty_only_with_dbm_and_s2hd(void **state)
{
	unsigned int code;

	for (code = 0; code < 4; code++) {
		struct s2_stream s;

		s2_make(&s, *state, S2_SID, BOTH);
		manage_all(&s);
		age1(&s);
		age2(&s, table(&s, 3));
		s2_poke_ste(&s, REF_STE_S2HD, code % 2);
		s2_poke_leaf2_of(&s, table(&s, 3), REF_D_DBM, code / 2);
		if (code == 3) {
			s2_expect_page(&s, READ);
			expect_leaf2(&s, table(&s, 3), 1, REF_S2AP_RW);
			continue;
		}
		check_read_only_table(&s, READ);
		expect_leaf2(&s, table(&s, 3), 1, REF_S2AP_R);
	}
}

/* ---- faults, and what they leave ---- */

/* Stage 1 comes first and stays, whatever stage 2 says of the final IPA. */
static void stage_1_update_stays_if_stage_2_faults(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age1(&s);
	s2_poke_leaf2(&s, REF_D_TYPE, 0);
	s2_expect(&s, WRITE, stage2(REF_F_TRANSLATION, REF_CLASS_IN, S2_IPA));
	expect_leaf1(&s, 1, REF_AP_RW);
}

static void stage_1_fault_leaves_everything_but_tables(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age1(&s);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_PRIV_RO);
	age2(&s, S2_IPA);
	s2_expect1(&s, WRITE, REF_F_PERMISSION);
	expect_leaf1(&s, 0, REF_AP_PRIV_RO);
	expect_leaf2(&s, S2_IPA, 0, REF_S2AP_R);
}

static void stage_2_fault_does_not_update_its_leaf(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age2(&s, S2_IPA);
	s2_poke_leaf2(&s, REF_D2_S2AP, REF_S2AP_NONE);
	s2_expect(&s, READ, stage2(REF_F_PERMISSION, REF_CLASS_IN, S2_IPA));
	expect_leaf2(&s, S2_IPA, 0, REF_S2AP_NONE);
	s2_poke_leaf2(&s, REF_D_DBM, 0);
	s2_expect(&s, WRITE, stage2(REF_F_PERMISSION, REF_CLASS_IN, S2_IPA));
	expect_leaf2(&s, S2_IPA, 0, REF_S2AP_NONE);
}

/* S2HA off: the CD's and the tables' pages fault as any other does. */
static void fetches_do_not_set_flags_without_s2ha(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2_of(&s, s.cd, REF_D_AF, 0);
	s2_expect(&s, READ, stage2(REF_F_ACCESS, REF_CLASS_CD, s.cd));
	s2_poke_ste(&s, REF_STE_S2AFFD, 1);
	s2_expect_page(&s, READ);
	expect_leaf2(&s, s.cd, 0, REF_S2AP_RW);
	s2_poke_ste(&s, REF_STE_S2HA, 1);
	s2_expect_page(&s, READ);
	expect_leaf2(&s, s.cd, 1, REF_S2AP_RW);
}

/* ---- what is written, where ---- */

/* The compare-and-swaps of the last transaction, in order */
static const struct host_entry *swap(const struct s2_stream *s,
				     unsigned int number)
{
	const struct host *host = &s->side->rig->host;
	int i = host_log_find(host, HOST_CAS, 0);

	while (number-- && i >= 0)
		i = host_log_find(host, HOST_CAS, i + 1);
	return i < 0 ? NULL : &host->log[i];
}

static void expect_swap(const struct s2_stream *s, unsigned int number,
			u64 addr, u64 old, u64 new)
{
	const struct host_entry *entry = swap(s, number);

	assert_non_null(entry);
	assert_true(entry->ok);
	assert_int_equal(entry->access.addr, addr);
	assert_int_equal(entry->access.pas, s->side->bank);
	assert_int_equal(entry->access.sec_sid, s->side->bank);
	assert_int_equal(entry->access.kind, SMMU3_ACCESS_TT);
	assert_int_equal(entry->words[0], old);
	assert_int_equal(entry->words[1], new);
}

/* One swap for both flags of a leaf, at its PA; stage 1 first. */
static void each_leaf_is_updated_once_at_its_pa(void **state)
{
	struct s2_stream s;
	u64 leaf1, leaf2, one, two;

	s2_make(&s, *state, S2_SID, BOTH);
	manage_all(&s);
	age1(&s);
	age2(&s, S2_IPA);
	leaf1 = s2_leaf1(&s);
	leaf2 = s2_leaf2(&s);
	one = s2_load(&s, leaf1);
	two = s2_load(&s, leaf2);
	assert_int_equal(s2_try(&s, WRITE), 0);
	expect_swap(&s, 0, leaf1, one, ref_with(ref_with(one, REF_D_AF, 1),
						REF_D_AP, REF_AP_RW));
	expect_swap(&s, 1, leaf2, two, ref_with(ref_with(two, REF_D_AF, 1),
						REF_D2_S2AP, REF_S2AP_RW));
	assert_null(swap(&s, 2));
	/* And then there is nothing to do any more. */
	assert_int_equal(s2_try(&s, WRITE), 0);
	assert_null(swap(&s, 0));
}

static const struct CMUnitTest rules_httu_nested_tests[] = {
	TEST_S2_MODES(read_sets_access_flags_of_all_that_was_used),
	TEST_S2_MODES(write_dirties_page_and_leaf_but_not_cd_and_upper_tables),
	TEST_S2_MODES(without_stage_1_update_tables_stay_clean),
	TEST_S2_MODES(each_stage_has_its_own_dirty_state),
	TEST_S2_MODES(update_through_read_only_stage_2_is_a_tt_write_fault),
	TEST_S2(read_of_the_descriptor_fails_before_its_update),
	TEST_S2(table_page_gets_dirty_only_with_dbm_and_s2hd),
	TEST_S2_MODES(stage_1_update_stays_if_stage_2_faults),
	TEST_S2(stage_1_fault_leaves_everything_but_tables),
	TEST_S2(stage_2_fault_does_not_update_its_leaf),
	TEST_S2(fetches_do_not_set_flags_without_s2ha),
	TEST_S2(each_leaf_is_updated_once_at_its_pa),
};
SUITE(rules_httu_nested);
