// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's walks: which descriptors it reads and where they lead, with all
 * granules, input sizes and start levels; ranges; sizes. Indices and levels are
 * worked out by hand from translation.md 5.2 and structures.md 5.3.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

/* ---- which descriptors ---- */

#define LEVELS	4
#define NONE	0xffffffff

/**
 * struct path - a walk by its indices
 * @tg: REF_TG0_*
 * @tsz: T0SZ, S2T0SZ
 * @sl0: S2SL0
 * @addr: input
 * @index: index at each level, NONE: not visited
 * @offset: of @addr in the page or block
 * @log2_size: of that
 */
struct path {
	unsigned int tg;
	unsigned int tsz;
	unsigned int sl0;
	u64 addr;
	u32 index[LEVELS];
	u64 offset;
	unsigned int log2_size;
};

static const struct path stage1_paths[] = {
	/* 4 KiB: 9 bits a level, levels at 39, 30, 21, 12 */
	{ REF_TG0_4K, 16, 0, 0x0000ff7fbfdfeabcULL,
	  { 0x1fe, 0x1fe, 0x1fe, 0x1fe }, 0xabc, 12 },
	{ REF_TG0_4K, 24, 0, 0x8080403123ULL,
	  { 1, 2, 2, 3 }, 0x123, 12 },
	{ REF_TG0_4K, 25, 0, 0x7fffffffffULL,
	  { NONE, 0x1ff, 0x1ff, 0x1ff }, 0xfff, 12 },
	{ REF_TG0_4K, 33, 0, 0x40201fffULL,
	  { NONE, 1, 1, 1 }, 0xfff, 12 },
	{ REF_TG0_4K, 34, 0, 0x3fe00000ULL,
	  { NONE, NONE, 0x1ff, 0 }, 0, 12 },
	{ REF_TG0_4K, 42, 0, 0x3ff001ULL,
	  { NONE, NONE, 1, 0x1ff }, 1, 12 },
	{ REF_TG0_4K, 43, 0, 0x1fe000ULL,
	  { NONE, NONE, NONE, 0x1fe }, 0, 12 },
	{ REF_TG0_4K, 48, 0, 0xf00fULL,
	  { NONE, NONE, NONE, 0xf }, 0xf, 12 },
	/* blocks of 1 GiB and 2 MiB */
	{ REF_TG0_4K, 16, 0, 0x0000008040000005ULL,
	  { 1, 1, NONE, NONE }, 5, 30 },
	{ REF_TG0_4K, 25, 0, 0x40600007ULL,
	  { NONE, 1, 3, NONE }, 7, 21 },
	/* 16 KiB: 11 bits a level, levels at 47, 36, 25, 14 */
	{ REF_TG0_16K, 16, 0, 0x0000fffffffffff1ULL,
	  { 1, 0x7ff, 0x7ff, 0x7ff }, 0x3ff1, 14 },
	{ REF_TG0_16K, 17, 0, 0x1002008000ULL,
	  { NONE, 1, 1, 2 }, 0, 14 },
	{ REF_TG0_16K, 27, 0, 0x1000000000ULL,
	  { NONE, 1, 0, 0 }, 0, 14 },
	{ REF_TG0_16K, 28, 0, 0xffe000000ULL,
	  { NONE, NONE, 0x7ff, 0 }, 0, 14 },
	{ REF_TG0_16K, 38, 0, 0x2004000ULL,
	  { NONE, NONE, 1, 1 }, 0, 14 },
	{ REF_TG0_16K, 39, 0, 0x1ffc002ULL,
	  { NONE, NONE, NONE, 0x7ff }, 2, 14 },
	{ REF_TG0_16K, 48, 0, 0xc000ULL,
	  { NONE, NONE, NONE, 3 }, 0, 14 },
	{ REF_TG0_16K, 28, 0, 0x4000009ULL,
	  { NONE, NONE, 2, NONE }, 9, 25 },
	/* 64 KiB: 13 bits a level, levels at 42, 29, 16 */
	{ REF_TG0_64K, 16, 0, 0x0000fc0020010003ULL,
	  { NONE, 0x3f, 1, 1 }, 3, 16 },
	{ REF_TG0_64K, 21, 0, 0x40000000000ULL,
	  { NONE, 1, 0, 0 }, 0, 16 },
	{ REF_TG0_64K, 22, 0, 0x3ffffffffffULL,
	  { NONE, NONE, 0x1fff, 0x1fff }, 0xffff, 16 },
	{ REF_TG0_64K, 34, 0, 0x20000000ULL,
	  { NONE, NONE, 1, 0 }, 0, 16 },
	{ REF_TG0_64K, 35, 0, 0x1fff0000ULL,
	  { NONE, NONE, NONE, 0x1fff }, 0, 16 },
	{ REF_TG0_64K, 47, 0, 0x1abcdULL,
	  { NONE, NONE, NONE, 1 }, 0xabcd, 16 },
	{ REF_TG0_64K, 22, 0, 0x40000001ULL,
	  { NONE, NONE, 2, NONE }, 1, 29 },
};

