/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every command as data: what it is called, who may issue it, what it does.
 */
#ifndef _SMMU3_CMDTAB_H
#define _SMMU3_CMDTAB_H

#include <smmu3/cmd.h>

#include "state.h"

/**
 * struct smmu3_cmd - a command that is being processed
 * @smmu: the SMMU
 * @bank: whose queue it comes from
 * @word: the entry, copied from memory once
 */
struct smmu3_cmd {
	struct smmu3 *smmu;
	struct smmu3_bank *bank;
	u64 word[SMMU3_CMD_WORDS];
};

/* Features that commands need (7.1: without them they are CERROR_ILL). */
#define SMMU3_NEED_S1		BIT(0)	/* stage 1 */
#define SMMU3_NEED_S2		BIT(1)	/* stage 2 */
#define SMMU3_NEED_HYP		BIT(2)	/* Non-secure EL2 */
#define SMMU3_NEED_SEL2		BIT(3)	/* Secure EL2 */
#define SMMU3_NEED_EL3		BIT(4)	/* no RME */
#define SMMU3_NEED_STALL	BIT(5)	/* STALL_MODEL is not "terminate" */
#define SMMU3_NEED_ATS		BIT(6)
#define SMMU3_NEED_PRI		BIT(7)
#define SMMU3_NEED_MPAM		BIT(8)
#define SMMU3_NEED_DPT		BIT(9)
#define SMMU3_NEED_SAMS0	BIT(10)	/* Secure queue: S_IDR3.SAMS is 0 */

/* What makes parameters illegal. */
enum smmu3_cmd_rule {
	SMMU3_RULE_NONE,
	SMMU3_RULE_RANGE,	/* 4.4.1.1: a range of nothing */
	SMMU3_RULE_CS,		/* 4.7.3 */
	SMMU3_RULE_RESP,	/* 4.5.2 */
	SMMU3_RULE_ATC_SIZE,	/* 4.5.1 */
	SMMU3_RULE_VMS,		/* 4.3.5 */
	SMMU3_NR_RULES,
};

/* What a TLBI compares. */
#define SMMU3_TLBI_BY_VMID	BIT(0)
#define SMMU3_TLBI_BY_ASID	BIT(1)
#define SMMU3_TLBI_GLOBALS	BIT(2)	/* entries of every ASID too */
#define SMMU3_TLBI_BY_VA	BIT(3)
#define SMMU3_TLBI_BY_IPA	BIT(4)
#define SMMU3_TLBI_BY_NS	BIT(5)	/* the IPA space */
#define SMMU3_TLBI_BY_E2H	BIT(6)	/* CR2.E2H says which EL2 world */

/**
 * struct smmu3_tlbi_form - what a TLBI drops (4.4)
 * @worlds: mask of BIT(enum smmu3_world) from either queue, all of one state
 * @stages: stages that made the entries: enum smmu3_tlbi_stages
 * @by: SMMU3_TLBI_BY_*, SMMU3_TLBI_GLOBALS
 */
struct smmu3_tlbi_form {
	u8 worlds[SMMU3_NR_PAS];
	u8 stages;
	u8 by;
};

static_assert(SMMU3_NR_WORLDS <= 8);

/**
 * struct smmu3_cmd_desc - a command
 * @layout: name and fields; no name: the opcode is reserved
 * @banks: mask of BIT(enum smmu3_pas): queues on which it exists
 * @needs: mask of SMMU3_NEED_*, all of which it needs
 * @ssec: it has an SSec field, which has to be 0 but on the Secure queue
 * @rule: enum smmu3_cmd_rule
 * @tlbi: what smmu3_cmd_tlbi() drops
 * @handle: does it; NULL: consumed without effect
 * @done: what follows when CONS has passed it
 */
struct smmu3_cmd_desc {
	struct smmu3_layout layout;
	u8 banks;
	u16 needs;
	bool ssec;
	enum smmu3_cmd_rule rule;
	struct smmu3_tlbi_form tlbi;
	void (*handle)(const struct smmu3_cmd *cmd);
	void (*done)(const struct smmu3_cmd *cmd);
};

/* ID registers that decide on commands. */
enum smmu3_cmd_id {
	SMMU3_ID_IDR0,		/* STALL_MODEL as Non-secure software sees it */
	SMMU3_ID_IDR3,
	SMMU3_ID_IDR5,
	SMMU3_ID_S_IDR0,
	SMMU3_ID_S_IDR1,
	SMMU3_ID_S_IDR3,
	SMMU3_NR_CMD_IDS,
};

/**
 * struct smmu3_cmd_ids - what the SMMU is, as far as commands ask
 * @id: register values by enum smmu3_cmd_id
 */
struct smmu3_cmd_ids {
	u64 id[SMMU3_NR_CMD_IDS];
};

struct smmu3_cmd_ids smmu3_cmd_ids(const struct smmu3 *smmu);

/*
 * SMMU3_CERROR_ILL, or SMMU3_CERROR_NONE if the command of @word may be issued
 * on the queue of @queue (7.1). Pure.
 */
u8 smmu3_cmd_error(enum smmu3_pas queue, const u64 word[SMMU3_CMD_WORDS],
		   const struct smmu3_cmd_ids *ids);

/**
 * struct smmu3_cmd_range - addresses that a TLBI names (4.4.1.1)
 * @first: first byte
 * @last: last byte, inclusive
 * @granule: log2 of the granule of entries, 0: any
 * @level: level of their leaf (TTL), 0: any
 */
struct smmu3_cmd_range {
	u64 first;
	u64 last;
	u8 granule;
	u8 level;
};

/* The range of a TLBI whose address is in the bits @field. False: of nothing. */
bool smmu3_cmd_range(const u64 word[SMMU3_CMD_WORDS], u64 field,
		     const struct smmu3_cmd_ids *ids,
		     struct smmu3_cmd_range *range);

/* NULL if the opcode is reserved. Pure. */
const struct smmu3_cmd_desc *smmu3_cmd_desc(u8 opcode);

/* Handlers: cmd_cfgi.c, cmd_tlbi.c, cmd_misc.c. Locked. */
void smmu3_cmd_cfgi_ste(const struct smmu3_cmd *cmd);
void smmu3_cmd_cfgi_ste_range(const struct smmu3_cmd *cmd);
void smmu3_cmd_cfgi_cd(const struct smmu3_cmd *cmd);
void smmu3_cmd_cfgi_cd_all(const struct smmu3_cmd *cmd);
void smmu3_cmd_tlbi(const struct smmu3_cmd *cmd);
void smmu3_cmd_resume(const struct smmu3_cmd *cmd);
void smmu3_cmd_stall_term(const struct smmu3_cmd *cmd);
void smmu3_cmd_sync(const struct smmu3_cmd *cmd);
void smmu3_cmd_sync_done(const struct smmu3_cmd *cmd);

#endif /* _SMMU3_CMDTAB_H */
