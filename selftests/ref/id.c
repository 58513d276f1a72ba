// SPDX-License-Identifier: GPL-2.0
/*
 * ID register values, field by field, of an SMMUv3.2 with stage 1 only, one
 * Security state, a 4 KiB granule and little-endian VMSAv8-64 tables.
 */
#include "id.h"

#include "bits.h"

/* 6.3.1 */
u32 ref_idr0(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 0, 0, 0);			/* S2P: no stage 2 */
	ref_put(&r, 1, 1, 1);			/* S1P */
	ref_put(&r, 3, 2, 2);			/* TTF: VMSAv8-64 only */
	ref_put(&r, 4, 4, 1);			/* COHACC */
	ref_put(&r, 12, 12, id->asid16);	/* ASID16 */
	ref_put(&r, 22, 21, 2);			/* TTENDIAN: little */
	ref_put(&r, 25, 24, 1);			/* STALL_MODEL: terminate */
	ref_put(&r, 26, 26, id->term_model);	/* TERM_MODEL */
	ref_put(&r, 28, 27, id->st_level);	/* ST_LEVEL */
	return r;
}

/* 6.3.2 */
u32 ref_idr1(const struct ref_id *id)
{
	u64 r = 0;

	ref_put(&r, 5, 0, id->sidsize);
	ref_put(&r, 20, 16, id->eventqs);
	ref_put(&r, 25, 21, id->cmdqs);
	return r;
}

/* 6.3.4, and what version 3.2 makes mandatory */
u32 ref_idr3(void)
{
	u64 r = 0;

	ref_put(&r, 2, 2, 1);			/* HAD */
	ref_put(&r, 8, 8, 1);			/* FWB */
	ref_put(&r, 10, 10, 1);			/* RIL */
	ref_put(&r, 12, 11, 2);			/* BBML */
	return r;
}

/* 6.3.6 */
u32 ref_idr5(const struct ref_id *id)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48 };
	unsigned int code;
	u64 r = 0;

	for (code = 0; code < ARRAY_SIZE(bits); code++)
		if (bits[code] == id->oas)
			ref_put(&r, 2, 0, code);
	ref_put(&r, 4, 4, 1);			/* GRAN4K */
	return r;
}

/* 6.3.8: SMMUv3.2 */
u32 ref_aidr(void)
{
	return 2;
}
