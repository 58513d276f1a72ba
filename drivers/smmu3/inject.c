// SPDX-License-Identifier: GPL-2.0
/*
 * Faults on purpose: what may be injected, the slots that hold it, and whether
 * something that is about to happen shall go wrong. What an abort or a lost
 * interrupt leads to is the matter of who asked.
 *
 * Injections come and go under the caller's lock. Access sections look at them
 * without it: a slot is filled before its bit in the mask of armed ones is set,
 * and is filled again only after a drain that followed the clearing of the bit.
 */
#include <smmu3/regs.h>

#include "gerror.h"
#include "inject.h"
#include "stall.h"

/* Fields of struct smmu3_injection that a kind needs; the others are 0. */
static const struct {
	bool banks;
	bool accesses;
	bool lines;
	bool range;
	bool every;
	bool count;
} uses[SMMU3_NR_INJECTS] = {
	[SMMU3_INJECT_ABORT] = {
		.banks = true,
		.accesses = true,
		.range = true,
		.every = true,
		.count = true,
	},
	[SMMU3_INJECT_LOST_IRQ] = {
		.banks = true,
		.lines = true,
		.every = true,
		.count = true,
	},
	[SMMU3_INJECT_PAUSE] = { .banks = true },
	[SMMU3_INJECT_SLOW] = { .banks = true, .every = true },
	[SMMU3_INJECT_SFM] = { 0 },
};

/* A mask that is needed names something, and nothing that is not there. */
static bool is_mask_bad(u32 mask, bool needed, unsigned int bits)
{
	return needed ? !mask || mask >= BIT(bits) : mask;
}

const char *smmu3_inject_check(const struct smmu3_injection *what)
{
	unsigned int kind = what->kind;

	if (kind >= SMMU3_NR_INJECTS)
		return "there is no such kind of injection";
	if (is_mask_bad(what->banks, uses[kind].banks, SMMU3_NR_PAS))
		return "banks names none, or one that this kind cannot have";
	if (is_mask_bad(what->accesses, uses[kind].accesses, SMMU3_NR_ACCESSES))
		return "accesses names none, or one that this kind cannot have";
	if (is_mask_bad(what->lines, uses[kind].lines, SMMU3_NR_IRQS))
		return "lines names none, or one that this kind cannot have";
	if (!uses[kind].range && (what->first || what->last))
		return "this kind has no range of addresses";
	if (what->first > what->last)
		return "the first address is behind the last one";
	if (uses[kind].every && !what->every)
		return "every has to be 1 or more";
	if (!uses[kind].every && what->every)
		return "this kind has no use for every";
	if (!uses[kind].count && what->count)
		return "this kind has no use for count";
	return NULL;
}

/* ---- slots ---- */

static u32 slots_in_use(const struct smmu3_injections *inject)
{
	u32 mask = 0;
	unsigned int kind;

	for (kind = 0; kind < SMMU3_NR_INJECTS; kind++)
		mask |= inject->armed[kind];
	return mask;
}

static struct smmu3_inject_slot *free_slot(struct smmu3_injections *inject)
{
	u32 used = slots_in_use(inject);
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++)
		if (!(used & BIT(i)))
			return &inject->slot[i];
	return NULL;
}

/* 12.3: raised in every GERROR when the mode is entered, not while it lasts. */
static void enter_sfm(struct smmu3 *smmu)
{
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		if (smmu->bank[id].present)
			smmu3_gerror_raise(smmu, &smmu->bank[id],
					   SMMU3_GERROR_SFM_ERR);
}

u32 smmu3_inject_add(struct smmu3 *smmu, const struct smmu3_injection *what)
{
	struct smmu3_injections *inject = &smmu->inject;
	struct smmu3_inject_slot *slot = free_slot(inject);
	u32 armed = inject->armed[what->kind];

	/* A number is never used again, not even when there are no more. */
	if (!slot || inject->last_id == ~0U)
		return 0;
	slot->what = *what;
	slot->id = ++inject->last_id;
	atomic64_set(&slot->matched, 0);
	/* The slot comes before; pairs with smmu3_inject_armed(). */
	smp_store_release(&inject->armed[what->kind],
			  armed | BIT(slot - inject->slot));
	if (what->kind == SMMU3_INJECT_SFM && !armed)
		enter_sfm(smmu);
	/* What is left was allowed by others, and perhaps long ago. */
	if (what->kind == SMMU3_INJECT_SLOW)
		memset(inject->allowance, 0, sizeof(inject->allowance));
	return slot->id;
}

static u32 slots_of(const struct smmu3_injections *inject, u32 id)
{
	u32 used = slots_in_use(inject), mask = 0;
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++)
		if (used & BIT(i) && (!id || inject->slot[i].id == id))
			mask |= BIT(i);
	return mask;
}

/* 12.3: the event queues can be written again. */
static void leave_sfm(struct smmu3 *smmu)
{
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		smmu3_stall_flush(smmu, &smmu->bank[id]);
}

bool smmu3_inject_clear(struct smmu3 *smmu, u32 id)
{
	struct smmu3_injections *inject = &smmu->inject;
	u32 gone = slots_of(inject, id);
	bool seen = gone & (inject->armed[SMMU3_INJECT_ABORT] |
			    inject->armed[SMMU3_INJECT_SFM]);
	unsigned int kind;

	for (kind = 0; kind < SMMU3_NR_INJECTS; kind++)
		WRITE_ONCE(inject->armed[kind], inject->armed[kind] & ~gone);
	/* Sections that saw them may still read the slots, and still abort. */
	if (seen)
		smmu->ops->drain(smmu->host);
	if (!smmu3_inject_in_sfm(smmu))
		leave_sfm(smmu);
	return !id || gone;
}

