/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How translations in a TLB are found again (3.17): the tags of a context, and
 * fingerprints of everything else that a TLB may hold of it (5.2.1, 5.4.1).
 * Contexts with the same tags and unlike fingerprints must not be used without
 * an invalidation between them.
 */
#ifndef _REF_TAGS_H
#define _REF_TAGS_H

#include "inval.h"
#include "twin.h"

/**
 * struct ref_tags - a context
 * @world: StreamWorld
 * @vmid: VMID, 0 without
 * @asid: ASID, 0 without
 * @aset: ASET
 * @stage1: there are entries with VAs
 * @stage2: there are entries with IPAs
 * @nested: @stage1's are of both stages
 * @print1: of all that @stage1's entries depend on
 * @upper1: of what those of TTB1 depend on
 * @print2: of all that @stage2's entries depend on
 */
struct ref_tags {
	enum ref_streamworld world;
	u16 vmid;
	u16 asid;
	bool aset;
	bool stage1;
	bool stage2;
	bool nested;
	u64 print1;
	u64 upper1;
	u64 print2;
};

/* Of a transaction that came as far as @trace says. */
struct ref_tags ref_tags_of(const struct twin_world *world,
			    const struct twin_txn *txn,
			    const struct twin_trace *trace);

#endif /* _REF_TAGS_H */
