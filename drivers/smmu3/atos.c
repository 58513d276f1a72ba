// SPDX-License-Identifier: GPL-2.0
/*
 * Address translation operations (chapter 9, 6.3.37 to 6.3.40, 6.3.83 to 6.3.86):
 * which requests are valid, how one is made of the registers, and what PAR says.
 * The look-up itself is translate.c's. Called under the caller's lock, outside of
 * access sections; a look-up is complete when RUN has been written.
 *
 * Choices: a look-up neither uses nor fills caches, so that it tells what is in
 * memory, and nobody's caches depend on it. With HTTUI nothing is written. A
 * Secure request for stage 2 is INV_STAGE before anything is read where there is
 * no Secure stage 2. Where another state's SMMUEN is missing, and in service
 * failure mode, it ends in INTERNAL_ERR. Stage 1 that S1DSS bypasses leaves a
 * Secure stream in its own space, as there is no NS to say otherwise, with the
 * attributes of a transaction that says nothing.
 */
#include <smmu3/evt.h>
#include <smmu3/regs.h>

#include "atos.h"

/* ---- what is asked of a stream ---- */

bool smmu3_atos_narrow(struct smmu3_xact *x, struct smmu3_stream *stream)
{
	static const u8 needed[] = {
		[SMMU3_ASK_STAGE1] = SMMU3_STREAM_STAGE1,
		[SMMU3_ASK_STAGE2] = SMMU3_STREAM_STAGE2,
		[SMMU3_ASK_BOTH] = SMMU3_STREAM_STAGE1 | SMMU3_STREAM_STAGE2,
	};

	if (needed[x->ask] & ~stream->mode) {
		x->fault.event = SMMU3_ATOS_INV_STAGE;
		return false;
	}
	stream->override = (struct smmu3_override){
		.sh = SMMU3_SHCFG_INCOMING,
	};
	if (x->ask == SMMU3_ASK_STAGE2) {
		stream->mode &= ~SMMU3_STREAM_STAGE1;
		stream->s1cdmax = 0;
	}
	return true;
}

/* ---- the request ---- */

/* 9.1.3: malformed, whatever the stream is like. */
static bool is_invalid(u64 idr0, const struct smmu3_xact *x)
{
	static const u64 needed[] = {
		[SMMU3_ASK_STAGE1] = SMMU3_IDR0_S1P,
		[SMMU3_ASK_STAGE2] = SMMU3_IDR0_S2P,
		[SMMU3_ASK_BOTH] = SMMU3_IDR0_S1P | SMMU3_IDR0_S2P,
	};

	return x->ask == SMMU3_ASK_TRANSACTION || needed[x->ask] & ~idr0 ||
	       (x->ask == SMMU3_ASK_STAGE2 && x->txn.ssv);
}

static enum smmu3_pas state_of(enum smmu3_pas bank, u64 sid)
{
	return bank == SMMU3_PAS_S && sid & SMMU3_S_GATOS_SID_SSEC ?
	       SMMU3_PAS_S : SMMU3_PAS_NS;
}

/* 6.3.85: NS is for those that do not ask stage 1. */
static bool input_ns(enum smmu3_ask ask, u64 addr)
{
	return ask != SMMU3_ASK_STAGE1 && addr & SMMU3_S_GATOS_ADDR_NS;
}

static struct smmu3_xact request(const struct smmu3_bank *bank)
{
	u64 addr = bank->reg[SMMU3_REG_GATOS_ADDR];
	u64 sid = bank->reg[SMMU3_REG_GATOS_SID];
	enum smmu3_ask ask = FIELD_GET(SMMU3_GATOS_ADDR_TYPE, addr);
	enum smmu3_pas state = state_of(bank->id, sid);

	static_assert(SMMU3_ASK_STAGE1 == SMMU3_ATOS_TYPE_S1);
	static_assert(SMMU3_ASK_STAGE2 == SMMU3_ATOS_TYPE_S2);
	static_assert(SMMU3_ASK_BOTH == SMMU3_ATOS_TYPE_S12);

	return (struct smmu3_xact){
		.txn = {
			.addr = addr & SMMU3_GATOS_ADDR_ADDR,
			.sid = FIELD_GET(SMMU3_GATOS_SID_STREAMID, sid),
			.ssid = FIELD_GET(SMMU3_GATOS_SID_SUBSTREAMID, sid),
			.sec_sid = state,
			.ssv = sid & SMMU3_GATOS_SID_SSID_VALID,
			.write = !(addr & SMMU3_GATOS_ADDR_RNW),
			.priv = addr & SMMU3_GATOS_ADDR_PNU,
			.instr = addr & SMMU3_GATOS_ADDR_IND,
			.ns = input_ns(ask, addr),
		},
		.look = addr & SMMU3_GATOS_ADDR_HTTUI ? SMMU3_LOOK_ATOS_HTTUI :
							SMMU3_LOOK_ATOS,
		.ask = ask,
		.by_secure = bank->id == SMMU3_PAS_S,
	};
}

/* ---- the result ---- */

/*
 * 6.3.40: above 4 KiB the lowest bit that is set tells the size. What is larger
 * than the granules of 4 KiB are loses the address bits below.
 */
