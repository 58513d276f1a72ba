// SPDX-License-Identifier: GPL-2.0
/*
 * A channel: the queues of descriptors, the thread that works them off, and
 * what dmaengine asks about them. Clients call from any context but hard
 * interrupts with the lock held; callbacks run in the thread with soft
 * interrupts off, as clients expect them.
 */
#include <linux/kthread.h>
#include <linux/slab.h>

#include "engine.h"
#include "../sim/smmu_sim.h"

static struct channel *to_channel(struct dma_chan *chan)
{
	return container_of(chan, struct channel, chan);
}

static struct descriptor *to_descriptor(struct dma_async_tx_descriptor *tx)
{
	return container_of(tx, struct descriptor, tx);
}

static void descriptor_free(struct descriptor *d)
{
	dma_descriptor_unmap(&d->tx);
	kfree(d);
}

static void descriptor_free_list(struct list_head *list)
{
	struct descriptor *d, *next;

	list_for_each_entry_safe(d, next, list, node)
		descriptor_free(d);
	INIT_LIST_HEAD(list);
}

static dma_cookie_t channel_next_cookie(struct channel *c)
{
	if (c->chan.cookie == INT_MAX)
		return DMA_MIN_COOKIE;
	return c->chan.cookie + 1;
}

static dma_cookie_t channel_submit(struct dma_async_tx_descriptor *tx)
{
	struct channel *c = to_channel(tx->chan);
	struct descriptor *d = to_descriptor(tx);
	unsigned long flags;
	dma_cookie_t cookie;

	spin_lock_irqsave(&c->lock, flags);
	cookie = channel_next_cookie(c);
	tx->cookie = cookie;
	c->chan.cookie = cookie;
	list_move_tail(&d->node, &c->submitted);
	spin_unlock_irqrestore(&c->lock, flags);
	return cookie;
}

struct dma_async_tx_descriptor *channel_prep(struct dma_chan *chan,
					     const struct transfer *transfer,
					     unsigned long flags)
{
	struct channel *c = to_channel(chan);
	struct descriptor *d = kzalloc(sizeof(*d), GFP_NOWAIT);
	unsigned long irq_flags;
	bool dead;

	if (!d)
		return NULL;
	d->transfer = *transfer;
	dma_async_tx_descriptor_init(&d->tx, chan);
	d->tx.flags = flags;
	d->tx.tx_submit = channel_submit;
	spin_lock_irqsave(&c->lock, irq_flags);
	dead = c->dead;
	if (!dead)
		list_add_tail(&d->node, &c->allocated);
	spin_unlock_irqrestore(&c->lock, irq_flags);
	if (!dead)
		return &d->tx;
	kfree(d);
	return NULL;
}

void channel_issue_pending(struct dma_chan *chan)
{
	struct channel *c = to_channel(chan);
	unsigned long flags;

	spin_lock_irqsave(&c->lock, flags);
	list_splice_tail_init(&c->submitted, &c->issued);
	spin_unlock_irqrestore(&c->lock, flags);
	wake_up(&c->wait);
}

static struct descriptor *channel_find(struct channel *c, dma_cookie_t cookie)
{
	struct descriptor *d;

	lockdep_assert_held(&c->lock);
	if (c->active && c->active->tx.cookie == cookie)
		return c->active;
	list_for_each_entry(d, &c->issued, node)
		if (d->tx.cookie == cookie)
			return d;
	list_for_each_entry(d, &c->submitted, node)
		if (d->tx.cookie == cookie)
			return d;
	return NULL;
}

static u32 channel_residue(struct channel *c, dma_cookie_t cookie)
{
	struct descriptor *d = channel_find(c, cookie);

	return d ? d->transfer.len - READ_ONCE(d->transfer.done) : 0;
}

enum dma_status channel_tx_status(struct dma_chan *chan, dma_cookie_t cookie,
				  struct dma_tx_state *state)
{
	struct channel *c = to_channel(chan);
	enum dma_status status;
	unsigned long flags;
	u32 residue = 0;

	spin_lock_irqsave(&c->lock, flags);
	status = dma_async_is_complete(cookie, chan->completed_cookie,
				       chan->cookie);
	if (status == DMA_IN_PROGRESS)
		residue = channel_residue(c, cookie);
	else if (cookie == c->failed)
		status = DMA_ERROR;
	dma_set_tx_state(state, chan->completed_cookie, chan->cookie, residue);
	spin_unlock_irqrestore(&c->lock, flags);
	return status;
}

/* Forget what was submitted; the thread is told and soon stops. No callbacks. */
static void channel_terminate(struct channel *c, struct list_head *gone)
{
	lockdep_assert_held(&c->lock);
	list_splice_init(&c->submitted, gone);
	list_splice_init(&c->issued, gone);
	if (c->active)
		WRITE_ONCE(c->active->transfer.terminated, true);
}

int channel_terminate_all(struct dma_chan *chan)
{
	struct channel *c = to_channel(chan);
	unsigned long flags;
	LIST_HEAD(gone);

	spin_lock_irqsave(&c->lock, flags);
	list_splice_init(&c->allocated, &gone);
	channel_terminate(c, &gone);
	spin_unlock_irqrestore(&c->lock, flags);
	descriptor_free_list(&gone);
	return 0;
}

static bool channel_is_synchronized(struct channel *c)
{
	unsigned long flags;
	bool done;

	spin_lock_irqsave(&c->lock, flags);
	done = !c->active || !c->active->transfer.terminated;
	spin_unlock_irqrestore(&c->lock, flags);
	return done;
}

