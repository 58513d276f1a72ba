// SPDX-License-Identifier: GPL-2.0
/*
 * Security of streams with stage 2 and of EL2 (security.md 4 and 5, translation.md
 * 9): which of two IPA spaces, where its tables are, where it leads, what records
 * tell of it; SIF; and that Non-secure streams have no say in any of it.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED
#define LEVELS	4

static struct side *ns_side(struct s2_stream *s)
{
	return rig_side(s->side->rig, NS);
}

/* Copy what the stream is made of to Non-secure memory, same addresses. */
static void mirror(struct s2_stream *s, u64 from)
{
	u64 at;

	for (at = from; at < s->side->free; at += sizeof(u64))
		side_store(ns_side(s), at, side_load(s->side, at));
	s->stale = true;
}

/* Each PA space of the last transaction's table reads, as letters */
static void expect_spaces(struct s2_stream *s, const char *spaces)
{
	const struct host *host = &s->side->rig->host;
	unsigned int count = 0;
	int i = -1;

	while ((i = host_log_find(host, HOST_READ, i + 1)) >= 0) {
		if (host->log[i].access.kind != SMMU3_ACCESS_TT)
			continue;
		assert_int_equal(host->log[i].access.pas == NS ? 'N' : 'S',
				 spaces[count]);
		assert_int_equal(host->log[i].access.sec_sid, SECURE);
		count++;
	}
	assert_int_equal(count, strlen(spaces));
}

/* ---- S2SW, S2SA, S2NSW, S2NSA ---- */

/**
 * struct bits - the four bits of an STE
 */
struct bits {
	bool sw, sa, nsw, nsa;
};

static struct bits bits_of(unsigned int code)
{
	return (struct bits){ code % 2, code / 2 % 2, code / 4 % 2, code / 8 };
}

static void put_bits(struct s2_stream *s, struct bits bits)
{
	s2_poke_ste(s, REF_STE_S2SW, bits.sw);
	s2_poke_ste(s, REF_STE_S2SA, bits.sa);
	s2_poke_ste(s, REF_STE_S2NSW, bits.nsw);
	s2_poke_ste(s, REF_STE_S2NSA, bits.nsa);
}

/* Table 5.3 of security.md */
static bool walk_ns(struct bits bits, bool ns_ipa)
{
	return ns_ipa ? bits.nsw : bits.sw;
}

static bool output_ns(struct bits bits, bool ns_ipa)
{
	if (ns_ipa)
		return bits.sw || bits.sa || bits.nsw || bits.nsa;
	return bits.sw || bits.sa;
}

static void check_space(struct s2_stream *s, struct bits bits, bool ns_ipa)
{
	struct smmu3_txn txn = s2_txn(s, WRITE | (ns_ipa ? S2_NS : 0));
	struct outcome out = s2_do(s, &txn);
	unsigned int tries;

	expect_spaces(s, walk_ns(bits, ns_ipa) ? "NNN" : "SSS");
	for (tries = 0; tries < 2; tries++) {
		assert_true(out.ok);
		assert_int_equal(out.x.res.pa, S2_OFFSET +
				 (ns_ipa ? S2_PA_NS : S2_PA));
		assert_int_equal(out.x.res.pas,
				 output_ns(bits, ns_ipa) ? NS : SECURE);
		out = s2_do(s, &txn);
	}
}

/* Every combination, for what comes as Secure and as Non-secure */
static void ipa_spaces_are_walked_and_lead_where_the_table_says(void **state)
{
	struct side *side = *state;
	u64 from = side->free;
	struct s2_stream s;
	unsigned int code;

	s2_make(&s, side, S2_SID, S2);
	mirror(&s, from);
	for (code = 0; code < 16; code++) {
		put_bits(&s, bits_of(code));
		check_space(&s, bits_of(code), false);
		check_space(&s, bits_of(code), true);
	}
}

/* NSCFG instead of what came in: 00, 01 incoming, 10 Secure, 11 Non-secure */
static void nscfg_chooses_the_ipa_space_without_stage_1(void **state)
{
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int code, ns;

	s2_make(&s, *state, S2_SID, S2);
	for (code = 0; code < 4; code++)
		for (ns = 0; ns < 2; ns++) {
			bool to_ns = code < 2 ? ns : code == 3;

			s2_poke_ste(&s, REF_STE_NSCFG, code);
			txn = s2_txn(&s, ns ? S2_NS : READ);
			s2_expect_pa(&s, &txn, S2_OFFSET +
				     (to_ns ? S2_PA_NS : S2_PA), SECURE);
		}
}

