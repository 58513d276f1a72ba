// SPDX-License-Identifier: GPL-2.0
/*
 * A client transaction on its way (3.3.2, 7.3.22): one function for each step of
 * the architecture's flow, in its order. Every step says true to go on, or sets
 * x->fault and says false. Recording and redoing are smmu3_settle()'s. Called in
 * access sections: no lock, bounded work, nothing on the heap, nothing large on
 * the stack.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "cdtab.h"
#include "cfgcache.h"
#include "fault.h"
#include "inject.h"
#include "perm.h"
#include "strtab.h"
#include "tlb.h"
#include "vmsa.h"
#include "walk.h"

static void begin(const struct smmu3 *smmu, struct smmu3_xact *x)
{
	/*
	 * Before anything that may be invalidated is read; smmu3_cache_tick().
	 * The TLB's clock first: software invalidates configuration before the
	 * translations that came from it, and whoever sees the second of these
	 * invalidations must not use configuration from before the first.
	 */
	x->birth.tlb = smp_load_acquire(&smmu->clocks.tlb);
	/* The same. */
	x->birth.cfg = smp_load_acquire(&smmu->clocks.cfg);
	x->steps.count = 0;
	x->res = (struct smmu3_result){ 0 };
	/* 13.1.2: writes are always Data. ATTR_PERMS_OVR is 0: as incoming. */
	x->fault = (struct smmu3_fault){
		.priv = x->txn.priv,
		.instr = x->txn.instr && !x->txn.write,
		.rnw = !x->txn.write,
	};
}

static bool uses_caches(const struct smmu3_xact *x)
{
	return x->look != SMMU3_LOOK_PEEK_WALK;
}

static bool fills_caches(const struct smmu3_xact *x)
{
	return x->look == SMMU3_LOOK_REAL;
}

/*
 * 13.2, 13.3: a Non-secure stream never leaves its PA space; a Secure one says
 * itself where it goes, as NSCFG is RES0 while ATTR_PERMS_OVR is 0.
 */
static enum smmu3_pas incoming_pas(const struct smmu3_txn *txn)
{
	return txn->sec_sid == SMMU3_PAS_S && !txn->ns ? SMMU3_PAS_S :
							 SMMU3_PAS_NS;
}

/*
 * 6.3.57.2: with SIF a Secure stream fetches no instructions from @pas if that
 * is Non-secure. The bit is read for each transaction, never out of a cache.
 */
static bool sif_forbids(const struct smmu3_xact *x,
			const struct smmu3_live *live, enum smmu3_pas pas)
{
	return live->sif && x->fault.instr && pas == SMMU3_PAS_NS;
}

/* 13.1.3, 13.2: passes as it came; nothing overrides, ATTR_TYPES_OVR is 0. */
static bool pass_through(const struct smmu3 *smmu, struct smmu3_xact *x)
{
	x->res.pa = x->txn.addr;
	x->res.pas = incoming_pas(&x->txn);
	x->res.log2_size = smmu->config.oas;
	x->res.memattr = SMMU3_MAIR_WB;
	x->res.sh = SMMU3_SH_NSH;
	return true;
}

/* 3.11: SMMUEN is 0. Whatever goes wrong, no event. */
static bool bypass_disabled(const struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_live *live)
{
	if (live->gbpa & SMMU3_GBPA_ABORT ||
	    x->txn.addr >= BIT_ULL(smmu->config.oas) ||
	    sif_forbids(x, live, incoming_pas(&x->txn)))
		return smmu3_fault_silent(x);
	return pass_through(smmu, x);
}

/*
 * 5.2: Config 0b100, or S1DSS says that stage 1 is bypassed. No CD governs the
 * faults, so they always abort.
 */
static bool bypass_stream(const struct smmu3 *smmu, struct smmu3_xact *x,
			  const struct smmu3_live *live)
{
	x->fault.class = SMMU3_CLASS_IN;
	if (x->txn.addr >= BIT_ULL(smmu->config.oas))
		return smmu3_fault_abort(x, SMMU3_EVT_F_ADDR_SIZE);
	if (sif_forbids(x, live, incoming_pas(&x->txn)))
		return smmu3_fault_abort(x, SMMU3_EVT_F_PERMISSION);
	return pass_through(smmu, x);
}

/* 3.3.1: the STE of the StreamID. */
static bool find_stream(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_live *live,
			struct smmu3_stream *stream)
{
	u64 ste[SMMU3_STE_WORDS];

