// SPDX-License-Identifier: GPL-2.0
/*
 * Stalls whose record finds the event queue not writable (3.12.2, 7.2.1, 7.4):
 * each rule for both banks. Our picks: a record that could not be written is
 * dropped, its transaction made again when the queue is writable; a record whose
 * write aborts is not lost, its transaction waits likewise.
 */
#include "stall_kit.h"
#include "suites.h"

#define SID	STALL_SID
#define VA	STALL_VA

static u32 prod(struct side *side)
{
	return side_rd32(side, REF_EVENTQ_PROD);
}

static bool overflowed(struct side *side)
{
	return (prod(side) ^ side_rd32(side, REF_EVENTQ_CONS)) &
	       REF_EVENTQ_OVERFLOW;
}

static u64 discarded(struct side *side)
{
	struct smmu3_bank_info info;

	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	return info.discarded;
}

/* ---- not writable ---- */

static void stall_waits_while_the_queue_is_not_writable(void **state)
{
	struct side *side = *state;
	struct client client;
	unsigned int how;

	stall_stream(side, SID);
	for (how = 0; how < NR_BLOCKS; how++) {
		stall_block(side, how);
		rig_log_clear(side->rig);
		client_read(&client, side, SID, SMMU3_STALL_PENDING);
		assert_false(client.x.recorded);
		assert_int_equal(stall_pending(side), 1);
		assert_int_equal(stall_count(side), 0);
		assert_int_equal(side_accesses(side, HOST_WRITE,
					       SMMU3_ACCESS_EVENTQ), 0);
		assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ),
				 0);
		stall_unblock(side, how);
		client_retry(&client);
		stall_drain_events(side);
		stall_term(side, SID);
		client_expect(&client, SMMU3_STALL_ABORT);
	}
}

/* 7.4: stall records neither overflow nor are dropped. */
static void stall_never_overflows_the_queue(void **state)
{
	struct side *side = *state;
	struct client client[3];
	unsigned int i;
	u64 before;

	stall_stream(side, SID);
	stall_block(side, BLOCK_FULL);
	before = discarded(side);
	for (i = 0; i < ARRAY_SIZE(client); i++) {
		client_read(&client[i], side, SID, SMMU3_STALL_PENDING);
		assert_false(overflowed(side));
	}
	assert_int_equal(discarded(side), before);
	stall_unblock(side, BLOCK_FULL);
	for (i = 0; i < ARRAY_SIZE(client); i++) {
		client_retry(&client[i]);
		stall_pop(&client[i], REF_F_TRANSLATION);
	}
}

/* 7.4: but events of terminated ones do, while others wait. */
static void terminating_events_overflow_beside_pending_stalls(void **state)
{
	struct side *side = *state;
	struct client client;

	stall_stream(side, SID);
	stall_block(side, BLOCK_FULL);
	client_read(&client, side, SID, SMMU3_STALL_PENDING);
	assert_false(side_access(side, SID + 1, VA, READ).x.recorded);
	assert_true(overflowed(side));
	client_expect(&client, SMMU3_STALL_PENDING);
	stall_unblock(side, BLOCK_FULL);
	client_retry(&client);
	stall_pop(&client, REF_F_TRANSLATION);
}

static void all_pending_ones_are_made_again(void **state)
{
	struct side *side = *state;
	struct client client[2 * STALL_STAGS];
	unsigned int i, how;

	stall_stream(side, SID);
	for (how = 0; how < NR_BLOCKS; how++) {
		stall_block(side, how);
		for (i = 0; i < ARRAY_SIZE(client); i++)
			client_read(&client[i], side, SID,
				    SMMU3_STALL_PENDING);
		assert_int_equal(stall_pending(side), ARRAY_SIZE(client));
		rig_log_clear(side->rig);
		stall_unblock(side, how);
		assert_int_equal(stall_wakeups(side), 1);
		assert_int_equal(stall_pending(side), 0);
		for (i = 0; i < ARRAY_SIZE(client); i++)
			client_retry(&client[i]);
		assert_int_equal(stall_pending(side), STALL_STAGS);
		stall_term(side, SID);
		stall_drain_events(side);
	}
}

