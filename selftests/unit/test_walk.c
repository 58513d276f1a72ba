// SPDX-License-Identifier: GPL-2.0
/*
 * The stage 1 walk (Arm ARM D8, translation.md 5): levels, descriptors,
 * address sizes, access flag, memory attributes.
 */
#include "rig.h"
#include "suites.h"

#define SID	3
#define VA	0x0000123456789abcULL
#define PA	(RAM_BASE + 0x300000)

static u64 size_of(unsigned int level)
{
	return ref_pow2(12 + 9 * (3 - level));
}

static void page_maps_4k(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
	expect_pa(rig, SID, VA - VA % PAGE, WRITE, PA);
	expect_pa(rig, SID, VA | 0xfff, READ, PA + 0xfff);
	expect_fault(rig, SID, VA + PAGE, READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, VA - PAGE, READ, REF_F_TRANSLATION);
}

static void check_block(struct rig *rig, unsigned int level, u64 pa)
{
	struct stream stream = rig_stream(rig, SID);
	u64 size = size_of(level), base = VA - VA % size;
	struct outcome out;

	rig_map(rig, &stream, VA, pa, level);
	expect_pa(rig, SID, base, READ, pa);
	expect_pa(rig, SID, VA, WRITE, pa + VA % size);
	expect_pa(rig, SID, base + size - 1, READ, pa + size - 1);
	expect_fault(rig, SID, base + size, READ, REF_F_TRANSLATION);
	expect_fault(rig, SID, base - 1, READ, REF_F_TRANSLATION);
	out = rig_access(rig, SID, VA, READ);
	assert_int_equal(out.x.res.log2_size, 12 + 9 * (3 - level));
}

static void block_at_level_2_maps_2m(void **state)
{
	check_block(*state, 2, 0x0000000080200000ULL);
}

static void block_at_level_1_maps_1g(void **state)
{
	check_block(*state, 1, 0x00000fffc0000000ULL);
}

/* Bits of the output address below the block size are RES0. */
static void low_address_bits_of_a_block_are_ignored(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, 0x80200000ULL + 0x1ff000, 2);
	expect_pa(rig, SID, VA, READ, 0x80200000ULL + VA % BLOCK2);
}

static void block_at_level_0_is_a_translation_fault(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, 0, 0);
	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
}

/* Types 0 and 2 at every level, type 1 at level 3. */
static void invalid_descriptors_are_translation_faults(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int level;

	rig_map(rig, &stream, VA, PA, 3);
	for (level = 0; level < 4; level++) {
		u64 slot = rig_slot(rig, &stream, VA, level);
		u64 good = load64(rig, slot);

		store64(rig, slot, ref_with(good, REF_D_TYPE, 0));
		expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
		store64(rig, slot, ref_with(good, REF_D_TYPE, 2));
		expect_fault(rig, SID, VA, WRITE, REF_F_TRANSLATION);
		store64(rig, slot, good);
	}
	poke(rig, rig_slot(rig, &stream, VA, 3), REF_D_TYPE, 1);
	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
}

static void table_outside_memory_is_walk_eabt_at_each_level(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int level;

	rig_map(rig, &stream, VA, PA, 3);
	for (level = 0; level < 4; level++) {
		u64 slot = rig_slot(rig, &stream, VA, level);
		struct smmu3_txn txn = rig_txn(SID, VA, READ);
		const struct ref_event event = {
			.number = REF_F_WALK_EABT, .sid = SID, .input = VA,
			.read = true, .class = REF_CLASS_TT, .fetch = slot };

		host_fail(&rig->host, NS, slot, 8);
		expect_event(rig, &txn, &event);
		host_heal(&rig->host);
	}
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
}

static void walk_reads_one_word_per_level(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int level;

	rig_map(rig, &stream, VA, PA, 3);
	host_log_clear(&rig->host);
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
	/* STE, CD, four levels */
	assert_int_equal(host_log_count(&rig->host, HOST_READ), 6);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 0);
	for (level = 0; level < 4; level++) {
		const struct host_entry *e = &rig->host.log[2 + level];

		assert_int_equal(e->access.addr,
				 rig_slot(rig, &stream, VA, level));
		assert_int_equal(e->access.kind, SMMU3_ACCESS_TT);
		assert_int_equal(e->access.pas, NS);
		assert_int_equal(e->len, 8);
	}
}

