/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stream table (3.3.1): from a StreamID to the image of its STE.
 */
#ifndef _SMMU3_STRTAB_H
#define _SMMU3_STRTAB_H

#include "state.h"

/*
 * Read the STE of x->txn (section). False: x->fault is C_BAD_STREAMID or
 * F_STE_FETCH.
 */
bool smmu3_strtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_live *live, u64 *ste);

#endif /* _SMMU3_STRTAB_H */
