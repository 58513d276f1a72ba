// SPDX-License-Identifier: GPL-2.0
/*
 * Stage 1 with granules of 4, 16 and 64 KiB (Arm ARM D8.2, D8.3; 5.4): which
 * are legal, the geometry of their tables, blocks, address fields, how the TLB
 * holds their mappings and what a TLBI by range names. With 48-bit addresses.
 */
#include "side.h"
#include "suites.h"

#define SID		3
#define PA		0x0000000fc0000000ULL
#define NR_LEVELS	4

/* RAM for the start table, and for tables of each level. */
#define START		(RAM_BASE + 0x200000)
#define BELOW		(RAM_BASE + 0x280000)
#define TABLE_BYTES	0x10000ULL

/* An index field (5.2 with 48-bit addresses); high 0: no such level */
struct bits {
	unsigned int high;
	unsigned int low;
};

/**
 * struct granule - the architecture's tables, typed
 * @log2: of the granule
 * @tg0: code in CD.TG0
 * @tg1: code in CD.TG1
 * @tg: code in TLBI commands
 * @last_txsz: largest TxSZ that begins at a level; 0: none does
 * @index: address bits of an index, by level
 * @block: log2 of blocks and pages by level, 0: there are none
 */
struct granule {
	unsigned int log2;
	unsigned int tg0;
	unsigned int tg1;
	unsigned int tg;
	unsigned int last_txsz[NR_LEVELS];
	struct bits index[NR_LEVELS];
	unsigned int block[NR_LEVELS];
};

static const struct granule granules[] = {
	{
		.log2 = 12, .tg0 = 0, .tg1 = 2, .tg = 1,
		.last_txsz = { 24, 33, 42, 48 },
		.index = { { 47, 39 }, { 38, 30 }, { 29, 21 }, { 20, 12 } },
		.block = { 0, 30, 21, 12 },
	}, {
		.log2 = 14, .tg0 = 2, .tg1 = 1, .tg = 2,
		.last_txsz = { 16, 27, 38, 48 },
		.index = { { 47, 47 }, { 46, 36 }, { 35, 25 }, { 24, 14 } },
		.block = { 0, 0, 25, 14 },
	}, {
		.log2 = 16, .tg0 = 1, .tg1 = 3, .tg = 3,
		.last_txsz = { 0, 21, 34, 47 },
		.index = { { 0, 0 }, { 47, 42 }, { 41, 29 }, { 28, 16 } },
		.block = { 0, 0, 29, 16 },
	},
};

#define K4	(&granules[0])
#define K16	(&granules[1])
#define K64	(&granules[2])

static struct smmu3_config config_of(enum smmu3_cache_mode cache)
{
	struct smmu3_config config = rig_config(cache);

	config.oas = 48;
	config.gran16k = 1;
	config.gran64k = 1;
	return config;
}

static int setup(void **state, enum smmu3_cache_mode cache)
{
	struct smmu3_config config = config_of(cache);
	struct rig *rig = rig_new(&config);

	rig_boot(rig);
	*state = rig;
	return 0;
}

static int setup_exact(void **state)
{
	return setup(state, SMMU3_CACHE_EXACT);
}

static int setup_fast(void **state)
{
	return setup(state, SMMU3_CACHE_FAST);
}

#define GRANULES_EXACT(f)						\
	cmocka_unit_test_setup_teardown(f, setup_exact, rig_teardown)
#define GRANULES_FAST(f)						\
	cmocka_unit_test_setup_teardown(f, setup_fast, rig_teardown)

/* ---- tables ---- */

static unsigned int start_level(const struct granule *g, unsigned int txsz)
{
	unsigned int level = 0;

	while (txsz > g->last_txsz[level])
		level++;
	return level;
}

/* The index field, as far as the start table has it. */
static u64 index_of(const struct granule *g, unsigned int level,
		    unsigned int txsz, u64 va)
{
	unsigned int high = min(g->index[level].high, 63 - txsz);

	return ref_get(&va, high, g->index[level].low);
}

/* Bytes of the table at the start level. */
static u64 start_bytes(const struct granule *g, unsigned int txsz)
{
	unsigned int level = start_level(g, txsz);

	return 8 * ref_pow2(64 - txsz - g->index[level].low);
}

static u64 table_at(unsigned int level)
{
	return BELOW + level * TABLE_BYTES;
}

/**
 * struct path - a path through tables of a granule
 * @g: granule
 * @txsz: T0SZ and T1SZ
 * @ttb: where the start table is
 * @va: input address
 */
