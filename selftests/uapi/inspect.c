// SPDX-License-Identifier: GPL-2.0
/*
 * INSPECT: records against what TRANSLATE, DMA and the command queue did. The
 * rules of its arguments are in args.c.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define MANY	64

FIXTURE(inspect)
{
	struct uapi_smmu smmu;
	struct smmusim_kit *kit;
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
	struct smmu_sim_tlb_record tlb[MANY];
	struct smmu_sim_config_record config[MANY];
	struct smmu_sim_bank_record bank[MANY];
	struct smmu_sim_counters_record before, after;
	uint32_t count;
};

FIXTURE_VARIANT(inspect)
{
	uint32_t bank;
	const char *config;
};

FIXTURE_VARIANT_ADD(inspect, non_secure_fast) { .bank = NS, .config = "" };
FIXTURE_VARIANT_ADD(inspect, secure_fast) { .bank = S, .config = "" };
FIXTURE_VARIANT_ADD(inspect, non_secure_exact)
{
	.bank = NS,
	.config = "cache=exact",
};

FIXTURE_VARIANT_ADD(inspect, secure_exact)
{
	.bank = S,
	.config = "cache=exact",
};

FIXTURE_SETUP(inspect)
{
	int fd = smmusim_open_private();

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, smmusim_configure(fd, variant->config, NULL, 0));
	ASSERT_EQ(0, uapi_smmu_setup(&self->smmu, fd, variant->bank));
	self->kit = &self->smmu.kit;
}

FIXTURE_TEARDOWN(inspect)
{
	uapi_smmu_close(&self->smmu);
}

#define READ(what, array)						\
	smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_##what, (array),	\
			sizeof(*(array)), MANY, &self->count)

static int touch(struct uapi_smmu *smmu, uint64_t addr,
		 struct smmu_sim_translate *t)
{
	return uapi_translate(smmu, addr, 0, 0, t);
}

/* ---- TLB ---- */

TEST_F(inspect, nothing_is_cached_before_a_transaction)
{
	ASSERT_EQ(0, READ(TLB, self->tlb));
	EXPECT_EQ(0, self->count);
	ASSERT_EQ(0, READ(CONFIG, self->config));
	EXPECT_EQ(0, self->count);
}

TEST_F(inspect, peek_fills_no_cache)
{
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0,
				    SMMU_SIM_TRANSLATE_PEEK, &self->t));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0,
				    SMMU_SIM_TRANSLATE_PEEK_WALK, &self->t));
	ASSERT_EQ(0, READ(TLB, self->tlb));
	EXPECT_EQ(0, self->count);
	ASSERT_EQ(0, READ(CONFIG, self->config));
	EXPECT_EQ(0, self->count);
}

TEST_F(inspect, translation_shows_as_it_was_answered)
{
	const struct smmu_sim_tlb_record *r = &self->tlb[0];

	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + PAGE + 0x123, &self->t));
	ASSERT_EQ(0, READ(TLB, self->tlb));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(UAPI_IOVA + PAGE, r->va);
	EXPECT_EQ(self->t.pa - 0x123, r->pa);
	EXPECT_EQ(self->smmu.data + PAGE, r->pa);
	EXPECT_EQ(variant->bank, r->sec_sid);
	EXPECT_EQ(variant->bank == S ? SMMU_SIM_WORLD_S_EL1 :
				       SMMU_SIM_WORLD_NS_EL1, r->world);
	EXPECT_EQ(self->t.pas, r->pas);
	EXPECT_EQ(3, r->level);
	EXPECT_EQ(12, r->log2_size);
	EXPECT_EQ(12, r->granule);
	EXPECT_EQ(self->t.memattr, r->memattr);
	EXPECT_EQ(self->t.sh, r->sh);
	EXPECT_EQ(UAPI_ASID, r->asid);
	EXPECT_EQ(0, r->vmid);
	EXPECT_EQ(0, r->flags);
	EXPECT_EQ(0, r->reserved[0] | r->reserved[1] | r->reserved[2]);
	EXPECT_EQ(0, r->reserved2);
}

