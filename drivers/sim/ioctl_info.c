// SPDX-License-Identifier: GPL-2.0
/* GET_INFO and CONFIGURE: what an instance is, and making it something else. */
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "ioctl.h"

/*
 * Copy text to a user buffer of *@len bytes, as much as fits, and set *@len to
 * the bytes of the whole text.
 */
static int text_out(u64 uptr, u32 *len, const char *text, size_t text_len)
{
	size_t fits = min_t(size_t, *len, text_len);

	*len = text_len;
	if (uptr && copy_to_user(u64_to_user_ptr(uptr), text, fits))
		return -EFAULT;
	return 0;
}

/* The text that CONFIGURE takes is no longer than this. */
static int config_out(struct smmu_sim *sim, struct smmu_sim_get_info *info)
{
	char text[SMMU_SIM_MAX_CONFIG];
	struct smmu3_config config;
	size_t len;

	smmu_sim_get_config(sim, &config);
	len = smmu3_config_format(&config, text, sizeof(text));
	WARN_ON_ONCE(len > sizeof(text));
	return text_out(info->config_uptr, &info->config_len, text,
			min(len, sizeof(text)));
}

int smmu_sim_ioctl_get_info(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_get_info *info = args;
	struct smmu_sim *sim = file->sim;

	if (info->flags)
		return -EOPNOTSUPP;
	info->kind = sim->system ? SMMU_SIM_KIND_SYSTEM : SMMU_SIM_KIND_PRIVATE;
	info->id = sim->id;
	info->uapi_version = SMMU_SIM_UAPI_VERSION;
	info->owner = sim->owner ? SMMU_SIM_OWNER_BUILTIN : SMMU_SIM_OWNER_FILE;
	info->mem_limit = sim->mem.limit;
	info->mem_used = atomic64_read(&sim->mem.used);
	info->max_regions = SMMU_SIM_MAX_REGIONS;
	info->page_size = PAGE_SIZE;
	return config_out(sim, info);
}

static int refuse(struct smmu_sim_configure *conf, const char *reason)
{
	return text_out(conf->reason_uptr, &conf->reason_len, reason,
			strlen(reason)) ?: -EINVAL;
}

int smmu_sim_ioctl_configure(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_configure *conf = args;
	char text[SMMU_SIM_MAX_CONFIG];
	struct smmu3_config config;
	const char *reason;

	if (conf->flags)
		return -EOPNOTSUPP;
	if (conf->config_len > sizeof(text))
		return refuse(conf, "the configuration is too long");
	if (copy_from_user(text, u64_to_user_ptr(conf->config_uptr),
			   conf->config_len))
		return -EFAULT;
	reason = smmu3_config_parse(&config, text, conf->config_len);
	if (!reason)
		reason = smmu3_config_check(&config);
	if (reason)
		return refuse(conf, reason);
	conf->reason_len = 0;
	return smmu_sim_configure(file->sim, &config);
}