/* With stage 1 neither NSCFG nor what came in, but what stage 1 says */
static void stage_1_chooses_the_ipa_space(void **state)
{
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int ns, in;

	s2_make(&s, *state, S2_SID, BOTH);
	for (ns = 0; ns < 2; ns++)
		for (in = 0; in < 2; in++) {
			s2_poke_leaf1(&s, REF_D_NS, ns);
			s2_poke_ste(&s, REF_STE_NSCFG, ns ? 2 : 3);
			txn = s2_txn(&s, in ? S2_NS : READ);
			s2_expect_pa(&s, &txn, S2_OFFSET +
				     (ns ? S2_PA_NS : S2_PA), SECURE);
		}
}

/* The same IPA in both spaces is two things, also in the TLB. */
static void ipa_spaces_do_not_share_entries(void **state)
{
	struct smmu3_txn secure, nonsecure;
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	secure = s2_txn(&s, READ);
	nonsecure = s2_txn(&s, READ | S2_NS);
	s2_expect_pa(&s, &secure, S2_PA + S2_OFFSET, SECURE);
	s2_expect_pa(&s, &nonsecure, S2_PA_NS + S2_OFFSET, SECURE);
	s2_expect_pa(&s, &secure, S2_PA + S2_OFFSET, SECURE);
}

/* Each space has its own geometry (security.md 5.3). */
static void ipa_spaces_have_tables_of_their_own(void **state)
{
	const struct s2_shape shape = { 16, 2, 42 };
	struct side *side = *state;
	struct ref_s2_tables tables;
	struct smmu3_txn txn;
	struct s2_stream s;
	u64 ste[REF_STE_WORDS];

	s2_make(&s, side, S2_SID, S2);
	s.s2[SECURE] = ref_space(s.s2[NS].ram, shape.granule, shape.start,
				 shape.iasize);
	ref_space_put(&s.s2[SECURE], BIT_ULL(41), 3, ref_leaf2(3, 0x40000));
	tables = (struct ref_s2_tables){
		.tg = s2_tg0(shape.granule), .t0sz = 64 - shape.iasize,
		.sl0 = s2_sl0(shape), .ttb = s.s2[SECURE].root };
	side_load_image(side, s.ste, ste, REF_STE_WORDS);
	ref_ste_secure_tables(ste, &tables);
	side_store_image(side, s.ste, ste, REF_STE_WORDS);
	s.stale = true;
	txn = s2_txn(&s, READ | S2_NS);
	s2_expect_pa(&s, &txn, S2_PA_NS + S2_OFFSET, SECURE);
	txn = s2_txn(&s, READ);
	txn.addr = BIT_ULL(41) + 0x1234;
	s2_expect_pa(&s, &txn, 0x41234, SECURE);
	txn.ns = true;
	s2_expect_txn(&s, &txn, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true, .nsipa = true,
		.class = REF_CLASS_IN, .ipa = BIT_ULL(41) + 0x1000 });
}

/* ---- walks of stage 1 through both spaces ---- */

/* Map all of the stream's RAM in the Non-secure IPA space, too. */
static void map_in_ns_space(struct s2_stream *s, u64 from, u64 end)
{
	u64 at;

	for (at = from; at < end; at += PAGE)
		ref_space_put(&s->s2[NS], at + S2_DELTA, 3, ref_leaf2(3, at));
	s->stale = true;
}

static void expect_final(struct s2_stream *s, bool ns)
{
	struct smmu3_txn txn = s2_txn(s, READ);

	s2_expect_pa(s, &txn, S2_OFFSET + (ns ? S2_PA_NS : S2_PA), SECURE);
}

