/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rest of the model asks the injections before it does something. The
 * interface to add and clear them is in smmu3.h.
 */
#ifndef _SMMU3_INJECT_H
#define _SMMU3_INJECT_H

#include "state.h"

/* The armed slots of @kind: one load of a word that hardly ever changes. */
static inline u32 smmu3_inject_armed(const struct smmu3 *smmu,
				     enum smmu3_inject_kind kind)
{
	/* The slots come after; pairs with smmu3_inject_add(). */
	return smp_load_acquire(&smmu->inject.armed[kind]);
}

/* Service failure mode (12.3): traffic, commands and events stand still. */
static inline bool smmu3_inject_in_sfm(const struct smmu3 *smmu)
{
	return smmu3_inject_armed(smmu, SMMU3_INJECT_SFM);
}

/*
 * This access of @len bytes shall end in an external abort (section or locked).
 * If it is not @real, nothing is counted.
 */
bool smmu3_inject_access(struct smmu3 *smmu, const struct smmu3_access *access,
			 size_t len, bool real);

/*
 * This interrupt of @bank, wired or MSI, shall be lost (locked). To be asked
 * once for each interrupt, as it counts.
 */
bool smmu3_inject_irq(struct smmu3 *smmu, enum smmu3_pas bank,
		      enum smmu3_irq line);

/* PAUSE or SLOW holds the command queue of @bank back (locked). */
bool smmu3_inject_holds(const struct smmu3 *smmu, enum smmu3_pas bank);

/*
 * smmu3_run() may take a command from the queue of @bank (locked): it is not
 * held back, or it is slow and has some left.
 */
bool smmu3_inject_allows(const struct smmu3 *smmu, enum smmu3_pas bank);

/* smmu3_run() has taken a command from the queue of @bank (locked). */
void smmu3_inject_spend(struct smmu3 *smmu, enum smmu3_pas bank);

#endif /* _SMMU3_INJECT_H */