struct path {
	const struct granule *g;
	unsigned int txsz;
	u64 ttb;
	u64 va;
};

static u64 slot_of(const struct path *path, unsigned int level)
{
	u64 table = level == start_level(path->g, path->txsz) ? path->ttb :
								table_at(level);

	return table + 8 * index_of(path->g, level, path->txsz, path->va);
}

static struct path path_from(const struct granule *g, unsigned int txsz, u64 va)
{
	return (struct path){ g, txsz, START, va };
}

/* Write @leaf at @level and the tables above it. */
static void lay(struct rig *rig, const struct path *path, unsigned int level,
		u64 leaf)
{
	unsigned int at = start_level(path->g, path->txsz);

	for (; at < level; at++)
		store64(rig, slot_of(path, at), ref_table(table_at(at + 1)));
	store64(rig, slot_of(path, level), leaf);
}

/* Take it away again. */
static void lift(struct rig *rig, const struct path *path)
{
	unsigned int at = start_level(path->g, path->txsz);

	for (; at < NR_LEVELS; at++)
		store64(rig, slot_of(path, at), 0);
}

/* Both halves of @stream use @path's granule, size and start table. */
static void use(struct rig *rig, const struct stream *stream,
		const struct path *path)
{
	u64 cd = stream->cd;

	poke(rig, cd, REF_CD_T0SZ, path->txsz);
	poke(rig, cd, REF_CD_T1SZ, path->txsz);
	poke(rig, cd, REF_CD_TG0, path->g->tg0);
	poke(rig, cd, REF_CD_TG1, path->g->tg1);
	poke(rig, cd, REF_CD_EPD1, 0);
	store64(rig, cd + 8, path->ttb);
	store64(rig, cd + 16, path->ttb);
	rig_flush(rig);
}

/* ---- legality (5.4.2) ---- */

static bool is_bad_cd(struct rig *rig)
{
	struct outcome out;
	u64 record[REF_EVT_WORDS];

	rig_flush(rig);
	out = rig_access(rig, SID, 0, READ);
	while (rig_event_pop(rig, record))
		;
	return !out.ok && out.x.fault.event == REF_C_BAD_CD;
}

/* Does an SMMU take a granule code, given which granules it has? */
static bool takes(unsigned int log2, unsigned int has16k, unsigned int has64k)
{
	return log2 == 12 || (log2 == 14 && has16k) || (log2 == 16 && has64k);
}

static void check_codes(struct rig *rig, unsigned int has16k,
			unsigned int has64k)
{
	static const unsigned int tg0[] = { 12, 16, 14, 0 };
	static const unsigned int tg1[] = { 0, 14, 12, 16 };
	struct stream stream = rig_stream(rig, SID);
	unsigned int code;

	poke(rig, stream.cd, REF_CD_T1SZ, 16);
	for (code = 0; code < 4; code++) {
		bool ok0 = takes(tg0[code], has16k, has64k);
		bool ok1 = takes(tg1[code], has16k, has64k);

		poke(rig, stream.cd, REF_CD_EPD1, 1);
		poke(rig, stream.cd, REF_CD_TG0, code);
		assert_int_equal(is_bad_cd(rig), !ok0);
		poke(rig, stream.cd, REF_CD_TG0, REF_TG0_4K);
		poke(rig, stream.cd, REF_CD_TG1, code);
		assert_false(is_bad_cd(rig));	/* ignored */
		poke(rig, stream.cd, REF_CD_EPD1, 0);
		assert_int_equal(is_bad_cd(rig), !ok1);
		poke(rig, stream.cd, REF_CD_EPD0, 1);
		poke(rig, stream.cd, REF_CD_TG0, code);
		assert_int_equal(is_bad_cd(rig), !ok1);
		poke(rig, stream.cd, REF_CD_EPD0, 0);
		assert_int_equal(is_bad_cd(rig), !ok0 || !ok1);
		poke(rig, stream.cd, REF_CD_TG0, REF_TG0_4K);
	}
}

static void granules_beyond_idr5_and_reserved_codes_are_bad_cd(void **state)
{
	unsigned int has;

	(void)state;
	for (has = 0; has < 4; has++) {
		struct smmu3_config config = config_of(SMMU3_CACHE_EXACT);
		struct rig *rig;

		config.gran16k = has % 2;
		config.gran64k = has / 2;
		rig = rig_new(&config);
		rig_boot(rig);
		check_codes(rig, config.gran16k, config.gran64k);
		rig_free(rig);
	}
}

