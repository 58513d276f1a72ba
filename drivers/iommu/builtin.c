// SPDX-License-Identifier: GPL-2.0
/*
 * Life of the built-in IOMMU driver: the system SMMU's owner when the module
 * parameter says driver=builtin. Brings the SMMU up, then offers it to the
 * IOMMU core; takes both back in the reverse order. Called by the shell only,
 * one call at a time.
 */
#include <linux/module.h>
#include <linux/slab.h>

#include "builtin.h"
#include "../sim/smmu_sim.h"

/* The only instance, as there is only one system SMMU. */
static struct builtin *instance;

static const struct fwnode_operations builtin_fwnode_ops;

static int builtin_alloc_tables(struct builtin *b)
{
	int ret;

	ret = builtin_cmdq_alloc(b);
	if (ret)
		return ret;
	ret = builtin_evtq_alloc(b);
	if (ret)
		goto err_free_cmdq;
	ret = builtin_strtab_alloc(b);
	if (ret)
		goto err_free_evtq;
	return 0;

err_free_evtq:
	builtin_evtq_free(b);
err_free_cmdq:
	builtin_cmdq_free(b);
	return ret;
}

static void builtin_free_tables(struct builtin *b)
{
	builtin_strtab_free(b);
	builtin_evtq_free(b);
	builtin_cmdq_free(b);
}

static int builtin_register(struct builtin *b)
{
	int ret;

	ret = iommu_device_sysfs_add(&b->iommu, NULL, NULL, "smmu-sim");
	if (ret)
		return ret;
	b->iommu.fwnode = &b->fwnode;
	ret = iommu_device_register(&b->iommu, &builtin_iommu_ops, NULL);
	if (ret)
		iommu_device_sysfs_remove(&b->iommu);
	return ret;
}

static void builtin_unregister(struct builtin *b)
{
	iommu_device_unregister(&b->iommu);
	iommu_device_sysfs_remove(&b->iommu);
}

static struct builtin *builtin_create(struct smmu_sim *sim)
{
	struct builtin *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	b->sim = sim;
	fwnode_init(&b->fwnode, &builtin_fwnode_ops);
	mutex_init(&b->streams_lock);
	xa_init(&b->streams);
	ida_init(&b->asids);
	builtin_watch_init(b);
	return b;
}

static void builtin_destroy(struct builtin *b)
{
	ida_destroy(&b->asids);
	xa_destroy(&b->streams);
	mutex_destroy(&b->streams_lock);
	kfree(b);
}

static int builtin_start(struct smmu_sim *sim)
{
	struct builtin *b = builtin_create(sim);
	int ret;

	if (!b)
		return -ENOMEM;
	ret = builtin_hw_probe(b);
	if (ret)
		goto err_destroy;
	ret = builtin_alloc_tables(b);
	if (ret)
		goto err_destroy;
	ret = builtin_hw_start(b);
	if (ret)
		goto err_free_tables;
	ret = builtin_register(b);
	if (ret)
		goto err_hw_stop;
	builtin_fault_add_file(b);
	builtin_watch_start(b);
	instance = b;
	return 0;

err_hw_stop:
	builtin_hw_silence(b);
	builtin_hw_stop(b);
err_free_tables:
	builtin_free_tables(b);
err_destroy:
	builtin_destroy(b);
	return ret;
}

static void builtin_stop(struct smmu_sim *sim)
{
	struct builtin *b = instance;

	instance = NULL;
	builtin_fault_remove_file(b);
	/* Who handles an interrupt names the device that is unregistered. */
	builtin_hw_silence(b);
	builtin_unregister(b);
	builtin_hw_stop(b);
	builtin_free_tables(b);
	builtin_destroy(b);
}

static struct fwnode_handle *builtin_fwnode(void)
{
	return instance ? &instance->fwnode : NULL;
}

const struct smmu_sim_owner smmu_sim_builtin_owner = {
	.name = "builtin",
	.start = builtin_start,
	.stop = builtin_stop,
	.fwnode = builtin_fwnode,
};
