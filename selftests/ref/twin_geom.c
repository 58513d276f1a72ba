// SPDX-License-Identifier: GPL-2.0
/*
 * Geometry of VMSAv8-64 tables of 4, 16 and 64 KiB granules with addresses of 48
 * bits, and what a descriptor is (Arm ARM D8.2, D8.3).
 */
#include "twin_int.h"

u64 twin_align(u64 addr, unsigned int log2)
{
	return log2 < REF_WORD ? addr & ~(ref_pow2(log2) - 1) : 0;
}

/* A table fills a granule and holds descriptors of 8 bytes. */
unsigned int twin_shift(unsigned int granule, unsigned int level)
{
	return granule + (3 - level) * (granule - 3);
}

/* Arm ARM D8.2.8: as few levels as the address needs */
unsigned int twin_stage1_start(unsigned int granule, unsigned int txsz)
{
	unsigned int level = 3;

	while (64 - txsz > twin_shift(granule, level) + granule - 3)
		level--;
	return level;
}

static bool block_allowed(unsigned int granule, unsigned int level)
{
	switch (granule) {
	case 12:
		return level == 1 || level == 2;
	default:	/* larger ones need addresses of 52 bits */
		return level == 2;
	}
}

enum twin_kind twin_kind(unsigned int granule, unsigned int level, u64 desc)
{
	u64 type = ref_get(&desc, REF_D_TYPE);

	if (level == 3)
		return type == REF_D_PAGE ? TWIN_LEAF : TWIN_NOTHING;
	if (type == REF_D_TABLE)
		return TWIN_TABLE;
	if (type == REF_D_BLOCK && block_allowed(granule, level))
		return TWIN_LEAF;
	return TWIN_NOTHING;
}

u64 twin_output(unsigned int granule, unsigned int level, u64 desc)
{
	u64 addr = ref_get_addr(&desc, REF_D_OA);

	if (twin_kind(granule, level, desc) == TWIN_LEAF)
		return twin_align(addr, twin_shift(granule, level));
	return twin_align(addr, granule);
}
