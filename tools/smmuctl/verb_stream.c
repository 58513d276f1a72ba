// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl stream: how a stream of this process is to be translated: which
 * stages, how many contexts, what faults do, who updates flags. The tables that
 * this says are made when they are first needed, by this verb or by map.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/cd.h>
#include <smmu3/cmd.h>
#include <smmu3/env.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "smmuctl.h"
#include "stream.h"

#define S1	SMMU3_STE_CONFIG_S1
#define S2	SMMU3_STE_CONFIG_S2

static const struct word stage_words[] = {
	{ "1", S1 }, { "2", S2 }, { "1+2", S1 | S2 }, { 0 },
};

static const struct word fault_words[] = {
	{ "abort", STREAM_ABORT }, { "zero", STREAM_ZERO },
	{ "stall", STREAM_STALL }, { 0 },
};

static const struct word flag_words[] = {
	{ "software", STREAM_SOFTWARE }, { "access", STREAM_ACCESS },
	{ "dirty", STREAM_DIRTY }, { 0 },
};

static const struct word s1dss_words[] = {
	{ "terminate", SMMU3_S1DSS_TERMINATE },
	{ "bypass", SMMU3_S1DSS_BYPASS }, { "context0", SMMU3_S1DSS_CD0 },
	{ 0 },
};

static const struct word world_words[] = {
	{ "el1", SMMU3_STRW_EL1 }, { "el2", SMMU3_STRW_EL2 },
	{ "el3", SMMU3_STRW_EL3 }, { 0 },
};

/* ---- arguments ---- */

enum {
	KEY_STAGES = 0x100,
	KEY_VMID,
	KEY_SUBSTREAMS,
	KEY_S1DSS,
	KEY_FAULTS,
	KEY_UNRECORDED,
	KEY_FLAGS,
	KEY_WORLD,
};

struct stream_verb {
	const struct ctl *ctl;
	uint32_t bank;
	uint32_t sid;
	struct stream_rules rules;
};

static uint32_t parse_word(const struct word *words, const char *arg,
			   struct argp_state *state)
{
	const struct word *word;

	for (word = words; word->name; word++)
		if (!strcmp(word->name, arg))
			return word->value;
	argp_error(state, "%s is not among the choices", arg);
	return 0;
}

static uint32_t parse_below(const char *arg, uint64_t limit,
			    struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(arg, &value) || value >= limit)
		argp_error(state, "%s is no number below %" PRIu64, arg, limit);
	return value;
}

static error_t rule_parse(int key, char *arg, struct argp_state *state,
			  struct stream_rules *rules)
{
	switch (key) {
	case KEY_STAGES:
		rules->stages = parse_word(stage_words, arg, state);
		return 0;
	case KEY_VMID:
		rules->vmid = parse_below(arg, 1 << 16, state);
		rules->has_vmid = true;
		return 0;
	case KEY_SUBSTREAMS:
		rules->cd_bits = parse_below(arg, STREAM_MAX_CD_BITS + 1, state);
		return 0;
	case KEY_S1DSS:
		rules->s1dss = parse_word(s1dss_words, arg, state);
		return 0;
	case KEY_FAULTS:
		rules->faults = parse_word(fault_words, arg, state);
		return 0;
	case KEY_UNRECORDED:
		rules->unrecorded = true;
		return 0;
	case KEY_FLAGS:
		rules->flags = parse_word(flag_words, arg, state);
		return 0;
	case KEY_WORLD:
		rules->strw = parse_word(world_words, arg, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t stream_parse(int key, char *arg, struct argp_state *state)
{
	struct stream_verb *args = state->input;

	if (key == ARGP_KEY_ARG) {
		if (state->arg_num)
			argp_usage(state);
		if (!parse_sid(args->ctl, arg, &args->sid) ||
		    args->sid >= CTL_MAX_SIDS)
			argp_error(state, "%s is no StreamID from 0 to %u", arg,
				   CTL_MAX_SIDS - 1);
		return 0;
	}
	if (!rule_parse(key, arg, state, &args->rules))
		return 0;
	return parse_bank_verb(key, arg, state, &args->bank, 1);
}

static const struct argp stream_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "stages", KEY_STAGES, "WHICH", 0,
		  "1 (the default), 2, or 1+2: nested, as below a hypervisor",
		  0 },
		{ "vmid", KEY_VMID, "N", 0,
		  "With stage 2: its VMID; StreamID + 1 if not said", 0 },
		{ "substreams", KEY_SUBSTREAMS, "BITS", 0,
		  "A table of 2^BITS contexts, by SubstreamID", 0 },
		{ "without", KEY_S1DSS, "WHAT", 0,
		  "What becomes of transactions without a SubstreamID: context0 (the default), bypass, terminate",
		  0 },
		{ "faults", KEY_FAULTS, "WHAT", 0,
		  "abort (the default), stall, or zero: reads as zero, stage 1 only",
		  0 },
		{ "unrecorded", KEY_UNRECORDED, NULL, 0,
		  "No events of faults that do not stall", 0 },
		{ "flags", KEY_FLAGS, "WHO", 0,
		  "Who updates descriptors: software (the default); access: the SMMU sets access flags; dirty: dirty state, too",
		  0 },
		{ "world", KEY_WORLD, "WHICH", 0,
		  "el1 (the default), el2, or el3 for Secure streams; stage 1 only",
		  0 },
		{ 0 },
	},
	.parser = stream_parse,
	.args_doc = "STREAMID",
	.doc = "Say how a stream of a private SMMU is translated. It comes before map; what faults do and who updates flags can be said again later.",
};

