// SPDX-License-Identifier: GPL-2.0
/*
 * Where contexts are (5.2 S1Fmt, S1ContextPtr; 5.3): linear and two-level
 * tables, alignment, level 1 descriptors, aborted fetches, and the steps.
 */
#include "sub_kit.h"
#include "rng.h"
#include "suites.h"

#define SID		SUB_SID

/* ---- addresses ---- */

/* Level 1 or linear table, and leaf, where nothing else is */
#define TABLE		0x100000000ULL
#define LEAF		0x280000000ULL
#define NO_L1CD		(~0ULL)

/* From the tables' beginnings, typed from structures.md 4.2. */
static const struct place {
	unsigned int fmt;
	unsigned int cdmax;
	u32 ssid;
	u64 l1cd;
	u64 cd;
} places[] = {
	{ REF_S1FMT_LINEAR, 1, 0, NO_L1CD, 0 },
	{ REF_S1FMT_LINEAR, 1, 1, NO_L1CD, 0x40 },
	{ REF_S1FMT_LINEAR, 7, 0x7f, NO_L1CD, 0x1fc0 },
	{ REF_S1FMT_LINEAR, 10, 0x3a5, NO_L1CD, 0xe940 },
	{ REF_S1FMT_LINEAR, 20, 0xfffff, NO_L1CD, 0x3ffffc0 },
	{ 3, 20, 0x80000, NO_L1CD, 0x2000000 },
	{ REF_S1FMT_4K, 1, 1, 0, 0x40 },
	{ REF_S1FMT_4K, 6, 0, 0, 0 },
	{ REF_S1FMT_4K, 6, 63, 0, 0xfc0 },
	{ REF_S1FMT_4K, 7, 63, 0, 0xfc0 },
	{ REF_S1FMT_4K, 7, 64, 8, 0 },
	{ REF_S1FMT_4K, 7, 127, 8, 0xfc0 },
	{ REF_S1FMT_4K, 10, 0x3a5, 0x70, 0x940 },
	{ REF_S1FMT_4K, 20, 0x12345, 0x2468, 0x140 },
	{ REF_S1FMT_4K, 20, 0xfffff, 0x1fff8, 0xfc0 },
	{ REF_S1FMT_64K, 1, 1, 0, 0x40 },
	{ REF_S1FMT_64K, 10, 0x3ff, 0, 0xffc0 },
	{ REF_S1FMT_64K, 11, 0x3ff, 0, 0xffc0 },
	{ REF_S1FMT_64K, 11, 0x400, 8, 0 },
	{ REF_S1FMT_64K, 12, 0xabc, 0x10, 0xaf00 },
	{ REF_S1FMT_64K, 20, 0x12345, 0x240, 0xd140 },
	{ REF_S1FMT_64K, 20, 0xfffff, 0x1ff8, 0xffc0 },
};

static u64 l1cd_of(u64 l2ptr)
{
	u64 l1cd = 0;

	ref_put(&l1cd, REF_L1CD_V, 1);
	ref_put(&l1cd, REF_L1CD_L2PTR, l2ptr / PAGE);
	return l1cd;
}

/* Only the page with the CD exists, and the one with its L1CD. */
static void build_place(struct side *side, const struct place *place)
{
	struct host *host = &side->rig->host;
	bool linear = place->l1cd == NO_L1CD;
	u64 cd = (linear ? TABLE : LEAF) + place->cd;

	host_add_ram(host, side->bank, cd - cd % PAGE, PAGE);
	sub_context(side, cd, place->ssid);
	if (!linear) {
		u64 l1cd = TABLE + place->l1cd;

		host_add_ram(host, side->bank, l1cd - l1cd % PAGE, PAGE);
		side_store(side, l1cd, l1cd_of(LEAF));
	}
	sub_ste(side, SID, place->fmt, place->cdmax, TABLE);
	side_flush(side);
	rig_log_clear(side->rig);
}

static void expect_read(const struct host_entry *entry, struct side *side,
			u64 addr, size_t len)
{
	assert_non_null(entry);
	assert_int_equal(entry->access.addr, addr);
	assert_int_equal(entry->access.pas, side->bank);
	assert_int_equal(entry->access.kind, SMMU3_ACCESS_CD);
	assert_int_equal(entry->len, len);
}

