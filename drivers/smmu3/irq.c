// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts of a bank (3.18): which enable lets which source out, as a pulse on
 * its line and as a message. They have no pending state, so that enabling one
 * never makes it fire for something older. Called under the caller's lock.
 *
 * A message that aborts is a global error (7.5), which is an interrupt again:
 * of EVENTQ and CMD_SYNC by way of GERROR, and there it ends.
 */
#include "irq.h"

#include <smmu3/regs.h>

#include "attr.h"
#include "gerror.h"
#include "inject.h"
#include "mem.h"

/* Sources that registers enable and that find their message in registers. */
static const struct {
	u64 enable;
	enum smmu3_reg cfg0;
	enum smmu3_reg cfg1;
	enum smmu3_reg cfg2;
} sources[] = {
	[SMMU3_IRQ_EVENTQ] = {
		.enable = SMMU3_IRQ_CTRL_EVENTQ_IRQEN,
		.cfg0 = SMMU3_REG_EVENTQ_IRQ_CFG0,
		.cfg1 = SMMU3_REG_EVENTQ_IRQ_CFG1,
		.cfg2 = SMMU3_REG_EVENTQ_IRQ_CFG2,
	},
	[SMMU3_IRQ_GERROR] = {
		.enable = SMMU3_IRQ_CTRL_GERROR_IRQEN,
		.cfg0 = SMMU3_REG_GERROR_IRQ_CFG0,
		.cfg1 = SMMU3_REG_GERROR_IRQ_CFG1,
		.cfg2 = SMMU3_REG_GERROR_IRQ_CFG2,
	},
};

/* 7.5: the global error of a message that aborts. */
static const u64 abort_flag[SMMU3_NR_IRQS] = {
	[SMMU3_IRQ_EVENTQ] = SMMU3_GERROR_MSI_EVENTQ_ABT_ERR,
	[SMMU3_IRQ_CMD_SYNC] = SMMU3_GERROR_MSI_CMDQ_ABT_ERR,
	[SMMU3_IRQ_GERROR] = SMMU3_GERROR_MSI_GERROR_ABT_ERR,
};

/* 6.3.1, 6.3.52: one bit for both banks. */
static_assert(SMMU3_IDR0_MSI == SMMU3_S_IDR0_MSI);

/* 3.4.3: the address is truncated to the OAS. */
static bool msi_write(struct smmu3 *smmu, struct smmu3_bank *bank,
		      const struct smmu3_msi *msi)
{
	struct smmu3_access access = {
		.addr = msi->addr & (BIT_ULL(smmu->config.oas) - 1),
		.pas = bank->id,
		.sec_sid = bank->id,
		.kind = SMMU3_ACCESS_MSI,
	};
	__le32 data = cpu_to_le32(msi->data);

	smmu3_attr_from_memattr(&access, msi->memattr, msi->sh);
	bank->msis++;
	return smmu3_mem_write(smmu, &access, &data, sizeof(data));
}

/* Message and pulse: both, if there are both. */
static void irq_send(struct smmu3 *smmu, struct smmu3_bank *bank,
		     enum smmu3_irq line, const struct smmu3_msi *msi)
{
	if (smmu3_inject_irq(smmu, bank->id, line))
		return;
	if (bank->reg[SMMU3_REG_IDR0] & SMMU3_IDR0_MSI && msi->addr &&
	    !msi_write(smmu, bank, msi))
		smmu3_gerror_raise(smmu, bank, abort_flag[line]);
	smmu->ops->irq(smmu->host, bank->id, line);
}

void smmu3_irq_raise(struct smmu3 *smmu, struct smmu3_bank *bank,
		     enum smmu3_irq line)
{
	const u64 *reg = bank->reg;
	u64 cfg2 = reg[sources[line].cfg2];
	const struct smmu3_msi msi = {
		.addr = reg[sources[line].cfg0] & SMMU3_IRQ_CFG0_ADDR,
		.data = FIELD_GET(SMMU3_IRQ_CFG1_DATA, reg[sources[line].cfg1]),
		.memattr = FIELD_GET(SMMU3_IRQ_CFG2_MEMATTR, cfg2),
		.sh = FIELD_GET(SMMU3_IRQ_CFG2_SH, cfg2),
	};

	if (reg[SMMU3_REG_IRQ_CTRLACK] & sources[line].enable)
		irq_send(smmu, bank, line, &msi);
}

void smmu3_irq_sync(struct smmu3 *smmu, struct smmu3_bank *bank,
		    const struct smmu3_msi *msi)
{
	irq_send(smmu, bank, SMMU3_IRQ_CMD_SYNC, msi);
}
