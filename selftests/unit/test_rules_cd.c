// SPDX-License-Identifier: GPL-2.0
/*
 * Which CDs are ILLEGAL (5.4.2), with both stages and with stage 1 alone: every
 * rule that ID registers leave a choice about, by rows of a good CD with one
 * thing wrong; and limits of the table addresses and of the input sizes.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define BOTH	REF_CONFIG_NESTED

#define BAD	REF_C_BAD_CD
#define GOOD	0
#define NOT_MAPPED	REF_F_TRANSLATION

#define TTB0(bit)	64 + (bit), 64 + (bit)
#define TTB1(bit)	128 + (bit), 128 + (bit)

S2_ID(term, term_model, 1)
S2_ID(terminate, stall_model, 1)
S2_ID(stall, stall_model, 2)
S2_ID(httu0, httu, 0)
S2_ID(httu1, httu, 1)
S2_ID(asid8, asid16, 0)
S2_ID(no_e0pd, e0pd, 0)

static void only_4k(struct smmu3_config *config)
{
	config->gran16k = 0;
	config->gran64k = 0;
}

/* The second half of a CD of the kit is disabled; this enables it. */
#define HALF1	{ REF_CD_EPD1, 0 }, { REF_CD_T1SZ, 16 }

/* Numbers are those of structures.md 9. */
static const struct s2_rule rules[] = {
	{ "stage 1", S1, GOOD, NULL, { } },
	{ "nested", BOTH, GOOD, NULL, { } },
	{ "1 V", S1, BAD, NULL, { { REF_CD_V, 0 } } },
	{ "1 V, nested", BOTH, BAD, NULL, { { REF_CD_V, 0 } } },
	{ "3 A", S1, BAD, term, { { REF_CD_A, 0 } } },
	{ "3 A, nested", BOTH, BAD, term, { { REF_CD_A, 0 } } },
	{ "3 A is 1", S1, GOOD, term, { { REF_CD_A, 1 } } },
	{ "3 A may be 0", S1, GOOD, NULL, { { REF_CD_A, 0 } } },
	{ "4 S", S1, BAD, terminate, { { REF_CD_S, 1 } } },
	{ "4 S, nested", BOTH, BAD, terminate, { { REF_CD_S, 1 } } },
	{ "4 S is 0", S1, GOOD, terminate, { { REF_CD_S, 0 } } },
	{ "4 S may be 1", BOTH, GOOD, NULL, { { REF_CD_S, 1 } } },
	{ "5 S", S1, BAD, stall, { { REF_CD_S, 0 } } },
	{ "5 S is 1", S1, GOOD, stall, { { REF_CD_S, 1 } } },
	{ "6 ENDI", S1, BAD, NULL, { { REF_CD_ENDI, 1 } } },
	{ "6 ENDI, nested", BOTH, BAD, NULL, { { REF_CD_ENDI, 1 } } },
	{ "6 ENDI, EPD0 and EPD1", S1, NOT_MAPPED, NULL,
	  { { REF_CD_ENDI, 1 }, { REF_CD_EPD0, 1 } } },
	{ "6 ENDI, EPD0", S1, BAD, NULL,
	  { { REF_CD_ENDI, 1 }, { REF_CD_EPD0, 1 }, HALF1,
	    { REF_CD_TG1, REF_TG1_4K } } },
	{ "9 AA64", S1, BAD, NULL, { { REF_CD_AA64, 0 } } },
	{ "9 AA64, nested", BOTH, BAD, NULL, { { REF_CD_AA64, 0 } } },
	{ "10 HA", S1, BAD, httu0, { { REF_CD_HA, 1 } } },
	{ "10 HD", S1, BAD, httu0, { { REF_CD_HD, 1 } } },
	{ "11 HD", S1, BAD, httu1, { { REF_CD_HD, 1 } } },
	{ "11 HD, HA", BOTH, BAD, httu1,
	  { { REF_CD_HD, 1 }, { REF_CD_HA, 1 } } },
	{ "11 HA", S1, GOOD, httu1, { { REF_CD_HA, 1 } } },
	{ "11 HD, HA, HTTU 2", BOTH, GOOD, NULL,
	  { { REF_CD_HD, 1 }, { REF_CD_HA, 1 } } },
	{ "11 HD alone is off", S1, GOOD, NULL, { { REF_CD_HD, 1 } } },
	{ "12 HAFT is not there", S1, GOOD, NULL, { { REF_CD_HAFT, 1 } } },
	{ "13 ASID", S1, BAD, asid8, { { REF_CD_ASID, 0x100 } } },
	{ "13 ASID, nested", BOTH, BAD, asid8, { { REF_CD_ASID, 0x8000 } } },
	{ "13 ASID 255", S1, GOOD, asid8, { { REF_CD_ASID, 0xff } } },
	{ "13 ASID16", BOTH, GOOD, NULL, { { REF_CD_ASID, 0xffff } } },
	{ "15 TG0", S1, BAD, NULL, { { REF_CD_TG0, 3 } } },
	{ "15 TG0, nested", BOTH, BAD, NULL, { { REF_CD_TG0, 3 } } },
	{ "15 TG0, EPD0", S1, NOT_MAPPED, NULL,
	  { { REF_CD_TG0, 3 }, { REF_CD_EPD0, 1 } } },
	{ "15 TG0 64K", S1, BAD, only_4k, { { REF_CD_TG0, REF_TG0_64K } } },
	{ "15 TG0 16K", BOTH, BAD, only_4k, { { REF_CD_TG0, REF_TG0_16K } } },
	{ "15 TG1", S1, BAD, NULL,
	  { HALF1, { REF_CD_TG1, REF_TG1_RESERVED } } },
	{ "15 TG1 4K", S1, GOOD, NULL, { HALF1, { REF_CD_TG1, REF_TG1_4K } } },
	{ "15 TG1 16K", S1, BAD, only_4k,
	  { HALF1, { REF_CD_TG1, REF_TG1_16K } } },
	{ "15 TG1 64K", BOTH, BAD, only_4k,
	  { HALF1, { REF_CD_TG1, REF_TG1_64K } } },
	{ "15 TG1 64K is there", BOTH, GOOD, NULL,
	  { HALF1, { REF_CD_TG1, REF_TG1_64K } } },
	{ "15 TG1, EPD1", S1, GOOD, NULL, { { REF_CD_TG1, REF_TG1_64K } } },
	{ "15 TTB0", S1, BAD, NULL, { { TTB0(44), 1 } } },
	{ "15 TTB0, nested", BOTH, BAD, NULL, { { TTB0(44), 1 } } },
	{ "15 TTB0, EPD0", S1, NOT_MAPPED, NULL,
	  { { TTB0(44), 1 }, { REF_CD_EPD0, 1 } } },
	{ "15 TTB1", S1, BAD, NULL,
	  { HALF1, { REF_CD_TG1, REF_TG1_4K }, { TTB1(44), 1 } } },
	{ "15 TTB1, nested", BOTH, BAD, NULL,
	  { HALF1, { REF_CD_TG1, REF_TG1_4K }, { TTB1(51), 1 } } },
	{ "15 TTB1, EPD1", S1, GOOD, NULL, { { TTB1(44), 1 } } },
	{ "14 T1SZ, EPD1", S1, GOOD, NULL, { { REF_CD_T1SZ, 63 } } },
	{ "14 T0SZ, EPD0", S1, NOT_MAPPED, NULL,
	  { { REF_CD_T0SZ, 63 }, { REF_CD_EPD0, 1 } } },
	{ "14 T1SZ of the other half", S1, BAD, NULL,
	  { { REF_CD_EPD1, 0 }, { REF_CD_T1SZ, 49 },
	    { REF_CD_TG1, REF_TG1_4K } } },
	{ "SH0 1", S1, GOOD, NULL, { { REF_CD_SH0, 1 } } },
	{ "IPS 6", S1, GOOD, NULL, { { REF_CD_IPS, 6 } } },
	{ "IPS 7", BOTH, GOOD, NULL, { { REF_CD_IPS, 7 } } },
	{ "UWXN", S1, GOOD, NULL, { { REF_CD_UWXN, 1 } } },
	{ "E0PD0", S1, GOOD, no_e0pd, { { REF_CD_E0PD0, 1 } } },
	{ "EPAN, PnCH, HWU0", S1, GOOD, NULL, { { 127, 122, 63 } } },
	{ "AIE", S1, GOOD, NULL, { { REF_CD_AIE, 1 } } },
	{ "DS, PIE, HWU1", S1, GOOD, NULL, { { 191, 186, 63 } } },
	{ "AMAIR", S1, GOOD, NULL, { { 319, 256, ~0ULL } } },
	{ "IMPDEF, PARTID, PMG", BOTH, GOOD, NULL, { { 383, 320, ~0ULL } } },
	{ "PIIU", S1, GOOD, NULL, { { 447, 384, ~0ULL } } },
	{ "PIIP", BOTH, GOOD, NULL, { { 511, 448, ~0ULL } } },
	{ "RES0", S1, GOOD, NULL, { { 121, 120, 3 }, { 185, 184, 3 } } },
};

