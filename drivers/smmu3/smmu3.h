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
 * @stall_model: 0 both, 1 terminate only, 2 stall only: IDR0.STALL_MODEL, and of
 *	both banks S_IDR0.STALL_MODEL with @secure
 * @stall_max: IDR5.STALL_MAX, STAGs, up to 4096; not 0 unless @stall_model is
 *	1, and then it means nothing
 * @s1p: IDR0.S1P
 * @s2p: IDR0.S2P
 * @hyp: IDR0.Hyp; means nothing without @s1p and @s2p
 * @vmid16: IDR0.VMID16; means nothing without @s2p
 * @vmw: IDR0.VMW; means nothing without @s2p
 * @httu: IDR0.HTTU, 0-2
 * @xnx: IDR3.XNX; means nothing without @s2p
 * @stt: IDR3.STT
 * @e0pd: IDR3.E0PD
 * @atos: IDR0.ATOS
 * @attr_types_ovr: IDR1.ATTR_TYPES_OVR
 * @attr_perms_ovr: IDR1.ATTR_PERMS_OVR
 * @cmdqs: IDR1.CMDQS, log2 of the most commands in the queue, 0-19
 * @eventqs: IDR1.EVENTQS, the same for events
 * @ssidsize: IDR1.SSIDSIZE, SubstreamID bits of both banks, 0-20, 0: none
 * @cd2l: IDR0.CD2L; says nothing without @ssidsize
 * @msi: IDR0.MSI
 * @had: IDR3.HAD; means nothing without @s1p
 * @ril: IDR3.RIL
 * @bbml: IDR3.BBML, 0-2
 * @fwb: IDR3.FWB
 * @secure: S_IDR1.SECURE_IMPL, there is a Secure bank
 * @s_sidsize: S_IDR1.S_SIDSIZE, 0-32; means nothing without @secure
 * @s_msi: S_IDR0.MSI; means nothing without @secure
 * @sel2: S_IDR1.SEL2; means nothing without @secure
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
	u32 stall_model;
	u32 stall_max;
	u32 s1p;
	u32 s2p;
	u32 hyp;
	u32 vmid16;
	u32 vmw;
	u32 httu;
	u32 xnx;
	u32 stt;
	u32 e0pd;
	u32 atos;
	u32 attr_types_ovr;
	u32 attr_perms_ovr;
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
	u32 sel2;
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
 * @atomic: it reads and writes, whatever @write says (13.1.1)
 * @priv: privileged
 * @instr: instruction fetch; ignored if @write or @atomic
 * @ns: NS attribute, Secure streams only
 */
