// SPDX-License-Identifier: GPL-2.0
/*
 * DMA: data moves through the SMMU, a piece of at most 4 KiB at a time, between
 * memory and a bounce buffer; user memory is touched between the pieces only.
 * What stalls is waited for with no locks held.
 *
 * On a system SMMU that a kernel driver owns, each address of a Non-secure
 * stream has to lie in a DMA buffer of the file, and its data go nowhere but to
 * that buffer's pages (companion.h). If the buffer has been removed the
 * transactions are issued all the same, with zeros instead of the caller's data.
 * Secure streams reach only RAM that files have added (memory.h).
 */
#include <linux/align.h>
#include <linux/cleanup.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "ioctl.h"
#include "memory.h"
#include "secure.h"

/**
 * struct dma_end - where data come from or go to
 * @addr: input address of the first byte
 * @buf: the buffer that it is in, NULL if there is no such restriction
 */
struct dma_end {
	u64 addr;
	const struct smmu_sim_buf *buf;
};

/**
 * struct dma - a DMA ioctl on its way
 * @file: open file
 * @args: what is wanted, and how it ended
 * @txn: stream and attributes
 * @patience: how long all of it waits for stalled transactions
 * @end: at txn.addr, and the destination of a copy
 * @bounce: 4 KiB, the caller's data
 * @scratch: 4 KiB for accesses that come too late
 */
struct dma {
	struct smmu_sim_file *file;
	struct smmu_sim_dma *args;
	struct smmu3_txn txn;
	struct smmu_sim_patience patience;
	struct dma_end end[2];
	void *bounce;
	void *scratch;
};

static bool too_late(const struct dma_end *end)
{
	return end->buf && READ_ONCE(end->buf->late);
}

/* One transaction at an end; @data says what. True: it was forwarded. */
static bool transact(struct dma *dma, const struct dma_end *end,
		     struct smmu_sim_data *data)
{
	struct smmu3_xact x = { .txn = dma->txn };
	enum smmu_sim_status status;

	x.txn.addr = end->addr + dma->args->done;
	x.txn.write = data->move != SMMU_SIM_MOVE_READ;
	x.txn.atomic = data->move == SMMU_SIM_MOVE_CAS;
	data->window = end->buf ? &end->buf->window : NULL;
	status = smmu_sim_transact(dma->file->sim, &x, data, &dma->patience);
	smmu_sim_outcome_encode(&x, status, &dma->args->out);
	return status == SMMU_SIM_XFER_OK;
}

/* From memory to the bounce buffer. *@late: zeros instead. */
static bool device_read(struct dma *dma, size_t len, bool *late)
{
	struct smmu_sim_data data = {
		.move = SMMU_SIM_MOVE_READ,
		.len = len,
	};

	*late = too_late(&dma->end[0]);
	data.buf = *late ? dma->scratch : dma->bounce;
	if (*late)
		memset(dma->bounce, 0, len);
	return transact(dma, &dma->end[0], &data);
}

/* From the bounce buffer to memory. */
static bool device_write(struct dma *dma, const struct dma_end *end, size_t len)
{
	struct smmu_sim_data data = {
		.move = SMMU_SIM_MOVE_WRITE,
		.buf = dma->bounce,
		.len = len,
	};

	if (too_late(end)) {
		memset(dma->scratch, 0, len);
		data.buf = dma->scratch;
	}
	return transact(dma, end, &data);
}

/* The last transaction moved nothing, not even zeros. */
static bool nothing_moved(const struct dma *dma)
{
	return dma->args->out.status == SMMU_SIM_ABORTED ||
	       dma->args->out.status == SMMU_SIM_STALLED;
}

/*
 * The operations, a piece each. 1: done; 0: not forwarded; or -errno.
 */

static void __user *user_at(const struct dma *dma)
{
	return u64_to_user_ptr(dma->args->data_uptr + dma->args->done);
}

/* What reads as zero is given to the caller, too. */
static int piece_read(struct dma *dma, size_t len)
{
	bool late;
	bool forwarded = device_read(dma, len, &late);

	if (late || nothing_moved(dma))
		return forwarded;
	if (copy_to_user(user_at(dma), dma->bounce, len))
		return -EFAULT;
	return forwarded;
}

static int piece_write(struct dma *dma, size_t len)
{
	if (copy_from_user(dma->bounce, user_at(dma), len))
		return -EFAULT;
	return device_write(dma, &dma->end[0], len);
}

static int piece_copy(struct dma *dma, size_t len)
{
	bool late;

	return device_read(dma, len, &late) &&
	       device_write(dma, &dma->end[1], len);
}

static int piece_fill(struct dma *dma, size_t len)
{
	memset(dma->bounce, dma->args->pattern, len);
	return device_write(dma, &dma->end[0], len);
}

