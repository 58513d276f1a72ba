// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupt lines as eventfds: when they pulse (3.18), and IRQ_EVENTFD's own
 * rules.
 */
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

FIXTURE(irq)
{
	struct uapi_smmu smmu;
	struct smmu_sim_translate t;
	uint64_t record[4];
	int efd[3];
};

FIXTURE_SETUP(irq)
{
	uint32_t line;

	ASSERT_EQ(0, uapi_smmu_open(&self->smmu));
	for (line = 0; line < 3; line++) {
		self->efd[line] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		ASSERT_LE(0, self->efd[line]);
		ASSERT_EQ(0, smmusim_irq_eventfd(self->smmu.fd,
						 SMMU_SIM_PAS_NS, line,
						 self->efd[line]));
	}
}

FIXTURE_TEARDOWN(irq)
{
	uint32_t line;

	uapi_smmu_close(&self->smmu);
	for (line = 0; line < 3; line++)
		close(self->efd[line]);
}

#define EVENTQ		(self->efd[SMMU_SIM_IRQ_EVENTQ])
#define SYNC_LINE	(self->efd[SMMU_SIM_IRQ_CMD_SYNC])
#define GERROR_LINE	(self->efd[SMMU_SIM_IRQ_GERROR])

TEST_F(irq, first_event_pulses)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, uapi_pulses(EVENTQ, SOON));
	EXPECT_EQ(0, uapi_pulses(GERROR_LINE, 0));
	EXPECT_EQ(0, uapi_pulses(SYNC_LINE, 0));
}

TEST_F(irq, second_event_in_the_queue_does_not_pulse)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	ASSERT_EQ(1, uapi_pulses(EVENTQ, SOON));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, uapi_pulses(EVENTQ, NOT));
}

TEST_F(irq, event_into_an_emptied_queue_pulses_again)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	ASSERT_EQ(1, uapi_pulses(EVENTQ, SOON));
	ASSERT_EQ(1, smmusim_event(&self->smmu.kit, self->record));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, uapi_pulses(EVENTQ, SOON));
}

TEST_F(irq, disabled_event_line_stays_quiet)
{
	uapi_writel(self->smmu.fd, IRQ_CTRL, 0x1);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, uapi_pulses(EVENTQ, NOT));
	ASSERT_EQ(1, smmusim_event(&self->smmu.kit, self->record));
}

TEST_F(irq, enabling_with_events_waiting_does_not_pulse)
{
	uapi_writel(self->smmu.fd, IRQ_CTRL, 0x1);
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0, 0, &self->t));
	uapi_writel(self->smmu.fd, IRQ_CTRL, 0x5);
	EXPECT_EQ(0, uapi_pulses(EVENTQ, NOT));
}

TEST_F(irq, sync_with_cs_irq_pulses)
{
	ASSERT_EQ(0, smmusim_sync(&self->smmu.kit, true));
	EXPECT_EQ(1, uapi_pulses(SYNC_LINE, SOON));
}

TEST_F(irq, sync_with_cs_none_is_quiet)
{
	ASSERT_EQ(0, smmusim_sync(&self->smmu.kit, false));
	EXPECT_EQ(0, uapi_pulses(SYNC_LINE, NOT));
}

TEST_F(irq, illegal_command_pulses_gerror)
{
	int fd = self->smmu.fd;
	uint32_t at = GET(uapi_readl(fd, CMDQ_CONS), 19, 0);

	EXPECT_EQ(-EIO, smmusim_command(&self->smmu.kit, 0x00, 0));
	EXPECT_EQ(1, uapi_pulses(GERROR_LINE, SOON));
	EXPECT_EQ(1, uapi_readl(fd, GERROR));
	EXPECT_EQ(1, GET(uapi_readl(fd, CMDQ_CONS), 30, 24));
	EXPECT_EQ(at, GET(uapi_readl(fd, CMDQ_CONS), 19, 0));
}

