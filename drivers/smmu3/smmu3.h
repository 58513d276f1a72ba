/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The public interface of the model: one SMMUv3, driven by register accesses
 * and client transactions.
 *
 * Who may call what:
 *
 * "locked"	the caller holds the instance's lock (a raw spinlock in the
 *		kernel), interrupts off. Never inside an access section.
 * "section"	inside an access section: interrupts off, announced to the
 *		host's drain(). Any number of them run at the same time, also
 *		with a locked caller on another CPU.
 * "pure"	no state at all.
 */
#ifndef _SMMU3_SMMU3_H
#define _SMMU3_SMMU3_H

#include <smmu3/env.h>

#include "host.h"

struct smmu3;

/* ---- identity (identity.c), pure ---- */

enum smmu3_cache_mode {
	SMMU3_CACHE_FAST,	/* may drop more than an invalidation names */
	SMMU3_CACHE_EXACT,	/* drops what it names and keeps the rest */
};

/* Architecture versions (AIDR, 6.3.8) that an SMMU can be. */
enum smmu3_arch {
	SMMU3_ARCH_3_1,
	SMMU3_ARCH_3_2,
	SMMU3_NR_ARCHS,
};

/**
 * struct smmu3_config - the identity of an SMMU, plain data
 * @profile: index of the profile it started from
 * @arch: enum smmu3_arch; "3.1" and "3.2" in text
 * @sidsize: IDR1.SIDSIZE, StreamID bits, 0-32
 * @st_level: IDR0.ST_LEVEL, 1 if two-level stream tables are supported
 * @oas: output address size in bits: 32, 36, 40, 42, 44 or 48
 * @gran16k: IDR5.GRAN16K
 * @gran64k: IDR5.GRAN64K
 * @asid16: IDR0.ASID16
 * @term_model: IDR0.TERM_MODEL
 * @cmdqs: IDR1.CMDQS, log2 of the most commands in the queue, 0-19
 * @eventqs: IDR1.EVENTQS, the same for events
 * @ssidsize: IDR1.SSIDSIZE, SubstreamID bits of both banks, 0-20, 0: none
 * @cd2l: IDR0.CD2L; says nothing without @ssidsize
 * @msi: IDR0.MSI
 * @had: IDR3.HAD
 * @ril: IDR3.RIL
 * @bbml: IDR3.BBML, 0-2
 * @fwb: IDR3.FWB
 * @secure: S_IDR1.SECURE_IMPL, there is a Secure bank
 * @s_sidsize: S_IDR1.S_SIDSIZE, 0-32; means nothing without @secure
 * @s_msi: S_IDR0.MSI; means nothing without @secure
 * @gbpa_abort: reset value of GBPA.ABORT and S_GBPA.ABORT
 * @cache: enum smmu3_cache_mode
 * @tlb_log2: log2 of the number of TLB entries, 4-16
 * @cfg_log2: log2 of the number of entries of each configuration cache, 2-12
 */
struct smmu3_config {
	u32 profile;
	u32 arch;
	u32 sidsize;
	u32 st_level;
	u32 oas;
	u32 gran16k;
	u32 gran64k;
	u32 asid16;
	u32 term_model;
	u32 cmdqs;
	u32 eventqs;
	u32 ssidsize;
	u32 cd2l;
	u32 msi;
	u32 had;
	u32 ril;
	u32 bbml;
	u32 fwb;
	u32 secure;
	u32 s_sidsize;
	u32 s_msi;
	u32 gbpa_abort;
	u32 cache;
	u32 tlb_log2;
	u32 cfg_log2;
};

/*
 * Parse "profile=NAME,key=value,..." of @len bytes. Returns NULL and fills
 * @config, or a constant sentence that says what is wrong (@config undefined).
 */
const char *smmu3_config_parse(struct smmu3_config *config, const char *text,
			       size_t len);

/* NULL if @config as a whole is a possible SMMU, else a sentence why not. */
const char *smmu3_config_check(const struct smmu3_config *config);

/*
 * Write @config as text that smmu3_config_parse() takes, every key spelled out,
 * at most @cap bytes, without NUL. Returns the bytes of the whole text.
 */
size_t smmu3_config_format(const struct smmu3_config *config, char *buf,
			   size_t cap);

/* ---- life (smmu3.c) ---- */

/* Bytes of zeroed, 64-byte aligned memory that smmu3_init() needs. Pure. */
size_t smmu3_size(const struct smmu3_config *config);

