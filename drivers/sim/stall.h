/* SPDX-License-Identifier: GPL-2.0 */
/* Clients that wait for what becomes of their stalled transactions. */
#ifndef _SMMU_SIM_STALL_H
#define _SMMU_SIM_STALL_H

#include <linux/jiffies.h>

#include "instance.h"

/**
 * struct smmu_sim_patience - how long a client waits
 * @forever: until there is a verdict
 * @until: else: until then, in jiffies
 */
struct smmu_sim_patience {
	bool forever;
	unsigned long until;
};

/* @ms from now on; 0: for ever. */
static inline struct smmu_sim_patience smmu_sim_patience_of(u32 ms)
{
	return (struct smmu_sim_patience) {
		.forever = !ms,
		.until = jiffies + msecs_to_jiffies(ms),
	};
}

/* Gives up at once. */
static inline struct smmu_sim_patience smmu_sim_patience_none(void)
{
	return (struct smmu_sim_patience) { .until = jiffies };
}

void smmu_sim_stalls_init(struct smmu_sim_stalls *stalls);
void smmu_sim_stalls_destroy(struct smmu_sim_stalls *stalls);

/* There are verdicts. Any context, also under the raw lock. */
void smmu_sim_stalls_resumed(struct smmu_sim_stalls *stalls);

/*
 * Wait for the verdict about @x, which stalled. False: patience has come to its
 * end, or the client is being killed; the client has gone away, and the model
 * has forgotten @x. Process context, no locks held.
 */
bool smmu_sim_stall_wait(struct smmu_sim *sim, struct smmu3_xact *x,
			 const struct smmu_sim_patience *patience);

#endif /* _SMMU_SIM_STALL_H */
