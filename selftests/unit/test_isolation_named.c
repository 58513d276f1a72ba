// SPDX-License-Identifier: GPL-2.0
/*
 * The exceptions to isolation that the architecture names (security.md 1, 7):
 * commands of the Secure queue for the Non-secure side, S_INIT, and the number
 * of STAGs. Each has its effect, and no other; the same from the Non-secure
 * queue, or for the Secure side, has none. And streams of the same StreamID:
 * whatever the one side is configured to do, the other one does its own.
 */
#include "vault.h"
#include "suites.h"

#include <stdlib.h>

/* ---- a vault on the Non-secure or the Secure side ---- */

static struct vault *open_vault(enum smmu3_pas bank)
{
	struct smmu3_config config = vault_config(SMMU3_CACHE_EXACT);
	struct vault *vault = calloc(1, sizeof(*vault));

	assert_non_null(vault);
	vault_build(vault, rig_side(s2_rig(&config), bank));
	return vault;
}

static void close_vault(struct vault *vault)
{
	rig_free(vault->side->rig);
	vault_free(vault);
	free(vault);
}

/* ---- commands ---- */

/**
 * struct named - a command that has a twin for the Secure side
 * @opcode: for the Non-secure side
 * @s_opcode: for the Secure side
 * @diff: what it changes there: a mask of VAULT_*
 */
struct named {
	u8 opcode;
	u8 s_opcode;
	unsigned int diff;
};

static const struct named named[] = {
	{ REF_CMD_CFGI_STE, REF_CMD_CFGI_STE, VAULT_CFG },
	{ REF_CMD_CFGI_STE_RANGE, REF_CMD_CFGI_STE_RANGE, VAULT_CFG },
	{ REF_CMD_CFGI_CD, REF_CMD_CFGI_CD, VAULT_CFG },
	{ REF_CMD_CFGI_CD_ALL, REF_CMD_CFGI_CD_ALL, VAULT_CFG },
	{ REF_CMD_PREFETCH_CONFIG, REF_CMD_PREFETCH_CONFIG, 0 },
	{ REF_CMD_RESUME, REF_CMD_RESUME, VAULT_STALLED },
	{ REF_CMD_STALL_TERM, REF_CMD_STALL_TERM, VAULT_STALLED },
	{ REF_CMD_TLBI_NSNH_ALL, REF_CMD_TLBI_SNH_ALL, VAULT_TLB },
	{ REF_CMD_TLBI_S12_VMALL, REF_CMD_TLBI_S_S12_VMALL, VAULT_TLB },
	{ REF_CMD_TLBI_S2_IPA, REF_CMD_TLBI_S_S2_IPA, VAULT_TLB },
	{ REF_CMD_TLBI_EL2_ALL, REF_CMD_TLBI_S_EL2_ALL, 0 },
};

static bool is_tlbi(u8 opcode)
{
	return opcode >= REF_CMD_TLBI_NH_ALL && opcode != REF_CMD_RESUME &&
	       opcode != REF_CMD_STALL_TERM;
}

/* For streams 1 and VAULT_STALL_SID, and what stage 2 maps */
static struct ref_cmd command(struct vault *vault, u8 opcode, bool ssec)
{
	struct ref_cmd cmd = ref_tlbi(opcode, S2_VMID, 0, S2_IPA);
	bool stall = opcode == REF_CMD_RESUME || opcode == REF_CMD_STALL_TERM;

	if (is_tlbi(opcode))
		return cmd;
	cmd = ref_cmd(opcode);
	ref_put(cmd.w, REF_CMD_SID, stall ? VAULT_STALL_SID : 1);
	ref_put(cmd.w, REF_CMD_SSEC, ssec);
	if (opcode == REF_CMD_CFGI_STE_RANGE)
		ref_put(cmd.w, REF_CMD_RANGE, 31);
	if (opcode == REF_CMD_RESUME)
		ref_put(cmd.w, REF_CMD_STAG, vault->client[0].x.stall.stag);
	return cmd;
}