/* Each permission bit, and the access that it stands for. */
static const struct {
	uint8_t perm;
	uint32_t flags;
} rights[] = {
	{ SMMU_SIM_PERM_PR, SMMU_SIM_TXN_PRIV },
	{ SMMU_SIM_PERM_PW, SMMU_SIM_TXN_PRIV | SMMU_SIM_TXN_WRITE },
	{ SMMU_SIM_PERM_PX, SMMU_SIM_TXN_PRIV | SMMU_SIM_TXN_INSTR },
	{ SMMU_SIM_PERM_UR, 0 },
	{ SMMU_SIM_PERM_UW, SMMU_SIM_TXN_WRITE },
	{ SMMU_SIM_PERM_UX, SMMU_SIM_TXN_INSTR },
};

static uint8_t rights_by_walking(struct uapi_smmu *smmu, uint64_t addr)
{
	struct smmu_sim_translate t;
	uint8_t perm = 0;
	size_t i;

	for (i = 0; i < sizeof(rights) / sizeof(*rights); i++) {
		if (uapi_translate(smmu, addr, rights[i].flags,
				   SMMU_SIM_TRANSLATE_PEEK_WALK, &t))
			return 0xff;
		if (t.out.status == SMMU_SIM_OK)
			perm |= rights[i].perm;
	}
	return perm;
}

TEST_F(inspect, permissions_are_those_of_a_walk)
{
	static const unsigned int flags[] = {
		0, SMMUSIM_MAP_RO, SMMUSIM_MAP_PRIV, SMMUSIM_MAP_NOEXEC,
		SMMUSIM_MAP_RO | SMMUSIM_MAP_NOEXEC,
		SMMUSIM_MAP_RO | SMMUSIM_MAP_PRIV,
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		ASSERT_EQ(0, smmusim_map_page(self->kit, &self->smmu.ctx,
					      UAPI_IOVA, self->smmu.data,
					      flags[i]));
		ASSERT_EQ(0, smmusim_inval_all(self->kit));
		ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA,
					    SMMU_SIM_TXN_PRIV, 0, &self->t));
		ASSERT_EQ(0, READ(TLB, self->tlb));
		ASSERT_EQ(1, self->count);
		EXPECT_EQ(rights_by_walking(&self->smmu, UAPI_IOVA),
			  self->tlb[0].perm) {
			TH_LOG("flags %#x", flags[i]);
		}
	}
}

TEST_F(inspect, block_is_one_record)
{
	uint64_t base = self->smmu.data & ~((2ULL << 20) - 1);

	ASSERT_EQ(0, smmusim_map_at(self->kit, &self->smmu.ctx, UAPI_HOLE, base,
				    2, 0));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_HOLE + 0x12345, &self->t));
	EXPECT_EQ(21, self->t.log2_size);
	ASSERT_EQ(0, READ(TLB, self->tlb));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(UAPI_HOLE, self->tlb[0].va);
	EXPECT_EQ(base, self->tlb[0].pa);
	EXPECT_EQ(2, self->tlb[0].level);
	EXPECT_EQ(21, self->tlb[0].log2_size);
}

TEST_F(inspect, global_page_says_so)
{
	ASSERT_EQ(0, smmusim_map_page(self->kit, &self->smmu.ctx, UAPI_HOLE,
				      self->smmu.data, SMMUSIM_MAP_GLOBAL));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_HOLE, &self->t));
	ASSERT_EQ(0, READ(TLB, self->tlb));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(SMMU_SIM_TLB_GLOBAL, self->tlb[0].flags);
}

TEST_F(inspect, pages_are_all_there)
{
	uint32_t i, j;

	for (i = 0; i < UAPI_PAGES; i++) {
		ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + i * PAGE,
				   &self->t));
	}
	ASSERT_EQ(0, READ(TLB, self->tlb));
	ASSERT_EQ(UAPI_PAGES, self->count);
	for (i = 0; i < UAPI_PAGES; i++) {
		for (j = 0; j < self->count; j++)
			if (self->tlb[j].va == UAPI_IOVA + i * PAGE)
				break;
		ASSERT_NE(self->count, j);
		EXPECT_EQ(self->smmu.data + i * PAGE, self->tlb[j].pa);
	}
}

TEST_F(inspect, faults_are_not_cached)
{
	ASSERT_EQ(0, touch(&self->smmu, UAPI_HOLE, &self->t));
	ASSERT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	ASSERT_EQ(0, READ(TLB, self->tlb));
	EXPECT_EQ(0, self->count);
}

