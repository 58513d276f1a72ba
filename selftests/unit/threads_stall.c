// SPDX-License-Identifier: GPL-2.0
/*
 * Clients that stall (3.12.2), each a thread of its own, on both banks, and one
 * driver that hears of them by events: it maps and resumes, or terminates, and
 * meanwhile disables queues and banks. There are fewer STAGs than clients, and
 * the event queues are small.
 *
 * What has to hold: nobody uses what was unmapped before a SYNC; when nobody new
 * comes, everybody gets on, woken by nothing but his own event and that of those
 * before him; in the end no STAG is in use that no client left behind.
 */
#include "stall_kit.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define CLIENTS		6
#define VAS		4
#define SID		1
#define STAGS		3
#define QUEUE_LOG2	1
#define POISON		0xdeadULL

/* Between two times when nobody new comes */
#define ROUND		100

/* A wake-up is lost after this many seconds. */
#define PATIENCE	60

static_assert(CLIENTS < HOST_MAX_SLOTS);

/**
 * struct jam - everything that the threads share
 * @crowd: see there
 * @slot: descriptor of each VA of each bank's stream
 * @mapped: is it valid; under the lock
 * @word: plain data of each page, one for each client
 * @closed: no new transactions
 * @inside: clients that have one
 * @stalls: by how many transactions stalled
 * @resumed: of these, by command
 */
struct jam {
	struct crowd crowd;
	u64 slot[SMMU3_NR_PAS][VAS];
	bool mapped[SMMU3_NR_PAS][VAS];
	u64 word[SMMU3_NR_PAS][VAS][CLIENTS];
	bool closed;
	unsigned int inside;
	u64 stalls;
	u64 resumed;
};

struct waiter {
	struct jam *jam;
	unsigned int number;
	u32 noise;
	enum smmu3_pas bank;
	unsigned int va;
	pthread_t thread;
};

static u64 va_of(unsigned int va)
{
	return STALL_VA + va * PAGE;
}

static u64 pa_of(enum smmu3_pas bank, unsigned int va)
{
	return STALL_PA + (bank * VAS + va) * PAGE;
}

/* ---- clients ---- */

static void move_data(void *arg, const struct smmu3_xact *x)
{
	struct waiter *w = arg;
	struct jam *jam = w->jam;

	if (x->res.pa != pa_of(w->bank, w->va))
		crowd_complain(&jam->crowd, "another page");
	else if (jam->word[w->bank][w->va][w->number] != w->va)
		crowd_complain(&jam->crowd, "a page unmapped before a SYNC");
}

/* Lock held. While SMMUEN is 0 everything aborts silently (GBPA). */
static void judge_fault(void *arg, const struct smmu3_xact *x)
{
	struct waiter *w = arg;
	struct jam *jam = w->jam;

	if (x->fault.event && x->fault.event != REF_F_TRANSLATION)
		crowd_complain(&jam->crowd, "a fault of another kind");
	if (x->fault.event && jam->mapped[w->bank][w->va])
		crowd_complain(&jam->crowd, "a stall decided before a SYNC");
	if (x->fault.event && smmu3_stall_state(x) == SMMU3_STALL_NONE)
		crowd_complain(&jam->crowd, "a fault that did not stall");
	if (smmu3_stall_state(x) != SMMU3_STALL_NONE)
		jam->stalls++;
}

static bool is_waiting(const struct smmu3_xact *x)
{
	return smmu3_stall_state(x) == SMMU3_STALL_PENDING ||
	       smmu3_stall_state(x) == SMMU3_STALL_RECORDED;
}

static void give_up(struct waiter *w, struct smmu3_xact *x)
{
	pthread_mutex_lock(&w->jam->crowd.lock);
	smmu3_stall_cancel(w->jam->crowd.rig->smmu, x);
	pthread_mutex_unlock(&w->jam->crowd.lock);
}

/* Until there is a verdict; some clients have less patience. */
static enum smmu3_stall_state await(struct waiter *w, struct smmu3_xact *x)
{
	u32 patience = w->noise / 65536 % 8 ? ~0U : w->noise / 0x1000000;

	while (is_waiting(x)) {
		if (!patience-- ||
		    __atomic_load_n(&w->jam->crowd.wrong, __ATOMIC_RELAXED))
			give_up(w, x);
		else
			sched_yield();
	}
	return smmu3_stall_state(x);
}

