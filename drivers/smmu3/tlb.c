// SPDX-License-Identifier: GPL-2.0
/*
 * The TLB (3.17, 4.4). Lookup and insertion run in access sections; invalidation
 * under the caller's lock; inspection anywhere.
 *
 * An entry is hashed by address, size, world, VMID and stages, not by ASID: a
 * lookup finds the ASID's own and global entries in one go. Sizes are probed
 * one by one.
 *
 * What both stages made is found by VA, may be smaller than the leaf of stage 1
 * and is dropped by any address of that leaf. It may have been made by way of an
 * entry of stage 2 alone that is dropped meanwhile. A section that began before
 * makes an entry that is as old as itself: in exact mode it is dead then; in
 * fast mode it may live, but only as one that had been made earlier. TLBIs by
 * IPA spare those (4.4.3), so that software has to drop them by VA, VMID or ASID
 * afterwards; and that outdates whatever such a section can make.
 */
#include <smmu3/regs.h>

#include "attr.h"
#include "cache.h"
#include "tlb.h"
#include "tlbstamp.h"

/* What an entry is found by, besides ASID, VMID and stages. */
#define TAG_LOG2	GENMASK_ULL(6, 1)
#define TAG_WORLD	GENMASK_ULL(9, 7)
#define TAG_ASET	BIT_ULL(10)
#define TAG_GLOBAL	BIT_ULL(11)
#define TAG_VA		GENMASK_ULL(63, 12)

static_assert(SMMU3_NR_WORLDS <= 8); /* TAG_WORLD */

/* The rest, as the hash sees it; where few addresses have bits of their own. */
#define HASH_STAGES	GENMASK_ULL(47, 45)
#define HASH_VMID	GENMASK_ULL(63, 48)

/* As flags of a mapping. */
#define STAGES		GENMASK(4, 2)
static_assert(STAGES == (SMMU3_MAPPING_STAGE2 | SMMU3_MAPPING_NS_IPA |
			 SMMU3_MAPPING_NESTED));

/* A slot is one cache line. */
#define WORDS	SMMU3_RECORD_WORDS_OF(struct smmu3_mapping)
static_assert(SMMU3_SLOT_SIZE(WORDS) == 64);

/* A record as what it is. */
union entry {
	union smmu3_record record;
	struct {
		u64 head[SMMU3_RECORD_HEAD];
		struct smmu3_mapping mapping;
	};
};

static_assert(offsetof(union entry, mapping) ==
	      offsetof(union smmu3_record, data));

/* What leaves map: a mask of sizes, by log2 of the granule; see vmsa.h. */
static const u64 leaf_sizes[] = {
	[12] = BIT_ULL(12) | BIT_ULL(21) | BIT_ULL(30),
	[14] = BIT_ULL(14) | BIT_ULL(25),
	[16] = BIT_ULL(16) | BIT_ULL(29),
};

size_t smmu3_tlb_bytes(const struct smmu3_config *config)
{
	return smmu3_cache_bytes(config->tlb_log2, WORDS);
}

void smmu3_tlb_init(struct smmu3 *smmu, void *mem)
{
	smmu3_cache_init(&smmu->tlb, mem, smmu->config.tlb_log2, WORDS);
}

static bool is_exact(const struct smmu3 *smmu)
{
	return smmu->config.cache == SMMU3_CACHE_EXACT;
}

static u64 base_of(u64 addr, unsigned int log2)
{
	return addr & ~(BIT_ULL(log2) - 1);
}

/* The tag of a non-global entry that covers @va with 2^@log2 bytes. */
static u64 tag_of(const struct smmu3_tlb_key *key, u64 va, unsigned int log2)
{
	u64 tag = SMMU3_TAG_VALID | base_of(va, log2) |
		  FIELD_PREP(TAG_LOG2, log2) |
		  FIELD_PREP(TAG_WORLD, key->world);

	return key->aset ? tag | TAG_ASET : tag;
}

/* Flags that say which stages it is of. The IPA space is what 2 alone is of. */
static u8 stages_of(u8 flags)
{
	if (!(flags & SMMU3_MAPPING_STAGE2))
		flags &= ~SMMU3_MAPPING_NS_IPA;
	return flags & STAGES;
}

static u64 hash_key(const struct smmu3_tlb_key *key, u64 tag)
{
	return tag ^ FIELD_PREP(HASH_VMID, key->vmid) ^
	       FIELD_PREP(HASH_STAGES, FIELD_GET(STAGES, key->flags));
}

static void mapping_of(const union smmu3_record *record,
		       struct smmu3_mapping *mapping)
{
	memcpy(mapping, record->data, sizeof(*mapping));
}

/* Is the entry still good for a section that began at clock value @birth? */
static bool is_alive(const struct smmu3 *smmu, const union smmu3_record *record,
		     const struct smmu3_mapping *mapping, u64 birth)
{
	enum smmu3_world world = FIELD_GET(TAG_WORLD, record->tag);

	if (is_exact(smmu))
		return record->stamp >= birth;
	return smmu3_tlb_outlives(&smmu->tlb_stamps, world, record->stamp,
				  mapping);
}

