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

#include "attr.h"
#include "bank.h"
#include "cdtab.h"
#include "cfgcache.h"
#include "fault.h"
#include "fetch.h"
#include "inject.h"
#include "perm.h"
#include "stage1.h"
#include "stage2.h"
#include "strtab.h"
#include "tlb.h"
#include "vmsa.h"

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
	WRITE_ONCE(x->stall.state, SMMU3_STALL_NONE);
	x->steps.count = 0;
	x->res = (struct smmu3_result){ 0 };
	/* 13.1.2: what writes is always Data; 13.1.1: an atomic is a write. */
	x->fault = (struct smmu3_fault){
		.priv = x->txn.priv,
		.instr = x->txn.instr && !smmu3_txn_writes(&x->txn),
		.rnw = !smmu3_txn_writes(&x->txn),
	};
}

/* ---- overrides (5.2, 6.3.14, 13.1.4) ---- */

/* A code of PRIVCFG, INSTCFG or NSCFG: 2 and 3 override, else as it came. */
static bool override_bit(u8 code, bool incoming)
{
	return code < 2 ? incoming : code & 1;
}

/* What writes stays Data (13.1.2). */
static void override_access(struct smmu3_xact *x,
			    const struct smmu3_override *override)
{
	u8 privcfg = FIELD_GET(SMMU3_OVERRIDE_PRIVCFG, override->perms);
	u8 instcfg = FIELD_GET(SMMU3_OVERRIDE_INSTCFG, override->perms);

	x->fault.priv = override_bit(privcfg, x->fault.priv);
	if (!smmu3_txn_writes(&x->txn))
		x->fault.instr = override_bit(instcfg, x->fault.instr);
}

/* 13.2, 13.3: where a transaction goes, or which IPA it is, without stage 1. */
static enum smmu3_pas input_space(const struct smmu3_xact *x,
				  const struct smmu3_override *override)
{
	u8 nscfg = FIELD_GET(SMMU3_OVERRIDE_NSCFG, override->perms);

	return smmu3_fetch_pas(x, override_bit(nscfg, x->txn.ns));
}

/* ---- forwarding ---- */

static bool forward(struct smmu3_xact *x, struct smmu3_memtype type)
{
	x->res.memattr = type.attr;
	x->res.sh = type.sh;
	x->res.priv = x->fault.priv;
	x->res.instr = x->fault.instr;
	return true;
}

/* 13.1.3, 13.2: the address passes as it came. */
static bool pass_through(const struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_override *override)
{
	x->res.pa = x->txn.addr;
	x->res.pas = input_space(x, override);
	x->res.log2_size = smmu->config.oas;
	return forward(x, smmu3_attr_incoming(override));
}

/* 13.4: what @mapping makes of input address @ia. */
static bool pass_translated(struct smmu3_xact *x,
			    const struct smmu3_override *override,
			    const struct smmu3_mapping *mapping, u64 ia)
{
	struct smmu3_memtype type = smmu3_attr_incoming(override);

	x->res.pa = mapping->pa + (ia - mapping->va);
	x->res.pas = mapping->pas;
	x->res.log2_size = mapping->leaf_log2;
	if (!(mapping->flags & SMMU3_MAPPING_STAGE2))
		type = smmu3_attr_stage1(type, mapping->memattr, mapping->sh);
	if (mapping->flags & (SMMU3_MAPPING_STAGE2 | SMMU3_MAPPING_NESTED))
		type = smmu3_attr_stage2(type, mapping->s2attr);
	return forward(x, type);
}

/* ---- without stage 1 ---- */

/* 3.11: SMMUEN is 0. Whatever goes wrong, no event. */
static bool bypass_disabled(const struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_live *live)
{
	const struct smmu3_override override = smmu3_override_from_gbpa(live);

	override_access(x, &override);
	if (live->gbpa & SMMU3_GBPA_ABORT ||
	    x->txn.addr >= BIT_ULL(smmu->config.oas) ||
	    smmu3_sif_forbids(x, live, input_space(x, &override)))
		return smmu3_fault_silent(x);
	return pass_through(smmu, x, &override);
}

