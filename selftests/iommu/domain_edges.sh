#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Mapping and unmapping at the edges of a domain, see modules/domain_check.c.
. /lib/ktap.sh

PARAMETERS=/sys/module/domain_check/parameters

ktap_plan 3
ktap_ok "the checks run" insmod /modules/domain_check.ko
ktap_is "none failed" "$(cat $PARAMETERS/failed)" ""
ktap_is "all of them ran" "$(cat $PARAMETERS/passed)" 8
rmmod domain_check
ktap_end
