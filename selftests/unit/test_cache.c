// SPDX-License-Identifier: GPL-2.0
/*
 * Caches show: what was changed without invalidation stays as it was (exact
 * mode), tags keep streams apart (3.17, 3.21).
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)
#define ALL_HITS (SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB)

static void second_access_hits_everything(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct outcome out;

	rig_map(rig, &stream, VA, PA, 3);
	out = rig_access(rig, SID, VA, READ);
	assert_true(out.ok);
	assert_int_equal(out.x.res.hit, 0);
	host_log_clear(&rig->host);
	out = rig_access(rig, SID, VA + 8, WRITE);
	assert_true(out.ok);
	assert_int_equal(out.x.res.hit, ALL_HITS);
	assert_int_equal(out.x.res.memattr, 0xff);
	assert_int_equal(out.x.res.sh, REF_ISH);
	assert_int_equal(rig->host.count, 0);
}

static void stale_translation_survives_without_tlbi(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	expect_pa(rig, SID, VA, READ, PA);
	store64(rig, slot, ref_leaf(3, PA + PAGE));
	expect_pa(rig, SID, VA, READ, PA);
	store64(rig, slot, 0);
	expect_pa(rig, SID, VA, READ, PA);
	rig_sync(rig);
	expect_pa(rig, SID, VA, READ, PA);
}

static void stale_translation_is_gone_after_tlbi_and_sync(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	expect_pa(rig, SID, VA, READ, PA);
	store64(rig, slot, 0);
	rig_cmd(rig, ref_tlbi_va(VA, stream.asid));
	rig_sync(rig);
	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
}

static void stale_ste_survives_without_cfgi(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = { .number = REF_C_BAD_STE, .sid = SID };

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, SID, VA, READ, PA);
	poke(rig, stream.ste, REF_STE_V, 0);
	expect_pa(rig, SID, VA, READ, PA);
	rig_cmd(rig, ref_cfgi_ste(SID, true));
	rig_sync(rig);
	expect_event(rig, &txn, &event);
}

static void stale_cd_survives_without_cfgi(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = { .number = REF_C_BAD_CD, .sid = SID };

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, SID, VA, READ, PA);
	poke(rig, stream.cd, REF_CD_V, 0);
	expect_pa(rig, SID, VA, READ, PA);
	rig_cmd(rig, ref_cfgi_cd(SID, 0, true));
	rig_sync(rig);
	expect_event(rig, &txn, &event);
}

/* 3.21: a failed fetch, an invalid descriptor are never cached. */
static void faults_are_not_cached(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_slot(rig, &stream, VA, 3);

	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
	store64(rig, slot, ref_with(ref_leaf(3, PA), REF_D_AF, 0));
	expect_fault(rig, SID, VA, READ, REF_F_ACCESS);
	store64(rig, slot, ref_leaf(3, PA));
	expect_pa(rig, SID, VA, READ, PA);
}

static void failed_fetches_are_not_cached(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = SID, .fetch = stream.ste };

	rig_map(rig, &stream, VA, PA, 3);
	host_fail(&rig->host, NS, stream.ste, 64);
	expect_event(rig, &txn, &event);
	host_heal(&rig->host);
	host_fail(&rig->host, NS, stream.cd, 64);
	event.number = REF_F_CD_FETCH;
	event.fetch = stream.cd;
	expect_event(rig, &txn, &event);
	host_heal(&rig->host);
	expect_pa(rig, SID, VA, READ, PA);
}

/* Arm ARM D8: AF = 0 never enters a TLB, not even with AFFD. */
static void access_flag_0_is_not_cached(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	poke(rig, slot, REF_D_AF, 0);
	poke(rig, stream.cd, REF_CD_AFFD, 1);
	expect_pa(rig, SID, VA, READ, PA);
	assert_false(rig_hits(rig, SID, VA) & SMMU3_HIT_TLB);
}

/* ---- tags ---- */

