// SPDX-License-Identifier: GPL-2.0
/*
 * What the caches may hold, and when it has to go. See ledger.h.
 */
#include "ledger_int.h"

/* ---- what depends on changed memory ---- */

static bool is_dirty(const struct ledger_entry *e, unsigned int i)
{
	return e->dirty & BIT_ULL(i);
}

static bool for_cd(const struct twin_visit *visit)
{
	return visit->place == TWIN_AT_STAGE2 && visit->class == REF_CLASS_CD;
}

static void settle_cfg(struct ledger *ledger, struct ledger_entry *e)
{
	bool l1std = false, ste = false, l1cd = false, cd = false;
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];

		if (!is_dirty(e, i))
			continue;
		l1std |= visit->place == TWIN_AT_L1STD;
		ste |= visit->place == TWIN_AT_STE;
		l1cd |= visit->place == TWIN_AT_L1CD || for_cd(visit);
		cd |= visit->place == TWIN_AT_CD;
	}
	if (l1std || ste) {
		ledger_cfgi_ste(ledger, &e->txn, l1std);
		e->cfg = false;
	} else if (l1cd || cd) {
		/* The STE may still be there. */
		ledger_cfgi_cd(ledger, &e->txn, l1cd);
	}
}

/* The level of the leaf that the walk of @place for @input came to, or 0 */
static unsigned int leaf_level(const struct ledger_entry *e,
			       const struct twin_visit *of)
{
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];

		if (visit->place == of->place && visit->leaf &&
		    visit->input == of->input && visit->ns_ipa == of->ns_ipa)
			return visit->level;
	}
	return 0;
}

static struct ledger_target target_of(const struct ledger_entry *e,
				      const struct twin_visit *visit, u64 addr)
{
	return (struct ledger_target){
		.addr = addr, .granule = visit->granule,
		.level = leaf_level(e, visit), .leaf = visit->leaf };
}

/* Any address that the leaf maps will do (4.4), if there is one. */
static u64 somewhere(struct ledger *ledger, const struct ledger_target *t,
		     u64 addr)
{
	u64 size;

	if (!t->level || rng_percent(ledger->rng, 60))
		return addr;
	size = ref_block_size(t->granule, t->level);
	return (addr & ~(size - 1)) + rng_below(ledger->rng, size);
}

/* Stage 1's geometry, whatever was dirty */
static struct ledger_target va_target(struct ledger *ledger,
				      const struct ledger_entry *e, bool leaf)
{
	struct ledger_target t = { .granule = 12 };
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++)
		if (e->trace.visit[i].place == TWIN_AT_STAGE1)
			t = target_of(e, &e->trace.visit[i], 0);
	t.addr = somewhere(ledger, &t, ledger_canonical(e->txn.addr));
	t.leaf = leaf;
	return t;
}

static void settle_stage2(struct ledger *ledger, struct ledger_entry *e)
{
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];
		struct ledger_target t = target_of(e, visit, visit->input);

		t.addr = somewhere(ledger, &t, t.addr);
		if (is_dirty(e, i) && visit->place == TWIN_AT_STAGE2)
			ledger_tlbi_ipa(ledger, e, visit, &t);
	}
}

static void settle_tlb(struct ledger *ledger, struct ledger_entry *e)
{
	bool stage1 = false, stage2 = false, leaf = true;
	struct ledger_target t;
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];

		if (!is_dirty(e, i))
			continue;
		stage1 |= visit->place == TWIN_AT_STAGE1;
		stage2 |= visit->place == TWIN_AT_STAGE2;
		if (visit->place == TWIN_AT_STAGE1)
			leaf &= visit->leaf;
	}
	if (!stage1 && !stage2)
		return;
	/* tables of stage 1 may be elsewhere now */
	leaf &= !stage2;
	if (stage2 && rng_percent(ledger->rng, 40)) {
		ledger_tlbi_all(ledger, &e->tags);
		e->tlb = false;
		return;
	}
	/* What is not dirty may stay where it is. */
	if (stage2)
		settle_stage2(ledger, e);
	t = va_target(ledger, e, leaf);
	if (e->tags.stage1)
		ledger_tlbi_va(ledger, e, &t);
}

static void drop(struct ledger *ledger, unsigned int i)
{
	ledger->entry[i] = ledger->entry[--ledger->count];
}

static unsigned int count_dirty(const struct ledger *ledger)
{
	unsigned int i, count = 0;

	for (i = 0; i < ledger->count; i++)
		count += ledger->entry[i].dirty != 0;
	return count;
}

void ledger_settle(struct ledger *ledger)
{
	unsigned int i;

	if (!ledger->changed)
		return;
	ledger->changed = false;
	if (count_dirty(ledger) > 10) {
		ledger_flush(ledger);
		return;
	}
	for (i = ledger->count; i-- > 0;) {
		struct ledger_entry *e = &ledger->entry[i];

		if (!e->dirty)
			continue;
		if (e->cfg)
			settle_cfg(ledger, e);
		if (e->tlb)
			settle_tlb(ledger, e);
		e->dirty = 0;
		if (!e->cfg && !e->tlb)
			drop(ledger, i);
	}
	ledger_sync(ledger);
}

/* ---- changes ---- */

static u64 line_bit(enum twin_space space, u64 addr)
{
	return BIT_ULL((addr / 64 * 0x9e3779b1ULL / 1024 + space * 7) % 64);
}

static u64 visit_bytes(const struct twin_visit *visit)
{
	return visit->place == TWIN_AT_STE || visit->place == TWIN_AT_CD ?
	       64 : 8;
}

static void touch_entry(struct ledger_entry *e, enum twin_space space, u64 addr,
			u64 size)
{
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];

		if (visit->space == space && visit->addr < addr + size &&
		    addr < visit->addr + visit_bytes(visit))
			e->dirty |= BIT_ULL(i);
	}
}