/* Start indices above a table's size are concatenated tables. */
static const struct path stage2_paths[] = {
	{ REF_TG0_4K, 20, 2, 0xf8080403123ULL, { 0x1f, 2, 2, 3 }, 0x123, 12 },
	{ REF_TG0_4K, 25, 1, 0x7fffffffffULL,
	  { NONE, 0x1ff, 0x1ff, 0x1ff }, 0xfff, 12 },
	{ REF_TG0_4K, 24, 1, 0x8040201000ULL,
	  { NONE, 0x201, 1, 1 }, 0, 12 },
	{ REF_TG0_4K, 21, 1, 0x7ffc0000000ULL,
	  { NONE, 0x1fff, 0, 0 }, 0, 12 },
	{ REF_TG0_4K, 30, 0, 0x3fffff001ULL,
	  { NONE, NONE, 0x1fff, 0x1ff }, 1, 12 },
	{ REF_TG0_4K, 42, 0, 0x200000ULL,
	  { NONE, NONE, 1, 0 }, 0, 12 },
	{ REF_TG0_4K, 39, 3, 0x1fff000ULL,
	  { NONE, NONE, NONE, 0x1fff }, 0, 12 },
	{ REF_TG0_4K, 48, 3, 0x1000ULL,
	  { NONE, NONE, NONE, 1 }, 0, 12 },
	{ REF_TG0_4K, 21, 1, 0x7c0c0000005ULL,
	  { NONE, 0x1f03, NONE, NONE }, 5, 30 },
	{ REF_TG0_16K, 20, 2, 0xf0002004000ULL,
	  { NONE, 0xf0, 1, 1 }, 0, 14 },
	{ REF_TG0_16K, 24, 1, 0xfffe000000ULL,
	  { NONE, NONE, 0x7fff, 0 }, 0, 14 },
	{ REF_TG0_16K, 35, 0, 0x1fffc000ULL,
	  { NONE, NONE, NONE, 0x7fff }, 0, 14 },
	{ REF_TG0_64K, 20, 2, 0x80020010000ULL,
	  { NONE, 2, 1, 1 }, 0, 16 },
	{ REF_TG0_64K, 20, 1, 0xfffe0000000ULL,
	  { NONE, NONE, 0x7fff, 0 }, 0, 16 },
	{ REF_TG0_64K, 31, 0, 0x1ffff0000ULL,
	  { NONE, NONE, NONE, 0x1ffff }, 0, 16 },
	{ REF_TG0_64K, 20, 1, 0x80020000002ULL,
	  { NONE, NONE, 0x4001, NONE }, 2, 29 },
};

/* Tables in a row: descriptor @index[l] of table l leads to table l + 1. */
struct chain {
	u64 table[LEVELS];
	u64 output;
};

/* Sixteen tables of 64 KiB, where the first one may be concatenated. */
#define FIRST	0x100000ULL
#define OTHER	0x010000ULL

static unsigned int granule_of(unsigned int tg)
{
	static const unsigned int granule[] = { 12, 16, 14 };

	return granule[tg];
}

static unsigned int first_level(const struct path *path)
{
	unsigned int level = 0;

	while (path->index[level] == NONE)
		level++;
	return level;
}

