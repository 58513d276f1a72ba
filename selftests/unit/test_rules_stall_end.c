// SPDX-License-Identifier: GPL-2.0
/*
 * How stalls end: CMD_RESUME (4.7.1), CMD_STALL_TERM (4.7.2), SMMUEN=0
 * (6.3.9.6), the client's going away; and what does not end them. Each rule for
 * both banks.
 */
#include "stall_kit.h"
#include "suites.h"

#define SID	STALL_SID
#define OTHER	(STALL_SID + 1)
#define VA	STALL_VA

static u16 stall(struct client *client, struct side *side, u32 sid)
{
	client_read(client, side, sid, SMMU3_STALL_RECORDED);
	return stall_pop(client, REF_F_TRANSLATION);
}

/* ---- CMD_RESUME ---- */

static void check_verdicts(u32 term_model, enum smmu3_pas bank)
{
	const enum smmu3_stall_state terminated =
		term_model ? SMMU3_STALL_ABORT : SMMU3_STALL_RAZWI;
	const struct {
		bool ac;
		bool ab;
		enum smmu3_stall_state want;
	} rows[] = {
		{ true, false, SMMU3_STALL_RETRY },
		{ true, true, SMMU3_STALL_RETRY },
		{ false, true, SMMU3_STALL_ABORT },
		{ false, false, terminated },
	};
	struct smmu3_config config = stall_config(0, STALL_STAGS);
	struct client client;
	struct rig *rig;
	struct side *side;
	unsigned int i;

	config.term_model = term_model;
	rig = stall_rig(&config);
	side = rig_side(rig, bank);
	stall_stream(side, SID);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u16 stag = stall(&client, side, SID);

		rig_log_clear(rig);
		side_cmd(side, side_own(side, ref_resume(SID, stag, rows[i].ac,
							 rows[i].ab)));
		client_expect(&client, rows[i].want);
		assert_int_equal(stall_wakeups(side), 1);
		assert_int_equal(stall_count(side), 0);
	}
	rig_free(rig);
}

/* 4.7.1: Ac, Ab and TERM_MODEL. No SYNC is needed. */
static void resume_verdicts_are_those_of_the_table(void **state)
{
	(void)state;
	check_verdicts(0, NS);
	check_verdicts(0, SECURE);
	check_verdicts(1, NS);
	check_verdicts(1, SECURE);
}

/* 4.7.1: SecurityState, StreamID and STAG all have to match. */
static void resume_of_another_stall_has_no_effect(void **state)
{
	struct side *side = *state;
	struct client client[2];
	u16 stag[2], wrong[] = { 2, 3, STALL_STAGS, 0x7fff, 0xffff };
	enum resume how;
	unsigned int i;

	stall_stream(side, SID);
	stall_stream(side, OTHER);
	stag[0] = stall(&client[0], side, SID);
	stag[1] = stall(&client[1], side, OTHER);
	rig_log_clear(side->rig);
	for (how = RESUME_RETRY; how <= RESUME_RAZWI; how++) {
		stall_resume(side, OTHER, stag[0], how);
		stall_resume(side, SID, stag[1], how);
		stall_resume(side, SID + 64, stag[0], how);
		stall_resume(side, ~0U, stag[0], how);
		for (i = 0; i < ARRAY_SIZE(wrong); i++)
			stall_resume(side, SID, wrong[i], how);
	}
	client_expect(&client[0], SMMU3_STALL_RECORDED);
	client_expect(&client[1], SMMU3_STALL_RECORDED);
	assert_int_equal(stall_count(side), 2);
	assert_int_equal(stall_wakeups(side), 0);
	stall_resume(side, SID, stag[0], RESUME_ABORT);
	client_expect(&client[0], SMMU3_STALL_ABORT);
	client_expect(&client[1], SMMU3_STALL_RECORDED);
}

/* 4.7.1: equal StreamIDs of the two states are two streams. */
static void resume_is_for_its_own_security_state(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client mine, theirs;
	u16 my_stag, their_stag;

	stall_stream(side, SID);
	stall_stream(other, SID);
	my_stag = stall(&mine, side, SID);
	their_stag = stall(&theirs, other, SID);
	stall_resume(side, SID, their_stag, RESUME_ABORT);
	client_expect(&theirs, SMMU3_STALL_RECORDED);
	stall_resume(other, SID, my_stag, RESUME_ABORT);
	client_expect(&mine, SMMU3_STALL_RECORDED);
	stall_resume(side, SID, my_stag, RESUME_RAZWI);
	client_expect(&mine, SMMU3_STALL_RAZWI);
	client_expect(&theirs, SMMU3_STALL_RECORDED);
	stall_resume(other, SID, their_stag, RESUME_ABORT);
	client_expect(&theirs, SMMU3_STALL_ABORT);
}

