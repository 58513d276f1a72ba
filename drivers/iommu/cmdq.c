// SPDX-License-Identifier: GPL-2.0
/*
 * The command queue: commands, their submission, their errors (chapter 4, 7.1),
 * and the global errors that are not a queue's (7.5).
 *
 * Any context. Submitting ends with a CMD_SYNC and returns when that is
 * consumed, so what was submitted has taken effect. Nothing is printed under
 * the lock.
 *
 * If the SMMU does not consume, one submission finds out, by waiting. Later ones
 * are dropped, and when the queue moves again everything is invalidated. In
 * between no client is translated: caches may still lead to memory that has been
 * given back, and so may tables, which have been given back themselves.
 */
#include <linux/bitfield.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/processor.h>

#include <asm/barrier.h>

#include "builtin.h"
#include "../sim/smmu_sim.h"

/* Looks at a queue that does not move, a microsecond or more each. */
#define WAIT_TRIES	20000
#define STUCK_TRIES	100

/* Commands that one invalidation of a range may need at most. */
#define RANGE_CMDS	16

/* Faults of commands that one submission puts up with. */
#define MAX_ERRORS	(RANGE_CMDS + 1)

/**
 * struct cmdq_trouble - what to tell about a submission, after the lock
 * @error: CMDQ_CONS.ERR of the first command error, 0: none
 * @cmd: the command
 * @stuck: the SMMU did not come to the end
 * @unstuck: it had not, but now it has
 */
struct cmdq_trouble {
	unsigned int error;
	struct builtin_cmd cmd;
	bool stuck;
	bool unstuck;
};

int builtin_cmdq_alloc(struct builtin *b)
{
	size_t bytes = SMMU3_CMD_SIZE << b->caps.cmdq_log2;

	raw_spin_lock_init(&b->cmdq.lock);
	b->cmdq.entry = builtin_alloc(b, bytes);
	return b->cmdq.entry ? 0 : -ENOMEM;
}

void builtin_cmdq_free(struct builtin *b)
{
	builtin_free(b->cmdq.entry, SMMU3_CMD_SIZE << b->caps.cmdq_log2);
}

static u32 cmdq_index_mask(const struct builtin *b)
{
	return BIT(b->caps.cmdq_log2) - 1;
}

/* Index and wrap bit (3.5.1). */
static u32 cmdq_wrap_mask(const struct builtin *b)
{
	return BIT(b->caps.cmdq_log2 + 1) - 1;
}

static u32 cmdq_used(const struct builtin *b, u32 cons)
{
	return (b->cmdq.prod - cons) & cmdq_wrap_mask(b);
}

static struct builtin_cmd cmd_sync(void)
{
	return (struct builtin_cmd){ .word = {
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_SYNC) |
		FIELD_PREP(SMMU3_CMD0_CS, SMMU3_CMD_CS_NONE),
	} };
}

static struct builtin_cmd cmd_cfgi_all(void)
{
	return (struct builtin_cmd){ .word = {
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_CFGI_STE_RANGE),
		FIELD_PREP(SMMU3_CMD1_RANGE, SMMU3_CMD_RANGE_ALL),
	} };
}

static struct builtin_cmd cmd_tlbi_all(void)
{
	return (struct builtin_cmd){ .word = {
		FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_NSNH_ALL),
	} };
}

static void cmdq_write_entry(struct builtin *b, u32 index,
			     const struct builtin_cmd *cmd)
{
	__le64 *entry = b->cmdq.entry[index & cmdq_index_mask(b)];

	WRITE_ONCE(entry[0], cpu_to_le64(cmd->word[0]));
	WRITE_ONCE(entry[1], cpu_to_le64(cmd->word[1]));
}

static void cmdq_read_entry(struct builtin *b, u32 index,
			    struct builtin_cmd *cmd)
{
	const __le64 *entry = b->cmdq.entry[index & cmdq_index_mask(b)];

	cmd->word[0] = le64_to_cpu(READ_ONCE(entry[0]));
	cmd->word[1] = le64_to_cpu(READ_ONCE(entry[1]));
}

static u32 gerror_active(struct builtin *b)
{
	return smmu_sim_readl(b->sim, SMMU3_GERROR) ^
	       smmu_sim_readl(b->sim, SMMU3_GERRORN);
}

static void gerror_acknowledge(struct builtin *b, u32 active)
{
	smmu_sim_writel(b->sim, SMMU3_GERRORN,
			smmu_sim_readl(b->sim, SMMU3_GERRORN) ^ active);
}

/*
 * 7.1: the queue stands at the bad command, RD points to it. Let the SMMU fetch
 * again: the same, if it could not be read; if it is illegal put a CMD_SYNC in
 * its place, which is harmless: it waits for no more than its predecessors.
 */
