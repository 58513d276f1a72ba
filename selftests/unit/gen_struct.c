// SPDX-License-Identifier: GPL-2.0
/*
 * CDs and STEs at random. See gen.h.
 */
#include "gen_int.h"

/* ---- CDs ---- */

unsigned int gen_tg0(unsigned int granule)
{
	return granule == 12 ? REF_TG0_4K :
	       granule == 14 ? REF_TG0_16K : REF_TG0_64K;
}

static unsigned int tg1_of(unsigned int granule)
{
	return granule == 12 ? REF_TG1_4K :
	       granule == 14 ? REF_TG1_16K : REF_TG1_64K;
}

/* What no identity, or not this one, has */
static void put_nonsense(struct gen_side *side, u64 *cd)
{
	if (percent(side, 50))
		ref_put(cd, REF_CD_T0SZ, below(side, 64));
	else
		ref_put(cd, REF_CD_TG0, below(side, 4));
	if (percent(side, 50))
		ref_put(cd, REF_CD_T1SZ, below(side, 64));
	else
		ref_put(cd, REF_CD_TG1, below(side, 4));
}

static void put_lower(struct gen_side *side, u64 *cd,
		      const struct gen_space *space)
{
	ref_put_addr(cd, REF_CD_TTB0, space->tables.root);
	ref_put(cd, REF_CD_TG0, gen_tg0(space->tables.granule));
	ref_put(cd, REF_CD_T0SZ, space->txsz);
	ref_put(cd, REF_CD_EPD0, percent(side, 3));
	ref_put(cd, REF_CD_TBI0, percent(side, 30));
	ref_put(cd, REF_CD_HAD0, percent(side, 30));
	ref_put(cd, REF_CD_E0PD0, percent(side, 10));
	ref_put(cd, REF_CD_NSCFG0, percent(side, 20));
}

static void put_upper(struct gen_side *side, u64 *cd,
		      const struct gen_space *space)
{
	ref_put_addr(cd, REF_CD_TTB1, space->tables.root);
	ref_put(cd, REF_CD_TG1, tg1_of(space->tables.granule));
	ref_put(cd, REF_CD_T1SZ, space->txsz);
	ref_put(cd, REF_CD_EPD1, percent(side, 8));
	ref_put(cd, REF_CD_TBI1, percent(side, 30));
	ref_put(cd, REF_CD_HAD1, percent(side, 30));
	ref_put(cd, REF_CD_E0PD1, percent(side, 10));
	ref_put(cd, REF_CD_NSCFG1, percent(side, 20));
}

/* What binds streams of this side */
static unsigned int stall_model(const struct gen_side *side)
{
	const struct twin_id *id = &side->gen->id;

	return id->secure ? id->s_stall_model : id->stall_model;
}

static bool some_stall(const struct gen_side *side)
{
	unsigned int model = stall_model(side);

	return model == 2 || (model == 0 && percent(side, 15));
}

static void put_control(struct gen_side *side, u64 *cd)
{
	const struct twin_id *id = &side->gen->id;

	ref_put(cd, REF_CD_IPS, percent(side, 85) ? 5 : below(side, 8));
	ref_put(cd, REF_CD_AFFD, percent(side, 25));
	ref_put(cd, REF_CD_WXN, percent(side, 20));
	ref_put(cd, REF_CD_PAN, percent(side, 20));
	ref_put(cd, REF_CD_EPAN, percent(side, 20));
	ref_put(cd, REF_CD_HA, id->httu >= 1 && percent(side, 65));
	ref_put(cd, REF_CD_HD, id->httu >= 2 && percent(side, 65));
	if (percent(side, 30))
		ref_put(cd, REF_CD_MAIR, rng_u64(side->gen->rng));
}

static void put_faults(struct gen_side *side, u64 *cd)
{
	ref_put(cd, REF_CD_A, side->gen->id.term_model || percent(side, 75));
	ref_put(cd, REF_CD_R, percent(side, 80));
	ref_put(cd, REF_CD_S, some_stall(side));
}

