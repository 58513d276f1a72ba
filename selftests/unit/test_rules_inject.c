// SPDX-License-Identifier: GPL-2.0
/*
 * Faults on purpose (smmu3.h): which accesses and interrupts an injection
 * matches, how often it fires, and what the architecture makes of each fault.
 * Nothing is broken here but by injections.
 */
#include "side.h"
#include "suites.h"

#define BAD_SID		0x2b	/* V = 0: C_BAD_STE, in both banks */
#define SID		5
#define VA		0x0000000000407000ULL

#define BANK(bank)	BIT(bank)
#define BOTH_BANKS	(BIT(NS) | BIT(SECURE))
#define KIND(kind)	BIT(SMMU3_ACCESS_##kind)
#define ALL_KINDS	(BIT(SMMU3_NR_ACCESSES) - 1)
#define LINE(line)	BIT(SMMU3_IRQ_##line)
#define ALL_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

static struct smmu3_injection abort_of(u32 banks, u32 accesses, u64 first,
				       u64 last)
{
	return (struct smmu3_injection){
		.kind = SMMU3_INJECT_ABORT, .banks = banks,
		.accesses = accesses, .first = first, .last = last,
		.every = 1,
	};
}

static struct smmu3_injection lost_irq(u32 banks, u32 lines)
{
	return (struct smmu3_injection){
		.kind = SMMU3_INJECT_LOST_IRQ, .banks = banks, .lines = lines,
		.every = 1,
	};
}

static u32 inject(struct side *side, const struct smmu3_injection *what)
{
	u32 id;

	assert_null(smmu3_inject_check(what));
	id = smmu3_inject_add(side->rig->smmu, what);
	assert_int_not_equal(id, 0);
	rig_run(side->rig);
	return id;
}

/* All accesses of some kinds in a bank's PA space. */
static u32 inject_aborts(struct side *side, u32 accesses)
{
	struct smmu3_injection what =
		abort_of(BANK(side->bank), accesses, 0, ~0ULL);

	return inject(side, &what);
}

static void clear(struct side *side, u32 id)
{
	assert_true(smmu3_inject_clear(side->rig->smmu, id));
	rig_run(side->rig);
}

static struct smmu3_inject_record record_of(struct side *side, u32 id)
{
	struct smmu3_inject_record record = { 0 };
	unsigned int i;
	int what;

	for (i = 0;; i++) {
		what = smmu3_inject_slot(side->rig->smmu, i, &record);
		if (what < 0)
			fail_msg("no injection %u", id);
		if (what > 0 && record.id == id)
			return record;
	}
}

static unsigned int injections(struct side *side)
{
	struct smmu3_inject_record record;
	unsigned int count = 0, i;
	int what;

	for (i = 0;; i++) {
		what = smmu3_inject_slot(side->rig->smmu, i, &record);
		if (what < 0)
			return count;
		count += what;
	}
}

static bool client_fails(struct side *side, u64 addr, size_t len)
{
	return smmu3_inject_client(side->rig->smmu, side->bank, addr, len);
}

/* ---- what makes sense ---- */

struct named {
	const char *what;
	struct smmu3_injection injection;
};

static const struct named sensible[] = {
	{ "abort", { SMMU3_INJECT_ABORT, 1, 1, 0, 0, 7, 1, 0 } },
	{ "abort of everything",
	  { SMMU3_INJECT_ABORT, 3, ALL_KINDS, 0, 0, ~0ULL, 5, 9 } },
	{ "abort of a byte",
	  { SMMU3_INJECT_ABORT, 2, 1, 0, ~0ULL, ~0ULL, 1, 1 } },
	{ "lost", { SMMU3_INJECT_LOST_IRQ, 3, 0, 7, 0, 0, 1, 0 } },
	{ "lost one", { SMMU3_INJECT_LOST_IRQ, 2, 0, 2, 0, 0, 3, 1 } },
	{ "pause", { SMMU3_INJECT_PAUSE, 3, 0, 0, 0, 0, 0, 0 } },
	{ "slow", { SMMU3_INJECT_SLOW, 1, 0, 0, 0, 0, 1, 0 } },
	{ "sfm", { SMMU3_INJECT_SFM, 0, 0, 0, 0, 0, 0, 0 } },
};

