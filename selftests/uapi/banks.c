// SPDX-License-Identifier: GPL-2.0
/*
 * Both banks of one private SMMU side by side (3.10.2.1): queues and tables in
 * memory of their own, written through mmap; registers by ioctl; an eventfd for
 * each interrupt line. Both have a stream of the same number that maps the same
 * addresses to the same numbers, in two memories.
 */
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "uapi.h"

#define NS	SMMU_SIM_PAS_NS
#define S	SMMU_SIM_PAS_S
#define EVENTQ	SMMU_SIM_IRQ_EVENTQ
#define SYNC	SMMU_SIM_IRQ_CMD_SYNC
#define GERR	SMMU_SIM_IRQ_GERROR
#define MSI_WB	0x3f	/* *_IRQ_CFG2: Inner Shareable, Normal Write-Back */

/* Everything that has two sides is tried from both. */
FIXTURE(banks)
{
	struct uapi_smmu bank[2];
	struct uapi_smmu *me;
	struct uapi_smmu *other;
	int efd[2][3];
	struct smmu_sim_translate t;
	struct smmu_sim_dma d;
	uint64_t record[4];
};

FIXTURE_VARIANT(banks)
{
	uint32_t me;
};

FIXTURE_VARIANT_ADD(banks, non_secure) { .me = NS };
FIXTURE_VARIANT_ADD(banks, secure) { .me = S };

FIXTURE_SETUP(banks)
{
	uint32_t bank, line;

	ASSERT_EQ(0, uapi_smmu_open(&self->bank[NS]));
	ASSERT_EQ(0, uapi_smmu_setup(&self->bank[S], self->bank[NS].fd, S));
	self->me = &self->bank[variant->me];
	self->other = &self->bank[!variant->me];
	for (bank = NS; bank <= S; bank++) {
		for (line = EVENTQ; line <= GERR; line++) {
			self->efd[bank][line] = uapi_line(self->me->fd, bank,
							  line);
			ASSERT_LE(0, self->efd[bank][line]);
		}
	}
}

FIXTURE_TEARDOWN(banks)
{
	uint32_t bank, line;

	smmusim_kit_exit(&self->bank[S].kit);
	uapi_smmu_close(&self->bank[NS]);
	for (bank = NS; bank <= S; bank++)
		for (line = EVENTQ; line <= GERR; line++)
			close(self->efd[bank][line]);
}

/* ---- registers and commands of the bank, by the kit ---- */

static uint32_t readl_of(struct uapi_smmu *smmu, uint32_t offset)
{
	return smmusim_kit_readl(&smmu->kit, offset);
}

static void writel_of(struct uapi_smmu *smmu, uint32_t offset, uint32_t value)
{
	smmusim_kit_writel(&smmu->kit, offset, value);
}

static uint32_t active_errors(struct uapi_smmu *smmu)
{
	return readl_of(smmu, GERROR) ^ readl_of(smmu, GERRORN);
}

/* What SSec has to be for streams of this bank. */
static uint64_t ssec(const struct uapi_smmu *smmu)
{
	return smmu->kit.setup.bank == S ? CMD_SSEC : 0;
}

static uint64_t sid_field(void)
{
	return FIELD(63, 32, UAPI_SID);
}

/* What a transaction would find in caches. */
static uint8_t hits(struct uapi_smmu *smmu)
{
	struct smmu_sim_translate t;

	if (uapi_translate(smmu, UAPI_IOVA, 0, SMMU_SIM_TRANSLATE_PEEK, &t))
		return 0xff;
	return t.hit;
}

#define ALL_HIT	(SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD | SMMU_SIM_HIT_TLB)

/* Fill the caches of a bank. */
static int warm(struct uapi_smmu *smmu)
{
	struct smmu_sim_translate t;

	return uapi_translate(smmu, UAPI_IOVA, 0, 0, &t);
}

/* A 32-bit word in RAM that somebody else writes. */
static bool word_becomes(const uint32_t *word, uint32_t value)
{
	unsigned int i;

	for (i = 0; i < SOON; i++) {
		struct timespec ms = { 0, 1000000 };

		if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == value)
			return true;
		nanosleep(&ms, NULL);
	}
	return false;
}

