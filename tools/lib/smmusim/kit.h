/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The driver kit: what a small SMMUv3 driver does, for programs that want a
 * working SMMU behind an open file. It puts a stream table, contexts,
 * translation tables and queues into RAM of the instance and brings one bank up
 * through registers; from then on it sends commands and takes event records.
 * The Non-secure and the Secure bank of an instance have a kit each, and these
 * share nothing. One kit belongs to one thread.
 *
 * Functions return 0 or a negative errno: -ENOSPC the kit's RAM is used up,
 * -ETIMEDOUT an acknowledge did not come or the command queue is held back,
 * -EIO the queue stopped with an error, or what an ioctl said.
 */
#ifndef _SMMUSIM_KIT_H
#define _SMMUSIM_KIT_H

#include <stdbool.h>

#include "smmusim.h"

/**
 * struct smmusim_setup - what the kit makes, 0 for a default
 * @bank: SMMU_SIM_PAS_*: whose registers it programs; the RAM it adds is of
 *	that PA space, and its streams are of that Security state
 * @ram_base: physical address of the RAM it adds
 * @ram_size: bytes of it
 * @sid_bits: StreamID bits of the stream table, which is linear
 * @cmdq_log2: log2 of the commands in the queue
 * @eventq_log2: log2 of the records in the queue
 */
struct smmusim_setup {
	uint32_t bank;
	uint64_t ram_base;
	uint64_t ram_size;
	unsigned int sid_bits;
	unsigned int cmdq_log2;
	unsigned int eventq_log2;
};

/**
 * struct smmusim_kit - a driver and its SMMU
 * @fd: the instance, not owned
 * @setup: what was made, defaults filled in
 * @cookie: of the RAM
 * @ram: the RAM, mapped
 * @used: bytes of it handed out
 * @strtab: physical address of the stream table
 * @cmdq: physical address of the command queue
 * @eventq: physical address of the event queue
 * @cmdq_prod: index and wrap bit
 * @eventq_cons: index and wrap bit
 */
struct smmusim_kit {
	int fd;
	struct smmusim_setup setup;
	uint64_t cookie;
	uint8_t *ram;
	uint64_t used;
	uint64_t strtab;
	uint64_t cmdq;
	uint64_t eventq;
	uint32_t cmdq_prod;
	uint32_t eventq_cons;
};

/* ---- life ---- */

/* Add RAM and put empty tables and queues there. @setup may be NULL. */
int smmusim_kit_init(struct smmusim_kit *kit, int fd,
		     const struct smmusim_setup *setup);

/* Bring the bank up, interrupts enabled; its caches are invalidated. */
int smmusim_kit_enable(struct smmusim_kit *kit);

/* SMMUEN, queues and interrupts off. */
int smmusim_kit_disable(struct smmusim_kit *kit);

/* Unmap and remove the RAM. */
void smmusim_kit_exit(struct smmusim_kit *kit);

/* ---- memory ---- */

/* Zeroed RAM aligned to @align, a power of two; 0 if there is no more. */
uint64_t smmusim_kit_alloc(struct smmusim_kit *kit, uint64_t size,
			   uint64_t align);

/* Where this program sees a physical address of the kit's RAM. */
void *smmusim_kit_ptr(struct smmusim_kit *kit, uint64_t pa);

/* ---- registers of the bank, as its software ---- */

/*
 * @offset is that of the Non-secure register, whatever the bank. Reads return 0
 * if the ioctl fails, which only bad hands can cause.
 */
uint32_t smmusim_kit_readl(struct smmusim_kit *kit, uint32_t offset);
uint64_t smmusim_kit_readq(struct smmusim_kit *kit, uint32_t offset);
int smmusim_kit_writel(struct smmusim_kit *kit, uint32_t offset, uint32_t value);
int smmusim_kit_writeq(struct smmusim_kit *kit, uint32_t offset, uint64_t value);

/* ---- streams and contexts ---- */

/**
 * struct smmusim_stage2 - the stage 2 tables of a virtual machine
 * @ttb: physical address of the level 1 table
 * @ns_ttb: Secure kits: the one of the Non-secure IPA space, which stays empty
 * @ipa_bits: bits of an IPA, 32 to 39
 * @ps: encoding of the output size
 * @stage1: the SMMU has stage 1, too
 * @vmid: VMID
 */
