// SPDX-License-Identifier: GPL-2.0
/*
 * Access flag and dirty state of one stage (translation.md 5.6, 5.8; 3.13): every
 * combination of what the CD or the STE asks for, of the leaf and of the access;
 * what becomes of the access, and what is in memory then.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2

/**
 * struct flags - a combination
 * @ha: HA or S2HA; and so on
 * @ap: AP[2:1] or S2AP
 */
struct flags {
	unsigned int ha, hd, affd;
	unsigned int af, ap, dbm;
	unsigned int access;
};

/**
 * struct want - what it comes to
 * @number: event, 0: forwarded
 * @af: in memory, afterwards
 * @ap: the same
 */
struct want {
	unsigned int number;
	unsigned int af, ap;
};

static bool is_write(const struct flags *f)
{
	return f->access & (WRITE | S2_ATOMIC);
}

static bool is_read(const struct flags *f)
{
	return !(f->access & WRITE) && !(f->access & INSTR);
}

static bool is_fetch(const struct flags *f)
{
	return f->access & INSTR && !is_write(f);
}

/* 5.6: AF is 0, and nobody sets it or says that it does not matter. */
static bool access_fault(const struct flags *f)
{
	return !f->af && !f->ha && !f->affd;
}

/* {HD, HA} = 10 is reserved and off. */
static bool dirty_on(const struct flags *f)
{
	return f->ha && f->hd && f->dbm;
}

/* 5.7, direct scheme, two tables; UXN and PXN are 0 */
static bool stage1_permits(const struct flags *f)
{
	bool user = f->ap % 2, writable = f->ap < 2 || dirty_on(f);
	bool priv = f->access & PRIV;

	if (is_fetch(f))
		return priv ? !(user && writable) : true;
	if (!priv && !user)
		return false;
	return !is_write(f) || writable;
}

static struct want stage1_wants(const struct flags *f)
{
	struct want want = { .af = f->af, .ap = f->ap };

	if (access_fault(f))
		want.number = REF_F_ACCESS;
	else if (!stage1_permits(f))
		want.number = REF_F_PERMISSION;
	if (want.number || !f->ha)
		return want;
	want.af = 1;
	if (is_write(f) && dirty_on(f))
		want.ap %= 2;
	return want;
}

/* 7: S2AP[0] reads, S2AP[1] writes; XN is 0 */
static bool stage2_permits(const struct flags *f)
{
	if (is_write(f) && f->ap < 2 && !dirty_on(f))
		return false;
	return !is_read(f) || f->ap % 2;
}

static struct want stage2_wants(const struct flags *f)
{
	struct want want = { .af = f->af, .ap = f->ap };

	if (access_fault(f))
		want.number = REF_F_ACCESS;
	else if (!stage2_permits(f))
		want.number = REF_F_PERMISSION;
	if (want.number || !f->ha)
		return want;
	want.af = 1;
	if (is_write(f) && dirty_on(f))
		want.ap |= 2;
	return want;
}

/**
 * struct stage - where a stage has what struct flags is about
 * @config: STE.Config
 * @poke: changes its structure
 * @ha: its fields
 * @leaf: address of its leaf
 * @wants: what is due
 */
struct stage {
	unsigned int config;
	s2_poke poke;
	struct s2_change ha, hd, affd;
	u64 (*leaf)(struct s2_stream *stream);
	struct want (*wants)(const struct flags *f);
};

static const struct stage stage1 = {
	S1, s2_poke_cd, { REF_CD_HA, 0 }, { REF_CD_HD, 0 }, { REF_CD_AFFD, 0 },
	s2_leaf1, stage1_wants,
};

static const struct stage stage2 = {
	S2, s2_poke_ste, { REF_STE_S2HA, 0 }, { REF_STE_S2HD, 0 },
	{ REF_STE_S2AFFD, 0 }, s2_leaf2, stage2_wants,
};

static void complain(const struct flags *f, unsigned int got, u64 desc)
{
	fail_msg("HA %u HD %u AFFD %u AF %u AP %u DBM %u access %#x: %#x, %#llx",
		 f->ha, f->hd, f->affd, f->af, f->ap, f->dbm, f->access, got,
		 (unsigned long long)desc);
}

