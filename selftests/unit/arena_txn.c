// SPDX-License-Identifier: GPL-2.0
/*
 * One transaction, compared in every respect. See arena.h.
 */
#include "arena.h"

/* ---- reports ---- */

static const char *const fates[] = { "forward", "abort", "RAZ/WI", "stall" };

static void report_want(const struct arena *arena,
			const struct twin_outcome *want)
{
	const struct twin_trace *trace = &arena->oracle.trace;
	unsigned int i;

	print_error("oracle: %s PA %#llx space %u size %u attr %#x sh %u "
		    "priv %u instr %u event %#x recorded %u updates %u\n"
		    "  record %016llx %016llx %016llx %016llx\n",
		    fates[want->fate], (unsigned long long)want->pa,
		    want->space, want->log2_size, want->attr, want->sh,
		    want->priv, want->instr, want->event, want->recorded,
		    want->updates, (unsigned long long)want->record[0],
		    (unsigned long long)want->record[1],
		    (unsigned long long)want->record[2],
		    (unsigned long long)want->record[3]);
	for (i = 0; i < trace->visits; i++)
		print_error("  visit %u space %u %#llx of %#llx level %u "
			    "granule %u class %u%s\n", trace->visit[i].place,
			    trace->visit[i].space,
			    (unsigned long long)trace->visit[i].addr,
			    (unsigned long long)trace->visit[i].input,
			    trace->visit[i].level, trace->visit[i].granule,
			    trace->visit[i].class,
			    trace->visit[i].leaf ? " leaf" : "");
}

static void report_memory(struct arena *arena)
{
	const struct twin_trace *trace = &arena->oracle.trace;
	struct host *host = &arena->rig->host;
	unsigned int i, word;
	u64 value = 0;

	for (i = 0; i < trace->visits; i++) {
		const struct twin_visit *visit = &trace->visit[i];
		bool large = visit->place == TWIN_AT_STE ||
			     visit->place == TWIN_AT_CD;

		print_error("  %#llx:", (unsigned long long)visit->addr);
		for (word = 0; word < (large ? 8 : 1); word++) {
			host_try_load(host, (enum smmu3_pas)visit->space,
				      visit->addr + word * 8, &value);
			print_error(" %016llx", (unsigned long long)value);
		}
		print_error("\n");
	}
}

static void report_log(const struct host *host)
{
	static const char *const kinds[] = { "read", "write", "irq", "cas",
		"drain", "resumed", "command", "event" };
	unsigned int i;

	for (i = 0; i < host->count; i++) {
		const struct host_entry *entry = &host->log[i];

		print_error("  log: %s kind %u pas %u %#llx ok %u %016llx "
			    "%016llx\n", kinds[entry->what],
			    entry->access.kind, entry->access.pas,
			    (unsigned long long)entry->access.addr, entry->ok,
			    (unsigned long long)entry->words[0],
			    (unsigned long long)entry->words[1]);
	}
}

static void report_identity(const struct arena *arena)
{
	char text[1024];
	size_t len = smmu3_config_format(&arena->rig->config, text,
					 sizeof(text));

	print_error("identity: %.*s\n", (int)len, text);
	print_error("CR0 %#x CR2 %#x S_CR0 %#x S_CR2 %#x\n",
		    arena->oracle.world.bank[0].cr0,
		    arena->oracle.world.bank[0].cr2,
		    arena->oracle.world.bank[1].cr0,
		    arena->oracle.world.bank[1].cr2);
}

void arena_report(struct arena *arena, const struct twin_txn *txn,
		  const struct twin_outcome *want, const struct smmu3_xact *x,
		  const char *what)
{
	print_error("%s: %s SID %#x SSV %u SSID %#x address %#llx %s%s%s%s%s\n",
		    what, txn->sec_sid == TWIN_S ? "S" : "NS", txn->sid,
		    txn->ssv, txn->ssid, (unsigned long long)txn->addr,
		    txn->write ? "W" : "R", txn->atomic ? "A" : "",
		    txn->priv ? "P" : "U", txn->instr ? "I" : "D",
		    txn->ns ? " NS" : "");
	report_want(arena, want);
	print_error("model: PA %#llx space %u size %u attr %#x sh %u priv %u "
		    "instr %u hit %#x event %#x disposition %u recorded %u\n"
		    "  record %016llx %016llx %016llx %016llx\n",
		    (unsigned long long)x->res.pa, x->res.pas,
		    x->res.log2_size, x->res.memattr, x->res.sh, x->res.priv,
		    x->res.instr, x->res.hit, x->fault.event,
		    x->fault.disposition, x->recorded,
		    (unsigned long long)x->record[0],
		    (unsigned long long)x->record[1],
		    (unsigned long long)x->record[2],
		    (unsigned long long)x->record[3]);
	report_memory(arena);
	report_log(&arena->rig->host);
	report_identity(arena);
}

