// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_SYNC (4.7.3). Commands take effect when they are consumed; what a SYNC
 * waits for is client transactions that still use what was invalidated. Called
 * under the caller's lock.
 */
#include "cmdtab.h"
#include "inval.h"
#include "irq.h"

void smmu3_cmd_sync(const struct smmu3_cmd *cmd)
{
	smmu3_inval_drain(cmd->smmu);
}

/* SIG_IRQ: the message and the line; SIG_SEV without SEV signals nothing. */
void smmu3_cmd_sync_done(const struct smmu3_cmd *cmd)
{
	const struct smmu3_msi msi = {
		.addr = cmd->word[1] & SMMU3_CMD1_MSIADDRESS,
		.data = FIELD_GET(SMMU3_CMD0_MSIDATA, cmd->word[0]),
		.memattr = FIELD_GET(SMMU3_CMD0_MSIATTR, cmd->word[0]),
		.sh = FIELD_GET(SMMU3_CMD0_MSH, cmd->word[0]),
	};

	if (FIELD_GET(SMMU3_CMD0_CS, cmd->word[0]) == SMMU3_CMD_CS_IRQ)
		smmu3_irq_sync(cmd->smmu, cmd->bank, &msi);
}
