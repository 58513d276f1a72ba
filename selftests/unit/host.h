/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The world around the SMMU under test: memory of two PA spaces, interrupt
 * lines, drains. Everything that the model does is written down in order.
 *
 * Two variants behind one set of operations. The plain one belongs to one
 * thread and keeps the log; the threaded one has section slots that drain()
 * waits for, and no log.
 */
#ifndef _UNIT_HOST_H
#define _UNIT_HOST_H

#include <smmu3/smmu3.h>

#define HOST_MAX_REGIONS	8
#define HOST_MAX_FAILURES	8
#define HOST_MAX_LOG		4096
#define HOST_MAX_SLOTS		8

struct host_region {
	enum smmu3_pas pas;
	u64 start;
	u64 size;
	u64 *words;
};

/* Addresses that answer with an external abort although there is memory. */
struct host_failure {
	enum smmu3_pas pas;
	u64 start;
	u64 size;
};

enum host_what {
	HOST_READ,
	HOST_WRITE,
	HOST_IRQ,
	HOST_CAS,
	HOST_DRAIN,
	HOST_RESUMED,
	HOST_COMMAND,
	HOST_EVENT,
};

/**
 * struct host_entry - one thing that the model did
 * @what: see there
 * @access: READ, WRITE, CAS
 * @len: READ, WRITE, CAS: bytes
 * @ok: READ, WRITE: no abort; CAS: done; EVENT: recorded
 * @bank: IRQ, COMMAND, EVENT
 * @line: IRQ
 * @words: COMMAND, EVENT: the entry; CAS: old, new
 * @error: COMMAND: the error code
 */
struct host_entry {
	enum host_what what;
	struct smmu3_access access;
	size_t len;
	bool ok;
	enum smmu3_pas bank;
	enum smmu3_irq line;
	u64 words[4];
	u8 error;
};

/**
 * struct host - the world
 * @region: memory
 * @failure: aborting addresses
 * @log: what happened, up to its capacity
 * @count: how much happened
 * @on_drain: called from drain(), plain variant
 * @on_irq: called from irq(), plain variant
 * @on_msi: called from write() before the write of an MSI, plain variant
 * @on_cas: called from cas() before it, plain variant
 * @on_resumed: called from resumed(), plain variant
 * @arg: of all these
 * @threaded: the threaded variant
 * @slot: threaded: odd while its thread is in a section
 * @irqs: threaded: pulses
 * @resumes: threaded: calls of resumed()
 */
struct host {
	struct host_region region[HOST_MAX_REGIONS];
	unsigned int nr_regions;
	struct host_failure failure[HOST_MAX_FAILURES];
	unsigned int nr_failures;
	struct host_entry log[HOST_MAX_LOG];
	unsigned int count;
	void (*on_drain)(void *arg);
	void (*on_irq)(void *arg, enum smmu3_irq line);
	void (*on_msi)(void *arg, const struct smmu3_access *access);
	void (*on_cas)(void *arg, const struct smmu3_access *access);
	void (*on_resumed)(void *arg);
	void *arg;
	bool threaded;
	u64 slot[HOST_MAX_SLOTS];
	u64 irqs;
	u64 resumes;
};

extern const struct smmu3_host_ops host_ops;

void host_add_ram(struct host *host, enum smmu3_pas pas, u64 start, u64 size);
void host_free(struct host *host);

/* Memory as software sees it: whole words, must exist. */
u64 host_load(struct host *host, enum smmu3_pas pas, u64 addr);
void host_store(struct host *host, enum smmu3_pas pas, u64 addr, u64 value);

/* The same, false where nothing is (for the oracle). */
bool host_try_load(struct host *host, enum smmu3_pas pas, u64 addr, u64 *value);

void host_fail(struct host *host, enum smmu3_pas pas, u64 start, u64 size);
void host_heal(struct host *host);

/* The log: forget it, count entries of a kind. */
void host_log_clear(struct host *host);
unsigned int host_log_count(const struct host *host, enum host_what what);
unsigned int host_irq_count(const struct host *host, enum smmu3_irq line);

/* Index of the first entry of a kind, at or after @from; -1 if none. */
int host_log_find(const struct host *host, enum host_what what,
		  unsigned int from);

/* Threaded variant: an access section of thread @slot. */
void host_section_begin(struct host *host, unsigned int slot);
void host_section_end(struct host *host, unsigned int slot);

#endif /* _UNIT_HOST_H */