/* A queue offers it; what does the vault's side see? */
static void offer(enum smmu3_pas bank, enum smmu3_pas queue, u8 opcode,
		  bool ssec, bool legal, unsigned int diff)
{
	struct vault *vault = open_vault(bank);
	struct side *side = rig_side(vault->side->rig, queue);
	unsigned int own;
	u32 error;

	side_queue(side, command(vault, opcode, ssec));
	side_kick(side);
	error = side_errors(side) & REF_GERROR_CMDQ_ERR ? side_cmdq_err(side) :
							  REF_CERROR_NONE;
	assert_int_equal(error, legal ? REF_CERROR_NONE : REF_CERROR_ILL);
	/* the queue itself is not what this is about */
	own = bank == queue ? VAULT_REGS | VAULT_INFO : 0;
	assert_int_equal(vault_diff(vault) & ~own, diff);
	if (!own)
		assert_int_equal(vault_diff_memory(vault), 0);
	close_vault(vault);
}

static void secure_queue_acts_on_the_nonsecure_side_by_name_only(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(named); i++) {
		offer(NS, SECURE, named[i].opcode, false, true, named[i].diff);
		offer(NS, SECURE, named[i].s_opcode, true, true, 0);
	}
}

/* The Secure side: not its Non-secure twins, whichever queue */
static void nonsecure_commands_never_act_on_the_secure_side(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(named); i++) {
		bool tlbi = is_tlbi(named[i].opcode);

		offer(SECURE, NS, named[i].opcode, false, true, 0);
		offer(SECURE, SECURE, named[i].opcode, false, true, 0);
		/* SSec=1, or Secure by opcode: refused */
		offer(SECURE, NS, named[i].s_opcode, !tlbi, false, 0);
	}
}

static void write_s_init(const struct vault *vault, enum smmu3_pas from)
{
	struct rig *rig = vault->side->rig;

	smmu3_reg_write(rig->smmu, from, REF_S_INIT, 32, REF_S_INIT_INV_ALL);
	rig_run(rig);
}

static void s_init_empties_the_caches_and_nothing_else(void **state)
{
	enum smmu3_pas bank;

	(void)state;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct vault *vault = open_vault(bank);

		write_s_init(vault, SECURE);
		assert_int_equal(vault_diff(vault), VAULT_TLB | VAULT_CFG);
		assert_int_equal(vault_diff_memory(vault), 0);
		close_vault(vault);
	}
}

/* To Non-secure software there is no such register (6.2). */
static void s_init_is_not_for_nonsecure_software(void **state)
{
	enum smmu3_pas bank;

	(void)state;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct vault *vault = open_vault(bank);

		write_s_init(vault, NS);
		assert_int_equal(vault_diff(vault), 0);
		close_vault(vault);
	}
}

/* ---- STAGs (3.12.2) ---- */

/* Who comes last waits for somebody of either side to end. */
static void the_number_of_stags_is_common(void **state)
{
	enum smmu3_pas bank;

	(void)state;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		struct vault *vault = open_vault(bank);
		struct side *side = other_side(vault->side);
		struct client client[VAULT_STAGS], late;
		unsigned int i, count = VAULT_STAGS - VAULT_STALLS;

		stall_stream(side, VAULT_STALL_SID);
		for (i = 0; i < count; i++)
			client_read(&client[i], side, VAULT_STALL_SID,
				    SMMU3_STALL_RECORDED);
		assert_int_equal(vault_diff(vault), 0);
		client_read(&late, vault->side, VAULT_STALL_SID,
			    SMMU3_STALL_PENDING);
		assert_int_equal(vault_diff(vault), VAULT_STALLED);
		stall_term(side, VAULT_STALL_SID);
		client_expect(&late, SMMU3_STALL_RETRY);
		assert_int_equal(vault_diff(vault), 0);
		close_vault(vault);
	}
}

/* ---- one StreamID, two streams ---- */

/* What a side may be told to do with its streams */
enum order {
	ORDER_GBPA_BYPASS,
	ORDER_GBPA_ABORT,
	ORDER_CONFIG,	/* and up: STE.Config */
};

static const unsigned int configs[] = {
	REF_CONFIG_ABORT, REF_CONFIG_BYPASS, REF_CONFIG_S1, REF_CONFIG_S2,
	REF_CONFIG_NESTED,
};
#define ORDERS	(ORDER_CONFIG + ARRAY_SIZE(configs))

