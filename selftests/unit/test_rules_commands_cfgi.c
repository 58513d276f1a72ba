// SPDX-License-Identifier: GPL-2.0
/*
 * What CFGI commands of both queues drop (4.3), with streams of the same
 * StreamIDs in both Security states: of the configuration caches as inspection
 * shows them, and as transactions see it. That they are consumed, and which are
 * legal, is in test_rules_commands.c.
 */
#include "cmd_kit.h"
#include "rng.h"
#include "suites.h"

#define SIDS		24
#define SLOTS		512	/* of each cache: cfg_log2 is 9 */
#define VA		0x40001000ULL
#define PA		(RAM_BASE + 0x380000)

/* Addresses differ: a set of the TLB has no room for all of them. */
#define VA_OF(sid)	(VA + (sid) * PAGE)

/* ---- caches ---- */

/* Slot @index of a cache as the oracle wants it; 1, 0 or -1. */
static int cfg_slot(struct rig *rig, enum smmu3_cfg_kind kind,
		    unsigned int index, struct ref_cfg_entry *entry)
{
	struct smmu3_cfg_record rec;
	int there = smmu3_cfg_slot(rig->smmu, kind, index, &rec);

	if (there > 0)
		*entry = (struct ref_cfg_entry){
			.cd = rec.kind == SMMU3_CFG_CD,
			.secure = rec.sec_sid == SECURE,
			.sid = rec.sid,
			.ssid = rec.ssid,
		};
	return there;
}

/* The caches as they were. */
struct picture {
	struct ref_cfg_entry entry[2][SLOTS];
	int there[2][SLOTS];
	unsigned int count;
};

static void take(struct rig *rig, struct picture *picture)
{
	unsigned int kind, i;

	picture->count = 0;
	for (kind = 0; kind < 2; kind++)
		for (i = 0; i < SLOTS; i++) {
			picture->there[kind][i] =
				cfg_slot(rig, kind, i,
					 &picture->entry[kind][i]);
			picture->count += picture->there[kind][i] > 0;
		}
}

static unsigned int tlb_count(struct rig *rig)
{
	struct ref_tlb_entry entry;
	unsigned int count = 0, i;
	int there;

	for (i = 0; (there = rig_entry_at(rig, i, &entry)) >= 0; i++)
		count += there;
	return count;
}

/* Stream @sid translates @va to @pa of the same PA space, by a page. */
static void make_stream(struct side *side, u32 sid, u64 va, u64 pa)
{
	struct stream stream = side_stream(side, sid);

	side_map(side, &stream, va, pa, 3);
}

/* Streams of all SIDs in both states, once. */
static void build(struct rig *rig)
{
	struct side *side;
	u32 sid;

	if (side_load(rig_side(rig, NS), side_ste(rig_side(rig, NS), 0)))
		return;
	for_each_side(side, rig)
		for (sid = 0; sid < SIDS; sid++)
			make_stream(side, sid, VA_OF(sid), PA + sid * PAGE);
}

/* All of them translate; nearly all of it is cached then. */
static void warm(struct rig *rig)
{
	struct side *side;
	u32 sid;

	build(rig);
	for_each_side(side, rig)
		for (sid = 0; sid < SIDS; sid++) {
			struct outcome out = side_access(side, sid, VA_OF(sid),
							 READ);

			assert_true(out.ok);
			assert_int_equal(out.x.res.pa, PA + sid * PAGE);
			assert_int_equal(out.x.res.pas, side->bank);
		}
	host_log_clear(&rig->host);
}

/* ---- one command ---- */

static void tell(struct ref_cmd cmd, bool secure,
		 const struct ref_cfg_entry *entry, const char *what)
{
	fail_msg("%s queue, command %#llx %#llx: the %s%s of SID %#x %s",
		 secure ? "Secure" : "Non-secure", (unsigned long long)cmd.w[0],
		 (unsigned long long)cmd.w[1], entry->secure ? "Secure " : "",
		 entry->cd ? "CD" : "STE", entry->sid, what);
}

/* In fast mode more may go, but no Secure entry for the Non-secure queue. */
static bool may_overdo(const struct rig *rig, bool secure,
		       const struct ref_cfg_entry *entry)
{
	return rig->config.cache == SMMU3_CACHE_FAST &&
	       (secure || !entry->secure);
}

/* Compare with @before; returns how many entries had to go. */
static unsigned int compare(struct rig *rig, struct ref_cmd cmd,
			    bool secure, const struct picture *before)
{
	static struct picture after;
	unsigned int gone = 0, kind, i;

	take(rig, &after);
	for (kind = 0; kind < 2; kind++)
		for (i = 0; i < SLOTS; i++) {
			const struct ref_cfg_entry *e =
				&before->entry[kind][i];
			bool there = after.there[kind][i] > 0;

			if (before->there[kind][i] <= 0)
				continue;
			if (ref_cfgi_fate(&cmd, secure, e) == REF_GOES) {
				gone++;
				if (there)
					tell(cmd, secure, e, "is still there");
			} else if (!there && !may_overdo(rig, secure, e)) {
				tell(cmd, secure, e, "is gone");
			}
		}
	return gone;
}

