/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What Security states decide (3.3.3, 3.10.2, 5.2 STRW, 6.3.57): PA spaces of
 * walks and of outputs of Secure streams, and StreamWorlds.
 */
#ifndef _REF_SECURE_H
#define _REF_SECURE_H

#include "bits.h"

#define REF_LEVELS	4

/**
 * struct ref_sec_walk - a stage 1 walk of a Secure stream, its security only
 * @nscfg: CD.NSCFG0 or NSCFG1
 * @start: first level
 * @leaf: level of the leaf descriptor
 * @nstable: by level: NSTable of the table descriptor there
 * @ns: NS of the leaf descriptor
 */
struct ref_sec_walk {
	bool nscfg;
	unsigned int start;
	unsigned int leaf;
	bool nstable[REF_LEVELS];
	bool ns;
};

/* Is the descriptor at @level read from Non-secure memory? */
bool ref_sec_reads_ns(const struct ref_sec_walk *walk, unsigned int level);

/* Is the output in the Non-secure PA space? */
bool ref_sec_output_ns(const struct ref_sec_walk *walk);

/* May the leaf be global? nG counts as 1 if it came from Non-secure memory. */
bool ref_sec_global(const struct ref_sec_walk *walk, bool ng);

enum ref_stream_world {
	REF_WORLD_NS_EL1,
	REF_WORLD_NS_EL2,
	REF_WORLD_NS_EL2_E2H,
	REF_WORLD_SECURE,
	REF_WORLD_S_EL2,
	REF_WORLD_S_EL2_E2H,
	REF_WORLD_EL3,
	REF_WORLD_ILLEGAL,
};

/**
 * struct ref_world_of - what decides about the StreamWorld with stage 1 only
 * @secure: Secure stream
 * @strw: STE.STRW
 * @hyp: IDR0.Hyp
 * @sel2: S_IDR1.SEL2
 * @rme: IDR0.RME_IMPL
 * @e2h: CR2.E2H or S_CR2.E2H
 */
struct ref_world_of {
	bool secure;
	unsigned int strw;
	bool hyp;
	bool sel2;
	bool rme;
	bool e2h;
};

enum ref_stream_world ref_stage1_world(const struct ref_world_of *of);

#endif /* _REF_SECURE_H */
