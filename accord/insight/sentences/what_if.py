"""What if somebody reached a percentage: in whole children, and never as a forecast."""

from __future__ import annotations

from dataclasses import dataclass

from accord.analytics.figures import Figure
from accord.analytics.rates import Rate, rate_of
from accord.analytics.what_if import children_for, reached
from accord.insight.sentences.counting import counted
from accord.insight.sentences.rounding import PERCENTAGE, percent, signed
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import capital, joined

NO_FORECAST = "Nobody else changes in this sum, and it says nothing of how likely it is."


@dataclass(frozen=True, slots=True)
class Asked:
    """Who reaches what: ``name`` as it stands in the middle of a sentence.

    ``mark`` says what is reached (“England’s 61%”), ``percent`` is its number, 0–100.
    """

    name: str
    rate: Rate
    mark: str
    percent: float


def what_if(topic: Topic, figure: Figure, asked: Asked | None, goal: float | None) -> str:
    """Where all would be, had somebody reached a percentage, and what a percentage of all takes (``goal``, 0–100).

    ``figure`` is of all. Empty for scores, without a figure, and where nothing is asked.
    """
    group = rate_of(figure) if topic.kind == PERCENTAGE else None
    if group is None:
        return ""
    return joined(
        _if_reached(asked, group) if asked else "", _for_all_to_reach(group, goal, asked) if goal is not None else ""
    )


def _if_reached(asked: Asked, group: Rate) -> str:
    """How many more children that takes, and where all would be; or that they are there already."""
    found = reached(group, asked.rate, asked.percent)
    they = _count(asked.rate.low, asked.rate.high, asked.rate.whole)
    if not found.more_high:
        return f"{capital(asked.mark)} is reached already by {asked.name}: {they}."
    then = tenths(found.low, found.high)
    now = tenths(100 * group.low / group.whole, 100 * group.high / group.whole)
    return (
        f"Had {asked.name} ({they}) reached {asked.mark}, {_more(found.more_low, found.more_high)} would have done "
        f"so, and the figure of all {counted(group.whole, 'pupil')} would be {then} instead of {now}."
    )


def _for_all_to_reach(group: Rate, goal: float, asked: Asked | None) -> str:
    """How many more children a percentage of all takes, and whether those somebody has left are enough."""
    low, high = children_for(group, goal)
    if not high:
        return f"All together have reached {percent(goal)} already."
    told = f"For all to come to {percent(goal)}, {_more(low, high)} of {counted(group.whole, 'pupil')} would have to."
    if asked is None:
        return told
    left = asked.rate.whole - asked.rate.high
    enough = "enough for that" if left >= high else "not enough for that"
    return f"{told} Of {asked.name}, {counted(left, 'pupil')} did not: {enough}."


def tenths(low: float, high: float) -> str:
    """``58.3%``, or ``58.3% to 58.6%``."""
    ends = [f"{signed(each).lstrip('+')}%" for each in (low, high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _more(low: int, high: int) -> str:
    if low == high:
        return f"{low:,} more {'child' if low == 1 else 'children'}"
    return f"{low:,} to {high:,} more children"


def _count(low: int, high: int, whole: int) -> str:
    ends = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"{ends} of {counted(whole, 'pupil')}"
