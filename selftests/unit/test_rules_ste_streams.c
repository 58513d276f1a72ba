// SPDX-License-Identifier: GPL-2.0
/*
 * What a good STE makes of a transaction before any table is walked: Config and
 * substreams (structures.md 4.1), StreamWorld (4.3), VMIDs (4.7), and fields that
 * it says nothing with (3, 5.4).
 */
#include "stage2_kit.h"
#include "suites.h"

#define BYPASS	REF_CONFIG_BYPASS
#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define SILENT	S2_SILENT
#define BADSUB	REF_C_BAD_SUBSTREAMID
#define NOSTR	REF_F_STREAM_DISABLED

/* ---- Config and substreams ---- */

#define CDMAX		3
#define CDS		8
#define CD_BYTES	64

/* Context number @index maps S2_VA there; stage 2 leads on to context_pa(). */
static u64 context_out(const struct s2_stream *s, u64 index)
{
	return (s2_has2(s->config) ? S2_IPA : S2_PA) + index * PAGE;
}

static u64 context_pa(u64 index)
{
	return S2_PA + index * PAGE + S2_OFFSET;
}

static void make_context(struct s2_stream *s, u64 table, u64 index)
{
	struct ref_space space = ref_space(s->s1.ram, 12, 0, 48);
	u64 cd[REF_CD_WORDS];

	ref_cd_default(cd, 1 + index, space.root, 0);
	side_store_image(s->side, s2_ram_pa(s, table) + index * CD_BYTES, cd,
			 REF_CD_WORDS);
	ref_space_put(&space, S2_VA, 3, ref_leaf(3, context_out(s, index)));
}

/* A linear table of contexts, and S2_VA as an IPA that stage 2 maps, too. */
static void make_contexts(struct s2_stream *s)
{
	struct ref_space *s2 = &s->s2[s->side->bank];
	u64 table = s2_alloc(s, PAGE), i;

	for (i = 0; i < CDS; i++) {
		make_context(s, table, i);
		if (s2_has2(s->config))
			ref_space_put(s2, context_out(s, i), 3,
				      ref_leaf2(3, S2_PA + i * PAGE));
	}
	if (s2_has2(s->config))
		ref_space_put(s2, S2_VA, 3, ref_leaf2(3, S2_PA + CDS * PAGE));
	s2_poke_ste(s, REF_STE_S1CONTEXTPTR, table / 64);
}

/* With stage 1 off or skipped: S2_VA is a PA, or an IPA that leads there. */
static u64 bypass_pa(unsigned int config)
{
	if (s2_has2(config))
		return context_pa(CDS);
	return S2_VA + S2_OFFSET;
}

/**
 * struct sub_case - what a transaction of @config meets (structures.md 4.1)
 * @config: STE.Config
 * @s1cdmax: S1CDMax, as it is effective
 * @s1dss: S1DSS
 * @ssv: there is a SubstreamID
 * @ssid: which
 */
struct sub_case {
	unsigned int config;
	unsigned int s1cdmax;
	unsigned int s1dss;
	bool ssv;
	u32 ssid;
};

/* The event, or 0 and the output. */
static unsigned int table_4_1(const struct sub_case *c, u64 *pa)
{
	*pa = bypass_pa(c->config);
	if (c->config < BYPASS)
		return SILENT;
	if (!s2_has1(c->config) || !c->s1cdmax) {
		if (s2_has1(c->config))
			*pa = context_pa(0);
		return c->ssv ? BADSUB : 0;
	}
	if (!c->ssv) {
		if (c->s1dss == 2)
			*pa = context_pa(0);
		return c->s1dss == 1 || c->s1dss == 2 ? 0 : NOSTR;
	}
	if (c->ssid >= ref_pow2(c->s1cdmax))
		return BADSUB;
	*pa = context_pa(c->ssid);
	return c->ssid == 0 && c->s1dss == 2 ? NOSTR : 0;
}

