// SPDX-License-Identifier: GPL-2.0
/*
 * What the control registers of a bank do: enables and their acknowledges
 * (6.3.9, 6.3.16, 6.3.57), the update of GBPA (6.3.14), S_INIT (6.3.62), reset,
 * and struct smmu3_live, the part of a bank that transactions see. Every update
 * is complete when the write returns. Called under the caller's lock by the
 * register engine.
 */
#include "bank.h"

#include <smmu3/cmd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>

#include "gerror.h"
#include "identity.h"
#include "inject.h"
#include "inval.h"
#include "stall.h"

/* 6.3.25: SPLIT, of which other values act as 6. */
static u8 strtab_split(u64 cfg)
{
	u8 split = FIELD_GET(SMMU3_STRTAB_BASE_CFG_SPLIT, cfg);

	return split == 8 || split == 10 ? split : 6;
}

/*
 * 6.3.24: how many low bits of ADDR are treated as 0. They follow LOG2SIZE as
 * written, not as clamped to SIDSIZE.
 */
static unsigned int strtab_zeros(u64 cfg, bool two_level)
{
	unsigned int log2 = FIELD_GET(SMMU3_STRTAB_BASE_CFG_LOG2SIZE, cfg);
	unsigned int split = strtab_split(cfg);

	if (!two_level)
		return log2 + 6;
	return log2 > split + 3 ? log2 - split + 3 : 6;
}

static u64 strtab_base(u64 base, u64 cfg, bool two_level)
{
	unsigned int zeros = strtab_zeros(cfg, two_level);

	if (zeros > 55)
		return 0;
	return base & SMMU3_STRTAB_BASE_ADDR & GENMASK_ULL(55, zeros);
}

/* IDR1 says it for the Non-secure bank, S_IDR1 for the Secure one (6.3.53). */
static u8 bank_sidsize(const struct smmu3_bank *bank)
{
	static_assert(SMMU3_IDR1_SIDSIZE == SMMU3_S_IDR1_S_SIDSIZE);

	return FIELD_GET(SMMU3_IDR1_SIDSIZE, bank->reg[SMMU3_REG_IDR1]);
}

/* The IDR0 that goes for the streams of a bank: each has its STALL_MODEL. */
static u32 bank_idr0(const struct smmu3 *smmu, const struct smmu3_bank *bank)
{
	u64 common = smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR0];
	u64 own = bank->reg[SMMU3_REG_IDR0];

	static_assert(SMMU3_IDR0_STALL_MODEL == SMMU3_S_IDR0_STALL_MODEL);

	return (common & ~SMMU3_IDR0_STALL_MODEL) |
	       (own & SMMU3_IDR0_STALL_MODEL);
}

static u8 table_attributes(const struct smmu3_bank *bank)
{
	return FIELD_GET(SMMU3_CR1_TABLE_SH | SMMU3_CR1_TABLE_OC |
			 SMMU3_CR1_TABLE_IC, bank->reg[SMMU3_REG_CR1]);
}

static bool bank_has_sel2(const struct smmu3_bank *bank)
{
	return bank->id == SMMU3_PAS_S &&
	       bank->reg[SMMU3_REG_IDR1] & SMMU3_S_IDR1_SEL2;
}