static bool translate_stage2(struct smmu3 *smmu, struct smmu3_xact *x,
			     const struct smmu3_stream *stream)
{
	const struct smmu3_ipa ipa = {
		.addr = x->txn.addr,
		.space = input_space(x, &stream->override),
		.class = SMMU3_CLASS_IN,
		.need = smmu3_perm_need(x),
	};
	struct smmu3_mapping mapping;

	return smmu3_stage2_translate(smmu, x, stream, &ipa, &mapping) &&
	       pass_translated(x, &stream->override, &mapping, ipa.addr);
}

/*
 * 5.2: Config 0b1x0, or S1DSS says that stage 1 is bypassed. No CD governs the
 * faults, so they always abort. 3.4: the IAS is the OAS.
 */
static bool bypass_stage1(struct smmu3 *smmu, struct smmu3_xact *x,
			  const struct smmu3_live *live,
			  const struct smmu3_stream *stream)
{
	x->fault.class = SMMU3_CLASS_IN;
	if (x->txn.addr >= BIT_ULL(smmu->config.oas))
		return smmu3_fault_abort(x, SMMU3_EVT_F_ADDR_SIZE);
	if (smmu3_sif_forbids(x, live, input_space(x, &stream->override)))
		return smmu3_fault_abort(x, SMMU3_EVT_F_PERMISSION);
	if (stream->mode & SMMU3_STREAM_STAGE2)
		return translate_stage2(smmu, x, stream);
	return pass_through(smmu, x, &stream->override);
}

/* ---- structures ---- */

/* 3.3.1: the STE of the StreamID. */
static bool find_stream(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_live *live,
			struct smmu3_stream *stream)
{
	u64 ste[SMMU3_STE_WORDS];

	if (x->txn.sid < BIT_ULL(live->log2size) && smmu3_fetch_uses_caches(x) &&
	    smmu3_cfgcache_find_stream(smmu, x, stream)) {
		x->res.hit |= SMMU3_HIT_STE;
	} else {
		if (!smmu3_strtab_read(smmu, x, live, ste))
			return false;
		smmu3_ste_decode(live, ste, stream);
		if (smmu3_fetch_has_effects(x))
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

	if (smmu3_fetch_uses_caches(x) &&
	    smmu3_cfgcache_find_context(smmu, x, index, context)) {
		x->res.hit |= SMMU3_HIT_CD;
	} else {
		if (!smmu3_cdtab_read(smmu, x, stream, index, cd))
			return false;
		smmu3_cd_decode(live, stream, cd, context);
		if (smmu3_fetch_has_effects(x))
			smmu3_cfgcache_add_context(smmu, x, index, context);
	}
	return context->event ? smmu3_fault_abort(x, context->event) : true;
}

/* ---- stage 1, and stage 2 of its output ---- */

static bool is_nested(const struct smmu3_stage1 *s1)
{
	return s1->stream->mode & SMMU3_STREAM_STAGE2;
}

/* What stage 2 is asked about the output of stage 1. */
static struct smmu3_ipa final_ipa(const struct smmu3_xact *x, u64 addr,
				  enum smmu3_pas space)
{
	return (struct smmu3_ipa){
		.addr = addr,
		.space = space,
		.class = SMMU3_CLASS_IN,
		.need = smmu3_perm_need(x),
	};
}

/* The same, out of a mapping of both stages. */
static struct smmu3_ipa mapped_ipa(const struct smmu3_xact *x,
				   const struct smmu3_stage1 *s1,
				   const struct smmu3_mapping *mapping)
{
	bool ns = mapping->flags & SMMU3_MAPPING_NS_IPA;

	return final_ipa(x, mapping->ipa + (s1->va - mapping->va),
			 smmu3_fetch_pas(x, ns));
}

/*
 * Both stages as one: the smaller of both leaves. @mapping is stage 1's; @s2 is
 * stage 2's, of the output of @va.
 */
static void combine(struct smmu3_mapping *mapping,
		    const struct smmu3_mapping *s2, u64 va)
{
	u8 log2 = min(mapping->log2_size, s2->log2_size);
	u64 offset = (va & ~(BIT_ULL(log2) - 1)) - mapping->va;

	mapping->va += offset;
	mapping->ipa = mapping->pa + offset;
	mapping->pa = s2->pa + (mapping->ipa - s2->va);
	mapping->log2_size = log2;
	mapping->leaf_log2 = log2;
	mapping->s2perm = s2->s2perm;
	mapping->s2attr = s2->s2attr;
	mapping->pas = s2->pas;
	mapping->flags |= SMMU3_MAPPING_NESTED |
			  (s2->flags & (SMMU3_MAPPING_NS_IPA |
					SMMU3_MAPPING_S2CLEAN |
					SMMU3_MAPPING_NO_AF));
}

/* 7.3.22: if stage 1 fails, stage 2 is not asked. */
static bool walk_tables(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_stage1 *s1,
			struct smmu3_mapping *mapping)
{
	struct smmu3_mapping s2;
	struct smmu3_ipa ipa;

