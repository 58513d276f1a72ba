// SPDX-License-Identifier: GPL-2.0
/*
 * See tally.h.
 */
#include "tally.h"

#include <stdio.h>

#include "../ref/evt.h"
#include "../ref/regs.h"
#include "../ref/structs.h"

/* ---- counting ---- */

static enum tally_way way_of(const struct twin_world *world,
			     const struct twin_txn *txn)
{
	const struct twin_trace *trace = world->trace;

	if (!(world->bank[txn->sec_sid].cr0 & REF_SMMUEN))
		return TALLY_DISABLED;
	if (trace->stage1)
		return trace->stage2 ? TALLY_NESTED : TALLY_STAGE1;
	return trace->stage2 ? TALLY_STAGE2 : TALLY_BYPASS;
}

/* The first visit to the tables of stage 2 for the page itself */
static const struct twin_visit *final_visit(const struct twin_trace *trace)
{
	unsigned int i;

	for (i = 0; i < trace->visits; i++)
		if (trace->visit[i].place == TWIN_AT_STAGE2 &&
		    trace->visit[i].class == REF_CLASS_IN)
			return &trace->visit[i];
	return NULL;
}

static const struct twin_visit *stage1_visit(const struct twin_trace *trace)
{
	unsigned int i;

	for (i = 0; i < trace->visits; i++)
		if (trace->visit[i].place == TWIN_AT_STAGE1)
			return &trace->visit[i];
	return NULL;
}

static bool is_concatenated(const struct twin_txn *txn,
			    const struct twin_trace *trace,
			    const struct twin_visit *visit)
{
	bool secure = txn->sec_sid == TWIN_S && !visit->ns_ipa;
	unsigned int t0sz = secure ? ref_get(trace->ste, REF_STE_S_S2T0SZ) :
				     ref_get(trace->ste, REF_STE_S2T0SZ);
	u64 table = ref_block_size(visit->granule, visit->level) *
		    ref_pow2(visit->granule - 3);

	return ref_pow2(64 - t0sz) > table;
}

static void add_stage2(struct tally *tally, const struct twin_txn *txn,
		       const struct twin_trace *trace)
{
	const struct twin_visit *two = final_visit(trace);
	const struct twin_visit *one = stage1_visit(trace);

	if (!two)	/* cut off after many tries of an update */
		return;
	tally->thing[TALLY_CONCATENATED] += is_concatenated(txn, trace, two);
	tally->thing[TALLY_UNLIKE] += one && one->granule != two->granule;
}

static void add_forwarded(struct tally *tally, const struct twin_world *world,
			  const struct twin_txn *txn,
			  const struct twin_outcome *want)
{
	const struct twin_trace *trace = world->trace;
	u64 *thing = tally->thing, top = ref_get(&txn->addr, 63, 56);

	tally->forwarded[txn->sec_sid][way_of(world, txn)]++;
	thing[TALLY_LEFT] += txn->sec_sid == TWIN_S && want->space == TWIN_NS;
	thing[TALLY_ATOMIC] += txn->atomic;
	if (trace->stage2)
		add_stage2(tally, txn, trace);
	if (!trace->stage1)
		return;
	tally->world[ref_tags_of(world, txn, trace).world]++;
	thing[TALLY_SUBSTREAM] += txn->ssv;
	thing[TALLY_UPPER] += trace->upper;
	thing[TALLY_GLOBAL] += trace->global;
	thing[TALLY_TAGGED] += top != (trace->upper ? 0xff : 0);
}

static const struct twin_visit *visit_of(const struct twin_trace *trace,
					 const struct twin_update *update)
{
	unsigned int i;

	for (i = 0; i < trace->visits; i++)
		if (trace->visit[i].space == update->space &&
		    trace->visit[i].addr == update->addr)
			return &trace->visit[i];
	return NULL;
}

