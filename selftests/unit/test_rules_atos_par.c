// SPDX-License-Identifier: GPL-2.0
/*
 * Address translation operations: what PAR says (9.1.4, 6.3.40, 6.3.86), and
 * what a look-up does besides (9).
 */
#include "atos_kit.h"
#include "suites.h"

static u64 size_bits(u64 addr, unsigned int log2)
{
	u64 par = 0;

	ref_put(&par, REF_PAR_SIZE, 1);
	return par + addr / ref_pow2(log2) * ref_pow2(log2) +
	       ref_pow2(log2 - 1);
}

static u64 part(u64 par, unsigned int high, unsigned int low)
{
	return ref_get(&par, high, low);
}

/* ---- success ---- */

static void each_type_returns_its_own_output(void **state)
{
	struct side *side = *state;
	struct s2_stream one, two, both;

	s2_make(&one, side, S2_SID, REF_CONFIG_S1);
	s2_make(&two, side, S2_SID + 1, REF_CONFIG_S2);
	s2_make(&both, side, S2_SID + 2, REF_CONFIG_NESTED);
	atos_expect(atos_ask(&one, ATOS_S1, READ), atos_page(S2_PA, false));
	atos_expect(atos_ask(&two, ATOS_S2, READ), atos_page(S2_PA, false));
	atos_expect(atos_ask(&both, ATOS_S1, READ), atos_page(S2_IPA, false));
	atos_expect(atos_ask(&both, ATOS_S2, READ), atos_page(S2_PA, false));
	atos_expect(atos_ask(&both, ATOS_BOTH, READ), atos_page(S2_PA, false));
	assert_int_equal(side_events(side), 0);
}

/* 6.3.40: the examples, and every size that there is */
static void size_is_told_by_the_lowest_bit(void **state)
{
	static const struct {
		struct s2_shape shape;
		unsigned int level;
		unsigned int log2;
	} rows[] = {
		{ { 14, 0, 48 }, 3, 14 }, { { 16, 1, 48 }, 3, 16 },
		{ { 12, 0, 48 }, 2, 21 }, { { 14, 0, 48 }, 2, 25 },
		{ { 16, 1, 48 }, 2, 29 }, { { 12, 0, 48 }, 1, 30 },
	};
	struct side *side = *state;
	struct s2_stream stream;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 va = 0x5500000000ULL, pa = 0x40000000ULL;
		u64 want = size_bits(pa, rows[i].log2), par;

		s2_make_shaped(&stream, side, S2_SID + i, REF_CONFIG_S1,
			       rows[i].shape, S2_SHAPE2);
		ref_space_put(&stream.s1, va, rows[i].level,
			      ref_leaf(rows[i].level, pa));
		par = atos_run(side, atos_sid(side, S2_SID + i),
			       atos_addr(ATOS_S1, READ, va + 0x3000));
		atos_expect(par, want | atos_page(0, false));
	}
	/* 64 KB is bit 15; 16 KB is 0b10 in bits 13:12; 2 MB is bit 20 */
	assert_int_equal(size_bits(0, 16), BIT(15) | BIT(11));
	assert_int_equal(size_bits(0, 14), BIT(13) | BIT(11));
	assert_int_equal(size_bits(0, 21), BIT(20) | BIT(11));
}

/* MAIR of ref_cd_default(): Write-Back, Non-cacheable, Device-nGnRE */
static void stage1_attributes_are_those_of_mair(void **state)
{
	static const struct {
		unsigned int index;
		unsigned int sh;
		u8 attr;
		unsigned int want_sh;
	} rows[] = {
		{ 0, REF_NSH, 0xff, REF_NSH }, { 0, REF_OSH, 0xff, REF_OSH },
		{ 0, REF_ISH, 0xff, REF_ISH }, { 3, REF_ISH, 0xbb, REF_ISH },
		{ 2, REF_NSH, 0x04, REF_OSH },
	};
	struct side *side = *state;
	struct s2_stream stream;
	unsigned int i;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 par;

		s2_poke_leaf1(&stream, REF_D_ATTRINDX, rows[i].index);
		s2_poke_leaf1(&stream, REF_D_SH, rows[i].sh);
		par = atos_ask(&stream, ATOS_S1, READ);
		assert_int_equal(part(par, REF_PAR_ATTR), rows[i].attr);
		assert_int_equal(part(par, REF_PAR_SH), rows[i].want_sh);
	}
}

