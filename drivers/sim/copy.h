/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Copies between kernel buffers and memory that others access at the same time:
 * CPUs through mappings, devices. Naturally aligned 8-byte words of the memory
 * are accessed whole, in ascending order.
 */
#ifndef _SMMU_SIM_COPY_H
#define _SMMU_SIM_COPY_H

#include <linux/types.h>

void smmu_sim_copy_from(void *buf, const void *mem, size_t len);
void smmu_sim_copy_to(void *mem, const void *buf, size_t len);

#endif /* _SMMU_SIM_COPY_H */