static void each_rule_of_cds_holds_in_both_banks(void **state)
{
	(void)state;
	s2_check_rules(rules, ARRAY_SIZE(rules), NS, s2_poke_cd);
	s2_check_rules(rules, ARRAY_SIZE(rules), SECURE, s2_poke_cd);
}

/* 5.2, 5.4: the STE takes stalls away. */
static void s1stalld_forbids_cd_s(void **state)
{
	unsigned int stalld, s;

	for (stalld = 0; stalld < 2; stalld++)
		for (s = 0; s < 2; s++) {
			struct s2_stream stream;

			s2_make(&stream, *state, S2_SID, BOTH);
			s2_poke_ste(&stream, REF_STE_S1STALLD, stalld);
			s2_poke_cd(&stream, REF_CD_S, s);
			assert_int_equal(s2_try(&stream, READ),
					 stalld && s ? BAD : GOOD);
		}
}

static void nsstalld_outlaws_cd_s_of_nonsecure_streams(void **state)
{
	struct side *side = *state;
	struct side *master = rig_side(side->rig, SECURE);
	const u32 on = REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, S1);
	s2_poke_cd(&s, REF_CD_S, 1);
	assert_int_equal(s2_try(&s, READ), GOOD);
	side_cr0(master, REF_S_CR0_NSSTALLD);
	side_cr0(master, on | REF_S_CR0_NSSTALLD);
	s.stale = true;
	assert_int_equal(s2_try(&s, READ), side->bank == NS ? BAD : GOOD);
	s2_poke_cd(&s, REF_CD_S, 0);
	assert_int_equal(s2_try(&s, READ), GOOD);
}

