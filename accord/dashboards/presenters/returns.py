"""Who has sent own returns, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from accord.accounts.rules.rights import Rights
from accord.dashboards.presenters.replaced import ChangedRow
from accord.dashboards.queries.returns import Due, GroupReturns, any_sent, returns_of_group
from accord.insight.sentences.counting import counted
from accord.register.queries.groups import group_called
from accord.register.rules.memberships import spelled

COLUMNS = ("School", "In since", "Reminded")


class SchoolRow(NamedTuple):
    """A school of a group: when its numbers came, when it was reminded, and whether it can be reminded today."""

    due: Due
    came: str
    reminded: str
    can_remind: bool

    @property
    def value(self) -> str:
        """What the button sends that reminds this school of this form."""
        return f"{self.due.form.code}-{self.due.urn}"


def returns_sentence(found: GroupReturns) -> str:
    """``6 of 9 schools are in.``, and how many nobody may tell the reader of."""
    every = len(found.schools)
    if not every:
        return "You see no school’s own return here: that takes a right over the school, or an agreement with it."
    told = f"{found.sent} of {counted(every, 'school')} {'is' if found.sent == 1 else 'are'} in."
    if found.hidden:
        those = "1 school is" if found.hidden == 1 else f"{found.hidden} schools are"
        told += f" {those} not counted here: you see them by no right and no agreement."
    return told


class Filling(NamedTuple):
    """A form on the page of a group: who is in, and what publication changed."""

    one: GroupReturns
    short: str
    sentence: str
    rows: list[SchoolRow]
    changed: list[ChangedRow]

    @property
    def caption(self) -> str:
        """Of the table of schools."""
        return f"{self.one.form.name}: schools, the last to send first"

    @property
    def folded(self) -> str:
        """What stands on the fold over the table of schools."""
        return f"Which schools are in, and who is waited for: {self.one.form.name}"

    @property
    def waited(self) -> bool:
        """Whether any school is waited for."""
        return self.one.sent < len(self.one.schools)

    @property
    def file(self) -> str:
        """What the file to fill in is, in the middle of a sentence."""
        return f"a file to fill in for {self.one.form.name}"

    @property
    def changed_caption(self) -> str:
        """Of the table of what publication changed."""
        return f"{self.one.form.name}: what published results changed"


def filling(found: GroupReturns, today: date, changed: list[ChangedRow]) -> Filling:
    """A form of a group in words, with a row of each school: those that are in, and those that are waited for."""
    short = f"{found.sent} of {len(found.schools)} in" if found.schools else "none that you see"
    return Filling(found, short, returns_sentence(found), school_rows(found, today), changed)


def filling_sentences(slug: str, rights: Rights, today: date) -> list[str]:
    """For the page of a group: how many are in, of each form that a school of it has sent."""
    if not any_sent(today):
        return []
    group = group_called(slug)
    found = returns_of_group(group, rights, today) if group else []
    return [
        f"{each.title}, by the schools themselves: {returns_sentence(each)}"
        for each in found
        if each.sent
    ]


def school_rows(found: GroupReturns, today: date) -> list[SchoolRow]:
    """Those that are in, the newest first, then those that are waited for."""
    return [_row(each, today) for each in _ordered(found.schools)]


def _ordered(schools: Sequence[Due]) -> list[Due]:
    came = sorted((each for each in schools if each.sent_at), key=lambda each: each.sent_at or 0, reverse=True)
    return [*came, *(each for each in schools if each.sent_at is None)]


def _row(due: Due, today: date) -> SchoolRow:
    came = f"{spelled(timezone.localdate(due.sent_at))}, {timezone.localtime(due.sent_at):%H:%M}" if due.sent_at else ""
    day = timezone.localdate(due.reminded_at) if due.reminded_at else None
    return SchoolRow(due, came, spelled(day) if day else "", due.sent_at is None and day != today)
