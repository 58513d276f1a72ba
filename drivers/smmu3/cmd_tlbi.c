// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_TLBI_* (4.4): decodes which translations to drop; tlb.c drops them. VMIDs
 * are not compared as there is no stage 2, and Leaf makes no difference as the
 * TLB holds last levels only. Called under the caller's lock.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "inval.h"

/* 4.4.1.1: log2 of the granule that TG names. */
static const u8 tg_granule[] = {
	[SMMU3_CMD_TG_4K] = 12,
	[SMMU3_CMD_TG_16K] = 14,
	[SMMU3_CMD_TG_64K] = 16,
};

static u8 tlbi(const struct smmu3_cmd *cmd, const struct smmu3_tlbi *what)
{
	smmu3_tlb_inval(cmd->smmu, what);
	return SMMU3_CERROR_NONE;
}

/* The EL1 translations of the queue's own Security state. */
static u32 el1_worlds(const struct smmu3_cmd *cmd)
{
	return cmd->bank->id == SMMU3_PAS_S ? BIT(SMMU3_WORLD_S_EL1) :
					      BIT(SMMU3_WORLD_NS_EL1);
}

static u16 cmd_asid(const struct smmu3_cmd *cmd)
{
	return FIELD_GET(SMMU3_CMD0_ASID, cmd->word[0]);
}

static bool has_ds(const struct smmu3_cmd *cmd)
{
	return cmd->smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR5] &
	       SMMU3_IDR5_DS;
}

/* 4.4.1.1: level 1 has no blocks with 16 KiB granules unless DS; acts as 0. */
static u8 cmd_ttl(const struct smmu3_cmd *cmd)
{
	u8 ttl = FIELD_GET(SMMU3_CMD1_TTL, cmd->word[1]);

	if (FIELD_GET(SMMU3_CMD1_TG, cmd->word[1]) == SMMU3_CMD_TG_16K &&
	    ttl == 1 && !has_ds(cmd))
		return 0;
	return ttl;
}

static u8 cmd_scale(const struct smmu3_cmd *cmd)
{
	u8 scale = has_ds(cmd) ?
		   FIELD_GET(SMMU3_CMD0_SCALE_DS, cmd->word[0]) :
		   FIELD_GET(SMMU3_CMD0_SCALE, cmd->word[0]);

	return min_t(u8, scale, SMMU3_CMD_SCALE_MAX);
}

/* One address: whatever covers its 4 KiB, of any granule and level. */
static void decode_single(const struct smmu3_cmd *cmd, struct smmu3_tlbi *what)
{
	what->first = cmd->word[1] & SMMU3_CMD1_ADDR;
	what->last = what->first + (BIT_ULL(12) - 1);
}

/*
 * (NUM + 1) * 2^SCALE granules, ending at the top of the address space at the
 * latest. A base that is not aligned to what TTL names may hit anything: here,
 * what an aligned one would.
 */
static u8 decode_range(const struct smmu3_cmd *cmd, struct smmu3_tlbi *what)
{
	u64 addr = cmd->word[1] & SMMU3_CMD1_ADDR;
	u64 num = FIELD_GET(SMMU3_CMD0_NUM, cmd->word[0]);
	u8 scale = cmd_scale(cmd);
	u64 block, last;

	what->granule = tg_granule[FIELD_GET(SMMU3_CMD1_TG, cmd->word[1])];
	what->level = cmd_ttl(cmd);
	if (!num && !scale && !what->level)
		return SMMU3_CERROR_ILL;

	block = BIT_ULL(what->granule);
	if (what->level)
		block = BIT_ULL(what->granule +
				(3 - what->level) * (what->granule - 3));
	if (check_add_overflow(addr, (num + 1) * BIT_ULL(scale + what->granule)
			       - 1, &last))
		last = ~0ULL;
	what->first = addr & ~(block - 1);
	what->last = last | (block - 1);
	return SMMU3_CERROR_NONE;
}

static u8 tlbi_addr(const struct smmu3_cmd *cmd, struct smmu3_tlbi *what)
{
	u8 error = SMMU3_CERROR_NONE;

	what->by_addr = true;
	if (FIELD_GET(SMMU3_CMD1_TG, cmd->word[1]) == SMMU3_CMD_TG_NONE)
		decode_single(cmd, what);
	else
		error = decode_range(cmd, what);
	return error ? error : tlbi(cmd, what);
}

u8 smmu3_cmd_tlbi_nh_all(const struct smmu3_cmd *cmd)
{
	const struct smmu3_tlbi what = { .worlds = el1_worlds(cmd) };

	return tlbi(cmd, &what);
}

u8 smmu3_cmd_tlbi_nh_asid(const struct smmu3_cmd *cmd)
{
	const struct smmu3_tlbi what = {
		.worlds = el1_worlds(cmd),
		.by_asid = true,
		.asid = cmd_asid(cmd),
	};

	return tlbi(cmd, &what);
}

u8 smmu3_cmd_tlbi_nh_va(const struct smmu3_cmd *cmd)
{
	struct smmu3_tlbi what = {
		.worlds = el1_worlds(cmd),
		.by_asid = true,
		.asid = cmd_asid(cmd),
		.globals = true,
	};

	return tlbi_addr(cmd, &what);
}

u8 smmu3_cmd_tlbi_nh_vaa(const struct smmu3_cmd *cmd)
{
	struct smmu3_tlbi what = { .worlds = el1_worlds(cmd) };

	return tlbi_addr(cmd, &what);
}

/* All that is Non-secure and not EL2, from whichever queue. */
u8 smmu3_cmd_tlbi_nsnh_all(const struct smmu3_cmd *cmd)
{
	const struct smmu3_tlbi what = { .worlds = BIT(SMMU3_WORLD_NS_EL1) };

	return tlbi(cmd, &what);
}
