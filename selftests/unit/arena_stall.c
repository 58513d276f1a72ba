// SPDX-License-Identifier: GPL-2.0
/*
 * Stalled transactions of a comparison: software ends them in every way that
 * there is (3.12.2, 4.7). See arena.h.
 */
#include "arena.h"

static bool is_stalled(const struct arena_stall *stall)
{
	return stall->used &&
	       smmu3_stall_state(&stall->x) == SMMU3_STALL_RECORDED;
}

static const char *expect_verdict(struct arena_stall *stall,
				  enum smmu3_stall_state state)
{
	if (smmu3_stall_state(&stall->x) != state) {
		print_error("stall of SID %#x STAG %#x: %u instead of %u\n",
			    stall->txn.sid, stall->x.stall.stag,
			    smmu3_stall_state(&stall->x), state);
		return "verdict of a stall";
	}
	stall->used = state == SMMU3_STALL_RECORDED;
	return NULL;
}

/* ---- commands ---- */

/* Its own queue, if stalls are there for it; the Secure one may do it, too. */
static enum smmu3_pas queue_for(struct arena *arena,
				const struct arena_stall *stall)
{
	const struct twin_world *world = &arena->oracle.world;

	if (stall->txn.sec_sid == TWIN_S)
		return SECURE;
	if (!world->id.secure)
		return NS;
	if (world->bank[TWIN_S].cr0 & REF_S_CR0_NSSTALLD)
		return SECURE;
	return rng_percent(arena->rng, 70) ? NS : SECURE;
}

static void command(struct arena *arena, const struct arena_stall *stall,
		    struct ref_cmd cmd)
{
	ref_put(cmd.w, REF_CMD_SSEC, stall->txn.sec_sid == TWIN_S);
	side_cmd(rig_side(arena->rig, queue_for(arena, stall)), cmd);
}

/* Somebody else's STAG, or StreamID: nothing happens (4.7.1). */
static const char *resume_nobody(struct arena *arena,
				 struct arena_stall *stall)
{
	u32 sid = stall->txn.sid;
	u16 stag = stall->x.stall.stag;

	if (rng_percent(arena->rng, 50))
		sid ^= 1;
	else
		stag ^= BIT(15);
	command(arena, stall, ref_resume(sid, stag, false, true));
	return expect_verdict(stall, SMMU3_STALL_RECORDED);
}

static const char *resume(struct arena *arena, struct arena_stall *stall)
{
	bool abort = rng_percent(arena->rng, 50);
	bool razwi = !abort && !arena->oracle.world.id.term_model;

	command(arena, stall, ref_resume(stall->txn.sid, stall->x.stall.stag,
					 false, abort));
	arena->tally->thing[razwi ? TALLY_RESUMED_RAZWI :
				    TALLY_RESUMED_ABORT]++;
	return expect_verdict(stall, razwi ? SMMU3_STALL_RAZWI :
						    SMMU3_STALL_ABORT);
}

/* As if newly arrived: it may stall again. */
static const char *retry(struct arena *arena, struct arena_stall *stall)
{
	struct twin_txn txn = stall->txn;
	const char *what;

	command(arena, stall, ref_resume(txn.sid, stall->x.stall.stag, true,
					 rng_percent(arena->rng, 50)));
	what = expect_verdict(stall, SMMU3_STALL_RETRY);
	if (what)
		return what;
	arena->tally->thing[TALLY_RETRIED]++;
	return arena_compare(arena, &txn);
}

/* All of the stream (4.7.2) */
static const char *terminate(struct arena *arena, struct arena_stall *stall)
{
	struct twin_txn txn = stall->txn;
	const char *what = NULL;
	unsigned int i;

	command(arena, stall, ref_stall_term(txn.sid));
	for (i = 0; i < ARENA_STALLS && !what; i++) {
		struct arena_stall *other = &arena->stall[i];
		bool same = other->txn.sid == txn.sid &&
			    other->txn.sec_sid == txn.sec_sid;

		if (!other->used)
			continue;
		what = expect_verdict(other, same ? SMMU3_STALL_ABORT :
					    SMMU3_STALL_RECORDED);
		arena->tally->thing[TALLY_STALL_TERM] += same;
	}
	return what;
}

/* The client goes; software acknowledges later, and gets the STAG back. */
static const char *cancel(struct arena *arena, struct arena_stall *stall)
{
	u16 stag = stall->x.stall.stag;

	smmu3_stall_cancel(arena->rig->smmu, &stall->x);
	arena->tally->thing[TALLY_CANCELLED]++;
	command(arena, stall, ref_resume(stall->txn.sid, stag, false, true));
	return expect_verdict(stall, SMMU3_STALL_ABORT);
}

static const char *end(struct arena *arena, struct arena_stall *stall)
{
	const char *what = NULL;

	if (rng_percent(arena->rng, 15))
		what = resume_nobody(arena, stall);
	if (what)
		return what;
	switch (rng_below(arena->rng, 8)) {
	case 0:
	case 1:
		return retry(arena, stall);
	case 2:
		return terminate(arena, stall);
	case 3:
		return cancel(arena, stall);
	}
	return resume(arena, stall);
}

const char *arena_end_stall(struct arena *arena)
{
	unsigned int i, first = rng_below(arena->rng, ARENA_STALLS);

	for (i = 0; i < ARENA_STALLS; i++) {
		struct arena_stall *stall =
			&arena->stall[(first + i) % ARENA_STALLS];

		if (is_stalled(stall))
			return end(arena, stall);
	}
	return NULL;
}

const char *arena_stalls_off(struct arena *arena, enum smmu3_pas bank)
{
	const char *what = NULL;
	unsigned int i;

	for (i = 0; i < ARENA_STALLS && !what; i++) {
		struct arena_stall *stall = &arena->stall[i];

		if (!stall->used || stall->txn.sec_sid != (enum twin_space)bank)
			continue;
		what = expect_verdict(stall, SMMU3_STALL_ABORT);
		arena->tally->thing[TALLY_SWITCHED_OFF]++;
	}
	return what;
}

/* ---- places ---- */

static unsigned int count_stalls(const struct arena *arena)
{
	unsigned int i, count = 0;

	for (i = 0; i < ARENA_STALLS; i++)
		count += arena->stall[i].used;
	return count;
}

/* STAGs are as many as STALL_MAX says; more would have to wait for one. */
const char *arena_place(struct arena *arena, struct arena_stall **to)
{
	unsigned int most = min_t(unsigned int, arena->rig->config.stall_max,
				  ARENA_STALLS);
	const char *what = NULL;
	unsigned int i;

	while (count_stalls(arena) >= most && !what)
		what = arena_end_stall(arena);
	for (i = 0; i < ARENA_STALLS && !what; i++)
		if (!arena->stall[i].used) {
			*to = &arena->stall[i];
			return NULL;
		}
	return what ? what : "no place";
}
