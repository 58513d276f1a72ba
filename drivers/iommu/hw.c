// SPDX-License-Identifier: GPL-2.0
/*
 * The control registers of the Non-secure bank: what the ID registers promise,
 * enabling and disabling in the order of 3.11, the Update protocol of 6.3.9.
 * Process context, at start and stop only; but cutting clients off and letting
 * them on again is for whoever holds cmdq.lock.
 */
#include <linux/bitfield.h>
#include <linux/delay.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/log2.h>

#include "builtin.h"
#include "../sim/smmu_sim.h"

#define ACK_TRIES	1000	/* of a millisecond each */
#define ACK_TRIES_LOCKED 1000	/* of a microsecond each */

/* Larger tables would only cost memory. */
#define MAX_SID_BITS_2LVL	16
#define MAX_SID_BITS_LINEAR	8
#define MAX_CMDQ_LOG2		8
#define MAX_EVTQ_LOG2		7

static const unsigned int oas_bits[] = {
	[SMMU3_OAS_32] = 32,
	[SMMU3_OAS_36] = 36,
	[SMMU3_OAS_40] = 40,
	[SMMU3_OAS_42] = 42,
	[SMMU3_OAS_44] = 44,
	[SMMU3_OAS_48] = 48,
};

/* Does it have what this driver cannot do without? */
static const char *builtin_hw_missing(u32 idr0, u32 idr1, u32 idr5)
{
	if (!(idr0 & SMMU3_IDR0_S1P))
		return "stage 1";
	if (!(FIELD_GET(SMMU3_IDR0_TTF, idr0) & SMMU3_TTF_AARCH64))
		return "VMSAv8-64";
	if (!(idr0 & SMMU3_IDR0_COHACC))
		return "coherent access";
	if (FIELD_GET(SMMU3_IDR0_STALL_MODEL, idr0) == SMMU3_STALL_MODEL_FORCED)
		return "faults that need not stall";
	if (!(idr5 & SMMU3_IDR5_GRAN4K))
		return "the 4 KiB granule";
	if (idr1 & (SMMU3_IDR1_TABLES_PRESET | SMMU3_IDR1_QUEUES_PRESET))
		return "tables and queues in memory";
	return NULL;
}

static void builtin_hw_read_caps(struct builtin_caps *caps, u32 idr0, u32 idr1,
				 u32 idr3, u32 idr5)
{
	unsigned int sid_bits = FIELD_GET(SMMU3_IDR1_SIDSIZE, idr1);

	caps->two_level = FIELD_GET(SMMU3_IDR0_ST_LEVEL, idr0) &&
			  sid_bits > MAX_SID_BITS_LINEAR;
	caps->sid_bits = min_t(unsigned int, sid_bits, caps->two_level ?
			       MAX_SID_BITS_2LVL : MAX_SID_BITS_LINEAR);
	caps->cmdq_log2 = min_t(unsigned int, MAX_CMDQ_LOG2,
				FIELD_GET(SMMU3_IDR1_CMDQS, idr1));
	caps->evtq_log2 = min_t(unsigned int, MAX_EVTQ_LOG2,
				FIELD_GET(SMMU3_IDR1_EVENTQS, idr1));
	caps->asid_bits = idr0 & SMMU3_IDR0_ASID16 ? 16 : 8;
	caps->ips = min_t(unsigned int, SMMU3_OAS_48,
			  FIELD_GET(SMMU3_IDR5_OAS, idr5));
	caps->oas = oas_bits[caps->ips];
	caps->range_inv = idr3 & SMMU3_IDR3_RIL;
}

int builtin_hw_probe(struct builtin *b)
{
	u32 idr0 = smmu_sim_readl(b->sim, SMMU3_IDR0);
	u32 idr1 = smmu_sim_readl(b->sim, SMMU3_IDR1);
	u32 idr3 = smmu_sim_readl(b->sim, SMMU3_IDR3);
	u32 idr5 = smmu_sim_readl(b->sim, SMMU3_IDR5);
	const char *missing = builtin_hw_missing(idr0, idr1, idr5);

	if (missing) {
		pr_err("smmu-sim: the built-in driver needs %s\n", missing);
		return -ENODEV;
	}
	builtin_hw_read_caps(&b->caps, idr0, idr1, idr3, idr5);
	return 0;
}

/* Zeroed memory, aligned to @bytes if that is a power of two. */
void *builtin_alloc(struct builtin *b, size_t bytes)
{
	void *mem = alloc_pages_exact(bytes, GFP_KERNEL | __GFP_ZERO);

	if (mem && (virt_to_phys(mem) + bytes - 1) >> b->caps.oas) {
		free_pages_exact(mem, bytes);
		return NULL;
	}
	return mem;
}

void builtin_free(void *mem, size_t bytes)
{
	if (mem)
		free_pages_exact(mem, bytes);
}