/* ---- matching ---- */

/*
 * Count a match, or only look ahead, and say whether this one goes wrong: one
 * number decides, so that CPUs that race never fire once too often.
 */
static bool is_fired(struct smmu3_inject_slot *slot, bool real)
{
	u64 number = real ? atomic64_inc_return(&slot->matched) :
			    atomic64_read(&slot->matched) + 1;

	return number % slot->what.every == 0 &&
	       (!slot->what.count ||
		number / slot->what.every <= slot->what.count);
}

static bool is_access_named(const struct smmu3_injection *what,
			    const struct smmu3_access *access, size_t len)
{
	return what->banks & BIT(access->pas) &&
	       what->accesses & BIT(access->kind) &&
	       access->addr <= what->last &&
	       access->addr + (len - 1) >= what->first;
}

/* Every injection that matches counts, whatever the others say. */
static bool is_aborted(struct smmu3_injections *inject, u32 armed,
		       const struct smmu3_access *access, size_t len,
		       bool real)
{
	bool aborted = false;
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++) {
		struct smmu3_inject_slot *slot = &inject->slot[i];

		if (armed & BIT(i) && is_access_named(&slot->what, access, len))
			aborted |= is_fired(slot, real);
	}
	return aborted;
}

bool smmu3_inject_access(struct smmu3 *smmu, const struct smmu3_access *access,
			 size_t len, bool real)
{
	u32 armed = smmu3_inject_armed(smmu, SMMU3_INJECT_ABORT);

	return unlikely(armed) &&
	       is_aborted(&smmu->inject, armed, access, len, real);
}

bool smmu3_inject_client(struct smmu3 *smmu, enum smmu3_pas pas, u64 addr,
			 size_t len)
{
	const struct smmu3_access access = {
		.addr = addr,
		.pas = pas,
		.kind = SMMU3_ACCESS_CLIENT,
	};

	return smmu3_inject_access(smmu, &access, len, true);
}

bool smmu3_inject_irq(struct smmu3 *smmu, enum smmu3_pas bank,
		      enum smmu3_irq line)
{
	u32 armed = smmu->inject.armed[SMMU3_INJECT_LOST_IRQ];
	bool lost = false;
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++) {
		struct smmu3_inject_slot *slot = &smmu->inject.slot[i];

		if (armed & BIT(i) && slot->what.banks & BIT(bank) &&
		    slot->what.lines & BIT(line))
			lost |= is_fired(slot, true);
	}
	return lost;
}

/* ---- command queues ---- */

/* An injection of @kind names the queue of @bank. */
static bool is_queue_named(const struct smmu3 *smmu,
			   enum smmu3_inject_kind kind, enum smmu3_pas bank)
{
	const struct smmu3_injections *inject = &smmu->inject;
	unsigned int i;

	for (i = 0; i < SMMU3_MAX_INJECTIONS; i++)
		if (inject->armed[kind] & BIT(i) &&
		    inject->slot[i].what.banks & BIT(bank))
			return true;
	return false;
}

bool smmu3_inject_holds(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	return is_queue_named(smmu, SMMU3_INJECT_PAUSE, bank) ||
	       is_queue_named(smmu, SMMU3_INJECT_SLOW, bank);
}

bool smmu3_inject_allows(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	if (is_queue_named(smmu, SMMU3_INJECT_PAUSE, bank))
		return false;
	return smmu->inject.allowance[bank] ||
	       !is_queue_named(smmu, SMMU3_INJECT_SLOW, bank);
}

void smmu3_inject_spend(struct smmu3 *smmu, enum smmu3_pas bank)
{
	if (smmu->inject.allowance[bank])
		smmu->inject.allowance[bank]--;
}

/* What was not spent is lost; the slowest of several injections decides. */
void smmu3_inject_tick(struct smmu3 *smmu)
{
	struct smmu3_injections *inject = &smmu->inject;
	u32 armed = inject->armed[SMMU3_INJECT_SLOW];
	unsigned int i, bank;

	memset(inject->allowance, 0, sizeof(inject->allowance));
	for (i = 0; armed && i < SMMU3_MAX_INJECTIONS; i++) {
		const struct smmu3_injection *what = &inject->slot[i].what;

		for (bank = 0; bank < SMMU3_NR_PAS; bank++) {
			u32 *left = &inject->allowance[bank];

			if (armed & BIT(i) && what->banks & BIT(bank))
				*left = *left ? min(*left, what->every) :
						what->every;
		}
	}
}

/* ---- inspection ---- */

/* Follows from the matches, in the same way as is_fired(). */
static u64 times_fired(const struct smmu3_injection *what, u64 matched)
{
	u64 fired = what->every ? matched / what->every : 0;

	return what->count ? min_t(u64, fired, what->count) : fired;
}

int smmu3_inject_slot(struct smmu3 *smmu, unsigned int index,
		      struct smmu3_inject_record *record)
{
	struct smmu3_inject_slot *slot;

	if (index >= SMMU3_MAX_INJECTIONS)
		return -1;
	if (!(slots_in_use(&smmu->inject) & BIT(index)))
		return 0;
	slot = &smmu->inject.slot[index];
	*record = (struct smmu3_inject_record) {
		.what = slot->what,
		.id = slot->id,
		.matched = atomic64_read(&slot->matched),
	};
	record->fired = times_fired(&record->what, record->matched);
	return 1;
}