/* S2 does not know NS of a leaf, so where it was read shows in NSIPA. */
static void expect_tt_fault(struct s2_stream *s, u64 ipa, bool nsipa)
{
	u64 slot = ref_space_slot(&s->s2[nsipa ? NS : SECURE], ipa, 3);
	u64 desc = s2_load(s, slot);

	s2_store(s, slot, 0);
	s2_expect(s, WRITE, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true, .nsipa = nsipa,
		.class = REF_CLASS_TT, .ipa = ipa });
	s2_store(s, slot, desc);
	side_fail(s->side, slot, 8);
	s->stale = true;
	s2_expect(s, READ, (struct ref_event){
		.number = REF_F_WALK_EABT, .s2 = true, .nsipa = nsipa,
		.class = REF_CLASS_TT, .fetch = slot });
	host_heal(&s->side->rig->host);
	s->stale = true;
}

/*
 * NSTable at @from takes the levels below to the Non-secure IPA space; -1:
 * NSCFG0 all of them; LEVELS: none of them.
 */
static void check_journey(struct s2_stream *s, int from)
{
	int level;

	s2_poke_cd(s, REF_CD_NSCFG0, from < 0);
	if (from >= 0 && from < LEVELS - 1)
		s2_poke_at(s, s2_ram_pa(s, ref_space_slot(&s->s1, S2_VA, from)),
			   REF_D_NSTABLE, 1);
	expect_final(s, from < LEVELS - 1);
	for (level = 0; level < LEVELS; level++)
		expect_tt_fault(s, ref_space_slot(&s->s1, S2_VA, level),
				level > from);
	if (from >= 0 && from < LEVELS - 1)
		s2_poke_at(s, s2_ram_pa(s, ref_space_slot(&s->s1, S2_VA, from)),
			   REF_D_NSTABLE, 0);
}

static void walks_of_stage_1_go_through_the_space_they_are_in(void **state)
{
	struct side *side = *state;
	u64 from = side->free, end;
	struct s2_stream s;
	int level;

	s2_make(&s, side, S2_SID, BOTH);
	end = side->free;
	map_in_ns_space(&s, from, end);
	check_journey(&s, -1);
	for (level = 0; level <= LEVELS; level++)
		if (level != LEVELS - 1)
			check_journey(&s, level);
}

/* The entry of the stream's page in the TLB */
static struct smmu3_tlb_record cached(struct s2_stream *s)
{
	struct smmu3_tlb_record record;
	unsigned int i;
	int found;

	for (i = 0; (found = smmu3_tlb_slot(s->side->rig->smmu, i, &record)) >=
		    0; i++)
		if (found && !record.stage2 && record.va == S2_VA)
			return record;
	fail_msg("the TLB has nothing");
	return record;
}

/* What came by the Non-secure IPA space is never global (3.17.1). */
static void descriptors_of_the_ns_space_are_not_global(void **state)
{
	struct side *side = *state;
	u64 from = side->free;
	struct s2_stream s;
	unsigned int nscfg;

	s2_make(&s, side, S2_SID, BOTH);
	map_in_ns_space(&s, from, side->free);
	s2_poke_leaf1(&s, REF_D_NG, 0);
	for (nscfg = 0; nscfg < 2; nscfg++) {
		s2_poke_cd(&s, REF_CD_NSCFG0, nscfg);
		expect_final(&s, nscfg);
		assert_int_equal(cached(&s).global, !nscfg);
		assert_int_equal(cached(&s).ns_ipa, nscfg);
	}
}

/* ---- faults of the final IPA ---- */

static void nsipa_tells_the_space_of_a_stage_2_fault(void **state)
{
	unsigned int config, ns;

	for (config = S2; config <= BOTH; config++)
		for (ns = 0; ns < 2; ns++) {
			struct s2_stream s;

			s2_make(&s, *state, S2_SID, config);
			if (config == BOTH)
				s2_poke_leaf1(&s, REF_D_NS, ns);
			s2_store(&s, ref_space_slot(&s.s2[ns ? NS : SECURE],
						    S2_IPA, 3), 0);
			s2_expect(&s, READ | (ns ? S2_NS : 0),
				  (struct ref_event){
				.number = REF_F_TRANSLATION, .s2 = true,
				.nsipa = ns, .class = REF_CLASS_IN,
				.ipa = S2_IPA });
		}
}

/* CD and its table are in the Secure IPA space whatever came in. */
static void contexts_are_in_the_secure_ipa_space(void **state)
{
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, BOTH);
	s2_poke_leaf2_of(&s, s.cd, REF_D_TYPE, 0);
	s2_expect(&s, READ | S2_NS, (struct ref_event){
		.number = REF_F_TRANSLATION, .s2 = true,
		.class = REF_CLASS_CD, .ipa = s.cd });
}

