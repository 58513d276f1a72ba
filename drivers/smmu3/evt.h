/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events as decoded meaning (7.3), and the records that they become.
 */
#ifndef _SMMU3_MODEL_EVT_H
#define _SMMU3_MODEL_EVT_H

#include "smmu3.h"

/* What a translation request or a page request asks for. */
#define SMMU3_ASKS_R	BIT(0)
#define SMMU3_ASKS_W	BIT(1)
#define SMMU3_ASKS_X	BIT(2)

/**
 * struct smmu3_event - an event
 * @number: SMMU3_EVT_*
 * @sec_sid: Security state of the stream, and of the queue
 * @sid: StreamID
 * @ssid: SubstreamID if @ssv; C_BAD_SUBSTREAMID: index of the CD
 * @ssv: SubstreamID valid
 * @stall: the transaction waits for CMD_RESUME
 * @stag: STAG if @stall
 * @reason: implementation defined
 * @gpcf: the abort came from a granule protection check
 * @pnu: privileged; F_BAD_ATS_TREQ: P
 * @ind: instruction fetch, meaningless for a write
 * @rnw: read
 * @nsipa: the IPA is Non-secure; Secure stage 2 only
 * @s2: of stage 2
 * @class: CLASS
 * @ttrnw: descriptor read, else written; F_PERMISSION of class TT only
 * @span: F_BAD_ATS_TREQ, E_PAGE_REQUEST: how much is asked for
 * @asks: F_BAD_ATS_TREQ: SMMU3_ASKS_*
 * @asks_priv: E_PAGE_REQUEST: SMMU3_ASKS_* of privileged accesses
 * @asks_unpriv: E_PAGE_REQUEST: the same of unprivileged ones
 * @input: input address
 * @ipa: IPA if @s2
 * @fetch: address of the fetch that failed
 *
 * A record has the fields of its event only; the others do not matter.
 */
struct smmu3_event {
	u8 number;
	enum smmu3_pas sec_sid;
	u32 sid;
	u32 ssid;
	bool ssv;
	bool stall;
	u16 stag;
	u32 reason;
	bool gpcf;
	bool pnu;
	bool ind;
	bool rnw;
	bool nsipa;
	bool s2;
	enum smmu3_class class;
	bool ttrnw;
	u8 span;
	u8 asks;
	u8 asks_priv;
	u8 asks_unpriv;
	u64 input;
	u64 ipa;
	u64 fetch;
};

/* The record of @event; zero if there is no such event. Pure. */
void smmu3_event_pack(const struct smmu3_event *event, u64 record[4]);

#endif /* _SMMU3_MODEL_EVT_H */