struct smmusim_stage2 {
	uint64_t ttb;
	uint64_t ns_ttb;
	unsigned int ipa_bits;
	unsigned int ps;
	bool stage1;
	uint16_t vmid;
};

/**
 * struct smmusim_context - a context descriptor and its translation table
 * @cd: physical address of the CD
 * @ttb: physical address of the level 0 table
 * @s2: nested: what translates its addresses further, which are IPAs; or NULL
 * @asid: ASID
 */
struct smmusim_context {
	uint64_t cd;
	uint64_t ttb;
	const struct smmusim_stage2 *s2;
	uint16_t asid;
};

/* 4 KiB granule, 48-bit input, faults abort and are recorded. */
int smmusim_context_init(struct smmusim_kit *kit, struct smmusim_context *ctx,
			 uint16_t asid);

/*
 * The same with the CD at physical address @cd, in a table of contexts for
 * instance. With @s2 the context is one of a nested stream: its tables are
 * named by IPA, and mapped in @s2 as they are made.
 */
int smmusim_context_init_at(struct smmusim_kit *kit,
			    struct smmusim_context *ctx, uint64_t cd,
			    const struct smmusim_stage2 *s2, uint16_t asid);

/*
 * A linear table of 2^@bits contexts, all invalid; mapped in @s2 if that is not
 * NULL. Physical address, 0 if there is no more RAM.
 */
uint64_t smmusim_cd_table(struct smmusim_kit *kit,
			  const struct smmusim_stage2 *s2, unsigned int bits);

/* Image in the CPU's order; V last. No invalidation. */
void smmusim_set_cd(struct smmusim_kit *kit, uint64_t pa,
		    const uint64_t image[8]);

/* Images in the CPU's order; V last, then CFGI_STE and CMD_SYNC. */
int smmusim_set_ste(struct smmusim_kit *kit, uint32_t sid,
		    const uint64_t image[8]);

/*
 * Send a stream through stage 1, and stage 2 if the context is nested; through
 * stage 2 alone; past the SMMU; or nowhere.
 */
int smmusim_attach(struct smmusim_kit *kit, uint32_t sid,
		   const struct smmusim_context *ctx);
int smmusim_attach_stage2(struct smmusim_kit *kit, uint32_t sid,
			  const struct smmusim_stage2 *s2);
int smmusim_bypass(struct smmusim_kit *kit, uint32_t sid);
int smmusim_block(struct smmusim_kit *kit, uint32_t sid);

/*
 * The images that those write, for variations. smmusim_ste_stage2() adds stage
 * 2 to what is there: after smmusim_ste_stage1() with the IPA of a CD the stream
 * is nested.
 */
void smmusim_ste_stage1(uint64_t image[8], uint64_t cd);
void smmusim_ste_stage2(uint64_t image[8], const struct smmusim_stage2 *s2);
void smmusim_cd_stage1(uint64_t image[8], uint64_t ttb, uint16_t asid);

/* ---- translation tables ---- */

#define SMMUSIM_MAP_RO		(1U << 0) /* no writes */
#define SMMUSIM_MAP_PRIV	(1U << 1) /* privileged accesses only */
#define SMMUSIM_MAP_NOEXEC	(1U << 2) /* no instruction fetches */
#define SMMUSIM_MAP_GLOBAL	(1U << 3) /* for every ASID */
#define SMMUSIM_MAP_OLD		(1U << 4) /* access flag clear */
#define SMMUSIM_MAP_NS		(1U << 5) /* Secure streams: Non-secure memory */
#define SMMUSIM_MAP_CLEAN	(1U << 6) /* writable once it is dirty (DBM) */
#define SMMUSIM_MAP_DEVICE	(1U << 7) /* Device-nGnRE; else Write-Back */

/*
 * Map a page (@level 3) or a block (2: 2 MiB, 1: 1 GiB). Replaces what was
 * there without invalidation.
 */
int smmusim_map_at(struct smmusim_kit *kit, const struct smmusim_context *ctx,
		   uint64_t iova, uint64_t pa, int level, unsigned int flags);
int smmusim_map_page(struct smmusim_kit *kit, const struct smmusim_context *ctx,
		     uint64_t iova, uint64_t pa, unsigned int flags);

