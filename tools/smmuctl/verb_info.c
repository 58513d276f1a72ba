// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl info, smmuctl regs, smmuctl set: what the SMMU is, what its registers
 * hold, and what they shall hold.
 */
#include <argp.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "smmuctl.h"

/* ---- info ---- */

static const struct argp info_argp = {
	.doc = "Say what kind of SMMU this is, how it is configured, and explain what its ID registers advertise.",
};

static const char *owner_name(uint32_t owner)
{
	return owner == SMMU_SIM_OWNER_BUILTIN ? "builtin" : "file";
}

static void info_limits(struct ctl *ctl, const struct smmu_sim_get_info *info)
{
	char used[24], limit[24];

	put_hex(ctl->result, "mem_used", info->mem_used);
	put_hex(ctl->result, "mem_limit", info->mem_limit);
	put_int(ctl->result, "max_regions", info->max_regions);
	put_int(ctl->result, "page_size", info->page_size);
	say(ctl, "  memory        %s of %s, at most %u regions\n",
	    word_size(info->mem_used, used, sizeof(used)),
	    word_size(info->mem_limit, limit, sizeof(limit)),
	    info->max_regions);
}

uint32_t read_reg(const struct ctl *ctl, uint32_t pas, uint32_t offset)
{
	uint64_t value = 0;

	smmusim_reg_read(ctl->fd, pas, offset, 32, &value);
	return value;
}

/* Secure software may read all of them; without a Secure bank S_IDRn are 0. */
void read_id_regs(const struct ctl *ctl, struct id_regs *id)
{
	const struct {
		uint32_t offset;
		uint32_t *value;
	} regs[] = {
		{ SMMU3_IDR0, &id->idr0 },
		{ SMMU3_IDR1, &id->idr1 },
		{ SMMU3_IDR3, &id->idr3 },
		{ SMMU3_IDR5, &id->idr5 },
		{ SMMU3_AIDR, &id->aidr },
		{ SMMU3_S_TWIN(SMMU3_IDR0), &id->s_idr0 },
		{ SMMU3_S_TWIN(SMMU3_IDR1), &id->s_idr1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(regs); i++)
		*regs[i].value = read_reg(ctl, SMMU_SIM_PAS_S, regs[i].offset);
}

static void put_features(json_object *features, const struct id_regs *id)
{
	put_int(features, "architecture_minor",
		FIELD_GET(SMMU3_AIDR_MINOR, id->aidr));
	put_bool(features, "stage1", id->idr0 & SMMU3_IDR0_S1P);
	put_bool(features, "stage2", id->idr0 & SMMU3_IDR0_S2P);
	put_int(features, "stream_id_bits",
		FIELD_GET(SMMU3_IDR1_SIDSIZE, id->idr1));
	put_int(features, "output_address_bits", id_oas_bits(id));
	put_bool(features, "two_level_stream_table",
		 FIELD_GET(SMMU3_IDR0_ST_LEVEL, id->idr0));
	put_bool(features, "msi", id->idr0 & SMMU3_IDR0_MSI);
	put_bool(features, "range_invalidation", id->idr3 & SMMU3_IDR3_RIL);
	put_bool(features, "secure", id->s_idr1 & SMMU3_S_IDR1_SECURE_IMPL);
	put_int(features, "secure_stream_id_bits",
		FIELD_GET(SMMU3_S_IDR1_S_SIDSIZE, id->s_idr1));
	put_bool(features, "secure_el2", id->s_idr1 & SMMU3_S_IDR1_SEL2);
	put_bool(features, "secure_msi", id->s_idr0 & SMMU3_S_IDR0_MSI);
}

static void info_features(struct ctl *ctl, struct id_regs *id)
{
	read_id_regs(ctl, id);
	put_features(put_object(ctl->result, "features"), id);
	show_identity(ctl, id, put_object(ctl->result, "identity"));
}

static void say_state(const struct ctl *ctl, const char *bank, uint32_t ack)
{
	say(ctl, "  %-13s translation %s, command queue %s, event queue %s\n",
	    bank, ack & SMMU3_CR0_SMMUEN ? "on" : "off",
	    ack & SMMU3_CR0_CMDQEN ? "on" : "off",
	    ack & SMMU3_CR0_EVENTQEN ? "on" : "off");
}

static void info_state(struct ctl *ctl, const struct id_regs *id)
{
	uint32_t ack = read_reg(ctl, SMMU_SIM_PAS_NS, SMMU3_CR0ACK);

	put_bool(ctl->result, "enabled", ack & SMMU3_CR0_SMMUEN);
	say_state(ctl, "Non-secure", ack);
	if (!(id->s_idr1 & SMMU3_S_IDR1_SECURE_IMPL))
		return;
	ack = read_reg(ctl, SMMU_SIM_PAS_S, SMMU3_S_TWIN(SMMU3_CR0ACK));
	put_bool(ctl->result, "secure_enabled", ack & SMMU3_CR0_SMMUEN);
	say_state(ctl, "Secure", ack);
}

static void info_identity(struct ctl *ctl, const struct smmu_sim_get_info *info,
			  const char *config)
{
	put_text(ctl->result, "kind", ctl->system ? "system" : "private");
	put_int(ctl->result, "id", info->id);
	put_int(ctl->result, "uapi_version", info->uapi_version);
	put_text(ctl->result, "owner", owner_name(info->owner));
	put_text(ctl->result, "config", config);
	if (ctl->system)
		say(ctl, "the system SMMU, driven by %s\n",
		    info->owner == SMMU_SIM_OWNER_BUILTIN ?
		    "smmu-sim's IOMMU driver" : "open files");
	else
		say(ctl, "private SMMU %" PRIu64 "\n", (uint64_t)info->id);
	say(ctl, "  config        %s\n", config);
}

int verb_info(struct ctl *ctl, int argc, char **argv)
{
	char config[SMMU_SIM_MAX_CONFIG + 1];
	struct smmu_sim_get_info info;
	struct id_regs id;
	int ret;

	argp_parse(&info_argp, argc, argv, 0, NULL, NULL);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	ret = smmusim_get_info(ctl->fd, &info);
	if (!ret)
		ret = smmusim_get_config(ctl->fd, config, sizeof(config));
	if (ret)
		return complain("info", ret, NULL);
	info_identity(ctl, &info, config);
	info_features(ctl, &id);
	info_state(ctl, &id);
	info_limits(ctl, &info);
	return CTL_OK;
}

/* ---- regs ---- */

struct regs_args {
	char **names;
	unsigned int count;
	uint32_t bank;
	bool all;
};

static error_t regs_parse(int key, char *arg, struct argp_state *state)
{
	struct regs_args *args = state->input;

	switch (key) {
	case 'a':
		args->all = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->names = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 0);
	}
}

