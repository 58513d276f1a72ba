// SPDX-License-Identifier: GPL-2.0
/*
 * What the ID registers say, in words: one line for each feature. Pure: numbers
 * in, text out.
 */
#include <stdio.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "sentence.h"
#include "smmuctl.h"

static void none_if_empty(struct sentence *s)
{
	if (!s->len)
		sentence_add(s, "none");
}

/* 6.3.4, 6.3.8 */
static void say_architecture(const struct id_regs *id, struct sentence *s)
{
	static const char *const bbml[] = {
		NULL, "break-before-make level 1 (BBML)",
		"break-before-make level 2 (BBML)", "reserved BBML",
	};
	char text[288];
	struct sentence features = sentence_in(text, sizeof(text));
	unsigned int level = FIELD_GET(SMMU3_IDR3_BBML, id->idr3);

	sentence_part(&features, id->idr3 & SMMU3_IDR3_RIL,
		      "range invalidation (RIL)");
	sentence_part(&features, level, bbml[level]);
	sentence_part(&features, id->idr3 & SMMU3_IDR3_HAD,
		      "hierarchical attributes can be switched off (HAD)");
	sentence_part(&features, id->idr3 & SMMU3_IDR3_FWB,
		      id->idr0 & SMMU3_IDR0_S2P ?
		      "stage 2 can force write-back (FWB)" :
		      "FWB, of no use without stage 2");
	sentence_part(&features, id->idr3 & SMMU3_IDR3_STT,
		      "small tables (STT)");
	sentence_part(&features, id->idr3 & SMMU3_IDR3_E0PD,
		      "halves closed to unprivileged accesses (E0PD)");
	sentence_part(&features, id->idr3 & SMMU3_IDR3_XNX &&
		      id->idr0 & SMMU3_IDR0_S2P,
		      "stage 2 execution by privilege (XNX)");
	sentence_add(s, "SMMUv3.%u%s%s",
		     (unsigned int)FIELD_GET(SMMU3_AIDR_MINOR, id->aidr),
		     features.len ? "; " : "", text);
}

/* 6.3.1, 6.3.2 */
static void say_streams(const struct id_regs *id, struct sentence *s)
{
	sentence_add(s, "%u-bit StreamIDs, linear%s stream tables",
		     (unsigned int)FIELD_GET(SMMU3_IDR1_SIDSIZE, id->idr1),
		     FIELD_GET(SMMU3_IDR0_ST_LEVEL, id->idr0) ? " and two-level" : "");
}

static void say_substreams(const struct id_regs *id, struct sentence *s)
{
	unsigned int bits = FIELD_GET(SMMU3_IDR1_SSIDSIZE, id->idr1);

	if (!bits) {
		sentence_add(s, "none: one context for each stream");
		return;
	}
	sentence_add(s, "%u-bit SubstreamIDs, linear%s tables of contexts", bits,
		     id->idr0 & SMMU3_IDR0_CD2L ? " and two-level" : "");
}

static void say_stages(const struct id_regs *id, struct sentence *s)
{
	sentence_part(s, id->idr0 & SMMU3_IDR0_S1P, "stage 1");
	sentence_part(s, id->idr0 & SMMU3_IDR0_S2P, "stage 2");
	sentence_part(s, id->idr0 & SMMU3_IDR0_HYP, "EL2 contexts");
	none_if_empty(s);
}

static void say_formats(const struct id_regs *id, struct sentence *s)
{
	static const char *const formats[] = {
		"reserved", "VMSAv8-32 LPAE", "VMSAv8-64",
		"VMSAv8-32 LPAE and VMSAv8-64",
	};
	static const char *const endian[] = {
		"either byte order", "reserved byte order", "little-endian",
		"big-endian",
	};

	sentence_add(s, "%s, %s", formats[FIELD_GET(SMMU3_IDR0_TTF, id->idr0)],
		     endian[FIELD_GET(SMMU3_IDR0_TTENDIAN, id->idr0)]);
	sentence_part(s, id->idr5 & SMMU3_IDR5_GRAN4K, "4 KiB granule");
	sentence_part(s, id->idr5 & SMMU3_IDR5_GRAN16K, "16 KiB granule");
	sentence_part(s, id->idr5 & SMMU3_IDR5_GRAN64K, "64 KiB granule");
}

