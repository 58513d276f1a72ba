// SPDX-License-Identifier: GPL-2.0
/*
 * A DMA that waits for software does not keep its process from being frozen, be
 * it with its cgroup or for a suspend: the freezer treats both alike. What is
 * decided meanwhile it hears of when it is thawed.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "stall_kit.h"

#define ROOT	"/cgroup_freezer"
#define GROUP	ROOT "/waiting"

FIXTURE(freezer)
{
	struct stall_smmu s;
	pid_t pid;
};

/* 0 or -1. */
static int group_write(const char *name, const char *text)
{
	char path[64];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), GROUP "/%s", name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -1;
	len = write(fd, text, strlen(text));
	close(fd);
	return len == (ssize_t)strlen(text) ? 0 : -1;
}

static bool group_is(const char *state)
{
	char text[16] = "";
	int fd = open(GROUP "/freezer.state", O_RDONLY);
	ssize_t len;

	if (fd < 0)
		return false;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	return len > 0 && !strncmp(text, state, strlen(state));
}

static bool group_becomes(const char *state)
{
	const struct timespec nap = { 0, 10000000 };
	unsigned int i;

	for (i = 0; i < 500 && !group_is(state); i++)
		nanosleep(&nap, NULL);
	return group_is(state);
}

/* The child: exits with what became of its DMA. */
static void stall_and_exit(struct stall_smmu *s)
{
	struct smmu_sim_dma dma = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_HOLE },
		.length = 16,
	};
	int ret;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	ret = smmusim_dma(s->smmu.fd, &dma);
	_exit(ret ? 99 : (int)dma.out.status);
}

static int pid_to_group(pid_t pid)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", pid);
	return group_write("cgroup.procs", text);
}

FIXTURE_SETUP(freezer)
{
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, "stall_model=0,stall_max=8", NULL,
				       0));
	ASSERT_EQ(0, stall_init(&self->s, fd, SMMU_SIM_PAS_NS, 0));
	mkdir(ROOT, 0700);
	ASSERT_EQ(0, mount("none", ROOT, "cgroup", 0, "freezer"));
	ASSERT_EQ(0, mkdir(GROUP, 0700));
	self->pid = fork();
	ASSERT_LE(0, self->pid);
	if (!self->pid)
		stall_and_exit(&self->s);
	ASSERT_EQ(0, pid_to_group(self->pid));
}

FIXTURE_TEARDOWN(freezer)
{
	group_write("freezer.state", "THAWED");
	if (self->pid > 0) {
		kill(self->pid, SIGKILL);
		waitpid(self->pid, NULL, 0);
	}
	rmdir(GROUP);
	umount(ROOT);
	stall_exit(&self->s);
	close(self->s.smmu.fd);
}

TEST_F(freezer, freezes_who_waits)
{
	uint64_t record[4];
	int status;

	ASSERT_EQ(1, stall_event(&self->s, record, SOON));
	ASSERT_EQ(0, group_write("freezer.state", "FROZEN"));
	/* Nothing ends the test before it is thawed: it could not be killed. */
	EXPECT_TRUE(group_becomes("FROZEN"));
	EXPECT_EQ(0, smmusim_resume(&self->s.smmu.kit, UAPI_SID,
				    EVT_STAG(record), SMMUSIM_ABORT));
	EXPECT_EQ(0, waitpid(self->pid, &status, WNOHANG));
	ASSERT_EQ(0, group_write("freezer.state", "THAWED"));
	ASSERT_EQ(self->pid, waitpid(self->pid, &status, 0));
	self->pid = 0;
	ASSERT_TRUE(WIFEXITED(status));
	EXPECT_EQ(SMMU_SIM_ABORTED, WEXITSTATUS(status));
}

TEST_HARNESS_MAIN
