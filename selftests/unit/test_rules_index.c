// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that say where tables and queues are and how large (6.3.24 to
 * 6.3.29, 6.3.72 to 6.3.79, 6.3.95, 6.3.96), of both banks: which bits of
 * indices exist, limits of sizes, alignment of bases. What the queues do with
 * them is for the tests of queues.
 */
#include "reg_kit.h"
#include "suites.h"

#define WR_MASK		GENMASK_ULL(19, 0)
#define CONS_ERR	GENMASK_ULL(30, 24)

/**
 * struct pair - base and index registers of a queue
 * @base: its base
 * @owned: index of the SMMU
 * @other: index of software
 * @owned_flags: bits of @owned besides the index that hold what was written
 * @owned_open: bits of @owned besides the index that may hold it
 * @other_flags: bits of @other besides the index
 * @entry: bytes of an entry
 */
struct pair {
	u32 base;
	u32 owned;
	u32 other;
	u32 owned_flags;
	u32 owned_open;
	u32 other_flags;
	u64 entry;
};

static const struct pair queues[] = {
	{ REF_CMDQ_BASE, REF_CMDQ_CONS, REF_CMDQ_PROD, 0, CONS_ERR, 0, 16 },
	{ REF_EVENTQ_BASE, REF_EVENTQ_PROD, REF_EVENTQ_CONS,
	  REF_EVENTQ_OVERFLOW, 0, REF_EVENTQ_OVERFLOW, 32 },
};

static unsigned int limit_of(const struct rig *rig, const struct pair *queue)
{
	return queue->base == REF_CMDQ_BASE ? rig->config.cmdqs :
					      rig->config.eventqs;
}

static u32 index_mask(unsigned int log2)
{
	return ref_pow2(log2 + 1) - 1;
}

static void check_owned(struct rig *rig, enum smmu3_pas bank,
			const struct pair *queue, unsigned int log2)
{
	u32 got;

	kit_set(rig, bank, queue->owned, ~0U);
	got = kit_get(rig, bank, queue->owned);
	assert_int_equal(got & ~queue->owned_open,
			 index_mask(log2) | queue->owned_flags);
	kit_set(rig, bank, queue->owned, 0);
	got = kit_get(rig, bank, queue->owned);
	assert_int_equal(got & ~queue->owned_open, 0);
}

/* Bits above the wrap bit are RES0 and may be stored. */
static void check_other(struct rig *rig, enum smmu3_pas bank,
			const struct pair *queue, unsigned int log2)
{
	u32 open = WR_MASK & ~index_mask(log2), got;

	kit_set(rig, bank, queue->other, ~0U);
	got = kit_get(rig, bank, queue->other);
	assert_int_equal(got & ~open, index_mask(log2) | queue->other_flags);
	kit_set(rig, bank, queue->other, 0);
	assert_int_equal(kit_get(rig, bank, queue->other), 0);
}

static void check_queue(struct rig *rig, enum smmu3_pas bank,
			const struct pair *queue)
{
	unsigned int field, log2;

	for (field = 0; field < 32; field++) {
		log2 = min(field, limit_of(rig, queue));
		kit_set64(rig, bank, queue->base, RAM_BASE | field);
		assert_int_equal(kit_read(rig, bank,
					  kit_at(bank, queue->base), 64),
				 RAM_BASE | field);
		check_owned(rig, bank, queue, log2);
		check_other(rig, bank, queue, log2);
	}
}

static const u32 queue_limits[] = { 0, 1, 8, 18, 19 };

/* 6.3.26 to 6.3.29: LOG2SIZE reads as written and counts up to the limit. */
static void index_registers_have_wrap_and_index_bits_of_the_size(void **state)
{
	struct smmu3_config config = kit_config();
	unsigned int i, bank, q;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(queue_limits); i++) {
		struct rig *rig;

		config.cmdqs = queue_limits[i];
		config.eventqs = 19 - queue_limits[i];
		rig = rig_new(&config);
		for (bank = NS; bank <= SEC; bank++)
			for (q = 0; q < ARRAY_SIZE(queues); q++)
				check_queue(rig, bank, &queues[q]);
		rig_free(rig);
	}
}

