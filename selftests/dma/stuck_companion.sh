#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The companion while the command queue of the SMMU stands still: transfers fail
# but end, the device goes and comes back, and when the queue moves again all is
# well.
. /lib/ktap.sh
. /lib/companion.sh

STOP=/tmp/stop

# hold: the queue, until release; an injection lives with its process
hold() {
	rm -f $STOP /tmp/held
	cat >/tmp/hold <<-END
		! touch /tmp/held
		! while [ ! -e $STOP ]; do sleep 0.1; done
	END
	smmuctl --system inject pause "then" run /tmp/hold >/tmp/hold.out 2>&1 &
	holder=$!
	while [ ! -e /tmp/held ] && kill -0 $holder; do
		sleep 0.1
	done
}

release() {
	touch $STOP
	wait $holder
}

no() {
	! "$@"
}

ktap_plan 7
ktap_ok "transfers work" run_dmatest iterations=10
hold
ktap_ok "held: transfers fail, but end" no run_dmatest iterations=10
ktap_ok "held: the companion goes" rmmod smmu_sim_dma
ktap_ok "held: it comes back" insmod /modules/smmu_sim_dma.ko
ktap_ok "held: transfers still fail" no run_dmatest iterations=10
release
ktap_ok "released: transfers work" run_dmatest iterations=50
hold
run_dmatest iterations=2 >/dev/null
kill -9 $holder
wait $holder
ktap_ok "killed: transfers work" run_dmatest iterations=50
ktap_end
