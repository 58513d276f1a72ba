// SPDX-License-Identifier: GPL-2.0
/* debugfs: what is in the caches. */
#include <linux/sched.h>

#include "debugfs.h"
#include "slots.h"

/*
 * What of it is whose address: va of stage 2 alone is an IPA. Only a Secure
 * stream has two spaces of them.
 */
static void show_addresses(struct seq_buf *s,
			   const struct smmu3_tlb_record *rec)
{
	bool ns = rec->sec_sid == SMMU3_PAS_S && rec->ns_ipa;
	const char *space = ns ? "ns_ipa" : "ipa";

	seq_buf_printf(s, "%s=%#llx", rec->stage2 ? space : "va", rec->va);
	if (rec->nested)
		seq_buf_printf(s, " %s=%#llx", space, rec->ipa);
	seq_buf_printf(s, " pa=%#llx", rec->pa);
}

static const char *stages_of(const struct smmu3_tlb_record *rec)
{
	return rec->stage2 ? "2" : rec->nested ? "1+2" : "1";
}

static void show_translation(struct seq_buf *s,
			     const struct smmu3_tlb_record *rec)
{
	u8 perm = rec->perm;

	seq_buf_printf(s, "%s stage=%s ", smmu3_world_name(rec->world),
		       stages_of(rec));
	show_addresses(s, rec);
	seq_buf_printf(s, " size=%#llx level=%d granule=%#llx",
		       BIT_ULL(rec->log2_size), rec->level,
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
	unsigned int i;
	int valid;

	for (i = 0; (valid = smmu_sim_tlb_slot(sim, i, &rec)) >= 0; i++) {
		if (valid)
			show_translation(s, &rec);
		cond_resched();
	}
}

static void show_cache(struct seq_buf *s, struct smmu_sim *sim,
		       enum smmu3_cfg_kind kind)
{
	struct smmu3_cfg_record rec;
	unsigned int i;
	int valid;

	for (i = 0; (valid = smmu_sim_cfg_slot(sim, kind, i, &rec)) >= 0; i++) {
		if (valid)
			seq_buf_printf(s, "%s sec_sid=%u sid=%#x ssid=%#x\n",
				       kind == SMMU3_CFG_STE ? "STE" : "CD",
				       rec.sec_sid, rec.sid, rec.ssid);
		cond_resched();
	}
}

void smmu_sim_show_config_cache(struct seq_buf *s, struct smmu_sim *sim)
{
	show_cache(s, sim, SMMU3_CFG_STE);
	show_cache(s, sim, SMMU3_CFG_CD);
}
