// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's memory types (chapter 13, 5.2, 5.4): overrides, MAIR, combining,
 * S2FWB, consistency. MAIR bytes: outer nibble, inner nibble; 4 is
 * Non-cacheable, 8 to b write-through, c to f write-back, 1 to 3 and 5 to 7 the
 * same but transient; the low bits are read- and write-allocate.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED
#define BYPASS	REF_CONFIG_BYPASS

static void check_attr(const struct twin_outcome *out, u8 attr,
		       unsigned int sh, unsigned int row)
{
	if (out->event || out->attr_open || out->attr != attr || out->sh != sh)
		fail_msg("row %u: event %#x attr %#x sh %u, not %#x, %u", row,
			 out->event, out->attr, out->sh, attr, sh);
}

/* ---- overrides on bypass ---- */

/**
 * struct cfg - an override of the default, write-back Non-shareable, 0xff
 * @mtcfg: MTCFG
 * @memattr: MemAttr
 * @alloccfg: ALLOCCFG
 * @shcfg: SHCFG
 * @attr: what comes out
 * @sh: the same
 */
struct cfg {
	unsigned int mtcfg, memattr, alloccfg, shcfg;
	u8 attr;
	unsigned int sh;
};

static const struct cfg cfgs[] = {
	{ 0, 0x0, 0x0, 1, 0xff, REF_NSH },
	{ 0, 0x0, 0x0, 0, 0xff, REF_NSH },
	{ 0, 0x0, 0x0, 2, 0xff, REF_OSH },
	{ 0, 0x0, 0x0, 3, 0xff, REF_ISH },
	{ 0, 0x0, 0x7, 1, 0xff, REF_NSH },
	{ 0, 0x0, 0xc, 1, 0xee, REF_NSH },
	{ 0, 0x0, 0xa, 1, 0xdd, REF_NSH },
	{ 0, 0x0, 0xf, 1, 0x77, REF_NSH },
	{ 0, 0x0, 0xd, 1, 0x66, REF_NSH },
	{ 0, 0x0, 0xb, 1, 0x55, REF_NSH },
	{ 0, 0x0, 0x8, 1, 0xcc, REF_NSH },
	{ 0, 0x0, 0x9, 1, 0xcc, REF_NSH },	/* no hints, so no TR */
	{ 1, 0x0, 0x0, 1, 0x00, REF_OSH },
	{ 1, 0x1, 0x0, 3, 0x04, REF_OSH },
	{ 1, 0x2, 0xf, 0, 0x08, REF_OSH },
	{ 1, 0x3, 0x0, 1, 0x0c, REF_OSH },
	{ 1, 0x4, 0x0, 1, 0x00, REF_OSH },
	{ 1, 0x5, 0x0, 1, 0x44, REF_OSH },
	{ 1, 0x5, 0xf, 3, 0x44, REF_OSH },
	{ 1, 0x6, 0x0, 1, 0x4b, REF_NSH },
	{ 1, 0x7, 0x0, 3, 0x4f, REF_ISH },
	{ 1, 0x8, 0x0, 1, 0x00, REF_OSH },
	{ 1, 0x9, 0x0, 1, 0xb4, REF_NSH },
	{ 1, 0xa, 0x0, 1, 0xbb, REF_NSH },
	{ 1, 0xa, 0xd, 1, 0x22, REF_NSH },
	{ 1, 0xb, 0x0, 1, 0xbf, REF_NSH },
	{ 1, 0xc, 0x0, 1, 0x00, REF_OSH },
	{ 1, 0xd, 0x0, 1, 0xf4, REF_NSH },
	{ 1, 0xe, 0x0, 2, 0xfb, REF_OSH },
	{ 1, 0xf, 0xa, 2, 0xdd, REF_OSH },
};

static void poke_cfg(struct kit_stream *stream, const struct cfg *cfg)
{
	kit_poke_ste(stream, REF_STE_MTCFG, cfg->mtcfg);
	kit_poke_ste(stream, REF_STE_MEMATTR, cfg->memattr);
	kit_poke_ste(stream, REF_STE_ALLOCCFG, cfg->alloccfg);
	kit_poke_ste(stream, REF_STE_SHCFG, cfg->shcfg);
}

/* 6.3.14: the same fields in another place */
static u32 gbpa_of(const struct cfg *cfg)
{
	u64 gbpa = 0;

	ref_put(&gbpa, 3, 0, cfg->memattr);
	ref_put(&gbpa, 4, 4, cfg->mtcfg);
	ref_put(&gbpa, 11, 8, cfg->alloccfg);
	ref_put(&gbpa, 13, 12, cfg->shcfg);
	return gbpa;
}

