#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# smmuctl: exit codes, and JSON that says what happened.

. /lib/ktap.sh

# code COMMAND...: prints its exit code
code() {
	"$@" >/dev/null 2>&1
	echo $?
}

# json KEY COMMAND...: the last value of a key in what a command prints
json() {
	key=$1
	shift
	"$@" 2>/dev/null |
		sed -n 's/.*"'"$key"'":\("[^"]*"\|[^,}]*\).*/\1/p' | tail -1 |
		tr -d '"'
}

demo="smmuctl --json --setup demo"
faults="smmuctl --json --setup faults"

ktap_plan 131

ktap_is "help_is_0" "$(code smmuctl --help)" 0
ktap_is "verb_help_is_0" "$(code smmuctl walk --help)" 0
ktap_is "help_verb_is_help_of_the_verb" "$(smmuctl help walk)" \
	"$(smmuctl walk --help)"
ktap_is "nothing_is_2" "$(code smmuctl)" 2
ktap_is "unknown_verb_is_2" "$(code smmuctl colour)" 2
ktap_is "missing_argument_is_2" "$(code smmuctl walk 1)" 2
ktap_is "bad_number_is_2" "$(code smmuctl walk 1 0xg)" 2
ktap_is "then_at_the_end_is_2" "$(code smmuctl info "then")" 2
ktap_is "absent_device_is_1" "$(code smmuctl --device /dev/absent info)" 1
ktap_is "absent_setup_is_2" "$(code smmuctl --setup /absent info)" 2
ktap_is "fault_is_1" "$(code smmuctl --setup demo translate 1 0)" 1
ktap_is "forwarded_is_0" "$(code smmuctl --setup demo translate 1 0x10000)" 0
ktap_is "foreign_address_on_the_system_smmu_is_1" \
	"$(code smmuctl --system dma read 16 0x1000 8)" 1

# shellcheck disable=SC2086 # words
{
	ktap_is "info_names_the_kind" "$(json kind smmuctl --json -s info)" \
		system
	ktap_is "regs_decode_fields" \
		"$(json SMMUEN smmuctl --json -s regs CR0ACK)" 0x1
	ktap_is "translate_keeps_the_offset" \
		"$(json pa $demo translate 1 0x10123 | tail -c 4)" 123
	ktap_is "second_translation_hits" \
		"$($demo translate 1 0x10000 "then" translate 1 0x10000 |
		   sed -n 's/.*"hits":\(\[[^]]*\]\).*/\1/p' | tail -1)" \
		'["STE","CD","TLB"]'
	ktap_is "block_of_2m_is_a_block" \
		"$(json log2_size $demo translate 2 0x212345)" 21
	ktap_is "read_only_page_refuses_writes" \
		"$(json name $demo translate --write 1 0x20000)" F_PERMISSION
	ktap_is "bypass_keeps_the_address" \
		"$(json pa $demo translate 3 0x1234)" 0x1234
	ktap_is "blocked_stream_has_no_event" \
		"$(json recorded $demo translate 4 0)" false
	ktap_is "faults_are_all_recorded" \
		"$($faults events | grep -o '"name"' | wc -l)" 6
	ktap_is "dma_comes_back" \
		"$($demo dma write 1 0x10000 AB "then" dma read 1 0x10000 2 |
		   sed -n 's/.*"data":\(\[[^]]*\]\).*/\1/p')" "[65,66]"
	ktap_is "late_dma_faults" \
		"$(json name smmuctl --json -s dma demo --late)" F_TRANSLATION
	ktap_is "drained_record_is_shown" \
		"$(json RnW smmuctl --json -s events --last 1)" 0x0
}

# Numbers, and what is text.

printf '! echo text\n' >/tmp/shell.smmuctl
ktap_is "leading_zero_is_not_octal" \
	"$(json stream_id smmuctl --json map 010 0x8000)" 10
ktap_is "bare_0x_is_2" "$(code smmuctl map 0x 0x8000)" 2
ktap_is "shell_output_is_not_mixed_into_json" \
	"$(smmuctl --json run /tmp/shell.smmuctl 2>/dev/null)" \
	'{"verb":"run","ok":true}'
ktap_is "last_events_of_an_own_queue_is_2" "$(code smmuctl events --last 1)" 2

# Errors end what is to follow, faults do not.

# verbs COMMAND...: the verbs that ran
verbs() {
	"$@" 2>/dev/null | sed -n 's/.*"verb":"\([a-z]*\)".*/\1/p' | tr '\n' ' '
}

