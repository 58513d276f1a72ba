#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The companion's dmaengine channels, see modules/engine_check.c, and what
# happens to them when the driver is unbound and bound.
. /lib/ktap.sh
. /lib/companion.sh

PARAMETERS=/sys/module/engine_check/parameters

channels() {
	find /sys/class/dma/ -name 'dma*chan*' | wc -l
}

ktap_plan 12
ktap_ok "the checks run" insmod /modules/engine_check.ko
ktap_is "none failed" "$(cat $PARAMETERS/failed)" ""
ktap_is "all of them ran" "$(cat $PARAMETERS/passed)" 8
rmmod engine_check

echo smmu-sim-dma >"$COMPANION_DRIVER/unbind"
ktap_is "no channels without the driver" "$(channels)" 0
ktap_ok "the device stays in its group" test -e "$COMPANION/iommu_group"
echo smmu-sim-dma >"$COMPANION_DRIVER/bind"
ktap_is "the channels are back" "$(channels)" 2
ktap_ok "dmatest on them" run_dmatest iterations=10

ktap_ok "a client holds a channel" insmod /modules/channel_hold.ko
echo smmu-sim-dma >"$COMPANION_DRIVER/unbind"
echo smmu-sim-dma >"$COMPANION_DRIVER/bind"
ktap_is "the driver is bound anew" "$(channels)" 2
ktap_ok "dmatest is given channels that work" run_dmatest iterations=10
ktap_ok "the client lets go of the channel that was" rmmod channel_hold
ktap_ok "dmatest on the new ones" run_dmatest iterations=10
ktap_end
