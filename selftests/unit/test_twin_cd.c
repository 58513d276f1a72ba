// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's opinion about CDs (structures.md 9), and how it finds them
 * (structures.md 4.1, 4.2, 6).
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

/* STE.STRW of the worlds */
#define EL1	0
#define EL3	1
#define EL2	2

KIT_ID(term_1, term_model, 1)
KIT_ID(stall_1, s_stall_model, 1)
KIT_ID(stall_2, s_stall_model, 2)
KIT_ID(httu_0, httu, 0)
KIT_ID(httu_1, httu, 1)
KIT_ID(asid_8, asid16, 0)
KIT_ID(no_stt, stt, 0)
KIT_ID(oas_48, oas, 48)

static void only_4k(struct twin_id *id)
{
	id->gran16k = 0;
	id->gran64k = 0;
}

#define UPPER	{ REF_CD_EPD1, 0 }, { REF_CD_TG1, REF_TG1_4K }, \
		{ REF_CD_T1SZ, 16 }

/* Rules of CDs in streams of an STE.STRW */
static const struct kit_rule rules[] = {
	{ "as it is", EL1, GOOD, NULL, { } },
	{ "1 V", EL1, BAD, NULL, { { REF_CD_V, 0 } } },
	{ "2 S", EL1, GOOD, NULL, { { REF_CD_S, 1 } } },
	{ "3 A = 0", EL1, GOOD, NULL, { { REF_CD_A, 0 } } },
	{ "3 A = 0, TERM_MODEL", EL1, BAD, term_1, { { REF_CD_A, 0 } } },
	{ "4 S, terminate only", EL1, BAD, stall_1, { { REF_CD_S, 1 } } },
	{ "5 stall forced", EL1, BAD, stall_2, { } },
	{ "5 stalls", EL1, GOOD, stall_2, { { REF_CD_S, 1 } } },
	{ "6 ENDI", EL1, BAD, NULL, { { REF_CD_ENDI, 1 } } },
	{ "6 ENDI, no walks", EL1, GOOD, NULL,
	  { { REF_CD_ENDI, 1 }, { REF_CD_EPD0, 1 } } },
	{ "6 ENDI, EPD0 has no effect", EL2, BAD, NULL,
	  { { REF_CD_ENDI, 1 }, { REF_CD_EPD0, 1 } } },
	{ "7 LPAE", EL1, BAD, NULL, { { REF_CD_AA64, 0 } } },
	{ "10 HA", EL1, BAD, httu_0, { { REF_CD_HA, 1 } } },
	{ "10 HD", EL1, BAD, httu_0, { { REF_CD_HD, 1 } } },
	{ "11 HD", EL1, BAD, httu_1, { { REF_CD_HD, 1 } } },
	{ "11 HA", EL1, GOOD, httu_1, { { REF_CD_HA, 1 } } },
	{ "11 HA, HD", EL1, GOOD, NULL,
	  { { REF_CD_HA, 1 }, { REF_CD_HD, 1 } } },
	{ "13 ASID", EL1, BAD, asid_8, { { REF_CD_ASID, 0x100 } } },
	{ "13 ASID 16", EL1, GOOD, NULL, { { REF_CD_ASID, 0x100 } } },
	{ "13 ASID low", EL1, GOOD, asid_8, { { REF_CD_ASID, 0xff } } },
	{ "13 ASID, one table", EL2, GOOD, asid_8,
	  { { REF_CD_ASID, 0x100 } } },
	{ "14 T0SZ 15", EL1, BAD, NULL, { { REF_CD_T0SZ, 15 } } },
	{ "14 T0SZ 49", EL1, BAD, NULL, { { REF_CD_T0SZ, 49 } } },
	{ "14 T0SZ 48", EL1, GOOD, NULL, { { REF_CD_T0SZ, 48 } } },
	{ "14 T0SZ 40", EL1, BAD, no_stt, { { REF_CD_T0SZ, 40 } } },
	{ "14 T0SZ 39", EL1, GOOD, no_stt, { { REF_CD_T0SZ, 39 } } },
	{ "14 T0SZ 48, 64K", EL1, BAD, NULL,
	  { { REF_CD_T0SZ, 48 }, { REF_CD_TG0, REF_TG0_64K } } },
	{ "14 T0SZ 47, 64K", EL1, GOOD, NULL,
	  { { REF_CD_T0SZ, 47 }, { REF_CD_TG0, REF_TG0_64K } } },
	{ "14 T0SZ 15, 64K", EL1, BAD, NULL,
	  { { REF_CD_T0SZ, 15 }, { REF_CD_TG0, REF_TG0_64K } } },
	{ "14 T0SZ 48, 16K", EL1, GOOD, NULL,
	  { { REF_CD_T0SZ, 48 }, { REF_CD_TG0, REF_TG0_16K } } },
	{ "14 T0SZ, EPD0", EL1, GOOD, NULL,
	  { { REF_CD_T0SZ, 15 }, { REF_CD_EPD0, 1 } } },
	{ "14 T0SZ, EPD0, one table", EL2, BAD, NULL,
	  { { REF_CD_T0SZ, 15 }, { REF_CD_EPD0, 1 } } },
	{ "14 T1SZ", EL1, BAD, NULL, { UPPER, { REF_CD_T1SZ, 15 } } },
	{ "14 T1SZ good", EL1, GOOD, NULL, { UPPER } },
	{ "14 T1SZ, EPD1", EL1, GOOD, NULL, { { REF_CD_T1SZ, 15 } } },
	{ "14 T1SZ, one table", EL2, GOOD, NULL,
	  { UPPER, { REF_CD_T1SZ, 15 } } },
	{ "15 TG0 reserved", EL1, BAD, NULL, { { REF_CD_TG0, 3 } } },
	{ "15 TG0 64K", EL1, BAD, only_4k,
	  { { REF_CD_TG0, REF_TG0_64K } } },
	{ "15 TG0 16K", EL1, BAD, only_4k,
	  { { REF_CD_TG0, REF_TG0_16K } } },
	{ "15 TG0, EPD0", EL1, GOOD, NULL,
	  { { REF_CD_TG0, 3 }, { REF_CD_EPD0, 1 } } },
	{ "15 TG1 reserved", EL1, BAD, NULL, { UPPER, { REF_CD_TG1, 0 } } },
	{ "15 TG1 16K", EL1, BAD, only_4k,
	  { UPPER, { REF_CD_TG1, REF_TG1_16K } } },
	{ "15 TG1 64K", EL1, BAD, only_4k,
	  { UPPER, { REF_CD_TG1, REF_TG1_64K } } },
	{ "15 TTB0 beyond OAS", EL1, BAD, NULL, { { 108, 108, 1 } } },
	{ "15 TTB0 last", EL1, GOOD, NULL, { { 107, 107, 1 } } },
	{ "15 TTB0 bit 51", EL1, BAD, NULL, { { 115, 115, 1 } } },
	{ "15 TTB0 beyond 48", EL1, BAD, oas_48, { { 112, 112, 1 } } },
	{ "15 TTB0 beyond IPS", EL1, BAD, NULL,
	  { { REF_CD_IPS, 0 }, { 96, 96, 1 } } },
	{ "15 TTB0 within IPS", EL1, GOOD, NULL, { { REF_CD_IPS, 0 } } },
	{ "15 TTB0, EPD0", EL1, GOOD, NULL,
	  { { 108, 108, 1 }, { REF_CD_EPD0, 1 } } },
	{ "15 TTB1", EL1, BAD, NULL, { UPPER, { 172, 172, 1 } } },
	{ "15 TTB1, one table", EL2, GOOD, NULL, { UPPER, { 172, 172, 1 } } },
	{ "IPS 7 clamps", EL1, GOOD, NULL, { { REF_CD_IPS, 7 } } },
	{ "SH0 reserved", EL1, GOOD, NULL, { { REF_CD_SH0, 1 } } },
};

