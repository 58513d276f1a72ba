// SPDX-License-Identifier: GPL-2.0
/*
 * Which faults stall (3.12, 5.5), what their records say (7.3.13 to 7.3.16), and
 * STAGs (3.12.2): each rule for both banks. The event queue is writable here;
 * see test_rules_stall_queue.c, and test_rules_stall_end.c for how stalls end.
 */
#include "stall_kit.h"
#include "suites.h"

#include <stdlib.h>

#define SID	STALL_SID
#define VA	STALL_VA

/* ---- which faults ---- */

/* A leaf for each of the four faults by a write. */
static void break_leaf(struct side *side, u64 slot, u8 number)
{
	u64 oas = BIT_ULL(side->rig->config.oas);

	side_store(side, slot, ref_leaf(3, STALL_PA));
	if (number == REF_F_TRANSLATION)
		side_store(side, slot, 0);
	if (number == REF_F_ADDR_SIZE)
		side_store(side, slot, ref_leaf(3, oas));
	if (number == REF_F_ACCESS)
		side_poke(side, slot, REF_D_AF, 0);
	if (number == REF_F_PERMISSION)
		side_poke(side, slot, REF_D_AP, REF_AP_RO);
}

static const u8 stalling[] = {
	REF_F_TRANSLATION, REF_F_ADDR_SIZE, REF_F_ACCESS, REF_F_PERMISSION,
};

static void four_faults_stall_with_s(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	u64 slot = side_slot(side, &stream, VA, 3);
	struct client client;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stalling); i++) {
		break_leaf(side, slot, stalling[i]);
		side_flush(side);
		client_start(&client, side, SID, VA, WRITE);
		assert_false(client.ok);
		assert_int_equal(client.x.fault.disposition, SMMU3_STALL);
		stall_resume(side, SID, stall_pop(&client, stalling[i]),
			     RESUME_ABORT);
		assert_int_equal(side_events(side), 0);
		assert_int_equal(side_events(other_side(side)), 0);
	}
}

/* 5.5: what is recorded does not follow R, how it ends not A. */
static void a_and_r_are_ignored_with_s(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client[4];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(client); i++) {
		side_poke(side, stream.cd, REF_CD_R, i % 2);
		side_poke(side, stream.cd, REF_CD_A, i / 2);
		side_flush(side);
		client_read(&client[i], side, SID, SMMU3_STALL_RECORDED);
		stall_pop(&client[i], REF_F_TRANSLATION);
	}
}

/* 5.5: S=0 terminates, although others may stall. */
static void fault_without_s_terminates(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_TRANSLATION, .sid = SID, .read = true,
		.class = REF_CLASS_IN, .input = VA,
	};

	side_poke(side, stream.cd, REF_CD_S, 0);
	side_expect_event(side, &txn, &event);
	assert_int_equal(stall_count(side), 0);
}

static void bad_table(struct side *side, struct stream *stream)
{
	side_poke(side, stream->cd, REF_CD_TTB0, 0x1000);
}

static void bad_cd(struct side *side, struct stream *stream)
{
	side_poke(side, stream->cd, REF_CD_V, 0);
}

static void bad_cd_address(struct side *side, struct stream *stream)
{
	side_poke(side, stream->ste, REF_STE_S1CONTEXTPTR, 0x1000);
}

static void bad_ste(struct side *side, struct stream *stream)
{
	side_poke(side, stream->ste, REF_STE_V, 0);
}

/* 5.5: only the four. */
static void other_faults_never_stall(void **state)
{
	static const struct {
		void (*spoil)(struct side *side, struct stream *stream);
		u8 number;
	} cases[] = {
		{ bad_table, REF_F_WALK_EABT }, { bad_cd, REF_C_BAD_CD },
		{ bad_cd_address, REF_F_CD_FETCH }, { bad_ste, REF_C_BAD_STE },
	};
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct stream stream = stall_stream(side, SID + i);
		struct client client;
		u64 record[REF_EVT_WORDS];

		cases[i].spoil(side, &stream);
		side_flush(side);
		client_read(&client, side, SID + i, SMMU3_STALL_NONE);
		assert_int_equal(client.x.fault.disposition, SMMU3_ABORT);
		assert_true(side_pop(side, record));
		assert_int_equal(ref_get(record, REF_E_NUMBER),
				 cases[i].number);
		assert_int_equal(stall_count(side), 0);
	}
}

