// SPDX-License-Identifier: GPL-2.0
/*
 * The one way into the ioctls: which there are, on which kind of node, and how
 * their structures come in and go out (the general rules of the uAPI header).
 */
#include <linux/cleanup.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/uaccess.h>

#include "ioctl.h"
#include "lines.h"

union ioctl_args {
	u32 size;
	struct smmu_sim_get_info get_info;
	struct smmu_sim_configure configure;
	struct smmu_sim_mem_add mem_add;
	struct smmu_sim_mem_remove mem_remove;
	struct smmu_sim_mem_rw mem_rw;
	struct smmu_sim_reg reg;
	struct smmu_sim_translate translate;
	struct smmu_sim_dma dma;
	struct smmu_sim_irq_eventfd irq_eventfd;
	struct smmu_sim_buf_add buf_add;
	struct smmu_sim_buf_remove buf_remove;
	struct smmu_sim_inject inject;
	struct smmu_sim_inspect inspect;
	struct smmu_sim_step step;
};

#define ON_PRIVATE	BIT(SMMU_SIM_KIND_PRIVATE)
#define ON_SYSTEM	BIT(SMMU_SIM_KIND_SYSTEM)
#define ON_BOTH		(ON_PRIVATE | ON_SYSTEM)

/**
 * struct ioctl_op - an ioctl
 * @cmd: its number
 * @size: of its structure
 * @min_size: of its structure when it was first published
 * @nodes: on which kinds of node it exists
 * @answers: the structure has outputs
 * @run: does it
 */
struct ioctl_op {
	unsigned int cmd;
	u32 size;
	u32 min_size;
	u32 nodes;
	bool answers;
	int (*run)(struct smmu_sim_file *file, void *args);
};

#define OP(NAME, name, type, last, on, out)				\
	[SMMU_SIM_NR_##NAME] = {					\
		.cmd = SMMU_SIM_##NAME,					\
		.size = sizeof(struct smmu_sim_##type),			\
		.min_size = offsetofend(struct smmu_sim_##type, last),	\
		.nodes = on,						\
		.answers = out,						\
		.run = smmu_sim_ioctl_##name,				\
	}

static const struct ioctl_op ops[] = {
	OP(GET_INFO, get_info, get_info, page_size, ON_BOTH, true),
	OP(CONFIGURE, configure, configure, reason_uptr, ON_PRIVATE, true),
	OP(MEM_ADD, mem_add, mem_add, cookie, ON_BOTH, true),
	OP(MEM_REMOVE, mem_remove, mem_remove, cookie, ON_BOTH, false),
	OP(MEM_READ, mem_read, mem_rw, done, ON_BOTH, true),
	OP(MEM_WRITE, mem_write, mem_rw, done, ON_BOTH, true),
	OP(REG_READ, reg_read, reg, value, ON_BOTH, true),
	OP(REG_WRITE, reg_write, reg, value, ON_BOTH, false),
	OP(TRANSLATE, translate, translate, step_uptr, ON_BOTH, true),
	OP(DMA, dma, dma, out, ON_BOTH, true),
	OP(IRQ_EVENTFD, irq_eventfd, irq_eventfd, reserved, ON_BOTH, false),
	OP(BUF_ADD, buf_add, buf_add, reserved, ON_SYSTEM, true),
	OP(BUF_REMOVE, buf_remove, buf_remove, cookie, ON_SYSTEM, false),
	OP(INJECT, inject, inject, reserved, ON_BOTH, true),
	OP(INSPECT, inspect, inspect, reserved, ON_BOTH, true),
	OP(STEP, step, step, count, ON_BOTH, true),
};

static const struct ioctl_op *op_find(unsigned int cmd)
{
	unsigned int nr = _IOC_NR(cmd);

	if (nr >= ARRAY_SIZE(ops) || ops[nr].cmd != cmd)
		return NULL;
	return &ops[nr];
}

/* The part of a structure that the kernel does not know must be zero. */
static int check_tail(const void __user *tail, size_t len)
{
	size_t step;
	int ret;

	for (; len; tail += step, len -= step) {
		if (fatal_signal_pending(current))
			return -EINTR;
		step = min_t(size_t, len, SZ_64K);
		ret = check_zeroed_user(tail, step);
		if (ret <= 0)
			return ret ?: -E2BIG;
		cond_resched();
	}
	return 0;
}

static int args_in(const struct ioctl_op *op, union ioctl_args *args,
		   const void __user *uptr, u32 size)
{
	int err;

	if (size < op->min_size)
		return -EINVAL;
	if (size > op->size) {
		err = check_tail(uptr + op->size, size - op->size);
		if (err)
			return err;
	}
	memset(args, 0, sizeof(*args));
	if (copy_from_user(args, uptr, min(size, op->size)))
		return -EFAULT;
	args->size = size; /* whatever it has become meanwhile */
	return 0;
}

static long run(struct smmu_sim_file *file, const struct ioctl_op *op,
		void __user *uptr)
{
	union ioctl_args args;
	u32 size;
	int err;

	if (get_user(size, (u32 __user *)uptr))
		return -EFAULT;
	err = args_in(op, &args, uptr, size);
	if (err)
		return err;
	err = op->run(file, &args);
	/* Whatever it pulsed has arrived when it returns. */
	smmu_sim_lines_sync(&file->sim->lines);
	if (op->answers && copy_to_user(uptr, &args, min(size, op->size)))
		return err ?: -EFAULT;
	return err;
}

long smmu_sim_ioctl(struct file *filep, unsigned int cmd, unsigned long arg)
{
	const struct ioctl_op *op = op_find(cmd);
	struct smmu_sim_file *file = filep->private_data;

	if (!op)
		return -ENOTTY;
	if (!(op->nodes & BIT(file->sim->system)))
		return -EPERM;
	return run(file, op, (void __user *)arg);
}
