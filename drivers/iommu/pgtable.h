/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A stage 1 translation table in memory: VMSAv8-64, 4 KiB granule, 48-bit input
 * addresses, four levels, one half (TTB0).
 *
 * Mapping and unmapping may go on at the same time on any number of CPUs, in
 * any context, as long as the ranges differ: that is what the owner of an IOVA
 * range has to see to. No lock is taken.
 */
#ifndef _SMMU_SIM_IOMMU_PGTABLE_H
#define _SMMU_SIM_IOMMU_PGTABLE_H

#include <linux/sizes.h>
#include <linux/types.h>

#define PGTABLE_VA_BITS		48
#define PGTABLE_PAGE_SIZES	(SZ_4K | SZ_2M | SZ_1G)

/**
 * struct pgtable - one translation table
 * @root: its level 0 table
 * @oas: output address bits; nothing above is mapped, no table lies above
 * @flush_walk: drop everything cached for the range, table descriptors too,
 *	and return when no walk uses them any more. Called before a table is
 *	freed while the pgtable is in use; any context
 */
struct pgtable {
	__le64 *root;
	unsigned int oas;
	void (*flush_walk)(struct pgtable *pgt, u64 iova, u64 size);
};

int pgtable_init(struct pgtable *pgt, unsigned int oas,
		 void (*flush_walk)(struct pgtable *pgt, u64 iova, u64 size));

/* Nobody uses the table any more, and nothing of it is cached. */
void pgtable_destroy(struct pgtable *pgt);

/* @prot is IOMMU_*; @mapped counts up by the bytes done, also on errors. */
int pgtable_map(struct pgtable *pgt, u64 iova, phys_addr_t paddr,
		size_t pgsize, size_t pgcount, int prot, gfp_t gfp,
		size_t *mapped);

/* Returns the bytes unmapped; the caller invalidates the leaf entries. */
size_t pgtable_unmap(struct pgtable *pgt, u64 iova, size_t pgsize,
		     size_t pgcount);

/* 0 if there is no translation. */
phys_addr_t pgtable_iova_to_phys(struct pgtable *pgt, u64 iova);

/* MAIR that the attributes of the descriptors refer to. */
u64 pgtable_mair(void);

#endif /* _SMMU_SIM_IOMMU_PGTABLE_H */