/* RA and WA are 1, TR is 0, as MemAttr has none of them. */
static void stage2_attributes_have_both_hints(void **state)
{
	static const struct {
		unsigned int memattr;
		u8 attr;
	} rows[] = {
		{ 0xf, 0xff }, { 0xa, 0xbb }, { 0xb, 0xbf }, { 0x5, 0x44 },
		{ 0x0, 0x00 }, { 0x1, 0x04 }, { 0x3, 0x0c },
	};
	struct side *side = *state;
	struct s2_stream stream;
	unsigned int i;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u64 par;

		s2_poke_leaf2(&stream, REF_D2_MEMATTR, rows[i].memattr);
		par = atos_ask(&stream, ATOS_S2, READ);
		assert_int_equal(part(par, REF_PAR_ATTR), rows[i].attr);
	}
	/* Device is always Outer Shareable. */
	assert_int_equal(part(atos_ask(&stream, ATOS_S2, READ), REF_PAR_SH),
			 REF_OSH);
}

static void attributes_of_both_stages_are_combined(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 par;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf1(&stream, REF_D_SH, REF_NSH);
	s2_poke_leaf2(&stream, REF_D2_MEMATTR, 0x5);
	par = atos_ask(&stream, ATOS_BOTH, READ);
	assert_int_equal(part(par, REF_PAR_ATTR), 0x44);
	par = atos_ask(&stream, ATOS_S1, READ);
	assert_int_equal(part(par, REF_PAR_ATTR), 0xff);
	assert_int_equal(part(par, REF_PAR_SH), REF_NSH);
	s2_poke_leaf1(&stream, REF_D_ATTRINDX, 2);
	par = atos_ask(&stream, ATOS_BOTH, READ);
	assert_int_equal(part(par, REF_PAR_ATTR), 0x04);
	assert_int_equal(part(par, REF_PAR_SH), REF_OSH);
}

/* 9.1.3, 9.1.4: MTCFG, SHCFG, PRIVCFG, INSTCFG, NSCFG */
static void overrides_of_the_ste_do_not_count(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 par;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S2);
	s2_poke_ste(&stream, REF_STE_MTCFG, 1);
	s2_poke_ste(&stream, REF_STE_MEMATTR, 1);
	s2_poke_ste(&stream, REF_STE_SHCFG, REF_OSH);
	s2_poke_ste(&stream, REF_STE_NSCFG, 3);
	atos_expect(atos_ask(&stream, ATOS_S2, READ), atos_page(S2_PA, false));

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	s2_poke_leaf1(&stream, REF_D_AP, 0);	/* privileged only */
	s2_poke_ste(&stream, REF_STE_PRIVCFG, 3);
	par = atos_ask(&stream, ATOS_S1, READ);
	atos_expect(par, atos_fault(REF_F_PERMISSION, 0));
	s2_poke_ste(&stream, REF_STE_PRIVCFG, 2);
	par = atos_ask(&stream, ATOS_S1, READ | PRIV);
	atos_expect(par, atos_page(S2_PA, false));
}

