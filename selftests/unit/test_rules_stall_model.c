// SPDX-License-Identifier: GPL-2.0
/*
 * Who may stall: STALL_MODEL of each bank, S_CR0.NSSTALLD, S1STALLD (3.12, 5.2.2,
 * 5.5, 6.3.57.1); and stalls of stage 2 (3.12.5, 5.2 S2S and S2R), of every
 * CLASS.
 */
#include "stage2_kit.h"
#include "stall_kit.h"
#include "suites.h"

#define SID	STALL_SID

#define BOTH		0	/* STALL_MODEL */
#define TERMINATE	1
#define FORCED		2

/* What becomes of a read that faults; else the event that refuses it. */
#define STALLS		0x100
#define TERMINATES	0x101

static unsigned int fate(struct side *side)
{
	struct client client;
	u64 record[REF_EVT_WORDS];
	unsigned int number;

	client_start(&client, side, SID, S2_IPA, READ);
	assert_false(client.ok);
	assert_true(side_pop(side, record));
	number = ref_get(record, REF_E_NUMBER);
	if (number != REF_F_TRANSLATION)
		return number;
	if (!ref_get(record, REF_E_STALL)) {
		client_expect(&client, SMMU3_STALL_NONE);
		assert_int_equal(client.x.fault.disposition, SMMU3_ABORT);
		return TERMINATES;
	}
	client_expect(&client, SMMU3_STALL_RECORDED);
	client_give_up(&client);
	return STALLS;
}

static struct rig *rig_of_model(u32 model, bool nsstalld)
{
	struct smmu3_config config = stall_config(model, STALL_STAGS);
	struct rig *rig;

	config.sel2 = 1;
	config.stt = 1;
	rig = stall_rig(&config);
	if (nsstalld)
		side_wr32(rig_side(rig, SECURE), REF_CR0,
			  STALL_CR0 | REF_S_CR0_NSSTALLD);
	return rig;
}

/* ---- STALL_MODEL ---- */

struct row {
	u32 model;
	bool nsstalld;
	enum smmu3_pas bank;
	unsigned int without;	/* with S=0 */
	unsigned int with;	/* with S=1 */
};

/* structures.md 1, 9, events.md 5; @bad is the refusal. */
#define ROWS(bad)							\
	{ BOTH, false, NS, TERMINATES, STALLS },			\
	{ BOTH, false, SECURE, TERMINATES, STALLS },			\
	{ BOTH, true, NS, TERMINATES, bad },				\
	{ BOTH, true, SECURE, TERMINATES, STALLS },			\
	{ TERMINATE, false, NS, TERMINATES, bad },			\
	{ TERMINATE, false, SECURE, TERMINATES, bad },			\
	{ FORCED, false, NS, bad, STALLS },				\
	{ FORCED, false, SECURE, bad, STALLS }

static void cd_s_is_legal_as_the_model_says(void **state)
{
	static const struct row rows[] = { ROWS(REF_C_BAD_CD) };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rig *rig = rig_of_model(rows[i].model, rows[i].nsstalld);
		struct side *side = rig_side(rig, rows[i].bank);
		struct stream stream = side_stream(side, SID);

		assert_int_equal(fate(side), rows[i].without);
		side_poke(side, stream.cd, REF_CD_S, 1);
		side_flush(side);
		assert_int_equal(fate(side), rows[i].with);
		rig_free(rig);
	}
}

static void s2s_is_legal_as_the_model_says(void **state)
{
	static const struct row rows[] = { ROWS(REF_C_BAD_STE) };
	struct s2_stream stream;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rig *rig = rig_of_model(rows[i].model, rows[i].nsstalld);
		struct side *side = rig_side(rig, rows[i].bank);

		s2_make(&stream, side, SID, REF_CONFIG_S2);
		s2_store(&stream, s2_leaf2(&stream), 0);
		assert_int_equal(fate(side), rows[i].without);
		s2_poke_ste(&stream, REF_STE_S2S, 1);
		s2_flush(side);
		assert_int_equal(fate(side), rows[i].with);
		rig_free(rig);
	}
}

