// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl translate, smmuctl walk: where an address goes, and why.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "smmuctl.h"

#define MAX_STEPS	64

struct translate_args {
	const struct ctl *ctl;
	struct smmu_sim_txn txn;
	bool peek;
	bool no_cache;
};

static const struct argp_option translate_options[] = {
	BANK_OPTION,
	{ "ns", 'N', NULL, 0, "A Secure stream: with the NS attribute", 0 },
	{ "write", 'w', NULL, 0, "A write; else a read", 0 },
	{ "priv", 'p', NULL, 0, "A privileged access", 0 },
	{ "instr", 'i', NULL, 0, "An instruction fetch", 0 },
	{ "ssid", 's', "N", 0, "With this SubstreamID", 0 },
	{ "peek", 'k', NULL, 0,
	  "Look only: no event, no cache fill (always on the system SMMU)", 1 },
	{ "no-cache", 'n', NULL, 0, "Look only, past the caches", 1 },
	{ 0 },
};

static const struct argp_option walk_options[] = {
	BANK_OPTION,
	{ "ns", 'N', NULL, 0, "A Secure stream: with the NS attribute", 0 },
	{ "write", 'w', NULL, 0, "A write; else a read", 0 },
	{ "priv", 'p', NULL, 0, "A privileged access", 0 },
	{ "instr", 'i', NULL, 0, "An instruction fetch", 0 },
	{ "ssid", 's', "N", 0, "With this SubstreamID", 0 },
	{ 0 },
};

static void parse_ssid(struct translate_args *args, const char *arg,
		       struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(arg, &value) || value > 0xfffff)
		argp_error(state, "%s is no SubstreamID: 0 to 0xfffff", arg);
	args->txn.substream_id = value;
	args->txn.flags |= SMMU_SIM_TXN_SSV;
}

static void parse_positional(struct translate_args *args, const char *arg,
			     struct argp_state *state)
{
	uint64_t addr;

	switch (state->arg_num) {
	case 0:
		if (!parse_sid(args->ctl, arg, &args->txn.stream_id))
			argp_error(state, "%s is no StreamID", arg);
		break;
	case 1:
		if (!parse_addr(args->ctl, arg, &addr))
			argp_error(state, "%s is no address", arg);
		args->txn.addr = addr;
		break;
	default:
		argp_usage(state);
	}
}

static error_t translate_parse(int key, char *arg, struct argp_state *state)
{
	struct translate_args *args = state->input;

	switch (key) {
	case 'w':
		args->txn.flags |= SMMU_SIM_TXN_WRITE;
		return 0;
	case 'p':
		args->txn.flags |= SMMU_SIM_TXN_PRIV;
		return 0;
	case 'i':
		args->txn.flags |= SMMU_SIM_TXN_INSTR;
		return 0;
	case 's':
		parse_ssid(args, arg, state);
		return 0;
	case 'N':
		args->txn.flags |= SMMU_SIM_TXN_NS;
		return 0;
	case 'k':
		args->peek = true;
		return 0;
	case 'n':
		args->no_cache = true;
		return 0;
	case ARGP_KEY_ARG:
		parse_positional(args, arg, state);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->txn.sec_sid, 2);
	}
}

static const struct argp translate_argp = {
	.options = translate_options,
	.parser = translate_parse,
	.args_doc = "STREAMID ADDRESS",
	.doc = "Send an address through the SMMU and say where it comes out.\vOn a private SMMU this is a real transaction, data apart: it fills caches, and a fault is recorded. Exit code 1 means that it was not forwarded.",
};

static const struct argp walk_argp = {
	.options = walk_options,
	.parser = translate_parse,
	.args_doc = "STREAMID ADDRESS",
	.doc = "Show every table that the SMMU reads to translate an address, and what it finds there. Changes nothing and ignores the caches.",
};

static const char *access_name(const struct smmu_sim_txn *txn)
{
	if (txn->flags & SMMU_SIM_TXN_WRITE)
		return txn->flags & SMMU_SIM_TXN_PRIV ? "privileged write" :
							"write";
	if (txn->flags & SMMU_SIM_TXN_INSTR)
		return txn->flags & SMMU_SIM_TXN_PRIV ?
		       "privileged instruction fetch" : "instruction fetch";
	return txn->flags & SMMU_SIM_TXN_PRIV ? "privileged read" : "read";
}

static void show_request(const struct ctl *ctl, const struct smmu_sim_txn *txn)
{
	json_object *obj = put_object(ctl->result, "transaction");

	put_text(obj, "bank", word_bank(txn->sec_sid));
	put_int(obj, "stream_id", txn->stream_id);
	put_hex(obj, "address", txn->addr);
	put_text(obj, "access", access_name(txn));
	if (txn->flags & SMMU_SIM_TXN_SSV)
		put_int(obj, "substream_id", txn->substream_id);
	say(ctl, "%sstream %u, %s of 0x%" PRIx64, secure_prefix(txn->sec_sid),
	    txn->stream_id, access_name(txn), (uint64_t)txn->addr);
}

/* ---- results ---- */

static void show_hits(const struct ctl *ctl, uint8_t hit)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} caches[] = {
		{ SMMU_SIM_HIT_STE, "STE" },
		{ SMMU_SIM_HIT_CD, "CD" },
		{ SMMU_SIM_HIT_TLB, "TLB" },
	};
	json_object *hits = put_array(ctl->result, "hits");
	size_t i;

	say(ctl, "  caches  %s", hit ? "hit:" : "nothing came from a cache");
	for (i = 0; i < sizeof(caches) / sizeof(*caches); i++) {
		if (!(hit & caches[i].bit))
			continue;
		json_object_array_add(hits,
				      json_object_new_string(caches[i].name));
		say(ctl, " %s", caches[i].name);
	}
	say(ctl, "\n");
}

