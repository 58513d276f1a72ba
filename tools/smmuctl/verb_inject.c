// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl inject, smmuctl step: things that go wrong on purpose, and a command
 * queue one command at a time.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/env.h>

#include "smmuctl.h"

/* ---- words ---- */

static const struct word kinds[] = {
	{ "abort", SMMU_SIM_INJECT_ABORT },
	{ "lost-irq", SMMU_SIM_INJECT_LOST_IRQ },
	{ "pause", SMMU_SIM_INJECT_PAUSE },
	{ "slow", SMMU_SIM_INJECT_SLOW },
	{ "sfm", SMMU_SIM_INJECT_SFM },
	{ NULL, 0 },
};

static const struct word bank_bits[] = {
	{ "ns", 1U << SMMU_SIM_PAS_NS },
	{ "s", 1U << SMMU_SIM_PAS_S },
	{ NULL, 0 },
};

static const struct word access_bits[] = {
	{ "ste", SMMU_SIM_ACCESS_STE },
	{ "cd", SMMU_SIM_ACCESS_CD },
	{ "tt", SMMU_SIM_ACCESS_TT },
	{ "cmdq", SMMU_SIM_ACCESS_CMDQ },
	{ "eventq", SMMU_SIM_ACCESS_EVENTQ },
	{ "msi", SMMU_SIM_ACCESS_MSI },
	{ "client", SMMU_SIM_ACCESS_CLIENT },
	{ NULL, 0 },
};

static const struct word line_bits[] = {
	{ "eventq", 1U << SMMU_SIM_IRQ_EVENTQ },
	{ "sync", 1U << SMMU_SIM_IRQ_CMD_SYNC },
	{ "gerror", 1U << SMMU_SIM_IRQ_GERROR },
	{ NULL, 0 },
};

static const struct word *find_word(const struct word *words, const char *text,
				    size_t length)
{
	for (; words->name; words++)
		if (strlen(words->name) == length &&
		    !memcmp(words->name, text, length))
			return words;
	return NULL;
}

/* "a,b,c" as a bit mask. */
static bool parse_bits(const struct word *words, const char *text,
		       uint32_t *bits)
{
	*bits = 0;
	for (;;) {
		size_t length = strcspn(text, ",");
		const struct word *word = find_word(words, text, length);

		if (!word)
			return false;
		*bits |= word->value;
		if (!text[length])
			return true;
		text += length + 1;
	}
}

static void all_words(const struct word *words, char *buf, size_t cap)
{
	size_t at = 0;

	*buf = '\0';
	for (; words->name && at < cap; words++)
		at += snprintf(buf + at, cap - at, "%s%s", at ? ", " : "",
			       words->name);
}

static void need_bits(struct argp_state *state, const struct word *words,
		      const char *text, const char *what, uint32_t *bits)
{
	char known[96];

	if (parse_bits(words, text, bits))
		return;
	all_words(words, known, sizeof(known));
	argp_error(state, "%s: %s are separated by commas, from: %s", text,
		   what, known);
}

/* ---- inject: the command line ---- */

struct inject_args {
	struct smmu_sim_inject inject;
	const struct word *kind;
	bool list;
	bool clear;
	bool has_range;
	bool has_every;
	bool has_count;
};

static const struct argp_option inject_options[] = {
	{ "bank", 'b', "BANK,...", 0,
	  "Whose queue or interrupts, or the PA space of the accesses: ns (the default), s, or ns,s",
	  0 },
	{ "access", 'a', "WHAT,...", 0,
	  "abort: ste, cd, tt, cmdq, eventq, msi, client", 1 },
	{ "range", 'r', "FIRST-LAST", 0,
	  "abort: physical addresses, FIRST+LENGTH too; all of them if not said",
	  1 },
	{ "line", 'l', "LINE,...", 0,
	  "lost-irq: eventq, sync, gerror; all of them if not said", 1 },
	{ "every", 'e', "N", 0,
	  "abort, lost-irq: only each N-th; slow: N commands at a register access",
	  2 },
	{ "count", 'c', "N", 0,
	  "abort, lost-irq: N times in all; until cleared if not said", 2 },
	{ "once", '1', NULL, 0, "The same as --count 1", 2 },
	{ "list", 'L', NULL, 0, "Show the injections of this SMMU", 3 },
	{ "clear", 'C', NULL, 0,
	  "End an injection of this process, or all of them", 3 },
	{ 0 },
};

