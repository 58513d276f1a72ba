// SPDX-License-Identifier: GPL-2.0
/*
 * The Secure firmware of the system SMMU with everything that the SMMU can do:
 * its transactions stall, it has two stages, it takes stalls away from the
 * Non-secure side. The kernel's driver and the companion's DMA do not notice.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "mover.h"
#include "smmusim/kit.h"

#define NS		SMMU_SIM_PAS_NS
#define S		SMMU_SIM_PAS_S
#define PAGE		4096ULL
#define IOVA		0x40000000ULL
#define HOLE		0x50000000ULL
#define SID		3U
#define STAGS		16U
#define F_TRANSLATION	0x10

#define IDR0		0x00
#define GERROR		0x60
#define GERRORN		0x64
#define S_IDR0		0x8000
#define S_CR0		0x8020
#define S_CR0ACK	0x8024
#define STALL_MODEL	(3U << 24)
#define NSSTALLD	(1U << 9)
#define CFGI_STE_RANGE	0x04
#define RANGE_ALL	31
#define CD_S		(1ULL << 44)	/* CD word 0 (5.4) */

FIXTURE(firmware)
{
	int fd;
	int other;
	struct smmusim_kit kit;
	struct smmusim_context ctx;
	struct mover mover;
	struct smmu_sim_dma d;
	struct smmu_sim_stall_record stags[STAGS];
	uint64_t record[4];
	uint64_t page;
	uint8_t bytes[64];
	uint32_t count;
};

/* Faults of the firmware's stream stall. */
static int bring_up(struct smmusim_kit *kit, struct smmusim_context *ctx,
		    int fd)
{
	const struct smmusim_setup setup = { .bank = S };
	int ret = smmusim_kit_init(kit, fd, &setup);
	uint64_t *cd;

	if (!ret)
		ret = smmusim_kit_enable(kit);
	if (!ret)
		ret = smmusim_context_init(kit, ctx, 1);
	if (ret)
		return ret;
	cd = smmusim_kit_ptr(kit, ctx->cd);
	cd[0] |= CD_S;
	return smmusim_attach(kit, SID, ctx);
}

FIXTURE_SETUP(firmware)
{
	self->fd = smmusim_open_system();
	self->other = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	ASSERT_LE(0, self->other);
	ASSERT_EQ(0, mover_start(&self->mover, self->other));
}

static uint32_t read_ns(int fd, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, NS, offset, 32, &value);
	return value;
}

static uint32_t read_s(int fd, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, S, offset, 32, &value);
	return value;
}

/* Whatever a test did, the Non-secure side has not noticed. */
FIXTURE_TEARDOWN(firmware)
{
	EXPECT_TRUE(mover_moves(&self->mover));
	mover_stop(&self->mover);
	EXPECT_EQ(0, self->mover.failed);
	EXPECT_EQ(read_ns(self->other, GERRORN), read_ns(self->other, GERROR));
	if (self->fd >= 0) {
		smmusim_kit_exit(&self->kit);
		close(self->fd);
	}
	close(self->other);
}

static int dma(int fd, struct smmu_sim_dma *d, uint32_t op, uint64_t addr,
	       void *bytes, uint32_t timeout_ms)
{
	*d = (struct smmu_sim_dma) {
		.op = op,
		.timeout_ms = timeout_ms,
		.txn = { .stream_id = SID, .sec_sid = S, .addr = addr },
		.length = 64,
		.data_uptr = (uintptr_t)bytes,
	};
	return smmusim_dma(fd, d);
}

static uint32_t stags_in_use(int fd, struct smmu_sim_stall_record stags[STAGS])
{
	uint32_t count = ~0U;

	smmusim_inspect(fd, SMMU_SIM_INSPECT_STALLS, stags, sizeof(*stags),
			STAGS, &count);
	return count;
}

