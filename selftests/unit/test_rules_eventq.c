// SPDX-License-Identifier: GPL-2.0
/*
 * The event queues of both banks (3.5, 7.2, 7.4), each rule for each, and that
 * neither knows of the other.
 */
#include "side.h"
#include "rng.h"
#include "suites.h"

#define EVENTS		ref_pow2(RIG_EVENTQ_LOG2)
#define BAD_SID		0x2b	/* V = 0: C_BAD_STE, in both banks */

static bool raise(struct side *side)
{
	struct outcome out = side_access(side, BAD_SID, 0, READ);

	assert_false(out.ok);
	assert_int_equal(out.x.fault.event, REF_C_BAD_STE);
	return out.x.recorded;
}

static void raise_many(struct side *side, unsigned int count)
{
	while (count--)
		assert_true(raise(side));
}

static u32 prod(struct side *side)
{
	return side_rd32(side, REF_EVENTQ_PROD);
}

static bool overflowed(struct side *side)
{
	return (prod(side) ^ side_rd32(side, REF_EVENTQ_CONS)) &
	       REF_EVENTQ_OVERFLOW;
}

/* ---- writing ---- */

static void event_goes_to_the_queue_of_its_security_state(void **state)
{
	struct side *side = *state;
	const struct host_entry *entry;

	raise_many(side, 3);
	rig_log_clear(side->rig);
	raise_many(side, 1);
	entry = side_find(side, HOST_WRITE, SMMU3_ACCESS_EVENTQ);
	assert_non_null(entry);
	assert_int_equal(entry->access.pas, side->bank);
	assert_int_equal(entry->access.addr, side->eventq + 3 * 32);
	assert_int_equal(entry->len, 32);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 1);
	assert_int_equal(side_events(side), 4);
	assert_int_equal(side_events(other_side(side)), 0);
}

/* CR1.QUEUE_*: WB both, ISH (13.8). */
static void record_is_written_with_the_attributes_of_queues(void **state)
{
	struct side *side = *state;
	const struct host_entry *entry;

	side_cr0(side, 0);
	side_wr32(side, REF_CR1, 0x35);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	raise_many(side, 1);
	entry = side_find(side, HOST_WRITE, SMMU3_ACCESS_EVENTQ);
	assert_non_null(entry);
	assert_int_equal(entry->access.memattr & 0xcc, 0xcc);
	assert_int_equal(entry->access.sh, REF_ISH);
}

struct seen {
	struct side *side;
	unsigned int irqs;
};

static struct seen seen;

/* 3.5.2: at the interrupt the record and PROD are there. */
static void look_at_queue(void *arg, enum smmu3_irq line)
{
	(void)arg;
	if (line != SMMU3_IRQ_EVENTQ)
		return;
	seen.irqs++;
	assert_int_equal(prod(seen.side), 1);
	assert_int_equal(side_load(seen.side, seen.side->eventq) & 0xff,
			 REF_C_BAD_STE);
}

static void data_then_prod_then_interrupt(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;

	seen = (struct seen){ .side = side };
	host->on_irq = look_at_queue;
	raise_many(side, 1);
	assert_int_equal(seen.irqs, 1);
	assert_true(host_log_find(host, HOST_WRITE, 0) <
		    host_log_find(host, HOST_IRQ, 0));
}

static void prod_wraps_and_toggles_the_wrap_bit(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];
	unsigned int i;

	for (i = 0; i < 4 * EVENTS + 3; i++) {
		raise_many(side, 1);
		assert_int_equal(prod(side), (i + 1) % (2 * EVENTS));
		assert_true(side_pop(side, record));
	}
}

static void smmuen_0_does_not_stop_the_queue(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];

	raise_many(side, 2);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	assert_int_equal(side_events(side), 2);
	assert_true(side_pop(side, record));
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	raise_many(side, 1);
	assert_int_equal(side_events(side), 2);
}

