// SPDX-License-Identifier: GPL-2.0
/*
 * The Secure bank of the system SMMU: one file plays the Secure firmware, on RAM
 * of its own, while the kernel's driver owns the Non-secure bank and the
 * companion's DMA runs through it.
 */
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
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
#define SID		3U

#define CR0		0x20
#define CR0ACK		0x24
#define GERROR		0x60
#define GERRORN		0x64
#define S_IDR1		0x8004
#define S_CR0		0x8020
#define S_CR0ACK	0x8024
#define S_INIT		0x803c
#define S_GBPA		0x8044
#define S_STRTAB_BASE	0x8080
#define GBPA_ABORT	(1U << 20)
#define TLBI_NSNH_ALL	0x30

FIXTURE(secure)
{
	int fd;
	int other;
	struct smmusim_kit kit;
	struct smmusim_context ctx;
	struct mover mover;
	struct smmu_sim_translate t;
	uint64_t page;
	bool open;
};

FIXTURE_SETUP(secure)
{
	const struct smmusim_setup setup = { .bank = S };

	self->fd = smmusim_open_system();
	self->other = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	ASSERT_LE(0, self->other);
	self->open = true;
	ASSERT_EQ(0, mover_start(&self->mover, self->other));
	ASSERT_EQ(0, smmusim_kit_init(&self->kit, self->fd, &setup));
	ASSERT_EQ(0, smmusim_kit_enable(&self->kit));
	ASSERT_EQ(0, smmusim_context_init(&self->kit, &self->ctx, 1));
	self->page = smmusim_kit_alloc(&self->kit, PAGE, PAGE);
	ASSERT_NE(0, self->page);
	ASSERT_EQ(0, smmusim_map_page(&self->kit, &self->ctx, IOVA, self->page,
				      0));
	ASSERT_EQ(0, smmusim_attach(&self->kit, SID, &self->ctx));
}

/* Whatever a test did, the Non-secure side has not noticed. */
FIXTURE_TEARDOWN(secure)
{
	uint64_t gerror = 1, gerrorn = 2;

	EXPECT_TRUE(mover_moves(&self->mover));
	mover_stop(&self->mover);
	EXPECT_EQ(0, self->mover.failed);
	smmusim_reg_read(self->other, NS, GERROR, 32, &gerror);
	smmusim_reg_read(self->other, NS, GERRORN, 32, &gerrorn);
	EXPECT_EQ(gerrorn, gerror);
	if (self->open) {
		smmusim_kit_exit(&self->kit);
		close(self->fd);
	}
	close(self->other);
}

static uint32_t read_s(int fd, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, S, offset, 32, &value);
	return value;
}

static int translate(int fd, uint32_t flags, struct smmu_sim_translate *t)
{
	*t = (struct smmu_sim_translate) {
		.flags = flags,
		.txn = { .stream_id = SID, .sec_sid = S, .addr = IOVA },
	};
	return smmusim_translate(fd, t);
}

static int fill(int fd, struct smmu_sim_dma *d)
{
	*d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = SID, .sec_sid = S, .addr = IOVA },
		.length = 64,
		.pattern = 0x77,
	};
	return smmusim_dma(fd, d);
}

static int read_64(int fd, struct smmu_sim_dma *d)
{
	static uint8_t bytes[64];

	*d = (struct smmu_sim_dma) {
		.op = SMMU_SIM_DMA_READ,
		.txn = { .stream_id = SID, .sec_sid = S, .addr = IOVA },
		.length = sizeof(bytes),
		.data_uptr = (uintptr_t)bytes,
	};
	return smmusim_dma(fd, d);
}

