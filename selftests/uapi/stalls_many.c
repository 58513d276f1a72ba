// SPDX-License-Identifier: GPL-2.0
/*
 * More stalled transactions than there are STAGs or room in the event queue
 * (3.12.2, 7.2.1); hundreds of devices that stall at the same time, in both
 * banks; and what ends them all at once. One at a time is stalls.c.
 */
#include <signal.h>
#include <stdatomic.h>
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

#define FEW	4U	/* devices */

/* ---- few devices and less room ---- */

FIXTURE(room)
{
	struct stall_smmu s;
	struct stall_client client[FEW];
	uint64_t record[FEW][4];
};

/* Either the queue has two places, or there are two STAGs. */
FIXTURE_VARIANT(room)
{
	uint32_t bank;
	unsigned int eventq_log2;
	const char *config;
};

#define STAGS(n) "stall_model=0,stall_max=" #n

FIXTURE_VARIANT_ADD(room, nonsecure_queue) { NS, 1, STAGS(16) };
FIXTURE_VARIANT_ADD(room, nonsecure_stags) { NS, 0, STAGS(2) };
FIXTURE_VARIANT_ADD(room, secure_queue) { S, 1, STAGS(16) };
FIXTURE_VARIANT_ADD(room, secure_stags) { S, 0, STAGS(2) };

FIXTURE_SETUP(room)
{
	int fd = smmusim_open_private();
	unsigned int i;

	memset(self->client, 0, sizeof(self->client));
	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, variant->config, NULL, 0));
	ASSERT_EQ(0, stall_init(&self->s, fd, variant->bank,
				variant->eventq_log2));
	for (i = 0; i < FEW; i++) {
		self->client[i].dma.timeout_ms = i == FEW - 1 ? A_WHILE : 0;
		ASSERT_EQ(0, stall_start(&self->client[i], &self->s, READ,
					 UAPI_HOLE + i * PAGE, 16));
		ASSERT_TRUE(stall_counts_become(&self->s, i < 2 ? i + 1 : 2,
						i < 2 ? 0 : i - 1));
	}
}

/* All devices but some have been joined. */
FIXTURE_TEARDOWN(room)
{
	stall_exit(&self->s);
	close(self->s.smmu.fd);
}

#define EXPECT_ENDS(first, last, status_) do {				\
	unsigned int n_;						\
									\
	for (n_ = (first); n_ <= (last); n_++) {			\
		ASSERT_TRUE(stall_join(&self->client[n_]));		\
		EXPECT_EQ((status_), self->client[n_].dma.out.status);	\
	}								\
} while (0)

static int resume(struct stall_smmu *s, const uint64_t record[4],
		  enum smmusim_action action)
{
	return smmusim_resume(&s->smmu.kit, GET(record[0], 63, 32),
			      EVT_STAG(record), action);
}

