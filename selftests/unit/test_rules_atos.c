// SPDX-License-Identifier: GPL-2.0
/*
 * Address translation operations: the registers, which requests are valid, and
 * which state asks about which (9.1.1 to 9.1.3, 9.1.5, 6.3.37 to 6.3.40, 6.3.83
 * to 6.3.86).
 */
#include "atos_kit.h"
#include "suites.h"

static const unsigned int types[] = { ATOS_S1, ATOS_S2, ATOS_BOTH };

static struct rig *new_rig(void (*change)(struct smmu3_config *config))
{
	struct smmu3_config config = s2_config();

	change(&config);
	assert_null(smmu3_config_check(&config));
	return s2_rig(&config);
}

/* ---- registers ---- */

S2_ID(without_atos, atos, 0)

static void without_idr0_atos_the_groups_are_raz_wi(void **state)
{
	static const u32 offsets[] = { REF_GATOS_CTRL, REF_GATOS_SID,
		REF_GATOS_SID + 4, REF_GATOS_ADDR, REF_GATOS_ADDR + 4,
		REF_GATOS_PAR, REF_GATOS_PAR + 4 };
	struct rig *rig = new_rig(without_atos);
	struct side *side;
	unsigned int i;

	(void)state;
	for_each_side(side, rig) {
		for (i = 0; i < ARRAY_SIZE(offsets); i++) {
			side_wr32(side, offsets[i], ~0U);
			assert_int_equal(side_rd32(side, offsets[i]), 0);
		}
		assert_int_equal(side_rd64(side, REF_GATOS_PAR), 0);
	}
	rig_free(rig);
}

static void par_is_read_only(void **state)
{
	struct side *side = *state;
	u64 par = atos_run(side, 0, 0);

	side_wr64(side, REF_GATOS_PAR, ~par);
	assert_int_equal(side_rd64(side, REF_GATOS_PAR), par);
	side_wr32(side, REF_GATOS_PAR + 4, ~0U);
	assert_int_equal(side_rd64(side, REF_GATOS_PAR), par);
}

S2_ID(small_ids, sidsize, 5)

/* 6.3.38, 6.3.84: bits above the sizes are RES0. */
static void sid_has_the_bits_of_the_id_sizes(void **state)
{
	struct smmu3_config config = s2_config();
	struct rig *rig;

	(void)state;
	small_ids(&config);
	config.s_sidsize = 9;
	config.ssidsize = 6;
	rig = rig_new(&config);
	side_wr64(rig_side(rig, NS), REF_GATOS_SID, ~0ULL);
	assert_int_equal(side_rd64(rig_side(rig, NS), REF_GATOS_SID),
			 0x0010003f0000001fULL);
	side_wr64(rig_side(rig, SECURE), REF_GATOS_SID, ~0ULL);
	assert_int_equal(side_rd64(rig_side(rig, SECURE), REF_GATOS_SID),
			 0x0030003f000001ffULL);
	rig_free(rig);
}

S2_ID(without_ssids, ssidsize, 0)

static void without_substreams_ssid_valid_is_res0(void **state)
{
	struct rig *rig = new_rig(without_ssids);

	(void)state;
	side_wr64(rig_side(rig, NS), REF_GATOS_SID, GENMASK_ULL(63, 32));
	assert_int_equal(side_rd64(rig_side(rig, NS), REF_GATOS_SID), 0);
	rig_free(rig);
}

S2_ID(without_sel2, sel2, 0)

static void addr_has_ns_in_s_gatos_with_sel2_only(void **state)
{
	struct side *side = *state;
	struct rig *rig = new_rig(without_sel2);

	side_wr64(side, REF_GATOS_ADDR, ~0ULL);
	assert_int_equal(side_rd64(side, REF_GATOS_ADDR),
			 side->bank == SECURE ? ~0x2fULL : ~0x3fULL);
	side = rig_side(rig, side->bank);
	side_wr64(side, REF_GATOS_ADDR, ~0ULL);
	assert_int_equal(side_rd64(side, REF_GATOS_ADDR), ~0x3fULL);
	rig_free(rig);
}

static void halves_are_written_in_any_order(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;
	u64 addr;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	addr = atos_addr(ATOS_S1, READ, S2_VA);
	side_wr32(side, REF_GATOS_ADDR + 4, addr >> 32);
	side_wr32(side, REF_GATOS_ADDR, addr);
	side_wr32(side, REF_GATOS_SID + 4, atos_sid(side, S2_SID) >> 32);
	side_wr32(side, REF_GATOS_SID, S2_SID);
	side_wr32(side, REF_GATOS_CTRL, REF_GATOS_RUN);
	atos_expect(side_rd64(side, REF_GATOS_PAR), atos_page(S2_PA, false));
}

