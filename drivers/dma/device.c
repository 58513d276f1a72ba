// SPDX-License-Identifier: GPL-2.0
/*
 * The companion as a device: a platform device that names the system SMMU and a
 * StreamID in its fwspec, so that the IOMMU core puts it into a group and the
 * DMA API uses its domain. Without an owner of the SMMU (driver=none) it is a
 * device that can do nothing. Module init and exit only.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/iommu.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "companion.h"
#include "../sim/compat.h"
#include "../sim/smmu_sim.h"

#define DMA_BITS	48

static void companion_forget_fwspec(struct device *dev)
{
	if (!dev->iommu)
		return;
	kfree(dev->iommu->fwspec);
	kfree(dev->iommu);
	dev->iommu = NULL;
}

/*
 * iommu_fwspec_init() wants a lock held that modules cannot take, and it has no
 * other user here: the device is not added yet. From platform_device_add() on
 * both allocations belong to the IOMMU core.
 */
static int companion_set_fwspec(struct device *dev,
				struct fwnode_handle *fwnode, u32 stream_id)
{
	struct iommu_fwspec *fwspec;

	dev->iommu = kzalloc(sizeof(*dev->iommu), GFP_KERNEL);
	fwspec = kzalloc(struct_size(fwspec, ids, 1), GFP_KERNEL);
	if (!dev->iommu || !fwspec) {
		kfree(fwspec);
		companion_forget_fwspec(dev);
		return -ENOMEM;
	}
	fwspec->iommu_fwnode = fwnode;
	fwspec->num_ids = 1;
	fwspec->ids[0] = stream_id;
	mutex_init(&dev->iommu->lock);
	dev->iommu->fwspec = fwspec;
	return 0;
}

static int companion_describe(struct device *dev, u32 stream_id)
{
	struct fwnode_handle *fwnode = smmu_sim_system_fwnode();
	int ret;

	smmu_sim_set_dma_coherent(dev);
	ret = dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(DMA_BITS));
	if (ret)
		return ret;
	dma_set_max_seg_size(dev, UINT_MAX);
	return fwnode ? companion_set_fwspec(dev, fwnode, stream_id) : 0;
}

struct platform_device *companion_device_create(u32 stream_id)
{
	struct platform_device *pdev;
	int ret;

	pdev = platform_device_alloc(COMPANION_NAME, PLATFORM_DEVID_NONE);
	if (!pdev)
		return ERR_PTR(-ENOMEM);
	ret = companion_describe(&pdev->dev, stream_id);
	if (ret)
		goto err_put;
	ret = platform_device_add(pdev);
	if (ret)
		goto err_forget;
	if (smmu_sim_system_fwnode() && !device_iommu_mapped(&pdev->dev)) {
		dev_err(&pdev->dev, "the IOMMU driver refuses StreamID %#x\n",
			stream_id);
		platform_device_unregister(pdev);
		return ERR_PTR(-ENODEV);
	}
	return pdev;

err_forget:
	companion_forget_fwspec(&pdev->dev);
err_put:
	platform_device_put(pdev);
	return ERR_PTR(ret);
}

void companion_device_destroy(struct platform_device *pdev)
{
	platform_device_unregister(pdev);
}

/*
 * Is this device behind the system SMMU, so that it can do DMA at all? Nobody
 * is if the SMMU has no owner, and by driver_override any platform device may
 * come here.
 */
bool companion_device_is_translated(struct device *dev)
{
	const struct iommu_fwspec *fwspec = dev_iommu_fwspec_get(dev);

	return device_iommu_mapped(dev) && fwspec &&
	       fwspec->iommu_fwnode == smmu_sim_system_fwnode();
}

u32 companion_device_stream_id(struct device *dev)
{
	return dev_iommu_fwspec_get(dev)->ids[0];
}
