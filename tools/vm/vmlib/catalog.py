# SPDX-License-Identifier: GPL-2.0
"""Reads kernels.ini: which kernels and architectures there are."""

import configparser
from dataclasses import dataclass

from . import paths


@dataclass(frozen=True)
class Arch:
    """One architecture the runner can boot."""

    name: str
    machine: str
    qemu: str
    qemu_args: list[str]
    cpu: str
    memory: str
    console: str
    append: str
    cross: str


@dataclass(frozen=True)
class Kernel:
    """One kernel the runner can boot; `data` is its section, verbatim."""

    name: str
    arch: Arch
    kind: str
    suite: str
    source: str
    time_scale: float
    data: configparser.SectionProxy

    @property
    def flavour(self) -> str:
        """The word room.ini uses for it: stock or debug."""
        return self.name.split("-")[0]


def _parse() -> configparser.ConfigParser:
    ini = configparser.ConfigParser(interpolation=None)
    with open(paths.VM / "kernels.ini", encoding="utf-8") as file:
        ini.read_file(file)
    return ini


def arch(name: str) -> Arch:
    """The [arch <name>] section."""
    section = _parse()[f"arch {name}"]
    return Arch(
        name=name,
        machine=section["machine"],
        qemu=section["qemu"],
        qemu_args=section["qemu-args"].split(),
        cpu=section["cpu"],
        memory=section["memory"],
        console=section["console"],
        append=section["append"],
        cross=section["cross"],
    )


def kernel(name: str) -> Kernel:
    """The [kernel <name>] section; LookupError names the known ones."""
    ini = _parse()
    key = f"kernel {name}"
    if key not in ini:
        known = [s.split()[1] for s in ini.sections() if s.startswith("kernel ")]
        raise LookupError(f"no kernel '{name}' in kernels.ini; there are: {' '.join(known)}")
    section = ini[key]
    return Kernel(
        name=name,
        arch=arch(section["arch"]),
        kind=section["kind"],
        suite=section["suite"],
        source=section["source"],
        time_scale=section.getfloat("time-scale"),
        data=section,
    )
