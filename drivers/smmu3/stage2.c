// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 2 (translation of IPAs, 3.4, 7.3.22, Arm ARM D8): range, walk, access
 * flag, permissions, update, in this order; and its entries of the TLB. The
 * STE's S2R and S2S govern its faults, whatever the IPA was wanted for (5.5).
 * Called in access sections; no lock, bounded by SMMU3_UPDATE_TRIES walks.
 */
#include <smmu3/evt.h>

#include "fault.h"
#include "fetch.h"
#include "httu.h"
#include "perm.h"
#include "stage2.h"
#include "walk.h"

/* ---- faults ---- */

static void describe(struct smmu3_xact *x, const struct smmu3_ipa *ipa)
{
	x->fault.s2 = true;
	x->fault.class = ipa->class;
	x->fault.ipa = ipa->addr;
	x->fault.nsipa = x->txn.sec_sid == SMMU3_PAS_S &&
			 ipa->space == SMMU3_PAS_NS;
}

/* 5.5: as stage 1 with A==1. */
static bool fault(struct smmu3_xact *x, const struct smmu3_stream *stream,
		  const struct smmu3_ipa *ipa, u8 event)
{
	describe(x, ipa);
	x->fault.ttrnw = ipa->class == SMMU3_CLASS_TT &&
			 !(ipa->need & SMMU3_PERM_WRITES);
	return smmu3_fault_governed(x, event, &(struct smmu3_ars){
		.abort = true,
		.record = stream->s2flags & SMMU3_STAGE2_RECORD,
		.stall = stream->s2flags & SMMU3_STAGE2_STALL,
	});
}

/* 7.3.12: FetchAddr is that of stage 2's descriptor. */
static bool fault_fetch(const struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_ipa *ipa, u64 addr)
{
	describe(x, ipa);
	return smmu3_fault_fetch(smmu, x, SMMU3_EVT_F_WALK_EABT, addr);
}

/* ---- permissions ---- */

/* Whatever stage 1 says about the type. */
static bool is_device(u8 s2attr)
{
	static const u8 normal[] = { [false] = 0xc, [true] = 0x4 };

	return !(FIELD_GET(SMMU3_S2ATTR_MEMATTR, s2attr) &
		 normal[!!(s2attr & SMMU3_S2ATTR_FWB)]);
}

/* 5.2 S2PTW: what the SMMU itself reads is not Device. */
static bool is_protected(const struct smmu3_stream *stream,
			 const struct smmu3_ipa *ipa,
			 const struct smmu3_mapping *mapping)
{
	return ipa->class != SMMU3_CLASS_IN &&
	       stream->s2flags & SMMU3_STAGE2_PTW &&
	       is_device(mapping->s2attr);
}

bool smmu3_stage2_grants(const struct smmu3_stream *stream,
			 const struct smmu3_ipa *ipa,
			 const struct smmu3_mapping *mapping)
{
	return !(ipa->need & ~mapping->s2perm) &&
	       !is_protected(stream, ipa, mapping);
}

bool smmu3_stage2_forbids(struct smmu3_xact *x,
			  const struct smmu3_stream *stream,
			  const struct smmu3_ipa *ipa,
			  const struct smmu3_mapping *mapping)
{
	if (ipa->class == SMMU3_CLASS_IN)
		smmu3_fault_missing(x, ipa->need & ~mapping->s2perm);
	return fault(x, stream, ipa, SMMU3_EVT_F_PERMISSION);
}

/* ---- the tables ---- */

static const struct smmu3_ipa_space *
space_of(const struct smmu3_stream *stream, const struct smmu3_ipa *ipa)
{
	return &stream->ipa[ipa->space];
}

static struct smmu3_step step_of(const struct smmu3_xact *x,
				 const struct smmu3_stream *stream,
				 const struct smmu3_ipa *ipa,
				 const struct smmu3_walk *walk)
{
	bool ns = space_of(stream, ipa)->flags & SMMU3_IPA_WALK_NS;

	return (struct smmu3_step){
		.kind = SMMU3_STEP_TT,
		.stage = 2,
		.level = walk->level,
		.class = ipa->class,
		.pas = smmu3_fetch_pas(x, ns),
		.addr = smmu3_walk_where(walk),
		.input = ipa->addr,
	};
}

