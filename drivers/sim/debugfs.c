// SPDX-License-Identifier: GPL-2.0
/*
 * The debugfs files of instances. debugfs keeps an instance's directory while
 * one of its files is being opened, and open makes the whole text; afterwards
 * the file is its own, so it may be read at any moment, also when the instance
 * is gone. Nothing here depends on debugfs being there.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include "debugfs.h"

/**
 * struct view - a kind of file
 * @name: its name
 * @show: writes its contents
 */
struct view {
	const char *name;
	void (*show)(struct seq_buf *s, struct smmu_sim *sim);
};

static const struct view views[] = {
	{ "registers", smmu_sim_show_registers },
	{ "cmdq", smmu_sim_show_cmdq },
	{ "eventq", smmu_sim_show_eventq },
	{ "strtab", smmu_sim_show_strtab },
	{ "tlb", smmu_sim_show_tlb },
	{ "config_cache", smmu_sim_show_config_cache },
	{ "injections", smmu_sim_show_injections },
	{ "stalls", smmu_sim_show_stalls },
	{ "stats", smmu_sim_show_stats },
	{ "config", smmu_sim_show_config },
	{ "regions", smmu_sim_show_regions },
};

/**
 * struct snapshot - an open file
 * @len: bytes of text
 * @text: the text
 */
struct snapshot {
	size_t len;
	char text[];
};

#define SNAPSHOT_MIN	SZ_16K
#define SNAPSHOT_MAX	SZ_4M	/* what does not fit is cut off */

static struct dentry *root;

static const struct view *view_find(const struct dentry *dentry)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(views); i++)
		if (!strcmp(dentry->d_name.name, views[i].name))
			return &views[i];
	return NULL;
}

/* NULL: out of memory; *@fits: the text is complete. */
static struct snapshot *snapshot_take(const struct view *view,
				      struct smmu_sim *sim, size_t bytes,
				      bool *fits)
{
	struct snapshot *snap;
	struct seq_buf s;

	snap = kvmalloc(sizeof(*snap) + bytes, GFP_KERNEL_ACCOUNT);
	if (!snap)
		return NULL;
	seq_buf_init(&s, snap->text, bytes);
	view->show(&s, sim);
	*fits = !seq_buf_has_overflowed(&s);
	snap->len = seq_buf_used(&s);
	return snap;
}

static struct snapshot *snapshot_create(const struct view *view,
					struct smmu_sim *sim)
{
	struct snapshot *snap;
	size_t bytes;
	bool fits;

	for (bytes = SNAPSHOT_MIN; ; bytes *= 4) {
		snap = snapshot_take(view, sim, bytes, &fits);
		if (!snap || fits || bytes >= SNAPSHOT_MAX)
			return snap;
		kvfree(snap);
	}
}

static int view_open(struct inode *inode, struct file *filep)
{
	const struct view *view = view_find(filep->f_path.dentry);

	if (WARN_ON_ONCE(!view))
		return -ENOENT;
	filep->private_data = snapshot_create(view, inode->i_private);
	return filep->private_data ? 0 : -ENOMEM;
}

static ssize_t view_read(struct file *filep, char __user *uptr, size_t len,
			 loff_t *pos)
{
	const struct snapshot *snap = filep->private_data;

	return simple_read_from_buffer(uptr, len, pos, snap->text, snap->len);
}

static loff_t view_llseek(struct file *filep, loff_t offset, int whence)
{
	const struct snapshot *snap = filep->private_data;

	return fixed_size_llseek(filep, offset, whence, snap->len);
}

static int view_release(struct inode *inode, struct file *filep)
{
	kvfree(filep->private_data);
	return 0;
}

static const struct file_operations view_fops = {
	.owner = THIS_MODULE,
	.open = view_open,
	.read = view_read,
	.llseek = view_llseek,
	.release = view_release,
};

void smmu_sim_debugfs_init(void)
{
	root = debugfs_create_dir("smmu-sim", NULL);
}

void smmu_sim_debugfs_exit(void)
{
	debugfs_remove(root);
}

void smmu_sim_debugfs_add(struct smmu_sim *sim)
{
	char name[24];
	unsigned int i;

	snprintf(name, sizeof(name), "%llu", sim->id);
	sim->debugfs = debugfs_create_dir(sim->system ? "system" : name, root);
	/*
	 * "Unsafe" means: not guarded while it is read. It need not be, a
	 * reader has only the snapshot; opening is guarded in any case.
	 */
	for (i = 0; i < ARRAY_SIZE(views); i++)
		debugfs_create_file_unsafe(views[i].name, 0400, sim->debugfs,
					   sim, &view_fops);
}

void smmu_sim_debugfs_remove(struct smmu_sim *sim)
{
	debugfs_remove(sim->debugfs);
}

struct dentry *smmu_sim_debugfs_dir(struct smmu_sim *sim)
{
	return sim->debugfs;
}
