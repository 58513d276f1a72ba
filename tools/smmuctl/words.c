// SPDX-License-Identifier: GPL-2.0
/*
 * The architecture in words. Pure: numbers in, text out.
 */
#include <inttypes.h>
#include <stdio.h>

#include <smmu3/env.h>
#include <smmu3/evt.h>
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

const char *word_fate(const struct smmu_sim_translate *t)
{
	if (t->flags && t->out.status == SMMU_SIM_STALLED)
		return "would stall";
	return word_status(t->out.status);
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

bool word_event_is_abort(uint8_t event)
{
	return event == SMMU3_EVT_F_STE_FETCH ||
	       event == SMMU3_EVT_F_CD_FETCH ||
	       event == SMMU3_EVT_F_WALK_EABT;
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

/* Arm ARM D8.6.5, STE.MemAttr (5.2): outer in the upper half, inner below. */
const char *word_stage2_memory(unsigned int memattr)
{
	static const char *const names[16] = {
		"Device-nGnRnE", "Device-nGnRE", "Device-nGRE", "Device-GRE",
		"Device-nGnRnE (reserved code)",
		"Normal Non-cacheable",
		"Normal outer Non-cacheable, inner Write-Through",
		"Normal outer Non-cacheable, inner Write-Back",
		"Device-nGnRnE (reserved code)",
		"Normal outer Write-Through, inner Non-cacheable",
		"Normal Write-Through",
		"Normal outer Write-Through, inner Write-Back",
		"Device-nGnRnE (reserved code)",
		"Normal outer Write-Back, inner Non-cacheable",
		"Normal outer Write-Back, inner Write-Through",
		"Normal Write-Back",
	};

	return names[memattr & 15];
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
