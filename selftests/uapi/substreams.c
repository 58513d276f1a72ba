// SPDX-License-Identifier: GPL-2.0
/*
 * Substreams on a private SMMU: several address spaces of one stream, at the
 * same addresses, through TRANSLATE and DMA; what comes without a SubstreamID;
 * CFGI_CD of one of them; what INSPECT and the walk show. Both banks.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define SSV	SMMU_SIM_TXN_SSV
#define MANY	64
#define STEPS	16

#define F_STREAM_DISABLED	0x06
#define CFGI_CD			0x05
#define CFGI_CD_ALL		0x06
#define LEAF			1

/* STE (5.2): words 0 and 1 */
#define S1FMT(n)	FIELD(5, 4, n)
#define S1CDMAX(n)	FIELD(63, 59, n)
#define S1DSS(n)	FIELD(1, 0, n)
#define CD_SIZE		64

/* Contexts 0 to 3; SubstreamIDs of 7 bits need a level 1 table of two. */
#define CONTEXTS	4U
#define CDMAX		7U
#define IOVA		UAPI_IOVA

/* A stream with contexts. */
struct subs {
	int fd;
	struct smmusim_kit kit;
	uint64_t table;			/* S1ContextPtr */
	uint64_t cds;			/* where the contexts are */
	uint64_t page[CONTEXTS];	/* what IOVA is in each */
	struct smmu_sim_translate t;
	struct smmu_sim_walk_step steps[STEPS];
	struct smmu_sim_config_record config[MANY];
};

FIXTURE(substreams)
{
	struct subs subs;
};

FIXTURE_VARIANT(substreams)
{
	uint32_t bank;
	unsigned int fmt;
};

FIXTURE_VARIANT_ADD(substreams, nonsecure_linear) { NS, 0 };
FIXTURE_VARIANT_ADD(substreams, nonsecure_4k_leaves) { NS, 1 };
FIXTURE_VARIANT_ADD(substreams, nonsecure_64k_leaves) { NS, 2 };
FIXTURE_VARIANT_ADD(substreams, secure_linear) { S, 0 };
FIXTURE_VARIANT_ADD(substreams, secure_4k_leaves) { S, 1 };
FIXTURE_VARIANT_ADD(substreams, secure_64k_leaves) { S, 2 };

/* The kit puts a context anywhere: it moves to its place in the table. */
static int add_context(struct smmusim_kit *kit, uint64_t cd, uint16_t asid,
		       uint64_t page)
{
	struct smmusim_context ctx;
	int ret = smmusim_context_init(kit, &ctx, asid);

	if (!ret)
		ret = smmusim_map_page(kit, &ctx, IOVA, page, 0);
	if (!ret)
		memcpy(smmusim_kit_ptr(kit, cd),
		       smmusim_kit_ptr(kit, ctx.cd), CD_SIZE);
	return ret;
}

/* Two levels: the first L1CD leads to the contexts, the second is invalid. */
static uint64_t table_of(struct smmusim_kit *kit, unsigned int fmt,
			 uint64_t cds)
{
	uint64_t table;

	if (!fmt)
		return cds;
	table = smmusim_kit_alloc(kit, PAGE, PAGE);
	*(uint64_t *)smmusim_kit_ptr(kit, table) = cds | 1;
	return table;
}

static int set_ste(struct smmusim_kit *kit, uint64_t table, unsigned int fmt,
		   unsigned int cdmax, unsigned int s1dss)
{
	uint64_t ste[8];

	smmusim_ste_stage1(ste, table);
	ste[0] |= S1FMT(fmt) | S1CDMAX(cdmax);
	ste[1] |= S1DSS(s1dss);
	return smmusim_set_ste(kit, UAPI_SID, ste);
}