static void check_place(struct side *side, const struct place *place)
{
	u32 ssid = place->ssid ? place->ssid : NO_SSID;
	bool linear = place->l1cd == NO_L1CD;
	const struct host_entry *first;

	build_place(side, place);
	sub_expect_context(side, SID, ssid, place->ssid);
	assert_int_equal(side_accesses(side, HOST_READ, SMMU3_ACCESS_CD),
			 linear ? 1 : 2);
	first = side_find(side, HOST_READ, SMMU3_ACCESS_CD);
	if (linear) {
		expect_read(first, side, TABLE + place->cd, 64);
		return;
	}
	expect_read(first, side, TABLE + place->l1cd, 8);
	expect_read(first + 1, side, LEAF + place->cd, 64);
}

static void contexts_are_where_their_format_says(void **state)
{
	struct smmu3_config config = sub_config();
	enum smmu3_pas bank;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(places); i++)
		for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
			struct rig *rig = sub_rig(&config);

			check_place(rig_side(rig, bank), &places[i]);
			rig_free(rig);
		}
}

/* ---- bits of pointers that do not count ---- */

/* Where S1ContextPtr leads to, if all bits from 6 to 20 are set. */
static void s1contextptr_is_aligned_to_its_table(void **state)
{
	static const struct {
		unsigned int fmt;
		unsigned int cdmax;
		unsigned int lowest;	/* bit that counts */
	} rows[] = {
		{ REF_S1FMT_LINEAR, 0, 6 }, { REF_S1FMT_LINEAR, 1, 7 },
		{ REF_S1FMT_LINEAR, 4, 10 }, { REF_S1FMT_LINEAR, 14, 20 },
		{ 3, 3, 9 },
		{ REF_S1FMT_4K, 0, 6 }, { REF_S1FMT_4K, 1, 6 },
		{ REF_S1FMT_4K, 9, 6 }, { REF_S1FMT_4K, 10, 7 },
		{ REF_S1FMT_4K, 20, 17 },
		{ REF_S1FMT_64K, 0, 6 }, { REF_S1FMT_64K, 10, 6 },
		{ REF_S1FMT_64K, 13, 6 }, { REF_S1FMT_64K, 14, 7 },
		{ REF_S1FMT_64K, 20, 13 },
	};
	const u64 ones = GENMASK_ULL(20, 6);
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 want = TABLE + (ones - ones % ref_pow2(rows[i].lowest));
		struct smmu3_txn txn = sub_txn(side, SID, NO_SSID);
		u64 record[REF_EVT_WORDS], fetch;
		struct outcome out;

		sub_ste(side, SID, rows[i].fmt, rows[i].cdmax, TABLE + ones);
		side_flush(side);
		out = side_do(side, &txn);	/* there is no memory */
		assert_int_equal(out.x.fault.event, REF_F_CD_FETCH);
		assert_true(side_pop(side, record));
		fetch = ref_get_addr(record, REF_E_FETCHADDR);
		assert_int_equal(fetch, want);
	}
}

/* Bits 11:0 are no address; 15:12 are with leaves of 4 KiB only. */
static void l2ptr_is_aligned_to_its_leaf(void **state)
{
	static const struct {
		unsigned int fmt;
		u64 l1cd;
		u64 leaf;
	} rows[] = {
		{ REF_S1FMT_4K, LEAF | 0xfff, LEAF },
		{ REF_S1FMT_4K, (LEAF + 0xf000) | 1, LEAF + 0xf000 },
		{ REF_S1FMT_64K, LEAF | 0xfff, LEAF },
		{ REF_S1FMT_64K, (LEAF + 0xf000) | 1, LEAF },
		{ REF_S1FMT_64K, (LEAF + 0x1f000) | 1, LEAF + 0x10000 },
		/* RES0 */
		{ REF_S1FMT_4K, LEAF | 0xff00000000000001ULL, LEAF },
	};
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct subs subs = sub_stream(side, SID, rows[i].fmt);
		struct smmu3_txn txn = sub_txn(side, SID, 2);
		u64 record[REF_EVT_WORDS];

		side_store(side, subs.table, rows[i].l1cd);
		assert_false(side_do(side, &txn).ok);
		assert_true(side_pop(side, record));
		assert_int_equal(ref_get(record, REF_E_NUMBER),
				 REF_F_CD_FETCH);
		assert_int_equal(ref_get_addr(record, REF_E_FETCHADDR),
				 rows[i].leaf + 2 * 64);
	}
}

/* 5.2: with one context it is at S1ContextPtr, whatever S1Fmt says. */
static void single_context_has_no_level_1(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_LINEAR);
	unsigned int fmt;

	for (fmt = 0; fmt < 4; fmt++) {
		sub_ste(side, SID, fmt, 0, subs.cds + 3 * 64);
		side_flush(side);
		sub_expect_context(side, SID, NO_SSID, SID * SUB_CDS + 3);
	}
}

