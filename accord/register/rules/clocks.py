"""The three clocks: which day's members a figure of each year is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum


class Clock(StrEnum):
    """How members are read through the years."""

    TODAY = "today"
    """The members of one day, carried back."""
    THEN = "then"
    """The members on the day the pupils of each year were counted."""
    CONSTANT = "constant"
    """The schools that were members on every such day asked for."""


Members = frozenset[str]


def counted_day(year: int, month_and_day: str) -> date:
    """The day (``05-15``) of a school year on which its pupils are counted; the year is that of its summer."""
    month, day = (int(each) for each in month_and_day.split("-"))
    return date(year if month < 9 else year - 1, month, day)


def members_by_year(
    clock: Clock, years: Sequence[int], counted_on: str, on: date, members_on: Callable[[date], Members]
) -> Mapping[int, Members]:
    """The members that count in each year under a clock.

    ``on`` is the day whose members ``TODAY`` carries back; ``members_on`` tells who belonged on a day.
    """
    if clock is Clock.TODAY:
        now = members_on(on)
        return dict.fromkeys(years, now)
    by_year = {year: members_on(counted_day(year, counted_on)) for year in years}
    if clock is Clock.THEN:
        return by_year
    constant = frozenset.intersection(*by_year.values()) if by_year else frozenset()
    return dict.fromkeys(years, constant)
