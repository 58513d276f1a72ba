// SPDX-License-Identifier: GPL-2.0
/*
 * Memory attributes on their way (13.1, 13.4, 5.2, 5.4): overrides, stage 1,
 * stage 2 with and without S2FWB. Bytes are those of MAIR: outer nibble, inner
 * nibble; 4 is Non-cacheable, 8 to b Write-Through, c to f Write-Back, below 8
 * the same but transient; the low bits are read- and write-allocate.
 */
#include "rig.h"
#include "suites.h"

#include <smmu3/attr.h>

#define NSH	REF_NSH
#define OSH	REF_OSH
#define ISH	REF_ISH

static void check(struct smmu3_memtype type, u8 attr, u8 sh, unsigned int row)
{
	if (type.attr != attr || type.sh != sh)
		fail_msg("row %u: %#x, %u, not %#x, %u", row, type.attr,
			 type.sh, attr, sh);
}

/* ---- 5.2, 13.1.4: what comes in ---- */

/**
 * struct row_in - MTCFG and MemAttr, SHCFG, ALLOCCFG, and what they make
 */
struct row_in {
	u8 mtcfg, memattr, shcfg, alloccfg, attr, sh;
};

static const struct row_in rows_in[] = {
	/* 13.1.3: Write-Back with all hints, Non-shareable */
	{ 0, 0x0, 1, 0x0, 0xff, NSH },
	{ 0, 0x5, 1, 0x0, 0xff, NSH },
	{ 0, 0x0, 0, 0x0, 0xff, NSH },
	{ 0, 0x0, 2, 0x0, 0xff, OSH },
	{ 0, 0x0, 3, 0x0, 0xff, ISH },
	/* ALLOCCFG 1RWT; without RA and WA there is no TR */
	{ 0, 0x0, 1, 0x7, 0xff, NSH },
	{ 0, 0x0, 1, 0x8, 0xcc, NSH },
	{ 0, 0x0, 1, 0x9, 0xcc, NSH },
	{ 0, 0x0, 1, 0xa, 0xdd, NSH },
	{ 0, 0x0, 1, 0xb, 0x55, NSH },
	{ 0, 0x0, 1, 0xc, 0xee, NSH },
	{ 0, 0x0, 1, 0xd, 0x66, NSH },
	{ 0, 0x0, 1, 0xe, 0xff, NSH },
	{ 0, 0x0, 1, 0xf, 0x77, NSH },
	/* Device is Outer Shareable and has no hints */
	{ 1, 0x0, 1, 0x0, 0x00, OSH },
	{ 1, 0x1, 0, 0xf, 0x04, OSH },
	{ 1, 0x2, 3, 0xc, 0x08, OSH },
	{ 1, 0x3, 2, 0x8, 0x0c, OSH },
	/* reserved: Device-nGnRnE */
	{ 1, 0x4, 1, 0x0, 0x00, OSH },
	{ 1, 0x8, 1, 0x0, 0x00, OSH },
	{ 1, 0xc, 1, 0xf, 0x00, OSH },
	/* Normal; Non-cacheable throughout is Outer Shareable */
	{ 1, 0x5, 3, 0xf, 0x44, OSH },
	{ 1, 0x6, 3, 0x0, 0x4b, ISH },
	{ 1, 0x6, 1, 0xd, 0x42, NSH },
	{ 1, 0x7, 1, 0x0, 0x4f, NSH },
	{ 1, 0x9, 2, 0x0, 0xb4, OSH },
	{ 1, 0x9, 0, 0x8, 0x84, NSH },
	{ 1, 0xa, 1, 0x0, 0xbb, NSH },
	{ 1, 0xa, 1, 0x9, 0x88, NSH },
	{ 1, 0xb, 1, 0x0, 0xbf, NSH },
	{ 1, 0xd, 3, 0xb, 0x54, ISH },
	{ 1, 0xe, 1, 0xe, 0xfb, NSH },
	{ 1, 0xf, 3, 0xa, 0xdd, ISH },
};

