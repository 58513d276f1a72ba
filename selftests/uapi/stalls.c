// SPDX-License-Identifier: GPL-2.0
/*
 * Stalled transactions (3.12.2, 4.7) of a private SMMU: DMA waits in a thread of
 * its own until software resumes it, ends it, or patience does. Each bank. Many
 * at a time are in stalls_many.c.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "stall_kit.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define READ	SMMU_SIM_DMA_READ
#define WRITE	SMMU_SIM_DMA_WRITE
#define COPY	SMMU_SIM_DMA_COPY
#define FILL	SMMU_SIM_DMA_FILL
#define CAS	SMMU_SIM_DMA_CAS

#define CONFIG	"stall_model=0,stall_max=8"

/* One SMMU, one bank, one device. */
FIXTURE(stall)
{
	struct stall_smmu s;
	struct stall_client client;
	struct smmu_sim_stall_record stags[8];
	uint64_t record[4];
	uint32_t count;
	uint16_t stag;
};

FIXTURE_VARIANT(stall)
{
	uint32_t bank;
};

FIXTURE_VARIANT_ADD(stall, nonsecure) { .bank = NS };
FIXTURE_VARIANT_ADD(stall, secure) { .bank = S };

FIXTURE_SETUP(stall)
{
	int fd = smmusim_open_private();

	memset(&self->client, 0, sizeof(self->client));
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, CONFIG, NULL, 0));
	ASSERT_EQ(0, stall_init(&self->s, fd, variant->bank, 0));
}

FIXTURE_TEARDOWN(stall)
{
	stall_exit(&self->s);
	close(self->s.smmu.fd);
}

/* Start a DMA to UAPI_HOLE, and take its record. */
#define STALL(op_, length_) do {					\
	ASSERT_EQ(0, stall_start(&self->client, &self->s, (op_),	\
				 UAPI_HOLE, (length_)));		\
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));	\
	ASSERT_EQ(1, EVT_STALL(self->record));				\
	self->stag = EVT_STAG(self->record);				\
} while (0)

#define RESUME(action) ASSERT_EQ(0, smmusim_resume(&self->s.smmu.kit,	\
						   UAPI_SID, self->stag, \
						   (action)))

#define EXPECT_END(status_) do {					\
	ASSERT_TRUE(stall_join(&self->client));				\
	EXPECT_EQ(0, self->client.ret);					\
	EXPECT_EQ((status_), self->client.dma.out.status);		\
} while (0)

/* Page @n of the RAM at UAPI_HOLE. */
static int map_hole(struct stall_smmu *s, unsigned int n)
{
	return smmusim_map_page(&s->smmu.kit, &s->smmu.ctx,
				UAPI_HOLE + n * PAGE, s->smmu.data + n * PAGE,
				0);
}

/* ---- waiting, and what CMD_RESUME says ---- */

TEST_F(stall, dma_waits_for_software)
{
	const struct smmu_sim_outcome *out = &self->client.dma.out;

	STALL(READ, 16);
	EXPECT_EQ((uint64_t)UAPI_SID << 32 | F_TRANSLATION, self->record[0]);
	EXPECT_EQ(EVT_RNW | EVT_CLASS_IN,
		  self->record[1] & (EVT_RNW | EVT_S2 | BITS(41, 40)));
	EXPECT_EQ(UAPI_HOLE, self->record[2]);
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_EQ(0, self->client.dma.done);
	EXPECT_EQ(F_TRANSLATION, out->event);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, out->flags);
	EXPECT_EQ(0, memcmp(self->record, out->record, sizeof(out->record)));
	EXPECT_EQ(0, stall_event(&self->s, self->record, 0));
}

