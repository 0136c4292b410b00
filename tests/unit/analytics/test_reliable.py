"""Whether a school usually lies beyond a published figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.analytics.comparison import Comparison
from accord.analytics.figures import Figure, Status
from accord.analytics.reliable import usually
from accord.analytics.shrinkage import Shrunk
from tests.factories.shares import printed, without


@pytest.mark.parametrize(
    ("low", "high", "stands"),
    [
        (65.6, 80.0, Comparison.ABOVE),
        (65.5, 80.0, Comparison.CANNOT_TELL),
        (50.0, 64.4, Comparison.BELOW),
        (50.0, 64.5, Comparison.CANNOT_TELL),
        (60.0, 70.0, Comparison.CANNOT_TELL),
    ],
)
def test_a_rounded_comparator_is_the_range_that_it_may_be(low: float, high: float, stands: Comparison):
    assert usually(Shrunk((low + high) / 2, low, high), england()) is stands


def test_an_exact_comparator_is_a_point():
    exact = replace(england(), low=None, high=None)
    assert usually(Shrunk(70, 65.1, 75), exact) is Comparison.ABOVE


def test_nothing_is_above_a_figure_that_is_not_there():
    assert usually(Shrunk(70, 65.6, 75), without(Status.NOT_RELEASED)) is Comparison.NONE


def england() -> Figure:
    """65%, printed without decimals."""
    return replace(printed(65), low=64.5, high=65.5)