static void cmdq_recover(struct builtin *b, struct cmdq_trouble *trouble)
{
	u32 cons = smmu_sim_readl(b->sim, SMMU3_CMDQ_CONS);
	unsigned int error = FIELD_GET(SMMU3_CMDQ_CONS_ERR, cons);
	u32 rd = FIELD_GET(SMMU3_CMDQ_CONS_RD, cons);
	struct builtin_cmd sync = cmd_sync();

	lockdep_assert_held(&b->cmdq.lock);
	if (!trouble->error && !b->cmdq.stuck) {
		trouble->error = error;
		cmdq_read_entry(b, rd, &trouble->cmd);
	}
	if (error != SMMU3_CERROR_ABT)
		cmdq_write_entry(b, rd, &sync);
	dma_wmb();
	gerror_acknowledge(b, SMMU3_GERROR_CMDQ_ERR);
}

static bool cmdq_in_error(struct builtin *b)
{
	return gerror_active(b) & SMMU3_GERROR_CMDQ_ERR;
}

static u32 cmdq_unconsumed(struct builtin *b)
{
	u32 cons = smmu_sim_readl(b->sim, SMMU3_CMDQ_CONS);

	return cmdq_used(b, FIELD_GET(SMMU3_CMDQ_CONS_RD, cons));
}

/* Wait until at most @left entries are unconsumed. */
static bool cmdq_wait(struct builtin *b, u32 left, struct cmdq_trouble *trouble)
{
	unsigned int tries = b->cmdq.stuck ? STUCK_TRIES : WAIT_TRIES;
	unsigned int errors = 0;

	while (tries--) {
		if (cmdq_unconsumed(b) <= left)
			return true;
		if (!cmdq_in_error(b))
			udelay(1);
		else if (errors++ < MAX_ERRORS)
			cmdq_recover(b, trouble);
		else
			break;
	}
	trouble->stuck = !b->cmdq.stuck;
	WRITE_ONCE(b->cmdq.stuck, true);
	builtin_hw_cut_off(b);
	return false;
}

/* Make the entries that have been written the SMMU's. */
static void cmdq_kick(struct builtin *b)
{
	/*
	 * The entries, and the changes in memory that they are about, become
	 * visible before the index.
	 */
	dma_wmb();
	smmu_sim_writel(b->sim, SMMU3_CMDQ_PROD, b->cmdq.prod);
}

static void cmdq_put(struct builtin *b, const struct builtin_cmd *cmd)
{
	cmdq_write_entry(b, b->cmdq.prod, cmd);
	b->cmdq.prod = (b->cmdq.prod + 1) & cmdq_wrap_mask(b);
}

/* Put @cmd into the queue, making room first if it is full. */
static bool cmdq_push(struct builtin *b, const struct builtin_cmd *cmd,
		      struct cmdq_trouble *trouble)
{
	u32 full = BIT(b->caps.cmdq_log2);

	if (cmdq_unconsumed(b) >= full) {
		cmdq_kick(b);
		if (!cmdq_wait(b, full - 1, trouble))
			return false;
	}
	cmdq_put(b, cmd);
	return true;
}

static bool cmdq_push_sync(struct builtin *b, struct cmdq_trouble *trouble)
{
	struct builtin_cmd sync = cmd_sync();

	if (!cmdq_push(b, &sync, trouble))
		return false;
	cmdq_kick(b);
	return cmdq_wait(b, 0, trouble);
}

/*
 * A queue that is stuck has come to its end meanwhile, perhaps after one more
 * try: make up for what has been dropped. True: it can be used again.
 */
static bool cmdq_unstick(struct builtin *b, struct cmdq_trouble *trouble)
{
	struct builtin_cmd cfgi = cmd_cfgi_all(), tlbi = cmd_tlbi_all();

	if (!b->cmdq.stuck)
		return true;
	if (cmdq_in_error(b))
		cmdq_recover(b, trouble);
	if (cmdq_unconsumed(b) || !cmdq_push(b, &cfgi, trouble) ||
	    !cmdq_push(b, &tlbi, trouble) || !cmdq_push_sync(b, trouble))
		return false;
	WRITE_ONCE(b->cmdq.stuck, false);
	builtin_hw_let_on(b);
	trouble->unstuck = true;
	return true;
}

static void cmdq_submit_locked(struct builtin *b, const struct builtin_cmd *cmd,
			       unsigned int count, struct cmdq_trouble *trouble)
{
	unsigned int i;

	if (!cmdq_unstick(b, trouble))
		return;
	for (i = 0; i < count; i++)
		if (!cmdq_push(b, &cmd[i], trouble))
			return;
	cmdq_push_sync(b, trouble);
}

static void cmdq_tell(struct builtin *b, const struct cmdq_trouble *trouble)
{
	struct device *dev = b->iommu.dev;

	if (trouble->error)
		dev_err_ratelimited(dev, "command %016llx %016llx: error %u\n",
				    trouble->cmd.word[0], trouble->cmd.word[1],
				    trouble->error);
	if (trouble->stuck)
		dev_err_ratelimited(dev, "the command queue is stuck\n");
	if (trouble->unstuck)
		dev_info_ratelimited(dev, "the command queue moves again\n");
}