/* ---- bring-up by hand ---- */

/*
 * Offsets typed from the register map (6.2.1): the Secure twin is 0x8000 higher,
 * and EVENTQ_PROD and EVENTQ_CONS are on page 1 or, Secure, on page 0.
 */
static const struct map {
	uint32_t cr0, cr0ack, cr1, cr2, strtab_base, strtab_base_cfg;
	uint32_t cmdq_base, cmdq_prod, cmdq_cons;
	uint32_t eventq_base, eventq_prod, eventq_cons;
} maps[] = {
	[NS] = { 0x20, 0x24, 0x28, 0x2c, 0x80, 0x88, 0x90, 0x98, 0x9c, 0xa0,
		 0x100a8, 0x100ac },
	[S] = { 0x8020, 0x8024, 0x8028, 0x802c, 0x8080, 0x8088, 0x8090, 0x8098,
		0x809c, 0x80a0, 0x80a8, 0x80ac },
};

static uint64_t get_as(int fd, uint32_t pas, uint32_t offset)
{
	uint64_t value = ~0ULL;

	smmusim_reg_read(fd, pas, offset, 32, &value);
	return value;
}

static int put_as(int fd, uint32_t pas, uint32_t offset, unsigned int width,
		  uint64_t value)
{
	return smmusim_reg_write(fd, pas, offset, width, value);
}

/* Bases and indices, in the order of 3.11; all in one region at @base. */
static void program_by_hand(int fd, uint32_t pas, uint64_t base)
{
	const struct map *m = &maps[pas];

	put_as(fd, pas, m->cr1, 32, 0xd75);
	put_as(fd, pas, m->cr2, 32, CR2_RECINVSID);
	put_as(fd, pas, m->strtab_base, 64, base);
	put_as(fd, pas, m->strtab_base_cfg, 32, 2);
	put_as(fd, pas, m->cmdq_base, 64, (base + 0x1000) | 3);
	put_as(fd, pas, m->cmdq_prod, 32, 0);
	put_as(fd, pas, m->cmdq_cons, 32, 0);
	put_as(fd, pas, m->eventq_base, 64, (base + 0x2000) | 3);
	put_as(fd, pas, m->eventq_prod, 32, 0);
	put_as(fd, pas, m->eventq_cons, 32, 0);
}

FIXTURE(by_hand)
{
	int fd;
	uint64_t *ram;
	uint64_t cookie;
};

FIXTURE_VARIANT(by_hand)
{
	uint32_t pas;
};

FIXTURE_VARIANT_ADD(by_hand, non_secure) { .pas = NS };
FIXTURE_VARIANT_ADD(by_hand, secure) { .pas = S };

#define HAND_BASE	0x40000000ULL
#define HAND_SIZE	0x10000ULL

FIXTURE_SETUP(by_hand)
{
	self->fd = smmusim_open_private();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, smmusim_mem_add(self->fd, 1U << variant->pas, HAND_BASE,
				     HAND_SIZE, &self->cookie));
	ASSERT_EQ(0, smmusim_map(self->fd, self->cookie, HAND_SIZE,
				 (void **)&self->ram));
}

FIXTURE_TEARDOWN(by_hand)
{
	munmap(self->ram, HAND_SIZE);
	close(self->fd);
}

TEST_F(by_hand, commands_run_out_of_the_mapping)
{
	const struct map *m = &maps[variant->pas];
	uint64_t *cmd = self->ram + 0x1000 / 8;

	program_by_hand(self->fd, variant->pas, HAND_BASE);
	put_as(self->fd, variant->pas, m->cr0, 32, CR0_CMDQEN);
	EXPECT_EQ(CR0_CMDQEN, get_as(self->fd, variant->pas, m->cr0ack));
	cmd[0] = CFGI_STE_RANGE;
	cmd[1] = 31;
	cmd[2] = TLBI_NH_ALL;
	cmd[4] = CMD_SYNC;
	EXPECT_EQ(0, get_as(self->fd, variant->pas, m->cmdq_cons));
	put_as(self->fd, variant->pas, m->cmdq_prod, 32, 3);
	EXPECT_EQ(3, get_as(self->fd, variant->pas, m->cmdq_cons));
}

