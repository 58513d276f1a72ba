/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The event queue of a bank (7.2). Locked.
 */
#ifndef _SMMU3_EVTQ_H
#define _SMMU3_EVTQ_H

#include "state.h"

/* A record would be written now (7.2.1). */
bool smmu3_evtq_is_writable(const struct smmu3 *smmu,
			    const struct smmu3_bank *bank);

/* Record the event of a terminated transaction; false: it was discarded. */
bool smmu3_evtq_record(struct smmu3 *smmu, struct smmu3_bank *bank,
		       const u64 record[4]);

/* The same of a stalled one; false: no record, and nothing is lost (7.4). */
bool smmu3_evtq_record_stall(struct smmu3 *smmu, struct smmu3_bank *bank,
			     const u64 record[4]);

#endif /* _SMMU3_EVTQ_H */