/* 4.1.5: with SSec=0 the Secure queue names Non-secure streams. */
static void secure_queue_resumes_nonsecure_stalls(void **state)
{
	struct side *secure = *state, *side = other_side(secure);
	struct client client[2];
	u16 stag;

	stall_stream(side, SID);
	stag = stall(&client[0], side, SID);
	side_cmd(secure, stall_resume_cmd(SID, stag, RESUME_ABORT));
	client_expect(&client[0], SMMU3_STALL_ABORT);
	stall(&client[1], side, SID);
	side_cmd(secure, ref_stall_term(SID));
	client_expect(&client[1], SMMU3_STALL_ABORT);
}

/* 4.7.1, our pick: software has no second word. */
static void second_resume_has_no_effect(void **state)
{
	struct side *side = *state;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stag = stall(&client, side, SID);
	stall_resume(side, SID, stag, RESUME_RETRY);
	stall_resume(side, SID, stag, RESUME_ABORT);
	client_expect(&client, SMMU3_STALL_RETRY);
	assert_int_equal(stall_count(side), 0);
}

/* 4.7.1, our pick: what is not recorded has no STAG that could match. */
static void resume_does_not_touch_pending_ones(void **state)
{
	struct side *side = *state;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stall_block(side, BLOCK_FULL);
	client_read(&client, side, SID, SMMU3_STALL_PENDING);
	for (stag = 0; stag <= STALL_STAGS; stag++)
		stall_resume(side, SID, stag, RESUME_ABORT);
	client_expect(&client, SMMU3_STALL_PENDING);
}

static void retry_uses_the_configuration_of_now(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client;
	u16 stag = stall(&client, side, SID);

	side_map(side, &stream, VA, STALL_PA, 3);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client);
	assert_true(client.ok);
	assert_int_equal(client.x.res.pa, STALL_PA);
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(side_events(side), 0);
}

/* 4.7.1: the only way to more than one record of a transaction. */
static void retry_that_faults_again_has_a_new_record(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client;
	u16 stag = stall(&client, side, SID);
	u64 slot = side_map(side, &stream, VA, STALL_PA, 3);

	side_poke(side, slot, REF_D_AF, 0);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client);
	stag = stall_pop(&client, REF_F_ACCESS);
	side_poke(side, slot, REF_D_AF, 1);
	side_flush(side);
	client_expect(&client, SMMU3_STALL_RECORDED);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client);
	assert_true(client.ok);
}

static void retry_may_terminate_by_the_new_configuration(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client;
	u16 stag = stall(&client, side, SID);
	u64 record[REF_EVT_WORDS];

	side_poke(side, stream.ste, REF_STE_V, 0);
	side_flush(side);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client);
	client_expect(&client, SMMU3_STALL_NONE);
	assert_int_equal(client.x.fault.disposition, SMMU3_ABORT);
	assert_true(side_pop(side, record));
	assert_int_equal(ref_get(record, REF_E_NUMBER), REF_C_BAD_STE);
}

/* 6.3.57.1: NSSTALLD takes the commands from the Non-secure queue alone. */
static void secure_software_ends_what_nsstalld_left(void **state)
{
	struct side *secure = *state, *side = other_side(secure);
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stag = stall(&client, side, SID);
	side_wr32(secure, REF_CR0, STALL_CR0 | REF_S_CR0_NSSTALLD);
	side_queue(side, stall_resume_cmd(SID, stag, RESUME_ABORT));
	side_kick(side);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ILL);
	client_expect(&client, SMMU3_STALL_RECORDED);
	side_cmd(secure, stall_resume_cmd(SID, stag, RESUME_ABORT));
	client_expect(&client, SMMU3_STALL_ABORT);
}

/* ---- CMD_STALL_TERM ---- */