	if (x->txn.sid < BIT_ULL(live->log2size) && uses_caches(x) &&
	    smmu3_cfgcache_find_stream(smmu, x, stream)) {
		x->res.hit |= SMMU3_HIT_STE;
	} else {
		if (!smmu3_strtab_read(smmu, x, live, ste))
			return false;
		smmu3_ste_decode(&smmu->config, live, ste, stream);
		if (fills_caches(x))
			smmu3_cfgcache_add_stream(smmu, x, stream);
	}
	return stream->event ? smmu3_fault_abort(x, stream->event) : true;
}

/* 3.3.2: CD number @index of the stream. */
static bool find_context(struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_live *live,
			 const struct smmu3_stream *stream, u32 index,
			 struct smmu3_context *context)
{
	u64 cd[SMMU3_CD_WORDS];

	if (uses_caches(x) &&
	    smmu3_cfgcache_find_context(smmu, x, index, context)) {
		x->res.hit |= SMMU3_HIT_CD;
	} else {
		if (!smmu3_cdtab_read(smmu, x, stream, index, cd))
			return false;
		smmu3_cd_decode(&smmu->config, live, stream, cd, context);
		if (fills_caches(x))
			smmu3_cfgcache_add_context(smmu, x, index, context);
	}
	return context->event ? smmu3_fault_abort(x, context->event) : true;
}

/* 5.5: A and R of the CD govern the four translation faults of stage 1. */
static bool fault_stage1(struct smmu3_xact *x,
			 const struct smmu3_context *context, u8 event)
{
	x->fault.event = event;
	x->fault.class = SMMU3_CLASS_IN;
	x->fault.record = context->flags & SMMU3_CONTEXT_RECORD;
	x->fault.disposition = context->flags & SMMU3_CONTEXT_ABORT ?
			       SMMU3_ABORT : SMMU3_RAZWI;
	return false;
}

static bool fault_walk(const struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_walk *walk)
{
	if (walk->event != SMMU3_EVT_F_WALK_EABT)
		return fault_stage1(x, walk->context, walk->event);
	x->fault.class = SMMU3_CLASS_TT;
	return smmu3_fault_fetch(smmu, x, walk->event, walk->fetch_addr);
}

/*
 * 3.10.2.2, 13.4.2: the effective NS of a descriptor. One that was read from
 * Non-secure memory has no say in it, and for a Secure stream acts as nG too.
 */
static enum smmu3_pas leaf_pas(const struct smmu3_walk *walk)
{
	return walk->ns || walk->leaf & SMMU3_LEAF_NS ? SMMU3_PAS_NS :
							SMMU3_PAS_S;
}

static bool leaf_is_global(const struct smmu3_walk *walk)
{
	bool secure = smmu3_world_state(walk->context->world) == SMMU3_PAS_S;

	return !(walk->leaf & SMMU3_LEAF_NG) && !(secure && walk->ns);
}

/* For whom the TLB keeps translations of @context. */
static struct smmu3_tlb_key tlb_key(const struct smmu3_context *context,
				    const struct smmu3_half *half)
{
	return (struct smmu3_tlb_key){
		.world = context->world,
		.aset = context->flags & SMMU3_CONTEXT_ASET,
		.asid = context->asid,
		.granule = half->granule,
	};
}

/* What the leaf of a walk says. */
static void decode_leaf(const struct smmu3_walk *walk,
			struct smmu3_mapping *mapping)
{
	const struct smmu3_context *context = walk->context;
	const struct smmu3_half *half = &context->half[walk->upper];
	u8 log2 = smmu3_vmsa_shift(half->granule, walk->level);
	u8 attr = context->attr[FIELD_GET(SMMU3_LEAF_ATTRINDX, walk->leaf)];

	*mapping = (struct smmu3_mapping){
		.va = walk->va & ~(BIT_ULL(log2) - 1),
		.pa = walk->pa,
		.asid = context->asid,
		.log2_size = log2,
		.leaf_log2 = log2,
		.level = walk->level,
		.granule = half->granule,
		.perm = smmu3_perm_stage1(context, walk->leaf, walk->tables),
		.s2perm = 0xff,
		.memattr = attr,
		.sh = smmu3_attr_sh(attr, FIELD_GET(SMMU3_LEAF_SH, walk->leaf)),
		.pas = leaf_pas(walk),
	};
	if (leaf_is_global(walk))
		mapping->flags |= SMMU3_MAPPING_GLOBAL;
	if (half->flags & SMMU3_HALF_TBI)
		mapping->flags |= SMMU3_MAPPING_TBI;
}