/* ---- what the SMMU can ---- */

static bool model_stalls(const struct id_regs *id, uint32_t bank)
{
	uint32_t idr0 = bank == SMMU_SIM_PAS_S ? id->s_idr0 : id->idr0;

	return FIELD_GET(SMMU3_IDR0_STALL_MODEL, idr0) !=
	       SMMU3_STALL_MODEL_TERMINATE;
}

/* NULL: it can; else what it lacks, and the keys that give it. */
static const char *lacking(const struct id_regs *id, uint32_t bank,
			   const struct stream_rules *rules, const char **keys)
{
	unsigned int httu = FIELD_GET(SMMU3_IDR0_HTTU, id->idr0);
	const struct {
		bool wanted;
		bool there;
		const char *what;
		const char *keys;
	} needs[] = {
		{ rules->stages & S2, id->idr0 & SMMU3_IDR0_S2P,
		  "stage 2 (IDR0.S2P)", "config s2p=1,xnx=1 then ..." },
		{ rules->stages & S2 && bank == SMMU_SIM_PAS_S,
		  id->s_idr1 & SMMU3_S_IDR1_SEL2,
		  "a Secure stage 2 (S_IDR1.SEL2)",
		  "config s2p=1,xnx=1,stt=1,sel2=1 then ..." },
		{ rules->cd_bits, FIELD_GET(SMMU3_IDR1_SSIDSIZE, id->idr1) >=
				  rules->cd_bits,
		  "as many SubstreamIDs (IDR1.SSIDSIZE)",
		  "config ssidsize=20 then ..." },
		{ rules->faults == STREAM_STALL, model_stalls(id, bank),
		  "stalls (STALL_MODEL)", "config stall_model=0 then ..." },
		{ rules->flags > STREAM_SOFTWARE, httu >= rules->flags,
		  "such updates of flags (IDR0.HTTU)",
		  "config httu=2 then ..." },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(needs); i++) {
		if (!needs[i].wanted || needs[i].there)
			continue;
		*keys = needs[i].keys;
		return needs[i].what;
	}
	return NULL;
}

/* ---- images ---- */

static void apply_to_ste(const struct stream_rules *rules, uint64_t image[8])
{
	image[1] |= FIELD_PREP(SMMU3_STE1_STRW, rules->strw);
	if (rules->stages & S1 && rules->cd_bits) {
		image[0] |= FIELD_PREP(SMMU3_STE0_S1CDMAX, rules->cd_bits);
		image[1] |= FIELD_PREP(SMMU3_STE1_S1DSS, rules->s1dss);
	}
	if (!(rules->stages & S2))
		return;
	if (rules->unrecorded)
		image[2] &= ~SMMU3_STE2_S2R;
	if (rules->faults == STREAM_STALL)
		image[2] |= SMMU3_STE2_S2S;
	if (rules->flags >= STREAM_ACCESS)
		image[2] |= SMMU3_STE2_S2HA;
	if (rules->flags == STREAM_DIRTY)
		image[2] |= SMMU3_STE2_S2HD;
}

