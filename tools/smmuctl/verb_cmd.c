// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl cmd, resume, terminate: commands of a bank that this process
 * programs, by the architecture's names of commands and fields (chapter 4).
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <smmu3/cmd.h>
#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "smmuctl.h"

/* ---- sending ---- */

static const char *cerror_word(unsigned int error)
{
	static const char *const names[] = {
		[SMMU3_CERROR_NONE] = "CERROR_NONE",
		[SMMU3_CERROR_ILL] = "CERROR_ILL",
		[SMMU3_CERROR_ABT] = "CERROR_ABT",
		[SMMU3_CERROR_ATC_INV_SYNC] = "CERROR_ATC_INV_SYNC",
	};

	return error < ARRAY_SIZE(names) ? names[error] : "reserved";
}

/* Fields that are worth reading: who, which, and all that is not zero. */
static bool worth_saying(const struct smmu3_field *field, uint64_t value)
{
	static const char *const who[] = { "StreamID", "STAG", "VMID", "ASID" };
	size_t i;

	if (!strcmp(field->name, "Opcode"))
		return false;
	for (i = 0; i < ARRAY_SIZE(who); i++)
		if (!strcmp(field->name, who[i]))
			return true;
	return value;
}

static void show_command(struct ctl *ctl, const struct smmu3_layout *layout,
			 const uint64_t words[2])
{
	json_object *obj = put_object(ctl->result, "fields");
	unsigned int i;

	say(ctl, "%s", layout->name);
	for (i = 0; i < layout->count; i++) {
		const struct smmu3_field *field = &layout->field[i];
		uint64_t value = smmu3_field_get(field, words);

		put_hex(obj, field->name, value);
		if (worth_saying(field, value))
			say_field(ctl, field, value);
	}
}

/* The command as it is sent, field by field, and what became of it. */
static int show_sent(struct ctl *ctl, uint32_t bank, const uint64_t words[2],
		     int ret)
{
	const struct smmu3_layout *layout =
		smmu3_cmd_layout(FIELD_GET(SMMU3_CMD0_OPCODE, words[0]));
	uint32_t cons = smmusim_kit_readl(&ctl->kit[bank], SMMU3_CMDQ_CONS);
	const char *error = cerror_word(FIELD_GET(SMMU3_CMDQ_CONS_ERR, cons));

	put_text(ctl->result, "bank", word_bank(bank));
	put_text(ctl->result, "command", layout->name);
	show_command(ctl, layout, words);
	if (!ret) {
		say(ctl, ": consumed\n");
		return CTL_OK;
	}
	say(ctl, ": %s\n", ret == -EIO ? error : "not consumed");
	if (ret == -EIO)
		put_text(ctl->result, "error", error);
	return complain(layout->name, ret, hint_for(ctl, ret));
}

static int send(struct ctl *ctl, uint32_t bank, const uint64_t words[2])
{
	return show_sent(ctl, bank, words,
			 smmusim_command(&ctl->kit[bank], words[0], words[1]));
}

/* ---- cmd ---- */

struct cmd_args {
	uint32_t bank;
	char **word;
	unsigned int words;
};

static error_t cmd_parse(int key, char *arg, struct argp_state *state)
{
	struct cmd_args *args = state->input;

	switch (key) {
	case ARGP_KEY_ARGS:
		args->word = state->argv + state->next;
		args->words = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 0);
	}
}

static const struct argp cmd_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ 0 },
	},
	.parser = cmd_parse,
	.args_doc = "NAME [FIELD=VALUE...]",
	.doc = "Put a command into the queue of a bank that this process programs, and let it run.\vNames are the architecture's, CMD_ may be left out; fields that are not named are 0, but SSec is 1 in the Secure queue. No CMD_SYNC follows:\n\n"
	       "  smmuctl map 1 0x8000 then cmd TLBI_NH_VA ASID=2 Address=0x8000 Leaf=1 then cmd SYNC",
};

