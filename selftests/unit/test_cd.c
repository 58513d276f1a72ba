// SPDX-License-Identifier: GPL-2.0
/*
 * CD validity (5.4.2): each rule that can apply, and what is not an error.
 */
#include "rig.h"
#include "suites.h"

#define SID	7
#define VA	0x40005000ULL

/**
 * struct field - one field of a CD and a value for it
 */
struct field {
	const char *name;
	unsigned int high;
	unsigned int low;
	u64 value;
};

static struct stream good_stream(struct rig *rig)
{
	struct stream stream = rig_stream(rig, SID);

	rig_upper_half(rig, &stream);
	rig_map(rig, &stream, VA, RAM_BASE, 3);
	return stream;
}

static bool is_bad_cd(struct rig *rig)
{
	struct outcome out;
	u64 record[REF_EVT_WORDS];

	rig_flush(rig);
	out = rig_access(rig, SID, VA, READ);
	if (out.ok)
		return false;
	assert_true(rig_event_pop(rig, record));
	return ref_get(record, REF_E_NUMBER) == REF_C_BAD_CD;
}

static void check_fields(struct rig *rig, const struct field *fields,
			 unsigned int count, bool bad)
{
	struct stream stream = good_stream(rig);
	u64 image[REF_CD_WORDS];
	unsigned int i;

	load_image(rig, stream.cd, image, REF_CD_WORDS);
	for (i = 0; i < count; i++) {
		const struct field *f = &fields[i];

		poke(rig, stream.cd, f->high, f->low, f->value);
		if (is_bad_cd(rig) != bad)
			fail_msg("%s = %#llx", f->name,
				 (unsigned long long)f->value);
		store_image(rig, stream.cd, image, REF_CD_WORDS);
	}
}

static void each_illegal_value_is_bad_cd(void **state)
{
	static const struct field fields[] = {
		{ "V", REF_CD_V, 0 },
		{ "S, terminate only", REF_CD_S, 1 },
		{ "ENDI", REF_CD_ENDI, 1 },
		{ "AA64", REF_CD_AA64, 0 },
		{ "HA", REF_CD_HA, 1 },
		{ "HD", REF_CD_HD, 1 },
		{ "T0SZ", REF_CD_T0SZ, 0 },
		{ "T0SZ", REF_CD_T0SZ, 15 },
		{ "T0SZ", REF_CD_T0SZ, 40 },
		{ "T0SZ", REF_CD_T0SZ, 63 },
		{ "T1SZ", REF_CD_T1SZ, 15 },
		{ "T1SZ", REF_CD_T1SZ, 40 },
		{ "TG0 64K", REF_CD_TG0, 1 },
		{ "TG0 16K", REF_CD_TG0, 2 },
		{ "TG0 reserved", REF_CD_TG0, 3 },
		{ "TG1 reserved", REF_CD_TG1, 0 },
		{ "TG1 16K", REF_CD_TG1, 1 },
		{ "TG1 64K", REF_CD_TG1, 3 },
		{ "TTB0 beyond OAS", REF_CD_TTB0, BIT_ULL(44 - 4) },
		{ "TTB0 beyond 48 bits", REF_CD_TTB0, BIT_ULL(48 - 4) },
		{ "TTB0 beyond 48 bits", REF_CD_TTB0, BIT_ULL(51 - 4) },
		{ "TTB1 beyond OAS", REF_CD_TTB1, BIT_ULL(44 - 4) },
	};

	check_fields(*state, fields, ARRAY_SIZE(fields), true);
}

static void each_harmless_value_is_no_error(void **state)
{
	static const struct field fields[] = {
		{ "IR0", REF_CD_IR0, 3 },
		{ "OR0", REF_CD_OR0, 2 },
		{ "SH0 reserved", REF_CD_SH0, 1 },
		{ "IPS reserved", REF_CD_IPS, 7 },
		{ "IPS 52 bits", REF_CD_IPS, 6 },
		{ "AFFD", REF_CD_AFFD, 1 },
		{ "UWXN", REF_CD_UWXN, 1 },
		{ "ASET", REF_CD_ASET, 0 },
		{ "A", REF_CD_A, 0 },		/* TERM_MODEL = 0 */
		{ "NSCFG0", REF_CD_NSCFG0, 1 },
		{ "HAD0", REF_CD_HAD0, 1 },
		{ "E0PD0", REF_CD_E0PD0, 1 },	/* E0PD = 0 */
		{ "HAFT", REF_CD_HAFT, 1 },	/* HTTU = 0 */
		{ "EPAN", REF_CD_EPAN, 1 },
		{ "PnCH", 122, 122, 1 },
		{ "HWU059..062", 127, 124, 15 },
		{ "TTB0 RES0", 121, 116, 63 },
		{ "HAD1", REF_CD_HAD1, 1 },
		{ "AIE", REF_CD_AIE, 1 },
		{ "DS", REF_CD_DS, 1 },
		{ "PIE", REF_CD_PIE, 1 },
		{ "HWU159..162", 191, 188, 15 },
		{ "AMAIR", 319, 256, ~0ULL },
		{ "D5", 383, 320, ~0ULL },
		{ "PIIU, reserved codes", 447, 384, 0x924924924924ULL },
		{ "PIIP, reserved codes", 511, 448, 0x924924924924ULL },
	};

	check_fields(*state, fields, ARRAY_SIZE(fields), false);
}

static void every_t0sz_from_16_to_39_is_legal(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	unsigned int size;

	for (size = 0; size < 64; size++) {
		poke(rig, stream.cd, REF_CD_T0SZ, size);
		assert_int_equal(is_bad_cd(rig), size < 16 || size > 39);
		poke(rig, stream.cd, REF_CD_T0SZ, 16);
		poke(rig, stream.cd, REF_CD_T1SZ, size);
		assert_int_equal(is_bad_cd(rig), size < 16 || size > 39);
		poke(rig, stream.cd, REF_CD_T1SZ, 16);
	}
}

