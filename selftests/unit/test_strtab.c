// SPDX-License-Identifier: GPL-2.0
/*
 * Stream table lookup (3.3.1, 6.3.24, 6.3.25): ranges, alignment, two levels.
 * A stream that is found aborts silently or bypasses; one that is not found
 * is C_BAD_STREAMID.
 */
#include "rig.h"
#include "suites.h"

#define VA	0x12345ULL

static void plain_ste(struct rig *rig, u64 addr, unsigned int config)
{
	u64 ste[REF_STE_WORDS];

	ref_ste_plain(ste, config);
	store_image(rig, addr, ste, REF_STE_WORDS);
}

/* SMMUEN off, new table, SMMUEN on. */
static void set_table(struct rig *rig, u64 base, unsigned int fmt,
		      unsigned int split, unsigned int log2size)
{
	u64 cfg = 0;

	ref_put(&cfg, REF_STRTAB_FMT, fmt);
	ref_put(&cfg, REF_STRTAB_SPLIT, split);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, log2size);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	wr64(rig, REF_STRTAB_BASE, base);
	wr32(rig, REF_STRTAB_BASE_CFG, cfg);
	rig_flush(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
}

static void expect_bypass(struct rig *rig, u32 sid)
{
	expect_pa(rig, sid, VA, READ, VA);
}

static void expect_bad_streamid(struct rig *rig, u32 sid)
{
	struct smmu3_txn txn = rig_txn(sid, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STREAMID, .sid = sid };

	expect_event(rig, &txn, &event);
}

static void sid_beyond_log2size_is_bad(void **state)
{
	struct rig *rig = *state;

	plain_ste(rig, rig_ste(rig, 63), REF_CONFIG_BYPASS);
	expect_bypass(rig, 63);
	expect_bad_streamid(rig, 64);
	expect_bad_streamid(rig, 0xffffffff);
}

static void bad_streamid_without_recinvsid_is_silent(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(64, VA, READ);

	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	wr32(rig, REF_CR2, 0);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	expect_silence(rig, &txn, SMMU3_ABORT);
}

static void log2size_0_is_a_table_of_one(void **state)
{
	struct rig *rig = *state;

	plain_ste(rig, rig_ste(rig, 0), REF_CONFIG_BYPASS);
	set_table(rig, rig->side[NS].strtab, 0, 0, 0);
	expect_bypass(rig, 0);
	expect_bad_streamid(rig, 1);
}

/* 6.3.25: sizes above SIDSIZE count as SIDSIZE; the base is aligned to it. */
static void log2size_above_sidsize_is_capped(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	(void)state;
	config.sidsize = 7;
	rig = rig_new(&config);
	rig_boot(rig);
	host_add_ram(&rig->host, NS, 0x40000000ULL, 0x4000);
	plain_ste(rig, 0x40000000ULL + 127 * 64, REF_CONFIG_BYPASS);
	set_table(rig, 0x40000000ULL, 0, 0, 9);
	expect_bypass(rig, 127);
	expect_bad_streamid(rig, 128);
	rig_free(rig);
}

static void linear_base_is_aligned_to_the_literal_size(void **state)
{
	struct rig *rig = *state;

	plain_ste(rig, rig_ste(rig, 1), REF_CONFIG_BYPASS);
	set_table(rig, rig->side[NS].strtab + 0xfc0, 0, 0, 6);
	expect_bypass(rig, 1);
	/* the literal LOG2SIZE, also when it is capped: all of it masked */
	host_add_ram(&rig->host, NS, 0, 0x1000);
	plain_ste(rig, 1 * 64, REF_CONFIG_BYPASS);
	set_table(rig, rig->side[NS].strtab, 0, 0, 60);
	expect_bypass(rig, 1);
}

/* FMT 2 and 3 act as 0. */
static void reserved_formats_are_linear(void **state)
{
	struct rig *rig = *state;
	unsigned int fmt;

	plain_ste(rig, rig_ste(rig, 9), REF_CONFIG_BYPASS);
	for (fmt = 2; fmt < 4; fmt++) {
		set_table(rig, rig->side[NS].strtab, fmt, 6, 6);
		expect_bypass(rig, 9);
	}
}