static const struct argp regs_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "all", 'a', NULL, 0, "Also registers that are zero", 0 },
		{ 0 },
	},
	.parser = regs_parse,
	.args_doc = "[NAME...]",
	.doc = "Show registers of a bank, decoded by field.\vWithout names: every register that is not zero. Fields that are zero are left out of the text, not of --json.",
};

static bool regs_wanted(const struct regs_args *args, const char *name)
{
	unsigned int i;

	for (i = 0; i < args->count; i++)
		if (!strcasecmp(args->names[i], name))
			return true;
	return !args->count;
}

/* NULL: there is none of this name in the bank. */
static const struct smmu3_reg_info *find_reg(uint32_t bank, const char *name)
{
	const struct smmu3_reg_info *info;
	unsigned int i;

	for (i = 0; (info = smmu3_reg_info(i)); i++)
		if (info->offset[bank] != SMMU3_NO_REG &&
		    !strcasecmp(info->layout[bank].name, name))
			return info;
	return NULL;
}

static int complain_no_reg(uint32_t bank, const char *name)
{
	const char *hint = "smmuctl regs --all lists them";
	char what[96];

	if (bank == SMMU_SIM_PAS_S)
		hint = "smmuctl regs --bank s --all lists them";
	else if (find_reg(SMMU_SIM_PAS_S, name))
		hint = "it is one of the Secure bank: --bank s";
	snprintf(what, sizeof(what), "%.40s is no register of the %s bank",
		 name, word_pas(bank));
	return complain(what, 0, hint);
}