static void check_case(struct s2_stream *s, const struct sub_case *c)
{
	struct smmu3_txn txn = s2_txn(s, READ);
	unsigned int want, got;
	struct outcome out;
	u64 pa;

	txn.addr = S2_VA + S2_OFFSET;
	txn.ssv = c->ssv;
	txn.ssid = c->ssid;
	want = table_4_1(c, &pa);
	got = s2_try_txn(s, &txn);
	if (got != want)
		fail_msg("Config %u, S1CDMax %u, S1DSS %u, SSV %u, SSID %u: %#x",
			 c->config, c->s1cdmax, c->s1dss, c->ssv, c->ssid, got);
	if (want)
		return;
	out = s2_do(s, &txn);
	assert_int_equal(out.x.res.pa, pa);
	assert_int_equal(out.x.res.pas, s->side->bank);
}

static const u32 ssids[] = { 0, 1, 7, 8, 0xfffff };

static void check_config(struct s2_stream *s, struct sub_case *c)
{
	unsigned int i;

	for (c->s1dss = 0; c->s1dss < 4; c->s1dss++) {
		s2_poke_ste(s, REF_STE_S1DSS, c->s1dss);
		c->ssv = false;
		check_case(s, c);
		c->ssv = true;
		for (i = 0; i < ARRAY_SIZE(ssids); i++) {
			c->ssid = ssids[i];
			check_case(s, c);
		}
		c->ssid = 0;
	}
}

static void config_and_substream_decide_as_table_4_1_says(void **state)
{
	struct sub_case c = { 0 };
	struct s2_stream s;

	for (c.config = 0; c.config < 8; c.config++) {
		s2_make(&s, *state, c.config, c.config < 4 ? BOTH : c.config);
		if (c.config < 4)
			s2_poke_ste(&s, REF_STE_CONFIG, c.config);
		if (s2_has1(s.config))
			make_contexts(&s);
		else if (s2_has2(s.config))
			ref_space_put(&s.s2[s.side->bank], S2_VA, 3,
				      ref_leaf2(3, S2_PA + CDS * PAGE));
		c.s1cdmax = 0;
		check_config(&s, &c);
		c.s1cdmax = CDMAX;
		s2_poke_ste(&s, REF_STE_S1CDMAX, CDMAX);
		check_config(&s, &c);
	}
}

static void without_ssidsize_s1cdmax_is_0(void **state)
{
	struct smmu3_config config = s2_config();
	struct sub_case c = { 0 };
	struct s2_stream s;
	struct rig *rig;

	(void)state;
	config.ssidsize = 0;
	rig = s2_rig(&config);
	for (c.config = S1; c.config <= BOTH; c.config += BOTH - S1) {
		s2_make(&s, rig_side(rig, NS), c.config, c.config);
		make_contexts(&s);
		s2_poke_ste(&s, REF_STE_S1CDMAX, CDMAX);
		check_config(&s, &c);
	}
	rig_free(rig);
}

/* ---- StreamWorld ---- */

#define ILLEGAL	SMMU3_NR_WORLDS

/**
 * struct world_case - a row of structures.md 4.3
 * @bank: of the STE
 * @el2: Hyp, or SEL2
 * @config: STE.Config
 * @strw: STRW
 * @want: StreamWorld without and with E2H, ILLEGAL
 */
struct world_case {
	enum smmu3_pas bank;
	bool el2;
	unsigned int config;
	unsigned int strw;
	unsigned int want[2];
};

#define ALWAYS(world)	{ SMMU3_WORLD_##world, SMMU3_WORLD_##world }
#define BAD		{ ILLEGAL, ILLEGAL }

