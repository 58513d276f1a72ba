// SPDX-License-Identifier: GPL-2.0
/*
 * The architecture in words. Pure: numbers in, text out.
 */
#include <inttypes.h>
#include <stdio.h>

#include <smmu3/cd.h>
#include <smmu3/env.h>
#include <smmu3/evt.h>
#include <smmu3/ste.h>
#include <smmu3/vmsa.h>

#include "smmuctl.h"

static const char *lookup(const char *const *names, size_t count, uint64_t i)
{
	return i < count && names[i] ? names[i] : "reserved";
}

const char *word_status(uint32_t status)
{
	static const char *const names[] = {
		[SMMU_SIM_OK] = "forwarded",
		[SMMU_SIM_ABORTED] = "aborted",
		[SMMU_SIM_RAZWI] = "raz-wi",
		[SMMU_SIM_STALLED] = "stalled",
	};

	return lookup(names, ARRAY_SIZE(names), status);
}

const char *word_event(uint8_t event)
{
	const struct smmu3_layout *layout = smmu3_evt_layout(event);

	return layout ? layout->name : "reserved";
}

const char *word_event_meaning(uint8_t event)
{
	static const char *const names[] = {
		[SMMU3_EVT_C_BAD_STREAMID] = "the StreamID is outside of the stream table",
		[SMMU3_EVT_F_STE_FETCH] = "the stream table entry could not be read",
		[SMMU3_EVT_C_BAD_STE] = "the stream table entry is invalid",
		[SMMU3_EVT_C_BAD_SUBSTREAMID] = "the stream has no such SubstreamID",
		[SMMU3_EVT_F_STREAM_DISABLED] = "the stream does not take transactions without a SubstreamID",
		[SMMU3_EVT_F_CD_FETCH] = "the context descriptor could not be read",
		[SMMU3_EVT_C_BAD_CD] = "the context descriptor is invalid",
		[SMMU3_EVT_F_WALK_EABT] = "a translation table could not be read",
		[SMMU3_EVT_F_TRANSLATION] = "nothing is mapped there",
		[SMMU3_EVT_F_ADDR_SIZE] = "an address is larger than the configured size",
		[SMMU3_EVT_F_ACCESS] = "the access flag of the page is clear",
		[SMMU3_EVT_F_PERMISSION] = "the page does not permit this access",
	};

	return lookup(names, ARRAY_SIZE(names), event);
}

const char *word_pas(uint32_t pas)
{
	return pas == SMMU_SIM_PAS_S ? "Secure" : "Non-secure";
}

const char *word_bank(uint32_t bank)
{
	return bank == SMMU_SIM_PAS_S ? "s" : "ns";
}

const char *secure_prefix(uint32_t sec_sid)
{
	return sec_sid == SMMU_SIM_SEC_SID_S ? "Secure " : "";
}

const char *word_world(uint8_t world)
{
	static const char *const names[] = {
		[SMMU_SIM_WORLD_NS_EL1] = "NS-EL1",
		[SMMU_SIM_WORLD_NS_EL2] = "NS-EL2",
		[SMMU_SIM_WORLD_NS_EL2_E2H] = "NS-EL2-E2H",
		[SMMU_SIM_WORLD_S_EL1] = "Secure",
		[SMMU_SIM_WORLD_S_EL2] = "S-EL2",
		[SMMU_SIM_WORLD_S_EL2_E2H] = "S-EL2-E2H",
		[SMMU_SIM_WORLD_EL3] = "EL3",
	};

	return lookup(names, ARRAY_SIZE(names), world);
}

const char *word_shareability(uint8_t sh)
{
	static const char *const names[] = {
		"Non-shareable", NULL, "Outer Shareable", "Inner Shareable",
	};

	return lookup(names, ARRAY_SIZE(names), sh);
}

/* Half of a Normal memory's byte: four bits (5.4). */
static const char *word_cacheability(unsigned int bits)
{
	static const char *const names[] = {
		[0] = "reserved", [4] = "Non-cacheable",
	};

	if (bits < 8 && bits != 4 && bits)
		return bits < 4 ? "Write-Through transient" :
				  "Write-Back transient";
	if (bits >= 12)
		return "Write-Back";
	if (bits >= 8)
		return "Write-Through";
	return names[bits];
}

