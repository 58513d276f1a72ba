/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the rest of the kernel side may ask of the shell: software that programs
 * the system SMMU (drivers/iommu) and the device behind it (drivers/dma).
 */
#ifndef _SMMU_SIM_H
#define _SMMU_SIM_H

#include <linux/types.h>

#define SMMU_SIM_NS	"SMMU_SIM"	/* symbol namespace */

struct smmu_sim;
struct dentry;
struct device;
struct fwnode_handle;

/* Interrupt lines of the Non-secure bank, numbered as in the uAPI. */
enum smmu_sim_line {
	SMMU_SIM_LINE_EVENTQ,
	SMMU_SIM_LINE_CMD_SYNC,
	SMMU_SIM_LINE_GERROR,
	SMMU_SIM_NR_LINES,
};

/* The system SMMU; there is one as long as the module is loaded. */
struct smmu_sim *smmu_sim_system(void);

/*
 * Register accesses by Non-secure software, any context. A write returns when
 * the commands it started have been consumed.
 */
u32 smmu_sim_readl(struct smmu_sim *sim, u32 offset);
void smmu_sim_writel(struct smmu_sim *sim, u32 offset, u32 value);
u64 smmu_sim_readq(struct smmu_sim *sim, u32 offset);
void smmu_sim_writeq(struct smmu_sim *sim, u32 offset, u64 value);

/*
 * The handler runs at each pulse of a line of the Non-secure bank, with
 * interrupts off and a spinlock held, on whatever CPU. After free, it runs no
 * more.
 */
int smmu_sim_request_line(struct smmu_sim *sim, enum smmu_sim_line line,
			  void (*handler)(void *arg), void *arg);
void smmu_sim_free_line(struct smmu_sim *sim, enum smmu_sim_line line);

/*
 * The instance's debugfs directory, for files of the software that drives it;
 * never NULL, may be an ERR_PTR as debugfs functions take it.
 */
struct dentry *smmu_sim_debugfs_dir(struct smmu_sim *sim);

/**
 * struct smmu_sim_owner - the software that programs the system SMMU's NS bank
 * @name: value of the module parameter driver=
 * @start: bring the SMMU up; the instance exists, memory is reachable
 * @stop: the reverse; nobody uses translations any more
 * @fwnode: what client devices name in their fwspec, NULL if none
 *
 * drivers/iommu defines smmu_sim_builtin_owner.
 */
struct smmu_sim_owner {
	const char *name;
	int (*start)(struct smmu_sim *sim);
	void (*stop)(struct smmu_sim *sim);
	struct fwnode_handle *(*fwnode)(void);
};

extern const struct smmu_sim_owner smmu_sim_builtin_owner;

/* The fwnode of the system SMMU; NULL with driver=none. For the companion. */
struct fwnode_handle *smmu_sim_system_fwnode(void);

/* What became of a transfer. */
enum smmu_sim_status {
	SMMU_SIM_XFER_OK,
	SMMU_SIM_XFER_ABORTED,
	SMMU_SIM_XFER_RAZWI,
	SMMU_SIM_XFER_STALLED,
};

/**
 * struct smmu_sim_xfer - one transaction with its data
 * @sid: StreamID (Non-secure)
 * @addr: input address
 * @len: bytes, any; split at 4 KiB boundaries inside
 * @write: the device writes memory, else it reads
 * @buf: kernel memory, source of a write or destination of a read
 * @done: out: bytes moved
 * @status: out: what became of the last piece
 * @event: out: number of the event of a fault, or 0
 */
struct smmu_sim_xfer {
	u32 sid;
	u64 addr;
	size_t len;
	bool write;
	void *buf;
	size_t done;
	enum smmu_sim_status status;
	u8 event;
};

/*
 * Issue this transaction on the system SMMU. Any context but NMI: it does not
 * wait, so what should stall is aborted.
 */
void smmu_sim_issue(struct smmu_sim *sim, struct smmu_sim_xfer *xfer);

struct smmu_sim_buffer;

/**
 * struct smmu_sim_companion - the device behind the system SMMU, as the char
 * device needs it
 * @owner: module
 * @stream_id: its StreamID
 * @buf_add: allocate and map @length bytes with the DMA API
 * @buf_remove: unmap and free; mappings of user space keep their pages
 * @buf_iova: device address
 * @buf_page: page number @index of the buffer, for mmap
 */
struct smmu_sim_companion {
	struct module *owner;
	u32 stream_id;
	struct smmu_sim_buffer *(*buf_add)(size_t length, bool read_only);
	void (*buf_remove)(struct smmu_sim_buffer *buf);
	u64 (*buf_iova)(struct smmu_sim_buffer *buf);
	struct page *(*buf_page)(struct smmu_sim_buffer *buf,
				 unsigned long index);
};

/*
 * Unregistering waits until no ioctl is inside; buffers that open files still
 * have are removed by it.
 */
int smmu_sim_register_companion(const struct smmu_sim_companion *companion);
void smmu_sim_unregister_companion(const struct smmu_sim_companion *companion);

#endif /* _SMMU_SIM_H */
