"""Every component with its states: what the page of components draws is the very source it shows beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template

from accord.ui.components.navigation import Way
from accord.ui.tables.shades import Shade
from accord.ui.tables.tables import Cell, Column, Table, said


@dataclass(frozen=True, slots=True)
class Example:
    """One component: ``code`` names its template in ``ui/examples``; ``use`` says when to take it."""

    code: str
    title: str
    use: str

    @property
    def template(self) -> str:
        """The template to include."""
        return f"ui/examples/{self.code}.html"

    @property
    def source(self) -> str:
        """What a page writes to draw it."""
        return str(get_template(self.template).template.source).strip()


EXAMPLES = (
    Example("sub_navigation", "Pages of one subject", "Below the heading of a group, a school or an authority."),
    Example(
        "heat",
        "Heat cells",
        "Schools by measures. The word says it, a mark says it again, colour comes third: it can be read in mono, on "
        "paper and in forced colours. Give a Cell its shade; the key explains the shades.",
    ),
    Example("term", "Term of the glossary", "The first time a page uses a word that not every reader knows."),
    Example(
        "empty_state",
        "Nothing here yet",
        "Where a list or a figure would stand: what is missing, why, and the one thing to do about it.",
    ),
)


def given() -> Mapping[str, Any]:
    """What the examples are drawn from; all of it is invented."""
    return {"ways": _ways(), "heat_table": _heat_table()}


def _ways() -> list[Way]:
    names = ("Overview", "Measures", "Over time", "Pupils", "Schools", "Coverage", "History", "Data", "How it was made")
    return [Way(name, "#sub_navigation", name == "Measures") for name in names]


def _heat_table() -> Table:
    columns = (Column("school", "School"), Column("rwm", "Reading, writing and maths"), Column("maths", "Maths"))
    rows = (
        ("Ashdown Primary School", ("84%", Shade.WELL_ABOVE, ""), ("71%", Shade.ABOVE, "")),
        ("Birchwood Church of England Primary School", ("63%", Shade.LIKE, ""), ("59%", Shade.BELOW, "")),
        ("Coppice Lane Infant School", ("not applicable", Shade.ABSENT, "no Year 6"), ("41%", Shade.WELL_BELOW, "")),
        ("Dene Hill Primary School", ("57%", Shade.UNSURE, "only 6 pupils"), ("suppressed", Shade.ABSENT, "")),
    )
    return Table(
        code="heat",
        caption="Four schools beside England, summer 2025",
        all_columns=columns,
        raw_rows=tuple(
            ((said(name), *(Cell(text, None, shade=shade, word=word) for text, shade, word in marks)), False)
            for name, *marks in rows
        ),
    )
