// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl info, smmuctl regs: what the SMMU is, and what its registers hold.
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
	.doc = "Say what kind of SMMU this is, how it is configured, and what its ID registers advertise.",
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
	say(ctl, "  memory    %s of %s, at most %u regions\n",
	    word_size(info->mem_used, used, sizeof(used)),
	    word_size(info->mem_limit, limit, sizeof(limit)),
	    info->max_regions);
}

static uint32_t read_reg(const struct ctl *ctl, uint32_t offset)
{
	uint64_t value = 0;

	smmusim_reg_read(ctl->fd, SMMU_SIM_PAS_NS, offset, 32, &value);
	return value;
}

static void info_features(struct ctl *ctl)
{
	static const unsigned int oas_bits[] = {
		32, 36, 40, 42, 44, 48, 52, 56,
	};
	json_object *features = put_object(ctl->result, "features");
	uint32_t idr0 = read_reg(ctl, SMMU3_IDR0);
	uint32_t idr1 = read_reg(ctl, SMMU3_IDR1);
	uint32_t idr5 = read_reg(ctl, SMMU3_IDR5);
	unsigned int minor = FIELD_GET(SMMU3_AIDR_MINOR,
				       read_reg(ctl, SMMU3_AIDR));
	unsigned int sids = FIELD_GET(SMMU3_IDR1_SIDSIZE, idr1);
	unsigned int oas = oas_bits[FIELD_GET(SMMU3_IDR5_OAS, idr5)];

	put_int(features, "architecture_minor", minor);
	put_bool(features, "stage1", idr0 & SMMU3_IDR0_S1P);
	put_bool(features, "stage2", idr0 & SMMU3_IDR0_S2P);
	put_int(features, "stream_id_bits", sids);
	put_int(features, "output_address_bits", oas);
	put_bool(features, "two_level_stream_table",
		 FIELD_GET(SMMU3_IDR0_ST_LEVEL, idr0));
	say(ctl, "  features  SMMUv3.%u,%s%s %u StreamID bits, %u output address bits\n",
	    minor, idr0 & SMMU3_IDR0_S1P ? " stage 1," : "",
	    idr0 & SMMU3_IDR0_S2P ? " stage 2," : "", sids, oas);
}

static void info_state(struct ctl *ctl)
{
	uint32_t ack = read_reg(ctl, SMMU3_CR0ACK);

	put_bool(ctl->result, "enabled", ack & SMMU3_CR0_SMMUEN);
	say(ctl, "  state     translation %s, command queue %s, event queue %s\n",
	    ack & SMMU3_CR0_SMMUEN ? "on" : "off",
	    ack & SMMU3_CR0_CMDQEN ? "on" : "off",
	    ack & SMMU3_CR0_EVENTQEN ? "on" : "off");
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
	say(ctl, "  config    %s\n", config);
}

int verb_info(struct ctl *ctl, int argc, char **argv)
{
	char config[SMMU_SIM_MAX_CONFIG + 1];
	struct smmu_sim_get_info info;
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
	info_features(ctl);
	info_state(ctl);
	info_limits(ctl, &info);
	return CTL_OK;
}

/* ---- regs ---- */

struct regs_args {
	char **names;
	unsigned int count;
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
		(void)arg;
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp regs_argp = {
	.options = (const struct argp_option[]) {
		{ "all", 'a', NULL, 0, "Also registers that are zero", 0 },
		{ 0 },
	},
	.parser = regs_parse,
	.args_doc = "[NAME...]",
	.doc = "Show registers of the Non-secure bank, decoded by field.\vWithout names: every register that is not zero. Fields that are zero are left out of the text, not of --json.",
};

static bool regs_wanted(const struct regs_args *args, const char *name)
{
	unsigned int i;

	for (i = 0; i < args->count; i++)
		if (!strcasecmp(args->names[i], name))
			return true;
	return !args->count;
}

static int regs_show(struct ctl *ctl, const struct smmu3_reg_info *info,
		     json_object *list, bool even_zero)
{
	uint32_t offset = info->offset[SMMU3_PAS_NS];
	json_object *reg;
	uint64_t value;
	int ret;

	ret = smmusim_reg_read(ctl->fd, SMMU_SIM_PAS_NS, offset, info->width,
			       &value);
	if (ret)
		return complain(info->layout[SMMU3_PAS_NS].name, ret, NULL);
	if (!value && !even_zero)
		return CTL_OK;
	reg = json_object_new_object();
	json_object_array_add(list, reg);
	put_text(reg, "name", info->layout[SMMU3_PAS_NS].name);
	put_hex(reg, "offset", offset);
	put_int(reg, "width", info->width);
	put_hex(reg, "value", value);
	say(ctl, "%-16s 0x%05x  0x%0*" PRIx64 " ", info->layout[SMMU3_PAS_NS].name, offset,
	    info->width / 4, value);
	show_fields(ctl, &info->layout[SMMU3_PAS_NS], &value, put_object(reg, "fields"));
	say(ctl, "\n");
	return CTL_OK;
}

int verb_regs(struct ctl *ctl, int argc, char **argv)
{
	json_object *list = put_array(ctl->result, "registers");
	struct regs_args args = { 0 };
	const struct smmu3_reg_info *info;
	unsigned int i, found = 0;
	int ret = CTL_OK;

	argp_parse(&regs_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	for (i = 0; (info = smmu3_reg_info(i)) && ret == CTL_OK; i++) {
		if (info->offset[SMMU3_PAS_NS] == SMMU3_NO_REG ||
		    !regs_wanted(&args, info->layout[SMMU3_PAS_NS].name))
			continue;
		found++;
		ret = regs_show(ctl, info, list, args.all || args.count);
	}
	if (found < args.count)
		return complain("regs: no register of one of these names", 0,
				"smmuctl regs --all lists them");
	return ret;
}
