"""Whether a school usually lies beyond a published figure: for choosing where to look, never for reporting."""

from __future__ import annotations

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure
from accord.analytics.shrinkage import Shrunk


def usually(shrunk: Shrunk, comparator: Figure) -> Comparison:
    """Above or below only where the whole 95% credible interval of the usual rate lies beyond the comparator.

    A comparator printed in whole per cent is the range that it may be (FORMULAS 13). One school that is said to be
    above is so with a chance of at least 39 in 40, if its family of schools is the right one.
    """
    if comparator.value is None:
        return Comparison.NONE
    lowest = comparator.value if comparator.low is None else comparator.low
    highest = comparator.value if comparator.high is None else comparator.high
    if shrunk.low > highest:
        return Comparison.ABOVE
    return Comparison.BELOW if shrunk.high < lowest else Comparison.CANNOT_TELL
