// SPDX-License-Identifier: GPL-2.0
/* debugfs: the valid TLB entries. */
#include <linux/cleanup.h>
#include <linux/sched.h>

#include "debugfs.h"
#include "section.h"

/* In a section, as CONFIGURE may replace the model. */
static int tlb_slot(struct smmu_sim *sim, unsigned int index,
		    struct smmu3_tlb_record *rec)
{
	int ret;

	guard(irqsave)();
	smmu_sim_section_enter(sim);
	ret = smmu3_tlb_slot(READ_ONCE(sim->model)->smmu, index, rec);
	smmu_sim_section_exit(sim);
	return ret;
}

static void show_slot(struct seq_buf *s, const struct smmu3_tlb_record *rec)
{
	u8 perm = rec->perm;

	seq_buf_printf(s, "va=%#llx pa=%#llx size=%#llx level=%d granule=%#llx",
		       rec->va, rec->pa, BIT_ULL(rec->log2_size), rec->level,
		       BIT_ULL(rec->granule));
	seq_buf_printf(s, " sec_sid=%u pas=%u vmid=%u asid=%u%s", rec->sec_sid,
		       rec->pas, rec->vmid, rec->asid,
		       rec->global ? " global" : "");
	seq_buf_printf(s, " priv=%c%c%c user=%c%c%c attr=%#04x sh=%u\n",
		       perm & SMMU3_PERM_PR ? 'r' : '-',
		       perm & SMMU3_PERM_PW ? 'w' : '-',
		       perm & SMMU3_PERM_PX ? 'x' : '-',
		       perm & SMMU3_PERM_UR ? 'r' : '-',
		       perm & SMMU3_PERM_UW ? 'w' : '-',
		       perm & SMMU3_PERM_UX ? 'x' : '-',
		       rec->memattr, rec->sh);
}

void smmu_sim_show_tlb(struct seq_buf *s, struct smmu_sim *sim)
{
	struct smmu3_tlb_record rec;
	unsigned int index;
	int valid;

	for (index = 0; (valid = tlb_slot(sim, index, &rec)) >= 0; index++) {
		if (valid)
			show_slot(s, &rec);
		cond_resched();
	}
}
