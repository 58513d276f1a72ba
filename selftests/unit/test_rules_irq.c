// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts of both banks (3.18): the wired lines, the MSIs, their enables and
 * their errors (7.5). Each rule for each bank.
 */
#include "side.h"
#include "suites.h"

#define BAD_SID		0x2b	/* V = 0: C_BAD_STE, in both banks */

#define ALL_IRQS	(REF_IRQ_EVENTQ | REF_IRQ_GERROR)
#define BOTH_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

#define MSI_DATA	0xcafe1234U

/**
 * struct source - an interrupt source with registers of its own
 */
struct source {
	u32 cfg0;
	u32 cfg1;
	u32 cfg2;
	u32 irqen;
	enum smmu3_irq line;
	u32 abort_flag;
	u64 addr;
};

static const struct source eventq_source = {
	REF_EVENTQ_IRQ_CFG0, REF_EVENTQ_IRQ_CFG1, REF_EVENTQ_IRQ_CFG2,
	REF_IRQ_EVENTQ, SMMU3_IRQ_EVENTQ, REF_GERROR_MSI_EVENTQ,
	MSI_PAGE + 0x040,
};

static const struct source gerror_source = {
	REF_GERROR_IRQ_CFG0, REF_GERROR_IRQ_CFG1, REF_GERROR_IRQ_CFG2,
	REF_IRQ_GERROR, SMMU3_IRQ_GERROR, REF_GERROR_MSI_GERROR,
	MSI_PAGE + 0x084,
};

static const struct source *const sources[] = {
	&eventq_source, &gerror_source
};

static void raise_event(struct side *side)
{
	side_access(side, BAD_SID, 0, READ);
}

static void raise_error(struct side *side)
{
	side_queue(side, ref_cmd(0));
	side_kick(side);
	assert_true(side_errors(side) & REF_GERROR_CMDQ_ERR);
}

static void trigger(struct side *side, const struct source *source)
{
	if (source == &eventq_source)
		raise_event(side);
	else
		raise_error(side);
}

/* The enable off, registers, the enable on. */
static void set_msi(struct side *side, const struct source *source, u64 addr,
		    unsigned int cfg2)
{
	side_irq_ctrl(side, ALL_IRQS & ~source->irqen);
	side_wr64(side, source->cfg0, addr);
	side_wr32(side, source->cfg1, MSI_DATA);
	side_wr32(side, source->cfg2, cfg2);
	side_irq_ctrl(side, ALL_IRQS);
	rig_log_clear(side->rig);
}

static unsigned int msis(const struct side *side)
{
	return side_accesses(side, HOST_WRITE, SMMU3_ACCESS_MSI);
}

static u32 word_at(struct side *side, u64 addr)
{
	u64 word = side_load(side, addr & ~7ULL);

	return addr & 4 ? ref_get(&word, 63, 32) : ref_get(&word, 31, 0);
}

/* ---- wired lines ---- */

static void eventq_pulses_from_empty_to_non_empty_only(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];

	raise_event(side);
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_true(side_pop(side, record));
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	while (side_pop(side, record))
		;
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 2);
	assert_int_equal(side_irqs(other_side(side), SMMU3_IRQ_EVENTQ), 0);
}

static void gerror_pulses_the_line_of_its_bank(void **state)
{
	struct side *side = *state;

	raise_error(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 1);
}

/* 4.7.3: there is no enable for it. */
static void sync_pulses_the_line_of_its_bank(void **state)
{
	struct side *side = *state;

	side_irq_ctrl(side, 0);
	side_cmd(side, ref_sync(REF_CS_IRQ));
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 1);
}

static void sync_without_cs_irq_is_silent(void **state)
{
	struct side *side = *state;

	side_cmd(side, ref_sync(REF_CS_NONE));
	side_cmd(side, ref_sync(REF_CS_SEV));
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static void disabled_source_is_silent(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		side_irq_ctrl(side, ALL_IRQS & ~sources[i]->irqen);
		trigger(side, sources[i]);
		assert_int_equal(side_irqs(side, sources[i]->line), 0);
	}
}

