/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A generator of worlds: stream tables, STEs, CD tables, CDs and translation
 * tables of both stages, for both Security states, by an identity and a seed.
 * Mostly right and well connected, sometimes with a bit flipped, sometimes
 * garbage. It needs a host's memory and no SMMU.
 *
 * A family is what belongs to one view of the memory: CDs, and tables of both
 * stages. What its stage 2 maps is at other IPAs than PAs; only the first
 * family is there without stage 2, too, and has IPAs that are PAs.
 *
 * Caches may hold everything that is made here: CDs have ASIDs of their own,
 * each regime of stage 2 has a VMID of its own, and global mappings are only
 * where the CDs that may find them agree. Damage breaks that now and then.
 */
#ifndef _UNIT_GEN_H
#define _UNIT_GEN_H

#include "host.h"
#include "rng.h"

#include "../ref/space.h"
#include "../ref/structs.h"
#include "../ref/twin.h"

/* RAM that a generator adds to the host, in both PA spaces */
#define GEN_BASE	0x90000000ULL
#define GEN_SIZE	0x04000000ULL

#define GEN_SIDS	16
#define GEN_CDS		64	/* of a family */
#define GEN_SHARED	16	/* of these: share their upper half */
#define GEN_FAMILIES	2
#define GEN_S1		4	/* spaces of stage 1 of a family */
#define GEN_S2		3	/* and of stage 2 */
#define GEN_REGIMES	6
#define GEN_VAS		12	/* mapped addresses of each space */
#define GEN_FLIPS	8

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
 * struct gen_family - see above
 * @side: whose
 * @bias: IPA minus PA
 * @cds: the CDs, a page, aligned for either format
 * @l1cds: level 1 of CD tables
 * @s1: stage 1; the first is the upper half that CDs share
 * @s2: stage 2
 * @shared: what the CDs with that upper half have in common
 */
struct gen_family {
	struct gen_side *side;
	u64 bias;
	u64 cds;
	u64 l1cds;
	struct gen_space s1[GEN_S1];
	struct gen_space s2[GEN_S2];
	u64 shared[REF_CD_WORDS];
};

/* A setting of stage 2: what an STE has for it */
struct gen_regime {
	unsigned int family;
	u16 vmid;
	u64 ste[REF_STE_WORDS];
};

/* A word with a flipped bit that can be flipped back */
struct gen_flip {
	enum twin_space space;
	u64 addr;
	unsigned int bit;
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
 * @aset: ASET of the CDs that share globals
 * @asid_high: upper byte of ASIDs, 0 if there is none
 * @vmid: of streams of stage 1 alone
 * @family: see there
 * @regime: see there
 * @flip: bits that are wrong
 * @flips: how many
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
	bool aset;
	unsigned int asid_high;
	u16 vmid;
	struct gen_family family[GEN_FAMILIES];
	struct gen_regime regime[GEN_REGIMES];
	struct gen_flip flip[GEN_FLIPS];
	unsigned int flips;
};

/**
 * struct gen - see above
 * @host: memory
 * @rng: the seed
 * @id: what may be used
 * @side: by Security state; the Secure one is empty if there is none
 * @changes: told about memory that is about to change, NULL if nobody cares
 * @arg: of @changes
 */
struct gen {
	struct host *host;
	struct rng *rng;
	struct twin_id id;
	struct gen_side side[TWIN_SPACES];
	void (*changes)(void *arg, enum twin_space space, u64 addr, u64 size);
	void *arg;
};

/* Adds RAM and fills it. The generator stays where it is. */
void gen_init(struct gen *gen, struct host *host, struct rng *rng,
	      const struct twin_id *id);

/* Tables are made until the RAM is full: time for another world. */
bool gen_full(const struct gen *gen);

/* What STRTAB_BASE and STRTAB_BASE_CFG have to be. */
u64 gen_strtab_base(const struct gen_side *side);
u32 gen_strtab_cfg(const struct gen_side *side);

/* Make something anew. */
void gen_mutate(struct gen_side *side);
/* Another leaf for one address of a space of either stage. */
void gen_mutate_leaf(struct gen_side *side, bool stage2);
/* Flip a bit; take one of those back. */
void gen_flip(struct gen_side *side, enum twin_space space, u64 addr);
void gen_unflip(struct gen_side *side);

/* A leaf as before the SMMU set its flags; it is of stage 2 if @stage2. */
void gen_reset_flags(struct gen_side *side, enum twin_space space, u64 addr,
		     bool stage2);

/* Memory that aborts, now and then; heals what was before. */
void gen_failure(struct gen_side *side);
/* This word aborts, until then. */
void gen_fail(struct gen_side *side, enum twin_space space, u64 addr);

/* A transaction, and another one of the same stream and substream. */
struct twin_txn gen_txn(struct gen_side *side);
void gen_next_txn(struct gen_side *side, struct twin_txn *txn);

#endif /* _UNIT_GEN_H */