/* Run @cmd[0..@count), then a CMD_SYNC; return when that is consumed. */
void builtin_cmdq_submit(struct builtin *b, const struct builtin_cmd *cmd,
			 unsigned int count)
{
	struct cmdq_trouble trouble = {};
	unsigned long flags;

	raw_spin_lock_irqsave(&b->cmdq.lock, flags);
	cmdq_submit_locked(b, cmd, count, &trouble);
	raw_spin_unlock_irqrestore(&b->cmdq.lock, flags);
	cmdq_tell(b, &trouble);
}

/* If the queue is stuck, try again. */
void builtin_cmdq_unstick(struct builtin *b)
{
	struct cmdq_trouble trouble = {};
	unsigned long flags;

	if (!READ_ONCE(b->cmdq.stuck))
		return;
	raw_spin_lock_irqsave(&b->cmdq.lock, flags);
	cmdq_unstick(b, &trouble);
	raw_spin_unlock_irqrestore(&b->cmdq.lock, flags);
	cmdq_tell(b, &trouble);
}

/*
 * The GERROR interrupt (3.18). A command error belongs to whoever waits for the
 * queue. If nobody does the queue is stuck, and acknowledging here what comes
 * back at once would never end.
 */
void builtin_gerror_irq(void *arg)
{
	struct builtin *b = arg;
	unsigned long flags;
	u32 active;

	raw_spin_lock_irqsave(&b->cmdq.lock, flags);
	active = gerror_active(b) & ~(u32)SMMU3_GERROR_CMDQ_ERR;
	if (active)
		gerror_acknowledge(b, active);
	raw_spin_unlock_irqrestore(&b->cmdq.lock, flags);
	if (active)
		dev_err_ratelimited(b->iommu.dev, "global error %#x\n", active);
}

static void cmdq_submit_one(struct builtin *b, u64 word0, u64 word1)
{
	struct builtin_cmd cmd = { .word = { word0, word1 } };

	builtin_cmdq_submit(b, &cmd, 1);
}

void builtin_cfgi_all(struct builtin *b)
{
	struct builtin_cmd cmd = cmd_cfgi_all();

	builtin_cmdq_submit(b, &cmd, 1);
}

/* The STE of @sid, what leads to it, and the CDs found through it. */
void builtin_cfgi_ste(struct builtin *b, u32 sid)
{
	cmdq_submit_one(b, FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_CFGI_STE) |
			   FIELD_PREP(SMMU3_CMD0_SID, sid), 0);
}

void builtin_tlbi_all(struct builtin *b)
{
	struct builtin_cmd cmd = cmd_tlbi_all();

	builtin_cmdq_submit(b, &cmd, 1);
}

void builtin_tlbi_asid(struct builtin *b, u16 asid)
{
	cmdq_submit_one(b, FIELD_PREP(SMMU3_CMD0_OPCODE,
				      SMMU3_CMD_TLBI_NH_ASID) |
			   FIELD_PREP(SMMU3_CMD0_ASID, asid), 0);
}

/*
 * Fill @cmd with the next step of invalidating @pages from @iova on, return how
 * many it covers. NUM and SCALE count 4 KiB pages (4.4.1.1); NUM = SCALE = 0
 * without a level is illegal, so a single page takes the plain form.
 */
static u64 tlbi_step(const struct builtin *b, struct builtin_cmd *cmd, u64 iova,
		     u64 pages)
{
	unsigned int scale = min_t(u64, __ffs64(pages),
				   FIELD_MAX(SMMU3_CMD0_SCALE));
	u64 num = pages >> scale;

	/*
	 * What is left after this step is a multiple of a larger scale. At the
	 * largest one @num fits: there are no more than 2^36 pages.
	 */
	if (num > FIELD_MAX(SMMU3_CMD0_NUM) + 1)
		num &= FIELD_MAX(SMMU3_CMD0_NUM);

	cmd->word[1] |= iova & SMMU3_CMD1_ADDR;
	if (!b->caps.range_inv || (num == 1 && !scale))
		return 1;
	cmd->word[0] |= FIELD_PREP(SMMU3_CMD0_NUM, num - 1) |
			FIELD_PREP(SMMU3_CMD0_SCALE, scale);
	cmd->word[1] |= FIELD_PREP(SMMU3_CMD1_TG, SMMU3_CMD_TG_4K);
	return num << scale;
}

void builtin_tlbi_range(struct builtin *b, u16 asid, u64 iova, u64 size,
			bool leaf)
{
	u64 pages = DIV_ROUND_UP_ULL((iova & (SZ_4K - 1)) + size, SZ_4K);
	struct builtin_cmd cmd[RANGE_CMDS];
	unsigned int count;

	for (count = 0; pages && count < RANGE_CMDS; count++) {
		u64 done;

		cmd[count] = (struct builtin_cmd){ .word = {
			FIELD_PREP(SMMU3_CMD0_OPCODE, SMMU3_CMD_TLBI_NH_VA) |
			FIELD_PREP(SMMU3_CMD0_ASID, asid),
			FIELD_PREP(SMMU3_CMD1_LEAF, leaf),
		} };
		done = tlbi_step(b, &cmd[count], iova, pages);
		iova += done * SZ_4K;
		pages -= done;
	}
	if (pages)
		builtin_tlbi_asid(b, asid);
	else
		builtin_cmdq_submit(b, cmd, count);
}
