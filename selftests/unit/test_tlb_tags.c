// SPDX-License-Identifier: GPL-2.0
/*
 * By what the TLB tells entries apart (3.17): VMIDs, stages, IPA spaces, sizes.
 * And that in fast mode, where more may go than a command names, what is of
 * another VM mostly stays.
 */
#include "cmd_kit.h"
#include "suites.h"

#define VA	0x0000400040201000ULL
#define VMID	0x40
#define ASID	7

static const struct ref_tlb_entry plain = {
	.world = REF_NS_EL1, .vmid = VMID, .asid = ASID, .first = VA,
	.level = 3, .granule = 12,
};

static const struct ref_tlb_entry nested = {
	.world = REF_NS_EL1, .vmid = VMID, .asid = ASID, .first = VA,
	.level = 3, .granule = 12, .nested = true, .part = VA,
	.part_log2 = 12, .part_granule = 12,
};

static const struct ref_tlb_entry stage2 = {
	.world = REF_NS_EL1, .vmid = VMID, .first = VA, .level = 3,
	.granule = 12, .stage2 = true,
};

static struct ref_tlb_entry secure(struct ref_tlb_entry entry, bool ns_ipa)
{
	entry.world = REF_S_EL1;
	entry.ns_ipa = ns_ipa;
	return entry;
}

/* Does a stream of the kind that made @entry find something at @va? */
static bool finds(struct rig *rig, const struct ref_tlb_entry *entry, u64 va)
{
	const struct smmu3_xact x = { .birth = rig->smmu->clocks };
	const struct smmu3_tlb_key key = rig_tlb_key(entry);
	struct smmu3_mapping mapping;

	return smmu3_tlb_find(rig->smmu, &x, &key, va, &mapping);
}

/* Of all, which differ from each other in tags only, only one is there. */
static void check_apart(struct rig *rig, const struct ref_tlb_entry *entries,
			unsigned int count)
{
	unsigned int i, j;

	for (i = 0; i < count; i++) {
		rig_wipe_tlb(rig);
		rig_add_entry(rig, &entries[i]);
		for (j = 0; j < count; j++)
			assert_int_equal(finds(rig, &entries[j], VA), i == j);
	}
	for (i = 0; i < count; i++)
		rig_add_entry(rig, &entries[i]);
	for (i = 0; i < count; i++)
		assert_true(finds(rig, &entries[i], VA));
}

/* 3.17: although software must not do this, it cannot mix them up. */
static void stages_are_told_apart(void **state)
{
	const struct ref_tlb_entry entries[] = { plain, nested, stage2 };

	check_apart(*state, entries, ARRAY_SIZE(entries));
}

static void security_states_and_ipa_spaces_are_told_apart(void **state)
{
	const struct ref_tlb_entry entries[] = {
		stage2, secure(stage2, false), secure(stage2, true),
		plain, secure(plain, false), nested, secure(nested, false) };

	check_apart(*state, entries, ARRAY_SIZE(entries));
}

static void vmids_are_told_apart(void **state)
{
	static const u16 vmids[] = { 0, 1, 0x40, 0x140, 0x4000, 0xffff };
	struct ref_tlb_entry entries[3 * ARRAY_SIZE(vmids)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vmids); i++) {
		entries[3 * i] = plain;
		entries[3 * i + 1] = nested;
		entries[3 * i + 2] = stage2;
		entries[3 * i].vmid = vmids[i];
		entries[3 * i + 1].vmid = vmids[i];
		entries[3 * i + 2].vmid = vmids[i];
	}
	check_apart(*state, entries, ARRAY_SIZE(entries));
}

static struct ref_tlb_entry at(struct ref_tlb_entry entry, u64 va)
{
	entry.first = va;
	entry.part = entry.nested ? va : 0;
	return entry;
}

