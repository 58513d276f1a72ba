// SPDX-License-Identifier: GPL-2.0
/* REG_READ, REG_WRITE, STEP, IRQ_EVENTFD: the programming interfaces. */
#include <linux/err.h>
#include <linux/eventfd.h>
#include <smmu3/regs.h>

#include "ioctl.h"
#include "lines.h"
#include "regs.h"
#include "secure.h"
#include "slots.h"

static_assert(SMMU_SIM_IRQ_EVENTQ == (int)SMMU3_IRQ_EVENTQ);
static_assert(SMMU_SIM_IRQ_CMD_SYNC == (int)SMMU3_IRQ_CMD_SYNC);
static_assert(SMMU_SIM_IRQ_GERROR == (int)SMMU3_IRQ_GERROR);
static_assert(SMMU_SIM_PAS_NS == (int)SMMU3_PAS_NS);
static_assert(SMMU_SIM_PAS_S == (int)SMMU3_PAS_S);

static int reg_check(const struct smmu_sim_reg *reg)
{
	if (reg->flags || reg->reserved)
		return -EOPNOTSUPP;
	if (reg->width != 32 && reg->width != 64)
		return -EINVAL;
	return reg->pas < SMMU3_NR_PAS ? 0 : -EINVAL;
}

int smmu_sim_ioctl_reg_read(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_reg *reg = args;
	int err = reg_check(reg);
	u64 value;

	if (err)
		return err;
	err = smmu_sim_reg_read(file->sim, reg->pas, reg->offset, reg->width,
				&value);
	if (!err)
		reg->value = value;
	return err;
}

/* 6.2: the rest of page 0 belongs to the Secure bank, its event queue, too. */
static bool is_secure_reg(u32 offset)
{
	return offset >= SMMU3_S_PAGE && offset < SMMU3_PAGE_SIZE;
}

/*
 * Whose register is it? Those of the Non-secure bank Secure software reaches,
 * too; in the reverse direction writes are ignored, and concern nobody.
 */
static int reg_may_write(const struct smmu_sim_file *file,
			 const struct smmu_sim_reg *reg)
{
	if (!is_secure_reg(reg->offset))
		return smmu_sim_ns_is_owned(file) ? -EBUSY : 0;
	if (reg->pas == SMMU3_PAS_NS)
		return 0;
	return smmu_sim_secure_claim(file->sim, file);
}

int smmu_sim_ioctl_reg_write(struct smmu_sim_file *file, void *args)
{
	const struct smmu_sim_reg *reg = args;
	int err = reg_check(reg);

	if (!err)
		err = reg_may_write(file, reg);
	if (err)
		return err;
	return smmu_sim_reg_write(file->sim, reg->pas, reg->offset, reg->width,
				  reg->value);
}

static int step_may(struct smmu_sim_file *file, enum smmu3_pas bank)
{
	if (bank == SMMU3_PAS_S)
		return smmu_sim_secure_claim(file->sim, file);
	if (smmu_sim_ns_is_owned(file) &&
	    !smmu_sim_file_holds_queue(file, bank))
		return -EBUSY;
	return 0;
}

int smmu_sim_ioctl_step(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_step *step = args;
	int err;

	if (step->flags)
		return -EOPNOTSUPP;
	if (step->bank >= SMMU3_NR_PAS ||
	    !smmu_sim_has_bank(file->sim, step->bank))
		return -EINVAL;
	err = step_may(file, step->bank);
	return err ?: smmu_sim_step(file->sim, step->bank, &step->count);
}

static int irq_may_listen(const struct smmu_sim_file *file, enum smmu3_pas bank)
{
	if (bank == SMMU3_PAS_S)
		return smmu_sim_secure_claim(file->sim, file);
	return smmu_sim_ns_is_owned(file) ? -EBUSY : 0;
}

int smmu_sim_ioctl_irq_eventfd(struct smmu_sim_file *file, void *args)
{
	const struct smmu_sim_irq_eventfd *irq = args;
	struct eventfd_ctx *eventfd = NULL;
	int err;

	if (irq->flags || irq->reserved)
		return -EOPNOTSUPP;
	if (irq->bank >= SMMU3_NR_PAS || irq->line >= SMMU3_NR_IRQS)
		return -EINVAL;
	err = irq_may_listen(file, irq->bank);
	if (err)
		return err;
	if (irq->fd != -1) {
		eventfd = eventfd_ctx_fdget(irq->fd);
		if (IS_ERR(eventfd))
			return PTR_ERR(eventfd);
	}
	smmu_sim_lines_set_eventfd(&file->sim->lines, irq->bank, irq->line,
				   eventfd, file);
	return 0;
}
