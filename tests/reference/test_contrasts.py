"""Changes, gaps and ranks beside statsmodels' weighted least squares and scipy's normal curve, on drawn counts."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import norm

from accord.analytics.contrasts import change, gap, rank
from accord.analytics.random_groups import Place
from accord.analytics.rates import Rate
from accord.analytics.trends import climb

S, COHORT = 0.27, 25.0
DICE = np.random.default_rng(51)
WORLDS = [
    (DICE.integers(80, 300, size=4), DICE.uniform(0.35, 0.75, size=4), DICE.uniform(-0.3, 0.3)) for _ in range(200)
]


def rates(wholes: np.ndarray, shares: np.ndarray) -> list[Rate]:
    parts = np.rint(wholes * shares).astype(int)
    return [Rate(int(k), int(k), int(k), int(n), COHORT) for k, n in zip(parts, wholes, strict=True)]


def spread(share: float, whole: int) -> float:
    """Variance of a rate whose schools of 25 move by S on the logit scale."""
    return share * (1 - share) * (1 + (COHORT - 1) * S**2 * share * (1 - share)) / whole


def test_a_change_is_the_slope_of_weighted_least_squares():
    for wholes, shares, _ in WORLDS:
        found = rates(wholes, shares)
        parts = np.array([each.central for each in found])
        together = (parts.sum() + 1) / (wholes.sum() + 2)
        known = np.array([spread(together, n) for n in wholes])
        years = np.array([2016, 2017, 2018, 2019])
        fit = sm.WLS(parts / wholes, sm.add_constant(years - 2016.0), weights=1 / known).fit(cov_type="fixed scale")
        slope, error = 3 * fit.params[1], 3 * np.sqrt(fit.normalized_cov_params[1, 1])
        line = list(zip(years.tolist(), found, strict=True))
        test, climbed = change(line, S), climb(line, S)
        assert (climbed.central, climbed.error) == pytest.approx((slope, error))
        assert test.p == pytest.approx(2 * norm.sf(abs(slope) / error), rel=1e-6)
        ends = (100 * (slope - 1.959964 * error), 100 * (slope + 1.959964 * error))
        assert (test.low, test.high) == pytest.approx(ends)
        assert test.power(15, 80) == pytest.approx(norm.cdf(0.15 / error - norm.isf(0.1 / 160)))


def test_a_gap_is_a_score_test_at_englands_gap():
    for wholes, shares, england in WORLDS:
        one, other = rates(wholes, shares)[:2]
        low, high = england - 0.01, england + 0.01
        lower = (one.central + other.central - one.whole * england) / (one.whole + other.whole)
        kept = [min(0.99, max(0.01, each)) for each in (lower + england, lower)]
        error = np.sqrt(spread(kept[0], one.whole) + spread(kept[1], other.whole))
        seen = one.central / one.whole - other.central / other.whole
        away = max(seen - high, low - seen, 0.0)
        assert gap(one, other, (low, high), S).p == pytest.approx(2 * norm.sf(away / error), rel=1e-6)


def test_a_rank_is_read_off_a_curve_that_puts_neighbours_further_out():
    wider = norm.isf(0.05) / norm.isf(0.159 / 2)
    for lower in np.linspace(0.001, 0.999, 97):
        expected = 2 * norm.cdf(-abs(norm.ppf(lower)) / wider)
        assert rank(Place(float(lower), 10_000)).p == pytest.approx(expected, rel=0.01)
