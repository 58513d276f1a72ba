// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts of a bank (3.18): which enable lets which source out. They are
 * pulses without a pending state, so that enabling one never makes it fire for
 * something older. Called under the caller's lock.
 */
#include "irq.h"

#include <smmu3/regs.h>

/* CMD_SYNC has no enable: the command itself asks for it (4.7.3). */
static const u64 irq_enable[SMMU3_NR_IRQS] = {
	[SMMU3_IRQ_EVENTQ] = SMMU3_IRQ_CTRL_EVENTQ_IRQEN,
	[SMMU3_IRQ_GERROR] = SMMU3_IRQ_CTRL_GERROR_IRQEN,
};

void smmu3_irq_raise(struct smmu3 *smmu, const struct smmu3_bank *bank,
		     enum smmu3_irq line)
{
	u64 enabled = bank->reg[SMMU3_REG_IRQ_CTRLACK];

	if (!irq_enable[line] || enabled & irq_enable[line])
		smmu->ops->irq(smmu->host, bank->id, line);
}
