// SPDX-License-Identifier: GPL-2.0
/*
 * The claim on the system SMMU's Secure bank, see secure.h. It is one pointer:
 * who has it keeps it until no ioctl of the file can be inside any more, so
 * asking once at the beginning of an ioctl is enough. Process context, no locks
 * held.
 */
#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/errno.h>

#include "lines.h"
#include "secure.h"
#include "slots.h"

int smmu_sim_secure_claim(struct smmu_sim *sim, const void *file)
{
	const void *owner;

	if (!sim->system || !smmu_sim_has_bank(sim, SMMU3_PAS_S))
		return 0;
	owner = cmpxchg(&sim->secure_file, NULL, file);
	return !owner || owner == file ? 0 : -EBUSY;
}

void smmu_sim_secure_reset(struct smmu_sim *sim, const void *file)
{
	if (READ_ONCE(sim->secure_file) != file)
		return;
	scoped_guard(raw_spinlock_irqsave, &sim->lock)
		smmu3_secure_reset(sim->model->smmu);
}

void smmu_sim_secure_release(struct smmu_sim *sim, const void *file)
{
	if (READ_ONCE(sim->secure_file) != file)
		return;
	/* The next one gets no pulse that was meant for this one. */
	smmu_sim_lines_sync(&sim->lines);
	/* Pairs with cmpxchg(): all that has been undone comes first. */
	smp_store_release(&sim->secure_file, NULL);
}
