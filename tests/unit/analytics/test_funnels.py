"""Funnels: what lies outside is what mid-p says, drawn and told alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.chance import mid_p
from accord.analytics.comparison import Comparison
from accord.analytics.funnels import TAIL_95, TAIL_99_8, Around, curve, limits, placed
from accord.analytics.rates import Rate

ENGLAND = Around(60.5, 61.5)
UNDERLYING = Around(60.5, 61.5, school_year_sd=0.27)


def exact(part: int, whole: int, cohort: float | None = None) -> Rate:
    return Rate(part, part, part, whole, cohort or float(whole))


@given(st.integers(1, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 100))
def test_outside_the_limits_is_just_where_mid_p_is_under_the_tail(count, percent) -> None:
    part, whole = count
    around = Around(percent, percent)
    few, many = mid_p(part, whole, percent / 100)
    place = placed(exact(part, whole), around)
    if min(abs(few - TAIL_95), abs(many - TAIL_95)) > 1e-9:
        assert (place is Comparison.BELOW) == (few < TAIL_95)
        assert (place is Comparison.ABOVE) == (many < TAIL_95)


def test_limits_close_in_with_more_pupils_and_open_for_the_outer_line() -> None:
    widths = [each.high - each.low for each in curve(ENGLAND, [10, 30, 60, 240, 600])]
    assert widths == sorted(widths, reverse=True)
    inner, outer = limits(ENGLAND, 60), limits(ENGLAND, 60, TAIL_99_8)
    assert outer.low < inner.low < 60.5 and outer.high > inner.high > 61.5


def test_underlying_limits_are_wider_and_most_so_for_one_large_school() -> None:
    own, underlying = limits(ENGLAND, 240), limits(UNDERLYING, 240)
    eight_schools = limits(UNDERLYING, 240, cohort=30)
    assert underlying.low < eight_schools.low < own.low
    # One pupil a school has no years to move in.
    assert limits(UNDERLYING, 240, cohort=1).low == pytest.approx(own.low)


def test_the_range_of_a_rounded_comparator_stays_inside() -> None:
    assert limits(ENGLAND, 400).low < limits(Around(61, 61), 400).low
    assert limits(ENGLAND, 400).high > limits(Around(61, 61), 400).high


def test_a_count_that_is_a_range_is_outside_only_as_a_whole() -> None:
    edge = limits(ENGLAND, 240).low
    under = int(edge * 240 / 100)
    assert placed(Rate(under - 1, under, under, 240, 240.0), ENGLAND) is Comparison.BELOW
    assert placed(Rate(under, under, under + 1, 240, 240.0), ENGLAND) is Comparison.CANNOT_TELL


def test_where_nobody_could_be_seldom_enough_there_is_no_limit() -> None:
    few = limits(ENGLAND, 2)
    assert (few.low, few.high) == (0.0, 100.0)
    assert (limits(Around(0, 0), 30).low, limits(Around(100, 100), 30).high) == (0.0, 100.0)
