// SPDX-License-Identifier: GPL-2.0
/*
 * Streams and contexts in words: level 1 descriptors, STE (5.2), CD (5.4). Where
 * only the first word of a structure is known, what is in the others is not
 * said.
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

static bool image_whole(const struct image *image)
{
	return image->known == ARRAY_SIZE(image->word);
}

static bool walk_secure(const struct walk *walk)
{
	return walk->t.txn.sec_sid == SMMU_SIM_SEC_SID_S;
}

static unsigned int ste_config(const struct walk *walk)
{
	return FIELD_GET(SMMU3_STE0_CONFIG, walk->ste.word[0]);
}

static bool ste_has(const struct walk *walk, unsigned int stages)
{
	unsigned int config = ste_config(walk);

	return config & SMMU3_STE_CONFIG_PASS && (config & stages) == stages;
}

bool walk_is_nested(const struct walk *walk)
{
	return walk->ste.known &&
	       ste_has(walk, SMMU3_STE_CONFIG_S1 | SMMU3_STE_CONFIG_S2);
}

/* ---- StreamWorlds (3.3.3, 5.2 STRW) ---- */

static bool strw_is_used(const struct walk *walk)
{
	if (!image_whole(&walk->ste) || !ste_has(walk, SMMU3_STE_CONFIG_S1) ||
	    ste_has(walk, SMMU3_STE_CONFIG_S2))
		return false;
	return walk_secure(walk) || walk->id.idr0 & SMMU3_IDR0_HYP;
}

uint8_t walk_world(const struct walk *walk)
{
	bool e2h = walk->cr2 & SMMU3_CR2_E2H;
	bool secure = walk_secure(walk);
	unsigned int strw = SMMU3_STRW_EL1;

	if (strw_is_used(walk))
		strw = FIELD_GET(SMMU3_STE1_STRW, walk->ste.word[1]);
	if (strw == SMMU3_STRW_EL3)
		return SMMU_SIM_WORLD_EL3;
	if (strw != SMMU3_STRW_EL2)
		return secure ? SMMU_SIM_WORLD_S_EL1 : SMMU_SIM_WORLD_NS_EL1;
	if (secure)
		return e2h ? SMMU_SIM_WORLD_S_EL2_E2H : SMMU_SIM_WORLD_S_EL2;
	return e2h ? SMMU_SIM_WORLD_NS_EL2_E2H : SMMU_SIM_WORLD_NS_EL2;
}

bool world_has_two_halves(uint8_t world)
{
	return world != SMMU_SIM_WORLD_NS_EL2 &&
	       world != SMMU_SIM_WORLD_S_EL2 && world != SMMU_SIM_WORLD_EL3;
}

/* ---- what a fault does, and what flags ---- */

/* A, R and S decide together what a fault of stage 1 does (5.5). */
static const char *cd_policy(uint64_t cd)
{
	if (cd & SMMU3_CD0_S)
		return "faults stall";
	if (cd & SMMU3_CD0_A)
		return cd & SMMU3_CD0_R ? "faults abort, recorded" :
					  "faults abort, unrecorded";
	return cd & SMMU3_CD0_R ? "faults read as zero, recorded" :
				  "faults read as zero, unrecorded";
}

static const char *ste_policy(uint64_t word2)
{
	if (word2 & SMMU3_STE2_S2S)
		return "faults stall";
	return word2 & SMMU3_STE2_S2R ? "faults abort, recorded" :
					"faults abort, unrecorded";
}

/* 3.13: IDR0.HTTU limits what HA and HD ask for; HD needs HA. */
bool stage_sets_access(const struct walk *walk, unsigned int stage)
{
	if (!FIELD_GET(SMMU3_IDR0_HTTU, walk->id.idr0))
		return false;
	return stage == 1 ? walk->cd.word[0] & SMMU3_CD0_HA :
			    walk->ste.word[2] & SMMU3_STE2_S2HA;
}

bool stage_sets_dirty(const struct walk *walk, unsigned int stage)
{
	if (!stage_sets_access(walk, stage) ||
	    FIELD_GET(SMMU3_IDR0_HTTU, walk->id.idr0) < 2)
		return false;
	return stage == 1 ? walk->cd.word[0] & SMMU3_CD0_HD :
			    walk->ste.word[2] & SMMU3_STE2_S2HD;
}

static void add_updates(const struct walk *walk, unsigned int stage,
			struct sentence *s)
{
	if (stage_sets_dirty(walk, stage))
		sentence_add(s, ", the SMMU sets access flag and dirty state");
	else if (stage_sets_access(walk, stage))
		sentence_add(s, ", the SMMU sets the access flag");
}

/* ---- level 1 descriptors ---- */

