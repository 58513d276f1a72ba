// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of the driver kit: stream table entries, context descriptors,
 * stage 1 translation tables with the 4 KiB granule. Stage 2 is in kit_stage2.c,
 * registers and queues are in kit.c.
 */
#include <errno.h>
#include <string.h>

#include <smmu3/cd.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "kit_table.h"

#define CACHE_WB_RA	1	/* 5.2 S1CIR, 5.4 IR0 */
#define MAIR_NGNRE	0x04ULL
#define INDEX_DEVICE	1	/* of the memory types in MAIR */

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

	smmusim_ste_stage1(image, kit_address(kit, ctx->s2, ctx->cd));
	if (ctx->s2)
		smmusim_ste_stage2(image, ctx->s2);
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
	image[3] = FIELD_PREP(SMMU3_CD3_MAIR0, SMMU3_MAIR_WB |
			      MAIR_NGNRE << (8 * INDEX_DEVICE));
}

void smmusim_set_cd(struct smmusim_kit *kit, uint64_t pa,
		    const uint64_t image[8])
{
	uint64_t *cd = smmusim_kit_ptr(kit, pa);
	unsigned int i;

	WRITE_ONCE(cd[0], 0);
	smp_wmb(); /* it is invalid while its other words change */
	for (i = 1; i < SMMU3_CD_WORDS; i++)
		WRITE_ONCE(cd[i], cpu_to_le64(image[i]));
	smp_wmb(); /* V comes last */
	WRITE_ONCE(cd[0], cpu_to_le64(image[0]));
}

uint64_t smmusim_cd_table(struct smmusim_kit *kit,
			  const struct smmusim_stage2 *s2, unsigned int bits)
{
	uint64_t size = (uint64_t)SMMU3_CD_SIZE << bits;

	return kit_table_alloc(kit, s2, size, size);
}

int smmusim_context_init_at(struct smmusim_kit *kit,
			    struct smmusim_context *ctx, uint64_t cd,
			    const struct smmusim_stage2 *s2, uint16_t asid)
{
	uint64_t image[SMMU3_CD_WORDS];

	ctx->asid = asid;
	ctx->s2 = s2;
	ctx->cd = cd;
	ctx->ttb = kit_table_alloc(kit, s2, KIT_TABLE_SIZE, KIT_TABLE_SIZE);
	if (!ctx->cd || !ctx->ttb)
		return -ENOSPC;
	smmusim_cd_stage1(image, kit_address(kit, s2, ctx->ttb), asid);
	smmusim_set_cd(kit, cd, image);
	return 0;
}

int smmusim_context_init(struct smmusim_kit *kit, struct smmusim_context *ctx,
			 uint16_t asid)
{
	return smmusim_context_init_at(kit, ctx,
				       smmusim_cd_table(kit, NULL, 0), NULL,
				       asid);
}

/* ---- translation tables ---- */

static struct kit_table context_table(const struct smmusim_context *ctx)
{
	return (struct kit_table){ .root = ctx->ttb, .s2 = ctx->s2 };
}

uint64_t smmusim_descriptor(struct smmusim_kit *kit,
			    const struct smmusim_context *ctx, uint64_t iova,
			    int level)
{
	const struct kit_table table = context_table(ctx);

	return kit_table_entry(kit, &table, iova, level);
}

static uint64_t leaf_descriptor(uint64_t pa, int level, unsigned int flags)
{
	uint64_t desc = pa | SMMU3_DESC_VALID |
		FIELD_PREP(SMMU3_LEAF_ATTRINDX,
			   flags & SMMUSIM_MAP_DEVICE ? INDEX_DEVICE : 0) |
		FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);

	if (level == SMMU3_LAST_LEVEL)
		desc |= SMMU3_DESC_TABLE;
	if (flags & (SMMUSIM_MAP_RO | SMMUSIM_MAP_CLEAN))
		desc |= SMMU3_LEAF_AP_RO;
	if (flags & SMMUSIM_MAP_CLEAN)
		desc |= SMMU3_LEAF_DBM;
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
	const struct kit_table table = context_table(ctx);

	return kit_table_store(kit, &table, iova, level,
			       leaf_descriptor(pa, level, flags));
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
	uint16_t vmid = ctx->s2 ? ctx->s2->vmid : 0;

	if (!pa)
		return 0;
	kit_descriptor_set(kit, pa, 0);
	return smmusim_inval_vmid_va(kit, vmid, ctx->asid, iova);
}
