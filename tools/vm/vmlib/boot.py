# SPDX-License-Identifier: GPL-2.0
"""One VM boot: what goes in, how long it may take, what came out."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from . import build, initramfs, ktap, kvm, locks, paths, process, qemu, rooms
from .kernels import Cached
from .verdict import Verdict, judge

BUSYBOX = Path("/bin/busybox")
BOOT_SECONDS = 60
GRACE_SECONDS = 10
END_SECONDS = 60


@dataclass(frozen=True)
class Job:
    """The tests of one room that share a boot."""

    room: rooms.Room
    cached: Cached
    smp: int
    tests: list[rooms.Test]

    @property
    def title(self) -> str:
        return f"room {self.room.name}, {self.cached.kernel.name} {self.cached.release}, smp {self.smp}"

    @property
    def where(self) -> Path:
        """Where the logs of the last run are, if nobody else is at it."""
        return paths.build_dir() / "vm" / self.cached.kernel.name / f"{self.room.name}-smp{self.smp}"


class Watch:
    """Says when a running guest has taken too long for what it is at."""

    def __init__(self, job: Job, result: Path) -> None:
        self.scale = job.cached.kernel.time_scale
        self.timeouts = {test.name: test.timeout for test in job.tests}
        self.result = result
        self.size = -1
        self.doing = "booting"
        self._allow(BOOT_SECONDS)

    def _allow(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds * self.scale

    def _enter(self, doing: str) -> None:
        if doing == self.doing:
            return
        self.doing = doing
        self._allow(self.timeouts.get(doing, END_SECONDS) + GRACE_SECONDS)

    def _latest(self) -> str:
        reports, ended = ktap.read_guest(self.result.read_text(encoding="utf-8", errors="replace"))
        if not reports:
            return "booting"
        last = list(reports.values())[-1]
        return "powering off" if ended else f"after {last.name}" if last.closed else last.name

    def __call__(self) -> str:
        size = self.result.stat().st_size if self.result.exists() else 0
        if size != self.size:
            self.size = size
            if size:
                self._enter(self._latest())
        if time.monotonic() > self.deadline:
            return f"time-out while {self.doing}"
        return ""


def guest_files(room: rooms.Room, cached: Cached, where: Path) -> initramfs.Archive:
    """An archive with busybox, the modules, smmuctl, examples and the room's files."""
    archive = initramfs.base(BUSYBOX)
    for module in build.collect_modules(room, cached, where / "modules"):
        archive.file(module, f"modules/{module.stem}.ko", 0o644)
    tool = build.smmuctl(cached.kernel.arch.name)
    if tool:
        archive.file(tool, "bin/smmuctl", 0o755)
    for program in build.examples(cached):
        archive.file(program, f"bin/{program.name}", 0o755)
    for path in room.files:
        archive.file(path, f"files/{path.name}")
    archive.text(
        "etc/vm.env",
        initramfs.environment(
            {
                "SMMU_SIM_KERNEL": cached.kernel.flavour,
                "SMMU_SIM_SLOW": str(int(cached.kernel.time_scale)),
            }
        ),
    )
    return archive


def machine_for(cached: Cached, room: rooms.Room, image: Path, smp: int) -> qemu.Machine:
    """The machine that boots this kernel and initramfs."""
    return qemu.Machine(
        arch=cached.kernel.arch,
        vmlinuz=cached.vmlinuz,
        initramfs=image,
        smp=smp,
        memory=room.memory,
        append=room.append,
        kvm=kvm.works(cached),
    )


def _programs(job: Job) -> dict[str, Path]:
    """What runs for each test; a test that did not build has nothing."""
    out = build.programs(job.room, job.cached)
    found = {test.name: test.source if test.source.suffix == ".sh" else out / test.name for test in job.tests}
    return {name: path for name, path in found.items() if path.exists()}


def _initramfs(job: Job, programs: dict[str, Path], where: Path) -> None:
    archive = guest_files(job.room, job.cached, where)
    for name, program in programs.items():
        archive.file(program, f"tests/{name}", 0o755)
    for helper in sorted(job.room.where.glob("*_lib.sh")):
        archive.file(helper, f"lib/{helper.name}", 0o644)
    scale = job.cached.kernel.time_scale
    tests = [test for test in job.tests if test.name in programs]
    lines = [initramfs.plan_line(n, test, scale) for n, test in enumerate(tests, 1)]
    archive.text("plan", "\n".join(lines) + "\n")
    archive.write(where / "initramfs.gz")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def _prepare(job: Job, where: Path) -> list[rooms.Test]:
    """Builds what the boot needs; returns the tests that did build."""
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    with locks.held(paths.build_dir() / "vm" / f".{job.cached.kernel.name}.build"):
        programs = _programs(job)
        if programs:
            _initramfs(job, programs, where)
    return [test for test in job.tests if test.name in programs]


def _boot(job: Job, tests: list[rooms.Test], where: Path) -> Verdict:
    """Boots, waits, judges."""
    result, log, complaint = (where / name for name in ("result.ktap", "console.log", "qemu.log"))
    machine = machine_for(job.cached, job.room, where / "initramfs.gz", job.smp)
    ended = process.run(machine.command(qemu.to_file(log), result), complaint, Watch(job, result))
    planned = {test.name: test.skip_ok for test in tests}
    return judge(planned, _text(result), _text(log), ended.reason or _text(complaint).strip())


def run(job: Job, where: Path) -> Verdict:
    """One boot with every test that builds; the logs stay in `where`."""
    tests = _prepare(job, where)
    verdict = _boot(job, tests, where) if tests else Verdict()
    for test in job.tests:
        if test not in tests:
            report = ktap.Report(test.name)
            report.fail(test.name, "did not build")
            verdict.reports.insert(0, report)
    return verdict
