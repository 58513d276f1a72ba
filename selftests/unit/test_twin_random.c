// SPDX-License-Identifier: GPL-2.0
/*
 * Generated worlds, with every feature, through the twin alone, to see that they
 * reach everything and that the twin keeps what must never be broken; and with
 * the SMMU under test (agree.c), which compare.c does without sanitizers, too.
 */
#include "agree.h"
#include "gen.h"
#include "suites.h"
#include "twin_kit.h"

#include <stdlib.h>

#define CASES_PER_WORLD	300

static u64 pick(struct rng *rng, const u64 *values, unsigned int count)
{
	return values[rng_below(rng, count)];
}

#define PICK(rng, ...) pick(rng, (const u64[]){ __VA_ARGS__ },		\
	ARRAY_SIZE(((const u64[]){ __VA_ARGS__ })))

/* ---- the twin alone ---- */

/**
 * struct tally - what transactions came to
 * @fate: by enum twin_fate
 * @event: by number
 * @class: stage 2 faults, by CLASS
 * @aborts: F_WALK_EABT, by S2
 * @secure: forwarded to the Secure space
 * @left: of Secure streams, forwarded to the Non-secure one
 * @nsipa: NSIPA
 * @updates: descriptors written
 */
struct tally {
	unsigned int fate[4];
	unsigned int event[256];
	unsigned int class[3];
	unsigned int aborts[2];
	unsigned int secure;
	unsigned int left;
	unsigned int nsipa;
	unsigned int updates;
};

/* The memory of a world, and the spaces that were read */
struct spy {
	struct host *host;
	bool read[TWIN_SPACES];
};

static bool spy_read8(void *arg, enum twin_space space, u64 addr, u64 *value)
{
	struct spy *spy = arg;

	spy->read[space] = true;
	return host_try_load(spy->host, (enum smmu3_pas)space, addr, value);
}

static enum twin_cas spy_cas8(void *arg, enum twin_space space, u64 addr,
			      u64 old, u64 next)
{
	struct spy *spy = arg;
	u64 now;

	if (!spy_read8(arg, space, addr, &now))
		return TWIN_CAS_ABORT;
	if (now != old)
		return TWIN_CAS_CHANGED;
	host_store(spy->host, (enum smmu3_pas)space, addr, next);
	return TWIN_CAS_DONE;
}

static void count(struct tally *tally, const struct twin_txn *txn,
		  const struct twin_outcome *out)
{
	struct ref_event event;

	ref_event_decode(out->record, &event);
	tally->fate[out->fate]++;
	tally->event[out->event]++;
	tally->updates += out->updates;
	if (out->event == REF_F_WALK_EABT)
		tally->aborts[event.s2]++;
	if (out->event && event.s2)
		tally->class[event.class]++;
	tally->nsipa += event.nsipa;
	if (out->fate != TWIN_FORWARD)
		return;
	tally->secure += out->space == TWIN_S;
	tally->left += out->space == TWIN_NS && txn->sec_sid == TWIN_S;
}

/* What holds for every transaction whatever the tables say. */
static void check_sanity(const struct gen *gen, const struct twin_txn *txn,
			 const struct twin_outcome *out, const struct spy *spy)
{
	struct ref_event event;
	unsigned int i;

	ref_event_decode(out->record, &event);
	if (txn->sec_sid == TWIN_NS) {
		assert_false(spy->read[TWIN_S]);
		assert_int_equal(out->space, TWIN_NS);
		assert_false(event.nsipa);
	}
	if (out->fate == TWIN_FORWARD) {
		assert_int_equal(out->event, 0);
		assert_true(out->pa < ref_pow2(gen->id.oas));
	}
	if (out->fate == TWIN_RAZWI)
		assert_false(event.s2);
	if (out->fate == TWIN_STALL)
		assert_true(out->recorded && event.stall);
	assert_true(out->updates <= TWIN_MAX_UPDATES);
	for (i = 0; i < out->updates; i++)	/* AF, AP[2], S2AP[1] */
		assert_false((out->update[i].old ^ out->update[i].next) &
			     ~(BIT_ULL(10) | BIT_ULL(7)));
}

