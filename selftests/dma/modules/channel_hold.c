// SPDX-License-Identifier: GPL-2.0
/*
 * A client that holds one of the companion's channels from load to unload, and
 * uses it last when it goes, whatever has become of the driver meanwhile.
 */
#include <linux/dmaengine.h>
#include <linux/module.h>
#include <linux/string.h>

static struct dma_chan *chan;

/* Prepared at load, submitted at unload. */
static struct dma_async_tx_descriptor *early;

static bool is_companion(struct dma_chan *candidate, void *unused)
{
	return !strcmp(dev_name(candidate->device->dev), "smmu-sim-dma");
}

static int __init channel_hold_init(void)
{
	dma_cap_mask_t mask;

	dma_cap_zero(mask);
	dma_cap_set(DMA_MEMSET, mask);
	chan = dma_request_channel(mask, is_companion, NULL);
	if (!chan)
		return -ENODEV;
	early = dmaengine_prep_dma_memset(chan, 0, 0, 1, 0);
	return 0;
}
module_init(channel_hold_init);

static void __exit channel_hold_exit(void)
{
	if (early)
		dmaengine_submit(early);
	dma_async_issue_pending(chan);
	if (dmaengine_prep_dma_memset(chan, 0, 0, 1, 0))
		pr_info("channel_hold: the channel lives\n");
	dmaengine_terminate_sync(chan);
	dma_release_channel(chan);
}
module_exit(channel_hold_exit);

MODULE_DESCRIPTION("Holds a channel of the companion");
MODULE_LICENSE("GPL");
