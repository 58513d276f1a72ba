/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Access sections: the short, lock-free stretches in which a transaction
 * translates and moves its data, and the wait for those that are under way.
 *
 * Each CPU has a counter per instance, odd while a section runs on it. Sections
 * run with interrupts off and never nest, so the counter needs no atomic. The
 * barrier of section_enter() and the one that begins drain() are a pair: either
 * drain() sees the counter odd and waits, or the section sees what was changed
 * before drain().
 *
 * Memory, the region table and the model are touched only in a section or under
 * the instance's lock. Whoever has replaced one of them under the lock and has
 * drained before the unlock knows that nobody uses the old one any more.
 */
#ifndef _SMMU_SIM_SECTION_H
#define _SMMU_SIM_SECTION_H

#include <asm/barrier.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/percpu.h>

#include "instance.h"

/* Interrupts are off. */
static inline void smmu_sim_section_enter(struct smmu_sim *sim)
{
	struct smmu_sim_cpu *cpu;

	lockdep_assert_irqs_disabled();
	cpu = this_cpu_ptr(sim->cpu);
	WRITE_ONCE(cpu->section, cpu->section + 1);
	smp_mb(); /* see above; pairs with smmu_sim_drain() */
}

static inline void smmu_sim_section_exit(struct smmu_sim *sim)
{
	struct smmu_sim_cpu *cpu = this_cpu_ptr(sim->cpu);

	/* What the section did is visible to whoever sees it gone. */
	smp_store_release(&cpu->section, cpu->section + 1);
}

/*
 * Wait until the sections that began before the call have ended. Any context,
 * but not inside a section. Full barrier on both sides.
 */
void smmu_sim_drain(struct smmu_sim *sim);

#endif /* _SMMU_SIM_SECTION_H */
