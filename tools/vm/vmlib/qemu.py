# SPDX-License-Identifier: GPL-2.0
"""The command line of one QEMU."""

from dataclasses import dataclass
from pathlib import Path

from .catalog import Arch


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


def to_file(log: Path) -> list[str]:
    """The console goes to a file."""
    return ["-serial", f"file:{log}"]


def to_terminal() -> list[str]:
    """The console is this terminal; Ctrl-C goes to the guest."""
    return ["-chardev", "stdio,id=terminal,signal=off", "-serial", "chardev:terminal"]
