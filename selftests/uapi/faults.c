// SPDX-License-Identifier: GPL-2.0
/*
 * Fault records, decoded bit by bit: each variant spoils one thing, makes one
 * transaction, and compares the record in the event queue's memory and the one
 * that the ioctl returns with words typed from the architecture (7.3).
 */
#include <string.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NOWHERE		0x10000000ULL	/* no RAM there */

/* Words of the tables, through the eyes of their author. */

static uint64_t *ste_words(struct uapi_smmu *smmu)
{
	return smmusim_kit_ptr(&smmu->kit, smmu->kit.strtab + UAPI_SID * 64);
}

static uint64_t *cd_words(struct uapi_smmu *smmu)
{
	return smmusim_kit_ptr(&smmu->kit, smmu->ctx.cd);
}

static uint64_t *descriptor(struct uapi_smmu *smmu, int level)
{
	return smmusim_kit_ptr(&smmu->kit,
			       smmusim_descriptor(&smmu->kit, &smmu->ctx,
						  UAPI_IOVA, level));
}

/* What is spoiled; invalidation follows. */

static void spoil_nothing(struct uapi_smmu *smmu)
{
}

static void spoil_page_read_only(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 3) |= BITS(7, 7);		/* AP[2] */
}

static void spoil_page_privileged(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 3) &= ~BITS(6, 6);		/* AP[1] */
}

static void spoil_page_execute_never(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 3) |= BITS(54, 53);		/* UXN, PXN */
}

static void spoil_access_flag(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 3) &= ~BITS(10, 10);		/* AF */
}

static void spoil_page_reserved(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 3) &= ~BITS(1, 1);		/* type 0b01 */
}

static void spoil_page_beyond_ips(struct uapi_smmu *smmu)
{
	cd_words(smmu)[0] &= ~BITS(34, 32);		/* IPS: 32 bits */
	*descriptor(smmu, 3) |= BITS(33, 33);
}

static void spoil_table_nowhere(struct uapi_smmu *smmu)
{
	*descriptor(smmu, 1) = NOWHERE | 3;
}

static void spoil_table_beyond_ips(struct uapi_smmu *smmu)
{
	cd_words(smmu)[0] &= ~BITS(34, 32);
	*descriptor(smmu, 2) |= BITS(40, 40);
}

static void spoil_ste_v(struct uapi_smmu *smmu)
{
	ste_words(smmu)[0] &= ~BITS(0, 0);
}

static void spoil_ste_stage2(struct uapi_smmu *smmu)
{
	ste_words(smmu)[0] |= BITS(3, 1);		/* Config 0b111 */
}

static void spoil_ste_cd_nowhere(struct uapi_smmu *smmu)
{
	ste_words(smmu)[0] &= ~BITS(55, 6);
	ste_words(smmu)[0] |= NOWHERE + 0x40;
}

static void spoil_ste_cd_beyond_oas(struct uapi_smmu *smmu)
{
	ste_words(smmu)[0] |= BITS(50, 50);
}

static void spoil_cd_v(struct uapi_smmu *smmu)
{
	cd_words(smmu)[0] &= ~BITS(31, 31);
}

static void spoil_cd_stall(struct uapi_smmu *smmu)
{
	ste_words(smmu)[1] |= BITS(27, 27);		/* S1STALLD */
	cd_words(smmu)[0] |= BITS(44, 44);		/* S */
}

static void spoil_cd_granule(struct uapi_smmu *smmu)
{
	cd_words(smmu)[0] |= FIELD(7, 6, 3);		/* TG0 reserved */
}

static void spoil_cd_t0sz(struct uapi_smmu *smmu)
{
	cd_words(smmu)[0] &= ~BITS(5, 0);
	cd_words(smmu)[0] |= 15;			/* below 16 */
}

static void spoil_strtab(struct uapi_smmu *smmu)
{
	smmusim_kit_disable(&smmu->kit);
	smmu->kit.strtab = NOWHERE;
	smmusim_kit_enable(&smmu->kit);
}

FIXTURE(fault)
{
	struct uapi_smmu smmu;
	struct smmu_sim_translate t;
};

FIXTURE_VARIANT(fault)
{
	void (*spoil)(struct uapi_smmu *smmu);
	uint32_t txn;		/* SMMU_SIM_TXN_* */
	uint32_t sid;
	uint32_t ssid;
	uint64_t addr;
	uint64_t record[4];
};