TEST_F(by_hand, bad_stream_id_is_recorded_in_the_mapping)
{
	const struct map *m = &maps[variant->pas];
	const uint64_t *event = self->ram + 0x2000 / 8;
	struct smmu_sim_translate t = {
		.txn = { .stream_id = 77, .sec_sid = variant->pas },
	};

	program_by_hand(self->fd, variant->pas, HAND_BASE);
	put_as(self->fd, variant->pas, m->cr0, 32,
	       CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN);
	ASSERT_EQ(0, smmusim_translate(self->fd, &t));
	EXPECT_EQ(SMMU_SIM_ABORTED, t.out.status);
	EXPECT_EQ(1, get_as(self->fd, variant->pas, m->eventq_prod));
	EXPECT_EQ(77ULL << 32 | C_BAD_STREAMID, event[0]);
	EXPECT_EQ(0, event[1] | event[2] | event[3]);
}

TEST_F(by_hand, ram_of_the_other_space_is_an_abort)
{
	const struct map *m = &maps[!variant->pas];

	program_by_hand(self->fd, !variant->pas, HAND_BASE);
	put_as(self->fd, !variant->pas, m->cr0, 32, CR0_CMDQEN);
	put_as(self->fd, !variant->pas, m->cmdq_prod, 32, 1);
	EXPECT_EQ(CERROR_ABT,
		  GET(get_as(self->fd, !variant->pas, m->cmdq_cons), 30, 24));
}

/* ---- two memories ---- */

TEST_F(banks, stream_writes_the_memory_of_its_state)
{
	uint8_t bytes[32];

	ASSERT_EQ(self->me->data, self->other->data);
	uapi_pattern(bytes, sizeof(bytes), 3);
	ASSERT_EQ(0, uapi_dma(self->me, SMMU_SIM_DMA_WRITE, UAPI_IOVA, bytes,
			      sizeof(bytes), &self->d));
	EXPECT_EQ(SMMU_SIM_OK, self->d.out.status);
	EXPECT_FALSE(uapi_pattern_differs(self->me->bytes, sizeof(bytes), 3));
	EXPECT_EQ(0, self->other->bytes[0] | self->other->bytes[31]);
}

TEST_F(banks, translation_names_the_pa_space)
{
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA + 0x18, 0, 0,
				    &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(self->me->data + 0x18, self->t.pa);
	EXPECT_EQ(variant->me, self->t.pas);
}

static uint64_t *leaf(struct uapi_smmu *smmu)
{
	return smmusim_kit_ptr(&smmu->kit,
			       smmusim_descriptor(&smmu->kit, &smmu->ctx,
						  UAPI_IOVA, 3));
}

/* 3.10.2.2: NS of the descriptor counts for Secure streams only. */
TEST_F(banks, ns_bit_of_a_descriptor_leads_to_non_secure_memory)
{
	*leaf(self->me) |= BITS(5, 5);
	ASSERT_EQ(0, smmusim_inval_all(&self->me->kit));
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(NS, self->t.pas);
}

/* 13.4.2: with stage 1 the attribute of the transaction does not count. */
TEST_F(banks, ns_attribute_of_a_transaction_is_ignored_by_stage_1)
{
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA, SMMU_SIM_TXN_NS, 0,
				    &self->t));
	EXPECT_EQ(variant->me, self->t.pas);
}

/* 13.3: without it, it counts for Secure streams (ATTR_PERMS_OVR is 0). */
TEST_F(banks, ns_attribute_of_a_bypassed_transaction_is_kept)
{
	ASSERT_EQ(0, smmusim_bypass(&self->me->kit, UAPI_SID));
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(variant->me, self->t.pas);
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA, SMMU_SIM_TXN_NS, 0,
				    &self->t));
	EXPECT_EQ(NS, self->t.pas);
}

/* ---- CMD_SYNC completes three ways (4.7.3) ---- */

TEST_F(banks, sync_completes_by_cons)
{
	uint32_t other = readl_of(self->other, CMDQ_CONS);

	ASSERT_EQ(0, smmusim_sync(&self->me->kit, false));
	EXPECT_EQ(readl_of(self->me, CMDQ_PROD), readl_of(self->me, CMDQ_CONS));
	EXPECT_EQ(other, readl_of(self->other, CMDQ_CONS));
}

