// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting for the verdict about a stalled transaction. The transaction is in
 * its client's stack and linked into the model from the settling of its fault to
 * the verdict, so the client does not return before there is one: if need be it
 * takes it for itself, by going away.
 *
 * The model is where the transaction is linked as long as there is no verdict:
 * before it is replaced by another one it aborts all that is stalled, under the
 * same raw lock (instance.c).
 *
 * Verdicts are given under the raw lock, where nobody may be woken: an irq_work
 * does that, for all who wait.
 */
#include <linux/cleanup.h>
#include <linux/sched.h>

#include "stall.h"
#include "trace.h"

static void stalls_work(struct irq_work *work)
{
	struct smmu_sim_stalls *stalls =
		container_of(work, struct smmu_sim_stalls, work);

	wake_up_all(&stalls->wait);
}

void smmu_sim_stalls_init(struct smmu_sim_stalls *stalls)
{
	init_waitqueue_head(&stalls->wait);
	init_irq_work(&stalls->work, stalls_work);
}

/* Nobody waits any more. */
void smmu_sim_stalls_destroy(struct smmu_sim_stalls *stalls)
{
	irq_work_sync(&stalls->work);
}

void smmu_sim_stalls_resumed(struct smmu_sim_stalls *stalls)
{
	/* A full barrier, after the verdicts and before the wake-up. */
	irq_work_queue(&stalls->work);
}

static bool is_decided(const struct smmu3_xact *x)
{
	enum smmu3_stall_state state = smmu3_stall_state(x);

	return state != SMMU3_STALL_PENDING && state != SMMU3_STALL_RECORDED;
}

static long patience_left(const struct smmu_sim_patience *patience)
{
	long left = patience->until - jiffies;

	if (patience->forever)
		return MAX_SCHEDULE_TIMEOUT;
	return max(left, 0L);
}

/* The client goes away. False: no, a verdict came first. */
static bool go_away(struct smmu_sim *sim, struct smmu3_xact *x)
{
	bool decided;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		decided = is_decided(x);
		if (!decided)
			smmu3_stall_cancel(sim->model->smmu, x);
	}
	return !decided;
}

/*
 * wait_event_killable_timeout(), but freezable: software may take as long as it
 * likes, so whoever waits for it must not keep the machine from suspending, nor
 * a cgroup from being frozen. No locks are held.
 */
static void wait_for_verdict(struct smmu_sim_stalls *stalls,
			     const struct smmu3_xact *x, long left)
{
	(void)___wait_event(stalls->wait,
			    ___wait_cond_timeout(is_decided(x)),
			    (TASK_KILLABLE | TASK_FREEZABLE), 0, left,
			    __ret = schedule_timeout(__ret));
}

bool smmu_sim_stall_wait(struct smmu_sim *sim, struct smmu3_xact *x,
			 const struct smmu_sim_patience *patience)
{
	bool gone;

	trace_smmu_sim_stall(sim->id, x, false);
	wait_for_verdict(&sim->stalls, x, patience_left(patience));
	/* Killed, out of time, or decided: looking again tells. */
	gone = !is_decided(x) && go_away(sim, x);
	trace_smmu_sim_stall(sim->id, x, gone);
	return !gone;
}