static const struct named senseless[] = {
	{ "abort without banks", { SMMU3_INJECT_ABORT, 0, 1, 0, 0, 7, 1, 0 } },
	{ "abort of a third bank",
	  { SMMU3_INJECT_ABORT, 4, 1, 0, 0, 7, 1, 0 } },
	{ "abort of nothing", { SMMU3_INJECT_ABORT, 1, 0, 0, 0, 7, 1, 0 } },
	{ "abort of an eighth kind",
	  { SMMU3_INJECT_ABORT, 1, 0x80, 0, 0, 7, 1, 0 } },
	{ "abort with lines", { SMMU3_INJECT_ABORT, 1, 1, 1, 0, 7, 1, 0 } },
	{ "abort of a range backwards",
	  { SMMU3_INJECT_ABORT, 1, 1, 0, 8, 7, 1, 0 } },
	{ "abort never", { SMMU3_INJECT_ABORT, 1, 1, 0, 0, 7, 0, 0 } },
	{ "lost of no bank", { SMMU3_INJECT_LOST_IRQ, 0, 0, 7, 0, 0, 1, 0 } },
	{ "lost of a third bank",
	  { SMMU3_INJECT_LOST_IRQ, 5, 0, 7, 0, 0, 1, 0 } },
	{ "lost of no line", { SMMU3_INJECT_LOST_IRQ, 1, 0, 0, 0, 0, 1, 0 } },
	{ "lost of a fourth line",
	  { SMMU3_INJECT_LOST_IRQ, 1, 0, 8, 0, 0, 1, 0 } },
	{ "lost with accesses",
	  { SMMU3_INJECT_LOST_IRQ, 1, 1, 1, 0, 0, 1, 0 } },
	{ "lost with a range", { SMMU3_INJECT_LOST_IRQ, 1, 0, 1, 0, 7, 1, 0 } },
	{ "lost never", { SMMU3_INJECT_LOST_IRQ, 1, 0, 1, 0, 0, 0, 0 } },
	{ "pause of no bank", { SMMU3_INJECT_PAUSE, 0, 0, 0, 0, 0, 0, 0 } },
	{ "pause of a third bank",
	  { SMMU3_INJECT_PAUSE, 4, 0, 0, 0, 0, 0, 0 } },
	{ "pause every", { SMMU3_INJECT_PAUSE, 1, 0, 0, 0, 0, 1, 0 } },
	{ "pause count", { SMMU3_INJECT_PAUSE, 1, 0, 0, 0, 0, 0, 1 } },
	{ "pause with a range", { SMMU3_INJECT_PAUSE, 1, 0, 0, 1, 1, 0, 0 } },
	{ "slow by none", { SMMU3_INJECT_SLOW, 1, 0, 0, 0, 0, 0, 0 } },
	{ "slow of no bank", { SMMU3_INJECT_SLOW, 0, 0, 0, 0, 0, 1, 0 } },
	{ "slow count", { SMMU3_INJECT_SLOW, 1, 0, 0, 0, 0, 1, 1 } },
	{ "slow with accesses", { SMMU3_INJECT_SLOW, 1, 1, 0, 0, 0, 1, 0 } },
	{ "sfm of a bank", { SMMU3_INJECT_SFM, 1, 0, 0, 0, 0, 0, 0 } },
	{ "sfm every", { SMMU3_INJECT_SFM, 0, 0, 0, 0, 0, 1, 0 } },
	{ "sfm count", { SMMU3_INJECT_SFM, 0, 0, 0, 0, 0, 0, 1 } },
	{ "a sixth kind", { SMMU3_NR_INJECTS, 0, 0, 0, 0, 0, 0, 0 } },
};

static void sensible_injections_pass_the_check(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sensible); i++) {
		const char *why = smmu3_inject_check(&sensible[i].injection);

		if (why)
			fail_msg("%s: %s", sensible[i].what, why);
	}
}

static void senseless_injections_are_refused(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(senseless); i++)
		if (!smmu3_inject_check(&senseless[i].injection))
			fail_msg("%s", senseless[i].what);
}

/* ---- ranges ---- */

static const struct {
	u64 first, last;
	u64 addr;
	size_t len;
	bool hit;
} ranges[] = {
	{ 0x1000, 0x1fff, 0x1000, 8, true },
	{ 0x1000, 0x1fff, 0x0ff8, 8, false },
	{ 0x1000, 0x1fff, 0x0ff9, 8, true },
	{ 0x1000, 0x1fff, 0x1ff8, 8, true },
	{ 0x1000, 0x1fff, 0x1fff, 1, true },
	{ 0x1000, 0x1fff, 0x2000, 1, false },
	{ 0x1000, 0x1fff, 0x0000, 0x1000, false },
	{ 0x1000, 0x1fff, 0x0000, 0x1001, true },
	{ 0x1000, 0x1fff, 0x0000, 0x4000, true },
	{ 0x1234, 0x1234, 0x1200, 0x40, true },
	{ 0x1234, 0x1234, 0x1235, 0x40, false },
	{ 0x1234, 0x1234, 0x1200, 0x34, false },
	{ 0, ~0ULL, 0, 1, true },
	{ 0, ~0ULL, ~0ULL, 1, true },
	{ ~0ULL, ~0ULL, ~0ULL, 1, true },
	{ ~0ULL, ~0ULL, ~0ULL - 7, 8, true },
	{ ~0ULL, ~0ULL, ~0ULL - 8, 8, false },
	{ 0, 0, 0, 8, true },
	{ 0, 0, 1, 8, false },
};

