// SPDX-License-Identifier: GPL-2.0
/*
 * Memory types of the twin (chapter 13, 5.2, 5.4; Arm ARM D8.6).
 */
#include "twin_int.h"

static const struct twin_level non_cacheable = { .cache = TWIN_NC };

/* Write-back, allocate on both, not transient */
static const struct twin_level plain = {
	.cache = TWIN_WB, .ra = true, .wa = true };

/* 13.1.3 */
struct twin_attr twin_default_attr(void)
{
	return (struct twin_attr){
		.outer = plain, .inner = plain, .sh = REF_NSH };
}

static struct twin_attr device(unsigned int kind)
{
	return (struct twin_attr){
		.device = true, .kind = kind, .outer = non_cacheable,
		.inner = non_cacheable, .sh = REF_OSH };
}

static bool is_nc(const struct twin_attr *attr)
{
	return attr->outer.cache == TWIN_NC && attr->inner.cache == TWIN_NC;
}

/* 13.1.7 */
static struct twin_level consistent_level(struct twin_level level)
{
	if (level.cache == TWIN_NC)
		return non_cacheable;
	if (!level.ra && !level.wa)
		level.tr = false;
	return level;
}

static struct twin_attr consistent(struct twin_attr attr)
{
	if (attr.device || is_nc(&attr))
		attr.sh = REF_OSH;
	attr.outer = consistent_level(attr.outer);
	attr.inner = consistent_level(attr.inner);
	return attr;
}

/* ---- overrides (5.2, 13.1.4) ---- */

/* The code of two bits in STE.MemAttr and in stage 2 descriptors. */
static enum twin_cache cache_of(unsigned int code)
{
	static const enum twin_cache cache[] = {
		TWIN_NC, TWIN_NC, TWIN_WT, TWIN_WB };

	return cache[code];
}

/*
 * A level that was not cacheable had no hints: they are the default's. A level
 * that stays cacheable keeps its own.
 */
static struct twin_level retype(struct twin_level in, enum twin_cache cache)
{
	struct twin_level level = in.cache == TWIN_NC ? plain : in;

	level.cache = cache;
	return level;
}

/* 4.6: reserved values act as nGnRnE. */
static struct twin_attr override_type(struct twin_attr in,
				      unsigned int memattr)
{
	unsigned int outer = memattr / 4, inner = memattr % 4;

	if (outer == 0)
		return device(inner);
	if (inner == 0)
		return device(0);
	in.device = false;
	in.outer = retype(in.outer, cache_of(outer));
	in.inner = retype(in.inner, cache_of(inner));
	return in;
}

/* ALLOCCFG 1RWT */
static void override_hints(struct twin_level *level, u64 alloccfg)
{
	level->ra = ref_get(&alloccfg, 2, 2);
	level->wa = ref_get(&alloccfg, 1, 1);
	level->tr = ref_get(&alloccfg, 0, 0);
}

struct twin_attr twin_override(const struct twin_id *id, struct twin_attr attr,
			       const struct twin_type_cfg *cfg)
{
	if (!id->types_ovr)
		return attr;
	if (cfg->mtcfg)
		attr = override_type(attr, cfg->memattr);
	if (cfg->alloccfg >= 8) {
		override_hints(&attr.outer, cfg->alloccfg);
		override_hints(&attr.inner, cfg->alloccfg);
	}
	if (cfg->shcfg != 1)
		attr.sh = cfg->shcfg;
	return consistent(attr);
}

/* ---- stage 1 (5.4 MAIR, 13.4.2) ---- */

/* One nibble of a MAIR byte that is not Device */
static struct twin_level level_of(u64 nibble)
{
	struct twin_level level = {
		.cache = ref_get(&nibble, 2, 2) ? TWIN_WB : TWIN_WT,
		.ra = ref_get(&nibble, 1, 1),
		.wa = ref_get(&nibble, 0, 0),
		.tr = !ref_get(&nibble, 3, 3),
	};

	return nibble == 4 ? non_cacheable : level;
}

/* 5.4: what reserved bytes act as */
static struct twin_attr mair_attr(u8 byte)
{
	unsigned int high = byte / 16, low = byte % 16;

