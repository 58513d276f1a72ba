// SPDX-License-Identifier: GPL-2.0
/*
 * The ioctls as functions, see smmusim.h. Nothing here knows the architecture.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "smmusim.h"

int smmusim_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int smmusim_open_private(void)
{
	return smmusim_open(SMMUSIM_PRIVATE);
}

int smmusim_open_system(void)
{
	return smmusim_open(SMMUSIM_SYSTEM);
}

int smmusim_ioctl(int fd, unsigned long request, void *arg)
{
	return ioctl(fd, request, arg) < 0 ? -errno : 0;
}

int smmusim_get_info(int fd, struct smmu_sim_get_info *info)
{
	*info = (struct smmu_sim_get_info) { .size = sizeof(*info) };
	return smmusim_ioctl(fd, SMMU_SIM_GET_INFO, info);
}

int smmusim_get_config(int fd, char *text, size_t cap)
{
	struct smmu_sim_get_info info = {
		.size = sizeof(info),
		.config_uptr = (uintptr_t)text,
		.config_len = cap - 1,
	};
	int ret = smmusim_ioctl(fd, SMMU_SIM_GET_INFO, &info);

	if (ret)
		return ret;
	text[info.config_len < cap ? info.config_len : cap - 1] = '\0';
	return 0;
}

int smmusim_configure(int fd, const char *config, char *reason, size_t cap)
{
	struct smmu_sim_configure arg = {
		.size = sizeof(arg),
		.config_uptr = (uintptr_t)config,
		.config_len = strlen(config),
		.reason_uptr = (uintptr_t)reason,
		.reason_len = reason ? cap - 1 : 0,
	};

	if (reason)
		memset(reason, 0, cap);
	return smmusim_ioctl(fd, SMMU_SIM_CONFIGURE, &arg);
}

int smmusim_mem_add(int fd, uint32_t flags, uint64_t start, uint64_t length,
		    uint64_t *cookie)
{
	struct smmu_sim_mem_add arg = {
		.size = sizeof(arg),
		.flags = flags,
		.start = start,
		.length = length,
	};
	int ret = smmusim_ioctl(fd, SMMU_SIM_MEM_ADD, &arg);

	if (!ret && cookie)
		*cookie = arg.cookie;
	return ret;
}

int smmusim_mem_remove(int fd, uint64_t cookie)
{
	struct smmu_sim_mem_remove arg = {
		.size = sizeof(arg),
		.cookie = cookie,
	};

	return smmusim_ioctl(fd, SMMU_SIM_MEM_REMOVE, &arg);
}

static int smmusim_mem_rw(int fd, unsigned long request,
			  struct smmu_sim_mem_rw *arg, size_t *done)
{
	int ret;

	arg->size = sizeof(*arg);
	ret = smmusim_ioctl(fd, request, arg);
	if (ret)
		return ret;
	if (done)
		*done = arg->done;
	else if (arg->done != arg->length)
		return -ENOENT;
	return 0;
}

int smmusim_mem_read(int fd, uint32_t pas, uint64_t addr, void *buf,
		     size_t length, size_t *done)
{
	struct smmu_sim_mem_rw arg = {
		.pas = pas,
		.addr = addr,
		.length = length,
		.data_uptr = (uintptr_t)buf,
	};

	return smmusim_mem_rw(fd, SMMU_SIM_MEM_READ, &arg, done);
}

int smmusim_mem_write(int fd, uint32_t pas, uint64_t addr, const void *buf,
		      size_t length, size_t *done)
{
	struct smmu_sim_mem_rw arg = {
		.pas = pas,
		.addr = addr,
		.length = length,
		.data_uptr = (uintptr_t)buf,
	};

	return smmusim_mem_rw(fd, SMMU_SIM_MEM_WRITE, &arg, done);
}

int smmusim_map(int fd, uint64_t cookie, size_t length, void **addr)
{
	void *map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			 cookie);

	if (map == MAP_FAILED)
		return -errno;
	*addr = map;
	return 0;
}

int smmusim_reg_read(int fd, uint32_t pas, uint32_t offset, unsigned int width,
		     uint64_t *value)
{
	struct smmu_sim_reg arg = {
		.size = sizeof(arg),
		.offset = offset,
		.width = width,
		.pas = pas,
	};
	int ret = smmusim_ioctl(fd, SMMU_SIM_REG_READ, &arg);

	if (!ret)
		*value = arg.value;
	return ret;
}

int smmusim_reg_write(int fd, uint32_t pas, uint32_t offset, unsigned int width,
		      uint64_t value)
{
	struct smmu_sim_reg arg = {
		.size = sizeof(arg),
		.offset = offset,
		.width = width,
		.pas = pas,
		.value = value,
	};

	return smmusim_ioctl(fd, SMMU_SIM_REG_WRITE, &arg);
}

int smmusim_translate(int fd, struct smmu_sim_translate *arg)
{
	arg->size = sizeof(*arg);
	return smmusim_ioctl(fd, SMMU_SIM_TRANSLATE, arg);
}

int smmusim_dma(int fd, struct smmu_sim_dma *arg)
{
	arg->size = sizeof(*arg);
	return smmusim_ioctl(fd, SMMU_SIM_DMA, arg);
}

int smmusim_irq_eventfd(int fd, uint32_t bank, uint32_t line, int eventfd)
{
	struct smmu_sim_irq_eventfd arg = {
		.size = sizeof(arg),
		.bank = bank,
		.line = line,
		.fd = eventfd,
	};

	return smmusim_ioctl(fd, SMMU_SIM_IRQ_EVENTFD, &arg);
}

int smmusim_buf_add(int fd, struct smmu_sim_buf_add *arg)
{
	arg->size = sizeof(*arg);
	return smmusim_ioctl(fd, SMMU_SIM_BUF_ADD, arg);
}

int smmusim_buf_remove(int fd, uint64_t cookie)
{
	struct smmu_sim_buf_remove arg = {
		.size = sizeof(arg),
		.cookie = cookie,
	};

	return smmusim_ioctl(fd, SMMU_SIM_BUF_REMOVE, &arg);
}

int smmusim_inject(int fd, struct smmu_sim_inject *arg)
{
	arg->size = sizeof(*arg);
	return smmusim_ioctl(fd, SMMU_SIM_INJECT, arg);
}

int smmusim_inject_clear(int fd, uint32_t id)
{
	struct smmu_sim_inject arg = {
		.size = sizeof(arg),
		.flags = SMMU_SIM_INJECT_CLEAR,
		.id = id,
	};

	return smmusim_ioctl(fd, SMMU_SIM_INJECT, &arg);
}

int smmusim_inspect(int fd, uint32_t what, void *records, size_t record_size,
		    uint32_t capacity, uint32_t *count)
{
	struct smmu_sim_inspect arg = {
		.size = sizeof(arg),
		.what = what,
		.record_size = record_size,
		.records_uptr = (uintptr_t)records,
		.capacity = capacity,
	};
	int ret = smmusim_ioctl(fd, SMMU_SIM_INSPECT, &arg);

	if (!ret)
		*count = arg.count;
	return ret;
}

int smmusim_step(int fd, uint32_t bank, uint32_t count, uint32_t *done)
{
	struct smmu_sim_step arg = {
		.size = sizeof(arg),
		.bank = bank,
		.count = count,
	};
	int ret = smmusim_ioctl(fd, SMMU_SIM_STEP, &arg);

	if (!ret && done)
		*done = arg.count;
	return ret;
}
