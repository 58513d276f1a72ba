// SPDX-License-Identifier: GPL-2.0
/*
 * Why a transaction was not forwarded, and what would have to change, in words:
 * one sentence each, for every event that a translation can end in (7.3). What
 * the SMMU answered is the truth; the sentences say where in the tables to look.
 */
#include <inttypes.h>
#include <stdio.h>

#include <smmu3/cd.h>
#include <smmu3/env.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "reasons.h"

#define S2AP_READ	BIT_ULL(6)
#define S2AP_WRITE	BIT_ULL(7)

static uint64_t record_ipa(const struct walk *walk)
{
	return walk->t.out.record[3] & SMMU3_EVT3_IPA;
}

static bool fault_is_stage2(const struct walk *walk)
{
	return walk->t.out.record[1] & SMMU3_EVT1_S2;
}

static unsigned int fault_class(const struct walk *walk)
{
	return FIELD_GET(SMMU3_EVT1_CLASS, walk->t.out.record[1]);
}

const struct smmu_sim_walk_step *walk_last_entry(const struct walk *walk,
						 unsigned int stage)
{
	unsigned int i = walk->count;

	while (i--)
		if (walk->step[i].kind == SMMU_SIM_STEP_TT &&
		    walk->step[i].stage == stage)
			return &walk->step[i];
	return NULL;
}

/* The descriptor that the fault is about; NULL: none was read. */
static const struct smmu_sim_walk_step *fault_entry(const struct walk *walk)
{
	unsigned int stage = fault_is_stage2(walk) ? 2 : 1;
	const struct smmu_sim_walk_step *step = walk_last_entry(walk, stage);
	uint64_t page = ~(uint64_t)0xfff;

	if (!step || stage == 1)
		return step;
	return ((step->input ^ record_ipa(walk)) & page) ? NULL : step;
}

/* ---- where it happened ---- */

/* "stage 2, for the context, level 3: " */
static void add_place(const struct walk *walk, struct sentence *s)
{
	static const char *const purposes[] = {
		[SMMU_SIM_CLASS_CD] = ", on the way to the context",
		[SMMU_SIM_CLASS_TT] = ", on the way to a table of stage 1",
	};
	unsigned int class = fault_class(walk);
	bool stage2 = fault_is_stage2(walk);

	sentence_add(s, "stage %u", stage2 ? 2 : 1);
	if (stage2 && class < ARRAY_SIZE(purposes))
		sentence_add(s, "%s", purposes[class]);
	sentence_add(s, ": ");
}

static void add_entry(const struct smmu_sim_walk_step *step,
		      struct sentence *s)
{
	sentence_add(s, "the level %d descriptor at 0x%" PRIx64, step->level,
		     (uint64_t)step->addr);
}

/* ---- F_TRANSLATION ---- */

static bool out_of_range(const struct walk *walk, unsigned int bits,
			 bool upper)
{
	uint64_t addr = walk->t.txn.addr;
	uint64_t above = bits < 64 ? addr >> bits : 0;

	return upper ? above != ~0ULL >> bits : above;
}

static void why_no_entry(const struct walk *walk, struct sentence *s)
{
	const struct smmu_sim_walk_step any = {
		.kind = SMMU_SIM_STEP_TT, .input = record_ipa(walk),
		.stage = fault_is_stage2(walk) ? 2 : 1,
	};
	struct geometry geometry = walk_geometry(walk, &any);
	unsigned int half = geometry.upper;
	uint64_t epd = half ? SMMU3_CD0_EPD1 : SMMU3_CD0_EPD0;

	if (any.stage == 2)
		sentence_add(s, "the IPA has more than the %u bits of S2T0SZ",
			     geometry.input_bits);
	else if (walk->cd.word[0] & epd &&
		 world_has_two_halves(walk_world(walk)))
		sentence_add(s, "CD.EPD%u closes the half of TTB%u", half,
			     half);
	else if (out_of_range(walk, geometry.input_bits, geometry.upper))
		sentence_add(s, "the address has more than the %u bits of T%uSZ",
			     geometry.input_bits, half);
	else
		sentence_add(s, "CD.E0PD%u closes the half of TTB%u to unprivileged accesses",
			     half, half);
}

static void why_translation(const struct walk *walk,
			    const struct smmu_sim_walk_step *step,
			    struct sentence *s)
{
	if (!step) {
		why_no_entry(walk, s);
		return;
	}
	add_entry(step, s);
	sentence_add(s, step->data & SMMU3_DESC_VALID ?
		     " is of a kind that is reserved there" : " is invalid");
}