static void one_enable_does_not_enable_the_other_source(void **state)
{
	struct side *side = *state;

	side_irq_ctrl(side, REF_IRQ_GERROR);
	raise_event(side);
	side_irq_ctrl(side, REF_IRQ_EVENTQ);
	raise_error(side);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static void enables_of_one_bank_are_not_those_of_the_other(void **state)
{
	struct side *side = *state, *other = other_side(side);

	side_irq_ctrl(other, 0);
	raise_event(side);
	raise_event(other);
	raise_error(side);
	raise_error(other);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 2);
}

/* 3.18.1: only what happens after the enable counts. */
static void non_empty_queue_at_enable_gives_no_interrupt(void **state)
{
	struct side *side = *state;
	u64 record[REF_EVT_WORDS];

	side_irq_ctrl(side, 0);
	raise_event(side);
	side_irq_ctrl(side, ALL_IRQS);
	raise_event(side);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
	while (side_pop(side, record))
		;
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
}

static void active_gerror_at_enable_gives_no_interrupt(void **state)
{
	struct side *side = *state;

	side_irq_ctrl(side, 0);
	raise_error(side);
	side_irq_ctrl(side, ALL_IRQS);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

static void only_activations_of_gerror_interrupt(void **state)
{
	struct side *side = *state;

	side_fail(side, side->eventq, PAGE);
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	raise_event(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	raise_error(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 2);
	/* the bad command is fetched again */
	side_ack_errors(side);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 3);
}

/* 7.5: an acknowledge that acknowledges nothing is no error. */
static void writes_of_gerrorn_do_not_interrupt(void **state)
{
	struct side *side = *state;

	side_cr0(side, REF_EVENTQEN | REF_SMMUEN);
	rig_log_clear(side->rig);
	side_wr32(side, REF_GERRORN, 0x1b5);
	side_wr32(side, REF_GERRORN, 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
	assert_int_equal(side_rd32(side, REF_GERROR), 0);
}

static struct {
	struct side *side;
	unsigned int gerrors;
	unsigned int syncs;
} seen;

static void look_at_registers(void *arg, enum smmu3_irq line)
{
	u64 cons = side_rd32(seen.side, REF_CMDQ_CONS);

	(void)arg;
	if (line == SMMU3_IRQ_GERROR) {
		seen.gerrors++;
		assert_int_equal(side_errors(seen.side), REF_GERROR_CMDQ_ERR);
		assert_int_equal(ref_get(&cons, REF_CMDQ_CONS_ERR),
				 REF_CERROR_ILL);
	}
	if (line == SMMU3_IRQ_CMD_SYNC) {
		seen.syncs++;
		assert_int_equal(ref_get(&cons, REF_Q_INDEX),
				 seen.side->cmd_prod);
	}
}

/* 3.18: what an interrupt tells is readable before it. */
static void registers_are_up_to_date_at_the_interrupt(void **state)
{
	struct side *side = *state;

	seen.side = side;
	seen.gerrors = 0;
	seen.syncs = 0;
	side->rig->host.on_irq = look_at_registers;
	side_cmd(side, ref_sync(REF_CS_IRQ));
	raise_error(side);
	assert_int_equal(seen.syncs, 1);
	assert_int_equal(seen.gerrors, 1);
}

/* ---- MSIs of the sources with registers ---- */

static void msi_is_written_into_the_banks_own_space(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		const struct source *source = sources[i];
		const struct host_entry *entry;

		set_msi(side, source, source->addr, 0);
		trigger(side, source);
		entry = side_find(side, HOST_WRITE, SMMU3_ACCESS_MSI);
		assert_non_null(entry);
		assert_int_equal(msis(side), 1);
		assert_int_equal(entry->access.addr, source->addr);
		assert_int_equal(entry->access.pas, side->bank);
		assert_int_equal(entry->len, 4);
		assert_int_equal(word_at(side, source->addr), MSI_DATA);
		assert_int_equal(word_at(side, source->addr ^ 4), 0);
		assert_int_equal(word_at(other_side(side), source->addr), 0);
	}
}

/* 3.18: both, if there are both. */
static void wired_line_pulses_beside_the_msi(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		set_msi(side, sources[i], sources[i]->addr, 0);
		trigger(side, sources[i]);
		assert_int_equal(side_irqs(side, sources[i]->line), 1);
		assert_int_equal(msis(side), 1);
	}
}

