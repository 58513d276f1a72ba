// SPDX-License-Identifier: GPL-2.0
/*
 * Stalled transactions (3.12.2, 4.7): who has a STAG, who waits for one, who is
 * let go and with which verdict. That a fault stalls is decided before
 * (translate.c, evtq.c); what is in the record is the matter of evt.c. Called
 * under the caller's lock.
 *
 * A transaction belongs to its client, which may forget it as soon as it sees a
 * verdict. So the verdict is the last thing that is written to it, and nothing
 * leads to it from here any more by then.
 *
 * Choices: a STAG is the index of a slot, and slots take turns, so that a STAG
 * comes back as late as it can. No early retry, no suppression of duplicates
 * (3.12.2.1, 3.12.2.2). A record that could not be written is never written
 * later: its transaction is made again when there is room (7.2.1), and what it
 * says then is true.
 *
 * All that are pending are let go at once, although some will find the room
 * taken and be pending again. To let go only as many as there is room for would
 * need to know when one of them has no use for the room, but those that succeed
 * and those whose clients go away tell nobody. So this holds, and no wake-up is
 * lost: while something is pending, there is no free STAG or its queue cannot be
 * written. The work is bounded by the number of clients that wait.
 */
#include "stall.h"

#include <smmu3/evt.h>
#include <smmu3/regs.h>

#include "evtq.h"

static u32 stag_count(const struct smmu3_config *config)
{
	return config->stall_model == SMMU3_STALL_MODEL_TERMINATE ?
	       0 : config->stall_max;
}

size_t smmu3_stall_bytes(const struct smmu3_config *config)
{
	return stag_count(config) * sizeof(struct smmu3_stag);
}

void smmu3_stall_init(struct smmu3 *smmu, void *mem)
{
	smmu->stalls.stag = mem;
}

static void give_verdict(struct smmu3_xact *x, enum smmu3_stall_state verdict)
{
	/* The last access to @x; pairs with smmu3_stall_state(). */
	smp_store_release(&x->stall.state, verdict);
}

/* ---- STAGs ---- */

/* 3.12.2: STALL_MAX counts over all event queues. */
static bool has_free_stag(const struct smmu3 *smmu)
{
	const struct smmu3_stalls *stalls = &smmu->stalls;

	return stalls->used[SMMU3_PAS_NS] + stalls->used[SMMU3_PAS_S] <
	       stag_count(&smmu->config);
}

/* The next free one; there is one. */
static u32 find_stag(const struct smmu3 *smmu)
{
	u32 stag = smmu->stalls.next;

	while (smmu->stalls.stag[stag].busy)
		stag = (stag + 1) % stag_count(&smmu->config);
	return stag;
}

static void take_stag(struct smmu3 *smmu, struct smmu3_xact *x)
{
	struct smmu3_stalls *stalls = &smmu->stalls;

	stalls->stag[x->stall.stag] = (struct smmu3_stag){
		.x = x,
		.sid = x->txn.sid,
		.sec_sid = x->txn.sec_sid,
		.busy = true,
	};
	stalls->used[x->txn.sec_sid]++;
	stalls->next = (x->stall.stag + 1) % stag_count(&smmu->config);
}

/* The STAG is free, and who had it is let go. True if somebody still had. */
static bool release_stag(struct smmu3 *smmu, struct smmu3_stag *slot,
			 enum smmu3_stall_state verdict)
{
	struct smmu3_xact *x = slot->x;

	smmu->stalls.used[slot->sec_sid]--;
	*slot = (struct smmu3_stag){ 0 };
	if (x)
		give_verdict(x, verdict);
	return x;
}

/* ---- pending transactions, oldest first ---- */

static void append_pending(struct smmu3_stalls *stalls, struct smmu3_xact *x)
{
	enum smmu3_pas id = x->txn.sec_sid;

	x->stall.next = NULL;
	x->stall.prev = stalls->last[id];
	if (x->stall.prev)
		x->stall.prev->stall.next = x;
	else
		stalls->first[id] = x;
	stalls->last[id] = x;
	stalls->pending[id]++;
}

static void remove_pending(struct smmu3_stalls *stalls, struct smmu3_xact *x)
{
	enum smmu3_pas id = x->txn.sec_sid;

	if (x->stall.prev)
		x->stall.prev->stall.next = x->stall.next;
	else
		stalls->first[id] = x->stall.next;
	if (x->stall.next)
		x->stall.next->stall.prev = x->stall.prev;
	else
		stalls->last[id] = x->stall.prev;
	stalls->pending[id]--;
}

/* True if somebody was let go. */
static bool retry_pending(struct smmu3 *smmu, const struct smmu3_bank *bank)
{
	struct smmu3_stalls *stalls = &smmu->stalls;
	struct smmu3_xact *x = stalls->first[bank->id];
	bool any = x && has_free_stag(smmu) &&
		   smmu3_evtq_is_writable(smmu, bank);

	while (any && (x = stalls->first[bank->id])) {
		remove_pending(stalls, x);
		give_verdict(x, SMMU3_STALL_RETRY);
	}
	return any;
}

/* ---- a transaction comes ---- */

