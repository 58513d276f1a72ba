// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts are pulses (3.18): when there is one, when there is none.
 */
#include "rig.h"
#include "suites.h"

#define BAD_SID		60	/* V = 0: C_BAD_STE */

static void raise_event(struct rig *rig)
{
	rig_access(rig, BAD_SID, 0, READ);
}

static unsigned int eventq_irqs(struct rig *rig)
{
	return host_irq_count(&rig->host, SMMU3_IRQ_EVENTQ);
}

static unsigned int gerror_irqs(struct rig *rig)
{
	return host_irq_count(&rig->host, SMMU3_IRQ_GERROR);
}

static void eventq_irq_only_from_empty_to_non_empty(void **state)
{
	struct rig *rig = *state;
	u64 record[REF_EVT_WORDS];

	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 1);
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 1);
	rig_event_pop(rig, record);
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 1);
	while (rig_event_pop(rig, record))
		;
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 2);
}

static void eventq_irq_is_of_the_nonsecure_bank(void **state)
{
	struct rig *rig = *state;
	int at;

	raise_event(rig);
	at = host_log_find(&rig->host, HOST_IRQ, 0);
	assert_true(at >= 0);
	assert_int_equal(rig->host.log[at].bank, NS);
	assert_int_equal(rig->host.log[at].line, SMMU3_IRQ_EVENTQ);
}

/* 3.5.2: data, then PROD, then the interrupt. */
static void look_at_queue(void *arg, enum smmu3_irq line)
{
	struct rig *rig = arg;

	assert_int_equal(line, SMMU3_IRQ_EVENTQ);
	assert_int_equal(rd32(rig, REF_EVENTQ_PROD), 1);
	assert_int_equal(load64(rig, rig->eventq) & 0xff, REF_C_BAD_STE);
}

static void record_and_prod_are_visible_at_the_irq(void **state)
{
	struct rig *rig = *state;

	rig->host.on_irq = look_at_queue;
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 1);
}

static void disabled_eventq_irq_is_silent(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_IRQ_CTRL, REF_IRQ_GERROR);
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 0);
}

/* 3.18.1: only what happens later counts. */
static void enabling_with_entries_in_the_queue_gives_no_irq(void **state)
{
	struct rig *rig = *state;

	disabled_eventq_irq_is_silent(state);
	wr32(rig, REF_IRQ_CTRL, REF_IRQ_EVENTQ);
	assert_int_equal(eventq_irqs(rig), 0);
	raise_event(rig);
	assert_int_equal(eventq_irqs(rig), 0);
}

static void raise_cmdq_error(struct rig *rig)
{
	rig_queue(rig, ref_cmd(0));
	rig_kick(rig);
	assert_true(rig_cmdq_error(rig));
}

static void disabled_gerror_irq_is_silent(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_IRQ_CTRL, REF_IRQ_EVENTQ);
	raise_cmdq_error(rig);
	assert_int_equal(gerror_irqs(rig), 0);
}

static void enabling_with_gerror_active_gives_no_irq(void **state)
{
	struct rig *rig = *state;

	disabled_gerror_irq_is_silent(state);
	wr32(rig, REF_IRQ_CTRL, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
	assert_int_equal(gerror_irqs(rig), 0);
}

static void each_activation_of_another_error_gives_an_irq(void **state)
{
	struct rig *rig = *state;

	raise_cmdq_error(rig);
	assert_int_equal(gerror_irqs(rig), 1);
	host_fail(&rig->host, NS, rig->eventq, PAGE);
	raise_event(rig);
	assert_int_equal(gerror_irqs(rig), 2);
	raise_event(rig);
	assert_int_equal(gerror_irqs(rig), 2);
	assert_int_equal(rd32(rig, REF_GERROR),
			 REF_GERROR_CMDQ_ERR | REF_GERROR_EVENTQ_ABT);
}

/* 7.5: writes of GERRORN acknowledge, they never interrupt. */
static void gerrorn_writes_give_no_irq(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_EVENTQEN | REF_SMMUEN);
	wr32(rig, REF_GERRORN, 0x105);
	wr32(rig, REF_GERRORN, 0);
	assert_int_equal(host_log_count(&rig->host, HOST_IRQ), 0);
}

static const struct CMUnitTest irq_tests[] = {
	TEST_EXACT(eventq_irq_only_from_empty_to_non_empty),
	TEST_EXACT(eventq_irq_is_of_the_nonsecure_bank),
	TEST_EXACT(record_and_prod_are_visible_at_the_irq),
	TEST_EXACT(disabled_eventq_irq_is_silent),
	TEST_EXACT(enabling_with_entries_in_the_queue_gives_no_irq),
	TEST_EXACT(disabled_gerror_irq_is_silent),
	TEST_EXACT(enabling_with_gerror_active_gives_no_irq),
	TEST_EXACT(each_activation_of_another_error_gives_an_irq),
	TEST_EXACT(gerrorn_writes_give_no_irq),
};
SUITE(irq);
