// SPDX-License-Identifier: GPL-2.0
/*
 * The companion's channels as a dmaengine client sees them: results, residues,
 * faults, termination. The checks run when the module is loaded; the parameter
 * `passed` counts the good ones, `failed` names the others.
 */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/dmaengine.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/string.h>

#define TIMEOUT_MS	20000
#define LENGTH		3000	/* not aligned to anything */

static unsigned int passed;
module_param(passed, uint, 0444);

static char failed_names[256];
static char *failed = failed_names;
module_param(failed, charp, 0444);

/* How a transfer ended. */
struct ending {
	struct completion done;
	unsigned int callbacks;
	struct dmaengine_result result;
};

static struct dma_chan *chan;
static struct page *src_page, *dst_page;
static dma_addr_t src, dst;	/* dst may be written, src only read */

static void end(void *arg, const struct dmaengine_result *result)
{
	struct ending *ending = arg;

	ending->result = *result;
	ending->callbacks++;
	complete(&ending->done);
}

static dma_cookie_t submit(struct dma_async_tx_descriptor *tx,
			   struct ending *ending)
{
	memset(ending, 0, sizeof(*ending));
	init_completion(&ending->done);
	if (!tx)
		return -ENOMEM;
	tx->callback_result = end;
	tx->callback_param = ending;
	return dmaengine_submit(tx);
}

static dma_cookie_t submit_copy(dma_addr_t to, dma_addr_t from,
				struct ending *ending)
{
	return submit(dmaengine_prep_dma_memcpy(chan, to, from, LENGTH,
						DMA_PREP_INTERRUPT), ending);
}

/* True if it came to an end at all. */
static bool finish(struct ending *ending)
{
	dma_async_issue_pending(chan);
	return wait_for_completion_timeout(&ending->done,
					   msecs_to_jiffies(TIMEOUT_MS));
}

static bool ended_with(const struct ending *ending,
		       enum dmaengine_tx_result result, u32 residue)
{
	return ending->callbacks == 1 && ending->result.result == result &&
	       ending->result.residue == residue;
}

static void fill_pages(void)
{
	u8 *data = page_address(src_page);
	unsigned int i;

	for (i = 0; i < PAGE_SIZE; i++)
		data[i] = i * 7 + i / 256;
	memset(page_address(dst_page), 0x11, PAGE_SIZE);
}

static bool copy_moves_the_bytes(void)
{
	u8 *to = page_address(dst_page);
	struct ending ending;
	dma_cookie_t cookie;

	fill_pages();
	cookie = submit_copy(dst + 5, src + 3, &ending);
	return finish(&ending) && ended_with(&ending, DMA_TRANS_NOERROR, 0) &&
	       dma_async_is_tx_complete(chan, cookie, NULL, NULL) ==
	       DMA_COMPLETE &&
	       !memcmp(to + 5, page_address(src_page) + 3, LENGTH) &&
	       !memchr_inv(to, 0x11, 5) &&
	       !memchr_inv(to + 5 + LENGTH, 0x11, PAGE_SIZE - 5 - LENGTH);
}

static bool memset_fills_the_bytes(void)
{
	u8 *to = page_address(dst_page);
	struct ending ending;

	fill_pages();
	submit(dmaengine_prep_dma_memset(chan, dst + 9, 0xc3, LENGTH, 0),
	       &ending);
	return finish(&ending) && ended_with(&ending, DMA_TRANS_NOERROR, 0) &&
	       !memchr_inv(to + 9, 0xc3, LENGTH) && !memchr_inv(to, 0x11, 9) &&
	       !memchr_inv(to + 9 + LENGTH, 0x11, PAGE_SIZE - 9 - LENGTH);
}

static bool write_fault_is_told(void)
{
	struct ending ending;
	dma_cookie_t cookie = submit_copy(src, dst, &ending);

	return finish(&ending) &&
	       ended_with(&ending, DMA_TRANS_WRITE_FAILED, LENGTH) &&
	       dma_async_is_tx_complete(chan, cookie, NULL, NULL) == DMA_ERROR;
}

static bool read_fault_is_told(void)
{
	struct device *dev = chan->device->dev;
	struct ending ending;
	dma_addr_t gone;

	gone = dma_map_page(dev, src_page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, gone))
		return false;
	dma_unmap_page(dev, gone, PAGE_SIZE, DMA_TO_DEVICE);
	submit_copy(dst, gone, &ending);
	return finish(&ending) &&
	       ended_with(&ending, DMA_TRANS_READ_FAILED, LENGTH);
}

