#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The example program of Documentation/secure-firmware.rst, as it is printed
# there, beside the kernel's dmatest.
. /lib/ktap.sh
. /lib/companion.sh

ITERATIONS=$((200 / SMMU_SIM_SLOW))

# run_both: the program again and again while dmatest runs; $runs says how often
run_both() {
	run_dmatest iterations=$ITERATIONS dmatest=0 >/tmp/dmatest.out 2>&1 &
	runs=0
	while :; do
		secure_firmware >/tmp/firmware || return 1
		runs=$((runs + 1))
		kill -0 $! 2>/dev/null || break
	done
	wait $!
}

ktap_plan 5
ktap_ok "it does all that it says" secure_firmware
secure_firmware >/tmp/firmware
ktap_is "two events reached it" "$(grep -c ' event 0x10 ' /tmp/firmware)" 2
save_stats
run_both
ktap_is "dmatest beside it has no failure" $? 0
ktap_ok "it ran beside it" test "$runs" -gt 1
ktap_is "the kernel's driver saw no event" \
	"$(head -n 1 "$SYSTEM/iommu-events")" "taken 0 overflows 0"
ktap_end
