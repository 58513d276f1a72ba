// SPDX-License-Identifier: GPL-2.0
/*
 * A change without an invalidation: the SMMU may go on as before, or see it,
 * but nothing else (3.21). An exact cache that has it goes on as before. See
 * arena.h.
 */
#include "arena.h"

/* The memory of a while ago: one word was another */
struct before {
	struct host *host;
	enum twin_space space;
	u64 addr;
	u64 value;
};

static bool before_read8(void *arg, enum twin_space space, u64 addr,
			 u64 *value)
{
	struct before *before = arg;

	if (!host_try_load(before->host, (enum smmu3_pas)space, addr, value))
		return false;
	if (space == before->space && addr == before->addr)
		*value = before->value;
	return true;
}

static void ask_before(struct arena *arena, const struct twin_txn *txn,
		       struct before *before, struct twin_outcome *want,
		       struct twin_trace *trace)
{
	struct twin_overlay overlay = {
		.below = { .read8 = before_read8, .arg = before } };
	struct twin_world world = arena->oracle.world;

	world.memory = twin_overlay_memory(&overlay);
	world.trace = trace;
	twin_translate(&world, txn, want);
}

/* A leaf that the transaction used only once */
static const struct twin_visit *some_leaf(struct arena *arena)
{
	const struct twin_trace *trace = &arena->oracle.trace;
	const struct twin_visit *leaf;
	unsigned int i, uses = 0;

	if (!trace->visits)
		return NULL;
	leaf = &trace->visit[rng_below(arena->rng, trace->visits)];
	if (!leaf->leaf)
		return NULL;
	for (i = 0; i < trace->visits; i++)
		uses += trace->visit[i].addr == leaf->addr &&
			trace->visit[i].space == leaf->space;
	return uses == 1 ? leaf : NULL;
}

static const char *judge_either(struct arena *arena, bool ok,
				const struct smmu3_xact *x,
				const struct twin_outcome *old,
				const struct twin_outcome *now, bool has_to)
{
	bool as_old = !oracle_judge(ok, x, old);
	bool as_now = !oracle_judge(ok, x, now);
	enum smmu3_pas bank = x->txn.sec_sid;

	if (!as_old && !as_now)
		return "neither as before nor as now";
	if (!as_old && has_to)
		return "an exact cache forgets";
	arena->tally->thing[as_old ? TALLY_STALE_OLD : TALLY_STALE_NEW]++;
	return arena_judge_queues(arena, bank, x, as_old ? old : now);
}

/* Neither may update anything, stall, or be about other globals. */
static bool is_plain(const struct twin_outcome *old,
		     const struct twin_outcome *now,
		     const struct twin_trace *a, const struct twin_trace *b)
{
	return !old->updates && !now->updates && old->fate != TWIN_STALL &&
	       now->fate != TWIN_STALL && a->global == b->global;
}

static const char *run_stale(struct arena *arena, const struct twin_txn *txn,
			     struct before *before, bool has_to)
{
	struct smmu3_xact x = { .txn = oracle_txn(txn),
				.waits = !txn->terminates };
	struct twin_outcome old, now;
	struct twin_trace trace;
	const char *what;
	bool ok;

	arena->rival.left = 0;
	arena->oracle.rival.left = 0;
	ask_before(arena, txn, before, &old, &trace);
	oracle_ask(&arena->oracle, txn, &now);
	if (!is_plain(&old, &now, &trace, &arena->oracle.trace))
		return NULL;
	ledger_note(&arena->ledger, txn, &arena->oracle.trace);
	host_log_clear(&arena->rig->host);
	ok = arena_run(arena, &x);
	what = judge_either(arena, ok, &x, &old, &now, has_to);
	if (what) {
		arena_report(arena, txn, &old, &x, what);
		arena_report(arena, txn, &now, &x, "or");
	}
	return what;
}

const char *arena_stale(struct arena *arena)
{
	u64 hits = arena->tally->thing[TALLY_REPEATED];
	u64 commands = arena->ledger.commands;
	const struct twin_visit *leaf;
	struct before before = { .host = &arena->rig->host };
	struct twin_txn txn;
	const char *what;

	if (!arena->recents)
		return NULL;
	txn = arena->recent[(arena->recents - 1) % ARENA_RECENT];
	what = arena_compare(arena, &txn);
	if (!what && arena->ledger.commands == commands)
		what = arena_compare_again(arena, &txn);
	leaf = some_leaf(arena);
	if (what || !leaf || ledger_is_full(&arena->ledger))
		return what;
	before.space = leaf->space;
	before.addr = leaf->addr;
	if (!host_try_load(before.host, (enum smmu3_pas)leaf->space,
			   leaf->addr, &before.value))
		return NULL;
	gen_flip(&arena->gen.side[txn.sec_sid], leaf->space, leaf->addr);
	what = run_stale(arena, &txn, &before,
			 arena->tally->thing[TALLY_REPEATED] != hits);
	ledger_touch(&arena->ledger, before.space, before.addr, sizeof(u64));
	ledger_settle(&arena->ledger);
	return what ? what : arena_compare(arena, &txn);
}