FIXTURE_SETUP(substreams)
{
	struct subs *subs = &self->subs;
	const struct smmusim_setup setup = { .bank = variant->bank };
	unsigned int i;

	subs->fd = smmusim_open_private();
	ASSERT_LE(0, subs->fd);
	/* Exact, so that a missing CFGI_CD shows. */
	ASSERT_EQ(0, smmusim_configure(subs->fd, "cache=exact", NULL, 0));
	ASSERT_EQ(0, smmusim_kit_init(&subs->kit, subs->fd, &setup));
	ASSERT_EQ(0, smmusim_kit_enable(&subs->kit));
	subs->cds = smmusim_kit_alloc(&subs->kit, 1 << 16, 1 << 16);
	ASSERT_NE(0, subs->cds);
	for (i = 0; i < CONTEXTS; i++) {
		subs->page[i] = smmusim_kit_alloc(&subs->kit, PAGE, PAGE);
		ASSERT_EQ(0, add_context(&subs->kit, subs->cds + i * CD_SIZE,
					 100 + i, subs->page[i]));
	}
	subs->table = table_of(&subs->kit, variant->fmt, subs->cds);
	ASSERT_EQ(0, set_ste(&subs->kit, subs->table, variant->fmt, CDMAX, 2));
}

FIXTURE_TEARDOWN(substreams)
{
	struct subs *subs = &self->subs;

	smmusim_kit_exit(&subs->kit);
	close(subs->fd);
}

static int translate_flags(struct subs *subs, uint32_t flags, uint32_t ssid,
			   uint32_t how)
{
	subs->t = (struct smmu_sim_translate) {
		.flags = how,
		.txn = {
			.stream_id = UAPI_SID,
			.substream_id = ssid,
			.sec_sid = subs->kit.setup.bank,
			.flags = flags,
			.addr = IOVA + 0x18,
		},
		.step_uptr = (uintptr_t)subs->steps,
		.step_len = STEPS,
	};
	return smmusim_translate(subs->fd, &subs->t);
}

static int translate(struct subs *subs, uint32_t flags, uint32_t ssid)
{
	return translate_flags(subs, flags, ssid, 0);
}

#define EXPECT_CONTEXT(flags, ssid, index) do {				\
	ASSERT_EQ(0, translate(&self->subs, (flags), (ssid)));		\
	EXPECT_EQ(SMMU_SIM_OK, self->subs.t.out.status);		\
	EXPECT_EQ(self->subs.page[index] + 0x18, self->subs.t.pa);	\
} while (0)

/* Aborted with this record and no other. */
#define EXPECT_RECORD(flags, ssid, word0) do {				\
	uint64_t record_[4];						\
									\
	ASSERT_EQ(0, translate(&self->subs, (flags), (ssid)));		\
	EXPECT_EQ(SMMU_SIM_ABORTED, self->subs.t.out.status);		\
	ASSERT_EQ(1, smmusim_event(&self->subs.kit, record_));		\
	EXPECT_EQ((word0), record_[0]);					\
	EXPECT_EQ(0, record_[1] | record_[2] | record_[3]);		\
	EXPECT_EQ(0, smmusim_event(&self->subs.kit, record_));		\
} while (0)

#define WORD0(number)	((uint64_t)UAPI_SID << 32 | (number))

TEST_F(substreams, each_has_its_own_pages)
{
	EXPECT_CONTEXT(SSV, 1, 1);
	EXPECT_CONTEXT(SSV, 2, 2);
	EXPECT_CONTEXT(SSV, 3, 3);
	EXPECT_CONTEXT(SSV, 1, 1);
}

TEST_F(substreams, dma_reaches_the_pages_of_its_substream)
{
	struct subs *subs = &self->subs;
	char text[8], want[8];
	unsigned int i;

	for (i = 1; i < CONTEXTS; i++) {
		struct smmu_sim_dma dma = {
			.op = SMMU_SIM_DMA_WRITE,
			.txn = {
				.stream_id = UAPI_SID,
				.substream_id = i,
				.sec_sid = variant->bank,
				.flags = SSV,
				.addr = IOVA,
			},
			.length = sizeof(text),
			.data_uptr = (uintptr_t)text,
		};

		memset(text, 'a' + i, sizeof(text));
		ASSERT_EQ(0, smmusim_dma(subs->fd, &dma));
		EXPECT_EQ(sizeof(text), dma.done);
	}
	for (i = 1; i < CONTEXTS; i++) {
		memset(want, 'a' + i, sizeof(want));
		EXPECT_EQ(0, memcmp(smmusim_kit_ptr(&subs->kit, subs->page[i]),
				    want, sizeof(want)));
	}
}

