// SPDX-License-Identifier: GPL-2.0
/*
 * Any access by anybody, wherever it goes: the address map (6.1), widths and
 * alignment (6.2), and which software sees which registers (6.2.6), for both
 * banks. Values that stick are in test_rules_masks.c, guards in
 * test_rules_guards.c.
 */
#include "reg_kit.h"
#include "suites.h"

static const enum smmu3_pas everybody[] = { NS, SEC };

/* Is there a register of either bank, or the identification block? */
static bool is_mapped(const struct kit_map *ns, const struct kit_map *s,
		      u32 offset)
{
	return ref_reg_at(ns->reg, ns->count, offset) ||
	       ref_reg_at(s->reg, s->count, offset) ||
	       (offset >= REF_ID_BLOCK && offset < REF_ID_BLOCK_END);
}

static void check_hole(struct rig *rig, enum smmu3_pas from, u32 offset,
		       unsigned int width)
{
	kit_write(rig, from, offset, width, ~0ULL);
	if (kit_read(rig, from, offset, width))
		fail_msg("%u bits at %#x read %#llx", width, offset,
			 (unsigned long long)kit_read(rig, from, offset,
						      width));
}

static void check_holes(struct rig *rig, enum smmu3_pas from)
{
	struct kit_map ns, s;
	u32 offset;

	kit_rig_map(rig, NS, &ns);
	kit_rig_map(rig, SEC, &s);
	for (offset = 0; offset < REF_END; offset += 4) {
		if (is_mapped(&ns, &s, offset))
			continue;
		check_hole(rig, from, offset, 32);
		if (offset % 8 == 0 && !is_mapped(&ns, &s, offset + 4))
			check_hole(rig, from, offset, 64);
	}
}

/* 6.2: whatever is not in the map is RES0, on every page. */
static void holes_of_both_banks_are_raz_wi(void **state)
{
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i;

	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(everybody); i++)
		check_holes(rig, everybody[i]);
	snapshot_expect(rig, &before, "writes to holes");
	assert_int_equal(rig->host.count, 0);
}

/* 6.2.1: what the Secure bank does not have. */
static void secure_bank_has_no_twin_of_nonsecure_registers(void **state)
{
	static const u32 missing[] = {
		0x8014, 0x8018, 0x801c, 0x8030, 0x8034, 0x8040, 0x80c0, 0x80c4,
		0x80c8, 0x80cc, 0x80d0, 0x80d4, 0x80d8, 0x80dc, 0x8fd0, 0x8fe0,
		0x8ff0, 0x8ffc, 0x180a8, 0x180ac };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(missing); i++)
		check_hole(rig, SEC, missing[i], 32);
}

/* 6.1: features that the ID registers say are absent have no registers. */
static void absent_features_have_no_registers(void **state)
{
	static const u32 missing[] = {
		0x30, 0xc0, 0xd0, 0xd8, 0xdc, 0x100, 0x108, 0x110, 0x118, 0x130,
		0x138, 0x13c, 0x180, 0x190, 0x200, 0x208, 0x210, 0x4000, 0x4008,
		0x400c, 0x8100, 0x8108, 0x8110, 0x8118, 0x8130, 0x8138, 0x813c,
		0x8180, 0x8190, 0xc000, 0xc008, 0xc00c, 0x100c8, 0x100cc,
		0x20a00, 0x20a08 };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(missing); i++)
		check_hole(rig, SEC, missing[i], 32);
}

/* 6.2, our choice: RAZ/WI, not an alias. */
static void page0_offsets_of_page1_registers_are_raz_wi(void **state)
{
	static const u32 offsets[] = { 0xa8, 0xac, 0xc8, 0xcc };
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i;

	kit_set64(rig, NS, REF_EVENTQ_BASE, RAM_BASE | 4);
	kit_set(rig, NS, REF_EVENTQ_PROD, 5);
	kit_set(rig, NS, REF_EVENTQ_CONS, 6);
	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		check_hole(rig, NS, offsets[i], 32);
	check_hole(rig, NS, 0xa8, 64);
	snapshot_expect(rig, &before, "writes to page 0 offsets");
}

static void offsets_past_page1_are_raz_wi_for_everybody(void **state)
{
	static const u64 offsets[] = {
		REF_END, REF_END + REF_CR1, 0x28000, 0x28028, 0x30000,
		0x7fffffe0, 0xfffffff8, 0x100000028ULL, 0x100008028ULL,
		0xfffffffffffffff8ULL, 0xfffffffffffffffcULL };
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i, j;

	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		for (j = 0; j < ARRAY_SIZE(everybody); j++) {
			kit_write(rig, everybody[j], offsets[i], 32, ~0U);
			kit_write(rig, everybody[j], offsets[i], 64, ~0ULL);
			assert_int_equal(kit_read(rig, everybody[j],
						  offsets[i], 32), 0);
			assert_int_equal(kit_read(rig, everybody[j],
						  offsets[i], 64), 0);
		}
	snapshot_expect(rig, &before, "writes past page 1");
}

