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

#include "atos.h"
#include "attr.h"
#include "bank.h"
#include "cdtab.h"
#include "cfgcache.h"
#include "fault.h"
#include "fetch.h"
#include "inject.h"
#include "nest.h"
#include "perm.h"
#include "stage1.h"
#include "stage2.h"
#include "strtab.h"
#include "vmsa.h"

static void begin(const struct smmu3 *smmu, struct smmu3_xact *x)
{
	/* Before anything that may be invalidated is read. */
	x->birth = smmu3_clocks_read(smmu);
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
static bool pass_through(struct smmu3_xact *x, const struct smmu3_live *live,
			 const struct smmu3_override *override)
{
	x->res.pa = x->txn.addr;
	x->res.pas = input_space(x, override);
	x->res.log2_size = live->oas;
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
static bool bypass_disabled(struct smmu3_xact *x,
			    const struct smmu3_live *live)
{
	const struct smmu3_override override = smmu3_override_from_gbpa(live);

	override_access(x, &override);
	if (live->gbpa & SMMU3_GBPA_ABORT ||
	    x->txn.addr >= BIT_ULL(live->oas) ||
	    smmu3_sif_forbids(x, live, input_space(x, &override)))
		return smmu3_fault_silent(x);
	return pass_through(x, live, &override);
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
	if (x->txn.addr >= BIT_ULL(live->oas))
		return smmu3_fault_abort(x, SMMU3_EVT_F_ADDR_SIZE);
	if (smmu3_sif_forbids(x, live, input_space(x, &stream->override)))
		return smmu3_fault_abort(x, SMMU3_EVT_F_PERMISSION);
	if (stream->mode & SMMU3_STREAM_STAGE2 && x->ask != SMMU3_ASK_STAGE1)
		return translate_stage2(smmu, x, stream);
	return pass_through(x, live, &stream->override);
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
		if (smmu3_fetch_fills_caches(x))
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
		if (smmu3_fetch_fills_caches(x))
			smmu3_cfgcache_add_context(smmu, x, index, context);
	}
	return context->event ? smmu3_fault_abort(x, context->event) : true;
}

/* ---- with stage 1 ---- */

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
	return smmu3_nest_translate(smmu, x, &s1, &mapping) &&
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
		return bypass_disabled(x, &live);
	if (!find_stream(smmu, x, &live, &stream))
		return false;
	if (x->ask && !smmu3_atos_narrow(x, &stream))
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
