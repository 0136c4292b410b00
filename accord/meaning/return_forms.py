"""What schools are asked to report themselves, read from ``definitions/returns``: a form for each stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from accord.meaning.definitions import load_yaml
from accord.meaning.entries import Entry

MOST_PUPILS = 3000
"""The largest number that a form takes where it says no other."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A group of pupils: the words of its number of pupils, and of those who met each measure.

    Of a rate they are sessions: so a group may be asked about twice, each time under a ``code`` of its own.
    """

    code: str
    group: str
    pupils: str
    help: str
    at_most: int
    measures: Mapping[str, str]


class Number(NamedTuple):
    """A number of a form: its field, what it is about (no measure: what is counted of), words and help."""

    name: str
    ask: Ask
    measure: str
    words: str
    help: str


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """A form. ``no_more_than`` names measures of which no more pupils can have met one than the other.

    ``by_school_year``: of a part of a school year, and named after it rather than after its summer. ``ages`` are
    those of its pupils in the school year; None where pupils of every age are meant.
    """

    code: str
    name: str
    stage: str
    asked_from: tuple[int, int]
    """Month and day of the summer from which it is asked for."""
    asks: tuple[Ask, ...]
    no_more_than: Mapping[str, str]
    ages: tuple[int, int] | None
    by_school_year: bool

    @property
    def headline(self) -> str:
        """The measure that it asks for first."""
        return next(iter(self.asks[0].measures))

    def asked_of(self, low_age: int | None, high_age: int | None) -> bool:
        """Whether a school of pupils from one age to another is asked; one whose ages nobody knows is."""
        if self.ages is None or low_age is None or high_age is None:
            return True
        return low_age <= self.ages[0] and high_age >= self.ages[1]

    def year_on(self, day: date) -> int:
        """The summer that is asked for on a day: the last one whose results are in."""
        return day.year if (day.month, day.day) >= self.asked_from else day.year - 1

    def asked_on(self, day: date) -> date:
        """The day from which it has been asked for, for the last time up to a day."""
        return date(self.year_on(day), *self.asked_from)

    def when(self, year: int) -> str:
        """What its numbers of a year are called: ``summer 2027``, ``school year 2026/27``."""
        return f"school year {year - 1}/{year % 100:02}" if self.by_school_year else f"summer {year}"

    def titled(self, year: int) -> str:
        """``Key Stage 2 results, summer 2027``."""
        return f"{self.name}, {self.when(year)}"

    def fields(self) -> Iterator[Number]:
        """Every number in order."""
        for ask in self.asks:
            yield Number(f"{ask.code}-pupils", ask, "", ask.pupils, ask.help)
            for measure, words in ask.measures.items():
                yield Number(f"{ask.code}-{measure}", ask, measure, words, "")

    def field_of(self, measure: str, group: str, role: str) -> str:
        """The field of a measure's number of a group of pupils: ``pupils``, or ``met``."""
        ask = next(each for each in self.asks if each.group == group and measure in each.measures)
        return f"{ask.code}-{'pupils' if role == 'pupils' else measure}"


def load_return_forms(folders: Sequence[Path]) -> dict[str, ReturnForm]:
    """Every form by code. Raises `DefinitionError`, naming file and key, for one that cannot be used."""
    found: dict[str, ReturnForm] = {}
    for path, content in load_yaml(folders, "returns").items():
        form = _form(Entry(path, content))
        found[form.code] = form
    return dict(sorted(found.items()))


def _form(entry: Entry) -> ReturnForm:
    month, _, day = entry.text("asked_from").partition("-")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise entry.error("asked_from", "this must be a month and a day, such as 07-01")
    form = ReturnForm(
        code=entry.text("form"),
        name=entry.text("name"),
        stage=entry.text("stage"),
        asked_from=(int(month), int(day)),
        asks=tuple(_ask(each) for each in entry.entries("asks")),
        no_more_than={key: str(value) for key, value in entry.mapping("no_more_than").items()},
        ages=_ages(entry),
        by_school_year=entry.flag("by_school_year"),
    )
    if not form.asks:
        raise entry.error("asks", "a form asks for the numbers of at least one group of pupils")
    entry.finish()
    return form


def _ages(entry: Entry) -> tuple[int, int] | None:
    ages = entry.items("ages")
    if not ages:
        return None
    match ages:
        case [int(low), int(high)] if low <= high:
            return low, high
    raise entry.error("ages", "write two ages of its pupils in the school year, such as [10, 11]")


def _ask(entry: Entry) -> Ask:
    measures = {key: str(words) for key, words in entry.mapping("measures").items()}
    group = entry.text("group")
    ask = Ask(
        code=entry.text("code", group),
        group=group,
        pupils=entry.text("pupils"),
        help=entry.text("help", ""),
        at_most=entry.whole("at_most", MOST_PUPILS),
        measures=measures,
    )
    if not measures:
        raise entry.error("measures", "name at least one measure with the words of its question")
    entry.finish()
    return ask
