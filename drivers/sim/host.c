// SPDX-License-Identifier: GPL-2.0
/*
 * What the model asks of its host (host.h): memory, interrupts, the drain, and
 * notes for tracing. Called in a section or under the raw lock, interrupts off.
 */
#include <linux/cleanup.h>

#include "copy.h"
#include "lines.h"
#include "memory.h"
#include "section.h"
#include "trace.h"

static bool host_read(void *host, const struct smmu3_access *access, void *buf,
		      size_t len)
{
	const void *mem = smmu_sim_mem_at(host, access->pas, access->addr);

	if (!mem)
		return false;
	smmu_sim_copy_from(buf, mem, len);
	return true;
}

/* Word by word, as queue entries are read by others while they are written. */
static bool host_write(void *host, const struct smmu3_access *access,
		       const void *buf, size_t len)
{
	void *mem = smmu_sim_mem_at(host, access->pas, access->addr);
	size_t done;

	if (!mem)
		return false;
	for (done = 0; done < len; done += sizeof(u64)) {
		smmu_sim_copy_to(mem + done, buf + done, sizeof(u64));
		smp_wmb(); /* ascending order (host.h) */
	}
	return true;
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
	.irq = host_irq,
	.drain = host_drain,
	.note_command = host_note_command,
	.note_event = host_note_event,
};
