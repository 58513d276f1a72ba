/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What instances look like in debugfs. A file is a snapshot: its text is made
 * when it is opened, so a reader, however slow, holds nothing but the text.
 */
#ifndef _SMMU_SIM_DEBUGFS_H
#define _SMMU_SIM_DEBUGFS_H

#include <linux/seq_buf.h>

#include "instance.h"

void smmu_sim_debugfs_init(void);
void smmu_sim_debugfs_exit(void);

/* The instance's directory; removing waits for nobody but files being opened. */
void smmu_sim_debugfs_add(struct smmu_sim *sim);
void smmu_sim_debugfs_remove(struct smmu_sim *sim);

/* Contents of the files: show_*.c. Process context, no locks held. */
void smmu_sim_show_registers(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_cmdq(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_eventq(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_strtab(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_tlb(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_config_cache(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_injections(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_stalls(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_stats(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_config(struct seq_buf *s, struct smmu_sim *sim);
void smmu_sim_show_regions(struct seq_buf *s, struct smmu_sim *sim);

/* Pieces that they share: show.c. */
const char *smmu_sim_bank_name(enum smmu3_pas bank);

/* The fields of an image, a line each. */
void smmu_sim_show_fields(struct seq_buf *s, const struct smmu3_layout *layout,
			  const u64 *words);

/* Words of a structure of a bank, in its PA space. False: no memory there. */
bool smmu_sim_show_read(struct smmu_sim *sim, enum smmu3_pas bank, u64 addr,
			u64 *words, unsigned int count);

#endif /* _SMMU_SIM_DEBUGFS_H */
