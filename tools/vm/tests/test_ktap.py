# SPDX-License-Identifier: GPL-2.0
"""TAP and KTAP as different programs write them."""

import unittest

from vmlib import ktap


def results(text: str) -> list[tuple[str, str]]:
    return [(point.name, point.result) for point in ktap.parse(text)]


class Parse(unittest.TestCase):
    def test_kselftest_output(self) -> None:
        text = "TAP version 13\n1..2\nok 1 global.one\nnot ok 2 global.two\n"
        self.assertEqual(results(text), [("global.one", "passed"), ("global.two", "failed")])

    def test_cmocka_output(self) -> None:
        text = "1..2\nok 1 - one\nnot ok 2 - two\n# failed at line 3\n"
        self.assertEqual(results(text), [("one", "passed"), ("two", "failed")])

    def test_skip_with_and_without_a_name(self) -> None:
        text = "1..2\nok 1 # SKIP no device\nok 2 two # SKIP\n"
        self.assertEqual(results(text), [("test 1", "skipped"), ("two", "skipped")])

    def test_expected_failure_counts_as_skipped(self) -> None:
        self.assertEqual(results("1..1\nok 1 one # XFAIL known\n"), [("one", "skipped")])

    def test_notes_belong_to_the_point_that_follows(self) -> None:
        point = ktap.parse("1..1\n# expected 3\nnot ok 1 one\n")[0]
        self.assertEqual(point.notes, ["# expected 3"])

    def test_too_few_points_fail(self) -> None:
        self.assertEqual(results("1..2\nok 1 one\n"), [("one", "passed"), ("plan", "failed")])

    def test_too_many_points_fail(self) -> None:
        self.assertEqual(results("1..1\nok 1 one\nok 2 two\n")[-1], ("plan", "failed"))

    def test_plan_at_the_end(self) -> None:
        self.assertEqual(results("ok 1 one\n1..1\n"), [("one", "passed")])

    def test_failure_that_no_subtest_explains_counts(self) -> None:
        text = "1..1\n  1..1\n  ok 1 inner\nnot ok 1 outer\n"
        self.assertEqual(results(text), [("inner", "passed"), ("outer", "failed")])

    def test_missing_subtest_point_fails(self) -> None:
        text = "1..1\n  1..2\n  ok 1 inner\nok 1 outer\n"
        self.assertEqual(results(text), [("inner", "passed"), ("plan", "failed")])

    def test_words_that_only_look_like_points(self) -> None:
        self.assertEqual(results("okay\nnot okay\noklahoma\n"), [])

    def test_two_programs_one_after_the_other(self) -> None:
        text = "TAP version 13\n1..1\nok 1 a\nTAP version 13\n1..2\nok 1 b\nok 2 c\n"
        self.assertEqual([name for name, _ in results(text)], ["a", "b", "c"])

    def test_second_program_with_missing_point(self) -> None:
        text = "TAP version 13\n1..2\nok 1 a\nTAP version 13\n1..1\nok 1 b\n"
        self.assertEqual(results(text)[1], ("plan", "failed"))


if __name__ == "__main__":
    unittest.main()
