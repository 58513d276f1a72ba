# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034 # for who sources this
#
# The companion device and the system SMMU, for shell tests.

SYSTEM=/sys/kernel/debug/smmu-sim/system
COMPANION=/sys/bus/platform/devices/smmu-sim-dma
COMPANION_DRIVER=/sys/bus/platform/drivers/smmu-sim-dma

# stat NAME: a counter of the system SMMU
stat() {
	sed -n "s/^$1 //p" "$SYSTEM/stats"
}

# save_stats: what since() counts from
save_stats() {
	cat "$SYSTEM/stats" >/tmp/stats
}

# since NAME: how much a counter grew since save_stats
since() {
	echo $(($(stat "$1") - $(sed -n "s/^$1 //p" /tmp/stats)))
}

domain_type() {
	cat "$COMPANION/iommu_group/type"
}

# set_domain_type DMA|DMA-FQ|identity: most changes want no driver bound
set_domain_type() {
	echo smmu-sim-dma >"$COMPANION_DRIVER/unbind" || return 1
	echo "$1" >"$COMPANION/iommu_group/type"
	echo smmu-sim-dma >"$COMPANION_DRIVER/bind" || return 1
	[ "$(domain_type)" = "$1" ]
}

# run_dmatest PARAMETER...: two threads, one a channel; fails if a transfer did
run_dmatest() {
	dmesg -c >/dev/null
	# `run` comes last: it takes the other parameters as they are then.
	insmod /modules/dmatest.ko threads_per_chan=1 timeout=60000 "$@" \
		run=1 || return 1
	# Its parameter `wait` overlooks threads that have not started yet.
	dmatest_tries=0
	while [ "$(dmesg | grep -c 'dmatest: .* summary')" -lt 2 ] &&
		[ "$dmatest_tries" -lt $((600 * SMMU_SIM_SLOW)) ]; do
		dmatest_tries=$((dmatest_tries + 1))
		sleep 0.1
	done
	rmmod dmatest
	dmesg -c >/tmp/dmatest
	grep summary /tmp/dmatest | grep -v ' 0 failures '
	[ "$(grep -c 'summary .* 0 failures ' /tmp/dmatest)" -eq 2 ]
}