static void access_attributes_come_from_addr(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 denied = atos_fault(REF_F_PERMISSION, 0);

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	s2_poke_leaf1(&stream, REF_D_AP, 3);	/* read-only for all */
	s2_poke_leaf1(&stream, REF_D_UXN, 1);
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE), denied);
	atos_expect(atos_ask(&stream, ATOS_S1, INSTR), denied);
	atos_expect(atos_ask(&stream, ATOS_S1, READ), atos_page(S2_PA, false));
	atos_expect(atos_ask(&stream, ATOS_S1, INSTR | PRIV),
		    atos_page(S2_PA, false));
	/* InD is ignored for a write. */
	s2_poke_leaf1(&stream, REF_D_AP, 1);
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE | INSTR),
		    atos_page(S2_PA, false));
}

/* Only the permissions of the stages that are asked count. */
static void stages_that_are_not_asked_do_not_forbid(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf1(&stream, REF_D_AP, 3);
	atos_expect(atos_ask(&stream, ATOS_S2, WRITE), atos_page(S2_PA, false));
	s2_poke_leaf1(&stream, REF_D_AP, 1);
	s2_poke_leaf2(&stream, REF_D_TYPE, REF_D_INVALID);
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE),
		    atos_page(S2_IPA, false));
}

/* 6.3.85, 6.3.86: the IPA space by NS, and where it leads to */
static void ns_chooses_the_ipa_space_of_secure_streams(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_ste(&stream, REF_STE_S2NSA, 1);
	atos_expect(atos_ask(&stream, ATOS_S2, READ), atos_page(S2_PA, false));
	atos_expect(atos_ask(&stream, ATOS_S2, READ | S2_NS),
		    atos_page(S2_PA_NS, true));
	/* Stage 1 decides where it is asked. */
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ | S2_NS),
		    atos_page(S2_PA, false));
	s2_poke_leaf1(&stream, REF_D_NS, 1);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_page(S2_PA_NS, true));
	atos_expect(atos_ask(&stream, ATOS_S1, READ), atos_page(S2_IPA, true));
}

/* 9.1.3: S1DSS = 01 without a SubstreamID */
static void bypassed_stage1_returns_the_input(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 addr = 0x0000003fabcd5000ULL, par;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_ste(&stream, REF_STE_S1CDMAX, 3);
	s2_poke_ste(&stream, REF_STE_S1DSS, REF_S1DSS_BYPASS);
	par = atos_run(side, atos_sid(side, S2_SID),
		       atos_addr(ATOS_S1, READ, addr));
	assert_int_equal(part(par, REF_PAR_FAULT), 0);
	assert_int_equal(part(par, REF_PAR_SIZE), 1);
	atos_expect(atos_run(side, atos_sid(side, S2_SID),
			     atos_addr(ATOS_BOTH, READ, S2_IPA)),
		    atos_page(S2_PA, false));
	atos_expect(atos_run(side, atos_sid(side, S2_SID),
			     atos_addr(ATOS_S1, READ, BIT_ULL(50))),
		    atos_fault(REF_F_ADDR_SIZE, 0));
	atos_expect(atos_run(side, atos_sid(side, S2_SID),
			     atos_addr(ATOS_BOTH, READ, BIT_ULL(50))),
		    atos_fault(REF_F_ADDR_SIZE, 0));
}

/* ---- faults (9.1.4) ---- */

static u64 with_ipa(u64 par, u64 ipa)
{
	return par | ipa / PAGE * PAGE;
}

/* Breaks @stream; its request has to end in @code. */
struct row {
	const char *name;
	void (*breaks)(struct s2_stream *stream);
	u8 code;
};

static void no_leaf1(struct s2_stream *stream)
{
	s2_poke_leaf1(stream, REF_D_TYPE, REF_D_INVALID);
}

static void no_af1(struct s2_stream *stream)
{
	s2_poke_leaf1(stream, REF_D_AF, 0);
}

static void no_right1(struct s2_stream *stream)
{
	s2_poke_leaf1(stream, REF_D_AP, 0);
}

static void far_leaf1(struct s2_stream *stream)
{
	s2_poke_leaf1(stream, 47, 47, 1);
}

static void bad_cd(struct s2_stream *stream)
{
	s2_poke_cd(stream, REF_CD_V, 0);
}

