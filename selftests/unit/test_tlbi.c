// SPDX-License-Identifier: GPL-2.0
/*
 * TLBI commands without range (4.4): what goes, and in exact mode what stays.
 */
#include "suites.h"
#include "tlb_kit.h"

#define ALL_A	(EVERYTHING & ~ALL_B)
#define ALL_B	(KIND(PAGE_B) | KIND(BLOCK_B))

static void nsnh_all_drops_everything(void **state)
{
	tlb_check(*state, ref_cmd(REF_CMD_TLBI_NSNH_ALL), EVERYTHING);
}

/* Without stage 2 there are no VMIDs: whatever the command says. */
static void nh_all_drops_everything_of_any_vmid(void **state)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_TLBI_NH_ALL);

	tlb_check(*state, cmd, EVERYTHING);
	ref_put(cmd.w, REF_CMD_VMID, 0x12);
	tlb_check(*state, cmd, EVERYTHING);
}

static void nh_asid_drops_the_asid_and_keeps_globals(void **state)
{
	tlb_check(*state, ref_tlbi_asid(ASID_A), ALL_A & ~KIND(GLOBAL_A));
	tlb_check(*state, ref_tlbi_asid(ASID_B), ALL_B);
}

static void nh_asid_of_another_asid_drops_nothing(void **state)
{
	tlb_check(*state, ref_tlbi_asid(ASID_A | 0x100), 0);
	tlb_check(*state, ref_tlbi_asid(0xffff), 0);
}

static void nh_va_drops_the_page_of_the_asid(void **state)
{
	tlb_check(*state, ref_tlbi_va(VA_PAGE, ASID_A), KIND(PAGE_A));
	tlb_check(*state, ref_tlbi_va(VA_PAGE, ASID_B), KIND(PAGE_B));
	tlb_check(*state, ref_tlbi_va(VA_PAGE, 0x99), 0);
}

static void nh_va_drops_globals_of_any_asid(void **state)
{
	tlb_check(*state, ref_tlbi_va(VA_GLOBAL, ASID_A), KIND(GLOBAL_A));
	tlb_check(*state, ref_tlbi_va(VA_GLOBAL, ASID_B), KIND(GLOBAL_A));
	tlb_check(*state, ref_tlbi_va(VA_GLOBAL, 0x99), KIND(GLOBAL_A));
}

static void nh_vaa_drops_the_page_of_every_asid(void **state)
{
	tlb_check(*state, ref_tlbi_vaa(VA_PAGE),
		  KIND(PAGE_A) | KIND(PAGE_B));
	tlb_check(*state, ref_tlbi_vaa(VA_GLOBAL), KIND(GLOBAL_A));
}

/* TG = 0: any granule, any level, any address within the block. */
static void nh_va_inside_a_block_drops_the_block(void **state)
{
	tlb_check(*state, ref_tlbi_va(VA_BLOCK, ASID_A), KIND(BLOCK_A));
	tlb_check(*state, ref_tlbi_va(VA_BLOCK + 0x123000, ASID_A),
		  KIND(BLOCK_A));
	tlb_check(*state, ref_tlbi_va(VA_BLOCK + BLOCK2 - PAGE, ASID_B),
		  KIND(BLOCK_B));
	tlb_check(*state, ref_tlbi_va(VA_BLOCK + BLOCK2, ASID_A), 0);
	tlb_check(*state, ref_tlbi_va(VA_BLOCK - PAGE, ASID_A), 0);
	tlb_check(*state, ref_tlbi_va(VA_GIGA + BLOCK1 - PAGE, ASID_A),
		  KIND(GIGA_A));
}

static void nh_va_in_the_upper_half_drops_there_only(void **state)
{
	tlb_check(*state, ref_tlbi_va(VA_UPPER, ASID_A), KIND(PAGE_A_UPPER));
	tlb_check(*state, ref_tlbi_vaa(VA_UPPER), KIND(PAGE_A_UPPER));
	tlb_check(*state, ref_tlbi_vaa(VA_UPPER & GENMASK_ULL(47, 0)), 0);
}

/* Leaf only spares cached tables; a leaf entry goes either way. */
static void leaf_bit_does_not_matter_to_leaf_entries(void **state)
{
	const struct ref_range leaf = { .leaf = 1 };

	tlb_check(*state, ref_tlbi_range(ref_tlbi_va(VA_PAGE, ASID_A), &leaf),
		  KIND(PAGE_A));
	tlb_check(*state, ref_tlbi_range(ref_tlbi_vaa(VA_BLOCK), &leaf),
		  KIND(BLOCK_A) | KIND(BLOCK_B));
}