/* ---- the Secure page ---- */

/* Something in every register of the Secure bank that takes it. */
static void fill_secure(struct rig *rig)
{
	struct kit_map map;
	unsigned int i;

	kit_rig_map(rig, SEC, &map);
	for (i = 0; i < map.count; i++)
		if (map.reg[i].kind == REF_RW)
			kit_write(rig, SEC, map.reg[i].offset,
				  map.reg[i].width, 0x5555555555555541ULL);
	kit_set(rig, SEC, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	kit_set64(rig, SEC, REF_CMDQ_BASE, RAM_BASE | 4);
	kit_set(rig, SEC, REF_CMDQ_PROD, 0);
	kit_set(rig, SEC, REF_CMDQ_CONS, 0);
	kit_set(rig, SEC, REF_GERRORN, 0);
	kit_set(rig, SEC, REF_IRQ_CTRL, REF_IRQ_GERROR | REF_IRQ_EVENTQ);
	kit_set(rig, SEC, REF_CR0, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	host_log_clear(&rig->host);
}

/* 6.2.6, 3.11: silently, also S_INIT and the command queue's doorbell. */
static void nonsecure_software_sees_nothing_of_the_secure_page(void **state)
{
	struct rig *rig = *state;
	struct snapshot before;
	u32 offset;

	fill_secure(rig);
	snapshot_take(rig, &before);
	for (offset = REF_SECURE; offset < REF_SECURE_END; offset += 4) {
		assert_int_equal(kit_read(rig, NS, offset, 32), 0);
		if (offset % 8 == 0)
			assert_int_equal(kit_read(rig, NS, offset, 64), 0);
	}
	snapshot_expect(rig, &before, "reads by Non-secure software");
	assert_int_equal(rig->host.count, 0);
}

static void nonsecure_writes_to_the_secure_page_do_nothing(void **state)
{
	static const u64 values[] = {
		~0ULL, 0, 1, 0x0000000300000003ULL, 0x8010000080100000ULL };
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i;
	u32 offset;

	fill_secure(rig);
	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(values); i++)
		for (offset = REF_SECURE; offset < REF_SECURE_END;
		     offset += 4) {
			kit_write(rig, NS, offset, 32, values[i]);
			kit_write(rig, NS, offset, 64, values[i]);
			kit_write(rig, NS, offset + 2, 16, values[i]);
		}
	snapshot_expect(rig, &before, "writes by Non-secure software");
	assert_int_equal(rig->host.count, 0);
}

/* The last words before and the first after the Secure page are nobody's. */
static void accesses_do_not_leak_over_the_edges_of_the_secure_page(void **state)
{
	static const u64 edges[] = {
		REF_SECURE - 4, REF_SECURE - 2, REF_SECURE_END - 4,
		REF_SECURE_END - 2 };
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i;

	fill_secure(rig);
	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(edges); i++) {
		kit_write(rig, NS, edges[i], 64, ~0ULL);
		assert_int_equal(kit_read(rig, NS, edges[i], 64), 0);
		assert_int_equal(kit_read(rig, SEC, edges[i], 64), 0);
	}
	snapshot_expect(rig, &before, "accesses over the edge");
}

/* 6.2: SECURE_IMPL = 0. */
static void without_secure_state_the_secure_page_is_res0(void **state)
{
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i;
	u32 offset;

	snapshot_take(rig, &before);
	for (i = 0; i < ARRAY_SIZE(everybody); i++)
		for (offset = REF_SECURE; offset < REF_SECURE_END;
		     offset += 4) {
			check_hole(rig, everybody[i], offset, 32);
			if (offset % 8 == 0)
				check_hole(rig, everybody[i], offset, 64);
		}
	snapshot_expect(rig, &before, "writes to the Secure page");
	assert_int_equal(rig->host.count, 0);
}

