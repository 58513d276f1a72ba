// SPDX-License-Identifier: GPL-2.0
/*
 * Invalidations that no command asks for: of all that belongs to one Security
 * state, or to all of them. Called under the caller's lock.
 */
#include "inval.h"

/* 3.3.3: the StreamWorlds of the streams of a Security state. */
static const u32 state_worlds[SMMU3_NR_PAS] = {
	[SMMU3_PAS_NS] = BIT(SMMU3_WORLD_NS_EL1) | BIT(SMMU3_WORLD_NS_EL2) |
			 BIT(SMMU3_WORLD_NS_EL2_E2H),
	[SMMU3_PAS_S] = BIT(SMMU3_WORLD_S_EL1) | BIT(SMMU3_WORLD_S_EL2) |
			BIT(SMMU3_WORLD_S_EL2_E2H) | BIT(SMMU3_WORLD_EL3),
};

void smmu3_inval_state(struct smmu3 *smmu, enum smmu3_pas sec_sid)
{
	const struct smmu3_cfgi cfgi = {
		.sec_sid = sec_sid,
		.last = FIELD_MAX(GENMASK_ULL(31, 0)),
		.ste = true,
	};
	const struct smmu3_tlbi tlbi = { .worlds = state_worlds[sec_sid] };

	smmu3_cfgcache_inval(smmu, &cfgi);
	smmu3_tlb_inval(smmu, &tlbi);
}

void smmu3_inval_all(struct smmu3 *smmu)
{
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		smmu3_inval_state(smmu, id);
}
