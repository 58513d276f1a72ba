// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl walk: a translation step by step. This file asks the SMMU, reads the
 * structures that the steps name, and lays the explanations out; stage 2 walks
 * of a nested stream are indented below what they were made for.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>
#include <smmu3/vmsa.h>

#include "explain.h"
#include "sentence.h"

struct walk_args {
	const struct ctl *ctl;
	struct smmu_sim_txn txn;
	bool cached;
	bool real;
	bool brief;
};

static error_t walk_parse(int key, char *arg, struct argp_state *state)
{
	struct walk_args *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->txn;
		return 0;
	case 'c':
		args->cached = true;
		return 0;
	case 'r':
		args->real = true;
		return 0;
	case 'B':
		args->brief = true;
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

static const struct argp walk_argp = {
	.options = (const struct argp_option[]) {
		{ "cached", 'c', NULL, 0,
		  "Look into the caches first, as a transaction would", 1 },
		{ "real", 'r', NULL, 0,
		  "Make a real transaction: events, flag updates, cache fills",
		  1 },
		{ "brief", 'B', NULL, 0,
		  "Nested streams: one line for a stage 2 walk to a table of stage 1 or to the context",
		  1 },
		{ 0 },
	},
	.parser = walk_parse,
	.children = (const struct argp_child[]) {
		{ &access_argp, 0, NULL, 0 },
		{ 0 },
	},
	.args_doc = "STREAMID ADDRESS",
	.doc = "Show every table that the SMMU reads to translate an address, what it finds there, and what that means; if it faults, why, and what would have to change.\vChanges nothing and ignores the caches, unless told otherwise.",
};

/* ---- asking ---- */

static int ask(const struct ctl *ctl, struct walk *walk, uint32_t flags)
{
	int ret;

	walk->t.flags = flags;
	walk->t.step_uptr = (uintptr_t)walk->step;
	walk->t.step_len = WALK_MAX_STEPS;
	ret = smmusim_translate(ctl->fd, &walk->t);
	walk->count = min_t(uint32_t, walk->t.step_len, WALK_MAX_STEPS);
	return ret;
}

/*
 * The steps have the first word. Memory that this process may read has the
 * rest, unless somebody has written it in between.
 */
static void read_image(const struct ctl *ctl,
		       const struct smmu_sim_walk_step *step,
		       struct image *image)
{
	uint64_t raw[ARRAY_SIZE(image->word)];
	size_t i;

	memset(image, 0, sizeof(*image));
	image->word[0] = step->data;
	image->known = 1;
	if (smmusim_mem_read(ctl->fd, step->pas, step->addr, raw, sizeof(raw),
			     NULL) || le64_to_cpu(raw[0]) != step->data)
		return;
	for (i = 0; i < ARRAY_SIZE(raw); i++)
		image->word[i] = le64_to_cpu(raw[i]);
	image->known = ARRAY_SIZE(raw);
}

static void read_structures(const struct ctl *ctl, struct walk *walk)
{
	unsigned int i;

	for (i = 0; i < walk->count; i++) {
		if (walk->step[i].kind == SMMU_SIM_STEP_STE)
			read_image(ctl, &walk->step[i], &walk->ste);
		if (walk->step[i].kind == SMMU_SIM_STEP_CD)
			read_image(ctl, &walk->step[i], &walk->cd);
	}
}

static void read_registers(const struct ctl *ctl, struct walk *walk)
{
	uint32_t bank = walk->t.txn.sec_sid;
	bool secure = bank == SMMU_SIM_PAS_S;

	read_id_regs(ctl, &walk->id);
	walk->cr0 = read_reg(ctl, bank, secure ? SMMU3_S_TWIN(SMMU3_CR0ACK) :
						 SMMU3_CR0ACK);
	walk->cr2 = read_reg(ctl, bank, secure ? SMMU3_S_TWIN(SMMU3_CR2) :
						 SMMU3_CR2);
}

/*
 * A walk that does not hit knows the structures; one that does has to be
 * explained by them all the same.
 */
static int gather(const struct ctl *ctl, struct walk *walk, uint32_t flags)
{
	int ret;

	read_registers(ctl, walk);
	if (flags != SMMU_SIM_TRANSLATE_PEEK_WALK) {
		ret = ask(ctl, walk, SMMU_SIM_TRANSLATE_PEEK_WALK);
		if (ret)
			return ret;
		read_structures(ctl, walk);
	}
	ret = ask(ctl, walk, flags);
	if (!ret)
		read_structures(ctl, walk);
	return ret;
}

/* ---- one step ---- */

static bool step_is_table(const struct smmu_sim_walk_step *step)
{
	return step->kind == SMMU_SIM_STEP_TT ||
	       step->kind == SMMU_SIM_STEP_UPDATE ||
	       step->kind == SMMU_SIM_STEP_TLB;
}

static void step_name(const struct smmu_sim_walk_step *step, char *buf,
		      size_t cap)
{
	static const char *const names[] = {
		[SMMU_SIM_STEP_L1STD] = "L1STD",
		[SMMU_SIM_STEP_STE] = "STE",
		[SMMU_SIM_STEP_L1CD] = "L1CD",
		[SMMU_SIM_STEP_CD] = "CD",
		[SMMU_SIM_STEP_UPDATE] = "update",
		[SMMU_SIM_STEP_TLB] = "TLB",
	};

	if (step->kind == SMMU_SIM_STEP_TT)
		snprintf(buf, cap, "level %d", step->level);
	else
		snprintf(buf, cap, "%s", step->kind < ARRAY_SIZE(names) ?
			 names[step->kind] : "?");
}

static void explain_tlb(const struct walk *walk,
			const struct smmu_sim_walk_step *step, char *buf,
			size_t cap)
{
	const char *stages = "stage 1";

	if (step->stage == 2)
		stages = "stage 2";
	else if (walk_is_nested(walk))
		stages = "both stages";
	snprintf(buf, cap, "%s0x%" PRIx64 " is cached, of %s: 0x%" PRIx64 ", %s",
		 step->stage == 2 && walk_is_nested(walk) ? "IPA " : "",
		 (uint64_t)step->input, stages, (uint64_t)step->addr,
		 word_pas(step->pas));
}

static bool step_failed(const struct walk *walk, unsigned int at)
{
	uint8_t event = walk->t.out.event;

	return at + 1 == walk->count && !walk->step[at].data &&
	       walk->step[at].kind != SMMU_SIM_STEP_TLB &&
	       walk->step[at].addr ==
			(walk->t.out.record[3] & ~(uint64_t)7) &&
	       event && word_event_is_abort(event);
}

static void explain_step(const struct walk *walk, unsigned int at, char *text,
			 size_t cap, char *more, size_t more_cap)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];

	*more = '\0';
	if (step_failed(walk, at)) {
		snprintf(text, cap, "external abort");
		return;
	}
	switch (step->kind) {
	case SMMU_SIM_STEP_L1STD:
		explain_l1std(walk, step->data, text, cap);
		break;
	case SMMU_SIM_STEP_STE:
		explain_ste(walk, text, cap, more, more_cap);
		break;
	case SMMU_SIM_STEP_L1CD:
		explain_l1cd(walk, step->data, text, cap);
		break;
	case SMMU_SIM_STEP_CD:
		explain_cd(walk, text, cap, more, more_cap);
		break;
	case SMMU_SIM_STEP_TT:
		explain_table(walk, at, text, cap, more, more_cap);
		break;
	case SMMU_SIM_STEP_UPDATE:
		explain_update(walk, at, text, cap);
		break;
	case SMMU_SIM_STEP_TLB:
		explain_tlb(walk, step, text, cap);
		break;
	default:
		snprintf(text, cap, "unknown step");
	}
}

