// SPDX-License-Identifier: GPL-2.0
/*
 * Decoding of STEs and CDs against the twin, on random ID registers, most of
 * which no identity has: ILLEGAL or not (5.2.2, 5.4.2), and what legal ones mean
 * for StreamWorlds, VMIDs, overrides and stage 2 geometry. Calls the decoders
 * alone; nothing is fetched.
 */
#include "rig.h"
#include "rng.h"
#include "suites.h"

#include <smmu3/cd.h>

#include "../ref/twin_int.h"

/**
 * struct bench - a random SMMU, as the twin and as the model see it
 * @rng: random numbers
 * @world: the twin's
 * @c: the twin's view of a stream
 * @live: the model's
 */
struct bench {
	struct rng rng;
	struct twin_world world;
	struct twin_ctx c;
	struct smmu3_live live;
};

static u32 flip(struct bench *b)
{
	return rng_below(&b->rng, 2);
}

static u32 below(struct bench *b, unsigned int n)
{
	return rng_below(&b->rng, n);
}

/* ---- random ID registers ---- */

static u32 random_idr0(struct bench *b)
{
	u64 r = 0;

	ref_put(&r, 0, 0, !rng_percent(&b->rng, 10));	/* S2P */
	ref_put(&r, 1, 1, !rng_percent(&b->rng, 10));	/* S1P */
	ref_put(&r, 7, 6, below(b, 3));			/* HTTU */
	ref_put(&r, 9, 9, flip(b));			/* Hyp */
	ref_put(&r, 12, 12, flip(b));			/* ASID16 */
	ref_put(&r, 18, 18, flip(b));			/* VMID16 */
	ref_put(&r, 19, 19, flip(b));			/* CD2L */
	ref_put(&r, 26, 26, flip(b));			/* TERM_MODEL */
	ref_put(&r, 30, 30, rng_percent(&b->rng, 10));	/* RME_IMPL */
	return r;
}

static u32 random_idr3(struct bench *b)
{
	u64 r = 0;

	ref_put(&r, 2, 2, flip(b));		/* HAD */
	ref_put(&r, 4, 4, flip(b));		/* XNX */
	ref_put(&r, 8, 8, flip(b));		/* FWB */
	ref_put(&r, 9, 9, flip(b));		/* STT */
	ref_put(&r, 13, 13, flip(b));		/* E0PD */
	return r;
}

static struct twin_id_regs random_regs(struct bench *b)
{
	struct twin_id_regs regs = {
		.idr0 = random_idr0(b),
		.idr3 = random_idr3(b),
		.aidr = 1 + flip(b),
	};
	u64 idr1 = 0, idr5 = 0, s_idr0 = 0, s_idr1 = 0;

	ref_put(&idr1, 10, 6, below(b, 3) * 10);	/* SSIDSIZE */
	ref_put(&idr1, 26, 26, flip(b));		/* ATTR_PERMS_OVR */
	ref_put(&idr1, 27, 27, flip(b));		/* ATTR_TYPES_OVR */
	ref_put(&idr5, 2, 0, below(b, 6));		/* OAS */
	ref_put(&idr5, 4, 4, 1);			/* GRAN4K */
	ref_put(&idr5, 5, 5, !rng_percent(&b->rng, 20));
	ref_put(&idr5, 6, 6, !rng_percent(&b->rng, 20));
	ref_put(&s_idr0, 25, 24, below(b, 3));		/* STALL_MODEL */
	ref_put(&s_idr1, 29, 29, !rng_percent(&b->rng, 20));	/* SEL2 */
	ref_put(&s_idr1, 31, 31, 1);			/* SECURE_IMPL */
	regs.idr1 = idr1;
	regs.idr5 = idr5;
	regs.s_idr0 = s_idr0;
	regs.s_idr1 = s_idr1;
	return regs;
}

