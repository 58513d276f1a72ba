// SPDX-License-Identifier: GPL-2.0
/*
 * Which STEs are ILLEGAL (5.2.2): every rule that ID registers leave a choice
 * about, by rows of a good STE with one thing wrong, each next to a row where
 * the same is right. The transaction says which it is: C_BAD_STE, or anything
 * else.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BYPASS	REF_CONFIG_BYPASS
#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define BAD	REF_C_BAD_STE
#define GOOD	0

/* Bits of STEs by the bit of the address in them */
#define S1CONTEXTPTR(bit)	(bit), (bit)
#define S2TTB(bit)		192 + (bit), 192 + (bit)
#define S_S2TTB(bit)		384 + (bit), 384 + (bit)

static void no_secure_stage2(struct smmu3_config *config)
{
	config->sel2 = 0;
}

static void no_s2p(struct smmu3_config *config)
{
	no_secure_stage2(config);
	config->s2p = 0;
}

/* Then there cannot be a Secure bank (3.10.2). */
static void no_s1p(struct smmu3_config *config)
{
	no_secure_stage2(config);
	config->secure = 0;
	config->s1p = 0;
}

S2_ID(ssid6, ssidsize, 6)
S2_ID(no_ssid, ssidsize, 0)
S2_ID(no_cd2l, cd2l, 0)
S2_ID(terminate, stall_model, 1)
S2_ID(stall, stall_model, 2)
S2_ID(httu0, httu, 0)
S2_ID(httu1, httu, 1)
S2_ID(oas48, oas, 48)
S2_ID(oas40, oas, 40)
S2_ID(oas32, oas, 32)
S2_ID(vmid8, vmid16, 0)

static void vmid8_without_s2(struct smmu3_config *config)
{
	vmid8(config);
	no_s2p(config);
}

static void vmid8_without_sel2(struct smmu3_config *config)
{
	vmid8(config);
	no_secure_stage2(config);
}

static void only_4k(struct smmu3_config *config)
{
	config->gran16k = 0;
	config->gran64k = 0;
}