static void cure_translation(const struct walk *walk,
			     const struct smmu_sim_walk_step *step,
			     struct sentence *s)
{
	(void)walk;
	if (step)
		sentence_add(s, "write a valid descriptor there (bit 0 is 1); what is invalid is not cached");
	else
		sentence_add(s, "use another address, or give the context or the stream a larger range");
}

/* ---- F_ADDR_SIZE ---- */

static void why_addr_size(const struct walk *walk,
			  const struct smmu_sim_walk_step *step,
			  struct sentence *s)
{
	struct geometry geometry;

	if (!step) {
		sentence_add(s, "nothing translates the address, and it is larger than %u bits",
			     id_oas_bits(&walk->id));
		return;
	}
	geometry = walk_geometry(walk, step);
	add_entry(step, s);
	sentence_add(s, " leads to 0x%" PRIx64 ", which is larger than %s says",
		     entry_output(step, &geometry),
		     step->stage == 2 ? "STE.S2PS" : "CD.IPS");
}

static void cure_addr_size(const struct walk *walk,
			   const struct smmu_sim_walk_step *step,
			   struct sentence *s)
{
	(void)walk;
	if (step)
		sentence_add(s, "write an address that fits, or a larger %s up to IDR5.OAS; then CMD_TLBI_* and CMD_SYNC",
			     step->stage == 2 ? "S2PS" : "IPS");
	else
		sentence_add(s, "use an address that fits");
}

/* ---- F_ACCESS ---- */

static void why_access(const struct walk *walk,
		       const struct smmu_sim_walk_step *step,
		       struct sentence *s)
{
	(void)walk;
	if (!step)
		return;
	add_entry(step, s);
	sentence_add(s, " has AF (bit 10) clear, and the SMMU does not set it (%s is 0)",
		     step->stage == 2 ? "STE.S2HA" : "CD.HA");
}

static void cure_access(const struct walk *walk,
			const struct smmu_sim_walk_step *step,
			struct sentence *s)
{
	bool stage2 = step && step->stage == 2;

	if (FIELD_GET(SMMU3_IDR0_HTTU, walk->id.idr0))
		sentence_add(s, "set AF there, or let the SMMU do it: %s; or ignore it: %s",
			     stage2 ? "STE.S2HA" : "CD.HA",
			     stage2 ? "STE.S2AFFD" : "CD.AFFD");
	else
		sentence_add(s, "set AF there, or ignore it: %s",
			     stage2 ? "STE.S2AFFD" : "CD.AFFD");
}

/* ---- F_PERMISSION of stage 1 (Arm ARM D8.4.1) ---- */

/* What tables above the leaf take away, if HAD does not stop them. */
static uint64_t table_limits(const struct walk *walk)
{
	uint64_t limits = 0;
	int level = -2;
	unsigned int i;

	for (i = 0; i < walk->count; i++) {
		const struct smmu_sim_walk_step *step = &walk->step[i];
		struct geometry geometry = walk_geometry(walk, step);
		uint64_t had = geometry.upper ?
			       walk->cd.word[2] & SMMU3_CD2_HAD1 :
			       walk->cd.word[1] & SMMU3_CD1_HAD0;

		if (step->kind != SMMU_SIM_STEP_TT || step->stage != 1)
			continue;
		if (step->level <= level) /* from the beginning */
			limits = 0;
		level = step->level;
		if (!had && entry_kind(step, &geometry) == ENTRY_TABLE)
			limits |= step->data;
	}
	return limits;
}

/**
 * struct asked - an access as permissions see it, after overrides
 * @read: it reads data
 * @write: it writes
 * @instr: an instruction fetch
 * @priv: privileged
 */
struct asked {
	bool read;
	bool write;
	bool instr;
	bool priv;
};

static struct asked asked_of(const struct walk *walk)
{
	uint64_t word = walk->t.out.record[1];
	bool atomic = walk->t.txn.flags & SMMU_SIM_TXN_ATOMIC;
	bool write = walk->t.txn.flags & SMMU_SIM_TXN_WRITE;

	return (struct asked){
		.read = atomic || (!write && !(word & SMMU3_EVT1_IND)),
		.write = atomic || write,
		.instr = word & SMMU3_EVT1_IND,
		.priv = word & SMMU3_EVT1_PNU,
	};
}