TEST_F(stall, retry_reads_what_has_been_mapped)
{
	uapi_pattern(self->s.smmu.bytes, 2 * PAGE, 1);
	STALL(READ, PAGE);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
	EXPECT_EQ(PAGE, self->client.dma.done);
	EXPECT_EQ(0, self->client.dma.out.event);
	EXPECT_EQ(0, self->client.dma.out.flags);
	EXPECT_EQ(0, self->client.dma.out.record[0]);
	EXPECT_FALSE(uapi_pattern_differs(self->client.data, PAGE, 1));
}

TEST_F(stall, retry_writes_to_what_has_been_mapped)
{
	uapi_pattern(self->client.data, PAGE, 2);
	STALL(WRITE, PAGE);
	EXPECT_EQ(0, self->record[1] & EVT_RNW);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
	EXPECT_FALSE(uapi_pattern_differs(self->s.smmu.bytes, PAGE, 2));
}

TEST_F(stall, retry_in_vain_is_a_new_stall)
{
	uint64_t first[4];

	STALL(READ, 16);
	memcpy(first, self->record, sizeof(first));
	RESUME(SMMUSIM_RETRY);
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));
	self->stag = EVT_STAG(self->record);
	EXPECT_EQ(1, EVT_STALL(self->record));
	EXPECT_EQ(first[2], self->record[2]);
	EXPECT_TRUE(stall_counts_are(&self->s, 1, 0));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_EQ(0, memcmp(self->record, self->client.dma.out.record,
			    sizeof(self->record)));
}

/* The second transaction of a DMA stalls on its own. */
TEST_F(stall, each_page_stalls_for_itself)
{
	STALL(READ, 2 * PAGE);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));
	EXPECT_EQ(UAPI_HOLE + PAGE, self->record[2]);
	self->stag = EVT_STAG(self->record);
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_EQ(PAGE, self->client.dma.done);
}

TEST_F(stall, copy_stalls_at_either_end)
{
	struct uapi_smmu *smmu = &self->s.smmu;

	uapi_pattern(smmu->bytes, PAGE, 3);
	self->client.dma.dst_addr = UAPI_HOLE + PAGE;
	STALL(COPY, PAGE);
	EXPECT_EQ(EVT_RNW, self->record[1] & EVT_RNW);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));
	EXPECT_EQ(0, self->record[1] & EVT_RNW);
	EXPECT_EQ(UAPI_HOLE + PAGE, self->record[2]);
	self->stag = EVT_STAG(self->record);
	ASSERT_EQ(0, map_hole(&self->s, 1));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
	EXPECT_FALSE(uapi_pattern_differs(smmu->bytes + PAGE, PAGE, 3));
}

TEST_F(stall, compare_and_swap_is_retried)
{
	uint64_t *word = (uint64_t *)self->s.smmu.bytes;

	*word = 100;
	self->client.dma.pattern = 100;
	self->client.dma.swap = 101;
	STALL(CAS, 8);
	EXPECT_EQ(0, self->record[1] & EVT_RNW);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
	EXPECT_EQ(100, self->client.dma.pattern);
	EXPECT_EQ(101, *word);
}

/* 4.7.1: reads as zero. */
TEST_F(stall, razwi_gives_zeros_to_a_read)
{
	memset(self->client.data, 0xee, sizeof(self->client.data));
	STALL(READ, 64);
	RESUME(SMMUSIM_RAZWI);
	EXPECT_END(SMMU_SIM_RAZWI);
	EXPECT_EQ(0, self->client.dma.done);
	EXPECT_EQ(0, self->client.data[0]);
	EXPECT_EQ(0, self->client.data[63]);
	EXPECT_EQ(0xee, self->client.data[64]);
}

TEST_F(stall, razwi_gives_zero_to_a_compare_and_swap)
{
	self->client.dma.pattern = 0x1234;
	STALL(CAS, 8);
	RESUME(SMMUSIM_RAZWI);
	EXPECT_END(SMMU_SIM_RAZWI);
	EXPECT_EQ(0, self->client.dma.pattern);
}

