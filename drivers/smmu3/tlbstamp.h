/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stamps of the TLB's fast mode (struct smmu3_tlb_stamps): which of them an
 * entry is compared with. Written under the caller's lock, read in sections.
 */
#ifndef _SMMU3_TLBSTAMP_H
#define _SMMU3_TLBSTAMP_H

#include "inval.h"
#include "tlb.h"
#include "vmsa.h"

/* Addresses are outdated by regions, and no entry is larger. */
#define SMMU3_TLB_REGION_LOG2	21

/*
 * Leaves that are larger were cut into pieces, but any address of the leaf has
 * to drop them all (4.4). So they are outdated by regions of this size, too.
 */
#define SMMU3_TLB_BLOCK_LOG2	30

/* Entries by VA, and those by IPA, are outdated apart. */
enum smmu3_tlb_kind {
	SMMU3_TLB_BY_VA,
	SMMU3_TLB_BY_IPA,
};

static_assert(SMMU3_TLB_BY_IPA + 1 == SMMU3_NR_TLB_KINDS);

static inline enum smmu3_tlb_kind
smmu3_tlb_kind_of(const struct smmu3_mapping *mapping)
{
	return mapping->flags & SMMU3_MAPPING_STAGE2 ? SMMU3_TLB_BY_IPA :
						       SMMU3_TLB_BY_VA;
}

/* Log2 of the bytes that the leaf maps: that of stage 1 if there are two. */
static inline unsigned int
smmu3_tlb_leaf_log2(const struct smmu3_mapping *mapping)
{
	return smmu3_vmsa_shift(mapping->granule, mapping->level);
}

/* Whose addresses they are: above those bits that numbers of regions have. */
static inline u64 smmu3_tlb_space_of(enum smmu3_tlb_kind kind, u16 vmid)
{
	return FIELD_PREP(BIT_ULL(47), kind) |
	       FIELD_PREP(GENMASK_ULL(63, 48), vmid);
}

static inline u32 smmu3_tlb_region_stamp(u64 space, u64 va)
{
	return hash_64(space | va / BIT_ULL(SMMU3_TLB_REGION_LOG2),
		       SMMU3_REGION_STAMP_BITS);
}

static inline u32 smmu3_tlb_block_stamp(u64 space, u64 va)
{
	return hash_64(space | va / BIT_ULL(SMMU3_TLB_BLOCK_LOG2),
		       SMMU3_BLOCK_STAMP_BITS);
}

static inline u32 smmu3_tlb_vmid_stamp(u16 vmid)
{
	return vmid % BIT(SMMU3_VMID_STAMP_BITS);
}

static inline u32 smmu3_tlb_asid_stamp(u16 asid, u16 vmid)
{
	return hash_32(asid | FIELD_PREP(GENMASK(31, 16), vmid),
		       SMMU3_ASID_STAMP_BITS);
}

/* A block larger than a region was cut, or stage 2 has split it. */
static inline bool smmu3_tlb_outlives_block(const u64 *stamps, u64 stamp,
					    u64 space,
					    const struct smmu3_mapping *mapping)
{
	u32 index = smmu3_tlb_block_stamp(space, mapping->va);

	return smmu3_tlb_leaf_log2(mapping) <= SMMU3_TLB_REGION_LOG2 ||
	       stamp >= READ_ONCE(stamps[index]);
}

/* Only EL1 has VMIDs (3.17); the tag of others is not compared. */
static inline bool smmu3_tlb_outlives_vmid(const u64 *stamps, u64 stamp,
					   enum smmu3_world world, u16 vmid)
{
	return (world != SMMU3_WORLD_NS_EL1 && world != SMMU3_WORLD_S_EL1) ||
	       stamp >= READ_ONCE(stamps[smmu3_tlb_vmid_stamp(vmid)]);
}

/* Global entries have no ASID, nor has stage 2. */
static inline bool smmu3_tlb_outlives_asid(const u64 *stamps, u64 stamp,
					   const struct smmu3_mapping *mapping)
{
	u32 index = smmu3_tlb_asid_stamp(mapping->asid, mapping->vmid);

	return mapping->flags & (SMMU3_MAPPING_GLOBAL | SMMU3_MAPPING_STAGE2) ||
	       stamp >= READ_ONCE(stamps[index]);
}

/* Has nothing outdated the entry since it was born, at @stamp? */
static inline bool smmu3_tlb_outlives(const struct smmu3_tlb_stamps *stamps,
				      enum smmu3_world world, u64 stamp,
				      const struct smmu3_mapping *mapping)
{
	enum smmu3_pas state = smmu3_world_state(world);
	enum smmu3_tlb_kind kind = smmu3_tlb_kind_of(mapping);
	u64 space = smmu3_tlb_space_of(kind, mapping->vmid);
	u32 region = smmu3_tlb_region_stamp(space, mapping->va);

	return stamp >= READ_ONCE(stamps->world[world]) &&
	       stamp >= READ_ONCE(stamps->region[state][region]) &&
	       smmu3_tlb_outlives_block(stamps->block[state], stamp, space,
					mapping) &&
	       smmu3_tlb_outlives_vmid(stamps->vmid[state][kind], stamp, world,
				       mapping->vmid) &&
	       smmu3_tlb_outlives_asid(stamps->asid[state], stamp, mapping);
}

/* Outdate what @what names, for all that was born before @now (locked). */
void smmu3_tlb_outdate(struct smmu3_tlb_stamps *stamps,
		       const struct smmu3_tlbi *what, u64 now);

#endif /* _SMMU3_TLBSTAMP_H */
