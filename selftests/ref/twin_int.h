/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parts of the twin share. A step returns true to go on; false, and the
 * outcome is decided.
 */
#ifndef _REF_TWIN_INT_H
#define _REF_TWIN_INT_H

#include "regs.h"
#include "structs.h"
#include "twin.h"

/* Arm ARM: an update is tried so often before it counts as aborted. */
#define TWIN_TRIES	8

/* StreamWorlds (3.3.3); any-EL2 of both Security states are alike here. */
enum twin_streamworld {
	TWIN_EL1,	/* NS-EL1, Secure */
	TWIN_EL2,
	TWIN_EL2_E2H,
	TWIN_EL3,
	TWIN_BAD_WORLD,
};

enum twin_cache {
	TWIN_NC,
	TWIN_WT,
	TWIN_WB,
};

/* Cacheability and hints of one level, inner or outer. */
struct twin_level {
	enum twin_cache cache;
	bool ra;
	bool wa;
	bool tr;
};

/**
 * struct twin_attr - a memory type (13.1.1)
 * @device: any Device
 * @kind: nGnRnE 0, nGnRE 1, nGRE 2, GRE 3
 * @outer: Normal
 * @inner: Normal
 * @sh: as in descriptors; 1: reserved
 * @open: came from a reserved encoding
 */
struct twin_attr {
	bool device;
	unsigned int kind;
	struct twin_level outer;
	struct twin_level inner;
	unsigned int sh;
	bool open;
};

/* What is asked: TYPE of an ATOS request; a transaction gets what there is. */
enum twin_type {
	TWIN_WHATEVER,
	TWIN_S1_ONLY,
	TWIN_S2_ONLY,
	TWIN_BOTH,
};

/**
 * struct twin_ctx - a transaction on its way
 * @world: everything
 * @id: its identity
 * @bank: the bank of the stream's Security state
 * @txn: the transaction
 * @out: where the outcome goes
 * @secure: a Secure stream
 * @ste: the STE
 * @cd: the CD, if stage 1 is used
 * @streamworld: see there
 * @stage1: stage 1 translates this transaction
 * @stage2: stage 2 translates
 * @read: needs read permission, or execute if @instr
 * @write: needs write permission
 * @priv: PnU after overrides
 * @instr: InD after overrides
 * @addr: input address, then IPA, then PA
 * @ns: @addr is in the Non-secure space
 * @attr: memory type so far
 * @log2_size: smallest mapping so far
 * @untold: the last visit, without a trace
 * @type: what is asked
 * @inhibit: HTTUI
 */
struct twin_ctx {
	const struct twin_world *world;
	const struct twin_id *id;
	const struct twin_bank *bank;
	const struct twin_txn *txn;
	struct twin_outcome *out;
	bool secure;
	u64 ste[REF_STE_WORDS];
	u64 cd[REF_CD_WORDS];
	enum twin_streamworld streamworld;
	bool stage1;
	bool stage2;
	bool read;
	bool write;
	bool priv;
	bool instr;
	u64 addr;
	bool ns;
	struct twin_attr attr;
	unsigned int log2_size;
	struct twin_visit untold;
	enum twin_type type;
	bool inhibit;
};

/**
 * struct twin_request - an address for stage 2, and what for
 * @ipa: the address
 * @ns: in the Non-secure IPA space
 * @class: REF_CLASS_*
 * @read: needs read permission, or execute if @instr
 * @write: needs write permission
 * @instr: an instruction fetch
 */
struct twin_request {
	u64 ipa;
	bool ns;
	unsigned int class;
	bool read;
	bool write;
	bool instr;
};

/**
 * struct twin_page - the leaf that stage 2 found
 * @desc: descriptor
 * @pa: output address
 * @ns: in the Non-secure PA space
 * @log2_size: bytes mapped
 */
struct twin_page {
	u64 desc;
	u64 pa;
	bool ns;
	unsigned int log2_size;
};

/* ---- twin_id.c: derived values (3.4, 3.12) ---- */

u64 twin_ias_end(const struct twin_id *id);
u64 twin_oas_end(const struct twin_id *id);
/* End of the range of an IPS or S2PS code, VMSAv8-64. */
u64 twin_ps_end(const struct twin_id *id, unsigned int code);
bool twin_has_granule(const struct twin_id *id, unsigned int granule);
unsigned int twin_ns_stall_model(const struct twin_world *world);
/* The stall model that binds a stream of @c's Security state. */
unsigned int twin_stall_model(const struct twin_ctx *c);
/* Log2 of the granule of CD.TG0, STE.S2TG; of CD.TG1; 0: reserved. */
unsigned int twin_tg0(u64 code);
unsigned int twin_tg1(u64 code);

