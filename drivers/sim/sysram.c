// SPDX-License-Identifier: GPL-2.0
/*
 * Which physical addresses are the kernel's memory. The ranges are collected
 * once, at module load: the kernel's own questions about them take locks that
 * cannot be taken with interrupts off. Memory that is hot-added later aborts;
 * of memory that is hot-removed pfn_valid() knows.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "sysram.h"

struct sysram_range {
	u64 start;
	u64 last;
};

/* Ascending; constant after init. */
static struct sysram_range *ranges;
static unsigned int nr_ranges;

static int note_range(struct resource *res, void *arg)
{
	struct sysram_range *more;

	more = krealloc_array(ranges, nr_ranges + 1, sizeof(*ranges),
			      GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	ranges = more;
	ranges[nr_ranges].start = res->start;
	ranges[nr_ranges].last = res->end;
	nr_ranges++;
	return 0;
}

int smmu_sim_sysram_init(void)
{
	int err;

	err = walk_iomem_res_desc(IORES_DESC_NONE,
				  IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY,
				  0, U64_MAX, NULL, note_range);
	if (err)
		smmu_sim_sysram_exit();
	return err;
}

void smmu_sim_sysram_exit(void)
{
	kfree(ranges);
	ranges = NULL;
	nr_ranges = 0;
}

static bool addr_is_ram(u64 addr)
{
	unsigned int low = 0, high = nr_ranges, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (ranges[mid].start <= addr)
			low = mid + 1;
		else
			high = mid;
	}
	return low && addr <= ranges[low - 1].last;
}

void *smmu_sim_sysram_at(u64 addr)
{
	if (!addr_is_ram(addr) || !pfn_valid(PHYS_PFN(addr)))
		return NULL;
	return phys_to_virt(addr);
}