static void check_case(struct s2_stream *s, const struct stage *stage, u64 leaf,
		       u64 base, const struct flags *f)
{
	struct want want = stage->wants(f);
	u64 desc = ref_with(base, REF_D_AF, f->af);
	unsigned int got, tries;

	ref_put(&desc, REF_D_AP, f->ap);
	ref_put(&desc, REF_D_DBM, f->dbm);
	s2_store(s, leaf, desc);
	ref_put(&desc, REF_D_AF, want.af);
	ref_put(&desc, REF_D_AP, want.ap);
	/* What is cached then does not change a thing. */
	for (tries = 0; tries < 2; tries++) {
		got = s2_try(s, f->access);
		if (got != want.number || s2_load(s, leaf) != desc)
			complain(f, got, s2_load(s, leaf));
	}
}

static const unsigned int accesses[] = {
	READ, WRITE, S2_ATOMIC, INSTR, READ | PRIV, WRITE | PRIV,
	S2_ATOMIC | PRIV, INSTR | PRIV };

static void check_leaves(struct s2_stream *s, const struct stage *stage,
			 struct flags *f)
{
	u64 leaf = stage->leaf(s), base = s2_load(s, leaf);
	unsigned int i;

	for (f->af = 0; f->af < 2; f->af++)
		for (f->ap = 0; f->ap < 4; f->ap++)
			for (f->dbm = 0; f->dbm < 2; f->dbm++)
				for (i = 0; i < ARRAY_SIZE(accesses); i++) {
					f->access = accesses[i];
					check_case(s, stage, leaf, base, f);
				}
	s2_store(s, leaf, base);
}

static void put(struct s2_stream *s, const struct stage *stage,
		const struct s2_change *at, unsigned int value)
{
	stage->poke(s, at->high, at->low, value);
}

/* @top: what HA and HD may be at most, as bits */
static void check_stage(struct side *side, const struct stage *stage,
			unsigned int top)
{
	struct s2_stream s;
	struct flags f;
	unsigned int code;

	s2_make(&s, side, S2_SID, stage->config);
	for (code = 0; code < 8; code++) {
		f = (struct flags){ .ha = code % 2, .hd = code / 2 % 2,
				    .affd = code / 4 };
		if (code % 4 > top)
			continue;
		put(&s, stage, &stage->ha, f.ha);
		put(&s, stage, &stage->hd, f.hd);
		put(&s, stage, &stage->affd, f.affd);
		check_leaves(&s, stage, &f);
	}
}

static void flags_of_stage_1_in_every_combination(void **state)
{
	check_stage(*state, &stage1, 3);
}

static void flags_of_stage_2_in_every_combination(void **state)
{
	check_stage(*state, &stage2, 3);
}

/* With HTTU 1 DBM has no meaning, with 0 neither has. */
static void check_level(unsigned int httu, unsigned int top)
{
	struct smmu3_config config = s2_config();
	struct rig *rig;

	config.httu = httu;
	rig = s2_rig(&config);
	check_stage(rig_side(rig, NS), &stage1, top);
	check_stage(rig_side(rig, NS), &stage2, top);
	rig_free(rig);
}

static void flags_without_httu_are_software_s(void **state)
{
	(void)state;
	check_level(0, 0);
}

static void flags_with_httu_1_are_access_flags(void **state)
{
	(void)state;
	check_level(1, 1);
}

/* ---- other restrictions ---- */

/* 5.8: what APTable denies is not mended, and stays as it is. */
static void aptable_is_stronger_than_dbm(void **state)
{
	struct s2_stream s;
	u64 table, leaf, desc;

	s2_make(&s, *state, S2_SID, S1);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_cd(&s, REF_CD_HD, 1);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf1(&s, REF_D_DBM, 1);
	table = ref_space_slot(&s.s1, S2_VA, 2);
	leaf = s2_leaf1(&s);
	desc = s2_load(&s, leaf);
	s2_poke_at(&s, table, REF_D_APTABLE, 2);
	s2_expect1(&s, WRITE, REF_F_PERMISSION);
	assert_int_equal(s2_load(&s, leaf), desc);
	s2_expect_page(&s, READ);
	s2_poke_at(&s, table, REF_D_APTABLE, 1);
	s2_expect1(&s, WRITE, REF_F_PERMISSION);
	assert_int_equal(s2_load(&s, leaf), desc);
	s2_poke_at(&s, table, REF_D_APTABLE, 0);
	s2_expect_page(&s, WRITE);
	assert_int_equal(s2_load(&s, leaf),
			 ref_with(desc, REF_D_AP, REF_AP_RW));
}