static u64 encode_address(u64 pa, u8 log2_size)
{
	u64 size = BIT_ULL(log2_size);

	if (log2_size <= 12)
		return pa & SMMU3_GATOS_PAR_ADDR;
	return SMMU3_GATOS_PAR_SIZE |
	       ((pa & SMMU3_GATOS_PAR_ADDR & ~(size - 1)) | size >> 1);
}

static u64 encode_result(const struct smmu3_bank *bank,
			 const struct smmu3_result *res)
{
	bool ns = bank->id == SMMU3_PAS_S && res->pas == SMMU3_PAS_NS;

	return encode_address(res->pa, res->log2_size) |
	       FIELD_PREP(SMMU3_GATOS_PAR_ATTR, res->memattr) |
	       FIELD_PREP(SMMU3_GATOS_PAR_SH, res->sh) |
	       FIELD_PREP(SMMU3_S_GATOS_PAR_NS, ns);
}

/* 9.1.4: who asked for stage 1 alone does not hear of stage 2. */
static u8 faultcode(const struct smmu3_xact *x)
{
	if (!x->fault.event)
		return SMMU3_ATOS_INTERNAL_ERR;
	if (x->ask != SMMU3_ASK_STAGE1 || !x->fault.s2)
		return x->fault.event;
	return x->fault.class == SMMU3_CLASS_CD ? SMMU3_EVT_F_CD_FETCH :
						  SMMU3_EVT_F_WALK_EABT;
}

static u8 reason_of_class(enum smmu3_class class)
{
	static const u8 reasons[] = {
		[SMMU3_CLASS_CD] = SMMU3_ATOS_REASON_CD,
		[SMMU3_CLASS_TT] = SMMU3_ATOS_REASON_TT,
		[SMMU3_CLASS_IN] = SMMU3_ATOS_REASON_IN,
	};

	return reasons[class];
}

/*
 * 9.1.4: of stage 2 alone, everything is about its input but an address that is
 * too large for stage 1.
 */
static u8 reason(const struct smmu3_xact *x)
{
	bool stage1 = !x->fault.s2;

	if (x->fault.event == SMMU3_ATOS_INV_STAGE)
		return 0;
	if (x->ask == SMMU3_ASK_STAGE2)
		return stage1 && x->fault.event == SMMU3_EVT_F_ADDR_SIZE ?
		       SMMU3_ATOS_REASON_S1 : SMMU3_ATOS_REASON_IN;
	return x->ask == SMMU3_ASK_BOTH && !stage1 ?
	       reason_of_class(x->fault.class) : SMMU3_ATOS_REASON_S1;
}

/* 9.1.4: an IPA is told of the four faults of stage 2 after stage 1. */
static bool tells_ipa(const struct smmu3_xact *x)
{
	return x->ask == SMMU3_ASK_BOTH && x->fault.s2 &&
	       x->fault.event != SMMU3_EVT_F_WALK_EABT;
}

static u64 encode_code(u8 code)
{
	return FIELD_PREP(SMMU3_GATOS_PAR_FAULTCODE, code) |
	       SMMU3_GATOS_PAR_FAULT;
}

static u64 encode_fault(const struct smmu3_xact *x)
{
	u64 par = encode_code(faultcode(x)) |
		  FIELD_PREP(SMMU3_GATOS_PAR_REASON, reason(x));

	if (tells_ipa(x))
		par |= (x->fault.ipa & SMMU3_GATOS_PAR_FADDR) |
		       FIELD_PREP(SMMU3_S_GATOS_PAR_NSIPA, x->fault.nsipa);
	return par;
}

/* ---- the look-up ---- */

static bool is_enabled(const struct smmu3_bank *bank)
{
	return bank->reg[SMMU3_REG_CR0] & bank->reg[SMMU3_REG_CR0ACK] &
	       SMMU3_CR0_SMMUEN;
}

/* 9.1.5, point A: there is no stage 2 for Secure streams. */
static bool has_no_stage2(const struct smmu3 *smmu, const struct smmu3_xact *x)
{
	u64 s_idr1 = smmu->bank[SMMU3_PAS_S].reg[SMMU3_REG_IDR1];

	return x->txn.sec_sid == SMMU3_PAS_S && x->ask != SMMU3_ASK_STAGE1 &&
	       !(s_idr1 & SMMU3_S_IDR1_SEL2);
}

static u64 look_up(struct smmu3 *smmu, const struct smmu3_bank *bank)
{
	u64 idr0 = smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR0];
	struct smmu3_xact x = request(bank);

	if (is_invalid(idr0, &x))
		return encode_code(SMMU3_ATOS_INV_REQ);
	if (has_no_stage2(smmu, &x))
		return encode_code(SMMU3_ATOS_INV_STAGE);
	if (is_enabled(&smmu->bank[x.txn.sec_sid]) &&
	    smmu3_translate(smmu, &x))
		return encode_result(bank, &x.res);
	return encode_fault(&x);
}

/* 6.3.37: without SMMUEN the write is ignored. */
void smmu3_atos_ctrl_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	struct smmu3_bank *bank = &smmu->bank[id];

	if (bank->reg[SMMU3_REG_GATOS_CTRL] & SMMU3_GATOS_CTRL_RUN &&
	    is_enabled(bank))
		bank->reg[SMMU3_REG_GATOS_PAR] = look_up(smmu, bank);
	bank->reg[SMMU3_REG_GATOS_CTRL] &= ~SMMU3_GATOS_CTRL_RUN;
}
