// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands each queue takes (4.1.1, 4.1.3, 4.1.6, 7.1): every opcode
 * against every ID register bit that it depends on, and every parameter that
 * makes a command illegal.
 */
#include "cmd_kit.h"
#include "rng.h"
#include "suites.h"

/* ---- combinations of features ---- */

#define NR_FLAGS	10	/* features of one bit each */
#define NR_COMBINATIONS	BIT(NR_FLAGS + 2)

/* The two bits behind the flags are how stalls are configured. */
static struct ref_features combination(unsigned int bits)
{
	static const unsigned int stall[] = { 0, 0, 1, 2 };

	return (struct ref_features){
		.s1p = bits & BIT(0), .s2p = bits & BIT(1),
		.hyp = bits & BIT(2), .ats = bits & BIT(3),
		.pri = bits & BIT(4), .rme = bits & BIT(5),
		.mpam = bits & BIT(6), .dpt = bits & BIT(7),
		.sel2 = bits & BIT(8), .sams = bits & BIT(9), .ril = true,
		.stall = stall[bits / BIT(NR_FLAGS)],
		.nsstalld = bits / BIT(NR_FLAGS) == 1,
	};
}

static struct ref_features everything(void)
{
	struct ref_features have = combination(BIT(NR_FLAGS) - 1);

	have.rme = false;
	have.sams = false;
	have.ds = true;
	return have;
}

static void check(struct side *side, const struct ref_features *have,
		  struct ref_cmd cmd)
{
	bool secure = side->bank == SECURE;
	enum ref_legality want = ref_cmd_legality(have, &cmd, secure);
	u32 got = side_offer(side, cmd);

	if (want == REF_OPEN && got <= REF_CERROR_ILL)
		return;
	if (got == (want == REF_ILL ? REF_CERROR_ILL : REF_CERROR_NONE))
		return;
	fail_msg("%s queue, command %#llx %#llx, s1p %u s2p %u hyp %u ats %u "
		 "pri %u rme %u mpam %u dpt %u sel2 %u sams %u stall %u "
		 "nsstalld %u ril %u ds %u: error %u",
		 secure ? "Secure" : "Non-secure",
		 (unsigned long long)cmd.w[0], (unsigned long long)cmd.w[1],
		 have->s1p, have->s2p, have->hyp, have->ats, have->pri,
		 have->rme, have->mpam, have->dpt, have->sel2, have->sams,
		 have->stall, have->nsstalld, have->ril, have->ds, got);
}

/* With and without SSec, whether the opcode has one or not. */
static void check_opcode(struct rig *rig, const struct ref_features *have,
			 u8 opcode)
{
	struct side *side;

	for_each_side(side, rig) {
		check(side, have, ref_cmd(opcode));
		check(side, have, ref_ssec(ref_cmd(opcode)));
	}
	host_log_clear(&rig->host);
}

static void check_opcodes(struct rig *rig, unsigned int bits,
			  bool named_only)
{
	struct ref_features have = combination(bits);
	u64 idr0;
	unsigned int opcode;

	rig_have(rig, &have);
	idr0 = side_rd32(rig_side(rig, NS), REF_IDR0);
	assert_int_equal(ref_get(&idr0, 25, 24), ref_ns_stall_model(&have));
	for (opcode = 0; opcode < 256; opcode++)
		if (!named_only || ref_cmd_name(opcode))
			check_opcode(rig, &have, opcode);
}

static void named_opcodes_are_taken_as_every_id_bit_says(void **state)
{
	unsigned int bits;

	for (bits = 0; bits < NR_COMBINATIONS; bits++)
		check_opcodes(*state, bits, true);
}

/* No feature, all of them, only one, all but one; how stalls are configured. */
static void each_of_256_opcodes_is_taken_or_illegal(void **state)
{
	unsigned int all = BIT(NR_FLAGS) - 1, i;

	check_opcodes(*state, 0, false);
	check_opcodes(*state, all, false);
	for (i = 0; i < NR_FLAGS; i++) {
		check_opcodes(*state, BIT(i), false);
		check_opcodes(*state, all & ~BIT(i), false);
	}
	for (i = 0; i < 4; i++)
		check_opcodes(*state, i * BIT(NR_FLAGS), false);
}

