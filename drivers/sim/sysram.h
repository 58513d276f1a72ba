/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's own memory, as the Non-secure space of the system SMMU. */
#ifndef _SMMU_SIM_SYSRAM_H
#define _SMMU_SIM_SYSRAM_H

#include <linux/types.h>

int smmu_sim_sysram_init(void);
void smmu_sim_sysram_exit(void);

/* The byte at @addr through the linear map, NULL if it is not RAM. Any context. */
void *smmu_sim_sysram_at(u64 addr);

#endif /* _SMMU_SIM_SYSRAM_H */
