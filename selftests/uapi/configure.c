// SPDX-License-Identifier: GPL-2.0
/*
 * GET_INFO and CONFIGURE: what an instance says of itself, and how it becomes
 * another one.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

FIXTURE(config)
{
	int fd;
	char text[SMMU_SIM_MAX_CONFIG + 1];
	char reason[256];
};

FIXTURE_SETUP(config)
{
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(config)
{
	close(self->fd);
}

TEST_F(config, info_tells_kind_and_limits)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(SMMU_SIM_KIND_PRIVATE, info.kind);
	EXPECT_EQ(SMMU_SIM_OWNER_FILE, info.owner);
	EXPECT_EQ(1, info.uapi_version);
	EXPECT_EQ(64, info.max_regions);
	EXPECT_EQ(uapi_page(), info.page_size);
	EXPECT_LT(0, info.mem_limit);
	EXPECT_EQ(0, info.mem_used);
	EXPECT_LT(0, info.id);
}

TEST_F(config, ids_rise_and_are_never_reused)
{
	struct smmu_sim_get_info first, second, third;
	int fd;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &first));
	fd = smmusim_open_private();
	ASSERT_EQ(0, smmusim_get_info(fd, &second));
	close(fd);
	fd = smmusim_open_private();
	ASSERT_EQ(0, smmusim_get_info(fd, &third));
	close(fd);
	EXPECT_LT(first.id, second.id);
	EXPECT_LT(second.id, third.id);
}

TEST_F(config, fresh_file_has_profile_max)
{
	ASSERT_EQ(0, smmusim_get_config(self->fd, self->text,
					sizeof(self->text)));
	EXPECT_EQ(0, strncmp(self->text, "profile=max,", 12)) {
		TH_LOG("%s", self->text);
	}
}

TEST_F(config, length_is_told_without_a_buffer)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_config(self->fd, self->text,
					sizeof(self->text)));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(strlen(self->text), info.config_len);
}

TEST_F(config, short_buffer_gets_the_beginning)
{
	char text[8] = "########";
	struct smmu_sim_get_info info = {
		.size = sizeof(info),
		.config_uptr = (uintptr_t)text,
		.config_len = 4,
	};

	ASSERT_EQ(0, smmusim_ioctl(self->fd, SMMU_SIM_GET_INFO, &info));
	EXPECT_EQ(0, memcmp(text, "prof####", 8));
	EXPECT_LT(4, info.config_len);
}

TEST_F(config, effective_text_configures_the_same)
{
	char again[SMMU_SIM_MAX_CONFIG + 1];

	ASSERT_EQ(0, smmusim_configure(self->fd, "profile=max,sidsize=9,oas=40",
				       self->reason, sizeof(self->reason))) {
		TH_LOG("%s", self->reason);
	}
	ASSERT_EQ(0, smmusim_get_config(self->fd, self->text,
					sizeof(self->text)));
	ASSERT_EQ(0, smmusim_configure(self->fd, self->text, NULL, 0));
	ASSERT_EQ(0, smmusim_get_config(self->fd, again, sizeof(again)));
	EXPECT_STREQ(self->text, again);
}

TEST_F(config, fields_show_in_the_id_registers)
{
	ASSERT_EQ(0, smmusim_configure(self->fd, "sidsize=9,oas=40,cmdqs=5",
				       NULL, 0));
	EXPECT_EQ(9, GET(uapi_readl(self->fd, IDR1), 5, 0));
	EXPECT_EQ(5, GET(uapi_readl(self->fd, IDR1), 25, 21));
	EXPECT_EQ(2, GET(uapi_readl(self->fd, IDR5), 2, 0));
}

/* 6.3.8: what v3.2 demands may be absent in v3.1. */
TEST_F(config, version_shows_in_aidr)
{
	ASSERT_EQ(0, smmusim_configure(self->fd, "arch=3.1,e0pd=0,ril=0,bbml=0,fwb=0",
				       NULL, 0));
	EXPECT_EQ(1, uapi_readl(self->fd, AIDR));
	EXPECT_EQ(0, uapi_readl(self->fd, IDR3) & BITS(12, 10));
	ASSERT_EQ(0, smmusim_configure(self->fd, "arch=3.2", NULL, 0));
	EXPECT_EQ(2, uapi_readl(self->fd, AIDR));
}

