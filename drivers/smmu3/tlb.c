// SPDX-License-Identifier: GPL-2.0
/*
 * The TLB (3.17, 4.4). Lookup and insertion run in access sections; invalidation
 * under the caller's lock; inspection anywhere.
 *
 * An entry is hashed by address, size and world, not by ASID: a lookup finds
 * the ASID's own and global entries in one go. Sizes are probed one by one.
 */
#include "cache.h"
#include "inval.h"
#include "tlb.h"
#include "vmsa.h"

/* What an entry is found by, besides the ASID. */
#define TAG_LOG2	GENMASK_ULL(6, 1)
#define TAG_WORLD	GENMASK_ULL(9, 7)
#define TAG_ASET	BIT_ULL(10)
#define TAG_GLOBAL	BIT_ULL(11)
#define TAG_VA		GENMASK_ULL(63, 12)

static_assert(SMMU3_NR_WORLDS <= 8); /* TAG_WORLD */

/* Fast mode: addresses are outdated by regions, and no entry is larger. */
#define REGION_LOG2	21

/*
 * Blocks that are larger were cut into pieces, but any address of the block has
 * to drop them all (4.4). So they are outdated by regions of this size, too.
 */
#define BLOCK_REGION_LOG2	30

/* More regions than this in one command outdate the ASID or the world. */
#define MAX_STAMPED	16

static_assert(sizeof(struct smmu3_mapping) <= SMMU3_RECORD_DATA * sizeof(u64));
static_assert(MAX_STAMPED * BIT_ULL(REGION_LOG2) <=
	      BIT_ULL(BLOCK_REGION_LOG2));

size_t smmu3_tlb_bytes(const struct smmu3_config *config)
{
	return smmu3_cache_bytes(config->tlb_log2);
}