static void parse_range(struct inject_args *args, const char *text,
			struct argp_state *state)
{
	size_t length = strcspn(text, "-+");
	char first[32];
	uint64_t from, to;

	snprintf(first, sizeof(first), "%.*s", (int)length, text);
	if (!text[length] || !parse_u64(first, &from) ||
	    !parse_u64(text + length + 1, &to))
		argp_error(state, "%s is no range: FIRST-LAST or FIRST+LENGTH",
			   text);
	if (text[length] == '+')
		to = from + to - 1;
	if (to < from)
		argp_error(state, "%s: the last address is before the first",
			   text);
	args->inject.first = from;
	args->inject.last = to;
	args->has_range = true;
}

static uint32_t parse_times(const char *text, struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(text, &value) || !value || value > UINT32_MAX)
		argp_error(state, "%s is no number from 1", text);
	return value;
}

static void parse_kind(struct inject_args *args, char *arg,
		       struct argp_state *state)
{
	uint64_t id;

	if (state->arg_num)
		argp_usage(state);
	if (args->clear) {
		if (!parse_u64(arg, &id) || !id || id > UINT32_MAX)
			argp_error(state, "%s is no number of an injection",
				   arg);
		args->inject.id = id;
		return;
	}
	args->kind = find_word(kinds, arg, strlen(arg));
	if (!args->kind)
		argp_error(state, "%s is no injection", arg);
	args->inject.kind = args->kind->value;
}

static void check_options(const struct inject_args *args,
			  struct argp_state *state)
{
	uint32_t kind = args->inject.kind;
	bool times = kind == SMMU_SIM_INJECT_ABORT ||
		     kind == SMMU_SIM_INJECT_LOST_IRQ;

	if (kind != SMMU_SIM_INJECT_ABORT &&
	    (args->inject.accesses || args->has_range))
		argp_error(state, "--access and --range belong to abort");
	if (kind != SMMU_SIM_INJECT_LOST_IRQ && args->inject.lines)
		argp_error(state, "--line belongs to lost-irq");
	if (!times && args->has_count)
		argp_error(state, "--count belongs to abort and lost-irq");
	if (!times && kind != SMMU_SIM_INJECT_SLOW && args->has_every)
		argp_error(state, "--every belongs to abort, lost-irq, slow");
	if (kind == SMMU_SIM_INJECT_SFM && args->inject.banks)
		argp_error(state, "sfm befalls both banks");
	if (kind == SMMU_SIM_INJECT_ABORT && !args->inject.accesses)
		argp_error(state, "abort wants to know which --access");
}

/* What was not said. */
static void fill_defaults(struct inject_args *args)
{
	struct smmu_sim_inject *inject = &args->inject;

	if (inject->kind != SMMU_SIM_INJECT_SFM && !inject->banks)
		inject->banks = 1U << SMMU_SIM_PAS_NS;
	if (inject->kind == SMMU_SIM_INJECT_ABORT && !args->has_range)
		inject->last = UINT64_MAX;
	if (inject->kind == SMMU_SIM_INJECT_LOST_IRQ && !inject->lines)
		parse_bits(line_bits, "eventq,sync,gerror", &inject->lines);
	if (inject->kind != SMMU_SIM_INJECT_PAUSE &&
	    inject->kind != SMMU_SIM_INJECT_SFM && !args->has_every)
		inject->every = 1;
}