/* ---- level 1 descriptors that lead nowhere ---- */

/* The SubstreamID of the record is the index: 0 without one, by S1DSS. */
static void l1cd_without_v_is_bad_substreamid(void **state)
{
	struct side *side = *state;
	unsigned int fmt;

	for (fmt = REF_S1FMT_4K; fmt <= REF_S1FMT_64K; fmt++) {
		struct subs subs = sub_stream(side, SID, fmt);
		u64 l1cd = side_load(side, subs.table);

		side_store(side, subs.table, l1cd & ~1ULL);
		sub_expect_event(side, SID, 3, REF_C_BAD_SUBSTREAMID);
		sub_expect_event(side, SID, NO_SSID, REF_C_BAD_SUBSTREAMID);
		side_store(side, subs.table, l1cd);
		/* not cached: a new one is seen at once */
		sub_expect_context(side, SID, 3, SID * SUB_CDS + 3);
	}
}

/* 3.4.3 */
static void l2ptr_beyond_oas_is_bad_substreamid(void **state)
{
	struct side *side = *state;
	unsigned int fmt, bit;

	for (fmt = REF_S1FMT_4K; fmt <= REF_S1FMT_64K; fmt++) {
		struct subs subs = sub_stream(side, SID, fmt);
		u64 l1cd = side_load(side, subs.table);

		for (bit = side->rig->config.oas; bit < 56; bit++) {
			side_store(side, subs.table, l1cd | BIT_ULL(bit));
			sub_expect_event(side, SID, 3, REF_C_BAD_SUBSTREAMID);
			sub_expect_event(side, SID, NO_SSID,
					 REF_C_BAD_SUBSTREAMID);
		}
	}
}

/* ---- aborted fetches (7.3.10) ---- */

static void expect_cd_fetch(struct side *side, u32 ssid, u64 addr)
{
	struct smmu3_txn txn = sub_txn(side, SID, ssid);
	const struct ref_event event = {
		.number = REF_F_CD_FETCH,
		.sid = SID,
		.ssv = txn.ssv,
		.ssid = txn.ssid,
		.fetch = addr,
	};

	side_expect_event(side, &txn, &event);
}

static void aborted_fetches_say_which(void **state)
{
	struct side *side = *state;
	unsigned int fmt;

	for (fmt = REF_S1FMT_LINEAR; fmt <= REF_S1FMT_64K; fmt++) {
		struct subs subs = sub_stream(side, SID, fmt);

		side_fail(side, subs.cds + 2 * 64, 64);
		expect_cd_fetch(side, 2, subs.cds + 2 * 64);
		sub_expect_context(side, SID, 1, SID * SUB_CDS + 1);
		side_fail(side, subs.cds, 64);
		expect_cd_fetch(side, NO_SSID, subs.cds);
		host_heal(&side->rig->host);
		/* what failed was not cached */
		sub_expect_context(side, SID, 2, SID * SUB_CDS + 2);
		if (fmt == REF_S1FMT_LINEAR)
			continue;
		side_fail(side, subs.table, 8);
		expect_cd_fetch(side, 3, subs.table);
		expect_cd_fetch(side, NO_SSID, subs.table);
		host_heal(&side->rig->host);
		sub_expect_context(side, SID, 3, SID * SUB_CDS + 3);
	}
}

/* S1CIR, S1COR and S1CSH are those of both fetches (5.2). */
static void both_levels_have_the_attributes_of_the_ste(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_4K);
	const struct host_entry *first;

	side_poke(side, subs.ste, REF_STE_S1CIR, 2);
	side_poke(side, subs.ste, REF_STE_S1COR, 2);
	side_poke(side, subs.ste, REF_STE_S1CSH, REF_OSH);
	side_flush(side);
	rig_log_clear(side->rig);
	sub_expect_context(side, SID, 1, SID * SUB_CDS + 1);
	first = side_find(side, HOST_READ, SMMU3_ACCESS_CD);
	assert_non_null(first);
	assert_int_equal(first[0].access.sh, REF_OSH);
	assert_int_equal(first[1].access.sh, REF_OSH);
	assert_int_equal(first[0].access.memattr, first[1].access.memattr);
}

/* ---- steps ---- */

