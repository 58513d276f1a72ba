// SPDX-License-Identifier: GPL-2.0
/*
 * See inval.h. Sets of entries are spelled out command by command as the
 * tables of the architecture do; matching of VMID, ASID and address follows.
 */
#include "inval.h"

/* How a command treats ASIDs. */
enum by_asid {
	ANY_ASID,		/* globals too */
	THIS_ASID,		/* not globals */
	THIS_ASID_OR_GLOBAL,
};

/* Which entries of its worlds a command means. */
enum by_stage {
	STAGE1,			/* alone, or with stage 2 */
	EVERY_STAGE,
	STAGE2,			/* alone; others need not go, but may */
};

/**
 * struct named - what a command names, before its fields are compared
 * @worlds: mask of BIT(enum ref_streamworld)
 * @optional: worlds that it may drop as well
 * @stage: of which stages
 * @space: compares IPA spaces
 * @vmid: compares VMIDs
 * @asid: compares ASIDs so
 * @address: compares addresses
 */
struct named {
	unsigned int worlds;
	unsigned int optional;
	enum by_stage stage;
	bool space;
	bool vmid;
	enum by_asid asid;
	bool address;
};

#define W(world)	BIT(REF_##world)

bool ref_world_has_asid(enum ref_streamworld world)
{
	return world != REF_NS_EL2 && world != REF_S_EL2 && world != REF_EL3;
}

bool ref_world_has_vmid(enum ref_streamworld world)
{
	return world == REF_NS_EL1 || world == REF_S_EL1;
}

/* 3.17: if there is a stage 2 of the Security state. */
bool ref_tags_vmid(const struct ref_inval *how, enum ref_streamworld world)
{
	if (!ref_world_has_vmid(world) || !how->have.s2p)
		return false;
	return world == REF_NS_EL1 || how->have.sel2;
}

bool ref_world_is_secure(enum ref_streamworld world)
{
	return world == REF_S_EL1 || world == REF_S_EL2 ||
	       world == REF_S_EL2_E2H || world == REF_EL3;
}

u64 ref_block_size(unsigned int granule, unsigned int level)
{
	return ref_pow2(granule + (granule - 3) * (3 - level));
}

/* ---- which worlds (4.4) ---- */

static struct named by_va(unsigned int world, unsigned int e2h_world, bool e2h,
			  bool every_asid)
{
	struct named n = { .worlds = e2h ? e2h_world : world, .address = true };

	if (e2h && !every_asid)
		n.asid = THIS_ASID_OR_GLOBAL;
	return n;
}

static struct named name_nh(const struct ref_inval *how, u8 opcode)
{
	struct named n = {
		.worlds = how->secure ? W(S_EL1) : W(NS_EL1),
		.vmid = ref_tags_vmid(how, how->secure ? REF_S_EL1 :
							 REF_NS_EL1),
	};

	if (opcode == REF_CMD_TLBI_NH_ASID)
		n.asid = THIS_ASID;
	if (opcode == REF_CMD_TLBI_NH_VA)
		n.asid = THIS_ASID_OR_GLOBAL;
	n.address = opcode == REF_CMD_TLBI_NH_VA ||
		    opcode == REF_CMD_TLBI_NH_VAA;
	return n;
}

static struct named name_ns(const struct ref_inval *how, u8 opcode)
{
	switch (opcode) {
	case REF_CMD_TLBI_EL2_ALL:
		return (struct named){ .worlds = W(NS_EL2) | W(NS_EL2_E2H) };
	case REF_CMD_TLBI_EL2_ASID:
		return (struct named){ .worlds = W(NS_EL2_E2H),
				       .asid = THIS_ASID };
	case REF_CMD_TLBI_EL2_VA:
		return by_va(W(NS_EL2), W(NS_EL2_E2H), how->e2h, false);
	case REF_CMD_TLBI_EL2_VAA:
		return by_va(W(NS_EL2), W(NS_EL2_E2H), how->e2h, true);
	case REF_CMD_TLBI_S12_VMALL:
		return (struct named){ .worlds = W(NS_EL1), .vmid = true,
				       .stage = EVERY_STAGE };
	case REF_CMD_TLBI_S2_IPA:
		return (struct named){ .worlds = W(NS_EL1), .vmid = true,
				       .stage = STAGE2, .address = true };
	}
	/* NSNH_ALL */
	return (struct named){ .worlds = W(NS_EL1), .stage = EVERY_STAGE };
}

