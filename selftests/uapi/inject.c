// SPDX-License-Identifier: GPL-2.0
/*
 * Things that go wrong on purpose, in a live kernel: every error path of the
 * queues, the interrupts and the fetches is reached by INJECT, from both banks.
 * What has to follow is typed from the architecture (7.1 to 7.5, 3.18, 12.3).
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define EVENTQ	SMMU_SIM_IRQ_EVENTQ
#define SYNC	SMMU_SIM_IRQ_CMD_SYNC
#define GERR	SMMU_SIM_IRQ_GERROR
#define MSI_WB	0x3f	/* *_IRQ_CFG2: Inner Shareable, Normal Write-Back */
#define SYNC_IRQ (CMD_SYNC | FIELD(13, 12, 1))

FIXTURE(inject)
{
	struct uapi_smmu smmu;
	struct smmusim_kit *kit;
	int efd[3];
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
	struct smmu_sim_inject inject;
	struct smmu_sim_bank_record bank;
	uint64_t record[4];
	uint32_t id;
};

FIXTURE_VARIANT(inject)
{
	uint32_t bank;
};

FIXTURE_VARIANT_ADD(inject, non_secure) { .bank = NS };
FIXTURE_VARIANT_ADD(inject, secure) { .bank = S };

FIXTURE_SETUP(inject)
{
	int fd = smmusim_open_private();
	uint32_t line;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, uapi_smmu_setup(&self->smmu, fd, variant->bank));
	self->kit = &self->smmu.kit;
	for (line = EVENTQ; line <= GERR; line++) {
		self->efd[line] = uapi_line(fd, variant->bank, line);
		ASSERT_LE(0, self->efd[line]);
	}
}

FIXTURE_TEARDOWN(inject)
{
	uint32_t line;

	uapi_smmu_close(&self->smmu);
	for (line = EVENTQ; line <= GERR; line++)
		close(self->efd[line]);
}

/* ---- making it go wrong ---- */

/* The injection's number, or a negative errno. */
static int add(struct uapi_smmu *smmu, struct smmu_sim_inject what)
{
	int ret;

	if (what.kind != SMMU_SIM_INJECT_SFM)
		what.banks = 1U << smmu->kit.setup.bank;
	ret = smmusim_inject(smmu->fd, &what);
	return ret ? ret : (int)what.id;
}

/* Aborts of every address; @every and @count as in the uAPI. */
static int add_abort(struct uapi_smmu *smmu, uint32_t accesses, uint32_t every,
		     uint32_t count)
{
	return add(smmu, (struct smmu_sim_inject) {
		.kind = SMMU_SIM_INJECT_ABORT,
		.accesses = accesses,
		.last = ~0ULL,
		.every = every,
		.count = count,
	});
}

static int add_abort_at(struct uapi_smmu *smmu, uint32_t accesses,
			uint64_t first, uint64_t last)
{
	return add(smmu, (struct smmu_sim_inject) {
		.kind = SMMU_SIM_INJECT_ABORT,
		.accesses = accesses,
		.first = first,
		.last = last,
		.every = 1,
	});
}

static int add_lost_irq(struct uapi_smmu *smmu, uint32_t line, uint32_t count)
{
	return add(smmu, (struct smmu_sim_inject) {
		.kind = SMMU_SIM_INJECT_LOST_IRQ,
		.lines = 1U << line,
		.every = 1,
		.count = count,
	});
}

static int add_kind(struct uapi_smmu *smmu, uint32_t kind, uint32_t every)
{
	return add(smmu, (struct smmu_sim_inject) {
		.kind = kind,
		.every = every,
	});
}

/* The injection as it stands; kind is ~0 if there is none. */
static struct smmu_sim_injection_record look(int fd, uint32_t id)
{
	struct smmu_sim_injection_record records[SMMU_SIM_MAX_INJECTIONS];
	struct smmu_sim_injection_record none = { .kind = ~0U };
	uint32_t count, i;

	if (smmusim_inspect(fd, SMMU_SIM_INSPECT_INJECTIONS, records,
			    sizeof(*records), SMMU_SIM_MAX_INJECTIONS, &count))
		return none;
	for (i = 0; i < count; i++)
		if (records[i].id == id)
			return records[i];
	return none;
}

static uint32_t count_injections(int fd)
{
	uint32_t count = ~0U;

	smmusim_inspect(fd, SMMU_SIM_INSPECT_INJECTIONS, NULL, 8, 0, &count);
	return count;
}

/* ---- the bank ---- */

static uint32_t active_errors(struct smmusim_kit *kit)
{
	return smmusim_kit_readl(kit, GERROR) ^ smmusim_kit_readl(kit, GERRORN);
}

static void acknowledge(struct smmusim_kit *kit)
{
	smmusim_kit_writel(kit, GERRORN, smmusim_kit_readl(kit, GERROR));
}

static uint32_t cons(struct smmusim_kit *kit)
{
	return GET(smmusim_kit_readl(kit, CMDQ_CONS), 19, 0);
}

static uint64_t command_address(struct smmusim_kit *kit, uint32_t index)
{
	return kit->cmdq + (index % 64) * 16;
}

/* ---- fetches: STE, CD, translation tables ---- */

#define FETCH_RECORD(event, word1, where, addr)				\
	{ (uint64_t)UAPI_SID << 32 | (event), (word1), (where), (addr) }