/* 4.1.3: illegal is more than ignored, so SMMUEN makes no difference. */
static void legality_does_not_depend_on_smmuen(void **state)
{
	struct rig *rig = *state;

	side_cr0(rig_side(rig, NS), QUEUES);
	side_cr0(rig_side(rig, SECURE), QUEUES);
	each_of_256_opcodes_is_taken_or_illegal(state);
}

/* As the identity is, nothing poked. */
static void identity_decides_about_each_opcode(void **state)
{
	struct ref_features have = cmd_features();
	unsigned int opcode;

	for (opcode = 0; opcode < 256; opcode++)
		check_opcode(*state, &have, opcode);
}

static void without_a_secure_state_ssec_is_still_illegal(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_EXACT);
	struct ref_features have = cmd_features();
	struct rig *rig;
	unsigned int opcode;

	(void)state;
	rig = cmd_rig(&config);
	have.ril = config.ril;
	for (opcode = 0; opcode < 256; opcode++) {
		check(rig_side(rig, NS), &have, ref_cmd(opcode));
		check(rig_side(rig, NS), &have, ref_ssec(ref_cmd(opcode)));
	}
	rig_free(rig);
}

/* ---- parameters ---- */

static void check_ranges_of(struct rig *rig,
			    const struct ref_features *have, u8 opcode)
{
	static const unsigned int nums[] = { 0, 1, 31 };
	static const unsigned int scales[] = { 0, 1, 31 };
	struct side *side;
	unsigned int i;

	for (i = 0; i < 4 * 4 * 3 * 3; i++) {
		const struct ref_range how = {
			.tg = i % 4, .ttl = i / 4 % 4, .num = nums[i / 16 % 3],
			.scale = scales[i / 48] };

		for_each_side(side, rig)
			check(side, have,
			      ref_tlbi_range(ref_cmd(opcode), &how));
	}
	host_log_clear(&rig->host);
}

/* 4.4.1.1, of each command by address and of none besides. */
static void range_of_one_granule_needs_a_level(void **state)
{
	struct ref_features have = everything();
	unsigned int opcode, ds, ril;

	for (ds = 0; ds < 2; ds++)
		for (ril = 0; ril < 2; ril++) {
			have.ds = ds;
			have.ril = ril;
			rig_have(*state, &have);
			for (opcode = 0x10; opcode <= 0x60; opcode++)
				if (ref_cmd_name(opcode) &&
				    (opcode < 0x40 || opcode > 0x46))
					check_ranges_of(*state, &have, opcode);
		}
}

/* SCALE has a sixth bit if IDR5.DS is 1. */
static void scale_of_32_is_an_extent_with_ds_only(void **state)
{
	struct ref_features have = everything();
	struct ref_cmd cmd = ref_tlbi_va(0x1000, 1);
	struct rig *rig = *state;

	ref_put(cmd.w, REF_CMD_TG, REF_TG_4K);
	ref_put(cmd.w, REF_CMD_SCALE6, 32);
	rig_have(rig, &have);
	assert_int_equal(side_offer(rig_side(rig, NS), cmd), REF_CERROR_NONE);
	have.ds = false;
	rig_have(rig, &have);
	assert_int_equal(side_offer(rig_side(rig, NS), cmd), REF_CERROR_ILL);
}

static void sync_cs_3_is_illegal(void **state)
{
	struct rig *rig = *state;
	struct side *side;

	for_each_side(side, rig) {
		side_cmd(side, ref_sync(0));
		side_cmd(side, ref_sync(1));
		side_cmd(side, ref_sync(2));
		assert_int_equal(side_offer(side, ref_sync(3)),
				 REF_CERROR_ILL);
	}
}

/* 4.5.2, and 4.1.3: with SMMUEN 0 too, when a legal one is ignored. */
static void pri_resp_3_is_illegal(void **state)
{
	struct ref_features have = everything();
	struct rig *rig = *state;
	struct side *side;
	unsigned int resp, enabled;

	rig_have(rig, &have);
	for (enabled = 0; enabled < 2; enabled++)
		for_each_side(side, rig) {
			side_wr32(side, REF_CR0,
				  enabled ? RUNNING : QUEUES);
			for (resp = 0; resp < 4; resp++)
				check(side, &have,
				      ref_pri_resp(1, 2, resp));
		}
}

