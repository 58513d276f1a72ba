// SPDX-License-Identifier: GPL-2.0
/*
 * The domain that the companion is attached to, at the edges of what the IOMMU
 * core may ask of it: blocks, addresses beyond the aperture, ranges larger than
 * memory. What is mapped need not exist: a transaction that is translated but
 * finds no memory has no event, one that is not translated has one.
 *
 * The checks run when the module is loaded; the parameter `passed` counts the
 * good ones, `failed` names the others.
 */
#include <linux/dma-mapping.h>
#include <linux/iommu.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "../../../drivers/sim/compat.h"
#include "../../../drivers/sim/smmu_sim.h"

#define F_TRANSLATION	0x10

/* Nothing of the DMA API is above this, which is what the domain can do. */
#define HIGH		BIT_ULL(47)
#define BEYOND		BIT_ULL(48)
#define NOWHERE		BIT_ULL(46)	/* output address without memory */
#define READ_WRITE	(IOMMU_READ | IOMMU_WRITE)

static unsigned int passed;
module_param(passed, uint, 0444);

static char failed_names[256];
static char *failed = failed_names;
module_param(failed, charp, 0444);

static struct iommu_domain *domain;
static u32 stream_id;

/* The event of a read at @iova, 0: it was translated. */
static u8 event_at(u64 iova)
{
	u8 byte;
	struct smmu_sim_xfer xfer = {
		.sid = stream_id,
		.addr = iova,
		.len = sizeof(byte),
		.buf = &byte,
	};

	smmu_sim_issue(smmu_sim_system(), &xfer);
	return xfer.event;
}

static int map(u64 iova, u64 size)
{
	return iommu_map(domain, iova, NOWHERE, size, READ_WRITE, GFP_KERNEL);
}

/* Translations of all of a range of 2^@log2 bytes are gone with the range. */
static bool unmapping_reaches_all_of(unsigned int log2)
{
	u64 size = BIT_ULL(log2), iova = HIGH - size;
	u64 probe[] = { 0, SZ_4K, SZ_2M, size / 2, size - 1 };
	unsigned int i;
	bool good = !map(iova, size);

	for (i = 0; i < ARRAY_SIZE(probe); i++)
		good &= !event_at(iova + probe[i]);
	good &= iommu_unmap(domain, iova, size) == size;
	for (i = 0; i < ARRAY_SIZE(probe); i++)
		good &= event_at(iova + probe[i]) == F_TRANSLATION;
	return good;
}

static bool small_range_is_unmapped(void)
{
	return unmapping_reaches_all_of(22);
}

static bool range_of_the_largest_scale_is_unmapped(void)
{
	return unmapping_reaches_all_of(12 + 31);
}

static bool range_beyond_the_largest_scale_is_unmapped(void)
{
	return unmapping_reaches_all_of(12 + 33);
}

static bool beyond_the_aperture_nothing_is_mapped(void)
{
	return map(BEYOND, SZ_4K) && map(BEYOND - SZ_4K, SZ_8K) &&
	       !iommu_iova_to_phys(domain, BEYOND - SZ_4K);
}

static bool beyond_the_aperture_nothing_is_unmapped(void)
{
	u64 iova = HIGH;
	bool good = !map(iova, SZ_4K) &&
		    !iommu_unmap(domain, iova + BEYOND, SZ_4K) &&
		    iommu_iova_to_phys(domain, iova) == NOWHERE &&
		    !event_at(iova);

	return iommu_unmap(domain, iova, SZ_4K) == SZ_4K && good;
}

static bool block_is_not_split(void)
{
	u64 iova = HIGH;
	bool good = !map(iova, SZ_2M) &&
		    !iommu_unmap(domain, iova + SZ_4K, SZ_4K) &&
		    !event_at(iova) && !event_at(iova + SZ_4K);

	return iommu_unmap(domain, iova, SZ_2M) == SZ_2M && good &&
	       event_at(iova) == F_TRANSLATION;
}

static bool block_takes_the_place_of_pages(void)
{
	u64 iova = HIGH;
	bool good = !map(iova + SZ_4K, SZ_4K) && !event_at(iova + SZ_4K) &&
		    map(iova, SZ_2M) && !event_at(iova + SZ_4K) &&
		    iommu_unmap(domain, iova + SZ_4K, SZ_4K) == SZ_4K &&
		    !map(iova, SZ_2M) && !event_at(iova + SZ_4K) &&
		    iommu_iova_to_phys(domain, iova + SZ_8K + 5) ==
		    NOWHERE + SZ_8K + 5;

	return iommu_unmap(domain, iova, SZ_2M) == SZ_2M && good;
}

static bool pages_go_with_their_block(void)
{
	u64 iova = HIGH, page;
	bool good = true;

	for (page = 0; page < SZ_2M; page += SZ_4K)
		good &= !map(iova + page, SZ_4K);
	good &= !event_at(iova) && !event_at(iova + SZ_2M - SZ_4K) &&
		iommu_unmap(domain, iova, SZ_2M) == SZ_2M;
	return good && event_at(iova) == F_TRANSLATION &&
	       event_at(iova + SZ_2M - SZ_4K) == F_TRANSLATION;
}

static const struct {
	const char *name;
	bool (*check)(void);
} checks[] = {
	{ "small_range_is_unmapped", small_range_is_unmapped },
	{ "range_of_the_largest_scale_is_unmapped",
	  range_of_the_largest_scale_is_unmapped },
	{ "range_beyond_the_largest_scale_is_unmapped",
	  range_beyond_the_largest_scale_is_unmapped },
	{ "beyond_the_aperture_nothing_is_mapped",
	  beyond_the_aperture_nothing_is_mapped },
	{ "beyond_the_aperture_nothing_is_unmapped",
	  beyond_the_aperture_nothing_is_unmapped },
	{ "block_is_not_split", block_is_not_split },
	{ "block_takes_the_place_of_pages", block_takes_the_place_of_pages },
	{ "pages_go_with_their_block", pages_go_with_their_block },
};

static void run_checks(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		if (checks[i].check()) {
			passed++;
			continue;
		}
		strlcat(failed_names, checks[i].name, sizeof(failed_names));
		strlcat(failed_names, " ", sizeof(failed_names));
	}
}

static int __init domain_check_init(void)
{
	struct device *dev = bus_find_device_by_name(&platform_bus_type, NULL,
						     "smmu-sim-dma");

	if (!dev)
		return -ENODEV;
	domain = iommu_get_domain_for_dev(dev);
	if (domain) {
		stream_id = dev_iommu_fwspec_get(dev)->ids[0];
		run_checks();
	}
	put_device(dev);
	return domain ? 0 : -ENODEV;
}
module_init(domain_check_init);

static void __exit domain_check_exit(void)
{
}
module_exit(domain_check_exit);

SMMU_SIM_IMPORT();
MODULE_DESCRIPTION("The companion's domain at its edges");
MODULE_LICENSE("GPL");
