/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The private state of the model: an SMMU, its banks, its caches.
 *
 * Two worlds meet here. The programming side (registers, commands, events) runs
 * under the caller's lock and owns struct smmu3_bank. The translation side runs
 * in access sections without any lock; of a bank it sees only struct
 * smmu3_live, which the programming side publishes, and it shares the caches,
 * whose entries protect themselves (seq.h).
 *
 * Why a stale entry is never used: an entry carries the value of a clock from
 * before the first fetch of its walk. An invalidation writes stamps of the next
 * clock value that outdate what it names, and then advances the clock. A walk
 * that the invalidation overtook inserts an entry that is too old from the
 * beginning.
 */
#ifndef _SMMU3_STATE_H
#define _SMMU3_STATE_H

#include "regtab.h"
#include "seq.h"
#include "smmu3.h"

/* The Security state that a StreamWorld belongs to. */
static inline enum smmu3_pas smmu3_world_state(enum smmu3_world world)
{
	return world < SMMU3_WORLD_S_EL1 ? SMMU3_PAS_NS : SMMU3_PAS_S;
}

/* The other way round: mask of BIT(enum smmu3_world). */
static inline u32 smmu3_state_worlds(enum smmu3_pas state)
{
	u32 nonsecure = BIT(SMMU3_WORLD_S_EL1) - 1;

	return state == SMMU3_PAS_NS ? nonsecure :
				       (BIT(SMMU3_NR_WORLDS) - 1) & ~nonsecure;
}

/**
 * struct smmu3_live - what transactions have to know of a bank
 * @strtab_base: first byte of the stream table, aligned as 6.3.24 says
 * @gbpa: GBPA as software reads it
 * @idr0: IDR0; STALL_MODEL is that of the bank
 * @idr1: IDR1, which is common to both banks
 * @idr3: IDR3, likewise
 * @idr5: IDR5, likewise
 * @smmuen: SMMUEN, acknowledged
 * @recinvsid: CR2.RECINVSID
 * @two_level: the stream table has two levels
 * @log2size: effective LOG2SIZE, at most SIDSIZE, S_SIDSIZE
 * @split: SPLIT: 6, 8 or 10
 * @sif: S_CR0.SIF
 * @sel2: Secure bank: S_IDR1.SEL2
 * @e2h: CR2.E2H
 * @table: CR1.TABLE_IC, TABLE_OC and TABLE_SH, as they stand together there
 * @sec_sid: enum smmu3_pas of the bank
 * @ssidsize: IDR1.SSIDSIZE
 * @oas: output address size in bits, as IDR5.OAS says; the IAS is the same, as
 *	there is no VMSAv8-32 (3.4)
 */
struct smmu3_live {
	u64 strtab_base;
	u32 gbpa;
	u32 idr0;
	u32 idr1;
	u32 idr3;
	u32 idr5;
	u8 smmuen;
	u8 recinvsid;
	u8 two_level;
	u8 log2size;
	u8 split;
	u8 sif;
	u8 sel2;
	u8 e2h;
	u8 table;
	u8 sec_sid;
	u8 ssidsize;
	u8 oas;
};
#define SMMU3_LIVE_WORDS (sizeof(struct smmu3_live) / sizeof(u64))
static_assert(sizeof(struct smmu3_live) % sizeof(u64) == 0);

union smmu3_live_words {
	struct smmu3_live live;
	u64 word[SMMU3_LIVE_WORDS];
};

/**
 * struct smmu3_bank - one programming interface
 * @id: whose
 * @present: implemented; if not, every register is RES0
 * @reg: register values, by enum smmu3_reg, as software reads them
 * @live_seq: protects @live against readers
 * @live: see struct smmu3_live; written by smmu3_bank_publish() only
 * @commands: consumed since reset
 * @events: recorded since reset
 * @discarded: events discarded since reset
 * @msis: MSIs written or aborted since reset
 *
 * All but @live under the caller's lock.
 */