/* 5.2.2: S1STALLD is for where stalls are a choice; then CD.S is ILLEGAL. */
static void s1stalld_is_legal_as_the_model_says(void **state)
{
	static const struct row rows[] = {
		{ BOTH, false, NS, TERMINATES, REF_C_BAD_CD },
		{ BOTH, false, SECURE, TERMINATES, REF_C_BAD_CD },
		{ BOTH, true, NS, REF_C_BAD_STE, REF_C_BAD_STE },
		{ BOTH, true, SECURE, TERMINATES, REF_C_BAD_CD },
		{ TERMINATE, false, NS, REF_C_BAD_STE, REF_C_BAD_STE },
		{ TERMINATE, false, SECURE, REF_C_BAD_STE, REF_C_BAD_STE },
		{ FORCED, false, NS, REF_C_BAD_STE, REF_C_BAD_STE },
		{ FORCED, false, SECURE, REF_C_BAD_STE, REF_C_BAD_STE },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rig *rig = rig_of_model(rows[i].model, rows[i].nsstalld);
		struct side *side = rig_side(rig, rows[i].bank);
		struct stream stream = side_stream(side, SID);

		side_poke(side, stream.ste, REF_STE_S1STALLD, 1);
		assert_int_equal(fate(side), rows[i].without);
		side_poke(side, stream.cd, REF_CD_S, 1);
		side_flush(side);
		assert_int_equal(fate(side), rows[i].with);
		rig_free(rig);
	}
}

/* 7.1: both commands exist where something can stall. */
static void commands_exist_as_the_model_says(void **state)
{
	static const struct row rows[] = { ROWS(TERMINATES) };
	unsigned int i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		for (j = 0; j < 2; j++) {
			struct rig *rig = rig_of_model(rows[i].model,
						       rows[i].nsstalld);
			struct side *side = rig_side(rig, rows[i].bank);

			side_queue(side, j ? ref_stall_term(SID) :
				   stall_resume_cmd(SID, 0, RESUME_ABORT));
			side_kick(side);
			assert_int_equal(side_cmdq_err(side),
					 rows[i].with == STALLS ?
					 REF_CERROR_NONE : REF_CERROR_ILL);
			rig_free(rig);
		}
}

/* 6.3.6: without stalls there is nothing to look at. */
static void terminate_only_has_no_stags(void **state)
{
	struct rig *rig = rig_of_model(TERMINATE, false);
	struct smmu3_stall_record rec;

	(void)state;
	assert_int_equal(smmu3_stall_slot(rig->smmu, 0, &rec), -1);
	smmu3_stall_abort_all(rig->smmu);
	rig_free(rig);
}

/* ---- stage 2 ---- */

static const unsigned int stage2_configs[] = {
	REF_CONFIG_S2, REF_CONFIG_NESTED,
};

static void go(struct client *client, struct s2_stream *stream,
	       unsigned int access)
{
	struct smmu3_txn txn = s2_txn(stream, access);

	s2_flush(stream->side);
	client_txn(client, stream->side, &txn);
}

static struct ref_event stage2_event(const struct client *client, u8 number,
				     unsigned int class, u64 ipa)
{
	struct ref_event event = stall_event(client, number);

	event.s2 = true;
	event.class = class;
	event.ipa = ipa / PAGE * PAGE;
	return event;
}

static void check_stage2(struct s2_stream *stream, unsigned int access,
			 u8 number)
{
	struct client client;
	struct ref_event event;
	u16 stag;

	go(&client, stream, access);
	event = stage2_event(&client, number, REF_CLASS_IN, S2_IPA);
	stag = stall_pop_as(&client, &event);
	stall_resume(stream->side, SID, stag, RESUME_ABORT);
}

/* 5.2: S2S, whatever S2R says. */
static void stage2_faults_stall_with_s2s(void **state)
{
	struct side *side = *state;
	u64 oas = BIT_ULL(side->rig->config.oas);
	struct s2_stream stream;
	unsigned int i;

	for (i = 0; i < 2 * ARRAY_SIZE(stage2_configs); i++) {
		s2_make(&stream, side, SID, stage2_configs[i / 2]);
		s2_poke_ste(&stream, REF_STE_S2S, 1);
		s2_poke_ste(&stream, REF_STE_S2R, i % 2);
		s2_poke_leaf2(&stream, REF_D2_S2AP, REF_S2AP_R);
		check_stage2(&stream, WRITE, REF_F_PERMISSION);
		s2_poke_leaf2(&stream, REF_D_AF, 0);
		check_stage2(&stream, READ, REF_F_ACCESS);
		s2_store(&stream, s2_leaf2(&stream), ref_leaf2(3, oas));
		check_stage2(&stream, READ, REF_F_ADDR_SIZE);
		s2_store(&stream, s2_leaf2(&stream), 0);
		check_stage2(&stream, READ | PRIV, REF_F_TRANSLATION);
	}
}

/* structures.md 5: S2S is not only for the final IPA. */
static void stage2_fault_of_a_cd_fetch_stalls(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	struct client client;
	struct ref_event event;

	s2_make(&stream, side, SID, REF_CONFIG_NESTED);
	s2_poke_ste(&stream, REF_STE_S2S, 1);
	s2_store(&stream, s2_leaf2_of(&stream, stream.cd), 0);
	go(&client, &stream, READ);
	event = stage2_event(&client, REF_F_TRANSLATION, REF_CLASS_CD,
			     stream.cd);
	stall_pop_as(&client, &event);
}

