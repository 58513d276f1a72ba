// SPDX-License-Identifier: GPL-2.0
/*
 * See tlb_kit.h.
 */
#include "tlb_kit.h"

/**
 * struct entry - how to make a TLB entry of a kind
 */
struct entry {
	const char *name;
	u32 sid;
	u64 va;
	u64 pa;
	unsigned int level;
	bool global;
};

static const struct entry entries[NR_TLB_KINDS] = {
	[PAGE_A] = { "page A", SID_A, VA_PAGE, 0x80300000, 3, false },
	[PAGE_A_NEXT] = { "next page A", SID_A, VA_PAGE + PAGE, 0x80301000, 3,
			  false },
	[PAGE_A_FAR] = { "far page A", SID_A, VA_FAR, 0x80302000, 3, false },
	[PAGE_A_UPPER] = { "upper page A", SID_A, VA_UPPER, 0x80303000, 3,
			   false },
	[BLOCK_A] = { "block A", SID_A, VA_BLOCK, 0x80200000, 2, false },
	[GIGA_A] = { "1 GiB block A", SID_A, VA_GIGA, 0xc0000000, 1, false },
	[GLOBAL_A] = { "global page A", SID_A, VA_GLOBAL, 0x80304000, 3, true },
	[PAGE_B] = { "page B", SID_B, VA_PAGE, 0x80305000, 3, false },
	[BLOCK_B] = { "block B", SID_B, VA_BLOCK, 0x80400000, 2, false },
};

static bool is_built(struct rig *rig)
{
	return load64(rig, rig_ste(rig, SID_A)) != 0;
}

static void build(struct rig *rig)
{
	struct stream a = rig_stream(rig, SID_A), b = rig_stream(rig, SID_B);
	unsigned int i;

	rig_upper_half(rig, &a);
	for (i = 0; i < NR_TLB_KINDS; i++) {
		const struct entry *e = &entries[i];
		u64 slot = rig_map(rig, e->sid == SID_A ? &a : &b, e->va,
				   e->pa, e->level);

		poke(rig, slot, REF_D_NG, !e->global);
	}
}

void tlb_warm(struct rig *rig)
{
	unsigned int i;

	if (!is_built(rig))
		build(rig);
	for (i = 0; i < NR_TLB_KINDS; i++)
		expect_pa(rig, entries[i].sid, entries[i].va, READ,
			  entries[i].pa);
	assert_int_equal(tlb_present(rig), EVERYTHING);
}

unsigned int tlb_present(struct rig *rig)
{
	unsigned int present = 0, i;

	for (i = 0; i < NR_TLB_KINDS; i++)
		if (rig_hits(rig, entries[i].sid, entries[i].va) &
		    SMMU3_HIT_TLB)
			present |= KIND(i);
	return present;
}

void tlb_check(struct rig *rig, struct ref_cmd cmd, unsigned int gone)
{
	unsigned int present, i;

	tlb_warm(rig);
	rig_cmd(rig, cmd);
	rig_sync(rig);
	present = tlb_present(rig);
	for (i = 0; i < NR_TLB_KINDS; i++) {
		if (gone & KIND(i) && present & KIND(i))
			fail_msg("%s is still there", entries[i].name);
		if (rig->config.cache == SMMU3_CACHE_EXACT &&
		    !(gone & KIND(i)) && !(present & KIND(i)))
			fail_msg("%s is gone", entries[i].name);
	}
	/* and everything still translates right */
	for (i = 0; i < NR_TLB_KINDS; i++)
		expect_pa(rig, entries[i].sid, entries[i].va, READ,
			  entries[i].pa);
}
