// SPDX-License-Identifier: GPL-2.0
/*
 * splitmix64.
 */
#include "rng.h"

#include <stdio.h>
#include <stdlib.h>

struct rng rng_new(const char *test, u64 seed)
{
	const char *wanted = getenv("SEED");

	if (wanted && *wanted)
		seed = strtoull(wanted, NULL, 0);
	printf("# %s: SEED=%#llx\n", test, (unsigned long long)seed);
	return (struct rng){ seed };
}

u64 rng_u64(struct rng *rng)
{
	u64 z = rng->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ FIELD_GET(GENMASK_ULL(63, 30), z)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ FIELD_GET(GENMASK_ULL(63, 27), z)) * 0x94d049bb133111ebULL;
	return z ^ FIELD_GET(GENMASK_ULL(63, 31), z);
}

u64 rng_below(struct rng *rng, u64 n)
{
	return rng_u64(rng) % n;
}

u64 rng_pick(struct rng *rng, const u64 *values, unsigned int count)
{
	return values[rng_below(rng, count)];
}

bool rng_percent(struct rng *rng, unsigned int n)
{
	return rng_below(rng, 100) < n;
}

unsigned int rng_cases(unsigned int normal)
{
	const char *cases = getenv("CASES"), *soak = getenv("SOAK");

	if (cases && *cases)
		return strtoul(cases, NULL, 0);
	return soak && *soak && *soak != '0' ? 100 * normal : normal;
}
