// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl dma: data, through the SMMU, the way a device moves it. What stalls may
 * wait in the background (job.c) while other verbs decide about it.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "smmuctl.h"

#define SHOWN		256U	/* bytes of a read that are dumped */
#define PATIENCE_MS	1000U	/* of one who can do nothing but wait */

struct dma_args {
	const struct ctl *ctl;
	struct smmu_sim_txn txn;
	uint32_t timeout_ms;
	bool background;
	bool late;
	char **word;
	unsigned int words;
};

static void dma_timeout(struct dma_args *args, const char *arg,
			struct argp_state *state)
{
	uint64_t value;

	if (!parse_u64(arg, &value) || !value || value > UINT32_MAX)
		argp_error(state, "%s is no number of milliseconds", arg);
	args->timeout_ms = value;
}

static error_t dma_parse(int key, char *arg, struct argp_state *state)
{
	struct dma_args *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->txn;
		return 0;
	case 't':
		dma_timeout(args, arg, state);
		return 0;
	case 'B':
		args->background = true;
		return 0;
	case 'l':
		args->late = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->word = state->argv + state->next;
		args->words = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp dma_argp = {
	.options = (const struct argp_option[]) {
		{ "timeout", 't', "MS", 0,
		  "Wait so long for a stalled transaction, then abandon it; if not said, a second, and in the background for ever",
		  1 },
		{ "background", 'B', NULL, 0,
		  "Go on with the next verb once it stalls: see wait", 1 },
		{ "late", 'l', NULL, 0,
		  "demo: access the buffer after it was removed", 1 },
		{ 0 },
	},
	.parser = dma_parse,
	.children = (const struct argp_child[]) {
		{ &client_argp, 0, NULL, 0 },
		{ 0 },
	},
	.args_doc = "read STREAMID ADDRESS LENGTH\n"
		    "write STREAMID ADDRESS TEXT\n"
		    "fill STREAMID ADDRESS LENGTH BYTE\n"
		    "copy STREAMID FROM TO LENGTH\n"
		    "cas STREAMID ADDRESS EXPECTED NEW\n"
		    "demo",
	.doc = "Move data the way a device does: through the SMMU.\vOn the system SMMU a process reaches only buffers of its own: \"smmuctl -s buffer add 4K then dma write companion buffer hello\". demo does that for you.",
};

static int dma_usage(const char *what)
{
	fprintf(stderr, "smmuctl: dma: %s\n  next: smmuctl dma --help\n", what);
	return CTL_USAGE;
}

/* StreamID and address, the same for every operation. */
static bool dma_target(const struct dma_args *args, struct smmu_sim_dma *dma)
{
	uint64_t addr;

	dma->txn = args->txn;
	if (args->words < 3 ||
	    !parse_sid(args->ctl, args->word[1], &dma->txn.stream_id) ||
	    !parse_addr(args->ctl, args->word[2], &addr))
		return false;
	dma->txn.addr = addr;
	dma->timeout_ms = args->timeout_ms;
	if (!args->timeout_ms && !args->background)
		dma->timeout_ms = PATIENCE_MS;
	return true;
}

static bool dma_number(const struct dma_args *args, unsigned int i,
		       uint64_t max, uint64_t *value)
{
	return i < args->words && parse_u64(args->word[i], value) &&
	       *value <= max;
}

static int dma_fill_read(const struct dma_args *args, struct job *job)
{
	struct smmu_sim_dma *dma = &job->dma;
	uint64_t length;

	if (args->words != 4 ||
	    !dma_number(args, 3, SMMU_SIM_MAX_DMA, &length))
		return dma_usage("read takes STREAMID ADDRESS LENGTH, up to 1M");
	dma->op = SMMU_SIM_DMA_READ;
	dma->length = length;
	dma->data_uptr = (uintptr_t)job->data;
	return CTL_OK;
}

static int dma_fill_write(const struct dma_args *args, struct job *job)
{
	struct smmu_sim_dma *dma = &job->dma;

	if (args->words != 4 || strlen(args->word[3]) > sizeof(job->data))
		return dma_usage("write takes STREAMID ADDRESS TEXT");
	dma->op = SMMU_SIM_DMA_WRITE;
	dma->length = strlen(args->word[3]);
	memcpy(job->data, args->word[3], dma->length);
	dma->data_uptr = (uintptr_t)job->data;
	return CTL_OK;
}

static int dma_fill_fill(const struct dma_args *args, struct job *job)
{
	struct smmu_sim_dma *dma = &job->dma;
	uint64_t length, byte;

	if (args->words != 5 ||
	    !dma_number(args, 3, SMMU_SIM_MAX_DMA, &length) ||
	    !dma_number(args, 4, 255, &byte))
		return dma_usage("fill takes STREAMID ADDRESS LENGTH, up to 1M, BYTE");
	dma->op = SMMU_SIM_DMA_FILL;
	dma->length = length;
	dma->pattern = byte;
	return CTL_OK;
}

static int dma_fill_copy(const struct dma_args *args, struct job *job)
{
	struct smmu_sim_dma *dma = &job->dma;
	uint64_t to, length;

	if (args->words != 5 || !parse_addr(args->ctl, args->word[3], &to) ||
	    !dma_number(args, 4, SMMU_SIM_MAX_DMA, &length))
		return dma_usage("copy takes STREAMID FROM TO LENGTH, up to 1M");
	dma->op = SMMU_SIM_DMA_COPY;
	dma->dst_addr = to;
	dma->length = length;
	return CTL_OK;
}

static int dma_fill_cas(const struct dma_args *args, struct job *job)
{
	struct smmu_sim_dma *dma = &job->dma;
	uint64_t expected, swap;

	if (args->words != 5 || !dma_number(args, 3, UINT64_MAX, &expected) ||
	    !dma_number(args, 4, UINT64_MAX, &swap))
		return dma_usage("cas takes STREAMID ADDRESS EXPECTED NEW");
	dma->op = SMMU_SIM_DMA_CAS;
	dma->length = 8;
	dma->pattern = expected;
	dma->swap = swap;
	return CTL_OK;
}

/* ---- what became of it ---- */

static void dma_show_read(const struct ctl *ctl, const struct job *job)
{
	json_object *bytes = put_array(ctl->result, "data");
	const struct smmu_sim_dma *dma = &job->dma;
	uint64_t i;

	for (i = 0; i < dma->done; i++)
		json_object_array_add(bytes, json_object_new_int(job->data[i]));
	show_hexdump(ctl, dma->txn.addr, job->data,
		     dma->done < SHOWN ? dma->done : SHOWN);
	if (dma->done > SHOWN)
		say(ctl, "  ... and %" PRIu64 " bytes more\n",
		    (uint64_t)dma->done - SHOWN);
}

static void dma_show_cas(const struct ctl *ctl, const struct job *job)
{
	const struct smmu_sim_dma *dma = &job->dma;
	bool swapped = dma->done && dma->pattern == job->expected;

	put_hex(ctl->result, "found", dma->pattern);
	put_bool(ctl->result, "swapped", swapped);
	say(ctl, "  found 0x%" PRIx64 ", %s\n", (uint64_t)dma->pattern,
	    swapped ? "swapped" : "not swapped");
}

static void dma_show_request(const struct ctl *ctl, const struct job *job)
{
	const struct smmu_sim_dma *dma = &job->dma;

	put_text(ctl->result, "operation", job->op);
	put_text(ctl->result, "bank", word_bank(dma->txn.sec_sid));
	put_int(ctl->result, "stream_id", dma->txn.stream_id);
	if (dma->txn.flags & SMMU_SIM_TXN_SSV)
		put_int(ctl->result, "substream_id", dma->txn.substream_id);
	put_hex(ctl->result, "address", dma->txn.addr);
	put_int(ctl->result, "length", dma->length);
	say(ctl, "%sstream %u", secure_prefix(dma->txn.sec_sid),
	    dma->txn.stream_id);
	if (dma->txn.flags & SMMU_SIM_TXN_SSV)
		say(ctl, ", substream %u", dma->txn.substream_id);
	say(ctl, ", DMA %s at 0x%" PRIx64 ": ", job->op,
	    (uint64_t)dma->txn.addr);
}

int dma_show(const struct ctl *ctl, const struct job *job)
{
	const struct smmu_sim_dma *dma = &job->dma;

	dma_show_request(ctl, job);
	put_int(ctl->result, "done", dma->done);
	say(ctl, "%" PRIu64 " of %" PRIu64 " bytes, %s\n",
	    (uint64_t)dma->done, (uint64_t)dma->length,
	    dma->out.status == SMMU_SIM_STALLED ? "stalled and abandoned" :
						  word_status(dma->out.status));
	if (dma->op == SMMU_SIM_DMA_READ)
		dma_show_read(ctl, job);
	if (dma->op == SMMU_SIM_DMA_CAS)
		dma_show_cas(ctl, job);
	if (dma->out.status == SMMU_SIM_STALLED)
		say(ctl, "  nobody resumed it: dma --background ... then resume ... then wait\n");
	return show_outcome(ctl, &dma->out, ctl->result);
}

/* ---- making it ---- */

static int dma_now(struct ctl *ctl, struct job *job)
{
	int ret = smmusim_dma(ctl->fd, &job->dma);

	ret = ret ? complain("dma", ret, hint_for(ctl, ret)) :
		    dma_show(ctl, job);
	free(job);
	return ret;
}

/* The job is the list's, unless it is over already. */
static int dma_in_background(struct ctl *ctl, struct job *job)
{
	int ret = job_start(ctl, job);

	if (ret) {
		free(job);
		return complain("dma", ret, NULL);
	}
	if (job_wait_for_stall(ctl, job))
		return job_finish(ctl, job);
	dma_show_request(ctl, job);
	put_int(ctl->result, "job", job->id);
	say(ctl, "stalled, goes on in the background as %u\n", job->id);
	return CTL_OK;
}

/* A small session, told as the commands that a person would type. */
static int dma_demo(struct ctl *ctl, bool late)
{
	static const char *const session[] = {
		"echo A buffer for the companion device:",
		"buffer add 16K",
		"echo How the SMMU translates its address:",
		"walk companion buffer",
		"echo The device writes, the CPU looks, the device reads:",
		"dma write companion buffer The-device-was-here.",
		"memory buffer 32",
		"dma read companion buffer 32",
		"echo The buffer goes away:",
		"buffer remove",
		NULL,
	};
	static const char *const too_late[] = {
		"echo The device does not know, and writes again:",
		"dma write companion buffer Too-late.",
		NULL,
	};
	int ret;

	if (!ctl_open_system(ctl, "dma demo"))
		return CTL_FAILED;
	ret = script_run_lines(ctl, session);
	if (ret || !late)
		return ret;
	ret = script_run_lines(ctl, too_late);
	if (ret == CTL_OK)
		say(ctl, "  still cached: the kernel invalidates lazily, unless booted with iommu.strict=1\n");
	return ret;
}

static const struct {
	const char *name;
	int (*fill)(const struct dma_args *args, struct job *job);
} operations[] = {
	{ "read", dma_fill_read },
	{ "write", dma_fill_write },
	{ "fill", dma_fill_fill },
	{ "copy", dma_fill_copy },
	{ "cas", dma_fill_cas },
};

static int dma_fill(const struct dma_args *args, struct job *job)
{
	size_t i;

	for (i = 1; i < args->words && i < 3; i++)
		if (lacks_buffer(args->ctl, args->word[i]))
			return dma_usage("there is no buffer: " ADD_BUFFER);
	if (!dma_target(args, &job->dma))
		return dma_usage("which stream, and which address?");
	for (i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (strcmp(args->word[0], operations[i].name))
			continue;
		job->op = operations[i].name;
		return operations[i].fill(args, job);
	}
	return dma_usage("no such operation");
}

int verb_dma(struct ctl *ctl, int argc, char **argv)
{
	struct dma_args args = { .ctl = ctl };
	struct job *job;
	int ret;

	argp_parse(&dma_argp, argc, argv, 0, NULL, &args);
	if (!strcmp(args.word[0], "demo"))
		return dma_demo(ctl, args.late);
	job = calloc(1, sizeof(*job));
	if (!job)
		return complain("dma", -ENOMEM, NULL);
	ret = dma_fill(&args, job);
	if (!ret && !ctl_open(ctl))
		ret = CTL_FAILED;
	if (ret) {
		free(job);
		return ret;
	}
	job->expected = job->dma.pattern;
	return args.background ? dma_in_background(ctl, job) :
				 dma_now(ctl, job);
}