/* 7.2.1: a pending one is made again only when it could be recorded. */
static void one_obstacle_less_is_not_enough(void **state)
{
	struct side *side = *state;
	struct client client;

	stall_stream(side, SID);
	stall_block(side, BLOCK_ABORT);
	stall_block(side, BLOCK_DISABLED);
	client_read(&client, side, SID, SMMU3_STALL_PENDING);
	rig_log_clear(side->rig);
	stall_unblock(side, BLOCK_DISABLED);
	client_expect(&client, SMMU3_STALL_PENDING);
	assert_int_equal(stall_wakeups(side), 0);
	stall_unblock(side, BLOCK_ABORT);
	client_retry(&client);
	stall_pop(&client, REF_F_TRANSLATION);
}

/* 3.10.2.1: the banks' queues have nothing to do with each other. */
static void only_the_writable_queue_gets_its_own(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client mine, theirs;

	stall_stream(side, SID);
	stall_stream(other, SID);
	stall_block(side, BLOCK_FULL);
	stall_block(other, BLOCK_DISABLED);
	client_read(&mine, side, SID, SMMU3_STALL_PENDING);
	client_read(&theirs, other, SID, SMMU3_STALL_PENDING);
	stall_unblock(side, BLOCK_FULL);
	client_expect(&theirs, SMMU3_STALL_PENDING);
	client_retry(&mine);
	stall_pop(&mine, REF_F_TRANSLATION);
	stall_unblock(other, BLOCK_DISABLED);
	client_retry(&theirs);
	stall_pop(&theirs, REF_F_TRANSLATION);
}

/* ---- what a retry comes to ---- */

static struct stream pend(struct side *side, struct client *client)
{
	struct stream stream = stall_stream(side, SID);

	stall_block(side, BLOCK_FULL);
	client_read(client, side, SID, SMMU3_STALL_PENDING);
	return stream;
}

static void retried_one_may_succeed_without_a_record(void **state)
{
	struct side *side = *state;
	struct client client;
	struct stream stream = pend(side, &client);

	side_map(side, &stream, VA, STALL_PA, 3);
	stall_unblock(side, BLOCK_FULL);
	client_retry(&client);
	assert_true(client.ok);
	assert_int_equal(client.x.res.pa, STALL_PA);
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(side_events(side), 0);
	assert_int_equal(stall_count(side), 0);
}

/* 7.2.1: the newest fault is recorded. */
static void retried_one_records_its_newest_fault(void **state)
{
	struct side *side = *state;
	struct client client;
	struct stream stream = pend(side, &client);
	u64 slot = side_map(side, &stream, VA, STALL_PA, 3);

	side_poke(side, slot, REF_D_AF, 0);
	stall_unblock(side, BLOCK_FULL);
	client_retry(&client);
	stall_pop(&client, REF_F_ACCESS);
	assert_int_equal(side_events(side), 0);
}

static void retried_one_may_terminate(void **state)
{
	struct side *side = *state;
	struct client client;
	struct stream stream = pend(side, &client);
	u64 record[REF_EVT_WORDS];

	side_poke(side, stream.cd, REF_CD_S, 0);
	side_flush(side);
	stall_unblock(side, BLOCK_FULL);
	client_retry(&client);
	assert_false(client.ok);
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(client.x.fault.disposition, SMMU3_ABORT);
	assert_true(side_pop(side, record));
	assert_int_equal(ref_get(record, REF_E_NUMBER), REF_F_TRANSLATION);
	assert_int_equal(ref_get(record, REF_E_STALL), 0);
}

/* 4.7.3: no record after the SYNC tells of what was invalidated before it. */
static void pending_record_is_dropped_by_an_invalidation(void **state)
{
	struct side *side = *state;
	struct client client;
	struct stream stream = pend(side, &client);

	side_map(side, &stream, VA, STALL_PA, 3);
	side_flush(side);
	client_expect(&client, SMMU3_STALL_PENDING);
	stall_unblock(side, BLOCK_FULL);
	assert_int_equal(side_events(side), 0);
	client_retry(&client);
	assert_true(client.ok);
	assert_int_equal(side_events(side), 0);
}

/* ---- an abort of the record itself ---- */

