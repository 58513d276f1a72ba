// SPDX-License-Identifier: GPL-2.0
/*
 * Where the twin stops and what it records (translation.md 2, 5.5, 6, 8 and 17):
 * one stimulus each, and what has precedence.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

/* ---- stream table (2, 3, 4) ---- */

static void twin_streamids_beyond_the_table_are_bad(void **state)
{
	struct kit *kit = *state;
	struct twin_txn txn = { .sid = 16, .addr = KIT_PAGE };

	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_C_BAD_STREAMID });
	kit->world.bank[TWIN_NS].cr2 = 0;
	kit_expect_silence(kit, &txn);
	/* No wider than SIDSIZE, whatever LOG2SIZE says */
	txn.sid = 15;
	kit->world.id.sidsize = 3;
	kit_expect_silence(kit, &txn);
	txn.sid = 8;
	kit_expect_silence(kit, &txn);
	txn.sid = 7;
	assert_int_equal(kit_do(kit, &txn).event, REF_C_BAD_STE);
}

/**
 * struct l1 - a level 1 descriptor and a StreamID; SPLIT as given
 * @split: STRTAB_BASE_CFG.SPLIT
 * @span: Span
 * @sid: StreamID
 * @found: there is an STE, at this offset in level 2; NONE: C_BAD_STREAMID
 */
struct l1 {
	unsigned int split;
	unsigned int span;
	u32 sid;
	int found;
};

#define NONE	(-1)

static const struct l1 l1s[] = {
	{ 6, 0, 0x40, NONE },
	{ 6, 1, 0x40, 0 },
	{ 6, 1, 0x41, NONE },
	{ 6, 7, 0x7f, 63 * 64 },
	{ 6, 8, 0x40, NONE },
	{ 8, 9, 0x1ff, 255 * 64 },
	{ 8, 3, 0x103, 3 * 64 },
	{ 8, 3, 0x104, NONE },
	{ 10, 11, 0x7ff, 1023 * 64 },
	{ 10, 12, 0x400, NONE },
	{ 10, 31, 0x400, NONE },
	{ 7, 7, 0x7f, 63 * 64 },	/* reserved, acts as 6 */
};

static void check_l1(struct kit *kit, const struct l1 *row)
{
	u64 l1 = kit_alloc(kit, TWIN_NS, PAGE), cfg = 0;
	u64 l2 = kit_alloc(kit, TWIN_NS, 0x10000);
	struct twin_txn txn = { .sid = row->sid, .addr = KIT_PAGE };
	struct twin_bank *bank = &kit->world.bank[TWIN_NS];

	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, row->split);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, 12);
	bank->strtab_cfg = cfg;
	bank->strtab_base = l1;
	kit_store(kit, TWIN_NS, l1 + 8, ref_l1std(l2, row->span));
	if (row->found == NONE) {
		kit_expect(kit, &txn, (struct ref_event){
			.number = REF_C_BAD_STREAMID });
		return;
	}
	kit_poke(kit, TWIN_NS, l2 + row->found, REF_STE_V, 1);
	kit_poke(kit, TWIN_NS, l2 + row->found, REF_STE_CONFIG,
		 REF_CONFIG_BYPASS);
	assert_int_equal(kit_do(kit, &txn).fate, TWIN_FORWARD);
	assert_int_equal(kit->read[0].addr, l1 + 8);
	assert_int_equal(kit->read[1].addr, l2 + row->found);
}

static void twin_finds_stes_in_two_levels(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(l1s); i++) {
		void *each;

		kit_setup(&each);
		check_l1(each, &l1s[i]);
		kit_teardown(&each);
	}
}

/* To the size of the table, 64 bytes at least (6.3.24) */
static void twin_aligns_the_stream_table(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct twin_bank *bank = &kit->world.bank[TWIN_NS];
	u64 l1 = kit_alloc(kit, TWIN_NS, PAGE), cfg = 7;

	bank->strtab_base += 0x3c0;	/* 16 STEs */
	kit_expect_page(stream, READ);
	bank->strtab_base += 0x40;
	assert_int_equal(kit_access(stream, READ).event, REF_C_BAD_STE);
	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	bank->strtab_cfg = cfg;
	bank->strtab_base = l1 + 0x40;	/* 2 L1STDs */
	kit_store(kit, TWIN_NS, l1 + 0x40,
		  ref_l1std(kit->strtab[TWIN_NS], 5));
	kit_expect_page(stream, READ);
	cfg += 3;			/* 16 of them: 128 bytes */
	bank->strtab_cfg = cfg;
	kit_expect_number(stream, READ, REF_C_BAD_STREAMID);
}

