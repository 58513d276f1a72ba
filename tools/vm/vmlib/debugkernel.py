# SPDX-License-Identifier: GPL-2.0
"""Builds a kernel of kind `built` from its source package.

The cache key is the package version and a hash of the configuration
fragment, so a second call does nothing and a changed fragment builds anew.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from . import apt, catalog, kernels, paths

# Not unpacked: nothing of it takes part in an x86 build of ours.
# Kconfig files stay, they refer to each other across architectures.
SKIP = [
    "*/Documentation/*/*",
    *(f"*/arch/[!x]*/*.{suffix}" for suffix in ("c", "h", "S", "dts", "dtsi", "its")),
    "*/drivers/gpu/drm/amd/include/*",
    "*/tools/testing/*/*/*",
    "*/tools/perf/*",
]

# Not kept after the build: what modules do not need.
DROP = ["*.o", "*.a", "*.cmd", "*.order", "vmlinux.unstripped"]


def _fragment(kernel: catalog.Kernel) -> Path:
    return paths.VM / kernel.data["config"]


def _fragment_hash(kernel: catalog.Kernel) -> str:
    return hashlib.sha256(_fragment(kernel).read_bytes()).hexdigest()[:12]


def is_current(kernel: catalog.Kernel, where: Path) -> bool:
    """Whether a built kernel has the fragment of this tree."""
    return where.name.endswith(f"-{_fragment_hash(kernel)}")


def _package(kernel: catalog.Kernel, state: apt.PrivateApt) -> str:
    """The source package, or the newest of its fallback series."""
    names = state.names("linux-source-")
    if kernel.source in names:
        return kernel.source
    series = re.compile(kernel.data["source-fallback"] + "$")
    others = apt.newest_first({n for n in names if series.match(n)})
    if not others:
        raise RuntimeError(f"neither {kernel.source} nor a package like it in {kernel.suite}")
    print(f"fetch: {kernel.source} is not there, taking {others[0]}", file=sys.stderr)
    return others[0]


def _make(tree: Path, *args: str) -> None:
    command = ["make", "-C", str(tree), "-s", f"-j{os.cpu_count()}", *args]
    subprocess.run(command, check=True, stdout=sys.stderr)


def missing_options(fragment: str, config: str) -> list[str]:
    """The lines of a fragment that a .config does not honour."""
    have = set(config.splitlines())
    missing = []
    for line in fragment.splitlines():
        unset = re.match(r"# (CONFIG_\w+) is not set", line)
        if unset and any(have_line.startswith(f"{unset.group(1)}=") for have_line in have):
            missing.append(line)
        elif line.startswith("CONFIG_") and line not in have:
            missing.append(line)
    return missing


def merged(config: str, fragment: str) -> str:
    """A .config with what the fragment names replaced by the fragment."""
    symbol = re.compile(r"^(?:# )?(CONFIG_\w+)[= ]", re.M)
    named = set(symbol.findall(fragment))
    kept = [line for line in config.splitlines() if not ((m := symbol.match(line)) and m.group(1) in named)]
    return "\n".join(kept) + "\n" + fragment


def _configure(kernel: catalog.Kernel, tree: Path) -> None:
    _make(tree, "tinyconfig")
    config = tree / ".config"
    fragment = _fragment(kernel).read_text(encoding="utf-8")
    config.write_text(merged(config.read_text(encoding="utf-8"), fragment), encoding="utf-8")
    _make(tree, "olddefconfig")
    missing = missing_options(fragment, config.read_text(encoding="utf-8"))
    if missing:
        raise RuntimeError("not in the final .config:\n  " + "\n  ".join(missing))


def _unpack(tarball: Path, tree: Path) -> None:
    tree.mkdir(parents=True)
    command = ["tar", "-xJf", str(tarball), "-C", str(tree), "--strip-components=1", "--no-same-owner"]
    command += [f"--exclude={pattern}" for pattern in SKIP]
    subprocess.run(command, check=True)


def _slim(tree: Path) -> None:
    """Drops what a module build does not need."""
    keep = {tree / "scripts", tree / "tools"}
    for pattern in DROP:
        for path in tree.rglob(pattern):
            if path.is_file() and not any(k in path.parents for k in keep):
                path.unlink()
    for path in tree.glob("drivers/*/"):
        for source in path.rglob("*.c"):
            source.unlink()


def _build(kernel: catalog.Kernel, tarball: Path, work: Path) -> None:
    tree = work / "tree"
    kernels.unpack_material(tarball, work / "source")
    _unpack(tarball, tree)
    _configure(kernel, tree)
    _make(tree, "bzImage", "modules")
    shutil.copy(tree / "arch/x86/boot/bzImage", work / "vmlinuz")
    shutil.copy(tree / "include/config/kernel.release", work / "release")
    shutil.copy(tree / ".config", work / "config")
    (work / "modules").mkdir()
    for module in tree.rglob("*.ko"):
        shutil.copy(module, work / "modules")
    _slim(tree)
    (work / "build").symlink_to("tree")


def _download(kernel: catalog.Kernel, state: apt.PrivateApt) -> tuple[Path, Path | None]:
    """Where the newest source belongs when built, and its package if it is not."""
    package = _package(kernel, state)
    final = paths.cache_dir() / "kernels" / kernel.name / f"{state.version(package)}-{_fragment_hash(kernel)}"
    if final.exists():
        return final, None
    return final, state.download(package, kernels.downloads(kernel.name))


def ensure_built(kernel: catalog.Kernel, refresh: bool) -> Path:
    """The built kernel's directory; builds it when the cache has none."""
    state = apt.PrivateApt(kernel.suite, [kernel.arch.name])
    state.ensure_lists(refresh)
    final, deb = state.retry(lambda: _download(kernel, state))
    if deb:
        print(f"fetch: building {final.name}, this takes some minutes", file=sys.stderr)
        with kernels.appearing(final) as work:
            _build(kernel, kernels.source_tarball(deb), work)
        shutil.rmtree(kernels.downloads(kernel.name))
    return final