static void bad_ste(struct s2_stream *stream)
{
	s2_poke_ste(stream, REF_STE_V, 0);
}

static void cd_aborts(struct s2_stream *stream)
{
	side_fail(stream->side, s2_ram_pa(stream, stream->cd), 64);
}

static void desc1_aborts(struct s2_stream *stream)
{
	side_fail(stream->side, s2_leaf1(stream), 8);
}

static void ste_aborts(struct s2_stream *stream)
{
	side_fail(stream->side, stream->ste, 64);
}

static const struct row stage1_rows[] = {
	{ "no leaf", no_leaf1, REF_F_TRANSLATION },
	{ "no AF", no_af1, REF_F_ACCESS },
	{ "no right", no_right1, REF_F_PERMISSION },
	{ "beyond the OAS", far_leaf1, REF_F_ADDR_SIZE },
	{ "CD.V", bad_cd, REF_C_BAD_CD },
	{ "STE.V", bad_ste, REF_C_BAD_STE },
	{ "CD aborts", cd_aborts, REF_F_CD_FETCH },
	{ "descriptor aborts", desc1_aborts, REF_F_WALK_EABT },
	{ "STE aborts", ste_aborts, REF_F_STE_FETCH },
};

static void check_row(struct side *side, unsigned int config,
		      unsigned int type, const struct row *row, u64 want)
{
	struct s2_stream stream;
	u64 par;

	s2_make(&stream, side, S2_SID, config);
	row->breaks(&stream);
	par = atos_ask(&stream, type, READ);
	host_heal(&side->rig->host);
	if (par != want)
		fail_msg("%s, Config %u, TYPE %u: PAR %#llx, not %#llx",
			 row->name, config, type, (unsigned long long)par,
			 (unsigned long long)want);
	assert_int_equal(side_events(side), 0);
}

/* REASON and FADDR are 0 for everything of stage 1. */
static void faults_of_stage1_have_no_reason(void **state)
{
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stage1_rows); i++) {
		const struct row *row = &stage1_rows[i];
		u64 want = atos_fault(row->code, 0);

		check_row(side, REF_CONFIG_S1, ATOS_S1, row, want);
		check_row(side, REF_CONFIG_NESTED, ATOS_S1, row, want);
		check_row(side, REF_CONFIG_NESTED, ATOS_BOTH, row, want);
	}
}

/* Stage 2 of something in RAM fails: of a CD, of the leaf of stage 1. */
static u64 leaf1_ipa(struct s2_stream *stream)
{
	return ref_space_slot(&stream->s1, S2_VA, 3);
}

static void check_synthetic(struct side *side, unsigned int high,
			    unsigned int low, u64 value)
{
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf2_of(&stream, stream.cd, high, low, value);
	atos_expect(atos_ask(&stream, ATOS_S1, READ),
		    atos_fault(REF_F_CD_FETCH, 0));
	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf2_of(&stream, leaf1_ipa(&stream), high, low, value);
	atos_expect(atos_ask(&stream, ATOS_S1, READ),
		    atos_fault(REF_F_WALK_EABT, 0));
}

static void stage1_alone_hears_of_stage2_as_aborts(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	check_synthetic(side, REF_D_TYPE, REF_D_INVALID);
	check_synthetic(side, REF_D_AF, 0);
	check_synthetic(side, REF_D2_S2AP, 0);
	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	side_fail(side, s2_leaf2_of(&stream, stream.cd), 8);
	atos_expect(atos_ask(&stream, ATOS_S1, READ),
		    atos_fault(REF_F_CD_FETCH, 0));
	host_heal(&side->rig->host);
	side_fail(side, s2_leaf2_of(&stream, leaf1_ipa(&stream)), 8);
	atos_expect(atos_ask(&stream, ATOS_S1, READ),
		    atos_fault(REF_F_WALK_EABT, 0));
}

