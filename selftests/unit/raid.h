/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Software of one side that tries everything: registers, commands, tables and
 * transactions at random, with numbers that mean something on the other side.
 * After each action the log is looked through: whoever acts, all that the SMMU
 * does has to be on his behalf and in his PA space. Single threaded.
 *
 * Secure software stays on its own side here: what it may do to the Non-secure
 * one (security.md 1) it does not do.
 */
#ifndef _UNIT_RAID_H
#define _UNIT_RAID_H

#include "gen.h"
#include "vault.h"

/**
 * struct raid - who attacks, and how it goes
 * @side: the attacker
 * @rng: what it does
 * @gen: its tables, and those of the other side, which nobody uses
 * @spoilt: address of the word spoilt last
 * @was: what it was
 * @done: actions
 * @kinds: accesses seen, by kind
 * @cas: of these, compare-and-swaps
 * @forwarded: transactions that went through
 * @stalled: transactions that stalled
 * @taken: commands consumed
 * @refused: commands that were illegal
 * @events: records written
 * @lost: records discarded
 * @left: of Secure software, accesses to Non-secure memory
 */
struct raid {
	struct side *side;
	struct rng rng;
	struct gen gen;
	u64 spoilt;
	u64 was;
	u64 done;
	u64 kinds[SMMU3_NR_ACCESSES];
	u64 cas;
	u64 forwarded;
	u64 stalled;
	u64 taken;
	u64 refused;
	u64 events;
	u64 lost;
	u64 left;
};

/* With a new world, of a booted side. A raid, which has a seed, does not move. */
void raid_begin(struct raid *raid, struct side *side);
/* All registers and queues as at boot. */
void raid_boot(struct raid *raid);

/* One action, and what the log says of it. */
void raid_translate(struct raid *raid);
void raid_program(struct raid *raid);

/* There was some of everything; @bank attacked, whose SMMU may be gone. */
void raid_expect_reached(const struct raid *raid, enum smmu3_pas bank);

#endif /* _UNIT_RAID_H */
