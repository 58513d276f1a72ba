// SPDX-License-Identifier: GPL-2.0
/*
 * The configuration caches (3.21.3, 4.3). Lookup and insertion run in access
 * sections; invalidation under the caller's lock; inspection anywhere. In exact
 * mode invalid STEs and CDs are cached too, as the architecture permits: a
 * missing invalidation shows. In fast mode they are fetched again each time.
 */
#include "cache.h"
#include "cfgcache.h"
#include "inval.h"

#define TAG_SEC		GENMASK_ULL(2, 1)
#define TAG_SSID	GENMASK_ULL(31, 12)
#define TAG_SID		GENMASK_ULL(63, 32)

/* More StreamIDs than this in one command outdate all of them, fast mode. */
#define MAX_STAMPED	16

#define STE_WORDS	SMMU3_RECORD_WORDS_OF(struct smmu3_stream)
#define CD_WORDS	SMMU3_RECORD_WORDS_OF(struct smmu3_context)

static_assert(STE_WORDS <= SMMU3_RECORD_WORDS);
static_assert(CD_WORDS <= SMMU3_RECORD_WORDS);

size_t smmu3_cfgcache_bytes(const struct smmu3_config *config)
{
	return smmu3_cache_bytes(config->cfg_log2, STE_WORDS) +
	       smmu3_cache_bytes(config->cfg_log2, CD_WORDS);
}

void smmu3_cfgcache_init(struct smmu3 *smmu, void *mem)
{
	u32 log2 = smmu->config.cfg_log2;

	smmu3_cache_init(&smmu->ste, mem, log2, STE_WORDS);
	smmu3_cache_init(&smmu->cd,
			 (char *)mem + smmu3_cache_bytes(log2, STE_WORDS), log2,
			 CD_WORDS);
}

static bool is_exact(const struct smmu3 *smmu)
{
	return smmu->config.cache == SMMU3_CACHE_EXACT;
}

static u64 tag_of(const struct smmu3_txn *txn, u32 index)
{
	return SMMU3_TAG_VALID | FIELD_PREP(TAG_SEC, txn->sec_sid) |
	       FIELD_PREP(TAG_SSID, index) | FIELD_PREP(TAG_SID, txn->sid);
}

static u32 stamp_of(u32 sid)
{
	return hash_32(sid, SMMU3_CFG_STAMP_BITS);
}

/* Is @record still good for a section that began at clock value @birth? */
static bool is_alive(const struct smmu3 *smmu, const union smmu3_record *record,
		     u64 birth)
{
	const struct smmu3_cfg_stamps *stamps = &smmu->cfg_stamps;
	u64 sid = FIELD_GET(TAG_SID, record->tag);
	u64 sec = FIELD_GET(TAG_SEC, record->tag);

	if (is_exact(smmu))
		return record->stamp >= birth;
	return record->stamp >= READ_ONCE(stamps->all[sec]) &&
	       record->stamp >= READ_ONCE(stamps->sid[sec][stamp_of(sid)]);
}

static inline bool find(const struct smmu3 *smmu,
			const struct smmu3_cache *cache, unsigned int words,
			u64 tag, u64 birth, union smmu3_record *record)
{
	struct smmu3_slot *slot = smmu3_cache_set(cache, words, tag);
	unsigned int way;

	for (way = 0; way < SMMU3_CACHE_WAYS; way++) {
		if (smmu3_slot_tag(slot) == tag &&
		    smmu3_slot_read(slot, record, words) &&
		    record->tag == tag && is_alive(smmu, record, birth))
			return true;
		slot = smmu3_slot_next(slot, words);
	}
	return false;
}

bool smmu3_cfgcache_find_stream(const struct smmu3 *smmu,
				const struct smmu3_xact *x,
				struct smmu3_stream *stream)
{
	union smmu3_record record;

	if (!find(smmu, &smmu->ste, STE_WORDS, tag_of(&x->txn, 0), x->birth.cfg,
		  &record))
		return false;
	memcpy(stream, record.data, sizeof(*stream));
	return true;
}

bool smmu3_cfgcache_find_context(const struct smmu3 *smmu,
				 const struct smmu3_xact *x, u32 index,
				 struct smmu3_context *context)
{
	union smmu3_record record;

	if (!find(smmu, &smmu->cd, CD_WORDS, tag_of(&x->txn, index),
		  x->birth.cfg, &record))
		return false;
	memcpy(context, record.data, sizeof(*context));
	return true;
}

