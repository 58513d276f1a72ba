/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an invalidation names, decoded: commands build these, the caches carry
 * them out. All calls locked; the effect on transactions in flight is complete
 * after the next drain.
 */
#ifndef _SMMU3_INVAL_H
#define _SMMU3_INVAL_H

#include "state.h"
#include "vmsa.h"

/**
 * struct smmu3_cfgi - configuration to drop (4.3)
 * @sec_sid: Security state of the streams
 * @first: first StreamID
 * @last: last StreamID, inclusive
 * @ste: drop STEs, and with them the CDs; else CDs only
 * @one_cd: only the CD of index @ssid
 * @ssid: SubstreamID
 */
struct smmu3_cfgi {
	enum smmu3_pas sec_sid;
	u32 first;
	u32 last;
	bool ste;
	bool one_cd;
	u32 ssid;
};

void smmu3_cfgcache_inval(struct smmu3 *smmu, const struct smmu3_cfgi *what);

/* Which stages made an entry. */
enum smmu3_tlbi_stages {
	SMMU3_TLBI_ANY_STAGE,
	SMMU3_TLBI_STAGE1,	/* stage 1, alone or with stage 2 */
	SMMU3_TLBI_STAGE2,	/* stage 2 alone: entries by IPA */
};

/**
 * struct smmu3_tlbi - translations to drop (4.4)
 * @worlds: mask of BIT(enum smmu3_world); 0 names nothing, and yet the faults
 *	of transactions in flight are dropped, as with every invalidation
 * @stages: only entries made by these
 * @by_space: only entries whose IPA is in the Non-secure space of the regime,
 *	or in its own one, as @ns says
 * @ns: see @by_space
 * @by_vmid: only entries whose VMID equals @vmid in the bits of @vmid_mask, all
 *	of worlds with VMIDs; if not, but @by_asid or @by_addr, there are none:
 *	the entries have the tag 0
 * @vmid: VMID
 * @vmid_mask: bits to compare: all but some of the lowest
 * @by_asid: only entries of @asid
 * @asid: ASID
 * @globals: with @by_asid, entries that match every ASID too
 * @by_addr: only entries that overlap [@first, @last]
 * @first: first byte
 * @last: last byte, inclusive
 * @granule: log2 of the granule of the entries, 0: any
 * @level: level of the leaf (TTL), 0: any
 */
struct smmu3_tlbi {
	u32 worlds;
	enum smmu3_tlbi_stages stages;
	bool by_space;
	bool ns;
	bool by_vmid;
	u16 vmid;
	u16 vmid_mask;
	bool by_asid;
	u16 asid;
	bool globals;
	bool by_addr;
	u64 first;
	u64 last;
	u8 granule;
	u8 level;
};

/* The addresses of a TLBI as entries made under TBI see them. */
static inline void smmu3_tlbi_strip_tag(u64 *first, u64 *last)
{
	u64 length = *last - *first;

	*first = smmu3_vmsa_canonical(*first);
	if (check_add_overflow(*first, length, last))
		*last = ~0ULL;
}

void smmu3_tlb_inval(struct smmu3 *smmu, const struct smmu3_tlbi *what);

/* Drop everything that is cached for the streams of a Security state. */
void smmu3_inval_state(struct smmu3 *smmu, enum smmu3_pas sec_sid);

/* Drop everything that is cached (6.3.62). */
void smmu3_inval_all(struct smmu3 *smmu);

/* Wait for transactions that may still use what was invalidated before. */
void smmu3_inval_drain(struct smmu3 *smmu);

#endif /* _SMMU3_INVAL_H */