#define WORD0(number, sid) ((uint64_t)(sid) << 32 | (number))
#define READ	(EVT_RNW | EVT_CLASS_IN)	/* unprivileged data read */
#define PRIV	SMMU_SIM_TXN_PRIV
#define WRITE	SMMU_SIM_TXN_WRITE
#define INSTR	SMMU_SIM_TXN_INSTR
#define SSV	SMMU_SIM_TXN_SSV

/* A fault of stage 1: word 1 says what the transaction was, word 2 where. */
#define STAGE_1(name, what, flags, where, event, word1)			\
FIXTURE_VARIANT_ADD(fault, name)					\
{									\
	.spoil = spoil_##what,						\
	.txn = (flags),							\
	.sid = UAPI_SID,						\
	.addr = (where),						\
	.record = { WORD0(event, UAPI_SID), (word1), (where), 0 },	\
}

STAGE_1(translation_read, nothing, 0, UAPI_HOLE + 0x18, F_TRANSLATION, READ);
STAGE_1(translation_write, nothing, WRITE, UAPI_HOLE + 0x18, F_TRANSLATION,
	EVT_CLASS_IN);
STAGE_1(translation_privileged_read, nothing, PRIV, UAPI_HOLE, F_TRANSLATION,
	EVT_PNU | READ);
STAGE_1(translation_privileged_write, nothing, PRIV | WRITE, UAPI_HOLE,
	F_TRANSLATION, EVT_PNU | EVT_CLASS_IN);
STAGE_1(translation_instruction, nothing, INSTR, UAPI_HOLE, F_TRANSLATION,
	EVT_IND | READ);
STAGE_1(translation_privileged_instruction, nothing, PRIV | INSTR, UAPI_HOLE,
	F_TRANSLATION, EVT_PNU | EVT_IND | READ);
STAGE_1(translation_beyond_t0sz, nothing, 0, 1ULL << 48, F_TRANSLATION, READ);
STAGE_1(translation_upper_half_disabled, nothing, 0, 0xffffff8000001234ULL,
	F_TRANSLATION, READ);
STAGE_1(translation_tagged_address, nothing, 0, 0xab00000050000000ULL,
	F_TRANSLATION, READ);
STAGE_1(translation_reserved_descriptor, page_reserved, 0, UAPI_IOVA,
	F_TRANSLATION, READ);
STAGE_1(address_size_of_a_page, page_beyond_ips, 0, UAPI_IOVA + 8, F_ADDR_SIZE,
	READ);
STAGE_1(address_size_of_a_table, table_beyond_ips, WRITE, UAPI_IOVA, F_ADDR_SIZE,
	EVT_CLASS_IN);
STAGE_1(access_flag, access_flag, 0, UAPI_IOVA, F_ACCESS, READ);
STAGE_1(permission_write, page_read_only, WRITE, UAPI_IOVA, F_PERMISSION,
	EVT_CLASS_IN);
STAGE_1(permission_privileged_write, page_read_only, PRIV | WRITE, UAPI_IOVA,
	F_PERMISSION, EVT_PNU | EVT_CLASS_IN);
STAGE_1(permission_unprivileged, page_privileged, 0, UAPI_IOVA, F_PERMISSION,
	READ);
STAGE_1(permission_instruction, page_execute_never, INSTR, UAPI_IOVA,
	F_PERMISSION, EVT_IND | READ);

FIXTURE_VARIANT_ADD(fault, walk_external_abort)
{
	.spoil = spoil_table_nowhere,
	.sid = UAPI_SID,
	.addr = UAPI_IOVA + 3 * PAGE,
	/* The level 2 index of UAPI_IOVA is 0. */
	.record = { WORD0(F_WALK_EABT, UAPI_SID), EVT_RNW | EVT_CLASS_TT,
		    UAPI_IOVA + 3 * PAGE, NOWHERE },
};

/* A configuration error: the stream and nothing of the transaction. */
#define CONFIG(name, what, event, stream, fetch_addr)			\
FIXTURE_VARIANT_ADD(fault, name)					\
{									\
	.spoil = spoil_##what,						\
	.sid = (stream),						\
	.txn = PRIV | WRITE,						\
	.addr = UAPI_IOVA,						\
	.record = { WORD0(event, stream), 0, 0, (fetch_addr) },		\
}

