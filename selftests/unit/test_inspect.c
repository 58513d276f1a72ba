// SPDX-License-Identifier: GPL-2.0
/*
 * Inspection: the register list, layouts and names, queues as they stand.
 */
#include "rig.h"
#include "suites.h"

#include "../ref/legal.h"
#include "../../include/uapi/linux/smmu_sim.h"

static const struct smmu3_reg_info *find_reg(const char *name)
{
	const struct smmu3_reg_info *reg;
	unsigned int i;

	for (i = 0; (reg = smmu3_reg_info(i)); i++) {
		const char *has = reg->layout[NS].name;

		if (!strncmp(has, "SMMU_", 5))
			has += 5;
		if (!strcmp(has, name))
			return reg;
	}
	return NULL;
}

static void every_register_is_listed_with_offset_and_width(void **state)
{
	struct rig *rig = *state;
	struct ref_reg regs[REF_MAX_REGS];
	unsigned int count = ref_regs(&rig->id, regs), i;

	for (i = 0; i < count; i++) {
		const struct smmu3_reg_info *reg = find_reg(regs[i].name);

		if (regs[i].offset == REF_STATUSR)
			continue;	/* all RES0 without DORMHINT */
		if (!reg)
			fail_msg("%s is not listed", regs[i].name);
		assert_int_equal(reg->offset[NS], regs[i].offset);
		assert_int_equal(reg->width, regs[i].width);
	}
}

static void registers_are_listed_in_ascending_order(void **state)
{
	const struct smmu3_reg_info *reg;
	u32 last = 0;
	unsigned int i;

	(void)state;
	for (i = 0; (reg = smmu3_reg_info(i)); i++) {
		if (reg->offset[NS] == SMMU3_NO_REG)
			continue;
		assert_true(!i || reg->offset[NS] > last);
		last = reg->offset[NS];
	}
	assert_true(i > 0);
}

static void check_layout(const struct smmu3_layout *layout, unsigned int words)
{
	unsigned int end = 0, i;

	assert_non_null(layout->name);
	for (i = 0; i < layout->count; i++) {
		const struct smmu3_field *f = &layout->field[i];
		unsigned int low = f->word * 64U + f->lsb;

		assert_non_null(f->name);
		assert_true(f->width > 0 && f->lsb + f->width <= 64);
		assert_true(f->word < words);
		if (low < end)
			fail_msg("%s.%s overlaps", layout->name, f->name);
		end = low + f->width;
	}
}

static void fields_of_all_layouts_ascend_and_fit(void **state)
{
	const struct smmu3_reg_info *reg;
	unsigned int i;

	(void)state;
	for (i = 0; (reg = smmu3_reg_info(i)); i++)
		check_layout(&reg->layout[NS], 1);
	check_layout(smmu3_ste_layout(), 8);
	check_layout(smmu3_cd_layout(), 8);
	for (i = 0; i < 256; i++) {
		if (smmu3_cmd_layout(i))
			check_layout(smmu3_cmd_layout(i), 2);
		if (smmu3_evt_layout(i))
			check_layout(smmu3_evt_layout(i), 4);
	}
}

static void every_command_and_event_has_a_name(void **state)
{
	static const u8 events[] = {
		REF_C_BAD_STREAMID, REF_F_STE_FETCH, REF_C_BAD_STE,
		REF_C_BAD_SUBSTREAMID, REF_F_CD_FETCH, REF_C_BAD_CD,
		REF_F_WALK_EABT, REF_F_TRANSLATION, REF_F_ADDR_SIZE,
		REF_F_ACCESS, REF_F_PERMISSION };
	unsigned int i;

	(void)state;
	for (i = 0; i < 256; i++)
		assert_int_equal(!smmu3_cmd_layout(i), !ref_cmd_name(i));
	for (i = 0; i < ARRAY_SIZE(events); i++)
		assert_non_null(smmu3_evt_layout(events[i]));
	assert_null(smmu3_cmd_layout(0));
	assert_null(smmu3_cmd_layout(0xff));
	assert_null(smmu3_evt_layout(0));
	assert_null(smmu3_evt_layout(0xff));
}

/**
 * struct known - a field that I typed
 */
struct known {
	const char *name;
	unsigned int high;
	unsigned int low;
};

static void check_known(const struct smmu3_layout *layout,
			const struct known *known)
{
	unsigned int i;

	for (i = 0; i < layout->count; i++) {
		const struct smmu3_field *f = &layout->field[i];

		if (strcmp(f->name, known->name))
			continue;
		assert_int_equal(f->word * 64U + f->lsb, known->low);
		assert_int_equal(f->width, known->high - known->low + 1);
		return;
	}
	fail_msg("%s has no %s", layout->name, known->name);
}

/* TLB records of INSPECT carry these numbers. */
static void stream_worlds_have_the_numbers_of_the_uapi(void **state)
{
	static const struct {
		unsigned int number;
		unsigned int world;
		const char *name;
	} worlds[] = {
		{ 0, SMMU_SIM_WORLD_NS_EL1, "NS-EL1" },
		{ 1, SMMU_SIM_WORLD_NS_EL2, "NS-EL2" },
		{ 2, SMMU_SIM_WORLD_NS_EL2_E2H, "NS-EL2-E2H" },
		{ 3, SMMU_SIM_WORLD_S_EL1, "Secure" },
		{ 4, SMMU_SIM_WORLD_S_EL2, "S-EL2" },
		{ 5, SMMU_SIM_WORLD_S_EL2_E2H, "S-EL2-E2H" },
		{ 6, SMMU_SIM_WORLD_EL3, "EL3" },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(worlds); i++) {
		assert_int_equal(worlds[i].world, worlds[i].number);
		assert_string_equal(smmu3_world_name(worlds[i].world),
				    worlds[i].name);
	}
	assert_null(smmu3_world_name(ARRAY_SIZE(worlds)));
}

