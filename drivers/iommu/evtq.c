// SPDX-License-Identifier: GPL-2.0
/*
 * The event queue: takes records out of it (7.4). What they mean is for
 * faults.c.
 *
 * The interrupt only queues work, as a threaded interrupt handler would be
 * woken: a device that faults for ever then costs time, not the machine.
 */
#include <linux/bitfield.h>

#include <asm/barrier.h>

#include "builtin.h"
#include "../sim/smmu_sim.h"

static void builtin_evtq_work(struct work_struct *work)
{
	struct builtin *b = container_of(work, struct builtin, evtq.work);

	builtin_evtq_drain(b);
}

int builtin_evtq_alloc(struct builtin *b)
{
	size_t bytes = SMMU3_EVT_SIZE << b->caps.evtq_log2;

	mutex_init(&b->evtq.lock);
	INIT_WORK(&b->evtq.work, builtin_evtq_work);
	b->evtq.entry = builtin_alloc(b, bytes);
	return b->evtq.entry ? 0 : -ENOMEM;
}

void builtin_evtq_free(struct builtin *b)
{
	builtin_free(b->evtq.entry, SMMU3_EVT_SIZE << b->caps.evtq_log2);
	mutex_destroy(&b->evtq.lock);
}

/* The EVENTQ interrupt, irq_work context. */
void builtin_evtq_irq(void *arg)
{
	struct builtin *b = arg;

	schedule_work(&b->evtq.work);
}

static bool evtq_is_empty(const struct builtin *b, u32 prod)
{
	u32 mask = BIT(b->caps.evtq_log2 + 1) - 1;

	return !((prod ^ b->evtq.cons) & mask);
}

static void evtq_take(struct builtin *b, struct builtin_fault *fault)
{
	u32 mask = BIT(b->caps.evtq_log2) - 1;
	const __le64 *entry = b->evtq.entry[b->evtq.cons & mask];
	unsigned int i;

	for (i = 0; i < SMMU3_EVT_WORDS; i++)
		fault->word[i] = le64_to_cpu(READ_ONCE(entry[i]));
	mask = BIT(b->caps.evtq_log2 + 1) - 1;
	b->evtq.cons = (b->evtq.cons + 1) & mask;
}

/* Give room back; an overflow is acknowledged along with it (7.4). */
static void evtq_release(struct builtin *b, u32 prod)
{
	u32 overflow = prod & SMMU3_EVENTQ_PROD_OVFLG;
	u32 cons = smmu_sim_readl(b->sim, SMMU3_EVENTQ_CONS);

	if ((cons & SMMU3_EVENTQ_CONS_OVACKFLG) != overflow)
		b->evtq.overflows++;
	dma_mb();
	smmu_sim_writel(b->sim, SMMU3_EVENTQ_CONS,
			b->evtq.cons | overflow);
}

/* Take the records that are there. False: the queue is empty. */
static bool evtq_drain_locked(struct builtin *b)
{
	u32 prod = smmu_sim_readl(b->sim, SMMU3_EVENTQ_PROD);

	if (evtq_is_empty(b, prod))
		return false;
	dma_rmb();
	while (!evtq_is_empty(b, prod)) {
		struct builtin_fault *fault =
			&b->evtq.fault[b->evtq.nr_faults % BUILTIN_NR_FAULTS];

		evtq_take(b, fault);
		builtin_fault_handle(b, fault);
		b->evtq.nr_faults++;
	}
	evtq_release(b, prod);
	return !evtq_is_empty(b, smmu_sim_readl(b->sim, SMMU3_EVENTQ_PROD));
}

/*
 * Process context. Of what comes after the records that are there an interrupt
 * tells if the queue was empty in between, else the work looks again: a device
 * that never stops must not keep the locks from whoever wants to detach it.
 */
void builtin_evtq_drain(struct builtin *b)
{
	bool more;

	mutex_lock(&b->streams_lock);
	mutex_lock(&b->evtq.lock);
	more = evtq_drain_locked(b);
	mutex_unlock(&b->evtq.lock);
	mutex_unlock(&b->streams_lock);
	if (more)
		schedule_work(&b->evtq.work);
}
