/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tables of contexts: level 1 descriptors (5.3) and context descriptors (5.4). A
 * CD is eight 64-bit little-endian words; SMMU3_CD<n>_* are fields of word n.
 * Constants only.
 */
#ifndef _SMMU3_CD_H
#define _SMMU3_CD_H

#include <smmu3/env.h>

#define SMMU3_CD_SIZE			64
#define SMMU3_CD_WORDS			8

/* 5.3: level 1 context descriptor */
#define SMMU3_L1CD_SIZE			8
#define SMMU3_L1CD_V			BIT_ULL(0)
#define SMMU3_L1CD_L2PTR		GENMASK_ULL(55, 12)

/* 5.4: word 0 */
#define SMMU3_CD0_T0SZ			GENMASK_ULL(5, 0)
#define SMMU3_CD0_TG0			GENMASK_ULL(7, 6)
#define SMMU3_CD0_IR0			GENMASK_ULL(9, 8)
#define SMMU3_CD0_OR0			GENMASK_ULL(11, 10)
#define SMMU3_CD0_SH0			GENMASK_ULL(13, 12)
#define SMMU3_CD0_EPD0			BIT_ULL(14)
#define SMMU3_CD0_ENDI			BIT_ULL(15)
#define SMMU3_CD0_T1SZ			GENMASK_ULL(21, 16)
#define SMMU3_CD0_TG1			GENMASK_ULL(23, 22)
#define SMMU3_CD0_IR1			GENMASK_ULL(25, 24)
#define SMMU3_CD0_OR1			GENMASK_ULL(27, 26)
#define SMMU3_CD0_SH1			GENMASK_ULL(29, 28)
#define SMMU3_CD0_EPD1			BIT_ULL(30)
#define SMMU3_CD0_V			BIT_ULL(31)
#define SMMU3_CD0_IPS			GENMASK_ULL(34, 32)
#define SMMU3_CD0_AFFD			BIT_ULL(35)
#define SMMU3_CD0_WXN			BIT_ULL(36)
#define SMMU3_CD0_UWXN			BIT_ULL(37)
#define SMMU3_CD0_TBI0			BIT_ULL(38)
#define SMMU3_CD0_TBI1			BIT_ULL(39)
#define SMMU3_CD0_PAN			BIT_ULL(40)
#define SMMU3_CD0_AA64			BIT_ULL(41)
#define SMMU3_CD0_HD			BIT_ULL(42)
#define SMMU3_CD0_HA			BIT_ULL(43)
#define SMMU3_CD0_S			BIT_ULL(44)
#define SMMU3_CD0_R			BIT_ULL(45)
#define SMMU3_CD0_A			BIT_ULL(46)
#define SMMU3_CD0_ASET			BIT_ULL(47)
#define SMMU3_CD0_ASID			GENMASK_ULL(63, 48)

/* 5.4: word 1 */
#define SMMU3_CD1_NSCFG0		BIT_ULL(0)
#define SMMU3_CD1_HAD0			BIT_ULL(1)
#define SMMU3_CD1_E0PD0			BIT_ULL(2)
#define SMMU3_CD1_HAFT			BIT_ULL(3)
#define SMMU3_CD1_TTB0			GENMASK_ULL(55, 4)
#define SMMU3_CD1_PNCH			BIT_ULL(58)
#define SMMU3_CD1_EPAN			BIT_ULL(59)
#define SMMU3_CD1_HWU059		BIT_ULL(60)
#define SMMU3_CD1_HWU060		BIT_ULL(61)
#define SMMU3_CD1_HWU061		BIT_ULL(62)
#define SMMU3_CD1_HWU062		BIT_ULL(63)

/* 5.4: word 2 */
#define SMMU3_CD2_NSCFG1		BIT_ULL(0)
#define SMMU3_CD2_HAD1			BIT_ULL(1)
#define SMMU3_CD2_E0PD1			BIT_ULL(2)
#define SMMU3_CD2_AIE			BIT_ULL(3)
#define SMMU3_CD2_TTB1			GENMASK_ULL(55, 4)
#define SMMU3_CD2_DS			BIT_ULL(58)
#define SMMU3_CD2_PIE			BIT_ULL(59)
#define SMMU3_CD2_HWU159		BIT_ULL(60)
#define SMMU3_CD2_HWU160		BIT_ULL(61)
#define SMMU3_CD2_HWU161		BIT_ULL(62)
#define SMMU3_CD2_HWU162		BIT_ULL(63)

/* 5.4: the part of TTB0 and TTB1 that holds a VMSAv8-64 address, v3.1 on */
#define SMMU3_CD_TTB_V8			GENMASK_ULL(51, 4)

/* 5.4: words 3 to 5 */
#define SMMU3_CD3_MAIR0			GENMASK_ULL(31, 0)
#define SMMU3_CD3_MAIR1			GENMASK_ULL(63, 32)
#define SMMU3_CD4_AMAIR0		GENMASK_ULL(31, 0)
#define SMMU3_CD4_AMAIR1		GENMASK_ULL(63, 32)
#define SMMU3_CD5_PARTID		GENMASK_ULL(47, 32)
#define SMMU3_CD5_PMG			GENMASK_ULL(55, 48)

/* 5.4: words 6 and 7, permission index p of sixteen */
#define SMMU3_CD6_PIIU(p)		GENMASK_ULL(3 * (p) + 2, 3 * (p))
#define SMMU3_CD7_PIIP(p)		GENMASK_ULL(3 * (p) + 2, 3 * (p))

#endif /* _SMMU3_CD_H */