/* 4.5.1: without ATS illegal, with it and SMMUEN 0 ignored. */
static void atc_inv_without_ats_is_illegal_whatever_smmuen_is(void **state)
{
	struct ref_features have = everything();
	struct rig *rig = *state;
	unsigned int ats, enabled;
	struct side *side;

	for (ats = 0; ats < 2; ats++)
		for (enabled = 0; enabled < 2; enabled++) {
			have.ats = ats;
			rig_have(rig, &have);
			for_each_side(side, rig) {
				side_wr32(side, REF_CR0,
					  enabled ? RUNNING : QUEUES);
				check(side, &have,
				      ref_atc_inv(1, 0x1000, 0));
				check(side, &have,
				      ref_atc_inv(1, 0, 52));
			}
		}
}

/* 4.1.3: a reason to ignore does not hide a reason to refuse. */
static void illegal_outranks_ignored(void **state)
{
	struct ref_cmd cmd = ref_ssec(ref_prefetch_config(0xffffffff));
	struct rig *rig = *state;

	side_cr0(rig_side(rig, NS), QUEUES);
	assert_int_equal(side_offer(rig_side(rig, NS), cmd), REF_CERROR_ILL);
	cmd = ref_ssec(ref_cfgi_ste(0xffffffff, false));
	assert_int_equal(side_offer(rig_side(rig, NS), cmd), REF_CERROR_ILL);
}

/* 4.1.7: no identifier is ever an error. */
static void ids_out_of_range_are_no_error(void **state)
{
	const struct ref_cmd cmds[] = {
		ref_cfgi_ste(~0U, false), ref_cfgi_range(~0U, 30),
		ref_cfgi_cd(0x10000, 0xfffff, true), ref_cfgi_cd_all(0x10000),
		ref_prefetch_config(~0U), ref_prefetch_addr(~0U, ~0ULL, 31, 31),
		ref_tlbi(REF_CMD_TLBI_NH_VA, 0xffff, 0xffff, ~0ULL),
		ref_tlbi(REF_CMD_TLBI_S2_IPA, 0xffff, 0xffff, ~0ULL),
		ref_resume(~0U, 0xffff, true, true), ref_stall_term(~0U),
	};
	struct ref_features have = everything();
	struct rig *rig = *state;
	struct side *side;
	unsigned int i;

	rig_have(rig, &have);
	for (i = 0; i < ARRAY_SIZE(cmds); i++)
		for_each_side(side, rig)
			side_cmd(side, cmds[i]);
	for (i = 0; i < 6; i++)
		if (ref_cmd_has_ssec(ref_get(cmds[i].w, REF_CMD_OPCODE)))
			side_cmd(rig_side(rig, SECURE), ref_ssec(cmds[i]));
}

/* ---- reserved bits (4.1.5) ---- */

#define OP	GENMASK_ULL(7, 0)
#define SSEC	BIT_ULL(10)
#define SSV	BIT_ULL(11)
#define SSID	GENMASK_ULL(31, 12)
#define SID	GENMASK_ULL(63, 32)
#define VMID	GENMASK_ULL(47, 32)
#define ASID	GENMASK_ULL(63, 48)
#define SPAN	(GENMASK_ULL(16, 12) | GENMASK_ULL(25, 20))
#define LEAF	BIT_ULL(0)
#define PAGES	GENMASK_ULL(63, 12)
#define BY_VA	(LEAF | GENMASK_ULL(11, 7) | PAGES)