static const char *why_no_execution(const struct walk *walk, uint64_t leaf,
				    uint64_t limits, const struct asked *asked)
{
	bool two = world_has_two_halves(walk_world(walk));
	bool priv = two && asked->priv;
	bool unpriv_writes = two && leaf & SMMU3_LEAF_AP_UNPRIV &&
			     !(leaf & SMMU3_LEAF_AP_RO) &&
			     !(limits & (SMMU3_TABLE_AP_NO_WRITE |
					 SMMU3_TABLE_AP_NO_UNPRIV));

	if (leaf & (priv ? SMMU3_LEAF_PXN : SMMU3_LEAF_UXN))
		return priv ? "forbids privileged execution (PXN)" :
			      two ? "forbids unprivileged execution (UXN)" :
				    "forbids execution (XN)";
	if (limits & (priv ? SMMU3_TABLE_PXN : SMMU3_TABLE_UXN))
		return "is below a table that forbids execution (PXNTable, UXNTable)";
	if (priv && unpriv_writes)
		return "is writable without privilege, so that privileged execution is forbidden";
	if (walk->cd.word[0] & SMMU3_CD0_WXN)
		return "is writable, and CD.WXN forbids its execution";
	return "does not permit execution";
}

/* NULL: it is not forbidden for this reason. */
static const char *why_no_write(const struct walk *walk, uint64_t leaf,
				uint64_t limits)
{
	if (limits & SMMU3_TABLE_AP_NO_WRITE)
		return "is below a table that is read-only (APTable)";
	if (!(leaf & SMMU3_LEAF_AP_RO))
		return NULL;
	if (leaf & SMMU3_LEAF_DBM && !stage_sets_dirty(walk, 1))
		return "is clean (DBM) and the SMMU does not update dirty state (CD.HD is 0)";
	return "is read-only (AP[2], bit 7)";
}

static bool sif_is_on(const struct walk *walk)
{
	return walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S &&
	       walk->cr0 & SMMU3_S_CR0_SIF;
}

static const char *why_stage1(const struct walk *walk, uint64_t leaf)
{
	bool two = world_has_two_halves(walk_world(walk));
	struct asked asked = asked_of(walk);
	uint64_t limits = table_limits(walk);
	const char *why;

	if (asked.instr && leaf & SMMU3_LEAF_NS && sif_is_on(walk))
		return "is Non-secure, and S_CR0.SIF keeps Secure instruction fetches out";
	if (two && !asked.priv && !(leaf & SMMU3_LEAF_AP_UNPRIV))
		return "is for privileged accesses only (AP[1], bit 6)";
	if (two && !asked.priv && limits & SMMU3_TABLE_AP_NO_UNPRIV)
		return "is below a table for privileged accesses only (APTable)";
	if (asked.instr)
		return why_no_execution(walk, leaf, limits, &asked);
	why = asked.write ? why_no_write(walk, leaf, limits) : NULL;
	if (why)
		return why;
	if (two && asked.priv && leaf & SMMU3_LEAF_AP_UNPRIV &&
	    walk->cd.word[0] & SMMU3_CD0_PAN)
		return "is open to unprivileged accesses, and CD.PAN keeps privileged ones out";
	return "does not permit this access";
}

/* ---- F_PERMISSION of stage 2 ---- */

static const char *why_stage2(const struct walk *walk, uint64_t leaf)
{
	unsigned int class = fault_class(walk);
	struct asked asked = asked_of(walk);
	bool updates = class == SMMU_SIM_CLASS_TT &&
		       !(walk->t.out.record[1] & SMMU3_EVT1_TTRNW);
	bool write = class == SMMU_SIM_CLASS_IN ? asked.write : updates;

	if (updates && !(leaf & S2AP_WRITE))
		return "does not permit updates of stage 1's descriptor (S2AP[1], bit 7)";
	if (!write && !(leaf & S2AP_READ))
		return "does not permit reads (S2AP[0], bit 6)";
	if (write && !(leaf & S2AP_WRITE))
		return leaf & SMMU3_LEAF_DBM ?
		       "is clean (DBM) and the SMMU does not update dirty state (STE.S2HD is 0)" :
		       "does not permit writes (S2AP[1], bit 7)";
	if (class == SMMU_SIM_CLASS_IN && asked.instr)
		return "does not permit execution (XN)";
	if (class != SMMU_SIM_CLASS_IN &&
	    walk->ste.word[2] & SMMU3_STE2_S2PTW)
		return "leads to Device memory, where STE.S2PTW forbids tables";
	return "does not permit this access";
}

static void why_permission(const struct walk *walk,
			   const struct smmu_sim_walk_step *step,
			   struct sentence *s)
{
	if (!step) {
		sentence_add(s, "S_CR0.SIF keeps Secure instruction fetches out of Non-secure memory");
		return;
	}
	add_entry(step, s);
	sentence_add(s, " %s", step->stage == 2 ? why_stage2(walk, step->data) :
						  why_stage1(walk, step->data));
}

