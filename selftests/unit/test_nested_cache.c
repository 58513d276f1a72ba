// SPDX-License-Identifier: GPL-2.0
/*
 * What streams with stage 2 leave in the TLB, and which commands take it away
 * (3.17, 4.4): entries of both stages, found by VA, and those of stage 2 alone,
 * by IPA, that were made on the way to contexts and tables. What may stay stays
 * in exact mode: a missing invalidation shows.
 */
#include "stage2_kit.h"
#include "suites.h"

#define S1	REF_CONFIG_S1
#define S2	REF_CONFIG_S2
#define BOTH	REF_CONFIG_NESTED

#define ALL_HITS (SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB)

static struct s2_stream make(struct side *side, unsigned int config)
{
	struct s2_stream stream;

	s2_make(&stream, side, S2_SID, config);
	return stream;
}

static u64 page_of(u64 addr)
{
	return addr - addr % PAGE;
}

/* An entry for @input: of stage 2 alone, or of what the stream has. */
static bool find(struct s2_stream *stream, bool stage2, u64 input,
		 struct smmu3_tlb_record *rec)
{
	unsigned int i;
	int what;

	for (i = 0; (what = smmu3_tlb_slot(stream->side->rig->smmu, i, rec)) >=
	     0; i++)
		if (what && rec->stage2 == stage2 &&
		    rec->sec_sid == stream->side->bank && input >= rec->va &&
		    input - rec->va < ref_pow2(rec->log2_size))
			return true;
	return false;
}

static bool has(struct s2_stream *stream, bool stage2, u64 input)
{
	struct smmu3_tlb_record rec;

	return find(stream, stage2, input, &rec);
}

/* ---- what is there ---- */

static void both_stages_make_one_entry(void **state)
{
	struct s2_stream stream;
	struct smmu3_tlb_record rec;

	s2_make(&stream, *state, S2_SID, BOTH);
	s2_expect_page(&stream, READ);
	assert_true(find(&stream, false, S2_VA, &rec));
	assert_int_equal(rec.va, S2_VA);
	assert_int_equal(rec.ipa, S2_IPA);
	assert_int_equal(rec.pa, S2_PA);
	assert_int_equal(rec.log2_size, 12);
	assert_int_equal(rec.asid, S2_ASID);
	assert_int_equal(rec.vmid, S2_VMID);
	assert_true(rec.nested);
	assert_false(rec.stage2);
	assert_int_equal(rec.pas, stream.side->bank);
}

static void stage_2_alone_keeps_the_way_to_contexts_and_tables(void **state)
{
	struct s2_stream stream;
	struct smmu3_tlb_record rec;

	s2_make(&stream, *state, S2_SID, BOTH);
	s2_expect_page(&stream, READ);
	assert_true(find(&stream, true, stream.cd, &rec));
	assert_int_equal(rec.pa + (stream.cd - rec.va), stream.cd - S2_DELTA);
	assert_int_equal(rec.vmid, S2_VMID);
	assert_int_equal(rec.asid, 0);
	assert_false(rec.nested);
	assert_true(has(&stream, true, stream.s1.root));
}

static void second_access_hits_everything(void **state)
{
	static const unsigned int configs[] = { S1, S2, BOTH };
	struct side *side = *state;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(configs); i++) {
		struct s2_stream stream;
		struct outcome out;

		s2_make(&stream, side, S2_SID + i, configs[i]);
		out = s2_access(&stream, READ);
		assert_true(out.ok);
		assert_int_equal(out.x.res.hit & SMMU3_HIT_TLB, 0);
		out = s2_access(&stream, WRITE);
		assert_true(out.ok);
		assert_int_equal(out.x.res.hit, configs[i] == S2 ?
				 ALL_HITS - SMMU3_HIT_CD : ALL_HITS);
		assert_int_equal(side->rig->host.count, 0);
	}
}

