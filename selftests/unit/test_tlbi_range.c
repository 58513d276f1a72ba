// SPDX-License-Identifier: GPL-2.0
/*
 * The range form of TLBI by address (4.4.1.1): NUM, SCALE, TG, TTL.
 */
#include "suites.h"
#include "tlb_kit.h"

#define PAGES	24

static struct ref_cmd va_range(u64 va, struct ref_range how)
{
	return ref_tlbi_range(ref_tlbi_va(va, ASID_A), &how);
}

static struct ref_cmd vaa_range(u64 va, struct ref_range how)
{
	return ref_tlbi_range(ref_tlbi_vaa(va), &how);
}

/* PAGES pages from @va, all cached; the first @gone of them go. */
static void check_pages(struct rig *rig, struct ref_cmd cmd, u64 va,
			unsigned int gone)
{
	struct stream stream = rig_stream(rig, SID_A);
	unsigned int i;

	for (i = 0; i < PAGES; i++) {
		rig_map(rig, &stream, va + i * PAGE, RAM_BASE + i * PAGE, 3);
		expect_pa(rig, SID_A, va + i * PAGE, READ,
			  RAM_BASE + i * PAGE);
	}
	rig_cmd(rig, cmd);
	rig_sync(rig);
	for (i = 0; i < PAGES; i++) {
		bool hit = rig_hits(rig, SID_A, va + i * PAGE) &
			   SMMU3_HIT_TLB;

		if (i < gone && hit)
			fail_msg("page %u is still there", i);
		if (i >= gone && !hit &&
		    rig->config.cache == SMMU3_CACHE_EXACT)
			fail_msg("page %u is gone", i);
	}
}

/* (1 + 1) << 3 */
static void num_1_scale_3_drops_16_pages(void **state)
{
	check_pages(*state, va_range(VA_PAGE, (struct ref_range){
			.tg = REF_TG_4K, .num = 1, .scale = 3 }), VA_PAGE, 16);
}

static void num_5_scale_0_drops_6_pages(void **state)
{
	check_pages(*state, va_range(VA_PAGE, (struct ref_range){
			.tg = REF_TG_4K, .num = 5 }), VA_PAGE, 6);
}

static void num_0_scale_1_drops_2_pages(void **state)
{
	check_pages(*state, vaa_range(VA_PAGE, (struct ref_range){
			.tg = REF_TG_4K, .scale = 1, .ttl = 3, .leaf = 1 }),
		    VA_PAGE, 2);
}

/* TTL alone is legal: (0 + 1) << 0 */
static void num_0_scale_0_ttl_3_drops_1_page(void **state)
{
	check_pages(*state, va_range(VA_PAGE, (struct ref_range){
			.tg = REF_TG_4K, .ttl = 3 }), VA_PAGE, 1);
}

/* Ranges cross 2 MiB boundaries. */
static void range_crosses_a_table_boundary(void **state)
{
	u64 va = 0x10200000ULL - 8 * PAGE;

	check_pages(*state, va_range(va, (struct ref_range){
			.tg = REF_TG_4K, .num = 15, .ttl = 3 }), va, 16);
}

/* SCALE 31 with NUM 31: everything above, up to 2^48 and beyond. */
static void largest_range_drops_everything_above(void **state)
{
	struct rig *rig = *state;
	const struct ref_range how = {
		.tg = REF_TG_4K, .num = 31, .scale = 31 };

	tlb_check(rig, va_range(0, how), KIND(PAGE_A) | KIND(PAGE_A_NEXT) |
		  KIND(PAGE_A_FAR) | KIND(BLOCK_A) | KIND(GIGA_A) |
		  KIND(GLOBAL_A));
}

static void range_of_an_asid_spares_others(void **state)
{
	const struct ref_range how = {
		.tg = REF_TG_4K, .num = 1, .scale = 9 };

	/* 4 MiB from 0x10000000: PAGE_A, its neighbour and the global */
	tlb_check(*state, va_range(0x10000000, how), KIND(PAGE_A) |
		  KIND(PAGE_A_NEXT) | KIND(GLOBAL_A));
	tlb_check(*state, vaa_range(0x10000000, how), KIND(PAGE_A) |
		  KIND(PAGE_A_NEXT) | KIND(GLOBAL_A) | KIND(PAGE_B));
}

/* An entry that the range meets only in part goes. */
static void range_inside_a_block_drops_the_block(void **state)
{
	tlb_check(*state, va_range(VA_BLOCK + 0x100000, (struct ref_range){
			.tg = REF_TG_4K, .num = 1 }), KIND(BLOCK_A));
	tlb_check(*state, va_range(VA_BLOCK - PAGE, (struct ref_range){
			.tg = REF_TG_4K, .num = 1 }), KIND(BLOCK_A));
}

