// SPDX-License-Identifier: GPL-2.0
/*
 * Event records (7.3): everything that an event could tell, word by word, cut
 * down to the fields that its layout has (names.c). Pure; where records go is
 * the matter of evtq.c.
 */
#include "evt.h"

#include <smmu3/evt.h>

static_assert(SMMU3_CLASS_CD == SMMU3_EVT_CLASS_CD);
static_assert(SMMU3_CLASS_TT == SMMU3_EVT_CLASS_TT);
static_assert(SMMU3_CLASS_IN == SMMU3_EVT_CLASS_IN);

/* 7.3.9: C_BAD_SUBSTREAMID always has one; else, without SSV, UNKNOWN: 0. */
static u64 word0(const struct smmu3_event *e)
{
	bool has_ssid = e->ssv || e->number == SMMU3_EVT_C_BAD_SUBSTREAMID;

	return FIELD_PREP(SMMU3_EVT0_NUM, e->number) |
	       FIELD_PREP(SMMU3_EVT0_SSV, e->ssv) |
	       FIELD_PREP(SMMU3_EVT0_SSID, has_ssid ? e->ssid : 0) |
	       FIELD_PREP(SMMU3_EVT0_SID, e->sid);
}

/* InD is 0 for a write. NSIPA exists where there are two IPA spaces. */
static u64 access_fields(const struct smmu3_event *e)
{
	bool nsipa = e->nsipa && e->s2 && e->sec_sid == SMMU3_PAS_S;

	return FIELD_PREP(SMMU3_EVT1_PNU, e->pnu) |
	       FIELD_PREP(SMMU3_EVT1_IND, e->ind && e->rnw) |
	       FIELD_PREP(SMMU3_EVT1_RNW, e->rnw) |
	       FIELD_PREP(SMMU3_EVT1_NSIPA, nsipa) |
	       FIELD_PREP(SMMU3_EVT1_S2, e->s2) |
	       FIELD_PREP(SMMU3_EVT1_CLASS, e->class);
}

/* F_UUT, aborted fetches, and whatever has no fields here. */
static u64 abort_word1(const struct smmu3_event *e)
{
	return access_fields(e) |
	       FIELD_PREP(SMMU3_EVT1_REASON, e->reason) |
	       FIELD_PREP(SMMU3_EVT1_GPCF, e->gpcf);
}

/* 7.3.13 to 7.3.16 */
static u64 fault_word1(const struct smmu3_event *e)
{
	bool ttrnw = e->ttrnw && e->class == SMMU3_CLASS_TT;

	return access_fields(e) |
	       FIELD_PREP(SMMU3_EVT1_STAG, e->stall ? e->stag : 0) |
	       FIELD_PREP(SMMU3_EVT1_STALL, e->stall) |
	       FIELD_PREP(SMMU3_EVT1_TTRNW, ttrnw);
}

/* 7.3.17, 7.3.18 */
static u64 conflict_word1(const struct smmu3_event *e)
{
	return access_fields(e) |
	       FIELD_PREP(SMMU3_EVT1_CONFLICT_REASON, e->reason);
}

/* 7.3.6 */
static u64 treq_word1(const struct smmu3_event *e)
{
	return FIELD_PREP(SMMU3_EVT1_TREQ_SPAN, e->span) |
	       FIELD_PREP(SMMU3_EVT1_TREQ_P, e->pnu) |
	       FIELD_PREP(SMMU3_EVT1_TREQ_X, !!(e->asks & SMMU3_ASKS_X)) |
	       FIELD_PREP(SMMU3_EVT1_TREQ_W, !!(e->asks & SMMU3_ASKS_W)) |
	       FIELD_PREP(SMMU3_EVT1_TREQ_R, !!(e->asks & SMMU3_ASKS_R));
}

/* 7.3.19 */
static u64 preq_word1(const struct smmu3_event *e)
{
	u8 p = e->asks_priv, u = e->asks_unpriv;

	return FIELD_PREP(SMMU3_EVT1_PREQ_SPAN, e->span) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_UX, !!(u & SMMU3_ASKS_X)) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_UW, !!(u & SMMU3_ASKS_W)) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_UR, !!(u & SMMU3_ASKS_R)) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_PX, !!(p & SMMU3_ASKS_X)) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_PW, !!(p & SMMU3_ASKS_W)) |
	       FIELD_PREP(SMMU3_EVT1_PREQ_PR, !!(p & SMMU3_ASKS_R));
}

/* The bits of word 1 mean different things in different events. */
static u64 word1(const struct smmu3_event *e)
{
	switch (e->number) {
	case SMMU3_EVT_F_TRANSLATION:
	case SMMU3_EVT_F_ADDR_SIZE:
	case SMMU3_EVT_F_ACCESS:
	case SMMU3_EVT_F_PERMISSION:
		return fault_word1(e);
	case SMMU3_EVT_F_TLB_CONFLICT:
	case SMMU3_EVT_F_CFG_CONFLICT:
		return conflict_word1(e);
	case SMMU3_EVT_F_BAD_ATS_TREQ:
		return treq_word1(e);
	case SMMU3_EVT_E_PAGE_REQUEST:
		return preq_word1(e);
	default:
		return abort_word1(e);
	}
}

/* An IPA exists for stage 2 faults only, and never beside a FetchAddr. */
static u64 word3(const struct smmu3_event *e)
{
	switch (e->number) {
	case SMMU3_EVT_F_STE_FETCH:
	case SMMU3_EVT_F_CD_FETCH:
	case SMMU3_EVT_F_WALK_EABT:
	case SMMU3_EVT_F_VMS_FETCH:
		return e->fetch;
	default:
		return e->s2 ? e->ipa : 0;
	}
}

void smmu3_event_pack(const struct smmu3_event *event, u64 record[4])
{
	const struct smmu3_layout *layout = smmu3_evt_layout(event->number);
	const u64 all[SMMU3_EVT_WORDS] = {
		word0(event), word1(event), event->input, word3(event),
	};
	unsigned int i;

	memset(record, 0, SMMU3_EVT_SIZE);
	for (i = 0; layout && i < layout->count; i++) {
		const struct smmu3_field *field = &layout->field[i];

		record[field->word] |= all[field->word] &
			GENMASK_ULL(field->lsb + field->width - 1, field->lsb);
	}
}

void smmu3_event_encode(const struct smmu3_xact *x, u64 record[4])
{
	const struct smmu3_event event = {
		.number = x->fault.event,
		.sec_sid = x->txn.sec_sid,
		.sid = x->txn.sid,
		.ssid = x->txn.ssv ? x->txn.ssid : 0,
		.ssv = x->txn.ssv,
		.stall = x->fault.disposition == SMMU3_STALL,
		.stag = x->stall.stag,
		.pnu = x->fault.priv,
		.ind = x->fault.instr,
		.rnw = x->fault.rnw,
		.nsipa = x->fault.nsipa,
		.ttrnw = x->fault.ttrnw,
		.s2 = x->fault.s2,
		.class = x->fault.class,
		.input = x->txn.addr,
		.ipa = x->fault.ipa,
		.fetch = x->fault.fetch_addr,
	};

	smmu3_event_pack(&event, record);
}