/* STALL_MODEL is that of the bank (6.3.57.1). */
static void new_bench(struct bench *b)
{
	struct twin_id_regs regs = random_regs(b);
	bool e2h = flip(b), secure = flip(b);
	u64 idr0 = regs.idr0;

	b->world = (struct twin_world){ .id = twin_id_of(&regs) };
	if (flip(b))
		b->world.bank[TWIN_S].cr0 = REF_S_CR0_NSSTALLD;
	b->c = (struct twin_ctx){
		.world = &b->world, .id = &b->world.id,
		.bank = &b->world.bank[secure], .secure = secure };
	b->world.bank[secure].cr2 = e2h ? REF_CR2_E2H : 0;
	ref_put(&idr0, 25, 24, twin_stall_model(&b->c));
	b->live = (struct smmu3_live){
		.idr0 = idr0, .idr1 = regs.idr1, .idr3 = regs.idr3,
		.idr5 = regs.idr5, .sel2 = secure && b->world.id.sel2,
		.e2h = e2h, .sec_sid = secure ? SMMU3_PAS_S : SMMU3_PAS_NS,
		.ssidsize = b->world.id.ssidsize, .oas = b->world.id.oas };
}

/* ---- random structures, mostly legal ---- */

static u64 random_addr(struct bench *b)
{
	u64 addr = rng_u64(&b->rng) & GENMASK_ULL(b->world.id.oas - 1, 0);

	if (rng_percent(&b->rng, 2))
		addr |= BIT_ULL(32 + below(b, 20));
	return addr;
}

/* S2T0SZ, S2SL0 and S2TG that fit each other more often than not. */
static void random_tables(struct bench *b, u64 *t0sz, u64 *sl0, u64 *tg)
{
	static const unsigned int first[3][4] = {
		{ 30, 21, 16, 39 }, { 35, 24, 16, 12 }, { 31, 18, 16, 12 } };

	*tg = below(b, rng_percent(&b->rng, 5) ? 4 : 3);
	*sl0 = below(b, 4);
	*t0sz = first[*tg % 3][*sl0] + below(b, 12);
	if (rng_percent(&b->rng, 20))
		*t0sz = below(b, 64);
}

static void random_stage2(struct bench *b)
{
	u64 *ste = b->c.ste, t0sz, sl0, tg;

	random_tables(b, &t0sz, &sl0, &tg);
	ref_put(ste, REF_STE_S2T0SZ, t0sz);
	ref_put(ste, REF_STE_S2SL0, sl0);
	ref_put(ste, REF_STE_S2TG, tg);
	ref_put_addr(ste, REF_STE_S2TTB, random_addr(b));
	random_tables(b, &t0sz, &sl0, &tg);
	ref_put(ste, REF_STE_S_S2T0SZ, t0sz);
	ref_put(ste, REF_STE_S_S2SL0, sl0);
	ref_put(ste, REF_STE_S_S2TG, tg);
	ref_put_addr(ste, REF_STE_S_S2TTB, random_addr(b));
	ref_put(ste, REF_STE_S2PS, rng_percent(&b->rng, 30) ? below(b, 8) : 5);
	ref_put(ste, REF_STE_S2AA64, !rng_percent(&b->rng, 3));
	ref_put(ste, REF_STE_S2ENDI, rng_percent(&b->rng, 3));
	ref_put(ste, REF_STE_S2HA, rng_percent(&b->rng, 20));
	ref_put(ste, REF_STE_S2HD, rng_percent(&b->rng, 20));
	ref_put(ste, REF_STE_S2S, rng_percent(&b->rng, 80) ?
		twin_stall_model(&b->c) == 2 : flip(b));
}

static void random_ste(struct bench *b)
{
	u64 *ste = b->c.ste;
	unsigned int i;

	for (i = 0; i < REF_STE_WORDS; i++)
		ste[i] = rng_u64(&b->rng);
	ref_put(ste, REF_STE_V, !rng_percent(&b->rng, 2));
	ref_put(ste, REF_STE_CONFIG, rng_percent(&b->rng, 5) ?
		below(b, 4) : 4 + below(b, 4));
	ref_put_addr(ste, REF_STE_S1CONTEXTPTR, random_addr(b));
	ref_put(ste, REF_STE_S1CDMAX, below(b, 22) * flip(b));
	ref_put(ste, REF_STE_S1STALLD, rng_percent(&b->rng, 20));
	if (flip(b))
		ref_put(ste, REF_STE_STRW, 0);
	if (flip(b))
		ref_put(ste, 143, 136, 0);	/* S2VMID[15:8] */
	random_stage2(b);
}