static void address_0_means_no_msi(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		set_msi(side, sources[i], 0, 0);
		trigger(side, sources[i]);
		assert_int_equal(msis(side), 0);
		assert_int_equal(side_irqs(side, sources[i]->line), 1);
	}
}

static void disabled_source_sends_no_msi(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		set_msi(side, sources[i], sources[i]->addr, 0);
		side_irq_ctrl(side, ALL_IRQS & ~sources[i]->irqen);
		trigger(side, sources[i]);
		assert_int_equal(msis(side), 0);
	}
}

/* 6.3.16: once IRQ_CTRLACK says so, nothing comes any more. */
static void nothing_comes_after_the_enable_was_cleared(void **state)
{
	struct side *side = *state;

	set_msi(side, &eventq_source, eventq_source.addr, 0);
	raise_event(side);
	assert_int_equal(msis(side), 1);
	side_irq_ctrl(side, 0);
	rig_log_clear(side->rig);
	side_wr32(side, REF_EVENTQ_CONS, side_rd32(side, REF_EVENTQ_PROD));
	raise_event(side);
	raise_error(side);
	assert_int_equal(msis(side), 0);
	assert_int_equal(host_log_count(&side->rig->host, HOST_IRQ), 0);
}

/* 6.2, v3.2: the configuration is read-only while the source is enabled. */
static void msi_registers_are_guarded_by_their_enable(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		const struct source *source = sources[i];

		set_msi(side, source, source->addr, 0x3f);
		side_wr64(side, source->cfg0, source->addr + 0x100);
		side_wr32(side, source->cfg1, ~MSI_DATA);
		side_wr32(side, source->cfg2, 0);
		assert_int_equal(side_rd64(side, source->cfg0), source->addr);
		assert_int_equal(side_rd32(side, source->cfg1), MSI_DATA);
		assert_int_equal(side_rd32(side, source->cfg2), 0x3f);
		side_irq_ctrl(side, ALL_IRQS & ~source->irqen);
		side_wr32(side, source->cfg1, ~MSI_DATA);
		assert_int_equal(side_rd32(side, source->cfg1), (u32)~MSI_DATA);
	}
}

static void the_other_enable_does_not_guard(void **state)
{
	struct side *side = *state;

	side_irq_ctrl(side, REF_IRQ_GERROR);
	side_wr32(side, REF_EVENTQ_IRQ_CFG1, 0x1111);
	side_irq_ctrl(side, REF_IRQ_EVENTQ);
	side_wr32(side, REF_GERROR_IRQ_CFG1, 0x2222);
	assert_int_equal(side_rd32(side, REF_EVENTQ_IRQ_CFG1), 0x1111);
	assert_int_equal(side_rd32(side, REF_GERROR_IRQ_CFG1), 0x2222);
}

/* 6.3.21: bits above OAS and [1:0] are RES0. */
static void msi_address_has_the_bits_of_an_address(void **state)
{
	struct side *side = *state;
	u64 mask = BIT_ULL(side->rig->config.oas) - 4;
	unsigned int i;

	side_irq_ctrl(side, 0);
	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		side_wr64(side, sources[i]->cfg0, ~0ULL);
		assert_int_equal(side_rd64(side, sources[i]->cfg0), mask);
	}
}

/* 5.2 MemAttr and 5.4: the byte of MAIR, without allocation hints. */
static u8 without_hints(u8 memattr)
{
	u8 outer = memattr / 16, inner = memattr % 16;

	if (!outer)
		return memattr;
	if (outer != 4)
		outer &= 0xc;
	if (inner != 4)
		inner &= 0xc;
	return outer * 16 + inner;
}

