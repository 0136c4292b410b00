"""Counts behind rounded percentages, against a search over every count there is."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.counts import decimals_printed, recover, share_of


def half_up(share: Fraction) -> int:
    return int(share + Fraction(1, 2))


def counts_that_fit(percent: int, pupils: int) -> list[int]:
    return [k for k in range(pupils + 1) if half_up(Fraction(100 * k, pupils)) == percent]


@pytest.mark.parametrize(
    ("percent", "pupils", "low", "high"),
    [(62, 100, 62, 62), (50, 2, 1, 1), (0, 7, 0, 0), (100, 7, 7, 7), (13, 8, 1, 1), (50, 201, 100, 101)],
)
def test_a_percentage_gives_back_its_counts(percent: int, pupils: int, low: int, high: int) -> None:
    found = recover(np.array([float(percent)]), np.array([pupils]))
    assert (found.low[0], found.high[0]) == (low, high)
    assert not found.swapped[0]


@given(st.integers(1, 400), st.data())
def test_the_range_is_every_count_that_fits_and_no_other(pupils: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, pupils))
    percent = half_up(Fraction(100 * count, pupils))
    fitting = counts_that_fit(percent, pupils)
    found = recover(np.array([float(percent)]), np.array([pupils]))
    assert (found.low[0], found.high[0]) == (fitting[0], fitting[-1])
    assert found.low[0] <= found.central[0] <= found.high[0]
    assert found.central[0] in fitting


def test_unique_up_to_a_hundred_pupils_and_not_at_a_hundred_and_one() -> None:
    for pupils in (99, 100, 101):
        percents = np.array([float(half_up(Fraction(100 * k, pupils))) for k in range(pupils + 1)])
        found = recover(percents, np.full(pupils + 1, pupils))
        assert bool((found.low == found.high).all()) is (pupils <= 100)


def test_a_percentage_of_other_pupils_is_flagged_and_bounded() -> None:
    # 55% of 8 pupils fits no count: 4 of 8 is 50%, 5 of 8 is 63%.
    assert counts_that_fit(55, 8) == []
    found = recover(np.array([55.0]), np.array([8]))
    assert bool(found.swapped[0])
    assert (found.low[0], found.high[0]) == (4, 5)
    assert found.central[0] == 4


def test_decimals_are_those_the_publisher_printed() -> None:
    assert decimals_printed(np.array([62.0, 3.0])).tolist() == [0, 0]
    assert decimals_printed(np.array([62.0, 3.5, 4.1])).tolist() == [1, 1, 1]
    # One stray decimal says nothing of the other schools.
    assert decimals_printed(np.array([62.0, 3.0, 3.5])).tolist() == [0, 0, 1]
    found = recover(np.array([33.3, 66.7, 50.0]), np.array([300, 300, 300]))
    assert found.low.tolist() == [100, 200, 150]
    assert found.high.tolist() == [100, 200, 150]


@given(st.integers(0, 500), st.integers(0, 100))
def test_a_share_of_pupils_is_rounded_half_up(pupils: int, percent: int) -> None:
    found = share_of(np.array([pupils]), np.array([float(percent)]))
    assert found[0] == half_up(Fraction(pupils * percent, 100))
