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
#define SMMU3_NEED_STALL	BIT(4)	/* STALL_MODEL is not "terminate" */
#define SMMU3_NEED_ATS		BIT(5)
#define SMMU3_NEED_PRI		BIT(6)
#define SMMU3_NEED_MPAM		BIT(7)
#define SMMU3_NEED_DPT		BIT(8)

/**
 * struct smmu3_cmd_desc - a command
 * @layout: name and fields; no name: the opcode is reserved
 * @banks: mask of BIT(enum smmu3_pas): queues on which it exists
 * @needs: mask of SMMU3_NEED_*, all of which it needs
 * @ssec: it has an SSec field, which has to be 0 but on the Secure queue
 * @handle: checks its parameters and does it; returns SMMU3_CERROR_*. NULL: a
 *	hint, consumed without effect
 * @done: what follows when CONS has passed it
 */
struct smmu3_cmd_desc {
	struct smmu3_layout layout;
	u8 banks;
	u16 needs;
	bool ssec;
	u8 (*handle)(const struct smmu3_cmd *cmd);
	void (*done)(const struct smmu3_cmd *cmd);
};

/* NULL if the opcode is reserved. Pure. */
const struct smmu3_cmd_desc *smmu3_cmd_desc(u8 opcode);

/* Handlers: cmd_cfgi.c, cmd_tlbi.c, cmd_misc.c. Locked. */
u8 smmu3_cmd_cfgi_ste(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_cfgi_ste_range(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_cfgi_cd(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_cfgi_cd_all(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_tlbi_nh_all(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_tlbi_nh_asid(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_tlbi_nh_va(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_tlbi_nh_vaa(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_tlbi_nsnh_all(const struct smmu3_cmd *cmd);
u8 smmu3_cmd_sync(const struct smmu3_cmd *cmd);
void smmu3_cmd_sync_done(const struct smmu3_cmd *cmd);

#endif /* _SMMU3_CMDTAB_H */
