// SPDX-License-Identifier: GPL-2.0
/*
 * CMD_SYNC of both banks (4.7.3): what it waits for, and how it tells. That it
 * is consumed like any command is in test_rules_commands_queue.c.
 */
#include "cmd_kit.h"
#include "suites.h"

#define TARGET	(RAM_BASE + 0x300000)

static unsigned int drains(struct rig *rig)
{
	return host_log_count(&rig->host, HOST_DRAIN);
}

/* ---- what it waits for ---- */

static u32 cons_at_drain[SMMU3_NR_PAS];

static void look_at_cons(void *arg)
{
	struct side *side;

	for_each_side(side, arg)
		cons_at_drain[side->bank] = side_cons(side);
}

static void check_drain(struct side *side)
{
	u32 sync;

	side_sync(side);
	host_log_clear(&side->rig->host);
	side_queue(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	sync = side->cmd_prod;
	side_queue(side, ref_sync(REF_CS_NONE));
	cons_at_drain[side->bank] = ~0U;
	side_kick(side);
	assert_int_equal(drains(side->rig), 1);
	assert_int_equal(cons_at_drain[side->bank], sync);
}

static void sync_drains_before_cons_passes_it(void **state)
{
	struct rig *rig = *state;

	rig->host.on_drain = look_at_cons;
	in_both_banks(rig, check_drain);
}

/* A command, and then a SYNC on the same queue. */
static void check_drained(struct side *side, struct ref_cmd cmd)
{
	host_log_clear(&side->rig->host);
	side_cmd(side, cmd);
	side_sync(side);
	if (drains(side->rig) != 1)
		fail_msg("opcode %#llx, bank %u: %u drains",
			 (unsigned long long)ref_get(cmd.w, REF_CMD_OPCODE),
			 side->bank, drains(side->rig));
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
	struct side *side;
	unsigned int i;

	rig_have(*state, &have);
	for (i = 0; i < ARRAY_SIZE(invalidations); i++)
		for_each_side(side, *state) {
			struct ref_cmd cmd = ref_cmd(invalidations[i]);
			bool secure = side->bank == SECURE;

			if (ref_cmd_legality(&have, &cmd, secure) == REF_TAKEN)
				check_drained(side, cmd);
		}
}

/* 4.7.3: also what the Secure queue did to the Non-secure state. */
static void secure_sync_covers_nonsecure_structures(void **state)
{
	struct side *secure = rig_side(*state, SECURE);

	check_drained(secure, ref_cfgi_ste(1, true));
	check_drained(secure, ref_ssec(ref_cfgi_ste(1, true)));
	check_drained(secure, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
}

static void check_no_drain(struct side *side)
{
	side_sync(side);
	host_log_clear(&side->rig->host);
	side_sync(side);
	side_cmd(side, ref_prefetch_config(1));
	side_cmd(side, ref_prefetch_addr(1, 0, 0, 0));
	side_sync(side);
	assert_int_equal(drains(side->rig), 0);
}

static void sync_without_invalidation_does_not_drain(void **state)
{
	in_both_banks(*state, check_no_drain);
}

/* The other bank's SYNC in between must not take the drain away. */
static void check_foreign_sync(struct side *side)
{
	unsigned int before;

	side_cmd(side, ref_cmd(REF_CMD_TLBI_NSNH_ALL));
	before = drains(side->rig);
	side_sync(other_side(side));
	side_sync(side);
	assert_true(drains(side->rig) > before);
}

static void sync_of_the_other_bank_takes_no_drain_away(void **state)
{
	in_both_banks(*state, check_foreign_sync);
}

/* ---- the wired interrupt ---- */

static void check_pulse(struct side *side)
{
	side_wr32(side, REF_IRQ_CTRL, 0);
	side_cmd(side, ref_sync(REF_CS_IRQ));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 1);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 0);
}

/* 3.18: there is no enable for it. */
static void sync_irq_pulses_the_line_of_its_bank_without_irq_ctrl(void **state)
{
	in_both_banks(*state, check_pulse);
}

static enum smmu3_pas looking_at;

