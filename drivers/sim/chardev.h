/* SPDX-License-Identifier: GPL-2.0 */
/* The device nodes. */
#ifndef _SMMU_SIM_CHARDEV_H
#define _SMMU_SIM_CHARDEV_H

#include "instance.h"

/* @mem_limit: bytes of RAM that a private instance may have. */
int smmu_sim_chardev_init(struct smmu_sim *system, u64 mem_limit);
void smmu_sim_chardev_exit(void);

#endif /* _SMMU_SIM_CHARDEV_H */