/* With st_level = 0 a two-level format is not even stored. */
static void st_level_0_is_always_linear(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	(void)state;
	config.st_level = 0;
	config.sidsize = 6;
	rig = rig_new(&config);
	rig_boot(rig);
	plain_ste(rig, rig_ste(rig, 9), REF_CONFIG_BYPASS);
	set_table(rig, rig->side[NS].strtab, 1, 6, 6);
	expect_bypass(rig, 9);
	rig_free(rig);
}

/* ---- two levels ---- */

struct table2 {
	u64 l1;
	u64 l2;
};

/* One L1STD at @index with @span, whose leaf array is full of bypass STEs. */
static struct table2 two_level(struct rig *rig, unsigned int split,
			       unsigned int log2size, u32 index,
			       unsigned int span)
{
	struct table2 table = {
		.l1 = rig_alloc(rig, PAGE),
		.l2 = rig_alloc(rig, 64 * 1024),
	};
	unsigned int i;

	for (i = 0; i < 1024; i++)
		plain_ste(rig, table.l2 + i * 64, REF_CONFIG_BYPASS);
	store64(rig, table.l1 + index * 8, ref_l1std(table.l2, span));
	set_table(rig, table.l1, 1, split, log2size);
	return table;
}

static void check_split(struct rig *rig, unsigned int split)
{
	u32 first = 2 * ref_pow2(split);

	two_level(rig, split, split + 2, 2, split + 1);
	expect_bypass(rig, first);
	expect_bypass(rig, first + ref_pow2(split) - 1);
	expect_bad_streamid(rig, first - 1);
	expect_bad_streamid(rig, first + ref_pow2(split));
	expect_bad_streamid(rig, 4 * ref_pow2(split));
}

static void split_6_takes_six_bits_for_the_leaf(void **state)
{
	check_split(*state, 6);
}

static void split_8_takes_eight_bits_for_the_leaf(void **state)
{
	check_split(*state, 8);
}

static void split_10_takes_ten_bits_for_the_leaf(void **state)
{
	check_split(*state, 10);
}

static void other_splits_act_as_6(void **state)
{
	static const unsigned int splits[] = { 0, 1, 5, 7, 9, 11, 31 };
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 8, 2, 7);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(splits); i++) {
		set_table(rig, table.l1, 1, splits[i], 8);
		expect_bypass(rig, 128);
		expect_bypass(rig, 191);
		expect_bad_streamid(rig, 127);
		expect_bad_streamid(rig, 192);
	}
}

static void check_span(struct rig *rig, u64 l1std_at, u64 l2, unsigned int span,
		       unsigned int split)
{
	u32 first = 2 * ref_pow2(split), n;

	store64(rig, l1std_at, ref_l1std(l2, span));
	rig_flush(rig);
	if (span == 0 || span > 11 || span > split + 1) {
		expect_bad_streamid(rig, first);
		return;
	}
	n = ref_pow2(span - 1);
	expect_bypass(rig, first);
	expect_bypass(rig, first + n - 1);
	expect_bad_streamid(rig, first + n);
}

static void every_span_covers_its_power_of_two(void **state)
{
	static const unsigned int splits[] = { 6, 8, 10 };
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 12, 2, 0);
	unsigned int i, span;

	for (i = 0; i < ARRAY_SIZE(splits); i++) {
		set_table(rig, table.l1, 1, splits[i], splits[i] + 6);
		for (span = 0; span < 32; span++)
			check_span(rig, table.l1 + 16, table.l2, span,
				   splits[i]);
	}
}

/* 5.1: the leaf array is aligned to its own size. */
static void l2ptr_is_aligned_to_the_span(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 8, 10, 0, 0);

	plain_ste(rig, table.l2 + 0x40, REF_CONFIG_ABORT);
	store64(rig, table.l1, ref_l1std(table.l2 + 0x40, 1));
	rig_flush(rig);
	assert_false(rig_access(rig, 0, VA, READ).ok);
	store64(rig, table.l1, ref_l1std(table.l2 + 0x40, 2));
	rig_flush(rig);
	expect_bypass(rig, 0);
	store64(rig, table.l1, ref_l1std(table.l2 + 0x3fc0, 9));
	rig_flush(rig);
	expect_bypass(rig, 0);
}

