// SPDX-License-Identifier: GPL-2.0
/*
 * The companion as files see it: a device that allocates buffers, maps them
 * with the DMA API, and may go away at any time. All calls to it, and the list
 * of buffers that it has to take back, are under one mutex, so it is gone when
 * unregistering returns.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "companion.h"
#include "compat.h"
#include "pages.h"

static DEFINE_MUTEX(companion_lock);
static const struct smmu_sim_companion *companion;
static LIST_HEAD(live_bufs);

int smmu_sim_register_companion(const struct smmu_sim_companion *new)
{
	guard(mutex)(&companion_lock);
	if (companion)
		return -EBUSY;
	WRITE_ONCE(companion, new);
	return 0;
}
SMMU_SIM_EXPORT(smmu_sim_register_companion);

static void retire(struct smmu_sim_buf *buf)
{
	lockdep_assert_held(&companion_lock);
	list_del(&buf->node);
	companion->buf_remove(buf->buffer);
	buf->buffer = NULL;
	WRITE_ONCE(buf->late, true);
}

void smmu_sim_unregister_companion(const struct smmu_sim_companion *old)
{
	struct smmu_sim_buf *buf, *next;

	guard(mutex)(&companion_lock);
	if (companion != old)
		return;
	list_for_each_entry_safe(buf, next, &live_bufs, node)
		retire(buf);
	WRITE_ONCE(companion, NULL);
}
SMMU_SIM_EXPORT(smmu_sim_unregister_companion);

bool smmu_sim_companion_present(void)
{
	return READ_ONCE(companion);
}

static struct page *buf_page(void *arg, unsigned long index)
{
	return companion->buf_page(arg, index);
}

static int buf_map(struct smmu_sim *sim, struct smmu_sim_buf *buf, u64 bytes,
		   bool read_only)
{
	struct smmu_sim_pages *pages;

	buf->buffer = companion->buf_add(bytes, read_only);
	if (IS_ERR_OR_NULL(buf->buffer))
		return -ENOMEM;
	pages = smmu_sim_pages_adopt(sim, bytes, buf_page, buf->buffer);
	if (IS_ERR(pages)) {
		companion->buf_remove(buf->buffer);
		return PTR_ERR(pages);
	}
	buf->window.pages = pages;
	buf->window.iova = companion->buf_iova(buf->buffer);
	buf->stream_id = companion->stream_id;
	list_add_tail(&buf->node, &live_bufs);
	return 0;
}

struct smmu_sim_buf *smmu_sim_buf_create(struct smmu_sim *sim, u64 bytes,
					 bool read_only)
{
	struct smmu_sim_buf *buf;
	int err = -ENODEV;

	buf = kzalloc(sizeof(*buf), GFP_KERNEL_ACCOUNT);
	if (!buf)
		return ERR_PTR(-ENOMEM);
	scoped_guard(mutex, &companion_lock)
		if (companion)
			err = buf_map(sim, buf, bytes, read_only);
	if (err) {
		kfree(buf);
		return ERR_PTR(err);
	}
	return buf;
}

int smmu_sim_buf_retire(struct smmu_sim_buf *buf)
{
	guard(mutex)(&companion_lock);
	if (!buf->buffer)
		return -ENOENT;
	retire(buf);
	return 0;
}

void smmu_sim_buf_free(struct smmu_sim_buf *buf)
{
	smmu_sim_buf_retire(buf);
	smmu_sim_pages_put(buf->window.pages);
	kfree(buf);
}
