/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Permissions and memory attributes (Arm ARM D8.4 to D8.6, SMMU 13.4). Pure.
 */
#ifndef _SMMU3_PERM_H
#define _SMMU3_PERM_H

#include "cd.h"

/* Every right, and those that a write may need. */
#define SMMU3_PERM_ALL		(SMMU3_PERM_PR | SMMU3_PERM_PW |	\
				 SMMU3_PERM_PX | SMMU3_PERM_UR |	\
				 SMMU3_PERM_UW | SMMU3_PERM_UX)
#define SMMU3_PERM_WRITES	(SMMU3_PERM_PW | SMMU3_PERM_UW)

/* 13.1.1: an atomic reads and writes. */
static inline bool smmu3_txn_writes(const struct smmu3_txn *txn)
{
	return txn->write || txn->atomic;
}

static inline bool smmu3_txn_reads(const struct smmu3_txn *txn)
{
	return !txn->write || txn->atomic;
}

/*
 * The rights, SMMU3_PERM_*, all of which the transaction needs, with privilege
 * and instruction as they are in x->fault, after overrides.
 */
u8 smmu3_perm_need(const struct smmu3_xact *x);

/*
 * The rights, SMMU3_PERM_*, that stage 1 gives: by the leaf descriptor @leaf
 * and the attributes of the table descriptors above it, or-ed, in @tables.
 */
u8 smmu3_perm_stage1(const struct smmu3_context *context, u64 leaf,
		     u64 tables);

/* The rights that stage 2 gives by the leaf descriptor @leaf. */
u8 smmu3_perm_stage2(const struct smmu3_stream *stream, u64 leaf);

/* The MAIR byte that @attr acts as (5.4). */
u8 smmu3_attr_from_mair(u8 attr);

/* The shareability of memory of type @attr that is described as @sh (13.1). */
u8 smmu3_attr_sh(u8 attr, u8 sh);

#endif /* _SMMU3_PERM_H */