/* IDR5 is of both banks. 25-bit input: one table, of pages. */
static void check_stream_of(struct rig *rig, enum smmu3_pas bank,
			    const struct granule *g, bool legal)
{
	struct side *side = rig_side(rig, bank);
	struct stream stream = side_stream(side, SID);
	u64 va = 5 * ref_pow2(g->log2) + PAGE - 1;
	struct smmu3_txn txn = side_txn(side, SID, va, READ);
	struct outcome out;

	side_poke(side, stream.cd, REF_CD_T0SZ, 39);
	side_poke(side, stream.cd, REF_CD_TG0, g->tg0);
	side_store(side, stream.ttb0 + 5 * 8, ref_leaf(3, PA));
	side_flush(side);
	out = side_do(side, &txn);
	assert_int_equal(out.ok, legal);
	if (legal)
		assert_int_equal(out.x.res.pa, PA + PAGE - 1);
	else
		assert_int_equal(out.x.fault.event, REF_C_BAD_CD);
}

static void streams_of_both_banks_have_the_granules(void **state)
{
	unsigned int i, has;

	(void)state;
	for (has = 0; has < 2; has++)
		for (i = 1; i < 3; i++) {
			struct smmu3_config config =
				side_config(SMMU3_CACHE_EXACT);
			struct rig *rig;

			config.gran16k = has;
			config.gran64k = has;
			rig = rig_new(&config);
			side_boot(rig_side(rig, NS));
			side_boot(rig_side(rig, SECURE));
			check_stream_of(rig, NS, &granules[i], has);
			check_stream_of(rig, SECURE, &granules[i], has);
			rig_free(rig);
		}
}

/* IDR3.STT and IDR5.VAX are 0: 16 to 39 with every granule. */
static void txsz_is_16_to_39_with_every_granule(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, size;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (size = 0; size < 64; size++) {
			struct path path = path_from(&granules[i], size, 0);
			bool bad = size < 16 || size > 39;

			use(rig, &stream, &path);
			poke(rig, stream.cd, REF_CD_T1SZ, 16);
			assert_int_equal(is_bad_cd(rig), bad);
			poke(rig, stream.cd, REF_CD_T0SZ, 16);
			poke(rig, stream.cd, REF_CD_T1SZ, size);
			assert_int_equal(is_bad_cd(rig), bad);
		}
}

/* TTBx has to be below min(IPS, OAS), here 48 bits at most. */
static void ttb_beyond_ips_is_bad_cd_with_every_granule(void **state)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48, 48, 48 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, ips, half;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (ips = 0; ips < ARRAY_SIZE(bits); ips++) {
			struct path path = path_from(&granules[i], 16, 0);

			use(rig, &stream, &path);
			poke(rig, stream.cd, REF_CD_IPS, ips);
			for (half = 1; half <= 2; half++) {
				u64 at = stream.cd + 8 * half;

				store64(rig, at, ref_pow2(bits[ips]));
				assert_true(is_bad_cd(rig));
				store64(rig, at, ref_pow2(bits[ips]) - 16);
				assert_false(is_bad_cd(rig));
				store64(rig, at, BIT_ULL(51));
				assert_true(is_bad_cd(rig));
				store64(rig, at, START);
			}
		}
}

/* ---- geometry ---- */

/* The walk reads one descriptor a level, each where the architecture says. */
static void expect_walk(struct rig *rig, const struct path *path)
{
	unsigned int first = start_level(path->g, path->txsz), level;
	int at = 1;	/* behind the STE and the CD */

	rig_flush(rig);
	host_log_clear(&rig->host);
	expect_pa(rig, SID, path->va, READ,
		  PA + path->va % ref_pow2(path->g->log2));
	assert_int_equal(host_log_count(&rig->host, HOST_READ),
			 2 + NR_LEVELS - first);
	for (level = first; level < NR_LEVELS; level++) {
		at = host_log_find(&rig->host, HOST_READ, at + 1);
		assert_int_equal(rig->host.log[at].access.addr,
				 slot_of(path, level));
		assert_int_equal(rig->host.log[at].len, 8);
	}
}

