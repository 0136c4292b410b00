"""The figures that a program asks for, by the same door as every page: `accord.performance`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accord.accounts.readers import Reader
from accord.analytics.figures import Basis
from accord.performance import catalogue
from accord.performance.figure_rows import FigureRow
from accord.performance.kept import CODE_VERSION
from accord.performance.queries import ask_each, figures, school_figures
from accord.performance.selections import Selection, Who
from accord.performance.single_schools import SchoolRow
from accord.performance.standing import edition
from accord.register.rules.clocks import Clock

EVERY = ("every",)


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question. No measure or year asked for means every one; ``pupils`` may be `EVERY`."""

    who: Who
    measures: tuple[str, ...]
    years: tuple[int, ...]
    pupils: tuple[str, ...]
    members: Clock | None = None
    on: date | None = None
    special: bool | None = None
    basis: Basis | None = None
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure; ``school`` is the school by itself that it is of, where it is of one."""

    row: FigureRow
    school: SchoolRow | None = None

    @property
    def key(self) -> tuple[str | int, ...]:
        """What tells it from all others of one answer, and its place among them."""
        row = self.row
        return row.measure, row.pupils, row.year, str(row.basis), self.school.urn if self.school else ""


def selections(question: Question, reader: Reader) -> list[Selection]:
    """The question as `performance` takes it: measures with the same pupil groups and summers are asked together."""
    alike: dict[tuple[str, tuple[str, ...], tuple[int, ...]], list[str]] = {}
    named = question.measures or tuple(catalogue.measures())
    for code in named:
        measure = catalogue.measure(code)
        years = question.years or tuple(catalogue.years_with_releases(code, reader, question.frozen))
        pupils = tuple(each for each in measure.pupils if question.pupils == EVERY or each in question.pupils)
        if years and pupils:
            alike.setdefault((measure.stage.code, pupils, years), []).append(code)
    asked = Selection(
        question.who, (), (), special=question.special, basis=question.basis, members=question.members,
        on=question.on, frozen=question.frozen,
    )  # fmt: skip
    return [
        replace(asked, measures=tuple(codes), years=years, pupils=pupils, through=_through(question, years))
        for (_, pupils, years), codes in alike.items()
    ]


def _through(question: Question, years: tuple[int, ...]) -> tuple[int, ...]:
    return years if question.members is Clock.CONSTANT else ()


def state_of(asked: Sequence[Selection], reader: Reader) -> str:
    """Changes whenever an answer for this reader may have: releases they see, members, definitions, our own code."""
    keys = [each.key for selection in asked for each in ask_each(selection, reader)]
    return hashlib.sha256(repr((CODE_VERSION, edition(), keys)).encode()).hexdigest()[:16]


def is_open(reader: Reader, frozen: str) -> bool:
    """Whether nothing that this reader is shown has to be noted down as it is shown."""
    return not catalogue.seen(reader, frozen).shown


def given(asked: Sequence[Selection], reader: Reader) -> list[Given]:
    """Every figure of a question, in the order of their keys."""
    rows = (Given(row) for selection in asked for row in figures(selection, reader))
    return sorted(rows, key=_key)


def given_by_school(asked: Sequence[Selection], reader: Reader) -> list[Given]:
    """The figure of each school by itself, in the order of their keys."""
    return sorted(_of_schools(asked, reader), key=_key)


def _of_schools(asked: Sequence[Selection], reader: Reader) -> Iterator[Given]:
    for selection in asked:
        for each in school_figures(selection, reader):
            yield Given(each.row, each)


def _key(each: Given) -> tuple[str | int, ...]:
    return each.key
