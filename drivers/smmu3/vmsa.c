// SPDX-License-Identifier: GPL-2.0
/*
 * Geometry of translation tables and the form of their descriptors (Arm ARM
 * D8.2, D8.3): VMSAv8-64, addresses of up to 48 bits. The same for both stages:
 * the first table of stage 2 may be up to sixteen in a row, which only makes it
 * larger. Reads nothing and decides nothing. Pure.
 */
#include "vmsa.h"

u8 smmu3_vmsa_granule_tg0(u8 tg)
{
	static const u8 granule[4] = {
		[SMMU3_TG0_4K] = 12,
		[SMMU3_TG0_64K] = 16,
		[SMMU3_TG0_16K] = 14,
	};

	return granule[tg];
}

u8 smmu3_vmsa_granule_tg1(u8 tg)
{
	static const u8 granule[4] = {
		[SMMU3_TG1_16K] = 14,
		[SMMU3_TG1_4K] = 12,
		[SMMU3_TG1_64K] = 16,
	};

	return granule[tg];
}

u8 smmu3_vmsa_pa_bits(u8 ps)
{
	/* 7 means 56 bits from v3.4 on and acts as 6 before. */
	static const u8 bits[8] = { 32, 36, 40, 42, 44, 48, 52, 52 };

	return bits[ps];
}

int smmu3_vmsa_start_level(unsigned int granule, unsigned int iasize)
{
	int level = SMMU3_LAST_LEVEL;

	while (smmu3_vmsa_shift(granule, level - 1) < iasize)
		level--;
	return level;
}

u64 smmu3_vmsa_start_size(unsigned int granule, unsigned int iasize)
{
	int level = smmu3_vmsa_start_level(granule, iasize);

	return smmu3_vmsa_table_size(granule, level, iasize);
}

bool smmu3_vmsa_has_block(unsigned int granule, int level)
{
	return level == 2 || (level == 1 && granule == 12);
}

u64 smmu3_vmsa_offset(unsigned int granule, int level, unsigned int bits,
		      u64 ia)
{
	unsigned int low = smmu3_vmsa_shift(granule, level);

	return (ia & GENMASK_ULL(bits - 1, low)) / BIT_ULL(low) *
	       SMMU3_DESC_SIZE;
}

enum smmu3_desc_kind smmu3_vmsa_desc_kind(unsigned int granule, int level,
					  u64 desc)
{
	bool table = desc & SMMU3_DESC_TABLE;

	if (!(desc & SMMU3_DESC_VALID))
		return SMMU3_DESC_IS_INVALID;
	if (level == SMMU3_LAST_LEVEL)
		return table ? SMMU3_DESC_IS_LEAF : SMMU3_DESC_IS_INVALID;
	if (table)
		return SMMU3_DESC_IS_TABLE;
	return smmu3_vmsa_has_block(granule, level) ? SMMU3_DESC_IS_LEAF :
						      SMMU3_DESC_IS_INVALID;
}

u64 smmu3_vmsa_desc_addr(unsigned int granule, int level, u64 desc)
{
	bool table = smmu3_vmsa_desc_kind(granule, level, desc) ==
		     SMMU3_DESC_IS_TABLE;
	unsigned int low = table ? granule : smmu3_vmsa_shift(granule, level);

	return desc & SMMU3_DESC_ADDR & ~(BIT_ULL(low) - 1);
}