TEST_F(inspect, invalidation_takes_the_record_away)
{
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, smmusim_inval_va(self->kit, UAPI_ASID, UAPI_IOVA));
	ASSERT_EQ(0, READ(TLB, self->tlb));
	EXPECT_EQ(0, self->count);
}

/* ---- configuration caches ---- */

TEST_F(inspect, config_shows_the_ste_and_the_cd)
{
	uint32_t i, kinds = 0;

	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, READ(CONFIG, self->config));
	ASSERT_EQ(2, self->count);
	for (i = 0; i < 2; i++) {
		kinds |= 1U << self->config[i].kind;
		EXPECT_EQ(variant->bank, self->config[i].sec_sid);
		EXPECT_EQ(UAPI_SID, self->config[i].stream_id);
		EXPECT_EQ(0, self->config[i].substream_id);
	}
	EXPECT_EQ(1U << SMMU_SIM_CONFIG_STE | 1U << SMMU_SIM_CONFIG_CD, kinds);
}

TEST_F(inspect, cfgi_cd_takes_the_cd)
{
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, smmusim_inval_cd(self->kit, UAPI_SID));
	ASSERT_EQ(0, READ(CONFIG, self->config));
	/* The fast mode may drop more than was named. */
	if (!*variant->config && !self->count)
		return;
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(SMMU_SIM_CONFIG_STE, self->config[0].kind);
}

TEST_F(inspect, cfgi_ste_takes_both)
{
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, smmusim_inval_ste(self->kit, UAPI_SID));
	ASSERT_EQ(0, READ(CONFIG, self->config));
	EXPECT_EQ(0, self->count);
}

/* ---- banks ---- */

#define ALL_ON	(SMMU_SIM_BANK_SMMUEN | SMMU_SIM_BANK_CMDQEN |		\
		 SMMU_SIM_BANK_EVENTQEN)

TEST_F(inspect, banks_are_two)
{
	ASSERT_EQ(0, READ(BANKS, self->bank));
	ASSERT_EQ(2, self->count);
	EXPECT_EQ(NS, self->bank[0].bank);
	EXPECT_EQ(S, self->bank[1].bank);
	EXPECT_EQ(ALL_ON, self->bank[variant->bank].flags);
	EXPECT_EQ(0, self->bank[!variant->bank].flags);
	EXPECT_EQ(0, self->bank[!variant->bank].commands);
}

TEST_F(inspect, bank_follows_cr0)
{
	struct smmu_sim_bank_record r;

	smmusim_kit_writel(self->kit, CR0, CR0_CMDQEN);
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(SMMU_SIM_BANK_CMDQEN, r.flags);
	smmusim_kit_writel(self->kit, CR0, CR0_EVENTQEN);
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(SMMU_SIM_BANK_EVENTQEN, r.flags);
}

TEST_F(inspect, bank_counts_commands)
{
	struct smmu_sim_bank_record r;
	uint64_t commands;

	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	commands = r.commands;
	/* As many as CONS has passed since reset; no wrap so far. */
	EXPECT_EQ(smmusim_kit_readl(self->kit, CMDQ_CONS), commands);
	ASSERT_EQ(0, smmusim_inval_ste(self->kit, UAPI_SID));
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(commands + 2, r.commands);
	/* A command that is refused is not consumed. */
	ASSERT_EQ(-EIO, smmusim_command(self->kit, 0, 0));
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(commands + 2, r.commands);
}

TEST_F(inspect, bank_counts_events_and_what_was_discarded)
{
	struct smmu_sim_bank_record r;
	unsigned int i;

	for (i = 0; i < 67; i++) {
		ASSERT_EQ(0, touch(&self->smmu, UAPI_HOLE, &self->t));
	}
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(64, r.events);
	EXPECT_EQ(3, r.discarded);
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, !variant->bank, &r));
	EXPECT_EQ(0, r.events + r.discarded);
}

TEST_F(inspect, bank_counts_msis)
{
	struct smmu_sim_bank_record r;

	ASSERT_EQ(0, smmusim_sync_msi(self->kit, self->smmu.data, 1));
	ASSERT_EQ(0, smmusim_sync_msi(self->kit, 0x10000000, 1));
	ASSERT_EQ(0, smmusim_sync(self->kit, true));
	ASSERT_EQ(0, uapi_bank_record(self->smmu.fd, variant->bank, &r));
	EXPECT_EQ(2, r.msis);
}

