// SPDX-License-Identifier: GPL-2.0
/*
 * The twin and Security states (security.md 4 and 5, translation.md 9): where
 * descriptors are read, where the output is, what SIF forbids, StreamWorlds.
 * Everything stands at the same addresses in both PA spaces.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED
#define BYPASS	REF_CONFIG_BYPASS

/* Whatever the Secure RAM holds so far, the Non-secure RAM holds too. */
static void mirror(struct kit *kit)
{
	u64 addr;

	for (addr = RAM_BASE; addr < kit->free[TWIN_S]; addr += 8)
		kit_store(kit, TWIN_NS, addr, kit_load(kit, TWIN_S, addr));
	kit->free[TWIN_NS] = kit->free[TWIN_S];
}

/* The PA spaces of all reads after the first @from, as letters. */
static void check_spaces(const struct kit *kit, unsigned int from,
			 const char *want)
{
	char got[KIT_MAX_READS + 1] = "";
	unsigned int i;

	for (i = from; i < kit->reads; i++)
		got[i - from] = kit->read[i].space == TWIN_S ? 'S' : 'N';
	assert_string_equal(got, want);
}

/* ---- bypass: NSCFG ---- */

/**
 * struct ns - what came in, what overrides it, what goes out
 */
struct ns {
	enum twin_space sec_sid;
	bool in;
	unsigned int nscfg;
	bool perms_ovr;
	enum twin_space out;
};

static const struct ns ns_rows[] = {
	{ TWIN_S, false, 0, true, TWIN_S },
	{ TWIN_S, true, 0, true, TWIN_NS },
	{ TWIN_S, false, 1, true, TWIN_S },
	{ TWIN_S, true, 1, true, TWIN_NS },
	{ TWIN_S, true, 2, true, TWIN_S },
	{ TWIN_S, false, 3, true, TWIN_NS },
	{ TWIN_S, true, 2, false, TWIN_NS },
	{ TWIN_S, false, 3, false, TWIN_S },
	{ TWIN_NS, false, 0, true, TWIN_NS },
	{ TWIN_NS, false, 2, true, TWIN_NS },
	{ TWIN_NS, true, 2, true, TWIN_NS },
};

static void twin_bypass_goes_where_nscfg_says(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream[] = {
		kit_stream(kit, TWIN_NS, BYPASS),
		kit_stream(kit, TWIN_S, BYPASS) };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ns_rows); i++) {
		const struct ns *row = &ns_rows[i];
		struct twin_bank *bank = &kit->world.bank[row->sec_sid];
		struct twin_txn txn = kit_txn(stream[row->sec_sid], READ);

		txn.ns = row->in;
		kit->world.id.perms_ovr = row->perms_ovr;
		kit_poke_ste(stream[row->sec_sid], REF_STE_NSCFG, row->nscfg);
		assert_int_equal(kit_do(kit, &txn).space, row->out);
		/* S_GBPA does the same; in GBPA there is no NSCFG. */
		bank->gbpa = row->nscfg * BIT(14);
		bank->cr0 = 0;
		assert_int_equal(kit_do(kit, &txn).fate, TWIN_FORWARD);
		assert_int_equal(kit_do(kit, &txn).space, row->out);
		bank->cr0 = REF_SMMUEN;
	}
}

/* With stage 1, NSCFG and what came in do not matter; skipped, they do. */
static void twin_nscfg_is_for_skipped_stage_1(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S1);
	struct twin_txn txn = kit_txn(stream, READ);

	txn.ns = true;
	kit_poke_ste(stream, REF_STE_NSCFG, 3);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_S);
	kit_poke_ste(stream, REF_STE_S1CDMAX, 1);
	kit_poke_ste(stream, REF_STE_S1DSS, REF_S1DSS_BYPASS);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_NS);
	kit_poke_ste(stream, REF_STE_NSCFG, 2);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_S);
}

/* ---- stage 1 ---- */

/**
 * struct journey - a stage 1 walk of a Secure stream
 * @nscfg: CD.NSCFG0
 * @table: level of the descriptor with NSTable; 4: none
 * @leaf: NS of the leaf
 * @had: CD.HAD0, which does not matter
 * @spaces: where the descriptors are
 * @to: output PA space
 * @global: may it be
 */
