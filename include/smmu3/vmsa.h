/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Translation tables as the SMMU uses them: VMSAv8-64 (Arm ARM D8.3), 64-bit
 * descriptors. Constants only.
 */
#ifndef _SMMU3_VMSA_H
#define _SMMU3_VMSA_H

#include <smmu3/env.h>

#define SMMU3_DESC_SIZE			8
#define SMMU3_LAST_LEVEL		3

/* Arm ARM D8.3.1: descriptor type; bit 1 of an entry below level 3 says table */
#define SMMU3_DESC_VALID		BIT_ULL(0)
#define SMMU3_DESC_TABLE		BIT_ULL(1)	/* at level 3: page */

/* Arm ARM D8.3.1: output address, 48 bits; the granule cuts it below */
#define SMMU3_DESC_ADDR			GENMASK_ULL(47, 12)

/* Arm ARM D8.3.1.1: attributes of a stage 1 table descriptor */
#define SMMU3_TABLE_PXN			BIT_ULL(59)
#define SMMU3_TABLE_UXN			BIT_ULL(60)
#define SMMU3_TABLE_AP_NO_UNPRIV	BIT_ULL(61)	/* APTable[0] */
#define SMMU3_TABLE_AP_NO_WRITE		BIT_ULL(62)	/* APTable[1] */
#define SMMU3_TABLE_NS			BIT_ULL(63)

/* Arm ARM D8.3.1.2: attributes of a stage 1 block or page descriptor */
#define SMMU3_LEAF_ATTRINDX		GENMASK_ULL(4, 2)
#define SMMU3_LEAF_NS			BIT_ULL(5)
#define SMMU3_LEAF_AP_UNPRIV		BIT_ULL(6)	/* AP[1] */
#define SMMU3_LEAF_AP_RO		BIT_ULL(7)	/* AP[2] */
#define SMMU3_LEAF_SH			GENMASK_ULL(9, 8)
#define SMMU3_LEAF_AF			BIT_ULL(10)
#define SMMU3_LEAF_NG			BIT_ULL(11)
#define SMMU3_LEAF_NT			BIT_ULL(16)
#define SMMU3_LEAF_DBM			BIT_ULL(51)
#define SMMU3_LEAF_CONTIG		BIT_ULL(52)
#define SMMU3_LEAF_PXN			BIT_ULL(53)
#define SMMU3_LEAF_UXN			BIT_ULL(54)

/*
 * Arm ARM D8.3.1.2: the same of stage 2, whose tables have no attributes; SH, AF
 * and DBM are where stage 1 has them
 */
#define SMMU3_LEAF2_MEMATTR		GENMASK_ULL(5, 2)
#define SMMU3_LEAF2_READ		BIT_ULL(6)	/* S2AP[0] */
#define SMMU3_LEAF2_WRITE		BIT_ULL(7)	/* S2AP[1] */
#define SMMU3_LEAF2_XN			GENMASK_ULL(54, 53)

/* Arm ARM D8.4.1.3: XN; without IDR3.XNX only the upper bit counts */
#define SMMU3_XN_NOBODY			2
#define SMMU3_XN_UNPRIV			1	/* only these execute */
#define SMMU3_XN_PRIV			3	/* only these */

/* Arm ARM D8.6.2: shareability */
#define SMMU3_SH_NSH			0
#define SMMU3_SH_RESERVED		1
#define SMMU3_SH_OSH			2
#define SMMU3_SH_ISH			3

/*
 * MAIR bytes (5.4, Arm ARM MAIR_EL1): the upper four bits are the outer
 * attributes of Normal memory, 0 for Device; the lower four the inner ones or
 * the kind of Device.
 */
#define SMMU3_MAIR_HIGH			GENMASK_ULL(7, 4)
#define SMMU3_MAIR_LOW			GENMASK_ULL(3, 0)
#define SMMU3_MAIR_DEVICE_KIND		GENMASK_ULL(3, 2)
#define SMMU3_MAIR_NC			0x44	/* inner and outer Non-cacheable */
#define SMMU3_MAIR_LOW_WT_TRANSIENT	0x03	/* inner Write-Through, RW */
#define SMMU3_MAIR_WT			0xbb	/* Write-Through, allocate */
#define SMMU3_MAIR_WB			0xff	/* Write-Back, allocate */

/* 5.4: granule codes of CD.TG0 and STE.S2TG, and the other one of CD.TG1 */
#define SMMU3_TG0_4K			0
#define SMMU3_TG0_64K			1
#define SMMU3_TG0_16K			2
#define SMMU3_TG1_16K			1
#define SMMU3_TG1_4K			2
#define SMMU3_TG1_64K			3

#endif /* _SMMU3_VMSA_H */
