// SPDX-License-Identifier: GPL-2.0
/*
 * The commands of a ledger: which suffice is typed from chapter 4 and 3.17, and
 * one of those is taken. See ledger_int.h.
 */
#include "ledger_int.h"

static u64 below(struct ledger *ledger, u64 n)
{
	return rng_below(ledger->rng, n);
}

static bool percent(struct ledger *ledger, unsigned int n)
{
	return rng_percent(ledger->rng, n);
}

/* ---- commands ---- */

static void send(struct ledger *ledger, enum smmu3_pas queue,
		 struct ref_cmd cmd)
{
	side_cmd(rig_side(ledger->rig, queue), cmd);
	ledger->used[queue] = true;
	ledger->commands++;
}

void ledger_sync(struct ledger *ledger)
{
	enum smmu3_pas queue;

	for (queue = NS; queue < SMMU3_NR_PAS; queue++) {
		if (ledger->used[queue])
			side_sync(rig_side(ledger->rig, queue));
		ledger->used[queue] = false;
	}
}

/* The queue of the stream's state; the Secure one may act on the other. */
static enum smmu3_pas any_queue(struct ledger *ledger, enum twin_space sec_sid)
{
	if (sec_sid == TWIN_S)
		return SECURE;
	if (!ledger->world->id.secure || percent(ledger, 70))
		return NS;
	return SECURE;
}

/* A CFGI for a stream of @sec_sid */
static void send_cfgi(struct ledger *ledger, enum twin_space sec_sid,
		      struct ref_cmd cmd)
{
	ref_put(cmd.w, REF_CMD_SSEC, sec_sid == TWIN_S);
	send(ledger, any_queue(ledger, sec_sid), cmd);
}

/* ---- everything ---- */

static void flush_secure(struct ledger *ledger)
{
	const struct twin_id *id = &ledger->world->id;

	send(ledger, SECURE, ref_ssec(ref_cfgi_all()));
	if (id->sel2) {
		send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_SNH_ALL));
		send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_S_EL2_ALL));
	} else {
		send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_NH_ALL));
	}
	send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_EL3_ALL));
}

