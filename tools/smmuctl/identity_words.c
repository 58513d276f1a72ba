// SPDX-License-Identifier: GPL-2.0
/*
 * What the ID registers say, in words: one line for each feature. Pure: numbers
 * in, text out.
 */
#include <stdarg.h>
#include <stdio.h>

#include <smmu3/env.h>
#include <smmu3/regs.h>

#include "smmuctl.h"

/* A sentence that grows; what does not fit is cut. */
struct sentence {
	char *buf;
	size_t cap;
	size_t len;
};

static void add(struct sentence *s, const char *format, ...)
{
	va_list args;
	int len;

	if (s->len >= s->cap)
		return;
	va_start(args, format);
	len = vsnprintf(s->buf + s->len, s->cap - s->len, format, args);
	va_end(args);
	s->len += len > 0 ? len : 0;
}

/* Parts that are there, separated by commas. */
static void add_if(struct sentence *s, bool present, const char *part)
{
	if (present)
		add(s, "%s%s", s->len ? ", " : "", part);
}

static void none_if_empty(struct sentence *s)
{
	if (!s->len)
		add(s, "none");
}

/* 6.3.4, 6.3.8 */
static void say_architecture(const struct id_regs *id, struct sentence *s)
{
	static const char *const bbml[] = {
		NULL, "break-before-make level 1 (BBML)",
		"break-before-make level 2 (BBML)", "reserved BBML",
	};
	char text[192] = "";
	struct sentence features = { .buf = text, .cap = sizeof(text) };
	unsigned int level = FIELD_GET(SMMU3_IDR3_BBML, id->idr3);

	add_if(&features, id->idr3 & SMMU3_IDR3_RIL,
	       "range invalidation (RIL)");
	add_if(&features, level, bbml[level]);
	add_if(&features, id->idr3 & SMMU3_IDR3_HAD,
	       "hierarchical attributes can be switched off (HAD)");
	add_if(&features, id->idr3 & SMMU3_IDR3_FWB,
	       id->idr0 & SMMU3_IDR0_S2P ?
	       "stage 2 can force write-back (FWB)" :
	       "FWB, of no use without stage 2");
	add_if(&features, id->idr3 & SMMU3_IDR3_STT, "small tables (STT)");
	add(s, "SMMUv3.%u%s%s",
	    (unsigned int)FIELD_GET(SMMU3_AIDR_MINOR, id->aidr),
	    features.len ? "; " : "", text);
}

/* 6.3.1, 6.3.2 */
static void say_streams(const struct id_regs *id, struct sentence *s)
{
	add(s, "%u-bit StreamIDs, linear%s stream tables",
	    (unsigned int)FIELD_GET(SMMU3_IDR1_SIDSIZE, id->idr1),
	    FIELD_GET(SMMU3_IDR0_ST_LEVEL, id->idr0) ? " and two-level" : "");
}

static void say_substreams(const struct id_regs *id, struct sentence *s)
{
	unsigned int bits = FIELD_GET(SMMU3_IDR1_SSIDSIZE, id->idr1);

	if (!bits) {
		add(s, "none: one context for each stream");
		return;
	}
	add(s, "%u-bit SubstreamIDs, linear%s tables of contexts", bits,
	    id->idr0 & SMMU3_IDR0_CD2L ? " and two-level" : "");
}

static void say_stages(const struct id_regs *id, struct sentence *s)
{
	add_if(s, id->idr0 & SMMU3_IDR0_S1P, "stage 1");
	add_if(s, id->idr0 & SMMU3_IDR0_S2P, "stage 2");
	add_if(s, id->idr0 & SMMU3_IDR0_HYP, "EL2 contexts");
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

	add(s, "%s, %s", formats[FIELD_GET(SMMU3_IDR0_TTF, id->idr0)],
	    endian[FIELD_GET(SMMU3_IDR0_TTENDIAN, id->idr0)]);
	add_if(s, id->idr5 & SMMU3_IDR5_GRAN4K, "4 KiB granule");
	add_if(s, id->idr5 & SMMU3_IDR5_GRAN16K, "16 KiB granule");
	add_if(s, id->idr5 & SMMU3_IDR5_GRAN64K, "64 KiB granule");
}

/* 6.3.6 */
static void say_addresses(const struct id_regs *id, struct sentence *s)
{
	static const unsigned int vax[] = { 48, 52, 56, 0 };

	add(s, "%u-bit physical, %u-bit virtual", id_oas_bits(id),
	    vax[FIELD_GET(SMMU3_IDR5_VAX, id->idr5)]);
}

