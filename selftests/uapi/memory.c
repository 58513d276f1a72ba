// SPDX-License-Identifier: GPL-2.0
/*
 * RAM regions of the PA spaces: MEM_ADD, MEM_REMOVE, mmap, MEM_READ, MEM_WRITE.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_MEM_NS
#define S	SMMU_SIM_MEM_S
#define BASE	0x80000000ULL

FIXTURE(memory)
{
	int fd;
	uint64_t page;
	uint64_t cookie;
};

FIXTURE_SETUP(memory)
{
	self->page = uapi_page();
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS, BASE, 4 * self->page,
				     &self->cookie));
}

FIXTURE_TEARDOWN(memory)
{
	close(self->fd);
}

/* Where regions may be. */

struct placement {
	uint32_t flags;
	int64_t first_page;	/* relative to BASE */
	uint64_t pages;
	int expected;
};

static const struct placement placements[] = {
	{ NS, 0, 4, -EEXIST },	/* the same */
	{ NS, 1, 1, -EEXIST },	/* inside */
	{ NS, -1, 6, -EEXIST },	/* around */
	{ NS, -1, 2, -EEXIST },	/* over the first page */
	{ NS, 3, 2, -EEXIST },	/* over the last page */
	{ NS | S, 3, 1, -EEXIST },	/* in both spaces */
	{ NS, -2, 2, 0 },	/* right below */
	{ NS, 4, 2, 0 },	/* right above */
	{ S, 0, 4, 0 },	/* the same place in the other space */
	{ NS | S, 3, 4, -EEXIST },	/* in both spaces, over the other one */
	{ NS | S, 16, 4, 0 },	/* in both spaces, elsewhere */
	{ NS, 19, 1, -EEXIST },	/* over that, Non-secure */
	{ S, 16, 1, -EEXIST },	/* over that, Secure */
};

TEST_F(memory, regions_of_one_space_do_not_overlap)
{
	size_t i;

	for (i = 0; i < sizeof(placements) / sizeof(*placements); i++) {
		struct placement place = placements[i];

		EXPECT_EQ(place.expected,
			  smmusim_mem_add(self->fd, place.flags,
					  BASE + place.first_page * self->page,
					  place.pages * self->page, NULL)) {
			TH_LOG("placement %zu", i);
		}
	}
}

TEST_F(memory, odd_places_are_einval)
{
	uint64_t page = self->page, top = 1ULL << 56;

	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, 0, 0, page, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, 1, page, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, page / 2, page, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, 0, 0, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, 0, page + 1, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, top, page, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, top - page, 2 * page,
					   NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, -page, page, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_add(self->fd, NS, -page, 2 * page,
					   NULL));
}

TEST_F(memory, last_page_below_2_to_56_works)
{
	uint64_t last = (1ULL << 56) - self->page;
	uint8_t byte = 0x77;

	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS, last, self->page, NULL));
	EXPECT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
				       (1ULL << 56) - 1, &byte, 1, NULL));
}

TEST_F(memory, region_65_is_enospc)
{
	uint64_t cookie = 0;
	unsigned int i;

	for (i = 1; i < 64; i++) {
		ASSERT_EQ(0, smmusim_mem_add(self->fd, NS,
					     2 * BASE + 2 * i * self->page,
					     self->page, &cookie));
	}
	EXPECT_EQ(-ENOSPC, smmusim_mem_add(self->fd, NS, 0, self->page, NULL));
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, cookie));
	EXPECT_EQ(0, smmusim_mem_add(self->fd, NS, 0, self->page, NULL));
}

TEST_F(memory, use_is_counted)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(4 * self->page, info.mem_used);
	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS | S, 0, 3 * self->page, NULL));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(7 * self->page, info.mem_used);
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(3 * self->page, info.mem_used);
}

TEST_F(memory, over_the_limit_is_enomem)
{
	struct smmu_sim_get_info info;

	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(-ENOMEM, smmusim_mem_add(self->fd, NS, 2 * BASE,
					   info.mem_limit, NULL));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(4 * self->page, info.mem_used);
}

TEST_F(memory, enormous_region_is_enomem)
{
	EXPECT_EQ(-ENOMEM, smmusim_mem_add(self->fd, S, 0, 1ULL << 55, NULL));
}

TEST_F(memory, remove_twice_is_enoent)
{
	EXPECT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	EXPECT_EQ(-ENOENT, smmusim_mem_remove(self->fd, self->cookie));
}