	if (high == 0)
		return device(low / 4);
	return (struct twin_attr){
		.outer = level_of(high),
		.inner = level_of(low ? low : 3),
	};
}

/* Weaker hints win; a level without any leaves them to stage 1. */
static struct twin_level combine_hints(struct twin_level in,
				       struct twin_level level)
{
	if (in.cache == TWIN_NC)
		return level;
	level.ra = level.ra && in.ra;
	level.wa = level.wa && in.wa;
	level.tr = level.tr || in.tr;
	return level;
}

struct twin_attr twin_stage1_attr(struct twin_attr in, u8 byte, unsigned int sh)
{
	struct twin_attr attr = mair_attr(byte);

	attr.sh = sh;
	attr.outer = combine_hints(in.outer, attr.outer);
	attr.inner = combine_hints(in.inner, attr.inner);
	return consistent(attr);
}

/* ---- stage 2 (13.1.5, 13.1.6) ---- */

bool twin_stage2_device(bool fwb, unsigned int memattr)
{
	if (fwb)
		return memattr % 8 < 4;
	return memattr < 4;
}

/* OSH beats ISH beats NSH; 1 is reserved, and only OSH beats it surely. */
static unsigned int combine_sh(unsigned int a, unsigned int b)
{
	static const unsigned int strength[] = {
		[REF_NSH] = 0, [REF_ISH] = 1, [1] = 2, [REF_OSH] = 3 };

	return strength[a] > strength[b] ? a : b;
}

static struct twin_attr combine_device(struct twin_attr in, unsigned int kind)
{
	return device(in.device ? min(in.kind, kind) : kind);
}

static struct twin_attr weaken(struct twin_attr in, enum twin_cache outer,
			       enum twin_cache inner)
{
	if (in.device)
		return in;
	in.outer.cache = min(in.outer.cache, outer);
	in.inner.cache = min(in.inner.cache, inner);
	return in;
}

static struct twin_attr open_attr(struct twin_attr in)
{
	in.open = true;
	return in;
}

static struct twin_attr combine(struct twin_attr in, unsigned int memattr)
{
	unsigned int outer = memattr / 4, inner = memattr % 4;

	if (outer == 0)
		return combine_device(in, inner);
	if (inner == 0)
		return open_attr(in);
	return weaken(in, cache_of(outer), cache_of(inner));
}

static struct twin_attr force_write_back(struct twin_attr in)
{
	in.device = false;
	in.outer = retype(in.outer, TWIN_WB);
	in.inner = retype(in.inner, TWIN_WB);
	return in;
}

/* Arm ARM D8.6.6, FEAT_S2FWB; bit 3 of MemAttr is RES0. */
static struct twin_attr combine_fwb(struct twin_attr in, unsigned int memattr)
{
	switch (memattr % 8) {
	case 4:
		return open_attr(in);
	case 5:
		return weaken(in, TWIN_NC, TWIN_NC);
	case 6:
		return force_write_back(in);
	case 7:
		return in;
	}
	return combine_device(in, memattr % 4);
}

struct twin_attr twin_stage2_attr(struct twin_attr in, bool fwb,
				  unsigned int memattr, unsigned int sh)
{
	struct twin_attr attr = fwb ? combine_fwb(in, memattr) :
				      combine(in, memattr);

	attr.sh = combine_sh(in.sh, sh);
	attr.open |= in.open;
	return consistent(attr);
}

/* ---- output ---- */

static u8 nibble_of(struct twin_level level)
{
	u8 hints = 2 * level.ra + level.wa;

	if (level.cache == TWIN_NC)
		return 4;
	return (level.tr ? 0 : 8) + (level.cache == TWIN_WB ? 4 : 0) + hints;
}

void twin_put_attr(struct twin_ctx *c)
{
	struct twin_attr attr = consistent(c->attr);

	c->out->attr_open = attr.open;
	c->out->sh = attr.sh;
	if (attr.device)
		c->out->attr = 4 * attr.kind;
	else
		c->out->attr = 16 * nibble_of(attr.outer) +
			       nibble_of(attr.inner);
}