static void access_matches_if_it_overlaps_the_range(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ranges); i++) {
		struct smmu3_injection what =
			abort_of(BANK(side->bank), KIND(CLIENT),
				 ranges[i].first, ranges[i].last);
		u32 id = inject(side, &what);

		if (client_fails(side, ranges[i].addr, ranges[i].len) !=
		    ranges[i].hit)
			fail_msg("case %u", i);
		assert_int_equal(record_of(side, id).matched, ranges[i].hit);
		clear(side, id);
	}
}

/* A 64-byte structure matches by any byte of it. */
static void structure_matches_by_any_byte(void **state)
{
	struct side *side = *state;
	u64 ste = side_ste(side, SID);
	unsigned int offset;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (offset = 0; offset < 64; offset += 21) {
		struct smmu3_injection what =
			abort_of(BANK(side->bank), KIND(STE), ste + offset,
				 ste + offset);
		struct smmu3_txn txn = side_txn(side, SID, VA, READ);
		const struct ref_event event = {
			.number = REF_F_STE_FETCH, .sid = SID, .fetch = ste };
		u32 id = inject(side, &what);

		side_flush(side);
		side_expect_event(side, &txn, &event);
		clear(side, id);
	}
}

static void neighbours_of_the_range_are_spared(void **state)
{
	struct side *side = *state;
	u64 ste = side_ste(side, SID);
	struct smmu3_injection below =
		abort_of(BANK(side->bank), KIND(STE), 0, ste - 1);
	struct smmu3_injection above =
		abort_of(BANK(side->bank), KIND(STE), ste + 64, ~0ULL);

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	inject(side, &below);
	inject(side, &above);
	side_expect_pa(side, SID, VA, READ, VA, side->bank);
}

static void other_pa_space_is_spared(void **state)
{
	struct side *side = *state, *other = other_side(side);
	u32 id = inject_aborts(side, ALL_KINDS);

	assert_true(client_fails(side, VA, 8));
	assert_false(client_fails(other, VA, 8));
	side_plain_ste(other, SID, REF_CONFIG_BYPASS);
	side_flush(other);
	side_expect_pa(other, SID, VA, READ, VA, other->bank);
	assert_int_equal(record_of(side, id).matched, 1);
}

/* ---- which kinds ---- */

static const struct {
	u32 accesses;
	u8 event;
} kinds[] = {
	{ KIND(STE), REF_F_STE_FETCH },
	{ KIND(CD), REF_F_CD_FETCH },
	{ KIND(TT), REF_F_WALK_EABT },
	{ KIND(STE) | KIND(CD) | KIND(TT), REF_F_STE_FETCH },
	{ KIND(CD) | KIND(TT), REF_F_CD_FETCH },
	{ KIND(CLIENT) | KIND(MSI), 0 },
};

static void kinds_of_access_are_told_apart(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int i;

	side_map(side, &stream, VA, RAM_BASE, 3);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct outcome out;
		u32 id;

		side_flush(side);
		id = inject_aborts(side, kinds[i].accesses);
		out = side_access(side, SID, VA, READ);
		assert_int_equal(out.ok, !kinds[i].event);
		if (!out.ok)
			assert_int_equal(out.x.fault.event, kinds[i].event);
		clear(side, id);
	}
}

/* ---- how often ---- */

static void every_nth_match_goes_wrong(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), 0, ~0ULL);
	unsigned int i;
	u32 id;

	what.every = 3;
	id = inject(side, &what);
	for (i = 1; i <= 10; i++)
		assert_int_equal(client_fails(side, VA, 4), i % 3 == 0);
	assert_int_equal(record_of(side, id).matched, 10);
	assert_int_equal(record_of(side, id).fired, 3);
}

static void count_limits_how_often_it_fires(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), 0, ~0ULL);
	unsigned int i;
	u32 id;

	what.every = 2;
	what.count = 2;
	id = inject(side, &what);
	for (i = 1; i <= 9; i++)
		assert_int_equal(client_fails(side, VA, 4), i == 2 || i == 4);
	assert_int_equal(record_of(side, id).fired, 2);
}

static void one_shot_fires_once_and_stays_visible(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), 0, ~0ULL);
	u32 id;

	what.count = 1;
	id = inject(side, &what);
	assert_true(client_fails(side, VA, 4));
	assert_false(client_fails(side, VA, 4));
	assert_int_equal(record_of(side, id).fired, 1);
	assert_int_equal(injections(side), 1);
}

static void cleared_injection_does_nothing(void **state)
{
	struct side *side = *state;
	u32 id = inject_aborts(side, KIND(CLIENT));

	assert_true(client_fails(side, VA, 4));
	clear(side, id);
	assert_false(client_fails(side, VA, 4));
	assert_int_equal(injections(side), 0);
}