static void add_update(struct tally *tally, const struct twin_trace *trace,
		       const struct twin_update *update)
{
	const struct twin_visit *visit = visit_of(trace, update);
	u64 change = update->old ^ update->next;
	bool af = change & BIT_ULL(10), dirty = change & BIT_ULL(7);

	if (!visit)
		return;
	if (visit->place == TWIN_AT_STAGE1) {
		tally->thing[TALLY_S1_AF] += af;
		tally->thing[TALLY_S1_DIRTY] += dirty;
		return;
	}
	tally->thing[TALLY_S2_AF] += af;
	tally->thing[TALLY_S2_DIRTY] += dirty;
	tally->thing[TALLY_S2_OF_TABLES] += visit->class != REF_CLASS_IN;
}

static void add_fault(struct tally *tally, const struct twin_trace *trace,
		      const struct twin_txn *txn,
		      const struct twin_outcome *want)
{
	struct ref_event event;

	if (!want->event)
		return;
	ref_event_decode(want->record, &event);
	tally->event[txn->sec_sid][want->event][event.s2][event.class]++;
	tally->thing[TALLY_NSIPA] += event.nsipa;
	tally->thing[TALLY_SILENT] += !want->recorded;
	tally->thing[TALLY_TT_WRITE] += event.number == REF_F_PERMISSION &&
		event.class == REF_CLASS_TT && !event.ttrnw;
	if (event.number >= REF_F_TRANSLATION && txn->terminates)
		tally->thing[TALLY_TERMINATED] += event.s2 ?
			ref_get(trace->ste, REF_STE_S2S) :
			ref_get(trace->cd, REF_CD_S);
}

void tally_add(struct tally *tally, const struct twin_world *world,
	       const struct twin_txn *txn, const struct twin_outcome *want)
{
	unsigned int i;

	tally->cases++;
	tally->fate[want->fate]++;
	for (i = 0; i < want->updates; i++)
		add_update(tally, world->trace, &want->update[i]);
	if (want->fate == TWIN_FORWARD)
		add_forwarded(tally, world, txn, want);
	else
		add_fault(tally, world->trace, txn, want);
}

/* ---- printing ---- */

static const char *const way_names[] = {
	[TALLY_DISABLED] = "SMMUEN=0", [TALLY_BYPASS] = "bypass",
	[TALLY_STAGE1] = "stage 1", [TALLY_STAGE2] = "stage 2",
	[TALLY_NESTED] = "nested",
};

static const char *const world_names[] = {
	[REF_NS_EL1] = "NS-EL1", [REF_NS_EL2] = "NS-EL2",
	[REF_NS_EL2_E2H] = "NS-EL2-E2H", [REF_S_EL1] = "Secure",
	[REF_S_EL2] = "S-EL2", [REF_S_EL2_E2H] = "S-EL2-E2H",
	[REF_EL3] = "EL3",
};

static const char *const fate_names[] = {
	[TWIN_FORWARD] = "forwarded", [TWIN_ABORT] = "aborted",
	[TWIN_RAZWI] = "RAZ/WI", [TWIN_STALL] = "stalled",
};

