# SPDX-License-Identifier: GPL-2.0
"""Looks for trouble on a kernel console log."""

import re
from dataclasses import dataclass, field

# What no healthy run prints. Each pattern says what it is good for.
TROUBLE = [
    (r"\bWARNING: ", "warning"),
    (r"\bBUG: |kernel BUG at", "bug"),
    (r"\bOops\b", "oops"),
    (r"Kernel panic", "panic"),
    (r"\bKASAN: |\bKFENCE: |\bKCSAN: ", "sanitizer"),
    (r"\bUBSAN: ", "undefined behaviour"),
    (r"possible circular locking|possible recursive locking|inconsistent lock state", "lockdep"),
    (r"possible irq lock inversion|-safe -> \S+-unsafe lock order|Invalid wait context", "lockdep"),
    (r"bad unlock balance|held lock freed|lock held when returning|still has locks held", "lockdep"),
    (r"suspicious RCU usage|\bDEBUG_LOCKS_WARN_ON", "lockdep"),
    (r"sleeping function called from invalid context|scheduling while atomic", "atomic sleep"),
    (r"unreferenced object|kmemleak: \d+ new suspected|kmemleak: .*(disabled|giving up)", "leak"),
    (r"\bDMA-API: (?!preallocated|debugging enabled)", "DMA-API"),
    (r"\bODEBUG: ", "object life time"),
    (r"rcu: INFO: .*(stall|detected)|rcu_\w+ (self-detected|detected) stall", "stall"),
    (r"soft lockup|hard LOCKUP|watchdog: BUG", "lock-up"),
    (r"blocked for more than \d+ seconds|hung_task", "hung task"),
    (r"general protection fault|unable to handle (kernel|page fault)|Unable to handle kernel", "fault"),
    (r"\bCall Trace:|\bCall trace:", "call trace"),
    (r"list_(add|del) corruption|slab .*(corrupt|overwritten)|Bad page state|Redzone", "corruption"),
    (r"Objects remaining .* on __kmem_cache_shutdown|kmem_cache_destroy .*still has objects", "leak"),
    (r"refcount_t: |page allocation failure|Out of memory", "memory"),
    (r"unregister_netdevice|sysfs: cannot create duplicate|kobject_add_internal failed", "object"),
    (r"module .*: .*(disagrees about version|Unknown symbol)|: Unknown symbol ", "module"),
]

_ANY = [(re.compile(pattern), kind) for pattern, kind in TROUBLE]
_MARK = re.compile(r"smmu-sim-vm: (begin|end) (\S+)")


# A splat is many lines; further matches this close belong to the first.
SPLAT_LINES = 120

# So many lines that follow a finding are shown to a person.
SHOWN_LINES = 14


@dataclass(frozen=True)
class Finding:
    """One piece of trouble: what, where, and during which test."""

    kind: str
    line: str
    number: int
    test: str
    context: list[str] = field(default_factory=list)


def _kind(line: str) -> str | None:
    return next((kind for pattern, kind in _ANY if pattern.search(line)), None)


def _clean(line: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]|\x1b\[[0-9;]*[A-Za-z]", "", line).strip()


def scan(log: str) -> list[Finding]:
    """All trouble in a console log.

    Matches within SPLAT_LINES of a finding belong to it, unless another test
    began in between.
    """
    findings: list[Finding] = []
    lines = log.splitlines()
    test = ""
    quiet_until = 0
    for number, raw in enumerate(lines, 1):
        mark = _MARK.search(raw)
        if mark:
            test = mark.group(2) if mark.group(1) == "begin" else f"after {mark.group(2)}"
            quiet_until = 0
            continue
        kind = _kind(raw)
        if kind and number >= quiet_until:
            context = [_clean(line) for line in lines[number : number + SHOWN_LINES]]
            findings.append(Finding(kind, _clean(raw), number, test, context))
            quiet_until = number + SPLAT_LINES
    return findings
