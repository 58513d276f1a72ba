/* SPDX-License-Identifier: GPL-2.0 */
/* The companion, moving all the time, while a test does something else. */
#ifndef _IOMMU_MOVER_H
#define _IOMMU_MOVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "smmusim/smmusim.h"

/**
 * struct mover - a thread that fills a DMA buffer again and again
 * @fd: the system SMMU, not owned
 * @buf: the buffer
 * @thread: the thread
 * @stop: it shall end
 * @moved: transfers that were forwarded
 * @failed: those that were not; of use after mover_stop()
 */
struct mover {
	int fd;
	struct smmu_sim_buf_add buf;
	pthread_t thread;
	atomic_bool stop;
	atomic_ulong moved;
	unsigned long failed;
};

/* 0 or a negative errno. */
int mover_start(struct mover *mover, int fd);
void mover_stop(struct mover *mover);

/* A few more transfers happen. */
bool mover_moves(struct mover *mover);

#endif /* _IOMMU_MOVER_H */
