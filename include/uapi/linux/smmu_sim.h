/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The ioctl interface of smmu-sim, an Arm SMMUv3 made of software.
 *
 * Two kinds of device node speak it:
 *
 * /dev/smmu-sim
 *	Every open file is a private SMMU. It starts in reset, with the profile
 *	"max" and with no memory at all; it dies with the file.
 * /dev/smmu-sim0
 *	The one system SMMU, which the kernel's IOMMU code uses. Any opener may
 *	inspect it; what belongs to a kernel driver answers -EBUSY.
 *
 * If the system SMMU has a Secure bank, one open file at a time plays the Secure
 * software. Whoever first writes a Secure register, makes a transaction of a
 * Secure stream (no PEEK), adds or writes Secure RAM, steps the Secure command
 * queue or listens to a Secure interrupt claims the bank until he closes the
 * file, even if what he tried fails for a reason of its own; meanwhile all that
 * is -EBUSY for others. The close resets the Secure bank, of which the Non-secure
 * one does not notice anything. What a Secure stream or the Secure bank accesses
 * is RAM that files have added, never the kernel's memory, whatever the PA space.
 *
 * General rules, the same for every ioctl:
 *
 * Each structure begins with its size as the caller knows it. A smaller size
 * than the first published one is -EINVAL. A larger size is accepted if the
 * tail the kernel does not know is zero, else -E2BIG. Outputs are written back
 * for as many bytes as the caller's size has; a structure without outputs is
 * not written.
 *
 * The errno contract:
 *
 * -ENOTTY	the ioctl number is not one of this interface
 * -EFAULT	a user pointer cannot be read or written
 * -EINVAL	size too small; a value outside the documented range
 * -E2BIG	size larger than known and the unknown tail is not zero
 * -EOPNOTSUPP	an unknown flag bit or a non-zero reserved field: asks for
 *		something that this kernel does not have
 * -EBADF	a file descriptor that is not open (IRQ_EVENTFD)
 * -EBUSY	the object belongs to somebody else (a kernel driver, the file that
 *		claimed the Secure bank), or is in use
 * -EPERM	the operation does not exist on this kind of node
 * -ENOENT	no such region, buffer or injection
 * -EEXIST	a region overlaps another one of the same PA space
 * -ENOSPC	too many regions, buffers or injections
 * -ENOMEM	out of memory, or over the instance's memory limit
 * -ENODEV	the companion device is not there (DMA buffers)
 * -EINTR	a fatal signal arrived while waiting
 *
 * What the architecture calls a fault is not an errno: the ioctl succeeds and
 * its outputs say what happened.
 */
#ifndef _UAPI_LINUX_SMMU_SIM_H
#define _UAPI_LINUX_SMMU_SIM_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define SMMU_SIM_IOCTL_TYPE	0xB7
#define SMMU_SIM_UAPI_VERSION	1

/* Fixed limits, part of the interface. */
#define SMMU_SIM_MAX_REGIONS	64	/* RAM regions of one instance */
#define SMMU_SIM_MAX_BUFFERS	64	/* DMA buffers of one open file */
#define SMMU_SIM_MAX_CONFIG	512	/* bytes of a configuration, without NUL */
#define SMMU_SIM_MAX_DMA	(1U << 20) /* bytes moved by one DMA ioctl */
#define SMMU_SIM_MAX_INJECTIONS	16	/* injections of one instance */

/**
 * enum smmu_sim_ioctl - ioctl numbers within SMMU_SIM_IOCTL_TYPE
 * @SMMU_SIM_NR_GET_INFO: see &struct smmu_sim_get_info
 * @SMMU_SIM_NR_CONFIGURE: see &struct smmu_sim_configure
 * @SMMU_SIM_NR_MEM_ADD: see &struct smmu_sim_mem_add
 * @SMMU_SIM_NR_MEM_REMOVE: see &struct smmu_sim_mem_remove
 * @SMMU_SIM_NR_MEM_READ: see &struct smmu_sim_mem_rw
 * @SMMU_SIM_NR_MEM_WRITE: see &struct smmu_sim_mem_rw
 * @SMMU_SIM_NR_REG_READ: see &struct smmu_sim_reg
 * @SMMU_SIM_NR_REG_WRITE: see &struct smmu_sim_reg
 * @SMMU_SIM_NR_TRANSLATE: see &struct smmu_sim_translate
 * @SMMU_SIM_NR_DMA: see &struct smmu_sim_dma
 * @SMMU_SIM_NR_IRQ_EVENTFD: see &struct smmu_sim_irq_eventfd
 * @SMMU_SIM_NR_BUF_ADD: see &struct smmu_sim_buf_add
 * @SMMU_SIM_NR_BUF_REMOVE: see &struct smmu_sim_buf_remove
 * @SMMU_SIM_NR_INJECT: see &struct smmu_sim_inject
 * @SMMU_SIM_NR_INSPECT: see &struct smmu_sim_inspect
 * @SMMU_SIM_NR_STEP: see &struct smmu_sim_step
 */
