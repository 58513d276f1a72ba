// SPDX-License-Identifier: GPL-2.0
/*
 * The command queues of both banks as machines (3.5.1, 4.1, 7.1): when commands
 * run, in which order, where a queue stops, how it goes on, and that the banks
 * do not notice each other. Which commands are legal is in
 * test_rules_commands.c.
 */
#include "bench.h"
#include "suites.h"

#define SYNC	ref_sync(REF_CS_NONE)

typedef void (*bank_check)(struct bench *bench, enum smmu3_pas bank);

static void in_both_banks(struct bench *bench, bank_check check)
{
	enum smmu3_pas bank;

	for_each_bank(bank) {
		host_log_clear(&bench->rig->host);
		check(bench, bank);
	}
}

static enum smmu3_pas other(enum smmu3_pas bank)
{
	return bank == S ? NS : S;
}

static void queue_syncs(struct bench *bench, enum smmu3_pas bank,
			unsigned int count)
{
	while (count--)
		bank_queue(bench, bank, SYNC);
}

/* PROD as @bench has it, without letting the SMMU run. */
static void tell(struct bench *bench, enum smmu3_pas bank)
{
	bank_poke32(bench, bank, REF_CMDQ_PROD, bench->prod[bank]);
}

static const struct host_entry *first_read(struct bench *bench)
{
	int at = host_log_find(&bench->rig->host, HOST_READ, 0);

	assert_true(at >= 0);
	return &bench->rig->host.log[at];
}

/* Wherever the queue begins, it finds something harmless. */
static void fill_with_syncs(struct bench *bench, enum smmu3_pas bank)
{
	u32 i;

	for (i = 0; i < BENCH_CMDS; i++)
		bank_put(bench, bank, i, SYNC);
}

/* A stopped queue elsewhere, or of another size; then one SYNC at index 0. */
static void restart(struct bench *bench, enum smmu3_pas bank, u64 base)
{
	bank_cr0(bench, bank, 0);
	bank_wr64(bench, bank, REF_CMDQ_BASE, base);
	bank_wr32(bench, bank, REF_CMDQ_CONS, 0);
	bank_wr32(bench, bank, REF_CMDQ_PROD, 1);
	host_log_clear(&bench->rig->host);
	bank_cr0(bench, bank, REF_CMDQEN);
}

/* ---- consumption ---- */