/* A record of a bad CD has the StreamID only, and it aborts whatever A says. */
static void bad_cd_is_no_business_of_a_and_r(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_cd(&s, REF_CD_A, 0);
	s2_poke_cd(&s, REF_CD_R, 0);
	s2_poke_cd(&s, REF_CD_TG0, 3);
	s2_expect(&s, WRITE, (struct ref_event){ .number = BAD });
}

/* ---- worlds with one table ---- */

/* STRW of them (4.3): any-EL2 without E2H, EL3 */
static void check_one_table(struct side *side, unsigned int strw)
{
	struct s2_stream s;

	s2_make(&s, side, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_STRW, strw);
	s2_poke_cd(&s, REF_CD_EPD1, 0);
	s2_poke_cd(&s, REF_CD_T1SZ, 63);
	s2_poke_cd(&s, REF_CD_TG1, REF_TG1_RESERVED);
	s2_poke_cd(&s, TTB1(51), 1);
	s2_expect_page(&s, READ);
	s2_poke_cd(&s, REF_CD_EPD0, 1);
	s2_expect_page(&s, READ);
	s2_poke_cd(&s, REF_CD_ENDI, 1);
	assert_int_equal(s2_try(&s, READ), BAD);
	s2_poke_cd(&s, REF_CD_ENDI, 0);
	s2_poke_cd(&s, REF_CD_T0SZ, 15);
	assert_int_equal(s2_try(&s, READ), BAD);
}

static void one_table_worlds_check_ttb0_always_and_ttb1_never(void **state)
{
	struct side *side = *state;

	check_one_table(side, 2);
	if (side->bank == SECURE)
		check_one_table(side, 1);
}

