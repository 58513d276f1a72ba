// SPDX-License-Identifier: GPL-2.0
/*
 * Address spaces at random, of either stage. See gen.h.
 */
#include "gen_int.h"

/* ---- where tables are made ---- */

/* Stage 1: at IPAs. */
static u64 ipa_load(void *arg, u64 addr)
{
	struct gen_family *family = arg;

	return gen_load(family->side, addr - family->bias);
}

static void ipa_store(void *arg, u64 addr, u64 value)
{
	struct gen_family *family = arg;

	gen_put(family->side, addr - family->bias, value);
}

static u64 ipa_take(void *arg, u64 size)
{
	struct gen_family *family = arg;

	return gen_take(family->side, size) + family->bias;
}

static u64 pa_load(void *arg, u64 addr)
{
	return gen_load(arg, addr);
}

static void pa_store(void *arg, u64 addr, u64 value)
{
	gen_put(arg, addr, value);
}

static u64 pa_take(void *arg, u64 size)
{
	return gen_take(arg, size);
}

/* ---- geometry ---- */

static unsigned int shift_of(unsigned int granule, unsigned int level)
{
	return granule + (3 - level) * (granule - 3);
}

static u64 low_bits(unsigned int count)
{
	return ref_pow2(count) - 1;
}

static unsigned int some_granule(const struct gen_side *side)
{
	const struct twin_id *id = &side->gen->id;

	if (id->gran16k && percent(side, 30))
		return 14;
	if (id->gran64k && percent(side, 30))
		return 16;
	return id->gran4k ? 12 : id->gran16k ? 14 : 16;
}

static unsigned int most_txsz(const struct gen_side *side,
			      unsigned int granule)
{
	if (!side->gen->id.stt)
		return 39;
	return granule == 16 ? 47 : 48;
}

static unsigned int first_level(unsigned int granule, unsigned int iasize)
{
	unsigned int level = 3;

	while (iasize > shift_of(granule, level) + granule - 3)
		level--;
	return level;
}

/* A level where a leaf may be, and small enough for the space */
static unsigned int some_leaf_level(struct gen_side *side,
				    const struct ref_space *tables)
{
	unsigned int least = tables->granule == 12 ? 1 : 2;

	if (tables->start > least)
		least = tables->start;
	return percent(side, 60) ? 3 : least + below(side, 4 - least);
}

/* ---- stage 1 ---- */

/* Mostly what stage 2 maps */
static u64 some_ipa(struct gen_side *side, const struct gen_family *family)
{
	if (percent(side, 8))
		return rng_u64(side->gen->rng) & low_bits(side->gen->id.oas);
	return gen_start(side) + below(side, OUTPUTS) + family->bias;
}

static u64 some_leaf1(struct gen_side *side, unsigned int level, u64 output,
		      bool global)
{
	u64 desc = ref_leaf(level, output & GENMASK_ULL(47, 0));

	ref_put(&desc, REF_D_AP, below(side, 4));
	ref_put(&desc, REF_D_ATTRINDX, below(side, 8));
	ref_put(&desc, REF_D_SH, CHOOSE(side, 0, 2, 3));
	ref_put(&desc, REF_D_AF, percent(side, 80));
	ref_put(&desc, REF_D_NG, !global || percent(side, 50));
	ref_put(&desc, REF_D_NS, percent(side, 30));
	ref_put(&desc, REF_D_DBM, percent(side, 40));
	ref_put(&desc, REF_D_PXN, percent(side, 25));
	ref_put(&desc, REF_D_UXN, percent(side, 25));
	gen_damage(side, &desc, 1, 4, 2);
	return desc;
}

/* Hierarchical attributes in the tables above */
static void spoil_tables(struct gen_side *side, struct ref_space *tables,
			 u64 ia, unsigned int level)
{
	unsigned int at;

	for (at = tables->start; at < level; at++) {
		u64 slot = ref_space_slot(tables, ia, at);
		u64 desc = tables->ram.load(tables->ram.arg, slot);

		if (!percent(side, 6))
			continue;
		ref_put(&desc, 63, 59, below(side, 32));
		tables->ram.store(tables->ram.arg, slot, desc);
	}
}