/*
 * Make an SMMU in @mem, in reset. @config has passed smmu3_config_check(). The
 * model keeps no other resource: forgetting @mem ends it. Nobody else may use
 * the SMMU yet.
 */
struct smmu3 *smmu3_init(void *mem, const struct smmu3_config *config,
			 const struct smmu3_host_ops *ops, void *host);

const struct smmu3_config *smmu3_get_config(const struct smmu3 *smmu);

/* ---- registers and commands (regfile.c, cmdq.c), locked ---- */

/*
 * One access by software of Security state @from to @offset from the base of
 * page 0. @width is 32 or 64. Whatever the access, it behaves (6.2).
 */
u64 smmu3_reg_read(struct smmu3 *smmu, enum smmu3_pas from, u64 offset,
		   unsigned int width);
void smmu3_reg_write(struct smmu3 *smmu, enum smmu3_pas from, u64 offset,
		     unsigned int width, u64 value);

/*
 * Consume at most @budget commands of all command queues, which take turns.
 * Returns true if there is more to do. Register writes only make work: the
 * caller runs this after each of them until it returns false, and may drop the
 * lock in between. A queue that an injection holds back has no work, but for
 * what smmu3_inject_tick() allowed a slow one.
 */
bool smmu3_run(struct smmu3 *smmu, unsigned int budget);

/* The queue of @bank has a command that smmu3_run() would take (locked). */
bool smmu3_has_work(const struct smmu3 *smmu, enum smmu3_pas bank);

/*
 * Consume at most @count commands of one queue, also one that is held back.
 * Returns how many; fewer if the queue is empty, disabled or in error, or stands
 * still in service failure mode.
 */
unsigned int smmu3_step(struct smmu3 *smmu, enum smmu3_pas bank,
			unsigned int count);

/*
 * Take the Secure bank out of the hands of software that went away: S_SMMUEN
 * and the queue enables 0, S_GBPA.ABORT 1, the other registers in reset, every
 * Secure cache entry dropped. The Non-secure bank does not notice, so that
 * S_CR0.NSSTALLD stays as it is; S_GERROR.SFM_ERR is active if injections keep
 * the SMMU in service failure mode.
 */
void smmu3_secure_reset(struct smmu3 *smmu);

/* ---- faults on purpose (inject.c) ---- */

/* What an injection does to what it matches. */
enum smmu3_inject_kind {
	SMMU3_INJECT_ABORT,	/* memory accesses end in an external abort */
	SMMU3_INJECT_LOST_IRQ,	/* interrupts, wired and MSI, are lost */
	SMMU3_INJECT_PAUSE,	/* a command queue is not consumed */
	SMMU3_INJECT_SLOW,	/* it is, few commands at a time */
	SMMU3_INJECT_SFM,	/* service failure mode (12.3) */
	SMMU3_NR_INJECTS,
};

/**
 * struct smmu3_injection - what should go wrong, and how often
 * @kind: what
 * @banks: BIT(enum smmu3_pas): ABORT: PA spaces of the accesses; otherwise whose
 *	interrupts or queues; SFM: must be 0, it befalls all
 * @accesses: ABORT: BIT(enum smmu3_access_kind)
 * @lines: LOST_IRQ: BIT(enum smmu3_irq)
 * @first: ABORT: first address
 * @last: ABORT: last address, inclusive; an access matches if it overlaps
 * @every: ABORT, LOST_IRQ: each how many-th match goes wrong, 1 for each;
 *	SLOW: commands per register access, 1 or more
 * @count: ABORT, LOST_IRQ: how many times in all, 0: until cleared
 *
 * Fields that the kind has no use for are 0.
 */
struct smmu3_injection {
	enum smmu3_inject_kind kind;
	u32 banks;
	u32 accesses;
	u32 lines;
	u64 first;
	u64 last;
	u32 every;
	u32 count;
};

/**
 * struct smmu3_inject_record - an injection as it stands
 * @what: as it was added
 * @id: its number, never 0, never reused
 * @matched: ABORT, LOST_IRQ: how often it matched, also after @fired has come to
 *	its end; others 0
 * @fired: of these, how often something went wrong because of it
 *
 * If several match the same thing, each of them counts. Peeks (enum smmu3_look)
 * are not counted: each of their accesses fails if the next match would.
 */
struct smmu3_inject_record {
	struct smmu3_injection what;
	u32 id;
	u64 matched;
	u64 fired;
};

#define SMMU3_MAX_INJECTIONS	16