static void check_order(struct bench *bench, enum smmu3_pas bank)
{
	const struct host *host = &bench->rig->host;
	unsigned int i;
	int at = -1;

	for (i = 0; i < 5; i++)
		bank_queue(bench, bank, ref_cfgi_ste(i, true));
	bank_kick(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
	for (i = 0; i < 5; i++) {
		at = host_log_find(host, HOST_COMMAND, at + 1);
		assert_true(at >= 0);
		assert_int_equal(ref_get(host->log[at].words, REF_CMD_SID), i);
		assert_int_equal(host->log[at].error, 0);
		assert_int_equal(host->log[at].bank, bank);
	}
}

static void prod_write_consumes_everything_in_order(void **state)
{
	in_both_banks(*state, check_order);
}

static void check_fetch(struct bench *bench, enum smmu3_pas bank)
{
	u64 slot = bench->cmdq + bench->prod[bank] * 16;
	const struct host_entry *read;

	bank_sync(bench, bank);
	read = first_read(bench);
	assert_int_equal(read->access.addr, slot);
	assert_int_equal(read->access.kind, SMMU3_ACCESS_CMDQ);
	assert_int_equal(read->access.pas, bank);
	assert_int_equal(read->access.sec_sid, bank);
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
static void check_attributes(struct bench *bench, enum smmu3_pas bank)
{
	static const unsigned int code[] = { 0, 1, 2, 0 };
	static const unsigned int share[] = { 0, 0, 2, 3 };
	unsigned int i;

	for (i = 0; i < 64; i++) {
		unsigned int ic = i % 4, oc = i / 4 % 4, sh = i / 16;
		const struct smmu3_access *access;

		bank_cr0(bench, bank, 0);
		bank_wr32(bench, bank, REF_CR1, i);
		bank_cr0(bench, bank, QUEUES);
		host_log_clear(&bench->rig->host);
		bank_sync(bench, bank);
		access = &first_read(bench)->access;
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

static void check_empty(struct bench *bench, enum smmu3_pas bank)
{
	bank_kick(bench, bank);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_READ), 0);
}

static void empty_queue_reads_nothing(void **state)
{
	in_both_banks(*state, check_empty);
}

static void check_wrap(struct bench *bench, enum smmu3_pas bank)
{
	unsigned int i;

	for (i = 0; i < 5 * BENCH_CMDS; i++)
		bank_sync(bench, bank);
	assert_int_equal(bank_seen(bench, bank), 5 * BENCH_CMDS);
}

static void queue_wraps_many_times(void **state)
{
	in_both_banks(*state, check_wrap);
}

static void check_full(struct bench *bench, enum smmu3_pas bank)
{
	bank_sync(bench, bank);
	queue_syncs(bench, bank, BENCH_CMDS);
	host_log_clear(&bench->rig->host);
	bank_kick(bench, bank);
	assert_int_equal(bank_seen(bench, bank), BENCH_CMDS);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
}

static void full_queue_is_consumed(void **state)
{
	in_both_banks(*state, check_full);
}

/* 3.21.2: never outside of what software filled. */
static void check_reads(struct bench *bench, enum smmu3_pas bank)
{
	const struct host *host = &bench->rig->host;
	unsigned int count = 0;
	int i = -1;

	queue_syncs(bench, bank, 7);
	bank_kick(bench, bank);
	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0) {
		assert_in_range(host->log[i].access.addr, bench->cmdq,
				bench->cmdq + 7 * 16 - 1);
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
static void check_size(struct bench *bench, enum smmu3_pas bank,
		       unsigned int log2, unsigned int real, unsigned int count)
{
	u32 mask = 2 * ref_pow2(real) - 1, prod = 0, i;

	bank_cr0(bench, bank, 0);
	bank_wr64(bench, bank, REF_CMDQ_BASE, bench->cmdq | log2);
	bank_wr32(bench, bank, REF_CMDQ_PROD, 0);
	bank_wr32(bench, bank, REF_CMDQ_CONS, 0);
	bank_cr0(bench, bank, REF_CMDQEN);
	for (i = 0; i < count; i++) {
		u64 at = bench->cmdq + (prod & (ref_pow2(real) - 1)) * 16;

		bank_store(bench, bank, at, SYNC.w[0]);
		bank_store(bench, bank, at + 8, SYNC.w[1]);
		prod = (prod + 1) & mask;
		bank_wr32(bench, bank, REF_CMDQ_PROD, prod);
		assert_int_equal(bank_gerror(bench, bank), 0);
		assert_int_equal(bank_cons(bench, bank), prod);
		bank_store(bench, bank, at, 0);
	}
}

static void log2size_0_is_a_queue_of_one(void **state)
{
	check_size(*state, NS, 0, 0, 5);
	check_size(*state, S, 0, 0, 5);
}

static void log2size_1_wraps_after_two(void **state)
{
	check_size(*state, NS, 1, 1, 9);
	check_size(*state, S, 1, 1, 9);
}

/* IDR1.CMDQS, which both banks share, is 8. */
static void log2size_above_cmdqs_is_capped(void **state)
{
	check_size(*state, NS, 31, 8, 520);
	check_size(*state, S, 31, 8, 520);
}

/* 6.3.26: aligned down to the queue's size, but at least to 32 bytes. */
static void check_base(struct bench *bench, enum smmu3_pas bank)
{
	fill_with_syncs(bench, bank);
	restart(bench, bank, (bench->cmdq + 0x1e0) | 5);
	assert_int_equal(first_read(bench)->access.addr, bench->cmdq);
	restart(bench, bank, (bench->cmdq + 0x1e0) | 3);
	assert_int_equal(first_read(bench)->access.addr, bench->cmdq + 0x180);
	restart(bench, bank, bench->cmdq + 0x20);
	assert_int_equal(first_read(bench)->access.addr, bench->cmdq + 0x20);
}

static void base_is_aligned_down_to_the_queue_size(void **state)
{
	in_both_banks(*state, check_base);
}

/* 3.4.3 */
static void check_oas(struct bench *bench, enum smmu3_pas bank)
{
	restart(bench, bank, bench->cmdq | BIT_ULL(44) | BIT_ULL(51) | 5);
	assert_int_equal(first_read(bench)->access.addr, bench->cmdq);
}

static void base_bits_beyond_the_oas_are_dropped(void **state)
{
	in_both_banks(*state, check_oas);
}

static void check_cons_bits(struct bench *bench, enum smmu3_pas bank)
{
	bank_cr0(bench, bank, 0);
	bank_wr32(bench, bank, REF_CMDQ_CONS, 0xfffff);
	assert_int_equal(bank_cons(bench, bank), 2 * BENCH_CMDS - 1);
}

static void cons_bits_above_the_wrap_bit_read_as_zero(void **state)
{
	in_both_banks(*state, check_cons_bits);
}

static void check_prod_bits(struct bench *bench, enum smmu3_pas bank)
{
	bank_queue(bench, bank, SYNC);
	bank_wr32(bench, bank, REF_CMDQ_PROD,
		  bench->prod[bank] | 0xfff00000 | 0x000ffc0);
	assert_int_equal(bank_seen(bench, bank), 1);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
}

static void prod_bits_above_the_wrap_bit_have_no_effect(void **state)
{
	in_both_banks(*state, check_prod_bits);
}

/* 3.5.1: the indices at enable need only be consistent. */
static void check_pair(struct bench *bench, enum smmu3_pas bank,
		       unsigned int log2, u32 prod, u32 cons)
{
	u32 count = (prod - cons) & (2 * ref_pow2(log2) - 1);
	bool consistent = count <= ref_pow2(log2);

	bank_cr0(bench, bank, 0);
	bank_wr64(bench, bank, REF_CMDQ_BASE, bench->cmdq | log2);
	bank_wr32(bench, bank, REF_CMDQ_PROD, prod);
	bank_wr32(bench, bank, REF_CMDQ_CONS, cons);
	host_log_clear(&bench->rig->host);
	bank_cr0(bench, bank, REF_CMDQEN);
	assert_int_equal(bank_seen(bench, bank), consistent ? count : 0);
	assert_int_equal(bank_cons(bench, bank), consistent ? prod : cons);
	assert_int_equal(bank_gerror(bench, bank), 0);
}

/* Our choice for indices that are inconsistent: nothing happens. */
static void check_pairs(struct bench *bench, enum smmu3_pas bank)
{
	unsigned int log2, i;

	fill_with_syncs(bench, bank);
	for (log2 = 0; log2 <= 3; log2++)
		for (i = 0; i < ref_pow2(2 * log2 + 2); i++)
			check_pair(bench, bank, log2,
				   i % ref_pow2(log2 + 1),
				   i / ref_pow2(log2 + 1));
}

static void every_pair_of_indices_consumes_what_is_between(void **state)
{
	in_both_banks(*state, check_pairs);
}

static void check_inconsistent(struct bench *bench, enum smmu3_pas bank)
{
	u32 cons = bank_cons(bench, bank);

	bank_wr32(bench, bank, REF_CMDQ_PROD,
		  (cons + BENCH_CMDS + 1) % (2 * BENCH_CMDS));
	bank_wr32(bench, bank, REF_CMDQ_PROD, (cons - 1) % (2 * BENCH_CMDS));
	assert_int_equal(bank_seen(bench, bank), 0);
	assert_int_equal(bank_cons(bench, bank), cons);
	bank_sync(bench, bank);
}

static void queue_goes_on_when_indices_are_consistent_again(void **state)
{
	in_both_banks(*state, check_inconsistent);
}

/* ---- CMDQEN ---- */

static void check_disabled(struct bench *bench, enum smmu3_pas bank)
{
	bank_cr0(bench, bank, REF_EVENTQEN | REF_SMMUEN);
	queue_syncs(bench, bank, 2);
	bank_kick(bench, bank);
	assert_int_equal(bank_seen(bench, bank), 0);
	assert_int_not_equal(bank_cons(bench, bank), bench->prod[bank]);
}

static void disabled_queue_consumes_nothing(void **state)
{
	in_both_banks(*state, check_disabled);
}

static void check_enabling(struct bench *bench, enum smmu3_pas bank)
{
	check_disabled(bench, bank);
	bank_cr0(bench, bank, REF_CMDQEN);
	assert_int_equal(bank_seen(bench, bank), 2);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
}

static void enabling_the_queue_starts_it_without_prod_write(void **state)
{
	in_both_banks(*state, check_enabling);
}

static void check_smmuen_0(struct bench *bench, enum smmu3_pas bank)
{
	bank_cr0(bench, bank, REF_CMDQEN);
	bank_cmd(bench, bank, ref_cfgi_all());
	bank_cmd(bench, bank, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	bank_cmd(bench, bank, ref_prefetch_addr(1, 0, 0, 0));
	bank_sync(bench, bank);
}

static void commands_run_while_smmuen_is_0(void **state)
{
	in_both_banks(*state, check_smmuen_0);
}

static void check_stop(struct bench *bench, enum smmu3_pas bank)
{
	u32 first = bank_cons(bench, bank);

	queue_syncs(bench, bank, 10);
	tell(bench, bank);
	assert_true(smmu3_run(bench->rig->smmu, 4));
	bank_poke32(bench, bank, REF_CR0, 0);
	rig_run(bench->rig);
	assert_int_equal(bank_rd32(bench, bank, REF_CR0ACK), 0);
	assert_int_equal(bank_seen(bench, bank), 4);
	assert_int_equal(bank_cons(bench, bank), first + 4);
	bank_cr0(bench, bank, RUNNING);
	assert_int_equal(bank_seen(bench, bank), 10);
}

static void clearing_cmdqen_stops_behind_the_last_consumed(void **state)
{
	in_both_banks(*state, check_stop);
}

/* ---- slices ---- */

static void check_budget(struct bench *bench, enum smmu3_pas bank)
{
	struct smmu3 *smmu = bench->rig->smmu;

	queue_syncs(bench, bank, 10);
	tell(bench, bank);
	assert_int_equal(bank_seen(bench, bank), 0);
	assert_true(smmu3_run(smmu, 4));
	assert_int_equal(bank_seen(bench, bank), 4);
	assert_true(smmu3_run(smmu, 4));
	assert_int_equal(bank_seen(bench, bank), 8);
	assert_false(smmu3_run(smmu, 4));
	assert_int_equal(bank_seen(bench, bank), 10);
}

static void budget_bounds_the_commands_of_a_slice(void **state)
{
	in_both_banks(*state, check_budget);
}

/* Whoever is full, the other one gets its share. */
static void check_turns(struct bench *bench, enum smmu3_pas busy)
{
	enum smmu3_pas idle = other(busy);

	queue_syncs(bench, busy, BENCH_CMDS);
	queue_syncs(bench, idle, 4);
	tell(bench, busy);
	tell(bench, idle);
	assert_true(smmu3_run(bench->rig->smmu, 16));
	assert_int_equal(bank_seen(bench, idle), 4);
	assert_int_equal(bank_seen(bench, busy), 12);
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, busy), BENCH_CMDS);
}

static void full_queue_does_not_starve_the_other_bank(void **state)
{
	in_both_banks(*state, check_turns);
}

/* The same with the smallest slices, many times over. */
static void check_small_turns(struct bench *bench, enum smmu3_pas busy)
{
	enum smmu3_pas idle = other(busy);
	unsigned int i;

	queue_syncs(bench, busy, BENCH_CMDS);
	queue_syncs(bench, idle, 3);
	tell(bench, busy);
	tell(bench, idle);
	for (i = 0; i < 8; i++)
		smmu3_run(bench->rig->smmu, 1);
	assert_int_equal(bank_seen(bench, idle), 3);
	rig_run(bench->rig);
}

static void slices_of_one_command_take_turns(void **state)
{
	in_both_banks(*state, check_small_turns);
}

/* ---- held back on purpose ---- */

static u32 hold(struct bench *bench, enum smmu3_inject_kind kind,
		enum smmu3_pas bank, u32 every)
{
	const struct smmu3_injection what = {
		.kind = kind, .banks = BIT(bank), .every = every };
	u32 id;

	assert_null(smmu3_inject_check(&what));
	id = smmu3_inject_add(bench->rig->smmu, &what);
	assert_int_not_equal(id, 0);
	return id;
}

static void check_pause(struct bench *bench, enum smmu3_pas bank)
{
	struct smmu3 *smmu = bench->rig->smmu;
	u32 id = hold(bench, SMMU3_INJECT_PAUSE, bank, 0);

	queue_syncs(bench, bank, 5);
	tell(bench, bank);
	assert_false(smmu3_run(smmu, 100));
	assert_int_equal(bank_seen(bench, bank), 0);
	bank_sync(bench, other(bank));
	assert_int_equal(smmu3_step(smmu, bank, 1), 1);
	assert_int_equal(bank_seen(bench, bank), 1);
	assert_int_equal(smmu3_step(smmu, bank, 2), 2);
	assert_int_equal(bank_seen(bench, bank), 3);
	assert_true(smmu3_inject_clear(smmu, id));
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, bank), 5);
}

