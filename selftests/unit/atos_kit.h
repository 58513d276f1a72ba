/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Address translation operations as software makes them (chapter 9): requests
 * about the streams of stage2_kit.h, and what PAR has to say.
 */
#ifndef _UNIT_ATOS_KIT_H
#define _UNIT_ATOS_KIT_H

#include "stage2_kit.h"

/* TYPE (9.1.3) */
#define ATOS_S1		1
#define ATOS_S2		2
#define ATOS_BOTH	3

/* One more kind of access, beside READ, WRITE, PRIV, INSTR and S2_NS: HTTUI */
#define ATOS_HTTUI	BIT(8)

/* REASON (9.1.4) */
#define ATOS_R_CD	1
#define ATOS_R_TT	2
#define ATOS_R_IN	3

/* SID of @sid in the group of @side: SSEC in a Secure one. */
u64 atos_sid(const struct side *side, u32 sid);
/* The same with a SubstreamID. */
u64 atos_ssid(const struct side *side, u32 sid, u32 ssid);
/* ADDR */
u64 atos_addr(unsigned int type, unsigned int access, u64 addr);

/* Write all of the group of @side; the look-up is complete then. PAR. */
u64 atos_run(struct side *side, u64 sid, u64 addr);

/* About @stream's own input address, by its side. */
u64 atos_ask(struct s2_stream *stream, unsigned int type, unsigned int access);

/* PAR of a fault without an IPA. */
u64 atos_fault(unsigned int code, unsigned int reason);
/* PAR of a page of 4 KiB: Write-Back, Inner Shareable. */
u64 atos_page(u64 pa, bool ns);

/* Compare, and say both. */
void atos_expect(u64 par, u64 want);

#endif /* _UNIT_ATOS_KIT_H */
