"""What an extract changed, in sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from accord.register.choices import ChangeKind
from accord.register.queries.changes import Effect, Told
from accord.register.rules.corrections import CORRECTABLE
from accord.register.rules.link_types import listed
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Cell, Column, Table, said

FIELDS = {
    "la_code": "Authority",
    "estab": "DfE number",
    "ukprn": "UKPRN",
    "type_name": "Type",
    "reason_opened": "Reason opened",
    "reason_closed": "Reason closed",
} | {what: name for what, (name, _) in CORRECTABLE.items()}
CHANGES = (
    Column("urn", "URN"),
    Column("school", "School", words=True),
    Column("kind", "What happened"),
    Column("what", "Field"),
    Column("before", "Before", words=True),
    Column("after", "After", words=True),
    Column("groups", "Groups kept here", words=True),
)


def sentence(on: date, counts: Mapping[str, int]) -> str:
    """What one extract changed, in a sentence."""
    total = sum(counts.values())
    if not total:
        return f"The extract of {spelled(on)} says nothing that the one before did not."
    parts = [f"{ChangeKind(kind).label.lower()} {n:,}" for kind, n in counts.items()]
    things = "one thing" if total == 1 else f"{total:,} things"
    return f"The extract of {spelled(on)} changed {things} since the one before: {listed(parts)}."


def changes_table(found: Sequence[Told]) -> Table:
    """The changes, one row each."""
    rows = [
        (
            (
                said(each.change.urn),
                Cell(each.school, each.school, _page_of(each.address)),
                said(each.change.get_kind_display()),
                said(FIELDS.get(each.change.what, each.change.what.replace("_", " "))),
                said(each.change.before),
                said(each.change.after),
                said(", ".join(each.groups)),
            ),
            False,
        )
        for each in found
    ]
    return Table("changes", "What changed", CHANGES, tuple(rows))


def _page_of(address: str) -> str:
    return reverse("dashboards:one_school", args=["schools", address]) if address else ""


def effects_table(found: Sequence[Effect]) -> Table:
    """The groups kept here that an extract touches."""
    columns = (
        Column("group", "Group", words=True),
        Column("schools", "Schools changed", numeric=True),
        Column("what", "What happened", words=True),
    )
    rows = [
        (
            (
                Cell(each.name, each.name, reverse("register:group", args=[each.slug])),
                Cell(str(each.schools), each.schools),
                said("; ".join(each.kinds)),
            ),
            False,
        )
        for each in found
    ]
    return Table("groups", "Groups kept here that it touches", columns, tuple(rows))
