/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The mechanism that the configuration caches and the TLB share: slots in sets
 * of four, read and written without a lock (seq.h). How long a record is, what
 * it means and until when it is valid is its owner's business.
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
 * @word: the record, as many words as those of the cache have
 */
struct smmu3_slot {
	u32 seq;
	u32 reserved;
	u64 word[];
};

/* Bytes from one slot to the next: whole cache lines. */
#define SMMU3_SLOT_SIZE(words) \
	ALIGN(sizeof(struct smmu3_slot) + (words) * sizeof(u64), 64)

/* Words of a record that holds @type. */
#define SMMU3_RECORD_WORDS_OF(type) \
	(DIV_ROUND_UP(sizeof(type), sizeof(u64)) + SMMU3_RECORD_HEAD)

/* How a record stands towards one that looks for a place. */
enum smmu3_cache_verdict {
	SMMU3_CACHE_KEEP,	/* valid, something else */
	SMMU3_CACHE_DEAD,	/* empty or no longer valid */
	SMMU3_CACHE_SAME,	/* holds the same thing */
};

/*
 * A cache knows how many words its records have, but those who look something up
 * know it when they are compiled: @words is that number.
 */

static inline unsigned int smmu3_cache_slots(const struct smmu3_cache *cache)
{
	return BIT(cache->set_bits) * SMMU3_CACHE_WAYS;
}

static inline struct smmu3_slot *
smmu3_cache_slot(const struct smmu3_cache *cache, unsigned int words,
		 unsigned int index)
{
	return (void *)((char *)cache->mem + index * SMMU3_SLOT_SIZE(words));
}

/* The first slot of the set for things of hash key @key. */
static inline struct smmu3_slot *
smmu3_cache_set(const struct smmu3_cache *cache, unsigned int words, u64 key)
{
	u64 set = cache->set_bits ? hash_64(key, cache->set_bits) : 0;

	return smmu3_cache_slot(cache, words, set * SMMU3_CACHE_WAYS);
}

static inline struct smmu3_slot *smmu3_slot_next(struct smmu3_slot *slot,
						 unsigned int words)
{
	return (void *)((char *)slot + SMMU3_SLOT_SIZE(words));
}

/* The tag as it is now, to find out cheaply what is not worth a copy. */
static inline u64 smmu3_slot_tag(const struct smmu3_slot *slot)
{
	return READ_ONCE(slot->word[0]);
}

/* False: somebody is writing. */
static inline bool smmu3_slot_read(const struct smmu3_slot *slot,
				   union smmu3_record *record,
				   unsigned int words)
{
	return smmu3_seq_read(&slot->seq, slot->word, record->word, words);
}

/* A cache of 2^@log2 records of @words words each, in zeroed memory. */
size_t smmu3_cache_bytes(u32 log2, u32 words);
void smmu3_cache_init(struct smmu3_cache *cache, void *mem, u32 log2,
		      u32 words);

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
