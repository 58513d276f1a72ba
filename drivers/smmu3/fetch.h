/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a translation reads memory: one place that limits addresses to the output
 * address size, turns little-endian words into the CPU's and writes down the
 * step. Called in access sections, on behalf of one transaction.
 */
#ifndef _SMMU3_FETCH_H
#define _SMMU3_FETCH_H

#include "state.h"

/* The most words that one fetch reads: an STE or a CD. */
#define SMMU3_FETCH_WORDS	8

/*
 * Read @count words (1 or 8) at @where, which names what is read; its data is
 * ignored. False is an external abort. An address beyond the OAS never reaches
 * memory (3.4.3) and is not a step.
 */
bool smmu3_fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_step *where, u64 *words,
		 unsigned int count);

#endif /* _SMMU3_FETCH_H */