/* 3.4: no CD governs a fault of a stream that bypasses. */
static void address_size_fault_in_bypass_never_stalls(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn = side_txn(side, SID,
					BIT_ULL(side->rig->config.oas), READ);
	const struct ref_event event = {
		.number = REF_F_ADDR_SIZE, .sid = SID, .read = true,
		.class = REF_CLASS_IN, .input = txn.addr,
	};

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	side_expect_event(side, &txn, &event);
}

/* 3.12: of a device that may not stall the event has Stall=0, even with R=0. */
static void client_that_cannot_wait_aborts_with_an_event(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client = { .side = side, .x.txn =
		side_txn(side, SID, VA, READ) };
	struct ref_event event = stall_event(&client, REF_F_TRANSLATION);
	u64 record[REF_EVT_WORDS], want[REF_EVT_WORDS];

	side_poke(side, stream.cd, REF_CD_R, 0);
	event.stall = false;
	ref_event_encode(&event, want);
	assert_false(smmu3_translate(side->rig->smmu, &client.x));
	assert_true(smmu3_settle(side->rig->smmu, &client.x));
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(client.x.fault.disposition, SMMU3_ABORT);
	assert_true(side_pop(side, record));
	assert_memory_equal(record, want, sizeof(want));
	assert_int_equal(stall_count(side), 0);
}

static void peek_at_a_fault_that_stalls_has_no_effect(void **state)
{
	const enum smmu3_look looks[] = { SMMU3_LOOK_PEEK,
		SMMU3_LOOK_PEEK_WALK };
	struct side *side = *state;
	unsigned int i;

	stall_stream(side, SID);
	for (i = 0; i < ARRAY_SIZE(looks); i++) {
		struct client client = { .side = side, .x = {
			.txn = side_txn(side, SID, VA, READ),
			.look = looks[i], .waits = true } };

		assert_false(smmu3_translate(side->rig->smmu, &client.x));
		assert_int_equal(client.x.fault.disposition, SMMU3_STALL);
		assert_true(smmu3_settle(side->rig->smmu, &client.x));
		client_expect(&client, SMMU3_STALL_NONE);
		assert_false(client.x.recorded);
		assert_int_equal(side_events(side), 0);
		assert_int_equal(stall_count(side), 0);
		assert_int_equal(stall_pending(side), 0);
	}
}

/* ---- records ---- */

static void record_says_what_the_transaction_was(void **state)
{
	struct side *side = *state;
	struct client client;
	unsigned int access;

	stall_stream(side, SID);
	for (access = 0; access <= (WRITE | PRIV | INSTR); access++) {
		client_start(&client, side, SID, VA + 0x678, access);
		stall_resume(side, SID, stall_pop(&client, REF_F_TRANSLATION),
			     RESUME_ABORT);
	}
}

static void record_has_the_substream(void **state)
{
	struct side *side = *state;
	u64 cds = side_alloc(side, PAGE), cd[REF_CD_WORDS];
	u64 ste[REF_STE_WORDS];
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	struct client client;

	ref_cd_default(cd, 1, side_alloc(side, PAGE), 0);
	ref_put(cd, REF_CD_S, 1);
	side_store_image(side, cds + 3 * sizeof(cd), cd, REF_CD_WORDS);
	ref_ste_stage1(ste, cds);
	ref_put(ste, REF_STE_S1CDMAX, 2);
	side_set_ste(side, SID, ste);
	txn.ssv = true;
	txn.ssid = 3;
	client_txn(&client, side, &txn);
	stall_pop(&client, REF_F_TRANSLATION);
}

/* 3.18.2: as with every record. */
static void record_of_a_stall_raises_the_interrupt(void **state)
{
	struct side *side = *state;
	struct smmu3_bank_info info;
	struct client client[2];

	stall_stream(side, SID);
	rig_log_clear(side->rig);
	client_read(&client[0], side, SID, SMMU3_STALL_RECORDED);
	client_read(&client[1], side, SID, SMMU3_STALL_RECORDED);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_events(side), 2);
	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	assert_int_equal(info.events, 2);
	assert_int_equal(info.discarded, 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_EVENT), 2);
}