/*
 * Does an entry with the right tag serve @key? A piece of a block says by its
 * granule whose block it is; contexts that share an ASID may not differ in that,
 * but if they do, both cache modes see it alike.
 */
static bool serves(const struct smmu3_mapping *mapping,
		   const struct smmu3_tlb_key *key)
{
	return (mapping->flags & SMMU3_MAPPING_GLOBAL ||
		mapping->asid == key->asid) &&
	       mapping->granule == key->granule &&
	       mapping->vmid == key->vmid &&
	       stages_of(mapping->flags) == key->flags;
}

/* Look for an entry of one size. */
static bool probe(const struct smmu3 *smmu, const struct smmu3_xact *x,
		  const struct smmu3_tlb_key *key, u64 tag,
		  struct smmu3_mapping *mapping)
{
	struct smmu3_slot *slot = smmu3_cache_set(&smmu->tlb, WORDS,
						  hash_key(key, tag));
	unsigned int way;
	union entry e;

	for (way = 0; way < SMMU3_CACHE_WAYS; way++) {
		if ((smmu3_slot_tag(slot) & ~TAG_GLOBAL) == tag &&
		    smmu3_slot_read(slot, &e.record, WORDS) &&
		    (e.record.tag & ~TAG_GLOBAL) == tag &&
		    serves(&e.mapping, key) &&
		    is_alive(smmu, &e.record, &e.mapping, x->birth.tlb)) {
			*mapping = e.mapping;
			return true;
		}
		slot = smmu3_slot_next(slot, WORDS);
	}
	return false;
}

/*
 * Sizes that entries can have: those of the leaves, or of the smaller one of
 * two. In fast mode large ones were stored in pieces.
 */
static u64 possible_sizes(const struct smmu3 *smmu,
			  const struct smmu3_tlb_key *key)
{
	u64 sizes = leaf_sizes[key->granule] | leaf_sizes[key->s2granule];
	const u64 largest = BIT_ULL(SMMU3_TLB_REGION_LOG2);

	return is_exact(smmu) ? sizes : sizes % largest | largest;
}

bool smmu3_tlb_find(const struct smmu3 *smmu, const struct smmu3_xact *x,
		    const struct smmu3_tlb_key *key, u64 va,
		    struct smmu3_mapping *mapping)
{
	u64 sizes = possible_sizes(smmu, key);
	unsigned int log2;

	for (; sizes; sizes &= sizes - 1) {
		log2 = ilog2(sizes & -sizes);
		if (probe(smmu, x, key, tag_of(key, va, log2), mapping))
			return true;
	}
	return false;
}

/* With the same tag: do both translate for the same contexts? */
static bool is_same(const struct smmu3_mapping *a,
		    const struct smmu3_mapping *b)
{
	return a->vmid == b->vmid &&
	       stages_of(a->flags) == stages_of(b->flags) &&
	       (a->flags & SMMU3_MAPPING_GLOBAL || a->asid == b->asid);
}

static enum smmu3_cache_verdict judge(const struct smmu3 *smmu,
				      const union smmu3_record *old,
				      const union smmu3_record *new)
{
	struct smmu3_mapping a, b;

	mapping_of(old, &a);
	mapping_of(new, &b);
	if (old->tag == new->tag && is_same(&a, &b))
		return SMMU3_CACHE_SAME;
	if (!(old->tag & SMMU3_TAG_VALID) ||
	    !is_alive(smmu, old, &a, new->stamp))
		return SMMU3_CACHE_DEAD;
	return SMMU3_CACHE_KEEP;
}

void smmu3_tlb_add(const struct smmu3 *smmu, const struct smmu3_xact *x,
		   const struct smmu3_tlb_key *key, u64 va,
		   const struct smmu3_mapping *mapping)
{
	union smmu3_record record = { .stamp = x->birth.tlb };
	struct smmu3_mapping piece = *mapping;
	u64 tag;

	if (!is_exact(smmu) && piece.log2_size > SMMU3_TLB_REGION_LOG2) {
		piece.log2_size = SMMU3_TLB_REGION_LOG2;
		piece.va = base_of(va, SMMU3_TLB_REGION_LOG2);
		piece.pa += piece.va - mapping->va;
		if (piece.flags & SMMU3_MAPPING_NESTED)
			piece.ipa += piece.va - mapping->va;
	}
	tag = tag_of(key, va, piece.log2_size);
	record.tag = tag;
	if (piece.flags & SMMU3_MAPPING_GLOBAL)
		record.tag |= TAG_GLOBAL;
	memcpy(record.data, &piece, sizeof(piece));
	smmu3_cache_insert(smmu, &smmu->tlb, hash_key(key, tag), &record,
			   judge);
}

/* ---- invalidation ---- */

/*
 * Any address of the leaf, also if stage 2 has split what it maps (4.4, Arm ARM
 * D8.13). TG and TTL are about the same leaf.
 */
