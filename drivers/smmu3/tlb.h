/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TLB (3.17): translations by {StreamWorld, ASID or global, ASET, VMID,
 * address}; those of stage 2 alone by {StreamWorld, VMID, IPA space, IPA}.
 * Invalidation is in inval.h.
 */
#ifndef _SMMU3_TLB_H
#define _SMMU3_TLB_H

#include "state.h"

/* Flags of a mapping. */
#define SMMU3_MAPPING_GLOBAL	BIT(0)	/* nG is 0 */
#define SMMU3_MAPPING_TBI	BIT(1)	/* @va stands for 256 addresses */
#define SMMU3_MAPPING_STAGE2	BIT(2)	/* stage 2 alone, @va is an IPA */
#define SMMU3_MAPPING_NS_IPA	BIT(3)	/* in the Non-secure IPA space */
#define SMMU3_MAPPING_NESTED	BIT(4)	/* both stages */
#define SMMU3_MAPPING_CLEAN	BIT(5)	/* @perm has writes that DBM stands for */
#define SMMU3_MAPPING_S2CLEAN	BIT(6)	/* the same of @s2perm */
#define SMMU3_MAPPING_NO_AF	BIT(7)	/* AF is 0: never in the TLB */

/**
 * struct smmu3_mapping - what a walk has found
 * @va: first byte of the input, canonical under TBI
 * @pa: first byte of the output
 * @ipa: nested: what stage 1 makes of @va; else 0
 * @asid: ASID of the context; stage 2 alone: 0
 * @vmid: VMID, 0 for translations without
 * @log2_size: bytes covered, log2
 * @leaf_log2: bytes that the leaf maps, the smaller of two; at least @log2_size
 * @level: level of the leaf descriptor of stage 1, or of stage 2 alone
 * @granule: log2 of the translation granule, likewise
 * @perm: SMMU3_PERM_* that stage 1 gives; stage 2 alone: all
 * @s2perm: SMMU3_PERM_* that stage 2 gives; stage 1 alone: all
 * @memattr: stage 1: MAIR byte
 * @sh: stage 1: shareability
 * @s2attr: stage 2: SMMU3_S2ATTR_*
 * @pas: enum smmu3_pas of the output
 * @flags: SMMU3_MAPPING_*
 * @pad: 0
 *
 * A write to a mapping that is clean goes to the tables. Mappings that @va of a
 * block of stage 1 was split into are found by any address of that block (4.4).
 */
struct smmu3_mapping {
	u64 va;
	u64 pa;
	u64 ipa;
	u16 asid;
	u16 vmid;
	u8 log2_size;
	u8 leaf_log2;
	s8 level;
	u8 granule;
	u8 perm;
	u8 s2perm;
	u8 memattr;
	u8 sh;
	u8 s2attr;
	u8 pas;
	u8 flags;
	u8 pad;
};
static_assert(sizeof(struct smmu3_mapping) == 40);

/**
 * struct smmu3_tlb_key - for whom an address is looked up
 * @world: enum smmu3_world
 * @aset: ASET; stage 2 alone: false
 * @asid: ASID, 0 in a world without; stage 2 alone: 0
 * @vmid: VMID tag of the stream
 * @granule: log2 of the translation granule of @level of a mapping
 * @s2granule: nested: that of stage 2; else 0
 * @flags: SMMU3_MAPPING_STAGE2, _NS_IPA (with STAGE2 only) and _NESTED
 */
struct smmu3_tlb_key {
	u8 world;
	bool aset;
	u16 asid;
	u16 vmid;
	u8 granule;
	u8 s2granule;
	u8 flags;
};

/* Memory for the TLB, 64-byte aligned. Pure. */
size_t smmu3_tlb_bytes(const struct smmu3_config *config);

/* Take over zeroed memory of that size. */
void smmu3_tlb_init(struct smmu3 *smmu, void *mem);

/*
 * Look @va up (section). False: not there, *@mapping undefined. Stage 1 alone,
 * nested, and stage 2 alone are found apart, even with the same tags.
 */
bool smmu3_tlb_find(const struct smmu3 *smmu, const struct smmu3_xact *x,
		    const struct smmu3_tlb_key *key, u64 va,
		    struct smmu3_mapping *mapping);

/* Keep the mapping that was found for @va and @key in this section. */
void smmu3_tlb_add(const struct smmu3 *smmu, const struct smmu3_xact *x,
		   const struct smmu3_tlb_key *key, u64 va,
		   const struct smmu3_mapping *mapping);

#endif /* _SMMU3_TLB_H */