static void look_at_sync(void *arg, enum smmu3_irq line)
{
	struct side *side = rig_side(arg, looking_at);

	assert_int_equal(line, SMMU3_IRQ_CMD_SYNC);
	assert_int_equal(side_cons(side), side->cmd_prod);
}

static void look_at_msi(void *arg, const struct smmu3_access *access)
{
	(void)access;
	look_at_sync(arg, SMMU3_IRQ_CMD_SYNC);
}

static void check_after_cons(struct side *side)
{
	const struct ref_msi msi = { .addr = TARGET, .data = 1 };

	looking_at = side->bank;
	side_cmd(side, ref_sync(REF_CS_IRQ));
	side_cmd(side, ref_sync_msi(&msi));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 2);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 1);
}

static void sync_signals_come_after_cons_passed_it(void **state)
{
	struct rig *rig = *state;

	rig->host.on_irq = look_at_sync;
	rig->host.on_msi = look_at_msi;
	in_both_banks(rig, check_after_cons);
}

static void check_silent(struct side *side)
{
	const struct ref_msi msi = { .addr = TARGET, .data = 1 };
	struct ref_cmd cmd = ref_sync_msi(&msi);

	ref_put(cmd.w, REF_CMD_CS, REF_CS_NONE);
	side_cmd(side, cmd);
	ref_put(cmd.w, REF_CMD_CS, REF_CS_SEV);
	side_cmd(side, cmd);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 0);
}

/* IDR0.SEV is 0: CS = SEV is as good as none. MSI fields mean nothing. */
static void sync_without_irq_is_silent(void **state)
{
	in_both_banks(*state, check_silent);
}

/* ---- MSIs ---- */

static const struct host_entry *the_write(struct rig *rig)
{
	int at = host_log_find(&rig->host, HOST_WRITE, 0);

	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 1);
	return &rig->host.log[at];
}