void ledger_touch(struct ledger *ledger, enum twin_space space, u64 addr,
		  u64 size)
{
	u64 bit = line_bit(space, addr);
	unsigned int i;

	ledger->changed = true;
	for (i = 0; i < ledger->count; i++) {
		struct ledger_entry *e = &ledger->entry[i];

		if (size > 8 || e->lines & bit)
			touch_entry(e, space, addr, size);
	}
}

/* ---- contexts that must not meet ---- */

static bool stage1_conflict(const struct ledger_entry *e,
			    const struct ref_tags *tags,
			    const struct twin_trace *trace)
{
	if (!e->tags.stage1 || !tags->stage1)
		return false;
	if (e->tags.asid == tags->asid && e->tags.print1 != tags->print1)
		return true;
	if (!e->trace.global && !trace->global)
		return false;
	if (e->tags.aset != tags->aset || e->trace.upper != trace->upper)
		return false;
	return trace->upper ? e->tags.upper1 != tags->upper1 :
			      e->tags.print1 != tags->print1;
}

static bool is_conflict(const struct ledger_entry *e,
			const struct ref_tags *tags,
			const struct twin_trace *trace)
{
	if (e->tags.world != tags->world || e->tags.vmid != tags->vmid)
		return false;
	if (e->tags.stage2 && tags->stage2 &&
	    e->tags.print2 != tags->print2)
		return true;
	return stage1_conflict(e, tags, trace);
}

static void forget_context(struct ledger *ledger, const struct ref_tags *tags)
{
	unsigned int i;

	for (i = ledger->count; i-- > 0;) {
		struct ledger_entry *e = &ledger->entry[i];

		if (e->tags.world != tags->world || e->tags.vmid != tags->vmid)
			continue;
		e->tlb = false;
		if (!e->cfg)
			drop(ledger, i);
	}
}

void ledger_meet(struct ledger *ledger, const struct twin_txn *txn,
		 const struct twin_trace *trace)
{
	struct ref_tags tags = ref_tags_of(ledger->world, txn, trace);
	unsigned int i;

	if (!tags.stage1 && !tags.stage2)
		return;
	for (i = 0; i < ledger->count; i++) {
		const struct ledger_entry *e = &ledger->entry[i];

		if (!e->tlb || !is_conflict(e, &tags, trace))
			continue;
		ledger_tlbi_all(ledger, &tags);
		ledger_sync(ledger);
		forget_context(ledger, &tags);
		return;
	}
}

/* ---- transactions ---- */

static bool is_known(const struct ledger_entry *e, const struct twin_txn *txn,
		     const struct twin_trace *trace,
		     const struct ref_tags *tags)
{
	return e->cfg && e->tlb && e->txn.sec_sid == txn->sec_sid &&
	       e->txn.sid == txn->sid && e->txn.ssv == txn->ssv &&
	       e->txn.ssid == txn->ssid && e->txn.addr == txn->addr &&
	       e->trace.visits == trace->visits &&
	       e->trace.global == trace->global &&
	       e->tags.world == tags->world &&
	       e->tags.vmid == tags->vmid && e->tags.asid == tags->asid &&
	       e->tags.print1 == tags->print1 &&
	       e->tags.print2 == tags->print2 &&
	       !memcmp(e->trace.visit, trace->visit,
		       trace->visits * sizeof(*trace->visit));
}

static u64 lines_of(const struct twin_trace *trace)
{
	unsigned int i;
	u64 lines = 0;

	for (i = 0; i < trace->visits; i++)
		lines |= line_bit(trace->visit[i].space, trace->visit[i].addr);
	return lines;
}

bool ledger_is_full(const struct ledger *ledger)
{
	return ledger->count == LEDGER_ENTRIES;
}

void ledger_note(struct ledger *ledger, const struct twin_txn *txn,
		 const struct twin_trace *trace)
{
	struct ref_tags tags = ref_tags_of(ledger->world, txn, trace);
	unsigned int i;

	for (i = 0; i < ledger->count; i++)
		if (is_known(&ledger->entry[i], txn, trace, &tags))
			return;
	/* A trace that is cut off says too little. */
	if (ledger_is_full(ledger) || trace->visits == TWIN_MAX_VISITS)
		ledger_flush(ledger);
	ledger->entry[ledger->count++] = (struct ledger_entry){
		.txn = *txn, .trace = *trace, .tags = tags, .cfg = true,
		.tlb = tags.stage1 || tags.stage2,
		.lines = lines_of(trace) };
}

/* ---- updates ---- */

/* Contexts that agree see the flag of a leaf as the SMMU itself does. */
static void forgive(struct ledger_entry *e, const struct ref_tags *tags,
		    const struct twin_update *update)
{
	unsigned int i;

	for (i = 0; i < e->trace.visits; i++) {
		const struct twin_visit *visit = &e->trace.visit[i];
		bool same = visit->place == TWIN_AT_STAGE1 ?
			    e->tags.print1 == tags->print1 :
			    e->tags.print2 == tags->print2;

		if (visit->space == update->space &&
		    visit->addr == update->addr && visit->leaf && same)
			e->dirty &= ~BIT_ULL(i);
	}
}

void ledger_updated(struct ledger *ledger, const struct twin_txn *txn,
		    const struct twin_trace *trace,
		    const struct twin_update *update)
{
	struct ref_tags tags = ref_tags_of(ledger->world, txn, trace);
	unsigned int i;

	ledger_touch(ledger, update->space, update->addr, sizeof(u64));
	for (i = 0; i < ledger->count; i++)
		if (ledger->entry[i].dirty)
			forgive(&ledger->entry[i], &tags, update);
}