static void twin_overrides_memory_types(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, BYPASS);
	struct twin_bank *bank = &kit->world.bank[TWIN_NS];
	struct twin_outcome out;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cfgs); i++) {
		poke_cfg(stream, &cfgs[i]);
		out = kit_access(stream, READ);
		check_attr(&out, cfgs[i].attr, cfgs[i].sh, i);
		bank->cr0 = 0;
		bank->gbpa = gbpa_of(&cfgs[i]);
		out = kit_access(stream, READ);
		check_attr(&out, cfgs[i].attr, cfgs[i].sh, 100 + i);
		bank->cr0 = REF_SMMUEN;
		kit->world.id.types_ovr = 0;
		out = kit_access(stream, READ);
		check_attr(&out, 0xff, REF_NSH, 200 + i);
		kit->world.id.types_ovr = 1;
	}
}

/* ---- stage 1 ---- */

/**
 * struct mair - a MAIR byte and a leaf's SH, and what comes of them
 */
struct mair {
	u8 byte;
	unsigned int in;
	u8 attr;
	unsigned int sh;
};

static const struct mair mairs[] = {
	{ 0xff, REF_ISH, 0xff, REF_ISH },
	{ 0xff, REF_NSH, 0xff, REF_NSH },
	{ 0xff, 1, 0xff, 1 },
	{ 0xbb, REF_OSH, 0xbb, REF_OSH },
	{ 0xe8, REF_ISH, 0xe8, REF_ISH },
	{ 0x71, REF_ISH, 0x71, REF_ISH },
	{ 0x44, REF_ISH, 0x44, REF_OSH },
	{ 0x44, 1, 0x44, REF_OSH },
	{ 0x4f, REF_ISH, 0x4f, REF_ISH },
	{ 0xf4, REF_NSH, 0xf4, REF_NSH },
	{ 0x00, REF_ISH, 0x00, REF_OSH },
	{ 0x04, REF_NSH, 0x04, REF_OSH },
	{ 0x08, REF_NSH, 0x08, REF_OSH },
	{ 0x0c, REF_NSH, 0x0c, REF_OSH },
	/* reserved bytes */
	{ 0x03, REF_NSH, 0x00, REF_OSH },
	{ 0x05, REF_NSH, 0x04, REF_OSH },
	{ 0x0b, REF_NSH, 0x08, REF_OSH },
	{ 0x0f, REF_NSH, 0x0c, REF_OSH },
	{ 0x40, REF_NSH, 0x43, REF_NSH },
	{ 0xa0, REF_ISH, 0xa3, REF_ISH },
};

static void twin_knows_mair(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S1);
	struct twin_outcome out;
	unsigned int i, index;

	for (i = 0; i < ARRAY_SIZE(mairs); i++) {
		index = i % 8;
		kit_poke_cd(stream, REF_CD_MAIR, 0x5555555555555555ULL);
		kit_poke_cd(stream, 192 + 8 * index + 7, 192 + 8 * index,
			    mairs[i].byte);
		kit_poke_leaf1(stream, REF_D_ATTRINDX, index);
		kit_poke_leaf1(stream, REF_D_SH, mairs[i].in);
		out = kit_access(stream, READ);
		check_attr(&out, mairs[i].attr, mairs[i].sh, i);
	}
}

/**
 * struct hints - overrides before stage 1: type and SH go, hints combine
 */
struct hints {
	struct cfg cfg;
	u8 mair;
	u8 attr;
};

static const struct hints hint_rows[] = {
	{ { 0, 0, 0xc, 3, 0, 0 }, 0xff, 0xee },	/* RA */
	{ { 0, 0, 0xa, 3, 0, 0 }, 0xee, 0xcc },	/* WA and RA: none */
	{ { 0, 0, 0xf, 3, 0, 0 }, 0xff, 0x77 },	/* transient */
	{ { 0, 0, 0xf, 3, 0, 0 }, 0xaa, 0x22 },
	{ { 0, 0, 0xd, 3, 0, 0 }, 0xdd, 0xcc },	/* none, so not transient */
	{ { 0, 0, 0xe, 3, 0, 0 }, 0x77, 0x77 },
	{ { 0, 0, 0x8, 3, 0, 0 }, 0x4f, 0x4c },
	{ { 0, 0, 0x8, 3, 0, 0 }, 0x44, 0x44 },
	{ { 0, 0, 0x8, 3, 0, 0 }, 0x04, 0x04 },
	/* Device and Non-cacheable have no hints. */
	{ { 1, 0x1, 0x8, 3, 0, 0 }, 0xff, 0xff },
	{ { 1, 0x5, 0x8, 3, 0, 0 }, 0xbf, 0xbf },
};

