/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which commands a queue takes (chapter 4, 7.1), typed from the architecture
 * as one row per opcode.
 */
#ifndef _REF_LEGAL_H
#define _REF_LEGAL_H

#include "cmd.h"

/* What an SMMU has; members that are bool are one ID bit each. */
struct ref_features {
	bool s1p;		/* IDR0.S1P */
	bool s2p;		/* IDR0.S2P */
	bool hyp;		/* IDR0.Hyp */
	bool ats;		/* IDR0.ATS */
	bool pri;		/* IDR0.PRI */
	bool rme;		/* IDR0.RME_IMPL */
	bool mpam;		/* IDR3.MPAM */
	bool ril;		/* IDR3.RIL */
	bool dpt;		/* IDR3.DPT */
	bool ds;		/* IDR5.DS */
	bool sel2;		/* S_IDR1.SEL2 */
	bool sams;		/* S_IDR3.SAMS */
	bool nsstalld;		/* S_CR0.NSSTALLD */
	unsigned int stall;	/* S_IDR0.STALL_MODEL, IDR0.STALL_MODEL without
				 * a Secure state
				 */
};

enum ref_legality {
	REF_TAKEN,
	REF_ILL,	/* CERROR_ILL */
	REF_OPEN,	/* the architecture leaves the choice */
};

/* IDR0.STALL_MODEL as it reads (6.3.57.1). */
unsigned int ref_ns_stall_model(const struct ref_features *have);

/* @cmd on the Secure queue if @secure, else on the Non-secure one. */
enum ref_legality ref_cmd_legality(const struct ref_features *have,
				   const struct ref_cmd *cmd, bool secure);

/* The name of an opcode, NULL if it is reserved (4.1.1). */
const char *ref_cmd_name(u8 opcode);

/* Has this opcode an SSec bit (4.1.6), the range form (4.4.1.1)? */
bool ref_cmd_has_ssec(u8 opcode);
bool ref_cmd_has_range(u8 opcode);

#endif /* _REF_LEGAL_H */