/* The way to a table is no hit of the transaction; but it saves the walk. */
static void the_way_to_tables_is_not_walked_twice(void **state)
{
	struct s2_stream stream;
	unsigned int first, second;
	struct smmu3_txn txn;

	s2_make(&stream, *state, S2_SID, BOTH);
	txn = s2_txn(&stream, READ);
	assert_int_equal(s2_try_txn(&stream, &txn), 0);
	first = side_accesses(stream.side, HOST_READ, SMMU3_ACCESS_TT);
	txn.addr += PAGE;
	assert_int_equal(s2_try_txn(&stream, &txn), REF_F_TRANSLATION);
	second = side_accesses(stream.side, HOST_READ, SMMU3_ACCESS_TT);
	assert_int_equal(second, 4);
	assert_true(first > second);
}

/* ---- which commands take it away ---- */

/* Of a nested stream: what it made by VA, and the way to its CD by IPA. */
#define BY_VA	BIT(0)
#define BY_IPA	BIT(1)

struct fate {
	u8 opcode;
	u16 vmid, asid;
	u64 addr;
	unsigned int goes;
};

/* Addresses that are known at run time */
#define AT_CD	1
#define BY_CD	2

static const struct fate ns_fates[] = {
	{ REF_CMD_TLBI_NH_ALL, S2_VMID, 0, 0, BY_VA },
	{ REF_CMD_TLBI_NH_ALL, S2_VMID + 1, 0, 0, 0 },
	{ REF_CMD_TLBI_NH_ASID, S2_VMID, S2_ASID, 0, BY_VA },
	{ REF_CMD_TLBI_NH_ASID, S2_VMID, S2_ASID + 1, 0, 0 },
	{ REF_CMD_TLBI_NH_ASID, S2_VMID + 1, S2_ASID, 0, 0 },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID, S2_VA, BY_VA },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID + 1, S2_VA, 0 },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID, S2_VA + PAGE, 0 },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID, S2_IPA, 0 },
	{ REF_CMD_TLBI_NH_VAA, S2_VMID, 0, S2_VA, BY_VA },
	{ REF_CMD_TLBI_NH_VAA, S2_VMID + 1, 0, S2_VA, 0 },
	{ REF_CMD_TLBI_NH_VAA, S2_VMID, 0, AT_CD, 0 },
	{ REF_CMD_TLBI_S2_IPA, S2_VMID, 0, AT_CD, BY_IPA },
	{ REF_CMD_TLBI_S2_IPA, S2_VMID + 1, 0, AT_CD, 0 },
	{ REF_CMD_TLBI_S2_IPA, S2_VMID, 0, BY_CD, 0 },
	{ REF_CMD_TLBI_S2_IPA, S2_VMID, 0, S2_IPA, 0 },
	{ REF_CMD_TLBI_S12_VMALL, S2_VMID, 0, 0, BY_VA | BY_IPA },
	{ REF_CMD_TLBI_S12_VMALL, S2_VMID + 1, 0, 0, 0 },
	{ REF_CMD_TLBI_NSNH_ALL, 0, 0, 0, BY_VA | BY_IPA },
	{ REF_CMD_TLBI_EL2_ALL, 0, 0, 0, 0 },
};