void smmu3_tlb_init(struct smmu3 *smmu, void *mem)
{
	smmu3_cache_init(&smmu->tlb, mem, smmu->config.tlb_log2);
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

static u32 region_stamp(u64 va)
{
	return hash_64(va / BIT_ULL(REGION_LOG2), SMMU3_REGION_STAMP_BITS);
}

static u32 block_stamp(u64 va)
{
	return hash_64(va / BIT_ULL(BLOCK_REGION_LOG2), SMMU3_BLOCK_STAMP_BITS);
}

/* A piece of a block that is larger than a region? */
static bool is_piece(const struct smmu3_mapping *mapping)
{
	return smmu3_vmsa_shift(mapping->granule, mapping->level) > REGION_LOG2;
}

static u32 asid_stamp(u16 asid)
{
	return hash_32(asid, SMMU3_ASID_STAMP_BITS);
}

static void mapping_of(const union smmu3_record *record,
		       struct smmu3_mapping *mapping)
{
	memcpy(mapping, record->data, sizeof(*mapping));
}

/* Fast mode: has nothing outdated the entry since it was born? */
static bool outlives_stamps(const struct smmu3_tlb_stamps *stamps,
			    const union smmu3_record *record,
			    const struct smmu3_mapping *mapping)
{
	enum smmu3_world world = FIELD_GET(TAG_WORLD, record->tag);
	enum smmu3_pas state = smmu3_world_state(world);
	const u64 *region = &stamps->region[state][region_stamp(mapping->va)];
	const u64 *block = &stamps->block[state][block_stamp(mapping->va)];
	const u64 *asid = &stamps->asid[state][asid_stamp(mapping->asid)];

	if (record->stamp < READ_ONCE(stamps->world[world]) ||
	    record->stamp < READ_ONCE(*region))
		return false;
	if (is_piece(mapping) && record->stamp < READ_ONCE(*block))
		return false;
	return mapping->flags & SMMU3_MAPPING_GLOBAL ||
	       record->stamp >= READ_ONCE(*asid);
}

/* Is the entry still good for a section that began at clock value @birth? */
static bool is_alive(const struct smmu3 *smmu, const union smmu3_record *record,
		     const struct smmu3_mapping *mapping, u64 birth)
{
	if (is_exact(smmu))
		return record->stamp >= birth;
	return outlives_stamps(&smmu->tlb_stamps, record, mapping);
}

/*
 * Look for an entry of one size. A piece of a block says by its granule whose
 * block it is; contexts that share an ASID may not differ in this, but if they
 * do, both cache modes see it alike.
 */
static bool probe(const struct smmu3 *smmu, const struct smmu3_xact *x,
		  const struct smmu3_tlb_key *key, u64 tag,
		  struct smmu3_mapping *mapping)
{
	struct smmu3_slot *set = smmu3_cache_set(&smmu->tlb, tag);
	union smmu3_record record;
	unsigned int way;

	for (way = 0; way < SMMU3_CACHE_WAYS; way++) {
		if ((smmu3_slot_tag(&set[way]) & ~TAG_GLOBAL) != tag ||
		    !smmu3_slot_read(&set[way], &record) ||
		    (record.tag & ~TAG_GLOBAL) != tag)
			continue;
		mapping_of(&record, mapping);
		if (mapping->flags & SMMU3_MAPPING_STAGE2)
			continue;
		if ((record.tag & TAG_GLOBAL ||
		     mapping->asid == key->asid) &&
		    mapping->granule == key->granule &&
		    is_alive(smmu, &record, mapping, x->birth.tlb))
			return true;
	}
	return false;
}

bool smmu3_tlb_find(const struct smmu3 *smmu, const struct smmu3_xact *x,
		    const struct smmu3_tlb_key *key, u64 va,
		    struct smmu3_mapping *mapping)
{
	unsigned int granule = key->granule, log2;
	int level;

	for (level = SMMU3_LAST_LEVEL; level > 0; level--) {
		if (level != SMMU3_LAST_LEVEL &&
		    !smmu3_vmsa_has_block(granule, level))
			continue;
		log2 = smmu3_vmsa_shift(granule, level);
		if (!is_exact(smmu))
			log2 = min_t(unsigned int, log2, REGION_LOG2);
		if (probe(smmu, x, key, tag_of(key, va, log2), mapping))
			return true;
		/* Fast mode: larger blocks were stored in pieces. */
		if (!is_exact(smmu) && log2 == REGION_LOG2)
			return false;
	}
	return false;
}

#define SPACE	(SMMU3_MAPPING_STAGE2 | SMMU3_MAPPING_NS_IPA)

/* With the same tag: do both translate for the same contexts? */
static bool is_same(const struct smmu3_mapping *a,
		    const struct smmu3_mapping *b)
{
	return a->vmid == b->vmid && !((a->flags ^ b->flags) & SPACE) &&
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

	if (!is_exact(smmu) && piece.log2_size > REGION_LOG2) {
		piece.log2_size = REGION_LOG2;
		piece.va = base_of(va, REGION_LOG2);
		piece.pa += piece.va - mapping->va;
	}
	tag = tag_of(key, va, piece.log2_size);
	record.tag = tag;
	if (piece.flags & SMMU3_MAPPING_GLOBAL)
		record.tag |= TAG_GLOBAL;
	memcpy(record.data, &piece, sizeof(piece));
	smmu3_cache_insert(smmu, &smmu->tlb, tag, &record, judge);
}

/* The address of an invalidation as an entry made under TBI is tagged. */
static void strip_tag(u64 *first, u64 *last)
{
	u64 length = *last - *first;

	*first = smmu3_vmsa_canonical(*first);
	if (check_add_overflow(*first, length, last))
		*last = ~0ULL;
}

static bool names_address(const struct smmu3_tlbi *what,
			  const struct smmu3_mapping *mapping)
{
	u64 first = what->first, last = what->last;

	if (mapping->flags & SMMU3_MAPPING_TBI)
		strip_tag(&first, &last);
	return first <= mapping->va + (BIT_ULL(mapping->log2_size) - 1) &&
	       last >= mapping->va &&
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

/* All entries have canonical addresses, so one look at the range is enough. */
static bool stamp_regions(struct smmu3_tlb_stamps *stamps,
			  enum smmu3_pas state, const struct smmu3_tlbi *what,
			  u64 now)
{
	u64 *region = stamps->region[state], *block = stamps->block[state];
	u64 first = what->first, last = what->last;
	u64 i, count;

	strip_tag(&first, &last);
	count = last / BIT_ULL(REGION_LOG2) - first / BIT_ULL(REGION_LOG2) + 1;
	if (count > MAX_STAMPED)
		return false;
	for (i = 0; i < count; i++)
		WRITE_ONCE(region[region_stamp(first +
					       i * BIT_ULL(REGION_LOG2))],
			   now);
	/* So few regions meet no more than two blocks. */
	WRITE_ONCE(block[block_stamp(first)], now);
	WRITE_ONCE(block[block_stamp(last)], now);
	return true;
}

static void stamp_worlds(struct smmu3_tlb_stamps *stamps, u32 worlds, u64 now)
{
	unsigned int world;

	for (world = 0; world < SMMU3_NR_WORLDS; world++)
		if (worlds & BIT(world))
			WRITE_ONCE(stamps->world[world], now);
}

/*
 * Of what the invalidation names in one Security state, outdate as little as
 * stamps can tell. They know neither VMIDs nor stages.
 */
static void stamp_state(struct smmu3_tlb_stamps *stamps, enum smmu3_pas state,
			const struct smmu3_tlbi *what, u64 now)
{
	u32 worlds = what->worlds & smmu3_state_worlds(state);

	if (!worlds)
		return;
	if (what->by_addr && stamp_regions(stamps, state, what, now))
		return;
	if (what->by_asid && !what->globals)
		WRITE_ONCE(stamps->asid[state][asid_stamp(what->asid)], now);
	else
		stamp_worlds(stamps, worlds, now);
}

static void stamp(struct smmu3_tlb_stamps *stamps,
		  const struct smmu3_tlbi *what, u64 now)
{
	stamp_state(stamps, SMMU3_PAS_NS, what, now);
	stamp_state(stamps, SMMU3_PAS_S, what, now);
}

void smmu3_tlb_inval(struct smmu3 *smmu, const struct smmu3_tlbi *what)
{
	u64 now = smmu->clocks.tlb;

	if (is_exact(smmu))
		smmu3_cache_age(&smmu->tlb, now, names, what);
	else
		stamp(&smmu->tlb_stamps, what, now + 1);
	smmu3_cache_tick(smmu, &smmu->clocks.tlb);
}

int smmu3_tlb_slot(struct smmu3 *smmu, unsigned int index,
		   struct smmu3_tlb_record *rec)
{
	struct smmu3_mapping mapping;
	union smmu3_record record;

	if (index >= smmu3_cache_slots(&smmu->tlb))
		return -1;
	if (!smmu3_slot_read(&smmu->tlb.slot[index], &record))
		return 0;
	mapping_of(&record, &mapping);
	if (!(record.tag & SMMU3_TAG_VALID) ||
	    !is_alive(smmu, &record, &mapping, READ_ONCE(smmu->clocks.tlb)))
		return 0;
	*rec = (struct smmu3_tlb_record){
		.va = mapping.va,
		.pa = mapping.pa,
		.log2_size = mapping.log2_size,
		.level = mapping.level,
		.granule = mapping.granule,
		.pas = mapping.pas,
		.sec_sid = smmu3_world_state(FIELD_GET(TAG_WORLD, record.tag)),
		.asid = mapping.asid,
		.vmid = mapping.vmid,
		.world = FIELD_GET(TAG_WORLD, record.tag),
		.global = mapping.flags & SMMU3_MAPPING_GLOBAL,
		.perm = mapping.perm,
		.memattr = mapping.memattr,
		.sh = mapping.sh,
	};
	return 1;
}
