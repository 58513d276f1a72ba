// SPDX-License-Identifier: GPL-2.0
/*
 * Isolation of the Security states (3.10.2): one side is set up and left alone,
 * the other one does what it likes, a million times with CASES=1000000. Each
 * access, interrupt, command and event is the attacker's own and in his PA
 * space; memory, registers, queues, stalls and translations of the other side
 * stay as they are, and so does what is cached for it, but that a full cache
 * gives a slot to somebody else.
 *
 * What Secure software may do to the other side is in test_isolation_named.c.
 */
#include "raid.h"
#include "suites.h"

#include <stdlib.h>

#define BATCH		250	/* actions of each kind */

/**
 * struct siege - both sides
 */
struct siege {
	struct rig *rig;
	struct raid raid;
	struct vault vault;
};

static void siege_begin(struct siege *siege, enum smmu3_pas attacker,
			enum smmu3_cache_mode cache)
{
	struct smmu3_config config = vault_config(cache);
	struct side *side;

	siege->rig = s2_rig(&config);
	side = rig_side(siege->rig, attacker);
	raid_begin(&siege->raid, side);
	vault_build(&siege->vault, other_side(side));
}

static void siege_end(struct siege *siege)
{
	assert_int_equal(vault_diff_memory(&siege->vault), 0);
	assert_true(siege->vault.entries > 6);
	vault_free(&siege->vault);
	rig_free(siege->rig);
}

/*
 * Everything is cached again, then it is the other side's turn: to translate,
 * which may need room in the caches, or to program the SMMU, which must not.
 */
static void run_batch(struct siege *siege)
{
	unsigned int i;

	raid_boot(&siege->raid);
	vault_warm(&siege->vault);
	vault_take_caches(&siege->vault);
	for (i = 0; i < BATCH; i++)
		raid_program(&siege->raid);
	assert_int_equal(vault_diff(&siege->vault), 0);
	raid_boot(&siege->raid);
	for (i = 0; i < BATCH; i++)
		raid_translate(&siege->raid);
	assert_int_equal(vault_evicted(&siege->vault), 0);
	vault_warm(&siege->vault);
	vault_take_caches(&siege->vault);
	/* commands meet what the transactions have left */
	for (i = 0; i < BATCH; i++)
		raid_program(&siege->raid);
	assert_int_equal(vault_diff(&siege->vault), 0);
}

/* A world is worn out after some ten thousand actions. */
static void run_siege(enum smmu3_pas attacker, enum smmu3_cache_mode cache,
		      const char *test, u64 seed)
{
	struct siege *siege = calloc(1, sizeof(*siege));
	unsigned int cases = max(rng_cases(300000), 6000u);

	assert_non_null(siege);
	siege->raid.rng = rng_new(test, seed);
	while (siege->raid.done < cases) {
		siege_begin(siege, attacker, cache);
		while (siege->raid.done < cases && !gen_full(&siege->raid.gen))
			run_batch(siege);
		siege_end(siege);
	}
	raid_expect_reached(&siege->raid, attacker);
	free(siege);
}

static void nonsecure_software_never_shows_on_the_secure_side(void **s)
{
	(void)s;
	run_siege(NS, SMMU3_CACHE_EXACT, __func__, 0x150001);
}

static void nor_does_it_with_fast_caches(void **s)
{
	(void)s;
	run_siege(NS, SMMU3_CACHE_FAST, __func__, 0x150002);
}

static void secure_software_on_its_own_side_shows_nowhere_else(void **s)
{
	(void)s;
	run_siege(SECURE, SMMU3_CACHE_EXACT, __func__, 0x150003);
}

static void nor_does_secure_software_with_fast_caches(void **s)
{
	(void)s;
	run_siege(SECURE, SMMU3_CACHE_FAST, __func__, 0x150004);
}

static const struct CMUnitTest isolation_tests[] = {
	cmocka_unit_test(nonsecure_software_never_shows_on_the_secure_side),
	cmocka_unit_test(nor_does_it_with_fast_caches),
	cmocka_unit_test(secure_software_on_its_own_side_shows_nowhere_else),
	cmocka_unit_test(nor_does_secure_software_with_fast_caches),
};
SUITE(isolation);
