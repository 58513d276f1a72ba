// SPDX-License-Identifier: GPL-2.0
/*
 * The life of an SMMU: how much memory it needs, and making one in it. The
 * memory is the caller's; there is nothing to undo.
 */
#include "bank.h"
#include "cfgcache.h"
#include "stall.h"
#include "tlb.h"

/* The parts begin at cache lines of their own. */
#define LINE	64

static size_t head_size(void)
{
	return ALIGN(sizeof(struct smmu3), LINE);
}

static size_t cfgcache_size(const struct smmu3_config *config)
{
	return ALIGN(smmu3_cfgcache_bytes(config), LINE);
}

static size_t tlb_size(const struct smmu3_config *config)
{
	return ALIGN(smmu3_tlb_bytes(config), LINE);
}

size_t smmu3_size(const struct smmu3_config *config)
{
	return head_size() + cfgcache_size(config) + tlb_size(config) +
	       smmu3_stall_bytes(config);
}

struct smmu3 *smmu3_init(void *mem, const struct smmu3_config *config,
			 const struct smmu3_host_ops *ops, void *host)
{
	struct smmu3 *smmu = mem;
	char *cfgcache = (char *)mem + head_size();
	char *tlb = cfgcache + cfgcache_size(config);
	unsigned int id;

	smmu->config = *config;
	smmu->ops = ops;
	smmu->host = host;
	smmu3_cfgcache_init(smmu, cfgcache);
	smmu3_tlb_init(smmu, tlb);
	smmu3_stall_init(smmu, tlb + tlb_size(config));

	smmu->bank[SMMU3_PAS_NS].present = true;
	smmu->bank[SMMU3_PAS_S].present = config->secure;
	for (id = 0; id < SMMU3_NR_PAS; id++) {
		smmu->bank[id].id = id;
		if (smmu->bank[id].present)
			smmu3_bank_reset(smmu, id);
	}
	return smmu;
}

const struct smmu3_config *smmu3_get_config(const struct smmu3 *smmu)
{
	return &smmu->config;
}
