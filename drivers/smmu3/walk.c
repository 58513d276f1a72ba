// SPDX-License-Identifier: GPL-2.0
/*
 * The walker of one stage (3.4, 7.3.22, Arm ARM D8.2): input range, then for
 * each level the fetch, the descriptor and its output size, at last the access
 * flag. Permissions and what a fault means to the client are decided elsewhere.
 * Called in access sections; no lock. The last level has no tables, so a walk
 * makes at most four fetches.
 */
#include <smmu3/evt.h>

#include "fetch.h"
#include "vmsa.h"
#include "walk.h"

#define TABLE_ATTRS	(SMMU3_TABLE_PXN | SMMU3_TABLE_UXN |		\
			 SMMU3_TABLE_AP_NO_UNPRIV | SMMU3_TABLE_AP_NO_WRITE)

static bool fail(struct smmu3_walk *walk, u8 event)
{
	walk->event = event;
	return false;
}

static bool fetch_desc(struct smmu3 *smmu, struct smmu3_xact *x,
		       struct smmu3_walk *walk, const struct smmu3_half *half,
		       u64 table, u64 *desc)
{
	const struct smmu3_step where = {
		.kind = SMMU3_STEP_TT,
		.stage = 1,
		.level = walk->level,
		.pas = walk->ns ? SMMU3_PAS_NS : SMMU3_PAS_S,
		.addr = table + smmu3_vmsa_offset(half->granule, walk->level,
						  half->iasize, walk->va),
	};

	if (smmu3_fetch(smmu, x, &where, half->fetch, desc, 1))
		return true;
	walk->fetch_addr = where.addr;
	return fail(walk, SMMU3_EVT_F_WALK_EABT);
}

/*
 * 3.10.2: where the first table is. Once a Secure stream's walk has left Secure
 * PA space, by NSCFGx or by NSTable, it never comes back.
 */
static bool starts_nonsecure(const struct smmu3_xact *x,
			     const struct smmu3_half *half)
{
	return x->txn.sec_sid == SMMU3_PAS_NS || half->flags & SMMU3_HALF_NS;
}

/* From the first table down to the leaf. */
static bool descend(struct smmu3 *smmu, struct smmu3_xact *x,
		    struct smmu3_walk *walk, const struct smmu3_half *half)
{
	const struct smmu3_context *context = walk->context;
	u64 addr = context->ttb[walk->upper];
	enum smmu3_desc_kind kind;
	u64 desc;

	walk->ns = starts_nonsecure(x, half);
	walk->level = smmu3_vmsa_start_level(half->granule, half->iasize);
	for (;; walk->level++) {
		if (!fetch_desc(smmu, x, walk, half, addr, &desc))
			return false;
		kind = smmu3_vmsa_desc_kind(half->granule, walk->level, desc);
		if (kind == SMMU3_DESC_IS_INVALID)
			return fail(walk, SMMU3_EVT_F_TRANSLATION);
		addr = smmu3_vmsa_desc_addr(half->granule, walk->level, desc);
		if (addr >= BIT_ULL(context->oasize))
			return fail(walk, SMMU3_EVT_F_ADDR_SIZE);
		if (kind == SMMU3_DESC_IS_LEAF)
			break;
		if (!(half->flags & SMMU3_HALF_HAD))
			walk->tables |= desc & TABLE_ATTRS;
		/* HAD is not about NSTable. */
		walk->ns |= desc & SMMU3_TABLE_NS;
	}
	walk->leaf = desc;
	walk->pa = addr;
	return true;
}

bool smmu3_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		struct smmu3_walk *walk)
{
	const struct smmu3_half *half = &walk->context->half[walk->upper];

	walk->tables = 0;
	walk->event = 0;
	if (!(half->flags & SMMU3_HALF_ENABLED) ||
	    !smmu3_vmsa_in_range(walk->va, half->iasize, walk->upper))
		return fail(walk, SMMU3_EVT_F_TRANSLATION);
	if (!descend(smmu, x, walk, half))
		return false;
	if (!(walk->leaf & SMMU3_LEAF_AF) &&
	    !(walk->context->flags & SMMU3_CONTEXT_AFFD))
		return fail(walk, SMMU3_EVT_F_ACCESS);
	return true;
}
