// SPDX-License-Identifier: GPL-2.0
/*
 * Walks of stage 2 (translation.md 7; Arm ARM D8.2.8 to 10, D8.3): every granule,
 * input size, start level and concatenation, every kind of leaf at every level;
 * and where ranges of input and output end.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

/* A PA that is aligned to every block, and an offset in them */
#define BLOCK_PA	0x540000000ULL
#define BLOCK_OFFSET	0x12345678ULL

/**
 * struct level - a start level of a granule
 * @granule: log2
 * @start: level
 * @least: smallest S2T0SZ, 16 tables concatenated where there may be
 * @most: largest
 */
struct level {
	unsigned int granule;
	unsigned int start;
	unsigned int least;
	unsigned int most;
};

/* Table 5.3 without S2DS, with STT, for an OAS of 48 bits */
static const struct level levels[] = {
	{ 12, 0, 16, 24 }, { 12, 1, 21, 33 }, { 12, 2, 30, 42 },
	{ 12, 3, 39, 48 }, { 14, 1, 16, 27 }, { 14, 2, 24, 38 },
	{ 14, 3, 35, 48 }, { 16, 1, 16, 21 }, { 16, 2, 18, 34 },
	{ 16, 3, 31, 47 },
};

/* Sizes of leaves by granule and level; 0: there are none (D8.3.1) */
static unsigned int leaf_bits(unsigned int granule, unsigned int level)
{
	static const unsigned int bits[3][4] = {
		{ 0, 30, 21, 12 }, { 0, 0, 25, 14 }, { 0, 0, 29, 16 } };

	return bits[(granule - 12) / 2][level];
}

static unsigned int tables_read(struct s2_stream *s)
{
	return side_accesses(s->side, HOST_READ, SMMU3_ACCESS_TT);
}

/* The last addresses of the range: the last one of concatenated tables */
static void check_leaf(struct s2_stream *s, struct s2_shape shape,
		       unsigned int level)
{
	unsigned int bits = leaf_bits(shape.granule, level);
	struct smmu3_txn txn = s2_txn(s, READ);
	struct outcome out;
	u64 ia, offset;

	if (!bits)
		return;
	offset = BLOCK_OFFSET % ref_pow2(bits);
	ia = ref_pow2(shape.iasize) - ref_pow2(bits);
	ref_space_put(&s->s2[s->side->bank], ia, level,
		      ref_leaf2(level, BLOCK_PA));
	s->stale = true;
	txn.addr = ia + offset;
	out = s2_do(s, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, BLOCK_PA + offset);
	assert_int_equal(out.x.res.log2_size, bits);
	assert_int_equal(tables_read(s), level - shape.start + 1);
	out = s2_do(s, &txn);
	assert_int_equal(out.x.res.pa, BLOCK_PA + offset);
	assert_int_equal(tables_read(s), 0);
}

/* What is no descriptor: type 0 and 2; 1 at level 3; a block that may not be */
static void check_nothing(struct s2_stream *s, struct s2_shape shape,
			  unsigned int level)
{
	unsigned int shift = shape.granule + (3 - level) * (shape.granule - 3);
	struct smmu3_txn txn = s2_txn(s, READ);
	unsigned int type;
	u64 slot;

	txn.addr = ref_pow2(shape.iasize) - ref_pow2(shift);
	slot = ref_space_slot(&s->s2[s->side->bank], txn.addr, level);
	for (type = 0; type < 3; type++) {
		if (type == REF_D_BLOCK && level < 3 &&
		    leaf_bits(shape.granule, level))
			continue;
		s2_store(s, slot, ref_with(ref_leaf2(level, BLOCK_PA),
					   REF_D_TYPE, type));
		s2_expect_txn(s, &txn, (struct ref_event){
			.number = REF_F_TRANSLATION, .class = REF_CLASS_IN,
			.s2 = true, .ipa = txn.addr });
	}
}

/* 3.4: the IAS is looked at first, as the end of what stage 1 may pass. */
static void check_end(struct s2_stream *s, struct s2_shape shape)
{
	struct smmu3_txn txn = s2_txn(s, READ);
	bool beyond_ias = shape.iasize >= s->side->rig->config.oas;

	txn.addr = ref_pow2(shape.iasize);
	s2_expect_txn(s, &txn, (struct ref_event){
		.number = beyond_ias ? REF_F_ADDR_SIZE : REF_F_TRANSLATION,
		.class = REF_CLASS_IN, .s2 = !beyond_ias, .ipa = txn.addr });
	assert_int_equal(tables_read(s), 0);
}

