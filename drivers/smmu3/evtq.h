/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The event queue of a bank (7.2). Locked.
 */
#ifndef _SMMU3_EVTQ_H
#define _SMMU3_EVTQ_H

#include "state.h"

/* Record the event of a terminated transaction; false: it was discarded. */
bool smmu3_evtq_record(struct smmu3 *smmu, struct smmu3_bank *bank,
		       const u64 record[4]);

#endif /* _SMMU3_EVTQ_H */
