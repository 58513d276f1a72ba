// SPDX-License-Identifier: GPL-2.0
/*
 * See cmd_kit.h. Whatever reaches into the model's private state is in the
 * second half of this file and nowhere else.
 */
#include "cmd_kit.h"

/* ---- life ---- */

static void boot(struct side *side)
{
	side_boot_queues(side);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID);
	side_cr0(side, QUEUES);
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	side_cr0(side, RUNNING);
}

struct rig *cmd_rig(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);

	boot(rig_side(rig, NS));
	if (config->secure)
		boot(rig_side(rig, SECURE));
	rig_log_clear(rig);
	return rig;
}

static int setup(void **state, enum smmu3_cache_mode cache)
{
	struct smmu3_config config = side_config(cache);

	*state = cmd_rig(&config);
	return 0;
}

int cmd_setup_exact(void **state)
{
	return setup(state, SMMU3_CACHE_EXACT);
}

int cmd_setup_fast(void **state)
{
	return setup(state, SMMU3_CACHE_FAST);
}

void in_both_banks(struct rig *rig, side_check check)
{
	struct side *side;

	for_each_side(side, rig) {
		rig_log_clear(rig);
		check(side);
	}
}

/* ---- commands ---- */

u32 side_offer(struct side *side, struct ref_cmd cmd)
{
	u32 before = side->cmd_prod, error;

	side_queue(side, cmd);
	side_kick(side);
	if (!(side_errors(side) & REF_GERROR_CMDQ_ERR)) {
		assert_int_equal(side_cons(side), side->cmd_prod);
		return REF_CERROR_NONE;
	}
	assert_int_equal(side_cons(side), before);
	error = side_cmdq_err(side);
	side->cmd_prod = before;
	side_kick(side);
	side_ack_errors(side);
	assert_int_equal(side_errors(side), 0);
	return error;
}

/* ---- features ---- */

struct ref_features cmd_features(void)
{
	return (struct ref_features){ .s1p = true, .ril = true, .stall = 1 };
}

static void put_reg(struct rig *rig, enum smmu3_pas bank,
		    enum smmu3_reg reg, unsigned int high, unsigned int low,
		    u64 value)
{
	ref_put(&rig->smmu->bank[bank].reg[reg], high, low, value);
}

static void have_ns(struct rig *rig, const struct ref_features *have)
{
	put_reg(rig, NS, SMMU3_REG_IDR0, 0, 0, have->s2p);
	put_reg(rig, NS, SMMU3_REG_IDR0, 1, 1, have->s1p);
	put_reg(rig, NS, SMMU3_REG_IDR0, 9, 9, have->hyp);
	put_reg(rig, NS, SMMU3_REG_IDR0, 10, 10, have->ats);
	put_reg(rig, NS, SMMU3_REG_IDR0, 16, 16, have->pri);
	put_reg(rig, NS, SMMU3_REG_IDR0, 25, 24, have->stall);
	put_reg(rig, NS, SMMU3_REG_IDR0, 30, 30, have->rme);
	put_reg(rig, NS, SMMU3_REG_IDR3, 7, 7, have->mpam);
	put_reg(rig, NS, SMMU3_REG_IDR3, 10, 10, have->ril);
	put_reg(rig, NS, SMMU3_REG_IDR3, 15, 15, have->dpt);
	put_reg(rig, NS, SMMU3_REG_IDR5, 7, 7, have->ds);
}

void rig_have(struct rig *rig, const struct ref_features *have)
{
	struct side *secure = rig_side(rig, SECURE);
	u32 cr0;

	have_ns(rig, have);
	if (!rig->config.secure)
		return;
	put_reg(rig, SECURE, SMMU3_REG_IDR0, 25, 24, have->stall);
	put_reg(rig, SECURE, SMMU3_REG_IDR1, 29, 29, have->sel2);
	put_reg(rig, SECURE, SMMU3_REG_IDR3, 6, 6, have->sams);
	cr0 = side_rd32(secure, REF_CR0) & RUNNING;
	side_wr32(secure, REF_CR0,
		  have->nsstalld ? cr0 | REF_S_CR0_NSSTALLD : cr0);
}

void rig_have_inval(struct rig *rig, const struct ref_inval *how)
{
	rig_have(rig, &how->have);
	put_reg(rig, NS, SMMU3_REG_IDR0, 12, 12, how->asid16);
	put_reg(rig, NS, SMMU3_REG_IDR0, 17, 17, how->have.s2p);
	put_reg(rig, NS, SMMU3_REG_IDR0, 18, 18, how->vmid16);
	put_reg(rig, NS, SMMU3_REG_CR2, 0, 0, how->e2h);
	put_reg(rig, SECURE, SMMU3_REG_CR2, 0, 0, how->s_e2h);
	put_reg(rig, NS, SMMU3_REG_CR0, 8, 6, how->vmw);
	put_reg(rig, NS, SMMU3_REG_CR0ACK, 8, 6, how->vmw);
	put_reg(rig, SECURE, SMMU3_REG_CR0, 8, 6, how->s_vmw);
	put_reg(rig, SECURE, SMMU3_REG_CR0ACK, 8, 6, how->s_vmw);
}

