/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mechanism that the configuration caches and the TLB share: slots in
 * sets of four, read and written without a lock (seq.h). What a
 * record means and until when it is valid is its owner's business.
 */
#ifndef _SMMU3_CACHE_H
#define _SMMU3_CACHE_H

#include "state.h"

#define SMMU3_CACHE_WAYS	4

/* A tag with this bit clear is an empty slot. */
#define SMMU3_TAG_VALID		BIT_ULL(0)

/**
 * struct smmu3_slot - a place for a record
 * @seq: protects @word
 * @reserved: 0
 * @word: the record
 */
struct smmu3_slot {
	u32 seq;
	u32 reserved;
	u64 word[SMMU3_RECORD_WORDS];
};
static_assert(sizeof(struct smmu3_slot) == 128);

/* How a record stands towards one that looks for a place. */
enum smmu3_cache_verdict {
	SMMU3_CACHE_KEEP,	/* valid, something else */
	SMMU3_CACHE_DEAD,	/* empty or no longer valid */
	SMMU3_CACHE_SAME,	/* holds the same thing */
};

/* The set of slots for things of hash key @key. */
static inline struct smmu3_slot *smmu3_cache_set(const struct smmu3_cache *cache,
						 u64 key)
{
	u64 set = cache->set_bits ? hash_64(key, cache->set_bits) : 0;

	return &cache->slot[set * SMMU3_CACHE_WAYS];
}

static inline unsigned int smmu3_cache_slots(const struct smmu3_cache *cache)
{
	return BIT(cache->set_bits) * SMMU3_CACHE_WAYS;
}

/* The tag as it is now, to find out cheaply what is not worth a copy. */
static inline u64 smmu3_slot_tag(const struct smmu3_slot *slot)
{
	return READ_ONCE(slot->word[0]);
}

/* False: somebody is writing. */
static inline bool smmu3_slot_read(const struct smmu3_slot *slot,
				   union smmu3_record *record)
{
	return smmu3_seq_read(&slot->seq, slot->word, record->word,
			      SMMU3_RECORD_WORDS);
}

size_t smmu3_cache_bytes(u32 log2);
void smmu3_cache_init(struct smmu3_cache *cache, void *mem, u32 log2);

/*
 * Put @record into the set of @key: in the place of the same thing, else of
 * something dead, else in turn. @judge says what an old record is. Does nothing
 * if another CPU is writing there.
 */
void smmu3_cache_insert(const struct smmu3 *smmu,
			const struct smmu3_cache *cache, u64 key,
			const union smmu3_record *record,
			enum smmu3_cache_verdict
			(*judge)(const struct smmu3 *smmu,
				 const union smmu3_record *old,
				 const union smmu3_record *new));

/*
 * Exact mode (locked): let every record that is valid at clock value @now live
 * on at @now + 1, except those that @named says yes to.
 */
void smmu3_cache_age(const struct smmu3_cache *cache, u64 now,
		     bool (*named)(const void *what,
				   const union smmu3_record *record),
		     const void *what);

/*
 * Make an invalidation effective (locked), after all stamps of value
 * *@clock + 1 have been written.
 */
void smmu3_cache_tick(struct smmu3 *smmu, u64 *clock);

#endif /* _SMMU3_CACHE_H */
