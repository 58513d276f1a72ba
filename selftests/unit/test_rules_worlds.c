// SPDX-License-Identifier: GPL-2.0
/*
 * StreamWorlds with stage 1 (3.3.3, translation.md 5.7): two tables, ASIDs and
 * privileges, or one table and none of these; each permission of stage 1 in each
 * of them.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1

/**
 * struct world - a StreamWorld
 * @name: of it
 * @bank: of its streams
 * @strw: STRW
 * @e2h: E2H of that bank
 * @two: two tables
 */
struct world {
	const char *name;
	enum smmu3_pas bank;
	unsigned int strw;
	bool e2h;
	bool two;
};

static const struct world worlds[] = {
	{ "NS-EL1", NS, 0, false, true },
	{ "NS-EL2", NS, 2, false, false },
	{ "NS-EL2-E2H", NS, 2, true, true },
	{ "Secure", SECURE, 0, false, true },
	{ "S-EL2", SECURE, 2, false, false },
	{ "S-EL2-E2H", SECURE, 2, true, true },
	{ "EL3", SECURE, 1, false, false },
};

typedef void (*check)(struct s2_stream *s, const struct world *world);

/* In each world, with a stream and an SMMU of its own. */
static void in_each_world(check check)
{
	struct smmu3_config config = s2_config();
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(worlds); i++) {
		struct rig *rig = s2_rig(&config);
		struct s2_stream s;

		s2_make(&s, rig_side(rig, worlds[i].bank), S2_SID, S1);
		s2_e2h(s.side, worlds[i].e2h);
		s2_poke_ste(&s, REF_STE_STRW, worlds[i].strw);
		check(&s, &worlds[i]);
		rig_free(rig);
	}
}

/* ---- permissions ---- */

/**
 * struct perms - what decides about an access
 * @ap: AP[2:1]; @aptable, @xntable, @pxntable: of the tables, if they count
 */
struct perms {
	unsigned int ap, uxn, pxn;
	unsigned int aptable, xntable, pxntable;
	unsigned int wxn, pan;
	unsigned int access;
};

/* Two tables: 5.7 */
static bool two_permit(const struct perms *p)
{
	bool user = p->ap % 2 && p->aptable % 2 == 0;
	bool writable = p->ap < 2 && p->aptable < 2;
	bool priv = p->access & PRIV;
	bool write = p->access & (WRITE | S2_ATOMIC);

	if (p->access & INSTR && !write) {
		if (p->wxn && writable && (priv || user))
			return false;
		return priv ? !p->pxn && !p->pxntable && !(user && writable) :
			      !p->uxn && !p->xntable;
	}
	if (priv ? p->pan && user : !user)
		return false;
	return !write || writable;
}

/* One table: AP[2], XN; everybody is privileged. */
static bool one_permits(const struct perms *p)
{
	bool writable = p->ap < 2 && p->aptable < 2;

	if (p->access & (WRITE | S2_ATOMIC))
		return writable;
	if (!(p->access & INSTR))
		return true;
	return !p->uxn && !p->xntable && !(p->wxn && writable);
}

static const unsigned int accesses[] = {
	READ, WRITE, S2_ATOMIC, INSTR, READ | PRIV, WRITE | PRIV,
	S2_ATOMIC | PRIV, INSTR | PRIV };

static void check_accesses(struct s2_stream *s, const struct world *world,
			   struct perms p)
{
	unsigned int i, got;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		bool permitted;

		p.access = accesses[i];
		permitted = world->two ? two_permit(&p) : one_permits(&p);
		got = s2_try(s, accesses[i]);
		if (got != (permitted ? 0 : REF_F_PERMISSION))
			fail_msg("%s AP %u UXN %u PXN %u APT %u XNT %u PXNT %u WXN %u PAN %u access %#x: %#x",
				 world->name, p.ap, p.uxn, p.pxn, p.aptable,
				 p.xntable, p.pxntable, p.wxn, p.pan,
				 accesses[i], got);
	}
}

