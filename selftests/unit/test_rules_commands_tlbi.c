// SPDX-License-Identifier: GPL-2.0
/*
 * What every TLBI of both queues drops (4.4), against the tables typed in
 * selftests/ref: of entries of all StreamWorlds, VMIDs, ASIDs, stages, granules
 * and levels, whether an SMMU of today can have them or not. In exact mode what
 * is not named stays; in fast mode it may go, but for Secure entries when the
 * Non-secure queue asks.
 */
#include "cmd_kit.h"
#include "rng.h"
#include "suites.h"

#define VMID	0x24
#define VMID2	0x5b
#define ASID	0x37
#define ASID2	0x48
#define VA	0x0000400040201000ULL
#define VA2	0x0000400088603000ULL

#define MAX_ENTRIES	128

/* ---- SMMUs ---- */

/* Everything that makes TLBIs legal or exact. */
static struct ref_inval everything(void)
{
	return (struct ref_inval){
		.have = { .s1p = true, .s2p = true, .hyp = true, .sel2 = true,
			  .ril = true, .stall = 1 },
		.asid16 = true,
		.vmid16 = true,
	};
}

/* One with a TLB that is looked through quickly. */
static void setup(void **state, enum smmu3_cache_mode cache, u32 tlb_log2)
{
	struct smmu3_config config = side_config(cache);

	config.tlb_log2 = tlb_log2;
	*state = cmd_rig(&config);
}

static int setup_exact(void **state)
{
	setup(state, SMMU3_CACHE_EXACT, 4);
	return 0;
}

static int setup_fast(void **state)
{
	setup(state, SMMU3_CACHE_FAST, 4);
	return 0;
}

/* ---- one entry, one command ---- */

static void tell(const struct ref_inval *how, struct ref_cmd cmd,
		 const struct ref_tlb_entry *e, const char *what)
{
	fail_msg("%s queue, command %#llx %#llx, s2p %u sel2 %u e2h %u %u vmw "
		 "%u %u ds %u; entry of world %u vmid %#x asid %#x global %u "
		 "stage2 %u ns %u nested %u at %#llx (%u bits at %#llx) "
		 "level %u granule %u: %s",
		 how->secure ? "Secure" : "Non-secure",
		 (unsigned long long)cmd.w[0], (unsigned long long)cmd.w[1],
		 how->have.s2p, how->have.sel2, how->e2h, how->s_e2h, how->vmw,
		 how->s_vmw, how->have.ds, e->world, e->vmid, e->asid,
		 e->global, e->stage2, e->ns_ipa, e->nested,
		 (unsigned long long)e->first, e->part_log2,
		 (unsigned long long)e->part, e->level, e->granule, what);
}

/* May an entry go that the command does not name? */
static bool may_overdo(const struct rig *rig, const struct ref_inval *how,
		       const struct ref_tlb_entry *entry)
{
	if (rig->config.cache == SMMU3_CACHE_EXACT)
		return false;
	return how->secure || !ref_world_is_secure(entry->world);
}

/* NULL if what became of the entry is right. */
static const char *judge(const struct rig *rig, const struct ref_inval *how,
			 struct ref_cmd cmd, const struct ref_tlb_entry *entry,
			 bool there)
{
	enum ref_fate_of_entry fate = ref_tlbi_fate(how, &cmd, entry);

	if (fate == REF_GOES && there)
		return "is still there";
	if (fate == REF_STAYS && !there && !may_overdo(rig, how, entry))
		return "is gone";
	return NULL;
}

/* The TLB holds @entry alone; returns what the oracle says to @cmd. */
static enum ref_fate_of_entry check(struct rig *rig,
				    const struct ref_inval *how,
				    struct ref_cmd cmd,
				    const struct ref_tlb_entry *entry)
{
	struct side *side = rig_side(rig, how->secure ? SECURE : NS);
	const char *wrong;

	rig_wipe_tlb(rig);
	rig_add_entry(rig, entry);
	if (!rig_has_entry(rig, entry))
		tell(how, cmd, entry, "was not to be had");
	side_cmd(side, cmd);
	side_sync(side);
	wrong = judge(rig, how, cmd, entry, rig_has_entry(rig, entry));
	if (wrong)
		tell(how, cmd, entry, wrong);
	host_log_clear(&rig->host);
	return ref_tlbi_fate(how, &cmd, entry);
}