/* 6.3.9.4: what was recorded before is there. */
static void records_stay_when_the_queue_is_disabled(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];

	raise_many(side, 2);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	assert_int_equal(prod(side), 2);
	assert_true(side_pop(side, record));
	assert_int_equal(ref_get(record, REF_E_NUMBER), REF_C_BAD_STE);
}

/* ---- full and overflow ---- */

static void fill(struct side *side)
{
	raise_many(side, EVENTS);
	assert_int_equal(side_events(side), EVENTS);
	assert_false(overflowed(side));
}

static void filling_the_last_slot_is_no_overflow(void **state)
{
	fill(*state);
}

static void event_for_a_full_queue_toggles_ovflg_once(void **state)
{
	struct side *side = *state;

	fill(side);
	assert_false(raise(side));
	assert_int_equal(prod(side), EVENTS | REF_EVENTQ_OVERFLOW);
	assert_false(raise(side));
	assert_false(raise(side));
	assert_int_equal(prod(side), EVENTS | REF_EVENTQ_OVERFLOW);
}

/* 7.4, unlike the PRI queue. */
static void unacknowledged_overflow_does_not_stop_either_queue(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];

	event_for_a_full_queue_toggles_ovflg_once(state);
	assert_true(side_pop(side, record));
	assert_true(raise(side));
	assert_true(overflowed(side));
	assert_false(raise(side));
	assert_true(overflowed(side));
}

static void second_overflow_toggles_ovflg_back(void **state)
{
	struct side *side = *state;

	event_for_a_full_queue_toggles_ovflg_once(state);
	side_wr32(side, REF_EVENTQ_CONS, REF_EVENTQ_OVERFLOW);
	assert_false(overflowed(side));
	assert_false(raise(side));
	assert_true(overflowed(side));
	assert_int_equal(prod(side), EVENTS);
}

/* 7.4: one write of CONS moves RD and acknowledges. */
static void overflow_is_acknowledged_with_the_move_of_cons(void **state)
{
	struct side *side = *state;

	event_for_a_full_queue_toggles_ovflg_once(state);
	side_wr32(side, REF_EVENTQ_CONS, EVENTS | REF_EVENTQ_OVERFLOW);
	assert_false(overflowed(side));
	assert_true(raise(side));
	assert_int_equal(prod(side), (EVENTS + 1) | REF_EVENTQ_OVERFLOW);
}

static void overflow_gives_no_interrupt_of_its_own(void **state)
{
	struct side *side = *state;

	fill(side);
	rig_log_clear(side->rig);
	assert_false(raise(side));
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static void event_of_a_disabled_queue_is_lost_silently(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;

	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	rig_log_clear(side->rig);
	assert_false(raise(side));
	assert_int_equal(prod(side), 0);
	assert_false(overflowed(side));
	assert_int_equal(host_log_count(host, HOST_WRITE), 0);
	assert_int_equal(host_log_count(host, HOST_IRQ), 0);
	assert_int_equal(side_rd32(side, REF_GERROR), 0);
}

static void event_of_a_disabled_full_queue_does_not_overflow(void **state)
{
	struct side *side = *state;

	fill(side);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	assert_false(raise(side));
	assert_false(overflowed(side));
}

static void resize(struct side *side, unsigned int log2)
{
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr64(side, REF_EVENTQ_BASE, side->eventq | log2);
	side_wr32(side, REF_EVENTQ_PROD, 0);
	side_wr32(side, REF_EVENTQ_CONS, 0);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	rig_log_clear(side->rig);
}

/* 6.3.27: only the wrap bit moves. */
static void queue_of_one_takes_one(void **state)
{
	struct side *side = *state;
	unsigned int i;

	resize(side, 0);
	for (i = 0; i < 6; i++) {
		assert_true(raise(side));
		assert_int_equal(prod(side), (i + 1) % 2);
		assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), i + 1);
		side_wr32(side, REF_EVENTQ_CONS, prod(side));
	}
	assert_true(raise(side));
	assert_false(raise(side));
	assert_int_equal(prod(side), 1 | REF_EVENTQ_OVERFLOW);
}

