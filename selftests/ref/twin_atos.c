// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's address translation operations (chapter 9; 6.3.37 to 6.3.40, 6.3.83
 * to 6.3.86): GATOS and S_GATOS, in the order of 9.1.5. Choices as in the model:
 * point A is used; HTTUI writes nothing; the other bank's SMMUEN that is 0 is
 * INTERNAL_ERR; a bypassed stage 1 maps all of the OAS.
 */
#include "twin_int.h"

/* ---- PAR of a success (6.3.40) ---- */

static void put_address(u64 *par, u64 pa, unsigned int log2_size)
{
	u64 addr = twin_align(pa, log2_size);

	ref_put(par, REF_PAR_SIZE, log2_size > 12);
	if (log2_size > 12)
		addr += ref_pow2(log2_size - 1);
	ref_put(par, REF_PAR_ADDR, ref_get(&addr, REF_PAR_ADDR));
}

static void put_result(const struct twin_ctx *c, const struct twin_gatos *gatos,
		       struct twin_answer *answer)
{
	const struct twin_outcome *out = c->out;
	unsigned int size = out->log2_size ? out->log2_size : c->id->oas;

	put_address(&answer->par, out->pa, size);
	ref_put(&answer->par, REF_PAR_ATTR, out->attr);
	ref_put(&answer->par, REF_PAR_SH, out->sh);
	ref_put(&answer->par, REF_PAR_NS,
		gatos->secure && out->space == TWIN_NS);
	if (out->attr_open)
		ref_put(&answer->open, REF_PAR_ATTR, 0xff);
	if (out->attr_open || out->sh == 1)
		ref_put(&answer->open, REF_PAR_SH, 3);
}

/* ---- PAR of a fault (6.3.40, 9.1.4) ---- */

static void put_code(struct twin_answer *answer, unsigned int code,
		     unsigned int reason)
{
	ref_put(&answer->par, REF_PAR_FAULT, 1);
	ref_put(&answer->par, REF_PAR_FAULTCODE, code);
	ref_put(&answer->par, REF_PAR_REASON, reason);
}

static bool is_related(u8 event)
{
	return event == REF_F_TRANSLATION || event == REF_F_ADDR_SIZE ||
	       event == REF_F_ACCESS || event == REF_F_PERMISSION;
}

/* TYPE 1: on a nested stream, what stage 2 says becomes an abort. */
static void stage1_fault(const struct ref_event *e, struct twin_answer *answer)
{
	if (e->s2 && e->class == REF_CLASS_CD)
		put_code(answer, REF_F_CD_FETCH, 0);
	else if (e->s2)
		put_code(answer, REF_F_WALK_EABT, 0);
	else
		put_code(answer, e->number, 0);
}

/* TYPE 2 */
static void stage2_fault(const struct ref_event *e, struct twin_answer *answer)
{
	if (e->number == REF_F_ADDR_SIZE && !e->s2)
		put_code(answer, e->number, 0);
	else
		put_code(answer, e->number, 3);
}

/* TYPE 3: REASON is 1 for a CD, 2 for a descriptor, 3 for the input. */
static void both_fault(const struct twin_ctx *c, const struct ref_event *e,
		       struct twin_answer *answer)
{
	static const unsigned int reason[] = {
		[REF_CLASS_CD] = 1, [REF_CLASS_TT] = 2, [REF_CLASS_IN] = 3 };

	put_code(answer, e->number, e->s2 ? reason[e->class] : 0);
	if (!e->s2 || !is_related(e->number))
		return;
	ref_put(&answer->par, REF_PAR_FADDR,
		ref_get(&e->ipa, REF_PAR_FADDR));
	ref_put(&answer->par, REF_PAR_NSIPA, c->secure && e->nsipa);
}

static void put_fault(const struct twin_ctx *c, struct twin_answer *answer)
{
	struct ref_event event = { 0 };

	if (c->out->event == REF_INV_STAGE) {
		put_code(answer, REF_INV_STAGE, 0);
		return;
	}
	ref_event_decode(c->out->record, &event);
	if (c->type == TWIN_S1_ONLY)
		stage1_fault(&event, answer);
	else if (c->type == TWIN_S2_ONLY)
		stage2_fault(&event, answer);
	else
		both_fault(c, &event, answer);
}

/* ---- the request (9.1.3) ---- */

static bool invalid(const struct twin_id *id, unsigned int type, bool ssv)
{
	switch (type) {
	case TWIN_S1_ONLY:
		return !id->s1p;
	case TWIN_S2_ONLY:
		return !id->s2p || ssv;
	case TWIN_BOTH:
		return !id->s1p || !id->s2p;
	}
	return true;
}

static struct twin_txn txn_of(const struct twin_gatos *gatos)
{
	unsigned int type = ref_get(&gatos->addr, REF_GATOS_TYPE);

	return (struct twin_txn){
		.sec_sid = gatos->secure && ref_get(&gatos->sid, REF_GATOS_SSEC)
			   ? TWIN_S : TWIN_NS,
		.sid = ref_get(&gatos->sid, REF_GATOS_STREAMID),
		.ssv = ref_get(&gatos->sid, REF_GATOS_SSID_VALID),
		.ssid = ref_get(&gatos->sid, REF_GATOS_SUBSTREAMID),
		.addr = twin_align(gatos->addr, 12),
		.write = !ref_get(&gatos->addr, REF_GATOS_RNW),
		.priv = ref_get(&gatos->addr, REF_GATOS_PNU),
		.instr = ref_get(&gatos->addr, REF_GATOS_IND),
		.ns = type != TWIN_S1_ONLY &&
		      ref_get(&gatos->addr, REF_GATOS_NS),
	};
}

static void look_up(struct twin_ctx *c, const struct twin_gatos *gatos,
		    struct twin_answer *answer)
{
	if (c->secure && !c->id->sel2 && c->type != TWIN_S1_ONLY) {
		put_code(answer, REF_INV_STAGE, 0);
	} else if (!(c->bank->cr0 & REF_SMMUEN)) {
		/* MISC: of TYPE 2 its REASON is 3, too. */
		put_code(answer, REF_INTERNAL_ERR,
			 c->type == TWIN_S2_ONLY ? 3 : 0);
	} else if (twin_stream(c)) {
		twin_forward(c);
		put_result(c, gatos, answer);
	} else {
		put_fault(c, answer);
	}
}

void twin_gatos(const struct twin_world *world, const struct twin_gatos *gatos,
		struct twin_answer *answer)
{
	const struct twin_bank *bank =
		&world->bank[gatos->secure ? TWIN_S : TWIN_NS];
	struct twin_txn txn = txn_of(gatos);
	struct twin_ctx c;

	*answer = (struct twin_answer){ .ignored = !(bank->cr0 & REF_SMMUEN) };
	if (answer->ignored)
		return;
	c = twin_begin(world, &txn, &answer->out);
	c.type = ref_get(&gatos->addr, REF_GATOS_TYPE);
	c.inhibit = ref_get(&gatos->addr, REF_GATOS_HTTUI);
	if (invalid(&world->id, c.type, txn.ssv))
		put_code(answer, REF_INV_REQ, 0);
	else
		look_up(&c, gatos, answer);
}
