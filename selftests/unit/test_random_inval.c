// SPDX-License-Identifier: GPL-2.0
/*
 * Random invalidations. Of the TLB as inspection shows it: what a command
 * names is gone afterwards, and in exact mode nothing else. Of translations:
 * a changed mapping is seen after any invalidation that names it.
 */
#include "rig.h"
#include "rng.h"
#include "suites.h"

#define STREAMS		4
#define VAS		24
#define SLOTS		4096

/**
 * struct park - streams with mappings of all sizes
 */
struct park {
	struct rig *rig;
	struct rng *rng;
	struct stream stream[STREAMS];
	u16 asid[STREAMS];
};

/* Addresses close to each other and to boundaries; level 3, 2 or 1. */
static u64 va_of(unsigned int index)
{
	static const u64 base[] = {
		0x0000000000000000ULL, 0x00000000001fe000ULL,
		0x0000000000400000ULL, 0x0000000000a00000ULL,
		0x0000000080000000ULL, 0xffff000000000000ULL,
		0xfffffffffffff000ULL, 0x0000ffffffe00000ULL };

	return base[index % 8] + index / 8 * PAGE * (index % 8 != 6);
}

static unsigned int level_of(unsigned int index)
{
	static const unsigned int level[] = { 3, 3, 2, 2, 1, 3, 3, 2 };

	return level[index % 8];
}

/* Any byte of the leaf that maps va_of(@index). */
static u64 somewhere_in(struct rng *rng, unsigned int index)
{
	u64 size = ref_pow2(12 + 9 * (3 - level_of(index)));

	return va_of(index) - va_of(index) % size + rng_below(rng, size);
}

static u64 random_leaf(struct park *park, unsigned int level)
{
	u64 desc = ref_leaf(level, 0);

	ref_put(&desc, REF_D_OA, rng_u64(park->rng));
	desc &= ~GENMASK_ULL(47, 44);
	ref_put(&desc, REF_D_AP, rng_below(park->rng, 4));
	return desc;
}

static void map_all(struct park *park, struct stream *stream, bool globals)
{
	unsigned int i;

	for (i = 0; i < VAS; i++) {
		unsigned int level = level_of(i);
		u64 desc = random_leaf(park, level);

		if (globals && rng_percent(park->rng, 30))
			ref_put(&desc, REF_D_NG, 0);
		store64(park->rig,
			rig_slot(park->rig, stream, va_of(i), level), desc);
	}
}

static struct park make_park(struct rng *rng, enum smmu3_cache_mode mode,
			     bool globals)
{
	static const u16 asids[] = { 1, 0x101, 0x8001, 2 };
	struct smmu3_config config = rig_config(mode);
	struct park park = { .rig = rig_new(&config), .rng = rng };
	unsigned int i;

	rig_boot(park.rig);
	for (i = 0; i < STREAMS; i++) {
		struct stream *stream = &park.stream[i];

		*stream = rig_stream(park.rig, i);
		stream->asid = asids[i];
		rig_upper_half(park.rig, stream);
		poke(park.rig, stream->cd, REF_CD_ASID, asids[i]);
		poke(park.rig, stream->cd, REF_CD_ASET, i / 2);
		map_all(&park, stream, globals);
	}
	return park;
}

static void touch_some(struct park *park)
{
	unsigned int i, count = rng_below(park->rng, 40);

	for (i = 0; i < count; i++)
		rig_access(park->rig, rng_below(park->rng, STREAMS),
			   somewhere_in(park->rng, rng_below(park->rng, VAS)),
			   READ | PRIV);
	while (rig_events(park->rig)) {
		u64 record[REF_EVT_WORDS];

		rig_event_pop(park->rig, record);
	}
}

/* ---- commands ---- */

/**
 * struct tlbi - a command and what it says
 */
struct tlbi {
	struct ref_cmd cmd;
	u8 op;
	u16 asid;
	u64 va;
	struct ref_range how;
};

