// SPDX-License-Identifier: GPL-2.0
/*
 * The twin's permissions and flag updates: tables of translation.md 5.6 to 5.8
 * and 7, row by row, on a single stage each.
 */
#include "suites.h"
#include "twin_kit.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define EL2	2

/*
 * Which accesses pass, as letters in this order: privileged read, write,
 * execute, then unprivileged; "-" where it does not.
 */
#define ACCESSES	6

static const unsigned int accesses[ACCESSES] = {
	READ | PRIV, WRITE | PRIV, INSTR | PRIV, READ, WRITE, INSTR };

static void check_accesses(struct kit_stream *stream, const char *want,
			   const char *name)
{
	char got[ACCESSES + 1] = "rwxrwx";
	unsigned int i;

	for (i = 0; i < ACCESSES; i++) {
		struct twin_outcome out = kit_access(stream, accesses[i]);

		if (out.event) {
			assert_int_equal(out.event, REF_F_PERMISSION);
			got[i] = '-';
		}
	}
	if (strcmp(got, want))
		fail_msg("%s: %s, not %s", name, got, want);
}

struct poke {
	unsigned int high;
	unsigned int low;
	u64 value;
};

/**
 * struct perm - a page of stage 1, and who may do what
 * @name: what about it
 * @strw: STE.STRW
 * @leaf: changes of the leaf, up to bit 0
 * @table: changes of the table descriptor at level 1, up to bit 0
 * @cd: changes of the CD, up to bit 0
 * @want: see above
 */
struct perm {
	const char *name;
	unsigned int strw;
	struct poke leaf[3];
	struct poke table[2];
	struct poke cd[2];
	const char *want;
};

#define AP(n)		{ REF_D_AP, n }
#define APTABLE(n)	{ REF_D_APTABLE, n }
#define PXN		{ REF_D_PXN, 1 }
#define UXN		{ REF_D_UXN, 1 }
#define PAN		{ REF_CD_PAN, 1 }
#define EPAN		{ REF_CD_EPAN, 1 }
#define WXN		{ REF_CD_WXN, 1 }
#define HAD0		{ REF_CD_HAD0, 1 }