static void non_secure_software_does_not_see_s_gatos(void **state)
{
	struct side *side = *state;
	struct smmu3 *smmu = side->rig->smmu;
	u64 par = atos_run(side, atos_sid(side, 1), 0);
	u32 at;

	for (at = 0x8100; at < 0x8120; at += 4) {
		assert_int_equal(smmu3_reg_read(smmu, NS, at, 32), 0);
		smmu3_reg_write(smmu, NS, at, 32, ~0U);
	}
	assert_int_equal(side_rd64(side, REF_GATOS_SID), atos_sid(side, 1));
	assert_int_equal(side_rd64(side, REF_GATOS_PAR), par);
}

/* ---- RUN ---- */

static void run_0_does_nothing(void **state)
{
	struct side *side = *state;
	u64 par = atos_run(side, 0, 0);
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	side_wr64(side, REF_GATOS_SID, atos_sid(side, S2_SID));
	side_wr64(side, REF_GATOS_ADDR, atos_addr(ATOS_S1, READ, S2_VA));
	side_wr32(side, REF_GATOS_CTRL, ~1U);
	assert_int_equal(side_rd64(side, REF_GATOS_PAR), par);
	assert_int_equal(side_rd32(side, REF_GATOS_CTRL), 0);
}

static void run_without_smmuen_is_ignored(void **state)
{
	struct side *side = *state;
	u64 par = atos_run(side, 0, 0);
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN);
	atos_expect(atos_ask(&stream, ATOS_S1, READ), par);
	side_cr0(side, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	atos_expect(side_rd64(side, REF_GATOS_PAR), par);
	atos_expect(atos_ask(&stream, ATOS_S1, READ), atos_page(S2_PA, false));
}

static void groups_do_not_affect_each_other(void **state)
{
	struct side *side = *state, *other = other_side(side);
	u64 par = atos_run(other, atos_sid(other, 9), 0);
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	atos_ask(&stream, ATOS_S1, READ);
	assert_int_equal(side_rd64(other, REF_GATOS_PAR), par);
	assert_int_equal(side_rd64(other, REF_GATOS_SID), atos_sid(other, 9));
	assert_int_equal(side_rd64(other, REF_GATOS_ADDR), 0);
}

static void secure_reset_clears_s_gatos(void **state)
{
	struct side *side = *state, *ns = other_side(side);
	u64 par = atos_run(ns, 3, PAGE);

	atos_run(side, atos_sid(side, 3), ~0ULL);
	smmu3_secure_reset(side->rig->smmu);
	assert_int_equal(side_rd64(side, REF_GATOS_SID), 0);
	assert_int_equal(side_rd64(side, REF_GATOS_ADDR), 0);
	assert_int_equal(side_rd64(side, REF_GATOS_PAR), 0);
	assert_int_equal(side_rd64(ns, REF_GATOS_PAR), par);
	assert_int_equal(side_rd64(ns, REF_GATOS_SID), 3);
}

/* ---- INV_REQ, INV_STAGE (9.1.3) ---- */

static void type_0_is_inv_req(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	rig_log_clear(side->rig);
	atos_expect(atos_ask(&stream, 0, READ), atos_fault(REF_INV_REQ, 0));
	assert_int_equal(host_log_count(&side->rig->host, HOST_READ), 0);
}

static void without_stage2(struct smmu3_config *config)
{
	config->s2p = 0;
	config->sel2 = 0;
}

static void without_stage1(struct smmu3_config *config)
{
	config->s1p = 0;
	config->secure = 0;
}

/* Decided before any structure is read. */
static void check_inv_req(struct side *side, unsigned int type, bool invalid)
{
	u64 par;

	rig_log_clear(side->rig);
	par = atos_run(side, atos_sid(side, S2_SID),
		       atos_addr(type, READ, S2_VA));
	if (invalid) {
		atos_expect(par, atos_fault(REF_INV_REQ, 0));
		assert_int_equal(host_log_count(&side->rig->host, HOST_READ),
				 0);
	} else {
		assert_int_not_equal(ref_get(&par, REF_PAR_FAULTCODE),
				     REF_INV_REQ);
	}
}