/* And stage 1 has no IPA to tell of. */
static void stage_1_faults_have_no_nsipa(void **state)
{
	struct side *side = *state;
	u64 from = side->free, leaf;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, BOTH);
	map_in_ns_space(&s, from, side->free);
	leaf = s2_leaf1(&s);
	s2_poke_cd(&s, REF_CD_NSCFG0, 1);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	s2_expect1(&s, READ, REF_F_ACCESS);
	side_fail(side, leaf, 8);
	s.stale = true;
	s2_expect(&s, READ, (struct ref_event){
		.number = REF_F_WALK_EABT, .class = REF_CLASS_TT,
		.fetch = leaf });
}

/* Which IPA space a Non-secure stream has nobody has to say. */
static void nonsecure_streams_have_no_spaces(void **state)
{
	struct s2_stream s;
	unsigned int code;

	s2_make(&s, *state, S2_SID, BOTH);
	for (code = 0; code < 16; code++) {
		put_bits(&s, bits_of(code));
		s2_poke_ste(&s, REF_STE_NSCFG, 2);
		s2_poke_cd(&s, REF_CD_NSCFG0, code % 2);
		s2_poke_leaf1(&s, REF_D_NS, code / 2 % 2);
		s2_expect_page(&s, READ);
		s2_expect_page(&s, WRITE | S2_NS);
	}
	s2_store(&s, s2_leaf2(&s), 0);
	s2_expect2(&s, READ | S2_NS, REF_F_TRANSLATION);
	assert_false(s2_access(&s, READ | S2_NS).x.fault.nsipa);
}

/* ---- flags are written where they were read ---- */

static void expect_swap_in(struct s2_stream *s, u64 addr, enum smmu3_pas pas)
{
	const struct host *host = &s->side->rig->host;
	int at = host_log_find(host, HOST_CAS, 0);

	assert_true(at >= 0);
	assert_int_equal(host->log[at].access.addr, addr);
	assert_int_equal(host->log[at].access.pas, pas);
	assert_int_equal(host->log[at].access.sec_sid, SECURE);
	assert_int_equal(host_log_count(host, HOST_CAS), 1);
}

static void flags_are_updated_in_the_space_of_the_walk(void **state)
{
	struct side *side = *state;
	u64 from = side->free;
	struct s2_stream s;
	u64 leaf;

	s2_make(&s, side, S2_SID, S2);
	s2_poke_ste(&s, REF_STE_S2HA, 1);
	s2_poke_leaf2(&s, REF_D_AF, 0);
	mirror(&s, from);
	leaf = s2_leaf2(&s);
	s2_poke_ste(&s, REF_STE_S2SW, 1);
	assert_int_equal(s2_try(&s, READ), 0);
	expect_swap_in(&s, leaf, NS);
	assert_int_equal(s2_load(&s, leaf),
			 ref_with(ref_leaf2(3, S2_PA), REF_D_AF, 0));
	s2_poke_ste(&s, REF_STE_S2SW, 0);
	assert_int_equal(s2_try(&s, READ), 0);
	expect_swap_in(&s, leaf, SECURE);

	from = side->free;
	s2_make(&s, side, S2_SID, S1);
	s2_poke_cd(&s, REF_CD_HA, 1);
	s2_poke_leaf1(&s, REF_D_AF, 0);
	leaf = s2_leaf1(&s);
	mirror(&s, from);
	s2_poke_cd(&s, REF_CD_NSCFG0, 1);
	assert_int_equal(s2_try(&s, READ), 0);
	expect_swap_in(&s, leaf, NS);
}

/* ---- EL2 ---- */

/* S-EL2: the first table where NSCFG0 says, then as any Secure walk */
static void check_el2(struct side *side, unsigned int strw, bool e2h)
{
	u64 from = side->free;
	struct smmu3_txn txn;
	struct s2_stream s;

	s2_e2h(side, e2h);
	s2_make(&s, side, S2_SID, S1);
	s2_poke_ste(&s, REF_STE_STRW, strw);
	mirror(&s, from);
	txn = s2_txn(&s, READ);
	s2_try(&s, READ);
	expect_spaces(&s, "SSSS");
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, SECURE);
	s2_poke_leaf1(&s, REF_D_NS, 1);
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, NS);
	s2_poke_leaf1(&s, REF_D_NS, 0);
	s2_poke_at(&s, ref_space_slot(&s.s1, S2_VA, 1), REF_D_NSTABLE, 1);
	s2_try(&s, READ);
	expect_spaces(&s, "SSNN");
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, NS);
	s2_poke_cd(&s, REF_CD_NSCFG0, 1);
	s2_try(&s, READ);
	expect_spaces(&s, "NNNN");
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, NS);
}

