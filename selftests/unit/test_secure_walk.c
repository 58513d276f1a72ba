// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 1 of Secure streams (3.10.2, 13.4.2, security.md 4 and 5): from which
 * PA space each table is read, where the result goes, what is global, and with
 * which attributes. The tables stand at the same addresses in both PA spaces
 * and lead to different pages.
 */
#include "side.h"
#include "suites.h"

#define SID		3
#define VA		0x40001000ULL
#define PA_SECURE	(RAM_BASE + 0x300000)
#define PA_NONSECURE	(RAM_BASE + 0x310000)
#define LEVELS		4

/**
 * struct tables - a stream's tables, and their twins in Non-secure memory
 * @side: the Secure side
 * @stream: the stream
 * @slot: descriptor of VA, by level
 */
struct tables {
	struct side *side;
	struct stream stream;
	u64 slot[LEVELS];
};

static struct side *ns_side(struct side *side)
{
	return rig_side(side->rig, NS);
}

static void mirror(struct tables *tables)
{
	unsigned int level;

	for (level = 0; level < LEVELS; level++)
		side_store(ns_side(tables->side), tables->slot[level],
			   side_load(tables->side, tables->slot[level]));
	side_store(ns_side(tables->side), tables->slot[3],
		   ref_leaf(3, PA_NONSECURE));
}

static struct tables make_tables(struct side *side)
{
	struct tables tables = {
		.side = side,
		.stream = side_stream(side, SID),
	};
	unsigned int level;

	side_map(side, &tables.stream, VA, PA_SECURE, 3);
	for (level = 0; level < LEVELS; level++)
		tables.slot[level] = side_slot(side, &tables.stream, VA, level);
	mirror(&tables);
	return tables;
}

/* In both PA spaces. */
static void poke_slot(struct tables *tables, unsigned int level,
		      unsigned int high, unsigned int low, u64 value)
{
	side_poke(tables->side, tables->slot[level], high, low, value);
	side_poke(ns_side(tables->side), tables->slot[level], high, low, value);
}

/* The PA space of each table, as letters. */
static void check_spaces(struct side *side, const char *spaces)
{
	const struct host *host = &side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0) {
		if (host->log[i].access.kind != SMMU3_ACCESS_TT)
			continue;
		assert_int_equal(host->log[i].access.pas,
				 spaces[count] == 'N' ? NS : SECURE);
		assert_int_equal(host->log[i].access.sec_sid, SECURE);
		count++;
	}
	assert_int_equal(count, LEVELS);
}

/**
 * struct journey - a walk of a Secure stream
 * @nscfg: CD.NSCFG0
 * @table: level of the table descriptor with NSTable, -1: none
 * @leaf: NS of the leaf, in both memories
 * @spaces: where the table of each level is
 * @to: output PA space
 */
struct journey {
	bool nscfg;
	int table;
	bool leaf;
	const char *spaces;
	enum smmu3_pas to;
};

static const struct journey journeys[] = {
	{ false, -1, false, "SSSS", SECURE },
	{ false, -1, true, "SSSS", NS },
	{ false, 0, false, "SNNN", NS },
	{ false, 1, false, "SSNN", NS },
	{ false, 2, false, "SSSN", NS },
	{ false, 2, true, "SSSN", NS },
	{ true, -1, false, "NNNN", NS },
	{ true, -1, true, "NNNN", NS },
	{ true, 1, false, "NNNN", NS },
};

