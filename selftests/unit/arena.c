// SPDX-License-Identifier: GPL-2.0
/*
 * Identities and worlds for comparisons, and their registers. See arena.h.
 */
#include "arena.h"

#include <stdlib.h>

/* ---- identities ---- */

static void choose_sizes(struct rng *rng, struct smmu3_config *config)
{
	config->arch = rng_below(rng, SMMU3_NR_ARCHS);
	config->st_level = rng_percent(rng, 70);
	config->sidsize = config->st_level ? 4 + rng_below(rng, 29) :
			  4 + rng_below(rng, 3);
	config->s_sidsize = config->st_level ? 4 + rng_below(rng, 29) :
			    4 + rng_below(rng, 3);
	config->ssidsize = rng_percent(rng, 15) ? 0 : 1 + rng_below(rng, 20);
	config->cd2l = rng_percent(rng, 70);
	config->oas = PICK(rng, 32, 36, 40, 42, 44, 44, 48, 48);
	config->gran16k = rng_percent(rng, 80);
	config->gran64k = rng_percent(rng, 80);
	config->asid16 = rng_percent(rng, 60);
	config->vmid16 = rng_percent(rng, 60);
	config->cmdqs = RIG_CMDQ_LOG2 + rng_below(rng, 15);
	config->eventqs = RIG_EVENTQ_LOG2 + rng_below(rng, 16);
	config->tlb_log2 = 4 + rng_below(rng, 7);
	config->cfg_log2 = 2 + rng_below(rng, 6);
}

static void choose_features(struct rng *rng, struct smmu3_config *config)
{
	config->s1p = rng_percent(rng, 95);
	config->s2p = rng_percent(rng, 85);
	config->hyp = config->arch == SMMU3_ARCH_3_2 || rng_percent(rng, 60);
	config->vmw = rng_percent(rng, 60);
	config->httu = PICK(rng, 0, 1, 2, 2, 2);
	config->xnx = rng_percent(rng, 60);
	config->stt = rng_percent(rng, 70);
	config->e0pd = rng_percent(rng, 60);
	config->attr_types_ovr = rng_percent(rng, 70);
	config->attr_perms_ovr = rng_percent(rng, 70);
	config->term_model = rng_percent(rng, 20);
	config->stall_model = PICK(rng, 0, 0, 0, 0, 1, 1, 2);
	config->stall_max = 1 + rng_below(rng, 8);
	config->msi = rng_percent(rng, 50);
	config->had = rng_percent(rng, 90);
	config->ril = rng_percent(rng, 80);
	config->bbml = rng_below(rng, 3);
	config->fwb = rng_percent(rng, 80);
	config->secure = rng_percent(rng, 85);
	config->s_msi = rng_percent(rng, 50);
	config->sel2 = rng_percent(rng, 75);
	config->gbpa_abort = rng_percent(rng, 50);
	config->cache = rng_below(rng, 2);
}

struct smmu3_config arena_config(struct rng *rng)
{
	struct smmu3_config config = { .profile = 0 };
	unsigned int tries = 0;

	do {
		assert_true(++tries < 10000);
		choose_sizes(rng, &config);
		choose_features(rng, &config);
	} while (smmu3_config_check(&config));
	return config;
}

/* ---- registers ---- */

bool arena_has(const struct arena *arena, enum smmu3_pas bank)
{
	return bank == NS || arena->rig->config.secure;
}

static const struct gen_side *tables_of(const struct arena *arena,
					enum smmu3_pas bank)
{
	return &arena->gen.side[bank];
}

/* 6.3.14: not while an update is under way, which does not last. */
static void write_gbpa(struct arena *arena, enum smmu3_pas bank)
{
	struct side *side = rig_side(arena->rig, bank);
	u32 gbpa = rng_u64(arena->rng) & (REF_GBPA_FIELDS | REF_S_GBPA_NSCFG);

	if (rng_percent(arena->rng, 80))
		gbpa &= ~REF_GBPA_ABORT;
	side_wr32(side, REF_GBPA, gbpa | REF_GBPA_UPDATE);
}

static u32 some_vmw(struct arena *arena, enum smmu3_pas bank)
{
	unsigned int vmw = rng_below(arena->rng, 6);
	u64 cr0 = 0;

	arena->ledger.vmw[bank] = 0;
	if (!arena->rig->config.vmw || !arena->oracle.world.id.s2p)
		return 0;
	if (bank == SECURE && !arena->oracle.world.id.sel2)
		return 0;
	arena->ledger.vmw[bank] = vmw;
	ref_put(&cr0, 8, 6, vmw);
	return cr0;
}

static u32 some_control(struct arena *arena, enum smmu3_pas bank)
{
	const struct twin_id *id = &arena->oracle.world.id;
	u32 control = REF_CMDQEN | REF_EVENTQEN | some_vmw(arena, bank);

	if (bank == NS)
		return control;
	if (rng_percent(arena->rng, 30))
		control |= REF_S_CR0_SIF;
	if (id->s_stall_model == 0 && rng_percent(arena->rng, 20))
		control |= REF_S_CR0_NSSTALLD;
	return control;
}

