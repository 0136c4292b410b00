"""The sentences a page opens with, computed from the figures alone: they cannot say what the figures do not.

Pure: a figure, its comparator and a measure in, sentences out.
"""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import HAS_VALUE, Coverage, Figure, Status
from accord.dashboards.presenters.rounding import (
    PERCENTAGE,
    PROGRESS,
    between_percent,
    counted,
    interval,
    limits,
    percent,
    score,
    tenth,
    whole,
)

ABOUT_THE_SAME = 2
"""Within so many whole points a figure that cannot be told apart is called about the same."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a figure is about, in words: ``phrase`` of the measure, ``pupils`` as a noun, the summer."""

    kind: str
    phrase: str
    pupils: str
    year: int


def headline(topic: Topic, figure: Figure, england: Figure | None, *, added_up: bool = False) -> list[str]:
    """One to three sentences: the figure, what is certain, and how England stands beside it.

    ``added_up`` says that England's figure is not a published one but the sum of its schools.
    """
    if figure.status not in HAS_VALUE or figure.value is None:
        return [without_value(topic, figure)]
    sentences = [the_figure(topic, figure)]
    certain = certainly(topic, figure)
    if certain:
        sentences.append(certain)
    beside = beside_england(topic, figure, england, added_up=added_up)
    if beside:
        sentences.append(beside)
    return sentences


def the_figure(topic: Topic, figure: Figure) -> str:
    """``62% of pupils met …: 361 of 583 pupils, in 12 of 13 schools, in summer 2025.``"""
    assert figure.value is not None
    where = f"in {schools_of(figure.coverage)}" if figure.coverage.schools_expected else ""
    if topic.kind == PERCENTAGE:
        said = f"{_opening(figure)} of {topic.pupils} {topic.phrase} in summer {topic.year}: {parts(figure)}"
        return f"{said}, {where}." if where else f"{said}."
    value = score(figure.value, topic.kind)
    behind = f"from {counted(figure.whole or 0, 'pupil')}"
    about = "about " if figure.status == Status.APPROXIMATE else ""
    for_whom = "" if topic.pupils == "pupils" else f" of {topic.pupils}"
    noun = f"score for {topic.phrase}" if topic.kind == PROGRESS else topic.phrase
    said = f"The {noun}{for_whom} in summer {topic.year} was {about}{value}, {behind}"
    return f"{said}, {where}." if where else f"{said}."


def _opening(figure: Figure) -> str:
    """The percentage as the start of a sentence; a range where the counts allow two whole percentages."""
    assert figure.value is not None
    if figure.part_low is not None and figure.part_high is not None and figure.whole:
        low = percent(100 * figure.part_low / figure.whole)
        high = percent(100 * figure.part_high / figure.whole)
        if low != high:
            return f"{low[0].upper()}{low[1:]} to {high}"
    said = percent(figure.value)
    return f"{said[0].upper()}{said[1:]}"


def parts(figure: Figure) -> str:
    """``361 of 583``, or ``between 360 and 362 of 583`` where a percentage fits several counts."""
    if figure.part_low is None or figure.part_high is None or figure.whole is None:
        return f"the number of pupils is not published ({counted(figure.whole or 0, 'pupil')})"
    if figure.part_low == figure.part_high:
        return f"{figure.part_low:,} of {counted(figure.whole, 'pupil')}"
    return f"between {figure.part_low:,} and {figure.part_high:,} of {counted(figure.whole, 'pupil')}"


def schools_of(coverage: Coverage) -> str:
    """``12 of 13 schools``, ``all 13 schools that have such pupils``, ``1 school``."""
    counted_in, expected = coverage.schools_counted or 0, coverage.schools_expected or 0
    if counted_in < expected:
        return f"{counted_in:,} of {counted(expected, 'school')}"
    return f"all {expected:,} schools that have such pupils" if expected > 1 else "1 school"


def certainly(topic: Topic, figure: Figure) -> str:
    """What is certain once the schools left out are thought of too; empty where none is left out."""
    coverage = figure.coverage
    missing = (coverage.schools_expected or 0) - (coverage.schools_counted or 0)
    if missing <= 0:
        return ""
    left_out = f"{counted(missing, 'school')} {'is' if missing == 1 else 'are'} left out"
    if topic.kind != PERCENTAGE or figure.low is None or figure.high is None:
        return f"{left_out}, so the figure may not speak for all of them."
    bounds = between_percent(figure.low, figure.high)
    whose = "its" if missing == 1 else "their"
    return f"{left_out}; whatever {whose} results were, the figure for all pupils lies between {bounds}."


def beside_england(topic: Topic, figure: Figure, england: Figure | None, *, added_up: bool = False) -> str:
    """How England's figure stands beside this one, with the interval; empty where there is nothing to say."""
    if topic.kind == PROGRESS:
        return _beside_zero(figure)
    if england is None or england.value is None:
        return ""
    theirs = _england(score(england.value, topic.kind), added_up)
    if figure.interval_low is None or figure.interval_high is None or topic.kind != PERCENTAGE:
        return f"Beside it stands {theirs}."
    low, high = interval(figure.interval_low, figure.interval_high)
    chance = f"the 95% interval runs from {low} to {high}"
    outcome = compare(figure, england)
    if outcome is Comparison.ABOVE:
        return f"That is above {theirs}; {chance}."
    if outcome is Comparison.BELOW:
        return f"That is below {theirs}; {chance}."
    if outcome is Comparison.NONE:
        return f"Beside it stands {theirs}."
    if abs(whole(figure.value or 0) - whole(england.value)) <= ABOUT_THE_SAME:
        return f"That is about the same as {theirs}; {chance}."
    return f"With this many pupils it cannot be told apart from {theirs}; {chance}."


