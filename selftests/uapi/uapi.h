/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of the ioctl interface share. Offsets and encodings are typed
 * from the architecture a second time, on purpose: they are what the SMMU is
 * compared with.
 */
#ifndef _UAPI_TEST_H
#define _UAPI_TEST_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>

#include <smmusim/kit.h>

#define BITS(hi, lo)	((~0ULL >> (63 - (hi))) & (~0ULL << (lo)))
#define FIELD(hi, lo, value) (((uint64_t)(value) << (lo)) & BITS(hi, lo))
#define GET(value, hi, lo) (((uint64_t)(value) & BITS(hi, lo)) >> (lo))

/* Registers (6.3). */
#define IDR0		0x0000
#define IDR1		0x0004
#define IDR3		0x000c
#define IDR5		0x0014
#define AIDR		0x001c
#define CR0		0x0020
#define CR0ACK		0x0024
#define CR1		0x0028
#define CR2		0x002c
#define GBPA		0x0044
#define IRQ_CTRL	0x0050
#define IRQ_CTRLACK	0x0054
#define GERROR		0x0060
#define GERRORN		0x0064
#define STRTAB_BASE	0x0080
#define CMDQ_BASE	0x0090
#define CMDQ_PROD	0x0098
#define CMDQ_CONS	0x009c
#define EVENTQ_BASE	0x00a0
#define EVENTQ_IRQ_CFG0	0x00b0
#define EVENTQ_IRQ_CFG1	0x00b8
#define EVENTQ_IRQ_CFG2	0x00bc
#define GERROR_IRQ_CFG0	0x0068
#define GERROR_IRQ_CFG1	0x0070
#define GERROR_IRQ_CFG2	0x0074
#define STRTAB_BASE_CFG	0x0088
#define S_IDR0		0x8000
#define S_IDR1		0x8004
#define S_CR0		0x8020
#define S_CR0ACK	0x8024
#define S_INIT		0x803c
#define S_GBPA		0x8044
#define S_IRQ_CTRL	0x8050
#define S_IRQ_CTRLACK	0x8054
#define S_GERROR	0x8060
#define EVENTQ_PROD	0x100a8
#define EVENTQ_CONS	0x100ac

#define CR0_SMMUEN	0x1
#define CR0_EVENTQEN	0x4
#define CR0_CMDQEN	0x8
#define CR0_VMW		0x1c0
#define CR2_RECINVSID	0x2
#define GBPA_UPDATE	(1U << 31)
#define GBPA_ABORT	(1U << 20)
#define OVFLG		(1U << 31)
#define IRQEN_GERROR	0x1
#define IRQEN_EVENTQ	0x4

/* GERROR (7.5). */
#define CMDQ_ERR	(1U << 0)
#define EVENTQ_ABT_ERR	(1U << 2)
#define MSI_CMDQ_ABT_ERR (1U << 4)
#define MSI_EVENTQ_ABT_ERR (1U << 5)
#define MSI_GERROR_ABT_ERR (1U << 7)
#define SFM_ERR		(1U << 8)

/* Commands (4.1.1) and what stops a queue (7.1). */
#define CFGI_STE	0x03
#define CFGI_STE_RANGE	0x04
#define TLBI_NH_ALL	0x10
#define TLBI_NH_VA	0x12
#define TLBI_EL3_ALL	0x18
#define TLBI_NSNH_ALL	0x30
#define CMD_SYNC	0x46
#define CMD_SSEC	(1ULL << 10)
#define CERROR_ILL	1
#define CERROR_ABT	2

/* Event numbers (7.3). */
#define C_BAD_STREAMID	0x02
#define F_STE_FETCH	0x03
#define C_BAD_STE	0x04
#define C_BAD_SUBSTREAMID 0x08
#define F_CD_FETCH	0x09
#define C_BAD_CD	0x0a
#define F_WALK_EABT	0x0b
#define F_TRANSLATION	0x10
#define F_ADDR_SIZE	0x11
#define F_ACCESS	0x12
#define F_PERMISSION	0x13

/* Bits of word 1 of an event record (7.3). */
#define EVT_PNU		(1ULL << 33)
#define EVT_IND		(1ULL << 34)
#define EVT_RNW		(1ULL << 35)
#define EVT_S2		(1ULL << 39)
#define EVT_CLASS_TT	(1ULL << 40)
#define EVT_CLASS_IN	(2ULL << 40)

/**
 * struct uapi_smmu - a bank of a private SMMU that translates one stream
 * @fd: the SMMU
 * @kit: the bank's driver
 * @ctx: the context of stream UAPI_SID
 * @data: physical address of UAPI_PAGES pages of RAM
 * @bytes: the same, mapped
 *
 * Page n of @data is mapped at UAPI_IOVA + n * 4 KiB, readable and writable.
 */
struct uapi_smmu {
	int fd;
	struct smmusim_kit kit;
	struct smmusim_context ctx;
	uint64_t data;
	uint8_t *bytes;
};

#define UAPI_SID	5U
#define UAPI_ASID	7U
#define UAPI_IOVA	0x40000000ULL
#define UAPI_PAGES	8U
#define UAPI_HOLE	0x50000000ULL	/* nothing is mapped there */
#define PAGE		4096ULL

/* 0 or a negative errno; what was made is undone by uapi_smmu_close(). */
int uapi_smmu_open(struct uapi_smmu *smmu);
void uapi_smmu_close(struct uapi_smmu *smmu);

/*
 * The same for a bank of an open SMMU, or more exactly; undone by
 * smmusim_kit_exit().
 */
int uapi_smmu_setup(struct uapi_smmu *smmu, int fd, uint32_t bank);
int uapi_smmu_setup_as(struct uapi_smmu *smmu, int fd,
		       const struct smmusim_setup *setup);

/* An address-only transaction of UAPI_SID; @flags are SMMU_SIM_TXN_*. */
int uapi_translate(struct uapi_smmu *smmu, uint64_t addr, uint32_t txn_flags,
		   uint32_t flags, struct smmu_sim_translate *arg);

/* DMA of UAPI_SID. */
int uapi_dma(struct uapi_smmu *smmu, uint32_t op, uint64_t addr, void *data,
	     uint64_t length, struct smmu_sim_dma *arg);

/* The one record of INSPECT_BANKS that is about @bank, and the counters. */
int uapi_bank_record(int fd, uint32_t bank, struct smmu_sim_bank_record *record);
int uapi_counters(int fd, struct smmu_sim_counters_record *record);

/* A register as software of PA space NS sees it. */
uint32_t uapi_readl(int fd, uint32_t offset);
void uapi_writel(int fd, uint32_t offset, uint32_t value);

/* The size of a page of this kernel. */
uint64_t uapi_page(void);

/* Bytes that say where they are. */
void uapi_pattern(void *buf, size_t length, unsigned int seed);

/* @buf differs from the pattern somewhere. */
bool uapi_pattern_differs(const void *buf, size_t length, unsigned int seed);

#define SOON	2000	/* ms that a pulse may take on a slow machine */
#define NOT	50	/* ms to wait for a pulse that must not come */

/* Pulses of an eventfd since the last time; 0 if there were none. */
uint64_t uapi_pulses(int eventfd, int timeout_ms);

/* An eventfd for an interrupt line, or a negative errno. */
int uapi_line(int fd, uint32_t bank, uint32_t line);

#endif /* _UAPI_TEST_H */