/* Reserved ones are Device-nGnRnE; NC is 4, WT 8, WB 12 in both halves. */
static u8 type_of(unsigned int memattr)
{
	static const u8 device[] = { 0x00, 0x04, 0x08, 0x0c };
	static const u8 nibble[] = { 0, 4, 8, 12 };

	if (memattr < 4)
		return device[memattr];
	if (memattr % 4 == 0)
		return device[0];
	return nibble[memattr / 4] * 16 + nibble[memattr % 4];
}

/* 13.1.2: Device and inner and outer Non-cacheable are Outer Shareable. */
static u8 sh_of(unsigned int memattr, unsigned int sh)
{
	u8 type = type_of(memattr);

	if (type < 0x10 || type == 0x44)
		return REF_OSH;
	return sh == 1 ? REF_NSH : sh;
}

static void check_attributes(struct side *side, unsigned int memattr,
			     unsigned int sh)
{
	const struct host_entry *entry =
		side_find(side, HOST_WRITE, SMMU3_ACCESS_MSI);

	assert_non_null(entry);
	assert_int_equal(without_hints(entry->access.memattr),
			 type_of(memattr));
	assert_int_equal(entry->access.sh, sh_of(memattr, sh));
}

static void msi_has_the_attributes_of_its_register(void **state)
{
	struct side *side = *state;
	unsigned int memattr, sh;

	for (memattr = 0; memattr < 16; memattr++)
		for (sh = 0; sh < 4; sh++) {
			set_msi(side, &eventq_source, eventq_source.addr,
				sh * 16 + memattr);
			side_wr32(side, REF_EVENTQ_CONS,
				  side_rd32(side, REF_EVENTQ_PROD));
			raise_event(side);
			check_attributes(side, memattr, sh);
		}
}

static void gerror_msi_has_the_attributes_of_its_register(void **state)
{
	struct side *side = *state;

	set_msi(side, &gerror_source, gerror_source.addr, 0x3f);
	raise_error(side);
	check_attributes(side, 15, 3);
}

/* ---- CMD_SYNC ---- */

static struct ref_cmd sync_msi(u64 addr, u32 data, unsigned int memattr,
			       unsigned int sh)
{
	struct ref_cmd cmd = ref_sync(REF_CS_IRQ);

	ref_put(cmd.w, REF_CMD_MSIDATA, data);
	ref_put_addr(cmd.w, REF_CMD_MSIADDR, addr);
	ref_put(cmd.w, REF_CMD_MSIATTR, memattr);
	ref_put(cmd.w, REF_CMD_MSH, sh);
	return cmd;
}

