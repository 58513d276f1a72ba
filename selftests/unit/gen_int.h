/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of the generator share.
 */
#ifndef _UNIT_GEN_INT_H
#define _UNIT_GEN_INT_H

#include "gen.h"

#include "../ref/build.h"
#include "../ref/regs.h"

#define PAGE		0x1000ULL
#define BYTES		64	/* of an STE, of a CD */
#define SPANS		4	/* L1STDs, L1CDs */
#define OUTPUTS		0x200000ULL	/* where most pages are */

#define PICK(rng, ...) rng_pick(rng, (const u64[]){ __VA_ARGS__ },	\
	ARRAY_SIZE(((const u64[]){ __VA_ARGS__ })))
#define CHOOSE(side, ...) PICK((side)->gen->rng, __VA_ARGS__)

static inline bool percent(const struct gen_side *side, unsigned int n)
{
	return rng_percent(side->gen->rng, n);
}

static inline u64 below(const struct gen_side *side, u64 n)
{
	return rng_below(side->gen->rng, n);
}

/* ---- gen.c: memory and address spaces ---- */

u64 gen_start(const struct gen_side *side);
void gen_put(struct gen_side *side, u64 addr, u64 value);
void gen_put_image(struct gen_side *side, u64 addr, const u64 *words,
		   unsigned int count);
u64 gen_load(struct gen_side *side, u64 addr);
/* Aligned to its size, a power of two. */
u64 gen_take(struct gen_side *side, u64 size);
/* Each in so many cases out of 100: a bit flipped, a word of garbage. */
void gen_damage(struct gen_side *side, u64 *image, unsigned int words,
		unsigned int flip, unsigned int garbage);

/* ---- gen_space.c ---- */

void gen_spaces(struct gen_side *side, struct gen_family *family);
void gen_spaces2(struct gen_side *side, struct gen_family *family);
void gen_map1(struct gen_side *side, struct gen_family *family,
	      unsigned int space, unsigned int i);
void gen_map2(struct gen_side *side, struct gen_family *family,
	      unsigned int space, unsigned int i);

/* ---- gen_struct.c: STEs and CDs ---- */

unsigned int gen_tg0(unsigned int granule);
void gen_shared_cd(struct gen_side *side, struct gen_family *family);
void gen_cd(struct gen_side *side, struct gen_family *family, unsigned int i);
void gen_l1cd(struct gen_side *side, struct gen_family *family,
	      unsigned int i);
void gen_regime(struct gen_side *side, unsigned int i);
void gen_ste(struct gen_side *side, unsigned int sid);
void gen_l1std(struct gen_side *side, unsigned int i);

#endif /* _UNIT_GEN_INT_H */