static const struct perm perms[] = {
	{ "AP 0", 0, { AP(0) }, { }, { }, "rwx--x" },
	{ "AP 1", 0, { AP(1) }, { }, { }, "rw-rwx" },
	{ "AP 2", 0, { AP(2) }, { }, { }, "r-x--x" },
	{ "AP 3", 0, { AP(3) }, { }, { }, "r-xr-x" },
	{ "AP 0 PXN", 0, { AP(0), PXN }, { }, { }, "rw---x" },
	{ "AP 0 UXN", 0, { AP(0), UXN }, { }, { }, "rwx---" },
	{ "AP 3 both", 0, { AP(3), PXN, UXN }, { }, { }, "r--r--" },
	/* hierarchical */
	{ "AP 0 APTable 1", 0, { AP(0) }, { APTABLE(1) }, { }, "rwx--x" },
	{ "AP 1 APTable 1", 0, { AP(1) }, { APTABLE(1) }, { }, "rwx--x" },
	{ "AP 1 APTable 2", 0, { AP(1) }, { APTABLE(2) }, { }, "r-xr-x" },
	{ "AP 1 APTable 3", 0, { AP(1) }, { APTABLE(3) }, { }, "r-x--x" },
	{ "AP 3 APTable 1", 0, { AP(3) }, { APTABLE(1) }, { }, "r-x--x" },
	{ "PXNTable", 0, { AP(3) }, { { REF_D_PXNTABLE, 1 } }, { },
	  "r--r-x" },
	{ "UXNTable", 0, { AP(3) }, { { REF_D_UXNTABLE, 1 } }, { },
	  "r-xr--" },
	{ "AP 1 APTable 3 HAD", 0, { AP(1) }, { APTABLE(3) }, { HAD0 },
	  "rw-rwx" },
	{ "PXNTable HAD", 0, { AP(3) }, { { REF_D_PXNTABLE, 1 } }, { HAD0 },
	  "r-xr-x" },
	{ "UXNTable HAD", 0, { AP(3) }, { { REF_D_UXNTABLE, 1 } }, { HAD0 },
	  "r-xr-x" },
	/* PAN is for data */
	{ "PAN AP 0", 0, { AP(0) }, { }, { PAN }, "rwx--x" },
	{ "PAN AP 1", 0, { AP(1) }, { }, { PAN }, "---rwx" },
	{ "PAN AP 2", 0, { AP(2) }, { }, { PAN }, "r-x--x" },
	{ "PAN AP 3", 0, { AP(3) }, { }, { PAN }, "--xr-x" },
	{ "PAN AP 3 APTable 1", 0, { AP(3) }, { APTABLE(1) }, { PAN },
	  "r-x--x" },
	{ "EPAN AP 0", 0, { AP(0) }, { }, { PAN, EPAN }, "--x--x" },
	{ "EPAN AP 0 UXN", 0, { AP(0), UXN }, { }, { PAN, EPAN }, "rwx---" },
	{ "EPAN without PAN", 0, { AP(0) }, { }, { EPAN }, "rwx--x" },
	/* WXN */
	{ "WXN AP 0", 0, { AP(0) }, { }, { WXN }, "rw---x" },
	{ "WXN AP 1", 0, { AP(1) }, { }, { WXN }, "rw-rw-" },
	{ "WXN AP 2", 0, { AP(2) }, { }, { WXN }, "r-x--x" },
	{ "WXN AP 1 APTable 2", 0, { AP(1) }, { APTABLE(2) }, { WXN },
	  "r-xr-x" },
	/* one table: AP[2] and XN only, and no privilege */
	{ "EL2 AP 0", EL2, { AP(0) }, { }, { }, "rwxrwx" },
	{ "EL2 AP 1", EL2, { AP(1) }, { }, { }, "rwxrwx" },
	{ "EL2 AP 2", EL2, { AP(2) }, { }, { }, "r-xr-x" },
	{ "EL2 AP 3", EL2, { AP(3) }, { }, { }, "r-xr-x" },
	{ "EL2 XN", EL2, { AP(0), UXN }, { }, { }, "rw-rw-" },
	{ "EL2 PXN", EL2, { AP(0), PXN }, { }, { }, "rwxrwx" },
	{ "EL2 APTable 1", EL2, { AP(0) }, { APTABLE(1) }, { }, "rwxrwx" },
	{ "EL2 APTable 2", EL2, { AP(0) }, { APTABLE(2) }, { }, "r-xr-x" },
	{ "EL2 XNTable", EL2, { AP(0) }, { { REF_D_UXNTABLE, 1 } }, { },
	  "rw-rw-" },
	{ "EL2 PXNTable", EL2, { AP(0) }, { { REF_D_PXNTABLE, 1 } }, { },
	  "rwxrwx" },
	{ "EL2 PAN", EL2, { AP(1) }, { }, { PAN }, "rwxrwx" },
	{ "EL2 WXN", EL2, { AP(1) }, { }, { WXN }, "rw-rw-" },
	{ "EL2 WXN AP 2", EL2, { AP(2) }, { }, { WXN }, "r-xr-x" },
	{ "EL2 HAD", EL2, { AP(0) }, { APTABLE(2) }, { HAD0 }, "rwxrwx" },
};

static void poke_all(struct kit *kit, u64 addr, const struct poke *poke,
		     unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count && poke[i].high; i++)
		kit_poke(kit, TWIN_NS, addr, poke[i].high, poke[i].low,
			 poke[i].value);
}

