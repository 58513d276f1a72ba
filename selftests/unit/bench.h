/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A test bench for command queues: one SMMU with both banks running, driven
 * alike. Everything is at the same address in both PA spaces, so that a mix-up
 * shows. ID registers can be given values that no identity has, and the TLB can
 * be filled with entries of any StreamWorld, to test what depends on them.
 */
#ifndef _UNIT_BENCH_H
#define _UNIT_BENCH_H

#include "rig.h"

#include "../ref/inval.h"

#define S			SMMU3_PAS_S
#define REF_S_PAGE		0x8000
#define REF_S_INIT		0x803c

#define QUEUES			(REF_CMDQEN | REF_EVENTQEN)
#define RUNNING			(QUEUES | REF_SMMUEN)

/* S_CR0.NSSTALLD (6.3.57) */
#define REF_NSSTALLD		BIT(9)

/* GERROR (6.3.19) */
#define REF_GERROR_MSI_CMDQ	BIT(4)

/* Commands in each queue */
#define BENCH_CMDS		32

#define for_each_bank(bank)						\
	for ((bank) = NS; (bank) < SMMU3_NR_PAS; (bank)++)

/**
 * struct bench - see above
 * @rig: the SMMU, its host; not booted by rig_boot()
 * @cmdq: address of both command queues
 * @eventq: of both event queues
 * @strtab: of both stream tables
 * @prod: CMDQ_PROD as written last, by bank
 */
struct bench {
	struct rig *rig;
	u64 cmdq;
	u64 eventq;
	u64 strtab;
	u32 prod[SMMU3_NR_PAS];
};

/* ---- life ---- */

struct smmu3_config bench_config(enum smmu3_cache_mode cache);
struct bench *bench_new(enum smmu3_cache_mode cache);
/* The same from a configuration; boots what banks there are. */
struct bench *bench_of(const struct smmu3_config *config);
void bench_free(struct bench *bench);
int bench_setup_exact(void **state);
int bench_setup_fast(void **state);
int bench_teardown(void **state);

#define BENCH_EXACT(f)							\
	cmocka_unit_test_setup_teardown(f, bench_setup_exact, bench_teardown)
#define BENCH_FAST(f)							\
	cmocka_unit_test_setup_teardown(f, bench_setup_fast, bench_teardown)

/* ---- registers of either bank, by the Non-secure offset ---- */

u32 bank_rd32(struct bench *bench, enum smmu3_pas bank, u32 offset);
void bank_wr32(struct bench *bench, enum smmu3_pas bank, u32 offset,
	       u32 value);
void bank_wr64(struct bench *bench, enum smmu3_pas bank, u32 offset,
	       u64 value);
/* Write without letting the SMMU run. */
void bank_poke32(struct bench *bench, enum smmu3_pas bank, u32 offset,
		 u32 value);
void bank_cr0(struct bench *bench, enum smmu3_pas bank, u32 value);
u32 bank_cons(struct bench *bench, enum smmu3_pas bank);
u32 bank_err(struct bench *bench, enum smmu3_pas bank);
/* Active errors (GERROR != GERRORN). */
u32 bank_gerror(struct bench *bench, enum smmu3_pas bank);
/* Acknowledge them all. */
void bank_ack(struct bench *bench, enum smmu3_pas bank);
/* Records in the event queue. */
u32 bank_events(struct bench *bench, enum smmu3_pas bank);

/* ---- commands ---- */

void bank_store(struct bench *bench, enum smmu3_pas bank, u64 addr, u64 value);
u64 bank_load(struct bench *bench, enum smmu3_pas bank, u64 addr);
/* Overwrite the entry at @index. */
void bank_put(struct bench *bench, enum smmu3_pas bank, u32 index,
	      struct ref_cmd cmd);
void bank_queue(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd);
void bank_kick(struct bench *bench, enum smmu3_pas bank);
/* Must be consumed. */
void bank_cmd(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd);
void bank_sync(struct bench *bench, enum smmu3_pas bank);
/* CMDQ_CONS.ERR if it was refused, and then forgotten; 0 if it was consumed. */
u32 bank_offer(struct bench *bench, enum smmu3_pas bank, struct ref_cmd cmd);
/* Commands that the model says it looked at. */
unsigned int bank_seen(struct bench *bench, enum smmu3_pas bank);
/* Pulses of a line since the log was cleared. */
unsigned int bank_pulses(struct bench *bench, enum smmu3_pas bank,
			 enum smmu3_irq line);

/* ---- features ---- */

/* What the bench's SMMU has. */
struct ref_features bench_features(void);
/* Make the ID registers say so, S_CR0.NSSTALLD too. */
void bench_have(struct bench *bench, const struct ref_features *have);
/* CR2.E2H, CR0.VMW and ID bits of a TLBI. */
void bench_have_inval(struct bench *bench, const struct ref_inval *how);

/* ---- caches ---- */

/* Nothing is cached any more; as if nothing ever had been. */
void bench_wipe_tlb(struct bench *bench);
void bench_add(struct bench *bench, const struct ref_tlb_entry *entry);
bool bench_has(struct bench *bench, const struct ref_tlb_entry *entry);
/* Slot @index of the TLB as an entry; 1, 0 or -1 as smmu3_tlb_slot(). */
int bench_slot(struct bench *bench, unsigned int index,
	       struct ref_tlb_entry *entry);

/* ---- streams ---- */

/*
 * Stream @sid of @bank translates @va, in the lower 1 GiB, to @pa of the same
 * PA space, by a page.
 */
void bench_stream(struct bench *bench, enum smmu3_pas bank, u32 sid, u64 va,
		  u64 pa);
struct outcome bench_read(struct bench *bench, enum smmu3_pas bank, u32 sid,
			  u64 va);

#endif /* _UNIT_BENCH_H */
