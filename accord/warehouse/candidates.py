"""The door for files: a limited child process opens them, and whatever happens to it, an Outcome comes back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from accord.warehouse.child import too_demanding
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Candidate, Extent, Outcome, outcome_from_json, refusal
from accord.warehouse.problems import Problem

_ROOT = Path(__file__).resolve().parent.parent.parent
_LAST_WORDS = 4000
_OUT_OF_MEMORY = ("MemoryError", "memory allocation", "capacity overflow", "Cannot allocate", "out of memory")
_OUT_OF_SPACE = "No space left on device"
_LEAST_SPACE = 1024 * 1024


def prepare(
    path: Path,
    staging: Path,
    *,
    definitions: Sequence[Path],
    family: str | None = None,
    year: int | None = None,
    limits: Limits | None = None,
    original_name: str,
) -> Outcome:
    """Read, recognise and check a file; write its candidate releases under ``staging``, a folder of its own.

    ``definitions`` are the folders of :func:`accord.meaning.definitions.folders`. ``family`` and ``year`` are what
    the sender said, or None. Never raises for what is in the file: a file that kills its reader is refused too.
    """
    limits = limits or Limits()
    size = path.stat().st_size
    if size > limits.raw_bytes:
        return refusal(_too_large(original_name, size, limits))
    staging.mkdir(parents=True, exist_ok=True)
    asked = {
        "path": str(path.resolve()),
        "staging": str(staging.resolve()),
        "definitions": [str(place.resolve()) for place in definitions],
        "family": family,
        "year": year,
        "limits": limits.as_json(),
        "original_name": original_name,
    }
    outcome = _asked(asked, staging, limits)
    if not outcome.candidates:
        _clear(staging)
    return outcome


def _asked(asked: Mapping[str, object], staging: Path, limits: Limits) -> Outcome:
    """Put the request before a child and read its answer; nothing but candidates stays in the staging folder."""
    request, result = staging / "request.json", staging / "result.json"
    request.write_text(json.dumps(asked), encoding="utf-8")
    try:
        died = _run(request, result, limits)
        return _outcome(result, died, str(asked["original_name"]), limits)
    finally:
        request.unlink(missing_ok=True)
        result.unlink(missing_ok=True)
        shutil.rmtree(staging / "scratch", ignore_errors=True)


def _clear(staging: Path) -> None:
    """Remove what was written for candidates that are not to be."""
    for folder in staging.iterdir():
        if folder.is_dir() and folder.name.isdigit():
            shutil.rmtree(folder)


def _run(request: Path, result: Path, limits: Limits) -> tuple[int | None, str]:
    """The child's exit status (None where it ran out of time) and its last words."""
    last_words = request.with_name("last_words.txt")
    with last_words.open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, "-m", "accord.warehouse.child", str(request), str(result)],
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


def _outcome(result: Path, died: tuple[int | None, str], file: str, limits: Limits) -> Outcome:
    status, words = died
    if status is None or status == -signal.SIGXCPU:
        return refusal(_too_slow(file, limits))
    if status == 0:
        try:
            return outcome_from_json(json.loads(result.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return refusal(_broke_off(file))
    if any(sign in words for sign in _OUT_OF_MEMORY):
        return refusal(too_demanding(file, limits))
    # On a full disk there was no room for last words either.
    if _OUT_OF_SPACE in words or shutil.disk_usage(result.parent).free < _LEAST_SPACE:
        return refusal(_no_space(file))
    return refusal(_broke_off(file))


def _too_large(file: str, size: int, limits: Limits) -> Problem:
    return Problem(
        "file_too_large",
        f"This file has {size / 2**20:,.0f} MiB; Accord takes files of up to {limits.raw_bytes // 2**20:,} MiB.",
        "Send it zipped, or split it, for instance by year.",
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


def _broke_off(file: str) -> Problem:
    return Problem(
        "reader_died",
        "This file stopped the program that reads it: it is damaged, or made in a way no publisher makes files.",
        "Download it again, or open it in a spreadsheet, save it as CSV and send that.",
        file,
    )


__all__ = ["Candidate", "Extent", "Limits", "Outcome", "Problem", "prepare"]