/* TTL names the level of the leaf; others stay. */
static void ttl_names_the_level(void **state)
{
	const struct ref_range l3 = {
		.tg = REF_TG_4K, .scale = 18, .ttl = 3, .num = 1 };
	const struct ref_range l2 = {
		.tg = REF_TG_4K, .scale = 18, .ttl = 2, .num = 1 };
	const struct ref_range l1 = {
		.tg = REF_TG_4K, .scale = 18, .ttl = 1, .num = 1 };
	const struct ref_range any = {
		.tg = REF_TG_4K, .scale = 18, .num = 1 };

	/* 2 GiB from 0 */
	tlb_check(*state, va_range(0, l3), KIND(PAGE_A) | KIND(PAGE_A_NEXT) |
		  KIND(PAGE_A_FAR) | KIND(GLOBAL_A));
	tlb_check(*state, va_range(0, l2), KIND(BLOCK_A));
	tlb_check(*state, va_range(0, l1), KIND(GIGA_A));
	tlb_check(*state, va_range(0, any), KIND(PAGE_A) | KIND(PAGE_A_NEXT) |
		  KIND(PAGE_A_FAR) | KIND(GLOBAL_A) | KIND(BLOCK_A) |
		  KIND(GIGA_A));
}

/* TTL with one granule: the block that begins there, all of it. */
static void single_address_with_ttl_drops_the_whole_block(void **state)
{
	const struct ref_range l1 = { .tg = REF_TG_4K, .ttl = 1 };
	const struct ref_range l2 = { .tg = REF_TG_4K, .ttl = 2 };
	struct rig *rig = *state;
	u64 va;

	tlb_check(rig, va_range(VA_GIGA, l1), KIND(GIGA_A));
	tlb_check(rig, va_range(VA_BLOCK, l2), KIND(BLOCK_A));
	for (va = VA_GIGA; va < VA_GIGA + BLOCK1; va += BLOCK1 / 8)
		assert_true(rig_access(rig, SID_A, va, READ).ok);
	rig_cmd(rig, va_range(VA_GIGA, l1));
	rig_sync(rig);
	for (va = VA_GIGA; va < VA_GIGA + BLOCK1; va += BLOCK1 / 8)
		assert_false(rig_hits(rig, SID_A, va) & SMMU3_HIT_TLB);
}

/* TG names the granule of the entries: ours are all 4 KiB. */
static void other_granules_match_nothing(void **state)
{
	const struct ref_range k16 = {
		.tg = REF_TG_16K, .scale = 15, .num = 31 };
	const struct ref_range k64 = {
		.tg = REF_TG_64K, .scale = 15, .num = 31 };

	tlb_check(*state, va_range(0, k16), 0);
	tlb_check(*state, vaa_range(0, k64), 0);
}

static void range_in_the_upper_half_ends_at_the_top(void **state)
{
	const struct ref_range how = {
		.tg = REF_TG_4K, .num = 31, .scale = 31 };

	tlb_check(*state, va_range(VA_UPPER, how), KIND(PAGE_A_UPPER));
	tlb_check(*state, va_range(~0xfffULL, how), 0);
}

static const struct CMUnitTest tlbi_range_tests[] = {
	TEST_EXACT(num_1_scale_3_drops_16_pages),
	TEST_FAST(num_1_scale_3_drops_16_pages),
	TEST_EXACT(num_5_scale_0_drops_6_pages),
	TEST_FAST(num_5_scale_0_drops_6_pages),
	TEST_EXACT(num_0_scale_1_drops_2_pages),
	TEST_FAST(num_0_scale_1_drops_2_pages),
	TEST_EXACT(num_0_scale_0_ttl_3_drops_1_page),
	TEST_FAST(num_0_scale_0_ttl_3_drops_1_page),
	TEST_EXACT(range_crosses_a_table_boundary),
	TEST_FAST(range_crosses_a_table_boundary),
	TEST_EXACT(largest_range_drops_everything_above),
	TEST_FAST(largest_range_drops_everything_above),
	TEST_EXACT(range_of_an_asid_spares_others),
	TEST_FAST(range_of_an_asid_spares_others),
	TEST_EXACT(range_inside_a_block_drops_the_block),
	TEST_FAST(range_inside_a_block_drops_the_block),
	TEST_EXACT(ttl_names_the_level),
	TEST_FAST(ttl_names_the_level),
	TEST_EXACT(single_address_with_ttl_drops_the_whole_block),
	TEST_FAST(single_address_with_ttl_drops_the_whole_block),
	TEST_EXACT(other_granules_match_nothing),
	TEST_EXACT(range_in_the_upper_half_ends_at_the_top),
	TEST_FAST(range_in_the_upper_half_ends_at_the_top),
};
SUITE(tlbi_range);
