// SPDX-License-Identifier: GPL-2.0
/* debugfs: every register, its value and its fields. */
#include "debugfs.h"
#include "regs.h"
#include "slots.h"

static void show_register(struct seq_buf *s, struct smmu_sim *sim,
			  const struct smmu3_reg_info *reg, enum smmu3_pas bank)
{
	u32 offset = reg->offset[bank];
	u64 value = smmu_sim_reg_peek(sim, bank, offset, reg->width);

	seq_buf_printf(s, "%s offset=%#06x width=%u value=%#0*llx\n",
		       reg->layout[bank].name,
		       offset, reg->width, reg->width / 4 + 2, value);
	smmu_sim_show_fields(s, &reg->layout[bank], &value);
}

static void show_bank(struct seq_buf *s, struct smmu_sim *sim,
		      enum smmu3_pas bank)
{
	const struct smmu3_reg_info *reg;
	unsigned int index;

	for (index = 0; (reg = smmu3_reg_info(index)); index++)
		if (reg->offset[bank] != SMMU3_NO_REG)
			show_register(s, sim, reg, bank);
}

void smmu_sim_show_registers(struct seq_buf *s, struct smmu_sim *sim)
{
	struct smmu3_bank_info info;
	enum smmu3_pas bank;

	for (bank = 0; bank < SMMU3_NR_PAS; bank++) {
		smmu_sim_bank_info(sim, bank, &info);
		if (info.present)
			show_bank(s, sim, bank);
	}
}