static uint64_t apply_to_cd(const struct stream_rules *rules, uint64_t word)
{
	word &= ~(SMMU3_CD0_A | SMMU3_CD0_R | SMMU3_CD0_S | SMMU3_CD0_HA |
		  SMMU3_CD0_HD);
	if (rules->faults != STREAM_ZERO)
		word |= SMMU3_CD0_A;
	if (!rules->unrecorded)
		word |= SMMU3_CD0_R;
	if (rules->faults == STREAM_STALL)
		word |= SMMU3_CD0_S;
	if (rules->flags >= STREAM_ACCESS)
		word |= SMMU3_CD0_HA;
	if (rules->flags == STREAM_DIRTY)
		word |= SMMU3_CD0_HD;
	return word;
}

static int set_stream_ste(struct smmusim_kit *kit, const struct stream *stream,
			  uint32_t sid)
{
	uint64_t image[SMMU3_STE_WORDS] = { 0 };
	bool nested = stream->rules.stages == (S1 | S2);

	if (stream->rules.stages & S1)
		smmusim_ste_stage1(image, nested ?
				   smmusim_ipa(kit, stream->cds) : stream->cds);
	if (stream->rules.stages & S2)
		smmusim_ste_stage2(image, &stream->s2);
	apply_to_ste(&stream->rules, image);
	return smmusim_set_ste(kit, sid, image);
}

static void apply_to_context(struct smmusim_kit *kit,
			     const struct stream *stream,
			     const struct smmusim_context *ctx)
{
	const uint64_t *cd = smmusim_kit_ptr(kit, ctx->cd);
	uint64_t image[SMMU3_CD_WORDS];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(image); i++)
		image[i] = le64_to_cpu(cd[i]);
	image[0] = apply_to_cd(&stream->rules, image[0]);
	smmusim_set_cd(kit, ctx->cd, image);
}

/* ---- making it ---- */

static const struct smmusim_stage2 *nested_stage2(const struct stream *stream)
{
	return stream->rules.stages & S2 ? &stream->s2 : NULL;
}

static int make_tables(struct smmusim_kit *kit, struct stream *stream,
		       uint32_t sid)
{
	struct stream_rules *rules = &stream->rules;
	int ret = 0;

	if (!rules->stages)
		rules->stages = S1;
	if (!rules->has_vmid)
		rules->vmid = sid + 1;
	if (rules->stages & S2)
		ret = smmusim_stage2_init(kit, &stream->s2, rules->vmid);
	if (ret || !(rules->stages & S1))
		return ret;
	stream->cds = smmusim_cd_table(kit, nested_stage2(stream),
				       rules->cd_bits);
	return stream->cds ? 0 : -ENOSPC;
}

int stream_up(struct smmusim_kit *kit, struct stream *stream, uint32_t sid)
{
	int ret;

	if (stream->up)
		return 0;
	ret = make_tables(kit, stream, sid);
	if (!ret)
		ret = set_stream_ste(kit, stream, sid);
	stream->up = !ret;
	return ret;
}

/* ASIDs are told apart by stream and by substream. */
int stream_context(struct smmusim_kit *kit, struct stream *stream, uint32_t sid,
		   uint32_t ssid)
{
	struct smmusim_context *ctx = &stream->ctx[ssid];
	int ret;

	if (ctx->cd)
		return 0;
	ret = smmusim_context_init_at(kit, ctx,
				      stream->cds + ssid * SMMU3_CD_SIZE,
				      nested_stage2(stream),
				      sid + 1 + ssid * CTL_MAX_SIDS);
	if (ret)
		return ret;
	apply_to_context(kit, stream, ctx);
	return smmusim_inval_cds(kit, sid);
}

/* 4.4.2: TLBI_NH_* is about EL1. */
int stream_inval_world(struct smmusim_kit *kit, const struct stream *stream)
{
	bool secure = kit->setup.bank == SMMU_SIM_PAS_S;
	uint8_t opcode = secure ? SMMU3_CMD_TLBI_S_EL2_ALL :
				  SMMU3_CMD_TLBI_EL2_ALL;
	int ret;

	if (stream->rules.strw == SMMU3_STRW_EL1)
		return 0;
	if (stream->rules.strw == SMMU3_STRW_EL3)
		opcode = SMMU3_CMD_TLBI_EL3_ALL;
	ret = smmusim_command(kit, FIELD_PREP(SMMU3_CMD0_OPCODE, opcode), 0);
	return ret ? ret : smmusim_sync(kit, false);
}