TEST_F(memory, remove_of_nothing_is_enoent)
{
	EXPECT_EQ(-ENOENT, smmusim_mem_remove(self->fd, self->cookie + 1));
	EXPECT_EQ(-ENOENT, smmusim_mem_remove(self->fd, ~0ULL));
}

TEST_F(memory, cookie_of_another_file_is_enoent)
{
	int other = smmusim_open_private();

	ASSERT_LE(0, other);
	EXPECT_EQ(-ENOENT, smmusim_mem_remove(other, self->cookie));
	close(other);
}

/* Contents. */

TEST_F(memory, new_region_reads_as_zero)
{
	uint64_t words[512], zero[512] = { 0 };

	memset(words, 0xff, sizeof(words));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE, words,
				      sizeof(words), NULL));
	EXPECT_EQ(0, memcmp(words, zero, sizeof(zero)));
}

TEST_F(memory, unaligned_bytes_come_back)
{
	uint8_t out[61], in[61];
	unsigned int shift;

	for (shift = 0; shift < 16; shift++) {
		uint64_t addr = BASE + self->page - 24 + shift;

		uapi_pattern(out, sizeof(out), shift);
		ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS, addr,
					       out, sizeof(out), NULL));
		ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, addr,
					      in, sizeof(in), NULL));
		EXPECT_FALSE(uapi_pattern_differs(in, sizeof(in), shift));
	}
}

TEST_F(memory, spaces_are_two_memories)
{
	uint8_t ns = 1, s = 2;

	ASSERT_EQ(0, smmusim_mem_add(self->fd, S, BASE, self->page, NULL));
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS, BASE, &ns, 1,
				       NULL));
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_S, BASE, &s, 1,
				       NULL));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE, &ns, 1,
				      NULL));
	EXPECT_EQ(1, ns);
}

TEST_F(memory, region_in_both_spaces_is_one_memory)
{
	uint8_t byte = 3, found = 0;

	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS | S, 0, self->page, NULL));
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS, 5, &byte, 1,
				       NULL));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_S, 5, &found, 1,
				      NULL));
	EXPECT_EQ(3, found);
}

TEST_F(memory, copy_stops_where_ram_ends)
{
	uint8_t bytes[32] = { 0 };
	size_t done = 0;

	EXPECT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS,
				      BASE + 4 * self->page - 20, bytes,
				      sizeof(bytes), &done));
	EXPECT_EQ(20, done);
	EXPECT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
				       BASE + 4 * self->page - 20, bytes,
				       sizeof(bytes), &done));
	EXPECT_EQ(20, done);
}

TEST_F(memory, copy_crosses_into_a_neighbour)
{
	uint8_t out[64], in[64];

	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS, BASE + 4 * self->page,
				     self->page, NULL));
	uapi_pattern(out, sizeof(out), 9);
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
				       BASE + 4 * self->page - 31, out,
				       sizeof(out), NULL));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS,
				      BASE + 4 * self->page - 31, in,
				      sizeof(in), NULL));
	EXPECT_FALSE(uapi_pattern_differs(in, sizeof(in), 9));
}

TEST_F(memory, copy_from_nowhere_is_enoent)
{
	uint8_t byte;

	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS,
					    BASE - 1, &byte, 1, NULL));
	EXPECT_EQ(-ENOENT, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
					     BASE + 4 * self->page, &byte, 1,
					     NULL));
	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->fd, SMMU_SIM_PAS_S, BASE,
					    &byte, 1, NULL));
}

TEST_F(memory, copy_with_odd_values_is_einval)
{
	uint8_t byte;

	EXPECT_EQ(-EINVAL, smmusim_mem_read(self->fd, 2, BASE, &byte, 1, NULL));
	EXPECT_EQ(-EINVAL, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE,
					    &byte, SMMU_SIM_MAX_DMA + 1, NULL));
}

TEST_F(memory, copy_near_the_end_of_the_address_space_is_enoent)
{
	uint8_t bytes[16];

	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, -8ULL,
					    bytes, sizeof(bytes), NULL));
}

/* Mappings. */

TEST_F(memory, mapping_shows_the_region)
{
	uint32_t value = 0xcafe, found = 0;
	void *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, 4 * self->page, &map));
	memcpy((uint8_t *)map + self->page, &value, sizeof(value));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS,
				      BASE + self->page, &found, sizeof(found),
				      NULL));
	EXPECT_EQ(value, found);
	munmap(map, 4 * self->page);
}

