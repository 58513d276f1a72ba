// SPDX-License-Identifier: GPL-2.0
/*
 * Memory attributes of the accesses that the SMMU makes itself (13.8), out of
 * the two ways in which registers, commands and structures encode them. Pure
 * functions.
 *
 * Choices: allocation hints (RA, WA) are no part of a memory type; cacheable
 * memory is told as allocating.
 */
#include "attr.h"

#include <smmu3/regs.h>
#include <smmu3/vmsa.h>

#include "perm.h"

/* 5.2: MemAttr. Upper bits 0: the kind of Device is in the lower ones. */
#define MEMATTR_OUTER	GENMASK_ULL(3, 2)
#define MEMATTR_INNER	GENMASK_ULL(1, 0)

/* Half a MAIR byte by half a MemAttr; 0: there is no such Normal memory. */
static const u8 mair_of_memattr[] = {
	[1] = SMMU3_MAIR_LOW & SMMU3_MAIR_NC,
	[2] = SMMU3_MAIR_LOW & SMMU3_MAIR_WT,
	[3] = SMMU3_MAIR_LOW & SMMU3_MAIR_WB,
};

/* Half a MAIR byte by IC or OC; 3 is reserved, Non-cacheable. */
static const u8 mair_of_cacheability[] = {
	[SMMU3_CR1_CACHE_NC] = SMMU3_MAIR_LOW & SMMU3_MAIR_NC,
	[SMMU3_CR1_CACHE_WB] = SMMU3_MAIR_LOW & SMMU3_MAIR_WB,
	[SMMU3_CR1_CACHE_WT] = SMMU3_MAIR_LOW & SMMU3_MAIR_WT,
	[3] = SMMU3_MAIR_LOW & SMMU3_MAIR_NC,
};

static void set_type(struct smmu3_access *access, u8 mair, u8 sh)
{
	access->memattr = mair;
	access->sh = smmu3_attr_sh(mair, sh);
}

static void set_normal(struct smmu3_access *access, u8 inner, u8 outer, u8 sh)
{
	set_type(access, FIELD_PREP(SMMU3_MAIR_HIGH, outer) |
			 FIELD_PREP(SMMU3_MAIR_LOW, inner), sh);
}

void smmu3_attr_from_memattr(struct smmu3_access *access, u8 memattr, u8 sh)
{
	u8 outer = mair_of_memattr[FIELD_GET(MEMATTR_OUTER, memattr)];
	u8 inner = mair_of_memattr[FIELD_GET(MEMATTR_INNER, memattr)];

	if (outer && inner)
		set_normal(access, inner, outer, sh);
	else if (outer)
		set_type(access, 0, sh); /* reserved: Device-nGnRnE */
	else
		set_type(access, FIELD_PREP(SMMU3_MAIR_DEVICE_KIND,
					    FIELD_GET(MEMATTR_INNER, memattr)),
			 sh);
}

void smmu3_attr_from_cacheability(struct smmu3_access *access, u8 ic, u8 oc,
				  u8 sh)
{
	set_normal(access, mair_of_cacheability[ic], mair_of_cacheability[oc],
		   sh);
}

void smmu3_attr_of_queues(const struct smmu3_bank *bank,
			  struct smmu3_access *access)
{
	u64 cr1 = bank->reg[SMMU3_REG_CR1];

	smmu3_attr_from_cacheability(access,
				     FIELD_GET(SMMU3_CR1_QUEUE_IC, cr1),
				     FIELD_GET(SMMU3_CR1_QUEUE_OC, cr1),
				     FIELD_GET(SMMU3_CR1_QUEUE_SH, cr1));
}