static void check_perm(struct kit *kit, const struct perm *perm)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	kit_poke_ste(stream, REF_STE_STRW, perm->strw);
	poke_all(kit, kit_leaf1(stream), perm->leaf, ARRAY_SIZE(perm->leaf));
	poke_all(kit, ref_space_slot(&stream->s1, KIT_VA, 1), perm->table,
		 ARRAY_SIZE(perm->table));
	poke_all(kit, stream->cd, perm->cd, ARRAY_SIZE(perm->cd));
	check_accesses(stream, perm->want, perm->name);
}

static void twin_knows_stage_1_permissions(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(perms); i++) {
		void *each;

		kit_setup(&each);
		check_perm(each, &perms[i]);
		kit_teardown(&each);
	}
}

/* HAD and EPAN have their ID bits. */
static void twin_permission_features_can_be_absent(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	kit_poke_cd(stream, REF_CD_PAN, 1);
	kit_poke_cd(stream, REF_CD_EPAN, 1);
	kit_poke_leaf1(stream, REF_D_AP, 0);
	kit->world.id.epan = 0;
	check_accesses(stream, "rwx--x", "EPAN");
	kit_poke(kit, TWIN_NS, stream->s1.root, REF_D_APTABLE, 2);
	kit_poke_cd(stream, REF_CD_HAD0, 1);
	check_accesses(stream, "rwx--x", "HAD");
	kit->world.id.had = 0;
	check_accesses(stream, "r-x--x", "no HAD");
}

/* ---- stage 2 ---- */

/**
 * struct perm2 - a page of stage 2, and who may do what
 * @s2ap: S2AP
 * @xn: XN
 * @xnx: IDR3.XNX
 * @want: see above
 */
struct perm2 {
	unsigned int s2ap;
	unsigned int xn;
	bool xnx;
	const char *want;
};

static const struct perm2 perms2[] = {
	{ 0, 0, true, "--x--x" },
	{ 1, 0, true, "r-xr-x" },
	{ 2, 0, true, "-wx-wx" },
	{ 3, 0, true, "rwxrwx" },
	{ 3, 1, true, "rw-rwx" },
	{ 3, 2, true, "rw-rw-" },
	{ 3, 3, true, "rwxrw-" },
	{ 3, 0, false, "rwxrwx" },
	{ 3, 1, false, "rwxrwx" },
	{ 3, 2, false, "rw-rw-" },
	{ 3, 3, false, "rw-rw-" },
};

static void twin_knows_stage_2_permissions(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S2);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(perms2); i++) {
		kit->world.id.xnx = perms2[i].xnx;
		kit_poke_leaf2(stream, REF_D2_S2AP, perms2[i].s2ap);
		kit_poke_leaf2(stream, REF_D2_XN, perms2[i].xn);
		check_accesses(stream, perms2[i].want, "stage 2");
	}
}

/* ---- atomics (13.1.1) ---- */

static void twin_atomics_need_both_rights(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S2);
	struct twin_txn txn = kit_txn(stream, WRITE | INSTR);
	struct ref_event event = {
		.number = REF_F_PERMISSION, .s2 = true,
		.class = REF_CLASS_IN, .ipa = KIT_IPA };

	txn.atomic = true;
	assert_int_equal(kit_do(kit, &txn).fate, TWIN_FORWARD);
	kit_poke_leaf2(stream, REF_D2_S2AP, REF_S2AP_R);
	kit_expect(kit, &txn, event);
	kit_poke_leaf2(stream, REF_D2_S2AP, REF_S2AP_NONE);
	kit_expect(kit, &txn, event);
	/* Only here RnW is 1. */
	kit_poke_leaf2(stream, REF_D2_S2AP, REF_S2AP_W);
	event.read = true;
	kit_expect(kit, &txn, event);
	/* Also if it is merely clean. */
	kit_poke_leaf2(stream, REF_D2_S2AP, REF_S2AP_NONE);
	kit_poke_leaf2(stream, REF_D_DBM, 1);
	kit_poke_ste(stream, REF_STE_S2HA, 1);
	kit_poke_ste(stream, REF_STE_S2HD, 1);
	kit_expect(kit, &txn, event);
}

