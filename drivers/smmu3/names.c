// SPDX-License-Identifier: GPL-2.0
/*
 * Event records by field (7.3). The layout of an event says which fields it
 * has, for those who print it and for the encoder alike. Only data and pure
 * functions; registers are in regtab.c, commands in cmdtab.c, STE and CD where
 * they are decoded.
 */
#include "names.h"

#include <smmu3/evt.h>

#define F_NUM		SMMU3_FIELD("Event", 0, SMMU3_EVT0_NUM)
#define F_SSV		SMMU3_FIELD("SSV", 0, SMMU3_EVT0_SSV)
#define F_SSID		SMMU3_FIELD("SubstreamID", 0, SMMU3_EVT0_SSID)
#define F_SID		SMMU3_FIELD("StreamID", 0, SMMU3_EVT0_SID)
#define F_STAG		SMMU3_FIELD("STAG", 1, SMMU3_EVT1_STAG)
#define F_REASON	SMMU3_FIELD("Reason", 1, SMMU3_EVT1_REASON)
#define F_GPCF		SMMU3_FIELD("GPCF", 1, SMMU3_EVT1_GPCF)
#define F_STALL		SMMU3_FIELD("Stall", 1, SMMU3_EVT1_STALL)
#define F_PNU		SMMU3_FIELD("PnU", 1, SMMU3_EVT1_PNU)
#define F_IND		SMMU3_FIELD("InD", 1, SMMU3_EVT1_IND)
#define F_RNW		SMMU3_FIELD("RnW", 1, SMMU3_EVT1_RNW)
#define F_NSIPA		SMMU3_FIELD("NSIPA", 1, SMMU3_EVT1_NSIPA)
#define F_S2		SMMU3_FIELD("S2", 1, SMMU3_EVT1_S2)
#define F_CLASS		SMMU3_FIELD("CLASS", 1, SMMU3_EVT1_CLASS)
#define F_TTRNW		SMMU3_FIELD("TTRnW", 1, SMMU3_EVT1_TTRNW)
#define F_IMPDEF	SMMU3_FIELD("IMPDEF", 1, SMMU3_EVT1_IMPDEF)
#define F_INPUT_ADDR	SMMU3_ADDRESS("InputAddr", 2, SMMU3_EVT2_INPUT_ADDR)
#define F_PAGE_ADDR	SMMU3_ADDRESS("InputAddr", 2, SMMU3_EVT2_PAGE_ADDR)
#define F_IPA		SMMU3_ADDRESS("IPA", 3, SMMU3_EVT3_IPA)
#define F_FETCH_ADDR	SMMU3_ADDRESS("FetchAddr", 3, SMMU3_EVT3_FETCH_ADDR)

static const struct smmu3_field stream_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID,
};

static const struct smmu3_field uut_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID, F_REASON, F_PNU, F_IND, F_RNW,
	F_INPUT_ADDR,
};

static const struct smmu3_field fetch_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID, F_REASON, F_GPCF, F_FETCH_ADDR,
};

static const struct smmu3_field treq_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("Span", 1, SMMU3_EVT1_TREQ_SPAN),
	SMMU3_FIELD("P", 1, SMMU3_EVT1_TREQ_P),
	SMMU3_FIELD("X", 1, SMMU3_EVT1_TREQ_X),
	SMMU3_FIELD("W", 1, SMMU3_EVT1_TREQ_W),
	SMMU3_FIELD("R", 1, SMMU3_EVT1_TREQ_R),
	F_PAGE_ADDR,
};

static const struct smmu3_field disabled_fields[] = { F_NUM, F_SID };

static const struct smmu3_field forbidden_fields[] = {
	F_NUM, F_SID, F_RNW, F_INPUT_ADDR,
};

/* 7.3.9: SubstreamID is always valid, there is no SSV. */
static const struct smmu3_field substream_fields[] = { F_NUM, F_SSID, F_SID };

static const struct smmu3_field walk_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID, F_REASON, F_GPCF, F_PNU, F_IND, F_RNW,
	F_NSIPA, F_S2, F_CLASS, F_INPUT_ADDR, F_FETCH_ADDR,
};

static const struct smmu3_field fault_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID, F_STAG, F_STALL, F_PNU, F_IND, F_RNW,
	F_NSIPA, F_S2, F_CLASS, F_IMPDEF, F_INPUT_ADDR, F_IPA,
};

static const struct smmu3_field permission_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID, F_STAG, F_STALL, F_PNU, F_IND, F_RNW,
	F_NSIPA, F_S2, F_CLASS, F_TTRNW, F_IMPDEF, F_INPUT_ADDR, F_IPA,
};

static const struct smmu3_field tlb_conflict_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("Reason", 1, SMMU3_EVT1_CONFLICT_REASON),
	F_PNU, F_IND, F_RNW, F_NSIPA, F_S2, F_INPUT_ADDR, F_IPA,
};

static const struct smmu3_field cfg_conflict_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("Reason", 1, SMMU3_EVT1_CONFLICT_REASON),
};

static const struct smmu3_field page_request_fields[] = {
	F_NUM, F_SSV, F_SSID, F_SID,
	SMMU3_FIELD("uX", 1, SMMU3_EVT1_PREQ_UX),
	SMMU3_FIELD("uW", 1, SMMU3_EVT1_PREQ_UW),
	SMMU3_FIELD("uR", 1, SMMU3_EVT1_PREQ_UR),
	SMMU3_FIELD("pX", 1, SMMU3_EVT1_PREQ_PX),
	SMMU3_FIELD("pW", 1, SMMU3_EVT1_PREQ_PW),
	SMMU3_FIELD("pR", 1, SMMU3_EVT1_PREQ_PR),
	SMMU3_FIELD("Span", 1, SMMU3_EVT1_PREQ_SPAN),
	F_PAGE_ADDR,
};

#define EVENT(name, fields) \
	[SMMU3_EVT_##name] = SMMU3_LAYOUT(#name, fields)

static const struct smmu3_layout events[] = {
	EVENT(F_UUT, uut_fields),
	EVENT(C_BAD_STREAMID, stream_fields),
	EVENT(F_STE_FETCH, fetch_fields),
	EVENT(C_BAD_STE, stream_fields),
	EVENT(F_BAD_ATS_TREQ, treq_fields),
	EVENT(F_STREAM_DISABLED, disabled_fields),
	EVENT(F_TRANSL_FORBIDDEN, forbidden_fields),
	EVENT(C_BAD_SUBSTREAMID, substream_fields),
	EVENT(F_CD_FETCH, fetch_fields),
	EVENT(C_BAD_CD, stream_fields),
	EVENT(F_WALK_EABT, walk_fields),
	EVENT(F_TRANSLATION, fault_fields),
	EVENT(F_ADDR_SIZE, fault_fields),
	EVENT(F_ACCESS, fault_fields),
	EVENT(F_PERMISSION, permission_fields),
	EVENT(F_TLB_CONFLICT, tlb_conflict_fields),
	EVENT(F_CFG_CONFLICT, cfg_conflict_fields),
	EVENT(E_PAGE_REQUEST, page_request_fields),
	EVENT(F_VMS_FETCH, fetch_fields),
};

const struct smmu3_layout *smmu3_evt_layout(u8 event)
{
	if (event >= ARRAY_SIZE(events) || !events[event].name)
		return NULL;
	return &events[event];
}

u64 smmu3_field_get(const struct smmu3_field *field, const u64 *words)
{
	u64 value = words[field->word] >> field->lsb &
		    GENMASK_ULL(field->width - 1, 0);

	return field->address ? value << field->lsb : value;
}
