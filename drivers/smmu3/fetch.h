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
 * The six bits in which every place that names attributes of fetches says inner
 * and outer cacheability and shareability: CR1.TABLE_*, STE.S1C*, CD.IR/OR/SH.
 */
#define SMMU3_FETCH_INNER	GENMASK_ULL(1, 0)
#define SMMU3_FETCH_OUTER	GENMASK_ULL(3, 2)
#define SMMU3_FETCH_SH		GENMASK_ULL(5, 4)

/*
 * Read @count words (1 or 8) at @where, which names what is read; its data is
 * ignored. @attr is made of SMMU3_FETCH_*. False is an external abort. An
 * address beyond the OAS never reaches memory (3.4.3) and is not a step.
 */
bool smmu3_fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_step *where, u8 attr, u64 *words,
		 unsigned int count);

#endif /* _SMMU3_FETCH_H */