/* 4.7.2: every one of the stream, recorded or, our pick, pending. */
static void stall_term_aborts_all_of_the_stream(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client mine[3], another, theirs;

	stall_stream(side, SID);
	stall_stream(side, OTHER);
	stall_stream(other, SID);
	stall(&mine[0], side, SID);
	stall(&another, side, OTHER);
	stall(&theirs, other, SID);
	stall(&mine[1], side, SID);
	client_read(&mine[2], side, SID, SMMU3_STALL_PENDING);
	rig_log_clear(side->rig);
	stall_term(side, SID);
	client_expect(&mine[0], SMMU3_STALL_ABORT);
	client_expect(&mine[1], SMMU3_STALL_ABORT);
	client_expect(&mine[2], SMMU3_STALL_ABORT);
	client_expect(&another, SMMU3_STALL_RECORDED);
	client_expect(&theirs, SMMU3_STALL_RECORDED);
	assert_int_equal(stall_count(side), 1);
	assert_int_equal(stall_count(other), 1);
	assert_int_equal(stall_wakeups(side), 1);
}

static void stall_term_makes_room_for_others(void **state)
{
	struct side *side = *state;
	struct client client[STALL_STAGS], pending;
	unsigned int i;

	stall_stream(side, SID);
	stall_stream(side, OTHER);
	for (i = 0; i < STALL_STAGS; i++)
		stall(&client[i], side, SID);
	client_read(&pending, side, OTHER, SMMU3_STALL_PENDING);
	stall_term(side, SID);
	client_retry(&pending);
	stall_pop(&pending, REF_F_TRANSLATION);
}

/* 4.7.2: not what stalls after its consumption. */
static void stall_term_does_not_touch_later_stalls(void **state)
{
	struct side *side = *state;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stall_term(side, SID);
	stag = stall(&client, side, SID);
	side_sync(side);
	client_expect(&client, SMMU3_STALL_RECORDED);
	stall_term(side, OTHER);
	stall_term(side, ~0U);
	client_expect(&client, SMMU3_STALL_RECORDED);
	stall_resume(side, SID, stag, RESUME_ABORT);
}

/* 4.7.2.1: how a driver takes a device away. */
static void shutdown_as_the_architecture_has_it(void **state)
{
	struct side *side = *state;
	struct stream stream = stall_stream(side, SID);
	struct client client[2];

	stall(&client[0], side, SID);
	client_read(&client[1], side, SID, SMMU3_STALL_RECORDED);
	side_poke(side, stream.ste, REF_STE_CONFIG, REF_CONFIG_ABORT);
	side_cmd(side, side_own(side, ref_cfgi_ste(SID, true)));
	side_sync(side);
	client_expect(&client[0], SMMU3_STALL_RECORDED);
	stall_term(side, SID);
	client_expect(&client[0], SMMU3_STALL_ABORT);
	client_expect(&client[1], SMMU3_STALL_ABORT);
	side_sync(side);
	stall_drain_events(side);
	assert_false(side_access(side, SID, VA, READ).ok);
	assert_int_equal(side_events(side), 0);
	assert_int_equal(stall_count(side), 0);
}

/* ---- SMMUEN, resets ---- */

/* 6.3.9.6 */
static void smmuen_0_aborts_the_stalls_of_its_bank(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client mine[2], theirs[3];
	u16 stag;

	stall_stream(side, SID);
	stall_stream(other, SID);
	stag = stall(&mine[0], side, SID);
	stall(&theirs[0], other, SID);
	stall_block(side, BLOCK_FULL);
	client_read(&mine[1], side, SID, SMMU3_STALL_PENDING);
	stall(&theirs[1], other, SID);
	client_give_up(&theirs[1]);
	rig_log_clear(side->rig);
	side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	client_expect(&mine[0], SMMU3_STALL_ABORT);
	client_expect(&mine[1], SMMU3_STALL_ABORT);
	client_expect(&theirs[0], SMMU3_STALL_RECORDED);
	assert_int_equal(stall_count(side), 0);
	assert_int_equal(stall_count(other), 2);
	assert_int_equal(stall_wakeups(side), 1);
	stall_resume(side, SID, stag, RESUME_ABORT);
	side_cr0(side, STALL_CR0);
	assert_int_equal(stall_count(side), 0);
}

