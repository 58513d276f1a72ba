// SPDX-License-Identifier: GPL-2.0
/*
 * The state of an SMMU as records, for those who show it. Changes nothing.
 * Called under the caller's lock, except what is pure.
 */
#include <smmu3/regs.h>

#include "bank.h"
#include "inject.h"

const struct smmu3_reg_info *smmu3_reg_info(unsigned int index)
{
	return index < SMMU3_NR_REGS ? &smmu3_regtab[index].info : NULL;
}

const char *smmu3_world_name(unsigned int world)
{
	static const char * const names[SMMU3_NR_WORLDS] = {
		[SMMU3_WORLD_NS_EL1] = "NS-EL1",
		[SMMU3_WORLD_NS_EL2] = "NS-EL2",
		[SMMU3_WORLD_NS_EL2_E2H] = "NS-EL2-E2H",
		[SMMU3_WORLD_S_EL1] = "Secure",
		[SMMU3_WORLD_S_EL2] = "S-EL2",
		[SMMU3_WORLD_S_EL2_E2H] = "S-EL2-E2H",
		[SMMU3_WORLD_EL3] = "EL3",
	};

	return world < ARRAY_SIZE(names) ? names[world] : NULL;
}

static struct smmu3_queue_info queue_info(const struct smmu3_queue *queue,
					  bool enabled)
{
	return (struct smmu3_queue_info) {
		.base = queue->base,
		.entries = BIT_ULL(queue->log2),
		.entry_size = queue->entry_size,
		.prod = queue->prod,
		.cons = queue->cons,
		.enabled = enabled,
	};
}

void smmu3_bank_info(struct smmu3 *smmu, enum smmu3_pas id,
		     struct smmu3_bank_info *info)
{
	const struct smmu3_bank *bank = &smmu->bank[id];
	const struct smmu3_live *live = &bank->live.live;
	struct smmu3_queue cmdq = smmu3_bank_cmdq(smmu, bank);
	struct smmu3_queue eventq = smmu3_bank_eventq(smmu, bank);
	u64 ack = bank->reg[SMMU3_REG_CR0ACK];

	*info = (struct smmu3_bank_info) {
		.present = bank->present,
		.smmuen = ack & SMMU3_CR0_SMMUEN,
		.cmdq = queue_info(&cmdq, ack & SMMU3_CR0_CMDQEN),
		.eventq = queue_info(&eventq, ack & SMMU3_CR0_EVENTQEN),
		.strtab_base = live->strtab_base,
		.strtab_log2 = live->log2size,
		.strtab_split = live->two_level ? live->split : 0,
		.held = smmu3_inject_holds(smmu, id),
		.commands = bank->commands,
		.events = bank->events,
		.discarded = bank->discarded,
		.msis = bank->msis,
		.stalls = smmu->stalls.used[id],
		.pending = smmu->stalls.pending[id],
	};
}
