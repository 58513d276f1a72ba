// SPDX-License-Identifier: GPL-2.0
/*
 * Translation tables in words: how each stage takes an address apart (Arm ARM
 * D8.2), what a descriptor is, what a leaf permits and says of memory (D8.3,
 * D8.4, D8.6), and what the SMMU itself writes into one (3.13).
 */
#include <inttypes.h>
#include <stdio.h>

#include <smmu3/cd.h>
#include <smmu3/env.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "explain.h"
#include "sentence.h"

/* Arm ARM D8.3.1.2: stage 2 block or page descriptor */
#define S2_MEMATTR	GENMASK_ULL(5, 2)
#define S2AP_READ	BIT_ULL(6)
#define S2AP_WRITE	BIT_ULL(7)
#define S2_XN		GENMASK_ULL(54, 53)
#define S2_XN_ALL	BIT_ULL(54)

#define FULL_BITS	64U

/* ---- geometry ---- */

/* 5.4 CD.TG0, 5.2 S2TG; 0: reserved. */
static const uint8_t tg0_bits[4] = {
	[SMMU3_TG0_4K] = 12, [SMMU3_TG0_16K] = 14, [SMMU3_TG0_64K] = 16,
};

static const uint8_t tg1_bits[4] = {
	[SMMU3_TG1_4K] = 12, [SMMU3_TG1_16K] = 14, [SMMU3_TG1_64K] = 16,
};

/* 5.4: TTB1's half where bit 55 is set; its codes of granules are others. */
static struct geometry stage1_geometry(const struct walk *walk)
{
	uint64_t cd = walk->cd.word[0];

	if (!walk->cd.known)
		return (struct geometry){ 0 };
	if (walk->t.txn.addr & BIT_ULL(55) &&
	    world_has_two_halves(walk_world(walk)))
		return (struct geometry){
			.input_bits = FULL_BITS - FIELD_GET(SMMU3_CD0_T1SZ, cd),
			.page_bits = tg1_bits[FIELD_GET(SMMU3_CD0_TG1, cd)],
			.upper = true,
		};
	return (struct geometry){
		.input_bits = FULL_BITS - FIELD_GET(SMMU3_CD0_T0SZ, cd),
		.page_bits = tg0_bits[FIELD_GET(SMMU3_CD0_TG0, cd)],
	};
}

/* 5.2 S2SL0: codes count up from the granule's lowest start level but level 3. */
static int start_level(unsigned int page_bits, unsigned int sl0)
{
	static const int8_t of_4k[4] = { 2, 1, 0, 3 };

	return page_bits == 12 ? of_4k[sl0] : 3 - (int)sl0;
}

/* A Secure stream has two IPA spaces; which one a step is of, its table says. */
static bool step_is_ns_ipa(const struct walk *walk,
			   const struct smmu_sim_walk_step *step)
{
	uint64_t ns_ttb = walk->ste.word[3] & SMMU3_STE3_S2TTB;
	uint64_t s_ttb = walk->ste.word[6] & SMMU3_STE6_S_S2TTB;
	const struct smmu_sim_walk_step *root = step;

	if (walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_NS)
		return true;
	/* Back to the first step of the same walk. */
	while (root > walk->step && root < walk->step + walk->count &&
	       root[-1].stage == 2 && root[-1].input == step->input &&
	       root[-1].level < root->level)
		root--;
	return (root->addr ^ ns_ttb) >> 12 == 0 && (root->addr ^ s_ttb) >> 12;
}

static struct geometry stage2_geometry(const struct walk *walk,
				       const struct smmu_sim_walk_step *step)
{
	uint64_t w2 = walk->ste.word[2], w4 = walk->ste.word[4];
	bool ns = step_is_ns_ipa(walk, step);
	unsigned int tg = ns ? FIELD_GET(SMMU3_STE2_S2TG, w2) :
			       FIELD_GET(SMMU3_STE4_S_S2TG, w4);
	unsigned int sl0 = ns ? FIELD_GET(SMMU3_STE2_S2SL0, w2) :
				FIELD_GET(SMMU3_STE4_S_S2SL0, w4);
	unsigned int tsz = ns ? FIELD_GET(SMMU3_STE2_S2T0SZ, w2) :
				FIELD_GET(SMMU3_STE4_S_S2T0SZ, w4);

	if (walk->ste.known < ARRAY_SIZE(walk->ste.word))
		return (struct geometry){ 0 };
	return (struct geometry){
		.input_bits = FULL_BITS - tsz,
		.page_bits = tg0_bits[tg],
		.start = start_level(tg0_bits[tg], sl0),
	};
}

