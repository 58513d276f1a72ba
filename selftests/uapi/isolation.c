// SPDX-License-Identifier: GPL-2.0
/*
 * The Non-secure side against Secure memory (3.10.2), on private SMMUs whose two
 * PA spaces have RAM at the same addresses. Every word of the Secure RAM is the
 * same secret: no device of the Non-secure side ever reads it, and at the end of
 * each test it is still all there.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nest_kit.h"

#define NS		SMMU_SIM_PAS_NS
#define S		SMMU_SIM_PAS_S
#define SECRET		0x5ec2e75ec2e75ec2ULL
#define SECURE_ONLY	0xc0000000ULL	/* no Non-secure RAM is there */
#define SECURE_SIZE	0x10000ULL
#define WORDS		8U

#define GBPA_NSCFG_SECURE (2U << 14)	/* S_GBPA only (6.3.63) */
#define SHCFG_INCOMING	(1U << 12)

FIXTURE(isolation)
{
	struct nest nest;
	uint64_t *mirror;	/* Secure, at the addresses of nest.kit's RAM */
	uint64_t *only;		/* Secure, where there is no other RAM */
	uint64_t words[WORDS];
};

static uint64_t *add_secret(int fd, uint64_t base, uint64_t size)
{
	uint64_t cookie, i;
	void *ram;

	if (smmusim_mem_add(fd, SMMU_SIM_MEM_S, base, size, &cookie) ||
	    smmusim_map(fd, cookie, size, &ram))
		return NULL;
	for (i = 0; i < size / sizeof(SECRET); i++)
		((uint64_t *)ram)[i] = SECRET;
	return ram;
}

static bool is_all_secret(const uint64_t *ram, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size / sizeof(SECRET); i++)
		if (ram[i] != SECRET)
			return false;
	return true;
}

FIXTURE_SETUP(isolation)
{
	const struct smmusim_setup *setup = &self->nest.kit.setup;

	ASSERT_EQ(0, nest_open(&self->nest, NS, "cache=exact"));
	self->mirror = add_secret(self->nest.fd, setup->ram_base,
				  setup->ram_size);
	self->only = add_secret(self->nest.fd, SECURE_ONLY, SECURE_SIZE);
	ASSERT_NE(NULL, self->mirror);
	ASSERT_NE(NULL, self->only);
	uapi_pattern(nest_bytes(&self->nest, 0), PAGE, 9);
}

FIXTURE_TEARDOWN(isolation)
{
	uint64_t size = self->nest.kit.setup.ram_size;

	EXPECT_TRUE(is_all_secret(self->mirror, size));
	EXPECT_TRUE(is_all_secret(self->only, SECURE_SIZE));
	munmap(self->mirror, size);
	munmap(self->only, SECURE_SIZE);
	nest_close(&self->nest);
}

static bool has_secret(const uint64_t words[WORDS])
{
	unsigned int i;

	for (i = 0; i < WORDS; i++)
		if (words[i] == SECRET)
			return true;
	return false;
}

/* A device of the Non-secure stream reads Non-secure memory. */
static bool reads_its_page(struct nest *nest, uint64_t addr)
{
	uint64_t words[WORDS] = { 0 };

	return !nest_dma(nest, SMMU_SIM_DMA_READ, addr, words, sizeof(words)) &&
		nest->d.out.status == SMMU_SIM_OK && !has_secret(words) &&
		!uapi_pattern_differs(words, sizeof(words), 9);
}

/* ---- bits that mean something to Secure streams only ---- */

enum where { LEAF1, TABLE1, LEAF2, TABLE2, CD, STE };

/* The word or, of tables, the level @at gets @bits in @mask. */
static const struct trick {
	const char *name;
	enum where where;
	unsigned int at;
	uint64_t mask;
	uint64_t bits;
} tricks[] = {
	/* Arm ARM D8.3.1: NS is bit 5 of a leaf, NSTable bit 63 of a table. */
	{ "NS", LEAF1, 3, BITS(5, 5), BITS(5, 5) },
	{ "NSTable, level 0", TABLE1, 0, BITS(63, 63), BITS(63, 63) },
	{ "NSTable, level 2", TABLE1, 2, BITS(63, 63), BITS(63, 63) },
	{ "NSTable, stage 2", TABLE2, 1, BITS(63, 63), BITS(63, 63) },
	{ "NS, stage 2", LEAF2, 3, BITS(55, 55), BITS(55, 55) },
	/* 5.4, 5.2 */
	{ "NSCFG0", CD, 1, BITS(0, 0), BITS(0, 0) },
	{ "NSCFG Secure", STE, 1, BITS(47, 46), FIELD(47, 46, 2) },
	{ "NSCFG Non-secure", STE, 1, BITS(47, 46), FIELD(47, 46, 3) },
	{ "S2NSW, S2NSA", STE, 3, BITS(1, 0), BITS(1, 0) },
	{ "S2SW, S2SA", STE, 6, BITS(1, 0), BITS(1, 0) },
	{ "S_S2TTB", STE, 6, BITS(55, 0), SECURE_ONLY },
	{ "S_S2T0SZ", STE, 4, BITS(47, 32), FIELD(47, 32, 0x59) },
};

