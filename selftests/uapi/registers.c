// SPDX-License-Identifier: GPL-2.0
/*
 * Register accesses by ioctl. What each register does is tested in userspace
 * (selftests/unit); here: that the ioctl reaches the right one of the right
 * SMMU, whatever the access.
 */
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

FIXTURE(registers)
{
	int fd;
};

FIXTURE_SETUP(registers)
{
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(registers)
{
	close(self->fd);
}

static uint64_t read_as(int fd, uint32_t pas, uint32_t offset,
			unsigned int width)
{
	uint64_t value = 0xdeadbeef;

	smmusim_reg_read(fd, pas, offset, width, &value);
	return value;
}

TEST_F(registers, aidr_says_v3_2)
{
	EXPECT_EQ(2, uapi_readl(self->fd, AIDR));
}

TEST_F(registers, idr0_advertises_what_is_there)
{
	uint32_t idr0 = uapi_readl(self->fd, IDR0);

	EXPECT_EQ(1, GET(idr0, 0, 0)) {
		TH_LOG("S2P");
	}
	EXPECT_EQ(1, GET(idr0, 1, 1)) {
		TH_LOG("S1P");
	}
	EXPECT_EQ(2, GET(idr0, 3, 2)) {
		TH_LOG("TTF");
	}
	EXPECT_EQ(1, GET(idr0, 4, 4)) {
		TH_LOG("COHACC");
	}
	EXPECT_EQ(2, GET(idr0, 7, 6)) {
		TH_LOG("HTTU");
	}
	EXPECT_EQ(1, GET(idr0, 9, 9)) {
		TH_LOG("Hyp");
	}
	EXPECT_EQ(3, GET(idr0, 18, 17)) {
		TH_LOG("VMID16, VMW");
	}
	EXPECT_EQ(2, GET(idr0, 22, 21)) {
		TH_LOG("TTENDIAN");
	}
	EXPECT_EQ(0, GET(idr0, 25, 24)) {
		TH_LOG("STALL_MODEL");
	}
}

TEST_F(registers, v3_2_mandatory_features_are_there)
{
	uint32_t idr3 = uapi_readl(self->fd, IDR3);

	EXPECT_EQ(1, GET(idr3, 2, 2)) {
		TH_LOG("HAD");
	}
	EXPECT_EQ(1, GET(idr3, 8, 8)) {
		TH_LOG("FWB");
	}
	EXPECT_EQ(1, GET(idr3, 10, 10)) {
		TH_LOG("RIL");
	}
	EXPECT_EQ(2, GET(idr3, 12, 11)) {
		TH_LOG("BBML");
	}
}

TEST_F(registers, id_registers_ignore_writes)
{
	uint32_t idr0 = uapi_readl(self->fd, IDR0);

	EXPECT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS, IDR0, 32,
				       ~0ULL));
	EXPECT_EQ(idr0, uapi_readl(self->fd, IDR0));
}

TEST_F(registers, cr0_is_acknowledged)
{
	uapi_writel(self->fd, CR0, CR0_CMDQEN | CR0_EVENTQEN);
	EXPECT_EQ(CR0_CMDQEN | CR0_EVENTQEN, uapi_readl(self->fd, CR0ACK));
	uapi_writel(self->fd, CR0, 0);
	EXPECT_EQ(0, uapi_readl(self->fd, CR0ACK));
}

TEST_F(registers, cr0_acknowledges_only_what_exists)
{
	uapi_writel(self->fd, CR0, 0xffffffff);
	EXPECT_EQ(CR0_SMMUEN | CR0_CMDQEN | CR0_EVENTQEN | CR0_VMW,
		  uapi_readl(self->fd, CR0ACK));
	ASSERT_EQ(0, smmusim_configure(self->fd, "vmw=0", NULL, 0));
	uapi_writel(self->fd, CR0, 0xffffffff);
	EXPECT_EQ(CR0_SMMUEN | CR0_CMDQEN | CR0_EVENTQEN,
		  uapi_readl(self->fd, CR0ACK));
}