static void expect_record(struct __test_metadata *_metadata,
			  const uint64_t expected[4], const uint64_t found[4])
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		EXPECT_EQ(expected[i], found[i]) {
			TH_LOG("word %u", i);
		}
	}
}

static void fetch_aborts(struct __test_metadata *_metadata,
			 struct uapi_smmu *smmu, uint32_t access,
			 const uint64_t expected[4])
{
	struct smmu_sim_translate t;
	uint64_t record[4];
	int id;

	ASSERT_EQ(0, smmusim_inval_all(&smmu->kit));
	id = add_abort(smmu, access, 1, 1);
	ASSERT_LT(0, id);
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA + 0x20, 0, 0, &t));
	EXPECT_EQ(SMMU_SIM_ABORTED, t.out.status);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, t.out.flags);
	ASSERT_EQ(1, smmusim_event(&smmu->kit, record));
	expect_record(_metadata, expected, record);
	EXPECT_EQ(1, look(smmu->fd, id).fired);
	/* It was one-shot, and what could not be read is not cached. */
	ASSERT_EQ(0, uapi_translate(smmu, UAPI_IOVA + 0x20, 0, 0, &t));
	EXPECT_EQ(SMMU_SIM_OK, t.out.status);
	EXPECT_EQ(1, look(smmu->fd, id).fired);
}

TEST_F(inject, ste_abort_is_f_ste_fetch)
{
	const uint64_t expected[4] =
		FETCH_RECORD(F_STE_FETCH, 0, 0,
			     self->kit->strtab + UAPI_SID * 64);

	fetch_aborts(_metadata, &self->smmu, SMMU_SIM_ACCESS_STE, expected);
}

TEST_F(inject, cd_abort_is_f_cd_fetch)
{
	const uint64_t expected[4] =
		FETCH_RECORD(F_CD_FETCH, 0, 0, self->smmu.ctx.cd);

	fetch_aborts(_metadata, &self->smmu, SMMU_SIM_ACCESS_CD, expected);
}

/* The first descriptor is that of level 0. */
TEST_F(inject, table_abort_is_f_walk_eabt)
{
	const uint64_t expected[4] =
		FETCH_RECORD(F_WALK_EABT, EVT_RNW | EVT_CLASS_TT,
			     UAPI_IOVA + 0x20,
			     smmusim_descriptor(self->kit, &self->smmu.ctx,
						UAPI_IOVA, 0));

	fetch_aborts(_metadata, &self->smmu, SMMU_SIM_ACCESS_TT, expected);
}

/* Accesses of several kinds in one injection: the first one counts. */
TEST_F(inject, several_accesses_are_one_injection)
{
	const uint64_t expected[4] =
		FETCH_RECORD(F_STE_FETCH, 0, 0,
			     self->kit->strtab + UAPI_SID * 64);

	fetch_aborts(_metadata, &self->smmu, SMMU_SIM_ACCESS_TT | SMMU_SIM_ACCESS_CD |
		     SMMU_SIM_ACCESS_STE, expected);
}

TEST_F(inject, range_picks_one_level_of_a_walk)
{
	uint64_t at = smmusim_descriptor(self->kit, &self->smmu.ctx, UAPI_IOVA,
					 2);

	ASSERT_EQ(0, smmusim_inval_all(self->kit));
	ASSERT_LT(0, add_abort_at(&self->smmu, SMMU_SIM_ACCESS_TT, at, at + 7));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(F_WALK_EABT, self->t.out.event);
	EXPECT_EQ(at, self->t.out.record[3]);
}

TEST_F(inject, range_beside_the_access_does_nothing)
{
	uint64_t at = smmusim_descriptor(self->kit, &self->smmu.ctx, UAPI_IOVA,
					 2);

	ASSERT_EQ(0, smmusim_inval_all(self->kit));
	self->id = add_abort_at(&self->smmu, SMMU_SIM_ACCESS_TT, at + 8,
				at + 15);
	ASSERT_LT(0, add_abort_at(&self->smmu, SMMU_SIM_ACCESS_CD, at, at + 7));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(0, look(self->smmu.fd, self->id).matched);
}

TEST_F(inject, cached_translation_needs_no_fetch)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_STE |
			       SMMU_SIM_ACCESS_CD | SMMU_SIM_ACCESS_TT, 1, 0));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	ASSERT_EQ(0, smmusim_inval_all(self->kit));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(F_STE_FETCH, self->t.out.event);
}

/* The other PA space has another memory. */
TEST_F(inject, accesses_of_the_other_space_do_not_match)
{
	self->inject = (struct smmu_sim_inject) {
		.kind = SMMU_SIM_INJECT_ABORT,
		.banks = 1U << !variant->bank,
		.accesses = 0x7f,
		.last = ~0ULL,
		.every = 1,
	};
	ASSERT_EQ(0, smmusim_inject(self->smmu.fd, &self->inject));
	ASSERT_EQ(0, smmusim_inval_all(self->kit));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_FILL, UAPI_IOVA, NULL,
			      8, &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, smmusim_event(self->kit, self->record));
	EXPECT_EQ(0, look(self->smmu.fd, self->inject.id).matched);
}

/* ---- command queue ---- */