static void check_leaves(struct s2_stream *s, const struct world *world)
{
	struct perms p = { 0 };
	unsigned int code;

	for (code = 0; code < 64; code++) {
		p.ap = code % 4;
		p.uxn = code / 4 % 2;
		p.pxn = code / 8 % 2;
		p.wxn = code / 16 % 2;
		p.pan = code / 32;
		s2_poke_leaf1(s, REF_D_AP, p.ap);
		s2_poke_leaf1(s, REF_D_UXN, p.uxn);
		s2_poke_leaf1(s, REF_D_PXN, p.pxn);
		s2_poke_cd(s, REF_CD_WXN, p.wxn);
		s2_poke_cd(s, REF_CD_PAN, p.pan);
		check_accesses(s, world, p);
	}
}

static void permissions_are_those_of_the_world(void **state)
{
	(void)state;
	in_each_world(check_leaves);
}

/* Tables of the upper levels add up; HAD takes them away. */
static void check_tables(struct s2_stream *s, const struct world *world)
{
	u64 upper = ref_space_slot(&s->s1, S2_VA, 0);
	u64 lower = ref_space_slot(&s->s1, S2_VA, 2);
	unsigned int code, had;

	for (code = 0; code < 64; code++) {
		for (had = 0; had < 2; had++) {
			struct perms p = { .ap = code / 16 };

			s2_poke_leaf1(s, REF_D_AP, p.ap);
			s2_poke_cd(s, REF_CD_HAD0, had);
			s2_poke_at(s, upper, REF_D_APTABLE, code % 4);
			s2_poke_at(s, lower, REF_D_UXNTABLE, code / 4 % 2);
			s2_poke_at(s, lower, REF_D_PXNTABLE, code / 8 % 2);
			if (!had) {
				p.aptable = code % 4;
				p.xntable = code / 4 % 2;
				p.pxntable = code / 8 % 2;
			}
			check_accesses(s, world, p);
		}
	}
}

static void hierarchical_permissions_are_those_of_the_world(void **state)
{
	(void)state;
	in_each_world(check_tables);
}

/* The record says what the transaction is, also where nobody asks (7.3). */
static void check_record(struct s2_stream *s, const struct world *world)
{
	(void)world;
	s2_poke_leaf1(s, REF_D_AP, REF_AP_RO);
	s2_poke_leaf1(s, REF_D_UXN, 1);
	s2_expect1(s, WRITE, REF_F_PERMISSION);
	s2_expect1(s, WRITE | PRIV, REF_F_PERMISSION);
	s2_expect1(s, READ | INSTR, REF_F_PERMISSION);
	s2_expect1(s, S2_ATOMIC | PRIV | INSTR, REF_F_PERMISSION);
	s2_poke_leaf1(s, REF_D_AF, 0);
	s2_expect1(s, READ, REF_F_ACCESS);
}

static void records_have_the_transactions_own_privilege(void **state)
{
	(void)state;
	in_each_world(check_record);
}

/* 5.8: AP[2] is what is cleared, in every world. */
static void check_dirty(struct s2_stream *s, const struct world *world)
{
	unsigned int ap;
	u64 desc;

	(void)world;
	s2_poke_cd(s, REF_CD_HA, 1);
	s2_poke_cd(s, REF_CD_HD, 1);
	s2_poke_leaf1(s, REF_D_DBM, 1);
	for (ap = 2; ap < 4; ap++) {
		s2_poke_leaf1(s, REF_D_AP, ap);
		s2_poke_leaf1(s, REF_D_AF, 0);
		s2_expect_page(s, WRITE | PRIV);
		desc = s2_load(s, s2_leaf1(s));
		assert_int_equal(ref_get(&desc, REF_D_AP), ap - 2);
		assert_int_equal(ref_get(&desc, REF_D_AF), 1);
	}
}

