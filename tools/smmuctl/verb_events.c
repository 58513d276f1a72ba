// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl events: fault records. Of a private SMMU this process is the driver
 * and takes them from the queue; of the system SMMU the kernel's IOMMU driver
 * does, and keeps the last ones in debugfs.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "smmuctl.h"

#define DRAINED	"/sys/kernel/debug/smmu-sim/system/iommu-events"

struct events_args {
	uint32_t bank;
	uint64_t last;
};

static error_t events_parse(int key, char *arg, struct argp_state *state)
{
	struct events_args *args = state->input;

	switch (key) {
	case 'l':
		if (!parse_u64(arg, &args->last))
			argp_error(state, "%s is no number", arg);
		return 0;
	default:
		return parse_bank_verb(key, arg, state, &args->bank, 0);
	}
}

static const struct argp events_argp = {
	.options = (const struct argp_option[]) {
		BANK_OPTION,
		{ "last", 'l', "N", 0,
		  "System SMMU: only the last N that the kernel took", 0 },
		{ 0 },
	},
	.parser = events_parse,
	.doc = "Decode event records.\vOf a private SMMU, or of the Secure bank: what waits in the queue of this process, e.g. smmuctl --setup faults events. Of the system SMMU: what the kernel's IOMMU driver took from the queue lately (from debugfs), and where the queue stands.",
};

static void show_event(const struct ctl *ctl, const uint64_t record[4],
		       json_object *list)
{
	json_object *obj = json_object_new_object();

	json_object_array_add(list, obj);
	show_record(ctl, record, obj, "  ");
}

/* ---- a queue of this process ---- */

static int events_own(struct ctl *ctl, uint32_t bank, json_object *list)
{
	struct smmusim_kit *kit = ctl_kit(ctl, bank, "events");
	unsigned int count = 0;
	uint64_t record[4];
	int ret;

	if (!kit)
		return CTL_FAILED;
	while ((ret = smmusim_event(kit, record)) == 1) {
		show_event(ctl, record, list);
		count++;
	}
	if (ret < 0)
		return complain("events", ret, NULL);
	say(ctl, "%u event%s\n", count, count == 1 ? "" : "s");
	return CTL_OK;
}

/* ---- the queue of the kernel's driver ---- */

static void show_queue_state(struct ctl *ctl)
{
	json_object *queue = put_object(ctl->result, "queue");
	uint64_t prod = 0, cons = 0;

	smmusim_reg_read(ctl->fd, SMMU_SIM_PAS_NS, SMMU3_EVENTQ_PROD, 32,
			 &prod);
	smmusim_reg_read(ctl->fd, SMMU_SIM_PAS_NS, SMMU3_EVENTQ_CONS, 32,
			 &cons);
	put_hex(queue, "prod", prod);
	put_hex(queue, "cons", cons);
	put_bool(queue, "overflow",
		 (prod ^ cons) & SMMU3_EVENTQ_PROD_OVFLG);
	say(ctl, "queue: PROD=0x%" PRIx64 " CONS=0x%" PRIx64 "%s\n", prod, cons,
	    (prod ^ cons) & SMMU3_EVENTQ_PROD_OVFLG ? ", overflow" : "");
}

static bool parse_drained(const char *line, uint64_t record[4])
{
	const char *at = strstr(line, "record=");

	return at && sscanf(at, "record=%" SCNx64 ",%" SCNx64 ",%" SCNx64 ",%" SCNx64,
			    &record[0], &record[1], &record[2],
			    &record[3]) == 4;
}

static unsigned int count_drained(FILE *file)
{
	unsigned int count = 0;
	uint64_t record[4];
	char line[512];

	while (fgets(line, sizeof(line), file))
		count += parse_drained(line, record);
	rewind(file);
	return count;
}

static void show_drained(const struct ctl *ctl, FILE *file, uint64_t last,
			 json_object *list)
{
	unsigned int skip, count = count_drained(file);
	uint64_t record[4];
	char line[512];

	skip = count > last ? count - last : 0;
	say(ctl, "%u event%s taken from the queue by the IOMMU driver%s\n",
	    count, count == 1 ? "" : "s", skip ? ", the last ones:" : "");
	while (fgets(line, sizeof(line), file)) {
		if (!parse_drained(line, record))
			continue;
		if (skip)
			skip--;
		else
			show_event(ctl, record, list);
	}
}

static int events_system(struct ctl *ctl, uint64_t last, json_object *list)
{
	FILE *file = fopen(DRAINED, "r");

	if (!file) {
		show_queue_state(ctl);
		return complain(DRAINED, -errno,
				"mount -t debugfs none /sys/kernel/debug");
	}
	show_drained(ctl, file, last, list);
	fclose(file);
	show_queue_state(ctl);
	return CTL_OK;
}

int verb_events(struct ctl *ctl, int argc, char **argv)
{
	json_object *list = put_array(ctl->result, "events");
	struct events_args args = { .last = UINT64_MAX };

	argp_parse(&events_argp, argc, argv, 0, NULL, &args);
	if (!ctl_open(ctl))
		return CTL_FAILED;
	put_text(ctl->result, "bank", word_bank(args.bank));
	if (ctl->system && args.bank == SMMU_SIM_PAS_NS)
		return events_system(ctl, args.last, list);
	if (args.last != UINT64_MAX)
		return complain("events: --last is for the system SMMU", 0,
				"events takes all that wait in a queue of its own"),
		       CTL_USAGE;
	return events_own(ctl, args.bank, list);
}