TEST_F(registers, cr0ack_ignores_writes)
{
	uapi_writel(self->fd, CR0ACK, 0xffffffff);
	EXPECT_EQ(0, uapi_readl(self->fd, CR0ACK));
}

TEST_F(registers, irq_ctrl_is_acknowledged)
{
	uapi_writel(self->fd, IRQ_CTRL, 0xffffffff);
	EXPECT_EQ(0x5, uapi_readl(self->fd, IRQ_CTRLACK));
}

TEST_F(registers, gbpa_needs_update)
{
	uapi_writel(self->fd, GBPA, GBPA_ABORT | GBPA_UPDATE);
	EXPECT_EQ(GBPA_ABORT, uapi_readl(self->fd, GBPA) &
			      (GBPA_ABORT | GBPA_UPDATE));
	uapi_writel(self->fd, GBPA, 0);
	EXPECT_EQ(GBPA_ABORT, uapi_readl(self->fd, GBPA) & GBPA_ABORT);
	uapi_writel(self->fd, GBPA, GBPA_UPDATE);
	EXPECT_EQ(0, uapi_readl(self->fd, GBPA) & (GBPA_ABORT | GBPA_UPDATE));
}

TEST_F(registers, cr2_is_guarded_by_smmuen)
{
	uapi_writel(self->fd, CR0, CR0_SMMUEN);
	uapi_writel(self->fd, CR2, CR2_RECINVSID);
	EXPECT_EQ(0, uapi_readl(self->fd, CR2) & CR2_RECINVSID);
	uapi_writel(self->fd, CR0, 0);
	uapi_writel(self->fd, CR2, CR2_RECINVSID);
	EXPECT_EQ(CR2_RECINVSID, uapi_readl(self->fd, CR2));
}

TEST_F(registers, half_of_a_64_bit_register_is_writable)
{
	uapi_writel(self->fd, STRTAB_BASE, 0x12345680);
	uapi_writel(self->fd, STRTAB_BASE + 4, 0x00000012);
	EXPECT_EQ(0x1212345680, read_as(self->fd, SMMU_SIM_PAS_NS, STRTAB_BASE,
					64));
	EXPECT_EQ(0x12, uapi_readl(self->fd, STRTAB_BASE + 4));
}

TEST_F(registers, wide_access_reaches_a_64_bit_register)
{
	ASSERT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS, STRTAB_BASE,
				       64, 0x3456789a40));
	EXPECT_EQ(0x3456789a40, read_as(self->fd, SMMU_SIM_PAS_NS, STRTAB_BASE,
					64));
}

TEST_F(registers, address_bits_above_oas_are_res0)
{
	ASSERT_EQ(0, smmusim_configure(self->fd, "oas=36", NULL, 0));
	ASSERT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS, STRTAB_BASE,
				       64, BITS(55, 6)));
	EXPECT_EQ(BITS(35, 6), read_as(self->fd, SMMU_SIM_PAS_NS, STRTAB_BASE,
				       64));
}

/* Offsets where nothing is, of one kind each. */
static const uint32_t holes[] = {
	0x003c, 0x0200, 0x0f00, 0x1000, 0x4000, 0x7ffc, 0x9000, 0xfffc,
	0x1fffc, 0x20000, 0x7ffffffc, 0xfffffffc,
};

TEST_F(registers, holes_are_raz_wi)
{
	size_t i;

	for (i = 0; i < sizeof(holes) / sizeof(*holes); i++) {
		EXPECT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS,
					       holes[i], 32, ~0ULL));
		EXPECT_EQ(0, uapi_readl(self->fd, holes[i])) {
			TH_LOG("offset %#x", holes[i]);
		}
	}
}

TEST_F(registers, unaligned_accesses_are_raz_wi)
{
	uint32_t offset;

	for (offset = CR0 + 1; offset < CR0 + 4; offset++) {
		EXPECT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS,
					       offset, 32, ~0ULL));
		EXPECT_EQ(0, read_as(self->fd, SMMU_SIM_PAS_NS, offset, 32));
	}
	EXPECT_EQ(0, read_as(self->fd, SMMU_SIM_PAS_NS, IDR0 + 4, 64));
	EXPECT_EQ(0, uapi_readl(self->fd, CR0));
}