/* ... and writes are ignored, even if they could be made by now. */
TEST_F(stall, razwi_ignores_a_write)
{
	memset(self->client.data, 0xee, sizeof(self->client.data));
	STALL(WRITE, 64);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RAZWI);
	EXPECT_END(SMMU_SIM_RAZWI);
	EXPECT_EQ(0, self->s.smmu.bytes[0]);
	EXPECT_EQ(0, self->client.dma.done);
}

TEST_F(stall, abort_gives_nothing_to_a_read)
{
	memset(self->client.data, 0xee, sizeof(self->client.data));
	STALL(READ, 64);
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_EQ(0xee, self->client.data[0]);
}

/* 4.7.1: it matches the Security state, the StreamID and the STAG. */
TEST_F(stall, resume_of_another_one_does_nothing)
{
	struct smmusim_kit *kit = &self->s.smmu.kit;

	STALL(READ, 16);
	ASSERT_EQ(0, smmusim_resume(kit, UAPI_SID + 1, self->stag,
				    SMMUSIM_ABORT));
	ASSERT_EQ(0, smmusim_resume(kit, UAPI_SID, self->stag ^ 1,
				    SMMUSIM_ABORT));
	ASSERT_EQ(0, smmusim_resume(kit, UAPI_SID, 0xffff, SMMUSIM_ABORT));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	EXPECT_TRUE(stall_counts_are(&self->s, 1, 0));
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
	RESUME(SMMUSIM_ABORT);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* 4.3.8, 4.4: they are retried with new tables, but not because of them. */
TEST_F(stall, invalidations_leave_it_alone)
{
	STALL(READ, 16);
	ASSERT_EQ(0, map_hole(&self->s, 0));
	ASSERT_EQ(0, smmusim_inval_all(&self->s.smmu.kit));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
}

/* ---- other ends ---- */

TEST_F(stall, stall_term_aborts_one_stream)
{
	struct stall_client other = { .dma.txn.stream_id = UAPI_SID + 1 };

	STALL(READ, 16);
	ASSERT_EQ(0, stall_start(&other, &self->s, READ, UAPI_HOLE, 16));
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));
	ASSERT_EQ(0, smmusim_stall_term(&self->s.smmu.kit, UAPI_SID));
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_FALSE(stall_ended(&other, NOT));
	EXPECT_TRUE(stall_counts_are(&self->s, 1, 0));
	ASSERT_EQ(0, smmusim_stall_term(&self->s.smmu.kit, UAPI_SID + 1));
	ASSERT_TRUE(stall_join(&other));
	EXPECT_EQ(SMMU_SIM_ABORTED, other.dma.out.status);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* 6.3.9.6 */
TEST_F(stall, disabling_aborts_it)
{
	STALL(READ, 16);
	ASSERT_EQ(0, smmusim_kit_disable(&self->s.smmu.kit));
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

TEST_F(stall, configure_aborts_it)
{
	STALL(READ, 16);
	ASSERT_EQ(0, smmusim_configure(self->s.smmu.fd, CONFIG, NULL, 0));
	EXPECT_END(SMMU_SIM_ABORTED);
	EXPECT_EQ(0, memcmp(self->record, self->client.dma.out.record,
			    sizeof(self->record)));
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
	EXPECT_EQ(0, stall_records(self->s.smmu.fd, NULL, 0, &self->count));
	EXPECT_EQ(0, self->count);
}

/* A configuration that is refused leaves everything as it was. */
TEST_F(stall, refused_configure_does_not)
{
	STALL(READ, 16);
	EXPECT_EQ(-EINVAL, smmusim_configure(self->s.smmu.fd, "nonsense", NULL,
					     0));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
}

static void move_kit(struct stall_smmu *s, int fd)
{
	close(s->smmu.fd);
	s->smmu.fd = fd;
	s->smmu.kit.fd = fd;
}

TEST_F(stall, closed_descriptor_does_not_end_it)
{
	STALL(READ, 16);
	move_kit(&self->s, dup(self->s.smmu.fd));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	ASSERT_EQ(0, map_hole(&self->s, 0));
	RESUME(SMMUSIM_RETRY);
	EXPECT_END(SMMU_SIM_OK);
}

/* Nobody can resume it any more, but it ends, and the SMMU with it. */
TEST_F(stall, last_descriptor_may_be_closed)
{
	self->client.dma.timeout_ms = A_WHILE;
	STALL(READ, 16);
	stall_exit(&self->s);
	move_kit(&self->s, -1);
	EXPECT_FALSE(stall_ended(&self->client, 0));
	EXPECT_END(SMMU_SIM_STALLED);
	self->s.events = -1;
}

/* ---- patience ---- */

TEST_F(stall, patience_ends)
{
	self->client.dma.timeout_ms = NOT;
	STALL(READ, 16);
	EXPECT_END(SMMU_SIM_STALLED);
	EXPECT_EQ(0, self->client.dma.done);
	EXPECT_EQ(F_TRANSLATION, self->client.dma.out.event);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->client.dma.out.flags);
	EXPECT_EQ(0, memcmp(self->record, self->client.dma.out.record,
			    sizeof(self->record)));
}

