// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl atos: asks by the registers of an address translation operation
 * (chapter 9) and explains PAR.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "smmuctl.h"

/* IDs of options that have no letter. */
#define KEY_NS_STREAM	0x100

struct atos_args {
	const struct ctl *ctl;
	struct smmu_sim_txn txn;
	unsigned int type;
	bool httui;
	bool ns_stream;
};

/* ---- arguments ---- */

static unsigned int parse_type(const char *arg, struct argp_state *state)
{
	if (!strcmp(arg, "1"))
		return SMMU3_ATOS_TYPE_S1;
	if (!strcmp(arg, "2"))
		return SMMU3_ATOS_TYPE_S2;
	if (strcmp(arg, "1+2"))
		argp_error(state, "%s is none of 1, 2 and 1+2", arg);
	return SMMU3_ATOS_TYPE_S12;
}

static error_t atos_parse(int key, char *arg, struct argp_state *state)
{
	struct atos_args *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->txn;
		return 0;
	case 't':
		args->type = parse_type(arg, state);
		return 0;
	case 'w':
		args->txn.flags |= SMMU_SIM_TXN_WRITE;
		return 0;
	case 'u':
		args->httui = true;
		return 0;
	case KEY_NS_STREAM:
		args->ns_stream = true;
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

static const struct argp atos_argp = {
	.options = (const struct argp_option[]) {
		{ "type", 't', "STAGES", 0,
		  "What to ask: 1, 2 or 1+2 (default 1)", 1 },
		{ "write", 'w', NULL, 0, "For a write; else for a read", 1 },
		{ "no-update", 'u', NULL, 0,
		  "HTTUI: update no flags, answer as if", 1 },
		{ "ns-stream", KEY_NS_STREAM, NULL, 0,
		  "With --bank s: ask about a Non-secure stream (SSEC=0)", 1 },
		{ 0 },
	},
	.parser = atos_parse,
	.children = (const struct argp_child[]) {
		{ &client_argp, 0, NULL, 0 },
		{ 0 },
	},
	.args_doc = "STREAMID ADDRESS",
	.doc = "Ask by GATOS, or with --bank s by S_GATOS, where an address goes.\vWrites the registers of the group and explains the result in PAR. Nothing is recorded, nothing stalls, and the caches are neither used nor filled. The address counts from bit 12 on. Exit code 1 means that PAR reports a fault.",
};

/* ---- registers ---- */

static uint64_t sid_of(const struct atos_args *args)
{
	const struct smmu_sim_txn *txn = &args->txn;
	bool ssec = txn->sec_sid == SMMU_SIM_SEC_SID_S && !args->ns_stream;

	return FIELD_PREP(SMMU3_GATOS_SID_STREAMID, txn->stream_id) |
	       FIELD_PREP(SMMU3_GATOS_SID_SUBSTREAMID, txn->substream_id) |
	       FIELD_PREP(SMMU3_GATOS_SID_SSID_VALID,
			  !!(txn->flags & SMMU_SIM_TXN_SSV)) |
	       FIELD_PREP(SMMU3_S_GATOS_SID_SSEC, ssec);
}

static uint64_t addr_of(const struct atos_args *args)
{
	const struct smmu_sim_txn *txn = &args->txn;

	return (txn->addr & SMMU3_GATOS_ADDR_ADDR) |
	       FIELD_PREP(SMMU3_GATOS_ADDR_TYPE, args->type) |
	       FIELD_PREP(SMMU3_GATOS_ADDR_PNU,
			  !!(txn->flags & SMMU_SIM_TXN_PRIV)) |
	       FIELD_PREP(SMMU3_GATOS_ADDR_RNW,
			  !(txn->flags & SMMU_SIM_TXN_WRITE)) |
	       FIELD_PREP(SMMU3_GATOS_ADDR_IND,
			  !!(txn->flags & SMMU_SIM_TXN_INSTR)) |
	       FIELD_PREP(SMMU3_GATOS_ADDR_HTTUI, args->httui) |
	       FIELD_PREP(SMMU3_S_GATOS_ADDR_NS,
			  !!(txn->flags & SMMU_SIM_TXN_NS));
}

static uint32_t reg_at(const struct atos_args *args, uint32_t offset)
{
	return args->txn.sec_sid == SMMU_SIM_SEC_SID_S ? SMMU3_S_TWIN(offset) :
							 offset;
}

/* Ask, and be told: 0 or a negative errno. */
static int ask(const struct atos_args *args, uint64_t *par)
{
	uint32_t bank = args->txn.sec_sid;
	int fd = args->ctl->fd;
	int ret;

	ret = smmusim_reg_write(fd, bank, reg_at(args, SMMU3_GATOS_SID), 64,
				sid_of(args));
	if (!ret)
		ret = smmusim_reg_write(fd, bank,
					reg_at(args, SMMU3_GATOS_ADDR), 64,
					addr_of(args));
	if (!ret)
		ret = smmusim_reg_write(fd, bank,
					reg_at(args, SMMU3_GATOS_CTRL), 32,
					SMMU3_GATOS_CTRL_RUN);
	if (!ret)
		ret = smmusim_reg_read(fd, bank, reg_at(args, SMMU3_GATOS_PAR),
				       64, par);
	return ret;
}

/* Can it be asked at all? NULL, or why not, and what helps. */
static const char *obstacle(const struct atos_args *args, const char **next)
{
	uint32_t bank = args->txn.sec_sid;
	uint32_t cr0 = read_reg(args->ctl, bank, reg_at(args, SMMU3_CR0ACK));
	uint32_t idr0 = read_reg(args->ctl, SMMU_SIM_PAS_NS, SMMU3_IDR0);

	*next = "config atos=1 then ..., on a private SMMU";
	if (!(idr0 & SMMU3_IDR0_ATOS))
		return "atos: this SMMU has no such operations (IDR0.ATOS)";
	*next = "map ... then atos ..., on a private SMMU";
	return cr0 & SMMU3_CR0_SMMUEN ? NULL : "atos: SMMUEN is 0";
}

/* ---- the result (9.1.4, 6.3.40) ---- */

/* The bytes of the mapping, by the lowest bit of ADDR that is 1. */
static uint64_t par_size(uint64_t par)
{
	uint64_t addr = par & SMMU3_GATOS_PAR_ADDR;

	return par & SMMU3_GATOS_PAR_SIZE ? (addr & -addr) << 1 : 1ULL << 12;
}

static int show_success(const struct ctl *ctl, uint32_t bank, uint64_t par)
{
	uint8_t sh = FIELD_GET(SMMU3_GATOS_PAR_SH, par);
	uint8_t attr = FIELD_GET(SMMU3_GATOS_PAR_ATTR, par);
	uint64_t bytes = par_size(par);
	uint64_t base = par & SMMU3_GATOS_PAR_ADDR & ~(bytes - 1);
	uint32_t pas = bank == SMMU_SIM_PAS_NS || par & SMMU3_S_GATOS_PAR_NS ?
		       SMMU_SIM_PAS_NS : SMMU_SIM_PAS_S;
	char memattr[64], size[24];

	word_memattr(attr, memattr, sizeof(memattr));
	put_hex(ctl->result, "base", base);
	put_int(ctl->result, "size", bytes);
	put_text(ctl->result, "pas", word_pas(pas));
	put_hex(ctl->result, "memattr", attr);
	put_text(ctl->result, "memory", memattr);
	put_int(ctl->result, "sh", sh);
	say(ctl, ": translated\n  output  in the mapping of %s at 0x%" PRIx64 ", %s\n  %s, %s\n",
	    word_size(bytes, size, sizeof(size)), base, word_pas(pas), memattr,
	    word_shareability(sh));
	return CTL_OK;
}

static const char *code_name(uint8_t code)
{
	switch (code) {
	case SMMU3_ATOS_INV_REQ:
		return "INV_REQ";
	case SMMU3_ATOS_INV_STAGE:
		return "INV_STAGE";
	case SMMU3_ATOS_INTERNAL_ERR:
		return "INTERNAL_ERR";
	default:
		return word_event(code);
	}
}

static const char *code_meaning(uint8_t code)
{
	switch (code) {
	case SMMU3_ATOS_INV_REQ:
		return "no stream can be asked this";
	case SMMU3_ATOS_INV_STAGE:
		return "the stream does not have the stages that were asked for";
	case SMMU3_ATOS_INTERNAL_ERR:
		return "the look-up was ended; is the SMMU enabled for that stream?";
	default:
		return word_event_meaning(code);
	}
}

static int show_par_fault(const struct ctl *ctl, uint64_t par)
{
	static const char *const reasons[] = {
		[SMMU3_ATOS_REASON_S1] = "of stage 1, or of no stage",
		[SMMU3_ATOS_REASON_CD] = "of stage 2, for the context descriptor",
		[SMMU3_ATOS_REASON_TT] = "of stage 2, for a table of stage 1",
		[SMMU3_ATOS_REASON_IN] = "of stage 2, for its input address",
	};
	uint8_t code = FIELD_GET(SMMU3_GATOS_PAR_FAULTCODE, par);
	uint8_t reason = FIELD_GET(SMMU3_GATOS_PAR_REASON, par);
	uint64_t ipa = par & SMMU3_GATOS_PAR_FADDR;

	put_text(ctl->result, "fault", code_name(code));
	put_int(ctl->result, "reason", reason);
	say(ctl, ": %s\n  %s\n  %s\n", code_name(code), code_meaning(code),
	    reasons[reason]);
	if (!ipa)
		return CTL_FAULT;
	put_hex(ctl->result, "ipa", ipa);
	put_bool(ctl->result, "ns_ipa", par & SMMU3_S_GATOS_PAR_NSIPA);
	say(ctl, "  the IPA is 0x%" PRIx64 "%s\n", ipa,
	    par & SMMU3_S_GATOS_PAR_NSIPA ? ", Non-secure" : "");
	return CTL_FAULT;
}

int verb_atos(struct ctl *ctl, int argc, char **argv)
{
	struct atos_args args = { .ctl = ctl, .type = SMMU3_ATOS_TYPE_S1 };
	struct smmu_sim_txn shown;
	const char *why, *next;
	uint64_t par;
	int ret;

	argp_parse(&atos_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	why = obstacle(&args, &next);
	if (why)
		return complain(why, 0, next);
	ret = ask(&args, &par);
	if (ret)
		return complain("atos", ret, hint_for(ctl, ret));
	shown = args.txn;
	if (args.ns_stream)
		shown.sec_sid = SMMU_SIM_SEC_SID_NS;
	show_request(ctl, &shown);
	put_int(ctl->result, "type", args.type);
	put_hex(ctl->result, "par", par);
	return par & SMMU3_GATOS_PAR_FAULT ? show_par_fault(ctl, par) :
	       show_success(ctl, args.txn.sec_sid, par);
}