static void log2size_above_eventqs_is_capped(void **state)
{
	struct side *side = *state;
	unsigned int limit = side->rig->config.eventqs;

	resize(side, 31);
	raise_many(side, ref_pow2(limit));
	assert_int_equal(prod(side), ref_pow2(limit));
	assert_false(raise(side));
	assert_true(overflowed(side));
}

/* 3.4.3: what is above OAS does not exist. */
static void base_above_oas_is_truncated(void **state)
{
	struct side *side = *state;
	u64 above = BIT_ULL(side->rig->config.oas);

	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr64(side, REF_EVENTQ_BASE,
		  side->eventq | above | RIG_EVENTQ_LOG2);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_true(raise(side));
	assert_int_equal(side_load(side, side->eventq) & 0xff, REF_C_BAD_STE);
}

static void base_is_aligned_down_to_the_queue_size(void **state)
{
	struct side *side = *state;

	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr64(side, REF_EVENTQ_BASE,
		  (side->eventq + 0x1e0) | RIG_EVENTQ_LOG2);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_true(raise(side));
	assert_int_equal(side_load(side, side->eventq) & 0xff, REF_C_BAD_STE);
}

/* 3.5.1, our choice: a producer treats inconsistent indices as full. */
static void inconsistent_indices_take_no_record(void **state)
{
	struct side *side = *state;

	/* wraps equal, consumer ahead */
	side_wr32(side, REF_EVENTQ_CONS, 3);
	assert_false(raise(side));
	assert_int_equal(prod(side) & 0xfffff, 0);
	/* wraps differ, consumer behind */
	side_wr32(side, REF_EVENTQ_CONS, 0);
	raise_many(side, 5);
	rig_log_clear(side->rig);
	side_wr32(side, REF_EVENTQ_CONS, EVENTS + 3);
	assert_false(raise(side));
	assert_int_equal(prod(side) & 0xfffff, 5);
	assert_int_equal(side_accesses(side, HOST_WRITE,
				       SMMU3_ACCESS_EVENTQ), 0);
}

/* 6.3.95: of an index that the SMMU owns, bits above the wrap bit are RAZ. */
static void prod_bits_above_the_wrap_bit_read_as_zero(void **state)
{
	struct side *side = *state;

	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_wr32(side, REF_EVENTQ_PROD, 0xfffff);
	assert_int_equal(prod(side), 2 * EVENTS - 1);
}