static struct named name_s(const struct ref_inval *how, u8 opcode)
{
	switch (opcode) {
	case REF_CMD_TLBI_EL3_ALL:
		return (struct named){ .worlds = W(EL3) };
	case REF_CMD_TLBI_EL3_VA:
		return (struct named){ .worlds = W(EL3), .address = true };
	case REF_CMD_TLBI_S_EL2_ALL:
		return (struct named){ .worlds = W(S_EL2) | W(S_EL2_E2H) };
	case REF_CMD_TLBI_S_EL2_ASID:
		return (struct named){ .worlds = W(S_EL2_E2H),
				       .asid = THIS_ASID };
	case REF_CMD_TLBI_S_EL2_VA:
		return by_va(W(S_EL2), W(S_EL2_E2H), how->s_e2h, false);
	case REF_CMD_TLBI_S_EL2_VAA:
		return by_va(W(S_EL2), W(S_EL2_E2H), how->s_e2h, true);
	case REF_CMD_TLBI_S_S12_VMALL:
		return (struct named){ .worlds = W(S_EL1), .vmid = true,
				       .stage = EVERY_STAGE };
	case REF_CMD_TLBI_S_S2_IPA:
		return (struct named){ .worlds = W(S_EL1), .vmid = true,
				       .stage = STAGE2, .space = true,
				       .address = true };
	}
	/* SNH_ALL: EL3 is not required */
	return (struct named){ .worlds = W(S_EL1), .optional = W(EL3),
			       .stage = EVERY_STAGE };
}

static struct named name_all(const struct ref_inval *how, u8 opcode)
{
	if (opcode < REF_CMD_TLBI_EL3_ALL)
		return name_nh(how, opcode);
	if (opcode == REF_CMD_TLBI_EL3_ALL || opcode == REF_CMD_TLBI_EL3_VA ||
	    opcode >= REF_CMD_TLBI_S_EL2_ALL)
		return name_s(how, opcode);
	return name_ns(how, opcode);
}

/* ---- stage (4.4) ---- */

static enum ref_fate_of_entry match_stage(const struct named *n,
					  const struct ref_cmd *cmd,
					  const struct ref_tlb_entry *entry)
{
	if (n->stage == EVERY_STAGE)
		return REF_GOES;
	if (n->stage == STAGE1)
		return entry->stage2 ? REF_STAYS : REF_GOES;
	if (!entry->stage2)
		return REF_MAY_GO;
	if (n->space && ref_get(cmd->w, REF_CMD_S2_NS) != entry->ns_ipa)
		return REF_STAYS;
	return REF_GOES;
}

/* ---- VMID (3.17.6, 4.4) ---- */

static enum ref_fate_of_entry match_vmid(const struct ref_inval *how, u16 vmid,
					 const struct ref_tlb_entry *entry)
{
	unsigned int vmw = ref_world_is_secure(entry->world) ? how->s_vmw :
							       how->vmw;
	u16 ignored = vmw <= 4 ? ref_pow2(vmw) - 1 : 0;
	u16 mask = how->vmid16 ? 0xffff : 0xff;

	if ((vmid ^ entry->vmid) & mask & ~ignored)
		return REF_STAYS;
	return vmid & ~mask ? REF_MAY_GO : REF_GOES;
}

/* ---- ASID (4.4) ---- */

static enum ref_fate_of_entry match_asid(const struct ref_inval *how,
					 enum by_asid by, u16 asid,
					 const struct ref_tlb_entry *entry)
{
	u16 mask = how->asid16 ? 0xffff : 0xff;

	if (by == ANY_ASID)
		return REF_GOES;
	if (entry->global)
		return by == THIS_ASID_OR_GLOBAL ? REF_GOES : REF_STAYS;
	if ((asid ^ entry->asid) & mask)
		return REF_STAYS;
	return asid & ~mask ? REF_MAY_GO : REF_GOES;
}

/* ---- address (4.4.1.1) ---- */

static bool overlaps(const struct ref_tlb_entry *entry, u64 first, u64 last)
{
	u64 size = ref_block_size(entry->granule, entry->level);

	return entry->first <= last && entry->first + (size - 1) >= first;
}

/* An IPA has fewer bits than a VA. */
static u64 address_of(const struct ref_cmd *cmd)
{
	u64 opcode = ref_get(cmd->w, REF_CMD_OPCODE);

	if (opcode == REF_CMD_TLBI_S2_IPA || opcode == REF_CMD_TLBI_S_S2_IPA)
		return ref_get_addr(cmd->w, REF_CMD_IPA);
	return ref_get_addr(cmd->w, REF_CMD_VA);
}

