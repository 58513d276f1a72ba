// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_TLBI_* (4.4): decodes which translations to drop; tlb.c drops them. Leaf
 * makes no difference as the TLB holds last levels only. Called under the
 * caller's lock.
 *
 * Choices: ASIDs and VMIDs are compared in all 16 bits, so that upper bits which
 * do not exist match nothing. EL2 commands follow CR2.E2H as it reads.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "inval.h"

/* What a command compares. */
#define BY_VMID		BIT(0)
#define BY_ASID		BIT(1)
#define GLOBALS		BIT(2)	/* entries of every ASID too */
#define BY_VA		BIT(3)
#define BY_IPA		BIT(4)
#define BY_NS		BIT(5)	/* the IPA space */
#define BY_E2H		BIT(6)	/* CR2.E2H says which of the EL2 worlds */

#define NS_EL1		BIT(SMMU3_WORLD_NS_EL1)
#define NS_EL2		BIT(SMMU3_WORLD_NS_EL2)
#define NS_E2H		BIT(SMMU3_WORLD_NS_EL2_E2H)
#define S_EL1		BIT(SMMU3_WORLD_S_EL1)
#define S_EL2		BIT(SMMU3_WORLD_S_EL2)
#define S_E2H		BIT(SMMU3_WORLD_S_EL2_E2H)
#define EL3		BIT(SMMU3_WORLD_EL3)

#define NS_EL2_ANY	(NS_EL2 | NS_E2H)
#define S_EL2_ANY	(S_EL2 | S_E2H)

/**
 * struct tlbi_form - a command
 * @opcode: opcode
 * @worlds: mask of BIT(enum smmu3_world) from either queue, all of one state
 * @stages: stages that made the entries
 * @by: BY_*, GLOBALS
 */
struct tlbi_form {
	u8 opcode;
	u32 worlds[SMMU3_NR_PAS];
	enum smmu3_tlbi_stages stages;
	u8 by;
};

#define FORM(_name, _ns, _s, _stages, _by) {		\
	.opcode = SMMU3_CMD_TLBI_##_name,		\
	.worlds = {					\
		[SMMU3_PAS_NS] = (_ns),			\
		[SMMU3_PAS_S] = (_s),			\
	},						\
	.stages = SMMU3_TLBI_##_stages,			\
	.by = (_by),					\
}

static const struct tlbi_form forms[] = {
	FORM(NH_ALL, NS_EL1, S_EL1, STAGE1, BY_VMID),
	FORM(NH_ASID, NS_EL1, S_EL1, STAGE1, BY_VMID | BY_ASID),
	FORM(NH_VA, NS_EL1, S_EL1, STAGE1, BY_VMID | BY_ASID | GLOBALS | BY_VA),
	FORM(NH_VAA, NS_EL1, S_EL1, STAGE1, BY_VMID | BY_VA),
	FORM(EL3_ALL, 0, EL3, STAGE1, 0),
	FORM(EL3_VA, 0, EL3, STAGE1, BY_VA),
	FORM(EL2_ALL, NS_EL2_ANY, NS_EL2_ANY, STAGE1, 0),
	FORM(EL2_ASID, NS_E2H, NS_E2H, STAGE1, BY_ASID),
	FORM(EL2_VA, NS_EL2_ANY, NS_EL2_ANY, STAGE1,
	     BY_E2H | BY_ASID | GLOBALS | BY_VA),
	FORM(EL2_VAA, NS_EL2_ANY, NS_EL2_ANY, STAGE1, BY_E2H | BY_VA),
	FORM(S_EL2_ALL, 0, S_EL2_ANY, STAGE1, 0),
	FORM(S_EL2_ASID, 0, S_E2H, STAGE1, BY_ASID),
	FORM(S_EL2_VA, 0, S_EL2_ANY, STAGE1,
	     BY_E2H | BY_ASID | GLOBALS | BY_VA),
	FORM(S_EL2_VAA, 0, S_EL2_ANY, STAGE1, BY_E2H | BY_VA),
	FORM(S12_VMALL, NS_EL1, NS_EL1, ANY_STAGE, BY_VMID),
	FORM(S_S12_VMALL, 0, S_EL1, ANY_STAGE, BY_VMID),
	FORM(S2_IPA, NS_EL1, NS_EL1, STAGE2, BY_VMID | BY_IPA),
	FORM(S_S2_IPA, 0, S_EL1, STAGE2, BY_VMID | BY_IPA | BY_NS),
	FORM(NSNH_ALL, NS_EL1, NS_EL1, ANY_STAGE, 0),
	FORM(SNH_ALL, 0, S_EL1, ANY_STAGE, 0),
};

static const struct tlbi_form *form_of(u8 opcode)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(forms); i++)
		if (forms[i].opcode == opcode)
			return &forms[i];
	return NULL;
}

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
		what->worlds &= NS_E2H | S_E2H;
		return;
	}
	what->worlds &= NS_EL2 | S_EL2;
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

void smmu3_cmd_tlbi(const struct smmu3_cmd *cmd)
{
	const struct tlbi_form *form =
		form_of(FIELD_GET(SMMU3_CMD0_OPCODE, cmd->word[0]));
	u32 worlds = form->worlds[cmd->bank->id];
	enum smmu3_pas state = state_of(worlds);
	struct smmu3_tlbi what = {
		.worlds = worlds,
		.stages = form->stages,
		.by_asid = form->by & BY_ASID,
		.asid = FIELD_GET(SMMU3_CMD0_ASID, cmd->word[0]),
		.globals = form->by & GLOBALS,
		.by_space = form->by & BY_NS,
		.ns = cmd->word[1] & SMMU3_CMD1_NS,
	};

	if (form->by & BY_VMID)
		decode_vmid(cmd, state, &what);
	if (form->by & BY_E2H)
		decode_e2h(cmd, state, &what);
	if (form->by & BY_VA)
		decode_range(cmd, SMMU3_CMD1_ADDR, &what);
	if (form->by & BY_IPA)
		decode_range(cmd, SMMU3_CMD1_IPA, &what);
	smmu3_tlb_inval(cmd->smmu, &what);
}
