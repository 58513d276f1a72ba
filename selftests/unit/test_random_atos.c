// SPDX-License-Identifier: GPL-2.0
/*
 * Address translation operations against the twin: both groups, streams of both
 * states, generated worlds, in both cache modes, with transactions in between.
 */
#include "atos_kit.h"
#include "gen.h"
#include "suites.h"

#include <stdlib.h>

#define CASES_PER_WORLD	300
#define LOOKUPS_PER_CASE	4

/* ---- the SMMU ---- */

static struct smmu3_config some_config(struct rng *rng)
{
	static const u32 oas[] = { 32, 36, 40, 42, 44, 48 };
	struct smmu3_config config = s2_config();

	config.cache = rng_below(rng, 2);
	config.oas = oas[rng_below(rng, ARRAY_SIZE(oas))];
	config.sel2 = rng_percent(rng, 80);
	config.s2p = config.sel2 || rng_percent(rng, 80);
	config.httu = rng_below(rng, 3);
	config.ssidsize = rng_percent(rng, 80) ? 16 : 0;
	return config;
}

static void use_tables(struct side *side, const struct gen_side *tables)
{
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr64(side, REF_STRTAB_BASE, gen_strtab_base(tables));
	side_wr32(side, REF_STRTAB_BASE_CFG, gen_strtab_cfg(tables));
	s2_flush(side);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
}

static struct rig *new_rig(struct rng *rng, struct gen *gen)
{
	struct smmu3_config config = some_config(rng);
	struct rig *rig = s2_rig(&config);
	struct twin_id id = rig_identity(rig);
	struct side *side;

	gen_init(gen, &rig->host, rng, &id);
	for_each_side(side, rig)
		use_tables(side, &gen->side[side->bank]);
	return rig;
}

/* ---- a look-up ---- */

static u64 some_sid(struct rng *rng, const struct twin_txn *txn)
{
	u64 sid = txn->sid;

	ref_put(&sid, REF_GATOS_SUBSTREAMID, txn->ssid);
	ref_put(&sid, REF_GATOS_SSID_VALID, txn->ssv);
	ref_put(&sid, REF_GATOS_SSEC, txn->sec_sid == TWIN_S);
	if (rng_percent(rng, 1))
		sid ^= BIT_ULL(rng_below(rng, 64));
	return sid;
}

static u64 some_addr(struct rng *rng, const struct twin_txn *txn)
{
	unsigned int type = rng_percent(rng, 2) ? 0 : 1 + rng_below(rng, 3);
	u64 addr = atos_addr(type, 0, txn->addr);

	ref_put(&addr, REF_GATOS_RNW, !txn->write);
	ref_put(&addr, REF_GATOS_PNU, txn->priv);
	ref_put(&addr, REF_GATOS_IND, txn->instr);
	ref_put(&addr, REF_GATOS_NS, txn->ns);
	ref_put(&addr, REF_GATOS_HTTUI, rng_below(rng, 2));
	return addr;
}

static const char *judge(struct side *side, u64 par,
			 const struct twin_answer *want, u64 before)
{
	struct rig *rig = side->rig;
	unsigned int i;

	if (want->ignored)
		return par == before ? NULL : "not ignored";
	if ((par ^ want->par) & ~want->open)
		return "PAR";
	if (host_log_count(&rig->host, HOST_CAS) != want->out.updates)
		return "number of updates";
	if (host_log_count(&rig->host, HOST_WRITE))
		return "a write";
	for (i = 0; i < want->out.updates; i++) {
		const struct twin_update *u = &want->out.update[i];
		u64 now = host_load(&rig->host, (enum smmu3_pas)u->space,
				    u->addr);

		/* A later one may be of the same word. */
		if ((now & u->next) != u->next && now == u->old)
			return "update of a descriptor";
	}
	if (side_events(side) || side_events(other_side(side)))
		return "an event";
	return NULL;
}

/**
 * struct tally - what look-ups came to
 * @code: faults by FAULTCODE
 * @reason: faults by REASON
 * @found: results by TYPE
 * @updates: look-ups with updates
 * @nsipa: NSIPA
 */
struct tally {
	unsigned int code[256];
	unsigned int reason[4];
	unsigned int found[4];
	unsigned int updates;
	unsigned int nsipa;
};

static void count(struct tally *tally, u64 addr, const struct twin_answer *a)
{
	if (a->ignored)
		return;
	tally->updates += a->out.updates > 0;
	if (!ref_get(&a->par, REF_PAR_FAULT)) {
		tally->found[ref_get(&addr, REF_GATOS_TYPE)]++;
		return;
	}
	tally->code[ref_get(&a->par, REF_PAR_FAULTCODE)]++;
	tally->reason[ref_get(&a->par, REF_PAR_REASON)]++;
	tally->nsipa += ref_get(&a->par, REF_PAR_NSIPA);
}

