// SPDX-License-Identifier: GPL-2.0
/*
 * STE validity (5.2.2): each rule that can apply with stage 1 only, and what
 * is not an error (structures.md 5.4).
 */
#include "rig.h"
#include "suites.h"

#define SID	7
#define VA	0x40005000ULL

/**
 * struct field - one field of a structure and a value for it
 */
struct field {
	const char *name;
	unsigned int high;
	unsigned int low;
	u64 value;
};

/* A stream that translates VA to RAM_BASE. */
static struct stream good_stream(struct rig *rig)
{
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, RAM_BASE, 3);
	return stream;
}

static void expect_bad_ste(struct rig *rig)
{
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = { .number = REF_C_BAD_STE, .sid = SID };

	rig_flush(rig);
	expect_event(rig, &txn, &event);
}

static void v_0_is_bad(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.ste, REF_STE_V, 0);
	expect_bad_ste(rig);
}

static void stage_2_is_bad_without_s2p(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_S2);
	expect_bad_ste(rig);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_NESTED);
	expect_bad_ste(rig);
}

static void s1contextptr_beyond_oas_is_bad(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	unsigned int bit;

	for (bit = rig->id.oas; bit < 56; bit++) {
		poke(rig, stream.ste, REF_STE_S1CONTEXTPTR,
		     (stream.cd | BIT_ULL(bit)) / 64);
		expect_bad_ste(rig);
	}
	poke(rig, stream.ste, REF_STE_S1CONTEXTPTR, BIT_ULL(rig->id.oas) / 64);
	expect_bad_ste(rig);
}

static void s1stalld_is_bad_with_terminate_only(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);

	poke(rig, stream.ste, REF_STE_S1STALLD, 1);
	expect_bad_ste(rig);
}

/* 5.2: a disabled or bypassing STE is not looked at any further. */
static void bad_stage_1_fields_do_not_matter_to_abort_and_bypass(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);

	poke(rig, stream.ste, REF_STE_S1STALLD, 1);
	poke(rig, stream.ste, REF_STE_S1CONTEXTPTR, BIT_ULL(49));
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_BYPASS);
	expect_pa(rig, SID, VA, READ, VA);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_ABORT);
	rig_flush(rig);
	expect_silence(rig, &txn, SMMU3_ABORT);
}

/* Reserved, gated by features that are not there, or ignored (5.2, 5.4). */
static void harmless_fields_are_no_error(void **state)
{
	static const struct field fields[] = {
		{ "S1Fmt", REF_STE_S1FMT, 3 },
		{ "S1CDMax", REF_STE_S1CDMAX, 31 },
		{ "S1DSS", REF_STE_S1DSS, 3 },
		{ "S1CIR", REF_STE_S1CIR, 3 },
		{ "S1CSH", REF_STE_S1CSH, 1 },
		{ "CONT", REF_STE_CONT, 15 },
		{ "MEV", REF_STE_MEV, 1 },
		{ "S2FWB", REF_STE_S2FWB, 1 },
		{ "EATS", REF_STE_EATS, 3 },
		{ "STRW", REF_STE_STRW, 3 },	/* unused with Hyp = 0 */
		{ "STRW EL2", REF_STE_STRW, 2 },
		{ "MTCFG", REF_STE_MTCFG, 1 },
		{ "NSCFG", REF_STE_NSCFG, 2 },
		{ "S2VMID", REF_STE_S2VMID, 0xffff },
		{ "S2TG", REF_STE_S2TG, 3 },
		{ "S2S", REF_STE_S2S, 1 },
		{ "S2T0SZ", REF_STE_S2T0SZ, 63 },
		{ "RES0", 58, 56, 7 },
		{ "IMPDEF", 127, 116, 0xfff },
		{ "D2 RES0", 191, 190, 3 },
		{ "D3", 255, 192, ~0ULL },
		{ "D4", 319, 256, ~0ULL },
		{ "D5", 383, 320, ~0ULL },
		{ "D6", 447, 384, ~0ULL },
		{ "D7", 511, 448, ~0ULL },
	};
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	u64 image[REF_STE_WORDS];
	unsigned int i;

	load_image(rig, stream.ste, image, REF_STE_WORDS);
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct field *f = &fields[i];

		poke(rig, stream.ste, f->high, f->low, f->value);
		rig_flush(rig);
		if (!rig_access(rig, SID, VA, READ).ok)
			fail_msg("%s", f->name);
		expect_pa(rig, SID, VA, READ, RAM_BASE);
		store_image(rig, stream.ste, image, REF_STE_WORDS);
	}
}

/* 7.3.9: SSIDSIZE = 0. */
static void substream_is_bad_whatever_s1cdmax_says(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	struct ref_event event = {
		.number = REF_C_BAD_SUBSTREAMID, .sid = SID };
	unsigned int max;

	txn.ssv = true;
	for (max = 0; max < 32; max += 5) {
		poke(rig, stream.ste, REF_STE_S1CDMAX, max);
		rig_flush(rig);
		for (event.ssid = 0; event.ssid < 3; event.ssid++) {
			txn.ssid = event.ssid;
			expect_event(rig, &txn, &event);
		}
	}
}

/* The CD of a stream is one, at S1ContextPtr. */
static void cd_is_read_from_s1contextptr(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	int at;

	host_log_clear(&rig->host);
	expect_pa(rig, SID, VA, READ, RAM_BASE);
	at = host_log_find(&rig->host, HOST_READ, 1);
	assert_int_equal(rig->host.log[at].access.addr, stream.cd);
	assert_int_equal(rig->host.log[at].access.kind, SMMU3_ACCESS_CD);
	assert_int_equal(rig->host.log[at].access.pas, NS);
	assert_int_equal(rig->host.log[at].len, 64);
}

/* Every single bit flipped: model and oracle agree. */
static void every_flipped_bit_is_judged_like_the_oracle(void **state)
{
	struct rig *rig = *state;
	struct stream stream = good_stream(rig);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	unsigned int bit;

	for (bit = 0; bit < 512; bit++) {
		u64 at = stream.ste + bit / 64 * 8;
		u64 word = load64(rig, at);

		store64(rig, at, word ^ BIT_ULL(bit % 64));
		rig_flush(rig);
		expect_oracle(rig, &txn);
		store64(rig, at, word);
	}
}

static const struct CMUnitTest ste_tests[] = {
	TEST_EXACT(v_0_is_bad),
	TEST_EXACT(stage_2_is_bad_without_s2p),
	TEST_EXACT(s1contextptr_beyond_oas_is_bad),
	TEST_EXACT(s1stalld_is_bad_with_terminate_only),
	TEST_EXACT(bad_stage_1_fields_do_not_matter_to_abort_and_bypass),
	TEST_EXACT(harmless_fields_are_no_error),
	TEST_EXACT(substream_is_bad_whatever_s1cdmax_says),
	TEST_EXACT(cd_is_read_from_s1contextptr),
	TEST_EXACT(every_flipped_bit_is_judged_like_the_oracle),
};
SUITE(ste);
