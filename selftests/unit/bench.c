// SPDX-License-Identifier: GPL-2.0
/*
 * See bench.h. Whatever reaches into the model's private state is in the second
 * half of this file and nowhere else.
 */
#include "bench.h"

#include <smmu3/cache.h>
#include <smmu3/tlb.h>

#include <stdlib.h>

#define CMD_BYTES	16
#define STE_BYTES	64
#define CMDQ_LOG2	5

/* ---- life ---- */

static void boot(struct bench *bench, enum smmu3_pas bank)
{
	bank_wr64(bench, bank, REF_STRTAB_BASE, bench->strtab);
	bank_wr32(bench, bank, REF_STRTAB_BASE_CFG, RIG_STRTAB_LOG2);
	bank_wr64(bench, bank, REF_CMDQ_BASE, bench->cmdq | CMDQ_LOG2);
	bank_wr64(bench, bank, REF_EVENTQ_BASE,
		  bench->eventq | RIG_EVENTQ_LOG2);
	bank_wr32(bench, bank, REF_CR2, REF_CR2_RECINVSID);
	bank_wr32(bench, bank, REF_CMDQ_PROD, 0);
	bank_wr32(bench, bank, REF_CMDQ_CONS, 0);
	bank_wr32(bench, bank, REF_EVENTQ_PROD, 0);
	bank_wr32(bench, bank, REF_EVENTQ_CONS, 0);
	bank_cr0(bench, bank, QUEUES);
	bank_wr32(bench, bank, REF_IRQ_CTRL, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	bank_cr0(bench, bank, RUNNING);
}

struct bench *bench_of(const struct smmu3_config *config)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	assert_non_null(bench);
	bench->rig = rig_new(config);
	bench->rig->host.arg = bench;
	bench->strtab = rig_alloc(bench->rig,
				  STE_BYTES * ref_pow2(RIG_STRTAB_LOG2));
	bench->cmdq = rig_alloc(bench->rig, PAGE);
	bench->eventq = rig_alloc(bench->rig, PAGE);
	boot(bench, NS);
	if (config->secure)
		boot(bench, S);
	host_log_clear(&bench->rig->host);
	return bench;
}

struct smmu3_config bench_config(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = rig_config(cache);

	config.arch = SMMU3_ARCH_3_2;
	config.had = 1;
	config.ril = 1;
	config.bbml = 2;
	config.fwb = 1;
	config.msi = 1;
	config.secure = 1;
	config.s_sidsize = 16;
	config.s_msi = 1;
	return config;
}

struct bench *bench_new(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = bench_config(cache);

	return bench_of(&config);
}

void bench_free(struct bench *bench)
{
	rig_free(bench->rig);
	free(bench);
}

int bench_setup_exact(void **state)
{
	*state = bench_new(SMMU3_CACHE_EXACT);
	return 0;
}

int bench_setup_fast(void **state)
{
	*state = bench_new(SMMU3_CACHE_FAST);
	return 0;
}

int bench_teardown(void **state)
{
	bench_free(*state);
	return 0;
}

/* ---- registers ---- */

/* Both pages of the Non-secure bank are one page of the Secure one (6.2.1). */
static u32 offset_in(enum smmu3_pas bank, u32 offset)
{
	return bank == S ? REF_S_PAGE + offset % REF_PAGE1 : offset;
}

u32 bank_rd32(struct bench *bench, enum smmu3_pas bank, u32 offset)
{
	return smmu3_reg_read(bench->rig->smmu, bank, offset_in(bank, offset),
			      32);
}

void bank_poke32(struct bench *bench, enum smmu3_pas bank, u32 offset,
		 u32 value)
{
	smmu3_reg_write(bench->rig->smmu, bank, offset_in(bank, offset), 32,
			value);
}

void bank_wr32(struct bench *bench, enum smmu3_pas bank, u32 offset, u32 value)
{
	bank_poke32(bench, bank, offset, value);
	rig_run(bench->rig);
}

void bank_wr64(struct bench *bench, enum smmu3_pas bank, u32 offset, u64 value)
{
	smmu3_reg_write(bench->rig->smmu, bank, offset_in(bank, offset), 64,
			value);
	rig_run(bench->rig);
}

