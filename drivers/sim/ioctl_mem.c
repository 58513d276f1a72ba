// SPDX-License-Identifier: GPL-2.0
/* MEM_ADD, MEM_REMOVE, MEM_READ, MEM_WRITE: RAM that files have added. */
#include <linux/align.h>
#include <linux/cleanup.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "copy.h"
#include "ioctl.h"
#include "memory.h"
#include "secure.h"
#include "section.h"

#define MEM_SPACES	(SMMU_SIM_MEM_NS | SMMU_SIM_MEM_S)
#define MEM_END		BIT_ULL(56)

static int mem_add_check(const struct smmu_sim_file *file,
			 const struct smmu_sim_mem_add *add)
{
	u64 end;

	if (add->flags & ~MEM_SPACES)
		return -EOPNOTSUPP;
	if (!add->flags || !add->length)
		return -EINVAL;
	if (!PAGE_ALIGNED(add->start) || !PAGE_ALIGNED(add->length))
		return -EINVAL;
	if (check_add_overflow(add->start, add->length, &end) || end > MEM_END)
		return -EINVAL;
	if (add->flags & SMMU_SIM_MEM_NS && smmu_sim_ns_is_owned(file))
		return -EBUSY;
	if (add->flags & SMMU_SIM_MEM_S)
		return smmu_sim_secure_claim(file->sim, file);
	return 0;
}

int smmu_sim_ioctl_mem_add(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_mem_add *add = args;
	int err = mem_add_check(file, add);

	if (err)
		return err;
	return smmu_sim_region_add(file->sim, add->start, add->length,
				   add->flags, file, &add->cookie);
}

int smmu_sim_ioctl_mem_remove(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_mem_remove *remove = args;

	if (remove->flags)
		return -EOPNOTSUPP;
	return smmu_sim_region_remove(file->sim, remove->cookie, file);
}

/*
 * Copy at most a piece between @buf and RAM, in a section, so that MEM_REMOVE
 * waits for it. False: no RAM at @addr.
 */
static bool ram_copy(struct smmu_sim *sim, enum smmu3_pas pas, u64 addr,
		     void *buf, size_t len, bool write)
{
	void *ram;

	guard(irqsave)();
	smmu_sim_section_enter(sim);
	ram = smmu_sim_ram_at(sim, pas, addr);
	if (ram && write)
		smmu_sim_copy_to(ram, buf, len);
	else if (ram)
		smmu_sim_copy_from(buf, ram, len);
	smmu_sim_section_exit(sim);
	return ram;
}

/* The next piece of @rw: 0, -EFAULT, or -ENOENT where the RAM ends. */
static int mem_piece(struct smmu_sim *sim, const struct smmu_sim_mem_rw *rw,
		     void *buf, size_t len, bool write)
{
	void __user *uptr = u64_to_user_ptr(rw->data_uptr + rw->done);
	u64 addr = rw->addr + rw->done;

	if (write && copy_from_user(buf, uptr, len))
		return -EFAULT;
	if (!ram_copy(sim, rw->pas, addr, buf, len, write))
		return -ENOENT;
	if (!write && copy_to_user(uptr, buf, len))
		return -EFAULT;
	return 0;
}

static int mem_loop(struct smmu_sim *sim, struct smmu_sim_mem_rw *rw, void *buf,
		    bool write)
{
	size_t len;
	int err;

	do {
		if (fatal_signal_pending(current))
			return -EINTR;
		len = min_t(u64, rw->length - rw->done,
			    smmu_sim_piece(rw->addr + rw->done));
		err = mem_piece(sim, rw, buf, len, write);
		if (err)
			return err == -ENOENT && rw->done ? 0 : err;
		rw->done += len;
		cond_resched();
	} while (rw->done < rw->length);
	return 0;
}

static int mem_rw_check(const struct smmu_sim_file *file,
			const struct smmu_sim_mem_rw *rw, bool write)
{
	if (rw->flags || rw->reserved)
		return -EOPNOTSUPP;
	if (rw->pas >= SMMU3_NR_PAS || rw->length > SMMU_SIM_MAX_DMA)
		return -EINVAL;
	if (write && rw->pas == SMMU3_PAS_S)
		return smmu_sim_secure_claim(file->sim, file);
	return 0;
}

static int mem_rw(struct smmu_sim_file *file, struct smmu_sim_mem_rw *rw,
		  bool write)
{
	void *buf __free(kfree) = NULL;
	int err = mem_rw_check(file, rw, write);

	if (err)
		return err;
	buf = kmalloc(SZ_4K, GFP_KERNEL_ACCOUNT);
	if (!buf)
		return -ENOMEM;
	rw->done = 0;
	return mem_loop(file->sim, rw, buf, write);
}

int smmu_sim_ioctl_mem_read(struct smmu_sim_file *file, void *args)
{
	return mem_rw(file, args, false);
}

int smmu_sim_ioctl_mem_write(struct smmu_sim_file *file, void *args)
{
	return mem_rw(file, args, true);
}