# left COMMAND...: what was not run, as it says
left() {
	"$@" 2>&1 >/dev/null | sed -n 's/^ *not run: //p'
}

printf 'config colour=red\n# why\nmap 1 0x8000\ninfo\n' >/tmp/error.smmuctl
printf 'map 1 0x8000\ntranslate 1 0\n! false\ninfo\n' >/tmp/fault.smmuctl
ktap_is "verbs_behind_an_error_are_not_run" \
	"$(verbs smmuctl --json config colour=red "then" info)" "config "
ktap_is "verb_that_is_not_run_is_named" \
	"$(left smmuctl config colour=red "then" map 1 0x8000 "then" info)" \
	"map ..."
ktap_is "error_ends_a_script" \
	"$(left smmuctl run /tmp/error.smmuctl "then" regs)" \
	"map 1 0x8000 ...
regs"
ktap_is "error_ends_a_setup" \
	"$(verbs smmuctl --json --setup /tmp/error.smmuctl info)" ""
ktap_is "fault_does_not_end_a_script" \
	"$(verbs smmuctl --json run /tmp/fault.smmuctl "then" info)" \
	"map translate info run info "
ktap_is "error_is_1" "$(code smmuctl config colour=red "then" info)" 1

# Registers.

msi="map -b s 1 0x8000 then set -b s S_IRQ_CTRL 0 then
	set -b s S_EVENTQ_IRQ_CFG0 0x80f00000 then
	set -b s S_EVENTQ_IRQ_CFG1 0x1234 then set -b s S_IRQ_CTRL 5"

# shellcheck disable=SC2086 # words
{
	ktap_is "set_writes_a_register" \
		"$(json RECINVSID smmuctl --json set CR2 2)" 0x1
	ktap_is "set_leaves_a_guarded_register" \
		"$(json value smmuctl --json $msi "then" \
		   set -b s S_EVENTQ_IRQ_CFG1 1)" 0x1234
	ktap_is "set_programs_a_secure_msi" \
		"$(smmuctl --json $msi "then" translate -b s 1 0 "then" \
		   memory -b s 0x80f00000 4 2>/dev/null |
		   grep -c '"data":\[52,18,0,0\]')" 1
	ktap_is "set_of_no_register_is_1" "$(code smmuctl set S_CR0 0)" 1
	ktap_is "set_of_more_than_32_bits_is_2" \
		"$(code smmuctl set CR0 0x100000000)" 2
	ktap_is "set_of_the_kernels_bank_is_1" "$(code smmuctl -s set CR0 0)" 1
}

# Address translation operations.

atos="config atos=1 then map 1 0x8000"

# shellcheck disable=SC2086 # words
{
	ktap_is "atos_tells_the_size" \
		"$(json size smmuctl --json $atos "then" atos 1 0x8000)" 4096
	ktap_is "atos_tells_the_fault" \
		"$(json fault smmuctl --json $atos "then" atos 1 0)" \
		F_TRANSLATION
	ktap_is "atos_fault_is_1" \
		"$(code smmuctl $atos "then" atos --type 2 1 0x8000)" 1
	ktap_is "atos_of_both_stages_of_one_is_inv_stage" \
		"$(json fault smmuctl --json $atos "then" \
		   atos --type 1+2 1 0x8000)" INV_STAGE
}

# Both banks.

both="map 1 0x8000 then map --bank s 1 0x8000"
late="unmap 1 0x8000 then inspect tlb"

# shellcheck disable=SC2086 # words
{
	ktap_is "odd_bank_is_2" "$(code smmuctl map --bank x 1 0)" 2
	ktap_is "missing_secure_bank_is_1" \
		"$(code smmuctl config profile=linux "then" map -b s 1 0)" 1
	ktap_is "secure_bank_has_its_own_memory" \
		"$(json data smmuctl --json $both "then" \
		   dma -b s write 1 0x8000 A "then" dma read 1 0x8000 1)" "[0]"
	ktap_is "secure_stream_goes_to_secure_memory" \
		"$(json pas smmuctl --json map -b s 1 0x8000 "then" \
		   translate -b s 1 0x8000)" Secure
	ktap_is "secure_event_is_in_the_secure_queue" \
		"$(smmuctl --json $both "then" translate -b s 1 0 "then" \
		   events "then" events -b s 2>/dev/null | grep '"events"' |
		   grep -o '"name"\|"verb"' | tr -d '\n"')" verbverbname
	ktap_is "secure_registers_have_their_names" \
		"$(json name smmuctl --json regs -b s S_CR0)" S_CR0
	ktap_is "secure_registers_are_of_the_secure_bank" \
		"$(json SMMUEN smmuctl --json $both "then" \
		   regs -b s S_CR0ACK)" 0x1
	ktap_is "non_secure_name_is_no_secure_register" \
		"$(code smmuctl regs -b s CR0)" 1
}

