/* SPDX-License-Identifier: GPL-2.0 */
/* Client transactions of an instance. */
#ifndef _SMMU_SIM_XACT_H
#define _SMMU_SIM_XACT_H

#include "stall.h"

/**
 * struct smmu_sim_window - the only memory that a transaction may touch
 * @iova: device address of the first byte
 * @pages: the memory that it is supposed to lead to
 */
struct smmu_sim_window {
	u64 iova;
	struct smmu_sim_pages *pages;
};

enum smmu_sim_move {
	SMMU_SIM_MOVE_NOTHING,	/* address only */
	SMMU_SIM_MOVE_READ,	/* memory to @buf */
	SMMU_SIM_MOVE_WRITE,	/* @buf to memory */
	SMMU_SIM_MOVE_CAS,	/* compare-and-swap of 8 bytes */
};

/**
 * struct smmu_sim_data - the data of a transaction
 * @move: what is done
 * @buf: kernel memory
 * @len: bytes, not crossing a 4 KiB boundary at the input address
 * @expect: CAS: value expected
 * @swap: CAS: value to store
 * @found: out: CAS: value found
 * @window: where the data may lead; NULL: anywhere the instance has memory
 */
struct smmu_sim_data {
	enum smmu_sim_move move;
	void *buf;
	size_t len;
	u64 expect;
	u64 swap;
	u64 found;
	const struct smmu_sim_window *window;
};

/*
 * Carry out one transaction: @x->txn and @x->look are given, the rest of @x is
 * zero, except @x->steps. @patience: how long the client waits if it stalls,
 * process context, no locks held; NULL: the client cannot wait, any context but
 * NMI, not in a section and not under the raw lock.
 *
 * STALLED: the client has gone away before there was a verdict; or a peek found
 * that the transaction would stall.
 *
 * A transaction that is forwarded to where no memory is, out of its window, or
 * into an injected abort, is aborted by the memory, of which the SMMU knows
 * nothing: ABORTED with no event.
 */
enum smmu_sim_status smmu_sim_transact(struct smmu_sim *sim,
				       struct smmu3_xact *x,
				       struct smmu_sim_data *data,
				       const struct smmu_sim_patience *patience);

#endif /* _SMMU_SIM_XACT_H */
