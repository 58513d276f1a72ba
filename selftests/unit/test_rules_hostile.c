// SPDX-License-Identifier: GPL-2.0
/*
 * Non-secure software that tries everything: random registers, commands,
 * tables and transactions. Whatever they say, nothing of it becomes a Secure
 * access, and the Secure bank does not notice (3.10.2). And the reverse: what
 * Secure software does stays in its own structures.
 */
#include "side.h"
#include "rng.h"
#include "suites.h"

#define STREAMS		4
#define PAGES		6	/* virtual pages of each stream */
#define VA_BASE		0x0000000040000000ULL

#define ALL_ON		(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

/**
 * struct siege - who attacks what
 * @side: the attacker
 * @rng: what it does
 * @touched: words of tables worth to be changed
 * @count: how many
 * @kinds: accesses seen, by kind
 * @forwarded: transactions that went through
 */
struct siege {
	struct side *side;
	struct rng rng;
	u64 touched[1024];
	unsigned int count;
	unsigned int kinds[SMMU3_NR_ACCESSES];
	unsigned int forwarded;
};

/* ---- what must hold ---- */

static void check_access(struct siege *siege, const struct host_entry *entry)
{
	const struct smmu3_access *access = &entry->access;

	assert_int_equal(access->sec_sid, siege->side->bank);
	assert_in_range(access->kind, 0, SMMU3_ACCESS_MSI);
	siege->kinds[access->kind]++;
	/* a Secure walk may lead to the other side, nothing else may */
	if (siege->side->bank == SECURE && access->kind == SMMU3_ACCESS_TT)
		return;
	assert_int_equal(access->pas, siege->side->bank);
}

static void check_log(struct siege *siege)
{
	const struct host *host = &siege->side->rig->host;
	unsigned int i;

	assert_true(host->count <= HOST_MAX_LOG);
	for (i = 0; i < host->count; i++) {
		const struct host_entry *entry = &host->log[i];

		switch (entry->what) {
		case HOST_READ:
		case HOST_WRITE:
			check_access(siege, entry);
			break;
		case HOST_IRQ:
		case HOST_COMMAND:
		case HOST_EVENT:
			assert_int_equal(entry->bank, siege->side->bank);
			break;
		default:
			break;
		}
	}
	rig_log_clear(siege->side->rig);
}

/* ---- the base: streams that work ---- */

static void touch(struct siege *siege, u64 addr)
{
	if (siege->count < ARRAY_SIZE(siege->touched))
		siege->touched[siege->count++] = addr;
}

static void touch_structure(struct siege *siege, u64 addr)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		touch(siege, addr + i * sizeof(u64));
}

static void make_stream(struct siege *siege, u32 sid)
{
	struct side *side = siege->side;
	struct stream stream = side_stream(side, sid);
	unsigned int page, level;

	touch_structure(siege, stream.ste);
	touch_structure(siege, stream.cd);
	for (page = 0; page < PAGES; page++) {
		u64 va = VA_BASE + page * PAGE;

		side_map(side, &stream, va, RAM_BASE + page * PAGE, 3);
		for (level = 0; level < 4; level++)
			touch(siege, side_slot(side, &stream, va, level));
	}
}

static void siege_begin(struct siege *siege, struct side *side,
			const char *test, u64 seed)
{
	u32 sid;

	*siege = (struct siege){ .side = side, .rng = rng_new(test, seed) };
	for (sid = 0; sid < STREAMS; sid++)
		make_stream(siege, sid);
	rig_log_clear(side->rig);
}

/* ---- what the attacker does ---- */

static u64 some_word(struct siege *siege)
{
	struct rng *rng = &siege->rng;
	u64 near = RAM_BASE + rng_below(rng, RAM_SIZE / PAGE) * PAGE;

	switch (rng_below(rng, 4)) {
	case 0:
		return rng_u64(rng);
	case 1:
		return near | rng_below(rng, PAGE);
	case 2:
		return near | (rng_u64(rng) & ~GENMASK_ULL(47, 12));
	}
	return BIT_ULL(rng_below(rng, 64));
}

static void change_memory(struct siege *siege)
{
	struct rng *rng = &siege->rng;
	u64 at = siege->touched[rng_below(rng, siege->count)];
	u64 was = side_load(siege->side, at);

	if (rng_percent(rng, 60))
		side_store(siege->side, at,
			   was ^ BIT_ULL(rng_below(rng, 64)));
	else
		side_store(siege->side, at, some_word(siege));
	if (rng_percent(rng, 50))
		side_store(siege->side, at, was);
}

/* Any offset of any page; Non-secure software cannot do more (6.2). */
static void write_register(struct siege *siege)
{
	struct rng *rng = &siege->rng;
	unsigned int width = rng_percent(rng, 50) ? 32 : 64;
	u64 offset = rng_below(rng, REF_END);

	if (rng_percent(rng, 80))
		offset = rng_below(rng, 0x100) & ~3ULL;
	if (rng_percent(rng, 20))
		offset += REF_SECURE;
	if (rng_percent(rng, 20))
		offset += REF_PAGE1;
	smmu3_reg_write(siege->side->rig->smmu, siege->side->bank, offset,
			width, some_word(siege));
	rig_run(siege->side->rig);
	smmu3_reg_read(siege->side->rig->smmu, siege->side->bank, offset,
		       width);
}

static void send_command(struct siege *siege)
{
	struct rng *rng = &siege->rng;
	struct ref_cmd cmd = { { rng_u64(rng), rng_u64(rng) } };

	if (rng_percent(rng, 30))
		cmd = ref_sync(REF_CS_IRQ);
	if (rng_percent(rng, 50))
		ref_put_addr(cmd.w, REF_CMD_MSIADDR, MSI_PAGE);
	side_queue(siege->side, cmd);
	side_kick(siege->side);
	if (rng_percent(rng, 50))
		side_ack_errors(siege->side);
}

