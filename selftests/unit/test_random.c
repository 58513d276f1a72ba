// SPDX-License-Identifier: GPL-2.0
/*
 * Random worlds against the oracle: identities, stream tables, STEs, CDs and
 * translation tables that are mostly right, sometimes with a bit flipped,
 * sometimes garbage; some addresses abort. Whatever software changed it
 * invalidates; then model and oracle have to agree on every transaction.
 */
#include "rig.h"
#include "rng.h"
#include "suites.h"

#define SIDS		16
#define CDS		SIDS
#define TABLES		64	/* of 4 KiB; larger ones overlap them */
#define CASES_PER_WORLD	400
#define TXNS_PER_CASE	4

/**
 * struct world - a rig and where its structures are
 */
struct world {
	struct rig *rig;
	struct rng *rng;
	u64 strtab;	/* linear table, or level 1 */
	u64 leaves;	/* STEs of both formats */
	bool two_level;
	unsigned int split;
	u64 cds;
	u64 tables;
};

static u64 pick(struct rng *rng, const u64 *values, unsigned int count)
{
	return values[rng_below(rng, count)];
}

#define PICK(rng, ...) pick(rng, (const u64[]){ __VA_ARGS__ },		\
	ARRAY_SIZE(((const u64[]){ __VA_ARGS__ })))

/* ---- damage ---- */

static void damage(struct rng *rng, u64 *image, unsigned int words,
		   unsigned int flip, unsigned int garbage)
{
	unsigned int i;

	if (rng_percent(rng, flip)) {
		i = rng_below(rng, words);
		image[i] ^= BIT_ULL(rng_below(rng, 64));
	}
	if (rng_percent(rng, garbage))
		image[rng_below(rng, words)] = rng_u64(rng);
}

/* ---- structures ---- */

static u64 any_table(struct world *w)
{
	return w->tables + rng_below(w->rng, TABLES) * PAGE;
}

static void random_ste(struct world *w, u64 at)
{
	unsigned int kind = rng_below(w->rng, 100);
	u64 ste[REF_STE_WORDS];

	if (kind < 82)
		ref_ste_stage1(ste, w->cds + rng_below(w->rng, CDS) * 64);
	else
		ref_ste_plain(ste, kind < 92 ? REF_CONFIG_BYPASS : kind % 8);
	damage(w->rng, ste, REF_STE_WORDS, 8, 3);
	store_image(w->rig, at, ste, REF_STE_WORDS);
}

static unsigned int random_txsz(struct rng *rng)
{
	if (rng_percent(rng, 60))
		return PICK(rng, 16, 16, 17, 21, 22, 24, 25, 27, 28, 33,
			    34, 35, 38, 39);
	if (rng_percent(rng, 90))
		return 16 + rng_below(rng, 24);
	return rng_below(rng, 64);
}

static void random_granules(struct rng *rng, u64 *cd)
{
	if (rng_percent(rng, 1)) {
		ref_put(cd, REF_CD_TG0, rng_below(rng, 4));
		ref_put(cd, REF_CD_TG1, rng_below(rng, 4));
		return;
	}
	ref_put(cd, REF_CD_TG0,
		PICK(rng, REF_TG0_4K, REF_TG0_16K, REF_TG0_64K));
	ref_put(cd, REF_CD_TG1,
		PICK(rng, REF_TG1_4K, REF_TG1_16K, REF_TG1_64K));
}

static void random_cd(struct world *w, unsigned int index)
{
	struct rng *rng = w->rng;
	u64 cd[REF_CD_WORDS];

	ref_cd_default(cd, rng_below(rng, w->rig->id.asid16 ? 0x10000 : 0x100),
		       any_table(w) + rng_percent(rng, 20) * 0x30,
		       any_table(w));
	ref_put(cd, REF_CD_T0SZ, random_txsz(rng));
	ref_put(cd, REF_CD_T1SZ, random_txsz(rng));
	random_granules(rng, cd);
	ref_put(cd, REF_CD_EPD0, rng_percent(rng, 4));
	ref_put(cd, REF_CD_EPD1, rng_percent(rng, 20));
	ref_put(cd, REF_CD_IPS, rng_percent(rng, 70) ? 5 : rng_below(rng, 8));
	ref_put(cd, REF_CD_TBI0, rng_percent(rng, 30));
	ref_put(cd, REF_CD_TBI1, rng_percent(rng, 30));
	ref_put(cd, REF_CD_AFFD, rng_percent(rng, 20));
	ref_put(cd, REF_CD_WXN, rng_percent(rng, 20));
	ref_put(cd, REF_CD_PAN, rng_percent(rng, 20));
	ref_put(cd, REF_CD_HAD0, rng_percent(rng, 30));
	ref_put(cd, REF_CD_HAD1, rng_percent(rng, 30));
	ref_put(cd, REF_CD_ASET, rng_percent(rng, 50));
	ref_put(cd, REF_CD_R, rng_percent(rng, 80));
	ref_put(cd, REF_CD_A, w->rig->id.term_model || rng_percent(rng, 80));
	if (rng_percent(rng, 30))
		ref_put(cd, REF_CD_MAIR, rng_u64(rng));
	damage(rng, cd, REF_CD_WORDS, 8, 2);
	store_image(w->rig, w->cds + index * 64, cd, REF_CD_WORDS);
}