/**
 * struct asid_case - is an ASID of 16 bits bad without ASID16?
 */
struct asid_case {
	enum smmu3_pas bank;
	unsigned int strw;
	bool e2h;
	unsigned int want;
};

static const struct asid_case asids[] = {
	{ NS, 0, false, BAD }, { NS, 2, false, GOOD }, { NS, 2, true, BAD },
	{ SECURE, 0, false, BAD }, { SECURE, 1, false, GOOD },
	{ SECURE, 2, false, GOOD }, { SECURE, 2, true, BAD },
};

static void asid_is_checked_in_worlds_that_have_one(void **state)
{
	struct smmu3_config config = s2_config();
	unsigned int i;

	(void)state;
	asid8(&config);
	for (i = 0; i < ARRAY_SIZE(asids); i++) {
		struct rig *rig = s2_rig(&config);
		struct s2_stream s;

		s2_make(&s, rig_side(rig, asids[i].bank), S2_SID, S1);
		s2_e2h(s.side, asids[i].e2h);
		s2_poke_ste(&s, REF_STE_STRW, asids[i].strw);
		s2_poke_cd(&s, REF_CD_ASID, 0x100);
		assert_int_equal(s2_try(&s, READ), asids[i].want);
		rig_free(rig);
	}
}

/* ---- limits ---- */

/**
 * struct ps - a code of IPS and the first address beyond it, with OAS 44
 */
struct ps {
	unsigned int code;
	unsigned int bits;
};

static const struct ps sizes[] = {
	{ 0, 32 }, { 1, 36 }, { 2, 40 }, { 3, 42 }, { 4, 44 }, { 5, 44 },
	{ 6, 44 }, { 7, 44 },
};

static void check_ttb0(struct s2_stream *s, const struct ps *ps)
{
	unsigned int bit;

	s2_poke_cd(s, REF_CD_IPS, ps->code);
	for (bit = 32; bit < 52; bit++) {
		s2_poke_cd(s, TTB0(bit), 1);
		assert_int_equal(s2_try(s, READ),
				 bit < ps->bits ? REF_F_WALK_EABT : BAD);
		s2_poke_cd(s, TTB0(bit), 0);
	}
}

static void check_ttb1(struct s2_stream *s, const struct ps *ps)
{
	unsigned int bit;

	s2_poke_cd(s, REF_CD_IPS, ps->code);
	for (bit = 32; bit < 52; bit++) {
		s2_poke_cd(s, TTB1(bit), 1);
		assert_int_equal(s2_try(s, READ) == BAD, bit >= ps->bits);
		s2_poke_cd(s, TTB1(bit), 0);
	}
}

static void tables_are_within_ips_and_oas(void **state)
{
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, *state, S2_SID, S1);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		check_ttb0(&s, &sizes[i]);
	s2_poke_cd(&s, REF_CD_EPD1, 0);
	s2_poke_cd(&s, REF_CD_T1SZ, 16);
	s2_poke_cd(&s, REF_CD_TG1, REF_TG1_4K);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		check_ttb1(&s, &sizes[i]);
}

#define EMPTY_BYTES	0x10000ULL

/* 5.4: without VAX 16, to 39; with STT to 48, or 47 with 64 KiB. */
static bool is_txsz(bool stt, unsigned int granule, unsigned int txsz)
{
	unsigned int most = !stt ? 39 : granule == 16 ? 47 : 48;

	return txsz >= 16 && txsz <= most;
}

static void check_txsz(struct s2_stream *s, bool stt, bool upper)
{
	struct smmu3_txn txn = s2_txn(s, READ);
	unsigned int granule, txsz;

	txn.addr = upper ? ~0ULL : 0;
	for (granule = 12; granule <= 16; granule += 2)
		for (txsz = 0; txsz < 64; txsz++) {
			if (upper) {
				s2_poke_cd(s, REF_CD_TG1, s2_tg1(granule));
				s2_poke_cd(s, REF_CD_T1SZ, txsz);
			} else {
				s2_poke_cd(s, REF_CD_TG0, s2_tg0(granule));
				s2_poke_cd(s, REF_CD_T0SZ, txsz);
			}
			assert_int_equal(s2_try_txn(s, &txn),
					 is_txsz(stt, granule, txsz) ?
					 NOT_MAPPED : BAD);
		}
}

