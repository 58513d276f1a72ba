/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stream table entries (5.2) as decoded meaning.
 */
#ifndef _SMMU3_MODEL_STE_H
#define _SMMU3_MODEL_STE_H

#include "attr.h"
#include "state.h"

/* Config: aborts silently if PASS is clear; bypass if nothing else is set. */
#define SMMU3_STREAM_PASS	BIT(0)
#define SMMU3_STREAM_STAGE1	BIT(1)
#define SMMU3_STREAM_STAGE2	BIT(2)

/* Flags of an IPA space. */
#define SMMU3_IPA_WALK_NS	BIT(0)	/* its tables are in Non-secure memory */
#define SMMU3_IPA_OUT_NS	BIT(1)	/* it leads to Non-secure memory */

/**
 * struct smmu3_ipa_space - how stage 2 translates an IPA space
 * @iasize: bits of IPA, 64 - T0SZ
 * @granule: log2 of the translation granule
 * @start: level of the first table, of which up to 16 may be concatenated
 * @flags: SMMU3_IPA_*
 */
struct smmu3_ipa_space {
	u8 iasize;
	u8 granule;
	s8 start;
	u8 flags;
};

/* Flags of stage 2, as they are effective. */
#define SMMU3_STAGE2_AFFD	BIT(0)	/* only if not HA */
#define SMMU3_STAGE2_PTW	BIT(1)
#define SMMU3_STAGE2_HA		BIT(2)
#define SMMU3_STAGE2_HD		BIT(3)	/* only with HA */
#define SMMU3_STAGE2_FWB	BIT(4)
#define SMMU3_STAGE2_STALL	BIT(5)	/* S2S */
#define SMMU3_STAGE2_RECORD	BIT(6)	/* S2R */
#define SMMU3_STAGE2_XNX	BIT(7)	/* IDR3.XNX */

/**
 * struct smmu3_stream - an STE, decoded
 * @context: S1ContextPtr, aligned as the table that it points to
 * @s2ttb: stage 2: tables by IPA space, enum smmu3_pas, aligned as they are used
 * @ipa: stage 2: IPA spaces; a Non-secure stream has only that one
 * @override: of incoming attributes, NSCFG included where it counts
 * @vmid: VMID tag, 0 for translations without
 * @s2flags: SMMU3_STAGE2_*
 * @s2oasize: bits of stage 2 output, S2PS limited to the OAS
 * @s2fetch: attributes of stage 2 walks, as SMMU3_FETCH_*
 * @event: 0, or C_BAD_STE: nothing else is valid
 * @mode: SMMU3_STREAM_*
 * @world: enum smmu3_world
 * @fetch: attributes of CD fetches: S1CIR, S1COR and S1CSH, as SMMU3_FETCH_*
 * @stalld: S1STALLD
 * @s1cdmax: S1CDMax; 0: no substreams, @s1dss and @leaf do not matter
 * @s1dss: S1DSS, the reserved code replaced by what it acts as
 * @leaf: log2 of the CDs that a level 1 descriptor spans; 0: a linear table
 * @pad: 0
 */
struct smmu3_stream {
	u64 context;
	u64 s2ttb[SMMU3_NR_PAS];
	struct smmu3_ipa_space ipa[SMMU3_NR_PAS];
	struct smmu3_override override;
	u16 vmid;
	u8 s2flags;
	u8 s2oasize;
	u8 s2fetch;
	u8 event;
	u8 mode;
	u8 world;
	u8 fetch;
	u8 stalld;
	u8 s1cdmax;
	u8 s1dss;
	u8 leaf;
	u8 pad[7];
};
static_assert(sizeof(struct smmu3_stream) == 56);

/* An STE of the bank that @live describes. Pure. */
void smmu3_ste_decode(const struct smmu3_live *live, const u64 *ste,
		      struct smmu3_stream *stream);

#endif /* _SMMU3_MODEL_STE_H */
