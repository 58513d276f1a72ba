// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_RESUME, CMD_STALL_TERM (4.7.1, 4.7.2) and CMD_SYNC (4.7.3). Commands take
 * effect when they are consumed; what a SYNC waits for is client transactions
 * that still use what was invalidated. Called under the caller's lock.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "inval.h"
#include "irq.h"
#include "stall.h"

/* Whose StreamID it is (4.1.5). Only Secure software may say so. */
static enum smmu3_pas stream_state(const struct smmu3_cmd *cmd)
{
	return FIELD_GET(SMMU3_CMD0_SSEC, cmd->word[0]) ? SMMU3_PAS_S :
							  SMMU3_PAS_NS;
}

/* 4.7.1: with TERM_MODEL every termination is an abort. */
static enum smmu3_stall_state resume_verdict(const struct smmu3_cmd *cmd)
{
	u64 idr0 = cmd->smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR0];

	if (cmd->word[0] & SMMU3_CMD0_AC)
		return SMMU3_STALL_RETRY;
	if (cmd->word[0] & SMMU3_CMD0_AB || idr0 & SMMU3_IDR0_TERM_MODEL)
		return SMMU3_STALL_ABORT;
	return SMMU3_STALL_RAZWI;
}

void smmu3_cmd_resume(const struct smmu3_cmd *cmd)
{
	smmu3_stall_resume(cmd->smmu, stream_state(cmd),
			   FIELD_GET(SMMU3_CMD0_SID, cmd->word[0]),
			   FIELD_GET(SMMU3_CMD1_STAG, cmd->word[1]),
			   resume_verdict(cmd));
}

void smmu3_cmd_stall_term(const struct smmu3_cmd *cmd)
{
	smmu3_stall_terminate(cmd->smmu, stream_state(cmd),
			      FIELD_GET(SMMU3_CMD0_SID, cmd->word[0]));
}

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
