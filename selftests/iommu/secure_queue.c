// SPDX-License-Identifier: GPL-2.0
/*
 * A Secure command queue as long as the architecture allows, next to the
 * kernel's driver, which waits for its own commands with interrupts off: it must
 * not be made to wait for somebody else's. And what is left of the bank when its
 * file is closed in the middle of trouble.
 */
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "smmusim/kit.h"

#define S		SMMU_SIM_PAS_S
#define CMDQ_PROD	0x98
#define S_GERROR	0x8060
#define S_GERRORN	0x8064
#define TLBI_EL3_ALL	0x18
#define LOG2		19
#define COMMANDS	(1U << LOG2)

FIXTURE(queue)
{
	int fd;
	int other;
	struct smmusim_kit kit;
	struct smmu_sim_buf_add buf;
	pthread_t thread;
};

FIXTURE_SETUP(queue)
{
	const struct smmusim_setup setup = {
		.bank = S,
		.ram_size = 32ULL << 20,
		.cmdq_log2 = LOG2,
	};

	self->fd = smmusim_open_system();
	self->other = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	ASSERT_LE(0, self->other);
	ASSERT_EQ(0, smmusim_kit_init(&self->kit, self->fd, &setup));
	ASSERT_EQ(0, smmusim_kit_enable(&self->kit));
	self->buf = (struct smmu_sim_buf_add) { .length = 65536 };
	ASSERT_EQ(0, smmusim_buf_add(self->other, &self->buf));
}

static void close_firmware(struct smmusim_kit *kit, int *fd)
{
	if (*fd < 0)
		return;
	smmusim_kit_exit(kit);
	close(*fd);
	*fd = -1;
}

FIXTURE_TEARDOWN(queue)
{
	close_firmware(&self->kit, &self->fd);
	close(self->other);
}

/* Commands that the Secure bank has consumed; asking consumes none. */
static uint64_t consumed(int fd)
{
	struct smmu_sim_bank_record banks[2] = {};
	uint32_t count;

	if (smmusim_inspect(fd, SMMU_SIM_INSPECT_BANKS, banks, sizeof(*banks),
			    2, &count))
		return ~0ULL;
	return banks[S].commands;
}

static void *kick(void *arg)
{
	struct smmusim_kit *kit = arg;

	smmusim_kit_writel(kit, CMDQ_PROD, kit->cmdq_prod);
	return NULL;
}

TEST_F_TIMEOUT(queue, kernel_does_not_wait_for_secure_commands, 120)
{
	uint64_t before = consumed(self->other), after;
	struct timespec ms = { 0, 1000000 };
	unsigned int i;

	for (i = 0; i < COMMANDS; i++)
		smmusim_queue_command(&self->kit, TLBI_EL3_ALL, 0);
	ASSERT_EQ(0, pthread_create(&self->thread, NULL, kick, &self->kit));
	for (i = 0; i < 10000 && consumed(self->other) == before; i++)
		nanosleep(&ms, NULL);
	ASSERT_EQ(0, smmusim_buf_remove(self->other, self->buf.cookie));
	after = consumed(self->other);
	TH_LOG("%llu of %u commands", (unsigned long long)(after - before),
	       COMMANDS);
	EXPECT_LT(after, before + COMMANDS);
	pthread_join(self->thread, NULL);
	EXPECT_EQ(before + COMMANDS, consumed(self->other));
}

static uint64_t read_s(int fd, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, S, offset, 32, &value);
	return value;
}

TEST_F(queue, closed_in_service_failure_mode_it_shows_no_error)
{
	struct smmu_sim_inject inject = { .kind = SMMU_SIM_INJECT_SFM };

	ASSERT_EQ(0, smmusim_inject(self->fd, &inject));
	EXPECT_NE(read_s(self->fd, S_GERRORN), read_s(self->fd, S_GERROR));
	close_firmware(&self->kit, &self->fd);
	EXPECT_EQ(0, read_s(self->other, S_GERROR));
	EXPECT_EQ(0, read_s(self->other, S_GERRORN));
}

/* Of a bank in reset nothing is consumed, and its commands are nobody's. */
TEST_F(queue, closed_while_paused_it_consumes_nothing)
{
	struct smmu_sim_inject inject = {
		.kind = SMMU_SIM_INJECT_PAUSE,
		.banks = 1U << S,
	};
	unsigned int i;

	ASSERT_EQ(0, smmusim_inject(self->fd, &inject));
	for (i = 0; i < COMMANDS; i++)
		smmusim_queue_command(&self->kit, TLBI_EL3_ALL, 0);
	ASSERT_EQ(0, smmusim_kit_writel(&self->kit, CMDQ_PROD,
					self->kit.cmdq_prod));
	close_firmware(&self->kit, &self->fd);
	EXPECT_EQ(0, consumed(self->other));
	ASSERT_EQ(0, smmusim_buf_remove(self->other, self->buf.cookie));
}

TEST_HARNESS_MAIN
