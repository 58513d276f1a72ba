// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl: a person's hands on an SMMU. This file reads the global options,
 * takes the command line apart at "then" and runs verb after verb.
 */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "smmuctl.h"

static const struct verb verbs[] = {
	{ "info", "", "what kind of SMMU this is", verb_info },
	{ "regs", "[NAME...]", "registers, decoded by field", verb_regs },
	{ "set", "NAME VALUE", "write a register", verb_set },
	{ "translate", "STREAMID ADDRESS", "where an address goes",
	  verb_translate },
	{ "walk", "STREAMID ADDRESS", "the same, explained step by step",
	  verb_walk },
	{ "atos", "STREAMID ADDRESS",
	  "the same question, by the registers GATOS or S_GATOS", verb_atos },
	{ "dma", "OPERATION STREAMID ADDRESS ...",
	  "read, write, fill, copy, cas; demo", verb_dma },
	{ "wait", "[NUMBER]", "for a dma --background", verb_wait },
	{ "events", "", "fault records, decoded", verb_events },
	{ "memory", "ADDRESS LENGTH", "dump memory, not through the SMMU",
	  verb_memory },
	{ "buffer", "add LENGTH | remove",
	  "system SMMU: a buffer of the companion", verb_buffer },
	{ "inspect", "[WHAT]", "caches, banks, stalls, injections, counters, RAM",
	  verb_inspect },
	{ "inject", "KIND ...", "make something go wrong on purpose",
	  verb_inject },
	{ "step", "[COUNT]", "commands of a queue that is held back",
	  verb_step },
	{ "config", "TEXT", "private SMMU: another identity", verb_config },
	{ "stream", "STREAMID",
	  "private SMMU: stages, substreams, stalls, flags of a stream",
	  verb_stream },
	{ "map", "STREAMID ADDRESS [LENGTH]",
	  "private SMMU: RAM for a stream", verb_map },
	{ "unmap", "STREAMID ADDRESS [LENGTH]", "private SMMU: the reverse",
	  verb_unmap },
	{ "bypass", "STREAMID", "private SMMU: a stream without translation",
	  verb_bypass },
	{ "block", "STREAMID", "private SMMU: a stream that is aborted",
	  verb_block },
	{ "cmd", "NAME [FIELD=VALUE...]", "private SMMU: send a command",
	  verb_cmd },
	{ "resume", "STREAMID [STAG]",
	  "private SMMU: what becomes of a stalled transaction", verb_resume },
	{ "terminate", "STREAMID", "private SMMU: end all stalls of a stream",
	  verb_terminate },
	{ "run", "FILE", "verbs from a file", verb_run },
};

static const char *const setup_demo[] = {
	"map 1 0x10000 16K",
	"map 1 0x20000 4K --ro",
	"map 2 0x200000 2M",
	"bypass 3",
	"block 4",
	NULL,
};

static const char *const setup_faults[] = {
	"map 1 0x10000 16K",
	"map 1 0x20000 4K --ro",
	"map 1 0x30000 4K --priv",
	"translate 1 0x50000",
	"translate 1 0x20000 --write",
	"translate 1 0x30000",
	"translate 2 0x10000",
	"translate 99 0x10000",
	"translate 1 0x10000 --ssid 5",
	NULL,
};

/* ---- one verb ---- */

static const struct verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static void print_result(const struct ctl *ctl)
{
	if (!ctl->json || ctl->quiet)
		return;
	fprintf(ctl->json, "%s\n",
		json_object_to_json_string_ext(ctl->result,
					       JSON_C_TO_STRING_PLAIN));
	fflush(ctl->json);
}

int ctl_run(struct ctl *ctl, int argc, char **argv)
{
	const struct verb *verb = find_verb(argv[0]);
	json_object *outer = ctl->result;
	char name[32];
	int ret;

	if (!verb) {
		fprintf(stderr, "smmuctl: no verb \"%s\"\n  next: smmuctl --help\n",
			argv[0]);
		return CTL_USAGE;
	}
	snprintf(name, sizeof(name), "smmuctl %s", verb->name);
	argv[0] = name;
	ctl->result = json_object_new_object();
	put_text(ctl->result, "verb", verb->name);
	jobs_settle(ctl);
	ret = verb->run(ctl, argc, argv);
	put_bool(ctl->result, "ok", ret == CTL_OK);
	print_result(ctl);
	json_object_put(ctl->result);
	ctl->result = outer;
	return ret;
}

/* ---- set-up ---- */

/* Faults belong to a set-up: they are what events has to show. Errors do not. */
static int run_setup(struct ctl *ctl, const char *name)
{
	int ret;

	ctl->quiet = true;
	if (!strcmp(name, "demo"))
		ret = script_run_lines(ctl, setup_demo);
	else if (!strcmp(name, "faults"))
		ret = script_run_lines(ctl, setup_faults);
	else
		ret = script_run_file(ctl, name);
	ctl->quiet = false;
	return ret >= CTL_FAILED ? ret : CTL_OK;
}

/* ---- the command line ---- */

#define EXIT_CODE_FAILED	1	/* or faulted */
#define EXIT_CODE_USAGE		2

static int exit_code(int ret)
{
	static const int codes[] = {
		[CTL_OK] = 0,
		[CTL_FAULT] = EXIT_CODE_FAILED,
		[CTL_FAILED] = EXIT_CODE_FAILED,
		[CTL_USAGE] = EXIT_CODE_USAGE,
	};

	return codes[ret];
}

struct main_args {
	struct ctl *ctl;
	const char *setup;
	int first;	/* index of the first verb, 0: none */
};

