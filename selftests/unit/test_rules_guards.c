// SPDX-License-Identifier: GPL-2.0
/*
 * Which write is ignored when (6.2, registers.md 15) in every combination of
 * enables of both banks, and the protocols of CR0, IRQ_CTRL, GBPA and GERROR
 * (6.3.9, 6.3.14, 6.3.16, 6.3.19).
 */
#include "reg_kit.h"
#include "suites.h"

#define ENABLES		(REF_SMMUEN | REF_EVENTQEN | REF_CMDQEN)
#define IRQS		(REF_IRQ_GERROR | REF_IRQ_EVENTQ)

/* A bank whose queues are empty and whose enables are these. */
static void arrange(struct rig *rig, enum smmu3_pas bank, u32 cr0, u32 irq)
{
	kit_disable(rig, bank);
	kit_set64(rig, bank, REF_CMDQ_BASE, RAM_BASE | 4);
	kit_set64(rig, bank, REF_EVENTQ_BASE, (RAM_BASE + PAGE) | 4);
	kit_set(rig, bank, REF_CMDQ_PROD, 0);
	kit_set(rig, bank, REF_CMDQ_CONS, 0);
	kit_set(rig, bank, REF_EVENTQ_PROD, 0);
	kit_set(rig, bank, REF_EVENTQ_CONS, 0);
	kit_set(rig, bank, REF_CR0, cr0);
	kit_set(rig, bank, REF_IRQ_CTRL, irq);
	assert_int_equal(kit_get(rig, bank, REF_CR0ACK), cr0);
	assert_int_equal(kit_get(rig, bank, REF_IRQ_CTRLACK), irq);
}

/* Bits of @reg that say nothing: open by architecture, or not there. */
static u64 unsaid(const struct ref_reg *reg, u64 writable)
{
	return reg->vague & writable;
}

static void check_write(struct rig *rig, const struct kit_map *map,
			const struct ref_reg *reg, u64 writable, u64 value)
{
	u64 before = kit_read(rig, map->bank, reg->offset, reg->width), got;
	u64 want = (before & ~writable) | (value & writable);

	kit_write(rig, map->bank, reg->offset, reg->width, value);
	got = kit_read(rig, map->bank, reg->offset, reg->width);
	if ((got ^ want) & ~unsaid(reg, writable))
		fail_msg("bank %u CR0 %#x IRQ_CTRL %#x: %s was %#llx, wrote %#llx, is %#llx",
			 map->bank, kit_get(rig, map->bank, REF_CR0),
			 kit_get(rig, map->bank, REF_IRQ_CTRL), reg->name,
			 (unsigned long long)before, (unsigned long long)value,
			 (unsigned long long)got);
}

/* The halves of a guarded 64-bit register are guarded too. */
static void check_half(struct rig *rig, const struct kit_map *map,
		       const struct ref_reg *reg, u64 writable)
{
	u64 before = kit_read(rig, map->bank, reg->offset, 64);

	if (writable)
		return;
	kit_write(rig, map->bank, reg->offset, 32, ~(u32)before);
	kit_write(rig, map->bank, reg->offset + 4, 32, ~(before >> 32));
	assert_int_equal(kit_read(rig, map->bank, reg->offset, 64), before);
}

/* A doorbell would be answered: that is for the tests of queues. */
static bool rings(const struct ref_reg *reg, enum smmu3_pas bank, u32 cr0)
{
	return reg->offset == kit_at(bank, REF_CMDQ_PROD) && cr0 & REF_CMDQEN;
}

static void check_state(struct rig *rig, const struct kit_map *map, u32 cr0,
			u32 irq)
{
	unsigned int i;

	arrange(rig, map->bank, cr0, irq);
	for (i = 0; i < map->count; i++) {
		const struct ref_reg *reg = &map->reg[i];
		u64 writable = ref_writable(reg, cr0, irq);

		if (reg->kind == REF_SPECIAL || rings(reg, map->bank, cr0))
			continue;
		check_write(rig, map, reg, writable, 0xaaaaaaaaaaaaaaa5ULL);
		check_write(rig, map, reg, writable, 0x555555555555554aULL);
		check_write(rig, map, reg, writable, ~0ULL);
		check_write(rig, map, reg, writable, 0);
		if (reg->width == 64)
			check_half(rig, map, reg, writable);
	}
}