static void no_leaf2(struct s2_stream *stream)
{
	s2_poke_leaf2(stream, REF_D_TYPE, REF_D_INVALID);
}

static void no_af2(struct s2_stream *stream)
{
	s2_poke_leaf2(stream, REF_D_AF, 0);
}

static void no_right2(struct s2_stream *stream)
{
	s2_poke_leaf2(stream, REF_D2_S2AP, 0);
}

static void desc2_aborts(struct s2_stream *stream)
{
	side_fail(stream->side, s2_leaf2(stream), 8);
}

static const struct row stage2_rows[] = {
	{ "no leaf", no_leaf2, REF_F_TRANSLATION },
	{ "no AF", no_af2, REF_F_ACCESS },
	{ "no right", no_right2, REF_F_PERMISSION },
	{ "descriptor aborts", desc2_aborts, REF_F_WALK_EABT },
};

/* TYPE 2: REASON is IN, and there is no IPA; so with MISC. */
static void faults_of_stage2_alone_are_about_the_input(void **state)
{
	static const struct row misc[] = {
		{ "STE.V", bad_ste, REF_C_BAD_STE },
		{ "STE aborts", ste_aborts, REF_F_STE_FETCH },
	};
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(stage2_rows); i++) {
		u64 want = atos_fault(stage2_rows[i].code, ATOS_R_IN);

		check_row(side, REF_CONFIG_S2, ATOS_S2, &stage2_rows[i], want);
		check_row(side, REF_CONFIG_NESTED, ATOS_S2, &stage2_rows[i],
			  want);
	}
	for (i = 0; i < ARRAY_SIZE(misc); i++)
		check_row(side, REF_CONFIG_NESTED, ATOS_S2, &misc[i],
			  atos_fault(misc[i].code, ATOS_R_IN));
}

/* F_ADDR_SIZE of stage 2's output, and of an input that stage 1 would refuse */
static void address_sizes_of_stage2_tell_the_stages_apart(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	atos_expect(atos_run(side, atos_sid(side, S2_SID),
			     atos_addr(ATOS_S2, READ, BIT_ULL(50))),
		    atos_fault(REF_F_ADDR_SIZE, 0));
	s2_poke_ste(&stream, REF_STE_S2PS, 0);	/* 32 bits */
	atos_expect(atos_ask(&stream, ATOS_S2, READ),
		    atos_fault(REF_F_ADDR_SIZE, ATOS_R_IN));
}

/* TYPE 3: the IPA of the four faults, whatever it was wanted for */
static void faults_of_both_stages_tell_cause_and_ipa(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 want, ipa;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf2(&stream, REF_D_TYPE, REF_D_INVALID);
	want = atos_fault(REF_F_TRANSLATION, ATOS_R_IN);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ), with_ipa(want, S2_IPA));

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	ipa = leaf1_ipa(&stream);
	s2_poke_leaf2_of(&stream, ipa, REF_D_AF, 0);
	want = atos_fault(REF_F_ACCESS, ATOS_R_TT);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ), with_ipa(want, ipa));

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf2_of(&stream, stream.cd, REF_D2_S2AP, 0);
	want = atos_fault(REF_F_PERMISSION, ATOS_R_CD);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    with_ipa(want, stream.cd));
}

/* The same causes, no IPA: a descriptor of stage 2 aborts. */
static void aborts_of_stage2_tell_the_cause_alone(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	side_fail(side, s2_leaf2(&stream), 8);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_F_WALK_EABT, ATOS_R_IN));
	host_heal(host);
	side_fail(side, s2_leaf2_of(&stream, leaf1_ipa(&stream)), 8);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_F_WALK_EABT, ATOS_R_TT));
	host_heal(host);
	side_fail(side, s2_leaf2_of(&stream, stream.cd), 8);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_F_WALK_EABT, ATOS_R_CD));
}

