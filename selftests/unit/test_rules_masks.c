// SPDX-License-Identifier: GPL-2.0
/*
 * What registers of both banks read in reset, which bits stick, and how that
 * depends on the ID registers (6.3). Nothing is enabled in these tests.
 */
#include "reg_kit.h"
#include "suites.h"

static void check_reset(struct rig *rig, const struct kit_map *map,
			const struct ref_reg *reg)
{
	u64 known = ~(reg->unknown | reg->vague);
	u64 got = kit_read(rig, map->bank, reg->offset, reg->width);

	if ((got & known) != (reg->reset & known))
		fail_msg("bank %u %s: reset %#llx, read %#llx", map->bank,
			 reg->name, (unsigned long long)reg->reset,
			 (unsigned long long)got);
}

static void check_resets(struct rig *rig, enum smmu3_pas bank)
{
	struct kit_map map;
	unsigned int i;

	kit_rig_map(rig, bank, &map);
	for (i = 0; i < map.count; i++)
		check_reset(rig, &map, &map.reg[i]);
}

static void both_banks_have_their_reset_values(void **state)
{
	check_resets(*state, NS);
	check_resets(*state, SEC);
}

static void gbpa_abort_at_reset_is_configured_for_both_banks(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int bank;

	(void)state;
	for (config.gbpa_abort = 0; config.gbpa_abort < 2; config.gbpa_abort++) {
		struct rig *rig = rig_new(&config);

		for (bank = NS; bank <= SEC; bank++)
			assert_int_equal(kit_get(rig, bank, REF_GBPA) &
					 (REF_GBPA_ABORT | REF_GBPA_UPDATE),
					 config.gbpa_abort ? REF_GBPA_ABORT :
							     0);
		rig_free(rig);
	}
}

/* ---- bits that stick ---- */

static u64 width_mask(const struct ref_reg *reg)
{
	return reg->width == 64 ? ~0ULL : GENMASK_ULL(31, 0);
}

static void check_value(struct rig *rig, const struct kit_map *map,
			const struct ref_reg *reg, u64 value)
{
	u64 open = reg->vague, got;
	u64 want = reg->kind == REF_READ_ONLY ? reg->reset : value & reg->rw;

	kit_write(rig, map->bank, reg->offset, reg->width, value);
	got = kit_read(rig, map->bank, reg->offset, reg->width);
	if ((got ^ want) & ~open & width_mask(reg))
		fail_msg("bank %u %s: wrote %#llx, read %#llx, not %#llx",
			 map->bank, reg->name, (unsigned long long)value,
			 (unsigned long long)got, (unsigned long long)want);
}

static void check_patterns(struct rig *rig, const struct kit_map *map,
			   const struct ref_reg *reg)
{
	static const u64 patterns[] = {
		~0ULL, 0, 0x5555555555555555ULL, 0xaaaaaaaaaaaaaaaaULL };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		check_value(rig, map, reg, patterns[i]);
	for (i = 0; i < reg->width; i++) {
		check_value(rig, map, reg, BIT_ULL(i));
		check_value(rig, map, reg, ~BIT_ULL(i));
	}
	check_value(rig, map, reg, 0);
}

static void check_bank_patterns(struct rig *rig, const struct kit_map *map)
{
	unsigned int i;

	for (i = 0; i < map->count; i++)
		if (map->reg[i].kind != REF_SPECIAL)
			check_patterns(rig, map, &map->reg[i]);
}

static void both_banks_keep_their_own_bits_only(void **state)
{
	struct rig *rig = *state;
	struct kit_map map;

	kit_rig_map(rig, NS, &map);
	check_bank_patterns(rig, &map);
	kit_rig_map(rig, SEC, &map);
	check_bank_patterns(rig, &map);
}

/* 6.3.24 and the other bases, MSI addresses: RES0 above OAS. */
static void addresses_above_oas_are_res0_in_both_banks(void **state)
{
	static const u32 sizes[] = { 32, 36, 40, 42, 44, 48 };
	struct smmu3_config config = kit_config();
	struct kit_map map;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct rig *rig;

		config.oas = sizes[i];
		rig = rig_new(&config);
		kit_rig_map(rig, NS, &map);
		check_bank_patterns(rig, &map);
		kit_rig_map(rig, SEC, &map);
		check_bank_patterns(rig, &map);
		rig_free(rig);
	}
}

/* 6.3.25, 6.3.73 */
static void without_st_level_fmt_and_split_are_res0_in_both_banks(void **state)
{
	struct smmu3_config config = kit_config();
	struct rig *rig;
	unsigned int bank;

	(void)state;
	config.st_level = 0;
	config.sidsize = 6;
	config.s_sidsize = 6;
	rig = rig_new(&config);
	for (bank = NS; bank <= SEC; bank++) {
		kit_set(rig, bank, REF_STRTAB_BASE_CFG, ~0U);
		assert_int_equal(kit_get(rig, bank, REF_STRTAB_BASE_CFG),
				 GENMASK_ULL(5, 0));
	}
	rig_free(rig);
}

