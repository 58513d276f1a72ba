// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a client transaction, as smmu3.h arranges it: a section without a
 * lock that translates and moves the data; if there was a fault, the decision
 * about it under the raw lock; again from the beginning if an invalidation came
 * between, or if it stalled and software wants it retried. Nothing here touches
 * user memory, and nothing sleeps but the wait of a client that stalled
 * (stall.c), so clients that cannot wait may be in any context but NMI.
 */
#include <linux/cleanup.h>
#include <linux/mm.h>

#include "compat.h"
#include "copy.h"
#include "memory.h"
#include "pages.h"
#include "section.h"
#include "trace.h"
#include "xact.h"

/**
 * struct attempt - a transaction on its way
 * @sim: instance
 * @x: the model's view
 * @data: its data
 * @patience: the client's, NULL if it cannot wait
 * @epoch: of the model that made the last try
 * @forwarded: the last try was forwarded
 * @reached: and there was memory where it went
 * @gone: it stalled, and the client has gone away
 */
struct attempt {
	struct smmu_sim *sim;
	struct smmu3_xact *x;
	struct smmu_sim_data *data;
	const struct smmu_sim_patience *patience;
	u64 epoch;
	bool forwarded;
	bool reached;
	bool gone;
};

static void move_read(void *mem, struct smmu_sim_data *data)
{
	smmu_sim_copy_from(data->buf, mem, data->len);
}

static void move_write(void *mem, struct smmu_sim_data *data)
{
	smmu_sim_copy_to(mem, data->buf, data->len);
}

static void move_cas(void *mem, struct smmu_sim_data *data)
{
	data->found = cmpxchg((u64 *)mem, data->expect, data->swap);
}

static void (*const moves[])(void *mem, struct smmu_sim_data *data) = {
	[SMMU_SIM_MOVE_READ] = move_read,
	[SMMU_SIM_MOVE_WRITE] = move_write,
	[SMMU_SIM_MOVE_CAS] = move_cas,
};

/* Does the translation lead where the window's owner has his memory? */
static bool inside_window(const struct smmu_sim_window *window,
			  const struct smmu3_xact *x)
{
	u64 offset = x->txn.addr - window->iova;
	struct page *page = window->pages->page[offset >> PAGE_SHIFT];

	return x->res.pas == SMMU3_PAS_NS &&
	       x->res.pa == page_to_phys(page) + offset_in_page(offset);
}

/* False: nothing there, or that is what is pretended (section). */
static bool move_data(const struct attempt *a, struct smmu3 *smmu)
{
	const struct smmu3_xact *x = a->x;
	struct smmu_sim_data *data = a->data;
	void *mem;

	if (data->move == SMMU_SIM_MOVE_NOTHING)
		return true;
	if (data->window && !inside_window(data->window, x))
		return false;
	if (smmu3_inject_client(smmu, x->res.pas, x->res.pa, data->len))
		return false;
	mem = smmu_sim_mem_at(a->sim, x->txn.sec_sid, x->res.pas, x->res.pa);
	if (!mem)
		return false;
	moves[data->move](mem, data);
	return true;
}

/* One try; interrupts are off. */
static void try_section(struct attempt *a)
{
	const struct smmu_sim_model *model;

	smmu_sim_section_enter(a->sim);
	model = READ_ONCE(a->sim->model);
	a->epoch = model->epoch;
	a->x->steps.count = 0;
	a->forwarded = smmu3_translate(model->smmu, a->x);
	if (a->forwarded)
		a->reached = move_data(a, model->smmu);
	smmu_sim_section_exit(a->sim);
}

/* Does the fault stand? Raw lock held. */
static bool settle(struct attempt *a)
{
	const struct smmu_sim_model *model = a->sim->model;

	lockdep_assert_held(&a->sim->lock);
	if (a->epoch == model->epoch)
		return smmu3_settle(model->smmu, a->x);
	/* CONFIGURE came between: what the old model said is void. */
	a->x->tries = 0;
	return false;
}

/* True when it is decided. */
static bool attempt_lockless(struct attempt *a)
{
	unsigned long flags;
	bool decided;

	local_irq_save(flags);
	try_section(a);
	local_irq_restore(flags);
	if (a->forwarded)
		return true;
	scoped_guard(raw_spinlock_irqsave, &a->sim->lock)
		decided = settle(a);
	return decided;
}

static bool attempt_locked(struct attempt *a)
{
	bool decided;

	scoped_guard(raw_spinlock_irqsave, &a->sim->lock) {
		try_section(a);
		decided = a->forwarded || settle(a);
	}
	return decided;
}

static bool attempt(struct attempt *a)
{
	return smmu3_wants_lock(a->x) ? attempt_locked(a) : attempt_lockless(a);
}

/*
 * If it stalled, wait. True: it is to be made again, as if newly arrived
 * (4.7.1).
 */
static bool wait_and_retry(struct attempt *a)
{
	struct smmu3_xact *x = a->x;

	if (a->forwarded || smmu3_stall_state(x) == SMMU3_STALL_NONE)
		return false;
	a->gone = !smmu_sim_stall_wait(a->sim, x, a->patience);
	if (a->gone || smmu3_stall_state(x) != SMMU3_STALL_RETRY)
		return false;
	memset(&x->stall, 0, sizeof(x->stall));
	x->tries = 0;
	cond_resched();
	return true;
}

