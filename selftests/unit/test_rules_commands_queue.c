// SPDX-License-Identifier: GPL-2.0
/*
 * The command queues of both banks as machines (3.5.1, 4.1, 7.1): when commands
 * run, in which order, where a queue stops, how it goes on, and that the banks
 * do not notice each other. Which commands are legal is in
 * test_rules_commands.c.
 */
#include "cmd_kit.h"
#include "suites.h"

#define SYNC	ref_sync(REF_CS_NONE)

/* Commands that the model says it looked at. */
static unsigned int seen(const struct side *side)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_COMMAND, i + 1)) >= 0)
		count += host->log[i].bank == side->bank;
	return count;
}

/* Write without letting the SMMU run. */
static void quiet32(struct side *side, u32 offset, u32 value)
{
	smmu3_reg_write(side->rig->smmu, side->bank, side_offset(side, offset),
			32, value);
}

/* Overwrite the entry at @index. */
static void put(struct side *side, u32 index, struct ref_cmd cmd)
{
	side_store_image(side, side->cmdq + index % CMD_SLOTS * 16, cmd.w,
			 ARRAY_SIZE(cmd.w));
}

static void queue_syncs(struct side *side, unsigned int count)
{
	while (count--)
		side_queue(side, SYNC);
}

/* PROD as @side has it, without letting the SMMU run. */
static void tell(struct side *side)
{
	quiet32(side, REF_CMDQ_PROD, side->cmd_prod);
}

static const struct host_entry *first_read(struct rig *rig)
{
	int at = host_log_find(&rig->host, HOST_READ, 0);

	assert_true(at >= 0);
	return &rig->host.log[at];
}

/* Wherever the queue begins, it finds something harmless. */
static void fill_with_syncs(struct side *side)
{
	u32 i;

	for (i = 0; i < CMD_SLOTS; i++)
		put(side, i, SYNC);
}

/* A stopped queue elsewhere, or of another size; then one SYNC at index 0. */
static void restart(struct side *side, u64 base)
{
	side_cr0(side, 0);
	side_wr64(side, REF_CMDQ_BASE, base);
	side_wr32(side, REF_CMDQ_CONS, 0);
	side_wr32(side, REF_CMDQ_PROD, 1);
	host_log_clear(&side->rig->host);
	side_cr0(side, REF_CMDQEN);
}

/* ---- consumption ---- */

static void check_order(struct side *side)
{
	const struct host *host = &side->rig->host;
	unsigned int i;
	int at = -1;

	for (i = 0; i < 5; i++)
		side_queue(side, ref_cfgi_ste(i, true));
	side_kick(side);
	assert_int_equal(side_cons(side), side->cmd_prod);
	for (i = 0; i < 5; i++) {
		at = host_log_find(host, HOST_COMMAND, at + 1);
		assert_true(at >= 0);
		assert_int_equal(ref_get(host->log[at].words, REF_CMD_SID), i);
		assert_int_equal(host->log[at].error, 0);
		assert_int_equal(host->log[at].bank, side->bank);
	}
}

static void prod_write_consumes_everything_in_order(void **state)
{
	in_both_banks(*state, check_order);
}

static void check_fetch(struct side *side)
{
	u64 slot = side->cmdq + side->cmd_prod * 16;
	const struct host_entry *read;

	side_sync(side);
	read = first_read(side->rig);
	assert_int_equal(read->access.addr, slot);
	assert_int_equal(read->access.kind, SMMU3_ACCESS_CMDQ);
	assert_int_equal(read->access.pas, side->bank);
	assert_int_equal(read->access.sec_sid, side->bank);
	assert_int_equal(read->len, 16);
}

static void commands_are_fetched_from_the_pa_space_of_the_bank(void **state)
{
	in_both_banks(*state, check_fetch);
}

/* Cacheability of a nibble of a MAIR byte, as CR1 codes it. */
static unsigned int cacheability(unsigned int nibble)
{
	if (nibble == 4)
		return 0;			/* NC */
	return nibble >= 0xc ? 1 : 2;		/* WB, WT */
}

