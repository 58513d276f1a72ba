# SPDX-License-Identifier: GPL-2.0
"""What Documentation/coverage.py takes, refuses and writes."""

import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path

from checklib import tree

_SPEC = importlib.util.spec_from_file_location("spec_coverage", tree.TOP / "Documentation/coverage.py")
assert _SPEC and _SPEC.loader
coverage = importlib.util.module_from_spec(_SPEC)
sys.modules["spec_coverage"] = coverage
_SPEC.loader.exec_module(coverage)

MAIN = "static const struct suite *const suites[] = {\n\t&queue_suite,\n};\n"
QUEUE = (
    "static const struct CMUnitTest queue_tests[] = {\n\tTEST_RESET(full_queue_stops),\n"
    "\tcmocka_unit_test_setup_teardown(\n\t\tempty_queue_waits, up, down),\n};\nSUITE(queue);\n"
)
OTHER = "static const struct CMUnitTest other_tests[] = {\n\tTEST_RESET(nobody_runs_me),\n};\nSUITE(other);\n"
ROOM = '#include "kselftest_harness.h"\nTEST(alone)\n{\n}\nTEST_F(box, fixed)\n{\n}\n'

GOOD = "= Queues\nqueues-1-1 | 3.5 | Full is full. | full_queue_stops\n"


class Rules(unittest.TestCase):
    def wrong(self, text: str) -> list[str]:
        tests = {"full_queue_stops", "uapi/box.fixed"}
        return [line.split(": ", 1)[1] for line in coverage.parse_digest("queues", text, tests)[1]]

    def test_good_file(self) -> None:
        self.assertEqual(self.wrong(GOOD), [])

    def test_title_is_needed(self) -> None:
        self.assertEqual(self.wrong(GOOD.split("\n", 1)[1]), ["no `= Title`"])

    def test_id_begins_with_the_file(self) -> None:
        self.assertIn("does not begin", self.wrong(GOOD.replace("queues-", "events-"))[0])

    def test_id_twice(self) -> None:
        self.assertEqual(self.wrong(GOOD + GOOD), ["queues-1-1: twice"])

    def test_unknown_test(self) -> None:
        self.assertEqual(self.wrong(GOOD.replace("stops", "goes")), ["queues-1-1: no such test: full_queue_goes"])

    def test_neither_test_nor_reason(self) -> None:
        self.assertEqual(self.wrong(GOOD.replace("full_queue_stops", "")), ["queues-1-1: neither tests nor a reason"])

    def test_dash_without_reason(self) -> None:
        self.assertEqual(self.wrong(GOOD.replace("full_queue_stops", "-")), ["queues-1-1: `-` wants a reason"])

    def test_too_few_columns(self) -> None:
        self.assertEqual(self.wrong("= Q\nqueues-1-1 | 3.5 | x\n"), ["not `id | sections | rule | tests`"])

    def test_continuation_and_comment(self) -> None:
        text = GOOD.replace("| full", "|\n\tuapi/box.fixed,\n# why\n  full")
        digest, wrong = coverage.parse_digest("queues", text, {"full_queue_stops", "uapi/box.fixed"})
        self.assertEqual(wrong, [])
        self.assertEqual(digest.rules[0].tests, ("uapi/box.fixed", "full_queue_stops"))

    def test_separator_in_the_text(self) -> None:
        self.assertEqual(coverage.parse_rule("a-1 | 1 | x | y | t").text, "x | y")

    def test_reason(self) -> None:
        rule = coverage.parse_rule("a-1 | 1 | x | - ATS is 0")
        self.assertEqual((rule.tests, rule.reason), ((), "ATS is 0"))


class Names(unittest.TestCase):
    def test_only_suites_that_run_count(self) -> None:
        found = coverage.unit_tests({"main.c": MAIN, "test_queue.c": QUEUE, "test_other.c": OTHER})
        self.assertEqual(found, {"full_queue_stops", "empty_queue_waits"})

    def test_kselftests(self) -> None:
        self.assertEqual(coverage.kselftests("uapi", "box", ROOM), {"uapi/box.alone", "uapi/box.fixed"})


class Page(unittest.TestCase):
    def setUp(self) -> None:
        # pylint: disable=consider-using-with
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.top = Path(holder.name)
        files = {
            "selftests/unit/main.c": MAIN,
            "selftests/unit/test_queue.c": QUEUE,
            "selftests/rules/queues.rules": GOOD + "queues-1-2 | 3.5 | A *b* c_d. | - no such thing\n",
            "Documentation/spec-coverage.rst": "",
        }
        for name, content in files.items():
            (self.top / name).parent.mkdir(parents=True, exist_ok=True)
            (self.top / name).write_text(content, encoding="utf-8")

    def test_old_page_is_told(self) -> None:
        self.assertIn("not up to date", coverage.check(self.top)[0])

    def test_new_page_is_fine(self) -> None:
        text, wrong = coverage.generate(self.top)
        (self.top / coverage.PAGE).write_text(text, encoding="utf-8")
        self.assertEqual((wrong, coverage.check(self.top)), ([], []))

    def test_page_counts_and_escapes(self) -> None:
        text, _ = coverage.generate(self.top)
        self.assertIn("2 rules: 1 tested, 1 not modelled.", text)
        self.assertIn(r"A \*b\* c\_d.", text)
        self.assertIn("``full_queue_stops``", text)


if __name__ == "__main__":
    unittest.main()
