// SPDX-License-Identifier: GPL-2.0
/*
 * Overrides of what a transaction says of itself (structures.md 4.5 and 4.6,
 * translation.md 3): by the STE of a bypassing stream, and by GBPA or S_GBPA
 * while SMMUEN is 0, which have the same fields with the same codes; with and
 * without the ID register bits that say that they have.
 */
#include "stage2_kit.h"
#include "suites.h"

#define BYPASS	REF_CONFIG_BYPASS

enum field { MEMATTR, MTCFG, ALLOCCFG, SHCFG, NSCFG, PRIVCFG, INSTCFG };

/**
 * struct subject - who overrides
 * @smmuen: the STE; else GBPA
 * @at: where its fields are
 */
struct subject {
	bool smmuen;
	struct s2_change at[INSTCFG + 1];
};

static const struct subject ste = {
	true,
	{ { REF_STE_MEMATTR, 0 }, { REF_STE_MTCFG, 0 },
	  { REF_STE_ALLOCCFG, 0 }, { REF_STE_SHCFG, 0 },
	  { REF_STE_NSCFG, 0 }, { REF_STE_PRIVCFG, 0 },
	  { REF_STE_INSTCFG, 0 } },
};

/* 6.3.14 */
static const struct subject gbpa = {
	false,
	{ { 3, 0, 0 }, { 4, 4, 0 }, { 11, 8, 0 }, { 13, 12, 0 },
	  { 15, 14, 0 }, { 17, 16, 0 }, { 19, 18, 0 } },
};

static void put(struct s2_stream *s, const struct subject *subject,
		enum field field, unsigned int code)
{
	const struct s2_change *at = &subject->at[field];
	u64 value = side_rd32(s->side, REF_GBPA);

	if (subject->smmuen) {
		s2_poke_ste(s, at->high, at->low, code);
		return;
	}
	ref_put(&value, at->high, at->low, code);
	side_wr32(s->side, REF_GBPA, value | REF_GBPA_UPDATE);
}

/* A stream that @subject lets pass as it comes. */
static void make(struct s2_stream *s, struct side *side,
		 const struct subject *subject)
{
	s2_make(s, side, S2_SID, BYPASS);
	if (subject->smmuen)
		return;
	s2_flush(side);
	s->stale = false;
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | 0x1000);
}

typedef void (*check)(struct side *side, const struct subject *subject);

/* Each of both subjects of a bank, with an SMMU of its own. */
static void for_both(enum smmu3_pas bank, bool types, bool perms, check check)
{
	const struct subject *const subjects[] = { &ste, &gbpa };
	struct smmu3_config config = s2_config();
	unsigned int i;

	config.attr_types_ovr = types;
	config.attr_perms_ovr = perms;
	for (i = 0; i < ARRAY_SIZE(subjects); i++) {
		struct rig *rig = s2_rig(&config);

		check(rig_side(rig, bank), subjects[i]);
		rig_free(rig);
	}
}

static void everywhere(bool types, bool perms, check check)
{
	for_both(NS, types, perms, check);
	for_both(SECURE, types, perms, check);
}

static struct smmu3_result pass(struct s2_stream *s, unsigned int access)
{
	struct outcome out = s2_access(s, access);

	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, S2_PA + S2_OFFSET);
	return out.x.res;
}

/* ---- privilege, instruction ---- */

/* 00 and 01 leave it as it comes, 10 says 0, 11 says 1. */
static bool overridden(unsigned int code, bool incoming)
{
	return code < 2 ? incoming : code == 3;
}

static void check_perms(struct side *side, const struct subject *subject)
{
	bool on = side->rig->config.attr_perms_ovr;
	unsigned int priv, instr, in;
	struct s2_stream s;

	make(&s, side, subject);
	for (in = 0; in < 64; in++) {
		unsigned int access = (in % 2 ? PRIV : 0) |
				      (in / 2 % 2 ? INSTR : 0);
		struct smmu3_result res;

		priv = in / 4 % 4;
		instr = in / 16;
		put(&s, subject, PRIVCFG, priv);
		put(&s, subject, INSTCFG, instr);
		res = pass(&s, READ | access);
		assert_int_equal(res.priv, overridden(on ? priv : 0,
						      access & PRIV));
		assert_int_equal(res.instr, overridden(on ? instr : 0,
						       access & INSTR));
		res = pass(&s, WRITE | access);
		assert_int_equal(res.priv, overridden(on ? priv : 0,
						      access & PRIV));
		assert_false(res.instr);
		assert_false(pass(&s, S2_ATOMIC | access).instr);
	}
}

static void privcfg_and_instcfg_override_but_writes_are_data(void **state)
{
	(void)state;
	everywhere(true, true, check_perms);
}

