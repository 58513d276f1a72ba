// SPDX-License-Identifier: GPL-2.0
/*
 * A look at the SMMU now and then, in case an interrupt got lost: the event
 * queue interrupts only when it was empty, an unacknowledged global error keeps
 * events back, and a command queue that was stuck says nothing when it moves
 * again. Process context, between start and stop of the driver.
 */
#include "builtin.h"

#define WATCH_MS	1000

static void builtin_watch(struct work_struct *work)
{
	struct builtin *b = container_of(to_delayed_work(work), struct builtin,
					 watch);

	builtin_gerror_irq(b);
	builtin_cmdq_unstick(b);
	builtin_evtq_drain(b);
	builtin_watch_start(b);
}

void builtin_watch_init(struct builtin *b)
{
	INIT_DELAYED_WORK(&b->watch, builtin_watch);
}

void builtin_watch_start(struct builtin *b)
{
	schedule_delayed_work(&b->watch, msecs_to_jiffies(WATCH_MS));
}

/* Before the last drain of the event queue is waited for. */
void builtin_watch_stop(struct builtin *b)
{
	cancel_delayed_work_sync(&b->watch);
}