static void send_transaction(struct siege *siege)
{
	struct rng *rng = &siege->rng;
	struct smmu3_txn txn =
		side_txn(siege->side, rng_below(rng, STREAMS + 1),
			 VA_BASE + rng_below(rng, PAGES) * PAGE,
			 rng_below(rng, 8));
	struct outcome out;

	txn.ns = rng_percent(rng, 50);
	txn.ssv = rng_percent(rng, 5);
	if (rng_percent(rng, 10))
		txn.addr = rng_u64(rng);
	out = side_do(siege->side, &txn);
	if (!out.ok)
		return;
	siege->forwarded++;
	if (siege->side->bank == NS)
		assert_int_equal(out.x.res.pas, NS);
}

/* Everything as it was at boot, but for what is in memory. */
static void start_over(struct siege *siege)
{
	struct side *side = siege->side;
	u32 sid;

	side_cr0(side, 0);
	side->free = RAM_BASE;
	side->cmd_prod = 0;
	side->evt_cons = 0;
	side_ack_errors(side);
	side_boot(side);
	siege->count = 0;
	for (sid = 0; sid < STREAMS; sid++)
		make_stream(siege, sid);
}

static void attack_once(struct siege *siege)
{
	unsigned int what = rng_below(&siege->rng, 100);

	if (what < 30)
		change_memory(siege);
	else if (what < 40)
		write_register(siege);
	else if (what < 50)
		send_command(siege);
	else if (what < 98)
		send_transaction(siege);
	else
		start_over(siege);
	check_log(siege);
}

static void check_reached(const struct siege *siege)
{
	assert_true(siege->forwarded > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_STE] > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_CD] > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_TT] > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_CMDQ] > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_EVENTQ] > 0);
	assert_true(siege->kinds[SMMU3_ACCESS_MSI] > 0);
}

/* ---- the defender: registers and memory as they were ---- */

#define DUMP_WORDS	(0x200 / 4)

static void dump_registers(struct side *side, u32 *dump)
{
	u32 base = side->bank == SECURE ? REF_SECURE : 0, i;

	for (i = 0; i < DUMP_WORDS; i++)
		dump[i] = smmu3_reg_read(side->rig->smmu, side->bank,
					 base + i * 4, 32);
}

static u64 sum_of_memory(struct side *side)
{
	u64 sum = 0, at;

	for (at = RAM_BASE; at < RAM_BASE + RAM_SIZE; at += sizeof(u64))
		sum = sum * 31 + side_load(side, at);
	return sum;
}

static void besiege(struct side *attacker, const char *test, u64 seed)
{
	struct side *defender = other_side(attacker);
	u32 before[DUMP_WORDS], after[DUMP_WORDS];
	unsigned int cases = rng_cases(6000);
	struct siege siege;
	u64 sum;

	siege_begin(&siege, attacker, test, seed);
	dump_registers(defender, before);
	sum = sum_of_memory(defender);
	while (cases--)
		attack_once(&siege);
	dump_registers(defender, after);
	assert_memory_equal(before, after, sizeof(before));
	assert_true(sum_of_memory(defender) == sum);
	check_reached(&siege);
}

static void nonsecure_software_never_causes_a_secure_access(void **state)
{
	besiege(*state, __func__, 0x7e0020);
}

static void fast_caches_are_no_way_into_secure_memory(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_FAST);
	struct rig *rig = rig_new(&config);

	(void)state;
	side_boot(rig_side(rig, NS));
	side_boot(rig_side(rig, SECURE));
	besiege(rig_side(rig, NS), __func__, 0x7e0021);
	rig_free(rig);
}

/* With warm Secure entries of the same numbers in all caches. */
static void secure_entries_do_not_serve_nonsecure_streams(void **state)
{
	struct side *side = *state, *secure = other_side(side);
	struct rng rng = rng_new(__func__, 0x7e0022);
	unsigned int cases = rng_cases(2000);
	struct siege siege, owner;

	siege_begin(&owner, secure, __func__, 0x7e0023);
	siege_begin(&siege, side, __func__, 0x7e0024);
	while (cases--) {
		u32 sid = rng_below(&rng, STREAMS);
		u64 va = VA_BASE + rng_below(&rng, PAGES) * PAGE;

		assert_true(side_access(secure, sid, va, READ).ok);
		rig_log_clear(side->rig);
		send_transaction(&siege);
		change_memory(&siege);
		check_log(&siege);
	}
}

/* A Secure walk may read Non-secure tables; all else is Secure. */
static void secure_software_stays_in_secure_structures(void **state)
{
	struct side *secure = *state;
	unsigned int cases = rng_cases(4000);
	struct siege siege;

	siege_begin(&siege, secure, __func__, 0x7e0025);
	while (cases--) {
		switch (rng_below(&siege.rng, 4)) {
		case 0:
			change_memory(&siege);
			break;
		case 1:
			side_cmd(secure, ref_sync(REF_CS_IRQ));
			break;
		default:
			send_transaction(&siege);
		}
		check_log(&siege);
	}
	assert_true(siege.forwarded > 0);
}

static const struct CMUnitTest rules_hostile_tests[] = {
	TEST_NS(nonsecure_software_never_causes_a_secure_access),
	cmocka_unit_test(fast_caches_are_no_way_into_secure_memory),
	TEST_NS(secure_entries_do_not_serve_nonsecure_streams),
	TEST_SECURE(secure_software_stays_in_secure_structures),
};
SUITE(rules_hostile);
