# SPDX-License-Identifier: GPL-2.0
"""Runs a program with all its children and makes sure that they are gone."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Ended:
    """How a program ended: by itself with a code, or for a reason of ours."""

    code: int
    reason: str


def die_with_parent() -> None:
    """In the child: killed when the runner dies, however it dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends the process group; returns when its leader is gone."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=5)
            return
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue


def run(command: list[str], output: Path, watch: Callable[[], str], env: dict[str, str] | None = None) -> Ended:
    """Runs a program until it ends or `watch` says why it must."""
    with open(output, "wb") as file:
        # pylint: disable=consider-using-with
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env=env,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    reason = ""
    try:
        while process.poll() is None and not reason:
            reason = watch()
            time.sleep(0.1)
    finally:
        _end_group(process)
    return Ended(process.returncode, reason)