static void privcfg_and_instcfg_need_attr_perms_ovr(void **state)
{
	(void)state;
	everywhere(true, false, check_perms);
}

/* ---- Security ---- */

static void check_ns(struct side *side, const struct subject *subject)
{
	bool on = side->rig->config.attr_perms_ovr;
	struct s2_stream s;
	unsigned int code, ns;

	make(&s, side, subject);
	for (code = 0; code < 4; code++)
		for (ns = 0; ns < 2; ns++) {
			bool to_ns = side->bank == NS ||
				     overridden(on ? code : 0, ns);

			put(&s, subject, NSCFG, code);
			assert_int_equal(pass(&s, ns ? S2_NS : READ).pas,
					 to_ns ? NS : SECURE);
			assert_int_equal(pass(&s, WRITE | (ns ? S2_NS : 0)).pas,
					 to_ns ? NS : SECURE);
		}
}

static void nscfg_chooses_the_space_of_secure_streams_only(void **state)
{
	(void)state;
	everywhere(true, true, check_ns);
}

static void nscfg_needs_attr_perms_ovr(void **state)
{
	(void)state;
	everywhere(true, false, check_ns);
}

/* ---- memory type ---- */

enum cache { NC, WT, WB };

/* MemAttr[3:2] and [1:0] of Normal memory, by code */
static const enum cache codes[] = { NC, NC, WT, WB };

static unsigned int nibble(enum cache cache, unsigned int hints)
{
	static const unsigned int types[] = { 0, 0x8, 0xc };

	return cache == NC ? 4 : types[cache] + hints;
}

/* 4.6: codes of Device, of Normal; what is reserved is nGnRnE. */
static unsigned int type_byte(unsigned int memattr)
{
	if (memattr < 4)
		return 4 * memattr;
	if (memattr % 4 == 0)
		return 0;
	return 16 * nibble(codes[memattr / 4], 3) +
	       nibble(codes[memattr % 4], 3);
}

static bool is_osh(unsigned int byte)
{
	return byte < 16 || byte == 0x44;
}

static void check_type(struct side *side, const struct subject *subject)
{
	bool on = side->rig->config.attr_types_ovr;
	unsigned int memattr, mtcfg;
	struct s2_stream s;

	make(&s, side, subject);
	for (memattr = 0; memattr < 16; memattr++)
		for (mtcfg = 0; mtcfg < 2; mtcfg++) {
			unsigned int byte = on && mtcfg ? type_byte(memattr) :
							  0xff;
			struct smmu3_result res;

			put(&s, subject, MEMATTR, memattr);
			put(&s, subject, MTCFG, mtcfg);
			res = pass(&s, READ);
			assert_int_equal(res.memattr, byte);
			assert_int_equal(res.sh, is_osh(byte) ? REF_OSH :
								REF_NSH);
		}
}

static void mtcfg_overrides_the_type(void **state)
{
	(void)state;
	everywhere(true, true, check_type);
}

static void mtcfg_needs_attr_types_ovr(void **state)
{
	(void)state;
	everywhere(false, true, check_type);
}

/* ---- shareability ---- */

static void check_sh(struct side *side, const struct subject *subject)
{
	static const unsigned int shares[] = {
		REF_NSH, REF_NSH, REF_OSH, REF_ISH };
	bool on = side->rig->config.attr_types_ovr;
	struct s2_stream s;
	unsigned int code;

	make(&s, side, subject);
	for (code = 0; code < 4; code++) {
		put(&s, subject, SHCFG, code);
		assert_int_equal(pass(&s, READ).sh, on ? shares[code] : 0);
	}
	/* Device, and Non-cacheable throughout, are Outer Shareable. */
	put(&s, subject, MTCFG, 1);
	for (code = 0; code < 4; code++) {
		put(&s, subject, SHCFG, code);
		put(&s, subject, MEMATTR, 1);
		assert_int_equal(pass(&s, READ).sh, on ? REF_OSH : 0);
		put(&s, subject, MEMATTR, 5);
		assert_int_equal(pass(&s, READ).sh, on ? REF_OSH : 0);
		put(&s, subject, MEMATTR, 7);
		assert_int_equal(pass(&s, READ).sh, on ? shares[code] : 0);
	}
}

static void shcfg_overrides_shareability_and_1_is_incoming(void **state)
{
	(void)state;
	everywhere(true, true, check_sh);
}

static void shcfg_needs_attr_types_ovr(void **state)
{
	(void)state;
	everywhere(false, true, check_sh);
}

/* ---- allocation ---- */

/* 1RWT; a level that never allocates is not transient. MAIR: 0 is transient. */
static unsigned int hinted(enum cache cache, unsigned int alloccfg)
{
	unsigned int hints = alloccfg / 2 % 4;
	bool transient = alloccfg % 2 && hints;

	if (cache == NC)
		return 4;
	return (cache == WB ? 4 : 0) + (transient ? 0 : 8) + hints;
}

