// SPDX-License-Identifier: GPL-2.0
/*
 * Bringing a bank up (3.11): once as software should, step by step, and then in
 * every order of the steps with hostile writes in between. What has to hold
 * then: nothing crashes, what is guarded stays, and after doing it right the
 * SMMU works, and the other bank has worked all the time.
 */
#include "side.h"
#include "reg_kit.h"
#include "rng.h"
#include "suites.h"

#include <stdlib.h>

#define SID		3
#define VA		0x10001000ULL
#define PA		(RAM_BASE + 0x3000)
#define VA_UNMAPPED	0x10002000ULL
#define QUEUES		(REF_CMDQEN | REF_EVENTQEN)
#define IRQS		(REF_IRQ_EVENTQ | REF_IRQ_GERROR)

/* Tables ISH, queues OSH, both write-back (6.3.11) */
#define CR1_VALUE	0x00000d65

/**
 * struct bring - a bank to be brought up
 * @side: the bank and its memory
 * @map: the oracle's map
 * @rng: for hostile writes
 * @region: its RAM
 * @saved: contents when all was well
 * @bytes: how much of it is in use
 */
struct bring {
	struct side *side;
	struct kit_map map;
	struct rng rng;
	struct host_region *region;
	u64 *saved;
	size_t bytes;
};

static struct host_region *region_of(struct side *side)
{
	struct host *host = &side->rig->host;
	unsigned int i;

	for (i = 0; i < host->nr_regions; i++)
		if (host->region[i].pas == side->bank)
			return &host->region[i];
	fail();
	return NULL;
}

/* Memory of the bank: queues, a stream table, one stream with one page. */
static void furnish(struct side *side)
{
	struct stream stream;

	side->free = PA + PAGE;
	side->strtab = side_alloc(side, 64 * ref_pow2(RIG_STRTAB_LOG2));
	side->cmdq = side_alloc(side, PAGE);
	side->eventq = side_alloc(side, PAGE);
	stream = side_stream(side, SID);
	side_map(side, &stream, VA, PA, 3);
}

static void bring_init(struct bring *bring, struct side *side)
{
	furnish(side);
	bring->side = side;
	kit_rig_map(side->rig, side->bank, &bring->map);
	bring->region = region_of(side);
	bring->bytes = side->free - RAM_BASE;
	bring->saved = malloc(bring->bytes);
	assert_non_null(bring->saved);
	memcpy(bring->saved, bring->region->words, bring->bytes);
}

/* ---- the steps ---- */

static void set_tables(struct bring *bring)
{
	struct side *side = bring->side;

	side_wr64(side, REF_STRTAB_BASE, side->strtab);
	side_wr32(side, REF_STRTAB_BASE_CFG, RIG_STRTAB_LOG2);
	side_wr32(side, REF_CR1, CR1_VALUE);
	side_wr32(side, REF_CR2, REF_CR2_RECINVSID);
}

static void set_cmdq(struct bring *bring)
{
	struct side *side = bring->side;

	side_wr64(side, REF_CMDQ_BASE, side->cmdq | RIG_CMDQ_LOG2);
	side_wr32(side, REF_CMDQ_PROD, 0);
	side_wr32(side, REF_CMDQ_CONS, 0);
	side->cmd_prod = 0;
}

static void set_eventq(struct bring *bring)
{
	struct side *side = bring->side;

	side_wr64(side, REF_EVENTQ_BASE, side->eventq | RIG_EVENTQ_LOG2);
	side_wr32(side, REF_EVENTQ_PROD, 0);
	side_wr32(side, REF_EVENTQ_CONS, 0);
	side->evt_cons = 0;
}

static void set_cr0(struct bring *bring, u32 set)
{
	u32 cr0 = side_rd32(bring->side, REF_CR0) | set;

	side_wr32(bring->side, REF_CR0, cr0);
	assert_int_equal(side_rd32(bring->side, REF_CR0ACK), cr0);
}

static void enable_cmdq(struct bring *bring)
{
	set_cr0(bring, REF_CMDQEN);
}

static void enable_eventq(struct bring *bring)
{
	set_cr0(bring, REF_EVENTQEN);
}

/* Whatever the queue is now, the commands are put where it should be. */
static void invalidate(struct bring *bring)
{
	struct side *side = bring->side;

	side_queue(side, side_own(side, ref_cfgi_all()));
	side_queue(side, ref_cmd(REF_CMD_TLBI_NH_ALL));
	side_queue(side, ref_sync(REF_CS_NONE));
	side_kick(side);
}