enum smmu_sim_ioctl {
	SMMU_SIM_NR_GET_INFO = 0x00,
	SMMU_SIM_NR_CONFIGURE = 0x01,
	SMMU_SIM_NR_MEM_ADD = 0x02,
	SMMU_SIM_NR_MEM_REMOVE = 0x03,
	SMMU_SIM_NR_MEM_READ = 0x04,
	SMMU_SIM_NR_MEM_WRITE = 0x05,
	SMMU_SIM_NR_REG_READ = 0x06,
	SMMU_SIM_NR_REG_WRITE = 0x07,
	SMMU_SIM_NR_TRANSLATE = 0x08,
	SMMU_SIM_NR_DMA = 0x09,
	SMMU_SIM_NR_IRQ_EVENTFD = 0x0a,
	SMMU_SIM_NR_BUF_ADD = 0x0b,
	SMMU_SIM_NR_BUF_REMOVE = 0x0c,
	SMMU_SIM_NR_INJECT = 0x0d,
	SMMU_SIM_NR_INSPECT = 0x0e,
	SMMU_SIM_NR_STEP = 0x0f
};

/* Values of the fields named sec_sid: the Security state of a stream. */
#define SMMU_SIM_SEC_SID_NS	0
#define SMMU_SIM_SEC_SID_S	1

/* Values of the fields named pas: a physical address space. */
#define SMMU_SIM_PAS_NS		0
#define SMMU_SIM_PAS_S		1

/**
 * struct smmu_sim_get_info - ioctl(SMMU_SIM_GET_INFO)
 * @size: sizeof(struct smmu_sim_get_info)
 * @flags: must be 0
 * @config_uptr: in: user buffer for the effective configuration as text, the
 *	same "key=value,..." that CONFIGURE takes, every key spelled out, not
 *	NUL terminated; may be 0
 * @config_len: in: bytes there; out: bytes of the whole text. No more than the
 *	buffer holds is written.
 * @kind: out: SMMU_SIM_KIND_*
 * @id: out: number of the instance, never reused; the name of its debugfs
 *	directory. 0 for the system SMMU.
 * @uapi_version: out: SMMU_SIM_UAPI_VERSION of the kernel
 * @owner: out: SMMU_SIM_OWNER_*: who programs the Non-secure bank
 * @mem_limit: out: bytes of RAM that the regions may have together
 * @mem_used: out: bytes of RAM that they have now
 * @max_regions: out: SMMU_SIM_MAX_REGIONS of the kernel
 * @page_size: out: alignment of regions in bytes, the kernel's page size
 *
 * Errors: only those of the errno contract that concern pointers and sizes.
 */
struct smmu_sim_get_info {
	__u32 size;
	__u32 flags;
	__aligned_u64 config_uptr;
	__u32 config_len;
	__u32 kind;
	__aligned_u64 id;
	__u32 uapi_version;
	__u32 owner;
	__aligned_u64 mem_limit;
	__aligned_u64 mem_used;
	__u32 max_regions;
	__u32 page_size;
};

#define SMMU_SIM_KIND_PRIVATE	0
#define SMMU_SIM_KIND_SYSTEM	1

#define SMMU_SIM_OWNER_FILE	0	/* open files */
#define SMMU_SIM_OWNER_BUILTIN	1	/* smmu-sim's own IOMMU driver */

#define SMMU_SIM_GET_INFO	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_GET_INFO)

/**
 * struct smmu_sim_configure - ioctl(SMMU_SIM_CONFIGURE)
 * @size: sizeof(struct smmu_sim_configure)
 * @flags: must be 0
 * @config_uptr: text "profile=NAME,key=value,...", see Documentation/uapi.rst
 *	for the keys; unnamed keys have the profile's value, and the profile is
 *	"max" unless named first
 * @config_len: bytes of the text, 0 to SMMU_SIM_MAX_CONFIG
 * @reason_len: in: bytes at @reason_uptr; out: bytes of the refusal's reason, 0
 *	if there was none
 * @reason_uptr: user buffer for the reason of a refusal, one sentence, not NUL
 *	terminated; may be 0
 *
 * Builds the SMMU anew with this identity, in reset; the memory regions and the
 * eventfds stay. On any error the old SMMU goes on untouched.
 *
 * Errors: -EINVAL the configuration is refused, @reason_uptr says why;
 * -EPERM on the system SMMU, which module parameters configure.
 */
struct smmu_sim_configure {
	__u32 size;
	__u32 flags;
	__aligned_u64 config_uptr;
	__u32 config_len;
	__u32 reason_len;
	__aligned_u64 reason_uptr;
};

#define SMMU_SIM_CONFIGURE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_CONFIGURE)

/**
 * struct smmu_sim_mem_add - ioctl(SMMU_SIM_MEM_ADD)
 * @size: sizeof(struct smmu_sim_mem_add)
 * @flags: bit mask of SMMU_SIM_MEM_NS and SMMU_SIM_MEM_S, at least one: the PA
 *	spaces that contain the region
 * @start: physical address of the first byte, page aligned
 * @length: bytes, page aligned, not 0; the end must not pass 2^56
 * @cookie: out: offset for mmap() on this file, shared mappings only
 *
 * Adds zeroed RAM. The Non-secure and the Secure space are two memories: a
 * region is in both only if both flags are set, and then counts once.
 *
 * Errors: -EINVAL alignment, range, or no space named; -EEXIST overlap;
 * -ENOSPC SMMU_SIM_MAX_REGIONS reached; -ENOMEM; -EBUSY on the system SMMU for
 * the Non-secure space while a kernel driver owns it, and for the Secure space
 * while another file has claimed the Secure bank.
 */