static void take(struct tables *tables, const struct journey *journey)
{
	bool last_ns = journey->spaces[3] == 'N';

	side_poke(tables->side, tables->stream.cd, REF_CD_NSCFG0,
		  journey->nscfg);
	if (journey->table >= 0)
		poke_slot(tables, journey->table, REF_D_NSTABLE, 1);
	poke_slot(tables, 3, REF_D_NS, journey->leaf);
	side_flush(tables->side);
	rig_log_clear(tables->side->rig);

	side_expect_pa(tables->side, SID, VA, READ,
		       last_ns ? PA_NONSECURE : PA_SECURE, journey->to);
	check_spaces(tables->side, journey->spaces);
	/* The same from the TLB. */
	assert_true(side_hits(tables->side, SID, VA) & SMMU3_HIT_TLB);
	side_expect_pa(tables->side, SID, VA, READ,
		       last_ns ? PA_NONSECURE : PA_SECURE, journey->to);
	if (journey->table >= 0)
		poke_slot(tables, journey->table, REF_D_NSTABLE, 0);
}

static void walk_leaves_secure_space_for_good(void **state)
{
	struct tables tables = make_tables(*state);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(journeys); i++)
		take(&tables, &journeys[i]);
}

static void el3_walk_leaves_secure_space_for_good(void **state)
{
	struct tables tables = make_tables(*state);
	unsigned int i;

	side_poke(tables.side, tables.stream.ste, REF_STE_STRW, 1);
	for (i = 0; i < ARRAY_SIZE(journeys); i++)
		take(&tables, &journeys[i]);
}

/* 3.4, 5.4: HAD takes the APTable and XNTable bits away, not this one. */
static void had_does_not_disable_nstable(void **state)
{
	static const struct journey journey = { false, 1, false, "SSNN", NS };
	struct tables tables = make_tables(*state);

	side_poke(tables.side, tables.stream.cd, REF_CD_HAD0, 1);
	take(&tables, &journey);
}

/* Structures of a Secure stream are in Secure memory, whatever comes then. */
static void configuration_is_read_from_secure_memory(void **state)
{
	struct tables tables = make_tables(*state);
	const struct host_entry *entry;

	side_poke(tables.side, tables.stream.cd, REF_CD_NSCFG0, 1);
	side_flush(tables.side);
	rig_log_clear(tables.side->rig);
	side_access(tables.side, SID, VA, READ);
	entry = side_find(tables.side, HOST_READ, SMMU3_ACCESS_STE);
	assert_int_equal(entry->access.pas, SECURE);
	entry = side_find(tables.side, HOST_READ, SMMU3_ACCESS_CD);
	assert_int_equal(entry->access.pas, SECURE);
}

/* 3.10.2: a Non-secure stream cannot say anything that leads out of its space. */
static void nonsecure_stream_stays_nonsecure(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	struct smmu3_txn txn = side_txn(side, SID, VA, READ);
	struct outcome out;
	u64 slot = side_map(side, &stream, VA, PA_NONSECURE, 3);
	unsigned int ns;

	for (ns = 0; ns < 2; ns++) {
		side_poke(side, stream.cd, REF_CD_NSCFG0, ns);
		side_poke(side, side_slot(side, &stream, VA, 1),
			  REF_D_NSTABLE, ns);
		side_poke(side, slot, REF_D_NS, ns);
		side_flush(side);
		rig_log_clear(side->rig);
		txn.ns = ns;
		out = side_do(side, &txn);
		assert_true(out.ok);
		assert_int_equal(out.x.res.pas, NS);
		assert_int_equal(out.x.res.pa, PA_NONSECURE);
		assert_int_equal(side_accesses(side, HOST_READ,
					       SMMU3_ACCESS_TT), 4);
		assert_int_equal(side_find(side, HOST_READ, SMMU3_ACCESS_TT)
				 ->access.pas, NS);
	}
}

