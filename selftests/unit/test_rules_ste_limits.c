// SPDX-License-Identifier: GPL-2.0
/*
 * Input size, start level and granule of stage 2 (structures.md 5.2, 5.3; Arm ARM
 * D8.2.8 to 10): every value of S2T0SZ with every S2SL0 and S2TG, of both sets of
 * tables of Secure STEs, by what the identity allows.
 */
#include "stage2_kit.h"
#include "suites.h"

#define EMPTY_BYTES	0x100000ULL

/**
 * struct level - what an S2SL0 means with a granule
 * @granule: log2
 * @sl0: code
 * @least: smallest S2TxSZ, with as many tables concatenated as there may be
 * @most: largest, with STT
 * @oas: the smallest OAS that has this level at all
 * @stt: only with STT
 */
struct level {
	unsigned int granule;
	unsigned int sl0;
	unsigned int least;
	unsigned int most;
	unsigned int oas;
	bool stt;
};

/* Table 5.3 without S2DS: what is not here is reserved or inconsistent. */
static const struct level levels[] = {
	{ 12, 0, 30, 42, 0, false },	/* level 2 */
	{ 12, 1, 21, 33, 0, false },	/* level 1 */
	{ 12, 2, 16, 24, 44, false },	/* level 0, never concatenated */
	{ 12, 3, 39, 48, 0, true },	/* level 3 */
	{ 14, 0, 35, 48, 0, false },	/* level 3 */
	{ 14, 1, 24, 38, 0, false },	/* level 2 */
	{ 14, 2, 16, 27, 42, false },	/* level 1 */
	{ 16, 0, 31, 47, 0, false },	/* level 3 */
	{ 16, 1, 18, 34, 0, false },	/* level 2 */
	{ 16, 2, 16, 21, 44, false },	/* level 1 */
};

static bool in_table(const struct smmu3_config *config, unsigned int granule,
		     unsigned int sl0, unsigned int t0sz)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(levels); i++)
		if (levels[i].granule == granule && levels[i].sl0 == sl0)
			return t0sz >= levels[i].least &&
			       t0sz <= levels[i].most &&
			       config->oas >= levels[i].oas &&
			       (config->stt || !levels[i].stt);
	return false;
}

/* 5.2: from 64 - IAS, or 16, to 39; with STT to 48, or 47. */
static bool in_range(const struct smmu3_config *config, unsigned int granule,
		     unsigned int t0sz)
{
	unsigned int least = max(16U, 64 - config->oas);
	unsigned int most = !config->stt ? 39 : granule == 16 ? 47 : 48;

	return t0sz >= least && t0sz <= most;
}

/**
 * struct set - where an STE has one set of stage 2 tables
 * @t0sz: bits of S2T0SZ or S_S2T0SZ; and so on
 * @access: who uses it
 */
struct set {
	struct s2_change t0sz, sl0, tg, ttb;
	unsigned int access;
};

static const struct set nonsecure_set = {
	{ REF_STE_S2T0SZ, 0 }, { REF_STE_S2SL0, 0 }, { REF_STE_S2TG, 0 },
	{ REF_STE_S2TTB, 0 }, READ | S2_NS,
};

static const struct set secure_set = {
	{ REF_STE_S_S2T0SZ, 0 }, { REF_STE_S_S2SL0, 0 }, { REF_STE_S_S2TG, 0 },
	{ REF_STE_S_S2TTB, 0 }, READ,
};

static void poke_field(struct s2_stream *s, const struct s2_change *at, u64 value)
{
	s2_poke_ste(s, at->high, at->low, value);
}

static void check_one(struct s2_stream *s, const struct set *set,
		      unsigned int granule, unsigned int sl0, unsigned int t0sz)
{
	const struct smmu3_config *config = &s->side->rig->config;
	bool good = in_table(config, granule, sl0, t0sz) &&
		    in_range(config, granule, t0sz);
	struct smmu3_txn txn = s2_txn(s, set->access);
	unsigned int got;

	txn.addr = 0;
	poke_field(s, &set->tg, s2_tg0(granule));
	poke_field(s, &set->sl0, sl0);
	poke_field(s, &set->t0sz, t0sz);
	got = s2_try_txn(s, &txn);
	if (got != (good ? REF_F_TRANSLATION : REF_C_BAD_STE))
		fail_msg("2^%u, SL0 %u, T0SZ %u, OAS %u, STT %u: %#x",
			 granule, sl0, t0sz, config->oas, config->stt, got);
}

static void check_set(struct s2_stream *s, const struct set *set)
{
	unsigned int granule, sl0, t0sz;

	poke_field(s, &set->ttb, side_alloc(s->side, EMPTY_BYTES) / 16);
	for (granule = 12; granule <= 16; granule += 2)
		for (sl0 = 0; sl0 < 4; sl0++)
			for (t0sz = 0; t0sz < 64; t0sz++)
				check_one(s, set, granule, sl0, t0sz);
}

static void check_identity(const struct smmu3_config *config,
			   enum smmu3_pas bank, const struct set *set)
{
	struct rig *rig = s2_rig(config);
	struct s2_stream s;

	s2_make_shaped(&s, rig_side(rig, bank), S2_SID, REF_CONFIG_S2,
		       S2_SHAPE1, (struct s2_shape){ 12, 2, 32 });
	check_set(&s, set);
	rig_free(rig);
}

static const unsigned int sizes[] = { 32, 36, 40, 42, 44, 48 };

static void stage_2_input_size_fits_start_level_and_oas(void **state)
{
	struct smmu3_config config = s2_config();
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		config.oas = sizes[i];
		check_identity(&config, NS, &nonsecure_set);
	}
}

/* SEL2 implies STT (6.3.53), so this is for SMMUs without. */
static void small_stage_2_tables_need_stt(void **state)
{
	struct smmu3_config config = s2_config();
	unsigned int i;

	(void)state;
	config.sel2 = 0;
	config.stt = 0;
	for (i = 0; i < ARRAY_SIZE(sizes); i += 2) {
		config.oas = sizes[i];
		check_identity(&config, NS, &nonsecure_set);
	}
}

static void each_ipa_space_of_a_secure_ste_has_its_limits(void **state)
{
	struct smmu3_config config = s2_config();

	(void)state;
	check_identity(&config, SECURE, &nonsecure_set);
	check_identity(&config, SECURE, &secure_set);
	config.oas = 48;
	check_identity(&config, SECURE, &secure_set);
}

/* S2DS and S2SL0_2 are RES0 without IDR5.DS (5.2). */
static void bits_of_52_bit_addresses_are_ignored(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, REF_CONFIG_S2);
	s2_poke_ste(&s, 194, 194, 1);
	s2_poke_ste(&s, 195, 195, 1);
	s2_poke_ste(&s, 386, 386, 1);
	s2_expect_page(&s, READ);
}

static const struct CMUnitTest rules_ste_limits_tests[] = {
	cmocka_unit_test(stage_2_input_size_fits_start_level_and_oas),
	cmocka_unit_test(small_stage_2_tables_need_stt),
	cmocka_unit_test(each_ipa_space_of_a_secure_ste_has_its_limits),
	TEST_S2(bits_of_52_bit_addresses_are_ignored),
};
SUITE(rules_ste_limits);