/* 6.3.86: of a Secure stream, and only beside an IPA */
static void nsipa_is_the_ipa_space(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 want = atos_fault(REF_F_TRANSLATION, ATOS_R_IN);

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf1(&stream, REF_D_NS, 1);
	s2_store(&stream, ref_space_slot(&stream.s2[NS], S2_IPA, 3), 0);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    with_ipa(want, S2_IPA) | BIT(3));
	atos_expect(atos_ask(&stream, ATOS_S2, READ | S2_NS), want);
	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_leaf2(&stream, REF_D_TYPE, REF_D_INVALID);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ), with_ipa(want, S2_IPA));
}

/* ---- what a look-up does besides ---- */

/* Neither CD.{A,R,S} nor STE.{S2R,S2S} makes an event or a stall. */
static void faults_neither_stall_nor_are_recorded(void **state)
{
	struct side *side = *state;
	struct smmu3_bank_info info;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_cd(&stream, REF_CD_S, 1);
	s2_poke_ste(&stream, REF_STE_S2S, 1);
	s2_poke_leaf1(&stream, REF_D_AF, 0);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_F_ACCESS, 0));
	s2_poke_leaf1(&stream, REF_D_AF, 1);
	s2_poke_leaf2(&stream, REF_D_AF, 0);
	atos_expect(atos_ask(&stream, ATOS_S2, READ),
		    atos_fault(REF_F_ACCESS, ATOS_R_IN));
	smmu3_bank_info(side->rig->smmu, side->bank, &info);
	assert_int_equal(info.stalls + info.pending, 0);
	assert_int_equal(info.events + info.discarded, 0);
	assert_int_equal(side_errors(side), 0);
}

static void make_clean(struct s2_stream *stream, struct side *side)
{
	s2_make(stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_poke_cd(stream, REF_CD_HA, 1);
	s2_poke_cd(stream, REF_CD_HD, 1);
	s2_poke_ste(stream, REF_STE_S2HA, 1);
	s2_poke_ste(stream, REF_STE_S2HD, 1);
	s2_poke_leaf1(stream, REF_D_AF, 0);
	s2_poke_leaf1(stream, REF_D_AP, 3);
	s2_poke_leaf1(stream, REF_D_DBM, 1);
	s2_poke_leaf2(stream, REF_D_AF, 0);
	s2_poke_leaf2(stream, REF_D2_S2AP, 1);
	s2_poke_leaf2(stream, REF_D_DBM, 1);
}

static void flags_are_updated_as_by_a_transaction(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 leaf1, leaf2;

	make_clean(&stream, side);
	atos_expect(atos_ask(&stream, ATOS_BOTH, WRITE),
		    atos_page(S2_PA, false));
	leaf1 = s2_load(&stream, s2_leaf1(&stream));
	leaf2 = s2_load(&stream, s2_leaf2(&stream));
	assert_int_equal(part(leaf1, REF_D_AF), 1);
	assert_int_equal(part(leaf1, REF_D_AP), 1);
	assert_int_equal(part(leaf2, REF_D_AF), 1);
	assert_int_equal(part(leaf2, REF_D2_S2AP), 3);
}

static void httui_changes_no_flag_and_answers_as_if(void **state)
{
	struct side *side = *state;
	struct host *host = &side->rig->host;
	struct s2_stream stream;
	u64 leaf1, leaf2;

	make_clean(&stream, side);
	leaf1 = s2_load(&stream, s2_leaf1(&stream));
	leaf2 = s2_load(&stream, s2_leaf2(&stream));
	rig_log_clear(side->rig);
	atos_expect(atos_ask(&stream, ATOS_BOTH, WRITE | ATOS_HTTUI),
		    atos_page(S2_PA, false));
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE | ATOS_HTTUI),
		    atos_page(S2_IPA, false));
	atos_expect(atos_ask(&stream, ATOS_S2, WRITE | ATOS_HTTUI),
		    atos_page(S2_PA, false));
	assert_int_equal(s2_load(&stream, s2_leaf1(&stream)), leaf1);
	assert_int_equal(s2_load(&stream, s2_leaf2(&stream)), leaf2);
	assert_int_equal(host_log_count(host, HOST_CAS), 0);
	assert_int_equal(host_log_count(host, HOST_WRITE), 0);
}