void bank_cr0(struct bench *bench, enum smmu3_pas bank, u32 value)
{
	bank_wr32(bench, bank, REF_CR0, value);
	assert_int_equal(bank_rd32(bench, bank, REF_CR0ACK), value);
}

u32 bank_cons(struct bench *bench, enum smmu3_pas bank)
{
	u64 cons = bank_rd32(bench, bank, REF_CMDQ_CONS);

	return ref_get(&cons, REF_Q_INDEX);
}

u32 bank_err(struct bench *bench, enum smmu3_pas bank)
{
	u64 cons = bank_rd32(bench, bank, REF_CMDQ_CONS);

	return ref_get(&cons, REF_CMDQ_CONS_ERR);
}

u32 bank_gerror(struct bench *bench, enum smmu3_pas bank)
{
	return bank_rd32(bench, bank, REF_GERROR) ^
	       bank_rd32(bench, bank, REF_GERRORN);
}

void bank_ack(struct bench *bench, enum smmu3_pas bank)
{
	bank_wr32(bench, bank, REF_GERRORN, bank_rd32(bench, bank, REF_GERROR));
}

u32 bank_events(struct bench *bench, enum smmu3_pas bank)
{
	u32 mask = 2 * ref_pow2(RIG_EVENTQ_LOG2) - 1;

	return (bank_rd32(bench, bank, REF_EVENTQ_PROD) -
		bank_rd32(bench, bank, REF_EVENTQ_CONS)) & mask;
}

/* ---- commands ---- */

void bank_store(struct bench *bench, enum smmu3_pas bank, u64 addr, u64 value)
{
	host_store(&bench->rig->host, bank, addr, value);
}

u64 bank_load(struct bench *bench, enum smmu3_pas bank, u64 addr)
{
	return host_load(&bench->rig->host, bank, addr);
}

void bank_put(struct bench *bench, enum smmu3_pas bank, u32 index,
	      struct ref_cmd cmd)
{
	u64 at = bench->cmdq + index % BENCH_CMDS * CMD_BYTES;

	bank_store(bench, bank, at, cmd.w[0]);
	bank_store(bench, bank, at + sizeof(u64), cmd.w[1]);
}

void bank_queue(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd)
{
	bank_put(bench, bank, bench->prod[bank], cmd);
	bench->prod[bank] = (bench->prod[bank] + 1) % (2 * BENCH_CMDS);
}

void bank_kick(struct bench *bench, enum smmu3_pas bank)
{
	bank_wr32(bench, bank, REF_CMDQ_PROD, bench->prod[bank]);
}

u32 bank_offer(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd)
{
	u32 before = bench->prod[bank], error;

	bank_queue(bench, bank, cmd);
	bank_kick(bench, bank);
	if (!(bank_gerror(bench, bank) & REF_GERROR_CMDQ_ERR)) {
		assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
		return REF_CERROR_NONE;
	}
	assert_int_equal(bank_cons(bench, bank), before);
	error = bank_err(bench, bank);
	bench->prod[bank] = before;
	bank_kick(bench, bank);
	bank_ack(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), 0);
	return error;
}

void bank_cmd(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd)
{
	assert_int_equal(bank_offer(bench, bank, cmd), REF_CERROR_NONE);
}

void bank_sync(struct bench *bench, enum smmu3_pas bank)
{
	bank_cmd(bench, bank, ref_sync(REF_CS_NONE));
}

unsigned int bank_seen(struct bench *bench, enum smmu3_pas bank)
{
	const struct host *host = &bench->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_COMMAND, i + 1)) >= 0)
		count += host->log[i].bank == bank;
	return count;
}

unsigned int bank_pulses(struct bench *bench, enum smmu3_pas bank,
			 enum smmu3_irq line)
{
	const struct host *host = &bench->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_IRQ, i + 1)) >= 0)
		count += host->log[i].bank == bank && host->log[i].line == line;
	return count;
}

/* ---- features ---- */

