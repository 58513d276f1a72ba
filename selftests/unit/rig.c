// SPDX-License-Identifier: GPL-2.0
/*
 * The rig: its life, and the driver of its Non-secure bank, which is the one of
 * that side. What tests expect is in expect.c.
 */
#include "side.h"

#include <stdlib.h>

/* ---- life ---- */

struct smmu3_config rig_config(enum smmu3_cache_mode cache)
{
	return (struct smmu3_config){
		.arch = SMMU3_ARCH_3_2,
		.sidsize = 16,
		.st_level = 1,
		.oas = 44,
		.asid16 = 1,
		.stall_model = 1,
		.s1p = 1,
		.hyp = 1,
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
		.stall_model = config->stall_model,
		.stall_max = config->stall_max,
		.s1p = config->s1p,
		.s2p = config->s2p,
		.hyp = config->hyp,
		.vmid16 = config->vmid16,
		.vmw = config->vmw,
		.httu = config->httu,
		.xnx = config->xnx,
		.stt = config->stt,
		.e0pd = config->e0pd,
		.atos = config->atos,
		.attr_types_ovr = config->attr_types_ovr,
		.attr_perms_ovr = config->attr_perms_ovr,
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
		.sel2 = config->sel2,
		.gbpa_abort = config->gbpa_abort,
	};
}

static struct side *ns_of(struct rig *rig)
{
	return &rig->side[NS];
}

static void add_side(struct rig *rig, enum smmu3_pas bank)
{
	host_add_ram(&rig->host, bank, RAM_BASE, RAM_SIZE);
	rig->side[bank] = (struct side){
		.rig = rig, .bank = bank, .free = RAM_BASE };
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
	add_side(rig, NS);
	if (config->secure)
		add_side(rig, SMMU3_PAS_S);
	rig->host.arg = rig;
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

void rig_log_clear(struct rig *rig)
{
	host_log_clear(&rig->host);
}

void rig_boot(struct rig *rig)
{
	side_boot(ns_of(rig));
	rig_log_clear(rig);
}

/* ---- registers ---- */

u32 rd32(struct rig *rig, u32 offset)
{
	return side_rd32(ns_of(rig), offset);
}

u64 rd64(struct rig *rig, u32 offset)
{
	return side_rd64(ns_of(rig), offset);
}

void wr32(struct rig *rig, u32 offset, u32 value)
{
	side_wr32(ns_of(rig), offset, value);
}

void wr64(struct rig *rig, u32 offset, u64 value)
{
	side_wr64(ns_of(rig), offset, value);
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
	side_cr0(ns_of(rig), value);
}

/* ---- memory ---- */

u64 rig_alloc(struct rig *rig, u64 size)
{
	return side_alloc(ns_of(rig), size);
}

u64 load64(struct rig *rig, u64 addr)
{
	return side_load(ns_of(rig), addr);
}

void store64(struct rig *rig, u64 addr, u64 value)
{
	side_store(ns_of(rig), addr, value);
}

void load_image(struct rig *rig, u64 addr, u64 *words, unsigned int count)
{
	side_load_image(ns_of(rig), addr, words, count);
}

void store_image(struct rig *rig, u64 addr, const u64 *words,
		 unsigned int count)
{
	side_store_image(ns_of(rig), addr, words, count);
}

void poke(struct rig *rig, u64 addr, unsigned int high, unsigned int low,
	  u64 value)
{
	side_poke(ns_of(rig), addr, high, low, value);
}

/* ---- commands ---- */

void rig_queue(struct rig *rig, struct ref_cmd cmd)
{
	side_queue(ns_of(rig), cmd);
}

void rig_kick(struct rig *rig)
{
	side_kick(ns_of(rig));
}

bool rig_cmdq_error(struct rig *rig)
{
	return side_errors(ns_of(rig)) & REF_GERROR_CMDQ_ERR;
}

void rig_cmd(struct rig *rig, struct ref_cmd cmd)
{
	side_cmd(ns_of(rig), cmd);
}

void rig_sync(struct rig *rig)
{
	side_sync(ns_of(rig));
}

void rig_flush(struct rig *rig)
{
	side_flush(ns_of(rig));
}

/* ---- streams and tables ---- */

u64 rig_ste(struct rig *rig, u32 sid)
{
	return side_ste(ns_of(rig), sid);
}

void rig_set_ste(struct rig *rig, u32 sid, const u64 *ste)
{
	side_set_ste(ns_of(rig), sid, ste);
}

struct stream rig_stream(struct rig *rig, u32 sid)
{
	return side_stream(ns_of(rig), sid);
}

void rig_upper_half(struct rig *rig, struct stream *stream)
{
	stream->ttb1 = rig_alloc(rig, PAGE);
	poke(rig, stream->cd, REF_CD_T1SZ, 16);
	poke(rig, stream->cd, REF_CD_TG1, REF_TG1_4K);
	poke(rig, stream->cd, REF_CD_EPD1, 0);
	store64(rig, stream->cd + 2 * sizeof(u64), stream->ttb1);
}

u64 rig_slot(struct rig *rig, const struct stream *stream, u64 va,
	     unsigned int level)
{
	return side_slot(ns_of(rig), stream, va, level);
}

u64 rig_map(struct rig *rig, const struct stream *stream, u64 va, u64 pa,
	    unsigned int level)
{
	return side_map(ns_of(rig), stream, va, pa, level);
}