TEST_F(banks, sync_completes_by_its_own_eventfd)
{
	ASSERT_EQ(0, smmusim_sync(&self->me->kit, true));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][SYNC], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[!variant->me][SYNC], NOT));
}

TEST_F(banks, sync_completes_by_msi_into_its_own_memory)
{
	const uint32_t *mine = (uint32_t *)(self->me->bytes + PAGE);
	const uint32_t *others = (uint32_t *)(self->other->bytes + PAGE);

	ASSERT_EQ(0, smmusim_sync_msi(&self->me->kit, self->me->data + PAGE,
				      0xc0ffee01));
	EXPECT_TRUE(word_becomes(mine, 0xc0ffee01));
	EXPECT_EQ(0, mine[1]);
	EXPECT_EQ(0, others[0]);
	EXPECT_EQ(0, active_errors(self->me));
}

/* The wire does not care for MSIAddress. */
TEST_F(banks, sync_with_msi_pulses_the_line_too)
{
	ASSERT_EQ(0, smmusim_sync_msi(&self->me->kit, self->me->data, 1));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][SYNC], SOON));
}

TEST_F(banks, msi_to_nowhere_is_an_error_of_its_own_bank)
{
	ASSERT_EQ(0, smmusim_sync_msi(&self->me->kit, 0x10000000, 1));
	EXPECT_EQ(MSI_CMDQ_ABT_ERR, active_errors(self->me));
	EXPECT_EQ(0, active_errors(self->other));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][GERR], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[!variant->me][GERR], NOT));
}

/* ---- commands act on their own state (4.4, commands.md 8.2) ---- */

TEST_F(banks, tlbi_all_of_one_bank_keeps_the_others)
{
	ASSERT_EQ(0, warm(self->me));
	ASSERT_EQ(0, warm(self->other));
	ASSERT_EQ(0, smmusim_command(&self->me->kit, TLBI_NH_ALL, 0));
	ASSERT_EQ(0, smmusim_sync(&self->me->kit, false));
	EXPECT_EQ(0, hits(self->me) & SMMU_SIM_HIT_TLB);
	EXPECT_EQ(ALL_HIT, hits(self->other));
}

TEST_F(banks, tlbi_nsnh_all_drops_non_secure_translations_in_either_queue)
{
	ASSERT_EQ(0, warm(self->me));
	ASSERT_EQ(0, warm(self->other));
	ASSERT_EQ(0, smmusim_command(&self->me->kit, TLBI_NSNH_ALL, 0));
	ASSERT_EQ(0, smmusim_sync(&self->me->kit, false));
	EXPECT_EQ(0, hits(&self->bank[NS]) & SMMU_SIM_HIT_TLB);
	EXPECT_EQ(ALL_HIT, hits(&self->bank[S]));
}

TEST_F(banks, cfgi_ste_keeps_the_stream_of_the_same_number)
{
	ASSERT_EQ(0, warm(self->me));
	ASSERT_EQ(0, warm(self->other));
	ASSERT_EQ(0, smmusim_command(&self->me->kit, CFGI_STE | ssec(self->me) |
				     sid_field(), 1));
	ASSERT_EQ(0, smmusim_sync(&self->me->kit, false));
	EXPECT_EQ(0, hits(self->me) & (SMMU_SIM_HIT_STE | SMMU_SIM_HIT_CD));
	EXPECT_EQ(ALL_HIT, hits(self->other));
}

/* 4.1.6: SSec of the Non-secure queue is illegal, of the Secure one a choice. */
TEST_F(banks, ssec_names_the_other_state_from_the_secure_queue_only)
{
	uint64_t other = CFGI_STE | ssec(self->other) | sid_field();
	uint32_t at = readl_of(self->me, CMDQ_CONS);
	int ret;

	ASSERT_EQ(0, warm(self->me));
	ASSERT_EQ(0, warm(self->other));
	ret = smmusim_command(&self->me->kit, other, 1);
	if (variant->me == NS) {
		EXPECT_EQ(-EIO, ret);
		EXPECT_EQ(CMDQ_ERR, active_errors(self->me));
		EXPECT_EQ(CERROR_ILL << 24 | at, readl_of(self->me, CMDQ_CONS));
		EXPECT_EQ(ALL_HIT, hits(self->other));
		return;
	}
	EXPECT_EQ(0, ret);
	EXPECT_EQ(ALL_HIT, hits(self->me));
	EXPECT_EQ(0, hits(self->other) & SMMU_SIM_HIT_STE);
}

