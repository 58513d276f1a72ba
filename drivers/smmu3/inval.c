// SPDX-License-Identifier: GPL-2.0
/*
 * Invalidations that no command asks for: of all that belongs to one Security
 * state, or to all of them. Called under the caller's lock.
 */
#include "inval.h"

static void drop_configuration(struct smmu3 *smmu, enum smmu3_pas sec_sid)
{
	const struct smmu3_cfgi what = {
		.sec_sid = sec_sid,
		.last = FIELD_MAX(GENMASK_ULL(31, 0)),
		.ste = true,
	};

	smmu3_cfgcache_inval(smmu, &what);
}

static void drop_translations(struct smmu3 *smmu, u32 worlds)
{
	const struct smmu3_tlbi what = { .worlds = worlds };

	smmu3_tlb_inval(smmu, &what);
}

void smmu3_inval_state(struct smmu3 *smmu, enum smmu3_pas sec_sid)
{
	drop_configuration(smmu, sec_sid);
	drop_translations(smmu, smmu3_state_worlds(sec_sid));
}

/* All worlds at once: in exact mode the TLB is looked through entry by entry. */
void smmu3_inval_all(struct smmu3 *smmu)
{
	u32 worlds = 0;
	unsigned int id;

	for (id = 0; id < SMMU3_NR_PAS; id++) {
		drop_configuration(smmu, id);
		worlds |= smmu3_state_worlds(id);
	}
	drop_translations(smmu, worlds);
}