static void check_half_ignored(struct rig *rig, const struct field *epd,
			       const struct field *fields, unsigned int count)
{
	struct stream stream = good_stream(rig);
	u64 image[REF_CD_WORDS];
	unsigned int i;

	load_image(rig, stream.cd, image, REF_CD_WORDS);
	for (i = 0; i < count; i++) {
		poke(rig, stream.cd, fields[i].high, fields[i].low,
		     fields[i].value);
		assert_true(is_bad_cd(rig));
		poke(rig, stream.cd, epd->high, epd->low, 1);
		assert_false(is_bad_cd(rig));
		store_image(rig, stream.cd, image, REF_CD_WORDS);
	}
}

/* 5.4: EPDx = 1 makes TxSZ, TGx, TTBx IGNORED. */
static void epd0_hides_the_lower_half(void **state)
{
	static const struct field epd = { "EPD0", REF_CD_EPD0, 1 };
	static const struct field fields[] = {
		{ "T0SZ", REF_CD_T0SZ, 0 },
		{ "TG0", REF_CD_TG0, 3 },
		{ "TTB0", REF_CD_TTB0, BIT_ULL(44 - 4) },
	};

	check_half_ignored(*state, &epd, fields, ARRAY_SIZE(fields));
}

static void epd1_hides_the_upper_half(void **state)
{
	static const struct field epd = { "EPD1", REF_CD_EPD1, 1 };
	static const struct field fields[] = {
		{ "T1SZ", REF_CD_T1SZ, 63 },
		{ "TG1", REF_CD_TG1, 0 },
		{ "TTB1", REF_CD_TTB1, BIT_ULL(44 - 4) },
	};

	check_half_ignored(*state, &epd, fields, ARRAY_SIZE(fields));
}

/* 5.4.1.1: one bad half is bad for the other one too. */
static void bad_upper_half_is_bad_for_lower_addresses(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.cd, REF_CD_T1SZ, 8);
	assert_true(is_bad_cd(rig));
}

/* ENDI is IGNORED if nothing is walked. */
static void endi_without_any_half_is_no_error(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.cd, REF_CD_ENDI, 1);
	poke(rig, stream.cd, REF_CD_EPD0, 1);
	assert_true(is_bad_cd(rig));
	poke(rig, stream.cd, REF_CD_EPD1, 1);
	assert_false(is_bad_cd(rig));
}

/* TTB against min(IPS, OAS): IPS = 0 is 32 bits. */
static void ttb_beyond_ips_is_bad(void **state)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44 };
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	unsigned int ips;

	for (ips = 0; ips < ARRAY_SIZE(bits); ips++) {
		poke(rig, stream.cd, REF_CD_IPS, ips);
		poke(rig, stream.cd, REF_CD_TTB1, BIT_ULL(bits[ips] - 4));
		assert_true(is_bad_cd(rig));
		poke(rig, stream.cd, REF_CD_TTB1, BIT_ULL(bits[ips] - 5));
		assert_false(is_bad_cd(rig));
	}
}

static struct rig *rig_with(u32 asid16, u32 term_model)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	config.asid16 = asid16;
	config.term_model = term_model;
	rig = rig_new(&config);
	rig_boot(rig);
	return rig;
}

static void asid_above_255_is_bad_without_asid16(void **state)
{
	struct rig *rig = rig_with(0, 0);
	struct stream stream = good_stream(rig);

	(void)state;
	poke(rig, stream.cd, REF_CD_ASID, 0xff);
	assert_false(is_bad_cd(rig));
	poke(rig, stream.cd, REF_CD_ASID, 0x100);
	assert_true(is_bad_cd(rig));
	rig_free(rig);
}

static void asid_above_255_is_legal_with_asid16(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.cd, REF_CD_ASID, 0xffff);
	assert_false(is_bad_cd(rig));
}

static void a_0_is_bad_with_term_model_1(void **state)
{
	struct rig *rig = rig_with(1, 1);
	struct stream stream = good_stream(rig);

	(void)state;
	assert_false(is_bad_cd(rig));
	poke(rig, stream.cd, REF_CD_A, 0);
	assert_true(is_bad_cd(rig));
	rig_free(rig);
}

static void every_flipped_bit_is_judged_like_the_oracle(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	unsigned int bit;

	for (bit = 0; bit < 512; bit++) {
		u64 at = stream.cd + bit / 64 * 8;
		u64 word = load64(rig, at);

		store64(rig, at, word ^ BIT_ULL(bit % 64));
		rig_flush(rig);
		expect_oracle(rig, &txn);
		store64(rig, at, word);
	}
}

static const struct CMUnitTest cd_tests[] = {
	TEST_EXACT(each_illegal_value_is_bad_cd),
	TEST_EXACT(each_harmless_value_is_no_error),
	TEST_EXACT(every_t0sz_from_16_to_39_is_legal),
	TEST_EXACT(epd0_hides_the_lower_half),
	TEST_EXACT(epd1_hides_the_upper_half),
	TEST_EXACT(bad_upper_half_is_bad_for_lower_addresses),
	TEST_EXACT(endi_without_any_half_is_no_error),
	TEST_EXACT(ttb_beyond_ips_is_bad),
	cmocka_unit_test(asid_above_255_is_bad_without_asid16),
	TEST_EXACT(asid_above_255_is_legal_with_asid16),
	cmocka_unit_test(a_0_is_bad_with_term_model_1),
	TEST_EXACT(every_flipped_bit_is_judged_like_the_oracle),
};
SUITE(cd);