static u32 some_cr2(struct arena *arena, enum smmu3_pas bank)
{
	const struct twin_id *id = &arena->oracle.world.id;
	u32 cr2 = rng_percent(arena->rng, 80) ? REF_CR2_RECINVSID : 0;

	if ((bank == NS ? id->hyp : id->sel2) && rng_percent(arena->rng, 50))
		cr2 |= REF_CR2_E2H;
	return cr2;
}

/* With SMMUEN 0; whatever of it may be cached has to go. */
static void program(struct arena *arena, enum smmu3_pas bank)
{
	struct side *side = rig_side(arena->rig, bank);

	arena->control[bank] = some_control(arena, bank);
	side_cr0(side, arena->control[bank]);
	side_wr32(side, REF_CR2, some_cr2(arena, bank));
	side_wr64(side, REF_STRTAB_BASE,
		  gen_strtab_base(tables_of(arena, bank)));
	side_wr32(side, REF_STRTAB_BASE_CFG,
		  gen_strtab_cfg(tables_of(arena, bank)));
	write_gbpa(arena, bank);
	oracle_refresh(&arena->oracle);
	ledger_flush(&arena->ledger);
}

static void enable(struct arena *arena, enum smmu3_pas bank)
{
	side_cr0(rig_side(arena->rig, bank),
		 arena->control[bank] | REF_SMMUEN);
	oracle_refresh(&arena->oracle);
}

static const char *compare_disabled(struct arena *arena, enum smmu3_pas bank)
{
	unsigned int i, count = rng_below(arena->rng, 16);
	const char *what = NULL;

	for (i = 0; i < count && !what; i++) {
		struct twin_txn txn = gen_txn(&arena->gen.side[bank]);

		if (rng_percent(arena->rng, 80))
			txn.addr &= GENMASK_ULL(arena->rig->config.oas, 0);
		what = arena_compare(arena, &txn);
	}
	return what;
}

const char *arena_switch(struct arena *arena, enum smmu3_pas bank)
{
	const char *what;

	side_cr0(rig_side(arena->rig, bank), arena->control[bank]);
	what = arena_stalls_off(arena, bank);
	if (what)
		return what;
	/* Or nothing but off and on again: caches stay as they are. */
	if (rng_percent(arena->rng, 60))
		program(arena, bank);
	oracle_refresh(&arena->oracle);
	what = compare_disabled(arena, bank);
	enable(arena, bank);
	return what;
}

/* ---- life ---- */

static void boot(struct arena *arena, enum smmu3_pas bank)
{
	struct side *side = rig_side(arena->rig, bank);

	side_boot_queues(side);
	side_irq_ctrl(side, REF_IRQ_EVENTQ | REF_IRQ_GERROR);
}

static void told(void *arg, enum twin_space space, u64 addr, u64 size)
{
	struct arena *arena = arg;

	ledger_touch(&arena->ledger, space, addr, size);
}

void arena_init(struct arena *arena, struct rng *rng, struct tally *tally)
{
	struct smmu3_config config = arena_config(rng);
	enum smmu3_pas bank;

	memset(arena, 0, sizeof(*arena));
	arena->rng = rng;
	arena->tally = tally;
	arena->rig = rig_new(&config);
	arena->rig->host.arg = arena;
	arena->rig->host.on_cas = arena_on_cas;
	oracle_init(&arena->oracle, arena->rig);
	arena->ledger.rig = arena->rig;
	arena->ledger.rng = rng;
	arena->ledger.world = &arena->oracle.world;
	arena->ledger.ril = config.ril;
	gen_init(&arena->gen, &arena->rig->host, rng, &arena->oracle.world.id);
	arena->gen.changes = told;
	arena->gen.arg = arena;
	for (bank = NS; bank < SMMU3_NR_PAS; bank++)
		if (arena_has(arena, bank))
			boot(arena, bank);
	/* Either queue may be needed to program the other bank. */
	for (bank = NS; bank < SMMU3_NR_PAS; bank++)
		if (arena_has(arena, bank))
			side_cr0(rig_side(arena->rig, bank),
				 REF_CMDQEN | REF_EVENTQEN);
	for (bank = NS; bank < SMMU3_NR_PAS; bank++)
		if (arena_has(arena, bank))
			program(arena, bank);
	for (bank = NS; bank < SMMU3_NR_PAS; bank++)
		if (arena_has(arena, bank))
			enable(arena, bank);
	tally->thing[TALLY_WORLDS]++;
}

void arena_free(struct arena *arena)
{
	arena->tally->thing[TALLY_COMMANDS] += arena->ledger.commands;
	arena->tally->thing[TALLY_FLUSHES] += arena->ledger.flushes;
	smmu3_stall_abort_all(arena->rig->smmu);
	rig_free(arena->rig);
}
