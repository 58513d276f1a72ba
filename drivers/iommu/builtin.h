/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The built-in IOMMU driver: software that drives the Non-secure bank of the
 * system SMMU. It knows the SMMU as any driver knows hardware: registers,
 * queues and tables in memory, interrupts. This header is shared by its files
 * only.
 *
 * Locks, outermost first:
 *
 *	streams_lock	who is behind which StreamID and attached to what; the
 *			stream table
 *	evtq.lock	draining of the event queue, the records kept
 *	cmdq.lock	raw: the command queue, GERRORN, and SMMUEN between start and
 *			stop
 */
#ifndef _SMMU_SIM_IOMMU_BUILTIN_H
#define _SMMU_SIM_IOMMU_BUILTIN_H

#include <linux/fwnode.h>
#include <linux/idr.h>
#include <linux/iommu.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include <smmu3/cd.h>
#include <smmu3/cmd.h>
#include <smmu3/evt.h>
#include <smmu3/regs.h>
#include <smmu3/ste.h>

#include "pgtable.h"

struct dentry;
struct smmu_sim;

/**
 * struct builtin_caps - what the ID registers say, as far as it matters here
 * @sid_bits: StreamIDs in use, bits; at most what the driver makes tables for
 * @two_level: two-level stream table
 * @cmdq_log2: entries of the command queue
 * @evtq_log2: entries of the event queue
 * @asid_bits: 8 or 16
 * @oas: output address size in bits
 * @ips: the same as CD.IPS encodes it
 * @range_inv: range invalidation (RIL)
 */
struct builtin_caps {
	unsigned int sid_bits;
	bool two_level;
	unsigned int cmdq_log2;
	unsigned int evtq_log2;
	unsigned int asid_bits;
	unsigned int oas;
	unsigned int ips;
	bool range_inv;
};

/**
 * struct builtin_cmd - a command, in CPU order
 * @word: word 0 and 1 (chapter 4)
 */
struct builtin_cmd {
	u64 word[SMMU3_CMD_WORDS];
};

/**
 * struct builtin_cmdq - the command queue
 * @lock: serialises producers, and whoever acknowledges global errors
 * @entry: the queue in memory
 * @prod: next entry to write, with wrap bit
 * @stuck: the SMMU does not consume; until it does nothing is put into the queue
 *	and nobody waits for it. Written under @lock, read without.
 * @cut_off: and clients were translated before, but are not now
 */
struct builtin_cmdq {
	raw_spinlock_t lock;
	__le64 (*entry)[SMMU3_CMD_WORDS];
	u32 prod;
	bool stuck;
	bool cut_off;
};

#define BUILTIN_NR_FAULTS	64

/**
 * struct builtin_fault - an event record taken from the queue
 * @word: the record, in CPU order
 * @device: name of the device behind the StreamID, empty if there is none
 */
struct builtin_fault {
	u64 word[SMMU3_EVT_WORDS];
	char device[32];
};

/**
 * struct builtin_evtq - the event queue
 * @lock: serialises consumers, protects all below
 * @work: drains the queue; queued by the interrupt
 * @entry: the queue in memory
 * @cons: next entry to read, with wrap bit
 * @overflows: how often the SMMU said that it had dropped records
 * @fault: the records taken last
 * @nr_faults: records taken since start, fault[nr % BUILTIN_NR_FAULTS] is next
 * @file: the debugfs file that shows them
 */
struct builtin_evtq {
	struct mutex lock;
	struct work_struct work;
	__le64 (*entry)[SMMU3_EVT_WORDS];
	u32 cons;
	u64 overflows;
	struct builtin_fault fault[BUILTIN_NR_FAULTS];
	u64 nr_faults;
	struct dentry *file;
};

/**
 * struct builtin_strtab - the stream table
 * @table: STEs of a linear table, L1STDs of a two-level one
 * @bytes: of @table
 * @leaf: second level tables, by L1 index; NULL for a linear table
 */
struct builtin_strtab {
	__le64 *table;
	size_t bytes;
	__le64 **leaf;
};

/**
 * struct builtin - the driver's one instance
 * @sim: the system SMMU
 * @iommu: towards the kernel's IOMMU core
 * @fwnode: the name that client devices have in their fwspec
 * @caps: ID registers
 * @cmdq: command queue
 * @evtq: event queue
 * @strtab: stream table
 * @streams_lock: protects @streams, what is attached, and @strtab
 * @streams: struct builtin_stream by StreamID
 * @asids: ASIDs in use
 * @watch: looks after what a lost interrupt would have told
 */
