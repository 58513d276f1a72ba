// SPDX-License-Identifier: GPL-2.0
/*
 * Worlds at random. See gen.h. The upper half of the RAM is for the tables of
 * the Secure side, which are in both PA spaces: a Secure walk may leave the
 * Secure space anywhere and go on.
 */
#include "gen.h"

#include "../ref/build.h"
#include "../ref/regs.h"

#define PAGE		0x1000ULL
#define BYTES		64	/* of an STE, of a CD */
#define SPANS		4	/* L1STDs, L1CDs */
#define OUTPUTS		0x200000ULL	/* where most pages are */

#define PICK(rng, ...) pick(rng, (const u64[]){ __VA_ARGS__ },		\
	ARRAY_SIZE(((const u64[]){ __VA_ARGS__ })))

static u64 pick(struct rng *rng, const u64 *values, unsigned int count)
{
	return values[rng_below(rng, count)];
}

static bool percent(const struct gen_side *side, unsigned int n)
{
	return rng_percent(side->gen->rng, n);
}

static u64 below(const struct gen_side *side, u64 n)
{
	return rng_below(side->gen->rng, n);
}

/* ---- memory ---- */

/* Damaged tables lead anywhere. */
static bool is_ram(u64 addr)
{
	return addr >= GEN_BASE && addr - GEN_BASE < GEN_SIZE;
}

static void put(struct gen_side *side, u64 addr, u64 value)
{
	if (!is_ram(addr))
		return;
	host_store(side->gen->host, (enum smmu3_pas)side->space, addr, value);
	if (side->space == TWIN_S)
		host_store(side->gen->host, SMMU3_PAS_NS, addr, value);
}

static void put_image(struct gen_side *side, u64 addr, const u64 *words,
		      unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		put(side, addr + i * sizeof(u64), words[i]);
}

static u64 start_of(const struct gen_side *side)
{
	return GEN_BASE + (side->space == TWIN_S ? GEN_SIZE / 2 : 0);
}

static u64 end_of(const struct gen_side *side)
{
	return start_of(side) + GEN_SIZE / 2;
}

/* What does not fit any more shares what there is: a mess, but RAM. */
static u64 take(struct gen_side *side, u64 size)
{
	u64 bytes = max(size, 64), addr = ALIGN(side->heap, bytes);

	if (addr + bytes > end_of(side))
		return end_of(side) - bytes;
	side->heap = addr + bytes;
	return addr;
}

static u64 ram_load(void *arg, u64 addr)
{
	struct gen_side *side = arg;

	if (!is_ram(addr))
		return 0;
	return host_load(side->gen->host, (enum smmu3_pas)side->space, addr);
}

static void ram_store(void *arg, u64 addr, u64 value)
{
	put(arg, addr, value);
}

static u64 ram_alloc(void *arg, u64 size)
{
	return take(arg, size);
}

static struct ref_ram ram_of(struct gen_side *side)
{
	return (struct ref_ram){ ram_load, ram_store, ram_alloc, side };
}

static void damage(struct gen_side *side, u64 *image, unsigned int words,
		   unsigned int flip, unsigned int garbage)
{
	if (percent(side, flip))
		image[below(side, words)] ^= BIT_ULL(below(side, 64));
	if (percent(side, garbage))
		image[below(side, words)] = rng_u64(side->gen->rng);
}

/* ---- descriptors ---- */

static unsigned int shift_of(unsigned int granule, unsigned int level)
{
	return granule + (3 - level) * (granule - 3);
}

/* Mostly RAM of this side, so that stage 2 has a chance to map it. */
static u64 some_output(struct gen_side *side, unsigned int shift)
{
	u64 addr = start_of(side) + below(side, OUTPUTS);

	if (percent(side, 12))
		addr = rng_u64(side->gen->rng) &
		       GENMASK_ULL(side->gen->id.oas - 1, 0);
	return addr & ~GENMASK_ULL(shift - 1, 0) & GENMASK_ULL(47, 0);
}

static u64 some_leaf1(struct gen_side *side, unsigned int level,
		      unsigned int shift)
{
	u64 desc = ref_leaf(level, some_output(side, shift));

	ref_put(&desc, REF_D_AP, below(side, 4));
	ref_put(&desc, REF_D_ATTRINDX, below(side, 8));
	ref_put(&desc, REF_D_SH, PICK(side->gen->rng, 0, 2, 3));
	ref_put(&desc, REF_D_AF, percent(side, 85));
	ref_put(&desc, REF_D_NG, percent(side, 80));
	ref_put(&desc, REF_D_NS, percent(side, 30));
	ref_put(&desc, REF_D_DBM, percent(side, 40));
	ref_put(&desc, REF_D_PXN, percent(side, 25));
	ref_put(&desc, REF_D_UXN, percent(side, 25));
	damage(side, &desc, 1, 5, 2);
	return desc;
}

