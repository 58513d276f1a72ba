/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a translation ends without a result: fills struct smmu3_fault and returns
 * false, so that a step may say "return smmu3_fault_...()". Whether and where
 * the event is recorded is decided later, by smmu3_settle(). The input's
 * attributes are in the fault from the beginning (translate.c).
 */
#ifndef _SMMU3_FAULT_H
#define _SMMU3_FAULT_H

#include "state.h"

/* 3.11, 5.2: aborted, and nobody is told. */
static inline bool smmu3_fault_silent(struct smmu3_xact *x)
{
	x->fault.disposition = SMMU3_ABORT;
	return false;
}

/* 7.3: an event that A, R and S do not govern: aborts, and asks for a record. */
static inline bool smmu3_fault_abort(struct smmu3_xact *x, u8 event)
{
	x->fault.event = event;
	x->fault.record = true;
	return smmu3_fault_silent(x);
}

/* 7.3.4, 7.3.10, 7.3.12: as above; FetchAddr has no bits beyond the OAS. */
static inline bool smmu3_fault_fetch(const struct smmu3 *smmu,
				     struct smmu3_xact *x, u8 event, u64 addr)
{
	x->fault.fetch_addr = addr & (BIT_ULL(smmu->config.oas) - 1);
	return smmu3_fault_abort(x, event);
}

/**
 * struct smmu3_ars - what governs the four faults of a stage (5.5)
 * @abort: A: else RAZ/WI
 * @record: R
 * @stall: S
 */
struct smmu3_ars {
	bool abort;
	bool record;
	bool stall;
};

/*
 * 5.5: F_TRANSLATION, F_ADDR_SIZE, F_ACCESS, F_PERMISSION. One that should stall
 * is recorded whatever R says; if the client cannot wait it aborts (3.12).
 */
static inline bool smmu3_fault_governed(struct smmu3_xact *x, u8 event,
					const struct smmu3_ars *ars)
{
	x->fault.event = event;
	x->fault.record = ars->record || ars->stall;
	if (ars->stall)
		x->fault.disposition = x->waits ? SMMU3_STALL : SMMU3_ABORT;
	else
		x->fault.disposition = ars->abort ? SMMU3_ABORT : SMMU3_RAZWI;
	return false;
}

/*
 * 13.1.1: an atomic that lacks the @missing rights, SMMU3_PERM_*, is told as a
 * read if it may write.
 */
static inline void smmu3_fault_missing(struct smmu3_xact *x, u8 missing)
{
	if (x->txn.atomic)
		x->fault.rnw = !(missing & (SMMU3_PERM_PW | SMMU3_PERM_UW));
}

#endif /* _SMMU3_FAULT_H */