/* Clear the descriptor, TLBI_NH_VA, CMD_SYNC. */
int smmusim_unmap_page(struct smmusim_kit *kit,
		       const struct smmusim_context *ctx, uint64_t iova);

/*
 * Physical address of the descriptor for @iova at @level, 0 if a table above it
 * is missing.
 */
uint64_t smmusim_descriptor(struct smmusim_kit *kit,
			    const struct smmusim_context *ctx, uint64_t iova,
			    int level);

/* ---- stage 2 tables ---- */

/* Where a nested stream sees the beginning of the kit's RAM. */
#define SMMUSIM_IPA_BASE	0x40000000ULL

uint64_t smmusim_ipa(const struct smmusim_kit *kit, uint64_t pa);

/* 4 KiB granule, nothing mapped; faults abort and are recorded. */
int smmusim_stage2_init(struct smmusim_kit *kit, struct smmusim_stage2 *s2,
			uint16_t vmid);

/*
 * As smmusim_map_at(), in the IPA space of the kit's Security state. PRIV, GLOBAL
 * and NS are of stage 1 only.
 */
int smmusim_map2_at(struct smmusim_kit *kit, const struct smmusim_stage2 *s2,
		    uint64_t ipa, uint64_t pa, int level, unsigned int flags);

/* Clear the descriptor, TLBI of the IPA and of what both stages made, CMD_SYNC. */
int smmusim_unmap2_page(struct smmusim_kit *kit,
			const struct smmusim_stage2 *s2, uint64_t ipa);

/* As smmusim_descriptor(). */
uint64_t smmusim_descriptor2(struct smmusim_kit *kit,
			     const struct smmusim_stage2 *s2, uint64_t ipa,
			     int level);

/* ---- commands ---- */

/* Put one command into the queue and let it run. */
int smmusim_command(struct smmusim_kit *kit, uint64_t word0, uint64_t word1);

/* CMD_SYNC; with @irq it completes by an interrupt too. -EIO: queue stopped. */
int smmusim_sync(struct smmusim_kit *kit, bool irq);

/* CMD_SYNC that writes @data to @addr when it completes, and pulses its line. */
int smmusim_sync_msi(struct smmusim_kit *kit, uint64_t addr, uint32_t data);

/* Put one command into the queue without telling the SMMU. */
void smmusim_queue_command(struct smmusim_kit *kit, uint64_t word0,
			   uint64_t word1);

/* Tell it of all that was queued, and wait until that is consumed. */
int smmusim_kick(struct smmusim_kit *kit);

/*
 * Of the kit's Security state and its own streams; each ends with a CMD_SYNC.
 * smmusim_inval_cd() names the CD of index 0, smmusim_inval_cds() all of them.
 * smmusim_inval_all() drops the configuration and the translations of all of
 * its EL1 and EL3 streams, smmusim_inval_vmid() both stages of a VMID. Without
 * VMIDs @vmid is 0.
 */
int smmusim_inval_ste(struct smmusim_kit *kit, uint32_t sid);
int smmusim_inval_cd(struct smmusim_kit *kit, uint32_t sid);
int smmusim_inval_cds(struct smmusim_kit *kit, uint32_t sid);
int smmusim_inval_all(struct smmusim_kit *kit);
int smmusim_inval_asid(struct smmusim_kit *kit, uint16_t asid);
int smmusim_inval_va(struct smmusim_kit *kit, uint16_t asid, uint64_t va);
int smmusim_inval_vmid(struct smmusim_kit *kit, uint16_t vmid);
int smmusim_inval_vmid_va(struct smmusim_kit *kit, uint16_t vmid, uint16_t asid,
			  uint64_t va);

/* What CMD_RESUME says about a stalled transaction (4.7.1). */
enum smmusim_action {
	SMMUSIM_RETRY,
	SMMUSIM_ABORT,
	SMMUSIM_RAZWI,
};

/* No CMD_SYNC follows; none is needed (4.7). */
int smmusim_resume(struct smmusim_kit *kit, uint32_t sid, uint16_t stag,
		   enum smmusim_action action);
int smmusim_stall_term(struct smmusim_kit *kit, uint32_t sid);

/* ---- events ---- */

/* 1: the oldest record was taken from the queue; 0: the queue is empty. */
int smmusim_event(struct smmusim_kit *kit, uint64_t record[4]);

#endif /* _SMMUSIM_KIT_H */
