// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's opinion about STEs: every rule of structures.md 5 as a row with one
 * field, or two, away from a good STE, and the limits of tables 5.2 and 5.3.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED
#define BYPASS	REF_CONFIG_BYPASS

KIT_ID(no_s1p, s1p, 0)

static void no_s2p(struct twin_id *id)
{
	id->s2p = 0;
	id->sel2 = 0;
}

KIT_ID(no_sel2, sel2, 0)
KIT_ID(no_hyp, hyp, 0)
KIT_ID(rme, rme, 1)
KIT_ID(ssid8, ssidsize, 8)
KIT_ID(no_ssid, ssidsize, 0)
KIT_ID(no_cd2l, cd2l, 0)
KIT_ID(stall_1, s_stall_model, 1)
KIT_ID(stall_2, s_stall_model, 2)
KIT_ID(httu_0, httu, 0)
KIT_ID(httu_1, httu, 1)
KIT_ID(vmid8, vmid16, 0)

static void vmid8_no_s2p(struct twin_id *id)
{
	vmid8(id);
	no_s2p(id);
}

static void only_4k(struct twin_id *id)
{
	id->gran16k = 0;
	id->gran64k = 0;
}

KIT_ID(no_stt, stt, 0)
KIT_ID(oas_40, oas, 40)
KIT_ID(oas_42, oas, 42)
KIT_ID(oas_48, oas, 48)

