# SPDX-License-Identifier: GPL-2.0
"""Checks that run a tool and return what it complains about."""

import functools
import re
import subprocess
from pathlib import Path

from . import tree

HERE = tree.TOP / "tools/check"
KERNEL = "stock-amd64"

_SOURCE_LINE = re.compile(r"^(?:\S*/build/modules/[^/]+/)?((?:drivers|include)/\S+\.[ch]:\d+.*(?:warning|error).*)")


def _run(command: list[str]) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=tree.TOP, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    return done.returncode, done.stdout


def _complaints(command: list[str]) -> list[str]:
    """The output of a command that failed."""
    code, output = _run(command)
    if not code:
        return []
    return output.strip().splitlines() or [f"{command[0]}: exit code {code}"]


@functools.cache
def _fetched(what: str) -> Path:
    done = subprocess.run(
        [str(tree.TOP / "tools/vm/fetch"), what, KERNEL], stdout=subprocess.PIPE, text=True, check=True
    )
    return Path(done.stdout.strip())


def _listed(name: str) -> list[str]:
    """The first word of each line of a list that gives reasons."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def _modules(suffix: str, *flags: str) -> tuple[int, str]:
    if not (tree.TOP / "Kbuild").exists():
        return 0, ""
    return _run(["tools/vm/modules", "--kernel", KERNEL, f"--suffix={suffix}", "--", *flags])


def gcc() -> list[str]:
    """The ordinary build: W=1, every warning an error."""
    code, output = _modules("")
    return output.strip().splitlines()[-30:] if code else []


def clang() -> list[str]:
    """The same with clang."""
    code, output = _modules("-clang", "LLVM=1")
    return output.strip().splitlines()[-30:] if code else []


def sparse() -> list[str]:
    """sparse with endian checks; the kernel's own headers are not our matter."""
    code, output = _modules("-sparse", "C=2", "CF=-D__CHECK_ENDIAN__")
    found = [m.group(1) for line in output.splitlines() if (m := _SOURCE_LINE.match(line))]
    return found or (output.strip().splitlines()[-30:] if code else [])


def _exceptions() -> list[tuple[str, str]]:
    """(type, where) of each line of checkpatch.ignore."""
    lines = (HERE / "checkpatch.ignore").read_text(encoding="utf-8").splitlines()
    return [(row[0], row[1]) for line in lines if len(row := line.split(None, 2)) == 3 and row[0] != "#"]


def _checkpatch(kinds: set[str], sources: list[Path]) -> list[str]:
    """checkpatch over some files, without the types ignored for these kinds."""
    if not sources:
        return []
    script = _fetched("--source") / "scripts/checkpatch.pl"
    ignored = ",".join(name for name, kind in _exceptions() if kind in kinds)
    command = ["perl", str(script), "--no-tree", "--strict", "--terse", "--no-summary", "--show-types"]
    try:
        return _complaints([*command, "--ignore", ignored, "-f", *map(str, sources)])
    finally:
        # checkpatch leaves a cache where it runs, and paths mean something to it.
        for cache in tree.TOP.glob(".checkpatch-camelcase.*"):
            cache.unlink()


def checkpatch() -> list[str]:
    """checkpatch --strict over every C file."""
    single = {Path(kind) for _, kind in _exceptions() if "/" in kind}
    kernel = [p for p in tree.matching((".c", ".h"), "drivers/", "include/") if p not in single]
    user = [p for p in tree.matching((".c", ".h"), "tools/", "selftests/") if p not in single]
    found = _checkpatch({"all"}, kernel) + _checkpatch({"all", "user"}, user)
    for path in sorted(p for p in single if (tree.TOP / p).exists()):
        kind = "user" if str(path).startswith(("tools/", "selftests/")) else "all"
        found += _checkpatch({"all", kind, str(path)}, [path])
    return found


def kernel_doc() -> list[str]:
    """kernel-doc comments of the uAPI and of every header of drivers/."""
    headers = tree.matching((".h",), "include/uapi", "drivers/")
    if not headers:
        return []
    script = _fetched("--source") / "scripts/kernel-doc"
    return _complaints(["perl", str(script), "-none", "-Werror", *map(str, headers)])


def _is_shell(path: Path) -> bool:
    if path.suffix == ".sh":
        return True
    with open(tree.TOP / path, "rb") as file:
        return bool(re.match(rb"#!\S*(/| )(ba|busybox )?sh\b", file.readline(64)))


def shellcheck() -> list[str]:
    """shellcheck over every shell script; what is sourced is not followed."""
    scripts = [path for path in tree.files() if _is_shell(path)]
    marked = [p for p in scripts if tree.read(p).startswith("#!") or "shellcheck shell=" in tree.read(p)]
    bare = [p for p in scripts if p not in marked]
    common = ["shellcheck", "--format=gcc", "--exclude=SC1091"]
    found = _complaints([*common, *map(str, marked)]) if marked else []
    # Tests without a #! line are run by busybox sh, which has `local`.
    return found + (_complaints([*common, "--exclude=SC1091,SC3043", "--shell=sh", *map(str, bare)]) if bare else [])


def codespell() -> list[str]:
    """Spelling, in every file."""
    words = HERE / "codespell.ignore"
    wanted = [str(p) for p in tree.files() if p.name != "COPYING" and p != words.relative_to(tree.TOP)]
    return _complaints(["codespell", f"--ignore-words-list={','.join(_listed(words.name))}", *wanted])


def uapi() -> list[str]:
    """The uAPI headers are C90 and C++98, and need no other header first."""
    found = []
    for header in tree.matching((".h",), "include/uapi"):
        common = ["-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-Iinclude/uapi", "-include", str(header)]
        found += _complaints(["gcc", "-std=c90", *common, "-x", "c", "/dev/null"])
        found += _complaints(["g++", "-std=c++98", *common, "-x", "c++", "/dev/null"])
    return found


def python() -> list[str]:
    """Every Python file compiles."""
    scripts = [p for p in tree.files() if p.suffix == ".py" or tree.read(p).startswith("#!/usr/bin/env python3")]
    found = []
    for path in scripts:
        try:
            compile(tree.read(path), str(path), "exec")
        except SyntaxError as error:
            found.append(f"{path}:{error.lineno}: {error.msg}")
    return found
