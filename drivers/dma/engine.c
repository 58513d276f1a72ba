// SPDX-License-Identifier: GPL-2.0
/*
 * The companion as a dmaengine provider: DMA_MEMCPY and DMA_MEMSET on a number
 * of channels. They are private: only who asks for a channel gets one, the
 * kernel does not offload its own copies to a simulation.
 *
 * Created and destroyed with the driver's binding; the memory lives on until the
 * last client has let go of its channel.
 */
#include <linux/cleanup.h>
#include <linux/dmaengine.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "companion.h"
#include "engine.h"

/**
 * struct engine - the provider
 * @dma: towards dmaengine
 * @released: among those that wait to be freed
 * @nr_channels: length of @channel
 * @channel: the channels
 */
struct engine {
	struct dma_device dma;
	struct list_head released;
	unsigned int nr_channels;
	struct channel channel[];
};

static struct dma_async_tx_descriptor *
engine_prep_memcpy(struct dma_chan *chan, dma_addr_t dst, dma_addr_t src,
		   size_t len, unsigned long flags)
{
	const struct transfer transfer = {
		.op = TRANSFER_COPY,
		.dst = dst,
		.src = src,
		.len = len,
	};

	return channel_prep(chan, &transfer, flags);
}

static struct dma_async_tx_descriptor *
engine_prep_memset(struct dma_chan *chan, dma_addr_t dst, int value, size_t len,
		   unsigned long flags)
{
	const struct transfer transfer = {
		.op = TRANSFER_FILL,
		.dst = dst,
		.value = value,
		.len = len,
	};

	return channel_prep(chan, &transfer, flags);
}

static void engine_free(struct engine *engine)
{
	unsigned int i;

	for (i = 0; i < engine->nr_channels; i++)
		channel_forget(&engine->channel[i]);
	kfree(engine);
}

/* Protects the list of engines that wait to be freed. */
static DEFINE_MUTEX(released_lock);
static LIST_HEAD(released_engines);

static bool no_channel(struct dma_chan *chan, void *unused)
{
	return false;
}

/*
 * dma_release_channel() looks at the channel once more after it has let go of
 * the device. All of that is under dmaengine's lock, and so is a search for a
 * channel: when this one has found nothing, it is over.
 */
static void engines_free(struct work_struct *work)
{
	struct engine *engine, *next;
	dma_cap_mask_t mask;
	LIST_HEAD(released);

	scoped_guard(mutex, &released_lock)
		list_splice_init(&released_engines, &released);
	dma_cap_zero(mask);
	dma_request_channel(mask, no_channel, NULL);
	list_for_each_entry_safe(engine, next, &released, released)
		engine_free(engine);
}

static DECLARE_WORK(engines_work, engines_free);

/* The last client is gone, or there was none. Under dmaengine's lock. */
static void engine_release(struct dma_device *dma)
{
	struct engine *engine = container_of(dma, struct engine, dma);

	scoped_guard(mutex, &released_lock)
		list_add_tail(&engine->released, &released_engines);
	schedule_work(&engines_work);
}

void engine_flush(void)
{
	flush_work(&engines_work);
}

static void engine_describe(struct dma_device *dma, struct device *dev)
{
	INIT_LIST_HEAD(&dma->channels);
	dma_cap_set(DMA_MEMCPY, dma->cap_mask);
	dma_cap_set(DMA_MEMSET, dma->cap_mask);
	dma_cap_set(DMA_PRIVATE, dma->cap_mask);
	dma->dev = dev;
	dma->directions = BIT(DMA_MEM_TO_MEM);
	dma->residue_granularity = DMA_RESIDUE_GRANULARITY_BURST;
	dma->device_prep_dma_memcpy = engine_prep_memcpy;
	dma->device_prep_dma_memset = engine_prep_memset;
	dma->device_issue_pending = channel_issue_pending;
	dma->device_tx_status = channel_tx_status;
	dma->device_terminate_all = channel_terminate_all;
	dma->device_synchronize = channel_synchronize;
	dma->device_alloc_chan_resources = channel_alloc_resources;
	dma->device_free_chan_resources = channel_free_resources;
	dma->device_release = engine_release;
}

static void engine_stop_channels(struct engine *engine, unsigned int count)
{
	while (count--)
		channel_stop(&engine->channel[count]);
}

static int engine_start_channels(struct engine *engine, u32 stream_id)
{
	unsigned int i;
	int ret;

	for (i = 0; i < engine->nr_channels; i++) {
		ret = channel_start(&engine->channel[i], &engine->dma,
				    stream_id);
		if (ret) {
			engine_stop_channels(engine, i);
			return ret;
		}
	}
	return 0;
}

struct engine *engine_create(struct device *dev, unsigned int channels)
{
	struct engine *engine;
	int ret;

	engine = kzalloc(struct_size(engine, channel, channels), GFP_KERNEL);
	if (!engine)
		return ERR_PTR(-ENOMEM);
	engine->nr_channels = channels;
	engine_describe(&engine->dma, dev);
	ret = engine_start_channels(engine, companion_device_stream_id(dev));
	if (ret)
		goto err_free;
	ret = dma_async_device_register(&engine->dma);
	if (ret)
		goto err_stop;
	return engine;

err_stop:
	engine_stop_channels(engine, channels);
err_free:
	kfree(engine);
	return ERR_PTR(ret);
}

void engine_destroy(struct engine *engine)
{
	engine_stop_channels(engine, engine->nr_channels);
	dma_async_device_unregister(&engine->dma);
}
