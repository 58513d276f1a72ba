/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The naive twin: what must become of a transaction. Both stages, both Security
 * states, no caches at all. Typed from the architecture, slow and flat, in the
 * order of its text; it shares nothing with the model. Not covered: LPAE,
 * addresses above 48 bits, ATS, MPAM, RME, permission indirection.
 */
#ifndef _REF_TWIN_H
#define _REF_TWIN_H

#include "evt.h"

/**
 * struct twin_id - the ID fields that decide about translations
 * @minor: AIDR.ArchMinorRev
 * @s1p: IDR0.S1P
 * @s2p: IDR0.S2P
 * @httu: IDR0.HTTU, 0 to 2
 * @hyp: IDR0.Hyp
 * @atos: IDR0.ATOS
 * @asid16: IDR0.ASID16
 * @vmid16: IDR0.VMID16
 * @cd2l: IDR0.CD2L
 * @stall_model: IDR0.STALL_MODEL; matters only without @secure
 * @term_model: IDR0.TERM_MODEL
 * @st_level: IDR0.ST_LEVEL
 * @rme: IDR0.RME_IMPL
 * @sidsize: IDR1.SIDSIZE
 * @ssidsize: IDR1.SSIDSIZE
 * @perms_ovr: IDR1.ATTR_PERMS_OVR
 * @types_ovr: IDR1.ATTR_TYPES_OVR
 * @had: IDR3.HAD
 * @xnx: IDR3.XNX
 * @fwb: IDR3.FWB
 * @stt: IDR3.STT
 * @e0pd: IDR3.E0PD
 * @epan: IDR3.EPAN
 * @oas: IDR5.OAS, in bits
 * @gran4k: IDR5.GRAN4K
 * @gran16k: IDR5.GRAN16K
 * @gran64k: IDR5.GRAN64K
 * @secure: S_IDR1.SECURE_IMPL
 * @sel2: S_IDR1.SEL2
 * @s_sidsize: S_IDR1.S_SIDSIZE
 * @s_stall_model: S_IDR0.STALL_MODEL
 */
struct twin_id {
	unsigned int minor;
	unsigned int s1p;
	unsigned int s2p;
	unsigned int httu;
	unsigned int hyp;
	unsigned int atos;
	unsigned int asid16;
	unsigned int vmid16;
	unsigned int cd2l;
	unsigned int stall_model;
	unsigned int term_model;
	unsigned int st_level;
	unsigned int rme;
	unsigned int sidsize;
	unsigned int ssidsize;
	unsigned int perms_ovr;
	unsigned int types_ovr;
	unsigned int had;
	unsigned int xnx;
	unsigned int fwb;
	unsigned int stt;
	unsigned int e0pd;
	unsigned int epan;
	unsigned int oas;
	unsigned int gran4k;
	unsigned int gran16k;
	unsigned int gran64k;
	unsigned int secure;
	unsigned int sel2;
	unsigned int s_sidsize;
	unsigned int s_stall_model;
};

/* ID registers as they read, by name. */
struct twin_id_regs {
	u32 idr0, idr1, idr3, idr5, aidr, s_idr0, s_idr1;
};

struct twin_id twin_id_of(const struct twin_id_regs *regs);

/* A PA space, and a Security state; the model numbers them alike. */
enum twin_space {
	TWIN_NS,
	TWIN_S,
	TWIN_SPACES,
};

/* The registers of a bank that decide about translations. */
struct twin_bank {
	u32 cr0;
	u32 cr2;
	u32 gbpa;
	u32 strtab_cfg;
	u64 strtab_base;
};

enum twin_cas {
	TWIN_CAS_DONE,
	TWIN_CAS_CHANGED,	/* somebody else was faster */
	TWIN_CAS_ABORT,
};

/**
 * struct twin_memory - memory, in aligned words of 8 bytes
 * @read8: false: external abort
 * @cas8: replace @old by @next, if it is still there
 * @arg: of both
 */
struct twin_memory {
	bool (*read8)(void *arg, enum twin_space space, u64 addr, u64 *value);
	enum twin_cas (*cas8)(void *arg, enum twin_space space, u64 addr,
			      u64 old, u64 next);
	void *arg;
};

/* What was looked at. */
enum twin_place {
	TWIN_AT_L1STD,
	TWIN_AT_STE,
	TWIN_AT_L1CD,
	TWIN_AT_CD,
	TWIN_AT_STAGE1,
	TWIN_AT_STAGE2,
};

/**
 * struct twin_visit - one structure or descriptor that was read, or would have
 *	been but for an external abort
 * @place: what it is
 * @space: its PA space
 * @addr: its physical address
 * @input: descriptors: the address that this stage translates
 * @ns_ipa: stage 2: @input is in the Non-secure IPA space
 * @class: stage 2: REF_CLASS_* of what @input was wanted for
 * @level: descriptors
 * @granule: descriptors: log2
 * @leaf: this descriptor maps @input
 */
