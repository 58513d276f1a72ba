/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The register maps of both banks (6.1 to 6.3), typed from the architecture:
 * offsets, fields, and the access rules as a table. Offsets are those of the
 * Non-secure registers; REF_S() gives that of the Secure twin.
 */
#ifndef _REF_REGS_H
#define _REF_REGS_H

#include "id.h"

#define REF_PAGE1		0x10000
#define REF_END			0x20000
#define REF_SECURE		0x8000
#define REF_SECURE_END		0x10000

/* The Secure page has what pages 0 and 1 have, at 0x8000 (6.2.1). */
#define REF_S(offset)		(REF_SECURE + ((offset) & 0xffff))

#define REF_IDR0		0x0000
#define REF_IDR1		0x0004
#define REF_IDR2		0x0008
#define REF_IDR3		0x000c
#define REF_IDR4		0x0010
#define REF_IDR5		0x0014
#define REF_IIDR		0x0018
#define REF_AIDR		0x001c
#define REF_CR0			0x0020
#define REF_CR0ACK		0x0024
#define REF_CR1			0x0028
#define REF_CR2			0x002c
#define REF_STATUSR		0x0040
#define REF_GBPA		0x0044
#define REF_AGBPA		0x0048
#define REF_IRQ_CTRL		0x0050
#define REF_IRQ_CTRLACK		0x0054
#define REF_GERROR		0x0060
#define REF_GERRORN		0x0064
#define REF_STRTAB_BASE		0x0080
#define REF_STRTAB_BASE_CFG	0x0088
#define REF_CMDQ_BASE		0x0090
#define REF_CMDQ_PROD		0x0098
#define REF_CMDQ_CONS		0x009c
#define REF_EVENTQ_BASE		0x00a0
#define REF_EVENTQ_PROD		0x100a8
#define REF_EVENTQ_CONS		0x100ac
#define REF_GERROR_IRQ_CFG0	0x0068
#define REF_GERROR_IRQ_CFG1	0x0070
#define REF_GERROR_IRQ_CFG2	0x0074
#define REF_EVENTQ_IRQ_CFG0	0x00b0
#define REF_EVENTQ_IRQ_CFG1	0x00b8
#define REF_EVENTQ_IRQ_CFG2	0x00bc
#define REF_GATOS_CTRL		0x0100
#define REF_GATOS_SID		0x0108
#define REF_GATOS_ADDR		0x0110
#define REF_GATOS_PAR		0x0118
#define REF_S_INIT		0x803c

/* Identification registers (6.3.170) */
#define REF_ID_BLOCK		0x0fd0
#define REF_PIDR(n)		((n) < 4 ? 0x0fe0 + 4 * (n) : \
					   0x0fd0 + 4 * ((n) - 4))
#define REF_CIDR(n)		(0x0ff0 + 4 * (n))
#define REF_ID_BLOCK_END	0x1000

/* CR0 and CR0ACK (6.3.9) */
#define REF_CR0_SMMUEN		0, 0
#define REF_CR0_EVENTQEN	2, 2
#define REF_CR0_CMDQEN		3, 3
#define REF_CR0_MASK		0x0000000d
#define REF_SMMUEN		BIT(0)
#define REF_EVENTQEN		BIT(2)
#define REF_CMDQEN		BIT(3)
#define REF_CR0_PRIQEN		BIT(1)
#define REF_CR0_ATSCHK		BIT(4)
#define REF_CR0_VMW		GENMASK_ULL(8, 6)
#define REF_CR0_DPT_WALK_EN	BIT(10)
#define REF_S_CR0_SIF		BIT(5)
#define REF_S_CR0_NSSTALLD	BIT(9)

/* CR1 (6.3.11), CR2 (6.3.12) */
#define REF_CR1_TABLE		0x00000fc0
#define REF_CR1_QUEUE		0x0000003f
#define REF_CR2_E2H		BIT(0)
#define REF_CR2_RECINVSID	BIT(1)
#define REF_CR2_PTM		BIT(2)
#define REF_CR2_REC_CFG_ATS	BIT(3)

/* S_INIT (6.3.62) */
#define REF_S_INIT_INV_ALL	BIT(0)

/* GBPA (6.3.14) */
#define REF_GBPA_ABORT		BIT(20)
#define REF_GBPA_UPDATE		BIT(31)
#define REF_GBPA_FIELDS		0x001f3f1f
#define REF_GBPA_TYPES		0x00003f1f	/* MemAttr to SHCFG */
#define REF_GBPA_PERMS		0x000f0000	/* PRIVCFG, INSTCFG */
#define REF_S_GBPA_NSCFG	0x0000c000

/* IRQ_CTRL (6.3.16) */
#define REF_IRQ_GERROR		BIT(0)
#define REF_IRQ_PRIQ		BIT(1)
#define REF_IRQ_EVENTQ		BIT(2)

/* GERROR (6.3.19) */
#define REF_GERROR_CMDQ_ERR	BIT(0)
#define REF_GERROR_EVENTQ_ABT	BIT(2)
#define REF_GERROR_PRIQ_ABT	BIT(3)
#define REF_GERROR_MSI_CMDQ	BIT(4)
#define REF_GERROR_MSI_EVENTQ	BIT(5)
#define REF_GERROR_MSI_PRIQ	BIT(6)
#define REF_GERROR_MSI_GERROR	BIT(7)
#define REF_GERROR_SFM		BIT(8)
#define REF_GERROR_CMDQP	BIT(9)
#define REF_GERROR_DPT		BIT(10)