def _england(value: str, added_up: bool) -> str:
    if added_up:
        return f"England\u2019s {value}, added up from its schools"
    return f"England\u2019s published {value}"


def _beside_zero(figure: Figure) -> str:
    """Progress beside 0, England's average by construction; by the printed limits, as DfE bands schools."""
    if figure.interval_low is None or figure.interval_high is None:
        return "The average for England is 0 by construction."
    low, high = limits(figure.interval_low, figure.interval_high, PROGRESS)
    chance = f"the 95% interval runs from {low} to {high}"
    average = "0, the average for pupils in England with the same starting points"
    if tenth(figure.interval_low) > 0:
        return f"That is above {average}; {chance}."
    if tenth(figure.interval_high) < 0:
        return f"That is below {average}; {chance}."
    return f"It cannot be told apart from {average}; {chance}."


def without_value(topic: Topic, figure: Figure) -> str:
    """Why there is no figure: five different things in five different words."""
    seen, summer = figure.coverage, f"summer {topic.year}"
    match figure.status:
        case Status.SUPPRESSED:
            return (
                f"No figure can be shown for {topic.pupils} in {summer}: the published file suppresses the "
                "results of every school that has them."
            )
        case Status.NOT_APPLICABLE:
            return "These schools have no pupils who take this measure, so there is no figure."
        case Status.NOT_PUBLISHED:
            return f"The published file for {summer} does not give this figure for {topic.pupils}."
        case Status.NOT_RELEASED:
            return f"No results for {summer} have been loaded for these schools yet."
        case Status.CANNOT_POOL:
            return (
                f"The published file for {summer} gives results of {topic.pupils} without the number of pupils "
                "behind them. They stand as published for each school, and cannot be pooled."
            )
        case Status.LOW_COVERAGE:
            return (
                f"No figure is shown for {topic.pupils} in {summer}: it was published as covering too few of "
                f"the pupils to mean anything."
            )
        case Status.NO_PUPILS:
            return f"There were no such pupils in these schools in {summer} ({topic.pupils}): nothing to count."
        case _:
            return _incomplete(topic, figure, seen)


def _incomplete(topic: Topic, figure: Figure, seen: Coverage) -> str:
    pupils = f"{counted(seen.pupils_counted, 'pupil')}"
    if seen.pupils_expected is not None:
        pupils = f"{seen.pupils_counted:,} of {counted(seen.pupils_expected, 'pupil')}"
    so_far = f"Too few results are in for a figure in summer {topic.year}: {pupils}, in {schools_of(seen)}."
    if topic.kind != PERCENTAGE or figure.part_low is None or not figure.whole:
        return f"{so_far} Nothing is compared until at least half of the pupils are in."
    come_in = parts(figure)
    return (
        f"{so_far} Of those that are in, {come_in} {topic.phrase}. "
        "Nothing is compared until at least half of the pupils are in."
    )


def short_line(topic: Topic, figure: Figure) -> str:
    """One honest line for a list of groups."""
    if figure.status in HAS_VALUE and figure.value is not None:
        return the_figure(topic, figure)
    return without_value(topic, figure)


def plain_value(figure: Figure, kind: str) -> str:
    """A figure in a table cell: its value, or the word for why there is none."""
    if figure.value is not None and figure.status in HAS_VALUE:
        return score(figure.value, kind)
    return STATUS_WORDS[figure.status]


def plain_interval(figure: Figure, kind: str) -> str:
    """``58% to 66%``; empty where there is none."""
    if figure.interval_low is None or figure.interval_high is None:
        return ""
    return " to ".join(limits(figure.interval_low, figure.interval_high, kind))


def plain_counts(figure: Figure) -> str:
    """``361 of 583`` or ``360 to 362 of 583``; the pupils alone where nothing is counted among them."""
    if figure.part_low is None or figure.part_high is None or figure.whole is None:
        return f"{figure.whole:,}" if figure.whole else ""
    if figure.part_low == figure.part_high:
        return f"{figure.part_low:,} of {figure.whole:,}"
    return f"{figure.part_low:,} to {figure.part_high:,} of {figure.whole:,}"


STATUS_WORDS = {
    Status.MEASURED: "measured",
    Status.APPROXIMATE: "approximate",
    Status.SUPPRESSED: "suppressed",
    Status.NOT_APPLICABLE: "not applicable",
    Status.NOT_PUBLISHED: "not published",
    Status.NOT_RELEASED: "not loaded yet",
    Status.CANNOT_POOL: "cannot be pooled",
    Status.LOW_COVERAGE: "covers too few pupils",
    Status.INCOMPLETE: "too few results in",
    Status.NO_PUPILS: "no such pupils",
}
