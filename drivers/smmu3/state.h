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
 * Why a stale entry is never used: an invalidation first advances a clock, and
 * an entry carries the value of that clock from before the first fetch of its
 * walk. A walk that the invalidation overtook inserts an entry that is too old
 * from the beginning.
 */
#ifndef _SMMU3_STATE_H
#define _SMMU3_STATE_H

#include "regtab.h"
#include "seq.h"
#include "smmu3.h"

/* StreamWorld (3.3.3), as far as translation regimes differ. */
enum smmu3_world {
	SMMU3_WORLD_NS_EL1,
	SMMU3_WORLD_NS_EL2,
	SMMU3_WORLD_NS_EL2_E2H,
	SMMU3_WORLD_S_EL1,	/* the architecture calls it "Secure" */
	SMMU3_WORLD_S_EL2,
	SMMU3_WORLD_S_EL2_E2H,
	SMMU3_WORLD_EL3,
	SMMU3_NR_WORLDS,
};

/**
 * struct smmu3_live - what transactions have to know of a bank
 * @strtab_base: first byte of the stream table, aligned as 6.3.24 says
 * @gbpa: GBPA as software reads it
 * @smmuen: SMMUEN, acknowledged
 * @recinvsid: CR2.RECINVSID
 * @two_level: the stream table has two levels
 * @log2size: effective LOG2SIZE, at most SIDSIZE
 * @split: SPLIT: 6, 8 or 10
 * @pad: 0
 */
struct smmu3_live {
	u64 strtab_base;
	u32 gbpa;
	u8 smmuen;
	u8 recinvsid;
	u8 two_level;
	u8 log2size;
	u8 split;
	u8 pad[7];
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
};

struct smmu3_ste_entry;		/* cfgcache.h */
struct smmu3_cd_entry;
struct smmu3_tlb_entry;		/* tlb.h */

#define SMMU3_STAMP_BITS	8

/**
 * struct smmu3_stamps - when tags were last invalidated, fast mode
 * @world: by StreamWorld, everything of it
 * @tag: by hash of what an invalidation may name besides: StreamID; VMID; ASID;
 *	2 MiB of address space
 *
 * Values are those of the clock right after the invalidation. Written under the
 * lock, read without.
 */
struct smmu3_stamps {
	u64 world[SMMU3_NR_WORLDS];
	u64 tag[BIT(SMMU3_STAMP_BITS)];
};

/**
 * struct smmu3 - an SMMU
 * @config: its identity
 * @ops: the host
 * @host: the host's argument
 * @bank: programming interfaces, by Security state
 * @inval_pending: something was invalidated since the last drain (locked)
 * @clocks: invalidation clocks: written under the lock, read without
 * @cfg_stamps: fast mode, configuration caches
 * @tlb_stamps: fast mode, TLB
 * @ste: STE cache, 2^config.cfg_log2 entries
 * @cd: CD cache, as many
 * @tlb: TLB, 2^config.tlb_log2 entries
 */
struct smmu3 {
	struct smmu3_config config;
	const struct smmu3_host_ops *ops;
	void *host;
	struct smmu3_bank bank[SMMU3_NR_PAS];
	bool inval_pending;
	struct smmu3_clocks clocks;
	struct smmu3_stamps cfg_stamps;
	struct smmu3_stamps tlb_stamps;
	struct smmu3_ste_entry *ste;
	struct smmu3_cd_entry *cd;
	struct smmu3_tlb_entry *tlb;
};

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