static void check_all_states(struct rig *rig, enum smmu3_pas bank)
{
	struct kit_map map;
	u32 cr0, irq;

	kit_rig_map(rig, bank, &map);
	for (cr0 = 0; cr0 <= ENABLES; cr0++)
		for (irq = 0; irq <= IRQS; irq++)
			if (!(cr0 & ~ENABLES) && !(irq & ~IRQS))
				check_state(rig, &map, cr0, irq);
	kit_disable(rig, bank);
}

static void guards_hold_in_every_combination_of_enables(void **state)
{
	check_all_states(*state, NS);
	check_all_states(*state, SEC);
}

/* Independence (3.10.2): the other bank's enables guard nothing here. */
static void guards_are_not_those_of_the_other_bank(void **state)
{
	struct rig *rig = *state;

	arrange(rig, SEC, ENABLES, IRQS);
	check_all_states(rig, NS);
	arrange(rig, NS, ENABLES, IRQS);
	check_all_states(rig, SEC);
}

static void guards_hold_without_secure_state(void **state)
{
	check_all_states(*state, NS);
}

/* 6.3.11: QUEUE_* by any queue, TABLE_* by SMMUEN, also in one write. */
static void cr1_fields_are_guarded_apart(void **state)
{
	static const struct {
		u32 cr0;
		u32 kept;
	} rows[] = {
		{ 0, REF_CR1_TABLE | REF_CR1_QUEUE },
		{ REF_SMMUEN, REF_CR1_QUEUE },
		{ REF_CMDQEN, REF_CR1_TABLE },
		{ REF_EVENTQEN, REF_CR1_TABLE },
		{ REF_CMDQEN | REF_EVENTQEN, REF_CR1_TABLE },
		{ REF_CMDQEN | REF_SMMUEN, 0 },
		{ ENABLES, 0 },
	};
	struct rig *rig = *state;
	unsigned int i, bank;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < ARRAY_SIZE(rows); i++) {
			arrange(rig, bank, 0, 0);
			kit_set(rig, bank, REF_CR1, 0);
			kit_set(rig, bank, REF_CR0, rows[i].cr0);
			kit_set(rig, bank, REF_CR1, ~0U);
			assert_int_equal(kit_get(rig, bank, REF_CR1),
					 rows[i].kept);
		}
}

/* ---- CR0 and IRQ_CTRL ---- */

/* 6.3.9: any change is acknowledged, and each field by itself. */
static void cr0_is_acknowledged_after_every_change(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;
	u32 from, to;

	for (bank = NS; bank <= SEC; bank++) {
		arrange(rig, bank, 0, 0);
		for (from = 0; from <= ENABLES; from++)
			for (to = 0; to <= ENABLES; to++) {
				kit_set(rig, bank, REF_CR0, from);
				kit_set(rig, bank, REF_CR0, to);
				assert_int_equal(kit_get(rig, bank, REF_CR0),
						 to & ENABLES);
				assert_int_equal(kit_get(rig, bank, REF_CR0ACK),
						 to & ENABLES);
			}
	}
}

/* 6.3.9 3.: bits that are not implemented are RES0 and not acknowledged. */
static void cr0_reserved_bits_are_neither_kept_nor_acknowledged(void **state)
{
	static const u32 kept[] = { ENABLES, ENABLES | REF_S_CR0_SIF };
	struct rig *rig = *state;
	unsigned int bank, bit;

	for (bank = NS; bank <= SEC; bank++) {
		arrange(rig, bank, 0, 0);
		for (bit = 0; bit < 32; bit++) {
			u32 want = BIT(bit) & kept[bank];

			kit_set(rig, bank, REF_CR0, BIT(bit));
			assert_int_equal(kit_get(rig, bank, REF_CR0), want);
			assert_int_equal(kit_get(rig, bank, REF_CR0ACK), want);
		}
		kit_set(rig, bank, REF_CR0, 0);
	}
}

static void cr0ack_and_irq_ctrlack_are_read_only(void **state)
{
	static const u32 acks[] = { REF_CR0ACK, REF_IRQ_CTRLACK, REF_GERROR };
	static const u32 values[] = { 0, ~0U, 0xa, 0x5 };
	struct rig *rig = *state;
	unsigned int bank, i, j;

	for (bank = NS; bank <= SEC; bank++) {
		arrange(rig, bank, REF_SMMUEN | REF_EVENTQEN, IRQS);
		for (i = 0; i < ARRAY_SIZE(acks); i++)
			for (j = 0; j < ARRAY_SIZE(values); j++) {
				u32 before = kit_get(rig, bank, acks[i]);

				kit_set(rig, bank, acks[i], values[j]);
				assert_int_equal(kit_get(rig, bank, acks[i]),
						 before);
			}
	}
}