static void txsz_is_16_to_39_or_with_stt_to_48(void **state)
{
	struct smmu3_config config = s2_config();
	unsigned int stt;

	(void)state;
	config.sel2 = 0;
	for (stt = 0; stt < 2; stt++) {
		struct s2_stream s;
		struct rig *rig;
		u64 empty;

		config.stt = stt;
		rig = s2_rig(&config);
		s2_make(&s, rig_side(rig, NS), S2_SID, S1);
		empty = side_alloc(s.side, EMPTY_BYTES);
		s2_poke_cd(&s, REF_CD_TTB0, empty / 16);
		s2_poke_cd(&s, REF_CD_TTB1, empty / 16);
		check_txsz(&s, stt, false);
		s2_poke_cd(&s, REF_CD_EPD1, 0);
		s2_poke_cd(&s, REF_CD_TG0, REF_TG0_4K);
		s2_poke_cd(&s, REF_CD_T0SZ, 16);
		check_txsz(&s, stt, true);
		rig_free(rig);
	}
}

/* ---- small tables ---- */

/* The first level of small input ranges (translation.md 5.2) */
static unsigned int start_of(unsigned int granule, unsigned int txsz)
{
	if (granule == 12)
		return txsz <= 42 ? 2 : 3;
	return granule == 14 && txsz <= 38 ? 2 : 3;
}

static unsigned int tables_read(struct s2_stream *s)
{
	return side_accesses(s->side, HOST_READ, SMMU3_ACCESS_TT);
}

/* Adjacent addresses: the last one in range, the first one beyond */
static void check_edges(struct s2_stream *s)
{
	struct smmu3_txn txn = s2_txn(s, READ);

	txn.addr = ref_pow2(s->s1.iasize) - 8;
	s2_expect_txn(s, &txn, (struct ref_event){
		.number = NOT_MAPPED, .class = REF_CLASS_IN });
	s->stale = true;
	s2_try_txn(s, &txn);
	assert_true(tables_read(s) >= 1);
	txn.addr += 8;
	s2_expect_txn(s, &txn, (struct ref_event){
		.number = NOT_MAPPED, .class = REF_CLASS_IN });
	assert_int_equal(tables_read(s), 0);
}

static void check_small(struct side *side, unsigned int granule,
			unsigned int txsz)
{
	struct s2_shape shape = { granule, start_of(granule, txsz), 64 - txsz };
	struct s2_stream s;
	u64 free = side->free;

	s2_make_shaped(&s, side, S2_SID, S1, shape, S2_SHAPE2);
	assert_int_equal(s2_try(&s, READ), 0);
	assert_int_equal(tables_read(&s), 4 - shape.start);
	s2_expect_page(&s, WRITE);
	/* Where there is more than one page. */
	if (shape.iasize > granule + 1)
		check_edges(&s);
	side->free = free;
}

static void small_input_ranges_start_at_low_levels(void **state)
{
	unsigned int granule, txsz;

	for (granule = 12; granule <= 16; granule += 2)
		for (txsz = 35; txsz <= (granule == 16 ? 47 : 48); txsz++)
			check_small(*state, granule, txsz);
}

static const struct CMUnitTest rules_cd_tests[] = {
	cmocka_unit_test(each_rule_of_cds_holds_in_both_banks),
	TEST_S2(s1stalld_forbids_cd_s),
	TEST_S2(nsstalld_outlaws_cd_s_of_nonsecure_streams),
	TEST_S2(bad_cd_is_no_business_of_a_and_r),
	TEST_S2(one_table_worlds_check_ttb0_always_and_ttb1_never),
	cmocka_unit_test(asid_is_checked_in_worlds_that_have_one),
	TEST_S2(tables_are_within_ips_and_oas),
	cmocka_unit_test(txsz_is_16_to_39_or_with_stt_to_48),
	TEST_S2(small_input_ranges_start_at_low_levels),
};
SUITE(rules_cd);