struct smmu_sim_mem_add {
	__u32 size;
	__u32 flags;
	__aligned_u64 start;
	__aligned_u64 length;
	__aligned_u64 cookie;
};

#define SMMU_SIM_MEM_NS		(1U << 0)
#define SMMU_SIM_MEM_S		(1U << 1)

#define SMMU_SIM_MEM_ADD	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_MEM_ADD)

/**
 * struct smmu_sim_mem_remove - ioctl(SMMU_SIM_MEM_REMOVE)
 * @size: sizeof(struct smmu_sim_mem_remove)
 * @flags: must be 0
 * @cookie: what MEM_ADD returned
 *
 * Unlinks the region and waits for transactions that may be touching it; when
 * it returns no access reaches it any more. Mappings keep their pages until
 * munmap(), and the memory counts as used until then.
 *
 * Errors: -ENOENT no region with this cookie.
 */
struct smmu_sim_mem_remove {
	__u32 size;
	__u32 flags;
	__aligned_u64 cookie;
};

#define SMMU_SIM_MEM_REMOVE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_MEM_REMOVE)

/**
 * struct smmu_sim_mem_rw - ioctl(SMMU_SIM_MEM_READ), ioctl(SMMU_SIM_MEM_WRITE)
 * @size: sizeof(struct smmu_sim_mem_rw)
 * @flags: must be 0
 * @pas: SMMU_SIM_PAS_*
 * @reserved: must be 0
 * @addr: physical address, any alignment
 * @length: bytes, 0 to SMMU_SIM_MAX_DMA
 * @data_uptr: user buffer of @length bytes
 * @done: out: bytes copied; short where the RAM ends
 *
 * Copies from or to the instance's RAM, not through the SMMU. Naturally
 * aligned 8-byte words are copied whole.
 *
 * Errors: -ENOENT @addr itself is not RAM of the instance (nothing copied);
 * -EBUSY MEM_WRITE to the Secure space of the system SMMU while another file has
 * claimed the Secure bank.
 */
struct smmu_sim_mem_rw {
	__u32 size;
	__u32 flags;
	__u32 pas;
	__u32 reserved;
	__aligned_u64 addr;
	__aligned_u64 length;
	__aligned_u64 data_uptr;
	__aligned_u64 done;
};

#define SMMU_SIM_MEM_READ	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_MEM_READ)
#define SMMU_SIM_MEM_WRITE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_MEM_WRITE)

/**
 * struct smmu_sim_reg - ioctl(SMMU_SIM_REG_READ), ioctl(SMMU_SIM_REG_WRITE)
 * @size: sizeof(struct smmu_sim_reg)
 * @flags: must be 0
 * @offset: offset from the base of page 0; anything below 2^32 is an access
 *	that behaves as the architecture says (mostly RAZ/WI)
 * @width: 32 or 64
 * @pas: SMMU_SIM_PAS_*: the PA space of the access, that is, which software
 *	makes it
 * @reserved: must be 0
 * @value: in for REG_WRITE, out for REG_READ
 *
 * One register access. A write that starts commands returns when they have
 * been consumed, or when the command queue stopped.
 *
 * Errors: -EINVAL width or pas; -EBUSY REG_WRITE to a Non-secure register of
 * the system SMMU, by whichever software, while a kernel driver owns the
 * Non-secure bank, and to a Secure register by Secure software while another
 * file has claimed the Secure bank; -EINTR.
 */
struct smmu_sim_reg {
	__u32 size;
	__u32 flags;
	__u32 offset;
	__u32 width;
	__u32 pas;
	__u32 reserved;
	__aligned_u64 value;
};

#define SMMU_SIM_REG_READ	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_REG_READ)
#define SMMU_SIM_REG_WRITE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_REG_WRITE)

/**
 * struct smmu_sim_txn - one transaction of a client device
 * @stream_id: StreamID
 * @substream_id: SubstreamID, 20 bits, used if SMMU_SIM_TXN_SSV is set
 * @sec_sid: SMMU_SIM_SEC_SID_*
 * @flags: bit mask of SMMU_SIM_TXN_*
 * @addr: input address
 */
struct smmu_sim_txn {
	__u32 stream_id;
	__u32 substream_id;
	__u32 sec_sid;
	__u32 flags;
	__aligned_u64 addr;
};

#define SMMU_SIM_TXN_SSV	(1U << 0) /* substream_id is valid */
#define SMMU_SIM_TXN_WRITE	(1U << 1) /* a write; else a read. DMA: must be 0 */
#define SMMU_SIM_TXN_PRIV	(1U << 2) /* privileged */
#define SMMU_SIM_TXN_INSTR	(1U << 3) /* instruction fetch (reads only) */
#define SMMU_SIM_TXN_NS		(1U << 4) /* NS attribute of a Secure stream */
#define SMMU_SIM_TXN_ATOMIC	(1U << 5) /* reads and writes. DMA: must be 0 */