static void check_shape(struct side *side, struct s2_shape shape)
{
	struct s2_stream s;
	unsigned int level;
	u64 free = side->free;

	s2_make_shaped(&s, side, S2_SID, S2, S2_SHAPE1, shape);
	assert_int_equal(s2_try(&s, READ), 0);
	assert_int_equal(tables_read(&s), 4 - shape.start);
	s2_expect_page(&s, WRITE);
	check_end(&s, shape);
	for (level = 3; level + 1 > shape.start; level--) {
		check_leaf(&s, shape, level);
		check_nothing(&s, shape, level);
	}
	side->free = free;
}

static void check_granule(enum smmu3_pas bank, unsigned int granule)
{
	struct smmu3_config config = s2_config();
	unsigned int i, t0sz;
	struct rig *rig;

	config.oas = 48;
	rig = s2_rig(&config);
	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		if (levels[i].granule != granule)
			continue;
		for (t0sz = levels[i].least; t0sz <= levels[i].most; t0sz++)
			check_shape(rig_side(rig, bank), (struct s2_shape){
				granule, levels[i].start, 64 - t0sz });
	}
	rig_free(rig);
}

static void stage_2_of_4k_walks_as_each_s2t0sz_and_s2sl0_say(void **state)
{
	(void)state;
	check_granule(NS, 12);
	check_granule(SECURE, 12);
}

static void stage_2_of_16k_walks_as_each_s2t0sz_and_s2sl0_say(void **state)
{
	(void)state;
	check_granule(NS, 14);
	check_granule(SECURE, 14);
}

static void stage_2_of_64k_walks_as_each_s2t0sz_and_s2sl0_say(void **state)
{
	(void)state;
	check_granule(NS, 16);
	check_granule(SECURE, 16);
}

/* ---- alignment ---- */

/* 5.2: S2TTB is aligned to the start tables; what is below is not there. */
static void s2ttb_is_aligned_to_its_concatenated_tables(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	/* 16 tables of 4 KiB */
	s2_make_shaped(&s, side, S2_SID, S2, S2_SHAPE1,
		       (struct s2_shape){ 12, 2, 34 });
	s2_expect_page(&s, READ);
	if (side->bank == NS)
		s2_poke_ste(&s, 192 + 15, 192 + 4, 0xfff);
	else
		s2_poke_ste(&s, 384 + 15, 384 + 4, 0xfff);
	s2_expect_page(&s, READ);
}

/* D8.3.1: bits that stage 2 tables ignore, of stage 1: APTable and so on */
static void attributes_of_stage_2_tables_are_ignored(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	u64 table;

	s2_make(&s, side, S2_SID, S2);
	table = ref_space_slot(&s.s2[side->bank], S2_IPA, 2);
	s2_poke_at(&s, table, 63, 59, 0x1f);
	s2_poke_at(&s, table, 58, 52, 0x7f);
	s2_poke_at(&s, table, 11, 2, 0x3ff);
	s2_expect_page(&s, WRITE);
	s2_expect_page(&s, READ | INSTR);
}

/* And of leaves: software's, contiguous, nT, PBHA, RES0. */
static void other_bits_of_stage_2_leaves_are_ignored(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2(&s, 11, 11, 1);
	s2_poke_leaf2(&s, 50, 50, 1);
	s2_poke_leaf2(&s, REF_D_CONTIG, 1);
	s2_poke_leaf2(&s, 63, 55, 0x1ff);
	s2_expect_page(&s, WRITE);
	s2_expect_page(&s, READ | INSTR);
}

/* ---- output size ---- */

/**
 * struct ps - a code of S2PS and what it means with an OAS of 44 bits
 */
struct ps {
	unsigned int code;
	unsigned int bits;
};

static const struct ps sizes[] = {
	{ 0, 32 }, { 1, 36 }, { 2, 40 }, { 3, 42 }, { 4, 44 }, { 5, 44 },
	{ 6, 44 }, { 7, 44 },
};

static void expect_size(struct s2_stream *s)
{
	s2_expect2(s, READ, REF_F_ADDR_SIZE);
}

static void check_leaf_size(struct s2_stream *s, const struct ps *ps)
{
	struct smmu3_txn txn = s2_txn(s, READ);
	unsigned int bit;

	s2_poke_ste(s, REF_STE_S2PS, ps->code);
	for (bit = 31; bit < 48; bit++) {
		s2_store(s, s2_leaf2(s), ref_leaf2(3, BIT_ULL(bit)));
		if (bit < ps->bits)
			s2_expect_pa(s, &txn, BIT_ULL(bit) + S2_OFFSET,
				     s->side->bank);
		else
			expect_size(s);
	}
}

