// SPDX-License-Identifier: GPL-2.0
/*
 * What only the Secure bank has: S_INIT (6.3.62), S_CR0.NSSTALLD (6.3.57.1),
 * S_CR0.SIF and S_GBPA.NSCFG as registers; and what becomes of the two banks
 * when the Secure software goes away.
 */
#include "cmd_kit.h"
#include "reg_kit.h"
#include "suites.h"

#define SID	3
#define VA	0x10001000ULL

/* ---- S_INIT ---- */

/* Entries that the caches themselves call valid. */
static unsigned int cached(struct rig *rig)
{
	struct smmu3_tlb_record tlb;
	struct smmu3_cfg_record cfg;
	unsigned int count = 0, i;
	int kind, got;

	for (i = 0; (got = smmu3_tlb_slot(rig->smmu, i, &tlb)) >= 0; i++)
		count += got;
	for (kind = SMMU3_CFG_STE; kind <= SMMU3_CFG_CD; kind++)
		for (i = 0; (got = smmu3_cfg_slot(rig->smmu, kind, i,
						  &cfg)) >= 0; i++)
			count += got;
	return count;
}

/* A stream of each bank, its STE, CD and a translation cached. */
static struct rig *warm_rig(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = side_config(cache);
	struct rig *rig = rig_new(&config);
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		struct side *side = rig_side(rig, bank);
		struct stream stream;

		side_boot(side);
		stream = side_stream(side, SID);
		side_map(side, &stream, VA, RAM_BASE, 3);
		assert_true(side_access(side, SID, VA, READ).ok);
		assert_int_equal(side_hits(side, SID, VA), SMMU3_HIT_STE |
				 SMMU3_HIT_CD | SMMU3_HIT_TLB);
	}
	return rig;
}

static void check_init(enum smmu3_cache_mode cache)
{
	struct rig *rig = warm_rig(cache);

	kit_set(rig, SEC, REF_S_INIT, REF_S_INIT_INV_ALL);
	assert_int_equal(kit_get(rig, SEC, REF_S_INIT), 0);
	assert_int_equal(side_hits(rig_side(rig, NS), SID, VA), 0);
	assert_int_equal(side_hits(rig_side(rig, SEC), SID, VA), 0);
	assert_int_equal(cached(rig), 0);
	assert_true(side_access(rig_side(rig, NS), SID, VA, READ).ok);
	assert_true(side_access(rig_side(rig, SEC), SID, VA, READ).ok);
	rig_free(rig);
}

static void s_init_drops_everything_of_both_banks(void **state)
{
	(void)state;
	check_init(SMMU3_CACHE_EXACT);
	check_init(SMMU3_CACHE_FAST);
}

/* White box: also what no stream of these identities can cache. */
static void s_init_drops_translations_of_every_world(void **state)
{
	struct rig *rig = *state;
	struct ref_tlb_entry entry = {
		.first = VA, .level = 3, .granule = 12 };
	unsigned int world;

	for (world = 0; world < REF_NR_WORLDS; world++) {
		entry.world = world;
		rig_add_entry(rig, &entry);
		assert_true(rig_has_entry(rig, &entry));
	}
	kit_set(rig, SEC, REF_S_INIT, REF_S_INIT_INV_ALL);
	for (world = 0; world < REF_NR_WORLDS; world++) {
		entry.world = world;
		assert_false(rig_has_entry(rig, &entry));
	}
}

/* Values and widths that do not say INV_ALL, and software that may not. */
static void s_init_does_nothing_unless_secure_software_sets_inv_all(void **state)
{
	struct rig *rig = warm_rig(SMMU3_CACHE_EXACT);
	unsigned int before = cached(rig);

	(void)state;
	kit_write(rig, SEC, REF_S_INIT, 32, 0);
	kit_write(rig, SEC, REF_S_INIT, 32, ~REF_S_INIT_INV_ALL);
	kit_write(rig, SEC, REF_S_INIT, 16, 1);
	kit_write(rig, SEC, REF_S_INIT, 64, 1);
	kit_write(rig, SEC, REF_S_INIT + 1, 32, ~0U);
	kit_write(rig, NS, REF_S_INIT, 32, 1);
	kit_write(rig, NS, REF_S_INIT - 4, 64, ~0ULL);
	assert_int_equal(kit_get(rig, SEC, REF_S_INIT), 0);
	assert_int_equal(cached(rig), before);
	rig_free(rig);
}

/* 6.2, our choice: the upper half of a 64-bit access to 0x8038. */
static void s_init_takes_half_of_a_wide_write(void **state)
{
	struct rig *rig = warm_rig(SMMU3_CACHE_EXACT);

	(void)state;
	kit_write(rig, SEC, REF_S_INIT - 4, 64, BIT_ULL(32));
	assert_int_equal(cached(rig), 0);
	rig_free(rig);
}