static void enable_smmu(struct bring *bring)
{
	set_cr0(bring, REF_SMMUEN);
}

static void (*const steps[])(struct bring *bring) = {
	set_tables, set_cmdq, set_eventq, enable_cmdq, enable_eventq,
	invalidate, enable_smmu,
};

#define NR_STEPS	ARRAY_SIZE(steps)

static void enable_irqs(struct bring *bring)
{
	struct side *side = bring->side;

	side_wr64(side, REF_GERROR_IRQ_CFG0, 0);
	side_wr64(side, REF_EVENTQ_IRQ_CFG0, 0);
	side_irq_ctrl(side, IRQS);
}

/* ---- right ---- */

static void disable_all(struct bring *bring)
{
	struct side *side = bring->side;

	side_cr0(side, 0);
	side_irq_ctrl(side, 0);
	side_ack_errors(side);
	assert_int_equal(side_errors(side), 0);
}

static void bring_up(struct bring *bring)
{
	struct side *side = bring->side;

	set_tables(bring);
	set_cmdq(bring);
	set_eventq(bring);
	enable_cmdq(bring);
	enable_eventq(bring);
	side_flush(side);
	enable_irqs(bring);
	enable_smmu(bring);
	assert_int_equal(side_rd32(side, REF_CR0ACK), QUEUES | REF_SMMUEN);
}

/* A translation, a fault with its record and its interrupt, a command. */
static void expect_works(struct side *side)
{
	struct smmu3_txn txn = side_txn(side, SID, VA_UNMAPPED, READ);
	struct ref_event event = {
		.number = REF_F_TRANSLATION, .sid = SID, .read = true,
		.class = REF_CLASS_IN, .input = VA_UNMAPPED };
	unsigned int irqs;

	rig_log_clear(side->rig);
	side_expect_pa(side, SID, VA + 8, WRITE, PA + 8, side->bank);
	irqs = side_irqs(side, SMMU3_IRQ_EVENTQ);
	side_expect_event(side, &txn, &event);
	assert_int_equal(side_irqs(side, SMMU3_IRQ_EVENTQ), irqs + 1);
	side_sync(side);
	assert_int_equal(side_errors(side), 0);
}

static void bring_up_in_the_order_of_the_architecture(void **state)
{
	struct bring bring;
	struct side *side = *state;

	bring_init(&bring, side);
	/* reset: nothing is enabled, nothing is acknowledged (6.3.9) */
	assert_int_equal(side_rd32(side, REF_CR0ACK), 0);
	assert_int_equal(side_rd32(side, REF_IRQ_CTRLACK), 0);
	set_tables(&bring);
	set_cmdq(&bring);
	set_eventq(&bring);
	assert_int_equal(side->rig->host.count, 0);
	enable_cmdq(&bring);
	enable_eventq(&bring);
	assert_int_equal(side->rig->host.count, 0);
	side_flush(side);
	enable_irqs(&bring);
	enable_smmu(&bring);
	/* not a table has been read yet, only commands */
	assert_int_equal(side_accesses(side, HOST_READ, SMMU3_ACCESS_STE), 0);
	expect_works(side);
	free(bring.saved);
}

/* 3.11: the Secure one begins with S_INIT, and may end with a new beginning. */
static void bring_down_and_up_again(void **state)
{
	struct side *side = *state;
	struct bring bring;
	unsigned int round;

	bring_init(&bring, side);
	for (round = 0; round < 3; round++) {
		if (side->bank == SEC)
			kit_set(side->rig, SEC, REF_S_INIT,
				REF_S_INIT_INV_ALL);
		bring_up(&bring);
		expect_works(side);
		disable_all(&bring);
	}
	free(bring.saved);
}

/* The banks step by step, one after the other. */
static void bring_up_of_both_banks_interleaved(void **state)
{
	struct rig *rig = ((struct side *)*state)->rig;
	struct bring bring[SMMU3_NR_PAS];
	unsigned int bank, i;

	for (bank = NS; bank <= SEC; bank++)
		bring_init(&bring[bank], rig_side(rig, bank));
	for (i = 0; i < NR_STEPS; i++)
		for (bank = NS; bank <= SEC; bank++)
			steps[i](&bring[bank]);
	for (bank = NS; bank <= SEC; bank++)
		enable_irqs(&bring[bank]);
	for (bank = NS; bank <= SEC; bank++) {
		expect_works(rig_side(rig, bank));
		free(bring[bank].saved);
	}
}