/* 4.4.1.1: the low bits of the address that have to be zero. */
static u64 base_align(const struct ref_range *how)
{
	static const unsigned int log2[4][4] = {
		{ 12, 12, 12, 12 },
		{ 12, 30, 21, 12 },	/* 4 KiB: TTL 0, 1, 2, 3 */
		{ 14, 14, 25, 14 },
		{ 16, 42, 29, 16 },
	};

	return ref_pow2(log2[how->tg][how->ttl]);
}

static struct ref_range random_range(struct rng *rng)
{
	struct ref_range how = {
		.tg = rng_below(rng, 4), .num = rng_below(rng, 32),
		.scale = rng_below(rng, 32), .ttl = rng_below(rng, 4),
		.leaf = rng_below(rng, 2) };

	if (rng_percent(rng, 50))
		how.tg = REF_TG_4K;
	if (rng_percent(rng, 30))
		how.tg = REF_TG_NONE;
	if (rng_percent(rng, 70))
		how.scale = rng_below(rng, 12);
	if (!how.num && !how.scale)
		how.num = 1;
	return how;
}

static struct tlbi random_tlbi(struct park *park)
{
	static const u8 ops[] = {
		REF_CMD_TLBI_NH_ASID, REF_CMD_TLBI_NH_VA, REF_CMD_TLBI_NH_VA,
		REF_CMD_TLBI_NH_VAA, REF_CMD_TLBI_NH_VA, REF_CMD_TLBI_NH_VAA,
		REF_CMD_TLBI_NH_ASID, REF_CMD_TLBI_NH_ALL,
		REF_CMD_TLBI_NSNH_ALL };
	struct rng *rng = park->rng;
	unsigned int choice = rng_below(rng, 40);
	struct tlbi t = { .op = ops[choice < 36 ? choice % 7 : choice % 9],
			  .how = random_range(rng) };

	t.asid = park->stream[rng_below(rng, STREAMS)].asid;
	t.va = va_of(rng_below(rng, VAS)) +
	       (rng_below(rng, 5) - 2) * PAGE * rng_percent(rng, 50);
	t.va -= t.va % base_align(&t.how);
	if (t.op == REF_CMD_TLBI_NH_VA)
		t.cmd = ref_tlbi_range(ref_tlbi_va(t.va, t.asid), &t.how);
	else if (t.op == REF_CMD_TLBI_NH_VAA)
		t.cmd = ref_tlbi_range(ref_tlbi_vaa(t.va), &t.how);
	else if (t.op == REF_CMD_TLBI_NH_ASID)
		t.cmd = ref_tlbi_asid(t.asid);
	else
		t.cmd = ref_cmd(t.op);
	return t;
}

/* ---- what a command names (4.4) ---- */

/* A leaf entry: level gives its size, however the TLB stores it. */
struct leaf {
	u64 first;
	u64 last;
	unsigned int level;
	u16 asid;
	bool global;
};

static bool names_address(const struct tlbi *t, const struct leaf *leaf)
{
	static const unsigned int granule[] = { 0, 12, 14, 16 };
	unsigned int ttl = t->how.ttl;
	u64 last, bytes;

	if (t->how.tg == REF_TG_NONE)
		return t->va >= leaf->first && t->va <= leaf->last;
	if (t->how.tg != REF_TG_4K)
		return false;
	if (ttl && ttl != leaf->level)
		return false;
	bytes = (t->how.num + 1) * ref_pow2(t->how.scale) *
		ref_pow2(granule[t->how.tg]);
	last = t->va + (bytes - 1);
	if (last < t->va)
		last = ~0ULL;
	return t->va <= leaf->last && last >= leaf->first;
}

static bool names(const struct tlbi *t, const struct leaf *leaf)
{
	switch (t->op) {
	case REF_CMD_TLBI_NH_ASID:
		return !leaf->global && leaf->asid == t->asid;
	case REF_CMD_TLBI_NH_VA:
		return (leaf->global || leaf->asid == t->asid) &&
		       names_address(t, leaf);
	case REF_CMD_TLBI_NH_VAA:
		return names_address(t, leaf);
	}
	return true;
}

/* ---- of the TLB as inspection shows it ---- */

