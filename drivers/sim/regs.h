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

/*
 * Consume the commands that may be consumed. Process context: until that is
 * done, or -EINTR; or, for somebody who cannot be killed any more, a bounded
 * number of them.
 */
int smmu_sim_run(struct smmu_sim *sim);
void smmu_sim_run_rest(struct smmu_sim *sim);

/*
 * Consume at most *@count commands of one queue, also one that is held back.
 * *@count is then how many it were. Process context. -EINTR.
 */
int smmu_sim_step(struct smmu_sim *sim, enum smmu3_pas bank, u32 *count);

/* One register as it stands; commands are left alone. Any context. */
u64 smmu_sim_reg_peek(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		      unsigned int width);

#endif /* _SMMU_SIM_REGS_H */
