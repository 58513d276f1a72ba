// SPDX-License-Identifier: GPL-2.0
/*
 * Translations on several threads while another one changes tables and
 * invalidates (design: access sections, drain, redo). The data that moves are
 * plain variables: TSan sees every access that nothing orders.
 *
 * What has to hold: after CMD_SYNC returned, no section uses what was
 * invalidated before; no event is recorded that was decided by it. For streams
 * of one stage, of the other, and of both, whichever of them changes.
 */
#include "stage2_kit.h"
#include "threads.h"

#include <stdio.h>
#include <stdlib.h>

#define VAS		12
#define PAGES		(2 * VAS)
#define SID		1
#define BASE_VA		0x40000000ULL
#define POISON		0xdeadULL

/* A page of "memory": a word for each reader, so that they may write too. */
struct page {
	u64 word[READERS];
};

struct park;

/**
 * struct kind - a kind of stream
 * @name: for people
 * @config: STE.Config
 * @leaf: descriptor that makes an input address lead to a page
 * @tlbi: some command that drops what leads from VA number @index
 */
struct kind {
	const char *name;
	unsigned int config;
	u64 (*leaf)(unsigned int page);
	void (*tlbi)(struct park *park, unsigned int index, u32 noise);
};

/**
 * struct park - everything that the threads share
 * @crowd: see there
 * @kind: of stream
 * @stream: the one stream
 * @slot: descriptor of each VA that changes
 * @page: plain data; page n is at physical address pa_of(n)
 * @mapped: page of each VA, -1: none; under the lock
 * @enabled: the stream's STE translates; under the lock
 * @done: translations that moved data
 * @faults: faults that stood
 */
struct park {
	struct crowd crowd;
	const struct kind *kind;
	struct s2_stream stream;
	u64 slot[VAS];
	struct page page[PAGES];
	int mapped[VAS];
	bool enabled;
	u64 done;
	u64 faults;
};

