// SPDX-License-Identifier: GPL-2.0
/*
 * The accesses that a translation makes: stream tables, contexts, translation
 * tables. Knows neither what the words mean nor which fault an abort becomes.
 * Called in access sections; no lock.
 */
#include "fetch.h"
#include "mem.h"

static enum smmu3_access_kind access_kind(enum smmu3_step_kind kind)
{
	static const enum smmu3_access_kind kinds[] = {
		[SMMU3_STEP_L1STD] = SMMU3_ACCESS_STE,
		[SMMU3_STEP_STE] = SMMU3_ACCESS_STE,
		[SMMU3_STEP_L1CD] = SMMU3_ACCESS_CD,
		[SMMU3_STEP_CD] = SMMU3_ACCESS_CD,
		[SMMU3_STEP_TT] = SMMU3_ACCESS_TT,
	};

	return kinds[kind];
}

/* The step also counts if the access aborted: it was made. Data is 0 then. */
static void note_step(struct smmu3_steps *steps, const struct smmu3_step *where,
		      u64 data)
{
	if (steps->step && steps->count < steps->cap) {
		struct smmu3_step *step = &steps->step[steps->count];

		*step = *where;
		step->data = data;
	}
	steps->count++;
}

static bool read_raw(struct smmu3 *smmu, const struct smmu3_xact *x,
		     const struct smmu3_access *access, __le64 *raw, size_t len)
{
	if (x->look == SMMU3_LOOK_REAL)
		return smmu3_mem_read(smmu, access, raw, len);
	return smmu3_mem_peek(smmu, access, raw, len);
}

bool smmu3_fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_step *where, u64 *words, unsigned int count)
{
	const struct smmu3_access access = {
		.addr = where->addr,
		.pas = where->pas,
		.sec_sid = x->txn.sec_sid,
		.kind = access_kind(where->kind),
	};
	__le64 raw[SMMU3_FETCH_WORDS];
	unsigned int i;

	if (where->addr >= BIT_ULL(smmu->config.oas))
		return false;
	if (!read_raw(smmu, x, &access, raw, count * sizeof(raw[0]))) {
		note_step(&x->steps, where, 0);
		return false;
	}
	for (i = 0; i < count; i++)
		words[i] = le64_to_cpu(raw[i]);
	note_step(&x->steps, where, words[0]);
	return true;
}