/**
 * struct twins - the streams of one StreamID
 * @stream: by state and Config: where the STE of each is made
 */
struct twins {
	struct s2_stream stream[SMMU3_NR_PAS][ARRAY_SIZE(configs)];
};

static void make_twins(struct twins *twins, struct rig *rig)
{
	struct side *side;
	unsigned int i;

	for_each_side(side, rig)
		for (i = 0; i < ARRAY_SIZE(configs); i++)
			s2_make(&twins->stream[side->bank][i], side, 16 + i,
				configs[i]);
}

static void obey(struct twins *twins, struct side *side, enum order order)
{
	u32 on = REF_CMDQEN | REF_EVENTQEN;
	u64 ste[REF_STE_WORDS];

	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE |
		  (order == ORDER_GBPA_ABORT ? REF_GBPA_ABORT : 0));
	side_cr0(side, order < ORDER_CONFIG ? on : on | REF_SMMUEN);
	if (order < ORDER_CONFIG)
		return;
	side_load_image(side, twins->stream[side->bank]
			[order - ORDER_CONFIG].ste, ste, REF_STE_WORDS);
	side_set_ste(side, S2_SID, ste);
	s2_flush(side);
}

static unsigned int config_of(enum order order)
{
	if (order < ORDER_CONFIG)
		return order == ORDER_GBPA_ABORT ? REF_CONFIG_ABORT :
						   REF_CONFIG_BYPASS;
	return configs[order - ORDER_CONFIG];
}

/* Twice: as it comes, and from what is cached */
static void expect_obeyed(struct side *side, enum order order, bool ns)
{
	unsigned int config = config_of(order), tries;
	u64 input = s2_has1(config) ? S2_VA : S2_IPA, pa = S2_PA;
	enum smmu3_pas pas = side->bank;

	if (config == REF_CONFIG_BYPASS) {
		pa = input;
		pas = ns ? NS : pas;
	}
	if (config == REF_CONFIG_S2 && ns && side->bank == SECURE)
		pa = S2_PA_NS;	/* the other IPA space, S2NSA=0 */
	for (tries = 0; tries < 2; tries++) {
		struct smmu3_txn txn = side_txn(side, S2_SID, input, READ);
		struct outcome out;

		txn.ns = ns;
		out = side_do(side, &txn);
		assert_int_equal(out.ok, config != REF_CONFIG_ABORT);
		if (!out.ok)
			continue;
		assert_int_equal(out.x.res.pa, pa);
		assert_int_equal(out.x.res.pas, pas);
	}
	assert_int_equal(side_events(side), 0);
	assert_int_equal(side_events(other_side(side)), 0);
}

static void each_state_answers_for_itself_in_every_configuration(void **state)
{
	struct rig *rig = ((struct side *)*state)->rig;
	struct side *ns = rig_side(rig, NS), *secure = rig_side(rig, SECURE);
	enum order mine, theirs;
	struct twins twins;
	unsigned int in;

	make_twins(&twins, rig);
	for (mine = 0; mine < ORDERS; mine++)
		for (theirs = 0; theirs < ORDERS; theirs++) {
			obey(&twins, ns, mine);
			obey(&twins, secure, theirs);
			for (in = 0; in < 2; in++) {
				expect_obeyed(ns, mine, in);
				expect_obeyed(secure, theirs, in);
				expect_obeyed(ns, mine, in);
			}
			rig_log_clear(rig);
		}
}

static const struct CMUnitTest isolation_named_tests[] = {
	cmocka_unit_test(secure_queue_acts_on_the_nonsecure_side_by_name_only),
	cmocka_unit_test(nonsecure_commands_never_act_on_the_secure_side),
	cmocka_unit_test(s_init_empties_the_caches_and_nothing_else),
	cmocka_unit_test(s_init_is_not_for_nonsecure_software),
	cmocka_unit_test(the_number_of_stags_is_common),
	TEST_S2_NS(each_state_answers_for_itself_in_every_configuration),
};
SUITE(isolation_named);