static void ste_and_cd_fields_are_where_the_architecture_says(void **state)
{
	static const struct known ste[] = {
		{ "V", REF_STE_V }, { "Config", REF_STE_CONFIG },
		{ "S1Fmt", REF_STE_S1FMT }, { "S1CDMax", REF_STE_S1CDMAX },
		{ "S1DSS", REF_STE_S1DSS }, { "STRW", REF_STE_STRW },
		{ "EATS", REF_STE_EATS }, { "S1STALLD", REF_STE_S1STALLD },
		{ "S2VMID", REF_STE_S2VMID }, { "MEV", REF_STE_MEV },
	};
	static const struct known cd[] = {
		{ "T0SZ", REF_CD_T0SZ }, { "TG0", REF_CD_TG0 },
		{ "EPD0", REF_CD_EPD0 }, { "T1SZ", REF_CD_T1SZ },
		{ "TG1", REF_CD_TG1 }, { "V", REF_CD_V },
		{ "IPS", REF_CD_IPS }, { "AFFD", REF_CD_AFFD },
		{ "WXN", REF_CD_WXN }, { "TBI0", REF_CD_TBI0 },
		{ "PAN", REF_CD_PAN }, { "AA64", REF_CD_AA64 },
		{ "A", REF_CD_A }, { "R", REF_CD_R }, { "S", REF_CD_S },
		{ "ASET", REF_CD_ASET }, { "ASID", REF_CD_ASID },
		{ "HAD0", REF_CD_HAD0 }, { "HAD1", REF_CD_HAD1 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ste); i++)
		check_known(smmu3_ste_layout(), &ste[i]);
	for (i = 0; i < ARRAY_SIZE(cd); i++)
		check_known(smmu3_cd_layout(), &cd[i]);
}

static void fields_are_extracted(void **state)
{
	static const u64 words[] = { 0x1111222233334444ULL, ~0ULL };
	const struct smmu3_field whole = { "w", 0, 0, 64, false };
	const struct smmu3_field part = { "p", 0, 8, 12, false };
	const struct smmu3_field top = { "t", 1, 63, 1, false };
	const struct smmu3_field address = { "a", 0, 12, 40, true };

	(void)state;
	assert_int_equal(smmu3_field_get(&whole, words), words[0]);
	assert_int_equal(smmu3_field_get(&part, words), 0x344);
	assert_int_equal(smmu3_field_get(&top, words), 1);
	assert_int_equal(smmu3_field_get(&address, words),
			 0x1222233334000ULL);
}

static void bank_info_tells_the_queues_as_they_stand(void **state)
{
	struct rig *rig = *state;
	struct smmu3_bank_info info;

	rig_access(rig, 60, 0, READ);
	rig_access(rig, 61, 0, READ);
	rig_sync(rig);
	smmu3_bank_info(rig->smmu, NS, &info);
	assert_true(info.present);
	assert_true(info.smmuen);
	assert_int_equal(info.cmdq.base, rig->side[NS].cmdq);
	assert_int_equal(info.cmdq.entries, ref_pow2(RIG_CMDQ_LOG2));
	assert_int_equal(info.cmdq.entry_size, 16);
	assert_int_equal(info.cmdq.prod, rig->side[NS].cmd_prod);
	assert_int_equal(info.cmdq.cons, rig->side[NS].cmd_prod);
	assert_true(info.cmdq.enabled);
	assert_int_equal(info.eventq.base, rig->side[NS].eventq);
	assert_int_equal(info.eventq.entries, ref_pow2(RIG_EVENTQ_LOG2));
	assert_int_equal(info.eventq.entry_size, 32);
	assert_int_equal(info.eventq.prod, 2);
	assert_int_equal(info.eventq.cons, 0);
	assert_int_equal(info.strtab_base, rig->side[NS].strtab);
	assert_int_equal(info.strtab_log2, RIG_STRTAB_LOG2);
	assert_int_equal(info.strtab_split, 0);
	assert_int_equal(info.commands, 4);
	assert_int_equal(info.events, 2);
	assert_int_equal(info.discarded, 0);
}

static void secure_bank_is_not_present(void **state)
{
	struct rig *rig = *state;
	struct smmu3_bank_info info;

	smmu3_bank_info(rig->smmu, SMMU3_PAS_S, &info);
	assert_false(info.present);
}

static void discarded_events_are_counted(void **state)
{
	struct rig *rig = *state;
	struct smmu3_bank_info info;

	rig_cr0(rig, REF_CMDQEN | REF_SMMUEN);
	rig_access(rig, 60, 0, READ);
	smmu3_bank_info(rig->smmu, NS, &info);
	assert_int_equal(info.events, 0);
	assert_int_equal(info.discarded, 1);
}

static const struct CMUnitTest inspect_tests[] = {
	TEST_RESET(every_register_is_listed_with_offset_and_width),
	cmocka_unit_test(registers_are_listed_in_ascending_order),
	cmocka_unit_test(fields_of_all_layouts_ascend_and_fit),
	cmocka_unit_test(every_command_and_event_has_a_name),
	cmocka_unit_test(stream_worlds_have_the_numbers_of_the_uapi),
	cmocka_unit_test(ste_and_cd_fields_are_where_the_architecture_says),
	cmocka_unit_test(fields_are_extracted),
	TEST_EXACT(bank_info_tells_the_queues_as_they_stand),
	TEST_EXACT(secure_bank_is_not_present),
	TEST_EXACT(discarded_events_are_counted),
};
SUITE(inspect);
