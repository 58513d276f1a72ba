/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels that smmu-sim runs on. The only file that
 * knows kernel versions; everything else is written for the newest kernel.
 */
#ifndef _SMMU_SIM_COMPAT_H
#define _SMMU_SIM_COMPAT_H

#include <linux/device.h>
#include <linux/export.h>
#include <linux/hrtimer.h>
#include <linux/iommu.h>
#include <linux/module.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#error "smmu-sim needs Linux 6.12 or newer"
#endif

#if !defined(CONFIG_64BIT) || defined(CONFIG_CPU_BIG_ENDIAN)
#error "smmu-sim needs a 64-bit little-endian kernel"
#endif

#ifdef CONFIG_PREEMPT_RT
#error "smmu-sim does not support PREEMPT_RT"
#endif

/* Export to, and import from, the symbol namespace of smmu-sim. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define SMMU_SIM_EXPORT(sym)	EXPORT_SYMBOL_NS_GPL(sym, SMMU_SIM)
#define SMMU_SIM_IMPORT()	MODULE_IMPORT_NS(SMMU_SIM)
#else
#define SMMU_SIM_EXPORT(sym)	EXPORT_SYMBOL_NS_GPL(sym, "SMMU_SIM")
#define SMMU_SIM_IMPORT()	MODULE_IMPORT_NS("SMMU_SIM")
#endif

/*
 * attach_dev() of struct iommu_domain_ops got the domain that was attached so
 * far as a third parameter. SMMU_SIM_DEFINE_ATTACH_DEV(fn) makes a wrapper
 * without it, SMMU_SIM_ATTACH_DEV(fn) takes what has the type of the ops.
 */
#define SMMU_SIM_DEFINE_ATTACH_DEV(fn)					\
static int __maybe_unused fn##_without_old(struct iommu_domain *domain,	\
					   struct device *dev)		\
{									\
	return fn(domain, dev, NULL);					\
}

#define SMMU_SIM_ATTACH_DEV(fn)						\
	_Generic(((struct iommu_domain_ops *)NULL)->attach_dev,		\
		 int (*)(struct iommu_domain *, struct device *):	\
			fn##_without_old,				\
		 default: fn)

/*
 * Mark a device as DMA-coherent before it is added. Where the kernel has no
 * notion of it every device is.
 */
static inline void smmu_sim_set_dma_coherent(struct device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 2, 0)
	dev_set_dma_coherent(dev);
#elif defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_DEVICE) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU) || \
	defined(CONFIG_ARCH_HAS_SYNC_DMA_FOR_CPU_ALL)
	dev->dma_coherent = true;
#endif
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *timer),
	      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

#endif /* _SMMU_SIM_COMPAT_H */
