// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 1 (3.4, 7.3.22, Arm ARM D8): range, walk, access flag, permissions,
 * update, in this order. Every descriptor goes through stage 2 if the stream has
 * that. CD.{A,R,S} govern its faults (5.5). Called in access sections; no lock,
 * bounded by SMMU3_UPDATE_TRIES walks.
 */
#include <smmu3/evt.h>

#include "fault.h"
#include "fetch.h"
#include "httu.h"
#include "perm.h"
#include "stage1.h"
#include "stage2.h"
#include "walk.h"

#define TABLE_ATTRS	(SMMU3_TABLE_PXN | SMMU3_TABLE_UXN |		\
			 SMMU3_TABLE_AP_NO_UNPRIV | SMMU3_TABLE_AP_NO_WRITE)

/**
 * struct descent - a walk, and what comes with it
 * @walk: the walk
 * @tables: attributes of the table descriptors so far, or-ed
 * @ns: the current table is in the Non-secure PA space, or IPA space
 * @pa: physical address of the last descriptor
 */
struct descent {
	struct smmu3_walk walk;
	u64 tables;
	bool ns;
	u64 pa;
};

/* ---- faults ---- */

bool smmu3_stage1_fault(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
			u8 event)
{
	u16 flags = s1->context->flags;

	x->fault.class = SMMU3_CLASS_IN;
	return smmu3_fault_governed(x, event, &(struct smmu3_ars){
		.abort = flags & SMMU3_CONTEXT_ABORT,
		.record = flags & SMMU3_CONTEXT_RECORD,
		.stall = flags & SMMU3_CONTEXT_STALL,
	});
}

/* 7.3.12 */
static bool fault_fetch(const struct smmu3 *smmu, struct smmu3_xact *x,
			u64 addr)
{
	x->fault.class = SMMU3_CLASS_TT;
	return smmu3_fault_fetch(smmu, x, SMMU3_EVT_F_WALK_EABT, addr);
}

/* ---- permissions ---- */

/* Where stage 1 leads to: an IPA space, if there is stage 2. */
static enum smmu3_pas output_space(const struct smmu3_mapping *mapping)
{
	if (!(mapping->flags & SMMU3_MAPPING_NESTED))
		return mapping->pas;
	return mapping->flags & SMMU3_MAPPING_NS_IPA ? SMMU3_PAS_NS :
						       SMMU3_PAS_S;
}

bool smmu3_stage1_grants(const struct smmu3_xact *x,
			 const struct smmu3_stage1 *s1,
			 const struct smmu3_mapping *mapping)
{
	return !(smmu3_perm_need(x) & ~mapping->perm) &&
	       !smmu3_sif_forbids(x, s1->live, output_space(mapping));
}

bool smmu3_stage1_forbids(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
			  const struct smmu3_mapping *mapping)
{
	smmu3_fault_missing(x, smmu3_perm_need(x) & ~mapping->perm);
	return smmu3_stage1_fault(x, s1, SMMU3_EVT_F_PERMISSION);
}

/* ---- the walk ---- */

/* The place of the current descriptor, for an access that needs @need. */
static bool locate(struct smmu3 *smmu, struct smmu3_xact *x,
		   const struct smmu3_stage1 *s1, const struct descent *d,
		   u8 need, struct smmu3_step *where, u16 *attr)
{
	*where = (struct smmu3_step){
		.kind = SMMU3_STEP_TT,
		.stage = 1,
		.level = d->walk.level,
		.pas = smmu3_fetch_pas(x, d->ns),
		.addr = smmu3_walk_where(&d->walk),
		.input = s1->va,
	};
	*attr = smmu3_stage1_half(s1)->fetch;
	return smmu3_stage2_locate(smmu, x, s1->stream, SMMU3_CLASS_TT, need,
				   where, attr);
}

static bool read_desc(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stage1 *s1, struct descent *d,
		      u64 *desc)
{
	struct smmu3_step where;
	u16 attr;

	if (!locate(smmu, x, s1, d, SMMU3_PERM_PR, &where, &attr))
		return false;
	d->pa = where.addr;
	return smmu3_fetch(smmu, x, &where, attr, desc, 1) ||
	       fault_fetch(smmu, x, d->pa);
}

/*
 * 3.10.2: where the first table is. Once a Secure stream's walk has left the
 * Secure space, by NSCFGx or by NSTable, it never comes back.
 */
static void begin(const struct smmu3_xact *x, const struct smmu3_stage1 *s1,
		  struct descent *d)
{
	const struct smmu3_half *half = smmu3_stage1_half(s1);

	*d = (struct descent){
		.walk = {
			.ia = s1->va,
			.table = s1->context->ttb[s1->upper],
			.granule = half->granule,
			.oasize = s1->context->oasize,
			.bits = half->iasize,
			.level = smmu3_vmsa_start_level(half->granule,
							half->iasize),
		},
		.ns = x->txn.sec_sid == SMMU3_PAS_NS ||
		      half->flags & SMMU3_HALF_NS,
	};
}

/* What a table descriptor says about everything below; HAD: but NSTable. */
static void inherit(const struct smmu3_stage1 *s1, struct descent *d)
{
	u64 desc = d->walk.desc;

	if (!(smmu3_stage1_half(s1)->flags & SMMU3_HALF_HAD))
		d->tables |= desc & TABLE_ATTRS;
	d->ns |= desc & SMMU3_TABLE_NS;
}

