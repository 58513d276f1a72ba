# SPDX-License-Identifier: GPL-2.0
"""Writes the guest's initramfs: a cpio archive in the `newc` format."""

import gzip
import shlex
import stat
from pathlib import Path

from . import paths
from .rooms import Test

DIRECTORIES = "bin dev etc files lib modules proc run sys tests tmp".split()


class Archive:
    """A cpio archive that grows entry by entry; no root needed."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.inode = 1
        for name in DIRECTORIES:
            self._entry(name, stat.S_IFDIR | 0o755, b"")
        self._entry("dev/console", stat.S_IFCHR | 0o600, b"", device=(5, 1))

    def _entry(self, name: str, mode: int, data: bytes, device: tuple[int, int] = (0, 0)) -> None:
        fields = [self.inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0]
        head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
        for part in (head, data):
            self.parts.append(part + b"\0" * (-len(part) % 4))
        self.inode += 1

    def text(self, name: str, content: str, mode: int = 0o644) -> None:
        """Adds a file with this content."""
        self._entry(name, stat.S_IFREG | mode, content.encode())

    def file(self, source: Path, name: str, mode: int | None = None) -> None:
        """Adds a copy of a file."""
        mode = stat.S_IMODE(source.stat().st_mode) if mode is None else mode
        self._entry(name, stat.S_IFREG | mode, source.read_bytes())

    def write(self, path: Path) -> None:
        """Finishes the archive and writes it, compressed."""
        self._entry("TRAILER!!!", 0, b"")
        path.write_bytes(gzip.compress(b"".join(self.parts), compresslevel=1))


def base(busybox: Path) -> Archive:
    """What every guest has: busybox, /init and the shell library."""
    archive = Archive()
    archive.file(busybox, "bin/busybox", 0o755)
    archive._entry("bin/sh", stat.S_IFLNK | 0o777, b"busybox")
    archive.file(paths.VM / "guest/init", "init", 0o755)
    for helper in sorted((paths.TOP / "selftests/lib").glob("*.sh")):
        archive.file(helper, f"lib/{helper.name}", 0o644)
    return archive


def plan_line(number: int, test: Test, scale: float) -> str:
    """The /plan line of one test."""
    program = f"{test.source.name if test.source.suffix == '.sh' else test.name} {test.args}".strip()
    if test.source.suffix == ".sh":
        program = program.replace(test.source.name, test.name, 1)
    seconds = str(int(test.timeout * scale))
    words = ["run", str(number), test.name, seconds, test.modules, program]
    return " ".join(shlex.quote(word) for word in words)


def environment(values: dict[str, str]) -> str:
    """/etc/vm.env"""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items())