const char *word_memattr(uint8_t memattr, char *buf, size_t cap)
{
	static const char *const kinds[] = {
		"nGnRnE", "nGnRE", "nGRE", "GRE",
	};
	unsigned int outer = FIELD_GET(SMMU3_MAIR_HIGH, memattr);
	unsigned int inner = FIELD_GET(SMMU3_MAIR_LOW, memattr);

	if (!outer)
		snprintf(buf, cap, "Device-%s",
			 kinds[FIELD_GET(SMMU3_MAIR_DEVICE_KIND, memattr)]);
	else if (outer == inner)
		snprintf(buf, cap, "Normal %s", word_cacheability(outer));
	else
		snprintf(buf, cap, "Normal outer %s, inner %s",
			 word_cacheability(outer), word_cacheability(inner));
	return buf;
}

const char *word_size(uint64_t bytes, char *buf, size_t cap)
{
	static const char *const units[] = {
		"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB",
	};
	unsigned int unit = 0;

	while (bytes && !(bytes % 1024) && unit + 1 < ARRAY_SIZE(units)) {
		bytes /= 1024;
		unit++;
	}
	snprintf(buf, cap, "%" PRIu64 " %s", bytes, units[unit]);
	return buf;
}

const char *word_class(uint64_t class)
{
	static const char *const names[] = { "CD", "TT", "IN" };

	return lookup(names, ARRAY_SIZE(names), class);
}

/* ---- steps of a walk ---- */

static void explain_l1std(uint64_t data, char *buf, size_t cap)
{
	uint64_t span = FIELD_GET(SMMU3_L1STD_SPAN, data);

	if (!span || span > SMMU3_L1STD_SPAN_MAX)
		snprintf(buf, cap, "no second level here");
	else
		snprintf(buf, cap, "%u entries at 0x%" PRIx64,
			 1U << (span - 1), (uint64_t)(data & SMMU3_L1STD_L2PTR));
}

/* 5.2 S1CDMax: one context, or a table of them. */
static const char *context_word(uint64_t ste)
{
	return ste & SMMU3_STE0_S1CDMAX ? "contexts" : "context";
}

static void explain_ste(uint64_t data, char *buf, size_t cap)
{
	uint64_t config = FIELD_GET(SMMU3_STE0_CONFIG, data);

	if (!(data & SMMU3_STE0_V))
		snprintf(buf, cap, "invalid");
	else if (!(config & SMMU3_STE_CONFIG_PASS))
		snprintf(buf, cap, "valid: abort everything, silently");
	else if (config == SMMU3_STE_CONFIG_PASS)
		snprintf(buf, cap, "valid: bypass, addresses stay as they are");
	else
		snprintf(buf, cap, "valid: %s%s%s translates; %s at 0x%" PRIx64,
			 config & SMMU3_STE_CONFIG_S1 ? "stage 1" : "",
			 config == 7 ? ", then " : "",
			 config & SMMU3_STE_CONFIG_S2 ? "stage 2" : "",
			 context_word(data),
			 (uint64_t)(data & SMMU3_STE0_S1CONTEXTPTR));
}

static void explain_l1cd(uint64_t data, char *buf, size_t cap)
{
	if (data & SMMU3_L1CD_V)
		snprintf(buf, cap, "context table at 0x%" PRIx64,
			 (uint64_t)(data & SMMU3_L1CD_L2PTR));
	else
		snprintf(buf, cap, "no second level here");
}

/* A, R and S decide together what a fault does (5.5). */
static const char *fault_policy(uint64_t cd)
{
	if (cd & SMMU3_CD0_S)
		return "faults stall";
	if (cd & SMMU3_CD0_A)
		return cd & SMMU3_CD0_R ? "faults abort, recorded" :
					  "faults abort, unrecorded";
	return cd & SMMU3_CD0_R ? "faults read as zero, recorded" :
				  "faults read as zero, unrecorded";
}

/**
 * struct half - the half of a context that an address is in
 * @input_bits: 64 - TxSZ
 * @page_bits: log2 of the granule, 0 for a reserved code
 */
struct half {
	unsigned int input_bits;
	unsigned int page_bits;
};

/* 5.4: TTB1's half where bit 55 is set; its codes of granules are others. */
static struct half half_of(uint64_t cd, uint64_t addr)
{
	static const uint8_t tg0[4] = {
		[SMMU3_TG0_4K] = 12, [SMMU3_TG0_16K] = 14, [SMMU3_TG0_64K] = 16,
	};
	static const uint8_t tg1[4] = {
		[SMMU3_TG1_4K] = 12, [SMMU3_TG1_16K] = 14, [SMMU3_TG1_64K] = 16,
	};

	if (addr & BIT_ULL(55))
		return (struct half){
			.input_bits = 64 - FIELD_GET(SMMU3_CD0_T1SZ, cd),
			.page_bits = tg1[FIELD_GET(SMMU3_CD0_TG1, cd)],
		};
	return (struct half){
		.input_bits = 64 - FIELD_GET(SMMU3_CD0_T0SZ, cd),
		.page_bits = tg0[FIELD_GET(SMMU3_CD0_TG0, cd)],
	};
}