static void steps_name_both_levels(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_64K);
	struct smmu3_step steps[8];
	struct smmu3_xact x = {
		.txn = sub_txn(side, SID, 1),
		.look = SMMU3_LOOK_PEEK_WALK,
		.steps = { .step = steps, .cap = ARRAY_SIZE(steps) },
	};

	assert_true(smmu3_translate(side->rig->smmu, &x));
	assert_int_equal(x.steps.count, 7);	/* STE, L1CD, CD, 4 levels */
	assert_int_equal(steps[0].kind, SMMU3_STEP_STE);
	assert_int_equal(steps[1].kind, SMMU3_STEP_L1CD);
	assert_int_equal(steps[1].addr, subs.table);
	assert_int_equal(steps[1].pas, side->bank);
	assert_int_equal(steps[1].data, side_load(side, subs.table));
	assert_int_equal(steps[2].kind, SMMU3_STEP_CD);
	assert_int_equal(steps[2].addr, subs.cds + 64);
	assert_int_equal(steps[2].pas, side->bank);
	assert_int_equal(steps[3].kind, SMMU3_STEP_TT);
}

/* ---- against the oracle ---- */

/* NULL if the oracle agrees, before and after the caches are filled. */
static const char *compare(struct side *side, const struct smmu3_txn *txn)
{
	struct rig *rig = side->rig;
	struct twin_outcome want;
	u64 record[REF_EVT_WORDS];
	const char *what = NULL;
	unsigned int i;

	for (i = 0; i < 2 && !what; i++) {
		struct outcome out;

		/* The event queue, too, may be what an STE points to. */
		rig_oracle(rig, txn, &want);
		out = rig_do(rig, txn);
		what = rig_judge(rig, &out, &want);
		if (want.recorded && (!side_pop(side, record) ||
				      memcmp(record, want.record,
					     sizeof(record))))
			what = "record in the queue";
		if (!what && side_events(side))
			what = "more events";
	}
	return what;
}

/* At EL3 there is no ASID: contexts rightly see each other's translations. */
static void expect_agreement(struct side *side, u32 ssid)
{
	struct smmu3_txn txn = sub_txn(side, SID, ssid);
	const char *what;

	side_flush(side);
	what = compare(side, &txn);
	if (what)
		fail_msg("SubstreamID %#x: %s", ssid, what);
}

static void flip_words(struct side *side, u64 addr, unsigned int words)
{
	unsigned int bit;

	for (bit = 0; bit < words * 64; bit++) {
		u64 at = addr + bit / 64 * 8, word = side_load(side, at);

		side_store(side, at, word ^ BIT_ULL(bit % 64));
		expect_agreement(side, NO_SSID);
		expect_agreement(side, 0);
		expect_agreement(side, 3);
		expect_agreement(side, 12);
		side_store(side, at, word);
		rig_log_clear(side->rig);
	}
}

/* Every bit of the STE and of the L1CD. */
static void flipped_bits_with_substreams_agree_with_the_oracle(void **state)
{
	struct side *side = *state;
	unsigned int fmt, s1dss;

	for (fmt = REF_S1FMT_LINEAR; fmt <= REF_S1FMT_64K; fmt++) {
		struct subs subs = sub_stream(side, SID, fmt);

		for (s1dss = 0; s1dss < 3; s1dss++) {
			side_poke(side, subs.ste, REF_STE_S1DSS, s1dss);
			flip_words(side, subs.ste, 2);
		}
		if (fmt)
			flip_words(side, subs.table, 1);
	}
}

/* Three streams of the formats, which the STEs are mixed from. */
#define STREAMS		3

static void random_sub_ste(struct side *side, struct rng *rng,
			   const struct subs *subs)
{
	const struct subs *from = &subs[rng_below(rng, STREAMS)];
	u64 ste = side_ste(side, SID + rng_below(rng, STREAMS));
	u64 image[REF_STE_WORDS];

	ref_ste_stage1(image, rng_percent(rng, 80) ? from->table : from->cds);
	ref_put(image, REF_STE_S1FMT, rng_percent(rng, 80) ?
		from->sid - SID : rng_below(rng, 4));
	ref_put(image, REF_STE_S1CDMAX, rng_percent(rng, 60) ?
		rng_below(rng, 5) : rng_below(rng, 32));
	ref_put(image, REF_STE_S1DSS, rng_below(rng, 4));
	if (rng_percent(rng, 5))
		ref_put(image, REF_STE_CONFIG, rng_below(rng, 8));
	if (rng_percent(rng, 10))
		image[rng_below(rng, 2)] ^= BIT_ULL(rng_below(rng, 64));
	ref_put(image, REF_STE_STRW, 0);	/* EL3 has no ASID */
	side_store_image(side, ste, image, REF_STE_WORDS);
}

