// SPDX-License-Identifier: GPL-2.0
/*
 * Identities against the oracle: which are possible (2, 6.3.1 to 6.3.6, 6.3.53),
 * every field of the ID registers of both banks of the profiles and of random
 * identities (6.3.1 to 6.3.8, 6.3.52 to 6.3.56). Texts are in test_identity.c.
 */
#include "reg_kit.h"
#include "rng.h"
#include "suites.h"

static struct smmu3_config parsed(const char *text)
{
	struct smmu3_config config;
	const char *why = smmu3_config_parse(&config, text, strlen(text));

	if (!why)
		why = smmu3_config_check(&config);
	if (why)
		fail_msg("\"%s\" is refused: %s", text, why);
	return config;
}

/* ---- ID registers ---- */

/* No field of an ID register is set that the oracle does not know. */
static void check_ids(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);
	const struct ref_id *id = &rig->id;

	assert_int_equal(kit_get(rig, NS, REF_IDR0), ref_idr0(id));
	assert_int_equal(kit_get(rig, NS, REF_IDR1), ref_idr1(id));
	assert_int_equal(kit_get(rig, NS, REF_IDR2), 0);
	assert_int_equal(kit_get(rig, NS, REF_IDR3), ref_idr3(id));
	assert_int_equal(kit_get(rig, NS, REF_IDR4), 0);
	assert_int_equal(kit_get(rig, NS, REF_IDR5), ref_idr5(id));
	assert_int_equal(kit_get(rig, NS, REF_AIDR), ref_aidr(id));
	assert_int_equal(kit_get(rig, SEC, REF_IDR0), ref_s_idr0(id));
	assert_int_equal(kit_get(rig, SEC, REF_IDR1), ref_s_idr1(id));
	assert_int_equal(kit_get(rig, SEC, REF_IDR2), 0);
	assert_int_equal(kit_get(rig, SEC, REF_IDR3), 0);
	assert_int_equal(kit_get(rig, SEC, REF_IDR4), 0);
	rig_free(rig);
}

static void profiles_have_the_id_registers_of_their_identity(void **state)
{
	static const char *const texts[] = {
		"profile=max", "profile=linux", "profile=qemu",
		"profile=minimal" };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		struct smmu3_config config = parsed(texts[i]);

		check_ids(&config);
	}
}

static void profile_max_has_both_banks_and_msis(void **state)
{
	struct smmu3_config config = parsed("profile=max");

	(void)state;
	assert_int_equal(config.arch, SMMU3_ARCH_3_2);
	assert_int_equal(config.secure, 1);
	assert_int_equal(config.msi, 1);
	assert_int_equal(config.s_msi, 1);
	assert_true(config.s_sidsize > 0);
}

/* The architecture's most, what Linux uses, none. */
static void profiles_have_their_substreams(void **state)
{
	static const struct {
		const char *text;
		u32 ssidsize;
		u32 cd2l;
	} rows[] = {
		{ "profile=max", 20, 1 },
		{ "profile=linux", 16, 1 },
		{ "profile=qemu", 0, 0 },
		{ "profile=minimal", 0, 0 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct smmu3_config config = parsed(rows[i].text);

		assert_int_equal(config.ssidsize, rows[i].ssidsize);
		assert_int_equal(config.cd2l, rows[i].cd2l);
	}
}

static void other_profiles_have_no_secure_state(void **state)
{
	static const char *const texts[] = {
		"profile=linux", "profile=qemu", "profile=minimal" };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		assert_int_equal(parsed(texts[i]).secure, 0);
}

/* What QEMU's virt machine says in IDR0 to IDR5, as far as it is there. */
static void profile_qemu_is_a_v3_1_of_qemus_sizes(void **state)
{
	struct smmu3_config config = parsed("profile=qemu");

	(void)state;
	assert_int_equal(config.arch, SMMU3_ARCH_3_1);
	assert_int_equal(config.sidsize, 16);
	assert_int_equal(config.st_level, 1);
	assert_int_equal(config.cmdqs, 19);
	assert_int_equal(config.eventqs, 19);
	assert_int_equal(config.oas, 44);
	assert_int_equal(config.gran16k, 1);
	assert_int_equal(config.gran64k, 1);
	assert_int_equal(config.asid16, 1);
	assert_int_equal(config.term_model, 1);
	assert_int_equal(config.msi, 0);
	assert_int_equal(config.ril, 1);
	assert_int_equal(config.bbml, 2);
}

static void every_profile_but_minimal_has_all_granules(void **state)
{
	static const char *const texts[] = {
		"profile=max", "profile=linux", "profile=qemu" };
	struct smmu3_config config;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		config = parsed(texts[i]);
		assert_int_equal(config.gran16k, 1);
		assert_int_equal(config.gran64k, 1);
	}
	config = parsed("profile=minimal");
	assert_int_equal(config.gran16k, 0);
	assert_int_equal(config.gran64k, 0);
}

/* ---- what goes together ---- */

/* Mostly possible values; sometimes one beside the range, sometimes anything. */
static u32 any_of(struct rng *rng, u32 first, u32 last)
{
	if (rng_percent(rng, 1))
		return rng_u64(rng);
	if (rng_percent(rng, 1))
		return last + 1;
	return first + rng_below(rng, last - first + 1);
}