/* From the first table down to the leaf. */
static bool descend(struct smmu3 *smmu, struct smmu3_xact *x,
		    const struct smmu3_stream *stream,
		    const struct smmu3_ipa *ipa, struct smmu3_walk *walk)
{
	enum smmu3_desc_kind kind;
	struct smmu3_step where;
	u64 desc;

	do {
		where = step_of(x, stream, ipa, walk);
		if (!smmu3_fetch(smmu, x, &where, stream->s2fetch, &desc, 1))
			return fault_fetch(smmu, x, ipa, where.addr);
		kind = smmu3_walk_take(walk, desc);
		if (kind == SMMU3_DESC_IS_INVALID)
			return fault(x, stream, ipa, walk->event);
	} while (kind != SMMU3_DESC_IS_LEAF);
	return true;
}

static u8 s2attr_of(const struct smmu3_stream *stream, u64 leaf)
{
	u8 attr = FIELD_PREP(SMMU3_S2ATTR_MEMATTR,
			     FIELD_GET(SMMU3_LEAF2_MEMATTR, leaf)) |
		  FIELD_PREP(SMMU3_S2ATTR_SH, FIELD_GET(SMMU3_LEAF_SH, leaf));

	return stream->s2flags & SMMU3_STAGE2_FWB ? attr | SMMU3_S2ATTR_FWB :
						    attr;
}

static u8 flags_of(const struct smmu3_stream *stream,
		   const struct smmu3_ipa *ipa, u64 leaf)
{
	const struct smmu3_httu httu = smmu3_httu_stage2(stream);
	u8 flags = SMMU3_MAPPING_STAGE2;

	if (ipa->space == SMMU3_PAS_NS)
		flags |= SMMU3_MAPPING_NS_IPA;
	if (smmu3_httu_clean2(&httu, leaf))
		flags |= SMMU3_MAPPING_S2CLEAN;
	if (!(leaf & SMMU3_LEAF_AF))
		flags |= SMMU3_MAPPING_NO_AF;
	return flags;
}

/* What the leaf of a walk says. */
static void decode_leaf(const struct smmu3_xact *x,
			const struct smmu3_stream *stream,
			const struct smmu3_ipa *ipa,
			const struct smmu3_walk *walk,
			struct smmu3_mapping *mapping)
{
	bool ns = space_of(stream, ipa)->flags & SMMU3_IPA_OUT_NS;
	u8 log2 = smmu3_walk_log2(walk);

	*mapping = (struct smmu3_mapping){
		.va = ipa->addr & ~(BIT_ULL(log2) - 1),
		.pa = walk->oa,
		.vmid = stream->vmid,
		.log2_size = log2,
		.leaf_log2 = log2,
		.level = walk->level,
		.granule = walk->granule,
		.perm = SMMU3_PERM_ALL,
		.s2perm = smmu3_perm_stage2(stream, walk->desc),
		.s2attr = s2attr_of(stream, walk->desc),
		.pas = smmu3_fetch_pas(x, ns),
		.flags = flags_of(stream, ipa, walk->desc),
	};
}

/* 3.13: CDs are read only, so their fetch dirties nothing. */
static enum smmu3_cas update_leaf(struct smmu3 *smmu, struct smmu3_xact *x,
				  const struct smmu3_stream *stream,
				  const struct smmu3_ipa *ipa,
				  struct smmu3_walk *walk)
{
	const struct smmu3_step where = step_of(x, stream, ipa, walk);
	const struct smmu3_httu httu = smmu3_httu_stage2(stream);
	bool write = ipa->need & SMMU3_PERM_WRITES;
	u64 next = smmu3_httu_update2(&httu, walk->desc, write);
	enum smmu3_cas result = SMMU3_CAS_DONE;

	if (next == walk->desc || !smmu3_fetch_may_update(x))
		return result;
	result = smmu3_update(smmu, x, &where, stream->s2fetch, walk->desc,
			      next);
	walk->desc = next;
	return result;
}

static struct smmu3_walk walk_of(const struct smmu3_stream *stream,
				 const struct smmu3_ipa *ipa)
{
	const struct smmu3_ipa_space *space = space_of(stream, ipa);

	return (struct smmu3_walk){
		.ia = ipa->addr,
		.table = stream->s2ttb[ipa->space],
		.granule = space->granule,
		.oasize = stream->s2oasize,
		.bits = space->iasize,
		.level = space->start,
	};
}

/* Down to a leaf that permits the access. */
static bool find_leaf(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stream *stream,
		      const struct smmu3_ipa *ipa, struct smmu3_walk *walk)
{
	const struct smmu3_httu httu = smmu3_httu_stage2(stream);
	struct smmu3_mapping mapping;

	if (!descend(smmu, x, stream, ipa, walk))
		return false;
	if (smmu3_httu_faults(&httu, walk->desc))
		return fault(x, stream, ipa, SMMU3_EVT_F_ACCESS);
	decode_leaf(x, stream, ipa, walk, &mapping);
	return smmu3_stage2_grants(stream, ipa, &mapping) ||
	       smmu3_stage2_forbids(x, stream, ipa, &mapping);
}