/* The upper half with the globals, and everything that they depend on */
void gen_shared_cd(struct gen_side *side, struct gen_family *family)
{
	ref_cd_default(family->shared, 0, 0, 0);
	put_upper(side, family->shared, &family->s1[0]);
	put_control(side, family->shared);
	ref_put(family->shared, REF_CD_ASET, side->aset);
}

static u16 asid_of(const struct gen_side *side,
		   const struct gen_family *family, unsigned int i)
{
	unsigned int low = (family - side->family) * GEN_CDS + i;

	return low + (side->asid_high ^ low * 29 % 256) * 256 *
		     !!side->gen->id.asid16;
}

void gen_cd(struct gen_side *side, struct gen_family *family, unsigned int i)
{
	unsigned int lower = 1 + below(side, GEN_S1 - 1);
	unsigned int upper = 1 + below(side, GEN_S1 - 1);
	u64 cd[REF_CD_WORDS];

	if (i < GEN_SHARED) {
		memcpy(cd, family->shared, sizeof(cd));
	} else {
		ref_cd_default(cd, 0, 0, 0);
		put_upper(side, cd, &family->s1[upper]);
		put_control(side, cd);
		ref_put(cd, REF_CD_ASET, !side->aset);
	}
	ref_put(cd, REF_CD_ASID, asid_of(side, family, i));
	put_lower(side, cd, &family->s1[lower]);
	put_faults(side, cd);
	if (percent(side, 2))
		put_nonsense(side, cd);
	gen_damage(side, cd, REF_CD_WORDS, 5, 1);
	gen_put_image(side, family->cds + i * BYTES, cd, REF_CD_WORDS);
}

void gen_l1cd(struct gen_side *side, struct gen_family *family,
	      unsigned int i)
{
	u64 l1cd = ref_l1cd(family->cds + family->bias);

	gen_damage(side, &l1cd, 1, 5, 2);
	gen_put(side, family->l1cds + i * sizeof(u64), l1cd);
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
	if (!id->s1p)
		return REF_CONFIG_S2;
	return CHOOSE(side, REF_CONFIG_S1, REF_CONFIG_S1, REF_CONFIG_S2,
		      REF_CONFIG_NESTED, REF_CONFIG_NESTED,
		      REF_CONFIG_NESTED);
}

/* S1CDMax and S1ContextPtr for many CDs in one of the formats */
static void put_substreams(struct gen_side *side, u64 *ste,
			   const struct gen_family *family)
{
	const struct twin_id *id = &side->gen->id;
	bool two = id->cd2l && percent(side, 60);
	unsigned int format = !two ? REF_S1FMT_LINEAR :
			      percent(side, 60) ? REF_S1FMT_4K : REF_S1FMT_64K;
	unsigned int most = !two ? 6 : format == REF_S1FMT_4K ? 8 : 12;

	ref_put_addr(ste, REF_STE_S1CONTEXTPTR,
		     (two ? family->l1cds : family->cds) + family->bias);
	ref_put(ste, REF_STE_S1CDMAX, min(id->ssidsize,
					  1 + below(side, most)));
	ref_put(ste, REF_STE_S1FMT, format);
	ref_put(ste, REF_STE_S1DSS, CHOOSE(side, 2, 2, 1, 0));
}

/* Streams of EL2 and EL3 share one address space: the same CD. */
static void put_streamworld(struct gen_side *side, u64 *ste)
{
	unsigned int strw = percent(side, 5) ? below(side, 4) :
			    CHOOSE(side, 2, 2, 1);
	u64 cds = side->family[0].cds;

	if (strw == 1 && side->space == TWIN_NS && percent(side, 90))
		strw = 2;
	ref_put(ste, REF_STE_STRW, strw);
	if (percent(side, 85)) {
		ref_put_addr(ste, REF_STE_S1CONTEXTPTR,
			     cds + (GEN_CDS - strw) * BYTES);
		ref_put(ste, REF_STE_S1CDMAX, 0);
	}
}

static void put_stage1(struct gen_side *side, u64 *ste,
		       const struct gen_family *family)
{
	u64 cd = family->cds + below(side, GEN_CDS) * BYTES;

	ref_ste_stage1(ste, cd + family->bias);
	if (side->gen->id.ssidsize && percent(side, 45))
		put_substreams(side, ste, family);
	if (family == side->family && percent(side, 30))
		put_streamworld(side, ste);
	ref_put(ste, REF_STE_S1STALLD, !stall_model(side) && percent(side, 4));
}