	if (!smmu3_stage1_walk(smmu, x, s1, mapping))
		return false;
	if (!is_nested(s1))
		return true;
	ipa = final_ipa(x, mapping->pa + (s1->va - mapping->va), mapping->pas);
	if (!smmu3_stage2_walk(smmu, x, s1->stream, &ipa, &s2))
		return false;
	combine(mapping, &s2, s1->va);
	return true;
}

/* ---- the TLB ---- */

/* For whom the TLB keeps translations; nested: through IPAs of @space. */
static struct smmu3_tlb_key tlb_key(const struct smmu3_stage1 *s1,
				    enum smmu3_pas space)
{
	const struct smmu3_context *context = s1->context;
	struct smmu3_tlb_key key = {
		.world = context->world,
		.aset = context->flags & SMMU3_CONTEXT_ASET,
		.asid = context->asid,
		.vmid = s1->stream->vmid,
		.granule = smmu3_stage1_half(s1)->granule,
	};

	if (is_nested(s1)) {
		key.s2granule = s1->stream->ipa[space].granule;
		key.flags = SMMU3_MAPPING_NESTED;
	}
	return key;
}

/* Where stage 1 leads to is not known before; the granule may depend on it. */
static bool look_up(struct smmu3 *smmu, struct smmu3_xact *x,
		    const struct smmu3_stage1 *s1,
		    struct smmu3_mapping *mapping)
{
	struct smmu3_tlb_key key = tlb_key(s1, x->txn.sec_sid);
	struct smmu3_tlb_key ns = tlb_key(s1, SMMU3_PAS_NS);