static error_t inject_parse(int key, char *arg, struct argp_state *state)
{
	struct inject_args *args = state->input;

	switch (key) {
	case 'b':
		need_bits(state, bank_bits, arg, "banks", &args->inject.banks);
		return 0;
	case 'a':
		need_bits(state, access_bits, arg, "accesses",
			  &args->inject.accesses);
		return 0;
	case 'r':
		parse_range(args, arg, state);
		return 0;
	case 'l':
		need_bits(state, line_bits, arg, "lines", &args->inject.lines);
		return 0;
	case 'e':
		args->inject.every = parse_times(arg, state);
		args->has_every = true;
		return 0;
	case 'c':
		args->inject.count = parse_times(arg, state);
		args->has_count = true;
		return 0;
	case '1':
		args->inject.count = 1;
		args->has_count = true;
		return 0;
	case 'L':
		args->list = true;
		return 0;
	case 'C':
		args->clear = true;
		return 0;
	case ARGP_KEY_ARG:
		parse_kind(args, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (!args->list && !args->clear && !args->kind)
			argp_usage(state);
		if (args->kind)
			check_options(args, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp inject_argp = {
	.options = inject_options,
	.parser = inject_parse,
	.args_doc = "abort --access WHAT\nlost-irq\npause\nslow --every N\nsfm\n--list\n--clear [ID]",
	.doc = "Make something go wrong on purpose: external aborts, lost interrupts, a command queue that stands still or crawls, service failure mode.\vAn injection lives as long as this process, so what it shall befall comes in the same call:\n\n"
	       "  smmuctl --setup demo inject abort -a tt then translate 1 0x10000 then events\n"
	       "  smmuctl --setup demo inject pause then unmap 1 0x10000 then step\n"
	       "  smmuctl --system inject abort -a cmdq --once then dma demo",
};

/* ---- inject: at work ---- */

static const char *kind_name(uint32_t kind)
{
	return kind < SMMU_SIM_INJECT_SFM + 1 ? kinds[kind].name : "unknown";
}

static void show_bits(const struct ctl *ctl, const struct word *words,
		      uint32_t bits, const char *key, json_object *obj)
{
	json_object *list = put_array(obj, key);
	const char *between = " ";

	for (; words->name; words++) {
		if (!(bits & words->value))
			continue;
		json_object_array_add(list,
				      json_object_new_string(words->name));
		say(ctl, "%s%s", between, words->name);
		between = ",";
	}
}

static void show_range(const struct ctl *ctl, uint64_t first, uint64_t last)
{
	if (first || last != UINT64_MAX)
		say(ctl, ", 0x%" PRIx64 "-0x%" PRIx64, first, last);
}

/* "every third time, at most twice", as far as the kind has it. */
static void show_times(const struct ctl *ctl,
		       const struct smmu_sim_injection_record *record)
{
	if (record->kind == SMMU_SIM_INJECT_SLOW)
		say(ctl, ", %u command%s at each register access",
		    record->every, record->every == 1 ? "" : "s");
	else if (record->every > 1)
		say(ctl, ", one in %u", record->every);
	if (record->count)
		say(ctl, ", %u in all", record->count);
}

/* Only these two wait for something to befall. */
static bool is_counted(const struct smmu_sim_injection_record *record)
{
	return record->kind == SMMU_SIM_INJECT_ABORT ||
	       record->kind == SMMU_SIM_INJECT_LOST_IRQ;
}

void show_injection(const struct ctl *ctl,
		    const struct smmu_sim_injection_record *record,
		    json_object *obj)
{
	put_int(obj, "id", record->id);
	put_text(obj, "kind", kind_name(record->kind));
	say(ctl, "injection %u: %s", record->id, kind_name(record->kind));
	show_bits(ctl, access_bits, record->accesses, "accesses", obj);
	show_bits(ctl, line_bits, record->lines, "lines", obj);
	say(ctl, "%s", record->banks ? " of" : "");
	show_bits(ctl, bank_bits, record->banks, "banks", obj);
	put_hex(obj, "first", record->first);
	put_hex(obj, "last", record->last);
	put_int(obj, "every", record->every);
	put_int(obj, "count", record->count);
	put_int(obj, "matched", record->matched);
	put_int(obj, "fired", record->fired);
	if (record->kind == SMMU_SIM_INJECT_ABORT)
		show_range(ctl, record->first, record->last);
	show_times(ctl, record);
	if (is_counted(record))
		say(ctl, "; %" PRIu64 " matched, %" PRIu64 " went wrong",
		    (uint64_t)record->matched, (uint64_t)record->fired);
	say(ctl, "\n");
}

static const char *inject_hint(int error)
{
	switch (error) {
	case -ENOENT:
		return "a process clears its own: inject --list shows all";
	case -ENOSPC:
		return "an SMMU has at most 16 injections: inject --clear";
	case -EINVAL:
		return "is there a Secure bank? smmuctl info says so";
	default:
		return NULL;
	}
}

static int inject_clear(struct ctl *ctl, uint32_t id)
{
	int ret = smmusim_inject_clear(ctl->fd, id);

	if (ret)
		return complain("inject --clear", ret, inject_hint(ret));
	put_int(ctl->result, "cleared", id);
	if (id)
		say(ctl, "injection %u cleared\n", id);
	else
		say(ctl, "all injections of this process cleared\n");
	return CTL_OK;
}

static int inject_add(struct ctl *ctl, struct inject_args *args)
{
	struct smmu_sim_injection_record record = { 0 };
	struct smmu_sim_inject *inject = &args->inject;
	int ret;

	fill_defaults(args);
	ret = smmusim_inject(ctl->fd, inject);
	if (ret)
		return complain("inject", ret, inject_hint(ret));
	record = (struct smmu_sim_injection_record) {
		.id = inject->id,
		.kind = inject->kind,
		.banks = inject->banks,
		.accesses = inject->accesses,
		.lines = inject->lines,
		.every = inject->every,
		.count = inject->count,
		.first = inject->first,
		.last = inject->last,
	};
	show_injection(ctl, &record, put_object(ctl->result, "injection"));
	return CTL_OK;
}

int verb_inject(struct ctl *ctl, int argc, char **argv)
{
	struct inject_args args = { 0 };

	argp_parse(&inject_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	if (args.list)
		return inspect_show(ctl, "injections");
	if (args.clear)
		return inject_clear(ctl, args.inject.id);
	return inject_add(ctl, &args);
}

/* ---- step ---- */

struct step_args {
	uint32_t bank;
	uint32_t count;
};

static error_t step_parse(int key, char *arg, struct argp_state *state)
{
	struct step_args *args = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (state->arg_num)
			argp_usage(state);
		args->count = parse_times(arg, state);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 0);
	}
}

static const struct argp step_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ 0 },
	},
	.parser = step_parse,
	.args_doc = "[COUNT]",
	.doc = "Let a command queue that is held back consume one command, or COUNT.\vA queue is held back by \"inject pause\" and \"inject slow\".",
};

static const char *step_hint(const struct ctl *ctl, uint32_t bank, int error)
{
	switch (error) {
	case -EBUSY:
		if (bank == SMMU_SIM_PAS_S)
			return hint_for(ctl, error);
		return "hold the queue back first: inject pause then step";
	case -EINVAL:
		return "is there a Secure bank? smmuctl info says so";
	default:
		return NULL;
	}
}

int verb_step(struct ctl *ctl, int argc, char **argv)
{
	struct step_args args = { .count = 1 };
	uint32_t done;
	int ret;

	argp_parse(&step_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	ret = smmusim_step(ctl->fd, args.bank, args.count, &done);
	if (ret)
		return complain("step", ret, step_hint(ctl, args.bank, ret));
	put_text(ctl->result, "bank", word_bank(args.bank));
	put_int(ctl->result, "consumed", done);
	say(ctl, "%u command%s consumed\n", done, done == 1 ? "" : "s");
	return CTL_OK;
}
