// SPDX-License-Identifier: GPL-2.0
/*
 * Access flag and dirty state (3.13, Arm ARM D8.5). Pure; the compare-and-swap
 * is in fetch.c.
 */
#include <smmu3/vmsa.h>

#include "httu.h"

struct smmu3_httu smmu3_httu_stage1(const struct smmu3_context *context)
{
	return (struct smmu3_httu){
		.ignores_af = context->flags & SMMU3_CONTEXT_AFFD,
		.af = context->flags & SMMU3_CONTEXT_HA,
		.dirty = context->flags & SMMU3_CONTEXT_HD,
	};
}

struct smmu3_httu smmu3_httu_stage2(const struct smmu3_stream *stream)
{
	return (struct smmu3_httu){
		.ignores_af = stream->s2flags & SMMU3_STAGE2_AFFD,
		.af = stream->s2flags & SMMU3_STAGE2_HA,
		.dirty = stream->s2flags & SMMU3_STAGE2_HD,
	};
}

bool smmu3_httu_faults(const struct smmu3_httu *httu, u64 leaf)
{
	return !(leaf & SMMU3_LEAF_AF || httu->af || httu->ignores_af);
}

bool smmu3_httu_clean1(const struct smmu3_httu *httu, u64 leaf)
{
	return httu->dirty && leaf & SMMU3_LEAF_DBM && leaf & SMMU3_LEAF_AP_RO;
}

bool smmu3_httu_clean2(const struct smmu3_httu *httu, u64 leaf)
{
	return httu->dirty && leaf & SMMU3_LEAF_DBM &&
	       !(leaf & SMMU3_LEAF2_WRITE);
}

static u64 set_af(const struct smmu3_httu *httu, u64 leaf)
{
	return httu->af ? leaf | SMMU3_LEAF_AF : leaf;
}

u64 smmu3_httu_update1(const struct smmu3_httu *httu, u64 leaf, bool write)
{
	u64 next = set_af(httu, leaf);

	return write && smmu3_httu_clean1(httu, leaf) ?
	       next & ~SMMU3_LEAF_AP_RO : next;
}

u64 smmu3_httu_update2(const struct smmu3_httu *httu, u64 leaf, bool write)
{
	u64 next = set_af(httu, leaf);

	return write && smmu3_httu_clean2(httu, leaf) ?
	       next | SMMU3_LEAF2_WRITE : next;
}
