/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Small records that are read without a lock while somebody may be writing
 * them: a sequence number, odd while a writer is inside, and an array of 64-bit
 * words that is only ever touched whole. Readers and writers run with
 * interrupts off, so a writer is never away for long.
 */
#ifndef _SMMU3_SEQ_H
#define _SMMU3_SEQ_H

#include <smmu3/env.h>

/* False if a writer was inside: @dst is garbage. */
static inline bool smmu3_seq_read(const u32 *seq, const u64 *src, u64 *dst,
				  unsigned int words)
{
	unsigned int i;
	u32 begin;

	/* The words come after; pairs with the release of smmu3_seq_write(). */
	begin = smp_load_acquire(seq);
	if (begin & 1)
		return false;
	for (i = 0; i < words; i++)
		dst[i] = READ_ONCE(src[i]);
	smp_rmb(); /* the words before the second look at the number */
	return READ_ONCE(*seq) == begin;
}

/* False if another writer is inside, or was since @begin: nothing written. */
static inline bool smmu3_seq_write(u32 *seq, u32 begin, u64 *dst,
				   const u64 *src, unsigned int words)
{
	unsigned int i;

	if (begin & 1 || cmpxchg(seq, begin, begin + 1) != begin)
		return false;
	for (i = 0; i < words; i++)
		WRITE_ONCE(dst[i], src[i]);
	/* The words come before; pairs with the acquire of smmu3_seq_read(). */
	smp_store_release(seq, begin + 2);
	return true;
}

#endif /* _SMMU3_SEQ_H */
