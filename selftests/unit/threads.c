// SPDX-License-Identifier: GPL-2.0
/*
 * Translations on several threads while another one changes tables and
 * invalidates (design: access sections, drain, redo). The data that moves are
 * plain variables: TSan sees every access that nothing orders.
 *
 * What has to hold: after CMD_SYNC returned, no section uses what was
 * invalidated before; no event is recorded that was decided by it. Injections
 * come and go under the same conditions, and fire as often as they were told.
 */
#include "rig.h"

#include <smmu3/seq.h>

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#define READERS		3
#define VAS		12
#define PAGES		(2 * VAS)
#define SID		1
#define BASE_VA		0x40000000ULL
#define POISON		0xdeadULL

/* A page of "memory": a word for each reader, so that they may write too. */
struct page {
	u64 word[READERS];
};

/**
 * struct park - everything that the threads share
 * @rig: SMMU, host, driver; after the start for the writer alone, lock held
 * @stream: the one stream
 * @lock: the instance's lock
 * @page: plain data; page n is at physical address pa_of(n)
 * @mapped: page of each VA, -1: none; under @lock
 * @enabled: the stream's STE translates; under @lock
 * @stop: tells readers to end
 * @wrong: first thing that went wrong
 * @done: translations that moved data
 * @faults: faults that stood
 */
struct park {
	struct rig *rig;
	struct stream stream;
	pthread_mutex_t lock;
	struct page page[PAGES];
	int mapped[VAS];
	bool enabled;
	bool stop;
	const char *wrong;
	u64 done;
	u64 faults;
};

struct reader {
	struct park *park;
	unsigned int number;
	pthread_t thread;
};

static u64 va_of(unsigned int index)
{
	return BASE_VA + index * PAGE;
}

static u64 pa_of(unsigned int page)
{
	return 0x100000000ULL + page * PAGE;
}

