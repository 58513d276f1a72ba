/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Software that remembers what the caches of an SMMU may hold, and sends the
 * invalidations that the architecture demands: after changes of memory, and
 * between contexts that must not meet in a TLB. Of all commands that suffice it
 * takes one at random, from either queue where that is legal.
 */
#ifndef _UNIT_LEDGER_H
#define _UNIT_LEDGER_H

#include "rng.h"
#include "side.h"

#include "../ref/tags.h"

#define LEDGER_ENTRIES	96

/**
 * struct ledger_entry - a transaction that was made
 * @txn: see there
 * @trace: how it was decided
 * @tags: its context
 * @cfg: configuration caches may hold what it used
 * @tlb: so may the TLB
 * @dirty: by visit: memory has changed
 * @lines: hash of the lines that it visited, to be fast
 */
struct ledger_entry {
	struct twin_txn txn;
	struct twin_trace trace;
	struct ref_tags tags;
	bool cfg;
	bool tlb;
	u64 dirty;
	u64 lines;
};

/**
 * struct ledger - see above
 * @rig: the SMMU
 * @world: its identity and registers
 * @rng: for choices
 * @vmw: CR0.VMW, by bank
 * @ril: range invalidation is there
 * @entry: what was made since everything was invalidated
 * @count: how many
 * @changed: something is dirty
 * @used: these queues have commands that want a SYNC
 * @commands: sent so far
 * @flushes: of these times everything was invalidated
 */
struct ledger {
	struct rig *rig;
	const struct twin_world *world;
	struct rng *rng;
	unsigned int vmw[SMMU3_NR_PAS];
	bool ril;
	struct ledger_entry entry[LEDGER_ENTRIES];
	unsigned int count;
	bool changed;
	bool used[SMMU3_NR_PAS];
	u64 commands;
	u64 flushes;
};

/* Memory changes: to be told while it happens, or before. */
void ledger_touch(struct ledger *ledger, enum twin_space space, u64 addr,
		  u64 size);
/* Invalidate what depends on changed memory. */
void ledger_settle(struct ledger *ledger);
/* A transaction will be made: invalidate whom it must not meet. */
void ledger_meet(struct ledger *ledger, const struct twin_txn *txn,
		 const struct twin_trace *trace);
/* It has been made. */
void ledger_note(struct ledger *ledger, const struct twin_txn *txn,
		 const struct twin_trace *trace);
/* It has updated a descriptor: others may hold the old one. */
void ledger_updated(struct ledger *ledger, const struct twin_txn *txn,
		    const struct twin_trace *trace,
		    const struct twin_update *update);
/* The next ledger_note() may invalidate everything. */
bool ledger_is_full(const struct ledger *ledger);
/* Invalidate everything. */
void ledger_flush(struct ledger *ledger);

#endif /* _UNIT_LEDGER_H */
