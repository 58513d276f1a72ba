// SPDX-License-Identifier: GPL-2.0
/*
 * Access flags and dirty states that the SMMU updates in the tables of either
 * stage (3.13), seen through the mapping of the RAM; and that its updates and
 * those of software do not lose each other. Each bank.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "nest_kit.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define PEEK	SMMU_SIM_TRANSLATE_PEEK
#define WALK	SMMU_SIM_TRANSLATE_PEEK_WALK
#define TXN_WRITE SMMU_SIM_TXN_WRITE

/* CD word 0 (5.4), STE word 2 (5.2) */
#define CD_HD	(1ULL << 42)
#define CD_HA	(1ULL << 43)
#define S2HD	(1ULL << 55)
#define S2HA	(1ULL << 56)

/* Descriptors (Arm ARM D8.3) */
#define AP_RO	(1ULL << 7)	/* stage 1: AP[2] */
#define S2AP_W	(1ULL << 7)	/* stage 2: S2AP[1] */
#define AF	(1ULL << 10)

#define OLD	SMMUSIM_MAP_OLD
#define CLEAN	SMMUSIM_MAP_CLEAN

FIXTURE(flags)
{
	struct nest nest;
	uint64_t before1;
	uint64_t before2;
	uint64_t record[4];
};

FIXTURE_VARIANT(flags)
{
	uint32_t bank;
	const char *config;
};

FIXTURE_VARIANT_ADD(flags, nonsecure) { NS, "cache=exact" };
FIXTURE_VARIANT_ADD(flags, nonsecure_fast) { NS, "cache=fast" };
FIXTURE_VARIANT_ADD(flags, secure) { S, "cache=exact" };
FIXTURE_VARIANT_ADD(flags, secure_fast) { S, "cache=fast" };

/* Page 0 has never been accessed, whichever stage you ask, nor written. */
FIXTURE_SETUP(flags)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_open(nest, variant->bank, variant->config));
	ASSERT_EQ(0, nest_map1(nest, 0, OLD | CLEAN));
	ASSERT_EQ(0, nest_map2(nest, 0, OLD | CLEAN));
	self->before1 = *nest_leaf1(nest, NEST_VA);
	self->before2 = *nest_leaf2(nest, NEST_IPA);
	ASSERT_EQ(0, nest_cd_bits(nest, 0, 0, CD_HA | CD_HD));
	ASSERT_EQ(0, nest_ste_bits(nest, 2, 0, S2HA | S2HD));
}

FIXTURE_TEARDOWN(flags)
{
	nest_close(&self->nest);
}

#define EXPECT_OK(va, flags) do {					\
	ASSERT_EQ(0, nest_translate(&self->nest, (va), (flags), 0));	\
	EXPECT_EQ(SMMU_SIM_OK, self->nest.t.out.status);		\
} while (0)

#define EXPECT_LEAVES(leaf1, leaf2) do {				\
	EXPECT_EQ((leaf1), *nest_leaf1(&self->nest, NEST_VA));		\
	EXPECT_EQ((leaf2), *nest_leaf2(&self->nest, NEST_IPA));		\
} while (0)

TEST_F(flags, read_sets_the_access_flags)
{
	EXPECT_OK(NEST_VA, 0);
	EXPECT_LEAVES(self->before1 | AF, self->before2 | AF);
}

TEST_F(flags, write_makes_both_leaves_dirty)
{
	EXPECT_OK(NEST_VA, TXN_WRITE);
	EXPECT_LEAVES((self->before1 | AF) & ~AP_RO,
		      self->before2 | AF | S2AP_W);
}

TEST_F(flags, write_after_a_read_makes_them_dirty)
{
	EXPECT_OK(NEST_VA, 0);
	EXPECT_OK(NEST_VA, 0);
	EXPECT_LEAVES(self->before1 | AF, self->before2 | AF);
	EXPECT_OK(NEST_VA, TXN_WRITE);
	EXPECT_LEAVES((self->before1 | AF) & ~AP_RO,
		      self->before2 | AF | S2AP_W);
}

