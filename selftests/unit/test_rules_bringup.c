// SPDX-License-Identifier: GPL-2.0
/*
 * Bringing a bank up as 3.11 says, next to another one, and in every wrong
 * order: what a step that comes too early or too late does, and that the right
 * order still works afterwards.
 */
#include "side.h"
#include "rng.h"
#include "suites.h"

#define SID		7
#define VA		0x0000000000407000ULL
#define PA		0x00000000c0000000ULL
#define BAD_SID		0x2b

#define ALL_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

/* Reset values, GBPA.ABORT=1: nothing goes through yet (3.11). */
static void reset_denies_and_is_disabled(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct rig *rig;
	unsigned int i;

	(void)state;
	config.gbpa_abort = 1;
	rig = rig_new(&config);
	for (i = 0; i < SMMU3_NR_PAS; i++) {
		struct side *side = &rig->side[i];
		struct outcome out = side_access(side, SID, VA, READ);

		assert_false(out.ok);
		assert_int_equal(out.x.fault.event, 0);
		assert_int_equal(side_rd32(side, REF_CR0), 0);
		assert_int_equal(side_rd32(side, REF_CR0ACK), 0);
		assert_int_equal(side_rd32(side, REF_IRQ_CTRL), 0);
		assert_int_equal(side_rd32(side, REF_IRQ_CTRLACK), 0);
		assert_int_equal(side_rd32(side, REF_GERROR), 0);
		assert_int_equal(side_rd32(side, REF_GERRORN), 0);
	}
	rig_free(rig);
}

/* ---- the right order, two of them at the same time ---- */

enum step {
	STEP_TABLES,		/* bases, CR1, CR2 */
	STEP_CMDQEN,
	STEP_INVALIDATE,
	STEP_EVENTQEN,
	STEP_IRQS,
	STEP_STREAM,
	STEP_SMMUEN,
	NR_STEPS,
};

static void do_step(struct side *side, enum step step, struct stream *stream)
{
	switch (step) {
	case STEP_TABLES:
		side_boot_queues(side);
		side_wr32(side, REF_CR1, 0xd75);
		side_wr32(side, REF_CR2, REF_CR2_RECINVSID);
		break;
	case STEP_CMDQEN:
		side_cr0(side, REF_CMDQEN);
		break;
	case STEP_INVALIDATE:
		side_flush(side);
		break;
	case STEP_EVENTQEN:
		side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
		break;
	case STEP_IRQS:
		side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
		break;
	case STEP_STREAM:
		*stream = side_stream(side, SID);
		side_map(side, stream, VA, PA + side->bank * PAGE, 3);
		break;
	default:
		side_cr0(side, ALL_ON);
	}
}

/* Translates, records, interrupts, takes commands: a bank that works. */
static void expect_working(struct side *side)
{
	u64 record[REF_EVT_WORDS];

	rig_log_clear(side->rig);
	side_expect_pa(side, SID, VA, READ, PA + side->bank * PAGE, side->bank);
	assert_false(side_access(side, BAD_SID, VA, READ).ok);
	assert_int_equal(side_events(side), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_true(side_pop(side, record));
	assert_int_equal(ref_get(record, REF_E_NUMBER), REF_C_BAD_STE);
	side_cmd(side, ref_sync(REF_CS_IRQ));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(side_errors(side), 0);
}

static void bring_up(struct side *side)
{
	struct stream stream;
	enum step step;

	for (step = 0; step < NR_STEPS; step++)
		do_step(side, step, &stream);
}

static void bank_comes_up_in_the_order_of_the_architecture(void **state)
{
	struct side *side = *state;

	bring_up(side);
	expect_working(side);
	assert_int_equal(side_rd32(other_side(side), REF_CR0), 0);
}

/* Each interleaving of the steps of two drivers, some at random. */
static void both_banks_come_up_side_by_side(void **state)
{
	struct rng rng = rng_new(__func__, 0x7e0030);
	unsigned int cases = rng_cases(20);

	(void)state;
	while (cases--) {
		struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
		struct rig *rig = rig_new(&config);
		unsigned int done[SMMU3_NR_PAS] = { 0 };
		struct stream stream;

		while (done[NS] + done[SECURE] < 2 * NR_STEPS) {
			enum smmu3_pas bank = rng_below(&rng, SMMU3_NR_PAS);

			if (done[bank] == NR_STEPS)
				continue;
			do_step(rig_side(rig, bank), done[bank]++, &stream);
			if (done[bank] == NR_STEPS)
				expect_working(rig_side(rig, bank));
		}
		expect_working(rig_side(rig, NS));
		expect_working(rig_side(rig, SECURE));
		rig_free(rig);
	}
}

static void mixed_traffic_stays_with_its_bank(void **state)
{
	struct side *side = *state;
	struct rng rng = rng_new(__func__, 0x7e0031);
	unsigned int events[SMMU3_NR_PAS] = { 0 }, i;
	u64 record[REF_EVT_WORDS];

	bring_up(side);
	bring_up(other_side(side));
	for (i = 0; i < 500; i++) {
		enum smmu3_pas bank = rng_below(&rng, SMMU3_NR_PAS);
		struct side *one = rig_side(side->rig, bank);

		side_expect_pa(one, SID, VA, WRITE, PA + bank * PAGE, bank);
		if (rng_percent(&rng, 30)) {
			side_access(one, BAD_SID, VA, READ);
			events[bank]++;
		}
		if (rng_percent(&rng, 30) && side_pop(one, record))
			events[bank]--;
		if (rng_percent(&rng, 20))
			side_flush(one);
		if (events[bank] == ref_pow2(RIG_EVENTQ_LOG2))
			while (side_pop(one, record))
				events[bank]--;
		assert_int_equal(side_events(&side->rig->side[NS]), events[NS]);
		assert_int_equal(side_events(&side->rig->side[SECURE]),
				 events[SECURE]);
	}
}

/* ---- wrong orders ---- */

#define WRONG_BASE	(RAM_BASE + RAM_SIZE - 0x40000)

static void smmuen_before_the_table_is_there(struct side *side)
{
	side_cr0(side, REF_SMMUEN);
	side_access(side, SID, VA, READ);
}

static void cmdqen_before_the_base_is_there(struct side *side)
{
	side_wr32(side, REF_CMDQ_PROD, 5);
	side_cr0(side, REF_CMDQEN);
}

static void eventqen_before_the_base_is_there(struct side *side)
{
	side_cr0(side, REF_EVENTQEN | REF_SMMUEN);
	side_access(side, SID, VA, READ);
}

static void tables_while_enabled(struct side *side)
{
	side_cr0(side, ALL_ON);
	side_boot_queues(side);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID);
}

