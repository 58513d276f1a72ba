// SPDX-License-Identifier: GPL-2.0
/*
 * The walk through the tables of one stage (3.4, 7.3.22, Arm ARM D8.2): for each
 * level, is the descriptor valid, and does its output fit (3.4)? Attributes,
 * flags and permissions are decided elsewhere. Pure.
 */
#include <smmu3/evt.h>

#include "walk.h"

static enum smmu3_desc_kind fail(struct smmu3_walk *walk, u8 event)
{
	walk->event = event;
	return SMMU3_DESC_IS_INVALID;
}

enum smmu3_desc_kind smmu3_walk_take(struct smmu3_walk *walk, u64 desc)
{
	enum smmu3_desc_kind kind;

	walk->desc = desc;
	kind = smmu3_vmsa_desc_kind(walk->granule, walk->level, desc);
	if (kind == SMMU3_DESC_IS_INVALID)
		return fail(walk, SMMU3_EVT_F_TRANSLATION);
	walk->oa = smmu3_vmsa_desc_addr(walk->granule, walk->level, desc);
	if (walk->oa >= BIT_ULL(walk->oasize))
		return fail(walk, SMMU3_EVT_F_ADDR_SIZE);
	if (kind == SMMU3_DESC_IS_TABLE) {
		walk->table = walk->oa;
		walk->bits = smmu3_walk_log2(walk);
		walk->level++;
	}
	return kind;
}
