// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers of the tests of the ioctl interface, see uapi.h.
 */
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "uapi.h"

static int uapi_smmu_map(struct uapi_smmu *smmu)
{
	unsigned int i;
	int ret;

	for (i = 0; i < UAPI_PAGES; i++) {
		ret = smmusim_map_page(&smmu->kit, &smmu->ctx,
				       UAPI_IOVA + i * PAGE,
				       smmu->data + i * PAGE, 0);
		if (ret)
			return ret;
	}
	return smmusim_attach(&smmu->kit, UAPI_SID, &smmu->ctx);
}

int uapi_smmu_setup_as(struct uapi_smmu *smmu, int fd,
		       const struct smmusim_setup *setup)
{
	int ret;

	memset(smmu, 0, sizeof(*smmu));
	smmu->fd = fd;
	ret = smmusim_kit_init(&smmu->kit, fd, setup);
	if (!ret)
		ret = smmusim_kit_enable(&smmu->kit);
	if (!ret)
		ret = smmusim_context_init(&smmu->kit, &smmu->ctx, UAPI_ASID);
	if (ret)
		return ret;
	smmu->data = smmusim_kit_alloc(&smmu->kit, UAPI_PAGES * PAGE, PAGE);
	if (!smmu->data)
		return -ENOSPC;
	smmu->bytes = smmusim_kit_ptr(&smmu->kit, smmu->data);
	return uapi_smmu_map(smmu);
}

int uapi_smmu_setup(struct uapi_smmu *smmu, int fd, uint32_t bank)
{
	const struct smmusim_setup setup = { .bank = bank };

	return uapi_smmu_setup_as(smmu, fd, &setup);
}

int uapi_smmu_open(struct uapi_smmu *smmu)
{
	int fd = smmusim_open_private();

	return fd < 0 ? fd : uapi_smmu_setup(smmu, fd, SMMU_SIM_PAS_NS);
}

void uapi_smmu_close(struct uapi_smmu *smmu)
{
	smmusim_kit_exit(&smmu->kit);
	close(smmu->fd);
}

int uapi_translate(struct uapi_smmu *smmu, uint64_t addr, uint32_t txn_flags,
		   uint32_t flags, struct smmu_sim_translate *arg)
{
	*arg = (struct smmu_sim_translate) {
		.flags = flags,
		.txn = {
			.stream_id = UAPI_SID,
			.sec_sid = smmu->kit.setup.bank,
			.flags = txn_flags,
			.addr = addr,
		},
	};
	return smmusim_translate(smmu->fd, arg);
}

int uapi_dma(struct uapi_smmu *smmu, uint32_t op, uint64_t addr, void *data,
	     uint64_t length, struct smmu_sim_dma *arg)
{
	*arg = (struct smmu_sim_dma) {
		.op = op,
		.txn = {
			.stream_id = UAPI_SID,
			.sec_sid = smmu->kit.setup.bank,
			.addr = addr,
		},
		.length = length,
		.data_uptr = (uintptr_t)data,
	};
	return smmusim_dma(smmu->fd, arg);
}

int uapi_bank_record(int fd, uint32_t bank, struct smmu_sim_bank_record *record)
{
	struct smmu_sim_bank_record records[2];
	uint32_t count, i;
	int ret = smmusim_inspect(fd, SMMU_SIM_INSPECT_BANKS, records,
				  sizeof(*records), 2, &count);

	for (i = 0; !ret && i < count && i < 2; i++) {
		*record = records[i];
		if (record->bank == bank)
			return 0;
	}
	return ret ? ret : -ENOENT;
}

int uapi_counters(int fd, struct smmu_sim_counters_record *record)
{
	uint32_t count;
	int ret = smmusim_inspect(fd, SMMU_SIM_INSPECT_COUNTERS, record,
				  sizeof(*record), 1, &count);

	return ret || count == 1 ? ret : -ENOENT;
}

/* A value no register of these tests has, if the ioctl fails. */
uint32_t uapi_readl(int fd, uint32_t offset)
{
	uint64_t value;

	if (smmusim_reg_read(fd, SMMU_SIM_PAS_NS, offset, 32, &value))
		return 0xdeadbeef;
	return value;
}

void uapi_writel(int fd, uint32_t offset, uint32_t value)
{
	smmusim_reg_write(fd, SMMU_SIM_PAS_NS, offset, 32, value);
}

uint64_t uapi_page(void)
{
	return sysconf(_SC_PAGESIZE);
}

static uint8_t uapi_pattern_byte(size_t i, unsigned int seed)
{
	return (i * 31 + i / 256 + seed) ^ 0x5a;
}

void uapi_pattern(void *buf, size_t length, unsigned int seed)
{
	uint8_t *byte = buf;
	size_t i;

	for (i = 0; i < length; i++)
		byte[i] = uapi_pattern_byte(i, seed);
}

bool uapi_pattern_differs(const void *buf, size_t length, unsigned int seed)
{
	const uint8_t *byte = buf;
	size_t i;

	for (i = 0; i < length; i++)
		if (byte[i] != uapi_pattern_byte(i, seed))
			return true;
	return false;
}

uint64_t uapi_pulses(int eventfd, int timeout_ms)
{
	struct pollfd poll_fd = { .fd = eventfd, .events = POLLIN };
	uint64_t count;

	if (poll(&poll_fd, 1, timeout_ms) != 1)
		return 0;
	if (read(eventfd, &count, sizeof(count)) != sizeof(count))
		return 0;
	return count;
}

int uapi_line(int fd, uint32_t bank, uint32_t line)
{
	int efd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int ret;

	if (efd < 0)
		return -errno;
	ret = smmusim_irq_eventfd(fd, bank, line, efd);
	if (ret) {
		close(efd);
		return ret;
	}
	return efd;
}