struct smmu3_txn {
	u64 addr;
	u32 sid;
	u32 ssid;
	enum smmu3_pas sec_sid;
	bool ssv;
	bool write;
	bool atomic;
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
 * @priv: privileged, after overrides (13.1)
 * @instr: instruction fetch, after overrides
 */
struct smmu3_result {
	u64 pa;
	enum smmu3_pas pas;
	u8 log2_size;
	u8 memattr;
	u8 sh;
	u8 hit;
	bool priv;
	bool instr;
};

/* What happens to a transaction that is not forwarded. */
enum smmu3_disposition {
	SMMU3_ABORT,
	SMMU3_RAZWI,
	SMMU3_STALL,	/* it waits; see struct smmu3_stall */
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
 * @rnw: RnW: false for a write, and for an atomic that may read
 * @ttrnw: stage 2 F_PERMISSION of class TT: reading the descriptor failed, not
 *	updating it
 * @nsipa: @ipa is in the Non-secure IPA space; Secure streams only
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
	bool rnw;
	bool ttrnw;
	bool nsipa;
	u64 ipa;
	u64 fetch_addr;
};

/* How a translation may use and change the SMMU. */
enum smmu3_look {
	SMMU3_LOOK_REAL,	/* a transaction */
	SMMU3_LOOK_PEEK,	/* no effect; caches first */
	SMMU3_LOOK_PEEK_WALK,	/* no effect; caches ignored */
	SMMU3_LOOK_ATOS,	/* flags are updated; caches ignored */
	SMMU3_LOOK_ATOS_HTTUI,	/* what is to be updated counts as if it were */
};

/*
 * What an address translation operation asks for: the codes of TYPE (9.1.3). A
 * transaction gets whatever the STE says.
 */
enum smmu3_ask {
	SMMU3_ASK_TRANSACTION,
	SMMU3_ASK_STAGE1,
	SMMU3_ASK_STAGE2,
	SMMU3_ASK_BOTH,
};

enum smmu3_step_kind {
	SMMU3_STEP_L1STD,
	SMMU3_STEP_STE,
	SMMU3_STEP_L1CD,
	SMMU3_STEP_CD,
	SMMU3_STEP_TT,
	SMMU3_STEP_UPDATE,	/* a descriptor's flags were written */
	SMMU3_STEP_TLB,		/* an entry of the TLB was used */
};

/**
 * struct smmu3_step - one memory access of a translation, or one use of the TLB
 * @kind: what was done
 * @stage: of a table, an update or a TLB entry: 1 or 2; a TLB entry of both: 1
 * @level: of a table or an update: -1 to 3; TLB: of the leaf
 * @class: of stage 2: what its input address was wanted for
 * @pas: PA space of the access; TLB: of the output
 * @addr: physical address of the access; TLB: output address of @input
 * @data: first word as read, or as written by an update; TLB: 0
 * @input: of a table, an update or a TLB entry: the address that this stage
 *	translates; of a structure of a nested stream: its IPA; else 0
 */
struct smmu3_step {
	enum smmu3_step_kind kind;
	u8 stage;
	s8 level;
	enum smmu3_class class;
	enum smmu3_pas pas;
	u64 addr;
	u64 data;
	u64 input;
};

/* More steps than any translation makes, unless others write its tables. */
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

/* Where a transaction that stalled stands (3.12.2). */
enum smmu3_stall_state {
	SMMU3_STALL_NONE,	/* not stalled */
	SMMU3_STALL_PENDING,	/* waits for a STAG, or for the event queue */
	SMMU3_STALL_RECORDED,	/* has a STAG, waits for CMD_RESUME */
	/* verdicts; the model has forgotten the transaction */
	SMMU3_STALL_RETRY,	/* translate again, as if newly arrived */
	SMMU3_STALL_ABORT,
	SMMU3_STALL_RAZWI,
};

struct smmu3_xact;

/**
 * struct smmu3_stall - the model's hold on a transaction that stalled
 * @state: enum smmu3_stall_state; read by smmu3_stall_state()
 * @stag: STAG if recorded
 * @next: the model's: of the pending ones of a bank
 * @prev: the model's
 */
struct smmu3_stall {
	u32 state;
	u16 stag;
	struct smmu3_xact *next;
	struct smmu3_xact *prev;
};

/**
 * struct smmu3_xact - a transaction on its way
 * @txn: in: the transaction
 * @look: in: real or peek; ATOS is the model's own
 * @ask: in: the model's own, zero otherwise
 * @by_secure: in: the model's own: Secure software asks about a Non-secure stream
 * @waits: in: the client can wait. If not, it is one of the devices that may not
 *	stall (3.12): a fault that should stall aborts, with an event
 * @steps: in/out: the steps, if wanted
 * @res: out: where it goes; @res.hit always
 * @fault: out: why it does not go
 * @recorded: out of smmu3_settle(): the event is in the queue
 * @record: out of smmu3_settle(): the record, zero without an event
 * @stall: the model's, from smmu3_settle() to the verdict
 * @birth: the model's: the invalidation clocks when the section began
 * @tries: the model's: sections made in vain
 */
struct smmu3_xact {
	struct smmu3_txn txn;
	enum smmu3_look look;
	enum smmu3_ask ask;
	bool by_secure;
	bool waits;
	struct smmu3_steps steps;
	struct smmu3_result res;
	struct smmu3_fault fault;
	bool recorded;
	u64 record[4];
	struct smmu3_stall stall;
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
 *		if smmu3_stall_state(x) is not NONE:
 *			wait for a verdict; @x stays where it is. Or give up:
 *			smmu3_stall_cancel() with the lock held
 *			if the verdict is RETRY: x->tries = 0; goto again
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

/*
 * Where the transaction stands (any context). Once there is a verdict the model
 * does not touch @x any more.
 */
static inline enum smmu3_stall_state
smmu3_stall_state(const struct smmu3_xact *x)
{
	/* Pairs with the release of a verdict, the last access of the model. */
	return smp_load_acquire(&x->stall.state);
}

/*
 * The client goes away (locked): @x has the verdict ABORT, unless it has one
 * already. Its STAG stays in use until software ends it (4.7).
 */
void smmu3_stall_cancel(struct smmu3 *smmu, struct smmu3_xact *x);

/* Abort every stalled transaction, before the SMMU goes away (locked). */
void smmu3_stall_abort_all(struct smmu3 *smmu);

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
 * @va: input address, first byte; of stage 2 alone: IPA
 * @pa: output address, first byte
 * @ipa: what stage 1 made of @va, if @nested
 * @log2_size: bytes covered, log2
 * @level: level of the leaf descriptor
 * @granule: log2 of the translation granule
 * @pas: output PA space
 * @sec_sid: Security state
 * @asid: ASID
 * @vmid: VMID
 * @world: enum smmu3_world
 * @global: matches every ASID
 * @stage2: of stage 2 alone
 * @nested: of both stages
 * @ns_ipa: the IPA is in the Non-secure space; @stage2 or @nested
 * @perm: SMMU3_PERM_*, of both stages together
 * @memattr: MAIR byte that the default incoming attributes become
 * @sh: shareability, likewise
 */
struct smmu3_tlb_record {
	u64 va;
	u64 pa;
	u64 ipa;
	u8 log2_size;
	s8 level;
	u8 granule;
	enum smmu3_pas pas;
	enum smmu3_pas sec_sid;
	u16 asid;
	u16 vmid;
	u8 world;
	bool global;
	bool stage2;
	bool nested;
	bool ns_ipa;
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
 * struct smmu3_stall_record - a STAG in use
 * @sec_sid: Security state of the stream
 * @sid: StreamID
 * @stag: STAG
 * @abandoned: the client has gone away
 * @addr: input address; 0 if @abandoned
 */
struct smmu3_stall_record {
	enum smmu3_pas sec_sid;
	u32 sid;
	u16 stag;
	bool abandoned;
	u64 addr;
};

/* Copy STAG slot @index (locked). 1: in use; 0: free; -1: past the last. */
int smmu3_stall_slot(struct smmu3 *smmu, unsigned int index,
		     struct smmu3_stall_record *rec);

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
 * @stalls: STAGs in use for its streams
 * @pending: stalled transactions whose event is not recorded yet
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
	u32 stalls;
	u32 pending;
};

/* Locked. */
void smmu3_bank_info(struct smmu3 *smmu, enum smmu3_pas bank,
		     struct smmu3_bank_info *info);

#endif /* _SMMU3_SMMU3_H */