static void sync_msi_is_written_into_the_queues_own_space(void **state)
{
	struct side *side = *state;
	const struct host_entry *entry;
	u64 addr = MSI_PAGE + 0x20c;

	side_cmd(side, sync_msi(addr, 0x5a5a0001, 0, 0));
	entry = side_find(side, HOST_WRITE, SMMU3_ACCESS_MSI);
	assert_non_null(entry);
	assert_int_equal(msis(side), 1);
	assert_int_equal(entry->access.pas, side->bank);
	assert_int_equal(entry->access.addr, addr);
	assert_int_equal(word_at(side, addr), 0x5a5a0001);
	assert_int_equal(word_at(side, addr ^ 4), 0);
	assert_int_equal(word_at(other_side(side), addr), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void sync_msi_has_the_attributes_of_the_command(void **state)
{
	struct side *side = *state;
	unsigned int memattr, sh;

	for (memattr = 0; memattr < 16; memattr++)
		for (sh = 0; sh < 4; sh++) {
			rig_log_clear(side->rig);
			side_cmd(side, sync_msi(MSI_PAGE, 1, memattr, sh));
			check_attributes(side, memattr, sh);
		}
}

static void sync_with_address_0_pulses_only(void **state)
{
	struct side *side = *state;

	side_cmd(side, sync_msi(0, 1, 0, 0));
	assert_int_equal(msis(side), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
}

static void sync_without_cs_irq_ignores_the_msi_fields(void **state)
{
	struct side *side = *state;
	struct ref_cmd cmd = sync_msi(MSI_PAGE, 1, 0, 0);

	ref_put(cmd.w, REF_CMD_CS, REF_CS_NONE);
	side_cmd(side, cmd);
	ref_put(cmd.w, REF_CMD_CS, REF_CS_SEV);
	side_cmd(side, cmd);
	assert_int_equal(msis(side), 0);
}

/* 4.7.3: the zero test is on the whole field, then it is truncated. */
static void sync_msi_address_is_truncated_to_oas(void **state)
{
	struct side *side = *state;
	u64 above = BIT_ULL(side->rig->config.oas);

	side_cmd(side, sync_msi(above | MSI_PAGE, 0x77, 0, 0));
	assert_int_equal(word_at(side, MSI_PAGE), 0x77);
	rig_log_clear(side->rig);
	side_fail(side, 0, PAGE);
	side_cmd(side, sync_msi(above, 0x77, 0, 0));
	assert_int_equal(msis(side), 1);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
}

static void sync_msi_comes_after_cons_moved(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;

	seen.side = side;
	seen.syncs = 0;
	host->on_irq = look_at_registers;
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(seen.syncs, 1);
}

/* ---- aborts of MSIs (7.5) ---- */

static void aborted_eventq_msi_is_a_global_error(void **state)
{
	struct side *side = *state;

	set_msi(side, &eventq_source, eventq_source.addr, 0);
	side_fail(side, MSI_PAGE, PAGE);
	raise_event(side);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_EVENTQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_errors(other_side(side)), 0);
	assert_int_equal(side_events(side), 1);
}

static void aborted_sync_msi_is_a_global_error(void **state)
{
	struct side *side = *state;

	side_fail(side, MSI_PAGE, PAGE);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(side_errors(other_side(side)), 0);
}

/* 7.5: the one activation without an interrupt. */
static void aborted_gerror_msi_interrupts_no_more(void **state)
{
	struct side *side = *state;

	set_msi(side, &gerror_source, gerror_source.addr, 0);
	side_fail(side, MSI_PAGE, PAGE);
	raise_error(side);
	assert_int_equal(side_errors(side), REF_GERROR_CMDQ_ERR |
			 REF_GERROR_MSI_GERROR);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
	assert_int_equal(msis(side), 1);
	assert_int_equal(side_errors(other_side(side)), 0);
}

static void abort_flags_change_nothing_else(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;
	u64 record[REF_EVT_WORDS];

	aborted_eventq_msi_is_a_global_error(state);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(side_errors(side), REF_GERROR_MSI_EVENTQ |
			 REF_GERROR_MSI_CMDQ);
	host_heal(host);
	rig_log_clear(side->rig);
	assert_true(side_pop(side, record));
	raise_event(side);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(msis(side), 2);
	assert_int_equal(word_at(side, eventq_source.addr), MSI_DATA);
}

/* 7.5: an active flag does not toggle again. */
static void repeated_abort_is_not_counted(void **state)
{
	struct side *side = *state;

	aborted_sync_msi_is_a_global_error(state);
	rig_log_clear(side->rig);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 0);
	side_ack_errors(side);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	assert_int_equal(side_rd32(side, REF_GERROR), 0);
	assert_int_equal(side_errors(side), REF_GERROR_MSI_CMDQ);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
}

/* ---- identities without MSIs ---- */

static struct rig *rig_with_msi(unsigned int msi, unsigned int s_msi)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct rig *rig;

	config.msi = msi;
	config.s_msi = s_msi;
	rig = rig_new(&config);
	side_boot(rig_side(rig, NS));
	side_boot(rig_side(rig, SECURE));
	rig_log_clear(rig);
	return rig;
}

static void check_without_msi(struct side *side)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sources); i++) {
		set_msi(side, sources[i], sources[i]->addr, 0x3f);
		assert_int_equal(side_rd64(side, sources[i]->cfg0), 0);
		assert_int_equal(side_rd32(side, sources[i]->cfg1), 0);
		assert_int_equal(side_rd32(side, sources[i]->cfg2), 0);
	}
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	for (i = 0; i < ARRAY_SIZE(sources); i++)
		trigger(side, sources[i]);
	assert_int_equal(msis(side), 0);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_CMD_SYNC), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), 1);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_GERROR), 1);
}