bool smmu3_stage2_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_stream *stream,
		       const struct smmu3_ipa *ipa,
		       struct smmu3_mapping *mapping)
{
	enum smmu3_cas result = SMMU3_CAS_CHANGED;
	struct smmu3_walk walk;
	unsigned int i;

	if (ipa->addr >= BIT_ULL(space_of(stream, ipa)->iasize))
		return fault(x, stream, ipa, SMMU3_EVT_F_TRANSLATION);
	for (i = 0; i < SMMU3_UPDATE_TRIES; i++) {
		walk = walk_of(stream, ipa);
		if (!find_leaf(smmu, x, stream, ipa, &walk))
			return false;
		result = update_leaf(smmu, x, stream, ipa, &walk);
		if (result != SMMU3_CAS_CHANGED)
			break;
	}
	if (result != SMMU3_CAS_DONE)
		return fault_fetch(smmu, x, ipa, smmu3_walk_where(&walk));
	decode_leaf(x, stream, ipa, &walk, mapping);
	return true;
}

/* ---- the TLB ---- */

static struct smmu3_tlb_key key_of(const struct smmu3_stream *stream,
				   const struct smmu3_ipa *ipa)
{
	u8 flags = SMMU3_MAPPING_STAGE2;

	if (ipa->space == SMMU3_PAS_NS)
		flags |= SMMU3_MAPPING_NS_IPA;
	return (struct smmu3_tlb_key){
		.world = stream->world,
		.vmid = stream->vmid,
		.granule = space_of(stream, ipa)->granule,
		.flags = flags,
	};
}

/* As with stage 1: in fast mode a hit may only grant; see translate.c. */
static bool hit_decides(const struct smmu3 *smmu,
			const struct smmu3_stream *stream,
			const struct smmu3_ipa *ipa,
			const struct smmu3_mapping *mapping)
{
	if (ipa->need & SMMU3_PERM_WRITES &&
	    mapping->flags & SMMU3_MAPPING_S2CLEAN)
		return false;
	return smmu3_stage2_grants(stream, ipa, mapping) ||
	       smmu->config.cache == SMMU3_CACHE_EXACT;
}

static void note_hit(struct smmu3_xact *x, const struct smmu3_ipa *ipa,
		     const struct smmu3_mapping *mapping)
{
	if (ipa->class == SMMU3_CLASS_IN)
		x->res.hit |= SMMU3_HIT_TLB;
	smmu3_note_tlb(x, &(struct smmu3_step){
		.stage = 2,
		.level = mapping->level,
		.class = ipa->class,
		.pas = mapping->pas,
		.addr = mapping->pa + (ipa->addr - mapping->va),
		.input = ipa->addr,
	});
}

bool smmu3_stage2_translate(struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_stream *stream,
			    const struct smmu3_ipa *ipa,
			    struct smmu3_mapping *mapping)
{
	const struct smmu3_tlb_key key = key_of(stream, ipa);

	if (smmu3_fetch_uses_caches(x) &&
	    smmu3_tlb_find(smmu, x, &key, ipa->addr, mapping) &&
	    hit_decides(smmu, stream, ipa, mapping)) {
		note_hit(x, ipa, mapping);
		return smmu3_stage2_grants(stream, ipa, mapping) ||
		       smmu3_stage2_forbids(x, stream, ipa, mapping);
	}
	if (!smmu3_stage2_walk(smmu, x, stream, ipa, mapping))
		return false;
	if (smmu3_fetch_fills_caches(x) &&
	    !(mapping->flags & SMMU3_MAPPING_NO_AF))
		smmu3_tlb_add(smmu, x, &key, ipa->addr, mapping);
	return true;
}

bool smmu3_stage2_locate(struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_stream *stream,
			 enum smmu3_class class, u8 need,
			 struct smmu3_step *where, u16 *attr)
{
	const struct smmu3_ipa ipa = {
		.addr = where->addr,
		.space = where->pas,
		.class = class,
		.need = need,
	};
	struct smmu3_mapping mapping;

	if (!(stream->mode & SMMU3_STREAM_STAGE2))
		return true;
	if (!smmu3_stage2_translate(smmu, x, stream, &ipa, &mapping))
		return false;
	where->addr = mapping.pa + (ipa.addr - mapping.va);
	where->pas = mapping.pas;
	*attr |= SMMU3_FETCH_STAGE2 |
		 FIELD_PREP(SMMU3_FETCH_S2ATTR, mapping.s2attr);
	return true;
}