static void complain(struct park *park, const char *what)
{
	const char *none = NULL;

	__atomic_compare_exchange_n(&park->wrong, &none, what, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static bool is_over(struct park *park)
{
	return __atomic_load_n(&park->stop, __ATOMIC_RELAXED) ||
	       __atomic_load_n(&park->wrong, __ATOMIC_RELAXED);
}

/* ---- readers ---- */

/* Inside a section: the page has to be the VA's, and may be written. */
static void move_data(struct reader *reader, const struct smmu3_xact *x,
		      unsigned int index)
{
	struct park *park = reader->park;
	u64 offset = x->res.pa - pa_of(0);
	u64 *word;

	if (x->res.pa < pa_of(0) || offset / PAGE >= PAGES ||
	    x->res.pa % PAGE) {
		complain(park, "an address that was never mapped");
		return;
	}
	word = &park->page[offset / PAGE].word[reader->number];
	if (*word != index)
		complain(park, "a page that was unmapped before a SYNC");
	if (x->txn.write)
		*word = index;
}

/* Lock held, the fault stands: it has to be right now. */
static void judge_fault(struct park *park, const struct smmu3_xact *x,
			unsigned int index)
{
	__atomic_fetch_add(&park->faults, 1, __ATOMIC_RELAXED);
	if (!x->fault.event) {
		if (park->enabled)
			complain(park, "aborted by an STE of the past");
		return;
	}
	if (x->fault.event != REF_F_TRANSLATION)
		complain(park, "a fault of another kind");
	else if (!park->enabled || park->mapped[index] >= 0)
		complain(park, "an event decided before a SYNC");
}

/* True: moved, or a fault that stands. As smmu3.h wants it. */
static bool try_once(struct reader *reader, struct smmu3_xact *x,
		     unsigned int index)
{
	struct park *park = reader->park;
	struct host *host = &park->rig->host;
	bool locked = smmu3_wants_lock(x), ok, over = true;

	if (locked)
		pthread_mutex_lock(&park->lock);
	host_section_begin(host, reader->number);
	ok = smmu3_translate(park->rig->smmu, x);
	if (ok)
		move_data(reader, x, index);
	host_section_end(host, reader->number);
	if (!ok) {
		if (!locked)
			pthread_mutex_lock(&park->lock);
		locked = true;
		over = smmu3_settle(park->rig->smmu, x);
		if (over)
			judge_fault(park, x, index);
	}
	if (locked)
		pthread_mutex_unlock(&park->lock);
	if (ok)
		__atomic_fetch_add(&park->done, 1, __ATOMIC_RELAXED);
	return over;
}

static void *run_reader(void *arg)
{
	struct reader *reader = arg;
	u32 noise = reader->number + 1;

	while (!is_over(reader->park)) {
		unsigned int index, access;
		struct smmu3_xact x = { 0 };

		noise = noise * 1664525U + 1013904223U;
		index = noise / 65536 % VAS;
		access = noise / 0x1000000 % 2 ? WRITE : READ;
		x.txn = rig_txn(SID, va_of(index), access);
		while (!try_once(reader, &x, index))
			;
	}
	return NULL;
}

/* Any context, concurrent with everything (smmu3.h). */
static void *run_inspector(void *arg)
{
	struct reader *reader = arg;
	struct park *park = reader->park;
	struct smmu3_tlb_record rec;
	unsigned int slot = 0;

	while (!is_over(park)) {
		int what = smmu3_tlb_slot(park->rig->smmu, slot++, &rec);

		if (what < 0)
			slot = 0;
		if (what > 0 && (rec.va < BASE_VA || rec.va >= va_of(VAS) ||
				 rec.pa < pa_of(0) || rec.pa >= pa_of(PAGES) ||
				 rec.asid != SID + 1))
			complain(park, "a torn TLB record");
	}
	return NULL;
}

/* ---- the writer: a driver that maps and unmaps, lock held ---- */

static void fill(struct park *park, int page, u64 value)
{
	unsigned int i;

	for (i = 0; i < READERS; i++)
		park->page[page].word[i] = value;
}

static int free_page(const struct park *park, unsigned int start)
{
	unsigned int i, j;

	for (i = 0; i < PAGES; i++) {
		int page = (start + i) % PAGES;

		for (j = 0; j < VAS && park->mapped[j] != page; j++)
			;
		if (j == VAS)
			return page;
	}
	return -1;
}

static struct ref_cmd some_tlbi(unsigned int index, u32 noise)
{
	const struct ref_range one = { .tg = REF_TG_4K, .ttl = 3 };

	switch (noise % 6) {
	case 0:
		return ref_cmd(REF_CMD_TLBI_NSNH_ALL);
	case 1:
		return ref_tlbi_asid(SID + 1);
	case 2:
		return ref_tlbi_vaa(va_of(index));
	case 3:
		return ref_tlbi_range(ref_tlbi_va(va_of(index), SID + 1), &one);
	}
	return ref_tlbi_va(va_of(index), SID + 1);
}

/* Map, unmap or replace; only after the SYNC is the old page poisoned. */
static void change_mapping(struct park *park, u32 noise)
{
	unsigned int index = noise / 64 % VAS;
	int old = park->mapped[index], new = -1;
	u64 slot = rig_slot(park->rig, &park->stream, va_of(index), 3);

	if (noise / 4096 % 4) {
		new = free_page(park, noise / 16384);
		fill(park, new, index);
	}
	store64(park->rig, slot, new >= 0 ? ref_leaf(3, pa_of(new)) : 0);
	rig_cmd(park->rig, some_tlbi(index, noise / 1048576));
	rig_sync(park->rig);
	park->mapped[index] = new;
	if (old >= 0)
		fill(park, old, POISON);
}

static void change_stream(struct park *park)
{
	park->enabled = !park->enabled;
	poke(park->rig, park->stream.ste, REF_STE_CONFIG,
	     park->enabled ? REF_CONFIG_S1 : REF_CONFIG_ABORT);
	rig_cmd(park->rig, ref_cfgi_ste(SID, true));
	rig_sync(park->rig);
}

static void drain_events(struct park *park)
{
	wr32(park->rig, REF_EVENTQ_CONS, rd32(park->rig, REF_EVENTQ_PROD));
}

static void run_writer(struct park *park, unsigned int changes)
{
	u32 noise = 12345;
	unsigned int i;

	for (i = 0; i < changes && !is_over(park); i++) {
		noise = noise * 1664525U + 1013904223U;
		pthread_mutex_lock(&park->lock);
		if (noise / 2 % 16)
			change_mapping(park, noise);
		else
			change_stream(park);
		drain_events(park);
		pthread_mutex_unlock(&park->lock);
	}
}

/* ---- life ---- */

static struct park *park_new(enum smmu3_cache_mode mode)
{
	struct park *park = calloc(1, sizeof(*park));
	struct smmu3_config config = rig_config(mode);
	unsigned int i;

	config.tlb_log2 = 4;
	config.cfg_log2 = 2;
	park->rig = rig_new(&config);
	rig_boot(park->rig);
	park->stream = rig_stream(park->rig, SID);
	for (i = 0; i < VAS; i++) {
		fill(park, i, i);
		park->mapped[i] = i;
		rig_map(park->rig, &park->stream, va_of(i), pa_of(i), 3);
	}
	park->enabled = true;
	park->rig->host.threaded = true;
	pthread_mutex_init(&park->lock, NULL);
	return park;
}

static void park_free(struct park *park)
{
	pthread_mutex_destroy(&park->lock);
	rig_free(park->rig);
	free(park);
}

static unsigned int changes(void)
{
	const char *soak = getenv("SOAK");

	return soak && *soak && *soak != '0' ? 400000 : 4000;
}

static void run(struct park *park)
{
	struct reader reader[READERS + 1];
	unsigned int i;

	for (i = 0; i <= READERS; i++) {
		reader[i] = (struct reader){ .park = park, .number = i };
		pthread_create(&reader[i].thread, NULL,
			       i < READERS ? run_reader : run_inspector,
			       &reader[i]);
	}
	run_writer(park, changes());
	__atomic_store_n(&park->stop, true, __ATOMIC_RELAXED);
	for (i = 0; i <= READERS; i++)
		pthread_join(reader[i].thread, NULL);
}

static void check_mode(enum smmu3_cache_mode mode)
{
	struct park *park = park_new(mode);

	run(park);
	printf("# %llu moved, %llu faults\n", (unsigned long long)park->done,
	       (unsigned long long)park->faults);
	if (park->wrong)
		fail_msg("%s", park->wrong);
	assert_true(park->done > 0 && park->faults > 0);
	park_free(park);
}

static void fast_caches_forget_before_sync_returns(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_FAST);
}

static void exact_caches_forget_before_sync_returns(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_EXACT);
}

/* ---- injections that sections meet while they come and go ---- */

#define ROUNDS		200

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
				      pa_of(page), sizeof(u64));
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
		.first = pa_of(page),
		.last = pa_of(page) + PAGE - 1,
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
		cmocka_unit_test(racing_clients_are_aborted_as_often_as_asked),
		cmocka_unit_test(records_are_never_torn),
		cmocka_unit_test(record_under_a_writer_is_left_alone),
	};

	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("threads", tests, NULL, NULL) != 0;
}
