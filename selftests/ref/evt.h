/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Event records (7.3): which fields each has, encoding and decoding.
 */
#ifndef _REF_EVT_H
#define _REF_EVT_H

#include "bits.h"

#define REF_EVT_WORDS			4

#define REF_F_UUT			0x01
#define REF_C_BAD_STREAMID		0x02
#define REF_F_STE_FETCH			0x03
#define REF_C_BAD_STE			0x04
#define REF_F_STREAM_DISABLED		0x06
#define REF_C_BAD_SUBSTREAMID		0x08
#define REF_F_CD_FETCH			0x09
#define REF_C_BAD_CD			0x0a
#define REF_F_WALK_EABT			0x0b
#define REF_F_TRANSLATION		0x10
#define REF_F_ADDR_SIZE			0x11
#define REF_F_ACCESS			0x12
#define REF_F_PERMISSION		0x13

#define REF_CLASS_CD			0
#define REF_CLASS_TT			1
#define REF_CLASS_IN			2

/* Fields, bits absolute within the record */
#define REF_E_NUMBER			7, 0
#define REF_E_SSV			11, 11
#define REF_E_SSID			31, 12
#define REF_E_SID			63, 32
#define REF_E_STAG			79, 64
#define REF_E_STALL			95, 95
#define REF_E_PNU			97, 97
#define REF_E_IND			98, 98
#define REF_E_RNW			99, 99
#define REF_E_NSIPA			102, 102
#define REF_E_S2			103, 103
#define REF_E_CLASS			105, 104
#define REF_E_TTRNW			108, 108
#define REF_E_INPUT			191, 128
#define REF_E_IPA			247, 204
#define REF_E_FETCHADDR			247, 195

/**
 * struct ref_event - an event
 * @number: REF_F_*, REF_C_*
 * @ssv: SubstreamID valid
 * @ssid: SubstreamID
 * @sid: StreamID
 * @priv: PnU
 * @instr: InD
 * @read: RnW
 * @s2: S2
 * @class: CLASS
 * @input: InputAddr
 * @fetch: FetchAddr
 */
struct ref_event {
	u8 number;
	bool ssv;
	u32 ssid;
	u32 sid;
	bool priv;
	bool instr;
	bool read;
	bool s2;
	unsigned int class;
	u64 input;
	u64 fetch;
};

/* The record of @event, with exactly the fields that its number has. */
void ref_event_encode(const struct ref_event *event, u64 *record);

#endif /* _REF_EVT_H */