static u32 any_oas(struct rng *rng)
{
	static const u32 sizes[] = { 32, 36, 40, 42, 44, 48 };

	if (rng_percent(rng, 2))
		return rng_below(rng, 65);
	return sizes[rng_below(rng, ARRAY_SIZE(sizes))];
}

static void any_stages(struct rng *rng, struct smmu3_config *config)
{
	config->stall_model = any_of(rng, 0, 2);
	config->stall_max = rng_percent(rng, 10) ? 0 : any_of(rng, 0, 4096);
	config->s1p = rng_percent(rng, 70) ? 1 : any_of(rng, 0, 1);
	config->s2p = any_of(rng, 0, 1);
	config->hyp = rng_percent(rng, 70) ? 1 : any_of(rng, 0, 1);
	config->vmid16 = any_of(rng, 0, 1);
	config->vmw = any_of(rng, 0, 1);
	config->httu = any_of(rng, 0, 2);
	config->xnx = rng_percent(rng, 70) ? 1 : any_of(rng, 0, 1);
	config->stt = any_of(rng, 0, 1);
	config->e0pd = any_of(rng, 0, 1);
	config->atos = any_of(rng, 0, 1);
	config->attr_types_ovr = any_of(rng, 0, 1);
	config->attr_perms_ovr = any_of(rng, 0, 1);
	config->sel2 = any_of(rng, 0, 1);
}

static struct smmu3_config any_config(struct rng *rng)
{
	struct smmu3_config config = kit_config();

	config.arch = any_of(rng, 0, 1);
	config.sidsize = any_of(rng, 0, 32);
	config.st_level = any_of(rng, 0, 1);
	config.oas = any_oas(rng);
	config.gran16k = any_of(rng, 0, 1);
	config.gran64k = any_of(rng, 0, 1);
	config.asid16 = any_of(rng, 0, 1);
	config.term_model = any_of(rng, 0, 1);
	any_stages(rng, &config);
	config.cmdqs = any_of(rng, 0, 19);
	config.eventqs = any_of(rng, 0, 19);
	config.ssidsize = any_of(rng, 0, 20);
	config.cd2l = any_of(rng, 0, 1);
	config.msi = any_of(rng, 0, 1);
	config.had = rng_percent(rng, 90) ? 1 : any_of(rng, 0, 1);
	config.ril = rng_percent(rng, 70) ? 1 : any_of(rng, 0, 1);
	config.bbml = any_of(rng, 0, 2);
	config.fwb = rng_percent(rng, 70) ? 1 : any_of(rng, 0, 1);
	config.secure = any_of(rng, 0, 1);
	config.s_sidsize = any_of(rng, 0, 32);
	config.s_msi = any_of(rng, 0, 1);
	config.gbpa_abort = any_of(rng, 0, 1);
	return config;
}

static bool is_possible(const struct smmu3_config *config)
{
	struct ref_id id = {
		.minor = config->arch == SMMU3_ARCH_3_2 ? 2 :
			 config->arch == SMMU3_ARCH_3_1 ? 1 : 0,
		.sidsize = config->sidsize, .st_level = config->st_level,
		.oas = config->oas, .gran16k = config->gran16k,
		.gran64k = config->gran64k, .asid16 = config->asid16,
		.term_model = config->term_model,
		.stall_model = config->stall_model,
		.stall_max = config->stall_max, .s1p = config->s1p,
		.s2p = config->s2p, .hyp = config->hyp,
		.vmid16 = config->vmid16,
		.vmw = config->vmw, .httu = config->httu, .xnx = config->xnx,
		.stt = config->stt, .e0pd = config->e0pd,
		.atos = config->atos,
		.attr_types_ovr = config->attr_types_ovr,
		.attr_perms_ovr = config->attr_perms_ovr,
		.sel2 = config->sel2, .cmdqs = config->cmdqs,
		.eventqs = config->eventqs, .ssidsize = config->ssidsize,
		.cd2l = config->cd2l, .msi = config->msi,
		.had = config->had, .ril = config->ril, .bbml = config->bbml,
		.fwb = config->fwb, .secure = config->secure,
		.s_sidsize = config->s_sidsize, .s_msi = config->s_msi,
		.gbpa_abort = config->gbpa_abort,
	};

	return ref_id_is_possible(&id);
}

static void print_config(const struct smmu3_config *config, const char *why)
{
	char text[512];
	size_t len = smmu3_config_format(config, text, sizeof(text));

	print_error("%.*s: %s\n", (int)min(len, sizeof(text)), text,
		    why ? why : "taken");
}

static void random_identities_are_taken_if_they_are_possible(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0601);
	unsigned int cases = rng_cases(20000), taken = 0, i;

	(void)state;
	for (i = 0; i < cases; i++) {
		struct smmu3_config config = any_config(&rng);
		const char *why = smmu3_config_check(&config);

		taken += !why;
		if (!why != is_possible(&config)) {
			if (config.arch < SMMU3_NR_ARCHS)
				print_config(&config, why);
			fail_msg("case %u: %s", i, why ? why : "taken");
		}
		if (why)
			assert_true(strlen(why) > 8);
	}
	/* the test is worth something: both happen */
	assert_true(taken > cases / 20 && taken < cases);
}

