/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A test rig: one SMMU, memory, and a small driver for its Non-secure bank,
 * made of selftests/ref. Single threaded. What fails inside the rig itself
 * fails the test that uses it. The same driver for either bank is in side.h.
 */
#ifndef _UNIT_RIG_H
#define _UNIT_RIG_H

#include "cmocka_env.h"
#include "host.h"

#include "../ref/build.h"
#include "../ref/cmd.h"
#include "../ref/evt.h"
#include "../ref/id.h"
#include "../ref/regs.h"
#include "../ref/twin.h"

#define NS			SMMU3_PAS_NS
#define RAM_BASE		0x80000000ULL
#define RAM_SIZE		0x00400000ULL
#define PAGE			0x1000ULL
#define BLOCK2			0x200000ULL
#define BLOCK1			0x40000000ULL

/* Queue sizes and stream table size after rig_boot() */
#define RIG_CMDQ_LOG2		5
#define RIG_EVENTQ_LOG2		4
#define RIG_STRTAB_LOG2		6

/* Where MSIs go: the last page of RAM, which nothing else uses. */
#define MSI_PAGE		(RAM_BASE + RAM_SIZE - PAGE)

/**
 * struct side - one bank and its software; side.h has what it can do
 * @rig: of which SMMU
 * @bank: which
 * @free: next free byte of its RAM
 * @strtab: linear stream table
 * @cmdq: command queue
 * @eventq: event queue
 * @cmd_prod: CMDQ_PROD as written last
 * @evt_cons: EVENTQ_CONS as written last, without flags
 */
struct side {
	struct rig *rig;
	enum smmu3_pas bank;
	u64 free;
	u64 strtab;
	u64 cmdq;
	u64 eventq;
	u32 cmd_prod;
	u32 evt_cons;
};

/**
 * struct rig - see above
 * @host: memory and log
 * @config: identity of the SMMU
 * @id: the same for selftests/ref
 * @smmu: the SMMU
 * @mem: its memory, to be freed
 * @side: by bank; the Secure one is there if the SMMU has the bank
 */
struct rig {
	struct host host;
	struct smmu3_config config;
	struct ref_id id;
	struct smmu3 *smmu;
	void *mem;
	struct side side[SMMU3_NR_PAS];
};

/**
 * struct stream - a stream with stage 1
 */
struct stream {
	u32 sid;
	u16 asid;
	u64 ste;
	u64 cd;
	u64 ttb0;
	u64 ttb1;
};

/* Kinds of access */
#define READ		0
#define WRITE		BIT(0)
#define PRIV		BIT(1)
#define INSTR		BIT(2)

/**
 * struct outcome - what became of a transaction
 * @ok: forwarded
 * @x: all of it
 */
struct outcome {
	bool ok;
	struct smmu3_xact x;
};

/* ---- life ---- */

struct smmu3_config rig_config(enum smmu3_cache_mode cache);
struct rig *rig_new(const struct smmu3_config *config);
void rig_free(struct rig *rig);
void rig_log_clear(struct rig *rig);

/* An SMMU in reset, or one whose queues and (empty) stream table work. */
int rig_setup_reset(void **state);
int rig_setup_exact(void **state);
int rig_setup_fast(void **state);
int rig_teardown(void **state);
void rig_boot(struct rig *rig);

/* ---- registers ---- */

u32 rd32(struct rig *rig, u32 offset);
u64 rd64(struct rig *rig, u32 offset);
void wr32(struct rig *rig, u32 offset, u32 value);
void wr64(struct rig *rig, u32 offset, u64 value);
void rig_run(struct rig *rig);
void rig_cr0(struct rig *rig, u32 value);

/* ---- memory ---- */

u64 rig_alloc(struct rig *rig, u64 size);
u64 load64(struct rig *rig, u64 addr);
void store64(struct rig *rig, u64 addr, u64 value);
void load_image(struct rig *rig, u64 addr, u64 *words, unsigned int count);
void store_image(struct rig *rig, u64 addr, const u64 *words,
		 unsigned int count);