static struct smmu3_live bank_live(const struct smmu3 *smmu,
				   const struct smmu3_bank *bank)
{
	const u64 *common = smmu->bank[SMMU3_PAS_NS].reg;
	u64 cfg = bank->reg[SMMU3_REG_STRTAB_BASE_CFG];
	bool two_level = FIELD_GET(SMMU3_STRTAB_BASE_CFG_FMT, cfg) ==
			 SMMU3_STRTAB_FMT_2LVL;

	return (struct smmu3_live) {
		.strtab_base = strtab_base(bank->reg[SMMU3_REG_STRTAB_BASE],
					   cfg, two_level),
		.gbpa = bank->reg[SMMU3_REG_GBPA],
		.idr0 = bank_idr0(smmu, bank),
		.idr1 = common[SMMU3_REG_IDR1],
		.idr3 = common[SMMU3_REG_IDR3],
		.idr5 = common[SMMU3_REG_IDR5],
		.smmuen = FIELD_GET(SMMU3_CR0_SMMUEN,
				    bank->reg[SMMU3_REG_CR0]),
		.recinvsid = FIELD_GET(SMMU3_CR2_RECINVSID,
				       bank->reg[SMMU3_REG_CR2]),
		.two_level = two_level,
		.log2size = min_t(u8, bank_sidsize(bank),
				  FIELD_GET(SMMU3_STRTAB_BASE_CFG_LOG2SIZE,
					    cfg)),
		.split = strtab_split(cfg),
		.sif = FIELD_GET(SMMU3_S_CR0_SIF, bank->reg[SMMU3_REG_CR0]),
		.sel2 = bank_has_sel2(bank),
		.e2h = FIELD_GET(SMMU3_CR2_E2H, bank->reg[SMMU3_REG_CR2]),
		.table = table_attributes(bank),
		.sec_sid = bank->id,
		.ssidsize = FIELD_GET(SMMU3_IDR1_SSIDSIZE,
				      common[SMMU3_REG_IDR1]),
		.oas = smmu3_idr5_oas(common[SMMU3_REG_IDR5]),
	};
}

void smmu3_bank_publish(struct smmu3 *smmu, enum smmu3_pas id)
{
	struct smmu3_bank *bank = &smmu->bank[id];
	union smmu3_live_words now = {
		.live = bank_live(smmu, bank),
	};

	if (memcmp(now.word, bank->live.word, sizeof(now.word)))
		smmu3_seq_write(&bank->live_seq, bank->live_seq,
				bank->live.word, now.word, SMMU3_LIVE_WORDS);
}

/*
 * 6.3.57: with Secure state, IDR0.STALL_MODEL is that of S_IDR0, unless
 * NSSTALLD takes stalls away, where they are a choice.
 */
static void stall_model_update(struct smmu3 *smmu)
{
	const u64 *s_reg = smmu->bank[SMMU3_PAS_S].reg;
	u64 *idr0 = &smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR0];
	u64 model = FIELD_GET(SMMU3_S_IDR0_STALL_MODEL, s_reg[SMMU3_REG_IDR0]);

	if (model == SMMU3_STALL_MODEL_BOTH &&
	    s_reg[SMMU3_REG_CR0] & SMMU3_S_CR0_NSSTALLD)
		model = SMMU3_STALL_MODEL_TERMINATE;
	*idr0 = (*idr0 & ~SMMU3_IDR0_STALL_MODEL) |
		FIELD_PREP(SMMU3_IDR0_STALL_MODEL, model);
	smmu3_bank_publish(smmu, SMMU3_PAS_NS);
}

/* What software sees of a reset; transactions do not see it yet. */
static void bank_clear(struct smmu3 *smmu, struct smmu3_bank *bank)
{
	unsigned int i;

	for (i = 0; i < SMMU3_NR_REGS; i++) {
		const struct smmu3_reg_desc *desc = &smmu3_regtab[i];

		bank->reg[i] = desc->reset[bank->id] ?
			       desc->reset[bank->id](&smmu->config) :
			       desc->reset_value;
	}
	bank->commands = 0;
	bank->events = 0;
	bank->discarded = 0;
	bank->msis = 0;
}

void smmu3_bank_reset(struct smmu3 *smmu, enum smmu3_pas id)
{
	bank_clear(smmu, &smmu->bank[id]);
	if (id == SMMU3_PAS_S)
		stall_model_update(smmu);
	smmu3_bank_publish(smmu, id);
}

/*
 * The registers of a Secure bank that nobody has. NSSTALLD stays, as IDR0 shows
 * it to Non-secure software; and service failure mode lasts (12.3).
 */