/* TTB bits below the size of the start table are ignored, none above. */
static void check_path(struct rig *rig, const struct stream *stream,
		       const struct granule *g, unsigned int txsz, u64 va)
{
	u64 size = start_bytes(g, txsz);
	struct path path = path_from(g, txsz, va);

	assert_true(size >= 16 && size <= TABLE_BYTES);
	path.ttb += size;
	use(rig, stream, &path);
	lay(rig, &path, 3, ref_leaf(3, PA));
	expect_walk(rig, &path);
	store64(rig, stream->cd + 8, path.ttb | ((size - 1) & ~0xfULL));
	store64(rig, stream->cd + 16, path.ttb | ((size - 1) & ~0xfULL));
	expect_walk(rig, &path);
	lift(rig, &path);
}

/* Indices of many kinds: mixed, the last, the first. */
static void check_size(struct rig *rig, const struct stream *stream,
		       const struct granule *g, unsigned int txsz, bool upper)
{
	static const u64 patterns[] = {
		0x0000a5b6c7d8e9faULL, 0x00005a4937261504ULL, ~0ULL, 0 };
	u64 inside = ref_pow2(64 - txsz) - 1;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		check_path(rig, stream, g, txsz,
			   (patterns[i] & inside) | (upper ? ~inside : 0));
}

static void check_sizes(struct rig *rig, const struct granule *g)
{
	struct stream stream = rig_stream(rig, SID);
	unsigned int txsz;

	for (txsz = 16; txsz <= 39; txsz++) {
		check_size(rig, &stream, g, txsz, false);
		check_size(rig, &stream, g, txsz, true);
	}
}

static void walks_of_4k_begin_and_index_as_each_txsz_says(void **state)
{
	check_sizes(*state, K4);
}

static void walks_of_16k_begin_and_index_as_each_txsz_says(void **state)
{
	check_sizes(*state, K16);
}

static void walks_of_64k_begin_and_index_as_each_txsz_says(void **state)
{
	check_sizes(*state, K64);
}

/* One address beyond each end of each half is a translation fault. */
static void addresses_beyond_txsz_are_translation_faults(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, txsz;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (txsz = 16; txsz <= 39; txsz++) {
			struct path path = path_from(&granules[i], txsz, 0);
			u64 end = ref_pow2(64 - txsz);

			use(rig, &stream, &path);
			host_log_clear(&rig->host);
			expect_fault(rig, SID, end, READ, REF_F_TRANSLATION);
			expect_fault(rig, SID, ~end, READ, REF_F_TRANSLATION);
			/* the STE and the CD, no table */
			assert_int_equal(host_log_count(&rig->host, HOST_READ),
					 2);
		}
}

/* ---- descriptors ---- */

static void expect_mapping(struct rig *rig, const struct path *path,
			   unsigned int log2, u64 pa)
{
	u64 size = ref_pow2(log2), base = path->va - path->va % size;
	struct outcome out;

	expect_pa(rig, SID, base, READ, pa);
	expect_pa(rig, SID, path->va, WRITE, pa + path->va % size);
	expect_pa(rig, SID, base + size - 1, READ, pa + size - 1);
	out = rig_access(rig, SID, path->va, READ);
	assert_int_equal(out.x.res.log2_size, log2);
}

#define BLOCK_VA	0x00005a4e37261504ULL

/* Type 1 is a block where there are blocks, else invalid; 3 a page at 3. */
static void check_leaf(struct rig *rig, const struct granule *g,
		       unsigned int level)
{
	struct path path = path_from(g, 16, BLOCK_VA);
	u64 pa = 0x00003ad7d2650000ULL, slot = slot_of(&path, level);
	unsigned int log2 = g->block[level];

	lay(rig, &path, level, ref_leaf(level, pa));
	rig_flush(rig);
	if (log2)
		expect_mapping(rig, &path, log2, pa - pa % ref_pow2(log2));
	else
		expect_fault(rig, SID, path.va, READ, REF_F_TRANSLATION);
	rig_flush(rig);
	if (level == 3) {
		poke(rig, slot, REF_D_TYPE, 1);
		expect_fault(rig, SID, path.va, READ, REF_F_TRANSLATION);
	}
	poke(rig, slot, REF_D_TYPE, 2);
	expect_fault(rig, SID, path.va, READ, REF_F_TRANSLATION);
	poke(rig, slot, REF_D_TYPE, 0);
	expect_fault(rig, SID, path.va, READ, REF_F_TRANSLATION);
	lift(rig, &path);
}

static void each_granule_has_its_blocks_and_pages(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, level;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		struct path path = path_from(&granules[i], 16, 0);

		use(rig, &stream, &path);
		for (level = start_level(&granules[i], 16); level < NR_LEVELS;
		     level++)
			check_leaf(rig, &granules[i], level);
	}
}