TEST_F(inject, command_fetch_abort_is_cerror_abt)
{
	uint32_t at = cons(self->kit);

	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CMDQ, 1, 1));
	EXPECT_EQ(-EIO, smmusim_sync(self->kit, true));
	EXPECT_EQ(CMDQ_ERR, active_errors(self->kit));
	EXPECT_EQ(CERROR_ABT << 24 | at,
		  smmusim_kit_readl(self->kit, CMDQ_CONS));
	EXPECT_EQ(1, uapi_pulses(self->efd[GERR], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[SYNC], NOT));
	acknowledge(self->kit);
	EXPECT_EQ(at + 1, cons(self->kit));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
	EXPECT_EQ(0, active_errors(self->kit));
}

/* Older commands are consumed, later ones are not (7.1). */
TEST_F(inject, abort_in_the_middle_stops_there_and_resumes)
{
	uint32_t at = cons(self->kit);
	uint64_t where = command_address(self->kit, at + 2);
	unsigned int i;

	self->id = add_abort_at(&self->smmu, SMMU_SIM_ACCESS_CMDQ, where,
				where + 15);
	for (i = 0; i < 4; i++)
		smmusim_queue_command(self->kit, TLBI_NH_ALL, 0);
	smmusim_queue_command(self->kit, SYNC_IRQ, 0);
	EXPECT_EQ(-EIO, smmusim_kick(self->kit));
	EXPECT_EQ(CERROR_ABT << 24 | (at + 2),
		  smmusim_kit_readl(self->kit, CMDQ_CONS));
	/* Acknowledged, but not mended: once more. */
	acknowledge(self->kit);
	EXPECT_EQ(CMDQ_ERR, active_errors(self->kit));
	EXPECT_EQ(at + 2, cons(self->kit));
	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, self->id));
	EXPECT_EQ(at + 2, cons(self->kit));
	acknowledge(self->kit);
	EXPECT_EQ(at + 5, cons(self->kit));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
}

/* ---- event queue ---- */

TEST_F(inject, event_write_abort_is_eventq_abt_err)
{
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_EVENTQ, 1, 1));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(F_TRANSLATION, self->t.out.event);
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(EVENTQ_ABT_ERR, active_errors(self->kit));
	EXPECT_EQ(0, smmusim_kit_readl(self->kit, EVENTQ_PROD));
	EXPECT_EQ(1, uapi_pulses(self->efd[GERR], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[EVENTQ], NOT));
}

/* 7.2.1: until it is acknowledged nothing is written, and nothing overflows. */
TEST_F(inject, nothing_is_recorded_until_the_abort_is_acknowledged)
{
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_EVENTQ, 1, 1));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE + 1, 0, 0,
				    &self->t));
	EXPECT_EQ(0, self->t.out.flags);
	EXPECT_EQ(0, smmusim_kit_readl(self->kit, EVENTQ_PROD));
	acknowledge(self->kit);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE + 2, 0, 0,
				    &self->t));
	ASSERT_EQ(1, smmusim_event(self->kit, self->record));
	EXPECT_EQ(UAPI_HOLE + 2, self->record[2]);
	EXPECT_EQ(0, smmusim_event(self->kit, self->record));
	EXPECT_EQ(1, uapi_pulses(self->efd[EVENTQ], SOON));
}

/* ---- MSIs ---- */

static void set_msi(struct smmusim_kit *kit, uint32_t cfg0, uint64_t pa,
		    uint32_t irqs)
{
	smmusim_kit_writel(kit, IRQ_CTRL, 0);
	smmusim_kit_writeq(kit, cfg0, pa);
	smmusim_kit_writel(kit, cfg0 + 8, 0x1234);
	smmusim_kit_writel(kit, cfg0 + 12, MSI_WB);
	smmusim_kit_writel(kit, IRQ_CTRL, irqs);
}

TEST_F(inject, sync_msi_abort_is_flagged_and_the_sync_complete)
{
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_MSI, 1, 1));
	EXPECT_EQ(0, smmusim_sync_msi(self->kit, self->smmu.data, 0x1234));
	EXPECT_EQ(MSI_CMDQ_ABT_ERR, active_errors(self->kit));
	EXPECT_EQ(0, *(uint32_t *)self->smmu.bytes);
	EXPECT_EQ(1, uapi_pulses(self->efd[GERR], SOON));
	/* It stops nothing, and the next one is written (7.5). */
	EXPECT_EQ(0, smmusim_sync_msi(self->kit, self->smmu.data, 0x5678));
	EXPECT_EQ(0x5678, *(uint32_t *)self->smmu.bytes);
	EXPECT_EQ(0, uapi_pulses(self->efd[GERR], NOT));
}

TEST_F(inject, event_msi_abort_is_flagged_and_the_event_recorded)
{
	set_msi(self->kit, EVENTQ_IRQ_CFG0, self->smmu.data,
		IRQEN_EVENTQ | IRQEN_GERROR);
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_MSI, 1, 1));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->t.out.flags);
	EXPECT_EQ(MSI_EVENTQ_ABT_ERR, active_errors(self->kit));
	EXPECT_EQ(1, uapi_pulses(self->efd[GERR], SOON));
	EXPECT_EQ(0, *(uint32_t *)self->smmu.bytes);
}

/* 7.5: this one error makes no GERROR interrupt of its own. */
TEST_F(inject, gerror_msi_abort_is_flagged_without_another_interrupt)
{
	set_msi(self->kit, GERROR_IRQ_CFG0, self->smmu.data, IRQEN_GERROR);
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_MSI, 1, 0);
	EXPECT_EQ(-EIO, smmusim_command(self->kit, 0, 0));
	EXPECT_EQ(CMDQ_ERR | MSI_GERROR_ABT_ERR, active_errors(self->kit));
	EXPECT_EQ(1, look(self->smmu.fd, self->id).fired);
	EXPECT_EQ(0, *(uint32_t *)self->smmu.bytes);
}

