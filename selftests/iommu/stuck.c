// SPDX-License-Identifier: GPL-2.0
/*
 * While the command queue does not move, nothing that was unmapped may be
 * reached: it has been given back to the kernel, but the caches of the SMMU still
 * have it. So the driver has to cut its clients off, and to let them on again
 * when it has made up for what it could not invalidate.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/smmusim.h"

#define NS_BANK		(1U << SMMU_SIM_PAS_NS)

FIXTURE(stuck)
{
	int fd;
	struct smmu_sim_buf_add gone;
	struct smmu_sim_buf_add kept;
	struct smmu_sim_outcome out;
};

FIXTURE_VARIANT(stuck)
{
	struct smmu_sim_inject inject;
};

FIXTURE_VARIANT_ADD(stuck, paused)
{
	.inject = { .kind = SMMU_SIM_INJECT_PAUSE, .banks = NS_BANK },
};

FIXTURE_VARIANT_ADD(stuck, aborted)
{
	.inject = {
		.kind = SMMU_SIM_INJECT_ABORT,
		.banks = NS_BANK,
		.accesses = SMMU_SIM_ACCESS_CMDQ,
		.last = ~0ULL,
		.every = 1,
	},
};

FIXTURE_VARIANT_ADD(stuck, service_failure)
{
	.inject = { .kind = SMMU_SIM_INJECT_SFM },
};

/* What becomes of a transaction at the start of a buffer; no effect. */
static int peek(int fd, const struct smmu_sim_buf_add *buf,
		struct smmu_sim_outcome *out)
{
	struct smmu_sim_translate t = {
		.flags = SMMU_SIM_TRANSLATE_PEEK,
		.txn = { .stream_id = buf->stream_id, .addr = buf->iova },
	};
	int ret = smmusim_translate(fd, &t);

	*out = t.out;
	return ret;
}

static int fill(int fd, const struct smmu_sim_buf_add *buf,
		struct smmu_sim_outcome *out)
{
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = buf->stream_id, .addr = buf->iova },
		.length = buf->length,
		.pattern = 0x3c,
	};
	int ret = smmusim_dma(fd, &d);

	*out = d.out;
	return ret;
}

FIXTURE_SETUP(stuck)
{
	struct smmu_sim_inject inject = variant->inject;
	uint64_t page = sysconf(_SC_PAGESIZE);

	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	self->gone = (struct smmu_sim_buf_add) { .length = page };
	self->kept = (struct smmu_sim_buf_add) { .length = page };
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->gone));
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->kept));
	ASSERT_EQ(0, fill(self->fd, &self->gone, &self->out));
	ASSERT_EQ(SMMU_SIM_OK, self->out.status);
	ASSERT_EQ(0, fill(self->fd, &self->kept, &self->out));
	ASSERT_EQ(SMMU_SIM_OK, self->out.status);
	ASSERT_EQ(0, peek(self->fd, &self->gone, &self->out));
	ASSERT_EQ(SMMU_SIM_OK, self->out.status);
	ASSERT_EQ(0, smmusim_inject(self->fd, &inject));
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->gone.cookie));
}

/* The next test finds a driver that is well. */
FIXTURE_TEARDOWN(stuck)
{
	struct smmu_sim_buf_add buf = self->kept;

	smmusim_inject_clear(self->fd, 0);
	EXPECT_EQ(0, smmusim_buf_add(self->fd, &buf));
	close(self->fd);
}

TEST_F_TIMEOUT(stuck, nobody_reaches_what_was_unmapped, 120)
{
	ASSERT_EQ(0, peek(self->fd, &self->gone, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	ASSERT_EQ(0, smmusim_inject_clear(self->fd, 0));
	ASSERT_EQ(0, peek(self->fd, &self->gone, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
}

TEST_F_TIMEOUT(stuck, clients_are_aborted_without_event, 120)
{
	ASSERT_EQ(0, fill(self->fd, &self->kept, &self->out));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->out.status);
	EXPECT_EQ(0, self->out.event);
}

TEST_F_TIMEOUT(stuck, next_mapping_lets_them_on_again, 120)
{
	struct smmu_sim_buf_add buf = self->kept;

	ASSERT_EQ(0, smmusim_inject_clear(self->fd, 0));
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &buf));
	ASSERT_EQ(0, fill(self->fd, &buf, &self->out));
	EXPECT_EQ(SMMU_SIM_OK, self->out.status);
	ASSERT_EQ(0, fill(self->fd, &self->kept, &self->out));
	EXPECT_EQ(SMMU_SIM_OK, self->out.status);
}

/* The driver looks after it now and then. */
TEST_F_TIMEOUT(stuck, time_lets_them_on_again, 120)
{
	struct timespec nap = { 0, 100000000 };
	unsigned int i;

	ASSERT_EQ(0, smmusim_inject_clear(self->fd, 0));
	for (i = 0; i < 200; i++) {
		ASSERT_EQ(0, fill(self->fd, &self->kept, &self->out));
		if (self->out.status == SMMU_SIM_OK)
			break;
		nanosleep(&nap, NULL);
	}
	EXPECT_EQ(SMMU_SIM_OK, self->out.status);
}

/* Holds the queue and unmaps, until it is killed. */
static void hold_and_unmap(const struct smmu_sim_inject *what)
{
	struct smmu_sim_inject inject = *what;
	struct smmu_sim_buf_add buf;
	int fd = smmusim_open_system();
	unsigned int i;

	if (fd < 0 || smmusim_inject(fd, &inject))
		_exit(1);
	for (i = 0; i < SMMU_SIM_MAX_BUFFERS; i++) {
		buf = (struct smmu_sim_buf_add) { .length = 65536 };
		if (smmusim_buf_add(fd, &buf) ||
		    smmusim_buf_remove(fd, buf.cookie))
			_exit(2);
	}
	pause();
	_exit(3);
}

static bool buffer_works(int fd)
{
	struct smmu_sim_buf_add buf = { .length = 65536 };
	struct smmu_sim_outcome out;

	return !smmusim_buf_add(fd, &buf) && !fill(fd, &buf, &out) &&
	       out.status == SMMU_SIM_OK && !smmusim_buf_remove(fd, buf.cookie);
}

TEST_F_TIMEOUT(stuck, whoever_holds_the_queue_may_be_killed, 120)
{
	struct timespec nap = { 0, 0 };
	unsigned int i;
	int status;
	pid_t pid;

	ASSERT_EQ(0, smmusim_inject_clear(self->fd, 0));
	for (i = 0; i < 8; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid)
			hold_and_unmap(&variant->inject);
		nap.tv_nsec = i * 20000000L;
		nanosleep(&nap, NULL);
		kill(pid, SIGKILL);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status));
		EXPECT_TRUE(buffer_works(self->fd));
	}
}

TEST_HARNESS_MAIN
