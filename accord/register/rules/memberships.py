"""What may be said of groups and memberships; each check raises `NotSense` with the reason to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from accord.register.rules.periods import Period, overlap


class NotSense(Exception):
    """Something about a group or a membership cannot be; the message says why, ``fix`` what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def check_period(what: str, period: Period) -> None:
    """Raise `NotSense` for something that ends before it starts."""
    starts, ends = period
    if starts is not None and ends is not None and ends <= starts:
        raise NotSense(
            f"{what} would end on or before the day it starts.", f"Give an end after {spelled(starts)}."
        )


def check_once(school: str, group: str, period: Period, others: Iterable[Period]) -> None:
    """Raise `NotSense` for a school that would be in a group twice at once."""
    for other in others:
        if overlap(period, other):
            since = f"since {spelled(other[0])}" if other[0] else "from the beginning"
            raise NotSense(
                f"{school} is already in {group} {since}.",
                "End that membership first, or give the same start to change it.",
            )


def check_school_open(school: str, period: Period, opened_on: date | None, closed_on: date | None) -> None:
    """Raise `NotSense` for a school that joins once it has closed (``closed_on`` is the first day without it)."""
    starts, ends = period
    if closed_on is not None and (starts is None or starts >= closed_on) and (ends is None or ends > closed_on):
        raise NotSense(
            f"{school} closed on {spelled(closed_on)}, so it cannot join after that.",
            "Choose the school that it became, or give an end on or before the day it closed.",
        )


def check_group_lives(group: str, period: Period, lives: Period) -> None:
    """Raise `NotSense` for a membership that reaches beyond the life of its group."""
    if lives[1] is not None and (period[0] is None or period[0] >= lives[1]):
        raise NotSense(f"{group} ended on {spelled(lives[1])}.", "Choose a group that goes on.")
    if lives[1] is not None and (period[1] is None or period[1] > lives[1]):
        raise NotSense(
            f"{group} ended on {spelled(lives[1])}, and nobody is in it after that.",
            "Give an end on or before that day.",
        )
    if lives[0] is not None and period[1] is not None and period[1] <= lives[0]:
        raise NotSense(f"{group} begins on {spelled(lives[0])}.", "Give dates within the life of the group.")


def check_no_circle(inner: int, outer: int, holds: Mapping[int, Sequence[int]], names: Mapping[int, str]) -> None:
    """Raise `NotSense` if placing ``inner`` in ``outer`` would put a group inside itself.

    ``holds`` says which groups every group holds at any time.
    """
    seen, waiting = set(), [inner]
    while waiting:
        each = waiting.pop()
        if each == outer:
            raise NotSense(
                f"{names[inner]} would be inside itself, because {names[outer]} lies in it.", "Break the circle."
            )
        if each not in seen:
            seen.add(each)
            waiting.extend(holds.get(each, ()))


def spelled(day: date) -> str:
    """6 March 2013."""
    return f"{day.day} {day:%B %Y}"