static void overrides_replace_what_comes_in(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows_in); i++) {
		const struct row_in *row = &rows_in[i];
		const struct smmu3_override override = {
			.type = row->mtcfg * 16 + row->memattr,
			.sh = row->shcfg,
			.alloc = row->alloccfg,
		};

		check(smmu3_attr_incoming(&override), row->attr, row->sh, i);
	}
}

/* ---- 13.4.2: stage 1 ---- */

/**
 * struct row1 - what comes in; MAIR byte and SH of the leaf; the result
 */
struct row1 {
	u8 in, mair, leaf_sh, attr, sh;
};

static const struct row1 rows1[] = {
	/* type and shareability are stage 1's */
	{ 0xff, 0xff, ISH, 0xff, ISH },
	{ 0xff, 0xff, OSH, 0xff, OSH },
	{ 0xff, 0xff, NSH, 0xff, NSH },
	{ 0xff, 0xbb, ISH, 0xbb, ISH },
	{ 0xff, 0xbf, NSH, 0xbf, NSH },
	{ 0xff, 0x4f, ISH, 0x4f, ISH },
	{ 0xff, 0x44, ISH, 0x44, OSH },
	{ 0xff, 0x00, ISH, 0x00, OSH },
	{ 0xff, 0x04, NSH, 0x04, OSH },
	{ 0xff, 0x08, NSH, 0x08, OSH },
	{ 0xff, 0x0c, ISH, 0x0c, OSH },
	{ 0xbb, 0xff, ISH, 0xff, ISH },
	{ 0xff, 0x77, ISH, 0x77, ISH },
	{ 0xff, 0x33, ISH, 0x33, ISH },
	/* hints are combined: no-allocate and transient are stronger */
	{ 0xcc, 0xff, ISH, 0xcc, ISH },
	{ 0xee, 0xff, ISH, 0xee, ISH },
	{ 0xdd, 0xee, ISH, 0xcc, ISH },
	{ 0x77, 0xff, ISH, 0x77, ISH },
	{ 0x77, 0xee, ISH, 0x66, ISH },
	{ 0x77, 0xcc, ISH, 0xcc, ISH },	/* no hints, so no TR */
	{ 0x66, 0xdd, ISH, 0xcc, ISH },
	{ 0x33, 0xff, ISH, 0x77, ISH },
	{ 0xff, 0x99, ISH, 0x99, ISH },
	{ 0xdd, 0xbb, ISH, 0x99, ISH },
	{ 0x55, 0xbb, ISH, 0x11, ISH },
	/* each level for itself */
	{ 0xcf, 0xff, ISH, 0xcf, ISH },
	{ 0xfe, 0xbd, ISH, 0xbc, ISH },
	{ 0xdd, 0x4f, ISH, 0x4d, ISH },
	/* a level without hints leaves them to stage 1 */
	{ 0x4c, 0xff, ISH, 0xfc, ISH },
	{ 0xc4, 0xee, ISH, 0xce, ISH },
	{ 0x44, 0x77, ISH, 0x77, ISH },
	{ 0x04, 0xdd, ISH, 0xdd, ISH },
	{ 0x00, 0x33, OSH, 0x33, OSH },
};

static void stage_1_replaces_types_and_combines_hints(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows1); i++) {
		const struct row1 *row = &rows1[i];
		const struct smmu3_memtype in = { row->in, OSH };

		check(smmu3_attr_stage1(in, row->mair, row->leaf_sh), row->attr,
		      row->sh, i);
	}
}

/* ---- 13.1.5: stage 2 ---- */

/**
 * struct row2 - what comes out of stage 1; MemAttr and SH; the result
 */
struct row2 {
	u8 in, in_sh, memattr, leaf_sh, attr, sh;
};

