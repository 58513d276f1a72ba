# SPDX-License-Identifier: GPL-2.0
"""Checks that only read text: licences, lengths of functions, leftovers."""

import re
from pathlib import Path

from . import tree

# Files that cannot carry a licence line, and why.
NO_SPDX = [
    ("COPYING", "is the licence"),
    ("tools/vm/tests/logs/", "recorded output"),
    (".png", "picture"),
    (".json", "JSON has no comments"),
]

LONGEST_FUNCTION = 45

_OPEN = re.compile(r"^\{\s*$")
_CLOSE = re.compile(r"^\}\s*$")


def _exempt(path: Path) -> bool:
    return any(str(path) == key or str(path).startswith(key) or path.suffix == key for key, _ in NO_SPDX)


def spdx(top: Path = tree.TOP) -> list[str]:
    """Every file says its licence in its first lines."""
    bad = []
    for path in tree.files(top):
        head = "\n".join(tree.read(path, top).splitlines()[:4])
        if not _exempt(path) and "SPDX-License-Identifier: " not in head:
            bad.append(f"{path}:1: no SPDX-License-Identifier line")
        elif str(path).startswith("include/uapi") and "WITH Linux-syscall-note" not in head:
            bad.append(f"{path}:1: a uAPI header needs `GPL-2.0 WITH Linux-syscall-note`")
    return bad


def function_lengths(text: str) -> list[tuple[int, int]]:
    """First line and number of body lines of each function."""
    found = []
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _OPEN.match(line):
            start = number
        elif _CLOSE.match(line) and start:
            found.append((start, number - start - 1))
            start = 0
    return found


def lengths(top: Path = tree.TOP) -> list[str]:
    """No function in drivers/ is longer than a screen; tables are no functions."""
    bad = []
    for path in tree.matching((".c", ".h"), "drivers/", top=top):
        for number, length in function_lengths(tree.read(path, top)):
            if length > LONGEST_FUNCTION:
                bad.append(f"{path}:{number}: function of {length} lines, at most {LONGEST_FUNCTION}")
    return bad
