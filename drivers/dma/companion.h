/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The companion: a platform device behind the system SMMU, and the driver that
 * serves it. Shared by the files of smmu_sim_dma.ko only.
 *
 * The device knows two things: the DMA API, and "issue this transaction".
 */
#ifndef _SMMU_SIM_DMA_COMPANION_H
#define _SMMU_SIM_DMA_COMPANION_H

#include <linux/types.h>

struct device;
struct engine;
struct platform_device;
struct smmu_sim_companion;

#define COMPANION_NAME	"smmu-sim-dma"

/* device.c: the device as such, whoever drives it */
struct platform_device *companion_device_create(u32 stream_id);
void companion_device_destroy(struct platform_device *pdev);
bool companion_device_is_translated(struct device *dev);
u32 companion_device_stream_id(struct device *dev);

/* driver.c */
int companion_driver_register(unsigned int channels);
void companion_driver_unregister(void);

/* buffers.c: DMA buffers for the char device */
int companion_buffers_start(struct device *dev);
void companion_buffers_stop(struct device *dev);

/* engine.c or engine_none.c: a dmaengine provider with @channels channels */
struct engine *engine_create(struct device *dev, unsigned int channels);
void engine_destroy(struct engine *engine);

/* Wait until engines that nobody uses any more are freed; no more can be. */
void engine_flush(void);

#endif /* _SMMU_SIM_DMA_COMPANION_H */