struct builtin {
	struct smmu_sim *sim;
	struct iommu_device iommu;
	struct fwnode_handle fwnode;
	struct builtin_caps caps;
	struct builtin_cmdq cmdq;
	struct builtin_evtq evtq;
	struct builtin_strtab strtab;
	struct mutex streams_lock;
	struct xarray streams;
	struct ida asids;
	struct delayed_work watch;
};

/**
 * struct builtin_stream - a client device
 * @builtin: the driver instance
 * @dev: the device; its fwspec has the StreamIDs
 * @cd: context descriptor of all its streams
 * @domain: what it is attached to, NULL: nothing yet
 */
struct builtin_stream {
	struct builtin *builtin;
	struct device *dev;
	__le64 *cd;
	struct iommu_domain *domain;
};

/**
 * struct builtin_domain - a paging domain
 * @domain: towards the IOMMU core
 * @builtin: the driver instance
 * @pgt: its translation table
 * @asid: its address space in the TLB
 */
struct builtin_domain {
	struct iommu_domain domain;
	struct builtin *builtin;
	struct pgtable pgt;
	u16 asid;
};

/* hw.c: ID registers, enables, memory that the SMMU reaches */
void *builtin_alloc(struct builtin *b, size_t bytes);
void builtin_free(void *mem, size_t bytes);
int builtin_hw_probe(struct builtin *b);
int builtin_hw_start(struct builtin *b);
void builtin_hw_silence(struct builtin *b);
void builtin_hw_stop(struct builtin *b);
void builtin_hw_cut_off(struct builtin *b);
void builtin_hw_let_on(struct builtin *b);

/* cmdq.c */
int builtin_cmdq_alloc(struct builtin *b);
void builtin_cmdq_free(struct builtin *b);
void builtin_cmdq_submit(struct builtin *b, const struct builtin_cmd *cmd,
			 unsigned int count);
void builtin_cmdq_unstick(struct builtin *b);
void builtin_gerror_irq(void *arg);
void builtin_cfgi_all(struct builtin *b);
void builtin_cfgi_ste(struct builtin *b, u32 sid);
void builtin_tlbi_all(struct builtin *b);
void builtin_tlbi_asid(struct builtin *b, u16 asid);
void builtin_tlbi_range(struct builtin *b, u16 asid, u64 iova, u64 size,
			bool leaf);

/* evtq.c */
int builtin_evtq_alloc(struct builtin *b);
void builtin_evtq_free(struct builtin *b);
void builtin_evtq_irq(void *arg);
void builtin_evtq_drain(struct builtin *b);

/* watch.c */
void builtin_watch_init(struct builtin *b);
void builtin_watch_start(struct builtin *b);
void builtin_watch_stop(struct builtin *b);

/* faults.c: what is done with an event record */
void builtin_fault_handle(struct builtin *b, struct builtin_fault *fault);
void builtin_fault_add_file(struct builtin *b);
void builtin_fault_remove_file(struct builtin *b);

/* StreamID bits that the second level of a two-level stream table resolves. */
#define BUILTIN_STRTAB_SPLIT	6

/* strtab.c, all under streams_lock */
int builtin_strtab_alloc(struct builtin *b);
void builtin_strtab_free(struct builtin *b);
int builtin_strtab_prepare(struct builtin *b, u32 sid);
void builtin_strtab_write(struct builtin *b, u32 sid,
			  const u64 ste[SMMU3_STE_WORDS]);

/* context.c: images of STEs and CDs */
void builtin_ste_abort(u64 ste[SMMU3_STE_WORDS]);
void builtin_ste_bypass(u64 ste[SMMU3_STE_WORDS]);
void builtin_ste_stage1(__le64 *cd, u64 ste[SMMU3_STE_WORDS]);
void builtin_cd_write(const struct builtin_domain *d, __le64 *cd);

/* domain.c */
extern struct iommu_domain builtin_identity_domain;
extern struct iommu_domain builtin_blocked_domain;
struct iommu_domain *builtin_domain_alloc(struct device *dev);

/* device.c */
extern const struct iommu_ops builtin_iommu_ops;

#endif /* _SMMU_SIM_IOMMU_BUILTIN_H */