/*
 * Of a leaf, bits below its size are no address; of a table, bits below the
 * granule; of neither, bits 51:48, nor bits 15:12 with 64 KiB (52-bit PAs).
 */
static void address_fields_begin_at_the_granule(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, level, bit;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		const struct granule *g = &granules[i];
		struct path path = path_from(g, 16, BLOCK_VA);

		use(rig, &stream, &path);
		lay(rig, &path, 3, ref_leaf(3, PA));
		for (level = start_level(g, 16); level < NR_LEVELS; level++)
			for (bit = 12; bit < 50; bit++) {
				u64 slot = slot_of(&path, level);
				u64 word = load64(rig, slot);

				if (bit == g->log2)
					bit = 48;
				store64(rig, slot, word ^ BIT_ULL(bit));
				expect_walk(rig, &path);
				store64(rig, slot, word);
			}
		lift(rig, &path);
	}
}

/* 3.4: min(IPS, OAS) is the limit of each descriptor's output. */
static void outputs_beyond_ips_are_addr_size_with_every_granule(void **state)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, ips, level;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (ips = 0; ips < ARRAY_SIZE(bits); ips++) {
			const struct granule *g = &granules[i];
			struct path path = path_from(g, 16, BLOCK_VA);
			u64 limit = ref_pow2(bits[ips]);
			u64 page = ref_pow2(g->log2);

			use(rig, &stream, &path);
			poke(rig, stream.cd, REF_CD_IPS, ips);
			lay(rig, &path, 3, ref_leaf(3, limit - page));
			rig_flush(rig);
			expect_pa(rig, SID, path.va, READ,
				  limit - page + path.va % page);
			for (level = start_level(g, 16); level < NR_LEVELS;
			     level++) {
				u64 slot = slot_of(&path, level);
				u64 word = load64(rig, slot);

				store64(rig, slot, word | limit);
				rig_flush(rig);
				expect_fault(rig, SID, path.va, READ,
					     REF_F_ADDR_SIZE);
				store64(rig, slot, word);
			}
			lift(rig, &path);
		}
}

/* Every bit of every descriptor and of the CD, as the oracle sees it. */
static void check_flips(struct rig *rig, const struct path *path, u64 slot)
{
	struct smmu3_txn txn = rig_txn(SID, path->va, READ);
	u64 word = load64(rig, slot);
	unsigned int bit;

	for (bit = 0; bit < 64; bit++) {
		store64(rig, slot, word ^ BIT_ULL(bit));
		rig_flush(rig);
		expect_oracle(rig, &txn);
		store64(rig, slot, word);
	}
}

static void every_flipped_bit_is_judged_like_the_oracle(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, j, level;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		struct path path = path_from(&granules[i], 16, BLOCK_VA);

		use(rig, &stream, &path);
		lay(rig, &path, 3, ref_leaf(3, PA));
		for (level = start_level(path.g, 16); level < NR_LEVELS;
		     level++)
			check_flips(rig, &path, slot_of(&path, level));
		for (j = 0; j < REF_CD_WORDS; j++)
			check_flips(rig, &path, stream.cd + 8 * j);
		lift(rig, &path);
	}
}

/* TG0 and TG1 are independent. */
static void each_half_has_its_granule(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (j = 0; j < ARRAY_SIZE(granules); j++) {
			struct path low = path_from(&granules[i], 16,
						    BLOCK_VA);
			struct path high = path_from(&granules[j], 39, ~0ULL);

			high.ttb = START + TABLE_BYTES;
			use(rig, &stream, &low);
			poke(rig, stream.cd, REF_CD_T1SZ, 39);
			poke(rig, stream.cd, REF_CD_TG1, high.g->tg1);
			store64(rig, stream.cd + 16, high.ttb);
			lay(rig, &low, 3, ref_leaf(3, PA));
			expect_walk(rig, &low);
			lift(rig, &low);
			lay(rig, &high, 3, ref_leaf(3, PA));
			expect_walk(rig, &high);
			lift(rig, &high);
		}
}

/* ---- the TLB ---- */

static unsigned int hit(struct rig *rig, u64 va)
{
	return rig_hits(rig, SID, va) & SMMU3_HIT_TLB;
}

