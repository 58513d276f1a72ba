// SPDX-License-Identifier: GPL-2.0
/*
 * The one engine for register accesses (6.2): finds the register, takes halves
 * and pairs apart, applies masks and guards of the table. Knows no register by
 * name. Called under the caller's lock; any offset and any width behave.
 *
 * Choices: what is misaligned or of another width than 32 or 64 bits is RAZ/WI;
 * a 64-bit access over two registers is two accesses of 32 bits, the lower one
 * first; the page 0 offsets of registers of page 1 are RAZ/WI.
 */
#include <smmu3/regs.h>

#include "state.h"

#define LOW	GENMASK_ULL(31, 0)
#define HIGH	GENMASK_ULL(63, 32)
#define WHOLE	GENMASK_ULL(63, 0)

/**
 * struct lane - the part of a register that an access touches
 * @id: bank of the register
 * @reg: register
 * @mask: LOW, HIGH or WHOLE
 */
struct lane {
	enum smmu3_pas id;
	enum smmu3_reg reg;
	u64 mask;
};

/* 6.2: Non-secure software does not see Secure registers. */
static bool may_see(const struct smmu3 *smmu, enum smmu3_pas from,
		    enum smmu3_pas id)
{
	return smmu->bank[id].present &&
	       (id == SMMU3_PAS_NS || from == SMMU3_PAS_S);
}

/* What an aligned access of @width bits at @offset touches of a register. */
static u64 lane_mask(const struct smmu3_reg_info *info, enum smmu3_pas id,
		     u64 offset, unsigned int width)
{
	u64 base = info->offset[id];

	if (base == SMMU3_NO_REG || width > info->width)
		return 0;
	if (offset == base)
		return width == 64 ? WHOLE : LOW;
	if (offset == base + 4 && info->width == 64 && width == 32)
		return HIGH;
	return 0;
}

static bool lane_find(const struct smmu3 *smmu, enum smmu3_pas from,
		      u64 offset, unsigned int width, struct lane *lane)
{
	unsigned int id, reg;

	if (offset >= SMMU3_SPAN || offset % (width / 8))
		return false;
	for (id = 0; id < SMMU3_NR_PAS; id++) {
		if (!may_see(smmu, from, id))
			continue;
		for (reg = 0; reg < SMMU3_NR_REGS; reg++) {
			lane->mask = lane_mask(&smmu3_regtab[reg].info, id,
					       offset, width);
			lane->id = id;
			lane->reg = reg;
			if (lane->mask)
				return true;
		}
	}
	return false;
}

static u64 lane_get(u64 mask, u64 value)
{
	return mask == HIGH ? FIELD_GET(HIGH, value) : value & mask;
}

static u64 lane_put(u64 mask, u64 value)
{
	return mask == HIGH ? FIELD_PREP(HIGH, value & LOW) : value & mask;
}

/* 6.2: an enable guards in either of its two registers. */
static bool guard_holds(const u64 *reg, const struct smmu3_guard *guard)
{
	u64 cr0 = reg[SMMU3_REG_CR0] | reg[SMMU3_REG_CR0ACK];
	u64 irq_ctrl = reg[SMMU3_REG_IRQ_CTRL] | reg[SMMU3_REG_IRQ_CTRLACK];

	return cr0 & guard->cr0 || irq_ctrl & guard->irq_ctrl;
}

/* Does this SMMU have what the fields of a gate are for? */
static bool gate_is_open(const struct smmu3 *smmu, enum smmu3_pas id,
			 const struct smmu3_gate *gate)
{
	u64 features = smmu->bank[gate->id_bank].reg[gate->id];

	return gate->banks & BIT(id) && (features & gate->mask) == gate->value;
}

/* Bits of the register that exist and are not read-only for ever. */
static u64 writable_ever(const struct smmu3 *smmu, enum smmu3_pas id,
			 const struct smmu3_reg_desc *desc)
{
	u64 mask = desc->writable;
	unsigned int i;

	for (i = 0; i < desc->gates; i++) {
		if (gate_is_open(smmu, id, &desc->gate[i]))
			mask |= desc->gate[i].fields;
	}
	return desc->limit ? mask & desc->limit(smmu, id) : mask;
}

/* Bits of the register that a write may change now. */
static u64 writable_now(const struct smmu3 *smmu, const struct lane *lane)
{
	const struct smmu3_reg_desc *desc = &smmu3_regtab[lane->reg];
	u64 mask = lane->mask & writable_ever(smmu, lane->id, desc);
	const u64 *reg = smmu->bank[lane->id].reg;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(desc->guard); i++) {
		if (guard_holds(reg, &desc->guard[i]))
			mask &= ~desc->guard[i].fields;
	}
	return mask;
}

/* 6.3.14.1: a write without Update, or while it is set, is ignored. */
static bool write_is_accepted(const struct smmu3_reg_desc *desc, u64 old,
			      u64 value)
{
	return !desc->update || (value & desc->update && !(old & desc->update));
}

static void lane_write(struct smmu3 *smmu, const struct lane *lane, u64 value)
{
	const struct smmu3_reg_desc *desc = &smmu3_regtab[lane->reg];
	u64 *reg = &smmu->bank[lane->id].reg[lane->reg];
	u64 mask = writable_now(smmu, lane);

	value = lane_put(lane->mask, value);
	if (!mask || !write_is_accepted(desc, *reg, value))
		return;
	*reg = (*reg & ~mask) | (value & mask);
	if (desc->written)
		desc->written(smmu, lane->id);
}

u64 smmu3_reg_read(struct smmu3 *smmu, enum smmu3_pas from, u64 offset,
		   unsigned int width)
{
	struct lane lane;
	u64 low, high;

	if (width != 32 && width != 64)
		return 0;
	if (lane_find(smmu, from, offset, width, &lane))
		return lane_get(lane.mask,
				smmu->bank[lane.id].reg[lane.reg]);
	if (width == 32 || offset % 8)
		return 0;
	low = smmu3_reg_read(smmu, from, offset, 32);
	high = smmu3_reg_read(smmu, from, offset + 4, 32);
	return low | FIELD_PREP(HIGH, high);
}

void smmu3_reg_write(struct smmu3 *smmu, enum smmu3_pas from, u64 offset,
		     unsigned int width, u64 value)
{
	struct lane lane;

	if (width != 32 && width != 64)
		return;
	if (lane_find(smmu, from, offset, width, &lane)) {
		lane_write(smmu, &lane, value);
	} else if (width == 64 && offset % 8 == 0) {
		smmu3_reg_write(smmu, from, offset, 32, FIELD_GET(LOW, value));
		smmu3_reg_write(smmu, from, offset + 4, 32,
				FIELD_GET(HIGH, value));
	}
}