static const struct fate s_fates[] = {
	{ REF_CMD_TLBI_NH_ALL, S2_VMID, 0, 0, BY_VA },
	{ REF_CMD_TLBI_NH_ALL, S2_VMID + 1, 0, 0, 0 },
	{ REF_CMD_TLBI_NH_ASID, S2_VMID, S2_ASID, 0, BY_VA },
	{ REF_CMD_TLBI_NH_ASID, S2_VMID + 1, S2_ASID, 0, 0 },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID, S2_VA, BY_VA },
	{ REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID, S2_VA - PAGE, 0 },
	{ REF_CMD_TLBI_NH_VAA, S2_VMID, 0, S2_VA, BY_VA },
	{ REF_CMD_TLBI_NH_VAA, S2_VMID + 1, 0, S2_VA, 0 },
	{ REF_CMD_TLBI_S_S2_IPA, S2_VMID, 0, AT_CD, BY_IPA },
	{ REF_CMD_TLBI_S_S2_IPA, S2_VMID + 1, 0, AT_CD, 0 },
	{ REF_CMD_TLBI_S_S2_IPA, S2_VMID, 0, S2_IPA, 0 },
	{ REF_CMD_TLBI_S_S12_VMALL, S2_VMID, 0, 0, BY_VA | BY_IPA },
	{ REF_CMD_TLBI_S_S12_VMALL, S2_VMID + 1, 0, 0, 0 },
	{ REF_CMD_TLBI_SNH_ALL, 0, 0, 0, BY_VA | BY_IPA },
	/* about Non-secure entries */
	{ REF_CMD_TLBI_S2_IPA, S2_VMID, 0, AT_CD, 0 },
	{ REF_CMD_TLBI_S12_VMALL, S2_VMID, 0, 0, 0 },
	{ REF_CMD_TLBI_NSNH_ALL, 0, 0, 0, 0 },
	{ REF_CMD_TLBI_EL2_ALL, 0, 0, 0, 0 },
	{ REF_CMD_TLBI_S_EL2_ALL, 0, 0, 0, 0 },
	{ REF_CMD_TLBI_EL3_ALL, 0, 0, 0, 0 },
};

static u64 address_of(const struct s2_stream *stream, u64 addr)
{
	if (addr == AT_CD)
		return page_of(stream->cd);
	if (addr == BY_CD)
		return page_of(stream->cd) + PAGE * 64;
	return addr;
}

static void check_fate(struct s2_stream *stream, const struct fate *fate)
{
	unsigned int left = 0;

	s2_flush(stream->side);
	assert_int_equal(s2_try(stream, READ), 0);
	assert_true(has(stream, false, S2_VA));
	assert_true(has(stream, true, stream->cd));
	side_cmd(stream->side, ref_tlbi(fate->opcode, fate->vmid, fate->asid,
					address_of(stream, fate->addr)));
	side_sync(stream->side);
	if (has(stream, false, S2_VA))
		left |= BY_VA;
	if (has(stream, true, stream->cd))
		left |= BY_IPA;
	if (stream->side->rig->config.cache == SMMU3_CACHE_FAST)
		left &= fate->goes;
	else
		left ^= (BY_VA | BY_IPA) & ~fate->goes;
	if (left)
		fail_msg("opcode %#x vmid %#x asid %u addr %#llx: wrong: %u",
			 fate->opcode, fate->vmid, fate->asid,
			 (unsigned long long)fate->addr, left);
	assert_int_equal(s2_try(stream, READ), 0);
}

static void each_command_drops_what_it_names(void **state)
{
	struct side *side = *state;
	const struct fate *fates = side->bank == NS ? ns_fates : s_fates;
	unsigned int count = side->bank == NS ? ARRAY_SIZE(ns_fates) :
						ARRAY_SIZE(s_fates);
	struct s2_stream stream;
	unsigned int i;

	s2_make(&stream, side, S2_SID, BOTH);
	for (i = 0; i < count; i++)
		check_fate(&stream, &fates[i]);
}

/* From the queue of the stream's own state */
static struct ref_cmd s2_ipa(const struct s2_stream *stream, u64 ipa, bool ns)
{
	u8 opcode = stream->side->bank == NS ? REF_CMD_TLBI_S2_IPA :
					       REF_CMD_TLBI_S_S2_IPA;
	struct ref_cmd cmd = ref_tlbi(opcode, S2_VMID, 0, page_of(ipa));

	ref_put(cmd.w, REF_CMD_S2_NS, ns);
	return cmd;
}

static void done(struct s2_stream *stream, struct ref_cmd cmd)
{
	side_cmd(stream->side, cmd);
	side_sync(stream->side);
}

