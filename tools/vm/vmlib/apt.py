# SPDX-License-Identifier: GPL-2.0
"""A private apt: own lists and archives, the host's sources, keys and proxy.

Nothing is installed and the host's apt state is only read. A suite that the
host does not use is derived from the host's own entry for its release, so
mirrors and keys are the host's.
"""

import functools
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from . import paths

T = TypeVar("T")

APT_CONF = """\
// Host hooks (caches, desktop databases) are no business of a private state.
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State "{state}";
Dir::State::status "{state}/status";
Dir::Cache "{state}/cache";
Dir::Etc::sourcelist "{state}/sources.list";
Dir::Etc::sourceparts "{state}/none";
Dir::Etc::preferences "{state}/none/preferences";
Dir::Etc::preferencesparts "{state}/none";
APT::Sandbox::User "";
APT::Architectures {{ {arches} }};
Acquire::Languages "none";
Acquire::Retries "3";
"""


@dataclass(frozen=True)
class Source:
    """One `deb` entry: where packages come from and who signs for them."""

    uri: str
    suite: str
    components: str
    signed_by: str

    def line(self, arches: list[str]) -> str:
        options = f"arch={','.join(arches)}"
        if self.signed_by:
            options += f" signed-by={self.signed_by}"
        return f"deb [{options}] {self.uri} {self.suite} {self.components}\n"


def _host_release() -> str:
    text = Path("/etc/os-release").read_text(encoding="utf-8")
    found = re.search(r"^VERSION_CODENAME=\"?(\w+)", text, re.M)
    if not found:
        raise RuntimeError("/etc/os-release has no VERSION_CODENAME; Debian is expected")
    return found.group(1)


def _one_line_sources(text: str) -> list[Source]:
    entry = re.compile(r"^deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+?)\s*$", re.M)
    found = []
    for options, uri, suite, components in entry.findall(text):
        key = re.search(r"signed-by=(\S+)", options)
        found.append(Source(uri, suite, components, key.group(1) if key else ""))
    return found


def _stanza_fields(stanza: str) -> dict[str, str]:
    lines = [line for line in stanza.splitlines() if not line.startswith("#")]
    pairs = re.findall(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", "\n".join(lines), re.M)
    return {name.lower(): value.strip() for name, value in pairs}


def _deb822_sources(text: str) -> list[Source]:
    found = []
    for stanza in re.split(r"\n\s*\n", text):
        field = _stanza_fields(stanza)
        if "deb" not in field.get("types", "").split() or field.get("enabled") == "no":
            continue
        key = field.get("signed-by", "")
        if "\n" in key:
            raise RuntimeError("an embedded Signed-By key in apt's sources is not supported")
        for uri in field["uris"].split():
            for suite in field["suites"].split():
                found.append(Source(uri, suite, field.get("components", ""), key))
    return found


def host_sources(etc: Path = Path("/etc/apt")) -> list[Source]:
    """The host's entries for its own release, its updates and its security."""
    release = _host_release()
    found: list[Source] = []
    for path in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        if path.is_file():
            found += _one_line_sources(path.read_text(encoding="utf-8"))
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        found += _deb822_sources(path.read_text(encoding="utf-8"))
    wanted = {release, f"{release}-updates", f"{release}-security", f"{release}-backports"}
    return [s for s in found if s.suite in wanted and "main" in s.components.split()]


def with_suite(sources: list[Source], suite: str) -> list[Source]:
    """The sources and, derived from the host's own entry, one more suite."""
    release = _host_release()
    if suite in ("host", *(s.suite for s in sources)):
        return sources
    base = next((s for s in sources if s.suite == release), None)
    if base is None:
        raise RuntimeError(f"the host's apt sources have no entry for {release}")
    return [*sources, replace(base, suite=suite, components="main")]


class PrivateApt:
    """apt over one suite in its own state directory below the cache."""

    def __init__(self, suite: str, arches: list[str]) -> None:
        self.arches = arches
        self.sources = with_suite(host_sources(), suite)
        if not self.sources:
            raise RuntimeError("no usable Debian entry in /etc/apt/sources.list*")
        self.state = paths.cache_dir() / "apt" / f"{suite}-{'-'.join(arches)}"

    def _prepare(self) -> Path:
        for sub in ("lists/partial", "cache/archives/partial", "none"):
            (self.state / sub).mkdir(parents=True, exist_ok=True)
        (self.state / "status").touch()
        lines = [source.line(self.arches) for source in self.sources]
        (self.state / "sources.list").write_text("".join(lines), encoding="utf-8")
        conf = self.state / "apt.conf"
        arches = " ".join(f'"{a}";' for a in self.arches)
        conf.write_text(APT_CONF.format(state=self.state, arches=arches), encoding="utf-8")
        return conf

    def _run(self, tool: str, *args: str, cwd: Path | None = None, out: int | None = None) -> str:
        command = [tool, "-q", "-c", str(self._prepare()), *args]
        done = subprocess.run(command, cwd=cwd, stdout=out, text=True, check=True)
        return done.stdout or ""

    def update(self) -> None:
        """Refreshes the package lists."""
        print(f"fetch: updating package lists ({' '.join(s.suite for s in self.sources)})", file=sys.stderr)
        self._run("apt-get", "-qq", "update", out=subprocess.DEVNULL)
        (self.state / "updated").touch()

    def ensure_lists(self, refresh: bool = False) -> None:
        """Updates lists that never were, or when asked to."""
        if refresh or not (self.state / "updated").exists():
            self.update()

    def retry(self, action: Callable[[], T]) -> T:
        """Does something with packages; if that fails, once more with fresh
        lists: a mirror drops versions that a stale list still names."""
        try:
            return action()
        except subprocess.CalledProcessError:
            self.update()
            return action()

    def names(self, prefix: str) -> list[str]:
        """All package names that begin with prefix."""
        return self._run("apt-cache", "pkgnames", prefix, out=subprocess.PIPE).split()

    def version(self, package: str) -> str:
        """The version apt would take."""
        text = self._run("apt-cache", "show", "--no-all-versions", package, out=subprocess.PIPE)
        found = re.search(r"^Version: (\S+)", text, re.M)
        if not found:
            raise LookupError(f"package {package} has no candidate")
        return found.group(1)

    def download(self, package: str, where: Path) -> Path:
        """Fetches and verifies one package; returns the .deb."""
        where.mkdir(parents=True, exist_ok=True)
        before = set(where.glob("*.deb"))
        print(f"fetch: downloading {package}", file=sys.stderr)
        self._run("apt-get", "-qq", "download", package, cwd=where, out=subprocess.DEVNULL)
        stem = package.split(":")[0].split("=")[0]
        fresh = [p for p in where.glob(f"{stem}_*.deb") if p not in before]
        return (fresh or sorted(where.glob(f"{stem}_*.deb")))[-1]


def _compare(a: str, b: str) -> int:
    if a == b:
        return 0
    less = subprocess.run(["dpkg", "--compare-versions", a, "lt", b], check=False)
    return -1 if less.returncode == 0 else 1


def newest_first(versions: set[str]) -> list[str]:
    """Sorted the way dpkg orders versions, newest first."""
    return sorted(versions, key=functools.cmp_to_key(_compare), reverse=True)