static void stage2_fault_of_a_table_walk_stalls(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	struct client client;
	struct ref_event event;
	u16 stag;
	u64 leaf;

	s2_make(&stream, side, SID, REF_CONFIG_NESTED);
	s2_poke_ste(&stream, REF_STE_S2S, 1);
	leaf = s2_load(&stream, s2_leaf2_of(&stream, stream.s1.root));
	s2_store(&stream, s2_leaf2_of(&stream, stream.s1.root), 0);
	go(&client, &stream, WRITE);
	event = stage2_event(&client, REF_F_TRANSLATION, REF_CLASS_TT,
			     stream.s1.root);
	stag = stall_pop_as(&client, &event);
	s2_store(&stream, s2_leaf2_of(&stream, stream.s1.root), leaf);
	stall_resume(side, SID, stag, RESUME_RETRY);
	client_retry(&client);
	assert_true(client.ok);
}

/* 3.12.5: the stage that faults decides. */
static void stall_follows_the_stage_of_the_fault(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	struct client client;
	unsigned int s, s2s;

	for (s = 0; s < 2; s++)
		for (s2s = 0; s2s < 2; s2s++) {
			s2_make(&stream, side, SID, REF_CONFIG_NESTED);
			s2_poke_cd(&stream, REF_CD_S, s);
			s2_poke_ste(&stream, REF_STE_S2S, s2s);
			s2_store(&stream, s2_leaf2(&stream), 0);
			go(&client, &stream, READ);
			assert_int_equal(client.x.fault.disposition,
					 s2s ? SMMU3_STALL : SMMU3_ABORT);
			s2_store(&stream, s2_leaf1(&stream), 0);
			stall_term(side, SID);
			go(&client, &stream, READ);
			assert_int_equal(client.x.fault.disposition,
					 s ? SMMU3_STALL : SMMU3_ABORT);
			stall_term(side, SID);
			stall_drain_events(side);
		}
}

/* 4.7.1: although a stage 2 fault by itself only aborts. */
static void stage2_stall_may_be_resumed_as_raz_wi(void **state)
{
	const enum smmu3_stall_state want[] = { SMMU3_STALL_RETRY,
		SMMU3_STALL_ABORT, SMMU3_STALL_RAZWI };
	struct side *side = *state;
	struct s2_stream stream;
	struct client client;
	enum resume how;

	s2_make(&stream, side, SID, REF_CONFIG_S2);
	s2_poke_ste(&stream, REF_STE_S2S, 1);
	s2_store(&stream, s2_leaf2(&stream), 0);
	for (how = RESUME_RETRY; how <= RESUME_RAZWI; how++) {
		go(&client, &stream, READ);
		stall_resume(side, SID, client.x.stall.stag, how);
		client_expect(&client, want[how]);
	}
}

/* 13.1.2: the Non-secure IPA space of a Secure stream. */
static void stall_in_the_nonsecure_ipa_space_says_so(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	struct client client;
	struct ref_event event;

	s2_make(&stream, side, SID, REF_CONFIG_S2);
	s2_poke_ste(&stream, REF_STE_S2S, 1);
	s2_store(&stream, ref_space_slot(&stream.s2[NS], S2_IPA, 3), 0);
	go(&client, &stream, READ | S2_NS);
	event = stage2_event(&client, REF_F_TRANSLATION, REF_CLASS_IN, S2_IPA);
	event.nsipa = true;
	stall_pop_as(&client, &event);
}

static const struct CMUnitTest rules_stall_model_tests[] = {
	cmocka_unit_test(cd_s_is_legal_as_the_model_says),
	cmocka_unit_test(s2s_is_legal_as_the_model_says),
	cmocka_unit_test(s1stalld_is_legal_as_the_model_says),
	cmocka_unit_test(commands_exist_as_the_model_says),
	cmocka_unit_test(terminate_only_has_no_stags),
	TEST_S2(stage2_faults_stall_with_s2s),
	TEST_S2(stage2_fault_of_a_cd_fetch_stalls),
	TEST_S2(stage2_fault_of_a_table_walk_stalls),
	TEST_S2(stall_follows_the_stage_of_the_fault),
	TEST_S2(stage2_stall_may_be_resumed_as_raz_wi),
	TEST_S2_SECURE(stall_in_the_nonsecure_ipa_space_says_so),
};
SUITE(rules_stall_model);
