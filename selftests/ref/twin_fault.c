// SPDX-License-Identifier: GPL-2.0
/*
 * How a transaction of the twin ends that is not forwarded: dispositions (3.12,
 * 5.5) and event records (7.3).
 */
#include "twin_int.h"

bool twin_silent(struct twin_ctx *c)
{
	c->out->fate = TWIN_ABORT;
	return false;
}

/* RnW of an atomic is that of a write (13.1.1). */
static struct ref_event event_of(const struct twin_ctx *c, u8 number)
{
	const struct twin_txn *txn = c->txn;

	return (struct ref_event){
		.number = number,
		.ssv = txn->ssv,
		.ssid = txn->ssv ? txn->ssid : 0,
		.sid = txn->sid,
		.priv = c->priv,
		.instr = c->instr,
		.read = !c->write,
		.class = REF_CLASS_IN,
		.input = txn->addr,
	};
}

static bool finish(struct twin_ctx *c, enum twin_fate fate, bool recorded,
		   struct ref_event event)
{
	if (fate == TWIN_STALL && c->txn->terminates)
		fate = TWIN_ABORT;
	event.stall = fate == TWIN_STALL;
	c->out->fate = fate;
	c->out->event = event.number;
	c->out->recorded = recorded;
	ref_event_encode(&event, c->out->record);
	return false;
}

bool twin_error(struct twin_ctx *c, u8 number)
{
	return finish(c, TWIN_ABORT, true, event_of(c, number));
}

/* Address bits above OAS are RES0 (7.3.4, 7.3.10, 7.3.12). */
static u64 reported(const struct twin_ctx *c, u64 addr)
{
	return addr & (twin_oas_end(c->id) - 1);
}

bool twin_fetch_error(struct twin_ctx *c, u8 number, u64 addr)
{
	struct ref_event event = event_of(c, number);

	event.fetch = reported(c, addr);
	return finish(c, TWIN_ABORT, true, event);
}

/* 7.3.3 */
bool twin_bad_streamid(struct twin_ctx *c)
{
	bool recorded = c->bank->cr2 & REF_CR2_RECINVSID;

	return finish(c, TWIN_ABORT, recorded,
		      event_of(c, REF_C_BAD_STREAMID));
}

/* 7.3.9: the SubstreamID is that of the CD, 0 without one. */
bool twin_bad_substreamid(struct twin_ctx *c)
{
	return twin_error(c, REF_C_BAD_SUBSTREAMID);
}

/* 5.5: CD.{A,R,S} */
bool twin_stage1_fault(struct twin_ctx *c, u8 number)
{
	struct ref_event event = event_of(c, number);

	if (ref_get(c->cd, REF_CD_S))
		return finish(c, TWIN_STALL, true, event);
	return finish(c, ref_get(c->cd, REF_CD_A) ? TWIN_ABORT : TWIN_RAZWI,
		      ref_get(c->cd, REF_CD_R), event);
}

static struct ref_event stage2_event(const struct twin_ctx *c, u8 number,
				     const struct twin_request *req)
{
	struct ref_event event = event_of(c, number);

	event.s2 = true;
	event.class = req->class;
	event.nsipa = c->secure && req->ns;
	return event;
}

/* 5.5: STE.{S2R,S2S}, whatever the CLASS */
bool twin_stage2_fault(struct twin_ctx *c, u8 number,
		       const struct twin_request *req, bool read_only)
{
	struct ref_event event = stage2_event(c, number, req);

	event.ipa = reported(c, req->ipa);
	event.ttrnw = req->class == REF_CLASS_TT && !req->write;
	if (read_only)
		event.read = true;
	if (ref_get(c->ste, REF_STE_S2S))
		return finish(c, TWIN_STALL, true, event);
	return finish(c, TWIN_ABORT, ref_get(c->ste, REF_STE_S2R), event);
}

/* 7.3.12: S2 = 0 goes with CLASS = TT here. */
bool twin_stage1_eabt(struct twin_ctx *c, u64 pa)
{
	struct ref_event event = event_of(c, REF_F_WALK_EABT);

	event.class = REF_CLASS_TT;
	event.fetch = reported(c, pa);
	return finish(c, TWIN_ABORT, true, event);
}

bool twin_stage2_eabt(struct twin_ctx *c, const struct twin_request *req,
		      u64 pa)
{
	struct ref_event event = stage2_event(c, REF_F_WALK_EABT, req);

	event.fetch = reported(c, pa);
	return finish(c, TWIN_ABORT, true, event);
}
