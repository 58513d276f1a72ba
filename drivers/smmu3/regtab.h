/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every register as data. The table is the only place that knows where a
 * register is and what a write may change; regfile.c is the only one that acts
 * on it.
 */
#ifndef _SMMU3_REGTAB_H
#define _SMMU3_REGTAB_H

#include "smmu3.h"

/*
 * One enumerator per register that exists in a bank, ascending by Non-secure
 * offset. A register and its Secure twin are one.
 */
enum smmu3_reg {
	SMMU3_REG_IDR0,
	SMMU3_REG_IDR1,
	SMMU3_REG_IDR2,
	SMMU3_REG_IDR3,
	SMMU3_REG_IDR4,
	SMMU3_REG_IDR5,
	SMMU3_REG_IIDR,
	SMMU3_REG_AIDR,
	SMMU3_REG_CR0,
	SMMU3_REG_CR0ACK,
	SMMU3_REG_CR1,
	SMMU3_REG_CR2,
	SMMU3_REG_S_INIT,
	SMMU3_REG_STATUSR,
	SMMU3_REG_GBPA,
	SMMU3_REG_AGBPA,
	SMMU3_REG_IRQ_CTRL,
	SMMU3_REG_IRQ_CTRLACK,
	SMMU3_REG_GERROR,
	SMMU3_REG_GERRORN,
	SMMU3_REG_GERROR_IRQ_CFG0,
	SMMU3_REG_GERROR_IRQ_CFG1,
	SMMU3_REG_GERROR_IRQ_CFG2,
	SMMU3_REG_STRTAB_BASE,
	SMMU3_REG_STRTAB_BASE_CFG,
	SMMU3_REG_CMDQ_BASE,
	SMMU3_REG_CMDQ_PROD,
	SMMU3_REG_CMDQ_CONS,
	SMMU3_REG_EVENTQ_BASE,
	SMMU3_REG_EVENTQ_IRQ_CFG0,
	SMMU3_REG_EVENTQ_IRQ_CFG1,
	SMMU3_REG_EVENTQ_IRQ_CFG2,
	SMMU3_REG_GATOS_CTRL,
	SMMU3_REG_GATOS_SID,
	SMMU3_REG_GATOS_ADDR,
	SMMU3_REG_GATOS_PAR,
	SMMU3_REG_PIDR4,
	SMMU3_REG_PIDR5,
	SMMU3_REG_PIDR6,
	SMMU3_REG_PIDR7,
	SMMU3_REG_PIDR0,
	SMMU3_REG_PIDR1,
	SMMU3_REG_PIDR2,
	SMMU3_REG_PIDR3,
	SMMU3_REG_CIDR0,
	SMMU3_REG_CIDR1,
	SMMU3_REG_CIDR2,
	SMMU3_REG_CIDR3,
	SMMU3_REG_EVENTQ_PROD,
	SMMU3_REG_EVENTQ_CONS,
	SMMU3_NR_REGS,
};

/**
 * struct smmu3_guard - fields that are read-only while something is enabled
 * @fields: bits of the register
 * @cr0: bits of CR0; a write to @fields is ignored while one of them is set in
 *	CR0 or in CR0ACK (6.2, v3.2)
 * @irq_ctrl: the same of IRQ_CTRL and IRQ_CTRLACK
 */
struct smmu3_guard {
	u64 fields;
	u64 cr0;
	u64 irq_ctrl;
};

/**
 * struct smmu3_gate - fields that exist only with some feature
 * @fields: bits of the register
 * @banks: mask of BIT(enum smmu3_pas): in whose register they are
 * @id_bank: bank of the ID register that tells of the feature
 * @id: the ID register
 * @mask: the field of it that does; 0: @banks alone decides
 * @value: what it has to be, in its place
 */
struct smmu3_gate {
	u64 fields;
	u32 banks;
	enum smmu3_pas id_bank;
	enum smmu3_reg id;
	u64 mask;
	u64 value;
};

/**
 * struct smmu3_reg_desc - a register
 * @info: name, fields, offsets, width
 * @reset_value: value after reset
 * @reset: computes it instead, by bank, if it depends on the identity
 * @writable: bits that software may write whatever the features; what neither
 *	this nor a gate names is RES0 or read-only
 * @gate: bits that it may write besides, if their features exist
 * @gates: how many
 * @limit: bits that there are at most, by the sizes that the ID registers tell;
 *	NULL: all
 * @update: bit that a write has to set, while it is clear, to be accepted; the
 *	SMMU clears it (6.3.14); 0: any write is accepted
 * @guard: what is read-only when
 * @written: what the SMMU does after a write
 */
struct smmu3_reg_desc {
	struct smmu3_reg_info info;
	u64 reset_value;
	u64 (*reset[SMMU3_NR_PAS])(const struct smmu3_config *config);
	u64 writable;
	const struct smmu3_gate *gate;
	unsigned int gates;
	u64 (*limit)(const struct smmu3 *smmu, enum smmu3_pas bank);
	u64 update;
	struct smmu3_guard guard[2];
	void (*written)(struct smmu3 *smmu, enum smmu3_pas bank);
};

extern const struct smmu3_reg_desc smmu3_regtab[SMMU3_NR_REGS];

#endif /* _SMMU3_REGTAB_H */
