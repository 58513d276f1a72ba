/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the ID registers permit of translation tables, of either stage. Pure.
 */
#ifndef _SMMU3_SIZE_LIMITS_H
#define _SMMU3_SIZE_LIMITS_H

#include <smmu3/regs.h>

#include "state.h"

/* A granule, as its log2, that IDR5 has; a reserved code is 0 (6.3.6). */
static inline bool smmu3_has_granule(const struct smmu3_live *live, u8 granule)
{
	static const u32 has[] = {
		[12] = SMMU3_IDR5_GRAN4K,
		[14] = SMMU3_IDR5_GRAN16K,
		[16] = SMMU3_IDR5_GRAN64K,
	};

	return live->idr5 & has[granule];
}

/* 5.2, 5.4: the largest S2T0SZ, T0SZ or T1SZ. */
static inline u8 smmu3_txsz_max(const struct smmu3_live *live, u8 granule)
{
	if (!(live->idr3 & SMMU3_IDR3_STT))
		return 39;
	return granule == 16 ? 47 : 48;
}

#endif /* _SMMU3_SIZE_LIMITS_H */
