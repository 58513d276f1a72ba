# SPDX-License-Identifier: GPL-2.0
"""Two runs in one tree at the same time: wait, or take another directory."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Waits until nobody else holds this lock file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def claimed(wanted: Path) -> Iterator[Path]:
    """This directory, or one with a number behind its name if it is in use."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    for path in (wanted, *(wanted.with_name(f"{wanted.name}.{n}") for n in range(2, 100))):
        with open(path.with_name(f".{path.name}.lock"), "w", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield path
            return
    raise RuntimeError(f"{wanted} and all its substitutes are in use")