CONFIG(stream_id_beyond_the_table, nothing, C_BAD_STREAMID, 1U << 4, 0);
CONFIG(stream_id_of_32_bits, nothing, C_BAD_STREAMID, 0xfffffff5U, 0);
CONFIG(ste_fetch_abort, strtab, F_STE_FETCH, UAPI_SID, NOWHERE + UAPI_SID * 64);
CONFIG(ste_invalid, ste_v, C_BAD_STE, UAPI_SID, 0);
CONFIG(ste_never_written, nothing, C_BAD_STE, UAPI_SID + 1, 0);
CONFIG(ste_with_stage_2, ste_stage2, C_BAD_STE, UAPI_SID, 0);
CONFIG(ste_with_cd_beyond_oas, ste_cd_beyond_oas, C_BAD_STE, UAPI_SID, 0);
CONFIG(cd_fetch_abort, ste_cd_nowhere, F_CD_FETCH, UAPI_SID, NOWHERE + 0x40);
CONFIG(cd_invalid, cd_v, C_BAD_CD, UAPI_SID, 0);
CONFIG(cd_that_stalls, cd_stall, C_BAD_CD, UAPI_SID, 0);
CONFIG(cd_with_unknown_granule, cd_granule, C_BAD_CD, UAPI_SID, 0);
CONFIG(cd_with_small_t0sz, cd_t0sz, C_BAD_CD, UAPI_SID, 0);

/* SSV stays 0 in this record, the SubstreamID is always valid. */
FIXTURE_VARIANT_ADD(fault, substream_where_none_are)
{
	.spoil = spoil_nothing,
	.txn = SSV,
	.sid = UAPI_SID,
	.ssid = 0x12345,
	.addr = UAPI_IOVA,
	.record = { WORD0(C_BAD_SUBSTREAMID, UAPI_SID) |
		    FIELD(31, 12, 0x12345), 0, 0, 0 },
};

/* Other records carry both. */
FIXTURE_VARIANT_ADD(fault, stream_id_with_substream)
{
	.spoil = spoil_nothing,
	.txn = SSV,
	.sid = 1U << 4,
	.ssid = 0xfedcb,
	.addr = UAPI_IOVA,
	.record = { WORD0(C_BAD_STREAMID, 1U << 4) | FIELD(31, 12, 0xfedcb) |
		    BITS(11, 11), 0, 0, 0 },
};

FIXTURE_SETUP(fault)
{
	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
	variant->spoil(&self->smmu);
	ASSERT_EQ(0, smmusim_inval_all(&self->smmu.kit));
	self->t = (struct smmu_sim_translate) {
		.txn = {
			.stream_id = variant->sid,
			.substream_id = variant->ssid,
			.flags = variant->txn,
			.addr = variant->addr,
		},
	};
}

FIXTURE_TEARDOWN(fault)
{
	uapi_smmu_close(&self->smmu);
}

TEST_F(fault, is_recorded_in_the_queue)
{
	uint64_t record[4] = { 0 };
	unsigned int i;

	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	ASSERT_EQ(1, smmusim_event(&self->smmu.kit, record));
	for (i = 0; i < 4; i++) {
		EXPECT_EQ(variant->record[i], record[i]) {
			TH_LOG("word %u: %#llx, expected %#llx", i,
			       (unsigned long long)record[i],
			       (unsigned long long)variant->record[i]);
		}
	}
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, record));
}

TEST_F(fault, is_told_by_the_ioctl)
{
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(variant->record[0] & 0xff, self->t.out.event);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->t.out.flags);
	EXPECT_EQ(0, memcmp(variant->record, self->t.out.record,
			    sizeof(variant->record)));
}

TEST_F(fault, is_the_same_for_peek_walk_and_not_recorded)
{
	uint64_t record[4];

	self->t.flags = SMMU_SIM_TRANSLATE_PEEK_WALK;
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(0, memcmp(variant->record, self->t.out.record,
			    sizeof(variant->record)));
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, record));
}

/* Who may record, and what the client sees (5.5). */

FIXTURE(policy)
{
	struct uapi_smmu smmu;
	struct smmu_sim_translate t;
	uint64_t record[4];
};