/* ---- data of clients ---- */

TEST_F(inject, client_abort_moves_nothing_and_has_no_event)
{
	uint8_t bytes[64];

	uapi_pattern(bytes, sizeof(bytes), 1);
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 0));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_WRITE, UAPI_IOVA, bytes,
			      sizeof(bytes), &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(0, self->d.out.event);
	EXPECT_EQ(0, self->d.done);
	EXPECT_EQ(0, self->smmu.bytes[0] | self->smmu.bytes[63]);
	EXPECT_EQ(0, smmusim_event(self->kit, self->record));
	EXPECT_EQ(0, active_errors(self->kit));
}

TEST_F(inject, client_abort_reads_nothing)
{
	uint8_t bytes[64];

	memset(bytes, 0xaa, sizeof(bytes));
	uapi_pattern(self->smmu.bytes, sizeof(bytes), 1);
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 0));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_READ, UAPI_IOVA, bytes,
			      sizeof(bytes), &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(0, self->d.done);
	EXPECT_EQ(0xaa, bytes[0]);
	EXPECT_EQ(0xaa, bytes[63]);
}

TEST_F(inject, client_abort_in_a_range_stops_there)
{
	uint64_t where = self->smmu.data + PAGE;
	static uint8_t bytes[3 * 4096];

	uapi_pattern(bytes, sizeof(bytes), 2);
	ASSERT_LT(0, add_abort_at(&self->smmu, SMMU_SIM_ACCESS_CLIENT,
				  where + 100, where + 100));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_WRITE, UAPI_IOVA, bytes,
			      sizeof(bytes), &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(PAGE, self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(self->smmu.bytes, PAGE, 2));
	EXPECT_EQ(0, self->smmu.bytes[PAGE] | self->smmu.bytes[PAGE + 99] |
		     self->smmu.bytes[2 * PAGE]);
}

TEST_F(inject, client_abort_leaves_the_swap_undone)
{
	*(uint64_t *)self->smmu.bytes = 7;
	self->d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_CAS,
		.txn = {
			.stream_id = UAPI_SID,
			.sec_sid = variant->bank,
			.addr = UAPI_IOVA,
		},
		.length = 8,
		.pattern = 7,
		.swap = 8,
	};
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 1));
	ASSERT_EQ(0, smmusim_dma(self->smmu.fd, &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(7, *(uint64_t *)self->smmu.bytes);
}

/* ---- how often ---- */

/* Bit n: the n-th of @times one-byte writes was aborted. */
static uint32_t aborted_of(struct uapi_smmu *smmu, unsigned int times)
{
	struct smmu_sim_dma d;
	uint32_t mask = 0;
	unsigned int i;

	for (i = 0; i < times; i++)
		if (uapi_dma(smmu, SMMU_SIM_DMA_FILL, UAPI_IOVA, NULL, 1, &d) ||
		    d.out.status != SMMU_SIM_OK)
			mask |= 1U << i;
	return mask;
}

TEST_F(inject, every_third_goes_wrong)
{
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 3, 0);
	EXPECT_EQ(0x124, aborted_of(&self->smmu, 10));
	EXPECT_EQ(10, look(self->smmu.fd, self->id).matched);
	EXPECT_EQ(3, look(self->smmu.fd, self->id).fired);
}

TEST_F(inject, every_third_twice_goes_wrong)
{
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 3, 2);
	EXPECT_EQ(0x24, aborted_of(&self->smmu, 12));
	EXPECT_EQ(2, look(self->smmu.fd, self->id).fired);
}

TEST_F(inject, count_is_how_often)
{
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 4);
	EXPECT_EQ(0xf, aborted_of(&self->smmu, 10));
	EXPECT_EQ(4, look(self->smmu.fd, self->id).fired);
}

TEST_F(inject, without_count_until_cleared)
{
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 0);
	EXPECT_EQ(0xff, aborted_of(&self->smmu, 8));
	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, self->id));
	EXPECT_EQ(0, aborted_of(&self->smmu, 8));
	EXPECT_EQ(0, count_injections(self->smmu.fd));
}

TEST_F(inject, record_says_what_was_asked)
{
	struct smmu_sim_injection_record r;

	self->id = add(&self->smmu, (struct smmu_sim_inject) {
		.kind = SMMU_SIM_INJECT_ABORT,
		.accesses = SMMU_SIM_ACCESS_CD | SMMU_SIM_ACCESS_MSI,
		.first = 0x1000,
		.last = 0x2fff,
		.every = 5,
		.count = 6,
	});
	r = look(self->smmu.fd, self->id);
	EXPECT_EQ(SMMU_SIM_INJECT_ABORT, r.kind);
	EXPECT_EQ(1U << variant->bank, r.banks);
	EXPECT_EQ(SMMU_SIM_ACCESS_CD | SMMU_SIM_ACCESS_MSI, r.accesses);
	EXPECT_EQ(0, r.lines);
	EXPECT_EQ(0x1000, r.first);
	EXPECT_EQ(0x2fff, r.last);
	EXPECT_EQ(5, r.every);
	EXPECT_EQ(6, r.count);
	EXPECT_EQ(0, r.matched);
	EXPECT_EQ(0, r.fired);
}