/* Some at the ends of the space, some in each other's neighbourhood */
static u64 some_ia(struct gen_side *side, const struct gen_space *space,
		   unsigned int i)
{
	u64 ia = rng_u64(side->gen->rng);

	if (percent(side, 15))
		ia = CHOOSE(side, 0, ~0ULL, PAGE, ~PAGE);
	else if (i && percent(side, 60))
		ia = space->ia[below(side, i)] ^
		     ref_pow2(space->tables.granule + below(side, 4));
	return ia & low_bits(space->tables.iasize);
}

/* Within a large block an address that leads to memory */
static u64 aim(u64 ia, u64 output, unsigned int shift)
{
	return (ia & ~low_bits(shift)) | (output & low_bits(shift));
}

void gen_map1(struct gen_side *side, struct gen_family *family,
	      unsigned int which, unsigned int i)
{
	struct gen_space *space = &family->s1[which];
	struct ref_space *tables = &space->tables;
	unsigned int level = some_leaf_level(side, tables);
	unsigned int shift = shift_of(tables->granule, level);
	u64 output = some_ipa(side, family), ia = some_ia(side, space, i);

	ia = aim(ia, output, shift) & low_bits(tables->iasize);
	space->ia[i] = ia;
	space->level[i] = level;
	ref_space_put(tables, ia, level,
		      some_leaf1(side, level, output & ~low_bits(shift),
				 which == 0));
	spoil_tables(side, tables, ia, level);
}

void gen_spaces(struct gen_side *side, struct gen_family *family)
{
	struct ref_ram ram = { ipa_load, ipa_store, ipa_take, family };
	unsigned int which, i;

	for (which = 0; which < GEN_S1; which++) {
		struct gen_space *space = &family->s1[which];
		unsigned int granule = some_granule(side);

		space->txsz = 16 + below(side, most_txsz(side, granule) - 15);
		space->tables = ref_space(ram, granule,
					  first_level(granule,
						      64 - space->txsz),
					  64 - space->txsz);
		for (i = 0; i < GEN_VAS; i++)
			gen_map1(side, family, which, i);
	}
}

/* ---- stage 2 ---- */

/* What a stage 2 leaf of a page of data is like */
static void bend_data_leaf(struct gen_side *side, u64 *desc)
{
	ref_put(desc, REF_D_AF, percent(side, 85));
	ref_put(desc, REF_D_DBM, percent(side, 50));
	ref_put(desc, REF_D2_S2AP, CHOOSE(side, 3, 3, 3, 1, 1, 2, 0));
	ref_put(desc, REF_D2_XN, CHOOSE(side, 0, 0, 0, 1, 2, 3));
	ref_put(desc, REF_D2_MEMATTR,
		CHOOSE(side, 15, 15, 15, 1, 5, 6, 7, 10, 11));
	ref_put(desc, REF_D_SH, CHOOSE(side, 0, 2, 3));
}

/* Of CDs and tables: what keeps them from being used is rare. */
static void bend_table_leaf(struct gen_side *side, u64 *desc)
{
	ref_put(desc, REF_D_AF, percent(side, 93));
	if (percent(side, 25)) {
		ref_put(desc, REF_D2_S2AP, CHOOSE(side, 1, 1, 1, 2, 0));
		ref_put(desc, REF_D_DBM, percent(side, 75));
	}
	if (percent(side, 15))
		ref_put(desc, REF_D2_MEMATTR, CHOOSE(side, 0, 1, 5, 7, 10));
}

static u64 some_leaf2(struct gen_side *side, unsigned int level, u64 pa)
{
	u64 desc = ref_leaf2(level, pa & GENMASK_ULL(47, 0));
	bool data = pa - gen_start(side) < OUTPUTS;

	/* Beyond what some S2PS allow */
	if (percent(side, data ? 3 : 1))
		desc |= rng_u64(side->gen->rng) &
			GENMASK_ULL(side->gen->id.oas - 1, 31);
	if (percent(side, data ? 40 : 70))
		return desc;
	if (data)
		bend_data_leaf(side, &desc);
	else
		bend_table_leaf(side, &desc);
	gen_damage(side, &desc, 1, data ? 3 : 1, 1);
	return desc;
}