static void paused_queue_is_consumed_step_by_step(void **state)
{
	in_both_banks(*state, check_pause);
}

static void check_step_end(struct bench *bench, enum smmu3_pas bank)
{
	struct smmu3 *smmu = bench->rig->smmu;

	hold(bench, SMMU3_INJECT_PAUSE, bank, 0);
	assert_int_equal(smmu3_step(smmu, bank, 1), 0);
	queue_syncs(bench, bank, 3);
	tell(bench, bank);
	assert_int_equal(smmu3_step(smmu, bank, 100), 3);
	queue_syncs(bench, bank, 1);
	bank_queue(bench, bank, ref_cmd(0));
	queue_syncs(bench, bank, 1);
	tell(bench, bank);
	assert_int_equal(smmu3_step(smmu, bank, 100), 1);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ILL);
	assert_int_equal(smmu3_step(smmu, bank, 100), 0);
	bank_cr0(bench, bank, 0);
	bank_ack(bench, bank);
	assert_int_equal(smmu3_step(smmu, bank, 1), 0);
	smmu3_inject_clear(smmu, 0);
}

static void stepping_ends_where_the_queue_does(void **state)
{
	in_both_banks(*state, check_step_end);
}

static void check_slow(struct bench *bench, enum smmu3_pas bank)
{
	struct smmu3 *smmu = bench->rig->smmu;

	hold(bench, SMMU3_INJECT_SLOW, bank, 2);
	queue_syncs(bench, bank, 5);
	tell(bench, bank);
	smmu3_inject_tick(smmu);
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, bank), 2);
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, bank), 2);
	smmu3_inject_tick(smmu);
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, bank), 4);
	smmu3_inject_tick(smmu);
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, bank), 5);
	assert_true(smmu3_inject_clear(smmu, 0));
}