/* S1DSS 0b10: CD 0 serves those without, and nobody else. */
TEST_F(substreams, context_0_serves_what_comes_without_one)
{
	EXPECT_CONTEXT(0, 0, 0);
	EXPECT_RECORD(SSV, 0, WORD0(F_STREAM_DISABLED));
}

TEST_F(substreams, default_may_be_to_terminate)
{
	struct subs *subs = &self->subs;

	ASSERT_EQ(0, set_ste(&subs->kit, subs->table, variant->fmt, CDMAX, 0));
	EXPECT_RECORD(0, 0, WORD0(F_STREAM_DISABLED));
	EXPECT_CONTEXT(SSV, 0, 0);
	EXPECT_CONTEXT(SSV, 3, 3);
}

TEST_F(substreams, default_may_be_to_bypass)
{
	struct subs *subs = &self->subs;

	ASSERT_EQ(0, set_ste(&subs->kit, subs->table, variant->fmt, CDMAX, 1));
	ASSERT_EQ(0, translate(subs, 0, 0));
	EXPECT_EQ(SMMU_SIM_OK, subs->t.out.status);
	EXPECT_EQ(IOVA + 0x18, subs->t.pa);
	EXPECT_EQ(variant->bank, subs->t.pas);
	EXPECT_CONTEXT(SSV, 0, 0);
	EXPECT_CONTEXT(SSV, 3, 3);
}

TEST_F(substreams, beyond_the_table_there_are_none)
{
	EXPECT_RECORD(SSV, 1U << CDMAX, WORD0(C_BAD_SUBSTREAMID) |
		      FIELD(31, 12, 1U << CDMAX));
	EXPECT_RECORD(SSV, 0xfffff, WORD0(C_BAD_SUBSTREAMID) |
		      FIELD(31, 12, 0xfffff));
}

/* Context 64 is behind the second L1CD of 4 KiB leaves; else an empty CD. */
TEST_F(substreams, invalid_level_1_is_a_bad_substreamid)
{
	if (variant->fmt == 1)
		EXPECT_RECORD(SSV, 64, WORD0(C_BAD_SUBSTREAMID) |
			      FIELD(31, 12, 64));
	else
		EXPECT_RECORD(SSV, 64, WORD0(C_BAD_CD) | BITS(11, 11) |
			      FIELD(31, 12, 64));
}

TEST_F(substreams, too_many_contexts_are_a_bad_ste)
{
	struct subs *subs = &self->subs;

	ASSERT_EQ(0, set_ste(&subs->kit, subs->table, variant->fmt, 21, 2));
	EXPECT_RECORD(SSV, 5, WORD0(C_BAD_STE) | BITS(11, 11) |
		      FIELD(31, 12, 5));
	EXPECT_RECORD(0, 0, WORD0(C_BAD_STE));
}

static int cfgi(struct subs *subs, uint64_t opcode, uint64_t ssid)
{
	uint64_t ssec = subs->kit.setup.bank == S ? CMD_SSEC : 0;
	int ret = smmusim_command(&subs->kit, opcode | ssec |
				  FIELD(31, 12, ssid) |
				  (uint64_t)UAPI_SID << 32, LEAF);

	return ret ? ret : smmusim_sync(&subs->kit, false);
}

static void spoil_cd(struct subs *subs, unsigned int index)
{
	uint64_t *cd = smmusim_kit_ptr(&subs->kit,
				       subs->cds + index * CD_SIZE);

	cd[0] &= ~BITS(31, 31);		/* V */
}

TEST_F(substreams, cfgi_cd_drops_one_of_them)
{
	struct subs *subs = &self->subs;

	EXPECT_CONTEXT(SSV, 1, 1);
	EXPECT_CONTEXT(SSV, 2, 2);
	spoil_cd(subs, 1);
	spoil_cd(subs, 2);
	EXPECT_CONTEXT(SSV, 1, 1);
	ASSERT_EQ(0, cfgi(subs, CFGI_CD, 1));
	EXPECT_RECORD(SSV, 1, WORD0(C_BAD_CD) | BITS(11, 11) |
		      FIELD(31, 12, 1));
	EXPECT_CONTEXT(SSV, 2, 2);
	ASSERT_EQ(0, cfgi(subs, CFGI_CD_ALL, 0));
	EXPECT_RECORD(SSV, 2, WORD0(C_BAD_CD) | BITS(11, 11) |
		      FIELD(31, 12, 2));
}