static void twin_reports_ste_fetch_aborts(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct twin_txn txn = kit_txn(stream, READ);
	u64 l1 = kit_alloc(kit, TWIN_NS, PAGE), cfg = 4;

	host_fail(&kit->host, NS, stream->ste + 24, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_STE_FETCH, .fetch = stream->ste });
	host_heal(&kit->host);
	kit->world.bank[TWIN_NS].strtab_base = l1;
	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	kit->world.bank[TWIN_NS].strtab_cfg = cfg;
	host_fail(&kit->host, NS, l1, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_STE_FETCH, .fetch = l1 });
	/* Beyond OAS there is nothing; what is reported ends there. */
	host_heal(&kit->host);
	kit_store(kit, TWIN_NS, l1, ref_l1std(BIT_ULL(44) | l1, 7));
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_STE_FETCH, .fetch = l1 + 64 * stream->sid });
}

static void twin_config_0xx_aborts_silently(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	struct twin_txn txn = kit_txn(stream, READ);
	unsigned int config;

	txn.ssv = true;
	for (config = 0; config < 4; config++) {
		kit_poke_ste(stream, REF_STE_CONFIG, config);
		kit_expect_silence(*state, &txn);
	}
}

/* ---- dispositions (5.5, 8.1) ---- */

/**
 * struct ars - CD.{A,R,S} or STE.{S2R,S2S}
 */
struct ars {
	bool a, r, s;
	enum twin_fate fate;
	bool recorded;
};

static void check_ars(struct kit_stream *stream, const struct ars *row,
		      u8 number)
{
	struct twin_outcome out = kit_access(stream, WRITE);
	struct ref_event event;

	assert_int_equal(out.fate, row->fate);
	assert_int_equal(out.event, number);
	assert_int_equal(out.recorded, row->recorded);
	ref_event_decode(out.record, &event);
	assert_int_equal(event.stall, row->fate == TWIN_STALL);
}

static void twin_a_r_s_decide_stage_1_faults(void **state)
{
	static const struct ars rows[] = {
		{ 0, 0, 0, TWIN_RAZWI, false },
		{ 0, 1, 0, TWIN_RAZWI, true },
		{ 1, 0, 0, TWIN_ABORT, false },
		{ 1, 1, 0, TWIN_ABORT, true },
		{ 0, 0, 1, TWIN_STALL, true },
		{ 1, 1, 1, TWIN_STALL, true },
	};
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		kit_poke_cd(stream, REF_CD_A, rows[i].a);
		kit_poke_cd(stream, REF_CD_R, rows[i].r);
		kit_poke_cd(stream, REF_CD_S, rows[i].s);
		kit_poke_leaf1(stream, REF_D_TYPE, 0);
		check_ars(stream, &rows[i], REF_F_TRANSLATION);
		kit_poke_leaf1(stream, REF_D_TYPE, REF_D_PAGE);
		kit_poke_leaf1(stream, REF_D_AF, 0);
		check_ars(stream, &rows[i], REF_F_ACCESS);
		kit_poke_leaf1(stream, REF_D_AF, 1);
		kit_poke_leaf1(stream, REF_D_AP, REF_AP_RO);
		check_ars(stream, &rows[i], REF_F_PERMISSION);
		kit_poke_leaf1(stream, REF_D_AP, REF_AP_RW);
		kit_poke_leaf1(stream, 47, 44, 1);
		check_ars(stream, &rows[i], REF_F_ADDR_SIZE);
		kit_poke_leaf1(stream, 47, 44, 0);
	}
}

static const struct ars s2_rows[] = {
	{ 1, 0, 0, TWIN_ABORT, false },
	{ 1, 1, 0, TWIN_ABORT, true },
	{ 1, 0, 1, TWIN_STALL, true },
	{ 1, 1, 1, TWIN_STALL, true },
};

