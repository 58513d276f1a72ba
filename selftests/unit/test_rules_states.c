// SPDX-License-Identifier: GPL-2.0
/*
 * Secure streams (3.10.2): in which PA space everything is read, where outputs
 * go, StreamWorlds, bypass, SIF; and that caches keep the states apart.
 */
#include "side.h"
#include "suites.h"

#include "../ref/secure.h"

#include <smmu3/state.h>

#define SID		5
#define EL3_SID		6
#define VA		0x00000080c0a07000ULL	/* an index in every level */
#define PA		0x0000000140000000ULL
#define WRONG_PA	0x0000000280000000ULL

#define ALL_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

/* Free in both PA spaces. */
#define SCRATCH		(RAM_BASE + RAM_SIZE / 2)

#define STRW_EL3	1

/* ---- whose accesses go where ---- */

static const enum smmu3_access_kind structures[] = {
	SMMU3_ACCESS_STE, SMMU3_ACCESS_CD, SMMU3_ACCESS_TT,
};

static void all_of_kind_in(struct side *side, enum host_what what,
			   enum smmu3_access_kind kind)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, what, i + 1)) >= 0) {
		const struct smmu3_access *access = &host->log[i].access;

		if (access->kind != kind)
			continue;
		assert_int_equal(access->pas, side->bank);
		assert_int_equal(access->sec_sid, side->bank);
		count++;
	}
	assert_true(count > 0);
}

static void structures_are_read_from_the_streams_own_space(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int i;

	side_map(side, &stream, VA, PA, 3);
	side_expect_pa(side, SID, VA, READ, PA, side->bank);
	for (i = 0; i < ARRAY_SIZE(structures); i++)
		all_of_kind_in(side, HOST_READ, structures[i]);
}

static void l1std_is_read_from_the_banks_own_space(void **state)
{
	struct side *side = *state;
	u64 l1 = side_alloc(side, PAGE), cfg = 0;

	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, 8);
	side_store(side, l1, ref_l1std(side->strtab, 7));
	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr64(side, REF_STRTAB_BASE, l1);
	side_wr32(side, REF_STRTAB_BASE_CFG, cfg);
	side_flush(side);
	side_cr0(side, ALL_ON);
	rig_log_clear(side->rig);
	side_expect_pa(side, SID, VA, READ, VA, side->bank);
	all_of_kind_in(side, HOST_READ, SMMU3_ACCESS_STE);
	assert_int_equal(side_accesses(side, HOST_READ, SMMU3_ACCESS_STE), 2);
}

static void queues_are_in_the_banks_own_space(void **state)
{
	struct side *side = *state;

	side_sync(side);
	all_of_kind_in(side, HOST_READ, SMMU3_ACCESS_CMDQ);
	side_access(side, 0x2b, 0, READ);
	all_of_kind_in(side, HOST_WRITE, SMMU3_ACCESS_EVENTQ);
}

/* 3.10.3: the same number in two states names two streams. */
static void streamids_of_both_states_are_two_name_spaces(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct smmu3_txn txn = side_txn(other, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STE, .sid = SID };

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	side_expect_pa(side, SID, VA, READ, VA, side->bank);
	side_expect_event(other, &txn, &event);
}

/* 6.3.53: each state has its own width. */
static void streamid_widths_are_those_of_the_state(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct rig *rig;
	unsigned int i;

	(void)state;
	config.s_sidsize = 4;
	rig = rig_new(&config);
	for (i = 0; i < SMMU3_NR_PAS; i++) {
		side_boot(&rig->side[i]);
		side_plain_ste(&rig->side[i], 15, REF_CONFIG_BYPASS);
		side_plain_ste(&rig->side[i], 16, REF_CONFIG_BYPASS);
		side_expect_pa(&rig->side[i], 15, VA, READ, VA, i);
	}
	side_expect_pa(rig_side(rig, NS), 16, VA, READ, VA, NS);
	assert_int_equal(side_access(rig_side(rig, SECURE), 16, VA,
				     READ).x.fault.event, REF_C_BAD_STREAMID);
	rig_free(rig);
}

/* ---- walks: NSCFG, NSTable, NS, all combinations ---- */

