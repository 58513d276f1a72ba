/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bit fields by their absolute bit numbers in an image of 64-bit words, the
 * way the architecture's tables give them: a field is the pair "high, low",
 * and never crosses a word. Deliberately slow and obvious.
 *
 * This directory is typed from the architecture and shares nothing with the
 * model: it includes types and bit helpers, no header of the model.
 */
#ifndef _REF_BITS_H
#define _REF_BITS_H

#include <smmu3/env.h>

#define REF_WORD	64

static inline u64 ref_get(const u64 *image, unsigned int high, unsigned int low)
{
	u64 mask = GENMASK_ULL(high % REF_WORD, low % REF_WORD);

	return FIELD_GET(mask, image[low / REF_WORD]);
}

static inline void ref_put(u64 *image, unsigned int high, unsigned int low,
			   u64 value)
{
	u64 mask = GENMASK_ULL(high % REF_WORD, low % REF_WORD);

	image[low / REF_WORD] &= ~mask;
	image[low / REF_WORD] |= FIELD_PREP(mask, value);
}

/* An address field: the bits stay where they are in the word. */
static inline u64 ref_get_addr(const u64 *image, unsigned int high,
			       unsigned int low)
{
	u64 mask = GENMASK_ULL(high % REF_WORD, low % REF_WORD);

	return image[low / REF_WORD] & mask;
}

static inline void ref_put_addr(u64 *image, unsigned int high,
				unsigned int low, u64 addr)
{
	u64 mask = GENMASK_ULL(high % REF_WORD, low % REF_WORD);

	image[low / REF_WORD] &= ~mask;
	image[low / REF_WORD] |= addr & mask;
}

/* 2^n, also for n = 64, where it is "everything": zero minus one is right. */
static inline u64 ref_pow2(unsigned int n)
{
	return n < REF_WORD ? BIT_ULL(n) : 0;
}

#endif /* _REF_BITS_H */
