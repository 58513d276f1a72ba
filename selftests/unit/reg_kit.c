// SPDX-License-Identifier: GPL-2.0
/*
 * The kit: both banks, maps, snapshots. The only place of the rule tests of
 * registers that looks inside the model, to change ID registers.
 */
#include "reg_kit.h"

#include <smmu3/state.h>

struct smmu3_config kit_config(void)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);

	config.msi = 1;
	config.secure = 1;
	config.s_sidsize = 9;
	config.s_msi = 1;
	return config;
}

int kit_setup_both(void **state)
{
	struct smmu3_config config = kit_config();

	*state = rig_new(&config);
	return 0;
}

int kit_setup_single(void **state)
{
	struct smmu3_config config = kit_config();

	config.secure = 0;
	config.s_sidsize = 0;
	config.s_msi = 0;
	*state = rig_new(&config);
	return 0;
}

/* ---- accesses ---- */

u32 kit_at(enum smmu3_pas bank, u32 offset)
{
	return bank == SEC && offset != REF_S_INIT ? REF_S(offset) : offset;
}

u64 kit_read(struct rig *rig, enum smmu3_pas from, u64 offset,
	     unsigned int width)
{
	return smmu3_reg_read(rig->smmu, from, offset, width);
}

void kit_write(struct rig *rig, enum smmu3_pas from, u64 offset,
	       unsigned int width, u64 value)
{
	smmu3_reg_write(rig->smmu, from, offset, width, value);
	rig_run(rig);
}

u32 kit_get(struct rig *rig, enum smmu3_pas bank, u32 offset)
{
	return kit_read(rig, bank, kit_at(bank, offset), 32);
}

void kit_set(struct rig *rig, enum smmu3_pas bank, u32 offset, u32 value)
{
	kit_write(rig, bank, kit_at(bank, offset), 32, value);
}

void kit_set64(struct rig *rig, enum smmu3_pas bank, u32 offset, u64 value)
{
	kit_write(rig, bank, kit_at(bank, offset), 64, value);
}

void kit_disable(struct rig *rig, enum smmu3_pas bank)
{
	kit_set(rig, bank, REF_CR0, 0);
	kit_set(rig, bank, REF_IRQ_CTRL, 0);
	kit_set(rig, bank, REF_GERRORN, kit_get(rig, bank, REF_GERROR));
}

/* ---- maps ---- */

void kit_map(const struct ref_map *map, enum smmu3_pas bank,
	     struct kit_map *out)
{
	out->bank = bank;
	out->count = ref_bank_regs(map, bank == SEC, out->reg);
}

void kit_rig_map(const struct rig *rig, enum smmu3_pas bank,
		 struct kit_map *out)
{
	const struct ref_map map = ref_map(&rig->id);

	kit_map(&map, bank, out);
}

void kit_poke_ids(struct rig *rig, const struct ref_map *map)
{
	u64 *ns = rig->smmu->bank[NS].reg, *s = rig->smmu->bank[SEC].reg;

	ns[SMMU3_REG_IDR0] = map->idr0;
	ns[SMMU3_REG_IDR1] = map->idr1;
	ns[SMMU3_REG_IDR3] = map->idr3;
	ns[SMMU3_REG_IDR5] = map->idr5;
	s[SMMU3_REG_IDR0] = map->s_idr0;
	s[SMMU3_REG_IDR1] = map->s_idr1;
}

/* ---- snapshots ---- */

void snapshot_take(struct rig *rig, struct snapshot *shot)
{
	u32 offset;

	for (offset = 0; offset < REF_END; offset += 4)
		shot->word[offset / 4] = kit_read(rig, SEC, offset, 32);
}

void snapshot_expect(struct rig *rig, const struct snapshot *shot,
		     const char *what)
{
	u32 offset;

	for (offset = 0; offset < REF_END; offset += 4) {
		u32 got = kit_read(rig, SEC, offset, 32);

		if (got != shot->word[offset / 4])
			fail_msg("%s: register at %#x was %#x, is %#x", what,
				 offset, shot->word[offset / 4], got);
	}
}