/* Wait until nothing of what was terminated runs, callbacks included. */
void channel_synchronize(struct dma_chan *chan)
{
	struct channel *c = to_channel(chan);

	wait_event(c->wait, channel_is_synchronized(c));
}

/*
 * A device whose driver was unbound stays in dmaengine's list as long as a
 * client has one of its channels. The others are not to be had; -ENODEV would
 * make dmaengine take the device off its list twice.
 */
int channel_alloc_resources(struct dma_chan *chan)
{
	struct channel *c = to_channel(chan);
	unsigned long flags;
	bool dead;

	spin_lock_irqsave(&c->lock, flags);
	dead = c->dead;
	spin_unlock_irqrestore(&c->lock, flags);
	return dead ? -EIO : 0;
}

void channel_free_resources(struct dma_chan *chan)
{
	channel_terminate_all(chan);
	channel_synchronize(chan);
}

/* Take the next descriptor off the queue and make it the active one. */
static struct descriptor *channel_begin(struct channel *c)
{
	struct descriptor *d;
	unsigned long flags;

	spin_lock_irqsave(&c->lock, flags);
	d = list_first_entry_or_null(&c->issued, struct descriptor, node);
	if (d)
		list_del_init(&d->node);
	c->active = d;
	spin_unlock_irqrestore(&c->lock, flags);
	return d;
}

/* False: it was terminated, the client is not told. */
static bool channel_complete(struct channel *c, struct descriptor *d,
			     enum dmaengine_tx_result result)
{
	unsigned long flags;
	bool terminated;

	spin_lock_irqsave(&c->lock, flags);
	terminated = d->transfer.terminated;
	if (!terminated) {
		c->chan.completed_cookie = d->tx.cookie;
		if (result != DMA_TRANS_NOERROR)
			c->failed = d->tx.cookie;
	}
	spin_unlock_irqrestore(&c->lock, flags);
	return !terminated;
}

static void channel_call_back(struct descriptor *d,
			      enum dmaengine_tx_result result)
{
	struct dmaengine_result told = {
		.result = result,
		.residue = d->transfer.len - d->transfer.done,
	};

	dma_descriptor_unmap(&d->tx);
	local_bh_disable();
	if (d->tx.callback_result)
		d->tx.callback_result(d->tx.callback_param, &told);
	else if (d->tx.callback)
		d->tx.callback(d->tx.callback_param);
	local_bh_enable();
}

static void channel_end(struct channel *c, struct descriptor *d)
{
	unsigned long flags;

	spin_lock_irqsave(&c->lock, flags);
	c->active = NULL;
	spin_unlock_irqrestore(&c->lock, flags);
	wake_up(&c->wait);
	descriptor_free(d);
}

static void channel_work(struct channel *c)
{
	enum dmaengine_tx_result result;
	struct descriptor *d;

	while (!kthread_should_stop() && (d = channel_begin(c))) {
		result = transfer_run(c, &d->transfer);
		if (channel_complete(c, d, result))
			channel_call_back(d, result);
		channel_end(c, d);
	}
}

static bool channel_must_wake(struct channel *c)
{
	unsigned long flags;
	bool work;

	spin_lock_irqsave(&c->lock, flags);
	work = !list_empty(&c->issued);
	spin_unlock_irqrestore(&c->lock, flags);
	return work || kthread_should_stop();
}

static int channel_thread(void *arg)
{
	struct channel *c = arg;

	while (!kthread_should_stop()) {
		wait_event_idle(c->wait, channel_must_wake(c));
		channel_work(c);
	}
	return 0;
}

int channel_start(struct channel *c, struct dma_device *dma, u32 stream_id)
{
	unsigned int number = 0;
	struct dma_chan *chan;

	list_for_each_entry(chan, &dma->channels, device_node)
		number++;
	c->sim = smmu_sim_system();
	c->stream_id = stream_id;
	spin_lock_init(&c->lock);
	INIT_LIST_HEAD(&c->allocated);
	INIT_LIST_HEAD(&c->submitted);
	INIT_LIST_HEAD(&c->issued);
	init_waitqueue_head(&c->wait);
	c->chan.device = dma;
	c->chan.cookie = DMA_MIN_COOKIE;
	c->chan.completed_cookie = DMA_MIN_COOKIE;
	c->piece = kmalloc(TRANSFER_PIECE, GFP_KERNEL);
	if (!c->piece)
		return -ENOMEM;
	c->thread = kthread_run(channel_thread, c, "smmu-sim-dma/%u", number);
	if (IS_ERR(c->thread)) {
		kfree(c->piece);
		return PTR_ERR(c->thread);
	}
	list_add_tail(&c->chan.device_node, &dma->channels);
	return 0;
}

/*
 * From here on nothing is prepared and nothing is done. A client may still hold
 * the channel, and descriptors that it has not submitted.
 */
void channel_stop(struct channel *c)
{
	unsigned long flags;
	LIST_HEAD(gone);

	spin_lock_irqsave(&c->lock, flags);
	c->dead = true;
	channel_terminate(c, &gone);
	spin_unlock_irqrestore(&c->lock, flags);
	kthread_stop(c->thread);
	descriptor_free_list(&gone);
	kfree(c->piece);
}

/* The last client is gone. */
void channel_forget(struct channel *c)
{
	descriptor_free_list(&c->allocated);
	descriptor_free_list(&c->submitted);
	descriptor_free_list(&c->issued);
}