/* 6.3.26: a smaller size truncates the SMMU's index. */
static void shrinking_a_queue_truncates_the_smmus_index(void **state)
{
	struct rig *rig = *state;
	unsigned int bank, q;

	for (bank = NS; bank <= SEC; bank++)
		for (q = 0; q < ARRAY_SIZE(queues); q++) {
			kit_set64(rig, bank, queues[q].base, RAM_BASE | 7);
			kit_set(rig, bank, queues[q].owned, 0xa5);
			assert_int_equal(kit_get(rig, bank, queues[q].owned),
					 0xa5);
			kit_set64(rig, bank, queues[q].base, RAM_BASE | 3);
			assert_int_equal(kit_get(rig, bank, queues[q].owned),
					 0xa5 & index_mask(3));
		}
}

/* Of CMDQ_CONS and EVENTQ_PROD only these bits exist at all. */
static void index_registers_have_no_other_bits(void **state)
{
	struct rig *rig = *state;
	unsigned int bank;

	for (bank = NS; bank <= SEC; bank++) {
		kit_set64(rig, bank, REF_CMDQ_BASE, RAM_BASE | 19);
		kit_set64(rig, bank, REF_EVENTQ_BASE, RAM_BASE | 19);
		kit_set(rig, bank, REF_CMDQ_CONS, 0x80f00000);
		assert_int_equal(kit_get(rig, bank, REF_CMDQ_CONS), 0);
		kit_set(rig, bank, REF_CMDQ_PROD, 0xfff00000);
		assert_int_equal(kit_get(rig, bank, REF_CMDQ_PROD), 0);
		kit_set(rig, bank, REF_EVENTQ_PROD, 0x7ff00000);
		assert_int_equal(kit_get(rig, bank, REF_EVENTQ_PROD), 0);
		kit_set(rig, bank, REF_EVENTQ_CONS, 0x7ff00000);
		assert_int_equal(kit_get(rig, bank, REF_EVENTQ_CONS), 0);
	}
}

static struct smmu3_queue_info queue_info(struct rig *rig, enum smmu3_pas bank,
					  const struct pair *queue)
{
	struct smmu3_bank_info info;

	smmu3_bank_info(rig->smmu, bank, &info);
	return queue->base == REF_CMDQ_BASE ? info.cmdq : info.eventq;
}

/* 6.3.26: the base is aligned to the queue, and to 32 bytes at least. */
static void queue_bases_are_aligned_to_the_queue(void **state)
{
	struct rig *rig = *state;
	unsigned int bank, q, field;

	for (bank = NS; bank <= SEC; bank++)
		for (q = 0; q < ARRAY_SIZE(queues); q++)
			for (field = 0; field < 32; field++) {
				const u64 addr = 0xffffffffffffe0ULL;
				struct smmu3_queue_info info;
				u64 entries, bytes;

				entries = ref_pow2(min(field,
						       limit_of(rig,
								&queues[q])));
				bytes = max(entries * queues[q].entry, 32ULL);
				kit_set64(rig, bank, queues[q].base,
					  addr | field);
				info = queue_info(rig, bank, &queues[q]);
				assert_int_equal(info.entries, entries);
				assert_int_equal(info.base,
						 GENMASK_ULL(43, 0) &
						 ~(bytes - 1));
			}
}

/* ---- stream tables ---- */

/**
 * struct table - a stream table as 6.3.24 and 6.3.25 say
 * @align: low bits of the address that count as zero
 * @log2: StreamID bits
 * @split: 0 if linear
 */
struct table {
	unsigned int align;
	unsigned int log2;
	unsigned int split;
};

