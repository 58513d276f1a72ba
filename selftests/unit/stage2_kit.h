/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Streams of every Config on both banks of an SMMU that has everything there is
 * of translation: stage 2, both IPA spaces of Secure streams, EL2, flag updates,
 * overrides, every granule. Virtual, intermediate and physical addresses are
 * never the same, also those of contexts and of stage 1 tables. See side.h, too.
 *
 * What a test changes by s2_poke*() or s2_store() is invalidated before the next
 * transaction.
 */
#ifndef _UNIT_STAGE2_KIT_H
#define _UNIT_STAGE2_KIT_H

#include "side.h"

#include "../ref/space.h"

#define S2_SID		5
#define S2_ASID		9
#define S2_VMID		0x33

/* What is in RAM at a PA has this added in a nested stream's IPA spaces. */
#define S2_DELTA	0x0f80000000ULL

/*
 * The page that a stream translates: with both stages S2_VA by way of S2_IPA to
 * S2_PA; the Non-secure IPA space of a Secure stream leads to S2_PA_NS. There
 * is room for blocks around all of them.
 */
#define S2_VA		0x0000000012345000ULL
#define S2_IPA		0x0000002fabcd5000ULL
#define S2_PA		0x0000073123405000ULL
#define S2_PA_NS	0x0000074123405000ULL
#define S2_OFFSET	0x678ULL

/* More kinds of access: atomic; with the NS attribute of Secure streams */
#define S2_ATOMIC	BIT(3)
#define S2_NS		BIT(4)

/* s2_try(): not forwarded, nothing recorded */
#define S2_SILENT	0x100

/**
 * struct s2_shape - geometry of a stage
 * @granule: log2
 * @start: first level
 * @iasize: bits of input address
 */
struct s2_shape {
	unsigned int granule;
	unsigned int start;
	unsigned int iasize;
};

/* 48 bits of VA; 40 of IPA, by two concatenated tables */
#define S2_SHAPE1	((struct s2_shape){ 12, 0, 48 })
#define S2_SHAPE2	((struct s2_shape){ 12, 1, 40 })

/**
 * struct s2_ram - a side's RAM for a builder of tables
 * @side: whose
 * @through: addresses are IPAs, which these tables map; NULL: they are PAs
 */
struct s2_ram {
	struct side *side;
	struct ref_space *through;
};

/**
 * struct s2_stream - a stream
 * @side: its bank
 * @sid: StreamID
 * @config: STE.Config, REF_CONFIG_*
 * @ste: its STE
 * @cd: S1ContextPtr, an IPA if nested
 * @s1: stage 1 tables, lower half
 * @s2: stage 2 tables by IPA space
 * @ram: what these are made in: stage 2's, stage 1's
 * @stale: something has changed since the last invalidation
 */
struct s2_stream {
	struct side *side;
	u32 sid;
	unsigned int config;
	u64 ste;
	u64 cd;
	struct ref_space s1;
	struct ref_space s2[SMMU3_NR_PAS];
	struct s2_ram ram[2];
	bool stale;
};

/* ---- life ---- */

/* Everything, with small caches. */
struct smmu3_config s2_config(void);
/* Both banks booted; to be freed. */
struct rig *s2_rig(const struct smmu3_config *config);

/* Setups: *state is the struct side. */
int s2_setup_ns(void **state);
int s2_setup_s(void **state);
int s2_setup_ns_fast(void **state);
int s2_setup_s_fast(void **state);

