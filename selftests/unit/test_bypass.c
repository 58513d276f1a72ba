// SPDX-License-Identifier: GPL-2.0
/*
 * Transactions while SMMUEN = 0 (3.11), and streams that bypass or abort
 * (5.2 STE.Config).
 */
#include "rig.h"
#include "suites.h"

#define SID	5
#define VA	0x0000000087654321ULL

static void check_untranslated(struct rig *rig, const struct smmu3_txn *txn)
{
	struct outcome out = rig_do(rig, txn);

	assert_true(out.ok);
	assert_int_equal(out.x.res.pa, txn->addr);
	assert_int_equal(out.x.res.pas, NS);
	/* Normal write-back, Non-shareable (13.1.3) */
	assert_int_equal(out.x.res.memattr, 0xff);
	assert_int_equal(out.x.res.sh, REF_NSH);
	assert_true(out.x.res.log2_size <= rig->id.oas);
}

static void disabled_smmu_passes_addresses_through(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);

	check_untranslated(rig, &txn);
	txn.addr = 0;
	check_untranslated(rig, &txn);
	txn.addr = BIT_ULL(rig->id.oas) - 1;
	check_untranslated(rig, &txn);
	assert_int_equal(rig->host.count, 0);
}

/* 3.11: StreamID and SubstreamID do not matter. */
static void disabled_smmu_ignores_sid_and_ssid(void **state)
{
	struct smmu3_txn txn = rig_txn(0xffffffff, VA, READ);

	txn.ssv = true;
	txn.ssid = 0xfffff;
	check_untranslated(*state, &txn);
}

/* 3.4: no event, unlike the STE's bypass. */
static void disabled_smmu_aborts_beyond_oas_silently(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, BIT_ULL(rig->id.oas), READ);

	rig_boot(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	expect_silence(rig, &txn, SMMU3_ABORT);
	txn.addr = ~0ULL;
	expect_silence(rig, &txn, SMMU3_ABORT);
}

static void gbpa_abort_aborts_silently(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);

	rig_boot(rig);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	wr32(rig, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	expect_silence(rig, &txn, SMMU3_ABORT);
	wr32(rig, REF_GBPA, REF_GBPA_UPDATE);
	check_untranslated(rig, &txn);
}

static void gbpa_abort_does_not_matter_while_enabled(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	wr32(rig, REF_GBPA, REF_GBPA_UPDATE | REF_GBPA_ABORT);
	rig_map(rig, &stream, VA, RAM_BASE, 3);
	expect_pa(rig, SID, VA, READ, RAM_BASE + VA % PAGE);
}

static void disabling_brings_bypass_back(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);
	struct smmu3_txn txn = rig_txn(SID, VA, READ);

	rig_map(rig, &stream, VA, RAM_BASE, 3);
	expect_pa(rig, SID, VA, READ, RAM_BASE + VA % PAGE);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN);
	host_log_clear(&rig->host);
	check_untranslated(rig, &txn);
	assert_int_equal(rig->host.count, 0);
}

/* 3.11: nothing is inserted while SMMUEN = 0, nothing dropped by it. */
static void caches_survive_smmuen_0(void **state)
{
	struct rig *rig = *state;

	disabling_brings_bypass_back(state);
	rig_cr0(rig, REF_CMDQEN | REF_EVENTQEN | REF_SMMUEN);
	assert_int_equal(rig_hits(rig, SID, VA),
			 SMMU3_HIT_STE | SMMU3_HIT_CD | SMMU3_HIT_TLB);
}

/* ---- STE.Config ---- */

static void plain_stream(struct rig *rig, u32 sid, unsigned int config)
{
	u64 ste[REF_STE_WORDS];

	ref_ste_plain(ste, config);
	rig_set_ste(rig, sid, ste);
}

static void config_0xx_aborts_silently(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);
	unsigned int config;

	for (config = 0; config < REF_CONFIG_BYPASS; config++) {
		plain_stream(rig, SID, config);
		rig_flush(rig);
		txn.ssv = false;
		expect_silence(rig, &txn, SMMU3_ABORT);
		txn.ssv = true;		/* 4.1: with a SubstreamID too */
		expect_silence(rig, &txn, SMMU3_ABORT);
	}
}

