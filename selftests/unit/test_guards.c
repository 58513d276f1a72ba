// SPDX-License-Identifier: GPL-2.0
/*
 * When registers may be written (6.2, registers.md 15), and the Update
 * protocols of CR0, IRQ_CTRL and GBPA (6.3.9, 6.3.14, 6.3.16), GERRORN.
 */
#include "rig.h"
#include "suites.h"

static void check_kept(struct rig *rig, u32 offset, unsigned int width, u64 try)
{
	u64 before = smmu3_reg_read(rig->smmu, NS, offset, width);

	smmu3_reg_write(rig->smmu, NS, offset, width, try);
	rig_run(rig);
	assert_int_equal(smmu3_reg_read(rig->smmu, NS, offset, width), before);
}

static void check_halves_kept(struct rig *rig, u32 offset)
{
	check_kept(rig, offset, 64, 0x00000fffffffff1fULL);
	check_kept(rig, offset, 32, 0xffffff1f);
	check_kept(rig, offset + 4, 32, 0x40000fff);
}

static void while_smmuen_strtab_is_read_only(void **state)
{
	struct rig *rig = *state;

	check_halves_kept(rig, REF_STRTAB_BASE);
	check_kept(rig, REF_STRTAB_BASE_CFG, 32, 0x00010286);
}

static void while_smmuen_cr2_is_read_only(void **state)
{
	check_kept(*state, REF_CR2, 32, 0);
}

static void while_smmuen_only_cr1_table_fields_are_kept(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, 0);
	wr32(rig, REF_CR1, 0);
	rig_cr0(rig, REF_SMMUEN);
	wr32(rig, REF_CR1, 0xffffffff);
	assert_int_equal(rd32(rig, REF_CR1), REF_CR1_QUEUE);
}

static void check_queue_fields_kept(struct rig *rig, u32 enable)
{
	rig_cr0(rig, 0);
	wr32(rig, REF_CR1, 0);
	rig_cr0(rig, enable);
	wr32(rig, REF_CR1, 0xffffffff);
	assert_int_equal(rd32(rig, REF_CR1), REF_CR1_TABLE);
}

static void while_cmdqen_only_cr1_queue_fields_are_kept(void **state)
{
	check_queue_fields_kept(*state, REF_CMDQEN);
}

static void while_eventqen_only_cr1_queue_fields_are_kept(void **state)
{
	check_queue_fields_kept(*state, REF_EVENTQEN);
}

static void while_cmdqen_its_base_and_cons_are_read_only(void **state)
{
	struct rig *rig = *state;

	check_halves_kept(rig, REF_CMDQ_BASE);
	check_kept(rig, REF_CMDQ_CONS, 32, 0x0100001f);
}

static void while_eventqen_its_base_and_prod_are_read_only(void **state)
{
	struct rig *rig = *state;

	check_halves_kept(rig, REF_EVENTQ_BASE);
	check_kept(rig, REF_EVENTQ_PROD, 32, 0x8000000f);
}

/* Each guard belongs to its own enable alone. */
static void while_disabled_queues_strtab_guards_are_not_theirs(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_SMMUEN);
	wr64(rig, REF_CMDQ_BASE, 0x1000);
	assert_int_equal(rd64(rig, REF_CMDQ_BASE), 0x1000);
	wr64(rig, REF_EVENTQ_BASE, 0x2000);
	assert_int_equal(rd64(rig, REF_EVENTQ_BASE), 0x2000);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	wr64(rig, REF_STRTAB_BASE, 0x4000);
	assert_int_equal(rd64(rig, REF_STRTAB_BASE), 0x4000);
	wr32(rig, REF_CR2, 0);
	assert_int_equal(rd32(rig, REF_CR2), 0);
}

static void cr0_fields_are_acknowledged_independently(void **state)
{
	static const u32 values[] = {
		REF_CMDQEN, REF_CMDQEN | REF_EVENTQEN, REF_EVENTQEN,
		REF_EVENTQEN | REF_SMMUEN, REF_SMMUEN, 0, REF_CR0_MASK, 0 };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		wr32(rig, REF_CR0, values[i]);
		assert_int_equal(rd32(rig, REF_CR0), values[i]);
		assert_int_equal(rd32(rig, REF_CR0ACK), values[i]);
	}
}