static const char *compare_one(struct rng *rng, struct side *side,
			       const struct twin_txn *txn, struct tally *tally)
{
	struct side *other = other_side(side);
	u64 sid = some_sid(rng, txn), addr = some_addr(rng, txn), par;
	u64 before = side_rd64(side, REF_GATOS_PAR);
	u64 beside = side_rd64(other, REF_GATOS_PAR);
	struct twin_answer want;
	const char *what;

	side_wr64(side, REF_GATOS_SID, sid);
	side_wr64(side, REF_GATOS_ADDR, addr);
	rig_oracle_gatos(side->rig, side->bank, &want);
	rig_log_clear(side->rig);
	par = atos_run(side, sid, addr);
	count(tally, addr, &want);
	what = judge(side, par, &want, before);
	if (!what && side_rd64(other, REF_GATOS_PAR) != beside)
		what = "PAR of the other group";
	if (what)
		print_error("bank %u SID %#llx ADDR %#llx: PAR %#llx, twin "
			    "%#llx, open %#llx\n", side->bank,
			    (unsigned long long)sid, (unsigned long long)addr,
			    (unsigned long long)par,
			    (unsigned long long)want.par,
			    (unsigned long long)want.open);
	return what;
}

/* Fills caches with what is about to change. */
static void some_transaction(struct rig *rig, const struct twin_txn *t)
{
	struct side *side = rig_side(rig, (enum smmu3_pas)t->sec_sid);
	struct smmu3_txn txn = {
		.addr = t->addr, .sid = t->sid, .ssid = t->ssid,
		.sec_sid = side->bank, .ssv = t->ssv, .write = t->write,
		.priv = t->priv, .instr = t->instr, .ns = t->ns };
	struct outcome out = side_do(side, &txn);
	u64 record[REF_EVT_WORDS];

	side_end_stall(side, &out);
	while (side_pop(side, record))
		;
}

static void some_smmuen(struct rng *rng, struct rig *rig)
{
	struct side *side;

	for_each_side(side, rig)
		side_cr0(side, REF_CMDQEN | REF_EVENTQEN |
			 (rng_percent(rng, 95) ? REF_SMMUEN : 0));
}

static const char *run_case(struct rng *rng, struct rig *rig,
			    struct gen_side *tables, struct tally *tally)
{
	bool secure = tables->space == TWIN_S || rng_percent(rng, 30);
	struct side *side = rig_side(rig, secure ? SECURE : NS);
	struct twin_txn txn = gen_txn(tables);
	unsigned int i;

	gen_mutate(tables);
	gen_failure(tables);
	if (rng_percent(rng, 20))
		some_smmuen(rng, rig);
	for (i = 0; i < LOOKUPS_PER_CASE; i++) {
		const char *what;

		if (rng_percent(rng, 30))
			some_transaction(rig, &txn);
		what = compare_one(rng, side, &txn, tally);
		if (what)
			return what;
		gen_next_txn(tables, &txn);
	}
	return NULL;
}

static void check_tally(const struct tally *tally)
{
	static const u8 codes[] = {
		REF_INV_REQ, REF_INV_STAGE, REF_INTERNAL_ERR,
		REF_C_BAD_STREAMID, REF_F_STE_FETCH, REF_C_BAD_STE,
		REF_F_STREAM_DISABLED, REF_C_BAD_SUBSTREAMID, REF_F_CD_FETCH,
		REF_C_BAD_CD, REF_F_WALK_EABT, REF_F_TRANSLATION,
		REF_F_ADDR_SIZE, REF_F_ACCESS, REF_F_PERMISSION };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(codes); i++)
		if (!tally->code[codes[i]])
			fail_msg("no look-up ended in %#x", codes[i]);
	for (i = 0; i < ARRAY_SIZE(tally->reason); i++)
		assert_true(tally->reason[i]);
	for (i = 1; i < ARRAY_SIZE(tally->found); i++)
		assert_true(tally->found[i]);
	assert_true(tally->updates && tally->nsipa);
}

static void lookups_agree_with_the_twin(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0009);
	unsigned int cases = rng_cases(12000), i;
	struct gen *gen = calloc(1, sizeof(*gen));
	struct tally tally = { 0 };
	struct rig *rig = NULL;

	(void)state;
	for (i = 0; i < cases; i++) {
		const char *what;

		if (i % CASES_PER_WORLD == 0) {
			if (rig)
				rig_free(rig);
			rig = new_rig(&rng, gen);
		}
		what = run_case(&rng, rig, &gen->side[i % TWIN_SPACES], &tally);
		if (what)
			fail_msg("case %u: %s", i, what);
	}
	if (rig)
		rig_free(rig);
	free(gen);
	if (cases >= 12000)
		check_tally(&tally);
}

static const struct CMUnitTest random_atos_tests[] = {
	cmocka_unit_test(lookups_agree_with_the_twin),
};
SUITE(random_atos);
