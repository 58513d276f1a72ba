// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of contexts behind stage 2 (translation.md 6, structures.md 6): linear
 * and of two levels with either leaf, what fails where, and in which order.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BOTH		REF_CONFIG_NESTED
#define CD_BYTES	64
#define CDMAX		12

/**
 * struct format - an S1Fmt
 * @code: S1Fmt
 * @log2: log2 of the CDs that an L1CD leads to
 */
struct format {
	unsigned int code;
	unsigned int log2;
};

static const struct format formats[] = {
	{ REF_S1FMT_4K, 6 }, { REF_S1FMT_64K, 10 } };

/* SubstreamIDs in the first and in a later leaf of either format */
static const u32 ssids[] = { 1, 63, 3 * 1024 + 77 };

/**
 * struct table - contexts of a stream
 * @s: the stream
 * @ssid: which one is there
 * @l1cd: IPA of its L1CD, 0 in a linear table
 * @cd: IPA of it
 */
struct table {
	struct s2_stream s;
	u32 ssid;
	u64 l1cd;
	u64 cd;
};

/* The kit's context, as number @ssid; all others are zero. */
static void put_context(struct table *t, u64 cd)
{
	u64 image[REF_CD_WORDS];

	side_load_image(t->s.side, s2_ram_pa(&t->s, t->s.cd), image,
			REF_CD_WORDS);
	side_store_image(t->s.side, s2_ram_pa(&t->s, cd), image, REF_CD_WORDS);
	t->cd = cd;
}

static void put_ste(struct table *t, unsigned int fmt, u64 pointer)
{
	s2_poke_ste(&t->s, REF_STE_S1CONTEXTPTR, pointer / 64);
	s2_poke_ste(&t->s, REF_STE_S1FMT, fmt);
	s2_poke_ste(&t->s, REF_STE_S1CDMAX, CDMAX);
	s2_poke_ste(&t->s, REF_STE_S1DSS, REF_S1DSS_CD0);
}

static void make_linear(struct table *t, struct side *side, u32 ssid)
{
	u64 cds;

	t->ssid = ssid;
	t->l1cd = 0;
	s2_make(&t->s, side, S2_SID, BOTH);
	cds = s2_alloc(&t->s, CD_BYTES << CDMAX);
	put_context(t, cds + ssid * CD_BYTES);
	put_ste(t, REF_S1FMT_LINEAR, cds);
}

static void make_two_levels(struct table *t, struct side *side,
			    const struct format *format, u32 ssid)
{
	u64 top, leaf, per_leaf = ref_pow2(format->log2);

	t->ssid = ssid;
	s2_make(&t->s, side, S2_SID, BOTH);
	top = s2_alloc(&t->s, PAGE);
	leaf = s2_alloc(&t->s, per_leaf * CD_BYTES);
	t->l1cd = top + ssid / per_leaf * sizeof(u64);
	side_store(side, s2_ram_pa(&t->s, t->l1cd), ref_l1cd(leaf));
	put_context(t, leaf + ssid % per_leaf * CD_BYTES);
	put_ste(t, format->code, top);
}

static struct smmu3_txn txn_of(const struct table *t)
{
	struct smmu3_txn txn = s2_txn(&t->s, READ);

	txn.ssv = true;
	txn.ssid = t->ssid;
	return txn;
}

static void expect_works(struct table *t)
{
	struct smmu3_txn txn = txn_of(t);

	s2_expect_pa(&t->s, &txn, S2_PA + S2_OFFSET, t->s.side->bank);
}

static void expect_record(struct table *t, struct ref_event event)
{
	struct smmu3_txn txn = txn_of(t);

	s2_expect_txn(&t->s, &txn, event);
}

static struct ref_event stage2(u8 number, u64 ipa)
{
	return (struct ref_event){
		.number = number, .s2 = true, .class = REF_CLASS_CD,
		.ipa = ipa };
}

/* ---- every format ---- */

static void context_tables_are_read_through_stage_2(void **state)
{
	struct side *side = *state;
	unsigned int i, j;
	struct table t;

	for (j = 0; j < ARRAY_SIZE(ssids); j++) {
		u64 free = side->free;

		make_linear(&t, side, ssids[j]);
		expect_works(&t);
		side->free = free;
		for (i = 0; i < ARRAY_SIZE(formats); i++) {
			make_two_levels(&t, side, &formats[i], ssids[j]);
			expect_works(&t);
			side->free = free;
		}
	}
}