/* 6.3.16: EVENTQ and GERROR; PRIQ not without PRI. */
static void irq_ctrl_is_acknowledged_after_every_change(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;
	u32 from, to;

	for (bank = NS; bank <= SEC; bank++)
		for (from = 0; from < 16; from++)
			for (to = 0; to < 16; to++) {
				kit_set(rig, bank, REF_IRQ_CTRL, from);
				kit_set(rig, bank, REF_IRQ_CTRL, to);
				assert_int_equal(kit_get(rig, bank,
							 REF_IRQ_CTRL),
						 to & IRQS);
				assert_int_equal(kit_get(rig, bank,
							 REF_IRQ_CTRLACK),
						 to & IRQS);
			}
}

/* 3.10.2: one bank's control registers leave the other's alone. */
static void control_registers_of_the_banks_are_apart(void **state)
{
	struct rig *rig = *state;

	arrange(rig, NS, REF_CMDQEN, REF_IRQ_GERROR);
	arrange(rig, SEC, REF_SMMUEN | REF_EVENTQEN, REF_IRQ_EVENTQ);
	assert_int_equal(kit_get(rig, NS, REF_CR0ACK), REF_CMDQEN);
	assert_int_equal(kit_get(rig, NS, REF_IRQ_CTRLACK), REF_IRQ_GERROR);
	kit_disable(rig, SEC);
	assert_int_equal(kit_get(rig, NS, REF_CR0), REF_CMDQEN);
	assert_int_equal(kit_get(rig, NS, REF_IRQ_CTRL), REF_IRQ_GERROR);
	kit_disable(rig, NS);
	assert_int_equal(kit_get(rig, SEC, REF_CR0ACK), 0);
}

/* ---- GBPA ---- */

/* 6.3.14.1: without Update = 1 ignored, with it taken, and Update clears. */
static void gbpa_takes_only_writes_with_update(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		u32 before = kit_get(rig, bank, REF_GBPA), bit;

		for (bit = 0; bit < 31; bit++) {
			kit_set(rig, bank, REF_GBPA, BIT(bit));
			assert_int_equal(kit_get(rig, bank, REF_GBPA), before);
		}
		kit_set(rig, bank, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
		assert_int_equal(kit_get(rig, bank, REF_GBPA) &
				 (REF_GBPA_ABORT | REF_GBPA_UPDATE),
				 REF_GBPA_ABORT);
		kit_set(rig, bank, REF_GBPA, 0);
		assert_int_equal(kit_get(rig, bank, REF_GBPA) & REF_GBPA_ABORT,
				 REF_GBPA_ABORT);
		kit_set(rig, bank, REF_GBPA, REF_GBPA_UPDATE);
		assert_int_equal(kit_get(rig, bank, REF_GBPA) &
				 (REF_GBPA_ABORT | REF_GBPA_UPDATE), 0);
	}
}

/* 6.3.14, 6.3.63: without overrides each field reads as 0 or as written. */
static void gbpa_fields_without_overrides_read_zero_or_as_written(void **state)
{
	static const u32 fields[] = {
		REF_GBPA_FIELDS, REF_GBPA_FIELDS | REF_S_GBPA_NSCFG };
	static const u32 values[] = { 0x7fffffff, 0x55555555, 0x2aaaaaaa };
	struct rig *rig = *state;
	unsigned int bank, i;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < ARRAY_SIZE(values); i++) {
			u32 got;

			kit_set(rig, bank, REF_GBPA,
				values[i] | REF_GBPA_UPDATE);
			got = kit_get(rig, bank, REF_GBPA);
			assert_int_equal(got & ~fields[bank], 0);
			assert_int_equal(got & ~values[i] & ~0xf, 0);
			assert_int_equal(got & REF_GBPA_ABORT,
					 values[i] & REF_GBPA_ABORT);
		}
}

/* GBPA may change whatever is enabled: only Update guards it. */
static void gbpa_is_writable_whatever_is_enabled(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		arrange(rig, bank, ENABLES, IRQS);
		kit_set(rig, bank, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
		assert_int_equal(kit_get(rig, bank, REF_GBPA) & REF_GBPA_ABORT,
				 REF_GBPA_ABORT);
		kit_set(rig, bank, REF_GBPA, REF_GBPA_UPDATE);
		assert_int_equal(kit_get(rig, bank, REF_GBPA) & REF_GBPA_ABORT,
				 0);
	}
}