/* 6.3.11, 13.8: reserved codes act as NC and NSH; NC both ways is OSH. */
static void check_attributes(struct side *side)
{
	static const unsigned int code[] = { 0, 1, 2, 0 };
	static const unsigned int share[] = { 0, 0, 2, 3 };
	unsigned int i;

	for (i = 0; i < 64; i++) {
		unsigned int ic = i % 4, oc = i / 4 % 4, sh = i / 16;
		const struct smmu3_access *access;

		side_cr0(side, 0);
		side_wr32(side, REF_CR1, i);
		side_cr0(side, QUEUES);
		host_log_clear(&side->rig->host);
		side_sync(side);
		access = &first_read(side->rig)->access;
		assert_int_equal(cacheability(access->memattr % 16), code[ic]);
		assert_int_equal(cacheability(access->memattr / 16), code[oc]);
		assert_int_equal(access->sh,
				 code[ic] || code[oc] ? share[sh] : 2);
	}
}

static void commands_are_fetched_with_the_attributes_of_cr1(void **state)
{
	in_both_banks(*state, check_attributes);
}

static void check_empty(struct side *side)
{
	side_kick(side);
	assert_int_equal(host_log_count(&side->rig->host, HOST_READ), 0);
}

static void empty_queue_reads_nothing(void **state)
{
	in_both_banks(*state, check_empty);
}

static void check_wrap(struct side *side)
{
	unsigned int i;

	for (i = 0; i < 5 * CMD_SLOTS; i++)
		side_sync(side);
	assert_int_equal(seen(side), 5 * CMD_SLOTS);
}

static void queue_wraps_many_times(void **state)
{
	in_both_banks(*state, check_wrap);
}

static void check_full(struct side *side)
{
	side_sync(side);
	queue_syncs(side, CMD_SLOTS);
	host_log_clear(&side->rig->host);
	side_kick(side);
	assert_int_equal(seen(side), CMD_SLOTS);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

static void full_queue_is_consumed(void **state)
{
	in_both_banks(*state, check_full);
}

/* 3.21.2: never outside of what software filled. */
static void check_reads(struct side *side)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	queue_syncs(side, 7);
	side_kick(side);
	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0) {
		assert_in_range(host->log[i].access.addr, side->cmdq,
				side->cmdq + 7 * 16 - 1);
		count++;
	}
	assert_in_range(count, 1, 7);
}

static void nothing_behind_prod_is_read(void **state)
{
	in_both_banks(*state, check_reads);
}

/* ---- size, base, indices ---- */

/* BASE says 2^@log2 commands, @real count; @count SYNCs from index 0. */
static void check_size(struct side *side, unsigned int log2, unsigned int real,
		       unsigned int count)
{
	u32 mask = 2 * ref_pow2(real) - 1, prod = 0, i;

	side_cr0(side, 0);
	side_wr64(side, REF_CMDQ_BASE, side->cmdq | log2);
	side_wr32(side, REF_CMDQ_PROD, 0);
	side_wr32(side, REF_CMDQ_CONS, 0);
	side_cr0(side, REF_CMDQEN);
	for (i = 0; i < count; i++) {
		u64 at = side->cmdq + (prod & (ref_pow2(real) - 1)) * 16;

		side_store(side, at, SYNC.w[0]);
		side_store(side, at + 8, SYNC.w[1]);
		prod = (prod + 1) & mask;
		side_wr32(side, REF_CMDQ_PROD, prod);
		assert_int_equal(side_errors(side), 0);
		assert_int_equal(side_cons(side), prod);
		side_store(side, at, 0);
	}
}

static void log2size_0_is_a_queue_of_one(void **state)
{
	check_size(rig_side(*state, NS), 0, 0, 5);
	check_size(rig_side(*state, SECURE), 0, 0, 5);
}