static struct leaf leaf_of(const struct smmu3_tlb_record *rec)
{
	u64 size = ref_pow2(12 + 9 * (3 - rec->level));
	u64 first = rec->va - rec->va % size;

	return (struct leaf){ first, first + size - 1, rec->level, rec->asid,
			      rec->global };
}

/* Not by memcmp(): what is between the members is nobody's. */
static bool is_same(const struct smmu3_tlb_record *a,
		    const struct smmu3_tlb_record *b)
{
	return a->va == b->va && a->pa == b->pa &&
	       a->log2_size == b->log2_size && a->level == b->level &&
	       a->granule == b->granule && a->pas == b->pas &&
	       a->sec_sid == b->sec_sid && a->asid == b->asid &&
	       a->vmid == b->vmid && a->world == b->world &&
	       a->global == b->global && a->perm == b->perm &&
	       a->memattr == b->memattr && a->sh == b->sh;
}

/*
 * A range whose base is aligned may still be widened to whole blocks of its
 * TTL; of a range that ends inside of one, only exact ends are compared.
 */
static const char *check_slot(struct rig *rig, const struct tlbi *t,
			      unsigned int slot,
			      const struct smmu3_tlb_record *before)
{
	struct smmu3_tlb_record after = { 0 };
	struct leaf leaf = leaf_of(before);
	bool there = smmu3_tlb_slot(rig->smmu, slot, &after) > 0;

	there = there && is_same(&after, before);
	if (names(t, &leaf))
		return there ? "an entry that is named stays" : NULL;
	if (rig->config.cache == SMMU3_CACHE_EXACT && !there)
		return "an entry that is not named is gone";
	return NULL;
}

static const char *run_tlb_case(struct park *park)
{
	static struct smmu3_tlb_record before[SLOTS];
	static int valid[SLOTS];
	struct tlbi t = random_tlbi(park);
	const char *what = NULL;
	unsigned int i;

	touch_some(park);
	memset(before, 0, sizeof(before));
	for (i = 0; i < SLOTS; i++)
		valid[i] = smmu3_tlb_slot(park->rig->smmu, i, &before[i]);
	rig_cmd(park->rig, t.cmd);
	rig_sync(park->rig);
	for (i = 0; i < SLOTS && !what; i++)
		if (valid[i] > 0)
			what = check_slot(park->rig, &t, i, &before[i]);
	if (what)
		print_error("opcode %#x asid %#x va %#llx tg %u num %u "
			    "scale %u ttl %u; entry va %#llx level %d asid %#x "
			    "global %d\n", t.op, t.asid,
			    (unsigned long long)t.va, t.how.tg, t.how.num,
			    t.how.scale, t.how.ttl,
			    (unsigned long long)before[i - 1].va,
			    before[i - 1].level, before[i - 1].asid,
			    before[i - 1].global);
	host_log_clear(&park->rig->host);
	return what;
}

static void run_tlb_cases(const char *test, enum smmu3_cache_mode mode,
			  u64 seed)
{
	struct rng rng = rng_new(test, seed);
	struct park park = make_park(&rng, mode, true);
	unsigned int cases = rng_cases(1500), i;

	for (i = 0; i < cases; i++) {
		const char *what = run_tlb_case(&park);

		if (what)
			fail_msg("case %u: %s", i, what);
	}
	rig_free(park.rig);
}

static void exact_tlbi_drops_what_it_names_and_nothing_else(void **state)
{
	(void)state;
	run_tlb_cases(__func__, SMMU3_CACHE_EXACT, 0x5eed0002);
}

static void fast_tlbi_drops_what_it_names(void **state)
{
	(void)state;
	run_tlb_cases(__func__, SMMU3_CACHE_FAST, 0x5eed0003);
}

/* ---- of translations ---- */

