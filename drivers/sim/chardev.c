// SPDX-License-Identifier: GPL-2.0
/*
 * The device nodes: /dev/smmu-sim, where every open file is a private SMMU, and
 * /dev/smmu-sim0, the system SMMU. What an open file has made dies with it. A
 * mapping keeps its file open, so no memory outlives the instance it belongs
 * to.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "chardev.h"
#include "debugfs.h"
#include "ioctl.h"
#include "lines.h"
#include "memory.h"
#include "pages.h"
#include "regs.h"
#include "secure.h"

static struct smmu_sim *system_sim;
static u64 private_mem_limit;
static atomic64_t last_id;

static struct smmu_sim_file *file_create(struct smmu_sim *sim)
{
	struct smmu_sim_file *file;

	file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);
	if (!file)
		return NULL;
	mutex_init(&file->lock);
	file->sim = sim;
	return file;
}

/*
 * Everything of it is gone afterwards, but not the instance. A Secure bank is
 * reset when injections of the file do nothing to it any more, and before what
 * they held back there is consumed. A private SMMU goes, too: what it would
 * still do concerns nobody.
 */
static void file_destroy(struct smmu_sim_file *file)
{
	bool injected = smmu_sim_file_free_injections(file);

	smmu_sim_secure_reset(file->sim, file);
	if (injected && file->sim->system)
		smmu_sim_run_rest(file->sim);
	smmu_sim_lines_forget(&file->sim->lines, file);
	smmu_sim_file_free_bufs(file);
	smmu_sim_regions_forget(file->sim, file);
	smmu_sim_secure_release(file->sim, file);
	mutex_destroy(&file->lock);
	kfree(file);
}

static struct smmu_sim *private_create(void)
{
	struct smmu3_config config;
	struct smmu_sim *sim;

	/* The profile "max" is what nothing at all stands for. */
	if (WARN_ON_ONCE(smmu3_config_parse(&config, "", 0)))
		return ERR_PTR(-EINVAL);
	sim = smmu_sim_create(&config, private_mem_limit);
	if (IS_ERR(sim))
		return sim;
	sim->id = atomic64_inc_return(&last_id);
	smmu_sim_debugfs_add(sim);
	return sim;
}

static void private_destroy(struct smmu_sim *sim)
{
	smmu_sim_debugfs_remove(sim);
	smmu_sim_destroy(sim);
}

static int private_open(struct inode *inode, struct file *filep)
{
	struct smmu_sim_file *file;
	struct smmu_sim *sim;

	sim = private_create();
	if (IS_ERR(sim))
		return PTR_ERR(sim);
	file = file_create(sim);
	if (!file) {
		private_destroy(sim);
		return -ENOMEM;
	}
	filep->private_data = file;
	return nonseekable_open(inode, filep);
}

static int private_release(struct inode *inode, struct file *filep)
{
	struct smmu_sim_file *file = filep->private_data;
	struct smmu_sim *sim = file->sim;

	file_destroy(file);
	private_destroy(sim);
	return 0;
}

static int system_open(struct inode *inode, struct file *filep)
{
	struct smmu_sim_file *file = file_create(system_sim);

	if (!file)
		return -ENOMEM;
	filep->private_data = file;
	return nonseekable_open(inode, filep);
}

static int system_release(struct inode *inode, struct file *filep)
{
	file_destroy(filep->private_data);
	return 0;
}

static int chardev_mmap(struct file *filep, struct vm_area_struct *vma)
{
	struct smmu_sim_file *file = filep->private_data;
	struct smmu_sim_pages *pages;

	if (!(vma->vm_flags & VM_SHARED))
		return -EINVAL;
	pages = smmu_sim_region_for_vma(file->sim, vma, file);
	if (!pages)
		pages = smmu_sim_buf_for_vma(file, vma);
	if (!pages)
		return -EINVAL;
	smmu_sim_pages_map(pages, vma);
	return 0;
}

static const struct file_operations private_fops = {
	.owner = THIS_MODULE,
	.open = private_open,
	.release = private_release,
	.unlocked_ioctl = smmu_sim_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.mmap = chardev_mmap,
};

static const struct file_operations system_fops = {
	.owner = THIS_MODULE,
	.open = system_open,
	.release = system_release,
	.unlocked_ioctl = smmu_sim_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.mmap = chardev_mmap,
};

static struct miscdevice private_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "smmu-sim",
	.fops = &private_fops,
	.mode = 0600,
};

static struct miscdevice system_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "smmu-sim0",
	.fops = &system_fops,
	.mode = 0600,
};

int smmu_sim_chardev_init(struct smmu_sim *system, u64 mem_limit)
{
	int err;

	system_sim = system;
	private_mem_limit = mem_limit;
	err = misc_register(&private_misc);
	if (err)
		return err;
	err = misc_register(&system_misc);
	if (err)
		misc_deregister(&private_misc);
	return err;
}

void smmu_sim_chardev_exit(void)
{
	misc_deregister(&system_misc);
	misc_deregister(&private_misc);
}
