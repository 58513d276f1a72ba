# SPDX-License-Identifier: GPL-2.0
"""The parts of `make test` that need no VM, each adding to one tally."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from . import ktap, paths
from .report import Tally, failure_lines

# Packages of this tree that have python tests.
PYTHON_ROOMS = ["tools/vm", "tools/check"]

UNIT_SECONDS = 600


class _Counting(unittest.TextTestResult):
    """Also remembers how many passed."""

    def counts(self) -> dict[str, int]:
        failed = len(self.failures) + len(self.errors) + len(self.unexpectedSuccesses)
        skipped = len(self.skipped) + len(self.expectedFailures)
        return {"passed": self.testsRun - failed - skipped, "failed": failed, "skipped": skipped}


def _load(where: Path) -> unittest.TestSuite:
    sys.path.insert(0, str(where))
    return unittest.TestLoader().discover(str(where / "tests"), top_level_dir=str(where / "tests"))


def python_tests(tally: Tally) -> None:
    """The runner's and the checkers' own tests."""
    for room in PYTHON_ROOMS:
        where = paths.TOP / room
        if not (where / "tests").is_dir():
            continue
        print(f"tests of {room}", flush=True)
        runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=0, resultclass=_Counting)
        result = runner.run(_load(where))
        tally.add(**result.counts())


def _judged(points: list[ktap.Point], code: int) -> ktap.Report:
    report = ktap.Report("unit", points)
    ktap.refuse_skips(report, [])
    if not points:
        report.fail("unit tests", "no test point was reported")
    if code and not report.count("failed"):
        report.fail("unit tests", f"exit code {code}")
    return report


def unit_tests(tally: Tally) -> None:
    """selftests/unit in userspace."""
    if not (paths.TOP / "selftests/unit/Makefile").exists():
        return
    print("unit tests", flush=True)
    out = paths.build_dir() / "unit"
    out.mkdir(parents=True, exist_ok=True)
    log = out / "output.tap"
    command = ["make", "--no-print-directory", "-C", str(paths.TOP / "selftests/unit"), f"O={out}", "run"]
    clean = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    with open(log, "w", encoding="utf-8") as file:
        code = _timed(command, clean, file)
    report = _judged(ktap.parse(log.read_text(encoding="utf-8", errors="replace")), code)
    tally.add(**{result: report.count(result) for result in tally.counts})
    print(f"  {'ok' if not report.count('failed') else 'FAILED'}: {report.count('passed')} passed, log: {log}")
    print("\n".join(failure_lines(report)), flush=True)


def _timed(command: list[str], env: dict[str, str], file: object) -> int:
    try:
        done = subprocess.run(command, env=env, stdout=file, stderr=subprocess.STDOUT, timeout=UNIT_SECONDS, check=False)
        return done.returncode
    except subprocess.TimeoutExpired:
        return 124
