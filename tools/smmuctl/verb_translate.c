// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl translate: where an address goes.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "smmuctl.h"

struct translate_args {
	const struct ctl *ctl;
	struct smmu_sim_txn txn;
	bool peek;
	bool no_cache;
};

/* StreamID and address: the words of verbs about one transaction. */
void parse_target(const struct ctl *ctl, struct smmu_sim_txn *txn,
		  const char *arg, struct argp_state *state)
{
	uint64_t addr;

	if (lacks_buffer(ctl, arg))
		argp_error(state, "there is no buffer: " ADD_BUFFER);
	switch (state->arg_num) {
	case 0:
		if (!parse_sid(ctl, arg, &txn->stream_id))
			argp_error(state, "%s is no StreamID", arg);
		break;
	case 1:
		if (!parse_addr(ctl, arg, &addr))
			argp_error(state, "%s is no address", arg);
		txn->addr = addr;
		break;
	default:
		argp_usage(state);
	}
}

static error_t translate_parse(int key, char *arg, struct argp_state *state)
{
	struct translate_args *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->txn;
		return 0;
	case 'k':
		args->peek = true;
		return 0;
	case 'n':
		args->no_cache = true;
		return 0;
	case ARGP_KEY_ARG:
		parse_target(args->ctl, &args->txn, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (state->arg_num < 2)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp translate_argp = {
	.options = (const struct argp_option[]) {
		{ "peek", 'k', NULL, 0,
		  "Look only: no event, no cache fill (always on the system SMMU)",
		  1 },
		{ "no-cache", 'n', NULL, 0, "Look only, past the caches", 1 },
		{ 0 },
	},
	.parser = translate_parse,
	.children = (const struct argp_child[]) {
		{ &access_argp, 0, NULL, 0 },
		{ 0 },
	},
	.args_doc = "STREAMID ADDRESS",
	.doc = "Send an address through the SMMU and say where it comes out.\vOn a private SMMU this is a real transaction, data apart: it fills caches, and a fault is recorded. One that stalls is abandoned at once, and its STAG stays in use: see resume. Exit code 1 means that it was not forwarded.",
};

/* ---- results ---- */

void show_hits(const struct ctl *ctl, uint8_t hit)
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
	put_bool(obj, "privileged", t->attrs & SMMU_SIM_ATTR_PRIV);
	put_bool(obj, "instruction", t->attrs & SMMU_SIM_ATTR_INSTR);
	say(ctl, "  output  0x%" PRIx64 ", %s\n", (uint64_t)t->pa,
	    word_pas(t->pas));
	if (t->log2_size < 64)
		say(ctl, "  mapping of %s, %s, %s\n",
		    word_size(1ULL << t->log2_size, size, sizeof(size)),
		    memattr, word_shareability(t->sh));
	say(ctl, "  leaves as %s %s\n",
	    t->attrs & SMMU_SIM_ATTR_PRIV ? "privileged" : "unprivileged",
	    t->attrs & SMMU_SIM_ATTR_INSTR ? "instruction fetch" : "data");
}

int show_translation(const struct ctl *ctl,
		     const struct smmu_sim_translate *t)
{
	if (t->out.status == SMMU_SIM_OK)
		show_output(ctl, t);
	return show_outcome(ctl, &t->out, ctl->result);
}

/* The Non-secure streams of the system SMMU are the kernel's. */
bool only_looks(const struct ctl *ctl, const struct smmu_sim_txn *txn)
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
	say(ctl, ": %s\n", word_fate(&t));
	ret = show_translation(ctl, &t);
	show_hits(ctl, t.hit);
	return ret;
}