/* Numbers are those of structures.md 5.1. */
static const struct s2_rule either[] = {
	{ "nested", BOTH, GOOD, NULL, { } },
	{ "stage 2", S2, GOOD, NULL, { } },
	{ "stage 1", S1, GOOD, NULL, { } },
	{ "bypass", BYPASS, GOOD, NULL, { } },
	{ "2 Config 0", BOTH, S2_SILENT, NULL,
	  { { REF_STE_CONFIG, 0 }, { REF_STE_S2TG, 3 } } },
	{ "2 Config 1", BOTH, S2_SILENT, NULL,
	  { { REF_STE_CONFIG, 1 }, { REF_STE_S2AA64, 0 } } },
	{ "2 Config 2", BOTH, S2_SILENT, NULL,
	  { { REF_STE_CONFIG, 2 }, { REF_STE_S2T0SZ, 63 } } },
	{ "2 Config 3", BOTH, S2_SILENT, NULL,
	  { { REF_STE_CONFIG, 3 }, { S1CONTEXTPTR(55), 1 } } },
	{ "4 S2P", S2, BAD, no_s2p, { } },
	{ "4 S2P, nested", BOTH, BAD, no_s2p, { } },
	{ "4 S2P, stage 1", S1, GOOD, no_s2p, { } },
	{ "5 S1CDMax", S1, BAD, ssid6,
	  { { REF_STE_S1DSS, 2 }, { REF_STE_S1CDMAX, 7 } } },
	{ "5 S1CDMax, nested", BOTH, BAD, ssid6,
	  { { REF_STE_S1DSS, 2 }, { REF_STE_S1CDMAX, 31 } } },
	{ "5 S1CDMax fits", S1, GOOD, ssid6,
	  { { REF_STE_S1DSS, 2 }, { REF_STE_S1CDMAX, 6 } } },
	{ "5 S1CDMax without SSIDSIZE", S1, GOOD, no_ssid,
	  { { REF_STE_S1CDMAX, 31 } } },
	{ "5 S1CDMax, stage 2", S2, GOOD, ssid6, { { REF_STE_S1CDMAX, 7 } } },
	{ "6 S1Fmt 1", S1, BAD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1DSS, 2 },
	    { REF_STE_S1FMT, 1 } } },
	{ "6 S1Fmt 2", BOTH, BAD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1DSS, 2 },
	    { REF_STE_S1FMT, 2 } } },
	{ "6 S1Fmt 3 is linear", S1, GOOD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1DSS, 2 },
	    { REF_STE_S1FMT, 3 } } },
	{ "6 S1Fmt, one CD", S1, GOOD, no_cd2l, { { REF_STE_S1FMT, 1 } } },
	{ "6 S1Fmt without SSIDSIZE", S1, GOOD, no_ssid,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 1 } } },
	{ "6 S1Fmt, stage 2", S2, GOOD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 1 } } },
	{ "6 S1Fmt with CD2L", S1, REF_C_BAD_SUBSTREAMID, NULL,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1DSS, 2 },
	    { REF_STE_S1FMT, 1 } } },
	{ "7 S1ContextPtr 2^OAS", S1, BAD, NULL, { { S1CONTEXTPTR(44), 1 } } },
	{ "7 S1ContextPtr 2^55", S1, BAD, NULL, { { S1CONTEXTPTR(55), 1 } } },
	{ "7 S1ContextPtr below", S1, REF_F_CD_FETCH, NULL,
	  { { S1CONTEXTPTR(43), 1 } } },
	{ "7 S1ContextPtr 2^48", S1, BAD, oas48, { { S1CONTEXTPTR(48), 1 } } },
	{ "7 S1ContextPtr 2^44 of 48", S1, REF_F_CD_FETCH, oas48,
	  { { S1CONTEXTPTR(44), 1 } } },
	{ "7 S1ContextPtr 2^40", S1, BAD, oas40, { { S1CONTEXTPTR(40), 1 } } },
	{ "7 S1ContextPtr 2^32", S1, BAD, oas32, { { S1CONTEXTPTR(32), 1 } } },
	{ "7 S1ContextPtr 2^IAS", BOTH, BAD, NULL,
	  { { S1CONTEXTPTR(44), 1 } } },
	{ "7 S1ContextPtr below IAS", BOTH, REF_F_TRANSLATION, NULL,
	  { { S1CONTEXTPTR(43), 1 } } },
	{ "7 S1ContextPtr, stage 2", S2, GOOD, NULL,
	  { { S1CONTEXTPTR(44), 1 } } },
	{ "8 S2S", S2, BAD, terminate, { { REF_STE_S2S, 1 } } },
	{ "8 S2S, nested", BOTH, BAD, terminate, { { REF_STE_S2S, 1 } } },
	{ "8 S2S, stage 1", S1, GOOD, terminate, { { REF_STE_S2S, 1 } } },
	{ "8 S2S may be", S2, GOOD, NULL, { { REF_STE_S2S, 1 } } },
	{ "9 S2S", S2, BAD, stall, { { REF_STE_S2S, 0 } } },
	{ "9 S2S, nested", BOTH, BAD, stall, { { REF_STE_S2S, 0 } } },
	{ "9 S2S is 1", S2, GOOD, stall, { { REF_STE_S2S, 1 } } },
	{ "9 S2S, bypass", BYPASS, GOOD, stall, { } },
	{ "9 S2S may be 0", S2, GOOD, NULL, { { REF_STE_S2S, 0 } } },
	{ "10 S2AA64", S2, BAD, NULL, { { REF_STE_S2AA64, 0 } } },
	{ "10 S2AA64, nested", BOTH, BAD, NULL, { { REF_STE_S2AA64, 0 } } },
	{ "10 S2AA64, stage 1", S1, GOOD, NULL, { { REF_STE_S2AA64, 0 } } },
	{ "12 S2HA", S2, BAD, httu0, { { REF_STE_S2HA, 1 } } },
	{ "12 S2HD", S2, BAD, httu0, { { REF_STE_S2HD, 1 } } },
	{ "12 S2HA, stage 1", S1, GOOD, httu0, { { REF_STE_S2HA, 1 } } },
	{ "13 S2HD", S2, BAD, httu1, { { REF_STE_S2HD, 1 } } },
	{ "13 S2HD, S2HA", BOTH, BAD, httu1,
	  { { REF_STE_S2HD, 1 }, { REF_STE_S2HA, 1 } } },
	{ "13 S2HA", S2, GOOD, httu1, { { REF_STE_S2HA, 1 } } },
	{ "13 S2HD, S2HA, HTTU 2", S2, GOOD, NULL,
	  { { REF_STE_S2HD, 1 }, { REF_STE_S2HA, 1 } } },
	{ "13 S2HD alone is off", S2, GOOD, NULL, { { REF_STE_S2HD, 1 } } },
	{ "13 S2HD, bypass", BYPASS, GOOD, httu1, { { REF_STE_S2HD, 1 } } },
	{ "15 S2TG", S2, BAD, NULL, { { REF_STE_S2TG, 3 } } },
	{ "15 S2TG, nested", BOTH, BAD, NULL, { { REF_STE_S2TG, 3 } } },
	{ "15 S2TG, stage 1", S1, GOOD, NULL, { { REF_STE_S2TG, 3 } } },
	{ "15 S2TG 64K", S2, BAD, only_4k, { { REF_STE_S2TG, REF_TG0_64K } } },
	{ "15 S2TG 16K", S2, BAD, only_4k, { { REF_STE_S2TG, REF_TG0_16K } } },
	{ "15 S2TG 64K, stage 1", S1, GOOD, only_4k,
	  { { REF_STE_S2TG, REF_TG0_64K } } },
	{ "15 S2TG 4K", S2, GOOD, only_4k, { } },
	{ "16 S2TTB", S2, BAD, NULL, { { S2TTB(44), 1 } } },
	{ "16 S2TTB, nested", BOTH, BAD, NULL, { { S2TTB(44), 1 } } },
	{ "16 S2TTB 2^51", S2, BAD, NULL, { { S2TTB(51), 1 } } },
	{ "16 S2TTB, stage 1", S1, GOOD, NULL, { { S2TTB(44), 1 } } },
	{ "16 S2TTB 2^48", S2, BAD, oas48, { { S2TTB(48), 1 } } },
	{ "19 S2ENDI", S2, BAD, NULL, { { REF_STE_S2ENDI, 1 } } },
	{ "19 S2ENDI, nested", BOTH, BAD, NULL, { { REF_STE_S2ENDI, 1 } } },
	{ "19 S2ENDI, stage 1", S1, GOOD, NULL, { { REF_STE_S2ENDI, 1 } } },
	{ "25 S2VMID", S2, BAD, vmid8, { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, nested", BOTH, BAD, vmid8,
	  { { REF_STE_S2VMID, 0x8000 } } },
	{ "25 S2VMID 255", S2, GOOD, vmid8, { { REF_STE_S2VMID, 0xff } } },
	{ "25 S2VMID, VMID16", S2, GOOD, NULL, { { REF_STE_S2VMID, 0xffff } } },
	{ "25 S2VMID, bypass", BYPASS, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID without S2P", S1, GOOD, vmid8_without_s2,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, EL2", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 }, { REF_STE_STRW, 2 } } },
	{ "STRW, stage 2", S2, GOOD, NULL, { { REF_STE_STRW, 3 } } },
	{ "STRW 1, nested", BOTH, GOOD, NULL, { { REF_STE_STRW, 1 } } },
	{ "STRW 2, nested", BOTH, GOOD, NULL, { { REF_STE_STRW, 2 } } },
	{ "STRW 3, nested", BOTH, GOOD, NULL, { { REF_STE_STRW, 3 } } },
	{ "STRW, bypass", BYPASS, GOOD, NULL, { { REF_STE_STRW, 3 } } },
	{ "N2, S6 S1STALLD", S1, BAD, terminate, { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD, nested", BOTH, BAD, terminate,
	  { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD, stall", S1, BAD, stall,
	  { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD, both", S1, GOOD, NULL,
	  { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD, stage 2", S2, GOOD, terminate,
	  { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD, bypass", BYPASS, GOOD, terminate,
	  { { REF_STE_S1STALLD, 1 } } },
	{ "EATS without ATS", BOTH, GOOD, NULL,
	  { { REF_STE_EATS, 1 }, { REF_STE_S2S, 1 } } },
	{ "EATS 2 without ATS", S1, GOOD, NULL, { { REF_STE_EATS, 2 } } },
	{ "EATS 3 without DPT", S1, GOOD, NULL, { { REF_STE_EATS, 3 } } },
};

static const struct s2_rule nonsecure[] = {
	{ "3 S1P", S1, BAD, no_s1p, { } },
	{ "3 S1P, nested", BOTH, BAD, no_s1p, { } },
	{ "3 S1P, stage 2", S2, GOOD, no_s1p, { } },
	{ "N1 STRW 1", S1, BAD, NULL, { { REF_STE_STRW, 1 } } },
	{ "N1 STRW 3", S1, BAD, NULL, { { REF_STE_STRW, 3 } } },
	{ "N1 STRW 2", S1, GOOD, NULL, { { REF_STE_STRW, 2 } } },
	{ "N1 STRW 1 without Hyp", S1, GOOD, no_s2p, { { REF_STE_STRW, 1 } } },
	{ "N1 STRW 3 without Hyp", S1, GOOD, no_s2p, { { REF_STE_STRW, 3 } } },
	{ "25 S2VMID, stage 1", S1, BAD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID 255, stage 1", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0xff } } },
	{ "S7 S_S2TG", S2, GOOD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S8 S_S2TTB", S2, GOOD, NULL, { { S_S2TTB(51), 1 } } },
	{ "S9 S_S2T0SZ", BOTH, GOOD, NULL, { { REF_STE_S_S2T0SZ, 63 } } },
	{ "S10 S_S2SL0", BOTH, GOOD, NULL, { { REF_STE_S_S2SL0, 3 } } },
	{ "S2SW, S2SA", BOTH, GOOD, NULL,
	  { { REF_STE_S2SW, 1 }, { REF_STE_S2SA, 1 } } },
};

static const struct s2_rule secure[] = {
	{ "S1 SEL2", S2, BAD, no_secure_stage2, { } },
	{ "S1 SEL2, nested", BOTH, BAD, no_secure_stage2, { } },
	{ "S1 SEL2, stage 1", S1, GOOD, no_secure_stage2, { } },
	{ "S3 STRW 3", S1, BAD, NULL, { { REF_STE_STRW, 3 } } },
	{ "S3 STRW 3 without SEL2", S1, BAD, no_secure_stage2,
	  { { REF_STE_STRW, 3 } } },
	{ "S4 STRW 1 without RME", S1, GOOD, NULL, { { REF_STE_STRW, 1 } } },
	{ "S5 STRW 2", S1, BAD, no_secure_stage2, { { REF_STE_STRW, 2 } } },
	{ "S5 STRW 2, nor Hyp", S1, BAD, no_s2p, { { REF_STE_STRW, 2 } } },
	{ "S5 STRW 2 with SEL2", S1, GOOD, NULL, { { REF_STE_STRW, 2 } } },
	{ "S7 S_S2TG", S2, BAD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S7 S_S2TG, nested", BOTH, BAD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S7 S_S2TG, stage 1", S1, GOOD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S7 S_S2TG 64K", S2, BAD, only_4k,
	  { { REF_STE_S_S2TG, REF_TG0_64K } } },
	{ "S7 S_S2TG 16K", S2, BAD, only_4k,
	  { { REF_STE_S_S2TG, REF_TG0_16K } } },
	{ "S8 S_S2TTB", S2, BAD, NULL, { { S_S2TTB(44), 1 } } },
	{ "S8 S_S2TTB, nested", BOTH, BAD, NULL, { { S_S2TTB(51), 1 } } },
	{ "S8 S_S2TTB below", S2, REF_F_WALK_EABT, NULL,
	  { { S_S2TTB(43), 1 } } },
	{ "S8 S_S2TTB, stage 1", S1, GOOD, NULL, { { S_S2TTB(44), 1 } } },
	{ "25 S2VMID, stage 1", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID without SEL2", S1, GOOD, vmid8_without_sel2,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, EL3", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 }, { REF_STE_STRW, 1 } } },
};

static void each_rule_of_stes_holds_in_the_nonsecure_bank(void **state)
{
	(void)state;
	s2_check_rules(either, ARRAY_SIZE(either), NS, s2_poke_ste);
	s2_check_rules(nonsecure, ARRAY_SIZE(nonsecure), NS, s2_poke_ste);
}

static void each_rule_of_stes_holds_in_the_secure_bank(void **state)
{
	(void)state;
	s2_check_rules(either, ARRAY_SIZE(either), SECURE, s2_poke_ste);
	s2_check_rules(secure, ARRAY_SIZE(secure), SECURE, s2_poke_ste);
}

/* 5.2.2: V comes first, and the rest of an invalid STE says nothing. */
static void v_0_is_bad_with_every_config(void **state)
{
	const struct ref_event event = { .number = REF_C_BAD_STE };
	unsigned int config;
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_ste(&s, REF_STE_V, 0);
	for (config = 0; config < 8; config++) {
		s2_poke_ste(&s, REF_STE_CONFIG, config);
		s2_expect(&s, READ, event);
	}
}

/**
 * struct ps - a code of S2PS and the first address beyond it, with OAS 44
 */
struct ps {
	unsigned int code;
	unsigned int bits;
};

static const struct ps sizes[] = {
	{ 0, 32 }, { 1, 36 }, { 2, 40 }, { 3, 42 }, { 4, 44 }, { 5, 44 },
	{ 6, 44 }, { 7, 44 },
};

static void check_ttb(struct s2_stream *s, const struct ps *ps,
		      unsigned int base)
{
	unsigned int bit;

	s2_poke_ste(s, REF_STE_S2PS, ps->code);
	for (bit = 32; bit < 52; bit++) {
		s2_poke_ste(s, base + bit, base + bit, 1);
		assert_int_equal(s2_try(s, READ),
				 bit < ps->bits ? REF_F_WALK_EABT : BAD);
		s2_poke_ste(s, base + bit, base + bit, 0);
	}
}

/* 5.2: beyond S2PS, and beyond the OAS, whatever S2PS says. */
static void s2ttb_is_within_s2ps_and_oas(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, side, S2_SID, S2);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		check_ttb(&s, &sizes[i], side->bank == NS ? 192 : 384);
}

/* The table of the other IPA space, too, though nobody uses it (5.2). */
static void both_tables_of_a_secure_ste_are_checked(void **state)
{
	unsigned int i, bit;
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		s2_poke_ste(&s, REF_STE_S2PS, sizes[i].code);
		for (bit = 32; bit < 52; bit++) {
			bool bad = bit >= sizes[i].bits;

			s2_poke_ste(&s, S2TTB(bit), 1);
			assert_int_equal(s2_try(&s, READ) == BAD, bad);
			s2_poke_ste(&s, S2TTB(bit), 0);
		}
	}
}

/* 3.12, 6.3.57: NSSTALLD is about Non-secure streams only. */
static void nsstalld_outlaws_nonsecure_stalls_only(void **state)
{
	struct side *side = *state;
	struct side *master = rig_side(side->rig, SECURE);
	unsigned int want = side->bank == NS ? BAD : GOOD;
	const u32 on = REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, BOTH);
	s2_poke_ste(&s, REF_STE_S2S, 1);
	assert_int_equal(s2_try(&s, READ), GOOD);
	side_cr0(master, REF_S_CR0_NSSTALLD);
	side_cr0(master, on | REF_S_CR0_NSSTALLD);
	s.stale = true;
	assert_int_equal(s2_try(&s, READ), want);
	s2_poke_ste(&s, REF_STE_S2S, 0);
	assert_int_equal(s2_try(&s, READ), GOOD);
	s2_poke_ste(&s, REF_STE_S1STALLD, 1);
	assert_int_equal(s2_try(&s, READ), want);
}

static const struct CMUnitTest rules_ste_tests[] = {
	cmocka_unit_test(each_rule_of_stes_holds_in_the_nonsecure_bank),
	cmocka_unit_test(each_rule_of_stes_holds_in_the_secure_bank),
	TEST_S2(v_0_is_bad_with_every_config),
	TEST_S2(s2ttb_is_within_s2ps_and_oas),
	TEST_S2_SECURE(both_tables_of_a_secure_ste_are_checked),
	TEST_S2(nsstalld_outlaws_nonsecure_stalls_only),
};
SUITE(rules_ste);
