/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between the kernels that smmu-sim runs on. The only file that
 * knows kernel versions; everything else is written for the newest kernel.
 */
#ifndef _SMMU_SIM_COMPAT_H
#define _SMMU_SIM_COMPAT_H

#include <linux/export.h>
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

#endif /* _SMMU_SIM_COMPAT_H */
