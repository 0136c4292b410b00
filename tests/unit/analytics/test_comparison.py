"""Above, below, or not to be told apart: the rounded comparator counts as a range."""

import pytest

from accord.analytics.comparison import Comparison, compare
from accord.analytics.figures import Coverage, Figure, Status


def figure(value: float | None, low: float | None, high: float | None, status: Status = Status.MEASURED) -> Figure:
    return Figure(status, value, low, high, None, None, 100, low, high, Coverage(1, 1, 100, 100))


@pytest.mark.parametrize(
    ("interval", "word"),
    [
        ((61.6, 75.0), Comparison.ABOVE),
        ((61.4, 75.0), Comparison.CANNOT_TELL),
        ((40.0, 60.4), Comparison.BELOW),
        ((40.0, 60.6), Comparison.CANNOT_TELL),
    ],
)
def test_england_at_61_may_be_anything_from_60_5_to_61_5(interval: tuple[float, float], word: Comparison) -> None:
    england = Figure(Status.MEASURED, 61.0, 60.5, 61.5, None, None, None, None, None, Coverage(None, None, 0, None))
    assert compare(figure(sum(interval) / 2, *interval), england) is word


def test_an_incomplete_figure_is_compared_with_nothing() -> None:
    england = figure(61.0, 60.5, 61.5)
    assert compare(figure(None, None, None, Status.INCOMPLETE), england) is Comparison.NONE
    assert compare(figure(70.0, 65.0, 75.0), figure(None, None, None)) is Comparison.NONE
