/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of contexts (5.2, 5.3): from a SubstreamID to the image of its CD.
 */
#ifndef _SMMU3_CDTAB_H
#define _SMMU3_CDTAB_H

#include "ste.h"

/*
 * The SubstreamID rules (5.2, 7.3.7, 7.3.9) for a stream that does not abort.
 * False: x->fault is set. Else *@index is the number of the CD, if the stream
 * has one.
 */
bool smmu3_cdtab_index(struct smmu3_xact *x, u32 *index);

/* Read CD number @index (section). False: x->fault is F_CD_FETCH. */
bool smmu3_cdtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stream *stream, u32 index, u64 *cd);

#endif /* _SMMU3_CDTAB_H */
