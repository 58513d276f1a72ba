/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a translation reads memory: one place that limits addresses to the output
 * address size, turns little-endian words into the CPU's and writes down the
 * step; and how it updates descriptors. Called in access sections, on behalf of
 * one transaction.
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

/* Of an access that goes through stage 2: what its leaf says, SMMU3_S2ATTR_*. */
#define SMMU3_FETCH_STAGE2	BIT(8)
#define SMMU3_FETCH_S2ATTR	GENMASK_ULL(15, 9)

/* How often a stage is walked in all if others change its leaf meanwhile. */
#define SMMU3_UPDATE_TRIES	8

/* 3.10.2: whatever is said, a Non-secure stream has no Secure PA space. */
static inline enum smmu3_pas smmu3_fetch_pas(const struct smmu3_xact *x,
					     bool ns)
{
	return x->txn.sec_sid == SMMU3_PAS_NS || ns ? SMMU3_PAS_NS :
						      SMMU3_PAS_S;
}

/* What a translation may do with caches and memory. */
static inline bool smmu3_fetch_uses_caches(const struct smmu3_xact *x)
{
	return x->look == SMMU3_LOOK_REAL || x->look == SMMU3_LOOK_PEEK;
}

static inline bool smmu3_fetch_fills_caches(const struct smmu3_xact *x)
{
	return x->look == SMMU3_LOOK_REAL;
}

static inline bool smmu3_fetch_has_effects(const struct smmu3_xact *x)
{
	return x->look != SMMU3_LOOK_PEEK && x->look != SMMU3_LOOK_PEEK_WALK;
}

/* 9: with HTTUI no update is even tried. */
static inline bool smmu3_fetch_may_update(const struct smmu3_xact *x)
{
	return x->look != SMMU3_LOOK_ATOS_HTTUI;
}

/*
 * Read @count words (1 or 8) at @where, which names what is read; its data is
 * ignored. @attr is made of SMMU3_FETCH_*. False is an external abort. An
 * address beyond the OAS never reaches memory (3.4.3) and is not a step.
 */
bool smmu3_fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_step *where, u16 attr, u64 *words,
		 unsigned int count);

/*
 * Replace the descriptor @old at @where, which was read there, by @next; a peek
 * only says that it would (3.13).
 */
enum smmu3_cas smmu3_update(struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_step *where, u16 attr, u64 old,
			    u64 next);

/* Write down the use of the TLB that @where describes. */
void smmu3_note_tlb(struct smmu3_xact *x, const struct smmu3_step *where);

#endif /* _SMMU3_FETCH_H */