static unsigned int last_level(const struct path *path)
{
	unsigned int level = 3;

	while (path->index[level] == NONE)
		level--;
	return level;
}

/* The leaf maps the last of the 44-bit addresses. */
static struct chain make_chain(struct kit *kit, const struct path *path)
{
	unsigned int level = first_level(path), last = last_level(path);
	u64 table = ALIGN(kit->free[TWIN_NS], FIRST), next = table + FIRST;
	struct chain chain = {
		.output = ref_pow2(44) - ref_pow2(path->log2_size) };

	for (; level <= last; level++) {
		u64 desc = level == last ? ref_leaf(level, chain.output) :
					   ref_table(next);

		chain.table[level] = table;
		ref_put(&desc, REF_D2_S2AP, REF_S2AP_R);
		kit_store(kit, TWIN_NS, table + path->index[level] * 8ULL,
			  desc);
		table = next;
		next += OTHER;
	}
	return chain;
}

/* After the reads before the tables, exactly these descriptors. */
static void check_reads(const struct kit *kit, unsigned int from,
			const struct path *path, const struct chain *chain)
{
	unsigned int level, at = from;

	for (level = 0; level < LEVELS; level++) {
		if (path->index[level] == NONE)
			continue;
		assert_int_equal(kit->read[at].addr, chain->table[level] +
				 path->index[level] * 8ULL);
		at++;
	}
	assert_int_equal(kit->reads, at);
}

static void check_outcome(const struct twin_outcome *out,
			  const struct path *path, const struct chain *chain)
{
	assert_int_equal(out->event, 0);
	assert_int_equal(out->pa, chain->output + path->offset);
	assert_int_equal(out->log2_size, path->log2_size);
}

#define STE_AND_CD	16	/* reads of words */
#define STE_ALONE	8

static void take_stage1(struct kit *kit, const struct path *path, bool upper)
{
	static const unsigned int tg1[] = {
		REF_TG1_4K, REF_TG1_64K, REF_TG1_16K };
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct chain chain = make_chain(kit, path);
	u64 ttb = chain.table[first_level(path)] / 16;
	struct twin_txn txn = kit_txn(stream, READ | PRIV);
	struct twin_outcome out;

	txn.addr = path->addr;
	if (upper) {
		txn.addr |= ~(ref_pow2(64 - path->tsz) - 1);
		kit_poke_cd(stream, REF_CD_EPD0, 1);
		kit_poke_cd(stream, REF_CD_EPD1, 0);
		kit_poke_cd(stream, REF_CD_T1SZ, path->tsz);
		kit_poke_cd(stream, REF_CD_TG1, tg1[path->tg]);
		kit_poke_cd(stream, REF_CD_TTB1, ttb);
	} else {
		kit_poke_cd(stream, REF_CD_T0SZ, path->tsz);
		kit_poke_cd(stream, REF_CD_TG0, path->tg);
		kit_poke_cd(stream, REF_CD_TTB0, ttb);
	}
	out = kit_do(kit, &txn);
	check_outcome(&out, path, &chain);
	check_reads(kit, STE_AND_CD, path, &chain);
}

static void twin_walks_stage_1_by_the_book(void **state)
{
	unsigned int i, upper;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(stage1_paths); i++)
		for (upper = 0; upper < 2; upper++) {
			void *each;

			kit_setup(&each);
			take_stage1(each, &stage1_paths[i], upper);
			kit_teardown(&each);
		}
}

static void take_stage2(struct kit *kit, const struct path *path)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S2);
	struct chain chain = make_chain(kit, path);
	struct twin_txn txn = kit_txn(stream, READ);
	struct twin_outcome out;

	kit_poke_ste(stream, REF_STE_S2T0SZ, path->tsz);
	kit_poke_ste(stream, REF_STE_S2TG, path->tg);
	kit_poke_ste(stream, REF_STE_S2SL0, path->sl0);
	kit_poke_ste(stream, REF_STE_S2TTB,
		     chain.table[first_level(path)] / 16);
	txn.addr = path->addr;
	out = kit_do(kit, &txn);
	check_outcome(&out, path, &chain);
	check_reads(kit, STE_ALONE, path, &chain);
}