static bool wait_for_stag(int fd, struct smmu_sim_stall_record stags[STAGS])
{
	struct timespec ms = { 0, 1000000 };
	unsigned int i;

	for (i = 0; i < 20000; i++) {
		if (stags_in_use(fd, stags) == 1)
			return true;
		nanosleep(&ms, NULL);
	}
	return false;
}

struct client {
	int fd;
	struct smmu_sim_dma d;
	uint8_t bytes[64];
	int ret;
};

static void *client_run(void *arg)
{
	struct client *client = arg;

	client->ret = dma(client->fd, &client->d, SMMU_SIM_DMA_WRITE, HOLE,
			  client->bytes, 0);
	return NULL;
}

TEST_F(firmware, its_stalls_wait_for_it)
{
	struct client client = { .fd = self->fd, .bytes = { 0x77 } };
	const uint8_t *bytes;
	pthread_t thread;

	ASSERT_EQ(0, bring_up(&self->kit, &self->ctx, self->fd));
	self->page = smmusim_kit_alloc(&self->kit, PAGE, PAGE);
	bytes = smmusim_kit_ptr(&self->kit, self->page);
	ASSERT_EQ(0, pthread_create(&thread, NULL, client_run, &client));
	ASSERT_TRUE(wait_for_stag(self->other, self->stags));
	EXPECT_EQ(S, self->stags[0].sec_sid);
	EXPECT_EQ(SID, self->stags[0].stream_id);
	EXPECT_TRUE(mover_moves(&self->mover));
	ASSERT_EQ(1, smmusim_event(&self->kit, self->record));
	EXPECT_EQ(F_TRANSLATION, self->record[0] & 0xff);
	ASSERT_EQ(0, smmusim_map_page(&self->kit, &self->ctx, HOLE, self->page,
				      0));
	ASSERT_EQ(0, smmusim_resume(&self->kit, SID, self->record[1] & 0xffff,
				    SMMUSIM_RETRY));
	pthread_join(thread, NULL);
	EXPECT_EQ(0, client.ret);
	EXPECT_EQ(SMMU_SIM_OK, client.d.out.status);
	EXPECT_EQ(0x77, bytes[0]);
	EXPECT_EQ(0, stags_in_use(self->other, self->stags));
}

/* STAGs that nobody ends are free when the bank is. */
TEST_F(firmware, its_stags_go_with_it)
{
	ASSERT_EQ(0, bring_up(&self->kit, &self->ctx, self->fd));
	ASSERT_EQ(0, dma(self->fd, &self->d, SMMU_SIM_DMA_READ, HOLE,
			 self->bytes, 1));
	EXPECT_EQ(SMMU_SIM_STALLED, self->d.out.status);
	ASSERT_EQ(1, stags_in_use(self->other, self->stags));
	EXPECT_EQ(SMMU_SIM_STALL_ABANDONED, self->stags[0].flags);
	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->fd = -1;
	EXPECT_EQ(0, stags_in_use(self->other, self->stags));
	EXPECT_EQ(0, read_s(self->other, S_CR0ACK));
}

/* A process whose DMA stalls until it is killed. */
static void stall_for_ever(void)
{
	struct client client = { .fd = smmusim_open_system() };
	struct smmusim_context ctx;
	struct smmusim_kit kit;

	if (bring_up(&kit, &ctx, client.fd))
		_exit(1);
	client_run(&client);
	_exit(2);
}

TEST_F(firmware, killed_while_it_stalls)
{
	unsigned int i;
	int status;
	pid_t pid;

	for (i = 0; i < 5; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid)
			stall_for_ever();
		EXPECT_TRUE(wait_for_stag(self->other, self->stags));
		kill(pid, SIGKILL);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status));
		EXPECT_EQ(0, stags_in_use(self->other, self->stags));
		EXPECT_EQ(0, read_s(self->other, S_CR0ACK));
	}
}

