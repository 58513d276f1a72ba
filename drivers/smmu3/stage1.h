/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stage 1 (3.3, 5.4, translation of VAs by a context). Called in access
 * sections.
 */
#ifndef _SMMU3_STAGE1_H
#define _SMMU3_STAGE1_H

#include "cd.h"
#include "tlb.h"

/**
 * struct smmu3_stage1 - for whom stage 1 translates, and what
 * @live: registers
 * @stream: the stream
 * @context: the context
 * @upper: the half of the input range, 0 or 1
 * @va: input address, canonical under TBI
 */
struct smmu3_stage1 {
	const struct smmu3_live *live;
	const struct smmu3_stream *stream;
	const struct smmu3_context *context;
	bool upper;
	u64 va;
};

/* The half of the context that translates. */
static inline const struct smmu3_half *
smmu3_stage1_half(const struct smmu3_stage1 *s1)
{
	return &s1->context->half[s1->upper];
}

/*
 * Translate with the tables in memory, flags and permissions included. With
 * stage 2 the output is an IPA, and so are the addresses of the tables. False:
 * x->fault.
 */
bool smmu3_stage1_walk(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_stage1 *s1,
		       struct smmu3_mapping *mapping);

/* Does stage 1 of @mapping, which may be of both, permit the transaction? */
bool smmu3_stage1_grants(const struct smmu3_xact *x,
			 const struct smmu3_stage1 *s1,
			 const struct smmu3_mapping *mapping);

/* It does not: x->fault is F_PERMISSION. Returns false. */
bool smmu3_stage1_forbids(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
			  const struct smmu3_mapping *mapping);

/* One of the four faults of stage 1 (5.5). Returns false. */
bool smmu3_stage1_fault(struct smmu3_xact *x, const struct smmu3_stage1 *s1,
			u8 event);

/*
 * 6.3.57.2: with SIF a Secure stream fetches no instructions from where stage 1
 * says that it is Non-secure. The bit is read for each transaction, never out of
 * a cache.
 */
static inline bool smmu3_sif_forbids(const struct smmu3_xact *x,
				     const struct smmu3_live *live,
				     enum smmu3_pas pas)
{
	return live->sif && x->fault.instr && pas == SMMU3_PAS_NS;
}

#endif /* _SMMU3_STAGE1_H */
