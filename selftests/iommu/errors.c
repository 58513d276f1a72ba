// SPDX-License-Identifier: GPL-2.0
/*
 * Hardware trouble on the system SMMU while the built-in driver owns it: what is
 * injected from a file has to be survived by the driver, and DMA goes on. What
 * was unmapped meanwhile is not reachable once the trouble is over.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/smmusim.h"

#define EVENTS		"/sys/kernel/debug/smmu-sim/system/iommu-events"

#define GERROR		0x60
#define GERRORN		0x64
#define CMDQ_PROD	0x98
#define CMDQ_CONS	0x9c
#define EVENTQ_PROD	0x100a8
#define EVENTQ_CONS	0x100ac

#define F_TRANSLATION	0x10
#define NS_BANK		(1U << SMMU_SIM_PAS_NS)
#define PATTERN		0xa5

FIXTURE(errors)
{
	int fd;
	uint64_t page;
	struct smmu_sim_buf_add buf;
	struct smmu_sim_outcome out;
	uint32_t id;
};

FIXTURE_SETUP(errors)
{
	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	self->page = sysconf(_SC_PAGESIZE);
	self->buf = (struct smmu_sim_buf_add) { .length = 4 * self->page };
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->buf));
}

FIXTURE_TEARDOWN(errors)
{
	close(self->fd);
}

static int fill(int fd, const struct smmu_sim_buf_add *buf,
		struct smmu_sim_outcome *out)
{
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = buf->stream_id, .addr = buf->iova },
		.length = buf->length,
		.pattern = PATTERN,
	};
	int ret = smmusim_dma(fd, &d);

	*out = d.out;
	return ret;
}

static uint32_t abort_of(int fd, uint32_t accesses, uint32_t every,
			 uint32_t count)
{
	struct smmu_sim_inject inject = {
		.kind = SMMU_SIM_INJECT_ABORT,
		.banks = NS_BANK,
		.accesses = accesses,
		.last = ~0ULL,
		.every = every,
		.count = count,
	};

	return smmusim_inject(fd, &inject) ? 0 : inject.id;
}

static uint32_t inject_kind(int fd, uint32_t kind, uint32_t lines,
			    uint32_t every)
{
	struct smmu_sim_inject inject = {
		.kind = kind,
		.banks = kind == SMMU_SIM_INJECT_SFM ? 0 : NS_BANK,
		.lines = lines,
		.every = every,
	};

	return smmusim_inject(fd, &inject) ? 0 : inject.id;
}

/* How often it went wrong. */
static uint64_t fired(int fd, uint32_t id)
{
	struct smmu_sim_injection_record records[SMMU_SIM_MAX_INJECTIONS];
	uint32_t count, i;

	if (smmusim_inspect(fd, SMMU_SIM_INSPECT_INJECTIONS, records,
			    sizeof(*records), SMMU_SIM_MAX_INJECTIONS, &count))
		return 0;
	for (i = 0; i < count; i++)
		if (records[i].id == id)
			return records[i].fired;
	return 0;
}

static uint32_t readl(int fd, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, SMMU_SIM_PAS_NS, offset, 32, &value);
	return value;
}

static void nap(unsigned int ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&ts, NULL);
}

/* The driver handles interrupts in its own time. */
static bool errors_go_away(int fd)
{
	unsigned int i;

	for (i = 0; i < 500; i++) {
		if (readl(fd, GERROR) == readl(fd, GERRORN))
			return true;
		nap(10);
	}
	return false;
}

static bool queue_is_empty(int fd)
{
	return readl(fd, CMDQ_PROD) == (readl(fd, CMDQ_CONS) & 0xfffff);
}

/* One life of a buffer; true if every step did what it has to. */
static bool buffer_works(int fd, uint64_t length)
{
	struct smmu_sim_buf_add buf = { .length = length };
	struct smmu_sim_outcome out;

	if (smmusim_buf_add(fd, &buf) || fill(fd, &buf, &out) ||
	    out.status != SMMU_SIM_OK)
		return false;
	if (smmusim_buf_remove(fd, buf.cookie) || fill(fd, &buf, &out))
		return false;
	return out.status == SMMU_SIM_ABORTED && out.event == F_TRANSLATION;
}

