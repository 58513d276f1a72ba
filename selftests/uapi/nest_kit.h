/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A stream with two stages on a private SMMU, for tests: a guest's tables, in
 * IPAs, and the hypervisor's. Both have pages only.
 */
#ifndef _UAPI_NEST_KIT_H
#define _UAPI_NEST_KIT_H

#include "uapi.h"

#define NEST_CONFIG "s2p=1,vmid16=1,httu=2,stall_model=0,stall_max=4,"	\
		    "attr_types_ovr=1,attr_perms_ovr=1,xnx=1,stt=1,"	\
		    "secure=1,sel2=1,"

#define NEST_VA		0x123456000000ULL
#define NEST_IPA	0x60000000ULL
#define NEST_PAGES	UAPI_PAGES
#define NEST_VMID	0x321
#define NEST_STEPS	64U

/* A virtual address with no mapping, and an IPA with none. */
#define NEST_HOLE	(NEST_VA + NEST_PAGES * PAGE)
#define NEST_IPA_HOLE	0x70000000ULL

/**
 * struct nest - a bank of a private SMMU whose stream UAPI_SID is nested
 * @fd: the SMMU
 * @kit: the bank's driver, guest and hypervisor in one
 * @s2: the hypervisor's tables
 * @ctx: the guest's context
 * @data: physical address of NEST_PAGES pages of RAM
 * @bytes: the same, mapped
 * @t: the last address-only transaction
 * @step: its steps
 * @d: the last DMA
 *
 * Page n at NEST_VA is page n at NEST_IPA, and that is the n-th from behind of
 * @data, so that no two of the addresses have anything in common.
 */
struct nest {
	int fd;
	struct smmusim_kit kit;
	struct smmusim_stage2 s2;
	struct smmusim_context ctx;
	uint64_t data;
	uint8_t *bytes;
	struct smmu_sim_translate t;
	struct smmu_sim_walk_step step[NEST_STEPS];
	struct smmu_sim_dma d;
};

/* 0 or a negative errno; @config is appended to NEST_CONFIG. */
int nest_open(struct nest *nest, uint32_t bank, const char *config);
void nest_close(struct nest *nest);

/* Map page @n of a stage anew, with SMMUSIM_MAP_* flags; nothing invalidated. */
int nest_map1(struct nest *nest, unsigned int n, unsigned int flags);
int nest_map2(struct nest *nest, unsigned int n, unsigned int flags);

/* Where page @n is in the end. */
uint64_t nest_pa(const struct nest *nest, unsigned int n);
uint8_t *nest_bytes(const struct nest *nest, unsigned int n);

/* Change bits of a word of the CD, or of the STE, and invalidate. */
int nest_cd_bits(struct nest *nest, unsigned int word, uint64_t mask,
		 uint64_t bits);
int nest_ste_bits(struct nest *nest, unsigned int word, uint64_t mask,
		  uint64_t bits);

/* The last level descriptor of @va in stage 1, of @ipa in stage 2. */
uint64_t *nest_leaf1(struct nest *nest, uint64_t va);
uint64_t *nest_leaf2(struct nest *nest, uint64_t ipa);

/* An address-only transaction: @nest->t, @nest->step. 0 or a negative errno. */
int nest_translate(struct nest *nest, uint64_t va, uint32_t txn_flags,
		   uint32_t flags);

/* A DMA: @nest->d. */
int nest_dma(struct nest *nest, uint32_t op, uint64_t va, void *data,
	     uint64_t length);

/* TLB entries, their records, up to @capacity. */
int nest_tlb(struct nest *nest, struct smmu_sim_tlb_record *records,
	     uint32_t capacity, uint32_t *count);

#endif /* _UAPI_NEST_KIT_H */