/* One of another VM does not take the place of this one. */
static void check_room(struct rig *rig, const struct ref_tlb_entry *entry,
		       unsigned int n)
{
	struct ref_tlb_entry other = *entry;

	other.vmid += 1 + n;
	rig_add_entry(rig, &other);
	assert_true(finds(rig, &other, entry->first));
	assert_true(finds(rig, entry, entry->first));
}

/* With four sets many entries meet in one: the tags decide, not the hash. */
static void nothing_is_found_by_others_of_its_set(void **state)
{
	const struct ref_tlb_entry kinds[] = {
		plain, nested, stage2, secure(plain, false),
		secure(nested, false), secure(stage2, false),
		secure(stage2, true) };
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	unsigned int i, n;
	struct rig *rig;

	(void)state;
	config.tlb_log2 = 4;
	rig = cmd_rig(&config);
	for (n = 0; n < 64 * ARRAY_SIZE(kinds); n++) {
		struct ref_tlb_entry entry = at(kinds[n % ARRAY_SIZE(kinds)],
						VA + n * PAGE);

		rig_wipe_tlb(rig);
		rig_add_entry(rig, &entry);
		for (i = 0; i < ARRAY_SIZE(kinds); i++) {
			struct ref_tlb_entry other = at(kinds[i], entry.first);

			assert_int_equal(finds(rig, &other, entry.first),
					 i == n % ARRAY_SIZE(kinds));
			other.vmid += 1 + n;
			assert_false(finds(rig, &other, entry.first));
		}
		check_room(rig, &entry, n);
	}
	rig_free(rig);
}

/* Stage 1 says where a nested entry leads to; a lookup cannot know. */
static void nested_entries_are_found_whatever_their_ipa_space(void **state)
{
	struct ref_tlb_entry entry = secure(nested, true);
	struct rig *rig = *state;

	rig_add_entry(rig, &entry);
	entry.ns_ipa = false;
	assert_true(finds(rig, &entry, VA));
}

/* 3.17: in global entries no ASID counts, but the VMID does. */
static void global_entries_have_a_vmid(void **state)
{
	struct ref_tlb_entry entry = nested;
	struct rig *rig = *state;

	entry.global = true;
	rig_add_entry(rig, &entry);
	entry.asid = ASID + 1;
	assert_true(finds(rig, &entry, VA));
	entry.vmid = VMID + 1;
	assert_false(finds(rig, &entry, VA));
}

/* ---- sizes ---- */

/* What leaves map, by granule */
static const struct {
	unsigned int granule, level, log2;
} leaves[] = {
	{ 12, 1, 30 }, { 12, 2, 21 }, { 12, 3, 12 },
	{ 14, 2, 25 }, { 14, 3, 14 },
	{ 16, 2, 29 }, { 16, 3, 16 },
};

static void check_size(struct rig *rig, unsigned int i, unsigned int j)
{
	unsigned int log2 = min(leaves[i].log2, leaves[j].log2);
	struct ref_tlb_entry entry = nested;
	u64 size = ref_pow2(log2);

	rig_wipe_tlb(rig);
	entry.granule = leaves[i].granule;
	entry.level = leaves[i].level;
	entry.first = VA - VA % ref_pow2(leaves[i].log2);
	entry.part_granule = leaves[j].granule;
	entry.part_log2 = log2;
	entry.part = VA - VA % size;
	rig_add_entry(rig, &entry);
	/* in fast mode large ones are kept in pieces, here the first */
	if (rig->config.cache == SMMU3_CACHE_FAST)
		size = min(size, BLOCK2);
	assert_true(finds(rig, &entry, entry.part));
	assert_true(finds(rig, &entry, entry.part + size - 1));
	assert_false(finds(rig, &entry, entry.part - 1));
	assert_false(finds(rig, &entry, entry.part + size));
}

/* The smaller one of any leaf of either stage, of any granules. */
static void nested_entries_of_all_sizes_are_found(void **state)
{
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(leaves); i++)
		for (j = 0; j < ARRAY_SIZE(leaves); j++)
			check_size(*state, i, j);
}

