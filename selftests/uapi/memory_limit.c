// SPDX-License-Identifier: GPL-2.0
/*
 * Regions that the module's limit permits and no machine can have: refused, and
 * the kernel has nothing to warn of. The module was loaded with the largest
 * mem_max_mb.
 */
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_MEM_NS
#define MEM_END	(1ULL << 56)

TEST(region_larger_than_any_memory_is_refused)
{
	int fd = smmusim_open_private();
	uint64_t cookie, length;

	ASSERT_LE(0, fd);
	for (length = MEM_END; length >= 1ULL << 40; length /= 2)
		EXPECT_EQ(-ENOMEM, smmusim_mem_add(fd, NS, 0, length, &cookie));
	EXPECT_EQ(0, smmusim_mem_add(fd, NS, 0, uapi_page(), &cookie));
	close(fd);
}

TEST_HARNESS_MAIN