static void twin_walks_stage_2_by_the_book(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(stage2_paths); i++) {
		void *each;

		kit_setup(&each);
		take_stage2(each, &stage2_paths[i]);
		kit_teardown(&each);
	}
}

/* ---- table addresses are cut to the size of the table ---- */

static void twin_cuts_table_addresses(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	u64 table = kit_alloc(kit, TWIN_NS, PAGE);
	struct twin_txn txn = kit_txn(stream, READ);

	/* T0SZ 48: 16 entries at level 3, 128 bytes: bits 6 to 4 are cut. */
	kit_store(kit, TWIN_NS, table + 0x80 + 8 * 5, ref_leaf(3, KIT_PAGE));
	kit_poke_cd(stream, REF_CD_T0SZ, 48);
	kit_poke_cd(stream, REF_CD_TTB0, (table + 0xf0) / 16);
	txn.addr = 0x5000;
	assert_int_equal(kit_do(kit, &txn).pa, KIT_PAGE);
}

/* ---- what a descriptor is (5.3) ---- */

/**
 * struct type - a descriptor's type bits at a level
 * @tg: granule
 * @level: where it is
 * @type: bits 1 and 0
 * @valid: as a leaf
 */
struct type {
	unsigned int tg;
	unsigned int level;
	unsigned int type;
	bool valid;
};

static const struct type types[] = {
	{ REF_TG0_4K, 3, 0, false }, { REF_TG0_4K, 3, 1, false },
	{ REF_TG0_4K, 3, 2, false }, { REF_TG0_4K, 3, 3, true },
	{ REF_TG0_4K, 2, 0, false }, { REF_TG0_4K, 2, 1, true },
	{ REF_TG0_4K, 2, 2, false }, { REF_TG0_4K, 1, 1, true },
	{ REF_TG0_4K, 0, 1, false }, { REF_TG0_4K, 0, 2, false },
	{ REF_TG0_16K, 3, 1, false }, { REF_TG0_16K, 3, 3, true },
	{ REF_TG0_16K, 2, 1, true }, { REF_TG0_16K, 1, 1, false },
	{ REF_TG0_16K, 0, 1, false },
	{ REF_TG0_64K, 3, 1, false }, { REF_TG0_64K, 3, 3, true },
	{ REF_TG0_64K, 2, 1, true }, { REF_TG0_64K, 1, 1, false },
};

static void check_type(struct kit *kit, const struct type *type)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	unsigned int granule = granule_of(type->tg);
	struct kit_ram ram = { kit, TWIN_NS, NULL };
	struct ref_space space = ref_space(kit_ram(&ram), granule,
					   granule == 16 ? 1 : 0, 48);
	u64 desc = ref_leaf(type->level, 0);
	struct twin_outcome out;

	ref_put(&desc, REF_D_TYPE, type->type);
	ref_space_put(&space, KIT_VA, type->level, desc);
	kit_poke_cd(stream, REF_CD_TG0, type->tg);
	kit_poke_cd(stream, REF_CD_TTB0, space.root / 16);
	out = kit_access(stream, READ);
	assert_int_equal(out.event, type->valid ? 0 : REF_F_TRANSLATION);
}

static void twin_knows_what_a_descriptor_is(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		void *each;

		kit_setup(&each);
		check_type(each, &types[i]);
		kit_teardown(&each);
	}
}

/* ---- ranges (5.1) ---- */

/**
 * struct range - an address that is in range or not; T0SZ = T1SZ = 25
 * @addr: it
 * @tbi: TBI0 and TBI1
 * @two: two tables, else one
 * @fits: in range
 */
struct range {
	u64 addr;
	bool tbi;
	bool two;
	bool fits;
};

