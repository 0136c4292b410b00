"""Gaps and changes: the interval decides which way, and years ask for more room than pupils."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analytics.differences import (
    Direction,
    Printed,
    change,
    gap,
    gap_to,
    printed_over_years,
    underlying_gap,
)
from accord.analytics.differences import printed as what_is_printed
from accord.analytics.figures import Status
from accord.analytics.rates import rate_of, underlying_interval
from tests.factories.shares import printed, share, without

S = 0.27


def test_a_gap_is_told_only_where_its_interval_leaves_0_out() -> None:
    told, unsure = gap(share(51, 100), share(322, 474)), gap(share(20, 31), share(25, 32))
    assert told is not None and unsure is not None
    assert told.points == pytest.approx(51 - 100 * 322 / 474)
    assert told.direction is Direction.DOWN and told.high < 0
    assert unsure.direction is Direction.CANNOT_TELL and unsure.low < 0 < unsure.high


def test_a_change_has_more_room_than_a_gap_of_the_same_counts() -> None:
    before, after = share(340, 590, cohort=60), share(374, 583, cohort=60)
    plain, wide = gap(after, before), change(before, after, S)
    assert plain is not None and wide is not None
    assert plain.points == wide.points
    assert wide.low < plain.low and wide.high > plain.high
    assert (plain.direction, wide.direction) == (Direction.UP, Direction.CANNOT_TELL)


def test_one_large_school_moves_more_than_many_small_ones() -> None:
    many = change(share(120, 240, cohort=15), share(144, 240, cohort=15), S)
    one = change(share(120, 240), share(144, 240), S)
    assert many is not None and one is not None
    assert many.direction is Direction.UP
    assert one.direction is Direction.CANNOT_TELL


def test_a_count_that_is_a_range_widens_outwards() -> None:
    exact = gap(share(150, 244), share(100, 244))
    ranged = gap(share(149, 244, most=151), share(99, 244, most=101))
    assert exact is not None and ranged is not None
    assert ranged.low < exact.low and ranged.high > exact.high


@pytest.mark.parametrize("other", [printed(61), without(Status.SUPPRESSED), without(Status.INCOMPLETE)])
def test_without_counted_pupils_there_is_no_difference(other) -> None:
    assert gap(share(5, 10), other) is None
    assert change(other, share(5, 10), S) is None


def test_without_s_or_the_schools_numbers_nobody_can_tell() -> None:
    assert change(share(5, 10), share(9, 10), None) is None
    assert change(share(5, 10, cohort=None), share(9, 10), S) is None
    assert underlying_interval(share(5, 10), None) is None
    assert underlying_interval(share(5, 10, cohort=None), S) is None


def test_the_underlying_interval_holds_the_interval_of_the_year() -> None:
    figure = share(361, 583, cohort=60)
    found = underlying_interval(figure, S)
    assert found is not None and figure.interval_low is not None and figure.interval_high is not None
    assert found[0] < figure.interval_low and found[1] > figure.interval_high
    assert underlying_interval(share(3, 8, cohort=1), S) == pytest.approx(
        (share(3, 8).interval_low, share(3, 8).interval_high)
    )


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_turned_round_a_difference_is_its_own_mirror(one, other) -> None:
    there, back = gap(share(*one), share(*other)), gap(share(*other), share(*one))
    assert there is not None and back is not None
    assert (there.low, there.points, there.high) == pytest.approx((-back.high, -back.points, -back.low), abs=1e-9)
    assert -100 <= there.low <= there.points <= there.high <= 100
    rate = rate_of(share(*one))
    assert rate is not None and rate.share == pytest.approx(one[0] / one[1])


def test_beside_a_printed_percentage_the_interval_takes_in_its_rounding() -> None:
    mine, nation = share(21, 50), what_is_printed(printed(71))
    assert nation is not None and (nation.low, nation.high) == (70.5, 71.5)
    found = gap_to(mine, nation)
    assert found is not None and mine.interval_low is not None and mine.interval_high is not None
    assert found.points == pytest.approx(42 - 71)
    assert (found.low, found.high) == pytest.approx((mine.interval_low - 71.5, mine.interval_high - 70.5))
    assert gap_to(without(Status.SUPPRESSED), nation) is None and what_is_printed(without(Status.NOT_RELEASED)) is None


def test_printed_percentages_of_several_years_weigh_by_the_pupils_beside_them() -> None:
    found = printed_over_years([(30, Printed(60, 59.5, 60.5)), (10, Printed(68, 67.5, 68.5))])
    assert (found.value, found.low, found.high) == pytest.approx((62, 61.5, 62.5))


def test_an_underlying_gap_has_the_movement_of_schools_in_it_and_is_not_told_without() -> None:
    one, other = share(30, 60), share(45, 60)
    plain, wide = gap(one, other), underlying_gap(rate_of(one), rate_of(other), S)
    assert plain is not None and wide is not None
    assert plain.points == wide.points and wide.low < plain.low < plain.high < wide.high
    assert underlying_gap(rate_of(one), rate_of(other), None) is None
