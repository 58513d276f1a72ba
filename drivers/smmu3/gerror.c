// SPDX-License-Identifier: GPL-2.0
/*
 * Global errors (6.3.19, 6.3.20, 7.5): a flag is active while GERROR and
 * GERRORN differ; the SMMU toggles the one, software the other. What an active
 * flag stops is the matter of who asks. Called under the caller's lock.
 */
#include "gerror.h"

#include <smmu3/regs.h>

#include "irq.h"

bool smmu3_gerror_is_active(const struct smmu3_bank *bank, u64 flag)
{
	return (bank->reg[SMMU3_REG_GERROR] ^ bank->reg[SMMU3_REG_GERRORN]) &
	       flag;
}

/*
 * An error that is active already is not counted and not announced again. That
 * the announcement itself went wrong is not announced at all.
 */
void smmu3_gerror_raise(struct smmu3 *smmu, struct smmu3_bank *bank, u64 flag)
{
	if (smmu3_gerror_is_active(bank, flag))
		return;
	bank->reg[SMMU3_REG_GERROR] ^= flag;
	if (flag != SMMU3_GERROR_MSI_GERROR_ABT_ERR)
		smmu3_irq_raise(smmu, bank, SMMU3_IRQ_GERROR);
}