/* ---- NSSTALLD ---- */

static void set_stall_model(struct rig *rig, unsigned int model)
{
	struct ref_map map = ref_map(&rig->id);
	u64 idr0 = map.idr0, s_idr0 = map.s_idr0;

	ref_put(&idr0, 25, 24, model);
	ref_put(&s_idr0, 25, 24, model);
	map.idr0 = idr0;
	map.s_idr0 = s_idr0;
	kit_poke_ids(rig, &map);
}

static unsigned int stall_model(struct rig *rig, enum smmu3_pas bank)
{
	u64 idr0 = kit_get(rig, bank, REF_IDR0);

	return ref_get(&idr0, 25, 24);
}

/* 6.3.57.1: the table of what IDR0.STALL_MODEL reads. */
static void nsstalld_shows_in_idr0_as_the_table_says(void **state)
{
	static const struct {
		unsigned int model;
		u32 cr0;
		u32 kept;
		unsigned int shown;
	} rows[] = {
		{ 0, 0, 0, 0 },
		{ 0, REF_S_CR0_NSSTALLD, REF_S_CR0_NSSTALLD, 1 },
		{ 1, 0, 0, 1 },
		{ 1, REF_S_CR0_NSSTALLD, 0, 1 },
		{ 2, 0, 0, 2 },
		{ 2, REF_S_CR0_NSSTALLD, 0, 2 },
	};
	struct rig *rig = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		set_stall_model(rig, rows[i].model);
		kit_set(rig, SEC, REF_CR0, rows[i].cr0);
		assert_int_equal(kit_get(rig, SEC, REF_CR0), rows[i].kept);
		assert_int_equal(kit_get(rig, SEC, REF_CR0ACK), rows[i].kept);
		assert_int_equal(stall_model(rig, NS), rows[i].shown);
		assert_int_equal(stall_model(rig, SEC), rows[i].model);
		kit_set(rig, SEC, REF_CR0, 0);
		assert_int_equal(stall_model(rig, NS), rows[i].model);
	}
}

/* Only STALL_MODEL of IDR0 changes, and nothing else in either bank. */
static void nsstalld_changes_nothing_else(void **state)
{
	struct rig *rig = *state;
	u32 idr0;

	set_stall_model(rig, 0);
	idr0 = kit_get(rig, NS, REF_IDR0);
	kit_set(rig, SEC, REF_CR0, REF_S_CR0_NSSTALLD);
	assert_int_equal(kit_get(rig, NS, REF_IDR0),
			 idr0 | FIELD_PREP(REF_IDR0_STALL_MODEL, 1));
	assert_int_equal(kit_get(rig, NS, REF_CR0), 0);
	kit_set(rig, NS, REF_CR0, REF_S_CR0_NSSTALLD);
	assert_int_equal(kit_get(rig, NS, REF_CR0), 0);
	kit_set(rig, SEC, REF_CR0, 0);
	assert_int_equal(kit_get(rig, NS, REF_IDR0), idr0);
}

/*
 * 6.3.57.1: what is fetched after the acknowledge sees the new value, so that
 * nobody still translates under the old one; and nothing that was found under
 * the old one is recorded.
 */
static void nsstalld_waits_for_users_of_the_old_value(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	struct smmu3_xact x = { .txn = rig_txn(SID, VA, READ) };
	struct rig *rig;
	u32 cr0;

	(void)state;
	config.stall_model = 0;
	config.stall_max = 2;
	rig = rig_new(&config);
	side_boot(rig_side(rig, NS));
	side_boot(rig_side(rig, SEC));
	side_stream(rig_side(rig, NS), SID);
	cr0 = kit_get(rig, SEC, REF_CR0);
	assert_false(smmu3_translate(rig->smmu, &x));
	host_log_clear(&rig->host);
	kit_set(rig, SEC, REF_CR0, cr0 | REF_S_CR0_NSSTALLD);
	assert_int_equal(kit_get(rig, SEC, REF_CR0ACK),
			 cr0 | REF_S_CR0_NSSTALLD);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 1);
	assert_false(smmu3_settle(rig->smmu, &x));
	assert_false(smmu3_translate(rig->smmu, &x));
	host_log_clear(&rig->host);
	kit_set(rig, SEC, REF_CR0, cr0 | REF_S_CR0_NSSTALLD);
	assert_int_equal(host_log_count(&rig->host, HOST_DRAIN), 0);
	assert_true(smmu3_settle(rig->smmu, &x));
	rig_free(rig);
}

/* ---- banks that do not know of each other (3.10.2.1) ---- */

static void write_everything(struct rig *rig, enum smmu3_pas bank, u64 value)
{
	struct kit_map map;
	unsigned int i;

	kit_rig_map(rig, bank, &map);
	for (i = 0; i < map.count; i++)
		kit_write(rig, bank, map.reg[i].offset, map.reg[i].width,
			  value);
}