/* NULL if @what makes sense, else a constant sentence why not (pure). */
const char *smmu3_inject_check(const struct smmu3_injection *what);

/* Returns the new injection's id, 0 if there are too many (locked). */
u32 smmu3_inject_add(struct smmu3 *smmu, const struct smmu3_injection *what);

/*
 * End injection @id, or all of them if 0 (locked). False: no such id. Clearing
 * SFM leaves service failure mode, which lasts while there is one; clearing it,
 * PAUSE or SLOW makes work for smmu3_run(). What has been cleared has no effect
 * on anything any more: access sections are waited for.
 */
bool smmu3_inject_clear(struct smmu3 *smmu, u32 id);

/* A register access has been made: slow queues may go on (locked). */
void smmu3_inject_tick(struct smmu3 *smmu);

/*
 * True if this access to client data, @len bytes at @addr, shall end in an
 * external abort (section). One load if nothing is injected.
 */
bool smmu3_inject_client(struct smmu3 *smmu, enum smmu3_pas pas, u64 addr,
			 size_t len);

/* Copy injection slot @index (locked). 1: one; 0: empty; -1: past the last. */
int smmu3_inject_slot(struct smmu3 *smmu, unsigned int index,
		      struct smmu3_inject_record *record);

/* ---- client transactions (translate.c) ---- */

/**
 * struct smmu3_txn - one client transaction, within one 4 KiB page
 * @addr: input address
 * @sid: StreamID
 * @ssid: SubstreamID, if @ssv
 * @sec_sid: Security state of the stream
 * @ssv: SubstreamID valid
 * @write: a write
 * @priv: privileged
 * @instr: instruction fetch; ignored if @write
 * @ns: NS attribute, Secure streams only
 */
struct smmu3_txn {
	u64 addr;
	u32 sid;
	u32 ssid;
	enum smmu3_pas sec_sid;
	bool ssv;
	bool write;
	bool priv;
	bool instr;
	bool ns;
};

/* What came from a cache. */
#define SMMU3_HIT_STE	BIT(0)
#define SMMU3_HIT_CD	BIT(1)
#define SMMU3_HIT_TLB	BIT(2)

/**
 * struct smmu3_result - where a forwarded transaction goes
 * @pa: output address
 * @pas: output PA space
 * @log2_size: the mapping covers 2^log2_size bytes around @pa
 * @memattr: MAIR byte (5.4)
 * @sh: 0 NSH, 2 OSH, 3 ISH
 * @hit: SMMU3_HIT_*, also valid for a fault
 */
struct smmu3_result {
	u64 pa;
	enum smmu3_pas pas;
	u8 log2_size;
	u8 memattr;
	u8 sh;
	u8 hit;
};

/* What happens to a transaction that is not forwarded. */
enum smmu3_disposition {
	SMMU3_ABORT,
	SMMU3_RAZWI,
};

/* CLASS of a fault (7.3). */
enum smmu3_class {
	SMMU3_CLASS_CD,
	SMMU3_CLASS_TT,
	SMMU3_CLASS_IN,
};

/**
 * struct smmu3_fault - why a transaction is not forwarded
 * @event: number of the event (7.3), 0: a silent abort
 * @record: an event record is due (R bits, RECINVSID)
 * @disposition: what the client sees
 * @s2: the fault is of stage 2
 * @class: CLASS
 * @priv: PnU after overrides
 * @instr: InD after overrides
 * @ipa: IPA of a stage 2 fault
 * @fetch_addr: address of the structure that could not be read
 */
struct smmu3_fault {
	u8 event;
	bool record;
	enum smmu3_disposition disposition;
	bool s2;
	enum smmu3_class class;
	bool priv;
	bool instr;
	u64 ipa;
	u64 fetch_addr;
};

/* How a translation may use and change the SMMU. */
enum smmu3_look {
	SMMU3_LOOK_REAL,	/* a transaction */
	SMMU3_LOOK_PEEK,	/* no effect; caches first */
	SMMU3_LOOK_PEEK_WALK,	/* no effect; caches ignored */
};

enum smmu3_step_kind {
	SMMU3_STEP_L1STD,
	SMMU3_STEP_STE,
	SMMU3_STEP_L1CD,
	SMMU3_STEP_CD,
	SMMU3_STEP_TT,
};

/**
 * struct smmu3_step - one memory access of a translation
 * @kind: what was read
 * @stage: of a translation table: 1 or 2
 * @level: of a translation table: -1 to 3
 * @pas: PA space
 * @addr: physical address
 * @data: first word as read
 */