static const struct world_case worlds[] = {
	{ NS, true, S1, 0, ALWAYS(NS_EL1) },
	{ NS, true, S1, 1, BAD },
	{ NS, true, S1, 2, { SMMU3_WORLD_NS_EL2, SMMU3_WORLD_NS_EL2_E2H } },
	{ NS, true, S1, 3, BAD },
	{ NS, true, BOTH, 0, ALWAYS(NS_EL1) },
	{ NS, true, BOTH, 1, ALWAYS(NS_EL1) },
	{ NS, true, BOTH, 2, ALWAYS(NS_EL1) },
	{ NS, true, BOTH, 3, ALWAYS(NS_EL1) },
	{ NS, true, S2, 2, ALWAYS(NS_EL1) },
	{ NS, false, S1, 0, ALWAYS(NS_EL1) },
	{ NS, false, S1, 1, ALWAYS(NS_EL1) },
	{ NS, false, S1, 2, ALWAYS(NS_EL1) },
	{ NS, false, S1, 3, ALWAYS(NS_EL1) },
	{ SECURE, true, S1, 0, ALWAYS(S_EL1) },
	{ SECURE, true, S1, 1, ALWAYS(EL3) },
	{ SECURE, true, S1, 2, { SMMU3_WORLD_S_EL2, SMMU3_WORLD_S_EL2_E2H } },
	{ SECURE, true, S1, 3, BAD },
	{ SECURE, true, BOTH, 0, ALWAYS(S_EL1) },
	{ SECURE, true, BOTH, 1, ALWAYS(S_EL1) },
	{ SECURE, true, BOTH, 2, ALWAYS(S_EL1) },
	{ SECURE, true, BOTH, 3, ALWAYS(S_EL1) },
	{ SECURE, true, S2, 1, ALWAYS(S_EL1) },
	{ SECURE, false, S1, 0, ALWAYS(S_EL1) },
	{ SECURE, false, S1, 1, ALWAYS(EL3) },
	{ SECURE, false, S1, 2, BAD },
	{ SECURE, false, S1, 3, BAD },
};

/* The StreamWorld of the translation of the stream's page in the TLB. */
static unsigned int cached_world(const struct s2_stream *s)
{
	struct smmu3_tlb_record record;
	unsigned int i;
	int found;

	for (i = 0; (found = smmu3_tlb_slot(s->side->rig->smmu, i, &record)) >=
		    0; i++)
		if (found && record.va == s2_input(s) - S2_OFFSET)
			return record.world;
	fail_msg("nothing cached");
	return 0;
}

static void check_world(struct side *side, const struct world_case *c, bool e2h)
{
	struct s2_stream s;

	s2_e2h(side, e2h);
	s2_make(&s, side, S2_SID, c->config);
	s2_poke_ste(&s, REF_STE_STRW, c->strw);
	if (c->want[e2h] == ILLEGAL) {
		assert_int_equal(s2_try(&s, READ), REF_C_BAD_STE);
		return;
	}
	s2_expect_page(&s, READ);
	assert_int_equal(cached_world(&s), c->want[e2h]);
}

static void check_worlds(enum smmu3_pas bank, bool el2)
{
	struct smmu3_config config = s2_config();
	struct rig *rig;
	unsigned int i;

	if (!el2)
		config.sel2 = 0;
	if (!el2 && bank == NS)
		config.s2p = 0;
	rig = s2_rig(&config);
	for (i = 0; i < ARRAY_SIZE(worlds); i++) {
		if (worlds[i].bank != bank || worlds[i].el2 != el2)
			continue;
		check_world(rig_side(rig, bank), &worlds[i], false);
		check_world(rig_side(rig, bank), &worlds[i], true);
	}
	rig_free(rig);
}

static void config_strw_and_e2h_make_the_stream_world(void **state)
{
	(void)state;
	check_worlds(NS, false);
	check_worlds(NS, true);
	check_worlds(SECURE, false);
	check_worlds(SECURE, true);
}

/* E2H of a bank is about that bank's streams. */
static void each_bank_has_its_own_e2h(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_STRW, 2);
	s2_e2h(other_side(side), true);
	s2_expect_page(&s, READ);
	assert_int_equal(cached_world(&s), side->bank == NS ?
			 SMMU3_WORLD_NS_EL2 : SMMU3_WORLD_S_EL2);
}

/* ---- VMIDs ---- */

