// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of a generated world, and transactions that fit to it. See gen.h.
 */
#include "gen_int.h"

/* ---- changes ---- */

void gen_mutate_leaf(struct gen_side *side, bool stage2)
{
	struct gen_family *family = &side->family[below(side, GEN_FAMILIES)];
	unsigned int i = below(side, GEN_VAS);

	if (stage2)
		gen_map2(side, family, below(side, GEN_S2), i);
	else
		gen_map1(side, family, below(side, GEN_S1), i);
}

/* A regime changes for all STEs with its VMID, or they would disagree. */
static void mutate_regime(struct gen_side *side)
{
	unsigned int i;

	gen_regime(side, below(side, GEN_REGIMES));
	for (i = 0; i < GEN_SIDS; i++)
		gen_ste(side, i);
}

void gen_mutate(struct gen_side *side)
{
	struct gen_family *family = &side->family[below(side, GEN_FAMILIES)];
	unsigned int kind = below(side, 100);

	if (kind < 18)
		gen_ste(side, below(side, GEN_SIDS));
	else if (kind < 40)
		gen_cd(side, family, below(side, GEN_CDS));
	else if (kind < 46)
		gen_l1cd(side, family, below(side, SPANS));
	else if (kind < 50 && side->two_level)
		gen_l1std(side, below(side, SPANS));
	else if (kind == 50)
		mutate_regime(side);
	else
		gen_mutate_leaf(side, percent(side, 50));
}

/* ---- single bits ---- */

static void flip(struct gen *gen, const struct gen_flip *what)
{
	enum smmu3_pas pas = (enum smmu3_pas)what->space;
	u64 word;

	if (!host_try_load(gen->host, pas, what->addr, &word))
		return;
	if (gen->changes)
		gen->changes(gen->arg, what->space, what->addr, sizeof(word));
	host_store(gen->host, pas, what->addr, word ^ BIT_ULL(what->bit));
}

void gen_flip(struct gen_side *side, enum twin_space space, u64 addr)
{
	struct gen_flip *what = &side->flip[side->flips];

	if (side->flips == GEN_FLIPS)
		return;
	*what = (struct gen_flip){ space, addr & ~GENMASK_ULL(2, 0),
				   below(side, 64) };
	/* Where most of what decides is */
	if (percent(side, 50))
		what->bit = CHOOSE(side, 0, 1, 5, 6, 7, 10, 11, 51, 53, 54);
	side->flips++;
	flip(side->gen, what);
}

void gen_unflip(struct gen_side *side)
{
	if (side->flips)
		flip(side->gen, &side->flip[--side->flips]);
}

/* ---- flags ---- */

void gen_reset_flags(struct gen_side *side, enum twin_space space, u64 addr,
		     bool stage2)
{
	struct gen *gen = side->gen;
	u64 desc;

	if (!host_try_load(gen->host, (enum smmu3_pas)space, addr, &desc))
		return;
	if (percent(side, 60))
		ref_put(&desc, REF_D_AF, 0);
	if (percent(side, 50)) {
		ref_put(&desc, REF_D_DBM, 1);
		ref_put(&desc, 7, 7, !stage2);
	}
	if (gen->changes)
		gen->changes(gen->arg, space, addr, sizeof(desc));
	host_store(gen->host, (enum smmu3_pas)space, addr, desc);
}

/* ---- memory that aborts ---- */

static void fail_in(struct gen *gen, enum twin_space space, u64 addr, u64 size)
{
	if (gen->changes)
		gen->changes(gen->arg, space, addr, size);
	host_fail(gen->host, (enum smmu3_pas)space, addr, size);
}

static void fail(struct gen_side *side, u64 addr, u64 size)
{
	fail_in(side->gen, percent(side, 75) ? side->space : TWIN_NS, addr,
		size);
}

void gen_fail(struct gen_side *side, enum twin_space space, u64 addr)
{
	if (side->gen->host->nr_failures < HOST_MAX_FAILURES)
		fail_in(side->gen, space, addr & ~GENMASK_ULL(2, 0), 8);
}

