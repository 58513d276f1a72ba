/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Permissions and memory attributes (Arm ARM D8.4 to D8.6, SMMU 13.4). Pure.
 */
#ifndef _SMMU3_PERM_H
#define _SMMU3_PERM_H

#include "cd.h"

/* The one right, SMMU3_PERM_*, that a transaction needs. */
u8 smmu3_perm_need(const struct smmu3_txn *txn);

/*
 * The rights, SMMU3_PERM_*, that stage 1 gives: by the leaf descriptor @leaf
 * and the attributes of the table descriptors above it, or-ed, in @tables.
 */
u8 smmu3_perm_stage1(const struct smmu3_context *context, u64 leaf,
		     u64 tables);

/* The MAIR byte that @attr acts as (5.4). */
u8 smmu3_attr_from_mair(u8 attr);

/* The shareability of memory of type @attr that is described as @sh (13.1). */
u8 smmu3_attr_sh(u8 attr, u8 sh);

#endif /* _SMMU3_PERM_H */