/* Give @to the translations of @from: they differ by VMID only, if at all. */
static void share_tables(struct s2_stream *to, struct s2_stream *from,
			 u16 vmid)
{
	u64 ste[REF_STE_WORDS];

	side_load_image(from->side, from->ste, ste, REF_STE_WORDS);
	ref_put(ste, REF_STE_S2VMID, vmid);
	side_store_image(to->side, to->ste, ste, REF_STE_WORDS);
	to->stale = true;
}

/* Does a translation of VMID 1 serve a stream of VMID 2? */
static bool serves_other_vmid(struct side *side, unsigned int config,
			      unsigned int strw)
{
	struct s2_stream one, two;

	s2_make(&one, side, S2_SID, config);
	s2_make(&two, side, S2_SID + 1, config);
	s2_poke_ste(&one, REF_STE_STRW, strw);
	share_tables(&two, &one, 2);
	s2_poke_ste(&one, REF_STE_S2VMID, 1);
	s2_flush(side);
	one.stale = false;
	assert_int_equal(s2_try(&one, READ), 0);
	return side_hits(side, S2_SID + 1, s2_input(&one)) & SMMU3_HIT_TLB;
}

/* 4.7: with stage 2, and of NS-EL1 also without. */
static void vmid_is_a_tag_where_there_is_stage_2(void **state)
{
	struct side *side = *state;

	assert_false(serves_other_vmid(side, BOTH, 0));
	assert_false(serves_other_vmid(side, S2, 0));
	assert_int_equal(serves_other_vmid(side, S1, 0), side->bank == SECURE);
	assert_true(serves_other_vmid(side, S1, 2));
	if (side->bank == SECURE)
		assert_true(serves_other_vmid(side, S1, 1));
}

static void vmid_is_no_tag_without_stage_2(void **state)
{
	struct smmu3_config config = s2_config();
	struct rig *rig;

	(void)state;
	config.sel2 = 0;
	rig = s2_rig(&config);
	assert_true(serves_other_vmid(rig_side(rig, SECURE), S1, 0));
	assert_false(serves_other_vmid(rig_side(rig, NS), S1, 0));
	rig_free(rig);
	config.s2p = 0;
	rig = s2_rig(&config);
	assert_true(serves_other_vmid(rig_side(rig, NS), S1, 0));
	rig_free(rig);
}

/* A Secure stream without stage 2 has VMID 0 (4.7). */
static void secure_stage_1_has_vmid_0(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_S2VMID, 7);
	s2_expect_page(&s, READ);
	side_cmd(side, ref_tlbi(REF_CMD_TLBI_NH_ALL, 7, 0, 0));
	side_sync(side);
	assert_true(side_hits(side, S2_SID, s2_input(&s)) & SMMU3_HIT_TLB);
	side_cmd(side, ref_tlbi(REF_CMD_TLBI_NH_ALL, 0, 0, 0));
	side_sync(side);
	assert_false(side_hits(side, S2_SID, s2_input(&s)) & SMMU3_HIT_TLB);
}

/* ---- fields without a say ---- */

/* Stage 1's fields, and stage 2's, all ones */
static const struct s2_change stage1_fields[] = {
	{ REF_STE_S1FMT, 3 }, { REF_STE_S1CONTEXTPTR, GENMASK_ULL(49, 0) },
	{ REF_STE_S1CDMAX, 31 }, { REF_STE_S1DSS, 3 }, { REF_STE_S1CIR, 3 },
	{ REF_STE_S1COR, 3 }, { REF_STE_S1CSH, 3 }, { REF_STE_S1STALLD, 1 },
	{ REF_STE_STRW, 3 }, { 88, 88, 1 }, { 90, 90, 1 },
};

static const struct s2_change stage2_fields[] = {
	{ REF_STE_S2FWB, 1 }, { REF_STE_S2T0SZ, 63 }, { REF_STE_S2SL0, 3 },
	{ 173, 168, 63 }, { REF_STE_S2TG, 3 }, { REF_STE_S2PS, 7 },
	{ REF_STE_S2AA64, 0 }, { 187, 180, 255 }, { 191, 188, 15 },
	{ 255, 192, ~0ULL }, { 293, 288, 63 }, { 295, 294, 3 },
	{ 303, 302, 3 }, { 331, 329, 7 }, { 447, 384, ~0ULL },
	{ 511, 448, ~0ULL },
};

