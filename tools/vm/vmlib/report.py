# SPDX-License-Identifier: GPL-2.0
"""Tells a person what happened."""

from pathlib import Path

from . import ktap, paths
from .verdict import Verdict

RESULTS = ("passed", "failed", "skipped")
NOTES = 40


def _counts(report: ktap.Report) -> str:
    return ", ".join(f"{report.count(r)} {r}" for r in RESULTS if report.count(r)) or "nothing"


def failure_lines(report: ktap.Report) -> list[str]:
    """The failed test points with their notes."""
    lines = []
    for point in report.points:
        if point.result == "failed":
            lines.append(f"      not ok {point.name}")
            lines += [f"        {note}" for note in point.notes[:NOTES]]
    return lines


def test_lines(report: ktap.Report) -> list[str]:
    """One line for a test, and the failures below it."""
    word = "FAILED" if report.count("failed") else "ok"
    seconds = f"{report.seconds:7.1f} s" if report.closed else ""
    return [f"  {word:6} {report.name:28} {_counts(report):28}{seconds}".rstrip(), *failure_lines(report)]


def verdict_lines(verdict: Verdict, where: Path) -> list[str]:
    """All lines of one VM run."""
    lines = []
    for report in verdict.reports:
        if report.points:
            lines += test_lines(report)
    if verdict.count("failed"):
        shown = where.relative_to(paths.TOP) if where.is_relative_to(paths.TOP) else where
        lines.append(f"  logs: {shown}/console.log {shown}/result.ktap")
    return lines


class Tally:
    """The sum over everything that really ran."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(RESULTS, 0)

    def add(self, **counts: int) -> None:
        for result, count in counts.items():
            self.counts[result] += count

    def add_verdict(self, verdict: Verdict) -> None:
        self.add(**{result: verdict.count(result) for result in RESULTS})

    @property
    def good(self) -> bool:
        """Something ran and nothing failed."""
        return self.counts["failed"] == 0 and sum(self.counts.values()) > 0

    def line(self) -> str:
        return ", ".join(f"{self.counts[result]} {result}" for result in RESULTS)
