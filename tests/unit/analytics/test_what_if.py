"""What if: whole children, both directions, and ranges where counts are ranges."""

from __future__ import annotations

import pytest

from accord.analytics.rates import Rate
from accord.analytics.what_if import best_quarter, children_for, reached


def exact(part: int, whole: int) -> Rate:
    return Rate(part, part, part, whole, None)


def test_a_school_that_reached_a_percentage_moves_all_by_its_children() -> None:
    found = reached(exact(100, 200), exact(10, 30), 61)
    assert (found.more_low, found.more_high) == (9, 9), "18.3 of 30 are 19"
    assert (found.low, found.high) == pytest.approx((54.5, 54.5))


def test_who_is_there_already_moves_nothing() -> None:
    found = reached(exact(100, 200), exact(20, 30), 61)
    assert (found.more_low, found.more_high, found.low) == (0, 0, 50)


def test_ranges_of_counts_stay_ranges() -> None:
    found = reached(Rate(150, 151, 152, 300, None), Rate(70, 71, 72, 120, None), 65)
    assert (found.more_low, found.more_high) == (6, 8)
    assert (found.low, found.high) == pytest.approx((100 * 156 / 300, 100 * 160 / 300))


def test_children_for_a_percentage_of_all() -> None:
    assert children_for(exact(100, 200), 61) == (22, 22)
    assert children_for(Rate(150, 151, 152, 300, None), 60) == (28, 30)
    assert children_for(exact(122, 200), 61) == (0, 0)


def test_the_best_quarter_is_what_a_quarter_reached_or_passed() -> None:
    rates = [exact(each, 10) for each in (1, 9, 5, 7, 8, 3, 2, 4)]
    assert best_quarter(rates) == 80 and best_quarter(rates[:5]) == 80
    assert best_quarter(rates[:4]) == 90 and best_quarter(rates[:3]) is None