/* Software's, hints, merging, features that are not there, RES0, IMPDEF */
static const struct s2_change other_fields[] = {
	{ 58, 56, 7 }, { 76, 72, 31 }, { 82, 77, 63 }, { REF_STE_MEV, 1 },
	{ 88, 84, 31 }, { 90, 90, 1 }, { REF_STE_EATS, 3 }, { 107, 105, 7 },
	{ 127, 116, 0xfff }, { 159, 144, 0xffff }, { 189, 187, 7 },
	{ 191, 190, 3 }, { 195, 194, 3 }, { 252, 248, 31 }, { 255, 253, 7 },
	{ 287, 256, ~0U }, { 301, 296, 63 }, { 319, 304, 0xffff },
	{ 383, 320, ~0ULL }, { 387, 386, 3 }, { 447, 440, 255 },
	{ 511, 448, ~0ULL },
};

static void poke_all(struct s2_stream *s, const struct s2_change *change,
		     unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		s2_poke_ste(s, change[i].high, change[i].low, change[i].value);
		s2_expect_page(s, READ);
	}
}

#define POKE_ALL(s, fields)	poke_all(s, fields, ARRAY_SIZE(fields))

static void fields_of_a_stage_that_is_off_are_ignored(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	POKE_ALL(&s, stage1_fields);
	s2_make(&s, *state, S2_SID, S1);
	POKE_ALL(&s, stage2_fields);
	s2_make(&s, *state, S2_SID, BYPASS);
	POKE_ALL(&s, stage1_fields);
	POKE_ALL(&s, stage2_fields);
}

static void fields_of_features_that_are_not_there_are_ignored(void **state)
{
	struct s2_stream s;
	unsigned int config;

	for (config = BYPASS; config <= BOTH; config++) {
		s2_make(&s, *state, S2_SID, config);
		POKE_ALL(&s, other_fields);
	}
}

/* Without the identity bits that they belong to these are RES0 (5.2). */
static void fields_without_their_id_bit_are_ignored(void **state)
{
	struct smmu3_config config = s2_config();
	struct s2_stream s;
	struct rig *rig;

	(void)state;
	config.attr_types_ovr = 0;
	config.attr_perms_ovr = 0;
	config.ssidsize = 0;
	rig = s2_rig(&config);
	s2_make(&s, rig_side(rig, NS), S2_SID, BOTH);
	s2_poke_ste(&s, REF_STE_MTCFG, 1);
	s2_poke_ste(&s, REF_STE_SHCFG, 3);
	s2_poke_ste(&s, REF_STE_NSCFG, 3);
	s2_poke_ste(&s, REF_STE_PRIVCFG, 3);
	s2_poke_ste(&s, REF_STE_INSTCFG, 3);
	s2_poke_ste(&s, REF_STE_S1DSS, 1);
	s2_expect_page(&s, READ);
	s2_poke_leaf1(&s, REF_D_UXN, 1);
	s2_expect_page(&s, READ);
	rig_free(rig);
}

static const struct CMUnitTest rules_ste_streams_tests[] = {
	TEST_S2(config_and_substream_decide_as_table_4_1_says),
	cmocka_unit_test(without_ssidsize_s1cdmax_is_0),
	cmocka_unit_test(config_strw_and_e2h_make_the_stream_world),
	TEST_S2(each_bank_has_its_own_e2h),
	TEST_S2(vmid_is_a_tag_where_there_is_stage_2),
	cmocka_unit_test(vmid_is_no_tag_without_stage_2),
	TEST_S2_SECURE(secure_stage_1_has_vmid_0),
	TEST_S2(fields_of_a_stage_that_is_off_are_ignored),
	TEST_S2(fields_of_features_that_are_not_there_are_ignored),
	cmocka_unit_test(fields_without_their_id_bit_are_ignored),
};
SUITE(rules_ste_streams);
