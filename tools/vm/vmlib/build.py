# SPDX-License-Identifier: GPL-2.0
"""Builds what goes into the VM: modules, libraries, tools and test programs."""

import contextlib
import lzma
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import locks, paths
from .kernels import Cached
from .rooms import Room, module_names

# Debian's headers ask for pahole to add type information that we do not need.
NO_BTF = "CONFIG_DEBUG_INFO_BTF_MODULES="

# What the module build reads of the tree; linked, so that no artefact of
# kbuild lands next to the sources.
SOURCES = ["Kbuild", "drivers", "include"]


class BuildError(Exception):
    """A build failed; its output went to stderr."""


def _make(*args: str | Path, env: dict[str, str] | None = None) -> None:
    quiet = [] if os.environ.get("VERBOSE") else ["-s"]
    command = ["make", "--no-print-directory", *quiet, *map(str, args)]
    clean = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "O")}
    done = subprocess.run(command, stdout=sys.stderr, env={**clean, **(env or {})}, check=False)
    if done.returncode:
        raise BuildError(f"failed: {' '.join(command)}")


def _link(source: Path, link: Path) -> None:
    if not link.is_symlink() or link.readlink() != source:
        link.unlink(missing_ok=True)
        link.symlink_to(source)


def _link_tree(source: Path, farm: Path) -> None:
    """Mirrors a directory: real directories, linked files, no stale links."""
    farm.mkdir(parents=True, exist_ok=True)
    for entry in source.iterdir():
        if entry.is_dir():
            _link_tree(entry, farm / entry.name)
        else:
            _link(entry, farm / entry.name)
    for entry in farm.iterdir():
        if entry.is_symlink() and not (source / entry.name).exists():
            entry.unlink()


def module_farm(name: str) -> Path:
    """A directory of links to everything kbuild reads."""
    farm = paths.build_dir() / "modules" / name
    farm.mkdir(parents=True, exist_ok=True)
    for part in SOURCES:
        source = paths.TOP / part
        if source.is_dir():
            _link_tree(source, farm / part)
        elif source.exists():
            _link(source, farm / part)
    return farm


def kbuild(kdir: Path, farm: Path, *args: str) -> None:
    """One out-of-tree build with every warning an error."""
    _make("-C", kdir, f"M={farm}", f"-j{os.cpu_count()}", "W=1", "KCFLAGS=-Werror", NO_BTF, *args, "modules")


def modules(name: str, kdir: Path, *args: str) -> Path:
    """smmu-sim's modules for one kernel; returns the directory they are in."""
    with locks.held(paths.build_dir() / "modules" / f".{name}.lock"):
        farm = module_farm(name)
        if (farm / "Kbuild").exists():
            kbuild(kdir, farm, *args)
    return farm


def room_modules(room: Room, cached: Cached, farm: Path) -> list[Path]:
    """The test modules of a room, built against smmu-sim's own."""
    source = room.where / "modules"
    if not (source / "Kbuild").exists():
        return []
    where = farm / "selftests" / room.name / "modules"
    _link_tree(source, where)
    kbuild(cached.kdir, where, f"KBUILD_EXTRA_SYMBOLS={farm}/Module.symvers")
    return sorted(where.glob("*.ko"))


def dmatest(cached: Cached) -> Path:
    """The kernel's own dmatest, unmodified, as a module for that kernel."""
    where = paths.build_dir() / "dmatest" / cached.kernel.name
    where.mkdir(parents=True, exist_ok=True)
    _link(cached.source / "drivers/dma/dmatest.c", where / "dmatest.c")
    (where / "Kbuild").write_text("obj-m := dmatest.o\n", encoding="utf-8")
    # Foreign code: W=1 and -Werror are for ours.
    _make("-C", cached.kdir, f"M={where}", NO_BTF, "modules")
    return where / "dmatest.ko"


def programs(room: Room, cached: Cached) -> Path:
    """The directory of a room's test programs; what does not build is not in it."""
    out = paths.build_dir() / "selftests" / cached.kernel.arch.name
    command: list[str | Path] = ["-C", paths.TOP / "selftests", f"-j{os.cpu_count()}", f"O={out}"]
    command += [f"ROOMS={room.where.parent}", f"ROOM={room.name}"]
    command += [f"HARNESS={cached.source / 'tools/testing/selftests'}"]
    command += [f"CROSS_COMPILE={cached.kernel.arch.cross}"]
    try:
        _make(*command)
    except BuildError:
        # Old programs must not stand in for what does not build any more.
        for test in room.tests:
            (out / room.name / test.name).unlink(missing_ok=True)
        with contextlib.suppress(BuildError):
            _make("-k", *command)
    return out / room.name


def smmuctl(arch: str) -> Path | None:
    """The static smmuctl, once there is one."""
    if not (paths.TOP / "tools/smmuctl/Makefile").exists():
        return None
    out = paths.build_dir() / "smmuctl"
    _make("-C", paths.TOP / "tools/smmuctl", f"O={out}")
    return out / "smmuctl" if arch == "amd64" else None


def examples(cached: Cached) -> list[Path]:
    """The static example programs, one for each source."""
    out = paths.build_dir() / "examples" / cached.kernel.arch.name
    _make("-C", paths.TOP / "tools/examples", f"O={out}", f"CROSS_COMPILE={cached.kernel.arch.cross}")
    return sorted(out / source.stem for source in (paths.TOP / "tools/examples").glob("*.c"))


def _unpacked(module: Path, where: Path) -> Path:
    if module.suffix != ".xz":
        return module
    plain = where / module.stem
    plain.write_bytes(lzma.decompress(module.read_bytes()))
    return plain


def collect_modules(room: Room, cached: Cached, where: Path) -> list[Path]:
    """Every module the room may load, from this tree, dmatest or the image."""
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    needed = set(room.extra_modules)
    for test in room.tests:
        needed.update(module_names(test.modules))
    found: dict[str, Path] = {}
    if any(name.startswith("smmu_sim") for name in needed):
        farm = modules(cached.kernel.name, cached.kdir)
        ours = [*farm.glob("*.ko"), *room_modules(room, cached, farm)]
        found = {path.stem: path for path in ours}
    for name in sorted(needed - set(found)):
        module = dmatest(cached) if name == "dmatest" else cached.image_module(name)
        if module:
            found[name] = _unpacked(module, where)
    return sorted(found.values())
