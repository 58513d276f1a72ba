// SPDX-License-Identifier: GPL-2.0
/*
 * debugfs: the valid STEs. They are found by asking the model for each
 * StreamID, without effect and without the caches, so that this knows nothing
 * of the geometry of stream tables.
 */
#include <linux/cleanup.h>
#include <linux/math.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <smmu3/evt.h>
#include <smmu3/ste.h>

#include "debugfs.h"
#include "slots.h"
#include "xact.h"

#define SHOW_STES	64	/* at most */
#define ASK_STREAMS	65536	/* at most */
#define STEPS		4	/* what finding a stream takes */

/**
 * struct unread - the first part of a table that could not be read
 * @found: there is such a part
 * @sid: the StreamID that was asked for
 * @addr: of the STE or level 1 descriptor
 */
struct unread {
	bool found;
	u32 sid;
	u64 addr;
};

static void note_unread(struct unread *unread, const struct smmu3_xact *x)
{
	if (unread->found || x->fault.event != SMMU3_EVT_F_STE_FETCH)
		return;
	*unread = (struct unread) {
		.found = true,
		.sid = x->txn.sid,
		.addr = x->fault.fetch_addr,
	};
}

/* The STE's step of a walk for @sid; NULL: there is none. */
static const struct smmu3_step *ask(struct smmu_sim *sim, enum smmu3_pas bank,
				    u32 sid, struct smmu3_step *steps,
				    struct unread *unread)
{
	struct smmu3_xact x = {
		.txn = { .sid = sid, .sec_sid = bank },
		.look = SMMU3_LOOK_PEEK_WALK,
		.steps = { .step = steps, .cap = STEPS },
	};
	struct smmu_sim_data data = { .move = SMMU_SIM_MOVE_NOTHING };
	unsigned int i;

	smmu_sim_transact(sim, &x, &data, NULL);
	note_unread(unread, &x);
	for (i = 0; i < min(x.steps.count, x.steps.cap); i++)
		if (steps[i].kind == SMMU3_STEP_STE)
			return &steps[i];
	return NULL;
}

static void show_ste(struct seq_buf *s, struct smmu_sim *sim, u32 sid,
		     const struct smmu3_step *step)
{
	u64 ste[SMMU3_STE_WORDS];
	unsigned int i;

	if (!smmu_sim_show_read(sim, step->pas, step->addr, ste,
				SMMU3_STE_WORDS))
		return;
	seq_buf_printf(s, "  StreamID %#x at %#llx\n", sid, step->addr);
	for (i = 0; i < SMMU3_STE_WORDS; i++)
		seq_buf_printf(s, "    word %u %#018llx\n", i, ste[i]);
	smmu_sim_show_fields(s, smmu3_ste_layout(), ste);
}

/* The StreamID to ask for next: behind what the first level leaves out. */
static u64 next_sid(const struct smmu3_bank_info *info, u64 sid, bool found)
{
	if (found || !info->strtab_split)
		return sid + 1;
	return round_down(sid, BIT_ULL(info->strtab_split)) +
	       BIT_ULL(info->strtab_split);
}

static void show_stes(struct seq_buf *s, struct smmu_sim *sim,
		      enum smmu3_pas bank, const struct smmu3_bank_info *info)
{
	u64 sid = 0, end = BIT_ULL(info->strtab_log2);
	unsigned int shown = 0, asked = 0;
	struct smmu3_step steps[STEPS];
	const struct smmu3_step *step;
	struct unread unread = { 0 };

	while (sid < end && asked++ < ASK_STREAMS && shown < SHOW_STES) {
		step = ask(sim, bank, sid, steps, &unread);
		if (step && FIELD_GET(SMMU3_STE0_V, step->data)) {
			show_ste(s, sim, sid, step);
			shown++;
		}
		sid = next_sid(info, sid, step);
		if (fatal_signal_pending(current))
			return;
		cond_resched();
	}
	if (unread.found)
		seq_buf_printf(s, "  external abort at %#llx, first for StreamID %#x\n",
			       unread.addr, unread.sid);
	if (sid < end)
		seq_buf_printf(s, "  not looked at: StreamIDs from %#llx\n",
			       sid);
}

static void show_strtab(struct seq_buf *s, struct smmu_sim *sim,
			enum smmu3_pas bank)
{
	struct smmu3_bank_info info;

	smmu_sim_bank_info(sim, bank, &info);
	if (!info.present)
		return;
	seq_buf_printf(s, "%s base=%#llx log2size=%u split=%u%s\n",
		       smmu_sim_bank_name(bank), info.strtab_base,
		       info.strtab_log2, info.strtab_split,
		       info.smmuen ? "" : " not in use (SMMUEN=0)");
	if (info.smmuen)
		show_stes(s, sim, bank, &info);
}

void smmu_sim_show_strtab(struct seq_buf *s, struct smmu_sim *sim)
{
	enum smmu3_pas bank;

	for (bank = 0; bank < SMMU3_NR_PAS; bank++)
		show_strtab(s, sim, bank);
}