/* 6.3.9.6: STAGs are free; who waited for one in the other bank gets it. */
static void smmuen_0_gives_stags_to_the_other_bank(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client client[STALL_STAGS], pending;
	unsigned int i;

	stall_stream(side, SID);
	stall_stream(other, SID);
	for (i = 0; i < STALL_STAGS; i++)
		stall(&client[i], side, SID);
	client_give_up(&client[0]);
	client_read(&pending, other, SID, SMMU3_STALL_PENDING);
	side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	client_retry(&pending);
	stall_pop(&pending, REF_F_TRANSLATION);
}

/* 6.3.9: writes that leave SMMUEN as it is, 0 to 1 included. */
static void other_writes_to_cr0_end_no_stall(void **state)
{
	struct side *side = *state;
	struct client client;

	stall_stream(side, SID);
	stall(&client, side, SID);
	side_cr0(side, REF_SMMUEN);
	side_cr0(side, STALL_CR0);
	side_cr0(other_side(side), 0);
	side_cr0(other_side(side), STALL_CR0);
	client_expect(&client, SMMU3_STALL_RECORDED);
	assert_int_equal(stall_count(side), 1);
}

static void secure_reset_aborts_secure_stalls_only(void **state)
{
	struct side *secure = *state, *side = other_side(secure);
	struct client mine, theirs, abandoned;

	stall_stream(secure, SID);
	stall_stream(side, SID);
	stall(&mine, secure, SID);
	stall(&abandoned, secure, SID);
	client_give_up(&abandoned);
	stall(&theirs, side, SID);
	smmu3_secure_reset(secure->rig->smmu);
	client_expect(&mine, SMMU3_STALL_ABORT);
	client_expect(&theirs, SMMU3_STALL_RECORDED);
	assert_int_equal(stall_count(secure), 0);
	assert_int_equal(stall_count(side), 1);
}

/* 4.3.8, 6.3.62: invalidations do not touch who stalled. */
static void invalidations_end_no_stall(void **state)
{
	struct side *secure = *state, *side;
	struct client recorded, pending;

	for_each_side(side, secure->rig) {
		stall_stream(side, SID);
		stall(&recorded, side, SID);
		stall_block(side, BLOCK_FULL);
		client_read(&pending, side, SID, SMMU3_STALL_PENDING);
		side_flush(side);
		side_wr32(secure, REF_S_INIT & ~REF_SECURE,
			  REF_S_INIT_INV_ALL);
		client_expect(&recorded, SMMU3_STALL_RECORDED);
		client_expect(&pending, SMMU3_STALL_PENDING);
		side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	}
}

/* ---- the client goes away ---- */

/* 4.7: the STAG is software's until software gives it back. */
static void abandoned_stag_is_freed_by_resume(void **state)
{
	const enum resume how[] = { RESUME_RETRY, RESUME_ABORT, RESUME_RAZWI };
	struct side *side = *state;
	struct client client;
	unsigned int i;

	stall_stream(side, SID);
	for (i = 0; i < ARRAY_SIZE(how); i++) {
		u16 stag = stall(&client, side, SID);

		client_give_up(&client);
		client_expect(&client, SMMU3_STALL_ABORT);
		assert_true(stall_is_in_use(side, stag));
		memset(&client, 0xa5, sizeof(client));
		stall_resume(side, SID, stag, how[i]);
		assert_int_equal(stall_count(side), 0);
	}
}

static void abandoned_stag_is_freed_by_stall_term_and_smmuen(void **state)
{
	struct side *side = *state;
	struct client client;

	stall_stream(side, SID);
	stall(&client, side, SID);
	client_give_up(&client);
	stall_term(side, SID);
	assert_int_equal(stall_count(side), 0);
	stall(&client, side, SID);
	client_give_up(&client);
	side_cr0(side, STALL_CR0 & ~REF_SMMUEN);
	assert_int_equal(stall_count(side), 0);
}

/* Nobody has heard of it, wherever it is among the pending ones. */
static void pending_one_that_gives_up_is_forgotten(void **state)
{
	struct side *side = *state;
	struct client client[3];
	unsigned int out, i;

	stall_stream(side, SID);
	for (out = 0; out < ARRAY_SIZE(client); out++) {
		stall_block(side, BLOCK_FULL);
		for (i = 0; i < ARRAY_SIZE(client); i++)
			client_read(&client[i], side, SID,
				    SMMU3_STALL_PENDING);
		client_give_up(&client[out]);
		client_expect(&client[out], SMMU3_STALL_ABORT);
		assert_int_equal(stall_pending(side), 2);
		client_give_up(&client[(out + 1) % 3]);
		assert_int_equal(stall_pending(side), 1);
		stall_unblock(side, BLOCK_FULL);
		client_retry(&client[(out + 2) % 3]);
		stall_pop(&client[(out + 2) % 3], REF_F_TRANSLATION);
		assert_int_equal(stall_count(side), 1);
		stall_term(side, SID);
	}
}