TEST_F(inject, used_up_injection_stays_visible)
{
	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 1);
	EXPECT_EQ(0x1, aborted_of(&self->smmu, 4));
	EXPECT_EQ(SMMU_SIM_INJECT_ABORT, look(self->smmu.fd, self->id).kind);
	EXPECT_EQ(1, look(self->smmu.fd, self->id).fired);
	EXPECT_EQ(0, smmusim_inject_clear(self->smmu.fd, self->id));
	EXPECT_EQ(-ENOENT, smmusim_inject_clear(self->smmu.fd, self->id));
}

/* ---- lost interrupts ---- */

TEST_F(inject, lost_event_interrupt_leaves_the_event)
{
	self->id = add_lost_irq(&self->smmu, EVENTQ, 1);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, uapi_pulses(self->efd[EVENTQ], NOT));
	ASSERT_EQ(1, smmusim_event(self->kit, self->record));
	EXPECT_EQ(1, look(self->smmu.fd, self->id).fired);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, uapi_pulses(self->efd[EVENTQ], SOON));
}

TEST_F(inject, lost_event_interrupt_loses_the_msi)
{
	set_msi(self->kit, EVENTQ_IRQ_CFG0, self->smmu.data,
		IRQEN_EVENTQ | IRQEN_GERROR);
	ASSERT_LT(0, add_lost_irq(&self->smmu, EVENTQ, 0));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, uapi_pulses(self->efd[EVENTQ], NOT));
	EXPECT_EQ(0, *(uint32_t *)self->smmu.bytes);
	EXPECT_EQ(0, active_errors(self->kit));
}

TEST_F(inject, lost_sync_interrupt_leaves_the_sync_complete)
{
	ASSERT_LT(0, add_lost_irq(&self->smmu, SYNC, 1));
	EXPECT_EQ(0, smmusim_sync(self->kit, true));
	EXPECT_EQ(0, uapi_pulses(self->efd[SYNC], NOT));
	EXPECT_EQ(0, smmusim_sync(self->kit, true));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
}

TEST_F(inject, lost_gerror_interrupt_leaves_the_error)
{
	ASSERT_LT(0, add_lost_irq(&self->smmu, GERR, 0));
	EXPECT_EQ(-EIO, smmusim_command(self->kit, 0, 0));
	EXPECT_EQ(CMDQ_ERR, active_errors(self->kit));
	EXPECT_EQ(0, uapi_pulses(self->efd[GERR], NOT));
}

TEST_F(inject, other_lines_are_not_lost)
{
	ASSERT_LT(0, add_lost_irq(&self->smmu, GERR, 0));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, uapi_pulses(self->efd[EVENTQ], SOON));
	EXPECT_EQ(0, smmusim_sync(self->kit, true));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
}

/* ---- pause and step ---- */

static void queue_invalidations(struct smmusim_kit *kit)
{
	smmusim_queue_command(kit, CFGI_STE_RANGE |
			      (kit->setup.bank == S ? CMD_SSEC : 0), 31);
	smmusim_queue_command(kit, TLBI_NH_ALL, 0);
	smmusim_queue_command(kit, SYNC_IRQ, 0);
}

static uint8_t hits(struct uapi_smmu *smmu)
{
	struct smmu_sim_translate t;

	if (uapi_translate(smmu, UAPI_IOVA, 0, SMMU_SIM_TRANSLATE_PEEK, &t))
		return 0xff;
	return t.hit;
}

TEST_F(inject, paused_queue_goes_step_by_step)
{
	uint32_t done, at = cons(self->kit);
	int fd = self->smmu.fd;

	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_PAUSE, 0));
	queue_invalidations(self->kit);
	EXPECT_EQ(-ETIMEDOUT, smmusim_kick(self->kit));
	EXPECT_EQ(at, cons(self->kit));
	EXPECT_EQ(SMMU_SIM_HIT_STE, hits(&self->smmu) & SMMU_SIM_HIT_STE);

	ASSERT_EQ(0, smmusim_step(fd, variant->bank, 1, &done));
	EXPECT_EQ(1, done);
	EXPECT_EQ(at + 1, cons(self->kit));
	EXPECT_EQ(0, hits(&self->smmu) & SMMU_SIM_HIT_STE);
	EXPECT_EQ(0, uapi_pulses(self->efd[SYNC], NOT));

	ASSERT_EQ(0, smmusim_step(fd, variant->bank, 100, &done));
	EXPECT_EQ(2, done);
	EXPECT_EQ(at + 3, cons(self->kit));
	EXPECT_EQ(0, hits(&self->smmu));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
	ASSERT_EQ(0, smmusim_step(fd, variant->bank, 1, &done));
	EXPECT_EQ(0, done);
}

TEST_F(inject, held_queue_is_told_by_inspect)
{
	int fd = self->smmu.fd;

	ASSERT_EQ(0, uapi_bank_record(fd, variant->bank, &self->bank));
	EXPECT_EQ(0, self->bank.flags & SMMU_SIM_BANK_HELD);
	self->id = add_kind(&self->smmu, SMMU_SIM_INJECT_PAUSE, 0);
	ASSERT_EQ(0, uapi_bank_record(fd, variant->bank, &self->bank));
	EXPECT_EQ(SMMU_SIM_BANK_HELD, self->bank.flags & SMMU_SIM_BANK_HELD);
	ASSERT_EQ(0, uapi_bank_record(fd, !variant->bank, &self->bank));
	EXPECT_EQ(0, self->bank.flags & SMMU_SIM_BANK_HELD);
	ASSERT_EQ(0, smmusim_inject_clear(fd, self->id));
	ASSERT_EQ(0, uapi_bank_record(fd, variant->bank, &self->bank));
	EXPECT_EQ(0, self->bank.flags & SMMU_SIM_BANK_HELD);
}