/* 7.4: a stall record does not overflow; it comes when there is room. */
TEST_F(room, all_are_told_of_in_the_end)
{
	struct smmusim_kit *kit = &self->s.smmu.kit;
	unsigned int i, j;

	EXPECT_EQ(0, smmusim_kit_readl(kit, EVENTQ_PROD) & OVFLG);
	for (i = 0; i < FEW - 1; i++) {
		ASSERT_EQ(1, stall_event(&self->s, self->record[i], SOON));
		EXPECT_EQ(1, EVT_STALL(self->record[i]));
		for (j = 0; j < i; j++) {
			EXPECT_NE(self->record[i][2], self->record[j][2]);
		}
		ASSERT_EQ(0, resume(&self->s, self->record[i], SMMUSIM_ABORT));
	}
	EXPECT_ENDS(0, 1, SMMU_SIM_ABORTED);
	ASSERT_EQ(0, smmusim_kit_disable(kit));
	ASSERT_TRUE(stall_join(&self->client[2]));
	ASSERT_TRUE(stall_join(&self->client[3]));
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* A client that goes away before it got a STAG leaves nothing. */
TEST_F(room, pending_one_may_go_away)
{
	EXPECT_ENDS(FEW - 1, FEW - 1, SMMU_SIM_STALLED);
	EXPECT_EQ(0, self->client[FEW - 1].dma.out.flags);
	EXPECT_EQ(F_TRANSLATION, self->client[FEW - 1].dma.out.event);
	EXPECT_TRUE(stall_counts_are(&self->s, 2, 1));
	ASSERT_EQ(0, smmusim_stall_term(&self->s.smmu.kit, UAPI_SID));
	EXPECT_ENDS(0, 2, SMMU_SIM_ABORTED);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

TEST_F(room, disabling_aborts_pending_ones)
{
	ASSERT_EQ(0, smmusim_kit_disable(&self->s.smmu.kit));
	EXPECT_ENDS(0, FEW - 1, SMMU_SIM_ABORTED);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

TEST_F(room, configure_aborts_pending_ones)
{
	ASSERT_EQ(0, smmusim_configure(self->s.smmu.fd, variant->config, NULL,
				       0));
	EXPECT_ENDS(0, FEW - 1, SMMU_SIM_ABORTED);
	EXPECT_TRUE(stall_counts_are(&self->s, 0, 0));
}

/* ---- hundreds of devices ---- */

#define MANY	300U

FIXTURE(many)
{
	struct stall_smmu bank[2];
	struct stall_client *client;	/* number i is one of bank[i % 2] */
	uint64_t page[MANY];
	int fd;
};

FIXTURE_SETUP(many)
{
	unsigned int i;

	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, smmusim_configure(self->fd, STAGS(32), NULL, 0));
	self->client = calloc(MANY, sizeof(*self->client));
	ASSERT_NE(NULL, self->client);
	for (i = NS; i <= S; i++) {
		ASSERT_EQ(0, stall_init(&self->bank[i], self->fd, i, 4));
	}
	for (i = 0; i < MANY; i++) {
		self->page[i] = smmusim_kit_alloc(&self->bank[i % 2].smmu.kit,
						  PAGE, PAGE);
		ASSERT_NE(0, self->page[i]);
	}
}

FIXTURE_TEARDOWN(many)
{
	stall_exit(&self->bank[NS]);
	stall_exit(&self->bank[S]);
	close(self->fd);
	free(self->client);
}

/* Device @i writes to a page of its own, which is not mapped. */
static int start_one(struct stall_client *client, struct stall_smmu *bank,
		     unsigned int i)
{
	uapi_pattern(client->data, 64, i);
	return stall_start(client, bank, WRITE, UAPI_HOLE + i * PAGE, 64);
}

#define START_MANY() do {						\
	unsigned int n_;						\
									\
	for (n_ = 0; n_ < MANY; n_++) {					\
		ASSERT_EQ(0, start_one(&self->client[n_],		\
				       &self->bank[n_ % 2], n_));	\
	}								\
} while (0)

/* As a driver with demand paging: 1: it was mapped and resumed; 0: no event. */
static int page_in(struct stall_smmu *bank, const uint64_t page[MANY])
{
	uint64_t record[4];
	unsigned int i;
	int ret = stall_event(bank, record, 0);

	if (ret != 1)
		return ret;
	i = (record[2] - UAPI_HOLE) / PAGE;
	if (i >= MANY || !EVT_STALL(record))
		return -ERANGE;
	ret = smmusim_map_page(&bank->smmu.kit, &bank->smmu.ctx,
			       UAPI_HOLE + i * PAGE, page[i], 0);
	if (!ret)
		ret = resume(bank, record, SMMUSIM_RETRY);
	return ret ? ret : 1;
}

static void nap(unsigned int ms)
{
	struct timespec ts = { 0, ms * 1000000L };

	nanosleep(&ts, NULL);
}

TEST_F_TIMEOUT(many, demand_paging_serves_them_all, 120)
{
	unsigned int i, served = 0;
	const void *bytes;
	int ns, s;

	START_MANY();
	while (served < MANY) {
		ns = page_in(&self->bank[NS], self->page);
		s = page_in(&self->bank[S], self->page);
		ASSERT_LE(0, ns);
		ASSERT_LE(0, s);
		served += ns + s;
		if (!ns && !s)
			nap(1);
	}
	for (i = 0; i < MANY; i++) {
		ASSERT_TRUE(stall_join(&self->client[i]));
		EXPECT_EQ(SMMU_SIM_OK, self->client[i].dma.out.status);
		EXPECT_EQ(64, self->client[i].dma.done);
		bytes = smmusim_kit_ptr(&self->bank[i % 2].smmu.kit,
					self->page[i]);
		EXPECT_FALSE(uapi_pattern_differs(bytes, 64, i));
	}
	EXPECT_TRUE(stall_counts_are(&self->bank[NS], 0, 0));
	EXPECT_TRUE(stall_counts_are(&self->bank[S], 0, 0));
}

static void wait_for_stags(int fd)
{
	uint32_t count = 0;
	unsigned int i;

	for (i = 0; i < SOON && count < 32; i++) {
		nap(1);
		stall_records(fd, NULL, 0, &count);
	}
}

TEST_F_TIMEOUT(many, configure_ends_them_all, 120)
{
	unsigned int i;

	START_MANY();
	wait_for_stags(self->fd);
	ASSERT_EQ(0, smmusim_configure(self->fd, "gbpa_abort=1", NULL, 0));
	for (i = 0; i < MANY; i++) {
		ASSERT_TRUE(stall_join(&self->client[i]));
		EXPECT_EQ(SMMU_SIM_ABORTED, self->client[i].dma.out.status);
	}
}

/* The child: all of them stall in one process. */
static void stall_many(struct stall_client *client, struct stall_smmu *bank)
{
	unsigned int i;

	for (i = 0; i < MANY; i++)
		if (start_one(&client[i], &bank[i % 2], i))
			_exit(1);
	pause();
	_exit(2);
}

TEST_F_TIMEOUT(many, killed_process_ends_with_all_its_threads, 120)
{
	struct smmu_sim_stall_record stags[MANY];
	uint32_t i, count;
	int status;
	pid_t pid = fork();

	ASSERT_LE(0, pid);
	if (!pid)
		stall_many(self->client, self->bank);
	wait_for_stags(self->fd);
	ASSERT_EQ(0, kill(pid, SIGKILL));
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	ASSERT_EQ(0, stall_records(self->fd, stags, MANY, &count));
	EXPECT_GE(32, count);
	EXPECT_LE(1, count);
	for (i = 0; i < count; i++) {
		EXPECT_EQ(SMMU_SIM_STALL_ABANDONED, stags[i].flags);
	}
	ASSERT_EQ(0, smmusim_stall_term(&self->bank[NS].smmu.kit, UAPI_SID));
	ASSERT_EQ(0, smmusim_stall_term(&self->bank[S].smmu.kit, UAPI_SID));
	EXPECT_TRUE(stall_counts_are(&self->bank[NS], 0, 0));
	EXPECT_TRUE(stall_counts_are(&self->bank[S], 0, 0));
}

/* ---- everything at the same time ---- */

#define DEVICES	16U
#define SECONDS	4

struct device {
	struct stall_smmu *bank;
	unsigned int number;
	unsigned long ended[4];		/* by status */
	unsigned long bad;
	pthread_t thread;
};

static atomic_bool stop;

/* Short and long patience, hit and miss, both ends of a copy. */
static void *device_run(void *arg)
{
	struct device *device = arg;
	uint8_t data[64];
	unsigned int i;
	int ret;

	for (i = 0; !atomic_load(&stop); i++) {
		struct smmu_sim_dma dma = {
			.op = i % 5,
			.timeout_ms = 1 + (i + device->number) % 40,
			.txn = {
				.stream_id = UAPI_SID + i % 2,
				.sec_sid = device->bank->smmu.kit.setup.bank,
				.addr = (i % 3 ? UAPI_HOLE : UAPI_IOVA) +
					device->number * PAGE / 2,
			},
			.dst_addr = UAPI_HOLE + device->number * PAGE,
			.length = i % 5 == SMMU_SIM_DMA_CAS ? 8 : sizeof(data),
			.data_uptr = (uintptr_t)data,
		};

		ret = smmusim_dma(device->bank->smmu.fd, &dma);
		if (ret || dma.out.status > SMMU_SIM_STALLED)
			device->bad++;
		else
			device->ended[dma.out.status]++;
	}
	return NULL;
}

/* What software may do about a stall, in turn. */
static int react(struct stall_smmu *bank, unsigned int turn)
{
	static const enum smmusim_action actions[] = {
		SMMUSIM_RETRY, SMMUSIM_ABORT, SMMUSIM_RAZWI,
	};
	uint64_t record[4];
	int ret = stall_event(bank, record, 0);

	if (ret == 1)
		ret = resume(bank, record, actions[turn % 3]);
	if (!ret && turn % 64 == 63)
		ret = smmusim_stall_term(&bank->smmu.kit, UAPI_SID + turn % 2);
	if (!ret && turn % 256 == 255)
		ret = smmusim_kit_disable(&bank->smmu.kit);
	if (!ret && turn % 256 == 255)
		ret = smmusim_kit_enable(&bank->smmu.kit);
	return ret;
}

static bool seconds_passed(const struct timespec *since, int seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - since->tv_sec >= seconds;
}

TEST_F_TIMEOUT(many, nothing_is_lost_in_a_mess, 120)
{
	struct device device[DEVICES] = {};
	unsigned long ended[4] = {};
	struct timespec start;
	unsigned int i, j, turn;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (i = 0; i < DEVICES; i++) {
		device[i].bank = &self->bank[i % 2];
		device[i].number = i;
		ASSERT_EQ(0, pthread_create(&device[i].thread, NULL, device_run,
					    &device[i]));
	}
	for (turn = 0; !seconds_passed(&start, SECONDS); turn++) {
		ASSERT_EQ(0, react(&self->bank[NS], turn));
		ASSERT_EQ(0, react(&self->bank[S], turn + 1));
	}
	atomic_store(&stop, true);
	for (i = 0; i < DEVICES; i++) {
		pthread_join(device[i].thread, NULL);
		EXPECT_EQ(0, device[i].bad);
		for (j = 0; j < 4; j++)
			ended[j] += device[i].ended[j];
	}
	TH_LOG("%u turns: %lu ok, %lu aborted, %lu raz/wi, %lu gone", turn,
	       ended[SMMU_SIM_OK], ended[SMMU_SIM_ABORTED],
	       ended[SMMU_SIM_RAZWI], ended[SMMU_SIM_STALLED]);
	for (j = 0; j < 4; j++) {
		EXPECT_LT(0, ended[j]);
	}
	ASSERT_EQ(0, smmusim_kit_disable(&self->bank[NS].smmu.kit));
	ASSERT_EQ(0, smmusim_kit_disable(&self->bank[S].smmu.kit));
	EXPECT_TRUE(stall_counts_are(&self->bank[NS], 0, 0));
	EXPECT_TRUE(stall_counts_are(&self->bank[S], 0, 0));
}

TEST_HARNESS_MAIN
