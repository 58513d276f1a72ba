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

ktap_plan 68

ktap_is "help_is_0" "$(code smmuctl --help)" 0
ktap_is "verb_help_is_0" "$(code smmuctl walk --help)" 0
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
ktap_end
