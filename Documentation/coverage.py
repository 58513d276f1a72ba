#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Which rule of the architecture is tested where: writes spec-coverage.rst.

  coverage.py           write Documentation/spec-coverage.rst
  coverage.py --check   complain if it is not what would be written

Reads selftests/rules/*.rules. A file is `= Title` and then rules, one a line,
lines that begin with a blank continuing the one before, `#` beginning a
comment:

  id | sections | the rule, in a short sentence | tests
  id | sections | the rule, in a short sentence | - why it is not modelled

An id begins with the name of its file. Tests are separated by commas: the name
of a unit test (a function in the table of a suite that selftests/unit/main.c
runs), or room/file.test for a kselftest (TEST or TEST_F). It is an error to name
a test that does not exist, to have neither tests nor a reason, and to use an id
twice.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PAGE = Path("Documentation/spec-coverage.rst")
RULES = Path("selftests/rules")

_TABLE = re.compile(r"struct CMUnitTest (\w+)\[\] = \{\n(.*?)\n\t?\};", re.S)
_ENTRY = re.compile(r"^\t+\w+\(\s*(\w+)", re.M)
_SUITE = re.compile(r"^SUITE\((\w+)\);", re.M)
_KSELFTEST = re.compile(r"^TEST(?:_SIGNAL|_F|_F_SIGNAL|_F_TIMEOUT)?\((?:\w+,\s*)?(\w+)(?:,[^)]*)?\)", re.M)

HEAD = """\
.. SPDX-License-Identifier: GPL-2.0
.. Written by Documentation/coverage.py from selftests/rules; do not edit.

==========================
Which rule is tested where
==========================

The rules of the architecture that concern what smmu-sim models, in our own
words, each with the sections of the specification that hold it and with the
tests that check it. A name alone is a unit test (``make unit TESTS=name``),
``room/file.test`` one that runs in the VM (``make vm-test TEST=file``). What is
not modelled is listed too, with the reason.
"""


class Complaint(Exception):
    """A rules file that says something impossible."""


@dataclass(frozen=True)
class Rule:
    """One rule: either `tests` or `reason` says something."""

    ident: str
    sections: str
    text: str
    tests: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Digest:
    """The rules of one file."""

    title: str
    rules: tuple[Rule, ...]

    @property
    def tested(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.tests]

    @property
    def absent(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.reason]


# ---- the tests that exist ----


def unit_tests(sources: dict[str, str]) -> set[str]:
    """Functions in the tables of suites that run; `sources` by file name."""
    running = set(re.findall(r"&(\w+)_suite", sources.get("main.c", "")))
    found = set()
    for text in sources.values():
        suites = set(_SUITE.findall(text))
        for table, body in _TABLE.findall(text):
            suite = table.removesuffix("_tests")
            if suite not in suites or suite in running:
                found.update(_ENTRY.findall(body))
    return found


def kselftests(room: str, stem: str, text: str) -> set[str]:
    """The tests of one program of a room."""
    return {f"{room}/{stem}.{name}" for name in _KSELFTEST.findall(text)}


def existing_tests(top: Path) -> set[str]:
    """Every name that a rule may use."""
    unit = {path.name: path.read_text(encoding="utf-8") for path in top.glob("selftests/unit/*.c")}
    found = unit_tests(unit)
    for path in top.glob("selftests/*/*.c"):
        text = path.read_text(encoding="utf-8")
        if "kselftest_harness.h" in text or "TEST_F(" in text:
            found |= kselftests(path.parent.name, path.stem, text)
    return found


# ---- rules ----


def _logical_lines(text: str) -> list[tuple[int, str]]:
    """Lines with their continuations, and where they begin."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace() and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        else:
            found.append((number, line.strip()))
    return found


def parse_rule(line: str) -> Rule:
    """One rule; the text, and only the text, may contain the separator."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < 4:
        raise Complaint("not `id | sections | rule | tests`")
    ident, sections, last = parts[0], parts[1], parts[-1]
    text = " | ".join(parts[2:-1])
    if not ident or not sections or not text:
        raise Complaint("an empty column")
    if last.startswith("-"):
        reason = last[1:].strip()
        if not reason:
            raise Complaint(f"{ident}: `-` wants a reason")
        return Rule(ident, sections, text, (), reason)
    tests = tuple(name.strip() for name in last.split(",") if name.strip())
    if not tests:
        raise Complaint(f"{ident}: neither tests nor a reason")
    return Rule(ident, sections, text, tests, "")