/* 4.4: software pairs S2_IPA with an invalidation of what came from it. */
static void by_ipa_is_not_enough_for_both_stages(void **state)
{
	const struct ref_cmd by_va = ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
					      S2_VA);
	struct s2_stream stream;
	struct smmu3_txn txn;
	struct outcome out;

	s2_make(&stream, *state, S2_SID, BOTH);
	txn = s2_txn(&stream, READ);
	s2_expect_pa(&stream, &txn, S2_PA + S2_OFFSET, stream.side->bank);
	side_store(stream.side, s2_leaf2(&stream), ref_leaf2(3, S2_PA + PAGE));
	done(&stream, s2_ipa(&stream, S2_IPA, false));
	out = s2_do(&stream, &txn);
	if (stream.side->rig->config.cache == SMMU3_CACHE_EXACT)
		assert_int_equal(out.x.res.pa, S2_PA + S2_OFFSET);
	done(&stream, by_va);
	s2_expect_pa(&stream, &txn, S2_PA + PAGE + S2_OFFSET,
		     stream.side->bank);
}

/* 8.3.7: what has no stage 1 is not NH_ALL's. */
static void stage_2_alone_goes_by_ipa_only(void **state)
{
	struct s2_stream stream;

	s2_make(&stream, *state, S2_SID, S2);
	s2_expect_page(&stream, READ);
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_ALL, S2_VMID, 0, 0));
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0, S2_IPA));
	done(&stream, s2_ipa(&stream, S2_IPA + PAGE, false));
	if (stream.side->rig->config.cache == SMMU3_CACHE_EXACT)
		assert_true(has(&stream, true, S2_IPA));
	done(&stream, s2_ipa(&stream, S2_IPA, false));
	assert_false(has(&stream, true, S2_IPA));
}

/* 4.4.8: NS says which IPA space of the Secure regime. */
static void ipa_spaces_go_by_ns(void **state)
{
	struct s2_stream stream;
	struct smmu3_txn txn;
	unsigned int ns;

	s2_make(&stream, *state, S2_SID, S2);
	for (ns = 0; ns < 2; ns++) {
		txn = s2_txn(&stream, ns ? READ | S2_NS : READ);
		s2_flush(stream.side);
		assert_int_equal(s2_try_txn(&stream, &txn), 0);
		done(&stream, s2_ipa(&stream, S2_IPA, !ns));
		if (stream.side->rig->config.cache == SMMU3_CACHE_EXACT)
			assert_true(has(&stream, true, S2_IPA));
		done(&stream, s2_ipa(&stream, S2_IPA, ns));
		assert_false(has(&stream, true, S2_IPA));
	}
}

/* 3.17: stage 1 alone is tagged with S2VMID where there is a stage 2. */
static void stage_1_alone_has_the_vmid_of_its_ste(void **state)
{
	struct s2_stream stream = make(*state, S1);

	s2_poke_ste(&stream, REF_STE_S2VMID, S2_VMID);
	s2_expect_page(&stream, READ);
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_ALL, S2_VMID + 1, 0, 0));
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_ALL, 0, 0, 0));
	assert_true(has(&stream, false, S2_VA));
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_ASID, S2_VMID, S2_ASID, 0));
	assert_false(has(&stream, false, S2_VA));
	s2_expect_page(&stream, READ);
	done(&stream, ref_tlbi(REF_CMD_TLBI_S12_VMALL, S2_VMID, 0, 0));
	assert_false(has(&stream, false, S2_VA));
}

/* ---- blocks that stage 2 has split ---- */

#define BLOCK_VA	(S2_VA - S2_VA % BLOCK2)
#define BLOCK_IPA	(S2_IPA - S2_IPA % BLOCK2)

/* Pages of a block at stage 1 that are pages at stage 2, far from each other */
static const unsigned int parts[] = { 0, 5, 300, 511 };