FIXTURE_SETUP(policy)
{
	memset(self->record, 0, sizeof(self->record));
	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
}

FIXTURE_TEARDOWN(policy)
{
	uapi_smmu_close(&self->smmu);
}

#define CD_R	BITS(45, 45)
#define CD_A	BITS(46, 46)

static int set_cd(struct uapi_smmu *smmu, uint64_t clear)
{
	cd_words(smmu)[0] &= ~clear;
	return smmusim_inval_cd(&smmu->kit, UAPI_SID);
}

TEST_F(policy, cd_r_0_records_nothing)
{
	ASSERT_EQ(0, set_cd(&self->smmu, CD_R));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(UAPI_HOLE, self->t.out.record[2]);
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, self->record));
}

TEST_F(policy, cd_a_0_terminates_as_raz_wi)
{
	ASSERT_EQ(0, set_cd(&self->smmu, CD_A));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_RAZWI, self->t.out.status);
	EXPECT_EQ(1, smmusim_event(&self->smmu.kit, self->record));
	EXPECT_EQ(READ, self->record[1]);
}

TEST_F(policy, cd_a_0_r_0_is_silent)
{
	ASSERT_EQ(0, set_cd(&self->smmu, CD_A | CD_R));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_RAZWI, self->t.out.status);
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, self->record));
}

TEST_F(policy, recinvsid_0_records_no_bad_stream_id)
{
	struct smmu_sim_translate *t = &self->t;

	uapi_writel(self->smmu.fd, CR0, CR0_CMDQEN | CR0_EVENTQEN);
	uapi_writel(self->smmu.fd, CR2, 0);
	uapi_writel(self->smmu.fd, CR0, CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN);
	*t = (struct smmu_sim_translate) { .txn.stream_id = 99 };
	ASSERT_EQ(0, smmusim_translate(self->smmu.fd, t));
	EXPECT_EQ(SMMU_SIM_ABORTED, t->out.status);
	EXPECT_EQ(0, t->out.flags);
	EXPECT_EQ(0, smmusim_event(&self->smmu.kit, self->record));
}

TEST_F(policy, disabled_queue_drops_without_overflow)
{
	uapi_writel(self->smmu.fd, CR0, CR0_CMDQEN | CR0_SMMUEN);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(0, uapi_readl(self->smmu.fd, EVENTQ_PROD));
}

TEST_F(policy, records_keep_their_order)
{
	unsigned int i;

	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE + i, 0, 0,
					    &self->t));
	}
	for (i = 0; i < 5; i++) {
		ASSERT_EQ(1, smmusim_event(&self->smmu.kit, self->record));
		EXPECT_EQ(UAPI_HOLE + i, self->record[2]);
	}
}

/* Fill the queue; its size is 2^6. */
static void fill_queue(struct uapi_smmu *smmu)
{
	struct smmu_sim_translate t;
	unsigned int i;

	for (i = 0; i < 64; i++)
		uapi_translate(smmu, UAPI_HOLE + i, 0, 0, &t);
}

TEST_F(policy, full_queue_overflows_once)
{
	int fd = self->smmu.fd;

	fill_queue(&self->smmu);
	EXPECT_EQ(64, uapi_readl(fd, EVENTQ_PROD));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(OVFLG | 64, uapi_readl(fd, EVENTQ_PROD));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(OVFLG | 64, uapi_readl(fd, EVENTQ_PROD));
}

TEST_F(policy, overflow_does_not_stop_recording)
{
	int fd = self->smmu.fd;

	fill_queue(&self->smmu);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	uapi_writel(fd, EVENTQ_CONS, 1);	/* room, not acknowledged */
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->t.out.flags);
	EXPECT_EQ(OVFLG | 65, uapi_readl(fd, EVENTQ_PROD));
}

TEST_F(policy, queue_without_memory_is_a_global_error)
{
	int fd = self->smmu.fd;

	uapi_writel(fd, CR0, 0);
	smmusim_reg_write(fd, SMMU_SIM_PAS_NS, EVENTQ_BASE, 64, NOWHERE | 4);
	uapi_writel(fd, CR0, CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(BITS(2, 2), uapi_readl(fd, GERROR));
	EXPECT_EQ(0, uapi_readl(fd, EVENTQ_PROD));
}

TEST_HARNESS_MAIN
