// SPDX-License-Identifier: GPL-2.0
/*
 * The twin finds an STE (3.3.1, 5.1, 6.3.24, 6.3.25).
 */
#include "twin_int.h"

#define STE_BYTES	64

static u64 field(const struct twin_ctx *c, unsigned int high, unsigned int low)
{
	u64 cfg = c->bank->strtab_cfg;

	return ref_get(&cfg, high, low);
}

static u64 base(const struct twin_ctx *c)
{
	return ref_get_addr(&c->bank->strtab_base, 55, 6);
}

/* 6.3.25: reserved values of SPLIT act as 6. */
static unsigned int split_of(const struct twin_ctx *c)
{
	unsigned int split = field(c, REF_STRTAB_SPLIT);

	return split == 8 || split == 10 ? split : 6;
}

static u64 locate_linear(const struct twin_ctx *c)
{
	unsigned int align = field(c, REF_STRTAB_LOG2SIZE) + 6;

	return twin_align(base(c), align) + (u64)c->txn->sid * STE_BYTES;
}

static u64 locate_l1std(const struct twin_ctx *c)
{
	unsigned int log2 = field(c, REF_STRTAB_LOG2SIZE);
	unsigned int split = split_of(c), align = 6;

	if (log2 > split)
		align = max(align, log2 - split + 3);
	return twin_align(base(c), align) +
	       c->txn->sid / ref_pow2(split) * sizeof(u64);
}

/* 5.1: Span 0 and 12 to 31, Span beyond SPLIT + 1, index beyond Span */
static bool l1std_covers(u64 l1std, unsigned int split, u64 index)
{
	u64 span = ref_get(&l1std, REF_L1STD_SPAN);

	if (span == 0 || span >= 12 || span > split + 1)
		return false;
	return index < ref_pow2(span - 1);
}

static u64 locate_in_level2(u64 l1std, u64 index)
{
	u64 l2ptr = ref_get_addr(&l1std, REF_L1STD_L2PTR);
	u64 span = ref_get(&l1std, REF_L1STD_SPAN);

	return twin_align(l2ptr, 6 + span - 1) + index * STE_BYTES;
}

static void visit(struct twin_ctx *c, enum twin_place place, u64 addr)
{
	twin_visit(c, &(struct twin_visit){
		.place = place, .space = c->secure ? TWIN_S : TWIN_NS,
		.addr = addr });
}

static bool locate_two_level(struct twin_ctx *c, u64 *addr)
{
	u64 index = c->txn->sid % ref_pow2(split_of(c));
	u64 at = locate_l1std(c), l1std;

	visit(c, TWIN_AT_L1STD, at);
	if (!twin_read(c, !c->secure, at, &l1std, 1))
		return twin_fetch_error(c, REF_F_STE_FETCH, at);
	if (!l1std_covers(l1std, split_of(c), index))
		return twin_bad_streamid(c);
	*addr = locate_in_level2(l1std, index);
	return true;
}

static bool sid_in_range(const struct twin_ctx *c)
{
	unsigned int sidsize = c->secure ? c->id->s_sidsize : c->id->sidsize;
	unsigned int log2 = field(c, REF_STRTAB_LOG2SIZE);

	return c->txn->sid < ref_pow2(min(log2, sidsize));
}

bool twin_fetch_ste(struct twin_ctx *c)
{
	bool two_level = c->id->st_level && field(c, REF_STRTAB_FMT) == 1;
	u64 addr;

	if (!sid_in_range(c))
		return twin_bad_streamid(c);
	addr = locate_linear(c);
	if (two_level && !locate_two_level(c, &addr))
		return false;
	visit(c, TWIN_AT_STE, addr);
	if (!twin_read(c, !c->secure, addr, c->ste, REF_STE_WORDS))
		return twin_fetch_error(c, REF_F_STE_FETCH, addr);
	return true;
}
