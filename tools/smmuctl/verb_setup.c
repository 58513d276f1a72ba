// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl config, map, unmap, bypass, block: a private SMMU and its tables. How a
 * stream is translated at all is in verb_stream.c.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/ste.h>

#include "smmuctl.h"

#define PAGE	4096ULL
#define BLOCK	(2ULL << 20)

/* ---- config ---- */

static const struct argp config_argp = {
	.parser = parse_one_word,
	.args_doc = "TEXT",
	.doc = "Give a private SMMU another identity, e.g. profile=max,sidsize=8. It comes before map.",
};

int verb_config(struct ctl *ctl, int argc, char **argv)
{
	const char *text = NULL;
	char reason[128];
	int ret;

	argp_parse(&config_argp, argc, argv, 0, NULL, &text);
	if (!ctl_open_private(ctl, "config"))
		return CTL_FAILED;
	if (ctl->has_kit[SMMU_SIM_PAS_NS] || ctl->has_kit[SMMU_SIM_PAS_S])
		return complain("config: the SMMU is already in use", 0,
				"config comes before map, bypass and block");
	ret = smmusim_configure(ctl->fd, text, reason, sizeof(reason));
	if (ret)
		return complain(text, ret, *reason ? reason : NULL);
	put_text(ctl->result, "config", text);
	say(ctl, "configured: %s\n", text);
	return CTL_OK;
}

/* ---- map, unmap, bypass, block ---- */

#define BOTH_STAGES	0	/* those that the stream has */

struct stream_args {
	const struct ctl *ctl;
	unsigned int needed;	/* positional arguments */
	unsigned int most;
	uint32_t bank;
	uint32_t sid;
	uint32_t ssid;
	unsigned int stage;	/* 1, 2 or BOTH_STAGES */
	uint64_t iova;
	uint64_t length;
	uint64_t pa;
	unsigned int flags;
};

static void stream_positional(struct stream_args *args, const char *arg,
			      struct argp_state *state)
{
	if (state->arg_num >= args->most)
		argp_usage(state);
	switch (state->arg_num) {
	case 0:
		if (!parse_sid(args->ctl, arg, &args->sid) ||
		    args->sid >= CTL_MAX_SIDS)
			argp_error(state, "%s is no StreamID from 0 to %u", arg,
				   CTL_MAX_SIDS - 1);
		break;
	case 1:
		if (!parse_u64(arg, &args->iova) || args->iova % PAGE ||
		    args->iova >> 48)
			argp_error(state, "%s is no page address below 2^48",
				   arg);
		break;
	default:
		if (!parse_u64(arg, &args->length) || !args->length ||
		    args->length % PAGE)
			argp_error(state, "%s is no number of whole pages",
				   arg);
	}
}

static void stream_pa(struct stream_args *args, const char *arg,
		      struct argp_state *state)
{
	if (!parse_u64(arg, &args->pa) || args->pa % PAGE)
		argp_error(state, "%s is no page address", arg);
}

static void stream_ssid(struct stream_args *args, const char *arg,
			struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(arg, &value) || value >= STREAM_MAX_CONTEXTS)
		argp_error(state, "%s is no SubstreamID from 0 to %u", arg,
			   STREAM_MAX_CONTEXTS - 1);
	args->ssid = value;
}

static void stream_stage(struct stream_args *args, const char *arg,
			 struct argp_state *state)
{
	if (strcmp(arg, "1") && strcmp(arg, "2"))
		argp_error(state, "%s is no stage: 1 or 2", arg);
	args->stage = *arg - '0';
}

static const struct {
	int key;
	unsigned int flag;
} map_flags[] = {
	{ 'r', SMMUSIM_MAP_RO },
	{ 'p', SMMUSIM_MAP_PRIV },
	{ 'x', SMMUSIM_MAP_NOEXEC },
	{ 'n', SMMUSIM_MAP_NS },
	{ 'o', SMMUSIM_MAP_OLD },
	{ 'c', SMMUSIM_MAP_CLEAN },
	{ 'd', SMMUSIM_MAP_DEVICE },
};

static bool stream_flag(struct stream_args *args, int key)
{
	size_t i;

	for (i = 0; i < sizeof(map_flags) / sizeof(*map_flags); i++) {
		if (map_flags[i].key != key)
			continue;
		args->flags |= map_flags[i].flag;
		return true;
	}
	return false;
}

