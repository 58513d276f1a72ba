// SPDX-License-Identifier: GPL-2.0
/*
 * The SMMU under test against the naive twin: the same registers, the same
 * memory, the same transaction.
 */
#include "rig.h"

/* ---- what the twin sees ---- */

static bool oracle_read8(void *arg, enum twin_space space, u64 addr,
			 u64 *value)
{
	return host_try_load(arg, (enum smmu3_pas)space, addr, value);
}

static u32 s_rd32(struct rig *rig, u32 offset)
{
	return smmu3_reg_read(rig->smmu, SMMU3_PAS_S, REF_S(offset), 32);
}

struct twin_id rig_identity(struct rig *rig)
{
	struct twin_id_regs regs = {
		.idr0 = rd32(rig, REF_IDR0),
		.idr1 = rd32(rig, REF_IDR1),
		.idr3 = rd32(rig, REF_IDR3),
		.idr5 = rd32(rig, REF_IDR5),
		.aidr = rd32(rig, REF_AIDR),
		.s_idr0 = s_rd32(rig, REF_IDR0),
		.s_idr1 = s_rd32(rig, REF_IDR1),
	};

	return twin_id_of(&regs);
}

static struct twin_bank ns_bank(struct rig *rig)
{
	return (struct twin_bank){
		.cr0 = rd32(rig, REF_CR0ACK),
		.cr2 = rd32(rig, REF_CR2),
		.gbpa = rd32(rig, REF_GBPA),
		.strtab_cfg = rd32(rig, REF_STRTAB_BASE_CFG),
		.strtab_base = rd64(rig, REF_STRTAB_BASE),
	};
}

static struct twin_bank s_bank(struct rig *rig)
{
	return (struct twin_bank){
		.cr0 = s_rd32(rig, REF_CR0ACK),
		.cr2 = s_rd32(rig, REF_CR2),
		.gbpa = s_rd32(rig, REF_GBPA),
		.strtab_cfg = s_rd32(rig, REF_STRTAB_BASE_CFG),
		.strtab_base = smmu3_reg_read(rig->smmu, SMMU3_PAS_S,
					      REF_S(REF_STRTAB_BASE), 64),
	};
}

void rig_oracle(struct rig *rig, const struct smmu3_txn *txn,
		struct twin_outcome *want)
{
	struct twin_overlay overlay = {
		.below = { .read8 = oracle_read8, .arg = &rig->host } };
	struct twin_world world = {
		.id = rig_identity(rig),
		.bank = { ns_bank(rig), s_bank(rig) },
		.memory = twin_overlay_memory(&overlay),
	};
	struct twin_txn t = {
		.sec_sid = (enum twin_space)txn->sec_sid,
		.sid = txn->sid, .ssv = txn->ssv, .ssid = txn->ssid,
		.addr = txn->addr, .write = txn->write, .priv = txn->priv,
		.instr = txn->instr, .ns = txn->ns,
	};

	twin_translate(&world, &t, want);
}

/* ---- what has to be the same: NULL, or what is different ---- */

static const char *judge_attributes(const struct smmu3_result *res,
				    const struct twin_outcome *want)
{
	if (want->attr_open)
		return NULL;
	if (res->memattr != want->attr)
		return "memory attributes";
	if (want->sh != 1 && res->sh != want->sh)	/* 1 is reserved */
		return "shareability";
	return NULL;
}

static const char *judge_forwarded(const struct outcome *out,
				   const struct twin_outcome *want)
{
	const struct smmu3_result *res = &out->x.res;

	if (!out->ok)
		return "not forwarded";
	if (res->pa != want->pa)
		return "output address";
	if (res->pas != (enum smmu3_pas)want->space)
		return "output PA space";
	if (want->log2_size && res->log2_size != want->log2_size)
		return "size of the mapping";
	return judge_attributes(res, want);
}

static const char *judge_denied(const struct outcome *out,
				const struct twin_outcome *want)
{
	enum smmu3_disposition how =
		want->fate == TWIN_RAZWI ? SMMU3_RAZWI : SMMU3_ABORT;

	if (out->ok)
		return "forwarded";
	if (out->x.fault.event != want->event)
		return "event number";
	if (out->x.fault.disposition != how)
		return "disposition";
	if (!want->recorded)
		return out->x.recorded ? "recorded" : NULL;
	if (!out->x.recorded)
		return "not recorded";
	if (memcmp(out->x.record, want->record, sizeof(want->record)))
		return "record told to the caller";
	return NULL;
}

/* The last update of a word stays. */
static const char *judge_updates(struct rig *rig,
				 const struct twin_outcome *want)
{
	unsigned int i, later;
	u64 now;

	for (i = 0; i < want->updates; i++) {
		const struct twin_update *update = &want->update[i];

		for (later = i + 1; later < want->updates; later++)
			if (want->update[later].space == update->space &&
			    want->update[later].addr == update->addr)
				update = &want->update[later];
		now = host_load(&rig->host, (enum smmu3_pas)update->space,
				update->addr);
		if (now != update->next)
			return "update of a descriptor";
	}
	return NULL;
}

const char *rig_judge(struct rig *rig, const struct outcome *out,
		      const struct twin_outcome *want)
{
	const char *what;

	if (want->fate == TWIN_FORWARD)
		what = judge_forwarded(out, want);
	else
		what = judge_denied(out, want);
	if (!what)
		what = judge_updates(rig, want);
	if (what)
		print_error("%s SID %#x address %#llx %s%s%s: oracle %u %#llx "
			    "event %#x, model %u %#llx event %#x\n",
			    out->x.txn.sec_sid == NS ? "NS" : "S",
			    out->x.txn.sid,
			    (unsigned long long)out->x.txn.addr,
			    out->x.txn.write ? "W" : "R",
			    out->x.txn.priv ? "P" : "U",
			    out->x.txn.instr ? "I" : "D", want->fate,
			    (unsigned long long)want->pa, want->event,
			    !out->ok, (unsigned long long)out->x.res.pa,
			    out->x.fault.event);
	return what;
}

/* ---- with the event queue of the rig ---- */

static const char *compare_queue(struct rig *rig,
				 const struct twin_outcome *want)
{
	u64 record[REF_EVT_WORDS];

	if (want->event && want->recorded) {
		if (!rig_event_pop(rig, record))
			return "no record in the queue";
		if (memcmp(record, want->record, sizeof(record)))
			return "record in the queue";
	}
	return rig_events(rig) ? "more events" : NULL;
}

const char *rig_compare(struct rig *rig, const struct smmu3_txn *txn)
{
	struct twin_outcome want;
	struct outcome out;
	const char *what;

	rig_oracle(rig, txn, &want);
	out = rig_do(rig, txn);
	what = rig_judge(rig, &out, &want);
	return what ? what : compare_queue(rig, &want);
}

void expect_oracle(struct rig *rig, const struct smmu3_txn *txn)
{
	const char *what = rig_compare(rig, txn);

	if (what)
		fail_msg("the oracle disagrees: %s", what);
}