/* The IPA of a page is its PA. */
static u64 some_leaf2(struct gen_side *side, unsigned int level, u64 pa)
{
	u64 desc = ref_leaf2(level, pa);

	if (percent(side, 50))
		return desc;
	ref_put(&desc, REF_D_AF, percent(side, 90));
	ref_put(&desc, REF_D_DBM, percent(side, 50));
	ref_put(&desc, REF_D2_S2AP, PICK(side->gen->rng, 3, 3, 3, 1, 1, 2, 0));
	ref_put(&desc, REF_D2_XN, PICK(side->gen->rng, 0, 0, 0, 1, 2, 3));
	ref_put(&desc, REF_D2_MEMATTR,
		PICK(side->gen->rng, 15, 15, 15, 1, 5, 6, 7, 10, 11));
	ref_put(&desc, REF_D_SH, PICK(side->gen->rng, 0, 2, 3));
	damage(side, &desc, 1, 3, 1);
	return desc;
}

/* ---- address spaces ---- */

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

/* Hierarchical attributes in the tables above */
static void spoil_tables(struct gen_side *side, struct ref_space *tables,
			 u64 ia, unsigned int level)
{
	unsigned int at;

	for (at = tables->start; at < level; at++) {
		u64 slot = ref_space_slot(tables, ia, at);
		u64 desc = ram_load(side, slot);

		if (!percent(side, 6))
			continue;
		ref_put(&desc, 63, 59, below(side, 32));
		damage(side, &desc, 1, 20, 5);
		ram_store(side, slot, desc);
	}
}

static void map_some(struct gen_side *side, struct gen_space *space,
		     unsigned int i)
{
	struct ref_space *tables = &space->tables;
	unsigned int level = some_leaf_level(side, tables);
	u64 ia = rng_u64(side->gen->rng) & (ref_pow2(tables->iasize) - 1);

	/* Some in each other's neighbourhood */
	if (i && percent(side, 60))
		ia = space->ia[below(side, i)] ^
		     ref_pow2(tables->granule + below(side, 4));
	ia &= ref_pow2(tables->iasize) - 1;
	space->ia[i] = ia;
	space->level[i] = level;
	ref_space_put(tables, ia, level,
		      some_leaf1(side, level,
				 shift_of(tables->granule, level)));
	spoil_tables(side, tables, ia, level);
}

static void make_stage1(struct gen_side *side, struct gen_space *space)
{
	unsigned int granule = some_granule(side), i;

	space->txsz = 16 + below(side, most_txsz(side, granule) - 15);
	space->tables = ref_space(ram_of(side), granule,
				  first_level(granule, 64 - space->txsz),
				  64 - space->txsz);
	for (i = 0; i < GEN_VAS; i++)
		map_some(side, space, i);
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

	if (!may_start(id, granule, level))
		return level + 1;
	if (level == 3 || !may_start(id, granule, level + 1))
		return level;
	if (iasize > shift_of(granule, level) + 4 || percent(side, 50))
		return level;
	return level + 1;
}

/* Maps the structures and stage 1's tables, in blocks or in pages. */
static void map_ram(struct gen_side *side, struct gen_space *space)
{
	struct ref_space *tables = &space->tables;
	unsigned int level = percent(side, 30) && tables->start < 3 ? 2 : 3;
	unsigned int shift = shift_of(tables->granule, level);
	u64 step = ref_pow2(shift), at = start_of(side) & ~(step - 1), i = 0;

	if (side->mapped > ref_pow2(tables->iasize))
		return;
	for (; at < side->mapped; at += step, i++) {
		ref_space_put(tables, at, level,
			      some_leaf2(side, level, at));
		space->ia[i % GEN_VAS] = at;
		space->level[i % GEN_VAS] = level;
	}
}

static void make_stage2(struct gen_side *side, struct gen_space *space)
{
	unsigned int granule = some_granule(side), start, iasize;
	const struct twin_id *id = &side->gen->id;

	/* Large enough for the RAM, but for some */
	iasize = percent(side, 90) ? 32 + below(side, 17) :
		 64 - most_txsz(side, granule) + below(side, 16);
	iasize = min(iasize, id->oas);
	start = start_of_stage2(side, granule, iasize);
	space->txsz = 64 - iasize;
	space->sl0 = sl0_of(granule, start);
	space->tables = ref_space(ram_of(side), granule, start, iasize);
	map_ram(side, space);
}