void explain_l1std(const struct walk *walk, uint64_t data, char *buf,
		   size_t cap)
{
	uint64_t span = FIELD_GET(SMMU3_L1STD_SPAN, data);

	(void)walk;
	if (!span || span > SMMU3_L1STD_SPAN_MAX)
		snprintf(buf, cap, "no second level here");
	else
		snprintf(buf, cap, "%u entries at 0x%" PRIx64,
			 1U << (span - 1), (uint64_t)(data & SMMU3_L1STD_L2PTR));
}

static const char *ipa_prefix(const struct walk *walk)
{
	return walk_is_nested(walk) ? "IPA " : "";
}

void explain_l1cd(const struct walk *walk, uint64_t data, char *buf,
		  size_t cap)
{
	if (data & SMMU3_L1CD_V)
		snprintf(buf, cap, "table of contexts at %s0x%" PRIx64,
			 ipa_prefix(walk), (uint64_t)(data & SMMU3_L1CD_L2PTR));
	else
		snprintf(buf, cap, "no second level here");
}

/* ---- STE ---- */

/* 5.2 S1CDMax: one context, or a table of them. */
static void add_contexts(const struct walk *walk, struct sentence *s)
{
	uint64_t word = walk->ste.word[0];
	uint64_t ptr = word & SMMU3_STE0_S1CONTEXTPTR;
	unsigned int bits = FIELD_GET(SMMU3_STE0_S1CDMAX, word);

	if (!FIELD_GET(SMMU3_IDR1_SSIDSIZE, walk->id.idr1))
		bits = 0;
	if (bits)
		sentence_add(s, "; 2^%u contexts at %s0x%" PRIx64, bits,
			     ipa_prefix(walk), ptr);
	else
		sentence_add(s, "; context at %s0x%" PRIx64, ipa_prefix(walk),
			     ptr);
}

/* 5.2 S2VMID, 3.17: where stage 2 exists, VMIDs do. */
static bool world_has_vmid(const struct walk *walk, uint8_t world)
{
	if (world == SMMU_SIM_WORLD_NS_EL1)
		return walk->id.idr0 & SMMU3_IDR0_S2P;
	return world == SMMU_SIM_WORLD_S_EL1 &&
	       walk->id.s_idr1 & SMMU3_S_IDR1_SEL2 &&
	       ste_has(walk, SMMU3_STE_CONFIG_S2);
}

static void add_world(const struct walk *walk, struct sentence *s)
{
	uint8_t world = walk_world(walk);

	if (!image_whole(&walk->ste))
		return;
	sentence_add(s, "; StreamWorld %s", word_world(world));
	if (world_has_vmid(walk, world))
		sentence_add(s, ", VMID %u",
			     (unsigned int)FIELD_GET(SMMU3_STE2_S2VMID,
						     walk->ste.word[2]));
}

static void add_stages(const struct walk *walk, struct sentence *s)
{
	bool s1 = ste_has(walk, SMMU3_STE_CONFIG_S1);
	bool s2 = ste_has(walk, SMMU3_STE_CONFIG_S2);

	sentence_add(s, "valid: %s%s%s translates", s1 ? "stage 1" : "",
		     s1 && s2 ? ", then " : "", s2 ? "stage 2" : "");
	if (s1)
		add_contexts(walk, s);
	add_world(walk, s);
}

/* 5.2 S2TG has the codes of CD.TG0. */
static void add_stage2(const struct walk *walk, struct sentence *s)
{
	const struct smmu_sim_walk_step any = {
		.kind = SMMU_SIM_STEP_TT, .stage = 2,
		.pas = walk->t.txn.sec_sid,
	};
	struct geometry geometry = walk_geometry(walk, &any);
	char granule[24] = "reserved";

	if (geometry.page_bits)
		word_size(BIT_ULL(geometry.page_bits), granule,
			  sizeof(granule));
	sentence_add(s, "stage 2: %u-bit IPAs, %s granule, %s",
		     geometry.input_bits, granule,
		     ste_policy(walk->ste.word[2]));
	add_updates(walk, 2, s);
	sentence_part(s, walk->ste.word[2] & SMMU3_STE2_S2PTW,
		      "tables may not be Device memory (S2PTW)");
	sentence_part(s, walk->ste.word[1] & SMMU3_STE1_S2FWB,
		      "memory types are forced (S2FWB)");
}

static const char *override_word(unsigned int code, const char *const names[2])
{
	return code < 2 ? NULL : names[code - 2];
}

