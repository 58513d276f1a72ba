// SPDX-License-Identifier: GPL-2.0
/*
 * Invalidations that no command asks for: of all that belongs to one Security
 * state, or to all of them. Called under the caller's lock.
 */
#include "inval.h"

void smmu3_inval_state(struct smmu3 *smmu, enum smmu3_pas sec_sid)
{
	const struct smmu3_cfgi cfgi = {
		.sec_sid = sec_sid,
		.last = FIELD_MAX(GENMASK_ULL(31, 0)),
		.ste = true,
	};
	const struct smmu3_tlbi tlbi = {
		.worlds = smmu3_state_worlds(sec_sid),
	};

	smmu3_cfgcache_inval(smmu, &cfgi);
	smmu3_tlb_inval(smmu, &tlbi);
}

void smmu3_inval_all(struct smmu3 *smmu)
{
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++)
		smmu3_inval_state(smmu, id);
}
