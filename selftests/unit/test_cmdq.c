// SPDX-License-Identifier: GPL-2.0
/*
 * The command queue as a machine (3.5.1, 4.1, 7.1): when commands run, in
 * which order, where it stops, how it goes on. Which commands are legal is in
 * test_commands.c.
 */
#include "rig.h"
#include "suites.h"

#define CMDS		ref_pow2(RIG_CMDQ_LOG2)

static u32 cons_index(struct rig *rig)
{
	u64 cons = rd32(rig, REF_CMDQ_CONS);

	return ref_get(&cons, REF_Q_INDEX);
}

static u32 cons_error(struct rig *rig)
{
	u64 cons = rd32(rig, REF_CMDQ_CONS);

	return ref_get(&cons, REF_CMDQ_CONS_ERR);
}

static unsigned int commands_seen(struct rig *rig)
{
	return host_log_count(&rig->host, HOST_COMMAND);
}

static void prod_write_consumes_everything_in_order(void **state)
{
	struct rig *rig = *state;
	unsigned int i;
	int at = -1;

	for (i = 0; i < 5; i++)
		rig_queue(rig, ref_cfgi_ste(i, true));
	rig_kick(rig);
	assert_int_equal(cons_index(rig), rig->cmd_prod);
	for (i = 0; i < 5; i++) {
		at = host_log_find(&rig->host, HOST_COMMAND, at + 1);
		assert_true(at >= 0);
		assert_int_equal(ref_get(rig->host.log[at].words, REF_CMD_SID),
				 i);
		assert_int_equal(rig->host.log[at].error, 0);
		assert_int_equal(rig->host.log[at].bank, NS);
	}
}

static void fetches_are_from_the_nonsecure_queue_slots(void **state)
{
	struct rig *rig = *state;
	u64 slot = rig->cmdq + rig->cmd_prod * 16;
	int at;

	rig_sync(rig);
	at = host_log_find(&rig->host, HOST_READ, 0);
	assert_true(at >= 0);
	assert_int_equal(rig->host.log[at].access.addr, slot);
	assert_int_equal(rig->host.log[at].access.kind, SMMU3_ACCESS_CMDQ);
	assert_int_equal(rig->host.log[at].access.pas, NS);
	assert_int_equal(rig->host.log[at].len, 16);
}

static void empty_queue_reads_nothing(void **state)
{
	struct rig *rig = *state;

	rig_kick(rig);
	assert_int_equal(host_log_count(&rig->host, HOST_READ), 0);
}

static void queue_wraps_many_times(void **state)
{
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < 5 * CMDS; i++)
		rig_sync(rig);
	assert_int_equal(commands_seen(rig), 5 * CMDS);
}

static void full_queue_is_consumed(void **state)
{
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < CMDS; i++)
		rig_queue(rig, ref_sync(REF_CS_NONE));
	rig_kick(rig);
	assert_int_equal(commands_seen(rig), CMDS);
	assert_int_equal(cons_index(rig), rig->cmd_prod);
}

/* A queue of @log2 in BASE; runs @count SYNCs one by one from index 0. */
static void check_size(struct rig *rig, unsigned int log2, unsigned int real,
		       unsigned int count)
{
	u32 mask = 2 * ref_pow2(real) - 1, prod = 0, i;
	struct ref_cmd cmd = ref_sync(REF_CS_NONE);

	rig_cr0(rig, 0);
	wr64(rig, REF_CMDQ_BASE, rig->cmdq | log2);
	assert_int_equal(rd64(rig, REF_CMDQ_BASE), rig->cmdq | log2);
	wr32(rig, REF_CMDQ_PROD, 0);
	wr32(rig, REF_CMDQ_CONS, 0);
	rig_cr0(rig, REF_CMDQEN);
	for (i = 0; i < count; i++) {
		store_image(rig, rig->cmdq + (prod & (ref_pow2(real) - 1)) * 16,
			    cmd.w, 2);
		prod = (prod + 1) & mask;
		wr32(rig, REF_CMDQ_PROD, prod);
		assert_false(rig_cmdq_error(rig));
		assert_int_equal(cons_index(rig), prod);
	}
}