/* 3.10.2.2: what Non-secure memory says is nobody's but this ASID's. */
static void descriptor_from_nonsecure_memory_is_not_global(void **state)
{
	struct tables tables = make_tables(*state);
	struct stream other = side_stream(tables.side, SID + 1);

	side_poke(tables.side, other.cd, REF_CD_TTB0,
		  tables.stream.ttb0 / 16);
	poke_slot(&tables, 3, REF_D_NG, 0);
	side_flush(tables.side);
	side_access(tables.side, SID, VA, READ);
	assert_true(side_hits(tables.side, SID + 1, VA) & SMMU3_HIT_TLB);

	poke_slot(&tables, 2, REF_D_NSTABLE, 1);
	side_flush(tables.side);
	side_access(tables.side, SID, VA, READ);
	assert_true(side_hits(tables.side, SID, VA) & SMMU3_HIT_TLB);
	assert_false(side_hits(tables.side, SID + 1, VA) & SMMU3_HIT_TLB);
}

/* 13.4.2: with stage 1 the transaction's own NS has no say. */
static void ns_attribute_does_not_matter_to_stage_1(void **state)
{
	struct tables tables = make_tables(*state);
	struct smmu3_txn txn = side_txn(tables.side, SID, VA, READ);
	struct outcome out;

	txn.ns = true;
	out = side_do(tables.side, &txn);
	assert_true(out.ok);
	assert_int_equal(out.x.res.pas, SECURE);
}

/* The same StreamID, ASID, VMID and address in both states are two things. */
static void states_do_not_share_cached_entries(void **state)
{
	struct side *secure = *state, *normal = ns_side(secure);
	struct stream stream = side_stream(secure, SID);

	side_map(secure, &stream, VA, PA_SECURE, 3);
	side_expect_pa(secure, SID, VA, READ, PA_SECURE, SECURE);
	stream = side_stream(normal, SID);
	side_map(normal, &stream, VA, PA_NONSECURE, 3);
	assert_int_equal(side_hits(normal, SID, VA), 0);
	side_expect_pa(normal, SID, VA, READ, PA_NONSECURE, NS);
	side_expect_pa(secure, SID, VA, READ, PA_SECURE, SECURE);
}

/* Secure EL1 and EL3 are two translation regimes. */
static void el3_does_not_share_entries_of_el1(void **state)
{
	struct tables tables = make_tables(*state);
	struct stream el3 = side_stream(tables.side, SID + 1);

	side_poke(tables.side, tables.stream.cd, REF_CD_ASID, 0);
	poke_slot(&tables, 3, REF_D_NG, 0);
	side_poke(tables.side, el3.ste, REF_STE_STRW, 1);
	side_poke(tables.side, el3.cd, REF_CD_TTB0, tables.stream.ttb0 / 16);
	side_flush(tables.side);
	side_access(tables.side, SID, VA, READ);
	assert_false(side_hits(tables.side, SID + 1, VA) & SMMU3_HIT_TLB);
}

/* ---- attributes of the SMMU's own accesses (13.8) ---- */

/* Cacheability by code: is each half of the MAIR byte WB, WT or NC? */
static char type_of(unsigned int half)
{
	if (half == 4)
		return 'N';
	return half / 4 == 2 ? 'T' : half / 4 == 3 ? 'B' : '?';
}

static void check_attributes(struct side *side, enum smmu3_access_kind kind,
			     char inner, char outer, unsigned int sh)
{
	const struct host_entry *entry = side_find(side, HOST_READ, kind);

	assert_non_null(entry);
	assert_int_equal(type_of(entry->access.memattr % 16), inner);
	assert_int_equal(type_of(entry->access.memattr / 16), outer);
	assert_int_equal(entry->access.sh, sh);
}

/**
 * struct fetches - inner and outer code, SH, and what they mean
 *
 * Non-cacheable memory is Outer Shareable; SH 1 is reserved and means NSH.
 */
struct fetches {
	unsigned int inner, outer, sh;
	char cr1[3], structure[3];
	unsigned int shares;
};

static const struct fetches fetches[] = {
	{ 0, 0, REF_ISH, "NN", "NN", REF_OSH },
	{ 1, 1, REF_ISH, "BB", "BB", REF_ISH },
	{ 1, 2, REF_OSH, "BT", "BT", REF_OSH },
	{ 2, 1, REF_NSH, "TB", "TB", REF_NSH },
	{ 2, 0, 1, "TN", "TN", REF_NSH },
	{ 3, 1, REF_ISH, "NB", "BB", REF_ISH },
	{ 1, 3, REF_ISH, "BN", "BB", REF_ISH },
};