static const struct row2 rows2[] = {
	/* Device beats Normal, the stricter kind of Device wins */
	{ 0xff, ISH, 0x0, ISH, 0x00, OSH },
	{ 0xff, ISH, 0x1, ISH, 0x04, OSH },
	{ 0xff, ISH, 0x2, NSH, 0x08, OSH },
	{ 0xff, NSH, 0x3, NSH, 0x0c, OSH },
	{ 0x00, OSH, 0xf, ISH, 0x00, OSH },
	{ 0x04, OSH, 0x5, ISH, 0x04, OSH },
	{ 0x0c, OSH, 0xf, NSH, 0x0c, OSH },
	{ 0x04, OSH, 0x0, ISH, 0x00, OSH },
	{ 0x04, OSH, 0x3, ISH, 0x04, OSH },
	{ 0x0c, OSH, 0x2, ISH, 0x08, OSH },
	{ 0x08, OSH, 0x1, ISH, 0x04, OSH },
	/* Non-cacheable beats Write-Through, that beats Write-Back */
	{ 0xff, ISH, 0xf, ISH, 0xff, ISH },
	{ 0xff, ISH, 0x5, ISH, 0x44, OSH },
	{ 0x44, OSH, 0xf, NSH, 0x44, OSH },
	{ 0xff, ISH, 0xa, ISH, 0xbb, ISH },
	{ 0xbb, ISH, 0xf, ISH, 0xbb, ISH },
	{ 0xff, ISH, 0x6, ISH, 0x4b, ISH },
	{ 0xff, ISH, 0x7, ISH, 0x4f, ISH },
	{ 0xff, ISH, 0x9, ISH, 0xb4, ISH },
	{ 0xff, ISH, 0xb, ISH, 0xbf, ISH },
	{ 0xff, ISH, 0xd, ISH, 0xf4, ISH },
	{ 0xff, ISH, 0xe, ISH, 0xfb, ISH },
	{ 0x4f, ISH, 0xd, ISH, 0x44, OSH },
	{ 0xf4, ISH, 0xb, ISH, 0xb4, ISH },
	/* hints pass, where there is still something to allocate */
	{ 0xee, ISH, 0xf, ISH, 0xee, ISH },
	{ 0x55, ISH, 0xf, ISH, 0x55, ISH },
	{ 0x77, ISH, 0xa, ISH, 0x33, ISH },
	{ 0xdc, ISH, 0xa, ISH, 0x98, ISH },
	{ 0x66, ISH, 0x6, ISH, 0x42, ISH },
	/* Outer beats Inner beats Non-shareable */
	{ 0xff, NSH, 0xf, NSH, 0xff, NSH },
	{ 0xff, NSH, 0xf, ISH, 0xff, ISH },
	{ 0xff, NSH, 0xf, OSH, 0xff, OSH },
	{ 0xff, ISH, 0xf, NSH, 0xff, ISH },
	{ 0xff, ISH, 0xf, OSH, 0xff, OSH },
	{ 0xff, OSH, 0xf, NSH, 0xff, OSH },
	{ 0xff, OSH, 0xf, ISH, 0xff, OSH },
};

