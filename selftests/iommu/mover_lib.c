// SPDX-License-Identifier: GPL-2.0
/* The companion, moving all the time, see mover.h. */
#include <string.h>
#include <time.h>

#include "mover.h"

#define BYTES	(16U << 12)

static void *mover_run(void *arg)
{
	struct mover *mover = arg;

	while (!atomic_load(&mover->stop)) {
		struct smmu_sim_dma d = {
			.op = SMMU_SIM_DMA_FILL,
			.txn = {
				.stream_id = mover->buf.stream_id,
				.addr = mover->buf.iova,
			},
			.length = mover->buf.length,
			.pattern = 0x5a,
		};

		if (smmusim_dma(mover->fd, &d) || d.out.status != SMMU_SIM_OK)
			mover->failed++;
		else
			atomic_fetch_add(&mover->moved, 1);
	}
	return NULL;
}

int mover_start(struct mover *mover, int fd)
{
	int ret;

	memset(mover, 0, sizeof(*mover));
	mover->fd = fd;
	mover->buf.length = BYTES;
	ret = smmusim_buf_add(fd, &mover->buf);
	return ret ? ret : -pthread_create(&mover->thread, NULL, mover_run,
					   mover);
}

void mover_stop(struct mover *mover)
{
	atomic_store(&mover->stop, true);
	pthread_join(mover->thread, NULL);
}

bool mover_moves(struct mover *mover)
{
	unsigned long before = atomic_load(&mover->moved);
	struct timespec ms = { 0, 1000000 };
	unsigned int i;

	for (i = 0; i < 20000; i++) {
		if (atomic_load(&mover->moved) > before + 2)
			return true;
		nanosleep(&ms, NULL);
	}
	return false;
}