/* Both levels are read at what stage 2 makes of their IPAs. */
static void both_levels_are_translated(void **state)
{
	struct side *side = *state;
	const struct host *host = &side->rig->host;
	struct smmu3_txn txn;
	struct table t;
	int one, two;

	make_two_levels(&t, side, &formats[0], 63);
	txn = txn_of(&t);
	s2_do(&t.s, &txn);
	for (one = host_log_find(host, HOST_READ, 0);
	     host->log[one].access.kind != SMMU3_ACCESS_CD;)
		one = host_log_find(host, HOST_READ, one + 1);
	assert_int_equal(host->log[one].access.addr, s2_ram_pa(&t.s, t.l1cd));
	assert_int_equal(host->log[one].len, 8);
	for (two = host_log_find(host, HOST_READ, one + 1);
	     host->log[two].access.kind != SMMU3_ACCESS_CD;)
		two = host_log_find(host, HOST_READ, two + 1);
	assert_int_equal(host->log[two].access.addr, s2_ram_pa(&t.s, t.cd));
	assert_int_equal(host->log[two].len, 64);
}

/* ---- what fails where ---- */

static void break_leaf(struct table *t, u64 ipa)
{
	struct s2_stream *s = &t->s;
	u64 slot = s2_leaf2_of(s, ipa), desc = s2_load(s, slot);

	s2_poke_at(s, slot, REF_D_TYPE, 0);
	expect_record(t, stage2(REF_F_TRANSLATION, ipa));
	s2_store(s, slot, desc | BIT_ULL(47));
	expect_record(t, stage2(REF_F_ADDR_SIZE, ipa));
	s2_store(s, slot, ref_with(desc, REF_D_AF, 0));
	expect_record(t, stage2(REF_F_ACCESS, ipa));
	s2_store(s, slot, ref_with(desc, REF_D2_S2AP, REF_S2AP_W));
	expect_record(t, stage2(REF_F_PERMISSION, ipa));
	s2_store(s, slot, desc);
	side_fail(s->side, slot, 8);
	s->stale = true;
	expect_record(t, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = REF_CLASS_CD,
		.fetch = slot });
	host_heal(&s->side->rig->host);
	s->stale = true;
	expect_works(t);
}

static void abort_at(struct table *t, u64 ipa)
{
	u64 pa = s2_ram_pa(&t->s, ipa);

	side_fail(t->s.side, pa, 8);
	t->s.stale = true;
	expect_record(t, (struct ref_event){
		.number = REF_F_CD_FETCH, .fetch = pa });
	host_heal(&t->s.side->rig->host);
}

static void stage_2_faults_for_either_level_are_of_class_cd(void **state)
{
	struct side *side = *state;
	struct table t;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		u64 free = side->free;

		make_two_levels(&t, side, &formats[i], 3 * 1024 + 77);
		break_leaf(&t, t.l1cd);
		break_leaf(&t, t.cd);
		side->free = free;
	}
	make_linear(&t, side, 1024);
	break_leaf(&t, t.cd);
}

static void aborts_of_either_level_have_their_pa(void **state)
{
	struct side *side = *state;
	struct table t;

	make_two_levels(&t, side, &formats[0], 63);
	abort_at(&t, t.l1cd);
	abort_at(&t, t.cd);
	expect_works(&t);
}

/* 6: stage 2 for the L1CD, its read, V, L2Ptr; the same for the CD, the CD. */
static void levels_fail_in_their_order(void **state)
{
	struct side *side = *state;
	struct table t;
	u64 l1, cd;

	make_two_levels(&t, side, &formats[0], 64 + 5);
	l1 = s2_ram_pa(&t.s, t.l1cd);
	cd = s2_ram_pa(&t.s, t.cd);
	s2_poke_at(&t.s, cd, REF_CD_V, 0);
	s2_poke_leaf2_of(&t.s, t.cd, REF_D_TYPE, 0);
	s2_poke_at(&t.s, l1, REF_L1CD_V, 0);
	s2_poke_leaf2_of(&t.s, t.l1cd, REF_D_TYPE, 0);
	expect_record(&t, stage2(REF_F_TRANSLATION, t.l1cd));
	s2_poke_leaf2_of(&t.s, t.l1cd, REF_D_TYPE, REF_D_PAGE);
	expect_record(&t, (struct ref_event){
		.number = REF_C_BAD_SUBSTREAMID });
	s2_poke_at(&t.s, l1, REF_L1CD_V, 1);
	expect_record(&t, stage2(REF_F_TRANSLATION, t.cd));
	s2_poke_leaf2_of(&t.s, t.cd, REF_D_TYPE, REF_D_PAGE);
	expect_record(&t, (struct ref_event){ .number = REF_C_BAD_CD });
	s2_poke_at(&t.s, cd, REF_CD_V, 1);
	expect_works(&t);
}