/* The last address; a range never wraps. */
static u64 range_last(const struct ref_inval *how, const struct ref_cmd *cmd,
		      u64 first, unsigned int granule)
{
	u64 scale = how->have.ds ? ref_get(cmd->w, REF_CMD_SCALE6) :
				   ref_get(cmd->w, REF_CMD_SCALE);
	u64 bytes = (ref_get(cmd->w, REF_CMD_NUM) + 1) *
		    ref_pow2(min(scale, (u64)39)) * ref_pow2(granule);
	u64 last = first + (bytes - 1);

	return last < first ? ~0ULL : last;
}

static enum ref_fate_of_entry match_range(const struct ref_inval *how,
					  const struct ref_cmd *cmd,
					  const struct ref_tlb_entry *entry)
{
	static const unsigned int granules[] = { 0, 12, 14, 16 };
	unsigned int tg = ref_get(cmd->w, REF_CMD_TG);
	unsigned int ttl = ref_get(cmd->w, REF_CMD_TTL);
	u64 first = address_of(cmd), unit;

	if (tg == REF_TG_16K && ttl == 1 && !how->have.ds)
		ttl = 0;
	if (entry->granule != granules[tg] || (ttl && ttl != entry->level))
		return REF_STAYS;
	/* a base that is not a multiple of this is rounded down: our choice */
	unit = ref_block_size(granules[tg], ttl ? ttl : 3);
	if (!overlaps(entry, first - first % unit,
		      range_last(how, cmd, first, granules[tg])))
		return REF_STAYS;
	/* from the lower half into the upper one: not required */
	if ((first ^ entry->first) & ref_pow2(63))
		return REF_MAY_GO;
	return REF_GOES;
}

static enum ref_fate_of_entry match_addr(const struct ref_inval *how,
					 const struct ref_cmd *cmd,
					 const struct ref_tlb_entry *entry)
{
	u64 va = address_of(cmd);

	if (how->have.ril && ref_get(cmd->w, REF_CMD_TG))
		return match_range(how, cmd, entry);
	return overlaps(entry, va, va) ? REF_GOES : REF_STAYS;
}

/* ---- all of it ---- */

/* All conditions have to hold: the mildest of them decides. */
enum ref_fate_of_entry ref_tlbi_fate(const struct ref_inval *how,
				     const struct ref_cmd *cmd,
				     const struct ref_tlb_entry *entry)
{
	struct named n = name_all(how, ref_get(cmd->w, REF_CMD_OPCODE));
	enum ref_fate_of_entry fate;

	if (n.optional & BIT(entry->world))
		return REF_MAY_GO;
	if (!(n.worlds & BIT(entry->world)))
		return REF_STAYS;
	fate = match_stage(&n, cmd, entry);
	if (n.vmid)
		fate = min(fate, match_vmid(how, ref_get(cmd->w, REF_CMD_VMID),
					    entry));
	if (ref_world_has_asid(entry->world) && !entry->stage2)
		fate = min(fate, match_asid(how, n.asid,
					    ref_get(cmd->w, REF_CMD_ASID),
					    entry));
	if (n.address)
		fate = min(fate, match_addr(how, cmd, entry));
	return fate;
}

/* ---- configuration (4.3) ---- */

static bool in_range(const struct ref_cmd *cmd, u32 sid)
{
	u64 count = ref_pow2(ref_get(cmd->w, REF_CMD_RANGE) + 1);
	u64 start = ref_get(cmd->w, REF_CMD_SID) / count * count;

	return sid >= start && sid - start < count;
}

enum ref_fate_of_entry ref_cfgi_fate(const struct ref_cmd *cmd, bool secure,
				     const struct ref_cfg_entry *entry)
{
	bool same_sid = ref_get(cmd->w, REF_CMD_SID) == entry->sid;
	bool match = false;

	if (entry->secure != (secure && ref_get(cmd->w, REF_CMD_SSEC)))
		return REF_STAYS;
	switch (ref_get(cmd->w, REF_CMD_OPCODE)) {
	case REF_CMD_CFGI_STE:
		match = same_sid;
		break;
	case REF_CMD_CFGI_STE_RANGE:
		match = in_range(cmd, entry->sid);
		break;
	case REF_CMD_CFGI_CD:
		match = entry->cd && same_sid &&
			ref_get(cmd->w, REF_CMD_SSID) == entry->ssid;
		break;
	case REF_CMD_CFGI_CD_ALL:
		match = entry->cd && same_sid;
		break;
	}
	return match ? REF_GOES : REF_STAYS;
}
