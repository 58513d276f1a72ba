// SPDX-License-Identifier: GPL-2.0
/*
 * The accesses that a translation makes: stream tables, contexts, translation
 * tables, and the updates of these. Knows neither what the words mean nor which
 * fault an abort becomes. Called in access sections; no lock.
 */
#include <smmu3/regs.h>

#include "attr.h"
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
		[SMMU3_STEP_UPDATE] = SMMU3_ACCESS_TT,
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

/*
 * 3 is reserved in CR1 and acts as Non-cacheable (6.3.11); in an STE or a CD it
 * is Write-Back like 1, and differs in a hint for the allocation only.
 */
static u8 cacheability(enum smmu3_access_kind kind, u8 code)
{
	return code == 3 && kind != SMMU3_ACCESS_STE ? SMMU3_CR1_CACHE_WB :
						       code;
}

/* 13.8, and 13.4 for what goes through stage 2. */
static void set_attributes(struct smmu3_access *access, u16 attr)
{
	u8 inner = FIELD_GET(SMMU3_FETCH_INNER, attr);
	u8 outer = FIELD_GET(SMMU3_FETCH_OUTER, attr);
	struct smmu3_memtype type;

	smmu3_attr_from_cacheability(access, cacheability(access->kind, inner),
				     cacheability(access->kind, outer),
				     FIELD_GET(SMMU3_FETCH_SH, attr));
	if (!(attr & SMMU3_FETCH_STAGE2))
		return;
	type = (struct smmu3_memtype){ access->memattr, access->sh };
	type = smmu3_attr_stage2(type, FIELD_GET(SMMU3_FETCH_S2ATTR, attr));
	access->memattr = type.attr;
	access->sh = type.sh;
}

static struct smmu3_access access_of(const struct smmu3_xact *x,
				     const struct smmu3_step *where, u16 attr)
{
	struct smmu3_access access = {
		.addr = where->addr,
		.pas = where->pas,
		.sec_sid = x->by_secure ? SMMU3_PAS_S : x->txn.sec_sid,
		.kind = access_kind(where->kind),
	};

	set_attributes(&access, attr);
	return access;
}

static bool read_raw(struct smmu3 *smmu, const struct smmu3_xact *x,
		     const struct smmu3_access *access, __le64 *raw, size_t len)
{
	if (smmu3_fetch_has_effects(x))
		return smmu3_mem_read(smmu, access, raw, len);
	return smmu3_mem_peek(smmu, access, raw, len);
}

bool smmu3_fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		 const struct smmu3_step *where, u16 attr, u64 *words,
		 unsigned int count)
{
	const struct smmu3_access access = access_of(x, where, attr);
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

/* A peek has no effect, but an abort it finds. */
static enum smmu3_cas swap_word(struct smmu3 *smmu, const struct smmu3_xact *x,
				const struct smmu3_access *access, u64 old,
				u64 next)
{
	__le64 raw;

	if (smmu3_fetch_has_effects(x))
		return smmu3_mem_cas(smmu, access, old, next);
	return smmu3_mem_peek(smmu, access, &raw, sizeof(raw)) ?
	       SMMU3_CAS_DONE : SMMU3_CAS_ABORT;
}

enum smmu3_cas smmu3_update(struct smmu3 *smmu, struct smmu3_xact *x,
			    const struct smmu3_step *where, u16 attr, u64 old,
			    u64 next)
{
	const struct smmu3_access access = access_of(x, where, attr);
	enum smmu3_cas result = swap_word(smmu, x, &access, old, next);
	struct smmu3_step step = *where;

	step.kind = SMMU3_STEP_UPDATE;
	if (result == SMMU3_CAS_DONE)
		note_step(&x->steps, &step, next);
	return result;
}

void smmu3_note_tlb(struct smmu3_xact *x, const struct smmu3_step *where)
{
	struct smmu3_step step = *where;

	step.kind = SMMU3_STEP_TLB;
	note_step(&x->steps, &step, 0);
}