static void commands_before_cmdqen(struct side *side)
{
	side_boot_queues(side);
	side_queue(side, ref_sync(REF_CS_IRQ));
	side_wr32(side, REF_CMDQ_PROD, side->cmd_prod);
}

static void inconsistent_indices(struct side *side)
{
	side_boot_queues(side);
	side_wr32(side, REF_CMDQ_PROD, 0x000fffff);
	side_wr32(side, REF_CMDQ_CONS, 3);
	side_wr32(side, REF_EVENTQ_PROD, 3);
	side_wr32(side, REF_EVENTQ_CONS, 0x800fffff);
	side_cr0(side, ALL_ON);
	side_access(side, SID, VA, READ);
}

static void queues_where_no_memory_is(struct side *side)
{
	side_wr64(side, REF_CMDQ_BASE, 0x1000 | RIG_CMDQ_LOG2);
	side_wr64(side, REF_EVENTQ_BASE, 0x2000 | RIG_EVENTQ_LOG2);
	side_wr64(side, REF_STRTAB_BASE, 0x4000);
	side_wr32(side, REF_STRTAB_BASE_CFG, RIG_STRTAB_LOG2);
	side_wr32(side, REF_CMDQ_PROD, 1);
	side_cr0(side, ALL_ON);
	side_access(side, SID, VA, READ);
}

static void everything_at_the_largest(struct side *side)
{
	side_wr64(side, REF_CMDQ_BASE, ~0ULL);
	side_wr64(side, REF_EVENTQ_BASE, ~0ULL);
	side_wr64(side, REF_STRTAB_BASE, ~0ULL);
	side_wr32(side, REF_STRTAB_BASE_CFG, ~0U);
	side_wr32(side, REF_CMDQ_PROD, ~0U);
	side_wr32(side, REF_CR1, ~0U);
	side_wr32(side, REF_IRQ_CTRL, ~0U);
	side_wr32(side, REF_CR0, ~0U);
	side_access(side, ~0U, ~0ULL, WRITE);
}

static void all_queues_in_one_place(struct side *side)
{
	side_wr64(side, REF_CMDQ_BASE, WRONG_BASE | RIG_CMDQ_LOG2);
	side_wr64(side, REF_EVENTQ_BASE, WRONG_BASE | RIG_EVENTQ_LOG2);
	side_wr64(side, REF_STRTAB_BASE, WRONG_BASE);
	side_wr32(side, REF_STRTAB_BASE_CFG, 0);
	side_cr0(side, ALL_ON);
	side_access(side, 0, VA, READ);
	side_wr32(side, REF_CMDQ_PROD, 2);
	side_access(side, 0, VA, READ);
}

static void no_invalidation(struct side *side)
{
	side_boot_queues(side);
	side_cr0(side, ALL_ON);
	side_access(side, SID, VA, READ);
}

static void interrupts_first(struct side *side)
{
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	side_wr64(side, REF_EVENTQ_IRQ_CFG0, MSI_PAGE);
	side_wr32(side, REF_GERRORN, ~0U);
}