struct smmu3_step {
	enum smmu3_step_kind kind;
	u8 stage;
	s8 level;
	enum smmu3_pas pas;
	u64 addr;
	u64 data;
};

/* More steps than any translation makes. */
#define SMMU3_MAX_STEPS	64

/**
 * struct smmu3_steps - where a translation writes down its steps
 * @step: array, NULL if nobody asks
 * @cap: its capacity
 * @count: steps made, which may be more than @cap
 */
struct smmu3_steps {
	struct smmu3_step *step;
	unsigned int cap;
	unsigned int count;
};

/**
 * struct smmu3_clocks - how many invalidations there have been
 * @cfg: of the configuration caches
 * @tlb: of the TLB
 */
struct smmu3_clocks {
	u64 cfg;
	u64 tlb;
};

/**
 * struct smmu3_xact - a transaction on its way
 * @txn: in: the transaction
 * @look: in: real or peek
 * @steps: in/out: the steps, if wanted
 * @res: out: where it goes; @res.hit always
 * @fault: out: why it does not go
 * @recorded: out of smmu3_settle(): the event is in the queue
 * @record: out of smmu3_settle(): the record, zero without an event
 * @birth: the model's: the invalidation clocks when the section began
 * @tries: the model's: sections made in vain
 */
struct smmu3_xact {
	struct smmu3_txn txn;
	enum smmu3_look look;
	struct smmu3_steps steps;
	struct smmu3_result res;
	struct smmu3_fault fault;
	bool recorded;
	u64 record[4];
	struct smmu3_clocks birth;
	unsigned int tries;
};

/*
 * The life of a transaction, as the caller has to arrange it:
 *
 *	again:
 *		if smmu3_wants_lock(x): take the lock
 *		begin section
 *		if smmu3_translate(smmu, x): move the data at x->res.pa
 *		end section
 *		if it was not forwarded:
 *			with the lock held (taken now or above):
 *				if !smmu3_settle(smmu, x): goto again
 *		release the lock
 */

/* Translate (section, or locked). False: not forwarded, see x->fault. */
bool smmu3_translate(struct smmu3 *smmu, struct smmu3_xact *x);

/*
 * Decide on the fault that smmu3_translate() returned (locked): true, the fault
 * stands and its event was recorded or discarded as the architecture says;
 * false, an invalidation came between, the fault is dropped and the transaction
 * has to be made again.
 */
bool smmu3_settle(struct smmu3 *smmu, struct smmu3_xact *x);

/* True if the next try has to be made with the lock held. */
static inline bool smmu3_wants_lock(const struct smmu3_xact *x)
{
	return x->tries >= 3;
}

/* The event record of x->fault, without recording it (pure). */
void smmu3_event_encode(const struct smmu3_xact *x, u64 record[4]);

/* ---- inspection (inspect.c, names) ---- */

/**
 * struct smmu3_field - a bit field of a register or structure
 * @name: the architecture's name
 * @word: 64-bit word
 * @lsb: lowest bit within it
 * @width: bits, not crossing the word
 * @address: the bits are those of an address, in their places
 */
struct smmu3_field {
	const char *name;
	u8 word;
	u8 lsb;
	u8 width;
	bool address;
};

/**
 * struct smmu3_layout - a register or structure and its fields
 * @name: the architecture's name
 * @field: fields, ascending
 * @count: how many
 */
struct smmu3_layout {
	const char *name;
	const struct smmu3_field *field;
	unsigned int count;
};

/**
 * struct smmu3_reg_info - a register as software sees it
 * @layout: name and fields, by bank; the Secure twin's name begins with "S_"
 * @offset: from the base of page 0, by bank; SMMU3_NO_REG if the bank has none
 * @width: 32 or 64
 */
struct smmu3_reg_info {
	struct smmu3_layout layout[SMMU3_NR_PAS];
	u32 offset[SMMU3_NR_PAS];
	u8 width;
};

#define SMMU3_NO_REG	0xffffffff

/* Register number @index, in ascending order; NULL past the last one. Pure. */
const struct smmu3_reg_info *smmu3_reg_info(unsigned int index);

/* Layout and name of a command, an event, an STE, a CD; NULL if reserved. Pure. */
const struct smmu3_layout *smmu3_cmd_layout(u8 opcode);
const struct smmu3_layout *smmu3_evt_layout(u8 event);
const struct smmu3_layout *smmu3_ste_layout(void);
const struct smmu3_layout *smmu3_cd_layout(void);