static void random_cd(struct bench *b)
{
	u64 *cd = b->c.cd;
	unsigned int i;

	for (i = 0; i < REF_CD_WORDS; i++)
		cd[i] = rng_u64(&b->rng);
	ref_put(cd, REF_CD_V, !rng_percent(&b->rng, 2));
	ref_put(cd, REF_CD_T0SZ, 12 + below(b, 40));
	ref_put(cd, REF_CD_T1SZ, 12 + below(b, 40));
	ref_put(cd, REF_CD_EPD0, rng_percent(&b->rng, 30));
	ref_put(cd, REF_CD_EPD1, rng_percent(&b->rng, 70));
	ref_put(cd, REF_CD_ENDI, rng_percent(&b->rng, 3));
	ref_put(cd, REF_CD_AA64, !rng_percent(&b->rng, 3));
	ref_put(cd, REF_CD_IPS, rng_percent(&b->rng, 30) ? below(b, 8) : 5);
	ref_put(cd, REF_CD_HA, rng_percent(&b->rng, 20));
	ref_put(cd, REF_CD_HD, rng_percent(&b->rng, 20));
	ref_put(cd, REF_CD_A, !rng_percent(&b->rng, 20));
	ref_put(cd, REF_CD_S, rng_percent(&b->rng, 80) ?
		twin_stall_model(&b->c) == 2 : flip(b));
	if (flip(b))
		ref_put(cd, 63, 56, 0);		/* ASID[15:8] */
	ref_put_addr(cd, REF_CD_TTB0, random_addr(b));
	ref_put_addr(cd, REF_CD_TTB1, random_addr(b));
}

/* ---- what a legal STE means ---- */

static bool has(const struct bench *b, unsigned int high, unsigned int low)
{
	return ref_get(b->c.ste, high, low);
}

/* 3.3.3, by the model's names */
static void check_world(const struct bench *b, const struct smmu3_stream *s)
{
	static const enum smmu3_world worlds[2][4] = {
		{ [TWIN_EL1] = SMMU3_WORLD_NS_EL1,
		  [TWIN_EL2] = SMMU3_WORLD_NS_EL2,
		  [TWIN_EL2_E2H] = SMMU3_WORLD_NS_EL2_E2H },
		{ [TWIN_EL1] = SMMU3_WORLD_S_EL1,
		  [TWIN_EL2] = SMMU3_WORLD_S_EL2,
		  [TWIN_EL2_E2H] = SMMU3_WORLD_S_EL2_E2H,
		  [TWIN_EL3] = SMMU3_WORLD_EL3 },
	};

	assert_int_equal(s->world,
			 worlds[b->c.secure][twin_streamworld(&b->c)]);
}

/* 4.7 of the digest: who has a VMID; Secure ones need stage 2 for it. */
static void check_vmid(const struct bench *b, const struct smmu3_stream *s)
{
	u64 config = ref_get(b->c.ste, REF_STE_CONFIG);
	bool stage2 = config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED;
	bool el1 = config == REF_CONFIG_S1 && !b->c.secure && b->world.id.s2p &&
		   twin_streamworld(&b->c) == TWIN_EL1;

	assert_int_equal(s->vmid, stage2 || el1 ?
			 ref_get(b->c.ste, REF_STE_S2VMID) : 0);
}

static void check_override(const struct bench *b, const struct smmu3_stream *s)
{
	const u64 *ste = b->c.ste;
	bool types = b->world.id.types_ovr, perms = b->world.id.perms_ovr;
	u64 p = s->override.perms;

	assert_int_equal(s->override.sh, types ?
			 ref_get(ste, REF_STE_SHCFG) : 1);
	assert_int_equal(s->override.type, types ? ref_get(ste, 100, 96) : 0);
	assert_int_equal(s->override.alloc, types ?
			 ref_get(ste, REF_STE_ALLOCCFG) : 0);
	assert_int_equal(FIELD_GET(SMMU3_OVERRIDE_PRIVCFG, p), perms ?
			 ref_get(ste, REF_STE_PRIVCFG) : 0);
	assert_int_equal(FIELD_GET(SMMU3_OVERRIDE_INSTCFG, p), perms ?
			 ref_get(ste, REF_STE_INSTCFG) : 0);
	assert_int_equal(FIELD_GET(SMMU3_OVERRIDE_NSCFG, p),
			 perms && b->c.secure ?
			 ref_get(ste, REF_STE_NSCFG) : 0);
}