/* ---- fast mode ---- */

/* The same with another VMID, that has no stamp in common. */
static struct ref_tlb_entry of_vm(struct ref_tlb_entry entry, u16 vmid)
{
	entry.vmid = vmid;
	return entry;
}

/* What @cmd does with entries of a VM that it names, and of one that not. */
static void check_vm(struct rig *rig, u8 opcode, bool va_goes, bool ipa_goes)
{
	const struct ref_tlb_entry entries[] = { plain, nested, stage2 };
	const struct ref_tlb_entry *e;

	rig_wipe_tlb(rig);
	for (e = entries; e < entries + 3; e++) {
		const struct ref_tlb_entry other = of_vm(*e, VMID + 0x20);

		rig_add_entry(rig, e);
		rig_add_entry(rig, &other);
	}
	side_cmd(rig_side(rig, NS), ref_tlbi(opcode, VMID, ASID, VA));
	side_sync(rig_side(rig, NS));
	for (e = entries; e < entries + 3; e++) {
		const struct ref_tlb_entry other = of_vm(*e, VMID + 0x20);
		bool goes = e->stage2 ? ipa_goes : va_goes;

		assert_int_equal(rig_has_entry(rig, e), !goes);
		assert_true(rig_has_entry(rig, &other));
	}
}

static struct ref_inval two_stages(void)
{
	return (struct ref_inval){
		.have = { .s1p = true, .s2p = true, .hyp = true, .sel2 = true,
			  .ril = true, .stall = 1 },
		.asid16 = true,
		.vmid16 = true,
	};
}

static void other_vms_keep_their_entries(void **state)
{
	const struct ref_inval how = two_stages();

	rig_have_inval(*state, &how);
	check_vm(*state, REF_CMD_TLBI_NH_ALL, true, false);
	check_vm(*state, REF_CMD_TLBI_NH_ASID, true, false);
	check_vm(*state, REF_CMD_TLBI_NH_VA, true, false);
	check_vm(*state, REF_CMD_TLBI_NH_VAA, true, false);
	check_vm(*state, REF_CMD_TLBI_S2_IPA, false, true);
	check_vm(*state, REF_CMD_TLBI_S12_VMALL, true, true);
}

/* VMW 4: sixteen VMIDs, by VMID and by address alike. */
static void other_vms_keep_their_entries_with_vmw(void **state)
{
	struct ref_inval how = two_stages();

	how.vmw = 4;
	rig_have_inval(*state, &how);
	check_vm(*state, REF_CMD_TLBI_NH_ALL, true, false);
	check_vm(*state, REF_CMD_TLBI_NH_ASID, true, false);
	check_vm(*state, REF_CMD_TLBI_NH_VA, true, false);
	check_vm(*state, REF_CMD_TLBI_S2_IPA, false, true);
	check_vm(*state, REF_CMD_TLBI_S12_VMALL, true, true);
}

#define IN_BOTH_MODES(f)	TEST_CMD_EXACT(f), TEST_CMD_FAST(f)

static const struct CMUnitTest tlb_tags_tests[] = {
	IN_BOTH_MODES(stages_are_told_apart),
	IN_BOTH_MODES(security_states_and_ipa_spaces_are_told_apart),
	IN_BOTH_MODES(vmids_are_told_apart),
	cmocka_unit_test(nothing_is_found_by_others_of_its_set),
	IN_BOTH_MODES(nested_entries_are_found_whatever_their_ipa_space),
	IN_BOTH_MODES(global_entries_have_a_vmid),
	IN_BOTH_MODES(nested_entries_of_all_sizes_are_found),
	IN_BOTH_MODES(other_vms_keep_their_entries),
	IN_BOTH_MODES(other_vms_keep_their_entries_with_vmw),
};
SUITE(tlb_tags);
