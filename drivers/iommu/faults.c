// SPDX-License-Identifier: GPL-2.0
/*
 * What becomes of an event record: it is told to whoever set a fault handler on
 * the domain (and to the tracepoint iommu:io_page_fault), printed at a limited
 * rate, and kept for the debugfs file smmu-sim/system/iommu-events.
 *
 * Records are handled under streams_lock and evtq.lock, in process context.
 */
#include <linux/bitfield.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/seq_file.h>

#include "builtin.h"
#include "../sim/smmu_sim.h"

/* What an event tells besides its number and stream (7.3). */
enum fault_kind {
	FAULT_CONFIG,		/* about the stream as a whole */
	FAULT_FETCH,		/* a structure at FetchAddr was unreadable */
	FAULT_ACCESS,		/* about one access: InputAddr, RnW, PnU, InD */
};

static const struct {
	const char *name;
	enum fault_kind kind;
} fault_names[] = {
	[SMMU3_EVT_F_UUT] = { "F_UUT", FAULT_ACCESS },
	[SMMU3_EVT_C_BAD_STREAMID] = { "C_BAD_STREAMID", FAULT_CONFIG },
	[SMMU3_EVT_F_STE_FETCH] = { "F_STE_FETCH", FAULT_FETCH },
	[SMMU3_EVT_C_BAD_STE] = { "C_BAD_STE", FAULT_CONFIG },
	[SMMU3_EVT_F_STREAM_DISABLED] = { "F_STREAM_DISABLED", FAULT_CONFIG },
	[SMMU3_EVT_C_BAD_SUBSTREAMID] = { "C_BAD_SUBSTREAMID", FAULT_CONFIG },
	[SMMU3_EVT_F_CD_FETCH] = { "F_CD_FETCH", FAULT_FETCH },
	[SMMU3_EVT_C_BAD_CD] = { "C_BAD_CD", FAULT_CONFIG },
	[SMMU3_EVT_F_WALK_EABT] = { "F_WALK_EABT", FAULT_ACCESS },
	[SMMU3_EVT_F_TRANSLATION] = { "F_TRANSLATION", FAULT_ACCESS },
	[SMMU3_EVT_F_ADDR_SIZE] = { "F_ADDR_SIZE", FAULT_ACCESS },
	[SMMU3_EVT_F_ACCESS] = { "F_ACCESS", FAULT_ACCESS },
	[SMMU3_EVT_F_PERMISSION] = { "F_PERMISSION", FAULT_ACCESS },
	[SMMU3_EVT_F_TLB_CONFLICT] = { "F_TLB_CONFLICT", FAULT_ACCESS },
	[SMMU3_EVT_F_CFG_CONFLICT] = { "F_CFG_CONFLICT", FAULT_CONFIG },
};

static unsigned int fault_number(const struct builtin_fault *fault)
{
	return FIELD_GET(SMMU3_EVT0_NUM, fault->word[0]);
}

static u32 fault_sid(const struct builtin_fault *fault)
{
	return FIELD_GET(SMMU3_EVT0_SID, fault->word[0]);
}

static const char *fault_name(const struct builtin_fault *fault)
{
	unsigned int number = fault_number(fault);

	if (number < ARRAY_SIZE(fault_names) && fault_names[number].name)
		return fault_names[number].name;
	return "reserved";
}

static enum fault_kind fault_kind(const struct builtin_fault *fault)
{
	unsigned int number = fault_number(fault);

	return number < ARRAY_SIZE(fault_names) ? fault_names[number].kind :
						  FAULT_CONFIG;
}

static bool fault_is_read(const struct builtin_fault *fault)
{
	return fault->word[1] & SMMU3_EVT1_RNW;
}

static void fault_report(struct builtin_stream *stream,
			 const struct builtin_fault *fault)
{
	if (fault_kind(fault) != FAULT_ACCESS || !stream->domain)
		return;
	report_iommu_fault(stream->domain, stream->dev, fault->word[2],
			   fault_is_read(fault) ? IOMMU_FAULT_READ :
						  IOMMU_FAULT_WRITE);
}

/* @fault has its record; find its device and tell. */
void builtin_fault_handle(struct builtin *b, struct builtin_fault *fault)
{
	struct builtin_stream *stream = xa_load(&b->streams, fault_sid(fault));

	fault->device[0] = '\0';
	if (stream) {
		strscpy(fault->device, dev_name(stream->dev),
			sizeof(fault->device));
		fault_report(stream, fault);
	}
	dev_err_ratelimited(stream ? stream->dev : b->iommu.dev,
			    "%s sid %#x: %016llx %016llx %016llx %016llx\n",
			    fault_name(fault), fault_sid(fault), fault->word[0],
			    fault->word[1], fault->word[2], fault->word[3]);
}

static void fault_show_access(struct seq_file *s,
			      const struct builtin_fault *fault)
{
	seq_printf(s, " addr=%#llx access=%s priv=%u instr=%u stage=%u class=%u",
		   fault->word[2], fault_is_read(fault) ? "read" : "write",
		   !!(fault->word[1] & SMMU3_EVT1_PNU),
		   !!(fault->word[1] & SMMU3_EVT1_IND),
		   fault->word[1] & SMMU3_EVT1_S2 ? 2 : 1,
		   (u32)FIELD_GET(SMMU3_EVT1_CLASS, fault->word[1]));
}

static void fault_show(struct seq_file *s, u64 number,
		       const struct builtin_fault *fault)
{
	seq_printf(s, "%llu %s sid=%#x", number, fault_name(fault),
		   fault_sid(fault));
	if (fault_kind(fault) == FAULT_ACCESS)
		fault_show_access(s, fault);
	else if (fault_kind(fault) == FAULT_FETCH)
		seq_printf(s, " fetch=%#llx",
			   fault->word[3] & SMMU3_EVT3_FETCH_ADDR);
	seq_printf(s, " record=%016llx,%016llx,%016llx,%016llx device=%s\n",
		   fault->word[0], fault->word[1], fault->word[2],
		   fault->word[3], fault->device);
}

/* Oldest first. What is still in the queue is taken out before. */
static int builtin_faults_show(struct seq_file *s, void *unused)
{
	struct builtin *b = s->private;
	struct builtin_evtq *q = &b->evtq;
	u64 i;

	builtin_evtq_drain(b);
	mutex_lock(&q->lock);
	seq_printf(s, "taken %llu overflows %llu\n", q->nr_faults,
		   q->overflows);
	i = q->nr_faults > BUILTIN_NR_FAULTS ? q->nr_faults - BUILTIN_NR_FAULTS
					     : 0;
	for (; i < q->nr_faults; i++)
		fault_show(s, i, &q->fault[i % BUILTIN_NR_FAULTS]);
	mutex_unlock(&q->lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(builtin_faults);

void builtin_fault_add_file(struct builtin *b)
{
	b->evtq.file = debugfs_create_file("iommu-events", 0400,
					   smmu_sim_debugfs_dir(b->sim), b,
					   &builtin_faults_fops);
}

void builtin_fault_remove_file(struct builtin *b)
{
	debugfs_remove(b->evtq.file);
}