/* Rules of STEs of an STE.Config */
static const struct kit_rule either[] = {
	{ "as it is", BOTH, GOOD, NULL, { } },
	{ "2 Config 0xx", BOTH, GOOD, NULL,
	  { { REF_STE_CONFIG, 3 }, { REF_STE_S2TG, 3 } } },
	{ "3 S1P", S1, BAD, no_s1p, { } },
	{ "3 S1P, off", S2, GOOD, no_s1p, { } },
	{ "4 S2P", S2, BAD, no_s2p, { } },
	{ "4 S2P, both", BOTH, BAD, no_s2p, { } },
	{ "4 S2P, off", S1, GOOD, no_s2p, { } },
	{ "5 S1CDMax", S1, BAD, ssid8, { { REF_STE_S1CDMAX, 9 } } },
	{ "5 S1CDMax fits", S1, GOOD, ssid8, { { REF_STE_S1CDMAX, 8 } } },
	{ "5 S1CDMax, none", S1, GOOD, no_ssid, { { REF_STE_S1CDMAX, 31 } } },
	{ "5 S1CDMax, off", S2, GOOD, ssid8, { { REF_STE_S1CDMAX, 9 } } },
	{ "6 S1Fmt 1", S1, BAD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 1 } } },
	{ "6 S1Fmt 2", S1, BAD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 2 } } },
	{ "6 S1Fmt 3 is 0", S1, GOOD, no_cd2l,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 3 } } },
	{ "6 S1Fmt, one CD", S1, GOOD, no_cd2l, { { REF_STE_S1FMT, 1 } } },
	{ "6 CD2L", S1, GOOD, NULL,
	  { { REF_STE_S1CDMAX, 1 }, { REF_STE_S1FMT, 1 } } },
	{ "7 S1ContextPtr, PA", S1, BAD, NULL, { { 44, 44, 1 } } },
	{ "7 S1ContextPtr, top PA", S1, BAD, NULL, { { 55, 55, 1 } } },
	{ "7 S1ContextPtr, last PA", S1, GOOD, NULL, { { 43, 43, 1 } } },
	{ "7 S1ContextPtr, IPA", BOTH, BAD, NULL, { { 44, 44, 1 } } },
	{ "7 S1ContextPtr, off", S2, GOOD, NULL, { { 44, 44, 1 } } },
	{ "8 S2S", S2, BAD, stall_1, { { REF_STE_S2S, 1 } } },
	{ "8 S2S, off", S1, GOOD, stall_1, { { REF_STE_S2S, 1 } } },
	{ "8 S2S, both models", S2, GOOD, NULL, { { REF_STE_S2S, 1 } } },
	{ "9 S2S forced", S2, BAD, stall_2, { { REF_STE_S2S, 0 } } },
	{ "9 S2S is forced", S2, GOOD, stall_2, { { REF_STE_S2S, 1 } } },
	{ "9 S2S forced, off", S1, GOOD, stall_2, { } },
	{ "10 LPAE", S2, BAD, NULL, { { REF_STE_S2AA64, 0 } } },
	{ "10 LPAE, off", S1, GOOD, NULL, { { REF_STE_S2AA64, 0 } } },
	{ "12 S2HA", S2, BAD, httu_0, { { REF_STE_S2HA, 1 } } },
	{ "12 S2HD", S2, BAD, httu_0, { { REF_STE_S2HD, 1 } } },
	{ "12 S2HA, off", S1, GOOD, httu_0, { { REF_STE_S2HA, 1 } } },
	{ "13 S2HD", S2, BAD, httu_1,
	  { { REF_STE_S2HA, 1 }, { REF_STE_S2HD, 1 } } },
	{ "13 S2HA", S2, GOOD, httu_1, { { REF_STE_S2HA, 1 } } },
	{ "13 S2HD without S2HA", S2, GOOD, NULL, { { REF_STE_S2HD, 1 } } },
	{ "15 S2TG reserved", S2, BAD, NULL, { { REF_STE_S2TG, 3 } } },
	{ "15 S2TG 64K", S2, BAD, only_4k,
	  { { REF_STE_S2TG, REF_TG0_64K } } },
	{ "15 S2TG 16K", S2, BAD, only_4k,
	  { { REF_STE_S2TG, REF_TG0_16K } } },
	{ "15 S2TG, off", S1, GOOD, NULL, { { REF_STE_S2TG, 3 } } },
	{ "16 S2TTB beyond OAS", S2, BAD, NULL, { { 236, 236, 1 } } },
	{ "16 S2TTB last", S2, GOOD, NULL, { { 235, 235, 1 } } },
	{ "16 S2TTB beyond S2PS", S2, BAD, NULL,
	  { { REF_STE_S2PS, 0 }, { 224, 224, 1 } } },
	{ "16 S2TTB within S2PS", S2, GOOD, NULL,
	  { { REF_STE_S2PS, 0 } } },
	{ "16 S2TTB beyond 48", S2, BAD, oas_48, { { 240, 240, 1 } } },
	{ "16 S2PS 7 clamps", S2, GOOD, NULL, { { REF_STE_S2PS, 7 } } },
	{ "19 S2ENDI", S2, BAD, NULL, { { REF_STE_S2ENDI, 1 } } },
	{ "19 S2ENDI, off", S1, GOOD, NULL, { { REF_STE_S2ENDI, 1 } } },
	{ "25 S2VMID", S2, BAD, vmid8, { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, low", S2, GOOD, vmid8, { { REF_STE_S2VMID, 0xff } } },
	{ "25 S2VMID, bypass", BYPASS, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, no stage 2", S1, GOOD, vmid8_no_s2p,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "25 S2VMID, EL2", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 }, { REF_STE_STRW, 2 } } },
	{ "STRW, both", BOTH, GOOD, NULL, { { REF_STE_STRW, 3 } } },
	{ "STRW, bypass", BYPASS, GOOD, NULL, { { REF_STE_STRW, 3 } } },
	{ "S1STALLD", S1, GOOD, NULL, { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD", S1, BAD, stall_1, { { REF_STE_S1STALLD, 1 } } },
	{ "N2, S6 S1STALLD", S1, BAD, stall_2, { { REF_STE_S1STALLD, 1 } } },
	{ "S1STALLD, off", BYPASS, GOOD, stall_1,
	  { { REF_STE_S1STALLD, 1 } } },
};

static const struct kit_rule non_secure[] = {
	{ "N1 STRW 1", S1, BAD, NULL, { { REF_STE_STRW, 1 } } },
	{ "N1 STRW 3", S1, BAD, NULL, { { REF_STE_STRW, 3 } } },
	{ "N1 STRW 2", S1, GOOD, NULL, { { REF_STE_STRW, 2 } } },
	{ "N1 STRW 1, no EL2", S1, GOOD, no_hyp, { { REF_STE_STRW, 1 } } },
	{ "25 S2VMID, stage 1", S1, BAD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
	{ "S7 S_S2TG", S2, GOOD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S9 S_S2T0SZ", S2, GOOD, NULL, { { REF_STE_S_S2T0SZ, 63 } } },
};

static const struct kit_rule secure[] = {
	{ "S1 SEL2", S2, BAD, no_sel2, { } },
	{ "S1 SEL2, both", BOTH, BAD, no_sel2, { } },
	{ "S1 SEL2, stage 1", S1, GOOD, no_sel2, { } },
	{ "S3 STRW 3", S1, BAD, NULL, { { REF_STE_STRW, 3 } } },
	{ "S3 STRW 1", S1, GOOD, NULL, { { REF_STE_STRW, 1 } } },
	{ "S3 STRW 1, NS without EL2", S1, GOOD, no_hyp,
	  { { REF_STE_STRW, 1 } } },
	{ "S4 STRW 1 with RME", S1, BAD, rme, { { REF_STE_STRW, 1 } } },
	{ "S5 STRW 2", S1, BAD, no_sel2, { { REF_STE_STRW, 2 } } },
	{ "S5 STRW 2 with SEL2", S1, GOOD, NULL, { { REF_STE_STRW, 2 } } },
	{ "S7 S_S2TG", S2, BAD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S7 S_S2TG 64K", S2, BAD, only_4k,
	  { { REF_STE_S_S2TG, REF_TG0_64K } } },
	{ "S7 S_S2TG, off", S1, GOOD, NULL, { { REF_STE_S_S2TG, 3 } } },
	{ "S8 S_S2TTB", S2, BAD, NULL, { { 428, 428, 1 } } },
	{ "S8 S_S2TTB last", S2, GOOD, NULL, { { 427, 427, 1 } } },
	{ "S9 S_S2T0SZ", S2, BAD, NULL, { { REF_STE_S_S2T0SZ, 49 } } },
	{ "S10 S_S2SL0", S2, BAD, NULL, { { REF_STE_S_S2SL0, 0 } } },
	{ "25 S2VMID, stage 1", S1, GOOD, vmid8,
	  { { REF_STE_S2VMID, 0x100 } } },
};

static void check_rule(enum twin_space sec_sid, const struct kit_rule *rule)
{
	void *state;

	kit_setup(&state);
	kit_expect_rule(kit_stream(state, sec_sid, rule->variant), rule,
			kit_poke_ste, REF_C_BAD_STE);
	kit_teardown(&state);
}

static void twin_v_0_is_bad(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	kit_poke_ste(stream, REF_STE_V, 0);
	kit_expect_number(stream, READ, REF_C_BAD_STE);
}

static void check_rules(enum twin_space sec_sid, const struct kit_rule *rules,
			size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		check_rule(sec_sid, &rules[i]);
}

static void twin_knows_the_ste_rules_of_both_banks(void **state)
{
	(void)state;
	check_rules(TWIN_NS, either, ARRAY_SIZE(either));
	check_rules(TWIN_S, either, ARRAY_SIZE(either));
}

static void twin_knows_the_ste_rules_of_each_bank(void **state)
{
	(void)state;
	check_rules(TWIN_NS, non_secure, ARRAY_SIZE(non_secure));
	check_rules(TWIN_S, secure, ARRAY_SIZE(secure));
}

/* ---- NSSTALLD (3.12, 6.3.57.1) ---- */

static void twin_nsstalld_forbids_ns_stalls_only(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *ns = kit_stream(kit, TWIN_NS, S2);
	struct kit_stream *s = kit_stream(kit, TWIN_S, S2);

	kit_poke_ste(ns, REF_STE_S2S, 1);
	kit_poke_ste(s, REF_STE_S2S, 1);
	kit_expect_page(ns, READ);
	kit_expect_page(s, READ);
	kit->world.bank[TWIN_S].cr0 |= REF_S_CR0_NSSTALLD;
	kit_expect_number(ns, READ, REF_C_BAD_STE);
	kit_expect_page(s, READ);
	/* Without a Secure state there is only IDR0. */
	kit->world.id.secure = 0;
	kit_expect_page(ns, READ);
	kit->world.id.stall_model = 1;
	kit_expect_number(ns, READ, REF_C_BAD_STE);
}

/* ---- start levels: table 5.3 and the limits of 5.2 ---- */

/**
 * struct span - T0SZ values that go with a granule and a start level
 * @tg: S2TG
 * @sl0: S2SL0
 * @first: smallest T0SZ
 * @last: largest; first > last: none
 * @id: changes the identity, if not NULL
 */
struct span {
	unsigned int tg;
	unsigned int sl0;
	unsigned int first;
	unsigned int last;
	void (*id)(struct twin_id *id);
};

/* OAS = 48 but where said otherwise, which makes the smallest T0SZ 16. */
static const struct span spans[] = {
	{ REF_TG0_4K, 0, 30, 42, NULL },
	{ REF_TG0_4K, 1, 21, 33, NULL },
	{ REF_TG0_4K, 2, 16, 24, NULL },
	{ REF_TG0_4K, 3, 39, 48, NULL },
	{ REF_TG0_16K, 0, 35, 48, NULL },
	{ REF_TG0_16K, 1, 24, 38, NULL },
	{ REF_TG0_16K, 2, 16, 27, NULL },
	{ REF_TG0_16K, 3, 1, 0, NULL },
	{ REF_TG0_64K, 0, 31, 47, NULL },
	{ REF_TG0_64K, 1, 18, 34, NULL },
	{ REF_TG0_64K, 2, 16, 21, NULL },
	{ REF_TG0_64K, 3, 1, 0, NULL },
	/* without small tables */
	{ REF_TG0_4K, 0, 30, 39, no_stt },
	{ REF_TG0_4K, 1, 21, 33, no_stt },
	{ REF_TG0_4K, 3, 1, 0, no_stt },
	{ REF_TG0_16K, 0, 35, 39, no_stt },
	{ REF_TG0_64K, 0, 31, 39, no_stt },
	/* IPAs are no larger than OAS; large start levels want a large OAS */
	{ REF_TG0_4K, 1, 24, 33, oas_40 },
	{ REF_TG0_4K, 2, 1, 0, oas_42 },
	{ REF_TG0_16K, 1, 24, 38, oas_40 },
	{ REF_TG0_16K, 2, 1, 0, oas_40 },
	{ REF_TG0_16K, 2, 22, 27, oas_42 },
	{ REF_TG0_64K, 1, 24, 34, oas_40 },
	{ REF_TG0_64K, 2, 1, 0, oas_42 },
};

static void poke_span(struct kit_stream *stream, const struct span *span,
		      unsigned int t0sz, bool second)
{
	if (second) {
		kit_poke_ste(stream, REF_STE_S_S2TG, span->tg);
		kit_poke_ste(stream, REF_STE_S_S2SL0, span->sl0);
		kit_poke_ste(stream, REF_STE_S_S2T0SZ, t0sz);
		return;
	}
	kit_poke_ste(stream, REF_STE_S2TG, span->tg);
	kit_poke_ste(stream, REF_STE_S2SL0, span->sl0);
	kit_poke_ste(stream, REF_STE_S2T0SZ, t0sz);
}

/* @second: the tables of the Secure IPA space */
static void check_span(const struct span *span, enum twin_space sec_sid,
		       bool second)
{
	struct kit_stream *stream;
	struct twin_outcome out;
	unsigned int t0sz;
	struct kit *kit;
	void *state;

	kit_setup(&state);
	kit = state;
	stream = kit_stream(kit, sec_sid, S2);
	kit->world.id.oas = 48;
	/* The other tables of a Secure STE fit any identity. */
	kit_poke_ste(stream, REF_STE_S2T0SZ, 28);
	kit_poke_ste(stream, REF_STE_S_S2T0SZ, 28);
	if (span->id)
		span->id(&kit->world.id);
	for (t0sz = 0; t0sz < 64; t0sz++) {
		bool want = t0sz < span->first || t0sz > span->last, bad;

		poke_span(stream, span, t0sz, second);
		out = kit_access(stream, READ);
		bad = out.event == REF_C_BAD_STE;
		if (bad != want)
			fail_msg("TG %u SL0 %u T0SZ %u: event %#x", span->tg,
				 span->sl0, t0sz, out.event);
	}
	kit_teardown(&state);
}

static void twin_knows_which_start_levels_go_with_t0sz(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(spans); i++) {
		check_span(&spans[i], TWIN_NS, false);
		check_span(&spans[i], TWIN_S, false);
		check_span(&spans[i], TWIN_S, true);
	}
}

static const struct CMUnitTest twin_ste_tests[] = {
	TEST_KIT(twin_v_0_is_bad),
	cmocka_unit_test(twin_knows_the_ste_rules_of_both_banks),
	cmocka_unit_test(twin_knows_the_ste_rules_of_each_bank),
	TEST_KIT(twin_nsstalld_forbids_ns_stalls_only),
	cmocka_unit_test(twin_knows_which_start_levels_go_with_t0sz),
};
SUITE(twin_ste);
