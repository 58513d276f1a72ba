#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What the IOMMU core shows of the driver and of the companion's group, and the
# changes of domain type that it allows.
. /lib/ktap.sh
. /lib/companion.sh

TYPE=$COMPANION/iommu_group/type

no() {
	! "$@" 2>/dev/null
}

write_type() {
	echo "$1" >"$TYPE"
}

unbind() {
	echo smmu-sim-dma >"$COMPANION_DRIVER/unbind"
}

bind() {
	echo smmu-sim-dma >"$COMPANION_DRIVER/bind"
}

# stream_config: STE.Config of the companion's stream, as the SMMU reads it
stream_config() {
	sed -n '/StreamID 0x10 /,$p' "$SYSTEM/strtab" |
		sed -n 's/^ *Config  *//p' | head -n 1
}

ktap_plan 18
ktap_ok "the IOMMU is in sysfs" test -d /sys/class/iommu/smmu-sim
ktap_ok "the companion is linked to it" \
	test -e /sys/class/iommu/smmu-sim/devices/smmu-sim-dma
ktap_is "the group has one device" \
	"$(ls "$COMPANION/iommu_group/devices")" smmu-sim-dma
ktap_is "the group has no reserved regions" \
	"$(cat "$COMPANION/iommu_group/reserved_regions")" ""
ktap_is "strict by the command line" "$(domain_type)" DMA
ktap_is "STE.Config: stage 1" "$(stream_config)" 0x5

ktap_ok "identity is refused while a driver is bound" no write_type identity
ktap_is "nothing changed" "$(domain_type)" DMA
ktap_ok "a type that does not exist is refused" no write_type blocked
ktap_ok "from DMA to DMA-FQ in use" write_type DMA-FQ
ktap_is "it is DMA-FQ" "$(domain_type)" DMA-FQ

ktap_ok "the driver unbinds" unbind
ktap_ok "identity without a driver" write_type identity
ktap_is "STE.Config: bypass" "$(stream_config)" 0x4
ktap_ok "auto: the default again" write_type auto
ktap_is "strict again" "$(domain_type)" DMA
ktap_is "STE.Config: stage 1 again" "$(stream_config)" 0x5
ktap_ok "the driver binds" bind
ktap_end