static void every_world_has_dirty_state(void **state)
{
	(void)state;
	in_each_world(check_dirty);
}

/* ---- halves ---- */

#define TOP	0xffff000000000000ULL

/* The same tables for both halves: S2_VA is there twice. */
static void mirror_half(struct s2_stream *s)
{
	s2_poke_cd(s, REF_CD_EPD1, 0);
	s2_poke_cd(s, REF_CD_T1SZ, 16);
	s2_poke_cd(s, REF_CD_TG1, REF_TG1_4K);
	s2_poke_cd(s, REF_CD_TTB1, s->s1.root / 16);
}

static void expect_at(struct s2_stream *s, u64 base, bool works)
{
	struct smmu3_txn txn = s2_txn(s, WRITE);

	txn.addr += base;
	if (works)
		s2_expect_pa(s, &txn, S2_PA + S2_OFFSET, s->side->bank);
	else
		s2_expect_txn(s, &txn, (struct ref_event){
			.number = REF_F_TRANSLATION, .class = REF_CLASS_IN });
}

static void check_halves(struct s2_stream *s, const struct world *world)
{
	mirror_half(s);
	expect_at(s, 0, true);
	expect_at(s, TOP, world->two);
	/* Neither half */
	expect_at(s, BIT_ULL(48), false);
	expect_at(s, TOP - BIT_ULL(48), false);
	expect_at(s, BIT_ULL(63), false);
	s2_poke_cd(s, REF_CD_EPD0, 1);
	expect_at(s, 0, !world->two);
	expect_at(s, TOP, world->two);
	s2_poke_cd(s, REF_CD_EPD0, 0);
	s2_poke_cd(s, REF_CD_EPD1, 1);
	expect_at(s, 0, true);
	expect_at(s, TOP, false);
}

static void halves_and_epd_are_those_of_the_world(void **state)
{
	(void)state;
	in_each_world(check_halves);
}

/* 5.1: VA[63:56] is ignored by half; VA[55] decides which. */
static void check_tbi(struct s2_stream *s, const struct world *world)
{
	const u64 tag = 0x5aULL << 56, low = TOP & ~(0xffULL << 56);
	unsigned int code;

	mirror_half(s);
	for (code = 0; code < 4; code++) {
		bool zero = code % 2, one = code / 2;

		s2_poke_cd(s, REF_CD_TBI0, zero);
		s2_poke_cd(s, REF_CD_TBI1, one);
		expect_at(s, 0, true);
		expect_at(s, tag, zero);
		expect_at(s, tag + BIT_ULL(52), false);
		expect_at(s, TOP, world->two);
		expect_at(s, tag + low, world->two && one);
		expect_at(s, tag + low - BIT_ULL(50), false);
	}
}

static void tbi_is_by_half(void **state)
{
	(void)state;
	in_each_world(check_tbi);
}

/* 5.1: unprivileged accesses by half, where there are such */
static void check_e0pd(struct s2_stream *s, const struct world *world)
{
	struct smmu3_txn txn = s2_txn(s, READ);
	unsigned int code;

	mirror_half(s);
	for (code = 0; code < 4; code++) {
		s2_poke_cd(s, REF_CD_E0PD0, code % 2);
		s2_poke_cd(s, REF_CD_E0PD1, code / 2);
		expect_at(s, 0, !world->two || code % 2 == 0);
		expect_at(s, TOP, world->two && code / 2 == 0);
		txn = s2_txn(s, READ | PRIV);
		s2_expect_pa(s, &txn, S2_PA + S2_OFFSET, s->side->bank);
		assert_int_equal(s2_try(s, READ | INSTR) == 0,
				 !world->two || code % 2 == 0);
	}
}

static void e0pd_stops_the_unprivileged_by_half(void **state)
{
	(void)state;
	in_each_world(check_e0pd);
}

/* ---- tags ---- */