static void stages_that_are_not_implemented_are_inv_req(void **state)
{
	struct rig *rig = new_rig(without_stage2);

	(void)state;
	check_inv_req(rig_side(rig, NS), ATOS_S1, false);
	check_inv_req(rig_side(rig, NS), ATOS_S2, true);
	check_inv_req(rig_side(rig, NS), ATOS_BOTH, true);
	check_inv_req(rig_side(rig, SECURE), ATOS_S2, true);
	rig_free(rig);
	rig = new_rig(without_stage1);
	check_inv_req(rig_side(rig, NS), ATOS_S1, true);
	check_inv_req(rig_side(rig, NS), ATOS_S2, false);
	check_inv_req(rig_side(rig, NS), ATOS_BOTH, true);
	rig_free(rig);
}

static void stage2_with_a_substream_is_inv_req(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_NESTED);
	atos_expect(atos_run(side, atos_ssid(side, S2_SID, 0),
			     atos_addr(ATOS_S2, READ, S2_IPA)),
		    atos_fault(REF_INV_REQ, 0));
}

/* What each TYPE gets of each Config: INV_STAGE or a page */
static void config_has_to_have_the_stages_asked_for(void **state)
{
	static const struct {
		unsigned int config;
		bool has[3];	/* TYPE 1, 2, 3 */
	} rows[] = {
		{ 0, { false, false, false } },
		{ REF_CONFIG_BYPASS, { false, false, false } },
		{ REF_CONFIG_S1, { true, false, false } },
		{ REF_CONFIG_S2, { false, true, false } },
		{ REF_CONFIG_NESTED, { true, true, true } },
	};
	struct side *side = *state;
	struct s2_stream stream;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		s2_make(&stream, side, S2_SID + i, rows[i].config);
		for (j = 0; j < ARRAY_SIZE(types); j++) {
			u64 par = atos_ask(&stream, types[j], READ);

			if (rows[i].has[j])
				assert_int_equal(ref_get(&par, REF_PAR_FAULT),
						 0);
			else
				atos_expect(par, atos_fault(REF_INV_STAGE, 0));
		}
	}
	assert_int_equal(side_events(side), 0);
}

/* 9.1.5: point A, before C_BAD_STREAMID, and only there */
static void secure_stage2_without_sel2_is_inv_stage(void **state)
{
	struct rig *rig = new_rig(without_sel2);
	struct side *side = rig_side(rig, SECURE);

	(void)state;
	atos_expect(atos_run(side, atos_sid(side, 0x7fff),
			     atos_addr(ATOS_S2, READ, 0)),
		    atos_fault(REF_INV_STAGE, 0));
	atos_expect(atos_run(side, atos_sid(side, 0x7fff),
			     atos_addr(ATOS_BOTH, READ, 0)),
		    atos_fault(REF_INV_STAGE, 0));
	atos_expect(atos_run(side, atos_sid(side, 0x7fff),
			     atos_addr(ATOS_S1, READ, 0)),
		    atos_fault(REF_C_BAD_STREAMID, 0));
	atos_expect(atos_run(side, 0x7fff, atos_addr(ATOS_BOTH, READ, 0)),
		    atos_fault(REF_C_BAD_STREAMID, 0));
	rig_free(rig);
}

/* 9.1.5: of two things that are wrong, the one that comes first */
static void inv_stage_comes_after_the_ste_and_before_substreams(void **state)
{
	struct side *side = *state;
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, REF_CONFIG_S1);
	s2_poke_ste(&stream, REF_STE_S1CDMAX, 3);
	s2_poke_ste(&stream, REF_STE_S1DSS, REF_S1DSS_TERMINATE);
	atos_expect(atos_run(side, atos_ssid(side, S2_SID, 99),
			     atos_addr(ATOS_BOTH, READ, S2_VA)),
		    atos_fault(REF_INV_STAGE, 0));
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_INV_STAGE, 0));
	atos_expect(atos_run(side, atos_ssid(side, S2_SID, 99),
			     atos_addr(ATOS_S1, READ, S2_VA)),
		    atos_fault(REF_C_BAD_SUBSTREAMID, 0));
	atos_expect(atos_ask(&stream, ATOS_S1, READ),
		    atos_fault(REF_F_STREAM_DISABLED, 0));
	s2_poke_ste(&stream, REF_STE_S1CDMAX, 31);
	atos_expect(atos_ask(&stream, ATOS_BOTH, READ),
		    atos_fault(REF_C_BAD_STE, 0));
}

/* ---- who asks about whom ---- */

/* S_GATOS with SSEC = 0 */
static u64 ask_ns(struct side *s, unsigned int type, u64 addr)
{
	return atos_run(s, S2_SID, atos_addr(type, READ, addr));
}

