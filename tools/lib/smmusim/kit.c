// SPDX-License-Identifier: GPL-2.0
/*
 * The life of the driver kit: RAM, tables, queues, registers; commands and
 * events. What goes into the tables is in kit_tables.c.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <smmu3/cmd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "kit.h"

#define RAM_BASE	0x80000000ULL
#define RAM_SIZE	(4ULL << 20)
#define KICK_TRIES	100U	/* looks at a command queue that does not move */
#define MSIATTR_WB	0xf	/* Normal, Write-Back inside and outside (5.2) */

/* ---- registers ---- */

static bool kit_secure(const struct smmusim_kit *kit)
{
	return kit->setup.bank == SMMU_SIM_PAS_S;
}

/* The Secure bank has all of its registers on page 0 (6.2.1). */
static uint32_t kit_offset(const struct smmusim_kit *kit, uint32_t offset)
{
	return kit_secure(kit) ? SMMU3_S_TWIN(offset) : offset;
}

static uint64_t kit_read(struct smmusim_kit *kit, uint32_t offset,
			 unsigned int width)
{
	uint64_t value = 0;

	smmusim_reg_read(kit->fd, kit->setup.bank, kit_offset(kit, offset),
			 width, &value);
	return value;
}

uint32_t smmusim_kit_readl(struct smmusim_kit *kit, uint32_t offset)
{
	return kit_read(kit, offset, 32);
}

uint64_t smmusim_kit_readq(struct smmusim_kit *kit, uint32_t offset)
{
	return kit_read(kit, offset, 64);
}

int smmusim_kit_writel(struct smmusim_kit *kit, uint32_t offset, uint32_t value)
{
	return smmusim_reg_write(kit->fd, kit->setup.bank,
				 kit_offset(kit, offset), 32, value);
}

int smmusim_kit_writeq(struct smmusim_kit *kit, uint32_t offset, uint64_t value)
{
	return smmusim_reg_write(kit->fd, kit->setup.bank,
				 kit_offset(kit, offset), 64, value);
}

/* Write a control register and wait for its acknowledge (6.3.9). */
static int kit_control(struct smmusim_kit *kit, uint32_t offset, uint32_t ack,
		       uint32_t value)
{
	unsigned int tries;
	int ret = smmusim_kit_writel(kit, offset, value);

	for (tries = 0; !ret && tries < 1000; tries++)
		if (smmusim_kit_readl(kit, ack) == value)
			return 0;
	return ret ? ret : -ETIMEDOUT;
}

static int kit_cr0(struct smmusim_kit *kit, uint32_t value)
{
	return kit_control(kit, SMMU3_CR0, SMMU3_CR0ACK, value);
}

static int kit_irq_ctrl(struct smmusim_kit *kit, uint32_t value)
{
	return kit_control(kit, SMMU3_IRQ_CTRL, SMMU3_IRQ_CTRLACK, value);
}

/* ---- memory ---- */

uint64_t smmusim_kit_alloc(struct smmusim_kit *kit, uint64_t size,
			   uint64_t align)
{
	uint64_t start = ALIGN(kit->setup.ram_base + kit->used, align);
	uint64_t end = kit->setup.ram_base + kit->setup.ram_size;

	if (start > end || size > end - start)
		return 0;
	kit->used = start + size - kit->setup.ram_base;
	memset(smmusim_kit_ptr(kit, start), 0, size);
	return start;
}

void *smmusim_kit_ptr(struct smmusim_kit *kit, uint64_t pa)
{
	return kit->ram + (pa - kit->setup.ram_base);
}

static void kit_defaults(struct smmusim_setup *setup)
{
	if (!setup->ram_base)
		setup->ram_base = RAM_BASE;
	if (!setup->ram_size)
		setup->ram_size = RAM_SIZE;
	if (!setup->sid_bits)
		setup->sid_bits = 4;
	if (!setup->cmdq_log2)
		setup->cmdq_log2 = 6;
	if (!setup->eventq_log2)
		setup->eventq_log2 = 6;
}

/* Tables and queues are aligned to their size (6.3.24, 6.3.26). */
static uint64_t kit_alloc_ring(struct smmusim_kit *kit, unsigned int log2,
			       uint64_t entry)
{
	uint64_t size = entry << log2;

	return smmusim_kit_alloc(kit, size, size);
}

static int kit_alloc_tables(struct smmusim_kit *kit)
{
	const struct smmusim_setup *setup = &kit->setup;

	kit->strtab = kit_alloc_ring(kit, setup->sid_bits, SMMU3_STE_SIZE);
	kit->cmdq = kit_alloc_ring(kit, setup->cmdq_log2, SMMU3_CMD_SIZE);
	kit->eventq = kit_alloc_ring(kit, setup->eventq_log2, SMMU3_EVT_SIZE);
	return kit->strtab && kit->cmdq && kit->eventq ? 0 : -ENOSPC;
}