static void poke_s2rs(struct kit_stream *stream, const struct ars *row)
{
	kit_poke_ste(stream, REF_STE_S2R, row->r);
	kit_poke_ste(stream, REF_STE_S2S, row->s);
}

/* Of any CLASS, whatever the CD says. */
static void twin_s2r_s2s_decide_stage_2_faults(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, BOTH);
	const u64 ipas[] = { KIT_IPA, stream->s1.root, stream->cd };
	struct kit *kit = *state;
	unsigned int i, j;

	kit_poke_cd(stream, REF_CD_A, 0);
	kit_poke_cd(stream, REF_CD_R, 0);
	for (i = 0; i < ARRAY_SIZE(s2_rows); i++)
		for (j = 0; j < ARRAY_SIZE(ipas); j++) {
			u64 leaf = kit_leaf2_of(stream, ipas[j]);

			poke_s2rs(stream, &s2_rows[i]);
			kit_poke(kit, TWIN_NS, leaf, REF_D_AF, 0);
			check_ars(stream, &s2_rows[i], REF_F_ACCESS);
			kit_poke(kit, TWIN_NS, leaf, REF_D_AF, 1);
		}
}

static void twin_walk_aborts_are_always_recorded(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_poke_cd(stream, REF_CD_A, 0);
	kit_poke_cd(stream, REF_CD_R, 0);
	kit_poke_cd(stream, REF_CD_S, 1);
	kit_poke_ste(stream, REF_STE_S2R, 0);
	kit_poke_ste(stream, REF_STE_S2S, 1);
	host_fail(&kit->host, NS, kit_leaf1(stream), 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .class = REF_CLASS_TT,
		.fetch = kit_leaf1(stream) });
	host_heal(&kit->host);
	host_fail(&kit->host, NS, kit_leaf2(stream), 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = REF_CLASS_IN,
		.fetch = kit_leaf2(stream) });
}

/* ---- one stage: table of section 17 ---- */

static void twin_stage_1_faults_say_so(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);

	kit_poke_leaf1(stream, REF_D_TYPE, 0);
	kit_expect_number(stream, INSTR | PRIV, REF_F_TRANSLATION);
	kit_poke_leaf1(stream, REF_D_TYPE, REF_D_PAGE);
	kit_poke_leaf1(stream, REF_D_AF, 0);
	kit_expect_number(stream, WRITE | INSTR, REF_F_ACCESS);
	kit_poke_leaf1(stream, REF_D_AF, 1);
	kit_poke_leaf1(stream, REF_D_AP, REF_AP_PRIV_RW);
	kit_expect_number(stream, READ, REF_F_PERMISSION);
}

static void twin_events_keep_the_whole_address(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_poke_cd(stream, REF_CD_TBI0, 1);
	kit_poke_leaf1(stream, REF_D_TYPE, 0);
	txn.addr |= 0xa500000000000123ULL;
	kit_expect(*state, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .class = REF_CLASS_IN });
}

static void twin_events_have_the_substream(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_poke_ste(stream, REF_STE_S1CDMAX, 1);
	kit_poke_leaf1(stream, REF_D_TYPE, 0);
	txn.ssv = true;
	kit_expect(*state, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .class = REF_CLASS_IN });
	txn.ssid = 1;
	kit_expect(*state, &txn, (struct ref_event){
		.number = REF_C_BAD_CD });
}

/* ---- nested: table of section 6 ---- */

/* Stage 2 faults of any address, by changing its leaf. */
struct s2_fault {
	unsigned int high, low;
	u64 value;
	u8 number;
};

static const struct s2_fault s2_faults[] = {
	{ REF_D_TYPE, 0, REF_F_TRANSLATION },
	{ REF_D_TYPE, 1, REF_F_TRANSLATION },
	{ 44, 44, 1, REF_F_ADDR_SIZE },
	{ REF_D_AF, 0, REF_F_ACCESS },
	{ REF_D2_S2AP, REF_S2AP_NONE, REF_F_PERMISSION },
	{ REF_D2_S2AP, REF_S2AP_W, REF_F_PERMISSION },
};