struct ref_features bench_features(void)
{
	return (struct ref_features){ .s1p = true, .ril = true, .stall = 1 };
}

static void put_reg(struct bench *bench, enum smmu3_pas bank,
		    enum smmu3_reg reg, unsigned int high, unsigned int low,
		    u64 value)
{
	ref_put(&bench->rig->smmu->bank[bank].reg[reg], high, low, value);
}

static void have_ns(struct bench *bench, const struct ref_features *have)
{
	put_reg(bench, NS, SMMU3_REG_IDR0, 0, 0, have->s2p);
	put_reg(bench, NS, SMMU3_REG_IDR0, 1, 1, have->s1p);
	put_reg(bench, NS, SMMU3_REG_IDR0, 9, 9, have->hyp);
	put_reg(bench, NS, SMMU3_REG_IDR0, 10, 10, have->ats);
	put_reg(bench, NS, SMMU3_REG_IDR0, 16, 16, have->pri);
	put_reg(bench, NS, SMMU3_REG_IDR0, 25, 24, have->stall);
	put_reg(bench, NS, SMMU3_REG_IDR0, 30, 30, have->rme);
	put_reg(bench, NS, SMMU3_REG_IDR3, 7, 7, have->mpam);
	put_reg(bench, NS, SMMU3_REG_IDR3, 10, 10, have->ril);
	put_reg(bench, NS, SMMU3_REG_IDR3, 15, 15, have->dpt);
	put_reg(bench, NS, SMMU3_REG_IDR5, 7, 7, have->ds);
}

void bench_have(struct bench *bench, const struct ref_features *have)
{
	u32 cr0;

	have_ns(bench, have);
	if (!bench->rig->config.secure)
		return;
	put_reg(bench, S, SMMU3_REG_IDR0, 25, 24, have->stall);
	put_reg(bench, S, SMMU3_REG_IDR1, 29, 29, have->sel2);
	put_reg(bench, S, SMMU3_REG_IDR3, 6, 6, have->sams);
	cr0 = bank_rd32(bench, S, REF_CR0) & RUNNING;
	bank_wr32(bench, S, REF_CR0,
		  have->nsstalld ? cr0 | REF_NSSTALLD : cr0);
}