/* 6.3.9, 6.3.14: a write has its effect when register @ack says so. */
static int builtin_hw_write_acked(struct builtin *b, u32 value, u32 reg,
				  u32 ack, u32 acked)
{
	unsigned int i;

	smmu_sim_writel(b->sim, reg, value);
	for (i = 0; i < ACK_TRIES; i++) {
		if (smmu_sim_readl(b->sim, ack) == acked)
			return 0;
		usleep_range(1000, 2000);
	}
	pr_err("smmu-sim: no acknowledge of %#x written to register %#x\n",
	       value, reg);
	return -ETIMEDOUT;
}

static int builtin_hw_write_cr0(struct builtin *b, u32 value)
{
	return builtin_hw_write_acked(b, value, SMMU3_CR0, SMMU3_CR0ACK, value);
}

static int builtin_hw_write_irq_ctrl(struct builtin *b, u32 value)
{
	return builtin_hw_write_acked(b, value, SMMU3_IRQ_CTRL,
				      SMMU3_IRQ_CTRLACK, value);
}

/* What comes while SMMUEN is 0 shall not get through untranslated. */
static int builtin_hw_set_gbpa(struct builtin *b)
{
	u32 gbpa = smmu_sim_readl(b->sim, SMMU3_GBPA) | SMMU3_GBPA_ABORT;

	return builtin_hw_write_acked(b, gbpa | SMMU3_GBPA_UPDATE, SMMU3_GBPA,
				      SMMU3_GBPA, gbpa);
}

static void builtin_hw_write_cr0_locked(struct builtin *b, u32 value)
{
	unsigned int i;

	smmu_sim_writel(b->sim, SMMU3_CR0, value);
	for (i = 0; i < ACK_TRIES_LOCKED; i++) {
		if (smmu_sim_readl(b->sim, SMMU3_CR0ACK) == value)
			return;
		udelay(1);
	}
}

/*
 * No client reaches memory any more: what was under way is complete when SMMUEN
 * is acknowledged as 0 (6.3.9.6), and later transactions are aborted. cmdq.lock
 * held, any context.
 */
void builtin_hw_cut_off(struct builtin *b)
{
	u32 cr0 = smmu_sim_readl(b->sim, SMMU3_CR0);

	lockdep_assert_held(&b->cmdq.lock);
	if (!(cr0 & SMMU3_CR0_SMMUEN))
		return;
	builtin_hw_write_cr0_locked(b, cr0 & ~(u32)SMMU3_CR0_SMMUEN);
	b->cmdq.cut_off = true;
}

/* The reverse, if anybody was cut off. cmdq.lock held, any context. */
void builtin_hw_let_on(struct builtin *b)
{
	u32 cr0 = smmu_sim_readl(b->sim, SMMU3_CR0);

	lockdep_assert_held(&b->cmdq.lock);
	if (!b->cmdq.cut_off)
		return;
	builtin_hw_write_cr0_locked(b, cr0 | SMMU3_CR0_SMMUEN);
	b->cmdq.cut_off = false;
}

static void builtin_hw_set_attributes(struct builtin *b)
{
	u32 cr1 = FIELD_PREP(SMMU3_CR1_TABLE_SH, SMMU3_SH_ISH) |
		  FIELD_PREP(SMMU3_CR1_TABLE_OC, SMMU3_CR1_CACHE_WB) |
		  FIELD_PREP(SMMU3_CR1_TABLE_IC, SMMU3_CR1_CACHE_WB) |
		  FIELD_PREP(SMMU3_CR1_QUEUE_SH, SMMU3_SH_ISH) |
		  FIELD_PREP(SMMU3_CR1_QUEUE_OC, SMMU3_CR1_CACHE_WB) |
		  FIELD_PREP(SMMU3_CR1_QUEUE_IC, SMMU3_CR1_CACHE_WB);

	smmu_sim_writel(b->sim, SMMU3_CR1, cr1);
	smmu_sim_writel(b->sim, SMMU3_CR2,
			SMMU3_CR2_PTM | SMMU3_CR2_RECINVSID);
}

static void builtin_hw_set_strtab(struct builtin *b)
{
	u32 cfg = FIELD_PREP(SMMU3_STRTAB_BASE_CFG_LOG2SIZE, b->caps.sid_bits);

	if (b->caps.two_level)
		cfg |= FIELD_PREP(SMMU3_STRTAB_BASE_CFG_FMT,
				  SMMU3_STRTAB_FMT_2LVL) |
		       FIELD_PREP(SMMU3_STRTAB_BASE_CFG_SPLIT,
				  BUILTIN_STRTAB_SPLIT);
	smmu_sim_writeq(b->sim, SMMU3_STRTAB_BASE,
			virt_to_phys(b->strtab.table) | SMMU3_STRTAB_BASE_RA);
	smmu_sim_writel(b->sim, SMMU3_STRTAB_BASE_CFG, cfg);
}

static void builtin_hw_set_cmdq(struct builtin *b)
{
	smmu_sim_writeq(b->sim, SMMU3_CMDQ_BASE,
			virt_to_phys(b->cmdq.entry) | SMMU3_CMDQ_BASE_RA |
			FIELD_PREP(SMMU3_CMDQ_BASE_LOG2SIZE,
				   b->caps.cmdq_log2));
	smmu_sim_writel(b->sim, SMMU3_CMDQ_PROD, 0);
	smmu_sim_writel(b->sim, SMMU3_CMDQ_CONS, 0);
}

