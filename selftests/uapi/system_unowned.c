// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/smmu-sim0 with driver=none: the Non-secure bank belongs to open files,
 * and nothing of the kernel is behind it.
 */
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

FIXTURE(unowned)
{
	int fd;
	struct smmusim_kit kit;
	struct smmusim_context ctx;
};

FIXTURE_SETUP(unowned)
{
	self->fd = smmusim_open_system();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, smmusim_kit_init(&self->kit, self->fd, NULL));
	ASSERT_EQ(0, smmusim_kit_enable(&self->kit));
	ASSERT_EQ(0, smmusim_context_init(&self->kit, &self->ctx, UAPI_ASID));
	ASSERT_EQ(0, smmusim_attach(&self->kit, UAPI_SID, &self->ctx));
}

FIXTURE_TEARDOWN(unowned)
{
	smmusim_kit_disable(&self->kit);
	smmusim_kit_exit(&self->kit);
	close(self->fd);
}

TEST_F(unowned, info_names_files_as_owner)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(SMMU_SIM_KIND_SYSTEM, info.kind);
	EXPECT_EQ(SMMU_SIM_OWNER_FILE, info.owner);
}

TEST_F(unowned, file_programs_it_and_dma_goes_through)
{
	uint64_t page = smmusim_kit_alloc(&self->kit, PAGE, PAGE);
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_FILL,
		.txn = { .stream_id = UAPI_SID, .addr = UAPI_IOVA },
		.length = 16,
		.pattern = 0x61,
	};

	ASSERT_NE(0, page);
	ASSERT_EQ(0, smmusim_map_page(&self->kit, &self->ctx, UAPI_IOVA, page,
				      0));
	ASSERT_EQ(0, smmusim_dma(self->fd, &d));
	EXPECT_EQ(SMMU_SIM_OK, d.out.status);
	EXPECT_EQ(0x61, *(uint8_t *)smmusim_kit_ptr(&self->kit, page));
}

TEST_F(unowned, kernel_memory_is_no_ram)
{
	uint8_t byte;
	struct smmu_sim_dma d = {
		.op = SMMU_SIM_DMA_READ,
		.txn = { .stream_id = UAPI_SID, .addr = 0x100000 },
		.length = 1,
		.data_uptr = (uintptr_t)&byte,
	};

	ASSERT_EQ(0, smmusim_bypass(&self->kit, UAPI_SID));
	ASSERT_EQ(0, smmusim_dma(self->fd, &d));
	EXPECT_EQ(SMMU_SIM_ABORTED, d.out.status);
	EXPECT_EQ(0, d.done);
}

TEST_F(unowned, buffers_without_companion_are_enodev)
{
	struct smmu_sim_buf_add add = { .length = uapi_page() };

	EXPECT_EQ(-ENODEV, smmusim_buf_add(self->fd, &add));
}

TEST_HARNESS_MAIN