static void cons_bits_above_the_wrap_bit_have_no_effect(void **state)
{
	struct side *side = *state;

	side_wr32(side, REF_EVENTQ_CONS, 0x000fffe0);
	raise_many(side, 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
}

static void host_is_told_of_recorded_and_discarded_events(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;
	unsigned int enabled;

	for (enabled = 0; enabled < 2; enabled++) {
		const struct host_entry *entry;

		side_cr0(side, REF_SMMUEN | (enabled ? REF_EVENTQEN : 0));
		rig_log_clear(side->rig);
		assert_int_equal(raise(side), enabled);
		assert_int_equal(host_log_count(host, HOST_EVENT), 1);
		entry = &host->log[host_log_find(host, HOST_EVENT, 0)];
		assert_int_equal(entry->ok, enabled);
		assert_int_equal(entry->bank, side->bank);
		assert_int_equal(ref_get(entry->words, REF_E_NUMBER),
				 REF_C_BAD_STE);
	}
}

/* ---- aborts ---- */

static void break_queue(struct side *side)
{
	raise_many(side, 1);
	rig_log_clear(side->rig);
	side_fail(side, side->eventq, PAGE);
	assert_false(raise(side));
}

static void abort_is_a_global_error_and_prod_stays(void **state)
{
	struct side *side = *state;

	break_queue(side);
	assert_int_equal(side_rd32(side, REF_GERROR), REF_GERROR_EVENTQ_ABT);
	assert_int_equal(prod(side), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 0);
	assert_int_equal(side_rd32(other_side(side), REF_GERROR), 0);
}

static void abort_in_an_empty_queue_gives_no_queue_interrupt(void **state)
{
	struct side *side = *state;

	side_fail(side, side->eventq, PAGE);
	assert_false(raise(side));
	assert_int_equal(prod(side), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 0);
}

static void nothing_is_written_until_the_abort_is_acknowledged(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;

	break_queue(side);
	host_heal(host);
	rig_log_clear(side->rig);
	assert_false(raise(side));
	assert_int_equal(host_log_count(host, HOST_WRITE), 0);
	assert_int_equal(prod(side), 1);
	assert_int_equal(host_log_count(host, HOST_IRQ), 0);
	side_ack_errors(side);
	assert_true(raise(side));
	assert_int_equal(prod(side), 2);
}

static void disabling_the_queue_does_not_acknowledge_the_abort(void **state)
{
	struct side *side = *state;

	break_queue(side);
	host_heal(&side->rig->host);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	assert_false(raise(side));
}

/* 7.4: overflow only if no abort is active, our choice. */
static void full_queue_with_an_abort_does_not_overflow(void **state)
{
	struct side *side = *state;

	break_queue(side);
	side_wr32(side, REF_EVENTQ_CONS, (prod(side) - EVENTS) &
		  (2 * EVENTS - 1));
	assert_false(raise(side));
	assert_false(overflowed(side));
}

static void full_queue_is_not_accessed(void **state)
{
	struct side *side = *state;

	fill(side);
	side_fail(side, side->eventq, PAGE);
	rig_log_clear(side->rig);
	assert_false(raise(side));
	assert_true(overflowed(side));
	assert_int_equal(side_rd32(side, REF_GERROR), 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 0);
}

static void abort_can_be_activated_again_after_the_ack(void **state)
{
	struct side *side = *state;

	break_queue(side);
	side_ack_errors(side);
	assert_false(raise(side));
	assert_int_equal(side_rd32(side, REF_GERROR), 0);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 2);
}

/* ---- the other bank (7.2.3) ---- */

static void check_undisturbed(struct side *side)
{
	rig_log_clear(side->rig);
	raise_many(side, 1);
	assert_int_equal(side_events(side), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_irqs(other_side(side), SMMU3_IRQ_EVENTQ), 0);
	assert_int_equal(side_accesses(other_side(side), HOST_WRITE,
				       SMMU3_ACCESS_EVENTQ), 0);
	assert_int_equal(side_errors(side), 0);
	assert_false(overflowed(side));
}

static void full_queue_does_not_disturb_the_other_bank(void **state)
{
	struct side *side = *state;

	event_for_a_full_queue_toggles_ovflg_once(state);
	check_undisturbed(other_side(side));
	assert_int_equal(prod(side), EVENTS | REF_EVENTQ_OVERFLOW);
}

static void disabled_queue_does_not_disturb_the_other_bank(void **state)
{
	struct side *side = *state;

	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	check_undisturbed(other_side(side));
	assert_int_equal(prod(side), 0);
	assert_false(raise(side));
	assert_int_equal(side_events(other_side(side)), 1);
}

static void aborting_queue_does_not_disturb_the_other_bank(void **state)
{
	struct side *side = *state;

	break_queue(side);
	check_undisturbed(other_side(side));
	assert_int_equal(prod(side), 1);
	assert_false(raise(side));
	assert_int_equal(side_events(other_side(side)), 1);
}

/* ---- recording with RECINVSID, without, and with a bank off ---- */