static void put_word(struct side *side, enum smmu3_pas pas, u64 addr, u64 value)
{
	host_store(&side->rig->host, pas, addr, value);
}

static u64 slot_of(unsigned int level)
{
	return SCRATCH + level * PAGE +
	       VA / ref_pow2(12 + 9 * (3 - level)) % 512 * sizeof(u64);
}

/* The right descriptor where it has to be read, a wrong leaf elsewhere. */
static void put_descriptor(struct side *side, const struct ref_sec_walk *walk,
			   unsigned int level, enum smmu3_pas pas)
{
	u64 right, wrong = level ? ref_leaf(level, WRONG_PA) : 0;

	if (level < walk->leaf) {
		right = ref_table(SCRATCH + (level + 1) * PAGE);
		ref_put(&right, REF_D_NSTABLE, walk->nstable[level]);
	} else {
		right = ref_leaf(level, PA);
		ref_put(&right, REF_D_NS, walk->ns);
		ref_put(&right, REF_D_NG, 0);
	}
	put_word(side, pas, slot_of(level), right);
	put_word(side, pas == NS ? SECURE : NS, slot_of(level), wrong);
}

static struct ref_sec_walk walk_number(unsigned int number)
{
	return (struct ref_sec_walk){
		.nscfg = number & BIT(0),
		.nstable = { number & BIT(1), number & BIT(2),
			     number & BIT(3) },
		.ns = number & BIT(4),
		.leaf = 1 + number / BIT(5),
	};
}

#define NR_WALKS	(3 * BIT(5))

static enum smmu3_pas space(bool ns)
{
	return ns ? NS : SECURE;
}

static void check_reads(struct side *side, const struct ref_sec_walk *walk,
			bool secure)
{
	const struct host *host = &side->rig->host;
	unsigned int level = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0) {
		const struct smmu3_access *access = &host->log[i].access;
		bool ns = !secure || ref_sec_reads_ns(walk, level);

		if (access->kind != SMMU3_ACCESS_TT)
			continue;
		assert_int_equal(access->addr, slot_of(level));
		assert_int_equal(access->pas, space(ns));
		level++;
	}
	assert_int_equal(level, walk->leaf + 1);
}

static struct smmu3_tlb_record only_tlb_entry(struct side *side)
{
	struct smmu3_tlb_record record, found = { 0 };
	unsigned int i, count = 0;
	int what;

	for (i = 0;; i++) {
		what = smmu3_tlb_slot(side->rig->smmu, i, &record);
		if (what < 0)
			break;
		if (what > 0) {
			found = record;
			count++;
		}
	}
	assert_int_equal(count, 1);
	return found;
}

static void set_walk_stream(struct side *side, bool nscfg)
{
	struct stream stream = side_stream(side, SID);

	side_store(side, stream.cd + 8, SCRATCH);
	side_poke(side, stream.cd, REF_CD_NSCFG0, nscfg);
	side_flush(side);
	rig_log_clear(side->rig);
}

static void check_walk(struct side *side, unsigned int number)
{
	struct ref_sec_walk walk = walk_number(number);
	bool secure = side->bank == SECURE;
	enum smmu3_pas pas = space(!secure || ref_sec_output_ns(&walk));
	unsigned int level;

	for (level = 0; level <= walk.leaf; level++)
		put_descriptor(side, &walk, level,
			       space(!secure ||
				     ref_sec_reads_ns(&walk, level)));
	set_walk_stream(side, walk.nscfg);
	side_expect_pa(side, SID, VA, READ,
		       PA + VA % ref_pow2(12 + 9 * (3 - walk.leaf)), pas);
	check_reads(side, &walk, secure);
	assert_int_equal(only_tlb_entry(side).pas, pas);
	/* and from the TLB */
	side_expect_pa(side, SID, VA, READ,
		       PA + VA % ref_pow2(12 + 9 * (3 - walk.leaf)), pas);
}

static void each_descriptor_is_read_where_the_walk_has_come_to(void **state)
{
	struct side *side = *state;
	u64 free = side->free;
	unsigned int i;

	for (i = 0; i < NR_WALKS; i++) {
		side->free = free;
		check_walk(side, i);
	}
}

