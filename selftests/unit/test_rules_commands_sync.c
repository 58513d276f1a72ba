// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_SYNC of both banks (4.7.3): what it waits for, and how it tells. That it
 * is consumed like any command is in test_rules_commands_queue.c.
 */
#include "bench.h"
#include "suites.h"

#define TARGET	(RAM_BASE + 0x300000)

typedef void (*bank_check)(struct bench *bench, enum smmu3_pas bank);

static void in_both_banks(struct bench *bench, bank_check check)
{
	enum smmu3_pas bank;

	for_each_bank(bank) {
		host_log_clear(&bench->rig->host);
		check(bench, bank);
	}
}

static unsigned int drains(struct bench *bench)
{
	return host_log_count(&bench->rig->host, HOST_DRAIN);
}

/* ---- what it waits for ---- */

static u32 cons_at_drain[SMMU3_NR_PAS];

static void look_at_cons(void *arg)
{
	enum smmu3_pas bank;

	for_each_bank(bank)
		cons_at_drain[bank] = bank_cons(arg, bank);
}

static void check_drain(struct bench *bench, enum smmu3_pas bank)
{
	u32 sync;

	bank_sync(bench, bank);
	host_log_clear(&bench->rig->host);
	bank_queue(bench, bank, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	sync = bench->prod[bank];
	bank_queue(bench, bank, ref_sync(REF_CS_NONE));
	cons_at_drain[bank] = ~0U;
	bank_kick(bench, bank);
	assert_int_equal(drains(bench), 1);
	assert_int_equal(cons_at_drain[bank], sync);
}

static void sync_drains_before_cons_passes_it(void **state)
{
	struct bench *bench = *state;

	bench->rig->host.on_drain = look_at_cons;
	in_both_banks(bench, check_drain);
}

/* A command, and then a SYNC on the same queue. */
static void check_drained(struct bench *bench, enum smmu3_pas bank,
			  struct ref_cmd cmd)
{
	host_log_clear(&bench->rig->host);
	bank_cmd(bench, bank, cmd);
	bank_sync(bench, bank);
	if (drains(bench) != 1)
		fail_msg("opcode %#llx, bank %u: %u drains",
			 (unsigned long long)ref_get(cmd.w, REF_CMD_OPCODE),
			 bank, drains(bench));
}

static const u8 invalidations[] = {
	REF_CMD_CFGI_STE, REF_CMD_CFGI_STE_RANGE, REF_CMD_CFGI_CD,
	REF_CMD_CFGI_CD_ALL, REF_CMD_TLBI_NH_ALL, REF_CMD_TLBI_NH_ASID,
	REF_CMD_TLBI_NH_VA, REF_CMD_TLBI_NH_VAA, REF_CMD_TLBI_EL3_ALL,
	REF_CMD_TLBI_EL3_VA, REF_CMD_TLBI_EL2_ALL, REF_CMD_TLBI_EL2_ASID,
	REF_CMD_TLBI_EL2_VA, REF_CMD_TLBI_EL2_VAA, REF_CMD_TLBI_S12_VMALL,
	REF_CMD_TLBI_S2_IPA, REF_CMD_TLBI_NSNH_ALL, REF_CMD_TLBI_S_EL2_ALL,
	REF_CMD_TLBI_S_EL2_ASID, REF_CMD_TLBI_S_EL2_VA, REF_CMD_TLBI_S_EL2_VAA,
	REF_CMD_TLBI_S_S12_VMALL, REF_CMD_TLBI_S_S2_IPA, REF_CMD_TLBI_SNH_ALL,
};

static void each_kind_of_invalidation_is_drained(void **state)
{
	struct ref_features have = {
		.s1p = true, .s2p = true, .hyp = true, .sel2 = true,
		.ril = true, .stall = 1 };
	enum smmu3_pas bank;
	unsigned int i;

	bench_have(*state, &have);
	for (i = 0; i < ARRAY_SIZE(invalidations); i++)
		for_each_bank(bank) {
			struct ref_cmd cmd = ref_cmd(invalidations[i]);

			if (ref_cmd_legality(&have, &cmd, bank == S) ==
			    REF_TAKEN)
				check_drained(*state, bank, cmd);
		}
}

/* 4.7.3: also what the Secure queue did to the Non-secure state. */
static void secure_sync_covers_nonsecure_structures(void **state)
{
	check_drained(*state, S, ref_cfgi_ste(1, true));
	check_drained(*state, S, ref_ssec(ref_cfgi_ste(1, true)));
	check_drained(*state, S, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
}

static void check_no_drain(struct bench *bench, enum smmu3_pas bank)
{
	bank_sync(bench, bank);
	host_log_clear(&bench->rig->host);
	bank_sync(bench, bank);
	bank_cmd(bench, bank, ref_prefetch_config(1));
	bank_cmd(bench, bank, ref_prefetch_addr(1, 0, 0, 0));
	bank_sync(bench, bank);
	assert_int_equal(drains(bench), 0);
}

static void sync_without_invalidation_does_not_drain(void **state)
{
	in_both_banks(*state, check_no_drain);
}

/* The other bank's SYNC in between must not take the drain away. */
static void check_foreign_sync(struct bench *bench, enum smmu3_pas bank)
{
	unsigned int before;

	bank_cmd(bench, bank, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	before = drains(bench);
	bank_sync(bench, bank == S ? NS : S);
	bank_sync(bench, bank);
	assert_true(drains(bench) > before);
}

static void sync_of_the_other_bank_takes_no_drain_away(void **state)
{
	in_both_banks(*state, check_foreign_sync);
}

/* ---- the wired interrupt ---- */

static void check_pulse(struct bench *bench, enum smmu3_pas bank)
{
	bank_wr32(bench, bank, REF_IRQ_CTRL, 0);
	bank_cmd(bench, bank, ref_sync(REF_CS_IRQ));
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_IRQ), 1);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE), 0);
}

