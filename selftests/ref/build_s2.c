// SPDX-License-Identifier: GPL-2.0
/*
 * Builders for stage 2 and for two-level CD tables (5.2, 5.3; Arm ARM D8.3).
 */
#include "build.h"

static void put_tables(u64 *ste, const struct ref_s2_tables *tables)
{
	ref_put(ste, REF_STE_S2TG, tables->tg);
	ref_put(ste, REF_STE_S2T0SZ, tables->t0sz);
	ref_put(ste, REF_STE_S2SL0, tables->sl0);
	ref_put_addr(ste, REF_STE_S2TTB, tables->ttb);
}

void ref_ste_secure_tables(u64 *ste, const struct ref_s2_tables *tables)
{
	ref_put(ste, REF_STE_S_S2TG, tables->tg);
	ref_put(ste, REF_STE_S_S2T0SZ, tables->t0sz);
	ref_put(ste, REF_STE_S_S2SL0, tables->sl0);
	ref_put_addr(ste, REF_STE_S_S2TTB, tables->ttb);
}

void ref_ste_add_stage2(u64 *ste, u16 vmid, const struct ref_s2_tables *tables)
{
	bool stage1 = ref_get(ste, REF_STE_CONFIG) == REF_CONFIG_S1;

	ref_put(ste, REF_STE_CONFIG,
		stage1 ? REF_CONFIG_NESTED : REF_CONFIG_S2);
	ref_put(ste, REF_STE_S2VMID, vmid);
	ref_put(ste, REF_STE_S2PS, 5);		/* clamps to OAS */
	ref_put(ste, REF_STE_S2AA64, 1);
	ref_put(ste, REF_STE_S2R, 1);
	put_tables(ste, tables);
	ref_ste_secure_tables(ste, tables);
}

u64 ref_leaf2(unsigned int level, u64 pa)
{
	u64 desc = pa;

	ref_put(&desc, REF_D_TYPE, level == 3 ? REF_D_PAGE : REF_D_BLOCK);
	ref_put(&desc, REF_D2_MEMATTR, REF_MEMATTR_WB);
	ref_put(&desc, REF_D2_S2AP, REF_S2AP_RW);
	ref_put(&desc, REF_D_SH, REF_ISH);
	ref_put(&desc, REF_D_AF, 1);
	return desc;
}

u64 ref_l1cd(u64 l2ptr)
{
	u64 l1cd = 0;

	ref_put(&l1cd, REF_L1CD_V, 1);
	ref_put_addr(&l1cd, REF_L1CD_L2PTR, l2ptr);
	return l1cd;
}
