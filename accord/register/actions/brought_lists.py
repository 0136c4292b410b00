"""Lists are brought, and people decide which school a row means."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.register.actions.group_lists import ListRefused
from accord.register.actions.groups import KINDS_KEPT_HERE, LONGEST_NAME
from accord.register.choices import Role
from accord.register.models.lists import BroughtList, BroughtRow
from accord.register.queries.brought_lists import standing_of
from accord.register.queries.known_schools import matches_of
from accord.register.rules.brought_rows import Standing
from accord.register.rules.group_lists import ListProblem
from accord.register.rules.matches import Given, Match
from accord.register.rules.memberships import NotSense
from accord.register.rules.pasted_lists import ListRow, read_pasted

_KINDS = {each.casefold(): kind.value for kind in KINDS_KEPT_HERE for each in (kind.value, str(kind.label))}


def rows_in(text: str, *, group: str) -> list[ListRow]:
    """The rows of a pasted list, their kinds as codes. Raises `ListRefused` with every line that cannot be read.

    ``group`` is what the rows belong to where the list names no groups.
    """
    found, problems = read_pasted(text)
    rows = [_completed(row, group, problems) for row in found]
    if problems:
        raise ListRefused(sorted(problems, key=lambda each: each.line or 0))
    return rows


def _completed(row: ListRow, group: str, problems: list[ListProblem]) -> ListRow:
    """The row with its group and the code of its kind; what it lacks is noted."""
    name, kind = row.group or group, _KINDS.get(row.kind.casefold(), "")
    if row.kind and not kind:
        fix = f"Use one of {', '.join(each.label for each in KINDS_KEPT_HERE)}, or leave it out."
        problems.append(ListProblem(row.line, "kind", row.kind, f"“{row.kind}” is not a kind of group.", fix))
    if not name:
        fix = "Give the name of the group in a column, on a line above its schools, or once for the whole list."
        problems.append(ListProblem(row.line, "group", "", "The line belongs to no group.", fix))
    for what in (name, row.parent):
        if len(what) > LONGEST_NAME:
            message = f"The name of the group is longer than {LONGEST_NAME} characters."
            problems.append(ListProblem(row.line, "group", what, message, "Give the group a shorter name."))
    return replace(row, group=name, kind=kind)


def matched(rows: Sequence[ListRow], prefers: str) -> list[Match | None]:
    """The school that each row means; None for a row that names no school."""
    given = [Given(row.school_name, row.urn, row.dfe_number, row.postcode, row.town) for row in rows]
    return _matched(given, prefers)


def _matched(given: Sequence[Given], prefers: str) -> list[Match | None]:
    found = iter(matches_of([each for each in given if each != Given()], prefers))
    return [None if each == Given() else next(found) for each in given]


@transaction.atomic
def bring(
    *, text: str, name: str, kind: str, group: str = "", starts_on: date | None, prefers: str = "",
    later: bool = False, belongs_to: str = "", by: Person | None, at: datetime,
) -> BroughtList:  # fmt: skip
    """Keep a list with the school that each of its rows seems to mean. No group changes yet.

    With ``later`` the schools are left to `find_schools`. Raises `ListRefused` with every line that cannot be read.
    """
    rows = rows_in(text, group=group)
    brought = BroughtList.objects.create(
        name=name, default_kind=kind, starts_on=starts_on, prefers=prefers, brought_at=at, brought_by=by,
        belongs_to=belongs_to, state=BroughtList.State.FINDING,
    )  # fmt: skip
    BroughtRow.objects.bulk_create(_row(brought, row) for row in rows)
    record("brought", kind="list", subject=brought.public_id, by=by, at=at, detail={"name": name, "rows": len(rows)})
    if not later:
        find_schools(brought=brought)
    return brought


@transaction.atomic
def find_schools(*, brought: BroughtList) -> None:
    """Find the school that each row of a list seems to mean; a list that has been through this stays as it is."""
    kept = BroughtList.objects.select_for_update().get(pk=brought.pk)
    if kept.state != BroughtList.State.FINDING:
        return
    rows = list(kept.rows.all())
    for row, match in zip(rows, _matched([_given(row) for row in rows], kept.prefers), strict=True):
        if match is not None:
            row.certainty, row.because, row.urn = str(match.certainty), match.because[:500], match.urn or ""
            row.candidates = [asdict(each) for each in match.candidates]
    BroughtRow.objects.bulk_update(rows, ["certainty", "because", "urn", "candidates"], batch_size=200)
    kept.state = brought.state = BroughtList.State.OPEN
    kept.save(update_fields=["state"])


def _given(row: BroughtRow) -> Given:
    return Given(*(str(row.said[key]) for key in ("school", "urn", "dfe_number", "postcode", "town")))


def _row(brought: BroughtList, row: ListRow) -> BroughtRow:
    said = {
        "school": row.school_name,
        "urn": row.urn,
        "dfe_number": row.dfe_number,
        "postcode": row.postcode,
        "town": row.town,
        "cells": list(row.cells),
    }
    return BroughtRow(
        brought=brought,
        line=row.line,
        group=row.group,
        kind=row.kind or brought.default_kind,
        parent=row.parent,
        said=said,
        role=row.role or Role.MEMBER,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
    )


@transaction.atomic
def choose(*, row: BroughtRow, urn: str, by: Person | None, at: datetime) -> None:
    """Say which school a row means. Raises `NotSense` for a list that is in force."""
    _decide(row, by, at, urn=urn, left_out=False)


@transaction.atomic
def leave_out(*, row: BroughtRow, by: Person | None, at: datetime) -> None:
    """Leave a row out of its list. Raises `NotSense` for a list that is in force."""
    _decide(row, by, at, left_out=True)


@transaction.atomic
def accept_close(*, brought: BroughtList, rows: Collection[int], by: Person | None, at: datetime) -> int:
    """Accept the close matches of the rows that somebody has seen; how many. Raises `NotSense`."""
    _check_open(brought)
    seen = [row for row in brought.rows.filter(pk__in=rows) if standing_of(row) == Standing.CLOSE]
    for row in seen:
        row.decided_at, row.decided_by = at, by
    BroughtRow.objects.bulk_update(seen, ["decided_at", "decided_by"])
    lines = [row.line for row in seen]
    record("accepted_close", kind="list", subject=brought.public_id, by=by, at=at, detail={"lines": lines})
    return len(seen)


def _decide(row: BroughtRow, by: Person | None, at: datetime, **values: Any) -> None:
    _check_open(row.brought)
    for name, value in values.items():
        setattr(row, name, value)
    row.decided_at, row.decided_by = at, by
    row.save()
    detail = {"line": row.line, "urn": row.urn, "left_out": row.left_out}
    record("decided", kind="list", subject=row.brought.public_id, by=by, at=at, detail=detail)


def _check_open(brought: BroughtList) -> None:
    state = BroughtList.objects.select_for_update().get(pk=brought.pk).state
    if state == BroughtList.State.APPLIED:
        raise NotSense("The list is in force.", "Undo it first to decide its rows anew.")
    if state == BroughtList.State.FINDING:
        raise NotSense("The schools of the list are still being looked for.", "Wait until they are found.")