/* What a command defines of its two words; all else is reserved. */
static const struct {
	u8 opcode;
	u64 defined[2];
} layouts[] = {
	{ REF_CMD_PREFETCH_CONFIG, { OP | SSEC | SSV | SSID | SID, 0 } },
	{ REF_CMD_PREFETCH_ADDR, { OP | SSEC | SSV | SSID | SID,
				   GENMASK_ULL(9, 0) | BIT_ULL(11) | PAGES } },
	{ REF_CMD_CFGI_STE, { OP | SSEC | SID, LEAF } },
	{ REF_CMD_CFGI_STE_RANGE, { OP | SSEC | SID, GENMASK_ULL(4, 0) } },
	{ REF_CMD_CFGI_CD, { OP | SSEC | SSID | SID, LEAF } },
	{ REF_CMD_CFGI_CD_ALL, { OP | SSEC | SID, 0 } },
	{ REF_CMD_TLBI_NH_ALL, { OP | VMID, 0 } },
	{ REF_CMD_TLBI_NH_ASID, { OP | VMID | ASID, 0 } },
	{ REF_CMD_TLBI_NH_VA, { OP | SPAN | VMID | ASID, BY_VA } },
	{ REF_CMD_TLBI_NH_VAA, { OP | SPAN | VMID, BY_VA } },
	{ REF_CMD_TLBI_EL2_ALL, { OP, 0 } },
	{ REF_CMD_TLBI_EL2_ASID, { OP | ASID, 0 } },
	{ REF_CMD_TLBI_EL2_VA, { OP | SPAN | ASID, BY_VA } },
	{ REF_CMD_TLBI_EL2_VAA, { OP | SPAN, BY_VA } },
	{ REF_CMD_TLBI_S12_VMALL, { OP | VMID, 0 } },
	{ REF_CMD_TLBI_S2_IPA, { OP | SPAN | VMID,
				 BY_VA & GENMASK_ULL(55, 0) } },
	{ REF_CMD_TLBI_NSNH_ALL, { OP, 0 } },
	{ REF_CMD_ATC_INV, { OP | BIT_ULL(9) | SSV | SSID | SID,
			     GENMASK_ULL(5, 0) | PAGES } },
	{ REF_CMD_PRI_RESP, { OP | SSV | SSID | SID,
			      GENMASK_ULL(8, 0) | GENMASK_ULL(13, 12) } },
	{ REF_CMD_RESUME, { OP | SSEC | GENMASK_ULL(13, 12) | SID,
			    GENMASK_ULL(15, 0) } },
	{ REF_CMD_STALL_TERM, { OP | SSEC | SID, 0 } },
	{ REF_CMD_SYNC, { OP | GENMASK_ULL(13, 12) | GENMASK_ULL(27, 22) | SID,
			  GENMASK_ULL(55, 2) } },
	{ REF_CMD_DPTI_ALL, { OP, 0 } },
	{ REF_CMD_DPTI_PA, { OP, LEAF | GENMASK_ULL(11, 8) |
				 GENMASK_ULL(55, 12) } },
};

/* Our choice: they are ignored. */
static void reserved_bits_are_ignored(void **state)
{
	struct ref_features have = everything();
	struct rig *rig = *state;
	struct side *side;
	unsigned int i;

	rig_have(rig, &have);
	for (i = 0; i < ARRAY_SIZE(layouts); i++) {
		const struct ref_cmd cmd = { {
			layouts[i].opcode | ~layouts[i].defined[0],
			~layouts[i].defined[1] } };

		for_each_side(side, rig)
			if (side_offer(side, cmd))
				fail_msg("opcode %#x", layouts[i].opcode);
	}
}

/* Without RIL even NUM, SCALE, TTL and TG are. */
static void range_fields_without_ril_are_ignored(void **state)
{
	struct ref_features have = everything();
	struct ref_range how = { .tg = REF_TG_4K };
	struct rig *rig = *state;

	have.ril = false;
	rig_have(rig, &have);
	side_cmd(rig_side(rig, NS), ref_tlbi_range(ref_tlbi_va(0, 1), &how));
	how.tg = REF_TG_64K;
	side_cmd(rig_side(rig, SECURE), ref_tlbi_range(ref_tlbi_vaa(0), &how));
}

/* ---- what has no effect ---- */

/* 4.2: whatever a prefetch finds, it is silent. */
static void prefetch_is_silent(void **state)
{
	struct rig *rig = *state;
	struct side *side;
	u32 sid;

	for_each_side(side, rig)
		for (sid = 0; sid < 3; sid++) {
			struct ref_cmd config = ref_prefetch_config(sid);
			struct ref_cmd addr = ref_prefetch_addr(sid, 0x1000,
								3, 0);

			side_cmd(side, config);
			side_cmd(side, addr);
			ref_put(config.w, REF_CMD_SSV, 1);
			ref_put(addr.w, REF_CMD_SSID, 0xfffff);
			side_cmd(side, config);
			side_cmd(side, addr);
			if (side->bank == SECURE)
				side_cmd(side, ref_ssec(addr));
		}
	for_each_side(side, rig) {
		assert_int_equal(side_events(side), 0);
		assert_int_equal(side_errors(side), 0);
	}
	assert_int_equal(host_log_count(&rig->host, HOST_EVENT), 0);
}