static void check_alloc(struct side *side, const struct subject *subject)
{
	bool on = side->rig->config.attr_types_ovr;
	unsigned int code, byte;
	struct s2_stream s;

	make(&s, side, subject);
	for (code = 0; code < 16; code++) {
		put(&s, subject, ALLOCCFG, code);
		put(&s, subject, MTCFG, 0);
		byte = on && code >= 8 ? 0x11 * hinted(WB, code) : 0xff;
		assert_int_equal(pass(&s, READ).memattr, byte);
		/* Outer write-through, inner Non-cacheable */
		put(&s, subject, MTCFG, 1);
		put(&s, subject, MEMATTR, 9);
		byte = 16 * hinted(WT, code < 8 ? 14 : code) + 4;
		assert_int_equal(pass(&s, READ).memattr, on ? byte : 0xff);
		put(&s, subject, MEMATTR, 2);
		assert_int_equal(pass(&s, READ).memattr, on ? 8 : 0xff);
	}
}

static void alloccfg_overrides_hints_of_cacheable_memory(void **state)
{
	(void)state;
	everywhere(true, true, check_alloc);
}

static void alloccfg_needs_attr_types_ovr(void **state)
{
	(void)state;
	everywhere(false, true, check_alloc);
}

/* ---- which transactions pass ---- */

/* 3: beyond the OAS an STE has an event for it, GBPA has none. */
static void check_size(struct side *side, const struct subject *subject)
{
	struct smmu3_txn txn;
	struct s2_stream s;
	unsigned int bit;

	make(&s, side, subject);
	txn = s2_txn(&s, WRITE | PRIV);
	txn.addr = BIT_ULL(44) - 8;
	s2_expect_pa(&s, &txn, txn.addr, side->bank);
	for (bit = 44; bit < 64; bit++) {
		txn.addr = BIT_ULL(bit) + 0x1230;
		if (subject->smmuen)
			s2_expect_txn(&s, &txn, (struct ref_event){
				.number = REF_F_ADDR_SIZE,
				.class = REF_CLASS_IN });
		else
			assert_int_equal(s2_try_txn(&s, &txn), S2_SILENT);
	}
}

static void bypass_ends_with_the_oas(void **state)
{
	(void)state;
	everywhere(true, true, check_size);
}

static void global_bypass_ignores_substreams_and_aborts_silently(void **state)
{
	struct side *side = *state;
	struct smmu3_txn txn;
	struct s2_stream s;

	make(&s, side, &gbpa);
	txn = s2_txn(&s, READ);
	txn.ssv = true;
	txn.ssid = 0xfffff;
	s2_expect_pa(&s, &txn, S2_PA + S2_OFFSET, side->bank);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	assert_int_equal(s2_try_txn(&s, &txn), S2_SILENT);
	assert_int_equal(s2_try(&s, WRITE), S2_SILENT);
}

/* Banks have registers of their own (3.11). */
static void global_bypass_is_by_bank(void **state)
{
	struct side *side = *state;
	struct s2_stream s;

	s2_make(&s, side, S2_SID, BYPASS);
	side_cr0(other_side(side), REF_CMDQEN | REF_EVENTQEN);
	side_wr32(other_side(side), REF_GBPA,
		  REF_GBPA_UPDATE | REF_GBPA_ABORT);
	s2_expect_page(&s, READ);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	side_wr32(side, REF_GBPA, REF_GBPA_UPDATE | 0x1000);
	s2_expect_page(&s, READ);
}

static const struct CMUnitTest rules_override_tests[] = {
	cmocka_unit_test(privcfg_and_instcfg_override_but_writes_are_data),
	cmocka_unit_test(privcfg_and_instcfg_need_attr_perms_ovr),
	cmocka_unit_test(nscfg_chooses_the_space_of_secure_streams_only),
	cmocka_unit_test(nscfg_needs_attr_perms_ovr),
	cmocka_unit_test(mtcfg_overrides_the_type),
	cmocka_unit_test(mtcfg_needs_attr_types_ovr),
	cmocka_unit_test(shcfg_overrides_shareability_and_1_is_incoming),
	cmocka_unit_test(shcfg_needs_attr_types_ovr),
	cmocka_unit_test(alloccfg_overrides_hints_of_cacheable_memory),
	cmocka_unit_test(alloccfg_needs_attr_types_ovr),
	cmocka_unit_test(bypass_ends_with_the_oas),
	TEST_S2(global_bypass_ignores_substreams_and_aborts_silently),
	TEST_S2(global_bypass_is_by_bank),
};
SUITE(rules_override);