/**
 * struct smmu_sim_outcome - what became of a transaction
 * @status: SMMU_SIM_OK, _ABORTED, _RAZWI or _STALLED
 * @event: number of the event (7.3) if a fault or configuration error was
 *	found, recorded or not; else 0
 * @flags: bit mask of SMMU_SIM_OUTCOME_*
 * @reserved: 0
 * @record: the event record, four little-endian words in the CPU's order, as it
 *	is (or would have been) written to the event queue; zero if @event is 0
 */
struct smmu_sim_outcome {
	__u32 status;
	__u32 event;
	__u32 flags;
	__u32 reserved;
	__aligned_u64 record[4];
};

#define SMMU_SIM_OK		0 /* forwarded */
#define SMMU_SIM_ABORTED	1
#define SMMU_SIM_RAZWI		2 /* reads as zero, writes ignored */
#define SMMU_SIM_STALLED	3

#define SMMU_SIM_OUTCOME_RECORDED (1U << 0) /* the event is in the event queue */

/**
 * struct smmu_sim_walk_step - one memory access of a translation, or one use of
 * the TLB
 * @kind: SMMU_SIM_STEP_*
 * @level: TT, UPDATE: translation table level, -1 to 3; TLB: of the leaf
 * @stage: TT, UPDATE, TLB: 1 or 2, an entry made by both stages is 1; else 0
 * @pas: PA space of the access; TLB: of the output
 * @wanted: of stage 2: what its input address was wanted for: SMMU_SIM_CLASS_*
 * @reserved: 0
 * @addr: physical address of the access; TLB: output address of @input
 * @data: the descriptor or the first word of the structure that was read; UPDATE:
 *	the descriptor as written; TLB: 0
 * @input: TT, UPDATE, TLB: the address that the stage translates; structures of
 *	nested streams: their IPA; else 0
 */
struct smmu_sim_walk_step {
	__u8 kind;
	__s8 level;
	__u8 stage;
	__u8 pas;
	__u8 wanted;
	__u8 reserved[3];
	__aligned_u64 addr;
	__aligned_u64 data;
	__aligned_u64 input;
};

#define SMMU_SIM_STEP_L1STD	0
#define SMMU_SIM_STEP_STE	1
#define SMMU_SIM_STEP_L1CD	2
#define SMMU_SIM_STEP_CD	3
#define SMMU_SIM_STEP_TT	4
#define SMMU_SIM_STEP_UPDATE	5 /* access flag or dirty state was written */
#define SMMU_SIM_STEP_TLB	6

#define SMMU_SIM_CLASS_CD	0 /* for an L1CD or a CD */
#define SMMU_SIM_CLASS_TT	1 /* for a descriptor of stage 1 */
#define SMMU_SIM_CLASS_IN	2 /* for the transaction itself */

/**
 * struct smmu_sim_translate - ioctl(SMMU_SIM_TRANSLATE)
 * @size: sizeof(struct smmu_sim_translate)
 * @flags: 0, SMMU_SIM_TRANSLATE_PEEK or SMMU_SIM_TRANSLATE_PEEK_WALK
 * @txn: the transaction, address only
 * @out: out: what became of it
 * @pa: out: output address if out.status is SMMU_SIM_OK
 * @pas: out: PA space of @pa
 * @log2_size: out: log2 of the bytes that the mapping covers around @pa
 * @memattr: out: memory type, 8 bits as in MAIR (5.4)
 * @sh: out: shareability, 0 NSH, 2 OSH, 3 ISH
 * @hit: out: SMMU_SIM_HIT_* bit mask: what came from a cache
 * @attrs: out: SMMU_SIM_ATTR_* bit mask: output attributes, after overrides
 * @step_uptr: user array of &struct smmu_sim_walk_step for the accesses that
 *	were made, in order; may be 0
 * @step_len: in: capacity of the array in elements; out: elements needed
 *
 * Without flags this is a real transaction in every respect but the data:
 * events, cache fills, flag updates. One that stalls is not waited for: it ends as
 * SMMU_SIM_STALLED, like a client that goes away, and its STAG is in use until
 * software ends it. If its event could not be recorded yet, it never is. PEEK has
 * no effect and looks at the caches first as a real one would; PEEK_WALK has no
 * effect and ignores the caches. SMMU_SIM_STALLED of a peek: it would stall.
 *
 * Errors: -EINVAL both flags set, or a value of @txn out of range; -EBUSY
 * without a PEEK flag for a Non-secure stream of the system SMMU while a kernel
 * driver owns it, and for a Secure one while another file has claimed the Secure
 * bank.
 */
struct smmu_sim_translate {
	__u32 size;
	__u32 flags;
	struct smmu_sim_txn txn;
	struct smmu_sim_outcome out;
	__aligned_u64 pa;
	__u32 pas;
	__u32 log2_size;
	__u8 memattr;
	__u8 sh;
	__u8 hit;
	__u8 attrs;
	__u32 step_len;
	__aligned_u64 step_uptr;
};

#define SMMU_SIM_TRANSLATE_PEEK		(1U << 0)
#define SMMU_SIM_TRANSLATE_PEEK_WALK	(1U << 1)

#define SMMU_SIM_HIT_STE	(1U << 0)
#define SMMU_SIM_HIT_CD		(1U << 1)
#define SMMU_SIM_HIT_TLB	(1U << 2)