static void make_split(struct s2_stream *stream, struct side *side)
{
	unsigned int i;
	u64 slot;

	s2_make(stream, side, S2_SID, BOTH);
	slot = ref_space_slot(&stream->s1, BLOCK_VA, 2);
	s2_store(stream, s2_ram_pa(stream, slot), ref_leaf(2, BLOCK_IPA));
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		ref_space_put(&stream->s2[side->bank],
			      BLOCK_IPA + parts[i] * PAGE, 3,
			      ref_leaf2(3, S2_PA + i * PAGE));
}

static void touch_parts(struct s2_stream *stream)
{
	struct smmu3_txn txn = s2_txn(stream, READ);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		txn.addr = BLOCK_VA + parts[i] * PAGE;
		s2_expect_pa(stream, &txn, S2_PA + i * PAGE,
			     stream->side->bank);
	}
}

static unsigned int parts_left(struct s2_stream *stream)
{
	unsigned int i, left = 0;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		left += has(stream, false, BLOCK_VA + parts[i] * PAGE);
	return left;
}

/* Arm ARM D8.13: any address of the block drops every part of it. */
static void any_address_of_a_split_block_drops_all_parts(void **state)
{
	static const u64 offsets[] = { 0, 5 * PAGE, 77 * PAGE, 511 * PAGE };
	struct s2_stream stream;
	unsigned int i;

	make_split(&stream, *state);
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		touch_parts(&stream);
		assert_int_equal(parts_left(&stream), ARRAY_SIZE(parts));
		done(&stream, ref_tlbi(REF_CMD_TLBI_NH_VA, S2_VMID, S2_ASID,
				       BLOCK_VA + offsets[i]));
		assert_int_equal(parts_left(&stream), 0);
		touch_parts(&stream);
		done(&stream, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
				       BLOCK_VA + offsets[i]));
		assert_int_equal(parts_left(&stream), 0);
	}
}

static void addresses_around_a_split_block_drop_nothing(void **state)
{
	struct s2_stream stream;

	make_split(&stream, *state);
	touch_parts(&stream);
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
			       BLOCK_VA - PAGE));
	done(&stream, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
			       BLOCK_VA + BLOCK2));
	assert_int_equal(parts_left(&stream), ARRAY_SIZE(parts));
}

static struct ref_cmd hinted(unsigned int tg, unsigned int ttl)
{
	const struct ref_range how = { .tg = tg, .ttl = ttl,
				       .num = ttl ? 0 : 1 };

	return ref_tlbi_range(ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0,
				       BLOCK_VA), &how);
}

/* 4.4.1.1: TTL and TG are about the leaf of stage 1. */
static void hints_are_about_stage_1(void **state)
{
	struct s2_stream stream;

	make_split(&stream, *state);
	touch_parts(&stream);
	done(&stream, hinted(REF_TG_4K, 3));
	done(&stream, hinted(REF_TG_64K, 0));
	assert_int_equal(parts_left(&stream), ARRAY_SIZE(parts));
	done(&stream, hinted(REF_TG_4K, 2));
	assert_int_equal(parts_left(&stream), 0);
}

/* Stage 2 of 64 KiB pages under a page of 4 KiB: TG is 4 KiB. */
static void granule_hint_is_that_of_stage_1(void **state)
{
	const struct s2_shape shape2 = { 16, 2, 40 };
	const struct ref_range how4k = { .tg = REF_TG_4K, .ttl = 3 };
	const struct ref_range how64k = { .tg = REF_TG_64K, .ttl = 3 };
	const struct ref_cmd cmd = ref_tlbi(REF_CMD_TLBI_NH_VA, S2_VMID,
					    S2_ASID, S2_VA);
	struct s2_stream stream;

	s2_make_shaped(&stream, *state, S2_SID, BOTH, S2_SHAPE1, shape2);
	assert_int_equal(s2_try(&stream, READ), 0);
	done(&stream, ref_tlbi_range(cmd, &how64k));
	assert_true(has(&stream, false, S2_VA));
	done(&stream, ref_tlbi_range(cmd, &how4k));
	assert_false(has(&stream, false, S2_VA));
}

