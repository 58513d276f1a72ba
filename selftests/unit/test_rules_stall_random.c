// SPDX-License-Identifier: GPL-2.0
/*
 * The life of stalls (3.12.2, 4.7, 7.2.1) in any order: clients come, give up
 * and try again, software resumes, terminates, reads events and breaks things,
 * on both banks of one SMMU. A small model of it, which knows of no queue nor
 * list, says after each step where every client stands.
 */
#include "rng.h"
#include "stall_kit.h"
#include "suites.h"

#include <stdlib.h>

#define CLIENTS		12
#define SIDS		2
#define VAS		2
#define STEPS		400
#define QUEUE_LOG2	2
#define QUEUE_MASK	(2 * ref_pow2(QUEUE_LOG2) - 1)

/* Where a client stands, as the digest has it. */
enum life {
	IDLE,
	RECORDED,
	WAITING,
	HAS_VERDICT,
};

/**
 * struct belief - what is true of a client
 * @life: see there
 * @verdict: if it has one
 * @stag: if RECORDED
 * @sid: of its transaction
 * @bank: the same
 * @va: the same, by number
 */
struct belief {
	enum life life;
	enum smmu3_stall_state verdict;
	u16 stag;
	u32 sid;
	enum smmu3_pas bank;
	unsigned int va;
};

/* A STAG whose client is gone */
struct orphan {
	bool busy;
	enum smmu3_pas bank;
	u32 sid;
};

/**
 * struct world - everything
 * @rng: chance
 * @rig: the SMMU
 * @stags: STALL_MAX
 * @client: who may wait
 * @belief: the model's word about each
 * @orphan: by STAG
 * @slot: leaf descriptor by bank, stream, VA
 * @mapped: the same: is it valid
 * @smmuen: by bank
 * @evtqen: by bank
 * @broken: by bank: the event queue's memory aborts
 * @abort: by bank: EVENTQ_ABT_ERR is active
 * @used: by bank: events in the queue
 */
struct world {
	struct rng rng;
	struct rig *rig;
	u32 stags;
	struct client client[CLIENTS];
	struct belief belief[CLIENTS];
	struct orphan orphan[8];
	u64 slot[SMMU3_NR_PAS][SIDS][VAS];
	bool mapped[SMMU3_NR_PAS][SIDS][VAS];
	bool smmuen[SMMU3_NR_PAS];
	bool evtqen[SMMU3_NR_PAS];
	bool broken[SMMU3_NR_PAS];
	bool abort[SMMU3_NR_PAS];
	unsigned int used[SMMU3_NR_PAS];
};

static u64 va_of(unsigned int va)
{
	return STALL_VA + va * PAGE;
}

/* ---- the model ---- */

static unsigned int stags_in_use(const struct world *w)
{
	unsigned int i, count = 0;

	for (i = 0; i < CLIENTS; i++)
		count += w->belief[i].life == RECORDED;
	for (i = 0; i < ARRAY_SIZE(w->orphan); i++)
		count += w->orphan[i].busy;
	return count;
}

static bool is_writable(const struct world *w, enum smmu3_pas bank)
{
	return w->evtqen[bank] && !w->abort[bank] &&
	       w->used[bank] < ref_pow2(QUEUE_LOG2);
}

/* 7.2.1: who is pending is made again as soon as it could be recorded. */
static void let_go(struct world *w)
{
	unsigned int i;

	for (i = 0; i < CLIENTS; i++) {
		struct belief *b = &w->belief[i];

		if (b->life == WAITING && is_writable(w, b->bank) &&
		    stags_in_use(w) < w->stags) {
			b->life = HAS_VERDICT;
			b->verdict = SMMU3_STALL_RETRY;
		}
	}
}

static void end(struct belief *b, enum smmu3_stall_state verdict)
{
	b->life = HAS_VERDICT;
	b->verdict = verdict;
}

/* A transaction has been made: where it should stand now. */
static void judge(struct world *w, unsigned int i)
{
	struct belief *b = &w->belief[i];
	const struct client *client = &w->client[i];

	if (!w->smmuen[b->bank] || w->mapped[b->bank][b->sid][b->va]) {
		assert_true(client->ok);
		b->life = IDLE;
		return;
	}
	assert_false(client->ok);
	b->life = WAITING;
	if (!is_writable(w, b->bank) || stags_in_use(w) >= w->stags)
		return;
	if (w->broken[b->bank]) {
		w->abort[b->bank] = true;
		return;
	}
	w->used[b->bank]++;
	b->life = RECORDED;
	b->stag = client->x.stall.stag;
	assert_in_range(b->stag, 0, w->stags - 1);
	assert_false(w->orphan[b->stag].busy);
	for (i = 0; i < CLIENTS; i++)
		assert_false(b != &w->belief[i] &&
			     w->belief[i].life == RECORDED &&
			     w->belief[i].stag == b->stag);
}

