/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From an input address to the output by stage 1, alone or with stage 2 after
 * it. Called in access sections.
 */
#ifndef _SMMU3_NEST_H
#define _SMMU3_NEST_H

#include "stage1.h"

/*
 * Find the @mapping of what @s1 says, in the TLB or in the tables; it permits
 * the transaction. False: x->fault.
 */
bool smmu3_nest_translate(struct smmu3 *smmu, struct smmu3_xact *x,
			  const struct smmu3_stage1 *s1,
			  struct smmu3_mapping *mapping);

#endif /* _SMMU3_NEST_H */
