"""The story of a group in sentences with days, and every membership as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from accord.dashboards.presenters.captions import listed
from accord.dashboards.presenters.school_record import Moment
from accord.dashboards.queries.group_story import GroupStory
from accord.insight.sentences.counting import counted
from accord.register.queries.group_members import Member
from accord.register.rules.memberships import spelled
from accord.register.rules.periods import contains
from accord.ui.tables.tables import Cell, Column, Table, said

Dated = tuple[date | None, str]
MOST_NAMED = 5
MOST_MOMENTS = 60


def story_sentences(story: GroupStory, today: date) -> list[str]:
    """How many schools are in it, how many ever were, and when that last changed."""
    name, ended = story.group.name, story.group.ends_before
    now = {each.address for each in story.members if contains(each.period, today)}
    ever = {each.address for each in story.members}
    if ended is not None and ended <= today:
        why = f": {story.group.ended_because}" if story.group.ended_because else ""
        found = [f"{name} ended on {spelled(ended)}{why.removesuffix('.')}."]
    elif not ever:
        found = [f"{name} has no schools of its own{', but groups inside it' if story.holds else ''}."]
    else:
        found = [f"{name} has {counted(len(now), 'school')} of its own today; {len(ever):,} ever belonged to it."]
    days = [day for each in story.members for day in each.period if day is not None and day <= today]
    if days:
        found.append(f"Its schools last changed on {spelled(max(days))}.")
    elif ever:
        found.append("No school is known to have joined or left since it began.")
    return found


def moments(story: GroupStory, today: date) -> list[Moment]:
    """What happened, oldest first: schools that came and went together stand in one sentence."""
    dated = sorted(_dated(story), key=lambda each: (each[0] is not None, each[0] or date.min))
    kept = dated[-MOST_MOMENTS:]
    found = [Moment(_day(day, today), text) for day, text in kept]
    if len(dated) > len(kept):
        found.insert(0, Moment("Before that", f"{counted(len(dated) - len(kept), 'earlier moment')}: see the table."))
    return found


def _day(day: date | None, today: date) -> str:
    if day is None:
        return "From the beginning"
    return f"{spelled(day)}{' (to come)' if day > today else ''}"


def _dated(story: GroupStory) -> Iterator[Dated]:
    group = story.group
    if group.starts_on is not None:
        yield group.starts_on, f"{group.name} began."
    if story.older:
        yield group.starts_on, f"It followed {listed([each.name for each in story.older])}."
    yield from _arrivals(story.members)
    yield from _departures(story.members)
    for each in story.lies_in:
        yield each.starts_on, f"It was placed in {each.outer.name}."
        if each.ends_before is not None:
            yield each.ends_before, f"It was taken out of {each.outer.name}."
    for each in story.holds:
        yield each.starts_on, f"{each.inner.name} was placed in it."
        if each.ends_before is not None:
            yield each.ends_before, f"{each.inner.name} was taken out of it."
    if group.ends_before is not None:
        why = f": {group.ended_because.removesuffix('.')}" if group.ended_because else ""
        after = f" It is followed by {listed([each.name for each in story.newer])}." if story.newer else ""
        yield group.ends_before, f"{group.name} ended{why}.{after}"
    elif story.newer:
        yield None, f"It is followed by {listed([each.name for each in story.newer])}."


def _arrivals(members: Sequence[Member]) -> Iterator[Dated]:
    by_day: dict[date | None, list[str]] = {}
    for each in members:
        by_day.setdefault(each.period[0], []).append(each.name)
    for day, names in by_day.items():
        if day is None:
            are = "has" if len(names) == 1 else "have"
            yield day, f"{_who(names)} {are} been in it from the beginning."
        else:
            yield day, f"{_who(names)} joined."


def _departures(members: Sequence[Member]) -> Iterator[Dated]:
    by_day: dict[tuple[date, str], list[str]] = {}
    for each in members:
        if each.period[1] is not None:
            by_day.setdefault((each.period[1], each.left_because), []).append(each.name)
    for (day, because), names in by_day.items():
        why = f" ({because.removesuffix('.')})" if because else ""
        yield day, f"{_who(names)} left{why}."


def _who(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{len(names)} schools ({', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more)"


def memberships_table(story: GroupStory) -> Table:
    """Every membership there ever was, with its days."""
    columns = (
        Column("school", "School", "the name the register has for it"),
        Column("urn", "URN", "the number the school went by when this was recorded"),
        Column("role", "Part", "member, lead school or associate"),
        Column("starts_on", "Since", "its first day in the group, empty for from the beginning"),
        Column("ends_before", "Until", "the first day on which it is no longer in it, empty while it stays"),
        Column("left_because", "Why it left", "", words=True),
    )
    lines = []
    for each in story.members:
        page = reverse("dashboards:one_school", args=["schools", each.address]) if each.known else ""
        starts, ends = each.period
        cells = (
            Cell(each.name, each.name, page),
            said(each.urn),
            said(each.role_name),
            Cell(spelled(starts) if starts else "the beginning", starts.isoformat() if starts else None),
            Cell(spelled(ends) if ends else "", ends.isoformat() if ends else None),
            said(each.left_because),
        )
        lines.append((cells, False))
    return Table("history", "Every membership there was", columns, tuple(lines))
