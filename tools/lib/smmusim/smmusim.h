/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A thin client of <linux/smmu_sim.h>: one function for each ioctl, which
 * returns 0 or a negative errno, and mmap of regions and buffers. It owns no
 * state; whoever opened a file closes it with close(). Any thread may call any
 * of it. What programs an SMMU by registers and tables is smmusim/kit.h.
 */
#ifndef _SMMUSIM_H
#define _SMMUSIM_H

#include <stddef.h>
#include <stdint.h>

#include <linux/smmu_sim.h>

#define SMMUSIM_PRIVATE	"/dev/smmu-sim"
#define SMMUSIM_SYSTEM	"/dev/smmu-sim0"

/* A file descriptor or a negative errno. */
int smmusim_open(const char *path);
int smmusim_open_private(void);
int smmusim_open_system(void);

/* ioctl() with its errno as result; @request is SMMU_SIM_*. */
int smmusim_ioctl(int fd, unsigned long request, void *arg);

/* @info is filled whole. */
int smmusim_get_info(int fd, struct smmu_sim_get_info *info);

/* The effective configuration as a C string, cut to @cap bytes with its NUL. */
int smmusim_get_config(int fd, char *text, size_t cap);

/*
 * @reason gets the sentence of a refusal as a C string, "" if there is none; it
 * may be NULL.
 */
int smmusim_configure(int fd, const char *config, char *reason, size_t cap);

int smmusim_mem_add(int fd, uint32_t flags, uint64_t start, uint64_t length,
		    uint64_t *cookie);
int smmusim_mem_remove(int fd, uint64_t cookie);

/* @done may be NULL; then a short copy is -ENOENT. */
int smmusim_mem_read(int fd, uint32_t pas, uint64_t addr, void *buf,
		     size_t length, size_t *done);
int smmusim_mem_write(int fd, uint32_t pas, uint64_t addr, const void *buf,
		      size_t length, size_t *done);

/* Shared mapping of a region or buffer by its cookie. */
int smmusim_map(int fd, uint64_t cookie, size_t length, void **addr);

/* Register accesses by software of the PA space @pas. */
int smmusim_reg_read(int fd, uint32_t pas, uint32_t offset, unsigned int width,
		     uint64_t *value);
int smmusim_reg_write(int fd, uint32_t pas, uint32_t offset, unsigned int width,
		      uint64_t value);

/* The caller fills the inputs but not the size. */
int smmusim_translate(int fd, struct smmu_sim_translate *arg);
int smmusim_dma(int fd, struct smmu_sim_dma *arg);

int smmusim_irq_eventfd(int fd, uint32_t bank, uint32_t line, int eventfd);

/* @arg: flags and length in; iova, cookie and stream_id out. */
int smmusim_buf_add(int fd, struct smmu_sim_buf_add *arg);
int smmusim_buf_remove(int fd, uint64_t cookie);

/* @arg: what goes wrong in; id out. */
int smmusim_inject(int fd, struct smmu_sim_inject *arg);

/* @id 0: all that this file made. */
int smmusim_inject_clear(int fd, uint32_t id);

/*
 * Records of kind @what, @record_size bytes each, into an array of @capacity;
 * @count: how many there are, perhaps more than fit.
 */
int smmusim_inspect(int fd, uint32_t what, void *records, size_t record_size,
		    uint32_t capacity, uint32_t *count);

/* @done: commands consumed; may be NULL. */
int smmusim_step(int fd, uint32_t bank, uint32_t count, uint32_t *done);

#endif /* _SMMUSIM_H */