#define STE_BYTES 64U

static uint64_t *word_at(struct nest *nest, enum where where, unsigned int at)
{
	struct smmusim_kit *kit = &nest->kit;
	uint64_t pa;

	switch (where) {
	case LEAF1:
	case TABLE1:
		pa = smmusim_descriptor(kit, &nest->ctx, NEST_VA, at);
		break;
	case LEAF2:
	case TABLE2:
		pa = smmusim_descriptor2(kit, &nest->s2, NEST_IPA, at);
		break;
	case CD:
		pa = nest->ctx.cd + at * sizeof(uint64_t);
		break;
	default:
		pa = kit->strtab + UAPI_SID * STE_BYTES + at * sizeof(uint64_t);
	}
	return smmusim_kit_ptr(kit, pa);
}

TEST_F(isolation, ns_bits_of_a_non_secure_stream_mean_nothing)
{
	unsigned int i;

	for (i = 0; i < sizeof(tricks) / sizeof(*tricks); i++) {
		const struct trick *trick = &tricks[i];
		uint64_t *word = word_at(&self->nest, trick->where, trick->at);
		uint64_t before = *word;

		*word = (before & ~trick->mask) | trick->bits;
		ASSERT_EQ(0, smmusim_inval_all(&self->nest.kit));
		EXPECT_TRUE(reads_its_page(&self->nest, NEST_VA)) {
			TH_LOG("with %s", trick->name);
		}
		ASSERT_EQ(0, nest_translate(&self->nest, NEST_VA,
					    SMMU_SIM_TXN_NS, 0));
		EXPECT_EQ(NS, self->nest.t.pas);
		*word = before;
	}
}

/* 13.2, 13.3: neither the attribute nor NSCFG of what is not translated. */
TEST_F(isolation, ns_attributes_of_a_bypassed_stream_mean_nothing)
{
	uint64_t ste[8] = { 0x9 };	/* V, Config 0b100 */
	uint64_t nscfg, pa = nest_pa(&self->nest, 0);

	for (nscfg = 0; nscfg < 4; nscfg++) {
		ste[1] = FIELD(47, 46, nscfg) | FIELD(45, 44, 1);
		ASSERT_EQ(0, smmusim_set_ste(&self->nest.kit, UAPI_SID, ste));
		EXPECT_TRUE(reads_its_page(&self->nest, pa));
		ASSERT_EQ(0, nest_translate(&self->nest, pa, 0, 0));
		EXPECT_EQ(NS, self->nest.t.pas);
		ASSERT_EQ(0, nest_translate(&self->nest, pa, SMMU_SIM_TXN_NS,
					    0));
		EXPECT_EQ(NS, self->nest.t.pas);
	}
}

TEST_F(isolation, gbpa_has_no_nscfg)
{
	uint64_t pa = nest_pa(&self->nest, 0);

	ASSERT_EQ(0, smmusim_kit_disable(&self->nest.kit));
	uapi_writel(self->nest.fd, GBPA, GBPA_UPDATE | SHCFG_INCOMING |
		    GBPA_NSCFG_SECURE);
	EXPECT_EQ(0, uapi_readl(self->nest.fd, GBPA) & GBPA_NSCFG_SECURE);
	EXPECT_TRUE(reads_its_page(&self->nest, pa));
}

/* ---- addresses where only Secure memory is ---- */

FIXTURE(fetch)
{
	struct uapi_smmu smmu;
	uint64_t *only;
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
};

FIXTURE_SETUP(fetch)
{
	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
	self->only = add_secret(self->smmu.fd, SECURE_ONLY, SECURE_SIZE);
	ASSERT_NE(NULL, self->only);
}

FIXTURE_TEARDOWN(fetch)
{
	EXPECT_TRUE(is_all_secret(self->only, SECURE_SIZE));
	munmap(self->only, SECURE_SIZE);
	uapi_smmu_close(&self->smmu);
}