TEST_F(registers, last_offset_below_4g_behaves)
{
	EXPECT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS, 0xffffffff,
				       64, ~0ULL));
	EXPECT_EQ(0, read_as(self->fd, SMMU_SIM_PAS_NS, 0xffffffff, 64));
}

TEST_F(registers, secure_registers_are_res0_without_a_secure_bank)
{
	uint32_t pas;

	ASSERT_EQ(0, smmusim_configure(self->fd, "secure=0",
				       NULL, 0));
	for (pas = SMMU_SIM_PAS_NS; pas <= SMMU_SIM_PAS_S; pas++) {
		EXPECT_EQ(0, read_as(self->fd, pas, S_IDR1, 32));
		EXPECT_EQ(0, smmusim_reg_write(self->fd, pas, S_CR0, 32, 0xd));
		EXPECT_EQ(0, read_as(self->fd, pas, S_CR0, 32));
		EXPECT_EQ(0, read_as(self->fd, pas, S_CR0 + 4, 32));
	}
}

TEST_F(registers, secure_software_sees_the_non_secure_bank)
{
	EXPECT_EQ(2, read_as(self->fd, SMMU_SIM_PAS_S, AIDR, 32));
}

TEST_F(registers, odd_widths_are_einval)
{
	static const unsigned int widths[] = { 0, 1, 4, 8, 16, 31, 33, 63, 128 };
	uint64_t value;
	size_t i;

	for (i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
		EXPECT_EQ(-EINVAL, smmusim_reg_read(self->fd, SMMU_SIM_PAS_NS,
						    IDR0, widths[i], &value));
		EXPECT_EQ(-EINVAL, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS,
						     IDR0, widths[i], 0));
	}
}

TEST_F(registers, odd_pas_is_einval)
{
	uint64_t value;

	EXPECT_EQ(-EINVAL, smmusim_reg_read(self->fd, 2, IDR0, 32, &value));
	EXPECT_EQ(-EINVAL, smmusim_reg_write(self->fd, ~0U, IDR0, 32, 0));
}

TEST_F(registers, two_files_have_two_register_files)
{
	int other = smmusim_open_private();

	ASSERT_LE(0, other);
	uapi_writel(self->fd, STRTAB_BASE, 0x1000);
	uapi_writel(other, STRTAB_BASE, 0x2000);
	EXPECT_EQ(0x1000, uapi_readl(self->fd, STRTAB_BASE));
	EXPECT_EQ(0x2000, uapi_readl(other, STRTAB_BASE));
	close(other);
}

TEST_F(registers, reset_is_complete_in_a_new_file)
{
	int other;

	uapi_writel(self->fd, STRTAB_BASE, 0x1000);
	close(self->fd);
	other = smmusim_open_private();
	EXPECT_EQ(0, uapi_readl(other, STRTAB_BASE));
	EXPECT_EQ(0, uapi_readl(other, CR0));
	self->fd = other;
}

/* Command queue errors seen through registers. */

TEST_F(registers, command_queue_without_memory_is_an_abort)
{
	ASSERT_EQ(0, smmusim_reg_write(self->fd, SMMU_SIM_PAS_NS, CMDQ_BASE, 64,
				       0x10000000 | 4));
	uapi_writel(self->fd, CR0, CR0_CMDQEN);
	uapi_writel(self->fd, CMDQ_PROD, 1);
	EXPECT_EQ(1, uapi_readl(self->fd, GERROR) & 1);
	EXPECT_EQ(2, GET(uapi_readl(self->fd, CMDQ_CONS), 30, 24));
	EXPECT_EQ(0, GET(uapi_readl(self->fd, CMDQ_CONS), 19, 0));
}

TEST_HARNESS_MAIN