static void log2size_0_is_a_queue_of_one(void **state)
{
	check_size(*state, 0, 0, 5);
}

static void log2size_1_wraps_after_two(void **state)
{
	check_size(*state, 1, 1, 9);
}

static void log2size_above_cmdqs_is_capped(void **state)
{
	check_size(*state, 31, 8, 520);
}

/* 6.3.26: the base is aligned to the queue's size, but at least 32 bytes. */
static void base_is_aligned_down_to_the_queue_size(void **state)
{
	struct rig *rig = *state;
	struct ref_cmd cmd = ref_sync(REF_CS_NONE);
	int at;

	rig_cr0(rig, 0);
	store_image(rig, rig->cmdq, cmd.w, 2);
	wr64(rig, REF_CMDQ_BASE, (rig->cmdq + 0x1e0) | RIG_CMDQ_LOG2);
	wr32(rig, REF_CMDQ_CONS, 0);
	wr32(rig, REF_CMDQ_PROD, 1);
	host_log_clear(&rig->host);
	rig_cr0(rig, REF_CMDQEN);
	at = host_log_find(&rig->host, HOST_READ, 0);
	assert_true(at >= 0);
	assert_int_equal(rig->host.log[at].access.addr, rig->cmdq);
}

/* A queue of 16 bytes is aligned to 32, not to 64. */
static void base_of_a_tiny_queue_is_aligned_to_32_bytes(void **state)
{
	struct rig *rig = *state;
	int at;

	rig_cr0(rig, 0);
	wr64(rig, REF_CMDQ_BASE, rig->cmdq + 0x20);
	wr32(rig, REF_CMDQ_CONS, 0);
	wr32(rig, REF_CMDQ_PROD, 1);
	host_log_clear(&rig->host);
	rig_cr0(rig, REF_CMDQEN);
	at = host_log_find(&rig->host, HOST_READ, 0);
	assert_true(at >= 0);
	assert_int_equal(rig->host.log[at].access.addr, rig->cmdq + 0x20);
}

/* 6.3.28: of an index that the SMMU owns, bits above the wrap bit are RAZ. */
static void cons_bits_above_the_wrap_bit_read_as_zero(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, 0);
	wr32(rig, REF_CMDQ_CONS, 0xfffff);
	assert_int_equal(cons_index(rig), 2 * CMDS - 1);
}

static void prod_bits_above_the_wrap_bit_have_no_effect(void **state)
{
	struct rig *rig = *state;

	rig_queue(rig, ref_sync(REF_CS_NONE));
	wr32(rig, REF_CMDQ_PROD, rig->cmd_prod | 0xfff00000 | 0x000ffc0);
	assert_int_equal(commands_seen(rig), 1);
	assert_int_equal(cons_index(rig), rig->cmd_prod);
}

static void disabled_queue_consumes_nothing(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_EVENTQEN | REF_SMMUEN);
	rig_queue(rig, ref_sync(REF_CS_NONE));
	rig_kick(rig);
	assert_int_equal(commands_seen(rig), 0);
	assert_int_not_equal(cons_index(rig), rig->cmd_prod);
}

static void enabling_the_queue_starts_it_without_prod_write(void **state)
{
	struct rig *rig = *state;

	disabled_queue_consumes_nothing(state);
	rig_cr0(rig, REF_CMDQEN);
	assert_int_equal(commands_seen(rig), 1);
	assert_int_equal(cons_index(rig), rig->cmd_prod);
}

static void commands_run_while_smmuen_is_0(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_CMDQEN);
	rig_flush(rig);
}

/* 3.5.1, our choice: inconsistent indices stop the queue until they are not. */
static void inconsistent_indices_do_nothing(void **state)
{
	struct rig *rig = *state;
	u32 cons = cons_index(rig);

	wr32(rig, REF_CMDQ_PROD, (cons + CMDS + 1) % (2 * CMDS));
	wr32(rig, REF_CMDQ_PROD, (cons - 1) % (2 * CMDS));
	assert_int_equal(commands_seen(rig), 0);
	assert_int_equal(cons_index(rig), cons);
	rig_sync(rig);
}