static bool name_is(const char *text, const char *name)
{
	static const char prefix[] = "CMD_";
	size_t len = sizeof(prefix) - 1;

	return !strcasecmp(text, name) ||
	       (!strncmp(name, prefix, len) && !strcasecmp(text, name + len));
}

/* NULL: no such command. */
static const struct smmu3_layout *find_command(const char *name,
					       uint8_t *opcode)
{
	unsigned int i;

	for (i = 0; i < 256; i++) {
		const struct smmu3_layout *layout = smmu3_cmd_layout(i);

		if (!layout || !layout->name || !name_is(name, layout->name))
			continue;
		*opcode = i;
		return layout;
	}
	return NULL;
}

static const struct smmu3_field *find_field(const struct smmu3_layout *layout,
					    const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < layout->count; i++)
		if (strlen(layout->field[i].name) == len &&
		    !strncasecmp(layout->field[i].name, name, len))
			return &layout->field[i];
	return NULL;
}

static uint64_t field_mask(const struct smmu3_field *field)
{
	return GENMASK_ULL(field->lsb + field->width - 1, field->lsb);
}

/* False: the value does not fit. Addresses may have lower bits. */
static bool put_field(const struct smmu3_field *field, uint64_t value,
		      uint64_t words[2])
{
	uint64_t mask = field_mask(field);

	if (!field->address && value > FIELD_MAX(mask))
		return false;
	words[field->word] &= ~mask;
	words[field->word] |= field->address ? value & mask :
					       FIELD_PREP(mask, value);
	return true;
}

static bool parse_field(const struct smmu3_layout *layout, const char *text,
			uint64_t words[2])
{
	size_t len = strcspn(text, "=");
	const struct smmu3_field *field = find_field(layout, text, len);
	uint64_t value;

	return field && text[len] && parse_u64(text + len + 1, &value) &&
	       put_field(field, value, words);
}

static void say_fields(const struct smmu3_layout *layout)
{
	unsigned int i;

	fprintf(stderr, "  next: fields of %s:", layout->name);
	for (i = 0; i < layout->count; i++)
		fprintf(stderr, " %s", layout->field[i].name);
	fprintf(stderr, "\n");
}

static int cmd_usage(const char *what, const char *word,
		     const struct smmu3_layout *layout)
{
	fprintf(stderr, "smmuctl: cmd: %s: %s\n", word, what);
	if (layout)
		say_fields(layout);
	return CTL_USAGE;
}

int verb_cmd(struct ctl *ctl, int argc, char **argv)
{
	const struct smmu3_layout *layout;
	const struct smmu3_field *ssec;
	struct cmd_args args = { 0 };
	uint64_t words[2] = { 0 };
	uint8_t opcode = 0;
	unsigned int i;

	argp_parse(&cmd_argp, argc, argv, 0, NULL, &args);
	layout = find_command(args.word[0], &opcode);
	if (!layout)
		return cmd_usage("no such command", args.word[0], NULL);
	words[0] = FIELD_PREP(SMMU3_CMD0_OPCODE, opcode);
	ssec = find_field(layout, "SSec", 4);
	if (ssec && args.bank == SMMU_SIM_PAS_S)
		put_field(ssec, 1, words);
	for (i = 1; i < args.words; i++)
		if (!parse_field(layout, args.word[i], words))
			return cmd_usage("no such field, or no value that fits",
					 args.word[i], layout);
	if (!ctl_kit(ctl, args.bank, "cmd"))
		return CTL_FAILED;
	return send(ctl, args.bank, words);
}

/* ---- resume, terminate ---- */

struct resume_args {
	const struct ctl *ctl;
	uint32_t bank;
	uint32_t sid;
	uint64_t stag;
	bool has_stag;
	enum smmusim_action action;
};

