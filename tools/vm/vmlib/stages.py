# SPDX-License-Identifier: GPL-2.0
"""The parts of `make test` that need no VM, each adding to one tally."""

import os
import re
import sys
import time
import unittest
from pathlib import Path

from . import ktap, paths, process
from .report import Tally, failure_lines

# Packages of this tree that have python tests.
PYTHON_ROOMS = ["tools/vm", "tools/check"]

UNIT_SECONDS = 600


def _counts(result: unittest.TestResult) -> dict[str, int]:
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped) + len(result.expectedFailures)
    return {"passed": result.testsRun - failed - skipped, "failed": failed, "skipped": skipped}


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
        runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=0)
        tally.add(**_counts(runner.run(_load(where))))


def _judged(points: list[ktap.Point], code: int) -> ktap.Report:
    report = ktap.Report("unit", points)
    ktap.refuse_skips(report, [])
    if not points:
        report.fail("unit tests", "no test point was reported")
    if code and not report.count("failed"):
        report.fail("unit tests", f"exit code {code}")
    return report


def _make_unit(out: Path, log: Path) -> int:
    """Builds and runs them with output to a log; returns the exit code."""
    command = ["make", "--no-print-directory", "-C", str(paths.TOP / "selftests/unit"), f"O={out}", "run"]
    clean = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "V")}
    deadline = time.monotonic() + UNIT_SECONDS
    return process.run(command, log, lambda: "time-out" if time.monotonic() > deadline else "", clean).code


def _compared(log: str) -> int:
    """How many transactions the model and its twin agreed about."""
    return sum(int(count) for count in re.findall(r"# transactions compared +(\d+)$", log, re.MULTILINE))


def unit_tests(tally: Tally) -> None:
    """selftests/unit in userspace."""
    if not (paths.TOP / "selftests/unit/Makefile").exists():
        return
    print("unit tests", flush=True)
    out = paths.build_dir() / "unit"
    out.mkdir(parents=True, exist_ok=True)
    log = out / "output.tap"
    code = _make_unit(out, log)
    text = log.read_text(encoding="utf-8", errors="replace")
    report = _judged(ktap.parse(text), code)
    tally.add(**{result: report.count(result) for result in tally.counts})
    print(f"  {'FAILED' if report.count('failed') else 'ok'}: {report.count('passed')} passed, log: {log}")
    print(f"  {_compared(text)} transactions compared with the twin")
    print("\n".join(failure_lines(report)), flush=True)
