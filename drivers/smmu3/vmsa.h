/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Geometry of translation tables and the form of their descriptors (Arm ARM
 * D8.2, D8.3), for every granule. Pure.
 */
#ifndef _SMMU3_MODEL_VMSA_H
#define _SMMU3_MODEL_VMSA_H

#include <smmu3/vmsa.h>

/* Log2 of the granule by code of TG0 or S2TG, or of TG1; 0: reserved. */
u8 smmu3_vmsa_granule_tg0(u8 tg);
u8 smmu3_vmsa_granule_tg1(u8 tg);

/* Bits of an output address by code of IPS or S2PS (5.4), v3.1 to v3.3. */
u8 smmu3_vmsa_pa_bits(u8 ps);

/* Lowest input address bit that an entry at @level resolves. */
static inline unsigned int smmu3_vmsa_shift(unsigned int granule, int level)
{
	return granule + (SMMU3_LAST_LEVEL - level) * (granule - 3);
}

/*
 * Bytes of a table of @level that resolves the lower @bits of an input address;
 * it is aligned to as many.
 */
static inline u64 smmu3_vmsa_table_size(unsigned int granule, int level,
					unsigned int bits)
{
	return BIT_ULL(bits - smmu3_vmsa_shift(granule, level)) *
	       SMMU3_DESC_SIZE;
}

/* Stage 1: level of the first table for @iasize bits of input. */
int smmu3_vmsa_start_level(unsigned int granule, unsigned int iasize);

/* Stage 1: bytes of that table. */
u64 smmu3_vmsa_start_size(unsigned int granule, unsigned int iasize);

/* Blocks exist at @level, with 48-bit addresses. */
bool smmu3_vmsa_has_block(unsigned int granule, int level);

/*
 * Offset of the descriptor of @ia in a table of @level that resolves the lower
 * @bits of it.
 */
u64 smmu3_vmsa_offset(unsigned int granule, int level, unsigned int bits,
		      u64 ia);

/*
 * @va as the tables see it: under TBI its top byte is replaced by copies of bit
 * 55.
 */
static inline u64 smmu3_vmsa_canonical(u64 va)
{
	const u64 top = GENMASK_ULL(63, 56);

	return va & BIT_ULL(55) ? va | top : va & ~top;
}

/* The bits of @va above @iasize are all copies of @upper. */
static inline bool smmu3_vmsa_in_range(u64 va, unsigned int iasize, bool upper)
{
	u64 beyond = GENMASK_ULL(63, iasize);

	return (va & beyond) == (upper ? beyond : 0);
}

enum smmu3_desc_kind {
	SMMU3_DESC_IS_INVALID,
	SMMU3_DESC_IS_TABLE,
	SMMU3_DESC_IS_LEAF,
};

enum smmu3_desc_kind smmu3_vmsa_desc_kind(unsigned int granule, int level,
					  u64 desc);

/* Output address of a valid descriptor at @level. */
u64 smmu3_vmsa_desc_addr(unsigned int granule, int level, u64 desc);

#endif /* _SMMU3_MODEL_VMSA_H */