static void half_of_an_enable(struct side *side)
{
	side_boot_queues(side);
	side_cr0(side, REF_CMDQEN);
	side_cr0(side, REF_SMMUEN);
	side_cr0(side, REF_EVENTQEN);
	side_access(side, SID, VA, READ);
	side_cr0(side, 0);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
}

static const struct wrong {
	const char *name;
	void (*go)(struct side *side);
} wrongs[] = {
	{ "SMMUEN first", smmuen_before_the_table_is_there },
	{ "CMDQEN first", cmdqen_before_the_base_is_there },
	{ "EVENTQEN first", eventqen_before_the_base_is_there },
	{ "tables while enabled", tables_while_enabled },
	{ "commands before CMDQEN", commands_before_cmdqen },
	{ "inconsistent indices", inconsistent_indices },
	{ "no memory", queues_where_no_memory_is },
	{ "all ones", everything_at_the_largest },
	{ "one place", all_queues_in_one_place },
	{ "no invalidation", no_invalidation },
	{ "interrupts first", interrupts_first },
	{ "halves", half_of_an_enable },
};

/* Off, forget, and again as it should be. */
static void start_again(struct side *side)
{
	side_cr0(side, 0);
	side_irq_ctrl(side, 0);
	side_wr32(side, REF_GERRORN, side_rd32(side, REF_GERROR));
	side->free = RAM_BASE;
	side->cmd_prod = 0;
	side->evt_cons = 0;
	bring_up(side);
}

static void any_wrong_order_can_be_put_right(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < 2 * ARRAY_SIZE(wrongs); i++) {
		struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
		struct rig *rig = rig_new(&config);
		struct side *side = rig_side(rig, i % 2);

		print_message("# %s, bank %u\n", wrongs[i / 2].name, i % 2);
		bring_up(other_side(side));
		wrongs[i / 2].go(side);
		expect_working(other_side(side));
		start_again(side);
		expect_working(side);
		expect_working(other_side(side));
		rig_free(rig);
	}
}

/* All wrong ones in a row, in any order, in either bank. */
static void wrong_orders_in_any_order_can_be_put_right(void **state)
{
	struct side *side = *state;
	struct rng rng = rng_new(__func__, 0x7e0032);
	unsigned int cases = rng_cases(60);

	bring_up(other_side(side));
	while (cases--) {
		wrongs[rng_below(&rng, ARRAY_SIZE(wrongs))].go(side);
		side->free = RAM_BASE;
	}
	start_again(side);
	expect_working(side);
	expect_working(other_side(side));
}

/* 6.3.24, 6.3.26, 6.3.29: what is read-only while it is in use. */
static void bases_do_not_move_while_in_use(void **state)
{
	static const u32 bases[] = {
		REF_STRTAB_BASE, REF_CMDQ_BASE, REF_EVENTQ_BASE };
	struct side *side = *state;
	unsigned int i;

	bring_up(side);
	for (i = 0; i < ARRAY_SIZE(bases); i++) {
		u64 was = side_rd64(side, bases[i]);

		side_wr64(side, bases[i], WRONG_BASE);
		assert_int_equal(side_rd64(side, bases[i]), was);
	}
	expect_working(side);
}

/* 6.3.9.4: what happened before is lost, what happens later is not. */
static void events_before_eventqen_are_lost(void **state)
{
	struct side *side = *state;

	side_boot_queues(side);
	side_cr0(side, REF_CMDQEN);
	side_flush(side);
	side_cr0(side, REF_CMDQEN | REF_SMMUEN);
	side_access(side, BAD_SID, VA, READ);
	side_cr0(side, ALL_ON);
	assert_int_equal(side_events(side), 0);
	side_access(side, BAD_SID, VA, READ);
	assert_int_equal(side_events(side), 1);
}

/* 4.1.2: enabling is a look at the queue of its own. */
static void commands_before_cmdqen_run_at_the_enable(void **state)
{
	struct side *side = *state;

	commands_before_cmdqen(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 0);
	side_cr0(side, REF_CMDQEN);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(side_rd32(side, REF_CMDQ_CONS), side->cmd_prod);
}

static const struct CMUnitTest rules_bringup_tests[] = {
	cmocka_unit_test(reset_denies_and_is_disabled),
	TEST_BOTH_RESET(bank_comes_up_in_the_order_of_the_architecture),
	cmocka_unit_test(both_banks_come_up_side_by_side),
	TEST_BOTH_RESET(mixed_traffic_stays_with_its_bank),
	cmocka_unit_test(any_wrong_order_can_be_put_right),
	TEST_BOTH_RESET(wrong_orders_in_any_order_can_be_put_right),
	TEST_BOTH_RESET(bases_do_not_move_while_in_use),
	TEST_BOTH_RESET(events_before_eventqen_are_lost),
	TEST_BOTH_RESET(commands_before_cmdqen_run_at_the_enable),
};
SUITE(rules_bringup);