TEST_F(secure, firmware_translates_into_its_own_ram)
{
	const uint8_t *bytes = smmusim_kit_ptr(&self->kit, self->page);
	struct smmu_sim_dma d;

	ASSERT_EQ(0, translate(self->fd, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(self->page, self->t.pa);
	EXPECT_EQ(S, self->t.pas);
	ASSERT_EQ(0, fill(self->fd, &d));
	EXPECT_EQ(SMMU_SIM_OK, d.out.status);
	EXPECT_EQ(0x77, bytes[0]);
	EXPECT_EQ(0x77, bytes[63]);
	EXPECT_EQ(0, bytes[64]);
}

TEST_F(secure, second_file_is_ebusy)
{
	int efd = eventfd(0, EFD_CLOEXEC);
	struct smmu_sim_dma d;

	EXPECT_EQ(-EBUSY, smmusim_reg_write(self->other, S, S_CR0, 32, 0));
	EXPECT_EQ(-EBUSY, smmusim_reg_write(self->other, S, S_INIT, 32, 1));
	EXPECT_EQ(-EBUSY, translate(self->other, 0, &self->t));
	EXPECT_EQ(-EBUSY, fill(self->other, &d));
	EXPECT_EQ(-EBUSY, smmusim_irq_eventfd(self->other, S,
					      SMMU_SIM_IRQ_EVENTQ, efd));
	close(efd);
	/* The owner has not noticed. */
	EXPECT_EQ(0xd, read_s(self->fd, S_CR0ACK));
	EXPECT_EQ(0, smmusim_sync(&self->kit, false));
}

TEST_F(secure, anybody_may_look)
{
	EXPECT_EQ(0xd, read_s(self->other, S_CR0ACK));
	EXPECT_EQ(1, read_s(self->other, S_IDR1) >> 31);
	ASSERT_EQ(0, translate(self->other, SMMU_SIM_TRANSLATE_PEEK_WALK,
			       &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
}

TEST_F(secure, secure_software_does_not_get_the_kernels_registers)
{
	EXPECT_EQ(-EBUSY, smmusim_reg_write(self->fd, S, CR0, 32, 0));
	EXPECT_EQ(-EBUSY, smmusim_reg_write(self->fd, NS, CR0, 32, 0));
	EXPECT_EQ(0xd, read_s(self->fd, CR0ACK) & 0xd);
}

static uint32_t count_secure(int fd, uint32_t what)
{
	struct smmu_sim_tlb_record tlb[512];
	struct smmu_sim_config_record config[512];
	uint32_t count = 0, found = 0, i;

	if (what == SMMU_SIM_INSPECT_TLB)
		smmusim_inspect(fd, what, tlb, sizeof(*tlb), 512, &count);
	else
		smmusim_inspect(fd, what, config, sizeof(*config), 512, &count);
	for (i = 0; i < count && i < 512; i++)
		found += what == SMMU_SIM_INSPECT_TLB ? tlb[i].sec_sid == S :
							config[i].sec_sid == S;
	return found;
}

TEST_F(secure, closing_resets_the_secure_bank_only)
{
	ASSERT_EQ(0, translate(self->fd, 0, &self->t));
	EXPECT_EQ(1, count_secure(self->other, SMMU_SIM_INSPECT_TLB));
	EXPECT_EQ(2, count_secure(self->other, SMMU_SIM_INSPECT_CONFIG));
	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->open = false;
	EXPECT_EQ(0, read_s(self->other, S_CR0));
	EXPECT_EQ(0, read_s(self->other, S_CR0ACK));
	EXPECT_EQ(GBPA_ABORT, read_s(self->other, S_GBPA) & GBPA_ABORT);
	EXPECT_EQ(0, read_s(self->other, S_STRTAB_BASE));
	EXPECT_EQ(0, count_secure(self->other, SMMU_SIM_INSPECT_TLB));
	EXPECT_EQ(0, count_secure(self->other, SMMU_SIM_INSPECT_CONFIG));
	EXPECT_EQ(0xd, read_s(self->other, CR0ACK) & 0xd);
}

TEST_F(secure, next_file_may_claim_after_close)
{
	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->open = false;
	EXPECT_EQ(0, smmusim_reg_write(self->other, S, S_CR0, 32, 8));
	EXPECT_EQ(8, read_s(self->other, S_CR0ACK));
	EXPECT_EQ(0, smmusim_reg_write(self->other, S, S_CR0, 32, 0));
}

TEST_F(secure, ram_of_the_firmware_goes_with_it)
{
	uint64_t word;

	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->open = false;
	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->other, S, self->page, &word,
					    sizeof(word), NULL));
}

/* The Secure queue may invalidate what is Non-secure (4.4.2). */
TEST_F(secure, invalidation_of_the_kernels_translations_is_survived)
{
	unsigned int i;

	for (i = 0; i < 50; i++) {
		EXPECT_EQ(0, smmusim_command(&self->kit, TLBI_NSNH_ALL, 0));
		EXPECT_EQ(0, smmusim_sync(&self->kit, false));
		EXPECT_EQ(0, smmusim_reg_write(self->fd, S, S_INIT, 32, 1));
	}
	EXPECT_TRUE(mover_moves(&self->mover));
}

TEST_F(secure, illegal_command_of_the_firmware_is_its_own_problem)
{
	EXPECT_EQ(-EIO, smmusim_command(&self->kit, 0, 0));
	EXPECT_TRUE(mover_moves(&self->mover));
}

/* What a file may trigger reaches RAM of files only. */
TEST_F(secure, ns_bit_does_not_lead_into_the_kernels_memory)
{
	static const uint64_t places[] = { 0, 0x100000, 0x1000000 };
	struct smmu_sim_dma d;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		ASSERT_EQ(0, smmusim_map_page(&self->kit, &self->ctx, IOVA,
					      places[i], SMMUSIM_MAP_NS));
		ASSERT_EQ(0, smmusim_inval_all(&self->kit));
		ASSERT_EQ(0, translate(self->fd, 0, &self->t));
		EXPECT_EQ(NS, self->t.pas);
		EXPECT_EQ(places[i], self->t.pa);
		ASSERT_EQ(0, read_64(self->fd, &d));
		EXPECT_EQ(SMMU_SIM_ABORTED, d.out.status);
		EXPECT_EQ(0, d.done);
	}
}

/* A process that brings the Secure bank up and moves data until it is killed. */
static void firmware(void)
{
	const struct smmusim_setup setup = { .bank = S };
	struct smmusim_context ctx;
	struct smmusim_kit kit;
	struct smmu_sim_dma d;
	int fd = smmusim_open_system();

	if (smmusim_kit_init(&kit, fd, &setup) || smmusim_kit_enable(&kit) ||
	    smmusim_context_init(&kit, &ctx, 1) ||
	    smmusim_map_page(&kit, &ctx, IOVA,
			     smmusim_kit_alloc(&kit, PAGE, PAGE), 0) ||
	    smmusim_attach(&kit, SID, &ctx))
		_exit(1);
	while (!fill(fd, &d) && d.out.status == SMMU_SIM_OK)
		smmusim_inval_all(&kit);
	_exit(2);
}

TEST_F(secure, killed_firmware_leaves_a_bank_in_reset)
{
	struct timespec ms = { 0, 50000000 };
	unsigned int i, tries;
	int status;
	pid_t pid;

	smmusim_kit_exit(&self->kit);
	close(self->fd);
	self->open = false;
	for (i = 0; i < 5; i++) {
		pid = fork();
		ASSERT_LE(0, pid);
		if (!pid)
			firmware();
		for (tries = 0; tries < 200; tries++) {
			if (read_s(self->other, S_CR0ACK) == 0xd)
				break;
			nanosleep(&ms, NULL);
		}
		nanosleep(&ms, NULL);
		EXPECT_EQ(0xd, read_s(self->other, S_CR0ACK));
		kill(pid, SIGKILL);
		ASSERT_EQ(pid, waitpid(pid, &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status));
		EXPECT_EQ(0, read_s(self->other, S_CR0ACK));
		EXPECT_EQ(0, count_secure(self->other, SMMU_SIM_INSPECT_TLB));
	}
}

TEST_HARNESS_MAIN