static struct twin_id any_id(struct rng *rng)
{
	struct twin_id id = kit_id();

	id.oas = PICK(rng, 32, 36, 40, 42, 44, 48, 44, 48);
	id.httu = rng_below(rng, 3);
	id.term_model = rng_percent(rng, 20);
	id.s_stall_model = PICK(rng, 0, 0, 1, 2);
	id.stt = rng_percent(rng, 70);
	id.xnx = rng_percent(rng, 70);
	id.gran16k = rng_percent(rng, 80);
	id.gran64k = rng_percent(rng, 80);
	id.sel2 = rng_percent(rng, 80);
	return id;
}

static struct twin_world world_of(struct gen *gen, struct spy *spy)
{
	struct twin_world world = {
		.id = gen->id,
		.memory = { spy_read8, spy_cas8, spy },
	};
	enum twin_space space;

	for (space = TWIN_NS; space < TWIN_SPACES; space++)
		world.bank[space] = (struct twin_bank){
			.cr0 = REF_SMMUEN |
			       (rng_percent(gen->rng, 30) ? REF_S_CR0_SIF : 0),
			.cr2 = REF_CR2_RECINVSID |
			       (rng_percent(gen->rng, 30) ? REF_CR2_E2H : 0),
			.strtab_base = gen_strtab_base(&gen->side[space]),
			.strtab_cfg = gen_strtab_cfg(&gen->side[space]),
		};
	return world;
}

static void run_world(struct rng *rng, unsigned int cases, struct tally *tally)
{
	struct twin_id id = any_id(rng);
	struct host *host = calloc(1, sizeof(*host));
	struct gen *gen = calloc(1, sizeof(*gen));
	struct spy spy = { .host = host };
	struct twin_world world;
	unsigned int i;

	gen_init(gen, host, rng, &id);
	world = world_of(gen, &spy);
	for (i = 0; i < cases; i++) {
		struct gen_side *side = &gen->side[i % TWIN_SPACES];
		struct twin_txn txn = gen_txn(side);
		struct twin_outcome out;

		gen_mutate(side);
		gen_failure(side);
		txn.atomic = rng_percent(rng, 5);
		memset(spy.read, 0, sizeof(spy.read));
		twin_translate(&world, &txn, &out);
		check_sanity(gen, &txn, &out, &spy);
		count(tally, &txn, &out);
	}
	host_free(host);
	free(host);
	free(gen);
}

static void twin_generated_worlds_reach_everything(void **state)
{
	static const u8 events[] = {
		REF_C_BAD_STREAMID, REF_F_STE_FETCH, REF_C_BAD_STE,
		REF_F_STREAM_DISABLED, REF_C_BAD_SUBSTREAMID, REF_F_CD_FETCH,
		REF_C_BAD_CD, REF_F_WALK_EABT, REF_F_TRANSLATION,
		REF_F_ADDR_SIZE, REF_F_ACCESS, REF_F_PERMISSION };
	struct rng rng = rng_new(__func__, 0x5eed0002);
	unsigned int cases = max(rng_cases(30000), 30000), i;
	struct tally tally = { 0 };

	(void)state;
	for (i = 0; i < cases; i += CASES_PER_WORLD)
		run_world(&rng, CASES_PER_WORLD, &tally);
	for (i = 0; i < ARRAY_SIZE(tally.fate); i++)
		assert_true(tally.fate[i]);
	for (i = 0; i < ARRAY_SIZE(events); i++)
		assert_true(tally.event[events[i]]);
	for (i = 0; i < ARRAY_SIZE(tally.class); i++)
		assert_true(tally.class[i]);
	assert_true(tally.aborts[0] && tally.aborts[1]);
	assert_true(tally.secure && tally.left && tally.nsipa);
	assert_true(tally.updates);
	assert_true(tally.fate[TWIN_FORWARD] > cases / 8);
}

static const struct CMUnitTest twin_random_tests[] = {
	cmocka_unit_test(twin_generated_worlds_reach_everything),
	cmocka_unit_test(model_and_twin_agree),
};
SUITE(twin_random);