static const char *const thing_names[] = {
	[TALLY_S1_AF] = "updates: AF of stage 1",
	[TALLY_S1_DIRTY] = "updates: dirty of stage 1",
	[TALLY_S2_AF] = "updates: AF of stage 2",
	[TALLY_S2_DIRTY] = "updates: dirty of stage 2",
	[TALLY_S2_OF_TABLES] = "updates: stage 2 of tables and CDs",
	[TALLY_RIVAL] = "updates: with a rival",
	[TALLY_SUBSTREAM] = "forwarded: with SubstreamID",
	[TALLY_UPPER] = "forwarded: by TTB1",
	[TALLY_TAGGED] = "forwarded: with a tagged address",
	[TALLY_GLOBAL] = "forwarded: global",
	[TALLY_UNLIKE] = "forwarded: unlike granules",
	[TALLY_CONCATENATED] = "forwarded: concatenated tables",
	[TALLY_ATOMIC] = "forwarded: atomic",
	[TALLY_LEFT] = "forwarded: Secure to Non-secure",
	[TALLY_NSIPA] = "events: NSIPA",
	[TALLY_TERMINATED] = "events: must not stall",
	[TALLY_TT_WRITE] = "events: TTRnW=0",
	[TALLY_SILENT] = "faults without a record",
	[TALLY_HIT_TLB] = "hits: forwarded by the TLB",
	[TALLY_HIT_FAULT] = "hits: denied by the TLB",
	[TALLY_REPEATED] = "hits: at once again, exact",
	[TALLY_PEEKED] = "peeks",
	[TALLY_STALE_OLD] = "nothing invalidated: as before",
	[TALLY_STALE_NEW] = "nothing invalidated: as now",
	[TALLY_RETRIED] = "stalls: retried",
	[TALLY_RESUMED_ABORT] = "stalls: resumed, abort",
	[TALLY_RESUMED_RAZWI] = "stalls: resumed, RAZ/WI",
	[TALLY_STALL_TERM] = "stalls: STALL_TERM",
	[TALLY_CANCELLED] = "stalls: client went away",
	[TALLY_SWITCHED_OFF] = "stalls: SMMUEN became 0",
	[TALLY_COMMANDS] = "invalidations of what changed",
	[TALLY_FLUSHES] = "invalidations of everything",
	[TALLY_WORLDS] = "identities",
};

static void print_line(const char *name, u64 count)
{
	printf("# %-36s %12llu\n", name, (unsigned long long)count);
}

static void print_events(const struct tally *tally, enum twin_space space)
{
	static const char *const classes[] = { "CD", "TT", "IN" };
	unsigned int number, s2, class;
	char name[64];

	for (number = 0; number < 64; number++)
		for (s2 = 0; s2 < 2; s2++)
			for (class = 0; class < 3; class++) {
				u64 count = tally->event[space][number][s2][class];

				if (!count)
					continue;
				snprintf(name, sizeof(name),
					 "%s event %#04x S2=%u CLASS=%s",
					 space == TWIN_S ? "S" : "NS", number,
					 s2, classes[class]);
				print_line(name, count);
			}
}

void tally_print(const struct tally *tally)
{
	enum twin_space space;
	unsigned int i;
	char name[64];

	print_line("transactions compared", tally->cases);
	for (i = 0; i < ARRAY_SIZE(fate_names); i++)
		print_line(fate_names[i], tally->fate[i]);
	for (space = TWIN_NS; space < TWIN_SPACES; space++)
		for (i = 0; i < TALLY_WAYS; i++) {
			snprintf(name, sizeof(name), "%s forwarded: %s",
				 space == TWIN_S ? "S" : "NS", way_names[i]);
			print_line(name, tally->forwarded[space][i]);
		}
	for (i = 0; i < REF_NR_WORLDS; i++) {
		snprintf(name, sizeof(name), "stage 1 of %s", world_names[i]);
		print_line(name, tally->world[i]);
	}
	for (i = 0; i < TALLY_THINGS; i++)
		print_line(thing_names[i], tally->thing[i]);
	print_events(tally, TWIN_NS);
	print_events(tally, TWIN_S);
}

/* ---- minima ---- */

