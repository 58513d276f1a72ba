// SPDX-License-Identifier: GPL-2.0
/*
 * Access flag and dirty state (3.13) of both stages, set by several threads that
 * write through the same pages, while software cleans these pages and keeps
 * notes in the same descriptors.
 *
 * What has to hold: no update is lost, neither the SMMU's nor software's. Who
 * finds a page clean after a SYNC that followed the cleaning knows that nobody
 * has written to it since; what software wrote beside the flags stays.
 */
#include "stage2_kit.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>

#define PAGES		4
#define SID		1
#define STAGES		2

/* Notes after a cleaning, with pauses: the SMMU does not try for ever. */
#define NOTES		32
#define PAUSE		500

/* Arm ARM D8.3: bits for software, in descriptors of either stage */
#define SOFTWARE	58, 55

/**
 * struct page - a page and what software knows of it
 * @desc: PA of its descriptors
 * @writes: writes to it, by all
 * @cleaned: @writes when it had been cleaned
 * @note: what is in the bits for software
 */
struct page {
	u64 desc[STAGES];
	u64 writes;
	u64 cleaned[STAGES];
	unsigned int note[STAGES];
};

/**
 * struct store - everything that the threads share
 * @crowd: see there
 * @stream: the one stream, nested
 * @page: all pages
 * @found_dirty: how often a page was
 */
struct store {
	struct crowd crowd;
	struct s2_stream stream;
	struct page page[PAGES];
	u64 found_dirty;
};

struct writer {
	struct store *store;
	unsigned int number;
	unsigned int index;
	pthread_t thread;
};

static u64 va_of(unsigned int index)
{
	return 0x40000000ULL + index * PAGE;
}

static u64 ipa_of(unsigned int index)
{
	return 0x200000000ULL + index * PAGE;
}

static u64 pa_of(unsigned int index)
{
	return 0x100000000ULL + index * PAGE;
}

/* ---- clients ---- */

/* Inside a section: whatever made the page dirty came before. */
static void move_data(void *arg, const struct smmu3_xact *x)
{
	struct writer *writer = arg;
	struct store *store = writer->store;

	if (x->res.pa != pa_of(writer->index))
		crowd_complain(&store->crowd, "another page");
	if (x->txn.write)
		__atomic_fetch_add(&store->page[writer->index].writes, 1,
				   __ATOMIC_SEQ_CST);
}

static void judge_fault(void *arg, const struct smmu3_xact *x)
{
	struct writer *writer = arg;

	(void)x;
	crowd_complain(&writer->store->crowd, "a fault");
}

static void *run_writer(void *arg)
{
	struct writer *writer = arg;
	struct store *store = writer->store;
	u32 noise = writer->number + 1;

	while (!crowd_is_over(&store->crowd)) {
		struct smmu3_xact x = { 0 };

		noise = crowd_noise(noise);
		writer->index = noise / 65536 % PAGES;
		x.txn = rig_txn(SID, va_of(writer->index),
				noise / 0x1000000 % 4 ? WRITE : READ);
		while (!crowd_try(&store->crowd, writer->number, &x, move_data,
				  judge_fault, writer))
			;
		/* Nobody faults, so that nobody ever waits for the lock. */
		if (noise / 256 % 8 == 0)
			sched_yield();
	}
	return NULL;
}

/* ---- software, lock held ---- */

static bool swap(struct store *store, u64 addr, u64 old, u64 new)
{
	const struct smmu3_access access = {
		.addr = addr, .pas = NS, .kind = SMMU3_ACCESS_TT,
	};

	return host_ops.cas(&store->crowd.rig->host, &access, cpu_to_le64(old),
			    cpu_to_le64(new)) == SMMU3_CAS_DONE;
}

static void set_field(struct store *store, u64 addr, unsigned int high,
		      unsigned int low, u64 value)
{
	u64 old, new;

	do {
		old = load64(store->crowd.rig, addr);
		new = old;
		ref_put(&new, high, low, value);
	} while (!swap(store, addr, old, new));
}

static void invalidate(struct store *store, unsigned int index)
{
	struct rig *rig = store->crowd.rig;

	rig_cmd(rig, ref_tlbi(REF_CMD_TLBI_S2_IPA, S2_VMID, 0, ipa_of(index)));
	rig_cmd(rig, ref_tlbi(REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID,
			      va_of(index)));
	rig_sync(rig);
}

/* Arm ARM D8.4: read-only with DBM, of either stage. */
static bool is_clean(u64 desc, unsigned int stage)
{
	if (stage == 0)
		return ref_get(&desc, REF_D_AP) == REF_AP_RO;
	return ref_get(&desc, REF_D2_S2AP) == REF_S2AP_R;
}

static u64 writes_to(const struct page *page)
{
	return __atomic_load_n(&page->writes, __ATOMIC_SEQ_CST);
}

/* The writes first: what they made dirty before, is so afterwards. */
static void look(struct store *store, unsigned int index, unsigned int stage)
{
	const struct page *page = &store->page[index];
	u64 writes = writes_to(page);
	u64 desc = load64(store->crowd.rig, page->desc[stage]);

	if (!is_clean(desc, stage))
		store->found_dirty++;
	else if (writes != page->cleaned[stage])
		crowd_complain(&store->crowd, "a write to a clean page");
	if (ref_get(&desc, SOFTWARE) != page->note[stage])
		crowd_complain(&store->crowd, "a lost note");
}