static void secure_clear(struct smmu3 *smmu, struct smmu3_bank *bank)
{
	u64 nsstalld = bank->reg[SMMU3_REG_CR0] & SMMU3_S_CR0_NSSTALLD;

	bank_clear(smmu, bank);
	bank->reg[SMMU3_REG_CR0] = nsstalld;
	bank->reg[SMMU3_REG_CR0ACK] = nsstalld;
	bank->reg[SMMU3_REG_GBPA] |= SMMU3_GBPA_ABORT;
	if (smmu3_inject_in_sfm(smmu))
		smmu3_gerror_raise(smmu, bank, SMMU3_GERROR_SFM_ERR);
}

/*
 * Transactions see SMMUEN=0 and ABORT=1, in one step, before the caches lose
 * what they held for Secure streams, so that nothing comes back; after the drain
 * nobody uses it any more. The invalidation drops the faults in flight too.
 */
void smmu3_secure_reset(struct smmu3 *smmu)
{
	struct smmu3_bank *bank = &smmu->bank[SMMU3_PAS_S];

	if (!bank->present)
		return;
	secure_clear(smmu, bank);
	smmu3_bank_publish(smmu, SMMU3_PAS_S);
	smmu3_inval_state(smmu, SMMU3_PAS_S);
	smmu3_inval_drain(smmu);
	smmu3_stall_disable(smmu, SMMU3_PAS_S);
}

/*
 * A fault that was found under old controls must not be recorded under new
 * ones: an invalidation of nothing makes transactions in flight be made again,
 * and leaves the caches as they are (6.3.9.6). It comes after the new value has
 * been published.
 */
static void redo_transactions(struct smmu3 *smmu)
{
	const struct smmu3_tlbi nothing = { .worlds = 0 };

	smmu3_tlb_inval(smmu, &nothing);
}

/*
 * While SMMUEN is 0 nobody reads structures, so that software may free them:
 * those who still do are waited for. Nobody is stalled either (6.3.9.6).
 */
static void smmuen_changed(struct smmu3 *smmu, enum smmu3_pas id, bool enabled)
{
	redo_transactions(smmu);
	if (enabled)
		return;
	smmu3_inval_drain(smmu);
	smmu3_stall_disable(smmu, id);
}

/* 6.3.57.1: structures that are fetched from now on see the new value. */
static void nsstalld_changed(struct smmu3 *smmu)
{
	redo_transactions(smmu);
	smmu3_inval_drain(smmu);
}

/* 6.3.9: the acknowledge comes last, when every side effect is complete. */
void smmu3_bank_cr0_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	u64 *reg = smmu->bank[id].reg;
	u64 changed = reg[SMMU3_REG_CR0] ^ reg[SMMU3_REG_CR0ACK];

	if (id == SMMU3_PAS_S)
		stall_model_update(smmu);
	smmu3_bank_publish(smmu, id);
	if (changed & SMMU3_CR0_SMMUEN)
		smmuen_changed(smmu, id, reg[SMMU3_REG_CR0] & SMMU3_CR0_SMMUEN);
	if (id == SMMU3_PAS_S && changed & SMMU3_S_CR0_NSSTALLD)
		nsstalld_changed(smmu);
	reg[SMMU3_REG_CR0ACK] = reg[SMMU3_REG_CR0];
	if (changed & SMMU3_CR0_EVENTQEN)
		smmu3_bank_eventq_freed(smmu, id);
}

/* 3.12.2: stalls that had no room in the event queue may have it now. */
void smmu3_bank_eventq_freed(struct smmu3 *smmu, enum smmu3_pas id)
{
	smmu3_stall_flush(smmu, &smmu->bank[id]);
}

/*
 * 6.3.62: also while SMMUEN is 1, one of the choices. Completion does not wait
 * for transactions.
 */
void smmu3_bank_init_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	u64 *init = &smmu->bank[id].reg[SMMU3_REG_S_INIT];

	if (*init & SMMU3_S_INIT_INV_ALL)
		smmu3_inval_all(smmu);
	*init &= ~SMMU3_S_INIT_INV_ALL;
}

