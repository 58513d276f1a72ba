/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of contexts (5.2, 5.3): from a SubstreamID to the image of its CD.
 */
#ifndef _SMMU3_CDTAB_H
#define _SMMU3_CDTAB_H

#include "ste.h"

/**
 * struct smmu3_substream - what becomes of a transaction of a stream
 * @stage1: a CD translates it; else stage 1 is bypassed
 * @index: number of that CD
 */
struct smmu3_substream {
	bool stage1;
	u32 index;
};

/*
 * The SubstreamID rules (5.2, 7.3.7, 7.3.9) for a stream that does not abort.
 * False: x->fault is C_BAD_SUBSTREAMID or F_STREAM_DISABLED.
 */
bool smmu3_cdtab_choose(struct smmu3_xact *x,
			const struct smmu3_stream *stream,
			struct smmu3_substream *substream);

/*
 * Read CD number @index of @stream, which has so many (section). False: x's
 * fault is F_CD_FETCH, C_BAD_SUBSTREAMID by a level 1 descriptor, or one of
 * stage 2.
 */
bool smmu3_cdtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stream *stream, u32 index, u64 *cd);

#endif /* _SMMU3_CDTAB_H */
