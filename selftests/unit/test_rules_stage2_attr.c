// SPDX-License-Identifier: GPL-2.0
/*
 * Memory types and shareability through stage 2 (translation.md 7 and 10, 13.4,
 * 13.5): combined, or with S2FWB decided, for data and for the SMMU's own
 * accesses.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

/* Strength of cacheability: the lower one wins. */
enum cache { NC, WT, WB };

/**
 * struct type - a memory type
 * @device: Device, and then which: 0 nGnRnE to 3 GRE
 * @outer: else cacheability
 */
struct type {
	bool device;
	unsigned int kind;
	enum cache outer, inner;
};

#define DEVICE(kind)		{ true, kind, NC, NC }
#define NORMAL(outer, inner)	{ false, 0, outer, inner }

/* Bytes of MAIR, by AttrIndx, and what they are */
static const u64 mair = 0x4f0c0800bb0444ffULL;

static const struct type stage1_types[] = {
	NORMAL(WB, WB), NORMAL(NC, NC), DEVICE(1), NORMAL(WT, WT), DEVICE(0),
	DEVICE(2), DEVICE(3), NORMAL(NC, WB),
};

/* MemAttr of stage 2 without FWB; 4, 8 and 12 are reserved. */
static const struct type stage2_types[] = {
	DEVICE(0), DEVICE(1), DEVICE(2), DEVICE(3),
	{ 0 }, NORMAL(NC, NC), NORMAL(NC, WT), NORMAL(NC, WB),
	{ 0 }, NORMAL(WT, NC), NORMAL(WT, WT), NORMAL(WT, WB),
	{ 0 }, NORMAL(WB, NC), NORMAL(WB, WT), NORMAL(WB, WB),
};

static struct type device(unsigned int kind)
{
	return (struct type)DEVICE(kind);
}

static struct type normal(enum cache outer, enum cache inner)
{
	return (struct type)NORMAL(outer, inner);
}

/* Device beats Normal, the stricter one wins. */
static struct type combine(struct type one, struct type two)
{
	if (one.device && two.device)
		return device(min(one.kind, two.kind));
	if (one.device || two.device)
		return one.device ? one : two;
	return normal(min(one.outer, two.outer), min(one.inner, two.inner));
}

/* MemAttr[2:0] with FWB; 4 is reserved, bit 3 does not count. */
static struct type combine_fwb(struct type one, unsigned int memattr)
{
	switch (memattr % 8) {
	case 5:
		return one.device ? one : normal(NC, NC);
	case 6:
		return normal(WB, WB);
	case 7:
		return one;
	}
	return combine(one, device(memattr % 4));
}

/* The MAIR byte, all allocating, as what comes in does (13.1.3) */
static unsigned int byte_of(struct type type)
{
	static const unsigned int nibble[] = { 0x4, 0xb, 0xf };

	if (type.device)
		return 4 * type.kind;
	return 16 * nibble[type.outer] + nibble[type.inner];
}

static bool is_osh(struct type type)
{
	return type.device || (type.outer == NC && type.inner == NC);
}

static void expect_type(struct s2_stream *s, struct type type)
{
	struct outcome out = s2_access(s, READ);
	unsigned int tries;

	for (tries = 0; tries < 2; tries++) {
		assert_true(out.ok);
		assert_int_equal(out.x.res.memattr, byte_of(type));
		if (is_osh(type))
			assert_int_equal(out.x.res.sh, REF_OSH);
		out = s2_access(s, READ);
	}
}

static void check_types(struct s2_stream *s, struct type one, bool fwb)
{
	unsigned int memattr;

	s2_poke_ste(s, REF_STE_S2FWB, fwb);
	for (memattr = 0; memattr < 16; memattr++) {
		if (memattr % (fwb ? 8 : 4) == (fwb ? 4 : 0) && memattr)
			continue;
		s2_poke_leaf2(s, REF_D2_MEMATTR, memattr);
		expect_type(s, fwb ? combine_fwb(one, memattr) :
				     combine(one, stage2_types[memattr]));
	}
}

static void check_nested(struct side *side, bool fwb)
{
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, side, S2_SID, BOTH);
	s2_poke_cd(&s, REF_CD_MAIR, mair);
	for (i = 0; i < ARRAY_SIZE(stage1_types); i++) {
		s2_poke_leaf1(&s, REF_D_ATTRINDX, i);
		check_types(&s, stage1_types[i], fwb);
	}
}

static void types_of_both_stages_combine(void **state)
{
	check_nested(*state, false);
}

static void s2fwb_lets_stage_2_decide(void **state)
{
	check_nested(*state, true);
}

/* Stage 2 alone: what comes in is write-back (13.1.3). */
static void type_of_stage_2_combines_with_what_comes_in(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	check_types(&s, normal(WB, WB), false);
	check_types(&s, normal(WB, WB), true);
}

/* IDR3.FWB: without it the bit is RES0. */
static void s2fwb_is_ignored_without_fwb(void **state)
{
	struct smmu3_config config = s2_config();
	struct s2_stream s;
	struct rig *rig;

	(void)state;
	config.fwb = 0;
	config.arch = SMMU3_ARCH_3_1;
	config.sel2 = 0;
	config.e0pd = 0;
	rig = s2_rig(&config);
	s2_make(&s, rig_side(rig, NS), S2_SID, S2);
	s2_poke_ste(&s, REF_STE_S2FWB, 1);
	s2_poke_leaf2(&s, REF_D2_MEMATTR, 6);
	expect_type(&s, normal(NC, WT));
	rig_free(rig);
}