struct journey {
	bool nscfg;
	unsigned int table;
	bool leaf;
	bool had;
	const char *spaces;
	enum twin_space to;
	bool global;
};

static const struct journey journeys[] = {
	{ 0, 4, 0, 0, "SSSS", TWIN_S, true },
	{ 0, 4, 1, 0, "SSSS", TWIN_NS, true },
	{ 0, 0, 0, 0, "SNNN", TWIN_NS, false },
	{ 0, 1, 0, 1, "SSNN", TWIN_NS, false },
	{ 0, 2, 1, 0, "SSSN", TWIN_NS, false },
	{ 1, 4, 0, 0, "NNNN", TWIN_NS, false },
	{ 1, 1, 1, 0, "NNNN", TWIN_NS, false },
};

#define STE_AND_CD	16

static void take(struct kit *kit, const struct journey *row, unsigned int strw)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S1);
	struct twin_outcome out;

	kit_poke_leaf1(stream, REF_D_NG, 0);
	kit_poke_leaf1(stream, REF_D_NS, row->leaf);
	if (row->table < 4)
		kit_poke(kit, TWIN_S,
			 ref_space_slot(&stream->s1, KIT_VA, row->table),
			 REF_D_NSTABLE, 1);
	mirror(kit);
	kit_poke_ste(stream, REF_STE_STRW, strw);
	kit_poke_cd(stream, REF_CD_NSCFG0, row->nscfg);
	kit_poke_cd(stream, REF_CD_HAD0, row->had);
	out = kit_access(stream, READ);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.space, row->to);
	assert_int_equal(out.global, row->global);
	check_spaces(kit, STE_AND_CD, row->spaces);
}

static void twin_secure_walks_leave_for_good(void **state)
{
	unsigned int i, strw;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(journeys); i++)
		for (strw = 0; strw < 3; strw++) {
			void *each;

			kit_setup(&each);
			take(each, &journeys[i], strw);
			kit_teardown(&each);
		}
}

/* Nothing of a Non-secure stream is Secure, whatever its tables say. */
static void twin_non_secure_streams_stay_non_secure(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;
	unsigned int i;

	kit_poke_ste(stream, REF_STE_NSCFG, 2);
	out = kit_do(kit, &txn);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.space, TWIN_NS);
	for (i = 0; i < kit->reads; i++)
		assert_int_equal(kit->read[i].space, TWIN_NS);
}

/* TTB1 has a NSCFG of its own. */
static void twin_upper_half_has_its_own_nscfg(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S1);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_poke_cd(stream, REF_CD_EPD1, 0);
	kit_poke_cd(stream, REF_CD_TG1, REF_TG1_4K);
	kit_poke_cd(stream, REF_CD_T1SZ, 16);
	kit_poke_cd(stream, REF_CD_TTB1, stream->s1.root / 16);
	mirror(kit);
	kit_poke_cd(stream, REF_CD_NSCFG1, 1);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_S);
	txn.addr |= 0xffff000000000000ULL;
	assert_int_equal(kit_do(kit, &txn).space, TWIN_NS);
	check_spaces(kit, STE_AND_CD, "NNNN");
}

/* ---- stage 2: two IPA spaces ---- */

/**
 * struct exits - STE.{S2SW,S2SA,S2NSW,S2NSA}, and what they make
 * @ns: the IPA is Non-secure
 * @walk: where stage 2 descriptors are
 * @to: output PA space
 */
struct exits {
	bool s2sw, s2sa, s2nsw, s2nsa;
	bool ns;
	const char *walk;
	enum twin_space to;
};

