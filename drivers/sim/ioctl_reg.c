// SPDX-License-Identifier: GPL-2.0
/* REG_READ, REG_WRITE, IRQ_EVENTFD: the programming interface of the SMMU. */
#include <linux/err.h>
#include <linux/eventfd.h>

#include "ioctl.h"
#include "lines.h"
#include "regs.h"

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

/*
 * Every register that takes writes is of the Non-secure bank, as there is no
 * other; Secure software reaches them, too.
 */
int smmu_sim_ioctl_reg_write(struct smmu_sim_file *file, void *args)
{
	const struct smmu_sim_reg *reg = args;
	int err = reg_check(reg);

	if (err)
		return err;
	if (smmu_sim_ns_is_owned(file))
		return -EBUSY;
	return smmu_sim_reg_write(file->sim, reg->pas, reg->offset, reg->width,
				  reg->value);
}

int smmu_sim_ioctl_irq_eventfd(struct smmu_sim_file *file, void *args)
{
	const struct smmu_sim_irq_eventfd *irq = args;
	struct eventfd_ctx *eventfd = NULL;

	if (irq->flags || irq->reserved)
		return -EOPNOTSUPP;
	if (irq->bank >= SMMU3_NR_PAS || irq->line >= SMMU3_NR_IRQS)
		return -EINVAL;
	if (irq->bank == SMMU3_PAS_NS && smmu_sim_ns_is_owned(file))
		return -EBUSY;
	if (irq->fd != -1) {
		eventfd = eventfd_ctx_fdget(irq->fd);
		if (IS_ERR(eventfd))
			return PTR_ERR(eventfd);
	}
	smmu_sim_lines_set_eventfd(&file->sim->lines, irq->bank, irq->line,
				   eventfd, file);
	return 0;
}