static void explain_cd(uint64_t data, uint64_t addr, char *buf, size_t cap)
{
	struct half half = half_of(data, addr);
	char granule[24] = "reserved";

	if (!(data & SMMU3_CD0_V)) {
		snprintf(buf, cap, "invalid");
		return;
	}
	if (half.page_bits)
		word_size(BIT_ULL(half.page_bits), granule, sizeof(granule));
	snprintf(buf, cap, "valid: ASID %u, %u-bit input, %s granule, %s",
		 (unsigned int)FIELD_GET(SMMU3_CD0_ASID, data),
		 half.input_bits, granule, fault_policy(data));
}

static bool step_is_table(const struct smmu_sim_walk_step *step)
{
	return step->level < SMMU3_LAST_LEVEL &&
	       step->data & SMMU3_DESC_TABLE;
}

/*
 * Level 3 has pages only, the others tables; level 2 has blocks, and level 1
 * with 4 KiB (Arm ARM D8.3).
 */
static bool step_is_valid(const struct smmu_sim_walk_step *step,
			  const struct half *half)
{
	if (!(step->data & SMMU3_DESC_VALID))
		return false;
	return step->data & SMMU3_DESC_TABLE || step->level == 2 ||
	       (step->level == 1 && half->page_bits == 12);
}

static void explain_rights(uint64_t desc, char *buf, size_t cap)
{
	snprintf(buf, cap, "%s%s%s%s%s",
		 desc & SMMU3_LEAF_AP_RO ? "read-only" : "read-write",
		 desc & SMMU3_LEAF_AP_UNPRIV ? "" : ", privileged only",
		 desc & SMMU3_LEAF_UXN ? ", no unprivileged execution" : "",
		 desc & SMMU3_LEAF_AF ? "" : ", access flag clear",
		 desc & SMMU3_LEAF_NG ? "" : ", global");
}

/* The entry's lowest address bit; *@index: the whole index, as a mask. */
static unsigned int index_field(const struct smmu_sim_walk_step *step,
				const struct half *half, uint64_t *index)
{
	unsigned int bits = half->page_bits - 3;
	unsigned int lsb = half->page_bits + (3 - step->level) * bits;
	unsigned int end = half->input_bits;

	/* The first table is as large as the input needs. */
	if (end > lsb + bits)
		end = lsb + bits;
	*index = GENMASK_ULL(end - 1, lsb);
	return lsb;
}

static void explain_tt(const struct smmu_sim_walk_step *step,
		       const struct half *half, uint64_t addr, char *buf,
		       size_t cap)
{
	uint64_t out = step->data & SMMU3_DESC_ADDR, index;
	unsigned int lsb = index_field(step, half, &index);
	char rights[96], where[48], size[24];

	snprintf(where, sizeof(where), "address bits %u-%u pick entry %u: ",
		 ilog2(index), lsb, (unsigned int)((addr & index) >> lsb));
	if (!step_is_valid(step, half)) {
		snprintf(buf, cap, "%snothing here", where);
	} else if (step_is_table(step)) {
		snprintf(buf, cap, "%stable at 0x%" PRIx64, where,
			 (uint64_t)(out & ~(BIT_ULL(half->page_bits) - 1)));
	} else {
		explain_rights(step->data, rights, sizeof(rights));
		snprintf(buf, cap, "%s%s at 0x%" PRIx64 ", %s", where,
			 word_size(BIT_ULL(lsb), size, sizeof(size)),
			 (uint64_t)(out & ~(BIT_ULL(lsb) - 1)), rights);
	}
}

void explain_step(const struct smmu_sim_walk_step *step, uint64_t cd,
		  uint64_t addr, char *buf, size_t cap)
{
	struct half half = half_of(cd, addr);

	switch (step->kind) {
	case SMMU_SIM_STEP_L1STD:
		explain_l1std(step->data, buf, cap);
		break;
	case SMMU_SIM_STEP_STE:
		explain_ste(step->data, buf, cap);
		break;
	case SMMU_SIM_STEP_L1CD:
		explain_l1cd(step->data, buf, cap);
		break;
	case SMMU_SIM_STEP_CD:
		explain_cd(step->data, addr, buf, cap);
		break;
	case SMMU_SIM_STEP_TT:
		explain_tt(step, &half, addr, buf, cap);
		break;
	default:
		snprintf(buf, cap, "unknown step");
	}
}
