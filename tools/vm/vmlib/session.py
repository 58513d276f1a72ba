# SPDX-License-Identifier: GPL-2.0
"""Runs the jobs that were chosen, prints as it goes, adds to a tally."""

from . import boot, build, kernels, report, rooms, select


def _run_job(job: boot.Job, tally: report.Tally) -> None:
    print(job.title, flush=True)
    try:
        verdict = boot.run(job)
    except build.BuildError as error:
        # A room that does not build fails; the others still run.
        print(f"  FAILED {error}", flush=True)
        tally.add(failed=1)
        return
    tally.add_verdict(verdict)
    print("\n".join(report.verdict_lines(verdict, job.where)), flush=True)


def _choose(names: list[str], tests: list[str]) -> list[rooms.Room]:
    known = rooms.load_all()
    absent = set(names) - {room.name for room in known}
    chosen = [room for room in known if not names or room.name in names]
    nameless = select.unknown(chosen, tests)
    if absent or nameless:
        raise LookupError(f"no such room or test: {' '.join([*sorted(absent), *nameless])}; try --list")
    return chosen


def run(kernel: str, names: list[str], tests: list[str], short: bool, tally: report.Tally) -> None:
    """Runs these rooms and tests, all if none is named, on one kernel."""
    chosen = _choose(names, tests)
    cached = kernels.ensure(kernel)
    for job in select.jobs(chosen, cached, tests, short):
        _run_job(job, tally)