/* 3.10.2.2: descriptors from Non-secure memory act as nG. */
static void global_is_what_secure_memory_says_is_global(void **state)
{
	struct side *side = *state;
	u64 free = side->free;
	unsigned int i;

	for (i = 0; i < NR_WALKS; i++) {
		struct ref_sec_walk walk = walk_number(i);

		side->free = free;
		check_walk(side, i);
		assert_int_equal(only_tlb_entry(side).global,
				 ref_sec_global(&walk, false));
		side_cmd(side, ref_tlbi_asid(SID + 1));
		side_sync(side);
		assert_int_equal(!!(side_hits(side, SID, VA) & SMMU3_HIT_TLB),
				 ref_sec_global(&walk, false));
	}
}

/* The upper half begins as NSCFG1 says. */
static void nscfg1_is_of_the_upper_half(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	u64 va = 0xffffffffffe00000ULL;
	unsigned int nscfg1;

	side_poke(side, stream.cd, REF_CD_T1SZ, 34);
	side_poke(side, stream.cd, REF_CD_TG1, REF_TG1_4K);
	side_poke(side, stream.cd, REF_CD_EPD1, 0);
	put_word(side, SECURE, SCRATCH + 511 * 8, ref_leaf(2, PA));
	put_word(side, NS, SCRATCH + 511 * 8, ref_leaf(2, WRONG_PA));
	for (nscfg1 = 0; nscfg1 < 2; nscfg1++) {
		side_store(side, stream.cd + 16, SCRATCH | nscfg1);
		side_poke(side, stream.cd, REF_CD_NSCFG0, !nscfg1);
		side_flush(side);
		side_expect_pa(side, SID, va, READ, nscfg1 ? WRONG_PA : PA,
			       space(nscfg1));
	}
}

/* 7.3: NSIPA is of stage 2; F_WALK_EABT of a Non-secure table has none. */
static void aborted_nonsecure_descriptor_is_a_secure_event(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_F_WALK_EABT, .sid = SID, .read = true,
		.class = REF_CLASS_TT, .input = VA,
		.fetch = side_slot(side, &stream, VA, 0) };

	side_poke(side, stream.cd, REF_CD_NSCFG0, 1);
	side_fail(other_side(side), RAM_BASE, RAM_SIZE);
	side_do(side, &txn);
	host_heal(&side->rig->host);
	side_wr32(side, REF_EVENTQ_CONS, side_rd32(side, REF_EVENTQ_PROD));
	side->evt_cons = side_rd32(side, REF_EVENTQ_PROD);
	side_fail(other_side(side), event.fetch, 8);
	side_expect_event(side, &txn, &event);
}

/* ---- bypass ---- */

static void expect_bypass(struct side *side, bool ns, enum smmu3_pas pas)
{
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	struct outcome out;

	txn.ns = ns;
	out = side_do(side, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, VA);
	assert_int_equal(out.x.res.pas, pas);
}

/* 13.2; without ATTR_PERMS_OVR nothing overrides the NS that came. */
static void secure_bypass_keeps_the_ns_attribute(void **state)
{
	struct side *side = *state;
	unsigned int nscfg;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (nscfg = 0; nscfg < 4; nscfg++) {
		side_poke(side, side_ste(side, SID), REF_STE_NSCFG, nscfg);
		side_flush(side);
		expect_bypass(side, false, SECURE);
		expect_bypass(side, true, NS);
	}
}

static void secure_global_bypass_keeps_the_ns_attribute(void **state)
{
	struct side *side = *state;
	unsigned int nscfg;

	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	for (nscfg = 0; nscfg < 4; nscfg++) {
		u64 gbpa = 0;

		ref_put(&gbpa, 15, 14, nscfg);
		ref_put(&gbpa, 13, 12, 1);
		side_wr32(side, REF_GBPA, gbpa | REF_GBPA_UPDATE);
		expect_bypass(side, false, SECURE);
		expect_bypass(side, true, NS);
	}
}

