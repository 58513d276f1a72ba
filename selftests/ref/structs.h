/* SPDX-License-Identifier: GPL-2.0 */
/*
 * In-memory structures (chapter 5 and Arm ARM D8): fields as "high, low" pairs
 * for ref_get() and ref_put(). Bits are absolute within the structure.
 */
#ifndef _REF_STRUCTS_H
#define _REF_STRUCTS_H

/* Level 1 Stream Table Descriptor (5.1), 8 bytes */
#define REF_L1STD_SPAN		4, 0
#define REF_L1STD_L2PTR		55, 6

/* Level 1 Context Descriptor (5.3), 8 bytes */
#define REF_L1CD_V		0, 0
#define REF_L1CD_L2PTR		55, 12

/* Stream Table Entry (5.2), 64 bytes */
#define REF_STE_WORDS		8
#define REF_STE_V		0, 0
#define REF_STE_CONFIG		3, 1
#define REF_STE_S1FMT		5, 4
#define REF_STE_S1CONTEXTPTR	55, 6
#define REF_STE_S1CDMAX		63, 59
#define REF_STE_S1DSS		65, 64
#define REF_STE_S1CIR		67, 66
#define REF_STE_S1COR		69, 68
#define REF_STE_S1CSH		71, 70
#define REF_STE_CONT		80, 77
#define REF_STE_MEV		83, 83
#define REF_STE_S2FWB		89, 89
#define REF_STE_S1STALLD	91, 91
#define REF_STE_EATS		93, 92
#define REF_STE_STRW		95, 94
#define REF_STE_MEMATTR		99, 96
#define REF_STE_MTCFG		100, 100
#define REF_STE_ALLOCCFG	104, 101
#define REF_STE_SHCFG		109, 108
#define REF_STE_NSCFG		111, 110
#define REF_STE_PRIVCFG		113, 112
#define REF_STE_INSTCFG		115, 114
#define REF_STE_S2VMID		143, 128
#define REF_STE_S2T0SZ		165, 160
#define REF_STE_S2SL0		167, 166
#define REF_STE_S2TG		175, 174
#define REF_STE_S2PS		178, 176
#define REF_STE_S2AA64		179, 179
#define REF_STE_S2ENDI		180, 180
#define REF_STE_S2AFFD		181, 181
#define REF_STE_S2PTW		182, 182
#define REF_STE_S2HD		183, 183
#define REF_STE_S2HA		184, 184
#define REF_STE_S2S		185, 185
#define REF_STE_S2R		186, 186
#define REF_STE_S2NSW		192, 192
#define REF_STE_S2NSA		193, 193
#define REF_STE_S2TTB		243, 196
#define REF_STE_S_S2T0SZ	293, 288
#define REF_STE_S_S2SL0		295, 294
#define REF_STE_S_S2TG		303, 302
#define REF_STE_S2SW		384, 384
#define REF_STE_S2SA		385, 385
#define REF_STE_S_S2TTB		435, 388

/* STE.Config */
#define REF_CONFIG_ABORT	0
#define REF_CONFIG_BYPASS	4
#define REF_CONFIG_S1		5
#define REF_CONFIG_S2		6
#define REF_CONFIG_NESTED	7

/* Context Descriptor (5.4), 64 bytes */
#define REF_CD_WORDS		8
#define REF_CD_T0SZ		5, 0
#define REF_CD_TG0		7, 6
#define REF_CD_IR0		9, 8
#define REF_CD_OR0		11, 10
#define REF_CD_SH0		13, 12
#define REF_CD_EPD0		14, 14
#define REF_CD_ENDI		15, 15
#define REF_CD_T1SZ		21, 16
#define REF_CD_TG1		23, 22
#define REF_CD_EPD1		30, 30
#define REF_CD_V		31, 31
#define REF_CD_IPS		34, 32
#define REF_CD_AFFD		35, 35
#define REF_CD_WXN		36, 36
#define REF_CD_UWXN		37, 37
#define REF_CD_TBI0		38, 38
#define REF_CD_TBI1		39, 39
#define REF_CD_PAN		40, 40
#define REF_CD_AA64		41, 41
#define REF_CD_HD		42, 42
#define REF_CD_HA		43, 43
#define REF_CD_S		44, 44
#define REF_CD_R		45, 45
#define REF_CD_A		46, 46
#define REF_CD_ASET		47, 47
#define REF_CD_ASID		63, 48
#define REF_CD_NSCFG0		64, 64
#define REF_CD_HAD0		65, 65
#define REF_CD_E0PD0		66, 66
#define REF_CD_HAFT		67, 67
#define REF_CD_TTB0		115, 68
#define REF_CD_EPAN		123, 123
#define REF_CD_NSCFG1		128, 128
#define REF_CD_HAD1		129, 129
#define REF_CD_E0PD1		130, 130
#define REF_CD_AIE		131, 131
#define REF_CD_TTB1		179, 132
#define REF_CD_DS		186, 186
#define REF_CD_PIE		187, 187
#define REF_CD_MAIR		255, 192

/* STE.S1Fmt, STE.S1DSS */
#define REF_S1FMT_LINEAR	0
#define REF_S1FMT_4K		1
#define REF_S1FMT_64K		2
#define REF_S1DSS_TERMINATE	0
#define REF_S1DSS_BYPASS	1
#define REF_S1DSS_CD0		2

/* CD.TG0 (and STE.S2TG) and CD.TG1 do not share their codes. */
#define REF_TG0_4K		0
#define REF_TG0_64K		1
#define REF_TG0_16K		2
#define REF_TG1_RESERVED	0
#define REF_TG1_16K		1
#define REF_TG1_4K		2
#define REF_TG1_64K		3

/* VMSAv8-64 stage 1 descriptors (Arm ARM D8.3) */
#define REF_D_TYPE		1, 0
#define REF_D_INVALID		0
#define REF_D_BLOCK		1
#define REF_D_TABLE		3
#define REF_D_PAGE		3
#define REF_D_ATTRINDX		4, 2
#define REF_D_NS		5, 5
#define REF_D_AP		7, 6
#define REF_D_SH		9, 8
#define REF_D_AF		10, 10
#define REF_D_NG		11, 11
#define REF_D_NT		16, 16
#define REF_D_GP		50, 50
#define REF_D_DBM		51, 51
#define REF_D_CONTIG		52, 52
#define REF_D_PXN		53, 53
#define REF_D_UXN		54, 54
#define REF_D_PXNTABLE		59, 59
#define REF_D_UXNTABLE		60, 60
#define REF_D_APTABLE		62, 61
#define REF_D_NSTABLE		63, 63
#define REF_D_OA		47, 12

/* Where stage 2 descriptors differ */
#define REF_D2_MEMATTR		5, 2
#define REF_D2_S2AP		7, 6
#define REF_D2_XN		54, 53

/* Shareability */
#define REF_NSH			0
#define REF_OSH			2
#define REF_ISH			3

#endif /* _REF_STRUCTS_H */
