// SPDX-License-Identifier: GPL-2.0
/*
 * The rig: life, registers, memory, commands, tables. What tests expect is in
 * expect.c.
 */
#include "rig.h"

#include <stdlib.h>

#define STE_BYTES	64
#define CD_BYTES	64
#define CMD_BYTES	16

/* ---- life ---- */

struct smmu3_config rig_config(enum smmu3_cache_mode cache)
{
	return (struct smmu3_config){
		.arch = SMMU3_ARCH_3_2,
		.sidsize = 16,
		.st_level = 1,
		.oas = 44,
		.asid16 = 1,
		.cmdqs = 8,
		.eventqs = 7,
		.had = 1,
		.ril = 1,
		.bbml = 2,
		.fwb = 1,
		.cache = cache,
		.tlb_log2 = 12,
		.cfg_log2 = 9,
	};
}

static struct ref_id id_of(const struct smmu3_config *config)
{
	return (struct ref_id){
		.minor = config->arch == SMMU3_ARCH_3_2 ? 2 : 1,
		.sidsize = config->sidsize,
		.st_level = config->st_level,
		.oas = config->oas,
		.gran16k = config->gran16k,
		.gran64k = config->gran64k,
		.asid16 = config->asid16,
		.term_model = config->term_model,
		.cmdqs = config->cmdqs,
		.eventqs = config->eventqs,
		.ssidsize = config->ssidsize,
		.cd2l = config->cd2l,
		.msi = config->msi,
		.had = config->had,
		.ril = config->ril,
		.bbml = config->bbml,
		.fwb = config->fwb,
		.secure = config->secure,
		.s_sidsize = config->s_sidsize,
		.s_msi = config->s_msi,
		.gbpa_abort = config->gbpa_abort,
	};
}

struct rig *rig_new(const struct smmu3_config *config)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	size_t size = smmu3_size(config);

	assert_non_null(rig);
	assert_null(smmu3_config_check(config));
	rig->config = *config;
	rig->id = id_of(config);
	rig->mem = aligned_alloc(64, ALIGN(size, (size_t)64));
	assert_non_null(rig->mem);
	memset(rig->mem, 0, size);
	host_add_ram(&rig->host, NS, RAM_BASE, RAM_SIZE);
	rig->host.arg = rig;
	rig->free = RAM_BASE;
	rig->smmu = smmu3_init(rig->mem, config, &host_ops, &rig->host);
	assert_non_null(rig->smmu);
	return rig;
}

void rig_free(struct rig *rig)
{
	host_free(&rig->host);
	free(rig->mem);
	free(rig);
}

int rig_setup_reset(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);

	*state = rig_new(&config);
	return 0;
}

int rig_setup_exact(void **state)
{
	rig_setup_reset(state);
	rig_boot(*state);
	return 0;
}

int rig_setup_fast(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_FAST);

	*state = rig_new(&config);
	rig_boot(*state);
	return 0;
}

int rig_teardown(void **state)
{
	rig_free(*state);
	return 0;
}

static void boot_tables(struct rig *rig)
{
	rig->strtab = rig_alloc(rig, STE_BYTES * ref_pow2(RIG_STRTAB_LOG2));
	rig->cmdq = rig_alloc(rig, PAGE);
	rig->eventq = rig_alloc(rig, PAGE);
	wr64(rig, REF_STRTAB_BASE, rig->strtab);
	wr32(rig, REF_STRTAB_BASE_CFG, RIG_STRTAB_LOG2);
	wr64(rig, REF_CMDQ_BASE, rig->cmdq | RIG_CMDQ_LOG2);
	wr64(rig, REF_EVENTQ_BASE, rig->eventq | RIG_EVENTQ_LOG2);
}

