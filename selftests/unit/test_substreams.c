// SPDX-License-Identifier: GPL-2.0
/*
 * Substreams (5.2 S1CDMax, S1DSS; 7.3.7, 7.3.9): which transaction gets which
 * context, bypasses stage 1 or is refused, what makes an STE with substreams
 * ILLEGAL, and the records. Where contexts are is in test_cdtab.c.
 */
#include "sub_kit.h"
#include "suites.h"

#define SID		SUB_SID
#define OTHER		(SID + 1)
#define VA		SUB_VA

/* What becomes of a transaction; else the number of its context. */
#define BAD_SSID	(-1)
#define DISABLED	(-2)
#define BYPASS		(-3)
#define SILENT		(-4)
#define BAD_STE		(-5)

struct row {
	unsigned int config;
	unsigned int cdmax;
	u32 ssid;
	unsigned int s1dss;
	int fate;
};

/* structures.md 4.1 */
static const struct row matrix[] = {
	/* no traffic, silently, SubstreamID or not */
	{ 0, 3, NO_SSID, 0, SILENT }, { 0, 3, 1, 0, SILENT },
	{ 1, 3, NO_SSID, 2, SILENT }, { 3, 3, 0, 2, SILENT },
	/* no stage 1: S1CDMax and S1DSS are IGNORED */
	{ 4, 0, NO_SSID, 0, BYPASS }, { 4, 3, NO_SSID, 0, BYPASS },
	{ 4, 3, NO_SSID, 2, BYPASS }, { 4, 31, NO_SSID, 3, BYPASS },
	{ 4, 0, 0, 0, BAD_SSID }, { 4, 3, 0, 1, BAD_SSID },
	{ 4, 3, 1, 2, BAD_SSID }, { 4, 31, 7, 2, BAD_SSID },
	/* one context: S1DSS is IGNORED */
	{ 5, 0, NO_SSID, 0, 0 }, { 5, 0, NO_SSID, 1, 0 },
	{ 5, 0, NO_SSID, 2, 0 }, { 5, 0, NO_SSID, 3, 0 },
	{ 5, 0, 0, 0, BAD_SSID }, { 5, 0, 0, 1, BAD_SSID },
	{ 5, 0, 0, 2, BAD_SSID }, { 5, 0, 1, 2, BAD_SSID },
	{ 5, 0, 0xfffff, 0, BAD_SSID },
	/* without a SubstreamID S1DSS decides */
	{ 5, 1, NO_SSID, 0, DISABLED }, { 5, 3, NO_SSID, 0, DISABLED },
	{ 5, 1, NO_SSID, 1, BYPASS }, { 5, 3, NO_SSID, 1, BYPASS },
	{ 5, 1, NO_SSID, 2, 0 }, { 5, 3, NO_SSID, 2, 0 },
	{ 5, 1, NO_SSID, 3, DISABLED }, { 5, 3, NO_SSID, 3, DISABLED },
	/* CD 0 is there for SubstreamID 0 unless S1DSS gives it away */
	{ 5, 3, 0, 0, 0 }, { 5, 3, 0, 1, 0 },
	{ 5, 3, 0, 2, DISABLED }, { 5, 3, 0, 3, 0 },
	{ 5, 1, 0, 2, DISABLED },
	/* the others have their own */
	{ 5, 3, 1, 0, 1 }, { 5, 3, 1, 1, 1 }, { 5, 3, 1, 2, 1 },
	{ 5, 3, 1, 3, 1 }, { 5, 3, 7, 0, 7 }, { 5, 3, 7, 2, 7 },
	{ 5, 1, 1, 0, 1 }, { 5, 2, 3, 2, 3 },
	/* as many as S1CDMax says */
	{ 5, 3, 8, 0, BAD_SSID }, { 5, 3, 8, 1, BAD_SSID },
	{ 5, 3, 8, 2, BAD_SSID }, { 5, 3, 8, 3, BAD_SSID },
	{ 5, 2, 4, 2, BAD_SSID }, { 5, 1, 2, 0, BAD_SSID },
	{ 5, 3, 0xfffff, 2, BAD_SSID }, { 5, 3, 0x80001, 2, BAD_SSID },
};

