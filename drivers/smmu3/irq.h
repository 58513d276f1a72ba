/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts of a bank (3.18). Locked.
 */
#ifndef _SMMU3_IRQ_H
#define _SMMU3_IRQ_H

#include "state.h"

/**
 * struct smmu3_msi - a message (3.18.1)
 * @addr: as written by software, 0: no message
 * @data: payload
 * @memattr: MemAttr (5.2)
 * @sh: SH
 */
struct smmu3_msi {
	u64 addr;
	u32 data;
	u8 memattr;
	u8 sh;
};

/*
 * EVENTQ or GERROR has something to announce; it must be visible already. Goes
 * out if enabled.
 */
void smmu3_irq_raise(struct smmu3 *smmu, struct smmu3_bank *bank,
		     enum smmu3_irq line);

/* A CMD_SYNC that asks for an interrupt has completed (4.7.3). */
void smmu3_irq_sync(struct smmu3 *smmu, struct smmu3_bank *bank,
		    const struct smmu3_msi *msi);

#endif /* _SMMU3_IRQ_H */