/* 6.3.6 */
static void say_addresses(const struct id_regs *id, struct sentence *s)
{
	static const unsigned int vax[] = { 48, 52, 56, 0 };

	sentence_add(s, "%u-bit physical, %u-bit virtual", id_oas_bits(id),
		     vax[FIELD_GET(SMMU3_IDR5_VAX, id->idr5)]);
}

static void say_tags(const struct id_regs *id, struct sentence *s)
{
	sentence_add(s, "%u-bit ASIDs", id->idr0 & SMMU3_IDR0_ASID16 ? 16 : 8);
	if (id->idr0 & SMMU3_IDR0_S2P)
		sentence_add(s, ", %u-bit VMIDs%s",
			     id->idr0 & SMMU3_IDR0_VMID16 ? 16 : 8,
			     id->idr0 & SMMU3_IDR0_VMW ? ", VMID wildcards (VMW)" : "");
}

static void say_flags(const struct id_regs *id, struct sentence *s)
{
	static const char *const levels[] = {
		"access flag and dirty state are left to software",
		"the access flag is set by the SMMU",
		"access flag and dirty state are updated by the SMMU",
		"access flag, dirty state and table flags are updated by the SMMU",
	};

	sentence_add(s, "%s", levels[FIELD_GET(SMMU3_IDR0_HTTU, id->idr0)]);
}

static const char *stall_words(unsigned int model)
{
	static const char *const models[] = {
		"terminate or stall", "terminate, never stall",
		"always stall", "reserved",
	};

	return models[model];
}

/* 3.12 */
static void say_faults(const struct id_regs *id, struct sentence *s)
{
	unsigned int model = FIELD_GET(SMMU3_IDR0_STALL_MODEL, id->idr0);

	sentence_add(s, "%s (STALL_MODEL)", stall_words(model));
	if (model != SMMU3_STALL_MODEL_TERMINATE)
		sentence_add(s, ", up to %u at a time (STALL_MAX)",
			     (unsigned int)FIELD_GET(SMMU3_IDR5_STALL_MAX,
			     id->idr5));
	sentence_add(s, "; terminated ones %s (TERM_MODEL)",
		     id->idr0 & SMMU3_IDR0_TERM_MODEL ? "abort" :
		     "abort or read as zero, as the CD says");
}

static void say_queues(const struct id_regs *id, struct sentence *s)
{
	sentence_add(s, "up to 2^%u commands, 2^%u events",
		     (unsigned int)FIELD_GET(SMMU3_IDR1_CMDQS, id->idr1),
		     (unsigned int)FIELD_GET(SMMU3_IDR1_EVENTQS, id->idr1));
	sentence_part(s, id->idr1 & SMMU3_IDR1_ECMDQ, "enhanced command queues");
	if (id->idr0 & SMMU3_IDR0_PRI)
		sentence_add(s, ", 2^%u page requests",
			     (unsigned int)FIELD_GET(SMMU3_IDR1_PRIQS, id->idr1));
}

/* That there are wires is implementation defined (3.18): here there are. */
static void say_interrupts(const struct id_regs *id, struct sentence *s)
{
	sentence_add(s, "wired%s", id->idr0 & SMMU3_IDR0_MSI ? " and MSI" :
		     ", no MSI");
	sentence_part(s, id->idr0 & SMMU3_IDR0_SEV, "wakes up WFE (SEV)");
}