static enum smmu_sim_status stall_verdict(const struct attempt *a)
{
	switch (smmu3_stall_state(a->x)) {
	case SMMU3_STALL_RAZWI:
		return SMMU_SIM_XFER_RAZWI;
	case SMMU3_STALL_ABORT:
		return a->gone ? SMMU_SIM_XFER_STALLED : SMMU_SIM_XFER_ABORTED;
	default:
		return SMMU_SIM_XFER_STALLED;
	}
}

static enum smmu_sim_status verdict(const struct attempt *a)
{
	if (a->forwarded)
		return a->reached ? SMMU_SIM_XFER_OK : SMMU_SIM_XFER_ABORTED;
	switch (a->x->fault.disposition) {
	case SMMU3_STALL:
		return stall_verdict(a);
	case SMMU3_RAZWI:
		return SMMU_SIM_XFER_RAZWI;
	default:
		return SMMU_SIM_XFER_ABORTED;
	}
}

/* What a translation that is forwarded was made of. */
static enum smmu_sim_counter source_of(const struct smmu3_xact *x)
{
	unsigned int i;

	if (x->res.hit & SMMU3_HIT_TLB)
		return SMMU_SIM_COUNT_TLB_HITS;
	for (i = 0; i < min(x->steps.count, x->steps.cap); i++)
		if (x->steps.step[i].kind == SMMU3_STEP_TT)
			return SMMU_SIM_COUNT_WALKS;
	/* Without translation there are no more than an L1STD and an STE. */
	return x->steps.count > 4 ? SMMU_SIM_COUNT_WALKS :
				    SMMU_SIM_COUNT_BYPASSES;
}

static void count(const struct attempt *a)
{
	const struct smmu3_xact *x = a->x;
	struct smmu_sim *sim = a->sim;

	smmu_sim_count_add(sim, SMMU_SIM_COUNT_TRANSACTIONS, 1);
	if (x->res.hit & (SMMU3_HIT_STE | SMMU3_HIT_CD))
		smmu_sim_count_add(sim, SMMU_SIM_COUNT_CFG_HITS, 1);
	smmu_sim_count_add(sim, a->forwarded ? source_of(x) :
					       SMMU_SIM_COUNT_FAULTS, 1);
	if (a->forwarded && a->reached && a->data->move)
		smmu_sim_count_add(sim, SMMU_SIM_COUNT_BYTES, a->data->len);
}

/* It was forwarded: tries before that left no fault behind. */
static void forget_fault(struct smmu3_xact *x)
{
	memset(&x->fault, 0, sizeof(x->fault));
	memset(x->record, 0, sizeof(x->record));
	x->recorded = false;
}

/* Reads as zero, writes ignored. */
static void read_as_zero(struct smmu_sim_data *data)
{
	data->found = 0;
	if (data->move == SMMU_SIM_MOVE_READ)
		memset(data->buf, 0, data->len);
}

enum smmu_sim_status smmu_sim_transact(struct smmu_sim *sim,
				       struct smmu3_xact *x,
				       struct smmu_sim_data *data,
				       const struct smmu_sim_patience *patience)
{
	struct attempt a = {
		.sim = sim, .x = x, .data = data, .patience = patience,
	};
	enum smmu_sim_status status;
	struct smmu3_step few[4];
	u64 redone = 0;

	if (!x->steps.step) {
		x->steps.step = few;
		x->steps.cap = ARRAY_SIZE(few);
	}
	x->waits = patience;
	do {
		while (!attempt(&a))
			redone++;
	} while (wait_and_retry(&a));
	status = verdict(&a);
	if (a.forwarded)
		forget_fault(x);
	if (status == SMMU_SIM_XFER_RAZWI)
		read_as_zero(data);
	if (x->look == SMMU3_LOOK_REAL) {
		count(&a);
		smmu_sim_count_add(sim, SMMU_SIM_COUNT_REDONE, redone);
		trace_smmu_sim_translate(sim->id, x, status);
	}
	if (x->steps.step == few)
		x->steps.step = NULL;
	return status;
}

/* The next piece of @xfer, within 4 KiB. */
static void issue_piece(struct smmu_sim *sim, struct smmu_sim_xfer *xfer)
{
	struct smmu3_xact x = { .txn = {
		.addr = xfer->addr + xfer->done,
		.sid = xfer->sid,
		.sec_sid = SMMU3_PAS_NS,
		.write = xfer->write,
	} };
	struct smmu_sim_data data = {
		.move = xfer->write ? SMMU_SIM_MOVE_WRITE : SMMU_SIM_MOVE_READ,
		.buf = xfer->buf + xfer->done,
		.len = min(xfer->len - xfer->done, smmu_sim_piece(x.txn.addr)),
	};

	xfer->status = smmu_sim_transact(sim, &x, &data, NULL);
	if (xfer->status == SMMU_SIM_XFER_OK)
		xfer->done += data.len;
	xfer->event = x.fault.event;
}

void smmu_sim_issue(struct smmu_sim *sim, struct smmu_sim_xfer *xfer)
{
	xfer->done = 0;
	xfer->status = SMMU_SIM_XFER_OK;
	xfer->event = 0;
	while (xfer->done < xfer->len && xfer->status == SMMU_SIM_XFER_OK)
		issue_piece(sim, xfer);
}
SMMU_SIM_EXPORT(smmu_sim_issue);