static void nonsecure_bypass_is_nonsecure(void **state)
{
	struct side *side = *state;
	unsigned int nscfg;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (nscfg = 0; nscfg < 4; nscfg++) {
		side_poke(side, side_ste(side, SID), REF_STE_NSCFG, nscfg);
		side_flush(side);
		expect_bypass(side, false, NS);
		expect_bypass(side, true, NS);
	}
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	expect_bypass(side, false, NS);
	expect_bypass(side, true, NS);
}

/* 13.4.2: with stage 1 the tables decide, not the transaction. */
static void stage_1_ignores_the_ns_attribute(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	struct outcome out;

	side_map(side, &stream, VA, PA, 3);
	txn.ns = true;
	out = side_do(side, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pas, side->bank);
}

static void each_state_has_its_own_smmuen_and_gbpa(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);

	side_plain_ste(other, SID, REF_CONFIG_BYPASS);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	side_expect_silence(side, &txn);
	side_expect_pa(other, SID, VA, READ, VA, other->bank);
	side_cr0(other, REF_CMDQEN | REF_EVENTQEN);
	side_expect_pa(other, SID, VA, READ, VA, other->bank);
	side_expect_silence(side, &txn);
}

/* ---- SIF (6.3.57.2) ---- */

/**
 * struct sif_case - an access to a Non-secure or a Secure output, and what SIF
 *	makes of it
 */
static const struct sif_case {
	unsigned int access;
	bool ns;
	bool denied;
} sif_cases[] = {
	{ READ, false, false },
	{ READ, true, false },
	{ READ | INSTR, false, false },
	{ READ | INSTR, true, true },
	{ READ | INSTR | PRIV, true, true },
	{ WRITE | INSTR, true, false },	/* a write is never a fetch */
	{ WRITE, true, false },
};

static struct smmu3_txn sif_txn(struct side *side, const struct sif_case *c)
{
	struct smmu3_txn txn = side_txn(side, SID, VA, c->access);

	txn.ns = c->ns;
	return txn;
}

static struct ref_event sif_event(const struct sif_case *c)
{
	return (struct ref_event){
		.number = REF_F_PERMISSION, .sid = SID,
		.priv = c->access & PRIV, .instr = true, .read = true,
		.class = REF_CLASS_IN, .input = VA,
	};
}

static void sif_stops_global_bypass_silently(void **state)
{
	struct side *side = *state;
	unsigned int i;

	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_S_CR0_SIF);
	for (i = 0; i < ARRAY_SIZE(sif_cases); i++) {
		struct smmu3_txn txn = sif_txn(side, &sif_cases[i]);

		if (sif_cases[i].denied)
			side_expect_silence(side, &txn);
		else
			assert_true(side_do(side, &txn).ok);
	}
}

static void sif_faults_a_bypassing_stream(void **state)
{
	struct side *side = *state;
	unsigned int i;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	side_cr0(side, ALL_ON | REF_S_CR0_SIF);
	for (i = 0; i < ARRAY_SIZE(sif_cases); i++) {
		struct smmu3_txn txn = sif_txn(side, &sif_cases[i]);
		struct ref_event event = sif_event(&sif_cases[i]);

		if (sif_cases[i].denied)
			side_expect_event(side, &txn, &event);
		else
			assert_true(side_do(side, &txn).ok);
	}
}

/* The NS of the output counts, not that of the transaction. */
static void sif_faults_fetches_through_nonsecure_mappings(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	u64 slot = side_map(side, &stream, VA, PA, 3);
	unsigned int i;

	side_cr0(side, ALL_ON | REF_S_CR0_SIF);
	for (i = 0; i < ARRAY_SIZE(sif_cases); i++) {
		struct smmu3_txn txn = sif_txn(side, &sif_cases[i]);
		struct ref_event event = sif_event(&sif_cases[i]);

		/* writable by EL0 is never executable at EL1 */
		side_store(side, slot, ref_with(ref_leaf(3, PA), REF_D_NS,
						sif_cases[i].ns));
		side_poke(side, slot, REF_D_AP,
			  sif_cases[i].access & PRIV ? REF_AP_PRIV_RW :
			  REF_AP_RW);
		side_flush(side);
		txn.ns = !sif_cases[i].ns;
		if (sif_cases[i].denied)
			side_expect_event(side, &txn, &event);
		else
			assert_true(side_do(side, &txn).ok);
	}
}

