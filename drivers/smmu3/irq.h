/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts of a bank (3.18). Locked.
 */
#ifndef _SMMU3_IRQ_H
#define _SMMU3_IRQ_H

#include "state.h"

/* @line announces something; it must be visible already. */
void smmu3_irq_raise(struct smmu3 *smmu, const struct smmu3_bank *bank,
		     enum smmu3_irq line);

#endif /* _SMMU3_IRQ_H */