#define SMMU_SIM_ATTR_PRIV	(1U << 0) /* privileged */
#define SMMU_SIM_ATTR_INSTR	(1U << 1) /* instruction fetch */

#define SMMU_SIM_TRANSLATE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_TRANSLATE)

/**
 * struct smmu_sim_dma - ioctl(SMMU_SIM_DMA)
 * @size: sizeof(struct smmu_sim_dma)
 * @flags: must be 0
 * @op: SMMU_SIM_DMA_*
 * @timeout_ms: how long after its beginning the ioctl waits for stalled
 *	transactions, all of them together; 0: for ever
 * @txn: stream and attributes; txn.addr is the (source) address
 * @dst_addr: SMMU_SIM_DMA_COPY: destination address
 * @length: bytes, 0 to SMMU_SIM_MAX_DMA, not past the end of the 64-bit address
 *	space; SMMU_SIM_DMA_CAS: 8, naturally aligned
 * @data_uptr: READ: user buffer that receives; WRITE: user buffer that is sent
 * @pattern: FILL: byte to write, below 256; CAS: in: value expected, out: value
 *	found
 * @swap: CAS: value to store if the expected one was found
 * @done: out: bytes moved before the end or the first transaction that was not
 *	forwarded
 * @out: out: what became of the last transaction
 *
 * Moves data through the SMMU, in transactions that never cross a 4 KiB
 * boundary. A transaction that stalls is waited for; what CMD_RESUME decides
 * happens. If @timeout_ms pass first, the client goes away: the ioctl succeeds
 * with SMMU_SIM_STALLED in @out, and the STAG is in use until software ends it. A
 * fatal signal does the same, with -EINTR; other signals wait. CONFIGURE aborts
 * what is stalled.
 *
 * On the system SMMU the addresses of a Non-secure stream must lie in a buffer
 * of this file (BUF_ADD), also in one that it has removed: that is how a device
 * is seen that does not stop in time. Such a late access never moves data to or
 * from the caller.
 *
 * Errors: -EINVAL op, length, pattern or txn out of range; -EPERM on the system
 * SMMU for addresses that never were this file's; -EBUSY for a Secure stream of
 * the system SMMU while another file has claimed the Secure bank; -EINTR.
 */
struct smmu_sim_dma {
	__u32 size;
	__u32 flags;
	__u32 op;
	__u32 timeout_ms;
	struct smmu_sim_txn txn;
	__aligned_u64 dst_addr;
	__aligned_u64 length;
	__aligned_u64 data_uptr;
	__aligned_u64 pattern;
	__aligned_u64 swap;
	__aligned_u64 done;
	struct smmu_sim_outcome out;
};

#define SMMU_SIM_DMA_READ	0 /* device reads memory, the caller gets it */
#define SMMU_SIM_DMA_WRITE	1 /* device writes the caller's bytes */
#define SMMU_SIM_DMA_COPY	2 /* from txn.addr to dst_addr */
#define SMMU_SIM_DMA_FILL	3 /* device writes one byte value */
#define SMMU_SIM_DMA_CAS	4 /* 8-byte compare-and-swap, little-endian */

#define SMMU_SIM_DMA		_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_DMA)

/**
 * struct smmu_sim_irq_eventfd - ioctl(SMMU_SIM_IRQ_EVENTFD)
 * @size: sizeof(struct smmu_sim_irq_eventfd)
 * @flags: must be 0
 * @bank: SMMU_SIM_PAS_*: whose interrupt lines
 * @line: SMMU_SIM_IRQ_*
 * @fd: an eventfd, signalled when the line pulses; -1 takes it away
 * @reserved: must be 0
 *
 * One eventfd a line; a new one replaces the old one. Pulses that follow each
 * other before the first was delivered are delivered as one (3.18).
 *
 * When an ioctl returns, the pulses that it caused have been delivered. So
 * whoever has read IRQ_CTRLACK or S_IRQ_CTRLACK as 0 gets no pulse of that bank
 * any more.
 *
 * Errors: -EINVAL bank, line, or @fd is not an eventfd; -EBADF @fd is not open;
 * -EBUSY lines of the Non-secure bank of the system SMMU while a kernel driver
 * owns it, and of the Secure bank while another file has claimed it.
 */
struct smmu_sim_irq_eventfd {
	__u32 size;
	__u32 flags;
	__u32 bank;
	__u32 line;
	__s32 fd;
	__u32 reserved;
};

#define SMMU_SIM_IRQ_EVENTQ	0
#define SMMU_SIM_IRQ_CMD_SYNC	1
#define SMMU_SIM_IRQ_GERROR	2

#define SMMU_SIM_IRQ_EVENTFD	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_IRQ_EVENTFD)