static void expect_fate(struct side *side, u32 ssid, int fate)
{
	struct smmu3_txn txn = sub_txn(side, SID, ssid);
	struct outcome out;

	switch (fate) {
	case BAD_SSID:
		sub_expect_event(side, SID, ssid, REF_C_BAD_SUBSTREAMID);
		break;
	case DISABLED:
		sub_expect_event(side, SID, ssid, REF_F_STREAM_DISABLED);
		break;
	case BAD_STE:
		sub_expect_event(side, SID, ssid, REF_C_BAD_STE);
		break;
	case SILENT:
		side_expect_silence(side, &txn);
		break;
	case BYPASS:
		out = side_do(side, &txn);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, VA);
		break;
	default:
		sub_expect_context(side, SID, ssid, SID * SUB_CDS + fate);
	}
}

static void expect_row(const struct subs *subs, const struct row *row)
{
	struct side *side = subs->side;

	side_poke(side, subs->ste, REF_STE_CONFIG, row->config);
	side_poke(side, subs->ste, REF_STE_S1CDMAX, row->cdmax);
	side_poke(side, subs->ste, REF_STE_S1DSS, row->s1dss);
	side_flush(side);
	expect_fate(side, row->ssid, row->fate);
	/* out of the caches it is the same */
	expect_fate(side, row->ssid, row->fate);
}

static void expect_matrix(struct side *side, unsigned int fmt)
{
	struct subs subs = sub_stream(side, SID, fmt);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(matrix); i++) {
		/* S1Fmt is IGNORED with one context, which then is at @table */
		if (fmt && matrix[i].config == 5 && !matrix[i].cdmax)
			continue;
		expect_row(&subs, &matrix[i]);
	}
}

static void substreamid_and_s1dss_choose_the_context(void **state)
{
	expect_matrix(*state, REF_S1FMT_LINEAR);
}

static void table_format_does_not_change_the_choice(void **state)
{
	expect_matrix(*state, REF_S1FMT_4K);
	expect_matrix(*state, REF_S1FMT_64K);
}

/* Whatever the STE says, there is one CD (5.2: all of it is IGNORED). */
static void without_ssidsize_there_are_no_substreams(void **state)
{
	struct smmu3_config config = sub_config();
	enum smmu3_pas bank;
	unsigned int i;

	(void)state;
	config.ssidsize = 0;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct rig *rig = sub_rig(&config);
		struct subs subs = sub_stream(rig_side(rig, bank), SID,
					      REF_S1FMT_LINEAR);

		for (i = 0; i < ARRAY_SIZE(matrix); i++) {
			struct row row = matrix[i];

			if (row.config == 5)
				row.fate = row.ssid == NO_SSID ? 0 : BAD_SSID;
			side_poke(subs.side, subs.ste, REF_STE_S1FMT, i % 4);
			expect_row(&subs, &row);
		}
		rig_free(rig);
	}
}

/* ---- ILLEGAL STEs ---- */

/* Rule 5: S1CDMax from 0 to SSIDSIZE; for both banks it is IDR1's. */
static void s1cdmax_beyond_ssidsize_is_bad(void **state)
{
	struct smmu3_config config = sub_config();
	enum smmu3_pas bank;
	unsigned int cdmax;

	(void)state;
	for (config.ssidsize = 1; config.ssidsize <= 20; config.ssidsize++) {
		struct rig *rig = sub_rig(&config);

		for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
			struct side *side = rig_side(rig, bank);
			u64 table = side_alloc(side, PAGE);

			sub_context(side, table, SID * SUB_CDS);
			for (cdmax = 0; cdmax < 32; cdmax++) {
				sub_ste(side, SID, REF_S1FMT_LINEAR, cdmax,
					RAM_BASE);
				side_flush(side);
				/* RAM_BASE is no CD: C_BAD_CD otherwise */
				sub_expect_event(side, SID, NO_SSID,
						 cdmax > config.ssidsize ?
						 REF_C_BAD_STE : REF_C_BAD_CD);
			}
		}
		rig_free(rig);
	}
}