/* Of stage 1 it is a fault like others: CD.A and CD.R decide (5.5). */
static void sif_fault_of_stage_1_follows_cd_a_and_r(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	u64 slot = side_map(side, &stream, VA, PA, 3);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ | INSTR);
	struct outcome out;

	side_poke(side, slot, REF_D_NS, 1);
	side_poke(side, stream.cd, REF_CD_R, 0);
	side_cr0(side, ALL_ON | REF_S_CR0_SIF);
	side_expect_silence(side, &txn);
	side_poke(side, stream.cd, REF_CD_A, 0);
	side_flush(side);
	out = side_do(side, &txn);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_RAZWI);
	assert_false(out.x.recorded);
}

static void sif_does_not_concern_nonsecure_streams(void **state)
{
	struct side *side = *state, *secure = other_side(side);
	struct stream stream = side_stream(side, SID);

	side_map(side, &stream, VA, PA, 3);
	side_cr0(secure, ALL_ON | REF_S_CR0_SIF);
	side_expect_pa(side, SID, VA, READ | INSTR, PA, NS);
}

/* ---- StreamWorlds ---- */

static void poke_id(struct side *side, const struct ref_world_of *of)
{
	struct smmu3_bank *bank = side->rig->smmu->bank;

	ref_put(&bank[NS].reg[SMMU3_REG_IDR0], 9, 9, of->hyp);
	ref_put(&bank[NS].reg[SMMU3_REG_IDR0], 30, 30, of->rme);
	ref_put(&bank[SECURE].reg[SMMU3_REG_IDR1], 29, 29, of->sel2);
}

/* E2H is read when SMMUEN is set (6.3.12). */
static void apply_world(struct side *side, const struct ref_world_of *of)
{
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	poke_id(side, of);
	side->rig->smmu->bank[side->bank].reg[SMMU3_REG_CR2] =
		REF_CR2_RECINVSID | (of->e2h ? REF_CR2_E2H : 0);
	side_poke(side, side_ste(side, SID), REF_STE_STRW, of->strw);
	side_cmd(side, side_own(side, ref_cfgi_all()));
	side_sync(side);
	side_wr32(side, REF_S_INIT, 0);
	side_cr0(side, ALL_ON);
}

static struct ref_world_of world_number(const struct side *side,
					unsigned int number)
{
	return (struct ref_world_of){
		.secure = side->bank == SECURE,
		.strw = number % 4,
		.hyp = number & BIT(2),
		.sel2 = number & BIT(3),
		.rme = number & BIT(4),
		.e2h = number & BIT(5),
	};
}

static void check_world(struct side *side, unsigned int number)
{
	struct ref_world_of of = world_number(side, number);
	enum ref_stream_world want = ref_stage1_world(&of);
	struct outcome out;

	apply_world(side, &of);
	out = side_access(side, SID, VA, READ);
	if (want == REF_WORLD_ILLEGAL) {
		assert_false(out.ok);
		assert_int_equal(out.x.fault.event, REF_C_BAD_STE);
		return;
	}
	if (!out.ok || (int)only_tlb_entry(side).world != (int)want)
		fail_msg("case %#x: world %d", number, want);
	smmu3_reg_write(side->rig->smmu, SECURE, REF_S_INIT, 32, 1);
}

static void stream_worlds_follow_strw_and_the_id_registers(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int number;

	side_map(side, &stream, VA, PA, 3);
	for (number = 0; number < BIT(6); number++)
		check_world(side, number);
}

/* An identity of ours: no Hyp, no SEL2, no RME. */
static void nonsecure_strw_is_ignored_without_hyp(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int strw;

	side_map(side, &stream, VA, PA, 3);
	for (strw = 0; strw < 4; strw++) {
		side_poke(side, stream.ste, REF_STE_STRW, strw);
		side_flush(side);
		side_expect_pa(side, SID, VA, READ, PA, NS);
	}
}

static void secure_strw_of_el2_is_illegal_without_sel2(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_STE, .sid = SID };
	unsigned int strw;

	side_map(side, &stream, VA, PA, 3);
	for (strw = 2; strw < 4; strw++) {
		side_poke(side, stream.ste, REF_STE_STRW, strw);
		side_flush(side);
		side_expect_event(side, &txn, &event);
	}
}

