// SPDX-License-Identifier: GPL-2.0
/*
 * Event records by the list of fields that each event has (7.3.2 to 7.3.16).
 */
#include "evt.h"

#define SSID	BIT(0)	/* SSV and SubstreamID */
#define SSID_V	BIT(1)	/* SubstreamID alone, always valid (7.3.9) */
#define ACCESS	BIT(2)	/* PnU, InD, RnW */
#define STAGE	BIT(3)	/* S2, CLASS */
#define INPUT	BIT(4)	/* InputAddr */
#define FETCH	BIT(5)	/* FetchAddr */

static unsigned int event_fields(u8 number)
{
	switch (number) {
	case REF_F_UUT:
		return SSID | ACCESS | INPUT;
	case REF_C_BAD_STREAMID:
	case REF_C_BAD_STE:
	case REF_C_BAD_CD:
		return SSID;
	case REF_F_STE_FETCH:
	case REF_F_CD_FETCH:
		return SSID | FETCH;
	case REF_C_BAD_SUBSTREAMID:
		return SSID_V;
	case REF_F_WALK_EABT:
		return SSID | ACCESS | STAGE | INPUT | FETCH;
	case REF_F_TRANSLATION:
	case REF_F_ADDR_SIZE:
	case REF_F_ACCESS:
	case REF_F_PERMISSION:
		return SSID | ACCESS | STAGE | INPUT;
	}
	return 0;
}

static void put_access(const struct ref_event *event, u64 *record)
{
	ref_put(record, REF_E_PNU, event->priv);
	ref_put(record, REF_E_IND, event->instr);
	ref_put(record, REF_E_RNW, event->read);
}

void ref_event_encode(const struct ref_event *event, u64 *record)
{
	unsigned int has = event_fields(event->number);

	memset(record, 0, REF_EVT_WORDS * sizeof(*record));
	ref_put(record, REF_E_NUMBER, event->number);
	ref_put(record, REF_E_SID, event->sid);
	if (has & SSID)
		ref_put(record, REF_E_SSV, event->ssv);
	if (has & SSID_V || (has & SSID && event->ssv))
		ref_put(record, REF_E_SSID, event->ssid);
	if (has & ACCESS)
		put_access(event, record);
	if (has & STAGE) {
		ref_put(record, REF_E_S2, event->s2);
		ref_put(record, REF_E_CLASS, event->class);
	}
	if (has & INPUT)
		ref_put(record, REF_E_INPUT, event->input);
	if (has & FETCH)
		ref_put_addr(record, REF_E_FETCHADDR, event->fetch);
}