/* 3.18: there is no enable for it. */
static void sync_irq_pulses_the_line_of_its_bank_without_irq_ctrl(void **state)
{
	in_both_banks(*state, check_pulse);
}

static enum smmu3_pas looking_at;

static void look_at_sync(void *arg, enum smmu3_irq line)
{
	struct bench *bench = arg;

	assert_int_equal(line, SMMU3_IRQ_CMD_SYNC);
	assert_int_equal(bank_cons(bench, looking_at), bench->prod[looking_at]);
}

static void look_at_msi(void *arg, const struct smmu3_access *access)
{
	(void)access;
	look_at_sync(arg, SMMU3_IRQ_CMD_SYNC);
}

static void check_after_cons(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .addr = TARGET, .data = 1 };

	looking_at = bank;
	bank_cmd(bench, bank, ref_sync(REF_CS_IRQ));
	bank_cmd(bench, bank, ref_sync_msi(&msi));
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 2);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE), 1);
}

static void sync_signals_come_after_cons_passed_it(void **state)
{
	struct bench *bench = *state;

	bench->rig->host.on_irq = look_at_sync;
	bench->rig->host.on_msi = look_at_msi;
	in_both_banks(bench, check_after_cons);
}

static void check_silent(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .addr = TARGET, .data = 1 };
	struct ref_cmd cmd = ref_sync_msi(&msi);

	ref_put(cmd.w, REF_CMD_CS, REF_CS_NONE);
	bank_cmd(bench, bank, cmd);
	ref_put(cmd.w, REF_CMD_CS, REF_CS_SEV);
	bank_cmd(bench, bank, cmd);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_IRQ), 0);
	assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE), 0);
}

/* IDR0.SEV is 0: CS = SEV is as good as none. MSI fields mean nothing. */
static void sync_without_irq_is_silent(void **state)
{
	in_both_banks(*state, check_silent);
}

/* ---- MSIs ---- */

static const struct host_entry *the_write(struct bench *bench)
{
	int at = host_log_find(&bench->rig->host, HOST_WRITE, 0);

	assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE), 1);
	return &bench->rig->host.log[at];
}

