"""What the members do to a group's figure: who moves it most, and what made it change."""

from __future__ import annotations

from collections.abc import Mapping

from accord.analytics.contributions import contributions
from accord.analytics.decomposition import WhatChanged
from accord.analytics.figures import Figure
from accord.analytics.rates import Rate, rate_of
from accord.insight.sentences.change import Earlier
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value, with_count
from accord.insight.sentences.rounding import PERCENTAGE, percent, signed
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import listed

A_POINT = 1.0
LEVEL = 1e-9
"""Within so many points two schools move a figure equally: sums in floating point differ by less."""
LEFT_UNSAID = 0.05
"""Terms that would be printed as 0.0 are not told."""


def who_moves(topic: Topic, members: Mapping[str, Figure]) -> str:
    """The school without which the group's figure would differ most, and what it would then be.

    ``members`` by name. Only where even rounding leaves no doubt which it is; arithmetic, so no interval.
    """
    rates = {name: rate for name, figure in members.items() if (rate := rate_of(figure)) is not None}
    if topic.kind != PERCENTAGE or len(rates) < 2:
        return ""
    parts = contributions(rates)
    sizes = {each.code: sorted((abs(each.moves_low or 0), abs(each.moves_high or 0))) for each in parts}
    if max(most for _, most in sizes.values()) < A_POINT - LEVEL:
        return f"No one of the {counted(len(rates), 'school')} moves the figure by a whole point."
    clearest = max(parts, key=lambda each: sizes[each.code][0])
    furthest = max(most for code, (_, most) in sizes.items() if code != clearest.code)
    if clearest.without is None or sizes[clearest.code][0] <= furthest + LEVEL:
        return "No one school moves the figure clearly more than every other."
    rest = [rate for name, rate in rates.items() if name != clearest.code]
    return (
        f"{clearest.code} moves the figure most: without its {_of(rates[clearest.code])} it would be "
        f"{percent(clearest.without)} ({_count(rest)})."
    )


def made_of(topic: Topic, figure: Figure, earlier: Earlier, parts: WhatChanged | None) -> str:
    """What a change is made of, in points that add up to it; never across a break, nor without both figures."""
    if parts is None or earlier.broken or not has_value(figure) or not has_value(earlier.figure):
        return ""
    terms = [
        (parts.results, "other results in the schools of both years"),
        (parts.pupils, "other numbers of pupils in them"),
        (parts.joined, "schools that joined"),
        (parts.left, "schools that left"),
        (parts.coverage, "schools published in one year only"),
    ]
    told = [f"{signed(points)} from {words}" for points, words in terms if abs(points) >= LEFT_UNSAID]
    levels = f"{with_count(topic, earlier.figure)} in summer {earlier.year} and {with_count(topic, figure)} in summer"
    head = f"Between {levels} {topic.year} lie {signed(parts.change)} points"
    made = f": {listed(told)}" if told else ""
    return f"{head}{made}. That is where the difference comes from, not whether it is more than chance."


def _of(rate: Rate) -> str:
    if rate.low == rate.high:
        return f"{rate.low:,} of {counted(rate.whole, 'pupil')}"
    return f"{rate.low:,} to {rate.high:,} of {counted(rate.whole, 'pupil')}"


def _count(rates: list[Rate]) -> str:
    low, central, high, whole = (
        sum(getattr(rate, end) for rate in rates) for end in ("low", "central", "high", "whole")
    )
    return _of(Rate(low, central, high, whole, cohort=None))