TEST_F(banks, tlbi_el3_is_legal_in_the_secure_queue_only)
{
	int ret = smmusim_command(&self->me->kit, TLBI_EL3_ALL, 0);

	EXPECT_EQ(variant->me == S ? 0 : -EIO, ret);
	EXPECT_EQ(variant->me == S ? 0 : CMDQ_ERR, active_errors(self->me));
}

/* ---- errors stay where they are ---- */

TEST_F(banks, illegal_command_stops_one_queue)
{
	uint32_t at = readl_of(self->me, CMDQ_CONS);

	EXPECT_EQ(-EIO, smmusim_command(&self->me->kit, 0, 0));
	EXPECT_EQ(CMDQ_ERR, active_errors(self->me));
	EXPECT_EQ(CERROR_ILL << 24 | at, readl_of(self->me, CMDQ_CONS));
	EXPECT_EQ(0, active_errors(self->other));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][GERR], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[!variant->me][GERR], NOT));
	EXPECT_EQ(0, smmusim_sync(&self->other->kit, true));
	EXPECT_EQ(1, uapi_pulses(self->efd[!variant->me][SYNC], SOON));
}

/* The command is mended in place through the mapping, then acknowledged. */
TEST_F(banks, stopped_queue_goes_on_after_repair)
{
	struct smmusim_kit *kit = &self->me->kit;
	uint32_t at = readl_of(self->me, CMDQ_CONS) % 64;
	uint64_t *entry = smmusim_kit_ptr(kit, kit->cmdq + at * 16);

	smmusim_queue_command(kit, 0, 0);
	smmusim_queue_command(kit, CMD_SYNC | FIELD(13, 12, 1), 0);
	ASSERT_EQ(-EIO, smmusim_kick(kit));
	EXPECT_EQ(0, uapi_pulses(self->efd[variant->me][SYNC], NOT));
	entry[0] = TLBI_NH_ALL;
	writel_of(self->me, GERRORN, readl_of(self->me, GERROR));
	EXPECT_EQ(0, active_errors(self->me));
	EXPECT_EQ(readl_of(self->me, CMDQ_PROD),
		  GET(readl_of(self->me, CMDQ_CONS), 19, 0));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][SYNC], SOON));
}

TEST_F(banks, events_land_in_the_queue_of_their_stream)
{
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE + 8, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->t.out.flags);
	EXPECT_EQ(0, smmusim_event(&self->other->kit, self->record));
	ASSERT_EQ(1, smmusim_event(&self->me->kit, self->record));
	EXPECT_EQ((uint64_t)UAPI_SID << 32 | F_TRANSLATION, self->record[0]);
	EXPECT_EQ(EVT_RNW | EVT_CLASS_IN, self->record[1]);
	EXPECT_EQ(UAPI_HOLE + 8, self->record[2]);
	EXPECT_EQ(0, self->record[3]);
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][EVENTQ], SOON));
	EXPECT_EQ(0, uapi_pulses(self->efd[!variant->me][EVENTQ], NOT));
}

TEST_F(banks, events_of_both_keep_apart)
{
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE, 0, 0, &self->t));
	ASSERT_EQ(0, uapi_translate(self->other, UAPI_HOLE + PAGE,
				    SMMU_SIM_TXN_WRITE, 0, &self->t));
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE + 2 * PAGE, 0, 0,
				    &self->t));
	ASSERT_EQ(1, smmusim_event(&self->me->kit, self->record));
	EXPECT_EQ(UAPI_HOLE, self->record[2]);
	ASSERT_EQ(1, smmusim_event(&self->me->kit, self->record));
	EXPECT_EQ(UAPI_HOLE + 2 * PAGE, self->record[2]);
	EXPECT_EQ(0, smmusim_event(&self->me->kit, self->record));
	ASSERT_EQ(1, smmusim_event(&self->other->kit, self->record));
	EXPECT_EQ(UAPI_HOLE + PAGE, self->record[2]);
	EXPECT_EQ(EVT_CLASS_IN, self->record[1]);
	EXPECT_EQ(0, smmusim_event(&self->other->kit, self->record));
}