/* Rule 6: S1Fmt 0b11 acts as 0b00; with S1CDMax 0 S1Fmt is IGNORED. */
static void two_levels_are_bad_without_cd2l(void **state)
{
	static const int fates[4] = { 1, BAD_STE, BAD_STE, 1 };
	struct smmu3_config config = sub_config();
	enum smmu3_pas bank;
	unsigned int fmt;

	(void)state;
	config.cd2l = 0;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct rig *rig = sub_rig(&config);
		struct side *side = rig_side(rig, bank);
		struct subs subs = sub_stream(side, SID, REF_S1FMT_LINEAR);

		for (fmt = 0; fmt < 4; fmt++) {
			side_poke(side, subs.ste, REF_STE_S1FMT, fmt);
			side_poke(side, subs.ste, REF_STE_S1CDMAX, 3);
			side_flush(side);
			expect_fate(side, 1, fates[fmt]);
			side_poke(side, subs.ste, REF_STE_S1CDMAX, 0);
			side_flush(side);
			expect_fate(side, NO_SSID, 0);
		}
		rig_free(rig);
	}
}

/* 3.4.3: the pointer counts as it was written, with substreams too. */
static void table_beyond_oas_is_bad(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_4K);
	unsigned int bit;

	for (bit = side->rig->config.oas; bit < 56; bit++) {
		side_poke(side, subs.ste, REF_STE_S1CONTEXTPTR,
			  (subs.table | BIT_ULL(bit)) / 64);
		side_flush(side);
		expect_fate(side, 1, BAD_STE);
		expect_fate(side, NO_SSID, BAD_STE);
	}
}

/* ---- order (7.3.22) ---- */

/* Nothing is fetched for a SubstreamID that is not there. */
static void bad_substreamid_comes_before_the_fetch(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_4K);

	side_fail(side, subs.table, PAGE);
	expect_fate(side, 8, BAD_SSID);
	expect_fate(side, 0, DISABLED);
	side_poke(side, subs.ste, REF_STE_S1DSS, REF_S1DSS_TERMINATE);
	side_flush(side);
	expect_fate(side, NO_SSID, DISABLED);
	assert_int_equal(side_accesses(side, HOST_READ, SMMU3_ACCESS_CD), 0);
}

static void bad_ste_comes_before_bad_substreamid(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_LINEAR);

	side_poke(side, subs.ste, REF_STE_S1CDMAX, 21);
	side_flush(side);
	expect_fate(side, 0xfffff, BAD_STE);
	expect_fate(side, 0, BAD_STE);
}

static void bad_cd_has_its_substreamid(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_64K);

	side_poke(side, subs.cds + 6 * 64, REF_CD_V, 0);
	side_poke(side, subs.cds, REF_CD_V, 0);
	sub_expect_event(side, SID, 6, REF_C_BAD_CD);
	sub_expect_event(side, SID, NO_SSID, REF_C_BAD_CD);
	sub_expect_context(side, SID, 5, SID * SUB_CDS + 5);
}

/* The faults of stage 1 carry it too; the CD that decides is its own. */
static void faults_of_stage_1_have_their_substreamid(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_LINEAR);
	struct smmu3_txn txn = sub_txn(side, SID, 3);
	struct ref_event event = {
		.number = REF_F_TRANSLATION,
		.sid = SID,
		.ssv = true,
		.ssid = 3,
		.read = true,
		.class = REF_CLASS_IN,
	};

	txn.addr = VA + PAGE;
	event.input = txn.addr;
	side_expect_event(side, &txn, &event);
	side_poke(side, subs.cds + 3 * 64, REF_CD_R, 0);
	side_flush(side);
	side_expect_silence(side, &txn);
	txn.ssid = 4;
	event.ssid = 4;
	side_expect_event(side, &txn, &event);
}

/* ---- S1DSS 0b01: as Config 0b100 ---- */

static struct subs bypassing(struct side *side)
{
	struct subs subs = sub_stream(side, SID, REF_S1FMT_4K);

	side_poke(side, subs.ste, REF_STE_S1DSS, REF_S1DSS_BYPASS);
	side_flush(side);
	rig_log_clear(side->rig);
	return subs;
}

/* 13.1.3; a Secure stream says itself where it goes (ATTR_PERMS_OVR is 0). */
static void default_bypass_passes_as_it_came(void **state)
{
	struct side *side = *state;
	struct subs subs = bypassing(side);
	unsigned int i;

	side_poke(side, subs.ste, REF_STE_NSCFG, 2);
	for (i = 0; i < 2; i++) {
		struct smmu3_txn txn = sub_txn(side, SID, NO_SSID);
		struct outcome out;

		txn.ns = i;
		out = side_do(side, &txn);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, VA);
		assert_int_equal(out.x.res.pas, i ? NS : side->bank);
		assert_int_equal(out.x.res.memattr, 0xff);
		assert_int_equal(out.x.res.sh, REF_NSH);
	}
	assert_int_equal(side_accesses(side, HOST_READ, SMMU3_ACCESS_CD), 0);
}