static void aborted_record_keeps_its_transaction(void **state)
{
	struct side *side = *state;
	struct client client;
	u64 before;

	stall_stream(side, SID);
	client_read(&client, side, SID, SMMU3_STALL_RECORDED);
	stall_drain_events(side);
	stall_term(side, SID);
	side_fail(side, side->eventq, PAGE);
	before = discarded(side);
	client_read(&client, side, SID, SMMU3_STALL_PENDING);
	assert_false(client.x.recorded);
	assert_int_equal(ref_get(client.x.record, REF_E_STAG), 0);
	assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	assert_int_equal(prod(side), 1);
	assert_int_equal(stall_count(side), 0);
	assert_int_equal(discarded(side), before);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	host_heal(&side->rig->host);
	client_expect(&client, SMMU3_STALL_PENDING);
	side_ack_errors(side);
	client_retry(&client);
	assert_int_equal(stall_pop(&client, REF_F_TRANSLATION), 1);
}

/* A STAG is software's word for it only while it has one. */
static void resumed_one_that_waits_again_has_no_stag(void **state)
{
	struct side *side = *state;
	struct client client[2];
	u16 stag;

	stall_stream(side, SID);
	client_read(&client[0], side, SID, SMMU3_STALL_RECORDED);
	client_read(&client[1], side, SID, SMMU3_STALL_RECORDED);
	stall_pop(&client[0], REF_F_TRANSLATION);
	stag = stall_pop(&client[1], REF_F_TRANSLATION);
	assert_int_not_equal(stag, 0);
	stall_block(side, BLOCK_FULL);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client[1]);
	client_expect(&client[1], SMMU3_STALL_PENDING);
	assert_false(client[1].x.recorded);
	assert_int_equal(ref_get(client[1].x.record, REF_E_STALL), 1);
	assert_int_equal(ref_get(client[1].x.record, REF_E_STAG), 0);
}

static void record_that_aborts_again_waits_again(void **state)
{
	struct side *side = *state;
	struct client client;
	unsigned int i;

	stall_stream(side, SID);
	side_fail(side, side->eventq, PAGE);
	client_read(&client, side, SID, SMMU3_STALL_PENDING);
	for (i = 0; i < 5; i++) {
		side_ack_errors(side);
		client_retry(&client);
		client_expect(&client, SMMU3_STALL_PENDING);
		assert_int_equal(side_errors(side), REF_GERROR_EVENTQ_ABT);
	}
}

/* ---- EVENTQEN, service failure mode ---- */

/* 6.3.9.4: uncommitted stall records stay buffered. */
static void disabling_the_queue_keeps_stalls(void **state)
{
	struct side *side = *state;
	struct client recorded, pending;
	u16 stag;

	stall_stream(side, SID);
	client_read(&recorded, side, SID, SMMU3_STALL_RECORDED);
	stag = stall_pop(&recorded, REF_F_TRANSLATION);
	stall_block(side, BLOCK_DISABLED);
	client_read(&pending, side, SID, SMMU3_STALL_PENDING);
	client_expect(&recorded, SMMU3_STALL_RECORDED);
	stall_resume(side, SID, stag, RESUME_ABORT);
	client_expect(&recorded, SMMU3_STALL_ABORT);
	client_expect(&pending, SMMU3_STALL_PENDING);
	stall_unblock(side, BLOCK_DISABLED);
	client_retry(&pending);
	stall_pop(&pending, REF_F_TRANSLATION);
}

/* 12.3: no queue is touched; what stalled before goes on waiting. */
static void stalls_outlast_service_failure_mode(void **state)
{
	const struct smmu3_injection sfm = { .kind = SMMU3_INJECT_SFM };
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct client recorded, late = { .side = side, .x = {
		.txn = side_txn(side, SID, VA, READ), .waits = true } };
	u32 id;

	stall_stream(side, SID);
	client_read(&recorded, side, SID, SMMU3_STALL_RECORDED);
	assert_false(smmu3_translate(smmu, &late.x));
	id = smmu3_inject_add(smmu, &sfm);
	assert_true(smmu3_settle(smmu, &late.x));
	client_expect(&late, SMMU3_STALL_PENDING);
	client_expect(&recorded, SMMU3_STALL_RECORDED);
	assert_true(smmu3_inject_clear(smmu, id));
	side_ack_errors(side);
	client_retry(&late);
	stall_pop(&recorded, REF_F_TRANSLATION);
	stall_pop(&late, REF_F_TRANSLATION);
}

