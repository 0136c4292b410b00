"""Small cohorts in children: what one or two more would have made of the figure."""

from __future__ import annotations

from accord.analytics.figures import Figure
from accord.analytics.rates import rate_of
from accord.analytics.whole_children import needed, with_more
from accord.insight.sentences.comparison import Comparator
from accord.insight.sentences.counting import counted
from accord.insight.sentences.level import has_value
from accord.insight.sentences.rounding import PERCENTAGE, percent, score
from accord.insight.sentences.topic import Topic
from accord.insight.sentences.wording import joined, possessive

FEW_PUPILS = 11
"""Fewer pupils than this are not judged by: Ofsted reads nothing into fewer either (METHOD 1.5)."""
SMALL_COHORT = 50
"""Up to so many pupils, each is worth 2 percentage points or more."""
CHILDREN = 2


def caution(topic: Topic, figure: Figure, comparator: Comparator | None = None) -> str:
    """What a reader should know about so few pupils, in children; empty for a cohort that is not small.

    With a comparator that the figure falls short of: how many children more would have brought it there.
    """
    if not has_value(figure) or not figure.whole or figure.whole > SMALL_COHORT:
        return ""
    few = ""
    if figure.whole < FEW_PUPILS:
        few = f"A figure of {counted(figure.whole, 'pupil')} is too small a base to judge a school by."
    rate = rate_of(figure) if topic.kind == PERCENTAGE else None
    if rate is None or rate.low != rate.high:
        return few
    return joined(few, _either_way(rate.central, rate.whole), _to_reach(rate.central, rate.whole, comparator))


def _either_way(part: int, whole: int) -> str:
    """``2 more children would have made it 68%, and 2 fewer 55%.``"""
    more, fewer = with_more(part, whole, CHILDREN), with_more(part, whole, -CHILDREN)
    if more is not None and fewer is not None:
        return f"{more_children(CHILDREN)} would have made it {percent(more)}, and {CHILDREN} fewer {percent(fewer)}."
    if more is not None:
        return f"{more_children(CHILDREN)} would have made it {percent(more)}."
    if fewer is not None:
        return f"{CHILDREN} fewer children would have made it {percent(fewer)}."
    return ""


def _to_reach(part: int, whole: int, comparator: Comparator | None) -> str:
    if comparator is None or comparator.figure.value is None:
        return ""
    target = comparator.figure.value
    more = needed(part, whole, target)
    if more == 0:
        return ""
    return (
        f"With {more_children(more)} it would have reached {possessive(comparator.name)} {score(target, PERCENTAGE)}."
    )


def more_children(number: int) -> str:
    """``1 more child``, ``2 more children``."""
    return f"{number:,} more {'child' if number == 1 else 'children'}"