static void default_bypass_beyond_oas_is_addr_size(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = sub_txn(side, SID, NO_SSID);
	struct ref_event event = {
		.number = REF_F_ADDR_SIZE,
		.sid = SID,
		.read = true,
		.class = REF_CLASS_IN,
	};

	bypassing(side);
	txn.addr = ref_pow2(side->rig->config.oas) - 1;
	assert_true(side_do(side, &txn).ok);
	txn.addr++;
	event.input = txn.addr;
	side_expect_event(side, &txn, &event);
	txn.addr = BIT_ULL(63);
	event.input = txn.addr;
	side_expect_event(side, &txn, &event);
}

static void sif_in_default_bypass_is_a_permission_fault(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = sub_txn(side, SID, NO_SSID);
	const struct ref_event event = {
		.number = REF_F_PERMISSION,
		.sid = SID,
		.read = true,
		.instr = true,
		.class = REF_CLASS_IN,
		.input = VA,
	};

	bypassing(side);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN | REF_S_CR0_SIF);
	side_flush(side);
	txn.instr = true;
	txn.ns = true;
	side_expect_event(side, &txn, &event);
	txn.ns = false;
	assert_true(side_do(side, &txn).ok);
}

/* Others of the stream are translated all the same. */
static void default_bypass_leaves_substreams_alone(void **state)
{
	struct side *side = *state;

	bypassing(side);
	expect_fate(side, 0, 0);
	expect_fate(side, NO_SSID, BYPASS);
	expect_fate(side, 7, 7);
	expect_fate(side, 8, BAD_SSID);
}

/* ---- what is cached, and what drops it (4.3) ---- */

/* Is CD @index of @sid cached? */
static bool has_cd(struct side *side, u32 sid, u32 index)
{
	struct smmu3 *smmu = side->rig->smmu;
	struct smmu3_cfg_record rec;
	unsigned int i;
	int there;

	for (i = 0;; i++) {
		there = smmu3_cfg_slot(smmu, SMMU3_CFG_CD, i, &rec);
		if (there < 0)
			return false;
		if (there && rec.sec_sid == side->bank && rec.sid == sid &&
		    rec.ssid == index)
			return true;
	}
}

/* Contexts 0 (without a SubstreamID) to 7 of both streams. */
static void warm(struct side *side)
{
	u32 sid, i;

	for (sid = SID; sid <= OTHER; sid++)
		for (i = 0; i < SUB_CDS; i++) {
			sub_expect_context(side, sid, i ? i : NO_SSID,
					   sid * SUB_CDS + i);
			assert_true(has_cd(side, sid, i));
		}
}

/* Contexts of SID in @gone have gone, and nothing else. */
static void check_gone(struct side *side, unsigned int gone)
{
	u32 i;

	for (i = 0; i < SUB_CDS; i++) {
		assert_int_equal(has_cd(side, SID, i), !(gone & BIT(i)));
		assert_true(has_cd(side, OTHER, i));
	}
}

static void cds_are_dropped_by_stream_and_index(void **state)
{
	const struct {
		struct ref_cmd cmd;
		unsigned int gone;
	} rows[] = {
		{ ref_cfgi_cd(SID, 3, true), BIT(3) },
		{ ref_cfgi_cd(SID, 3, false), BIT(3) },
		{ ref_cfgi_cd(SID, 7, true), BIT(7) },
		/* what comes without a SubstreamID has index 0 */
		{ ref_cfgi_cd(SID, 0, true), BIT(0) },
		{ ref_cfgi_cd(SID, 8, true), 0 },
		{ ref_cfgi_cd(SID, 0xfffff, true), 0 },
		{ ref_cfgi_cd_all(SID), 0xff },
		{ ref_cfgi_ste(SID, true), 0xff },
		{ ref_cfgi_ste(SID, false), 0xff },
		{ ref_cfgi_cd(SID + 2, 3, true), 0 },
	};
	struct side *side = *state;
	unsigned int i;

	sub_stream(side, SID, REF_S1FMT_4K);
	sub_stream(side, OTHER, REF_S1FMT_LINEAR);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		warm(side);
		side_cmd(side, side_own(side, rows[i].cmd));
		side_sync(side);
		check_gone(side, rows[i].gone);
	}
}

