// SPDX-License-Identifier: GPL-2.0
/*
 * The SMMU under test against the naive twin: the same registers, the same
 * memory, the same transaction. See oracle.h.
 */
#include "oracle.h"

/* ---- what the twin sees ---- */

static bool oracle_read8(void *arg, enum twin_space space, u64 addr,
			 u64 *value)
{
	return host_try_load(arg, (enum smmu3_pas)space, addr, value);
}

static bool overlay_read8(void *arg, enum twin_space space, u64 addr,
			  u64 *value)
{
	struct oracle *oracle = arg;
	struct twin_memory memory = twin_overlay_memory(&oracle->overlay);

	return memory.read8(memory.arg, space, addr, value);
}

static enum twin_cas overlay_cas8(void *arg, enum twin_space space, u64 addr,
				  u64 old, u64 next)
{
	struct oracle *oracle = arg;
	struct twin_memory memory = twin_overlay_memory(&oracle->overlay);

	if (!oracle->rival.left)
		return memory.cas8(memory.arg, space, addr, old, next);
	oracle->rival.left--;
	memory.cas8(memory.arg, space, addr, old, old ^ oracle->rival.mask);
	return TWIN_CAS_CHANGED;
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

void oracle_refresh(struct oracle *oracle)
{
	struct rig *rig = oracle->rig;

	oracle->world.bank[TWIN_NS] = ns_bank(rig);
	oracle->world.bank[TWIN_S] = s_bank(rig);
}

void oracle_init(struct oracle *oracle, struct rig *rig)
{
	oracle->rig = rig;
	oracle->rival.left = 0;
	oracle->overlay.below = (struct twin_memory){
		.read8 = oracle_read8, .arg = &rig->host };
	oracle->world = (struct twin_world){
		.id = rig_identity(rig),
		.memory = { overlay_read8, overlay_cas8, oracle },
		.trace = &oracle->trace,
	};
	oracle_refresh(oracle);
}

void oracle_ask(struct oracle *oracle, const struct twin_txn *txn,
		struct twin_outcome *want)
{
	oracle->overlay.updates = 0;
	twin_translate(&oracle->world, txn, want);
}

void rig_oracle(struct rig *rig, const struct smmu3_txn *txn,
		struct twin_outcome *want)
{
	struct twin_txn t = {
		.sec_sid = (enum twin_space)txn->sec_sid,
		.sid = txn->sid, .ssv = txn->ssv, .ssid = txn->ssid,
		.addr = txn->addr, .write = txn->write,
		.atomic = txn->atomic, .priv = txn->priv,
		.instr = txn->instr, .ns = txn->ns,
	};
	struct oracle oracle;

	oracle_init(&oracle, rig);
	oracle_ask(&oracle, &t, want);
}

struct smmu3_txn oracle_txn(const struct twin_txn *txn)
{
	return (struct smmu3_txn){
		.addr = txn->addr, .sid = txn->sid, .ssid = txn->ssid,
		.sec_sid = (enum smmu3_pas)txn->sec_sid, .ssv = txn->ssv,
		.write = txn->write, .atomic = txn->atomic,
		.priv = txn->priv, .instr = txn->instr, .ns = txn->ns,
	};
}

void rig_oracle_gatos(struct rig *rig, enum smmu3_pas bank,
		      struct twin_answer *want)
{
	bool secure = bank == SMMU3_PAS_S;
	struct oracle oracle;
	struct twin_gatos gatos = {
		.secure = secure,
		.sid = smmu3_reg_read(rig->smmu, bank, secure ?
				      REF_S(REF_GATOS_SID) : REF_GATOS_SID, 64),
		.addr = smmu3_reg_read(rig->smmu, bank, secure ?
				       REF_S(REF_GATOS_ADDR) : REF_GATOS_ADDR,
				       64),
	};

	oracle_init(&oracle, rig);
	oracle.overlay.updates = 0;
	twin_gatos(&oracle.world, &gatos, want);
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

static const char *judge_forwarded(bool ok, const struct smmu3_result *res,
				   const struct twin_outcome *want)
{
	if (!ok)
		return "not forwarded";
	if (res->pa != want->pa)
		return "output address";
	if (res->pas != (enum smmu3_pas)want->space)
		return "output PA space";
	if (want->log2_size && res->log2_size != want->log2_size)
		return "size of the mapping";
	if (res->priv != want->priv)
		return "output privilege";
	if (res->instr != want->instr)
		return "output of instruction or data";
	return judge_attributes(res, want);
}

static enum smmu3_disposition disposition_of(enum twin_fate fate)
{
	return fate == TWIN_RAZWI ? SMMU3_RAZWI :
	       fate == TWIN_STALL ? SMMU3_STALL : SMMU3_ABORT;
}

void oracle_mask_stag(u64 *record)
{
	struct ref_event event;

	ref_event_decode(record, &event);
	if (event.stall)
		ref_put(record, REF_E_STAG, 0);
}

/* The fault in the record's words, where it is told piece by piece, too. */
static const char *judge_fault(const struct smmu3_fault *fault,
			       const struct twin_outcome *want)
{
	struct ref_event event;

	ref_event_decode(want->record, &event);
	if (event.number < REF_F_TRANSLATION &&
	    event.number != REF_F_WALK_EABT)
		return NULL;
	if (fault->s2 != event.s2 || (unsigned int)fault->class != event.class)
		return "stage or class of the fault";
	if (event.s2 && event.number != REF_F_WALK_EABT &&
	    (fault->ipa ^ event.ipa) & GENMASK_ULL(55, 12))
		return "IPA of the fault";
	return NULL;
}

static const char *judge_denied(bool ok, const struct smmu3_xact *x,
				const struct twin_outcome *want)
{
	u64 record[REF_EVT_WORDS];

	if (ok)
		return "forwarded";
	if (x->fault.event != want->event)
		return "event number";
	if (x->fault.disposition != disposition_of(want->fate))
		return "disposition";
	if (!want->recorded)
		return x->recorded ? "recorded" : NULL;
	if (!x->recorded)
		return "not recorded";
	memcpy(record, x->record, sizeof(record));
	oracle_mask_stag(record);
	if (memcmp(record, want->record, sizeof(record)))
		return "record told to the caller";
	return judge_fault(&x->fault, want);
}

const char *oracle_judge(bool ok, const struct smmu3_xact *x,
			 const struct twin_outcome *want)
{
	if (want->fate == TWIN_FORWARD)
		return judge_forwarded(ok, &x->res, want);
	return judge_denied(ok, x, want);
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

/* ---- the log ---- */

static bool is_update(const struct host_entry *entry,
		      const struct twin_update *update)
{
	return entry->access.kind == SMMU3_ACCESS_TT &&
	       entry->access.pas == (enum smmu3_pas)update->space &&
	       entry->access.addr == update->addr &&
	       entry->words[0] == update->old &&
	       entry->words[1] == update->next;
}

static bool is_plain_write(const struct host_entry *entry)
{
	return entry->access.kind == SMMU3_ACCESS_EVENTQ ||
	       entry->access.kind == SMMU3_ACCESS_MSI;
}

/* Nothing of a Non-secure stream is in the Secure space. */
static bool is_out_of_bounds(const struct host_entry *entry,
			     const struct twin_txn *txn)
{
	return entry->access.sec_sid != (enum smmu3_pas)txn->sec_sid ||
	       (txn->sec_sid == TWIN_NS && entry->access.pas != NS);
}

const char *oracle_judge_log(const struct host *host,
			     const struct twin_txn *txn,
			     const struct twin_outcome *want)
{
	unsigned int i, updates = 0;

	for (i = 0; i < host->count; i++) {
		const struct host_entry *entry = &host->log[i];

		if (entry->what > HOST_WRITE && entry->what != HOST_CAS)
			continue;
		if (is_out_of_bounds(entry, txn))
			return "access for another Security state";
		if (entry->what == HOST_WRITE && !is_plain_write(entry))
			return "write to memory";
		/* What came too late wrote nothing. */
		if (entry->what != HOST_CAS || !entry->ok)
			continue;
		if (updates == want->updates ||
		    !is_update(entry, &want->update[updates++]))
			return "update of a descriptor";
	}
	return updates == want->updates ? NULL : "no update of a descriptor";
}

static bool is_visit(const struct host_entry *entry,
		     const struct twin_visit *visit)
{
	static const enum smmu3_access_kind kind[] = {
		[TWIN_AT_L1STD] = SMMU3_ACCESS_STE,
		[TWIN_AT_STE] = SMMU3_ACCESS_STE,
		[TWIN_AT_L1CD] = SMMU3_ACCESS_CD,
		[TWIN_AT_CD] = SMMU3_ACCESS_CD,
		[TWIN_AT_STAGE1] = SMMU3_ACCESS_TT,
		[TWIN_AT_STAGE2] = SMMU3_ACCESS_TT,
	};

	return entry->access.kind == kind[visit->place] &&
	       entry->access.pas == (enum smmu3_pas)visit->space &&
	       entry->access.addr == visit->addr;
}

/* What is beyond the output size is not even tried. */
static unsigned int reads_of(const struct twin_trace *trace, u64 end)
{
	unsigned int reads = trace->visits;

	if (reads && trace->visit[reads - 1].addr >= end)
		reads--;
	return reads;
}

const char *oracle_judge_reads(const struct oracle *oracle)
{
	const struct twin_trace *trace = &oracle->trace;
	const struct host *host = &oracle->rig->host;
	unsigned int wanted = reads_of(trace, ref_pow2(oracle->world.id.oas));
	unsigned int i, reads = 0;

	for (i = 0; i < host->count; i++) {
		const struct host_entry *entry = &host->log[i];

		if (entry->what != HOST_READ)
			return "a peek that has effects";
		if (reads == wanted ||
		    !is_visit(entry, &trace->visit[reads++]))
			return "reads of a walk";
	}
	return reads == wanted ? NULL : "fewer reads of a walk";
}

/* ---- for tests of one SMMU's Non-secure queue ---- */

const char *rig_judge(struct rig *rig, const struct outcome *out,
		      const struct twin_outcome *want)
{
	const char *what = oracle_judge(out->ok, &out->x, want);

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

static const char *compare_queue(struct rig *rig,
				 const struct twin_outcome *want)
{
	u64 record[REF_EVT_WORDS];

	if (want->event && want->recorded) {
		if (!rig_event_pop(rig, record))
			return "no record in the queue";
		oracle_mask_stag(record);
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