static void make_transaction(struct waiter *w)
{
	struct side *side = rig_side(w->jam->crowd.rig, w->bank);
	struct smmu3_xact x = {
		.txn = side_txn(side, SID, va_of(w->va), READ), .waits = true };

	do {
		x.tries = 0;
		while (!crowd_try(&w->jam->crowd, w->number, &x, move_data,
				  judge_fault, w))
			;
	} while (await(w, &x) == SMMU3_STALL_RETRY);
}

static void *run_client(void *arg)
{
	struct waiter *w = arg;

	while (!crowd_is_over(&w->jam->crowd)) {
		w->noise = crowd_noise(w->noise);
		w->va = w->noise / 1024 % VAS;
		w->bank = w->noise / 4096 % SMMU3_NR_PAS;
		__atomic_fetch_add(&w->jam->inside, 1, __ATOMIC_SEQ_CST);
		if (!__atomic_load_n(&w->jam->closed, __ATOMIC_SEQ_CST))
			make_transaction(w);
		__atomic_fetch_sub(&w->jam->inside, 1, __ATOMIC_SEQ_CST);
		sched_yield();
	}
	return NULL;
}

/* ---- the driver, lock held ---- */

static void fill(struct jam *jam, enum smmu3_pas bank, unsigned int va,
		 u64 value)
{
	unsigned int i;

	for (i = 0; i < CLIENTS; i++)
		jam->word[bank][va][i] = value;
}

static void map(struct jam *jam, struct side *side, unsigned int va)
{
	if (jam->mapped[side->bank][va])
		return;
	fill(jam, side->bank, va, va);
	jam->mapped[side->bank][va] = true;
	side_store(side, jam->slot[side->bank][va],
		   ref_leaf(3, pa_of(side->bank, va)));
	side_flush(side);
}

static void unmap(struct jam *jam, struct side *side, u32 noise)
{
	unsigned int va = noise % VAS;

	if (!jam->mapped[side->bank][va])
		return;
	side_store(side, jam->slot[side->bank][va], 0);
	side_flush(side);
	jam->mapped[side->bank][va] = false;
	fill(jam, side->bank, va, POISON);
}

/* An entry of a queue that is smaller than side_pop() believes. */
static bool pop(struct side *side, u64 *record)
{
	u32 size = ref_pow2(QUEUE_LOG2), cons = side->evt_cons;
	u32 prod = side_rd32(side, REF_EVENTQ_PROD) % (2 * size);

	if (prod == cons)
		return false;
	side_load_image(side, side->eventq + cons % size * 32, record,
			REF_EVT_WORDS);
	side->evt_cons = (cons + 1) % (2 * size);
	side_wr32(side, REF_EVENTQ_CONS, side->evt_cons);
	return true;
}

static void serve(struct jam *jam, struct side *side, u32 noise)
{
	enum resume how = noise % 4 ? RESUME_RETRY : noise / 4 % 3;
	u64 record[REF_EVT_WORDS], input;
	u16 stag;

	if (!pop(side, record))
		return;
	if (!ref_get(record, REF_E_STALL)) {
		crowd_complain(&jam->crowd, "a record without a stall");
		return;
	}
	input = ref_get(record, REF_E_INPUT);
	stag = ref_get(record, REF_E_STAG);
	if (how == RESUME_RETRY)
		map(jam, side, (input - STALL_VA) / PAGE);
	stall_resume(side, SID, stag + 1, how);
	stall_resume(side, SID, stag, how);
	jam->resumed++;
}

static void terminate(struct jam *jam, struct side *side, u32 noise)
{
	(void)jam;
	if (noise % 8 == 0)
		stall_term(side, SID);
}

static void bounce(struct jam *jam, struct side *side, u32 noise)
{
	u32 off = noise % 8 == 0 ? REF_SMMUEN : REF_EVENTQEN;

	(void)jam;
	side_cr0(side, side_rd32(side, REF_CR0) == STALL_CR0 ?
		 STALL_CR0 & ~off : STALL_CR0);
}

static void inspect(struct jam *jam, struct side *side, u32 noise)
{
	(void)noise;
	if (stall_count(side) + stall_pending(side) > STAGS + CLIENTS)
		crowd_complain(&jam->crowd, "more stalls than clients");
}

