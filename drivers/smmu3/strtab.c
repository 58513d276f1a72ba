// SPDX-License-Identifier: GPL-2.0
/*
 * The stream table (3.3.1, 5.1, 6.3.24, 6.3.25): the StreamID's range, linear
 * and two-level lookup. Does not know what is in an STE. Called in access
 * sections; no lock.
 */
#include <smmu3/evt.h>
#include <smmu3/ste.h>

#include "fault.h"
#include "fetch.h"
#include "strtab.h"

/* 7.3.3: recorded only if software asked for it; aborted anyway. */
static bool bad_streamid(struct smmu3_xact *x, const struct smmu3_live *live)
{
	smmu3_fault_abort(x, SMMU3_EVT_C_BAD_STREAMID);
	x->fault.record = live->recinvsid;
	return false;
}

/* 3.10.2: the tables of a bank are in the PA space of its Security state. */
static bool fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		  const struct smmu3_live *live, enum smmu3_step_kind kind,
		  u64 addr, u64 *words, unsigned int count)
{
	const struct smmu3_step where = {
		.kind = kind,
		.pas = x->txn.sec_sid,
		.addr = addr,
	};

	if (smmu3_fetch(smmu, x, &where, live->table, words, count))
		return true;
	return smmu3_fault_fetch(smmu, x, SMMU3_EVT_F_STE_FETCH, addr);
}

/* 5.1: number of STEs that a level 1 descriptor spans, 0: none or reserved. */
static u64 l1std_span(u64 l1std, u8 split)
{
	unsigned int span = FIELD_GET(SMMU3_L1STD_SPAN, l1std);

	if (span == 0 || span > SMMU3_L1STD_SPAN_MAX || span > split + 1u)
		return 0;
	return BIT_ULL(span - 1);
}

/* Two levels: the address of the STE. */
static bool walk_level1(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_live *live, u64 *addr)
{
	u64 index = x->txn.sid & (BIT_ULL(live->split) - 1);
	u64 l1std, span;

	*addr = live->strtab_base +
		(x->txn.sid >> live->split) * (u64)SMMU3_L1STD_SIZE;
	if (!fetch(smmu, x, live, SMMU3_STEP_L1STD, *addr, &l1std, 1))
		return false;
	span = l1std_span(l1std, live->split);
	if (index >= span)
		return bad_streamid(x, live);
	/* L2Ptr is aligned to the size of what it points to (5.1). */
	*addr = (l1std & SMMU3_L1STD_L2PTR & ~(span * SMMU3_STE_SIZE - 1)) +
		index * SMMU3_STE_SIZE;
	return true;
}

bool smmu3_strtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		       const struct smmu3_live *live, u64 *ste)
{
	u64 addr = live->strtab_base + x->txn.sid * (u64)SMMU3_STE_SIZE;

	if (x->txn.sid >= BIT_ULL(live->log2size))
		return bad_streamid(x, live);
	if (live->two_level && !walk_level1(smmu, x, live, &addr))
		return false;
	return fetch(smmu, x, live, SMMU3_STEP_STE, addr, ste, SMMU3_STE_WORDS);
}
