// SPDX-License-Identifier: GPL-2.0
/*
 * Slots of records in sets of four: insertion, and the protocol by which an
 * invalidation becomes effective. Lookup is inline, in its owners (cfgcache.c,
 * tlb.c). Insertion runs in access sections, on any number of CPUs; the rest
 * under the caller's lock.
 */
#include "cache.h"
#include "inval.h"

static_assert(sizeof(union smmu3_record) ==
	      SMMU3_RECORD_WORDS * sizeof(u64));

size_t smmu3_cache_bytes(u32 log2, u32 words)
{
	return BIT(log2) * SMMU3_SLOT_SIZE(words);
}

void smmu3_cache_init(struct smmu3_cache *cache, void *mem, u32 log2,
		      u32 words)
{
	cache->mem = mem;
	cache->set_bits = log2 - ilog2(SMMU3_CACHE_WAYS);
	cache->words = words;
}

/* Every insertion adds 2 to one of the numbers: the set's own round robin. */
static struct smmu3_slot *next_slot(struct smmu3_slot *set, unsigned int words)
{
	struct smmu3_slot *slot = set;
	unsigned int way, sum = 0;

	for (way = 0; way < SMMU3_CACHE_WAYS; way++) {
		sum += READ_ONCE(slot->seq) / 2;
		slot = smmu3_slot_next(slot, words);
	}
	for (slot = set; sum % SMMU3_CACHE_WAYS; sum--)
		slot = smmu3_slot_next(slot, words);
	return slot;
}

void smmu3_cache_insert(const struct smmu3 *smmu,
			const struct smmu3_cache *cache, u64 key,
			const union smmu3_record *record,
			enum smmu3_cache_verdict
			(*judge)(const struct smmu3 *smmu,
				 const union smmu3_record *old,
				 const union smmu3_record *new))
{
	struct smmu3_slot *slot = smmu3_cache_set(cache, cache->words, key);
	enum smmu3_cache_verdict verdict, best = SMMU3_CACHE_KEEP;
	struct smmu3_slot *victim = next_slot(slot, cache->words);
	u32 begin, seq = READ_ONCE(victim->seq);
	union smmu3_record old;
	unsigned int way;

	for (way = 0; way < SMMU3_CACHE_WAYS; way++) {
		begin = READ_ONCE(slot->seq);
		verdict = smmu3_slot_read(slot, &old, cache->words) ?
			  judge(smmu, &old, record) : SMMU3_CACHE_KEEP;
		if (verdict > best) {
			best = verdict;
			victim = slot;
			seq = begin;
		}
		slot = smmu3_slot_next(slot, cache->words);
	}
	smmu3_seq_write(&victim->seq, seq, victim->word, record->word,
			cache->words);
}

/*
 * A record that was valid has the stamp @now; an older one is dead and stays
 * so. Whoever replaces a record under our hands wins: what he writes carries a
 * stamp that says the right thing.
 */
static void age_slot(struct smmu3_slot *slot, unsigned int words, u64 now,
		     bool (*named)(const void *what,
				   const union smmu3_record *record),
		     const void *what)
{
	u32 begin = READ_ONCE(slot->seq);
	union smmu3_record record;

	if (!smmu3_slot_read(slot, &record, words) ||
	    !(record.tag & SMMU3_TAG_VALID) || record.stamp != now ||
	    named(what, &record))
		return;
	record.stamp = now + 1;
	smmu3_seq_write(&slot->seq, begin, slot->word, record.word, words);
}

void smmu3_cache_age(const struct smmu3_cache *cache, u64 now,
		     bool (*named)(const void *what,
				   const union smmu3_record *record),
		     const void *what)
{
	struct smmu3_slot *slot;
	unsigned int i;

	for (i = 0; i < smmu3_cache_slots(cache); i++) {
		slot = smmu3_cache_slot(cache, cache->words, i);
		if (smmu3_slot_tag(slot) & SMMU3_TAG_VALID)
			age_slot(slot, cache->words, now, named, what);
	}
}

/*
 * The clock goes last: a transaction that reads the old value can only make
 * records that are dead already, and its fault is dropped by smmu3_settle().
 */
void smmu3_cache_tick(struct smmu3 *smmu, u64 *clock)
{
	/*
	 * Pairs with the acquires of smmu3_clocks_read(): who reads the new
	 * value sees all stamps, so it cannot build a new record out of a stale
	 * one, and sees what software wrote to memory before it sent the
	 * command.
	 */
	smp_store_release(clock, *clock + 1);
	/*
	 * Pairs with the full barrier between the announcement of an access
	 * section and its first read of a clock: a section that did not see the
	 * new value is seen, and waited for, by the drain of the next CMD_SYNC.
	 */
	smp_mb();
	smmu->inval_pending = true;
}

void smmu3_inval_drain(struct smmu3 *smmu)
{
	if (!smmu->inval_pending)
		return;
	smmu->ops->drain(smmu->host);
	smmu->inval_pending = false;
}
