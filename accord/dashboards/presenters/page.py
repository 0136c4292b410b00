"""What the pages of one subject open with: sentences, big numbers, who is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from accord.analytics.figures import HAS_VALUE, Basis, Figure, Status
from accord.dashboards.presenters.england import beside_england
from accord.dashboards.presenters.schools import expected
from accord.dashboards.queries.one_school import Answer, Beside, Looking
from accord.dashboards.queries.questions import Question
from accord.insight.sentences.caution import caution
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted, parts, some_of
from accord.insight.sentences.coverage import who_is_missing
from accord.insight.sentences.headline import headline
from accord.insight.sentences.reported import in_brackets
from accord.insight.sentences.rounding import PERCENTAGE, score
from accord.insight.sentences.topic import Topic, at_school, in_group


class BigNumber(NamedTuple):
    """A number with what it is."""

    number: str
    words: str


def topic_of(question: Question) -> Topic:
    """What a figure of this question is about."""
    measure, year = question.measure, question.year or 0
    return Topic(measure.kind, measure.phrase, question.group.phrase, year, in_year=measure.when(year))


def topic_on_page(looking: Looking) -> Topic:
    """The same on the page of its subject."""
    return replace(topic_of(looking.question), one_school=looking.subject.is_school)


def opening(looking: Looking, now: Beside) -> list[str]:
    """The sentences the page opens with."""
    return _opening(looking, now, topic_on_page(looking))


def to_copy(looking: Looking, now: Beside) -> str:
    """The same as one text that holds outside the page; empty where there is no figure."""
    if not now.group or now.group[0].figure.status not in HAS_VALUE:
        return ""
    name = looking.subject.name
    where = at_school(name) if looking.subject.is_school else in_group(name)
    return " ".join(_opening(looking, now, replace(topic_on_page(looking), where=where)))


def _opening(looking: Looking, now: Beside, topic: Topic) -> list[str]:
    question = looking.question
    if question.year is None:
        return [f"No results have been loaded yet, so there is nothing to show for {topic.these}."]
    gap = question.measure.gap(question.year)
    if gap is not None:
        return [f"There is no figure for summer {question.year}. {gap.reason}"]
    if not now.group:
        return [f"No results for summer {question.year} have been loaded for {topic.these} yet."]
    return headline(topic, now.group[0].figure, _england(now))


def _england(now: Beside) -> Comparator | None:
    return beside_england(now.england[0] if now.england else None)


def cautious(looking: Looking, now: Beside) -> str:
    """What a reader should know about a school with few pupils; empty for a group, and for many pupils."""
    if not looking.subject.is_school or not now.group:
        return ""
    beside = _england(now)
    return caution(topic_of(looking.question), now.group[0].figure, beside if beside and beside.judges else None)


def big_numbers(looking: Looking, now: Beside) -> list[BigNumber]:
    """At most three: the figure, who is in it, and England. None where there is no figure."""
    if not now.group:
        return []
    figure, kind = now.group[0].figure, looking.question.measure.kind
    if figure.value is None or figure.status not in HAS_VALUE:
        return _so_far(figure)
    about = "about " if figure.status == Status.APPROXIMATE else ""
    counts = f"{parts(figure)}{in_brackets(figure.coverage)}"
    what = counts if kind == PERCENTAGE else f"from {counted(figure.whole or 0, 'pupil')}{in_brackets(figure.coverage)}"
    numbers = [
        BigNumber(f"{about}{score(figure.value, kind)}", f"{looking.question.measure.short_name}: {what}"),
        _who_counts(looking, figure),
    ]
    england = now.england[0] if now.england else None
    if england is not None and england.figure.value is not None:
        basis = "as published" if england.basis == Basis.PUBLISHED else "added up from its schools"
        numbers.append(BigNumber(score(england.figure.value, kind), f"{england.title}, {basis}"))
    return numbers


def _who_counts(looking: Looking, figure: Figure) -> BigNumber:
    """The schools counted; of one school its pupils."""
    seen = figure.coverage
    if looking.subject.is_school:
        return BigNumber(some_of(seen.pupils_counted, seen.pupils_expected), "pupils counted")
    return BigNumber(some_of(seen.schools_counted, seen.schools_expected), "schools counted")


def _so_far(figure: Figure) -> list[BigNumber]:
    if figure.status != Status.INCOMPLETE:
        return []
    seen = figure.coverage
    pupils = some_of(seen.pupils_counted, seen.pupils_expected)
    return [
        BigNumber(pupils, "pupils are in so far"),
        BigNumber(some_of(seen.schools_counted, seen.schools_expected), "schools are in so far"),
    ]


def missing_reasons(looking: Looking, answer: Answer) -> dict[str, list[str]]:
    """The schools that are not in the figure of several, by reason."""
    reasons: dict[str, list[str]] = {}
    for each in expected(answer.members) if not looking.subject.is_school else ():
        if each.reason:
            reasons.setdefault(f"{each.reason[0].lower()}{each.reason[1:]}", []).append(each.name)
    return reasons


def missing_sentence(looking: Looking, answer: Answer) -> str:
    """The same in words; empty where none is missing."""
    return who_is_missing(missing_reasons(looking, answer))


def other_years(question: Question) -> list[tuple[int, str]]:
    """The last three other summers with results, each with the same question's address."""
    others = [year for year in reversed(question.years) if year != question.year]
    return [(year, f"?{question.about(year).address}") for year in others[:3]]
