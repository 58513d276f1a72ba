#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The demo, in the VM. What is shown is checked afterwards: smmuctl prints text
# for the reader and writes the same as JSON, a line for each verb.

set -eu

debugfs=/sys/kernel/debug/smmu-sim
checks=0

title() {
	printf '\n\n=== %s\n' "$*"
}

# check WHAT FOUND EXPECTED
check() {
	if [ "$2" != "$3" ]; then
		printf '\nFAILED: %s: found "%s", expected "%s"\n' "$1" "$2" "$3"
		exit 1
	fi
	checks=$((checks + 1))
	echo "  checked: $1"
}

# is_true COMMAND...: prints yes or no
is_true() {
	if "$@" >/dev/null 2>&1; then
		echo yes
	else
		echo no
	fi
}

# json FILE LINE KEY: the value of a key that is there once
json() {
	sed -n "$2p" "$1" |
		sed -n 's/.*"'"$3"'":\(\[[^]]*\]\|"[^"]*"\|[^,}]*\).*/\1/p' |
		tr -d '"'
}

# count FILE LINE TEXT: how often it is there
count() {
	sed -n "$2p" "$1" | grep -o "$3" | wc -l
}

# stat NAME: a counter of the system SMMU
stat() {
	sed -n "s/^$1 //p" $debugfs/system/stats
}

# bytes TEXT: as the JSON array that smmuctl prints
bytes() {
	printf '%s' "$1" | od -An -v -tu1 | tr -s ' \n' ',' |
		sed 's/^,*/[/; s/,*$/]/'
}

title "The modules"
modules=${SMMU_SIM_MODULES:-/modules}
echo "\$ insmod smmu_sim.ko; insmod smmu_sim_dma.ko"
insmod "$modules/smmu_sim.ko"
insmod "$modules/smmu_sim_dma.ko"
lsmod | grep smmu_sim
echo
echo "\$ smmuctl --system info"
smmuctl --system --json=/tmp/info info
check "the system SMMU is driven by the built-in IOMMU driver" \
	"$(json /tmp/info 1 owner)" builtin
check "it translates" "$(json /tmp/info 1 enabled)" true
check "the companion device is in an IOMMU group" \
	"$(is_true test -e /sys/bus/platform/devices/smmu-sim-dma/iommu_group)" yes

title "DMA through the system SMMU"
echo "\$ smmuctl --system run companion.smmuctl"
smmuctl --system --json=/tmp/dma run companion.smmuctl || true
echo
iova=$(json /tmp/dma 1 iova)
sid=$(json /tmp/dma 1 stream_id)
text=$(bytes The-device-was-here.)
check "the walk went through four levels" "$(count /tmp/dma 2 '"step":"level')" 4
check "it ends at the physical address that the CPU's page tables name" \
	"$(json /tmp/dma 2 pa)" "$(json /tmp/dma 1 pa)"
check "the device wrote 20 bytes" "$(json /tmp/dma 3 "done")" 20
check "the CPU sees them" "$(json /tmp/dma 4 data)" "$text"
check "the device reads them" "$(json /tmp/dma 5 data)" "$text"
check "the TLB held the translation" "$(is_true grep -q "$iova" /tmp/tlb)" yes
check "the late write was not forwarded" "$(json /tmp/dma 7 status)" aborted
check "not one byte of it moved" "$(json /tmp/dma 7 "done")" 0

title "The fault, as the kernel's IOMMU driver took it from the event queue"
echo "\$ smmuctl --system events"
smmuctl --system --json=/tmp/events events
dmesg | grep F_TRANSLATION | tail -1
echo
check "one event" "$(count /tmp/events 1 '"event":')" 1
check "F_TRANSLATION" "$(json /tmp/events 1 name)" F_TRANSLATION
check "of the companion's stream" \
	"$(json /tmp/events 1 StreamID)" "$(printf '0x%x' "$sid")"
check "at the address that was unmapped" "$(json /tmp/events 1 InputAddr)" "$iova"
check "a write, unprivileged, data" \
	"$(json /tmp/events 1 RnW) $(json /tmp/events 1 PnU) $(json /tmp/events 1 InD)" \
	"0x0 0x0 0x0"
check "the record is, bit by bit, the one that the transaction caused" \
	"$(json /tmp/events 1 record)" "$(json /tmp/dma 7 record)"

title "A private SMMU, driven through ioctls"
echo "\$ smmuctl run private.smmuctl"
smmuctl --json=/tmp/private run private.smmuctl || true
echo
check "the first translation faulted" \
	"$(json /tmp/private 2 status) $(json /tmp/private 2 name)" \
	"aborted F_TRANSLATION"
check "its record was in the queue" \
	"$(json /tmp/private 3 record)" "$(json /tmp/private 2 record)"
check "the second one was forwarded" "$(json /tmp/private 5 status)" forwarded
page=$(json /tmp/private 4 pa)
check "to the page that was mapped" "$(json /tmp/private 5 pa)" \
	"$(printf '0x%x' $((page + 0x123)))"
check "data arrived" "$(json /tmp/private 7 data)" \
	"$(bytes "$(printf '...Hello,-SMMU!')" | sed 's/46,46,46/0,0,0/')"