void bench_have_inval(struct bench *bench, const struct ref_inval *how)
{
	bench_have(bench, &how->have);
	put_reg(bench, NS, SMMU3_REG_IDR0, 12, 12, how->asid16);
	put_reg(bench, NS, SMMU3_REG_IDR0, 17, 17, how->have.s2p);
	put_reg(bench, NS, SMMU3_REG_IDR0, 18, 18, how->vmid16);
	put_reg(bench, NS, SMMU3_REG_CR2, 0, 0, how->e2h);
	put_reg(bench, S, SMMU3_REG_CR2, 0, 0, how->s_e2h);
	put_reg(bench, NS, SMMU3_REG_CR0, 8, 6, how->vmw);
	put_reg(bench, NS, SMMU3_REG_CR0ACK, 8, 6, how->vmw);
	put_reg(bench, S, SMMU3_REG_CR0, 8, 6, how->s_vmw);
	put_reg(bench, S, SMMU3_REG_CR0ACK, 8, 6, how->s_vmw);
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

void bench_wipe_tlb(struct bench *bench)
{
	struct smmu3_cache *tlb = &bench->rig->smmu->tlb;

	memset(tlb->slot, 0, smmu3_cache_slots(tlb) * sizeof(*tlb->slot));
}

void bench_add(struct bench *bench, const struct ref_tlb_entry *entry)
{
	struct smmu3 *smmu = bench->rig->smmu;
	const struct smmu3_xact x = { .birth = smmu->clocks };
	const struct smmu3_context context = {
		.world = worlds[entry->world],
		.asid = entry->asid,
		.flags = SMMU3_CONTEXT_ASET,
	};
	const struct smmu3_mapping mapping = {
		.va = entry->first,
		.pa = RAM_BASE,
		.asid = entry->asid,
		.vmid = entry->vmid,
		.log2_size = ilog2(ref_block_size(entry->granule,
						  entry->level)),
		.level = entry->level,
		.granule = entry->granule,
		.flags = (entry->global ? SMMU3_MAPPING_GLOBAL : 0) |
			 (entry->stage2 ? SMMU3_MAPPING_STAGE2 : 0) |
			 (entry->ns_ipa ? SMMU3_MAPPING_NS_IPA : 0),
	};

	smmu3_tlb_add(smmu, &x, &context, entry->first, &mapping);
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

/* Inspection does not tell stages apart; the slot itself does. */
static unsigned int flags_of(struct bench *bench, unsigned int index)
{
	struct smmu3_slot *slot = &bench->rig->smmu->tlb.slot[index];
	struct smmu3_mapping mapping;
	union smmu3_record record;

	memcpy(&record, slot->word, sizeof(record));
	memcpy(&mapping, record.data, sizeof(mapping));
	return mapping.flags;
}

int bench_slot(struct bench *bench, unsigned int index,
	       struct ref_tlb_entry *entry)
{
	struct smmu3_tlb_record rec;
	int there = smmu3_tlb_slot(bench->rig->smmu, index, &rec);

	if (there <= 0)
		return there;
	*entry = (struct ref_tlb_entry){
		.world = world_of(rec.world),
		.vmid = rec.vmid,
		.asid = rec.asid,
		.global = rec.global,
		.stage2 = flags_of(bench, index) & SMMU3_MAPPING_STAGE2,
		.ns_ipa = flags_of(bench, index) & SMMU3_MAPPING_NS_IPA,
		.first = rec.va & ~(ref_block_size(rec.granule, rec.level) - 1),
		.level = rec.level,
		.granule = rec.granule,
	};
	return there;
}

static bool is_same(const struct ref_tlb_entry *a,
		    const struct ref_tlb_entry *b)
{
	return a->world == b->world && a->vmid == b->vmid &&
	       a->asid == b->asid && a->global == b->global &&
	       a->stage2 == b->stage2 && a->ns_ipa == b->ns_ipa &&
	       a->first == b->first && a->level == b->level &&
	       a->granule == b->granule;
}

bool bench_has(struct bench *bench, const struct ref_tlb_entry *entry)
{
	struct ref_tlb_entry found;
	unsigned int i;
	int there;

	for (i = 0; (there = bench_slot(bench, i, &found)) >= 0; i++)
		if (there && is_same(&found, entry))
			return true;
	return false;
}

/* ---- streams ---- */

static void store_words(struct bench *bench, enum smmu3_pas bank, u64 addr,
			const u64 *words, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		bank_store(bench, bank, addr + i * sizeof(u64), words[i]);
}

/* Tables for one page, level by level; returns the first. */
static u64 make_tables(struct bench *bench, enum smmu3_pas bank, u64 va, u64 pa)
{
	u64 table[4];
	unsigned int level;

	for (level = 0; level < 4; level++)
		table[level] = rig_alloc(bench->rig, PAGE);
	for (level = 0; level < 4; level++) {
		u64 index = va / ref_pow2(12 + 9 * (3 - level)) % 512;

		bank_store(bench, bank, table[level] + index * sizeof(u64),
			   level < 3 ? ref_table(table[level + 1]) :
				       ref_leaf(3, pa));
	}
	return table[0];
}

void bench_stream(struct bench *bench, enum smmu3_pas bank, u32 sid, u64 va,
		  u64 pa)
{
	u64 cd = rig_alloc(bench->rig, PAGE);
	u64 ttb = make_tables(bench, bank, va, pa);
	u64 image[REF_CD_WORDS];

	ref_cd_default(image, sid + 1, ttb, 0);
	store_words(bench, bank, cd, image, REF_CD_WORDS);
	ref_ste_stage1(image, cd);
	store_words(bench, bank, bench->strtab + sid * STE_BYTES, image,
		    REF_STE_WORDS);
}

struct outcome bench_read(struct bench *bench, enum smmu3_pas bank, u32 sid,
			  u64 va)
{
	struct smmu3_txn txn = rig_txn(sid, va, READ);

	txn.sec_sid = bank;
	return rig_do(bench->rig, &txn);
}
