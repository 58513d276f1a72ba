/* SPDX-License-Identifier: GPL-2.0 */
/* DMA buffers of open files, which the companion allocates and maps. */
#ifndef _SMMU_SIM_COMPANION_H
#define _SMMU_SIM_COMPANION_H

#include <linux/list.h>

#include "xact.h"

/**
 * struct smmu_sim_buf - a DMA buffer of an open file
 * @node: among the live ones
 * @buffer: the companion's; NULL once it has been removed
 * @stream_id: of the companion
 * @late: it has been removed: accesses to it come too late
 * @window: its device address and its pages, of which it holds a reference
 *
 * The pages are kept until the file is closed, and transactions of the file
 * reach nothing but them. So an access that comes too late can be issued and
 * can be seen to arrive, if it does, while the memory of others is safe, even
 * if the device address belongs to somebody else by now.
 */
struct smmu_sim_buf {
	struct list_head node;
	struct smmu_sim_buffer *buffer;
	u32 stream_id;
	bool late;
	struct smmu_sim_window window;
};

/* ERR_PTR(): -ENODEV no companion, -ENOMEM. */
struct smmu_sim_buf *smmu_sim_buf_create(struct smmu_sim *sim, u64 bytes,
					 bool read_only);

/* Unmap it. -ENOENT: it has been removed before. */
int smmu_sim_buf_retire(struct smmu_sim_buf *buf);

/* The file is gone. */
void smmu_sim_buf_free(struct smmu_sim_buf *buf);

bool smmu_sim_companion_present(void);

#endif /* _SMMU_SIM_COMPANION_H */
