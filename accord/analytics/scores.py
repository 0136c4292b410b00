"""Scores pooled by the pupils behind them: progress scores and average scaled scores."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from accord.analytics.counts import Integers, Numbers
from accord.analytics.figures import Figure, Status
from accord.analytics.members import Members, coverage, expectation, status_without_value

DFE_Z = 1.96
"""The multiplier the Department for Education prints its progress intervals with (METHOD 1.3)."""

FEWEST_SCHOOLS = 30
"""With fewer printed intervals than this, a national standard deviation is not estimated from a file."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of the members: ``weights`` are the pupils behind each score, 0 where not counted.

    Where a score is an average of entries, the weights are entries, and may be more than the pupils.
    """

    members: Members
    weights: Integers
    scores: Numbers


def pool_scores(scores: Scores, *, approximate: bool, pupil_sd: float | None) -> Figure:
    """Σ m·score / Σ m, with the publisher's interval ± 1.96 σ / √Σm where σ is known.

    ``pupil_sd`` is the national standard deviation between pupils, in points; None where there is none to
    use, and then the figure has no interval. ``approximate`` says that the weights are not published.
    Source: FORMULAS 6–7, METHOD 1.4.
    """
    counted = scores.members.counted
    weight = int(scores.weights[counted].sum())
    whole = int(np.minimum(scores.weights, scores.members.pupils)[counted].sum())
    expected = expectation(scores.members)
    status = status_without_value(scores.members, expected, whole)
    value = None
    if status is None:
        value = float((scores.weights[counted] * scores.scores[counted]).sum() / weight)
        status = Status.APPROXIMATE if approximate else Status.MEASURED
    half = DFE_Z * pupil_sd / math.sqrt(weight) if value is not None and pupil_sd else None
    return Figure(
        status=status,
        value=value,
        low=None,
        high=None,
        part_low=None,
        part_high=None,
        whole=whole,
        interval_low=value - half if value is not None and half is not None else None,
        interval_high=value + half if value is not None and half is not None else None,
        coverage=coverage(scores.members, expected, whole),
    )


def national_pupil_sd(pupils: Integers, lower: Numbers, upper: Numbers) -> float | None:
    """The national standard deviation between pupils, in points, from the limits printed for schools.

    σ̂ = Σ(w/√m) / (3.92 Σ 1/m) with w the printed width and m the pupils with a progress score: least
    squares, within 0.06% of the known values of 2019. None with fewer than 30 schools. Source: FORMULAS 6.
    """
    usable = pupils > 0
    if int(usable.sum()) < FEWEST_SCHOOLS:
        return None
    m = pupils[usable].astype(np.float64)
    width = upper[usable] - lower[usable]
    return float((width / np.sqrt(m)).sum() / (2 * DFE_Z * (1 / m).sum()))