/* ---- layout ---- */

/* The first step of a stage 2 walk, or one that starts anew. */
static bool begins_stage2(const struct walk *walk, unsigned int at)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	const struct smmu_sim_walk_step *before = step - 1;

	if (step->stage != 2)
		return false;
	if (!at || before->stage != 2 || before->input != step->input ||
	    before->wanted != step->wanted)
		return true;
	return step->kind == SMMU_SIM_STEP_TT &&
	       before->kind == SMMU_SIM_STEP_TT && step->level <= before->level;
}

/* The step of stage 1 that a stage 2 walk was made for; NULL: it was not made. */
static const struct smmu_sim_walk_step *step_for(const struct walk *walk,
						 unsigned int at)
{
	unsigned int i;

	for (i = at; i < walk->count; i++)
		if (walk->step[i].stage == 1)
			return &walk->step[i];
	return NULL;
}

/* The level that the next descriptor of stage 1 would be of. */
static int next_level(const struct walk *walk, unsigned int at)
{
	const struct smmu_sim_walk_step any = {
		.kind = SMMU_SIM_STEP_TT, .stage = 1,
	};
	struct geometry geometry = walk_geometry(walk, &any);
	unsigned int i = at;

	while (i--)
		if (walk->step[i].stage == 1)
			return walk->step[i].level + 1;
	if (!geometry.page_bits)
		return 0;
	return SMMU3_LAST_LEVEL - (int)((geometry.input_bits - 1 -
					 geometry.page_bits) /
					(geometry.page_bits - 3));
}

