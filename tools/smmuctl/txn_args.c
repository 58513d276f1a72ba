// SPDX-License-Identifier: GPL-2.0
/* What a transaction may say of itself: the options that several verbs have. */
#include <argp.h>
#include <stdio.h>

#include "smmuctl.h"

/* IDs of options that have no letter. */
#define KEY_ATOMIC	0x100

static void parse_ssid(struct smmu_sim_txn *txn, const char *arg,
		       struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(arg, &value) || value > 0xfffff)
		argp_error(state, "%s is no SubstreamID: 0 to 0xfffff", arg);
	txn->substream_id = value;
	txn->flags |= SMMU_SIM_TXN_SSV;
}

static error_t client_parse(int key, char *arg, struct argp_state *state)
{
	struct smmu_sim_txn *txn = state->input;

	switch (key) {
	case 'p':
		txn->flags |= SMMU_SIM_TXN_PRIV;
		return 0;
	case 'i':
		txn->flags |= SMMU_SIM_TXN_INSTR;
		return 0;
	case 's':
		parse_ssid(txn, arg, state);
		return 0;
	case 'N':
		txn->flags |= SMMU_SIM_TXN_NS;
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &txn->sec_sid, 0);
	}
}

const struct argp client_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "ns", 'N', NULL, 0,
		  "A Secure stream: with the NS attribute", 0 },
		{ "priv", 'p', NULL, 0, "A privileged access", 0 },
		{ "instr", 'i', NULL, 0, "An instruction fetch", 0 },
		{ "ssid", 's', "N", 0, "With this SubstreamID", 0 },
		{ 0 },
	},
	.parser = client_parse,
};

static error_t access_parse(int key, char *arg, struct argp_state *state)
{
	struct smmu_sim_txn *txn = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = txn;
		return 0;
	case 'w':
		txn->flags |= SMMU_SIM_TXN_WRITE;
		return 0;
	case KEY_ATOMIC:
		txn->flags |= SMMU_SIM_TXN_ATOMIC;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp access_argp = {
	.options = (const struct argp_option[]) {
		{ "write", 'w', NULL, 0, "A write; else a read", 0 },
		{ "atomic", KEY_ATOMIC, NULL, 0,
		  "An atomic access: it reads and writes", 0 },
		{ 0 },
	},
	.parser = access_parse,
	.children = (const struct argp_child[]) {
		{ &client_argp, 0, NULL, 0 },
		{ 0 },
	},
};

/* "privileged write" */
void access_name(const struct smmu_sim_txn *txn, char *buf, size_t cap)
{
	const char *what = "read";

	if (txn->flags & SMMU_SIM_TXN_ATOMIC)
		what = "atomic access";
	else if (txn->flags & SMMU_SIM_TXN_WRITE)
		what = "write";
	else if (txn->flags & SMMU_SIM_TXN_INSTR)
		what = "instruction fetch";
	snprintf(buf, cap, "%s%s",
		 txn->flags & SMMU_SIM_TXN_PRIV ? "privileged " : "", what);
}

void show_request(const struct ctl *ctl, const struct smmu_sim_txn *txn)
{
	json_object *obj = put_object(ctl->result, "transaction");
	char access[40];

	access_name(txn, access, sizeof(access));
	put_text(obj, "bank", word_bank(txn->sec_sid));
	put_int(obj, "stream_id", txn->stream_id);
	put_hex(obj, "address", txn->addr);
	put_text(obj, "access", access);
	say(ctl, "%sstream %u", secure_prefix(txn->sec_sid), txn->stream_id);
	if (txn->flags & SMMU_SIM_TXN_SSV) {
		put_int(obj, "substream_id", txn->substream_id);
		say(ctl, ", substream %u", txn->substream_id);
	}
	say(ctl, ", %s of 0x%" PRIx64, access, (uint64_t)txn->addr);
}