/* 6.3.9, 3.: reserved fields are neither kept nor acknowledged. */
static void cr0_reserved_fields_are_not_acknowledged(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_CR0, ~(u32)REF_CR0_MASK);
	assert_int_equal(rd32(rig, REF_CR0), 0);
	assert_int_equal(rd32(rig, REF_CR0ACK), 0);
	wr32(rig, REF_CR0ACK, 0xffffffff);
	assert_int_equal(rd32(rig, REF_CR0ACK), 0);
}

static void irq_ctrl_is_acknowledged(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_IRQ_CTRL, 0xffffffff);
	assert_int_equal(rd32(rig, REF_IRQ_CTRL), 5);
	assert_int_equal(rd32(rig, REF_IRQ_CTRLACK), 5);
	wr32(rig, REF_IRQ_CTRL, 4);
	assert_int_equal(rd32(rig, REF_IRQ_CTRLACK), 4);
	wr32(rig, REF_IRQ_CTRLACK, 0);
	assert_int_equal(rd32(rig, REF_IRQ_CTRLACK), 4);
	wr32(rig, REF_IRQ_CTRL, 0);
	assert_int_equal(rd32(rig, REF_IRQ_CTRLACK), 0);
}

static void gbpa_write_without_update_is_ignored(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_GBPA, REF_GBPA_ABORT);
	assert_int_equal(rd32(rig, REF_GBPA) & REF_GBPA_ABORT, 0);
}

static void gbpa_write_with_update_acts_and_update_clears(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	assert_int_equal(rd32(rig, REF_GBPA) &
			 (REF_GBPA_UPDATE | REF_GBPA_ABORT), REF_GBPA_ABORT);
	wr32(rig, REF_GBPA, REF_GBPA_UPDATE);
	assert_int_equal(rd32(rig, REF_GBPA) &
			 (REF_GBPA_UPDATE | REF_GBPA_ABORT), 0);
}

/*
 * Without attribute overrides the fields read as zero or as written, and what
 * is not a field reads as zero (6.3.14).
 */
static void gbpa_has_no_other_bits(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_GBPA, 0xffffffff);
	assert_int_equal(rd32(rig, REF_GBPA) & ~REF_GBPA_FIELDS, 0);
	assert_int_equal(rd32(rig, REF_GBPA) & REF_GBPA_ABORT, REF_GBPA_ABORT);
}

static void gerrorn_keeps_what_was_written_and_gerror_does_not(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_GERROR, 0xffffffff);
	assert_int_equal(rd32(rig, REF_GERROR), 0);
	wr32(rig, REF_GERRORN, 0x105);
	assert_int_equal(rd32(rig, REF_GERRORN), 0x105);
	assert_int_equal(rd32(rig, REF_GERROR), 0);
	assert_int_equal(host_log_count(&rig->host, HOST_IRQ), 0);
}

static const struct CMUnitTest guards_tests[] = {
	TEST_EXACT(while_smmuen_strtab_is_read_only),
	TEST_EXACT(while_smmuen_cr2_is_read_only),
	TEST_EXACT(while_smmuen_only_cr1_table_fields_are_kept),
	TEST_EXACT(while_cmdqen_only_cr1_queue_fields_are_kept),
	TEST_EXACT(while_eventqen_only_cr1_queue_fields_are_kept),
	TEST_EXACT(while_cmdqen_its_base_and_cons_are_read_only),
	TEST_EXACT(while_eventqen_its_base_and_prod_are_read_only),
	TEST_EXACT(while_disabled_queues_strtab_guards_are_not_theirs),
	TEST_RESET(cr0_fields_are_acknowledged_independently),
	TEST_RESET(cr0_reserved_fields_are_not_acknowledged),
	TEST_RESET(irq_ctrl_is_acknowledged),
	TEST_RESET(gbpa_write_without_update_is_ignored),
	TEST_RESET(gbpa_write_with_update_acts_and_update_clears),
	TEST_RESET(gbpa_has_no_other_bits),
	TEST_RESET(gerrorn_keeps_what_was_written_and_gerror_does_not),
};
SUITE(guards);