/* The same IPA again: the descriptor that was read there is to be written. */
static bool is_for_update(const struct walk *walk, unsigned int at, int *level)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	unsigned int i;

	for (i = at; i--;) {
		const struct smmu_sim_walk_step *before = &walk->step[i];

		if (before->stage == 1)
			*level = before->level;
		if (before->stage == 2 && before->input == step->input &&
		    before->wanted == step->wanted && *level >= -1)
			return true;
	}
	return false;
}

/* "the level 1 descriptor of stage 1" */
static void wanted_word(const struct walk *walk, unsigned int at, char *buf,
			size_t cap)
{
	const struct smmu_sim_walk_step *target = step_for(walk, at);
	int level = -2;

	switch (walk->step[at].wanted) {
	case SMMU_SIM_CLASS_CD:
		snprintf(buf, cap, "the context");
		return;
	case SMMU_SIM_CLASS_IN:
		snprintf(buf, cap, "the output of stage 1");
		return;
	}
	if (!(target && target->kind == SMMU_SIM_STEP_TT) &&
	    is_for_update(walk, at, &level))
		snprintf(buf, cap, "to update the level %d descriptor of stage 1",
			 level);
	else
		snprintf(buf, cap, "the level %d descriptor of stage 1",
			 target ? target->level : next_level(walk, at));
}

static void show_stage2_title(const struct ctl *ctl, const struct walk *walk,
			      unsigned int at)
{
	char wanted[64];

	if (!walk_is_nested(walk) || !begins_stage2(walk, at))
		return;
	wanted_word(walk, at, wanted, sizeof(wanted));
	say(ctl, "      stage 2 of IPA 0x%" PRIx64 ", %s\n",
	    (uint64_t)walk->step[at].input, wanted);
}

/*
 * Steps of the stage 2 walk that begins at @at, if it only finds a table and
 * writes nothing; else 0.
 */
static unsigned int plain_stage2(const struct walk *walk, unsigned int at)
{
	unsigned int i = at;

	if (!walk_is_nested(walk) || !begins_stage2(walk, at) ||
	    walk->step[at].wanted == SMMU_SIM_CLASS_IN)
		return 0;
	do {
		if (walk->step[i++].kind == SMMU_SIM_STEP_UPDATE)
			return 0;
	} while (i < walk->count && walk->step[i].stage == 2 &&
		 !begins_stage2(walk, i));
	return i < walk->count && walk->step[i].stage != 2 ? i - at : 0;
}

static void put_step(const struct walk *walk, unsigned int at,
		     const char *text, const char *more, json_object *list)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	struct geometry geometry = walk_geometry(walk, step);
	json_object *obj = json_object_new_object();
	char name[16];

	step_name(step, name, sizeof(name));
	json_object_array_add(list, obj);
	put_text(obj, "step", name);
	if (step_is_table(step)) {
		put_int(obj, "stage", step->stage);
		json_object_object_add(obj, "level",
				       json_object_new_int(step->level));
		put_hex(obj, "input", step->input);
	}
	if (step_is_table(step) && step->stage == 2)
		put_text(obj, "wanted", word_class(step->wanted));
	if (step->kind == SMMU_SIM_STEP_TT && geometry.page_bits)
		put_text(obj, "kind", entry_name(entry_kind(step, &geometry)));
	put_text(obj, "pas", word_pas(step->pas));
	put_hex(obj, "address", step->addr);
	put_hex(obj, "data", step->data);
	put_text(obj, "meaning", text);
	if (*more)
		put_text(obj, "more", more);
}