/* ---- TLB ---- */

static const enum smmu3_world worlds[REF_NR_WORLDS] = {
	[REF_NS_EL1] = SMMU3_WORLD_NS_EL1,
	[REF_NS_EL2] = SMMU3_WORLD_NS_EL2,
	[REF_NS_EL2_E2H] = SMMU3_WORLD_NS_EL2_E2H,
	[REF_S_EL1] = SMMU3_WORLD_S_EL1,
	[REF_S_EL2] = SMMU3_WORLD_S_EL2,
	[REF_S_EL2_E2H] = SMMU3_WORLD_S_EL2_E2H,
	[REF_EL3] = SMMU3_WORLD_EL3,
};

void rig_wipe_tlb(struct rig *rig)
{
	memset(rig->smmu->tlb.mem, 0, smmu3_tlb_bytes(&rig->config));
}

/* Flags of a mapping, and those that a key has of them. */
static u8 flags_of(const struct ref_tlb_entry *entry)
{
	return (entry->global ? SMMU3_MAPPING_GLOBAL : 0) |
	       (entry->stage2 ? SMMU3_MAPPING_STAGE2 : 0) |
	       (entry->ns_ipa ? SMMU3_MAPPING_NS_IPA : 0) |
	       (entry->nested ? SMMU3_MAPPING_NESTED : 0);
}

static u8 key_flags_of(const struct ref_tlb_entry *entry)
{
	u8 found_by = SMMU3_MAPPING_STAGE2 | SMMU3_MAPPING_NESTED;

	if (entry->stage2)
		found_by |= SMMU3_MAPPING_NS_IPA;
	return flags_of(entry) & found_by;
}

struct smmu3_tlb_key rig_tlb_key(const struct ref_tlb_entry *entry)
{
	return (struct smmu3_tlb_key){
		.world = worlds[entry->world],
		.asid = entry->asid,
		.vmid = entry->vmid,
		.aset = !entry->stage2,
		.granule = entry->granule,
		.s2granule = entry->nested ? entry->part_granule : 0,
		.flags = key_flags_of(entry),
	};
}

void rig_add_entry(struct rig *rig, const struct ref_tlb_entry *entry)
{
	struct smmu3 *smmu = rig->smmu;
	const struct smmu3_xact x = { .birth = smmu->clocks };
	const struct smmu3_tlb_key key = rig_tlb_key(entry);
	u8 whole = ilog2(ref_block_size(entry->granule, entry->level));
	u64 va = entry->nested ? entry->part : entry->first;
	const struct smmu3_mapping mapping = {
		.va = va,
		.pa = RAM_BASE,
		.asid = entry->asid,
		.vmid = entry->vmid,
		.log2_size = entry->nested ? entry->part_log2 : whole,
		.leaf_log2 = entry->nested ? entry->part_log2 : whole,
		.level = entry->level,
		.granule = entry->granule,
		.flags = flags_of(entry),
	};

	smmu3_tlb_add(smmu, &x, &key, va, &mapping);
}

static enum ref_streamworld world_of(unsigned int world)
{
	unsigned int i;

	for (i = 0; i < REF_NR_WORLDS; i++)
		if (worlds[i] == world)
			return i;
	fail_msg("no StreamWorld: %u", world);
	return 0;
}

int rig_entry_at(struct rig *rig, unsigned int index,
		 struct ref_tlb_entry *entry)
{
	struct smmu3_tlb_record rec;
	int there = smmu3_tlb_slot(rig->smmu, index, &rec);

	if (there <= 0)
		return there;
	*entry = (struct ref_tlb_entry){
		.world = world_of(rec.world),
		.vmid = rec.vmid,
		.asid = rec.asid,
		.global = rec.global,
		.stage2 = rec.stage2,
		.ns_ipa = rec.ns_ipa,
		.nested = rec.nested,
		.part = rec.nested ? rec.va : 0,
		.part_log2 = rec.nested ? rec.log2_size : 0,
		.first = rec.va & ~(ref_block_size(rec.granule, rec.level) - 1),
		.level = rec.level,
		.granule = rec.granule,
	};
	return there;
}

bool rig_same_entry(const struct ref_tlb_entry *a,
		    const struct ref_tlb_entry *b)
{
	return a->world == b->world && a->vmid == b->vmid &&
	       a->asid == b->asid && a->global == b->global &&
	       a->stage2 == b->stage2 && a->ns_ipa == b->ns_ipa &&
	       a->nested == b->nested && a->part == b->part &&
	       a->part_log2 == b->part_log2 &&
	       a->first == b->first && a->level == b->level &&
	       a->granule == b->granule;
}

bool rig_has_entry(struct rig *rig, const struct ref_tlb_entry *entry)
{
	struct ref_tlb_entry found;
	unsigned int i;
	int there;

	for (i = 0; (there = rig_entry_at(rig, i, &found)) >= 0; i++)
		if (there && rig_same_entry(&found, entry))
			return true;
	return false;
}
