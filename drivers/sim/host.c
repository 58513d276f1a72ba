// SPDX-License-Identifier: GPL-2.0
/*
 * What the model asks of its host (host.h): memory, interrupts, the drain, the
 * waking of stalled clients, and notes for tracing. Called in a section or under
 * the raw lock, interrupts off.
 */
#include <linux/unaligned.h>

#include <asm/barrier.h>

#include "copy.h"
#include "lines.h"
#include "memory.h"
#include "section.h"
#include "stall.h"
#include "trace.h"

static void *access_mem(struct smmu_sim *sim, const struct smmu3_access *access)
{
	return smmu_sim_mem_at(sim, access->sec_sid, access->pas, access->addr);
}

static bool host_read(void *host, const struct smmu3_access *access, void *buf,
		      size_t len)
{
	const void *mem = access_mem(host, access);

	if (!mem)
		return false;
	smmu_sim_copy_from(buf, mem, len);
	return true;
}

/* Word by word, as queue entries are read by others while they are written. */
static void write_words(void *mem, const void *buf, size_t len)
{
	size_t done;

	for (done = 0; done < len; done += sizeof(u64)) {
		smmu_sim_copy_to(mem + done, buf + done, sizeof(u64));
		smp_wmb(); /* ascending order (host.h) */
	}
}

/* An MSI: what it announces is visible before it (3.18). */
static void write_msi(void *mem, u32 data)
{
	/* See above. */
	smp_store_release((u32 *)mem, data);
}

static bool host_write(void *host, const struct smmu3_access *access,
		       const void *buf, size_t len)
{
	const struct smmu_sim *sim = host;
	void *mem = access_mem(host, access);

	if (access->kind == SMMU3_ACCESS_MSI)
		trace_smmu_sim_msi(sim->id, access, get_unaligned((u32 *)buf),
				   mem);
	if (!mem)
		return false;
	if (len == sizeof(u32))
		write_msi(mem, get_unaligned((u32 *)buf));
	else
		write_words(mem, buf, len);
	return true;
}

/* Atomic to whoever does the same to it, be it a CPU through a mapping. */
static enum smmu3_cas host_cas(void *host, const struct smmu3_access *access,
			       u64 old, u64 new)
{
	u64 expect = (__force u64)cpu_to_le64(old);
	u64 *mem = access_mem(host, access);

	if (!mem)
		return SMMU3_CAS_ABORT;
	if (try_cmpxchg(mem, &expect, (__force u64)cpu_to_le64(new)))
		return SMMU3_CAS_DONE;
	smp_mb(); /* a full barrier in any case (host.h) */
	return SMMU3_CAS_CHANGED;
}

static void host_irq(void *host, enum smmu3_pas bank, enum smmu3_irq line)
{
	struct smmu_sim *sim = host;

	smmu_sim_lines_pulse(&sim->lines, bank, line);
}

static void host_drain(void *host)
{
	smmu_sim_drain(host);
}

static void host_resumed(void *host)
{
	struct smmu_sim *sim = host;

	smmu_sim_stalls_resumed(&sim->stalls);
}

static void host_note_command(void *host, enum smmu3_pas bank,
			      const u64 cmd[2], u8 error)
{
	const struct smmu_sim *sim = host;

	trace_smmu_sim_command(sim->id, bank, cmd, error);
}

static void host_note_event(void *host, enum smmu3_pas bank,
			    const u64 record[4], bool recorded)
{
	const struct smmu_sim *sim = host;

	trace_smmu_sim_event(sim->id, bank, record, recorded);
}

const struct smmu3_host_ops smmu_sim_host_ops = {
	.read = host_read,
	.write = host_write,
	.cas = host_cas,
	.irq = host_irq,
	.drain = host_drain,
	.resumed = host_resumed,
	.note_command = host_note_command,
	.note_event = host_note_event,
};