/* 7.3.1: stalls are never merged, 3.12.2.1: our pick, never suppressed. */
static void equal_stalls_have_records_of_their_own(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client[3];
	u16 stag[3];
	unsigned int i;

	side_poke(side, stream.ste, REF_STE_MEV, 1);
	for (i = 0; i < ARRAY_SIZE(client); i++)
		client_read(&client[i], side, SID, SMMU3_STALL_RECORDED);
	for (i = 0; i < ARRAY_SIZE(client); i++)
		stag[i] = stall_pop(&client[i], REF_F_TRANSLATION);
	assert_int_not_equal(stag[0], stag[1]);
	assert_int_not_equal(stag[0], stag[2]);
	assert_int_not_equal(stag[1], stag[2]);
}

/* 3.12.2: what comes later may pass. */
static void other_transactions_pass_a_stalled_one(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client;

	side_map(side, &stream, VA + PAGE, STALL_PA, 3);
	client_read(&client, side, SID, SMMU3_STALL_RECORDED);
	assert_true(side_access(side, SID, VA + PAGE, READ).ok);
	client_expect(&client, SMMU3_STALL_RECORDED);
}

/* ---- STAGs ---- */

static void fill_stags(struct side *side, struct client *client, u16 *stag)
{
	unsigned int i;

	for (i = 0; i < STALL_STAGS; i++) {
		client_read(&client[i], side, SID, SMMU3_STALL_RECORDED);
		stag[i] = stall_pop(&client[i], REF_F_TRANSLATION);
	}
	assert_int_equal(stall_count(side), STALL_STAGS);
}

/* 6.3.6: as many records as STALL_MAX says; the next waits without one. */
static void no_more_records_than_stall_max(void **state)
{
	struct side *side = *state;
	struct client client[STALL_STAGS], late;
	u16 stag[STALL_STAGS], new;

	stall_stream(side, SID);
	fill_stags(side, client, stag);
	client_read(&late, side, SID, SMMU3_STALL_PENDING);
	assert_false(late.x.recorded);
	assert_int_equal(side_events(side), 0);
	assert_int_equal(stall_pending(side), 1);
	stall_resume(side, SID, stag[2], RESUME_ABORT);
	client_expect(&client[2], SMMU3_STALL_ABORT);
	client_retry(&late);
	new = stall_pop(&late, REF_F_TRANSLATION);
	assert_int_equal(new, stag[2]);
	assert_int_equal(stall_pending(side), 0);
}

static void stall_max_counts_both_banks(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client client[STALL_STAGS], late;
	u16 stag[STALL_STAGS];
	unsigned int i;

	stall_stream(side, SID);
	stall_stream(other, SID);
	for (i = 0; i < STALL_STAGS; i++) {
		struct side *from = i % 2 ? other : side;

		client_read(&client[i], from, SID, SMMU3_STALL_RECORDED);
		stag[i] = stall_pop(&client[i], REF_F_TRANSLATION);
	}
	assert_int_equal(stall_count(side) + stall_count(other), STALL_STAGS);
	client_read(&late, side, SID, SMMU3_STALL_PENDING);
	stall_resume(other, SID, stag[1], RESUME_RETRY);
	client_retry(&late);
	stall_pop(&late, REF_F_TRANSLATION);
	client_retry(&client[1]);
	client_expect(&client[1], SMMU3_STALL_PENDING);
}

/* 3.12.2: nothing but RESUME, STALL_TERM and SMMUEN=0 gives a STAG back. */
static void stag_stays_in_use(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client[STALL_STAGS], late;
	u16 stag[STALL_STAGS];
	unsigned int i;

	fill_stags(side, client, stag);
	side_map(side, &stream, VA, STALL_PA, 3);
	side_flush(side);
	side_cr0(side, STALL_CR0 & ~REF_EVENTQEN);
	side_cr0(side, STALL_CR0);
	side_cr0(side, STALL_CR0 & ~REF_CMDQEN);
	side_cr0(side, STALL_CR0);
	for (i = 0; i < STALL_STAGS; i++) {
		client_give_up(&client[i]);
		assert_true(stall_is_in_use(side, stag[i]));
	}
	side_store(side, side_slot(side, &stream, VA, 3), 0);
	client_read(&late, side, SID, SMMU3_STALL_PENDING);
}