/* ---- all worlds ---- */

/**
 * struct zoo - one entry of each kind
 */
struct zoo {
	struct ref_tlb_entry entry[MAX_ENTRIES];
	unsigned int count;
};

static void add(struct zoo *zoo, struct ref_tlb_entry entry)
{
	entry.granule = 12;
	if (!entry.level)
		entry.level = 3;
	assert_true(zoo->count < MAX_ENTRIES);
	zoo->entry[zoo->count++] = entry;
}

static void add_contexts(struct zoo *zoo, struct ref_tlb_entry entry)
{
	static const u16 asids[] = { ASID, ASID2 };
	unsigned int i;

	if (!ref_world_has_asid(entry.world)) {
		add(zoo, entry);
		return;
	}
	for (i = 0; i < 4; i++) {
		entry.asid = asids[i % 2];
		entry.global = i / 2;
		add(zoo, entry);
	}
}

static void add_stage2(struct zoo *zoo, struct ref_tlb_entry entry)
{
	entry.stage2 = true;
	add(zoo, entry);
	if (!ref_world_is_secure(entry.world))
		return;
	entry.ns_ipa = true;
	add(zoo, entry);
}

/* A 2 MiB block, of which stage 2 maps another page than the one at its VA. */
static void add_nested(struct zoo *zoo, struct ref_tlb_entry entry)
{
	entry.nested = true;
	entry.level = 2;
	entry.first -= entry.first % BLOCK2;
	entry.part = entry.first + 9 * PAGE;
	entry.part_log2 = 12;
	entry.part_granule = 12;
	add_contexts(zoo, entry);
	if (!ref_world_is_secure(entry.world))
		return;
	entry.ns_ipa = true;
	add_contexts(zoo, entry);
}

static struct zoo every_kind(const struct ref_inval *how)
{
	static const u16 vmids[] = { VMID, VMID2 };
	static const u64 vas[] = { VA, VA2 };
	struct zoo zoo = { .count = 0 };
	unsigned int world, i;

	for (world = 0; world < REF_NR_WORLDS; world++)
		for (i = 0; i < 4; i++) {
			struct ref_tlb_entry entry = { .world = world,
						       .first = vas[i % 2] };

			if (!ref_tags_vmid(how, world) && i > 1)
				break;
			if (ref_tags_vmid(how, world))
				entry.vmid = vmids[i / 2];
			add_contexts(&zoo, entry);
			if (!ref_tags_vmid(how, world))
				continue;
			add_stage2(&zoo, entry);
			add_nested(&zoo, entry);
		}
	return zoo;
}

/* Every entry against one command. */
static void check_zoo(struct rig *rig, const struct ref_inval *how,
		      const struct zoo *zoo, struct ref_cmd cmd,
		      unsigned int *fates)
{
	unsigned int i;

	for (i = 0; i < zoo->count; i++)
		fates[check(rig, how, cmd, &zoo->entry[i])]++;
}

/* One opcode with fields that match and that do not, if the queue takes it. */
static void check_opcode(struct rig *rig, const struct ref_inval *how,
			 u8 opcode)
{
	struct ref_cmd cmd = ref_cmd(opcode);
	struct zoo zoo = every_kind(how);
	unsigned int fates[3] = { 0 };

	if (ref_cmd_legality(&how->have, &cmd, how->secure) != REF_TAKEN)
		return;
	check_zoo(rig, how, &zoo, ref_tlbi(opcode, VMID, ASID, VA), fates);
	check_zoo(rig, how, &zoo, ref_tlbi(opcode, VMID2, ASID, VA), fates);
	check_zoo(rig, how, &zoo, ref_tlbi(opcode, VMID, ASID2, VA), fates);
	check_zoo(rig, how, &zoo, ref_tlbi(opcode, VMID2, ASID2, VA2), fates);
	cmd = ref_tlbi(opcode, VMID, ASID, VA);
	ref_put(cmd.w, REF_CMD_LEAF, 1);
	ref_put(cmd.w, REF_CMD_S2_NS, 1);
	check_zoo(rig, how, &zoo, cmd, fates);
	assert_int_not_equal(fates[REF_STAYS], 0);
	assert_int_not_equal(fates[REF_GOES], 0);
}