static error_t stream_parse(int key, char *arg, struct argp_state *state)
{
	struct stream_args *args = state->input;

	if (stream_flag(args, key))
		return 0;
	switch (key) {
	case 'a':
		stream_pa(args, arg, state);
		return 0;
	case 's':
		stream_ssid(args, arg, state);
		return 0;
	case 'g':
		stream_stage(args, arg, state);
		return 0;
	case ARGP_KEY_ARG:
		stream_positional(args, arg, state);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank,
				       args->needed);
	}
}

static const struct argp_option bank_only[] = {
	BANK_OPTION,
	{ 0 },
};

#define WHERE_OPTIONS							\
	BANK_OPTION,							\
	{ "ssid", 's', "N", 0, "In the context of this SubstreamID", 0 }, \
	{ "stage", 'g', "N", 0,						\
	  "Nested streams: only this stage; ADDRESS is what it translates", 0 }

static const struct argp map_argp = {
	.options = (const struct argp_option[]) {
		WHERE_OPTIONS,
		{ "ro", 'r', NULL, 0, "The device may only read", 0 },
		{ "priv", 'p', NULL, 0, "Privileged accesses only", 0 },
		{ "noexec", 'x', NULL, 0, "No instruction fetches", 0 },
		{ "ns", 'n', NULL, 0,
		  "Secure streams: what --pa names is in the Non-secure PA space", 0 },
		{ "old", 'o', NULL, 0, "With the access flag clear", 0 },
		{ "clean", 'c', NULL, 0,
		  "Writable but clean (DBM): writes make it dirty, see stream --flags",
		  0 },
		{ "device", 'd', NULL, 0, "Device memory, else Write-Back", 0 },
		{ "pa", 'a', "ADDRESS", 0,
		  "Map this physical address, with --stage 1 of a nested stream this IPA, instead of fresh RAM",
		  0 },
		{ 0 },
	},
	.parser = stream_parse,
	.args_doc = "STREAMID ADDRESS [LENGTH]",
	.doc = "Give a stream of a private SMMU RAM at an address; aligned pieces of 2 MiB become blocks.\vA nested stream gets it in both stages, read-write in the second one; the stages can be mapped apart, too, each with its own rights.",
};

static const struct argp unmap_argp = {
	.options = (const struct argp_option[]) {
		WHERE_OPTIONS,
		{ 0 },
	},
	.parser = stream_parse,
	.args_doc = "STREAMID ADDRESS [LENGTH]",
	.doc = "Take pages away from a stream, with invalidation and CMD_SYNC.\vOf a nested stream: of stage 1, or of the stage that is named.",
};

static const struct argp bypass_argp = {
	.options = bank_only,
	.parser = stream_parse,
	.args_doc = "STREAMID",
	.doc = "Let a stream pass without translation.",
};

static const struct argp block_argp = {
	.options = bank_only,
	.parser = stream_parse,
	.args_doc = "STREAMID",
	.doc = "Abort everything that a stream does, silently.",
};

/* ---- which tables ---- */

static struct stream *args_stream(struct ctl *ctl,
				  const struct stream_args *args)
{
	return &ctl->stream[args->bank][args->sid];
}

static bool has_stage(const struct stream *stream, unsigned int stage)
{
	return stream->rules.stages & (stage == 2 ? SMMU3_STE_CONFIG_S2 :
						    SMMU3_STE_CONFIG_S1);
}

static bool is_nested(const struct stream *stream)
{
	return has_stage(stream, 1) && has_stage(stream, 2);
}

/* The stage that is named, or that the stream has. */
static bool means_stage(const struct stream *stream,
			const struct stream_args *args, unsigned int stage)
{
	return has_stage(stream, stage) &&
	       (args->stage == BOTH_STAGES || args->stage == stage);
}

/* NULL, or what the stream has not. */
static const char *stream_lacks(const struct stream *stream,
				const struct stream_args *args)
{
	if (args->stage != BOTH_STAGES && !has_stage(stream, args->stage))
		return "the stream has no such stage";
	if (args->ssid >> stream->rules.cd_bits)
		return "the stream has no such SubstreamID";
	if (args->flags & SMMUSIM_MAP_PRIV && !means_stage(stream, args, 1))
		return "stage 2 knows no privilege";
	if (args->flags & SMMUSIM_MAP_NS && !means_stage(stream, args, 1))
		return "stage 2 has Secure IPAs only here, no --ns";
	return NULL;
}