/* 6.3.1, 6.3.52, and our reading of 6.3.69: each bank has its own MSI bit. */
static void msi_registers_are_there_by_the_banks_own_msi_bit(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i, bank;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct rig *rig;
		struct kit_map map;

		config.msi = i & 1;
		config.s_msi = i >> 1;
		rig = rig_new(&config);
		for (bank = NS; bank <= SEC; bank++) {
			bool there = bank == SEC ? config.s_msi : config.msi;
			u32 want = there ? 0x12345678 : 0;

			kit_rig_map(rig, bank, &map);
			check_bank_patterns(rig, &map);
			kit_set(rig, bank, REF_GERROR_IRQ_CFG1, 0x12345678);
			assert_int_equal(kit_get(rig, bank,
						 REF_GERROR_IRQ_CFG1), want);
			kit_set(rig, bank, REF_EVENTQ_IRQ_CFG1, 0x12345678);
			assert_int_equal(kit_get(rig, bank,
						 REF_EVENTQ_IRQ_CFG1), want);
		}
		rig_free(rig);
	}
}

/* 5.7 of the digest: the MSI abort flags need MSIs. */
static void gerrorn_has_msi_flags_only_with_msis(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i, bank;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct rig *rig;

		config.msi = i & 1;
		config.s_msi = i >> 1;
		rig = rig_new(&config);
		for (bank = NS; bank <= SEC; bank++) {
			bool there = bank == SEC ? config.s_msi : config.msi;

			kit_set(rig, bank, REF_GERRORN, ~0U);
			assert_int_equal(kit_get(rig, bank, REF_GERRORN),
					 there ? 0x1b5 : 0x105);
		}
		rig_free(rig);
	}
}

/* 6.3.37 to 6.3.40, 6.3.83 to 6.3.86: by ATOS, SEL2 and the sizes of IDs */
static void gatos_registers_keep_their_own_bits(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i, bank;

	(void)state;
	config.atos = 1;
	config.st_level = 1;
	config.s2p = 1;
	config.xnx = 1;
	config.stt = 1;
	for (i = 0; i < 12; i++) {
		struct rig *rig;
		struct kit_map map;

		config.sel2 = i % 2;
		config.sidsize = i * 32 / 11;
		config.s_sidsize = 32 - i;
		config.ssidsize = i * 7 % 21;
		rig = rig_new(&config);
		for (bank = NS; bank <= SEC; bank++) {
			kit_rig_map(rig, bank, &map);
			check_bank_patterns(rig, &map);
			check_resets(rig, bank);
		}
		rig_free(rig);
	}
}

/* ---- overrides of GBPA (6.3.14, 6.3.63) ---- */

static void check_gbpa(struct rig *rig, enum smmu3_pas bank)
{
	const struct ref_reg *reg;
	struct kit_map map;

	kit_rig_map(rig, bank, &map);
	reg = ref_reg_at(map.reg, map.count, kit_at(bank, REF_GBPA));
	kit_set(rig, bank, REF_GBPA, ~0U);
	assert_int_equal(kit_get(rig, bank, REF_GBPA) & ~reg->vague, reg->rw);
	kit_set(rig, bank, REF_GBPA, 0);
	assert_int_equal(kit_get(rig, bank, REF_GBPA) & reg->rw, reg->rw);
	kit_set(rig, bank, REF_GBPA, REF_GBPA_UPDATE);
	assert_int_equal(kit_get(rig, bank, REF_GBPA), 0);
}

static void gbpa_fields_are_there_by_their_overrides(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct rig *rig;

		config.attr_types_ovr = i & 1;
		config.attr_perms_ovr = i >> 1;
		rig = rig_new(&config);
		check_gbpa(rig, NS);
		check_gbpa(rig, SEC);
		rig_free(rig);
	}
}

/* Our choice at reset, and what is fixed: everything passes as it came. */
static void gbpa_overrides_nothing_at_reset(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i, bank;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct rig *rig;

		config.attr_types_ovr = i & 1;
		config.attr_perms_ovr = i >> 1;
		rig = rig_new(&config);
		for (bank = NS; bank <= SEC; bank++)
			assert_int_equal(kit_get(rig, bank, REF_GBPA),
					 i & 1 ? 0x1000 : 0);	/* SHCFG */
		rig_free(rig);
	}
}

/* ---- ID register values that no identity has ---- */

static void check_controls(struct rig *rig, const struct ref_map *map)
{
	static const u32 special[] = { REF_CR0, REF_IRQ_CTRL };
	unsigned int bank, i;
	struct kit_map kit;

	for (bank = NS; bank <= SEC; bank++) {
		kit_map(map, bank, &kit);
		check_bank_patterns(rig, &kit);
		for (i = 0; i < ARRAY_SIZE(special); i++) {
			const struct ref_reg *reg =
				ref_reg_at(kit.reg, kit.count,
					   kit_at(bank, special[i]));

			kit_set(rig, bank, special[i], ~(u32)REF_CR0_MASK);
			assert_int_equal(kit_get(rig, bank, special[i]),
					 reg->rw & ~REF_CR0_MASK);
			kit_set(rig, bank, special[i], 0);
		}
	}
}

