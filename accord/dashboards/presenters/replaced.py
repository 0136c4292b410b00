"""What published results changed of what schools had reported themselves, in words and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from accord.dashboards.presenters.page import topic_on_page
from accord.dashboards.queries.one_school import Looking
from accord.dashboards.queries.replaced import Replaced
from accord.insight.sentences.cells import plain_counts, plain_value
from accord.insight.sentences.counting import counted
from accord.insight.sentences.replaced import difference, what_was_replaced
from accord.performance import catalogue
from accord.register.rules.memberships import spelled

MOST_NAMED = 3
COLUMNS = ("What", "As schools reported it", "As it stands", "What changed")


class ChangedRow(NamedTuple):
    """A number of a form before and after publication."""

    what: str
    reported: str
    stands: str
    changed: str


def replaced_sentence(looking: Looking, found: Replaced | None) -> str:
    """For the page of a figure: July beside December; empty where nothing was replaced."""
    if found is None:
        return ""
    told = what_was_replaced(topic_on_page(looking), found.then.figure, found.now.figure, spelled(found.by))
    differing = "" if looking.subject.is_school else _who_differ(found)
    return f"{told} {differing}".strip() if told else ""


def _who_differ(found: Replaced) -> str:
    if not found.replaced:
        return ""
    if not found.differing:
        return "No school’s published numbers differ from what it had reported."
    some = f"{len(found.differing)} of {counted(found.replaced, 'school')}"
    named = f": {', '.join(found.differing)}" if len(found.differing) <= MOST_NAMED else ""
    return f"What is published of {some} differs from what was reported{named}."


def changed_rows(found: Sequence[Replaced]) -> list[ChangedRow]:
    """The same for every number of a form."""
    rows = []
    for each in found:
        measure = catalogue.measure(each.then.measure)
        pupils = measure.stage.pupil_groups[each.then.pupils]
        then, now = each.then.figure, each.now.figure
        name = measure.short_name if each.then.pupils == "all" else f"{measure.short_name}, {pupils.name.lower()}"
        rows.append(
            ChangedRow(
                name,
                f"{plain_value(then, measure.kind)}: {plain_counts(then)}",
                f"{plain_value(now, measure.kind)}: {plain_counts(now)}",
                f"{difference(then, now)} {_who_differ(each)}".strip(),
            )
        )
    return rows
