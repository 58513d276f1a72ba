// SPDX-License-Identifier: GPL-2.0
/*
 * Address translation operations by a program (chapter 9): a nested stream of
 * each bank of a private SMMU, asked by its own bank and by Secure software; on
 * the system SMMU, what Secure software may ask of the kernel's streams.
 */
#include <unistd.h>

#include "kselftest_harness.h"
#include "nest_kit.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define SECURE	0x8000

#define GATOS_CTRL	0x0100
#define GATOS_SID	0x0108
#define GATOS_ADDR	0x0110
#define GATOS_PAR	0x0118
#define RUN		0x1
#define SSEC		(1ULL << 53)
#define TYPE(n)		((uint64_t)(n) << 10)
#define RNW		(1ULL << 8)
#define HTTUI		(1ULL << 6)

#define PAR_NS		(1ULL << 10)
#define PAR_PAGE	(FIELD(63, 56, 0xff) | FIELD(9, 8, 3))
#define PAR_FAULT(code, reason) \
	(FIELD(11, 4, (code)) | FIELD(2, 1, (reason)) | 1)
#define INV_STAGE	0xfe

#define AF		(1ULL << 10)

/* Ask by the group of @bank; PAR, or ~0 if something else went wrong. */
static uint64_t look_up(int fd, uint32_t bank, uint64_t sid, uint64_t addr)
{
	uint32_t base = bank == S ? SECURE : 0;
	uint64_t run, par;

	if (smmusim_reg_write(fd, bank, base + GATOS_SID, 64, sid) ||
	    smmusim_reg_write(fd, bank, base + GATOS_ADDR, 64, addr) ||
	    smmusim_reg_write(fd, bank, base + GATOS_CTRL, 32, RUN) ||
	    smmusim_reg_read(fd, bank, base + GATOS_CTRL, 32, &run) ||
	    smmusim_reg_read(fd, bank, base + GATOS_PAR, 64, &par) || run)
		return ~0ULL;
	return par;
}

FIXTURE(atos)
{
	struct nest nest;
	uint64_t sid;
};

FIXTURE_VARIANT(atos)
{
	uint32_t bank;
};

FIXTURE_VARIANT_ADD(atos, nonsecure) { NS };
FIXTURE_VARIANT_ADD(atos, secure) { S };

FIXTURE_SETUP(atos)
{
	ASSERT_EQ(0, nest_open(&self->nest, variant->bank, "atos=1"));
	self->sid = UAPI_SID | (variant->bank == S ? SSEC : 0);
}

FIXTURE_TEARDOWN(atos)
{
	nest_close(&self->nest);
}

#define ASK(type, addr) \
	look_up(self->nest.fd, variant->bank, self->sid, \
		(addr) | TYPE(type) | RNW)

TEST_F(atos, each_type_returns_its_stages)
{
	struct nest *nest = &self->nest;

	EXPECT_EQ(NEST_IPA | PAR_PAGE, ASK(1, NEST_VA));
	EXPECT_EQ(nest_pa(nest, 0) | PAR_PAGE, ASK(2, NEST_IPA));
	EXPECT_EQ(nest_pa(nest, 1) | PAR_PAGE, ASK(3, NEST_VA + PAGE));
}

TEST_F(atos, faults_of_stage_2_tell_cause_and_ipa)
{
	struct nest *nest = &self->nest;
	struct smmu_sim_bank_record bank;

	ASSERT_EQ(0, smmusim_unmap2_page(&nest->kit, &nest->s2, NEST_IPA));
	EXPECT_EQ(NEST_IPA | PAR_FAULT(F_TRANSLATION, 3), ASK(3, NEST_VA));
	EXPECT_EQ(PAR_FAULT(F_TRANSLATION, 3), ASK(2, NEST_IPA));
	EXPECT_EQ(NEST_IPA | PAR_PAGE, ASK(1, NEST_VA));
	EXPECT_EQ(PAR_FAULT(F_TRANSLATION, 0), ASK(1, NEST_HOLE));
	ASSERT_EQ(0, uapi_bank_record(nest->fd, variant->bank, &bank));
	EXPECT_EQ(0, bank.events);
}

TEST_F(atos, httui_leaves_the_access_flag)
{
	struct nest *nest = &self->nest;
	uint64_t *leaf = nest_leaf1(nest, NEST_VA);

	*leaf &= ~AF;
	ASSERT_EQ(0, nest_cd_bits(nest, 0, 1ULL << 43, 1ULL << 43));
	EXPECT_EQ(NEST_IPA | PAR_PAGE, ASK(1, NEST_VA | HTTUI));
	EXPECT_EQ(0, *leaf & AF);
	EXPECT_EQ(NEST_IPA | PAR_PAGE, ASK(1, NEST_VA));
	EXPECT_EQ(AF, *leaf & AF);
}

/* Of the same number, the other state's stream has no valid STE. */
TEST_F(atos, secure_software_asks_about_either_state)
{
	struct nest *nest = &self->nest;
	uint64_t ns = variant->bank == NS ? PAR_NS : 0;

	if (variant->bank == NS)
		ASSERT_EQ(0, smmusim_reg_write(nest->fd, S, S_CR0, 32,
					       CR0_SMMUEN));
	EXPECT_EQ(nest_pa(nest, 0) | PAR_PAGE | ns,
		  look_up(nest->fd, S, self->sid, NEST_VA | TYPE(3) | RNW));
}

/* What a file does as Secure software reaches no memory of the kernel. */
TEST(secure_software_sees_nothing_of_the_kernels_tables)
{
	struct smmusim_setup setup = { .bank = S };
	struct smmusim_kit kit;
	int fd = smmusim_open_system();
	uint64_t idr0, par;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_reg_read(fd, NS, IDR0, 32, &idr0));
	ASSERT_NE(0, idr0 & (1 << 15));
	ASSERT_EQ(0, smmusim_kit_init(&kit, fd, &setup));
	ASSERT_EQ(0, smmusim_kit_enable(&kit));
	par = look_up(fd, S, 1, TYPE(1) | RNW);
	EXPECT_EQ(PAR_FAULT(F_STE_FETCH, 0), par);
	smmusim_kit_exit(&kit);
	close(fd);
}

TEST_HARNESS_MAIN