struct twin_visit {
	enum twin_place place;
	enum twin_space space;
	u64 addr;
	u64 input;
	bool ns_ipa;
	unsigned int class;
	unsigned int level;
	unsigned int granule;
	bool leaf;
};

/* L1CD, CD, four levels of stage 1, an update, a page: each by four levels */
#define TWIN_MAX_VISITS	64

/**
 * struct twin_trace - how a transaction was decided, for those who want to know
 * @visit: in order
 * @visits: how many
 * @ste: the STE, if @staged
 * @cd: the CD, if @stage1
 * @staged: the STE is valid and does not abort everything
 * @stage1: stage 1 translates, with a valid CD
 * @stage2: stage 2 translates
 * @global: stage 1's leaf matches every ASID
 * @upper: stage 1 was looked up in TTB1's half
 * @accessed: in every leaf of the result AF is, or was made, 1
 */
struct twin_trace {
	struct twin_visit visit[TWIN_MAX_VISITS];
	unsigned int visits;
	u64 ste[8];
	u64 cd[8];
	bool staged;
	bool stage1;
	bool stage2;
	bool global;
	bool upper;
	bool accessed;
};

/* Everything that decides about a transaction; @trace may be NULL. */
struct twin_world {
	struct twin_id id;
	struct twin_bank bank[TWIN_SPACES];
	struct twin_memory memory;
	struct twin_trace *trace;
};

/**
 * struct twin_txn - a transaction
 * @sec_sid: Security state of the stream
 * @sid: StreamID
 * @ssv: SubstreamID valid
 * @ssid: SubstreamID
 * @addr: input address
 * @write: a write
 * @atomic: reads and writes
 * @priv: PnU
 * @instr: InD
 * @ns: NS attribute of a Secure stream's transaction
 * @terminates: of one of the devices whose faults never stall (3.12)
 */
struct twin_txn {
	enum twin_space sec_sid;
	u32 sid;
	bool ssv;
	u32 ssid;
	u64 addr;
	bool write;
	bool atomic;
	bool priv;
	bool instr;
	bool ns;
	bool terminates;
};

enum twin_fate {
	TWIN_FORWARD,
	TWIN_ABORT,
	TWIN_RAZWI,
	TWIN_STALL,
};

/* One descriptor update; its compare-and-swap succeeded. */
struct twin_update {
	enum twin_space space;
	u64 addr;
	u64 old;
	u64 next;
};

/* A nested walk of 4 levels: CD, 4 tables and their update, the page */
#define TWIN_MAX_UPDATES	16

/**
 * struct twin_outcome - what becomes of a transaction
 * @fate: see there
 * @pa: output address
 * @space: output PA space
 * @log2_size: the mapping covers so many bytes around @pa; 0: no translation
 * @attr: memory type as a MAIR byte
 * @sh: shareability; 1: it came from a reserved value, any will do
 * @attr_open: @attr and @sh came from reserved values, any will do
 * @priv: output privilege (before v3.4)
 * @instr: output instruction (before v3.4)
 * @global: stage 1's leaf matches every ASID
 * @event: number of the event, 0: none whatever the queue does
 * @recorded: the event goes to the queue if that takes it
 * @record: the record of @event, STAG 0
 * @update: what was written to memory, in order
 * @updates: how many
 */
struct twin_outcome {
	enum twin_fate fate;
	u64 pa;
	enum twin_space space;
	unsigned int log2_size;
	u8 attr;
	u8 sh;
	bool attr_open;
	bool priv;
	bool instr;
	bool global;
	u8 event;
	bool recorded;
	u64 record[REF_EVT_WORDS];
	struct twin_update update[TWIN_MAX_UPDATES];
	unsigned int updates;
};

void twin_translate(const struct twin_world *world, const struct twin_txn *txn,
		    struct twin_outcome *out);

/* ---- address translation operations (chapter 9) ---- */

/**
 * struct twin_gatos - the registers of GATOS or S_GATOS
 * @secure: S_GATOS
 * @sid: SID
 * @addr: ADDR
 */
struct twin_gatos {
	bool secure;
	u64 sid;
	u64 addr;
};

/**
 * struct twin_answer - what RUN has done
 * @ignored: nothing, as SMMUEN is 0
 * @par: PAR
 * @open: bits of it that came from reserved values
 * @out: the look-up's outcome, updates included
 */
struct twin_answer {
	bool ignored;
	u64 par;
	u64 open;
	struct twin_outcome out;
};

void twin_gatos(const struct twin_world *world, const struct twin_gatos *gatos,
		struct twin_answer *answer);

/* ---- memory that remembers what was written, and does not write it ---- */

/**
 * struct twin_overlay - see above
 * @below: the memory; its @cas8 is not used
 * @update: what lies above it
 * @updates: how many
 */
struct twin_overlay {
	struct twin_memory below;
	struct twin_update update[TWIN_MAX_UPDATES];
	unsigned int updates;
};

/* @overlay's own memory. */
struct twin_memory twin_overlay_memory(struct twin_overlay *overlay);

#endif /* _REF_TWIN_H */
