"""A line through all comparable years, and the word for it."""

import pytest

from accord.analytics.rates import Rate
from accord.analytics.trends import Course, Trend, trend


def years(*counts: tuple[int, int]) -> list[tuple[int, Rate]]:
    return [(2016 + at, Rate(k, k, k, n, 30.0)) for at, (k, n) in enumerate(counts)]


def test_the_word_is_that_of_the_interval() -> None:
    def word(low: float, high: float, margin: float | None = 5.0) -> Course:
        return Trend(0.0, low, high, 2016, 2019, 4).course(margin)

    assert word(0.1, 9) is Course.RISING
    assert word(-9, -0.1) is Course.FALLING
    assert word(-4.9, 5) is Course.STEADY
    assert word(-5.1, 2) is Course.CANNOT_TELL
    assert word(-2, 5.1) is Course.CANNOT_TELL
    assert word(-1, 1, None) is Course.CANNOT_TELL


def test_all_years_count_and_not_only_the_ends() -> None:
    ends_alike = trend(years((60, 120), (48, 120), (84, 120), (60, 120)), 0.27)
    climbing = trend(years((48, 120), (60, 120), (72, 120), (84, 120)), 0.27)
    assert ends_alike is not None and climbing is not None
    assert ends_alike.points == pytest.approx(100 * 0.3 * (0.7 - 0.4))
    assert climbing.points == pytest.approx(30)
    assert climbing.course(5) is Course.RISING


def test_a_summer_that_is_missing_keeps_its_place() -> None:
    found = trend([each for each in years((48, 120), (60, 120), (0, 1), (84, 120)) if each[0] != 2018], 0.27)
    assert found is not None and (found.first, found.last, found.years) == (2016, 2019, 3)
    assert found.points == pytest.approx(30, abs=0.5)


def test_nobody_can_tell_from_two_years_or_without_s_or_cohorts() -> None:
    assert trend(years((48, 120), (60, 120)), 0.27) is None
    assert trend(years((48, 120), (60, 120), (72, 120)), None) is None
    assert trend([*years((48, 120), (60, 120)), (2018, Rate(72, 72, 72, 120, None))], 0.27) is None


def test_nobody_and_everybody_still_have_an_interval() -> None:
    for part in (0, 30):
        found = trend(years((part, 30), (part, 30), (part, 30)), 0.27)
        assert found is not None and found.low < 0 < found.high and found.points == pytest.approx(0)


def test_a_count_that_is_a_range_widens_outwards() -> None:
    sure = trend(years((60, 120), (66, 120), (72, 120)), 0.27)
    ranged = trend([(2016, Rate(60, 60, 61, 120, 30.0)), (2017, Rate(66, 66, 66, 120, 30.0)),
                    (2018, Rate(71, 72, 72, 120, 30.0))], 0.27)  # fmt: skip
    assert sure is not None and ranged is not None
    assert ranged.high == pytest.approx(sure.high)
    assert ranged.low == pytest.approx(sure.low - 100 * 2 / 120)
