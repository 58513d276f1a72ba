// SPDX-License-Identifier: GPL-2.0
/*
 * The model's state for those who look, see slots.h. What belongs to the
 * programming side is copied under the raw lock; caches need no lock, but a
 * section, as CONFIGURE may replace the model.
 */
#include <linux/cleanup.h>

#include "section.h"
#include "slots.h"

bool smmu_sim_has_bank(struct smmu_sim *sim, enum smmu3_pas bank)
{
	bool secure;

	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		secure = smmu3_get_config(sim->model->smmu)->secure;
	return bank == SMMU3_PAS_NS || secure;
}

void smmu_sim_bank_info(struct smmu_sim *sim, enum smmu3_pas bank,
			struct smmu3_bank_info *info)
{
	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		smmu3_bank_info(sim->model->smmu, bank, info);
}

int smmu_sim_tlb_slot(struct smmu_sim *sim, unsigned int index,
		      struct smmu3_tlb_record *rec)
{
	int ret;

	guard(irqsave)();
	smmu_sim_section_enter(sim);
	ret = smmu3_tlb_slot(READ_ONCE(sim->model)->smmu, index, rec);
	smmu_sim_section_exit(sim);
	return ret;
}

int smmu_sim_cfg_slot(struct smmu_sim *sim, enum smmu3_cfg_kind kind,
		      unsigned int index, struct smmu3_cfg_record *rec)
{
	int ret;

	guard(irqsave)();
	smmu_sim_section_enter(sim);
	ret = smmu3_cfg_slot(READ_ONCE(sim->model)->smmu, kind, index, rec);
	smmu_sim_section_exit(sim);
	return ret;
}

int smmu_sim_inject_slot(struct smmu_sim *sim, unsigned int index,
			 struct smmu3_inject_record *rec)
{
	int ret;

	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		ret = smmu3_inject_slot(sim->model->smmu, index, rec);
	return ret;
}

int smmu_sim_stall_slot(struct smmu_sim *sim, unsigned int index,
			struct smmu3_stall_record *rec)
{
	int ret;

	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		ret = smmu3_stall_slot(sim->model->smmu, index, rec);
	return ret;
}