static void slow_queue_consumes_a_few_per_register_access(void **state)
{
	in_both_banks(*state, check_slow);
}

static void clearing_slow_lets_the_rest_run(void **state)
{
	struct bench *bench = *state;

	hold(bench, SMMU3_INJECT_SLOW, NS, 1);
	queue_syncs(bench, NS, 5);
	tell(bench, NS);
	rig_run(bench->rig);
	assert_true(bank_seen(bench, NS) < 5);
	assert_true(smmu3_inject_clear(bench->rig->smmu, 0));
	rig_run(bench->rig);
	assert_int_equal(bank_seen(bench, NS), 5);
}

/* ---- errors ---- */

static void queue_bad_between_good(struct bench *bench, enum smmu3_pas bank)
{
	bank_queue(bench, bank, SYNC);
	bank_queue(bench, bank, ref_cmd(0));
	bank_queue(bench, bank, ref_sync(REF_CS_IRQ));
}

/* 7.1; returns the index of the failing command. */
static u32 check_error(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = (bench->prod[bank] + 1) % (2 * BENCH_CMDS);

	queue_bad_between_good(bench, bank);
	bank_kick(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bad);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ILL);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 0);
	return bad;
}

static void check_stops(struct bench *bench, enum smmu3_pas bank)
{
	check_error(bench, bank);
	assert_int_equal(bank_seen(bench, bank), 2);
}