/* A second stream with the CD of the first, changed */
static void twin_stream(struct s2_stream *two, struct s2_stream *one,
			unsigned int high, unsigned int low, u64 value)
{
	u64 image[REF_CD_WORDS];
	u64 cd = side_alloc(one->side, PAGE);

	side_load_image(one->side, one->cd, image, REF_CD_WORDS);
	side_store_image(one->side, cd, image, REF_CD_WORDS);
	*two = *one;
	two->sid = one->sid + 1;
	two->cd = cd;
	two->ste = side_ste(one->side, two->sid);
	side_load_image(one->side, one->ste, image, REF_STE_WORDS);
	side_store_image(one->side, two->ste, image, REF_STE_WORDS);
	s2_poke_ste(two, REF_STE_S1CONTEXTPTR, cd / 64);
	s2_poke_cd(two, high, low, value);
}

/* Does what @one left in the TLB serve @two? */
static bool serves(struct s2_stream *one, struct s2_stream *two)
{
	s2_flush(one->side);
	one->stale = false;
	assert_int_equal(s2_try(one, READ), 0);
	return side_hits(one->side, two->sid, s2_input(two)) & SMMU3_HIT_TLB;
}

/* 11: ASIDs tag what is not global; where there are none everything is. */
static void check_asid(struct s2_stream *one, const struct world *world)
{
	struct s2_stream two;

	twin_stream(&two, one, REF_CD_ASID, S2_ASID + 1);
	s2_poke_leaf1(one, REF_D_NG, 1);
	assert_int_equal(serves(one, &two), !world->two);
	s2_poke_leaf1(one, REF_D_NG, 0);
	assert_true(serves(one, &two));
	s2_poke_cd(&two, REF_CD_ASID, S2_ASID);
	s2_poke_leaf1(one, REF_D_NG, 1);
	assert_true(serves(one, &two));
}

static void asid_is_a_tag_where_there_is_one(void **state)
{
	(void)state;
	in_each_world(check_asid);
}

/* 11: global entries match the same ASET only. Without ASIDs that is open. */
static void check_aset(struct s2_stream *one, const struct world *world)
{
	struct s2_stream two;

	if (!world->two)
		return;
	twin_stream(&two, one, REF_CD_ASET, 0);
	s2_poke_leaf1(one, REF_D_NG, 0);
	assert_false(serves(one, &two));
	s2_poke_leaf1(one, REF_D_NG, 1);
	assert_false(serves(one, &two));
}

static void aset_is_a_tag(void **state)
{
	(void)state;
	in_each_world(check_aset);
}

/* Worlds do not see each other's entries, global or not. */
static void check_apart(struct s2_stream *one, const struct world *world)
{
	unsigned int strw;
	struct s2_stream two;

	twin_stream(&two, one, REF_CD_ASID, S2_ASID);
	s2_poke_leaf1(one, REF_D_NG, 0);
	for (strw = 0; strw < 3; strw++) {
		if (strw == 1 && world->bank == NS)
			continue;
		s2_poke_ste(&two, REF_STE_STRW, strw);
		assert_int_equal(serves(one, &two), strw == world->strw);
	}
}

static void worlds_do_not_share_entries(void **state)
{
	(void)state;
	in_each_world(check_apart);
}

static const struct CMUnitTest rules_worlds_tests[] = {
	cmocka_unit_test(permissions_are_those_of_the_world),
	cmocka_unit_test(hierarchical_permissions_are_those_of_the_world),
	cmocka_unit_test(records_have_the_transactions_own_privilege),
	cmocka_unit_test(every_world_has_dirty_state),
	cmocka_unit_test(halves_and_epd_are_those_of_the_world),
	cmocka_unit_test(tbi_is_by_half),
	cmocka_unit_test(e0pd_stops_the_unprivileged_by_half),
	cmocka_unit_test(asid_is_a_tag_where_there_is_one),
	cmocka_unit_test(aset_is_a_tag),
	cmocka_unit_test(worlds_do_not_share_entries),
};
SUITE(rules_worlds);
