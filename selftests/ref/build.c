// SPDX-License-Identifier: GPL-2.0
/*
 * Builders of STEs, CDs and translation tables (5.1, 5.2, 5.4; Arm ARM D8.3).
 */
#include "build.h"

#define MAIR	0xffffffffbb0444ffULL

void ref_ste_plain(u64 *ste, unsigned int config)
{
	memset(ste, 0, REF_STE_WORDS * sizeof(*ste));
	ref_put(ste, REF_STE_V, 1);
	ref_put(ste, REF_STE_CONFIG, config);
	ref_put(ste, REF_STE_SHCFG, 1);		/* incoming */
}

void ref_ste_stage1(u64 *ste, u64 cd)
{
	ref_ste_plain(ste, REF_CONFIG_S1);
	ref_put_addr(ste, REF_STE_S1CONTEXTPTR, cd);
	ref_put(ste, REF_STE_S1CIR, 1);
	ref_put(ste, REF_STE_S1COR, 1);
	ref_put(ste, REF_STE_S1CSH, REF_ISH);
}

static void put_half0(u64 *cd, u64 ttb)
{
	ref_put(cd, REF_CD_T0SZ, 16);
	ref_put(cd, REF_CD_TG0, REF_TG0_4K);
	ref_put(cd, REF_CD_IR0, 1);
	ref_put(cd, REF_CD_OR0, 1);
	ref_put(cd, REF_CD_SH0, REF_ISH);
	ref_put_addr(cd, REF_CD_TTB0, ttb);
}

static void put_half1(u64 *cd, u64 ttb)
{
	if (!ttb) {
		ref_put(cd, REF_CD_EPD1, 1);
		return;
	}
	ref_put(cd, REF_CD_T1SZ, 16);
	ref_put(cd, REF_CD_TG1, REF_TG1_4K);
	ref_put_addr(cd, REF_CD_TTB1, ttb);
}

void ref_cd_default(u64 *cd, u16 asid, u64 ttb0, u64 ttb1)
{
	memset(cd, 0, REF_CD_WORDS * sizeof(*cd));
	ref_put(cd, REF_CD_V, 1);
	ref_put(cd, REF_CD_AA64, 1);
	ref_put(cd, REF_CD_A, 1);
	ref_put(cd, REF_CD_R, 1);
	ref_put(cd, REF_CD_ASET, 1);
	ref_put(cd, REF_CD_ASID, asid);
	ref_put(cd, REF_CD_IPS, 5);		/* clamps to OAS */
	ref_put(cd, REF_CD_MAIR, MAIR);
	put_half0(cd, ttb0);
	put_half1(cd, ttb1);
}

u64 ref_table(u64 next)
{
	return ref_with(next, REF_D_TYPE, REF_D_TABLE);
}

u64 ref_leaf(unsigned int level, u64 pa)
{
	u64 desc = pa;

	ref_put(&desc, REF_D_TYPE, level == 3 ? REF_D_PAGE : REF_D_BLOCK);
	ref_put(&desc, REF_D_ATTRINDX, REF_ATTR_WB);
	ref_put(&desc, REF_D_AP, REF_AP_RW);
	ref_put(&desc, REF_D_SH, REF_ISH);
	ref_put(&desc, REF_D_AF, 1);
	ref_put(&desc, REF_D_NG, 1);
	return desc;
}

u64 ref_with(u64 desc, unsigned int high, unsigned int low, u64 value)
{
	ref_put(&desc, high, low, value);
	return desc;
}

u64 ref_l1std(u64 l2ptr, unsigned int span)
{
	u64 l1std = 0;

	ref_put(&l1std, REF_L1STD_SPAN, span);
	ref_put_addr(&l1std, REF_L1STD_L2PTR, l2ptr);
	return l1std;
}