/* 6.2.6: Secure software has all that Non-secure software has. */
static void secure_software_reaches_every_nonsecure_register(void **state)
{
	struct rig *rig = *state;
	struct kit_map map;
	unsigned int i;

	kit_rig_map(rig, NS, &map);
	for (i = 0; i < map.count; i++) {
		const struct ref_reg *reg = &map.reg[i];
		u64 value = 0x4000000080055540ULL;

		if (reg->kind != REF_RW)
			value = 0;
		kit_write(rig, SEC, reg->offset, reg->width, value);
		assert_int_equal(kit_read(rig, SEC, reg->offset, reg->width),
				 kit_read(rig, NS, reg->offset, reg->width));
		if (reg->kind == REF_RW)
			assert_int_equal(kit_read(rig, NS, reg->offset,
						  reg->width) & reg->rw,
					 value & reg->rw);
	}
}

/* ---- widths and alignment ---- */

static void check_refused(struct rig *rig, u64 offset, unsigned int width)
{
	kit_write(rig, SEC, offset, width, ~0ULL);
	if (kit_read(rig, SEC, offset, width))
		fail_msg("%u bits at %#llx are not zero", width,
			 (unsigned long long)offset);
}

/* 6.2, our choice: RAZ/WI. */
static void misaligned_accesses_to_any_register_are_raz_wi(void **state)
{
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i, bank;
	struct kit_map map;
	u64 skew;

	fill_secure(rig);
	snapshot_take(rig, &before);
	for (bank = NS; bank <= SEC; bank++) {
		kit_rig_map(rig, bank, &map);
		for (i = 0; i < map.count; i++)
			for (skew = 1; skew < 8; skew++) {
				u64 at = map.reg[i].offset + skew;

				if (at % 4)
					check_refused(rig, at, 32);
				if (at % 8)
					check_refused(rig, at, 64);
			}
	}
	snapshot_expect(rig, &before, "misaligned accesses");
}

static void odd_widths_at_any_register_are_raz_wi(void **state)
{
	static const unsigned int widths[] = {
		0, 1, 4, 8, 16, 24, 31, 33, 48, 63, 65, 128, 256, 0x80000020 };
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i, j, bank;
	struct kit_map map;

	fill_secure(rig);
	snapshot_take(rig, &before);
	for (bank = NS; bank <= SEC; bank++) {
		kit_rig_map(rig, bank, &map);
		for (i = 0; i < map.count; i++)
			for (j = 0; j < ARRAY_SIZE(widths); j++)
				check_refused(rig, map.reg[i].offset,
					      widths[j]);
	}
	snapshot_expect(rig, &before, "accesses of odd widths");
}

static void check_halves(struct rig *rig, enum smmu3_pas bank,
			 const struct ref_reg *reg)
{
	const u64 ones = reg->rw;
	const u64 low = ones & GENMASK_ULL(31, 0);

	kit_write(rig, bank, reg->offset, 64, 0);
	kit_write(rig, bank, reg->offset, 32, ~0U);
	assert_int_equal(kit_read(rig, bank, reg->offset, 64), low);
	assert_int_equal(kit_read(rig, bank, reg->offset, 32), low);
	assert_int_equal(kit_read(rig, bank, reg->offset + 4, 32), 0);
	kit_write(rig, bank, reg->offset + 4, 32, ~0U);
	assert_int_equal(kit_read(rig, bank, reg->offset, 64), ones);
	kit_write(rig, bank, reg->offset, 32, 0);
	assert_int_equal(kit_read(rig, bank, reg->offset, 64), ones & ~low);
	assert_int_equal(kit_read(rig, bank, reg->offset + 4, 32), ones >> 32);
}

/* 6.2: low half at +0, high half at +4, each by itself. */
static void halves_of_64bit_registers_of_both_banks_are_separate(void **state)
{
	struct rig *rig = *state;
	unsigned int i, bank, found = 0;
	struct kit_map map;

	for (bank = NS; bank <= SEC; bank++) {
		kit_rig_map(rig, bank, &map);
		for (i = 0; i < map.count; i++)
			if (map.reg[i].width == 64) {
				check_halves(rig, bank, &map.reg[i]);
				found++;
			}
	}
	assert_int_equal(found, 10);
}

/* 6.2, our choice: as two 32-bit accesses. */
static void wide_reads_are_two_reads_everywhere(void **state)
{
	struct rig *rig = *state;
	u32 offset;

	fill_secure(rig);
	for (offset = 0; offset < REF_END; offset += 8) {
		u64 high = kit_read(rig, SEC, offset + 4, 32);
		u64 low = kit_read(rig, SEC, offset, 32);

		assert_int_equal(kit_read(rig, SEC, offset, 64),
				 FIELD_PREP(GENMASK_ULL(63, 32), high) | low);
	}
}

