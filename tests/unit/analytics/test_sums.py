"""Rates, ratios and totals, by hand."""

import numpy as np
import pytest

from accord.analytics.counts import CountRanges, counts_of
from accord.analytics.figures import Status
from accord.analytics.members import Members, MemberState
from accord.analytics.pooling import Parts
from accord.analytics.sums import Sums, add_up, pool_sums

COUNTED, HIDDEN, NOBODY = MemberState.COUNTED, MemberState.SUPPRESSED, MemberState.NOT_APPLICABLE


def members(*states: MemberState, pupils: tuple[int, ...] = ()) -> Members:
    size = len(states)
    return Members(
        codes=np.array([f"10000{at}" for at in range(size)]),
        states=np.array([each.code for each in states], dtype=np.uint8),
        pupils=np.array(pupils or [100] * size, dtype=np.int64),
        known=np.ones(size, dtype=bool),
        at_most=np.zeros(size, dtype=np.int64),
        bounded=np.ones(size, dtype=bool),
    )


def total(*numbers: int) -> CountRanges:
    exact = np.array(numbers, dtype=np.int64)
    return CountRanges(exact, exact, exact, np.zeros(len(numbers), dtype=bool))


def test_a_ratio_is_pupils_over_teachers_each_added_up():
    # 15 to one with 10.5 teachers is 157.5 pupils, 21 to one with 42 is 882: 1039.5 over 52.5.
    sums = Sums(members(COUNTED, COUNTED), np.array([10.5, 42.0]), np.array([15.0, 21.0]))
    figure = pool_sums(sums, approximate=False)
    assert figure.value == pytest.approx(19.8)
    assert (figure.status, figure.whole, figure.interval_low) == (Status.MEASURED, 200, None)


def test_a_school_that_is_not_counted_brings_nothing_to_a_rate():
    sums = Sums(members(COUNTED, COUNTED, HIDDEN), np.array([100.0, 300.0, 0.0]), np.array([4.0, 8.0, 50.0]))
    figure = pool_sums(sums, approximate=True)
    assert figure.value == pytest.approx(7.0)
    assert figure.status is Status.APPROXIMATE
    assert (figure.coverage.schools_counted, figure.coverage.schools_expected) == (2, 3)


def test_nothing_is_divided_by_nothing():
    figure = pool_sums(Sums(members(HIDDEN, NOBODY), np.zeros(2), np.zeros(2)), approximate=False)
    assert (figure.status, figure.value) == (Status.SUPPRESSED, None)


def test_a_sum_with_a_school_missing_is_no_sum():
    whole = add_up(Parts(members(COUNTED, COUNTED, NOBODY, pupils=(30, 12, 0)), total(30, 12, 0)), 1)
    assert (whole.status, whole.value) == (Status.MEASURED, 42)
    lacking = add_up(Parts(members(COUNTED, COUNTED, HIDDEN, pupils=(30, 12, 1)), total(30, 12, 0)), 1)
    assert (lacking.status, lacking.value) == (Status.INCOMPLETE, None)


def test_over_years_a_total_is_the_mean_of_their_sums():
    figure = add_up(Parts(members(COUNTED, COUNTED, pupils=(30, 50)), total(30, 50)), 2)
    assert figure.value == 40


def test_printed_counts_are_taken_as_they_are_and_percentages_recovered():
    ranges = counts_of(np.array([33.0, 33.0, 12.0]), np.array([100, 100, 10]), np.array([True, False, True]))
    assert ranges.central.tolist() == [33, 33, 10]
    assert ranges.low.tolist()[0] == ranges.high.tolist()[0] == 33
    assert ranges.swapped.tolist() == [False, False, True]  # twelve of ten pupils
