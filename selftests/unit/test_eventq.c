// SPDX-License-Identifier: GPL-2.0
/*
 * The event queue as a machine (3.5, 7.2, 7.4): writing, overflow, aborts.
 * What the records say is in test_records.c.
 */
#include "rig.h"
#include "suites.h"

#define EVENTS		ref_pow2(RIG_EVENTQ_LOG2)
#define BAD_SID		60	/* V = 0: C_BAD_STE */

static bool overflowed(struct rig *rig)
{
	return (rd32(rig, REF_EVENTQ_PROD) ^ rd32(rig, REF_EVENTQ_CONS)) &
	       REF_EVENTQ_OVERFLOW;
}

static bool raise_event(struct rig *rig)
{
	struct outcome out = rig_access(rig, BAD_SID, 0, READ);

	assert_false(out.ok);
	assert_int_equal(out.x.fault.event, REF_C_BAD_STE);
	return out.x.recorded;
}

static void raise_events(struct rig *rig, unsigned int count)
{
	while (count--)
		assert_true(raise_event(rig));
}

static void record_is_written_once_at_the_producer_slot(void **state)
{
	struct rig *rig = *state;
	int at;

	raise_events(rig, 3);
	host_log_clear(&rig->host);
	raise_events(rig, 1);
	at = host_log_find(&rig->host, HOST_WRITE, 0);
	assert_true(at >= 0);
	assert_int_equal(rig->host.log[at].access.addr, rig->eventq + 3 * 32);
	assert_int_equal(rig->host.log[at].access.kind, SMMU3_ACCESS_EVENTQ);
	assert_int_equal(rig->host.log[at].access.pas, NS);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 1);
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 4);
}

static void queue_wraps_many_times(void **state)
{
	struct rig *rig = *state;
	u64 record[REF_EVT_WORDS];
	unsigned int i;

	for (i = 0; i < 5 * EVENTS; i++) {
		raise_events(rig, 1);
		assert_true(rig_event_pop(rig, record));
		assert_int_equal(ref_get(record, REF_E_NUMBER), REF_C_BAD_STE);
		assert_int_equal(rd32(rig, REF_EVENTQ_PROD),
				 (i + 1) % (2 * EVENTS));
	}
}

static void queue_can_be_filled_to_the_last_slot(void **state)
{
	struct rig *rig = *state;

	raise_events(rig, EVENTS);
	assert_int_equal(rig_events(rig), EVENTS);
	assert_false(overflowed(rig));
}

static void event_for_a_full_queue_overflows_it_once(void **state)
{
	struct rig *rig = *state;
	u32 prod;

	queue_can_be_filled_to_the_last_slot(state);
	assert_false(raise_event(rig));
	assert_true(overflowed(rig));
	prod = rd32(rig, REF_EVENTQ_PROD);
	assert_int_equal(prod & ~REF_EVENTQ_OVERFLOW, EVENTS);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), prod);
}

/* 7.4: unlike the PRI queue. */
static void unacknowledged_overflow_does_not_stop_recording(void **state)
{
	struct rig *rig = *state;
	u64 record[REF_EVT_WORDS];

	event_for_a_full_queue_overflows_it_once(state);
	assert_true(rig_event_pop(rig, record));
	assert_true(overflowed(rig));
	assert_true(raise_event(rig));
	assert_true(overflowed(rig));
}

static void acknowledged_overflow_can_happen_again(void **state)
{
	struct rig *rig = *state;

	event_for_a_full_queue_overflows_it_once(state);
	wr32(rig, REF_EVENTQ_CONS, REF_EVENTQ_OVERFLOW);
	assert_false(overflowed(rig));
	assert_int_equal(rig_events(rig), EVENTS);
	assert_false(raise_event(rig));
	assert_true(overflowed(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD) & REF_EVENTQ_OVERFLOW, 0);
}

static void disabled_queue_discards_without_overflow(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_CMDQEN | REF_SMMUEN);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 0);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 0);
}

static void disabled_full_queue_discards_without_overflow(void **state)
{
	struct rig *rig = *state;

	raise_events(rig, EVENTS);
	rig_cr0(rig, REF_CMDQEN | REF_SMMUEN);
	assert_false(raise_event(rig));
	assert_false(overflowed(rig));
}

static void write_abort_is_reported_and_prod_stays(void **state)
{
	struct rig *rig = *state;

	raise_events(rig, 1);
	host_log_clear(&rig->host);
	host_fail(&rig->host, NS, rig->eventq, PAGE);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_GERROR), REF_GERROR_EVENTQ_ABT);
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 1);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_EVENTQ), 0);
}

static void write_abort_into_an_empty_queue_gives_no_queue_irq(void **state)
{
	struct rig *rig = *state;

	host_fail(&rig->host, NS, rig->eventq, PAGE);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 0);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_EVENTQ), 0);
}

static void until_the_abort_is_acknowledged_events_are_discarded(void **state)
{
	struct rig *rig = *state;

	write_abort_is_reported_and_prod_stays(state);
	host_heal(&rig->host);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 1);
	assert_false(overflowed(rig));
	assert_int_equal(rd32(rig, REF_GERROR), REF_GERROR_EVENTQ_ABT);
	wr32(rig, REF_GERRORN, REF_GERROR_EVENTQ_ABT);
	assert_true(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 2);
}