/* 5.2: STRW is unused where there is no stage 1. */
static void strw_of_a_bypassing_stream_is_ignored(void **state)
{
	struct side *side = *state;
	unsigned int strw;

	side_plain_ste(side, SID, REF_CONFIG_BYPASS);
	for (strw = 0; strw < 4; strw++) {
		side_poke(side, side_ste(side, SID), REF_STE_STRW, strw);
		side_flush(side);
		side_expect_pa(side, SID, VA, READ, VA, side->bank);
	}
}

static struct stream el3_stream(struct side *side)
{
	struct stream stream = side_stream(side, EL3_SID);

	side_poke(side, stream.ste, REF_STE_STRW, STRW_EL3);
	return stream;
}

/* 3.3.3: one privilege level, AP[1] counts as 1. */
static void el3_has_no_unprivileged_accesses(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_stream(side);
	u64 slot = side_map(side, &stream, VA, PA, 3);

	side_poke(side, slot, REF_D_AP, REF_AP_PRIV_RW);
	side_expect_pa(side, EL3_SID, VA, READ, PA, SECURE);
	side_expect_pa(side, EL3_SID, VA, WRITE, PA, SECURE);
	side_poke(side, slot, REF_D_AP, REF_AP_PRIV_RO);
	side_flush(side);
	side_expect_pa(side, EL3_SID, VA, READ, PA, SECURE);
	assert_int_equal(side_access(side, EL3_SID, VA,
				     WRITE).x.fault.event, REF_F_PERMISSION);
}

/* One execute-never bit, [54]; [53] means nothing. */
static void el3_has_one_execute_never_bit(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_stream(side);
	u64 slot = side_map(side, &stream, VA, PA, 3);

	side_poke(side, slot, REF_D_PXN, 1);
	side_expect_pa(side, EL3_SID, VA, READ | INSTR | PRIV, PA, SECURE);
	side_poke(side, slot, REF_D_PXN, 0);
	side_poke(side, slot, REF_D_UXN, 1);
	side_flush(side);
	assert_int_equal(side_access(side, EL3_SID, VA, READ | INSTR |
				     PRIV).x.fault.event, REF_F_PERMISSION);
}

static void el3_has_one_table_that_cannot_be_disabled(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_stream(side);
	struct smmu3_txn txn = side_txn(side, EL3_SID, ~0xfffULL, READ);
	const struct ref_event event = {
		.number = REF_F_TRANSLATION, .sid = EL3_SID, .read = true,
		.class = REF_CLASS_IN, .input = ~0xfffULL };

	side_map(side, &stream, VA, PA, 3);
	side_poke(side, stream.cd, REF_CD_EPD0, 1);
	side_expect_pa(side, EL3_SID, VA, READ, PA, SECURE);
	side_expect_event(side, &txn, &event);
}

static void el3_reads_nonsecure_tables_as_nscfg0_says(void **state)
{
	struct side *side = *state;
	struct stream stream = el3_stream(side);
	struct stream twin = side_stream(other_side(side), EL3_SID);

	side_map(side, &stream, VA, PA, 3);
	assert_int_equal(twin.ttb0, stream.ttb0);
	side_map(other_side(side), &twin, VA, WRONG_PA, 3);
	side_poke(side, stream.cd, REF_CD_NSCFG0, 1);
	side_expect_pa(side, EL3_SID, VA, READ, WRONG_PA, NS);
}

/* ---- caches keep the states apart ---- */

/* Everything the same in both states, but where it leads. */
static void make_twins(struct side *side)
{
	unsigned int i;

	for (i = 0; i < SMMU3_NR_PAS; i++) {
		struct side *one = &side->rig->side[i];
		struct stream stream = side_stream(one, SID);

		side_map(one, &stream, VA, PA + i * BLOCK1, 3);
	}
}

static void expect_twins(struct side *side)
{
	unsigned int i;

	for (i = 0; i < SMMU3_NR_PAS; i++)
		side_expect_pa(&side->rig->side[i], SID, VA, READ,
			       PA + i * BLOCK1, i);
}