/* Our pick: a STAG comes back as late as it can. */
static void stags_take_turns(void **state)
{
	struct side *side = *state;
	struct client client;
	unsigned int i;

	stall_stream(side, SID);
	for (i = 0; i < 3 * STALL_STAGS; i++) {
		u16 stag;

		client_read(&client, side, SID, SMMU3_STALL_RECORDED);
		stag = stall_pop(&client, REF_F_TRANSLATION);
		assert_int_equal(stag, i % STALL_STAGS);
		stall_resume(side, SID, stag, RESUME_ABORT);
	}
}

static void check_stall_max(u32 max)
{
	struct smmu3_config config = stall_config(0, max);
	struct rig *rig = stall_rig(&config);
	struct side *side = rig_side(rig, NS);
	struct client *client = calloc(max + 1, sizeof(*client));
	u32 i;

	assert_non_null(client);
	stall_stream(side, SID);
	for (i = 0; i < max; i++) {
		client_read(&client[i], side, SID, SMMU3_STALL_RECORDED);
		stall_drain_events(side);
	}
	client_read(&client[max], side, SID, SMMU3_STALL_PENDING);
	assert_int_equal(stall_count(side), max);
	stall_term(side, SID);
	for (i = 0; i <= max; i++)
		client_expect(&client[i], SMMU3_STALL_ABORT);
	assert_int_equal(stall_count(side), 0);
	free(client);
	rig_free(rig);
}

static void stall_max_is_what_idr5_says(void **state)
{
	const u32 max[] = { 1, 2, 3, 32, 4096 };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(max); i++)
		check_stall_max(max[i]);
}

/* ---- inspection ---- */

static void slots_show_who_has_a_stag(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	struct smmu3_stall_record rec;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	assert_int_equal(smmu3_stall_slot(smmu, 0, &rec), 0);
	assert_int_equal(smmu3_stall_slot(smmu, STALL_STAGS, &rec), -1);
	assert_int_equal(smmu3_stall_slot(smmu, ~0U, &rec), -1);
	client_read(&client, side, SID, SMMU3_STALL_RECORDED);
	stag = stall_pop(&client, REF_F_TRANSLATION);
	assert_int_equal(smmu3_stall_slot(smmu, stag, &rec), 1);
	assert_int_equal(rec.sec_sid, side->bank);
	assert_int_equal(rec.sid, SID);
	assert_int_equal(rec.stag, stag);
	assert_false(rec.abandoned);
	assert_int_equal(rec.addr, VA);
	client_give_up(&client);
	assert_int_equal(smmu3_stall_slot(smmu, stag, &rec), 1);
	assert_true(rec.abandoned);
	assert_int_equal(rec.addr, 0);
	stall_resume(side, SID, stag, RESUME_RETRY);
	assert_int_equal(smmu3_stall_slot(smmu, stag, &rec), 0);
}

static const struct CMUnitTest rules_stall_tests[] = {
	TEST_STALLS(four_faults_stall_with_s),
	TEST_STALLS(a_and_r_are_ignored_with_s),
	TEST_STALLS(fault_without_s_terminates),
	TEST_STALLS(other_faults_never_stall),
	TEST_STALLS(address_size_fault_in_bypass_never_stalls),
	TEST_STALLS(client_that_cannot_wait_aborts_with_an_event),
	TEST_STALLS(peek_at_a_fault_that_stalls_has_no_effect),
	TEST_STALLS(record_says_what_the_transaction_was),
	TEST_STALLS(record_has_the_substream),
	TEST_STALLS(record_of_a_stall_raises_the_interrupt),
	TEST_STALLS(equal_stalls_have_records_of_their_own),
	TEST_STALLS(other_transactions_pass_a_stalled_one),
	TEST_STALLS(no_more_records_than_stall_max),
	TEST_STALLS(stall_max_counts_both_banks),
	TEST_STALLS(stag_stays_in_use),
	TEST_STALLS(stags_take_turns),
	cmocka_unit_test(stall_max_is_what_idr5_says),
	TEST_STALLS(slots_show_who_has_a_stag),
};
SUITE(rules_stall);
