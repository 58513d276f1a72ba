/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registers of both banks for rule tests: an SMMU in reset with both banks (or
 * without a Secure one), the oracle's map of each bank, snapshots of all that
 * software can read, and ID register values that no identity has.
 */
#ifndef _UNIT_REG_KIT_H
#define _UNIT_REG_KIT_H

#include "rig.h"

#define SEC		SMMU3_PAS_S

/* Everything that a bank can have without stage 2. */
struct smmu3_config kit_config(void);

/* An SMMU in reset: with both banks, or only the Non-secure one. */
int kit_setup_both(void **state);
int kit_setup_single(void **state);

#define TEST_BANKS(f)							\
	cmocka_unit_test_setup_teardown(f, kit_setup_both, rig_teardown)
#define TEST_SINGLE(f)							\
	cmocka_unit_test_setup_teardown(f, kit_setup_single, rig_teardown)

/* Where the register at Non-secure @offset is in @bank. */
u32 kit_at(enum smmu3_pas bank, u32 offset);

/* An access by software of Security state @from, and what follows from it. */
u64 kit_read(struct rig *rig, enum smmu3_pas from, u64 offset,
	     unsigned int width);
void kit_write(struct rig *rig, enum smmu3_pas from, u64 offset,
	       unsigned int width, u64 value);

/* 32 bits of @bank, by that bank's software, at Non-secure @offset. */
u32 kit_get(struct rig *rig, enum smmu3_pas bank, u32 offset);
void kit_set(struct rig *rig, enum smmu3_pas bank, u32 offset, u32 value);
void kit_set64(struct rig *rig, enum smmu3_pas bank, u32 offset, u64 value);

/* CR0 and IRQ_CTRL 0, no error active. */
void kit_disable(struct rig *rig, enum smmu3_pas bank);

/**
 * struct kit_map - the oracle's map of a bank
 * @bank: whose
 * @reg: registers, offsets as they are
 * @count: how many
 */
struct kit_map {
	enum smmu3_pas bank;
	struct ref_reg reg[REF_MAX_REGS];
	unsigned int count;
};

void kit_map(const struct ref_map *map, enum smmu3_pas bank,
	     struct kit_map *out);
/* The same of @rig's identity. */
void kit_rig_map(const struct rig *rig, enum smmu3_pas bank,
		 struct kit_map *out);

/* Give the SMMU ID register values that no identity has (white box). */
void kit_poke_ids(struct rig *rig, const struct ref_map *map);

/**
 * struct snapshot - all that Secure software can read of pages 0 and 1
 */
struct snapshot {
	u32 word[REF_END / 4];
};

void snapshot_take(struct rig *rig, struct snapshot *shot);
/* Nothing has changed since; @what says after what. */
void snapshot_expect(struct rig *rig, const struct snapshot *shot,
		     const char *what);

#endif /* _UNIT_REG_KIT_H */