static void check_rule(enum twin_space sec_sid, const struct kit_rule *rule,
		       bool e2h)
{
	struct kit_stream *stream;
	struct kit *kit;
	void *state;

	kit_setup(&state);
	kit = state;
	stream = kit_stream(kit, sec_sid, S1);
	kit_poke_ste(stream, REF_STE_STRW, rule->variant);
	if (e2h)
		kit->world.bank[sec_sid].cr2 |= REF_CR2_E2H;
	kit_expect_rule(stream, rule, kit_poke_cd, REF_C_BAD_CD);
	kit_teardown(&state);
}

static void twin_knows_the_cd_rules(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		check_rule(TWIN_NS, &rules[i], false);
		check_rule(TWIN_S, &rules[i], false);
	}
}

/* EL2 with E2H has two tables again, and EL3 has one. */
static void twin_cd_rules_depend_on_the_streamworld(void **state)
{
	static const struct kit_rule e2h[] = {
		{ "13 ASID", EL2, BAD, asid_8, { { REF_CD_ASID, 0x100 } } },
		{ "14 T0SZ, EPD0", EL2, GOOD, NULL,
		  { { REF_CD_T0SZ, 15 }, { REF_CD_EPD0, 1 } } },
		{ "14 T1SZ", EL2, BAD, NULL, { UPPER, { REF_CD_T1SZ, 15 } } },
	};
	static const struct kit_rule el3[] = {
		{ "13 ASID", EL3, GOOD, asid_8, { { REF_CD_ASID, 0x100 } } },
		{ "14 T0SZ, EPD0", EL3, BAD, NULL,
		  { { REF_CD_T0SZ, 15 }, { REF_CD_EPD0, 1 } } },
		{ "14 T1SZ", EL3, GOOD, NULL, { UPPER, { REF_CD_T1SZ, 15 } } },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(e2h); i++) {
		check_rule(TWIN_NS, &e2h[i], true);
		check_rule(TWIN_S, &e2h[i], true);
		check_rule(TWIN_S, &el3[i], true);
	}
}

