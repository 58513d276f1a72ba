// SPDX-License-Identifier: GPL-2.0
/*
 * Which commands the Non-secure queue takes (4.1.1, 4.1.6, 4.4.1.1, 4.7.3):
 * CERROR_ILL, or consumed.
 */
#include "rig.h"
#include "suites.h"

/* Offer a command; true if it was taken. Cleans up after a refusal. */
static bool is_taken(struct rig *rig, struct ref_cmd cmd)
{
	u64 cons;

	rig_queue(rig, cmd);
	rig_kick(rig);
	if (!rig_cmdq_error(rig)) {
		assert_int_equal(rd32(rig, REF_CMDQ_CONS) & 0x3f,
				 rig->cmd_prod);
		return true;
	}
	cons = rd32(rig, REF_CMDQ_CONS);
	assert_int_equal(ref_get(&cons, REF_CMDQ_CONS_ERR), REF_CERROR_ILL);
	rig->cmd_prod = ref_get(&cons, REF_Q_INDEX);
	rig_kick(rig);
	wr32(rig, REF_GERRORN, rd32(rig, REF_GERROR));
	return false;
}

static void each_of_256_opcodes_is_taken_or_illegal(void **state)
{
	struct rig *rig = *state;
	unsigned int op;

	for (op = 0; op < 256; op++)
		if (is_taken(rig, ref_cmd(op)) != ref_cmd_exists(op))
			fail_msg("opcode %#x", op);
}

static void each_of_256_opcodes_with_smmuen_0_is_the_same(void **state)
{
	struct rig *rig = *state;

	rig_cr0(rig, REF_CMDQEN);
	each_of_256_opcodes_is_taken_or_illegal(state);
}

static void ssec_on_the_nonsecure_queue_is_illegal(void **state)
{
	struct rig *rig = *state;
	unsigned int op;

	for (op = 0; op < 256; op++) {
		struct ref_cmd cmd = ref_cmd(op);

		if (!ref_cmd_has_ssec(op))
			continue;
		ref_put(cmd.w, REF_CMD_SSEC, 1);
		if (is_taken(rig, cmd))
			fail_msg("opcode %#x", op);
	}
}

/* 4.1.5, our choice: reserved bits are ignored; bit 10 of a TLBI is one. */
static void reserved_bits_are_ignored(void **state)
{
	struct rig *rig = *state;
	struct ref_cmd cmd;
	unsigned int op;

	for (op = 0; op < 256; op++) {
		if (!ref_cmd_exists(op) || op == REF_CMD_SYNC)
			continue;
		cmd = ref_cmd(op);
		ref_put(cmd.w, 9, 8, 3);
		if (!ref_cmd_has_ssec(op))
			ref_put(cmd.w, REF_CMD_SSEC, 1);
		assert_true(is_taken(rig, cmd));
	}
}

static void sync_cs_3_is_illegal(void **state)
{
	struct rig *rig = *state;

	assert_true(is_taken(rig, ref_sync(0)));
	assert_true(is_taken(rig, ref_sync(1)));
	assert_true(is_taken(rig, ref_sync(2)));
	assert_false(is_taken(rig, ref_sync(3)));
}

/* 4.4.1.1 for one TG, NUM, SCALE, TTL of the commands with a range form. */
static bool range_is_legal(const struct ref_range *how)
{
	unsigned int ttl = how->ttl;

	if (how->tg == REF_TG_NONE)
		return true;
	if (how->tg == REF_TG_16K && ttl == 1)
		ttl = 0;	/* IDR5.DS = 0 */
	return how->num || how->scale || ttl;
}

static void check_ranges(struct rig *rig, struct ref_cmd cmd)
{
	unsigned int i;

	for (i = 0; i < 64; i++) {
		const struct ref_range how = {
			.tg = i % 4,
			.ttl = i / 4 % 4,
			.num = i / 16 % 2 * 31,
			.scale = i / 32 * 31,
		};

		assert_int_equal(is_taken(rig, ref_tlbi_range(cmd, &how)),
				 range_is_legal(&how));
	}
}