TEST_F(irq, acknowledged_error_lets_commands_run_again)
{
	struct smmusim_kit *kit = &self->smmu.kit;
	uint32_t at = GET(uapi_readl(kit->fd, CMDQ_CONS), 19, 0);
	uint64_t *entry = smmusim_kit_ptr(kit, kit->cmdq + (at % 64) * 16);

	ASSERT_EQ(-EIO, smmusim_command(kit, 0x00, 0));
	entry[0] = 0x46 | FIELD(13, 12, 1);	/* a CMD_SYNC instead */
	uapi_writel(kit->fd, GERRORN, 1);
	EXPECT_EQ(1, uapi_pulses(SYNC_LINE, SOON));
	EXPECT_EQ(uapi_readl(kit->fd, CMDQ_PROD),
		  GET(uapi_readl(kit->fd, CMDQ_CONS), 19, 0));
}

TEST_F(irq, disabled_gerror_line_stays_quiet)
{
	uapi_writel(self->smmu.fd, IRQ_CTRL, 0x4);
	EXPECT_EQ(-EIO, smmusim_command(&self->smmu.kit, 0x00, 0));
	EXPECT_EQ(0, uapi_pulses(GERROR_LINE, NOT));
}

TEST_F(irq, new_eventfd_replaces_the_old_one)
{
	int fresh = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	ASSERT_EQ(0, smmusim_irq_eventfd(self->smmu.fd, SMMU_SIM_PAS_NS,
					 SMMU_SIM_IRQ_CMD_SYNC, fresh));
	ASSERT_EQ(0, smmusim_sync(&self->smmu.kit, true));
	EXPECT_EQ(1, uapi_pulses(fresh, SOON));
	EXPECT_EQ(0, uapi_pulses(SYNC_LINE, 0));
	close(fresh);
}

TEST_F(irq, minus_one_takes_the_eventfd_away)
{
	ASSERT_EQ(0, smmusim_irq_eventfd(self->smmu.fd, SMMU_SIM_PAS_NS,
					 SMMU_SIM_IRQ_CMD_SYNC, -1));
	ASSERT_EQ(0, smmusim_sync(&self->smmu.kit, true));
	EXPECT_EQ(0, uapi_pulses(SYNC_LINE, NOT));
}

TEST_F(irq, closed_eventfd_is_harmless)
{
	close(SYNC_LINE);
	SYNC_LINE = -1;
	EXPECT_EQ(0, smmusim_sync(&self->smmu.kit, true));
}

TEST_F(irq, lines_of_two_files_are_apart)
{
	struct uapi_smmu other;

	ASSERT_EQ(0, uapi_smmu_open(&other));
	ASSERT_EQ(0, uapi_translate(&other, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(0, uapi_pulses(EVENTQ, NOT));
	uapi_smmu_close(&other);
}

TEST_F(irq, configure_keeps_the_eventfds)
{
	struct smmusim_kit *kit = &self->smmu.kit;

	ASSERT_EQ(0, smmusim_configure(kit->fd, "", NULL, 0));
	ASSERT_EQ(0, smmusim_kit_enable(kit));
	ASSERT_EQ(0, smmusim_sync(kit, true));
	EXPECT_EQ(1, uapi_pulses(SYNC_LINE, SOON));
}

TEST_F(irq, odd_values_are_einval)
{
	int fd = self->smmu.fd;

	EXPECT_EQ(-EINVAL, smmusim_irq_eventfd(fd, 2, 0, EVENTQ));
	EXPECT_EQ(-EINVAL, smmusim_irq_eventfd(fd, SMMU_SIM_PAS_NS, 3, EVENTQ));
	EXPECT_EQ(-EINVAL, smmusim_irq_eventfd(fd, SMMU_SIM_PAS_NS, 0, fd));
	EXPECT_EQ(-EINVAL, smmusim_irq_eventfd(fd, SMMU_SIM_PAS_NS, ~0U, -1));
}

TEST_F(irq, closed_fd_is_ebadf)
{
	EXPECT_EQ(-EBADF, smmusim_irq_eventfd(self->smmu.fd, SMMU_SIM_PAS_NS, 0,
					      987));
	EXPECT_EQ(-EBADF, smmusim_irq_eventfd(self->smmu.fd, SMMU_SIM_PAS_NS, 0,
					      -2));
}

TEST_HARNESS_MAIN