/* A page is one entry: all its 4 KiB pieces hit, and nothing else. */
static void first_piece_of_a_page_caches_all_of_it(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		struct path path = path_from(&granules[i], 16, BLOCK_VA);
		u64 size = ref_pow2(path.g->log2), at;
		u64 base = path.va - path.va % size;

		use(rig, &stream, &path);
		lay(rig, &path, 3, ref_leaf(3, PA));
		expect_pa(rig, SID, path.va, READ, PA + path.va % size);
		for (at = 0; at < size; at += PAGE) {
			assert_true(hit(rig, base + at));
			expect_pa(rig, SID, base + at, READ, PA + at);
			assert_int_equal(rig_access(rig, SID, base + at, READ)
					 .x.res.log2_size, path.g->log2);
		}
		assert_false(hit(rig, base - 1));
		assert_false(hit(rig, base + size));
		lift(rig, &path);
	}
}

static void check_slot(struct rig *rig, const struct path *path,
		       unsigned int level, unsigned int log2)
{
	struct smmu3_tlb_record rec, found = { 0 };
	unsigned int i, count = 0;
	int what;

	for (i = 0; (what = smmu3_tlb_slot(rig->smmu, i, &rec)) >= 0; i++)
		if (what) {
			found = rec;
			count++;
		}
	assert_int_equal(count, 1);
	assert_int_equal(found.granule, path->g->log2);
	assert_int_equal(found.level, level);
	assert_int_equal(found.log2_size, log2);
	assert_int_equal(found.va, path->va - path->va % ref_pow2(log2));
	assert_int_equal(found.pa, PA + (found.va -
		(path->va - path->va % ref_pow2(path->g->block[level]))));
}

/* Entries tell granule and level; the fast cache holds 2 MiB at most. */
static void tlb_records_tell_granule_level_and_size(void **state)
{
	struct rig *rig = *state;
	bool fast = rig->config.cache == SMMU3_CACHE_FAST;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, level;

	for (i = 0; i < ARRAY_SIZE(granules); i++)
		for (level = 2; level < NR_LEVELS; level++) {
			struct path path = path_from(&granules[i], 16,
						     BLOCK_VA);
			unsigned int log2 = path.g->block[level];

			use(rig, &stream, &path);
			lay(rig, &path, level, ref_leaf(level, PA));
			rig_access(rig, SID, path.va, READ);
			check_slot(rig, &path, level,
				   fast ? min(log2, 21U) : log2);
			/* a hit tells the size of the block, not of a piece */
			assert_true(hit(rig, path.va));
			assert_int_equal(rig_access(rig, SID, path.va, READ)
					 .x.res.log2_size, log2);
			lift(rig, &path);
		}
}

/* ---- TLBI by range (4.4.1.1) ---- */

/* What is cached before each command, with the granule under test. */
enum kind {
	PAGE_0,		/* page at RANGE_VA */
	PAGE_1,		/* the page behind it */
	PAGE_5,
	PAGE_LAST,	/* last page of the same level 3 table */
	BLOCK_0,	/* level 2 block behind that table */
	BLOCK_1,	/* the block behind that */
	UPPER,		/* page in the upper half */
	NR_KINDS
};

#define KIND(k)		BIT(k)
#define PAGES		(KIND(PAGE_0) | KIND(PAGE_1) | KIND(PAGE_5) |	\
			 KIND(PAGE_LAST))
#define BLOCKS		(KIND(BLOCK_0) | KIND(BLOCK_1))

/* A multiple of every block, 512 MiB being the largest. */
#define RANGE_VA	0x0000000040000000ULL
#define UPPER_VA	0xffff800040000000ULL

static u64 kind_va(const struct granule *g, enum kind kind)
{
	u64 page = ref_pow2(g->log2), block = ref_pow2(g->block[2]);
	const u64 va[] = {
		[PAGE_0] = RANGE_VA,
		[PAGE_1] = RANGE_VA + page,
		[PAGE_5] = RANGE_VA + 5 * page,
		[PAGE_LAST] = RANGE_VA + block - page,
		[BLOCK_0] = RANGE_VA + block,
		[BLOCK_1] = RANGE_VA + 2 * block,
		[UPPER] = UPPER_VA + 7 * page,
	};

	return va[kind];
}

static unsigned int kind_level(enum kind kind)
{
	return kind == BLOCK_0 || kind == BLOCK_1 ? 2 : 3;
}

/* Each kind has a PA of its own, whole blocks apart. */
static u64 kind_pa(enum kind kind, unsigned int generation)
{
	return (u64)(1 + kind + generation * NR_KINDS) * 0x20000000ULL;
}

