/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Both banks of one SMMU, side by side: each with its own memory, queues,
 * stream table and a small driver. The Non-secure and the Secure RAM are at the
 * same addresses, and so are the structures of both sides in them: who mixes up
 * the PA spaces finds the other side's. Single threaded.
 *
 * A test of TEST_BOTH() runs twice, with each side as its subject.
 */
#ifndef _UNIT_SIDE_H
#define _UNIT_SIDE_H

#include "rig.h"

#define SECURE			SMMU3_PAS_S

#define for_each_side(at, rig)						\
	for ((at) = rig_side(rig, NS); (at) <= rig_side(rig, SECURE); (at)++)

/* ---- life ---- */

/* Both banks, as alike as they can be. */
struct smmu3_config side_config(enum smmu3_cache_mode cache);
struct side *rig_side(struct rig *rig, enum smmu3_pas bank);
struct side *other_side(struct side *side);

/*
 * Setups: *state is the struct side. Booted: queues, an empty stream table,
 * SMMUEN, both interrupt enables, in both banks, with exact caches.
 */
int side_setup_ns(void **state);
int side_setup_s(void **state);
int side_setup_reset_ns(void **state);
int side_setup_reset_s(void **state);
int side_teardown(void **state);

#define TEST_BOTH(f)							\
	{ #f "[ns]", f, side_setup_ns, side_teardown, NULL },		\
	{ #f "[s]", f, side_setup_s, side_teardown, NULL }
#define TEST_BOTH_RESET(f)						\
	{ #f "[ns]", f, side_setup_reset_ns, side_teardown, NULL },	\
	{ #f "[s]", f, side_setup_reset_s, side_teardown, NULL }
#define TEST_NS(f)							\
	cmocka_unit_test_setup_teardown(f, side_setup_ns, side_teardown)
#define TEST_SECURE(f)							\
	cmocka_unit_test_setup_teardown(f, side_setup_s, side_teardown)

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
/* CMDQ_CONS: the index, ERR */
u32 side_cons(struct side *side);
u32 side_cmdq_err(struct side *side);

/* ---- memory of the side's own PA space ---- */

/* Zeroed, aligned to its size or a page. */
u64 side_alloc(struct side *side, u64 size);
u64 side_load(struct side *side, u64 addr);
void side_store(struct side *side, u64 addr, u64 value);
void side_load_image(struct side *side, u64 addr, u64 *words,
		     unsigned int count);
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
/* If @out has a STAG, end it by a command of this side. */
void side_end_stall(struct side *side, const struct outcome *out);
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

/* ---- expectations ---- */

void side_expect_pa(struct side *side, u32 sid, u64 va, unsigned int access,
		    u64 pa, enum smmu3_pas pas);
/* Aborted, with just this record in this side's queue and none in the other. */
void side_expect_event(struct side *side, const struct smmu3_txn *txn,
		       const struct ref_event *event);
/* Aborted without any record. */
void side_expect_silence(struct side *side, const struct smmu3_txn *txn);

#endif /* _UNIT_SIDE_H */