static void twin_s1stalld_makes_a_stalling_cd_bad(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);

	kit_poke_ste(stream, REF_STE_S1STALLD, 1);
	kit_expect_page(stream, READ);
	kit_poke_cd(stream, REF_CD_S, 1);
	kit_expect_number(stream, READ, REF_C_BAD_CD);
}

/* ---- substreams: table 4.1 ---- */

#define NONE	(-1)

/**
 * struct substream - a row of table 4.1
 * @config: STE.Config
 * @cdmax: STE.S1CDMax
 * @dss: STE.S1DSS
 * @ssid: SubstreamID; NONE: SSV = 0
 * @event: the event, 0: goes on
 * @cd: index of the CD; NONE: stage 1 is skipped
 */
struct substream {
	unsigned int config;
	unsigned int cdmax;
	unsigned int dss;
	int ssid;
	u8 event;
	int cd;
};

static const struct substream substreams[] = {
	{ 4, 0, 0, 0, REF_C_BAD_SUBSTREAMID, 0 },
	{ 4, 0, 0, NONE, 0, NONE },
	{ S2, 0, 0, 5, REF_C_BAD_SUBSTREAMID, 0 },
	{ S1, 0, 0, 0, REF_C_BAD_SUBSTREAMID, 0 },
	{ S1, 0, 0, NONE, 0, 0 },
	{ S1, 0, 2, NONE, 0, 0 },
	{ S1, 3, 0, NONE, REF_F_STREAM_DISABLED, 0 },
	{ S1, 3, 3, NONE, REF_F_STREAM_DISABLED, 0 },
	{ S1, 3, 1, NONE, 0, NONE },
	{ S1, 3, 2, NONE, 0, 0 },
	{ S1, 3, 0, 8, REF_C_BAD_SUBSTREAMID, 0 },
	{ S1, 3, 1, 8, REF_C_BAD_SUBSTREAMID, 0 },
	{ S1, 3, 2, 0xfffff, REF_C_BAD_SUBSTREAMID, 0 },
	{ S1, 3, 2, 0, REF_F_STREAM_DISABLED, 0 },
	{ S1, 3, 0, 0, 0, 0 },
	{ S1, 3, 1, 0, 0, 0 },
	{ S1, 3, 3, 0, 0, 0 },
	{ S1, 3, 0, 7, 0, 7 },
	{ S1, 3, 2, 7, 0, 7 },
	{ S1, 3, 1, 1, 0, 1 },
};