static int piece_cas(struct dma *dma, size_t len)
{
	struct smmu_sim_data data = {
		.move = SMMU_SIM_MOVE_CAS,
		.len = len,
	};
	bool late = too_late(&dma->end[0]);
	bool forwarded;

	if (!late) {
		data.expect = dma->args->pattern;
		data.swap = dma->args->swap;
	}
	forwarded = transact(dma, &dma->end[0], &data);
	if (!late && !nothing_moved(dma))
		dma->args->pattern = data.found;
	return forwarded;
}

static int (*const pieces[])(struct dma *dma, size_t len) = {
	[SMMU_SIM_DMA_READ] = piece_read,
	[SMMU_SIM_DMA_WRITE] = piece_write,
	[SMMU_SIM_DMA_COPY] = piece_copy,
	[SMMU_SIM_DMA_FILL] = piece_fill,
	[SMMU_SIM_DMA_CAS] = piece_cas,
};

/* Bytes until an end comes to a 4 KiB boundary. */
static size_t piece_len(const struct dma *dma)
{
	const struct smmu_sim_dma *args = dma->args;
	u64 len = min_t(u64, args->length - args->done,
			smmu_sim_piece(dma->end[0].addr + args->done));

	if (args->op == SMMU_SIM_DMA_COPY)
		len = min_t(u64, len,
			    smmu_sim_piece(dma->end[1].addr + args->done));
	return len;
}

static int dma_loop(struct dma *dma)
{
	struct smmu_sim_dma *args = dma->args;
	size_t len;
	int ret = 0;

	while (args->done < args->length) {
		if (fatal_signal_pending(current))
			return -EINTR;
		len = piece_len(dma);
		ret = pieces[args->op](dma, len);
		if (ret <= 0)
			break;
		args->done += len;
		cond_resched();
	}
	/* Perhaps that is why the last one ended as stalled. */
	return fatal_signal_pending(current) ? -EINTR : min(ret, 0);
}

static bool wraps(u64 addr, u64 length)
{
	u64 last;

	return length && check_add_overflow(addr, length - 1, &last);
}

static int dma_check_op(const struct smmu_sim_dma *args)
{
	if (args->op == SMMU_SIM_DMA_FILL && args->pattern > U8_MAX)
		return -EINVAL;
	if (args->op == SMMU_SIM_DMA_COPY &&
	    wraps(args->dst_addr, args->length))
		return -EINVAL;
	if (args->op == SMMU_SIM_DMA_CAS &&
	    (args->length != sizeof(u64) ||
	     !IS_ALIGNED(args->txn.addr, sizeof(u64))))
		return -EINVAL;
	return 0;
}

static int dma_check(struct dma *dma)
{
	const struct smmu_sim_dma *args = dma->args;
	int err;

	if (args->flags)
		return -EOPNOTSUPP;
	err = smmu_sim_txn_decode(&args->txn, &dma->txn);
	if (err)
		return err;
	if (dma->txn.write || dma->txn.atomic || args->op >= ARRAY_SIZE(pieces) ||
	    args->length > SMMU_SIM_MAX_DMA ||
	    wraps(args->txn.addr, args->length))
		return -EINVAL;
	return dma_check_op(args);
}

static int end_bind(struct dma *dma, struct dma_end *end)
{
	end->buf = smmu_sim_file_find_buf(dma->file, end->addr,
					  dma->args->length);
	if (!end->buf || end->buf->stream_id != dma->txn.sid)
		return -EPERM;
	return 0;
}

/* Whose memory the addresses are: see the beginning of the file. */
static int dma_bind(struct dma *dma)
{
	int err;

	dma->end[0].addr = dma->args->txn.addr;
	dma->end[1].addr = dma->args->dst_addr;
	if (dma->txn.sec_sid == SMMU3_PAS_S)
		return smmu_sim_secure_claim(dma->file->sim, dma->file);
	if (!smmu_sim_ns_is_owned(dma->file))
		return 0;
	if (!smmu_sim_companion_present())
		return -ENODEV;
	if (dma->txn.ssv)
		return -EPERM;
	err = end_bind(dma, &dma->end[0]);
	if (!err && dma->args->op == SMMU_SIM_DMA_COPY)
		err = end_bind(dma, &dma->end[1]);
	return err;
}

int smmu_sim_ioctl_dma(struct smmu_sim_file *file, void *args)
{
	struct dma dma = { .file = file, .args = args };
	void *memory __free(kfree) = NULL;
	int err;

	err = dma_check(&dma);
	if (err)
		return err;
	err = dma_bind(&dma);
	if (err)
		return err;
	memory = kzalloc(2 * SZ_4K, GFP_KERNEL_ACCOUNT);
	if (!memory)
		return -ENOMEM;
	dma.bounce = memory;
	dma.scratch = memory + SZ_4K;
	dma.patience = smmu_sim_patience_of(dma.args->timeout_ms);
	dma.args->done = 0;
	memset(&dma.args->out, 0, sizeof(dma.args->out));
	return dma_loop(&dma);
}
