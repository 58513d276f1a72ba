// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 1 permissions (Arm ARM D8.4.1.2, translation.md 5.7): the whole
 * matrix against tables written out here.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)

static const unsigned int accesses[] = {
	READ | PRIV, WRITE | PRIV, READ | INSTR | PRIV,
	READ, WRITE, READ | INSTR,
};

/* Rights as six letters, in the order of accesses[]: "rwxrwx". */
static void check_rights(struct rig *rig, const char *rights)
{
	unsigned int i;

	rig_flush(rig);
	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		struct outcome out = rig_access(rig, SID, VA, accesses[i]);
		u64 record[REF_EVT_WORDS];

		if (out.ok != (rights[i] != '-'))
			fail_msg("access %u, rights %s", i, rights);
		if (out.ok)
			continue;
		assert_int_equal(out.x.fault.event, REF_F_PERMISSION);
		assert_true(rig_event_pop(rig, record));
	}
}

struct page {
	struct rig *rig;
	struct stream stream;
	u64 slot;
};

static struct page one_page(struct rig *rig)
{
	struct page page = { .rig = rig, .stream = rig_stream(rig, SID) };

	page.slot = rig_map(rig, &page.stream, VA, PA, 3);
	return page;
}

static void set_leaf(const struct page *page, unsigned int ap, bool pxn,
		     bool uxn)
{
	poke(page->rig, page->slot, REF_D_AP, ap);
	poke(page->rig, page->slot, REF_D_PXN, pxn);
	poke(page->rig, page->slot, REF_D_UXN, uxn);
}

/**
 * struct matrix - rights of AP[2:1] = 0..3, by {PXN, UXN} = 00, 01, 10, 11
 */
struct matrix {
	const char *rights[4][4];
};

static void check_matrix(const struct page *page, const struct matrix *matrix)
{
	unsigned int ap, xn;

	for (ap = 0; ap < 4; ap++)
		for (xn = 0; xn < 4; xn++) {
			set_leaf(page, ap, xn / 2, xn % 2);
			check_rights(page->rig, matrix->rights[ap][xn]);
		}
}

/* What unprivileged may write, privileged may not execute. */
static void direct_permissions_follow_the_matrix(void **state)
{
	static const struct matrix matrix = { {
		{ "rwx--x", "rwx---", "rw---x", "rw----" },
		{ "rw-rwx", "rw-rw-", "rw-rwx", "rw-rw-" },
		{ "r-x--x", "r-x---", "r----x", "r-----" },
		{ "r-xr-x", "r-xr--", "r--r-x", "r--r--" },
	} };
	struct page page = one_page(*state);

	check_matrix(&page, &matrix);
}

static void wxn_takes_execution_from_the_writable(void **state)
{
	static const struct matrix matrix = { {
		{ "rw---x", "rw----", "rw---x", "rw----" },
		{ "rw-rw-", "rw-rw-", "rw-rw-", "rw-rw-" },
		{ "r-x--x", "r-x---", "r----x", "r-----" },
		{ "r-xr-x", "r-xr--", "r--r-x", "r--r--" },
	} };
	struct page page = one_page(*state);

	poke(*state, page.stream.cd, REF_CD_WXN, 1);
	check_matrix(&page, &matrix);
}

/* PAN concerns data accesses to pages that unprivileged can access. */
static void pan_takes_user_pages_from_privileged_data(void **state)
{
	static const struct matrix matrix = { {
		{ "rwx--x", "rwx---", "rw---x", "rw----" },
		{ "---rwx", "---rw-", "---rwx", "---rw-" },
		{ "r-x--x", "r-x---", "r----x", "r-----" },
		{ "--xr-x", "--xr--", "---r-x", "---r--" },
	} };
	struct page page = one_page(*state);

	poke(*state, page.stream.cd, REF_CD_PAN, 1);
	check_matrix(&page, &matrix);
}

/* IDR3.EPAN = 0: execute-only user pages stay accessible. */
static void epan_has_no_effect(void **state)
{
	struct page page = one_page(*state);

	poke(*state, page.stream.cd, REF_CD_PAN, 1);
	poke(*state, page.stream.cd, REF_CD_EPAN, 1);
	set_leaf(&page, REF_AP_PRIV_RW, false, false);
	check_rights(*state, "rwx--x");
}

static void uwxn_has_no_effect(void **state)
{
	struct page page = one_page(*state);

	poke(*state, page.stream.cd, REF_CD_UWXN, 1);
	set_leaf(&page, REF_AP_PRIV_RW, false, false);
	check_rights(*state, "rwx--x");
}

/* ---- hierarchical ---- */

/* One table descriptor of the walk gets the bits; leaf is AP 01, no XN. */
static void check_table_bits(struct rig *rig, unsigned int high,
			     unsigned int low, u64 value, unsigned int leaf_ap,
			     const char *rights)
{
	struct page page = one_page(rig);
	unsigned int level;

	set_leaf(&page, leaf_ap, false, false);
	for (level = 0; level < 3; level++) {
		u64 slot = rig_slot(rig, &page.stream, VA, level);

		poke(rig, slot, high, low, value);
		check_rights(rig, rights);
		poke(rig, slot, high, low, 0);
	}
}

static void aptable_1_takes_unprivileged_access(void **state)
{
	check_table_bits(*state, REF_D_APTABLE, 1, REF_AP_RW, "rwx--x");
	check_table_bits(*state, REF_D_APTABLE, 1, REF_AP_RO, "r-x--x");
}

