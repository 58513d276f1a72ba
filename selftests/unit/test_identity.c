// SPDX-License-Identifier: GPL-2.0
/*
 * Identity: what may be configured, what is refused and why, the text form
 * there and back, and ID registers that say what was configured.
 */
#include "rig.h"
#include "suites.h"

#include <stdio.h>

static const char *parse(struct smmu3_config *config, const char *text)
{
	return smmu3_config_parse(config, text, strlen(text));
}

static void expect_refused(const char *text)
{
	struct smmu3_config config;
	const char *why = parse(&config, text);

	if (!why)
		why = smmu3_config_check(&config);
	if (!why)
		fail_msg("\"%s\" is not refused", text);
	assert_true(strlen(why) > 8);
}

static void expect_taken(const char *text)
{
	struct smmu3_config config;
	const char *why = parse(&config, text);

	if (!why)
		why = smmu3_config_check(&config);
	if (why)
		fail_msg("\"%s\" is refused: %s", text, why);
}

static void empty_text_is_a_possible_smmu(void **state)
{
	(void)state;
	expect_taken("");
}

static void values_out_of_range_are_refused_with_a_reason(void **state)
{
	static const char *const texts[] = {
		"sidsize=33", "sidsize=-1", "sidsize=4294967296",
		"st_level=2", "st_level=3", "asid16=2", "term_model=2",
		"oas=0", "oas=31", "oas=33", "oas=41", "oas=46", "oas=52",
		"oas=56", "oas=64", "gran16k=2", "gran64k=2",
		"ssidsize=21", "cd2l=2",
		"cmdqs=20", "eventqs=20", "eventqs=32",
		"gbpa_abort=2", "cache=other", "cache=2", "cache=",
		"tlb_log2=3", "tlb_log2=17", "cfg_log2=1", "cfg_log2=13",
		"stall_model=3", "stall_max=4097", "s1p=2", "s2p=2", "hyp=2",
		"vmid16=2", "vmw=2", "httu=3", "xnx=2", "stt=2", "e0pd=2",
		"atos=2", "attr_types_ovr=2", "attr_perms_ovr=2", "sel2=2",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_refused(texts[i]);
}

static void limits_are_taken(void **state)
{
	static const char *const texts[] = {
		"sidsize=0", "sidsize=32,st_level=1", "st_level=1",
		"oas=32", "oas=36", "oas=40", "oas=42", "oas=44", "oas=48",
		"gran16k=0", "gran16k=1", "gran64k=0", "gran64k=1",
		"asid16=0", "asid16=1", "term_model=1", "cmdqs=0", "cmdqs=19",
		"eventqs=0", "eventqs=19", "ssidsize=0", "ssidsize=20",
		"cd2l=0", "ssidsize=0,cd2l=1", "gbpa_abort=0", "gbpa_abort=1",
		"cache=fast", "cache=exact", "tlb_log2=4", "tlb_log2=16",
		"cfg_log2=2", "cfg_log2=12",
		"stall_model=0,stall_max=1", "stall_model=0,stall_max=4096",
		"stall_model=1,stall_max=0", "stall_model=2,stall_max=1",
		"httu=0", "httu=1", "httu=2", "stt=1", "e0pd=1",
		"atos=0", "atos=1", "attr_types_ovr=1", "attr_perms_ovr=1",
		"s1p=0,secure=0", "s1p=0,secure=0,had=0",
		"s1p=0,secure=0,s2p=1,xnx=1", "s2p=1,xnx=1,vmid16=1,vmw=1",
		"s2p=1,xnx=1,stt=1,sel2=1", "sel2=1,secure=0",
		"arch=3.1,e0pd=0,s2p=1,xnx=1,stt=1,sel2=1",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_taken(texts[i]);
}

/* 6.3.2: ST_LEVEL must not be 0 when SIDSIZE is 7 or more. */
static void large_linear_stream_tables_are_refused(void **state)
{
	(void)state;
	expect_taken("profile=linux,sidsize=6,st_level=0");
	expect_refused("profile=linux,sidsize=7,st_level=0");
	expect_refused("profile=linux,sidsize=32,st_level=0");
	expect_taken("profile=linux,sidsize=7,st_level=1");
}

/* 3.3.1, 6.3.53: nor when S_SIDSIZE is. */
static void large_linear_secure_stream_tables_are_refused(void **state)
{
	(void)state;
	expect_taken("sidsize=0,s_sidsize=6,st_level=0");
	expect_refused("sidsize=0,s_sidsize=7,st_level=0");
	expect_refused("sidsize=0,s_sidsize=32,st_level=0");
	expect_taken("sidsize=0,s_sidsize=7,st_level=1");
	expect_taken("sidsize=0,s_sidsize=7,st_level=0,secure=0");
}

/* Chapter 2, 6.3.4: what v3.1 and v3.2 make mandatory. */
static void each_version_has_its_mandatory_features(void **state)
{
	(void)state;
	expect_refused("arch=3.1,had=0");
	expect_refused("arch=3.2,had=0");
	expect_refused("arch=3.2,ril=0");
	expect_refused("arch=3.2,bbml=0");
	expect_refused("arch=3.2,fwb=0");
	expect_taken("arch=3.2,bbml=1");
	expect_taken("arch=3.1,e0pd=0,ril=0,bbml=0,fwb=0");
	expect_taken("arch=3.1,e0pd=0,ril=1,bbml=1,fwb=1");
	expect_refused("arch=3.2,hyp=0");
	expect_taken("arch=3.2,hyp=0,s2p=0,sel2=0");
	expect_taken("arch=3.1,e0pd=0,hyp=0");
	expect_refused("arch=3.1,s2p=1,xnx=0");
	expect_refused("arch=3.2,s2p=1,xnx=0");
	expect_taken("arch=3.2,s2p=0,sel2=0,xnx=0");
	expect_taken("arch=3.2,s1p=0,secure=0,had=0");
}

/* 2.9: v3.1 may have what v3.2 brings, and nothing of v3.3. */
static void no_version_has_features_of_the_one_after_the_next(void **state)
{
	(void)state;
	expect_refused("arch=3.1,e0pd=1");
	expect_taken("arch=3.2,e0pd=1");
	expect_taken("arch=3.1,e0pd=0,stt=1");
}

/* 6.3.53, 6.3.4: what Secure state, its EL2 and stalls take for granted. */
static void features_need_those_they_are_built_on(void **state)
{
	(void)state;
	expect_refused("secure=1,s1p=0");
	expect_refused("secure=1,s1p=0,s2p=1,xnx=1");
	expect_refused("sel2=1,s2p=0,stt=1");
	expect_refused("sel2=1,s2p=1,xnx=1,stt=0");
	expect_refused("stall_model=0,stall_max=0");
	expect_refused("stall_model=2,stall_max=0");
}

static void other_versions_are_refused(void **state)
{
	static const char *const texts[] = {
		"arch=3.0", "arch=3.3", "arch=3.4", "arch=3", "arch=2",
		"arch=", "arch=3.10" };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_refused(texts[i]);
}

/* Whoever switches the Secure bank off or on need not name its details. */
static void secure_bank_is_one_key_in_every_profile(void **state)
{
	(void)state;
	expect_taken("secure=0");
	expect_taken("profile=linux,secure=1");
	expect_taken("profile=qemu,secure=1");
	expect_taken("profile=minimal,secure=1");
	expect_taken("secure=1,s_sidsize=0,s_msi=0");
	expect_taken("secure=1,s_msi=1,msi=0");
}

static void malformed_text_is_refused_with_a_reason(void **state)
{
	static const char *const texts[] = {
		",", "oas", "=", "=48", "oas=", "oas=4 8", "oas=48,", ",oas=48",
		"oas=48,,asid16=1", "oas==48", "OAS=48", "unknown=1",
		"profile=unknown", "profile=", "oas=48;asid16=1", "oas=0x",
		"oas=48x", "\n", "oas=48\n", " oas=48", "oas=+48",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		expect_refused(texts[i]);
}

static void text_is_read_no_further_than_its_length(void **state)
{
	struct smmu3_config config;

	(void)state;
	assert_null(smmu3_config_parse(&config, "oas=44garbage", 6));
	assert_int_equal(config.oas, 44);
	assert_non_null(smmu3_config_parse(&config, "oas=44", 3));
	assert_non_null(smmu3_config_parse(&config, "oas=44\0asid16=1", 15));
}

static void keys_set_their_fields(void **state)
{
	struct smmu3_config c;

	(void)state;
	assert_null(parse(&c, "arch=3.1,sidsize=5,st_level=0,oas=36,gran16k=1,"
			  "gran64k=0,asid16=0,"
			  "term_model=1,cmdqs=3,eventqs=4,"
			  "ssidsize=9,cd2l=0,msi=1,had=1,ril=0,"
			  "stall_model=2,stall_max=77,s1p=1,s2p=1,hyp=0,vmid16=1,"
			  "vmw=1,httu=2,xnx=1,stt=1,e0pd=0,atos=1,"
			  "attr_types_ovr=1,"
			  "attr_perms_ovr=1,sel2=1,"
			  "bbml=1,fwb=0,secure=1,s_sidsize=6,s_msi=0,"
			  "gbpa_abort=1,cache=exact,tlb_log2=7,cfg_log2=3"));
	assert_int_equal(c.arch, SMMU3_ARCH_3_1);
	assert_int_equal(c.msi, 1);
	assert_int_equal(c.had, 1);
	assert_int_equal(c.ril, 0);
	assert_int_equal(c.bbml, 1);
	assert_int_equal(c.fwb, 0);
	assert_int_equal(c.secure, 1);
	assert_int_equal(c.s_sidsize, 6);
	assert_int_equal(c.s_msi, 0);
	assert_int_equal(c.sidsize, 5);
	assert_int_equal(c.st_level, 0);
	assert_int_equal(c.oas, 36);
	assert_int_equal(c.gran16k, 1);
	assert_int_equal(c.gran64k, 0);
	assert_int_equal(c.asid16, 0);
	assert_int_equal(c.term_model, 1);
	assert_int_equal(c.cmdqs, 3);
	assert_int_equal(c.eventqs, 4);
	assert_int_equal(c.ssidsize, 9);
	assert_int_equal(c.cd2l, 0);
	assert_int_equal(c.stall_model, 2);
	assert_int_equal(c.stall_max, 77);
	assert_int_equal(c.s1p, 1);
	assert_int_equal(c.s2p, 1);
	assert_int_equal(c.hyp, 0);
	assert_int_equal(c.vmid16, 1);
	assert_int_equal(c.vmw, 1);
	assert_int_equal(c.httu, 2);
	assert_int_equal(c.xnx, 1);
	assert_int_equal(c.stt, 1);
	assert_int_equal(c.e0pd, 0);
	assert_int_equal(c.atos, 1);
	assert_int_equal(c.attr_types_ovr, 1);
	assert_int_equal(c.attr_perms_ovr, 1);
	assert_int_equal(c.sel2, 1);
	assert_int_equal(c.gbpa_abort, 1);
	assert_int_equal(c.cache, SMMU3_CACHE_EXACT);
	assert_int_equal(c.tlb_log2, 7);
	assert_int_equal(c.cfg_log2, 3);
	assert_null(smmu3_config_check(&c));
}

static void profiles_are_possible_smmus(void **state)
{
	(void)state;
	expect_taken("profile=max");
	expect_taken("profile=linux");
	expect_taken("profile=qemu");
	expect_taken("profile=minimal");
	expect_taken("profile=max,oas=40");
}

/* kernel-facts 5.8: what the Linux driver wants. */
static void linux_profile_has_what_linux_wants(void **state)
{
	struct smmu3_config c;

	(void)state;
	assert_null(parse(&c, "profile=linux"));
	assert_int_equal(c.st_level, 1);
	assert_int_equal(c.asid16, 1);
	assert_int_equal(c.s2p, 1);
	assert_int_equal(c.vmid16, 1);
	assert_int_equal(c.httu, 2);
	assert_int_equal(c.stall_model, 0);
	assert_int_equal(c.attr_types_ovr, 1);
	assert_true(c.cmdqs >= 7);
}

/* All that there is: nothing is left to be turned on. */
static void max_profile_has_everything(void **state)
{
	struct smmu3_config c;

	(void)state;
	assert_null(parse(&c, "profile=max"));
	assert_int_equal(c.s1p, 1);
	assert_int_equal(c.s2p, 1);
	assert_int_equal(c.hyp, 1);
	assert_int_equal(c.vmid16, 1);
	assert_int_equal(c.vmw, 1);
	assert_int_equal(c.httu, 2);
	assert_int_equal(c.xnx, 1);
	assert_int_equal(c.stt, 1);
	assert_int_equal(c.e0pd, 1);
	assert_int_equal(c.stall_model, 0);
	assert_int_equal(c.attr_types_ovr, 1);
	assert_int_equal(c.attr_perms_ovr, 1);
	assert_int_equal(c.secure, 1);
	assert_int_equal(c.sel2, 1);
	assert_int_equal(c.atos, 1);
}

static void format_and_parse_is_a_round_trip(void **state)
{
	static const char *const texts[] = {
		"", "profile=linux", "profile=qemu", "profile=minimal",
		"arch=3.1,ril=0", "secure=0",
		"profile=max,sidsize=9,oas=42,cache=exact,tlb_log2=5",
		"asid16=0,term_model=1,gbpa_abort=1,cmdqs=0,eventqs=19",
		"s1p=0,secure=0,httu=2,stall_model=0,stall_max=4096",
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		struct smmu3_config a, b;
		char text[512];
		size_t len;

		memset(&a, 0, sizeof(a));
		memset(&b, 0, sizeof(b));
		assert_null(parse(&a, texts[i]));
		len = smmu3_config_format(&a, text, sizeof(text));
		assert_true(len > 0 && len < sizeof(text));
		assert_null(smmu3_config_parse(&b, text, len));
		assert_memory_equal(&a, &b, sizeof(a));
	}
}

static void format_spells_every_key_out(void **state)
{
	static const char *const keys[] = {
		"profile=", "arch=", "msi=", "had=", "ril=", "bbml=", "fwb=",
		"secure=", "s_sidsize=", "s_msi=", "sidsize=", "st_level=",
		"oas=", "gran16k=", "gran64k=", "asid16=",
		"term_model=", "cmdqs=", "eventqs=", "ssidsize=",
		"cd2l=", "gbpa_abort=", "cache=",
		"tlb_log2=", "cfg_log2=", "stall_model=", "stall_max=",
		"s1p=", "s2p=", "hyp=", "vmid16=", "vmw=", "httu=", "xnx=", "stt=",
		"e0pd=", "atos=", "attr_types_ovr=", "attr_perms_ovr=", "sel2=" };
	struct smmu3_config config;
	char text[512] = "";
	unsigned int i;

	(void)state;
	assert_null(parse(&config, ""));
	text[smmu3_config_format(&config, text, sizeof(text))] = 0;
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		assert_non_null(strstr(text, keys[i]));
}

static void format_writes_no_more_than_fits(void **state)
{
	struct smmu3_config config;
	char whole[512], part[512];
	size_t len, cap;

	(void)state;
	assert_null(parse(&config, ""));
	len = smmu3_config_format(&config, whole, sizeof(whole));
	for (cap = 0; cap <= len; cap++) {
		memset(part, '#', sizeof(part));
		assert_int_equal(smmu3_config_format(&config, part, cap), len);
		assert_memory_equal(part, whole, cap);
		assert_int_equal(part[cap], '#');
	}
}

/* Every choice, and the ID registers that follow bit by bit. */
static void check_id_registers(const struct smmu3_config *config)
{
	struct rig *rig = rig_new(config);

	assert_int_equal(rd32(rig, REF_IDR0), ref_idr0(&rig->id));
	assert_int_equal(rd32(rig, REF_IDR1), ref_idr1(&rig->id));
	assert_int_equal(rd32(rig, REF_IDR2), 0);
	assert_int_equal(rd32(rig, REF_IDR3), ref_idr3(&rig->id));
	assert_int_equal(rd32(rig, REF_IDR4), 0);
	assert_int_equal(rd32(rig, REF_IDR5), ref_idr5(&rig->id));
	assert_int_equal(rd32(rig, REF_AIDR), ref_aidr(&rig->id));
	assert_memory_equal(smmu3_get_config(rig->smmu), config,
			    sizeof(*config));
	rig_free(rig);
}

static void id_registers_follow_the_configuration(void **state)
{
	static const u32 oas[] = { 32, 36, 40, 42, 44, 48 };
	struct smmu3_config config = rig_config(SMMU3_CACHE_FAST);
	unsigned int i;

	(void)state;
	for (i = 0; i < 24; i++) {
		config.oas = oas[i % 6];
		config.sidsize = i < 12 ? i % 7 : 8 + i;
		config.st_level = i >= 12 || i % 2;
		config.gran16k = i / 3 % 2;
		config.gran64k = i / 5 % 2;
		config.asid16 = i / 2 % 2;
		config.term_model = i / 4 % 2;
		config.cmdqs = i % 20;
		config.eventqs = 19 - i % 20;
		config.ssidsize = i % 21;
		config.cd2l = i / 8 % 2;
		config.gbpa_abort = i % 3 == 0;
		check_id_registers(&config);
	}
}

/* 6.3.7: the implementer is not Arm's 0x43b. */
static void iidr_is_not_arms(void **state)
{
	struct rig *rig = *state;

	assert_int_not_equal(rd32(rig, REF_IIDR) & 0xfff, 0x43b);
}

/* 6.3.1, 6.3.4, 6.3.6: what means nothing without another feature is 0. */
static void id_fields_are_0_without_what_they_are_about(void **state)
{
	static const struct {
		const char *text;
		u32 offset;
		u64 field;
	} rows[] = {
		{ "s2p=0,sel2=0,vmid16=1,vmw=1", REF_IDR0, BIT(0) | BIT(17) | BIT(18) },
		{ "s2p=0,sel2=0,s1p=1", REF_IDR0, BIT(9) },
		{ "profile=qemu", REF_IDR0, BIT(9) },
		{ "s2p=1,xnx=1,s1p=0,secure=0", REF_IDR0, BIT(1) | BIT(9) },
		{ "s1p=0,secure=0,had=1", REF_IDR3, BIT(2) },
		{ "s2p=0,sel2=0,xnx=1", REF_IDR3, BIT(4) },
		{ "stall_model=1,stall_max=9", REF_IDR5, GENMASK(31, 16) },
		{ "secure=0,sel2=1", REF_S(REF_IDR1), ~0U },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct smmu3_config config;
		struct rig *rig;

		assert_null(parse(&config, rows[i].text));
		rig = rig_new(&config);
		assert_int_equal(smmu3_reg_read(rig->smmu, SMMU3_PAS_S,
						rows[i].offset, 32) &
				 rows[i].field, 0);
		rig_free(rig);
	}
}

static void stages_show_in_the_id_registers(void **state)
{
	struct smmu3_config config = rig_config(SMMU3_CACHE_FAST);
	unsigned int i;

	(void)state;
	for (i = 0; i < 48; i++) {
		config.s1p = i % 4 != 0;
		config.s2p = i % 2;
		config.xnx = i % 2 || i % 3;
		config.vmid16 = i / 2 % 2;
		config.vmw = i / 4 % 2;
		config.httu = i % 3;
		config.stt = i / 8 % 2;
		config.e0pd = i / 5 % 2;
		config.atos = i / 9 % 2;
		config.attr_types_ovr = i / 3 % 2;
		config.attr_perms_ovr = i / 6 % 2;
		config.stall_model = i / 7 % 3;
		config.stall_max = 1 + 87 * i;
		check_id_registers(&config);
	}
}

static void size_depends_on_the_caches(void **state)
{
	struct smmu3_config small = rig_config(SMMU3_CACHE_EXACT);
	struct smmu3_config large = small;

	(void)state;
	small.tlb_log2 = 4;
	small.cfg_log2 = 2;
	large.tlb_log2 = 16;
	large.cfg_log2 = 12;
	assert_true(smmu3_size(&small) < smmu3_size(&large));
	check_id_registers(&small);
	check_id_registers(&large);
}

static void random_text_never_crashes(void **state)
{
	static const char alphabet[] = "oas=48,cdqgxminp0197_\n =,=";
	u64 seed = 42;
	unsigned int i, j;

	(void)state;
	for (i = 0; i < 20000; i++) {
		char text[24];
		struct smmu3_config config;

		for (j = 0; j < sizeof(text); j++) {
			seed = seed * 6364136223846793005ULL + 1;
			text[j] = alphabet[(seed >> 33) %
					   (sizeof(alphabet) - 1)];
		}
		if (!smmu3_config_parse(&config, text, i % sizeof(text)))
			smmu3_config_check(&config);
	}
}

static const struct CMUnitTest identity_tests[] = {
	cmocka_unit_test(empty_text_is_a_possible_smmu),
	cmocka_unit_test(values_out_of_range_are_refused_with_a_reason),
	cmocka_unit_test(limits_are_taken),
	cmocka_unit_test(large_linear_stream_tables_are_refused),
	cmocka_unit_test(large_linear_secure_stream_tables_are_refused),
	cmocka_unit_test(each_version_has_its_mandatory_features),
	cmocka_unit_test(no_version_has_features_of_the_one_after_the_next),
	cmocka_unit_test(features_need_those_they_are_built_on),
	cmocka_unit_test(other_versions_are_refused),
	cmocka_unit_test(secure_bank_is_one_key_in_every_profile),
	cmocka_unit_test(malformed_text_is_refused_with_a_reason),
	cmocka_unit_test(text_is_read_no_further_than_its_length),
	cmocka_unit_test(keys_set_their_fields),
	cmocka_unit_test(profiles_are_possible_smmus),
	cmocka_unit_test(linux_profile_has_what_linux_wants),
	cmocka_unit_test(max_profile_has_everything),
	cmocka_unit_test(format_and_parse_is_a_round_trip),
	cmocka_unit_test(format_spells_every_key_out),
	cmocka_unit_test(format_writes_no_more_than_fits),
	cmocka_unit_test(id_registers_follow_the_configuration),
	cmocka_unit_test(stages_show_in_the_id_registers),
	cmocka_unit_test(id_fields_are_0_without_what_they_are_about),
	TEST_RESET(iidr_is_not_arms),
	cmocka_unit_test(size_depends_on_the_caches),
	cmocka_unit_test(random_text_never_crashes),
};
SUITE(identity);
