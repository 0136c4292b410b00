"""The process that opens a list someone sent as a workbook: its cells come back as text, nothing is made of them.

Run as ``python -m accord.warehouse.sheet_child REQUEST RESULT``: both are paths of JSON files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from accord.warehouse.confinement import confine, too_demanding
from accord.warehouse.limits import Limits
from accord.warehouse.problems import Problem, Refused
from accord.warehouse.reading.kinds import Kind, kind_of, refused_kind
from accord.warehouse.reading.rows import Sheet
from accord.warehouse.reading.spreadsheets import workbook_sheets


def main(arguments: Sequence[str]) -> int:
    """Read the request, take the cells out of the workbook, write them. Returns 0 whenever a result was written."""
    request = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limits = Limits(**request["limits"])
    confine(limits)
    answer = _answer(Path(request["path"]), request["original_name"], limits)
    Path(arguments[1]).write_text(json.dumps(answer), encoding="utf-8")
    return 0


def _answer(path: Path, file: str, limits: Limits) -> dict[str, Any]:
    try:
        return {"rows": cells_of(path, file, limits), "problems": []}
    except Refused as refused:
        return {"rows": [], "problems": [each.as_json() for each in refused.problems]}
    except MemoryError:
        return {"rows": [], "problems": [too_demanding(file, limits).as_json()]}


def cells_of(path: Path, file: str, limits: Limits) -> list[tuple[int, list[str]]]:
    """The filled rows of a workbook's only visible sheet, numbered as people see them, read in this very process.

    Raises Refused.
    """
    kind = kind_of(path)
    problem = refused_kind(kind, file)
    if problem is None and kind is not Kind.XLSX:
        problem = _no_workbook(file)
    if problem is not None:
        raise Refused([problem])
    seen = [each for each in workbook_sheets(path, file, limits) if isinstance(each, Sheet)]
    if len(seen) > 1:
        raise Refused([_several(file, [str(each.sheet) for each in seen])])
    rows = [each for each in islice(seen[0].rows(), limits.rows + 1) if any(cell.strip() for cell in each[1])]
    if len(rows) > limits.rows:
        raise Refused([_too_long(file, limits)])
    return rows


def _no_workbook(file: str) -> Problem:
    return Problem(
        "not_a_list",
        "This is neither text nor a workbook.",
        "Save the list as CSV or as an Excel workbook (.xlsx) and send that.",
        file,
    )


def _several(file: str, names: Sequence[str]) -> Problem:
    return Problem(
        "several_sheets",
        f"This workbook has several sheets ({', '.join(names)}), and it is not plain which of them is the list.",
        "Delete or hide the other sheets, or copy the list and paste it.",
        file,
    )


def _too_long(file: str, limits: Limits) -> Problem:
    return Problem(
        "too_many_rows", f"The list has more than {limits.rows:,} rows.", "Split it into several lists.", file
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