/* Arm ARM D8.6.6, FEAT_S2FWB: three bits count. */
static const struct row2 rows2_fwb[] = {
	/* 0dd: Device */
	{ 0xff, ISH, 0x0, ISH, 0x00, OSH },
	{ 0xff, ISH, 0x1, ISH, 0x04, OSH },
	{ 0x44, OSH, 0x2, ISH, 0x08, OSH },
	{ 0xff, ISH, 0x3, ISH, 0x0c, OSH },
	{ 0x04, OSH, 0x3, ISH, 0x04, OSH },
	{ 0x0c, OSH, 0x1, ISH, 0x04, OSH },
	/* 101: Non-cacheable unless Device */
	{ 0xff, ISH, 0x5, ISH, 0x44, OSH },
	{ 0xb4, ISH, 0x5, NSH, 0x44, OSH },
	{ 0x08, OSH, 0x5, ISH, 0x08, OSH },
	/* 110: Write-Back, whatever stage 1 says; Device was OSH */
	{ 0xff, ISH, 0x6, ISH, 0xff, ISH },
	{ 0xbb, ISH, 0x6, ISH, 0xff, ISH },
	{ 0x98, NSH, 0x6, ISH, 0xdc, ISH },
	{ 0x22, NSH, 0x6, NSH, 0x66, NSH },
	{ 0x44, OSH, 0x6, ISH, 0xff, OSH },
	{ 0x4d, ISH, 0x6, ISH, 0xfd, ISH },
	{ 0x00, OSH, 0x6, ISH, 0xff, OSH },
	{ 0x0c, OSH, 0x6, NSH, 0xff, OSH },
	/* 111: stage 1's */
	{ 0xff, ISH, 0x7, NSH, 0xff, ISH },
	{ 0xbb, NSH, 0x7, ISH, 0xbb, ISH },
	{ 0x4d, ISH, 0x7, OSH, 0x4d, OSH },
	{ 0x44, OSH, 0x7, ISH, 0x44, OSH },
	{ 0x08, OSH, 0x7, ISH, 0x08, OSH },
	/* the fourth bit is RES0 */
	{ 0xbb, ISH, 0xe, ISH, 0xff, ISH },
	{ 0xbb, ISH, 0xf, ISH, 0xbb, ISH },
	{ 0xff, ISH, 0x9, ISH, 0x04, OSH },
};

static void check_rows2(const struct row2 *rows, unsigned int count, u8 fwb)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		const struct row2 *row = &rows[i];
		const struct smmu3_memtype in = { row->in, row->in_sh };
		u8 s2attr = fwb + row->leaf_sh * 16 + row->memattr;

		check(smmu3_attr_stage2(in, s2attr), row->attr, row->sh, i);
	}
}

static void stage_2_combines(void **state)
{
	(void)state;
	check_rows2(rows2, ARRAY_SIZE(rows2), 0);
}

static void stage_2_forces_under_s2fwb(void **state)
{
	(void)state;
	check_rows2(rows2_fwb, ARRAY_SIZE(rows2_fwb), 64);
}

/* ---- 13.1.7 ---- */

static bool is_consistent(struct smmu3_memtype type)
{
	u8 outer = type.attr / 16, inner = type.attr % 16;

	if (type.sh == 1 || type.sh > ISH)
		return false;
	if (outer == 0)
		return inner % 4 == 0 && type.sh == OSH;
	if (type.attr == 0x44)
		return type.sh == OSH;
	/* transient without a hint would be Non-cacheable, or nothing */
	return inner != 0;
}

/* Of any overrides, any MAIR byte that is not reserved, any stage 2 leaf. */
static void whatever_comes_out_is_consistent(void **state)
{
	unsigned int i, mair, s2attr;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows_in); i++)
		for (mair = 0; mair < 256; mair++) {
			const struct smmu3_memtype in = { rows_in[i].attr,
							  rows_in[i].sh };
			struct smmu3_memtype out, out2;

			if (mair / 16 ? mair % 16 == 0 : mair % 4 != 0)
				continue;
			out = smmu3_attr_stage1(in, mair, mair % 4);
			assert_true(is_consistent(out));
			for (s2attr = 0; s2attr < 128; s2attr++) {
				out2 = smmu3_attr_stage2(out, s2attr);
				assert_true(is_consistent(out2));
			}
		}
}

static const struct CMUnitTest attr_tests[] = {
	cmocka_unit_test(overrides_replace_what_comes_in),
	cmocka_unit_test(stage_1_replaces_types_and_combines_hints),
	cmocka_unit_test(stage_2_combines),
	cmocka_unit_test(stage_2_forces_under_s2fwb),
	cmocka_unit_test(whatever_comes_out_is_consistent),
};
SUITE(attr);
