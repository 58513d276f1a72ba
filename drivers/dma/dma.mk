# SPDX-License-Identifier: GPL-2.0
# The companion device, smmu_sim_dma.ko. Kernels without DMA_ENGINE get the
# device and its buffers, but no channels.
dma-objs := \
	module.o \
	device.o \
	driver.o \
	buffers.o

ifdef CONFIG_DMA_ENGINE
dma-objs += \
	engine.o \
	channel.o \
	transfer.o
else
dma-objs += engine_none.o
endif