/* Warm, @cmd, SYNC: what the oracle names has gone; returns how much. */
static unsigned int check(struct side *side, struct ref_cmd cmd)
{
	static struct picture before;
	unsigned int tlb;

	warm(side->rig);
	take(side->rig, &before);
	assert_true(before.count > 3 * SIDS);
	tlb = tlb_count(side->rig);
	side_cmd(side, cmd);
	side_sync(side);
	/* 4.3: configuration only, our choice in both modes */
	assert_int_equal(tlb_count(side->rig), tlb);
	return compare(side->rig, cmd, side->bank == SECURE, &before);
}

/* From the Non-secure queue, and from the Secure one for both states. */
static void check_states(struct rig *rig, struct ref_cmd cmd,
			 unsigned int gone)
{
	assert_int_equal(check(rig_side(rig, NS), cmd), gone);
	assert_int_equal(check(rig_side(rig, SECURE), cmd), gone);
	assert_int_equal(check(rig_side(rig, SECURE), ref_ssec(cmd)), gone);
}

/* ---- the commands ---- */

static void cfgi_ste_drops_ste_and_cds_of_its_stream_and_state(void **state)
{
	check_states(*state, ref_cfgi_ste(5, true), 2);
	check_states(*state, ref_cfgi_ste(6, false), 2);
}

/* 0x15 with Range 3 is 0x10 to 0x1f. */
static void cfgi_ste_range_drops_aligned_streams_of_its_state(void **state)
{
	check_states(*state, ref_cfgi_range(7, 0), 2 * 2);
	check_states(*state, ref_cfgi_range(7, 1), 2 * 4);
	check_states(*state, ref_cfgi_range(0x15, 3), 2 * (SIDS - 16));
	check_states(*state, ref_cfgi_range(1, 30), 2 * SIDS);
	check_states(*state, ref_cfgi_range(0x80000000, 30), 0);
}

static void cfgi_all_drops_every_stream_of_its_state(void **state)
{
	check_states(*state, ref_cfgi_all(), 2 * SIDS);
	check_states(*state, ref_cfgi_range(0xfedcba98, 31), 2 * SIDS);
}

static void cfgi_cd_drops_one_cd_of_its_stream_and_state(void **state)
{
	check_states(*state, ref_cfgi_cd(5, 0, true), 1);
	check_states(*state, ref_cfgi_cd(5, 0, false), 1);
	check_states(*state, ref_cfgi_cd(5, 1, true), 0);
}

static void cfgi_cd_all_drops_cds_of_its_stream_and_state(void **state)
{
	check_states(*state, ref_cfgi_cd_all(5), 1);
}

/* 4.1.7, our choice: no effect. SIDSIZE and S_SIDSIZE are 16, SSIDSIZE 0. */
static void cfgi_of_ids_out_of_range_drops_nothing(void **state)
{
	check_states(*state, ref_cfgi_ste(0x10005, true), 0);
	check_states(*state, ref_cfgi_range(0x10005, 2), 0);
	check_states(*state, ref_cfgi_cd(0x10005, 0, true), 0);
	check_states(*state, ref_cfgi_cd(5, 0xfffff, true), 0);
	check_states(*state, ref_cfgi_cd_all(0x10005), 0);
}

/* A Secure StreamID is compared with S_SIDSIZE, whatever SIDSIZE is. */
static void secure_streamids_have_their_own_size(void **state)
{
	struct smmu3_config config = side_config(SMMU3_CACHE_EXACT);
	const struct ref_cmd cmd = ref_ssec(ref_cfgi_ste(20, true));
	static struct picture before;
	struct rig *rig;

	(void)state;
	config.sidsize = 4;
	rig = cmd_rig(&config);
	make_stream(rig_side(rig, SECURE), 20, VA, PA);
	assert_true(side_access(rig_side(rig, SECURE), 20, VA, READ).ok);
	take(rig, &before);
	assert_int_equal(before.count, 2);
	side_cmd(rig_side(rig, SECURE), cmd);
	side_sync(rig_side(rig, SECURE));
	assert_int_equal(compare(rig, cmd, true, &before), 2);
	rig_free(rig);
}

static void cfgi_while_smmuen_is_0_drops_entries(void **state)
{
	static struct picture before;
	struct rig *rig = *state;
	struct ref_cmd cmd = ref_cfgi_ste(5, true);

	warm(rig);
	side_cr0(rig_side(rig, NS), QUEUES);
	side_cr0(rig_side(rig, SECURE), QUEUES);
	take(rig, &before);
	side_cmd(rig_side(rig, NS), cmd);
	assert_int_equal(compare(rig, cmd, false, &before), 2);
	take(rig, &before);
	cmd = ref_ssec(cmd);
	side_cmd(rig_side(rig, SECURE), cmd);
	assert_int_equal(compare(rig, cmd, true, &before), 2);
}