static void every_inconsistent_pair_terminates(void **state)
{
	struct rig *rig = *state;
	u32 prod, cons;

	for (prod = 0; prod < 8; prod++)
		for (cons = 0; cons < 8; cons++) {
			rig_cr0(rig, 0);
			wr64(rig, REF_CMDQ_BASE, rig->cmdq | 2);
			wr32(rig, REF_CMDQ_PROD, prod);
			wr32(rig, REF_CMDQ_CONS, cons);
			rig_cr0(rig, REF_CMDQEN);
		}
}

/* ---- budget ---- */

static void budget_bounds_the_commands_of_a_slice(void **state)
{
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < 10; i++)
		rig_queue(rig, ref_sync(REF_CS_NONE));
	smmu3_reg_write(rig->smmu, NS, REF_CMDQ_PROD, 32, rig->cmd_prod);
	assert_int_equal(commands_seen(rig), 0);
	assert_true(smmu3_run(rig->smmu, 4));
	assert_int_equal(commands_seen(rig), 4);
	assert_true(smmu3_run(rig->smmu, 4));
	assert_int_equal(commands_seen(rig), 8);
	assert_false(smmu3_run(rig->smmu, 4));
	assert_int_equal(commands_seen(rig), 10);
}

static void cmdqen_0_between_slices_stops_the_rest(void **state)
{
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < 10; i++)
		rig_queue(rig, ref_sync(REF_CS_NONE));
	smmu3_reg_write(rig->smmu, NS, REF_CMDQ_PROD, 32, rig->cmd_prod);
	smmu3_run(rig->smmu, 4);
	smmu3_reg_write(rig->smmu, NS, REF_CR0, 32, 0);
	while (smmu3_run(rig->smmu, 4))
		;
	assert_int_equal(rd32(rig, REF_CR0ACK), 0);
	assert_int_equal(commands_seen(rig), 4);
}

/* ---- errors ---- */

static void queue_bad_between_good(struct rig *rig)
{
	rig_queue(rig, ref_sync(REF_CS_NONE));
	rig_queue(rig, ref_cmd(0));
	rig_queue(rig, ref_sync(REF_CS_IRQ));
}

static void error_stops_at_the_failing_command(void **state)
{
	struct rig *rig = *state;
	u32 bad = rig->cmd_prod + 1;

	queue_bad_between_good(rig);
	rig_kick(rig);
	assert_int_equal(cons_index(rig), bad);
	assert_int_equal(cons_error(rig), REF_CERROR_ILL);
	assert_true(rig_cmdq_error(rig));
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 0);
}

static void while_error_is_active_nothing_is_consumed(void **state)
{
	struct rig *rig = *state;

	error_stops_at_the_failing_command(state);
	rig_queue(rig, ref_sync(REF_CS_NONE));
	rig_kick(rig);
	wr32(rig, REF_CR0, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(commands_seen(rig), 2);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_GERROR), 1);
}

static void ack_fetches_the_fixed_command_again(void **state)
{
	struct rig *rig = *state;
	struct ref_cmd fix = ref_sync(REF_CS_NONE);
	u64 slot = rig->cmdq + (rig->cmd_prod + 1) * 16;

	error_stops_at_the_failing_command(state);
	store_image(rig, slot, fix.w, 2);
	wr32(rig, REF_GERRORN, rd32(rig, REF_GERROR));
	assert_false(rig_cmdq_error(rig));
	assert_int_equal(cons_index(rig), rig->cmd_prod);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 1);
}

static void ack_without_a_fix_fails_again(void **state)
{
	struct rig *rig = *state;
	u32 before;

	error_stops_at_the_failing_command(state);
	before = rd32(rig, REF_GERROR);
	wr32(rig, REF_GERRORN, before);
	assert_true(rig_cmdq_error(rig));
	assert_int_equal(rd32(rig, REF_GERROR), before ^ REF_GERROR_CMDQ_ERR);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_GERROR), 2);
}

/* 7.1: the one case in which PROD may go back. */
static void prod_may_go_back_to_cons_after_an_error(void **state)
{
	struct rig *rig = *state;

	error_stops_at_the_failing_command(state);
	rig->cmd_prod = cons_index(rig);
	rig_kick(rig);
	wr32(rig, REF_GERRORN, rd32(rig, REF_GERROR));
	assert_false(rig_cmdq_error(rig));
	rig_sync(rig);
}

