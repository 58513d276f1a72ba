/* SPDX-License-Identifier: GPL-2.0 */
/* Register accesses, for files; kernel software has those of smmu_sim.h. */
#ifndef _SMMU_SIM_REGS_H
#define _SMMU_SIM_REGS_H

#include "instance.h"

/*
 * Process context. They return when the commands that could be consumed have
 * been, or -EINTR.
 */
int smmu_sim_reg_read(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		      unsigned int width, u64 *value);
int smmu_sim_reg_write(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		       unsigned int width, u64 value);

/* One register as it stands; commands are left alone. Any context. */
u64 smmu_sim_reg_peek(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		      unsigned int width);

#endif /* _SMMU_SIM_REGS_H */
