// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of the driver kit: stream table entries, context descriptors,
 * stage 1 translation tables with the 4 KiB granule. Registers and queues are
 * in kit.c.
 */
#include <errno.h>
#include <string.h>

#include <smmu3/cd.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "kit.h"

#define TABLE_SIZE	4096ULL
#define TABLE_BITS	9U
#define PAGE_BITS	12U
#define CACHE_WB_RA	1	/* 5.2 S1CIR, 5.4 IR0 */

/* ---- streams ---- */

void smmusim_ste_stage1(uint64_t image[8], uint64_t cd)
{
	memset(image, 0, SMMU3_STE_SIZE);
	image[0] = SMMU3_STE0_V |
		FIELD_PREP(SMMU3_STE0_CONFIG,
			   SMMU3_STE_CONFIG_PASS | SMMU3_STE_CONFIG_S1) |
		(cd & SMMU3_STE0_S1CONTEXTPTR);
	image[1] = FIELD_PREP(SMMU3_STE1_S1CIR, CACHE_WB_RA) |
		FIELD_PREP(SMMU3_STE1_S1COR, CACHE_WB_RA) |
		FIELD_PREP(SMMU3_STE1_S1CSH, SMMU3_SH_ISH);
}

/* The entry is invalid while its other words change (3.21.3.1). */
int smmusim_set_ste(struct smmusim_kit *kit, uint32_t sid,
		    const uint64_t image[8])
{
	uint64_t *ste = smmusim_kit_ptr(kit, kit->strtab +
					(uint64_t)sid * SMMU3_STE_SIZE);
	unsigned int i;
	int ret;

	WRITE_ONCE(ste[0], 0);
	ret = smmusim_inval_ste(kit, sid);
	if (ret)
		return ret;
	for (i = 1; i < SMMU3_STE_WORDS; i++)
		WRITE_ONCE(ste[i], cpu_to_le64(image[i]));
	smp_wmb(); /* V comes last */
	WRITE_ONCE(ste[0], cpu_to_le64(image[0]));
	return smmusim_inval_ste(kit, sid);
}

int smmusim_attach(struct smmusim_kit *kit, uint32_t sid,
		   const struct smmusim_context *ctx)
{
	uint64_t image[SMMU3_STE_WORDS];

	smmusim_ste_stage1(image, ctx->cd);
	return smmusim_set_ste(kit, sid, image);
}

/* No stage and PASS: bypass; neither: abort without an event. */
static int set_config(struct smmusim_kit *kit, uint32_t sid, uint64_t config)
{
	uint64_t image[SMMU3_STE_WORDS] = {
		SMMU3_STE0_V | FIELD_PREP(SMMU3_STE0_CONFIG, config)
	};

	return smmusim_set_ste(kit, sid, image);
}

int smmusim_bypass(struct smmusim_kit *kit, uint32_t sid)
{
	return set_config(kit, sid, SMMU3_STE_CONFIG_PASS);
}

int smmusim_block(struct smmusim_kit *kit, uint32_t sid)
{
	return set_config(kit, sid, 0);
}

/* ---- contexts ---- */

void smmusim_cd_stage1(uint64_t image[8], uint64_t ttb, uint16_t asid)
{
	memset(image, 0, SMMU3_CD_SIZE);
	image[0] = FIELD_PREP(SMMU3_CD0_T0SZ, 64 - 48) |
		FIELD_PREP(SMMU3_CD0_TG0, SMMU3_TG0_4K) |
		FIELD_PREP(SMMU3_CD0_IR0, CACHE_WB_RA) |
		FIELD_PREP(SMMU3_CD0_OR0, CACHE_WB_RA) |
		FIELD_PREP(SMMU3_CD0_SH0, SMMU3_SH_ISH) |
		SMMU3_CD0_EPD1 | SMMU3_CD0_V |
		FIELD_PREP(SMMU3_CD0_IPS, SMMU3_OAS_48) |
		SMMU3_CD0_AA64 | SMMU3_CD0_R | SMMU3_CD0_A |
		FIELD_PREP(SMMU3_CD0_ASID, asid);
	image[1] = ttb & SMMU3_CD1_TTB0;
	image[3] = FIELD_PREP(SMMU3_CD3_MAIR0, SMMU3_MAIR_WB);
}

int smmusim_context_init(struct smmusim_kit *kit, struct smmusim_context *ctx,
			 uint16_t asid)
{
	uint64_t image[SMMU3_CD_WORDS];
	uint64_t *cd;
	unsigned int i;

	ctx->asid = asid;
	ctx->cd = smmusim_kit_alloc(kit, SMMU3_CD_SIZE, SMMU3_CD_SIZE);
	ctx->ttb = smmusim_kit_alloc(kit, TABLE_SIZE, TABLE_SIZE);
	if (!ctx->cd || !ctx->ttb)
		return -ENOSPC;
	smmusim_cd_stage1(image, ctx->ttb, asid);
	cd = smmusim_kit_ptr(kit, ctx->cd);
	for (i = 0; i < SMMU3_CD_WORDS; i++)
		cd[i] = cpu_to_le64(image[i]);
	return 0;
}

