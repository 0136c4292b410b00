"""Handing over everything that is held on a person or a school, as one file."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accord.accounts.actions.events import record
from accord.accounts.models.people import Person
from accord.accounts.queries.held import HeldTable, Subject, held_on
from accord.accounts.rules.field_classes import FieldClass, Holds
from accord.ui.tables.files import rows_as_csv

MEANING = {
    FieldClass.PUBLIC: "anybody may see it",
    FieldClass.INTERNAL: "for those who work with Accord; says nothing of a person",
    FieldClass.PERSONAL: "says something of a person",
    FieldClass.SPECIAL: "of a special category, or of a child",
}


@transaction.atomic
def export_held(*, subject: Subject, by: Person | None, at: datetime, also: Sequence[HeldTable] = ()) -> bytes:
    """A ZIP of all rows that name the subject, as CSV and as JSON, with a cover sheet; recorded with its counts.

    ``also`` are tables from elsewhere: what releases print of a school.
    """
    tables = [*held_on(subject), *also]
    detail = {"tables": len(tables), "rows": sum(len(table.rows) for table in tables)}
    record("exported_held", kind=str(subject.kind), subject=subject.public_id, by=by, at=at, detail=detail)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("cover-sheet.txt", cover_sheet(subject, tables, at))
        packed.writestr("everything.json", json.dumps([_as_json(each) for each in tables], indent=1, default=str))
        for table in tables:
            packed.writestr(f"tables/{table.label}.csv", _as_csv(table))
    return out.getvalue()


def cover_sheet(subject: Subject, tables: Sequence[HeldTable], at: datetime) -> str:
    """What is in the file, how it is marked, and what somebody has to read before it is handed over."""
    local = timezone.localtime(at)
    rows = sum(len(table.rows) for table in tables)
    lines = [
        f"Everything held on {subject.told}",
        "",
        f"{rows:,} rows of {len(tables)} tables, as on {local.day} {local:%B %Y at %H:%M}.",
        "Each table is a CSV file; all of them are in everything.json too.",
        "The second row of each CSV file says what each column is:",
        *(f"  {each}: {words}" for each, words in MEANING.items()),
        "",
        *_before_it_is_handed_over(subject, tables),
        "",
        "Tables:",
        *(f"  {table.label}: {len(table.rows):,} rows. {table.says}. {_columns(table)}" for table in tables),
    ]
    return "\n".join(lines) + "\n"


def _before_it_is_handed_over(subject: Subject, tables: Sequence[HeldTable]) -> list[str]:
    if subject.kind is Holds.SCHOOL:
        words = "Before it is handed over: take out the personal columns that the asker has no right to."
    else:
        words = (
            "Other people's names, addresses and ids are replaced by [another person]. Before it is handed over:"
            " read what people wrote freely, which may tell of others in words that no program knows."
        )
    places = [f"  {table.label}: {', '.join(table.to_read)}" for table in tables if table.to_read]
    return [words, "Written freely:", *places] if places else [words]


def _columns(table: HeldTable) -> str:
    counted = Counter(table.classes)
    return ", ".join(f"{counted[each]} {each}" for each in FieldClass if counted[each]) + "."


def _as_json(table: HeldTable) -> dict[str, Any]:
    columns = {name: str(of) for name, of in zip(table.columns, table.classes, strict=True)}
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"table": table.label, "what": table.says, "classes": columns, "rows": rows}


def _as_csv(table: HeldTable) -> bytes:
    return rows_as_csv([table.columns, table.classes, *([_cell(value) for value in row] for row in table.rows)])


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False, default=str)