static void check_msi(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .addr = TARGET + 4, .data = 0xcafe1234,
				     .attr = 0xf, .sh = 3 };
	enum smmu3_pas there = bank == S ? NS : S;
	const struct host_entry *write;

	bank_store(bench, bank, TARGET, 0x1111111122222222);
	bank_store(bench, there, TARGET, 0x3333333344444444);
	bank_wr32(bench, bank, REF_IRQ_CTRL, 0);
	bank_cmd(bench, bank, ref_sync_msi(&msi));
	write = the_write(bench);
	assert_int_equal(write->access.addr, TARGET + 4);
	assert_int_equal(write->access.pas, bank);
	assert_int_equal(write->access.sec_sid, bank);
	assert_int_equal(write->access.kind, SMMU3_ACCESS_MSI);
	assert_int_equal(write->len, 4);
	assert_int_equal(bank_load(bench, bank, TARGET), 0xcafe123422222222);
	assert_int_equal(bank_load(bench, there, TARGET), 0x3333333344444444);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
}

static void sync_msi_is_written_to_the_pa_space_of_the_bank(void **state)
{
	in_both_banks(*state, check_msi);
}

static void check_no_address(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .data = 1, .attr = 0xf };

	bank_cmd(bench, bank, ref_sync_msi(&msi));
	assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE), 0);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(bank_gerror(bench, bank), 0);
}

static void sync_msi_to_address_0_is_none(void **state)
{
	in_both_banks(*state, check_no_address);
}

/* The whole field is tested for zero, then truncated to the OAS of 44. */
static void check_truncation(struct bench *bench, enum smmu3_pas bank)
{
	struct ref_msi msi = { .addr = TARGET | BIT_ULL(44) | BIT_ULL(55) };

	bank_cmd(bench, bank, ref_sync_msi(&msi));
	assert_int_equal(the_write(bench)->access.addr, TARGET);
	host_log_clear(&bench->rig->host);
	msi.addr = BIT_ULL(44);
	bank_cmd(bench, bank, ref_sync_msi(&msi));
	assert_int_equal(the_write(bench)->access.addr, 0);
}

static void sync_msi_address_is_truncated_after_the_test_for_zero(void **state)
{
	in_both_banks(*state, check_truncation);
}

/* A nibble of a MAIR byte for two bits of MemAttr: NC, WT, WB. */
static void check_nibble(unsigned int nibble, unsigned int code)
{
	static const unsigned int first[] = { 0, 4, 8, 12 };

	assert_int_equal(nibble & 0xc, first[code]);
	if (code == 1)
		assert_int_equal(nibble, 4);
}

/* 5.2 STE.MemAttr */
static void check_memattr(u8 memattr, unsigned int attr)
{
	if (attr < 4) {				/* nGnRnE, nGnRE, nGRE, GRE */
		assert_int_equal(memattr, attr * 4);
	} else if (attr % 4 == 0) {		/* reserved: nGnRnE */
		assert_int_equal(memattr, 0);
	} else {
		check_nibble(memattr % 16, attr % 4);
		check_nibble(memattr / 16, attr / 4);
	}
}

static void check_attributes(struct bench *bench, enum smmu3_pas bank)
{
	static const unsigned int share[] = { 0, 0, 2, 3 };
	unsigned int i;

	for (i = 0; i < 64; i++) {
		const struct ref_msi msi = { .addr = TARGET, .attr = i % 16,
					     .sh = i / 16 };
		bool weak = msi.attr < 4 || msi.attr % 4 == 0 || msi.attr == 5;
		const struct smmu3_access *access;

		host_log_clear(&bench->rig->host);
		bank_cmd(bench, bank, ref_sync_msi(&msi));
		access = &the_write(bench)->access;
		check_memattr(access->memattr, msi.attr);
		assert_int_equal(access->sh, weak ? 2 : share[msi.sh]);
	}
}

static void sync_msi_has_the_attributes_of_the_command(void **state)
{
	in_both_banks(*state, check_attributes);
}

