// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of contexts (5.2, 5.3): the SubstreamID's rules and the address of a
 * CD. Does not know what is in a CD. Called in access sections; no lock.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>

#include "cdtab.h"
#include "fault.h"
#include "fetch.h"

/*
 * IDR1.SSIDSIZE is 0: S1CDMax and S1DSS are ignored, a stream has one CD, and
 * no transaction may bring a SubstreamID, whether stage 1 is on or not.
 */
bool smmu3_cdtab_index(struct smmu3_xact *x, u32 *index)
{
	*index = 0;
	if (x->txn.ssv)
		return smmu3_fault_abort(x, SMMU3_EVT_C_BAD_SUBSTREAMID);
	return true;
}

bool smmu3_cdtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stream *stream, u32 index, u64 *cd)
{
	const struct smmu3_step where = {
		.kind = SMMU3_STEP_CD,
		.pas = x->txn.sec_sid,
		.addr = stream->context + index * (u64)SMMU3_CD_SIZE,
	};

	if (smmu3_fetch(smmu, x, &where, stream->fetch, cd, SMMU3_CD_WORDS))
		return true;
	return smmu3_fault_fetch(smmu, x, SMMU3_EVT_F_CD_FETCH, where.addr);
}