TEST_F(inject, end_of_a_pause_runs_the_queue)
{
	self->id = add_kind(&self->smmu, SMMU_SIM_INJECT_PAUSE, 0);
	queue_invalidations(self->kit);
	EXPECT_EQ(-ETIMEDOUT, smmusim_kick(self->kit));
	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, self->id));
	EXPECT_EQ(smmusim_kit_readl(self->kit, CMDQ_PROD), cons(self->kit));
	EXPECT_EQ(1, uapi_pulses(self->efd[SYNC], SOON));
}

TEST_F(inject, step_stops_at_an_error)
{
	uint32_t done, at = cons(self->kit);

	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_PAUSE, 0));
	smmusim_queue_command(self->kit, TLBI_NH_ALL, 0);
	smmusim_queue_command(self->kit, 0, 0);
	smmusim_queue_command(self->kit, CMD_SYNC, 0);
	smmusim_kick(self->kit);
	ASSERT_EQ(0, smmusim_step(self->smmu.fd, variant->bank, 3, &done));
	EXPECT_EQ(1, done);
	EXPECT_EQ(at + 1, cons(self->kit));
	EXPECT_EQ(CMDQ_ERR, active_errors(self->kit));
	ASSERT_EQ(0, smmusim_step(self->smmu.fd, variant->bank, 3, &done));
	EXPECT_EQ(0, done);
}

TEST_F(inject, step_of_a_disabled_queue_consumes_nothing)
{
	uint32_t done = 9;

	ASSERT_EQ(0, smmusim_kit_disable(self->kit));
	ASSERT_EQ(0, smmusim_step(self->smmu.fd, variant->bank, 3, &done));
	EXPECT_EQ(0, done);
}

TEST_F(inject, pause_of_one_bank_leaves_the_other)
{
	struct uapi_smmu other;

	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_PAUSE, 0));
	ASSERT_EQ(0, uapi_smmu_setup(&other, self->smmu.fd, !variant->bank));
	EXPECT_EQ(0, smmusim_sync(&other.kit, false));
	EXPECT_EQ(-ETIMEDOUT, smmusim_sync(self->kit, false));
	smmusim_kit_exit(&other.kit);
}

/* ---- slow ---- */

TEST_F(inject, slow_queue_goes_on_at_register_accesses)
{
	uint32_t next, at = cons(self->kit);
	unsigned int i, accesses = 1;

	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_SLOW, 2));
	for (i = 0; i < 9; i++)
		smmusim_queue_command(self->kit, TLBI_NH_ALL, 0);
	smmusim_kit_writel(self->kit, CMDQ_PROD, self->kit->cmdq_prod);
	for (next = at; next != at + 9 && accesses < 20; accesses++) {
		uint32_t before = next;

		next = cons(self->kit);
		EXPECT_GE(before + (accesses == 1 ? 4 : 2), next);
	}
	EXPECT_EQ(at + 9, next);
	EXPECT_LE(5, accesses);
	EXPECT_GE(7, accesses);
}

TEST_F(inject, slow_queue_can_be_stepped)
{
	uint32_t done, at;

	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_SLOW, 1));
	queue_invalidations(self->kit);
	smmusim_kit_writel(self->kit, CMDQ_PROD, self->kit->cmdq_prod);
	ASSERT_EQ(0, smmusim_step(self->smmu.fd, variant->bank, 100, &done));
	at = cons(self->kit);
	EXPECT_EQ(self->kit->cmdq_prod, at);
	EXPECT_LE(2, done);
	EXPECT_GE(3, done);
}

/* ---- service failure mode (12.3) ---- */

TEST_F(inject, sfm_stops_everything_until_cleared)
{
	uint32_t at = cons(self->kit);

	self->id = add_kind(&self->smmu, SMMU_SIM_INJECT_SFM, 0);
	ASSERT_LT(0, self->id);
	EXPECT_EQ(SFM_ERR, active_errors(self->kit));
	EXPECT_EQ(1, uapi_pulses(self->efd[GERR], SOON));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
	EXPECT_EQ(0, smmusim_event(self->kit, self->record));
	EXPECT_EQ(-ETIMEDOUT, smmusim_sync(self->kit, false));
	EXPECT_EQ(at, cons(self->kit));

	/* An acknowledge does not leave it. */
	acknowledge(self->kit);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(at, cons(self->kit));

	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, self->id));
	EXPECT_EQ(at + 1, cons(self->kit));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
}

TEST_F(inject, sfm_shows_in_both_banks)
{
	uint64_t ns, s;

	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_SFM, 0));
	ASSERT_EQ(0, smmusim_reg_read(self->smmu.fd, NS, GERROR, 32, &ns));
	ASSERT_EQ(0, smmusim_reg_read(self->smmu.fd, S, S_GERROR, 32, &s));
	EXPECT_EQ(SFM_ERR, ns);
	EXPECT_EQ(SFM_ERR, s);
}

