// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses that a TLBI names, singly or as a range (4.4.1.1). Pure
 * functions.
 *
 * Choices: without IDR3.RIL, or with TG 0, the other fields of the range form
 * are ignored. A base that is not aligned to what TTL names may hit anything:
 * here, what an aligned one would. TTL128 is ignored, as there are no 128-bit
 * descriptors.
 */
#include <smmu3/regs.h>

#include "cmdtab.h"
#include "vmsa.h"

/* Log2 of the granule that TG names. */
static const u8 tg_granule[] = {
	[SMMU3_CMD_TG_4K] = 12,
	[SMMU3_CMD_TG_16K] = 14,
	[SMMU3_CMD_TG_64K] = 16,
};

/* A single address names 4 KiB. */
#define SINGLE_LOG2	12

static bool has_ds(const struct smmu3_cmd_ids *ids)
{
	return ids->id[SMMU3_ID_IDR5] & SMMU3_IDR5_DS;
}

static u8 range_tg(const u64 *word, const struct smmu3_cmd_ids *ids)
{
	if (!(ids->id[SMMU3_ID_IDR3] & SMMU3_IDR3_RIL))
		return SMMU3_CMD_TG_NONE;
	return FIELD_GET(SMMU3_CMD1_TG, word[1]);
}

/* Level 1 has no blocks with 16 KiB granules unless DS; acts as 0. */
static u8 range_ttl(const u64 *word, u8 tg, const struct smmu3_cmd_ids *ids)
{
	u8 ttl = FIELD_GET(SMMU3_CMD1_TTL, word[1]);

	return tg == SMMU3_CMD_TG_16K && ttl == 1 && !has_ds(ids) ? 0 : ttl;
}

static u8 range_scale(const u64 *word, const struct smmu3_cmd_ids *ids)
{
	u8 scale = has_ds(ids) ? FIELD_GET(SMMU3_CMD0_SCALE_DS, word[0]) :
				 FIELD_GET(SMMU3_CMD0_SCALE, word[0]);

	return min_t(u8, scale, SMMU3_CMD_SCALE_MAX);
}

/* (NUM + 1) * 2^SCALE granules, not past the top of the address space. */
bool smmu3_cmd_range(const u64 word[SMMU3_CMD_WORDS], u64 field,
		     const struct smmu3_cmd_ids *ids,
		     struct smmu3_cmd_range *range)
{
	u64 addr = word[1] & field, num = FIELD_GET(SMMU3_CMD0_NUM, word[0]);
	u8 tg = range_tg(word, ids), scale = range_scale(word, ids);
	u8 ttl = range_ttl(word, tg, ids);
	u64 block, last;

	if (tg == SMMU3_CMD_TG_NONE) {
		*range = (struct smmu3_cmd_range){
			.first = addr,
			.last = addr + (BIT_ULL(SINGLE_LOG2) - 1),
		};
		return true;
	}
	range->granule = tg_granule[tg];
	range->level = ttl;
	block = BIT_ULL(smmu3_vmsa_shift(range->granule,
					 ttl ? ttl : SMMU3_LAST_LEVEL));
	if (check_add_overflow(addr, (num + 1) *
			       BIT_ULL(scale + range->granule) - 1, &last))
		last = ~0ULL;
	range->first = addr & ~(block - 1);
	range->last = last | (block - 1);
	return num || scale || ttl;
}