/* Each counts its own matches, whoever makes the access fail. */
static void two_at_once_count_for_themselves(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), 0, ~0ULL);
	unsigned int i;
	u32 two, three;

	what.every = 2;
	two = inject(side, &what);
	what.every = 3;
	three = inject(side, &what);
	for (i = 1; i <= 12; i++)
		assert_int_equal(client_fails(side, VA, 4),
				 i % 2 == 0 || i % 3 == 0);
	assert_int_equal(record_of(side, two).matched, 12);
	assert_int_equal(record_of(side, two).fired, 6);
	assert_int_equal(record_of(side, three).matched, 12);
	assert_int_equal(record_of(side, three).fired, 4);
}

static void what_does_not_match_is_not_counted(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), PAGE, 2 * PAGE - 1);
	u32 id = inject(side, &what);

	assert_false(client_fails(side, 0, 8));
	assert_false(client_fails(other_side(side), PAGE, 8));
	side_sync(side);
	assert_int_equal(record_of(side, id).matched, 0);
	assert_int_equal(record_of(side, id).fired, 0);
}

/* ---- slots and ids ---- */

static void ids_are_never_reused(void **state)
{
	struct side *side = *state;
	u32 seen[100];
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(seen); i++) {
		seen[i] = inject_aborts(side, KIND(CLIENT));
		for (j = 0; j < i; j++)
			assert_int_not_equal(seen[i], seen[j]);
		clear(side, seen[i]);
	}
}

static void cleared_id_is_unknown(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	u32 id = inject_aborts(side, KIND(CLIENT));

	assert_false(smmu3_inject_clear(smmu, id + 1));
	assert_true(smmu3_inject_clear(smmu, id));
	assert_false(smmu3_inject_clear(smmu, id));
}

static void too_many_are_refused(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CLIENT), 0, 0);
	u32 id = 0;
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++)
		id = inject(side, &what);
	assert_int_equal(smmu3_inject_add(smmu, &what), 0);
	assert_int_equal(injections(side), SMMU3_MAX_INJECTIONS);
	clear(side, id);
	assert_int_not_equal(smmu3_inject_add(smmu, &what), 0);
}

static void id_0_clears_them_all(void **state)
{
	struct side *side = *state;
	struct smmu3_injection pause = {
		.kind = SMMU3_INJECT_PAUSE, .banks = BOTH_BANKS };

	inject_aborts(side, ALL_KINDS);
	inject_aborts(other_side(side), ALL_KINDS);
	inject(side, &pause);
	clear(side, 0);
	assert_int_equal(injections(side), 0);
	assert_false(client_fails(side, VA, 4));
	side_sync(side);
	side_sync(other_side(side));
}

static void injection_is_shown_as_it_was_added(void **state)
{
	struct side *side = *state;
	const struct smmu3_injection what = {
		.kind = SMMU3_INJECT_ABORT, .banks = BOTH_BANKS,
		.accesses = KIND(TT) | KIND(MSI), .first = 0x1230,
		.last = 0x123f, .every = 7, .count = 9 };
	struct smmu3_inject_record record;
	u32 id = inject(side, &what);

	record = record_of(side, id);
	assert_int_equal(record.what.kind, what.kind);
	assert_int_equal(record.what.banks, what.banks);
	assert_int_equal(record.what.accesses, what.accesses);
	assert_int_equal(record.what.lines, 0);
	assert_int_equal(record.what.first, what.first);
	assert_int_equal(record.what.last, what.last);
	assert_int_equal(record.what.every, what.every);
	assert_int_equal(record.what.count, what.count);
	assert_int_equal(record.matched, 0);
	assert_int_equal(record.fired, 0);
}

/* ---- the error paths of the architecture, each by an injection ---- */

static void aborted_ste_is_f_ste_fetch(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = side_txn(side, SID, VA, WRITE);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = SID,
		.fetch = side_ste(side, SID) };

	inject_aborts(side, KIND(STE));
	side_expect_event(side, &txn, &event);
}

/* SMMUEN off, a two-level table, SMMUEN on. */
static u64 make_two_level(struct side *side)
{
	u64 l1 = side_alloc(side, PAGE), cfg = 0;

	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, 8);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr64(side, REF_STRTAB_BASE, l1);
	side_wr32(side, REF_STRTAB_BASE_CFG, cfg);
	side_store(side, l1, ref_l1std(side->strtab, 7));
	side_flush(side);
	side_cr0(side, ALL_ON);
	return l1;
}

static void aborted_l1std_is_f_ste_fetch(void **state)
{
	struct side *side = *state;
	u64 l1 = make_two_level(side);
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(STE), l1, l1 + 7);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_STE_FETCH, .sid = SID, .fetch = l1 };

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	inject(side, &what);
	side_expect_event(side, &txn, &event);
}