/* ---- looks ---- */

/* Without effects: what is told is what the transaction will be. */
static const char *compare_peek(struct arena *arena,
				const struct twin_txn *txn,
				const struct twin_outcome *want)
{
	bool walk = rng_percent(arena->rng, 50), ok;
	struct smmu3_xact x = {
		.txn = oracle_txn(txn), .waits = !txn->terminates,
		.look = walk ? SMMU3_LOOK_PEEK_WALK : SMMU3_LOOK_PEEK };
	const char *what = NULL;

	host_log_clear(&arena->rig->host);
	ok = smmu3_translate(arena->rig->smmu, &x);
	arena->tally->thing[TALLY_PEEKED]++;
	if (want->fate == TWIN_FORWARD)
		what = oracle_judge(ok, &x, want);
	else if (ok)
		what = "forwarded";
	else if (x.fault.event != want->event)
		what = "event number";
	if (!what && walk && !want->updates)
		what = oracle_judge_reads(&arena->oracle);
	if (what)
		arena_report(arena, txn, want, &x, walk ? "peek of a walk" :
							   "peek");
	return what;
}

/* ---- the rival ---- */

void arena_on_cas(void *arg, const struct smmu3_access *access)
{
	struct arena *arena = arg;
	struct host *host = &arena->rig->host;

	if (!arena->rival.left)
		return;
	arena->rival.left--;
	host_store(host, access->pas, access->addr,
		   host_load(host, access->pas, access->addr) ^
		   arena->rival.mask);
}

/* Mostly a bit that says nothing; sometimes more often than is tried (8). */
static void call_rival(struct arena *arena)
{
	arena->rival.left = 0;
	if (rng_percent(arena->rng, 8))
		arena->rival = (struct oracle_rival){
			PICK(arena->rng, 1, 1, 2, 7, 8, 9),
			BIT_ULL(PICK(arena->rng, 55, 55, 55, 10, 0, 7, 51)) };
	arena->oracle.rival = arena->rival;
}

/* What he and the SMMU wrote, others may have cached. */
static void follow_rival(struct arena *arena)
{
	const struct twin_overlay *overlay = &arena->oracle.overlay;
	unsigned int i;

	for (i = 0; i < overlay->updates; i++)
		ledger_touch(&arena->ledger, overlay->update[i].space,
			     overlay->update[i].addr, sizeof(u64));
	arena->tally->thing[TALLY_RIVAL]++;
}

/* ---- the transaction ---- */

bool arena_run(struct arena *arena, struct smmu3_xact *x)
{
	bool ok;

	do {
		ok = smmu3_translate(arena->rig->smmu, x);
	} while (!ok && !smmu3_settle(arena->rig->smmu, x));
	return ok;
}

const char *arena_judge_queues(struct arena *arena, enum smmu3_pas bank,
			       const struct smmu3_xact *x,
			       const struct twin_outcome *want)
{
	struct side *side = rig_side(arena->rig, bank);
	u64 record[REF_EVT_WORDS];
	enum smmu3_pas at;

	if (want->event && want->recorded) {
		if (!side_pop(side, record))
			return "no record in the queue";
		if (memcmp(record, x->record, sizeof(record)))
			return "record in the queue";
	}
	for (at = NS; at < SMMU3_NR_PAS; at++)
		if (arena_has(arena, at) &&
		    side_events(rig_side(arena->rig, at)))
			return "more events";
	return NULL;
}

/* What the SMMU wrote, others may have cached. */
static void follow_updates(struct arena *arena, const struct twin_txn *txn,
			   const struct twin_outcome *want, bool rival_came)
{
	unsigned int i;

	if (rival_came)
		follow_rival(arena);
	for (i = 0; i < want->updates; i++)
		ledger_updated(&arena->ledger, txn, &arena->oracle.trace,
			       &want->update[i]);
	ledger_settle(&arena->ledger);
}

static void count_hits(struct arena *arena, const struct smmu3_xact *x,
		       const struct twin_outcome *want)
{
	if (!(x->res.hit & SMMU3_HIT_TLB))
		return;
	if (want->fate == TWIN_FORWARD)
		arena->tally->thing[TALLY_HIT_TLB]++;
	else
		arena->tally->thing[TALLY_HIT_FAULT]++;
}