static void error_stops_at_the_failing_command(void **state)
{
	in_both_banks(*state, check_stops);
}

static void check_others(struct bench *bench, enum smmu3_pas bank)
{
	enum smmu3_pas there = other(bank);

	check_error(bench, bank);
	assert_int_equal(bank_gerror(bench, there), 0);
	assert_int_equal(bank_pulses(bench, there, SMMU3_IRQ_GERROR), 0);
	bank_sync(bench, there);
	bank_ack(bench, there);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	bench->prod[bank] = bank_cons(bench, bank);
	bank_kick(bench, bank);
	bank_ack(bench, bank);
}

static void error_of_one_bank_does_not_touch_the_other(void **state)
{
	in_both_banks(*state, check_others);
}

static void check_active(struct bench *bench, enum smmu3_pas bank)
{
	check_error(bench, bank);
	queue_syncs(bench, bank, 1);
	bank_kick(bench, bank);
	bank_wr32(bench, bank, REF_CR0, RUNNING);
	assert_int_equal(bank_seen(bench, bank), 2);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 1);
}

static void while_error_is_active_nothing_is_consumed(void **state)
{
	in_both_banks(*state, check_active);
}

/* Rewritten in place, acknowledged: no PROD write, and yet a new fetch. */
static void check_fix(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = check_error(bench, bank);

	bank_put(bench, bank, bad, SYNC);
	bank_ack(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), 0);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
}

