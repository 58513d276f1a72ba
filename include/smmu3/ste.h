/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stream table: level 1 descriptors (5.1) and stream table entries (5.2). An
 * STE is eight 64-bit little-endian words; SMMU3_STE<n>_* are fields of word n.
 * Constants only.
 */
#ifndef _SMMU3_STE_H
#define _SMMU3_STE_H

#include <smmu3/env.h>

#define SMMU3_STE_SIZE			64
#define SMMU3_STE_WORDS			8

/* 5.1: level 1 stream table descriptor */
#define SMMU3_L1STD_SIZE		8
#define SMMU3_L1STD_SPAN		GENMASK_ULL(4, 0)
#define SMMU3_L1STD_SPAN_MAX		11
#define SMMU3_L1STD_L2PTR		GENMASK_ULL(55, 6)

/* 5.2: word 0 */
#define SMMU3_STE0_V			BIT_ULL(0)
#define SMMU3_STE0_CONFIG		GENMASK_ULL(3, 1)
#define SMMU3_STE0_S1FMT		GENMASK_ULL(5, 4)
#define SMMU3_STE0_S1CONTEXTPTR		GENMASK_ULL(55, 6)
#define SMMU3_STE0_S1CDMAX		GENMASK_ULL(63, 59)

/* 5.2: Config is made of these bits */
#define SMMU3_STE_CONFIG_S1		BIT_ULL(0)	/* translate, stage 1 */
#define SMMU3_STE_CONFIG_S2		BIT_ULL(1)	/* translate, stage 2 */
#define SMMU3_STE_CONFIG_PASS		BIT_ULL(2)	/* 0: abort */

/* 5.2: S1Fmt; 3 is reserved and acts as linear */
#define SMMU3_S1FMT_LINEAR		0
#define SMMU3_S1FMT_4K			1	/* two levels, CDs in 4 KiB */
#define SMMU3_S1FMT_64K			2	/* two levels, CDs in 64 KiB */

/* 5.2: word 1 */
#define SMMU3_STE1_S1DSS		GENMASK_ULL(1, 0)
#define SMMU3_STE1_S1CIR		GENMASK_ULL(3, 2)
#define SMMU3_STE1_S1COR		GENMASK_ULL(5, 4)
#define SMMU3_STE1_S1CSH		GENMASK_ULL(7, 6)
#define SMMU3_STE1_S2HWU59		BIT_ULL(8)
#define SMMU3_STE1_S2HWU60		BIT_ULL(9)
#define SMMU3_STE1_S2HWU61		BIT_ULL(10)
#define SMMU3_STE1_S2HWU62		BIT_ULL(11)
#define SMMU3_STE1_DRE			BIT_ULL(12)
#define SMMU3_STE1_CONT			GENMASK_ULL(16, 13)
#define SMMU3_STE1_DCP			BIT_ULL(17)
#define SMMU3_STE1_PPAR			BIT_ULL(18)
#define SMMU3_STE1_MEV			BIT_ULL(19)
#define SMMU3_STE1_SW_RESERVED		GENMASK_ULL(23, 20)
#define SMMU3_STE1_S1PIE		BIT_ULL(24)
#define SMMU3_STE1_S2FWB		BIT_ULL(25)
#define SMMU3_STE1_S1MPAM		BIT_ULL(26)
#define SMMU3_STE1_S1STALLD		BIT_ULL(27)
#define SMMU3_STE1_EATS			GENMASK_ULL(29, 28)
#define SMMU3_STE1_STRW			GENMASK_ULL(31, 30)
#define SMMU3_STE1_MEMATTR		GENMASK_ULL(35, 32)
#define SMMU3_STE1_MTCFG		BIT_ULL(36)
#define SMMU3_STE1_ALLOCCFG		GENMASK_ULL(40, 37)
#define SMMU3_STE1_SHCFG		GENMASK_ULL(45, 44)
#define SMMU3_STE1_NSCFG		GENMASK_ULL(47, 46)
#define SMMU3_STE1_PRIVCFG		GENMASK_ULL(49, 48)
#define SMMU3_STE1_INSTCFG		GENMASK_ULL(51, 50)

/* 5.2: S1DSS; 3 is reserved and acts as termination */
#define SMMU3_S1DSS_TERMINATE		0
#define SMMU3_S1DSS_BYPASS		1
#define SMMU3_S1DSS_CD0			2