TEST_F(memory, mapping_of_a_part_shows_that_part)
{
	uint8_t byte = 0x42;
	uint8_t *map;

	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS,
				       BASE + 2 * self->page + 1, &byte, 1,
				       NULL));
	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie + 2 * self->page,
				 self->page, (void **)&map));
	EXPECT_EQ(0x42, map[1]);
	munmap(map, self->page);
}

TEST_F(memory, private_mapping_is_refused)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->fd, self->cookie));
	EXPECT_EQ(EINVAL, errno);
}

TEST_F(memory, mapping_beyond_the_region_is_refused)
{
	void *map;

	EXPECT_GT(0, smmusim_map(self->fd, self->cookie, 5 * self->page, &map));
	EXPECT_GT(0, smmusim_map(self->fd, self->cookie + 4 * self->page,
				 self->page, &map));
	EXPECT_GT(0, smmusim_map(self->fd, self->cookie + 3 * self->page,
				 2 * self->page, &map));
}

TEST_F(memory, mapping_does_not_grow)
{
	void *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, self->page, &map));
	EXPECT_EQ(MAP_FAILED, mremap(map, self->page, 64 * self->page,
				     MREMAP_MAYMOVE));
	munmap(map, self->page);
}

TEST_F(memory, mapping_with_a_wrong_cookie_is_refused)
{
	void *map;

	EXPECT_GT(0, smmusim_map(self->fd, 1ULL << 50, self->page, &map));
	EXPECT_GT(0, smmusim_map(self->fd, 1ULL << 62, self->page, &map));
}

TEST_F(memory, mapping_keeps_its_data_after_remove)
{
	uint8_t *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, 4 * self->page,
				 (void **)&map));
	uapi_pattern(map, 4 * self->page, 1);
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	EXPECT_FALSE(uapi_pattern_differs(map, 4 * self->page, 1));
	uapi_pattern(map, 4 * self->page, 2);
	EXPECT_FALSE(uapi_pattern_differs(map, 4 * self->page, 2));
	munmap(map, 4 * self->page);
}

TEST_F(memory, removed_region_is_no_ram_although_mapped)
{
	uint8_t byte;
	void *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, self->page, &map));
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	EXPECT_EQ(-ENOENT, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE,
					    &byte, 1, NULL));
	munmap(map, self->page);
}

TEST_F(memory, removed_region_counts_until_unmapped)
{
	struct smmu_sim_get_info info;
	void *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, self->page, &map));
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(4 * self->page, info.mem_used);
	ASSERT_EQ(0, munmap(map, self->page));
	ASSERT_EQ(0, smmusim_get_info(self->fd, &info));
	EXPECT_EQ(0, info.mem_used);
}

TEST_F(memory, region_at_an_old_place_is_new_memory)
{
	uint8_t byte = 0xff;
	uint8_t *map;

	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, self->page,
				 (void **)&map));
	map[0] = 0x99;
	ASSERT_EQ(0, smmusim_mem_remove(self->fd, self->cookie));
	ASSERT_EQ(0, smmusim_mem_add(self->fd, NS, BASE, self->page, NULL));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE, &byte, 1,
				      NULL));
	EXPECT_EQ(0, byte);
	EXPECT_EQ(0x99, map[0]);
	munmap(map, self->page);
}

TEST_F(memory, mapping_outlives_the_file)
{
	uint8_t *map;
	int fd = smmusim_open_private();
	uint64_t cookie;

	ASSERT_EQ(0, smmusim_mem_add(fd, NS, BASE, self->page, &cookie));
	ASSERT_EQ(0, smmusim_map(fd, cookie, self->page, (void **)&map));
	close(fd);
	map[0] = 0x55;
	EXPECT_EQ(0x55, map[0]);
	munmap(map, self->page);
}

/* Two files. */

TEST_F(memory, two_files_have_two_memories)
{
	int other = smmusim_open_private();
	uint8_t mine = 1, theirs = 2;

	ASSERT_EQ(0, smmusim_mem_add(other, NS, BASE, self->page, NULL));
	ASSERT_EQ(0, smmusim_mem_write(self->fd, SMMU_SIM_PAS_NS, BASE, &mine,
				       1, NULL));
	ASSERT_EQ(0, smmusim_mem_write(other, SMMU_SIM_PAS_NS, BASE, &theirs, 1,
				       NULL));
	ASSERT_EQ(0, smmusim_mem_read(self->fd, SMMU_SIM_PAS_NS, BASE, &mine, 1,
				      NULL));
	EXPECT_EQ(1, mine);
	close(other);
}

TEST_HARNESS_MAIN