/**
 * struct smmu_sim_buf_add - ioctl(SMMU_SIM_BUF_ADD), /dev/smmu-sim0 only
 * @size: sizeof(struct smmu_sim_buf_add)
 * @flags: 0, or SMMU_SIM_BUF_RO: the device may only read it
 * @length: bytes, page aligned, not 0, at most SMMU_SIM_MAX_DMA
 * @iova: out: the device's address of the first byte
 * @cookie: out: offset for mmap() on this file, shared mappings only
 * @stream_id: out: StreamID of the companion
 * @reserved: must be 0
 *
 * Allocates kernel memory and maps it for the companion with the DMA API. The
 * kernel chooses buffer and IOVA.
 *
 * Errors: -EPERM on a private SMMU; -ENODEV no companion; -ENOSPC
 * SMMU_SIM_MAX_BUFFERS reached (removed ones count until the file is closed);
 * -ENOMEM.
 */
struct smmu_sim_buf_add {
	__u32 size;
	__u32 flags;
	__aligned_u64 length;
	__aligned_u64 iova;
	__aligned_u64 cookie;
	__u32 stream_id;
	__u32 reserved;
};

#define SMMU_SIM_BUF_RO		(1U << 0)

#define SMMU_SIM_BUF_ADD	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_BUF_ADD)

/**
 * struct smmu_sim_buf_remove - ioctl(SMMU_SIM_BUF_REMOVE), /dev/smmu-sim0 only
 * @size: sizeof(struct smmu_sim_buf_remove)
 * @flags: must be 0
 * @cookie: what BUF_ADD returned
 *
 * Unmaps the buffer with the DMA API and gives it back. The file keeps the pages
 * until it is closed, so that what a late access does can be seen, and mappings
 * keep them until munmap().
 *
 * Errors: -EPERM on a private SMMU; -ENOENT no live buffer with this cookie.
 */
struct smmu_sim_buf_remove {
	__u32 size;
	__u32 flags;
	__aligned_u64 cookie;
};

#define SMMU_SIM_BUF_REMOVE	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_BUF_REMOVE)

/**
 * struct smmu_sim_inject - ioctl(SMMU_SIM_INJECT)
 * @size: sizeof(struct smmu_sim_inject)
 * @flags: 0, or SMMU_SIM_INJECT_CLEAR
 * @kind: SMMU_SIM_INJECT_*: what goes wrong
 * @banks: bit mask of 1 << SMMU_SIM_PAS_*. ABORT: PA spaces of the accesses;
 *	LOST_IRQ: whose interrupts; PAUSE, SLOW: whose command queue
 * @accesses: ABORT: bit mask of SMMU_SIM_ACCESS_*
 * @lines: LOST_IRQ: bit mask of 1 << SMMU_SIM_IRQ_*
 * @first: ABORT: first physical address
 * @last: ABORT: last physical address, inclusive. Whatever overlaps the range
 *	matches.
 * @every: ABORT, LOST_IRQ: each how many-th match goes wrong, 1 for each; SLOW:
 *	commands consumed at each register access, 1 or more
 * @count: ABORT, LOST_IRQ: how many times in all; 0: until cleared
 * @id: out: number of the injection, never 0; with CLEAR in: which one ends, 0
 *	for all of this file's
 * @reserved: must be 0
 *
 * Makes something go wrong on purpose. Fields that the kind does not use are 0,
 * with CLEAR all but @id. Injections end when they are cleared, when the SMMU is
 * configured anew, and with the file that made them; one whose @count is used up
 * stays visible to INSPECT until then. Any opener of the system SMMU may inject,
 * whoever owns its banks: that is how error paths of kernel drivers are reached.
 *
 * ABORT
 *	An access of the SMMU to memory, or a client's to its data, ends in an
 *	external abort as if no memory were there. Nothing is moved.
 * LOST_IRQ
 *	An interrupt is neither signalled to its eventfd nor written as an MSI.
 * PAUSE
 *	The command queue is not consumed but by STEP: a stepping mode.
 * SLOW
 *	The queue is consumed @every commands at a time, at each register access
 *	by whomever, be it only a read of CMDQ_CONS.
 * SFM
 *	Service failure mode (12.3): SFM_ERR in GERROR and S_GERROR, transactions
 *	abort without an event, queues stand still. Clearing it is the only way
 *	out.
 *
 * Errors: -EINVAL kind, or a field out of range or of no use to the kind, or
 * banks without the bank; -ENOSPC SMMU_SIM_MAX_INJECTIONS; -ENOENT CLEAR: no
 * such injection of this file; -EINTR CLEAR: the injection has ended, commands
 * that it held back are left to the next access.
 */
struct smmu_sim_inject {
	__u32 size;
	__u32 flags;
	__u32 kind;
	__u32 banks;
	__u32 accesses;
	__u32 lines;
	__aligned_u64 first;
	__aligned_u64 last;
	__u32 every;
	__u32 count;
	__u32 id;
	__u32 reserved;
};

#define SMMU_SIM_INJECT_CLEAR	(1U << 0) /* flags */

#define SMMU_SIM_INJECT_ABORT	0
#define SMMU_SIM_INJECT_LOST_IRQ 1
#define SMMU_SIM_INJECT_PAUSE	2
#define SMMU_SIM_INJECT_SLOW	3
#define SMMU_SIM_INJECT_SFM	4