static const char *device_path(const char *name)
{
	if (!strcmp(name, "private"))
		return SMMUSIM_PRIVATE;
	if (!strcmp(name, "system"))
		return SMMUSIM_SYSTEM;
	return name;
}

static void json_open(struct ctl *ctl, const char *path,
		      struct argp_state *state)
{
	ctl->json = path ? fopen(path, "we") : stdout;
	if (!ctl->json)
		argp_failure(state, EXIT_CODE_FAILED, errno, "%s", path);
}

/* "help" is --help, "help VERB" is "VERB --help". */
static void parse_help(struct argp_state *state)
{
	if (state->next == state->argc)
		argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
	state->argv[state->next - 1] = state->argv[state->next];
	state->argv[state->next] = "--help";
}

static error_t main_parse(int key, char *arg, struct argp_state *state)
{
	struct main_args *args = state->input;

	switch (key) {
	case 'd':
		args->ctl->device = device_path(arg);
		return 0;
	case 's':
		args->ctl->device = SMMUSIM_SYSTEM;
		return 0;
	case 'S':
		args->setup = arg;
		return 0;
	case 'j':
		json_open(args->ctl, arg, state);
		return 0;
	case ARGP_KEY_ARG:
		if (!strcmp(arg, "help"))
			parse_help(state);
		args->first = state->next - 1;
		state->next = state->argc; /* the rest is the verb's */
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_state_help(state, stderr, ARGP_HELP_STD_USAGE);
		exit(EXIT_CODE_USAGE);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option main_options[] = {
	{ "device", 'd', "NODE", 0,
	  "private (the default), system, or the path of a node", 0 },
	{ "system", 's', NULL, 0, "The same as --device system", 0 },
	{ "setup", 'S', "WHAT", 0,
	  "Prepare the private SMMU first: demo, faults, or a file with a verb in each line",
	  0 },
	{ "json", 'j', "FILE", OPTION_ARG_OPTIONAL,
	  "One JSON object for each verb, instead of text; into FILE: besides text",
	  0 },
	{ 0 },
};

/* The list of verbs, appended to --help. */
static char *main_help(int key, const char *text, void *input)
{
	char *list = NULL;
	size_t i, size;
	FILE *out;

	(void)input;
	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)text;
	out = open_memstream(&list, &size);
	if (!out)
		return (char *)text;
	fputs("Verbs (smmuctl VERB --help tells more):\n", out);
	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		fprintf(out, "  %-10s %s\n", verbs[i].name, verbs[i].brief);
	fprintf(out, "\n%s", text);
	fclose(out);
	return list;
}

static const struct argp main_argp = {
	.options = main_options,
	.parser = main_parse,
	.args_doc = "VERB [ARGUMENT...] [then VERB ...]",
	.doc = "Look into an Arm SMMUv3 made of software, and send it work; its Non-secure bank, and with --bank s its Secure one.\v"
	       "A private SMMU lives and dies with this process, so several verbs in one call see the same one:\n\n"
	       "  smmuctl --setup demo walk 1 0x10008\n"
	       "  smmuctl map 1 0x8000 then dma write 1 0x8000 hello then dma read 1 0x8000 5\n"
	       "  smmuctl map --bank s 1 0x8000 then walk --bank s 1 0x8000\n"
	       "  smmuctl --setup faults events\n"
	       "  smmuctl --setup demo inject abort --access tt then translate 1 0x10000\n"
	       "  smmuctl --system dma demo --late\n\n"
	       "Numbers may be 0x... and end in K, M or G. A fault does not keep the verbs behind \"then\" from running, an error does. Exit code: 0 all is well, 1 something failed or faulted, 2 the command line makes no sense.",
	.help_filter = main_help,
};

/* Words up to the next "then". */
static int verb_length(int argc, char **argv)
{
	int words;

	for (words = 0; words < argc; words++)
		if (!strcmp(argv[words], "then"))
			break;
	return words;
}

static void say_rest_not_run(int argc, char **argv)
{
	char verb[64];

	if (argc <= 0)
		return;
	snprintf(verb, sizeof(verb), "%s%s", argv[0], argc > 1 ? " ..." : "");
	say_not_run(verb);
}

static int run_all(struct ctl *ctl, int argc, char **argv)
{
	int worst = CTL_OK;
	int words, ret;

	for (; argc > 0; argc -= words + 1, argv += words + 1) {
		words = verb_length(argc, argv);
		if (!words || words == argc - 1)
			return complain("\"then\" stands between two verbs", 0,
					"smmuctl --help"), CTL_USAGE;
		argv[words] = NULL;
		ret = ctl_run(ctl, words, argv);
		worst = ret > worst ? ret : worst;
		if (ret < CTL_FAILED)
			continue;
		say_rest_not_run(argc - words - 1, argv + words + 1);
		break;
	}
	return worst;
}

int main(int argc, char **argv)
{
	struct ctl ctl = { .device = SMMUSIM_PRIVATE, .fd = -1 };
	struct main_args args = { .ctl = &ctl };
	int ret = CTL_OK, left;

	argp_err_exit_status = EXIT_CODE_USAGE;
	argp_parse(&main_argp, argc, argv, ARGP_IN_ORDER, NULL, &args);
	if (args.setup)
		ret = run_setup(&ctl, args.setup);
	if (!ret)
		ret = run_all(&ctl, argc - args.first, argv + args.first);
	else
		say_rest_not_run(argc - args.first, argv + args.first);
	left = ctl_close(&ctl);
	return exit_code(ret > left ? ret : left);
}
