// SPDX-License-Identifier: GPL-2.0
/*
 * Whose cached things a command can drop (4.3, 4.4): both states have STEs, CDs
 * and translations of every StreamWorld and stage, by equal numbers, all at
 * once; every opcode comes from each queue, for streams of either state. What
 * is gone is what the tables in selftests/ref say. With fast caches more may
 * go, but of a state only if the command names something of that state.
 */
#include "cmd_kit.h"
#include "suites.h"

#define VMID		0x24
#define ASID		0x37
#define VA		0x0000400040201000ULL
#define SIDS		2
#define PA		(RAM_BASE + 0x380000)

#define MAX_TLB		64
#define NR_CFG		8	/* STE, CD; two StreamIDs; both states */

/* What is cached, TLB entries first */
struct zoo {
	struct ref_tlb_entry tlb[MAX_TLB];
	struct ref_cfg_entry cfg[NR_CFG];
	unsigned int tlbs;
};

static const struct ref_inval everything = {
	.have = { .s1p = true, .s2p = true, .hyp = true, .sel2 = true,
		  .ril = true, .stall = 1 },
	.asid16 = true,
	.vmid16 = true,
};

/* ---- what there is ---- */

static void add(struct zoo *zoo, struct ref_tlb_entry entry)
{
	assert_true(zoo->tlbs < MAX_TLB);
	zoo->tlb[zoo->tlbs++] = entry;
}

static void add_nested(struct zoo *zoo, struct ref_tlb_entry entry)
{
	entry.nested = true;
	entry.part = entry.first;
	entry.part_log2 = 12;
	entry.part_granule = 12;
	add(zoo, entry);
}

static void add_world(struct zoo *zoo, enum ref_streamworld world)
{
	struct ref_tlb_entry entry = {
		.world = world, .first = VA, .level = 3, .granule = 12,
		.vmid = ref_tags_vmid(&everything, world) ? VMID : 0,
		.asid = ref_world_has_asid(world) ? ASID : 0,
	};
	unsigned int spaces = ref_world_is_secure(world) ? 2 : 1, i;

	add(zoo, entry);
	for (i = 0; i < spaces && ref_tags_vmid(&everything, world); i++) {
		entry.ns_ipa = i;
		if (!i)
			add_nested(zoo, entry);
		entry.stage2 = true;
		entry.asid = 0;
		add(zoo, entry);
		entry.stage2 = false;
		entry.asid = ASID;
	}
}

static struct zoo every_kind(void)
{
	struct zoo zoo = { .tlbs = 0 };
	unsigned int i;

	for (i = 0; i < REF_NR_WORLDS; i++)
		add_world(&zoo, i);
	for (i = 0; i < NR_CFG; i++)
		zoo.cfg[i] = (struct ref_cfg_entry){
			.cd = i % 2, .secure = i / 2 % 2, .sid = i / 4 };
	return zoo;
}

/* Streams of both states with the same StreamIDs, in use. */
static void build(struct rig *rig)
{
	struct side *side;
	u32 sid;

	for_each_side(side, rig)
		for (sid = 0; sid < SIDS; sid++) {
			struct stream stream = side_stream(side, sid);

			side_map(side, &stream, PAGE * sid, PA, 3);
		}
}

static void fill(struct rig *rig, const struct zoo *zoo)
{
	struct side *side;
	unsigned int i;
	u32 sid;

	for_each_side(side, rig)
		for (sid = 0; sid < SIDS; sid++)
			assert_true(side_access(side, sid, PAGE * sid,
						READ).ok);
	rig_wipe_tlb(rig);
	for (i = 0; i < zoo->tlbs; i++)
		rig_add_entry(rig, &zoo->tlb[i]);
	host_log_clear(&rig->host);
}

static bool has_cfg(struct rig *rig, const struct ref_cfg_entry *entry)
{
	struct smmu3_cfg_record rec;
	unsigned int i;
	int there;

	for (i = 0; (there = smmu3_cfg_slot(rig->smmu, entry->cd ?
					    SMMU3_CFG_CD : SMMU3_CFG_STE, i,
					    &rec)) >= 0; i++)
		if (there && rec.sid == entry->sid && !rec.ssid &&
		    rec.sec_sid == (entry->secure ? SECURE : NS))
			return true;
	return false;
}

/* ---- one command ---- */

/**
 * struct trial - a command, and what it should do
 * @rig: where
 * @zoo: what is cached
 * @how: from which queue
 * @cmd: the command
 * @legal: it is taken
 * @named: by state: it names something
 * @fates: how often, of all trials
 */
struct trial {
	struct rig *rig;
	struct zoo zoo;
	struct ref_inval how;
	struct ref_cmd cmd;
	bool legal;
	bool named[SMMU3_NR_PAS];
	unsigned int fates[SMMU3_NR_PAS][3];
};

static u8 opcode_of(const struct trial *t)
{
	return ref_get(t->cmd.w, REF_CMD_OPCODE);
}

static bool is_cfgi(const struct trial *t)
{
	return opcode_of(t) >= REF_CMD_CFGI_STE &&
	       opcode_of(t) <= REF_CMD_CFGI_CD_ALL;
}

static bool is_tlbi(const struct trial *t)
{
	u8 opcode = opcode_of(t);

	return (opcode >= REF_CMD_TLBI_NH_ALL &&
		opcode <= REF_CMD_TLBI_NSNH_ALL) ||
	       (opcode >= REF_CMD_TLBI_S_EL2_ALL &&
		opcode <= REF_CMD_TLBI_SNH_ALL);
}