/* Reading drains the queue; how many records it held so far. */
static unsigned long drained_events(void)
{
	unsigned long lines = 0;
	FILE *f = fopen(EVENTS, "r");
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		lines += !!strstr(line, "record=");
	if (f)
		fclose(f);
	return lines;
}

/* ---- the command queue ---- */

TEST_F(errors, command_abort_is_recovered)
{
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	ASSERT_EQ(SMMU_SIM_OK, self->out.status);
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CMDQ, 1, 1);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	EXPECT_EQ(1, fired(self->fd, self->id));
	/* The invalidation was not lost with the abort. */
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(F_TRANSLATION, self->out.event);
	EXPECT_TRUE(queue_is_empty(self->fd));
	EXPECT_TRUE(errors_go_away(self->fd));
	EXPECT_TRUE(buffer_works(self->fd, self->page));
}

TEST_F_TIMEOUT(errors, command_aborts_again_and_again_are_recovered, 120)
{
	unsigned int i;

	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CMDQ, 3, 0);
	ASSERT_NE(0, self->id);
	for (i = 0; i < 30; i++) {
		EXPECT_TRUE(buffer_works(self->fd, self->page));
	}
	EXPECT_LE(10, fired(self->fd, self->id));
	ASSERT_EQ(0, smmusim_inject_clear(self->fd, self->id));
	EXPECT_TRUE(errors_go_away(self->fd));
	EXPECT_TRUE(queue_is_empty(self->fd));
}

/* The driver looks itself; it does not depend on the interrupt. */
TEST_F(errors, command_abort_without_interrupt_is_recovered)
{
	ASSERT_NE(0, inject_kind(self->fd, SMMU_SIM_INJECT_LOST_IRQ,
				 1U << SMMU_SIM_IRQ_GERROR, 1));
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CMDQ, 1, 1);
	ASSERT_NE(0, self->id);
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	EXPECT_EQ(1, fired(self->fd, self->id));
	EXPECT_EQ(readl(self->fd, GERRORN), readl(self->fd, GERROR));
}

TEST_F_TIMEOUT(errors, queue_that_never_recovers_is_given_up_and_mended, 120)
{
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CMDQ, 1, 0);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, smmusim_inject_clear(self->fd, self->id));
	/* What was dropped is made up for with the next command. */
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_TRUE(queue_is_empty(self->fd));
}

TEST_F_TIMEOUT(errors, paused_queue_is_given_up_and_mended, 120)
{
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	self->id = inject_kind(self->fd, SMMU_SIM_INJECT_PAUSE, 0, 0);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	EXPECT_FALSE(queue_is_empty(self->fd));
	ASSERT_EQ(0, smmusim_inject_clear(self->fd, self->id));
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_TRUE(queue_is_empty(self->fd));
}

TEST_F(errors, held_queue_of_the_kernel_is_stepped_by_who_holds_it)
{
	int other = smmusim_open_system();
	uint32_t done;

	ASSERT_LE(0, other);
	EXPECT_EQ(-EBUSY, smmusim_step(self->fd, SMMU_SIM_PAS_NS, 1, &done));
	self->id = inject_kind(self->fd, SMMU_SIM_INJECT_PAUSE, 0, 0);
	ASSERT_NE(0, self->id);
	EXPECT_EQ(-EBUSY, smmusim_step(other, SMMU_SIM_PAS_NS, 1, &done));
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, smmusim_step(self->fd, SMMU_SIM_PAS_NS, ~0U, &done));
	EXPECT_LE(2, done);
	EXPECT_TRUE(queue_is_empty(self->fd));
	close(other);
}

TEST_F_TIMEOUT(errors, slow_queue_is_waited_for, 120)
{
	self->id = inject_kind(self->fd, SMMU_SIM_INJECT_SLOW, 0, 1);
	ASSERT_NE(0, self->id);
	EXPECT_TRUE(buffer_works(self->fd, 16 * self->page));
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	EXPECT_TRUE(queue_is_empty(self->fd));
}