/* ---- life of injections ---- */

TEST_F(inject, numbers_are_never_used_again)
{
	int first = add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 1);
	int second = add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 1);

	EXPECT_LT(0, first);
	EXPECT_LT(first, second);
	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, second));
	EXPECT_LT(second, add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 1));
}

TEST_F(inject, seventeenth_is_enospc)
{
	unsigned int i;

	for (i = 0; i < SMMU_SIM_MAX_INJECTIONS; i++) {
		ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 0));
	}
	EXPECT_EQ(-ENOSPC, add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 0));
	ASSERT_EQ(0, smmusim_inject_clear(self->smmu.fd, 0));
	EXPECT_EQ(0, count_injections(self->smmu.fd));
	EXPECT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CD, 1, 0));
}

TEST_F(inject, clear_all_of_none_works)
{
	EXPECT_EQ(0, smmusim_inject_clear(self->smmu.fd, 0));
	EXPECT_EQ(-ENOENT, smmusim_inject_clear(self->smmu.fd, 1));
	EXPECT_EQ(-ENOENT, smmusim_inject_clear(self->smmu.fd, ~0U));
}

TEST_F(inject, configure_ends_all)
{
	ASSERT_LT(0, add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 0));
	ASSERT_LT(0, add_kind(&self->smmu, SMMU_SIM_INJECT_SFM, 0));
	ASSERT_EQ(0, smmusim_configure(self->smmu.fd, "", NULL, 0));
	EXPECT_EQ(0, count_injections(self->smmu.fd));
	ASSERT_EQ(0, smmusim_kit_enable(self->kit));
	EXPECT_EQ(0, aborted_of(&self->smmu, 4));
}

TEST_F(inject, of_another_instance_is_not_seen)
{
	int other = smmusim_open_private();

	self->id = add_abort(&self->smmu, SMMU_SIM_ACCESS_CLIENT, 1, 0);
	EXPECT_EQ(0, count_injections(other));
	EXPECT_EQ(-ENOENT, smmusim_inject_clear(other, self->id));
	EXPECT_EQ(0x3, aborted_of(&self->smmu, 2));
	close(other);
}

/* ---- with DMA at the same time ---- */

#define MOVERS	3

struct mover {
	struct uapi_smmu *smmu;
	atomic_bool *stop;
	uint64_t offset;
	unsigned long moved;
	unsigned long aborted;
	int bad;
};

static void *mover_run(void *arg)
{
	struct mover *mover = arg;
	struct smmu_sim_dma d;

	while (!atomic_load(mover->stop) && !mover->bad) {
		mover->bad = uapi_dma(mover->smmu, SMMU_SIM_DMA_FILL,
				      UAPI_IOVA + mover->offset, NULL, 512, &d);
		if (d.out.status == SMMU_SIM_OK && d.done == 512)
			mover->moved++;
		else if (d.out.status == SMMU_SIM_ABORTED && !d.done)
			mover->aborted++;
		else
			mover->bad = -EPROTO;
	}
	return NULL;
}

static void come_and_go(struct uapi_smmu *smmu)
{
	static const uint32_t accesses[] = {
		SMMU_SIM_ACCESS_CLIENT, SMMU_SIM_ACCESS_TT, SMMU_SIM_ACCESS_CD,
		SMMU_SIM_ACCESS_STE, SMMU_SIM_ACCESS_EVENTQ,
	};
	time_t end = time(NULL) + 2;
	unsigned int i;

	for (i = 0; time(NULL) < end; i++) {
		int id = add_abort(smmu, accesses[i % 5], 1 + i % 3, 0);

		smmusim_inval_all(&smmu->kit);
		smmusim_inject_clear(smmu->fd, i % 2 ? id : 0);
		acknowledge(&smmu->kit);
	}
}

TEST_F_TIMEOUT(inject, and_clear_under_running_dma, 60)
{
	atomic_bool stop = false;
	struct mover mover[MOVERS];
	pthread_t thread[MOVERS];
	unsigned int i;

	for (i = 0; i < MOVERS; i++) {
		mover[i] = (struct mover) {
			.smmu = &self->smmu,
			.stop = &stop,
			.offset = i * PAGE,
		};
		ASSERT_EQ(0, pthread_create(&thread[i], NULL, mover_run,
					    &mover[i]));
	}
	come_and_go(&self->smmu);
	atomic_store(&stop, true);
	for (i = 0; i < MOVERS; i++) {
		pthread_join(thread[i], NULL);
		EXPECT_EQ(0, mover[i].bad);
		EXPECT_LT(0, mover[i].moved);
		TH_LOG("%lu moved, %lu aborted", mover[i].moved,
		       mover[i].aborted);
	}
	EXPECT_EQ(0, count_injections(self->smmu.fd));
	ASSERT_EQ(0, smmusim_inval_all(self->kit));
	EXPECT_EQ(0, aborted_of(&self->smmu, 8));
}

/* ---- what is refused ---- */

FIXTURE(refused)
{
	int fd;
};

FIXTURE_VARIANT(refused)
{
	struct smmu_sim_inject what;
	const char *config;
};

#define REFUSED(name, ...)						\
FIXTURE_VARIANT_ADD(refused, name)					\
{									\
	.what = { __VA_ARGS__ },					\
}