void rig_boot(struct rig *rig)
{
	boot_tables(rig);
	wr32(rig, REF_CR2, REF_CR2_RECINVSID);
	wr32(rig, REF_CMDQ_PROD, 0);
	wr32(rig, REF_CMDQ_CONS, 0);
	wr32(rig, REF_EVENTQ_PROD, 0);
	wr32(rig, REF_EVENTQ_CONS, 0);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	rig_flush(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	wr32(rig, REF_IRQ_CTRL, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	host_log_clear(&rig->host);
}

/* ---- registers ---- */

u32 rd32(struct rig *rig, u32 offset)
{
	return smmu3_reg_read(rig->smmu, NS, offset, 32);
}

u64 rd64(struct rig *rig, u32 offset)
{
	return smmu3_reg_read(rig->smmu, NS, offset, 64);
}

void wr32(struct rig *rig, u32 offset, u32 value)
{
	smmu3_reg_write(rig->smmu, NS, offset, 32, value);
	rig_run(rig);
}

void wr64(struct rig *rig, u32 offset, u64 value)
{
	smmu3_reg_write(rig->smmu, NS, offset, 64, value);
	rig_run(rig);
}

/* A queue that never ends is a bug: more slices than commands can be. */
void rig_run(struct rig *rig)
{
	unsigned int slices = 0;

	while (smmu3_run(rig->smmu, 16))
		assert_true(++slices < 0x20000);
}

void rig_cr0(struct rig *rig, u32 value)
{
	wr32(rig, REF_CR0, value);
	assert_int_equal(rd32(rig, REF_CR0ACK), value);
}

/* ---- memory ---- */

/* Aligned to its size, if that is a power of two, or a page. */
u64 rig_alloc(struct rig *rig, u64 size)
{
	u64 align = max(size, PAGE);
	u64 addr = ALIGN(rig->free, align);

	assert_true(addr + size <= RAM_BASE + RAM_SIZE);
	rig->free = addr + size;
	return addr;
}

u64 load64(struct rig *rig, u64 addr)
{
	return host_load(&rig->host, NS, addr);
}

void store64(struct rig *rig, u64 addr, u64 value)
{
	host_store(&rig->host, NS, addr, value);
}

void load_image(struct rig *rig, u64 addr, u64 *words, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		words[i] = load64(rig, addr + i * sizeof(u64));
}

void store_image(struct rig *rig, u64 addr, const u64 *words,
		 unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		store64(rig, addr + i * sizeof(u64), words[i]);
}

void poke(struct rig *rig, u64 addr, unsigned int high, unsigned int low,
	  u64 value)
{
	u64 at = addr + low / REF_WORD * sizeof(u64);
	u64 word = load64(rig, at);

	ref_put(&word, high % REF_WORD, low % REF_WORD, value);
	store64(rig, at, word);
}

/* ---- commands ---- */

void rig_queue(struct rig *rig, struct ref_cmd cmd)
{
	u32 mask = ref_pow2(RIG_CMDQ_LOG2) - 1;
	u64 at = rig->cmdq + (rig->cmd_prod & mask) * CMD_BYTES;

	store_image(rig, at, cmd.w, ARRAY_SIZE(cmd.w));
	rig->cmd_prod = (rig->cmd_prod + 1) & (2 * mask + 1);
}

void rig_kick(struct rig *rig)
{
	wr32(rig, REF_CMDQ_PROD, rig->cmd_prod);
}

bool rig_cmdq_error(struct rig *rig)
{
	u32 active = rd32(rig, REF_GERROR) ^ rd32(rig, REF_GERRORN);

	return active & REF_GERROR_CMDQ_ERR;
}

void rig_cmd(struct rig *rig, struct ref_cmd cmd)
{
	u64 cons;

	rig_queue(rig, cmd);
	rig_kick(rig);
	cons = rd32(rig, REF_CMDQ_CONS);
	assert_false(rig_cmdq_error(rig));
	assert_int_equal(ref_get(&cons, REF_Q_INDEX), rig->cmd_prod);
}

void rig_sync(struct rig *rig)
{
	rig_cmd(rig, ref_sync(REF_CS_NONE));
}

void rig_flush(struct rig *rig)
{
	rig_cmd(rig, ref_cfgi_all());
	rig_cmd(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	rig_sync(rig);
}

/* ---- streams and tables ---- */

u64 rig_ste(struct rig *rig, u32 sid)
{
	assert_true(sid < ref_pow2(RIG_STRTAB_LOG2));
	return rig->strtab + sid * STE_BYTES;
}

void rig_set_ste(struct rig *rig, u32 sid, const u64 *ste)
{
	store_image(rig, rig_ste(rig, sid), ste, REF_STE_WORDS);
}

struct stream rig_stream(struct rig *rig, u32 sid)
{
	struct stream stream = {
		.sid = sid,
		.asid = sid + 1,
		.ste = rig_ste(rig, sid),
		.cd = rig_alloc(rig, PAGE),
		.ttb0 = rig_alloc(rig, PAGE),
	};
	u64 image[REF_CD_WORDS];

	ref_cd_default(image, stream.asid, stream.ttb0, 0);
	store_image(rig, stream.cd, image, REF_CD_WORDS);
	ref_ste_stage1(image, stream.cd);
	rig_set_ste(rig, sid, image);
	return stream;
}

void rig_upper_half(struct rig *rig, struct stream *stream)
{
	stream->ttb1 = rig_alloc(rig, PAGE);
	poke(rig, stream->cd, REF_CD_T1SZ, 16);
	poke(rig, stream->cd, REF_CD_TG1, REF_TG1_4K);
	poke(rig, stream->cd, REF_CD_EPD1, 0);
	store64(rig, stream->cd + 2 * sizeof(u64), stream->ttb1);
}

static u64 slot_in(u64 table, u64 va, unsigned int level)
{
	u64 index = va / ref_pow2(12 + 9 * (3 - level)) % 512;

	return table + index * sizeof(u64);
}

u64 rig_slot(struct rig *rig, const struct stream *stream, u64 va,
	     unsigned int level)
{
	u64 table = ref_get(&va, 55, 55) ? stream->ttb1 : stream->ttb0;
	unsigned int at;

	for (at = 0; at < level; at++) {
		u64 slot = slot_in(table, va, at);
		u64 desc = load64(rig, slot);

		if (ref_get(&desc, REF_D_TYPE) != REF_D_TABLE) {
			desc = ref_table(rig_alloc(rig, PAGE));
			store64(rig, slot, desc);
		}
		table = ref_get_addr(&desc, REF_D_OA);
	}
	return slot_in(table, va, level);
}

u64 rig_map(struct rig *rig, const struct stream *stream, u64 va, u64 pa,
	    unsigned int level)
{
	u64 slot = rig_slot(rig, stream, va, level);

	store64(rig, slot, ref_leaf(level, pa));
	return slot;
}