static void show_output(const struct ctl *ctl,
			const struct smmu_sim_translate *t)
{
	json_object *obj = put_object(ctl->result, "output");
	char memattr[64], size[24];

	word_memattr(t->memattr, memattr, sizeof(memattr));
	put_hex(obj, "pa", t->pa);
	put_text(obj, "pas", word_pas(t->pas));
	put_int(obj, "log2_size", t->log2_size);
	put_hex(obj, "memattr", t->memattr);
	put_text(obj, "memory", memattr);
	put_int(obj, "sh", t->sh);
	say(ctl, "  output  0x%" PRIx64 ", %s\n", (uint64_t)t->pa,
	    word_pas(t->pas));
	if (t->log2_size < 64)
		say(ctl, "  mapping of %s, %s, %s\n",
		    word_size(1ULL << t->log2_size, size, sizeof(size)),
		    memattr, word_shareability(t->sh));
}

static int show_translation(const struct ctl *ctl,
			    const struct smmu_sim_translate *t)
{
	if (t->out.status == SMMU_SIM_OK)
		show_output(ctl, t);
	return show_outcome(ctl, &t->out, ctl->result);
}

/* The Non-secure streams of the system SMMU are the kernel's. */
static bool only_looks(const struct ctl *ctl, const struct smmu_sim_txn *txn)
{
	return ctl->system && txn->sec_sid == SMMU_SIM_SEC_SID_NS;
}

int verb_translate(struct ctl *ctl, int argc, char **argv)
{
	struct translate_args args = { .ctl = ctl };
	struct smmu_sim_translate t = { 0 };
	int ret;

	argp_parse(&translate_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	t.txn = args.txn;
	if (args.no_cache)
		t.flags = SMMU_SIM_TRANSLATE_PEEK_WALK;
	else if (args.peek || only_looks(ctl, &t.txn))
		t.flags = SMMU_SIM_TRANSLATE_PEEK;
	ret = smmusim_translate(ctl->fd, &t);
	if (ret)
		return complain("translate", ret, hint_for(ctl, ret));
	show_request(ctl, &t.txn);
	say(ctl, ": %s\n", word_status(t.out.status));
	ret = show_translation(ctl, &t);
	show_hits(ctl, t.hit);
	return ret;
}

/* ---- walk ---- */

static void step_name(const struct smmu_sim_walk_step *step, char *buf,
		      size_t cap)
{
	static const char *const names[] = {
		[SMMU_SIM_STEP_L1STD] = "L1STD",
		[SMMU_SIM_STEP_STE] = "STE",
		[SMMU_SIM_STEP_L1CD] = "L1CD",
		[SMMU_SIM_STEP_CD] = "CD",
	};

	if (step->kind == SMMU_SIM_STEP_TT)
		snprintf(buf, cap, "level %d", step->level);
	else if (step->kind < SMMU_SIM_STEP_TT)
		snprintf(buf, cap, "%s", names[step->kind]);
	else
		snprintf(buf, cap, "?");
}

static void show_step(const struct ctl *ctl,
		      const struct smmu_sim_walk_step *step, uint64_t cd,
		      uint64_t addr, json_object *list)
{
	json_object *obj = json_object_new_object();
	char name[16], text[192];

	step_name(step, name, sizeof(name));
	explain_step(step, cd, addr, text, sizeof(text));
	json_object_array_add(list, obj);
	put_text(obj, "step", name);
	if (step->kind == SMMU_SIM_STEP_TT) {
		put_int(obj, "stage", step->stage);
		json_object_object_add(obj, "level",
				       json_object_new_int(step->level));
	}
	put_text(obj, "pas", word_pas(step->pas));
	put_hex(obj, "address", step->addr);
	put_hex(obj, "data", step->data);
	put_text(obj, "meaning", text);
	say(ctl, "  %-8s at 0x%010" PRIx64 "  %016" PRIx64 "%s\n           %s\n",
	    name, (uint64_t)step->addr, (uint64_t)step->data,
	    step->pas == SMMU_SIM_PAS_S ? "  Secure" : "", text);
}

int verb_walk(struct ctl *ctl, int argc, char **argv)
{
	static struct smmu_sim_walk_step steps[MAX_STEPS];
	struct translate_args args = { .ctl = ctl };
	struct smmu_sim_translate t = { 0 };
	json_object *list;
	uint64_t cd = 0;
	unsigned int i;
	int ret;

	argp_parse(&walk_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	t.txn = args.txn;
	t.flags = SMMU_SIM_TRANSLATE_PEEK_WALK;
	t.step_uptr = (uintptr_t)steps;
	t.step_len = MAX_STEPS;
	ret = smmusim_translate(ctl->fd, &t);
	if (ret)
		return complain("walk", ret, hint_for(ctl, ret));
	show_request(ctl, &t.txn);
	say(ctl, ", step by step\n");
	list = put_array(ctl->result, "steps");
	for (i = 0; i < t.step_len && i < MAX_STEPS; i++) {
		if (steps[i].kind == SMMU_SIM_STEP_CD)
			cd = steps[i].data;
		show_step(ctl, &steps[i], cd, t.txn.addr, list);
	}
	say(ctl, "  %s\n", word_status(t.out.status));
	return show_translation(ctl, &t);
}