/* ---- invalidations that overtake a walk ---- */

/**
 * struct overtaken - a walk and what comes between
 */
struct overtaken {
	struct s2_stream stream;
	struct ref_cmd cmd;
	unsigned int count;
};

/* Stage 1's leaf is updated: tables were found, the final IPA was not yet. */
static void overtake(void *arg, const struct smmu3_access *access)
{
	struct overtaken *o = arg;

	(void)access;
	if (!o->count++)
		done(&o->stream, o->cmd);
}

static void check_overtaken(struct overtaken *o, struct ref_cmd cmd)
{
	struct host *host = &o->stream.side->rig->host;

	o->cmd = cmd;
	o->count = 0;
	s2_poke_leaf1(&o->stream, REF_D_AF, 0);
	host->on_cas = overtake;
	host->arg = o;
	assert_int_equal(s2_try(&o->stream, READ), 0);
	host->on_cas = NULL;
	assert_true(o->count > 0);
}

/*
 * In exact mode what the section makes then is as old as the section, and dead.
 * What it had made before is not named, and stays.
 */
static void overtaken_walk_leaves_nothing_behind(void **state)
{
	static struct overtaken o;

	s2_make(&o.stream, *state, S2_SID, BOTH);
	s2_poke_cd(&o.stream, REF_CD_HA, 1);
	check_overtaken(&o, s2_ipa(&o.stream, o.stream.cd, false));
	assert_false(has(&o.stream, false, S2_VA));
	assert_true(has(&o.stream, true, o.stream.s1.root));
	assert_false(has(&o.stream, true, o.stream.cd));
}

/* In either mode it does not outlive what comes after the change of stage 2. */
static void overtaken_walk_is_outdated_by_what_follows(void **state)
{
	static struct overtaken o;

	s2_make(&o.stream, *state, S2_SID, BOTH);
	s2_poke_cd(&o.stream, REF_CD_HA, 1);
	check_overtaken(&o, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0, S2_VA));
	assert_false(has(&o.stream, false, S2_VA));
	check_overtaken(&o, ref_tlbi(REF_CMD_TLBI_NH_ASID, S2_VMID, S2_ASID,
				     0));
	assert_false(has(&o.stream, false, S2_VA));
	check_overtaken(&o, ref_tlbi(REF_CMD_TLBI_NH_ALL, S2_VMID, 0, 0));
	assert_false(has(&o.stream, false, S2_VA));
	check_overtaken(&o, s2_ipa(&o.stream, o.stream.cd, false));
	done(&o.stream, ref_tlbi(REF_CMD_TLBI_NH_VAA, S2_VMID, 0, S2_VA));
	assert_false(has(&o.stream, false, S2_VA));
}

static const struct CMUnitTest nested_cache_tests[] = {
	TEST_S2_MODES(both_stages_make_one_entry),
	TEST_S2_MODES(stage_2_alone_keeps_the_way_to_contexts_and_tables),
	TEST_S2_MODES(second_access_hits_everything),
	TEST_S2_MODES(the_way_to_tables_is_not_walked_twice),
	TEST_S2_MODES(each_command_drops_what_it_names),
	TEST_S2_MODES(by_ipa_is_not_enough_for_both_stages),
	TEST_S2_MODES(stage_2_alone_goes_by_ipa_only),
	TEST_S2_SECURE(ipa_spaces_go_by_ns),
	TEST_S2_NS(stage_1_alone_has_the_vmid_of_its_ste),
	TEST_S2_MODES(any_address_of_a_split_block_drops_all_parts),
	TEST_S2(addresses_around_a_split_block_drop_nothing),
	TEST_S2(hints_are_about_stage_1),
	TEST_S2(granule_hint_is_that_of_stage_1),
	TEST_S2(overtaken_walk_leaves_nothing_behind),
	TEST_S2_MODES(overtaken_walk_is_outdated_by_what_follows),
};
SUITE(nested_cache);
