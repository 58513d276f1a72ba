/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stream table entries (5.2) as decoded meaning.
 */
#ifndef _SMMU3_MODEL_STE_H
#define _SMMU3_MODEL_STE_H

#include "state.h"

/* What an STE makes of a transaction (Config). */
enum smmu3_stream_mode {
	SMMU3_STREAM_ABORT,	/* silently */
	SMMU3_STREAM_BYPASS,
	SMMU3_STREAM_STAGE1,
};

/**
 * struct smmu3_stream - an STE, decoded
 * @context: S1ContextPtr, aligned as the table that it points to
 * @event: 0, or C_BAD_STE: nothing else is valid
 * @mode: enum smmu3_stream_mode
 * @world: enum smmu3_world
 * @fetch: attributes of CD fetches: S1CIR, S1COR and S1CSH, as SMMU3_FETCH_*
 * @stalld: S1STALLD
 * @s1cdmax: S1CDMax; 0: no substreams, @s1dss and @leaf do not matter
 * @s1dss: S1DSS, the reserved code replaced by what it acts as
 * @leaf: log2 of the CDs that a level 1 descriptor spans; 0: a linear table
 */
struct smmu3_stream {
	u64 context;
	u8 event;
	u8 mode;
	u8 world;
	u8 fetch;
	u8 stalld;
	u8 s1cdmax;
	u8 s1dss;
	u8 leaf;
};

/* An STE of the bank that @live describes. Pure. */
void smmu3_ste_decode(const struct smmu3_config *config,
		      const struct smmu3_live *live, const u64 *ste,
		      struct smmu3_stream *stream);

#endif /* _SMMU3_MODEL_STE_H */