struct geometry walk_geometry(const struct walk *walk,
			      const struct smmu_sim_walk_step *step)
{
	return step->stage == 2 ? stage2_geometry(walk, step) :
				  stage1_geometry(walk);
}

/* The lowest bit of the input that an entry of this level does not translate. */
static unsigned int entry_bits(const struct smmu_sim_walk_step *step,
			       const struct geometry *geometry)
{
	return geometry->page_bits + (SMMU3_LAST_LEVEL - step->level) *
				     (geometry->page_bits - 3);
}

/*
 * "address bits 38-30 pick entry 3". A first table is as large as the input
 * needs: smaller than others, or at stage 2 up to 16 of them (D8.2.8).
 */
static void add_index(const struct walk *walk,
		      const struct smmu_sim_walk_step *step,
		      const struct geometry *geometry, struct sentence *s)
{
	unsigned int lsb = entry_bits(step, geometry);
	unsigned int end = lsb + geometry->page_bits - 3;
	bool concatenated = step->stage == 2 && step->level == geometry->start;
	uint64_t index;

	if (end > geometry->input_bits || concatenated)
		end = geometry->input_bits;
	if (end <= lsb || end > FULL_BITS)
		return;
	index = GENMASK_ULL(end - 1, lsb);
	sentence_add(s, "%s bits %u-%u pick entry %u: ",
		     step->stage == 2 && walk_is_nested(walk) ? "IPA" :
								"address",
		     end - 1, lsb, (unsigned int)((step->input & index) >> lsb));
}

/* ---- kinds of descriptors ---- */

/*
 * Level 3 has pages only, the others tables; level 2 has blocks, and level 1
 * with 4 KiB (Arm ARM D8.3).
 */
enum entry_kind entry_kind(const struct smmu_sim_walk_step *step,
			   const struct geometry *geometry)
{
	if (!(step->data & SMMU3_DESC_VALID))
		return ENTRY_INVALID;
	if (step->data & SMMU3_DESC_TABLE)
		return step->level < SMMU3_LAST_LEVEL ? ENTRY_TABLE :
							ENTRY_PAGE;
	if (step->level == 2 ||
	    (step->level == 1 && geometry->page_bits == 12))
		return ENTRY_BLOCK;
	return ENTRY_INVALID;
}

const char *entry_name(enum entry_kind kind)
{
	static const char *const names[] = {
		[ENTRY_INVALID] = "invalid", [ENTRY_TABLE] = "table",
		[ENTRY_BLOCK] = "block", [ENTRY_PAGE] = "page",
	};

	return names[kind];
}

uint64_t entry_output(const struct smmu_sim_walk_step *step,
		      const struct geometry *geometry)
{
	enum entry_kind kind = entry_kind(step, geometry);
	unsigned int low = geometry->page_bits;

	if (kind == ENTRY_BLOCK)
		low = entry_bits(step, geometry);
	if (!geometry->page_bits)
		low = SMMU3_LAST_LEVEL * 4;
	return step->data & SMMU3_DESC_ADDR & ~(BIT_ULL(low) - 1);
}

/* ---- tables ---- */

/* Arm ARM D8.4.1: what a stage 1 table takes away from all below it. */
static void add_limits(const struct walk *walk,
		       const struct smmu_sim_walk_step *step,
		       const struct geometry *geometry, struct sentence *s)
{
	bool had = geometry->upper ? walk->cd.word[2] & SMMU3_CD2_HAD1 :
				     walk->cd.word[1] & SMMU3_CD1_HAD0;
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;
	uint64_t desc = had ? 0 : step->data;

	if (step->stage == 2)
		return;
	sentence_part(s, secure && step->data & SMMU3_TABLE_NS,
		      "all below is Non-secure (NSTable)");
	sentence_part(s, desc & SMMU3_TABLE_AP_NO_WRITE,
		      "read-only below (APTable)");
	sentence_part(s, desc & SMMU3_TABLE_AP_NO_UNPRIV,
		      "privileged only below (APTable)");
	sentence_part(s, desc & SMMU3_TABLE_UXN,
		      "no unprivileged execution below (UXNTable)");
	sentence_part(s, desc & SMMU3_TABLE_PXN,
		      "no privileged execution below (PXNTable)");
}

