// SPDX-License-Identifier: GPL-2.0
/*
 * Somebody else writes descriptors while their flags are updated (3.13): at
 * random compare-and-swaps of a transaction the descriptor changes right before,
 * or aborts from then on. The twin goes the same way afterwards, from the same
 * memory and with the same disturbances; outcome, number of tries and memory
 * have to agree.
 */
#include "gen.h"
#include "stage2_kit.h"
#include "suites.h"

#include <stdlib.h>

#define CASES_PER_WORLD	300
#define MAX_TOUCHED	64

/* A word that was to be updated, as it was before. */
struct touched {
	enum smmu3_pas pas;
	u64 addr;
	u64 before;
	u64 after;
};

/**
 * struct race - a transaction and who disturbs it
 * @rig: the SMMU
 * @seed: of what happens
 * @when: bit n: try n is disturbed
 * @tries: compare-and-swaps so far
 * @touched: the words that they meant
 * @count: how many
 */
struct race {
	struct rig *rig;
	u64 seed;
	u64 when;
	unsigned int tries;
	struct touched touched[MAX_TOUCHED];
	unsigned int count;
};

static void touch(struct race *race, enum smmu3_pas pas, u64 addr)
{
	struct touched *word = &race->touched[race->count];
	unsigned int i;

	for (i = 0; i < race->count; i++)
		if (race->touched[i].pas == pas &&
		    race->touched[i].addr == addr)
			return;
	assert_true(race->count < MAX_TOUCHED);
	*word = (struct touched){ .pas = pas, .addr = addr };
	if (host_try_load(&race->rig->host, pas, addr, &word->before))
		race->count++;
}

/* The same for the SMMU and for the twin. */
static void disturb(struct race *race, enum smmu3_pas pas, u64 addr)
{
	static const u8 bits[] = { 0, 1, 6, 7, 7, 8, 10, 10, 11, 13, 51, 54 };
	struct rng rng = { race->seed + race->tries };
	struct host *host = &race->rig->host;
	u64 desc;

	touch(race, pas, addr);
	if (!(race->when & ref_pow2(race->tries++ % 64)) ||
	    !host_try_load(host, pas, addr, &desc))
		return;
	if (race->seed % 8 == 0)
		host_fail(host, pas, addr, sizeof(desc));
	else if (race->seed % 8 == 1)	/* a bit for software */
		host_store(host, pas, addr, desc ^ BIT_ULL(55));
	else
		host_store(host, pas, addr, desc ^
			   BIT_ULL(bits[rng_below(&rng, ARRAY_SIZE(bits))]));
}

static struct race *running;

static void before_cas(void *arg, const struct smmu3_access *access)
{
	(void)arg;
	disturb(running, access->pas, access->addr);
}

/* ---- the twin ---- */

static bool twin_read8(void *arg, enum twin_space space, u64 addr, u64 *value)
{
	struct race *race = arg;

	return host_try_load(&race->rig->host, (enum smmu3_pas)space, addr,
			     value);
}

static enum twin_cas twin_cas8(void *arg, enum twin_space space, u64 addr,
			       u64 old, u64 next)
{
	struct race *race = arg;
	u64 now;

	disturb(race, (enum smmu3_pas)space, addr);
	if (!twin_read8(arg, space, addr, &now))
		return TWIN_CAS_ABORT;
	if (now != old)
		return TWIN_CAS_CHANGED;
	host_store(&race->rig->host, (enum smmu3_pas)space, addr, next);
	return TWIN_CAS_DONE;
}

static struct twin_bank bank_of(struct side *side)
{
	return (struct twin_bank){
		.cr0 = side_rd32(side, REF_CR0ACK),
		.cr2 = side_rd32(side, REF_CR2),
		.gbpa = side_rd32(side, REF_GBPA),
		.strtab_cfg = side_rd32(side, REF_STRTAB_BASE_CFG),
		.strtab_base = side_rd64(side, REF_STRTAB_BASE),
	};
}

static void ask_twin(struct race *race, const struct twin_txn *txn,
		     struct twin_outcome *want)
{
	struct rig *rig = race->rig;
	struct twin_world world = {
		.id = rig_identity(rig),
		.bank = { bank_of(rig_side(rig, NS)),
			  bank_of(rig_side(rig, SECURE)) },
		.memory = { twin_read8, twin_cas8, race },
	};

	twin_translate(&world, txn, want);
}

/* ---- both ---- */