static void check_msi(struct side *side)
{
	const struct ref_msi msi = { .addr = TARGET + 4, .data = 0xcafe1234,
				     .attr = 0xf, .sh = 3 };
	struct side *there = other_side(side);
	const struct host_entry *write;

	side_store(side, TARGET, 0x1111111122222222);
	side_store(there, TARGET, 0x3333333344444444);
	side_wr32(side, REF_IRQ_CTRL, 0);
	side_cmd(side, ref_sync_msi(&msi));
	write = the_write(side->rig);
	assert_int_equal(write->access.addr, TARGET + 4);
	assert_int_equal(write->access.pas, side->bank);
	assert_int_equal(write->access.sec_sid, side->bank);
	assert_int_equal(write->access.kind, SMMU3_ACCESS_MSI);
	assert_int_equal(write->len, 4);
	assert_int_equal(side_load(side, TARGET), 0xcafe123422222222);
	assert_int_equal(side_load(there, TARGET), 0x3333333344444444);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void sync_msi_is_written_to_the_pa_space_of_the_bank(void **state)
{
	in_both_banks(*state, check_msi);
}

static void check_no_address(struct side *side)
{
	const struct ref_msi msi = { .data = 1, .attr = 0xf };

	side_cmd(side, ref_sync_msi(&msi));
	assert_int_equal(host_log_count(&side->rig->host, HOST_WRITE), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(side_errors(side), 0);
}

static void sync_msi_to_address_0_is_none(void **state)
{
	in_both_banks(*state, check_no_address);
}

/* The whole field is tested for zero, then truncated to the OAS of 44. */
static void check_truncation(struct side *side)
{
	struct ref_msi msi = { .addr = TARGET | BIT_ULL(44) | BIT_ULL(55) };

	side_cmd(side, ref_sync_msi(&msi));
	assert_int_equal(the_write(side->rig)->access.addr, TARGET);
	host_log_clear(&side->rig->host);
	msi.addr = BIT_ULL(44);
	side_cmd(side, ref_sync_msi(&msi));
	assert_int_equal(the_write(side->rig)->access.addr, 0);
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

static void check_attributes(struct side *side)
{
	static const unsigned int share[] = { 0, 0, 2, 3 };
	unsigned int i;

	for (i = 0; i < 64; i++) {
		const struct ref_msi msi = { .addr = TARGET, .attr = i % 16,
					     .sh = i / 16 };
		bool weak = msi.attr < 4 || msi.attr % 4 == 0 || msi.attr == 5;
		const struct smmu3_access *access;

		host_log_clear(&side->rig->host);
		side_cmd(side, ref_sync_msi(&msi));
		access = &the_write(side->rig)->access;
		check_memattr(access->memattr, msi.attr);
		assert_int_equal(access->sh, weak ? 2 : share[msi.sh]);
	}
}

static void sync_msi_has_the_attributes_of_the_command(void **state)
{
	in_both_banks(*state, check_attributes);
}

static void check_msi_abort(struct side *side)
{
	const struct ref_msi msi = { .addr = 0x1000 };
	struct side *there = other_side(side);

	side_cmd(side, ref_cfgi_all());
	side_queue(side, ref_sync_msi(&msi));
	side_queue(side, ref_sync(REF_CS_NONE));
	side_kick(side);
	assert_int_equal(side_cons(side), side->cmd_prod);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_errors(there), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	side_cmd(side, ref_sync(REF_CS_IRQ));
	side_ack_errors(side);
}

static void aborted_sync_msi_is_a_global_error_and_no_more(void **state)
{
	in_both_banks(*state, check_msi_abort);
}

/* 7.5: activation only if inactive, and one interrupt for it. */
static void check_msi_aborts(struct side *side)
{
	const struct ref_msi msi = { .addr = 0x1000 };
	u32 gerror;

	side_queue(side, ref_sync_msi(&msi));
	side_queue(side, ref_sync_msi(&msi));
	side_kick(side);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	gerror = side_rd32(side, REF_GERROR);
	side_ack_errors(side);
	side_queue(side, ref_sync_msi(&msi));
	side_kick(side);
	assert_int_equal(side_rd32(side, REF_GERROR),
			 gerror ^ REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 2);
}

static void second_aborted_sync_msi_is_not_told_again(void **state)
{
	in_both_banks(*state, check_msi_aborts);
}

/* IDR0.MSI and S_IDR0.MSI, each for its own bank. */
static void check_without_msi(unsigned int msi, unsigned int s_msi)
{
	const struct ref_msi target = { .addr = TARGET, .data = 7 };
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct rig *rig;
	struct side *side;

	config.msi = msi;
	config.s_msi = s_msi;
	rig = cmd_rig(&config);
	for_each_side(side, rig) {
		host_log_clear(&rig->host);
		side_cmd(side, ref_sync_msi(&target));
		assert_int_equal(host_log_count(&rig->host, HOST_WRITE),
				 side->bank == SECURE ? s_msi : msi);
		assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC),
				 1);
	}
	rig_free(rig);
}

static void sync_without_msi_support_writes_nothing(void **state)
{
	(void)state;
	check_without_msi(0, 0);
	check_without_msi(1, 0);
}

static const struct CMUnitTest rules_commands_sync_tests[] = {
	TEST_CMD_EXACT(sync_drains_before_cons_passes_it),
	TEST_CMD_EXACT(each_kind_of_invalidation_is_drained),
	TEST_CMD_EXACT(secure_sync_covers_nonsecure_structures),
	TEST_CMD_EXACT(sync_without_invalidation_does_not_drain),
	TEST_CMD_EXACT(sync_of_the_other_bank_takes_no_drain_away),
	TEST_CMD_EXACT(sync_irq_pulses_the_line_of_its_bank_without_irq_ctrl),
	TEST_CMD_EXACT(sync_signals_come_after_cons_passed_it),
	TEST_CMD_EXACT(sync_without_irq_is_silent),
	TEST_CMD_EXACT(sync_msi_is_written_to_the_pa_space_of_the_bank),
	TEST_CMD_EXACT(sync_msi_to_address_0_is_none),
	TEST_CMD_EXACT(sync_msi_address_is_truncated_after_the_test_for_zero),
	TEST_CMD_EXACT(sync_msi_has_the_attributes_of_the_command),
	TEST_CMD_EXACT(aborted_sync_msi_is_a_global_error_and_no_more),
	TEST_CMD_EXACT(second_aborted_sync_msi_is_not_told_again),
	cmocka_unit_test(sync_without_msi_support_writes_nothing),
};
SUITE(rules_commands_sync);