#define SMMU_SIM_ACCESS_STE	(1U << 0) /* L1STD and STE */
#define SMMU_SIM_ACCESS_CD	(1U << 1) /* L1CD and CD */
#define SMMU_SIM_ACCESS_TT	(1U << 2) /* translation table descriptor */
#define SMMU_SIM_ACCESS_CMDQ	(1U << 3)
#define SMMU_SIM_ACCESS_EVENTQ	(1U << 4)
#define SMMU_SIM_ACCESS_MSI	(1U << 5)
#define SMMU_SIM_ACCESS_CLIENT	(1U << 6) /* data of client transactions */

#define SMMU_SIM_INJECT		_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_INJECT)

/**
 * struct smmu_sim_inspect - ioctl(SMMU_SIM_INSPECT)
 * @size: sizeof(struct smmu_sim_inspect)
 * @flags: must be 0
 * @what: SMMU_SIM_INSPECT_*: which records
 * @record_size: in: bytes of one record as the caller knows it; a shorter one
 *	gets the first bytes, the tail of a longer one is zeroed
 * @records_uptr: user array; may be 0 if @capacity is 0
 * @capacity: in: records that fit
 * @count: out: records there are, all of them, even if fewer fit
 * @reserved: must be 0
 *
 * State that no register or memory shows, as an array of records: one kind of
 * record for each value of @what. Records are each consistent in itself; while
 * transactions run the array is not a snapshot.
 *
 * Errors: -EINVAL what, or record_size 0; -EINTR.
 */
struct smmu_sim_inspect {
	__u32 size;
	__u32 flags;
	__u32 what;
	__u32 record_size;
	__aligned_u64 records_uptr;
	__u32 capacity;
	__u32 count;
	__aligned_u64 reserved;
};

#define SMMU_SIM_INSPECT_TLB	0 /* struct smmu_sim_tlb_record */
#define SMMU_SIM_INSPECT_CONFIG	1 /* struct smmu_sim_config_record */
#define SMMU_SIM_INSPECT_BANKS	2 /* struct smmu_sim_bank_record */
#define SMMU_SIM_INSPECT_INJECTIONS 3 /* struct smmu_sim_injection_record */
#define SMMU_SIM_INSPECT_COUNTERS 4 /* struct smmu_sim_counters_record, one */
#define SMMU_SIM_INSPECT_REGIONS 5 /* struct smmu_sim_region_record */
#define SMMU_SIM_INSPECT_STALLS	6 /* struct smmu_sim_stall_record */

#define SMMU_SIM_INSPECT	_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_INSPECT)

/**
 * struct smmu_sim_tlb_record - a translation in the TLB
 * @va: input address, first byte
 * @pa: output address, first byte
 * @sec_sid: Security state of the streams that it serves
 * @world: StreamWorld (3.3.3): SMMU_SIM_WORLD_*
 * @pas: output PA space
 * @level: level of the leaf descriptor, -1 to 3
 * @log2_size: bytes covered
 * @granule: log2 of the translation granule
 * @perm: bit mask of SMMU_SIM_PERM_*
 * @memattr: memory type, 8 bits as in MAIR
 * @sh: shareability, 0 NSH, 2 OSH, 3 ISH
 * @asid: ASID
 * @vmid: VMID
 * @flags: bit mask of SMMU_SIM_TLB_*
 * @reserved: 0
 * @reserved2: 0
 * @ipa: what stage 1 made of @va, SMMU_SIM_TLB_NESTED only
 */
struct smmu_sim_tlb_record {
	__aligned_u64 va;
	__aligned_u64 pa;
	__u8 sec_sid;
	__u8 world;
	__u8 pas;
	__s8 level;
	__u8 log2_size;
	__u8 granule;
	__u8 perm;
	__u8 memattr;
	__u8 sh;
	__u8 reserved[3];
	__u16 asid;
	__u16 vmid;
	__u32 flags;
	__u32 reserved2;
	__aligned_u64 ipa;
};

#define SMMU_SIM_TLB_GLOBAL	(1U << 0) /* matches every ASID */
#define SMMU_SIM_TLB_STAGE2	(1U << 1) /* of stage 2 alone: va is an IPA */
#define SMMU_SIM_TLB_NESTED	(1U << 2) /* of both stages */
#define SMMU_SIM_TLB_NS_IPA	(1U << 3) /* in the Non-secure IPA space */

#define SMMU_SIM_WORLD_NS_EL1	0
#define SMMU_SIM_WORLD_NS_EL2	1
#define SMMU_SIM_WORLD_NS_EL2_E2H 2
#define SMMU_SIM_WORLD_S_EL1	3 /* the architecture calls it Secure */
#define SMMU_SIM_WORLD_S_EL2	4
#define SMMU_SIM_WORLD_S_EL2_E2H 5
#define SMMU_SIM_WORLD_EL3	6

#define SMMU_SIM_PERM_PR	(1U << 0) /* privileged read */
#define SMMU_SIM_PERM_PW	(1U << 1)
#define SMMU_SIM_PERM_PX	(1U << 2)
#define SMMU_SIM_PERM_UR	(1U << 3) /* unprivileged read */
#define SMMU_SIM_PERM_UW	(1U << 4)
#define SMMU_SIM_PERM_UX	(1U << 5)

/**
 * struct smmu_sim_config_record - an STE or a CD in a configuration cache
 * @kind: SMMU_SIM_CONFIG_STE or SMMU_SIM_CONFIG_CD
 * @sec_sid: SMMU_SIM_SEC_SID_*
 * @stream_id: StreamID
 * @substream_id: index of the CD; 0 for an STE
 */
