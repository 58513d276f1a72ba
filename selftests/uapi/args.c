// SPDX-License-Identifier: GPL-2.0
/*
 * The rules that every ioctl has in common: sizes, tails, flags, reserved
 * fields, pointers, numbers. One variant for each ioctl; its sizes are typed
 * here, because they can never change.
 */
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define REGION	0x100000ULL	/* where prepare() puts RAM */

static uint8_t user_data[64];

/* The argument, with room behind it for sizes from the future. */
union arg {
	struct {
		__u32 size;
		__u32 flags;
	};
	struct smmu_sim_get_info get_info;
	struct smmu_sim_configure configure;
	struct smmu_sim_mem_add mem_add;
	struct smmu_sim_mem_remove mem_remove;
	struct smmu_sim_mem_rw mem_rw;
	struct smmu_sim_reg reg;
	struct smmu_sim_translate translate;
	struct smmu_sim_dma dma;
	struct smmu_sim_irq_eventfd irq_eventfd;
	struct smmu_sim_buf_add buf_add;
	struct smmu_sim_buf_remove buf_remove;
	struct smmu_sim_inject inject;
	struct smmu_sim_inspect inspect;
	struct smmu_sim_step step;
	uint8_t bytes[256];
};

static uint64_t add_region(int fd)
{
	uint64_t cookie = 0;

	smmusim_mem_add(fd, SMMU_SIM_MEM_NS, REGION, uapi_page(), &cookie);
	return cookie;
}

static void prepare_nothing(int fd, union arg *arg)
{
}

static void prepare_mem_add(int fd, union arg *arg)
{
	arg->flags = SMMU_SIM_MEM_NS;
	arg->mem_add.start = REGION;
	arg->mem_add.length = uapi_page();
}

static void prepare_mem_remove(int fd, union arg *arg)
{
	arg->mem_remove.cookie = add_region(fd);
}

static void prepare_mem_rw(int fd, union arg *arg)
{
	add_region(fd);
	arg->mem_rw.addr = REGION;
	arg->mem_rw.length = 8;
	arg->mem_rw.data_uptr = (uintptr_t)user_data;
}

static void prepare_reg(int fd, union arg *arg)
{
	arg->reg.width = 32;
}

/* Out of reset, transactions abort. */
static void prepare_dma(int fd, union arg *arg)
{
	add_region(fd);
	uapi_writel(fd, GBPA, GBPA_UPDATE);
	arg->dma.txn.addr = REGION;
	arg->dma.length = 8;
	arg->dma.data_uptr = (uintptr_t)user_data;
}

static void prepare_irq_eventfd(int fd, union arg *arg)
{
	arg->irq_eventfd.fd = eventfd(0, EFD_CLOEXEC);
}

static void prepare_buf_add(int fd, union arg *arg)
{
	arg->buf_add.length = uapi_page();
}

static void prepare_buf_remove(int fd, union arg *arg)
{
	struct smmu_sim_buf_add add = { .length = uapi_page() };

	smmusim_buf_add(fd, &add);
	arg->buf_remove.cookie = add.cookie;
}

/* Clients' data, at an address that nothing has. */
static void prepare_inject(int fd, union arg *arg)
{
	arg->inject.kind = SMMU_SIM_INJECT_ABORT;
	arg->inject.banks = 1U << SMMU_SIM_PAS_NS;
	arg->inject.accesses = SMMU_SIM_ACCESS_CLIENT;
	arg->inject.first = 1ULL << 50;
	arg->inject.last = 1ULL << 50;
	arg->inject.every = 1;
}

static void prepare_inspect(int fd, union arg *arg)
{
	arg->inspect.what = SMMU_SIM_INSPECT_COUNTERS;
	arg->inspect.record_size = 8;
	arg->inspect.records_uptr = (uintptr_t)user_data;
	arg->inspect.capacity = 1;
}

static void prepare_step(int fd, union arg *arg)
{
	arg->step.count = 1;
}

FIXTURE(call)
{
	int fd;
	union arg arg;
};

FIXTURE_VARIANT(call)
{
	unsigned long request;
	__u32 size;		/* of the first published structure */
	__u32 flags;		/* known flag bits */
	__u32 reserved;		/* offset of a reserved field, 0: none */
	bool outputs;		/* something is written back */
	const char *node;
	void (*prepare)(int fd, union arg *arg);
};