/* 4.1.7, our choice. */
static void cfgi_cd_beyond_ssidsize_drops_nothing(void **state)
{
	struct smmu3_config config = sub_config();
	enum smmu3_pas bank;

	(void)state;
	config.ssidsize = 3;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct rig *rig = sub_rig(&config);
		struct side *side = rig_side(rig, bank);

		sub_stream(side, SID, REF_S1FMT_4K);
		sub_stream(side, OTHER, REF_S1FMT_4K);
		warm(side);
		side_cmd(side, side_own(side, ref_cfgi_cd(SID, 8, true)));
		side_cmd(side, side_own(side, ref_cfgi_cd(SID, 0x80003, true)));
		check_gone(side, 0);
		side_cmd(side, side_own(side, ref_cfgi_cd(SID, 7, true)));
		check_gone(side, BIT(7));
		rig_free(rig);
	}
}

/* Two changed contexts: the one that was not told of stays as it was. */
static void changed_cd_is_seen_after_its_own_cfgi_cd(void **state)
{
	struct side *side = *state;
	struct subs subs = sub_stream(side, SID, REF_S1FMT_4K);

	sub_stream(side, OTHER, REF_S1FMT_4K);
	warm(side);
	side_poke(side, subs.cds + 2 * 64, REF_CD_V, 0);
	side_poke(side, subs.cds + 3 * 64, REF_CD_V, 0);
	side_cmd(side, side_own(side, ref_cfgi_cd(SID, 2, true)));
	side_sync(side);
	sub_expect_event(side, SID, 2, REF_C_BAD_CD);
	sub_expect_context(side, SID, 3, SID * SUB_CDS + 3);
	side_cmd(side, side_own(side, ref_cfgi_cd_all(SID)));
	side_sync(side);
	sub_expect_event(side, SID, 3, REF_C_BAD_CD);
}

/* The second of two substreams does not get what the first one cached. */
static void hits_are_by_index(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = sub_txn(side, SID, 1);
	struct outcome out;

	sub_stream(side, SID, REF_S1FMT_64K);
	assert_int_equal(side_do(side, &txn).x.res.hit, 0);
	txn.ssid = 2;
	assert_int_equal(side_do(side, &txn).x.res.hit, SMMU3_HIT_STE);
	txn.ssid = 1;
	out = side_do(side, &txn);
	assert_int_equal(out.x.res.hit,
			 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
	assert_int_equal(out.x.res.pa, sub_pa(SID * SUB_CDS + 1));
}

static const struct CMUnitTest substreams_tests[] = {
	TEST_SUBS(substreamid_and_s1dss_choose_the_context),
	TEST_SUBS(table_format_does_not_change_the_choice),
	cmocka_unit_test(without_ssidsize_there_are_no_substreams),
	cmocka_unit_test(s1cdmax_beyond_ssidsize_is_bad),
	cmocka_unit_test(two_levels_are_bad_without_cd2l),
	TEST_SUBS(table_beyond_oas_is_bad),
	TEST_SUBS(bad_substreamid_comes_before_the_fetch),
	TEST_SUBS(bad_ste_comes_before_bad_substreamid),
	TEST_SUBS(bad_cd_has_its_substreamid),
	TEST_SUBS(faults_of_stage_1_have_their_substreamid),
	TEST_SUBS(default_bypass_passes_as_it_came),
	TEST_SUBS(default_bypass_beyond_oas_is_addr_size),
	TEST_SUBS_SECURE(sif_in_default_bypass_is_a_permission_fault),
	TEST_SUBS(default_bypass_leaves_substreams_alone),
	TEST_SUBS(cds_are_dropped_by_stream_and_index),
	cmocka_unit_test(cfgi_cd_beyond_ssidsize_drops_nothing),
	TEST_SUBS(changed_cd_is_seen_after_its_own_cfgi_cd),
	TEST_SUBS(hits_are_by_index),
};
SUITE(substreams);
