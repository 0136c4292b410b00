"""The door for files: a limited child process opens them, and whatever happens to it, an Outcome comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from accord.warehouse.confinement import Ended, broke_off, run_confined, why_it_ended
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Candidate, Extent, Outcome, outcome_from_json, refusal
from accord.warehouse.problems import Problem


def prepare(
    path: Path,
    staging: Path,
    *,
    definitions: Sequence[Path],
    family: str | None = None,
    year: int | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    original_name: str,
) -> Outcome:
    """Read, recognise and check a file; write its candidate releases under ``staging``, a folder of its own.

    ``definitions`` are the folders of :func:`accord.meaning.definitions.folders`. ``family``, ``year`` and ``as_of``
    (the day that an extract of a register describes) are what the sender said, or None. Never raises for what is in
    the file: a file that kills its reader is refused too.
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
        "as_of": as_of.isoformat() if as_of else None,
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
        ended = run_confined("accord.warehouse.child", request, result, limits)
        return _outcome(result, ended, str(asked["original_name"]), limits)
    finally:
        request.unlink(missing_ok=True)
        result.unlink(missing_ok=True)
        shutil.rmtree(staging / "scratch", ignore_errors=True)


def _clear(staging: Path) -> None:
    """Remove what was written for candidates that are not to be."""
    for folder in staging.iterdir():
        if folder.is_dir() and folder.name.isdigit():
            shutil.rmtree(folder)


def _outcome(result: Path, ended: Ended, file: str, limits: Limits) -> Outcome:
    problem = why_it_ended(ended, result.parent, file, limits)
    if problem is not None:
        return refusal(problem)
    try:
        return outcome_from_json(json.loads(result.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return refusal(broke_off(file))


def _too_large(file: str, size: int, limits: Limits) -> Problem:
    return Problem(
        "file_too_large",
        f"This file has {size / 2**20:,.0f} MiB; Accord takes files of up to {limits.raw_bytes // 2**20:,} MiB.",
        "Send it zipped, or split it, for instance by year.",
        file,
    )


__all__ = ["Candidate", "Extent", "Limits", "Outcome", "Problem", "prepare"]
