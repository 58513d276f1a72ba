/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Streams with substreams, on both banks of an SMMU that has everything there
 * is of them: 20 bits of SubstreamID and two-level tables of contexts. See
 * side.h, too.
 */
#ifndef _UNIT_SUB_KIT_H
#define _UNIT_SUB_KIT_H

#include "side.h"

#define SUB_SID		5
#define SUB_VA		0x40000000ULL

/* A transaction without a SubstreamID */
#define NO_SSID		(~0U)

struct smmu3_config sub_config(void);
/* Both banks booted; to be freed. */
struct rig *sub_rig(const struct smmu3_config *config);

/* Setups: *state is the struct side. */
int sub_setup_ns(void **state);
int sub_setup_s(void **state);

#define TEST_SUBS(f)							\
	{ #f "[ns]", f, sub_setup_ns, side_teardown, NULL },		\
	{ #f "[s]", f, sub_setup_s, side_teardown, NULL }
#define TEST_SUBS_SECURE(f)						\
	cmocka_unit_test_setup_teardown(f, sub_setup_s, side_teardown)

/* Where context number @index maps SUB_VA to. */
u64 sub_pa(u32 index);

/* A context number @index at @cd. */
void sub_context(struct side *side, u64 cd, u32 index);

/* An STE for stage 1 with a table of 2^@cdmax contexts; S1DSS is 0b10. */
void sub_ste(struct side *side, u32 sid, unsigned int fmt, unsigned int cdmax,
	     u64 table);

/**
 * struct subs - a stream and its eight contexts
 * @side: its bank
 * @sid: StreamID
 * @ste: its STE
 * @table: what S1ContextPtr points to
 * @cds: first CD; in a two-level table the only leaf
 */
struct subs {
	struct side *side;
	u32 sid;
	u64 ste;
	u64 table;
	u64 cds;
};

#define SUB_CDS		8

struct subs sub_stream(struct side *side, u32 sid, unsigned int fmt);

struct smmu3_txn sub_txn(struct side *side, u32 sid, u32 ssid);
/* Forwarded by context number @index. */
void sub_expect_context(struct side *side, u32 sid, u32 ssid, u32 index);
/* Aborted with this event, which has SSV and SubstreamID if it can. */
void sub_expect_event(struct side *side, u32 sid, u32 ssid, u8 number);

#endif /* _UNIT_SUB_KIT_H */