static struct ref_s2_tables some_tables(struct gen_side *side,
					const struct gen_family *family)
{
	const struct gen_space *space = &family->s2[below(side, GEN_S2)];

	return (struct ref_s2_tables){
		.tg = gen_tg0(space->tables.granule), .t0sz = space->txsz,
		.sl0 = space->sl0, .ttb = space->tables.root,
	};
}

/* What a TLB may hold of an STE */
static void put_s2_control(struct gen_side *side, u64 *ste)
{
	const struct twin_id *id = &side->gen->id;

	ref_put(ste, REF_STE_S2PS, percent(side, 85) ? 5 : below(side, 8));
	ref_put(ste, REF_STE_S2AFFD, percent(side, 25));
	ref_put(ste, REF_STE_S2PTW, percent(side, 25));
	ref_put(ste, REF_STE_S2HA, id->httu >= 1 && percent(side, 65));
	ref_put(ste, REF_STE_S2HD, id->httu >= 2 && percent(side, 65));
	ref_put(ste, REF_STE_S2FWB, id->fwb && percent(side, 30));
	ref_put(ste, REF_STE_S2SW, percent(side, 15));
	ref_put(ste, REF_STE_S2SA, percent(side, 15));
	ref_put(ste, REF_STE_S2NSW, percent(side, 25));
	ref_put(ste, REF_STE_S2NSA, percent(side, 25));
}

void gen_regime(struct gen_side *side, unsigned int i)
{
	struct gen_regime *regime = &side->regime[i];
	struct ref_s2_tables tables;
	struct gen_family *family;

	regime->family = below(side, GEN_FAMILIES);
	family = &side->family[regime->family];
	tables = some_tables(side, family);
	ref_ste_plain(regime->ste, REF_CONFIG_S2);
	ref_ste_add_stage2(regime->ste, regime->vmid, &tables);
	tables = some_tables(side, family);
	ref_ste_secure_tables(regime->ste, &tables);
	put_s2_control(side, regime->ste);
}

/* Words 2 to 4 and 6 are of stage 2; none of stage 1's fields is there. */
static void put_stage2(struct gen_side *side, u64 *ste,
		       const struct gen_regime *regime)
{
	unsigned int i;

	for (i = 2; i < REF_STE_WORDS; i++)
		ste[i] = regime->ste[i];
	ref_put(ste, REF_STE_S2FWB, ref_get(regime->ste, REF_STE_S2FWB));
	ref_put(ste, REF_STE_S2R, percent(side, 80));
	ref_put(ste, REF_STE_S2S, some_stall(side));
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

void gen_ste(struct gen_side *side, unsigned int sid)
{
	struct gen_regime *regime = &side->regime[below(side, GEN_REGIMES)];
	unsigned int config = some_config(side);
	bool stage2 = config == REF_CONFIG_S2 || config == REF_CONFIG_NESTED;
	struct gen_family *family = &side->family[stage2 ? regime->family : 0];
	u64 ste[REF_STE_WORDS];

	ref_ste_plain(ste, config);
	if (config == REF_CONFIG_S1 || config == REF_CONFIG_NESTED)
		put_stage1(side, ste, family);
	ref_put(ste, REF_STE_CONFIG, config);
	ref_put(ste, REF_STE_S2VMID, side->vmid);
	if (stage2)
		put_stage2(side, ste, regime);
	put_overrides(side, ste);
	gen_damage(side, ste, REF_STE_WORDS, 3, 1);
	gen_put_image(side, side->stes + sid * BYTES, ste, REF_STE_WORDS);
}

void gen_l1std(struct gen_side *side, unsigned int i)
{
	u64 l1std = ref_l1std(side->stes, side->split + 1);

	if (percent(side, 6))
		ref_put(&l1std, REF_L1STD_SPAN, below(side, side->split + 3));
	gen_damage(side, &l1std, 1, 3, 1);
	gen_put(side, side->strtab + i * sizeof(u64), l1std);
}