#define CALL(name, upper, bytes, known, res, out, where, how)		\
FIXTURE_VARIANT_ADD(call, name)						\
{									\
	.request = SMMU_SIM_##upper,					\
	.size = (bytes),						\
	.flags = (known),						\
	.reserved = (res),						\
	.outputs = (out),						\
	.node = SMMUSIM_##where,					\
	.prepare = prepare_##how,					\
}

CALL(get_info, GET_INFO, 64, 0, 0, true, PRIVATE, nothing);
CALL(get_info_system, GET_INFO, 64, 0, 0, true, SYSTEM, nothing);
CALL(configure, CONFIGURE, 32, 0, 0, true, PRIVATE, nothing);
CALL(mem_add, MEM_ADD, 32, 3, 0, true, PRIVATE, mem_add);
CALL(mem_remove, MEM_REMOVE, 16, 0, 0, false, PRIVATE, mem_remove);
CALL(mem_read, MEM_READ, 48, 0, 12, true, PRIVATE, mem_rw);
CALL(mem_write, MEM_WRITE, 48, 0, 12, true, PRIVATE, mem_rw);
CALL(reg_read, REG_READ, 32, 0, 20, true, PRIVATE, reg);
CALL(reg_read_system, REG_READ, 32, 0, 20, true, SYSTEM, reg);
CALL(reg_write, REG_WRITE, 32, 0, 20, false, PRIVATE, reg);
CALL(translate, TRANSLATE, 112, 3, 0, true, PRIVATE, nothing);
CALL(dma, DMA, 136, 0, 0, true, PRIVATE, dma);
CALL(irq_eventfd, IRQ_EVENTFD, 24, 0, 20, false, PRIVATE, irq_eventfd);
CALL(buf_add, BUF_ADD, 40, 1, 36, true, SYSTEM, buf_add);
CALL(inject, INJECT, 56, 1, 52, true, PRIVATE, inject);
CALL(inject_system, INJECT, 56, 1, 52, true, SYSTEM, inject);
CALL(inspect, INSPECT, 40, 0, 32, true, PRIVATE, inspect);
CALL(inspect_system, INSPECT, 40, 0, 32, true, SYSTEM, inspect);
CALL(step, STEP, 16, 0, 0, true, PRIVATE, step);
CALL(buf_remove, BUF_REMOVE, 16, 0, 0, false, SYSTEM, buf_remove);

FIXTURE_SETUP(call)
{
	memset(&self->arg, 0, sizeof(self->arg));
	self->fd = smmusim_open(variant->node);
	ASSERT_LE(0, self->fd);
	variant->prepare(self->fd, &self->arg);
	self->arg.size = variant->size;
}

FIXTURE_TEARDOWN(call)
{
	close(self->fd);
}

