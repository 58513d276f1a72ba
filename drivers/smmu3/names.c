// SPDX-License-Identifier: GPL-2.0
/*
 * Event records by field (7.3). The layout of an event says which fields it
 * has, for those who print it and for the encoder alike. Only data and pure
 * functions; registers are in regtab.c, commands in cmdtab.c, STE and CD where
 * they are decoded.
 */
#include "names.h"

#include <smmu3/evt.h>

#define NUM		SMMU3_FIELD("Event", 0, SMMU3_EVT0_NUM)
#define SSV		SMMU3_FIELD("SSV", 0, SMMU3_EVT0_SSV)
#define SSID		SMMU3_FIELD("SubstreamID", 0, SMMU3_EVT0_SSID)
#define SID		SMMU3_FIELD("StreamID", 0, SMMU3_EVT0_SID)
#define STAG		SMMU3_FIELD("STAG", 1, SMMU3_EVT1_STAG)
#define REASON		SMMU3_FIELD("Reason", 1, SMMU3_EVT1_REASON)
#define GPCF		SMMU3_FIELD("GPCF", 1, SMMU3_EVT1_GPCF)
#define STALL		SMMU3_FIELD("Stall", 1, SMMU3_EVT1_STALL)
#define PNU		SMMU3_FIELD("PnU", 1, SMMU3_EVT1_PNU)
#define IND		SMMU3_FIELD("InD", 1, SMMU3_EVT1_IND)
#define RNW		SMMU3_FIELD("RnW", 1, SMMU3_EVT1_RNW)
#define NSIPA		SMMU3_FIELD("NSIPA", 1, SMMU3_EVT1_NSIPA)
#define S2		SMMU3_FIELD("S2", 1, SMMU3_EVT1_S2)
#define CLASS		SMMU3_FIELD("CLASS", 1, SMMU3_EVT1_CLASS)
#define TTRNW		SMMU3_FIELD("TTRnW", 1, SMMU3_EVT1_TTRNW)
#define IMPDEF		SMMU3_FIELD("IMPDEF", 1, SMMU3_EVT1_IMPDEF)
#define INPUT_ADDR	SMMU3_FIELD("InputAddr", 2, SMMU3_EVT2_INPUT_ADDR)
#define PAGE_ADDR	SMMU3_FIELD("InputAddr", 2, SMMU3_EVT2_PAGE_ADDR)
#define IPA		SMMU3_FIELD("IPA", 3, SMMU3_EVT3_IPA)
#define FETCH_ADDR	SMMU3_FIELD("FetchAddr", 3, SMMU3_EVT3_FETCH_ADDR)

static const struct smmu3_field stream_fields[] = { NUM, SSV, SSID, SID };

static const struct smmu3_field uut_fields[] = {
	NUM, SSV, SSID, SID, REASON, PNU, IND, RNW, INPUT_ADDR,
};

static const struct smmu3_field fetch_fields[] = {
	NUM, SSV, SSID, SID, REASON, GPCF, FETCH_ADDR,
};

static const struct smmu3_field treq_fields[] = {
	NUM, SSV, SSID, SID,
	SMMU3_FIELD("Span", 1, SMMU3_EVT1_TREQ_SPAN),
	SMMU3_FIELD("P", 1, SMMU3_EVT1_TREQ_P),
	SMMU3_FIELD("X", 1, SMMU3_EVT1_TREQ_X),
	SMMU3_FIELD("W", 1, SMMU3_EVT1_TREQ_W),
	SMMU3_FIELD("R", 1, SMMU3_EVT1_TREQ_R),
	PAGE_ADDR,
};

static const struct smmu3_field disabled_fields[] = { NUM, SID };

static const struct smmu3_field forbidden_fields[] = {
	NUM, SID, RNW, INPUT_ADDR,
};

/* 7.3.9: SubstreamID is always valid, there is no SSV. */
static const struct smmu3_field substream_fields[] = { NUM, SSID, SID };

static const struct smmu3_field walk_fields[] = {
	NUM, SSV, SSID, SID, REASON, GPCF, PNU, IND, RNW, NSIPA, S2, CLASS,
	INPUT_ADDR, FETCH_ADDR,
};

static const struct smmu3_field fault_fields[] = {
	NUM, SSV, SSID, SID, STAG, STALL, PNU, IND, RNW, NSIPA, S2, CLASS,
	IMPDEF, INPUT_ADDR, IPA,
};

static const struct smmu3_field permission_fields[] = {
	NUM, SSV, SSID, SID, STAG, STALL, PNU, IND, RNW, NSIPA, S2, CLASS,
	TTRNW, IMPDEF, INPUT_ADDR, IPA,
};

static const struct smmu3_field tlb_conflict_fields[] = {
	NUM, SSV, SSID, SID,
	SMMU3_FIELD("Reason", 1, SMMU3_EVT1_CONFLICT_REASON),
	PNU, IND, RNW, NSIPA, S2, INPUT_ADDR, IPA,
};

static const struct smmu3_field cfg_conflict_fields[] = {
	NUM, SSV, SSID, SID,
	SMMU3_FIELD("Reason", 1, SMMU3_EVT1_CONFLICT_REASON),
};

static const struct smmu3_field page_request_fields[] = {
	NUM, SSV, SSID, SID,
	SMMU3_FIELD("uX", 1, SMMU3_EVT1_PREQ_UX),
	SMMU3_FIELD("uW", 1, SMMU3_EVT1_PREQ_UW),
	SMMU3_FIELD("uR", 1, SMMU3_EVT1_PREQ_UR),
	SMMU3_FIELD("pX", 1, SMMU3_EVT1_PREQ_PX),
	SMMU3_FIELD("pW", 1, SMMU3_EVT1_PREQ_PW),
	SMMU3_FIELD("pR", 1, SMMU3_EVT1_PREQ_PR),
	SMMU3_FIELD("Span", 1, SMMU3_EVT1_PREQ_SPAN),
	PAGE_ADDR,
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
	return words[field->word] >> field->lsb &
	       GENMASK_ULL(field->width - 1, 0);
}