int smmusim_kit_init(struct smmusim_kit *kit, int fd,
		     const struct smmusim_setup *setup)
{
	void *ram;
	int ret;

	memset(kit, 0, sizeof(*kit));
	kit->fd = fd;
	if (setup)
		kit->setup = *setup;
	kit_defaults(&kit->setup);
	ret = smmusim_mem_add(fd, kit_secure(kit) ? SMMU_SIM_MEM_S :
						    SMMU_SIM_MEM_NS,
			      kit->setup.ram_base, kit->setup.ram_size,
			      &kit->cookie);
	if (ret)
		return ret;
	ret = smmusim_map(fd, kit->cookie, kit->setup.ram_size, &ram);
	if (ret)
		goto err_remove;
	kit->ram = ram;
	ret = kit_alloc_tables(kit);
	if (ret)
		goto err_unmap;
	return 0;

err_unmap:
	munmap(ram, kit->setup.ram_size);
	kit->ram = NULL;
err_remove:
	smmusim_mem_remove(fd, kit->cookie);
	return ret;
}

void smmusim_kit_exit(struct smmusim_kit *kit)
{
	if (!kit->ram)
		return;
	munmap(kit->ram, kit->setup.ram_size);
	smmusim_mem_remove(kit->fd, kit->cookie);
	kit->ram = NULL;
}

/* ---- bringing the bank up, in the order of 3.11 ---- */

static int kit_bases(struct smmusim_kit *kit)
{
	uint32_t cfg = FIELD_PREP(SMMU3_STRTAB_BASE_CFG_LOG2SIZE,
				  kit->setup.sid_bits);
	uint32_t cr1 = FIELD_PREP(SMMU3_CR1_TABLE_SH, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_CR1_TABLE_OC, SMMU3_CR1_CACHE_WB) |
		FIELD_PREP(SMMU3_CR1_TABLE_IC, SMMU3_CR1_CACHE_WB) |
		FIELD_PREP(SMMU3_CR1_QUEUE_SH, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_CR1_QUEUE_OC, SMMU3_CR1_CACHE_WB) |
		FIELD_PREP(SMMU3_CR1_QUEUE_IC, SMMU3_CR1_CACHE_WB);
	int ret = smmusim_kit_writel(kit, SMMU3_CR1, cr1);

	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_CR2, SMMU3_CR2_RECINVSID);
	if (!ret)
		ret = smmusim_kit_writeq(kit, SMMU3_STRTAB_BASE, kit->strtab);
	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_STRTAB_BASE_CFG, cfg);
	return ret;
}

static int kit_queues(struct smmusim_kit *kit)
{
	const struct smmusim_setup *setup = &kit->setup;
	int ret;

	kit->cmdq_prod = 0;
	kit->eventq_cons = 0;
	ret = smmusim_kit_writeq(kit, SMMU3_CMDQ_BASE, kit->cmdq |
		FIELD_PREP(SMMU3_CMDQ_BASE_LOG2SIZE, setup->cmdq_log2));
	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_CMDQ_PROD, 0);
	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_CMDQ_CONS, 0);
	if (!ret)
		ret = smmusim_kit_writeq(kit, SMMU3_EVENTQ_BASE, kit->eventq |
			FIELD_PREP(SMMU3_EVENTQ_BASE_LOG2SIZE,
				   setup->eventq_log2));
	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_EVENTQ_PROD, 0);
	if (!ret)
		ret = smmusim_kit_writel(kit, SMMU3_EVENTQ_CONS, 0);
	return ret;
}

int smmusim_kit_enable(struct smmusim_kit *kit)
{
	int ret = smmusim_kit_disable(kit);

	if (!ret)
		ret = kit_bases(kit);
	if (!ret)
		ret = kit_queues(kit);
	if (!ret)
		ret = kit_cr0(kit, SMMU3_CR0_CMDQEN);
	if (!ret)
		ret = smmusim_inval_all(kit);
	if (!ret)
		ret = kit_irq_ctrl(kit, SMMU3_IRQ_CTRL_EVENTQ_IRQEN |
					SMMU3_IRQ_CTRL_GERROR_IRQEN);
	if (!ret)
		ret = kit_cr0(kit, SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN);
	if (!ret)
		ret = kit_cr0(kit, SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN |
				   SMMU3_CR0_SMMUEN);
	return ret;
}