/* TG = 0 makes NUM, SCALE and TTL reserved: ignored, our choice. */
static void range_fields_without_tg_are_ignored(void **state)
{
	const struct ref_range how = { .num = 31, .scale = 10, .ttl = 2 };

	tlb_check(*state, ref_tlbi_range(ref_tlbi_va(VA_PAGE, ASID_A), &how),
		  KIND(PAGE_A));
}

/* A TTBR change of tables above the leaf: no walk cache may survive. */
static void changed_table_is_seen_after_nh_va_without_leaf(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID_A);
	u64 other = rig_alloc(rig, PAGE);

	rig_map(rig, &stream, 0x1000, RAM_BASE, 3);
	store64(rig, other + 8, ref_leaf(3, RAM_BASE + PAGE));
	expect_pa(rig, SID_A, 0x1000, READ, RAM_BASE);
	store64(rig, rig_slot(rig, &stream, 0x1000, 2), ref_table(other));
	rig_cmd(rig, ref_tlbi_va(0x1000, stream.asid));
	rig_sync(rig);
	expect_pa(rig, SID_A, 0x1000, READ, RAM_BASE + PAGE);
}

/* TLBI leaves configuration alone (4.3). */
static void tlbi_never_drops_configuration(void **state)
{
	struct rig *rig = *state;

	tlb_warm(rig);
	rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NH_ALL));
	rig_sync(rig);
	assert_int_equal(rig_hits(rig, SID_A, VA_PAGE),
			 SMMU3_HIT_STE | SMMU3_HIT_CD);
}

/* 8.3, 10.: also while SMMUEN = 0. */
static void tlbi_with_smmuen_0_drops_entries(void **state)
{
	struct rig *rig = *state;

	tlb_warm(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	rig_sync(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(tlb_present(rig), 0);
}

/* ASID16 = 0: the upper byte of a command's ASID is RES0 or matches nothing. */
static void asid8_commands_work(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	(void)state;
	config.asid16 = 0;
	rig = rig_new(&config);
	rig_boot(rig);
	tlb_check(rig, ref_tlbi_asid(ASID_A), ALL_A & ~KIND(GLOBAL_A));
	tlb_check(rig, ref_tlbi_va(VA_PAGE, ASID_B), KIND(PAGE_B));
	rig_free(rig);
}

static const struct CMUnitTest tlbi_tests[] = {
	TEST_EXACT(nsnh_all_drops_everything),
	TEST_FAST(nsnh_all_drops_everything),
	TEST_EXACT(nh_all_drops_everything_of_any_vmid),
	TEST_FAST(nh_all_drops_everything_of_any_vmid),
	TEST_EXACT(nh_asid_drops_the_asid_and_keeps_globals),
	TEST_FAST(nh_asid_drops_the_asid_and_keeps_globals),
	TEST_EXACT(nh_asid_of_another_asid_drops_nothing),
	TEST_EXACT(nh_va_drops_the_page_of_the_asid),
	TEST_FAST(nh_va_drops_the_page_of_the_asid),
	TEST_EXACT(nh_va_drops_globals_of_any_asid),
	TEST_FAST(nh_va_drops_globals_of_any_asid),
	TEST_EXACT(nh_vaa_drops_the_page_of_every_asid),
	TEST_FAST(nh_vaa_drops_the_page_of_every_asid),
	TEST_EXACT(nh_va_inside_a_block_drops_the_block),
	TEST_FAST(nh_va_inside_a_block_drops_the_block),
	TEST_EXACT(nh_va_in_the_upper_half_drops_there_only),
	TEST_FAST(nh_va_in_the_upper_half_drops_there_only),
	TEST_EXACT(leaf_bit_does_not_matter_to_leaf_entries),
	TEST_FAST(leaf_bit_does_not_matter_to_leaf_entries),
	TEST_EXACT(range_fields_without_tg_are_ignored),
	TEST_EXACT(changed_table_is_seen_after_nh_va_without_leaf),
	TEST_FAST(changed_table_is_seen_after_nh_va_without_leaf),
	TEST_EXACT(tlbi_never_drops_configuration),
	TEST_EXACT(tlbi_with_smmuen_0_drops_entries),
	TEST_FAST(tlbi_with_smmuen_0_drops_entries),
	cmocka_unit_test(asid8_commands_work),
};
SUITE(tlbi);
