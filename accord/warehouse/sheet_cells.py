"""The door for lists that come as workbooks: a limited child process opens them, and rows of text come back."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from accord.warehouse.confinement import broke_off, run_confined, why_it_ended
from accord.warehouse.limits import MIB, Limits
from accord.warehouse.problems import Problem, problem_from_json

OF_A_LIST = Limits(
    raw_bytes=5 * MIB,
    expanded_bytes=100 * MIB,
    rows=20_000,
    columns=200,
    sheet_cells=2_000_000,
    memory_bytes=512 * MIB,
    cpu_seconds=20,
    wall_seconds=30,
)
"""What a list of schools may take: somebody waits for it in front of a page."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The filled rows of a sheet with the numbers people see, or the problems for which there are none."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = ()


def read_cells(path: Path, scratch: Path, *, original_name: str, limits: Limits = OF_A_LIST) -> Cells:
    """The cells of a workbook with one visible sheet. ``scratch`` is a folder of its own, gone afterwards.

    Never raises for what is in the file: one that kills its reader is refused too.
    """
    size = path.stat().st_size
    if size > limits.raw_bytes:
        return Cells((), (_too_large(original_name, size, limits),))
    scratch.mkdir(parents=True)
    asked = {"path": str(path.resolve()), "limits": limits.as_json(), "original_name": original_name}
    request, result = scratch / "request.json", scratch / "result.json"
    try:
        request.write_text(json.dumps(asked), encoding="utf-8")
        ended = run_confined("accord.warehouse.sheet_child", request, result, limits)
        problem = why_it_ended(ended, scratch, original_name, limits)
        return Cells((), (problem,)) if problem is not None else _answer(result, original_name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _answer(result: Path, file: str) -> Cells:
    try:
        answer = json.loads(result.read_text(encoding="utf-8"))
        rows = tuple((int(number), tuple(map(str, cells))) for number, cells in answer["rows"])
        return Cells(rows, tuple(problem_from_json(each) for each in answer["problems"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Cells((), (broke_off(file),))


def _too_large(file: str, size: int, limits: Limits) -> Problem:
    return Problem(
        "list_too_large",
        f"This file has {size / MIB:,.1f} MiB; a list may have up to {limits.raw_bytes // MIB}.",
        "Send only the sheet with the list, or copy the list and paste it.",
        file,
    )
