// SPDX-License-Identifier: GPL-2.0
/*
 * See vault.h.
 */
#include "vault.h"

#include <stdlib.h>

static const unsigned int configs[VAULT_STREAMS] = {
	REF_CONFIG_BYPASS, REF_CONFIG_S1, REF_CONFIG_S2, REF_CONFIG_NESTED
};

struct smmu3_config vault_config(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = s2_config();

	config.cache = cache;
	config.stall_max = VAULT_STAGS;
	config.tlb_log2 = 8;
	config.cfg_log2 = 6;
	return config;
}

static struct smmu3 *smmu_of(const struct vault *vault)
{
	return vault->side->rig->smmu;
}

/* ---- life ---- */

static void wait_for_resume(struct vault *vault)
{
	unsigned int i;

	stall_stream(vault->side, VAULT_STALL_SID);
	for (i = 0; i < VAULT_STALLS; i++)
		client_read(&vault->client[i], vault->side, VAULT_STALL_SID,
			    SMMU3_STALL_RECORDED);
}

/* Walks of Secure software may end anywhere in the generated worlds. */
static bool is_compared(const struct vault *vault,
			const struct host_region *region)
{
	return region->pas == vault->side->bank &&
	       (region->pas == SECURE || region->start == RAM_BASE);
}

static void copy_memory(struct vault *vault)
{
	const struct host *host = &vault->side->rig->host;
	unsigned int i;

	for (i = 0; i < host->nr_regions; i++) {
		const struct host_region *region = &host->region[i];

		if (!is_compared(vault, region))
			continue;
		if (!vault->memory[i])
			vault->memory[i] = malloc(region->size);
		assert_non_null(vault->memory[i]);
		memcpy(vault->memory[i], region->words, region->size);
	}
}

void vault_build(struct vault *vault, struct side *side)
{
	unsigned int sid;

	*vault = (struct vault){ .side = side };
	for (sid = 0; sid < VAULT_STREAMS; sid++)
		s2_make(&vault->stream[sid], side, sid, configs[sid]);
	wait_for_resume(vault);
	vault_warm(vault);
	vault_take(vault);
}

void vault_free(struct vault *vault)
{
	unsigned int i;

	for (i = 0; i < HOST_MAX_REGIONS; i++)
		free(vault->memory[i]);
}

/* ---- transactions ---- */

static u64 output_of(const struct s2_stream *stream)
{
	return s2_has1(stream->config) || s2_has2(stream->config) ?
	       S2_PA + S2_OFFSET : s2_input(stream);
}

static bool goes_home(const struct s2_stream *stream,
		      const struct outcome *out)
{
	return out->ok && out->x.res.pa == output_of(stream) &&
	       out->x.res.pas == stream->side->bank;
}

void vault_warm(struct vault *vault)
{
	unsigned int sid;

	for (sid = 0; sid < VAULT_STREAMS; sid++) {
		struct s2_stream *stream = &vault->stream[sid];
		struct smmu3_txn txn = s2_txn(stream, READ);
		struct outcome out = side_do(vault->side, &txn);

		assert_true(goes_home(stream, &out));
	}
	rig_log_clear(vault->side->rig);
}

static unsigned int diff_walks(struct vault *vault)
{
	unsigned int sid, look, diff = 0;

	for (sid = 0; sid < VAULT_STREAMS; sid++)
		for (look = SMMU3_LOOK_PEEK; look <= SMMU3_LOOK_PEEK_WALK;
		     look++) {
			struct s2_stream *stream = &vault->stream[sid];
			struct smmu3_txn txn = s2_txn(stream, READ);
			struct outcome out = rig_peek(vault->side->rig, &txn,
						      look);

			if (!goes_home(stream, &out))
				diff = VAULT_WALKS;
		}
	rig_log_clear(vault->side->rig);
	return diff;
}

/* ---- registers, queues, stalls ---- */

static u64 read_reg(struct vault *vault, const struct smmu3_reg_info *info)
{
	return smmu3_reg_read(smmu_of(vault), vault->side->bank,
			      info->offset[vault->side->bank], info->width);
}

static bool has_reg(const struct vault *vault,
		    const struct smmu3_reg_info *info)
{
	return info->offset[vault->side->bank] != SMMU3_NO_REG;
}

static void take_regs(struct vault *vault)
{
	const struct smmu3_reg_info *info;
	unsigned int i;

	for (i = 0; (info = smmu3_reg_info(i)); i++) {
		assert_true(i < ARRAY_SIZE(vault->reg));
		if (has_reg(vault, info))
			vault->reg[i] = read_reg(vault, info);
	}
}

static unsigned int diff_regs(struct vault *vault)
{
	const struct smmu3_reg_info *info;
	unsigned int i;

	for (i = 0; (info = smmu3_reg_info(i)); i++)
		if (has_reg(vault, info) &&
		    read_reg(vault, info) != vault->reg[i])
			return VAULT_REGS;
	return 0;
}

static bool same_queue(const struct smmu3_queue_info *a,
		       const struct smmu3_queue_info *b)
{
	return a->base == b->base && a->entries == b->entries &&
	       a->prod == b->prod && a->cons == b->cons &&
	       a->enabled == b->enabled;
}