static void check_poked(struct rig *rig, const struct ref_map *map)
{
	kit_poke_ids(rig, map);
	check_controls(rig, map);
}

/* 6.3.12, 6.3.60: E2H by Hyp and by SEL2. */
static void cr2_e2h_follows_hyp_and_sel2(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr0 |= REF_IDR0_HYP | BIT(0);
	check_poked(rig, &map);
	map.s_idr1 |= REF_S_IDR1_SEL2;
	check_poked(rig, &map);
	map.idr0 &= ~REF_IDR0_HYP;
	check_poked(rig, &map);
}

/* 6.3.12, 6.3.60: PTM by BTM, in both banks. */
static void cr2_ptm_follows_btm(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr0 |= REF_IDR0_BTM;
	check_poked(rig, &map);
}

/* 6.3.9, 6.3.57: VMW of both banks by IDR0.VMW. */
static void cr0_vmw_follows_idr0(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr0 |= REF_IDR0_VMW;
	check_poked(rig, &map);
}

/* 6.3.9, 6.3.12, 6.3.57, 6.3.60: the same of identities that there are. */
static void control_fields_follow_the_identity(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i;

	(void)state;
	config.xnx = 1;
	config.stt = 1;
	config.stall_max = 4;
	for (i = 0; i < 32; i++) {
		struct ref_map map;
		struct rig *rig;

		config.s2p = i & 1;
		config.vmw = i >> 1 & 1;
		config.sel2 = config.s2p && i & 4;
		config.stall_model = i >> 3 & 1;
		config.secure = !(i & 16);
		rig = rig_new(&config);
		map = ref_map(&rig->id);
		if (config.secure)
			check_controls(rig, &map);
		kit_set(rig, NS, REF_CR0, REF_CR0_VMW);
		assert_int_equal(kit_get(rig, NS, REF_CR0ACK),
				 config.s2p && config.vmw ? REF_CR0_VMW : 0);
		kit_set(rig, NS, REF_CR2, REF_CR2_E2H);
		assert_int_equal(kit_get(rig, NS, REF_CR2),
				 config.s2p ? REF_CR2_E2H : 0);
		rig_free(rig);
	}
}

/* 6.3.9, 6.3.12, 6.3.16, 6.3.20: what ATS and PRI add to the Non-secure bank. */
static void fields_of_ats_and_pri_follow_the_id_registers(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr0 |= REF_IDR0_ATS;
	check_poked(rig, &map);
	map.idr0 |= REF_IDR0_ATSRECERR;
	check_poked(rig, &map);
	map.idr0 |= REF_IDR0_PRI;
	check_poked(rig, &map);
	map.idr0 &= ~REF_IDR0_MSI;
	check_poked(rig, &map);
}

/* 6.3.20, 6.3.68: flags of enhanced command queues; 6.3.9: of DPTs. */
static void fields_of_ecmdq_and_dpt_follow_the_id_registers(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr1 |= REF_IDR1_ECMDQ;
	check_poked(rig, &map);
	map.idr3 |= REF_IDR3_DPT;
	check_poked(rig, &map);
	map.idr1 &= ~REF_IDR1_ECMDQ;
	map.s_idr0 |= REF_S_IDR0_ECMDQ;
	check_poked(rig, &map);
}

/* 6.3.52: the banks' MSI registers, also when only the ID register says so. */
static void msi_registers_follow_the_id_registers(void **state)
{
	struct rig *rig = *state;
	struct ref_map map = ref_map(&rig->id);

	map.idr0 &= ~REF_IDR0_MSI;
	check_poked(rig, &map);
	map.s_idr0 &= ~REF_S_IDR0_MSI;
	check_poked(rig, &map);
	map.idr0 |= REF_IDR0_MSI;
	check_poked(rig, &map);
}

static const struct CMUnitTest rules_masks_tests[] = {
	TEST_BANKS(both_banks_have_their_reset_values),
	cmocka_unit_test(gbpa_abort_at_reset_is_configured_for_both_banks),
	TEST_BANKS(both_banks_keep_their_own_bits_only),
	cmocka_unit_test(addresses_above_oas_are_res0_in_both_banks),
	cmocka_unit_test(without_st_level_fmt_and_split_are_res0_in_both_banks),
	cmocka_unit_test(msi_registers_are_there_by_the_banks_own_msi_bit),
	cmocka_unit_test(gerrorn_has_msi_flags_only_with_msis),
	cmocka_unit_test(gatos_registers_keep_their_own_bits),
	cmocka_unit_test(gbpa_fields_are_there_by_their_overrides),
	cmocka_unit_test(gbpa_overrides_nothing_at_reset),
	cmocka_unit_test(control_fields_follow_the_identity),
	TEST_BANKS(cr2_e2h_follows_hyp_and_sel2),
	TEST_BANKS(cr2_ptm_follows_btm),
	TEST_BANKS(cr0_vmw_follows_idr0),
	TEST_BANKS(fields_of_ats_and_pri_follow_the_id_registers),
	TEST_BANKS(fields_of_ecmdq_and_dpt_follow_the_id_registers),
	TEST_BANKS(msi_registers_follow_the_id_registers),
};
SUITE(rules_masks);