static void aborted_cd_is_f_cd_fetch(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_CD_FETCH, .sid = SID, .fetch = stream.cd };

	inject_aborts(side, KIND(CD));
	side_expect_event(side, &txn, &event);
}

static void aborted_descriptor_is_f_walk_eabt_at_each_level(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int level;

	side_map(side, &stream, VA, RAM_BASE, 3);
	for (level = 0; level < 4; level++) {
		u64 slot = side_slot(side, &stream, VA, level);
		struct smmu3_injection what =
			abort_of(BANK(side->bank), KIND(TT), slot, slot + 7);
		struct smmu3_txn txn = side_txn(side, SID, VA, WRITE | PRIV);
		const struct ref_event event = {
			.number = REF_F_WALK_EABT, .sid = SID, .priv = true,
			.class = REF_CLASS_TT, .input = VA, .fetch = slot };
		u32 id = inject(side, &what);

		side_expect_event(side, &txn, &event);
		clear(side, id);
	}
	side_expect_pa(side, SID, VA, READ, RAM_BASE, side->bank);
}

static void aborted_command_fetch_is_cerror_abt(void **state)
{
	struct side *side = *state;
	u32 id = inject_aborts(side, KIND(CMDQ));
	u32 before = side->cmd_prod;
	u64 cons;

	side_queue(side, ref_sync(REF_CS_NONE));
	side_kick(side);
	cons = side_rd32(side, REF_CMDQ_CONS);
	assert_int_equal(ref_get(&cons, REF_CMDQ_CONS_ERR), REF_CERROR_ABT);
	assert_int_equal(ref_get(&cons, REF_Q_INDEX), before);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_errors(other_side(side)), 0);
	clear(side, id);
	side_ack_errors(side);
	cons = side_rd32(side, REF_CMDQ_CONS);
	assert_int_equal(ref_get(&cons, REF_Q_INDEX), side->cmd_prod);
}

static void raise_event(struct side *side)
{
	side_access(side, BAD_SID, 0, READ);
}

static void aborted_event_write_is_eventq_abt_err(void **state)
{
	struct side *side = *state;
	u32 id = inject_aborts(side, KIND(EVENTQ));

	raise_event(side);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	assert_int_equal(side_rd32(side, REF_EVENTQ_PROD), 0);
	assert_int_equal(side_errors(other_side(side)), 0);
	clear(side, id);
	side_ack_errors(side);
	raise_event(side);
	assert_int_equal(side_events(side), 1);
}

/* One queue access, the next one: what a driver has to survive. */
static void next_queue_access_fails_once(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		abort_of(BANK(side->bank), KIND(CMDQ) | KIND(EVENTQ), 0,
			 ~0ULL);

	what.count = 1;
	inject(side, &what);
	raise_event(side);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	side_ack_errors(side);
	raise_event(side);
	assert_int_equal(side_events(side), 1);
	side_sync(side);
}

static void set_msis(struct side *side)
{
	side_irq_ctrl(side, 0);
	side_wr64(side, REF_EVENTQ_IRQ_CFG0, MSI_PAGE);
	side_wr64(side, REF_GERROR_IRQ_CFG0, MSI_PAGE + 8);
	side_wr32(side, REF_EVENTQ_IRQ_CFG1, 1);
	side_wr32(side, REF_GERROR_IRQ_CFG1, 2);
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	rig_log_clear(side->rig);
}

static struct ref_cmd sync_msi(u64 addr)
{
	struct ref_cmd cmd = ref_sync(REF_CS_IRQ);

	ref_put_addr(cmd.w, REF_CMD_MSIADDR, addr);
	return cmd;
}

static void aborted_msis_set_their_flags(void **state)
{
	struct side *side = *state;

	set_msis(side);
	inject_aborts(side, KIND(MSI));
	side_cmd(side, sync_msi(MSI_PAGE + 16));
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ |
			 REF_GERROR_MSI_GERROR);
	raise_event(side);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ |
			 REF_GERROR_MSI_GERROR | REF_GERROR_MSI_EVENTQ);
	assert_int_equal(side_load(side, MSI_PAGE), 0);
	assert_int_equal(side_load(side, MSI_PAGE + 8), 0);
	assert_int_equal(side_load(side, MSI_PAGE + 16), 0);
	assert_int_equal(side_errors(other_side(side)), 0);
}

/* An injection fails before memory is asked. */
static void aborted_access_does_not_reach_memory(void **state)
{
	struct side *side = *state;

	inject_aborts(side, ALL_KINDS);
	rig_log_clear(side->rig);
	raise_event(side);
	assert_int_equal(host_log_count(&side->rig->host, HOST_READ), 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 0);
}