static const struct exits exits[] = {
	{ 0, 0, 0, 0, 0, "SSS", TWIN_S },
	{ 0, 1, 0, 0, 0, "SSS", TWIN_NS },
	{ 1, 0, 0, 0, 0, "NNN", TWIN_NS },
	{ 1, 1, 0, 0, 0, "NNN", TWIN_NS },
	{ 0, 0, 1, 1, 0, "SSS", TWIN_S },
	{ 0, 0, 0, 0, 1, "SSS", TWIN_S },
	{ 0, 0, 0, 1, 1, "SSS", TWIN_NS },
	{ 0, 0, 1, 0, 1, "NNN", TWIN_NS },
	{ 0, 1, 0, 0, 1, "SSS", TWIN_NS },
	{ 1, 0, 0, 0, 1, "SSS", TWIN_NS },
	{ 1, 1, 1, 1, 1, "NNN", TWIN_NS },
};

#define STE_ALONE	8

static void poke_exits(struct kit_stream *stream, const struct exits *row)
{
	kit_poke_ste(stream, REF_STE_S2SW, row->s2sw);
	kit_poke_ste(stream, REF_STE_S2SA, row->s2sa);
	kit_poke_ste(stream, REF_STE_S2NSW, row->s2nsw);
	kit_poke_ste(stream, REF_STE_S2NSA, row->s2nsa);
}

static void twin_secure_stage_2_has_four_exits(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S2);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;
	unsigned int i;

	mirror(kit);
	for (i = 0; i < ARRAY_SIZE(exits); i++) {
		poke_exits(stream, &exits[i]);
		txn.ns = exits[i].ns;
		out = kit_do(kit, &txn);
		assert_int_equal(out.event, 0);
		assert_int_equal(out.pa, KIT_PAGE);
		assert_int_equal(out.space, exits[i].to);
		check_spaces(kit, STE_ALONE, exits[i].walk);
	}
}

/* The fields have no meaning in a Non-secure STE. */
static void twin_exits_are_for_secure_streams(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S2);
	const struct exits all = { 1, 1, 1, 1, 0, "NNN", TWIN_NS };

	kit_poke_ste(stream, REF_STE_S_S2TTB, 0);
	poke_exits(stream, &all);
	kit_expect_page(stream, READ);
	check_spaces(kit, STE_ALONE, all.walk);
}

/* Each IPA space has its own tables; NSIPA says which. */
static void twin_ipa_spaces_have_their_own_tables(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S2);
	struct twin_txn txn = kit_txn(stream, READ);
	u64 ns_leaf = ref_space_slot(&stream->s2, KIT_IPA, 3);

	kit_poke_leaf2(stream, REF_D_AF, 0);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ACCESS, .s2 = true, .class = REF_CLASS_IN,
		.ipa = KIT_IPA });
	txn.ns = true;
	assert_int_equal(kit_do(kit, &txn).event, 0);
	kit_poke(kit, TWIN_S, ns_leaf, REF_D_AF, 0);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ACCESS, .s2 = true, .class = REF_CLASS_IN,
		.nsipa = true, .ipa = KIT_IPA });
	kit_poke_leaf2(stream, REF_D_AF, 1);
	txn.ns = false;
	kit_expect_page(stream, READ);
	/* Their sizes, too: 39 bits. */
	kit_poke_ste(stream, REF_STE_S2T0SZ, 25);
	txn.addr = BIT_ULL(39);
	txn.ns = true;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true,
		.class = REF_CLASS_IN, .nsipa = true, .ipa = BIT_ULL(39) });
	host_fail(&kit->host, SMMU3_PAS_S, ns_leaf, 8);
	txn.addr = KIT_IPA;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = REF_CLASS_IN,
		.nsipa = true, .fetch = ns_leaf });
}

/* ---- nested ---- */

static struct kit_stream *secure_nested(struct kit *kit)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_S, BOTH);
	u64 at;

	/* The Non-secure IPA space maps the tables as the Secure one does. */
	for (at = RAM_BASE; at < RAM_BASE + 0x100000; at += PAGE)
		ref_space_put(&stream->s2, at + IPA_DELTA, 3,
			      ref_leaf2(3, at));
	return stream;
}