static struct outcome run_model(struct race *race, const struct twin_txn *t)
{
	const struct smmu3_txn txn = {
		.addr = t->addr, .sid = t->sid, .ssid = t->ssid,
		.sec_sid = (enum smmu3_pas)t->sec_sid, .ssv = t->ssv,
		.write = t->write, .atomic = t->atomic, .priv = t->priv,
		.instr = t->instr, .ns = t->ns,
	};
	struct outcome out;

	running = race;
	race->rig->host.on_cas = before_cas;
	out = rig_do(race->rig, &txn);
	race->rig->host.on_cas = NULL;
	return out;
}

/* Memory as before, but for what is remembered of it. */
static void rewind_memory(struct race *race)
{
	struct host *host = &race->rig->host;
	unsigned int i;

	for (i = 0; i < race->count; i++) {
		struct touched *word = &race->touched[i];

		word->after = host_load(host, word->pas, word->addr);
		host_store(host, word->pas, word->addr, word->before);
	}
}

static bool memory_agrees(struct race *race)
{
	struct host *host = &race->rig->host;
	unsigned int i;

	for (i = 0; i < race->count; i++) {
		const struct touched *word = &race->touched[i];

		if (host_load(host, word->pas, word->addr) != word->after)
			return false;
	}
	return true;
}

static const char *run_race(struct race *race, const struct twin_txn *txn)
{
	struct host *host = &race->rig->host;
	unsigned int failures = host->nr_failures, tries, count;
	u64 record[REF_EVT_WORDS];
	struct twin_outcome want;
	struct outcome out;
	const char *what;

	out = run_model(race, txn);
	host->nr_failures = failures;
	rewind_memory(race);
	tries = race->tries;
	count = race->count;
	race->tries = 0;
	ask_twin(race, txn, &want);
	host->nr_failures = failures;
	what = rig_judge(race->rig, &out, &want);
	if (what)
		return what;
	while (side_pop(rig_side(race->rig, out.x.txn.sec_sid), record))
		;
	if (race->tries != tries || race->count != count)
		return "number of updates";
	return memory_agrees(race) ? NULL : "memory";
}

/* ---- worlds ---- */

static void use_tables(struct side *side, const struct gen_side *tables)
{
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr64(side, REF_STRTAB_BASE, gen_strtab_base(tables));
	side_wr32(side, REF_STRTAB_BASE_CFG, gen_strtab_cfg(tables));
	s2_flush(side);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
}

/* Nobody stalls: there would be more STAGs than anybody resumes. */
static struct rig *new_rig(struct rng *rng, struct gen *gen)
{
	struct smmu3_config config = s2_config();
	struct twin_id id;
	struct rig *rig;
	enum smmu3_pas bank;

	config.cache = rng_below(rng, 2);
	config.httu = rng_percent(rng, 80) ? 2 : 1;
	config.stall_model = 1;
	config.stall_max = 0;
	rig = s2_rig(&config);
	id = rig_identity(rig);
	gen_init(gen, &rig->host, rng, &id);
	for (bank = NS; bank < SMMU3_NR_PAS; bank++)
		use_tables(rig_side(rig, bank), &gen->side[bank]);
	return rig;
}

static const char *run_case(struct rig *rig, struct gen_side *tables,
			    struct rng *rng)
{
	struct side *side = rig_side(rig, (enum smmu3_pas)tables->space);
	struct twin_txn txn = gen_txn(tables);
	struct race race = {
		.rig = rig,
		.seed = rng_u64(rng),
		.when = rng_percent(rng, 30) ? ~0ULL : rng_below(rng, 8),
	};

	txn.atomic = rng_percent(rng, 10);
	gen_mutate(tables);
	gen_mutate(tables);
	gen_failure(tables);
	s2_flush(side);
	rig_log_clear(rig);
	return run_race(&race, &txn);
}

static void disturbed_updates_agree_with_the_twin(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0013);
	unsigned int cases = rng_cases(24000), i;
	struct gen *gen = calloc(1, sizeof(*gen));
	struct rig *rig = NULL;

	(void)state;
	for (i = 0; i < cases; i++) {
		const char *what;

		if (i % CASES_PER_WORLD == 0) {
			if (rig)
				rig_free(rig);
			rig = new_rig(&rng, gen);
		}
		what = run_case(rig, &gen->side[i % TWIN_SPACES], &rng);
		if (what)
			fail_msg("case %u: %s", i, what);
	}
	if (rig)
		rig_free(rig);
	free(gen);
}

static const struct CMUnitTest random_races_tests[] = {
	cmocka_unit_test(disturbed_updates_agree_with_the_twin),
};
SUITE(random_races);
