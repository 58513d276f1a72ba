// SPDX-License-Identifier: GPL-2.0
/*
 * Worlds at random: their memory, and the order in which they are made. See
 * gen.h. The upper half of the RAM is for the tables of the Secure side, which
 * are in both PA spaces: a Secure walk may leave the Secure space anywhere and
 * go on.
 */
#include "gen_int.h"

/* ---- memory ---- */

/* Damaged tables lead anywhere. */
static bool is_ram(u64 addr)
{
	return addr >= GEN_BASE && addr - GEN_BASE < GEN_SIZE;
}

static void store(struct gen *gen, enum twin_space space, u64 addr, u64 value)
{
	if (gen->changes)
		gen->changes(gen->arg, space, addr, sizeof(value));
	host_store(gen->host, (enum smmu3_pas)space, addr, value);
}

void gen_put(struct gen_side *side, u64 addr, u64 value)
{
	if (!is_ram(addr))
		return;
	store(side->gen, side->space, addr, value);
	if (side->space == TWIN_S)
		store(side->gen, TWIN_NS, addr, value);
}

void gen_put_image(struct gen_side *side, u64 addr, const u64 *words,
		   unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		gen_put(side, addr + i * sizeof(u64), words[i]);
}

u64 gen_load(struct gen_side *side, u64 addr)
{
	if (!is_ram(addr))
		return 0;
	return host_load(side->gen->host, (enum smmu3_pas)side->space, addr);
}

u64 gen_start(const struct gen_side *side)
{
	return GEN_BASE + (side->space == TWIN_S ? GEN_SIZE / 2 : 0);
}

static u64 end_of(const struct gen_side *side)
{
	return gen_start(side) + GEN_SIZE / 2;
}

/* What does not fit any more shares what there is: a mess, but RAM. */
u64 gen_take(struct gen_side *side, u64 size)
{
	u64 bytes = max(size, 64), addr = ALIGN(side->heap, bytes);

	if (addr + bytes > end_of(side))
		return end_of(side) - bytes;
	side->heap = addr + bytes;
	return addr;
}

bool gen_full(const struct gen *gen)
{
	const struct gen_side *side = &gen->side[TWIN_NS];
	u64 spare = GEN_SIZE / 32;

	if (side->heap + spare > end_of(side))
		return true;
	side = &gen->side[TWIN_S];
	return side->gen && side->heap + spare > end_of(side);
}

void gen_damage(struct gen_side *side, u64 *image, unsigned int words,
		unsigned int flip, unsigned int garbage)
{
	if (percent(side, flip))
		image[below(side, words)] ^= BIT_ULL(below(side, 64));
	if (percent(side, garbage))
		image[below(side, words)] = rng_u64(side->gen->rng);
}

/* ---- the whole ---- */

/* CDs of 1024 are looked for in an aligned table of 64 KiB. */
static void make_cds(struct gen_side *side, struct gen_family *family)
{
	unsigned int i;

	family->cds = gen_take(side, 0x10000);
	family->l1cds = gen_take(side, PAGE);
	gen_spaces(side, family);
	gen_shared_cd(side, family);
	for (i = 0; i < GEN_CDS; i++)
		gen_cd(side, family, i);
	for (i = 0; i < SPANS; i++)
		gen_l1cd(side, family, i);
}

static void make_strtab(struct gen_side *side)
{
	unsigned int i;

	side->stes = gen_take(side, 0x10000);
	side->split = CHOOSE(side, 6, 8, 10);
	side->two_level = side->gen->id.st_level && percent(side, 60);
	side->strtab = side->two_level ? gen_take(side, PAGE) : side->stes;
	for (i = 0; i < SPANS && side->two_level; i++)
		gen_l1std(side, i);
	for (i = 0; i < GEN_SIDS; i++)
		gen_ste(side, i);
}

/* RAM somewhere below 4 GiB */
static u64 some_bias(struct gen_side *side)
{
	u64 slots = ref_pow2(32) / GEN_SIZE;

	return below(side, slots) * GEN_SIZE - GEN_BASE;
}

static void choose_tags(struct gen_side *side)
{
	const struct twin_id *id = &side->gen->id;
	unsigned int i;

	side->aset = percent(side, 50);
	side->asid_high = id->asid16 ? below(side, 256) : 0;
	side->vmid = below(side, 16) + 0x40;
	if (id->vmid16)
		side->vmid += below(side, 256) * 256;
	for (i = 0; i < GEN_REGIMES; i++)
		side->regime[i].vmid = side->vmid + (i + 1) * 16;
}

/* Stage 2 maps what there is when its own tables are made. */
static void make_side(struct gen *gen, enum twin_space space)
{
	struct gen_side *side = &gen->side[space];
	unsigned int i;

	*side = (struct gen_side){ .gen = gen, .space = space };
	side->heap = gen_start(side) + OUTPUTS;
	choose_tags(side);
	for (i = 0; i < GEN_FAMILIES; i++) {
		side->family[i].side = side;
		side->family[i].bias = i ? some_bias(side) : 0;
		make_cds(side, &side->family[i]);
	}
	side->mapped = side->heap;
	for (i = 0; i < GEN_FAMILIES; i++)
		gen_spaces2(side, &side->family[i]);
	for (i = 0; i < GEN_REGIMES; i++)
		gen_regime(side, i);
	make_strtab(side);
}

void gen_init(struct gen *gen, struct host *host, struct rng *rng,
	      const struct twin_id *id)
{
	*gen = (struct gen){ .host = host, .rng = rng, .id = *id };
	host_add_ram(host, SMMU3_PAS_NS, GEN_BASE, GEN_SIZE);
	host_add_ram(host, SMMU3_PAS_S, GEN_BASE, GEN_SIZE);
	make_side(gen, TWIN_NS);
	if (id->secure)
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
