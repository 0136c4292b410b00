"""The pages about one subject: one question each, in one order for groups, authorities and schools."""

from __future__ import annotations

from django.urls import reverse

from accord.dashboards.queries.one_school import Looking
from accord.ui.components.navigation import Way

PAGES = (
    ("one_school", "Overview"),
    ("subject_measures", "Measures"),
    ("subject_trend", "Over time"),
    ("subject_pupils", "Pupils"),
    ("subject_schools", "Schools"),
    ("subject_similar", "Similar schools"),
    ("subject_help", "Who could help"),
    ("subject_coverage", "Who is counted"),
    ("subject_history", "History"),
    ("subject_data", "Data"),
    ("governors", "For governors"),
    ("subject_packs", "Packs"),
)
"""The name of an address, and what people call the page."""

OF_SEVERAL = frozenset({"subject_schools"})
"""Pages that a single school does not have."""

OF_ONE = frozenset({"subject_similar"})
"""Pages that a single school alone has."""

WITH_GOVERNORS = frozenset({"governors"})
"""Pages that an authority does not have."""


def page_ways(looking: Looking, here: str) -> list[Way]:
    """The links between the pages, each with the same question in its address."""
    return [
        Way(text, address(looking, name), name == here)
        for name, text in PAGES
        if name not in (OF_SEVERAL if looking.subject.is_school else OF_ONE)
        and not (looking.subject.is_authority and name in WITH_GOVERNORS)
    ]


def address(looking: Looking, name: str, *more: str) -> str:
    """The address of a page about the subject with the question that is being answered."""
    return f"{path_of(looking, name, *more)}?{looking.question.address}"


def path_of(looking: Looking, name: str, *more: str) -> str:
    """The same without the question."""
    return reverse(f"dashboards:{name}", args=[looking.subject.room, looking.subject.key, *more])