/* 9: HTTUI has no effect where no flag is updated. */
static void httui_does_not_excuse_flags_nobody_updates(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	s2_poke_leaf1(&stream, REF_D_AF, 0);
	s2_poke_leaf1(&stream, REF_D_AP, 3);
	s2_poke_leaf1(&stream, REF_D_DBM, 1);
	atos_expect(atos_ask(&stream, ATOS_S1, READ | ATOS_HTTUI),
		    atos_fault(REF_F_ACCESS, 0));
	s2_poke_leaf1(&stream, REF_D_AF, 1);
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE | ATOS_HTTUI),
		    atos_fault(REF_F_PERMISSION, 0));
}

/* 9: stage 1 alone never marks the page of its output dirty. */
static void stage1_alone_leaves_the_final_page(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 leaf2;

	make_clean(&stream, side);
	leaf2 = s2_load(&stream, s2_leaf2(&stream));
	atos_expect(atos_ask(&stream, ATOS_S1, WRITE),
		    atos_page(S2_IPA, false));
	assert_int_equal(s2_load(&stream, s2_leaf2(&stream)), leaf2);
	leaf2 = s2_load(&stream, s2_leaf1(&stream));
	assert_int_equal(part(leaf2, REF_D_AP), 1);
}

/* Our choice: what is cached does not matter, and nothing gets cached. */
static void lookups_read_memory_and_leave_the_caches(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	s2_expect_page(&stream, READ);
	side_store(side, s2_leaf2(&stream), ref_leaf2(3, S2_PA + PAGE));
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_page(S2_PA + PAGE, false));
	assert_true(side_hits(side, S2_SID, S2_VA) & SMMU3_HIT_TLB);
	s2_flush(side);
	atos_ask(&stream, ATOS_BOTH, READ);
	assert_int_equal(side_hits(side, S2_SID, S2_VA), 0);
}

static const struct CMUnitTest rules_atos_par_tests[] = {
	TEST_S2(each_type_returns_its_own_output),
	TEST_S2(size_is_told_by_the_lowest_bit),
	TEST_S2(stage1_attributes_are_those_of_mair),
	TEST_S2(stage2_attributes_have_both_hints),
	TEST_S2(attributes_of_both_stages_are_combined),
	TEST_S2(overrides_of_the_ste_do_not_count),
	TEST_S2(access_attributes_come_from_addr),
	TEST_S2(stages_that_are_not_asked_do_not_forbid),
	TEST_S2_SECURE(ns_chooses_the_ipa_space_of_secure_streams),
	TEST_S2(bypassed_stage1_returns_the_input),
	TEST_S2(faults_of_stage1_have_no_reason),
	TEST_S2(stage1_alone_hears_of_stage2_as_aborts),
	TEST_S2(faults_of_stage2_alone_are_about_the_input),
	TEST_S2(address_sizes_of_stage2_tell_the_stages_apart),
	TEST_S2(faults_of_both_stages_tell_cause_and_ipa),
	TEST_S2(aborts_of_stage2_tell_the_cause_alone),
	TEST_S2_SECURE(nsipa_is_the_ipa_space),
	TEST_S2(faults_neither_stall_nor_are_recorded),
	TEST_S2(flags_are_updated_as_by_a_transaction),
	TEST_S2(httui_changes_no_flag_and_answers_as_if),
	TEST_S2(httui_does_not_excuse_flags_nobody_updates),
	TEST_S2(stage1_alone_leaves_the_final_page),
	TEST_S2_MODES(lookups_read_memory_and_leave_the_caches),
};
SUITE(rules_atos_par);
