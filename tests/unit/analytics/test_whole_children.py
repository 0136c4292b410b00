"""Percentages in children."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.whole_children import needed, with_more


@pytest.mark.parametrize(
    ("part", "whole", "percent", "more"),
    [(17, 31, 61, 2), (18, 31, 61, 1), (19, 31, 61, 0), (61, 100, 61, 0), (60, 100, 61, 1), (0, 8, 0, 0),
     (7, 8, 100, 1),
     # 61.6161…% is 61 of 99, however a computer writes it.
     (60, 99, 100 * 61 / 99, 1), (61, 99, 100 * 61 / 99, 0)],
)  # fmt: skip
def test_the_fewest_with_whom_it_would_have_been_reached(part, whole, percent, more) -> None:
    assert needed(part, whole, percent) == more


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 100))
def test_so_many_reach_it_and_one_fewer_does_not(count, percent) -> None:
    part, whole = count
    more = needed(part, whole, percent)
    assert 100 * (part + more) >= percent * whole
    assert more == 0 or 100 * (part + more - 1) < percent * whole


def test_nobody_and_impossible_percentages_are_refused() -> None:
    for whole, percent in ((0, 61), (31, 101), (31, -1)):
        with pytest.raises(ValueError, match="at least one pupil"):
            needed(0, whole, percent)


def test_what_more_or_fewer_children_would_have_made_of_it() -> None:
    assert with_more(19, 31, 2) == pytest.approx(100 * 21 / 31)
    assert with_more(19, 31, -2) == pytest.approx(100 * 17 / 31)
    assert with_more(30, 31, 2) is None and with_more(1, 31, -2) is None