static void fetch_with(struct side *side, const struct stream *stream,
		       const struct fetches *f)
{
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr32(side, REF_CR1, f->inner * 0x40 + f->outer * 0x100 +
				 f->sh * 0x400);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	side_poke(side, stream->ste, REF_STE_S1CIR, f->inner);
	side_poke(side, stream->ste, REF_STE_S1COR, f->outer);
	side_poke(side, stream->ste, REF_STE_S1CSH, f->sh);
	side_poke(side, stream->cd, REF_CD_IR0, f->inner);
	side_poke(side, stream->cd, REF_CD_OR0, f->outer);
	side_poke(side, stream->cd, REF_CD_SH0, f->sh);
	side_flush(side);
	rig_log_clear(side->rig);
	assert_true(side_access(side, SID, VA, READ).ok);

	check_attributes(side, SMMU3_ACCESS_STE, f->cr1[0], f->cr1[1],
			 f->shares);
	check_attributes(side, SMMU3_ACCESS_CD, f->structure[0],
			 f->structure[1], f->shares);
	check_attributes(side, SMMU3_ACCESS_TT, f->structure[0],
			 f->structure[1], f->shares);
}

static void fetches_have_the_attributes_of_their_field(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	unsigned int i;

	side_map(side, &stream, VA, PA_SECURE, 3);
	for (i = 0; i < ARRAY_SIZE(fetches); i++)
		fetch_with(side, &stream, &fetches[i]);
}

/* The upper half has fields of its own. */
static void upper_half_has_its_own_attributes_and_space(void **state)
{
	struct side *side = *state;
	struct stream stream = side_stream(side, SID);
	u64 top = 0xffff000000000000ULL;

	side_map(side, &stream, VA, PA_SECURE, 3);
	side_poke(side, stream.cd, REF_CD_T1SZ, 16);
	side_poke(side, stream.cd, REF_CD_TG1, REF_TG1_4K);
	side_poke(side, stream.cd, REF_CD_EPD1, 0);
	side_poke(side, stream.cd, REF_CD_TTB1, stream.ttb0 / 16);
	side_poke(side, stream.cd, 25, 24, 2);		/* IR1 */
	side_poke(side, stream.cd, 27, 26, 0);		/* OR1 */
	side_poke(side, stream.cd, 29, 28, REF_OSH);	/* SH1 */
	side_poke(side, stream.cd, 128, 128, 1);	/* NSCFG1 */
	side_flush(side);
	rig_log_clear(side->rig);
	side_access(side, SID, top + VA, READ);
	check_attributes(side, SMMU3_ACCESS_TT, 'T', 'N', REF_OSH);
	assert_int_equal(side_find(side, HOST_READ, SMMU3_ACCESS_TT)
			 ->access.pas, NS);
}

static const struct CMUnitTest secure_walk_tests[] = {
	TEST_SECURE(walk_leaves_secure_space_for_good),
	TEST_SECURE(el3_walk_leaves_secure_space_for_good),
	TEST_SECURE(had_does_not_disable_nstable),
	TEST_SECURE(configuration_is_read_from_secure_memory),
	TEST_NS(nonsecure_stream_stays_nonsecure),
	TEST_SECURE(descriptor_from_nonsecure_memory_is_not_global),
	TEST_SECURE(ns_attribute_does_not_matter_to_stage_1),
	TEST_SECURE(states_do_not_share_cached_entries),
	TEST_SECURE(el3_does_not_share_entries_of_el1),
	TEST_BOTH(fetches_have_the_attributes_of_their_field),
	TEST_SECURE(upper_half_has_its_own_attributes_and_space),
};
SUITE(secure_walk);