static void check_client(const struct world *w, unsigned int i)
{
	static const enum smmu3_stall_state states[] = {
		[IDLE] = SMMU3_STALL_NONE,
		[RECORDED] = SMMU3_STALL_RECORDED,
		[WAITING] = SMMU3_STALL_PENDING,
	};
	const struct belief *b = &w->belief[i];

	client_expect(&w->client[i], b->life == HAS_VERDICT ?
		      b->verdict : states[b->life]);
}

static void check_bank(const struct world *w, enum smmu3_pas bank)
{
	struct side *side = rig_side(w->rig, bank);
	unsigned int i, stalls = 0, pending = 0;

	for (i = 0; i < CLIENTS; i++) {
		const struct belief *b = &w->belief[i];

		stalls += b->life == RECORDED && b->bank == bank;
		pending += b->life == WAITING && b->bank == bank;
	}
	for (i = 0; i < w->stags; i++)
		stalls += w->orphan[i].busy && w->orphan[i].bank == bank;
	assert_int_equal(stall_count(side), stalls);
	assert_int_equal(stall_pending(side), pending);
	assert_int_equal((side_rd32(side, REF_EVENTQ_PROD) - side->evt_cons) &
			 QUEUE_MASK, w->used[bank]);
	assert_int_equal(!!(side_errors(side) & REF_GERROR_EVENTQ_ABT),
			 w->abort[bank]);
}

static void check_all(const struct world *w)
{
	unsigned int i;

	for (i = 0; i < CLIENTS; i++)
		check_client(w, i);
	check_bank(w, NS);
	check_bank(w, SECURE);
}

/* ---- clients ---- */

static struct side *some_side(struct world *w)
{
	return rig_side(w->rig, rng_below(&w->rng, SMMU3_NR_PAS));
}

static void come(struct world *w, unsigned int i)
{
	struct belief *b = &w->belief[i];
	struct side *side = some_side(w);

	b->bank = side->bank;
	b->sid = rng_below(&w->rng, SIDS);
	b->va = rng_below(&w->rng, VAS);
	client_start(&w->client[i], side, b->sid, va_of(b->va),
		     rng_below(&w->rng, 2) ? WRITE : READ);
	judge(w, i);
}

static void give_up(struct world *w, unsigned int i)
{
	struct belief *b = &w->belief[i];

	client_give_up(&w->client[i]);
	if (b->life == RECORDED)
		w->orphan[b->stag] = (struct orphan){ true, b->bank, b->sid };
	if (b->life == RECORDED || b->life == WAITING)
		end(b, SMMU3_STALL_ABORT);
}

/* A client whose wait is over starts anew, or again if that is the verdict. */
static void step_client(struct world *w)
{
	unsigned int i = rng_below(&w->rng, CLIENTS);
	struct belief *b = &w->belief[i];

	if (b->life == HAS_VERDICT && b->verdict == SMMU3_STALL_RETRY) {
		client_retry(&w->client[i]);
		judge(w, i);
	} else if (b->life == IDLE || b->life == HAS_VERDICT) {
		come(w, i);
	} else if (!rng_below(&w->rng, 8)) {
		give_up(w, i);
	}
}

/* ---- software ---- */

static void end_stag(struct world *w, enum smmu3_pas bank, u32 sid, u16 stag,
		     enum smmu3_stall_state verdict)
{
	unsigned int i;

	for (i = 0; i < CLIENTS; i++) {
		struct belief *b = &w->belief[i];

		if (b->life == RECORDED && b->stag == stag &&
		    b->bank == bank && b->sid == sid)
			end(b, verdict);
	}
	if (stag < w->stags && w->orphan[stag].busy &&
	    w->orphan[stag].bank == bank && w->orphan[stag].sid == sid)
		w->orphan[stag].busy = false;
}

/* By the queue of the stream's state, or by the Secure one for either. */
static struct side *whose_queue(struct world *w, enum smmu3_pas bank,
				struct ref_cmd *cmd)
{
	if (bank == SECURE)
		*cmd = ref_ssec(*cmd);
	return rig_side(w->rig, bank == SECURE || !rng_below(&w->rng, 4) ?
			SECURE : NS);
}

static void resume(struct world *w)
{
	static const enum smmu3_stall_state verdicts[] = {
		[RESUME_RETRY] = SMMU3_STALL_RETRY,
		[RESUME_ABORT] = SMMU3_STALL_ABORT,
		[RESUME_RAZWI] = SMMU3_STALL_RAZWI,
	};
	enum smmu3_pas bank = rng_below(&w->rng, SMMU3_NR_PAS);
	u32 sid = rng_below(&w->rng, SIDS);
	u16 stag = rng_below(&w->rng, w->stags + 1);
	enum resume how = rng_below(&w->rng, 3);
	struct ref_cmd cmd = stall_resume_cmd(sid, stag, how);
	struct side *side = whose_queue(w, bank, &cmd);

	side_cmd(side, cmd);
	end_stag(w, bank, sid, stag, verdicts[how]);
}