void gen_failure(struct gen_side *side)
{
	struct gen_family *family = &side->family[below(side, GEN_FAMILIES)];
	u64 tables = gen_start(side) + OUTPUTS;

	host_heal(side->gen->host);
	if (!percent(side, 6))
		return;
	switch (below(side, 5)) {
	case 0:
		fail(side, side->stes + below(side, GEN_SIDS) * BYTES, BYTES);
		break;
	case 1:
		fail(side, family->cds + below(side, GEN_CDS * 8) * 8, 8);
		break;
	case 2:
		fail(side, family->l1cds, 16);
		if (side->two_level)
			fail(side, side->strtab + below(side, SPANS) * 8, 8);
		break;
	default:
		fail(side, tables +
		     below(side, (side->heap - tables) / PAGE) * PAGE,
		     16 * PAGE);
		break;
	}
}

/* ---- where a transaction may go ---- */

static u64 field_of(struct gen_side *side, u64 addr, unsigned int high,
		    unsigned int low)
{
	u64 word = gen_load(side, addr + low / REF_WORD * sizeof(u64));

	return ref_get(&word, high % REF_WORD, low % REF_WORD);
}

/* A TTB, as an address */
static u64 ttb_of(struct gen_side *side, u64 addr, unsigned int high,
		  unsigned int low)
{
	return field_of(side, addr, high, low) * 16;
}

static const struct gen_space *find1(const struct gen_side *side, u64 root)
{
	unsigned int i;

	for (i = 0; i < GEN_FAMILIES * GEN_S1; i++) {
		const struct gen_space *space =
			&side->family[i / GEN_S1].s1[i % GEN_S1];

		if (space->tables.root == root)
			return space;
	}
	return NULL;
}

static const struct gen_space *find2(const struct gen_side *side, u64 root)
{
	unsigned int i;

	for (i = 0; i < GEN_FAMILIES * GEN_S2; i++) {
		const struct gen_space *space =
			&side->family[i / GEN_S2].s2[i % GEN_S2];

		if (space->tables.root == root)
			return space;
	}
	return NULL;
}

static u64 ste_of(const struct gen_side *side, const struct twin_txn *txn)
{
	return side->stes + txn->sid % GEN_SIDS * BYTES;
}

/* The family of what an STE with stage 1 points to */
static const struct gen_family *family_of(struct gen_side *side, u64 ste)
{
	u64 pointer = field_of(side, ste, REF_STE_S1CONTEXTPTR) * BYTES;
	unsigned int i;

	for (i = 0; i < GEN_FAMILIES; i++) {
		const struct gen_family *family = &side->family[i];

		if (pointer - family->bias - family->cds < 0x11000)
			return family;
	}
	return side->family;
}

/* The CD that the STE most likely leads to */
static u64 cd_of(struct gen_side *side, const struct twin_txn *txn)
{
	u64 ste = ste_of(side, txn);
	const struct gen_family *family = family_of(side, ste);
	u64 cds = family->cds;

	if (field_of(side, ste, REF_STE_S1FMT) == 0 ||
	    field_of(side, ste, REF_STE_S1CDMAX) == 0)
		cds = field_of(side, ste, REF_STE_S1CONTEXTPTR) * BYTES -
		      family->bias;
	return cds + (txn->ssv ? txn->ssid % GEN_CDS : 0) * BYTES;
}

/* An address that the space maps, a little further in its page */
static u64 mapped(struct gen_side *side, const struct gen_space *space,
		  bool upper)
{
	u64 addr = space->ia[below(side, GEN_VAS)] ^ below(side, PAGE);
	u64 size = ref_pow2(space->tables.iasize);

	if (upper)
		addr |= ~(size - 1);
	if (percent(side, 2))		/* just outside */
		addr = upper ? ~size : size + below(side, PAGE);
	return addr;
}

static bool one_table(struct gen_side *side, u64 ste)
{
	unsigned int strw = field_of(side, ste, REF_STE_STRW);

	return (strw == 1 || strw == 2) &&
	       field_of(side, ste, REF_STE_CONFIG) == REF_CONFIG_S1;
}