/* The upper half shares all tables, but no entry of the first and last. */
static void map_kinds(struct rig *rig, const struct granule *g,
		      unsigned int generation)
{
	enum kind kind;

	for (kind = 0; kind < NR_KINDS; kind++) {
		unsigned int level = kind_level(kind);
		struct path path = path_from(g, 16, kind_va(g, kind));

		lay(rig, &path, level,
		    ref_leaf(level, kind_pa(kind, generation)));
	}
}

/**
 * struct range_case - a command and what it names
 * @how: without TG
 * @base: first address, in pages behind RANGE_VA
 * @gone: mask of KIND()
 */
struct range_case {
	struct ref_range how;
	unsigned int base;
	unsigned int gone;
};

static const struct range_case range_cases[] = {
	/* (NUM + 1) * 2^SCALE pages */
	{ { .num = 0, .scale = 0, .ttl = 3 }, 0, KIND(PAGE_0) },
	{ { .num = 1, .scale = 0 }, 0, KIND(PAGE_0) | KIND(PAGE_1) },
	{ { .num = 4, .scale = 0 }, 0, KIND(PAGE_0) | KIND(PAGE_1) },
	{ { .num = 5, .scale = 0 }, 0, PAGES & ~KIND(PAGE_LAST) },
	{ { .num = 0, .scale = 2 }, 1, KIND(PAGE_1) },
	{ { .num = 0, .scale = 2 }, 2, KIND(PAGE_5) },
	{ { .num = 2, .scale = 1, .ttl = 3 }, 0, PAGES & ~KIND(PAGE_LAST) },
	/* levels */
	{ { .num = 31, .scale = 20, .ttl = 3 }, 0, PAGES },
	{ { .num = 31, .scale = 20, .ttl = 2 }, 0, BLOCKS },
	{ { .num = 31, .scale = 20 }, 0, PAGES | BLOCKS },
	/* past the top of what there is */
	{ { .num = 31, .scale = 31 }, 0, PAGES | BLOCKS },
};

static void check_range(struct rig *rig, const struct granule *g,
			const struct ref_cmd *cmd, unsigned int gone)
{
	enum kind kind;

	map_kinds(rig, g, 0);
	rig_flush(rig);
	for (kind = 0; kind < NR_KINDS; kind++)
		expect_pa(rig, SID, kind_va(g, kind), READ, kind_pa(kind, 0));
	map_kinds(rig, g, 1);
	rig_cmd(rig, *cmd);
	rig_sync(rig);
	for (kind = 0; kind < NR_KINDS; kind++) {
		bool was_hit = hit(rig, kind_va(g, kind));

		if (gone & KIND(kind) && was_hit)
			fail_msg("%u KiB: kind %u is still there",
				 1U << (g->log2 - 10), kind);
		if (!(gone & KIND(kind)) && !was_hit &&
		    rig->config.cache == SMMU3_CACHE_EXACT)
			fail_msg("%u KiB: kind %u is gone",
				 1U << (g->log2 - 10), kind);
		expect_pa(rig, SID, kind_va(g, kind), READ,
			  kind_pa(kind, !was_hit));
	}
}

static void use_ranges(struct rig *rig, const struct stream *stream,
		       const struct granule *g)
{
	struct path path = path_from(g, 16, 0);

	use(rig, stream, &path);
}

static struct ref_cmd range_cmd(const struct granule *g, u64 va,
				struct ref_range how, bool by_asid)
{
	struct ref_cmd cmd = by_asid ? ref_tlbi_va(va, SID + 1) :
				       ref_tlbi_vaa(va);

	how.tg = g->tg;
	return ref_tlbi_range(cmd, &how);
}

static void ranges_are_counted_in_granules(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		const struct granule *g = &granules[i];

		use_ranges(rig, &stream, g);
		for (j = 0; j < ARRAY_SIZE(range_cases); j++) {
			const struct range_case *c = &range_cases[j];
			struct ref_cmd cmd = range_cmd(g, RANGE_VA + c->base *
						       ref_pow2(g->log2),
						       c->how, j % 2);

			check_range(rig, g, &cmd, c->gone);
		}
	}
}

/* TTL 2 and one granule: the block there, whichever page is named. */
static void range_in_a_block_drops_all_of_it(void **state)
{
	const struct ref_range with_ttl = { .ttl = 2 }, without = { .num = 1 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		const struct granule *g = &granules[i];
		u64 block = ref_pow2(g->block[2]);
		u64 va = kind_va(g, BLOCK_0);
		struct ref_cmd cmd = range_cmd(g, va, with_ttl, true);

		use_ranges(rig, &stream, g);
		check_range(rig, g, &cmd, KIND(BLOCK_0));
		cmd = range_cmd(g, va + block / 2, without, false);
		check_range(rig, g, &cmd, KIND(BLOCK_0));
		/* from the last page of one block to the first of the next */
		cmd = range_cmd(g, va + block - ref_pow2(g->log2), without,
				true);
		check_range(rig, g, &cmd, BLOCKS);
	}
}

