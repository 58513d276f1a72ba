// SPDX-License-Identifier: GPL-2.0
/*
 * Updates of flags against others who write the same descriptors (translation.md,
 * additions): a compare-and-swap that comes too late is decided again from what
 * is there then, at most 8 times; one that aborts is an aborted walk. And who
 * updates nothing: peeks, and whatever a cached clean entry says.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define TRIES	8

/**
 * struct racer - who writes just before the SMMU does
 * @s: the stream
 * @addr: the descriptor it writes; 0: just counts
 * @value: what
 * @flip: alternate with this, if not 0
 * @times: how often it still will
 * @fails: make the swap abort instead
 * @calls: swaps so far
 */
struct racer {
	struct s2_stream *s;
	u64 addr;
	u64 value;
	u64 flip;
	unsigned int times;
	bool fails;
	unsigned int calls;
};

static void race(void *arg, const struct smmu3_access *access)
{
	struct racer *racer = arg;
	u64 next = racer->value;

	racer->calls++;
	if (!racer->times || access->addr != racer->addr)
		return;
	racer->times--;
	if (racer->fails) {
		side_fail(racer->s->side, access->addr, 8);
		return;
	}
	side_store(racer->s->side, racer->addr, next);
	if (racer->flip) {
		racer->value = racer->flip;
		racer->flip = next;
	}
}

static void begin(struct racer *racer)
{
	struct host *host = &racer->s->side->rig->host;

	racer->calls = 0;
	host->on_cas = race;
	host->arg = racer;
}

static void end(struct racer *racer)
{
	struct host *host = &racer->s->side->rig->host;

	host->on_cas = NULL;
	host->arg = racer->s->side->rig;
	host_heal(host);
}

/**
 * struct place - a leaf that is raced for
 * @config: of the stream
 * @leaf: its address
 * @poke: changes its fields
 * @clean: its AP or S2AP when it is clean
 * @dirty: the same when it is dirty
 * @s2: it is one of stage 2
 */
struct place {
	unsigned int config;
	u64 (*leaf)(struct s2_stream *s);
	s2_poke poke;
	unsigned int clean;
	unsigned int dirty;
	bool s2;
};

static const struct place places[] = {
	{ S1, s2_leaf1, s2_poke_leaf1, REF_AP_RO, REF_AP_RW, false },
	{ S2, s2_leaf2, s2_poke_leaf2, REF_S2AP_R, REF_S2AP_RW, true },
	{ BOTH, s2_leaf1, s2_poke_leaf1, REF_AP_RO, REF_AP_RW, false },
	{ BOTH, s2_leaf2, s2_poke_leaf2, REF_S2AP_R, REF_S2AP_RW, true },
};

#define for_each_place(place)						\
	for ((place) = places; (place) < places + ARRAY_SIZE(places); (place)++)

static void make(struct s2_stream *s, struct side *side,
		 const struct place *place)
{
	s2_make(s, side, S2_SID, place->config);
	if (s2_has1(place->config)) {
		s2_poke_cd(s, REF_CD_HA, 1);
		s2_poke_cd(s, REF_CD_HD, 1);
	}
	if (s2_has2(place->config)) {
		s2_poke_ste(s, REF_STE_S2HA, 1);
		s2_poke_ste(s, REF_STE_S2HD, 1);
	}
	place->poke(s, REF_D_AF, 0);
	place->poke(s, REF_D_DBM, 1);
	place->poke(s, REF_D_AP, place->clean);
}

static struct ref_event fault(const struct place *place, u8 number)
{
	return (struct ref_event){
		.number = number, .class = REF_CLASS_IN, .s2 = place->s2,
		.ipa = S2_IPA };
}

/* 7.3.12: the update of a stage 1 descriptor is of class TT. */
static struct ref_event aborted(const struct place *place, u64 leaf)
{
	return (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = place->s2, .fetch = leaf,
		.class = place->s2 ? REF_CLASS_IN : REF_CLASS_TT };
}

static void expect_once(struct s2_stream *s, unsigned int access,
			struct ref_event event)
{
	struct smmu3_txn txn = s2_txn(s, access);

	event.sid = txn.sid;
	event.read = !txn.write;
	event.input = txn.addr;
	s2_flush(s->side);
	s->stale = false;
	rig_log_clear(s->side->rig);
	side_expect_event(s->side, &txn, &event);
}

/* ---- too late ---- */

static void descriptor_that_vanished_is_not_brought_back(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct racer racer = { .times = 1 };
		struct s2_stream s;

		make(&s, *state, place);
		racer.s = &s;
		racer.addr = place->leaf(&s);
		begin(&racer);
		expect_once(&s, READ, fault(place, REF_F_TRANSLATION));
		assert_int_equal(s2_load(&s, racer.addr), 0);
		assert_int_equal(racer.calls, 1);
		end(&racer);
	}
}

