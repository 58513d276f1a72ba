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
u64 smmu3_idr5(const struct smmu3_config *config);

/* What every identity has alike: features that v3.2 makes mandatory. */
#define SMMU3_IDR3_VALUE \
	(SMMU3_IDR3_HAD | SMMU3_IDR3_FWB | SMMU3_IDR3_RIL | \
	 FIELD_PREP_CONST(SMMU3_IDR3_BBML, 2))
#define SMMU3_AIDR_VALUE	FIELD_PREP_CONST(SMMU3_AIDR_MINOR, 2)

#endif /* _SMMU3_IDENTITY_H */