/* From the first table down to the leaf. */
static bool descend(struct smmu3 *smmu, struct smmu3_xact *x,
		    const struct smmu3_stage1 *s1, struct descent *d)
{
	enum smmu3_desc_kind kind;
	u64 desc;

	for (;;) {
		if (!read_desc(smmu, x, s1, d, &desc))
			return false;
		kind = smmu3_walk_take(&d->walk, desc);
		if (kind == SMMU3_DESC_IS_INVALID)
			return smmu3_stage1_fault(x, s1, d->walk.event);
		if (kind == SMMU3_DESC_IS_LEAF)
			return true;
		inherit(s1, d);
	}
}

/* ---- the leaf ---- */

/*
 * 3.10.2.2, 13.4.2: the effective NS of a descriptor. One that was read from the
 * Non-secure space has no say in it, and for a Secure stream acts as nG too.
 */
static enum smmu3_pas leaf_pas(const struct smmu3_xact *x,
			       const struct descent *d)
{
	return smmu3_fetch_pas(x, d->ns || d->walk.desc & SMMU3_LEAF_NS);
}

static u8 leaf_flags(const struct smmu3_xact *x, const struct smmu3_stage1 *s1,
		     const struct descent *d, u8 perm)
{
	const struct smmu3_httu httu = smmu3_httu_stage1(s1->context);
	bool secure = x->txn.sec_sid == SMMU3_PAS_S;
	u64 leaf = d->walk.desc;
	u8 flags = 0;

	if (!(leaf & SMMU3_LEAF_NG) && !(secure && d->ns))
		flags |= SMMU3_MAPPING_GLOBAL;
	if (smmu3_stage1_half(s1)->flags & SMMU3_HALF_TBI)
		flags |= SMMU3_MAPPING_TBI;
	if (smmu3_httu_clean1(&httu, leaf) && perm & SMMU3_PERM_WRITES)
		flags |= SMMU3_MAPPING_CLEAN;
	if (!(leaf & SMMU3_LEAF_AF))
		flags |= SMMU3_MAPPING_NO_AF;
	return flags;
}

static void decode_leaf(const struct smmu3_xact *x,
			const struct smmu3_stage1 *s1, const struct descent *d,
			struct smmu3_mapping *mapping)
{
	const struct smmu3_context *context = s1->context;
	u64 leaf = d->walk.desc;
	u8 perm = smmu3_perm_stage1(context, leaf, d->tables);
	u8 log2 = smmu3_walk_log2(&d->walk);

	*mapping = (struct smmu3_mapping){
		.va = s1->va & ~(BIT_ULL(log2) - 1),
		.pa = d->walk.oa,
		.asid = context->asid,
		.vmid = s1->stream->vmid,
		.log2_size = log2,
		.leaf_log2 = log2,
		.level = d->walk.level,
		.granule = d->walk.granule,
		.perm = perm,
		.s2perm = SMMU3_PERM_ALL,
		.memattr = context->attr[FIELD_GET(SMMU3_LEAF_ATTRINDX, leaf)],
		.sh = FIELD_GET(SMMU3_LEAF_SH, leaf),
		.pas = leaf_pas(x, d),
		.flags = leaf_flags(x, s1, d, perm),
	};
}

/*
 * 3.13: an update is a write at stage 2. False: stage 2's fault, or an abort;
 * else *@result is not that.
 */
static bool update_leaf(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_stage1 *s1, struct descent *d,
			enum smmu3_cas *result)
{
	const struct smmu3_httu httu = smmu3_httu_stage1(s1->context);
	u64 next = smmu3_httu_update1(&httu, d->walk.desc,
				      smmu3_txn_writes(&x->txn));
	struct smmu3_step where;
	u16 attr;

	*result = SMMU3_CAS_DONE;
	if (next == d->walk.desc || !smmu3_fetch_may_update(x))
		return true;
	if (!locate(smmu, x, s1, d, SMMU3_PERM_PR | SMMU3_PERM_PW, &where,
		    &attr))
		return false;
	*result = smmu3_update(smmu, x, &where, attr, d->walk.desc, next);
	if (*result == SMMU3_CAS_ABORT)
		return fault_fetch(smmu, x, where.addr);
	d->walk.desc = next;
	return true;
}

/* Down to a leaf that permits the access. */
static bool find_leaf(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stage1 *s1, struct descent *d)
{
	const struct smmu3_httu httu = smmu3_httu_stage1(s1->context);
	struct smmu3_mapping mapping;

	begin(x, s1, d);
	if (!descend(smmu, x, s1, d))
		return false;
	if (smmu3_httu_faults(&httu, d->walk.desc))
		return smmu3_stage1_fault(x, s1, SMMU3_EVT_F_ACCESS);
	decode_leaf(x, s1, d, &mapping);
	return smmu3_stage1_grants(x, s1, &mapping) ||
	       smmu3_stage1_forbids(x, s1, &mapping);
}

static bool is_in_range(const struct smmu3_stage1 *s1)
{
	const struct smmu3_half *half = smmu3_stage1_half(s1);

	return half->flags & SMMU3_HALF_ENABLED &&
	       smmu3_vmsa_in_range(s1->va, half->iasize, s1->upper);
}

bool smmu3_stage1_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_stage1 *s1,
		       struct smmu3_mapping *mapping)
{
	enum smmu3_cas result;
	struct descent d;
	unsigned int i;

	if (!is_in_range(s1))
		return smmu3_stage1_fault(x, s1, SMMU3_EVT_F_TRANSLATION);
	for (i = 0; i < SMMU3_UPDATE_TRIES; i++) {
		if (!find_leaf(smmu, x, s1, &d) ||
		    !update_leaf(smmu, x, s1, &d, &result))
			return false;
		if (result == SMMU3_CAS_DONE) {
			decode_leaf(x, s1, &d, mapping);
			return true;
		}
	}
	return fault_fetch(smmu, x, d.pa);
}
