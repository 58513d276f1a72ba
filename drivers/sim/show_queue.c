// SPDX-License-Identifier: GPL-2.0
/*
 * debugfs: the command and the event queue of each bank, and what is in them.
 * Indices and entries are written by the tester: nothing of them is believed.
 */
#include <linux/minmax.h>

#include "debugfs.h"
#include "slots.h"

#define SHOW_ENTRIES	64	/* at most, the youngest */
#define ENTRY_WORDS	4	/* of the longest entry */

/**
 * struct queue_view - how to show a kind of queue
 * @queue: its name
 * @info: which one of a bank
 * @layout: layout of an entry by its first byte
 */
struct queue_view {
	const char *queue;
	const struct smmu3_queue_info *(*info)(const struct smmu3_bank_info *b);
	const struct smmu3_layout *(*layout)(u8 number);
};

static void show_entry(struct seq_buf *s, struct smmu_sim *sim,
		       const struct queue_view *view, enum smmu3_pas bank,
		       const struct smmu3_queue_info *q, u32 index)
{
	unsigned int words = min_t(u32, q->entry_size / 8, ENTRY_WORDS), i;
	const struct smmu3_layout *layout;
	u64 entry[ENTRY_WORDS] = {};

	index &= q->entries - 1;
	if (!smmu_sim_show_read(sim, bank, q->base + (u64)index * q->entry_size,
				entry, words)) {
		seq_buf_printf(s, "  [%u] no memory\n", index);
		return;
	}
	layout = view->layout(entry[0] & 0xff);
	seq_buf_printf(s, "  [%u] %s", index,
		       layout ? layout->name : "reserved");
	for (i = 0; i < words; i++)
		seq_buf_printf(s, " %016llx", entry[i]);
	seq_buf_printf(s, "\n");
	if (layout)
		smmu_sim_show_fields(s, layout, entry);
}

static void show_queue(struct seq_buf *s, struct smmu_sim *sim,
		       const struct queue_view *view, enum smmu3_pas bank,
		       const struct smmu3_queue_info *q)
{
	u32 used = (q->prod - q->cons) & (2 * q->entries - 1);
	u32 shown = min3(used, q->entries, (u32)SHOW_ENTRIES);
	u32 i;

	seq_buf_printf(s, "%s %s %s base=%#llx entries=%u prod=%#x cons=%#x used=%u\n",
		       smmu_sim_bank_name(bank), view->queue,
		       q->enabled ? "enabled" : "disabled", q->base,
		       q->entries, q->prod, q->cons, used);
	for (i = shown; i; i--)
		show_entry(s, sim, view, bank, q, q->prod - i);
}

static void show_queues(struct seq_buf *s, struct smmu_sim *sim,
			const struct queue_view *view)
{
	struct smmu3_bank_info info;
	enum smmu3_pas bank;

	for (bank = 0; bank < SMMU3_NR_PAS; bank++) {
		smmu_sim_bank_info(sim, bank, &info);
		if (info.present)
			show_queue(s, sim, view, bank, view->info(&info));
	}
}

static const struct smmu3_queue_info *
cmdq_info(const struct smmu3_bank_info *bank)
{
	return &bank->cmdq;
}

static const struct smmu3_queue_info *
eventq_info(const struct smmu3_bank_info *bank)
{
	return &bank->eventq;
}

static const struct queue_view cmdq_view = {
	"CMDQ", cmdq_info, smmu3_cmd_layout
};

static const struct queue_view eventq_view = {
	"EVENTQ", eventq_info, smmu3_evt_layout
};

void smmu_sim_show_cmdq(struct seq_buf *s, struct smmu_sim *sim)
{
	show_queues(s, sim, &cmdq_view);
}

void smmu_sim_show_eventq(struct seq_buf *s, struct smmu_sim *sim)
{
	show_queues(s, sim, &eventq_view);
}
