/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who plays the Secure software of the system SMMU: one open file at a time,
 * from its first use of the Secure bank until it is closed. A private SMMU
 * belongs to its file anyway, and one without a Secure bank has nothing that
 * could be claimed; there everybody succeeds.
 */
#ifndef _SMMU_SIM_SECURE_H
#define _SMMU_SIM_SECURE_H

#include "instance.h"

/* @file is about to act as Secure software. -EBUSY: another file does. */
int smmu_sim_secure_claim(struct smmu_sim *sim, const void *file);

/*
 * @file is going away, in two steps, process context: what it made of the
 * Secure bank ends; when its interrupts and its memory have gone, too, the bank
 * is free.
 */
void smmu_sim_secure_reset(struct smmu_sim *sim, const void *file);
void smmu_sim_secure_release(struct smmu_sim *sim, const void *file);

#endif /* _SMMU_SIM_SECURE_H */