static uint32_t event_of(struct uapi_smmu *smmu, struct smmu_sim_translate *t)
{
	if (uapi_translate(smmu, UAPI_IOVA, 0, 0, t) ||
	    t->out.status != SMMU_SIM_ABORTED)
		return ~0U;
	return t->out.event;
}

TEST_F(fetch, stream_table_is_not_there)
{
	self->smmu.kit.strtab = SECURE_ONLY;
	ASSERT_EQ(0, smmusim_kit_enable(&self->smmu.kit));
	EXPECT_EQ(F_STE_FETCH, event_of(&self->smmu, &self->t));
}

TEST_F(fetch, context_is_not_there)
{
	self->smmu.ctx.cd = SECURE_ONLY;
	ASSERT_EQ(0, smmusim_attach(&self->smmu.kit, UAPI_SID,
				    &self->smmu.ctx));
	EXPECT_EQ(F_CD_FETCH, event_of(&self->smmu, &self->t));
}

TEST_F(fetch, translation_table_is_not_there)
{
	uint64_t *cd = smmusim_kit_ptr(&self->smmu.kit, self->smmu.ctx.cd);

	cd[1] = SECURE_ONLY;
	ASSERT_EQ(0, smmusim_inval_all(&self->smmu.kit));
	EXPECT_EQ(F_WALK_EABT, event_of(&self->smmu, &self->t));
}

TEST_F(fetch, data_is_not_there)
{
	uint64_t words[WORDS] = { 0 };

	ASSERT_EQ(0, smmusim_map_page(&self->smmu.kit, &self->smmu.ctx,
				      UAPI_IOVA, SECURE_ONLY, 0));
	ASSERT_EQ(0, smmusim_inval_all(&self->smmu.kit));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_READ, UAPI_IOVA, words,
			      sizeof(words), &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_FALSE(has_secret(words));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_WRITE, UAPI_IOVA,
			      words, sizeof(words), &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
}

TEST_F(fetch, queues_and_msis_are_not_there)
{
	struct smmusim_kit *kit = &self->smmu.kit;
	int fd = self->smmu.fd;

	ASSERT_EQ(0, smmusim_sync_msi(kit, SECURE_ONLY, 0x1234));
	EXPECT_EQ(MSI_CMDQ_ABT_ERR, uapi_readl(fd, GERROR));
	kit->eventq = SECURE_ONLY;
	ASSERT_EQ(0, smmusim_kit_enable(kit));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	EXPECT_EQ(MSI_CMDQ_ABT_ERR | EVENTQ_ABT_ERR, uapi_readl(fd, GERROR));
	ASSERT_EQ(0, smmusim_kit_disable(kit));
	ASSERT_EQ(0, smmusim_reg_write(fd, NS, CMDQ_BASE, 64,
				       SECURE_ONLY | 3));
	uapi_writel(fd, CMDQ_PROD, 1);
	uapi_writel(fd, CMDQ_CONS, 0);
	uapi_writel(fd, CR0, CR0_CMDQEN);
	EXPECT_EQ(CERROR_ABT, GET(uapi_readl(fd, CMDQ_CONS), 30, 24));
}

/* ---- a Secure stream that trusts a Non-secure table ---- */

FIXTURE(sticky)
{
	struct uapi_smmu smmu;
	uint8_t *ns;
	struct smmu_sim_walk_step step[16];
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
};

/* The Non-secure RAM at the same addresses has the same tables. */
FIXTURE_SETUP(sticky)
{
	const struct smmusim_setup *setup = &self->smmu.kit.setup;
	uint64_t cookie;
	int fd = smmusim_open_private();

	ASSERT_EQ(0, uapi_smmu_setup(&self->smmu, fd, S));
	ASSERT_EQ(0, smmusim_mem_add(fd, SMMU_SIM_MEM_NS, setup->ram_base,
				     setup->ram_size, &cookie));
	ASSERT_EQ(0, smmusim_map(fd, cookie, setup->ram_size,
				 (void **)&self->ns));
	memcpy(self->ns, self->smmu.kit.ram, self->smmu.kit.used);
	uapi_pattern(self->smmu.bytes, PAGE, 1);
	uapi_pattern(self->ns + (self->smmu.data - setup->ram_base), PAGE, 2);
}

FIXTURE_TEARDOWN(sticky)
{
	munmap(self->ns, self->smmu.kit.setup.ram_size);
	uapi_smmu_close(&self->smmu);
}