/* No TG: one address, whatever the granule and the level. */
static void single_addresses_drop_entries_of_any_granule(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i;
	enum kind kind;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		const struct granule *g = &granules[i];

		use_ranges(rig, &stream, g);
		for (kind = 0; kind < NR_KINDS; kind++) {
			u64 size = ref_pow2(g->block[kind_level(kind)]);
			u64 va = kind_va(g, kind);
			struct ref_cmd first = ref_tlbi_vaa(va);
			struct ref_cmd last = ref_tlbi_va(va + size - PAGE,
							  SID + 1);

			check_range(rig, g, &first, KIND(kind));
			check_range(rig, g, &last, KIND(kind));
		}
	}
}

/* Another TG names no entry of ours; exact mode keeps them all. */
static void ranges_of_another_granule_drop_nothing(void **state)
{
	const struct ref_range all = { .num = 31, .scale = 25 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(granules); i++) {
		use_ranges(rig, &stream, &granules[i]);
		for (j = 0; j < ARRAY_SIZE(granules); j++) {
			struct ref_cmd cmd = range_cmd(&granules[j], 0, all,
						       false);

			check_range(rig, &granules[i], &cmd,
				    i == j ? PAGES | BLOCKS : 0);
		}
	}
}

/* TTL 1: no blocks with 16 KiB, where it acts as 0, nor with 64 KiB. */
static void ttl_1_is_no_level_of_larger_granules(void **state)
{
	const struct ref_range how = { .num = 31, .scale = 20, .ttl = 1 };
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct ref_cmd cmd = range_cmd(K16, RANGE_VA, how, false);

	use_ranges(rig, &stream, K16);
	check_range(rig, K16, &cmd, PAGES | BLOCKS);
	cmd = range_cmd(K64, 0, how, false);
	use_ranges(rig, &stream, K64);
	check_range(rig, K64, &cmd, 0);
}

static const struct CMUnitTest granules_tests[] = {
	cmocka_unit_test(granules_beyond_idr5_and_reserved_codes_are_bad_cd),
	cmocka_unit_test(streams_of_both_banks_have_the_granules),
	GRANULES_EXACT(txsz_is_16_to_39_with_every_granule),
	GRANULES_EXACT(ttb_beyond_ips_is_bad_cd_with_every_granule),
	GRANULES_EXACT(walks_of_4k_begin_and_index_as_each_txsz_says),
	GRANULES_EXACT(walks_of_16k_begin_and_index_as_each_txsz_says),
	GRANULES_EXACT(walks_of_64k_begin_and_index_as_each_txsz_says),
	GRANULES_EXACT(addresses_beyond_txsz_are_translation_faults),
	GRANULES_EXACT(each_granule_has_its_blocks_and_pages),
	GRANULES_FAST(each_granule_has_its_blocks_and_pages),
	GRANULES_EXACT(address_fields_begin_at_the_granule),
	GRANULES_EXACT(outputs_beyond_ips_are_addr_size_with_every_granule),
	GRANULES_EXACT(every_flipped_bit_is_judged_like_the_oracle),
	GRANULES_EXACT(each_half_has_its_granule),
	GRANULES_FAST(each_half_has_its_granule),
	GRANULES_EXACT(first_piece_of_a_page_caches_all_of_it),
	GRANULES_FAST(first_piece_of_a_page_caches_all_of_it),
	GRANULES_EXACT(tlb_records_tell_granule_level_and_size),
	GRANULES_FAST(tlb_records_tell_granule_level_and_size),
	GRANULES_EXACT(ranges_are_counted_in_granules),
	GRANULES_FAST(ranges_are_counted_in_granules),
	GRANULES_EXACT(range_in_a_block_drops_all_of_it),
	GRANULES_FAST(range_in_a_block_drops_all_of_it),
	GRANULES_EXACT(single_addresses_drop_entries_of_any_granule),
	GRANULES_FAST(single_addresses_drop_entries_of_any_granule),
	GRANULES_EXACT(ranges_of_another_granule_drop_nothing),
	GRANULES_EXACT(ttl_1_is_no_level_of_larger_granules),
};
SUITE(granules);
