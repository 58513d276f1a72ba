// SPDX-License-Identifier: GPL-2.0
/*
 * Every offset of both register pages: what reads, what sticks, at which
 * widths (6.1, 6.2). Guards and protocols are in test_guards.c.
 */
#include "rig.h"
#include "suites.h"

static u64 reg_read(struct rig *rig, u64 offset, unsigned int width)
{
	return smmu3_reg_read(rig->smmu, NS, offset, width);
}

static void reg_write(struct rig *rig, u64 offset, unsigned int width, u64 v)
{
	smmu3_reg_write(rig->smmu, NS, offset, width, v);
	rig_run(rig);
}

static bool is_guarded_protocol(const struct ref_reg *reg)
{
	return reg->kind == REF_SPECIAL;
}

static void check_resets(struct rig *rig, const struct ref_reg *reg)
{
	u64 known = ~(reg->unknown | reg->vague);
	u64 got = reg_read(rig, reg->offset, reg->width);

	if ((got & known) != (reg->reset & known))
		print_error("%s: reset %#llx, read %#llx\n", reg->name,
			    (unsigned long long)reg->reset,
			    (unsigned long long)got);
	assert_int_equal(got & known, reg->reset & known);
}

static void reset_every_register_has_its_reset_value(void **state)
{
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs), i;

	for (i = 0; i < count; i++)
		check_resets(rig, &regs[i]);
}

static void gbpa_abort_configured_reads_one_at_reset(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	(void)state;
	config.gbpa_abort = 1;
	rig = rig_new(&config);
	assert_int_equal(rd32(rig, REF_GBPA) & REF_GBPA_ABORT, REF_GBPA_ABORT);
	assert_int_equal(rd32(rig, REF_GBPA) & REF_GBPA_UPDATE, 0);
	rig_free(rig);
}

/* What a register may read after @value was written to all of it. */
static void check_sticks(struct rig *rig, const struct ref_reg *reg, u64 value)
{
	u64 fixed = ~(reg->rw | reg->vague), got;

	if (reg->width == 32)
		fixed &= 0xffffffff;
	reg_write(rig, reg->offset, reg->width, value);
	got = reg_read(rig, reg->offset, reg->width);
	if ((got & reg->rw) != (value & reg->rw) ||
	    (reg->kind != REF_READ_ONLY && got & fixed))
		print_error("%s: wrote %#llx, read %#llx\n", reg->name,
			    (unsigned long long)value, (unsigned long long)got);
	assert_int_equal(got & reg->rw, value & reg->rw);
	if (reg->kind == REF_READ_ONLY)
		assert_int_equal(got & fixed, reg->reset & fixed);
	else
		assert_int_equal(got & fixed, 0);
}

static void every_register_keeps_only_its_own_bits(void **state)
{
	static const u64 patterns[] = {
		0, ~0ULL, 0x5555555555555555ULL, 0xaaaaaaaaaaaaaaaaULL };
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs), i, j;

	for (i = 0; i < count; i++)
		for (j = 0; j < ARRAY_SIZE(patterns); j++)
			if (!is_guarded_protocol(&regs[i]))
				check_sticks(rig, &regs[i], patterns[j]);
}

/* STRTAB_BASE_CFG.FMT and SPLIT are RES0 with ST_LEVEL = 0 (6.3.25). */
static void st_level_0_makes_fmt_and_split_res0(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	(void)state;
	config.st_level = 0;
	config.sidsize = 6;
	rig = rig_new(&config);
	wr32(rig, REF_STRTAB_BASE_CFG, 0xffffffff);
	assert_int_equal(rd32(rig, REF_STRTAB_BASE_CFG), GENMASK_ULL(5, 0));
	rig_free(rig);
}

static void base_addresses_above_oas_are_res0(void **state)
{
	static const u32 bases[] = {
		REF_STRTAB_BASE, REF_CMDQ_BASE, REF_EVENTQ_BASE };
	static const unsigned int sizes[] = { 32, 36, 40, 42, 44, 48 };
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	unsigned int i, j;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct rig *rig;

		config.oas = sizes[i];
		rig = rig_new(&config);
		for (j = 0; j < ARRAY_SIZE(bases); j++) {
			wr64(rig, bases[j], GENMASK_ULL(55, 6));
			assert_int_equal(rd64(rig, bases[j]),
					 GENMASK_ULL(sizes[i] - 1, 6));
		}
		rig_free(rig);
	}
}