# The identity in words.

ktap_is "identity_names_the_architecture" \
	"$(smmuctl config profile=max,arch=3.2 "then" info |
	   grep -c '^  architecture *SMMUv3.2; range invalidation')" 1
ktap_is "identity_follows_the_registers" \
	"$(json interrupts smmuctl --json config msi=0 "then" info)" \
	"wired, no MSI"
ktap_is "identity_knows_the_secure_state" \
	"$(json secure smmuctl --json config s_sidsize=7 "then" info)" true
ktap_is "identity_knows_secure_stream_ids" \
	"$(smmuctl --json config s_sidsize=7 "then" info |
	   grep -c '"secure_state":"yes, 7-bit StreamIDs')" 1
ktap_is "identity_knows_its_absence" \
	"$(smmuctl --json config profile=linux "then" info |
	   grep -c '"secure_state":"no ')" 1

# Injections, inspection, steps.

echo '! cat /sys/kernel/debug/smmu-sim/[0-9]*/strtab' >/tmp/strtab.smmuctl

# shellcheck disable=SC2086 # words
{
	ktap_is "unknown_injection_is_2" "$(code smmuctl inject colour)" 2
	ktap_is "abort_of_nothing_is_2" "$(code smmuctl inject abort)" 2
	ktap_is "unknown_access_is_2" "$(code smmuctl inject abort -a foo)" 2
	ktap_is "backward_range_is_2" \
		"$(code smmuctl inject abort -a ste -r 2-1)" 2
	ktap_is "foreign_option_is_2" "$(code smmuctl inject pause -e 2)" 2
	ktap_is "cleared_twice_is_1" \
		"$(code smmuctl inject sfm "then" inject --clear 1 "then" \
		   inject --clear 1)" 1
	ktap_is "injected_abort_is_a_fault" \
		"$(json name $demo inject abort -a tt --once "then" \
		   translate 1 0x10000)" F_WALK_EABT
	ktap_is "unreadable_stream_table_is_told_by_debugfs" \
		"$(smmuctl --setup demo inject abort -a ste "then" \
		   run /tmp/strtab.smmuctl | grep -c '^  external abort at')" 1
	ktap_is "readable_stream_table_is_shown_by_debugfs" \
		"$(smmuctl --setup demo run /tmp/strtab.smmuctl |
		   grep -c '^  external abort at\|^  StreamID')" 4
	ktap_is "one_shot_is_over" \
		"$(json status $demo inject abort -a tt --once "then" \
		   translate 1 0x10000 "then" translate 1 0x10000)" forwarded
	ktap_is "list_tells_what_went_wrong" \
		"$(json fired $demo inject abort -a client -c 2 "then" \
		   dma read 1 0x10000 1 "then" dma read 1 0x10000 1 "then" \
		   dma read 1 0x10000 1 "then" inject --list)" 2
	ktap_is "paused_invalidation_leaves_the_entry" \
		"$(smmuctl --json map 1 0x8000 "then" translate 1 0x8000 \
		   "then" inject pause "then" $late "then" step "then" \
		   inspect tlb 2>/dev/null | grep '"tlb"' |
		   grep -o '"va":"0x8000"\|"tlb":\[\]' | tr '\n' ' ')" \
		'"va":"0x8000" "tlb":[] '
	ktap_is "step_of_the_kernels_queue_is_1" "$(code smmuctl -s step)" 1
	ktap_is "inspect_shows_both_banks" \
		"$(smmuctl --json inspect banks | grep -o '"bank"' | wc -l)" 2
	ktap_is "dma_demo_survives_a_command_abort" \
		"$(code smmuctl -s inject abort -a cmdq --once "then" dma demo)" 0
}

# Two stages, substreams, flags, stalls.

full="config s2p=1,xnx=1,stt=1,sel2=1,vmid16=1,httu=2,stall_model=0,stall_max=4"
nested="$full then stream 1 --stages 1+2 --vmid 5 then map 1 0x10000"
stalling="$full then stream 1 --faults stall then map 1 0x10000"

