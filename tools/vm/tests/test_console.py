# SPDX-License-Identifier: GPL-2.0
"""What is trouble on a console, and what is not."""

import unittest

from vmlib import console

TROUBLE = [
    "[    1.0] WARNING: CPU: 0 PID: 1 at drivers/x.c:1 f+0x1/0x2",
    "[    1.0] BUG: KASAN: slab-use-after-free in f+0x1/0x2",
    "[    1.0] BUG: unable to handle page fault for address: 0",
    "[    1.0] kernel BUG at mm/slub.c:1!",
    "[    1.0] Oops: general protection fault, probably for non-canonical address",
    "[    1.0] UBSAN: shift-out-of-bounds in x.c:1:2",
    "[    1.0] BUG: KCSAN: data-race in f / g",
    "[    1.0] WARNING: possible circular locking dependency detected",
    "[    1.0] WARNING: inconsistent lock state",
    "[    1.0] WARNING: suspicious RCU usage",
    "[    1.0] BUG: sleeping function called from invalid context at x.c:1",
    "unreferenced object 0xffff888000000000 (size 64):",
    "[    1.0] DMA-API: smmu-sim-dma: device driver has pending DMA allocations",
    "[    1.0] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
    "[    1.0] rcu: INFO: rcu_preempt self-detected stall on CPU",
    "[    1.0] watchdog: BUG: soft lockup - CPU#0 stuck for 26s!",
    "[    1.0] INFO: task rmmod:1 blocked for more than 120 seconds.",
    "[    1.0] Call Trace:",
    "[    1.0] ODEBUG: free active (active state 0) object: 0 object type: timer_list",
    "[    1.0] [ BUG: Invalid wait context ]",
    "[    1.0] refcount_t: underflow; use-after-free.",
    "[    1.0] Kernel panic - not syncing: Fatal exception",
]

HARMLESS = [
    "[    1.0] smmu_sim: loading out-of-tree module taints kernel.",
    "[    1.0] DMA-API: preallocated 65536 debug entries",
    "[    1.0] DMA-API: debugging enabled by kernel config",
    "[    1.0] kmemleak: Kernel memory leak detector initialized (mem pool available: 1)",
    "[    1.0] clocksource: Watchdog remote CPU 1 read timed out",
    "[    1.0] dmatest: dma0chan0-copy0: summary 1000 tests, 0 failures",
    "[    1.0] arm-smmu-v3: event 0x10 received",
    "[    1.0] rcu: Hierarchical RCU implementation.",
]


class Scan(unittest.TestCase):
    def test_every_kind_of_trouble_is_found(self) -> None:
        for line in TROUBLE:
            with self.subTest(line=line):
                self.assertEqual(len(console.scan(line)), 1)

    def test_harmless_lines_are_not_trouble(self) -> None:
        for line in HARMLESS:
            with self.subTest(line=line):
                self.assertEqual(console.scan(line), [])

    def test_a_splat_is_one_finding(self) -> None:
        log = "WARNING: CPU: 0\nRIP: x\nCall Trace:\n f+1\nOops: again\n"
        self.assertEqual([f.number for f in console.scan(log)], [1])

    def test_next_test_begins_a_new_finding(self) -> None:
        log = "smmu-sim-vm: begin a\nBUG: x\nsmmu-sim-vm: end a\nsmmu-sim-vm: begin b\nBUG: y\n"
        self.assertEqual([f.test for f in console.scan(log)], ["a", "b"])

    def test_finding_shows_what_follows(self) -> None:
        self.assertEqual(console.scan("BUG: x\n one\n two\n")[0].context, ["one", "two"])


if __name__ == "__main__":
    unittest.main()