title "Two stages and substreams: a virtual machine's stream"
echo "\$ smmuctl run nested.smmuctl"
smmuctl --json=/tmp/nested run nested.smmuctl || true
echo
check "substream 1 reads what it wrote" "$(json /tmp/nested 6 data)" \
	"$(bytes One)"
check "the walk ends in a fault of stage 2" \
	"$(json /tmp/nested 8 name) $(json /tmp/nested 8 S2)" "F_TRANSLATION 0x1"
check "at the IPA that stage 1 gave" "$(json /tmp/nested 8 IPA)" 0x50000000
check "the reason is a descriptor of stage 2" \
	"$(json /tmp/nested 8 why | cut -d: -f1)" "stage 2"
check "stage 2 was walked for the context, each table, and the output" \
	"$(count /tmp/nested 8 '"wanted":"CD"') $(count /tmp/nested 8 '"wanted":"TT"') $(count /tmp/nested 8 '"wanted":"IN"')" \
	"3 12 2"
check "the device gets through when stage 2 has RAM there" \
	"$(json /tmp/nested 10 status)" forwarded
check "the TLB knows what both stages made together" \
	"$(count /tmp/nested 11 '"stages":"1+2"')" 3

title "The SMMU updates descriptors"
echo "\$ smmuctl run flags.smmuctl"
smmuctl --json=/tmp/flags run flags.smmuctl || true
echo
# 3.13: AF is bit 10, in the second byte; AP[2] is bit 7, in the first one.
check "before: access flag clear, read-only" \
	"$(json /tmp/flags 4 data | cut -d, -f1-2)" "[195,59"
check "after: access flag set, writable" \
	"$(json /tmp/flags 6 data | cut -d, -f1-2)" "[67,63"
check "the walk saw the update" "$(count /tmp/flags 5 '"step":"update"')" 1

title "A transaction that stalls and is resumed"
echo "\$ smmuctl run stall.smmuctl"
smmuctl --json=/tmp/stall run stall.smmuctl || true
echo
check "its event says Stall" "$(json /tmp/stall 4 Stall)" 0x1
check "its STAG is in use" \
	"$(json /tmp/stall 5 stag)" "$(($(json /tmp/stall 4 STAG)))"
check "the resumed write arrived" \
	"$(json /tmp/stall 8 status) $(json /tmp/stall 9 data)" \
	"forwarded $(bytes I-waited.)"

title "A Non-secure and a Secure stream of the same StreamID"
echo "\$ two_states"
two_states | tee /tmp/states
echo
check "the same address, the same number, two memories" \
	"$(sed -n 's/^.* memory at \(.*\): .*ecure$/\1/p' /tmp/states | uniq | wc -l)" 1
check "each device reads what it wrote" \
	"$(sed -n 's/^  and reads //p' /tmp/states | head -n 2 | tr '\n' ' ')" \
	'"Non-secure" "Secure" '
check "where only Secure memory is, the Secure device has written" \
	"$(tail -n 1 /tmp/states)" "Secure memory at 0x90000000: secret"
check "and the Non-secure one is aborted" "$(grep -c 'aborted$' /tmp/states)" 1

title "Two banks, and something that goes wrong on purpose"
echo "\$ smmuctl run banks.smmuctl"
smmuctl --json=/tmp/banks run banks.smmuctl || true
echo
check "both streams have the same physical address" \
	"$(json /tmp/banks 1 pa)" "$(json /tmp/banks 2 pa)"
check "Secure memory has the data" "$(json /tmp/banks 4 data)" \
	"$(bytes Secure!)"
check "Non-secure memory has not" "$(json /tmp/banks 5 data)" "[0,0,0,0,0,0,0]"
check "two translations are cached" "$(count /tmp/banks 6 '"world"')" 2
check "the injected abort is a fault of the walk" \
	"$(json /tmp/banks 9 status) $(json /tmp/banks 9 name)" \
	"aborted F_WALK_EABT"
check "the next translation works" "$(json /tmp/banks 10 status)" forwarded
check "the record is in the Secure event queue" \
	"$(json /tmp/banks 11 record)" "$(json /tmp/banks 9 record)"
check "and nowhere else" "$(count /tmp/banks 12 '"event":')" 0

title "debugfs"
echo "\$ ls $debugfs/system"
(cd $debugfs/system && echo ./*)
echo "\$ cat $debugfs/system/stats"
cat $debugfs/system/stats
echo "\$ grep -A 4 '^CR0ACK' $debugfs/system/registers"
grep -A 4 '^CR0ACK' $debugfs/system/registers
echo
check "every transaction went through a translation" \
	"$(stat transactions)" "$(($(stat tlb_hits) + $(stat walks) + $(stat faults)))"
check "40 bytes moved" "$(stat bytes)" 40
check "one event was recorded" "$(stat events)" 1
check "the private SMMU is gone with its process" \
	"$(ls $debugfs)" system

title "And away"
echo "\$ rmmod smmu_sim_dma smmu_sim"
rmmod smmu_sim_dma
rmmod smmu_sim
check "nothing is left" "$(is_true grep -q smmu_sim /proc/modules)" no
check "the kernel has nothing to complain about" \
	"$(dmesg | grep -c -E 'WARNING|BUG:|Oops' || true)" 0

printf '\n\nThat was smmu-sim: %s checks passed.\n' "$checks"