	if (smmu3_tlb_find(smmu, x, &key, s1->va, mapping))
		return true;
	return key.s2granule != ns.s2granule &&
	       smmu3_tlb_find(smmu, x, &ns, s1->va, mapping);
}

static void keep(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_stage1 *s1,
		 const struct smmu3_mapping *mapping)
{
	bool ns = mapping->flags & SMMU3_MAPPING_NS_IPA;
	struct smmu3_tlb_key key = tlb_key(s1, smmu3_fetch_pas(x, ns));

	/* Arm ARM D8.5.1: a leaf with AF==0 is never cached. */
	if (!(mapping->flags & SMMU3_MAPPING_NO_AF))
		smmu3_tlb_add(smmu, x, &key, s1->va, mapping);
}

/* 13.4.1: what both stages say; the fault is that of the first to refuse. */
static bool grants(const struct smmu3_xact *x, const struct smmu3_stage1 *s1,
		   const struct smmu3_mapping *mapping)
{
	return smmu3_stage1_grants(x, s1, mapping) &&
	       !(smmu3_perm_need(x) & ~mapping->s2perm);
}

static bool forbids(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
		    const struct smmu3_mapping *mapping)
{
	struct smmu3_ipa ipa;

	if (!smmu3_stage1_grants(x, s1, mapping))
		return smmu3_stage1_forbids(x, s1, mapping);
	ipa = mapped_ipa(x, s1, mapping);
	return smmu3_stage2_forbids(x, s1->stream, &ipa, mapping);
}

/*
 * 3.17: in fast mode a hit may only grant. A hit that would deny walks again,
 * and the fault comes from memory as it is now; in exact mode it comes from the
 * entry, so that a missing invalidation shows. A write to what is clean always
 * has something to update (3.13.3).
 */
static bool hit_decides(const struct smmu3 *smmu, const struct smmu3_xact *x,
			const struct smmu3_stage1 *s1,
			const struct smmu3_mapping *mapping)
{
	if (smmu3_txn_writes(&x->txn) &&
	    mapping->flags & (SMMU3_MAPPING_CLEAN | SMMU3_MAPPING_S2CLEAN))
		return false;
	return grants(x, s1, mapping) ||
	       smmu->config.cache == SMMU3_CACHE_EXACT;
}

static void note_hit(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
		     const struct smmu3_mapping *mapping)
{
	x->res.hit |= SMMU3_HIT_TLB;
	smmu3_note_tlb(x, &(struct smmu3_step){
		.stage = 1,
		.level = mapping->level,
		.pas = mapping->pas,
		.addr = mapping->pa + (s1->va - mapping->va),
		.input = s1->va,
	});
}

static bool find_mapping(struct smmu3 *smmu, struct smmu3_xact *x,
			 const struct smmu3_stage1 *s1,
			 struct smmu3_mapping *mapping)
{
	if (smmu3_fetch_uses_caches(x) &&
	    smmu3_stage1_half(s1)->flags & SMMU3_HALF_ENABLED &&
	    look_up(smmu, x, s1, mapping) &&
	    hit_decides(smmu, x, s1, mapping)) {
		note_hit(x, s1, mapping);
		return grants(x, s1, mapping) || forbids(x, s1, mapping);
	}
	if (!walk_tables(smmu, x, s1, mapping))
		return false;
	if (smmu3_fetch_has_effects(x))
		keep(smmu, x, s1, mapping);
	return true;
}

/* 5.4 E0PDx: whatever is mapped there, and whatever is cached. */
static bool is_privileged_only(const struct smmu3_xact *x,
			       const struct smmu3_stage1 *s1)
{
	return smmu3_stage1_half(s1)->flags & SMMU3_HALF_E0PD &&
	       !x->fault.priv;
}

/* 3.4: from the input address to the output. */
static bool translate_stage1(struct smmu3 *smmu, struct smmu3_xact *x,
			     const struct smmu3_live *live,
			     const struct smmu3_stream *stream,
			     const struct smmu3_context *context)
{
	struct smmu3_stage1 s1 = {
		.live = live,
		.stream = stream,
		.context = context,
		.upper = x->txn.addr & BIT_ULL(55) &&
			 smmu3_world_has_asid(context->world),
		.va = x->txn.addr,
	};
	struct smmu3_mapping mapping;

	if (smmu3_stage1_half(&s1)->flags & SMMU3_HALF_TBI)
		s1.va = smmu3_vmsa_canonical(s1.va);
	if (is_privileged_only(x, &s1))
		return smmu3_stage1_fault(x, &s1, SMMU3_EVT_F_TRANSLATION);
	return find_mapping(smmu, x, &s1, &mapping) &&
	       pass_translated(x, &stream->override, &mapping, s1.va);
}

/* ---- the whole ---- */

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
	override_access(x, &stream.override);
	if (!smmu3_cdtab_choose(x, &stream, &substream))
		return false;
	if (!substream.stage1)
		return bypass_stage1(smmu, x, &live, &stream);
	if (!find_context(smmu, x, &live, &stream, substream.index, &context))
		return false;
	return translate_stage1(smmu, x, &live, &stream, &context);
}