/* Opcodes @first to @last from both queues. */
static void check_opcodes(struct rig *rig, struct ref_inval how, u8 first,
			  u8 last)
{
	unsigned int opcode, secure;

	rig_have_inval(rig, &how);
	for (secure = 0; secure < 2; secure++)
		for (opcode = first; opcode <= last; opcode++) {
			how.secure = secure;
			check_opcode(rig, &how, opcode);
		}
}

/* As SMMUs without stage 2 are: VMIDs do not count (4.4). */
static void nh_without_stage_2_ignores_vmids(void **state)
{
	struct ref_inval how = everything();

	how.have.s2p = false;
	how.have.hyp = false;
	how.have.sel2 = false;
	check_opcodes(*state, how, REF_CMD_TLBI_NH_ALL, REF_CMD_TLBI_NH_VAA);
}

static void nh_with_stage_2_matches_nonsecure_vmids_only(void **state)
{
	struct ref_inval how = everything();

	how.have.sel2 = false;
	check_opcodes(*state, how, REF_CMD_TLBI_NH_ALL, REF_CMD_TLBI_NH_VAA);
}

static void nh_with_secure_stage_2_matches_vmids_of_both(void **state)
{
	check_opcodes(*state, everything(), REF_CMD_TLBI_NH_ALL,
		      REF_CMD_TLBI_NH_VAA);
}

static void el3_commands_drop_el3_only(void **state)
{
	struct ref_inval how = everything();

	check_opcodes(*state, how, REF_CMD_TLBI_EL3_ALL, REF_CMD_TLBI_EL3_VA);
	how.have.s2p = false;
	how.have.sel2 = false;
	check_opcodes(*state, how, REF_CMD_TLBI_EL3_ALL, REF_CMD_TLBI_EL3_VA);
}

/* The same Non-secure set from both queues; S_CR2.E2H has no say. */
static void el2_commands_follow_cr2_e2h(void **state)
{
	struct ref_inval how = everything();

	how.s_e2h = true;
	check_opcodes(*state, how, REF_CMD_TLBI_EL2_ALL, REF_CMD_TLBI_EL2_VAA);
	how.e2h = true;
	how.s_e2h = false;
	check_opcodes(*state, how, REF_CMD_TLBI_EL2_ALL, REF_CMD_TLBI_EL2_VAA);
}

static void s12_and_s2_commands_drop_nonsecure_stage_2(void **state)
{
	check_opcodes(*state, everything(), REF_CMD_TLBI_S12_VMALL,
		      REF_CMD_TLBI_S2_IPA);
}

static void nsnh_all_drops_all_of_nonsecure_el1(void **state)
{
	struct ref_inval how = everything();

	check_opcodes(*state, how, REF_CMD_TLBI_NSNH_ALL,
		      REF_CMD_TLBI_NSNH_ALL);
	how.have.s2p = false;
	how.have.s1p = false;
	check_opcodes(*state, how, REF_CMD_TLBI_NSNH_ALL,
		      REF_CMD_TLBI_NSNH_ALL);
}

static void s_el2_commands_follow_s_cr2_e2h(void **state)
{
	struct ref_inval how = everything();

	how.e2h = true;
	check_opcodes(*state, how, REF_CMD_TLBI_S_EL2_ALL,
		      REF_CMD_TLBI_S_EL2_VAA);
	how.e2h = false;
	how.s_e2h = true;
	check_opcodes(*state, how, REF_CMD_TLBI_S_EL2_ALL,
		      REF_CMD_TLBI_S_EL2_VAA);
}

static void s_s12_and_s_s2_commands_drop_secure_stage_2(void **state)
{
	check_opcodes(*state, everything(), REF_CMD_TLBI_S_S12_VMALL,
		      REF_CMD_TLBI_S_S2_IPA);
}

static void snh_all_drops_all_of_secure_el1(void **state)
{
	check_opcodes(*state, everything(), REF_CMD_TLBI_SNH_ALL,
		      REF_CMD_TLBI_SNH_ALL);
}

/* ---- VMIDs and ASIDs ---- */

