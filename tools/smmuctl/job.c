// SPDX-License-Identifier: GPL-2.0
/*
 * smmuctl wait, and the DMA that it waits for, see job.h. A job that nobody
 * resumes ends with the process: its wait in the kernel is killable.
 */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <smmu3/env.h>

#include "job.h"

#define LOOKS		1000U	/* a millisecond apart, for stalls to show */
#define WAIT_MS		1000U	/* of the verb, unless told otherwise */

static void sleep_ms(unsigned int ms)
{
	const struct timespec time = {
		.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L,
	};

	nanosleep(&time, NULL);
}

static bool job_is_over(const struct job *job)
{
	return __atomic_load_n(&job->over, __ATOMIC_ACQUIRE);
}

static void *job_run(void *arg)
{
	struct job *job = arg;

	job->ret = smmusim_dma(job->fd, &job->dma);
	__atomic_store_n(&job->over, true, __ATOMIC_RELEASE);
	return NULL;
}

int job_start(struct ctl *ctl, struct job *job)
{
	int ret;

	job->fd = ctl->fd;
	job->id = ++ctl->last_job;
	ret = pthread_create(&job->thread, NULL, job_run, job);
	if (ret)
		return -ret;
	job->next = ctl->jobs;
	ctl->jobs = job;
	return 0;
}

/* Transactions that wait, with a STAG or without. */
static unsigned int count_stalls(const struct ctl *ctl)
{
	struct smmu_sim_bank_record banks[CTL_BANKS];
	struct smmu_sim_stall_record stalls[64];
	unsigned int stalled = 0;
	uint32_t count = 0, i;

	if (!smmusim_inspect(ctl->fd, SMMU_SIM_INSPECT_STALLS, stalls,
			     sizeof(*stalls), ARRAY_SIZE(stalls), &count))
		for (i = 0; i < count && i < ARRAY_SIZE(stalls); i++)
			stalled += !(stalls[i].flags & SMMU_SIM_STALL_ABANDONED);
	if (!smmusim_inspect(ctl->fd, SMMU_SIM_INSPECT_BANKS, banks,
			     sizeof(*banks), ARRAY_SIZE(banks), &count))
		for (i = 0; i < count && i < ARRAY_SIZE(banks); i++)
			stalled += banks[i].pending;
	return stalled;
}

static unsigned int count_running(const struct ctl *ctl)
{
	const struct job *job;
	unsigned int running = 0;

	for (job = ctl->jobs; job; job = job->next)
		running += !job_is_over(job);
	return running;
}

/* Each DMA makes one transaction at a time. */
void jobs_settle(const struct ctl *ctl)
{
	unsigned int looks;

	if (!ctl->jobs)
		return;
	for (looks = 0; looks < LOOKS; looks++) {
		if (count_stalls(ctl) >= count_running(ctl))
			return;
		sleep_ms(1);
	}
}

bool job_wait_for_stall(const struct ctl *ctl, const struct job *job)
{
	jobs_settle(ctl);
	return job_is_over(job);
}

static void job_forget(struct ctl *ctl, struct job *job)
{
	struct job **link = &ctl->jobs;

	while (*link != job)
		link = &(*link)->next;
	*link = job->next;
	pthread_join(job->thread, NULL);
	free(job);
}

int job_finish(struct ctl *ctl, struct job *job)
{
	int ret = job->ret;

	ret = ret ? complain("dma", ret, hint_for(ctl, ret)) :
		    dma_show(ctl, job);
	job_forget(ctl, job);
	return ret;
}

int jobs_close(struct ctl *ctl)
{
	const struct job *job;
	int ret = CTL_OK;

	for (job = ctl->jobs; job; job = job->next) {
		if (job_is_over(job))
			continue;
		fflush(stdout);
		fprintf(stderr, "smmuctl: dma %u still waits, and ends here\n  next: ... then resume STREAMID then wait\n",
			job->id);
		ret = CTL_FAULT;
	}
	return ret;
}

/* ---- the verb ---- */

struct wait_args {
	uint64_t id;
	uint64_t timeout_ms;
};

static error_t wait_parse(int key, char *arg, struct argp_state *state)
{
	struct wait_args *args = state->input;

	switch (key) {
	case 't':
		if (!parse_u64(arg, &args->timeout_ms) ||
		    args->timeout_ms > UINT32_MAX)
			argp_error(state, "%s is no number of milliseconds",
				   arg);
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num)
			argp_usage(state);
		if (!parse_u64(arg, &args->id) || !args->id)
			argp_error(state, "%s is no DMA's number", arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp wait_argp = {
	.options = (const struct argp_option[]) {
		{ "timeout", 't', "MS", 0, "Wait so long, a second if not said",
		  0 },
		{ 0 },
	},
	.parser = wait_parse,
	.args_doc = "[NUMBER]",
	.doc = "Wait for a DMA in the background, the last one if not said, and show what became of it.",
};

static struct job *find_job(const struct ctl *ctl, uint64_t id)
{
	struct job *job = ctl->jobs;

	while (id && job && job->id != id)
		job = job->next;
	return job;
}

int verb_wait(struct ctl *ctl, int argc, char **argv)
{
	struct wait_args args = { .timeout_ms = WAIT_MS };
	uint64_t waited;
	struct job *job;
	char text[64];

	argp_parse(&wait_argp, argc, argv, 0, NULL, &args);
	job = find_job(ctl, args.id);
	if (!job)
		return complain("wait: no such DMA in the background", 0,
				"dma --background ... then wait");
	for (waited = 0; !job_is_over(job) && waited < args.timeout_ms; waited++)
		sleep_ms(1);
	if (job_is_over(job))
		return job_finish(ctl, job);
	put_int(ctl->result, "job", job->id);
	snprintf(text, sizeof(text), "wait: dma %u is still stalled", job->id);
	complain(text, 0, "resume STREAMID then wait");
	return CTL_FAULT;
}
