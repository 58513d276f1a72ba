/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the model asks of its host: every effect it has on the world goes
 * through one struct smmu3_host_ops.
 */
#ifndef _SMMU3_HOST_H
#define _SMMU3_HOST_H

#include <smmu3/env.h>

/* A physical address space, and the Security state of a bank or a stream. */
enum smmu3_pas {
	SMMU3_PAS_NS,
	SMMU3_PAS_S,
	SMMU3_NR_PAS,
};

/* Why the SMMU accesses memory. */
enum smmu3_access_kind {
	SMMU3_ACCESS_STE,	/* L1STD and STE */
	SMMU3_ACCESS_CD,	/* L1CD and CD */
	SMMU3_ACCESS_TT,	/* translation table descriptor */
	SMMU3_ACCESS_CMDQ,
	SMMU3_ACCESS_EVENTQ,
	SMMU3_ACCESS_MSI,	/* of an interrupt source or of CMD_SYNC */
	SMMU3_ACCESS_CLIENT,	/* the data of a client transaction */
	SMMU3_NR_ACCESSES,
};

/**
 * struct smmu3_access - one access that the SMMU itself makes
 * @addr: physical address, naturally aligned to the length of the access up to
 *	64 bytes
 * @pas: PA space
 * @sec_sid: for whom: Security state of the stream, or of the bank
 * @kind: what for; never SMMU3_ACCESS_CLIENT, whose data the caller moves
 * @memattr: memory type, 8 bits as in MAIR (13.1.1)
 * @sh: shareability: 0 NSH, 2 OSH, 3 ISH
 */
struct smmu3_access {
	u64 addr;
	enum smmu3_pas pas;
	enum smmu3_pas sec_sid;
	enum smmu3_access_kind kind;
	u8 memattr;
	u8 sh;
};

/* Interrupt outputs of a bank (3.18). */
enum smmu3_irq {
	SMMU3_IRQ_EVENTQ,
	SMMU3_IRQ_CMD_SYNC,
	SMMU3_IRQ_GERROR,
	SMMU3_NR_IRQS,
};

/* How a compare-and-swap ended. */
enum smmu3_cas {
	SMMU3_CAS_DONE,
	SMMU3_CAS_CHANGED,	/* something else was there, nothing written */
	SMMU3_CAS_ABORT,	/* external abort, nothing written */
};

/**
 * struct smmu3_host_ops - the world around the SMMU
 *
 * All of them may be called under the caller's raw spinlock with interrupts
 * off: they access memory and set pending bits, and never call back into the
 * model.
 *
 * @read: copy @len bytes (8, 16 or 64) from memory; aligned 8-byte words are
 *	read whole. False is an external abort: nothing there.
 * @write: the reverse, of 32 bytes (an event) or 4 (an MSI); the words are
 *	visible in ascending order.
 * @cas: atomically replace the 8 little-endian bytes at an aligned address, if
 *	they are @old, by @new, both in the CPU's order. A full barrier.
 * @irq: a pulse on an interrupt line of a bank. What the pulse announces is
 *	visible before it.
 * @drain: wait for the access sections that began before the call, those of
 *	other CPUs, to end. Full barriers on both sides.
 * @resumed: stalled transactions have a verdict (struct smmu3_stall); whoever
 *	waits should look.
 * @note_command: a command has been fetched and is legal or not (trace only).
 * @note_event: a record has been written or, if not @recorded, discarded
 *	(trace only).
 */
struct smmu3_host_ops {
	bool (*read)(void *host, const struct smmu3_access *access, void *buf,
		     size_t len);
	bool (*write)(void *host, const struct smmu3_access *access,
		      const void *buf, size_t len);
	enum smmu3_cas (*cas)(void *host, const struct smmu3_access *access,
			      u64 old, u64 new);
	void (*irq)(void *host, enum smmu3_pas bank, enum smmu3_irq line);
	void (*drain)(void *host);
	void (*resumed)(void *host);
	void (*note_command)(void *host, enum smmu3_pas bank, const u64 cmd[2],
			     u8 error);
	void (*note_event)(void *host, enum smmu3_pas bank, const u64 record[4],
			   bool recorded);
};

#endif /* _SMMU3_HOST_H */