/* One descriptor serves at every level: a table at 0 to 2, a page at 3. */
static u64 random_descriptor(struct world *w)
{
	struct rng *rng = w->rng;
	u64 desc = any_table(w);

	ref_put(&desc, REF_D_TYPE, REF_D_TABLE);
	if (rng_percent(rng, 25)) {
		desc = rng_u64(rng) & GENMASK_ULL(w->rig->id.oas - 1, 12);
		ref_put(&desc, REF_D_TYPE, rng_percent(rng, 60) ?
			REF_D_BLOCK : REF_D_PAGE);
	}
	ref_put(&desc, REF_D_AP, rng_below(rng, 4));
	ref_put(&desc, REF_D_ATTRINDX, rng_below(rng, 8));
	ref_put(&desc, REF_D_SH, PICK(rng, REF_NSH, REF_OSH, REF_ISH));
	ref_put(&desc, REF_D_AF, rng_percent(rng, 92));
	ref_put(&desc, REF_D_NG, rng_percent(rng, 80));
	ref_put(&desc, REF_D_PXN, rng_percent(rng, 30));
	ref_put(&desc, REF_D_UXN, rng_percent(rng, 30));
	if (rng_percent(rng, 15))
		ref_put(&desc, 63, 59, rng_below(rng, 32));
	damage(rng, &desc, 1, 6, 3);
	if (rng_percent(rng, 4))
		ref_put(&desc, REF_D_TYPE, REF_D_INVALID);
	return desc;
}

/* Tables are used at the ends only: few addresses meet many descriptors. */
static u64 random_index(struct rng *rng, u64 last)
{
	return PICK(rng, 0, 0, 1, 2, 15, last);
}

static void random_entry(struct world *w)
{
	store64(w->rig, any_table(w) + random_index(w->rng, 511) * 8,
		random_descriptor(w));
}

static void random_l1std(struct world *w, unsigned int index)
{
	struct rng *rng = w->rng;
	u64 l1std = ref_l1std(w->leaves, w->split + 1);

	if (rng_percent(rng, 50))
		ref_put(&l1std, REF_L1STD_SPAN,
			1 + rng_below(rng, w->split + 1));
	damage(rng, &l1std, 1, 8, 3);
	store64(w->rig, w->strtab + index * 8, l1std);
}

/* ---- worlds ---- */

static struct smmu3_config random_config(struct rng *rng)
{
	struct smmu3_config config = rig_config(rng_below(rng, 2));

	config.oas = PICK(rng, 32, 36, 40, 42, 44, 48);
	config.st_level = rng_percent(rng, 70);
	config.sidsize = config.st_level ? 4 + rng_below(rng, 20) :
			 4 + rng_below(rng, 3);
	config.gran16k = rng_percent(rng, 90);
	config.gran64k = rng_percent(rng, 90);
	config.asid16 = rng_percent(rng, 60);
	config.term_model = rng_percent(rng, 20);
	config.tlb_log2 = 4 + rng_below(rng, 6);
	config.cfg_log2 = 2 + rng_below(rng, 5);
	return config;
}