static const struct range ranges[] = {
	{ 0x0000007fffffffffULL, false, true, true },
	{ 0x0000008000000000ULL, false, true, false },
	{ 0x0080000000000000ULL, false, true, false },
	{ 0xffffff8000000000ULL, false, true, true },
	{ 0xffffff7fffffffffULL, false, true, false },
	{ 0xffff007fffffffffULL, false, true, false },
	{ 0x8000000000000000ULL, false, true, false },
	{ 0x8000000000000000ULL, true, true, true },
	{ 0xff00007fffffffffULL, true, true, true },
	{ 0x00ffff8000000000ULL, true, true, true },
	{ 0x00ffff8000000000ULL, false, true, false },
	{ 0x007fff8000000000ULL, true, true, false },
	{ 0x0000007fffffffffULL, false, false, true },
	{ 0x0000008000000000ULL, false, false, false },
	{ 0xffffff8000000000ULL, false, false, false },
	{ 0xffffffffffffffffULL, true, false, false },
	{ 0xff00007fffffffffULL, true, false, true },
	{ 0xff80000000000000ULL, true, false, false },
};

static void check_range(struct kit *kit, const struct range *range)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	u64 table = kit_alloc(kit, TWIN_NS, PAGE), i;
	struct twin_txn txn = kit_txn(stream, READ | PRIV);
	struct twin_outcome out;

	/* T0SZ 25 starts at level 1: blocks of 1 GiB. */
	for (i = 0; i < 512; i++)
		kit_store(kit, TWIN_NS, table + 8 * i,
			  ref_leaf(1, i * BIT_ULL(30)));
	kit_poke_cd(stream, REF_CD_T0SZ, 25);
	kit_poke_cd(stream, REF_CD_T1SZ, 25);
	kit_poke_cd(stream, REF_CD_TG1, REF_TG1_4K);
	kit_poke_cd(stream, REF_CD_EPD1, 0);
	kit_poke_cd(stream, REF_CD_TTB0, table / 16);
	kit_poke_cd(stream, REF_CD_TTB1, table / 16);
	kit_poke_cd(stream, REF_CD_TBI0, range->tbi);
	kit_poke_cd(stream, REF_CD_TBI1, range->tbi);
	if (!range->two)
		kit_poke_ste(stream, REF_STE_STRW, 2);
	txn.addr = range->addr;
	out = kit_do(kit, &txn);
	if (!range->fits) {
		kit_expect(kit, &txn, (struct ref_event){
			.number = REF_F_TRANSLATION, .class = REF_CLASS_IN });
		return;
	}
	assert_int_equal(out.event, 0);
	assert_int_equal(out.pa, range->addr % BIT_ULL(39));
}

static void twin_knows_which_addresses_are_in_range(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		void *each;

		kit_setup(&each);
		check_range(each, &ranges[i]);
		kit_teardown(&each);
	}
}

static void twin_epd_and_e0pd_fault(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	struct kit *kit = *state;

	kit_poke_cd(stream, REF_CD_E0PD0, 1);
	kit_expect_page(stream, READ | PRIV);
	kit_expect_number(stream, READ, REF_F_TRANSLATION);
	kit->world.id.e0pd = 0;
	kit_expect_page(stream, READ);
	kit_poke_cd(stream, REF_CD_EPD0, 1);
	kit_expect_number(stream, READ | PRIV, REF_F_TRANSLATION);
	/* Neither exists where there is one table. */
	kit->world.id.e0pd = 1;
	kit_poke_ste(stream, REF_STE_STRW, 2);
	kit_expect_page(stream, READ);
}

/* ---- sizes (4) ---- */

static void twin_checks_output_sizes_of_stage_1(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);

	kit_poke_leaf1(stream, REF_D_OA, BIT_ULL(43 - 12));
	assert_int_equal(kit_access(stream, READ).pa, BIT_ULL(43));
	/* IPS 1: 36 bits */
	kit_poke_cd(stream, REF_CD_IPS, 1);
	kit_expect_number(stream, READ, REF_F_ADDR_SIZE);
	kit_poke_leaf1(stream, REF_D_OA, BIT_ULL(35 - 12));
	assert_int_equal(kit_access(stream, READ).pa, BIT_ULL(35));
	/* OAS is smaller than any IPS */
	kit_poke_cd(stream, REF_CD_IPS, 7);
	kit_poke_leaf1(stream, REF_D_OA, BIT_ULL(44 - 12));
	kit_expect_number(stream, READ, REF_F_ADDR_SIZE);
	/* a table, too */
	kit_poke(*state, TWIN_NS, stream->s1.root, REF_D_OA, BIT_ULL(44 - 12));
	kit_expect_number(stream, READ, REF_F_ADDR_SIZE);
}