/* ---- wrong ---- */

/* The SMMU moves these itself while their queue is enabled. */
static bool is_owned(const struct bring *bring, u32 offset)
{
	return offset == kit_at(bring->side->bank, REF_CMDQ_CONS) ||
	       offset == kit_at(bring->side->bank, REF_EVENTQ_PROD);
}

static u64 guarded_bits(const struct bring *bring, const struct ref_reg *reg)
{
	struct side *side = bring->side;
	u32 cr0 = side_rd32(side, REF_CR0) | side_rd32(side, REF_CR0ACK);
	u32 irq = side_rd32(side, REF_IRQ_CTRL) |
		  side_rd32(side, REF_IRQ_CTRLACK);

	if (reg->kind != REF_RW || is_owned(bring, reg->offset))
		return 0;
	return (reg->rw | reg->vague) & ~ref_writable(reg, cr0, irq);
}

/* One write to one register: what is guarded now, stays as it is. */
static void hostile_write(struct bring *bring)
{
	const struct ref_reg *reg =
		&bring->map.reg[rng_below(&bring->rng, bring->map.count)];
	struct rig *rig = bring->side->rig;
	enum smmu3_pas bank = bring->side->bank;
	u64 value = rng_u64(&bring->rng), guarded, before;

	if (rng_percent(&bring->rng, 50))
		value &= rng_u64(&bring->rng) & rng_u64(&bring->rng);
	guarded = guarded_bits(bring, reg);
	before = kit_read(rig, bank, reg->offset, reg->width);
	kit_write(rig, bank, reg->offset, reg->width, value);
	assert_int_equal((kit_read(rig, bank, reg->offset, reg->width) ^
			  before) & guarded, 0);
}

/* Whatever becomes of it. */
static void hostile_access(struct bring *bring)
{
	side_access(bring->side, rng_below(&bring->rng, 8),
		    rng_percent(&bring->rng, 50) ? VA : VA_UNMAPPED, READ);
}

/* Events and MSIs may have gone anywhere in the bank's RAM. */
static void repair(struct bring *bring)
{
	memcpy(bring->region->words, bring->saved, bring->bytes);
}

static void try_order(struct bring *bring, const unsigned int *order)
{
	unsigned int i;

	for (i = 0; i < NR_STEPS; i++) {
		steps[order[i]](bring);
		hostile_write(bring);
		if (rng_percent(&bring->rng, 30))
			hostile_access(bring);
		if (rng_percent(&bring->rng, 20))
			enable_irqs(bring);
	}
	disable_all(bring);
	repair(bring);
	bring_up(bring);
	expect_works(bring->side);
	disable_all(bring);
}

static void exchange(unsigned int *a, unsigned int *b)
{
	unsigned int held = *a;

	*a = *b;
	*b = held;
}

/* The next permutation in lexical order; false after the last one. */
static bool next_order(unsigned int *order)
{
	unsigned int i = NR_STEPS - 1, j = NR_STEPS - 1, k;

	while (i && order[i - 1] >= order[i])
		i--;
	if (!i)
		return false;
	while (order[j] <= order[i - 1])
		j--;
	exchange(&order[i - 1], &order[j]);
	for (k = 0; k < (NR_STEPS - i) / 2; k++)
		exchange(&order[i + k], &order[NR_STEPS - 1 - k]);
	return true;
}

static void bring_up_in_every_wrong_order_does_no_harm(void **state)
{
	struct side *side = *state, *other = other_side(side);
	unsigned int order[NR_STEPS], i, orders = 0;
	struct bring bring, witness;

	for (i = 0; i < NR_STEPS; i++)
		order[i] = i;
	bring.rng = rng_new(__func__, 0x5eed0604);
	bring_init(&bring, side);
	bring_init(&witness, other);
	bring_up(&witness);
	do {
		try_order(&bring, order);
		if (orders++ % 16 == 0)
			expect_works(other);
	} while (next_order(order));
	assert_int_equal(orders, 5040);
	free(bring.saved);
	free(witness.saved);
}

static const struct CMUnitTest rules_orders_tests[] = {
	TEST_BOTH_RESET(bring_up_in_the_order_of_the_architecture),
	TEST_BOTH_RESET(bring_down_and_up_again),
	TEST_BOTH_RESET(bring_up_of_both_banks_interleaved),
	TEST_BOTH_RESET(bring_up_in_every_wrong_order_does_no_harm),
};
SUITE(rules_orders);