#define ABORT	.kind = SMMU_SIM_INJECT_ABORT
#define LOST	.kind = SMMU_SIM_INJECT_LOST_IRQ
#define PAUSE	.kind = SMMU_SIM_INJECT_PAUSE
#define SLOW	.kind = SMMU_SIM_INJECT_SLOW
#define SFM	.kind = SMMU_SIM_INJECT_SFM

REFUSED(unknown_kind, .kind = 5, .banks = 1);
REFUSED(huge_kind, .kind = ~0U, .banks = 1);
REFUSED(abort_of_no_bank, ABORT, .accesses = 1, .every = 1);
REFUSED(abort_of_unknown_bank, ABORT, .banks = 4, .accesses = 1, .every = 1);
REFUSED(abort_of_nothing, ABORT, .banks = 1, .every = 1);
REFUSED(abort_of_unknown_access, ABORT, .banks = 1, .accesses = 0x80,
	.every = 1);
REFUSED(abort_of_lines, ABORT, .banks = 1, .accesses = 1, .lines = 1,
	.every = 1);
REFUSED(abort_every_0, ABORT, .banks = 1, .accesses = 1);
REFUSED(abort_of_a_backward_range, ABORT, .banks = 1, .accesses = 1,
	.every = 1, .first = 2, .last = 1);
REFUSED(lost_irq_of_no_line, LOST, .banks = 1, .every = 1);
REFUSED(lost_irq_of_unknown_line, LOST, .banks = 1, .lines = 8, .every = 1);
REFUSED(lost_irq_of_accesses, LOST, .banks = 1, .lines = 1, .accesses = 1,
	.every = 1);
REFUSED(lost_irq_of_a_range, LOST, .banks = 1, .lines = 1, .every = 1,
	.last = 1);
REFUSED(lost_irq_every_0, LOST, .banks = 1, .lines = 1);
REFUSED(lost_irq_of_no_bank, LOST, .lines = 1, .every = 1);
REFUSED(pause_of_no_bank, PAUSE);
REFUSED(pause_with_every, PAUSE, .banks = 1, .every = 1);
REFUSED(pause_with_count, PAUSE, .banks = 1, .count = 1);
REFUSED(slow_of_no_bank, SLOW, .every = 1);
REFUSED(slow_every_0, SLOW, .banks = 1);
REFUSED(slow_with_count, SLOW, .banks = 1, .every = 1, .count = 1);
REFUSED(sfm_of_a_bank, SFM, .banks = 1);
REFUSED(sfm_with_every, SFM, .every = 1);
REFUSED(sfm_with_a_range, SFM, .last = 1);

FIXTURE_VARIANT_ADD(refused, secure_without_a_secure_bank)
{
	.what = { PAUSE, .banks = 1U << SMMU_SIM_PAS_S },
	.config = "secure=0",
};

FIXTURE_VARIANT_ADD(refused, both_without_a_secure_bank)
{
	.what = { LOST, .banks = 3, .lines = 1, .every = 1 },
	.config = "secure=0",
};

FIXTURE_SETUP(refused)
{
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
	if (variant->config) {
		ASSERT_EQ(0, smmusim_configure(self->fd, variant->config, NULL,
					       0));
	}
}

FIXTURE_TEARDOWN(refused)
{
	close(self->fd);
}

TEST_F(refused, is_einval_and_leaves_nothing)
{
	struct smmu_sim_inject what = variant->what;

	EXPECT_EQ(-EINVAL, smmusim_inject(self->fd, &what));
	EXPECT_EQ(0, what.id);
	EXPECT_EQ(0, count_injections(self->fd));
}

TEST(step_of_an_unknown_bank_is_einval)
{
	uint32_t done;
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EINVAL, smmusim_step(fd, 2, 1, &done));
	EXPECT_EQ(-EINVAL, smmusim_step(fd, ~0U, 1, &done));
	EXPECT_EQ(0, smmusim_step(fd, S, 1, &done));
	EXPECT_EQ(0, done);
	ASSERT_EQ(0, smmusim_configure(fd, "secure=0", NULL, 0));
	EXPECT_EQ(-EINVAL, smmusim_step(fd, S, 1, &done));
	close(fd);
}

/* ---- two files of the system SMMU ---- */

TEST(injections_belong_to_their_file_and_die_with_it)
{
	/* Data of clients where the machine has no memory: harmless. */
	struct smmu_sim_inject what = {
		ABORT,
		.banks = 1U << NS,
		.accesses = SMMU_SIM_ACCESS_CLIENT,
		.first = 1ULL << 47,
		.last = 1ULL << 47,
		.every = 1,
	};
	int mine = smmusim_open_system();
	int other = smmusim_open_system();

	ASSERT_LE(0, mine);
	ASSERT_LE(0, other);
	ASSERT_EQ(0, smmusim_inject(mine, &what));
	EXPECT_EQ(what.id, look(other, what.id).id);
	EXPECT_EQ(-ENOENT, smmusim_inject_clear(other, what.id));
	EXPECT_EQ(0, smmusim_inject_clear(other, 0));
	EXPECT_EQ(1, count_injections(other));
	close(mine);
	EXPECT_EQ(0, count_injections(other));
	close(other);
}

TEST(step_of_the_kernels_queue_is_ebusy_unless_held)
{
	uint32_t done;
	int fd = smmusim_open_system();

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EBUSY, smmusim_step(fd, NS, 1, &done));
	close(fd);
}

TEST_HARNESS_MAIN
