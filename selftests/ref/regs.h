/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The Non-secure register map (6.1, 6.3), typed from the architecture:
 * offsets, fields, and the access rules as a table.
 */
#ifndef _REF_REGS_H
#define _REF_REGS_H

#include "id.h"

#define REF_PAGE1		0x10000
#define REF_END			0x20000

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
#define REF_SECURE		0x8000

/* CR0 and CR0ACK (6.3.9) */
#define REF_CR0_SMMUEN		0, 0
#define REF_CR0_EVENTQEN	2, 2
#define REF_CR0_CMDQEN		3, 3
#define REF_CR0_MASK		0x0000000d
#define REF_SMMUEN		BIT(0)
#define REF_EVENTQEN		BIT(2)
#define REF_CMDQEN		BIT(3)

/* CR1 (6.3.11), CR2 (6.3.12) */
#define REF_CR1_TABLE		0x00000fc0
#define REF_CR1_QUEUE		0x0000003f
#define REF_CR2_RECINVSID	BIT(1)

/* GBPA (6.3.14) */
#define REF_GBPA_ABORT		BIT(20)
#define REF_GBPA_UPDATE		BIT(31)
#define REF_GBPA_FIELDS		0x001f3f1f

/* IRQ_CTRL (6.3.16) */
#define REF_IRQ_GERROR		BIT(0)
#define REF_IRQ_EVENTQ		BIT(2)

/* GERROR (6.3.19) */
#define REF_GERROR_CMDQ_ERR	BIT(0)
#define REF_GERROR_EVENTQ_ABT	BIT(2)
#define REF_GERROR_SFM		BIT(8)

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

/* What makes a register writable only at times (6.2, section 15). */
enum ref_guard {
	REF_ALWAYS,
	REF_SMMUEN_0,
	REF_CMDQEN_0,
	REF_EVENTQEN_0,
	REF_READ_ONLY,
	REF_SPECIAL,	/* has a protocol of its own: not for sweeps */
};

/**
 * struct ref_reg - a register
 * @name: the architecture's
 * @offset: from the base of page 0
 * @width: 32 or 64
 * @guard: when software may write it
 * @rw: bits that hold what was written
 * @vague: bits that the architecture leaves open
 * @reset: value at reset, in the bits that are not in @unknown
 * @unknown: bits with an UNKNOWN reset value
 */
struct ref_reg {
	const char *name;
	u32 offset;
	unsigned int width;
	enum ref_guard guard;
	u64 rw;
	u64 vague;
	u64 reset;
	u64 unknown;
};

#define REF_MAX_REGS	64

/* Fill @regs with the registers of an SMMU of identity @id. */
unsigned int ref_regs(const struct ref_id *id, struct ref_reg *regs);

/* The register that covers the 32-bit word at @offset, or NULL. */
const struct ref_reg *ref_reg_at(const struct ref_reg *regs, unsigned int count,
				 u32 offset);

#endif /* _REF_REGS_H */
