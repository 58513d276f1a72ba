// SPDX-License-Identifier: GPL-2.0
/*
 * CFGI commands (4.3): for each, what has to go. In exact mode also what has
 * to stay; fast mode may drop more.
 */
#include "rig.h"
#include "suites.h"

#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)
#define SIDS	40

/* Addresses differ: a TLB set need not have room for one of every stream. */
#define VA_OF(sid)	(VA + (sid) * PAGE)

/* Streams 0..SIDS-1, all of them translated once: everything is cached. */
static void warm(struct rig *rig)
{
	u32 sid;

	for (sid = 0; sid < SIDS; sid++) {
		struct stream stream = rig_stream(rig, sid);

		rig_map(rig, &stream, VA_OF(sid), PA + sid * PAGE, 3);
		expect_pa(rig, sid, VA_OF(sid), READ, PA + sid * PAGE);
	}
	for (sid = 0; sid < SIDS; sid++)
		assert_int_equal(rig_hits(rig, sid, VA_OF(sid)),
				 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
}

/* After @cmd: STEs of first..last gone or not, and CDs. */
static void check(struct rig *rig, struct ref_cmd cmd, u32 first, u32 last,
		  unsigned int gone)
{
	bool exact = rig->config.cache == SMMU3_CACHE_EXACT;
	u32 sid;

	warm(rig);
	rig_cmd(rig, cmd);
	rig_sync(rig);
	for (sid = 0; sid < SIDS; sid++) {
		unsigned int hits = rig_hits(rig, sid, VA_OF(sid));
		bool named = sid >= first && sid <= last;

		if (named && hits & gone)
			fail_msg("SID %u is still there: %#x", sid, hits);
		if (named || !exact)
			continue;
		if (hits != (SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB))
			fail_msg("SID %u is gone: %#x", sid, hits);
	}
}

/* A new mapping is visible at once, through the TLB entry that stayed. */
static void check_tlb_stays(struct rig *rig, struct ref_cmd cmd)
{
	u32 sid;

	warm(rig);
	rig_cmd(rig, cmd);
	rig_sync(rig);
	for (sid = 0; sid < SIDS; sid++)
		assert_true(rig_hits(rig, sid, VA_OF(sid)) & SMMU3_HIT_TLB);
}

#define STE_CD	(SMMU3_HIT_STE | SMMU3_HIT_CD)

static void cfgi_ste_drops_ste_and_cds_of_one_stream(void **state)
{
	check(*state, ref_cfgi_ste(5, true), 5, 5, STE_CD);
}

static void cfgi_ste_without_leaf_drops_the_same(void **state)
{
	check(*state, ref_cfgi_ste(6, false), 6, 6, STE_CD);
}

/* 4.3: SIDs are aligned to the range: 0x25 with 3 is 0x20 to 0x2f. */
static void cfgi_range_3_drops_16_aligned_streams(void **state)
{
	check(*state, ref_cfgi_range(0x15, 3), 0x10, 0x1f, STE_CD);
}

static void cfgi_range_0_drops_two_streams(void **state)
{
	check(*state, ref_cfgi_range(7, 0), 6, 7, STE_CD);
}

static void cfgi_range_30_drops_the_lower_half(void **state)
{
	check(*state, ref_cfgi_range(1, 30), 0, SIDS, STE_CD);
}

static void cfgi_range_30_of_the_upper_half_drops_nothing(void **state)
{
	check(*state, ref_cfgi_range(0x80000000, 30), SIDS, SIDS, STE_CD);
}

static void cfgi_all_drops_every_stream(void **state)
{
	check(*state, ref_cfgi_range(0x1234, 31), 0, SIDS, STE_CD);
}

static void cfgi_cd_drops_the_cd_and_keeps_the_ste(void **state)
{
	struct rig *rig = *state;

	check(rig, ref_cfgi_cd(5, 0, true), 5, 5, SMMU3_HIT_CD);
	if (rig->config.cache == SMMU3_CACHE_EXACT)
		assert_int_equal(rig_hits(rig, 5, VA_OF(5)),
				 SMMU3_HIT_STE | SMMU3_HIT_TLB);
}

static void cfgi_cd_of_another_index_drops_nothing(void **state)
{
	check(*state, ref_cfgi_cd(5, 1, true), SIDS, SIDS, SMMU3_HIT_CD);
}

static void cfgi_cd_all_drops_the_cds_and_keeps_the_ste(void **state)
{
	struct rig *rig = *state;

	check(rig, ref_cfgi_cd_all(5), 5, 5, SMMU3_HIT_CD);
	if (rig->config.cache == SMMU3_CACHE_EXACT)
		assert_int_equal(rig_hits(rig, 5, VA_OF(5)),
				 SMMU3_HIT_STE | SMMU3_HIT_TLB);
}

/* 4.1.7, our choice: an out-of-range StreamID has no effect. */
static void cfgi_of_a_sid_beyond_sidsize_drops_nothing(void **state)
{
	check(*state, ref_cfgi_ste(5 | 0x10000, true), SIDS, SIDS, STE_CD);
}

static void cfgi_never_drops_translations(void **state)
{
	struct rig *rig = *state;

	check_tlb_stays(rig, ref_cfgi_all());
}

/* CFGI works, and matters, while SMMUEN = 0. */
static void cfgi_with_smmuen_0_drops_entries(void **state)
{
	struct rig *rig = *state;

	warm(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	rig_cmd(rig, ref_cfgi_ste(5, true));
	rig_sync(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(rig_hits(rig, 5, VA_OF(5)) & STE_CD, 0);
}

static void changed_ste_is_seen_after_cfgi_and_sync(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, 5);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, 5, VA, READ, PA);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_BYPASS);
	rig_cmd(rig, ref_cfgi_ste(5, true));
	rig_sync(rig);
	expect_pa(rig, 5, VA, READ, VA);
}