static bool queue_keeps_order(void)
{
	struct ending first, second, third;
	u8 *to = page_address(dst_page);

	submit(dmaengine_prep_dma_memset(chan, dst, 1, LENGTH, 0), &first);
	submit(dmaengine_prep_dma_memset(chan, dst, 2, LENGTH, 0), &second);
	submit(dmaengine_prep_dma_memset(chan, dst, 3, LENGTH, 0), &third);
	return finish(&third) && first.callbacks == 1 &&
	       second.callbacks == 1 && !memchr_inv(to, 3, LENGTH);
}

static bool waiting_transfer_has_full_residue(void)
{
	struct dma_tx_state state;
	struct ending ending;
	dma_cookie_t cookie = submit_copy(dst, src, &ending);
	enum dma_status status;

	status = dmaengine_tx_status(chan, cookie, &state);
	return status == DMA_IN_PROGRESS && state.residue == LENGTH &&
	       finish(&ending) &&
	       dmaengine_tx_status(chan, cookie, &state) == DMA_COMPLETE &&
	       !state.residue;
}

static bool termination_is_final(void)
{
	static struct ending ending[32];
	unsigned int i, before = 0, after = 0;

	for (i = 0; i < ARRAY_SIZE(ending); i++)
		submit_copy(dst, src, &ending[i]);
	dma_async_issue_pending(chan);
	if (dmaengine_terminate_sync(chan))
		return false;
	for (i = 0; i < ARRAY_SIZE(ending); i++)
		before += ending[i].callbacks;
	msleep(50);
	for (i = 0; i < ARRAY_SIZE(ending); i++)
		after += ending[i].callbacks;
	return before == after;
}

static bool channel_works_after_termination(void)
{
	struct ending ending;

	if (submit_copy(dst, src, &ending) < 0 ||
	    dmaengine_terminate_sync(chan))
		return false;
	return copy_moves_the_bytes() && !ending.callbacks;
}

static const struct {
	const char *name;
	bool (*check)(void);
} checks[] = {
	{ "copy_moves_the_bytes", copy_moves_the_bytes },
	{ "memset_fills_the_bytes", memset_fills_the_bytes },
	{ "write_fault_is_told", write_fault_is_told },
	{ "read_fault_is_told", read_fault_is_told },
	{ "queue_keeps_order", queue_keeps_order },
	{ "waiting_transfer_has_full_residue",
	  waiting_transfer_has_full_residue },
	{ "termination_is_final", termination_is_final },
	{ "channel_works_after_termination", channel_works_after_termination },
};

static void run_checks(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		if (checks[i].check()) {
			passed++;
			continue;
		}
		strlcat(failed_names, checks[i].name, sizeof(failed_names));
		strlcat(failed_names, " ", sizeof(failed_names));
	}
}

static int map_pages(struct device *dev)
{
	src = dma_map_page(dev, src_page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, src))
		return -ENOMEM;
	dst = dma_map_page(dev, dst_page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	if (!dma_mapping_error(dev, dst))
		return 0;
	dma_unmap_page(dev, src, PAGE_SIZE, DMA_TO_DEVICE);
	return -ENOMEM;
}

static void unmap_pages(struct device *dev)
{
	dma_unmap_page(dev, dst, PAGE_SIZE, DMA_BIDIRECTIONAL);
	dma_unmap_page(dev, src, PAGE_SIZE, DMA_TO_DEVICE);
}

static bool is_companion(struct dma_chan *candidate, void *unused)
{
	return !strcmp(dev_name(candidate->device->dev), "smmu-sim-dma");
}

static struct dma_chan *request_companion(void)
{
	dma_cap_mask_t mask;

	dma_cap_zero(mask);
	dma_cap_set(DMA_MEMCPY, mask);
	return dma_request_channel(mask, is_companion, NULL);
}

static int __init engine_check_init(void)
{
	int ret = -ENOMEM;

	chan = request_companion();
	if (!chan)
		return -ENODEV;
	src_page = alloc_page(GFP_KERNEL);
	dst_page = alloc_page(GFP_KERNEL);
	if (src_page && dst_page)
		ret = map_pages(chan->device->dev);
	if (!ret) {
		run_checks();
		dmaengine_terminate_sync(chan);
		unmap_pages(chan->device->dev);
	}
	if (src_page)
		__free_page(src_page);
	if (dst_page)
		__free_page(dst_page);
	dma_release_channel(chan);
	return ret;
}
module_init(engine_check_init);

static void __exit engine_check_exit(void)
{
}
module_exit(engine_check_exit);

MODULE_DESCRIPTION("The companion's channels as a client sees them");
MODULE_LICENSE("GPL");
