"""A figure beside England's: above, below, or not to be told apart."""

from __future__ import annotations

from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import Figure
from accord.insight.sentences.rounding import PERCENTAGE, PROGRESS, interval, limits, score, tenth, whole
from accord.insight.sentences.topic import Topic

ABOUT_THE_SAME = 2
"""Within so many whole points a figure that cannot be told apart is called about the same."""


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