static void cmdqen_toggle_does_not_acknowledge(void **state)
{
	struct rig *rig = *state;

	error_stops_at_the_failing_command(state);
	rig_cr0(rig, REF_EVENTQEN | REF_SMMUEN);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_true(rig_cmdq_error(rig));
	assert_int_equal(commands_seen(rig), 2);
}

static void fetch_abort_is_cerror_abt(void **state)
{
	struct rig *rig = *state;
	u32 bad = rig->cmd_prod;

	host_fail(&rig->host, NS, rig->cmdq + bad * 16, 16);
	rig_queue(rig, ref_sync(REF_CS_IRQ));
	rig_kick(rig);
	assert_int_equal(cons_error(rig), REF_CERROR_ABT);
	assert_int_equal(cons_index(rig), bad);
	assert_true(rig_cmdq_error(rig));
	host_heal(&rig->host);
	wr32(rig, REF_GERRORN, rd32(rig, REF_GERROR));
	assert_int_equal(cons_index(rig), rig->cmd_prod);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 1);
}

static void queue_outside_memory_is_cerror_abt(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, 0);
	wr64(rig, REF_CMDQ_BASE, 0x1000 | RIG_CMDQ_LOG2);
	wr32(rig, REF_CMDQ_CONS, 0);
	wr32(rig, REF_CMDQ_PROD, 1);
	rig_cr0(rig, REF_CMDQEN);
	assert_int_equal(cons_error(rig), REF_CERROR_ABT);
}

/* What the CPU that takes the GERROR interrupt may rely on (7.1). */
static void look_at_gerror(void *arg, enum smmu3_irq line)
{
	struct rig *rig = arg;

	if (line != SMMU3_IRQ_GERROR)
		return;
	assert_true(rig_cmdq_error(rig));
	assert_int_equal(cons_error(rig), REF_CERROR_ILL);
}

static void error_code_and_gerror_are_visible_at_the_interrupt(void **state)
{
	struct rig *rig = *state;

	rig->host.on_irq = look_at_gerror;
	error_stops_at_the_failing_command(state);
}

/* ---- SYNC ---- */

static u32 cons_at_drain;

static void look_at_cons(void *arg)
{
	cons_at_drain = cons_index(arg);
}

static void sync_drains_before_cons_passes_it(void **state)
{
	struct rig *rig = *state;
	u32 sync;

	rig->host.on_drain = look_at_cons;
	rig_queue(rig, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	sync = rig->cmd_prod;
	rig_queue(rig, ref_sync(REF_CS_NONE));
	cons_at_drain = ~0U;
	rig_kick(rig);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 1);
	assert_int_equal(cons_at_drain, sync);
}

static void each_kind_of_invalidation_is_drained(void **state)
{
	const struct ref_cmd cmds[] = {
		ref_cfgi_ste(0, true), ref_cfgi_range(0, 3), ref_cfgi_all(),
		ref_cfgi_cd(0, 0, true), ref_cfgi_cd_all(0),
		ref_cmd(REF_CMD_TLBI_NH_ALL), ref_tlbi_asid(1),
		ref_tlbi_va(0, 1), ref_tlbi_vaa(0),
		ref_cmd(REF_CMD_TLBI_NSNH_ALL) };
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cmds); i++) {
		host_log_clear(&rig->host);
		rig_cmd(rig, cmds[i]);
		rig_sync(rig);
		assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 1);
	}
}

static void sync_without_invalidation_does_not_drain(void **state)
{
	struct rig *rig = *state;

	rig_sync(rig);
	host_log_clear(&rig->host);
	rig_sync(rig);
	rig_cmd(rig, ref_cmd(REF_CMD_PREFETCH_ADDR));
	rig_sync(rig);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 0);
}

static void look_at_sync(void *arg, enum smmu3_irq line)
{
	struct rig *rig = arg;

	assert_int_equal(line, SMMU3_IRQ_CMD_SYNC);
	assert_int_equal(cons_index(rig), rig->cmd_prod);
}