static void builtin_hw_set_evtq(struct builtin *b)
{
	smmu_sim_writeq(b->sim, SMMU3_EVENTQ_BASE,
			virt_to_phys(b->evtq.entry) | SMMU3_EVENTQ_BASE_WA |
			FIELD_PREP(SMMU3_EVENTQ_BASE_LOG2SIZE,
				   b->caps.evtq_log2));
	smmu_sim_writel(b->sim, SMMU3_EVENTQ_PROD, 0);
	smmu_sim_writel(b->sim, SMMU3_EVENTQ_CONS, 0);
}

/* 3.11: caches may hold anything before the first invalidation. */
static void builtin_hw_invalidate_all(struct builtin *b)
{
	builtin_cfgi_all(b);
	builtin_tlbi_all(b);
}

static int builtin_hw_request_lines(struct builtin *b)
{
	int ret;

	ret = smmu_sim_request_line(b->sim, SMMU_SIM_LINE_EVENTQ,
				    builtin_evtq_irq, b);
	if (ret)
		return ret;
	ret = smmu_sim_request_line(b->sim, SMMU_SIM_LINE_GERROR,
				    builtin_gerror_irq, b);
	if (ret)
		smmu_sim_free_line(b->sim, SMMU_SIM_LINE_EVENTQ);
	return ret;
}

/* When this returns nothing handles an interrupt any more. */
void builtin_hw_silence(struct builtin *b)
{
	builtin_watch_stop(b);
	smmu_sim_free_line(b->sim, SMMU_SIM_LINE_GERROR);
	smmu_sim_free_line(b->sim, SMMU_SIM_LINE_EVENTQ);
	cancel_work_sync(&b->evtq.work);
}

/* Leave no address of memory that is about to be freed. */
static void builtin_hw_forget_tables(struct builtin *b)
{
	smmu_sim_writeq(b->sim, SMMU3_EVENTQ_BASE, 0);
	smmu_sim_writeq(b->sim, SMMU3_CMDQ_BASE, 0);
	smmu_sim_writel(b->sim, SMMU3_STRTAB_BASE_CFG, 0);
	smmu_sim_writeq(b->sim, SMMU3_STRTAB_BASE, 0);
}

static int builtin_hw_start_queues(struct builtin *b)
{
	int ret;

	ret = builtin_hw_write_cr0(b, SMMU3_CR0_CMDQEN);
	if (ret)
		return ret;
	builtin_hw_invalidate_all(b);
	if (b->cmdq.stuck)
		return -EIO;
	return builtin_hw_write_cr0(b, SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN);
}

static int builtin_hw_enable(struct builtin *b)
{
	int ret;

	ret = builtin_hw_start_queues(b);
	if (ret)
		return ret;
	ret = builtin_hw_write_irq_ctrl(b, SMMU3_IRQ_CTRL_EVENTQ_IRQEN |
					   SMMU3_IRQ_CTRL_GERROR_IRQEN);
	if (ret)
		return ret;
	return builtin_hw_write_cr0(b, SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN |
				       SMMU3_CR0_SMMUEN);
}

/*
 * The reverse of builtin_hw_enable(), from whatever it had reached. Nobody else
 * uses the SMMU any more, and nobody is let on again.
 */
static void builtin_hw_disable(struct builtin *b)
{
	u32 queues = smmu_sim_readl(b->sim, SMMU3_CR0) &
		     (SMMU3_CR0_CMDQEN | SMMU3_CR0_EVENTQEN);

	b->cmdq.cut_off = false;
	builtin_hw_write_cr0(b, queues);
	builtin_hw_write_irq_ctrl(b, 0);
	builtin_hw_write_cr0(b, queues & SMMU3_CR0_CMDQEN);
	if (queues & SMMU3_CR0_CMDQEN)
		builtin_hw_invalidate_all(b);
	builtin_hw_write_cr0(b, 0);
}

int builtin_hw_start(struct builtin *b)
{
	int ret;

	ret = builtin_hw_set_gbpa(b);
	if (!ret)
		ret = builtin_hw_write_cr0(b, 0);
	if (ret)
		return ret;
	smmu_sim_writel(b->sim, SMMU3_GERRORN,
			smmu_sim_readl(b->sim, SMMU3_GERROR));
	builtin_hw_set_attributes(b);
	builtin_hw_set_strtab(b);
	builtin_hw_set_cmdq(b);
	builtin_hw_set_evtq(b);
	ret = builtin_hw_request_lines(b);
	if (ret)
		goto err_forget;
	ret = builtin_hw_enable(b);
	if (ret)
		goto err_disable;
	return 0;

err_disable:
	builtin_hw_disable(b);
	builtin_hw_silence(b);
err_forget:
	builtin_hw_forget_tables(b);
	return ret;
}

/* After builtin_hw_silence(). */
void builtin_hw_stop(struct builtin *b)
{
	builtin_hw_disable(b);
	builtin_hw_forget_tables(b);
}