struct reader {
	struct park *park;
	unsigned int number;
	unsigned int index;
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

/* Of a page where stage 1 changes, of a VA where stage 2 does. */
static u64 ipa_of(unsigned int number)
{
	return 0x200000000ULL + number * PAGE;
}

/* ---- readers ---- */

/* Inside a section: the page has to be the VA's, and may be written. */
static void move_data(void *arg, const struct smmu3_xact *x)
{
	struct reader *reader = arg;
	struct park *park = reader->park;
	u64 offset = x->res.pa - pa_of(0);
	u64 *word;

	if (x->res.pa < pa_of(0) || offset / PAGE >= PAGES ||
	    x->res.pa % PAGE) {
		crowd_complain(&park->crowd, "an address never mapped");
		return;
	}
	word = &park->page[offset / PAGE].word[reader->number];
	if (*word != reader->index)
		crowd_complain(&park->crowd, "a page unmapped before a SYNC");
	if (x->txn.write)
		*word = reader->index;
	__atomic_fetch_add(&park->done, 1, __ATOMIC_RELAXED);
}

/* Lock held, the fault stands: it has to be right now. */
static void judge_fault(void *arg, const struct smmu3_xact *x)
{
	struct reader *reader = arg;
	struct park *park = reader->park;

	park->faults++;
	if (!x->fault.event) {
		if (park->enabled)
			crowd_complain(&park->crowd, "an STE of the past");
		return;
	}
	if (x->fault.event != REF_F_TRANSLATION)
		crowd_complain(&park->crowd, "a fault of another kind");
	else if (!park->enabled || park->mapped[reader->index] >= 0)
		crowd_complain(&park->crowd, "an event decided before a SYNC");
}

static u64 input_of(const struct park *park, unsigned int index)
{
	return s2_has1(park->kind->config) ? va_of(index) : ipa_of(index);
}

static void *run_reader(void *arg)
{
	struct reader *reader = arg;
	struct park *park = reader->park;
	u32 noise = reader->number + 1;

	while (!crowd_is_over(&park->crowd)) {
		unsigned int access;
		struct smmu3_xact x = { 0 };

		noise = crowd_noise(noise);
		reader->index = noise / 65536 % VAS;
		access = noise / 0x1000000 % 2 ? WRITE : READ;
		x.txn = rig_txn(SID, input_of(park, reader->index), access);
		while (!crowd_try(&park->crowd, reader->number, &x, move_data,
				  judge_fault, reader))
			;
	}
	return NULL;
}

static bool is_between(u64 addr, u64 first, u64 end)
{
	return addr >= first && addr < end;
}

/* What leads to a page; other entries are of the stream's structures. */
static bool is_torn(const struct park *park,
		    const struct smmu3_tlb_record *rec)
{
	bool stage1 = s2_has1(park->kind->config);

	if (stage1 && rec->stage2)
		return false;
	return rec->asid != (stage1 ? S2_ASID : 0) ||
	       !is_between(rec->va, input_of(park, 0), input_of(park, VAS)) ||
	       !is_between(rec->pa, pa_of(0), pa_of(PAGES));
}

/* Any context, concurrent with everything (smmu3.h). */
static void *run_inspector(void *arg)
{
	struct reader *reader = arg;
	struct park *park = reader->park;
	struct smmu3_tlb_record rec;
	unsigned int slot = 0;

	while (!crowd_is_over(&park->crowd)) {
		int what = smmu3_tlb_slot(park->crowd.rig->smmu, slot++, &rec);

		if (what < 0)
			slot = 0;
		if (what > 0 && is_torn(park, &rec))
			crowd_complain(&park->crowd, "a torn TLB record");
	}
	return NULL;
}

/* ---- kinds of streams ---- */

static u64 leaf_to_page(unsigned int page)
{
	return ref_leaf(3, pa_of(page));
}

static u64 leaf_to_ipa(unsigned int page)
{
	return ref_leaf(3, ipa_of(page));
}

static u64 leaf2_to_page(unsigned int page)
{
	return ref_leaf2(3, pa_of(page));
}

/* What drops the entry of a VA; without stage 2 the VMID is ignored. */
static void tlbi_stage1(struct park *park, unsigned int index, u32 noise)
{
	static const u8 opcodes[] = {
		REF_CMD_TLBI_NSNH_ALL, REF_CMD_TLBI_NH_ASID,
		REF_CMD_TLBI_NH_VAA, REF_CMD_TLBI_NH_VA, REF_CMD_TLBI_NH_ALL,
		REF_CMD_TLBI_NH_VA,
	};
	const struct ref_range one = { .tg = REF_TG_4K, .ttl = 3 };
	u8 opcode = opcodes[noise % ARRAY_SIZE(opcodes)];
	u16 vmid = s2_has2(park->kind->config) ? S2_VMID : 0;
	struct ref_cmd cmd = ref_tlbi(opcode, vmid, S2_ASID, va_of(index));

	if (noise % ARRAY_SIZE(opcodes) == 5)
		cmd = ref_tlbi_range(cmd, &one);
	rig_cmd(park->crowd.rig, cmd);
}

/* 4.4.1: an IPA names entries of stage 2 alone; those of both go by VMID. */
static void tlbi_stage2(struct park *park, unsigned int index, u32 noise)
{
	struct rig *rig = park->crowd.rig;

	if (noise % 4 == 0) {
		rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	} else if (noise % 4 == 1) {
		rig_cmd(rig, ref_tlbi(REF_CMD_TLBI_S12_VMALL, S2_VMID, 0, 0));
	} else {
		rig_cmd(rig, ref_tlbi(REF_CMD_TLBI_S2_IPA, S2_VMID, 0,
				      ipa_of(index)));
		rig_cmd(rig, ref_tlbi(noise % 4 == 2 ? REF_CMD_TLBI_NH_ALL :
				      REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
				      va_of(index)));
	}
}

static const struct kind kinds[] = {
	{ "stage 1", REF_CONFIG_S1, leaf_to_page, tlbi_stage1 },
	{ "stage 2", REF_CONFIG_S2, leaf2_to_page, tlbi_stage2 },
	{ "nested, stage 1 changes", REF_CONFIG_NESTED, leaf_to_ipa,
	  tlbi_stage1 },
	{ "nested, stage 2 changes", REF_CONFIG_NESTED, leaf2_to_page,
	  tlbi_stage2 },
};

/* The descriptors of all VAs, and what does not change. */
static void make_tables(struct park *park)
{
	struct ref_space *one = &park->stream.s1, *two = &park->stream.s2[NS];
	bool both = park->kind->config == REF_CONFIG_NESTED, by1;
	unsigned int i;

	by1 = park->kind->tlbi == tlbi_stage1;
	for (i = 0; i < PAGES && both && by1; i++)
		ref_space_put(two, ipa_of(i), 3, leaf2_to_page(i));
	for (i = 0; i < VAS && both && !by1; i++)
		ref_space_put(one, va_of(i), 3, leaf_to_ipa(i));
	for (i = 0; i < VAS; i++)
		park->slot[i] = by1 ?
			s2_ram_pa(&park->stream,
				  ref_space_slot(one, va_of(i), 3)) :
			ref_space_slot(two, ipa_of(i), 3);
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

/* Map, unmap or replace; only after the SYNC is the old page poisoned. */
static void change_mapping(struct park *park, u32 noise)
{
	unsigned int index = noise / 64 % VAS;
	int old = park->mapped[index], new = -1;

	if (noise / 4096 % 4) {
		new = free_page(park, noise / 16384);
		fill(park, new, index);
	}
	store64(park->crowd.rig, park->slot[index],
		new >= 0 ? park->kind->leaf(new) : 0);
	park->kind->tlbi(park, index, noise / 1048576);
	rig_sync(park->crowd.rig);
	park->mapped[index] = new;
	if (old >= 0)
		fill(park, old, POISON);
}

static void change_stream(struct park *park)
{
	struct rig *rig = park->crowd.rig;

	park->enabled = !park->enabled;
	poke(rig, park->stream.ste, REF_STE_CONFIG,
	     park->enabled ? park->kind->config : REF_CONFIG_ABORT);
	rig_cmd(rig, ref_cfgi_ste(SID, true));
	rig_sync(rig);
}

static void drain_events(struct rig *rig)
{
	wr32(rig, REF_EVENTQ_CONS, rd32(rig, REF_EVENTQ_PROD));
}

/* A busy machine may give the readers no turn for a while. */
static bool has_seen_all(struct park *park)
{
	bool seen;

	pthread_mutex_lock(&park->crowd.lock);
	seen = park->faults && __atomic_load_n(&park->done, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&park->crowd.lock);
	return seen;
}

static void run_writer(struct park *park, unsigned int changes)
{
	u32 noise = 12345;
	unsigned int i;

	for (i = 0; !crowd_is_over(&park->crowd); i++) {
		if (i >= changes && (has_seen_all(park) || i >= 100 * changes))
			return;
		noise = crowd_noise(noise);
		pthread_mutex_lock(&park->crowd.lock);
		if (noise / 2 % 16)
			change_mapping(park, noise);
		else
			change_stream(park);
		drain_events(park->crowd.rig);
		pthread_mutex_unlock(&park->crowd.lock);
	}
}

/* ---- life ---- */

static struct park *park_new(const struct kind *kind,
			     enum smmu3_cache_mode mode)
{
	struct park *park = calloc(1, sizeof(*park));
	struct smmu3_config config = s2_config();
	struct rig *rig;
	unsigned int i;

	config.cache = mode;
	config.tlb_log2 = 4;
	config.cfg_log2 = 2;
	rig = s2_rig(&config);
	park->kind = kind;
	s2_make(&park->stream, rig_side(rig, NS), SID, kind->config);
	make_tables(park);
	for (i = 0; i < VAS; i++) {
		fill(park, i, i);
		park->mapped[i] = i;
		store64(rig, park->slot[i], kind->leaf(i));
	}
	park->enabled = true;
	crowd_init(&park->crowd, rig);
	return park;
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
	run_writer(park, crowd_changes(2000));
	__atomic_store_n(&park->crowd.stop, true, __ATOMIC_RELAXED);
	for (i = 0; i <= READERS; i++)
		pthread_join(reader[i].thread, NULL);
}

static void check_kind(const struct kind *kind, enum smmu3_cache_mode mode)
{
	struct park *park = park_new(kind, mode);

	run(park);
	printf("# %s: %llu moved, %llu faults\n", kind->name,
	       (unsigned long long)park->done,
	       (unsigned long long)park->faults);
	if (park->crowd.wrong)
		fail_msg("%s: %s", kind->name, park->crowd.wrong);
	assert_true(park->done > 0 && park->faults > 0);
	crowd_end(&park->crowd);
	free(park);
}

static void check_mode(enum smmu3_cache_mode mode)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		check_kind(&kinds[i], mode);
}

void fast_caches_forget_before_sync_returns(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_FAST);
}

void exact_caches_forget_before_sync_returns(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_EXACT);
}
