/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ioctls of an open file. Each handler gets its structure, copied in and
 * filled up with zeros, and fills in the outputs; ioctl.c does the rest.
 */
#ifndef _SMMU_SIM_IOCTL_H
#define _SMMU_SIM_IOCTL_H

#include <linux/fs.h>

#include "companion.h"
#include "xact.h"

/**
 * struct smmu_sim_injections - the injections that a file has made
 * @epoch: of the model that has them; smmu_sim_model
 * @count: how many
 * @id: their numbers in the model
 */
struct smmu_sim_injections {
	u64 epoch;
	unsigned int count;
	u32 id[SMMU_SIM_MAX_INJECTIONS];
};

/**
 * struct smmu_sim_file - an open file
 * @sim: its instance; of a private one it is the only user
 * @injections: its injections; under the instance's raw lock
 * @lock: protects the adding of buffers
 * @nr_bufs: buffers, those removed included; only grows
 * @buf: the first @nr_bufs are valid without the lock
 */
struct smmu_sim_file {
	struct smmu_sim *sim;
	struct smmu_sim_injections injections;
	struct mutex lock;
	unsigned int nr_bufs;
	struct smmu_sim_buf *buf[SMMU_SIM_MAX_BUFFERS];
};

long smmu_sim_ioctl(struct file *filep, unsigned int cmd, unsigned long arg);

/* A kernel driver has the Non-secure bank. */
static inline bool smmu_sim_ns_is_owned(const struct smmu_sim_file *file)
{
	return file->sim->owner;
}

/* ioctl_info.c */
int smmu_sim_ioctl_get_info(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_configure(struct smmu_sim_file *file, void *args);

/* ioctl_mem.c */
int smmu_sim_ioctl_mem_add(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_mem_remove(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_mem_read(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_mem_write(struct smmu_sim_file *file, void *args);

/* ioctl_reg.c */
int smmu_sim_ioctl_reg_read(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_reg_write(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_step(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_irq_eventfd(struct smmu_sim_file *file, void *args);

/* ioctl_inject.c */
int smmu_sim_ioctl_inject(struct smmu_sim_file *file, void *args);

/* An injection of the file holds this command queue back. */
bool smmu_sim_file_holds_queue(struct smmu_sim_file *file, enum smmu3_pas bank);

/* True: there were some, which may have held commands back. */
bool smmu_sim_file_free_injections(struct smmu_sim_file *file);

/* ioctl_inspect.c */
int smmu_sim_ioctl_inspect(struct smmu_sim_file *file, void *args);

/* ioctl_txn.c */
int smmu_sim_ioctl_translate(struct smmu_sim_file *file, void *args);

/* The transaction that @in describes. -EOPNOTSUPP, -EINVAL. */
int smmu_sim_txn_decode(const struct smmu_sim_txn *in, struct smmu3_txn *txn);
void smmu_sim_outcome_encode(const struct smmu3_xact *x,
			     enum smmu_sim_status status,
			     struct smmu_sim_outcome *out);

/* ioctl_dma.c */
int smmu_sim_ioctl_dma(struct smmu_sim_file *file, void *args);

/* ioctl_buf.c */
int smmu_sim_ioctl_buf_add(struct smmu_sim_file *file, void *args);
int smmu_sim_ioctl_buf_remove(struct smmu_sim_file *file, void *args);

/* The buffer with all of [@addr, @addr + @len), a live one if possible. */
const struct smmu_sim_buf *smmu_sim_file_find_buf(struct smmu_sim_file *file,
						  u64 addr, u64 len);
struct smmu_sim_pages *smmu_sim_buf_for_vma(struct smmu_sim_file *file,
					    struct vm_area_struct *vma);
void smmu_sim_file_free_bufs(struct smmu_sim_file *file);

#endif /* _SMMU_SIM_IOCTL_H */