static void expect_bank(struct rig *rig, enum smmu3_pas bank,
			const struct snapshot *shot)
{
	struct kit_map map;
	unsigned int i;

	kit_rig_map(rig, bank, &map);
	for (i = 0; i < map.count; i++) {
		u32 at = map.reg[i].offset;

		assert_int_equal(kit_read(rig, SEC, at, 32),
				 shot->word[at / 4]);
	}
}

/* Whatever is written to one bank, no register of the other changes. */
static void writes_to_one_bank_leave_the_other_alone(void **state)
{
	static const u64 values[] = {
		~0ULL, 0, 0x5555555555555555ULL, 0xaaaaaaaaaaaaaaaaULL,
		0x8000000080000005ULL };
	struct rig *rig = *state;
	struct snapshot shot;
	unsigned int i, bank;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < ARRAY_SIZE(values); i++) {
			snapshot_take(rig, &shot);
			write_everything(rig, bank, values[i]);
			expect_bank(rig, bank == NS ? SEC : NS, &shot);
		}
}

/* ---- the Secure software goes away ---- */

/* smmu3_secure_reset(): in reset but for ABORT; the other side goes on. */
static void secure_reset_takes_the_bank_back(void **state)
{
	struct rig *rig = warm_rig(SMMU3_CACHE_EXACT);
	struct snapshot shot;
	struct kit_map map;
	unsigned int i;

	(void)state;
	snapshot_take(rig, &shot);
	smmu3_secure_reset(rig->smmu);
	expect_bank(rig, NS, &shot);
	kit_rig_map(rig, SEC, &map);
	for (i = 0; i < map.count; i++) {
		const struct ref_reg *reg = &map.reg[i];
		u64 known = ~(reg->unknown | reg->vague);
		u64 want = reg->reset & known;

		if (reg->offset == kit_at(SEC, REF_GBPA))
			want |= REF_GBPA_ABORT;
		assert_int_equal(kit_read(rig, SEC, reg->offset, reg->width) &
				 known, want);
	}
	assert_int_equal(side_hits(rig_side(rig, NS), SID, VA),
			 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
	rig_free(rig);
}

/* Nothing Secure survives in the caches, and streams are aborted. */
static void secure_reset_forgets_secure_streams(void **state)
{
	struct rig *rig = warm_rig(SMMU3_CACHE_EXACT);
	struct smmu3_tlb_record record;
	struct outcome out;
	unsigned int i;
	int got;

	(void)state;
	smmu3_secure_reset(rig->smmu);
	for (i = 0; (got = smmu3_tlb_slot(rig->smmu, i, &record)) >= 0;
	     i++)
		assert_true(!got || record.sec_sid == NS);
	out = side_access(rig_side(rig, SEC), SID, VA, READ);
	assert_false(out.ok);
	assert_int_equal(out.x.fault.disposition, SMMU3_ABORT);
	assert_false(out.x.recorded);
	assert_true(side_access(rig_side(rig, NS), SID, VA, READ).ok);
	rig_free(rig);
}

/*
 * 6.3.57.1: whether Non-secure software may use stalls was decided before it
 * came, and its ID registers do not change when the Secure software goes.
 */
static void secure_reset_keeps_nsstalld(void **state)
{
	struct rig *rig = *state;

	set_stall_model(rig, 0);
	kit_set(rig, SEC, REF_CR0, REF_S_CR0_NSSTALLD | REF_CMDQEN);
	assert_int_equal(stall_model(rig, NS), 1);
	smmu3_secure_reset(rig->smmu);
	assert_int_equal(kit_get(rig, SEC, REF_CR0), REF_S_CR0_NSSTALLD);
	assert_int_equal(kit_get(rig, SEC, REF_CR0ACK), REF_S_CR0_NSSTALLD);
	assert_int_equal(stall_model(rig, NS), 1);
}

static const struct CMUnitTest rules_secure_tests[] = {
	cmocka_unit_test(s_init_drops_everything_of_both_banks),
	TEST_CMD_EXACT(s_init_drops_translations_of_every_world),
	cmocka_unit_test(s_init_does_nothing_unless_secure_software_sets_inv_all),
	cmocka_unit_test(s_init_takes_half_of_a_wide_write),
	TEST_BANKS(nsstalld_shows_in_idr0_as_the_table_says),
	TEST_BANKS(nsstalld_changes_nothing_else),
	cmocka_unit_test(nsstalld_waits_for_users_of_the_old_value),
	TEST_BANKS(writes_to_one_bank_leave_the_other_alone),
	cmocka_unit_test(secure_reset_takes_the_bank_back),
	cmocka_unit_test(secure_reset_forgets_secure_streams),
	TEST_BANKS(secure_reset_keeps_nsstalld),
};
SUITE(rules_secure);