static void aptable_2_takes_writes(void **state)
{
	check_table_bits(*state, REF_D_APTABLE, 2, REF_AP_RW, "r-xr-x");
	check_table_bits(*state, REF_D_APTABLE, 2, REF_AP_PRIV_RW, "r-x--x");
}

static void aptable_3_takes_both(void **state)
{
	check_table_bits(*state, REF_D_APTABLE, 3, REF_AP_RW, "r-x--x");
}

static void pxntable_takes_privileged_execution(void **state)
{
	check_table_bits(*state, REF_D_PXNTABLE, 1, REF_AP_RO, "r--r-x");
}

static void uxntable_takes_unprivileged_execution(void **state)
{
	check_table_bits(*state, REF_D_UXNTABLE, 1, REF_AP_RO, "r-xr--");
}

static void restrictions_of_all_levels_add_up(void **state)
{
	struct rig *rig = *state;
	struct page page = one_page(rig);

	set_leaf(&page, REF_AP_RW, false, false);
	poke(rig, rig_slot(rig, &page.stream, VA, 0), REF_D_APTABLE, 2);
	poke(rig, rig_slot(rig, &page.stream, VA, 1), REF_D_PXNTABLE, 1);
	poke(rig, rig_slot(rig, &page.stream, VA, 2), REF_D_UXNTABLE, 1);
	check_rights(rig, "r--r--");
	poke(rig, rig_slot(rig, &page.stream, VA, 2), REF_D_APTABLE, 1);
	check_rights(rig, "r-----");
}

static void had0_ignores_table_bits_of_the_lower_half(void **state)
{
	struct rig *rig = *state;
	struct page page = one_page(rig);
	unsigned int level;

	set_leaf(&page, REF_AP_RO, false, false);
	for (level = 0; level < 3; level++)
		poke(rig, rig_slot(rig, &page.stream, VA, level), 63, 59, 31);
	check_rights(rig, "r-----");
	poke(rig, page.stream.cd, REF_CD_HAD1, 1);
	check_rights(rig, "r-----");
	poke(rig, page.stream.cd, REF_CD_HAD0, 1);
	check_rights(rig, "r-xr-x");
}

static void had1_ignores_table_bits_of_the_upper_half(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 va = ~0xfffULL, slot;

	rig_upper_half(rig, &stream);
	slot = rig_map(rig, &stream, va, PA, 3);
	poke(rig, slot, REF_D_AP, REF_AP_RW);
	poke(rig, rig_slot(rig, &stream, va, 1), REF_D_APTABLE, 3);
	expect_fault(rig, SID, va, READ, REF_F_PERMISSION);
	poke(rig, stream.cd, REF_CD_HAD1, 1);
	rig_flush(rig);
	expect_pa(rig, SID, va, WRITE, PA);
}

/* Table bits restrict blocks too. */
static void table_bits_restrict_blocks(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, 0x80200000ULL, 2);
	poke(rig, rig_slot(rig, &stream, VA, 1), REF_D_APTABLE, 2);
	expect_pa(rig, SID, VA, READ, 0x80200000ULL + VA % BLOCK2);
	expect_fault(rig, SID, VA, WRITE, REF_F_PERMISSION);
}

/* 13.1.2: a write is always data. */
static void write_marked_instruction_is_a_data_write(void **state)
{
	struct page page = one_page(*state);

	set_leaf(&page, REF_AP_RW, true, true);
	expect_pa(*state, SID, VA, WRITE | INSTR, PA);
}

/* The same from a TLB entry that another kind of access made. */
static void cached_entry_keeps_all_rights(void **state)
{
	struct rig *rig = *state;
	struct page page = one_page(rig);

	set_leaf(&page, REF_AP_PRIV_RO, true, false);
	expect_pa(rig, SID, VA, READ | PRIV, PA);
	expect_pa(rig, SID, VA, READ | INSTR, PA);
	expect_fault(rig, SID, VA, WRITE | PRIV, REF_F_PERMISSION);
	expect_fault(rig, SID, VA, READ, REF_F_PERMISSION);
	expect_fault(rig, SID, VA, READ | INSTR | PRIV, REF_F_PERMISSION);
}

static const struct CMUnitTest perm_tests[] = {
	TEST_EXACT(direct_permissions_follow_the_matrix),
	TEST_FAST(direct_permissions_follow_the_matrix),
	TEST_EXACT(wxn_takes_execution_from_the_writable),
	TEST_EXACT(pan_takes_user_pages_from_privileged_data),
	TEST_EXACT(epan_has_no_effect),
	TEST_EXACT(uwxn_has_no_effect),
	TEST_EXACT(aptable_1_takes_unprivileged_access),
	TEST_EXACT(aptable_2_takes_writes),
	TEST_EXACT(aptable_3_takes_both),
	TEST_EXACT(pxntable_takes_privileged_execution),
	TEST_EXACT(uxntable_takes_unprivileged_execution),
	TEST_EXACT(restrictions_of_all_levels_add_up),
	TEST_EXACT(had0_ignores_table_bits_of_the_lower_half),
	TEST_EXACT(had1_ignores_table_bits_of_the_upper_half),
	TEST_EXACT(table_bits_restrict_blocks),
	TEST_EXACT(write_marked_instruction_is_a_data_write),
	TEST_EXACT(cached_entry_keeps_all_rights),
	TEST_FAST(cached_entry_keeps_all_rights),
};
SUITE(perm);
