// SPDX-License-Identifier: GPL-2.0
/*
 * The module: its parameters, the system SMMU, and the order in which things
 * come up and go down. Files come last and go first, so whoever opens one finds
 * everything there.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "chardev.h"
#include "compat.h"
#include "debugfs.h"
#include "sysram.h"

static char *driver = "builtin";
module_param(driver, charp, 0444);
MODULE_PARM_DESC(driver, "Who programs the system SMMU's Non-secure bank: builtin (default), none");

static char *config = "profile=linux";
module_param(config, charp, 0444);
MODULE_PARM_DESC(config, "Identity of the system SMMU: profile=NAME,key=value,... (default profile=linux)");

static unsigned int mem_max_mb = 256;
module_param(mem_max_mb, uint, 0444);
MODULE_PARM_DESC(mem_max_mb, "Most MiB of RAM that one SMMU may be given (default 256)");

static struct smmu_sim *system_sim;

struct smmu_sim *smmu_sim_system(void)
{
	return system_sim;
}
SMMU_SIM_EXPORT(smmu_sim_system);

struct fwnode_handle *smmu_sim_system_fwnode(void)
{
	const struct smmu_sim_owner *owner = system_sim->owner;

	return owner && owner->fwnode ? owner->fwnode() : NULL;
}
SMMU_SIM_EXPORT(smmu_sim_system_fwnode);

/* ERR_PTR(-EINVAL): the parameter says nothing known. NULL: nobody. */
static const struct smmu_sim_owner *owner_find(const char *name)
{
	if (!strcmp(name, smmu_sim_builtin_owner.name))
		return &smmu_sim_builtin_owner;
	if (!strcmp(name, "none"))
		return NULL;
	pr_err("smmu-sim: driver=%s is not known (builtin, none)\n", name);
	return ERR_PTR(-EINVAL);
}

static int config_parse(struct smmu3_config *out)
{
	const char *reason = smmu3_config_parse(out, config, strlen(config));

	if (!reason)
		reason = smmu3_config_check(out);
	if (!reason)
		return 0;
	pr_err("smmu-sim: config=%s refused: %s\n", config, reason);
	return -EINVAL;
}

static u64 mem_limit(void)
{
	return (u64)mem_max_mb * SZ_1M;
}

static int system_create(void)
{
	const struct smmu_sim_owner *owner = owner_find(driver);
	struct smmu3_config identity;
	struct smmu_sim *sim;
	int err;

	if (IS_ERR(owner))
		return PTR_ERR(owner);
	err = config_parse(&identity);
	if (err)
		return err;
	sim = smmu_sim_create(&identity, mem_limit());
	if (IS_ERR(sim))
		return PTR_ERR(sim);
	sim->system = true;
	sim->owner = owner;
	system_sim = sim;
	return 0;
}

static void system_destroy(void)
{
	smmu_sim_destroy(system_sim);
	system_sim = NULL;
}

static int owner_start(void)
{
	return system_sim->owner ? system_sim->owner->start(system_sim) : 0;
}

static void owner_stop(void)
{
	if (system_sim->owner)
		system_sim->owner->stop(system_sim);
}

static int __init smmu_sim_module_init(void)
{
	int err;

	err = smmu_sim_sysram_init();
	if (err)
		return err;
	err = system_create();
	if (err)
		goto err_sysram_exit;
	smmu_sim_debugfs_init();
	smmu_sim_debugfs_add(system_sim);
	err = owner_start();
	if (err)
		goto err_debugfs_exit;
	err = smmu_sim_chardev_init(system_sim, mem_limit());
	if (err)
		goto err_owner_stop;
	return 0;

err_owner_stop:
	owner_stop();
err_debugfs_exit:
	smmu_sim_debugfs_remove(system_sim);
	smmu_sim_debugfs_exit();
	system_destroy();
err_sysram_exit:
	smmu_sim_sysram_exit();
	return err;
}
module_init(smmu_sim_module_init);

static void __exit smmu_sim_module_exit(void)
{
	smmu_sim_chardev_exit();
	owner_stop();
	smmu_sim_debugfs_remove(system_sim);
	smmu_sim_debugfs_exit();
	system_destroy();
	smmu_sim_sysram_exit();
}
module_exit(smmu_sim_module_exit);

MODULE_DESCRIPTION("Arm SMMUv3 in software");
MODULE_LICENSE("GPL");