static bool names_address(const struct smmu3_tlbi *what,
			  const struct smmu3_mapping *mapping)
{
	u64 first = what->first, last = what->last;
	u64 leaf = base_of(mapping->va, smmu3_tlb_leaf_log2(mapping));

	if (mapping->flags & SMMU3_MAPPING_TBI)
		smmu3_tlbi_strip_tag(&first, &last);
	return first <= leaf + (BIT_ULL(smmu3_tlb_leaf_log2(mapping)) - 1) &&
	       last >= leaf &&
	       (!what->granule || what->granule == mapping->granule) &&
	       (!what->level || what->level == mapping->level);
}

static bool names_stages(const struct smmu3_tlbi *what,
			 const struct smmu3_mapping *mapping)
{
	bool ns = mapping->flags & SMMU3_MAPPING_NS_IPA;
	enum smmu3_tlbi_stages stages = SMMU3_TLBI_STAGE1;

	if (mapping->flags & SMMU3_MAPPING_STAGE2)
		stages = SMMU3_TLBI_STAGE2;
	if (what->stages != SMMU3_TLBI_ANY_STAGE && what->stages != stages)
		return false;
	return !what->by_space || what->ns == ns;
}

static bool names_asid(const struct smmu3_tlbi *what,
		       const struct smmu3_mapping *mapping)
{
	if (!what->by_asid)
		return true;
	if (mapping->flags & SMMU3_MAPPING_GLOBAL)
		return what->globals;
	return what->asid == mapping->asid;
}

static bool names_vmid(const struct smmu3_tlbi *what,
		       const struct smmu3_mapping *mapping)
{
	return !what->by_vmid ||
	       !((what->vmid ^ mapping->vmid) & what->vmid_mask);
}

static bool names(const void *arg, const union smmu3_record *record)
{
	const struct smmu3_tlbi *what = arg;
	struct smmu3_mapping mapping;

	mapping_of(record, &mapping);
	return what->worlds & BIT(FIELD_GET(TAG_WORLD, record->tag)) &&
	       names_stages(what, &mapping) && names_vmid(what, &mapping) &&
	       names_asid(what, &mapping) &&
	       (!what->by_addr || names_address(what, &mapping));
}

void smmu3_tlb_inval(struct smmu3 *smmu, const struct smmu3_tlbi *what)
{
	u64 now = smmu->clocks.tlb;

	if (is_exact(smmu))
		smmu3_cache_age(&smmu->tlb, now, names, what);
	else
		smmu3_tlb_outdate(&smmu->tlb_stamps, what, now + 1);
	smmu3_cache_tick(smmu, &smmu->clocks.tlb);
}

/* ---- inspection ---- */

/* What becomes of the attributes that come in by default (13.1.3). */
static struct smmu3_memtype memtype_of(const struct smmu3_mapping *mapping)
{
	const struct smmu3_override none = { .sh = SMMU3_SHCFG_INCOMING };
	struct smmu3_memtype type = smmu3_attr_incoming(&none);

	if (!(mapping->flags & SMMU3_MAPPING_STAGE2))
		type = smmu3_attr_stage1(type, mapping->memattr, mapping->sh);
	if (mapping->flags & (SMMU3_MAPPING_STAGE2 | SMMU3_MAPPING_NESTED))
		type = smmu3_attr_stage2(type, mapping->s2attr);
	return type;
}

static struct smmu3_tlb_record record_of(enum smmu3_world world,
					 const struct smmu3_mapping *mapping)
{
	struct smmu3_memtype type = memtype_of(mapping);

	return (struct smmu3_tlb_record){
		.va = mapping->va,
		.pa = mapping->pa,
		.ipa = mapping->ipa,
		.log2_size = mapping->log2_size,
		.level = mapping->level,
		.granule = mapping->granule,
		.pas = mapping->pas,
		.sec_sid = smmu3_world_state(world),
		.asid = mapping->asid,
		.vmid = mapping->vmid,
		.world = world,
		.global = mapping->flags & SMMU3_MAPPING_GLOBAL,
		.stage2 = mapping->flags & SMMU3_MAPPING_STAGE2,
		.nested = mapping->flags & SMMU3_MAPPING_NESTED,
		.ns_ipa = mapping->flags & SMMU3_MAPPING_NS_IPA,
		.perm = mapping->perm & mapping->s2perm,
		.memattr = type.attr,
		.sh = type.sh,
	};
}

int smmu3_tlb_slot(struct smmu3 *smmu, unsigned int index,
		   struct smmu3_tlb_record *rec)
{
	struct smmu3_mapping mapping;
	union smmu3_record record;

	if (index >= smmu3_cache_slots(&smmu->tlb))
		return -1;
	if (!smmu3_slot_read(smmu3_cache_slot(&smmu->tlb, WORDS, index),
			     &record, WORDS))
		return 0;
	mapping_of(&record, &mapping);
	if (!(record.tag & SMMU3_TAG_VALID) ||
	    !is_alive(smmu, &record, &mapping, READ_ONCE(smmu->clocks.tlb)))
		return 0;
	*rec = record_of(FIELD_GET(TAG_WORLD, record.tag), &mapping);
	return 1;
}
