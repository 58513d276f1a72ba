// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/smmu-sim0 while the built-in driver owns the Non-secure bank: what any
 * opener may look at, what belongs to the kernel, and DMA through the
 * companion's buffers.
 */
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

FIXTURE(system)
{
	int fd;
	struct smmu_sim_buf_add buf;
	struct smmu_sim_dma d;
	uint8_t *map;
	uint64_t length;
};

FIXTURE_SETUP(system)
{
	self->length = 4 * uapi_page();
	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	self->buf = (struct smmu_sim_buf_add) { .length = self->length };
	ASSERT_EQ(0, smmusim_buf_add(self->fd, &self->buf));
	ASSERT_EQ(0, smmusim_map(self->fd, self->buf.cookie, self->length,
				 (void **)&self->map));
}

FIXTURE_TEARDOWN(system)
{
	munmap(self->map, self->length);
	close(self->fd);
}

static int buf_dma(int fd, const struct smmu_sim_buf_add *buf, uint32_t op,
		   uint64_t offset, void *data, uint64_t length,
		   struct smmu_sim_dma *d)
{
	*d = (struct smmu_sim_dma) {
		.op = op,
		.txn = {
			.stream_id = buf->stream_id,
			.addr = buf->iova + offset,
		},
		.length = length,
		.data_uptr = (uintptr_t)data,
		.pattern = op == SMMU_SIM_DMA_FILL ? 0x5a : 0,
	};
	return smmusim_dma(fd, d);
}

/* Looking. */

TEST_F(system, info_names_the_owner)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(SMMU_SIM_KIND_SYSTEM, info.kind);
	EXPECT_EQ(0, info.id);
	EXPECT_EQ(SMMU_SIM_OWNER_BUILTIN, info.owner);
}

TEST_F(system, registers_are_readable)
{
	EXPECT_EQ(2, uapi_readl(self->fd, AIDR));
	EXPECT_EQ(CR0_SMMUEN | CR0_EVENTQEN | CR0_CMDQEN,
		  uapi_readl(self->fd, CR0ACK) &
		  (CR0_SMMUEN | CR0_EVENTQEN | CR0_CMDQEN));
}

TEST_F(system, peek_finds_the_buffer)
{
	struct smmu_sim_translate t = {
		.flags = SMMU_SIM_TRANSLATE_PEEK_WALK,
		.txn = {
			.stream_id = self->buf.stream_id,
			.addr = self->buf.iova + 0x21,
		},
	};

	ASSERT_EQ(0, smmusim_translate(self->fd, &t));
	EXPECT_EQ(SMMU_SIM_OK, t.out.status);
	EXPECT_EQ(0x21, t.pa & 0xfff);
	EXPECT_LT(1, t.step_len);
}

/* What belongs to the kernel. */

TEST_F(system, register_writes_are_ebusy)
{
	static const uint32_t offsets[] = {
		CR0, CR1, CR2, GBPA, IRQ_CTRL, GERRORN, STRTAB_BASE, CMDQ_PROD,
		EVENTQ_CONS,
	};
	size_t i;

	for (i = 0; i < sizeof(offsets) / sizeof(*offsets); i++) {
		EXPECT_EQ(-EBUSY, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS,
						    offsets[i], 32, 0));
		EXPECT_EQ(-EBUSY, smmusim_reg_write(self->fd, SMMU_SIM_PAS_S,
						    offsets[i], 32, 0));
	}
	EXPECT_NE(0, uapi_readl(self->fd, CR0));
}

TEST_F(system, non_secure_ram_is_ebusy)
{
	EXPECT_EQ(-EBUSY, smmusim_mem_add(self->fd, SMMU_SIM_MEM_NS, 1ULL << 46,
					  uapi_page(), NULL));
	EXPECT_EQ(-EBUSY, smmusim_mem_add(self->fd,
					  SMMU_SIM_MEM_NS | SMMU_SIM_MEM_S,
					  1ULL << 46, uapi_page(), NULL));
}