/* 3.4: min(IPS, OAS), for tables and for leaves, at each level. */
static void output_beyond_ips_is_addr_size(void **state)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 44, 44, 44 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);
	unsigned int ips;

	for (ips = 0; ips < ARRAY_SIZE(bits); ips++) {
		poke(rig, stream.cd, REF_CD_IPS, ips);
		poke(rig, slot, REF_D_OA, ref_pow2(bits[ips] - 12));
		rig_flush(rig);
		expect_fault(rig, SID, VA, READ, REF_F_ADDR_SIZE);
		poke(rig, slot, REF_D_OA, ref_pow2(bits[ips] - 12) - 1);
		rig_flush(rig);
		expect_pa(rig, SID, VA - VA % PAGE, READ,
			  ref_pow2(bits[ips]) - PAGE);
	}
}

static void table_address_beyond_ips_is_addr_size(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int level;

	rig_map(rig, &stream, VA, PA, 3);
	for (level = 0; level < 3; level++) {
		u64 slot = rig_slot(rig, &stream, VA, level);
		u64 good = load64(rig, slot);

		store64(rig, slot, good | BIT_ULL(44));
		expect_fault(rig, SID, VA, READ, REF_F_ADDR_SIZE);
		store64(rig, slot, good | BIT_ULL(47));
		expect_fault(rig, SID, VA, READ, REF_F_ADDR_SIZE);
		store64(rig, slot, good);
	}
}

static void block_output_beyond_ips_is_addr_size(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	rig_map(rig, &stream, VA, BIT_ULL(44), 1);
	expect_fault(rig, SID, VA, READ, REF_F_ADDR_SIZE);
}

/* With DS = 0 bits 51:48 are not part of the address. */
static void descriptor_bits_51_to_48_are_ignored(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	poke(rig, slot, 49, 48, 3);
	poke(rig, slot, REF_D_GP, 1);
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
}

/* BBML 2 ignores nT; Contig may be ignored; DBM means nothing with HTTU = 0. */
static void ignored_leaf_bits_change_nothing(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, 0x80200000ULL, 2);

	poke(rig, slot, REF_D_NT, 1);
	poke(rig, slot, REF_D_CONTIG, 1);
	poke(rig, slot, REF_D_DBM, 1);
	poke(rig, slot, REF_D_NS, 1);
	poke(rig, slot, 58, 55, 15);
	expect_pa(rig, SID, VA, READ, 0x80200000ULL + VA % BLOCK2);
	poke(rig, slot, REF_D_AP, REF_AP_RO);
	rig_flush(rig);
	expect_fault(rig, SID, VA, WRITE, REF_F_PERMISSION);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 1);
}

static void ignored_table_bits_change_nothing(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int level;

	rig_map(rig, &stream, VA, PA, 3);
	for (level = 0; level < 3; level++) {
		u64 slot = rig_slot(rig, &stream, VA, level);

		poke(rig, slot, 11, 2, 0x3ff);
		poke(rig, slot, 58, 48, 0x7ff);
		poke(rig, slot, REF_D_NSTABLE, 1);
	}
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
	assert_int_equal(rig_access(rig, SID, VA, READ).x.res.pas, NS);
}

static void access_flag_0_is_an_access_fault(void **state)
{
	static const u64 pas[] = { 0, 0, 0x80200000ULL, PA };
	struct rig *rig = *state;
	unsigned int level;

	for (level = 1; level < 4; level++) {
		struct stream stream = rig_stream(rig, SID);
		u64 slot = rig_map(rig, &stream, VA, pas[level], level);

		poke(rig, slot, REF_D_AF, 0);
		rig_flush(rig);
		expect_fault(rig, SID, VA, READ, REF_F_ACCESS);
		assert_int_equal(ref_get((u64[]){ load64(rig, slot) },
					 REF_D_AF), 0);
	}
}

/* 5.4: AFFD makes AF act as 1, without writing it. */
static void access_flag_0_with_affd_translates(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	poke(rig, slot, REF_D_AF, 0);
	poke(rig, stream.cd, REF_CD_AFFD, 1);
	expect_pa(rig, SID, VA, READ, PA + VA % PAGE);
	expect_pa(rig, SID, VA, WRITE, PA + VA % PAGE);
	assert_int_equal(host_log_count(&rig->host, HOST_WRITE), 0);
}

/* ---- attributes ---- */

static void check_attr(struct rig *rig, u64 slot, unsigned int index,
		       unsigned int sh, u8 want, unsigned int want_sh)
{
	struct outcome out;

	poke(rig, slot, REF_D_ATTRINDX, index);
	poke(rig, slot, REF_D_SH, sh);
	rig_flush(rig);
	out = rig_access(rig, SID, VA, READ);
	assert_true(out.ok);
	assert_int_equal(out.x.res.memattr, want);
	assert_int_equal(out.x.res.sh, want_sh);
}

