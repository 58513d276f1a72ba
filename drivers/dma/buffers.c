// SPDX-License-Identifier: GPL-2.0
/*
 * DMA buffers for the char device of the system SMMU: pages of the kernel's
 * choosing, mapped for the companion with the DMA API at one contiguous device
 * address. The pages are counted: a mapping of user space keeps those it has.
 *
 * Process context; a buffer has one user at a time, the shell sees to that.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>

#include "companion.h"
#include "../sim/smmu_sim.h"

/**
 * struct smmu_sim_buffer - a buffer of the companion
 * @sgt: its pages as mapped
 * @dir: what the device may do
 * @nr_pages: how many pages
 * @page: the pages, in order
 */
struct smmu_sim_buffer {
	struct sg_table sgt;
	enum dma_data_direction dir;
	unsigned long nr_pages;
	struct page *page[];
};

/* The device that is served, while buffers may be had. */
static struct device *buffer_dev;

static void buffer_free_pages(struct smmu_sim_buffer *buf)
{
	unsigned long i;

	for (i = 0; i < buf->nr_pages && buf->page[i]; i++) {
		__free_page(buf->page[i]);
		buf->page[i] = NULL;
	}
}

static int buffer_alloc_scattered(struct smmu_sim_buffer *buf)
{
	unsigned long i;

	for (i = 0; i < buf->nr_pages; i++) {
		buf->page[i] = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
		if (!buf->page[i]) {
			buffer_free_pages(buf);
			return -ENOMEM;
		}
	}
	return 0;
}

static int buffer_alloc_contiguous(struct smmu_sim_buffer *buf)
{
	void *mem = alloc_pages_exact(buf->nr_pages * PAGE_SIZE,
				      GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	unsigned long i;

	for (i = 0; mem && i < buf->nr_pages; i++)
		buf->page[i] = virt_to_page(mem + i * PAGE_SIZE);
	return mem ? 0 : -ENOMEM;
}

static int buffer_map(struct smmu_sim_buffer *buf)
{
	int ret;

	ret = sg_alloc_table_from_pages(&buf->sgt, buf->page, buf->nr_pages, 0,
					buf->nr_pages * PAGE_SIZE, GFP_KERNEL);
	if (ret)
		return ret;
	ret = dma_map_sgtable(buffer_dev, &buf->sgt, buf->dir, 0);
	if (ret)
		goto err_free_table;
	if (buf->sgt.nents == 1)
		return 0;
	ret = -EMSGSIZE;
	dma_unmap_sgtable(buffer_dev, &buf->sgt, buf->dir, 0);
err_free_table:
	sg_free_table(&buf->sgt);
	return ret;
}

static int buffer_fill(struct smmu_sim_buffer *buf,
		       int (*alloc)(struct smmu_sim_buffer *buf))
{
	int ret = alloc(buf);

	if (ret)
		return ret;
	ret = buffer_map(buf);
	if (ret)
		buffer_free_pages(buf);
	return ret;
}

/*
 * Translation makes scattered pages contiguous. An identity domain does not;
 * there the pages have to be contiguous themselves.
 */
static struct smmu_sim_buffer *companion_buf_add(size_t length, bool read_only)
{
	unsigned long nr_pages = length / PAGE_SIZE;
	struct smmu_sim_buffer *buf;
	int ret;

	buf = kzalloc(struct_size(buf, page, nr_pages), GFP_KERNEL_ACCOUNT);
	if (!buf)
		return ERR_PTR(-ENOMEM);
	buf->nr_pages = nr_pages;
	buf->dir = read_only ? DMA_TO_DEVICE : DMA_BIDIRECTIONAL;
	ret = buffer_fill(buf, buffer_alloc_scattered);
	if (ret == -EMSGSIZE)
		ret = buffer_fill(buf, buffer_alloc_contiguous);
	if (ret) {
		kfree(buf);
		return ERR_PTR(-ENOMEM);
	}
	return buf;
}

static void companion_buf_remove(struct smmu_sim_buffer *buf)
{
	dma_unmap_sgtable(buffer_dev, &buf->sgt, buf->dir, 0);
	sg_free_table(&buf->sgt);
	buffer_free_pages(buf);
	kfree(buf);
}

static u64 companion_buf_iova(struct smmu_sim_buffer *buf)
{
	return sg_dma_address(buf->sgt.sgl);
}

static struct page *companion_buf_page(struct smmu_sim_buffer *buf,
				       unsigned long index)
{
	return index < buf->nr_pages ? buf->page[index] : NULL;
}

static struct smmu_sim_companion companion = {
	.owner = THIS_MODULE,
	.buf_add = companion_buf_add,
	.buf_remove = companion_buf_remove,
	.buf_iova = companion_buf_iova,
	.buf_page = companion_buf_page,
};

int companion_buffers_start(struct device *dev)
{
	buffer_dev = dev;
	companion.stream_id = companion_device_stream_id(dev);
	return smmu_sim_register_companion(&companion);
}

void companion_buffers_stop(struct device *dev)
{
	smmu_sim_unregister_companion(&companion);
	buffer_dev = NULL;
}