/* ---- CDs ---- */

static unsigned int tg0_of(unsigned int granule)
{
	return granule == 12 ? REF_TG0_4K :
	       granule == 14 ? REF_TG0_16K : REF_TG0_64K;
}

static unsigned int tg1_of(unsigned int granule)
{
	return granule == 12 ? REF_TG1_4K :
	       granule == 14 ? REF_TG1_16K : REF_TG1_64K;
}

static void put_halves(struct gen_side *side, u64 *cd)
{
	const struct gen_space *lower = &side->s1[below(side, GEN_SPACES)];
	const struct gen_space *upper = &side->s1[below(side, GEN_SPACES)];

	ref_cd_default(cd, below(side, side->gen->id.asid16 ? 0x10000 : 256),
		       lower->tables.root, upper->tables.root);
	ref_put(cd, REF_CD_TG0, tg0_of(lower->tables.granule));
	ref_put(cd, REF_CD_TG1, tg1_of(upper->tables.granule));
	ref_put(cd, REF_CD_T0SZ, lower->txsz);
	ref_put(cd, REF_CD_T1SZ, upper->txsz);
	ref_put(cd, REF_CD_EPD0, percent(side, 3));
	ref_put(cd, REF_CD_EPD1, percent(side, 10));
	ref_put(cd, REF_CD_TBI0, percent(side, 30));
	ref_put(cd, REF_CD_TBI1, percent(side, 30));
	ref_put(cd, REF_CD_HAD0, percent(side, 30));
	ref_put(cd, REF_CD_HAD1, percent(side, 30));
	ref_put(cd, REF_CD_E0PD0, percent(side, 10));
	ref_put(cd, REF_CD_E0PD1, percent(side, 10));
	ref_put(cd, REF_CD_NSCFG0, percent(side, 20));
	ref_put(cd, REF_CD_NSCFG1, percent(side, 20));
}

static unsigned int stall_model(const struct gen_side *side)
{
	const struct twin_id *id = &side->gen->id;

	return id->secure ? id->s_stall_model : id->stall_model;
}

static bool some_stall(const struct gen_side *side)
{
	unsigned int model = stall_model(side);

	return model == 2 || (model == 0 && percent(side, 20));
}

static void put_behaviour(struct gen_side *side, u64 *cd)
{
	const struct twin_id *id = &side->gen->id;

	ref_put(cd, REF_CD_IPS, percent(side, 80) ? 5 : below(side, 8));
	ref_put(cd, REF_CD_AFFD, percent(side, 20));
	ref_put(cd, REF_CD_WXN, percent(side, 20));
	ref_put(cd, REF_CD_PAN, percent(side, 20));
	ref_put(cd, REF_CD_EPAN, percent(side, 20));
	ref_put(cd, REF_CD_ASET, percent(side, 50));
	ref_put(cd, REF_CD_HA, id->httu >= 1 && percent(side, 60));
	ref_put(cd, REF_CD_HD, id->httu >= 2 && percent(side, 60));
	ref_put(cd, REF_CD_A, id->term_model || percent(side, 75));
	ref_put(cd, REF_CD_R, percent(side, 80));
	ref_put(cd, REF_CD_S, some_stall(side));
	if (percent(side, 30))
		ref_put(cd, REF_CD_MAIR, rng_u64(side->gen->rng));
}

static void make_cd(struct gen_side *side, u64 addr)
{
	u64 cd[REF_CD_WORDS];

	put_halves(side, cd);
	put_behaviour(side, cd);
	damage(side, cd, REF_CD_WORDS, 6, 2);
	put_image(side, addr, cd, REF_CD_WORDS);
}

static void make_l1cd(struct gen_side *side, unsigned int i)
{
	u64 l1cd = ref_l1cd(side->cds);

	damage(side, &l1cd, 1, 8, 3);
	put(side, side->l1cds + i * sizeof(u64), l1cd);
}

/* ---- STEs ---- */