/* ---- overrides (13.1.4) ---- */

/* Letters are those of the access that was asked for. */
static void twin_overrides_privilege_and_instruction(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	/* AP 0: "rwx--x", and no privileged execution */
	kit_poke_leaf1(stream, REF_D_AP, 0);
	kit_poke_leaf1(stream, REF_D_PXN, 1);
	check_accesses(stream, "rw---x", "as they come");
	kit_poke_ste(stream, REF_STE_PRIVCFG, 1);
	kit_poke_ste(stream, REF_STE_INSTCFG, 1);
	check_accesses(stream, "rw---x", "codes 1");
	kit_poke_ste(stream, REF_STE_PRIVCFG, 2);
	check_accesses(stream, "--x--x", "unprivileged");
	kit_poke_ste(stream, REF_STE_PRIVCFG, 3);
	check_accesses(stream, "rw-rw-", "privileged");
	kit_poke_ste(stream, REF_STE_PRIVCFG, 0);
	kit_poke_ste(stream, REF_STE_INSTCFG, 2);
	check_accesses(stream, "rwx---", "data");
	kit_poke_ste(stream, REF_STE_INSTCFG, 3);
	check_accesses(stream, "-w-r-x", "instructions, writes excepted");
	kit->world.id.perms_ovr = 0;
	check_accesses(stream, "rw---x", "no overrides");
}

static void twin_records_what_overrides_made_of_it(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);
	struct twin_outcome out;
	struct ref_event event;

	kit_poke_leaf1(stream, REF_D_TYPE, 0);
	kit_poke_ste(stream, REF_STE_PRIVCFG, 3);
	kit_poke_ste(stream, REF_STE_INSTCFG, 3);
	out = kit_access(stream, READ);
	ref_event_decode(out.record, &event);
	assert_true(event.priv && event.instr && event.read);
	out = kit_access(stream, WRITE);
	ref_event_decode(out.record, &event);
	assert_true(event.priv && !event.instr && !event.read);
	kit_poke_ste(stream, REF_STE_PRIVCFG, 2);
	kit_poke_ste(stream, REF_STE_INSTCFG, 2);
	out = kit_access(stream, READ | PRIV | INSTR);
	ref_event_decode(out.record, &event);
	assert_true(!event.priv && !event.instr && event.read);
}

/* ---- access flag and dirty state (5.6, 5.8) ---- */

/**
 * struct flags - a leaf's flags, the configuration, and what comes of it
 * @access: READ or WRITE, maybe PRIV
 * @af: AF before
 * @rw: writable before: AP[2] = 0, S2AP[1] = 1
 * @dbm: DBM
 * @affd: AFFD, S2AFFD
 * @ha: HA, S2HA
 * @hd: HD, S2HD
 * @httu: IDR0.HTTU
 * @event: the event
 * @to_af: AF afterwards
 * @to_rw: writable afterwards
 */
struct flags {
	unsigned int access;
	bool af, rw, dbm;
	bool affd, ha, hd;
	unsigned int httu;
	u8 event;
	bool to_af, to_rw;
};

#define F_ACC	REF_F_ACCESS
#define F_PERM	REF_F_PERMISSION