/* Level by level: three stage 2 descriptors, one of stage 1. */
static void twin_nested_walks_choose_the_ipa_space(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = secure_nested(kit);
	u64 root = stream->s1.root, slot1, slot2;
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;

	slot1 = ref_space_slot(&stream->s1, KIT_VA, 1);
	slot2 = ref_space_slot(&stream->s1, KIT_VA, 2);
	kit_expect_page(stream, READ);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_S);
	/* The CD is always in the Secure space: its table of the other fails. */
	kit_poke(kit, TWIN_S, ref_space_slot(&stream->s2, stream->cd, 3),
		 REF_D_AF, 0);
	kit_expect_page(stream, READ);
	/* NSTable at level 1: level 2 is translated as Non-secure. */
	kit_poke(kit, TWIN_S, slot1 - IPA_DELTA, REF_D_NSTABLE, 1);
	kit_expect_page(stream, READ);
	kit_poke(kit, TWIN_S, ref_space_slot(&stream->s2, slot2, 3), REF_D_AF,
		 0);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ACCESS, .s2 = true, .class = REF_CLASS_TT,
		.nsipa = true, .ipa = slot2 });
	kit_poke(kit, TWIN_S, slot1 - IPA_DELTA, REF_D_NSTABLE, 0);
	/* NS of the leaf: only the page is. */
	kit_poke_leaf1(stream, REF_D_NS, 1);
	out = kit_do(kit, &txn);
	assert_int_equal(out.event, 0);
	kit_poke_ste(stream, REF_STE_S2NSA, 1);
	assert_int_equal(kit_do(kit, &txn).space, TWIN_NS);
	/* NSCFG0: from the first table on. */
	kit_poke_cd(stream, REF_CD_NSCFG0, 1);
	kit_poke(kit, TWIN_S, ref_space_slot(&stream->s2, root, 3),
		 REF_D2_S2AP, 0);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true, .class = REF_CLASS_TT,
		.nsipa = true, .ttrnw = true,
		.ipa = ref_space_slot(&stream->s1, KIT_VA, 0) });
}

/* Tables in the Secure IPA space that stage 2 puts into Non-secure memory */
static void twin_tables_are_read_where_stage_2_puts_them(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, BOTH);
	struct twin_outcome out;

	mirror(kit);
	kit_poke_ste(stream, REF_STE_S2SA, 1);
	out = kit_access(stream, READ);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.space, TWIN_NS);
	/* Three of stage 2 each: the CD, of 8 words; 4 tables; the page */
	check_spaces(kit, STE_ALONE, "SSSNNNNNNNNSSSNSSSNSSSNSSSNSSS");
}

/* ---- SIF (6.3.57.2) ---- */

static void set_sif(struct kit *kit)
{
	kit->world.bank[TWIN_S].cr0 |= REF_S_CR0_SIF;
	kit->world.bank[TWIN_NS].cr0 |= REF_S_CR0_SIF;	/* there: RES0 */
}

static void twin_sif_forbids_non_secure_code(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, S1);

	kit_poke_leaf1(stream, REF_D_NS, 1);
	kit_expect_page(stream, INSTR);
	set_sif(kit);
	kit_expect_page(stream, READ);
	kit_expect_page(stream, WRITE | INSTR);
	kit_expect_number(stream, INSTR, REF_F_PERMISSION);
	kit_poke_cd(stream, REF_CD_R, 0);
	kit_poke_cd(stream, REF_CD_A, 0);
	assert_int_equal(kit_access(stream, INSTR).fate, TWIN_RAZWI);
	kit_poke_cd(stream, REF_CD_S, 1);
	assert_int_equal(kit_access(stream, INSTR).fate, TWIN_STALL);
	kit_poke_leaf1(stream, REF_D_NS, 0);
	kit_expect_page(stream, INSTR);
	kit_poke_leaf1(stream, REF_D_NS, 1);
	kit_poke_ste(stream, REF_STE_INSTCFG, 2);
	kit_expect_page(stream, INSTR);
}

static void twin_sif_looks_at_the_output_of_stage_1(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_S, BOTH);

	set_sif(kit);
	/* Stage 2 leaves the Secure space: allowed. */
	mirror(kit);
	kit_poke_ste(stream, REF_STE_S2SA, 1);
	kit_expect_page(stream, INSTR);
	kit_poke_ste(stream, REF_STE_S2SA, 0);
	/* Stage 1 does, stage 2 comes back: not allowed. */
	kit_poke_leaf1(stream, REF_D_NS, 1);
	kit_expect_number(stream, INSTR, REF_F_PERMISSION);
}