static error_t resume_parse(int key, char *arg, struct argp_state *state)
{
	struct resume_args *args = state->input;

	switch (key) {
	case 'r':
		args->action = SMMUSIM_RETRY;
		return 0;
	case 'a':
		args->action = SMMUSIM_ABORT;
		return 0;
	case 'z':
		args->action = SMMUSIM_RAZWI;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			argp_usage(state);
		if (!state->arg_num && !parse_sid(args->ctl, arg, &args->sid))
			argp_error(state, "%s is no StreamID", arg);
		args->has_stag = state->arg_num;
		if (args->has_stag && (!parse_u64(arg, &args->stag) ||
				       args->stag > UINT16_MAX))
			argp_error(state, "%s is no STAG", arg);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 1);
	}
}

static const struct argp resume_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "retry", 'r', NULL, 0,
		  "The transaction starts again (the default)", 0 },
		{ "abort", 'a', NULL, 0, "It is aborted", 0 },
		{ "zero", 'z', NULL, 0, "It reads as zero, or writes nothing",
		  0 },
		{ 0 },
	},
	.parser = resume_parse,
	.args_doc = "STREAMID [STAG]",
	.doc = "Say what becomes of a stalled transaction: CMD_RESUME.\vThe STAG is in its event, and in inspect stalls; it need not be said while the stream has one stall only. A STAG that is not in use is no error.",
};

static const struct argp terminate_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ 0 },
	},
	.parser = resume_parse,
	.args_doc = "STREAMID",
	.doc = "Abort everything of a stream that is stalled: CMD_STALL_TERM.",
};

/* The only stall of the stream. False: told. */
static bool only_stag(const struct ctl *ctl, struct resume_args *args)
{
	struct smmu_sim_stall_record records[64];
	uint32_t count = 0, found = 0, i;

	if (smmusim_inspect(ctl->fd, SMMU_SIM_INSPECT_STALLS, records,
			    sizeof(*records), ARRAY_SIZE(records), &count))
		count = 0;
	for (i = 0; i < count && i < ARRAY_SIZE(records); i++) {
		if (records[i].sec_sid != args->bank ||
		    records[i].stream_id != args->sid)
			continue;
		args->stag = records[i].stag;
		found++;
	}
	if (found != 1)
		complain(found ? "resume: the stream has several stalls" :
				 "resume: the stream has no stall", 0,
			 "inspect stalls");
	return found == 1;
}

int verb_resume(struct ctl *ctl, int argc, char **argv)
{
	struct resume_args args = { .ctl = ctl };
	uint64_t words[2];

	argp_parse(&resume_argp, argc, argv, 0, NULL, &args);
	if (!ctl_kit(ctl, args.bank, "resume"))
		return CTL_FAILED;
	if (!args.has_stag && !only_stag(ctl, &args))
		return CTL_FAILED;
	words[0] = FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_RESUME) |
		FIELD_PREP(SMMU3_CMD0_SSEC, args.bank == SMMU_SIM_PAS_S) |
		FIELD_PREP(SMMU3_CMD0_SID, args.sid) |
		FIELD_PREP(SMMU3_CMD0_AC, args.action == SMMUSIM_RETRY) |
		FIELD_PREP(SMMU3_CMD0_AB, args.action == SMMUSIM_ABORT);
	words[1] = FIELD_PREP(SMMU3_CMD1_STAG, args.stag);
	return send(ctl, args.bank, words);
}

int verb_terminate(struct ctl *ctl, int argc, char **argv)
{
	struct resume_args args = { .ctl = ctl };
	uint64_t words[2] = { 0 };

	argp_parse(&terminate_argp, argc, argv, 0, NULL, &args);
	if (!ctl_kit(ctl, args.bank, "terminate"))
		return CTL_FAILED;
	words[0] = FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_STALL_TERM) |
		FIELD_PREP(SMMU3_CMD0_SSEC, args.bank == SMMU_SIM_PAS_S) |
		FIELD_PREP(SMMU3_CMD0_SID, args.sid);
	return send(ctl, args.bank, words);
}
