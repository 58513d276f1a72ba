/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an invalidation drops (4.3, 4.4): for one cached thing and one command,
 * whether it has to go, may go, or has no business to go. Typed from the
 * architecture, one condition after the other.
 */
#ifndef _REF_INVAL_H
#define _REF_INVAL_H

#include "legal.h"

/* StreamWorlds (3.3.3) */
enum ref_streamworld {
	REF_NS_EL1,
	REF_NS_EL2,
	REF_NS_EL2_E2H,
	REF_S_EL1,
	REF_S_EL2,
	REF_S_EL2_E2H,
	REF_EL3,
	REF_NR_WORLDS,
};

/**
 * struct ref_tlb_entry - a translation, as the architecture sees it
 * @world: StreamWorld
 * @vmid: VMID, 0 if there is none
 * @asid: ASID, 0 if the world has none
 * @global: matches every ASID
 * @stage2: of stage 2 alone: no ASID, and addresses are IPAs
 * @ns_ipa: of stage 2, Secure: the IPA is in the Non-secure space
 * @nested: of both stages; descriptor and granule are those of stage 1
 * @part: nested: first address of what a descriptor of stage 2 maps of it
 * @part_log2: log2 of the bytes there, at most what stage 1 maps
 * @part_granule: log2 of the granule of stage 2
 * @first: first address that the descriptor maps
 * @level: level of the descriptor
 * @granule: log2 of the granule
 *
 * A part of what stage 1 maps is dropped with the whole (Arm ARM D8.13).
 */
struct ref_tlb_entry {
	enum ref_streamworld world;
	u16 vmid;
	u16 asid;
	bool global;
	bool stage2;
	bool ns_ipa;
	bool nested;
	u64 part;
	unsigned int part_log2;
	unsigned int part_granule;
	u64 first;
	unsigned int level;
	unsigned int granule;
};

/**
 * struct ref_inval - what a TLBI depends on, besides its own fields
 * @have: ID registers
 * @secure: comes from the Secure queue
 * @e2h: CR2.E2H
 * @s_e2h: S_CR2.E2H
 * @vmw: CR0.VMW
 * @s_vmw: S_CR0.VMW
 * @asid16: IDR0.ASID16
 * @vmid16: IDR0.VMID16
 */
struct ref_inval {
	struct ref_features have;
	bool secure;
	bool e2h;
	bool s_e2h;
	unsigned int vmw;
	unsigned int s_vmw;
	bool asid16;
	bool vmid16;
};

enum ref_fate_of_entry {
	REF_STAYS,
	REF_MAY_GO,
	REF_GOES,
};

/* @cmd is legal. */
enum ref_fate_of_entry ref_tlbi_fate(const struct ref_inval *how,
				     const struct ref_cmd *cmd,
				     const struct ref_tlb_entry *entry);

bool ref_world_has_asid(enum ref_streamworld world);
bool ref_world_has_vmid(enum ref_streamworld world);
/* Entries of @world have VMIDs; others are of VMID 0. */
bool ref_tags_vmid(const struct ref_inval *how, enum ref_streamworld world);
bool ref_world_is_secure(enum ref_streamworld world);

/* Bytes that a descriptor of @level maps. */
u64 ref_block_size(unsigned int granule, unsigned int level);

/**
 * struct ref_cfg_entry - a cached STE or CD
 * @cd: a CD; else an STE
 * @secure: of a Secure stream
 * @sid: StreamID
 * @ssid: index of the CD
 */
struct ref_cfg_entry {
	bool cd;
	bool secure;
	u32 sid;
	u32 ssid;
};

/* @cmd, a legal CFGI command, from the Secure queue if @secure. */
enum ref_fate_of_entry ref_cfgi_fate(const struct ref_cmd *cmd, bool secure,
				     const struct ref_cfg_entry *entry);

#endif /* _REF_INVAL_H */