static void twin_checks_sizes_of_stage_2(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S2);
	struct twin_txn txn = kit_txn(stream, READ);
	struct kit *kit = *state;

	kit_poke_leaf2(stream, REF_D_OA, BIT_ULL(44 - 12));
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .s2 = true,
		.class = REF_CLASS_IN, .ipa = KIT_IPA });
	kit_poke_leaf2(stream, REF_D_OA, BIT_ULL(36 - 12));
	assert_int_equal(kit_access(stream, READ).pa, BIT_ULL(36));
	kit_poke_ste(stream, REF_STE_S2PS, 1);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .s2 = true,
		.class = REF_CLASS_IN, .ipa = KIT_IPA });
	/* The input: S2T0SZ is 24. */
	txn.addr = BIT_ULL(40) + 0x123;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true,
		.class = REF_CLASS_IN, .ipa = BIT_ULL(40) });
	/* Beyond IAS stage 1, which is off, objects first. */
	txn.addr = BIT_ULL(44);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .class = REF_CLASS_IN });
}

static void twin_checks_sizes_of_bypass(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS,
					       REF_CONFIG_BYPASS);
	struct twin_txn txn = kit_txn(stream, WRITE);

	txn.addr = BIT_ULL(44) - 1;
	assert_int_equal(kit_do(kit, &txn).pa, txn.addr);
	txn.addr = BIT_ULL(44);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .class = REF_CLASS_IN });
	kit->world.bank[TWIN_NS].cr0 = 0;
	kit_expect_silence(kit, &txn);
	txn.addr = BIT_ULL(44) - 1;
	assert_int_equal(kit_do(kit, &txn).pa, txn.addr);
	kit->world.bank[TWIN_NS].gbpa = REF_GBPA_ABORT;
	kit_expect_silence(kit, &txn);
}

static void twin_nested_size_is_the_smaller_one(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, BOTH);
	struct twin_txn txn = kit_txn(stream, READ);
	struct kit *kit = *state;
	u64 slot;

	assert_int_equal(kit_do(kit, &txn).log2_size, 12);
	/* Stage 1 by a block of 2 MiB, stage 2 by a page: 4 KiB */
	slot = ref_space_slot(&stream->s1, KIT_VA, 2) - IPA_DELTA;
	kit_store(kit, TWIN_NS, slot, ref_leaf(2, KIT_IPA & ~(BLOCK2 - 1)));
	txn.addr = (KIT_VA & ~(BLOCK2 - 1)) + KIT_IPA % BLOCK2;
	assert_int_equal(kit_do(kit, &txn).pa, KIT_PAGE);
	assert_int_equal(kit_do(kit, &txn).log2_size, 12);
	/* and stage 2 by a block of 1 GiB: 2 MiB */
	slot = ref_space_slot(&stream->s2, KIT_IPA, 1);
	kit_store(kit, TWIN_NS, slot, ref_leaf2(1, RAM_BASE));
	assert_int_equal(kit_do(kit, &txn).pa, KIT_PAGE);
	assert_int_equal(kit_do(kit, &txn).log2_size, 21);
}

static const struct CMUnitTest twin_walk_tests[] = {
	cmocka_unit_test(twin_walks_stage_1_by_the_book),
	cmocka_unit_test(twin_walks_stage_2_by_the_book),
	TEST_KIT(twin_cuts_table_addresses),
	cmocka_unit_test(twin_knows_what_a_descriptor_is),
	cmocka_unit_test(twin_knows_which_addresses_are_in_range),
	TEST_KIT(twin_epd_and_e0pd_fault),
	TEST_KIT(twin_checks_output_sizes_of_stage_1),
	TEST_KIT(twin_checks_sizes_of_stage_2),
	TEST_KIT(twin_checks_sizes_of_bypass),
	TEST_KIT(twin_nested_size_is_the_smaller_one),
};
SUITE(twin_walk);
