"""What a page seen through a permanent link says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.dashboards.presenters.since import came_words, how_many, moved_table
from accord.dashboards.queries.permanent import Freezable, as_frozen
from accord.insight.sentences.counting import counted
from accord.intake.models.releases import Release
from accord.performance.frozen import Frozen
from accord.performance.since import Arrived, Since
from accord.register.rules.memberships import spelled
from accord.ui.tables.tables import Table

MOST_NAMED = 4
MOST_OPEN = 12
"""Rows that stand open on a page; more are opened by who wants them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The words at the head of a frozen page. ``link`` is its short address; ``live`` that of the page as it is.

    ``moved`` has the figures that are other than they were; ``files`` says whether they can be taken away: those of
    the page as it was frozen, and not of another question asked of it.
    """

    title: str
    sentences: tuple[str, ...]
    link: str
    live: str
    moved: Table | None
    many: bool
    files: bool


def notice(page: Freezable, then: Frozen, changes: Since, link: str, live: str) -> Notice:
    """What is frozen, since when and by whom, and what has changed."""
    title = f"Frozen on {spelled(then.on)}"
    kept = (
        f"{then.by} froze this page. Its figures, charts and files are made from the results that were loaded on "
        "that day, and will not change."
    )
    names = [each.name for each in page.subjects]
    return Notice(
        title,
        (kept, *changed(page, changes), *_not_frozen(page)),
        link,
        live,
        moved_table(changes, names, page.question.measure) if changes.moved else None,
        many=len(changes.moved) > MOST_OPEN,
        files=as_frozen(then) == page.selections,
    )


def changed(page: Freezable, changes: Since) -> list[str]:
    """What has changed since, a sentence for each kind of change; that nothing has, where nothing has."""
    if not changes.anything:
        same = how_many(changes)
        return ["Nothing that bears on these figures has changed since.", *([same] if same else [])]
    said = _arrivals(changes.arrived)
    if changes.joined or changes.left:
        said.append(
            f"Members have changed: {counted(changes.joined, 'school')} joined and "
            f"{counted(changes.left, 'school')} left. The figures here have the members recorded on that day."
        )
    if changes.redefined:
        said.append(
            f"The definition of this measure ({page.question.measure.short_name}) has changed since. Definitions "
            "are not frozen: the figures here follow the new one."
        )
    if changes.recomputed:
        said.append("Accord now works out other figures from the same results than it did on that day.")
    return [*said, each] if (each := how_many(changes)) else said


def _arrivals(arrived: Sequence[Arrived]) -> list[str]:
    if not arrived:
        return []
    named = [f"{came_words(each)} ({_extent(each.extent)})" for each in arrived[-MOST_NAMED:]]
    more = len(arrived) - len(named)
    named += [f"{more} more"] if more else []
    listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return [f"Newer results have been loaded since: {listed}."]


def _extent(extent: str) -> str:
    return extent if len(extent) < 40 else f"{extent.count(',') + 1} authorities"


def _not_frozen(page: Freezable) -> list[str]:
    told = [each for each in page.subjects if not each.is_authority]
    if not told:
        return []
    one, several = ("school", "schools") if all(each.is_school for each in told) else ("group", "groups")
    if len(told) > 1:
        return [f"What the register says of the {several} beside their figures is not frozen."]
    whose = f"the {one}"
    return [f"What the register says of {whose} beside its figures, and its history, is not frozen: it is as today."]


def withdrawn_rows(releases: Sequence[Release]) -> list[tuple[str, str, str]]:
    """The withdrawn releases behind a permanent link: what each was, and when and why it was withdrawn."""
    rows = []
    for each in releases:
        when = f"Withdrawn on {spelled(each.withdrawn_at.date())}" if each.withdrawn_at else "Withdrawn"
        by = f" by {each.withdrawn_by}" if each.withdrawn_by else ""
        why = f": {each.withdrawn_because}" if each.withdrawn_because else ""
        name = f"{each.get_settled_display()} results for summer {each.year}, {_extent(each.extent)}"
        rows.append((name, f"{when}{by}{why}", f"/data/releases/{each.public_id}/"))
    return rows