/* 4.7: software does not know; the STAG is free when it says so. */
TEST_F(stall, stag_outlives_its_client)
{
	self->client.dma.timeout_ms = A_WHILE;
	STALL(READ, 16);
	ASSERT_EQ(0, stall_records(self->s.smmu.fd, self->stags, 8,
				   &self->count));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(variant->bank, self->stags[0].sec_sid);
	EXPECT_EQ(UAPI_SID, self->stags[0].stream_id);
	EXPECT_EQ(self->stag, self->stags[0].stag);
	EXPECT_EQ(0, self->stags[0].flags);
	EXPECT_EQ(UAPI_HOLE, self->stags[0].addr);
	EXPECT_END(SMMU_SIM_STALLED);
	ASSERT_EQ(0, stall_records(self->s.smmu.fd, self->stags, 8,
				   &self->count));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(self->stag, self->stags[0].stag);
	EXPECT_EQ(SMMU_SIM_STALL_ABANDONED, self->stags[0].flags);
	EXPECT_EQ(0, self->stags[0].addr);
	EXPECT_TRUE(stall_counts_are(&self->s, 1, 0));
	RESUME(SMMUSIM_RETRY);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
	EXPECT_EQ(0, stall_event(&self->s, self->record, NOT));
}

#define TIMEOUT	1000U

/* Each page waits less than the time-out, all of them together longer. */
TEST_F(stall, timeout_is_of_the_whole_ioctl)
{
	struct timespec pause = { 0, TIMEOUT * 2 / 5 * 1000000L };
	unsigned int i;

	self->client.dma.timeout_ms = TIMEOUT;
	STALL(FILL, 4 * PAGE);
	for (i = 0; i < 4 && !stall_ended(&self->client, 0); i++) {
		nanosleep(&pause, NULL);
		ASSERT_EQ(0, map_hole(&self->s, i));
		RESUME(SMMUSIM_RETRY);
		if (stall_event(&self->s, self->record, 2 * NOT) == 1)
			self->stag = EVT_STAG(self->record);
	}
	EXPECT_END(SMMU_SIM_STALLED);
	EXPECT_GE(2 * PAGE, self->client.dma.done);
}

static void nothing(int number)
{
}

TEST_F(stall, only_fatal_signals_end_it)
{
	const struct sigaction action = { .sa_handler = nothing };

	ASSERT_EQ(0, sigaction(SIGUSR1, &action, NULL));
	STALL(READ, 16);
	ASSERT_EQ(0, pthread_kill(self->client.thread, SIGUSR1));
	EXPECT_FALSE(stall_ended(&self->client, NOT));
	RESUME(SMMUSIM_ABORT);
	EXPECT_END(SMMU_SIM_ABORTED);
}

