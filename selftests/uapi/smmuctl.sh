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

ktap_plan 24

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
ktap_end
