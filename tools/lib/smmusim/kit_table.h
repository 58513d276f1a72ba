/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inside the driver kit: the mechanics that tables of both stages share. The
 * granule is 4 KiB; what descriptors mean is the business of the two users.
 */
#ifndef _SMMUSIM_KIT_TABLE_H
#define _SMMUSIM_KIT_TABLE_H

#include "kit.h"

#define KIT_TABLE_SIZE	4096ULL
#define KIT_PAGE_BITS	12U

/**
 * struct kit_table - a tree of tables
 * @root: physical address of the first table
 * @level: its level
 * @s2: addresses of tables are IPAs of this stage 2; NULL: physical ones
 */
struct kit_table {
	uint64_t root;
	int level;
	const struct smmusim_stage2 *s2;
};

/*
 * Physical address of the descriptor for @addr at @level, 0 if a table above it
 * is missing.
 */
uint64_t kit_table_entry(struct smmusim_kit *kit, const struct kit_table *table,
			 uint64_t addr, int level);

/* Store @desc for @addr at @level; makes the tables above it. */
int kit_table_store(struct smmusim_kit *kit, const struct kit_table *table,
		    uint64_t addr, int level, uint64_t desc);

/* Overwrite a descriptor at @pa. */
void kit_descriptor_set(struct smmusim_kit *kit, uint64_t pa, uint64_t desc);

/*
 * Zeroed RAM, mapped in @s2 if that is not NULL. Physical address, 0 if there is
 * no more; kit_address() is what descriptors and structures name it by.
 */
uint64_t kit_table_alloc(struct smmusim_kit *kit,
			 const struct smmusim_stage2 *s2, uint64_t size,
			 uint64_t align);
uint64_t kit_address(const struct smmusim_kit *kit,
		     const struct smmusim_stage2 *s2, uint64_t pa);

#endif /* _SMMUSIM_KIT_TABLE_H */