static const struct {
	u8 opcode;
	enum ref_streamworld world;
} by_vmid[] = {
	{ REF_CMD_TLBI_NH_ALL, REF_NS_EL1 },
	{ REF_CMD_TLBI_S12_VMALL, REF_NS_EL1 },
	{ REF_CMD_TLBI_NH_ALL, REF_S_EL1 },
	{ REF_CMD_TLBI_S_S12_VMALL, REF_S_EL1 },
};

/* VMIDs around 0x0120 in the entry, in a command for 0x0120. */
static void check_wildcard(struct rig *rig, struct ref_inval *how,
			   unsigned int i)
{
	struct ref_tlb_entry entry = { .world = by_vmid[i].world,
				       .asid = ASID, .first = VA, .level = 3,
				       .granule = 12 };
	const struct ref_cmd cmd = ref_tlbi(by_vmid[i].opcode, 0x120, 0, 0);
	unsigned int vmid;

	how->secure = ref_world_is_secure(entry.world);
	for (vmid = 0x110; vmid <= 0x150; vmid++) {
		entry.vmid = vmid;
		check(rig, how, cmd, &entry);
	}
	entry.vmid = 0x20;
	check(rig, how, cmd, &entry);
	entry.vmid = 0xff20;
	check(rig, how, cmd, &entry);
}

/* 3.17.6: each state's VMW for its own VMIDs; above 4 it is as 0. */
static void vmw_makes_low_bits_of_vmids_wild(void **state)
{
	struct ref_inval how = everything();
	unsigned int vmw, i;

	for (vmw = 0; vmw < 8; vmw++)
		for (i = 0; i < ARRAY_SIZE(by_vmid); i++) {
			how.vmw = vmw;
			how.s_vmw = 0;
			rig_have_inval(*state, &how);
			check_wildcard(*state, &how, i);
			how.vmw = 7 - vmw;
			how.s_vmw = vmw;
			rig_have_inval(*state, &how);
			check_wildcard(*state, &how, i);
		}
}

/* The Non-secure set of VMIDs is CR0.VMW's, whichever queue asks. */
static void secure_queue_uses_cr0_vmw_for_nonsecure_vmids(void **state)
{
	struct ref_inval how = everything();
	struct ref_tlb_entry entry = { .world = REF_NS_EL1, .first = VA,
				       .level = 3, .granule = 12 };

	how.secure = true;
	how.vmw = 1;
	how.s_vmw = 4;
	rig_have_inval(*state, &how);
	for (entry.vmid = 0x20; entry.vmid < 0x30; entry.vmid++)
		check(*state, &how, ref_tlbi(REF_CMD_TLBI_S12_VMALL, 0x20, 0,
					     0), &entry);
}

/* ASID16, VMID16: commands with upper bytes, with and without them. */
static void upper_bytes_count_if_there_are_16_bits(void **state)
{
	static const u16 ids[] = { 0x37, 0x0137, 0xff37, 0x0038 };
	struct ref_inval how = everything();
	struct ref_tlb_entry entry = { .world = REF_NS_EL1, .first = VA,
				       .level = 3, .granule = 12 };
	unsigned int i;

	for (i = 0; i < 256; i++) {
		bool wide = i % 2;

		how.asid16 = wide;
		how.vmid16 = i / 2 % 2;
		entry.asid = wide ? ids[i / 4 % 4] : ids[i / 4 % 4] & 0xff;
		entry.vmid = how.vmid16 ? 0x124 : 0x24;
		rig_have_inval(*state, &how);
		check(*state, &how,
		      ref_tlbi(i / 64 % 2 ? REF_CMD_TLBI_NH_ASID :
					    REF_CMD_TLBI_NH_VA,
			       i / 128 ? 0x124 : 0x24, ids[i / 16 % 4], VA),
		      &entry);
	}
}

/* ---- addresses and ranges (4.4.1.1) ---- */

static const struct {
	unsigned int granule;
	unsigned int level;
} sizes[] = {
	{ 12, 3 }, { 12, 2 }, { 12, 1 },
	{ 14, 3 }, { 14, 2 }, { 16, 3 }, { 16, 2 },
};