static void log2size_1_wraps_after_two(void **state)
{
	check_size(rig_side(*state, NS), 1, 1, 9);
	check_size(rig_side(*state, SECURE), 1, 1, 9);
}

/* IDR1.CMDQS, which both banks share, is 8. */
static void log2size_above_cmdqs_is_capped(void **state)
{
	check_size(rig_side(*state, NS), 31, 8, 520);
	check_size(rig_side(*state, SECURE), 31, 8, 520);
}

/* 6.3.26: aligned down to the queue's size, but at least to 32 bytes. */
static void check_base(struct side *side)
{
	u64 base = side->cmdq;

	fill_with_syncs(side);
	restart(side, (base + 0x1e0) | 5);
	assert_int_equal(first_read(side->rig)->access.addr, base);
	restart(side, (base + 0x1e0) | 3);
	assert_int_equal(first_read(side->rig)->access.addr, base + 0x180);
	restart(side, base + 0x20);
	assert_int_equal(first_read(side->rig)->access.addr, base + 0x20);
}

static void base_is_aligned_down_to_the_queue_size(void **state)
{
	in_both_banks(*state, check_base);
}

/* 3.4.3 */
static void check_oas(struct side *side)
{
	restart(side, side->cmdq | BIT_ULL(44) | BIT_ULL(51) | 5);
	assert_int_equal(first_read(side->rig)->access.addr, side->cmdq);
}

static void base_bits_beyond_the_oas_are_dropped(void **state)
{
	in_both_banks(*state, check_oas);
}

static void check_cons_bits(struct side *side)
{
	side_cr0(side, 0);
	side_wr32(side, REF_CMDQ_CONS, 0xfffff);
	assert_int_equal(side_cons(side), 2 * CMD_SLOTS - 1);
}

static void cons_bits_above_the_wrap_bit_read_as_zero(void **state)
{
	in_both_banks(*state, check_cons_bits);
}