static void twin_sif_on_bypass_aborts(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *s = kit_stream(kit, TWIN_S, BYPASS);
	struct kit_stream *two = kit_stream(kit, TWIN_S, S2);
	struct kit_stream *ns = kit_stream(kit, TWIN_NS, BYPASS);
	struct twin_txn txn = kit_txn(s, INSTR);

	set_sif(kit);
	kit_expect_page(s, INSTR);
	kit_expect_page(ns, INSTR);
	txn.ns = true;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .class = REF_CLASS_IN });
	txn = kit_txn(two, INSTR);
	txn.ns = true;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .class = REF_CLASS_IN });
	/* SMMUEN = 0 has no events. */
	txn = kit_txn(s, INSTR);
	kit->world.bank[TWIN_S].cr0 &= ~(u32)REF_SMMUEN;
	kit_expect_page(s, INSTR);
	txn.ns = true;
	kit_expect_silence(kit, &txn);
	txn.instr = false;
	assert_int_equal(kit_do(kit, &txn).fate, TWIN_FORWARD);
}

/* ---- StreamWorlds (3.3.3) ---- */

/**
 * struct world - a stream, and whether it has two tables and privilege
 */
struct world {
	enum twin_space sec_sid;
	unsigned int strw;
	bool e2h;
	bool hyp;
	bool two;
};

static const struct world worlds[] = {
	{ TWIN_NS, 0, false, true, true },
	{ TWIN_NS, 2, false, true, false },
	{ TWIN_NS, 2, true, true, true },
	{ TWIN_NS, 2, false, false, true },
	{ TWIN_S, 0, false, true, true },
	{ TWIN_S, 1, false, true, false },
	{ TWIN_S, 1, true, true, false },
	{ TWIN_S, 2, false, true, false },
	{ TWIN_S, 2, true, true, true },
	{ TWIN_S, 2, false, false, false },
};

static void twin_knows_the_streamworlds(void **state)
{
	struct kit *kit = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(worlds); i++) {
		const struct world *world = &worlds[i];
		struct kit_stream *stream = kit_stream(kit, world->sec_sid,
						       S1);
		struct twin_bank *bank = kit->world.bank;
		struct twin_outcome out;

		kit->world.id.hyp = world->hyp;
		bank[TWIN_NS].cr2 = 0;
		bank[TWIN_S].cr2 = 0;
		bank[world->sec_sid].cr2 = world->e2h ? REF_CR2_E2H : 0;
		kit_poke_ste(stream, REF_STE_STRW, world->strw);
		kit_poke_leaf1(stream, REF_D_AP, REF_AP_PRIV_RW);
		out = kit_access(stream, READ);
		assert_int_equal(out.event,
				 world->two ? REF_F_PERMISSION : 0);
		assert_int_equal(kit_access(stream, READ | PRIV).event, 0);
	}
}

static const struct CMUnitTest twin_secure_tests[] = {
	TEST_KIT(twin_bypass_goes_where_nscfg_says),
	TEST_KIT(twin_nscfg_is_for_skipped_stage_1),
	cmocka_unit_test(twin_secure_walks_leave_for_good),
	TEST_KIT(twin_non_secure_streams_stay_non_secure),
	TEST_KIT(twin_upper_half_has_its_own_nscfg),
	TEST_KIT(twin_secure_stage_2_has_four_exits),
	TEST_KIT(twin_exits_are_for_secure_streams),
	TEST_KIT(twin_ipa_spaces_have_their_own_tables),
	TEST_KIT(twin_nested_walks_choose_the_ipa_space),
	TEST_KIT(twin_tables_are_read_where_stage_2_puts_them),
	TEST_KIT(twin_sif_forbids_non_secure_code),
	TEST_KIT(twin_sif_looks_at_the_output_of_stage_1),
	TEST_KIT(twin_sif_on_bypass_aborts),
	TEST_KIT(twin_knows_the_streamworlds),
};
SUITE(twin_secure);
