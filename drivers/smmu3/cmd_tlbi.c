// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_TLBI_* (4.4): decodes which translations to drop, by the command's form in
 * cmdtab.c; tlb.c drops them. Leaf makes no difference as the TLB holds last
 * levels only. Called under the caller's lock.
 *
 * Choices: ASIDs and VMIDs are compared in all 16 bits, so that upper bits which
 * do not exist match nothing. EL2 commands follow CR2.E2H as it reads.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "inval.h"

/* The Security state whose entries the command means. */
static enum smmu3_pas state_of(u32 worlds)
{
	return worlds & smmu3_state_worlds(SMMU3_PAS_NS) ? SMMU3_PAS_NS :
							   SMMU3_PAS_S;
}

/* Is there a stage 2, so that entries of EL1 have VMIDs? */
static bool has_vmids(const struct smmu3_cmd *cmd, enum smmu3_pas state)
{
	const struct smmu3_bank *bank = cmd->smmu->bank;

	if (!(bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR0] & SMMU3_IDR0_S2P))
		return false;
	return state == SMMU3_PAS_NS ||
	       bank[SMMU3_PAS_S].reg[SMMU3_REG_IDR1] & SMMU3_S_IDR1_SEL2;
}

/* 6.3.9, 3.17.6: VMW 1 to 4 leaves out as many low bits; others act as 0. */
static u16 vmid_mask(const struct smmu3_cmd *cmd, enum smmu3_pas state)
{
	u64 vmw = FIELD_GET(SMMU3_CR0_VMW,
			    cmd->smmu->bank[state].reg[SMMU3_REG_CR0ACK]);

	return vmw > 4 ? GENMASK_ULL(15, 0) : GENMASK_ULL(15, vmw);
}

static void decode_vmid(const struct smmu3_cmd *cmd, enum smmu3_pas state,
			struct smmu3_tlbi *what)
{
	if (!has_vmids(cmd, state))
		return;
	what->by_vmid = true;
	what->vmid = FIELD_GET(SMMU3_CMD0_VMID, cmd->word[0]);
	what->vmid_mask = vmid_mask(cmd, state);
}

/* 4.4.3: without E2H there are no ASIDs. */
static void decode_e2h(const struct smmu3_cmd *cmd, enum smmu3_pas state,
		       struct smmu3_tlbi *what)
{
	if (cmd->smmu->bank[state].reg[SMMU3_REG_CR2] & SMMU3_CR2_E2H) {
		what->worlds &= BIT(SMMU3_WORLD_NS_EL2_E2H) |
				BIT(SMMU3_WORLD_S_EL2_E2H);
		return;
	}
	what->worlds &= BIT(SMMU3_WORLD_NS_EL2) | BIT(SMMU3_WORLD_S_EL2);
	what->by_asid = false;
}

static void decode_range(const struct smmu3_cmd *cmd, u64 field,
			 struct smmu3_tlbi *what)
{
	const struct smmu3_cmd_ids ids = smmu3_cmd_ids(cmd->smmu);
	struct smmu3_cmd_range range;

	smmu3_cmd_range(cmd->word, field, &ids, &range);
	what->by_addr = true;
	what->first = range.first;
	what->last = range.last;
	what->granule = range.granule;
	what->level = range.level;
}

/* The opcode is not reserved: its description leads here. */
void smmu3_cmd_tlbi(const struct smmu3_cmd *cmd)
{
	u8 opcode = FIELD_GET(SMMU3_CMD0_OPCODE, cmd->word[0]);
	const struct smmu3_tlbi_form *form = &smmu3_cmd_desc(opcode)->tlbi;
	u32 worlds = form->worlds[cmd->bank->id];
	enum smmu3_pas state = state_of(worlds);
	struct smmu3_tlbi what = {
		.worlds = worlds,
		.stages = form->stages,
		.by_asid = form->by & SMMU3_TLBI_BY_ASID,
		.asid = FIELD_GET(SMMU3_CMD0_ASID, cmd->word[0]),
		.globals = form->by & SMMU3_TLBI_GLOBALS,
		.by_space = form->by & SMMU3_TLBI_BY_NS,
		.ns = cmd->word[1] & SMMU3_CMD1_NS,
	};

	if (form->by & SMMU3_TLBI_BY_VMID)
		decode_vmid(cmd, state, &what);
	if (form->by & SMMU3_TLBI_BY_E2H)
		decode_e2h(cmd, state, &what);
	if (form->by & SMMU3_TLBI_BY_VA)
		decode_range(cmd, SMMU3_CMD1_ADDR, &what);
	if (form->by & SMMU3_TLBI_BY_IPA)
		decode_range(cmd, SMMU3_CMD1_IPA, &what);
	smmu3_tlb_inval(cmd->smmu, &what);
}