static void ack_fetches_the_fixed_command_again(void **state)
{
	in_both_banks(*state, check_fix);
}

/* Those behind the failing one may be rewritten as well. */
static void check_later_fix(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = check_error(bench, bank);

	bank_put(bench, bank, bad, SYNC);
	bank_put(bench, bank, bad + 1, SYNC);
	bank_ack(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 0);
}

static void ack_fetches_the_commands_behind_it_again(void **state)
{
	in_both_banks(*state, check_later_fix);
}

static void check_no_fix(struct bench *bench, enum smmu3_pas bank)
{
	u32 before;

	check_error(bench, bank);
	before = bank_rd32(bench, bank, REF_GERROR);
	bank_ack(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_rd32(bench, bank, REF_GERROR),
			 before ^ REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 2);
}

static void ack_without_a_fix_fails_again(void **state)
{
	in_both_banks(*state, check_no_fix);
}

/* 7.1: the one case in which PROD may go back. */
static void check_back(struct bench *bench, enum smmu3_pas bank)
{
	check_error(bench, bank);
	bench->prod[bank] = bank_cons(bench, bank);
	bank_kick(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	bank_ack(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), 0);
	bank_sync(bench, bank);
}

static void prod_may_go_back_to_cons_after_an_error(void **state)
{
	in_both_banks(*state, check_back);
}

static void check_toggle(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = check_error(bench, bank);

	bank_cr0(bench, bank, REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	bank_cr0(bench, bank, RUNNING);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_cons(bench, bank), bad);
	assert_int_equal(bank_seen(bench, bank), 2);
	bank_put(bench, bank, bad, SYNC);
	bank_ack(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
}

static void cmdqen_toggle_does_not_acknowledge(void **state)
{
	in_both_banks(*state, check_toggle);
}

static void check_no_irq(struct bench *bench, enum smmu3_pas bank)
{
	bank_wr32(bench, bank, REF_IRQ_CTRL, 0);
	bank_queue(bench, bank, ref_cmd(0));
	bank_kick(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_IRQ), 0);
}

static void error_without_gerror_irqen_is_silent(void **state)
{
	in_both_banks(*state, check_no_irq);
}

/* What the CPU that takes the interrupt may rely on. */
static void look_at_gerror(void *arg, enum smmu3_irq line)
{
	struct bench *bench = arg;
	enum smmu3_pas bank = bench->rig->host.log[bench->rig->host.count - 1]
		.bank;

	assert_int_equal(line, SMMU3_IRQ_GERROR);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ILL);
}