/* The queues have 2^6 entries. */
TEST_F(banks, overflow_of_one_queue_leaves_the_other)
{
	unsigned int i;

	for (i = 0; i < 65; i++) {
		ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE + i, 0, 0,
					    &self->t));
	}
	EXPECT_EQ(OVFLG | 64, readl_of(self->me, EVENTQ_PROD));
	EXPECT_EQ(0, readl_of(self->other, EVENTQ_PROD));
	ASSERT_EQ(0, uapi_translate(self->other, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OUTCOME_RECORDED, self->t.out.flags);
	EXPECT_EQ(1, readl_of(self->other, EVENTQ_PROD));
	ASSERT_EQ(1, smmusim_event(&self->me->kit, self->record));
	EXPECT_EQ(OVFLG | 1, readl_of(self->me, EVENTQ_CONS));
}

TEST_F(banks, disabled_bank_leaves_the_other)
{
	ASSERT_EQ(0, smmusim_kit_disable(&self->me->kit));
	ASSERT_EQ(0, uapi_translate(self->other, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(0, smmusim_sync(&self->other->kit, false));
	/* GBPA.ABORT is 1 out of reset: aborted, no event (3.11). */
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
}

/* ---- MSIs of the event queue and of GERROR (3.18) ---- */

static void set_msi(struct uapi_smmu *smmu, uint32_t cfg0, uint64_t pa,
		    uint32_t data)
{
	smmusim_kit_writeq(&smmu->kit, cfg0, pa);
	writel_of(smmu, cfg0 + 8, data);
	writel_of(smmu, cfg0 + 12, MSI_WB);
}

static void enable_irqs(struct uapi_smmu *smmu, uint32_t irqs)
{
	writel_of(smmu, IRQ_CTRL, irqs);
}

TEST_F(banks, event_msi_goes_to_its_own_memory)
{
	const uint32_t *mine = (uint32_t *)(self->me->bytes + 0x40);
	const uint32_t *others = (uint32_t *)(self->other->bytes + 0x40);

	enable_irqs(self->me, 0);
	set_msi(self->me, EVENTQ_IRQ_CFG0, self->me->data + 0x40, 0xe0e0);
	enable_irqs(self->me, IRQEN_EVENTQ);
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_TRUE(word_becomes(mine, 0xe0e0));
	EXPECT_EQ(0, others[0]);
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][EVENTQ], SOON));
	EXPECT_EQ(0, active_errors(self->me));
}

TEST_F(banks, gerror_msi_goes_to_its_own_memory)
{
	const uint32_t *mine = (uint32_t *)(self->me->bytes + 0x44);

	enable_irqs(self->me, 0);
	set_msi(self->me, GERROR_IRQ_CFG0, self->me->data + 0x44, 0x6e6e);
	enable_irqs(self->me, IRQEN_GERROR);
	EXPECT_EQ(-EIO, smmusim_command(&self->me->kit, 0, 0));
	EXPECT_TRUE(word_becomes(mine, 0x6e6e));
	EXPECT_EQ(0, ((uint32_t *)self->other->bytes)[0x11]);
}

TEST_F(banks, msi_address_0_leaves_the_wire)
{
	enable_irqs(self->me, 0);
	set_msi(self->me, EVENTQ_IRQ_CFG0, 0, 0xe0e0);
	enable_irqs(self->me, IRQEN_EVENTQ);
	ASSERT_EQ(0, uapi_translate(self->me, UAPI_HOLE, 0, 0, &self->t));
	EXPECT_EQ(1, uapi_pulses(self->efd[variant->me][EVENTQ], SOON));
	EXPECT_EQ(0, active_errors(self->me));
}

