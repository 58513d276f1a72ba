/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Event records (7.3): which fields each has, encoding and decoding; and the
 * event queue as a machine (3.5, 7.2, 7.4).
 */
#ifndef _REF_EVT_H
#define _REF_EVT_H

#include "bits.h"

#define REF_EVT_WORDS			4

#define REF_F_UUT			0x01
#define REF_C_BAD_STREAMID		0x02
#define REF_F_STE_FETCH			0x03
#define REF_C_BAD_STE			0x04
#define REF_F_BAD_ATS_TREQ		0x05
#define REF_F_STREAM_DISABLED		0x06
#define REF_F_TRANSL_FORBIDDEN		0x07
#define REF_C_BAD_SUBSTREAMID		0x08
#define REF_F_CD_FETCH			0x09
#define REF_C_BAD_CD			0x0a
#define REF_F_WALK_EABT			0x0b
#define REF_F_TRANSLATION		0x10
#define REF_F_ADDR_SIZE			0x11
#define REF_F_ACCESS			0x12
#define REF_F_PERMISSION		0x13
#define REF_F_TLB_CONFLICT		0x20
#define REF_F_CFG_CONFLICT		0x21
#define REF_E_PAGE_REQUEST		0x24
#define REF_F_VMS_FETCH			0x25

#define REF_CLASS_CD			0
#define REF_CLASS_TT			1
#define REF_CLASS_IN			2

/* Fields, bits absolute within the record */
#define REF_E_NUMBER			7, 0
#define REF_E_SSV			11, 11
#define REF_E_SSID			31, 12
#define REF_E_SID			63, 32
#define REF_E_STAG			79, 64
#define REF_E_REASON			79, 64
#define REF_E_CONFLICT_REASON		95, 64
#define REF_E_TREQ_SPAN			67, 64
#define REF_E_GPCF			80, 80
#define REF_E_TREQ_P			92, 92
#define REF_E_TREQ_X			93, 93
#define REF_E_TREQ_W			94, 94
#define REF_E_TREQ_R			95, 95
#define REF_E_STALL			95, 95
#define REF_E_PNU			97, 97
#define REF_E_IND			98, 98
#define REF_E_RNW			99, 99
#define REF_E_PAGE_UX			97, 97
#define REF_E_PAGE_UW			98, 98
#define REF_E_PAGE_UR			99, 99
#define REF_E_PAGE_PX			101, 101
#define REF_E_PAGE_PW			102, 102
#define REF_E_PAGE_PR			103, 103
#define REF_E_NSIPA			102, 102
#define REF_E_S2			103, 103
#define REF_E_CLASS			105, 104
#define REF_E_TTRNW			108, 108
#define REF_E_PAGE_SPAN			115, 108
#define REF_E_INPUT			191, 128
#define REF_E_INPUT_PAGE		191, 140
#define REF_E_IPA			247, 204
#define REF_E_FETCHADDR			247, 195

/**
 * struct ref_event - an event
 * @number: REF_F_*, REF_C_*, REF_E_PAGE_REQUEST
 * @ssv: SubstreamID valid
 * @ssid: SubstreamID
 * @sid: StreamID
 * @reason: Reason
 * @gpcf: GPCF
 * @stall: Stall
 * @stag: STAG, if @stall
 * @priv: PnU; P of a translation request
 * @instr: InD
 * @read: RnW
 * @nsipa: NSIPA
 * @s2: S2
 * @class: CLASS
 * @ttrnw: TTRnW
 * @wanted: what was asked for, translation request: R, W, X in bits 0 to 2;
 *	page request: uR, uW, uX, pR, pW, pX in bits 0 to 5
 * @span: Span of a translation or page request
 * @input: InputAddr
 * @ipa: IPA, if @s2
 * @fetch: FetchAddr
 */
struct ref_event {
	u8 number;
	bool ssv;
	u32 ssid;
	u32 sid;
	u32 reason;
	bool gpcf;
	bool stall;
	u16 stag;
	bool priv;
	bool instr;
	bool read;
	bool nsipa;
	bool s2;
	unsigned int class;
	bool ttrnw;
	unsigned int wanted;
	unsigned int span;
	u64 input;
	u64 ipa;
	u64 fetch;
};

/* The record of @event, with exactly the fields that its number has. */
void ref_event_encode(const struct ref_event *event, u64 *record);

/* What @record says; what its number does not have is 0. */
void ref_event_decode(const u64 *record, struct ref_event *event);

/* The bits that a record of @number may have set; none: reserved. */
void ref_event_bits(u8 number, u64 *bits);

/* ---- the queue ---- */

/**
 * struct ref_evtq - an event queue that nobody stalls for
 * @enabled: EVENTQEN, acknowledged
 * @irqen: IRQ_CTRL.EVENTQ_IRQEN
 * @gerror_irqen: IRQ_CTRL.GERROR_IRQEN
 * @log2: effective LOG2SIZE
 * @prod: EVENTQ_PROD.WR, wrap bit included
 * @cons: EVENTQ_CONS.RD, the same
 * @ovflg: EVENTQ_PROD.OVFLG
 * @ovackflg: EVENTQ_CONS.OVACKFLG
 * @abort: EVENTQ_ABT_ERR is active
 * @broken: writes end in an external abort
 */
struct ref_evtq {
	bool enabled;
	bool irqen;
	bool gerror_irqen;
	unsigned int log2;
	u32 prod;
	u32 cons;
	bool ovflg;
	bool ovackflg;
	bool abort;
	bool broken;
};

/**
 * struct ref_evtq_effect - what recording an event did
 * @recorded: in the entry at @index
 * @index: see there
 * @irq: an event queue interrupt
 * @gerror_irq: a global error interrupt
 */
struct ref_evtq_effect {
	bool recorded;
	u32 index;
	bool irq;
	bool gerror_irq;
};

struct ref_evtq_effect ref_evtq_record(struct ref_evtq *queue);

#endif /* _REF_EVT_H */