/* 5.7: writable-clean counts as writable for WXN. */
static void wxn_counts_clean_as_writable(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S1);
	s2_poke_cd(&s, REF_CD_WXN, 1);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_leaf1(&s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf1(&s, REF_D_DBM, 1);
	s2_expect_page(&s, READ | INSTR);
	s2_poke_cd(&s, REF_CD_HD, 1);
	s2_expect1(&s, READ | INSTR, REF_F_PERMISSION);
	s2_expect1(&s, READ | INSTR | PRIV, REF_F_PERMISSION);
	s2_poke_leaf1(&s, REF_D_DBM, 0);
	s2_expect_page(&s, READ | INSTR);
}

/* 5.4: blocks have flags as pages have. */
static void check_block(struct side *side, struct s2_shape shape,
			unsigned int level)
{
	const u64 pa = 0x540000000ULL, offset = 0x2345;
	struct smmu3_txn txn;
	struct s2_stream s;
	u64 slot, desc;

	s2_make_shaped(&s, side, S2_SID, S1, shape, S2_SHAPE2);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_cd(&s, REF_CD_HD, 1);
	desc = ref_with(ref_leaf(level, pa), REF_D_AP, REF_AP_RO);
	ref_put(&desc, REF_D_AF, 0);
	ref_put(&desc, REF_D_DBM, 1);
	slot = ref_space_put(&s.s1, 0x7fc0000000ULL, level, desc);
	txn = s2_txn(&s, WRITE);
	txn.addr = 0x7fc0000000ULL + offset;
	s2_expect_pa(&s, &txn, pa + offset, side->bank);
	ref_put(&desc, REF_D_AF, 1);
	ref_put(&desc, REF_D_AP, REF_AP_RW);
	assert_int_equal(s2_load(&s, slot), desc);
}

static void blocks_of_every_granule_have_flags(void **state)
{
	check_block(*state, (struct s2_shape){ 12, 0, 48 }, 1);
	check_block(*state, (struct s2_shape){ 12, 0, 48 }, 2);
	check_block(*state, (struct s2_shape){ 14, 1, 47 }, 2);
	check_block(*state, (struct s2_shape){ 16, 1, 48 }, 2);
	check_block(*state, (struct s2_shape){ 16, 1, 48 }, 3);
}

/* 5.6, 16: without an AF that is 1 nothing is cached, also with AFFD. */
static void mapping_without_af_is_not_cached(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, S1);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	s2_poke_cd(&s, REF_CD_AFFD, 1);
	s2_expect_page(&s, READ);
	assert_false(side_hits(side, S2_SID, s2_input(&s)) & SMMU3_HIT_TLB);
	s2_make(&s, side, S2_SID, S2);
	s2_poke_leaf2(&s, REF_D_AF, 0);
	s2_poke_ste(&s, REF_STE_S2AFFD, 1);
	s2_expect_page(&s, READ);
	assert_false(side_hits(side, S2_SID, s2_input(&s)) & SMMU3_HIT_TLB);
	s2_poke_ste(&s, REF_STE_S2HA, 1);
	s2_expect_page(&s, READ);
	assert_true(side_hits(side, S2_SID, s2_input(&s)) & SMMU3_HIT_TLB);
}

static const struct CMUnitTest rules_httu_tests[] = {
	TEST_S2_MODES(flags_of_stage_1_in_every_combination),
	TEST_S2_MODES(flags_of_stage_2_in_every_combination),
	cmocka_unit_test(flags_without_httu_are_software_s),
	cmocka_unit_test(flags_with_httu_1_are_access_flags),
	TEST_S2(aptable_is_stronger_than_dbm),
	TEST_S2(wxn_counts_clean_as_writable),
	TEST_S2(blocks_of_every_granule_have_flags),
	TEST_S2_MODES(mapping_without_af_is_not_cached),
};
SUITE(rules_httu);
