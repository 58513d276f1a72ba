// SPDX-License-Identifier: GPL-2.0
/*
 * Register accesses and the consumption of commands that they start, or that
 * somebody asks for one by one. Commands are consumed in slices, each under the
 * raw lock with interrupts off; between them others get their turn. Whoever is
 * killed leaves the rest to the next access, of whatever kind.
 */
#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "compat.h"
#include "regs.h"

#define SLICE		64	/* commands */
#define SLICE_SLOTS	BIT(15)	/* that these may look at together */
#define REST_SLICES	1024	/* for somebody who is going away */

/* In exact mode an invalidation looks at all slots of a cache. */
static unsigned long slots_of_caches(const struct smmu3_config *config)
{
	if (config->cache != SMMU3_CACHE_EXACT)
		return 1;
	return BIT(config->tlb_log2) + 2 * BIT(config->cfg_log2);
}

/*
 * How many commands are consumed at a time, as the dearest one goes:
 * CMD_STALL_TERM looks at all STAGs.
 */
static unsigned int slice_of(const struct smmu3_config *config)
{
	unsigned long slots = max_t(unsigned long, config->stall_max,
				    slots_of_caches(config));

	return clamp_t(unsigned long, SLICE_SLOTS / slots, 1, SLICE);
}

static bool run_locked(struct smmu3 *smmu)
{
	return smmu3_run(smmu, slice_of(smmu3_get_config(smmu)));
}

/* True if there is more to do. */
static bool run_slice(struct smmu_sim *sim)
{
	bool more;

	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		more = run_locked(sim->model->smmu);
	return more;
}

int smmu_sim_run(struct smmu_sim *sim)
{
	while (run_slice(sim)) {
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

void smmu_sim_run_rest(struct smmu_sim *sim)
{
	unsigned int i;

	for (i = 0; i < REST_SLICES && run_slice(sim); i++)
		cond_resched();
}

/* @left commands at most; *@count is how many it were. False: no more. */
static bool step_slice(struct smmu_sim *sim, enum smmu3_pas bank, u32 left,
		       u32 *count)
{
	struct smmu3 *smmu;
	u32 slice;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		smmu = sim->model->smmu;
		slice = min(left, slice_of(smmu3_get_config(smmu)));
		*count = smmu3_step(smmu, bank, slice);
	}
	return *count == slice;
}

int smmu_sim_step(struct smmu_sim *sim, enum smmu3_pas bank, u32 *count)
{
	u32 wanted = *count, done = 0, now;
	bool more = true;

	while (more && done < wanted) {
		if (fatal_signal_pending(current))
			return -EINTR;
		more = step_slice(sim, bank, wanted - done, &now);
		done += now;
		cond_resched();
	}
	*count = done;
	return 0;
}

u64 smmu_sim_reg_peek(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		      unsigned int width)
{
	u64 value;

	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		value = smmu3_reg_read(sim->model->smmu, from, offset, width);
	return value;
}

/* A read: a slow queue goes on, like all others. True if there is more to do. */
static bool tick_slice(struct smmu_sim *sim)
{
	struct smmu3 *smmu;
	bool more;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		smmu = sim->model->smmu;
		smmu3_inject_tick(smmu);
		more = run_locked(smmu);
	}
	return more;
}

static void reg_poke(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		     unsigned int width, u64 value)
{
	struct smmu3 *smmu;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		smmu = sim->model->smmu;
		smmu3_reg_write(smmu, from, offset, width, value);
		smmu3_inject_tick(smmu);
	}
}

int smmu_sim_reg_read(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		      unsigned int width, u64 *value)
{
	int err = tick_slice(sim) ? smmu_sim_run(sim) : 0;

	if (!err)
		*value = smmu_sim_reg_peek(sim, from, offset, width);
	return err;
}

int smmu_sim_reg_write(struct smmu_sim *sim, enum smmu3_pas from, u32 offset,
		       unsigned int width, u64 value)
{
	reg_poke(sim, from, offset, width, value);
	return smmu_sim_run(sim);
}

/*
 * Kernel software, perhaps with interrupts off, waits for its own queue, which
 * it keeps short. As the queues take turns, so many commands of the Secure one
 * are consumed along with it and no more: that one belongs to a file, may be of
 * any length, and may be filled up again all the time. True: there is more.
 */
static bool ns_slice(struct smmu_sim *sim)
{
	struct smmu3 *smmu;
	bool more;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		smmu = sim->model->smmu;
		run_locked(smmu);
		more = smmu3_has_work(smmu, SMMU3_PAS_NS);
	}
	return more;
}

static void ns_run(struct smmu_sim *sim)
{
	while (ns_slice(sim))
		;
}

static u64 ns_read(struct smmu_sim *sim, u32 offset, unsigned int width)
{
	if (tick_slice(sim))
		ns_run(sim);
	return smmu_sim_reg_peek(sim, SMMU3_PAS_NS, offset, width);
}

static void ns_write(struct smmu_sim *sim, u32 offset, unsigned int width,
		     u64 value)
{
	reg_poke(sim, SMMU3_PAS_NS, offset, width, value);
	ns_run(sim);
}

u32 smmu_sim_readl(struct smmu_sim *sim, u32 offset)
{
	return ns_read(sim, offset, 32);
}
SMMU_SIM_EXPORT(smmu_sim_readl);

void smmu_sim_writel(struct smmu_sim *sim, u32 offset, u32 value)
{
	ns_write(sim, offset, 32, value);
}
SMMU_SIM_EXPORT(smmu_sim_writel);

u64 smmu_sim_readq(struct smmu_sim *sim, u32 offset)
{
	return ns_read(sim, offset, 64);
}
SMMU_SIM_EXPORT(smmu_sim_readq);

void smmu_sim_writeq(struct smmu_sim *sim, u32 offset, u64 value)
{
	ns_write(sim, offset, 64, value);
}
SMMU_SIM_EXPORT(smmu_sim_writeq);
