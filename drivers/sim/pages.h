/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pages that files map: RAM of an instance, DMA buffers of the companion. Each
 * holder (region table, buffer, mapping) has a reference.
 */
#ifndef _SMMU_SIM_PAGES_H
#define _SMMU_SIM_PAGES_H

#include <linux/kref.h>
#include <linux/mm_types.h>

#include "instance.h"

/**
 * struct smmu_sim_pages - an array of pages, seen as one piece of memory
 * @ref: holders
 * @sim: the instance; lives longer, as every holder belongs to one of its files
 * @charged: bytes that count as used memory of @sim
 * @cookie: mmap() offset of the first byte
 * @count: pages
 * @page: with a reference each
 */
struct smmu_sim_pages {
	struct kref ref;
	struct smmu_sim *sim;
	u64 charged;
	u64 cookie;
	unsigned long count;
	struct page *page[] __counted_by(count);
};

/* Zeroed memory, charged to @sim. ERR_PTR(): -ENOMEM, -EINTR. */
struct smmu_sim_pages *smmu_sim_pages_alloc(struct smmu_sim *sim, u64 bytes);

/* Memory of somebody else, who names each page. ERR_PTR(-ENOMEM). */
struct smmu_sim_pages *
smmu_sim_pages_adopt(struct smmu_sim *sim, u64 bytes,
		     struct page *(*page)(void *arg, unsigned long index),
		     void *arg);

void smmu_sim_pages_get(struct smmu_sim_pages *pages);
void smmu_sim_pages_put(struct smmu_sim_pages *pages);

static inline u64 smmu_sim_pages_bytes(const struct smmu_sim_pages *pages)
{
	return (u64)pages->count << PAGE_SHIFT;
}

/* Does @vma lie inside of @pages? */
bool smmu_sim_pages_cover(const struct smmu_sim_pages *pages,
			  struct vm_area_struct *vma);

/* Let @vma show @pages; takes over a reference. */
void smmu_sim_pages_map(struct smmu_sim_pages *pages,
			struct vm_area_struct *vma);

#endif /* _SMMU_SIM_PAGES_H */
