// SPDX-License-Identifier: GPL-2.0
/*
 * The command queue (3.5.1, 4.1, 7.1): when it runs, fetch, errors, whose turn
 * it is. What a command does is in cmd_*.c, what exists in cmdtab.c, what is
 * legal in cmd_legal.c. Called under the caller's lock; consumes no more than
 * it is told to.
 *
 * Choices: indices that cannot be stop the queue until software mends them
 * (3.5.1).
 */
#include <smmu3/regs.h>

#include "attr.h"
#include "bank.h"
#include "cmdtab.h"
#include "gerror.h"
#include "inject.h"
#include "mem.h"

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
	struct smmu3_access access = {
		.addr = smmu3_queue_entry(queue, queue->cons),
		.pas = cmd->bank->id,
		.sec_sid = cmd->bank->id,
		.kind = SMMU3_ACCESS_CMDQ,
	};
	__le64 image[SMMU3_CMD_WORDS];
	unsigned int i;

	smmu3_attr_of_queues(cmd->bank, &access);
	if (!smmu3_mem_read(cmd->smmu, &access, image, sizeof(image)))
		return false;
	for (i = 0; i < SMMU3_CMD_WORDS; i++)
		cmd->word[i] = le64_to_cpu(image[i]);
	return true;
}

/* 4.1.2, 7.1, 12.3 */
static bool cmdq_is_ready(const struct smmu3 *smmu,
			  const struct smmu3_bank *bank)
{
	struct smmu3_queue queue = smmu3_bank_cmdq(smmu, bank);

	return bank->reg[SMMU3_REG_CR0ACK] & SMMU3_CR0_CMDQEN &&
	       !smmu3_inject_in_sfm(smmu) &&
	       !smmu3_gerror_is_active(bank, SMMU3_GERROR_CMDQ_ERR) &&
	       !smmu3_queue_is_empty(&queue) &&
	       smmu3_queue_is_consistent(&queue);
}

/* What a legal command does, and what follows when CONS has passed it. */
static void cmdq_execute(const struct smmu3_cmd *cmd,
			 const struct smmu3_queue *queue)
{
	const struct smmu3_cmd_desc *desc =
		smmu3_cmd_desc(FIELD_GET(SMMU3_CMD0_OPCODE, cmd->word[0]));

	if (desc->handle)
		desc->handle(cmd);
	cmdq_advance(cmd->bank, queue);
	if (desc->done)
		desc->done(cmd);
}

/* One command of a queue that is ready. False: it was not consumed. */
static bool cmdq_step(struct smmu3 *smmu, struct smmu3_bank *bank)
{
	const struct smmu3_cmd_ids ids = smmu3_cmd_ids(smmu);
	struct smmu3_queue queue = smmu3_bank_cmdq(smmu, bank);
	struct smmu3_cmd cmd = { .smmu = smmu, .bank = bank };
	u8 error;

	if (!cmdq_fetch(&cmd, &queue)) {
		cmdq_fail(smmu, bank, SMMU3_CERROR_ABT);
		return false;
	}
	error = smmu3_cmd_error(bank->id, cmd.word, &ids);
	smmu->ops->note_command(smmu->host, bank->id, cmd.word, error);
	if (error != SMMU3_CERROR_NONE) {
		cmdq_fail(smmu, bank, error);
		return false;
	}
	cmdq_execute(&cmd, &queue);
	return true;
}

bool smmu3_has_work(const struct smmu3 *smmu, enum smmu3_pas bank)
{
	return cmdq_is_ready(smmu, &smmu->bank[bank]) &&
	       smmu3_inject_allows(smmu, bank);
}

/*
 * The bank whose turn it is, if its queue may run, else the next one. False:
 * there is nothing to do. Turns outlive the call, so that no queue can hold up
 * another, however small the budgets are.
 */
static bool next_turn(const struct smmu3 *smmu, enum smmu3_pas *turn)
{
	unsigned int i;

	for (i = 0; i < SMMU3_NR_PAS; i++) {
		*turn = (smmu->turn + i) % SMMU3_NR_PAS;
		if (smmu3_has_work(smmu, *turn))
			return true;
	}
	return false;
}

bool smmu3_run(struct smmu3 *smmu, unsigned int budget)
{
	enum smmu3_pas turn;

	while (next_turn(smmu, &turn)) {
		if (!budget)
			return true;
		budget--;
		smmu3_inject_spend(smmu, turn);
		smmu->turn = (turn + 1) % SMMU3_NR_PAS;
		cmdq_step(smmu, &smmu->bank[turn]);
	}
	return false;
}

unsigned int smmu3_step(struct smmu3 *smmu, enum smmu3_pas bank,
			unsigned int count)
{
	unsigned int done = 0;

	while (done < count && cmdq_is_ready(smmu, &smmu->bank[bank]) &&
	       cmdq_step(smmu, &smmu->bank[bank]))
		done++;
	return done;
}
