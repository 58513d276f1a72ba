/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The dmaengine provider: an engine has channels, a channel has descriptors in
 * queues and one thread that works them off.
 *
 * A descriptor is in exactly one place: @allocated (prepared), @submitted,
 * @issued, or the channel's @active, from where it is completed and freed.
 */
#ifndef _SMMU_SIM_DMA_ENGINE_H
#define _SMMU_SIM_DMA_ENGINE_H

#include <linux/dmaengine.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#define TRANSFER_PIECE	4096	/* bytes moved between two looks at terminate */

struct smmu_sim;
struct task_struct;

enum transfer_op {
	TRANSFER_COPY,
	TRANSFER_FILL,
};

/**
 * struct transfer - what a descriptor asks for
 * @op: copy or fill
 * @dst: device address
 * @src: device address, copy only
 * @value: byte, fill only
 * @len: bytes
 * @done: bytes moved so far
 * @terminated: nobody waits for it any more; stop
 */
struct transfer {
	enum transfer_op op;
	dma_addr_t dst;
	dma_addr_t src;
	u8 value;
	size_t len;
	size_t done;
	bool terminated;
};

/**
 * struct descriptor - a transfer in the queues of a channel
 * @tx: towards the client
 * @node: in one of the channel's lists
 * @transfer: the work
 */
struct descriptor {
	struct dma_async_tx_descriptor tx;
	struct list_head node;
	struct transfer transfer;
};

/**
 * struct channel - a dmaengine channel
 * @chan: towards the client
 * @sim: the system SMMU
 * @stream_id: of the device
 * @lock: protects the lists, @active, @failed, @dead, cookies
 * @allocated: prepared, not submitted
 * @submitted: submitted, not issued
 * @issued: to be done, in this order
 * @active: the one the thread has, until its callback has returned
 * @failed: cookie of the last one that failed, 0: none
 * @dead: the device is going away, nothing is accepted
 * @wait: the thread waits for work, synchronize for the thread
 * @thread: does the work
 * @piece: where data stay between read and write
 */
struct channel {
	struct dma_chan chan;
	struct smmu_sim *sim;
	u32 stream_id;
	spinlock_t lock;
	struct list_head allocated;
	struct list_head submitted;
	struct list_head issued;
	struct descriptor *active;
	dma_cookie_t failed;
	bool dead;
	wait_queue_head_t wait;
	struct task_struct *thread;
	u8 *piece;
};

/* channel.c */
int channel_start(struct channel *c, struct dma_device *dma, u32 stream_id);
void channel_stop(struct channel *c);
void channel_forget(struct channel *c);
struct dma_async_tx_descriptor *channel_prep(struct dma_chan *chan,
					     const struct transfer *transfer,
					     unsigned long flags);
void channel_issue_pending(struct dma_chan *chan);
enum dma_status channel_tx_status(struct dma_chan *chan, dma_cookie_t cookie,
				  struct dma_tx_state *state);
int channel_terminate_all(struct dma_chan *chan);
void channel_synchronize(struct dma_chan *chan);
int channel_alloc_resources(struct dma_chan *chan);
void channel_free_resources(struct dma_chan *chan);

/* transfer.c: returns when done, failed or terminated; may sleep */
enum dmaengine_tx_result transfer_run(struct channel *c, struct transfer *t);

#endif /* _SMMU_SIM_DMA_ENGINE_H */