/* Table of L1STDs: aligned to its size by the literal LOG2SIZE. */
static void l1_base_is_aligned_to_the_table(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 12, 2, 7);

	set_table(rig, table.l1 + 0x1c0, 1, 6, 12);	/* 64 L1STDs */
	expect_bypass(rig, 128);
	set_table(rig, table.l1, 1, 10, 6);	/* one L1STD, 64 bytes */
	store64(rig, table.l1, ref_l1std(table.l2, 11));
	rig_flush(rig);
	expect_bypass(rig, 63);
	expect_bad_streamid(rig, 64);
}

static void l1std_fetch_abort_is_ste_fetch(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 8, 2, 7);
	struct smmu3_txn txn = rig_txn(128, VA, READ);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = 128, .fetch = table.l1 + 16 };

	host_fail(&rig->host, NS, table.l1 + 16, 8);
	expect_event(rig, &txn, &event);
}

static void leaf_fetch_abort_is_ste_fetch(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 8, 2, 7);
	struct smmu3_txn txn = rig_txn(130, VA, READ);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = 130,
		.fetch = table.l2 + 2 * 64 };

	host_fail(&rig->host, NS, table.l2 + 2 * 64, 64);
	expect_event(rig, &txn, &event);
}

/* 3.4.3, our choice: F_STE_FETCH, never a truncated address. */
static void l2ptr_beyond_oas_is_ste_fetch(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 8, 2, 7);
	u64 beyond = BIT_ULL(rig->id.oas);
	struct outcome out;

	/* not even if something is there, or below */
	host_add_ram(&rig->host, NS, beyond, PAGE);
	plain_ste(rig, beyond, REF_CONFIG_BYPASS);
	store64(rig, table.l1 + 16, ref_l1std(beyond, 7));
	rig_flush(rig);
	out = rig_access(rig, 128, VA, READ);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.event, REF_F_STE_FETCH);
	store64(rig, table.l1 + 16, ref_l1std(table.l2 | beyond, 7));
	out = rig_access(rig, 128, VA, READ);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.event, REF_F_STE_FETCH);
}

/* Only what is needed is read: one L1STD, one STE. */
static void two_level_lookup_reads_l1std_and_ste(void **state)
{
	struct rig *rig = *state;
	struct table2 table = two_level(rig, 6, 8, 2, 7);
	struct host_entry *log = rig->host.log;

	host_log_clear(&rig->host);
	expect_bypass(rig, 129);
	assert_int_equal(host_log_count(&rig->host, HOST_READ), 2);
	assert_int_equal(log[0].access.addr, table.l1 + 16);
	assert_int_equal(log[0].access.kind, SMMU3_ACCESS_STE);
	assert_int_equal(log[0].len, 8);
	assert_int_equal(log[1].access.addr, table.l2 + 64);
	assert_int_equal(log[1].access.kind, SMMU3_ACCESS_STE);
	assert_int_equal(log[1].len, 64);
}

static const struct CMUnitTest strtab_tests[] = {
	TEST_EXACT(sid_beyond_log2size_is_bad),
	TEST_EXACT(bad_streamid_without_recinvsid_is_silent),
	TEST_EXACT(log2size_0_is_a_table_of_one),
	cmocka_unit_test(log2size_above_sidsize_is_capped),
	TEST_EXACT(linear_base_is_aligned_to_the_literal_size),
	TEST_EXACT(reserved_formats_are_linear),
	cmocka_unit_test(st_level_0_is_always_linear),
	TEST_EXACT(split_6_takes_six_bits_for_the_leaf),
	TEST_EXACT(split_8_takes_eight_bits_for_the_leaf),
	TEST_EXACT(split_10_takes_ten_bits_for_the_leaf),
	TEST_EXACT(other_splits_act_as_6),
	TEST_EXACT(every_span_covers_its_power_of_two),
	TEST_EXACT(l2ptr_is_aligned_to_the_span),
	TEST_EXACT(l1_base_is_aligned_to_the_table),
	TEST_EXACT(l1std_fetch_abort_is_ste_fetch),
	TEST_EXACT(leaf_fetch_abort_is_ste_fetch),
	TEST_EXACT(l2ptr_beyond_oas_is_ste_fetch),
	TEST_EXACT(two_level_lookup_reads_l1std_and_ste),
};
SUITE(strtab);