/* A field in an image of 64-bit words: a number, or an address. Pure. */
u64 smmu3_field_get(const struct smmu3_field *field, const u64 *words);

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
 * struct smmu3_tlb_record - one valid TLB entry
 * @va: input address, first byte
 * @pa: output address, first byte
 * @log2_size: bytes covered, log2
 * @level: level of the leaf descriptor
 * @granule: log2 of the translation granule
 * @pas: output PA space
 * @sec_sid: Security state
 * @asid: ASID
 * @vmid: VMID
 * @world: enum smmu3_world
 * @global: matches every ASID
 * @perm: SMMU3_PERM_*
 * @memattr: MAIR byte
 * @sh: shareability
 */
struct smmu3_tlb_record {
	u64 va;
	u64 pa;
	u8 log2_size;
	s8 level;
	u8 granule;
	enum smmu3_pas pas;
	enum smmu3_pas sec_sid;
	u16 asid;
	u16 vmid;
	u8 world;
	bool global;
	u8 perm;
	u8 memattr;
	u8 sh;
};

/* Rights of a translation: privileged and unprivileged read, write, execute. */
#define SMMU3_PERM_PR	BIT(0)
#define SMMU3_PERM_PW	BIT(1)
#define SMMU3_PERM_PX	BIT(2)
#define SMMU3_PERM_UR	BIT(3)
#define SMMU3_PERM_UW	BIT(4)
#define SMMU3_PERM_UX	BIT(5)

/* "NS-EL1", "Secure", "EL3", ...; NULL past the last one. Pure. */
const char *smmu3_world_name(unsigned int world);

/*
 * Copy TLB slot @index. 1: a valid entry; 0: an empty slot; -1: past the last
 * slot. Any context, concurrent with everything.
 */
int smmu3_tlb_slot(struct smmu3 *smmu, unsigned int index,
		   struct smmu3_tlb_record *rec);

/* A cached structure: an STE or a CD. */
enum smmu3_cfg_kind {
	SMMU3_CFG_STE,
	SMMU3_CFG_CD,
};

/**
 * struct smmu3_cfg_record - one valid entry of a configuration cache
 * @kind: STE or CD
 * @sec_sid: Security state of the stream
 * @sid: StreamID
 * @ssid: index in the CD table; 0 for an STE
 */
struct smmu3_cfg_record {
	enum smmu3_cfg_kind kind;
	enum smmu3_pas sec_sid;
	u32 sid;
	u32 ssid;
};

/*
 * Copy slot @index of a configuration cache. 1: a valid entry; 0: an empty slot;
 * -1: past the last slot. Any context, concurrent with everything.
 */
int smmu3_cfg_slot(struct smmu3 *smmu, enum smmu3_cfg_kind kind,
		   unsigned int index, struct smmu3_cfg_record *rec);

/**
 * struct smmu3_queue_info - a queue as it stands
 * @base: physical address of the first entry
 * @entries: capacity
 * @entry_size: bytes
 * @prod: index and wrap bit
 * @cons: index and wrap bit
 * @enabled: its enable is acknowledged
 */
struct smmu3_queue_info {
	u64 base;
	u32 entries;
	u32 entry_size;
	u32 prod;
	u32 cons;
	bool enabled;
};

/**
 * struct smmu3_bank_info - a bank as it stands
 * @present: the bank is implemented
 * @smmuen: SMMUEN acknowledged
 * @cmdq: command queue
 * @eventq: event queue
 * @strtab_base: physical address of the stream table
 * @strtab_log2: StreamID bits in use, after clamping to SIDSIZE
 * @strtab_split: SPLIT of a two-level table, 0 for a linear one
 * @held: an injection holds the command queue back
 * @commands: commands consumed since reset
 * @events: events recorded since reset
 * @discarded: events discarded since reset
 * @msis: MSIs written or aborted since reset
 */
struct smmu3_bank_info {
	bool present;
	bool smmuen;
	struct smmu3_queue_info cmdq;
	struct smmu3_queue_info eventq;
	u64 strtab_base;
	u8 strtab_log2;
	u8 strtab_split;
	bool held;
	u64 commands;
	u64 events;
	u64 discarded;
	u64 msis;
};

/* Locked. */
void smmu3_bank_info(struct smmu3 *smmu, enum smmu3_pas bank,
		     struct smmu3_bank_info *info);

#endif /* _SMMU3_SMMU3_H */