TEST_F(system, kernel_memory_is_not_readable)
{
	uint64_t word;

	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, 0x100000,
					    &word, sizeof(word), NULL));
	EXPECT_EQ(-ENOENT, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
					     0x100000, &word, sizeof(word),
					     NULL));
}

TEST_F(system, real_translation_is_ebusy)
{
	struct smmu_sim_translate t = {
		.txn = {
			.stream_id = self->buf.stream_id,
			.addr = self->buf.iova,
		},
	};

	EXPECT_EQ(-EBUSY, smmusim_translate(self->fd, &t));
}

TEST_F(system, interrupt_lines_are_ebusy)
{
	int efd = eventfd(0, EFD_CLOEXEC);
	uint32_t line;

	for (line = 0; line < 3; line++) {
		EXPECT_EQ(-EBUSY, smmusim_irq_eventfd(self->fd, SMMU_SIM_PAS_NS,
						      line, efd));
	}
	close(efd);
}

/* Buffers. */

TEST_F(system, dma_write_shows_in_the_mapping)
{
	uint8_t bytes[300];

	uapi_pattern(bytes, sizeof(bytes), 1);
	ASSERT_EQ(0, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 4000,
			     bytes, sizeof(bytes), &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_EQ(sizeof(bytes), self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(self->map + 4000, sizeof(bytes), 1));
}

TEST_F(system, dma_read_gets_the_bytes_of_the_mapping)
{
	uint8_t bytes[300] = { 0 };

	uapi_pattern(self->map + 4000, sizeof(bytes), 2);
	ASSERT_EQ(0, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_READ, 4000,
			     bytes, sizeof(bytes), &self->d));
	EXPECT_EQ(sizeof(bytes), self->d.done);
	EXPECT_FALSE(uapi_pattern_differs(bytes, sizeof(bytes), 2));
}

TEST_F(system, buffer_is_zeroed)
{
	uint64_t i;

	for (i = 0; i < self->length; i++) {
		ASSERT_EQ(0, self->map[i]);
	}
}

TEST_F(system, read_only_buffer_is_not_written)
{
	struct smmu_sim_buf_add ro = {
		.flags = SMMU_SIM_BUF_RO,
		.length = uapi_page(),
	};
	uint8_t byte = 1;

	ASSERT_EQ(0, smmusim_buf_add(self->fd, &ro));
	ASSERT_EQ(0, buf_dma(self->fd, &ro, SMMU_SIM_DMA_READ, 0, &byte, 1,
			     &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_EQ(0, byte);
	ASSERT_EQ(0, buf_dma(self->fd, &ro, SMMU_SIM_DMA_WRITE, 0, &byte, 1,
			     &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(F_PERMISSION, self->d.out.event);
}

TEST_F(system, dma_outside_of_every_buffer_is_eperm)
{
	uint8_t bytes[16] = { 0 };

	EXPECT_EQ(-EPERM, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_READ,
				  1ULL << 40, bytes, 8, &self->d));
	EXPECT_EQ(-EPERM, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_READ,
				  -8ULL, bytes, 8, &self->d));
}

TEST_F(system, dma_over_the_end_of_a_buffer_is_eperm)
{
	uint8_t bytes[16] = { 0 };

	EXPECT_EQ(-EPERM, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE,
				  self->length - 8, bytes, 16, &self->d));
}

TEST_F(system, copy_to_outside_is_eperm)
{
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_COPY,
		.txn = {
			.stream_id = self->buf.stream_id,
			.addr = self->buf.iova,
		},
		.dst_addr = self->buf.iova + (1ULL << 40),
		.length = 8,
	};

	EXPECT_EQ(-EPERM, smmusim_dma(self->fd, &d));
}

