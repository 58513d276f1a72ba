// SPDX-License-Identifier: GPL-2.0
/*
 * The physical address spaces of an instance: the regions that files have
 * added, and for the system SMMU the kernel's own memory (sysram.c).
 *
 * The regions are a list under the instance's mutex. Transactions see a table
 * made of it; it is never changed while in use. A new one is built in the
 * spare, put in place under the raw lock, and after the drain nobody looks at
 * the old one (section.h), which is the spare from then on.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include "memory.h"
#include "pages.h"
#include "section.h"
#include "sysram.h"

static const u32 space_flag[SMMU3_NR_PAS] = {
	[SMMU3_PAS_NS] = SMMU_SIM_MEM_NS,
	[SMMU3_PAS_S] = SMMU_SIM_MEM_S,
};

void smmu_sim_memory_init(struct smmu_sim_memory *mem, u64 limit)
{
	INIT_LIST_HEAD(&mem->regions);
	mem->table = &mem->spare[0];
	mem->limit = limit;
}

static void table_add(struct smmu_sim_table *table, enum smmu3_pas pas,
		      const struct smmu_sim_region *region)
{
	struct smmu_sim_span *span = &table->span[pas][table->count[pas]++];

	span->start = region->start;
	span->last = region->last;
	span->pages = region->pages;
}

static void table_build(struct smmu_sim_table *table,
			const struct smmu_sim_memory *mem)
{
	const struct smmu_sim_region *region;
	enum smmu3_pas pas;

	memset(table->count, 0, sizeof(table->count));
	list_for_each_entry(region, &mem->regions, node)
		for (pas = 0; pas < SMMU3_NR_PAS; pas++)
			if (region->spaces & space_flag[pas])
				table_add(table, pas, region);
}

/* Make the list what transactions see. */
static void table_publish(struct smmu_sim *sim)
{
	struct smmu_sim_memory *mem = &sim->mem;
	struct smmu_sim_table *table;

	lockdep_assert_held(&sim->mutex);
	table = &mem->spare[mem->table == &mem->spare[0]];
	table_build(table, mem);
	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		/* The table before the pointer to it. */
		smp_store_release(&mem->table, table);
		smmu_sim_drain(sim);
	}
}

static bool regions_overlap(const struct smmu_sim_region *a,
			    const struct smmu_sim_region *b)
{
	return (a->spaces & b->spaces) && a->start <= b->last &&
	       b->start <= a->last;
}

static int region_check(const struct smmu_sim_memory *mem,
			const struct smmu_sim_region *region)
{
	const struct smmu_sim_region *other;

	list_for_each_entry(other, &mem->regions, node)
		if (regions_overlap(region, other))
			return -EEXIST;
	return mem->nr_regions < SMMU_SIM_MAX_REGIONS ? 0 : -ENOSPC;
}

static void region_insert(struct smmu_sim_memory *mem,
			  struct smmu_sim_region *region)
{
	struct smmu_sim_region *next;

	list_for_each_entry(next, &mem->regions, node)
		if (next->start > region->start)
			break;
	list_add_tail(&region->node, &next->node);
	mem->nr_regions++;
}

static int region_link(struct smmu_sim *sim, struct smmu_sim_region *region)
{
	int err = region_check(&sim->mem, region);

	if (err)
		return err;
	region->pages = smmu_sim_pages_alloc(sim,
					     region->last - region->start + 1);
	if (IS_ERR(region->pages))
		return PTR_ERR(region->pages);
	region_insert(&sim->mem, region);
	table_publish(sim);
	return 0;
}

static struct smmu_sim_region *region_create(u64 start, u64 bytes, u32 spaces,
					     const void *file)
{
	struct smmu_sim_region *region;

	region = kzalloc(sizeof(*region), GFP_KERNEL_ACCOUNT);
	if (!region)
		return NULL;
	region->start = start;
	region->last = start + bytes - 1;
	region->spaces = spaces;
	region->file = file;
	return region;
}

int smmu_sim_region_add(struct smmu_sim *sim, u64 start, u64 bytes, u32 spaces,
			const void *file, u64 *cookie)
{
	struct smmu_sim_region *region;
	int err;

	region = region_create(start, bytes, spaces, file);
	if (!region)
		return -ENOMEM;
	scoped_guard(mutex, &sim->mutex) {
		err = region_link(sim, region);
		if (!err)
			*cookie = region->pages->cookie;
	}
	if (err)
		kfree(region);
	return err;
}