/* The child: a DMA that never ends by itself. */
static void stall_for_ever(struct stall_smmu *s)
{
	struct smmu_sim_dma dma = {
		.op = READ,
		.txn = {
			.stream_id = UAPI_SID,
			.sec_sid = s->smmu.kit.setup.bank,
			.addr = UAPI_HOLE,
		},
		.length = 16,
	};

	smmusim_dma(s->smmu.fd, &dma);
	_exit(0);
}

TEST_F(stall, killed_process_leaves_its_stag)
{
	int status;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid)
		stall_for_ever(&self->s);
	ASSERT_EQ(1, stall_event(&self->s, self->record, SOON));
	self->stag = EVT_STAG(self->record);
	EXPECT_EQ(0, waitpid(pid, &status, WNOHANG));
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(0, stall_records(self->s.smmu.fd, self->stags, 8,
				   &self->count));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(self->stag, self->stags[0].stag);
	EXPECT_EQ(SMMU_SIM_STALL_ABANDONED, self->stags[0].flags);
	RESUME(SMMUSIM_ABORT);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* ---- TRANSLATE ---- */

TEST_F(stall, translate_does_not_wait)
{
	struct smmu_sim_translate t;

	ASSERT_EQ(0, uapi_translate(&self->s.smmu, UAPI_HOLE, 0, 0, &t));
	EXPECT_EQ(SMMU_SIM_STALLED, t.out.status);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, t.out.flags);
	EXPECT_EQ(0, t.pa);
	ASSERT_EQ(1, stall_event(&self->s, self->record, 0));
	EXPECT_EQ(1, EVT_STALL(self->record));
	EXPECT_EQ(0, memcmp(self->record, t.out.record, sizeof(t.out.record)));
	ASSERT_EQ(0, stall_records(self->s.smmu.fd, self->stags, 8,
				   &self->count));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(SMMU_SIM_STALL_ABANDONED, self->stags[0].flags);
	EXPECT_EQ(EVT_STAG(self->record), self->stags[0].stag);
	self->stag = EVT_STAG(self->record);
	RESUME(SMMUSIM_ABORT);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* Without a STAG nobody would ever hear of it. */
TEST_F(stall, translate_without_room_leaves_nothing)
{
	struct smmu_sim_translate t;
	unsigned int i;

	for (i = 0; i < 8; i++) {
		ASSERT_EQ(0, uapi_translate(&self->s.smmu, UAPI_HOLE, 0, 0,
					    &t));
		EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, t.out.flags);
	}
	EXPECT_TRUE(stall_counts_are(&self->s, 8, 0));
	ASSERT_EQ(0, uapi_translate(&self->s.smmu, UAPI_HOLE, 0, 0, &t));
	EXPECT_EQ(SMMU_SIM_STALLED, t.out.status);
	EXPECT_EQ(0, t.out.flags);
	EXPECT_TRUE(stall_counts_are(&self->s, 8, 0));
	ASSERT_EQ(0, smmusim_stall_term(&self->s.smmu.kit, UAPI_SID));
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

TEST_F(stall, peek_would_stall_but_does_not)
{
	struct smmu_sim_translate t;

	ASSERT_EQ(0, uapi_translate(&self->s.smmu, UAPI_HOLE, 0,
				    SMMU_SIM_TRANSLATE_PEEK, &t));
	EXPECT_EQ(SMMU_SIM_STALLED, t.out.status);
	EXPECT_EQ(F_TRANSLATION, t.out.event);
	EXPECT_EQ(0, t.out.flags);
	ASSERT_EQ(0, uapi_translate(&self->s.smmu, UAPI_HOLE, 0,
				    SMMU_SIM_TRANSLATE_PEEK_WALK, &t));
	EXPECT_EQ(SMMU_SIM_STALLED, t.out.status);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
	EXPECT_EQ(0, stall_event(&self->s, self->record, 0));
}

/* ---- both banks ---- */