/* 6.3.9.6: SMMUEN=0 does not stop the queue, nor make room in it. */
static void pending_ones_of_a_disabled_bank_are_gone(void **state)
{
	struct side *side = *state;
	struct client client;

	pend(side, &client);
	side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	client_expect(&client, SMMU3_STALL_ABORT);
	assert_int_equal(stall_pending(side), 0);
	stall_unblock(side, BLOCK_FULL);
	assert_int_equal(side_events(side), 0);
}

/* ---- decided outside of the lock ---- */

/* An invalidation between the fault and its record: neither stalls. */
static void overtaken_fault_does_not_stall(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct stream stream = stall_stream(side, SID);
	struct client client = { .side = side, .x = {
		.txn = side_txn(side, SID, VA, READ), .waits = true } };

	assert_false(smmu3_translate(smmu, &client.x));
	side_map(side, &stream, VA, STALL_PA, 3);
	side_flush(side);
	assert_false(smmu3_settle(smmu, &client.x));
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(side_events(side), 0);
	assert_int_equal(stall_count(side), 0);
	assert_true(smmu3_translate(smmu, &client.x));
}

/* 6.3.9.6: no new stalls once SMMUEN is 0. */
static void fault_of_the_time_before_smmuen_0_does_not_stall(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct client client = { .side = side, .x = {
		.txn = side_txn(side, SID, VA, READ), .waits = true } };

	stall_stream(side, SID);
	assert_false(smmu3_translate(smmu, &client.x));
	side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	assert_false(smmu3_settle(smmu, &client.x));
	assert_true(smmu3_translate(smmu, &client.x));
	assert_int_equal(stall_count(side), 0);
	assert_int_equal(stall_pending(side), 0);
}

/* A transaction that was overtaken too often holds the lock, and stalls too. */
static void transaction_made_with_the_lock_held_stalls(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct client client = { .side = side, .x = {
		.txn = side_txn(side, SID, VA, READ), .waits = true } };

	stall_stream(side, SID);
	while (!smmu3_wants_lock(&client.x)) {
		assert_false(smmu3_translate(smmu, &client.x));
		side_flush(side);
		assert_false(smmu3_settle(smmu, &client.x));
	}
	assert_false(smmu3_translate(smmu, &client.x));
	assert_true(smmu3_settle(smmu, &client.x));
	stall_pop(&client, REF_F_TRANSLATION);
}

static const struct CMUnitTest rules_stall_queue_tests[] = {
	TEST_STALLS(stall_waits_while_the_queue_is_not_writable),
	TEST_STALLS(stall_never_overflows_the_queue),
	TEST_STALLS(terminating_events_overflow_beside_pending_stalls),
	TEST_STALLS(all_pending_ones_are_made_again),
	TEST_STALLS(one_obstacle_less_is_not_enough),
	TEST_STALLS(only_the_writable_queue_gets_its_own),
	TEST_STALLS(retried_one_may_succeed_without_a_record),
	TEST_STALLS(retried_one_records_its_newest_fault),
	TEST_STALLS(retried_one_may_terminate),
	TEST_STALLS(pending_record_is_dropped_by_an_invalidation),
	TEST_STALLS(aborted_record_keeps_its_transaction),
	TEST_STALLS(resumed_one_that_waits_again_has_no_stag),
	TEST_STALLS(record_that_aborts_again_waits_again),
	TEST_STALLS(disabling_the_queue_keeps_stalls),
	TEST_STALLS(stalls_outlast_service_failure_mode),
	TEST_STALLS(pending_ones_of_a_disabled_bank_are_gone),
	TEST_STALLS(overtaken_fault_does_not_stall),
	TEST_STALLS(fault_of_the_time_before_smmuen_0_does_not_stall),
	TEST_STALLS(transaction_made_with_the_lock_held_stalls),
};
SUITE(rules_stall_queue);