static const char *judge_all(struct arena *arena, bool ok,
			     const struct twin_txn *txn,
			     const struct smmu3_xact *x,
			     const struct twin_outcome *want)
{
	const char *what = oracle_judge(ok, x, want);

	if (!what)
		what = oracle_judge_log(&arena->rig->host, txn, want);
	if (!what)
		what = arena_judge_queues(arena, (enum smmu3_pas)txn->sec_sid,
					  x, want);
	if (!what && want->fate == TWIN_FORWARD &&
	    x->res.hit & SMMU3_HIT_TLB && !arena->oracle.trace.accessed)
		what = "a leaf without AF in the TLB";
	if (!what && want->fate == TWIN_STALL &&
	    smmu3_stall_state(x) != SMMU3_STALL_RECORDED)
		what = "not stalled";
	return what;
}

static void remember(struct arena *arena, const struct twin_txn *txn,
		     const struct smmu3_xact *x,
		     const struct twin_outcome *want, bool rival_came)
{
	tally_add(arena->tally, &arena->oracle.world, txn, want);
	count_hits(arena, x, want);
	arena->recent[arena->recents++ % ARENA_RECENT] = *txn;
	ledger_note(&arena->ledger, txn, &arena->oracle.trace);
	follow_updates(arena, txn, want, rival_came);
}

const char *arena_compare(struct arena *arena, const struct twin_txn *txn)
{
	struct arena_stall *place = NULL;
	struct twin_outcome want;
	bool ok, rival_came;
	const char *what;

	what = arena_place(arena, &place);
	if (what)
		return what;
	call_rival(arena);
	oracle_ask(&arena->oracle, txn, &want);
	rival_came = arena->rival.left != arena->oracle.rival.left;
	ledger_meet(&arena->ledger, txn, &arena->oracle.trace);
	if (!rival_came && rng_percent(arena->rng, 8)) {
		what = compare_peek(arena, txn, &want);
		if (what)
			return what;
	}
	place->txn = *txn;
	place->x = (struct smmu3_xact){ .txn = oracle_txn(txn),
					.waits = !txn->terminates };
	host_log_clear(&arena->rig->host);
	ok = arena_run(arena, &place->x);
	what = judge_all(arena, ok, txn, &place->x, &want);
	if (!what && arena->rival.left != arena->oracle.rival.left)
		what = "tries of an update";
	if (what) {
		arena_report(arena, txn, &want, &place->x, what);
		return what;
	}
	place->used = want.fate == TWIN_STALL;
	remember(arena, txn, &place->x, &want, rival_came);
	return NULL;
}

/* ---- and once more ---- */

static bool has_to_hit(struct arena *arena, const struct twin_outcome *want)
{
	return arena->rig->config.cache == SMMU3_CACHE_EXACT &&
	       want->fate == TWIN_FORWARD && want->log2_size &&
	       arena->oracle.trace.accessed;
}

/* Nothing changes between the two: an exact cache has it. */
const char *arena_compare_again(struct arena *arena,
				const struct twin_txn *txn)
{
	u64 hits = arena->tally->thing[TALLY_HIT_TLB];
	u64 commands = arena->ledger.commands, cases = arena->tally->cases;
	struct twin_outcome want;
	const char *what;
	bool has_to;

	arena->oracle.rival.left = 0;
	oracle_ask(&arena->oracle, txn, &want);
	has_to = has_to_hit(arena, &want);
	what = arena_compare(arena, txn);
	if (what || !has_to || arena->ledger.commands != commands ||
	    arena->tally->cases != cases + 1)
		return what;
	if (arena->tally->thing[TALLY_HIT_TLB] == hits) {
		arena_report(arena, txn, &want, &arena->stall[0].x,
			     "no hit at once again");
		return "no hit";
	}
	arena->tally->thing[TALLY_REPEATED]++;
	return NULL;
}

const char *arena_compare_well(struct arena *arena, const struct twin_txn *txn)
{
	u64 commands = arena->ledger.commands;
	struct twin_outcome want;
	const char *what;

	arena->oracle.rival.left = 0;
	oracle_ask(&arena->oracle, txn, &want);
	what = arena_compare(arena, txn);
	if (what || !rng_percent(arena->rng, 12))
		return what;
	/* neither flushed in between, nor stalled twice */
	if (want.fate != TWIN_FORWARD || arena->ledger.commands != commands)
		return NULL;
	return arena_compare_again(arena, txn);
}
