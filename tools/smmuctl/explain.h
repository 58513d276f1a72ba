/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A translation, explained: what each of its steps says, and what has become of
 * it. Whoever fills a struct walk has asked the SMMU; all the rest is pure,
 * numbers in and text out.
 */
#ifndef _SMMUCTL_EXPLAIN_H
#define _SMMUCTL_EXPLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/smmu_sim.h>

#include "smmuctl.h"

#define WALK_MAX_STEPS	256

/**
 * struct image - a structure as it is in memory
 * @word: 64-bit words
 * @known: how many of them are
 */
struct image {
	uint64_t word[8];
	unsigned int known;
};

/**
 * struct walk - a translation
 * @t: what was asked and answered
 * @step: its steps
 * @count: how many of them
 * @ste: the STE, @ste.known is 0 if none was read
 * @cd: the CD
 * @id: what the SMMU is
 * @cr0: CR0ACK of the stream's bank
 * @cr2: CR2 of it
 */
struct walk {
	struct smmu_sim_translate t;
	struct smmu_sim_walk_step step[WALK_MAX_STEPS];
	unsigned int count;
	struct image ste;
	struct image cd;
	struct id_regs id;
	uint32_t cr0;
	uint32_t cr2;
};

/**
 * struct geometry - how a stage takes its input address apart
 * @input_bits: 64 - TxSZ, 64 - S2T0SZ; 0: unknown
 * @page_bits: log2 of the granule, 0: unknown or reserved
 * @start: stage 2: level of the first table
 * @upper: stage 1: TTB1's half
 */
struct geometry {
	unsigned int input_bits;
	unsigned int page_bits;
	int start;
	bool upper;
};

enum entry_kind {
	ENTRY_INVALID,
	ENTRY_TABLE,
	ENTRY_BLOCK,
	ENTRY_PAGE,
};

/* ---- explain_config.c: streams and contexts ---- */

bool walk_is_nested(const struct walk *walk);

/* enum SMMU_SIM_WORLD_*, as the STE says (3.3.3). */
uint8_t walk_world(const struct walk *walk);

/* The world has TTB1, ASIDs and unprivileged accesses. */
bool world_has_two_halves(uint8_t world);

/* What the SMMU does to flags of descriptors, by CD or STE: HA, HD. */
bool stage_sets_access(const struct walk *walk, unsigned int stage);
bool stage_sets_dirty(const struct walk *walk, unsigned int stage);

/* One line each. @more is a second one, "" if there is no more to say. */
void explain_l1std(const struct walk *walk, uint64_t data, char *buf,
		   size_t cap);
void explain_ste(const struct walk *walk, char *buf, size_t cap, char *more,
		 size_t more_cap);
void explain_l1cd(const struct walk *walk, uint64_t data, char *buf,
		  size_t cap);
void explain_cd(const struct walk *walk, char *buf, size_t cap, char *more,
		size_t more_cap);

/* ---- explain_table.c: translation tables ---- */

struct geometry walk_geometry(const struct walk *walk,
			      const struct smmu_sim_walk_step *step);
enum entry_kind entry_kind(const struct smmu_sim_walk_step *step,
			   const struct geometry *geometry);
const char *entry_name(enum entry_kind kind);
void explain_table(const struct walk *walk, unsigned int at, char *buf,
		   size_t cap, char *more, size_t more_cap);
void explain_update(const struct walk *walk, unsigned int at, char *buf,
		    size_t cap);

/* Output address of a table or leaf descriptor. */
uint64_t entry_output(const struct smmu_sim_walk_step *step,
		      const struct geometry *geometry);

/* ---- explain_fault.c: why it came out as it did ---- */

/* The last step that read a table of @stage; NULL: none. */
const struct smmu_sim_walk_step *walk_last_entry(const struct walk *walk,
						 unsigned int stage);

/* Sentences; "" if there is nothing to say. */
void explain_why(const struct walk *walk, char *buf, size_t cap);
void explain_cure(const struct walk *walk, char *buf, size_t cap);

#endif /* _SMMUCTL_EXPLAIN_H */
