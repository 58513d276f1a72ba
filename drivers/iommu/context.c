// SPDX-License-Identifier: GPL-2.0
/*
 * Images of stream table entries (5.2) and context descriptors (5.4) as this
 * driver uses them. Pure functions but for builtin_cd_write(), which stores
 * into a CD that no valid STE points to.
 */
#include <linux/bitfield.h>
#include <linux/io.h>

#include <smmu3/vmsa.h>

#include "builtin.h"

/* 5.2: SHCFG, use the incoming shareability */
#define SHCFG_INCOMING	1

/* 5.2: S1CIR, S1COR; 5.4: IR0, OR0 */
#define CACHE_WB_RA	1

static u64 ste_config(unsigned int config)
{
	return SMMU3_STE0_V | FIELD_PREP(SMMU3_STE0_CONFIG, config);
}

/* Every transaction is aborted, without an event. */
void builtin_ste_abort(u64 ste[SMMU3_STE_WORDS])
{
	memset(ste, 0, SMMU3_STE_SIZE);
	ste[0] = ste_config(0);
}

void builtin_ste_bypass(u64 ste[SMMU3_STE_WORDS])
{
	memset(ste, 0, SMMU3_STE_SIZE);
	ste[0] = ste_config(SMMU3_STE_CONFIG_PASS);
	ste[1] = FIELD_PREP(SMMU3_STE1_SHCFG, SHCFG_INCOMING);
}

/*
 * Stage 1 by the one context descriptor @cd, no substreams; VMID 0, which is what
 * invalidations name, too. S1STALLD is not needed, as no CD of this driver lets
 * faults stall, and would be illegal as soon as Secure software takes stalls
 * away (S_CR0.NSSTALLD).
 */
void builtin_ste_stage1(__le64 *cd, u64 ste[SMMU3_STE_WORDS])
{
	memset(ste, 0, SMMU3_STE_SIZE);
	ste[0] = ste_config(SMMU3_STE_CONFIG_PASS | SMMU3_STE_CONFIG_S1) |
		 (virt_to_phys(cd) & SMMU3_STE0_S1CONTEXTPTR);
	ste[1] = FIELD_PREP(SMMU3_STE1_S1CIR, CACHE_WB_RA) |
		 FIELD_PREP(SMMU3_STE1_S1COR, CACHE_WB_RA) |
		 FIELD_PREP(SMMU3_STE1_S1CSH, SMMU3_SH_ISH) |
		 FIELD_PREP(SMMU3_STE1_SHCFG, SHCFG_INCOMING);
}

static u64 cd_word0(const struct builtin_domain *d)
{
	return FIELD_PREP(SMMU3_CD0_T0SZ, 64 - PGTABLE_VA_BITS) |
	       FIELD_PREP(SMMU3_CD0_TG0, SMMU3_TG0_4K) |
	       FIELD_PREP(SMMU3_CD0_IR0, CACHE_WB_RA) |
	       FIELD_PREP(SMMU3_CD0_OR0, CACHE_WB_RA) |
	       FIELD_PREP(SMMU3_CD0_SH0, SMMU3_SH_ISH) |
	       FIELD_PREP(SMMU3_CD0_IPS, d->builtin->caps.ips) |
	       FIELD_PREP(SMMU3_CD0_ASID, d->asid) |
	       SMMU3_CD0_EPD1 | SMMU3_CD0_AA64 | SMMU3_CD0_R | SMMU3_CD0_A |
	       SMMU3_CD0_ASET | SMMU3_CD0_V;
}

/* Faults terminate with an abort and are recorded: A = R = 1, S = 0. */
void builtin_cd_write(const struct builtin_domain *d, __le64 *cd)
{
	u64 word[SMMU3_CD_WORDS] = {
		[0] = cd_word0(d),
		[1] = virt_to_phys(d->pgt.root) & SMMU3_CD1_TTB0,
		[3] = pgtable_mair(),
	};
	unsigned int i;

	for (i = 0; i < SMMU3_CD_WORDS; i++)
		WRITE_ONCE(cd[i], cpu_to_le64(word[i]));
}