/* Entries of every size that begin before, in or behind [@first, @last]. */
static void check_around(struct rig *rig, const struct ref_inval *how,
			 struct ref_cmd cmd, enum ref_streamworld world,
			 u64 first, u64 last)
{
	const u64 points[] = { first - 1, first, last, last + 1 };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		for (j = 0; j < ARRAY_SIZE(points); j++) {
			u64 size = ref_block_size(sizes[i].granule,
						  sizes[i].level);
			struct ref_tlb_entry entry = {
				.world = world,
				.asid = ref_world_has_asid(world) ? ASID : 0,
				.first = points[j] & ~(size - 1),
				.level = sizes[i].level,
				.granule = sizes[i].granule,
			};

			check(rig, how, cmd, &entry);
		}
}

static const struct {
	u8 opcode;
	bool secure;
	enum ref_streamworld world;
} by_va[] = {
	{ REF_CMD_TLBI_NH_VA, false, REF_NS_EL1 },
	{ REF_CMD_TLBI_NH_VAA, true, REF_S_EL1 },
	{ REF_CMD_TLBI_EL3_VA, true, REF_EL3 },
	{ REF_CMD_TLBI_EL2_VA, false, REF_NS_EL2 },
	{ REF_CMD_TLBI_S_EL2_VAA, true, REF_S_EL2 },
};

/* @range at @base by one of the commands above. */
static void check_range(struct rig *rig, struct ref_inval *how, u64 base,
			const struct ref_range *range, unsigned int which)
{
	static const unsigned int granules[] = { 12, 12, 14, 16 };
	unsigned int i = which % ARRAY_SIZE(by_va);
	struct ref_cmd cmd = ref_tlbi_range(ref_tlbi(by_va[i].opcode, 0, ASID,
						     base), range);
	u64 bytes = (range->num + 1) * ref_pow2(min(range->scale, 39U)) *
		    ref_pow2(granules[range->tg]);
	u64 last = base + (bytes - 1);

	how->secure = by_va[i].secure;
	ref_put(cmd.w, REF_CMD_SCALE6, range->scale);
	if (ref_cmd_legality(&how->have, &cmd, how->secure) != REF_TAKEN)
		return;
	if (!range->tg || !how->have.ril)
		last = base + (PAGE - 1);
	check_around(rig, how, cmd, by_va[i].world, base,
		     last < base ? ~0ULL : last);
}

static void check_ranges(struct rig *rig, struct ref_inval *how, u64 base)
{
	static const unsigned int nums[] = { 0, 1, 5, 31 };
	static const unsigned int scales[] = { 0, 1, 3, 9, 18, 31 };
	unsigned int i;

	rig_have_inval(rig, how);
	for (i = 0; i < 4 * 4 * 4 * 6; i++) {
		const struct ref_range range = {
			.tg = i % 4, .ttl = i / 4 % 4,
			.num = nums[i / 16 % 4], .scale = scales[i / 64],
			.leaf = i % 3 == 0 };

		check_range(rig, how, base, &range, i);
	}
}

static void range_covers_num_scale_tg_and_ttl(void **state)
{
	struct ref_inval how = everything();

	check_ranges(*state, &how, 0x0000400000000000ULL);
}

/* Not a multiple of what TG and TTL say: rounded down, our choice. */
static void range_from_a_misaligned_base_is_widened(void **state)
{
	struct ref_inval how = everything();

	check_ranges(*state, &how, 0x0000400012345000ULL);
	check_ranges(*state, &how, 0xffff900fffffd000ULL);
}

/* It ends at 2^64 and does not come round to 0. */
static void range_saturates_at_the_top(void **state)
{
	static const u64 bases[] = { 0xfffffffffffff000ULL,
				     0xffffffffffff0000ULL,
				     0xffffffffc0000000ULL,
				     0xffffff8000000000ULL };
	const struct ref_range range = { .tg = REF_TG_4K, .num = 31,
					 .scale = 31 };
	struct ref_inval how = everything();
	struct ref_tlb_entry entry = { .world = REF_NS_EL1, .asid = ASID,
				       .level = 3, .granule = 12 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bases); i++) {
		check_ranges(*state, &how, bases[i]);
		how.secure = false;
		entry.first = 0;
		check(*state, &how,
		      ref_tlbi_range(ref_tlbi_va(bases[i], ASID), &range),
		      &entry);
		entry.first = bases[i] - PAGE;
		check(*state, &how,
		      ref_tlbi_range(ref_tlbi_va(bases[i], ASID), &range),
		      &entry);
	}
}