/* ---- the event queue ---- */

TEST_F(errors, event_queue_abort_is_recovered)
{
	unsigned long before = drained_events();

	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_EVENTQ, 1, 1);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(0, self->out.flags);
	EXPECT_EQ(1, fired(self->fd, self->id));
	EXPECT_TRUE(errors_go_away(self->fd));
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->out.flags);
	EXPECT_LE(before, drained_events());
	EXPECT_EQ(readl(self->fd, EVENTQ_PROD), readl(self->fd, EVENTQ_CONS));
}

TEST_F(errors, lost_event_interrupt_loses_no_event)
{
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	drained_events();
	ASSERT_NE(0, inject_kind(self->fd, SMMU_SIM_INJECT_LOST_IRQ,
				 1U << SMMU_SIM_IRQ_EVENTQ, 1));
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->out.flags);
	EXPECT_NE(readl(self->fd, EVENTQ_PROD), readl(self->fd, EVENTQ_CONS));
	drained_events();
	EXPECT_EQ(readl(self->fd, EVENTQ_PROD), readl(self->fd, EVENTQ_CONS));
}

/* ---- tables and data ---- */

TEST_F(errors, aborted_walk_is_a_fault_and_no_more)
{
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_TT, 1, 1);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(0x0b, self->out.event);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_OK, self->out.status);
}

TEST_F(errors, aborted_data_is_no_event)
{
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CLIENT, 1, 1);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(0, self->out.event);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_OK, self->out.status);
}

TEST_F_TIMEOUT(errors, service_failure_is_left_behind, 120)
{
	self->id = inject_kind(self->fd, SMMU_SIM_INJECT_SFM, 0, 0);
	ASSERT_NE(0, self->id);
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(0, self->out.event);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, smmusim_inject_clear(self->fd, self->id));
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	ASSERT_EQ(0, fill(self->fd, &self->buf, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(F_TRANSLATION, self->out.event);
	EXPECT_TRUE(errors_go_away(self->fd));
}

/* ---- all of it under DMA ---- */

struct mover {
	const struct smmu_sim_buf_add *buf;
	int fd;
	atomic_bool stop;
	atomic_ulong moved;
	atomic_ulong failed;
};

static void *mover_run(void *arg)
{
	struct mover *mover = arg;
	struct smmu_sim_outcome out;

	while (!atomic_load(&mover->stop)) {
		if (fill(mover->fd, mover->buf, &out) ||
		    out.status != SMMU_SIM_OK)
			mover->failed++;
		else
			mover->moved++;
	}
	return NULL;
}

TEST_F_TIMEOUT(errors, dma_does_not_notice_command_errors, 120)
{
	struct mover mover = { .buf = &self->buf, .fd = self->fd };
	unsigned int rounds = 0, good = 0;
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, mover_run, &mover));
	self->id = abort_of(self->fd, SMMU_SIM_ACCESS_CMDQ, 2, 0);
	/* On a busy machine the thread may begin late. */
	while (rounds < 20 || !(mover.moved || mover.failed)) {
		good += buffer_works(self->fd, self->page);
		rounds++;
	}
	smmusim_inject_clear(self->fd, 0);
	atomic_store(&mover.stop, true);
	pthread_join(thread, NULL);
	EXPECT_NE(0, self->id);
	EXPECT_EQ(rounds, good);
	EXPECT_LT(0, mover.moved);
	EXPECT_EQ(0, mover.failed);
}

TEST_F_TIMEOUT(errors, injections_of_a_closed_file_are_over, 120)
{
	int other = smmusim_open_system();

	ASSERT_LE(0, other);
	ASSERT_NE(0, inject_kind(other, SMMU_SIM_INJECT_PAUSE, 0, 0));
	ASSERT_NE(0, abort_of(other, SMMU_SIM_ACCESS_CLIENT, 1, 0));
	close(other);
	EXPECT_TRUE(buffer_works(self->fd, self->page));
	EXPECT_TRUE(queue_is_empty(self->fd));
}

TEST_HARNESS_MAIN
