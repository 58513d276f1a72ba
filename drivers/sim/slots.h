/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state of an instance that no register or memory shows, piece by piece,
 * for INSPECT and debugfs. Each piece is consistent in itself and is taken in a
 * lock hold or section of its own, which is short. Process context, no locks
 * held.
 *
 * The _slot functions copy slot @index. 1: there is something in it; 0: it is
 * empty; -1: there are no more.
 */
#ifndef _SMMU_SIM_SLOTS_H
#define _SMMU_SIM_SLOTS_H

#include "instance.h"

/* The SMMU has this programming interface. */
bool smmu_sim_has_bank(struct smmu_sim *sim, enum smmu3_pas bank);

void smmu_sim_bank_info(struct smmu_sim *sim, enum smmu3_pas bank,
			struct smmu3_bank_info *info);
int smmu_sim_tlb_slot(struct smmu_sim *sim, unsigned int index,
		      struct smmu3_tlb_record *rec);
int smmu_sim_cfg_slot(struct smmu_sim *sim, enum smmu3_cfg_kind kind,
		      unsigned int index, struct smmu3_cfg_record *rec);
int smmu_sim_inject_slot(struct smmu_sim *sim, unsigned int index,
			 struct smmu3_inject_record *rec);
int smmu_sim_stall_slot(struct smmu_sim *sim, unsigned int index,
			struct smmu3_stall_record *rec);

#endif /* _SMMU_SIM_SLOTS_H */
