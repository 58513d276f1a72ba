// SPDX-License-Identifier: GPL-2.0
/*
 * Trees of translation tables in the kit's RAM, for either stage: where a
 * descriptor is, and making the tables that lead to it. A tree of a nested
 * stream's stage 1 names its tables by IPA, and what it needs is mapped in stage
 * 2 as it grows.
 */
#include <errno.h>

#include <smmu3/vmsa.h>

#include "kit_table.h"

#define TABLE_BITS	9U

/* ---- memory ---- */

uint64_t kit_address(const struct smmusim_kit *kit,
		     const struct smmusim_stage2 *s2, uint64_t pa)
{
	return s2 ? smmusim_ipa(kit, pa) : pa;
}

/* The reverse. */
static uint64_t kit_pa(const struct smmusim_kit *kit,
		       const struct smmusim_stage2 *s2, uint64_t addr)
{
	return s2 ? addr - SMMUSIM_IPA_BASE + kit->setup.ram_base : addr;
}

/* Whole pages are mapped, so the allocation is made of whole pages. */
static int map_pages(struct smmusim_kit *kit, const struct smmusim_stage2 *s2,
		     uint64_t pa, uint64_t size)
{
	uint64_t done;
	int ret = 0;

	for (done = 0; !ret && done < size; done += KIT_TABLE_SIZE)
		ret = smmusim_map2_at(kit, s2, smmusim_ipa(kit, pa + done),
				      pa + done, SMMU3_LAST_LEVEL, 0);
	return ret;
}

uint64_t kit_table_alloc(struct smmusim_kit *kit,
			 const struct smmusim_stage2 *s2, uint64_t size,
			 uint64_t align)
{
	uint64_t pa;

	if (!s2)
		return smmusim_kit_alloc(kit, size, align);
	if (align < KIT_TABLE_SIZE)
		align = KIT_TABLE_SIZE;
	pa = smmusim_kit_alloc(kit, ALIGN(size, KIT_TABLE_SIZE), align);
	return pa && !map_pages(kit, s2, pa, size) ? pa : 0;
}

/* ---- descriptors ---- */

/* Arm ARM D8.2.8: which entry of a table of @level translates @addr. */
static uint64_t table_index(uint64_t addr, int level)
{
	unsigned int lsb = KIT_PAGE_BITS +
			   (SMMU3_LAST_LEVEL - level) * TABLE_BITS;

	return (addr >> lsb) & (BIT_ULL(TABLE_BITS) - 1);
}

uint64_t kit_table_entry(struct smmusim_kit *kit, const struct kit_table *table,
			 uint64_t addr, int level)
{
	uint64_t pa = table->root;
	int l;

	for (l = table->level; l < level; l++) {
		uint64_t *entry = smmusim_kit_ptr(kit, pa +
			table_index(addr, l) * SMMU3_DESC_SIZE);
		uint64_t desc = le64_to_cpu(READ_ONCE(*entry));

		if (!(desc & SMMU3_DESC_VALID) || !(desc & SMMU3_DESC_TABLE))
			return 0;
		pa = kit_pa(kit, table->s2, desc & SMMU3_DESC_ADDR);
	}
	return pa + table_index(addr, level) * SMMU3_DESC_SIZE;
}

void kit_descriptor_set(struct smmusim_kit *kit, uint64_t pa, uint64_t desc)
{
	uint64_t *entry = smmusim_kit_ptr(kit, pa);

	__atomic_store_n(entry, cpu_to_le64(desc), __ATOMIC_RELEASE);
}

static int make_tables(struct smmusim_kit *kit, const struct kit_table *table,
		       uint64_t addr, int level)
{
	int l;

	for (l = table->level; l < level; l++) {
		uint64_t next;

		if (kit_table_entry(kit, table, addr, l + 1))
			continue;
		next = kit_table_alloc(kit, table->s2, KIT_TABLE_SIZE,
				       KIT_TABLE_SIZE);
		if (!next)
			return -ENOSPC;
		kit_descriptor_set(kit, kit_table_entry(kit, table, addr, l),
				   kit_address(kit, table->s2, next) |
				   SMMU3_DESC_TABLE | SMMU3_DESC_VALID);
	}
	return 0;
}

int kit_table_store(struct smmusim_kit *kit, const struct kit_table *table,
		    uint64_t addr, int level, uint64_t desc)
{
	int ret = make_tables(kit, table, addr, level);

	if (!ret)
		kit_descriptor_set(kit,
				   kit_table_entry(kit, table, addr, level),
				   desc);
	return ret;
}
