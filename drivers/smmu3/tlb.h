/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The TLB (3.17): translations by {StreamWorld, ASID or global, ASET, address}.
 * Lookup is that of stage 1 without a stage 2, where no VMID counts;
 * invalidation, in inval.h, knows VMIDs and entries of stage 2.
 */
#ifndef _SMMU3_TLB_H
#define _SMMU3_TLB_H

#include "cd.h"

/* Flags of a mapping. */
#define SMMU3_MAPPING_GLOBAL	BIT(0)	/* nG is 0 */
#define SMMU3_MAPPING_TBI	BIT(1)	/* @va stands for 256 addresses */
#define SMMU3_MAPPING_STAGE2	BIT(2)	/* stage 2 alone, @va is an IPA */
#define SMMU3_MAPPING_NS_IPA	BIT(3)	/* in the Non-secure IPA space */

/**
 * struct smmu3_mapping - what a walk has found
 * @va: first byte of the input, canonical under TBI
 * @pa: first byte of the output
 * @asid: ASID of the context
 * @vmid: VMID, 0 without stage 2
 * @log2_size: bytes covered, log2
 * @level: level of the leaf descriptor, whose block may cover more
 * @granule: log2 of the translation granule
 * @perm: SMMU3_PERM_*
 * @memattr: MAIR byte
 * @sh: shareability
 * @pas: enum smmu3_pas of the output
 * @flags: SMMU3_MAPPING_*
 * @pad: 0
 */
struct smmu3_mapping {
	u64 va;
	u64 pa;
	u16 asid;
	u16 vmid;
	u8 log2_size;
	s8 level;
	u8 granule;
	u8 perm;
	u8 memattr;
	u8 sh;
	u8 pas;
	u8 flags;
	u8 pad[4];
};

/* Memory for the TLB, 64-byte aligned. Pure. */
size_t smmu3_tlb_bytes(const struct smmu3_config *config);

/* Take over zeroed memory of that size. */
void smmu3_tlb_init(struct smmu3 *smmu, void *mem);

/*
 * Look @va up in @context, with granules of 2^@granule (section). False: not
 * there, *@mapping undefined.
 */
bool smmu3_tlb_find(const struct smmu3 *smmu, const struct smmu3_xact *x,
		    const struct smmu3_context *context, unsigned int granule,
		    u64 va, struct smmu3_mapping *mapping);

/* Keep the mapping that was found for @va in this section. */
void smmu3_tlb_add(const struct smmu3 *smmu, const struct smmu3_xact *x,
		   const struct smmu3_context *context, u64 va,
		   const struct smmu3_mapping *mapping);

#endif /* _SMMU3_TLB_H */