/* 5.2: STRW */
#define SMMU3_STRW_EL1			0
#define SMMU3_STRW_EL3			1	/* Secure streams only */
#define SMMU3_STRW_EL2			2
#define SMMU3_STRW_RESERVED		3

/* 5.2: word 2 */
#define SMMU3_STE2_S2VMID		GENMASK_ULL(15, 0)
#define SMMU3_STE2_S2T0SZ		GENMASK_ULL(37, 32)
#define SMMU3_STE2_S2SL0		GENMASK_ULL(39, 38)
#define SMMU3_STE2_S2IR0		GENMASK_ULL(41, 40)
#define SMMU3_STE2_S2OR0		GENMASK_ULL(43, 42)
#define SMMU3_STE2_S2SH0		GENMASK_ULL(45, 44)
#define SMMU3_STE2_S2TG			GENMASK_ULL(47, 46)
#define SMMU3_STE2_S2PS			GENMASK_ULL(50, 48)
#define SMMU3_STE2_S2AA64		BIT_ULL(51)
#define SMMU3_STE2_S2ENDI		BIT_ULL(52)
#define SMMU3_STE2_S2AFFD		BIT_ULL(53)
#define SMMU3_STE2_S2PTW		BIT_ULL(54)
#define SMMU3_STE2_S2HD			BIT_ULL(55)
#define SMMU3_STE2_S2HA			BIT_ULL(56)
#define SMMU3_STE2_S2S			BIT_ULL(57)
#define SMMU3_STE2_S2R			BIT_ULL(58)
#define SMMU3_STE2_S2HAFT		BIT_ULL(59)
#define SMMU3_STE2_S2PIE		BIT_ULL(60)
#define SMMU3_STE2_S2POE		BIT_ULL(61)
#define SMMU3_STE2_DPT_VMATCH		GENMASK_ULL(63, 62)

/* 5.2: word 3 */
#define SMMU3_STE3_S2NSW		BIT_ULL(0)
#define SMMU3_STE3_S2NSA		BIT_ULL(1)
#define SMMU3_STE3_S2SL0_2		BIT_ULL(2)
#define SMMU3_STE3_S2DS			BIT_ULL(3)
#define SMMU3_STE3_S2TTB		GENMASK_ULL(55, 4)
#define SMMU3_STE3_S2SKL		GENMASK_ULL(62, 61)

/* 5.2: the part of S2TTB and S_S2TTB that holds a VMSAv8-64 address, v3.1 on */
#define SMMU3_STE_S2TTB_V8		GENMASK_ULL(51, 4)

/* 5.2: word 4 */
#define SMMU3_STE4_PARTID		GENMASK_ULL(31, 16)
#define SMMU3_STE4_S_S2T0SZ		GENMASK_ULL(37, 32)
#define SMMU3_STE4_S_S2SL0		GENMASK_ULL(39, 38)
#define SMMU3_STE4_S_S2TG		GENMASK_ULL(47, 46)
#define SMMU3_STE4_MECID		GENMASK_ULL(63, 48)

/* 5.2: word 5 */
#define SMMU3_STE5_PMG			GENMASK_ULL(7, 0)
#define SMMU3_STE5_MPAM_NS		BIT_ULL(8)
#define SMMU3_STE5_ASSUREDONLY		BIT_ULL(9)
#define SMMU3_STE5_TL0			BIT_ULL(10)
#define SMMU3_STE5_TL1			BIT_ULL(11)
#define SMMU3_STE5_VMSPTR		GENMASK_ULL(55, 12)

/* 5.2: word 6 */
#define SMMU3_STE6_S2SW			BIT_ULL(0)
#define SMMU3_STE6_S2SA			BIT_ULL(1)
#define SMMU3_STE6_S_S2SL0_2		BIT_ULL(2)
#define SMMU3_STE6_S_S2TTB		GENMASK_ULL(55, 4)
#define SMMU3_STE6_S_S2SKL		GENMASK_ULL(62, 61)

/* 5.2: word 7, permission overlay p of sixteen */
#define SMMU3_STE7_S2POI(p)		GENMASK_ULL(4 * (p) + 3, 4 * (p))

#endif /* _SMMU3_STE_H */