# steps KEY COMMAND...: every value of a key in the steps of a walk
steps() {
	key=$1
	shift
	"$@" 2>/dev/null | grep '"steps"' | grep -o '"'"$key"'":"\?[^",}]*' |
		sed 's/.*://; s/"//' | tr '\n' ' '
}

# A context at IPA 0x40002000; levels 0 to 3 of stage 1 at 0x40005000,
# 0x40007000 to 0x40009000; each read goes through levels 1 to 3 of stage 2 of
# 39 bits first (3.3.2, Arm ARM D8.2).
s2="level 1 level 2 level 3"

# shellcheck disable=SC2086 # words
{
	ktap_is "walk_of_two_stages_reads_every_table" \
		"$(steps step smmuctl --json $nested "then" walk 1 0x10008)" \
		"STE $s2 CD $s2 level 0 $s2 level 1 $s2 level 2 $s2 level 3 $s2 "
	ktap_is "walk_says_what_stage_2_is_wanted_for" \
		"$(steps wanted smmuctl --json $nested "then" walk 1 0x10008 |
		   tr ' ' '\n' | uniq -c | tr -s ' \n' ' ')" \
		" 3 CD 12 TT 3 IN "
	ktap_is "walk_of_one_stage_has_no_stage_2" \
		"$(steps wanted smmuctl --json map 1 0x8000 "then" \
		   walk 1 0x8000)" ""
	ktap_is "brief_walk_has_a_line_for_each_other_stage_2_walk" \
		"$(smmuctl $nested "then" walk --brief 1 0x10008 |
		   grep -c 'stage 2 of IPA .*: 0x')" 5
	ktap_is "walk_names_world_and_vmid" \
		"$(smmuctl $nested "then" walk 1 0x10008 |
		   grep -c 'StreamWorld NS-EL1, VMID 5$')" 1
	ktap_is "walk_names_the_permissions_of_a_page" \
		"$(smmuctl map --ro --noexec 1 0x8000 "then" walk 1 0x8000 |
		   grep -c '^ *read-only, no execution, Normal Write-Back, Inner')" 1
	ktap_is "walk_of_a_device_page_says_so" \
		"$(json memory smmuctl --json map --device 1 0x8000 "then" \
		   walk 1 0x8000)" Device-nGnRE
	ktap_is "stage_2_fault_is_explained" \
		"$(json why smmuctl --json $nested "then" \
		   map --stage 1 --pa 0x50000000 1 0x20000 "then" \
		   walk 1 0x20008)" \
		"stage 2: the level 2 descriptor at 0x80003400 is invalid"
	ktap_is "stage_2_fault_has_its_ipa" \
		"$(json IPA smmuctl --json $nested "then" \
		   map --stage 1 --pa 0x50000000 1 0x20000 "then" \
		   translate 1 0x20008)" 0x50000000
	ktap_is "fault_on_the_way_to_the_context_says_so" \
		"$(json why smmuctl --json $nested "then" \
		   unmap --stage 2 1 0x40002000 "then" walk 1 0x10000 |
		   cut -d: -f1)" "stage 2, on the way to the context"
	ktap_is "permission_fault_names_the_bit" \
		"$(json why smmuctl --json map --ro 1 0x8000 "then" \
		   walk --write 1 0x8000 | grep -c 'read-only (AP.2., bit 7)')" 1
	ktap_is "unmapped_atomic_needs_both_rights" \
		"$(json name smmuctl --json map --ro 1 0x8000 "then" \
		   translate --atomic 1 0x8000)" F_PERMISSION
	ktap_is "faulting_walk_is_1" "$(code smmuctl map 1 0 "then" walk 1 0x9000)" 1
	ktap_is "walk_records_nothing" \
		"$(smmuctl map 1 0 "then" walk 1 0x9000 "then" events |
		   tail -1)" "0 events"
	ktap_is "real_walk_records_its_fault" \
		"$(smmuctl map 1 0 "then" walk --real 1 0x9000 "then" events |
		   tail -1)" "1 event"
	ktap_is "cached_walk_is_one_step" \
		"$(steps step smmuctl --json map 1 0x8000 "then" \
		   translate 1 0x8000 "then" walk --cached 1 0x8000)" "TLB "
	ktap_is "secure_stream_has_two_stages" \
		"$(json pas smmuctl --json $full "then" \
		   stream -b s 1 --stages 1+2 "then" map -b s 1 0x8000 "then" \
		   translate -b s 1 0x8000)" Secure
	ktap_is "tlb_names_both_stages" \
		"$(smmuctl --json $nested "then" translate 1 0x10000 "then" \
		   inspect tlb | tail -1 | grep -o '"stages":"1+2"\|"vmid":5' |
		   sort -u | tr '\n' ' ')" '"stages":"1+2" "vmid":5 '
	ktap_is "stage_2_alone_translates" \
		"$(json pa smmuctl --json $full "then" stream 1 --stages 2 \
		   "then" map --pa 0x80100000 1 0x50000000 "then" \
		   translate 1 0x50000010)" 0x80100010
	ktap_is "missing_feature_is_1" \
		"$(code smmuctl config profile=minimal "then" \
		   stream 1 --stages 1+2)" 1
	ktap_is "unknown_rule_is_2" "$(code smmuctl stream 1 --faults maybe)" 2
	ktap_is "late_rule_is_1" \
		"$(code smmuctl $full "then" map 1 0 "then" \
		   stream 1 --stages 1+2)" 1
	ktap_is "missing_stage_is_1" \
		"$(code smmuctl $full "then" map --stage 2 1 0x8000)" 1
}