TEST_F(config, granules_show_in_idr5)
{
	ASSERT_EQ(0, smmusim_configure(self->fd, "gran16k=1,gran64k=0", NULL,
				       0));
	EXPECT_EQ(3, GET(uapi_readl(self->fd, IDR5), 6, 4));
	ASSERT_EQ(0, smmusim_configure(self->fd, "gran16k=0,gran64k=1", NULL,
				       0));
	EXPECT_EQ(5, GET(uapi_readl(self->fd, IDR5), 6, 4));
	ASSERT_EQ(0, smmusim_configure(self->fd, "profile=minimal", NULL, 0));
	EXPECT_EQ(1, GET(uapi_readl(self->fd, IDR5), 6, 4));
	ASSERT_EQ(0, smmusim_configure(self->fd, "profile=linux", NULL, 0));
	EXPECT_EQ(7, GET(uapi_readl(self->fd, IDR5), 6, 4));
}

TEST_F(config, msi_shows_in_idr0)
{
	ASSERT_EQ(0, smmusim_configure(self->fd, "msi=1", NULL, 0));
	EXPECT_EQ(1, GET(uapi_readl(self->fd, IDR0), 13, 13));
	ASSERT_EQ(0, smmusim_configure(self->fd, "msi=0,s_msi=0", NULL, 0));
	EXPECT_EQ(0, GET(uapi_readl(self->fd, IDR0), 13, 13));
}

TEST_F(config, profiles_are_all_accepted)
{
	static const char *const profiles[] = {
		"profile=max", "profile=linux", "profile=qemu",
		"profile=minimal",
	};
	size_t i;

	for (i = 0; i < sizeof(profiles) / sizeof(*profiles); i++) {
		EXPECT_EQ(0, smmusim_configure(self->fd, profiles[i],
					       self->reason,
					       sizeof(self->reason))) {
			TH_LOG("%s: %s", profiles[i], self->reason);
		}
		ASSERT_EQ(0, smmusim_get_config(self->fd, self->text,
						sizeof(self->text)));
		EXPECT_EQ(0, strncmp(self->text, profiles[i],
				     strlen(profiles[i])));
	}
}

TEST_F(config, empty_text_is_profile_max)
{
	char before[SMMU_SIM_MAX_CONFIG + 1];

	ASSERT_EQ(0, smmusim_get_config(self->fd, before, sizeof(before)));
	ASSERT_EQ(0, smmusim_configure(self->fd, "sidsize=3", NULL, 0));
	ASSERT_EQ(0, smmusim_configure(self->fd, "", NULL, 0));
	ASSERT_EQ(0, smmusim_get_config(self->fd, self->text,
					sizeof(self->text)));
	EXPECT_STREQ(before, self->text);
}

TEST_F(config, is_a_reset)
{
	uapi_writel(self->fd, CR2, CR2_RECINVSID);
	ASSERT_EQ(CR2_RECINVSID, uapi_readl(self->fd, CR2));
	uapi_writel(self->fd, CR0, CR0_SMMUEN);
	ASSERT_EQ(0, smmusim_configure(self->fd, "", NULL, 0));
	EXPECT_EQ(0, uapi_readl(self->fd, CR0));
	EXPECT_EQ(0, uapi_readl(self->fd, CR0ACK));
}

TEST_F(config, keeps_the_regions)
{
	uint64_t value = 0x1122334455667788, found = 0;

	ASSERT_EQ(0, smmusim_mem_add(self->fd, SMMU_SIM_MEM_NS, 0x80000000,
				     uapi_page(), NULL));
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS, 0x80000000,
				       &value, sizeof(value), NULL));
	ASSERT_EQ(0, smmusim_configure(self->fd, "sidsize=4", NULL, 0));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, 0x80000000,
				      &found, sizeof(found), NULL));
	EXPECT_EQ(value, found);
}