#define ALL_HITS	(SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB)

static void same_tags_in_both_states_are_two_entries(void **state)
{
	struct side *side = *state;

	make_twins(side);
	expect_twins(side);
	expect_twins(side);
	assert_true(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
	assert_true(side_hits(other_side(side), SID, VA) & SMMU3_HIT_TLB);
}

static void fast_caches_keep_the_states_apart(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_FAST);
	struct rig *rig;
	unsigned int i;

	(void)state;
	config.tlb_log2 = 4;
	config.cfg_log2 = 2;
	rig = rig_new(&config);
	for (i = 0; i < SMMU3_NR_PAS; i++)
		side_boot(&rig->side[i]);
	make_twins(&rig->side[NS]);
	for (i = 0; i < 4; i++)
		expect_twins(&rig->side[NS]);
	rig_free(rig);
}

/* Exact caches: each side's own invalidations leave the other's entries. */
static void invalidation_of_one_state_keeps_the_other(void **state)
{
	struct side *side = *state, *other = other_side(side);

	make_twins(side);
	expect_twins(side);
	side_flush(side);
	assert_int_equal(side_hits(side, SID, VA), 0);
	assert_int_equal(side_hits(other, SID, VA) & SMMU3_HIT_TLB,
			 SMMU3_HIT_TLB);
	expect_twins(side);
}

/* 4.3: a Secure queue says with SSec whose configuration it means. */
static void secure_queue_chooses_the_state_by_ssec(void **state)
{
	struct side *side = *state, *other = other_side(side);
	struct ref_cmd cmd = ref_cfgi_ste(SID, true);

	make_twins(side);
	expect_twins(side);
	side_cmd(side, cmd);
	side_sync(side);
	assert_int_equal(side_hits(other, SID, VA) & SMMU3_HIT_STE, 0);
	assert_int_equal(side_hits(side, SID, VA) & SMMU3_HIT_STE,
			 SMMU3_HIT_STE);
	expect_twins(side);
	side_cmd(side, side_own(side, cmd));
	side_sync(side);
	assert_int_equal(side_hits(side, SID, VA) & SMMU3_HIT_STE, 0);
	assert_int_equal(side_hits(other, SID, VA) & SMMU3_HIT_STE,
			 SMMU3_HIT_STE);
}

