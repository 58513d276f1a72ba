// SPDX-License-Identifier: GPL-2.0
/* What the debugfs files have in common, and the short ones of them. */
#include <linux/cleanup.h>
#include <linux/sched.h>

#include "copy.h"
#include "debugfs.h"
#include "memory.h"
#include "section.h"
#include "slots.h"

const char *smmu_sim_bank_name(enum smmu3_pas bank)
{
	return bank == SMMU3_PAS_S ? "Secure" : "Non-secure";
}

void smmu_sim_show_fields(struct seq_buf *s, const struct smmu3_layout *layout,
			  const u64 *words)
{
	const struct smmu3_field *field;
	unsigned int i;

	for (i = 0; i < layout->count; i++) {
		field = &layout->field[i];
		seq_buf_printf(s, "    %-20s %#llx\n", field->name,
			       smmu3_field_get(field, words));
	}
}

bool smmu_sim_show_read(struct smmu_sim *sim, enum smmu3_pas bank, u64 addr,
			u64 *words, unsigned int count)
{
	const void *mem;

	guard(irqsave)();
	smmu_sim_section_enter(sim);
	mem = smmu_sim_mem_at(sim, bank, bank, addr);
	if (mem)
		smmu_sim_copy_from(words, mem, count * sizeof(*words));
	smmu_sim_section_exit(sim);
	return mem;
}

static const char * const counter_names[SMMU_SIM_NR_COUNTERS] = {
	[SMMU_SIM_COUNT_TRANSACTIONS] = "transactions",
	[SMMU_SIM_COUNT_TLB_HITS] = "tlb_hits",
	[SMMU_SIM_COUNT_WALKS] = "walks",
	[SMMU_SIM_COUNT_BYPASSES] = "bypasses",
	[SMMU_SIM_COUNT_FAULTS] = "faults",
	[SMMU_SIM_COUNT_CFG_HITS] = "cfg_hits",
	[SMMU_SIM_COUNT_BYTES] = "bytes",
	[SMMU_SIM_COUNT_REDONE] = "redone",
};

static void show_bank_stats(struct seq_buf *s, struct smmu_sim *sim,
			    enum smmu3_pas bank)
{
	const char *prefix = bank == SMMU3_PAS_S ? "s_" : "";
	struct smmu3_bank_info info;

	smmu_sim_bank_info(sim, bank, &info);
	if (!info.present)
		return;
	seq_buf_printf(s, "%scommands %llu\n", prefix, info.commands);
	seq_buf_printf(s, "%sevents %llu\n", prefix, info.events);
	seq_buf_printf(s, "%sdiscarded_events %llu\n", prefix, info.discarded);
	seq_buf_printf(s, "%smsis %llu\n", prefix, info.msis);
	seq_buf_printf(s, "%sheld %u\n", prefix, info.held);
	seq_buf_printf(s, "%sstalls %u\n", prefix, info.stalls);
	seq_buf_printf(s, "%spending_stalls %u\n", prefix, info.pending);
}

void smmu_sim_show_stats(struct seq_buf *s, struct smmu_sim *sim)
{
	enum smmu_sim_counter i;
	enum smmu3_pas bank;

	for (i = 0; i < SMMU_SIM_NR_COUNTERS; i++)
		seq_buf_printf(s, "%s %llu\n", counter_names[i],
			       smmu_sim_count_read(sim, i));
	for (bank = 0; bank < SMMU3_NR_PAS; bank++)
		show_bank_stats(s, sim, bank);
}

void smmu_sim_show_config(struct seq_buf *s, struct smmu_sim *sim)
{
	char text[SMMU_SIM_MAX_CONFIG];
	struct smmu3_config config;
	size_t len;

	smmu_sim_get_config(sim, &config);
	len = smmu3_config_format(&config, text, sizeof(text));
	seq_buf_printf(s, "%.*s\n", (int)min(len, sizeof(text)), text);
}

void smmu_sim_show_regions(struct seq_buf *s, struct smmu_sim *sim)
{
	struct smmu_sim_region_record rec;
	unsigned int i;

	for (i = 0; smmu_sim_region_slot(sim, i, &rec) > 0; i++)
		seq_buf_printf(s, "%#018llx-%#018llx %s%s cookie=%#llx\n",
			       rec.start, rec.start + (rec.length - 1),
			       rec.flags & SMMU_SIM_MEM_NS ? "ns" : "--",
			       rec.flags & SMMU_SIM_MEM_S ? " s" : " -",
			       rec.cookie);
}

static const char * const inject_names[SMMU3_NR_INJECTS] = {
	[SMMU3_INJECT_ABORT] = "abort",
	[SMMU3_INJECT_LOST_IRQ] = "lost-irq",
	[SMMU3_INJECT_PAUSE] = "pause",
	[SMMU3_INJECT_SLOW] = "slow",
	[SMMU3_INJECT_SFM] = "sfm",
};

void smmu_sim_show_injections(struct seq_buf *s, struct smmu_sim *sim)
{
	struct smmu3_inject_record rec;
	unsigned int i;
	int valid;

	for (i = 0; (valid = smmu_sim_inject_slot(sim, i, &rec)) >= 0; i++) {
		if (!valid)
			continue;
		seq_buf_printf(s, "id=%u %s banks=%#x accesses=%#x lines=%#x",
			       rec.id, inject_names[rec.what.kind],
			       rec.what.banks, rec.what.accesses,
			       rec.what.lines);
		seq_buf_printf(s, " first=%#llx last=%#llx every=%u count=%u",
			       rec.what.first, rec.what.last, rec.what.every,
			       rec.what.count);
		seq_buf_printf(s, " matched=%llu fired=%llu\n", rec.matched,
			       rec.fired);
	}
}

/* The address is the transaction's: without a client there is none. */
static void show_stall(struct seq_buf *s, const struct smmu3_stall_record *rec)
{
	seq_buf_printf(s, "stag=%#x sec_sid=%u sid=%#x ", rec->stag,
		       rec->sec_sid, rec->sid);
	if (rec->abandoned)
		seq_buf_puts(s, "abandoned\n");
	else
		seq_buf_printf(s, "addr=%#llx\n", rec->addr);
}

void smmu_sim_show_stalls(struct seq_buf *s, struct smmu_sim *sim)
{
	struct smmu3_stall_record rec;
	unsigned int i;
	int valid;

	for (i = 0; (valid = smmu_sim_stall_slot(sim, i, &rec)) >= 0; i++) {
		if (valid)
			show_stall(s, &rec);
		cond_resched();
	}
}