static void say_coherency(const struct id_regs *id, struct sentence *s)
{
	sentence_add(s, "%s", id->idr0 & SMMU3_IDR0_COHACC ?
		     "tables, queues and MSIs are coherent with the CPUs" :
		     "software cleans its caches");
	sentence_part(s, id->idr0 & SMMU3_IDR0_BTM,
		      "TLB maintenance is heard from the CPUs (BTM)");
}

static void say_attributes(const struct id_regs *id, struct sentence *s)
{
	bool types = id->idr1 & SMMU3_IDR1_ATTR_TYPES_OVR;
	bool perms = id->idr1 & SMMU3_IDR1_ATTR_PERMS_OVR;

	sentence_part(s, types, "memory types");
	sentence_part(s, perms, "privilege, instruction and NS attributes");
	if (types || perms)
		sentence_add(s, " of clients can be overridden");
	else
		sentence_add(s, "what clients say of themselves is not overridden");
}

static void say_requests(const struct id_regs *id, struct sentence *s)
{
	sentence_part(s, id->idr0 & SMMU3_IDR0_ATS, "ATS");
	sentence_part(s, id->idr0 & SMMU3_IDR0_PRI, "page requests (PRI)");
	sentence_part(s, id->idr0 & SMMU3_IDR0_ATOS,
		      "address translation operations (ATOS)");
	sentence_part(s, id->idr0 & SMMU3_IDR0_VATOS, "for virtual machines (VATOS)");
	none_if_empty(s);
}

/* 6.3.52, 6.3.53 */
static void say_secure(const struct id_regs *id, struct sentence *s)
{
	unsigned int model = FIELD_GET(SMMU3_S_IDR0_STALL_MODEL, id->s_idr0);

	if (!(id->s_idr1 & SMMU3_S_IDR1_SECURE_IMPL)) {
		sentence_add(s, "no (S_IDR1.SECURE_IMPL is 0)");
		return;
	}
	sentence_add(s, "yes, %u-bit StreamIDs, %s, %s, faults %s (S_IDR0, S_IDR1)",
		     (unsigned int)FIELD_GET(SMMU3_S_IDR1_S_SIDSIZE, id->s_idr1),
		     id->s_idr1 & SMMU3_S_IDR1_SEL2 ?
		     "Secure EL2 and stage 2 (SEL2)" : "no Secure EL2",
		     id->s_idr0 & SMMU3_S_IDR0_MSI ? "MSIs" : "no MSIs",
		     stall_words(model));
}

static const struct {
	const char *key;	/* of --json, stable */
	const char *title;
	void (*say)(const struct id_regs *id, struct sentence *s);
} lines[] = {
	{ "architecture", "architecture", say_architecture },
	{ "secure_state", "Secure state", say_secure },
	{ "streams", "streams", say_streams },
	{ "substreams", "substreams", say_substreams },
	{ "stages", "translation", say_stages },
	{ "table_formats", "tables", say_formats },
	{ "addresses", "addresses", say_addresses },
	{ "tags", "TLB tags", say_tags },
	{ "flag_updates", "flags", say_flags },
	{ "faults", "faults", say_faults },
	{ "queues", "queues", say_queues },
	{ "interrupts", "interrupts", say_interrupts },
	{ "coherency", "coherency", say_coherency },
	{ "attributes", "attributes", say_attributes },
	{ "requests", "requests", say_requests },
};

unsigned int id_oas_bits(const struct id_regs *id)
{
	static const unsigned int bits[] = {
		32, 36, 40, 42, 44, 48, 52, 56,
	};

	return bits[FIELD_GET(SMMU3_IDR5_OAS, id->idr5)];
}

void show_identity(const struct ctl *ctl, const struct id_regs *id,
		   json_object *obj)
{
	char text[384];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		struct sentence s = sentence_in(text, sizeof(text));

		lines[i].say(id, &s);
		put_text(obj, lines[i].key, text);
		say(ctl, "  %-13s %s\n", lines[i].title, text);
	}
}
