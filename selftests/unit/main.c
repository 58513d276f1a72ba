// SPDX-License-Identifier: GPL-2.0
/*
 * All rule tests as one cmocka group, TAP on stdout. TESTS=glob chooses.
 */
#include "rig.h"
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>

static const struct suite *const suites[] = {
	&registers_suite,
	&guards_suite,
	&identity_suite,
	&inspect_suite,
	&rules_commands_suite,
	&rules_commands_queue_suite,
	&rules_commands_sync_suite,
	&rules_commands_cfgi_suite,
	&rules_commands_tlbi_suite,
	&cfgi_suite,
	&tlbi_suite,
	&tlbi_range_suite,
	&records_suite,
	&rules_records_suite,
	&rules_eventq_suite,
	&rules_stall_suite,
	&rules_stall_queue_suite,
	&rules_stall_end_suite,
	&rules_stall_model_suite,
	&rules_stall_random_suite,
	&rules_irq_suite,
	&rules_inject_suite,
	&rules_states_suite,
	&rules_hostile_suite,
	&rules_bringup_suite,
	&bypass_suite,
	&strtab_suite,
	&ste_suite,
	&decode_suite,
	&cd_suite,
	&substreams_suite,
	&cdtab_suite,
	&walk_suite,
	&granules_suite,
	&range_suite,
	&perm_suite,
	&terminate_suite,
	&peek_suite,
	&attr_suite,
	&cache_suite,
	&nested_cache_suite,
	&tlb_tags_suite,
	&redo_suite,
	&review_smmuen_suite,
	&rules_access_suite,
	&rules_masks_suite,
	&rules_guards_suite,
	&rules_index_suite,
	&rules_identity_suite,
	&rules_orders_suite,
	&rules_regfile_suite,
	&rules_secure_suite,
	&secure_walk_suite,
	&secure_stream_suite,
	&twin_ste_suite,
	&twin_cd_suite,
	&twin_walk_suite,
	&twin_perm_suite,
	&twin_fault_suite,
	&twin_secure_suite,
	&twin_attr_suite,
	&twin_random_suite,
	&rules_ste_suite,
	&rules_ste_limits_suite,
	&rules_ste_streams_suite,
	&rules_cd_suite,
	&rules_stage2_suite,
	&rules_stage2_perm_suite,
	&rules_stage2_attr_suite,
	&rules_nested_suite,
	&rules_nested_cd_suite,
	&rules_nested_size_suite,
	&nested_steps_suite,
	&random_races_suite,
	&rules_httu_suite,
	&rules_httu_nested_suite,
	&rules_httu_race_suite,
	&rules_override_suite,
	&rules_override_walk_suite,
	&rules_worlds_suite,
	&rules_worlds_secure_suite,
	&isolation_suite,
	&isolation_named_suite,
	&isolation_cache_suite,
	&rules_atos_suite,
	&rules_atos_par_suite,
	&random_suite,
	&random_inval_suite,
	&random_atos_suite,
};

static struct CMUnitTest tests[2048];

static size_t collect(void)
{
	size_t count = 0, i, j;

	for (i = 0; i < ARRAY_SIZE(suites); i++)
		for (j = 0; j < suites[i]->count; j++) {
			assert(count < ARRAY_SIZE(tests));
			tests[count++] = suites[i]->tests[j];
		}
	return count;
}

int main(void)
{
	const char *only = getenv("TESTS");
	size_t count = collect();

	setvbuf(stdout, NULL, _IOLBF, 0);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (only && *only)
		cmocka_set_test_filter(only);
	return _cmocka_run_group_tests("rules", tests, count, NULL, NULL) != 0;
}