static void say_step(const struct ctl *ctl, const struct walk *walk,
		     unsigned int at, const char *text, const char *more)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	int indent = step->stage == 2 && walk_is_nested(walk) ? 6 : 2;
	char name[16];

	step_name(step, name, sizeof(name));
	show_stage2_title(ctl, walk, at);
	say(ctl, "%*s%-8s ", indent, "", name);
	if (step->kind != SMMU_SIM_STEP_TLB)
		say(ctl, "at 0x%010" PRIx64 "  %016" PRIx64 "%s\n%*s",
		    (uint64_t)step->addr, (uint64_t)step->data,
		    step->pas == SMMU_SIM_PAS_S ? "  Secure" : "", indent + 9,
		    "");
	say(ctl, "%s\n", text);
	if (*more)
		say(ctl, "%*s%s\n", indent + 9, "", more);
}

static void show_steps(const struct ctl *ctl, const struct walk *walk,
		       bool brief)
{
	json_object *list = put_array(ctl->result, "steps");
	char text[256], more[256], wanted[64];
	unsigned int i, folded = 0;

	for (i = 0; i < walk->count; i++) {
		explain_step(walk, i, text, sizeof(text), more, sizeof(more));
		put_step(walk, i, text, more, list);
		if (folded && folded--)
			continue;
		folded = brief ? plain_stage2(walk, i) : 0;
		if (!folded) {
			say_step(ctl, walk, i, text, more);
			continue;
		}
		wanted_word(walk, i, wanted, sizeof(wanted));
		say(ctl, "      stage 2 of IPA 0x%" PRIx64 ", %s: 0x%" PRIx64 "\n",
		    (uint64_t)walk->step[i].input, wanted,
		    (uint64_t)walk->step[i + folded].addr);
		folded--;
	}
	if (walk->t.step_len > walk->count)
		say(ctl, "  ... and %u steps more\n",
		    walk->t.step_len - walk->count);
}

/* ---- the end ---- */

static void show_reasons(const struct ctl *ctl, const struct walk *walk)
{
	char why[256], cure[256];

	explain_why(walk, why, sizeof(why));
	explain_cure(walk, cure, sizeof(cure));
	if (*why) {
		put_text(ctl->result, "why", why);
		say(ctl, "  why     %s\n", why);
	}
	if (*cure) {
		put_text(ctl->result, "cure", cure);
		say(ctl, "  cure    %s\n", cure);
	}
}

static uint32_t walk_flags(const struct walk_args *args)
{
	if (args->real && !only_looks(args->ctl, &args->txn))
		return 0;
	return args->cached || args->real ? SMMU_SIM_TRANSLATE_PEEK :
					    SMMU_SIM_TRANSLATE_PEEK_WALK;
}

int verb_walk(struct ctl *ctl, int argc, char **argv)
{
	static struct walk walk;
	struct walk_args args = { .ctl = ctl };
	int ret;

	argp_parse(&walk_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	memset(&walk, 0, sizeof(walk));
	walk.t.txn = args.txn;
	ret = gather(ctl, &walk, walk_flags(&args));
	if (ret)
		return complain("walk", ret, hint_for(ctl, ret));
	show_request(ctl, &walk.t.txn);
	say(ctl, ", step by step\n");
	show_steps(ctl, &walk, args.brief);
	say(ctl, "  %s\n", word_fate(&walk.t));
	ret = show_translation(ctl, &walk.t);
	if (walk.t.flags != SMMU_SIM_TRANSLATE_PEEK_WALK)
		show_hits(ctl, walk.t.hit);
	show_reasons(ctl, &walk);
	return ret;
}
