/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The naive twin as the oracle of a rig: what must become of a transaction, by
 * the registers and the memory of the SMMU under test, and whether it did.
 */
#ifndef _UNIT_ORACLE_H
#define _UNIT_ORACLE_H

#include "rig.h"

/* Somebody who writes a descriptor just before the SMMU wants to update it. */
struct oracle_rival {
	unsigned int left;	/* times that he will do it again */
	u64 mask;		/* bits that he flips */
};

/**
 * struct oracle - the twin's view of a rig; it stays where it is
 * @rig: the SMMU under test
 * @world: identity and registers as they read, memory through @overlay
 * @overlay: keeps updates away from memory, and those of @rival
 * @rival: for the next question
 * @trace: how the last answer was found
 */
struct oracle {
	struct rig *rig;
	struct twin_world world;
	struct twin_overlay overlay;
	struct oracle_rival rival;
	struct twin_trace trace;
};

void oracle_init(struct oracle *oracle, struct rig *rig);
/* Registers have changed. */
void oracle_refresh(struct oracle *oracle);
/* Memory does not change. */
void oracle_ask(struct oracle *oracle, const struct twin_txn *txn,
		struct twin_outcome *want);

struct smmu3_txn oracle_txn(const struct twin_txn *txn);

/*
 * NULL if @ok, @x is what the oracle wants, else what is different. Memory and
 * event queue are not looked at.
 */
const char *oracle_judge(bool ok, const struct smmu3_xact *x,
			 const struct twin_outcome *want);
/*
 * The log is that of one transaction: NULL if it wrote nothing but what the
 * oracle says, in that order, and events and interrupts.
 */
const char *oracle_judge_log(const struct host *host,
			     const struct twin_txn *txn,
			     const struct twin_outcome *want);
/*
 * The log is that of one look that used no cache: NULL if it read what the
 * oracle read, in that order.
 */
const char *oracle_judge_reads(const struct oracle *oracle);

/* The record with STAG 0. */
void oracle_mask_stag(u64 *record);

#endif /* _UNIT_ORACLE_H */