/* CD number n, found at @cds + 64 * n, leads to KIT_PAGE with ASID n + 1. */
static void copy_cd(struct kit_stream *stream, u64 to)
{
	unsigned int i;

	for (i = 0; i < REF_CD_WORDS; i++)
		kit_store(stream->kit, stream->sec_sid, to + 8 * i,
			  kit_load(stream->kit, stream->sec_sid,
				   stream->cd + 8 * i));
}

static bool was_read(const struct kit *kit, u64 addr)
{
	unsigned int i;

	for (i = 0; i < kit->reads; i++)
		if (kit->read[i].addr == addr)
			return true;
	return false;
}

static void check_substream(struct kit *kit, const struct substream *row)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	u64 cds = kit_alloc(kit, TWIN_NS, PAGE);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;
	unsigned int i;

	for (i = 0; i < 8; i++)
		copy_cd(stream, cds + 64 * i);
	kit_poke_ste(stream, REF_STE_CONFIG, row->config);
	kit_poke_ste(stream, REF_STE_S1CONTEXTPTR, cds / 64);
	kit_poke_ste(stream, REF_STE_S1CDMAX, row->cdmax);
	kit_poke_ste(stream, REF_STE_S1DSS, row->dss);
	if (row->config == S2) {	/* good enough to be found valid */
		kit_poke_ste(stream, REF_STE_S2AA64, 1);
		kit_poke_ste(stream, REF_STE_S2T0SZ, 24);
		kit_poke_ste(stream, REF_STE_S2SL0, 1);
	}
	txn.ssv = row->ssid != NONE;
	txn.ssid = txn.ssv ? row->ssid : 0;
	out = kit_do(kit, &txn);
	assert_int_equal(out.event, row->event);
	if (row->event) {
		kit_expect(kit, &txn, (struct ref_event){
			.number = row->event });
		return;
	}
	assert_int_equal(out.pa, row->cd == NONE ? KIT_VA : KIT_PAGE);
	if (row->cd != NONE)
		assert_true(was_read(kit, cds + 64 * row->cd));
}

static void twin_chooses_substreams_by_table(void **state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(substreams); i++) {
		void *each;

		kit_setup(&each);
		check_substream(each, &substreams[i]);
		kit_teardown(&each);
	}
	(void)state;
}

/* Without SubstreamIDs in the identity, S1CDMax does not matter. */
static void twin_has_no_substreams_without_ssidsize(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct twin_txn txn = kit_txn(stream, READ);

	kit->world.id.ssidsize = 0;
	kit_poke_ste(stream, REF_STE_S1CDMAX, 4);
	kit_expect_page(stream, READ);
	txn.ssv = true;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_C_BAD_SUBSTREAMID });
}

/* ---- CD tables: 4.2, 6 ---- */

/**
 * struct lookup - where a CD is
 * @fmt: STE.S1Fmt
 * @cdmax: STE.S1CDMax
 * @ssid: SubstreamID
 * @l1: offset of the L1CD; NONE: linear
 * @cd: offset of the CD in its table
 */
struct lookup {
	unsigned int fmt;
	unsigned int cdmax;
	u32 ssid;
	int l1;
	int cd;
};

static const struct lookup lookups[] = {
	{ 0, 6, 63, NONE, 63 * 64 },
	{ 3, 6, 5, NONE, 5 * 64 },
	{ 1, 6, 63, 0, 63 * 64 },
	{ 1, 4, 9, 0, 9 * 64 },
	{ 1, 7, 64, 8, 0 },
	{ 1, 12, 0xfff, 63 * 8, 63 * 64 },
	{ 1, 12, 0x041, 8, 64 },
	{ 2, 10, 1023, 0, 1023 * 64 },
	{ 2, 10, 64, 0, 64 * 64 },
	{ 2, 11, 1024, 8, 0 },
	{ 2, 16, 0xffff, 63 * 8, 1023 * 64 },
};