static void error_code_and_gerror_are_visible_at_the_interrupt(void **state)
{
	struct bench *bench = *state;

	bench->rig->host.on_irq = look_at_gerror;
	in_both_banks(bench, check_stops);
}

/* Our choice: ERR keeps its last value while no error is active. */
static void check_err_kept(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = check_error(bench, bank);

	bank_put(bench, bank, bad, SYNC);
	bank_ack(bench, bank);
	bank_sync(bench, bank);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ILL);
}

static void err_keeps_its_value_until_the_next_error(void **state)
{
	in_both_banks(*state, check_err_kept);
}

/* 6.3.20, our choice: what counts is that the two differ. */
static void check_stray_ack(struct bench *bench, enum smmu3_pas bank)
{
	u32 before = bank_rd32(bench, bank, REF_GERRORN);

	bank_wr32(bench, bank, REF_GERRORN, before ^ REF_GERROR_CMDQ_ERR);
	queue_syncs(bench, bank, 1);
	bank_kick(bench, bank);
	assert_int_equal(bank_seen(bench, bank), 0);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_IRQ), 0);
	bank_wr32(bench, bank, REF_GERRORN, before);
	assert_int_equal(bank_seen(bench, bank), 1);
}

static void stray_gerrorn_toggle_stops_the_queue_silently(void **state)
{
	in_both_banks(*state, check_stray_ack);
}

/* ---- aborted fetches ---- */

static void check_abort(struct bench *bench, enum smmu3_pas bank)
{
	u32 bad = bench->prod[bank] + 2;

	host_fail(&bench->rig->host, bank, bench->cmdq + bad * 16, 16);
	queue_syncs(bench, bank, 2);
	bank_queue(bench, bank, ref_sync(REF_CS_IRQ));
	bank_kick(bench, bank);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ABT);
	assert_int_equal(bank_cons(bench, bank), bad);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_CMDQ_ERR);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 1);
	host_heal(&bench->rig->host);
	bank_ack(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
}

static void fetch_abort_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_abort);
}

/* A command that aborts in one PA space is there in the other one. */
static void check_abort_elsewhere(struct bench *bench, enum smmu3_pas bank)
{
	host_fail(&bench->rig->host, other(bank), bench->cmdq, PAGE);
	bank_sync(bench, bank);
	host_heal(&bench->rig->host);
}

static void abort_in_the_other_pa_space_does_not_matter(void **state)
{
	in_both_banks(*state, check_abort_elsewhere);
}

static void check_outside(struct bench *bench, enum smmu3_pas bank)
{
	restart(bench, bank, 0x1000 | 5);
	assert_int_equal(bank_err(bench, bank), REF_CERROR_ABT);
	assert_int_equal(bank_cons(bench, bank), 0);
}

static void queue_outside_memory_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_outside);
}

static void check_injected_abort(struct bench *bench, enum smmu3_pas bank)
{
	const struct smmu3_injection what = {
		.kind = SMMU3_INJECT_ABORT, .banks = BIT(bank),
		.accesses = BIT(SMMU3_ACCESS_CMDQ), .last = ~0ULL,
		.every = 1, .count = 1 };

	assert_null(smmu3_inject_check(&what));
	assert_int_not_equal(smmu3_inject_add(bench->rig->smmu, &what), 0);
	bank_sync(bench, other(bank));
	assert_int_equal(bank_offer(bench, bank, SYNC), REF_CERROR_ABT);
	bank_sync(bench, bank);
	smmu3_inject_clear(bench->rig->smmu, 0);
}

static void injected_abort_of_the_next_fetch_is_cerror_abt(void **state)
{
	in_both_banks(*state, check_injected_abort);
}