static void clean(struct store *store, unsigned int index, unsigned int stage)
{
	struct page *page = &store->page[index];

	if (stage == 0)
		set_field(store, page->desc[0], REF_D_AP, REF_AP_RO);
	else
		set_field(store, page->desc[1], REF_D2_S2AP, REF_S2AP_R);
	invalidate(store, index);
	page->cleaned[stage] = writes_to(page);
}

static void take_note(struct store *store, unsigned int index,
		      unsigned int stage)
{
	struct page *page = &store->page[index];

	page->note[stage] = (page->note[stage] + 1) % 16;
	set_field(store, page->desc[stage], SOFTWARE, page->note[stage]);
}

/* Most of the SMMU's updates of a page come when it has just been cleaned. */
static void clean_and_scribble(struct store *store, unsigned int index,
			       unsigned int stage)
{
	unsigned int i, pause;

	clean(store, index, stage);
	for (i = 0; i < NOTES; i++) {
		take_note(store, index, stage);
		for (pause = 0; pause < PAUSE; pause++)
			writes_to(&store->page[index]);
	}
}

static void age(struct store *store, unsigned int index, unsigned int stage)
{
	set_field(store, store->page[index].desc[stage], REF_D_AF, 0);
	invalidate(store, index);
}

/* Without one there is nothing to see. */
static void wait_for_a_write(struct store *store, unsigned int index)
{
	u64 before = writes_to(&store->page[index]);

	while (writes_to(&store->page[index]) == before &&
	       !crowd_is_over(&store->crowd))
		sched_yield();
}

static void run_software(struct store *store, unsigned int changes)
{
	static void (*const acts[])(struct store *store, unsigned int index,
				    unsigned int stage) = {
		clean, clean_and_scribble, age, take_note,
	};
	u32 noise = 12345;
	unsigned int i;

	for (i = 0; i < changes && !crowd_is_over(&store->crowd); i++) {
		unsigned int index, stage;

		noise = crowd_noise(noise);
		index = noise / 64 % PAGES;
		stage = noise / 4096 % STAGES;
		pthread_mutex_lock(&store->crowd.lock);
		look(store, index, stage);
		acts[noise / 65536 % ARRAY_SIZE(acts)](store, index, stage);
		pthread_mutex_unlock(&store->crowd.lock);
		wait_for_a_write(store, index);
	}
}

/* ---- life ---- */

static void make_page(struct store *store, unsigned int index)
{
	struct s2_stream *stream = &store->stream;
	u64 one = ref_leaf(3, ipa_of(index)), two = ref_leaf2(3, pa_of(index));
	struct page *page = &store->page[index];

	ref_put(&one, REF_D_DBM, 1);
	ref_put(&one, REF_D_AP, REF_AP_RO);
	ref_put(&two, REF_D_DBM, 1);
	ref_put(&two, REF_D2_S2AP, REF_S2AP_R);
	page->desc[0] = s2_ram_pa(stream, ref_space_put(&stream->s1,
							va_of(index), 3, one));
	page->desc[1] = ref_space_put(&stream->s2[NS], ipa_of(index), 3, two);
}

static struct store *store_new(enum smmu3_cache_mode mode)
{
	struct store *store = calloc(1, sizeof(*store));
	struct smmu3_config config = s2_config();
	struct rig *rig;
	unsigned int i;

	config.cache = mode;
	rig = s2_rig(&config);
	s2_make(&store->stream, rig_side(rig, NS), SID, REF_CONFIG_NESTED);
	s2_poke_cd(&store->stream, REF_CD_HA, 1);
	s2_poke_cd(&store->stream, REF_CD_HD, 1);
	s2_poke_ste(&store->stream, REF_STE_S2HA, 1);
	s2_poke_ste(&store->stream, REF_STE_S2HD, 1);
	for (i = 0; i < PAGES; i++)
		make_page(store, i);
	crowd_init(&store->crowd, rig);
	return store;
}

static void check_mode(enum smmu3_cache_mode mode)
{
	struct store *store = store_new(mode);
	struct writer writer[READERS];
	unsigned int i;

	for (i = 0; i < READERS; i++) {
		writer[i] = (struct writer){ .store = store, .number = i };
		pthread_create(&writer[i].thread, NULL, run_writer, &writer[i]);
	}
	run_software(store, crowd_changes(1000));
	__atomic_store_n(&store->crowd.stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < READERS; i++)
		pthread_join(writer[i].thread, NULL);
	for (i = 0; i < PAGES * STAGES; i++)
		look(store, i / STAGES, i % STAGES);
	printf("# %llu writes, found dirty %llu times\n",
	       (unsigned long long)writes_to(&store->page[0]),
	       (unsigned long long)store->found_dirty);
	if (store->crowd.wrong)
		fail_msg("%s", store->crowd.wrong);
	assert_true(store->found_dirty > 0);
	crowd_end(&store->crowd);
	free(store);
}

void racing_writers_leave_no_page_clean(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_FAST);
	check_mode(SMMU3_CACHE_EXACT);
}
