# SPDX-License-Identifier: GPL-2.0
"""Runs the jobs that were chosen, prints as it goes, adds to a tally."""

from dataclasses import dataclass

from . import boot, build, kernels, locks, report, rooms, select


def _run_job(job: boot.Job, tally: report.Tally) -> None:
    print(job.title, flush=True)
    try:
        with locks.claimed(job.where) as where:
            verdict = boot.run(job, where)
    except build.BuildError as error:
        # A room that does not build fails; the others still run.
        print(f"  FAILED {error}", flush=True)
        tally.add(failed=1)
        return
    tally.add_verdict(verdict)
    print("\n".join(report.verdict_lines(verdict, where)), flush=True)


def _choose(names: list[str], tests: list[str]) -> list[rooms.Room]:
    chosen = rooms.load_all(names)
    nameless = select.unknown(chosen, tests)
    if nameless:
        raise LookupError(f"no such test: {' '.join(nameless)}; tools/vm/run --list names them")
    return chosen


@dataclass(frozen=True)
class Request:
    """What a person asked for; no room and no test named means all."""

    kernel: str
    rooms: list[str]
    tests: list[str]
    short: bool = False
    repeat: int = 1


def run(request: Request, tally: report.Tally) -> None:
    """Runs these rooms and tests on one kernel."""
    chosen = _choose(request.rooms, request.tests)
    cached = kernels.ensure(request.kernel)
    jobs = select.jobs(chosen, cached, request.tests, request.short)
    for job in jobs * request.repeat:
        _run_job(job, tally)