TEST_F(inspect, without_secure_state_there_is_one_bank)
{
	ASSERT_EQ(0, smmusim_configure(self->smmu.fd, "secure=0",
				       NULL, 0));
	ASSERT_EQ(0, READ(BANKS, self->bank));
	ASSERT_EQ(1, self->count);
	EXPECT_EQ(NS, self->bank[0].bank);
}

/* ---- counters ---- */

#define GREW(field) (self->after.field - self->before.field)

TEST_F(inspect, counters_follow_transactions)
{
	int fd = self->smmu.fd;

	ASSERT_EQ(0, uapi_counters(fd, &self->before));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, uapi_counters(fd, &self->after));
	EXPECT_EQ(1, GREW(transactions));
	EXPECT_EQ(1, GREW(walks));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + 8, &self->t));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_HOLE, &self->t));
	ASSERT_EQ(0, uapi_counters(fd, &self->after));
	EXPECT_EQ(4, GREW(transactions));
	EXPECT_EQ(1, GREW(walks));
	EXPECT_EQ(2, GREW(tlb_hits));
	EXPECT_EQ(1, GREW(faults));
	EXPECT_EQ(0, GREW(bypasses));
	EXPECT_EQ(0, GREW(redone));
}

TEST_F(inspect, bypassed_transactions_are_counted_as_such)
{
	ASSERT_EQ(0, smmusim_bypass(self->kit, UAPI_SID));
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->before));
	ASSERT_EQ(0, touch(&self->smmu, self->smmu.data, &self->t));
	ASSERT_EQ(SMMU_SIM_OK, self->t.out.status);
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->after));
	EXPECT_EQ(1, GREW(transactions));
	EXPECT_EQ(1, GREW(bypasses));
	EXPECT_EQ(0, GREW(walks) + GREW(tlb_hits) + GREW(faults));
}

TEST_F(inspect, dma_counts_a_transaction_for_each_page)
{
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->before));
	ASSERT_EQ(0, uapi_dma(&self->smmu, SMMU_SIM_DMA_FILL, UAPI_IOVA + 4000,
			      NULL, 96 + 4096 + 1, &self->d));
	ASSERT_EQ(SMMU_SIM_OK, self->d.out.status);
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->after));
	EXPECT_EQ(3, GREW(transactions));
	EXPECT_EQ(3, GREW(walks));
	EXPECT_EQ(96 + 4096 + 1, GREW(bytes));
	/* The first piece fetches the STE and the CD, the others have them. */
	EXPECT_EQ(2, GREW(cfg_hits));
}

TEST_F(inspect, peek_is_not_counted)
{
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->before));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_IOVA, 0,
				    SMMU_SIM_TRANSLATE_PEEK, &self->t));
	ASSERT_EQ(0, uapi_translate(&self->smmu, UAPI_HOLE, 0,
				    SMMU_SIM_TRANSLATE_PEEK_WALK, &self->t));
	ASSERT_EQ(0, uapi_counters(self->smmu.fd, &self->after));
	EXPECT_EQ(0, GREW(transactions));
}

/* ---- regions ---- */

TEST_F(inspect, regions_are_those_that_were_added)
{
	struct smmu_sim_region_record region[MANY];
	uint64_t page = uapi_page(), cookie;

	ASSERT_EQ(0, smmusim_mem_add(self->smmu.fd,
				     SMMU_SIM_MEM_NS | SMMU_SIM_MEM_S, 0x1000000,
				     page, &cookie));
	ASSERT_EQ(0, READ(REGIONS, region));
	ASSERT_EQ(2, self->count);
	EXPECT_EQ(0x1000000, region[0].start);
	EXPECT_EQ(page, region[0].length);
	EXPECT_EQ(SMMU_SIM_MEM_NS | SMMU_SIM_MEM_S, region[0].flags);
	EXPECT_EQ(cookie, region[0].cookie);
	EXPECT_EQ(self->kit->setup.ram_base, region[1].start);
	EXPECT_EQ(self->kit->setup.ram_size, region[1].length);
	EXPECT_EQ(1U << variant->bank, region[1].flags);
	EXPECT_EQ(self->kit->cookie, region[1].cookie);
	ASSERT_EQ(0, smmusim_mem_remove(self->smmu.fd, cookie));
	ASSERT_EQ(0, READ(REGIONS, region));
	EXPECT_EQ(1, self->count);
}