static void one_act(struct jam *jam, u32 noise)
{
	static void (*const acts[])(struct jam *jam, struct side *side,
				    u32 noise) = {
		serve, serve, serve, serve, serve, unmap, unmap, terminate,
		bounce, inspect,
	};
	struct side *side = rig_side(jam->crowd.rig,
				     noise / 256 % SMMU3_NR_PAS);

	acts[noise / 1024 % ARRAY_SIZE(acts)](jam, side, noise / 65536);
}

/* Nobody new comes; who is there is served, and nothing else wakes him. */
static void serve_all(struct jam *jam)
{
	time_t end = time(NULL) + PATIENCE;
	struct side *side;

	__atomic_store_n(&jam->closed, true, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&jam->inside, __ATOMIC_SEQ_CST)) {
		pthread_mutex_lock(&jam->crowd.lock);
		for_each_side(side, jam->crowd.rig) {
			side_cr0(side, STALL_CR0);
			serve(jam, side, 1);
		}
		pthread_mutex_unlock(&jam->crowd.lock);
		if (time(NULL) > end)
			crowd_complain(&jam->crowd, "a lost wake-up");
		sched_yield();
	}
	__atomic_store_n(&jam->closed, false, __ATOMIC_SEQ_CST);
}

static void run_driver(struct jam *jam, unsigned int changes)
{
	u32 noise = 4711;
	unsigned int i;

	for (i = 0; i < changes && !crowd_is_over(&jam->crowd); i++) {
		noise = crowd_noise(noise);
		pthread_mutex_lock(&jam->crowd.lock);
		one_act(jam, noise);
		pthread_mutex_unlock(&jam->crowd.lock);
		sched_yield();
		if (i % ROUND == 0)
			serve_all(jam);
	}
	__atomic_store_n(&jam->crowd.stop, true, __ATOMIC_SEQ_CST);
	serve_all(jam);
}

/* ---- life ---- */

static void make_side(struct jam *jam, struct side *side)
{
	struct stream stream = stall_stream(side, SID);
	unsigned int va;

	for (va = 0; va < VAS; va++)
		jam->slot[side->bank][va] = side_slot(side, &stream,
						      va_of(va), 3);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr64(side, REF_EVENTQ_BASE, side->eventq | QUEUE_LOG2);
	side_cr0(side, STALL_CR0);
}

static struct jam *jam_new(enum smmu3_cache_mode mode)
{
	struct jam *jam = calloc(1, sizeof(*jam));
	struct smmu3_config config = stall_config(0, STAGS);
	struct side *side;
	struct rig *rig;

	config.cache = mode;
	config.gbpa_abort = 1;
	rig = stall_rig(&config);
	for_each_side(side, rig)
		make_side(jam, side);
	crowd_init(&jam->crowd, rig);
	return jam;
}

/* STAGs whose clients gave up are all that may be left. */
static void check_end(struct jam *jam)
{
	struct smmu3_stall_record rec;
	struct side *side;
	unsigned int i;
	int what;

	for (i = 0; (what = smmu3_stall_slot(jam->crowd.rig->smmu, i,
					     &rec)) >= 0; i++)
		assert_true(!what || rec.abandoned);
	for_each_side(side, jam->crowd.rig) {
		assert_int_equal(stall_pending(side), 0);
		stall_term(side, SID);
		assert_int_equal(stall_count(side), 0);
	}
}

static void check_mode(enum smmu3_cache_mode mode)
{
	struct jam *jam = jam_new(mode);
	struct waiter waiter[CLIENTS];
	unsigned int i;

	for (i = 0; i < CLIENTS; i++) {
		waiter[i] = (struct waiter){ .jam = jam, .number = i,
					     .noise = i + 1 };
		pthread_create(&waiter[i].thread, NULL, run_client, &waiter[i]);
	}
	run_driver(jam, crowd_changes(3000));
	for (i = 0; i < CLIENTS; i++)
		pthread_join(waiter[i].thread, NULL);
	printf("# %llu stalled, %llu resumed\n",
	       (unsigned long long)jam->stalls,
	       (unsigned long long)jam->resumed);
	if (jam->crowd.wrong)
		fail_msg("%s", jam->crowd.wrong);
	check_end(jam);
	assert_true(jam->stalls > 0 && jam->resumed > 0);
	crowd_end(&jam->crowd);
	free(jam);
}

void racing_clients_stall_and_go_on(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_FAST);
	check_mode(SMMU3_CACHE_EXACT);
}
