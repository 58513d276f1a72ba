/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Context descriptors (5.4) as decoded meaning: what the walker, permissions,
 * the TLB and fault handling have to know of a context.
 */
#ifndef _SMMU3_MODEL_CD_H
#define _SMMU3_MODEL_CD_H

#include "ste.h"

/* Flags of a half of the input range. */
#define SMMU3_HALF_ENABLED	BIT(0)	/* not EPDx */
#define SMMU3_HALF_TBI		BIT(1)
#define SMMU3_HALF_HAD		BIT(2)
#define SMMU3_HALF_NS		BIT(3)	/* NSCFGx, Secure streams only */
#define SMMU3_HALF_E0PD		BIT(4)	/* unprivileged accesses fault */

/**
 * struct smmu3_half - what one of the two tables of a context translates
 * @iasize: bits of input address, 64 - TxSZ
 * @granule: log2 of the translation granule
 * @fetch: attributes of walks: IR, OR and SH, as SMMU3_FETCH_*
 * @flags: SMMU3_HALF_*; if not enabled the other members are 0
 */
struct smmu3_half {
	u8 iasize;
	u8 granule;
	u8 fetch;
	u8 flags;
};

/* Flags of a context. */
#define SMMU3_CONTEXT_ASET	BIT(0)
#define SMMU3_CONTEXT_AFFD	BIT(1)
#define SMMU3_CONTEXT_WXN	BIT(2)
#define SMMU3_CONTEXT_PAN	BIT(3)
#define SMMU3_CONTEXT_ABORT	BIT(4)	/* A; else RAZ/WI */
#define SMMU3_CONTEXT_RECORD	BIT(5)	/* R */
#define SMMU3_CONTEXT_STALL	BIT(6)	/* S */
#define SMMU3_CONTEXT_HA	BIT(7)	/* then not AFFD */
#define SMMU3_CONTEXT_HD	BIT(8)	/* only with HA */

/**
 * struct smmu3_context - a CD, decoded
 * @ttb: tables by half, aligned as they are used
 * @attr: MAIR, reserved codes replaced by what they act as
 * @asid: ASID, 0 in a world without
 * @flags: SMMU3_CONTEXT_*
 * @half: halves of the input range; worlds with one table have no second
 * @oasize: bits of output address, IPS limited to the OAS
 * @event: 0, or C_BAD_CD: nothing else is valid
 * @world: enum smmu3_world
 * @pad: 0
 */
struct smmu3_context {
	u64 ttb[2];
	u8 attr[8];
	u16 asid;
	u16 flags;
	struct smmu3_half half[2];
	u8 oasize;
	u8 event;
	u8 world;
	u8 pad;
};

/* 3.3.3: two tables, an ASID and privilege levels; or neither of them. */
static inline bool smmu3_world_has_asid(enum smmu3_world world)
{
	return world != SMMU3_WORLD_NS_EL2 && world != SMMU3_WORLD_S_EL2 &&
	       world != SMMU3_WORLD_EL3;
}

/* A CD of @stream, which belongs to the bank that @live describes. Pure. */
void smmu3_cd_decode(const struct smmu3_live *live,
		     const struct smmu3_stream *stream, const u64 *cd,
		     struct smmu3_context *context);

#endif /* _SMMU3_MODEL_CD_H */