/* With IDR5.DS: 16K at level 1, and SCALE up to 39. */
static void range_with_ds_has_larger_scales(void **state)
{
	static const unsigned int scales[] = { 0, 31, 32, 35, 38, 39, 40, 63 };
	struct ref_inval how = everything();
	unsigned int i;

	how.have.ds = true;
	check_ranges(*state, &how, 0x0000400000000000ULL);
	for (i = 0; i < 4 * 4 * 5 * ARRAY_SIZE(scales); i++) {
		const struct ref_range range = {
			.tg = i % 4, .ttl = i / 4 % 4, .num = i % 2 * 31,
			.scale = scales[i / 80] };

		check_range(*state, &how, VA, &range, i / 16);
	}
}

static void without_ril_there_are_no_ranges(void **state)
{
	struct ref_inval how = everything();

	how.have.ril = false;
	check_ranges(*state, &how, 0x0000400012345000ULL);
}

/* One range from IPA 0x8000, against pages around it and the block there. */
static void check_ipas(struct rig *rig, struct ref_inval *how,
		       const struct ref_range *range)
{
	const u8 opcode = how->secure ? REF_CMD_TLBI_S_S2_IPA :
					REF_CMD_TLBI_S2_IPA;
	const struct ref_cmd cmd =
		ref_tlbi_range(ref_tlbi(opcode, VMID, 0, 0x8000), range);
	struct ref_tlb_entry entry = {
		.world = how->secure ? REF_S_EL1 : REF_NS_EL1, .vmid = VMID,
		.stage2 = true, .level = 3, .granule = 12 };

	for (entry.first = 0x6000; entry.first < 0xe000; entry.first += PAGE)
		check(rig, how, cmd, &entry);
	entry.level = 2;
	entry.first = 0;
	check(rig, how, cmd, &entry);
	entry.first = BLOCK2;
	check(rig, how, cmd, &entry);
}

static void ranges_of_ipas_are_those_of_addresses(void **state)
{
	static const struct ref_range ranges[] = {
		{ .tg = REF_TG_NONE }, { .tg = REF_TG_4K, .num = 3 },
		{ .tg = REF_TG_4K, .ttl = 2 }, { .tg = REF_TG_4K, .scale = 9 },
		{ .tg = REF_TG_16K, .num = 1, .scale = 2 },
		{ .tg = REF_TG_64K, .ttl = 3 } };
	struct ref_inval how = everything();
	unsigned int i;

	rig_have_inval(*state, &how);
	for (i = 0; i < 2 * ARRAY_SIZE(ranges); i++) {
		how.secure = i % 2;
		check_ipas(*state, &how, &ranges[i / 2]);
	}
}

/* ---- when ---- */

/* 8.3: commands drop entries while SMMUEN is 0 too. */
static void tlbi_while_smmuen_is_0_drops_entries(void **state)
{
	struct rig *rig = *state;

	side_cr0(rig_side(rig, NS), QUEUES);
	side_cr0(rig_side(rig, SECURE), QUEUES);
	nsnh_all_drops_all_of_nonsecure_el1(state);
	nh_without_stage_2_ignores_vmids(state);
}

/* ---- random ---- */

#define SLOTS	256

static u16 random_id(struct rng *rng)
{
	static const u16 ids[] = { 0, 1, 2, 3, 0x10, 0x11, 0x101, 0x8001 };

	return ids[rng_below(rng, ARRAY_SIZE(ids))];
}

static u64 random_va(struct rng *rng)
{
	static const u64 bases[] = {
		0, 0x1fe000, 0x3ffff000, 0x0000400040000000, 0x0000ffffffe00000,
		0xffff000000000000, 0xffffffffc0000000, 0xfffffffffffff000 };

	return bases[rng_below(rng, ARRAY_SIZE(bases))] +
	       (rng_below(rng, 9) - 4) * PAGE;
}

