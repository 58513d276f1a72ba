/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the ledger and its commands.
 */
#ifndef _UNIT_LEDGER_INT_H
#define _UNIT_LEDGER_INT_H

#include "ledger.h"

/**
 * struct ledger_target - what an address based TLBI is for
 * @addr: an address in it
 * @granule: log2
 * @level: of the leaf, 0 if unknown, or at 0
 * @leaf: nothing but the leaf has to go
 */
struct ledger_target {
	u64 addr;
	unsigned int granule;
	unsigned int level;
	bool leaf;
};

/* ---- ledger_cmd.c: each sends what suffices, without a SYNC ---- */

void ledger_cfgi_ste(struct ledger *ledger, const struct twin_txn *txn,
		     bool l1std);
void ledger_cfgi_cd(struct ledger *ledger, const struct twin_txn *txn,
		    bool l1cd);
/* Everything of a context, of both stages */
void ledger_tlbi_all(struct ledger *ledger, const struct ref_tags *tags);
/* What stage 1 has to do with, of one address */
void ledger_tlbi_va(struct ledger *ledger, const struct ledger_entry *e,
		    const struct ledger_target *t);
/* Stage 2 alone, of one IPA */
void ledger_tlbi_ipa(struct ledger *ledger, const struct ledger_entry *e,
		     const struct twin_visit *visit,
		     const struct ledger_target *t);
void ledger_sync(struct ledger *ledger);
/* An address as TLBIs have it. */
u64 ledger_canonical(u64 va);

#endif /* _UNIT_LEDGER_INT_H */
