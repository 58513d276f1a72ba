# SPDX-License-Identifier: GPL-2.0
"""The verdict on recorded runs: logs/<run>.ktap and logs/<run>.console were
written by real guests and trimmed by hand."""

import unittest
from pathlib import Path

from vmlib import verdict

LOGS = Path(__file__).parent / "logs"


def judge(run: str, planned: dict[str, list[str]], killed: str = "") -> verdict.Verdict:
    result = (LOGS / f"{run}.ktap").read_text(encoding="utf-8")
    log = (LOGS / f"{run}.console").read_text(encoding="utf-8")
    return verdict.judge(planned, result, log, killed)


def plan(*names: str) -> dict[str, list[str]]:
    return {name: [] for name in names}


class RecordedRuns(unittest.TestCase):
    def counts(self, found: verdict.Verdict) -> tuple[int, int, int]:
        return found.count("passed"), found.count("failed"), found.count("skipped")

    def failures(self, found: verdict.Verdict) -> list[tuple[str, str]]:
        return [(r.name, p.name) for r in found.reports for p in r.points if p.result == "failed"]

    def test_clean_run_passes(self) -> None:
        found = judge("pass", {"hello": [], "sub": ["may*"]})
        self.assertEqual(self.counts(found), (4, 0, 1))

    def test_times_are_read(self) -> None:
        found = judge("pass", {"hello": [], "sub": ["may*"]})
        self.assertAlmostEqual(found.reports[0].seconds, 0.24, places=2)

    def test_panic_fails_the_running_test_and_all_after_it(self) -> None:
        found = judge("panic", plan("a_first", "b_panic", "c_last"))
        self.assertIn(("b_panic", "console: bug"), self.failures(found))
        self.assertIn(("b_panic", "b_panic"), self.failures(found))
        self.assertIn(("c_last", "c_last"), self.failures(found))
        self.assertIn(("the VM run", "end line"), self.failures(found))
        self.assertEqual(found.reports[0].count("failed"), 0)

    def test_hang_names_the_test_that_hung(self) -> None:
        found = judge("hang", plan("a_first", "b_hang", "c_last"), "time-out while b_hang")
        self.assertIn(("b_hang", "b_hang"), self.failures(found))
        self.assertIn(("c_last", "c_last"), self.failures(found))
        notes = [note for r in found.reports for p in r.points for note in p.notes]
        self.assertIn("never ended: time-out while b_hang", notes)

    def test_points_before_a_hang_still_count(self) -> None:
        found = judge("hang", plan("a_first", "b_hang", "c_last"), "time-out while b_hang")
        self.assertEqual(found.count("passed"), 2)

    def test_missing_end_line_fails_the_run(self) -> None:
        found = judge("noend", plan("a_first"))
        self.assertIn(("the VM run", "end line"), self.failures(found))

    def test_hang_at_power_off_fails_the_run(self) -> None:
        found = judge("pass", {"hello": [], "sub": ["may*"]}, "time-out while powering off")
        self.assertEqual(self.failures(found), [("the VM run", "power-off")])

    def test_warning_fails_although_all_points_passed(self) -> None:
        found = judge("warn", plan("a_first", "b_warn", "c_last"))
        self.assertEqual(
            self.failures(found), [("b_warn", "b_warn"), ("b_warn", "console: warning")]
        )
        self.assertEqual(found.count("passed"), 4)

    def test_unexpected_skip_fails(self) -> None:
        found = judge("skip", {"skips": ["may_*"]})
        self.assertEqual(self.failures(found), [("skips", "must_run")])
        self.assertEqual(self.counts(found), (1, 1, 1))

    def test_planned_test_that_never_began_fails(self) -> None:
        found = judge("pass", {"hello": [], "sub": ["may*"], "forgotten": []})
        self.assertEqual(self.failures(found), [("forgotten", "forgotten")])

    def test_missing_points_of_a_plan_fail(self) -> None:
        found = judge("missing", plan("short", "silent"))
        self.assertEqual(self.failures(found), [("short", "plan"), ("silent", "silent")])

    def test_exit_code_fails_although_points_passed(self) -> None:
        found = judge("exitcode", plan("lies"))
        self.assertEqual(self.failures(found), [("lies", "lies")])

    def test_nested_subtests_count_where_they_are_finest(self) -> None:
        found = judge("nested", plan("tree"))
        self.assertEqual(self.counts(found), (3, 1, 0))
        self.assertEqual(self.failures(found), [("tree", "deep_two")])

    def test_each_splat_of_the_debug_kernel_is_one_failure_of_its_test(self) -> None:
        found = judge("splats", plan("t_abba", "t_leak", "t_oob", "t_sleep"))
        console = [f for f in self.failures(found) if f[1].startswith("console")]
        self.assertIn(("t_abba", "console: warning"), console)
        self.assertIn(("t_oob", "console: bug"), console)
        self.assertIn(("t_sleep", "console: bug"), console)
        self.assertIn(("the VM run", "console: leak"), console)

    def test_empty_result_fails_everything(self) -> None:
        found = verdict.judge(plan("one", "two"), "", "", "time-out while booting")
        self.assertEqual(self.counts(found), (0, 4, 0))

    def test_console_that_was_never_written_is_not_clean(self) -> None:
        found = verdict.judge(plan("a"), "# begin a\n  ok 1 x\nok 1 a # start=1 stop=2\n# end\n", "", "")
        self.assertEqual(self.failures(found), [("the VM run", "console")])


if __name__ == "__main__":
    unittest.main()