/* Not in the list any more, and not in the table. */
static void region_free(struct smmu_sim_region *region)
{
	smmu_sim_pages_put(region->pages);
	kfree(region);
}

static struct smmu_sim_region *region_find(const struct smmu_sim_memory *mem,
					   u64 cookie, const void *file)
{
	struct smmu_sim_region *region;

	list_for_each_entry(region, &mem->regions, node)
		if (region->file == file && region->pages->cookie == cookie)
			return region;
	return NULL;
}

int smmu_sim_region_remove(struct smmu_sim *sim, u64 cookie, const void *file)
{
	struct smmu_sim_region *region;

	scoped_guard(mutex, &sim->mutex) {
		region = region_find(&sim->mem, cookie, file);
		if (!region)
			return -ENOENT;
		list_del(&region->node);
		sim->mem.nr_regions--;
		table_publish(sim);
	}
	region_free(region);
	return 0;
}

static void regions_unlink(struct smmu_sim *sim, const void *file,
			   struct list_head *gone)
{
	struct smmu_sim_region *region, *next;

	guard(mutex)(&sim->mutex);
	list_for_each_entry_safe(region, next, &sim->mem.regions, node) {
		if (region->file != file)
			continue;
		list_move(&region->node, gone);
		sim->mem.nr_regions--;
	}
	if (!list_empty(gone))
		table_publish(sim);
}

void smmu_sim_regions_forget(struct smmu_sim *sim, const void *file)
{
	struct smmu_sim_region *region, *next;
	LIST_HEAD(gone);

	regions_unlink(sim, file, &gone);
	list_for_each_entry_safe(region, next, &gone, node)
		region_free(region);
}

int smmu_sim_region_slot(struct smmu_sim *sim, unsigned int index,
			 struct smmu_sim_region_record *rec)
{
	const struct smmu_sim_region *region;

	guard(mutex)(&sim->mutex);
	list_for_each_entry(region, &sim->mem.regions, node) {
		if (index--)
			continue;
		*rec = (struct smmu_sim_region_record) {
			.start = region->start,
			.length = region->last - region->start + 1,
			.flags = region->spaces,
			.cookie = region->pages->cookie,
		};
		return 1;
	}
	return -1;
}

/* Files have gone, and with them their regions. */
void smmu_sim_memory_destroy(struct smmu_sim *sim)
{
	WARN_ON(!list_empty(&sim->mem.regions));
	WARN_ON(atomic64_read(&sim->mem.used));
}

struct smmu_sim_pages *smmu_sim_region_for_vma(struct smmu_sim *sim,
					       struct vm_area_struct *vma,
					       const void *file)
{
	struct smmu_sim_region *region;

	guard(mutex)(&sim->mutex);
	list_for_each_entry(region, &sim->mem.regions, node) {
		if (region->file != file ||
		    !smmu_sim_pages_cover(region->pages, vma))
			continue;
		smmu_sim_pages_get(region->pages);
		return region->pages;
	}
	return NULL;
}

/* The last span that begins at or below @addr, if @addr is in it. */
static const struct smmu_sim_span *span_find(const struct smmu_sim_table *table,
					     enum smmu3_pas pas, u64 addr)
{
	const struct smmu_sim_span *span = table->span[pas];
	unsigned int low = 0, high = table->count[pas], mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (span[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low && addr <= span[low - 1].last ? &span[low - 1] : NULL;
}

void *smmu_sim_ram_at(struct smmu_sim *sim, enum smmu3_pas pas, u64 addr)
{
	const struct smmu_sim_table *table = READ_ONCE(sim->mem.table);
	const struct smmu_sim_span *span;
	u64 offset;

	lockdep_assert_irqs_disabled();
	span = span_find(table, pas, addr);
	if (!span)
		return NULL;
	offset = addr - span->start;
	return page_address(span->pages->page[offset >> PAGE_SHIFT]) +
	       offset_in_page(offset);
}

void *smmu_sim_mem_at(struct smmu_sim *sim, enum smmu3_pas sec_sid,
		      enum smmu3_pas pas, u64 addr)
{
	void *ram = smmu_sim_ram_at(sim, pas, addr);

	if (ram || !sim->owner)
		return ram;
	if (sec_sid != SMMU3_PAS_NS || pas != SMMU3_PAS_NS)
		return NULL;
	return smmu_sim_sysram_at(addr);
}