static void say_tags(const struct id_regs *id, struct sentence *s)
{
	add(s, "%u-bit ASIDs", id->idr0 & SMMU3_IDR0_ASID16 ? 16 : 8);
	if (id->idr0 & SMMU3_IDR0_S2P)
		add(s, ", %u-bit VMIDs%s",
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

	add(s, "%s", levels[FIELD_GET(SMMU3_IDR0_HTTU, id->idr0)]);
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
	add(s, "%s (STALL_MODEL); terminated ones %s (TERM_MODEL)",
	    stall_words(FIELD_GET(SMMU3_IDR0_STALL_MODEL, id->idr0)),
	    id->idr0 & SMMU3_IDR0_TERM_MODEL ? "abort" :
	    "abort or read as zero, as the CD says");
}

static void say_queues(const struct id_regs *id, struct sentence *s)
{
	add(s, "up to 2^%u commands, 2^%u events",
	    (unsigned int)FIELD_GET(SMMU3_IDR1_CMDQS, id->idr1),
	    (unsigned int)FIELD_GET(SMMU3_IDR1_EVENTQS, id->idr1));
	add_if(s, id->idr1 & SMMU3_IDR1_ECMDQ, "enhanced command queues");
	if (id->idr0 & SMMU3_IDR0_PRI)
		add(s, ", 2^%u page requests",
		    (unsigned int)FIELD_GET(SMMU3_IDR1_PRIQS, id->idr1));
}

/* That there are wires is implementation defined (3.18): here there are. */
static void say_interrupts(const struct id_regs *id, struct sentence *s)
{
	add(s, "wired%s", id->idr0 & SMMU3_IDR0_MSI ? " and MSI" :
	    ", no MSI");
	add_if(s, id->idr0 & SMMU3_IDR0_SEV, "wakes up WFE (SEV)");
}

static void say_coherency(const struct id_regs *id, struct sentence *s)
{
	add(s, "%s", id->idr0 & SMMU3_IDR0_COHACC ?
	    "tables, queues and MSIs are coherent with the CPUs" :
	    "software cleans its caches");
	add_if(s, id->idr0 & SMMU3_IDR0_BTM,
	       "TLB maintenance is heard from the CPUs (BTM)");
}

static void say_attributes(const struct id_regs *id, struct sentence *s)
{
	bool types = id->idr1 & SMMU3_IDR1_ATTR_TYPES_OVR;
	bool perms = id->idr1 & SMMU3_IDR1_ATTR_PERMS_OVR;

	add_if(s, types, "memory types");
	add_if(s, perms, "privilege, instruction and NS attributes");
	if (types || perms)
		add(s, " of clients can be overridden");
	else
		add(s, "what clients say of themselves is not overridden");
}

static void say_requests(const struct id_regs *id, struct sentence *s)
{
	add_if(s, id->idr0 & SMMU3_IDR0_ATS, "ATS");
	add_if(s, id->idr0 & SMMU3_IDR0_PRI, "page requests (PRI)");
	add_if(s, id->idr0 & SMMU3_IDR0_ATOS,
	       "address translation operations (ATOS)");
	add_if(s, id->idr0 & SMMU3_IDR0_VATOS, "for virtual machines (VATOS)");
	none_if_empty(s);
}

/* 6.3.52, 6.3.53 */
static void say_secure(const struct id_regs *id, struct sentence *s)
{
	unsigned int model = FIELD_GET(SMMU3_S_IDR0_STALL_MODEL, id->s_idr0);

	if (!(id->s_idr1 & SMMU3_S_IDR1_SECURE_IMPL)) {
		add(s, "no (S_IDR1.SECURE_IMPL is 0)");
		return;
	}
	add(s, "yes, %u-bit StreamIDs, %s Secure EL2, %s, faults %s (S_IDR0, S_IDR1)",
	    (unsigned int)FIELD_GET(SMMU3_S_IDR1_S_SIDSIZE, id->s_idr1),
	    id->s_idr1 & SMMU3_S_IDR1_SEL2 ? "and" : "no",
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
	char text[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		struct sentence s = { .buf = text, .cap = sizeof(text) };

		lines[i].say(id, &s);
		put_text(obj, lines[i].key, text);
		say(ctl, "  %-13s %s\n", lines[i].title, text);
	}
}