/* A Secure stream may walk Non-secure tables: the space of the access counts. */
static void bank_mask_is_the_space_of_the_access(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_WALK_EABT, .sid = SID, .read = true,
		.class = REF_CLASS_TT, .input = VA,
		.fetch = side_slot(side, &stream, VA, 0) };

	side_poke(side, stream.cd, REF_CD_NSCFG0, 1);
	inject_aborts(other, KIND(TT) | KIND(STE) | KIND(CD));
	side_expect_event(side, &txn, &event);
}

/* ---- lost interrupts ---- */

static void lost_interrupts_leave_their_cause(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		lost_irq(BANK(side->bank), LINE(EVENTQ) | LINE(GERROR) |
			 LINE(CMD_SYNC));
	struct host *host = &side->rig->host;
	u32 id;

	set_msis(side);
	id = inject(side, &what);
	raise_event(side);
	side_cmd(side, sync_msi(MSI_PAGE + 16));
	side_queue(side, ref_cmd(0));
	side_kick(side);
	assert_int_equal(host_log_count(host, HOST_IRQ), 0);
	assert_int_equal(side_accesses(side, HOST_WRITE, SMMU3_ACCESS_MSI), 0);
	assert_int_equal(side_events(side), 1);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(record_of(side, id).matched, 3);
	assert_int_equal(record_of(side, id).fired, 3);
}

