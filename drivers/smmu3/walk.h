/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The walker of one stage of translation (3.4, Arm ARM D8.2).
 */
#ifndef _SMMU3_WALK_H
#define _SMMU3_WALK_H

#include "cd.h"

/**
 * struct smmu3_walk - a walk through the tables of stage 1
 * @context: in: whose tables
 * @upper: in: the half of the input range, 0 or 1
 * @va: in: input address, canonical under TBI
 * @level: out: level of the last descriptor
 * @leaf: out: leaf descriptor
 * @tables: out: attributes of the table descriptors above, or-ed
 * @ns: out: @leaf was read from Non-secure PA space
 * @pa: out: first byte of the block or page
 * @event: out: 0, or the event of the fault
 * @fetch_addr: out: for F_WALK_EABT
 */
struct smmu3_walk {
	const struct smmu3_context *context;
	bool upper;
	u64 va;
	int level;
	u64 leaf;
	u64 tables;
	bool ns;
	u64 pa;
	u8 event;
	u64 fetch_addr;
};

/* Walk (section); fills the out members. False: see @walk->event. */
bool smmu3_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		struct smmu3_walk *walk);

#endif /* _SMMU3_WALK_H */
