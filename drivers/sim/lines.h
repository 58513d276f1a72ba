/* SPDX-License-Identifier: GPL-2.0 */
/* Interrupt lines of an instance. */
#ifndef _SMMU_SIM_LINES_H
#define _SMMU_SIM_LINES_H

#include "instance.h"

void smmu_sim_lines_init(struct smmu_sim_lines *lines);
void smmu_sim_lines_destroy(struct smmu_sim_lines *lines);

/* Any context, also under the raw lock. */
void smmu_sim_lines_pulse(struct smmu_sim_lines *lines, enum smmu3_pas bank,
			  enum smmu3_irq line);

/* The pulses that came before have been delivered when it returns. */
void smmu_sim_lines_sync(struct smmu_sim_lines *lines);

/*
 * Let @file's @eventfd, a reference that is taken over, be signalled by a line;
 * NULL: no eventfd any more.
 */
void smmu_sim_lines_set_eventfd(struct smmu_sim_lines *lines,
				enum smmu3_pas bank, enum smmu3_irq line,
				struct eventfd_ctx *eventfd, const void *file);

/* Take away the eventfds that @file has set. */
void smmu_sim_lines_forget(struct smmu_sim_lines *lines, const void *file);

#endif /* _SMMU_SIM_LINES_H */
