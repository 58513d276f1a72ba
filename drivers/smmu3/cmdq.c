// SPDX-License-Identifier: GPL-2.0
/*
 * The command queue (3.5.1, 4.1, 7.1): when it runs, fetch, legality, errors.
 * What a command does is in cmd_*.c, what exists in cmdtab.c. Called under the
 * caller's lock; consumes no more than it is told to.
 *
 * Choices: reserved fields are ignored (4.1.5); indices that cannot be stop the
 * queue until software mends them (3.5.1).
 */
#include <smmu3/regs.h>

#include "bank.h"
#include "cmdtab.h"
#include "gerror.h"
#include "mem.h"

/* Features that commands need and the ID register field that has them. */
static const struct {
	u16 need;
	enum smmu3_reg reg;
	u64 mask;
} features[] = {
	{ SMMU3_NEED_S1, SMMU3_REG_IDR0, SMMU3_IDR0_S1P },
	{ SMMU3_NEED_S2, SMMU3_REG_IDR0, SMMU3_IDR0_S2P },
	{ SMMU3_NEED_HYP, SMMU3_REG_IDR0, SMMU3_IDR0_HYP },
	{ SMMU3_NEED_ATS, SMMU3_REG_IDR0, SMMU3_IDR0_ATS },
	{ SMMU3_NEED_PRI, SMMU3_REG_IDR0, SMMU3_IDR0_PRI },
	{ SMMU3_NEED_MPAM, SMMU3_REG_IDR3, SMMU3_IDR3_MPAM },
	{ SMMU3_NEED_DPT, SMMU3_REG_IDR3, SMMU3_IDR3_DPT },
};

/* The needs that this SMMU meets; Secure EL2 is nobody's yet. */
static u16 met_needs(const struct smmu3 *smmu)
{
	const u64 *reg = smmu->bank[SMMU3_PAS_NS].reg;
	u16 met = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(features); i++) {
		if (reg[features[i].reg] & features[i].mask)
			met |= features[i].need;
	}
	if (FIELD_GET(SMMU3_IDR0_STALL_MODEL, reg[SMMU3_REG_IDR0]) !=
	    SMMU3_STALL_MODEL_TERMINATE)
		met |= SMMU3_NEED_STALL;
	return met;
}

/* 4.1.3, 7.1: what does not depend on the command's own parameters. */
static bool cmd_is_legal(const struct smmu3_cmd *cmd,
			 const struct smmu3_cmd_desc *desc)
{
	if (!desc || !(desc->banks & BIT(cmd->bank->id)))
		return false;
	if (desc->needs & ~met_needs(cmd->smmu))
		return false;
	return !desc->ssec || cmd->bank->id == SMMU3_PAS_S ||
	       !(cmd->word[0] & SMMU3_CMD0_SSEC);
}

static u8 cmd_execute(const struct smmu3_cmd *cmd,
		      const struct smmu3_cmd_desc *desc)
{
	if (!cmd_is_legal(cmd, desc))
		return SMMU3_CERROR_ILL;
	return desc->handle ? desc->handle(cmd) : SMMU3_CERROR_NONE;
}

/* 7.1: CONS stays at the command; ERR is visible before GERROR. */
static void cmdq_fail(struct smmu3 *smmu, struct smmu3_bank *bank, u8 error)
{
	u64 *cons = &bank->reg[SMMU3_REG_CMDQ_CONS];

	*cons = (*cons & ~SMMU3_CMDQ_CONS_ERR) |
		FIELD_PREP(SMMU3_CMDQ_CONS_ERR, error);
	smmu3_gerror_raise(smmu, bank, SMMU3_GERROR_CMDQ_ERR);
}

static void cmdq_advance(struct smmu3_bank *bank,
			 const struct smmu3_queue *queue)
{
	u64 *cons = &bank->reg[SMMU3_REG_CMDQ_CONS];

	*cons = (*cons & ~SMMU3_CMDQ_CONS_RD) |
		smmu3_queue_next(queue, queue->cons);
	bank->commands++;
}

static bool cmdq_fetch(struct smmu3_cmd *cmd, const struct smmu3_queue *queue)
{
	const struct smmu3_access access = {
		.addr = smmu3_queue_entry(queue, queue->cons),
		.pas = cmd->bank->id,
		.sec_sid = cmd->bank->id,
		.kind = SMMU3_ACCESS_CMDQ,
	};
	__le64 image[SMMU3_CMD_WORDS];
	unsigned int i;

	if (!smmu3_mem_read(cmd->smmu, &access, image, sizeof(image)))
		return false;
	for (i = 0; i < SMMU3_CMD_WORDS; i++)
		cmd->word[i] = le64_to_cpu(image[i]);
	return true;
}

/* 4.1.2, 7.1 */
static bool cmdq_is_ready(const struct smmu3 *smmu,
			  const struct smmu3_bank *bank)
{
	struct smmu3_queue queue = smmu3_bank_cmdq(smmu, bank);

	return bank->reg[SMMU3_REG_CR0ACK] & SMMU3_CR0_CMDQEN &&
	       !smmu3_gerror_is_active(bank, SMMU3_GERROR_CMDQ_ERR) &&
	       !smmu3_queue_is_empty(&queue) &&
	       smmu3_queue_is_consistent(&queue);
}

/* One command of a queue that is ready. */
static void cmdq_step(struct smmu3 *smmu, struct smmu3_bank *bank)
{
	struct smmu3_queue queue = smmu3_bank_cmdq(smmu, bank);
	struct smmu3_cmd cmd = { .smmu = smmu, .bank = bank };
	const struct smmu3_cmd_desc *desc;
	u8 error;

	if (!cmdq_fetch(&cmd, &queue)) {
		cmdq_fail(smmu, bank, SMMU3_CERROR_ABT);
		return;
	}
	desc = smmu3_cmd_desc(FIELD_GET(SMMU3_CMD0_OPCODE, cmd.word[0]));
	error = cmd_execute(&cmd, desc);
	smmu->ops->note_command(smmu->host, bank->id, cmd.word, error);
	if (error != SMMU3_CERROR_NONE) {
		cmdq_fail(smmu, bank, error);
		return;
	}
	cmdq_advance(bank, &queue);
	if (desc->done)
		desc->done(&cmd);
}

/* The queues take turns, so that none can hold up another. */
bool smmu3_run(struct smmu3 *smmu, unsigned int budget)
{
	bool worked = true;
	unsigned int id;

	while (worked) {
		worked = false;
		for (id = 0; id < SMMU3_NR_PAS; id++) {
			if (!cmdq_is_ready(smmu, &smmu->bank[id]))
				continue;
			if (!budget)
				return true;
			cmdq_step(smmu, &smmu->bank[id]);
			budget--;
			worked = true;
		}
	}
	return false;
}
