// SPDX-License-Identifier: GPL-2.0
/*
 * INJECT: faults on purpose. The model has them; here is who made them, as only
 * he may clear them, and they end with his file. What a file remembers of its
 * injections is protected by the raw lock and is void once CONFIGURE has put
 * another model in place.
 */
#include <linux/bits.h>
#include <linux/cleanup.h>

#include "ioctl.h"
#include "regs.h"
#include "slots.h"

static_assert(SMMU_SIM_INJECT_ABORT == (int)SMMU3_INJECT_ABORT);
static_assert(SMMU_SIM_INJECT_LOST_IRQ == (int)SMMU3_INJECT_LOST_IRQ);
static_assert(SMMU_SIM_INJECT_PAUSE == (int)SMMU3_INJECT_PAUSE);
static_assert(SMMU_SIM_INJECT_SLOW == (int)SMMU3_INJECT_SLOW);
static_assert(SMMU_SIM_INJECT_SFM == (int)SMMU3_INJECT_SFM);
static_assert(SMMU_SIM_ACCESS_STE == BIT(SMMU3_ACCESS_STE));
static_assert(SMMU_SIM_ACCESS_CD == BIT(SMMU3_ACCESS_CD));
static_assert(SMMU_SIM_ACCESS_TT == BIT(SMMU3_ACCESS_TT));
static_assert(SMMU_SIM_ACCESS_CMDQ == BIT(SMMU3_ACCESS_CMDQ));
static_assert(SMMU_SIM_ACCESS_EVENTQ == BIT(SMMU3_ACCESS_EVENTQ));
static_assert(SMMU_SIM_ACCESS_MSI == BIT(SMMU3_ACCESS_MSI));
static_assert(SMMU_SIM_ACCESS_CLIENT == BIT(SMMU3_ACCESS_CLIENT));
static_assert(SMMU_SIM_MAX_INJECTIONS == SMMU3_MAX_INJECTIONS);

/* The file's injections in the model as it is now. Raw lock held. */
static struct smmu_sim_injections *own_injections(struct smmu_sim_file *file)
{
	const struct smmu_sim_model *model = file->sim->model;
	struct smmu_sim_injections *own = &file->injections;

	lockdep_assert_held(&file->sim->lock);
	if (own->epoch != model->epoch)
		own->count = 0;
	own->epoch = model->epoch;
	return own;
}

static int add_locked(struct smmu_sim_file *file,
		      const struct smmu3_injection *what, u32 *id)
{
	struct smmu_sim_injections *own = own_injections(file);
	struct smmu3 *smmu = file->sim->model->smmu;

	if (what->banks & BIT(SMMU3_PAS_S) && !smmu3_get_config(smmu)->secure)
		return -EINVAL;
	*id = smmu3_inject_add(smmu, what);
	if (!*id)
		return -ENOSPC;
	own->id[own->count++] = *id;
	return 0;
}

static int inject_add(struct smmu_sim_file *file, struct smmu_sim_inject *in)
{
	const struct smmu3_injection what = {
		.kind = in->kind,
		.banks = in->banks,
		.accesses = in->accesses,
		.lines = in->lines,
		.first = in->first,
		.last = in->last,
		.every = in->every,
		.count = in->count,
	};
	int err;

	if (smmu3_inject_check(&what))
		return -EINVAL;
	scoped_guard(raw_spinlock_irqsave, &file->sim->lock)
		err = add_locked(file, &what, &in->id);
	return err;
}

/* End injection @id of the file, or all of them if 0. False: none such. */
static bool clear_locked(struct smmu_sim_file *file, u32 id)
{
	struct smmu_sim_injections *own = own_injections(file);
	struct smmu3 *smmu = file->sim->model->smmu;
	bool found = !id;
	unsigned int i;

	for (i = own->count; i--; ) {
		if (id && own->id[i] != id)
			continue;
		smmu3_inject_clear(smmu, own->id[i]);
		own->id[i] = own->id[--own->count];
		found = true;
	}
	return found;
}

static int inject_clear(struct smmu_sim_file *file,
			const struct smmu_sim_inject *in)
{
	bool found;

	if (in->kind || in->banks || in->accesses || in->lines || in->first ||
	    in->last || in->every || in->count)
		return -EINVAL;
	scoped_guard(raw_spinlock_irqsave, &file->sim->lock)
		found = clear_locked(file, in->id);
	/* A queue that was held back goes on. */
	return found ? smmu_sim_run(file->sim) : -ENOENT;
}

int smmu_sim_ioctl_inject(struct smmu_sim_file *file, void *args)
{
	struct smmu_sim_inject *in = args;

	if (in->flags & ~SMMU_SIM_INJECT_CLEAR || in->reserved)
		return -EOPNOTSUPP;
	return in->flags ? inject_clear(file, in) : inject_add(file, in);
}

static bool is_own(const struct smmu_sim_injections *own, u32 id)
{
	unsigned int i;

	for (i = 0; i < own->count; i++)
		if (own->id[i] == id)
			return true;
	return false;
}

static bool holds(const struct smmu3_injection *what, enum smmu3_pas bank)
{
	return what->banks & BIT(bank) &&
	       (what->kind == SMMU3_INJECT_PAUSE ||
		what->kind == SMMU3_INJECT_SLOW);
}

static bool holds_locked(struct smmu_sim_file *file, enum smmu3_pas bank)
{
	const struct smmu_sim_injections *own = own_injections(file);
	struct smmu3 *smmu = file->sim->model->smmu;
	struct smmu3_inject_record rec;
	unsigned int i;
	int valid;

	for (i = 0; (valid = smmu3_inject_slot(smmu, i, &rec)) >= 0; i++)
		if (valid && is_own(own, rec.id) && holds(&rec.what, bank))
			return true;
	return false;
}

bool smmu_sim_file_holds_queue(struct smmu_sim_file *file, enum smmu3_pas bank)
{
	bool held;

	scoped_guard(raw_spinlock_irqsave, &file->sim->lock)
		held = holds_locked(file, bank);
	return held;
}

bool smmu_sim_file_free_injections(struct smmu_sim_file *file)
{
	bool any;

	scoped_guard(raw_spinlock_irqsave, &file->sim->lock) {
		any = own_injections(file)->count;
		clear_locked(file, 0);
	}
	return any;
}
