// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_SYNC (4.7.3). Commands take effect when they are consumed; what a SYNC
 * waits for is client transactions that still use what was invalidated. Called
 * under the caller's lock.
 */
#include "cmdtab.h"
#include "inval.h"
#include "irq.h"

u8 smmu3_cmd_sync(const struct smmu3_cmd *cmd)
{
	if (FIELD_GET(SMMU3_CMD0_CS, cmd->word[0]) > SMMU3_CMD_CS_SEV)
		return SMMU3_CERROR_ILL;
	smmu3_inval_drain(cmd->smmu);
	return SMMU3_CERROR_NONE;
}

/* SIG_IRQ: the wired line; SIG_SEV without SEV signals nothing. */
void smmu3_cmd_sync_done(const struct smmu3_cmd *cmd)
{
	if (FIELD_GET(SMMU3_CMD0_CS, cmd->word[0]) == SMMU3_CMD_CS_IRQ)
		smmu3_irq_raise(cmd->smmu, cmd->bank, SMMU3_IRQ_CMD_SYNC);
}