static int reg_show(struct ctl *ctl, const struct smmu3_reg_info *info,
		    uint32_t bank, bool even_zero, json_object *list)
{
	const struct smmu3_layout *layout = &info->layout[bank];
	uint32_t offset = info->offset[bank];
	json_object *reg;
	uint64_t value;
	int ret;

	ret = smmusim_reg_read(ctl->fd, bank, offset, info->width, &value);
	if (ret)
		return complain(layout->name, ret, NULL);
	if (!value && !even_zero)
		return CTL_OK;
	reg = json_object_new_object();
	json_object_array_add(list, reg);
	put_text(reg, "name", layout->name);
	put_hex(reg, "offset", offset);
	put_int(reg, "width", info->width);
	put_hex(reg, "value", value);
	say(ctl, "%-18s 0x%05x  0x%0*" PRIx64 "%s", layout->name, offset,
	    info->width / 4, value, value ? " " : "");
	show_fields(ctl, layout, &value, put_object(reg, "fields"));
	say(ctl, "\n");
	return CTL_OK;
}

int verb_regs(struct ctl *ctl, int argc, char **argv)
{
	json_object *list = put_array(ctl->result, "registers");
	struct regs_args args = { 0 };
	const struct smmu3_reg_info *info;
	int ret = CTL_OK;
	unsigned int i;

	argp_parse(&regs_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	put_text(ctl->result, "bank", word_bank(args.bank));
	for (i = 0; i < args.count; i++)
		if (!find_reg(args.bank, args.names[i]))
			return complain_no_reg(args.bank, args.names[i]);
	for (i = 0; (info = smmu3_reg_info(i)) && ret == CTL_OK; i++)
		if (info->offset[args.bank] != SMMU3_NO_REG &&
		    regs_wanted(&args, info->layout[args.bank].name))
			ret = reg_show(ctl, info, args.bank,
				       args.all || args.count, list);
	if (ret == CTL_OK && !json_object_array_length(list))
		say(ctl, "every register of the %s bank is zero\n",
		    word_pas(args.bank));
	return ret;
}

/* ---- set ---- */

struct set_args {
	uint32_t bank;
	const char *name;
	uint64_t value;
};

static error_t set_parse(int key, char *arg, struct argp_state *state)
{
	struct set_args *args = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			argp_usage(state);
		if (!state->arg_num)
			args->name = arg;
		else if (!parse_u64(arg, &args->value))
			argp_error(state, "%s is no value", arg);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 2);
	}
}

static const struct argp set_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ 0 },
	},
	.parser = set_parse,
	.args_doc = "NAME VALUE",
	.doc = "Write a register as software of the bank, then show it.\vWhat is read-only, guarded or reserved stays as it is. An MSI for events of the Secure bank, in memory that map has not used yet:\n\n"
	       "  smmuctl map -b s 1 0x8000 then set -b s S_IRQ_CTRL 0 then set -b s S_EVENTQ_IRQ_CFG0 0x80f00000 then set -b s S_EVENTQ_IRQ_CFG1 0x1234 then set -b s S_IRQ_CTRL 5 then translate -b s 1 0 then memory -b s 0x80f00000 4",
};

int verb_set(struct ctl *ctl, int argc, char **argv)
{
	json_object *list = put_array(ctl->result, "registers");
	const struct smmu3_reg_info *info;
	struct set_args args = { 0 };
	int ret;

	argp_parse(&set_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	put_text(ctl->result, "bank", word_bank(args.bank));
	info = find_reg(args.bank, args.name);
	if (!info)
		return complain_no_reg(args.bank, args.name);
	if (info->width == 32 && args.value > UINT32_MAX)
		return complain("set: a register of 32 bits", 0,
				"a value below 2^32"), CTL_USAGE;
	ret = smmusim_reg_write(ctl->fd, args.bank, info->offset[args.bank],
				info->width, args.value);
	if (ret)
		return complain(args.name, ret, hint_for(ctl, ret));
	return reg_show(ctl, info, args.bank, true, list);
}
