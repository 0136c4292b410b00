"""Scores pooled by pupils, and the national spread recovered from printed limits."""

import math

import numpy as np
import pytest

from accord.analytics.figures import Status
from accord.analytics.scores import Scores, national_pupil_sd, pool_scores
from tests.factories.members import members


def test_scores_are_weighted_by_pupils() -> None:
    found = members(("counted", 10, None), ("counted", 30, None))
    figure = pool_scores(Scores(found, np.array([10, 30]), np.array([4.0, 0.0])), approximate=False, pupil_sd=6.0)
    assert figure.value == pytest.approx(1.0)  # a mean of scores would say 2
    half = 1.96 * 6.0 / math.sqrt(40)
    assert (figure.interval_low, figure.interval_high) == (pytest.approx(1 - half), pytest.approx(1 + half))
    assert (figure.whole, figure.coverage.pupils_counted) == (40, 40)


def test_low_coverage_is_its_own_word() -> None:
    found = members(("low_coverage", 12, None))
    figure = pool_scores(Scores(found, np.array([0]), np.array([0.0])), approximate=False, pupil_sd=6.0)
    assert figure.status is Status.LOW_COVERAGE
    assert figure.value is None


def test_approximate_weights_are_said() -> None:
    found = members(("counted", 20, None))
    figure = pool_scores(Scores(found, np.array([20]), np.array([104.0])), approximate=True, pupil_sd=None)
    assert figure.status is Status.APPROXIMATE
    assert figure.interval_low is None


def test_the_spread_behind_rounded_limits_is_found_again() -> None:
    rng = np.random.default_rng(7)
    pupils = rng.integers(8, 120, size=400)
    half = 1.96 * 6.17358373 / np.sqrt(pupils)
    score = rng.normal(0, 2, size=400)
    found = national_pupil_sd(pupils, np.round(score - half, 1), np.round(score + half, 1))
    assert found == pytest.approx(6.17358373, rel=0.001)


def test_a_few_schools_tell_nothing_of_the_nation() -> None:
    few = np.full(29, 30)
    assert national_pupil_sd(few, np.full(29, -2.0), np.full(29, 2.0)) is None
    assert national_pupil_sd(np.full(30, 30), np.full(30, -2.0), np.full(30, 2.0)) is not None