/* @ipa: whose leaf; @class: and CLASS; @reported: IPA */
static void check_class(struct kit_stream *stream, u64 ipa,
			unsigned int class)
{
	u64 leaf = kit_leaf2_of(stream, ipa), was;
	struct twin_txn txn = kit_txn(stream, READ | PRIV);
	struct kit *kit = stream->kit;
	unsigned int i;

	was = kit_load(kit, TWIN_NS, leaf);
	for (i = 0; i < ARRAY_SIZE(s2_faults); i++) {
		const struct s2_fault *fault = &s2_faults[i];

		kit_poke(kit, TWIN_NS, leaf, fault->high, fault->low,
			 fault->value);
		kit_expect(kit, &txn, (struct ref_event){
			.number = fault->number, .s2 = true, .class = class,
			.ttrnw = class == REF_CLASS_TT, .ipa = ipa });
		kit_store(kit, TWIN_NS, leaf, was);
	}
	host_fail(&kit->host, NS, leaf, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = class,
		.fetch = leaf });
	host_heal(&kit->host);
	kit_expect_page(stream, READ | PRIV);
}

static void twin_classes_tell_what_stage_2_translated(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, BOTH);
	unsigned int level;

	check_class(stream, stream->cd, REF_CLASS_CD);
	for (level = 0; level < 4; level++)
		check_class(stream,
			    ref_space_slot(&stream->s1, KIT_VA, level),
			    REF_CLASS_TT);
	check_class(stream, KIT_IPA, REF_CLASS_IN);
}

static void twin_l1cds_go_through_stage_2(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	struct ref_ram ram = kit_ram(&stream->ram[0]);
	u64 l1 = ram.alloc(ram.arg, PAGE);
	struct twin_txn txn = kit_txn(stream, READ);

	ram.store(ram.arg, l1, ref_l1cd(stream->cd));
	kit_poke_ste(stream, REF_STE_S1CONTEXTPTR, l1 / 64);
	kit_poke_ste(stream, REF_STE_S1CDMAX, 8);
	kit_poke_ste(stream, REF_STE_S1FMT, REF_S1FMT_4K);
	kit_poke_ste(stream, REF_STE_S1DSS, REF_S1DSS_CD0);
	check_class(stream, l1, REF_CLASS_CD);
	check_class(stream, stream->cd, REF_CLASS_CD);
	/* With an IPA that stage 2 maps: its PA is reported. */
	host_fail(&kit->host, NS, l1 - IPA_DELTA, 8);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = l1 - IPA_DELTA });
	host_heal(&kit->host);
	ram.store(ram.arg, l1, ref_l1cd(BIT_ULL(44)));
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_C_BAD_SUBSTREAMID });
}

/* A write to a page that stage 2 does not map is no write to a table. */
static void twin_writes_only_read_the_tables(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	struct twin_txn txn = kit_txn(stream, WRITE | INSTR);
	u64 table = kit_leaf2_of(stream, stream->s1.root);

	kit_poke(kit, TWIN_NS, table, REF_D2_S2AP, REF_S2AP_R);
	kit_poke(kit, TWIN_NS, table, REF_D2_XN, 2);
	kit_expect_page(stream, WRITE | INSTR);
	kit_poke(kit, TWIN_NS, table, REF_D2_S2AP, REF_S2AP_W);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_TT, .ttrnw = true,
		.ipa = ref_space_slot(&stream->s1, KIT_VA, 0) });
}

/* ---- stage 1 updates behind stage 2 ---- */

static struct kit_stream *nested_managed(struct kit *kit)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);

	kit_poke_cd(stream, REF_CD_HA, 1);
	kit_poke_cd(stream, REF_CD_HD, 1);
	kit_poke_leaf1(stream, REF_D_AF, 0);
	return stream;
}