TEST_F(flags, dma_makes_them_dirty)
{
	struct nest *nest = &self->nest;
	uint64_t word = 7;

	ASSERT_EQ(0, nest_dma(nest, SMMU_SIM_DMA_READ, NEST_VA, &word, 8));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_LEAVES(self->before1 | AF, self->before2 | AF);
	ASSERT_EQ(0, nest_dma(nest, SMMU_SIM_DMA_CAS, NEST_VA, NULL, 8));
	EXPECT_EQ(SMMU_SIM_OK, nest->d.out.status);
	EXPECT_LEAVES((self->before1 | AF) & ~AP_RO,
		      self->before2 | AF | S2AP_W);
}

/* What an update is, the walk says. */
TEST_F(flags, updates_are_steps)
{
	struct nest *nest = &self->nest;
	unsigned int i, updates = 0;

	EXPECT_OK(NEST_VA, TXN_WRITE);
	for (i = 0; i < nest->t.step_len; i++) {
		const struct smmu_sim_walk_step *step = &nest->step[i];

		if (step->kind != SMMU_SIM_STEP_UPDATE)
			continue;
		EXPECT_EQ(3, step->level);
		EXPECT_EQ(variant->bank, step->pas);
		EXPECT_EQ(step->stage == 1 ? *nest_leaf1(nest, NEST_VA) :
					     *nest_leaf2(nest, NEST_IPA),
			  step->data);
		EXPECT_EQ(++updates, step->stage);
	}
	EXPECT_EQ(2, updates);
}

TEST_F(flags, peeks_answer_as_if_but_update_nothing)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_translate(nest, NEST_VA, TXN_WRITE, PEEK));
	EXPECT_EQ(SMMU_SIM_OK, nest->t.out.status);
	EXPECT_EQ(nest_pa(nest, 0), nest->t.pa);
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, TXN_WRITE, WALK));
	EXPECT_EQ(SMMU_SIM_OK, nest->t.out.status);
	EXPECT_LEAVES(self->before1, self->before2);
}

/* 5.6: without the permission to update, the flag is a fault. */
TEST_F(flags, each_stage_updates_only_if_it_may)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_ste_bits(nest, 2, S2HA | S2HD, 0));
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, 0, 0));
	EXPECT_EQ(F_ACCESS, nest->t.out.event);
	EXPECT_EQ(EVT_S2, nest->t.out.record[1] & EVT_S2);
	EXPECT_EQ(self->before2, *nest_leaf2(nest, NEST_IPA));
	ASSERT_EQ(0, nest_ste_bits(nest, 2, 0, S2HA));
	EXPECT_OK(NEST_VA, 0);
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, TXN_WRITE, 0));
	EXPECT_EQ(F_PERMISSION, nest->t.out.event);
	EXPECT_EQ(EVT_S2, nest->t.out.record[1] & EVT_S2);
	EXPECT_EQ(self->before2 | AF, *nest_leaf2(nest, NEST_IPA));
}

TEST_F(flags, fault_of_permission_updates_nothing)
{
	struct nest *nest = &self->nest;

	ASSERT_EQ(0, nest_map1(nest, 0, OLD | SMMUSIM_MAP_RO));
	self->before1 = *nest_leaf1(nest, NEST_VA);
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, TXN_WRITE, 0));
	EXPECT_EQ(F_PERMISSION, nest->t.out.event);
	EXPECT_LEAVES(self->before1, self->before2);
}

/* The guest's table is memory that the SMMU writes (3.13.3). */
TEST_F(flags, update_of_a_guest_table_makes_it_dirty)
{
	struct nest *nest = &self->nest;
	uint64_t pa = smmusim_descriptor(&nest->kit, &nest->ctx, NEST_VA, 3);
	uint64_t ipa = smmusim_ipa(&nest->kit, pa & -PAGE);

	ASSERT_EQ(0, smmusim_map2_at(&nest->kit, &nest->s2, ipa, pa & -PAGE, 3,
				     CLEAN));
	ASSERT_EQ(0, smmusim_inval_vmid(&nest->kit, NEST_VMID));
	EXPECT_OK(NEST_VA + PAGE, 0);
	EXPECT_EQ(0, *nest_leaf2(nest, ipa) & S2AP_W);
	EXPECT_OK(NEST_VA, 0);
	EXPECT_EQ(S2AP_W, *nest_leaf2(nest, ipa) & S2AP_W);
}

#define EVT_TTRNW	(1ULL << 44)

