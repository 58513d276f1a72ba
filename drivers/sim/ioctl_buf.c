// SPDX-License-Identifier: GPL-2.0
/*
 * BUF_ADD, BUF_REMOVE: DMA buffers of a file of the system SMMU. The array of
 * buffers only grows, under the file's lock; those who look something up read
 * its length and take no lock.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/mm.h>

#include "ioctl.h"
#include "pages.h"

static unsigned int buf_count(const struct smmu_sim_file *file)
{
	/* The buffers are visible: pairs with the release in buf_add. */
	return smp_load_acquire(&file->nr_bufs);
}

static int buf_add_check(const struct smmu_sim_buf_add *add)
{
	if (add->flags & ~SMMU_SIM_BUF_RO || add->reserved)
		return -EOPNOTSUPP;
	if (!add->length || !PAGE_ALIGNED(add->length) ||
	    add->length > SMMU_SIM_MAX_DMA)
		return -EINVAL;
	return 0;
}

int smmu_sim_ioctl_buf_add(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_buf_add *add = args;
	struct smmu_sim_buf *buf;
	int err = buf_add_check(add);

	if (err)
		return err;
	guard(mutex)(&file->lock);
	/* Without an owner there is nothing that maps for the companion. */
	if (!smmu_sim_ns_is_owned(file) || !smmu_sim_companion_present())
		return -ENODEV;
	if (file->nr_bufs == SMMU_SIM_MAX_BUFFERS)
		return -ENOSPC;
	buf = smmu_sim_buf_create(file->sim, add->length,
				  add->flags & SMMU_SIM_BUF_RO);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	add->iova = buf->window.iova;
	add->cookie = buf->window.pages->cookie;
	add->stream_id = buf->stream_id;
	file->buf[file->nr_bufs] = buf;
	/* The buffer before the number, see buf_count(). */
	smp_store_release(&file->nr_bufs, file->nr_bufs + 1);
	return 0;
}

int smmu_sim_ioctl_buf_remove(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_buf_remove *remove = args;
	unsigned int count = buf_count(file);
	unsigned int i;

	if (remove->flags)
		return -EOPNOTSUPP;
	for (i = 0; i < count; i++)
		if (file->buf[i]->window.pages->cookie == remove->cookie)
			return smmu_sim_buf_retire(file->buf[i]);
	return -ENOENT;
}

static bool buf_has(const struct smmu_sim_buf *buf, u64 addr, u64 len)
{
	u64 bytes = smmu_sim_pages_bytes(buf->window.pages);
	u64 offset = addr - buf->window.iova;

	return offset < bytes && len <= bytes - offset;
}

const struct smmu_sim_buf *smmu_sim_file_find_buf(struct smmu_sim_file *file,
						  u64 addr, u64 len)
{
	unsigned int i = buf_count(file);
	const struct smmu_sim_buf *late = NULL;

	while (i--) {
		if (!buf_has(file->buf[i], addr, len))
			continue;
		if (!READ_ONCE(file->buf[i]->late))
			return file->buf[i];
		late = late ?: file->buf[i];
	}
	return late;
}

struct smmu_sim_pages *smmu_sim_buf_for_vma(struct smmu_sim_file *file,
					    struct vm_area_struct *vma)
{
	unsigned int count = buf_count(file);
	const struct smmu_sim_buf *buf;
	unsigned int i;

	for (i = 0; i < count; i++) {
		buf = file->buf[i];
		if (READ_ONCE(buf->late) ||
		    !smmu_sim_pages_cover(buf->window.pages, vma))
			continue;
		smmu_sim_pages_get(buf->window.pages);
		return buf->window.pages;
	}
	return NULL;
}

/* Nobody else uses the file any more. */
void smmu_sim_file_free_bufs(struct smmu_sim_file *file)
{
	unsigned int i;

	for (i = 0; i < file->nr_bufs; i++)
		smmu_sim_buf_free(file->buf[i]);
}
