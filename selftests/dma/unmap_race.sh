#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Unmap against DMA in flight, see modules/unmap_race.c: no byte lands in a page
# after its unmapping returned. Runs with one CPU and with two.
. /lib/ktap.sh
. /lib/companion.sh

PARAMETERS=/sys/module/unmap_race/parameters
ROUNDS=$((1000 / SMMU_SIM_SLOW))

get() {
	cat "$PARAMETERS/$1"
}

run_race() {
	echo "$1" >"$PARAMETERS/run"
}

# race MODE: four test points
race() {
	ktap_ok "$1: the run ends" run_race "$1"
	ktap_is "$1: all rounds were made" "$(get rounds)" "$ROUNDS"
	ktap_is "$1: nothing landed after an unmapping" "$(get late)" 0
	ktap_ok "$1: the device was there: it hit and was refused" \
		test "$(get landed)" -gt "$((ROUNDS / 2))" -a "$(get refused)" -gt 0
	ktap_note "$1: $(get landed) landed, $(get refused) refused"
}

ktap_plan 17
ktap_note "$(nproc) CPUs"
ktap_is "the domain is strict" "$(domain_type)" DMA
insmod /modules/unmap_race.ko iterations=$ROUNDS
race threads
race dma_timer
race unmap_timer

# The test can see what it looks for: a flush queue lets late writes through.
# Pages are kept until the device has stopped.
rmmod unmap_race
ktap_ok "the group changes to DMA-FQ" set_domain_type DMA-FQ
insmod /modules/unmap_race.ko iterations=100 keep=1
ktap_ok "DMA-FQ: the run ends" run_race dma_timer
ktap_is "DMA-FQ: all rounds were made" "$(get rounds)" 100
ktap_ok "DMA-FQ: late writes are seen" test "$(get late)" -gt 0
ktap_note "DMA-FQ: $(get late) late of 100"
rmmod unmap_race
ktap_end
