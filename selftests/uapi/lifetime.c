// SPDX-License-Identifier: GPL-2.0
/*
 * What happens to an SMMU and its RAM while somebody else is using them: files
 * that are closed, killed, passed on; regions that are removed; identities that
 * change under running DMA.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define DEBUGFS	"/sys/kernel/debug/smmu-sim"

/* ---- a device that never rests ---- */

struct mover {
	struct uapi_smmu *smmu;
	pthread_t thread;
	atomic_bool stop;
	atomic_ulong rounds;
	uint64_t src;
	uint64_t dst;
	uint64_t length;
	struct smmu_sim_dma last;
	int ret;
};

static void *mover_run(void *arg)
{
	struct mover *mover = arg;

	while (!atomic_load(&mover->stop)) {
		mover->last = (struct smmu_sim_dma) {
			.op = SMMU_SIM_DMA_COPY,
			.txn = { .stream_id = UAPI_SID, .addr = mover->src },
			.dst_addr = mover->dst,
			.length = mover->length,
		};
		mover->ret = smmusim_dma(mover->smmu->fd, &mover->last);
		if (mover->ret)
			break;
		atomic_fetch_add(&mover->rounds, 1);
	}
	return NULL;
}

static void nap(unsigned int ms)
{
	struct timespec ts = { 0, ms * 1000000L };

	nanosleep(&ts, NULL);
}

static int mover_start(struct mover *mover)
{
	unsigned int i;
	int ret = pthread_create(&mover->thread, NULL, mover_run, mover);

	for (i = 0; !ret && i < 5000 && !atomic_load(&mover->rounds); i++)
		nap(1);
	return ret ? -ret : atomic_load(&mover->rounds) ? 0 : -ETIMEDOUT;
}

static void mover_stop(struct mover *mover)
{
	atomic_store(&mover->stop, true);
	pthread_join(mover->thread, NULL);
}

FIXTURE(lifetime)
{
	struct uapi_smmu smmu;
	struct mover mover;
};

FIXTURE_SETUP(lifetime)
{
	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
	memset(&self->mover, 0, sizeof(self->mover));
	self->mover.smmu = &self->smmu;
	self->mover.src = UAPI_IOVA;
	self->mover.dst = UAPI_IOVA + 4 * PAGE;
	self->mover.length = 4 * PAGE;
}

FIXTURE_TEARDOWN(lifetime)
{
	uapi_smmu_close(&self->smmu);
}

/* ---- regions and identities under DMA ---- */

#define EXTRA	0xa0000000ULL	/* where a second region is */

TEST_F(lifetime, removed_region_is_not_written_any_more)
{
	struct uapi_smmu *smmu = &self->smmu;
	uint64_t cookie, page = uapi_page();
	uint8_t *map;

	ASSERT_EQ(0, smmusim_mem_add(smmu->fd, SMMU_SIM_MEM_NS, EXTRA, page,
				     &cookie));
	ASSERT_EQ(0, smmusim_map(smmu->fd, cookie, page, (void **)&map));
	ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx, UAPI_HOLE, EXTRA,
				      0));
	memset(smmu->bytes, 0xdd, PAGE);
	self->mover.dst = UAPI_HOLE;
	self->mover.length = PAGE;
	ASSERT_EQ(0, mover_start(&self->mover));
	ASSERT_EQ(0, smmusim_mem_remove(smmu->fd, cookie));
	memset(map, 0x11, PAGE);
	nap(50);
	mover_stop(&self->mover);
	EXPECT_EQ(0x11, map[0]);
	EXPECT_EQ(0, memcmp(map, map + 1, PAGE - 1));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->mover.last.out.status);
	munmap(map, page);
}

TEST_F(lifetime, region_with_the_tables_is_removed_under_dma)
{
	struct uapi_smmu *smmu = &self->smmu;

	ASSERT_EQ(0, mover_start(&self->mover));
	ASSERT_EQ(0, smmusim_mem_remove(smmu->fd, smmu->kit.cookie));
	nap(20);
	mover_stop(&self->mover);
	EXPECT_EQ(0, self->mover.ret);
	EXPECT_EQ(SMMU_SIM_ABORTED, self->mover.last.out.status);
}

TEST_F(lifetime, page_is_not_written_after_unmap_and_sync)
{
	struct uapi_smmu *smmu = &self->smmu;
	unsigned int i;

	memset(smmu->bytes, 0xdd, PAGE);
	self->mover.dst = UAPI_IOVA + PAGE;
	self->mover.length = PAGE;
	ASSERT_EQ(0, mover_start(&self->mover));
	for (i = 0; i < 200; i++) {
		ASSERT_EQ(0, smmusim_unmap_page(&smmu->kit, &smmu->ctx,
						UAPI_IOVA + PAGE));
		memset(smmu->bytes + PAGE, 0x11, PAGE);
		sched_yield();
		EXPECT_EQ(0x11, smmu->bytes[PAGE]);
		EXPECT_EQ(0, memcmp(smmu->bytes + PAGE, smmu->bytes + PAGE + 1,
				    PAGE - 1));
		ASSERT_EQ(0, smmusim_map_page(&smmu->kit, &smmu->ctx,
					      UAPI_IOVA + PAGE,
					      smmu->data + PAGE, 0));
	}
	mover_stop(&self->mover);
}

TEST_F(lifetime, configure_under_dma_is_clean)
{
	unsigned int i;

	ASSERT_EQ(0, mover_start(&self->mover));
	for (i = 0; i < 20; i++) {
		ASSERT_EQ(0, smmusim_configure(self->smmu.fd,
					       i % 2 ? "cache=exact" : "", NULL,
					       0));
	}
	ASSERT_EQ(0, smmusim_kit_enable(&self->smmu.kit));
	nap(20);
	mover_stop(&self->mover);
	EXPECT_EQ(0, self->mover.ret);
	EXPECT_EQ(SMMU_SIM_OK, self->mover.last.out.status);
}

