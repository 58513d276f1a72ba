#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The companion's group in each type of domain, with dmatest on it; the SMMU's
# counters tell whether it translated.
. /lib/ktap.sh
. /lib/companion.sh

ITERATIONS=$((200 / SMMU_SIM_SLOW))

ktap_plan 19

translated() {
	[ "$(since bypasses)" -eq 0 ] && [ "$(since faults)" -eq 0 ] &&
		[ $(($(since tlb_hits) + $(since walks))) -eq "$(since transactions)" ]
}

bypassed() {
	[ "$(since bypasses)" -eq "$(since transactions)" ] &&
		[ "$(since faults)" -eq 0 ]
}

# try_type TYPE WHAT: five test points
try_type() {
	ktap_ok "$1: the group changes to it" set_domain_type "$1"
	ktap_is "$1: the group says so" "$(domain_type)" "$1"
	save_stats
	ktap_ok "$1: dmatest memcpy" \
		run_dmatest iterations=$ITERATIONS dmatest=0
	ktap_ok "$1: dmatest memset" \
		run_dmatest iterations=$ITERATIONS dmatest=1
	ktap_ok "$1: the SMMU $2 every access" "$2"
	ktap_note "$1: $(since transactions) transactions, $(since commands) commands"
}

ktap_is "strict by the command line" "$(domain_type)" DMA
try_type DMA translated
strict=$(since commands)
try_type DMA-FQ translated
lazy=$(since commands)
try_type identity bypassed
ktap_ok "a flush queue takes fewer commands than strict invalidation" \
	test "$lazy" -lt "$strict"
ktap_is "identity: no command but for attaching" \
	"$([ "$(since commands)" -eq 0 ] && echo none)" none
ktap_ok "back to DMA" set_domain_type DMA
ktap_end
