# SPDX-License-Identifier: GPL-2.0
"""Finds rooms and tests, and reads what room.ini says about them."""

import configparser
from dataclasses import dataclass, field
from pathlib import Path

from . import paths

ROOM_KEYS = {"modules", "extra_modules", "kernels", "smp", "memory", "timeout", "append", "files"}
TEST_KEYS = {"modules", "kernels", "smp", "timeout", "debug", "skip-ok", "args"}


@dataclass(frozen=True)
class Test:
    """One test program with everything room.ini decides about it."""

    name: str
    source: Path
    modules: str
    kernels: str
    smp: list[int]
    timeout: float
    short: bool
    skip_ok: list[str]
    args: str

    def runs_on(self, flavour: str) -> bool:
        """Whether it runs on `stock` or `debug`."""
        return self.kernels in ("both", flavour)


@dataclass(frozen=True)
class Room:
    """One directory of tests."""

    name: str
    where: Path
    extra_modules: list[str]
    memory: str
    append: str
    files: list[Path]
    tests: list[Test] = field(default_factory=list)


def module_names(spec: str) -> list[str]:
    """The names in `name param=val; name`."""
    return [part.split()[0] for part in spec.split(";") if part.strip()]


def _check_keys(ini: configparser.ConfigParser, where: Path) -> None:
    if "room" not in ini:
        raise ValueError(f"{where}: no [room] section")
    for section in ini.sections():
        known = ROOM_KEYS if section == "room" else TEST_KEYS
        if section != "room" and not section.startswith("test "):
            raise ValueError(f"{where}: unknown section [{section}]")
        unknown = set(ini[section]) - known
        if unknown:
            raise ValueError(f"{where}: unknown key in [{section}]: {', '.join(sorted(unknown))}")


def _sources(where: Path) -> list[Path]:
    programs = [
        path
        for path in where.glob("*.c")
        if not path.name.endswith("_lib.c") and "kselftest_harness.h" in path.read_text(encoding="utf-8")
    ]
    scripts = [path for path in where.glob("*.sh") if not path.name.endswith("_lib.sh")]
    return sorted(programs + scripts)


def _test(source: Path, ini: configparser.ConfigParser) -> Test:
    merged = dict(ini["room"])
    key = f"test {source.stem}"
    if key in ini:
        merged.update(ini[key])
    kernels = merged.get("kernels", "both")
    if kernels not in ("stock", "debug", "both"):
        raise ValueError(f"{source}: kernels = {kernels}; stock, debug or both")
    return Test(
        name=source.stem,
        source=source,
        modules=merged.get("modules", ""),
        kernels=kernels,
        smp=[int(n) for n in merged.get("smp", "2").split()],
        timeout=float(merged.get("timeout", "60")),
        short=merged.get("debug", "short") == "short",
        skip_ok=merged.get("skip-ok", "").split(),
        args=merged.get("args", ""),
    )


def load(where: Path) -> Room:
    """One room; ValueError says what is wrong with its room.ini."""
    ini = configparser.ConfigParser(interpolation=None, inline_comment_prefixes=("#",))
    ini.read(where / "room.ini", encoding="utf-8")
    _check_keys(ini, where / "room.ini")
    tests = [_test(source, ini) for source in _sources(where)]
    named = {s.removeprefix("test ") for s in ini.sections() if s != "room"}
    strangers = named - {test.name for test in tests}
    if strangers:
        raise ValueError(f"{where}/room.ini: no such test: {', '.join(sorted(strangers))}")
    room = ini["room"]
    return Room(
        name=where.name,
        where=where,
        extra_modules=room.get("extra_modules", "").split(),
        memory=room.get("memory", ""),
        append=room.get("append", ""),
        files=[paths.TOP / name for name in room.get("files", "").split()],
        tests=tests,
    )


def names(top: Path = paths.ROOMS) -> list[str]:
    """Every directory below selftests/ that has a room.ini."""
    return [ini.parent.name for ini in sorted(top.glob("*/room.ini"))]


def load_all(wanted: list[str], top: Path = paths.ROOMS) -> list[Room]:
    """These rooms; all of them if none is named."""
    absent = set(wanted) - set(names(top))
    if absent:
        raise LookupError(f"no such room: {' '.join(sorted(absent))}; there are: {' '.join(names(top))}")
    return [load(top / name) for name in wanted or names(top)]