static unsigned int some_config(const struct gen_side *side)
{
	const struct twin_id *id = &side->gen->id;
	bool stage2 = id->s2p && (side->space == TWIN_NS || id->sel2);

	if (percent(side, 3))
		return below(side, 8);
	if (percent(side, 8))
		return REF_CONFIG_BYPASS;
	if (!stage2)
		return REF_CONFIG_S1;
	return PICK(side->gen->rng, REF_CONFIG_S1, REF_CONFIG_S2,
		    REF_CONFIG_NESTED, REF_CONFIG_NESTED);
}

static void put_stage1(struct gen_side *side, u64 *ste)
{
	const struct twin_id *id = &side->gen->id;
	bool many = id->ssidsize && percent(side, 50);
	bool two = many && id->cd2l && percent(side, 50);

	ref_ste_stage1(ste, two ? side->l1cds : side->cds +
		       (many ? 0 : below(side, GEN_CDS) * BYTES));
	if (many) {
		ref_put(ste, REF_STE_S1CDMAX, min(id->ssidsize, two ? 8 : 6));
		ref_put(ste, REF_STE_S1FMT, two ? REF_S1FMT_4K : 0);
		ref_put(ste, REF_STE_S1DSS, PICK(side->gen->rng, 2, 2, 1, 0));
	}
	if (percent(side, 20))
		ref_put(ste, REF_STE_STRW, PICK(side->gen->rng, 0, 1, 2, 2));
	ref_put(ste, REF_STE_S1STALLD, !stall_model(side) && percent(side, 5));
}

static struct ref_s2_tables some_tables(struct gen_side *side)
{
	const struct gen_space *space = &side->s2[below(side, GEN_SPACES)];

	return (struct ref_s2_tables){
		.tg = tg0_of(space->tables.granule), .t0sz = space->txsz,
		.sl0 = space->sl0, .ttb = space->tables.root,
	};
}

static void put_stage2(struct gen_side *side, u64 *ste)
{
	const struct twin_id *id = &side->gen->id;
	struct ref_s2_tables tables = some_tables(side);

	ref_ste_add_stage2(ste, below(side, 256), &tables);
	tables = some_tables(side);
	ref_ste_secure_tables(ste, &tables);
	ref_put(ste, REF_STE_S2PS, percent(side, 85) ? 5 : below(side, 8));
	ref_put(ste, REF_STE_S2AFFD, percent(side, 20));
	ref_put(ste, REF_STE_S2PTW, percent(side, 20));
	ref_put(ste, REF_STE_S2HA, id->httu >= 1 && percent(side, 60));
	ref_put(ste, REF_STE_S2HD, id->httu >= 2 && percent(side, 60));
	ref_put(ste, REF_STE_S2R, percent(side, 80));
	ref_put(ste, REF_STE_S2S, some_stall(side));
	ref_put(ste, REF_STE_S2FWB, id->fwb && percent(side, 30));
	ref_put(ste, REF_STE_S2SW, percent(side, 15));
	ref_put(ste, REF_STE_S2SA, percent(side, 15));
	ref_put(ste, REF_STE_S2NSW, percent(side, 25));
	ref_put(ste, REF_STE_S2NSA, percent(side, 25));
}

static void put_overrides(struct gen_side *side, u64 *ste)
{
	if (!percent(side, 40))
		return;
	ref_put(ste, REF_STE_MTCFG, below(side, 2));
	ref_put(ste, REF_STE_MEMATTR, below(side, 16));
	ref_put(ste, REF_STE_ALLOCCFG, below(side, 16));
	ref_put(ste, REF_STE_SHCFG, below(side, 4));
	ref_put(ste, REF_STE_NSCFG, below(side, 4));
	ref_put(ste, REF_STE_PRIVCFG, below(side, 4));
	ref_put(ste, REF_STE_INSTCFG, below(side, 4));
}

static void make_ste(struct gen_side *side, unsigned int sid)
{
	unsigned int config = some_config(side);
	u64 ste[REF_STE_WORDS];

	ref_ste_plain(ste, config);
	if (config == REF_CONFIG_S1 || config == REF_CONFIG_NESTED)
		put_stage1(side, ste);
	if (config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED)
		put_stage2(side, ste);
	put_overrides(side, ste);
	damage(side, ste, REF_STE_WORDS, 5, 2);
	put_image(side, side->stes + sid * BYTES, ste, REF_STE_WORDS);
}

static void make_l1std(struct gen_side *side, unsigned int i)
{
	u64 l1std = ref_l1std(side->stes, side->split + 1);

	if (percent(side, 15))
		ref_put(&l1std, REF_L1STD_SPAN, below(side, side->split + 3));
	damage(side, &l1std, 1, 8, 3);
	put(side, side->strtab + i * sizeof(u64), l1std);
}