/* 4.4: no TLBI of any queue drops configuration. */
static void tlbi_drops_no_configuration(void **state)
{
	struct ref_features have = cmd_features();
	static struct picture before, after;
	struct rig *rig = *state;
	unsigned int opcode;
	struct side *side;

	warm(rig);
	take(rig, &before);
	for (opcode = 0x10; opcode <= 0x60; opcode++)
		for_each_side(side, rig) {
			struct ref_cmd cmd = ref_cmd(opcode);
			bool secure = side->bank == SECURE;

			if (opcode >= 0x40 && opcode < 0x50)
				continue;
			if (ref_cmd_legality(&have, &cmd, secure) == REF_TAKEN)
				side_cmd(side, cmd);
		}
	side_sync(rig_side(rig, NS));
	side_sync(rig_side(rig, SECURE));
	take(rig, &after);
	assert_int_equal(after.count, before.count);
}

/* ---- as transactions see it ---- */

/* Stream 5 of both states becomes a bypass. */
static void make_bypass(struct rig *rig)
{
	struct side *side;

	for_each_side(side, rig)
		side_plain_ste(side, 5, REF_CONFIG_BYPASS);
}

static bool is_bypass(struct side *side)
{
	struct outcome out = side_access(side, 5, VA_OF(5), READ);

	assert_true(out.ok);
	return out.x.res.pa == VA_OF(5);
}

/* Each command makes its own state notice, and in exact mode no other. */
static void changed_stes_are_seen_by_the_state_that_is_told(void **state)
{
	struct rig *rig = *state;
	struct side *ns = rig_side(rig, NS), *s = rig_side(rig, SECURE);

	warm(rig);
	make_bypass(rig);
	side_cmd(ns, ref_cfgi_ste(5, true));
	side_sync(ns);
	assert_true(is_bypass(ns));
	assert_false(is_bypass(s));
	side_cmd(s, ref_cfgi_ste(5, true));
	side_sync(s);
	if (rig->config.cache == SMMU3_CACHE_EXACT)
		assert_false(is_bypass(s));
	side_cmd(s, ref_ssec(ref_cfgi_ste(5, true)));
	side_sync(s);
	assert_true(is_bypass(s));
}

/* ---- random ---- */

static struct ref_cmd random_cfgi(struct rng *rng)
{
	struct ref_cmd cmd = ref_cmd(REF_CMD_CFGI_STE + rng_below(rng, 4));
	u64 sid = rng_below(rng, SIDS);

	if (rng_percent(rng, 10))
		sid = rng_u64(rng);
	ref_put(cmd.w, REF_CMD_SID, sid);
	if (ref_get(cmd.w, REF_CMD_OPCODE) == REF_CMD_CFGI_STE_RANGE)
		ref_put(cmd.w, REF_CMD_RANGE, rng_percent(rng, 70) ?
			rng_below(rng, 5) : rng_below(rng, 32));
	else
		ref_put(cmd.w, REF_CMD_LEAF, rng_below(rng, 2));
	if (rng_percent(rng, 10))
		ref_put(cmd.w, REF_CMD_SSID, rng_below(rng, 4));
	return cmd;
}

static void run_cases(const char *test, struct rig *rig, u64 seed)
{
	struct rng rng = rng_new(test, seed);
	unsigned int cases = rng_cases(200), i;

	for (i = 0; i < cases; i++) {
		struct side *side =
			rig_side(rig, rng_below(&rng, SMMU3_NR_PAS));
		struct ref_cmd cmd = random_cfgi(&rng);

		if (side->bank == SECURE && rng_percent(&rng, 50))
			cmd = ref_ssec(cmd);
		check(side, cmd);
	}
}

static void random_cfgi_agrees_with_the_oracle(void **state)
{
	run_cases(__func__, *state, 0x5eed0120);
}

#define IN_BOTH_MODES(f)	TEST_CMD_EXACT(f), TEST_CMD_FAST(f)

static const struct CMUnitTest rules_commands_cfgi_tests[] = {
	IN_BOTH_MODES(cfgi_ste_drops_ste_and_cds_of_its_stream_and_state),
	IN_BOTH_MODES(cfgi_ste_range_drops_aligned_streams_of_its_state),
	IN_BOTH_MODES(cfgi_all_drops_every_stream_of_its_state),
	IN_BOTH_MODES(cfgi_cd_drops_one_cd_of_its_stream_and_state),
	IN_BOTH_MODES(cfgi_cd_all_drops_cds_of_its_stream_and_state),
	IN_BOTH_MODES(cfgi_of_ids_out_of_range_drops_nothing),
	cmocka_unit_test(secure_streamids_have_their_own_size),
	IN_BOTH_MODES(cfgi_while_smmuen_is_0_drops_entries),
	IN_BOTH_MODES(tlbi_drops_no_configuration),
	IN_BOTH_MODES(changed_stes_are_seen_by_the_state_that_is_told),
	IN_BOTH_MODES(random_cfgi_agrees_with_the_oracle),
};
SUITE(rules_commands_cfgi);
