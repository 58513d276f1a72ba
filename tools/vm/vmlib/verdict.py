# SPDX-License-Identifier: GPL-2.0
"""Judges one VM run from what was planned, reported and printed."""

from dataclasses import dataclass, field

from . import console, ktap


@dataclass
class Verdict:
    """One report for each planned test, and one for the run as a whole."""

    reports: list[ktap.Report] = field(default_factory=list)

    def count(self, result: str) -> int:
        return sum(report.count(result) for report in self.reports)


def _planned_report(name: str, seen: dict[str, ktap.Report], why_ended: str) -> ktap.Report:
    report = seen.get(name)
    if report is None:
        report = ktap.Report(name)
        report.fail(name, f"never began: {why_ended}")
    elif not report.closed:
        report.fail(name, f"never ended: {why_ended}", *report.notes[-20:])
    return report


def _attribute(finding: console.Finding, verdict: Verdict) -> None:
    owner = finding.test.removeprefix("after ")
    report = next((r for r in verdict.reports if r.name == owner), verdict.reports[-1])
    when = f" ({finding.test})" if finding.test.startswith("after ") else ""
    report.fail(f"console: {finding.kind}{when}", f"line {finding.number}: {finding.line}", *finding.context)


def judge(planned: dict[str, list[str]], result: str, log: str, killed: str) -> Verdict:
    """`planned` maps each test to what it may skip; `killed` says why the VM
    was ended from outside, empty if it ended itself."""
    seen, ended = ktap.read_guest(result)
    why = killed or ("the VM stopped" if not ended else "it was not run")
    verdict = Verdict()
    for name, allowed in planned.items():
        report = _planned_report(name, seen, why)
        ktap.refuse_skips(report, allowed)
        verdict.reports.append(report)
    run = ktap.Report("the VM run")
    verdict.reports.append(run)
    if not ended:
        run.fail("end line", f"the guest did not report its end: {killed or 'the VM stopped'}")
    elif killed:
        run.fail("power-off", f"the guest reported its end, then: {killed}")
    if not log.strip():
        run.fail("console", "the console log is empty, so it proves nothing")
    for finding in console.scan(log):
        _attribute(finding, verdict)
    return verdict