/* 3.4: the tables in memory. AF==0 is never cached (Arm ARM D8.5.1). */
static bool walk_tables(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_context *context, bool upper, u64 va,
			struct smmu3_mapping *mapping)
{
	const struct smmu3_tlb_key key = tlb_key(context,
						 &context->half[upper]);
	struct smmu3_walk walk = {
		.context = context,
		.upper = upper,
		.va = va,
	};

	if (!smmu3_walk(smmu, x, &walk))
		return fault_walk(smmu, x, &walk);
	decode_leaf(&walk, mapping);
	if (fills_caches(x) && walk.leaf & SMMU3_LEAF_AF)
		smmu3_tlb_add(smmu, x, &key, va, mapping);
	return true;
}

/* 13.4.1 */
static bool is_granted(const struct smmu3_xact *x,
		       const struct smmu3_live *live,
		       const struct smmu3_mapping *mapping)
{
	return mapping->perm & smmu3_perm_need(&x->txn) &&
	       !sif_forbids(x, live, mapping->pas);
}

/*
 * 3.17: in fast mode a hit may only grant. A hit that would deny walks again,
 * and the fault comes from memory as it is now; in exact mode it comes from the
 * entry, so that a missing invalidation shows.
 */
static bool hit_decides(const struct smmu3 *smmu, const struct smmu3_xact *x,
			const struct smmu3_live *live,
			const struct smmu3_mapping *mapping)
{
	return is_granted(x, live, mapping) ||
	       smmu->config.cache == SMMU3_CACHE_EXACT;
}

static bool find_mapping(struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_live *live,
			 const struct smmu3_context *context, bool upper,
			 u64 va, struct smmu3_mapping *mapping)
{
	const struct smmu3_half *half = &context->half[upper];
	const struct smmu3_tlb_key key = tlb_key(context, half);

	if (uses_caches(x) && half->flags & SMMU3_HALF_ENABLED &&
	    smmu3_tlb_find(smmu, x, &key, va, mapping) &&
	    hit_decides(smmu, x, live, mapping)) {
		x->res.hit |= SMMU3_HIT_TLB;
		return true;
	}
	return walk_tables(smmu, x, context, upper, va, mapping);
}

/* 3.4: stage 1, from the input address to the output. */
static bool translate_stage1(struct smmu3 *smmu, struct smmu3_xact *x,
			     const struct smmu3_live *live,
			     const struct smmu3_context *context)
{
	u64 va = x->txn.addr;
	bool upper = va & BIT_ULL(55) && smmu3_world_has_asid(context->world);
	struct smmu3_mapping mapping;

	if (context->half[upper].flags & SMMU3_HALF_TBI)
		va = smmu3_vmsa_canonical(va);
	if (!find_mapping(smmu, x, live, context, upper, va, &mapping))
		return false;
	if (!is_granted(x, live, &mapping))
		return fault_stage1(x, context, SMMU3_EVT_F_PERMISSION);
	x->res.pa = mapping.pa + (va - mapping.va);
	x->res.pas = mapping.pas;
	x->res.log2_size = smmu3_vmsa_shift(mapping.granule, mapping.level);
	x->res.memattr = mapping.memattr;
	x->res.sh = mapping.sh;
	return true;
}

bool smmu3_translate(struct smmu3 *smmu, struct smmu3_xact *x)
{
	const struct smmu3_bank *bank = &smmu->bank[x->txn.sec_sid];
	struct smmu3_substream substream;
	struct smmu3_context context;
	struct smmu3_stream stream;
	struct smmu3_live live;

	begin(smmu, x);
	if (!bank->present || smmu3_inject_in_sfm(smmu))
		return smmu3_fault_silent(x);
	smmu3_live_read(bank, &live);
	if (!live.smmuen)
		return bypass_disabled(smmu, x, &live);
	if (!find_stream(smmu, x, &live, &stream))
		return false;
	if (!(stream.mode & SMMU3_STREAM_PASS))
		return smmu3_fault_silent(x);
	if (!smmu3_cdtab_choose(x, &stream, &substream))
		return false;
	if (!substream.stage1)
		return bypass_stream(smmu, x, &live);
	if (!find_context(smmu, x, &live, &stream, substream.index, &context))
		return false;
	return translate_stage1(smmu, x, &live, &context);
}
