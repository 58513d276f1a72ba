/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A builder of translation tables: any granule, any input size, either stage.
 */
#ifndef _REF_SPACE_H
#define _REF_SPACE_H

#include "bits.h"

/**
 * struct ref_ram - where tables are made
 * @load: a word
 * @store: a word
 * @alloc: zeroed bytes, aligned to their size, a power of two
 * @arg: of all
 */
struct ref_ram {
	u64 (*load)(void *arg, u64 addr);
	void (*store)(void *arg, u64 addr, u64 value);
	u64 (*alloc)(void *arg, u64 size);
	void *arg;
};

/**
 * struct ref_space - the tables of an address space
 * @ram: where
 * @granule: log2
 * @start: first level
 * @iasize: bits of input addresses
 * @root: first table, or concatenated tables
 */
struct ref_space {
	struct ref_ram ram;
	unsigned int granule;
	unsigned int start;
	unsigned int iasize;
	u64 root;
};

/* Makes the first table. */
struct ref_space ref_space(struct ref_ram ram, unsigned int granule,
			   unsigned int start, unsigned int iasize);

/* Address of the descriptor of @ia at @level; makes the tables above. */
u64 ref_space_slot(struct ref_space *space, u64 ia, unsigned int level);

/* Write @desc there; returns its address. */
u64 ref_space_put(struct ref_space *space, u64 ia, unsigned int level,
		  u64 desc);

#endif /* _REF_SPACE_H */