/* Another page meanwhile: it is that one, with its own flags. */
static void changed_descriptor_is_decided_anew(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct racer racer = { .times = 1 };
		struct s2_stream s;
		struct outcome out;
		u64 want;

		make(&s, *state, place);
		racer.s = &s;
		racer.addr = place->leaf(&s);
		want = ref_with(s2_load(&s, racer.addr), 58, 55, 9);
		racer.value = want;
		begin(&racer);
		out = s2_access(&s, WRITE);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, S2_PA + S2_OFFSET);
		ref_put(&want, REF_D_AF, 1);
		ref_put(&want, REF_D_AP, place->dirty);
		assert_int_equal(s2_load(&s, racer.addr), want);
		assert_int_equal(racer.calls, 2);
		end(&racer);
	}
}

static void page_that_moved_is_followed(void **state)
{
	struct racer racer = { .times = 1 };
	struct smmu3_txn txn;
	struct s2_stream s;
	struct outcome out;

	make(&s, *state, &places[0]);
	racer.s = &s;
	racer.addr = s2_leaf1(&s);
	racer.value = ref_leaf(3, S2_PA + 16 * PAGE);
	txn = s2_txn(&s, WRITE);
	begin(&racer);
	out = s2_do(&s, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, S2_PA + 16 * PAGE + S2_OFFSET);
	assert_int_equal(s2_load(&s, racer.addr), racer.value);
	/* All flags were there: nothing more to write. */
	assert_int_equal(racer.calls, 1);
	end(&racer);
	s2_expect_pa(&s, &txn, S2_PA + 16 * PAGE + S2_OFFSET,
		     s.side->bank);
}

/* Somebody took the right away: a fault, and his word stands. */
static void right_that_was_taken_away_is_a_fault(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct racer racer = { .times = 1 };
		struct s2_stream s;

		make(&s, *state, place);
		racer.s = &s;
		racer.addr = place->leaf(&s);
		racer.value = ref_with(s2_load(&s, racer.addr), REF_D_DBM, 0);
		begin(&racer);
		expect_once(&s, WRITE, fault(place, REF_F_PERMISSION));
		assert_int_equal(s2_load(&s, racer.addr), racer.value);
		end(&racer);
	}
}

/* A table of stage 1 that vanished under the update: from the start again. */
static void walk_begins_again_from_its_start(void **state)
{
	struct racer racer = { .times = 1 };
	struct s2_stream s;

	make(&s, *state, &places[2]);
	racer.s = &s;
	racer.addr = s2_leaf1(&s);
	racer.value = s2_load(&s, racer.addr) ^ BIT_ULL(55);
	begin(&racer);
	assert_int_equal(s2_try(&s, READ), 0);
	/* Each of four levels twice, not only the last one. */
	assert_true(side_accesses(s.side, HOST_READ, SMMU3_ACCESS_TT) > 5);
	end(&racer);
}

/* ---- how often ---- */

/* Bit 55 of a leaf is software's. */
static void race_often(struct side *side, const struct place *place,
		       unsigned int times)
{
	struct racer racer = { .times = times };
	struct s2_stream s;

	make(&s, side, place);
	racer.s = &s;
	racer.addr = place->leaf(&s);
	racer.flip = s2_load(&s, racer.addr);
	racer.value = racer.flip | BIT_ULL(55);
	begin(&racer);
	if (times < TRIES) {
		assert_int_equal(s2_try(&s, WRITE), 0);
		assert_int_equal(racer.calls, times + 1);
	} else {
		expect_once(&s, WRITE, aborted(place, racer.addr));
		assert_int_equal(racer.calls, TRIES);
	}
	end(&racer);
}

static void lost_races_are_an_aborted_walk_after_8_tries(void **state)
{
	const struct place *place;
	unsigned int times;

	for_each_place(place)
		for (times = 1; times <= TRIES + 1; times++)
			race_often(*state, place, times);
}

static void aborted_update_is_an_aborted_walk(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct racer racer = { .times = 1, .fails = true };
		struct s2_stream s;
		u64 before;

		make(&s, *state, place);
		racer.s = &s;
		racer.addr = place->leaf(&s);
		before = s2_load(&s, racer.addr);
		begin(&racer);
		expect_once(&s, WRITE, aborted(place, racer.addr));
		assert_int_equal(s2_load(&s, racer.addr), before);
		assert_int_equal(racer.calls, 1);
		end(&racer);
	}
}