static struct ref_cmd some_tlbi_of(struct park *park,
				   const struct stream *stream, u64 va,
				   unsigned int level)
{
	struct ref_range how = { .tg = REF_TG_4K, .ttl = level };
	u64 size = ref_pow2(12 + 9 * (3 - level));
	u64 inside = va - va % size + rng_below(park->rng, size);

	switch (rng_below(park->rng, 7)) {
	case 0:
		return ref_cmd(REF_CMD_TLBI_NSNH_ALL);
	case 1:
		return ref_cmd(REF_CMD_TLBI_NH_ALL);
	case 2:
		return ref_tlbi_asid(stream->asid);
	case 3:
		return ref_tlbi_va(inside, stream->asid);
	case 4:
		return ref_tlbi_vaa(inside);
	case 5:
		return ref_tlbi_range(ref_tlbi_va(va - va % size,
						  stream->asid), &how);
	}
	how.ttl = 0;
	how.num = 1 + rng_below(park->rng, 31);
	return ref_tlbi_range(ref_tlbi_vaa(inside - inside % PAGE), &how);
}

static void change_mapping(struct park *park)
{
	struct stream *stream = &park->stream[rng_below(park->rng, STREAMS)];
	unsigned int index = rng_below(park->rng, VAS);
	unsigned int level = level_of(index);
	u64 slot = rig_slot(park->rig, stream, va_of(index), level);

	store64(park->rig, slot, rng_percent(park->rng, 80) ?
		random_leaf(park, level) : 0);
	rig_cmd(park->rig, some_tlbi_of(park, stream, va_of(index), level));
	rig_sync(park->rig);
}

static void change_context(struct park *park)
{
	struct stream *stream = &park->stream[rng_below(park->rng, STREAMS)];

	poke(park->rig, stream->cd, REF_CD_R, rng_below(park->rng, 2));
	poke(park->rig, stream->cd, REF_CD_A, rng_below(park->rng, 2));
	switch (rng_below(park->rng, 5)) {
	case 0:
		rig_cmd(park->rig, ref_cfgi_cd(stream->sid, 0, true));
		break;
	case 1:
		rig_cmd(park->rig, ref_cfgi_cd_all(stream->sid));
		break;
	case 2:
		rig_cmd(park->rig, ref_cfgi_ste(stream->sid, true));
		break;
	case 3:
		rig_cmd(park->rig, ref_cfgi_range(stream->sid, 2));
		break;
	default:
		rig_cmd(park->rig, ref_cfgi_all());
		break;
	}
	rig_sync(park->rig);
}

static const char *run_change_case(struct park *park)
{
	struct rng *rng = park->rng;
	const char *what = NULL;
	unsigned int i;

	if (rng_percent(rng, 80))
		change_mapping(park);
	else
		change_context(park);
	for (i = 0; i < 8 && !what; i++) {
		u64 va = somewhere_in(rng, rng_below(rng, VAS));
		struct smmu3_txn txn = rig_txn(rng_below(rng, STREAMS), va,
					       rng_below(rng, 8));

		what = rig_compare(park->rig, &txn);
	}
	host_log_clear(&park->rig->host);
	return what;
}

static void run_change_cases(const char *test, enum smmu3_cache_mode mode,
			     u64 seed)
{
	struct rng rng = rng_new(test, seed);
	struct park park = make_park(&rng, mode, false);
	unsigned int cases = rng_cases(10000), i;

	for (i = 0; i < cases; i++) {
		const char *what = run_change_case(&park);

		if (what)
			fail_msg("case %u: %s", i, what);
	}
	rig_free(park.rig);
}

static void exact_changes_are_seen_after_invalidation(void **state)
{
	(void)state;
	run_change_cases(__func__, SMMU3_CACHE_EXACT, 0x5eed0004);
}

static void fast_changes_are_seen_after_invalidation(void **state)
{
	(void)state;
	run_change_cases(__func__, SMMU3_CACHE_FAST, 0x5eed0005);
}

static const struct CMUnitTest random_inval_tests[] = {
	cmocka_unit_test(exact_tlbi_drops_what_it_names_and_nothing_else),
	cmocka_unit_test(fast_tlbi_drops_what_it_names),
	cmocka_unit_test(exact_changes_are_seen_after_invalidation),
	cmocka_unit_test(fast_changes_are_seen_after_invalidation),
};
SUITE(random_inval);
