// SPDX-License-Identifier: GPL-2.0
/*
 * Memory attributes: of the accesses that the SMMU makes itself (13.8), and of
 * client transactions on their way through overrides and stages (13.1.4 to
 * 13.1.7, 13.4). Pure functions.
 *
 * Choices: the SMMU's own accesses are told as allocating if they are cacheable.
 * A reserved MemAttr acts as Device-nGnRnE at stage 2 too, and as stage 1's type
 * under S2FWB.
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

/*
 * Half a MAIR byte of Normal memory, a cache level: Non-cacheable, or bits that
 * are 0 for the stronger of two values (13.1.5), so that combining is an AND.
 */
#define LEVEL_NC	(SMMU3_MAIR_LOW & SMMU3_MAIR_NC)
#define LEVEL_WB	(SMMU3_MAIR_LOW & SMMU3_MAIR_WB)
#define LEVEL_TYPE	BIT(2)		/* Write-Back, else Write-Through */
#define LEVEL_LASTING	BIT(3)		/* not transient */
#define LEVEL_ALLOCATE	GENMASK(1, 0)	/* RA, WA */

/* ALLOCCFG: its hints count, RA, WA and TR. */
#define ALLOCCFG_HINTS	GENMASK(2, 0)
#define ALLOCCFG_COUNTS	BIT(3)

/* Hints of a level by those of ALLOCCFG; no RA and no WA: no TR (13.1.7). */
static const u8 level_of_alloccfg[] = {
	[0] = LEVEL_LASTING,
	[1] = LEVEL_LASTING,
	[2] = LEVEL_LASTING | BIT(0),
	[3] = BIT(0),
	[4] = LEVEL_LASTING | BIT(1),
	[5] = BIT(1),
	[6] = LEVEL_LASTING | LEVEL_ALLOCATE,
	[7] = LEVEL_ALLOCATE,
};

static void set_type(struct smmu3_access *access, u8 mair, u8 sh)
{
	access->memattr = mair;
	access->sh = smmu3_attr_sh(mair, sh);
}

static u8 normal(u8 outer, u8 inner)
{
	return FIELD_PREP(SMMU3_MAIR_HIGH, outer) |
	       FIELD_PREP(SMMU3_MAIR_LOW, inner);
}

/* The MAIR byte that a MemAttr is. */
static u8 mair_from_memattr(u8 memattr)
{
	u8 outer = mair_of_memattr[FIELD_GET(MEMATTR_OUTER, memattr)];
	u8 inner = mair_of_memattr[FIELD_GET(MEMATTR_INNER, memattr)];

	if (outer && inner)
		return normal(outer, inner);
	if (outer)
		return 0; /* reserved: Device-nGnRnE */
	return FIELD_PREP(SMMU3_MAIR_DEVICE_KIND,
			  FIELD_GET(MEMATTR_INNER, memattr));
}

void smmu3_attr_from_memattr(struct smmu3_access *access, u8 memattr, u8 sh)
{
	set_type(access, mair_from_memattr(memattr), sh);
}

