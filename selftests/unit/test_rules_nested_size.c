// SPDX-License-Identifier: GPL-2.0
/*
 * Sizes of mappings of two stages (translation.md 6): each granule and each leaf
 * of either stage with those of the other; what is reported, what is cached, and
 * that everything around comes out right.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BOTH	REF_CONFIG_NESTED

/* Aligned to every block; the IPA is far from RAM, and within 40 bits. */
#define BLOCK_VA	0x7fc0000000ULL
#define BLOCK_IPA	0x5000000000ULL
#define BLOCK_PA	0x540000000ULL

/**
 * struct leaf - a kind of leaf
 * @shape: of the tables it is in
 * @level: its level
 * @bits: log2 of its size
 */
struct leaf {
	struct s2_shape shape;
	unsigned int level;
	unsigned int bits;
};

static const struct leaf leaves1[] = {
	{ { 12, 0, 48 }, 1, 30 }, { { 12, 0, 48 }, 2, 21 },
	{ { 12, 0, 48 }, 3, 12 }, { { 14, 1, 47 }, 2, 25 },
	{ { 14, 1, 47 }, 3, 14 }, { { 16, 1, 48 }, 2, 29 },
	{ { 16, 1, 48 }, 3, 16 },
};

static const struct leaf leaves2[] = {
	{ { 12, 1, 40 }, 1, 30 }, { { 12, 1, 40 }, 2, 21 },
	{ { 12, 1, 40 }, 3, 12 }, { { 14, 2, 40 }, 2, 25 },
	{ { 14, 2, 40 }, 3, 14 }, { { 16, 2, 40 }, 2, 29 },
	{ { 16, 2, 40 }, 3, 16 },
};

/* Offsets into the mapping, in pages that are not the first */
static const u64 offsets[] = { 0x0, 0x12345678, 0x12345ff8, 0x2ffff008 };

static u64 align_to(u64 addr, unsigned int bits)
{
	return addr - addr % ref_pow2(bits);
}

/* Map the place at @offset of the big blocks by both leaves. */
static void map(struct s2_stream *s, const struct leaf *one,
		const struct leaf *two, u64 offset)
{
	struct ref_space *space2 = &s->s2[s->side->bank];
	u64 at1 = align_to(offset, one->bits);
	u64 at2 = align_to(offset, two->bits);

	ref_space_put(&s->s1, BLOCK_VA + at1, one->level,
		      ref_leaf(one->level, BLOCK_IPA + at1));
	ref_space_put(space2, BLOCK_IPA + at2, two->level,
		      ref_leaf2(two->level, BLOCK_PA + at2));
	s->stale = true;
}

static void check_offset(struct s2_stream *s, const struct leaf *one,
			 const struct leaf *two, u64 offset)
{
	unsigned int bits = min(one->bits, two->bits), tries;
	struct smmu3_txn txn = s2_txn(s, READ);

	map(s, one, two, offset);
	txn.addr = BLOCK_VA + offset;
	for (tries = 0; tries < 2; tries++) {
		struct outcome out = s2_do(s, &txn);

		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, BLOCK_PA + offset);
		assert_int_equal(out.x.res.log2_size, bits);
		if (tries)
			assert_true(out.x.res.hit & SMMU3_HIT_TLB);
	}
	/* The ends of what is cached */
	txn.addr = BLOCK_VA + align_to(offset, bits);
	s2_expect_pa(s, &txn, BLOCK_PA + align_to(offset, bits),
		     s->side->bank);
	txn.addr += ref_pow2(bits) - 8;
	s2_expect_pa(s, &txn,
		     BLOCK_PA + align_to(offset, bits) + ref_pow2(bits) - 8,
		     s->side->bank);
}

static void check_pair(struct side *side, const struct leaf *one,
		       const struct leaf *two)
{
	struct s2_stream s;
	u64 free = side->free;
	unsigned int i;

	s2_make_shaped(&s, side, S2_SID, BOTH, one->shape, two->shape);
	for (i = 0; i < ARRAY_SIZE(offsets); i++)
		check_offset(&s, one, two, offsets[i]);
	side->free = free;
}

static void nested_mapping_has_the_size_of_the_smaller_leaf(void **state)
{
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(leaves1); i++)
		for (j = 0; j < ARRAY_SIZE(leaves2); j++)
			check_pair(*state, &leaves1[i], &leaves2[j]);
}

/* ---- one stage alone ---- */

static void single_stage_has_the_size_of_its_leaf(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int i;
	u64 free = side->free;

	for (i = 0; i < ARRAY_SIZE(leaves2); i++) {
		const struct leaf *leaf = &leaves2[i];

		s2_make_shaped(&s, side, S2_SID, REF_CONFIG_S2, S2_SHAPE1,
			       leaf->shape);
		ref_space_put(&s.s2[side->bank], BLOCK_IPA, leaf->level,
			      ref_leaf2(leaf->level, BLOCK_PA));
		txn = s2_txn(&s, READ);
		txn.addr = BLOCK_IPA + 0x678;
		assert_int_equal(s2_do(&s, &txn).x.res.log2_size, leaf->bits);
		assert_int_equal(s2_do(&s, &txn).x.res.log2_size, leaf->bits);
		side->free = free;
	}
}

/* ---- two mappings of which one stays ---- */

/* A block of stage 1 over pages of stage 2: each page is its own. */
static void pages_of_stage_2_under_a_block_are_apart(void **state)
{
	static const struct leaf block = { { 12, 0, 48 }, 2, 21 };
	static const struct leaf page = { { 12, 1, 40 }, 3, 12 };
	struct side *side = *state;
	struct smmu3_txn txn;
	struct s2_stream s;
	u64 at;

	s2_make(&s, side, S2_SID, BOTH);
	for (at = 0; at < 8 * PAGE; at += PAGE)
		map(&s, &block, &page, at);
	/* Pages change places. */
	for (at = 0; at < 8 * PAGE; at += PAGE)
		s2_store(&s, s2_leaf2_of(&s, BLOCK_IPA + at),
			 ref_leaf2(3, BLOCK_PA + 7 * PAGE - at));
	txn = s2_txn(&s, WRITE);
	for (at = 0; at < 8 * PAGE; at += PAGE) {
		txn.addr = BLOCK_VA + at + 8;
		s2_expect_pa(&s, &txn, BLOCK_PA + 7 * PAGE - at + 8,
			     side->bank);
	}
}

static const struct CMUnitTest rules_nested_size_tests[] = {
	TEST_S2(nested_mapping_has_the_size_of_the_smaller_leaf),
	TEST_S2(single_stage_has_the_size_of_its_leaf),
	TEST_S2_MODES(pages_of_stage_2_under_a_block_are_apart),
};
SUITE(rules_nested_size);
