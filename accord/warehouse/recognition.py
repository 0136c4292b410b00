"""Which family and form a table belongs to: told by its headers, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accord.warehouse.forms import Family, Form, normal_header
from accord.warehouse.problems import Problem
from accord.warehouse.reading.rows import Row

HEADER_WITHIN = 25
"""Rows searched for the header: publishers put titles and notes above it."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form a table is in, and where its header is."""

    form: Form
    row: int
    headers: tuple[str, ...]
    """As printed, without space around them."""


def recognise(rows: Iterable[Row], families: Sequence[Family]) -> Recognised | None:
    """The first row that is the header of a known form, or None."""
    for number, cells in rows:
        form = form_of(cells, families)
        if form is not None:
            return Recognised(form, number, tuple(cell.strip().lstrip("\ufeff").strip() for cell in cells))
    return None


def form_of(headers: Sequence[str], families: Sequence[Family]) -> Form | None:
    """The form with these headers; where several fit, the one that asks for most, one that is described last."""
    fitting = [form for family in families for form in family.forms if _fits(form, headers)]
    return max(fitting, key=lambda form: (form.described_by is None, len(form.recognised_by)), default=None)


def _fits(form: Form, headers: Sequence[str]) -> bool:
    names = {form.canonical(header) for header in headers}
    return names.issuperset(form.recognised_by) and names.isdisjoint(form.not_if)


def not_recognised(rows: Sequence[Row], families: Sequence[Family], file: str, sheet: str | None) -> Problem:
    """Why a table is of no known family: a known lookalike, or the nearest form and the headers it lacks."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        return Problem(
            "empty_file",
            "There is nothing in this file.",
            "Download it again, and check that it opens and shows rows.",
            file,
            sheet,
        )
    return lookalike(filled, families, file, sheet) or _nearest(filled, families, file, sheet)


def lookalike(rows: Sequence[Row], families: Sequence[Family], file: str, sheet: str | None) -> Problem | None:
    """What a table is that looks like a known one and is another; None where nobody knows."""
    found = (_lookalike(cells, families, file, sheet, number) for number, cells in rows)
    return next((problem for problem in found if problem is not None), None)


def _lookalike(
    cells: Sequence[str], families: Sequence[Family], file: str, sheet: str | None, row: int
) -> Problem | None:
    names = {normal_header(cell) for cell in cells}
    for family in families:
        for lookalike in family.lookalikes:
            if lookalike.any_of and names.isdisjoint(lookalike.any_of):
                continue
            if names.issuperset(lookalike.all_of):
                return Problem(lookalike.code, lookalike.message, lookalike.fix, file, sheet, row)
    return None


def _nearest(rows: Sequence[Row], families: Sequence[Family], file: str, sheet: str | None) -> Problem:
    best: tuple[float, int, Form, list[str]] | None = None
    for number, cells in rows:
        for form in (form for family in families for form in family.forms):
            names = {form.canonical(cell) for cell in cells if cell.strip()}
            missing = [name for name in form.recognised_by if name not in names]
            known = sum(form.column_for(name) is not None for name in names)
            score = known / (len(names) or 1) - 2 * len(missing) / len(form.recognised_by)
            if known and (best is None or score > best[0]):
                best = (score, number, form, missing)
    if best is None:
        return _unknown(file, sheet)
    _, row, form, missing = best
    if not missing:
        return _ruled_out(file, sheet, row, form, rows)
    listed = ", ".join(missing)
    return Problem(
        "not_recognised",
        f"The columns are not those of a file Accord knows. It is nearest to “{form.title}” ({form.family}), "
        f"but lacks {listed}.",
        "Check that this is the file you meant and that its header row is complete and unchanged.",
        file,
        sheet,
        row,
        missing[0],
    )


def _ruled_out(file: str, sheet: str | None, row: int, form: Form, rows: Sequence[Row]) -> Problem:
    names = {normal_header(cell) for number, cells in rows if number == row for cell in cells}
    there = next((name for name in form.not_if if name in names), "")
    return Problem(
        "not_recognised",
        f"The columns are nearly those of “{form.title}” ({form.family}), but {there} does not belong in it.",
        "Check that this is the file you meant, and that two files have not been put side by side.",
        file,
        sheet,
        row,
        there,
    )


def _unknown(file: str, sheet: str | None) -> Problem:
    return Problem(
        "not_recognised",
        "None of the columns is one that Accord knows, so it cannot tell what this file is.",
        "Send a file as published, with its header row: for Key Stage 2 the one whose name ends in ks2final.csv, "
        "or the school attainment and information files from 2025.",
        file,
        sheet,
    )
