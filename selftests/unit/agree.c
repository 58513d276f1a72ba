// SPDX-License-Identifier: GPL-2.0
/*
 * The SMMU under test against the naive twin: any identity, both Security
 * states in one SMMU, tables of both stages, caches that stay warm. CASES is
 * the number of transactions compared.
 */
#include "agree.h"
#include "arena.h"

#include <stdlib.h>

#define CASES_PER_WORLD	1000

/* ---- changes ---- */

/* Mostly where the last transaction was */
static void change_bit(struct arena *arena, struct gen_side *tables)
{
	const struct twin_trace *trace = &arena->oracle.trace;
	const struct twin_visit *visit;
	u64 word;

	if (!trace->visits)
		return;
	visit = &trace->visit[rng_below(arena->rng, trace->visits)];
	word = visit->place == TWIN_AT_STE || visit->place == TWIN_AT_CD ?
	       rng_below(arena->rng, 8) * sizeof(u64) : 0;
	gen_flip(tables, visit->space, visit->addr + word);
}

static bool sets_flags(const struct twin_trace *trace,
		       const struct twin_visit *leaf)
{
	return leaf->place == TWIN_AT_STAGE2 ?
	       ref_get(trace->ste, REF_STE_S2HA) :
	       ref_get(trace->cd, REF_CD_HA);
}

/* A leaf, or any other word, of the last transaction */
static void change_last(struct arena *arena, struct gen_side *tables)
{
	const struct twin_trace *trace = &arena->oracle.trace;
	const struct twin_visit *visit;
	bool rare;

	if (!trace->visits)
		return;
	visit = &trace->visit[rng_below(arena->rng, trace->visits)];
	if (visit->leaf && sets_flags(trace, visit))
		gen_reset_flags(tables, visit->space, visit->addr,
				visit->place == TWIN_AT_STAGE2);
	rare = visit->place == TWIN_AT_STAGE2 && visit->level == 3 &&
	       visit->class == REF_CLASS_TT;
	if (visit->place >= TWIN_AT_L1CD &&
	    rng_percent(arena->rng, rare ? 12 : 4))
		gen_fail(tables, visit->space, visit->addr);
}

static void change(struct arena *arena, struct gen_side *tables)
{
	unsigned int i, count = PICK(arena->rng, 0, 1, 1, 2, 3);

	if (rng_percent(arena->rng, 75))
		gen_failure(tables);
	for (i = 0; i < count; i++)
		gen_mutate(tables);
	for (i = 0; i < 3; i++)
		change_last(arena, tables);
	if (rng_percent(arena->rng, 70))
		gen_unflip(tables);
	if (rng_percent(arena->rng, 20))
		change_bit(arena, tables);
}

/* ---- rounds ---- */

static struct twin_txn some_txn(struct arena *arena, struct gen_side *tables)
{
	struct twin_txn txn = gen_txn(tables);
	u64 known = min_t(u64, arena->recents, ARENA_RECENT);

	if (!known || !rng_percent(arena->rng, 55))
		return txn;
	txn = arena->recent[rng_below(arena->rng, known)];
	tables = &arena->gen.side[txn.sec_sid];
	if (rng_percent(arena->rng, 60))
		gen_next_txn(tables, &txn);
	return txn;
}

static struct gen_side *some_side(struct arena *arena)
{
	enum smmu3_pas bank = rng_below(arena->rng, SMMU3_NR_PAS);

	return &arena->gen.side[arena_has(arena, bank) ? bank : NS];
}

static const char *run_round(struct arena *arena)
{
	struct gen_side *tables = some_side(arena);
	unsigned int i, count = 1 + rng_below(arena->rng, 10);
	const char *what = NULL;

	if (rng_percent(arena->rng, 2))
		what = arena_switch(arena, (enum smmu3_pas)tables->space);
	if (rng_percent(arena->rng, 70))
		change(arena, tables);
	if (rng_percent(arena->rng, 3))
		ledger_flush(&arena->ledger);
	ledger_settle(&arena->ledger);
	for (i = 0; i < count && !what; i++) {
		struct twin_txn txn = some_txn(arena, tables);

		/* Mostly it is what the changes are about. */
		if (!i && arena->recents && rng_percent(arena->rng, 60))
			txn = arena->recent[(arena->recents - 1) %
					    ARENA_RECENT];

		what = arena_compare_well(arena, &txn);
	}
	if (!what && rng_percent(arena->rng, 20))
		what = arena_end_stall(arena);
	if (!what && rng_percent(arena->rng, 10))
		what = arena_stale(arena);
	return what;
}

static const char *run_world(struct arena *arena, u64 cases)
{
	u64 end = arena->tally->cases + cases;
	const char *what = NULL;

	while (arena->tally->cases < end && !gen_full(&arena->gen) && !what)
		what = run_round(arena);
	return what;
}

void model_and_twin_agree(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0010);
	struct arena *arena = malloc(sizeof(*arena));
	u64 cases = rng_cases(250000);
	struct tally tally = { 0 };
	const char *what = NULL;

	(void)state;
	assert_non_null(arena);
	while (tally.cases < cases && !what) {
		u64 seed = rng.state;

		arena_init(arena, &rng, &tally);
		what = run_world(arena, min(cases - tally.cases,
					    (u64)CASES_PER_WORLD));
		if (what)
			print_error("begin at this world: SEED=%#llx\n",
				    (unsigned long long)seed);
		arena_free(arena);
	}
	tally_print(&tally);
	free(arena);
	if (what)
		fail_msg("transaction %llu: %s",
			 (unsigned long long)tally.cases, what);
	/* A few transactions cannot reach everything. */
	if (cases >= 200000)
		what = tally_starved(&tally);
	if (what)
		fail_msg("too seldom to prove anything: %s", what);
}