static const struct flags flags[] = {
	/* no HTTU: AFFD alone */
	{ READ, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1 },
	{ READ, 0, 1, 0, 0, 0, 0, 0, F_ACC, 0, 1 },
	{ READ, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1 },
	{ WRITE, 0, 0, 0, 0, 0, 0, 2, F_ACC, 0, 0 },
	{ WRITE, 0, 0, 0, 1, 0, 0, 2, F_PERM, 0, 0 },
	{ WRITE, 1, 0, 1, 0, 0, 0, 2, F_PERM, 1, 0 },
	/* HA: AF is set, AFFD does not matter */
	{ READ, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1 },
	{ READ, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1 },
	{ READ, 0, 1, 0, 1, 1, 0, 2, 0, 1, 1 },
	{ WRITE, 0, 1, 1, 0, 1, 0, 2, 0, 1, 1 },
	{ WRITE, 0, 0, 0, 0, 1, 0, 2, F_PERM, 0, 0 },
	{ WRITE, 1, 0, 1, 0, 1, 0, 2, F_PERM, 1, 0 },
	/* HA and HD: writable-clean becomes dirty by a write alone */
	{ WRITE, 1, 0, 1, 0, 1, 1, 2, 0, 1, 1 },
	{ WRITE, 0, 0, 1, 0, 1, 1, 2, 0, 1, 1 },
	{ READ, 1, 0, 1, 0, 1, 1, 2, 0, 1, 0 },
	{ READ, 0, 0, 1, 0, 1, 1, 2, 0, 1, 0 },
	{ WRITE, 1, 0, 0, 0, 1, 1, 2, F_PERM, 1, 0 },
	{ WRITE, 0, 0, 0, 0, 1, 1, 2, F_PERM, 0, 0 },
	{ WRITE, 1, 1, 1, 0, 1, 1, 2, 0, 1, 1 },
	/* HD without HA is off */
	{ WRITE, 1, 0, 1, 0, 0, 1, 2, F_PERM, 1, 0 },
	{ READ, 0, 0, 1, 0, 0, 1, 2, F_ACC, 0, 0 },
	{ READ, 0, 0, 1, 1, 0, 1, 2, 0, 0, 0 },
};

static void check_flags(struct kit *kit, const struct flags *row, bool two)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, two ? S2 : S1);
	u64 leaf = two ? kit_leaf2(stream) : kit_leaf1(stream), was, is;
	struct twin_outcome out;

	kit->world.id.httu = row->httu;
	kit_poke(kit, TWIN_NS, leaf, REF_D_AF, row->af);
	kit_poke(kit, TWIN_NS, leaf, REF_D_DBM, row->dbm);
	if (two) {
		kit_poke(kit, TWIN_NS, leaf, REF_D2_S2AP, row->rw ? 3 : 1);
		kit_poke_ste(stream, REF_STE_S2AFFD, row->affd);
		kit_poke_ste(stream, REF_STE_S2HA, row->ha);
		kit_poke_ste(stream, REF_STE_S2HD, row->hd);
	} else {
		kit_poke(kit, TWIN_NS, leaf, REF_D_AP, row->rw ? 1 : 3);
		kit_poke_cd(stream, REF_CD_AFFD, row->affd);
		kit_poke_cd(stream, REF_CD_HA, row->ha);
		kit_poke_cd(stream, REF_CD_HD, row->hd);
	}
	was = kit_load(kit, TWIN_NS, leaf);
	out = kit_access(stream, row->access);
	is = kit_load(kit, TWIN_NS, leaf);
	assert_int_equal(out.event, row->event);
	ref_put(&was, REF_D_AF, row->to_af);
	if (two)
		ref_put(&was, REF_D2_S2AP, row->to_rw ? 3 : 1);
	else
		ref_put(&was, REF_D_AP, row->to_rw ? 1 : 3);
	assert_int_equal(is, was);
	assert_int_equal(out.updates,
			 row->to_af != row->af || row->to_rw != row->rw);
}

static void twin_knows_flags_of_both_stages(void **state)
{
	unsigned int i, two;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(flags); i++)
		for (two = 0; two < 2; two++) {
			void *each;

			kit_setup(&each);
			check_flags(each, &flags[i], two);
			kit_teardown(&each);
		}
}

static struct kit_stream *managed(struct kit *kit)
{
	struct kit_stream *stream = kit_stream(kit, TWIN_NS, S1);

	kit_poke_cd(stream, REF_CD_HA, 1);
	kit_poke_cd(stream, REF_CD_HD, 1);
	kit_poke_leaf1(stream, REF_D_DBM, 1);
	kit_poke_leaf1(stream, REF_D_AP, REF_AP_RO);
	return stream;
}

