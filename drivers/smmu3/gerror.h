/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Global errors of a bank (7.5). Locked.
 */
#ifndef _SMMU3_GERROR_H
#define _SMMU3_GERROR_H

#include "state.h"

/* @flag is SMMU3_GERROR_*; active: software has not acknowledged it. */
bool smmu3_gerror_is_active(const struct smmu3_bank *bank, u64 flag);

/* Activate @flag; what it reports must be visible already. */
void smmu3_gerror_raise(struct smmu3 *smmu, struct smmu3_bank *bank, u64 flag);

#endif /* _SMMU3_GERROR_H */