/* Change one field of a structure in memory. */
void poke(struct rig *rig, u64 addr, unsigned int high, unsigned int low,
	  u64 value);

/* ---- commands ---- */

/* Put a command into the queue without telling the SMMU. */
void rig_queue(struct rig *rig, struct ref_cmd cmd);
/* Tell it, and let it run. */
void rig_kick(struct rig *rig);
/* Queue, kick, and expect that it was consumed without error. */
void rig_cmd(struct rig *rig, struct ref_cmd cmd);
void rig_sync(struct rig *rig);
/* CFGI_ALL, TLBI_NSNH_ALL, SYNC */
void rig_flush(struct rig *rig);
bool rig_cmdq_error(struct rig *rig);

/* ---- streams and tables ---- */

u64 rig_ste(struct rig *rig, u32 sid);
void rig_set_ste(struct rig *rig, u32 sid, const u64 *ste);
/* A new stream with an empty table, TTB1 disabled; ASID is SID + 1. */
struct stream rig_stream(struct rig *rig, u32 sid);
/* Give it a table for the upper half. */
void rig_upper_half(struct rig *rig, struct stream *stream);
/* Address of the descriptor of @va at @level; makes the tables above. */
u64 rig_slot(struct rig *rig, const struct stream *stream, u64 va,
	     unsigned int level);
/* Map with ref_leaf() at @level; returns the descriptor's address. */
u64 rig_map(struct rig *rig, const struct stream *stream, u64 va, u64 pa,
	    unsigned int level);

/* ---- transactions and events ---- */

struct smmu3_txn rig_txn(u32 sid, u64 va, unsigned int access);
/*
 * If it stalls, the outcome says so and the client goes away; its STAG stays in
 * use until side_end_stall(). Clients that wait are in stall_kit.h.
 */
struct outcome rig_do(struct rig *rig, const struct smmu3_txn *txn);
struct outcome rig_peek(struct rig *rig, const struct smmu3_txn *txn,
			enum smmu3_look look);
struct outcome rig_access(struct rig *rig, u32 sid, u64 va,
			  unsigned int access);
/* SMMU3_HIT_* that a read of @va would have now, without effects. */
unsigned int rig_hits(struct rig *rig, u32 sid, u64 va);

unsigned int rig_events(struct rig *rig);
bool rig_event_pop(struct rig *rig, u64 *record);

/* What the ID registers say. */
struct twin_id rig_identity(struct rig *rig);
/*
 * The oracle's opinion about a transaction of either Security state, from memory
 * and registers, ID registers included. Memory does not change.
 */
void rig_oracle(struct rig *rig, const struct smmu3_txn *txn,
		struct twin_outcome *want);
/* The same about the ATOS request that is in the registers of @bank. */
void rig_oracle_gatos(struct rig *rig, enum smmu3_pas bank,
		      struct twin_answer *want);
/*
 * NULL if @out is what the oracle wants, but for the event queue; else what is
 * different. Memory is as it was after the transaction.
 */
const char *rig_judge(struct rig *rig, const struct outcome *out,
		      const struct twin_outcome *want);

/* ---- expectations ---- */

/* Forwarded to @pa. */
void expect_pa(struct rig *rig, u32 sid, u64 va, unsigned int access, u64 pa);
/* Aborted, with just this record in the queue. */
void expect_event(struct rig *rig, const struct smmu3_txn *txn,
		  const struct ref_event *event);
/* Aborted or RAZ/WI, nothing in the queue. */
void expect_silence(struct rig *rig, const struct smmu3_txn *txn,
		    enum smmu3_disposition disposition);
/* A stage 1 fault of the four kinds by @access to @va. */
void expect_fault(struct rig *rig, u32 sid, u64 va, unsigned int access,
		  u8 number);
/* NULL if the oracle agrees, event and all; else what is different. */
const char *rig_compare(struct rig *rig, const struct smmu3_txn *txn);
/* Whatever the oracle says, event and all. */
void expect_oracle(struct rig *rig, const struct smmu3_txn *txn);

#endif /* _UNIT_RIG_H */
