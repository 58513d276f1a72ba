// SPDX-License-Identifier: GPL-2.0
/*
 * smmu_sim_dma.ko: makes the companion device and registers the driver for it.
 * Two separate things: the device may be given to another driver by
 * driver_override.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "companion.h"
#include "../sim/compat.h"

static unsigned int stream_id = 0x10;
module_param(stream_id, uint, 0444);
MODULE_PARM_DESC(stream_id, "StreamID of the device (default 0x10)");

static unsigned int channels = 2;
module_param(channels, uint, 0444);
MODULE_PARM_DESC(channels, "dmaengine channels, 1 to 16 (default 2)");

static struct platform_device *device;

static int __init companion_init(void)
{
	int ret;

	if (channels < 1 || channels > 16)
		return -EINVAL;
	device = companion_device_create(stream_id);
	if (IS_ERR(device))
		return PTR_ERR(device);
	ret = companion_driver_register(channels);
	if (ret)
		companion_device_destroy(device);
	return ret;
}
module_init(companion_init);

static void __exit companion_exit(void)
{
	companion_driver_unregister();
	companion_device_destroy(device);
}
module_exit(companion_exit);

SMMU_SIM_IMPORT();
MODULE_DESCRIPTION("A device whose DMA goes through the software SMMU");
MODULE_LICENSE("GPL");
