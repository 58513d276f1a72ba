// SPDX-License-Identifier: GPL-2.0
/*
 * The event queue (3.5.3, 7.2, 7.4): when it may be written, overflow, aborts,
 * its interrupt; and the decision whether a fault found without the lock still
 * stands, and whether it stalls (stall.c). Knows nothing of what is in a record.
 * Called under the caller's lock.
 */
#include "evtq.h"

#include <smmu3/evt.h>
#include <smmu3/regs.h>

#include "attr.h"
#include "bank.h"
#include "gerror.h"
#include "inject.h"
#include "irq.h"
#include "mem.h"
#include "stall.h"

/* What can become of a record now. */
enum evtq_state {
	EVTQ_OFF,	/* discarded silently */
	EVTQ_FULL,	/* discarded, and software is told */
	EVTQ_WRITABLE,
};

/*
 * 12.3: no queue is touched in SFM. 7.2.1: an abort that software has not seen
 * takes precedence over full.
 */
static enum evtq_state evtq_state(const struct smmu3 *smmu,
				  const struct smmu3_bank *bank,
				  const struct smmu3_queue *queue)
{
	if (smmu3_inject_in_sfm(smmu) ||
	    !(bank->reg[SMMU3_REG_CR0ACK] & SMMU3_CR0_EVENTQEN) ||
	    smmu3_gerror_is_active(bank, SMMU3_GERROR_EVENTQ_ABT_ERR))
		return EVTQ_OFF;
	return smmu3_queue_is_full(queue) ? EVTQ_FULL : EVTQ_WRITABLE;
}

/* 7.4: OVFLG toggles once, until software acknowledges it with OVACKFLG. */
static void evtq_overflow(struct smmu3_bank *bank)
{
	u64 *prod = &bank->reg[SMMU3_REG_EVENTQ_PROD];
	bool flag = FIELD_GET(SMMU3_EVENTQ_PROD_OVFLG, *prod);
	bool ack = FIELD_GET(SMMU3_EVENTQ_CONS_OVACKFLG,
			     bank->reg[SMMU3_REG_EVENTQ_CONS]);

	if (flag == ack)
		*prod ^= SMMU3_EVENTQ_PROD_OVFLG;
}

/* 7.2.2: an abort is synchronous; PROD stays and nothing is announced. */
static bool evtq_write(struct smmu3 *smmu, struct smmu3_bank *bank,
		       const struct smmu3_queue *queue, const u64 record[4])
{
	struct smmu3_access access = {
		.addr = smmu3_queue_entry(queue, queue->prod),
		.pas = bank->id,
		.sec_sid = bank->id,
		.kind = SMMU3_ACCESS_EVENTQ,
	};
	u64 *prod = &bank->reg[SMMU3_REG_EVENTQ_PROD];
	__le64 image[SMMU3_EVT_WORDS];
	unsigned int i;

	for (i = 0; i < SMMU3_EVT_WORDS; i++)
		image[i] = cpu_to_le64(record[i]);
	smmu3_attr_of_queues(bank, &access);
	if (!smmu3_mem_write(smmu, &access, image, sizeof(image))) {
		smmu3_gerror_raise(smmu, bank, SMMU3_GERROR_EVENTQ_ABT_ERR);
		return false;
	}
	*prod = (*prod & ~SMMU3_EVENTQ_PROD_WR) |
		smmu3_queue_next(queue, queue->prod);
	if (smmu3_queue_is_empty(queue))
		smmu3_irq_raise(smmu, bank, SMMU3_IRQ_EVENTQ);
	return true;
}

bool smmu3_evtq_is_writable(const struct smmu3 *smmu,
			    const struct smmu3_bank *bank)
{
	const struct smmu3_queue queue = smmu3_bank_eventq(smmu, bank);

	return evtq_state(smmu, bank, &queue) == EVTQ_WRITABLE;
}

bool smmu3_evtq_record(struct smmu3 *smmu, struct smmu3_bank *bank,
		       const u64 record[4])
{
	struct smmu3_queue queue = smmu3_bank_eventq(smmu, bank);
	enum evtq_state state = evtq_state(smmu, bank, &queue);
	bool recorded = false;

	if (state == EVTQ_WRITABLE)
		recorded = evtq_write(smmu, bank, &queue, record);
	else if (state == EVTQ_FULL)
		evtq_overflow(bank);

	if (recorded)
		bank->events++;
	else
		bank->discarded++;
	smmu->ops->note_event(smmu->host, bank->id, record, recorded);
	return recorded;
}

bool smmu3_evtq_record_stall(struct smmu3 *smmu, struct smmu3_bank *bank,
			     const u64 record[4])
{
	struct smmu3_queue queue = smmu3_bank_eventq(smmu, bank);

	if (evtq_state(smmu, bank, &queue) != EVTQ_WRITABLE ||
	    !evtq_write(smmu, bank, &queue, record))
		return false;
	bank->events++;
	smmu->ops->note_event(smmu->host, bank->id, record, true);
	return true;
}

/* An invalidation, or a change of SMMUEN, since the section began. */
static bool is_overtaken(const struct smmu3 *smmu, const struct smmu3_xact *x)
{
	return x->birth.cfg != smmu->clocks.cfg ||
	       x->birth.tlb != smmu->clocks.tlb;
}

bool smmu3_settle(struct smmu3 *smmu, struct smmu3_xact *x)
{
	struct smmu3_bank *bank = &smmu->bank[x->txn.sec_sid];
	bool real = x->look == SMMU3_LOOK_REAL;

	if (real && is_overtaken(smmu, x)) {
		x->tries++;
		return false;
	}
	x->stall.stag = 0;
	smmu3_event_encode(x, x->record);
	if (real && x->fault.disposition == SMMU3_STALL) {
		smmu3_stall_add(smmu, x);
		return true;
	}
	x->recorded = real && x->fault.event && x->fault.record &&
		      bank->present &&
		      smmu3_evtq_record(smmu, bank, x->record);
	return true;
}