static void asids_are_kept_apart(void **state)
{
	struct rig *rig = *state;
	struct stream a = rig_stream(rig, SID), b = rig_stream(rig, SID + 1);

	rig_map(rig, &a, VA, PA, 3);
	rig_map(rig, &b, VA, PA + PAGE, 3);
	expect_pa(rig, a.sid, VA, READ, PA);
	expect_pa(rig, b.sid, VA, READ, PA + PAGE);
	expect_pa(rig, a.sid, VA, READ, PA);
}

static void all_16_bits_of_an_asid_count(void **state)
{
	struct rig *rig = *state;
	struct stream a = rig_stream(rig, SID), b = rig_stream(rig, SID + 1);

	poke(rig, a.cd, REF_CD_ASID, 0x0034);
	poke(rig, b.cd, REF_CD_ASID, 0x8034);
	rig_map(rig, &a, VA, PA, 3);
	rig_map(rig, &b, VA, PA + PAGE, 3);
	expect_pa(rig, a.sid, VA, READ, PA);
	expect_pa(rig, b.sid, VA, READ, PA + PAGE);
}

/* 3.17: sharing entries between streams of one ASID is what tags mean. */
static void streams_of_one_asid_share_entries(void **state)
{
	struct rig *rig = *state;
	struct stream a = rig_stream(rig, SID), b = rig_stream(rig, SID + 1);

	poke(rig, b.cd, REF_CD_ASID, a.asid);
	poke(rig, b.cd, REF_CD_TTB0, a.ttb0 / 16);
	rig_map(rig, &a, VA, PA, 3);
	expect_pa(rig, a.sid, VA, READ, PA);
	assert_int_equal(rig_access(rig, b.sid, VA, READ).x.res.hit,
			 SMMU3_HIT_TLB);
}

static void global_entries_serve_every_asid(void **state)
{
	struct rig *rig = *state;
	struct stream a = rig_stream(rig, SID), b = rig_stream(rig, SID + 1);
	u64 slot = rig_map(rig, &a, VA, PA, 3);

	poke(rig, slot, REF_D_NG, 0);
	poke(rig, b.cd, REF_CD_TTB0, a.ttb0 / 16);
	expect_pa(rig, a.sid, VA, READ, PA);
	assert_int_equal(rig_access(rig, b.sid, VA, READ).x.res.hit,
			 SMMU3_HIT_TLB);
}

/* 3.17: global entries match only the same ASET. */
static void global_entries_do_not_cross_asets(void **state)
{
	struct rig *rig = *state;
	struct stream a = rig_stream(rig, SID), b = rig_stream(rig, SID + 1);
	u64 slot = rig_map(rig, &a, VA, PA, 3);

	poke(rig, slot, REF_D_NG, 0);
	slot = rig_map(rig, &b, VA, PA + PAGE, 3);
	poke(rig, slot, REF_D_NG, 0);
	poke(rig, b.cd, REF_CD_ASET, 0);
	expect_pa(rig, a.sid, VA, READ, PA);
	expect_pa(rig, b.sid, VA, READ, PA + PAGE);
	expect_pa(rig, a.sid, VA, READ, PA);
}

static void upper_and_lower_half_are_kept_apart(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 upper = ~0ULL - (~0ULL % BIT_ULL(48)) + VA;

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, VA, PA, 3);
	rig_map(rig, &stream, upper, PA + PAGE, 3);
	expect_pa(rig, SID, VA, READ, PA);
	expect_pa(rig, SID, upper, READ, PA + PAGE);
	expect_pa(rig, SID, VA, READ, PA);
}

/* ---- size ---- */