/* 5.3 of the digest: start levels; tables are aligned to their size. */
static void check_space(const struct smmu3_ipa_space *ipa, u64 ttb, u64 tg,
			u64 t0sz, u64 sl0, u64 field)
{
	static const int start[3][3] = { { 2, 1, 0 }, { 3, 2, 1 }, { 3, 2, 1 } };
	unsigned int g = twin_tg0(tg), bits;
	int level = g == 12 && sl0 == 3 ? 3 : start[(g - 12) / 2][sl0];

	assert_int_equal(ipa->granule, g);
	assert_int_equal(ipa->iasize, 64 - t0sz);
	assert_int_equal(ipa->start, level);
	bits = 64 - t0sz - twin_shift(g, level) + 3;
	assert_int_equal(ttb, twin_align(field, bits));
}

/* 3.10.2.2, 5.2: walks and outputs of the IPA spaces */
static void check_spaces(const struct bench *b, const struct smmu3_stream *s)
{
	bool sw = has(b, REF_STE_S2SW), sa = sw || has(b, REF_STE_S2SA);
	bool nsw = has(b, REF_STE_S2NSW);
	bool nsa = sa || nsw || has(b, REF_STE_S2NSA);
	const u64 *ste = b->c.ste;

	check_space(&s->ipa[NS], s->s2ttb[NS], ref_get(ste, REF_STE_S2TG),
		    ref_get(ste, REF_STE_S2T0SZ), ref_get(ste, REF_STE_S2SL0),
		    ref_get_addr(ste, REF_STE_S2TTB));
	if (!b->c.secure) {
		assert_int_equal(s->ipa[NS].flags, SMMU3_IPA_WALK_NS |
						   SMMU3_IPA_OUT_NS);
		return;
	}
	check_space(&s->ipa[SMMU3_PAS_S], s->s2ttb[SMMU3_PAS_S],
		    ref_get(ste, REF_STE_S_S2TG),
		    ref_get(ste, REF_STE_S_S2T0SZ),
		    ref_get(ste, REF_STE_S_S2SL0),
		    ref_get_addr(ste, REF_STE_S_S2TTB));
	assert_int_equal(s->ipa[SMMU3_PAS_S].flags,
			 sw * SMMU3_IPA_WALK_NS | sa * SMMU3_IPA_OUT_NS);
	assert_int_equal(s->ipa[NS].flags,
			 nsw * SMMU3_IPA_WALK_NS | nsa * SMMU3_IPA_OUT_NS);
}

/* 4.8 of the digest: AFFD without HA, HD with it, PTW with stage 1. */
static void check_s2flags(const struct bench *b, const struct smmu3_stream *s)
{
	bool ha = has(b, REF_STE_S2HA);
	bool nested = ref_get(b->c.ste, REF_STE_CONFIG) == REF_CONFIG_NESTED;

	assert_int_equal(s->s2flags,
			 ha * SMMU3_STAGE2_HA |
			 (ha && has(b, REF_STE_S2HD)) * SMMU3_STAGE2_HD |
			 (!ha && has(b, REF_STE_S2AFFD)) * SMMU3_STAGE2_AFFD |
			 (nested && has(b, REF_STE_S2PTW)) * SMMU3_STAGE2_PTW |
			 (b->world.id.fwb && has(b, REF_STE_S2FWB)) *
				SMMU3_STAGE2_FWB |
			 has(b, REF_STE_S2S) * SMMU3_STAGE2_STALL |
			 has(b, REF_STE_S2R) * SMMU3_STAGE2_RECORD |
			 !!b->world.id.xnx * SMMU3_STAGE2_XNX);
}