void smmu3_attr_from_cacheability(struct smmu3_access *access, u8 ic, u8 oc,
				  u8 sh)
{
	set_type(access, normal(mair_of_cacheability[oc],
				mair_of_cacheability[ic]), sh);
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

/* ---- client transactions ---- */

static u8 outer_of(u8 attr)
{
	return FIELD_GET(SMMU3_MAIR_HIGH, attr);
}

static u8 inner_of(u8 attr)
{
	return FIELD_GET(SMMU3_MAIR_LOW, attr);
}

/* 13.1.4: hints are replaced where there are any. */
static u8 override_level(u8 level, u8 alloccfg)
{
	if (level == LEVEL_NC || !(alloccfg & ALLOCCFG_COUNTS))
		return level;
	return (level & LEVEL_TYPE) |
	       level_of_alloccfg[FIELD_GET(ALLOCCFG_HINTS, alloccfg)];
}

/* 13.1.3: what comes in is Write-Back with all hints, and Non-shareable. */
struct smmu3_memtype smmu3_attr_incoming(const struct smmu3_override *override)
{
	u8 attr = SMMU3_MAIR_WB, sh = SMMU3_SH_NSH;

	if (override->type & SMMU3_OVERRIDE_MTCFG)
		attr = mair_from_memattr(FIELD_GET(SMMU3_OVERRIDE_MEMATTR,
						   override->type));
	if (!smmu3_attr_is_device(attr))
		attr = normal(override_level(outer_of(attr), override->alloc),
			      override_level(inner_of(attr), override->alloc));
	if (override->sh != SMMU3_SHCFG_INCOMING)
		sh = override->sh;
	return (struct smmu3_memtype){ attr, smmu3_attr_sh(attr, sh) };
}

/* 13.1.5, of two cacheable levels; without RA and WA there is no TR. */
static u8 stronger(u8 a, u8 b)
{
	u8 level = a & b;

	return level & LEVEL_ALLOCATE ? level : level | LEVEL_LASTING;
}

/* The type of stage 1 with the hints of both, if the input has any. */
static u8 combine_hints(u8 in, u8 level)
{
	return in == LEVEL_NC || level == LEVEL_NC ?
	       level : stronger(level, in | LEVEL_TYPE);
}

struct smmu3_memtype smmu3_attr_stage1(struct smmu3_memtype in, u8 mair, u8 sh)
{
	u8 attr = mair;

	if (!smmu3_attr_is_device(mair) && !smmu3_attr_is_device(in.attr))
		attr = normal(combine_hints(outer_of(in.attr), outer_of(mair)),
			      combine_hints(inner_of(in.attr), inner_of(mair)));
	return (struct smmu3_memtype){ attr, smmu3_attr_sh(attr, sh) };
}

/* Non-cacheable is stronger than Write-Through, and that than Write-Back. */
static u8 combine_level(u8 a, u8 b)
{
	return a == LEVEL_NC || b == LEVEL_NC ? LEVEL_NC : stronger(a, b);
}

/* Device is stronger than Normal, and of its kinds the one that allows less. */
static u8 combine_types(u8 in, u8 mair)
{
	if (smmu3_attr_is_device(in) && smmu3_attr_is_device(mair))
		return min(in, mair);
	if (smmu3_attr_is_device(in))
		return in;
	if (smmu3_attr_is_device(mair))
		return mair;
	return normal(combine_level(outer_of(in), outer_of(mair)),
		      combine_level(inner_of(in), inner_of(mair)));
}

/* A level that had no hints gets those of what comes in (13.1.3). */
static u8 write_back_level(u8 level)
{
	return level == LEVEL_NC ? LEVEL_WB : level | LEVEL_TYPE;
}

static u8 force_write_back(u8 in)
{
	if (smmu3_attr_is_device(in))
		return SMMU3_MAIR_WB;
	return normal(write_back_level(outer_of(in)),
		      write_back_level(inner_of(in)));
}

/* Arm ARM D8.6.6: MemAttr[2:0] under S2FWB, those that are no Device. */
#define FWB_MEMATTR	GENMASK(2, 0)
#define FWB_NORMAL	BIT(2)
#define FWB_NC		5
#define FWB_WB		6

static u8 combine_fwb(u8 in, u8 memattr)
{
	u8 code = FIELD_GET(FWB_MEMATTR, memattr);

	if (!(code & FWB_NORMAL))
		return combine_types(in, mair_from_memattr(code));
	if (code == FWB_NC)
		return combine_types(in, SMMU3_MAIR_NC);
	return code == FWB_WB ? force_write_back(in) : in;
}

/* By SH: Outer Shareable is the strongest. */
static u8 combine_sh(u8 a, u8 b)
{
	if (a == SMMU3_SH_OSH || b == SMMU3_SH_OSH)
		return SMMU3_SH_OSH;
	return a == SMMU3_SH_ISH || b == SMMU3_SH_ISH ? SMMU3_SH_ISH :
							SMMU3_SH_NSH;
}

struct smmu3_memtype smmu3_attr_stage2(struct smmu3_memtype in, u8 s2attr)
{
	u8 memattr = FIELD_GET(SMMU3_S2ATTR_MEMATTR, s2attr);
	u8 sh = combine_sh(in.sh, FIELD_GET(SMMU3_S2ATTR_SH, s2attr));
	u8 attr;

	if (s2attr & SMMU3_S2ATTR_FWB)
		attr = combine_fwb(in.attr, memattr);
	else
		attr = combine_types(in.attr, mair_from_memattr(memattr));
	return (struct smmu3_memtype){ attr, smmu3_attr_sh(attr, sh) };
}