/* ---- leaves ---- */

/* Reads and writes as S2AP has them; DBM makes what is read-only clean. */
static const char *rights_word(unsigned int ap, uint64_t desc)
{
	static const char *const rights[] = {
		"no access", "read-only", "write-only", "read-write",
	};

	if (!(desc & SMMU3_LEAF_DBM))
		return rights[ap];
	return ap & 2 ? "read-write and dirty (DBM)" :
			"read-only until it is dirty (DBM)";
}

static void add_stage1_rights(const struct walk *walk, uint64_t desc,
			      struct sentence *s)
{
	bool two = world_has_two_halves(walk_world(walk));
	unsigned int ap = desc & SMMU3_LEAF_AP_RO ? 1 : 3;

	sentence_part(s, true, rights_word(ap, desc));
	sentence_part(s, two && !(desc & SMMU3_LEAF_AP_UNPRIV),
		      "privileged only");
	if (two && desc & SMMU3_LEAF_UXN && desc & SMMU3_LEAF_PXN)
		sentence_part(s, true, "no execution");
	else
		sentence_part(s, desc & SMMU3_LEAF_UXN, two ?
			      "no unprivileged execution" : "no execution");
	if (two && !(desc & SMMU3_LEAF_UXN))
		sentence_part(s, desc & SMMU3_LEAF_PXN,
			      "no privileged execution");
}

/* Arm ARM D8.4.2; without XNX bit 53 means nothing. */
static void add_stage2_rights(const struct walk *walk, uint64_t desc,
			      struct sentence *s)
{
	static const char *const xn[] = {
		NULL, "only unprivileged execution", "no execution",
		"only privileged execution",
	};
	unsigned int ap = FIELD_GET(S2AP_READ | S2AP_WRITE, desc);
	unsigned int code = FIELD_GET(S2_XN, desc);

	if (!(walk->id.idr3 & SMMU3_IDR3_XNX))
		code = desc & S2_XN_ALL ? 2 : 0;
	sentence_part(s, true, rights_word(ap, desc));
	sentence_part(s, code, xn[code]);
}

static void add_flags(const struct walk *walk,
		      const struct smmu_sim_walk_step *step, struct sentence *s)
{
	uint64_t desc = step->data;
	bool secure = walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;

	sentence_part(s, !(desc & SMMU3_LEAF_AF), "access flag clear");
	if (step->stage == 2)
		return;
	sentence_part(s, !(desc & SMMU3_LEAF_NG) &&
		      world_has_two_halves(walk_world(walk)), "global");
	sentence_part(s, secure && desc & SMMU3_LEAF_NS, "Non-secure");
}

/* 5.4 MAIR, if the CD is known. */
static void add_stage1_memory(const struct walk *walk, uint64_t desc,
			      struct sentence *s)
{
	unsigned int index = FIELD_GET(SMMU3_LEAF_ATTRINDX, desc);
	char text[64];

	if (walk->cd.known < ARRAY_SIZE(walk->cd.word))
		return;
	word_memattr(walk->cd.word[3] >> (8 * index), text, sizeof(text));
	sentence_part(s, true, text);
	sentence_part(s, true, word_shareability(FIELD_GET(SMMU3_LEAF_SH, desc)));
}

/* Arm ARM D8.6.6: MemAttr where stage 2 forces (S2FWB). */
static const char *forced_memory(unsigned int memattr)
{
	if (!(memattr & 4))
		return word_stage2_memory(memattr & 3);
	switch (memattr & 7) {
	case 5:
		return "Non-cacheable unless stage 1 says Device";
	case 6:
		return "forces Write-Back";
	case 7:
		return "memory as stage 1 says";
	default:
		return "reserved memory type";
	}
}