subs="stream 1 --substreams 2 then map --ssid 1 1 0x8000 then map --ssid 2 1 0x8000"
flags="$full then stream 1 --flags dirty then map --clean --old 1 0x10000"

# shellcheck disable=SC2086 # words
{
	ktap_is "substreams_are_address_spaces" \
		"$(smmuctl --json $subs "then" translate --ssid 1 1 0x8000 \
		   "then" translate --ssid 2 1 0x8000 | grep '"output"' |
		   grep -o '"pa":"[^"]*' | sort -u | wc -l)" 2
	ktap_is "substream_without_context_is_explained" \
		"$(json why smmuctl --json $subs "then" \
		   walk --ssid 3 1 0x8000)" "the CD has V clear"
	ktap_is "dma_has_a_substream" \
		"$(json data smmuctl --json $subs "then" \
		   dma --ssid 1 write 1 0x8000 A "then" \
		   dma --ssid 2 read 1 0x8000 1)" "[0]"
	ktap_is "large_substream_is_2" "$(code smmuctl map --ssid 99 1 0)" 2
	# 3.13: the descriptor has AF, bit 10, set and AP[2], bit 7, cleared.
	ktap_is "flags_are_clear_before" \
		"$(smmuctl --json $flags "then" memory 0x80006080 8 |
		   grep -c '"data":\[195,59,0,128,0,0,8,0\]')" 1
	ktap_is "write_makes_the_page_dirty" \
		"$(smmuctl --json $flags "then" translate --write 1 0x10000 \
		   "then" memory 0x80006080 8 |
		   grep -c '"data":\[67,63,0,128,0,0,8,0\]')" 1
	ktap_is "read_only_sets_the_access_flag" \
		"$(smmuctl --json $flags "then" translate 1 0x10000 \
		   "then" memory 0x80006080 8 |
		   grep -c '"data":\[195,63,0,128,0,0,8,0\]')" 1
	ktap_is "update_is_a_step" \
		"$(smmuctl $flags "then" walk --real --write 1 0x10000 |
		   grep -c 'sets the access flag (AF) and makes the page dirty')" 1
	ktap_is "walk_updates_nothing" \
		"$(smmuctl --json $flags "then" walk --write 1 0x10000 "then" \
		   memory 0x80006080 8 | grep -c '"data":\[195,59,')" 1
}