static void bad_streamid_follows_recinvsid_of_its_own_bank(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct smmu3_txn txn = side_txn(side, 0x40, 0, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STREAMID, .sid = 0x40 };

	side_cr0(other, REF_CMDQEN | REF_EVENTQEN);
	side_wr32(other, REF_CR2, 0);
	side_cr0(other, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	side_expect_event(side, &txn, &event);
	txn.sec_sid = other->bank;
	side_expect_silence(other, &txn);
}

static void translation_off_in_one_bank_gives_no_events_there(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = side_txn(side, BAD_SID, RAM_BASE, READ);
	struct outcome out;

	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	out = side_do(side, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, RAM_BASE);
	assert_int_equal(side_events(side), 0);
	raise_many(other_side(side), 1);
}

/* ---- against the oracle's machine, both banks interleaved ---- */

struct shadow {
	struct side *side;
	struct ref_evtq queue;
	u32 errors;
};

static void shadow_start(struct shadow *shadow, struct side *side)
{
	*shadow = (struct shadow){
		.side = side,
		.queue = { .enabled = true, .irqen = true,
			   .gerror_irqen = true, .log2 = 2 },
	};
	resize(side, 2);
}

static void shadow_record(struct shadow *shadow)
{
	struct side *side = shadow->side;
	bool was = shadow->queue.abort;
	struct ref_evtq_effect want = ref_evtq_record(&shadow->queue);

	if (shadow->queue.abort && !was)
		shadow->errors ^= REF_GERROR_EVENTQ_ABT;
	rig_log_clear(side->rig);
	assert_int_equal(raise(side), want.recorded);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), want.irq);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), want.gerror_irq);
	assert_int_equal(side_irqs(other_side(side), SMMU3_IRQ_EVENTQ), 0);
	assert_int_equal(side_irqs(other_side(side), SMMU3_IRQ_GERROR), 0);
	if (want.recorded)
		assert_int_equal(side_load(side, side->eventq +
					   want.index * 32) & 0xff,
				 REF_C_BAD_STE);
}

static void shadow_write_cons(struct shadow *shadow, struct rng *rng)
{
	struct ref_evtq *queue = &shadow->queue;

	queue->cons = rng_percent(rng, 80) ?
		queue->prod - rng_below(rng, 3) : rng_below(rng, 8);
	queue->cons %= 8;
	if (rng_percent(rng, 40))
		queue->ovackflg = queue->ovflg;
	side_wr32(shadow->side, REF_EVENTQ_CONS, queue->cons |
		  (queue->ovackflg ? REF_EVENTQ_OVERFLOW : 0));
}

static void shadow_enable(struct shadow *shadow, struct rng *rng)
{
	shadow->queue.enabled = rng_percent(rng, 75);
	side_cr0(shadow->side, REF_CMDQEN | REF_SMMUEN |
		 (shadow->queue.enabled ? REF_EVENTQEN : 0));
}

static void shadow_interrupts(struct shadow *shadow, struct rng *rng)
{
	shadow->queue.irqen = rng_percent(rng, 75);
	shadow->queue.gerror_irqen = rng_percent(rng, 75);
	side_irq_ctrl(shadow->side,
		      (shadow->queue.irqen ? REF_IRQ_EVENTQ : 0) |
		      (shadow->queue.gerror_irqen ? REF_IRQ_GERROR : 0));
}

static void break_or_mend(struct shadow *shadows, struct rng *rng)
{
	unsigned int i;

	host_heal(&shadows->side->rig->host);
	for (i = 0; i < SMMU3_NR_PAS; i++) {
		struct shadow *shadow = &shadows[i];

		shadow->queue.broken = rng_percent(rng, 30);
		if (shadow->queue.broken)
			side_fail(shadow->side, shadow->side->eventq, PAGE);
	}
}

static void shadow_check(const struct shadow *shadow)
{
	const struct ref_evtq *queue = &shadow->queue;

	assert_int_equal(prod(shadow->side), queue->prod |
			 (queue->ovflg ? REF_EVENTQ_OVERFLOW : 0));
	assert_int_equal(side_rd32(shadow->side, REF_GERROR), shadow->errors);
	assert_int_equal(side_errors(shadow->side),
			 queue->abort ? REF_GERROR_EVENTQ_ABT : 0);
}