static void secure_el2_walks_leave_the_secure_space_for_good(void **state)
{
	check_el2(*state, 2, false);
	check_el2(*state, 2, true);
	check_el2(*state, 1, false);
}

/* ---- SIF ---- */

static void sif_on(struct side *side)
{
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN |
		       REF_S_CR0_SIF);
}

/* 5.4: what stage 1 gives counts, not where stage 2 leads. */
static void sif_looks_at_the_output_of_stage_1(void **state)
{
	struct side *side = *state;
	u64 from = side->free;
	struct smmu3_txn txn;
	struct s2_stream s;

	/* With S2SA contexts and tables are Non-secure, too. */
	s2_make(&s, side, S2_SID, BOTH);
	mirror(&s, from);
	sif_on(side);
	s2_poke_ste(&s, REF_STE_S2SA, 1);
	txn = s2_txn(&s, READ | INSTR);
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, NS);
	s2_poke_ste(&s, REF_STE_S2SA, 0);
	s2_poke_leaf1(&s, REF_D_NS, 1);
	s2_expect1(&s, READ | INSTR, REF_F_PERMISSION);
	txn = s2_txn(&s, READ);
	s2_expect_pa(&s, &txn, S2_PA_NS + S2_OFFSET, SECURE);
	/* Stage 1 decides about its fault. */
	s2_poke_cd(&s, REF_CD_R, 0);
	s2_expect_silence(&s, READ | INSTR);
}

/* Stage 1 off: an abort and a record, whatever S2R says; before stage 2. */
static void sif_stops_stage_2_only_streams(void **state)
{
	struct smmu3_txn txn;
	struct s2_stream s;

	s2_make(&s, *state, S2_SID, S2);
	sif_on(s.side);
	s2_poke_ste(&s, REF_STE_S2R, 0);
	s2_poke_ste(&s, REF_STE_S2S, 1);
	s2_store(&s, ref_space_slot(&s.s2[NS], S2_IPA, 3), 0);
	s2_expect1(&s, READ | INSTR | S2_NS, REF_F_PERMISSION);
	s2_expect_page(&s, READ | INSTR);
	/* Beyond the IAS comes first. */
	txn = s2_txn(&s, READ | INSTR | S2_NS);
	txn.addr = BIT_ULL(44);
	s2_expect_txn(&s, &txn, (struct ref_event){
		.number = REF_F_ADDR_SIZE, .class = REF_CLASS_IN });
}

static const struct CMUnitTest rules_worlds_secure_tests[] = {
	TEST_S2_SECURE(ipa_spaces_are_walked_and_lead_where_the_table_says),
	TEST_S2_SECURE(nscfg_chooses_the_ipa_space_without_stage_1),
	TEST_S2_SECURE(stage_1_chooses_the_ipa_space),
	TEST_S2_SECURE(ipa_spaces_do_not_share_entries),
	TEST_S2_SECURE(ipa_spaces_have_tables_of_their_own),
	TEST_S2_SECURE(walks_of_stage_1_go_through_the_space_they_are_in),
	TEST_S2_SECURE(descriptors_of_the_ns_space_are_not_global),
	TEST_S2_SECURE(nsipa_tells_the_space_of_a_stage_2_fault),
	TEST_S2_SECURE(contexts_are_in_the_secure_ipa_space),
	TEST_S2_SECURE(stage_1_faults_have_no_nsipa),
	TEST_S2_NS(nonsecure_streams_have_no_spaces),
	TEST_S2_SECURE(flags_are_updated_in_the_space_of_the_walk),
	TEST_S2_SECURE(secure_el2_walks_leave_the_secure_space_for_good),
	TEST_S2_SECURE(sif_looks_at_the_output_of_stage_1),
	TEST_S2_SECURE(sif_stops_stage_2_only_streams),
};
SUITE(rules_worlds_secure);
