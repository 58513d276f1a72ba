/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stalled transactions (3.12.2, 4.7): STAGs, what waits for one, and who is let
 * go when. The slot is in the client's transaction, struct smmu3_stall. All
 * calls locked.
 */
#ifndef _SMMU3_STALL_H
#define _SMMU3_STALL_H

#include "state.h"

/* Memory for the STAGs, 64-byte aligned. Pure. */
size_t smmu3_stall_bytes(const struct smmu3_config *config);

/* Take over zeroed memory of that size. */
void smmu3_stall_init(struct smmu3 *smmu, void *mem);

/*
 * Hold @x, whose fault is to stall and stands: record its event with a STAG, or
 * keep it pending until there is room.
 */
void smmu3_stall_add(struct smmu3 *smmu, struct smmu3_xact *x);

/* The event queue of @bank may be writable again: pending ones are retried. */
void smmu3_stall_flush(struct smmu3 *smmu, struct smmu3_bank *bank);

/* 4.7.1: what CMD_RESUME says about @stag of a stream; no match, no effect. */
void smmu3_stall_resume(struct smmu3 *smmu, enum smmu3_pas sec_sid, u32 sid,
			u16 stag, enum smmu3_stall_state verdict);

/* 4.7.2: CMD_STALL_TERM. */
void smmu3_stall_terminate(struct smmu3 *smmu, enum smmu3_pas sec_sid, u32 sid);

/* 6.3.9.6: SMMUEN of @sec_sid is 0 now: all are aborted, STAGs are free. */
void smmu3_stall_disable(struct smmu3 *smmu, enum smmu3_pas sec_sid);

#endif /* _SMMU3_STALL_H */