static void shadow_step(struct shadow *shadows, struct rng *rng)
{
	struct shadow *shadow = &shadows[rng_below(rng, SMMU3_NR_PAS)];

	switch (rng_below(rng, 10)) {
	case 0:
	case 1:
		shadow_write_cons(shadow, rng);
		break;
	case 2:
		shadow_enable(shadow, rng);
		break;
	case 3:
		shadow_interrupts(shadow, rng);
		break;
	case 4:
		break_or_mend(shadows, rng);
		break;
	case 5:
		shadow->queue.abort = false;
		side_ack_errors(shadow->side);
		break;
	default:
		shadow_record(shadow);
	}
}

static void random_queues_agree_with_the_oracle(void **state)
{
	struct side *side = *state;
	struct rng rng = rng_new(__func__, 0x7e0010);
	unsigned int cases = rng_cases(3000), i;
	struct shadow shadows[SMMU3_NR_PAS];

	for (i = 0; i < SMMU3_NR_PAS; i++)
		shadow_start(&shadows[i], &side->rig->side[i]);
	while (cases--) {
		shadow_step(shadows, &rng);
		for (i = 0; i < SMMU3_NR_PAS; i++)
			shadow_check(&shadows[i]);
	}
}

static const struct CMUnitTest rules_eventq_tests[] = {
	TEST_BOTH(event_goes_to_the_queue_of_its_security_state),
	TEST_BOTH(record_is_written_with_the_attributes_of_queues),
	TEST_BOTH(data_then_prod_then_interrupt),
	TEST_BOTH(prod_wraps_and_toggles_the_wrap_bit),
	TEST_BOTH(smmuen_0_does_not_stop_the_queue),
	TEST_BOTH(records_stay_when_the_queue_is_disabled),
	TEST_BOTH(filling_the_last_slot_is_no_overflow),
	TEST_BOTH(event_for_a_full_queue_toggles_ovflg_once),
	TEST_BOTH(unacknowledged_overflow_does_not_stop_either_queue),
	TEST_BOTH(second_overflow_toggles_ovflg_back),
	TEST_BOTH(overflow_is_acknowledged_with_the_move_of_cons),
	TEST_BOTH(overflow_gives_no_interrupt_of_its_own),
	TEST_BOTH(event_of_a_disabled_queue_is_lost_silently),
	TEST_BOTH(event_of_a_disabled_full_queue_does_not_overflow),
	TEST_BOTH(queue_of_one_takes_one),
	TEST_BOTH(log2size_above_eventqs_is_capped),
	TEST_BOTH(base_above_oas_is_truncated),
	TEST_BOTH(base_is_aligned_down_to_the_queue_size),
	TEST_BOTH(inconsistent_indices_take_no_record),
	TEST_BOTH(prod_bits_above_the_wrap_bit_read_as_zero),
	TEST_BOTH(cons_bits_above_the_wrap_bit_have_no_effect),
	TEST_BOTH(host_is_told_of_recorded_and_discarded_events),
	TEST_BOTH(abort_is_a_global_error_and_prod_stays),
	TEST_BOTH(abort_in_an_empty_queue_gives_no_queue_interrupt),
	TEST_BOTH(nothing_is_written_until_the_abort_is_acknowledged),
	TEST_BOTH(disabling_the_queue_does_not_acknowledge_the_abort),
	TEST_BOTH(full_queue_with_an_abort_does_not_overflow),
	TEST_BOTH(full_queue_is_not_accessed),
	TEST_BOTH(abort_can_be_activated_again_after_the_ack),
	TEST_BOTH(full_queue_does_not_disturb_the_other_bank),
	TEST_BOTH(disabled_queue_does_not_disturb_the_other_bank),
	TEST_BOTH(aborting_queue_does_not_disturb_the_other_bank),
	TEST_BOTH(bad_streamid_follows_recinvsid_of_its_own_bank),
	TEST_BOTH(translation_off_in_one_bank_gives_no_events_there),
	TEST_BOTH(random_queues_agree_with_the_oracle),
};
SUITE(rules_eventq);