static void twin_stage_1_combines_only_hints(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct twin_outcome out;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(hint_rows); i++) {
		poke_cfg(stream, &hint_rows[i].cfg);
		kit_poke_cd(stream, REF_CD_MAIR, hint_rows[i].mair);
		kit_poke_leaf1(stream, REF_D_SH, REF_NSH);
		out = kit_access(stream, READ);
		check_attr(&out, hint_rows[i].attr,
			   hint_rows[i].attr == 0x44 ||
			   hint_rows[i].attr == 0x04 ? REF_OSH : REF_NSH, i);
	}
}

/* ---- stage 2 ---- */

/**
 * struct both - stage 1's byte and SH, stage 2's MemAttr and SH, the result
 */
struct both {
	u8 mair;
	unsigned int sh1;
	unsigned int memattr;
	unsigned int sh2;
	u8 attr;
	unsigned int sh;
};

static const struct both combined[] = {
	{ 0xff, REF_NSH, 0xf, REF_NSH, 0xff, REF_NSH },
	{ 0xff, REF_NSH, 0xf, REF_ISH, 0xff, REF_ISH },
	{ 0xff, REF_OSH, 0xf, REF_ISH, 0xff, REF_OSH },
	{ 0xff, REF_ISH, 0xf, REF_OSH, 0xff, REF_OSH },
	{ 0xff, REF_ISH, 0xf, REF_NSH, 0xff, REF_ISH },
	{ 0xff, 1, 0xf, REF_OSH, 0xff, REF_OSH },
	{ 0xff, REF_OSH, 0xf, 1, 0xff, REF_OSH },
	{ 0xff, REF_ISH, 0xf, 1, 0xff, 1 },
	{ 0xff, REF_ISH, 0xa, REF_NSH, 0xbb, REF_ISH },
	{ 0xbb, REF_ISH, 0xf, REF_NSH, 0xbb, REF_ISH },
	{ 0xff, REF_ISH, 0x5, REF_NSH, 0x44, REF_OSH },
	{ 0x44, REF_ISH, 0xf, REF_NSH, 0x44, REF_OSH },
	{ 0xff, REF_ISH, 0x7, REF_NSH, 0x4f, REF_ISH },
	{ 0xf4, REF_ISH, 0xb, REF_NSH, 0xb4, REF_ISH },
	{ 0x4f, REF_ISH, 0xd, REF_NSH, 0x44, REF_OSH },
	{ 0x66, REF_ISH, 0xe, REF_NSH, 0x62, REF_ISH },
	{ 0xdc, REF_ISH, 0x9, REF_NSH, 0x94, REF_ISH },
	/* Device beats Normal, the stricter one the other. */
	{ 0xff, REF_ISH, 0x1, REF_NSH, 0x04, REF_OSH },
	{ 0x0c, REF_NSH, 0xf, REF_NSH, 0x0c, REF_OSH },
	{ 0x0c, REF_NSH, 0x5, REF_NSH, 0x0c, REF_OSH },
	{ 0x0c, REF_NSH, 0x1, REF_NSH, 0x04, REF_OSH },
	{ 0x04, REF_NSH, 0x3, REF_NSH, 0x04, REF_OSH },
	{ 0x08, REF_NSH, 0x0, REF_NSH, 0x00, REF_OSH },
};

static const struct both forced[] = {
	{ 0xff, REF_NSH, 0x0, REF_NSH, 0x00, REF_OSH },
	{ 0xff, REF_NSH, 0x3, REF_NSH, 0x0c, REF_OSH },
	{ 0x04, REF_NSH, 0x3, REF_NSH, 0x04, REF_OSH },
	{ 0x0c, REF_NSH, 0x1, REF_NSH, 0x04, REF_OSH },
	{ 0xff, REF_ISH, 0x5, REF_NSH, 0x44, REF_OSH },
	{ 0x08, REF_ISH, 0x5, REF_NSH, 0x08, REF_OSH },
	{ 0x44, REF_ISH, 0x6, REF_NSH, 0xff, REF_OSH },
	{ 0x04, REF_NSH, 0x6, REF_ISH, 0xff, REF_OSH },
	{ 0xbb, REF_NSH, 0x6, REF_ISH, 0xff, REF_ISH },
	{ 0xa9, REF_NSH, 0x6, REF_NSH, 0xed, REF_NSH },
	{ 0x22, REF_NSH, 0x6, REF_NSH, 0x66, REF_NSH },
	{ 0xe4, REF_NSH, 0x6, REF_NSH, 0xef, REF_NSH },
	{ 0xa4, REF_NSH, 0x7, REF_ISH, 0xa4, REF_ISH },
	{ 0x0c, REF_NSH, 0x7, REF_ISH, 0x0c, REF_OSH },
	{ 0x44, REF_NSH, 0x7, REF_ISH, 0x44, REF_OSH },
	/* bit 3 is RES0 */
	{ 0xbb, REF_NSH, 0xe, REF_ISH, 0xff, REF_ISH },
};

