/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The oracle: what must become of a transaction on an SMMU with stage 1 only,
 * no caches at all. Slow, flat, in the order of the architecture's text.
 */
#ifndef _REF_WALK_H
#define _REF_WALK_H

#include "evt.h"
#include "id.h"

/**
 * struct ref_world - everything that decides about a transaction
 * @id: identity
 * @smmuen: CR0.SMMUEN
 * @gbpa: GBPA
 * @cr2: CR2
 * @strtab_base: STRTAB_BASE
 * @strtab_cfg: STRTAB_BASE_CFG
 * @read64: one aligned word of Non-secure memory; false: external abort
 * @arg: of @read64
 */
struct ref_world {
	const struct ref_id *id;
	bool smmuen;
	u32 gbpa;
	u32 cr2;
	u64 strtab_base;
	u32 strtab_cfg;
	bool (*read64)(void *arg, u64 addr, u64 *value);
	void *arg;
};

/**
 * struct ref_txn - a transaction
 */
struct ref_txn {
	u32 sid;
	bool ssv;
	u32 ssid;
	u64 addr;
	bool write;
	bool priv;
	bool instr;
};

enum ref_fate {
	REF_FORWARD,
	REF_ABORT,
	REF_RAZWI,
};

/**
 * struct ref_outcome - what becomes of it
 * @fate: see there
 * @pa: output address
 * @level: of the leaf descriptor; -1 without a walk
 * @attr: MAIR byte
 * @sh: shareability
 * @global: the leaf has nG clear
 * @event: number of the event, 0: none whatever the queue does
 * @recorded: the event goes to the queue if that takes it
 * @record: the record of @event
 */
struct ref_outcome {
	enum ref_fate fate;
	u64 pa;
	int level;
	u8 attr;
	u8 sh;
	bool global;
	u8 event;
	bool recorded;
	u64 record[REF_EVT_WORDS];
};

void ref_translate(const struct ref_world *world, const struct ref_txn *txn,
		   struct ref_outcome *out);

/* Validity (5.2.2, 5.4.2) of images of 8 words. */
bool ref_ste_is_valid(const struct ref_id *id, const u64 *ste);
bool ref_cd_is_valid(const struct ref_id *id, const u64 *cd);

#endif /* _REF_WALK_H */