# shellcheck disable=SC2086 # words
{
	ktap_is "stalled_translation_is_abandoned" \
		"$(smmuctl --json $stalling "then" translate 1 0x20000 "then" \
		   inspect stalls | grep -o '"status":"[a-z]*\|"abandoned":[a-z]*' |
		   tr '\n' ' ')" '"status":"stalled "abandoned":true '
	ktap_is "peek_would_stall" \
		"$(smmuctl $stalling "then" translate --peek 1 0x20000 |
		   grep -c ': would stall$')" 1
	ktap_is "terminate_ends_stalls" \
		"$(smmuctl --json $stalling "then" translate 1 0x20000 "then" \
		   terminate 1 "then" inspect stalls | tail -1 |
		   grep -c '"stalls":\[\]')" 1
	ktap_is "stalled_dma_is_retried" \
		"$(smmuctl --json $stalling "then" \
		   dma --background write 1 0x20000 A "then" map 1 0x20000 \
		   "then" resume 1 "then" wait "then" dma read 1 0x20000 1 |
		   grep -c '"operation":"write".*"done":1,"status":"forwarded"\|"data":\[65\]')" 2
	ktap_is "two_stalls_are_told_apart" \
		"$(smmuctl $stalling "then" \
		   dma --background write 1 0x20000 A "then" \
		   dma --background write 1 0x30000 B "then" \
		   resume 1 2>&1 | grep -c 'the stream has several stalls$')" 1
	ktap_is "retried_dma_has_stalled_again_before_the_next_verb" \
		"$(smmuctl --json $stalling "then" \
		   dma --background write 1 0x20000 A "then" resume 1 "then" \
		   terminate 1 "then" wait | tail -1 |
		   grep -c '"status":"aborted"')" 1
	ktap_is "stalled_dma_reads_as_zero" \
		"$(json status smmuctl --json $stalling "then" \
		   dma --background read 1 0x20000 1 "then" resume --zero 1 \
		   "then" wait)" raz-wi
	ktap_is "stalled_dma_is_aborted" \
		"$(json status smmuctl --json $stalling "then" \
		   dma --background read 1 0x20000 1 "then" resume --abort 1 \
		   "then" wait)" aborted
	ktap_is "stall_is_in_the_event" \
		"$(smmuctl --json $stalling "then" translate 1 0x20000 "then" \
		   translate 1 0x20000 "then" events | tail -1 |
		   grep -o '"STAG":"[^"]*","Stall":"[^"]*' | tr '\n' ' ')" \
		'"STAG":"0x0","Stall":"0x1 "STAG":"0x1","Stall":"0x1 '
	ktap_is "foreign_stag_is_no_error" \
		"$(code smmuctl $stalling "then" resume 1 77)" 0
	ktap_is "no_stall_to_resume_is_1" \
		"$(code smmuctl $stalling "then" resume 1)" 1
	ktap_is "impatient_dma_is_abandoned" \
		"$(json status smmuctl --json $stalling "then" \
		   dma --timeout 20 read 1 0x20000 1)" stalled
	ktap_is "wait_for_nothing_is_1" "$(code smmuctl wait)" 1
	ktap_is "dma_left_in_the_background_is_1" \
		"$(code smmuctl $stalling "then" \
		   dma --background read 1 0x20000 1)" 1
}

# Commands by name and field.

# shellcheck disable=SC2086 # words
{
	ktap_is "command_is_consumed" \
		"$(code smmuctl map 1 0x8000 "then" \
		   cmd TLBI_NH_VA ASID=2 Address=0x8000 "then" cmd CMD_SYNC)" 0
	ktap_is "command_drops_what_it_names" \
		"$(smmuctl --json map 1 0x8000 "then" translate 1 0x8000 "then" \
		   cmd tlbi_nh_asid asid=2 "then" cmd sync "then" inspect tlb |
		   grep -c '"tlb":\[\]')" 1
	ktap_is "illegal_command_says_why" \
		"$(json error smmuctl --json map 1 0 "then" cmd TLBI_EL3_ALL)" \
		CERROR_ILL
	ktap_is "secure_command_names_secure_streams" \
		"$(json SSec smmuctl --json map -b s 1 0 "then" \
		   cmd -b s CFGI_STE StreamID=1)" 0x1
	ktap_is "unknown_command_is_2" "$(code smmuctl cmd COLOUR)" 2
	ktap_is "unknown_field_is_2" "$(code smmuctl cmd SYNC colour=1)" 2
	ktap_is "value_that_does_not_fit_is_2" "$(code smmuctl cmd SYNC CS=4)" 2
}

# The identity in words: two stages and stalls.

# shellcheck disable=SC2086 # words
{
	ktap_is "identity_knows_stages" \
		"$(json stages smmuctl --json $full "then" info)" \
		"stage 1, stage 2, EL2 contexts"
	ktap_is "identity_knows_tags" \
		"$(smmuctl --json $full,vmw=1 "then" info |
		   grep -c '"tags":"16-bit ASIDs, 16-bit VMIDs, VMID wild')" 1
	ktap_is "identity_knows_flag_updates" \
		"$(json flag_updates smmuctl --json $full "then" info)" \
		"access flag and dirty state are updated by the SMMU"
	ktap_is "identity_knows_stalls" \
		"$(smmuctl --json $full "then" info |
		   grep -c '"faults":"terminate or stall (STALL_MODEL), up to 4 ')" 1
	ktap_is "identity_knows_secure_el2" \
		"$(smmuctl --json $full "then" info |
		   grep -c '"secure_el2":true')" 1
}
ktap_end