static u64 stage1_address(struct gen_side *side, const struct twin_txn *txn)
{
	bool one = one_table(side, ste_of(side, txn));
	bool upper = percent(side, one ? 20 : 45);
	const struct gen_space *space;
	u64 cd = cd_of(side, txn), root;

	root = upper ? ttb_of(side, cd, REF_CD_TTB1) :
		       ttb_of(side, cd, REF_CD_TTB0);
	space = find1(side, root);
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
	space = find2(side, root);
	if (!space)
		return rng_u64(side->gen->rng);
	return mapped(side, space, false);
}

static u64 bypass_address(struct gen_side *side)
{
	u64 end = ref_pow2(side->gen->id.oas);

	if (percent(side, 10))
		return CHOOSE(side, end - 1, end, ~0ULL, 0);
	return rng_u64(side->gen->rng) & (end - 1);
}

/* For what the STE does now; sometimes not quite. */
static u64 some_address(struct gen_side *side, const struct twin_txn *txn)
{
	u64 ste = ste_of(side, txn), addr;
	unsigned int config = field_of(side, ste, REF_STE_CONFIG);
	bool skipped = !txn->ssv && field_of(side, ste, REF_STE_S1CDMAX) &&
		       field_of(side, ste, REF_STE_S1DSS) == REF_S1DSS_BYPASS;

	if (config == REF_CONFIG_BYPASS || (config == REF_CONFIG_S1 && skipped))
		addr = bypass_address(side);
	else if (config == REF_CONFIG_S2 ||
		 (config == REF_CONFIG_NESTED && skipped))
		addr = stage2_address(side, txn);
	else
		addr = stage1_address(side, txn);
	if (percent(side, config & 1 ? 12 : 1))
		ref_put(&addr, 63, 56, below(side, 256));
	if (percent(side, 2))
		addr ^= BIT_ULL(below(side, 64));
	return addr;
}

/* ---- transactions ---- */

void gen_next_txn(struct gen_side *side, struct twin_txn *txn)
{
	if (percent(side, 50))
		txn->addr = some_address(side, txn);
	txn->write = percent(side, 40);
	txn->atomic = percent(side, 6);
	txn->priv = percent(side, 50);
	txn->instr = percent(side, 25);
	txn->ns = percent(side, 30);
	txn->terminates = percent(side, 25);
}

/* Mostly with a SubstreamID where there are many, and without where not */
static void choose_substream(struct gen_side *side, struct twin_txn *txn)
{
	u64 ste = ste_of(side, txn);
	unsigned int cdmax = field_of(side, ste, REF_STE_S1CDMAX);
	unsigned int s1dss = field_of(side, ste, REF_STE_S1DSS);

	if (!(field_of(side, ste, REF_STE_CONFIG) & 1))
		cdmax = 0;
	txn->ssv = percent(side, !cdmax ? 2 : s1dss ? 70 : 95);
	if (!txn->ssv)
		return;
	txn->ssid = below(side, percent(side, 97) ? ref_pow2(cdmax) : 0x100000);
	/* The same CDs serve all L1CDs, and the first 64 of larger tables. */
	if (percent(side, 80))
		txn->ssid %= GEN_CDS;
	else if (cdmax > 6 && field_of(side, ste, REF_STE_S1FMT) ==
			      REF_S1FMT_64K && percent(side, 80))
		txn->ssid -= txn->ssid % 1024 / GEN_CDS * GEN_CDS;
}

struct twin_txn gen_txn(struct gen_side *side)
{
	struct twin_txn txn = {
		.sec_sid = side->space,
		.sid = below(side, GEN_SIDS),
	};

	choose_substream(side, &txn);
	gen_next_txn(side, &txn);
	txn.addr = some_address(side, &txn);
	if (side->two_level && percent(side, 20))
		txn.sid |= below(side, 4) * ref_pow2(side->split);
	if (percent(side, 1))
		txn.sid = rng_u64(side->gen->rng);
	return txn;
}