static void random_l1cd(struct side *side, struct rng *rng,
			const struct subs *subs)
{
	u64 at = subs[1 + rng_below(rng, STREAMS - 1)].table;
	u64 l1cd = l1cd_of(subs[rng_below(rng, STREAMS)].cds);

	if (rng_percent(rng, 20))
		l1cd ^= BIT_ULL(rng_below(rng, 64));
	side_store(side, at + rng_below(rng, 3) * 8, l1cd);
}

static void random_cd_bit(struct side *side, struct rng *rng,
			  const struct subs *subs)
{
	u64 cd = subs[rng_below(rng, STREAMS)].cds +
		 rng_below(rng, SUB_CDS) * 64;

	side_poke(side, cd, REF_CD_V, rng_percent(rng, 70));
	side_poke(side, cd, REF_CD_R, rng_percent(rng, 70));
}

static u32 random_ssid(struct rng *rng)
{
	switch (rng_below(rng, 8)) {
	case 0:
		return NO_SSID;
	case 1:
		return 0;
	case 2:
		return rng_below(rng, 0x100000);
	case 3:
		return BIT(rng_below(rng, 20)) - 1;
	case 4:
		return BIT(rng_below(rng, 20)) + rng_below(rng, SUB_CDS);
	default:
		return rng_below(rng, 2 * SUB_CDS);
	}
}

static const char *random_case(struct side *side, struct rng *rng,
			       const struct subs *subs)
{
	const char *what = NULL;
	unsigned int i;

	random_sub_ste(side, rng, subs);
	random_l1cd(side, rng, subs);
	random_cd_bit(side, rng, subs);
	host_heal(&side->rig->host);
	if (rng_percent(rng, 10))
		side_fail(side, rng_percent(rng, 50) ? subs[1].table :
			  subs[0].cds + rng_below(rng, SUB_CDS) * 64, 8);
	side_flush(side);
	for (i = 0; i < 6 && !what; i++) {
		struct smmu3_txn txn = sub_txn(side,
					       SID + rng_below(rng, STREAMS),
					       random_ssid(rng));

		txn.write = rng_percent(rng, 30);
		txn.instr = rng_percent(rng, 30);
		txn.ns = side->bank == SECURE && rng_percent(rng, 50);
		if (rng_percent(rng, 20))
			txn.addr = rng_u64(rng);
		what = compare(side, &txn);
	}
	rig_log_clear(side->rig);
	return what;
}

/* Streams of all formats; both banks; a smaller identity now and then. */
static void random_world(struct rng *rng, unsigned int cases)
{
	struct smmu3_config config = sub_config();
	struct subs subs[STREAMS];
	struct side *side;
	struct rig *rig;
	unsigned int i;

	config.cache = rng_below(rng, 2);
	config.ssidsize = rng_percent(rng, 40) ? 20 : rng_below(rng, 21);
	config.cd2l = rng_percent(rng, 80);
	rig = sub_rig(&config);
	side = rig_side(rig, rng_below(rng, SMMU3_NR_PAS));
	for (i = 0; i < STREAMS; i++)
		subs[i] = sub_stream(side, SID + i, i);
	for (i = 0; i < cases; i++) {
		const char *what = random_case(side, rng, subs);

		if (what)
			fail_msg("case %u: %s", i, what);
	}
	rig_free(rig);
}

static void random_substreams_agree_with_the_oracle(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0701);
	unsigned int cases = rng_cases(6000), done;

	(void)state;
	for (done = 0; done < cases; done += 200)
		random_world(&rng, 200);
}

static const struct CMUnitTest cdtab_tests[] = {
	cmocka_unit_test(contexts_are_where_their_format_says),
	TEST_SUBS(s1contextptr_is_aligned_to_its_table),
	TEST_SUBS(l2ptr_is_aligned_to_its_leaf),
	TEST_SUBS(single_context_has_no_level_1),
	TEST_SUBS(l1cd_without_v_is_bad_substreamid),
	TEST_SUBS(l2ptr_beyond_oas_is_bad_substreamid),
	TEST_SUBS(aborted_fetches_say_which),
	TEST_SUBS(both_levels_have_the_attributes_of_the_ste),
	TEST_SUBS(steps_name_both_levels),
	TEST_SUBS(flipped_bits_with_substreams_agree_with_the_oracle),
	cmocka_unit_test(random_substreams_agree_with_the_oracle),
};
SUITE(cdtab);
