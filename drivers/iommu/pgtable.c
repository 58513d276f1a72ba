// SPDX-License-Identifier: GPL-2.0
/*
 * Translation tables of the built-in IOMMU driver: builds them, changes them,
 * frees them. Knows descriptors (VMSAv8-64, stage 1), not the SMMU: what has to
 * be invalidated is the caller's business, but for tables that are freed while
 * others are in use.
 *
 * No lock. A table is installed by compare-exchange, so two CPUs may need the
 * same one at the same time. It is removed only by somebody who owns the whole
 * range that it translates, so nobody else can be in it.
 */
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/iommu.h>
#include <linux/limits.h>

#include <smmu3/vmsa.h>

#include "pgtable.h"

#define ENTRIES		(SZ_4K / sizeof(__le64))

/* 5.4: byte @index of MAIR1:MAIR0 */
#define MAIR_ATTR(index)	GENMASK_ULL(8 * (index) + 7, 8 * (index))
#define MAIR_DEVICE_NGNRE	0x04

/* Indexes into MAIR, see pgtable_mair(). */
enum {
	ATTR_WRITE_BACK,
	ATTR_NON_CACHEABLE,
	ATTR_DEVICE,
};

static u64 level_size(int level)
{
	return BIT_ULL(PGTABLE_VA_BITS - 9 * (level + 1));
}

static unsigned int level_index(u64 iova, int level)
{
	return iova / level_size(level) % ENTRIES;
}

static int level_of_size(size_t pgsize)
{
	return pgsize == SZ_1G ? 1 : pgsize == SZ_2M ? 2 : SMMU3_LAST_LEVEL;
}

static u64 desc_read(const __le64 *entry)
{
	return le64_to_cpu(READ_ONCE(*entry));
}

static void desc_write(__le64 *entry, u64 desc)
{
	WRITE_ONCE(*entry, cpu_to_le64(desc));
}

static bool desc_is_valid(u64 desc)
{
	return desc & SMMU3_DESC_VALID;
}

static bool desc_is_table(u64 desc, int level)
{
	return desc_is_valid(desc) && level < SMMU3_LAST_LEVEL &&
	       (desc & SMMU3_DESC_TABLE);
}

static __le64 *desc_to_table(u64 desc)
{
	return phys_to_virt(desc & SMMU3_DESC_ADDR);
}

static __le64 *table_alloc(struct pgtable *pgt, gfp_t gfp)
{
	void *table = (void *)get_zeroed_page(gfp);

	if (table && virt_to_phys(table) >> pgt->oas) {
		free_page((unsigned long)table);
		return NULL;
	}
	return table;
}

/* At most three levels deep. */
static void table_free(__le64 *table, int level)
{
	unsigned int i;

	for (i = 0; level < SMMU3_LAST_LEVEL && i < ENTRIES; i++) {
		u64 desc = desc_read(&table[i]);

		if (desc_is_table(desc, level))
			table_free(desc_to_table(desc), level + 1);
	}
	free_page((unsigned long)table);
}

static bool table_is_empty(const __le64 *table, int level)
{
	unsigned int i;

	for (i = 0; i < ENTRIES; i++) {
		u64 desc = desc_read(&table[i]);

		if (!desc_is_valid(desc))
			continue;
		if (!desc_is_table(desc, level) ||
		    !table_is_empty(desc_to_table(desc), level + 1))
			return false;
	}
	return true;
}

int pgtable_init(struct pgtable *pgt, unsigned int oas,
		 void (*flush_walk)(struct pgtable *pgt, u64 iova, u64 size))
{
	pgt->oas = oas;
	pgt->flush_walk = flush_walk;
	pgt->root = table_alloc(pgt, GFP_KERNEL);
	return pgt->root ? 0 : -ENOMEM;
}

void pgtable_destroy(struct pgtable *pgt)
{
	table_free(pgt->root, 0);
	pgt->root = NULL;
}