static void sync_irq_comes_after_cons_passed_it(void **state)
{
	struct rig *rig = *state;

	rig->host.on_irq = look_at_sync;
	rig_cmd(rig, ref_sync(REF_CS_IRQ));
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 1);
}

/* 3.18: there is no enable for it. */
static void sync_irq_needs_no_irq_ctrl(void **state)
{
	struct rig *rig = *state;

	wr32(rig, REF_IRQ_CTRL, 0);
	rig_cmd(rig, ref_sync(REF_CS_IRQ));
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 1);
}

static void sync_without_irq_is_silent(void **state)
{
	struct rig *rig = *state;

	rig_cmd(rig, ref_sync(REF_CS_NONE));
	rig_cmd(rig, ref_sync(REF_CS_SEV));
	assert_int_equal(host_log_count(&rig->host, HOST_IRQ), 0);
}

/* IDR0.MSI = 0: the MSI fields mean nothing. */
static void sync_with_msi_address_writes_nothing(void **state)
{
	struct rig *rig = *state;
	struct ref_cmd cmd = ref_sync(REF_CS_IRQ);

	ref_put_addr(cmd.w, REF_CMD_MSIADDR, RAM_BASE + 0x10000);
	ref_put(cmd.w, REF_CMD_MSIDATA, 0xdeadbeef);
	rig_cmd(rig, cmd);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 0);
	assert_int_equal(load64(rig, RAM_BASE + 0x10000), 0);
	assert_int_equal(host_irq_count(&rig->host, SMMU3_IRQ_CMD_SYNC), 1);
}

static const struct CMUnitTest cmdq_tests[] = {
	TEST_EXACT(prod_write_consumes_everything_in_order),
	TEST_EXACT(fetches_are_from_the_nonsecure_queue_slots),
	TEST_EXACT(empty_queue_reads_nothing),
	TEST_EXACT(queue_wraps_many_times),
	TEST_EXACT(full_queue_is_consumed),
	TEST_EXACT(log2size_0_is_a_queue_of_one),
	TEST_EXACT(log2size_1_wraps_after_two),
	TEST_EXACT(log2size_above_cmdqs_is_capped),
	TEST_EXACT(base_is_aligned_down_to_the_queue_size),
	TEST_EXACT(base_of_a_tiny_queue_is_aligned_to_32_bytes),
	TEST_EXACT(cons_bits_above_the_wrap_bit_read_as_zero),
	TEST_EXACT(prod_bits_above_the_wrap_bit_have_no_effect),
	TEST_EXACT(disabled_queue_consumes_nothing),
	TEST_EXACT(enabling_the_queue_starts_it_without_prod_write),
	TEST_EXACT(commands_run_while_smmuen_is_0),
	TEST_EXACT(inconsistent_indices_do_nothing),
	TEST_EXACT(every_inconsistent_pair_terminates),
	TEST_EXACT(budget_bounds_the_commands_of_a_slice),
	TEST_EXACT(cmdqen_0_between_slices_stops_the_rest),
	TEST_EXACT(error_stops_at_the_failing_command),
	TEST_EXACT(while_error_is_active_nothing_is_consumed),
	TEST_EXACT(ack_fetches_the_fixed_command_again),
	TEST_EXACT(ack_without_a_fix_fails_again),
	TEST_EXACT(prod_may_go_back_to_cons_after_an_error),
	TEST_EXACT(cmdqen_toggle_does_not_acknowledge),
	TEST_EXACT(fetch_abort_is_cerror_abt),
	TEST_EXACT(queue_outside_memory_is_cerror_abt),
	TEST_EXACT(error_code_and_gerror_are_visible_at_the_interrupt),
	TEST_EXACT(sync_drains_before_cons_passes_it),
	TEST_EXACT(each_kind_of_invalidation_is_drained),
	TEST_EXACT(sync_without_invalidation_does_not_drain),
	TEST_EXACT(sync_irq_comes_after_cons_passed_it),
	TEST_EXACT(sync_irq_needs_no_irq_ctrl),
	TEST_EXACT(sync_without_irq_is_silent),
	TEST_EXACT(sync_with_msi_address_writes_nothing),
};
SUITE(cmdq);
