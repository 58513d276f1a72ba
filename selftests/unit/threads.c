// SPDX-License-Identifier: GPL-2.0
/*
 * Tests with several threads, built with TSan. Translations and invalidations
 * are in threads_forget.c, flag updates in threads_dirty.c, stalls in
 * threads_stall.c; here are injections, which come and go under the same
 * conditions and fire as often as they were told, and single records (seq.h).
 */
#include "threads.h"

#include <smmu3/seq.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- crowds ---- */

void crowd_init(struct crowd *crowd, struct rig *rig)
{
	*crowd = (struct crowd){ .rig = rig };
	rig->host.threaded = true;
	pthread_mutex_init(&crowd->lock, NULL);
}

void crowd_end(struct crowd *crowd)
{
	pthread_mutex_destroy(&crowd->lock);
	rig_free(crowd->rig);
}

void crowd_complain(struct crowd *crowd, const char *what)
{
	const char *none = NULL;

	__atomic_compare_exchange_n(&crowd->wrong, &none, what, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

bool crowd_is_over(struct crowd *crowd)
{
	return __atomic_load_n(&crowd->stop, __ATOMIC_RELAXED) ||
	       __atomic_load_n(&crowd->wrong, __ATOMIC_RELAXED);
}

unsigned int crowd_changes(unsigned int normal)
{
	const char *soak = getenv("SOAK");

	return soak && *soak && *soak != '0' ? 100 * normal : normal;
}

u32 crowd_noise(u32 noise)
{
	return noise * 1664525U + 1013904223U;
}

bool crowd_try(struct crowd *crowd, unsigned int slot, struct smmu3_xact *x,
	       void (*move)(void *arg, const struct smmu3_xact *x),
	       void (*judge)(void *arg, const struct smmu3_xact *x), void *arg)
{
	struct host *host = &crowd->rig->host;
	bool locked = smmu3_wants_lock(x), ok, over = true;

	if (locked)
		pthread_mutex_lock(&crowd->lock);
	host_section_begin(host, slot);
	ok = smmu3_translate(crowd->rig->smmu, x);
	if (ok)
		move(arg, x);
	host_section_end(host, slot);
	if (!ok) {
		if (!locked)
			pthread_mutex_lock(&crowd->lock);
		locked = true;
		over = smmu3_settle(crowd->rig->smmu, x);
		if (over)
			judge(arg, x);
	}
	if (locked)
		pthread_mutex_unlock(&crowd->lock);
	return over;
}

/* ---- injections that sections meet while they come and go ---- */

#define ROUNDS		200
#define SHOT_BASE	0x100000000ULL

/**
 * struct shots - clients that run into injections
 * @rig: SMMU and host; after the start for the main thread alone, lock held
 * @stop: tells the clients to end
 * @fired: aborts of addresses in the first page, and in the second one
 * @asked: how often a client asked for the first page
 */
struct shots {
	struct rig *rig;
	bool stop;
	u64 fired[2];
	u64 asked;
};

struct shooter {
	struct shots *shots;
	unsigned int number;
	pthread_t thread;
};

static void ask(struct shooter *shooter, unsigned int page)
{
	struct shots *shots = shooter->shots;
	struct host *host = &shots->rig->host;
	bool aborted;

	host_section_begin(host, shooter->number);
	aborted = smmu3_inject_client(shots->rig->smmu, SMMU3_PAS_NS,
				      SHOT_BASE + page * PAGE, sizeof(u64));
	if (aborted)
		__atomic_fetch_add(&shots->fired[page], 1, __ATOMIC_SEQ_CST);
	if (page == 0)
		__atomic_fetch_add(&shots->asked, 1, __ATOMIC_SEQ_CST);
	host_section_end(host, shooter->number);
}

static void *run_shooter(void *arg)
{
	struct shooter *shooter = arg;

	while (!__atomic_load_n(&shooter->shots->stop, __ATOMIC_RELAXED)) {
		ask(shooter, 0);
		ask(shooter, 1);
	}
	return NULL;
}

static u32 arm(struct shots *shots, unsigned int page, u32 every, u32 count)
{
	const struct smmu3_injection what = {
		.kind = SMMU3_INJECT_ABORT,
		.banks = BIT(SMMU3_PAS_NS),
		.accesses = BIT(SMMU3_ACCESS_CLIENT),
		.first = SHOT_BASE + page * PAGE,
		.last = SHOT_BASE + page * PAGE + PAGE - 1,
		.every = every,
		.count = count,
	};

	return smmu3_inject_add(shots->rig->smmu, &what);
}

static void wait_for_questions(struct shots *shots, u64 more)
{
	u64 goal = __atomic_load_n(&shots->asked, __ATOMIC_SEQ_CST) + more;

	while (__atomic_load_n(&shots->asked, __ATOMIC_SEQ_CST) < goal)
		sched_yield();
}

/* The rule in the other page changes all the time, in slots that are reused. */
static bool one_round(struct shots *shots, unsigned int round)
{
	u32 every = 1 + round % 3, count = 1 + round % 5;
	u64 before = __atomic_load_n(&shots->fired[0], __ATOMIC_SEQ_CST);
	u32 first = arm(shots, 0, every, count);
	u32 second = arm(shots, round % 2, 1000000, 1);

	wait_for_questions(shots, 2 * READERS * every * count);
	return smmu3_inject_clear(shots->rig->smmu, second) &&
	       smmu3_inject_clear(shots->rig->smmu, first) &&
	       __atomic_load_n(&shots->fired[0], __ATOMIC_SEQ_CST) ==
	       before + count;
}

static void racing_clients_are_aborted_as_often_as_asked(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_FAST);
	struct shots shots = { .rig = rig_new(&config) };
	struct shooter shooter[READERS];
	unsigned int i;
	bool ok = true;

	(void)state;
	shots.rig->host.threaded = true;
	for (i = 0; i < READERS; i++) {
		shooter[i] = (struct shooter){ .shots = &shots, .number = i };
		pthread_create(&shooter[i].thread, NULL, run_shooter,
			       &shooter[i]);
	}
	for (i = 0; i < ROUNDS && ok; i++)
		ok = one_round(&shots, i);
	__atomic_store_n(&shots.stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < READERS; i++)
		pthread_join(shooter[i].thread, NULL);
	assert_true(ok);
	assert_int_equal(shots.fired[1], 0);
	rig_free(shots.rig);
}

/* ---- records that are read without a lock (seq.h) ---- */

#define WORDS	7

/**
 * struct tear - one record, written by some and read by others
 * @seq: its sequence number
 * @word: all the same, unless torn
 * @stop: tells the readers to end
 * @torn: records that were
 * @seen: records read
 */
struct tear {
	u32 seq;
	u64 word[WORDS];
	bool stop;
	u64 torn;
	u64 seen;
};

static void *read_record(void *arg)
{
	struct tear *tear = arg;
	u64 copy[WORDS];
	unsigned int i;

	while (!__atomic_load_n(&tear->stop, __ATOMIC_RELAXED)) {
		if (!smmu3_seq_read(&tear->seq, tear->word, copy, WORDS))
			continue;
		for (i = 1; i < WORDS; i++)
			if (copy[i] != copy[0])
				__atomic_fetch_add(&tear->torn, 1,
						   __ATOMIC_RELAXED);
		__atomic_fetch_add(&tear->seen, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

static void *write_record(void *arg)
{
	struct tear *tear = arg;
	u64 record[WORDS];
	unsigned int i, j;

	for (i = 1; i < 100000; i++) {
		for (j = 0; j < WORDS; j++)
			record[j] = (uintptr_t)&record + i;
		smmu3_seq_write(&tear->seq, READ_ONCE(tear->seq), tear->word,
				record, WORDS);
	}
	return NULL;
}

static void records_are_never_torn(void **state)
{
	struct tear tear = { 0 };
	pthread_t reader[2], writer[2];
	unsigned int i;

	(void)state;
	for (i = 0; i < 2; i++) {
		pthread_create(&reader[i], NULL, read_record, &tear);
		pthread_create(&writer[i], NULL, write_record, &tear);
	}
	for (i = 0; i < 2; i++)
		pthread_join(writer[i], NULL);
	__atomic_store_n(&tear.stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < 2; i++)
		pthread_join(reader[i], NULL);
	assert_int_equal(tear.torn, 0);
	assert_true(tear.seen > 0);
}

static void record_under_a_writer_is_left_alone(void **state)
{
	const u64 new[WORDS] = { 1 };
	u64 word[WORDS] = { 5 }, copy[WORDS];
	u32 seq = 7;

	(void)state;
	assert_false(smmu3_seq_read(&seq, word, copy, WORDS));
	assert_false(smmu3_seq_write(&seq, 7, word, new, WORDS));
	seq = 8;
	assert_false(smmu3_seq_write(&seq, 6, word, new, WORDS));
	assert_int_equal(word[0], 5);
	assert_true(smmu3_seq_write(&seq, 8, word, new, WORDS));
	assert_int_equal(seq, 10);
	assert_true(smmu3_seq_read(&seq, word, copy, WORDS));
	assert_int_equal(copy[0], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fast_caches_forget_before_sync_returns),
		cmocka_unit_test(exact_caches_forget_before_sync_returns),
		cmocka_unit_test(racing_writers_leave_no_page_clean),
		cmocka_unit_test(racing_clients_stall_and_go_on),
		cmocka_unit_test(racing_clients_are_aborted_as_often_as_asked),
		cmocka_unit_test(records_are_never_torn),
		cmocka_unit_test(record_under_a_writer_is_left_alone),
	};

	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("threads", tests, NULL, NULL) != 0;
}