static struct table table_of(u32 cfg, unsigned int sidsize)
{
	u64 value = cfg;
	unsigned int log2 = ref_get(&value, REF_STRTAB_LOG2SIZE);
	unsigned int split = ref_get(&value, REF_STRTAB_SPLIT);
	struct table table = { .log2 = min(log2, sidsize) };

	if (ref_get(&value, REF_STRTAB_FMT) != 1) {
		table.align = log2 + 6;
		return table;
	}
	if (split != 8 && split != 10)
		split = 6;
	table.split = split;
	table.align = max(5, (int)log2 - (int)split - 1 + 3) + 1;
	return table;
}

static void check_table(struct rig *rig, enum smmu3_pas bank, u32 cfg)
{
	unsigned int sidsize = bank == SEC ? rig->config.s_sidsize :
					     rig->config.sidsize;
	struct table want = table_of(cfg, sidsize);
	u64 low = ref_pow2(min(want.align, 63U)) - 1;
	struct smmu3_bank_info info;

	kit_set(rig, bank, REF_STRTAB_BASE_CFG, cfg);
	smmu3_bank_info(rig->smmu, bank, &info);
	assert_int_equal(info.strtab_log2, want.log2);
	assert_int_equal(info.strtab_split, want.split);
	assert_int_equal(info.strtab_base, GENMASK_ULL(43, 6) & ~low);
}

/*
 * 6.3.24, 6.3.25, 6.3.53: alignment by the literal LOG2SIZE, StreamID bits up to
 * the bank's own SIDSIZE; reserved formats are linear, reserved splits 6.
 */
static void stream_table_registers_mean_what_they_say(void **state)
{
	struct rig *rig = *state;
	unsigned int bank, log2, split, format;

	assert_int_not_equal(rig->config.sidsize, rig->config.s_sidsize);
	for (bank = NS; bank <= SEC; bank++) {
		kit_set64(rig, bank, REF_STRTAB_BASE, ~0ULL);
		for (format = 0; format < 4; format++)
			for (split = 0; split < 32; split++)
				for (log2 = 0; log2 < 64; log2++) {
					u64 cfg = 0;

					ref_put(&cfg, REF_STRTAB_FMT, format);
					ref_put(&cfg, REF_STRTAB_SPLIT, split);
					ref_put(&cfg, REF_STRTAB_LOG2SIZE,
						log2);
					check_table(rig, bank, cfg);
				}
	}
}

static void stream_tables_of_the_banks_are_apart(void **state)
{
	struct rig *rig = *state;
	struct smmu3_bank_info info;

	kit_set64(rig, NS, REF_STRTAB_BASE, RAM_BASE);
	kit_set64(rig, SEC, REF_STRTAB_BASE, RAM_BASE + PAGE);
	kit_set(rig, NS, REF_STRTAB_BASE_CFG, 3);
	kit_set(rig, SEC, REF_STRTAB_BASE_CFG, 5);
	smmu3_bank_info(rig->smmu, NS, &info);
	assert_int_equal(info.strtab_base, RAM_BASE);
	assert_int_equal(info.strtab_log2, 3);
	smmu3_bank_info(rig->smmu, SEC, &info);
	assert_int_equal(info.strtab_base, RAM_BASE + PAGE);
	assert_int_equal(info.strtab_log2, 5);
}

static const struct CMUnitTest rules_index_tests[] = {
	cmocka_unit_test(index_registers_have_wrap_and_index_bits_of_the_size),
	TEST_BANKS(shrinking_a_queue_truncates_the_smmus_index),
	TEST_BANKS(index_registers_have_no_other_bits),
	TEST_BANKS(queue_bases_are_aligned_to_the_queue),
	TEST_BANKS(stream_table_registers_mean_what_they_say),
	TEST_BANKS(stream_tables_of_the_banks_are_apart),
};
SUITE(rules_index);