/* ---- the whole ---- */

static void make_strtab(struct gen_side *side)
{
	unsigned int i;

	side->stes = take(side, 0x10000);
	side->split = PICK(side->gen->rng, 6, 8, 10);
	side->two_level = side->gen->id.st_level && percent(side, 60);
	side->strtab = side->two_level ? take(side, PAGE) : side->stes;
	for (i = 0; i < SPANS && side->two_level; i++)
		make_l1std(side, i);
	for (i = 0; i < GEN_SIDS; i++)
		make_ste(side, i);
}

/* Stage 2 maps what there is when its own tables are made. */
static void make_side(struct gen *gen, enum twin_space space)
{
	struct gen_side *side = &gen->side[space];
	unsigned int i;

	*side = (struct gen_side){ .gen = gen, .space = space };
	side->heap = start_of(side);
	side->cds = take(side, PAGE);
	side->l1cds = take(side, PAGE);
	for (i = 0; i < GEN_SPACES; i++)
		make_stage1(side, &side->s1[i]);
	side->mapped = max(side->heap, start_of(side) + OUTPUTS);
	for (i = 0; i < GEN_SPACES; i++)
		make_stage2(side, &side->s2[i]);
	for (i = 0; i < GEN_CDS; i++)
		make_cd(side, side->cds + i * BYTES);
	for (i = 0; i < SPANS; i++)
		make_l1cd(side, i);
	make_strtab(side);
}

void gen_init(struct gen *gen, struct host *host, struct rng *rng,
	      const struct twin_id *id)
{
	*gen = (struct gen){ .host = host, .rng = rng, .id = *id };
	host_add_ram(host, SMMU3_PAS_NS, GEN_BASE, GEN_SIZE);
	host_add_ram(host, SMMU3_PAS_S, GEN_BASE, GEN_SIZE);
	make_side(gen, TWIN_NS);
	make_side(gen, TWIN_S);
}

u64 gen_strtab_base(const struct gen_side *side)
{
	return side->strtab;
}

u32 gen_strtab_cfg(const struct gen_side *side)
{
	u64 cfg = 0;

	ref_put(&cfg, REF_STRTAB_LOG2SIZE, side->two_level ?
		side->split + 2 : 4);
	ref_put(&cfg, REF_STRTAB_FMT, side->two_level);
	ref_put(&cfg, REF_STRTAB_SPLIT, side->split);
	return cfg;
}

/* ---- changes ---- */

static void mutate_leaf(struct gen_side *side, bool two)
{
	struct gen_space *space = two ? &side->s2[below(side, GEN_SPACES)] :
					&side->s1[below(side, GEN_SPACES)];
	unsigned int i = below(side, GEN_VAS), level = space->level[i];

	if (!two)
		map_some(side, space, i);
	else if (level)
		ref_space_put(&space->tables, space->ia[i], level,
			      some_leaf2(side, level, space->ia[i]));
}

void gen_mutate(struct gen_side *side)
{
	switch (below(side, 8)) {
	case 0:
	case 1:
		make_ste(side, below(side, GEN_SIDS));
		break;
	case 2:
	case 3:
		make_cd(side, side->cds + below(side, GEN_CDS) * BYTES);
		break;
	case 4:
		make_l1cd(side, below(side, SPANS));
		if (side->two_level)
			make_l1std(side, below(side, SPANS));
		break;
	default:
		mutate_leaf(side, percent(side, 50));
		break;
	}
}

void gen_failure(struct gen_side *side)
{
	enum smmu3_pas pas = percent(side, 70) ? (enum smmu3_pas)side->space :
						 SMMU3_PAS_NS;

	host_heal(side->gen->host);
	if (!percent(side, 8))
		return;
	switch (below(side, 4)) {
	case 0:
		host_fail(side->gen->host, pas, side->stes +
			  below(side, GEN_SIDS) * BYTES, BYTES);
		break;
	case 1:
		host_fail(side->gen->host, pas, side->cds +
			  below(side, GEN_CDS * 8) * 8, 8);
		break;
	default:
		host_fail(side->gen->host, pas, start_of(side) +
			  below(side, (side->heap - start_of(side)) / PAGE) *
			  PAGE, 16 * PAGE);
		break;
	}
}

/* ---- transactions ---- */

static u64 field_of(struct gen_side *side, u64 addr, unsigned int high,
		    unsigned int low)
{
	u64 word = ram_load(side, addr + low / REF_WORD * sizeof(u64));

	return ref_get(&word, high % REF_WORD, low % REF_WORD);
}