static void check_prod_bits(struct side *side)
{
	side_queue(side, SYNC);
	side_wr32(side, REF_CMDQ_PROD,
		  side->cmd_prod | 0xfff00000 | 0x000ffc0);
	assert_int_equal(seen(side), 1);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

static void prod_bits_above_the_wrap_bit_have_no_effect(void **state)
{
	in_both_banks(*state, check_prod_bits);
}

/* 3.5.1: the indices at enable need only be consistent. */
static void check_pair(struct side *side, unsigned int log2, u32 prod,
		       u32 cons)
{
	u32 count = (prod - cons) & (2 * ref_pow2(log2) - 1);
	bool consistent = count <= ref_pow2(log2);

	side_cr0(side, 0);
	side_wr64(side, REF_CMDQ_BASE, side->cmdq | log2);
	side_wr32(side, REF_CMDQ_PROD, prod);
	side_wr32(side, REF_CMDQ_CONS, cons);
	host_log_clear(&side->rig->host);
	side_cr0(side, REF_CMDQEN);
	assert_int_equal(seen(side), consistent ? count : 0);
	assert_int_equal(side_cons(side), consistent ? prod : cons);
	assert_int_equal(side_errors(side), 0);
}

/* Our choice for indices that are inconsistent: nothing happens. */
static void check_pairs(struct side *side)
{
	unsigned int log2, i;

	fill_with_syncs(side);
	for (log2 = 0; log2 <= 3; log2++)
		for (i = 0; i < ref_pow2(2 * log2 + 2); i++)
			check_pair(side, log2,
				   i % ref_pow2(log2 + 1),
				   i / ref_pow2(log2 + 1));
}

static void every_pair_of_indices_consumes_what_is_between(void **state)
{
	in_both_banks(*state, check_pairs);
}

static void check_inconsistent(struct side *side)
{
	u32 cons = side_cons(side);

	side_wr32(side, REF_CMDQ_PROD,
		  (cons + CMD_SLOTS + 1) % (2 * CMD_SLOTS));
	side_wr32(side, REF_CMDQ_PROD, (cons - 1) % (2 * CMD_SLOTS));
	assert_int_equal(seen(side), 0);
	assert_int_equal(side_cons(side), cons);
	side_sync(side);
}

static void queue_goes_on_when_indices_are_consistent_again(void **state)
{
	in_both_banks(*state, check_inconsistent);
}

/* ---- CMDQEN ---- */

static void check_disabled(struct side *side)
{
	side_cr0(side, REF_EVENTQEN | REF_SMMUEN);
	queue_syncs(side, 2);
	side_kick(side);
	assert_int_equal(seen(side), 0);
	assert_int_not_equal(side_cons(side), side->cmd_prod);
}

static void disabled_queue_consumes_nothing(void **state)
{
	in_both_banks(*state, check_disabled);
}

static void check_enabling(struct side *side)
{
	check_disabled(side);
	side_cr0(side, REF_CMDQEN);
	assert_int_equal(seen(side), 2);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

static void enabling_the_queue_starts_it_without_prod_write(void **state)
{
	in_both_banks(*state, check_enabling);
}

static void check_smmuen_0(struct side *side)
{
	side_cr0(side, REF_CMDQEN);
	side_cmd(side, ref_cfgi_all());
	side_cmd(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	side_cmd(side, ref_prefetch_addr(1, 0, 0, 0));
	side_sync(side);
}

static void commands_run_while_smmuen_is_0(void **state)
{
	in_both_banks(*state, check_smmuen_0);
}

static void check_stop(struct side *side)
{
	u32 first = side_cons(side);

	queue_syncs(side, 10);
	tell(side);
	assert_true(smmu3_run(side->rig->smmu, 4));
	quiet32(side, REF_CR0, 0);
	rig_run(side->rig);
	assert_int_equal(side_rd32(side, REF_CR0ACK), 0);
	assert_int_equal(seen(side), 4);
	assert_int_equal(side_cons(side), first + 4);
	side_cr0(side, RUNNING);
	assert_int_equal(seen(side), 10);
}

static void clearing_cmdqen_stops_behind_the_last_consumed(void **state)
{
	in_both_banks(*state, check_stop);
}

/* ---- slices ---- */

static void check_budget(struct side *side)
{
	struct smmu3 *smmu = side->rig->smmu;

	queue_syncs(side, 10);
	tell(side);
	assert_int_equal(seen(side), 0);
	assert_true(smmu3_run(smmu, 4));
	assert_int_equal(seen(side), 4);
	assert_true(smmu3_run(smmu, 4));
	assert_int_equal(seen(side), 8);
	assert_false(smmu3_run(smmu, 4));
	assert_int_equal(seen(side), 10);
}

static void budget_bounds_the_commands_of_a_slice(void **state)
{
	in_both_banks(*state, check_budget);
}

/* Whoever is full, the other one gets its share. */
static void check_turns(struct side *busy)
{
	struct side *idle = other_side(busy);

	queue_syncs(busy, CMD_SLOTS);
	queue_syncs(idle, 4);
	tell(busy);
	tell(idle);
	assert_true(smmu3_run(busy->rig->smmu, 16));
	assert_int_equal(seen(idle), 4);
	assert_int_equal(seen(busy), 12);
	rig_run(busy->rig);
	assert_int_equal(seen(busy), CMD_SLOTS);
}

static void full_queue_does_not_starve_the_other_bank(void **state)
{
	in_both_banks(*state, check_turns);
}

/* The same with the smallest slices, many times over. */
static void check_small_turns(struct side *busy)
{
	struct side *idle = other_side(busy);
	unsigned int i;

	queue_syncs(busy, CMD_SLOTS);
	queue_syncs(idle, 3);
	tell(busy);
	tell(idle);
	for (i = 0; i < 8; i++)
		smmu3_run(busy->rig->smmu, 1);
	assert_int_equal(seen(idle), 3);
	rig_run(busy->rig);
}

static void slices_of_one_command_take_turns(void **state)
{
	in_both_banks(*state, check_small_turns);
}

/* ---- held back on purpose ---- */

static u32 hold(struct side *side,
		enum smmu3_inject_kind kind, u32 every)
{
	const struct smmu3_injection what = {
		.kind = kind, .banks = BIT(side->bank), .every = every };
	u32 id;

	assert_null(smmu3_inject_check(&what));
	id = smmu3_inject_add(side->rig->smmu, &what);
	assert_int_not_equal(id, 0);
	return id;
}

static void check_pause(struct side *side)
{
	struct smmu3 *smmu = side->rig->smmu;
	u32 id = hold(side, SMMU3_INJECT_PAUSE, 0);

	queue_syncs(side, 5);
	tell(side);
	assert_false(smmu3_run(smmu, 100));
	assert_int_equal(seen(side), 0);
	side_sync(other_side(side));
	assert_int_equal(smmu3_step(smmu, side->bank, 1), 1);
	assert_int_equal(seen(side), 1);
	assert_int_equal(smmu3_step(smmu, side->bank, 2), 2);
	assert_int_equal(seen(side), 3);
	assert_true(smmu3_inject_clear(smmu, id));
	rig_run(side->rig);
	assert_int_equal(seen(side), 5);
}

static void paused_queue_is_consumed_step_by_step(void **state)
{
	in_both_banks(*state, check_pause);
}

static void check_step_end(struct side *side)
{
	struct smmu3 *smmu = side->rig->smmu;

	hold(side, SMMU3_INJECT_PAUSE, 0);
	assert_int_equal(smmu3_step(smmu, side->bank, 1), 0);
	queue_syncs(side, 3);
	tell(side);
	assert_int_equal(smmu3_step(smmu, side->bank, 100), 3);
	queue_syncs(side, 1);
	side_queue(side, ref_cmd(0));
	queue_syncs(side, 1);
	tell(side);
	assert_int_equal(smmu3_step(smmu, side->bank, 100), 1);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ILL);
	assert_int_equal(smmu3_step(smmu, side->bank, 100), 0);
	side_cr0(side, 0);
	side_ack_errors(side);
	assert_int_equal(smmu3_step(smmu, side->bank, 1), 0);
	smmu3_inject_clear(smmu, 0);
}

static void stepping_ends_where_the_queue_does(void **state)
{
	in_both_banks(*state, check_step_end);
}

static void check_slow(struct side *side)
{
	struct smmu3 *smmu = side->rig->smmu;

	hold(side, SMMU3_INJECT_SLOW, 2);
	queue_syncs(side, 5);
	tell(side);
	smmu3_inject_tick(smmu);
	rig_run(side->rig);
	assert_int_equal(seen(side), 2);
	rig_run(side->rig);
	assert_int_equal(seen(side), 2);
	smmu3_inject_tick(smmu);
	rig_run(side->rig);
	assert_int_equal(seen(side), 4);
	smmu3_inject_tick(smmu);
	rig_run(side->rig);
	assert_int_equal(seen(side), 5);
	assert_true(smmu3_inject_clear(smmu, 0));
}

static void slow_queue_consumes_a_few_per_register_access(void **state)
{
	in_both_banks(*state, check_slow);
}

static void clearing_slow_lets_the_rest_run(void **state)
{
	struct rig *rig = *state;

	hold(rig_side(rig, NS), SMMU3_INJECT_SLOW, 1);
	queue_syncs(rig_side(rig, NS), 5);
	tell(rig_side(rig, NS));
	rig_run(rig);
	assert_true(seen(rig_side(rig, NS)) < 5);
	assert_true(smmu3_inject_clear(rig->smmu, 0));
	rig_run(rig);
	assert_int_equal(seen(rig_side(rig, NS)), 5);
}

/* ---- errors ---- */

static void queue_bad_between_good(struct side *side)
{
	side_queue(side, SYNC);
	side_queue(side, ref_cmd(0));
	side_queue(side, ref_sync(REF_CS_IRQ));
}

/* 7.1; returns the index of the failing command. */
static u32 check_error(struct side *side)
{
	u32 bad = (side->cmd_prod + 1) % (2 * CMD_SLOTS);

	queue_bad_between_good(side);
	side_kick(side);
	assert_int_equal(side_cons(side), bad);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ILL);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 0);
	return bad;
}

