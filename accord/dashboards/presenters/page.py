"""One page: a group as one school, put together from its parts."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.figures import HAS_VALUE, Basis, Figure, Status
from accord.dashboards.presenters.pictures import Picture
from accord.dashboards.presenters.pupils import pupils_finding, pupils_picture, pupils_table
from accord.dashboards.presenters.schools import (
    MOST_NAMED,
    expected,
    schools_finding,
    schools_picture,
    schools_table,
)
from accord.dashboards.presenters.trend import trend_finding, trend_picture, trend_table
from accord.dashboards.queries.one_school import (
    Answer,
    Beside,
    Looking,
    by_pupils,
    members,
    through_the_years,
)
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.counting import counted, parts, some_of
from accord.insight.sentences.headline import headline
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.topic import Topic
from accord.ui.tables.tables import Table

PARTS = ("trend", "schools", "pupils")


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number with what it is."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A finding with its picture and its table; ``folded`` tables open on asking."""

    code: str
    finding: str
    picture: Picture | None
    table: Table
    folded: bool


def topic_of(question: Question) -> Topic:
    """What a figure of this question is about."""
    return Topic(question.measure.kind, question.measure.phrase, question.group.phrase, question.year or 0)


def opening(looking: Looking, now: Beside) -> list[str]:
    """The sentences the page opens with."""
    question = looking.question
    if question.year is None:
        return ["No results have been loaded yet, so there is nothing to show for these schools."]
    gap = question.measure.gap(question.year)
    if gap is not None:
        return [f"There is no figure for summer {question.year}. {gap.reason}"]
    if not now.group:
        return [f"No results for summer {question.year} have been loaded for these schools yet."]
    england = now.england[0] if now.england else None
    return headline(
        topic_of(question),
        now.group[0].figure,
        england.figure if england else None,
        added_up=england is not None and england.basis == Basis.POOLED,
    )


def big_numbers(looking: Looking, now: Beside) -> list[BigNumber]:
    """At most three: the figure, who is in it, and England. None where there is no figure."""
    if not now.group:
        return []
    figure, kind = now.group[0].figure, looking.question.measure.kind
    if figure.value is None or figure.status not in HAS_VALUE:
        return _so_far(figure)
    about = "about " if figure.status == Status.APPROXIMATE else ""
    what = parts(figure) if kind == PERCENTAGE else f"from {counted(figure.whole or 0, 'pupil')}"
    seen = figure.coverage
    numbers = [
        BigNumber(f"{about}{score(figure.value, kind)}", f"{looking.question.measure.short_name}: {what}"),
        BigNumber(some_of(seen.schools_counted, seen.schools_expected), "schools counted"),
    ]
    england = now.england[0] if now.england else None
    if england is not None and england.figure.value is not None:
        basis = "as published" if england.basis == Basis.PUBLISHED else "added up from its schools"
        numbers.append(BigNumber(score(england.figure.value, kind), f"England, {basis}"))
    return numbers


def _so_far(figure: Figure) -> list[BigNumber]:
    if figure.status != Status.INCOMPLETE:
        return []
    seen = figure.coverage
    pupils = some_of(seen.pupils_counted, seen.pupils_expected)
    return [
        BigNumber(pupils, "pupils are in so far"),
        BigNumber(some_of(seen.schools_counted, seen.schools_expected), "schools are in so far"),
    ]


def missing_words(answer: Answer) -> str:
    """Which schools are not in the figure, by reason; empty where none is missing."""
    reasons: dict[str, list[str]] = {}
    for each in expected(answer.members):
        if each.reason:
            reasons.setdefault(each.reason, []).append(each.name)
    told = []
    for reason, names in reasons.items():
        who = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
        told.append(f"{reason}: {who}.")
    return " ".join(told)


def sections(looking: Looking, answer: Answer, sort_address: str) -> list[Section]:
    """The three parts of the page, those without anything to show left out."""
    found = [
        Section(
            "trend",
            trend_finding(looking, answer.years),
            trend_picture(looking, answer.years),
            trend_table(looking, answer.years),
            folded=True,
        )
    ]
    if not answer.members:
        return found
    now = answer.now(looking.question)
    found.append(
        Section(
            "schools",
            schools_finding(answer.members),
            schools_picture(looking, answer.members, now),
            schools_table(looking, answer.members, sort_address),
            folded=len(answer.members) > MOST_NAMED,
        )
    )
    found.append(
        Section(
            "pupils",
            pupils_finding(answer.pupils),
            pupils_picture(looking, answer.pupils),
            pupils_table(looking, answer.pupils),
            folded=True,
        )
    )
    return found


def part(looking: Looking, code: str) -> tuple[Picture | None, Table]:
    """One part by itself, for a chart or a file: only what it needs is asked for."""
    found = members(looking)
    if code == "trend":
        years = through_the_years(looking, found)
        return trend_picture(looking, years), trend_table(looking, years)
    pupils = by_pupils(looking, found)
    if code == "schools":
        now = pupils.of(year=looking.question.year, pupils=looking.question.pupils)
        return schools_picture(looking, found, now), schools_table(looking, found)
    return pupils_picture(looking, pupils), pupils_table(looking, pupils)


def other_years(question: Question) -> list[tuple[int, str]]:
    """The last three other summers with results, each with the same question's address."""
    others = [year for year in reversed(question.years) if year != question.year]
    return [(year, f"?{question.about(year).address}") for year in others[:3]]