/* Is @offset part of a register, of page 1 or its page 0 alias? */
static bool is_alias(u32 offset)
{
	return offset == (REF_EVENTQ_PROD & 0xffff) ||
	       offset == (REF_EVENTQ_CONS & 0xffff) ||
	       (offset >= 0xfd0 && offset < 0x1000);
}

static void undefined_page0_offsets_are_res0(void **state)
{
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs);
	u32 offset;

	for (offset = 0; offset < REF_PAGE1; offset += 4) {
		if (ref_reg_at(regs, count, offset) || is_alias(offset))
			continue;
		reg_write(rig, offset, 32, 0xffffffff);
		assert_int_equal(reg_read(rig, offset, 32), 0);
		if (offset % 8 == 0 && !ref_reg_at(regs, count, offset + 4) &&
		    !is_alias(offset + 4)) {
			reg_write(rig, offset, 64, ~0ULL);
			assert_int_equal(reg_read(rig, offset, 64), 0);
		}
	}
}

/* 6.2: page 1 offsets are RES0 or the page 0 register, one way for all. */
static void undefined_page1_offsets_are_res0_or_alias(void **state)
{
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs);
	bool alias = reg_read(rig, REF_PAGE1 + REF_AIDR, 32) != 0;
	u32 offset;

	for (offset = REF_PAGE1; offset < REF_END; offset += 4) {
		u32 want = 0;

		if (ref_reg_at(regs, count, offset))
			continue;
		if (alias)
			want = reg_read(rig, offset - REF_PAGE1, 32);
		assert_int_equal(reg_read(rig, offset, 32), want);
	}
}

static void undefined_page1_writes_do_not_reach_other_registers(void **state)
{
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs), i;
	u32 offset;

	if (reg_read(rig, REF_PAGE1 + REF_AIDR, 32))
		return;		/* aliases: they do */
	for (offset = REF_PAGE1; offset < REF_END; offset += 4)
		if (!ref_reg_at(regs, count, offset))
			reg_write(rig, offset, 32, 0xffffffff);
	for (i = 0; i < count; i++)
		check_resets(rig, &regs[i]);
}

/* 6.2: page 0 offsets of page 1 registers are an alias or RAZ/WI. */
static void page0_offsets_of_page1_registers_alias_or_raz(void **state)
{
	struct rig *rig = *state;
	u32 value;

	wr64(rig, REF_EVENTQ_BASE, RAM_BASE | 4);
	wr32(rig, REF_EVENTQ_CONS, 5);
	value = reg_read(rig, REF_EVENTQ_CONS & 0xffff, 32);
	assert_true(value == 0 || value == 5);
	reg_write(rig, REF_EVENTQ_CONS & 0xffff, 32, 3);
	assert_int_equal(rd32(rig, REF_EVENTQ_CONS), value == 5 ? 3 : 5);
}

static void offsets_beyond_page1_are_res0(void **state)
{
	static const u64 offsets[] = {
		REF_END, REF_END + 0x20, 0x30000, 0x7fffffe0, 0xfffffff8,
		0x100000020ULL, 0xfffffffffffffff8ULL };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		reg_write(rig, offsets[i], 32, 0xffffffff);
		reg_write(rig, offsets[i], 64, ~0ULL);
		assert_int_equal(reg_read(rig, offsets[i], 32), 0);
		assert_int_equal(reg_read(rig, offsets[i], 64), 0);
	}
	assert_int_equal(rd32(rig, REF_CR0), 0);
}

static void halves_of_64bit_registers_are_separate(void **state)
{
	struct rig *rig = *state;
	u64 want = BIT_ULL(62) | 0x00000123456789c0ULL;

	wr32(rig, REF_STRTAB_BASE, (u32)want);
	wr32(rig, REF_STRTAB_BASE + 4, want >> 32);
	assert_int_equal(rd64(rig, REF_STRTAB_BASE), want);
	assert_int_equal(rd32(rig, REF_STRTAB_BASE), (u32)want);
	assert_int_equal(rd32(rig, REF_STRTAB_BASE + 4), want >> 32);
	wr32(rig, REF_STRTAB_BASE, 0);
	assert_int_equal(rd64(rig, REF_STRTAB_BASE), want & ~0xffffffffULL);
	wr32(rig, REF_STRTAB_BASE + 4, 0);
	assert_int_equal(rd64(rig, REF_STRTAB_BASE), 0);
}