/* 6.3.14.1: Update is cleared when later transactions use the new values. */
void smmu3_bank_gbpa_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	smmu->bank[id].reg[SMMU3_REG_GBPA] &= ~SMMU3_GBPA_UPDATE;
	smmu3_bank_publish(smmu, id);
}

/* Where there is no override the fields read as 0, which is no SHCFG. */
struct smmu3_override smmu3_override_from_gbpa(const struct smmu3_live *live)
{
	u64 perms = SMMU3_GBPA_PRIVCFG | SMMU3_GBPA_INSTCFG;
	u8 nscfg = FIELD_GET(SMMU3_S_GBPA_NSCFG, live->gbpa);
	u8 sh = SMMU3_SHCFG_INCOMING;

	if (live->idr1 & SMMU3_IDR1_ATTR_TYPES_OVR)
		sh = FIELD_GET(SMMU3_GBPA_SHCFG, live->gbpa);
	return (struct smmu3_override){
		.type = FIELD_GET(SMMU3_GBPA_MTCFG | SMMU3_GBPA_MEMATTR,
				  live->gbpa),
		.sh = sh,
		.alloc = FIELD_GET(SMMU3_GBPA_ALLOCCFG, live->gbpa),
		.perms = FIELD_GET(perms, live->gbpa) |
			 FIELD_PREP(SMMU3_OVERRIDE_NSCFG, nscfg),
	};
}

/* 6.3.16: interrupts already sent are visible, so that nothing is left. */
void smmu3_bank_irq_ctrl_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	u64 *reg = smmu->bank[id].reg;

	reg[SMMU3_REG_IRQ_CTRLACK] = reg[SMMU3_REG_IRQ_CTRL];
}

/* CMDQS and EVENTQS are there, for both banks (6.3.2). */
static u64 common_idr1(const struct smmu3 *smmu)
{
	return smmu->bank[SMMU3_PAS_NS].reg[SMMU3_REG_IDR1];
}

struct smmu3_queue smmu3_bank_cmdq(const struct smmu3 *smmu,
				   const struct smmu3_bank *bank)
{
	return smmu3_queue_decode(bank->reg[SMMU3_REG_CMDQ_BASE],
				  FIELD_GET(SMMU3_IDR1_CMDQS,
					    common_idr1(smmu)),
				  SMMU3_CMD_SIZE,
				  bank->reg[SMMU3_REG_CMDQ_PROD],
				  bank->reg[SMMU3_REG_CMDQ_CONS]);
}

struct smmu3_queue smmu3_bank_eventq(const struct smmu3 *smmu,
				     const struct smmu3_bank *bank)
{
	return smmu3_queue_decode(bank->reg[SMMU3_REG_EVENTQ_BASE],
				  FIELD_GET(SMMU3_IDR1_EVENTQS,
					    common_idr1(smmu)),
				  SMMU3_EVT_SIZE,
				  bank->reg[SMMU3_REG_EVENTQ_PROD],
				  bank->reg[SMMU3_REG_EVENTQ_CONS]);
}

/*
 * 6.3.28, 6.3.95: an index that the SMMU owns reads as 0 above its wrap bit,
 * whichever of BASE and index was written.
 */
void smmu3_bank_cmdq_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	struct smmu3_bank *bank = &smmu->bank[id];
	struct smmu3_queue queue = smmu3_bank_cmdq(smmu, bank);

	bank->reg[SMMU3_REG_CMDQ_CONS] &= SMMU3_CMDQ_CONS_ERR |
					  smmu3_queue_mask(queue.log2);
}

void smmu3_bank_eventq_written(struct smmu3 *smmu, enum smmu3_pas id)
{
	struct smmu3_bank *bank = &smmu->bank[id];
	struct smmu3_queue queue = smmu3_bank_eventq(smmu, bank);

	bank->reg[SMMU3_REG_EVENTQ_PROD] &= SMMU3_EVENTQ_PROD_OVFLG |
					    smmu3_queue_mask(queue.log2);
}
