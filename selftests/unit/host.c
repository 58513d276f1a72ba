// SPDX-License-Identifier: GPL-2.0
/*
 * Memory, log, sections. Words of memory are only ever accessed whole, with
 * release and acquire, so that the threaded variant has no data race that is
 * not the model's or the test's own.
 */
#include "host.h"

#include <sched.h>
#include <stdlib.h>

#define WORD	sizeof(u64)
#define HALF	sizeof(u32)

/* ---- memory ---- */

static struct host_region *find_region(struct host *host, enum smmu3_pas pas,
				       u64 addr)
{
	unsigned int i;

	for (i = 0; i < host->nr_regions; i++) {
		struct host_region *region = &host->region[i];

		if (region->pas == pas && addr >= region->start &&
		    addr - region->start < region->size)
			return region;
	}
	return NULL;
}

static bool is_failing(const struct host *host, enum smmu3_pas pas, u64 addr)
{
	unsigned int i;

	for (i = 0; i < host->nr_failures; i++)
		if (host->failure[i].pas == pas &&
		    addr >= host->failure[i].start &&
		    addr - host->failure[i].start < host->failure[i].size)
			return true;
	return false;
}

static u64 *find_word(struct host *host, enum smmu3_pas pas, u64 addr)
{
	struct host_region *region = find_region(host, pas, addr);

	if (!region || is_failing(host, pas, addr))
		return NULL;
	return &region->words[(addr - region->start) / WORD];
}

void host_add_ram(struct host *host, enum smmu3_pas pas, u64 start, u64 size)
{
	struct host_region *region = &host->region[host->nr_regions];

	assert(host->nr_regions < HOST_MAX_REGIONS);
	*region = (struct host_region){ pas, start, size,
					calloc(size / WORD, WORD) };
	assert(region->words);
	host->nr_regions++;
}

void host_free(struct host *host)
{
	unsigned int i;

	for (i = 0; i < host->nr_regions; i++)
		free(host->region[i].words);
	host->nr_regions = 0;
}

u64 host_load(struct host *host, enum smmu3_pas pas, u64 addr)
{
	struct host_region *region = find_region(host, pas, addr);
	u64 *word;

	assert(region);
	word = &region->words[(addr - region->start) / WORD];
	return le64_to_cpu(smp_load_acquire(word));
}

void host_store(struct host *host, enum smmu3_pas pas, u64 addr, u64 value)
{
	struct host_region *region = find_region(host, pas, addr);

	assert(region);
	smp_store_release(&region->words[(addr - region->start) / WORD],
			  cpu_to_le64(value));
}

bool host_try_load(struct host *host, enum smmu3_pas pas, u64 addr, u64 *value)
{
	u64 *word = find_word(host, pas, addr);

	if (!word)
		return false;
	*value = le64_to_cpu(smp_load_acquire(word));
	return true;
}

void host_fail(struct host *host, enum smmu3_pas pas, u64 start, u64 size)
{
	assert(host->nr_failures < HOST_MAX_FAILURES);
	host->failure[host->nr_failures++] =
		(struct host_failure){ pas, start, size };
}

void host_heal(struct host *host)
{
	host->nr_failures = 0;
}

/* ---- log ---- */

static struct host_entry *log_entry(struct host *host, enum host_what what)
{
	static struct host_entry full;
	struct host_entry *entry = &full;

	if (host->count < HOST_MAX_LOG)
		entry = &host->log[host->count];
	host->count++;
	*entry = (struct host_entry){ .what = what };
	return entry;
}

static void log_access(struct host *host, enum host_what what,
		       const struct smmu3_access *access, size_t len, bool ok)
{
	struct host_entry *entry;

	if (host->threaded)
		return;
	entry = log_entry(host, what);
	entry->access = *access;
	entry->len = len;
	entry->ok = ok;
}

void host_log_clear(struct host *host)
{
	host->count = 0;
}

int host_log_find(const struct host *host, enum host_what what,
		  unsigned int from)
{
	unsigned int i;

	for (i = from; i < min(host->count, (unsigned int)HOST_MAX_LOG); i++)
		if (host->log[i].what == what)
			return i;
	return -1;
}

unsigned int host_log_count(const struct host *host, enum host_what what)
{
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, what, i + 1)) >= 0)
		count++;
	return count;
}

unsigned int host_irq_count(const struct host *host, enum smmu3_irq line)
{
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_IRQ, i + 1)) >= 0)
		if (host->log[i].line == line)
			count++;
	return count;
}

/* ---- sections ---- */

void host_section_begin(struct host *host, unsigned int slot)
{
	__atomic_fetch_add(&host->slot[slot], 1, __ATOMIC_SEQ_CST);
	smp_mb();
}

void host_section_end(struct host *host, unsigned int slot)
{
	__atomic_fetch_add(&host->slot[slot], 1, __ATOMIC_SEQ_CST);
}

static void wait_for_slot(struct host *host, unsigned int slot)
{
	u64 seen = __atomic_load_n(&host->slot[slot], __ATOMIC_SEQ_CST);

	while (seen % 2 &&
	       __atomic_load_n(&host->slot[slot], __ATOMIC_SEQ_CST) == seen)
		sched_yield();
}

static void drain_sections(struct host *host)
{
	unsigned int slot;

	smp_mb();
	for (slot = 0; slot < HOST_MAX_SLOTS; slot++)
		wait_for_slot(host, slot);
	smp_mb();
}

