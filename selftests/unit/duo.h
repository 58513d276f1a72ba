/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Both banks of one SMMU, side by side: each with its own memory, queues,
 * stream table and a small driver. The Non-secure and the Secure RAM are at the
 * same addresses, and so are the structures of both sides in them: who mixes up
 * the PA spaces finds the other side's. Single threaded.
 *
 * A test of TEST_BOTH() runs twice, with each side as its subject.
 */
#ifndef _UNIT_DUO_H
#define _UNIT_DUO_H

#include "rig.h"

#define SECURE			SMMU3_PAS_S

/* Commands of the Secure queue (4.4), and the security of a StreamID */
#define REF_CMD_TLBI_EL3_ALL	0x18

/* Where MSIs go: the last page of RAM, which nothing else uses. */
#define MSI_PAGE		(RAM_BASE + RAM_SIZE - PAGE)

/**
 * struct side - one bank and its software
 * @duo: both
 * @bank: which
 * @free: next free byte of its RAM
 * @strtab: linear stream table
 * @cmdq: command queue
 * @eventq: event queue
 * @cmd_prod: CMDQ_PROD as written last
 * @evt_cons: EVENTQ_CONS as written last, without flags
 */
struct side {
	struct duo *duo;
	enum smmu3_pas bank;
	u64 free;
	u64 strtab;
	u64 cmdq;
	u64 eventq;
	u32 cmd_prod;
	u32 evt_cons;
};

/**
 * struct duo - see above
 * @rig: the SMMU and its host; its Non-secure driver is not used
 * @side: by bank
 */
struct duo {
	struct rig *rig;
	struct side side[SMMU3_NR_PAS];
};

/* ---- life ---- */

struct smmu3_config duo_config(enum smmu3_cache_mode cache);
struct duo *duo_new(const struct smmu3_config *config);
void duo_free(struct duo *duo);
struct side *duo_side(struct duo *duo, enum smmu3_pas bank);
struct side *other_side(struct side *side);

/*
 * Setups: *state is the struct side. Booted: queues, an empty stream table,
 * SMMUEN, both interrupt enables, in both banks, with exact caches.
 */
int duo_setup_ns(void **state);
int duo_setup_s(void **state);
int duo_setup_reset_ns(void **state);
int duo_setup_reset_s(void **state);
int duo_teardown(void **state);

#define TEST_BOTH(f)							\
	{ #f "[ns]", f, duo_setup_ns, duo_teardown, NULL },		\
	{ #f "[s]", f, duo_setup_s, duo_teardown, NULL }
#define TEST_BOTH_RESET(f)						\
	{ #f "[ns]", f, duo_setup_reset_ns, duo_teardown, NULL },	\
	{ #f "[s]", f, duo_setup_reset_s, duo_teardown, NULL }
#define TEST_NS(f)							\
	cmocka_unit_test_setup_teardown(f, duo_setup_ns, duo_teardown)
#define TEST_SECURE(f)							\
	cmocka_unit_test_setup_teardown(f, duo_setup_s, duo_teardown)

/* Queue sizes and tables of a side; SMMUEN and everything else after that. */
void side_boot_queues(struct side *side);
void side_boot(struct side *side);

/* ---- registers: offsets are those of the Non-secure bank ---- */

u32 side_offset(const struct side *side, u32 offset);
u32 side_rd32(struct side *side, u32 offset);
u64 side_rd64(struct side *side, u32 offset);
void side_wr32(struct side *side, u32 offset, u32 value);
void side_wr64(struct side *side, u32 offset, u64 value);
void side_cr0(struct side *side, u32 value);
void side_irq_ctrl(struct side *side, u32 value);
/* GERROR ^ GERRORN */
u32 side_errors(struct side *side);
void side_ack_errors(struct side *side);

/* ---- memory of the side's own PA space ---- */

/* Zeroed, aligned to its size or a page. */
u64 side_alloc(struct side *side, u64 size);
u64 side_load(struct side *side, u64 addr);
void side_store(struct side *side, u64 addr, u64 value);
void side_store_image(struct side *side, u64 addr, const u64 *words,
		      unsigned int count);
void side_poke(struct side *side, u64 addr, unsigned int high, unsigned int low,
	       u64 value);
void side_fail(struct side *side, u64 start, u64 size);

/* ---- commands ---- */

/* @cmd for a StreamID of this side: SSec as its queue wants it. */
struct ref_cmd side_own(const struct side *side, struct ref_cmd cmd);
void side_queue(struct side *side, struct ref_cmd cmd);
void side_kick(struct side *side);
void side_cmd(struct side *side, struct ref_cmd cmd);
void side_sync(struct side *side);
/* Everything of this side: configuration and translations, SYNC. */
void side_flush(struct side *side);

/* ---- streams ---- */

u64 side_ste(struct side *side, u32 sid);
void side_set_ste(struct side *side, u32 sid, const u64 *ste);
void side_plain_ste(struct side *side, u32 sid, unsigned int config);
/* As rig_stream(), rig_slot() and rig_map(). */
struct stream side_stream(struct side *side, u32 sid);
u64 side_slot(struct side *side, const struct stream *stream, u64 va,
	      unsigned int level);
u64 side_map(struct side *side, const struct stream *stream, u64 va, u64 pa,
	     unsigned int level);

/* ---- transactions and events ---- */

struct smmu3_txn side_txn(const struct side *side, u32 sid, u64 va,
			  unsigned int access);
struct outcome side_do(struct side *side, const struct smmu3_txn *txn);
struct outcome side_access(struct side *side, u32 sid, u64 va,
			   unsigned int access);
unsigned int side_hits(struct side *side, u32 sid, u64 va);
unsigned int side_events(struct side *side);
bool side_pop(struct side *side, u64 *record);

/* ---- the log ---- */

unsigned int side_irqs(const struct side *side, enum smmu3_irq line);
/* Accesses of a kind for this side, by @what HOST_READ or HOST_WRITE. */
unsigned int side_accesses(const struct side *side, enum host_what what,
			   enum smmu3_access_kind kind);
/* The first of them after log index @from; NULL if none. */
const struct host_entry *side_find(const struct side *side,
				   enum host_what what,
				   enum smmu3_access_kind kind);
void duo_log_clear(struct duo *duo);

/* ---- expectations ---- */

void side_expect_pa(struct side *side, u32 sid, u64 va, unsigned int access,
		    u64 pa, enum smmu3_pas pas);
/* Aborted, with just this record in this side's queue and none in the other. */
void side_expect_event(struct side *side, const struct smmu3_txn *txn,
		       const struct ref_event *event);
/* Aborted without any record. */
void side_expect_silence(struct side *side, const struct smmu3_txn *txn);

#endif /* _UNIT_DUO_H */
