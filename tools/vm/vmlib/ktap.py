# SPDX-License-Identifier: GPL-2.0
"""Reads TAP and KTAP, and what the guest writes around it.

Test points are counted where they are finest: a point that closes a block of
subtests stands for the block and is not counted itself, unless it failed
while nothing in the block did.
"""

import fnmatch
import re
from dataclasses import dataclass, field

_POINT = re.compile(r"^(not )?ok\b(?:\s+(\d+))?(?:\s+-)?\s*([^#]*?)\s*(?:#\s*(.*))?$")
_PLAN = re.compile(r"^1\.\.(\d+)")
_BEGIN = re.compile(r"^# begin (\S+)")
_SKIP = re.compile(r"^(SKIP|XFAIL|TODO)\b\s*(.*)", re.I)
_TIMES = re.compile(r"start=([\d.]+) stop=([\d.]+)")


@dataclass
class Point:
    """One test point."""

    name: str
    result: str  # passed, failed or skipped
    notes: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What one test program reported."""

    name: str
    points: list[Point] = field(default_factory=list)
    closed: bool = False
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    def count(self, result: str) -> int:
        return sum(point.result == result for point in self.points)

    def fail(self, name: str, *notes: str) -> None:
        """Adds a failed test point for something that is not one."""
        self.points.append(Point(name, "failed", list(notes)))


@dataclass
class Block:
    """A level of indentation that is being read."""

    indent: int
    planned: int | None = None
    seen: int = 0
    points: list[Point] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def _result(failed: bool, directive: str) -> tuple[str, list[str]]:
    skip = _SKIP.match(directive)
    if skip:
        return "skipped", [skip.group(2)] if skip.group(2) else []
    return ("failed" if failed else "passed"), []


class Parser:
    """Reads the test points of one program, line by line."""

    def __init__(self) -> None:
        self.stack = [Block(0)]

    def _block(self, indent: int) -> Block:
        """The block for an indentation; deeper ones that ended fold into it."""
        while len(self.stack) > 1 and self.stack[-1].indent > indent:
            self._fold()
        if indent > self.stack[-1].indent:
            self.stack.append(Block(indent))
        return self.stack[-1]

    def _fold(self) -> None:
        """A block that no test point closed: its points count in the parent."""
        child = self.stack.pop()
        self._check_plan(child)
        self.stack[-1].points += child.points

    @staticmethod
    def _check_plan(block: Block) -> None:
        if block.planned is not None and block.planned != block.seen:
            note = f"planned {block.planned} test points, saw {block.seen}"
            block.points.append(Point("plan", "failed", [note]))

    def _point(self, indent: int, match: re.Match[str]) -> None:
        failed, _, name, directive = match.groups()
        children: list[Point] = []
        while len(self.stack) > 1 and self.stack[-1].indent > indent:
            child = self.stack.pop()
            self._check_plan(child)
            children += child.points
        block = self._block(indent)
        block.seen += 1
        result, notes = _result(bool(failed), directive or "")
        unexplained = result == "failed" and all(c.result != "failed" for c in children)
        block.points += children
        if not children or unexplained:
            block.points.append(Point(name or f"test {block.seen}", result, block.notes + notes))
        block.notes = []

    def line(self, text: str) -> None:
        """Takes one line of output."""
        body = text.lstrip(" ")
        indent = len(text) - len(body)
        point = _POINT.match(body)
        plan = _PLAN.match(body)
        if point:
            self._point(indent, point)
        elif plan:
            self._block(indent).planned = int(plan.group(1))
        elif body.startswith(("KTAP version", "TAP version")):
            self._next_program(indent)
        elif body:
            self.stack[-1].notes.append(body.rstrip())

    def _next_program(self, indent: int) -> None:
        """A version line where points were seen already: another program
        writes to the same stream, with a plan of its own."""
        block = self._block(indent)
        if block.seen:
            self._check_plan(block)
            block.planned, block.seen = None, 0

    def finish(self) -> tuple[list[Point], list[str]]:
        """All test points, and the notes that belong to none."""
        while len(self.stack) > 1:
            self._fold()
        root = self.stack[0]
        self._check_plan(root)
        return root.points, root.notes


def parse(text: str) -> list[Point]:
    """The test points of one program's output."""
    parser = Parser()
    for line in text.splitlines():
        parser.line(line)
    return parser.finish()[0]


def _close(report: Report, parser: Parser, match: re.Match[str]) -> None:
    report.points, report.notes = parser.finish()
    report.closed = True
    times = _TIMES.search(match.group(4) or "")
    if times:
        report.seconds = float(times.group(2)) - float(times.group(1))
    failed = bool(match.group(1))
    if failed and not report.count("failed"):
        report.fail(report.name, *report.notes)
    if not failed and not report.points:
        report.fail(report.name, "reported no test point")


def read_guest(text: str) -> tuple[dict[str, Report], bool]:
    """The guest's stream: a report for each test begun, and whether it ended."""
    reports: dict[str, Report] = {}
    current: Report | None = None
    parser = Parser()
    ended = False
    for line in text.splitlines():
        begin = _BEGIN.match(line)
        point = _POINT.match(line)
        if begin:
            current = reports[begin.group(1)] = Report(begin.group(1))
            parser = Parser()
        elif point and current:
            _close(current, parser, point)
            current = None
        elif line.startswith("  ") and current:
            parser.line(line[2:])
            current.points, current.notes = parser.stack[0].points, parser.stack[0].notes
        elif line == "# end":
            ended = True
    return reports, ended


def refuse_skips(report: Report, allowed: list[str]) -> None:
    """Turns skips that nobody allowed into failures."""
    for point in report.points:
        if point.result == "skipped" and not any(fnmatch.fnmatch(point.name, a) for a in allowed):
            point.result = "failed"
            point.notes.insert(0, "skipped, and skip-ok of room.ini does not say it may")
