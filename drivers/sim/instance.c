// SPDX-License-Identifier: GPL-2.0
/*
 * The life of an instance and of the model inside it. Process context. The
 * caller (chardev.c, module.c) knows how long an instance is used.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "lines.h"
#include "memory.h"
#include "section.h"
#include "stall.h"

static struct smmu_sim_model *model_create(struct smmu_sim *sim,
					   const struct smmu3_config *config,
					   u64 epoch)
{
	struct smmu_sim_model *model;

	model = kzalloc(sizeof(*model), GFP_KERNEL_ACCOUNT);
	if (!model)
		return NULL;
	model->mem = __vmalloc(smmu3_size(config),
			       GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!model->mem) {
		kfree(model);
		return NULL;
	}
	model->epoch = epoch;
	model->smmu = smmu3_init(model->mem, config, &smmu_sim_host_ops, sim);
	return model;
}

static void model_destroy(struct smmu_sim_model *model)
{
	vfree(model->mem);
	kfree(model);
}

struct smmu_sim *smmu_sim_create(const struct smmu3_config *config,
				 u64 mem_limit)
{
	struct smmu_sim *sim;

	sim = kzalloc(sizeof(*sim), GFP_KERNEL_ACCOUNT);
	if (!sim)
		return ERR_PTR(-ENOMEM);
	sim->cpu = alloc_percpu_gfp(struct smmu_sim_cpu, GFP_KERNEL_ACCOUNT);
	if (!sim->cpu)
		goto err_free_sim;
	raw_spin_lock_init(&sim->lock);
	mutex_init(&sim->mutex);
	smmu_sim_memory_init(&sim->mem, mem_limit);
	smmu_sim_lines_init(&sim->lines);
	smmu_sim_stalls_init(&sim->stalls);
	sim->model = model_create(sim, config, 0);
	if (!sim->model)
		goto err_free_cpu;
	return sim;

err_free_cpu:
	mutex_destroy(&sim->mutex);
	free_percpu(sim->cpu);
err_free_sim:
	kfree(sim);
	return ERR_PTR(-ENOMEM);
}

/* Who has a stalled transaction is inside an ioctl: there is none any more. */
void smmu_sim_destroy(struct smmu_sim *sim)
{
	model_destroy(sim->model);
	smmu_sim_stalls_destroy(&sim->stalls);
	smmu_sim_lines_destroy(&sim->lines);
	smmu_sim_memory_destroy(sim);
	mutex_destroy(&sim->mutex);
	free_percpu(sim->cpu);
	kfree(sim);
}

/*
 * Afterwards nobody uses the old one: see section.h. What it holds of stalled
 * transactions belongs to their clients, and a fault that it has found and that
 * is not settled yet never will be (xact.c).
 */
static struct smmu_sim_model *model_swap(struct smmu_sim *sim,
					 struct smmu_sim_model *model)
{
	struct smmu_sim_model *old = sim->model;

	scoped_guard(raw_spinlock_irqsave, &sim->lock) {
		/* The model before the pointer to it. */
		smp_store_release(&sim->model, model);
		smmu_sim_drain(sim);
		smmu3_stall_abort_all(old->smmu);
	}
	return old;
}

int smmu_sim_configure(struct smmu_sim *sim, const struct smmu3_config *config)
{
	struct smmu_sim_model *model;

	guard(mutex)(&sim->mutex);
	model = model_create(sim, config, sim->model->epoch + 1);
	if (!model)
		return -ENOMEM;
	model_destroy(model_swap(sim, model));
	return 0;
}

void smmu_sim_get_config(struct smmu_sim *sim, struct smmu3_config *config)
{
	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		memcpy(config, smmu3_get_config(sim->model->smmu),
		       sizeof(*config));
}

u64 smmu_sim_count_read(struct smmu_sim *sim, enum smmu_sim_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(sim->cpu, cpu)->count[counter]);
	return sum;
}