static void add_stage2_memory(const struct walk *walk, uint64_t desc,
			      struct sentence *s)
{
	unsigned int memattr = FIELD_GET(S2_MEMATTR, desc);
	bool forced = walk->ste.word[1] & SMMU3_STE1_S2FWB;

	sentence_part(s, true, forced ? forced_memory(memattr) :
					word_stage2_memory(memattr));
	sentence_part(s, true, word_shareability(FIELD_GET(SMMU3_LEAF_SH, desc)));
}

static void add_leaf(const struct walk *walk,
		     const struct smmu_sim_walk_step *step, struct sentence *s)
{
	if (step->stage == 2)
		add_stage2_rights(walk, step->data, s);
	else
		add_stage1_rights(walk, step->data, s);
	add_flags(walk, step, s);
	if (step->stage == 2)
		add_stage2_memory(walk, step->data, s);
	else
		add_stage1_memory(walk, step->data, s);
}

/* ---- the two users ---- */

static const char *output_prefix(const struct walk *walk,
				 const struct smmu_sim_walk_step *step)
{
	return step->stage == 1 && walk_is_nested(walk) ? "IPA " : "";
}

static void add_what(const struct walk *walk,
		     const struct smmu_sim_walk_step *step,
		     const struct geometry *geometry, struct sentence *s)
{
	enum entry_kind kind = entry_kind(step, geometry);
	uint64_t bytes = BIT_ULL(entry_bits(step, geometry));
	char size[24];

	if (kind == ENTRY_INVALID) {
		sentence_add(s, step->data & SMMU3_DESC_VALID ?
			     "nothing here, that kind is reserved" :
			     "nothing here");
		return;
	}
	if (kind != ENTRY_TABLE)
		sentence_add(s, "%s %s", word_size(bytes, size, sizeof(size)),
			     entry_name(kind));
	else
		sentence_add(s, "table");
	sentence_add(s, " at %s0x%" PRIx64, output_prefix(walk, step),
		     entry_output(step, geometry));
}

void explain_table(const struct walk *walk, unsigned int at, char *buf,
		   size_t cap, char *more, size_t more_cap)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	struct geometry geometry = walk_geometry(walk, step);
	struct sentence s = sentence_in(buf, cap);
	struct sentence m = sentence_in(more, more_cap);

	if (!geometry.page_bits) {
		sentence_add(&s, step->data & SMMU3_DESC_VALID ?
			     "valid" : "nothing here");
		return;
	}
	add_index(walk, step, &geometry, &s);
	add_what(walk, step, &geometry, &s);
	switch (entry_kind(step, &geometry)) {
	case ENTRY_TABLE:
		add_limits(walk, step, &geometry, &m);
		break;
	case ENTRY_BLOCK:
	case ENTRY_PAGE:
		add_leaf(walk, step, &m);
		break;
	case ENTRY_INVALID:
		break;
	}
}

/* What the descriptor was when it was read. */
static uint64_t before_update(const struct walk *walk, unsigned int at)
{
	unsigned int i = at;

	while (i--)
		if (walk->step[i].kind == SMMU_SIM_STEP_TT &&
		    walk->step[i].addr == walk->step[at].addr)
			return walk->step[i].data;
	return walk->step[at].data;
}

/* 3.13.3: dirty is AP[2] clear at stage 1, S2AP[1] set at stage 2. */
void explain_update(const struct walk *walk, unsigned int at, char *buf,
		    size_t cap)
{
	const struct smmu_sim_walk_step *step = &walk->step[at];
	uint64_t changed = before_update(walk, at) ^ step->data;
	const char *third = walk->t.flags ? "" : "s"; /* peeks write nothing */
	struct sentence s = sentence_in(buf, cap);

	sentence_add(&s, "the SMMU %s", walk->t.flags ? "would " : "");
	if (changed & SMMU3_LEAF_AF)
		sentence_add(&s, "set%s the access flag (AF)", third);
	if (changed & SMMU3_LEAF_AF && changed & S2AP_WRITE)
		sentence_add(&s, " and ");
	if (changed & S2AP_WRITE)
		sentence_add(&s, "make%s the page dirty (%s)", third,
			     step->stage == 2 ? "S2AP[1] is set" :
						"AP[2] is clear");
}
