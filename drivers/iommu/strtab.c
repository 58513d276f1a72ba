// SPDX-License-Identifier: GPL-2.0
/*
 * The stream table in memory (3.3.1, 5.1): linear or two-level, second levels
 * made when the first device needs them. All STEs that nobody asked for are
 * invalid. Process context, under streams_lock.
 */
#include <linux/bitfield.h>
#include <linux/io.h>
#include <linux/slab.h>

#include "builtin.h"

#define LEAF_ENTRIES	BIT(BUILTIN_STRTAB_SPLIT)
#define LEAF_BYTES	(LEAF_ENTRIES * SMMU3_STE_SIZE)

static unsigned int strtab_entries(const struct builtin *b)
{
	if (b->caps.two_level)
		return BIT(b->caps.sid_bits - BUILTIN_STRTAB_SPLIT);
	return BIT(b->caps.sid_bits);
}

int builtin_strtab_alloc(struct builtin *b)
{
	struct builtin_strtab *t = &b->strtab;

	t->bytes = strtab_entries(b) * (b->caps.two_level ? SMMU3_L1STD_SIZE :
							     SMMU3_STE_SIZE);
	t->table = builtin_alloc(b, t->bytes);
	if (!t->table)
		return -ENOMEM;
	if (!b->caps.two_level)
		return 0;
	t->leaf = kcalloc(strtab_entries(b), sizeof(*t->leaf), GFP_KERNEL);
	if (!t->leaf) {
		builtin_free(t->table, t->bytes);
		return -ENOMEM;
	}
	return 0;
}

void builtin_strtab_free(struct builtin *b)
{
	struct builtin_strtab *t = &b->strtab;
	unsigned int i;

	for (i = 0; t->leaf && i < strtab_entries(b); i++)
		builtin_free(t->leaf[i], LEAF_BYTES);
	kfree(t->leaf);
	builtin_free(t->table, t->bytes);
}

/* Make sure that there is an STE for @sid. */
int builtin_strtab_prepare(struct builtin *b, u32 sid)
{
	struct builtin_strtab *t = &b->strtab;
	u32 index = sid / LEAF_ENTRIES;
	u64 l1std;

	lockdep_assert_held(&b->streams_lock);
	if ((u64)sid >= BIT_ULL(b->caps.sid_bits))
		return -ERANGE;
	if (!t->leaf || t->leaf[index])
		return 0;
	t->leaf[index] = builtin_alloc(b, LEAF_BYTES);
	if (!t->leaf[index])
		return -ENOMEM;
	l1std = virt_to_phys(t->leaf[index]) |
		FIELD_PREP(SMMU3_L1STD_SPAN, BUILTIN_STRTAB_SPLIT + 1);
	WRITE_ONCE(t->table[index], cpu_to_le64(l1std));
	builtin_cfgi_ste(b, sid);
	return 0;
}

static __le64 *strtab_ste(struct builtin *b, u32 sid)
{
	struct builtin_strtab *t = &b->strtab;

	if (!t->leaf)
		return &t->table[sid * SMMU3_STE_WORDS];
	return &t->leaf[sid / LEAF_ENTRIES]
		       [sid % LEAF_ENTRIES * SMMU3_STE_WORDS];
}

/*
 * Replace the STE of @sid. In between the stream is aborted, so no mixture of
 * two STEs is ever used (3.21.3.1); all that was cached of the old one, its CDs
 * included, is gone when this returns.
 */
void builtin_strtab_write(struct builtin *b, u32 sid,
			  const u64 ste[SMMU3_STE_WORDS])
{
	__le64 *entry = strtab_ste(b, sid);
	u64 abort[SMMU3_STE_WORDS];
	unsigned int i;

	lockdep_assert_held(&b->streams_lock);
	builtin_ste_abort(abort);
	WRITE_ONCE(entry[0], cpu_to_le64(abort[0]));
	builtin_cfgi_ste(b, sid);
	for (i = 1; i < SMMU3_STE_WORDS; i++)
		WRITE_ONCE(entry[i], cpu_to_le64(ste[i]));
	dma_wmb();
	WRITE_ONCE(entry[0], cpu_to_le64(ste[0]));
	builtin_cfgi_ste(b, sid);
}
