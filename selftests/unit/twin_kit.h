/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The twin alone, with memory and streams of its own: to test the twin itself.
 * It has every feature unless a test takes one away.
 *
 * Secure and Non-secure RAM are at the same addresses. An IPA is its PA plus
 * IPA_DELTA where stage 2 maps it at all.
 */
#ifndef _UNIT_TWIN_KIT_H
#define _UNIT_TWIN_KIT_H

#include "rig.h"

#include "../ref/space.h"

#define IPA_DELTA	0x0f80000000ULL
#define KIT_MAX_READS	256
#define KIT_STREAMS	16

/* Where streams of a kit translate: VA to IPA (or PA) and PA of a page */
#define KIT_VA		0x0000000012345000ULL
#define KIT_PAGE	(RAM_BASE + RAM_SIZE - 0x10000)
#define KIT_IPA		(KIT_PAGE + IPA_DELTA)

/* One read of the twin */
struct kit_read {
	enum twin_space space;
	u64 addr;
};

struct kit;

/**
 * struct kit_ram - RAM of a kit for a table builder
 * @kit: the kit
 * @space: which RAM
 * @stage2: addresses are IPAs, which these tables map; NULL: they are PAs
 */
struct kit_ram {
	struct kit *kit;
	enum twin_space space;
	struct ref_space *stage2;
};

/**
 * struct kit_stream - a stream that translates KIT_VA
 * @kit: the kit
 * @sec_sid: Security state
 * @sid: StreamID
 * @ste: address of the STE
 * @cd: address of the CD, an IPA if nested
 * @s1: stage 1 tables, lower half
 * @s2: stage 2 tables, of the Non-secure IPA space
 * @s2_secure: of the Secure IPA space
 * @ram: of these three
 */
struct kit_stream {
	struct kit *kit;
	enum twin_space sec_sid;
	u32 sid;
	u64 ste;
	u64 cd;
	struct ref_space s1;
	struct ref_space s2;
	struct ref_space s2_secure;
	struct kit_ram ram[3];
};

/**
 * struct kit - see above
 * @world: registers and identity
 * @host: memory, failures
 * @free: next free byte, by space
 * @strtab: linear stream tables, by space
 * @read: what the twin read in the last translation
 * @reads: how much
 * @races: so many of the next compare-and-swaps come too late
 * @no_cas: compare-and-swaps abort
 * @stream: the streams, by StreamID
 * @streams: how many
 */
struct kit {
	struct twin_world world;
	struct host host;
	u64 free[TWIN_SPACES];
	u64 strtab[TWIN_SPACES];
	struct kit_read read[KIT_MAX_READS];
	unsigned int reads;
	unsigned int races;
	bool no_cas;
	struct kit_stream stream[KIT_STREAMS];
	unsigned int streams;
};

/* ---- life; *state is the kit ---- */

int kit_setup(void **state);
int kit_teardown(void **state);
struct twin_id kit_id(void);

/* A function that makes one field of an identity different. */
#define KIT_ID(name, field, value)					\
static void name(struct twin_id *id)					\
{									\
	id->field = value;						\
}

#define TEST_KIT(f)							\
	cmocka_unit_test_setup_teardown(f, kit_setup, kit_teardown)

/* ---- memory ---- */

u64 kit_alloc(struct kit *kit, enum twin_space space, u64 size);
u64 kit_load(struct kit *kit, enum twin_space space, u64 addr);
void kit_store(struct kit *kit, enum twin_space space, u64 addr, u64 value);
void kit_store_image(struct kit *kit, enum twin_space space, u64 addr,
		     const u64 *words, unsigned int count);
void kit_poke(struct kit *kit, enum twin_space space, u64 addr,
	      unsigned int high, unsigned int low, u64 value);
struct ref_ram kit_ram(struct kit_ram *ram);

/* ---- streams ---- */

/*
 * A new stream of REF_CONFIG_*, 4 KiB granules, virtual addresses of 48 bits,
 * IPAs of 40. Stage 1 maps KIT_VA by a page, stage 2 KIT_IPA, which is the input
 * without stage 1. Both IPA spaces of a Secure stream lead to Secure memory.
 */
struct kit_stream *kit_stream(struct kit *kit, enum twin_space sec_sid,
			      unsigned int config);
void kit_poke_ste(struct kit_stream *stream, unsigned int high,
		  unsigned int low, u64 value);
void kit_poke_cd(struct kit_stream *stream, unsigned int high,
		 unsigned int low, u64 value);
/* Physical addresses of the leaves of KIT_VA and of KIT_IPA. */
u64 kit_leaf1(struct kit_stream *stream);
u64 kit_leaf2(struct kit_stream *stream);
/* Of the stage 2 leaf of any IPA of the stream's own space. */
u64 kit_leaf2_of(struct kit_stream *stream, u64 ipa);
/* Change a field of a leaf, in the stream's own space. */
void kit_poke_leaf1(struct kit_stream *stream, unsigned int high,
		    unsigned int low, u64 value);
void kit_poke_leaf2(struct kit_stream *stream, unsigned int high,
		    unsigned int low, u64 value);

/* ---- transactions ---- */

/* Of @access (READ, WRITE, PRIV, INSTR) to the stream's page. */
struct twin_txn kit_txn(const struct kit_stream *stream, unsigned int access);
struct twin_outcome kit_do(struct kit *kit, const struct twin_txn *txn);
struct twin_outcome kit_access(struct kit_stream *stream, unsigned int access);

/* ---- expectations ---- */

void kit_expect_page(struct kit_stream *stream, unsigned int access);
/* Aborted with just this event, which is about the transaction. */
void kit_expect(struct kit *kit, const struct twin_txn *txn,
		struct ref_event event);
/* The same; of @number, S2 = 0, CLASS = IN. */
void kit_expect_number(struct kit_stream *stream, unsigned int access,
		       u8 number);
void kit_expect_silence(struct kit *kit, const struct twin_txn *txn);

/* ---- rules of structures ---- */

enum kit_verdict { GOOD, BAD };

/* A field, and what is written to it */
struct kit_change {
	unsigned int high;
	unsigned int low;
	u64 value;
};

/**
 * struct kit_rule - a good STE or CD, changed
 * @name: what about it
 * @variant: which good one; the table says what of
 * @verdict: GOOD or BAD
 * @id: changes the identity, if not NULL
 * @change: changes the structure, up to bit 0, which is V or T0SZ
 */
struct kit_rule {
	const char *name;
	unsigned int variant;
	enum kit_verdict verdict;
	void (*id)(struct twin_id *id);
	struct kit_change change[5];
};

typedef void (*kit_poke_field)(struct kit_stream *stream, unsigned int high,
			       unsigned int low, u64 value);

/*
 * What @poke makes of the stream's structure by the rule is ILLEGAL, told by
 * event @bad, or is not.
 */
void kit_expect_rule(struct kit_stream *stream, const struct kit_rule *rule,
		     kit_poke_field poke, u8 bad);

#endif /* _UNIT_TWIN_KIT_H */