/* False: told. */
static bool stream_ready(struct ctl *ctl, const struct stream_args *args,
			 const char *verb)
{
	struct smmusim_kit *kit = &ctl->kit[args->bank];
	struct stream *stream = args_stream(ctl, args);
	int ret = stream_up(kit, stream, args->sid);
	const char *lacks;

	if (!ret && means_stage(stream, args, 1) &&
	    !(args->ssid >> stream->rules.cd_bits))
		ret = stream_context(kit, stream, args->sid, args->ssid);
	if (ret) {
		complain(verb, ret, hint_for(ctl, ret));
		return false;
	}
	lacks = stream_lacks(stream, args);
	if (lacks)
		complain(lacks, 0, "stream --stages=... --substreams=... comes before map");
	return !lacks;
}

/* ---- map ---- */

/* Bytes of the largest piece at the beginning, 4 KiB or 2 MiB. */
static uint64_t map_piece(uint64_t from, uint64_t to, uint64_t left)
{
	return (from | to) % BLOCK || left < BLOCK ? PAGE : BLOCK;
}

static int map_stage1(struct smmusim_kit *kit, const struct stream *stream,
		      const struct stream_args *args, uint64_t to)
{
	const struct smmusim_context *ctx = &stream->ctx[args->ssid];
	uint64_t done, piece;
	int ret = 0;

	for (done = 0; !ret && done < args->length; done += piece) {
		piece = map_piece(args->iova + done, to + done,
				  args->length - done);
		ret = smmusim_map_at(kit, ctx, args->iova + done, to + done,
				     piece == BLOCK ? 2 : 3, args->flags);
	}
	return ret;
}

/* What was there is taken away first: break before make. */
static int map_stage2(struct smmusim_kit *kit, const struct stream *stream,
		      const struct stream_args *args, uint64_t ipa,
		      unsigned int flags)
{
	uint64_t done, piece;
	int ret = 0;

	for (done = 0; !ret && done < args->length; done += piece) {
		piece = map_piece(ipa + done, args->pa + done,
				  args->length - done);
		if (piece == PAGE)
			ret = smmusim_unmap2_page(kit, &stream->s2, ipa + done);
		if (!ret)
			ret = smmusim_map2_at(kit, &stream->s2, ipa + done,
					      args->pa + done,
					      piece == BLOCK ? 2 : 3, flags);
	}
	return ret;
}

/* Fresh RAM of a nested stream is where its virtual machine sees it. */
static int map_both(struct smmusim_kit *kit, const struct stream *stream,
		    const struct stream_args *args)
{
	uint64_t ipa = smmusim_ipa(kit, args->pa);
	int ret = map_stage2(kit, stream, args, ipa, 0);

	return ret ? ret : map_stage1(kit, stream, args, ipa);
}

static int do_map(struct smmusim_kit *kit, const struct stream *stream,
		  struct stream_args *args)
{
	if (!args->pa) {
		uint64_t align = args->length % BLOCK ? PAGE : BLOCK;

		args->pa = smmusim_kit_alloc(kit, args->length, align);
		if (!args->pa)
			return -ENOSPC;
	}
	if (!means_stage(stream, args, 1))
		return map_stage2(kit, stream, args, args->iova, args->flags);
	if (means_stage(stream, args, 2))
		return map_both(kit, stream, args);
	return map_stage1(kit, stream, args, args->pa);
}

static void show_mapping(const struct ctl *ctl, const char *what,
			 const struct stream_args *args)
{
	put_text(ctl->result, "bank", word_bank(args->bank));
	put_int(ctl->result, "stream_id", args->sid);
	put_hex(ctl->result, "address", args->iova);
	put_int(ctl->result, "length", args->length);
	say(ctl, "%sstream %u", secure_prefix(args->bank), args->sid);
	if (args->stage != 2 &&
	    ctl->stream[args->bank][args->sid].rules.cd_bits) {
		put_int(ctl->result, "substream_id", args->ssid);
		say(ctl, ", substream %u", args->ssid);
	}
	say(ctl, ": %s0x%" PRIx64 " to 0x%" PRIx64 " %s",
	    args->stage == 2 ? "IPA " : "", args->iova,
	    args->iova + args->length - 1, what);
}

/* Each stage of a nested stream has addresses of its own. */
static void show_where(const struct ctl *ctl, const struct stream *stream,
		       const struct stream_args *args)
{
	bool to_ipa = is_nested(stream) && args->stage == 1;

	put_hex(ctl->result, to_ipa ? "ipa" : "pa", args->pa);
	if (is_nested(stream) && args->stage == BOTH_STAGES) {
		uint64_t ipa = smmusim_ipa(&ctl->kit[args->bank], args->pa);

		put_hex(ctl->result, "ipa", ipa);
		say(ctl, " RAM at IPA 0x%" PRIx64 ", which is 0x%" PRIx64 "\n",
		    ipa, args->pa);
		return;
	}
	say(ctl, to_ipa ? " IPA 0x%" PRIx64 "\n" : " RAM at 0x%" PRIx64 "\n",
	    args->pa);
}