/* ---- translation tables ---- */

/* Arm ARM D8.2.8: which entry of a table of @level translates @iova. */
static uint64_t table_index(uint64_t iova, int level)
{
	unsigned int lsb = PAGE_BITS + (3 - level) * TABLE_BITS;

	return (iova >> lsb) & (BIT_ULL(TABLE_BITS) - 1);
}

uint64_t smmusim_descriptor(struct smmusim_kit *kit,
			    const struct smmusim_context *ctx, uint64_t iova,
			    int level)
{
	uint64_t table = ctx->ttb;
	int l;

	for (l = 0; l < level; l++) {
		uint64_t pa = table + table_index(iova, l) * SMMU3_DESC_SIZE;
		uint64_t *entry = smmusim_kit_ptr(kit, pa);
		uint64_t desc = le64_to_cpu(READ_ONCE(*entry));

		if (!(desc & SMMU3_DESC_VALID) || !(desc & SMMU3_DESC_TABLE))
			return 0;
		table = desc & SMMU3_DESC_ADDR;
	}
	return table + table_index(iova, level) * SMMU3_DESC_SIZE;
}

static void set_descriptor(struct smmusim_kit *kit, uint64_t pa, uint64_t desc)
{
	uint64_t *entry = smmusim_kit_ptr(kit, pa);

	__atomic_store_n(entry, cpu_to_le64(desc), __ATOMIC_RELEASE);
}

/* Make the tables above @level. */
static int make_tables(struct smmusim_kit *kit,
		       const struct smmusim_context *ctx, uint64_t iova,
		       int level)
{
	int l;

	for (l = 0; l < level; l++) {
		uint64_t table;

		if (smmusim_descriptor(kit, ctx, iova, l + 1))
			continue;
		table = smmusim_kit_alloc(kit, TABLE_SIZE, TABLE_SIZE);
		if (!table)
			return -ENOSPC;
		set_descriptor(kit, smmusim_descriptor(kit, ctx, iova, l),
			       table | SMMU3_DESC_TABLE | SMMU3_DESC_VALID);
	}
	return 0;
}

static uint64_t leaf_descriptor(uint64_t pa, int level, unsigned int flags)
{
	uint64_t desc = pa | SMMU3_DESC_VALID |
		FIELD_PREP(SMMU3_LEAF_ATTRINDX, 0) |
		FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);

	if (level == SMMU3_LAST_LEVEL)
		desc |= SMMU3_DESC_TABLE;
	if (flags & SMMUSIM_MAP_RO)
		desc |= SMMU3_LEAF_AP_RO;
	if (!(flags & SMMUSIM_MAP_PRIV))
		desc |= SMMU3_LEAF_AP_UNPRIV;
	if (flags & SMMUSIM_MAP_NOEXEC)
		desc |= SMMU3_LEAF_PXN | SMMU3_LEAF_UXN;
	if (flags & SMMUSIM_MAP_NS)
		desc |= SMMU3_LEAF_NS;
	if (!(flags & SMMUSIM_MAP_GLOBAL))
		desc |= SMMU3_LEAF_NG;
	if (!(flags & SMMUSIM_MAP_OLD))
		desc |= SMMU3_LEAF_AF;
	return desc;
}

int smmusim_map_at(struct smmusim_kit *kit, const struct smmusim_context *ctx,
		   uint64_t iova, uint64_t pa, int level, unsigned int flags)
{
	int ret = make_tables(kit, ctx, iova, level);

	if (ret)
		return ret;
	set_descriptor(kit, smmusim_descriptor(kit, ctx, iova, level),
		       leaf_descriptor(pa, level, flags));
	return 0;
}

int smmusim_map_page(struct smmusim_kit *kit, const struct smmusim_context *ctx,
		     uint64_t iova, uint64_t pa, unsigned int flags)
{
	return smmusim_map_at(kit, ctx, iova, pa, SMMU3_LAST_LEVEL, flags);
}

int smmusim_unmap_page(struct smmusim_kit *kit,
		       const struct smmusim_context *ctx, uint64_t iova)
{
	uint64_t pa = smmusim_descriptor(kit, ctx, iova, SMMU3_LAST_LEVEL);

	if (!pa)
		return 0;
	set_descriptor(kit, pa, 0);
	return smmusim_inval_va(kit, ctx->asid, iova);
}
