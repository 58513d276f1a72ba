/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA that goes on in the background: a thread of this process waits in the
 * ioctl while other verbs run. Only the thread that runs verbs calls these.
 */
#ifndef _SMMUCTL_JOB_H
#define _SMMUCTL_JOB_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "smmuctl.h"

/**
 * struct job - a DMA
 * @dma: asked and, when @over, answered
 * @op: its name
 * @expected: of a compare-and-swap, which the answer overwrites
 * @id: number, from 1
 * @fd: the SMMU
 * @ret: of the ioctl, when @over
 * @over: the ioctl has returned; written by the thread
 * @thread: it
 * @next: the next one in the background
 * @data: bytes that are moved
 */
struct job {
	struct smmu_sim_dma dma;
	const char *op;
	uint64_t expected;
	unsigned int id;
	int fd;
	int ret;
	bool over;
	pthread_t thread;
	struct job *next;
	uint8_t data[SMMU_SIM_MAX_DMA];
};

/* 0, and the job belongs to the list; or -errno. */
int job_start(struct ctl *ctl, struct job *job);

/* Until each of them is over or stalled: a verb sees what the last one did. */
void jobs_settle(const struct ctl *ctl);

/* True: it is over; false: it has stalled. */
bool job_wait_for_stall(const struct ctl *ctl, const struct job *job);

/* Show what became of one that is over, and forget it; CTL_*. */
int job_finish(struct ctl *ctl, struct job *job);

/* Tell of those that still wait; CTL_FAULT if there is one. */
int jobs_close(struct ctl *ctl);

/* verb_dma.c */
int dma_show(const struct ctl *ctl, const struct job *job);

#endif /* _SMMUCTL_JOB_H */
