// SPDX-License-Identifier: GPL-2.0
/*
 * CFGI commands (4.3) as transactions see them: what software changes in memory
 * is seen behind the SYNC. Which entries go is in test_rules_commands_cfgi.c.
 */
#include "rig.h"
#include "suites.h"

#define VA	0x40001000ULL
#define PA	(RAM_BASE + 0x300000)

static void changed_ste_is_seen_after_cfgi_and_sync(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, 5);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, 5, VA, READ, PA);
	poke(rig, stream.ste, REF_STE_CONFIG, REF_CONFIG_BYPASS);
	rig_cmd(rig, ref_cfgi_ste(5, true));
	rig_sync(rig);
	expect_pa(rig, 5, VA, READ, VA);
}

/* CFGI_STE drops the CDs of the stream too (4.3). */
static void changed_cd_is_seen_after_cfgi_ste(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, 5);

	rig_map(rig, &stream, VA, PA, 3);
	expect_pa(rig, 5, VA, READ, PA);
	poke(rig, stream.cd, REF_CD_EPD0, 1);
	poke(rig, stream.cd, REF_CD_ASID, 0x77);
	rig_cmd(rig, ref_cfgi_ste(5, true));
	rig_sync(rig);
	expect_fault(rig, 5, VA, READ, REF_F_TRANSLATION);
}

/* A two-level table: the L1STD of a stream goes with Leaf = 0 or a range. */
static void changed_l1std_is_seen_after_cfgi_ste_without_leaf(void **state)
{
	struct rig *rig = *state;
	u64 l1 = rig_alloc(rig, PAGE), a = rig_alloc(rig, PAGE);
	u64 b = rig_alloc(rig, PAGE), cfg = 0;
	u64 ste[REF_STE_WORDS];
	struct smmu3_txn txn = rig_txn(1, VA, READ);

	ref_ste_plain(ste, REF_CONFIG_BYPASS);
	store_image(rig, a + 64, ste, REF_STE_WORDS);
	ref_ste_plain(ste, REF_CONFIG_ABORT);
	store_image(rig, b + 64, ste, REF_STE_WORDS);
	store64(rig, l1, ref_l1std(a, 7));
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	ref_put(&cfg, REF_STRTAB_FMT, 1);
	ref_put(&cfg, REF_STRTAB_SPLIT, 6);
	ref_put(&cfg, REF_STRTAB_LOG2SIZE, 8);
	wr64(rig, REF_STRTAB_BASE, l1);
	wr32(rig, REF_STRTAB_BASE_CFG, cfg);
	rig_flush(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	expect_pa(rig, 1, VA, READ, VA);
	store64(rig, l1, ref_l1std(b, 7));
	rig_cmd(rig, ref_cfgi_ste(1, false));
	rig_sync(rig);
	expect_silence(rig, &txn, SMMU3_ABORT);
}

static const struct CMUnitTest cfgi_tests[] = {
	TEST_EXACT(changed_ste_is_seen_after_cfgi_and_sync),
	TEST_FAST(changed_ste_is_seen_after_cfgi_and_sync),
	TEST_EXACT(changed_cd_is_seen_after_cfgi_ste),
	TEST_FAST(changed_cd_is_seen_after_cfgi_ste),
	TEST_EXACT(changed_l1std_is_seen_after_cfgi_ste_without_leaf),
	TEST_FAST(changed_l1std_is_seen_after_cfgi_ste_without_leaf),
};
SUITE(cfgi);
