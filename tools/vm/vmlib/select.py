# SPDX-License-Identifier: GPL-2.0
"""Chooses which tests of which rooms run, and groups them into boots."""

from .boot import Job
from .kernels import Cached
from .rooms import Room, Test


def _wanted(test: Test, flavour: str, names: list[str], short: bool) -> bool:
    if names and test.name not in names:
        return False
    # Who asks for a test by name gets it, whatever room.ini says.
    return bool(names) or (test.runs_on(flavour) and (test.short or not short))


def jobs(rooms: list[Room], cached: Cached, names: list[str], short: bool = False) -> list[Job]:
    """One job for each room and number of CPUs."""
    found = []
    for room in rooms:
        tests = [t for t in room.tests if _wanted(t, cached.kernel.flavour, names, short)]
        for smp in sorted({n for test in tests for n in test.smp}):
            found.append(Job(room, cached, smp, [t for t in tests if smp in t.smp]))
    return found


def unknown(rooms: list[Room], names: list[str]) -> list[str]:
    """The names that no room has a test for."""
    known = {test.name for room in rooms for test in room.tests}
    return [name for name in names if name not in known]