/* A TTB, as an address */
static u64 ttb_of(struct gen_side *side, u64 addr, unsigned int high,
		  unsigned int low)
{
	return field_of(side, addr, high, low) * 16;
}

static const struct gen_space *find(const struct gen_space *spaces, u64 root)
{
	unsigned int i;

	for (i = 0; i < GEN_SPACES; i++)
		if (spaces[i].tables.root == root)
			return &spaces[i];
	return NULL;
}

static u64 ste_of(const struct gen_side *side, const struct twin_txn *txn)
{
	return side->stes + txn->sid % GEN_SIDS * BYTES;
}

/* The CD that the STE most likely leads to */
static u64 cd_of(struct gen_side *side, const struct twin_txn *txn)
{
	u64 ste = ste_of(side, txn), cds = side->cds;

	if (field_of(side, ste, REF_STE_S1FMT) == 0)
		cds = field_of(side, ste, REF_STE_S1CONTEXTPTR) * BYTES;
	return cds + (txn->ssv ? txn->ssid : 0) * BYTES;
}

/* An address that the space maps, a little further in its page */
static u64 mapped(struct gen_side *side, const struct gen_space *space,
		  bool upper)
{
	u64 addr = space->ia[below(side, GEN_VAS)] ^ below(side, PAGE);

	if (upper)
		addr |= ~(ref_pow2(space->tables.iasize) - 1);
	return addr;
}

static u64 stage1_address(struct gen_side *side, const struct twin_txn *txn)
{
	bool upper = percent(side, 40);
	const struct gen_space *space;
	u64 cd = cd_of(side, txn), root;

	root = upper ? ttb_of(side, cd, REF_CD_TTB1) :
		       ttb_of(side, cd, REF_CD_TTB0);
	space = find(side->s1, root);
	if (!space)
		return rng_u64(side->gen->rng);
	return mapped(side, space, upper);
}

static u64 stage2_address(struct gen_side *side, const struct twin_txn *txn)
{
	u64 ste = ste_of(side, txn);
	const struct gen_space *space;
	u64 root = ttb_of(side, ste, REF_STE_S2TTB);

	if (side->space == TWIN_S && percent(side, 60))
		root = ttb_of(side, ste, REF_STE_S_S2TTB);
	space = find(side->s2, root);
	if (!space)
		return rng_u64(side->gen->rng);
	return mapped(side, space, false);
}

/* For what the STE does now; sometimes not quite. */
static u64 some_address(struct gen_side *side, const struct twin_txn *txn)
{
	u64 config = field_of(side, ste_of(side, txn), REF_STE_CONFIG), addr;

	if (config == REF_CONFIG_S2)
		addr = stage2_address(side, txn);
	else
		addr = stage1_address(side, txn);
	if (percent(side, 10))
		ref_put(&addr, 63, 56, below(side, 256));
	if (percent(side, 3))
		addr ^= BIT_ULL(below(side, 64));
	return addr;
}

void gen_next_txn(struct gen_side *side, struct twin_txn *txn)
{
	if (percent(side, 50))
		txn->addr = some_address(side, txn);
	txn->write = percent(side, 40);
	txn->priv = percent(side, 50);
	txn->instr = percent(side, 30);
	txn->ns = percent(side, 30);
}

/* Mostly with a SubstreamID where there are many, and without where not */
static void choose_substream(struct gen_side *side, struct twin_txn *txn)
{
	unsigned int cdmax = field_of(side, ste_of(side, txn),
				      REF_STE_S1CDMAX);

	txn->ssv = percent(side, cdmax ? 70 : 3);
	if (txn->ssv)
		txn->ssid = below(side, percent(side, 95) ? ref_pow2(cdmax) :
				  0x100000);
	/* The same CDs serve all L1CDs. */
	if (txn->ssv && percent(side, 80))
		txn->ssid %= GEN_CDS;
}

struct twin_txn gen_txn(struct gen_side *side)
{
	struct twin_txn txn = {
		.sec_sid = side->space,
		.sid = below(side, GEN_SIDS),
	};

	choose_substream(side, &txn);
	txn.addr = some_address(side, &txn);
	gen_next_txn(side, &txn);
	if (side->two_level && percent(side, 20))
		txn.sid |= below(side, 4) * ref_pow2(side->split);
	if (percent(side, 2))
		txn.sid = rng_u64(side->gen->rng);
	return txn;
}