def _check_rule(rule: Rule, stem: str, seen: set[str], tests: set[str]) -> None:
    if not rule.ident.startswith(f"{stem}-"):
        raise Complaint(f"{rule.ident}: does not begin with {stem}-")
    if rule.ident in seen:
        raise Complaint(f"{rule.ident}: twice")
    missing = [name for name in rule.tests if name not in tests]
    if missing:
        raise Complaint(f"{rule.ident}: no such test: {', '.join(missing)}")


def parse_digest(stem: str, text: str, tests: set[str]) -> tuple[Digest, list[str]]:
    """A rules file, and what is wrong with it."""
    title, rules, seen, wrong = "", [], set(), []
    for number, line in _logical_lines(text):
        try:
            if line.startswith("="):
                title = line[1:].strip()
                continue
            rule = parse_rule(line)
            _check_rule(rule, stem, seen, tests)
            seen.add(rule.ident)
            rules.append(rule)
        except Complaint as complaint:
            wrong.append(f"{RULES}/{stem}.rules:{number}: {complaint}")
    if not title:
        wrong.append(f"{RULES}/{stem}.rules:1: no `= Title`")
    return Digest(title, tuple(rules)), wrong


# ---- the page ----


def _escape(text: str) -> str:
    return re.sub(r"([\\*`_|])", r"\\\1", text)


def _row(cells: list[str]) -> str:
    return "".join(f"{'   * -' if number == 0 else '     -'} {cell}\n" for number, cell in enumerate(cells))


def _table(widths: str, head: list[str], rows: list[list[str]]) -> str:
    start = f"\n.. list-table::\n   :header-rows: 1\n   :widths: {widths}\n\n"
    return start + "".join(_row(row) for row in [head, *rows])


def _title(text: str, line: str) -> str:
    return f"\n{text}\n{line * len(text)}\n"


def _tested_row(rule: Rule) -> list[str]:
    names = ", ".join(f"``{name}``" for name in rule.tests)
    return [_escape(rule.ident), _escape(rule.sections), _escape(rule.text), names]


def _absent_row(rule: Rule) -> list[str]:
    return [_escape(cell) for cell in (rule.ident, rule.sections, rule.text, rule.reason)]


def _section(digest: Digest) -> str:
    text = _title(digest.title, "=")
    text += f"\n{len(digest.rules)} rules: {len(digest.tested)} tested, {len(digest.absent)} not modelled.\n"
    if digest.tested:
        rows = [_tested_row(rule) for rule in digest.tested]
        text += _table("12 10 43 35", ["Rule", "Sections", "It says", "Tests"], rows)
    if digest.absent:
        text += _title(f"{digest.title}: not modelled", "-")
        rows = [_absent_row(rule) for rule in digest.absent]
        text += _table("12 10 43 35", ["Rule", "Sections", "It says", "Why not"], rows)
    return text


def _summary(digests: list[Digest]) -> str:
    rows = [[d.title, str(len(d.rules)), str(len(d.tested)), str(len(d.absent))] for d in digests]
    rows.append(["All", *(str(sum(int(row[n]) for row in rows)) for n in (1, 2, 3))])
    return _table("40 20 20 20", ["Rules of", "Rules", "Tested", "Not modelled"], rows)


def page(digests: list[Digest]) -> str:
    """The whole page."""
    return HEAD + _summary(digests) + "".join(_section(digest) for digest in digests)


def generate(top: Path = TOP) -> tuple[str, list[str]]:
    """The page as it should be, and what is wrong with the rules."""
    tests = existing_tests(top)
    digests, wrong = [], []
    for path in sorted((top / RULES).glob("*.rules")):
        digest, complaints = parse_digest(path.stem, path.read_text(encoding="utf-8"), tests)
        digests.append(digest)
        wrong += complaints
    return page(digests), wrong


def check(top: Path = TOP) -> list[str]:
    """What is wrong with the rules or with the page that is there."""
    text, wrong = generate(top)
    there = (top / PAGE).read_text(encoding="utf-8") if (top / PAGE).exists() else ""
    if text != there:
        wrong.append(f"{PAGE}:1: not up to date; run Documentation/coverage.py")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        wrong = check()
    else:
        text, wrong = generate()
        if not wrong:
            (TOP / PAGE).write_text(text, encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