/* INSPECT: one record for the STE, one for each context. */
TEST_F(substreams, inspect_shows_each_cached_context)
{
	struct subs *subs = &self->subs;
	uint32_t count, i, seen = 0, stes = 0;

	EXPECT_CONTEXT(0, 0, 0);
	EXPECT_CONTEXT(SSV, 1, 1);
	EXPECT_CONTEXT(SSV, 3, 3);
	ASSERT_EQ(0, smmusim_inspect(subs->fd, SMMU_SIM_INSPECT_CONFIG,
				     subs->config, sizeof(subs->config[0]),
				     MANY, &count));
	ASSERT_EQ(4, count);
	for (i = 0; i < count; i++) {
		EXPECT_EQ(UAPI_SID, subs->config[i].stream_id);
		EXPECT_EQ(variant->bank, subs->config[i].sec_sid);
		if (subs->config[i].kind == SMMU_SIM_CONFIG_CD)
			seen |= 1U << subs->config[i].substream_id;
		else
			stes++;
	}
	EXPECT_EQ(1, stes);
	EXPECT_EQ(0xb, seen);
}

TEST_F(substreams, walk_shows_both_levels)
{
	struct subs *subs = &self->subs;
	unsigned int cd = variant->fmt ? 2 : 1;

	ASSERT_EQ(0, translate_flags(subs, SSV, 3,
				     SMMU_SIM_TRANSLATE_PEEK_WALK));
	EXPECT_EQ(subs->page[3] + 0x18, subs->t.pa);
	ASSERT_EQ(cd + 5, subs->t.step_len);
	EXPECT_EQ(SMMU_SIM_STEP_STE, subs->steps[0].kind);
	if (variant->fmt) {
		EXPECT_EQ(SMMU_SIM_STEP_L1CD, subs->steps[1].kind);
		EXPECT_EQ(subs->table, subs->steps[1].addr);
		EXPECT_EQ(subs->cds | 1, subs->steps[1].data);
		EXPECT_EQ(variant->bank, subs->steps[1].pas);
	}
	EXPECT_EQ(SMMU_SIM_STEP_CD, subs->steps[cd].kind);
	EXPECT_EQ(subs->cds + 3 * CD_SIZE, subs->steps[cd].addr);
	EXPECT_EQ(variant->bank, subs->steps[cd].pas);
}

/* ---- identities ---- */

TEST(substreams_show_in_the_id_registers)
{
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	EXPECT_EQ(20, GET(uapi_readl(fd, IDR1), 10, 6));
	EXPECT_EQ(1, GET(uapi_readl(fd, IDR0), 19, 19));
	ASSERT_EQ(0, smmusim_configure(fd, "profile=linux", NULL, 0));
	EXPECT_EQ(16, GET(uapi_readl(fd, IDR1), 10, 6));
	EXPECT_EQ(1, GET(uapi_readl(fd, IDR0), 19, 19));
	ASSERT_EQ(0, smmusim_configure(fd, "profile=qemu", NULL, 0));
	EXPECT_EQ(0, GET(uapi_readl(fd, IDR1), 10, 6));
	EXPECT_EQ(0, GET(uapi_readl(fd, IDR0), 19, 19));
	ASSERT_EQ(0, smmusim_configure(fd, "ssidsize=7,cd2l=0", NULL, 0));
	EXPECT_EQ(7, GET(uapi_readl(fd, IDR1), 10, 6));
	EXPECT_EQ(0, GET(uapi_readl(fd, IDR0), 19, 19));
	EXPECT_EQ(-EINVAL, smmusim_configure(fd, "ssidsize=21", NULL, 0));
	close(fd);
}

TEST_HARNESS_MAIN