/* 5.2 PRIVCFG, INSTCFG, NSCFG, MTCFG, if the ID registers honour them. */
static void add_overrides(const struct walk *walk, struct sentence *s)
{
	static const char *const priv[] = { "unprivileged", "privileged" };
	static const char *const inst[] = { "data", "instruction fetches" };
	static const char *const ns[] = { "Secure", "Non-secure" };
	uint64_t word = walk->ste.word[1];
	const char *const parts[] = {
		override_word(FIELD_GET(SMMU3_STE1_PRIVCFG, word), priv),
		override_word(FIELD_GET(SMMU3_STE1_INSTCFG, word), inst),
		walk_secure(walk) && !ste_has(walk, SMMU3_STE_CONFIG_S1) ?
		override_word(FIELD_GET(SMMU3_STE1_NSCFG, word), ns) : NULL,
	};
	char text[96];
	struct sentence taken = sentence_in(text, sizeof(text));
	size_t i;

	if (walk->id.idr1 & SMMU3_IDR1_ATTR_PERMS_OVR)
		for (i = 0; i < ARRAY_SIZE(parts); i++)
			sentence_part(&taken, parts[i], parts[i]);
	if (walk->id.idr1 & SMMU3_IDR1_ATTR_TYPES_OVR)
		sentence_part(&taken, word & SMMU3_STE1_MTCFG,
			      word_stage2_memory(FIELD_GET(SMMU3_STE1_MEMATTR,
							   word)));
	if (taken.len)
		sentence_add(s, "%swhat comes in is taken as: %s",
			     s->len ? "; " : "", text);
}

void explain_ste(const struct walk *walk, char *buf, size_t cap, char *more,
		 size_t more_cap)
{
	struct sentence s = sentence_in(buf, cap);
	struct sentence m = sentence_in(more, more_cap);

	if (!(walk->ste.word[0] & SMMU3_STE0_V))
		sentence_add(&s, "invalid");
	else if (!ste_has(walk, 0))
		sentence_add(&s, "valid: abort everything, silently");
	else if (ste_config(walk) == SMMU3_STE_CONFIG_PASS)
		sentence_add(&s, "valid: bypass, addresses stay as they are");
	else
		add_stages(walk, &s);
	if (!(walk->ste.word[0] & SMMU3_STE0_V) || !ste_has(walk, 0) ||
	    !image_whole(&walk->ste))
		return;
	if (ste_has(walk, SMMU3_STE_CONFIG_S2))
		add_stage2(walk, &m);
	add_overrides(walk, &m);
}

/* ---- CD ---- */

static unsigned int ips_bits(const struct walk *walk)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48, 52, 52 };
	unsigned int ips = bits[FIELD_GET(SMMU3_CD0_IPS, walk->cd.word[0])];

	return min(ips, id_oas_bits(&walk->id));
}

static void add_half(const struct walk *walk, struct sentence *s)
{
	const struct smmu_sim_walk_step any = {
		.kind = SMMU_SIM_STEP_TT, .stage = 1,
	};
	struct geometry geometry = walk_geometry(walk, &any);
	unsigned int half = geometry.upper;
	char granule[24] = "reserved";

	if (geometry.page_bits)
		word_size(BIT_ULL(geometry.page_bits), granule,
			  sizeof(granule));
	if (world_has_two_halves(walk_world(walk)))
		sentence_add(s, "valid: ASID %u, ",
			     (unsigned int)FIELD_GET(SMMU3_CD0_ASID,
						     walk->cd.word[0]));
	else
		sentence_add(s, "valid: ");
	if (walk->cd.word[0] & (half ? SMMU3_CD0_EPD1 : SMMU3_CD0_EPD0) &&
	    world_has_two_halves(walk_world(walk)))
		sentence_add(s, "TTB%u is closed (EPD%u), ", half, half);
	else
		sentence_add(s, "%u-bit input, %s granule, ",
			     geometry.input_bits, granule);
}

/* The table that the address is translated by. */
static void add_first_table(const struct walk *walk, struct sentence *s)
{
	const struct smmu_sim_walk_step any = {
		.kind = SMMU_SIM_STEP_TT, .stage = 1,
	};
	bool upper = walk_geometry(walk, &any).upper;
	uint64_t ttb = upper ? walk->cd.word[2] & SMMU3_CD2_TTB1 :
			       walk->cd.word[1] & SMMU3_CD1_TTB0;

	sentence_add(s, "TTB%u at %s0x%" PRIx64, upper, ipa_prefix(walk), ttb);
}

void explain_cd(const struct walk *walk, char *buf, size_t cap, char *more,
		size_t more_cap)
{
	struct sentence s = sentence_in(buf, cap);
	struct sentence m = sentence_in(more, more_cap);
	uint64_t word = walk->cd.word[0];

	if (!(word & SMMU3_CD0_V)) {
		sentence_add(&s, "invalid");
		return;
	}
	add_half(walk, &s);
	sentence_add(&s, "%s", cd_policy(word));
	if (!image_whole(&walk->cd))
		return;
	add_first_table(walk, &m);
	sentence_add(&m, ", output up to %u bits", ips_bits(walk));
	add_updates(walk, 1, &m);
	sentence_part(&m, word & SMMU3_CD0_WXN, "what is writable is not executable (WXN)");
	sentence_part(&m, word & SMMU3_CD0_PAN &&
		      world_has_two_halves(walk_world(walk)),
		      "privileged accesses stay out of unprivileged pages (PAN)");
	sentence_part(&m, word & (SMMU3_CD0_TBI0 | SMMU3_CD0_TBI1),
		      "the top byte may be ignored (TBI)");
}
