/* SPDX-License-Identifier: GPL-2.0 */
/* The tests, by file. */
#ifndef _UNIT_SUITES_H
#define _UNIT_SUITES_H

#include "cmocka_env.h"

extern const struct suite registers_suite;
extern const struct suite guards_suite;
extern const struct suite identity_suite;
extern const struct suite inspect_suite;
extern const struct suite rules_commands_suite;
extern const struct suite rules_commands_queue_suite;
extern const struct suite rules_commands_sync_suite;
extern const struct suite rules_commands_cfgi_suite;
extern const struct suite rules_commands_tlbi_suite;
extern const struct suite cfgi_suite;
extern const struct suite tlbi_suite;
extern const struct suite tlbi_range_suite;
extern const struct suite records_suite;
extern const struct suite rules_records_suite;
extern const struct suite rules_eventq_suite;
extern const struct suite rules_stall_suite;
extern const struct suite rules_stall_queue_suite;
extern const struct suite rules_stall_end_suite;
extern const struct suite rules_stall_model_suite;
extern const struct suite rules_stall_random_suite;
extern const struct suite rules_irq_suite;
extern const struct suite rules_inject_suite;
extern const struct suite rules_states_suite;
extern const struct suite rules_hostile_suite;
extern const struct suite rules_bringup_suite;
extern const struct suite bypass_suite;
extern const struct suite strtab_suite;
extern const struct suite ste_suite;
extern const struct suite decode_suite;
extern const struct suite cd_suite;
extern const struct suite substreams_suite;
extern const struct suite cdtab_suite;
extern const struct suite walk_suite;
extern const struct suite granules_suite;
extern const struct suite range_suite;
extern const struct suite perm_suite;
extern const struct suite terminate_suite;
extern const struct suite peek_suite;
extern const struct suite attr_suite;
extern const struct suite cache_suite;
extern const struct suite nested_cache_suite;
extern const struct suite tlb_tags_suite;
extern const struct suite redo_suite;
extern const struct suite review_smmuen_suite;
extern const struct suite rules_access_suite;
extern const struct suite rules_masks_suite;
extern const struct suite rules_guards_suite;
extern const struct suite rules_index_suite;
extern const struct suite rules_identity_suite;
extern const struct suite rules_orders_suite;
extern const struct suite rules_regfile_suite;
extern const struct suite rules_secure_suite;
extern const struct suite secure_walk_suite;
extern const struct suite secure_stream_suite;
extern const struct suite twin_ste_suite;
extern const struct suite twin_cd_suite;
extern const struct suite twin_walk_suite;
extern const struct suite twin_perm_suite;
extern const struct suite twin_fault_suite;
extern const struct suite twin_secure_suite;
extern const struct suite twin_attr_suite;
extern const struct suite twin_random_suite;
extern const struct suite random_suite;
extern const struct suite random_inval_suite;
extern const struct suite rules_ste_suite;
extern const struct suite rules_ste_limits_suite;
extern const struct suite rules_ste_streams_suite;
extern const struct suite rules_cd_suite;
extern const struct suite rules_stage2_suite;
extern const struct suite rules_stage2_perm_suite;
extern const struct suite rules_stage2_attr_suite;
extern const struct suite rules_nested_suite;
extern const struct suite rules_nested_cd_suite;
extern const struct suite rules_nested_size_suite;
extern const struct suite nested_steps_suite;
extern const struct suite random_races_suite;
extern const struct suite rules_httu_suite;
extern const struct suite rules_httu_nested_suite;
extern const struct suite rules_httu_race_suite;
extern const struct suite rules_override_suite;
extern const struct suite rules_override_walk_suite;
extern const struct suite rules_worlds_suite;
extern const struct suite rules_worlds_secure_suite;
extern const struct suite isolation_suite;
extern const struct suite isolation_named_suite;
extern const struct suite isolation_cache_suite;
extern const struct suite rules_atos_suite;
extern const struct suite rules_atos_par_suite;
extern const struct suite random_atos_suite;

#endif /* _UNIT_SUITES_H */
