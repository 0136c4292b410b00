"""When rights are to be confirmed, when people are reminded, and which rights have to end unconfirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from accord.accounts.choices import Confirmed
from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

LONDON = ZoneInfo("Europe/London")
BETWEEN = timedelta(days=7)
"""So long after one reminder comes the next step at the earliest."""
_LEAP_YEAR = 2024


@dataclass(frozen=True, slots=True)
class Usual:
    """A round as it comes each year: days as (month, day)."""

    name: str
    opens: tuple[int, int]
    reminders: tuple[tuple[int, int], tuple[int, int]]
    closes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Round:
    """A round of one year. It is open from ``opens`` to the day before ``closes``."""

    how_often: Confirmed
    name: str
    opens: date
    reminders: tuple[date, date]
    closes: date

    def is_open(self, on: date) -> bool:
        """Whether rights are confirmed on a day in this round."""
        return self.opens <= on < self.closes


@dataclass(frozen=True, slots=True)
class Told:
    """What has been done in a round: when people were reminded, and when the unconfirmed rights ended."""

    first: date | None = None
    second: date | None = None
    closed: date | None = None


class Step(StrEnum):
    """What is to be done next in a round."""

    REMIND = "remind"
    REMIND_AGAIN = "remind again"
    CLOSE = "close"


Calendar = Mapping[Confirmed, Sequence[Usual]]


def load_calendar(folders: Sequence[Path]) -> Calendar:
    """The rounds of a year for each way of confirming. Raises `DefinitionError` for days out of order."""
    return _load(tuple(folders))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Calendar:
    found: dict[Confirmed, tuple[Usual, ...]] = {}
    for path, content in load_yaml(folders, "confirming").items():
        whole = Entry(path, content)
        for word in map(str, content):
            kind = whole.choice(Confirmed, word, word)
            entry = whole.entry(word)
            found[kind] = tuple(_usual(each) for each in entry.entries("rounds"))
            entry.finish()
    return found


def _usual(entry: Entry) -> Usual:
    reminders = [_day(entry, str(each), "reminders") for each in entry.items("reminders")]
    if len(reminders) != len(("first", "second")):
        raise entry.error("reminders", "give two days")
    opens, closes = (_day(entry, entry.text(key), key) for key in ("opens", "closes"))
    found = Usual(entry.text("name"), opens, (reminders[0], reminders[1]), closes)
    entry.finish()
    if not opens <= reminders[0] < reminders[1] < closes:
        raise entry.error("closes", "a round opens, reminds twice and closes within one year, in this order")
    return found


def _day(entry: Entry, written: str, key: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"{_LEAP_YEAR}-{written}")
    except ValueError as error:
        raise entry.error(key, f"{written!r} is no day of a year; write it like 10-08") from error
    if (day.month, day.day) == (2, 29):
        raise entry.error(key, "29 February is not in every year; choose another day")
    return day.month, day.day


def rounds_until(calendar: Calendar, how_often: Confirmed, on: date) -> list[Round]:
    """The rounds that have opened by a day, those of the year before too; the latest last."""
    found = [
        _of_year(each, how_often, year) for year in (on.year - 1, on.year) for each in calendar.get(how_often, ())
    ]
    return sorted((each for each in found if each.opens <= on), key=lambda each: each.opens)


def latest_round(calendar: Calendar, how_often: Confirmed, on: date) -> Round | None:
    """The round that opened last: it counts until the next one opens, closed or not."""
    found = rounds_until(calendar, how_often, on)
    return found[-1] if found else None


def _of_year(usual: Usual, how_often: Confirmed, year: int) -> Round:
    first, second = (date(year, *each) for each in usual.reminders)
    return Round(how_often, usual.name, date(year, *usual.opens), (first, second), date(year, *usual.closes))


def next_step(one: Round, told: Told, on: date) -> Step | None:
    """What is to be done in a round on a day; one step a day.

    Nobody's right ends before two reminders: where the machine stood still, everything comes later.
    """
    if told.closed is not None:
        return None
    if told.first is None:
        return Step.REMIND if on >= one.reminders[0] else None
    if told.second is None:
        return Step.REMIND_AGAIN if on >= max(one.reminders[1], told.first + BETWEEN) else None
    return Step.CLOSE if on >= max(one.closes, told.second + BETWEEN) else None


def waits_for_confirmation(
    one: Round, *, given_at: datetime, confirmed_at: datetime | None, starts_on: date, ends_before: date | None
) -> bool:
    """Whether a right has to be confirmed in a round: it was given before it opened, and goes on when it closes.

    One that was given or confirmed since it opened, in London, has been thought of.
    """
    if starts_on >= one.opens or (ends_before is not None and ends_before <= one.closes):
        return False
    thought_of = max(day_of(each) for each in (given_at, confirmed_at) if each is not None)
    return thought_of < one.opens


def day_of(moment: datetime) -> date:
    """The day of a moment in London."""
    return moment.astimezone(LONDON).date()