static void check_msi_abort(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .addr = 0x1000 };
	enum smmu3_pas there = bank == S ? NS : S;

	bank_cmd(bench, bank, ref_cfgi_all());
	bank_queue(bench, bank, ref_sync_msi(&msi));
	bank_queue(bench, bank, ref_sync(REF_CS_NONE));
	bank_kick(bench, bank);
	assert_int_equal(bank_cons(bench, bank), bench->prod[bank]);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_MSI_CMDQ);
	assert_int_equal(bank_gerror(bench, there), 0);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC), 1);
	bank_cmd(bench, bank, ref_sync(REF_CS_IRQ));
	bank_ack(bench, bank);
}

static void aborted_sync_msi_is_a_global_error_and_no_more(void **state)
{
	in_both_banks(*state, check_msi_abort);
}

/* 7.5: activation only if inactive, and one interrupt for it. */
static void check_msi_aborts(struct bench *bench, enum smmu3_pas bank)
{
	const struct ref_msi msi = { .addr = 0x1000 };
	u32 gerror;

	bank_queue(bench, bank, ref_sync_msi(&msi));
	bank_queue(bench, bank, ref_sync_msi(&msi));
	bank_kick(bench, bank);
	assert_int_equal(bank_gerror(bench, bank), REF_GERROR_MSI_CMDQ);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 1);
	gerror = bank_rd32(bench, bank, REF_GERROR);
	bank_ack(bench, bank);
	bank_queue(bench, bank, ref_sync_msi(&msi));
	bank_kick(bench, bank);
	assert_int_equal(bank_rd32(bench, bank, REF_GERROR),
			 gerror ^ REF_GERROR_MSI_CMDQ);
	assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_GERROR), 2);
}

static void second_aborted_sync_msi_is_not_told_again(void **state)
{
	in_both_banks(*state, check_msi_aborts);
}

/* IDR0.MSI and S_IDR0.MSI, each for its own bank. */
static void check_without_msi(unsigned int msi, unsigned int s_msi)
{
	const struct ref_msi target = { .addr = TARGET, .data = 7 };
	struct smmu3_config config = bench_config(SMMU3_CACHE_EXACT);
	struct bench *bench;
	enum smmu3_pas bank;

	config.msi = msi;
	config.s_msi = s_msi;
	bench = bench_of(&config);
	for_each_bank(bank) {
		host_log_clear(&bench->rig->host);
		bank_cmd(bench, bank, ref_sync_msi(&target));
		assert_int_equal(host_log_count(&bench->rig->host, HOST_WRITE),
				 bank == S ? s_msi : msi);
		assert_int_equal(bank_pulses(bench, bank, SMMU3_IRQ_CMD_SYNC),
				 1);
	}
	bench_free(bench);
}

static void sync_without_msi_support_writes_nothing(void **state)
{
	(void)state;
	check_without_msi(0, 0);
	check_without_msi(1, 0);
}

static const struct CMUnitTest rules_commands_sync_tests[] = {
	BENCH_EXACT(sync_drains_before_cons_passes_it),
	BENCH_EXACT(each_kind_of_invalidation_is_drained),
	BENCH_EXACT(secure_sync_covers_nonsecure_structures),
	BENCH_EXACT(sync_without_invalidation_does_not_drain),
	BENCH_EXACT(sync_of_the_other_bank_takes_no_drain_away),
	BENCH_EXACT(sync_irq_pulses_the_line_of_its_bank_without_irq_ctrl),
	BENCH_EXACT(sync_signals_come_after_cons_passed_it),
	BENCH_EXACT(sync_without_irq_is_silent),
	BENCH_EXACT(sync_msi_is_written_to_the_pa_space_of_the_bank),
	BENCH_EXACT(sync_msi_to_address_0_is_none),
	BENCH_EXACT(sync_msi_address_is_truncated_after_the_test_for_zero),
	BENCH_EXACT(sync_msi_has_the_attributes_of_the_command),
	BENCH_EXACT(aborted_sync_msi_is_a_global_error_and_no_more),
	BENCH_EXACT(second_aborted_sync_msi_is_not_told_again),
	cmocka_unit_test(sync_without_msi_support_writes_nothing),
};
SUITE(rules_commands_sync);