/* 13.4.2: no leaf of a Non-secure table leads back, here NS is 0. */
TEST_F(sticky, nstable_never_leads_back_to_secure_memory)
{
	struct smmusim_kit *kit = &self->smmu.kit;
	uint8_t bytes[64];
	unsigned int level;

	for (level = 0; level < 3; level++) {
		uint64_t *table = smmusim_kit_ptr(kit,
			smmusim_descriptor(kit, &self->smmu.ctx, UAPI_IOVA,
					   level));

		*table |= BITS(63, 63);
		ASSERT_EQ(0, smmusim_inval_all(kit));
		ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0,
					    &self->t));
		EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
		EXPECT_EQ(self->smmu.data, self->t.pa);
		EXPECT_EQ(NS, self->t.pas);
		ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_READ,
				      UAPI_IOVA, bytes, sizeof(bytes),
				      &self->d));
		EXPECT_FALSE(uapi_pattern_differs(bytes, sizeof(bytes), 2));
		*table &= ~BITS(63, 63);
	}
}

/* Tables from the Non-secure space from there on, not before. */
TEST_F(sticky, nstable_says_where_the_next_tables_are)
{
	struct smmusim_kit *kit = &self->smmu.kit;
	uint64_t *table = smmusim_kit_ptr(kit,
		smmusim_descriptor(kit, &self->smmu.ctx, UAPI_IOVA, 1));
	uint32_t i, seen = 0;

	*table |= BITS(63, 63);
	ASSERT_EQ(0, smmusim_inval_all(kit));
	self->t = (struct smmu_sim_translate) {
		.flags = SMMU_SIM_TRANSLATE_PEEK_WALK,
		.txn = { .stream_id = UAPI_SID, .sec_sid = S,
			 .addr = UAPI_IOVA },
		.step_uptr = (uintptr_t)self->step, .step_len = 16,
	};
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	for (i = 0; i < self->t.step_len && i < 16; i++) {
		const struct smmu_sim_walk_step *step = &self->step[i];

		if (step->kind != SMMU_SIM_STEP_TT) {
			EXPECT_EQ(S, step->pas);
			continue;
		}
		EXPECT_EQ(step->level > 1 ? NS : S, step->pas);
		seen++;
	}
	EXPECT_EQ(4, seen);
}

/* ---- whatever the Non-secure side writes ---- */

#define CASES	2000U

/* xorshift64 */
static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* What the SMMU reads for NEST_VA, found while it is whole; how many words. */
static unsigned int find_words(struct nest *nest, uint64_t **words)
{
	unsigned int i, n = 0;

	for (i = 0; i < 4; i++)
		words[n++] = word_at(nest, LEAF1, i);
	for (i = 1; i < 4; i++)
		words[n++] = word_at(nest, LEAF2, i);
	for (i = 0; i < 8; i++)
		words[n++] = word_at(nest, CD, i);
	for (i = 0; i < 8; i++)
		words[n++] = word_at(nest, STE, i);
	return n;
}

/* A few bits of a word, or all of them. */
static void damage(uint64_t *word, uint64_t *state)
{
	if (next(state) % 4)
		*word ^= 1ULL << next(state) % 64 | 1ULL << next(state) % 64;
	else
		*word = next(state);
}

TEST_F_TIMEOUT(isolation, random_damage_never_shows_the_secret, 300)
{
	struct nest *nest = &self->nest;
	uint64_t used = nest->kit.used, state = 0x1234567;
	unsigned int i, count, forwarded = 0;
	uint8_t *good = malloc(used);
	uint64_t *word[32];

	ASSERT_NE(NULL, good);
	memcpy(good, nest->kit.ram, used);
	count = find_words(nest, word);
	nest->d.timeout_ms = 1;	/* it may stall */
	for (i = 0; i < CASES; i++) {
		memcpy(nest->kit.ram, good, used);
		damage(word[next(&state) % count], &state);
		if (i % 2)
			damage(word[next(&state) % count], &state);
		ASSERT_EQ(0, smmusim_inval_all(&nest->kit));
		memset(self->words, 0, sizeof(self->words));
		ASSERT_EQ(0, nest_dma(nest, SMMU_SIM_DMA_READ, NEST_VA,
				      self->words, sizeof(self->words)));
		ASSERT_FALSE(has_secret(self->words)) {
			TH_LOG("case %u", i);
		}
		forwarded += nest->d.out.status == SMMU_SIM_OK;
		memset(self->words, 0, sizeof(self->words));
		ASSERT_EQ(0, nest_dma(nest, SMMU_SIM_DMA_WRITE, NEST_VA,
				      self->words, sizeof(self->words)));
		ASSERT_EQ(0, smmusim_stall_term(&nest->kit, UAPI_SID));
	}
	free(good);
	EXPECT_LT(CASES / 10, forwarded);
	EXPECT_GT(CASES, forwarded);
}

TEST_HARNESS_MAIN
