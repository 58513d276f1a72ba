// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that files map, as arrays of order-0 pages: allocating, counting,
 * showing it in mappings. Process context, no lock but the memory limit's
 * atomic. A mapping gets references of the pages it has touched, so nothing
 * that happens to the array takes them away.
 */
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "pages.h"

/* Mappings of neighbours never meet. */
static u64 new_cookie(struct smmu_sim *sim, u64 bytes)
{
	u64 room = bytes + PAGE_SIZE;

	return atomic64_add_return(room, &sim->mem.next_cookie) - room +
	       PAGE_SIZE;
}

static struct smmu_sim_pages *pages_create(struct smmu_sim *sim, u64 bytes)
{
	unsigned long count = bytes >> PAGE_SHIFT;
	struct smmu_sim_pages *pages;

	/* The caller chooses the size: no reason to warn. */
	pages = kvzalloc(struct_size(pages, page, count),
			 GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!pages)
		return NULL;
	kref_init(&pages->ref);
	pages->sim = sim;
	pages->count = count;
	pages->cookie = new_cookie(sim, bytes);
	return pages;
}

static void pages_release(struct kref *ref)
{
	struct smmu_sim_pages *pages =
		container_of(ref, struct smmu_sim_pages, ref);
	unsigned long i;

	for (i = 0; i < pages->count && pages->page[i]; i++) {
		put_page(pages->page[i]);
		cond_resched();
	}
	atomic64_sub(pages->charged, &pages->sim->mem.used);
	kvfree(pages);
}

static bool charge(struct smmu_sim_memory *mem, u64 bytes)
{
	if (bytes > mem->limit)
		return false;
	if (atomic64_add_return(bytes, &mem->used) <= mem->limit)
		return true;
	atomic64_sub(bytes, &mem->used);
	return false;
}

static int fill(struct smmu_sim_pages *pages)
{
	unsigned long i;

	for (i = 0; i < pages->count; i++) {
		if (fatal_signal_pending(current))
			return -EINTR;
		pages->page[i] = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
		if (!pages->page[i])
			return -ENOMEM;
		cond_resched();
	}
	return 0;
}

struct smmu_sim_pages *smmu_sim_pages_alloc(struct smmu_sim *sim, u64 bytes)
{
	struct smmu_sim_pages *pages;
	int err;

	if (!charge(&sim->mem, bytes))
		return ERR_PTR(-ENOMEM);
	pages = pages_create(sim, bytes);
	if (!pages) {
		atomic64_sub(bytes, &sim->mem.used);
		return ERR_PTR(-ENOMEM);
	}
	pages->charged = bytes;
	err = fill(pages);
	if (err) {
		smmu_sim_pages_put(pages);
		return ERR_PTR(err);
	}
	return pages;
}

struct smmu_sim_pages *
smmu_sim_pages_adopt(struct smmu_sim *sim, u64 bytes,
		     struct page *(*page)(void *arg, unsigned long index),
		     void *arg)
{
	struct smmu_sim_pages *pages = pages_create(sim, bytes);
	unsigned long i;

	if (!pages)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < pages->count; i++) {
		pages->page[i] = page(arg, i);
		get_page(pages->page[i]);
	}
	return pages;
}

void smmu_sim_pages_get(struct smmu_sim_pages *pages)
{
	kref_get(&pages->ref);
}

void smmu_sim_pages_put(struct smmu_sim_pages *pages)
{
	kref_put(&pages->ref, pages_release);
}

bool smmu_sim_pages_cover(const struct smmu_sim_pages *pages,
			  struct vm_area_struct *vma)
{
	unsigned long first = pages->cookie >> PAGE_SHIFT;

	return vma->vm_pgoff >= first &&
	       vma->vm_pgoff - first < pages->count &&
	       vma_pages(vma) <= pages->count - (vma->vm_pgoff - first);
}

static void pages_vm_open(struct vm_area_struct *vma)
{
	smmu_sim_pages_get(vma->vm_private_data);
}

static void pages_vm_close(struct vm_area_struct *vma)
{
	smmu_sim_pages_put(vma->vm_private_data);
}

static vm_fault_t pages_vm_fault(struct vm_fault *vmf)
{
	struct smmu_sim_pages *pages = vmf->vma->vm_private_data;
	unsigned long index = vmf->pgoff - (pages->cookie >> PAGE_SHIFT);

	if (index >= pages->count)
		return VM_FAULT_SIGBUS;
	vmf->page = pages->page[index];
	get_page(vmf->page);
	return 0;
}

static const struct vm_operations_struct pages_vm_ops = {
	.open = pages_vm_open,
	.close = pages_vm_close,
	.fault = pages_vm_fault,
};

void smmu_sim_pages_map(struct smmu_sim_pages *pages,
			struct vm_area_struct *vma)
{
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP);
	vma->vm_private_data = pages;
	vma->vm_ops = &pages_vm_ops;
}