static void lost_interrupt_is_one_of_its_line_and_bank(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct smmu3_injection what =
		lost_irq(BANK(side->bank), LINE(EVENTQ));

	inject(side, &what);
	raise_event(side);
	raise_event(other);
	side_cmd(side, ref_sync(REF_CS_IRQ));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 0);
	assert_int_equal(side_irqs(other, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void every_second_interrupt_is_lost(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		lost_irq(BANK(side->bank), LINE(CMD_SYNC));
	unsigned int i;

	what.every = 2;
	what.count = 2;
	inject(side, &what);
	for (i = 0; i < 8; i++)
		side_cmd(side, ref_sync(REF_CS_IRQ));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 6);
}

/* No interrupt was due: nothing to lose. */
static void disabled_interrupt_is_not_counted_as_lost(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what =
		lost_irq(BANK(side->bank), LINE(EVENTQ));
	u32 id = inject(side, &what);

	side_irq_ctrl(side, 0);
	raise_event(side);
	assert_int_equal(record_of(side, id).matched, 0);
}

/* ---- paused and slow queues ---- */

static unsigned int pending(struct side *side)
{
	u64 cons = side_rd32(side, REF_CMDQ_CONS);
	u32 mask = 2 * ref_pow2(RIG_CMDQ_LOG2) - 1;

	return (side->cmd_prod - ref_get(&cons, REF_Q_INDEX)) & mask;
}

static void queue_syncs(struct side *side, unsigned int count)
{
	while (count--)
		side_queue(side, ref_sync(REF_CS_NONE));
	side_kick(side);
}

static bool is_held(struct side *side)
{
	struct smmu3_bank_info info;

	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	return info.held;
}

static u32 pause_queue(struct side *side)
{
	struct smmu3_injection what = {
		.kind = SMMU3_INJECT_PAUSE, .banks = BANK(side->bank) };

	return inject(side, &what);
}

static void paused_queue_stands_still(void **state)
{
	struct side *side = *state;
	u32 id = pause_queue(side);

	queue_syncs(side, 5);
	assert_false(smmu3_run(side->rig->smmu, 100));
	assert_int_equal(pending(side), 5);
	assert_true(is_held(side));
	clear(side, id);
	assert_int_equal(pending(side), 0);
	assert_false(is_held(side));
}

static void paused_queue_does_not_hold_the_other_bank(void **state)
{
	struct side *side = *state, *other = other_side(side);

	pause_queue(side);
	queue_syncs(side, 2);
	queue_syncs(other, 3);
	assert_int_equal(pending(side), 2);
	assert_int_equal(pending(other), 0);
	assert_false(is_held(other));
}

static void step_consumes_one_by_one(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;

	pause_queue(side);
	queue_syncs(side, 5);
	assert_int_equal(smmu3_step(smmu, side->bank, 1), 1);
	assert_int_equal(pending(side), 4);
	assert_int_equal(smmu3_step(smmu, side->bank, 3), 3);
	assert_int_equal(pending(side), 1);
	assert_int_equal(smmu3_step(smmu, side->bank, 3), 1);
	assert_int_equal(smmu3_step(smmu, side->bank, 3), 0);
	assert_int_equal(smmu3_step(smmu, other_side(side)->bank, 3), 0);
}

static void step_stops_at_an_error(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;

	pause_queue(side);
	side_queue(side, ref_sync(REF_CS_NONE));
	side_queue(side, ref_cmd(0));
	queue_syncs(side, 2);
	assert_int_equal(smmu3_step(smmu, side->bank, 10), 1);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(pending(side), 3);
	assert_int_equal(smmu3_step(smmu, side->bank, 10), 0);
}

static void step_of_a_disabled_queue_does_nothing(void **state)
{
	struct side *side = *state;

	pause_queue(side);
	queue_syncs(side, 2);
	side_cr0(side, REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(smmu3_step(side->rig->smmu, side->bank, 10), 0);
	assert_int_equal(pending(side), 2);
}

/* A register access by whomever, then what is allowed runs. */
static void tick(struct side *side)
{
	smmu3_inject_tick(side->rig->smmu);
	rig_run(side->rig);
}

static void slow_queue_takes_some_at_each_register_access(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what = {
		.kind = SMMU3_INJECT_SLOW, .banks = BANK(side->bank),
		.every = 2 };

	inject(side, &what);
	queue_syncs(side, 5);
	assert_int_equal(pending(side), 5);
	tick(side);
	assert_int_equal(pending(side), 3);
	tick(side);
	assert_int_equal(pending(side), 1);
	tick(side);
	assert_int_equal(pending(side), 0);
	assert_true(is_held(side));
	queue_syncs(other_side(side), 4);
	assert_int_equal(pending(other_side(side)), 0);
}

static void slow_queue_can_be_stepped(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what = {
		.kind = SMMU3_INJECT_SLOW, .banks = BANK(side->bank),
		.every = 1 };
	u32 id = inject(side, &what);

	queue_syncs(side, 6);
	assert_int_equal(smmu3_step(side->rig->smmu, side->bank, 4), 4);
	assert_int_equal(pending(side), 2);
	clear(side, id);
	assert_int_equal(pending(side), 0);
}

/* What one injection left over is no present for the next. */
static void slow_queue_starts_with_no_allowance(void **state)
{
	struct side *side = *state;
	struct smmu3_injection what = {
		.kind = SMMU3_INJECT_SLOW, .banks = BANK(side->bank),
		.every = 5 };
	u32 id = inject(side, &what);

	tick(side);
	clear(side, id);
	what.every = 1;
	inject(side, &what);
	queue_syncs(side, 3);
	assert_int_equal(pending(side), 3);
	tick(side);
	assert_int_equal(pending(side), 2);
}

/* ---- service failure mode (12.3) ---- */

static u32 fail_service(struct side *side)
{
	const struct smmu3_injection what = { .kind = SMMU3_INJECT_SFM };

	return inject(side, &what);
}

static void sfm_is_an_error_of_both_banks(void **state)
{
	struct side *side = *state;

	fail_service(side);
	assert_int_equal(side_errors(side), REF_GERROR_SFM);
	assert_int_equal(side_errors(other_side(side)), REF_GERROR_SFM);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_irqs(other_side(side), SMMU3_IRQ_GERROR), 1);
}

static void sfm_aborts_all_traffic_silently(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn good = side_txn(side, SID, VA, READ);
	struct smmu3_txn bad = side_txn(side, BAD_SID, VA, READ);

	side_map(side, &stream, VA, RAM_BASE, 3);
	side_expect_pa(side, SID, VA, READ, RAM_BASE, side->bank);
	fail_service(side);
	side_expect_silence(side, &good);
	side_expect_silence(side, &bad);
	side_cr0(side, 0);
	side_expect_silence(side, &good);
}

static void sfm_stops_both_command_queues(void **state)
{
	struct side *side = *state, *other = other_side(side);
	u32 id = fail_service(side);

	queue_syncs(side, 3);
	queue_syncs(other, 4);
	assert_int_equal(pending(side), 3);
	assert_int_equal(pending(other), 4);
	clear(side, id);
	assert_int_equal(pending(side), 0);
	assert_int_equal(pending(other), 0);
}

/* 7.5: the acknowledge does not leave it. */
static void acknowledging_sfm_does_not_leave_it(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	fail_service(side);
	side_ack_errors(side);
	side_ack_errors(other_side(side));
	assert_int_equal(side_errors(side), 0);
	side_expect_silence(side, &txn);
	queue_syncs(side, 1);
	assert_int_equal(pending(side), 1);
}

static void clearing_sfm_leaves_it(void **state)
{
	struct side *side = *state;
	u32 id;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	id = fail_service(side);
	clear(side, id);
	side_expect_pa(side, SID, VA, READ, VA, side->bank);
	raise_event(side);
	assert_int_equal(side_events(side), 1);
	side_sync(side);
	/* software has still to acknowledge it */
	assert_int_equal(side_errors(side), REF_GERROR_SFM);
}

/* Who has seen it aborts, and may do so until he is waited for. */
static void clearing_what_sections_look_at_waits_for_them(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;
	struct smmu3_injection pause = {
		.kind = SMMU3_INJECT_PAUSE, .banks = BANK(side->bank) };
	u32 ids[] = { inject_aborts(side, KIND(STE)), fail_service(side) };
	u32 paused = inject(side, &pause);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		rig_log_clear(side->rig);
		clear(side, ids[i]);
		assert_int_equal(host_log_count(host, HOST_DRAIN), 1);
	}
	rig_log_clear(side->rig);
	clear(side, paused);
	assert_int_equal(host_log_count(host, HOST_DRAIN), 0);
}

