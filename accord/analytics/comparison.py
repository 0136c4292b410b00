"""A group beside a published figure: above it, below it, or not to be told apart from it."""

from __future__ import annotations

from enum import StrEnum

from accord.analytics.figures import HAS_VALUE, Figure


class Comparison(StrEnum):
    """What this year's figures alone allow one to say."""

    ABOVE = "above"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"
    NONE = "none"
    """There is nothing to compare: a value is missing, or too few pupils are in."""


def compare(figure: Figure, comparator: Figure) -> Comparison:
    """Whether the whole interval lies beyond everything the rounded comparator can be.

    A published whole percentage enters as ± 0.5, not as exact (FORMULAS 13); its range is ``low``…``high``.
    """
    if figure.status not in HAS_VALUE or comparator.value is None:
        return Comparison.NONE
    if figure.interval_low is None or figure.interval_high is None:
        return Comparison.NONE
    lowest = comparator.low if comparator.low is not None else comparator.value
    highest = comparator.high if comparator.high is not None else comparator.value
    if figure.interval_low > highest:
        return Comparison.ABOVE
    if figure.interval_high < lowest:
        return Comparison.BELOW
    return Comparison.CANNOT_TELL
