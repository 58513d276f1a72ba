#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The parameters of smmu_sim_dma, good and bad, and life without an owner of the
# SMMU.
. /lib/ktap.sh
. /lib/companion.sh

no() {
	! "$@" 2>/dev/null
}

load_dma() {
	insmod /modules/smmu_sim_dma.ko "$@"
}

channels() {
	find /sys/class/dma/ -name 'dma*chan*' | wc -l
}

ktap_plan 15
insmod /modules/smmu_sim.ko driver=builtin
ktap_ok "no channel at all is refused" no load_dma channels=0
ktap_ok "too many channels are refused" no load_dma channels=17
ktap_ok "a StreamID beyond the stream table is refused" \
	no load_dma stream_id=0xffffffff
ktap_ok "no device stays behind" test ! -e "$COMPANION"

ktap_ok "16 channels" load_dma channels=16
ktap_is "all of them are there" "$(channels)" 16
rmmod smmu_sim_dma

ktap_ok "another StreamID" load_dma stream_id=0x123
ktap_ok "dmatest with it" run_dmatest iterations=10
ktap_ok "the stream table has it" grep -q 'StreamID 0x123 ' "$SYSTEM/strtab"
rmmod smmu_sim_dma
rmmod smmu_sim

insmod /modules/smmu_sim.ko driver=none
ktap_ok "without an owner the device is there" load_dma
ktap_ok "it is a device" test -e "$COMPANION"
ktap_ok "it is in no group" test ! -e "$COMPANION/iommu_group"
ktap_is "it has no channels" "$(channels)" 0
ktap_ok "it goes" rmmod smmu_sim_dma
ktap_ok "so does the SMMU" rmmod smmu_sim
ktap_end