static void giving_up_after_the_verdict_changes_nothing(void **state)
{
	struct side *side = *state;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stag = stall(&client, side, SID);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_give_up(&client);
	client_expect(&client, SMMU3_STALL_RETRY);
	stag = stall(&client, side, SID);
	stall_resume(side, SID, stag, RESUME_RAZWI);
	client_give_up(&client);
	client_expect(&client, SMMU3_STALL_RAZWI);
}

static void everything_is_aborted_before_the_end(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct client client[STALL_STAGS], pending[2];
	unsigned int i;

	stall_stream(side, SID);
	stall_stream(other, SID);
	for (i = 0; i < STALL_STAGS; i++)
		stall(&client[i], i % 2 ? side : other, SID);
	client_read(&pending[0], side, SID, SMMU3_STALL_PENDING);
	client_read(&pending[1], other, SID, SMMU3_STALL_PENDING);
	smmu3_stall_abort_all(side->rig->smmu);
	for (i = 0; i < STALL_STAGS; i++)
		client_expect(&client[i], SMMU3_STALL_ABORT);
	client_expect(&pending[0], SMMU3_STALL_ABORT);
	client_expect(&pending[1], SMMU3_STALL_ABORT);
}

/* ---- who looks ---- */

struct look {
	struct client *client;
	unsigned int seen;
};

static struct look look;

/* The verdict is there when the host is told. */
static void look_at_client(void *arg)
{
	(void)arg;
	look.seen++;
	client_expect(look.client, SMMU3_STALL_ABORT);
}

static void verdict_is_there_when_the_host_is_told(void **state)
{
	struct side *side = *state;
	struct client client;
	u16 stag;

	stall_stream(side, SID);
	stag = stall(&client, side, SID);
	look = (struct look){ .client = &client };
	side->rig->host.on_resumed = look_at_client;
	stall_resume(side, SID, stag, RESUME_ABORT);
	assert_int_equal(look.seen, 1);
}

static const struct CMUnitTest rules_stall_end_tests[] = {
	cmocka_unit_test(resume_verdicts_are_those_of_the_table),
	TEST_STALLS(resume_of_another_stall_has_no_effect),
	TEST_STALLS(resume_is_for_its_own_security_state),
	TEST_STALLS_SECURE(secure_queue_resumes_nonsecure_stalls),
	TEST_STALLS(second_resume_has_no_effect),
	TEST_STALLS(resume_does_not_touch_pending_ones),
	TEST_STALLS(retry_uses_the_configuration_of_now),
	TEST_STALLS(retry_that_faults_again_has_a_new_record),
	TEST_STALLS(retry_may_terminate_by_the_new_configuration),
	TEST_STALLS_SECURE(secure_software_ends_what_nsstalld_left),
	TEST_STALLS(stall_term_aborts_all_of_the_stream),
	TEST_STALLS(stall_term_makes_room_for_others),
	TEST_STALLS(stall_term_does_not_touch_later_stalls),
	TEST_STALLS(shutdown_as_the_architecture_has_it),
	TEST_STALLS(smmuen_0_aborts_the_stalls_of_its_bank),
	TEST_STALLS(smmuen_0_gives_stags_to_the_other_bank),
	TEST_STALLS(other_writes_to_cr0_end_no_stall),
	TEST_STALLS_SECURE(secure_reset_aborts_secure_stalls_only),
	TEST_STALLS_SECURE(invalidations_end_no_stall),
	TEST_STALLS(abandoned_stag_is_freed_by_resume),
	TEST_STALLS(abandoned_stag_is_freed_by_stall_term_and_smmuen),
	TEST_STALLS(pending_one_that_gives_up_is_forgotten),
	TEST_STALLS(giving_up_after_the_verdict_changes_nothing),
	TEST_STALLS(everything_is_aborted_before_the_end),
	TEST_STALLS(verdict_is_there_when_the_host_is_told),
};
SUITE(rules_stall_end);
