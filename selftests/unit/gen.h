/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A generator of worlds: stream tables, STEs, CD tables, CDs and translation
 * tables of both stages, for both Security states, by an identity and a seed.
 * Mostly right and well connected, sometimes with a bit flipped, sometimes
 * garbage. It needs a host's memory and no SMMU.
 *
 * IPAs are PAs where stage 2 maps them at all, so that the same tables serve
 * with and without stage 2.
 */
#ifndef _UNIT_GEN_H
#define _UNIT_GEN_H

#include "host.h"
#include "rng.h"

#include "../ref/space.h"
#include "../ref/twin.h"

/* RAM that a generator adds to the host, in both PA spaces */
#define GEN_BASE	0x90000000ULL
#define GEN_SIZE	0x02000000ULL

#define GEN_SIDS	16
#define GEN_CDS		64	/* a CD table of one page */
#define GEN_SPACES	6	/* of each stage */
#define GEN_VAS		12	/* mapped addresses of each space */

struct gen;

/* One address space, and addresses that it maps. */
struct gen_space {
	struct ref_space tables;
	unsigned int txsz;
	unsigned int sl0;
	u64 ia[GEN_VAS];
	unsigned int level[GEN_VAS];
};

/**
 * struct gen_side - the structures of one Security state
 * @gen: the generator
 * @space: which state
 * @heap: next free byte for tables
 * @mapped: end of what stage 2 maps
 * @strtab: linear table, or level 1
 * @stes: the STEs of both formats
 * @two_level: stream table format
 * @split: SPLIT, if @two_level
 * @cds: a page of CDs
 * @l1cds: a table of L1CDs
 * @s1: stage 1
 * @s2: stage 2
 */
struct gen_side {
	struct gen *gen;
	enum twin_space space;
	u64 heap;
	u64 mapped;
	u64 strtab;
	u64 stes;
	bool two_level;
	unsigned int split;
	u64 cds;
	u64 l1cds;
	struct gen_space s1[GEN_SPACES];
	struct gen_space s2[GEN_SPACES];
};

/**
 * struct gen - see above
 * @host: memory
 * @rng: the seed
 * @id: what may be used
 * @side: by Security state
 */
struct gen {
	struct host *host;
	struct rng *rng;
	struct twin_id id;
	struct gen_side side[TWIN_SPACES];
};

/* Adds RAM and fills it. The generator stays where it is. */
void gen_init(struct gen *gen, struct host *host, struct rng *rng,
	      const struct twin_id *id);

/* What STRTAB_BASE and STRTAB_BASE_CFG have to be. */
u64 gen_strtab_base(const struct gen_side *side);
u32 gen_strtab_cfg(const struct gen_side *side);

/* Make something anew. */
void gen_mutate(struct gen_side *side);

/* Memory that aborts, now and then; heals what was before. */
void gen_failure(struct gen_side *side);

/* A transaction, and another one of the same stream and substream. */
struct twin_txn gen_txn(struct gen_side *side);
void gen_next_txn(struct gen_side *side, struct twin_txn *txn);

#endif /* _UNIT_GEN_H */