static void second_abort_toggles_gerror_back(void **state)
{
	struct rig *rig = *state;

	write_abort_is_reported_and_prod_stays(state);
	wr32(rig, REF_GERRORN, REF_GERROR_EVENTQ_ABT);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_GERROR), 0);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_GERROR), 2);
}

/* 3.5.1, our choice: a producer treats inconsistent indices as full. */
static void inconsistent_indices_take_no_record(void **state)
{
	struct rig *rig = *state;

	/* wraps equal, consumer ahead */
	wr32(rig, REF_EVENTQ_CONS, 3);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD) & 0xfffff, 0);
	/* wraps differ, consumer behind */
	wr32(rig, REF_EVENTQ_CONS, 0);
	raise_events(rig, 5);
	host_log_clear(&rig->host);
	wr32(rig, REF_EVENTQ_CONS, EVENTS + 3);
	assert_false(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD) & 0xfffff, 5);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 0);
}

static void check_size(struct rig *rig, unsigned int log2, unsigned int real)
{
	unsigned int i;

	rig_cr0(rig, 0);
	wr64(rig, REF_EVENTQ_BASE, rig->eventq | log2);
	wr32(rig, REF_EVENTQ_PROD, 0);
	wr32(rig, REF_EVENTQ_CONS, 0);
	rig_cr0(rig, REF_EVENTQEN | REF_SMMUEN);
	for (i = 0; i < ref_pow2(real); i++)
		assert_true(raise_event(rig));
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), ref_pow2(real));
	assert_false(raise_event(rig));
	assert_true(overflowed(rig));
}

static void log2size_0_is_a_queue_of_one(void **state)
{
	check_size(*state, 0, 0);
}

static void log2size_3_is_a_queue_of_eight(void **state)
{
	check_size(*state, 3, 3);
}

static void log2size_above_eventqs_is_capped(void **state)
{
	check_size(*state, 31, 7);
}

static void base_is_aligned_down_to_the_queue_size(void **state)
{
	struct rig *rig = *state;
	int at;

	rig_cr0(rig, 0);
	wr64(rig, REF_EVENTQ_BASE, (rig->eventq + 0x1e0) | RIG_EVENTQ_LOG2);
	rig_cr0(rig, REF_EVENTQEN | REF_SMMUEN);
	host_log_clear(&rig->host);
	assert_true(raise_event(rig));
	at = host_log_find(&rig->host, HOST_WRITE, 0);
	assert_int_equal(rig->host.log[at].access.addr, rig->eventq);
}

/* 6.3.95: of an index that the SMMU owns, bits above the wrap bit are RAZ. */
static void prod_bits_above_the_wrap_bit_read_as_zero(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, 0);
	wr32(rig, REF_EVENTQ_PROD, 0xfffff);
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 2 * EVENTS - 1);
}

static void cons_bits_above_the_wrap_bit_have_no_effect(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_EVENTQ_CONS, 0x000fffe0);
	raise_events(rig, 1);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_EVENTQ), 1);
}

static void host_is_told_of_recorded_and_discarded_events(void **state)
{
	struct rig *rig = *state;
	int at;

	raise_events(rig, 1);
	at = host_log_find(&rig->host, HOST_EVENT, 0);
	assert_true(at >= 0);
	assert_true(rig->host.log[at].ok);
	assert_int_equal(ref_get(rig->host.log[at].words, REF_E_NUMBER),
			 REF_C_BAD_STE);
	rig_cr0(rig, REF_SMMUEN);
	host_log_clear(&rig->host);
	raise_event(rig);
	at = host_log_find(&rig->host, HOST_EVENT, 0);
	assert_true(at >= 0);
	assert_false(rig->host.log[at].ok);
}

static const struct CMUnitTest eventq_tests[] = {
	TEST_EXACT(record_is_written_once_at_the_producer_slot),
	TEST_EXACT(queue_wraps_many_times),
	TEST_EXACT(queue_can_be_filled_to_the_last_slot),
	TEST_EXACT(event_for_a_full_queue_overflows_it_once),
	TEST_EXACT(unacknowledged_overflow_does_not_stop_recording),
	TEST_EXACT(acknowledged_overflow_can_happen_again),
	TEST_EXACT(disabled_queue_discards_without_overflow),
	TEST_EXACT(disabled_full_queue_discards_without_overflow),
	TEST_EXACT(write_abort_is_reported_and_prod_stays),
	TEST_EXACT(write_abort_into_an_empty_queue_gives_no_queue_irq),
	TEST_EXACT(until_the_abort_is_acknowledged_events_are_discarded),
	TEST_EXACT(second_abort_toggles_gerror_back),
	TEST_EXACT(inconsistent_indices_take_no_record),
	TEST_EXACT(log2size_0_is_a_queue_of_one),
	TEST_EXACT(log2size_3_is_a_queue_of_eight),
	TEST_EXACT(log2size_above_eventqs_is_capped),
	TEST_EXACT(base_is_aligned_down_to_the_queue_size),
	TEST_EXACT(prod_bits_above_the_wrap_bit_read_as_zero),
	TEST_EXACT(cons_bits_above_the_wrap_bit_have_no_effect),
	TEST_EXACT(host_is_told_of_recorded_and_discarded_events),
};
SUITE(eventq);