/* ---- operations ---- */

static bool is_natural(const struct smmu3_access *access, size_t len)
{
	return len && len % WORD == 0 && len <= 64 &&
	       access->addr % len == 0;
}

static bool host_read(void *arg, const struct smmu3_access *access, void *buf,
		      size_t len)
{
	struct host *host = arg;
	u64 *to = buf;
	bool ok = true;
	size_t i;

	assert(is_natural(access, len));
	for (i = 0; i < len / WORD && ok; i++) {
		u64 *word = find_word(host, access->pas,
				      access->addr + i * WORD);

		ok = word;
		if (ok)
			to[i] = smp_load_acquire(word);
	}
	log_access(host, HOST_READ, access, len, ok);
	return ok;
}

/* Half a word, for an MSI: the other half stays. */
static bool write_half(struct host *host, const struct smmu3_access *access,
		       const void *buf)
{
	u64 *word = find_word(host, access->pas, access->addr);
	u64 image;

	if (!word)
		return false;
	image = smp_load_acquire(word);
	memcpy((char *)&image + access->addr % WORD, buf, HALF);
	smp_store_release(word, image);
	return true;
}

static bool write_words(struct host *host, const struct smmu3_access *access,
			const u64 *from, size_t len)
{
	size_t i;

	for (i = 0; i < len / WORD; i++) {
		u64 *word = find_word(host, access->pas,
				      access->addr + i * WORD);

		if (!word)
			return false;
		smp_store_release(word, from[i]);
	}
	return true;
}

static bool host_write(void *arg, const struct smmu3_access *access,
		       const void *buf, size_t len)
{
	struct host *host = arg;
	bool ok;

	if (len == HALF) {
		assert(access->kind == SMMU3_ACCESS_MSI);
		assert(access->addr % HALF == 0);
		if (host->on_msi)
			host->on_msi(host->arg, access);
		ok = write_half(host, access, buf);
	} else {
		assert(is_natural(access, len));
		ok = write_words(host, access, buf, len);
	}
	log_access(host, HOST_WRITE, access, len, ok);
	return ok;
}

static enum smmu3_cas cas_word(struct host *host,
			       const struct smmu3_access *access, u64 old,
			       u64 new)
{
	u64 *word = find_word(host, access->pas, access->addr);

	if (!word)
		return SMMU3_CAS_ABORT;
	return __atomic_compare_exchange_n(word, &old, new, false,
					   __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST) ?
	       SMMU3_CAS_DONE : SMMU3_CAS_CHANGED;
}

static enum smmu3_cas host_cas(void *arg, const struct smmu3_access *access,
			       u64 old, u64 new)
{
	struct host *host = arg;
	struct host_entry *entry;
	enum smmu3_cas how;

	assert(is_natural(access, WORD));
	if (!host->threaded && host->on_cas)
		host->on_cas(host->arg, access);
	how = cas_word(host, access, old, new);
	if (host->threaded)
		return how;
	entry = log_entry(host, HOST_CAS);
	entry->access = *access;
	entry->len = WORD;
	entry->ok = how == SMMU3_CAS_DONE;
	entry->words[0] = old;
	entry->words[1] = new;
	return how;
}

static void host_irq(void *arg, enum smmu3_pas bank, enum smmu3_irq line)
{
	struct host *host = arg;
	struct host_entry *entry;

	if (host->threaded) {
		__atomic_fetch_add(&host->irqs, 1, __ATOMIC_RELAXED);
		return;
	}
	entry = log_entry(host, HOST_IRQ);
	entry->bank = bank;
	entry->line = line;
	if (host->on_irq)
		host->on_irq(host->arg, line);
}

static void host_drain(void *arg)
{
	struct host *host = arg;

	if (host->threaded) {
		drain_sections(host);
		return;
	}
	log_entry(host, HOST_DRAIN);
	if (host->on_drain)
		host->on_drain(host->arg);
}

static void host_resumed(void *arg)
{
	struct host *host = arg;

	if (host->threaded) {
		__atomic_fetch_add(&host->resumes, 1, __ATOMIC_SEQ_CST);
		return;
	}
	log_entry(host, HOST_RESUMED);
	if (host->on_resumed)
		host->on_resumed(host->arg);
}

static void host_note_command(void *arg, enum smmu3_pas bank, const u64 cmd[2],
			      u8 error)
{
	struct host *host = arg;
	struct host_entry *entry;

	if (host->threaded)
		return;
	entry = log_entry(host, HOST_COMMAND);
	entry->bank = bank;
	entry->words[0] = cmd[0];
	entry->words[1] = cmd[1];
	entry->error = error;
}

static void host_note_event(void *arg, enum smmu3_pas bank,
			    const u64 record[4], bool recorded)
{
	struct host *host = arg;
	struct host_entry *entry;

	if (host->threaded)
		return;
	entry = log_entry(host, HOST_EVENT);
	entry->bank = bank;
	memcpy(entry->words, record, sizeof(entry->words));
	entry->ok = recorded;
}

const struct smmu3_host_ops host_ops = {
	.read = host_read,
	.write = host_write,
	.cas = host_cas,
	.irq = host_irq,
	.drain = host_drain,
	.resumed = host_resumed,
	.note_command = host_note_command,
	.note_event = host_note_event,
};