static enum ref_fate_of_entry tlb_fate(const struct trial *t, unsigned int i)
{
	return t->legal && is_tlbi(t) ?
	       ref_tlbi_fate(&t->how, &t->cmd, &t->zoo.tlb[i]) : REF_STAYS;
}

static enum ref_fate_of_entry cfg_fate(const struct trial *t, unsigned int i)
{
	return t->legal && is_cfgi(t) ?
	       ref_cfgi_fate(&t->cmd, t->how.secure, &t->zoo.cfg[i]) :
	       REF_STAYS;
}

static enum smmu3_pas tlb_state(const struct trial *t, unsigned int i)
{
	return ref_world_is_secure(t->zoo.tlb[i].world) ? SECURE : NS;
}

static enum smmu3_pas cfg_state(const struct trial *t, unsigned int i)
{
	return t->zoo.cfg[i].secure ? SECURE : NS;
}

static void find_named(struct trial *t)
{
	unsigned int i;

	memset(t->named, 0, sizeof(t->named));
	for (i = 0; i < t->zoo.tlbs; i++)
		t->named[tlb_state(t, i)] |= tlb_fate(t, i) != REF_STAYS;
	for (i = 0; i < NR_CFG; i++)
		t->named[cfg_state(t, i)] |= cfg_fate(t, i) != REF_STAYS;
}

static void judge(struct trial *t, enum ref_fate_of_entry fate,
		  enum smmu3_pas state, bool there, const char *what,
		  unsigned int i)
{
	bool fast = t->rig->config.cache == SMMU3_CACHE_FAST;

	t->fates[state][fate]++;
	if ((fate == REF_GOES && !there) || fate == REF_MAY_GO ||
	    (fate == REF_STAYS && (there || (fast && t->named[state]))))
		return;
	fail_msg("%s queue, command %#llx %#llx: %s %u of state %u is %s",
		 t->how.secure ? "Secure" : "Non-secure",
		 (unsigned long long)t->cmd.w[0],
		 (unsigned long long)t->cmd.w[1], what, i, state,
		 there ? "still there" : "gone");
}

static void check(struct trial *t)
{
	struct side *side = rig_side(t->rig, t->how.secure ? SECURE : NS);
	unsigned int i;

	t->legal = ref_cmd_legality(&t->how.have, &t->cmd, t->how.secure) ==
		   REF_TAKEN;
	fill(t->rig, &t->zoo);
	assert_int_equal(side_offer(side, t->cmd),
			 t->legal ? REF_CERROR_NONE : REF_CERROR_ILL);
	find_named(t);
	for (i = 0; i < t->zoo.tlbs; i++)
		judge(t, tlb_fate(t, i), tlb_state(t, i),
		      rig_has_entry(t->rig, &t->zoo.tlb[i]), "translation", i);
	for (i = 0; i < NR_CFG; i++)
		judge(t, cfg_fate(t, i), cfg_state(t, i),
		      has_cfg(t->rig, &t->zoo.cfg[i]), "structure", i);
}

/* ---- all commands ---- */

/* Fields that name what is there; of SYNC all are 0. */
static struct ref_cmd command(u8 opcode, bool ssec, unsigned int variant)
{
	struct ref_cmd cmd = ref_cmd(opcode);

	if (opcode == REF_CMD_SYNC)
		return cmd;
	if ((opcode >= REF_CMD_TLBI_NH_ALL &&
	     opcode <= REF_CMD_TLBI_NSNH_ALL) ||
	    (opcode >= REF_CMD_TLBI_S_EL2_ALL &&
	     opcode <= REF_CMD_TLBI_SNH_ALL)) {
		cmd = ref_tlbi(opcode, VMID, ASID, VA);
		ref_put(cmd.w, REF_CMD_S2_NS, variant);
		return cmd;
	}
	ref_put(cmd.w, REF_CMD_SID, variant);
	if (opcode == REF_CMD_CFGI_STE_RANGE)
		ref_put(cmd.w, REF_CMD_RANGE, variant ? 31 : 0);
	ref_put(cmd.w, REF_CMD_SSEC, ssec);
	return cmd;
}

static void check_all(struct trial *t)
{
	unsigned int opcode, code;
	enum smmu3_pas state;

	for (opcode = 0; opcode < 0x80; opcode++)
		for (code = 0; code < 8; code++) {
			t->how.secure = code / 4;
			t->cmd = command(opcode, code / 2 % 2, code % 2);
			if (ref_cmd_legality(&t->how.have, &t->cmd,
					     t->how.secure) != REF_OPEN)
				check(t);
		}
	for (state = NS; state < SMMU3_NR_PAS; state++) {
		assert_true(t->fates[state][REF_GOES]);
		assert_true(t->fates[state][REF_STAYS]);
	}
}

static void check_mode(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = side_config(cache);
	struct trial t = { .how = everything, .zoo = every_kind() };

	config.tlb_log2 = 7;
	config.cfg_log2 = 4;
	t.rig = cmd_rig(&config);
	rig_have_inval(t.rig, &everything);
	build(t.rig);
	check_all(&t);
	rig_free(t.rig);
}

static void commands_drop_of_each_state_what_the_tables_say(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_EXACT);
}

static void fast_commands_drop_nothing_of_a_state_not_named(void **state)
{
	(void)state;
	check_mode(SMMU3_CACHE_FAST);
}

static const struct CMUnitTest isolation_cache_tests[] = {
	cmocka_unit_test(commands_drop_of_each_state_what_the_tables_say),
	cmocka_unit_test(fast_commands_drop_nothing_of_a_state_not_named),
};
SUITE(isolation_cache);
