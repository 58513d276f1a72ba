#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's dmatest while the SMMU has trouble with its command queue and its
# interrupts: each of its maps and unmaps goes through that queue, and not one
# transfer fails. Data of a client that is aborted is a failed transfer.
. /lib/ktap.sh
. /lib/companion.sh

STOP=/tmp/stop

# hold VERB...: injects until release; an injection lives with its process
hold() {
	rm -f $STOP /tmp/held
	cat >/tmp/hold <<-END
		! touch /tmp/held
		! while [ ! -e $STOP ]; do sleep 0.1; done
		inject --list
	END
	smmuctl --system "$@" "then" run /tmp/hold >/tmp/hold.out 2>&1 &
	holder=$!
	while [ ! -e /tmp/held ] && kill -0 $holder; do
		sleep 0.1
	done
}

# release: ends it; $fired says how often something went wrong
release() {
	touch $STOP
	wait $holder
	fired=$(sed -n 's/.*matched, \([0-9]*\) went wrong.*/\1/p' \
		/tmp/hold.out | tail -n 1)
}

no() {
	! "$@"
}

ktap_plan 8
hold inject abort --access cmdq --every 5
ktap_ok "command aborts: no transfer fails" run_dmatest iterations=100
release
ktap_ok "there were some" test "$fired" -gt 10

hold inject slow
ktap_ok "a slow command queue: no transfer fails" run_dmatest iterations=50
release

hold inject lost-irq
ktap_ok "lost interrupts: no transfer fails" run_dmatest iterations=50
release

hold inject abort --access client --once
ktap_ok "aborted data: a transfer fails" no run_dmatest iterations=50
release
ktap_is "one" "$fired" 1
ktap_ok "afterwards none does" run_dmatest iterations=50
ktap_is "no injection is left" \
	"$(smmuctl --system --json inspect injections | grep -c '"id"')" 0
ktap_end
