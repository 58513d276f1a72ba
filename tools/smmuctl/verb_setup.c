// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl config, map, unmap, bypass, block: a private SMMU and its tables.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

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

struct stream_args {
	const struct ctl *ctl;
	unsigned int needed;	/* positional arguments */
	unsigned int most;
	uint32_t bank;
	uint32_t sid;
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

static error_t stream_parse(int key, char *arg, struct argp_state *state)
{
	struct stream_args *args = state->input;

	switch (key) {
	case 'r':
		args->flags |= SMMUSIM_MAP_RO;
		return 0;
	case 'p':
		args->flags |= SMMUSIM_MAP_PRIV;
		return 0;
	case 'x':
		args->flags |= SMMUSIM_MAP_NOEXEC;
		return 0;
	case 'n':
		args->flags |= SMMUSIM_MAP_NS;
		return 0;
	case 'a':
		stream_pa(args, arg, state);
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

static const struct argp map_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "ro", 'r', NULL, 0, "The device may only read", 0 },
		{ "priv", 'p', NULL, 0, "Privileged accesses only", 0 },
		{ "noexec", 'x', NULL, 0, "No instruction fetches", 0 },
		{ "ns", 'n', NULL, 0,
		  "Secure streams: the address is in the Non-secure PA space", 0 },
		{ "pa", 'a', "ADDRESS", 0,
		  "Map this physical address instead of fresh RAM", 0 },
		{ 0 },
	},
	.parser = stream_parse,
	.args_doc = "STREAMID ADDRESS [LENGTH]",
	.doc = "Give a stream of a private SMMU RAM at an address; aligned pieces of 2 MiB become blocks.",
};

static const struct argp unmap_argp = {
	.options = bank_only,
	.parser = stream_parse,
	.args_doc = "STREAMID ADDRESS [LENGTH]",
	.doc = "Take pages away from a stream, with invalidation and CMD_SYNC.",
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

static int stream_context(struct ctl *ctl, const struct stream_args *args)
{
	struct smmusim_context *ctx = &ctl->ctx[args->bank][args->sid];
	struct smmusim_kit *kit = &ctl->kit[args->bank];
	int ret;

	if (ctx->cd)
		return 0;
	ret = smmusim_context_init(kit, ctx, args->sid + 1);
	return ret ? ret : smmusim_attach(kit, args->sid, ctx);
}

/* Bytes of the largest piece at the beginning, 4 KiB or 2 MiB. */
static uint64_t map_piece(const struct stream_args *args, uint64_t done)
{
	uint64_t at = (args->iova + done) | (args->pa + done);

	return at % BLOCK || args->length - done < BLOCK ? PAGE : BLOCK;
}

static int map_pieces(struct ctl *ctl, const struct stream_args *args)
{
	const struct smmusim_context *ctx = &ctl->ctx[args->bank][args->sid];
	uint64_t done, piece;
	int ret = 0;

	for (done = 0; !ret && done < args->length; done += piece) {
		piece = map_piece(args, done);
		ret = smmusim_map_at(&ctl->kit[args->bank], ctx,
				     args->iova + done, args->pa + done,
				     piece == BLOCK ? 2 : 3, args->flags);
	}
	return ret;
}

static int do_map(struct ctl *ctl, struct stream_args *args)
{
	int ret = stream_context(ctl, args);

	if (!ret && !args->pa) {
		uint64_t align = args->length % BLOCK ? PAGE : BLOCK;

		args->pa = smmusim_kit_alloc(&ctl->kit[args->bank],
					     args->length, align);
		ret = args->pa ? 0 : -ENOSPC;
	}
	return ret ? ret : map_pieces(ctl, args);
}

static void show_mapping(const struct ctl *ctl, const char *what,
			 const struct stream_args *args)
{
	put_text(ctl->result, "bank", word_bank(args->bank));
	put_int(ctl->result, "stream_id", args->sid);
	put_hex(ctl->result, "address", args->iova);
	put_int(ctl->result, "length", args->length);
	say(ctl, "%sstream %u: 0x%" PRIx64 " to 0x%" PRIx64 " %s",
	    secure_prefix(args->bank), args->sid, args->iova,
	    args->iova + args->length - 1, what);
}

int verb_map(struct ctl *ctl, int argc, char **argv)
{
	struct stream_args args = {
		.ctl = ctl, .needed = 2, .most = 3, .length = PAGE,
	};
	int ret;

	argp_parse(&map_argp, argc, argv, 0, NULL, &args);
	if (args.flags & SMMUSIM_MAP_NS && !args.pa)
		return complain("map --ns wants an address", 0,
				"map --bank s --ns --pa ADDRESS ..."), CTL_USAGE;
	if (!ctl_kit(ctl, args.bank, "map"))
		return CTL_FAILED;
	ret = do_map(ctl, &args);
	if (ret)
		return complain("map", ret, ret == -ENOSPC ?
				"each bank has 16 MiB of RAM here, tables included" :
				hint_for(ctl, ret));
	show_mapping(ctl, "is", &args);
	put_hex(ctl->result, "pa", args.pa);
	say(ctl, " RAM at 0x%" PRIx64 "\n", args.pa);
	return CTL_OK;
}

int verb_unmap(struct ctl *ctl, int argc, char **argv)
{
	struct stream_args args = {
		.ctl = ctl, .needed = 2, .most = 3, .length = PAGE,
	};
	uint64_t done;
	int ret = 0;

	argp_parse(&unmap_argp, argc, argv, 0, NULL, &args);
	if (!ctl_kit(ctl, args.bank, "unmap"))
		return CTL_FAILED;
	if (!ctl->ctx[args.bank][args.sid].cd)
		return complain("unmap: nothing is mapped for this stream", 0,
				"map STREAMID ADDRESS then unmap ...");
	for (done = 0; !ret && done < args.length; done += PAGE)
		ret = smmusim_unmap_page(&ctl->kit[args.bank],
					 &ctl->ctx[args.bank][args.sid],
					 args.iova + done);
	if (ret)
		return complain("unmap", ret, hint_for(ctl, ret));
	show_mapping(ctl, "unmapped\n", &args);
	return CTL_OK;
}

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
