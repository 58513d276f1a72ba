// SPDX-License-Identifier: GPL-2.0
/*
 * Both stages as one (3.3, 7.3.22): stage 1, then stage 2 of its output if the
 * stream has that, and what the TLB keeps of it (3.17). Of what stage 1 reads on
 * its way, stage1.c takes care. Called in access sections; no lock.
 */
#include "fetch.h"
#include "nest.h"
#include "perm.h"
#include "stage2.h"

/* ---- the tables ---- */

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
	if (!is_nested(s1) || x->ask == SMMU3_ASK_STAGE1)
		return true;
	ipa = final_ipa(x, mapping->pa + (s1->va - mapping->va), mapping->pas);
	if (!smmu3_stage2_walk(smmu, x, s1->stream, &ipa, &s2))
		return false;
	combine(mapping, &s2, s1->va);
	return true;
}

/* ---- the TLB ---- */

/* For whom the TLB keeps translations; nested: through IPAs of @space. */
static void make_key(const struct smmu3_stage1 *s1, enum smmu3_pas space,
		     struct smmu3_tlb_key *key)
{
	const struct smmu3_context *context = s1->context;

	*key = (struct smmu3_tlb_key){
		.world = context->world,
		.aset = context->flags & SMMU3_CONTEXT_ASET,
		.asid = context->asid,
		.vmid = s1->stream->vmid,
		.granule = smmu3_stage1_half(s1)->granule,
	};
	if (is_nested(s1)) {
		key->s2granule = s1->stream->ipa[space].granule;
		key->flags = SMMU3_MAPPING_NESTED;
	}
}

/* Where stage 1 leads to is not known before; the granule may depend on it. */
static bool look_up(struct smmu3 *smmu, struct smmu3_xact *x,
		    const struct smmu3_stage1 *s1,
		    struct smmu3_mapping *mapping)
{
	struct smmu3_tlb_key key;
	u8 granule;

	make_key(s1, x->txn.sec_sid, &key);
	if (smmu3_tlb_find(smmu, x, &key, s1->va, mapping))
		return true;
	granule = key.s2granule;
	make_key(s1, SMMU3_PAS_NS, &key);
	return key.s2granule != granule &&
	       smmu3_tlb_find(smmu, x, &key, s1->va, mapping);
}

static void keep(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_stage1 *s1,
		 const struct smmu3_mapping *mapping)
{
	bool ns = mapping->flags & SMMU3_MAPPING_NS_IPA;
	struct smmu3_tlb_key key;

	/* Arm ARM D8.5.1: a leaf with AF==0 is never cached. */
	if (mapping->flags & SMMU3_MAPPING_NO_AF)
		return;
	make_key(s1, smmu3_fetch_pas(x, ns), &key);
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

bool smmu3_nest_translate(struct smmu3 *smmu, struct smmu3_xact *x,
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
	if (smmu3_fetch_fills_caches(x))
		keep(smmu, x, s1, mapping);
	return true;
}
