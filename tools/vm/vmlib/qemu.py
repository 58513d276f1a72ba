# SPDX-License-Identifier: GPL-2.0
"""Runs one QEMU and makes sure that it is gone afterwards."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .catalog import Arch

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Machine:
    """What one boot needs."""

    arch: Arch
    vmlinuz: Path
    initramfs: Path | None
    smp: int
    memory: str
    append: str
    kvm: bool

    def command(self, serial: list[str], result: Path | None) -> list[str]:
        """The QEMU command line; `serial` is where the console goes."""
        accel = ["-accel", "kvm" if self.kvm else "tcg,thread=multi"]
        boot = f"console={self.arch.console} loglevel=5 panic=-1 {self.arch.append} {self.append}"
        command = [self.arch.qemu, *self.arch.qemu_args, *accel, "-cpu", self.arch.cpu]
        command += ["-smp", str(self.smp), "-m", self.memory or self.arch.memory]
        command += ["-nodefaults", "-display", "none", "-no-reboot", "-no-user-config", *serial]
        command += ["-kernel", str(self.vmlinuz), "-append", boot]
        if self.initramfs:
            command += ["-initrd", str(self.initramfs)]
        if result:
            command += ["-device", "virtio-serial-pci", "-chardev", f"file,id=result,path={result}"]
            command += ["-device", "virtserialport,chardev=result,name=result"]
        return command


def die_with_parent() -> None:
    """In the child: killed when the runner dies, however it dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends QEMU and everything it started; returns when it is gone."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=5)
            return
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue


def to_file(log: Path) -> list[str]:
    """The console goes to a file."""
    return ["-serial", f"file:{log}"]


def to_terminal() -> list[str]:
    """The console is this terminal; Ctrl-C goes to the guest."""
    return ["-chardev", "stdio,id=terminal,signal=off", "-serial", "chardev:terminal"]


def run(command: list[str], complaint: Path, watch: Callable[[], str]) -> str:
    """Runs QEMU until it ends or `watch` says why it must; returns that reason."""
    with open(complaint, "wb") as errors:
        # pylint: disable=consider-using-with
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        while process.poll() is None:
            reason = watch()
            if reason:
                return reason
            time.sleep(0.1)
        return ""
    finally:
        _end_group(process)
