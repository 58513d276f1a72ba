# SPDX-License-Identifier: GPL-2.0
"""The files of a source tree."""

import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]


def files(top: Path = TOP) -> list[Path]:
    """Every file git tracks or would track, relative to the tree."""
    command = ["git", "-c", "safe.directory=*", "-C", str(top), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    names = sorted(set(listed.split("\0")) - {""})
    return [Path(name) for name in names if (top / name).is_file()]


def matching(suffixes: tuple[str, ...], *rooms: str, top: Path = TOP) -> list[Path]:
    """The files of some rooms (all if none is named) with these suffixes."""
    return [
        path
        for path in files(top)
        if path.suffix in suffixes and (not rooms or str(path).startswith(rooms))
    ]


def read(path: Path, top: Path = TOP) -> str:
    """The text of a file; bytes that are no text become marks."""
    return (top / path).read_text(encoding="utf-8", errors="replace")
