// SPDX-License-Identifier: GPL-2.0
/*
 * Which table, which range (translation.md 5.1, 5.2): both halves, TxSZ, TBI,
 * EPD, start levels, alignment of the start table.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define PA	(RAM_BASE + 0x300000)
#define TOP	0xffff000000000000ULL

static u64 first_upper(unsigned int t1sz)
{
	return ~(ref_pow2(64 - t1sz) - 1);
}

static void upper_half_uses_ttb1(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, TOP, PA, 3);
	rig_map(rig, &stream, 0, PA + PAGE, 3);
	expect_pa(rig, SID, TOP + 5, READ, PA + 5);
	expect_pa(rig, SID, 5, READ, PA + PAGE + 5);
}

static void top_of_both_halves_translates(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, ~0ULL, PA, 3);
	rig_map(rig, &stream, ~TOP, PA + PAGE, 3);
	expect_pa(rig, SID, ~0ULL, READ, PA + 0xfff);
	expect_pa(rig, SID, ~TOP, READ, PA + PAGE + 0xfff);
}

/* For each T0SZ: last address in, first address out. */
static void t0sz_bounds_the_lower_half(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int size;

	for (size = 16; size <= 39; size++) {
		u64 end = ref_pow2(64 - size);
		u64 table = rig_alloc(rig, PAGE);
		unsigned int level = size <= 24 ? 0 : size <= 33 ? 1 : 2;

		/* a leaf right in the start table, or a chain of tables */
		poke(rig, stream.cd, REF_CD_T0SZ, size);
		poke(rig, stream.cd, REF_CD_TTB0, table / 16);
		rig_flush(rig);
		if (level > 0) {
			u64 block = ref_pow2(12 + 9 * (3 - level));
			u64 at = table + (end - 1) / block * 8;

			store64(rig, at, ref_leaf(level, 0));
			expect_pa(rig, SID, end - 1, READ, block - 1);
		} else {
			expect_fault(rig, SID, end - 1, READ,
				     REF_F_TRANSLATION);
		}
		host_fail(&rig->host, NS, table, PAGE);
		expect_fault(rig, SID, end, READ, REF_F_TRANSLATION);
		expect_fault(rig, SID, BIT_ULL(54), READ, REF_F_TRANSLATION);
		host_heal(&rig->host);
	}
}

static void t1sz_bounds_the_upper_half(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int size;

	rig_upper_half(rig, &stream);
	for (size = 25; size <= 39; size++) {
		u64 first = first_upper(size);
		u64 table = rig_alloc(rig, PAGE);
		unsigned int level = size <= 33 ? 1 : 2;

		poke(rig, stream.cd, REF_CD_T1SZ, size);
		poke(rig, stream.cd, REF_CD_TTB1, table / 16);
		rig_flush(rig);
		store64(rig, table, ref_leaf(level, 0));
		expect_pa(rig, SID, first + 7, READ, 7);
		host_fail(&rig->host, NS, table, PAGE);
		expect_fault(rig, SID, first - 1, READ, REF_F_TRANSLATION);
		expect_fault(rig, SID, BIT_ULL(55), READ, REF_F_TRANSLATION);
		host_heal(&rig->host);
	}
}

static void gap_between_the_halves_is_a_translation_fault(void **state)
{
	static const u64 gap[] = {
		0x0001000000000000ULL, 0x0080000000000000ULL,
		0x00ff000000000000ULL, 0x7fffffffffffffffULL,
		0x8000000000000000ULL, 0xff7fffffffffffffULL,
		0xfffeffffffffffffULL };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i;

	rig_upper_half(rig, &stream);
	host_fail(&rig->host, NS, stream.ttb0, PAGE);
	host_fail(&rig->host, NS, stream.ttb1, PAGE);
	for (i = 0; i < ARRAY_SIZE(gap); i++)
		expect_fault(rig, SID, gap[i], READ, REF_F_TRANSLATION);
}

/* ---- TBI ---- */

static void tbi0_ignores_the_top_byte_below(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	poke(rig, stream.cd, REF_CD_TBI0, 1);
	expect_pa(rig, SID, 0x1234 - 0x234, READ, PA);
	expect_pa(rig, SID, 0xab00000000001007ULL, READ, PA + 7);
	expect_pa(rig, SID, 0xff00000000001007ULL, READ, PA + 7);
	/* bits 55:48 still have to be right */
	expect_fault(rig, SID, 0xab01000000001007ULL, READ, REF_F_TRANSLATION);
	/* and bit 55 chooses the half */
	expect_fault(rig, SID, 0xab80000000001007ULL, READ, REF_F_TRANSLATION);
}

static void tbi1_ignores_the_top_byte_above(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, TOP, PA, 3);
	poke(rig, stream.cd, REF_CD_TBI1, 1);
	expect_pa(rig, SID, 0x00ff000000000007ULL, READ, PA + 7);
	expect_pa(rig, SID, 0x5aff000000000007ULL, READ, PA + 7);
	expect_fault(rig, SID, 0x5afe000000000007ULL, READ, REF_F_TRANSLATION);
	/* TBI0 is not TBI1 */
	rig_map(rig, &stream, 0x1000, PA, 3);
	expect_fault(rig, SID, 0x5a00000000001000ULL, READ, REF_F_TRANSLATION);
}