static void end_stream(struct world *w, enum smmu3_pas bank, u32 sid)
{
	unsigned int i;

	for (i = 0; i < w->stags; i++)
		end_stag(w, bank, sid, i, SMMU3_STALL_ABORT);
	for (i = 0; i < CLIENTS; i++) {
		struct belief *b = &w->belief[i];

		if (b->life == WAITING && b->bank == bank && b->sid == sid)
			end(b, SMMU3_STALL_ABORT);
	}
}

static void terminate(struct world *w)
{
	enum smmu3_pas bank = rng_below(&w->rng, SMMU3_NR_PAS);
	u32 sid = rng_below(&w->rng, SIDS);
	struct ref_cmd cmd = ref_stall_term(sid);
	struct side *side = whose_queue(w, bank, &cmd);

	side_cmd(side, cmd);
	end_stream(w, bank, sid);
}

static void read_events(struct world *w)
{
	struct side *side = some_side(w);
	unsigned int count = rng_below(&w->rng, w->used[side->bank] + 1);

	w->used[side->bank] -= count;
	side->evt_cons = (side->evt_cons + count) & QUEUE_MASK;
	side_wr32(side, REF_EVENTQ_CONS, side->evt_cons);
}

/* An address that is valid needs no invalidation, one that is not does. */
static void map(struct world *w)
{
	struct side *side = some_side(w);
	u32 sid = rng_below(&w->rng, SIDS);
	unsigned int va = rng_below(&w->rng, VAS);
	bool *mapped = &w->mapped[side->bank][sid][va];

	*mapped = rng_below(&w->rng, 3) == 0;
	side_store(side, w->slot[side->bank][sid][va],
		   *mapped ? ref_leaf(3, STALL_PA) : 0);
	side_flush(side);
}

static void enable(struct world *w)
{
	struct side *side = some_side(w);
	enum smmu3_pas bank = side->bank;
	u32 sid;

	w->evtqen[bank] = rng_below(&w->rng, 3);
	w->smmuen[bank] = rng_below(&w->rng, 4);
	side_cr0(side, REF_CMDQEN | (w->evtqen[bank] ? REF_EVENTQEN : 0) |
		 (w->smmuen[bank] ? REF_SMMUEN : 0));
	for (sid = 0; sid < SIDS && !w->smmuen[bank]; sid++)
		end_stream(w, bank, sid);
}

static void break_or_heal(struct world *w)
{
	struct side *side = some_side(w);

	if (rng_below(&w->rng, 3)) {
		host_heal(&w->rig->host);
		w->broken[NS] = false;
		w->broken[SECURE] = false;
	} else if (!w->broken[side->bank]) {
		side_fail(side, side->eventq, PAGE);
		w->broken[side->bank] = true;
	}
}

static void acknowledge(struct world *w)
{
	struct side *side = some_side(w);

	side_ack_errors(side);
	w->abort[side->bank] = false;
}

static void step(struct world *w)
{
	static void (*const other[])(struct world *w) = {
		resume, resume, resume, read_events, read_events, read_events,
		terminate, map, enable, break_or_heal, acknowledge,
	};

	if (rng_below(&w->rng, 2))
		step_client(w);
	else
		other[rng_below(&w->rng, ARRAY_SIZE(other))](w);
	let_go(w);
}

/* ---- life ---- */

static void small_queue(struct side *side)
{
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr64(side, REF_EVENTQ_BASE, side->eventq | QUEUE_LOG2);
	side_cr0(side, STALL_CR0);
}

static void make_streams(struct world *w, struct side *side)
{
	unsigned int sid, va;

	for (sid = 0; sid < SIDS; sid++) {
		struct stream stream = stall_stream(side, sid);

		for (va = 0; va < VAS; va++)
			w->slot[side->bank][sid][va] =
				side_slot(side, &stream, va_of(va), 3);
	}
}

static struct world *world_new(struct rng rng, u32 stags)
{
	struct smmu3_config config = stall_config(0, stags);
	struct world *w = calloc(1, sizeof(*w));
	struct side *side;

	assert_non_null(w);
	w->rng = rng;
	w->stags = stags;
	config.cache = rng_below(&w->rng, 2) ? SMMU3_CACHE_EXACT :
					       SMMU3_CACHE_FAST;
	w->rig = stall_rig(&config);
	for_each_side(side, w->rig) {
		small_queue(side);
		make_streams(w, side);
		w->smmuen[side->bank] = true;
		w->evtqen[side->bank] = true;
	}
	return w;
}

static void random_stalls_agree_with_the_model(void **state)
{
	struct rng rng = rng_new("random_stalls_agree_with_the_model",
				   0x57a11001);
	u64 cases = rng_cases(200), i;
	unsigned int step_no;

	(void)state;
	for (i = 0; i < cases; i++) {
		struct world *w = world_new(rng, 1 + i % 6);

		for (step_no = 0; step_no < STEPS; step_no++) {
			step(w);
			check_all(w);
			rig_log_clear(w->rig);
		}
		rng = w->rng;
		rig_free(w->rig);
		free(w);
	}
}

static const struct CMUnitTest rules_stall_random_tests[] = {
	cmocka_unit_test(random_stalls_agree_with_the_model),
};
SUITE(rules_stall_random);