/* The table at @root, which S1ContextPtr points to with low bits set too. */
static void check_lookup(struct kit *kit, const struct lookup *row)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	u64 root = kit_alloc(kit, TWIN_NS, 0x10000);
	u64 leaf = kit_alloc(kit, TWIN_NS, 0x10000);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;

	kit_poke_ste(stream, REF_STE_S1CONTEXTPTR, root / 64);
	kit_poke_ste(stream, REF_STE_S1CDMAX, row->cdmax);
	kit_poke_ste(stream, REF_STE_S1FMT, row->fmt);
	if (row->l1 == NONE)
		leaf = root;
	else
		kit_store(kit, TWIN_NS, root + row->l1, ref_l1cd(leaf));
	copy_cd(stream, leaf + row->cd);
	txn.ssv = true;
	txn.ssid = row->ssid;
	out = kit_do(kit, &txn);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.pa, KIT_PAGE);
	assert_true(was_read(kit, leaf + row->cd));
	if (row->l1 != NONE)
		assert_true(was_read(kit, root + row->l1));
}

static void twin_finds_cds_in_tables(void **state)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lookups); i++) {
		void *each;

		kit_setup(&each);
		check_lookup(each, &lookups[i]);
		kit_teardown(&each);
	}
	(void)state;
}

static struct kit_stream *two_level(struct kit *kit, u64 *l1)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	*l1 = kit_alloc(kit, TWIN_NS, PAGE);
	kit_poke_ste(stream, REF_STE_S1CONTEXTPTR, *l1 / 64);
	kit_poke_ste(stream, REF_STE_S1CDMAX, 8);
	kit_poke_ste(stream, REF_STE_S1FMT, REF_S1FMT_4K);
	kit_poke_ste(stream, REF_STE_S1DSS, REF_S1DSS_CD0);
	kit_store(kit, TWIN_NS, *l1, ref_l1cd(stream->cd));
	return stream;
}

static void twin_bad_l1cds_are_bad_substreamids(void **state)
{
	struct kit *kit = *state;
	u64 l1;
	struct kit_stream *stream = two_level(kit, &l1);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_expect_page(stream, READ);
	kit_poke(kit, TWIN_NS, l1, REF_L1CD_V, 0);
	kit_expect_number(stream, READ, REF_C_BAD_SUBSTREAMID);
	kit_store(kit, TWIN_NS, l1, ref_l1cd(BIT_ULL(44)));
	kit_expect_number(stream, READ, REF_C_BAD_SUBSTREAMID);
	txn.ssv = true;
	txn.ssid = 0x41;	/* L1CD 1, empty */
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_C_BAD_SUBSTREAMID });
}

static void twin_reports_cd_fetch_aborts(void **state)
{
	struct kit *kit = *state;
	u64 l1;
	struct kit_stream *stream = two_level(kit, &l1);
	struct twin_txn txn = kit_txn(stream, READ);

	host_fail(&kit->host, NS, stream->cd + 56, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = stream->cd });
	host_fail(&kit->host, NS, l1, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = l1 });
}

static const struct CMUnitTest twin_cd_tests[] = {
	cmocka_unit_test(twin_knows_the_cd_rules),
	cmocka_unit_test(twin_cd_rules_depend_on_the_streamworld),
	TEST_KIT(twin_s1stalld_makes_a_stalling_cd_bad),
	cmocka_unit_test(twin_chooses_substreams_by_table),
	TEST_KIT(twin_has_no_substreams_without_ssidsize),
	cmocka_unit_test(twin_finds_cds_in_tables),
	TEST_KIT(twin_bad_l1cds_are_bad_substreamids),
	TEST_KIT(twin_reports_cd_fetch_aborts),
};
SUITE(twin_cd);
