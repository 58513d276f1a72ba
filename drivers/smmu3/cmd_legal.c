// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands a queue takes (4.1.3, 4.1.6, 7.1): by queue, by features that
 * the ID registers have, by SSec, by parameters. Decides before anything else
 * does, as CERROR_ILL goes before ignoring a command (4.1.3). Pure, but for
 * smmu3_cmd_ids(), which reads registers under the caller's lock.
 *
 * Choices: reserved fields are ignored (4.1.5). CMD_ATC_INV of a Size above 52
 * is illegal (4.5.1). CMD_CFGI_VMS_PIDM for a Secure stream needs SEL2 as well
 * as MPAM, as there is no VMS without a Secure stage 2 (5.6).
 */
#include <smmu3/regs.h>

#include "cmdtab.h"

#define NONSECURE	BIT(SMMU3_PAS_NS)
#define SECURE		BIT(SMMU3_PAS_S)
#define BOTH		(NONSECURE | SECURE)

/*
 * A command from one of @queues misses @need if the field @mask of the register
 * is @without.
 */
static const struct {
	u16 need;
	u8 queues;
	enum smmu3_cmd_id id;
	u64 mask;
	u64 without;
} features[] = {
	{ SMMU3_NEED_S1, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_S1P, 0 },
	{ SMMU3_NEED_S2, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_S2P, 0 },
	{ SMMU3_NEED_HYP, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_HYP, 0 },
	{ SMMU3_NEED_SEL2, BOTH, SMMU3_ID_S_IDR1, SMMU3_S_IDR1_SEL2, 0 },
	{ SMMU3_NEED_EL3, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_RME_IMPL,
	  SMMU3_IDR0_RME_IMPL },
	{ SMMU3_NEED_STALL, NONSECURE, SMMU3_ID_IDR0, SMMU3_IDR0_STALL_MODEL,
	  FIELD_PREP_CONST(SMMU3_IDR0_STALL_MODEL,
			   SMMU3_STALL_MODEL_TERMINATE) },
	{ SMMU3_NEED_STALL, SECURE, SMMU3_ID_S_IDR0, SMMU3_S_IDR0_STALL_MODEL,
	  FIELD_PREP_CONST(SMMU3_S_IDR0_STALL_MODEL,
			   SMMU3_STALL_MODEL_TERMINATE) },
	{ SMMU3_NEED_ATS, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_ATS, 0 },
	{ SMMU3_NEED_PRI, BOTH, SMMU3_ID_IDR0, SMMU3_IDR0_PRI, 0 },
	{ SMMU3_NEED_MPAM, BOTH, SMMU3_ID_IDR3, SMMU3_IDR3_MPAM, 0 },
	{ SMMU3_NEED_DPT, BOTH, SMMU3_ID_IDR3, SMMU3_IDR3_DPT, 0 },
	{ SMMU3_NEED_SAMS0, SECURE, SMMU3_ID_S_IDR3, SMMU3_S_IDR3_SAMS,
	  SMMU3_S_IDR3_SAMS },
};

static u16 missing(enum smmu3_pas queue, u16 needs,
		   const struct smmu3_cmd_ids *ids)
{
	u16 missed = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(features); i++) {
		u64 field = ids->id[features[i].id] & features[i].mask;

		if (features[i].queues & BIT(queue) &&
		    field == features[i].without)
			missed |= features[i].need;
	}
	return needs & missed;
}

/* Rules that say how large a field may be. */
static const struct {
	u8 word;
	u64 field;
	u64 max;
} limits[SMMU3_NR_RULES] = {
	[SMMU3_RULE_CS] = {
		0, SMMU3_CMD0_CS,
		FIELD_PREP_CONST(SMMU3_CMD0_CS, SMMU3_CMD_CS_SEV),
	},
	[SMMU3_RULE_RESP] = {
		1, SMMU3_CMD1_RESP,
		FIELD_PREP_CONST(SMMU3_CMD1_RESP, SMMU3_CMD_RESP_SUCCESS),
	},
	[SMMU3_RULE_ATC_SIZE] = {
		1, SMMU3_CMD1_ATC_SIZE,
		FIELD_PREP_CONST(SMMU3_CMD1_ATC_SIZE, SMMU3_CMD_ATC_ALL),
	},
};

static bool obeys(const u64 *word, enum smmu3_cmd_rule rule,
		  const struct smmu3_cmd_ids *ids)
{
	struct smmu3_cmd_range range;

	if (rule == SMMU3_RULE_RANGE)
		return smmu3_cmd_range(word, SMMU3_CMD1_ADDR, ids, &range);
	if (rule == SMMU3_RULE_VMS)
		return !(word[0] & SMMU3_CMD0_SSEC) ||
		       ids->id[SMMU3_ID_S_IDR1] & SMMU3_S_IDR1_SEL2;
	return (word[limits[rule].word] & limits[rule].field) <=
	       limits[rule].max;
}

u8 smmu3_cmd_error(enum smmu3_pas queue, const u64 word[SMMU3_CMD_WORDS],
		   const struct smmu3_cmd_ids *ids)
{
	const struct smmu3_cmd_desc *desc;

	desc = smmu3_cmd_desc(FIELD_GET(SMMU3_CMD0_OPCODE, word[0]));
	if (!desc || !(desc->banks & BIT(queue)) ||
	    missing(queue, desc->needs, ids))
		return SMMU3_CERROR_ILL;
	if (desc->ssec && queue != SMMU3_PAS_S && word[0] & SMMU3_CMD0_SSEC)
		return SMMU3_CERROR_ILL;
	return obeys(word, desc->rule, ids) ? SMMU3_CERROR_NONE :
					      SMMU3_CERROR_ILL;
}

struct smmu3_cmd_ids smmu3_cmd_ids(const struct smmu3 *smmu)
{
	const u64 *ns = smmu->bank[SMMU3_PAS_NS].reg;
	const u64 *s = smmu->bank[SMMU3_PAS_S].reg;

	return (struct smmu3_cmd_ids){ .id = {
		[SMMU3_ID_IDR0] = ns[SMMU3_REG_IDR0],
		[SMMU3_ID_IDR3] = ns[SMMU3_REG_IDR3],
		[SMMU3_ID_IDR5] = ns[SMMU3_REG_IDR5],
		[SMMU3_ID_S_IDR0] = s[SMMU3_REG_IDR0],
		[SMMU3_ID_S_IDR1] = s[SMMU3_REG_IDR1],
		[SMMU3_ID_S_IDR3] = s[SMMU3_REG_IDR3],
	} };
}