/* NULL, or what makes no sense. */
static const char *odd_pa(const struct stream *stream,
			  const struct stream_args *args)
{
	if (args->flags & SMMUSIM_MAP_NS && !args->pa)
		return "map --ns needs --pa, an address of Non-secure RAM";
	if (is_nested(stream) && args->stage == BOTH_STAGES && args->pa)
		return "map --pa of a nested stream: in which stage?";
	if (is_nested(stream) && args->stage == 1 && !args->pa)
		return "map --stage 1 of a nested stream needs --pa, an IPA";
	return NULL;
}

int verb_map(struct ctl *ctl, int argc, char **argv)
{
	struct stream_args args = {
		.ctl = ctl, .needed = 2, .most = 3, .length = PAGE,
	};
	const struct stream *stream;
	const char *odd;
	int ret;

	argp_parse(&map_argp, argc, argv, 0, NULL, &args);
	stream = args_stream(ctl, &args);
	odd = odd_pa(stream, &args);
	if (odd)
		return complain(odd, 0, "map --help"), CTL_USAGE;
	if (!ctl_kit(ctl, args.bank, "map") || !stream_ready(ctl, &args, "map"))
		return CTL_FAILED;
	ret = do_map(&ctl->kit[args.bank], stream, &args);
	if (ret)
		return complain("map", ret, ret == -ENOSPC ?
				"each bank has 16 MiB of RAM here, tables included" :
				hint_for(ctl, ret));
	show_mapping(ctl, "is", &args);
	show_where(ctl, stream, &args);
	return CTL_OK;
}

static int unmap_page(struct smmusim_kit *kit, const struct stream *stream,
		      const struct stream_args *args, uint64_t addr)
{
	int ret;

	if (args->stage == 2 || !has_stage(stream, 1))
		return smmusim_unmap2_page(kit, &stream->s2, addr);
	ret = smmusim_unmap_page(kit, &stream->ctx[args->ssid], addr);
	return ret ? ret : stream_inval_world(kit, stream);
}

int verb_unmap(struct ctl *ctl, int argc, char **argv)
{
	struct stream_args args = {
		.ctl = ctl, .needed = 2, .most = 3, .length = PAGE,
	};
	const struct stream *stream;
	uint64_t done;
	int ret = 0;

	argp_parse(&unmap_argp, argc, argv, 0, NULL, &args);
	stream = args_stream(ctl, &args);
	if (!ctl_kit(ctl, args.bank, "unmap"))
		return CTL_FAILED;
	if (!stream->up)
		return complain("unmap: nothing is mapped for this stream", 0,
				"map STREAMID ADDRESS then unmap ...");
	if (!stream_ready(ctl, &args, "unmap"))
		return CTL_FAILED;
	for (done = 0; !ret && done < args.length; done += PAGE)
		ret = unmap_page(&ctl->kit[args.bank], stream, &args,
				 args.iova + done);
	if (ret)
		return complain("unmap", ret, hint_for(ctl, ret));
	show_mapping(ctl, "unmapped\n", &args);
	return CTL_OK;
}

/* ---- bypass, block ---- */

static int stream_mode(struct ctl *ctl, int argc, char **argv,
		       const struct argp *argp, const char *mode,
		       int (*set)(struct smmusim_kit *kit, uint32_t sid))
{
	struct stream_args args = { .ctl = ctl, .needed = 1, .most = 1 };
	int ret;

	argp_parse(argp, argc, argv, 0, NULL, &args);
	if (!ctl_kit(ctl, args.bank, mode))
		return CTL_FAILED;
	ret = set(&ctl->kit[args.bank], args.sid);
	if (ret)
		return complain(mode, ret, hint_for(ctl, ret));
	put_text(ctl->result, "bank", word_bank(args.bank));
	put_int(ctl->result, "stream_id", args.sid);
	put_text(ctl->result, "mode", mode);
	say(ctl, "%sstream %u: %s\n", secure_prefix(args.bank), args.sid, mode);
	return CTL_OK;
}

int verb_bypass(struct ctl *ctl, int argc, char **argv)
{
	return stream_mode(ctl, argc, argv, &bypass_argp, "bypass",
			   smmusim_bypass);
}

int verb_block(struct ctl *ctl, int argc, char **argv)
{
	return stream_mode(ctl, argc, argv, &block_argp, "block",
			   smmusim_block);
}
