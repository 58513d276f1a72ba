/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Control registers of a bank and what follows from them. All calls locked.
 */
#ifndef _SMMU3_BANK_H
#define _SMMU3_BANK_H

#include "attr.h"
#include "queue.h"
#include "state.h"

/* Every register to its reset value, every counter to 0. */
void smmu3_bank_reset(struct smmu3 *smmu, enum smmu3_pas bank);

/* Tell transactions what the registers say now (struct smmu3_live). */
void smmu3_bank_publish(struct smmu3 *smmu, enum smmu3_pas bank);

/* What GBPA overrides while SMMUEN is 0 (6.3.14, 6.3.63). Pure. */
struct smmu3_override smmu3_override_from_gbpa(const struct smmu3_live *live);

/* The queues as their registers describe them. */
struct smmu3_queue smmu3_bank_cmdq(const struct smmu3 *smmu,
				   const struct smmu3_bank *bank);
struct smmu3_queue smmu3_bank_eventq(const struct smmu3 *smmu,
				     const struct smmu3_bank *bank);

/* What the SMMU does after a write to a register (regtab.c). */
void smmu3_bank_init_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_cr0_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_gbpa_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_irq_ctrl_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_cmdq_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_eventq_written(struct smmu3 *smmu, enum smmu3_pas bank);
void smmu3_bank_eventq_freed(struct smmu3 *smmu, enum smmu3_pas bank);

#endif /* _SMMU3_BANK_H */