/* CFGI_STE drops the CDs of the stream too (4.3). */
static void changed_cd_is_seen_after_cfgi_ste(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, 5);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, 5, VA, READ, PA);
	poke(rig, stream.cd, REF_CD_EPD0, 1);
	poke(rig, stream.cd, REF_CD_ASID, 0x77);
	rig_cmd(rig, ref_cfgi_ste(5, true));
	rig_sync(rig);
	expect_fault(rig, 5, VA, READ, REF_F_TRANSLATION);
}

/* A two-level table: the L1STD of a stream goes with Leaf = 0 or a range. */
static void changed_l1std_is_seen_after_cfgi_ste_without_leaf(void **state)
{
	struct rig *rig = *state;
	u64 l1 = rig_alloc(rig, PAGE), a = rig_alloc(rig, PAGE);
	u64 b = rig_alloc(rig, PAGE), cfg = 0;
	u64 ste[REF_STE_WORDS];
	struct smmu3_txn txn = rig_txn(1, VA, READ);

	ref_ste_plain(ste, REF_CONFIG_BYPASS);
	store_image(rig, a + 64, ste, REF_STE_WORDS);
	ref_ste_plain(ste, REF_CONFIG_ABORT);
	store_image(rig, b + 64, ste, REF_STE_WORDS);
	store64(rig, l1, ref_l1std(a, 7));
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, 8);
	wr64(rig, REF_STRTAB_BASE, l1);
	wr32(rig, REF_STRTAB_BASE_CFG, cfg);
	rig_flush(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	expect_pa(rig, 1, VA, READ, VA);
	store64(rig, l1, ref_l1std(b, 7));
	rig_cmd(rig, ref_cfgi_ste(1, false));
	rig_sync(rig);
	expect_silence(rig, &txn, SMMU3_ABORT);
}

static const struct CMUnitTest cfgi_tests[] = {
	TEST_EXACT(cfgi_ste_drops_ste_and_cds_of_one_stream),
	TEST_FAST(cfgi_ste_drops_ste_and_cds_of_one_stream),
	TEST_EXACT(cfgi_ste_without_leaf_drops_the_same),
	TEST_FAST(cfgi_ste_without_leaf_drops_the_same),
	TEST_EXACT(cfgi_range_3_drops_16_aligned_streams),
	TEST_FAST(cfgi_range_3_drops_16_aligned_streams),
	TEST_EXACT(cfgi_range_0_drops_two_streams),
	TEST_FAST(cfgi_range_0_drops_two_streams),
	TEST_EXACT(cfgi_range_30_drops_the_lower_half),
	TEST_FAST(cfgi_range_30_drops_the_lower_half),
	TEST_EXACT(cfgi_range_30_of_the_upper_half_drops_nothing),
	TEST_EXACT(cfgi_all_drops_every_stream),
	TEST_FAST(cfgi_all_drops_every_stream),
	TEST_EXACT(cfgi_cd_drops_the_cd_and_keeps_the_ste),
	TEST_FAST(cfgi_cd_drops_the_cd_and_keeps_the_ste),
	TEST_EXACT(cfgi_cd_of_another_index_drops_nothing),
	TEST_EXACT(cfgi_cd_all_drops_the_cds_and_keeps_the_ste),
	TEST_FAST(cfgi_cd_all_drops_the_cds_and_keeps_the_ste),
	TEST_EXACT(cfgi_of_a_sid_beyond_sidsize_drops_nothing),
	TEST_EXACT(cfgi_never_drops_translations),
	TEST_EXACT(cfgi_with_smmuen_0_drops_entries),
	TEST_FAST(cfgi_with_smmuen_0_drops_entries),
	TEST_EXACT(changed_ste_is_seen_after_cfgi_and_sync),
	TEST_FAST(changed_ste_is_seen_after_cfgi_and_sync),
	TEST_EXACT(changed_cd_is_seen_after_cfgi_ste),
	TEST_FAST(changed_cd_is_seen_after_cfgi_ste),
	TEST_EXACT(changed_l1std_is_seen_after_cfgi_ste_without_leaf),
	TEST_FAST(changed_l1std_is_seen_after_cfgi_ste_without_leaf),
};
SUITE(cfgi);
