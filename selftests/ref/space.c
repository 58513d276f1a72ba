// SPDX-License-Identifier: GPL-2.0
/*
 * Tables, level by level (Arm ARM D8.2).
 */
#include "space.h"

#include "build.h"

#define DESC_BYTES	8

/* log2 of the bytes that a descriptor of @level maps */
static unsigned int shift_of(const struct ref_space *space, unsigned int level)
{
	return space->granule + (3 - level) * (space->granule - 3);
}

struct ref_space ref_space(struct ref_ram ram, unsigned int granule,
			   unsigned int start, unsigned int iasize)
{
	struct ref_space space = {
		.ram = ram, .granule = granule, .start = start,
		.iasize = iasize,
	};
	u64 entries = ref_pow2(iasize - shift_of(&space, start));

	space.root = ram.alloc(ram.arg, entries * DESC_BYTES);
	return space;
}

static u64 next_table(struct ref_space *space, u64 slot)
{
	u64 desc = space->ram.load(space->ram.arg, slot);

	if (ref_get(&desc, REF_D_TYPE) != REF_D_TABLE) {
		desc = ref_table(space->ram.alloc(space->ram.arg,
						  ref_pow2(space->granule)));
		space->ram.store(space->ram.arg, slot, desc);
	}
	return ref_get_addr(&desc, REF_D_OA);
}

u64 ref_space_slot(struct ref_space *space, u64 ia, unsigned int level)
{
	u64 table = space->root, slot;
	unsigned int at;

	ia %= ref_pow2(space->iasize);
	for (at = space->start;; at++) {
		unsigned int shift = shift_of(space, at);

		slot = table + ia / ref_pow2(shift) * DESC_BYTES;
		if (at == level)
			return slot;
		table = next_table(space, slot);
		ia %= ref_pow2(shift);
	}
}

u64 ref_space_put(struct ref_space *space, u64 ia, unsigned int level, u64 desc)
{
	u64 slot = ref_space_slot(space, ia, level);

	space->ram.store(space->ram.arg, slot, desc);
	return slot;
}