static void bank_without_msi_has_wired_lines_only(void **state)
{
	struct rig *rig = rig_with_msi(0, 0);

	(void)state;
	check_without_msi(rig_side(rig, NS));
	check_without_msi(rig_side(rig, SECURE));
	rig_free(rig);
}

/* 6.3.52: S_IDR0.MSI decides for the Secure bank. */
static void msi_of_one_bank_does_not_depend_on_the_other(void **state)
{
	struct rig *rig = rig_with_msi(1, 0);
	struct side *side = rig_side(rig, NS);

	(void)state;
	check_without_msi(rig_side(rig, SECURE));
	set_msi(side, &eventq_source, eventq_source.addr, 0);
	raise_event(side);
	assert_int_equal(msis(side), 1);
	rig_free(rig);
}

static void msis_are_counted(void **state)
{
	struct side *side = *state;
	struct smmu3_bank_info info;

	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	side_fail(side, MSI_PAGE, PAGE);
	side_cmd(side, sync_msi(MSI_PAGE, 1, 0, 0));
	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	assert_int_equal(info.msis, 2);
	smmu3_bank_info(side->rig->smmu, other_side(side)->bank, &info);
	assert_int_equal(info.msis, 0);
}

static const struct CMUnitTest rules_irq_tests[] = {
	TEST_BOTH(eventq_pulses_from_empty_to_non_empty_only),
	TEST_BOTH(gerror_pulses_the_line_of_its_bank),
	TEST_BOTH(sync_pulses_the_line_of_its_bank),
	TEST_BOTH(sync_without_cs_irq_is_silent),
	TEST_BOTH(disabled_source_is_silent),
	TEST_BOTH(one_enable_does_not_enable_the_other_source),
	TEST_BOTH(enables_of_one_bank_are_not_those_of_the_other),
	TEST_BOTH(non_empty_queue_at_enable_gives_no_interrupt),
	TEST_BOTH(active_gerror_at_enable_gives_no_interrupt),
	TEST_BOTH(only_activations_of_gerror_interrupt),
	TEST_BOTH(writes_of_gerrorn_do_not_interrupt),
	TEST_BOTH(registers_are_up_to_date_at_the_interrupt),
	TEST_BOTH(msi_is_written_into_the_banks_own_space),
	TEST_BOTH(wired_line_pulses_beside_the_msi),
	TEST_BOTH(address_0_means_no_msi),
	TEST_BOTH(disabled_source_sends_no_msi),
	TEST_BOTH(nothing_comes_after_the_enable_was_cleared),
	TEST_BOTH(msi_registers_are_guarded_by_their_enable),
	TEST_BOTH(the_other_enable_does_not_guard),
	TEST_BOTH(msi_address_has_the_bits_of_an_address),
	TEST_BOTH(msi_has_the_attributes_of_its_register),
	TEST_BOTH(gerror_msi_has_the_attributes_of_its_register),
	TEST_BOTH(sync_msi_is_written_into_the_queues_own_space),
	TEST_BOTH(sync_msi_has_the_attributes_of_the_command),
	TEST_BOTH(sync_with_address_0_pulses_only),
	TEST_BOTH(sync_without_cs_irq_ignores_the_msi_fields),
	TEST_BOTH(sync_msi_address_is_truncated_to_oas),
	TEST_BOTH(sync_msi_comes_after_cons_moved),
	TEST_BOTH(aborted_eventq_msi_is_a_global_error),
	TEST_BOTH(aborted_sync_msi_is_a_global_error),
	TEST_BOTH(aborted_gerror_msi_interrupts_no_more),
	TEST_BOTH(abort_flags_change_nothing_else),
	TEST_BOTH(repeated_abort_is_not_counted),
	cmocka_unit_test(bank_without_msi_has_wired_lines_only),
	cmocka_unit_test(msi_of_one_bank_does_not_depend_on_the_other),
	TEST_BOTH(msis_are_counted),
};
SUITE(rules_irq);