static void cure_permission(const struct walk *walk,
			    const struct smmu_sim_walk_step *step,
			    struct sentence *s)
{
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;

	if (!step)
		sentence_add(s, "clear S_CR0.SIF, or fetch from Secure memory");
	else if (step->stage == 1)
		sentence_add(s, "change it, then CMD_TLBI_NH_VA and CMD_SYNC; or make another kind of access");
	else
		sentence_add(s, "change it, then CMD_TLBI_%sS2_IPA, CMD_TLBI_NH_ALL and CMD_SYNC",
			     secure ? "S_" : "");
}

/* ---- accesses that were aborted ---- */

static void why_abort(const struct walk *walk,
		      const struct smmu_sim_walk_step *step,
		      struct sentence *s)
{
	(void)step;
	sentence_add(s, "nothing answers at 0x%" PRIx64 ", where the SMMU reads a table",
		     (uint64_t)(walk->t.out.record[3] & SMMU3_EVT3_FETCH_ADDR));
}

static void cure_abort(const struct walk *walk,
		       const struct smmu_sim_walk_step *step,
		       struct sentence *s)
{
	(void)walk;
	(void)step;
	sentence_add(s, "point to RAM of that PA space; or an injection did it: inspect injections");
}

/* ---- all of them ---- */

static const struct reason {
	uint8_t event;
	bool place;	/* which stage is worth saying */
	void (*why)(const struct walk *walk,
		    const struct smmu_sim_walk_step *step, struct sentence *s);
	void (*cure)(const struct walk *walk,
		     const struct smmu_sim_walk_step *step, struct sentence *s);
} reasons[] = {
	{ SMMU3_EVT_C_BAD_STREAMID, false, why_bad_streamid,
	  cure_stream_table },
	{ SMMU3_EVT_F_STE_FETCH, false, why_abort, cure_abort },
	{ SMMU3_EVT_C_BAD_STE, false, why_bad_ste, cure_ste },
	{ SMMU3_EVT_F_STREAM_DISABLED, false, why_stream_disabled,
	  cure_substream },
	{ SMMU3_EVT_C_BAD_SUBSTREAMID, false, why_bad_substreamid,
	  cure_substream },
	{ SMMU3_EVT_F_CD_FETCH, false, why_abort, cure_abort },
	{ SMMU3_EVT_C_BAD_CD, false, why_bad_cd, cure_cd },
	{ SMMU3_EVT_F_WALK_EABT, true, why_abort, cure_abort },
	{ SMMU3_EVT_F_TRANSLATION, true, why_translation, cure_translation },
	{ SMMU3_EVT_F_ADDR_SIZE, true, why_addr_size, cure_addr_size },
	{ SMMU3_EVT_F_ACCESS, true, why_access, cure_access },
	{ SMMU3_EVT_F_PERMISSION, true, why_permission, cure_permission },
};

static const struct reason *reason_of(const struct walk *walk)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].event == walk->t.out.event)
			return &reasons[i];
	return NULL;
}

/* 6.3.9.6, 6.3.14, 5.2: aborts that no event belongs to. */
static void why_silent(const struct walk *walk, struct sentence *s)
{
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;

	if (walk->ste.known)
		sentence_add(s, "STE.Config says abort");
	else if (secure && !(walk->id.s_idr1 & SMMU3_S_IDR1_SECURE_IMPL))
		sentence_add(s, "this SMMU has no Secure bank");
	else if (!(walk->cr0 & SMMU3_CR0_SMMUEN))
		sentence_add(s, "SMMUEN is 0: %sGBPA.ABORT says abort, or the address is too large",
			     secure ? "S_" : "");
}

void explain_why(const struct walk *walk, char *buf, size_t cap)
{
	const struct reason *reason = reason_of(walk);
	struct sentence s = sentence_in(buf, cap);

	if (walk->t.out.status == SMMU_SIM_OK)
		return;
	if (!walk->t.out.event)
		why_silent(walk, &s);
	if (!reason)
		return;
	if (reason->place)
		add_place(walk, &s);
	reason->why(walk, fault_entry(walk), &s);
}

void explain_cure(const struct walk *walk, char *buf, size_t cap)
{
	const struct reason *reason = reason_of(walk);
	struct sentence s = sentence_in(buf, cap);

	if (walk->t.out.status == SMMU_SIM_OK || !reason)
		return;
	reason->cure(walk, fault_entry(walk), &s);
	if (walk->t.out.status == SMMU_SIM_STALLED)
		sentence_add(&s, "; then CMD_RESUME");
}
