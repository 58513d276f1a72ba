/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ID register values of a configuration. Pure.
 */
#ifndef _SMMU3_IDENTITY_H
#define _SMMU3_IDENTITY_H

#include <smmu3/regs.h>

#include "smmu3.h"

u64 smmu3_idr0(const struct smmu3_config *config);
u64 smmu3_idr1(const struct smmu3_config *config);
u64 smmu3_idr3(const struct smmu3_config *config);
u64 smmu3_idr5(const struct smmu3_config *config);
u64 smmu3_aidr(const struct smmu3_config *config);
u64 smmu3_s_idr0(const struct smmu3_config *config);
u64 smmu3_s_idr1(const struct smmu3_config *config);

/* The other way round: IDR5.OAS in bits. */
u8 smmu3_idr5_oas(u64 idr5);

#endif /* _SMMU3_IDENTITY_H */