static void config_100_passes_addresses_through(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, WRITE);

	plain_stream(rig, SID, REF_CONFIG_BYPASS);
	check_untranslated(rig, &txn);
	txn.addr = BIT_ULL(rig->id.oas) - 1;
	check_untranslated(rig, &txn);
}

/* 3.4: F_ADDR_SIZE of stage 1, aborts, recorded: no CD has a say. */
static void config_100_beyond_oas_is_addr_size(void **state)
{
	struct rig *rig = *state;

	plain_stream(rig, SID, REF_CONFIG_BYPASS);
	expect_fault(rig, SID, BIT_ULL(rig->id.oas), READ, REF_F_ADDR_SIZE);
	expect_fault(rig, SID, BIT_ULL(63), WRITE | PRIV, REF_F_ADDR_SIZE);
}

static void config_100_with_substream_is_bad_substreamid(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	const struct ref_event event = {
		.number = REF_C_BAD_SUBSTREAMID, .sid = SID, .ssid = 3 };

	plain_stream(rig, SID, REF_CONFIG_BYPASS);
	txn.ssv = true;
	txn.ssid = 3;
	expect_event(rig, &txn, &event);
}

/* IDR1.ATTR_*_OVR = 0: the override fields are RES0. */
static void ste_attribute_overrides_have_no_effect(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	u64 ste = rig_ste(rig, SID);

	plain_stream(rig, SID, REF_CONFIG_BYPASS);
	poke(rig, ste, REF_STE_MTCFG, 1);
	poke(rig, ste, REF_STE_MEMATTR, 1);
	poke(rig, ste, REF_STE_SHCFG, REF_ISH);
	poke(rig, ste, REF_STE_ALLOCCFG, 8);
	poke(rig, ste, REF_STE_NSCFG, 2);
	check_untranslated(rig, &txn);
}

static void ste_permission_overrides_have_no_effect(void **state)
{
	struct rig *rig = *state;
	struct stream stream = rig_stream(rig, SID);

	poke(rig, stream.ste, REF_STE_PRIVCFG, 3);
	poke(rig, stream.ste, REF_STE_INSTCFG, 3);
	expect_fault(rig, SID, VA, READ, REF_F_TRANSLATION);
}

/* A stream of a Security state that is not there reaches nothing Secure. */
static void secure_stream_without_secure_bank_stays_nonsecure(void **state)
{
	struct rig *rig = *state;
	struct smmu3_txn txn = rig_txn(SID, VA, READ);
	struct outcome out;
	unsigned int i;

	host_add_ram(&rig->host, SMMU3_PAS_S, RAM_BASE, RAM_SIZE);
	txn.sec_sid = SMMU3_PAS_S;
	out = rig_do(rig, &txn);
	assert_true(!out.ok || out.x.res.pas == NS);
	for (i = 0; i < rig->host.count; i++)
		if (rig->host.log[i].what <= HOST_WRITE)
			assert_int_equal(rig->host.log[i].access.pas, NS);
}

static const struct CMUnitTest bypass_tests[] = {
	TEST_RESET(disabled_smmu_passes_addresses_through),
	TEST_RESET(disabled_smmu_ignores_sid_and_ssid),
	TEST_RESET(disabled_smmu_aborts_beyond_oas_silently),
	TEST_RESET(gbpa_abort_aborts_silently),
	TEST_EXACT(gbpa_abort_does_not_matter_while_enabled),
	TEST_EXACT(disabling_brings_bypass_back),
	TEST_EXACT(caches_survive_smmuen_0),
	TEST_EXACT(config_0xx_aborts_silently),
	TEST_EXACT(config_100_passes_addresses_through),
	TEST_EXACT(config_100_beyond_oas_is_addr_size),
	TEST_EXACT(config_100_with_substream_is_bad_substreamid),
	TEST_EXACT(ste_attribute_overrides_have_no_effect),
	TEST_EXACT(ste_permission_overrides_have_no_effect),
	TEST_EXACT(secure_stream_without_secure_bank_stays_nonsecure),
};
SUITE(bypass);