/* What stage 2 makes of an entry; in fast mode no larger ones can be had. */
static void nest(struct rng *rng, struct ref_tlb_entry *e)
{
	static const struct { unsigned int log2, granule; } parts[] = {
		{ 12, 12 }, { 21, 12 }, { 14, 14 }, { 16, 16 } };
	u64 block = ref_block_size(e->granule, e->level);
	unsigned int i = rng_below(rng, ARRAY_SIZE(parts));

	if (ref_pow2(parts[i].log2) > block)
		i = 0;
	e->nested = true;
	e->part_log2 = parts[i].log2;
	e->part_granule = parts[i].granule;
	e->part = e->first + rng_below(rng, block / ref_pow2(e->part_log2)) *
			     ref_pow2(e->part_log2);
}

/* Canonical, as real ones are. */
static struct ref_tlb_entry random_entry(struct rng *rng,
					 const struct ref_inval *how)
{
	unsigned int i = rng_below(rng, ARRAY_SIZE(sizes));
	struct ref_tlb_entry e = {
		.world = rng_below(rng, REF_NR_WORLDS),
		.granule = sizes[i].granule,
		.level = sizes[i].level,
	};
	u64 va = random_va(rng);

	if (!ref_get(&va, 63, 63))
		va &= GENMASK_ULL(47, 0);
	else
		va |= GENMASK_ULL(63, 48);
	e.first = va & ~(ref_block_size(e.granule, e.level) - 1);
	if (ref_tags_vmid(how, e.world)) {
		e.vmid = random_id(rng);
		e.stage2 = rng_percent(rng, 20);
		if (!e.stage2 && rng_percent(rng, 40))
			nest(rng, &e);
		e.ns_ipa = (e.stage2 || e.nested) &&
			   ref_world_is_secure(e.world) && rng_percent(rng, 50);
	}
	if (ref_world_has_asid(e.world) && !e.stage2) {
		e.asid = random_id(rng);
		e.global = rng_percent(rng, 30);
	}
	if (e.stage2)
		e.first &= GENMASK_ULL(47, 0);
	return e;
}

/* What an SMMU has does not change while its TLB has entries. */
static struct ref_features random_features(struct rng *rng)
{
	struct ref_features have = everything().have;

	have.s2p = rng_percent(rng, 70);
	have.hyp = have.s2p;
	have.sel2 = have.s2p && rng_percent(rng, 70);
	return have;
}

static struct ref_inval random_inval(struct rng *rng,
				     const struct ref_features *have)
{
	struct ref_inval how = everything();

	how.have = *have;
	how.secure = rng_below(rng, 2);
	how.have.ds = rng_percent(rng, 20);
	how.have.ril = rng_percent(rng, 90);
	how.e2h = rng_below(rng, 2);
	how.s_e2h = rng_below(rng, 2);
	how.vmw = rng_percent(rng, 50) ? rng_below(rng, 8) : 0;
	how.s_vmw = rng_percent(rng, 50) ? rng_below(rng, 8) : 0;
	return how;
}

static struct ref_cmd random_tlbi(struct rng *rng, const struct ref_inval *how)
{
	struct ref_cmd cmd;
	struct ref_range range;

	do {
		range = (struct ref_range){
			.tg = rng_below(rng, 4), .ttl = rng_below(rng, 4),
			.num = rng_below(rng, 32),
			.scale = rng_percent(rng, 70) ? rng_below(rng, 12) :
							rng_below(rng, 32),
			.leaf = rng_below(rng, 2) };
		cmd = ref_tlbi(0x10 + rng_below(rng, 0x51), random_id(rng),
			       random_id(rng), random_va(rng));
		if (ref_cmd_has_range(ref_get(cmd.w, REF_CMD_OPCODE)))
			cmd = ref_tlbi_range(cmd, &range);
		ref_put(cmd.w, REF_CMD_S2_NS, rng_below(rng, 2));
	} while ((ref_get(cmd.w, REF_CMD_OPCODE) >= REF_CMD_ATC_INV &&
		  ref_get(cmd.w, REF_CMD_OPCODE) <= REF_CMD_SYNC) ||
		 ref_cmd_legality(&how->have, &cmd, how->secure) != REF_TAKEN);
	return cmd;
}