TEST_F(system, buffer_of_another_file_is_eperm)
{
	int other = smmusim_open_system();
	uint8_t byte = 0;

	ASSERT_LE(0, other);
	EXPECT_EQ(-EPERM, buf_dma(other, &self->buf, SMMU_SIM_DMA_READ, 0,
				  &byte, 1, &self->d));
	EXPECT_EQ(-ENOENT, smmusim_buf_remove(other, self->buf.cookie));
	close(other);
}

TEST_F(system, late_access_faults)
{
	uint8_t byte = 0x11;

	ASSERT_EQ(0, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 0, &byte,
			     1, &self->d));
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	ASSERT_EQ(0, buf_dma(self->fd, &self->buf, SMMU_SIM_DMA_WRITE, 8, &byte,
			     1, &self->d));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->d.out.status);
	EXPECT_EQ(F_TRANSLATION, self->d.out.event);
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->d.out.flags);
	EXPECT_EQ((uint64_t)self->buf.stream_id << 32 | F_TRANSLATION,
		  self->d.out.record[0]);
	EXPECT_EQ(EVT_CLASS_IN, self->d.out.record[1]);
	EXPECT_EQ(self->buf.iova + 8, self->d.out.record[2]);
	EXPECT_EQ(0, self->d.out.record[3]);
	EXPECT_EQ(0, self->map[8]);
}

TEST_F(system, removed_buffer_keeps_its_mapping)
{
	uapi_pattern(self->map, self->length, 3);
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	EXPECT_FALSE(uapi_pattern_differs(self->map, self->length, 3));
}

TEST_F(system, buffer_is_removed_once)
{
	EXPECT_EQ(0, smmusim_buf_remove(self->fd, self->buf.cookie));
	EXPECT_EQ(-ENOENT, smmusim_buf_remove(self->fd, self->buf.cookie));
}

TEST_F(system, odd_buffer_lengths_are_einval)
{
	static const uint64_t lengths[] = {
		0, 1, 2048, SMMU_SIM_MAX_DMA + 4096, 1ULL << 63, -4096ULL,
	};
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		self->d.length = lengths[i];
		self->buf = (struct smmu_sim_buf_add) { .length = lengths[i] };
		EXPECT_EQ(-EINVAL, smmusim_buf_add(self->fd, &self->buf));
	}
}

TEST_F(system, buffer_65_is_enospc_even_after_remove)
{
	struct smmu_sim_buf_add add;
	unsigned int i;

	for (i = 1; i < SMMU_SIM_MAX_BUFFERS; i++) {
		add = (struct smmu_sim_buf_add) { .length = uapi_page() };
		ASSERT_EQ(0, smmusim_buf_add(self->fd, &add));
	}
	ASSERT_EQ(0, smmusim_buf_remove(self->fd, add.cookie));
	add = (struct smmu_sim_buf_add) { .length = uapi_page() };
	EXPECT_EQ(-ENOSPC, smmusim_buf_add(self->fd, &add));
}

TEST_F(system, private_mapping_of_a_buffer_is_refused)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, uapi_page(), PROT_READ, MAP_PRIVATE,
				   self->fd, self->buf.cookie));
}

TEST_F(system, closing_unmaps_the_buffers)
{
	struct smmu_sim_translate t = {
		.flags = SMMU_SIM_TRANSLATE_PEEK_WALK,
		.txn = {
			.stream_id = self->buf.stream_id,
			.addr = self->buf.iova,
		},
	};

	munmap(self->map, self->length);
	close(self->fd);
	self->fd = smmusim_open_system();
	ASSERT_EQ(0, smmusim_translate(self->fd, &t));
	EXPECT_EQ(SMMU_SIM_ABORTED, t.out.status);
	EXPECT_EQ(F_TRANSLATION, t.out.event);
}

TEST(buffers_of_a_private_smmu_are_eperm)
{
	struct smmu_sim_buf_add add = { .length = uapi_page() };
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EPERM, smmusim_buf_add(fd, &add));
	EXPECT_EQ(-EPERM, smmusim_buf_remove(fd, 0));
	close(fd);
}

TEST_HARNESS_MAIN
