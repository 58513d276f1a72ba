/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What compared transactions came to, so that a comparison can show that it
 * reached everything.
 */
#ifndef _UNIT_TALLY_H
#define _UNIT_TALLY_H

#include "../ref/tags.h"

/* How a transaction was forwarded. */
enum tally_way {
	TALLY_DISABLED,		/* SMMUEN is 0 */
	TALLY_BYPASS,
	TALLY_STAGE1,
	TALLY_STAGE2,
	TALLY_NESTED,
	TALLY_WAYS,
};

/* What else is counted. */
enum tally_thing {
	TALLY_S1_AF,		/* updates */
	TALLY_S1_DIRTY,
	TALLY_S2_AF,
	TALLY_S2_DIRTY,
	TALLY_S2_OF_TABLES,	/* of these: for stage 1's tables and CDs */
	TALLY_RIVAL,		/* descriptors written at the same time */
	TALLY_SUBSTREAM,	/* forwarded by a CD of many */
	TALLY_UPPER,		/* by TTB1 */
	TALLY_TAGGED,		/* with a tag in the top byte */
	TALLY_GLOBAL,
	TALLY_UNLIKE,		/* both stages have other granules */
	TALLY_CONCATENATED,	/* stage 2 begins with many tables */
	TALLY_ATOMIC,
	TALLY_LEFT,		/* Secure streams, to the Non-secure space */
	TALLY_NSIPA,
	TALLY_TERMINATED,	/* would have stalled, must not */
	TALLY_TT_WRITE,		/* stage 1's tables are not writable */
	TALLY_SILENT,		/* faults without a record */
	TALLY_HIT_TLB,		/* forwarded by the TLB */
	TALLY_HIT_FAULT,	/* denied by the TLB */
	TALLY_REPEATED,		/* had to hit, and did */
	TALLY_PEEKED,
	TALLY_STALE_OLD,	/* nothing invalidated: as before */
	TALLY_STALE_NEW,
	TALLY_RETRIED,		/* verdicts of stalls */
	TALLY_RESUMED_ABORT,
	TALLY_RESUMED_RAZWI,
	TALLY_STALL_TERM,
	TALLY_CANCELLED,
	TALLY_SWITCHED_OFF,	/* stalled when SMMUEN became 0 */
	TALLY_COMMANDS,
	TALLY_FLUSHES,
	TALLY_WORLDS,
	TALLY_THINGS,
};

/**
 * struct tally - counts
 * @cases: transactions compared
 * @forwarded: by Security state and way
 * @world: forwarded by stage 1, by StreamWorld
 * @fate: by enum twin_fate
 * @event: by Security state, number, S2, CLASS
 * @thing: by enum tally_thing
 */
struct tally {
	u64 cases;
	u64 forwarded[TWIN_SPACES][TALLY_WAYS];
	u64 world[REF_NR_WORLDS];
	u64 fate[4];
	u64 event[TWIN_SPACES][64][2][3];
	u64 thing[TALLY_THINGS];
};

/* One transaction; the world as it was then. */
void tally_add(struct tally *tally, const struct twin_world *world,
	       const struct twin_txn *txn, const struct twin_outcome *want);

/* As TAP comments */
void tally_print(const struct tally *tally);

/*
 * NULL, or what occurred less often than once in a number of cases that would
 * leave something untested.
 */
const char *tally_starved(const struct tally *tally);

#endif /* _UNIT_TALLY_H */