static void flush_ns(struct ledger *ledger)
{
	enum smmu3_pas queue = any_queue(ledger, TWIN_NS);

	send(ledger, queue, ref_cfgi_all());
	send(ledger, queue, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	if (ledger->world->id.hyp)
		send(ledger, queue, ref_cmd(REF_CMD_TLBI_EL2_ALL));
}

void ledger_flush(struct ledger *ledger)
{
	flush_ns(ledger);
	if (ledger->world->id.secure)
		flush_secure(ledger);
	ledger_sync(ledger);
	ledger->count = 0;
	ledger->changed = false;
	ledger->flushes++;
}

/* ---- configuration (4.3) ---- */

void ledger_cfgi_ste(struct ledger *ledger, const struct twin_txn *txn,
		     bool l1std)
{
	unsigned int range = below(ledger, 6);
	u32 other = txn->sid ^ below(ledger, ref_pow2(range + 1));

	switch (below(ledger, 3)) {
	case 0:
		send_cfgi(ledger, txn->sec_sid, ref_cfgi_all());
		break;
	case 1:
		send_cfgi(ledger, txn->sec_sid, ref_cfgi_range(other, range));
		break;
	default:
		send_cfgi(ledger, txn->sec_sid,
			  ref_cfgi_ste(txn->sid, !l1std && percent(ledger, 50)));
		break;
	}
}

void ledger_cfgi_cd(struct ledger *ledger, const struct twin_txn *txn,
		    bool l1cd)
{
	u32 index = txn->ssv ? txn->ssid : 0;

	switch (below(ledger, 3)) {
	case 0:
		ledger_cfgi_ste(ledger, txn, false);
		break;
	case 1:
		send_cfgi(ledger, txn->sec_sid, ref_cfgi_cd_all(txn->sid));
		break;
	default:
		send_cfgi(ledger, txn->sec_sid,
			  ref_cfgi_cd(txn->sid, index,
				      !l1cd && percent(ledger, 50)));
		break;
	}
}

/* ---- addresses of TLBIs (4.4.1.1) ---- */

u64 ledger_canonical(u64 va)
{
	u64 top = GENMASK_ULL(63, 56);

	return ref_get(&va, 55, 55) ? va | top : va & ~top;
}

static unsigned int tg_of(unsigned int granule)
{
	return granule == 12 ? REF_TG_4K :
	       granule == 14 ? REF_TG_16K : REF_TG_64K;
}

/* A range that begins in front of the target, or at it, and reaches it. */
static struct ref_cmd with_range(struct ledger *ledger, struct ref_cmd cmd,
				 const struct ledger_target *t)
{
	struct ref_range how = {
		.tg = tg_of(t->granule),
		.scale = below(ledger, percent(ledger, 65) ? 6 : 16),
		.num = below(ledger, 32), .leaf = t->leaf,
		.ttl = percent(ledger, 50) ? t->level : 0 };
	u64 unit = ref_block_size(t->granule, how.ttl ? how.ttl : 3);
	u64 base = t->addr & ~(unit - 1), bytes, back;

	if (!how.num && !how.scale && !how.ttl)
		how.num = 1;
	bytes = (how.num + 1) * ref_pow2(how.scale) * ref_pow2(t->granule);
	/* how far it may begin in front: in units, and in the same half */
	back = below(ledger, 4) * unit;
	if (back && bytes > back + (t->addr - base) &&
	    (t->addr & GENMASK_ULL(47, 0)) >= back + unit)
		base -= back;
	if (bytes <= t->addr - base)
		base = t->addr & ~(ref_pow2(t->granule) - 1);
	/* a base that is not a multiple of the unit names nothing surely */
	if (base & (unit - 1)) {
		how.ttl = 0;
		how.num = max(how.num, 1U);
	}
	ref_put_addr(cmd.w, REF_CMD_VA, base);
	return ref_tlbi_range(cmd, &how);
}

static struct ref_cmd with_address(struct ledger *ledger, struct ref_cmd cmd,
				   const struct ledger_target *t)
{
	bool leaf = t->leaf && percent(ledger, 50);
	struct ledger_target target = *t;

	target.leaf = leaf;
	if (ledger->ril && percent(ledger, 50))
		return with_range(ledger, cmd, &target);
	ref_put(cmd.w, REF_CMD_LEAF, leaf);
	return cmd;
}

/* ---- TLBIs (4.4) ---- */

/* Bits of the VMID that VMW ignores may have any value. */
static u16 some_vmid(struct ledger *ledger, const struct ref_tags *tags)
{
	bool secure = ref_world_is_secure(tags->world);
	unsigned int vmw = ledger->vmw[secure ? SECURE : NS];

	if (!ref_world_has_vmid(tags->world))
		return 0;
	return tags->vmid ^ below(ledger, vmw <= 4 ? ref_pow2(vmw) : 1);
}

static void send_all_of_el1(struct ledger *ledger, const struct ref_tags *tags)
{
	const struct twin_id *id = &ledger->world->id;
	u16 vmid = some_vmid(ledger, tags);

	if (tags->world == REF_S_EL1) {
		if (!id->sel2)
			send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_NH_ALL));
		else if (percent(ledger, 30))
			send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_SNH_ALL));
		else
			send(ledger, SECURE,
			     ref_tlbi(REF_CMD_TLBI_S_S12_VMALL, vmid, 0, 0));
		return;
	}
	if (!id->s2p || percent(ledger, 30))
		send(ledger, any_queue(ledger, TWIN_NS),
		     ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	else
		send(ledger, any_queue(ledger, TWIN_NS),
		     ref_tlbi(REF_CMD_TLBI_S12_VMALL, vmid, 0, 0));
}

/* Everything of a context, of both stages */
void ledger_tlbi_all(struct ledger *ledger, const struct ref_tags *tags)
{
	switch (tags->world) {
	case REF_NS_EL2:
	case REF_NS_EL2_E2H:
		send(ledger, any_queue(ledger, TWIN_NS),
		     ref_cmd(REF_CMD_TLBI_EL2_ALL));
		break;
	case REF_S_EL2:
	case REF_S_EL2_E2H:
		send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_S_EL2_ALL));
		break;
	case REF_EL3:
		send(ledger, SECURE, ref_cmd(REF_CMD_TLBI_EL3_ALL));
		break;
	default:
		send_all_of_el1(ledger, tags);
		break;
	}
}

