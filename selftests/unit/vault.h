/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One side of an SMMU, set up once and then left in peace: streams of every
 * Config, warm caches, clients that wait for their stalls to end, events that
 * nobody has read. And all that the other side must not change of it, to be
 * compared with what it was. Single threaded.
 */
#ifndef _UNIT_VAULT_H
#define _UNIT_VAULT_H

#include "stage2_kit.h"
#include "stall_kit.h"

#define VAULT_STREAMS	4
#define VAULT_STALLS	2
#define VAULT_STALL_SID	VAULT_STREAMS
#define VAULT_STAGS	6	/* IDR5.STALL_MAX */
#define VAULT_SLOTS	256	/* most slots of a cache */
#define VAULT_CACHES	3	/* TLB, STEs, CDs */

/* What may be different, as a mask */
#define VAULT_REGS	BIT(0)	/* a register */
#define VAULT_INFO	BIT(1)	/* queues, counters */
#define VAULT_STALLED	BIT(2)	/* STAGs in use, clients that wait */
#define VAULT_TLB	BIT(3)	/* an entry is gone */
#define VAULT_CFG	BIT(4)
#define VAULT_WALKS	BIT(5)	/* what its transactions come to */
#define VAULT_MEMORY	BIT(6)

/**
 * struct vault_slot - a slot of a cache that had an entry of this side
 * @there: it had
 * @tlb: TLB
 * @cfg: configuration caches
 */
struct vault_slot {
	bool there;
	struct smmu3_tlb_record tlb;
	struct smmu3_cfg_record cfg;
};

/**
 * struct vault - a side and what it was
 * @side: whose
 * @stream: streams, by StreamID
 * @client: clients that wait
 * @reg: registers, by smmu3_reg_info()
 * @info: queues and counters
 * @slot: TLB, STEs, CDs
 * @entries: entries there were, of all three
 * @memory: RAM, by region of the host; NULL: not compared
 */
struct vault {
	struct side *side;
	struct s2_stream stream[VAULT_STREAMS];
	struct client client[VAULT_STALLS];
	u64 reg[128];
	struct smmu3_bank_info info;
	struct vault_slot slot[VAULT_CACHES][VAULT_SLOTS];
	unsigned int entries;
	u64 *memory[HOST_MAX_REGIONS];
};

/* An SMMU with everything, and caches that the kit can look through. */
struct smmu3_config vault_config(enum smmu3_cache_mode cache);

/* Set up @side, which is booted; its vault stays where it is. */
void vault_build(struct vault *vault, struct side *side);
void vault_free(struct vault *vault);

/* All transactions once; each has to go where its tables say. */
void vault_warm(struct vault *vault);

/* Remember everything, caches alone; the log is empty then. */
void vault_take(struct vault *vault);
void vault_take_caches(struct vault *vault);

/*
 * What is different: the caches alone, where an entry of the other side may
 * have taken a slot; all but memory; memory alone.
 */
unsigned int vault_evicted(struct vault *vault);
unsigned int vault_diff(struct vault *vault);
unsigned int vault_diff_memory(struct vault *vault);

#endif /* _UNIT_VAULT_H */