/* 4.7.1, 4.7.2: nothing is stalled, so nothing matches. */
static void resume_of_no_stall_is_consumed(void **state)
{
	struct ref_features have = everything();
	struct rig *rig = *state;
	struct side *side;

	rig_have(rig, &have);
	for_each_side(side, rig) {
		side_cmd(side, ref_resume(3, 7, true, false));
		side_cmd(side, ref_resume(3, 7, false, true));
		side_cmd(side, ref_stall_term(3));
		assert_int_equal(side_events(side), 0);
	}
	side = rig_side(rig, SECURE);
	side_cmd(side, ref_ssec(ref_resume(3, 7, true, false)));
	side_cmd(side, ref_ssec(ref_stall_term(3)));
}

/* 6.3.57.1: what NSSTALLD takes away, and from whom. */
static void nsstalld_makes_nonsecure_resume_illegal(void **state)
{
	struct ref_features have = everything();
	struct rig *rig = *state;
	struct side *ns = rig_side(rig, NS), *s = rig_side(rig, SECURE);

	have.stall = 0;
	have.nsstalld = true;
	rig_have(rig, &have);
	assert_int_equal(side_offer(ns, ref_resume(1, 1, true, false)),
			 REF_CERROR_ILL);
	assert_int_equal(side_offer(ns, ref_stall_term(1)), REF_CERROR_ILL);
	side_cmd(s, ref_resume(1, 1, true, false));
	side_cmd(s, ref_ssec(ref_stall_term(1)));
	have.nsstalld = false;
	rig_have(rig, &have);
	side_cmd(ns, ref_resume(1, 1, true, false));
}

/* ---- random ---- */

static struct ref_cmd random_command(struct rng *rng)
{
	struct ref_cmd cmd = { { rng_u64(rng), rng_u64(rng) } };

	if (rng_percent(rng, 80))
		ref_put(cmd.w, REF_CMD_OPCODE, rng_below(rng, 0x80));
	if (rng_percent(rng, 50))
		ref_put(cmd.w, REF_CMD_SSEC, 0);
	if (rng_percent(rng, 40))
		ref_put(cmd.w, 31, 12, 0);
	return cmd;
}

static void random_commands_agree_with_the_oracle(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0100);
	unsigned int cases = rng_cases(500), i, j;
	struct rig *rig = *state;

	for (i = 0; i < cases; i++) {
		struct ref_features have =
			combination(rng_below(&rng, NR_COMBINATIONS));

		have.ril = rng_percent(&rng, 80);
		have.ds = rng_percent(&rng, 30);
		rig_have(rig, &have);
		for (j = 0; j < 40; j++) {
			struct ref_cmd cmd = random_command(&rng);
			enum smmu3_pas bank = rng_below(&rng, SMMU3_NR_PAS);

			check(rig_side(rig, bank), &have, cmd);
		}
		host_log_clear(&rig->host);
	}
}

static const struct CMUnitTest rules_commands_tests[] = {
	TEST_CMD_FAST(named_opcodes_are_taken_as_every_id_bit_says),
	TEST_CMD_FAST(each_of_256_opcodes_is_taken_or_illegal),
	TEST_CMD_FAST(legality_does_not_depend_on_smmuen),
	TEST_CMD_FAST(identity_decides_about_each_opcode),
	cmocka_unit_test(without_a_secure_state_ssec_is_still_illegal),
	TEST_CMD_FAST(range_of_one_granule_needs_a_level),
	TEST_CMD_FAST(scale_of_32_is_an_extent_with_ds_only),
	TEST_CMD_FAST(sync_cs_3_is_illegal),
	TEST_CMD_FAST(pri_resp_3_is_illegal),
	TEST_CMD_FAST(atc_inv_without_ats_is_illegal_whatever_smmuen_is),
	TEST_CMD_FAST(illegal_outranks_ignored),
	TEST_CMD_FAST(ids_out_of_range_are_no_error),
	TEST_CMD_FAST(reserved_bits_are_ignored),
	TEST_CMD_FAST(range_fields_without_ril_are_ignored),
	TEST_CMD_FAST(prefetch_is_silent),
	TEST_CMD_FAST(resume_of_no_stall_is_consumed),
	TEST_CMD_FAST(nsstalld_makes_nonsecure_resume_illegal),
	TEST_CMD_FAST(random_commands_agree_with_the_oracle),
};
SUITE(rules_commands);