TEST_F(banks, msi_registers_are_guarded_by_their_enable)
{
	struct smmusim_kit *kit = &self->me->kit;

	enable_irqs(self->me, IRQEN_EVENTQ);
	set_msi(self->me, EVENTQ_IRQ_CFG0, 0x80001000, 0x55);
	EXPECT_EQ(0, smmusim_kit_readq(kit, EVENTQ_IRQ_CFG0));
	EXPECT_EQ(0, readl_of(self->me, EVENTQ_IRQ_CFG1));
	EXPECT_EQ(0, readl_of(self->me, EVENTQ_IRQ_CFG2));
	set_msi(self->me, GERROR_IRQ_CFG0, 0x80001000, 0x55);
	EXPECT_EQ(0x80001000, smmusim_kit_readq(kit, GERROR_IRQ_CFG0));
	EXPECT_EQ(0x55, readl_of(self->me, GERROR_IRQ_CFG1));
	EXPECT_EQ(MSI_WB, readl_of(self->me, GERROR_IRQ_CFG2));
}

/* ---- what is Secure only ---- */

FIXTURE(secure)
{
	struct uapi_smmu ns;
	struct uapi_smmu s;
	struct smmu_sim_translate t;
};

FIXTURE_SETUP(secure)
{
	ASSERT_EQ(0, uapi_smmu_open(&self->ns));
	ASSERT_EQ(0, uapi_smmu_setup(&self->s, self->ns.fd, S));
}

FIXTURE_TEARDOWN(secure)
{
	smmusim_kit_exit(&self->s.kit);
	uapi_smmu_close(&self->ns);
}

TEST_F(secure, identification_says_so)
{
	uint32_t idr1 = get_as(self->ns.fd, S, S_IDR1);

	EXPECT_EQ(1, GET(idr1, 31, 31)) {
		TH_LOG("SECURE_IMPL");
	}
	EXPECT_EQ(1, GET(idr1, 29, 29)) {
		TH_LOG("SEL2");
	}
	EXPECT_EQ(1, GET(get_as(self->ns.fd, S, S_IDR0), 13, 13)) {
		TH_LOG("MSI");
	}
	EXPECT_EQ(0, GET(get_as(self->ns.fd, S, S_IDR0), 25, 24)) {
		TH_LOG("STALL_MODEL");
	}
}

TEST_F(secure, registers_are_zero_for_non_secure_software)
{
	uint32_t offset;

	for (offset = 0x8000; offset < 0x10000; offset += 4) {
		ASSERT_EQ(0, get_as(self->ns.fd, NS, offset)) {
			TH_LOG("offset %#x", offset);
		}
	}
}

TEST_F(secure, registers_ignore_writes_of_non_secure_software)
{
	static uint32_t before[0x2000];
	uint32_t i;

	ASSERT_EQ(0, warm(&self->ns));
	ASSERT_EQ(0, warm(&self->s));
	for (i = 0; i < 0x2000; i++)
		before[i] = get_as(self->ns.fd, S, 0x8000 + 4 * i);
	for (i = 0; i < 0x2000; i++)
		put_as(self->ns.fd, NS, 0x8000 + 4 * i, 32, ~0U);
	for (i = 0; i < 0x2000; i += 2)
		put_as(self->ns.fd, NS, 0x8000 + 4 * i, 64, ~0ULL);
	for (i = 0; i < 0x2000; i++) {
		ASSERT_EQ(before[i], get_as(self->ns.fd, S, 0x8000 + 4 * i)) {
			TH_LOG("offset %#x", 0x8000 + 4 * i);
		}
	}
	EXPECT_EQ(ALL_HIT, hits(&self->ns));
	EXPECT_EQ(ALL_HIT, hits(&self->s));
	EXPECT_EQ(0, smmusim_sync(&self->s.kit, false));
}

/* 6.3.57: what exists is acknowledged; not always VMW and NSSTALLD do. */
TEST_F(secure, s_cr0_acknowledges_what_exists)
{
	put_as(self->ns.fd, S, S_CR0, 32, 0xffffffff);
	EXPECT_EQ(0x3ed, get_as(self->ns.fd, S, S_CR0ACK));
	ASSERT_EQ(0, smmusim_configure(self->ns.fd, "vmw=0,stall_model=1",
				       NULL, 0));
	put_as(self->ns.fd, S, S_CR0, 32, 0xffffffff);
	EXPECT_EQ(0x2d, get_as(self->ns.fd, S, S_CR0ACK));
}

