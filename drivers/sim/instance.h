/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An instance: one SMMU with everything it owns. A private one belongs to an
 * open file and dies with it, the system one belongs to the module.
 *
 * Locks, outermost first:
 *
 *	companion lock	(companion.c) the companion and the live DMA buffers
 *	mutex		which regions there are, replacing the model
 *	lines.lock	who is told of interrupts
 *	lock		raw: the programming side of the model; memory, too,
 *			may be accessed under it
 *
 * Nothing that may sleep, print, signal or wake happens under the raw lock.
 */
#ifndef _SMMU_SIM_INSTANCE_H
#define _SMMU_SIM_INSTANCE_H

#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <uapi/linux/smmu_sim.h>

#include "../smmu3/smmu3.h"
#include "smmu_sim.h"

struct dentry;
struct eventfd_ctx;
struct smmu_sim_pages;

/* What is counted of client transactions, peeks excepted. */
enum smmu_sim_counter {
	SMMU_SIM_COUNT_TRANSACTIONS,	/* all of those below */
	SMMU_SIM_COUNT_TLB_HITS,	/* forwarded, translated by the TLB */
	SMMU_SIM_COUNT_WALKS,		/* forwarded, translated by a walk */
	SMMU_SIM_COUNT_BYPASSES,	/* forwarded, not translated */
	SMMU_SIM_COUNT_FAULTS,		/* not forwarded */
	SMMU_SIM_COUNT_CFG_HITS,	/* STE or CD from a cache */
	SMMU_SIM_COUNT_BYTES,		/* moved */
	SMMU_SIM_COUNT_REDONE,		/* tries that an invalidation voided */
	SMMU_SIM_NR_COUNTERS,
};

/**
 * struct smmu_sim_cpu - what each CPU has of an instance
 * @section: odd while an access section runs
 * @count: by enum smmu_sim_counter
 */
struct smmu_sim_cpu {
	unsigned int section;
	u64 count[SMMU_SIM_NR_COUNTERS];
};

/**
 * struct smmu_sim_model - the model and its memory
 * @smmu: the model
 * @mem: its memory
 * @epoch: which model of the instance it is: CONFIGURE makes new ones
 */
struct smmu_sim_model {
	struct smmu3 *smmu;
	void *mem;
	u64 epoch;
};

/**
 * struct smmu_sim_span - a region as transactions see it
 * @start: physical address of the first byte
 * @last: physical address of the last byte
 * @pages: the memory
 */
struct smmu_sim_span {
	u64 start;
	u64 last;
	struct smmu_sim_pages *pages;
};

/**
 * struct smmu_sim_table - the regions by PA space
 * @count: spans in use
 * @span: ascending, without overlaps
 */
struct smmu_sim_table {
	unsigned int count[SMMU3_NR_PAS];
	struct smmu_sim_span span[SMMU3_NR_PAS][SMMU_SIM_MAX_REGIONS];
};

/**
 * struct smmu_sim_memory - RAM of an instance
 * @regions: struct smmu_sim_region, ascending (mutex)
 * @nr_regions: how many (mutex)
 * @table: the one in use; replaced under mutex and the raw lock
 * @spare: two tables that take turns
 * @limit: most bytes that regions may have
 * @used: bytes that they have, those that only mappings still hold included
 * @next_cookie: no two memories of an instance have the same mmap offsets
 */
struct smmu_sim_memory {
	struct list_head regions;
	unsigned int nr_regions;
	struct smmu_sim_table *table;
	struct smmu_sim_table spare[2];
	u64 limit;
	atomic64_t used;
	atomic64_t next_cookie;
};

/**
 * struct smmu_sim_listener - who is told of pulses of one line
 * @eventfd: signalled, or NULL; holds a reference
 * @file: the open file that set @eventfd
 * @handler: called, or NULL
 * @arg: its argument
 */
struct smmu_sim_listener {
	struct eventfd_ctx *eventfd;
	const void *file;
	void (*handler)(void *arg);
	void *arg;
};

#define SMMU_SIM_LINES_TOTAL	((unsigned int)SMMU3_NR_PAS * SMMU3_NR_IRQS)

/**
 * struct smmu_sim_lines - interrupt lines
 * @pending: pulses not yet delivered, a bit for each line of each bank
 * @work: delivers them
 * @lock: protects @listener; held while it is told, taken in interrupts
 * @listener: by line, like @pending
 */
struct smmu_sim_lines {
	unsigned long pending;
	struct irq_work work;
	spinlock_t lock;
	struct smmu_sim_listener listener[SMMU_SIM_LINES_TOTAL];
};

/**
 * struct smmu_sim_stalls - clients whose transactions are stalled
 * @wait: where they wait for a verdict
 * @work: wakes them
 */
struct smmu_sim_stalls {
	wait_queue_head_t wait;
	struct irq_work work;
};

/**
 * struct smmu_sim - an instance
 * @id: number, never reused; 0 is the system SMMU
 * @system: it is the system SMMU
 * @owner: who programs the Non-secure bank; NULL: open files
 * @secure_file: the open file that claimed the Secure bank; secure.h
 * @lock: see above
 * @mutex: see above
 * @model: replaced under @mutex and @lock
 * @cpu: what each CPU has
 * @mem: its memory
 * @lines: its interrupts
 * @stalls: its stalled clients
 * @debugfs: its directory
 */
struct smmu_sim {
	u64 id;
	bool system;
	const struct smmu_sim_owner *owner;
	const void *secure_file;
	raw_spinlock_t lock;
	struct mutex mutex;
	struct smmu_sim_model *model;
	struct smmu_sim_cpu __percpu *cpu;
	struct smmu_sim_memory mem;
	struct smmu_sim_lines lines;
	struct smmu_sim_stalls stalls;
	struct dentry *debugfs;
};

extern const struct smmu3_host_ops smmu_sim_host_ops;	/* host.c */

/*
 * A new instance in reset, without memory. ERR_PTR() on failure. Visible
 * nowhere yet; it ends with smmu_sim_destroy(), which may sleep, when nobody
 * uses it any more.
 */
struct smmu_sim *smmu_sim_create(const struct smmu3_config *config,
				 u64 mem_limit);
void smmu_sim_destroy(struct smmu_sim *sim);

/* Replace the model by one with this identity; on error nothing changes. */
int smmu_sim_configure(struct smmu_sim *sim, const struct smmu3_config *config);

/* A copy of the identity it has now. */
void smmu_sim_get_config(struct smmu_sim *sim, struct smmu3_config *config);

u64 smmu_sim_count_read(struct smmu_sim *sim, enum smmu_sim_counter counter);

static inline void smmu_sim_count_add(struct smmu_sim *sim,
				      enum smmu_sim_counter counter, u64 value)
{
	this_cpu_add(sim->cpu->count[counter], value);
}

#endif /* _SMMU_SIM_INSTANCE_H */