static void check_stops(struct side *side)
{
	check_error(side);
	assert_int_equal(seen(side), 2);
}

static void error_stops_at_the_failing_command(void **state)
{
	in_both_banks(*state, check_stops);
}

static void check_others(struct side *side)
{
	struct side *there = other_side(side);

	check_error(side);
	assert_int_equal(side_errors(there), 0);
	assert_int_equal(side_irqs(there, SMMU3_IRQ_GERROR), 0);
	side_sync(there);
	side_ack_errors(there);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	side->cmd_prod = side_cons(side);
	side_kick(side);
	side_ack_errors(side);
}

static void error_of_one_bank_does_not_touch_the_other(void **state)
{
	in_both_banks(*state, check_others);
}

static void check_active(struct side *side)
{
	check_error(side);
	queue_syncs(side, 1);
	side_kick(side);
	side_wr32(side, REF_CR0, RUNNING);
	assert_int_equal(seen(side), 2);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
}

static void while_error_is_active_nothing_is_consumed(void **state)
{
	in_both_banks(*state, check_active);
}

/* Rewritten in place, acknowledged: no PROD write, and yet a new fetch. */
static void check_fix(struct side *side)
{
	u32 bad = check_error(side);

	put(side, bad, SYNC);
	side_ack_errors(side);
	assert_int_equal(side_errors(side), 0);
	assert_int_equal(side_cons(side), side->cmd_prod);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void ack_fetches_the_fixed_command_again(void **state)
{
	in_both_banks(*state, check_fix);
}

/* Those behind the failing one may be rewritten as well. */
static void check_later_fix(struct side *side)
{
	u32 bad = check_error(side);

	put(side, bad, SYNC);
	put(side, bad + 1, SYNC);
	side_ack_errors(side);
	assert_int_equal(side_cons(side), side->cmd_prod);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 0);
}