/* Pairs of 32-bit registers: offset of the first, what both take. */
static void wide_writes_reach_both_registers(void **state)
{
	static const struct {
		u32 offset;
		u64 value;
	} pairs[] = {
		{ REF_CR1, 0x00000002000008d5ULL },
		{ REF_CMDQ_PROD, 0x0000000300000003ULL },
		{ REF_EVENTQ_PROD, 0x8000000480000003ULL },
		{ REF_GERROR_IRQ_CFG1, 0x0000003512345678ULL },
		{ REF_EVENTQ_IRQ_CFG1, 0x0000002a87654321ULL },
	};
	struct rig *rig = *state;
	unsigned int i, bank;

	for (bank = NS; bank <= SEC; bank++) {
		kit_set64(rig, bank, REF_CMDQ_BASE, RAM_BASE | 4);
		kit_set64(rig, bank, REF_EVENTQ_BASE, RAM_BASE | 4);
		for (i = 0; i < ARRAY_SIZE(pairs); i++) {
			u32 at = kit_at(bank, pairs[i].offset);

			kit_write(rig, bank, at, 64, pairs[i].value);
			assert_int_equal(kit_read(rig, bank, at, 32),
					 (u32)pairs[i].value);
			assert_int_equal(kit_read(rig, bank, at, 64),
					 pairs[i].value);
		}
	}
}

/* The second half of CR0's pair is read-only, and the first one acts. */
static void wide_write_to_cr0_and_its_ack_enables(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		kit_set64(rig, bank, REF_CR0, 0x0000000400000008ULL);
		assert_int_equal(kit_read(rig, bank, kit_at(bank, REF_CR0), 64),
				 0x0000000800000008ULL);
	}
}

/* ---- identification ---- */

/* 6.3.170 */
static void identification_block_says_what_it_is(void **state)
{
	static const u32 preamble[] = { 0x0d, 0xf0, 0x05, 0xb1 };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < 4; i++)
		assert_int_equal(kit_read(rig, NS, REF_CIDR(i), 32),
				 preamble[i]);
	for (i = 0; i < 8; i++)
		assert_true(kit_read(rig, NS, REF_PIDR(i), 32) <= 0xff);
	/* PIDR2: a JEP106 code; PIDR4: one page; the rest is reserved */
	assert_int_equal(kit_read(rig, NS, REF_PIDR(2), 32) & BIT(3), BIT(3));
	assert_int_equal(kit_read(rig, NS, REF_PIDR(4), 32) & 0xf0, 0);
	for (i = 5; i < 8; i++)
		assert_int_equal(kit_read(rig, NS, REF_PIDR(i), 32), 0);
}

static void identification_registers_are_read_only(void **state)
{
	struct rig *rig = *state;
	struct snapshot before;
	unsigned int i, bank;
	u32 offset;

	snapshot_take(rig, &before);
	for (offset = REF_ID_BLOCK; offset < REF_ID_BLOCK_END; offset += 4)
		kit_write(rig, NS, offset, 32, ~0U);
	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < 8; i++)
			kit_set(rig, bank, REF_IDR0 + 4 * i, ~0U);
	snapshot_expect(rig, &before, "writes to ID registers");
}

static const struct CMUnitTest rules_access_tests[] = {
	TEST_BANKS(holes_of_both_banks_are_raz_wi),
	TEST_BANKS(secure_bank_has_no_twin_of_nonsecure_registers),
	TEST_BANKS(absent_features_have_no_registers),
	TEST_BANKS(page0_offsets_of_page1_registers_are_raz_wi),
	TEST_BANKS(offsets_past_page1_are_raz_wi_for_everybody),
	TEST_BANKS(nonsecure_software_sees_nothing_of_the_secure_page),
	TEST_BANKS(nonsecure_writes_to_the_secure_page_do_nothing),
	TEST_BANKS(accesses_do_not_leak_over_the_edges_of_the_secure_page),
	TEST_SINGLE(without_secure_state_the_secure_page_is_res0),
	TEST_BANKS(secure_software_reaches_every_nonsecure_register),
	TEST_BANKS(misaligned_accesses_to_any_register_are_raz_wi),
	TEST_BANKS(odd_widths_at_any_register_are_raz_wi),
	TEST_BANKS(halves_of_64bit_registers_of_both_banks_are_separate),
	TEST_BANKS(wide_reads_are_two_reads_everywhere),
	TEST_BANKS(wide_writes_reach_both_registers),
	TEST_BANKS(wide_write_to_cr0_and_its_ack_enables),
	TEST_BANKS(identification_block_says_what_it_is),
	TEST_BANKS(identification_registers_are_read_only),
};
SUITE(rules_access);
