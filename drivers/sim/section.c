// SPDX-License-Identifier: GPL-2.0
/*
 * The waiting side of access sections, see section.h. It takes no lock, sleeps
 * never, and may run under the instance's lock: a section ends without help
 * from anybody.
 */
#include <linux/cpumask.h>
#include <linux/processor.h>

#include "section.h"

static void wait_for_cpu(const struct smmu_sim_cpu *cpu)
{
	unsigned int seen;

	/* What earlier sections did is visible: pairs with section_exit(). */
	seen = smp_load_acquire(&cpu->section);
	if (!(seen & 1))
		return;
	/*
	 * Any other value will do, also an odd one: that is a new section,
	 * which began after the call. The acquire as above.
	 */
	while (smp_load_acquire(&cpu->section) == seen)
		cpu_relax();
}

void smmu_sim_drain(struct smmu_sim *sim)
{
	int cpu;

	smp_mb(); /* pairs with smmu_sim_section_enter() */
	for_each_possible_cpu(cpu)
		wait_for_cpu(per_cpu_ptr(sim->cpu, cpu));
	smp_mb(); /* nothing that follows moves into a section's time */
}
