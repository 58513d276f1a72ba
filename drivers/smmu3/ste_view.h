/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rules of ste.c and ste_stage2.c look at, for these two alone.
 */
#ifndef _SMMU3_STE_VIEW_H
#define _SMMU3_STE_VIEW_H

#include <smmu3/regs.h>

#include "ste.h"

/* An STE, and what it is judged by. */
struct ste_view {
	const struct smmu3_live *live;
	const u64 *ste;
	bool stage1;
	bool stage2;
	u8 strw;
};

static inline bool is_secure(const struct ste_view *view)
{
	return view->live->sec_sid == SMMU3_PAS_S;
}

/* S2P says it for Non-secure streams, SEL2 for Secure ones (5.2 Config). */
static inline bool has_stage2(const struct ste_view *view)
{
	return view->live->idr0 & SMMU3_IDR0_S2P &&
	       (!is_secure(view) || view->live->sel2);
}

/* The bank's own, as NSSTALLD leaves it (3.12, 6.3.57). */
static inline u8 stall_model(const struct ste_view *view)
{
	return FIELD_GET(SMMU3_IDR0_STALL_MODEL, view->live->idr0);
}

/* Any of the rules of stage 2 makes the STE ILLEGAL, if stage 2 is on (5.2.2). */
bool smmu3_ste_stage2_is_illegal(const struct ste_view *view);

/* Stage 2 of an STE that is legal. */
void smmu3_ste_decode_stage2(const struct ste_view *view,
			     struct smmu3_stream *stream);

#endif /* _SMMU3_STE_VIEW_H */