static void attrindx_chooses_the_mair_byte(void **state)
{
	static const u8 bytes[] = {
		0xff, 0x44, 0x00, 0xbb, 0x04, 0x4f, 0xf4, 0x08 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);
	unsigned int i;

	for (i = 0; i < 8; i++)
		poke(rig, stream.cd, 192 + 8 * i + 7, 192 + 8 * i, bytes[i]);
	for (i = 0; i < 8; i++) {
		bool osh = bytes[i] < 0x10 || bytes[i] == 0x44;

		check_attr(rig, slot, i, REF_NSH, bytes[i],
			   osh ? REF_OSH : REF_NSH);
	}
}

/* 5.4: reserved MAIR bytes act as others. */
static void reserved_mair_bytes_act_as_device_or_transient(void **state)
{
	static const u8 bytes[][2] = {
		{ 0x01, 0x00 }, { 0x03, 0x00 }, { 0x05, 0x04 }, { 0x07, 0x04 },
		{ 0x0a, 0x08 }, { 0x0f, 0x0c }, { 0x40, 0x43 }, { 0xb0, 0xb3 },
	};
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bytes); i++) {
		poke(rig, stream.cd, 199, 192, bytes[i][0]);
		check_attr(rig, slot, 0, REF_OSH, bytes[i][1], REF_OSH);
	}
}

static void shareability_is_the_leafs(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	check_attr(rig, slot, REF_ATTR_WB, REF_NSH, 0xff, REF_NSH);
	check_attr(rig, slot, REF_ATTR_WB, REF_OSH, 0xff, REF_OSH);
	check_attr(rig, slot, REF_ATTR_WB, REF_ISH, 0xff, REF_ISH);
	check_attr(rig, slot, REF_ATTR_WT, REF_ISH, 0xbb, REF_ISH);
}

/* 13.1: Device and Normal-NC are Outer Shareable, whatever SH says. */
static void device_and_noncacheable_are_outer_shareable(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	u64 slot = rig_map(rig, &stream, VA, PA, 3);

	check_attr(rig, slot, REF_ATTR_DEVICE, REF_NSH, 0x04, REF_OSH);
	check_attr(rig, slot, REF_ATTR_DEVICE, REF_ISH, 0x04, REF_OSH);
	check_attr(rig, slot, REF_ATTR_NC, REF_NSH, 0x44, REF_OSH);
	check_attr(rig, slot, REF_ATTR_NC, REF_ISH, 0x44, REF_OSH);
}

static void every_flipped_descriptor_bit_is_judged_like_the_oracle(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	unsigned int level, bit;

	rig_map(rig, &stream, VA, PA, 3);
	for (level = 0; level < 4; level++) {
		u64 slot = rig_slot(rig, &stream, VA, level);
		u64 word = load64(rig, slot);

		for (bit = 0; bit < 64; bit++) {
			store64(rig, slot, word ^ BIT_ULL(bit));
			rig_flush(rig);
			expect_oracle(rig, &txn);
			store64(rig, slot, word);
		}
	}
}

static const struct CMUnitTest walk_tests[] = {
	TEST_EXACT(page_maps_4k),
	TEST_EXACT(block_at_level_2_maps_2m),
	TEST_EXACT(block_at_level_1_maps_1g),
	TEST_EXACT(low_address_bits_of_a_block_are_ignored),
	TEST_EXACT(block_at_level_0_is_a_translation_fault),
	TEST_EXACT(invalid_descriptors_are_translation_faults),
	TEST_EXACT(table_outside_memory_is_walk_eabt_at_each_level),
	TEST_EXACT(walk_reads_one_word_per_level),
	TEST_EXACT(output_beyond_ips_is_addr_size),
	TEST_EXACT(table_address_beyond_ips_is_addr_size),
	TEST_EXACT(block_output_beyond_ips_is_addr_size),
	TEST_EXACT(descriptor_bits_51_to_48_are_ignored),
	TEST_EXACT(ignored_leaf_bits_change_nothing),
	TEST_EXACT(ignored_table_bits_change_nothing),
	TEST_EXACT(access_flag_0_is_an_access_fault),
	TEST_EXACT(access_flag_0_with_affd_translates),
	TEST_EXACT(attrindx_chooses_the_mair_byte),
	TEST_EXACT(reserved_mair_bytes_act_as_device_or_transient),
	TEST_EXACT(shareability_is_the_leafs),
	TEST_EXACT(device_and_noncacheable_are_outer_shareable),
	TEST_EXACT(every_flipped_descriptor_bit_is_judged_like_the_oracle),
};
SUITE(walk);