/* S2SL0 of a start level (structures.md 5.3) */
static unsigned int sl0_of(unsigned int granule, unsigned int level)
{
	static const unsigned int of_4k[] = { 2, 1, 0, 3 };

	return granule == 12 ? of_4k[level] : 3 - level;
}

/* structures.md 5.3 */
static bool may_start(const struct twin_id *id, unsigned int granule,
		      unsigned int level)
{
	if (level == 0)
		return granule == 12 && id->oas >= 44;
	if (level == 1)
		return granule == 12 || id->oas >= (granule == 14 ? 42 : 44);
	return level == 2 || granule != 12 || id->stt;
}

/* One level later than needed if sixteen concatenated tables suffice */
static unsigned int start_of_stage2(const struct gen_side *side,
				    unsigned int granule, unsigned int iasize)
{
	unsigned int level = first_level(granule, iasize);
	const struct twin_id *id = &side->gen->id;

	if (percent(side, 4))		/* whether or not it is legal */
		return level;
	if (!may_start(id, granule, level))
		return level + 1;
	if (level == 3 || !may_start(id, granule, level + 1))
		return level;
	if (iasize > shift_of(granule, level) + 4 || percent(side, 50))
		return level;
	return level + 1;
}

/* Blocks only where IPAs and PAs are alike in them */
static unsigned int level_of_stage2(struct gen_side *side,
				    const struct gen_family *family,
				    const struct ref_space *tables)
{
	if (tables->start == 3 || percent(side, 70))
		return 3;
	return family->bias & low_bits(shift_of(tables->granule, 2)) ? 3 : 2;
}

/* Maps the structures and stage 1's tables, in blocks or in pages. */
static void map_ram(struct gen_side *side, const struct gen_family *family,
		    struct gen_space *space)
{
	struct ref_space *tables = &space->tables;
	unsigned int level = level_of_stage2(side, family, tables);
	u64 step = ref_pow2(shift_of(tables->granule, level)), i = 0;
	u64 at = gen_start(side) & ~(step - 1);

	for (; at < side->mapped; at += step, i++) {
		u64 ipa = at + family->bias;

		if (ipa >= ref_pow2(tables->iasize))
			return;
		ref_space_put(tables, ipa, level, some_leaf2(side, level, at));
		if (at - gen_start(side) < OUTPUTS || percent(side, 5)) {
			space->ia[i % GEN_VAS] = ipa;
			space->level[i % GEN_VAS] = level;
		}
	}
}

void gen_map2(struct gen_side *side, struct gen_family *family,
	      unsigned int which, unsigned int i)
{
	struct gen_space *space = &family->s2[which];
	u64 pa = space->ia[i] - family->bias;

	if (!space->level[i])
		return;
	/* Now and then another page than before */
	if (percent(side, 20) && space->level[i] == 3)
		pa = (gen_start(side) + below(side, OUTPUTS)) &
		     ~low_bits(space->tables.granule);
	ref_space_put(&space->tables, space->ia[i], space->level[i],
		      some_leaf2(side, space->level[i], pa));
}

static void make_stage2(struct gen_side *side, struct gen_family *family,
			struct gen_space *space)
{
	struct ref_ram ram = { pa_load, pa_store, pa_take, side };
	unsigned int granule = some_granule(side), start, iasize;
	const struct twin_id *id = &side->gen->id;

	/* Large enough for the RAM, but for some */
	iasize = percent(side, 92) ? 32 + below(side, 17) :
		 64 - most_txsz(side, granule) + below(side, 16);
	if (!percent(side, 2))
		iasize = min(iasize, id->oas);
	start = start_of_stage2(side, granule, iasize);
	space->txsz = 64 - iasize;
	space->sl0 = sl0_of(granule, start);
	space->tables = ref_space(ram, granule, start, iasize);
	map_ram(side, family, space);
}

void gen_spaces2(struct gen_side *side, struct gen_family *family)
{
	unsigned int which;

	for (which = 0; which < GEN_S2; which++)
		make_stage2(side, family, &family->s2[which]);
}