static void range_without_extent_is_illegal_for_nh_va(void **state)
{
	check_ranges(*state, ref_tlbi_va(0x1000, 1));
}

static void range_without_extent_is_illegal_for_nh_vaa(void **state)
{
	check_ranges(*state, ref_tlbi_vaa(0x1000));
}

/* The range fields are those of commands by address only. */
static void range_fields_of_other_commands_are_ignored(void **state)
{
	const struct ref_range how = { .tg = REF_TG_4K };
	struct rig *rig = *state;

	struct ref_cmd cmd = ref_tlbi_asid(1);

	assert_true(is_taken(rig, ref_tlbi_range(cmd, &how)));
	cmd = ref_cmd(REF_CMD_TLBI_NH_ALL);
	assert_true(is_taken(rig, ref_tlbi_range(cmd, &how)));
	cmd = ref_cmd(REF_CMD_TLBI_NSNH_ALL);
	assert_true(is_taken(rig, ref_tlbi_range(cmd, &how)));
}

/* 4.1.7: never an error. */
static void ids_out_of_range_are_no_error(void **state)
{
	struct rig *rig = *state;
	struct ref_cmd cmd;

	assert_true(is_taken(rig, ref_cfgi_ste(0xffffffff, false)));
	assert_true(is_taken(rig, ref_cfgi_range(0xffffffff, 30)));
	assert_true(is_taken(rig, ref_cfgi_cd(0x10000, 0xfffff, true)));
	assert_true(is_taken(rig, ref_cfgi_cd_all(0x10000)));
	cmd = ref_cmd(REF_CMD_PREFETCH_CONFIG);
	ref_put(cmd.w, REF_CMD_SID, 0xffffffff);
	ref_put(cmd.w, REF_CMD_SSV, 1);
	ref_put(cmd.w, REF_CMD_SSID, 0xfffff);
	assert_true(is_taken(rig, cmd));
}

/* 4.2: whatever a prefetch finds, it is silent. */
static void prefetch_of_broken_streams_leaves_no_event(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, 1);
	struct ref_cmd cmd = ref_cmd(REF_CMD_PREFETCH_ADDR);
	u32 sid;

	poke(rig, stream.cd, REF_CD_V, 0);
	for (sid = 0; sid < 3; sid++) {
		ref_put(cmd.w, REF_CMD_SID, sid);
		assert_true(is_taken(rig, cmd));
	}
	assert_int_equal(rig_events(rig), 0);
}

static void random_commands_never_hang_the_queue(void **state)
{
	struct rig *rig = *state;
	u64 seed = 1;
	unsigned int i;

	for (i = 0; i < 20000; i++) {
		struct ref_cmd cmd;
		bool legal;

		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		cmd.w[0] = seed ^ seed / 0x100000000ULL;
		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		cmd.w[1] = seed ^ seed / 0x100000000ULL;
		if (i % 2)
			ref_put(cmd.w, REF_CMD_OPCODE, i / 2 % 0x50);
		legal = ref_cmd_exists(ref_get(cmd.w, REF_CMD_OPCODE));
		if (is_taken(rig, cmd))
			assert_true(legal);
	}
}

static const struct CMUnitTest commands_tests[] = {
	TEST_EXACT(each_of_256_opcodes_is_taken_or_illegal),
	TEST_EXACT(each_of_256_opcodes_with_smmuen_0_is_the_same),
	TEST_EXACT(ssec_on_the_nonsecure_queue_is_illegal),
	TEST_EXACT(reserved_bits_are_ignored),
	TEST_EXACT(sync_cs_3_is_illegal),
	TEST_EXACT(range_without_extent_is_illegal_for_nh_va),
	TEST_EXACT(range_without_extent_is_illegal_for_nh_vaa),
	TEST_EXACT(range_fields_of_other_commands_are_ignored),
	TEST_EXACT(ids_out_of_range_are_no_error),
	TEST_EXACT(prefetch_of_broken_streams_leaves_no_event),
	TEST_EXACT(random_commands_never_hang_the_queue),
};
SUITE(commands);
