"""The confinement in which a file someone sent is opened: a child process with limits, and why it ended, in words."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem

_ROOT = Path(__file__).resolve().parent.parent.parent
_PR_SET_PDEATHSIG = 1
_LAST_WORDS = 4000
_OUT_OF_MEMORY = ("MemoryError", "memory allocation", "capacity overflow", "Cannot allocate", "out of memory")
_OUT_OF_SPACE = "No space left on device"
_LEAST_SPACE = 1024 * 1024

Ended = tuple[int | None, str]
"""A child's exit status (None where it ran out of time) and its last words."""


def run_confined(module: str, request: Path, result: Path, limits: Limits) -> Ended:
    """Run a module on a request file until it has written its result, or until its time is over."""
    last_words = request.with_name("last_words.txt")
    with last_words.open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, "-m", module, str(request), str(result)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env=_environment(),
            cwd=request.parent,
            start_new_session=True,
            close_fds=True,
        )
        try:
            status: int | None = child.wait(timeout=limits.wall_seconds)
        except BaseException as stopped:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            if not isinstance(stopped, subprocess.TimeoutExpired):
                raise
            status = None
    words = last_words.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace")
    last_words.unlink()
    return status, words


def why_it_ended(ended: Ended, near: Path, file: str, limits: Limits) -> Problem | None:
    """Why a child ended before it was done, told of the file; None where it came to its end.

    ``near`` is a path on the disk it wrote to.
    """
    status, words = ended
    if status is None or status == -signal.SIGXCPU:
        return _too_slow(file, limits)
    if status == 0:
        return None
    if any(sign in words for sign in _OUT_OF_MEMORY):
        return too_demanding(file, limits)
    # On a full disk there was no room for last words either.
    if _OUT_OF_SPACE in words or shutil.disk_usage(near).free < _LEAST_SPACE:
        return _no_space(file)
    return broke_off(file)


def confine(limits: Limits) -> None:
    """In the child: hold this very process to its limits, and to the life of its parent.

    Data memory rather than address space: spreadsheet readers reserve far more than they use.
    """
    _die_with_the_parent()
    _lower(resource.RLIMIT_DATA, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds)
    _lower(resource.RLIMIT_CORE, 0)


def _die_with_the_parent() -> None:
    """On Linux, ask to be killed when whoever waits for the result is gone; elsewhere the limits end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def too_demanding(file: str, limits: Limits) -> Problem:
    """The problem of a file that needs more memory than one file may use."""
    return Problem(
        "too_much_memory",
        f"Reading this file takes more than the {limits.memory_bytes // 2**20:,} MiB of memory one file may use.",
        "If it is a spreadsheet, save the sheet as CSV and send that; if it holds several years, split it by year.",
        file,
    )


def _too_slow(file: str, limits: Limits) -> Problem:
    return Problem(
        "too_slow",
        f"Reading this file took longer than the {limits.wall_seconds:,} seconds one file may take, and was stopped.",
        "If it is a spreadsheet, save the sheet as CSV and send that; if it holds several years, split it by year.",
        file,
    )


def _no_space(file: str) -> Problem:
    return Problem(
        "no_space",
        "There was no room left on the disk while this file was read. Nothing is wrong with the file.",
        "Make room on the disk where ACCORD_HOME is, then send the file again.",
        file,
    )


def broke_off(file: str) -> Problem:
    """The problem of a file that stopped its reader."""
    return Problem(
        "reader_died",
        "This file stopped the program that reads it: it is damaged, or made in a way no publisher makes files.",
        "Download it again, or open it in a spreadsheet, save it as CSV and send that.",
        file,
    )


def _environment() -> dict[str, str]:
    """What the child is told: where Accord is, one thread, plain locale. No settings, no secrets."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_ROOT),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "POLARS_MAX_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        # Polars' allocator keeps what it has freed, and the limit counts it: measured, a tidy file of two million
        # rows needs 1,150 MiB with its defaults and 680 with these.
        "_RJEM_MALLOC_CONF": "retain:false,dirty_decay_ms:500,muzzy_decay_ms:0,narenas:1",
    }