/* What else denies a write is not mended, and AF is not touched. */
static void twin_dirty_state_mends_ap_2_alone(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = managed(kit);
	u64 leaf;

	kit_poke_leaf1(stream, REF_D_AF, 0);
	leaf = kit_load(kit, TWIN_NS, kit_leaf1(stream));
	kit_poke(kit, TWIN_NS, stream->s1.root, REF_D_APTABLE, 2);
	kit_expect_number(stream, WRITE, REF_F_PERMISSION);
	kit_poke(kit, TWIN_NS, stream->s1.root, REF_D_APTABLE, 1);
	kit_expect_number(stream, WRITE, REF_F_PERMISSION);
	kit_poke(kit, TWIN_NS, stream->s1.root, REF_D_APTABLE, 0);
	kit_poke_cd(stream, REF_CD_PAN, 1);
	kit_expect_number(stream, WRITE | PRIV, REF_F_PERMISSION);
	assert_int_equal(kit_load(kit, TWIN_NS, kit_leaf1(stream)), leaf);
	kit_expect_page(stream, WRITE);
	ref_put(&leaf, REF_D_AF, 1);
	ref_put(&leaf, REF_D_AP, REF_AP_RW);
	assert_int_equal(kit_load(kit, TWIN_NS, kit_leaf1(stream)), leaf);
}

/* Writable-clean counts as writable for what may be executed. */
static void twin_clean_pages_count_as_writable(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = managed(kit);

	kit_expect_number(stream, INSTR | PRIV, REF_F_PERMISSION);
	kit_expect_page(stream, INSTR);
	kit_poke_cd(stream, REF_CD_WXN, 1);
	kit_expect_number(stream, INSTR, REF_F_PERMISSION);
	kit_poke_cd(stream, REF_CD_HD, 0);
	kit_expect_page(stream, INSTR);
	kit_expect_page(stream, INSTR | PRIV);
}

static void twin_races_are_decided_anew(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *stream = managed(kit);
	struct twin_txn txn = kit_txn(stream, WRITE);
	struct twin_outcome out;

	kit->races = 7;
	out = kit_do(kit, &txn);
	assert_int_equal(out.event, 0);
	assert_int_equal(out.updates, 1);
	kit_poke_leaf1(stream, REF_D_AP, REF_AP_RO);
	kit->races = 8;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .class = REF_CLASS_TT,
		.fetch = kit_leaf1(stream) });
}

static void twin_aborted_updates_are_walk_aborts(void **state)
{
	struct kit *kit = *state;
	struct kit_stream *one = managed(kit);
	struct kit_stream *two = kit_stream(kit, TWIN_NS, S2);
	struct twin_txn txn = kit_txn(one, WRITE);

	kit->no_cas = true;
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .class = REF_CLASS_TT,
		.fetch = kit_leaf1(one) });
	kit_poke_leaf2(two, REF_D_AF, 0);
	kit_poke_ste(two, REF_STE_S2HA, 1);
	txn = kit_txn(two, READ);
	kit_expect(kit, &txn, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .class = REF_CLASS_IN,
		.fetch = kit_leaf2(two) });
}

static const struct CMUnitTest twin_perm_tests[] = {
	cmocka_unit_test(twin_knows_stage_1_permissions),
	TEST_KIT(twin_permission_features_can_be_absent),
	TEST_KIT(twin_knows_stage_2_permissions),
	TEST_KIT(twin_atomics_need_both_rights),
	TEST_KIT(twin_overrides_privilege_and_instruction),
	TEST_KIT(twin_records_what_overrides_made_of_it),
	cmocka_unit_test(twin_knows_flags_of_both_stages),
	TEST_KIT(twin_dirty_state_mends_ap_2_alone),
	TEST_KIT(twin_clean_pages_count_as_writable),
	TEST_KIT(twin_races_are_decided_anew),
	TEST_KIT(twin_aborted_updates_are_walk_aborts),
};
SUITE(twin_perm);
