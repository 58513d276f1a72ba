# SPDX-License-Identifier: GPL-2.0
"""Who may include whom: the rules between the rooms.

  include/smmu3 <- drivers/smmu3 <- drivers/sim <- {iommu, mmio, dma}

Each checker returns complaints, one line each, that begin with file:line.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import tree

# The rooms a room may take quoted headers from, itself aside.
MAY_USE: dict[str, set[str]] = {
    "drivers/smmu3": set(),
    "drivers/sim": {"drivers/smmu3"},
    "drivers/iommu": {"drivers/sim"},
    "drivers/mmio": {"drivers/sim"},
    "drivers/dma": {"drivers/sim"},
    "include/smmu3": set(),
    "include/uapi": set(),
    "selftests/ref": set(),
}

# These must not see the model, not even through a header of the shell.
BLIND_TO_MODEL = ("drivers/iommu", "drivers/dma")

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
_CONDITIONAL = re.compile(r"^\s*#\s*(if|ifdef|ifndef|elif|else)\b")
_VERSION = re.compile(r"\b(LINUX_VERSION_CODE|KERNEL_VERSION)\b")


@dataclass(frozen=True)
class Include:
    """One #include line; `target` is the file of this tree it means."""

    path: Path
    line: int
    quoted: bool
    name: str
    target: Path | None

    def says(self, what: str) -> str:
        return f"{self.path}:{self.line}: {what}"


def room(path: Path) -> str:
    """The first two parts of a path: the room a file is in."""
    return "/".join(path.parts[:2])


def _target(path: Path, quoted: bool, name: str, top: Path) -> Path | None:
    places = [path.parent] if quoted else []
    places += [Path("include"), Path("include/uapi")]
    for place in places:
        found = Path(os.path.normpath(place / name))
        if (top / found).is_file():
            return found
    return None


def includes(path: Path, top: Path) -> Iterator[Include]:
    """The #include lines of a file."""
    for number, line in enumerate(tree.read(path, top).splitlines(), 1):
        found = _INCLUDE.match(line)
        if found:
            quoted, name = found.group(1) == '"', found.group(2)
            yield Include(path, number, quoted, name, _target(path, quoted, name, top))


def _sources(top: Path) -> list[Path]:
    return tree.matching((".c", ".h"), *MAY_USE, top=top)


def arrows(top: Path) -> list[str]:
    """A room includes a room that it must not know."""
    bad = []
    for path in _sources(top):
        here = room(path)
        for inc in includes(path, top):
            there = room(inc.target) if inc.target else here
            if there.startswith("drivers/") and there != here and there not in MAY_USE[here]:
                bad.append(inc.says(f'{here} must not include "{inc.name}" of {there}'))
    return bad


def model_is_alone(top: Path) -> list[str]:
    """The model includes <smmu3/...> and its own headers, nothing else."""
    bad = []
    for path in tree.matching((".c", ".h"), "drivers/smmu3", "include/smmu3", top=top):
        for inc in includes(path, top):
            own = inc.quoted and room(path) == "drivers/smmu3" and "/" not in inc.name
            if not own and not inc.name.startswith("smmu3/"):
                bad.append(inc.says(f"the model must not include {inc.name}: only <smmu3/...>"))
    return bad


def _reach(path: Path, top: Path, seen: set[Path]) -> Iterator[Path]:
    for inc in includes(path, top):
        if inc.target and inc.target not in seen:
            seen.add(inc.target)
            yield inc.target
            yield from _reach(inc.target, top, seen)


def software_is_blind(top: Path) -> list[str]:
    """IOMMU driver and companion see no model header, however indirectly."""
    bad = []
    for path in tree.matching((".c",), *BLIND_TO_MODEL, top=top):
        for header in _reach(path, top, set()):
            if room(header) == "drivers/smmu3":
                bad.append(f"{path}:1: {room(path)} must not see {header}, not even through another header")
    return bad


def oracle_is_independent(top: Path) -> list[str]:
    """selftests/ref is typed from the specification, not from our headers."""
    bad = []
    for path in tree.matching((".c", ".h"), "selftests/ref", top=top):
        for inc in includes(path, top):
            if inc.name.startswith("smmu3/") and inc.name != "smmu3/env.h":
                bad.append(inc.says(f"the oracle must not include <{inc.name}>"))
    return bad


def no_conditionals(top: Path) -> list[str]:
    """No #if in a .c file: what differs goes to a header or to Kbuild."""
    bad = []
    for path in tree.matching((".c",), "drivers/", "tools/", "selftests/", top=top):
        for number, line in enumerate(tree.read(path, top).splitlines(), 1):
            if _CONDITIONAL.match(line):
                bad.append(f"{path}:{number}: no conditional compilation in a .c file")
    return bad


def versions_in_compat(top: Path) -> list[str]:
    """Only compat.h knows kernel versions."""
    bad = []
    for path in tree.matching((".c", ".h"), "drivers/", "include/", top=top):
        for number, line in enumerate(tree.read(path, top).splitlines(), 1):
            if path.name != "compat.h" and _VERSION.search(line):
                bad.append(f"{path}:{number}: only compat.h may know kernel versions")
    return bad


RULES = [arrows, model_is_alone, software_is_blind, oracle_is_independent, no_conditionals, versions_in_compat]


def check(top: Path = tree.TOP) -> list[str]:
    """All complaints about a tree."""
    return [complaint for rule in RULES for complaint in rule(top)]
