# SPDX-License-Identifier: GPL-2.0
"""Brings a kernel of kernels.ini into the cache and describes what is there.

A kernel in the cache is one directory:

  vmlinuz   what QEMU boots         release   `uname -r` of it
  build     KDIR of module builds   source    files of its source package
  modules   modules of the image that tests may load

It appears by rename once complete, so an interrupted fetch starts over and
never leaves half a kernel. `current` points at the newest.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import apt, catalog, locks, paths

# What tests and checks need of a kernel's source; nothing of it is committed.
MATERIAL = [
    "drivers/dma/dmatest.c",
    "tools/testing/selftests/kselftest.h",
    "tools/testing/selftests/kselftest_harness.h",
    "scripts/checkpatch.pl",
    "scripts/const_structs.checkpatch",
    "scripts/spelling.txt",
    "scripts/kernel-doc*",
    "scripts/lib/kdoc",
    "scripts/spdxcheck.py",
    "LICENSES",
]


@dataclass(frozen=True)
class Cached:
    """A kernel that is in the cache, ready to boot and to build against."""

    kernel: catalog.Kernel
    where: Path

    @property
    def vmlinuz(self) -> Path:
        return self.where / "vmlinuz"

    @property
    def release(self) -> str:
        return (self.where / "release").read_text(encoding="utf-8").strip()

    @property
    def kdir(self) -> Path:
        return self.where / "build"

    @property
    def source(self) -> Path:
        return self.where / "source"

    def image_module(self, name: str) -> Path | None:
        """A module of the kernel's own image, unpacked if it was packed."""
        wanted = name.replace("_", "[_-]")
        found = sorted((self.where / "modules").rglob(f"{wanted}.ko*"))
        return found[0] if found else None


@contextmanager
def appearing(final: Path) -> Iterator[Path]:
    """A work directory that becomes `final` when the block succeeds."""
    final.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".new-", dir=final.parent))
    try:
        yield work
        if final.exists():
            shutil.rmtree(final)
        work.chmod(0o755)
        work.rename(final)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def unpack(deb: Path, where: Path, patterns: list[str] | None = None) -> None:
    """Unpacks a package, or the parts of it that match tar patterns."""
    where.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as source:
        command = ["tar", "-x", "--no-same-owner", "-C", str(where)]
        if patterns:
            command += ["--wildcards", *patterns]
        # A pattern without a match makes tar fail: not every flavour has all.
        subprocess.run(command, stdin=source.stdout, check=not patterns, stderr=subprocess.DEVNULL)


def downloads(name: str) -> Path:
    """Where the packages of a kernel are until it is complete."""
    return paths.cache_dir() / "deb" / name


def _first_known(names: set[str], candidates: list[str]) -> str | None:
    return next((c for c in candidates if c in names), None)


def _resolve(kernel: catalog.Kernel, names: set[str]) -> dict[str, str] | None:
    """The newest release all of whose packages exist."""
    data = kernel.data
    pattern = re.compile(f"linux-headers-({data['release']})-common$")
    releases = {m.group(1) for name in names if (m := pattern.match(name))}
    for release in apt.newest_first(releases):
        found = {
            role: _first_known(names, data[role].format(release=release).split())
            for role in ("image", "headers", "common", "kbuild")
        }
        if all(found.values()):
            return {role: name for role, name in found.items() if name}
    return None


def _point_at_cache(root: Path) -> Path:
    """Makes unpacked headers buildable where they are; returns KDIR."""
    headers = next(p for p in (root / "usr/src").glob("linux-headers-*") if not p.name.endswith("-common"))
    makefile = headers / "Makefile"
    text = makefile.read_text(encoding="utf-8")
    text = re.sub(r"include /usr/src/(\S+)", r"include $(dir $(lastword $(MAKEFILE_LIST)))../\1", text)
    makefile.write_text(text, encoding="utf-8")
    return headers


def _flatten_image(work: Path, image: Path) -> None:
    boot = next((image / "boot").glob("vmlinuz-*"))
    boot.rename(work / "vmlinuz")
    (work / "release").write_text(boot.name.removeprefix("vmlinuz-") + "\n", encoding="utf-8")
    next((image / "boot").glob("config-*")).rename(work / "config")
    next((image / "lib/modules").glob("*")).rename(work / "modules")
    shutil.rmtree(image)


