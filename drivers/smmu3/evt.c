// SPDX-License-Identifier: GPL-2.0
/*
 * Event records out of faults (7.3): everything that a fault could tell, cut
 * down to the fields that its event has (names.c). Pure; where records go is
 * the matter of evtq.c.
 */
#include <smmu3/evt.h>

#include "smmu3.h"

static_assert(SMMU3_CLASS_CD == SMMU3_EVT_CLASS_CD);
static_assert(SMMU3_CLASS_TT == SMMU3_EVT_CLASS_TT);
static_assert(SMMU3_CLASS_IN == SMMU3_EVT_CLASS_IN);

/* SubstreamID without SSV is UNKNOWN: 0. */
static u64 word0(const struct smmu3_xact *x)
{
	u32 ssid = x->txn.ssv ? x->txn.ssid : 0;

	return FIELD_PREP(SMMU3_EVT0_NUM, x->fault.event) |
	       FIELD_PREP(SMMU3_EVT0_SSV, x->txn.ssv) |
	       FIELD_PREP(SMMU3_EVT0_SSID, ssid) |
	       FIELD_PREP(SMMU3_EVT0_SID, x->txn.sid);
}

/* InD is 0 for a write, whatever was said about instructions. */
static u64 word1(const struct smmu3_xact *x)
{
	return FIELD_PREP(SMMU3_EVT1_PNU, x->fault.priv) |
	       FIELD_PREP(SMMU3_EVT1_IND, x->fault.instr && !x->txn.write) |
	       FIELD_PREP(SMMU3_EVT1_RNW, !x->txn.write) |
	       FIELD_PREP(SMMU3_EVT1_S2, x->fault.s2) |
	       FIELD_PREP(SMMU3_EVT1_CLASS, x->fault.class);
}

/* An IPA exists for stage 2 faults only, and never beside a FetchAddr. */
static u64 word3(const struct smmu3_xact *x)
{
	switch (x->fault.event) {
	case SMMU3_EVT_F_STE_FETCH:
	case SMMU3_EVT_F_CD_FETCH:
	case SMMU3_EVT_F_WALK_EABT:
	case SMMU3_EVT_F_VMS_FETCH:
		return x->fault.fetch_addr;
	default:
		return x->fault.s2 ? x->fault.ipa : 0;
	}
}

void smmu3_event_encode(const struct smmu3_xact *x, u64 record[4])
{
	const struct smmu3_layout *layout = smmu3_evt_layout(x->fault.event);
	const u64 all[SMMU3_EVT_WORDS] = {
		word0(x), word1(x), x->txn.addr, word3(x),
	};
	unsigned int i;

	memset(record, 0, SMMU3_EVT_SIZE);
	for (i = 0; layout && i < layout->count; i++) {
		const struct smmu3_field *field = &layout->field[i];

		record[field->word] |= all[field->word] &
			GENMASK_ULL(field->lsb + field->width - 1, field->lsb);
	}
}
