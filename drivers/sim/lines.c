// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts: the model sets a pending bit, wherever it runs, and an irq_work
 * tells the listeners: eventfds of files, handlers of kernel software. Pulses
 * that come before the last one was delivered merge with it, as those of a
 * wire do.
 *
 * Pulses are taken and delivered in one hold of the lock, so that whoever has had
 * it knows that those of before have arrived. irq_work_sync() does not say so:
 * the work may run on two CPUs, and the first one to finish makes it idle.
 */
#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/eventfd.h>

#include "compat.h"
#include "lines.h"

static_assert(SMMU_SIM_LINES_TOTAL <= BITS_PER_LONG);
static_assert((int)SMMU_SIM_LINE_EVENTQ == SMMU3_IRQ_EVENTQ);
static_assert((int)SMMU_SIM_LINE_CMD_SYNC == SMMU3_IRQ_CMD_SYNC);
static_assert((int)SMMU_SIM_LINE_GERROR == SMMU3_IRQ_GERROR);

static unsigned int line_index(enum smmu3_pas bank, enum smmu3_irq line)
{
	return (unsigned int)bank * SMMU3_NR_IRQS + line;
}

static void tell(const struct smmu_sim_listener *listener)
{
	if (listener->eventfd)
		eventfd_signal(listener->eventfd);
	if (listener->handler)
		listener->handler(listener->arg);
}

static void deliver_locked(struct smmu_sim_lines *lines)
{
	unsigned long pending = xchg(&lines->pending, 0);
	unsigned int index;

	lockdep_assert_held(&lines->lock);
	for_each_set_bit(index, &pending, SMMU_SIM_LINES_TOTAL)
		tell(&lines->listener[index]);
}

static void deliver(struct smmu_sim_lines *lines)
{
	scoped_guard(spinlock_irqsave, &lines->lock)
		deliver_locked(lines);
}

static void lines_work(struct irq_work *work)
{
	deliver(container_of(work, struct smmu_sim_lines, work));
}

void smmu_sim_lines_init(struct smmu_sim_lines *lines)
{
	spin_lock_init(&lines->lock);
	init_irq_work(&lines->work, lines_work);
}

void smmu_sim_lines_sync(struct smmu_sim_lines *lines)
{
	deliver(lines);
}

/* Nobody pulses any more. */
void smmu_sim_lines_destroy(struct smmu_sim_lines *lines)
{
	unsigned int index;

	irq_work_sync(&lines->work);
	for (index = 0; index < SMMU_SIM_LINES_TOTAL; index++)
		if (lines->listener[index].eventfd)
			eventfd_ctx_put(lines->listener[index].eventfd);
}

void smmu_sim_lines_pulse(struct smmu_sim_lines *lines, enum smmu3_pas bank,
			  enum smmu3_irq line)
{
	smp_mb__before_atomic(); /* what the pulse announces comes first */
	set_bit(line_index(bank, line), &lines->pending);
	irq_work_queue(&lines->work);
}

void smmu_sim_lines_set_eventfd(struct smmu_sim_lines *lines,
				enum smmu3_pas bank, enum smmu3_irq line,
				struct eventfd_ctx *eventfd, const void *file)
{
	struct smmu_sim_listener *listener =
		&lines->listener[line_index(bank, line)];

	scoped_guard(spinlock_irqsave, &lines->lock) {
		swap(listener->eventfd, eventfd);
		listener->file = file;
	}
	if (eventfd)
		eventfd_ctx_put(eventfd);
}

static struct eventfd_ctx *take_eventfd(struct smmu_sim_lines *lines,
					struct smmu_sim_listener *listener,
					const void *file)
{
	struct eventfd_ctx *eventfd = NULL;

	scoped_guard(spinlock_irqsave, &lines->lock)
		if (listener->file == file)
			swap(listener->eventfd, eventfd);
	return eventfd;
}

void smmu_sim_lines_forget(struct smmu_sim_lines *lines, const void *file)
{
	struct eventfd_ctx *eventfd;
	unsigned int index;

	for (index = 0; index < SMMU_SIM_LINES_TOTAL; index++) {
		eventfd = take_eventfd(lines, &lines->listener[index], file);
		if (eventfd)
			eventfd_ctx_put(eventfd);
	}
}

/* A line has one handler. */
static bool listener_claim(struct smmu_sim_listener *listener,
			   void (*handler)(void *arg), void *arg)
{
	if (listener->handler)
		return false;
	listener->handler = handler;
	listener->arg = arg;
	return true;
}

int smmu_sim_request_line(struct smmu_sim *sim, enum smmu_sim_line line,
			  void (*handler)(void *arg), void *arg)
{
	struct smmu_sim_listener *listener =
		&sim->lines.listener[line_index(SMMU3_PAS_NS,
						(enum smmu3_irq)line)];
	bool claimed;

	scoped_guard(spinlock_irqsave, &sim->lines.lock)
		claimed = listener_claim(listener, handler, arg);
	return claimed ? 0 : -EBUSY;
}
SMMU_SIM_EXPORT(smmu_sim_request_line);

void smmu_sim_free_line(struct smmu_sim *sim, enum smmu_sim_line line)
{
	struct smmu_sim_listener *listener =
		&sim->lines.listener[line_index(SMMU3_PAS_NS,
						(enum smmu3_irq)line)];

	scoped_guard(spinlock_irqsave, &sim->lines.lock)
		listener->handler = NULL;
}
SMMU_SIM_EXPORT(smmu_sim_free_line);