struct smmu3_bank {
	enum smmu3_pas id;
	bool present;
	u64 reg[SMMU3_NR_REGS];
	u32 live_seq;
	union smmu3_live_words live;
	u64 commands;
	u64 events;
	u64 discarded;
	u64 msis;
};

/* Words of the largest record, and what is left of them for its owner. */
#define SMMU3_RECORD_WORDS	15
#define SMMU3_RECORD_HEAD	2
#define SMMU3_RECORD_DATA	(SMMU3_RECORD_WORDS - SMMU3_RECORD_HEAD)

/**
 * union smmu3_record - what a slot of a cache holds
 * @tag: what it is found by; bit 0: valid
 * @stamp: clock value; see above
 * @data: the owner's; a cache may hold fewer words of it
 * @word: all of it
 */
union smmu3_record {
	struct {
		u64 tag;
		u64 stamp;
		u64 data[SMMU3_RECORD_DATA];
	};
	u64 word[SMMU3_RECORD_WORDS];
};

/**
 * struct smmu3_cache - sets of slots
 * @mem: 2^@set_bits sets of SMMU3_CACHE_WAYS slots each
 * @set_bits: log2 of the number of sets
 * @words: words of its records
 */
struct smmu3_cache {
	void *mem;
	u32 set_bits;
	u32 words;
};

#define SMMU3_CFG_STAMP_BITS	8
#define SMMU3_VMID_STAMP_BITS	8
#define SMMU3_ASID_STAMP_BITS	8
#define SMMU3_REGION_STAMP_BITS	10
#define SMMU3_BLOCK_STAMP_BITS	6

/**
 * struct smmu3_cfg_stamps - fast mode: when configuration was last invalidated
 * @all: everything of a Security state
 * @sid: by hash of the StreamID
 *
 * Of both kinds of stamps: values are those of the clock right after the
 * invalidation, kept apart by Security state, so that the Non-secure side
 * outdates nothing of the Secure one. Written under the lock, read without.
 */
struct smmu3_cfg_stamps {
	u64 all[SMMU3_NR_PAS];
	u64 sid[SMMU3_NR_PAS][BIT(SMMU3_CFG_STAMP_BITS)];
};

/* Entries by VA, and those by IPA: of stage 2 alone. */
#define SMMU3_NR_TLB_KINDS	2

/**
 * struct smmu3_tlb_stamps - fast mode: when translations were last invalidated
 * @world: everything of a StreamWorld
 * @vmid: entries of EL1 by kind, by hash of the VMID
 * @asid: what is not global, by hash of ASID and VMID
 * @region: by hash of 2 MiB of address space, kind and VMID
 * @block: blocks larger than that, by hash of 1 GiB of the same
 */
struct smmu3_tlb_stamps {
	u64 world[SMMU3_NR_WORLDS];
	u64 vmid[SMMU3_NR_PAS][SMMU3_NR_TLB_KINDS][BIT(SMMU3_VMID_STAMP_BITS)];
	u64 asid[SMMU3_NR_PAS][BIT(SMMU3_ASID_STAMP_BITS)];
	u64 region[SMMU3_NR_PAS][BIT(SMMU3_REGION_STAMP_BITS)];
	u64 block[SMMU3_NR_PAS][BIT(SMMU3_BLOCK_STAMP_BITS)];
};

/**
 * struct smmu3_stag - a STAG, which is its index
 * @x: the transaction; NULL: none, or its client went away
 * @sid: StreamID
 * @sec_sid: enum smmu3_pas
 * @busy: recorded, and software has not ended it
 */
struct smmu3_stag {
	struct smmu3_xact *x;
	u32 sid;
	u8 sec_sid;
	bool busy;
};

/**
 * struct smmu3_stalls - stalled transactions (stall.c); under the lock
 * @stag: config.stall_max STAGs
 * @next: where the search for a free one begins
 * @used: STAGs in use, by Security state
 * @first: pending ones, oldest first, by Security state
 * @last: the youngest
 * @pending: how many
 */