int smmusim_kit_disable(struct smmusim_kit *kit)
{
	int ret = kit_cr0(kit, 0);

	return ret ? ret : kit_irq_ctrl(kit, 0);
}

/* ---- commands ---- */

/* An index with its wrap bit, one further (3.5.1). */
static uint32_t kit_next(uint32_t index, unsigned int log2)
{
	return (index + 1) & (BIT_ULL(log2 + 1) - 1);
}

static bool kit_cmdq_stopped(struct smmusim_kit *kit)
{
	return (smmusim_kit_readl(kit, SMMU3_GERROR) ^
		smmusim_kit_readl(kit, SMMU3_GERRORN)) & SMMU3_GERROR_CMDQ_ERR;
}

/*
 * Writing PROD runs the queue, and it is empty afterwards unless it stopped or
 * something holds it back.
 */
int smmusim_kick(struct smmusim_kit *kit)
{
	int ret = smmusim_kit_writel(kit, SMMU3_CMDQ_PROD, kit->cmdq_prod);
	uint32_t cons, last = kit->cmdq_prod;
	unsigned int idle;

	for (idle = 0; !ret && idle < KICK_TRIES; idle++) {
		cons = FIELD_GET(SMMU3_CMDQ_CONS_RD,
				 smmusim_kit_readl(kit, SMMU3_CMDQ_CONS));
		if (cons == kit->cmdq_prod)
			return 0;
		if (kit_cmdq_stopped(kit))
			return -EIO;
		if (cons != last)
			idle = 0;
		last = cons;
	}
	return ret ? ret : -ETIMEDOUT;
}

void smmusim_queue_command(struct smmusim_kit *kit, uint64_t word0,
			   uint64_t word1)
{
	unsigned int log2 = kit->setup.cmdq_log2;
	uint32_t slot = kit->cmdq_prod & (BIT_ULL(log2) - 1);
	uint64_t *entry = smmusim_kit_ptr(kit, kit->cmdq +
					  slot * SMMU3_CMD_SIZE);

	entry[0] = cpu_to_le64(word0);
	entry[1] = cpu_to_le64(word1);
	kit->cmdq_prod = kit_next(kit->cmdq_prod, log2);
}

int smmusim_command(struct smmusim_kit *kit, uint64_t word0, uint64_t word1)
{
	smmusim_queue_command(kit, word0, word1);
	return smmusim_kick(kit);
}

int smmusim_sync(struct smmusim_kit *kit, bool irq)
{
	return smmusim_command(kit,
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_SYNC) |
		FIELD_PREP(SMMU3_CMD0_CS,
			   irq ? SMMU3_CMD_CS_IRQ : SMMU3_CMD_CS_NONE), 0);
}

int smmusim_sync_msi(struct smmusim_kit *kit, uint64_t addr, uint32_t data)
{
	return smmusim_command(kit,
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_SYNC) |
		FIELD_PREP(SMMU3_CMD0_CS, SMMU3_CMD_CS_IRQ) |
		FIELD_PREP(SMMU3_CMD0_MSH, SMMU3_SH_ISH) |
		FIELD_PREP(SMMU3_CMD0_MSIATTR, MSIATTR_WB) |
		FIELD_PREP(SMMU3_CMD0_MSIDATA, data),
		addr & SMMU3_CMD1_MSIADDRESS);
}

/* One invalidation, complete. */
static int kit_inval(struct smmusim_kit *kit, uint64_t word0, uint64_t word1)
{
	int ret = smmusim_command(kit, word0, word1);

	return ret ? ret : smmusim_sync(kit, false);
}

/* A Secure stream is named by SSec (4.1.6). */
static uint64_t kit_stream(const struct smmusim_kit *kit, uint8_t opcode,
			   uint32_t sid)
{
	return FIELD_PREP(SMMU3_CMD0_OPCODE, opcode) |
		FIELD_PREP(SMMU3_CMD0_SSEC, kit_secure(kit)) |
		FIELD_PREP(SMMU3_CMD0_SID, sid);
}

int smmusim_inval_ste(struct smmusim_kit *kit, uint32_t sid)
{
	return kit_inval(kit, kit_stream(kit, SMMU3_CMD_CFGI_STE, sid),
			 SMMU3_CMD1_LEAF);
}

int smmusim_inval_cd(struct smmusim_kit *kit, uint32_t sid)
{
	return kit_inval(kit, kit_stream(kit, SMMU3_CMD_CFGI_CD, sid),
			 SMMU3_CMD1_LEAF);
}

