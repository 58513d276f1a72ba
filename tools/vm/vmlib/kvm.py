# SPDX-License-Identifier: GPL-2.0
"""Finds out whether KVM really runs a guest here.

/dev/kvm that opens is no proof: nested and partial implementations create a
VM and then fail in the middle of the boot. So a kernel is booted once, as
far as its missing root file system, and the answer is kept until the host
reboots.
"""

import os
import platform
import time
from pathlib import Path

from . import paths, process, qemu
from .kernels import Cached

TRIAL_SECONDS = 20


def _trial(cached: Cached, where: Path) -> bool:
    log, complaint = where / "console.log", where / "qemu.log"
    machine = qemu.Machine(cached.kernel.arch, cached.vmlinuz, None, 1, "", "", kvm=True)
    deadline = time.monotonic() + TRIAL_SECONDS

    def watch() -> str:
        if b"KVM internal error" in complaint.read_bytes():
            return "KVM internal error"
        return "time-out" if time.monotonic() > deadline else ""

    ended = process.run(machine.command(qemu.to_file(log), None), complaint, watch)
    booted = log.exists() and b"Kernel panic" in log.read_bytes()
    return booted and not ended.reason


def works(cached: Cached) -> bool:
    """Whether guests of this kernel's architecture run under KVM."""
    if platform.machine() != cached.kernel.arch.machine or not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return False
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    where = paths.build_dir() / "vm" / "kvm-trial" / cached.kernel.name / boot
    answer = where / "answer"
    if not answer.exists():
        where.mkdir(parents=True, exist_ok=True)
        answer.write_text("yes" if _trial(cached, where) else "no", encoding="utf-8")
    return answer.read_text(encoding="utf-8") == "yes"