static void point_at_stream_table(struct world *w)
{
	struct rig *rig = w->rig;
	u64 cfg = 0;

	ref_put(&cfg, REF_STRTAB_LOG2SIZE, w->two_level ? w->split + 2 : 4);
	ref_put(&cfg, REF_STRTAB_FMT, w->two_level);
	ref_put(&cfg, REF_STRTAB_SPLIT, w->split);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	wr64(rig, REF_STRTAB_BASE, w->strtab);
	wr32(rig, REF_STRTAB_BASE_CFG, cfg);
	wr32(rig, REF_CR2, rng_percent(w->rng, 70) ? REF_CR2_RECINVSID : 0);
	rig_flush(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
}

static void make_streams(struct world *w)
{
	unsigned int i;

	w->leaves = rig_alloc(w->rig, 64 * 1024);
	w->split = PICK(w->rng, 6, 8, 10);
	w->two_level = w->rig->id.st_level && rng_percent(w->rng, 60);
	w->strtab = w->two_level ? rig_alloc(w->rig, PAGE) : w->leaves;
	for (i = 0; w->two_level && i < 4; i++)
		random_l1std(w, i);
	for (i = 0; i < SIDS; i++)
		random_ste(w, w->leaves + i * 64);
	point_at_stream_table(w);
}

static struct world make_world(struct rng *rng)
{
	struct smmu3_config config = random_config(rng);
	struct world w = { .rig = rig_new(&config), .rng = rng };
	unsigned int i, slot;

	rig_boot(w.rig);
	w.cds = rig_alloc(w.rig, PAGE);
	w.tables = rig_alloc(w.rig, TABLES * PAGE);
	for (i = 0; i < TABLES; i++)
		for (slot = 0; slot < 512; slot++)
			store64(w.rig, w.tables + i * PAGE + slot * 8,
				random_descriptor(&w));
	for (i = 0; i < CDS; i++)
		random_cd(&w, i);
	make_streams(&w);
	return w;
}

/* ---- cases ---- */

static void mutate(struct world *w)
{
	switch (rng_below(w->rng, 8)) {
	case 0:
		random_ste(w, w->leaves + rng_below(w->rng, SIDS) * 64);
		break;
	case 1:
	case 2:
		random_cd(w, rng_below(w->rng, CDS));
		break;
	case 3:
		if (w->two_level)
			random_l1std(w, rng_below(w->rng, 4));
		break;
	default:
		random_entry(w);
		break;
	}
}

static void random_failure(struct world *w)
{
	struct rng *rng = w->rng;

	host_heal(&w->rig->host);
	if (!rng_percent(rng, 6))
		return;
	switch (rng_below(rng, 3)) {
	case 0:
		host_fail(&w->rig->host, NS,
			  w->leaves + rng_below(rng, SIDS) * 64, 64);
		break;
	case 1:
		host_fail(&w->rig->host, NS,
			  w->cds + rng_below(rng, CDS * 8) * 8, 8);
		break;
	default:
		host_fail(&w->rig->host, NS, any_table(w), PAGE);
		break;
	}
}

static u64 random_address(struct rng *rng)
{
	unsigned int granule = PICK(rng, 12, 14, 16), low = granule;
	unsigned int bits = granule - 3;
	u64 va = rng_below(rng, ref_pow2(granule));

	for (; low < 48; low += bits)
		ref_put(&va, min(low + bits, 64U) - 1, low,
			random_index(rng, ref_pow2(bits) - 1));
	va &= GENMASK_ULL(47, 0);
	if (rng_percent(rng, 40))
		va &= GENMASK_ULL(8 + rng_below(rng, 40), 0);
	if (rng_percent(rng, 40))
		va |= ~GENMASK_ULL(24 + rng_below(rng, 24), 0);
	if (rng_percent(rng, 10))
		ref_put(&va, 63, 56, rng_below(rng, 256));
	if (rng_percent(rng, 3))
		va ^= BIT_ULL(rng_below(rng, 64));
	return va;
}

static struct smmu3_txn random_txn(struct world *w)
{
	struct rng *rng = w->rng;
	struct smmu3_txn txn = rig_txn(rng_below(rng, SIDS), 0,
				       rng_below(rng, 8));

	txn.addr = random_address(rng);
	if (w->two_level && rng_percent(rng, 30))
		txn.sid |= rng_below(rng, 4) * ref_pow2(w->split);
	if (rng_percent(rng, 3))
		txn.sid = rng_u64(rng);
	if (rng_percent(rng, 3)) {
		txn.ssv = true;
		txn.ssid = rng_below(rng, 0x100000);
	}
	return txn;
}

/*
 * All transactions of a case are of one stream: streams with different tables
 * and a common ASID or global pages may rightly see each other's entries.
 */
static const char *run_case(struct world *w)
{
	struct smmu3_txn txn = random_txn(w);
	unsigned int i, changes = 1 + rng_below(w->rng, 3);
	const char *what;

	for (i = 0; i < changes; i++)
		mutate(w);
	random_failure(w);
	rig_flush(w->rig);
	for (i = 0; i < TXNS_PER_CASE; i++) {
		what = rig_compare(w->rig, &txn);
		if (what)
			return what;
		if (rng_percent(w->rng, 50))
			txn.addr = random_address(w->rng);
		txn.write = rng_percent(w->rng, 50);
		txn.priv = rng_percent(w->rng, 50);
		txn.instr = rng_percent(w->rng, 30);
	}
	host_log_clear(&w->rig->host);
	return NULL;
}

static void random_worlds_agree_with_the_oracle(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0001);
	unsigned int cases = rng_cases(120000), i;
	struct world w = { 0 };

	(void)state;
	for (i = 0; i < cases; i++) {
		const char *what;

		if (i % CASES_PER_WORLD == 0) {
			if (w.rig)
				rig_free(w.rig);
			w = make_world(&rng);
		}
		what = run_case(&w);
		if (what)
			fail_msg("case %u: %s", i, what);
	}
	if (w.rig)
		rig_free(w.rig);
}

static const struct CMUnitTest random_tests[] = {
	cmocka_unit_test(random_worlds_agree_with_the_oracle),
};
SUITE(random);