u64 pgtable_mair(void)
{
	return FIELD_PREP(MAIR_ATTR(ATTR_WRITE_BACK), SMMU3_MAIR_WB) |
	       FIELD_PREP(MAIR_ATTR(ATTR_NON_CACHEABLE), SMMU3_MAIR_NC) |
	       FIELD_PREP(MAIR_ATTR(ATTR_DEVICE), MAIR_DEVICE_NGNRE);
}

/* Descriptor bits for @prot. Stage 1 has no write-only pages. */
static u64 prot_to_desc(int prot, int level)
{
	u64 desc = SMMU3_DESC_VALID | SMMU3_LEAF_AF | SMMU3_LEAF_NG |
		   FIELD_PREP(SMMU3_LEAF_SH, SMMU3_SH_ISH);
	unsigned int attr = ATTR_NON_CACHEABLE;

	if (level == SMMU3_LAST_LEVEL)
		desc |= SMMU3_DESC_TABLE;
	if (prot & IOMMU_MMIO)
		attr = ATTR_DEVICE;
	else if (prot & IOMMU_CACHE)
		attr = ATTR_WRITE_BACK;
	desc |= FIELD_PREP(SMMU3_LEAF_ATTRINDX, attr);
	if (!(prot & IOMMU_WRITE))
		desc |= SMMU3_LEAF_AP_RO;
	if (!(prot & IOMMU_PRIV))
		desc |= SMMU3_LEAF_AP_UNPRIV;
	if (prot & IOMMU_NOEXEC)
		desc |= SMMU3_LEAF_UXN | SMMU3_LEAF_PXN;
	return desc;
}

/* The table that @entry points to, made now if there is none. */
static __le64 *table_get(struct pgtable *pgt, __le64 *entry, int level,
			 gfp_t gfp)
{
	u64 desc = desc_read(entry);
	__le64 *table;
	__le64 old;

	if (desc_is_table(desc, level))
		return desc_to_table(desc);
	if (desc_is_valid(desc))
		return ERR_PTR(-EEXIST);
	table = table_alloc(pgt, gfp);
	if (!table)
		return ERR_PTR(-ENOMEM);
	desc = virt_to_phys(table) | SMMU3_DESC_VALID | SMMU3_DESC_TABLE;
	old = cmpxchg(entry, cpu_to_le64(0), cpu_to_le64(desc));
	if (!old)
		return table;
	free_page((unsigned long)table);
	desc = le64_to_cpu(old);
	return desc_is_table(desc, level) ? desc_to_table(desc) :
					    ERR_PTR(-EEXIST);
}

/* The table of @level for @iova. */
static __le64 *walk_to_map(struct pgtable *pgt, u64 iova, int level, gfp_t gfp)
{
	__le64 *table = pgt->root;
	int i;

	for (i = 0; i < level; i++) {
		table = table_get(pgt, &table[level_index(iova, i)], i, gfp);
		if (IS_ERR(table))
			break;
	}
	return table;
}

/*
 * Take an entry out of use that points to a table of which nothing is mapped
 * any more, or nothing need be. Break before make: when this returns no walk
 * can be in the table.
 */
static void entry_remove_table(struct pgtable *pgt, __le64 *entry, u64 iova,
			       int level)
{
	__le64 *table = desc_to_table(desc_read(entry));

	desc_write(entry, 0);
	pgt->flush_walk(pgt, iova, level_size(level));
	table_free(table, level + 1);
}

static int entry_map(struct pgtable *pgt, __le64 *entry, u64 iova, int level,
		     u64 desc)
{
	u64 old = desc_read(entry);

	if (desc_is_table(old, level)) {
		if (!table_is_empty(desc_to_table(old), level + 1))
			return -EEXIST;
		entry_remove_table(pgt, entry, iova, level);
	} else if (desc_is_valid(old)) {
		return -EEXIST;
	}
	desc_write(entry, desc);
	return 0;
}

