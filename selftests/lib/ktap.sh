# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# KTAP from shell tests. Sourced by selftests/*/*.sh in the VM.

ktap_number=0
ktap_failed=0
ktap_planned=

# ktap_plan N: how many test points follow
ktap_plan() {
	ktap_planned=$1
	echo "KTAP version 1"
	echo "1..$1"
}

ktap_note() {
	echo "$*" | sed 's/^/# /'
}

ktap_pass() {
	ktap_number=$((ktap_number + 1))
	echo "ok $ktap_number $1"
}

# ktap_fail NAME WHY
ktap_fail() {
	ktap_number=$((ktap_number + 1))
	ktap_failed=$((ktap_failed + 1))
	[ -z "${2:-}" ] || ktap_note "$2"
	echo "not ok $ktap_number $1"
}

# ktap_skip NAME WHY
ktap_skip() {
	ktap_number=$((ktap_number + 1))
	echo "ok $ktap_number $1 # SKIP ${2:-}"
}

# ktap_is NAME GOT EXPECTED
ktap_is() {
	if [ "$2" = "$3" ]; then
		ktap_pass "$1"
	else
		ktap_fail "$1" "got '$2', expected '$3'"
	fi
}

# ktap_ok NAME COMMAND...: passes if the command does; its output is shown if not
ktap_ok() {
	ktap_name=$1
	shift
	if ktap_output=$("$@" 2>&1); then
		ktap_pass "$ktap_name"
	else
		ktap_fail "$ktap_name" "'$*' failed: $ktap_output"
	fi
}

# ktap_end: exits with the result
ktap_end() {
	if [ -n "$ktap_planned" ] && [ "$ktap_planned" -ne "$ktap_number" ]; then
		ktap_note "planned $ktap_planned test points, saw $ktap_number"
		exit 1
	fi
	[ "$ktap_failed" -eq 0 ] || exit 1
	exit 0
}