/* Each event that can be, by S2 and CLASS as 7.3 has them */
static const struct {
	u8 number;
	u8 s2;
	u8 class;
	unsigned int one_in;
} wanted[] = {
	{ REF_C_BAD_STREAMID, 0, 0, 1000 },
	{ REF_F_STE_FETCH, 0, 0, 1000 },
	{ REF_C_BAD_STE, 0, 0, 500 },
	{ REF_C_BAD_SUBSTREAMID, 0, 0, 500 },
	{ REF_F_STREAM_DISABLED, 0, 0, 1000 },
	{ REF_F_CD_FETCH, 0, 0, 5000 },
	{ REF_C_BAD_CD, 0, 0, 2000 },
	{ REF_F_WALK_EABT, 0, REF_CLASS_TT, 10000 },
	{ REF_F_WALK_EABT, 1, REF_CLASS_CD, 10000 },
	{ REF_F_WALK_EABT, 1, REF_CLASS_TT, 50000 },
	{ REF_F_WALK_EABT, 1, REF_CLASS_IN, 25000 },
	{ REF_F_TRANSLATION, 0, REF_CLASS_IN, 50 },
	{ REF_F_TRANSLATION, 1, REF_CLASS_CD, 1000 },
	{ REF_F_TRANSLATION, 1, REF_CLASS_TT, 2000 },
	{ REF_F_TRANSLATION, 1, REF_CLASS_IN, 500 },
	{ REF_F_ADDR_SIZE, 0, REF_CLASS_IN, 1000 },
	{ REF_F_ADDR_SIZE, 1, REF_CLASS_CD, 50000 },
	{ REF_F_ADDR_SIZE, 1, REF_CLASS_TT, 50000 },
	{ REF_F_ADDR_SIZE, 1, REF_CLASS_IN, 50000 },
	{ REF_F_ACCESS, 0, REF_CLASS_IN, 500 },
	{ REF_F_ACCESS, 1, REF_CLASS_CD, 25000 },
	{ REF_F_ACCESS, 1, REF_CLASS_TT, 25000 },
	{ REF_F_ACCESS, 1, REF_CLASS_IN, 5000 },
	{ REF_F_PERMISSION, 0, REF_CLASS_IN, 50 },
	{ REF_F_PERMISSION, 1, REF_CLASS_CD, 2000 },
	{ REF_F_PERMISSION, 1, REF_CLASS_TT, 2000 },
	{ REF_F_PERMISSION, 1, REF_CLASS_IN, 1000 },
};

/* The others once in 1000 */
static const unsigned int one_in[TALLY_THINGS] = {
	[TALLY_S2_DIRTY] = 5000,
	[TALLY_TT_WRITE] = 5000,
	[TALLY_STALE_OLD] = 5000,
	[TALLY_STALE_NEW] = 50000,
	[TALLY_SWITCHED_OFF] = 5000,
	[TALLY_WORLDS] = 5000,
};

static bool is_rare(const struct tally *tally, u64 count, unsigned int one_in)
{
	return count < tally->cases / one_in;
}

static const char *starved_event(const struct tally *tally)
{
	static char name[64];
	unsigned int i, space;

	for (i = 0; i < ARRAY_SIZE(wanted); i++)
		for (space = 0; space < TWIN_SPACES; space++) {
			u64 count = tally->event[space][wanted[i].number]
					[wanted[i].s2][wanted[i].class];

			/* Secure streams are fewer. */
			if (!is_rare(tally, count, wanted[i].one_in *
				     (space == TWIN_S ? 2 : 1)))
				continue;
			snprintf(name, sizeof(name),
				 "%s event %#x S2=%u CLASS=%u",
				 space == TWIN_S ? "S" : "NS",
				 wanted[i].number, wanted[i].s2,
				 wanted[i].class);
			return name;
		}
	return NULL;
}

static const char *starved_way(const struct tally *tally)
{
	unsigned int i, space;

	for (space = 0; space < TWIN_SPACES; space++)
		for (i = 0; i < TALLY_WAYS; i++)
			if (is_rare(tally, tally->forwarded[space][i], 1000))
				return way_names[i];
	for (i = 0; i < REF_NR_WORLDS; i++)
		if (is_rare(tally, tally->world[i], 5000))
			return world_names[i];
	return NULL;
}

static const char *starved_thing(const struct tally *tally)
{
	unsigned int i;

	for (i = 0; i < TALLY_THINGS; i++)
		if (is_rare(tally, tally->thing[i],
			    one_in[i] ? one_in[i] : 1000))
			return thing_names[i];
	return NULL;
}

const char *tally_starved(const struct tally *tally)
{
	const char *what;

	if (is_rare(tally, tally->fate[TWIN_FORWARD], 5))
		return "forwarded transactions";
	if (is_rare(tally, tally->fate[TWIN_STALL], 100))
		return "stalled transactions";
	if (is_rare(tally, tally->fate[TWIN_RAZWI], 100))
		return "RAZ/WI";
	what = starved_way(tally);
	if (!what)
		what = starved_thing(tally);
	return what ? what : starved_event(tally);
}