/* The mode lasts, so whoever takes over the Secure bank has to be told. */
static void secure_reset_does_not_hide_sfm(void **state)
{
	struct side *side = *state, *secure;
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	u32 id = fail_service(side);

	secure = side->bank == SECURE ? side : other_side(side);
	side_ack_errors(secure);
	rig_log_clear(side->rig);
	smmu3_secure_reset(side->rig->smmu);
	assert_int_equal(side_errors(secure), REF_GERROR_SFM);
	assert_int_equal(side_errors(other_side(secure)), REF_GERROR_SFM);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
	side_expect_silence(side, &txn);
	clear(side, id);
	side_ack_errors(secure);
	smmu3_secure_reset(side->rig->smmu);
	assert_int_equal(side_errors(secure), 0);
}

static void sfm_while_its_error_is_active_is_not_counted(void **state)
{
	struct side *side = *state;
	u32 id = fail_service(side);

	clear(side, id);
	rig_log_clear(side->rig);
	fail_service(side);
	assert_int_equal(side_errors(side), REF_GERROR_SFM);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static const struct CMUnitTest rules_inject_tests[] = {
	cmocka_unit_test(sensible_injections_pass_the_check),
	cmocka_unit_test(senseless_injections_are_refused),
	TEST_BOTH(access_matches_if_it_overlaps_the_range),
	TEST_BOTH(structure_matches_by_any_byte),
	TEST_BOTH(neighbours_of_the_range_are_spared),
	TEST_BOTH(other_pa_space_is_spared),
	TEST_BOTH(kinds_of_access_are_told_apart),
	TEST_BOTH(every_nth_match_goes_wrong),
	TEST_BOTH(count_limits_how_often_it_fires),
	TEST_BOTH(one_shot_fires_once_and_stays_visible),
	TEST_BOTH(cleared_injection_does_nothing),
	TEST_BOTH(two_at_once_count_for_themselves),
	TEST_BOTH(what_does_not_match_is_not_counted),
	TEST_BOTH(ids_are_never_reused),
	TEST_BOTH(cleared_id_is_unknown),
	TEST_BOTH(too_many_are_refused),
	TEST_BOTH(id_0_clears_them_all),
	TEST_BOTH(injection_is_shown_as_it_was_added),
	TEST_BOTH(aborted_ste_is_f_ste_fetch),
	TEST_BOTH(aborted_l1std_is_f_ste_fetch),
	TEST_BOTH(aborted_cd_is_f_cd_fetch),
	TEST_BOTH(aborted_descriptor_is_f_walk_eabt_at_each_level),
	TEST_BOTH(aborted_command_fetch_is_cerror_abt),
	TEST_BOTH(aborted_event_write_is_eventq_abt_err),
	TEST_BOTH(next_queue_access_fails_once),
	TEST_BOTH(aborted_msis_set_their_flags),
	TEST_BOTH(aborted_access_does_not_reach_memory),
	TEST_SECURE(bank_mask_is_the_space_of_the_access),
	TEST_BOTH(lost_interrupts_leave_their_cause),
	TEST_BOTH(lost_interrupt_is_one_of_its_line_and_bank),
	TEST_BOTH(every_second_interrupt_is_lost),
	TEST_BOTH(disabled_interrupt_is_not_counted_as_lost),
	TEST_BOTH(paused_queue_stands_still),
	TEST_BOTH(paused_queue_does_not_hold_the_other_bank),
	TEST_BOTH(step_consumes_one_by_one),
	TEST_BOTH(step_stops_at_an_error),
	TEST_BOTH(step_of_a_disabled_queue_does_nothing),
	TEST_BOTH(slow_queue_takes_some_at_each_register_access),
	TEST_BOTH(slow_queue_can_be_stepped),
	TEST_BOTH(slow_queue_starts_with_no_allowance),
	TEST_BOTH(sfm_is_an_error_of_both_banks),
	TEST_BOTH(sfm_aborts_all_traffic_silently),
	TEST_BOTH(sfm_stops_both_command_queues),
	TEST_BOTH(acknowledging_sfm_does_not_leave_it),
	TEST_BOTH(clearing_sfm_leaves_it),
	TEST_BOTH(clearing_what_sections_look_at_waits_for_them),
	TEST_BOTH(secure_reset_does_not_hide_sfm),
	TEST_BOTH(sfm_while_its_error_is_active_is_not_counted),
};
SUITE(rules_inject);
