"""Changes, gaps and ranks: what their tests allow for, and what they leave alone."""

import pytest

from accord.analytics.comparison import Comparison
from accord.analytics.contrasts import NEIGHBOURS, change, gap, rank
from accord.analytics.random_groups import Place
from accord.analytics.rates import Rate
from accord.analytics.trends import trend

S = 0.27


def rate(part: int, whole: int, cohort: float | None = 30.0, most: int | None = None) -> Rate:
    return Rate(part, part, part if most is None else most, whole, cohort)


def test_a_change_is_the_line_of_the_trend_and_a_smaller_p_than_one_in_twenty_where_its_interval_leaves_0_out():
    for last in range(100, 220, 7):
        line = [(2017, rate(150, 240)), (2018, rate(152, 240)), (2019, rate(last, 240))]
        found, drawn = change(line, S), trend(line, S)
        assert (found.points, found.low, found.high) == pytest.approx((drawn.points, drawn.low, drawn.high))
        assert (found.p < 0.05) == (drawn.low > 0 or drawn.high < 0)
        assert (found.side is Comparison.ABOVE) == (drawn.points > 0)


def test_two_summers_are_a_change_and_one_is_none():
    assert change([(2018, rate(120, 240)), (2019, rate(170, 240))], S).p < 0.01
    assert change([(2019, rate(170, 240))], S) is None


def test_the_movement_of_schools_makes_a_change_less_clear():
    line = [(2018, rate(120, 240, 240.0)), (2019, rate(155, 240, 240.0))]
    assert change(line, 0.0).p < 0.01 < change(line, S).p
    assert change(line, None) is None
    assert change([(2018, rate(120, 240, None)), (2019, rate(155, 240))], S) is None


def test_of_counts_that_are_ranges_the_ends_nearest_to_no_difference_are_tested():
    clear = change([(2018, rate(120, 240)), (2019, rate(160, 240))], S)
    less = change([(2018, rate(120, 240, most=130)), (2019, rate(150, 240, most=170))], S)
    assert less.p > clear.p and less.low < clear.low and less.high > clear.high
    assert change([(2018, rate(120, 240, most=140)), (2019, rate(130, 240, most=150))], S).p == 1.0


def test_a_gap_is_set_beside_englands():
    # Disadvantaged pupils 20 points behind, as in England, and 45 points behind.
    usual = gap(rate(36, 80), rate(104, 160), (-0.21, -0.19), S)
    wide = gap(rate(16, 80), rate(104, 160), (-0.21, -0.19), S)
    assert usual.p == 1.0 and wide.p < 0.01 and wide.side is Comparison.BELOW
    assert gap(rate(16, 80), rate(104, 160), (-0.46, -0.44), S).p == 1.0
    assert wide.points == pytest.approx(-45)


@pytest.mark.parametrize("few", [rate(2, 10), rate(0, 200), rate(200, 200)])
def test_with_too_few_who_did_or_did_not_nothing_is_tested(few):
    assert gap(few, rate(104, 160), (-0.21, -0.19), S) is None
    assert change([(2018, few), (2019, rate(104, 160))], S) is None


def test_a_rank_allows_for_neighbours_being_alike():
    # 5% from either end would be p = 0.1 of random groups; of neighbours 15.9% stand there.
    assert rank(Place(0.05, 10_000)).p == pytest.approx(0.159, abs=0.001)
    assert rank(Place(0.95, 10_000)).side is Comparison.ABOVE and NEIGHBOURS > 1
    assert 0 < rank(Place(0.0, 10_000)).p < 0.001


def test_power_grows_with_the_difference_and_falls_with_the_number_of_questions():
    found = change([(2018, rate(140, 240)), (2019, rate(150, 240))], S)
    by_points = [found.power(points, 100) for points in (5, 15, 30)]
    assert by_points == sorted(by_points) and by_points[0] < 0.1 < 0.9 < by_points[2]
    assert found.power(15, 400) < found.power(15, 100) < found.power(-15, 1)
    assert rank(Place(0.5, 10_000)).power(15, 100) is None
