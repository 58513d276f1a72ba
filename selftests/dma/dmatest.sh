#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's own dmatest on the companion, 2 threads of 1000 iterations (fewer
# on the debug kernel), and proof from the SMMU's counters that every byte went
# through a translation.
. /lib/ktap.sh
. /lib/companion.sh

ITERATIONS=$((1000 / SMMU_SIM_SLOW))
BUFFER=16384	# dmatest's test_buf_size; with norandom each iteration moves it

ktap_plan 11

# every_access_translated: nothing went past the SMMU, nothing faulted
every_access_translated() {
	[ "$(since bypasses)" -eq 0 ] && [ "$(since faults)" -eq 0 ] &&
		[ "$(since transactions)" -gt 0 ] &&
		[ $(($(since tlb_hits) + $(since walks))) -eq "$(since transactions)" ]
}

ktap_is "the domain is strict" "$(domain_type)" DMA

save_stats
ktap_ok "memcpy, random lengths and offsets" \
	run_dmatest iterations=$ITERATIONS dmatest=0
ktap_ok "memcpy: every access was translated" every_access_translated

save_stats
ktap_ok "memset, random lengths and offsets" \
	run_dmatest iterations=$ITERATIONS dmatest=1
ktap_ok "memset: every access was translated" every_access_translated

save_stats
ktap_ok "memcpy, whole buffers" \
	run_dmatest iterations=$ITERATIONS dmatest=0 norandom=1
ktap_ok "whole buffers: every access was translated" every_access_translated
ktap_is "whole buffers: every byte was read and written by the SMMU" \
	"$(since bytes)" $((2 * 2 * ITERATIONS * BUFFER))

save_stats
ktap_ok "memset, whole buffers" \
	run_dmatest iterations=$ITERATIONS dmatest=1 norandom=1
ktap_is "memset, whole buffers: every byte was written by the SMMU" \
	"$(since bytes)" $((2 * ITERATIONS * BUFFER))

ktap_is "the IOMMU driver saw no event" \
	"$(head -n 1 "$SYSTEM/iommu-events")" "taken 0 overflows 0"
ktap_end