/* 6.3.53: in S_IDR1, the twin of IDR1. */
static bool kit_has_sel2(struct smmusim_kit *kit)
{
	return smmusim_kit_readl(kit, SMMU3_IDR1) & SMMU3_S_IDR1_SEL2;
}

/*
 * TLBI_NSNH_ALL names Non-secure translations in either queue (4.4.2). With
 * Secure EL2, TLBI_NH_ALL names those of one VMID.
 */
static int kit_inval_tlb(struct smmusim_kit *kit)
{
	uint8_t opcode = SMMU3_CMD_TLBI_NH_ALL;
	int ret;

	if (!kit_secure(kit))
		return kit_inval(kit, FIELD_PREP(SMMU3_CMD0_OPCODE,
					SMMU3_CMD_TLBI_NSNH_ALL), 0);
	if (kit_has_sel2(kit))
		opcode = SMMU3_CMD_TLBI_SNH_ALL;
	ret = smmusim_command(kit, FIELD_PREP(SMMU3_CMD0_OPCODE, opcode), 0);
	return ret ? ret : kit_inval(kit, FIELD_PREP(SMMU3_CMD0_OPCODE,
					SMMU3_CMD_TLBI_EL3_ALL), 0);
}

int smmusim_inval_cds(struct smmusim_kit *kit, uint32_t sid)
{
	return kit_inval(kit, kit_stream(kit, SMMU3_CMD_CFGI_CD_ALL, sid), 0);
}

int smmusim_inval_all(struct smmusim_kit *kit)
{
	int ret = smmusim_command(kit,
		kit_stream(kit, SMMU3_CMD_CFGI_STE_RANGE, 0),
		FIELD_PREP(SMMU3_CMD1_RANGE, SMMU3_CMD_RANGE_ALL));

	return ret ? ret : kit_inval_tlb(kit);
}

int smmusim_inval_asid(struct smmusim_kit *kit, uint16_t asid)
{
	return kit_inval(kit,
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_NH_ASID) |
		FIELD_PREP(SMMU3_CMD0_ASID, asid), 0);
}

int smmusim_inval_vmid_va(struct smmusim_kit *kit, uint16_t vmid, uint16_t asid,
			  uint64_t va)
{
	return kit_inval(kit,
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_NH_VA) |
		FIELD_PREP(SMMU3_CMD0_VMID, vmid) |
		FIELD_PREP(SMMU3_CMD0_ASID, asid), va & SMMU3_CMD1_ADDR);
}

int smmusim_inval_va(struct smmusim_kit *kit, uint16_t asid, uint64_t va)
{
	return smmusim_inval_vmid_va(kit, 0, asid, va);
}

/* ---- stalls (4.7) ---- */

int smmusim_resume(struct smmusim_kit *kit, uint32_t sid, uint16_t stag,
		   enum smmusim_action action)
{
	return smmusim_command(kit,
		kit_stream(kit, SMMU3_CMD_RESUME, sid) |
		FIELD_PREP(SMMU3_CMD0_AC, action == SMMUSIM_RETRY) |
		FIELD_PREP(SMMU3_CMD0_AB, action == SMMUSIM_ABORT),
		FIELD_PREP(SMMU3_CMD1_STAG, stag));
}

int smmusim_stall_term(struct smmusim_kit *kit, uint32_t sid)
{
	return smmusim_command(kit, kit_stream(kit, SMMU3_CMD_STALL_TERM, sid), 0);
}

/* ---- events ---- */

static void kit_read_record(struct smmusim_kit *kit, uint32_t slot,
			    uint64_t record[4])
{
	const uint64_t *entry = smmusim_kit_ptr(kit, kit->eventq +
						slot * SMMU3_EVT_SIZE);
	unsigned int i;

	for (i = 0; i < SMMU3_EVT_WORDS; i++)
		record[i] = le64_to_cpu(READ_ONCE(entry[i]));
}

int smmusim_event(struct smmusim_kit *kit, uint64_t record[4])
{
	unsigned int log2 = kit->setup.eventq_log2;
	uint32_t prod = smmusim_kit_readl(kit, SMMU3_EVENTQ_PROD);
	uint32_t cons = kit->eventq_cons;
	int ret;

	if (FIELD_GET(SMMU3_EVENTQ_PROD_WR, prod) == cons)
		return 0;
	kit_read_record(kit, cons & (BIT_ULL(log2) - 1), record);
	kit->eventq_cons = kit_next(cons, log2);
	/* Acknowledges an overflow together with the slot (7.4). */
	ret = smmusim_kit_writel(kit, SMMU3_EVENTQ_CONS, kit->eventq_cons |
				 (prod & SMMU3_EVENTQ_PROD_OVFLG));
	return ret ? ret : 1;
}