static void ack_fetches_the_commands_behind_it_again(void **state)
{
	in_both_banks(*state, check_later_fix);
}

static void check_no_fix(struct side *side)
{
	u32 before;

	check_error(side);
	before = side_rd32(side, REF_GERROR);
	side_ack_errors(side);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_rd32(side, REF_GERROR),
			 before ^ REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 2);
}

static void ack_without_a_fix_fails_again(void **state)
{
	in_both_banks(*state, check_no_fix);
}

/* 7.1: the one case in which PROD may go back. */
static void check_back(struct side *side)
{
	check_error(side);
	side->cmd_prod = side_cons(side);
	side_kick(side);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	side_ack_errors(side);
	assert_int_equal(side_errors(side), 0);
	side_sync(side);
}

static void prod_may_go_back_to_cons_after_an_error(void **state)
{
	in_both_banks(*state, check_back);
}

static void check_toggle(struct side *side)
{
	u32 bad = check_error(side);

	side_cr0(side, REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	side_cr0(side, RUNNING);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_cons(side), bad);
	assert_int_equal(seen(side), 2);
	put(side, bad, SYNC);
	side_ack_errors(side);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

static void cmdqen_toggle_does_not_acknowledge(void **state)
{
	in_both_banks(*state, check_toggle);
}

static void check_no_irq(struct side *side)
{
	side_wr32(side, REF_IRQ_CTRL, 0);
	side_queue(side, ref_cmd(0));
	side_kick(side);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static void error_without_gerror_irqen_is_silent(void **state)
{
	in_both_banks(*state, check_no_irq);
}

/* What the CPU that takes the interrupt may rely on. */
static void look_at_gerror(void *arg, enum smmu3_irq line)
{
	struct rig *rig = arg;
	struct side *side =
		rig_side(rig, rig->host.log[rig->host.count - 1].bank);

	assert_int_equal(line, SMMU3_IRQ_GERROR);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ILL);
}

static void error_code_and_gerror_are_visible_at_the_interrupt(void **state)
{
	struct rig *rig = *state;

	rig->host.on_irq = look_at_gerror;
	in_both_banks(rig, check_stops);
}

/* Our choice: ERR keeps its last value while no error is active. */
static void check_err_kept(struct side *side)
{
	u32 bad = check_error(side);

	put(side, bad, SYNC);
	side_ack_errors(side);
	side_sync(side);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ILL);
}