static void more_pages_than_entries_translate_right(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct stream stream;
	struct rig *rig;
	u64 i, round;

	(void)state;
	config.tlb_log2 = 4;
	config.cfg_log2 = 2;
	rig = rig_new(&config);
	rig_boot(rig);
	stream = rig_stream(rig, SID);
	for (i = 0; i < 300; i++)
		rig_map(rig, &stream, VA + i * PAGE, PA + i % 200 * PAGE, 3);
	for (round = 0; round < 3; round++)
		for (i = 0; i < 300; i++)
			expect_pa(rig, SID, VA + i * PAGE, READ,
				  PA + i % 200 * PAGE);
	rig_free(rig);
}

static void more_streams_than_entries_translate_right(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;
	u32 sid, round;

	(void)state;
	config.cfg_log2 = 2;
	rig = rig_new(&config);
	rig_boot(rig);
	for (sid = 0; sid < 40; sid++) {
		struct stream stream = rig_stream(rig, sid);

		rig_map(rig, &stream, VA, PA + sid * PAGE, 3);
	}
	for (round = 0; round < 3; round++)
		for (sid = 0; sid < 40; sid++)
			expect_pa(rig, sid, VA, READ, PA + sid * PAGE);
	rig_free(rig);
}

static void tlb_slots_tell_what_is_cached(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_tlb_record rec, found = { 0 };
	unsigned int i, count = 0;
	int what;

	rig_map(rig, &stream, VA, PA, 3);
	poke(rig, rig_slot(rig, &stream, VA, 3), REF_D_AP, REF_AP_PRIV_RO);
	expect_pa(rig, SID, VA, READ | PRIV, PA);
	for (i = 0; (what = smmu3_tlb_slot(rig->smmu, i, &rec)) >= 0; i++)
		if (what) {
			found = rec;
			count++;
		}
	assert_int_equal(count, 1);
	assert_int_equal(found.va, VA);
	assert_int_equal(found.pa, PA);
	assert_int_equal(found.log2_size, 12);
	assert_int_equal(found.level, 3);
	assert_int_equal(found.granule, 12);
	assert_int_equal(found.pas, NS);
	assert_int_equal(found.sec_sid, NS);
	assert_int_equal(found.asid, stream.asid);
	assert_false(found.global);
	assert_int_equal(found.perm, SMMU3_PERM_PR | SMMU3_PERM_PX |
			 SMMU3_PERM_UX);
	assert_int_equal(found.memattr, 0xff);
	assert_int_equal(found.sh, REF_ISH);
}

static const struct CMUnitTest cache_tests[] = {
	TEST_EXACT(second_access_hits_everything),
	TEST_FAST(second_access_hits_everything),
	TEST_EXACT(stale_translation_survives_without_tlbi),
	TEST_EXACT(stale_translation_is_gone_after_tlbi_and_sync),
	TEST_FAST(stale_translation_is_gone_after_tlbi_and_sync),
	TEST_EXACT(stale_ste_survives_without_cfgi),
	TEST_EXACT(stale_cd_survives_without_cfgi),
	TEST_EXACT(faults_are_not_cached),
	TEST_FAST(faults_are_not_cached),
	TEST_EXACT(failed_fetches_are_not_cached),
	TEST_EXACT(access_flag_0_is_not_cached),
	TEST_EXACT(asids_are_kept_apart),
	TEST_FAST(asids_are_kept_apart),
	TEST_EXACT(all_16_bits_of_an_asid_count),
	TEST_FAST(all_16_bits_of_an_asid_count),
	TEST_EXACT(streams_of_one_asid_share_entries),
	TEST_EXACT(global_entries_serve_every_asid),
	TEST_EXACT(global_entries_do_not_cross_asets),
	TEST_FAST(global_entries_do_not_cross_asets),
	TEST_EXACT(upper_and_lower_half_are_kept_apart),
	TEST_FAST(upper_and_lower_half_are_kept_apart),
	cmocka_unit_test(more_pages_than_entries_translate_right),
	cmocka_unit_test(more_streams_than_entries_translate_right),
	TEST_EXACT(tlb_slots_tell_what_is_cached),
};
SUITE(cache);
