#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A hundred times in and out: nothing stays behind, not in sysfs, debugfs or
# /dev, and no memory.
. /lib/ktap.sh
. /lib/companion.sh

CYCLES=100
WARM=10
ALLOWED=256	# KiB
# The debug kernel's own bookkeeping grows with everything that happens, and it
# looks for leaks itself.
[ ! -e /sys/kernel/debug/kmemleak ] || ALLOWED=1024

load() {
	insmod /modules/smmu_sim.ko driver=builtin &&
		insmod /modules/smmu_sim_dma.ko
}

unload() {
	rmmod smmu_sim_dma && rmmod smmu_sim
}

# slab: KiB, after what is freed with a delay has been freed; shrinking a cache
# also takes its objects out of KASAN's quarantine
slab() {
	sleep 2
	echo 3 >/proc/sys/vm/drop_caches
	for shrink in /sys/kernel/slab/*/shrink; do
		echo 1 >"$shrink"
	done 2>/dev/null
	sleep 1
	sed -n 's/^Slab: *\([0-9]*\) kB/\1/p' /proc/meminfo
}

# leftovers: what is still there that the modules made
leftovers() {
	ls -d /sys/kernel/debug/smmu-sim /sys/class/iommu/smmu-sim \
		/dev/smmu-sim* "$COMPANION" "$COMPANION_DRIVER" \
		/sys/kernel/iommu_groups/* /sys/class/dma/* \
		/sys/kernel/slab/*smmu_sim* 2>/dev/null
	cat /proc/[0-9]*/comm 2>/dev/null | grep smmu-sim-dma
}

# cycles N: every tenth with transfers, so that there were tables, descriptors
cycles() {
	n=0
	while [ "$n" -lt "$1" ]; do
		load || return 1
		[ $((n % 10)) -ne 0 ] || run_dmatest iterations=2 || return 1
		unload || return 1
		n=$((n + 1))
	done
}

ktap_plan 9
ktap_ok "the modules load" load
ktap_ok "the companion is in a group" test -e "$COMPANION/iommu_group/type"
rmmod smmu_sim 2>/dev/null
ktap_ok "smmu_sim stays while the companion is there" \
	test -d /sys/module/smmu_sim
ktap_ok "the modules go, companion first" unload
ktap_is "nothing is left" "$(leftovers)" ""

ktap_ok "$WARM cycles" cycles "$WARM"
before=$(slab)
ktap_ok "$((CYCLES - WARM)) more cycles" cycles $((CYCLES - WARM))
after=$(slab)
ktap_note "slab after cycle $WARM: $before kB, after cycle $CYCLES: $after kB"
ktap_ok "slab grew by $ALLOWED KiB at most" \
	test "$after" -le $((before + ALLOWED))
ktap_is "nothing is left after $CYCLES cycles" "$(leftovers)" ""
ktap_end