static void without_tbi_the_top_byte_counts(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	expect_pa(rig, SID, 0x1007, READ, PA + 7);
	expect_fault(rig, SID, 0x0100000000001007ULL, READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, 0xff00000000001007ULL, READ, REF_F_TRANSLATION);
}

/* One entry serves all tags. */
static void tagged_addresses_share_a_tlb_entry(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	poke(rig, stream.cd, REF_CD_TBI0, 1);
	expect_pa(rig, SID, 0x1000, READ, PA);
	assert_int_equal(rig_hits(rig, SID, 0xab00000000001000ULL),
			 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
	rig_cmd(rig, ref_tlbi_va(0x1000, stream.asid));
	rig_sync(rig);
	assert_false(rig_hits(rig, SID, 0xab00000000001000ULL) &
		     SMMU3_HIT_TLB);
}

/* ---- EPD ---- */

static void epd0_faults_the_lower_half(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, 0x1000, PA, 3);
	rig_map(rig, &stream, TOP, PA, 3);
	poke(rig, stream.cd, REF_CD_EPD0, 1);
	host_fail(&rig->host, NS, stream.ttb0, PAGE);
	expect_fault(rig, SID, 0x1000, READ, REF_F_TRANSLATION);
	expect_pa(rig, SID, TOP, READ, PA);
}

static void epd1_faults_the_upper_half(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	expect_fault(rig, SID, TOP, READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, ~0ULL, WRITE, REF_F_TRANSLATION);
	expect_pa(rig, SID, 0x1000, READ, PA);
}

static void both_epd_fault_everything(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	poke(rig, stream.cd, REF_CD_EPD0, 1);
	expect_fault(rig, SID, 0, READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, ~0ULL, READ, REF_F_TRANSLATION);
}

/* IDR3.E0PD = 0: RES0. */
static void e0pd_has_no_effect(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	poke(rig, stream.cd, REF_CD_E0PD0, 1);
	expect_pa(rig, SID, 0x1000, READ, PA);
}

/* ---- start table ---- */

/* 5.2: low bits of TTB are masked to the size of the start table. */
static void ttb_is_aligned_down_to_the_start_table(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 table = rig_alloc(rig, PAGE);

	store64(rig, table, ref_leaf(1, 0));
	poke(rig, stream.cd, REF_CD_T0SZ, 25);		/* 512 entries */
	poke(rig, stream.cd, REF_CD_TTB0, (table + 0xff0) / 16);
	expect_pa(rig, SID, 7, READ, 7);
}

static void small_start_tables_sit_at_small_addresses(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 table = rig_alloc(rig, PAGE);

	/* T0SZ 33: level 1, two entries, 16 bytes */
	store64(rig, table + 0x30, ref_leaf(1, 0));
	store64(rig, table + 0x38, ref_leaf(1, BLOCK1));
	poke(rig, stream.cd, REF_CD_T0SZ, 33);
	poke(rig, stream.cd, REF_CD_TTB0, (table + 0x30) / 16);
	expect_pa(rig, SID, 7, READ, 7);
	expect_pa(rig, SID, BLOCK1 + 7, READ, BLOCK1 + 7);
	/* T0SZ 39: level 2, 16 entries, 128 bytes */
	store64(rig, table + 0x80, ref_leaf(2, BLOCK2));
	poke(rig, stream.cd, REF_CD_T0SZ, 39);
	poke(rig, stream.cd, REF_CD_TTB0, (table + 0xf0) / 16);
	rig_flush(rig);
	expect_pa(rig, SID, 7, READ, BLOCK2 + 7);
}

/* TTB bits 55:52 are RES0 with 64-bit descriptors. */
static void ttb_bits_above_51_are_ignored(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, 0x1000, PA, 3);
	poke(rig, stream.cd, 119, 116, 0xf);
	expect_pa(rig, SID, 0x1000, READ, PA);
}

static const struct CMUnitTest range_tests[] = {
	TEST_EXACT(upper_half_uses_ttb1),
	TEST_EXACT(top_of_both_halves_translates),
	TEST_EXACT(t0sz_bounds_the_lower_half),
	TEST_EXACT(t1sz_bounds_the_upper_half),
	TEST_EXACT(gap_between_the_halves_is_a_translation_fault),
	TEST_EXACT(tbi0_ignores_the_top_byte_below),
	TEST_EXACT(tbi1_ignores_the_top_byte_above),
	TEST_EXACT(without_tbi_the_top_byte_counts),
	TEST_EXACT(tagged_addresses_share_a_tlb_entry),
	TEST_EXACT(epd0_faults_the_lower_half),
	TEST_EXACT(epd1_faults_the_upper_half),
	TEST_EXACT(both_epd_fault_everything),
	TEST_EXACT(e0pd_has_no_effect),
	TEST_EXACT(ttb_is_aligned_down_to_the_start_table),
	TEST_EXACT(small_start_tables_sit_at_small_addresses),
	TEST_EXACT(ttb_bits_above_51_are_ignored),
};
SUITE(range);