/* The opcodes of a family by VA: ALL, ASID, VA, VAA */
struct family {
	u8 all;
	u8 asid;
	u8 va;
	u8 vaa;
};

static struct family family_of(enum ref_streamworld world)
{
	switch (world) {
	case REF_NS_EL2:
	case REF_NS_EL2_E2H:
		return (struct family){ REF_CMD_TLBI_EL2_ALL,
			REF_CMD_TLBI_EL2_ASID, REF_CMD_TLBI_EL2_VA,
			REF_CMD_TLBI_EL2_VAA };
	case REF_S_EL2:
	case REF_S_EL2_E2H:
		return (struct family){ REF_CMD_TLBI_S_EL2_ALL,
			REF_CMD_TLBI_S_EL2_ASID, REF_CMD_TLBI_S_EL2_VA,
			REF_CMD_TLBI_S_EL2_VAA };
	case REF_EL3:
		return (struct family){ REF_CMD_TLBI_EL3_ALL, 0,
			REF_CMD_TLBI_EL3_VA, REF_CMD_TLBI_EL3_VA };
	default:
		return (struct family){ REF_CMD_TLBI_NH_ALL,
			REF_CMD_TLBI_NH_ASID, REF_CMD_TLBI_NH_VA,
			REF_CMD_TLBI_NH_VAA };
	}
}

static enum smmu3_pas queue_of(struct ledger *ledger,
			       enum ref_streamworld world)
{
	if (ref_world_is_secure(world))
		return SECURE;
	if (world == REF_NS_EL1)	/* NH_* are for the queue's own state */
		return NS;
	return any_queue(ledger, TWIN_NS);
}

/* What stage 1 has to do with, of one address */
void ledger_tlbi_va(struct ledger *ledger, const struct ledger_entry *e,
		    const struct ledger_target *t)
{
	const struct ref_tags *tags = &e->tags;
	struct family family = family_of(tags->world);
	enum smmu3_pas queue = queue_of(ledger, tags->world);
	bool by_asid = family.asid && ref_world_has_asid(tags->world) &&
		       !e->trace.global;
	u16 vmid = some_vmid(ledger, tags), asid = tags->asid;
	struct ref_cmd cmd;

	/* Without E2H there are no ASIDs (4.4.3). */
	if (!ref_world_has_asid(tags->world))
		asid = below(ledger, 256);
	switch (below(ledger, 6)) {
	case 0:
		send(ledger, queue, ref_tlbi(family.all, vmid, 0, 0));
		break;
	case 1:
		if (by_asid) {
			send(ledger, queue, ref_tlbi(family.asid, vmid,
						     tags->asid, 0));
			break;
		}
		ledger_tlbi_all(ledger, tags);
		break;
	case 2:
	case 3:
		cmd = ref_tlbi(family.vaa, vmid, 0, t->addr);
		send(ledger, queue, with_address(ledger, cmd, t));
		break;
	default:
		cmd = ref_tlbi(family.va, vmid, asid, t->addr);
		send(ledger, queue, with_address(ledger, cmd, t));
		break;
	}
}

void ledger_tlbi_ipa(struct ledger *ledger, const struct ledger_entry *e,
		     const struct twin_visit *visit,
		     const struct ledger_target *t)
{
	struct ref_cmd cmd;

	if (e->tags.world == REF_NS_EL1) {
		cmd = ref_tlbi(REF_CMD_TLBI_S2_IPA, some_vmid(ledger, &e->tags),
			       0, t->addr);
		send(ledger, any_queue(ledger, TWIN_NS),
		     with_address(ledger, cmd, t));
		return;
	}
	cmd = ref_tlbi(REF_CMD_TLBI_S_S2_IPA, some_vmid(ledger, &e->tags), 0,
		       t->addr);
	ref_put(cmd.w, REF_CMD_S2_NS, visit->ns_ipa);
	send(ledger, SECURE, with_address(ledger, cmd, t));
}