TEST_F(config, text_longer_than_the_limit_is_einval)
{
	char text[SMMU_SIM_MAX_CONFIG + 2];

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	EXPECT_EQ(-EINVAL, smmusim_configure(self->fd, text, NULL, 0));
}

TEST_F(config, of_the_system_smmu_is_eperm)
{
	int fd = smmusim_open_system();

	ASSERT_LE(0, fd);
	EXPECT_EQ(-EPERM, smmusim_configure(fd, "sidsize=4", NULL, 0));
	close(fd);
}

/* Refusals. */

FIXTURE(refused)
{
	int fd;
	char before[SMMU_SIM_MAX_CONFIG + 1];
	char reason[256];
};

FIXTURE_VARIANT(refused)
{
	const char *text;
};

#define REFUSED(name, what)						\
FIXTURE_VARIANT_ADD(refused, name) { .text = what }

REFUSED(word, "nonsense");
REFUSED(unknown_key, "colour=3");
REFUSED(unknown_profile, "profile=nobody");
REFUSED(late_profile, "sidsize=8,profile=max");
REFUSED(no_value, "sidsize=");
REFUSED(no_key, "=8");
REFUSED(lonely_comma, ",");
REFUSED(trailing_comma, "sidsize=8,");
REFUSED(not_a_number, "sidsize=eight");
REFUSED(negative, "sidsize=-1");
REFUSED(beyond_32_bits, "sidsize=4294967304");
REFUSED(sidsize_33, "sidsize=33");
REFUSED(oas_33, "oas=33");
REFUSED(cmdqs_20, "cmdqs=20");
REFUSED(tlb_too_small, "tlb_log2=1");
REFUSED(linear_with_many_streams, "st_level=0,sidsize=7");
REFUSED(version_of_the_past, "arch=3.0");
REFUSED(v3_2_without_range_invalidation, "ril=0");
REFUSED(v3_2_without_break_before_make, "bbml=0");
REFUSED(v3_2_without_forced_write_back, "fwb=0");
REFUSED(v3_1_without_had, "arch=3.1,had=0");

FIXTURE_SETUP(refused)
{
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
	uapi_writel(self->fd, CR2, CR2_RECINVSID);
	uapi_writel(self->fd, CR0, CR0_SMMUEN);
	ASSERT_EQ(0, smmusim_get_config(self->fd, self->before,
					sizeof(self->before)));
}

FIXTURE_TEARDOWN(refused)
{
	close(self->fd);
}

TEST_F(refused, configuration_has_a_reason)
{
	EXPECT_EQ(-EINVAL, smmusim_configure(self->fd, variant->text,
					     self->reason,
					     sizeof(self->reason)));
	EXPECT_LT(0, strlen(self->reason));
	TH_LOG("%s: %s", variant->text, self->reason);
}

TEST_F(refused, configuration_leaves_the_smmu_alone)
{
	char after[SMMU_SIM_MAX_CONFIG + 1];

	ASSERT_EQ(-EINVAL, smmusim_configure(self->fd, variant->text, NULL, 0));
	ASSERT_EQ(0, smmusim_get_config(self->fd, after, sizeof(after)));
	EXPECT_STREQ(self->before, after);
	EXPECT_EQ(CR0_SMMUEN, uapi_readl(self->fd, CR0ACK));
	EXPECT_EQ(CR2_RECINVSID, uapi_readl(self->fd, CR2));
}

TEST_F(refused, reason_is_cut_to_the_buffer)
{
	struct smmu_sim_configure arg = {
		.size = sizeof(arg),
		.config_uptr = (uintptr_t)variant->text,
		.config_len = strlen(variant->text),
		.reason_uptr = (uintptr_t)self->reason,
		.reason_len = 3,
	};

	memset(self->reason, '#', sizeof(self->reason));
	EXPECT_EQ(-EINVAL, smmusim_ioctl(self->fd, SMMU_SIM_CONFIGURE, &arg));
	EXPECT_LT(3, arg.reason_len);
	EXPECT_NE('#', self->reason[2]);
	EXPECT_EQ('#', self->reason[3]);
}

TEST_HARNESS_MAIN