/* 12.3: in service failure mode no queue is processed. */
static void service_failure_stops_both_queues(void **state)
{
	const struct smmu3_injection what = { .kind = SMMU3_INJECT_SFM };
	struct bench *bench = *state;
	enum smmu3_pas bank;

	assert_int_not_equal(smmu3_inject_add(bench->rig->smmu, &what), 0);
	host_log_clear(&bench->rig->host);
	for_each_bank(bank) {
		queue_syncs(bench, bank, 1);
		bank_kick(bench, bank);
		assert_int_equal(bank_seen(bench, bank), 0);
		assert_int_equal(bank_gerror(bench, bank), REF_GERROR_SFM);
		bank_ack(bench, bank);
		assert_int_equal(bank_seen(bench, bank), 0);
	}
	assert_true(smmu3_inject_clear(bench->rig->smmu, 0));
	for_each_bank(bank) {
		bank_kick(bench, bank);
		assert_int_equal(bank_seen(bench, bank), 1);
	}
}

static const struct CMUnitTest rules_commands_queue_tests[] = {
	BENCH_EXACT(prod_write_consumes_everything_in_order),
	BENCH_EXACT(commands_are_fetched_from_the_pa_space_of_the_bank),
	BENCH_EXACT(commands_are_fetched_with_the_attributes_of_cr1),
	BENCH_EXACT(empty_queue_reads_nothing),
	BENCH_EXACT(queue_wraps_many_times),
	BENCH_EXACT(full_queue_is_consumed),
	BENCH_EXACT(nothing_behind_prod_is_read),
	BENCH_EXACT(log2size_0_is_a_queue_of_one),
	BENCH_EXACT(log2size_1_wraps_after_two),
	BENCH_EXACT(log2size_above_cmdqs_is_capped),
	BENCH_EXACT(base_is_aligned_down_to_the_queue_size),
	BENCH_EXACT(base_bits_beyond_the_oas_are_dropped),
	BENCH_EXACT(cons_bits_above_the_wrap_bit_read_as_zero),
	BENCH_EXACT(prod_bits_above_the_wrap_bit_have_no_effect),
	BENCH_EXACT(every_pair_of_indices_consumes_what_is_between),
	BENCH_EXACT(queue_goes_on_when_indices_are_consistent_again),
	BENCH_EXACT(disabled_queue_consumes_nothing),
	BENCH_EXACT(enabling_the_queue_starts_it_without_prod_write),
	BENCH_EXACT(commands_run_while_smmuen_is_0),
	BENCH_EXACT(clearing_cmdqen_stops_behind_the_last_consumed),
	BENCH_EXACT(budget_bounds_the_commands_of_a_slice),
	BENCH_EXACT(full_queue_does_not_starve_the_other_bank),
	BENCH_EXACT(slices_of_one_command_take_turns),
	BENCH_EXACT(paused_queue_is_consumed_step_by_step),
	BENCH_EXACT(stepping_ends_where_the_queue_does),
	BENCH_EXACT(slow_queue_consumes_a_few_per_register_access),
	BENCH_EXACT(clearing_slow_lets_the_rest_run),
	BENCH_EXACT(error_stops_at_the_failing_command),
	BENCH_EXACT(error_of_one_bank_does_not_touch_the_other),
	BENCH_EXACT(while_error_is_active_nothing_is_consumed),
	BENCH_EXACT(ack_fetches_the_fixed_command_again),
	BENCH_EXACT(ack_fetches_the_commands_behind_it_again),
	BENCH_EXACT(ack_without_a_fix_fails_again),
	BENCH_EXACT(prod_may_go_back_to_cons_after_an_error),
	BENCH_EXACT(cmdqen_toggle_does_not_acknowledge),
	BENCH_EXACT(error_without_gerror_irqen_is_silent),
	BENCH_EXACT(error_code_and_gerror_are_visible_at_the_interrupt),
	BENCH_EXACT(err_keeps_its_value_until_the_next_error),
	BENCH_EXACT(stray_gerrorn_toggle_stops_the_queue_silently),
	BENCH_EXACT(fetch_abort_is_cerror_abt),
	BENCH_EXACT(abort_in_the_other_pa_space_does_not_matter),
	BENCH_EXACT(queue_outside_memory_is_cerror_abt),
	BENCH_EXACT(injected_abort_of_the_next_fetch_is_cerror_abt),
	BENCH_EXACT(service_failure_stops_both_queues),
};
SUITE(rules_commands_queue);
