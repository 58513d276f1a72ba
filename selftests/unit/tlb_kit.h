/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A TLB with one entry of every interesting kind, and a check of what an
 * invalidation leaves of it.
 */
#ifndef _UNIT_TLB_KIT_H
#define _UNIT_TLB_KIT_H

#include "rig.h"

/* The kinds; two streams with an ASID each, and globals. */
enum tlb_kind {
	PAGE_A,		/* stream A, page at VA_PAGE */
	PAGE_A_NEXT,	/* stream A, the page behind it */
	PAGE_A_FAR,	/* stream A, page in another 2 MiB */
	PAGE_A_UPPER,	/* stream A, upper half */
	BLOCK_A,	/* stream A, 2 MiB block at VA_BLOCK */
	GIGA_A,		/* stream A, 1 GiB block at VA_GIGA */
	GLOBAL_A,	/* stream A, global page at VA_GLOBAL */
	PAGE_B,		/* stream B, page at VA_PAGE */
	BLOCK_B,	/* stream B, block at VA_BLOCK */
	NR_TLB_KINDS
};

#define KIND(k)		BIT(k)
#define EVERYTHING	(BIT(NR_TLB_KINDS) - 1)

#define SID_A		3
#define SID_B		4
#define ASID_A		4
#define ASID_B		5

#define VA_PAGE		0x0000000010001000ULL
#define VA_FAR		0x0000000010401000ULL
#define VA_UPPER	0xffffffffff001000ULL
#define VA_BLOCK	0x0000000020200000ULL
#define VA_GIGA		0x0000000040000000ULL
#define VA_GLOBAL	0x0000000010003000ULL

/* Make the streams, if need be, and fill the TLB. */
void tlb_warm(struct rig *rig);

/* Which kinds hit now. */
unsigned int tlb_present(struct rig *rig);

/*
 * Warm, @cmd, SYNC: the kinds in @gone must not hit any more; in exact mode
 * all others must.
 */
void tlb_check(struct rig *rig, struct ref_cmd cmd, unsigned int gone);

#endif /* _UNIT_TLB_KIT_H */
