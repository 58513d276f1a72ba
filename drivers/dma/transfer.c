// SPDX-License-Identifier: GPL-2.0
/*
 * Moves the bytes of one transfer through the SMMU, a piece at a time, by way
 * of the channel's own buffer. Called by the channel's thread only.
 */
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "engine.h"
#include "../sim/smmu_sim.h"

static bool transfer_issue(struct channel *c, dma_addr_t addr, size_t len,
			   bool write)
{
	struct smmu_sim_xfer xfer = {
		.sid = c->stream_id,
		.addr = addr,
		.len = len,
		.write = write,
		.buf = c->piece,
	};

	smmu_sim_issue(c->sim, &xfer);
	return xfer.status == SMMU_SIM_XFER_OK;
}

static enum dmaengine_tx_result transfer_piece(struct channel *c,
					       const struct transfer *t,
					       size_t len)
{
	if (t->op == TRANSFER_COPY &&
	    !transfer_issue(c, t->src + t->done, len, false))
		return DMA_TRANS_READ_FAILED;
	if (!transfer_issue(c, t->dst + t->done, len, true))
		return DMA_TRANS_WRITE_FAILED;
	return DMA_TRANS_NOERROR;
}

enum dmaengine_tx_result transfer_run(struct channel *c, struct transfer *t)
{
	enum dmaengine_tx_result result = DMA_TRANS_NOERROR;

	if (t->op == TRANSFER_FILL)
		memset(c->piece, t->value, TRANSFER_PIECE);
	while (result == DMA_TRANS_NOERROR && t->done < t->len) {
		size_t len = min_t(size_t, t->len - t->done, TRANSFER_PIECE);

		if (READ_ONCE(t->terminated))
			return DMA_TRANS_ABORTED;
		result = transfer_piece(c, t, len);
		if (result == DMA_TRANS_NOERROR)
			WRITE_ONCE(t->done, t->done + len);
		cond_resched();
	}
	return result;
}