static unsigned int diff_info(struct vault *vault)
{
	const struct smmu3_bank_info *old = &vault->info;
	struct smmu3_bank_info now;

	smmu3_bank_info(smmu_of(vault), vault->side->bank, &now);
	if (now.smmuen == old->smmuen && now.held == old->held &&
	    same_queue(&now.cmdq, &old->cmdq) &&
	    same_queue(&now.eventq, &old->eventq) &&
	    now.strtab_base == old->strtab_base &&
	    now.strtab_log2 == old->strtab_log2 &&
	    now.commands == old->commands && now.events == old->events &&
	    now.discarded == old->discarded && now.msis == old->msis)
		return 0;
	return VAULT_INFO;
}

static unsigned int diff_stalls(struct vault *vault)
{
	unsigned int i;

	for (i = 0; i < VAULT_STALLS; i++) {
		const struct smmu3_xact *x = &vault->client[i].x;

		if (smmu3_stall_state(x) != SMMU3_STALL_RECORDED ||
		    !stall_is_in_use(vault->side, x->stall.stag))
			return VAULT_STALLED;
	}
	return stall_count(vault->side) == VAULT_STALLS &&
	       !stall_pending(vault->side) ? 0 : VAULT_STALLED;
}

/* ---- caches ---- */

/* 1: an entry of either side; 0: none; -1: past the last slot */
static int read_slot(const struct vault *vault, unsigned int cache,
		     unsigned int i, struct vault_slot *slot)
{
	enum smmu3_pas owner;
	int there;

	*slot = (struct vault_slot){ .there = false };
	if (!cache) {
		there = smmu3_tlb_slot(smmu_of(vault), i, &slot->tlb);
		owner = slot->tlb.sec_sid;
	} else {
		there = smmu3_cfg_slot(smmu_of(vault), cache == 1 ?
				       SMMU3_CFG_STE : SMMU3_CFG_CD, i,
				       &slot->cfg);
		owner = slot->cfg.sec_sid;
	}
	slot->there = there > 0 && owner == vault->side->bank;
	return there;
}

static bool same_tlb(const struct smmu3_tlb_record *a,
		     const struct smmu3_tlb_record *b)
{
	return a->va == b->va && a->pa == b->pa && a->ipa == b->ipa &&
	       a->log2_size == b->log2_size && a->level == b->level &&
	       a->pas == b->pas && a->asid == b->asid && a->vmid == b->vmid &&
	       a->world == b->world && a->global == b->global &&
	       a->stage2 == b->stage2 && a->nested == b->nested &&
	       a->ns_ipa == b->ns_ipa && a->perm == b->perm &&
	       a->memattr == b->memattr && a->sh == b->sh;
}

static bool same_slot(const struct vault_slot *a, const struct vault_slot *b)
{
	return b->there && same_tlb(&a->tlb, &b->tlb) &&
	       a->cfg.sid == b->cfg.sid && a->cfg.ssid == b->cfg.ssid;
}

void vault_take_caches(struct vault *vault)
{
	unsigned int cache, i;

	vault->entries = 0;
	for (cache = 0; cache < VAULT_CACHES; cache++)
		for (i = 0; read_slot(vault, cache, i,
				      &vault->slot[cache][i]) >= 0; i++) {
			assert_true(i + 1 < VAULT_SLOTS || !cache);
			vault->entries += vault->slot[cache][i].there;
		}
}

static unsigned int diff_cache(struct vault *vault, unsigned int cache,
			       bool evict)
{
	struct vault_slot now;
	unsigned int i;
	int there;

	for (i = 0; (there = read_slot(vault, cache, i, &now)) >= 0; i++) {
		if (!vault->slot[cache][i].there ||
		    same_slot(&vault->slot[cache][i], &now))
			continue;
		if (!evict || !there || now.there)
			return cache ? VAULT_CFG : VAULT_TLB;
	}
	return 0;
}

static unsigned int diff_caches(struct vault *vault, bool evict)
{
	unsigned int cache, diff = 0;

	for (cache = 0; cache < VAULT_CACHES; cache++)
		diff |= diff_cache(vault, cache, evict);
	return diff;
}

unsigned int vault_evicted(struct vault *vault)
{
	return diff_caches(vault, true);
}

/* ---- everything ---- */

void vault_take(struct vault *vault)
{
	take_regs(vault);
	smmu3_bank_info(smmu_of(vault), vault->side->bank, &vault->info);
	vault_take_caches(vault);
	copy_memory(vault);
	rig_log_clear(vault->side->rig);
}

unsigned int vault_diff(struct vault *vault)
{
	return diff_regs(vault) | diff_info(vault) | diff_stalls(vault) |
	       diff_caches(vault, false) | diff_walks(vault);
}

unsigned int vault_diff_memory(struct vault *vault)
{
	const struct host *host = &vault->side->rig->host;
	unsigned int i;

	for (i = 0; i < host->nr_regions; i++)
		if (vault->memory[i] &&
		    memcmp(vault->memory[i], host->region[i].words,
			   host->region[i].size))
			return VAULT_MEMORY;
	return 0;
}