/* 6.2, our choice: two 32-bit accesses. */
static void wide_access_to_two_registers_reaches_both(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(rd64(rig, REF_IDR0), ref_idr0(&rig->id) |
			 (u64)ref_idr1(&rig->id) << 32);
	wr64(rig, REF_CR1, 0x0000000200000abcULL);
	assert_int_equal(rd32(rig, REF_CR1), 0xabc);
	assert_int_equal(rd32(rig, REF_CR2), REF_CR2_RECINVSID);
	assert_int_equal(rd64(rig, REF_CR1), 0x0000000200000abcULL);
}

static void misaligned_accesses_are_raz_wi(void **state)
{
	static const u64 offsets[] = {
		REF_CR1 + 1, REF_CR1 + 2, REF_CR1 + 3, REF_CR1 - 1 };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		reg_write(rig, offsets[i], 32, 0xffffffff);
		assert_int_equal(reg_read(rig, offsets[i], 32), 0);
	}
	/* 64 bits at a 32-bit boundary: CR2, and what follows it */
	reg_write(rig, REF_CR2, 64, ~0ULL);
	assert_int_equal(reg_read(rig, REF_IDR1, 64), 0);
	assert_int_equal(rd32(rig, REF_CR1), 0);
	assert_int_equal(rd32(rig, REF_CR2), 0);
}

static void odd_sizes_are_raz_wi(void **state)
{
	static const unsigned int widths[] = { 0, 1, 8, 16, 24, 128, 256 };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(widths); i++) {
		reg_write(rig, REF_CR1, widths[i], 0xfff);
		assert_int_equal(rd32(rig, REF_CR1), 0);
		assert_int_equal(reg_read(rig, REF_IDR0, widths[i]), 0);
	}
}

/* SECURE_IMPL = 0: all of the Secure registers are RES0, for everybody. */
static void secure_registers_are_res0_for_everybody(void **state)
{
	struct rig *rig = *state;
	u32 offset;
	int pas;

	for (pas = SMMU3_PAS_NS; pas < SMMU3_NR_PAS; pas++)
		for (offset = REF_SECURE; offset < REF_PAGE1; offset += 4) {
			smmu3_reg_write(rig->smmu, pas, offset, 32, ~0U);
			assert_int_equal(smmu3_reg_read(rig->smmu, pas, offset,
							32), 0);
		}
	rig_run(rig);
	assert_int_equal(host_log_count(&rig->host, HOST_READ), 0);
}

static void secure_software_sees_nonsecure_registers(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(smmu3_reg_read(rig->smmu, SMMU3_PAS_S, REF_IDR0, 32),
			 ref_idr0(&rig->id));
	smmu3_reg_write(rig->smmu, SMMU3_PAS_S, REF_CR1, 32, 0x123);
	assert_int_equal(rd32(rig, REF_CR1), 0x123);
}

/* 6.3.170: not there, or Arm's preamble. */
static void component_ids_are_res0_or_the_preamble(void **state)
{
	static const u32 preamble[] = { 0x0d, 0xf0, 0x05, 0xb1 };
	struct rig *rig = *state;
	bool there = rd32(rig, 0xff0) != 0;
	unsigned int i;

	for (i = 0; i < 4; i++)
		assert_int_equal(rd32(rig, 0xff0 + 4 * i),
				 there ? preamble[i] : 0);
	for (i = 0xfd4; i <= 0xfdc; i += 4)
		assert_int_equal(rd32(rig, i), 0);
}

static const struct CMUnitTest registers_tests[] = {
	TEST_RESET(reset_every_register_has_its_reset_value),
	cmocka_unit_test(gbpa_abort_configured_reads_one_at_reset),
	TEST_RESET(every_register_keeps_only_its_own_bits),
	cmocka_unit_test(st_level_0_makes_fmt_and_split_res0),
	cmocka_unit_test(base_addresses_above_oas_are_res0),
	TEST_RESET(undefined_page0_offsets_are_res0),
	TEST_RESET(undefined_page1_offsets_are_res0_or_alias),
	TEST_RESET(undefined_page1_writes_do_not_reach_other_registers),
	TEST_RESET(page0_offsets_of_page1_registers_alias_or_raz),
	TEST_RESET(offsets_beyond_page1_are_res0),
	TEST_RESET(halves_of_64bit_registers_are_separate),
	TEST_RESET(wide_access_to_two_registers_reaches_both),
	TEST_RESET(misaligned_accesses_are_raz_wi),
	TEST_RESET(odd_sizes_are_raz_wi),
	TEST_RESET(secure_registers_are_res0_for_everybody),
	TEST_RESET(secure_software_sees_nonsecure_registers),
	TEST_RESET(component_ids_are_res0_or_the_preamble),
};
SUITE(registers);
