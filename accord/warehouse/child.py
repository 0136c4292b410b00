"""The process that opens a file someone sent: limited in memory and time, it may die without harm.

Run as ``python -m accord.warehouse.child REQUEST RESULT``: both are paths of JSON files. It knows no secrets, keeps
nothing, and writes only into the staging folder that the request names.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from accord.meaning.definitions import DefinitionError
from accord.warehouse.confinement import confine, too_demanding
from accord.warehouse.datasets import families as read_families
from accord.warehouse.described import Description, described_by, description_of
from accord.warehouse.forms import Family
from accord.warehouse.limits import Limits
from accord.warehouse.outcomes import Candidate, Outcome, refusal
from accord.warehouse.preparing import Task, prepare_sheet
from accord.warehouse.problems import Findings, Problem, Refused
from accord.warehouse.reading.kinds import Kind, kind_of
from accord.warehouse.reading.rows import Row, Sheet
from accord.warehouse.reading.sources import Opening, sheets
from accord.warehouse.recognition import HEADER_WITHIN, form_of, lookalike, not_recognised, recognise


def main(arguments: Sequence[str]) -> int:
    """Read the request, take the file through, write the result. Returns 0 whenever a result was written."""
    request = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limits = Limits(**request["limits"])
    confine(limits)
    outcome = _guarded(lambda: outcome_of(request, limits), request["original_name"], limits)
    Path(arguments[1]).write_text(json.dumps(outcome.as_json()), encoding="utf-8")
    return 0


def _guarded(work: Callable[[], Outcome], file: str, limits: Limits) -> Outcome:
    try:
        return work()
    except Refused as refused:
        return refusal(*refused.problems)
    except DefinitionError as error:
        return refusal(_definition_problem(file, str(error)))
    except MemoryError:
        return refusal(too_demanding(file, limits))


def outcome_of(request: dict[str, Any], limits: Limits) -> Outcome:
    """What comes of the file a request names, read in this very process. Raises Refused, DefinitionError."""
    families = read_families([Path(place) for place in request["definitions"]])
    file: str = request["original_name"]
    wanted = request["family"]
    if wanted is not None:
        if wanted not in {family.code for family in families}:
            return refusal(_no_such_family(file, wanted))
        # The others keep what they know of lookalikes, so that a refusal still says what the file is.
        families = tuple(item if item.code == wanted else replace(item, forms=()) for item in families)
    staging = Path(request["staging"])
    as_of = date.fromisoformat(request["as_of"]) if request["as_of"] else None
    task = Task(staging, request["year"], limits, as_of)
    scratch = staging / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    return _taken_through(Path(request["path"]), file, families, task, scratch)


def _taken_through(path: Path, file: str, families: Sequence[Family], task: Task, scratch: Path) -> Outcome:
    """Every sheet in turn. One that is not recognised is left out with a warning where another is."""
    findings, warnings = Findings(task.limits.listed), Findings(task.limits.listed)
    candidates: list[Candidate] = []
    strangers: list[Problem] = []
    recognised = 0

    def headed(rows: list[Row]) -> bool:
        return any(form_of(cells, families) is not None for _, cells in rows[:HEADER_WITHIN])

    opening = Opening(task.limits, scratch, headed)
    task = replace(task, descriptions=_descriptions(path, file, families, opening))
    for sheet in sheets(path, file, opening):
        if isinstance(sheet, Sheet) and described_by(sheet.file) in task.descriptions:
            continue
        if isinstance(sheet, Problem):
            strangers.append(sheet)
            continue
        stranger = _one_sheet(sheet, families, task, findings, warnings, candidates)
        recognised += stranger is None
        strangers.extend([stranger] if stranger else [])
    if not recognised:
        findings.add(*strangers)
    elif strangers:
        warnings.add(*(_left_out(problem) for problem in strangers))
    kept = () if findings else tuple(candidates)
    return Outcome(kept, findings.listing(), warnings.listing())


def _descriptions(
    path: Path, file: str, families: Sequence[Family], opening: Opening
) -> dict[str, Description]:
    """What files inside an archive say of the columns of others, by the name of the one they go with."""
    rules = [form.described_by for family in families for form in family.forms if form.described_by is not None]
    found: dict[str, Description] = {}
    if not rules or kind_of(path) is not Kind.ZIP:
        return found
    for sheet in sheets(path, file, opening):
        if isinstance(sheet, Sheet) and (goes_with := described_by(sheet.file)):
            with contextlib.suppress(Refused):
                said = description_of(sheet.rows(), rules[0])
                if said is not None:
                    found[goes_with] = said
    return found


def _one_sheet(
    sheet: Sheet,
    families: Sequence[Family],
    task: Task,
    findings: Findings,
    warnings: Findings,
    candidates: list[Candidate],
) -> Problem | None:
    """Take a sheet through if it is recognised; else the problem that says why it is not."""
    rows = sheet.rows()
    top: list[Row] = []
    try:
        top.extend(islice(rows, HEADER_WITHIN))
    except Refused as refused:
        if recognise(top, families) is None:  # a note beside the files that matter, perhaps
            return lookalike(top, families, sheet.file, sheet.sheet) or refused.problems[0]
        findings.add(*refused.problems)
        return None
    found = recognise(top, families)
    if found is None:
        return not_recognised(top, families, sheet.file, sheet.sheet)
    try:
        whole = replace(sheet, rows=lambda: chain(top, rows))  # one pass: opening a workbook twice is slow
        candidates.extend(prepare_sheet(whole, found, task, findings, warnings))
    except Refused as refused:
        findings.add(*refused.problems)
    return None


def _left_out(problem: Problem) -> Problem:
    return Problem(
        "part_left_out",
        f"This part was left out. {problem.message}",
        "Nothing needs doing if you did not mean to send it.",
        problem.file,
        problem.sheet,
    )


def _no_such_family(file: str, wanted: str) -> Problem:
    return Problem(
        "no_such_family",
        f"There is no family of files called {wanted}.",
        "Leave the family out: it is told by the headers. Or give one of those listed in the reference.",
        file,
    )


def _definition_problem(file: str, error: str) -> Problem:
    return Problem(
        "definition_wrong",
        f"A definition of a family of files is wrong, so no file can be read: {error}",
        "Put the definition named there right, or remove it from the home's definitions folder.",
        file,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