static void gbpa_of_the_banks_are_apart(void **state)
{
	struct rig *rig = *state;

	kit_set(rig, SEC, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	assert_int_equal(kit_get(rig, NS, REF_GBPA) & REF_GBPA_ABORT, 0);
	kit_set(rig, SEC, REF_GBPA, REF_GBPA_UPDATE);
	kit_set(rig, NS, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	assert_int_equal(kit_get(rig, SEC, REF_GBPA) & REF_GBPA_ABORT, 0);
}

/* ---- GERROR ---- */

/* A command queue that cannot be read: CMDQ_ERR becomes active. */
static void break_queue(struct rig *rig, enum smmu3_pas bank)
{
	kit_set64(rig, bank, REF_CMDQ_BASE, 0x1000 | 4);
	kit_set(rig, bank, REF_CMDQ_PROD, 1);
	kit_set(rig, bank, REF_CMDQ_CONS, 0);
	kit_set(rig, bank, REF_CR0, REF_CMDQEN);
}

static u32 active_errors(struct rig *rig, enum smmu3_pas bank)
{
	return kit_get(rig, bank, REF_GERROR) ^ kit_get(rig, bank, REF_GERRORN);
}

/* 6.3.19: toggled when inactive; GERRORN is software's alone. */
static void gerror_toggles_and_gerrorn_acknowledges(void **state)
{
	struct rig *rig = *state;
	unsigned int bank, round;

	for (bank = NS; bank <= SEC; bank++)
		for (round = 0; round < 4; round++) {
			u32 gerror = kit_get(rig, bank, REF_GERROR);
			u32 gerrorn = kit_get(rig, bank, REF_GERRORN);

			break_queue(rig, bank);
			assert_int_equal(kit_get(rig, bank, REF_GERROR),
					 gerror ^ REF_GERROR_CMDQ_ERR);
			assert_int_equal(kit_get(rig, bank, REF_GERRORN),
					 gerrorn);
			assert_int_equal(active_errors(rig, bank),
					 REF_GERROR_CMDQ_ERR);
			kit_set(rig, bank, REF_CR0, 0);
			kit_set(rig, bank, REF_GERRORN,
				gerror ^ REF_GERROR_CMDQ_ERR);
			assert_int_equal(active_errors(rig, bank), 0);
		}
}

/* 3.10.2.1: an error of one bank is not seen in the other. */
static void gerror_of_the_banks_are_apart(void **state)
{
	struct rig *rig = *state;

	break_queue(rig, SEC);
	assert_int_equal(active_errors(rig, SEC), REF_GERROR_CMDQ_ERR);
	assert_int_equal(active_errors(rig, NS), 0);
	kit_disable(rig, SEC);
	break_queue(rig, NS);
	assert_int_equal(active_errors(rig, NS), REF_GERROR_CMDQ_ERR);
	assert_int_equal(active_errors(rig, SEC), 0);
}

/* 6.3.20, our choice: no interrupt comes from a write to GERRORN. */
static void gerrorn_written_for_inactive_errors_raises_nothing(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		kit_set(rig, bank, REF_IRQ_CTRL, IRQS);
		kit_set(rig, bank, REF_GERRORN, ~0U);
		kit_set(rig, bank, REF_GERRORN, 0);
		assert_int_equal(kit_get(rig, bank, REF_GERROR), 0);
	}
	assert_int_equal(host_log_count(&rig->host, HOST_IRQ), 0);
}

static const struct CMUnitTest rules_guards_tests[] = {
	TEST_BANKS(guards_hold_in_every_combination_of_enables),
	TEST_BANKS(guards_are_not_those_of_the_other_bank),
	TEST_SINGLE(guards_hold_without_secure_state),
	TEST_BANKS(cr1_fields_are_guarded_apart),
	TEST_BANKS(cr0_is_acknowledged_after_every_change),
	TEST_BANKS(cr0_reserved_bits_are_neither_kept_nor_acknowledged),
	TEST_BANKS(cr0ack_and_irq_ctrlack_are_read_only),
	TEST_BANKS(irq_ctrl_is_acknowledged_after_every_change),
	TEST_BANKS(control_registers_of_the_banks_are_apart),
	TEST_BANKS(gbpa_takes_only_writes_with_update),
	TEST_BANKS(gbpa_fields_without_overrides_read_zero_or_as_written),
	TEST_BANKS(gbpa_is_writable_whatever_is_enabled),
	TEST_BANKS(gbpa_of_the_banks_are_apart),
	TEST_BANKS(gerror_toggles_and_gerrorn_acknowledges),
	TEST_BANKS(gerror_of_the_banks_are_apart),
	TEST_BANKS(gerrorn_written_for_inactive_errors_raises_nothing),
};
SUITE(rules_guards);