/* 6.3.57.1: the Non-secure side sees an SMMU that only terminates. */
TEST_F(firmware, may_take_stalls_away)
{
	struct smmu_sim_buf_add buf = { .length = 4 * PAGE };
	uint32_t cr0;
	unsigned int i;

	ASSERT_EQ(0, bring_up(&self->kit, &self->ctx, self->fd));
	EXPECT_EQ(0, read_ns(self->other, IDR0) & STALL_MODEL);
	cr0 = read_s(self->fd, S_CR0);
	ASSERT_EQ(0, smmusim_reg_write(self->fd, S, S_CR0, 32,
				       cr0 | NSSTALLD));
	EXPECT_EQ(1U << 24, read_ns(self->other, IDR0) & STALL_MODEL);
	EXPECT_EQ(0, read_s(self->other, S_IDR0) & STALL_MODEL);
	for (i = 0; i < 50; i++) {
		ASSERT_EQ(0, smmusim_command(&self->kit, CFGI_STE_RANGE,
					     RANGE_ALL));
		ASSERT_EQ(0, smmusim_sync(&self->kit, false));
		ASSERT_EQ(0, smmusim_buf_add(self->other, &buf));
		ASSERT_TRUE(mover_moves(&self->mover));
		ASSERT_EQ(0, smmusim_buf_remove(self->other, buf.cookie));
	}
	ASSERT_EQ(0, smmusim_reg_write(self->fd, S, S_CR0, 32, cr0));
	EXPECT_EQ(0, read_ns(self->other, IDR0) & STALL_MODEL);
}

/* The bit is not the bank's, so it stays when that is reset. */
TEST_F(firmware, stalls_stay_away_without_it)
{
	uint32_t cr0;

	ASSERT_EQ(0, bring_up(&self->kit, &self->ctx, self->fd));
	cr0 = read_s(self->fd, S_CR0);
	ASSERT_EQ(0, smmusim_reg_write(self->fd, S, S_CR0, 32,
				       cr0 | NSSTALLD));
	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->fd = -1;
	EXPECT_EQ(1U << 24, read_ns(self->other, IDR0) & STALL_MODEL);
	EXPECT_TRUE(mover_moves(&self->mover));
	ASSERT_EQ(0, smmusim_reg_write(self->other, S, S_CR0, 32, 0));
	EXPECT_EQ(0, read_ns(self->other, IDR0) & STALL_MODEL);
}

#define GUEST_PAGE	0x60000000ULL	/* an IPA */
#define LAST_LEVEL	3

/* The same VMID as the kernel's streams have, in a name space of its own. */
TEST_F(firmware, may_have_two_stages)
{
	struct smmusim_kit *kit = &self->kit;
	struct smmusim_stage2 s2;
	const uint8_t *bytes;
	unsigned int i;

	ASSERT_EQ(0, bring_up(kit, &self->ctx, self->fd));
	self->page = smmusim_kit_alloc(kit, PAGE, PAGE);
	bytes = smmusim_kit_ptr(kit, self->page);
	ASSERT_EQ(0, smmusim_stage2_init(kit, &s2, 0));
	ASSERT_EQ(0, smmusim_context_init_at(kit, &self->ctx,
					     smmusim_cd_table(kit, &s2, 0),
					     &s2, 1));
	ASSERT_EQ(0, smmusim_map_page(kit, &self->ctx, IOVA, GUEST_PAGE, 0));
	ASSERT_EQ(0, smmusim_map2_at(kit, &s2, GUEST_PAGE, self->page,
				     LAST_LEVEL, 0));
	ASSERT_EQ(0, smmusim_attach(kit, SID, &self->ctx));
	for (i = 1; i < 50; i++) {
		memset(self->bytes, i, sizeof(self->bytes));
		ASSERT_EQ(0, dma(self->fd, &self->d, SMMU_SIM_DMA_WRITE, IOVA,
				 self->bytes, 0));
		ASSERT_EQ(SMMU_SIM_OK, self->d.out.status);
		ASSERT_EQ(i, bytes[63]);
		ASSERT_EQ(0, smmusim_inval_vmid(kit, 0));
	}
}

TEST_HARNESS_MAIN