TEST_F(flags, guest_table_that_must_not_be_written)
{
	struct nest *nest = &self->nest;
	uint64_t pa = smmusim_descriptor(&nest->kit, &nest->ctx, NEST_VA, 3);
	uint64_t ipa = smmusim_ipa(&nest->kit, pa & -PAGE);

	ASSERT_EQ(0, smmusim_map2_at(&nest->kit, &nest->s2, ipa, pa & -PAGE, 3,
				     SMMUSIM_MAP_RO));
	ASSERT_EQ(0, smmusim_inval_vmid(&nest->kit, NEST_VMID));
	EXPECT_OK(NEST_VA + PAGE, 0);
	ASSERT_EQ(0, nest_translate(nest, NEST_VA, 0, 0));
	EXPECT_EQ(F_PERMISSION, nest->t.out.event);
	EXPECT_EQ(EVT_RNW | EVT_S2 | EVT_CLASS_TT,
		  nest->t.out.record[1] & BITS(47, 0));
	EXPECT_EQ(ipa, nest->t.out.record[3]);
	EXPECT_EQ(self->before1, *nest_leaf1(nest, NEST_VA));
}

/* ---- the SMMU and a CPU ---- */

#define SW_LSB	55		/* bits of a leaf that are software's */
#define SW_MASK	(0xfULL << SW_LSB)
#define SECONDS	2

struct counter {
	uint64_t *leaf;
	atomic_bool stop;
	unsigned long count;
};

/* Counts in the leaf by compare-and-swap, as an operating system would. */
static void *count_in_leaf(void *arg)
{
	struct counter *counter = arg;
	uint64_t old, new;

	while (!atomic_load(&counter->stop)) {
		old = __atomic_load_n(counter->leaf, __ATOMIC_RELAXED);
		do {
			new = (old & ~SW_MASK) |
			      ((old + (1ULL << SW_LSB)) & SW_MASK);
		} while (!__atomic_compare_exchange_n(counter->leaf, &old, new,
						      false, __ATOMIC_SEQ_CST,
						      __ATOMIC_RELAXED));
		counter->count++;
	}
	return NULL;
}

static bool seconds_passed(const struct timespec *since, int seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - since->tv_sec >= seconds;
}

/* A leaf that changes all the time may be a walk that gives up. */
static bool is_ok_or_gave_up(const struct smmu_sim_outcome *out)
{
	return out->status == SMMU_SIM_OK || out->event == F_WALK_EABT;
}

TEST_F(flags, no_update_loses_another)
{
	struct nest *nest = &self->nest;
	struct counter counter = { .leaf = nest_leaf1(nest, NEST_VA) };
	unsigned long rounds, done = 0;
	struct timespec start;
	pthread_t thread;

	clock_gettime(CLOCK_MONOTONIC, &start);
	ASSERT_EQ(0, pthread_create(&thread, NULL, count_in_leaf, &counter));
	for (rounds = 0; !seconds_passed(&start, SECONDS); rounds++) {
		__atomic_fetch_or(counter.leaf, AP_RO, __ATOMIC_SEQ_CST);
		__atomic_fetch_and(counter.leaf, ~AF, __ATOMIC_SEQ_CST);
		ASSERT_EQ(0, smmusim_inval_vmid(&nest->kit, NEST_VMID));
		ASSERT_EQ(0, nest_translate(nest, NEST_VA, TXN_WRITE, 0));
		ASSERT_TRUE(is_ok_or_gave_up(&nest->t.out));
		if (nest->t.out.status != SMMU_SIM_OK)
			continue;
		ASSERT_EQ(AF, __atomic_load_n(counter.leaf, __ATOMIC_SEQ_CST) &
			      (AF | AP_RO));
		done++;
	}
	atomic_store(&counter.stop, true);
	pthread_join(thread, NULL);
	TH_LOG("%lu updates in %lu rounds, %lu of the CPU", done, rounds,
	       counter.count);
	EXPECT_LT(0, done);
	EXPECT_EQ(counter.count % 16, GET(*counter.leaf, 58, 55));
	EXPECT_EQ(self->before1 & ~(AF | AP_RO | SW_MASK),
		  *counter.leaf & ~(AF | AP_RO | SW_MASK));
}

TEST_HARNESS_MAIN