static enum smmu3_cache_verdict judge(const struct smmu3 *smmu,
				      const union smmu3_record *old,
				      const union smmu3_record *new)
{
	if (old->tag == new->tag)
		return SMMU3_CACHE_SAME;
	if (!(old->tag & SMMU3_TAG_VALID) || !is_alive(smmu, old, new->stamp))
		return SMMU3_CACHE_DEAD;
	return SMMU3_CACHE_KEEP;
}

static void add(const struct smmu3 *smmu, const struct smmu3_cache *cache,
		const struct smmu3_xact *x, u32 index, const void *data,
		size_t size)
{
	union smmu3_record record = {
		.tag = tag_of(&x->txn, index),
		.stamp = x->birth.cfg,
	};

	memcpy(record.data, data, size);
	smmu3_cache_insert(smmu, cache, record.tag, &record, judge);
}

void smmu3_cfgcache_add_stream(const struct smmu3 *smmu,
			       const struct smmu3_xact *x,
			       const struct smmu3_stream *stream)
{
	if (!stream->event || is_exact(smmu))
		add(smmu, &smmu->ste, x, 0, stream, sizeof(*stream));
}

void smmu3_cfgcache_add_context(const struct smmu3 *smmu,
				const struct smmu3_xact *x, u32 index,
				const struct smmu3_context *context)
{
	if (!context->event || is_exact(smmu))
		add(smmu, &smmu->cd, x, index, context, sizeof(*context));
}

int smmu3_cfg_slot(struct smmu3 *smmu, enum smmu3_cfg_kind kind,
		   unsigned int index, struct smmu3_cfg_record *rec)
{
	const struct smmu3_cache *cache = kind == SMMU3_CFG_STE ? &smmu->ste :
								  &smmu->cd;
	union smmu3_record record;

	if (index >= smmu3_cache_slots(cache))
		return -1;
	if (!smmu3_slot_read(smmu3_cache_slot(cache, cache->words, index),
			     &record, cache->words) ||
	    !(record.tag & SMMU3_TAG_VALID) ||
	    !is_alive(smmu, &record, READ_ONCE(smmu->clocks.cfg)))
		return 0;
	*rec = (struct smmu3_cfg_record) {
		.kind = kind,
		.sec_sid = FIELD_GET(TAG_SEC, record.tag),
		.sid = FIELD_GET(TAG_SID, record.tag),
		.ssid = FIELD_GET(TAG_SSID, record.tag),
	};
	return 1;
}

static bool is_in_range(const struct smmu3_cfgi *what,
			const union smmu3_record *record)
{
	u64 sid = FIELD_GET(TAG_SID, record->tag);

	return FIELD_GET(TAG_SEC, record->tag) == what->sec_sid &&
	       sid >= what->first && sid <= what->last;
}

static bool names_ste(const void *arg, const union smmu3_record *record)
{
	const struct smmu3_cfgi *what = arg;

	return what->ste && is_in_range(what, record);
}

static bool names_cd(const void *arg, const union smmu3_record *record)
{
	const struct smmu3_cfgi *what = arg;

	return is_in_range(what, record) &&
	       (!what->one_cd ||
		FIELD_GET(TAG_SSID, record->tag) == what->ssid);
}

/* Stamps do not tell STEs from CDs, nor CDs of a stream from each other. */
static void stamp(struct smmu3 *smmu, const struct smmu3_cfgi *what, u64 now)
{
	struct smmu3_cfg_stamps *stamps = &smmu->cfg_stamps;
	u32 i;

	if (what->last - what->first >= MAX_STAMPED) {
		WRITE_ONCE(stamps->all[what->sec_sid], now);
		return;
	}
	for (i = 0; i <= what->last - what->first; i++)
		WRITE_ONCE(stamps->sid[what->sec_sid][stamp_of(what->first + i)],
			   now);
}

void smmu3_cfgcache_inval(struct smmu3 *smmu, const struct smmu3_cfgi *what)
{
	u64 now = smmu->clocks.cfg;

	if (is_exact(smmu)) {
		smmu3_cache_age(&smmu->ste, now, names_ste, what);
		smmu3_cache_age(&smmu->cd, now, names_cd, what);
	} else {
		stamp(smmu, what, now + 1);
	}
	smmu3_cache_tick(smmu, &smmu->clocks.cfg);
}