/* A, R, S and S2R, S2S are not asked (7.3.12). */
static void aborted_update_is_recorded_always(void **state)
{
	struct racer racer = { .times = 1, .fails = true };
	struct s2_stream s;

	make(&s, *state, &places[2]);
	s2_poke_cd(&s, REF_CD_A, 0);
	s2_poke_cd(&s, REF_CD_R, 0);
	s2_poke_ste(&s, REF_STE_S2R, 0);
	racer.s = &s;
	racer.addr = s2_leaf1(&s);
	begin(&racer);
	expect_once(&s, READ, aborted(&places[2], racer.addr));
	end(&racer);
}

/* ---- peeks ---- */

static void check_peek(struct s2_stream *s, const struct place *place,
		       enum smmu3_look look)
{
	struct smmu3_txn txn = s2_txn(s, WRITE);
	u64 leaf = place->leaf(s), before = s2_load(s, leaf);
	struct outcome out;

	s2_flush(s->side);
	rig_log_clear(s->side->rig);
	out = rig_peek(s->side->rig, &txn, look);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, S2_PA + S2_OFFSET);
	assert_int_equal(s2_load(s, leaf), before);
	assert_int_equal(host_log_count(&s->side->rig->host, HOST_CAS), 0);
	assert_int_equal(host_log_count(&s->side->rig->host, HOST_WRITE), 0);
	out = rig_peek(s->side->rig, &txn, SMMU3_LOOK_PEEK);
	assert_int_equal(out.x.res.hit, 0);
}

static void peeks_answer_as_if_they_had_updated(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct s2_stream s;

		make(&s, *state, place);
		check_peek(&s, place, SMMU3_LOOK_PEEK);
		check_peek(&s, place, SMMU3_LOOK_PEEK_WALK);
	}
}

/* ---- what is cached ---- */

/* A read caches the clean page; writing it has to go to memory. */
static void clean_entry_serves_no_write(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct s2_stream s;
		u64 leaf, desc;

		make(&s, *state, place);
		leaf = place->leaf(&s);
		s2_expect_page(&s, READ);
		assert_true(side_hits(s.side, S2_SID, s2_input(&s)) &
			    SMMU3_HIT_TLB);
		desc = s2_load(&s, leaf);
		assert_int_equal(ref_get(&desc, REF_D_AP), place->clean);
		s2_expect_page(&s, S2_ATOMIC);
		desc = s2_load(&s, leaf);
		assert_int_equal(ref_get(&desc, REF_D_AP), place->dirty);
	}
}

/* Software cleaned the page, and invalidated: then it gets dirty anew. */
static void dirty_entry_is_clean_after_invalidation(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct s2_stream s;
		u64 desc;

		make(&s, *state, place);
		s2_expect_page(&s, WRITE);
		place->poke(&s, REF_D_AP, place->clean);
		s2_expect_page(&s, READ);
		desc = s2_load(&s, place->leaf(&s));
		assert_int_equal(ref_get(&desc, REF_D_AP), place->clean);
		s2_expect_page(&s, WRITE);
		desc = s2_load(&s, place->leaf(&s));
		assert_int_equal(ref_get(&desc, REF_D_AP), place->dirty);
	}
}

/* The stage that is clean faults if software took DBM away and said so. */
static void clean_page_without_dbm_faults_after_invalidation(void **state)
{
	const struct place *place;

	for_each_place(place) {
		struct s2_stream s;

		make(&s, *state, place);
		s2_expect_page(&s, READ);
		place->poke(&s, REF_D_DBM, 0);
		s2_expect(&s, WRITE, fault(place, REF_F_PERMISSION));
		s2_expect_page(&s, READ);
	}
}

static const struct CMUnitTest rules_httu_race_tests[] = {
	TEST_S2(descriptor_that_vanished_is_not_brought_back),
	TEST_S2(changed_descriptor_is_decided_anew),
	TEST_S2(page_that_moved_is_followed),
	TEST_S2(right_that_was_taken_away_is_a_fault),
	TEST_S2(walk_begins_again_from_its_start),
	TEST_S2_MODES(lost_races_are_an_aborted_walk_after_8_tries),
	TEST_S2(aborted_update_is_an_aborted_walk),
	TEST_S2(aborted_update_is_recorded_always),
	TEST_S2(peeks_answer_as_if_they_had_updated),
	TEST_S2_MODES(clean_entry_serves_no_write),
	TEST_S2_MODES(dirty_entry_is_clean_after_invalidation),
	TEST_S2_MODES(clean_page_without_dbm_faults_after_invalidation),
};
SUITE(rules_httu_race);