/* 1: L2Ptr within the IAS, else the SubstreamID is bad. */
static void l2ptr_is_within_the_ias(void **state)
{
	struct table t;
	unsigned int bit;
	u64 l1;

	make_two_levels(&t, *state, &formats[0], 7);
	l1 = s2_ram_pa(&t.s, t.l1cd);
	for (bit = 40; bit < 56; bit++) {
		u64 desc = s2_load(&t.s, l1);

		s2_store(&t.s, l1, desc | BIT_ULL(bit));
		if (bit < 44)
			expect_record(&t, stage2(REF_F_TRANSLATION,
						 t.cd | BIT_ULL(bit)));
		else
			expect_record(&t, (struct ref_event){
				.number = REF_C_BAD_SUBSTREAMID });
		s2_store(&t.s, l1, desc);
	}
}

/* A SubstreamID that is no use is told before anything is fetched (7.3.22). */
static void bad_substreamid_comes_before_stage_2(void **state)
{
	struct smmu3_txn txn;
	struct table t;

	make_linear(&t, *state, 0);
	s2_poke_leaf2_of(&t.s, t.cd, REF_D_TYPE, 0);
	txn = txn_of(&t);
	s2_expect_txn(&t.s, &txn, (struct ref_event){
		.number = REF_F_STREAM_DISABLED });
	txn.ssid = ref_pow2(CDMAX);
	s2_expect_txn(&t.s, &txn, (struct ref_event){
		.number = REF_C_BAD_SUBSTREAMID });
	txn.ssv = false;
	txn.ssid = 0;
	s2_expect_txn(&t.s, &txn, stage2(REF_F_TRANSLATION, t.cd));
}

/* ---- S1DSS = 0b01: stage 2 alone ---- */

static struct smmu3_txn plain(const struct table *t, u64 addr)
{
	struct smmu3_txn txn = s2_txn(&t->s, READ | PRIV);

	txn.addr = addr;
	return txn;
}

static void skipped_stage_1_leaves_stage_2(void **state)
{
	struct smmu3_txn txn;
	struct table t;

	make_linear(&t, *state, 1);
	s2_poke_ste(&t.s, REF_STE_S1DSS, REF_S1DSS_BYPASS);
	s2_poke_leaf2_of(&t.s, t.cd, REF_D_TYPE, 0);
	txn = plain(&t, S2_IPA + S2_OFFSET);
	s2_expect_pa(&t.s, &txn, S2_PA + S2_OFFSET, t.s.side->bank);
	s2_poke_leaf2(&t.s, REF_D2_S2AP, REF_S2AP_W);
	s2_expect_txn(&t.s, &txn, (struct ref_event){
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_IN, .ipa = S2_IPA });
	txn.addr = BIT_ULL(40);
	s2_expect_txn(&t.s, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true,
		.class = REF_CLASS_IN, .ipa = BIT_ULL(40) });
	txn.addr = BIT_ULL(44);
	s2_expect_txn(&t.s, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .class = REF_CLASS_IN });
	expect_record(&t, stage2(REF_F_TRANSLATION, t.cd));
}

static const struct CMUnitTest rules_nested_cd_tests[] = {
	TEST_S2(context_tables_are_read_through_stage_2),
	TEST_S2(both_levels_are_translated),
	TEST_S2(stage_2_faults_for_either_level_are_of_class_cd),
	TEST_S2(aborts_of_either_level_have_their_pa),
	TEST_S2(levels_fail_in_their_order),
	TEST_S2(l2ptr_is_within_the_ias),
	TEST_S2(bad_substreamid_comes_before_stage_2),
	TEST_S2(skipped_stage_1_leaves_stage_2),
};
SUITE(rules_nested_cd);