static void check_both(struct kit_stream *stream, const struct both *row,
		       unsigned int number)
{
	struct twin_outcome out;

	kit_poke_cd(stream, REF_CD_MAIR, row->mair);
	kit_poke_leaf1(stream, REF_D_SH, row->sh1);
	kit_poke_leaf2(stream, REF_D2_MEMATTR, row->memattr);
	kit_poke_leaf2(stream, REF_D_SH, row->sh2);
	out = kit_access(stream, READ);
	check_attr(&out, row->attr, row->sh, number);
}

static void twin_combines_both_stages(void **state)
{
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, BOTH);
	struct kit *kit = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(combined); i++)
		check_both(stream, &combined[i], i);
	kit_poke_ste(stream, REF_STE_S2FWB, 1);
	for (i = 0; i < ARRAY_SIZE(forced); i++)
		check_both(stream, &forced[i], 100 + i);
	/* Without the feature the bit is nothing. */
	kit->world.id.fwb = 0;
	for (i = 0; i < ARRAY_SIZE(combined); i++)
		check_both(stream, &combined[i], 200 + i);
}

static void twin_says_what_is_reserved(void **state)
{
	static const unsigned int reserved[] = { 4, 8, 12 };
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S2);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reserved); i++) {
		kit_poke_leaf2(stream, REF_D2_MEMATTR, reserved[i]);
		assert_true(kit_access(stream, READ).attr_open);
	}
	kit_poke_ste(stream, REF_STE_S2FWB, 1);
	kit_poke_leaf2(stream, REF_D2_MEMATTR, 4);
	assert_true(kit_access(stream, READ).attr_open);
	kit_poke_leaf2(stream, REF_D2_MEMATTR, 8);
	assert_false(kit_access(stream, READ).attr_open);
}

/* Without stage 1 it is the input, overridden, that stage 2 combines with. */
static void twin_stage_2_combines_with_the_input(void **state)
{
	static const struct cfg rows[] = {
		{ 0, 0x0, 0x0, 1, 0xff, REF_NSH },
		{ 1, 0xa, 0x0, 3, 0xbb, REF_ISH },
		{ 1, 0x1, 0x0, 3, 0x04, REF_OSH },
		{ 0, 0x0, 0xd, 2, 0x66, REF_OSH },
	};
	struct kit_stream *stream = kit_stream(*state, TWIN_NS, S2);
	struct twin_outcome out;
	unsigned int i;

	kit_poke_leaf2(stream, REF_D_SH, REF_NSH);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		poke_cfg(stream, &rows[i]);
		out = kit_access(stream, READ);
		check_attr(&out, rows[i].attr, rows[i].sh, i);
	}
}

/* ---- identity ---- */

static void twin_reads_id_registers(void **state)
{
	const struct twin_id_regs regs = {
		.idr0 = BIT(0) | BIT(1) | 2 * BIT(6) | BIT(9) | BIT(12) |
			BIT(18) | BIT(19) | 2 * BIT(24) | BIT(26) | BIT(27) |
			BIT(30),
		.idr1 = 20 | 17 * BIT(6) | BIT(26) | BIT(27),
		.idr3 = BIT(2) | BIT(4) | BIT(8) | BIT(9) | BIT(13) | BIT(17),
		.idr5 = 4 | BIT(4) | BIT(5) | BIT(6),
		.aidr = 2,
		.s_idr0 = BIT(24),
		.s_idr1 = 9 | BIT(29) | BIT(31),
	};
	const struct twin_id want = {
		.minor = 2, .s1p = 1, .s2p = 1, .httu = 2, .hyp = 1,
		.asid16 = 1, .vmid16 = 1, .cd2l = 1, .stall_model = 2,
		.term_model = 1, .st_level = 1, .rme = 1, .sidsize = 20,
		.ssidsize = 17, .perms_ovr = 1, .types_ovr = 1, .had = 1,
		.xnx = 1, .fwb = 1, .stt = 1, .e0pd = 1, .epan = 1, .oas = 44,
		.gran4k = 1, .gran16k = 1, .gran64k = 1, .secure = 1,
		.sel2 = 1, .s_sidsize = 9, .s_stall_model = 1,
	};
	struct twin_id got = twin_id_of(&regs);

	(void)state;
	assert_memory_equal(&got, &want, sizeof(want));
}

static const struct CMUnitTest twin_attr_tests[] = {
	TEST_KIT(twin_overrides_memory_types),
	TEST_KIT(twin_knows_mair),
	TEST_KIT(twin_stage_1_combines_only_hints),
	TEST_KIT(twin_combines_both_stages),
	TEST_KIT(twin_says_what_is_reserved),
	TEST_KIT(twin_stage_2_combines_with_the_input),
	cmocka_unit_test(twin_reads_id_registers),
};
SUITE(twin_attr);