static void err_keeps_its_value_until_the_next_error(void **state)
{
	in_both_banks(*state, check_err_kept);
}

/* 6.3.20, our choice: what counts is that the two differ. */
static void check_stray_ack(struct side *side)
{
	u32 before = side_rd32(side, REF_GERRORN);

	side_wr32(side, REF_GERRORN, before ^ REF_GERROR_CMDQ_ERR);
	queue_syncs(side, 1);
	side_kick(side);
	assert_int_equal(seen(side), 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
	side_wr32(side, REF_GERRORN, before);
	assert_int_equal(seen(side), 1);
}

static void stray_gerrorn_toggle_stops_the_queue_silently(void **state)
{
	in_both_banks(*state, check_stray_ack);
}

/* ---- aborted fetches ---- */

static void check_abort(struct side *side)
{
	u32 bad = side->cmd_prod + 2;

	side_fail(side, side->cmdq + bad * 16, 16);
	queue_syncs(side, 2);
	side_queue(side, ref_sync(REF_CS_IRQ));
	side_kick(side);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ABT);
	assert_int_equal(side_cons(side), bad);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	host_heal(&side->rig->host);
	side_ack_errors(side);
	assert_int_equal(side_cons(side), side->cmd_prod);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void fetch_abort_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_abort);
}

/* A command that aborts in one PA space is there in the other one. */
static void check_abort_elsewhere(struct side *side)
{
	side_fail(other_side(side), side->cmdq, PAGE);
	side_sync(side);
	host_heal(&side->rig->host);
}

static void abort_in_the_other_pa_space_does_not_matter(void **state)
{
	in_both_banks(*state, check_abort_elsewhere);
}

static void check_outside(struct side *side)
{
	restart(side, 0x1000 | 5);
	assert_int_equal(side_cmdq_err(side), REF_CERROR_ABT);
	assert_int_equal(side_cons(side), 0);
}

static void queue_outside_memory_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_outside);
}

static void check_injected_abort(struct side *side)
{
	const struct smmu3_injection what = {
		.kind = SMMU3_INJECT_ABORT, .banks = BIT(side->bank),
		.accesses = BIT(SMMU3_ACCESS_CMDQ), .last = ~0ULL,
		.every = 1, .count = 1 };

	assert_null(smmu3_inject_check(&what));
	assert_int_not_equal(smmu3_inject_add(side->rig->smmu, &what), 0);
	side_sync(other_side(side));
	assert_int_equal(side_offer(side, SYNC), REF_CERROR_ABT);
	side_sync(side);
	smmu3_inject_clear(side->rig->smmu, 0);
}

static void injected_abort_of_the_next_fetch_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_injected_abort);
}

/* 12.3: in service failure mode no queue is processed. */
static void service_failure_stops_both_queues(void **state)
{
	const struct smmu3_injection what = { .kind = SMMU3_INJECT_SFM };
	struct rig *rig = *state;
	struct side *side;

	assert_int_not_equal(smmu3_inject_add(rig->smmu, &what), 0);
	host_log_clear(&rig->host);
	for_each_side(side, rig) {
		queue_syncs(side, 1);
		side_kick(side);
		assert_int_equal(seen(side), 0);
		assert_int_equal(side_errors(side), REF_GERROR_SFM);
		side_ack_errors(side);
		assert_int_equal(seen(side), 0);
	}
	assert_true(smmu3_inject_clear(rig->smmu, 0));
	for_each_side(side, rig) {
		side_kick(side);
		assert_int_equal(seen(side), 1);
	}
}

