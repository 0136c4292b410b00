"""What the examples on the page of components are drawn from; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator

from accord.ui.components.lists import Action, Fact, Moment, Task
from accord.ui.components.navigation import Way
from accord.ui.tables.shades import Shade
from accord.ui.tables.tables import Cell, Column, Table, said

PAGES = ("Overview", "Measures", "Over time", "Pupils", "Schools", "Coverage", "History", "Data", "How it was made")


def given(today: date) -> Mapping[str, Any]:
    """Everything the examples ask for, by the name they ask for it with."""
    return {
        "today": today,
        "ways": [Way(name, "#sub_navigation", current=name == "Measures") for name in PAGES],
        "heat_table": _heat_table(),
        "table": _table(),
        "numbers": [("62%", "met the expected standard"), ("361 of 583", "pupils"), ("12 of 13", "schools counted")],
        "page": Paginator(range(400), 10).page(7),
        "first_page": Paginator(range(30), 10).page(1),
        "asked": [("Summer", "2025"), ("Pupils", "all pupils")],
        **_lists(),
        **_boxes(),
    }


def _boxes() -> dict[str, Any]:
    def row(at: int, name: str, chosen: str, error: str = "") -> dict[str, Any]:
        acts = [{"value": act, "words": act, "selected": act == chosen} for act in ("stays", "leaves")]
        return {"tick": f"tick-{at}", "name": name, "act": f"act-{at}", "options": acts, "error": error}

    return {
        "boxes_columns": ["Tick", "School", "What it does"],
        "boxes_rows": [
            row(1, "Ashdown Primary School", "stays"),
            row(2, "Coppice Lane Infant School", "leaves", "Coppice Lane closed before that day."),
        ],
    }


def _lists() -> dict[str, Any]:
    change = (Action("Change", "#summary_list", "the name"),)
    return {
        "facts": [
            Fact("Name", "Elm Primary School", actions=change),
            Fact("Kind", "Community school", "#summary_list"),
        ],
        "card_actions": [Action("See its figures", "#summary_card")],
        "tasks": [
            Task("Send the revised file of summer 2025", "Completed", "#task_list"),
            Task("Look at what changed", "Waiting", "#task_list", "Three groups have another figure.", "blue"),
            Task("Accept it", "Cannot start yet", waits=True),
        ],
        "moments": [
            Moment("1 September 1974", "Elm Infant School and Elm Junior School opened"),
            Moment(
                "1 September 2012", "Both became Elm Primary School", "#timeline", "Their results are kept as its own."
            ),
        ],
    }


def _table() -> Table:
    columns = (
        Column("school", "School", sorted="ascending", sort_href="#figure_table"),
        Column("pupils", "Pupils", numeric=True),
        Column("rwm", "Met the standard", numeric=True),
    )
    rows = (
        ((Cell("Ashdown Primary School", "Ashdown", "#figure_table"), Cell("31", 31), Cell("84% (26)", 84)), False),
        ((said("Coppice Lane Infant School"), Cell("–", None), Cell("not applicable", None)), False),
        ((said("England, as published"), Cell("669,000", 669000), Cell("61%", 61)), True),
    )
    return Table("example", "Schools beside England, summer 2025", columns, rows, ("Rows set apart are published.",))


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