/* ---- shareability ---- */

/* Stronger is OSH, then ISH, then NSH. */
static unsigned int stronger(unsigned int one, unsigned int two)
{
	if (one == REF_OSH || two == REF_OSH)
		return REF_OSH;
	return one == REF_ISH || two == REF_ISH ? REF_ISH : REF_NSH;
}

static const unsigned int shares[] = { REF_NSH, REF_OSH, REF_ISH };

static void expect_sh(struct s2_stream *s, unsigned int sh)
{
	assert_int_equal(s2_access(s, READ).x.res.sh, sh);
	assert_int_equal(s2_access(s, READ).x.res.sh, sh);
}

static void stronger_shareability_wins(void **state)
{
	struct s2_stream s;
	unsigned int one, two;

	s2_make(&s, *state, S2_SID, BOTH);
	for (one = 0; one < ARRAY_SIZE(shares); one++)
		for (two = 0; two < ARRAY_SIZE(shares); two++) {
			s2_poke_leaf1(&s, REF_D_SH, shares[one]);
			s2_poke_leaf2(&s, REF_D_SH, shares[two]);
			expect_sh(&s, stronger(shares[one], shares[two]));
		}
}

/* What comes in is Non-shareable (13.1.3). */
static void shareability_of_stage_2_alone_is_its_own(void **state)
{
	struct s2_stream s;
	unsigned int two;

	s2_make(&s, *state, S2_SID, S2);
	for (two = 0; two < ARRAY_SIZE(shares); two++) {
		s2_poke_leaf2(&s, REF_D_SH, shares[two]);
		expect_sh(&s, shares[two]);
	}
}

/* ---- the SMMU's own accesses ---- */

static const struct smmu3_access *first_at(const struct s2_stream *s, u64 pa)
{
	const struct host *host = &s->side->rig->host;
	int i = -1;

	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0)
		if (host->log[i].access.addr == pa)
			return &host->log[i].access;
	fail_msg("not read");
	return NULL;
}

static char letter(unsigned int half)
{
	return half == 4 ? 'N' : half / 4 == 2 ? 'T' : half / 4 == 3 ? 'B' : '?';
}

/**
 * struct walk_type - S2IR0, S2OR0, S2SH0, and what they mean
 */
struct walk_type {
	unsigned int ir, or, sh;
	char inner, outer;
	unsigned int shares;
};

static const struct walk_type walk_types[] = {
	{ 0, 0, REF_ISH, 'N', 'N', REF_OSH },
	{ 1, 1, REF_ISH, 'B', 'B', REF_ISH },
	{ 2, 1, REF_NSH, 'T', 'B', REF_NSH },
	{ 3, 2, REF_OSH, 'B', 'T', REF_OSH },
	{ 0, 3, 1, 'N', 'B', REF_NSH },
};

static void walks_of_stage_2_have_its_attributes(void **state)
{
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, *state, S2_SID, S2);
	for (i = 0; i < ARRAY_SIZE(walk_types); i++) {
		const struct walk_type *w = &walk_types[i];
		const struct smmu3_access *access;

		s2_poke_ste(&s, 169, 168, w->ir);
		s2_poke_ste(&s, 171, 170, w->or);
		s2_poke_ste(&s, 173, 172, w->sh);
		s2_try(&s, READ);
		access = first_at(&s, s2_leaf2(&s));
		assert_int_equal(letter(access->memattr % 16), w->inner);
		assert_int_equal(letter(access->memattr / 16), w->outer);
		assert_int_equal(access->sh, w->shares);
		assert_int_equal(access->kind, SMMU3_ACCESS_TT);
	}
}

/* 1: a fetch's own attributes, combined with stage 2's, whose IPA it is. */
static void check_fetch(struct s2_stream *s, u64 ipa)
{
	u64 pa = s2_ram_pa(s, ipa);

	s2_poke_leaf2_of(s, ipa, REF_D2_MEMATTR, REF_MEMATTR_WB);
	s2_try(s, READ);
	assert_int_equal(letter(first_at(s, pa)->memattr / 16), 'B');
	assert_int_equal(letter(first_at(s, pa)->memattr % 16), 'B');
	s2_poke_leaf2_of(s, ipa, REF_D2_MEMATTR, REF_MEMATTR_NC);
	s2_try(s, READ);
	assert_int_equal(first_at(s, pa)->memattr, 0x44);
	assert_int_equal(first_at(s, pa)->sh, REF_OSH);
}

static void fetches_through_stage_2_combine(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	check_fetch(&s, s.cd);
	check_fetch(&s, ref_space_slot(&s.s1, S2_VA, 3));
}

static const struct CMUnitTest rules_stage2_attr_tests[] = {
	TEST_S2_MODES(types_of_both_stages_combine),
	TEST_S2_MODES(s2fwb_lets_stage_2_decide),
	TEST_S2(type_of_stage_2_combines_with_what_comes_in),
	cmocka_unit_test(s2fwb_is_ignored_without_fwb),
	TEST_S2(stronger_shareability_wins),
	TEST_S2(shareability_of_stage_2_alone_is_its_own),
	TEST_S2(walks_of_stage_2_have_its_attributes),
	TEST_S2(fetches_through_stage_2_combine),
};
SUITE(rules_stage2_attr);