#define TEST_S2(f)							\
	{ #f "[ns]", f, s2_setup_ns, side_teardown, NULL },		\
	{ #f "[s]", f, s2_setup_s, side_teardown, NULL }
#define TEST_S2_MODES(f)						\
	TEST_S2(f),							\
	{ #f "[ns fast]", f, s2_setup_ns_fast, side_teardown, NULL },	\
	{ #f "[s fast]", f, s2_setup_s_fast, side_teardown, NULL }
#define TEST_S2_NS(f)							\
	cmocka_unit_test_setup_teardown(f, s2_setup_ns, side_teardown)
#define TEST_S2_SECURE(f)						\
	cmocka_unit_test_setup_teardown(f, s2_setup_s, side_teardown)

/* Invalidate whatever the side has cached. */
void s2_flush(struct side *side);
/* Change CR2.E2H or S_CR2.E2H, and forget everything. */
void s2_e2h(struct side *side, bool e2h);

/* ---- streams ---- */

/* Make a stream at @at, which must not move. */
void s2_make_shaped(struct s2_stream *at, struct side *side, u32 sid,
		    unsigned int config, struct s2_shape shape1,
		    struct s2_shape shape2);
void s2_make(struct s2_stream *at, struct side *side, u32 sid,
	     unsigned int config);

/* Has it this stage? */
bool s2_has1(unsigned int config);
bool s2_has2(unsigned int config);

/* The PA of what is in RAM at an IPA of a nested stream, else the same. */
u64 s2_ram_pa(const struct s2_stream *stream, u64 addr);

/* Zeroed memory, as the stream's structures are: an IPA if nested. */
u64 s2_alloc(struct s2_stream *stream, u64 size);

/* Codes of STE.S2TG or CD.TG0, of CD.TG1, and of STE.S2SL0 (5.3). */
unsigned int s2_tg0(unsigned int granule);
unsigned int s2_tg1(unsigned int granule);
unsigned int s2_sl0(struct s2_shape shape);

/* ---- changes ---- */

void s2_poke_ste(struct s2_stream *stream, unsigned int high, unsigned int low,
		 u64 value);
void s2_poke_cd(struct s2_stream *stream, unsigned int high, unsigned int low,
		u64 value);
/* PA of the leaf of S2_VA; of S2_IPA; of any IPA of the stream's own space. */
u64 s2_leaf1(struct s2_stream *stream);
u64 s2_leaf2(struct s2_stream *stream);
u64 s2_leaf2_of(struct s2_stream *stream, u64 ipa);
void s2_poke_leaf1(struct s2_stream *stream, unsigned int high,
		   unsigned int low, u64 value);
void s2_poke_leaf2(struct s2_stream *stream, unsigned int high,
		   unsigned int low, u64 value);
/* Of the stage 2 leaf of something in RAM, by its IPA. */
void s2_poke_leaf2_of(struct s2_stream *stream, u64 ipa, unsigned int high,
		      unsigned int low, u64 value);
/* Any word of the side's memory. */
void s2_poke_at(struct s2_stream *stream, u64 pa, unsigned int high,
		unsigned int low, u64 value);
void s2_store(struct s2_stream *stream, u64 pa, u64 value);
u64 s2_load(const struct s2_stream *stream, u64 pa);

/* ---- transactions ---- */

/* The address that the stream translates. */
u64 s2_input(const struct s2_stream *stream);
/* Of @access: READ, WRITE, PRIV, INSTR, S2_ATOMIC, S2_NS. */
struct smmu3_txn s2_txn(const struct s2_stream *stream, unsigned int access);
/* The log has this one's accesses only. */
struct outcome s2_do(struct s2_stream *stream, const struct smmu3_txn *txn);
struct outcome s2_access(struct s2_stream *stream, unsigned int access);
/* Event number, recorded or S2_SILENT; 0: forwarded. No event is left. */
unsigned int s2_try_txn(struct s2_stream *stream, const struct smmu3_txn *txn);
unsigned int s2_try(struct s2_stream *stream, unsigned int access);

/* ---- expectations ---- */

/*
 * Each is tried twice: as it comes after the last change, and with what is
 * cached then.
 */
void s2_expect_pa(struct s2_stream *stream, const struct smmu3_txn *txn, u64 pa,
		  enum smmu3_pas pas);
/* To the stream's page, in its own PA space. */
void s2_expect_page(struct s2_stream *stream, unsigned int access);
/* Aborted, with @event, completed by what the transaction says. */
void s2_expect_txn(struct s2_stream *stream, const struct smmu3_txn *txn,
		   struct ref_event event);
void s2_expect(struct s2_stream *stream, unsigned int access,
	       struct ref_event event);
/* A fault of stage 1; of stage 2, of the final IPA. */
void s2_expect1(struct s2_stream *stream, unsigned int access, u8 number);
void s2_expect2(struct s2_stream *stream, unsigned int access, u8 number);
void s2_expect_silence(struct s2_stream *stream, unsigned int access);

/* ---- rules of structures ---- */

/* A field, and what is written to it */
struct s2_change {
	unsigned int high;
	unsigned int low;
	u64 value;
};

/**
 * struct s2_rule - a good stream, changed
 * @name: what about it
 * @config: its STE.Config
 * @want: as s2_try() of a privileged read
 * @id: changes the identity, if not NULL
 * @change: changes the STE or the CD, up to bit 0, which is V or T0SZ
 */
struct s2_rule {
	const char *name;
	unsigned int config;
	unsigned int want;
	void (*id)(struct smmu3_config *config);
	struct s2_change change[5];
};

/* A function that makes one field of an identity different. */
#define S2_ID(name, field, value)					\
static void name(struct smmu3_config *config)				\
{									\
	config->field = value;						\
}

typedef void (*s2_poke)(struct s2_stream *stream, unsigned int high,
			unsigned int low, u64 value);

/* Check rules, with an SMMU for each identity. */
void s2_check_rules(const struct s2_rule *rules, unsigned int count,
		    enum smmu3_pas bank, s2_poke poke);

#endif /* _UNIT_STAGE2_KIT_H */