static void twin_updates_are_writes_at_stage_2(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = nested_managed(kit);
	u64 slot = ref_space_slot(&stream->s1, KIT_VA, 3), was;
	u64 leaf = kit_leaf2_of(stream, slot);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;

	kit_poke(kit, TWIN_NS, leaf, REF_D2_S2AP, REF_S2AP_R);
	was = kit_load(kit, TWIN_NS, kit_leaf1(stream));
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_TT, .ipa = slot });
	assert_int_equal(kit_load(kit, TWIN_NS, kit_leaf1(stream)), was);
	/* Even if the page itself is not mapped at stage 2. */
	kit_poke_leaf2(stream, REF_D_TYPE, 0);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_TT, .ipa = slot });
	/* It may make the table's own page dirty. */
	kit_poke_leaf2(stream, REF_D_TYPE, REF_D_PAGE);
	kit_poke(kit, TWIN_NS, leaf, REF_D_DBM, 1);
	kit_poke_ste(stream, REF_STE_S2HA, 1);
	kit_poke_ste(stream, REF_STE_S2HD, 1);
	out = kit_access(stream, READ);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.updates, 2);
	assert_int_equal(out.update[0].addr, leaf);
	assert_int_equal(out.update[1].addr, kit_leaf1(stream));
	was = kit_load(kit, TWIN_NS, leaf);
	assert_int_equal(ref_get(&was, REF_D2_S2AP), REF_S2AP_RW);
}

/* All the pages that a nested access touches, and in which order. */
static void twin_sets_access_flags_on_the_way(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = nested_managed(kit);
	u64 want[7], addr;
	struct twin_outcome out;
	unsigned int i;

	kit_poke_ste(stream, REF_STE_S2HA, 1);
	want[0] = kit_leaf2_of(stream, stream->cd);
	for (i = 0; i < 4; i++) {
		addr = ref_space_slot(&stream->s1, KIT_VA, i);
		want[1 + i] = kit_leaf2_of(stream, addr);
	}
	want[5] = kit_leaf1(stream);
	want[6] = kit_leaf2(stream);
	for (i = 0; i < ARRAY_SIZE(want); i++)
		kit_poke(kit, TWIN_NS, want[i], REF_D_AF, 0);
	out = kit_access(stream, READ);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.updates, ARRAY_SIZE(want));
	for (i = 0; i < ARRAY_SIZE(want); i++)
		assert_int_equal(out.update[i].addr, want[i]);
	assert_int_equal(kit_access(stream, READ).updates, 0);
}

/* Reading a CD, or a table, never makes its page dirty. */
static void twin_reads_do_not_make_pages_dirty(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	u64 cd = kit_leaf2_of(stream, stream->cd);
	u64 table = kit_leaf2_of(stream, stream->s1.root);

	kit_poke_ste(stream, REF_STE_S2HA, 1);
	kit_poke_ste(stream, REF_STE_S2HD, 1);
	kit_poke(kit, TWIN_NS, cd, REF_D_DBM, 1);
	kit_poke(kit, TWIN_NS, cd, REF_D2_S2AP, REF_S2AP_R);
	kit_poke(kit, TWIN_NS, table, REF_D_DBM, 1);
	kit_poke(kit, TWIN_NS, table, REF_D2_S2AP, REF_S2AP_R);
	assert_int_equal(kit_access(stream, WRITE).updates, 0);
	kit_expect_page(stream, WRITE);
}

/* The overlay does to its reader what memory would, and nothing to memory. */
static void twin_overlay_keeps_memory_as_it_is(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = nested_managed(kit);
	struct twin_overlay overlay = { .below = kit->world.memory };
	struct twin_world world = kit->world;
	struct twin_txn txn = kit_txn(stream, READ);
	u64 was = kit_load(kit, TWIN_NS, kit_leaf1(stream));
	struct twin_outcome out;

	world.memory = twin_overlay_memory(&overlay);
	twin_translate(&world, &txn, &out);
	assert_int_equal(out.updates, 1);
	twin_translate(&world, &txn, &out);
	assert_int_equal(out.updates, 0);
	assert_int_equal(kit_load(kit, TWIN_NS, kit_leaf1(stream)), was);
}

/* ---- S2PTW (5.2) ---- */