static void nsnh_all_of_the_secure_queue_is_nonsecure(void **state)
{
	struct side *side = *state, *other = other_side(side);

	make_twins(side);
	expect_twins(side);
	side_cmd(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	side_sync(side);
	assert_int_equal(side_hits(other, SID, VA) & SMMU3_HIT_TLB, 0);
	assert_true(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
}

static void secure_el1_and_el3_are_invalidated_apart(void **state)
{
	struct side *side = *state;
	struct stream el3 = el3_stream(side);

	make_twins(side);
	side_map(side, &el3, VA, WRONG_PA, 3);
	expect_twins(side);
	side_expect_pa(side, EL3_SID, VA, READ, WRONG_PA, SECURE);
	side_cmd(side, ref_cmd(REF_CMD_TLBI_NH_ALL));
	side_sync(side);
	assert_false(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
	assert_true(side_hits(side, EL3_SID, VA) & SMMU3_HIT_TLB);
	expect_twins(side);
	side_cmd(side, ref_cmd(REF_CMD_TLBI_EL3_ALL));
	side_sync(side);
	assert_true(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
	assert_false(side_hits(side, EL3_SID, VA) & SMMU3_HIT_TLB);
	assert_true(side_hits(other_side(side), SID, VA) & SMMU3_HIT_TLB);
}

/* 6.3.62: S_INIT.INV_ALL forgets everything of all states and reads as 0. */
static void inv_all_forgets_both_states(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;

	make_twins(side);
	expect_twins(side);
	smmu3_reg_write(smmu, NS, REF_S_INIT, 32, 1);
	rig_run(side->rig);
	assert_true(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
	smmu3_reg_write(smmu, SECURE, REF_S_INIT, 32, 1);
	rig_run(side->rig);
	assert_int_equal(smmu3_reg_read(smmu, SECURE, REF_S_INIT, 32), 0);
	assert_int_equal(side_hits(side, SID, VA), 0);
	assert_int_equal(side_hits(other_side(side), SID, VA), 0);
	expect_twins(side);
}

/* ---- taking the Secure bank away ---- */

static void secure_reset_leaves_the_nonsecure_bank_alone(void **state)
{
	struct side *side = *state, *secure = other_side(side);
	struct smmu3_txn txn = side_txn(secure, SID, VA, READ);

	make_twins(side);
	expect_twins(side);
	side_access(side, 0x2b, 0, READ);
	smmu3_secure_reset(side->rig->smmu);
	assert_true(side_hits(side, SID, VA) & SMMU3_HIT_TLB);
	side_expect_pa(side, SID, VA, READ, PA, NS);
	assert_int_equal(side_events(side), 1);
	assert_int_equal(side_rd32(secure, REF_CR0), 0);
	assert_int_equal(side_rd32(secure, REF_CR0ACK), 0);
	assert_int_equal(side_rd32(secure, REF_IRQ_CTRL), 0);
	assert_int_equal(side_rd32(secure, REF_GBPA) & REF_GBPA_ABORT,
			 REF_GBPA_ABORT);
	assert_false(side_do(secure, &txn).ok);
	assert_int_equal(side_hits(secure, SID, VA), 0);
}

static const struct CMUnitTest rules_states_tests[] = {
	TEST_BOTH(structures_are_read_from_the_streams_own_space),
	TEST_BOTH(l1std_is_read_from_the_banks_own_space),
	TEST_BOTH(queues_are_in_the_banks_own_space),
	TEST_BOTH(streamids_of_both_states_are_two_name_spaces),
	cmocka_unit_test(streamid_widths_are_those_of_the_state),
	TEST_BOTH(each_descriptor_is_read_where_the_walk_has_come_to),
	TEST_SECURE(global_is_what_secure_memory_says_is_global),
	TEST_SECURE(nscfg1_is_of_the_upper_half),
	TEST_SECURE(aborted_nonsecure_descriptor_is_a_secure_event),
	TEST_SECURE(secure_bypass_keeps_the_ns_attribute),
	TEST_SECURE(secure_global_bypass_keeps_the_ns_attribute),
	TEST_NS(nonsecure_bypass_is_nonsecure),
	TEST_BOTH(stage_1_ignores_the_ns_attribute),
	TEST_BOTH(each_state_has_its_own_smmuen_and_gbpa),
	TEST_SECURE(sif_stops_global_bypass_silently),
	TEST_SECURE(sif_faults_a_bypassing_stream),
	TEST_SECURE(sif_faults_fetches_through_nonsecure_mappings),
	TEST_SECURE(sif_fault_of_stage_1_follows_cd_a_and_r),
	TEST_NS(sif_does_not_concern_nonsecure_streams),
	TEST_BOTH(stream_worlds_follow_strw_and_the_id_registers),
	TEST_NS(nonsecure_strw_is_ignored_without_hyp),
	TEST_SECURE(secure_strw_of_el2_is_illegal_without_sel2),
	TEST_BOTH(strw_of_a_bypassing_stream_is_ignored),
	TEST_SECURE(el3_has_no_unprivileged_accesses),
	TEST_SECURE(el3_has_one_execute_never_bit),
	TEST_SECURE(el3_has_one_table_that_cannot_be_disabled),
	TEST_SECURE(el3_reads_nonsecure_tables_as_nscfg0_says),
	TEST_BOTH(same_tags_in_both_states_are_two_entries),
	cmocka_unit_test(fast_caches_keep_the_states_apart),
	TEST_BOTH(invalidation_of_one_state_keeps_the_other),
	TEST_SECURE(secure_queue_chooses_the_state_by_ssec),
	TEST_SECURE(nsnh_all_of_the_secure_queue_is_nonsecure),
	TEST_SECURE(secure_el1_and_el3_are_invalidated_apart),
	TEST_BOTH(inv_all_forgets_both_states),
	TEST_NS(secure_reset_leaves_the_nonsecure_bank_alone),
};
SUITE(rules_states);