struct smmu3_stalls {
	struct smmu3_stag *stag;
	u32 next;
	u32 used[SMMU3_NR_PAS];
	struct smmu3_xact *first[SMMU3_NR_PAS];
	struct smmu3_xact *last[SMMU3_NR_PAS];
	u32 pending[SMMU3_NR_PAS];
};

/**
 * struct smmu3_inject_slot - a place for an injection
 * @what: what goes wrong
 * @id: its number
 * @matched: how often it matched; the only member that sections write
 */
struct smmu3_inject_slot {
	struct smmu3_injection what;
	u32 id;
	atomic64_t matched;
};

/**
 * struct smmu3_injections - faults on purpose (inject.c)
 * @armed: mask of the slots in use, by kind; sections read it
 * @last_id: the number given last
 * @allowance: commands that slow queues may take until the next tick, by bank
 * @slot: places
 */
struct smmu3_injections {
	u32 armed[SMMU3_NR_INJECTS];
	u32 last_id;
	u32 allowance[SMMU3_NR_PAS];
	struct smmu3_inject_slot slot[SMMU3_MAX_INJECTIONS];
};

/**
 * struct smmu3 - an SMMU
 * @config: its identity
 * @ops: the host
 * @host: the host's argument
 * @bank: programming interfaces, by Security state
 * @turn: bank whose command queue comes next (locked)
 * @inval_pending: something was invalidated since the last drain (locked);
 *	smmu3_inval_drain()
 * @clocks: invalidation clocks: written under the lock, read without
 * @cfg_stamps: fast mode, configuration caches
 * @tlb_stamps: fast mode, TLB
 * @inject: faults on purpose
 * @stalls: stalled transactions
 * @ste: STE cache, 2^config.cfg_log2 entries
 * @cd: CD cache, as many
 * @tlb: TLB, 2^config.tlb_log2 entries
 */
struct smmu3 {
	struct smmu3_config config;
	const struct smmu3_host_ops *ops;
	void *host;
	struct smmu3_bank bank[SMMU3_NR_PAS];
	enum smmu3_pas turn;
	bool inval_pending;
	struct smmu3_clocks clocks;
	struct smmu3_cfg_stamps cfg_stamps;
	struct smmu3_tlb_stamps tlb_stamps;
	struct smmu3_injections inject;
	struct smmu3_stalls stalls;
	struct smmu3_cache ste;
	struct smmu3_cache cd;
	struct smmu3_cache tlb;
};

/*
 * Both clocks as they stood at one moment (section), before anything is read
 * that may be invalidated; smmu3_cache_tick().
 *
 * Translations come from configuration, and software invalidates that first:
 * with a new clock of the TLB and an old one of the configuration, what is left
 * of the old configuration would make translations that look new. With two
 * stages CDs come from translations, too, and it is the other way round.
 */
static inline struct smmu3_clocks smmu3_clocks_read(const struct smmu3 *smmu)
{
	struct smmu3_clocks clocks;

	do {
		/* Before the look at the other one, too. */
		clocks.tlb = smp_load_acquire(&smmu->clocks.tlb);
		/* Before the second look at that one. */
		clocks.cfg = smp_load_acquire(&smmu->clocks.cfg);
	} while (READ_ONCE(smmu->clocks.tlb) != clocks.tlb);
	return clocks;
}

/* A consistent copy of what transactions know of a bank (section). */
static inline void smmu3_live_read(const struct smmu3_bank *bank,
				   struct smmu3_live *live)
{
	union smmu3_live_words copy;

	while (!smmu3_seq_read(&bank->live_seq, bank->live.word, copy.word,
			       SMMU3_LIVE_WORDS))
		;
	*live = copy.live;
}

#endif /* _SMMU3_STATE_H */