/* ---- sizes and capacities ---- */

TEST_F(inspect, count_is_told_without_an_array)
{
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + PAGE, &self->t));
	ASSERT_EQ(0, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_TLB, NULL,
				     1, 0, &self->count));
	EXPECT_EQ(2, self->count);
}

TEST_F(inspect, capacity_is_not_exceeded)
{
	uint32_t i;

	for (i = 0; i < UAPI_PAGES; i++) {
		ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + i * PAGE,
				   &self->t));
	}
	memset(self->tlb, 0xa5, sizeof(self->tlb));
	ASSERT_EQ(0, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_TLB,
				     self->tlb, sizeof(*self->tlb), 3,
				     &self->count));
	EXPECT_EQ(UAPI_PAGES, self->count);
	EXPECT_NE(0xa5a5a5a5a5a5a5a5, self->tlb[2].va);
	EXPECT_EQ(0xa5a5a5a5a5a5a5a5, self->tlb[3].va);
}

TEST_F(inspect, shorter_record_gets_the_first_bytes)
{
	uint64_t va[4] = { ~0ULL, ~0ULL, ~0ULL, ~0ULL };

	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA + PAGE, &self->t));
	ASSERT_EQ(0, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_TLB, va, 8,
				     4, &self->count));
	EXPECT_EQ(2, self->count);
	EXPECT_EQ(2 * UAPI_IOVA + PAGE, va[0] + va[1]);
	EXPECT_EQ(~0ULL, va[2]);
}

TEST_F(inspect, longer_record_has_a_zero_tail)
{
	struct {
		struct smmu_sim_config_record record;
		uint8_t tail[24];
	} longer[3];
	unsigned int i;

	memset(longer, 0xa5, sizeof(longer));
	ASSERT_EQ(0, touch(&self->smmu, UAPI_IOVA, &self->t));
	ASSERT_EQ(0, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_CONFIG,
				     longer, sizeof(*longer), 3, &self->count));
	ASSERT_EQ(2, self->count);
	for (i = 0; i < sizeof(longer[0].tail); i++) {
		EXPECT_EQ(0, longer[0].tail[i] | longer[1].tail[i]);
		EXPECT_EQ(0xa5, longer[2].tail[i]);
	}
	EXPECT_EQ(UAPI_SID, longer[1].record.stream_id);
}

TEST_F(inspect, odd_values_are_einval)
{
	static const uint32_t odd[] = { 64, 1U << 31, ~0U };
	size_t i;

	for (i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		EXPECT_EQ(-EINVAL, smmusim_inspect(self->smmu.fd, odd[i],
						   self->tlb, 8, 1,
						   &self->count));
	}
	EXPECT_EQ(-EINVAL, smmusim_inspect(self->smmu.fd, SMMU_SIM_INSPECT_TLB,
					   self->tlb, 0, 1, &self->count));
}

/* Sizes that multiply to more than there is. */
TEST_F(inspect, huge_sizes_are_efault)
{
	uint64_t page = uapi_page();
	void *map = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct smmu_sim_inspect in = {
		.size = sizeof(in),
		.what = SMMU_SIM_INSPECT_BANKS,
		.record_size = ~0U,
		.records_uptr = (uintptr_t)map,
		.capacity = ~0U,
	};

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + page, page));
	EXPECT_EQ(-EFAULT, smmusim_ioctl(self->smmu.fd, SMMU_SIM_INSPECT, &in));
	munmap(map, page);
	in.records_uptr = ~0ULL;
	in.record_size = 8;
	EXPECT_EQ(-EFAULT, smmusim_ioctl(self->smmu.fd, SMMU_SIM_INSPECT, &in));
}

/* The system SMMU can be looked at by anybody. */
TEST(system_smmu_is_inspected_by_anybody)
{
	struct smmu_sim_counters_record counters;
	struct smmu_sim_bank_record bank;
	int fd = smmusim_open_system();

	ASSERT_LE(0, fd);
	EXPECT_EQ(0, uapi_counters(fd, &counters));
	ASSERT_EQ(0, uapi_bank_record(fd, NS, &bank));
	EXPECT_EQ(ALL_ON, bank.flags);
	EXPECT_LT(0, bank.commands);
	close(fd);
}

TEST_HARNESS_MAIN