/* 4.7.1, 3.12.2: separate name spaces, and one supply of STAGs. */
TEST(resume_does_not_cross_banks)
{
	struct stall_client client[2] = {};
	struct stall_smmu bank[2];
	uint64_t record[2][4];
	int fd = smmusim_open_private();
	uint32_t i;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, CONFIG, NULL, 0));
	for (i = NS; i <= S; i++) {
		ASSERT_EQ(0, stall_init(&bank[i], fd, i, 0));
		ASSERT_EQ(0, stall_start(&client[i], &bank[i], READ, UAPI_HOLE,
					 16));
		ASSERT_EQ(1, stall_event(&bank[i], record[i], SOON));
	}
	EXPECT_NE(EVT_STAG(record[NS]), EVT_STAG(record[S]));
	for (i = NS; i <= S; i++) {
		ASSERT_EQ(0, smmusim_resume(&bank[i].smmu.kit, UAPI_SID,
					    EVT_STAG(record[!i]),
					    SMMUSIM_ABORT));
	}
	EXPECT_FALSE(stall_ended(&client[NS], NOT));
	EXPECT_FALSE(stall_ended(&client[S], 0));
	ASSERT_EQ(0, smmusim_kit_disable(&bank[NS].smmu.kit));
	ASSERT_TRUE(stall_join(&client[NS]));
	EXPECT_FALSE(stall_ended(&client[S], NOT));
	EXPECT_TRUE(stall_counts_are(&bank[S], 1, 0));
	ASSERT_EQ(0, smmusim_resume(&bank[S].smmu.kit, UAPI_SID,
				    EVT_STAG(record[S]), SMMUSIM_ABORT));
	ASSERT_TRUE(stall_join(&client[S]));
	stall_exit(&bank[S]);
	stall_exit(&bank[NS]);
	close(fd);
}

/* ---- identities ---- */

/* 4.7.1: without RAZ/WI, termination is an abort. */
TEST(term_model_has_no_razwi)
{
	struct stall_client client = {};
	struct stall_smmu s;
	uint64_t record[4];
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, CONFIG ",term_model=1", NULL, 0));
	ASSERT_EQ(0, stall_init(&s, fd, NS, 0));
	ASSERT_EQ(0, stall_start(&client, &s, READ, UAPI_HOLE, 16));
	ASSERT_EQ(1, stall_event(&s, record, SOON));
	ASSERT_EQ(0, smmusim_resume(&s.smmu.kit, UAPI_SID, EVT_STAG(record),
				    SMMUSIM_RAZWI));
	ASSERT_TRUE(stall_join(&client));
	EXPECT_EQ(SMMU_SIM_ABORTED, client.dma.out.status);
	stall_exit(&s);
	close(fd);
}

/* 6.3.1, 6.3.6: of the stall model, and how many STAGs there are. */
TEST(stalls_show_in_the_id_registers)
{
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, "stall_model=0,stall_max=77", NULL,
				       0));
	EXPECT_EQ(0, GET(uapi_readl(fd, IDR0), 25, 24));
	EXPECT_EQ(77, GET(uapi_readl(fd, IDR5), 31, 16));
	ASSERT_EQ(0, smmusim_configure(fd, "stall_model=2,stall_max=1", NULL,
				       0));
	EXPECT_EQ(2, GET(uapi_readl(fd, IDR0), 25, 24));
	ASSERT_EQ(0, smmusim_configure(fd, "stall_model=1", NULL, 0));
	EXPECT_EQ(1, GET(uapi_readl(fd, IDR0), 25, 24));
	EXPECT_EQ(0, GET(uapi_readl(fd, IDR5), 31, 16));
	EXPECT_EQ(-EINVAL, smmusim_configure(fd, "stall_model=0,stall_max=0",
					     NULL, 0));
	EXPECT_EQ(-EINVAL, smmusim_configure(fd, "stall_model=3", NULL, 0));
	close(fd);
}

TEST_HARNESS_MAIN
