/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A walk through the tables of one stage of translation (3.4, Arm ARM D8.2), as
 * a machine that is told one descriptor after the other. Pure: where descriptors
 * are read from is the business of stage1.c and stage2.c.
 */
#ifndef _SMMU3_WALK_H
#define _SMMU3_WALK_H

#include "vmsa.h"

/**
 * struct smmu3_walk - see above
 * @ia: in: input address
 * @table: in: first table; later: current one
 * @granule: in: log2 of the translation granule
 * @oasize: in: bits of output address
 * @bits: in: bits of @ia that the first table resolves; later: the current one
 * @level: in: level of the first table; later: of the current one
 * @event: out: 0, or the event of the fault
 * @desc: out: last descriptor
 * @oa: out: first byte of the block or page
 */
struct smmu3_walk {
	u64 ia;
	u64 table;
	u8 granule;
	u8 oasize;
	u8 bits;
	s8 level;
	u8 event;
	u64 desc;
	u64 oa;
};

/* Address of the descriptor to be read next; after a leaf: of the leaf. */
static inline u64 smmu3_walk_where(const struct smmu3_walk *walk)
{
	return walk->table + smmu3_vmsa_offset(walk->granule, walk->level,
					       walk->bits, walk->ia);
}

/* Log2 of the bytes that the leaf maps. */
static inline u8 smmu3_walk_log2(const struct smmu3_walk *walk)
{
	return smmu3_vmsa_shift(walk->granule, walk->level);
}

/*
 * The descriptor that was read there: a table, and the walk goes on; a leaf, and
 * it is at its end; or invalid in any way, see @walk->event. The last level has
 * no tables, so there are at most four.
 */
enum smmu3_desc_kind smmu3_walk_take(struct smmu3_walk *walk, u64 desc);

#endif /* _SMMU3_WALK_H */
