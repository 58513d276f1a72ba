/* SPDX-License-Identifier: GPL-2.0 */
/* The physical address spaces of an instance. */
#ifndef _SMMU_SIM_MEMORY_H
#define _SMMU_SIM_MEMORY_H

#include <linux/list.h>
#include <linux/sizes.h>

#include "instance.h"

/**
 * struct smmu_sim_region - RAM that a file has added
 * @node: in smmu_sim_memory.regions
 * @start: physical address of the first byte
 * @last: physical address of the last byte
 * @spaces: SMMU_SIM_MEM_*
 * @file: whose it is
 * @pages: the memory; holds a reference
 */
struct smmu_sim_region {
	struct list_head node;
	u64 start;
	u64 last;
	u32 spaces;
	const void *file;
	struct smmu_sim_pages *pages;
};

void smmu_sim_memory_init(struct smmu_sim_memory *mem, u64 limit);
void smmu_sim_memory_destroy(struct smmu_sim *sim);

/*
 * Add RAM; the range has been checked. Returns 0 and the cookie, or -EEXIST,
 * -ENOSPC, -ENOMEM, -EINTR.
 */
int smmu_sim_region_add(struct smmu_sim *sim, u64 start, u64 bytes, u32 spaces,
			const void *file, u64 *cookie);

/* When it returns nobody reaches the region any more. -ENOENT: none such. */
int smmu_sim_region_remove(struct smmu_sim *sim, u64 cookie, const void *file);

/* Remove all regions of @file. */
void smmu_sim_regions_forget(struct smmu_sim *sim, const void *file);

/* Copy region number @index, ascending. 1: there it is; -1: past the last. */
int smmu_sim_region_slot(struct smmu_sim *sim, unsigned int index,
			 struct smmu_sim_region_record *rec);

/* The pages of @file's region that @vma is about, with a reference, or NULL. */
struct smmu_sim_pages *smmu_sim_region_for_vma(struct smmu_sim *sim,
					       struct vm_area_struct *vma,
					       const void *file);

/*
 * The byte at @addr, or NULL if there is no memory. The memory is contiguous to
 * the end of the 4 KiB that @addr is in. In a section or under the raw lock,
 * and valid that long.
 *
 * smmu_sim_ram_at() knows only what files have added; smmu_sim_mem_at() is what
 * the SMMU and its clients reach, the kernel's memory included, if the access is
 * on behalf of @sec_sid, a bank or a stream. What is Secure belongs to a file,
 * which shall not reach the kernel's memory, whatever @pas its tables say.
 */
void *smmu_sim_ram_at(struct smmu_sim *sim, enum smmu3_pas pas, u64 addr);
void *smmu_sim_mem_at(struct smmu_sim *sim, enum smmu3_pas sec_sid,
		      enum smmu3_pas pas, u64 addr);

/* Bytes from @addr to the end of its 4 KiB. */
static inline size_t smmu_sim_piece(u64 addr)
{
	return SZ_4K - (addr & (SZ_4K - 1));
}

#endif /* _SMMU_SIM_MEMORY_H */
