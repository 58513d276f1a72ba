/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random numbers for tests: reproducible from a seed that is printed. SEED,
 * CASES and SOAK come from the environment.
 */
#ifndef _UNIT_RNG_H
#define _UNIT_RNG_H

#include <smmu3/env.h>

struct rng {
	u64 state;
};

/* From SEED if set, else @seed; prints it as a TAP comment. */
struct rng rng_new(const char *test, u64 seed);

u64 rng_u64(struct rng *rng);
/* 0 to @n - 1 */
u64 rng_below(struct rng *rng, u64 n);
/* One of @count values. */
u64 rng_pick(struct rng *rng, const u64 *values, unsigned int count);
/* True @n times out of 100. */
bool rng_percent(struct rng *rng, unsigned int n);

/* CASES if set, else @normal, a hundred times more with SOAK. */
unsigned int rng_cases(unsigned int normal);

#endif /* _UNIT_RNG_H */