TEST_F(secure, s_irq_ctrl_acknowledges_what_exists)
{
	put_as(self->ns.fd, S, S_IRQ_CTRL, 32, 0xffffffff);
	EXPECT_EQ(0x5, get_as(self->ns.fd, S, S_IRQ_CTRLACK));
}

/* 6.3.62 */
TEST_F(secure, s_init_inv_all_drops_everything_of_both_states)
{
	ASSERT_EQ(0, warm(&self->ns));
	ASSERT_EQ(0, warm(&self->s));
	ASSERT_EQ(ALL_HIT, hits(&self->ns));
	ASSERT_EQ(ALL_HIT, hits(&self->s));
	ASSERT_EQ(0, put_as(self->ns.fd, S, S_INIT, 32, 1));
	EXPECT_EQ(0, get_as(self->ns.fd, S, S_INIT));
	EXPECT_EQ(0, hits(&self->ns));
	EXPECT_EQ(0, hits(&self->s));
}

TEST_F(secure, s_init_written_with_0_does_nothing)
{
	ASSERT_EQ(0, warm(&self->ns));
	ASSERT_EQ(0, put_as(self->ns.fd, S, S_INIT, 32, 0));
	EXPECT_EQ(ALL_HIT, hits(&self->ns));
}

/* 6.3.57.2: an instruction fetch that stage 1 sends to Non-secure memory. */
TEST_F(secure, sif_forbids_fetches_from_non_secure_memory)
{
	*leaf(&self->s) |= BITS(5, 5);
	ASSERT_EQ(0, smmusim_inval_all(&self->s.kit));
	ASSERT_EQ(0, uapi_translate(&self->s, UAPI_IOVA, SMMU_SIM_TXN_INSTR, 0,
				    &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	put_as(self->ns.fd, S, S_CR0, 32, 0x2d);
	ASSERT_EQ(0, smmusim_inval_all(&self->s.kit));
	ASSERT_EQ(0, uapi_translate(&self->s, UAPI_IOVA, SMMU_SIM_TXN_INSTR, 0,
				    &self->t));
	EXPECT_EQ(F_PERMISSION, self->t.out.event);
	EXPECT_EQ(EVT_IND | EVT_RNW | EVT_CLASS_IN, self->t.out.record[1]);
	ASSERT_EQ(0, uapi_translate(&self->s, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
}

/* 3.11, 13.2: S_GBPA decides for Secure streams while S_SMMUEN is 0. */
TEST_F(secure, s_gbpa_decides_while_s_smmuen_is_0)
{
	ASSERT_EQ(0, smmusim_kit_disable(&self->s.kit));
	put_as(self->ns.fd, S, S_GBPA, 32, GBPA_UPDATE);
	ASSERT_EQ(0, uapi_translate(&self->s, 0x1234, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
	EXPECT_EQ(0x1234, self->t.pa);
	EXPECT_EQ(S, self->t.pas);
	put_as(self->ns.fd, S, S_GBPA, 32, GBPA_UPDATE | GBPA_ABORT);
	ASSERT_EQ(0, uapi_translate(&self->s, 0x1234, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
}

/* The identity may leave it out (6.3.53): nothing leads on from there. */
TEST_F(secure, streams_without_a_secure_bank_are_aborted_silently)
{
	ASSERT_EQ(0, smmusim_configure(self->ns.fd, "secure=0",
				       NULL, 0));
	ASSERT_EQ(0, smmusim_kit_enable(&self->ns.kit));
	ASSERT_EQ(0, uapi_translate(&self->s, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_ABORTED, self->t.out.status);
	EXPECT_EQ(0, self->t.out.event);
	ASSERT_EQ(0, uapi_translate(&self->ns, UAPI_IOVA, 0, 0, &self->t));
	EXPECT_EQ(SMMU_SIM_OK, self->t.out.status);
}

TEST_HARNESS_MAIN