/* Rules that do not change what tables there are, for a stream that is up. */
static int apply_again(struct smmusim_kit *kit, struct stream *stream,
		       uint32_t sid, const struct stream_rules *rules)
{
	unsigned int i;
	int ret;

	stream->rules.faults = rules->faults;
	stream->rules.unrecorded = rules->unrecorded;
	stream->rules.flags = rules->flags;
	for (i = 0; i < STREAM_MAX_CONTEXTS; i++)
		if (stream->ctx[i].cd)
			apply_to_context(kit, stream, &stream->ctx[i]);
	ret = smmusim_inval_cds(kit, sid);
	if (!ret)
		ret = set_stream_ste(kit, stream, sid);
	return ret ? ret : smmusim_inval_all(kit);
}

static bool asks_for_other_tables(const struct stream *stream,
				  const struct stream_rules *rules)
{
	const struct stream_rules *old = &stream->rules;

	return (rules->stages && rules->stages != old->stages) ||
	       (rules->has_vmid && rules->vmid != old->vmid) ||
	       (rules->cd_bits && rules->cd_bits != old->cd_bits);
}

/* ---- the verb ---- */

static const char *name_of(const struct word *words, uint32_t value)
{
	for (; words->name; words++)
		if (words->value == value)
			return words->name;
	return "?";
}

static void show_stream(const struct ctl *ctl, const struct stream_verb *args,
			const struct stream *stream)
{
	const struct stream_rules *rules = &stream->rules;
	const char *stages = name_of(stage_words, rules->stages);
	const char *faults = name_of(fault_words, rules->faults);
	const char *flags = name_of(flag_words, rules->flags);

	put_text(ctl->result, "bank", word_bank(args->bank));
	put_int(ctl->result, "stream_id", args->sid);
	put_text(ctl->result, "stages", stages);
	put_text(ctl->result, "faults", faults);
	put_text(ctl->result, "flags", flags);
	say(ctl, "%sstream %u: stage %s", secure_prefix(args->bank), args->sid,
	    stages);
	if (rules->stages & S1)
		say(ctl, ", %u context%s", 1 << rules->cd_bits,
		    rules->cd_bits ? "s" : "");
	say(ctl, ", faults %s, flags %s", faults, flags);
	if (rules->stages & S2) {
		put_int(ctl->result, "vmid", rules->vmid);
		say(ctl, ", VMID %u", rules->vmid);
	}
	say(ctl, "\n");
}

static int set_stream(struct ctl *ctl, const struct stream_verb *args)
{
	struct stream *stream = &ctl->stream[args->bank][args->sid];
	struct smmusim_kit *kit = &ctl->kit[args->bank];
	int ret;

	if (stream->up) {
		if (asks_for_other_tables(stream, &args->rules))
			return complain("stream: it has its tables already", 0,
					"stream comes before map");
		ret = apply_again(kit, stream, args->sid, &args->rules);
	} else {
		stream->rules = args->rules;
		ret = stream_up(kit, stream, args->sid);
	}
	if (ret)
		return complain("stream", ret, hint_for(ctl, ret));
	show_stream(ctl, args, stream);
	return CTL_OK;
}

int verb_stream(struct ctl *ctl, int argc, char **argv)
{
	struct stream_verb args = {
		.ctl = ctl, .rules = { .s1dss = SMMU3_S1DSS_CD0 },
	};
	const char *what, *keys;
	struct id_regs id;
	char text[96];

	argp_parse(&stream_argp, argc, argv, 0, NULL, &args);
	if (!ctl_kit(ctl, args.bank, "stream"))
		return CTL_FAILED;
	read_id_regs(ctl, &id);
	what = lacking(&id, args.bank, &args.rules, &keys);
	if (!what)
		return set_stream(ctl, &args);
	snprintf(text, sizeof(text), "stream: this SMMU does not have %s", what);
	return complain(text, 0, keys);
}