TEST_F(lifetime, close_in_another_thread_ends_dma_with_ebadf)
{
	struct uapi_smmu *smmu = &self->smmu;
	int fd = smmu->fd;

	ASSERT_EQ(0, mover_start(&self->mover));
	close(fd);
	pthread_join(self->mover.thread, NULL);
	EXPECT_EQ(-EBADF, self->mover.ret);
	smmu->fd = smmusim_open_private();
}

/* ---- files that are passed on ---- */

static bool instance_is_visible(uint64_t id)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), DEBUGFS "/%llu", (unsigned long long)id);
	return !stat(path, &st);
}

/* Instances may be taken down by a worker, a moment later. */
static bool instance_vanishes(uint64_t id)
{
	unsigned int i;

	for (i = 0; i < 500; i++) {
		if (!instance_is_visible(id))
			return true;
		nap(10);
	}
	return false;
}

TEST_F(lifetime, instance_dies_with_its_last_descriptor)
{
	struct smmu_sim_get_info info;
	int fd = smmusim_open_private();
	int again;

	ASSERT_LE(0, fd);
	again = dup(fd);
	ASSERT_EQ(0, smmusim_get_info(fd, &info));
	EXPECT_TRUE(instance_is_visible(info.id));
	uapi_writel(fd, CR2, CR2_RECINVSID);
	close(fd);
	EXPECT_EQ(CR2_RECINVSID, uapi_readl(again, CR2));
	EXPECT_TRUE(instance_is_visible(info.id));
	close(again);
	EXPECT_TRUE(instance_vanishes(info.id));
}

union fd_message {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(sizeof(int))];
};

static int send_fd(int socket, int fd)
{
	union fd_message control = { 0 };
	struct iovec iov = { .iov_base = "", .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	return sendmsg(socket, &msg, 0) == 1 ? 0 : -errno;
}

static int receive_fd(int socket)
{
	union fd_message control = { 0 };
	char byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	if (recvmsg(socket, &msg, 0) != 1 || !CMSG_FIRSTHDR(&msg))
		return -errno;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
	return fd;
}

TEST_F(lifetime, file_in_flight_in_a_socket_stays_alive)
{
	struct smmu_sim_get_info info;
	int sockets[2];
	int fd = smmusim_open_private();

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
	ASSERT_EQ(0, smmusim_get_info(fd, &info));
	uapi_writel(fd, CR2, CR2_RECINVSID);
	ASSERT_EQ(0, send_fd(sockets[0], fd));
	close(fd);
	fd = receive_fd(sockets[1]);
	ASSERT_LE(0, fd);
	EXPECT_EQ(CR2_RECINVSID, uapi_readl(fd, CR2));
	ASSERT_EQ(0, send_fd(sockets[0], fd));
	close(fd);
	close(sockets[0]);
	close(sockets[1]);	/* with the file still in it */
	EXPECT_TRUE(instance_vanishes(info.id));
}

TEST_F(lifetime, child_shares_the_smmu)
{
	int status;
	pid_t child = fork();

	ASSERT_LE(0, child);
	if (!child) {
		uapi_writel(self->smmu.fd, GERRORN, 0x4);
		_exit(0);
	}
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0x4, uapi_readl(self->smmu.fd, GERRORN));
}

/* ---- kill -9 ---- */

/* The child: DMA from several threads on its own SMMU until the end. */
static void dma_for_ever(int pipe_fd, unsigned int threads)
{
	static struct uapi_smmu smmu;
	static struct mover movers[4];
	struct smmu_sim_get_info info;
	unsigned int i;

	if (uapi_smmu_open(&smmu) || smmusim_get_info(smmu.fd, &info))
		_exit(1);
	for (i = 0; i < threads; i++) {
		movers[i].smmu = &smmu;
		movers[i].src = UAPI_IOVA;
		movers[i].dst = UAPI_IOVA + 4 * PAGE;
		movers[i].length = 4 * PAGE;
		if (mover_start(&movers[i]))
			_exit(2);
	}
	if (write(pipe_fd, &info.id, sizeof(info.id)) != sizeof(info.id))
		_exit(3);
	for (;;)
		pause();
}

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

FIXTURE(killed)
{
	int pipe[2];
};

FIXTURE_VARIANT(killed)
{
	unsigned int threads;
};

FIXTURE_VARIANT_ADD(killed, one_thread) { .threads = 1 };
FIXTURE_VARIANT_ADD(killed, four_threads) { .threads = 4 };

FIXTURE_SETUP(killed)
{
	ASSERT_EQ(0, pipe(self->pipe));
}

FIXTURE_TEARDOWN(killed)
{
	close(self->pipe[0]);
	close(self->pipe[1]);
}

TEST_F(killed, process_is_reaped_and_its_smmu_vanishes)
{
	uint64_t id, start;
	int status, fd;
	pid_t child = fork();

	ASSERT_LE(0, child);
	if (!child)
		dma_for_ever(self->pipe[1], variant->threads);
	ASSERT_EQ(sizeof(id), read(self->pipe[0], &id, sizeof(id)));
	ASSERT_TRUE(instance_is_visible(id));
	start = now_ms();
	ASSERT_EQ(0, kill(child, SIGKILL));
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_GT(5000, now_ms() - start);
	EXPECT_TRUE(instance_vanishes(id));
	fd = smmusim_open_private();
	EXPECT_LE(0, fd);
	close(fd);
}

TEST_HARNESS_MAIN
