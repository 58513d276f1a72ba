/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Clients that wait, and software that hears of them: on both banks of an SMMU
 * whose transactions stall where an STE or a CD says so. See side.h, too. A
 * client must not move while it waits.
 */
#ifndef _UNIT_STALL_KIT_H
#define _UNIT_STALL_KIT_H

#include "side.h"

#define STALL_SID	5
#define STALL_VA	0x0000000040007000ULL
#define STALL_PA	0x0000000912345000ULL
#define STALL_STAGS	4	/* IDR5.STALL_MAX */

/* CR0 of a bank that works */
#define STALL_CR0	(REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN)

/**
 * struct client - a transaction and who waits for it
 * @side: bank of its stream
 * @x: the transaction
 * @ok: forwarded
 */
struct client {
	struct side *side;
	struct smmu3_xact x;
	bool ok;
};

/* How software resumes. */
enum resume {
	RESUME_RETRY,
	RESUME_ABORT,
	RESUME_RAZWI,
};

/* ---- life ---- */

/* STALL_MODEL of both banks and STALL_MAX; stage 2, substreams. */
struct smmu3_config stall_config(u32 model, u32 max);
/* Both banks booted; to be freed. */
struct rig *stall_rig(const struct smmu3_config *config);

/* Setups: STALL_MODEL 0, STALL_STAGS; *state is the struct side. */
int stall_setup_ns(void **state);
int stall_setup_s(void **state);

#define TEST_STALLS(f)							\
	{ #f "[ns]", f, stall_setup_ns, side_teardown, NULL },		\
	{ #f "[s]", f, stall_setup_s, side_teardown, NULL }
#define TEST_STALLS_NS(f)						\
	cmocka_unit_test_setup_teardown(f, stall_setup_ns, side_teardown)
#define TEST_STALLS_SECURE(f)						\
	cmocka_unit_test_setup_teardown(f, stall_setup_s, side_teardown)

/* A stream of stage 1, faults of which stall; nothing is mapped. */
struct stream stall_stream(struct side *side, u32 sid);

/* ---- clients ---- */

/* Make a transaction, until it is forwarded or its fault stands. */
void client_txn(struct client *client, struct side *side,
		const struct smmu3_txn *txn);
void client_start(struct client *client, struct side *side, u32 sid, u64 va,
		  unsigned int access);
/* Read STALL_VA; the result has to be this. */
void client_read(struct client *client, struct side *side, u32 sid,
		 enum smmu3_stall_state want);
/* With the verdict RETRY: make it again. */
void client_retry(struct client *client);
void client_give_up(struct client *client);
void client_expect(const struct client *client, enum smmu3_stall_state want);

/* ---- software ---- */

/*
 * Take the next record, which has to be that of a waiting client's fault of the
 * CD's or, of what is not 0 there, of another one. Returns the STAG.
 */
u16 stall_pop(struct client *client, u8 number);
u16 stall_pop_as(struct client *client, const struct ref_event *event);
/* Of a fault of stage 1 by the transaction's own address. */
struct ref_event stall_event(const struct client *client, u8 number);

struct ref_cmd stall_resume_cmd(u32 sid, u16 stag, enum resume how);
/* By a command of this side for a stream of its own. */
void stall_resume(struct side *side, u32 sid, u16 stag, enum resume how);
void stall_term(struct side *side, u32 sid);

/* Make the event queue full, disabled, or aborting; and writable again. */
enum block {
	BLOCK_FULL,
	BLOCK_DISABLED,
	BLOCK_ABORT,
	NR_BLOCKS,
};
void stall_block(struct side *side, enum block how);
void stall_unblock(struct side *side, enum block how);
/* Throw all events away. */
void stall_drain_events(struct side *side);

/* ---- what the SMMU says ---- */

/* STAGs in use for a bank. */
unsigned int stall_count(struct side *side);
bool stall_is_in_use(struct side *side, u16 stag);
unsigned int stall_pending(struct side *side);
/* How often resumed() has been called since the log was cleared. */
unsigned int stall_wakeups(struct side *side);

#endif /* _UNIT_STALL_KIT_H */
