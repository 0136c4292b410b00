"""A figure beside a published one: above, below, or not to be told apart."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.chance import as_far
from accord.analytics.comparison import Comparison, compare
from accord.analytics.differences import Direction, gap
from accord.analytics.figures import Figure
from accord.analytics.rates import rate_of
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import (
    AROUND_ZERO,
    PERCENTAGE,
    as_printed,
    between_points,
    interval,
    limits,
    points_between,
    score,
    whole,
)
from accord.insight.sentences.topic import Named, Topic
from accord.insight.sentences.wording import capital, joined, possessive

ABOUT_THE_SAME = 2
"""Within so many whole points a figure that cannot be told apart is called about the same."""
COMMON = 0.2
"""What chance alone does so often, or more often, is called common."""
FEW_CHILDREN = 100
"""Up to so many pupils are called few."""


@dataclass(frozen=True, slots=True)
class Comparator:
    """A published figure to stand beside: ``name`` as in “England”.

    ``added_up`` says that it is not a published figure but the sum of its schools; ``judges`` is False of one that is
    of too different schools to be above or below it.
    """

    name: str
    figure: Figure
    added_up: bool = False
    judges: bool = True


def comparison(topic: Topic, figure: Figure, comparator: Comparator | None) -> str:
    """How a published figure stands beside this one, with the interval of this year's own rate.

    For a comparator as large as England or an authority, which is taken as known but for its rounding. Two
    groups are set against each other by `between`. Empty where there is nothing to say.
    """
    if not has_value(figure):
        return ""
    if topic.kind in AROUND_ZERO:
        return _beside_zero(figure, topic.kind)
    if comparator is None or comparator.figure.value is None:
        return ""
    if not comparator.judges:
        made = _value(comparator, topic.kind).removeprefix("published ")
        return f"For {comparator.name}, it is {made}; types of school differ too much to judge by that."
    theirs = f"{possessive(comparator.name)} {_value(comparator, topic.kind)}"
    outcome = compare(figure, comparator.figure)
    if outcome is Comparison.NONE or topic.kind != PERCENTAGE:
        return f"Beside it stands {theirs}."
    assert figure.interval_low is not None and figure.interval_high is not None
    low, high = interval(figure.interval_low, figure.interval_high)
    chance = f"the 95% interval runs from {low} to {high}"
    if outcome is Comparison.ABOVE:
        return f"That is above {theirs}; {chance}."
    if outcome is Comparison.BELOW:
        return f"That is below {theirs}; {chance}."
    if abs(whole(figure.value or 0) - whole(comparator.figure.value)) <= ABOUT_THE_SAME:
        return f"That is about the same as {theirs}; {chance}."
    told = f"With this many pupils it cannot be told apart from {theirs}; {chance}."
    return joined(told, how_common(figure, comparator.figure.value))


def how_common(figure: Figure, percent: float) -> str:
    """``A gap this size is common with so few children.``, where chance alone makes one as large 1 time in 5.

    By the binomial around ``percent`` (0–100), on either side; empty where chance makes it more seldom.
    """
    rate = rate_of(figure)
    if rate is None or as_far(rate.central, rate.whole, percent / 100) < COMMON:
        return ""
    return f"A gap this size is common with {'so few' if rate.whole <= FEW_CHILDREN else 'this many'} children."


def between(topic: Topic, one: Named, other: Named) -> str:
    """Two groups or schools side by side: which was higher this summer, or that it cannot be told.

    By Newcombe's interval for the two rates of this year alone. They must not have schools in common.
    """
    if not has_value(one.figure) or not has_value(other.figure):
        return ""
    stand = f"{one.name} stood at {with_count(topic, one.figure)} in {topic.when}"
    stand = f"{capital(stand)} and {other.name} at {with_count(topic, other.figure)}"
    found = gap(one.figure, other.figure) if topic.kind == PERCENTAGE else None
    if found is None:
        return f"{stand}."
    if found.direction is Direction.CANNOT_TELL:
        runs = points_between(found.low, found.high)
        return f"{stand}. They cannot be told apart: the 95% interval of the difference runs {runs}."
    higher = one if found.direction is Direction.UP else other
    size = between_points(found.low, found.high)
    return f"{stand}. The figure of {higher.name} is higher: the 95% interval of the difference is {size}."


def _value(comparator: Comparator, kind: str) -> str:
    value = score(comparator.figure.value or 0, kind)
    return f"{value}, added up from its schools" if comparator.added_up else f"published {value}"


def _beside_zero(figure: Figure, kind: str) -> str:
    """Progress beside 0, England's average by construction; by the printed limits, as DfE bands schools."""
    if figure.interval_low is None or figure.interval_high is None:
        return "The average for England is 0 by construction."
    low, high = limits(figure.interval_low, figure.interval_high, kind)
    chance = f"the 95% interval runs from {low} to {high}"
    average = "0, the average for pupils in England with the same starting points"
    if as_printed(figure.interval_low, kind) > 0:
        return f"That is above {average}; {chance}."
    if as_printed(figure.interval_high, kind) < 0:
        return f"That is below {average}; {chance}."
    return f"It cannot be told apart from {average}; {chance}."