/* 3.12.2: Stall and STAG go into the record; false: there is no room for it. */
static bool record_stall(struct smmu3 *smmu, struct smmu3_xact *x)
{
	struct smmu3_bank *bank = &smmu->bank[x->txn.sec_sid];
	u64 record[SMMU3_EVT_WORDS];

	if (!has_free_stag(smmu))
		return false;
	x->stall.stag = find_stag(smmu);
	smmu3_event_encode(x, record);
	if (!smmu3_evtq_record_stall(smmu, bank, record))
		return false;
	memcpy(x->record, record, sizeof(record));
	return true;
}

void smmu3_stall_add(struct smmu3 *smmu, struct smmu3_xact *x)
{
	x->recorded = record_stall(smmu, x);
	if (x->recorded)
		take_stag(smmu, x);
	else
		append_pending(&smmu->stalls, x);
	WRITE_ONCE(x->stall.state, x->recorded ? SMMU3_STALL_RECORDED :
						 SMMU3_STALL_PENDING);
}

/* ---- transactions go ---- */

/* @any: somebody has been let go; and others may be, as STAGs are free. */
static void tell_clients(struct smmu3 *smmu, bool any)
{
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		any |= retry_pending(smmu, &smmu->bank[id]);
	if (any)
		smmu->ops->resumed(smmu->host);
}

void smmu3_stall_flush(struct smmu3 *smmu, struct smmu3_bank *bank)
{
	if (retry_pending(smmu, bank))
		smmu->ops->resumed(smmu->host);
}

void smmu3_stall_resume(struct smmu3 *smmu, enum smmu3_pas sec_sid, u32 sid,
			u16 stag, enum smmu3_stall_state verdict)
{
	struct smmu3_stag *slot;

	if (stag >= stag_count(&smmu->config))
		return;
	slot = &smmu->stalls.stag[stag];
	if (slot->busy && slot->sec_sid == sec_sid && slot->sid == sid)
		tell_clients(smmu, release_stag(smmu, slot, verdict));
}

/* All of one stream, or of a Security state if @sid is NULL. True if any. */
static bool abort_recorded(struct smmu3 *smmu, enum smmu3_pas sec_sid,
			   const u32 *sid)
{
	struct smmu3_stalls *stalls = &smmu->stalls;
	bool any = false;
	u32 i;

	for (i = 0; stalls->used[sec_sid] && i < stag_count(&smmu->config);
	     i++) {
		struct smmu3_stag *slot = &stalls->stag[i];

		if (slot->busy && slot->sec_sid == sec_sid &&
		    (!sid || slot->sid == *sid))
			any |= release_stag(smmu, slot, SMMU3_STALL_ABORT);
	}
	return any;
}

static bool abort_pending(struct smmu3 *smmu, enum smmu3_pas sec_sid,
			  const u32 *sid)
{
	struct smmu3_xact *x, *next;
	bool any = false;

	for (x = smmu->stalls.first[sec_sid]; x; x = next) {
		next = x->stall.next;
		if (sid && x->txn.sid != *sid)
			continue;
		remove_pending(&smmu->stalls, x);
		give_verdict(x, SMMU3_STALL_ABORT);
		any = true;
	}
	return any;
}

static bool abort_stalls(struct smmu3 *smmu, enum smmu3_pas sec_sid,
			 const u32 *sid)
{
	bool recorded = abort_recorded(smmu, sec_sid, sid);

	return abort_pending(smmu, sec_sid, sid) || recorded;
}

/* Pending ones too, one of the choices: nobody would ever hear of them. */
void smmu3_stall_terminate(struct smmu3 *smmu, enum smmu3_pas sec_sid, u32 sid)
{
	tell_clients(smmu, abort_stalls(smmu, sec_sid, &sid));
}

void smmu3_stall_disable(struct smmu3 *smmu, enum smmu3_pas sec_sid)
{
	tell_clients(smmu, abort_stalls(smmu, sec_sid, NULL));
}

void smmu3_stall_abort_all(struct smmu3 *smmu)
{
	bool any = false;
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		any |= abort_stalls(smmu, id, NULL);
	if (any)
		smmu->ops->resumed(smmu->host);
}

/* Software has been told of a recorded one, so that its STAG stays in use. */
void smmu3_stall_cancel(struct smmu3 *smmu, struct smmu3_xact *x)
{
	switch (smmu3_stall_state(x)) {
	case SMMU3_STALL_RECORDED:
		smmu->stalls.stag[x->stall.stag].x = NULL;
		break;
	case SMMU3_STALL_PENDING:
		remove_pending(&smmu->stalls, x);
		break;
	default:
		return;
	}
	give_verdict(x, SMMU3_STALL_ABORT);
	smmu->ops->resumed(smmu->host);
}

/* ---- inspection ---- */

int smmu3_stall_slot(struct smmu3 *smmu, unsigned int index,
		     struct smmu3_stall_record *rec)
{
	const struct smmu3_stag *slot;

	if (index >= stag_count(&smmu->config))
		return -1;
	slot = &smmu->stalls.stag[index];
	if (!slot->busy)
		return 0;
	*rec = (struct smmu3_stall_record){
		.sec_sid = slot->sec_sid,
		.sid = slot->sid,
		.stag = index,
		.abandoned = !slot->x,
		.addr = slot->x ? slot->x->txn.addr : 0,
	};
	return 1;
}