static void run_case(struct rig *rig, struct rng *rng,
		     const struct ref_features *have)
{
	static struct ref_tlb_entry before[SLOTS];
	static int valid[SLOTS];
	struct ref_inval how = random_inval(rng, have);
	struct ref_cmd cmd = random_tlbi(rng, &how);
	struct ref_tlb_entry entry;
	unsigned int i;

	rig_have_inval(rig, &how);
	for (i = 0; i < 30; i++) {
		entry = random_entry(rng, &how);
		rig_add_entry(rig, &entry);
	}
	for (i = 0; i < SLOTS; i++)
		valid[i] = rig_entry_at(rig, i, &before[i]);
	side_cmd(rig_side(rig, how.secure ? SECURE : NS), cmd);
	side_sync(rig_side(rig, how.secure ? SECURE : NS));
	for (i = 0; i < SLOTS; i++) {
		bool there = rig_entry_at(rig, i, &entry) > 0;
		const char *wrong;

		if (valid[i] <= 0)
			continue;
		there = there && rig_same_entry(&entry, &before[i]);
		wrong = judge(rig, &how, cmd, &before[i], there);
		if (wrong)
			tell(&how, cmd, &before[i], wrong);
	}
	host_log_clear(&rig->host);
}

static void run_cases(const char *test, enum smmu3_cache_mode mode, u64 seed)
{
	struct rng rng = rng_new(test, seed);
	unsigned int cases = rng_cases(2000), i;
	struct ref_features have = { 0 };
	void *rig;

	setup(&rig, mode, 8);
	for (i = 0; i < cases; i++) {
		if (i % 50 == 0) {
			rig_wipe_tlb(rig);
			have = random_features(&rng);
		}
		run_case(rig, &rng, &have);
	}
	rig_free(rig);
}

static void exact_tlbi_agrees_with_the_oracle(void **state)
{
	(void)state;
	run_cases(__func__, SMMU3_CACHE_EXACT, 0x5eed0110);
}

static void fast_tlbi_agrees_with_the_oracle(void **state)
{
	(void)state;
	run_cases(__func__, SMMU3_CACHE_FAST, 0x5eed0111);
}

#define IN_BOTH_MODES(f)						\
	cmocka_unit_test_setup_teardown(f, setup_exact, rig_teardown),\
	cmocka_unit_test_setup_teardown(f, setup_fast, rig_teardown)

static const struct CMUnitTest rules_commands_tlbi_tests[] = {
	IN_BOTH_MODES(nh_without_stage_2_ignores_vmids),
	IN_BOTH_MODES(nh_with_stage_2_matches_nonsecure_vmids_only),
	IN_BOTH_MODES(nh_with_secure_stage_2_matches_vmids_of_both),
	IN_BOTH_MODES(el3_commands_drop_el3_only),
	IN_BOTH_MODES(el2_commands_follow_cr2_e2h),
	IN_BOTH_MODES(s12_and_s2_commands_drop_nonsecure_stage_2),
	IN_BOTH_MODES(nsnh_all_drops_all_of_nonsecure_el1),
	IN_BOTH_MODES(s_el2_commands_follow_s_cr2_e2h),
	IN_BOTH_MODES(s_s12_and_s_s2_commands_drop_secure_stage_2),
	IN_BOTH_MODES(snh_all_drops_all_of_secure_el1),
	IN_BOTH_MODES(vmw_makes_low_bits_of_vmids_wild),
	IN_BOTH_MODES(secure_queue_uses_cr0_vmw_for_nonsecure_vmids),
	IN_BOTH_MODES(upper_bytes_count_if_there_are_16_bits),
	IN_BOTH_MODES(range_covers_num_scale_tg_and_ttl),
	IN_BOTH_MODES(range_from_a_misaligned_base_is_widened),
	IN_BOTH_MODES(range_saturates_at_the_top),
	IN_BOTH_MODES(range_with_ds_has_larger_scales),
	IN_BOTH_MODES(without_ril_there_are_no_ranges),
	IN_BOTH_MODES(ranges_of_ipas_are_those_of_addresses),
	IN_BOTH_MODES(tlbi_while_smmuen_is_0_drops_entries),
	cmocka_unit_test(exact_tlbi_agrees_with_the_oracle),
	cmocka_unit_test(fast_tlbi_agrees_with_the_oracle),
};
SUITE(rules_commands_tlbi);
