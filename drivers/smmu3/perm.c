// SPDX-License-Identifier: GPL-2.0
/*
 * Permissions of both stages, direct scheme (Arm ARM D8.4.1), what a transaction
 * needs of them (13.4.1), and memory attributes (5.4, 13.1). A leaf that a write
 * would make dirty counts as writable (3.13.3). Pure.
 */
#include <smmu3/vmsa.h>

#include "httu.h"
#include "perm.h"

#define PERM_W	SMMU3_PERM_WRITES

u8 smmu3_perm_need(const struct smmu3_xact *x)
{
	bool priv = x->fault.priv;
	u8 need = 0;

	if (x->fault.instr)
		return priv ? SMMU3_PERM_PX : SMMU3_PERM_UX;
	if (smmu3_txn_writes(&x->txn))
		need |= priv ? SMMU3_PERM_PW : SMMU3_PERM_UW;
	if (smmu3_txn_reads(&x->txn))
		need |= priv ? SMMU3_PERM_PR : SMMU3_PERM_UR;
	return need;
}

/* Nobody writes where a table forbids it, or the leaf, unless that is clean. */
static bool is_read_only(const struct smmu3_context *context, u64 leaf,
			 u64 tables)
{
	const struct smmu3_httu httu = smmu3_httu_stage1(context);

	return tables & SMMU3_TABLE_AP_NO_WRITE ||
	       (leaf & SMMU3_LEAF_AP_RO && !smmu3_httu_clean1(&httu, leaf));
}

/* Read and write of both privilege levels. */
static u8 data_rights(const struct smmu3_context *context, u64 leaf,
		      u64 tables)
{
	u8 rights = SMMU3_PERM_PR | PERM_W;

	if (leaf & SMMU3_LEAF_AP_UNPRIV && !(tables & SMMU3_TABLE_AP_NO_UNPRIV))
		rights |= SMMU3_PERM_UR;
	else
		rights &= ~SMMU3_PERM_UW;
	if (is_read_only(context, leaf, tables))
		rights &= ~PERM_W;
	return rights;
}

/* What may be executed where @data is what may be read and written. */
static u8 exec_rights(const struct smmu3_context *context, u8 data, u64 leaf,
		      u64 tables)
{
	u8 rights = 0;

	if (!(leaf & SMMU3_LEAF_PXN || tables & SMMU3_TABLE_PXN ||
	      data & SMMU3_PERM_UW))
		rights |= SMMU3_PERM_PX;
	if (!(leaf & SMMU3_LEAF_UXN || tables & SMMU3_TABLE_UXN))
		rights |= SMMU3_PERM_UX;
	if (context->flags & SMMU3_CONTEXT_WXN && data & SMMU3_PERM_PW)
		rights &= ~SMMU3_PERM_PX;
	if (context->flags & SMMU3_CONTEXT_WXN && data & SMMU3_PERM_UW)
		rights &= ~SMMU3_PERM_UX;
	return rights;
}

/* Worlds without privilege levels: AP[2] and XN, the same for everybody. */
static u8 one_level(const struct smmu3_context *context, u64 leaf, u64 tables)
{
	u8 rights = SMMU3_PERM_PR | SMMU3_PERM_UR;
	bool xn = leaf & SMMU3_LEAF_UXN || tables & SMMU3_TABLE_UXN;

	if (!is_read_only(context, leaf, tables)) {
		rights |= PERM_W;
		xn |= context->flags & SMMU3_CONTEXT_WXN;
	}
	if (!xn)
		rights |= SMMU3_PERM_PX | SMMU3_PERM_UX;
	return rights;
}

u8 smmu3_perm_stage1(const struct smmu3_context *context, u64 leaf, u64 tables)
{
	u8 data, exec;

	if (!smmu3_world_has_asid(context->world))
		return one_level(context, leaf, tables);
	data = data_rights(context, leaf, tables);
	exec = exec_rights(context, data, leaf, tables);
	/* PAN keeps privileged data accesses, not fetches, from user pages. */
	if (context->flags & SMMU3_CONTEXT_PAN &&
	    data & (SMMU3_PERM_UR | SMMU3_PERM_UW))
		data &= ~(SMMU3_PERM_PR | SMMU3_PERM_PW);
	return data | exec;
}

/* Arm ARM D8.4.1.3: what XN leaves to execute. */
static u8 exec_rights2(u64 leaf, bool xnx)
{
	static const u8 rights[] = {
		[0] = SMMU3_PERM_PX | SMMU3_PERM_UX,
		[SMMU3_XN_UNPRIV] = SMMU3_PERM_UX,
		[SMMU3_XN_NOBODY] = 0,
		[SMMU3_XN_PRIV] = SMMU3_PERM_PX,
	};
	u8 xn = FIELD_GET(SMMU3_LEAF2_XN, leaf);

	return rights[xnx ? xn : xn & SMMU3_XN_NOBODY];
}

u8 smmu3_perm_stage2(const struct smmu3_stream *stream, u64 leaf)
{
	const struct smmu3_httu httu = smmu3_httu_stage2(stream);
	u8 rights = exec_rights2(leaf, stream->s2flags & SMMU3_STAGE2_XNX);

	if (leaf & SMMU3_LEAF2_READ)
		rights |= SMMU3_PERM_PR | SMMU3_PERM_UR;
	if (leaf & SMMU3_LEAF2_WRITE || smmu3_httu_clean2(&httu, leaf))
		rights |= PERM_W;
	return rights;
}

static bool is_device(u8 attr)
{
	return !(attr & SMMU3_MAIR_HIGH);
}

u8 smmu3_attr_from_mair(u8 attr)
{
	if (is_device(attr))
		return attr & SMMU3_MAIR_DEVICE_KIND;
	if (!(attr & SMMU3_MAIR_LOW))
		return attr | SMMU3_MAIR_LOW_WT_TRANSIENT;
	return attr;
}

u8 smmu3_attr_sh(u8 attr, u8 sh)
{
	if (is_device(attr) || attr == SMMU3_MAIR_NC)
		return SMMU3_SH_OSH;
	return sh == SMMU3_SH_RESERVED ? SMMU3_SH_NSH : sh;
}
