"""The statistical core, and the naive computation beside it, against packages and numbers made by others."""

import warnings

import numpy as np
import pytest

from accord.analytics.intervals import wilson, wilson_on_range
from accord.analytics.members import Members, MemberState
from accord.analytics.scores import Scores, national_pupil_sd, pool_scores
from tests.reference import naive

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats.proportion import proportion_confint

# Wilson 95% limits to four places: method/ref/reference_values.json, "wilson95".
WILSON_95 = [
    (0, 8, 0.0, 0.3244),
    (8, 8, 0.6756, 1.0),
    (12, 20, 0.3866, 0.7812),
    (19, 30, 0.4551, 0.7813),
    (62, 100, 0.5221, 0.7090),
]
# National standard deviation of pupils' progress in 2019: method/ref/reference_values.json,
# "ks2_progress_pupil_sd_2019", from the public program that reproduces DfE's limits.
SIGMA_2019 = {"reading": 6.17358373, "writing": 5.69410663, "maths": 5.38985717}
# Half-widths to two places for 11, 15, 30, 60 and 240 pupils: the same file, "ks2_progress_halfwidth_2019".
PUPILS = (11, 15, 30, 60, 240)
HALF_WIDTHS_2019 = {
    "reading": (3.65, 3.12, 2.21, 1.56, 0.78),
    "writing": (3.36, 2.88, 2.04, 1.44, 0.72),
    "maths": (3.19, 2.73, 1.93, 1.36, 0.68),
}


def one_school(pupils: int) -> Scores:
    """A school of so many pupils with a progress score of 1.3."""
    members = Members(
        codes=np.array(["100001"]), states=np.array([MemberState.COUNTED.code]), pupils=np.array([pupils]),
        known=np.array([True]), at_most=np.array([0]), bounded=np.array([True]))
    return Scores(members, weights=np.array([pupils]), scores=np.array([1.3]))


def naive_shares(part: int, whole: int) -> tuple[float, ...]:
    return tuple(limit / 100 for limit in naive.wilson(part, whole))


@pytest.mark.parametrize("limits", [wilson, naive_shares], ids=["accord", "naive"])
@pytest.mark.parametrize(("part", "whole", "low", "high"), WILSON_95)
def test_wilson_gives_the_reference_limits(limits, part, whole, low, high):
    assert limits(part, whole) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("limits", [wilson, naive_shares], ids=["accord", "naive"])
def test_wilson_agrees_with_statsmodels_for_every_count_up_to_sixty_pupils(limits):
    seen = 0
    for whole in range(1, 61):
        for part in range(whole + 1):
            theirs = proportion_confint(part, whole, alpha=0.05, method="wilson")
            assert limits(part, whole) == pytest.approx(theirs, abs=1e-12), (part, whole)
            seen += 1
    assert seen == 1890


def test_wilson_on_a_range_runs_from_the_lowest_count_to_the_highest():
    low = proportion_confint(140, 244, alpha=0.05, method="wilson")[0]
    high = proportion_confint(144, 244, alpha=0.05, method="wilson")[1]
    assert wilson_on_range(140, 144, 244) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("subject", SIGMA_2019)
def test_dfe_half_widths_of_2019_follow_from_sigma(subject):
    widths = []
    for pupils in PUPILS:
        figure = pool_scores(one_school(pupils), approximate=False, pupil_sd=SIGMA_2019[subject])
        widths.append((figure.interval_high - figure.interval_low) / 2)
    # Printed to two places; writing for 11 pupils is 3.36500 and was printed as 3.36.
    assert widths == pytest.approx(HALF_WIDTHS_2019[subject], abs=0.00501)


@pytest.mark.parametrize("subject", SIGMA_2019)
def test_sigma_comes_back_from_limits_printed_to_one_decimal(subject):
    dice = np.random.default_rng(2019)
    pupils = dice.integers(8, 128, size=2000)
    half = 1.96 * SIGMA_2019[subject] / np.sqrt(pupils)
    centre = dice.normal(0, 2.5, size=2000)
    lower, upper = np.round(centre - half, 1), np.round(centre + half, 1)
    assert national_pupil_sd(pupils, lower, upper) == pytest.approx(SIGMA_2019[subject], rel=1e-3)


def test_fewer_than_thirty_schools_give_no_sigma():
    pupils = np.full(30, 25)
    lower, upper = np.full(30, -2.4), np.full(30, 2.4)
    assert national_pupil_sd(pupils[:29], lower[:29], upper[:29]) is None
    assert national_pupil_sd(pupils, lower, upper) == pytest.approx(2.4 * 5 / 1.96)
