// SPDX-License-Identifier: GPL-2.0
/*
 * Invalidation of the TLB in fast mode: which stamps outdate what a TLBI names,
 * in constant time. Never less than that; more where entries share a stamp, or
 * where stamps cannot tell. Called under the caller's lock.
 */
#include "tlbstamp.h"

/* More regions than this in one command outdate the VMID or the world. */
#define MAX_STAMPED	16

#define REGION		BIT_ULL(SMMU3_TLB_REGION_LOG2)

static_assert(MAX_STAMPED * REGION <= BIT_ULL(SMMU3_TLB_BLOCK_LOG2));

/**
 * struct scope - what an invalidation names in one state, but for addresses
 * @state: the Security state
 * @first_kind: of VA, IPA
 * @last_kind: inclusive
 * @first_vmid: VMIDs; of entries without, 0
 * @last_vmid: inclusive, so that CR0.VMW makes 16 at most
 * @now: the stamp
 */
struct scope {
	enum smmu3_pas state;
	enum smmu3_tlb_kind first_kind;
	enum smmu3_tlb_kind last_kind;
	u32 first_vmid;
	u32 last_vmid;
	u64 now;
};

static struct scope scope_of(const struct smmu3_tlbi *what,
			     enum smmu3_pas state, u64 now)
{
	struct scope scope = { .state = state, .now = now };

	if (what->stages == SMMU3_TLBI_STAGE2)
		scope.first_kind = SMMU3_TLB_BY_IPA;
	if (what->stages != SMMU3_TLBI_STAGE1)
		scope.last_kind = SMMU3_TLB_BY_IPA;
	if (what->by_vmid) {
		scope.first_vmid = what->vmid & what->vmid_mask;
		scope.last_vmid = scope.first_vmid | (u16)~what->vmid_mask;
	}
	return scope;
}

static u32 nr_spaces(const struct scope *scope)
{
	return (scope->last_kind - scope->first_kind + 1) *
	       (scope->last_vmid - scope->first_vmid + 1);
}

static void stamp_space(struct smmu3_tlb_stamps *stamps,
			const struct scope *scope, u64 space, u64 first,
			u64 last)
{
	u64 *region = stamps->region[scope->state];
	u64 *block = stamps->block[scope->state];
	u64 va;

	for (va = first; last - va >= REGION; va += REGION)
		WRITE_ONCE(region[smmu3_tlb_region_stamp(space, va)],
			   scope->now);
	WRITE_ONCE(region[smmu3_tlb_region_stamp(space, va)], scope->now);
	WRITE_ONCE(region[smmu3_tlb_region_stamp(space, last)], scope->now);
	/* So few regions meet no more than two blocks. */
	WRITE_ONCE(block[smmu3_tlb_block_stamp(space, first)], scope->now);
	WRITE_ONCE(block[smmu3_tlb_block_stamp(space, last)], scope->now);
}

/* All entries have canonical addresses, so one look at the range is enough. */
static bool stamp_regions(struct smmu3_tlb_stamps *stamps,
			  const struct scope *scope,
			  const struct smmu3_tlbi *what)
{
	u64 first = what->first, last = what->last, count;
	u32 kind, vmid;

	smmu3_tlbi_strip_tag(&first, &last);
	count = last / REGION - first / REGION + 1;
	if (count * nr_spaces(scope) > MAX_STAMPED)
		return false;
	for (kind = scope->first_kind; kind <= scope->last_kind; kind++)
		for (vmid = scope->first_vmid; vmid <= scope->last_vmid; vmid++)
			stamp_space(stamps, scope,
				    smmu3_tlb_space_of(kind, vmid), first,
				    last);
	return true;
}

static void stamp_asids(struct smmu3_tlb_stamps *stamps,
			const struct scope *scope, u16 asid)
{
	u64 *stamp = stamps->asid[scope->state];
	u32 vmid;

	for (vmid = scope->first_vmid; vmid <= scope->last_vmid; vmid++)
		WRITE_ONCE(stamp[smmu3_tlb_asid_stamp(asid, vmid)], scope->now);
}

static void stamp_vmids(struct smmu3_tlb_stamps *stamps,
			const struct scope *scope)
{
	u32 kind, vmid;
	u64 *stamp;

	for (kind = scope->first_kind; kind <= scope->last_kind; kind++) {
		stamp = stamps->vmid[scope->state][kind];
		for (vmid = scope->first_vmid; vmid <= scope->last_vmid; vmid++)
			WRITE_ONCE(stamp[smmu3_tlb_vmid_stamp(vmid)],
				   scope->now);
	}
}

static void stamp_worlds(struct smmu3_tlb_stamps *stamps, u32 worlds, u64 now)
{
	unsigned int world;

	for (world = 0; world < SMMU3_NR_WORLDS; world++)
		if (worlds & BIT(world))
			WRITE_ONCE(stamps->world[world], now);
}

/*
 * Of what the invalidation names in one Security state, outdate as little as
 * stamps can tell: of VMID and ASID, the hashes; nothing of global entries,
 * granules, levels and the spaces of IPAs.
 */
static void stamp_state(struct smmu3_tlb_stamps *stamps, enum smmu3_pas state,
			const struct smmu3_tlbi *what, u64 now)
{
	u32 worlds = what->worlds & smmu3_state_worlds(state);
	const struct scope scope = scope_of(what, state, now);

	if (!worlds)
		return;
	if (what->by_addr && stamp_regions(stamps, &scope, what))
		return;
	if (what->by_asid && !what->globals)
		stamp_asids(stamps, &scope, what->asid);
	else if (what->by_vmid)
		stamp_vmids(stamps, &scope);
	else
		stamp_worlds(stamps, worlds, now);
}

void smmu3_tlb_outdate(struct smmu3_tlb_stamps *stamps,
		       const struct smmu3_tlbi *what, u64 now)
{
	stamp_state(stamps, SMMU3_PAS_NS, what, now);
	stamp_state(stamps, SMMU3_PAS_S, what, now);
}