/* STRTAB_BASE_CFG (6.3.25) */
#define REF_STRTAB_LOG2SIZE	5, 0
#define REF_STRTAB_SPLIT	10, 6
#define REF_STRTAB_FMT		17, 16

/* Queues (6.3.26 to 6.3.29, 6.3.95, 6.3.96) */
#define REF_Q_LOG2SIZE		4, 0
#define REF_Q_ADDR		55, 5
#define REF_Q_INDEX		19, 0
#define REF_CMDQ_CONS_ERR	30, 24
#define REF_EVENTQ_OVERFLOW	BIT(31)

/* GATOS (6.3.37 to 6.3.40) and S_GATOS (6.3.83 to 6.3.86) */
#define REF_GATOS_RUN		BIT(0)
#define REF_GATOS_STREAMID	31, 0
#define REF_GATOS_SUBSTREAMID	51, 32
#define REF_GATOS_SSID_VALID	52, 52
#define REF_GATOS_SSEC		53, 53
#define REF_GATOS_NS		4, 4
#define REF_GATOS_HTTUI		6, 6
#define REF_GATOS_IND		7, 7
#define REF_GATOS_RNW		8, 8
#define REF_GATOS_PNU		9, 9
#define REF_GATOS_TYPE		11, 10
#define REF_GATOS_VA		63, 12
#define REF_PAR_FAULT		0, 0
#define REF_PAR_REASON		2, 1
#define REF_PAR_NSIPA		3, 3
#define REF_PAR_FAULTCODE	11, 4
#define REF_PAR_FADDR		55, 12
#define REF_PAR_SH		9, 8
#define REF_PAR_NS		10, 10
#define REF_PAR_SIZE		11, 11
#define REF_PAR_ADDR		55, 12
#define REF_PAR_ATTR		63, 56
#define REF_INTERNAL_ERR	0xfd
#define REF_INV_STAGE		0xfe
#define REF_INV_REQ		0xff

/* Fields of ID registers that decide about other registers. */
#define REF_IDR0_BTM		BIT(5)
#define REF_IDR0_HYP		BIT(9)
#define REF_IDR0_ATS		BIT(10)
#define REF_IDR0_MSI		BIT(13)
#define REF_IDR0_ATOS		BIT(15)
#define REF_IDR0_PRI		BIT(16)
#define REF_IDR0_VMW		BIT(17)
#define REF_IDR0_ATSRECERR	BIT(23)
#define REF_IDR0_ST_LEVEL	GENMASK_ULL(28, 27)
#define REF_IDR0_STALL_MODEL	GENMASK_ULL(25, 24)
#define REF_IDR1_PERMS_OVR	BIT(26)
#define REF_IDR1_TYPES_OVR	BIT(27)
#define REF_IDR1_ECMDQ		BIT(31)
#define REF_IDR3_DPT		BIT(15)
#define REF_S_IDR0_MSI		BIT(13)
#define REF_S_IDR0_STALL_MODEL	GENMASK_ULL(25, 24)
#define REF_S_IDR0_ECMDQ	BIT(31)
#define REF_S_IDR1_SEL2		BIT(29)
#define REF_S_IDR1_SECURE_IMPL	BIT(31)

/* How writes reach a register. */
enum ref_kind {
	REF_RW,
	REF_READ_ONLY,
	REF_SPECIAL,	/* has a protocol of its own: not for sweeps */
};

/**
 * struct ref_guard - what makes fields read-only (6.2, v3.2)
 * @fields: these fields
 * @cr0: while one of these bits is set in CR0 or CR0ACK
 * @irq: while one of these bits is set in IRQ_CTRL or IRQ_CTRLACK
 */
struct ref_guard {
	u64 fields;
	u32 cr0;
	u32 irq;
};

/**
 * struct ref_reg - a register
 * @name: the architecture's
 * @offset: from the base of page 0
 * @width: 32 or 64
 * @kind: how software may write it
 * @rw: bits that hold what was written
 * @vague: bits that the architecture leaves open
 * @reset: value at reset, in the bits that are not in @unknown
 * @unknown: bits with an UNKNOWN reset value
 * @guard: when what is read-only
 */
struct ref_reg {
	const char *name;
	u32 offset;
	unsigned int width;
	enum ref_kind kind;
	u64 rw;
	u64 vague;
	u64 reset;
	u64 unknown;
	struct ref_guard guard[2];
};

#define REF_MAX_REGS	64

/**
 * struct ref_map - what the map depends on: ID register values
 * @oas: output address bits
 * @abort: GBPA.ABORT and S_GBPA.ABORT at reset
 *
 * Values that no identity has yet are fine.
 */
struct ref_map {
	u32 idr0;
	u32 idr1;
	u32 idr3;
	u32 idr5;
	u32 aidr;
	u32 s_idr0;
	u32 s_idr1;
	unsigned int oas;
	bool abort;
};

struct ref_map ref_map(const struct ref_id *id);

/*
 * Fill @regs with the registers of the Non-secure or the Secure bank, but for
 * the identification block. What is not there is RES0.
 */
unsigned int ref_bank_regs(const struct ref_map *map, bool secure,
			   struct ref_reg *regs);

/* The Non-secure registers of an SMMU of identity @id. */
unsigned int ref_regs(const struct ref_id *id, struct ref_reg *regs);

/* Bits of @reg that software may change while CR0 and IRQ_CTRL are these. */
u64 ref_writable(const struct ref_reg *reg, u32 cr0, u32 irq);

/* The register that covers the 32-bit word at @offset, or NULL. */
const struct ref_reg *ref_reg_at(const struct ref_reg *regs, unsigned int count,
				 u32 offset);

#endif /* _REF_REGS_H */
