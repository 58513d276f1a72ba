/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the SMMU under test meets the naive twin: one SMMU of a random identity
 * and a generated world, transactions of both Security states side by side, and
 * software that invalidates what it has to.
 */
#ifndef _UNIT_ARENA_H
#define _UNIT_ARENA_H

#include "gen.h"
#include "ledger.h"
#include "oracle.h"
#include "tally.h"

#define PICK(rng, ...) rng_pick(rng, (const u64[]){ __VA_ARGS__ },	\
	ARRAY_SIZE(((const u64[]){ __VA_ARGS__ })))

#define ARENA_STALLS	4
#define ARENA_RECENT	32

/* A stalled transaction, or one on its way */
struct arena_stall {
	bool used;
	struct twin_txn txn;
	struct smmu3_xact x;
};

/**
 * struct arena - see above
 * @rng: all choices
 * @rig: the SMMU
 * @gen: memory
 * @oracle: the twin
 * @ledger: what caches may hold
 * @tally: what it came to
 * @stall: transactions; some are stalled
 * @recent: some of those that were made
 * @recents: how many in all
 * @control: what CR0 has besides SMMUEN, by bank
 * @rival: as the model meets him
 */
struct arena {
	struct rng *rng;
	struct rig *rig;
	struct gen gen;
	struct oracle oracle;
	struct ledger ledger;
	struct tally *tally;
	struct arena_stall stall[ARENA_STALLS];
	struct twin_txn recent[ARENA_RECENT];
	u64 recents;
	u32 control[SMMU3_NR_PAS];
	struct oracle_rival rival;
};

/* ---- arena.c ---- */

/* A possible identity with any value of every key. */
struct smmu3_config arena_config(struct rng *rng);
void arena_init(struct arena *arena, struct rng *rng, struct tally *tally);
void arena_free(struct arena *arena);
bool arena_has(const struct arena *arena, enum smmu3_pas bank);
/* Change registers of a bank, with transactions while it is disabled. */
const char *arena_switch(struct arena *arena, enum smmu3_pas bank);

/* ---- arena_txn.c ---- */

/* NULL, or what is different. */
const char *arena_compare(struct arena *arena, const struct twin_txn *txn);
/* The same, in some smaller ways before it, and again after it. */
const char *arena_compare_well(struct arena *arena,
			       const struct twin_txn *txn);
/* The same transaction again: an exact cache has it. */
const char *arena_compare_again(struct arena *arena,
				const struct twin_txn *txn);
/* Everybody's event queue has just this, or nothing. */
const char *arena_judge_queues(struct arena *arena, enum smmu3_pas bank,
			       const struct smmu3_xact *x,
			       const struct twin_outcome *want);
/* Print what is different, and where. */
void arena_report(struct arena *arena, const struct twin_txn *txn,
		  const struct twin_outcome *want, const struct smmu3_xact *x,
		  const char *what);
/* The rival's hook of the host. */
void arena_on_cas(void *arg, const struct smmu3_access *access);
/* Run it, without a look at the outcome. True: forwarded. */
bool arena_run(struct arena *arena, struct smmu3_xact *x);

/* ---- arena_stall.c ---- */

/* A place for the next transaction; ends a stall if there is none. */
const char *arena_place(struct arena *arena, struct arena_stall **to);
/* End one of the stalls, if there are any. */
const char *arena_end_stall(struct arena *arena);
/* SMMUEN of a bank is 0 now: so are its stalls. */
const char *arena_stalls_off(struct arena *arena, enum smmu3_pas bank);

/* ---- arena_stale.c ---- */

/* A change that nobody tells the SMMU about. */
const char *arena_stale(struct arena *arena);

#endif /* _UNIT_ARENA_H */