static void secure_software_asks_about_non_secure_streams(void **state)
{
	struct side *s = *state, *ns = other_side(s);
	struct s2_stream stream;

	s2_make(&stream, ns, S2_SID, REF_CONFIG_NESTED);
	atos_expect(ask_ns(s, ATOS_BOTH, S2_VA), atos_page(S2_PA, true));
	atos_expect(ask_ns(s, ATOS_S1, S2_VA), atos_page(S2_IPA, true));
	atos_expect(ask_ns(s, ATOS_S2, S2_IPA), atos_page(S2_PA, true));
}

/* The same StreamID is two streams; GATOS has no SSEC. */
static void non_secure_software_cannot_name_secure_streams(void **state)
{
	struct side *s = *state, *ns = other_side(s);
	struct s2_stream stream;

	s2_make(&stream, s, S2_SID, REF_CONFIG_S1);
	atos_expect(atos_ask(&stream, ATOS_S1, READ), atos_page(S2_PA, false));
	atos_expect(atos_run(ns, atos_sid(s, S2_SID),
			     atos_addr(ATOS_S1, READ, S2_VA)),
		    atos_fault(REF_C_BAD_STE, 0));
	assert_int_equal(side_rd64(ns, REF_GATOS_SID), S2_SID);
}

/* Our choice of a code: 9.1.1 says that SMMUEN is required. */
static void about_a_disabled_ns_side_is_internal_err(void **state)
{
	struct side *s = *state, *ns = other_side(s);
	struct s2_stream stream;

	s2_make(&stream, ns, S2_SID, REF_CONFIG_S1);
	side_cr0(ns, REF_CMDQEN | REF_EVENTQEN);
	rig_log_clear(s->rig);
	atos_expect(ask_ns(s, ATOS_S1, S2_VA),
		    atos_fault(REF_INTERNAL_ERR, 0));
	atos_expect(ask_ns(s, 0, S2_VA), atos_fault(REF_INV_REQ, 0));
	assert_int_equal(host_log_count(&s->rig->host, HOST_READ), 0);
	side_cr0(ns, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	atos_expect(ask_ns(s, ATOS_S1, S2_VA), atos_page(S2_PA, true));
}

/* No access of a GATOS request is Secure; those of S_GATOS say for whom. */
static void accesses_are_in_the_streams_space_for_the_asking_bank(void **state)
{
	struct side *s = *state, *ns = other_side(s);
	struct host *host = &s->rig->host;
	struct s2_stream stream;
	unsigned int i, bank;

	s2_make(&stream, ns, S2_SID, REF_CONFIG_NESTED);
	for (bank = NS; bank < SMMU3_NR_PAS; bank++) {
		rig_log_clear(s->rig);
		atos_run(rig_side(s->rig, bank), S2_SID,
			 atos_addr(ATOS_BOTH, READ, S2_VA));
		assert_true(host_log_count(host, HOST_READ) > 10);
		for (i = 0; i < host->count; i++) {
			assert_int_equal(host->log[i].access.pas, NS);
			assert_int_equal(host->log[i].access.sec_sid, bank);
		}
	}
}

static const struct CMUnitTest rules_atos_tests[] = {
	cmocka_unit_test(without_idr0_atos_the_groups_are_raz_wi),
	TEST_S2(par_is_read_only),
	cmocka_unit_test(sid_has_the_bits_of_the_id_sizes),
	cmocka_unit_test(without_substreams_ssid_valid_is_res0),
	TEST_S2(addr_has_ns_in_s_gatos_with_sel2_only),
	TEST_S2(halves_are_written_in_any_order),
	TEST_S2_SECURE(non_secure_software_does_not_see_s_gatos),
	TEST_S2(run_0_does_nothing),
	TEST_S2(run_without_smmuen_is_ignored),
	TEST_S2(groups_do_not_affect_each_other),
	TEST_S2_SECURE(secure_reset_clears_s_gatos),
	TEST_S2(type_0_is_inv_req),
	cmocka_unit_test(stages_that_are_not_implemented_are_inv_req),
	TEST_S2(stage2_with_a_substream_is_inv_req),
	TEST_S2(config_has_to_have_the_stages_asked_for),
	cmocka_unit_test(secure_stage2_without_sel2_is_inv_stage),
	TEST_S2(inv_stage_comes_after_the_ste_and_before_substreams),
	TEST_S2_SECURE(secure_software_asks_about_non_secure_streams),
	TEST_S2_SECURE(non_secure_software_cannot_name_secure_streams),
	TEST_S2_SECURE(about_a_disabled_ns_side_is_internal_err),
	TEST_S2_SECURE(accesses_are_in_the_streams_space_for_the_asking_bank),
};
SUITE(rules_atos);