static void twin_protected_walks_stay_off_devices(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	u64 slot = ref_space_slot(&stream->s1, KIT_VA, 2);
	struct twin_txn txn = kit_txn(stream, READ);
	unsigned int memattr;

	kit_poke_ste(stream, REF_STE_S2PTW, 1);
	kit_poke_leaf2(stream, REF_D2_MEMATTR, REF_MEMATTR_DEVICE);
	kit_expect_page(stream, READ);
	for (memattr = 0; memattr < 4; memattr++) {
		kit_poke(kit, TWIN_NS, kit_leaf2_of(stream, slot),
			 REF_D2_MEMATTR, memattr);
		kit_expect(kit, &txn, (struct ref_event){
			.number = REF_F_PERMISSION, .s2 = true,
			.class = REF_CLASS_TT, .ttrnw = true, .ipa = slot });
	}
	kit_poke_ste(stream, REF_STE_S2PTW, 0);
	kit_expect_page(stream, READ);
	kit_poke_ste(stream, REF_STE_S2PTW, 1);
	kit_poke(kit, TWIN_NS, kit_leaf2_of(stream, slot), REF_D2_MEMATTR,
		 REF_MEMATTR_NC);
	kit_expect_page(stream, READ);
	kit_poke(kit, TWIN_NS, kit_leaf2_of(stream, stream->cd),
		 REF_D2_MEMATTR, REF_MEMATTR_DEVICE);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_CD, .ipa = stream->cd });
}

/* MemAttr 9 is Device with S2FWB, and write-through outside without. */
static void twin_protected_walks_know_s2fwb(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);
	struct twin_txn txn = kit_txn(stream, READ);

	kit_poke_ste(stream, REF_STE_S2PTW, 1);
	kit_poke(kit, TWIN_NS, kit_leaf2_of(stream, stream->cd),
		 REF_D2_MEMATTR, 9);
	kit_expect_page(stream, READ);
	kit_poke_ste(stream, REF_STE_S2FWB, 1);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_CD, .ipa = stream->cd });
	kit->world.id.fwb = 0;
	kit_expect_page(stream, READ);
}

/* ---- precedence (7.3.22) ---- */

/* Mend one thing after the other, and the fault moves back. */
static void next_fault(struct kit *kit, const struct twin_txn *txn, u8 number,
		       bool s2, unsigned int class)
{
	struct twin_outcome out = kit_do(kit, txn);
	struct ref_event event;

	ref_event_decode(out.record, &event);
	assert_int_equal(event.number, number);
	assert_int_equal(event.s2, s2);
	assert_int_equal(event.class, class);
}

static u64 s2_leaf_of_table(struct kit_stream *stream)
{
	return kit_leaf2_of(stream, ref_space_slot(&stream->s1, KIT_VA, 1));
}

/* Everything about the walk is wrong in two ways. */
static struct kit_stream *broken_walk(struct kit *kit)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BOTH);

	kit_poke_cd(stream, REF_CD_EPD0, 1);
	kit_poke(kit, TWIN_NS, s2_leaf_of_table(stream), REF_D_AF, 0);
	kit_poke(kit, TWIN_NS, s2_leaf_of_table(stream), REF_D2_S2AP, 0);
	kit_poke_leaf1(stream, REF_D_AF, 0);
	kit_poke_leaf1(stream, REF_D_AP, REF_AP_RO);
	kit_poke_leaf2(stream, REF_D_AF, 0);
	kit_poke_leaf2(stream, REF_D2_S2AP, 0);
	return stream;
}

