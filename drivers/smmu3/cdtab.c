// SPDX-License-Identifier: GPL-2.0
/*
 * Tables of contexts (5.2, 5.3): the SubstreamID's rules, linear and two-level
 * lookup. Does not know what is in a CD. Called in access sections; no lock.
 */
#include <smmu3/cd.h>
#include <smmu3/evt.h>
#include <smmu3/ste.h>

#include "cdtab.h"
#include "fault.h"
#include "fetch.h"
#include "stage2.h"

static bool bad_substreamid(struct smmu3_xact *x)
{
	return smmu3_fault_abort(x, SMMU3_EVT_C_BAD_SUBSTREAMID);
}

/* Without stage 1 or without substreams s1cdmax is 0, and any is too many. */
static bool choose_by_ssid(struct smmu3_xact *x,
			   const struct smmu3_stream *stream)
{
	if (!stream->s1cdmax || x->txn.ssid >= BIT_ULL(stream->s1cdmax))
		return bad_substreamid(x);
	/* CD 0 belongs to those that come without a SubstreamID. */
	if (!x->txn.ssid && stream->s1dss == SMMU3_S1DSS_CD0)
		return smmu3_fault_abort(x, SMMU3_EVT_F_STREAM_DISABLED);
	return true;
}

/* No SubstreamID, though the stream has substreams. */
static bool choose_by_default(struct smmu3_xact *x,
			      const struct smmu3_stream *stream,
			      struct smmu3_substream *substream)
{
	switch (stream->s1dss) {
	case SMMU3_S1DSS_BYPASS:
		substream->stage1 = false;
		return true;
	case SMMU3_S1DSS_CD0:
		return true;
	default:
		return smmu3_fault_abort(x, SMMU3_EVT_F_STREAM_DISABLED);
	}
}

bool smmu3_cdtab_choose(struct smmu3_xact *x,
			const struct smmu3_stream *stream,
			struct smmu3_substream *substream)
{
	*substream = (struct smmu3_substream){
		.stage1 = stream->mode & SMMU3_STREAM_STAGE1,
		.index = x->txn.ssv ? x->txn.ssid : 0,
	};
	if (x->txn.ssv)
		return choose_by_ssid(x, stream);
	return !stream->s1cdmax || choose_by_default(x, stream, substream);
}

/*
 * 3.10.2: tables of contexts are in the PA space of the stream's state, or in
 * its own IPA space if there is stage 2.
 */
static bool fetch(struct smmu3 *smmu, struct smmu3_xact *x,
		  const struct smmu3_stream *stream, enum smmu3_step_kind kind,
		  u64 addr, u64 *words, unsigned int count)
{
	bool nested = stream->mode & SMMU3_STREAM_STAGE2;
	struct smmu3_step where = {
		.kind = kind,
		.pas = x->txn.sec_sid,
		.addr = addr,
		.input = nested ? addr : 0,
	};
	u16 attr = stream->fetch;

	if (!smmu3_stage2_locate(smmu, x, stream, SMMU3_CLASS_CD,
				 SMMU3_PERM_PR, &where, &attr))
		return false;
	if (smmu3_fetch(smmu, x, &where, attr, words, count))
		return true;
	return smmu3_fault_fetch(smmu, x, SMMU3_EVT_F_CD_FETCH, where.addr);
}

/* Two levels: the address of the CD. Level 1 descriptors are not cached. */
static bool walk_level1(struct smmu3 *smmu, struct smmu3_xact *x,
			const struct smmu3_stream *stream, u32 index, u64 *addr)
{
	u64 span = BIT_ULL(stream->leaf) * SMMU3_CD_SIZE;
	u64 l1cd, l2ptr;

	*addr = stream->context +
		(index >> stream->leaf) * (u64)SMMU3_L1CD_SIZE;
	if (!fetch(smmu, x, stream, SMMU3_STEP_L1CD, *addr, &l1cd, 1))
		return false;
	l2ptr = l1cd & SMMU3_L1CD_L2PTR;
	/* 3.4.3: beyond the OAS, which is the IAS, is nothing to fetch. */
	if (!(l1cd & SMMU3_L1CD_V) || l2ptr >= BIT_ULL(smmu->config.oas))
		return bad_substreamid(x);
	*addr = (l2ptr & ~(span - 1)) +
		(index & (BIT_ULL(stream->leaf) - 1)) * SMMU3_CD_SIZE;
	return true;
}

bool smmu3_cdtab_read(struct smmu3 *smmu, struct smmu3_xact *x,
		      const struct smmu3_stream *stream, u32 index, u64 *cd)
{
	u64 addr = stream->context + index * (u64)SMMU3_CD_SIZE;

	if (stream->leaf && !walk_level1(smmu, x, stream, index, &addr))
		return false;
	return fetch(smmu, x, stream, SMMU3_STEP_CD, addr, cd, SMMU3_CD_WORDS);
}
