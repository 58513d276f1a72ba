// SPDX-License-Identifier: GPL-2.0
/*
 * Why a transaction was not forwarded: the part about stream tables, STEs and
 * CDs. The SMMU says only that one is bad; the reasons that come up most are
 * looked for here.
 */
#include <smmu3/cd.h>
#include <smmu3/env.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "reasons.h"

/* ---- streams ---- */

void why_bad_streamid(const struct walk *walk,
		      const struct smmu_sim_walk_step *step,
		      struct sentence *s)
{
	(void)step;
	sentence_add(s, walk->count ?
		     "the level 1 descriptor does not reach as far as this StreamID (Span)" :
		     "STRTAB_BASE_CFG.LOG2SIZE does not reach as far as this StreamID");
}

void cure_stream_table(const struct walk *walk,
		       const struct smmu_sim_walk_step *step,
		       struct sentence *s)
{
	(void)walk;
	(void)step;
	sentence_add(s, "make the stream table larger, or the device use another StreamID");
}

/* 5.2.2: the reasons that come up most. */
static const char *why_ste_illegal(const struct walk *walk)
{
	uint64_t config = FIELD_GET(SMMU3_STE0_CONFIG, walk->ste.word[0]);
	uint64_t w2 = walk->ste.word[2];
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;
	unsigned int model = FIELD_GET(SMMU3_IDR0_STALL_MODEL, secure ?
				       walk->id.s_idr0 : walk->id.idr0);

	if (config & SMMU3_STE_CONFIG_S1 && !(walk->id.idr0 & SMMU3_IDR0_S1P))
		return "asks for stage 1, which this SMMU does not have (IDR0.S1P)";
	if (!(config & SMMU3_STE_CONFIG_S2))
		return "says what is ILLEGAL here (5.2.2)";
	if (!(walk->id.idr0 & SMMU3_IDR0_S2P))
		return "asks for stage 2, which this SMMU does not have (IDR0.S2P)";
	if (secure && !(walk->id.s_idr1 & SMMU3_S_IDR1_SEL2))
		return "asks for a Secure stage 2, which this SMMU does not have (S_IDR1.SEL2)";
	if (w2 & SMMU3_STE2_S2S && model == SMMU3_STALL_MODEL_TERMINATE)
		return "asks for stalls (S2S), which this SMMU does not have (STALL_MODEL)";
	if (!(w2 & SMMU3_STE2_S2S) && model == SMMU3_STALL_MODEL_FORCED)
		return "does not ask for stalls (S2S), which this SMMU always does (STALL_MODEL)";
	if (w2 & (SMMU3_STE2_S2HA | SMMU3_STE2_S2HD) &&
	    !FIELD_GET(SMMU3_IDR0_HTTU, walk->id.idr0))
		return "asks for updates of flags (S2HA, S2HD) that this SMMU does not make (HTTU)";
	return "says what is ILLEGAL here (5.2.2)";
}

void why_bad_ste(const struct walk *walk,
		 const struct smmu_sim_walk_step *step,
		 struct sentence *s)
{
	(void)step;
	sentence_add(s, "the STE %s", walk->ste.word[0] & SMMU3_STE0_V ?
		     why_ste_illegal(walk) : "has V clear");
}

void cure_ste(const struct walk *walk,
	      const struct smmu_sim_walk_step *step,
	      struct sentence *s)
{
	(void)walk;
	(void)step;
	sentence_add(s, "write another STE, then CMD_CFGI_STE and CMD_SYNC");
}

/* 5.4.2: the reasons that come up most. */
static const char *why_cd_illegal(const struct walk *walk)
{
	uint64_t cd = walk->cd.word[0];
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;
	unsigned int model = FIELD_GET(SMMU3_IDR0_STALL_MODEL, secure ?
				       walk->id.s_idr0 : walk->id.idr0);
	unsigned int httu = FIELD_GET(SMMU3_IDR0_HTTU, walk->id.idr0);

	if (!(cd & SMMU3_CD0_AA64))
		return "asks for 32-bit tables (AA64 is 0)";
	if (cd & SMMU3_CD0_S && model == SMMU3_STALL_MODEL_TERMINATE)
		return "asks for stalls (S), which this SMMU does not have (STALL_MODEL)";
	if (!(cd & SMMU3_CD0_S) && model == SMMU3_STALL_MODEL_FORCED)
		return "does not ask for stalls (S), which this SMMU always does (STALL_MODEL)";
	if (cd & SMMU3_CD0_S && walk->ste.word[1] & SMMU3_STE1_S1STALLD)
		return "asks for stalls (S), which STE.S1STALLD forbids";
	if (!(cd & SMMU3_CD0_A) && walk->id.idr0 & SMMU3_IDR0_TERM_MODEL)
		return "asks for faults to read as zero (A), which cannot be had (TERM_MODEL)";
	if ((cd & SMMU3_CD0_HA && !httu) || (cd & SMMU3_CD0_HD && httu < 2))
		return "asks for updates of flags (HA, HD) that this SMMU does not make (HTTU)";
	return "says what is ILLEGAL here (5.4.2)";
}

void why_bad_cd(const struct walk *walk,
		const struct smmu_sim_walk_step *step,
		struct sentence *s)
{
	(void)step;
	sentence_add(s, "the CD %s", walk->cd.word[0] & SMMU3_CD0_V ?
		     why_cd_illegal(walk) : "has V clear");
}

void cure_cd(const struct walk *walk,
	     const struct smmu_sim_walk_step *step,
	     struct sentence *s)
{
	(void)walk;
	(void)step;
	sentence_add(s, "write another CD, then CMD_CFGI_CD and CMD_SYNC");
}

void why_bad_substreamid(const struct walk *walk,
			 const struct smmu_sim_walk_step *step,
			 struct sentence *s)
{
	uint64_t word = walk->ste.word[0];
	unsigned int bits = FIELD_GET(SMMU3_STE0_S1CDMAX, word);

	(void)step;
	if (!(FIELD_GET(SMMU3_STE0_CONFIG, word) & SMMU3_STE_CONFIG_S1))
		sentence_add(s, "the stream has no stage 1, and so no SubstreamIDs");
	else if (!bits || !FIELD_GET(SMMU3_IDR1_SSIDSIZE, walk->id.idr1))
		sentence_add(s, "the stream has one context and no SubstreamIDs (S1CDMax)");
	else if (walk->t.txn.substream_id >> bits)
		sentence_add(s, "the stream has 2^%u contexts (S1CDMax)", bits);
	else
		sentence_add(s, "the level 1 descriptor of the contexts is invalid");
}

void cure_substream(const struct walk *walk,
		    const struct smmu_sim_walk_step *step,
		    struct sentence *s)
{
	sentence_add(s, walk->t.txn.flags & SMMU_SIM_TXN_SSV ?
		     "use another SubstreamID, or " : "use a SubstreamID, or ");
	cure_ste(walk, step, s);
}

/* 5.2 S1DSS */
void why_stream_disabled(const struct walk *walk,
			 const struct smmu_sim_walk_step *step,
			 struct sentence *s)
{
	(void)step;
	if (walk->t.txn.flags & SMMU_SIM_TXN_SSV)
		sentence_add(s, "STE.S1DSS keeps context 0 for transactions without a SubstreamID");
	else
		sentence_add(s, "STE.S1DSS terminates transactions without a SubstreamID");
}