def source_tarball(deb: Path) -> Path:
    """The tar file inside a linux-source package."""
    unpack(deb, deb.parent, ["./usr/src/*.tar.xz"])
    return next((deb.parent / "usr/src").glob("linux-source-*.tar.xz"))


def unpack_material(tarball: Path, where: Path) -> None:
    """Takes the MATERIAL out of a source tarball."""
    where.mkdir(parents=True, exist_ok=True)
    patterns = [f"*/{name}" for name in MATERIAL]
    command = ["tar", "-xJf", str(tarball), "-C", str(where), "--strip-components=1"]
    command += ["--no-same-owner", "--wildcards", "--no-wildcards-match-slash", *patterns]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    if not (where / MATERIAL[0]).exists():
        raise RuntimeError(f"{tarball.name} has no {MATERIAL[0]}")


def _download_all(kernel: catalog.Kernel, state: apt.PrivateApt) -> tuple[str, dict[str, Path]]:
    """Version and packages of the newest release."""
    packages = _resolve(kernel, set(state.names("linux-")))
    if packages is None:
        raise RuntimeError(f"no kernel release matching {kernel.data['release']} in {kernel.suite}")
    foreign = f":{kernel.data['packages-arch']}"
    named = {role: name + (foreign if role in ("image", "headers") else "") for role, name in packages.items()}
    named["source"] = kernel.source
    version = state.version(named["image"])
    if _where(kernel, version).exists():
        return version, {}
    return version, {role: state.download(name, downloads(kernel.name)) for role, name in named.items()}


def _assemble(kernel: catalog.Kernel, debs: dict[str, Path], work: Path) -> None:
    for role in ("headers", "common", "kbuild"):
        unpack(debs[role], work / "headers")
    unpack(debs["image"], work / "image", kernel.data["keep"].split())
    _flatten_image(work, work / "image")
    kdir = _point_at_cache(work / "headers")
    (work / "build").symlink_to(kdir.relative_to(work))
    unpack_material(source_tarball(debs["source"]), work / "source")


def _where(kernel: catalog.Kernel, version: str) -> Path:
    return paths.cache_dir() / "kernels" / kernel.name / version


def _ensure_packaged(kernel: catalog.Kernel, refresh: bool) -> Path:
    host = subprocess.run(["dpkg", "--print-architecture"], stdout=subprocess.PIPE, text=True, check=True)
    arches = list(dict.fromkeys([host.stdout.strip(), kernel.data["packages-arch"]]))
    state = apt.PrivateApt(kernel.suite, arches)
    state.ensure_lists(refresh)
    version, debs = state.retry(lambda: _download_all(kernel, state))
    if debs:
        with appearing(_where(kernel, version)) as work:
            _assemble(kernel, debs, work)
        shutil.rmtree(downloads(kernel.name))
    return _where(kernel, version)


def _point_current(final: Path) -> None:
    link = final.parent / "current"
    fresh = final.parent / ".current"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(final.name)
    fresh.replace(link)


def cached(name: str) -> Cached | None:
    """The kernel if it is in the cache; touches nothing else."""
    kernel = catalog.kernel(name)
    current = paths.cache_dir() / "kernels" / name / "current"
    if not (current / "vmlinuz").exists():
        return None
    found = Cached(kernel, current.resolve())
    if kernel.kind == "built":
        from . import debugkernel  # pylint: disable=import-outside-toplevel

        return found if debugkernel.is_current(kernel, found.where) else None
    return found


def ensure(name: str, refresh: bool = False) -> Cached:
    """The kernel, fetched or built if the cache does not have it."""
    found = cached(name)
    if found and not refresh:
        return found
    kernel = catalog.kernel(name)
    with locks.held(paths.cache_dir() / f"{name}.lock"):
        found = cached(name)
        if found and not refresh:
            return found
        print(f"fetch: bringing {name} into {paths.cache_dir()}", file=sys.stderr)
        if kernel.kind == "built":
            from . import debugkernel  # pylint: disable=import-outside-toplevel

            final = debugkernel.ensure_built(kernel, refresh)
        else:
            final = _ensure_packaged(kernel, refresh)
        _point_current(final)
    return Cached(kernel, final)