TEST_F(call, exact_size_works)
{
	EXPECT_EQ(0, smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, one_byte_less_is_einval)
{
	self->arg.size = variant->size - 1;
	EXPECT_EQ(-EINVAL,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, size_zero_is_einval)
{
	self->arg.size = 0;
	EXPECT_EQ(-EINVAL,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, larger_size_with_zero_tail_works)
{
	self->arg.size = variant->size + 1;
	EXPECT_EQ(0, smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, larger_size_with_data_in_tail_is_e2big)
{
	self->arg.size = variant->size + 1;
	self->arg.bytes[variant->size] = 1;
	EXPECT_EQ(-E2BIG,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, last_byte_of_a_long_tail_counts)
{
	self->arg.size = sizeof(self->arg);
	self->arg.bytes[sizeof(self->arg) - 1] = 0x80;
	EXPECT_EQ(-E2BIG,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, unknown_flag_is_eopnotsupp)
{
	__u32 before = self->arg.flags;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (variant->flags & (1U << bit))
			continue;
		self->arg.flags = before | (1U << bit);
		EXPECT_EQ(-EOPNOTSUPP,
			  smmusim_ioctl(self->fd, variant->request,
					&self->arg)) {
			TH_LOG("flag bit %u", bit);
		}
	}
}

TEST_F(call, reserved_field_is_eopnotsupp)
{
	if (!variant->reserved)
		return;
	self->arg.bytes[variant->reserved] = 1;
	EXPECT_EQ(-EOPNOTSUPP,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

TEST_F(call, null_pointer_is_efault)
{
	EXPECT_EQ(-EFAULT, smmusim_ioctl(self->fd, variant->request, NULL));
}

TEST_F(call, struct_behind_an_unmapped_page_is_efault)
{
	uint64_t page = uapi_page();
	uint8_t *map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *arg = map + page - 8;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + page, page));
	memcpy(arg, &self->arg, 8);
	EXPECT_EQ(-EFAULT, smmusim_ioctl(self->fd, variant->request, arg));
	munmap(map, page);
}

TEST_F(call, outputs_into_a_read_only_page_are_efault)
{
	void *map = mmap(NULL, uapi_page(), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, map);
	memcpy(map, &self->arg, sizeof(self->arg));
	ASSERT_EQ(0, mprotect(map, uapi_page(), PROT_READ));
	EXPECT_EQ(variant->outputs ? -EFAULT : 0,
		  smmusim_ioctl(self->fd, variant->request, map));
	munmap(map, uapi_page());
}

TEST_F(call, nothing_behind_the_size_is_written)
{
	uint8_t tail[sizeof(self->arg)];

	memset(self->arg.bytes + variant->size, 0xa5,
	       sizeof(self->arg) - variant->size);
	memcpy(tail, self->arg.bytes, sizeof(tail));
	ASSERT_EQ(0, smmusim_ioctl(self->fd, variant->request, &self->arg));
	EXPECT_EQ(0, memcmp(self->arg.bytes + variant->size,
			    tail + variant->size,
			    sizeof(tail) - variant->size));
}

/* Pointers inside of structures, one each. */

#define NOWHERE	8	/* an address that no program has mapped */

TEST_F(call, data_pointer_to_nowhere_is_efault)
{
	switch (variant->request) {
	case SMMU_SIM_GET_INFO:
		self->arg.get_info.config_uptr = NOWHERE;
		self->arg.get_info.config_len = 8;
		break;
	case SMMU_SIM_CONFIGURE:
		self->arg.configure.config_uptr = NOWHERE;
		self->arg.configure.config_len = 8;
		break;
	case SMMU_SIM_MEM_READ:
	case SMMU_SIM_MEM_WRITE:
		self->arg.mem_rw.data_uptr = NOWHERE;
		break;
	case SMMU_SIM_DMA:
		self->arg.dma.data_uptr = NOWHERE;
		break;
	case SMMU_SIM_INSPECT:
		self->arg.inspect.records_uptr = NOWHERE;
		break;
	default:
		return;
	}
	EXPECT_EQ(-EFAULT,
		  smmusim_ioctl(self->fd, variant->request, &self->arg));
}

/* Numbers outside of the table. */

FIXTURE(number)
{
	int fd;
};

FIXTURE_VARIANT(number)
{
	const char *node;
};

FIXTURE_VARIANT_ADD(number, private_smmu) { .node = SMMUSIM_PRIVATE };
FIXTURE_VARIANT_ADD(number, system_smmu) { .node = SMMUSIM_SYSTEM };

FIXTURE_SETUP(number)
{
	self->fd = smmusim_open(variant->node);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(number)
{
	close(self->fd);
}

TEST_F(number, unknown_is_enotty)
{
	union arg arg = { .size = sizeof(arg) };
	unsigned int nr;

	for (nr = SMMU_SIM_NR_STEP + 1; nr < 256; nr++) {
		EXPECT_EQ(-ENOTTY,
			  smmusim_ioctl(self->fd, _IO(SMMU_SIM_IOCTL_TYPE, nr),
					&arg));
	}
}

TEST_F(number, other_type_is_enotty)
{
	union arg arg = { .size = sizeof(arg) };

	EXPECT_EQ(-ENOTTY, smmusim_ioctl(self->fd, _IO(0xB6, 0), &arg));
	EXPECT_EQ(-ENOTTY, smmusim_ioctl(self->fd, _IO(';', 0x80), &arg));
}

TEST_F(number, encoded_direction_is_enotty)
{
	union arg arg = { .size = 64 };

	EXPECT_EQ(-ENOTTY,
		  smmusim_ioctl(self->fd,
				_IOWR(SMMU_SIM_IOCTL_TYPE,
				      SMMU_SIM_NR_GET_INFO,
				      struct smmu_sim_get_info), &arg));
}

TEST_HARNESS_MAIN