/* ---- twin_geom.c: table geometry and descriptors (Arm ARM D8.2, D8.3) ---- */

enum twin_kind { TWIN_NOTHING, TWIN_TABLE, TWIN_LEAF };

/* Lowest address bit that the index of @level uses: log2 of what it maps. */
unsigned int twin_shift(unsigned int granule, unsigned int level);
unsigned int twin_stage1_start(unsigned int granule, unsigned int txsz);
enum twin_kind twin_kind(unsigned int granule, unsigned int level, u64 desc);
/* Address of the next table, or output address of the leaf. */
u64 twin_output(unsigned int granule, unsigned int level, u64 desc);
u64 twin_align(u64 addr, unsigned int log2);

/* ---- twin_fault.c: endings ---- */

bool twin_silent(struct twin_ctx *c);
/* An event that always aborts and is always recorded. */
bool twin_error(struct twin_ctx *c, u8 number);
bool twin_fetch_error(struct twin_ctx *c, u8 number, u64 addr);
bool twin_bad_streamid(struct twin_ctx *c);
bool twin_bad_substreamid(struct twin_ctx *c);
/* The four kinds; @read_only: of an atomic, only reading is not permitted. */
bool twin_stage1_fault(struct twin_ctx *c, u8 number);
bool twin_stage2_fault(struct twin_ctx *c, u8 number,
		       const struct twin_request *req, bool read_only);
/* F_WALK_EABT of a descriptor of stage 1; of stage 2. */
bool twin_stage1_eabt(struct twin_ctx *c, u64 pa);
bool twin_stage2_eabt(struct twin_ctx *c, const struct twin_request *req,
		      u64 pa);

/* ---- twin_memory.c ---- */

/* Writes down a visit; what is returned takes more about it. */
struct twin_visit *twin_visit(struct twin_ctx *c,
			      const struct twin_visit *visit);

bool twin_read(const struct twin_ctx *c, bool ns, u64 addr, u64 *words,
	       unsigned int count);
enum twin_cas twin_swap(struct twin_ctx *c, bool ns, u64 addr, u64 old,
			u64 next);

/* ---- twin_attr.c: chapter 13 ---- */

struct twin_attr twin_default_attr(void);
/* MTCFG, MemAttr, SHCFG, ALLOCCFG of a stream or of GBPA. */
struct twin_type_cfg {
	bool mtcfg;
	unsigned int memattr;
	unsigned int shcfg;
	unsigned int alloccfg;
};

struct twin_attr twin_override(const struct twin_id *id, struct twin_attr attr,
			       const struct twin_type_cfg *cfg);
/* Stage 1 replaces; @byte is the one of MAIR. */
struct twin_attr twin_stage1_attr(struct twin_attr in, u8 byte,
				  unsigned int sh);
struct twin_attr twin_stage2_attr(struct twin_attr in, bool fwb,
				  unsigned int memattr, unsigned int sh);
/* Does a stage 2 leaf map as Device, whatever stage 1 says? */
bool twin_stage2_device(bool fwb, unsigned int memattr);
void twin_put_attr(struct twin_ctx *c);

/* ---- twin_strtab.c, twin_ste.c, twin_cdtab.c, twin_cd.c ---- */

bool twin_fetch_ste(struct twin_ctx *c);
bool twin_ste_illegal(const struct twin_ctx *c);
bool twin_strw_used(const struct twin_ctx *c);
enum twin_streamworld twin_streamworld(const struct twin_ctx *c);
/* S1CDMax as it counts: 0 if there are no substreams. */
unsigned int twin_s1cdmax(const struct twin_ctx *c);
bool twin_fetch_cd(struct twin_ctx *c);
bool twin_cd_illegal(const struct twin_ctx *c);
/* Two halves, ASIDs, privilege? */
bool twin_two_tables(const struct twin_ctx *c);

/* ---- twin_xlate.c ---- */

/* SMMUEN is 1. */
bool twin_stream(struct twin_ctx *c);
struct twin_ctx twin_begin(const struct twin_world *world,
			   const struct twin_txn *txn,
			   struct twin_outcome *out);
void twin_forward(struct twin_ctx *c);

/* ---- twin_stage1.c, twin_stage2.c ---- */

bool twin_stage1(struct twin_ctx *c);
bool twin_stage1_bypass(struct twin_ctx *c);
bool twin_stage2(struct twin_ctx *c, const struct twin_request *req,
		 struct twin_page *page);
/* Stage 2 of the transaction itself. */
bool twin_stage2_final(struct twin_ctx *c);

#endif /* _REF_TWIN_INT_H */