struct smmu_sim_config_record {
	__u32 kind;
	__u32 sec_sid;
	__u32 stream_id;
	__u32 substream_id;
};

#define SMMU_SIM_CONFIG_STE	0
#define SMMU_SIM_CONFIG_CD	1

/**
 * struct smmu_sim_bank_record - a programming interface
 * @bank: SMMU_SIM_PAS_*
 * @flags: bit mask of SMMU_SIM_BANK_*
 * @commands: commands consumed since reset
 * @events: events recorded since reset
 * @discarded: events discarded since reset
 * @msis: MSIs written or aborted since reset
 * @stalls: STAGs in use for its streams
 * @pending: stalled transactions whose event is not recorded yet
 */
struct smmu_sim_bank_record {
	__u32 bank;
	__u32 flags;
	__aligned_u64 commands;
	__aligned_u64 events;
	__aligned_u64 discarded;
	__aligned_u64 msis;
	__u32 stalls;
	__u32 pending;
};

#define SMMU_SIM_BANK_SMMUEN	(1U << 0) /* SMMUEN, acknowledged */
#define SMMU_SIM_BANK_CMDQEN	(1U << 1) /* CMDQEN, acknowledged */
#define SMMU_SIM_BANK_EVENTQEN	(1U << 2) /* EVENTQEN, acknowledged */
#define SMMU_SIM_BANK_HELD	(1U << 3) /* PAUSE or SLOW holds its queue */

/**
 * struct smmu_sim_injection_record - an injection
 * @id: its number
 * @kind: as in &struct smmu_sim_inject, like all that follow
 * @banks: see there
 * @accesses: see there
 * @lines: see there
 * @every: see there
 * @count: see there
 * @reserved: 0
 * @first: see there
 * @last: see there
 * @matched: how often it matched
 * @fired: how often something went wrong because of it
 */
struct smmu_sim_injection_record {
	__u32 id;
	__u32 kind;
	__u32 banks;
	__u32 accesses;
	__u32 lines;
	__u32 every;
	__u32 count;
	__u32 reserved;
	__aligned_u64 first;
	__aligned_u64 last;
	__aligned_u64 matched;
	__aligned_u64 fired;
};

/**
 * struct smmu_sim_counters_record - what transactions did since the instance
 * was made
 * @transactions: pieces of at most 4 KiB, PEEKs not counted
 * @tlb_hits: of them, translated from the TLB
 * @walks: of them, translated by walking tables
 * @bypasses: of them, forwarded without translation
 * @faults: of them, not forwarded
 * @redone: sections repeated because an invalidation came between
 * @cfg_hits: of @transactions, those with the STE or the CD from a cache
 * @bytes: bytes moved
 */
struct smmu_sim_counters_record {
	__aligned_u64 transactions;
	__aligned_u64 tlb_hits;
	__aligned_u64 walks;
	__aligned_u64 bypasses;
	__aligned_u64 faults;
	__aligned_u64 redone;
	__aligned_u64 cfg_hits;
	__aligned_u64 bytes;
};

/**
 * struct smmu_sim_stall_record - a STAG in use
 * @sec_sid: SMMU_SIM_SEC_SID_*
 * @stream_id: StreamID
 * @stag: STAG
 * @flags: bit mask of SMMU_SIM_STALL_*
 * @addr: input address; 0 if abandoned
 */
struct smmu_sim_stall_record {
	__u32 sec_sid;
	__u32 stream_id;
	__u32 stag;
	__u32 flags;
	__aligned_u64 addr;
};

#define SMMU_SIM_STALL_ABANDONED (1U << 0) /* the client has gone away */

/**
 * struct smmu_sim_region_record - RAM that a file has added, in ascending order
 * @start: physical address of the first byte
 * @length: bytes
 * @flags: SMMU_SIM_MEM_*: the PA spaces that contain it
 * @reserved: 0
 * @cookie: what MEM_ADD returned; of use only to the file that added it
 */
struct smmu_sim_region_record {
	__aligned_u64 start;
	__aligned_u64 length;
	__u32 flags;
	__u32 reserved;
	__aligned_u64 cookie;
};

/**
 * struct smmu_sim_step - ioctl(SMMU_SIM_STEP)
 * @size: sizeof(struct smmu_sim_step)
 * @flags: must be 0
 * @bank: SMMU_SIM_PAS_*: whose command queue
 * @count: in: most commands to consume; out: commands consumed
 *
 * Consumes commands of a queue that an injection holds back (PAUSE, SLOW).
 * Fewer than asked if the queue is empty, disabled or in error.
 *
 * Errors: -EINVAL bank, or there is no such bank; -EBUSY the bank belongs to a
 * kernel driver and the queue is not held by this file, or another file has
 * claimed the Secure bank; -EINTR.
 */
struct smmu_sim_step {
	__u32 size;
	__u32 flags;
	__u32 bank;
	__u32 count;
};

#define SMMU_SIM_STEP		_IO(SMMU_SIM_IOCTL_TYPE, SMMU_SIM_NR_STEP)

#endif /* _UAPI_LINUX_SMMU_SIM_H */