static void stage_2_output_is_within_s2ps_and_oas(void **state)
{
	struct s2_stream s;
	unsigned int i;

	s2_make(&s, *state, S2_SID, S2);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		check_leaf_size(&s, &sizes[i]);
}

/* 7.3.22: a table that is too far away is not read. */
static void next_table_of_stage_2_is_within_s2ps(void **state)
{
	struct side *side = *state;
	struct s2_stream s;
	unsigned int level;

	s2_make(&s, side, S2_SID, S2);
	for (level = 2; level + 1 > 1; level--) {
		u64 slot = ref_space_slot(&s.s2[side->bank], S2_IPA, level);

		s2_store(&s, slot, ref_table(BIT_ULL(44)));
		expect_size(&s);
		s.stale = true;
		s2_try(&s, READ);
		assert_int_equal(tables_read(&s), level);
	}
}

/* With 64 KiB granules and 48-bit addresses bits 15:12 are RES0. */
static void low_output_bits_of_64k_are_ignored(void **state)
{
	struct s2_stream s;

	s2_make_shaped(&s, *state, S2_SID, S2, S2_SHAPE1,
		       (struct s2_shape){ 16, 2, 40 });
	s2_poke_leaf2(&s, 15, 12, 0xf);
	s2_expect_page(&s, READ);
}

/* ---- input range ---- */

static const struct s2_shape nested_shapes[] = {
	{ 12, 1, 40 }, { 12, 1, 39 }, { 12, 0, 44 }, { 14, 2, 40 },
	{ 14, 1, 42 }, { 16, 2, 40 }, { 16, 1, 43 },
};

/* What stage 1 makes of an address is subject to S2T0SZ. */
static void output_of_stage_1_is_within_s2t0sz(void **state)
{
	struct side *side = *state;
	unsigned int i, bit;
	struct s2_stream s;

	for (i = 0; i < ARRAY_SIZE(nested_shapes); i++) {
		u64 free = side->free;

		s2_make_shaped(&s, side, S2_SID, BOTH, S2_SHAPE1,
			       nested_shapes[i]);
		s2_expect_page(&s, READ);
		side->free = free;
		for (bit = nested_shapes[i].iasize; bit < 44; bit++) {
			s2_store(&s, s2_leaf1(&s), ref_leaf(3, BIT_ULL(bit)));
			s2_expect(&s, WRITE, (struct ref_event){
				.number = REF_F_TRANSLATION, .s2 = true,
				.class = REF_CLASS_IN, .ipa = BIT_ULL(bit) });
		}
	}
}

/* 3.4: beyond the IAS it is stage 1 that refuses, and aborts anyhow. */
static void input_beyond_ias_is_a_fault_of_stage_1(void **state)
{
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int bit;

	s2_make(&s, *state, S2_SID, S2);
	s2_poke_ste(&s, REF_STE_S2R, 0);
	s2_poke_ste(&s, REF_STE_S2S, 1);
	txn = s2_txn(&s, WRITE | PRIV);
	for (bit = 44; bit < 64; bit++) {
		txn.addr = BIT_ULL(bit) + S2_IPA;
		s2_expect_txn(&s, &txn, (struct ref_event){
			.number = REF_F_ADDR_SIZE, .class = REF_CLASS_IN });
	}
}

static const struct CMUnitTest rules_stage2_tests[] = {
	cmocka_unit_test(stage_2_of_4k_walks_as_each_s2t0sz_and_s2sl0_say),
	cmocka_unit_test(stage_2_of_16k_walks_as_each_s2t0sz_and_s2sl0_say),
	cmocka_unit_test(stage_2_of_64k_walks_as_each_s2t0sz_and_s2sl0_say),
	TEST_S2(s2ttb_is_aligned_to_its_concatenated_tables),
	TEST_S2(attributes_of_stage_2_tables_are_ignored),
	TEST_S2(other_bits_of_stage_2_leaves_are_ignored),
	TEST_S2(stage_2_output_is_within_s2ps_and_oas),
	TEST_S2(next_table_of_stage_2_is_within_s2ps),
	TEST_S2(low_output_bits_of_64k_are_ignored),
	TEST_S2(output_of_stage_1_is_within_s2t0sz),
	TEST_S2(input_beyond_ias_is_a_fault_of_stage_1),
};
SUITE(rules_stage2);