static const struct CMUnitTest rules_commands_queue_tests[] = {
	TEST_CMD_EXACT(prod_write_consumes_everything_in_order),
	TEST_CMD_EXACT(commands_are_fetched_from_the_pa_space_of_the_bank),
	TEST_CMD_EXACT(commands_are_fetched_with_the_attributes_of_cr1),
	TEST_CMD_EXACT(empty_queue_reads_nothing),
	TEST_CMD_EXACT(queue_wraps_many_times),
	TEST_CMD_EXACT(full_queue_is_consumed),
	TEST_CMD_EXACT(nothing_behind_prod_is_read),
	TEST_CMD_EXACT(log2size_0_is_a_queue_of_one),
	TEST_CMD_EXACT(log2size_1_wraps_after_two),
	TEST_CMD_EXACT(log2size_above_cmdqs_is_capped),
	TEST_CMD_EXACT(base_is_aligned_down_to_the_queue_size),
	TEST_CMD_EXACT(base_bits_beyond_the_oas_are_dropped),
	TEST_CMD_EXACT(cons_bits_above_the_wrap_bit_read_as_zero),
	TEST_CMD_EXACT(prod_bits_above_the_wrap_bit_have_no_effect),
	TEST_CMD_EXACT(every_pair_of_indices_consumes_what_is_between),
	TEST_CMD_EXACT(queue_goes_on_when_indices_are_consistent_again),
	TEST_CMD_EXACT(disabled_queue_consumes_nothing),
	TEST_CMD_EXACT(enabling_the_queue_starts_it_without_prod_write),
	TEST_CMD_EXACT(commands_run_while_smmuen_is_0),
	TEST_CMD_EXACT(clearing_cmdqen_stops_behind_the_last_consumed),
	TEST_CMD_EXACT(budget_bounds_the_commands_of_a_slice),
	TEST_CMD_EXACT(full_queue_does_not_starve_the_other_bank),
	TEST_CMD_EXACT(slices_of_one_command_take_turns),
	TEST_CMD_EXACT(paused_queue_is_consumed_step_by_step),
	TEST_CMD_EXACT(stepping_ends_where_the_queue_does),
	TEST_CMD_EXACT(slow_queue_consumes_a_few_per_register_access),
	TEST_CMD_EXACT(clearing_slow_lets_the_rest_run),
	TEST_CMD_EXACT(error_stops_at_the_failing_command),
	TEST_CMD_EXACT(error_of_one_bank_does_not_touch_the_other),
	TEST_CMD_EXACT(while_error_is_active_nothing_is_consumed),
	TEST_CMD_EXACT(ack_fetches_the_fixed_command_again),
	TEST_CMD_EXACT(ack_fetches_the_commands_behind_it_again),
	TEST_CMD_EXACT(ack_without_a_fix_fails_again),
	TEST_CMD_EXACT(prod_may_go_back_to_cons_after_an_error),
	TEST_CMD_EXACT(cmdqen_toggle_does_not_acknowledge),
	TEST_CMD_EXACT(error_without_gerror_irqen_is_silent),
	TEST_CMD_EXACT(error_code_and_gerror_are_visible_at_the_interrupt),
	TEST_CMD_EXACT(err_keeps_its_value_until_the_next_error),
	TEST_CMD_EXACT(stray_gerrorn_toggle_stops_the_queue_silently),
	TEST_CMD_EXACT(fetch_abort_is_cerror_abt),
	TEST_CMD_EXACT(abort_in_the_other_pa_space_does_not_matter),
	TEST_CMD_EXACT(queue_outside_memory_is_cerror_abt),
	TEST_CMD_EXACT(injected_abort_of_the_next_fetch_is_cerror_abt),
	TEST_CMD_EXACT(service_failure_stops_both_queues),
};
SUITE(rules_commands_queue);
