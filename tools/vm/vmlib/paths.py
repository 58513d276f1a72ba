# SPDX-License-Identifier: GPL-2.0
"""Where things live: the source tree, the build directory, the cache."""

import os
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
VM = TOP / "tools" / "vm"
ROOMS = Path(os.environ.get("SMMU_SIM_ROOMS") or TOP / "selftests")


def build_dir() -> Path:
    """The directory for everything that is built from this tree."""
    return Path(os.environ.get("SMMU_SIM_BUILD") or TOP / "build")


def cache_dir() -> Path:
    """The directory for what is fetched, shared by all clones of a user."""
    named = os.environ.get("SMMU_SIM_CACHE")
    if named:
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "smmu-sim"