static void random_identities_have_their_id_registers(void **state)
{
	struct rng rng = rng_new(__func__, 0x5eed0602);
	unsigned int cases = rng_cases(20000) / 100 + 1;

	(void)state;
	while (cases) {
		struct smmu3_config config = any_config(&rng);

		if (!is_possible(&config))
			continue;
		config.tlb_log2 = 4;
		config.cfg_log2 = 2;
		check_ids(&config);
		cases--;
	}
}

/* Each refusal has a reason of its own that names the key. */
static void refusals_name_the_key_that_is_wrong(void **state)
{
	static const struct {
		const char *text;
		const char *key;
	} rows[] = {
		{ "arch=3.2,ril=0", "ril" },
		{ "arch=3.2,bbml=0", "bbml" },
		{ "arch=3.2,fwb=0", "fwb" },
		{ "arch=3.1,had=0", "had" },
		{ "arch=3.0", "arch" },
		{ "bbml=3", "bbml" },
		{ "msi=2", "msi" },
		{ "s_msi=2", "s_msi" },
		{ "secure=2", "secure" },
		{ "s_sidsize=33", "s_sidsize" },
		{ "oas=52", "oas" },
		{ "gran16k=2", "gran16k" },
		{ "gran64k=2", "gran64k" },
		{ "sidsize=33", "sidsize" },
		{ "profile=linux,sidsize=7,st_level=0", "st_level" },
		{ "st_level=2", "st_level" },
		{ "cmdqs=20", "cmdqs" },
		{ "eventqs=20", "eventqs" },
		{ "ssidsize=21", "ssidsize" },
		{ "cd2l=2", "cd2l" },
		{ "stall_model=3", "stall_model" },
		{ "stall_max=4097", "stall_max" },
		{ "stall_model=0,stall_max=0", "stall_max" },
		{ "stall_model=2,stall_max=0", "stall_max" },
		{ "s1p=2", "s1p" },
		{ "s1p=0,secure=1", "s1p" },
		{ "s2p=2", "s2p" },
		{ "vmid16=2", "vmid16" },
		{ "vmw=2", "vmw" },
		{ "httu=3", "httu" },
		{ "xnx=2", "xnx" },
		{ "s2p=1,xnx=0", "xnx" },
		{ "hyp=0", "hyp" },
		{ "stt=2", "stt" },
		{ "e0pd=2", "e0pd" },
		{ "arch=3.1,e0pd=1", "e0pd" },
		{ "atos=2", "atos" },
		{ "attr_types_ovr=2", "attr_types_ovr" },
		{ "attr_perms_ovr=2", "attr_perms_ovr" },
		{ "sel2=2", "sel2" },
		{ "secure=1,s2p=0,stt=1,sel2=1", "s2p" },
		{ "secure=1,s2p=1,xnx=1,stt=0,sel2=1", "stt" },
	};
	struct smmu3_config config;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *why = smmu3_config_parse(&config, rows[i].text,
						     strlen(rows[i].text));

		if (!why)
			why = smmu3_config_check(&config);
		if (!why || !strstr(why, rows[i].key))
			fail_msg("\"%s\": %s", rows[i].text,
				 why ? why : "taken");
	}
}

/* 6.2: constant after reset, whatever happens (STALL_MODEL apart). */
static void id_registers_are_constant(void **state)
{
	struct rig *rig = *state;
	u32 before[2][8];
	unsigned int bank, i;

	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < 8; i++)
			before[bank][i] = kit_get(rig, bank, 4 * i);
	for (bank = NS; bank <= SEC; bank++) {
		for (i = 0; i < 8; i++)
			kit_set(rig, bank, 4 * i, ~0U);
		kit_set(rig, bank, REF_CR2, ~0U);
		kit_set(rig, bank, REF_CR0, REF_SMMUEN | REF_S_CR0_NSSTALLD);
	}
	for (bank = NS; bank <= SEC; bank++)
		for (i = 0; i < 8; i++)
			assert_int_equal(kit_get(rig, bank, 4 * i),
					 before[bank][i]);
}

static const struct CMUnitTest rules_identity_tests[] = {
	cmocka_unit_test(profiles_have_the_id_registers_of_their_identity),
	cmocka_unit_test(profile_max_has_both_banks_and_msis),
	cmocka_unit_test(profiles_have_their_substreams),
	cmocka_unit_test(other_profiles_have_no_secure_state),
	cmocka_unit_test(profile_qemu_is_a_v3_1_of_qemus_sizes),
	cmocka_unit_test(every_profile_but_minimal_has_all_granules),
	cmocka_unit_test(random_identities_are_taken_if_they_are_possible),
	cmocka_unit_test(random_identities_have_their_id_registers),
	cmocka_unit_test(refusals_name_the_key_that_is_wrong),
	TEST_BANKS(id_registers_are_constant),
};
SUITE(rules_identity);