static void check_meaning(const struct bench *b, const struct smmu3_stream *s)
{
	if (!(s->mode & SMMU3_STREAM_PASS))
		return;
	check_override(b, s);
	check_vmid(b, s);
	if (s->mode & (SMMU3_STREAM_STAGE1 | SMMU3_STREAM_STAGE2))
		check_world(b, s);
	if (!(s->mode & SMMU3_STREAM_STAGE2))
		return;
	check_spaces(b, s);
	check_s2flags(b, s);
	assert_int_equal(BIT_ULL(s->s2oasize),
			 twin_ps_end(b->c.id, ref_get(b->c.ste, REF_STE_S2PS)));
}

/* ---- the tests ---- */

static void random_stes_are_what_the_twin_says(void **state)
{
	struct bench b = { .rng = rng_new(__func__, 0x5eed0701) };
	unsigned int cases = rng_cases(200000), legal = 0, i;

	(void)state;
	for (i = 0; i < cases; i++) {
		struct smmu3_stream stream;
		bool bad;

		new_bench(&b);
		random_ste(&b);
		smmu3_ste_decode(&b.live, b.c.ste, &stream);
		bad = twin_ste_illegal(&b.c);
		if (bad != !!stream.event)
			fail_msg("case %u: event %u", i, stream.event);
		legal += !bad;
		if (!bad)
			check_meaning(&b, &stream);
	}
	/* the test is worth something: both happen */
	assert_true(legal > cases / 10 && legal < cases - cases / 10);
}

static void check_context(const struct bench *b,
			  const struct smmu3_context *context)
{
	bool ha = ref_get(b->c.cd, REF_CD_HA);
	bool two = twin_two_tables(&b->c);
	bool e0pd = two && b->world.id.e0pd;

	assert_int_equal(!!(context->flags & SMMU3_CONTEXT_HA), ha);
	assert_int_equal(!!(context->flags & SMMU3_CONTEXT_HD),
			 ha && ref_get(b->c.cd, REF_CD_HD));
	assert_int_equal(!!(context->flags & SMMU3_CONTEXT_AFFD),
			 !ha && ref_get(b->c.cd, REF_CD_AFFD));
	assert_int_equal(!!(context->flags & SMMU3_CONTEXT_STALL),
			 ref_get(b->c.cd, REF_CD_S));
	assert_int_equal(context->asid,
			 two ? ref_get(b->c.cd, REF_CD_ASID) : 0);
	if (context->half[0].flags & SMMU3_HALF_ENABLED)
		assert_int_equal(!!(context->half[0].flags & SMMU3_HALF_E0PD),
				 e0pd && ref_get(b->c.cd, REF_CD_E0PD0));
	if (context->half[1].flags & SMMU3_HALF_ENABLED)
		assert_int_equal(!!(context->half[1].flags & SMMU3_HALF_E0PD),
				 e0pd && ref_get(b->c.cd, REF_CD_E0PD1));
}

/* Of every StreamWorld: the STE is one of those above. */
static void random_cds_are_what_the_twin_says(void **state)
{
	struct bench b = { .rng = rng_new(__func__, 0x5eed0702) };
	unsigned int cases = rng_cases(200000), legal = 0, i = 0;

	(void)state;
	while (i < cases) {
		struct smmu3_context context;
		struct smmu3_stream stream;
		bool bad;

		new_bench(&b);
		random_ste(&b);
		smmu3_ste_decode(&b.live, b.c.ste, &stream);
		if (stream.event || !(stream.mode & SMMU3_STREAM_STAGE1))
			continue;
		random_cd(&b);
		b.c.streamworld = twin_streamworld(&b.c);
		smmu3_cd_decode(&b.live, &stream, b.c.cd, &context);
		bad = twin_cd_illegal(&b.c);
		if (bad != !!context.event)
			fail_msg("case %u: event %u", i, context.event);
		legal += !bad;
		i++;
		if (!bad)
			check_context(&b, &context);
	}
	assert_true(legal > cases / 20 && legal < cases - cases / 20);
}

static const struct CMUnitTest decode_tests[] = {
	cmocka_unit_test(random_stes_are_what_the_twin_says),
	cmocka_unit_test(random_cds_are_what_the_twin_says),
};
SUITE(decode);