static bool range_has_input(u64 iova, size_t pgsize, size_t pgcount)
{
	u64 size = (u64)pgsize * pgcount;

	return pgsize & PGTABLE_PAGE_SIZES && IS_ALIGNED(iova, pgsize) &&
	       iova < BIT_ULL(PGTABLE_VA_BITS) &&
	       size <= BIT_ULL(PGTABLE_VA_BITS) - iova;
}

static bool range_is_possible(struct pgtable *pgt, u64 iova, phys_addr_t paddr,
			      size_t pgsize, size_t pgcount)
{
	u64 size = (u64)pgsize * pgcount;

	return range_has_input(iova, pgsize, pgcount) &&
	       IS_ALIGNED(paddr, pgsize) && paddr < BIT_ULL(pgt->oas) &&
	       size <= BIT_ULL(pgt->oas) - paddr;
}

int pgtable_map(struct pgtable *pgt, u64 iova, phys_addr_t paddr,
		size_t pgsize, size_t pgcount, int prot, gfp_t gfp,
		size_t *mapped)
{
	int level = level_of_size(pgsize);
	u64 attrs = prot_to_desc(prot, level);
	__le64 *table = NULL;
	int ret;

	if (!(prot & (IOMMU_READ | IOMMU_WRITE)))
		return -EINVAL;
	if (!range_is_possible(pgt, iova, paddr, pgsize, pgcount))
		return -ERANGE;
	while (pgcount--) {
		if (!table || !level_index(iova, level))
			table = walk_to_map(pgt, iova, level, gfp);
		if (IS_ERR(table))
			return PTR_ERR(table);
		ret = entry_map(pgt, &table[level_index(iova, level)], iova,
				level, paddr | attrs);
		if (ret)
			return ret;
		iova += pgsize;
		paddr += pgsize;
		*mapped += pgsize;
	}
	return 0;
}

/*
 * The entry that decides on @iova, looking no deeper than @deepest. *@level is
 * where it was found.
 */
static __le64 *walk_to_entry(struct pgtable *pgt, u64 iova, int deepest,
			     int *level)
{
	__le64 *entry = &pgt->root[level_index(iova, 0)];

	for (*level = 0; *level < deepest; (*level)++) {
		u64 desc = desc_read(entry);

		if (!desc_is_table(desc, *level))
			break;
		entry = desc_to_table(desc);
		entry += level_index(iova, *level + 1);
	}
	return entry;
}

static bool entry_unmap(struct pgtable *pgt, __le64 *entry, u64 iova, int level)
{
	u64 desc = desc_read(entry);

	if (!desc_is_valid(desc))
		return false;
	if (desc_is_table(desc, level))
		entry_remove_table(pgt, entry, iova, level);
	else
		desc_write(entry, 0);
	return true;
}

size_t pgtable_unmap(struct pgtable *pgt, u64 iova, size_t pgsize,
		     size_t pgcount)
{
	int wanted = level_of_size(pgsize);
	size_t unmapped = 0;
	__le64 *entry = NULL;
	int level = 0;

	if (!range_has_input(iova, pgsize, pgcount))
		return 0;
	while (pgcount--) {
		if (!entry || !level_index(iova, wanted))
			entry = walk_to_entry(pgt, iova, wanted, &level);
		if (level != wanted || !entry_unmap(pgt, entry, iova, level))
			break;
		entry++;
		iova += pgsize;
		unmapped += pgsize;
	}
	return unmapped;
}

phys_addr_t pgtable_iova_to_phys(struct pgtable *pgt, u64 iova)
{
	u64 desc;
	int level;

	if (iova >= BIT_ULL(PGTABLE_VA_BITS))
		return 0;
	desc = desc_read(walk_to_entry(pgt, iova, SMMU3_LAST_LEVEL, &level));
	if (!desc_is_valid(desc))
		return 0;
	return (desc & SMMU3_DESC_ADDR & ~(level_size(level) - 1)) |
	       (iova & (level_size(level) - 1));
}