static void twin_configuration_faults_come_in_order(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = broken_walk(kit);
	u64 cd2 = kit_leaf2_of(stream, stream->cd);
	struct twin_txn txn = kit_txn(stream, WRITE);

	txn.sid = 16;
	txn.ssv = true;
	txn.ssid = 2;
	kit_poke_ste(stream, REF_STE_V, 0);
	kit_poke_ste(stream, REF_STE_S1CDMAX, 1);
	kit_poke(kit, TWIN_NS, cd2, REF_D2_S2AP, 0);
	kit_poke(kit, TWIN_NS, cd2, REF_D_AF, 0);
	kit_poke_cd(stream, REF_CD_V, 0);
	next_fault(kit, &txn, REF_C_BAD_STREAMID, 0, 0);
	txn.sid = stream->sid;
	next_fault(kit, &txn, REF_C_BAD_STE, 0, 0);
	kit_poke_ste(stream, REF_STE_V, 1);
	next_fault(kit, &txn, REF_C_BAD_SUBSTREAMID, 0, 0);
	txn.ssv = false;
	next_fault(kit, &txn, REF_F_STREAM_DISABLED, 0, 0);
	kit_poke_ste(stream, REF_STE_S1DSS, REF_S1DSS_CD0);
	next_fault(kit, &txn, REF_F_ACCESS, 1, REF_CLASS_CD);
	kit_poke(kit, TWIN_NS, cd2, REF_D_AF, 1);
	next_fault(kit, &txn, REF_F_PERMISSION, 1, REF_CLASS_CD);
	kit_poke(kit, TWIN_NS, cd2, REF_D2_S2AP, REF_S2AP_R);
	next_fault(kit, &txn, REF_C_BAD_CD, 0, 0);
	kit_poke_cd(stream, REF_CD_V, 1);
	next_fault(kit, &txn, REF_F_TRANSLATION, 0, REF_CLASS_IN);
}

static void twin_translation_faults_come_in_order(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = broken_walk(kit);
	u64 table = s2_leaf_of_table(stream);
	struct twin_txn txn = kit_txn(stream, WRITE);

	next_fault(kit, &txn, REF_F_TRANSLATION, 0, REF_CLASS_IN);
	kit_poke_cd(stream, REF_CD_EPD0, 0);
	next_fault(kit, &txn, REF_F_ACCESS, 1, REF_CLASS_TT);
	kit_poke(kit, TWIN_NS, table, REF_D_AF, 1);
	next_fault(kit, &txn, REF_F_PERMISSION, 1, REF_CLASS_TT);
	kit_poke(kit, TWIN_NS, table, REF_D2_S2AP, REF_S2AP_R);
	next_fault(kit, &txn, REF_F_ACCESS, 0, REF_CLASS_IN);
	kit_poke_leaf1(stream, REF_D_AF, 1);
	next_fault(kit, &txn, REF_F_PERMISSION, 0, REF_CLASS_IN);
	kit_poke_leaf1(stream, REF_D_AP, REF_AP_RW);
	next_fault(kit, &txn, REF_F_ACCESS, 1, REF_CLASS_IN);
	kit_poke_leaf2(stream, REF_D_AF, 1);
	next_fault(kit, &txn, REF_F_PERMISSION, 1, REF_CLASS_IN);
	kit_poke_leaf2(stream, REF_D2_S2AP, REF_S2AP_W);
	kit_expect_page(stream, WRITE);
}

static const struct CMUnitTest twin_fault_tests[] = {
	TEST_KIT(twin_streamids_beyond_the_table_are_bad),
	cmocka_unit_test(twin_finds_stes_in_two_levels),
	TEST_KIT(twin_aligns_the_stream_table),
	TEST_KIT(twin_reports_ste_fetch_aborts),
	TEST_KIT(twin_config_0xx_aborts_silently),
	TEST_KIT(twin_a_r_s_decide_stage_1_faults),
	TEST_KIT(twin_s2r_s2s_decide_stage_2_faults),
	TEST_KIT(twin_walk_aborts_are_always_recorded),
	TEST_KIT(twin_stage_1_faults_say_so),
	TEST_KIT(twin_events_keep_the_whole_address),
	TEST_KIT(twin_events_have_the_substream),
	TEST_KIT(twin_classes_tell_what_stage_2_translated),
	TEST_KIT(twin_l1cds_go_through_stage_2),
	TEST_KIT(twin_writes_only_read_the_tables),
	TEST_KIT(twin_updates_are_writes_at_stage_2),
	TEST_KIT(twin_sets_access_flags_on_the_way),
	TEST_KIT(twin_reads_do_not_make_pages_dirty),
	TEST_KIT(twin_overlay_keeps_memory_as_it_is),
	TEST_KIT(twin_protected_walks_stay_off_devices),
	TEST_KIT(twin_protected_walks_know_s2fwb),
	TEST_KIT(twin_configuration_faults_come_in_order),
	TEST_KIT(twin_translation_faults_come_in_order),
};
SUITE(twin_fault);
